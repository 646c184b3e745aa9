"""Who was killed or wounded: the tolls of an event by party, from all clauses that count them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents.record import Count

if TYPE_CHECKING:
    from incidents.extraction.counts import Harmed
    from incidents.extraction.events import Telling
    from incidents.extraction.fields import Fields

__all__ = ["fill_tolls", "party_hit"]


def party_hit(fields: Fields, telling: Telling, harmed: Harmed) -> str:
    """The toll's party of those who were hit: by their words, else by who hit them; or "total"."""
    party = harmed.people.party
    if party in ("irn", "pak", "militants", "civilians"):
        return party
    side = str(fields.values.get("acting_side") or "")
    words = harmed.people.words
    if not party and re.search(r"\bthem\b", words):
        before = [
            p for p in telling.parties if p.end <= harmed.people.start and p is not telling.agent
        ]
        if before and before[-1].kind in ("civilians", "armed", "group"):
            return "civilians" if before[-1].kind == "civilians" else "militants"
    if not party:
        party = fields.sides.counted(harmed.people.count) or party
        if party in ("irn", "pak", "militants", "civilians"):
            return party
        if (
            re.search(r"\b(?:m[ae]n)\b", words, re.IGNORECASE)
            and side in ("IRN", "PAK")
            and not telling.denies
        ):
            return "civilians"
        if re.search(r"\b(?:more|others?)\b", words) and len(fields.hit) == 1:
            return next(iter(fields.hit))
        if re.search(r"\b(?:people|persons?)\b", words) and fields.hit == {"civilians"}:
            return "civilians"
    if party == "forces" or (not party and _of_force(telling, harmed)):
        known = fields.sides.of(words) if party == "forces" else ""
        if not known and not (
            side == fields.values.get("country_reported") and _hits_armed(fields)
        ):
            known = {"IRN": "PAK", "PAK": "IRN"}.get(side, "")
        if not known or known == side:
            known = str(fields.values.get("country_reported") or "")
        if known not in ("IRN", "PAK"):
            named = {
                p.side
                for t in fields.listed
                for p in t.parties
                if p.kind in ("force", "nation") and p.side in ("IRN", "PAK")
            }
            known = next(iter(named)) if len(named) == 1 else ""
        if known not in ("IRN", "PAK"):
            known = fields.sides.home
        if known not in ("IRN", "PAK"):
            known = "IRN" if fields.sides.is_persian else "PAK" if fields.sides.is_urdu else ""
        if known in ("IRN", "PAK"):
            return known.lower()
    return "total"


def _hits_armed(fields: Fields) -> bool:
    """Whether armed men were hit: then the soldiers who fell fought them, and not their like."""
    return any(h.people.party == "militants" for t in fields.listed for h in t.harmed)


def _of_force(telling: Telling, harmed: Harmed) -> bool:
    """Whether a bare number counts the men of a force that was hit."""
    people = harmed.people
    if not people.headless and not re.search(r"\b(?:others?|more)\b", people.words):
        return False
    sides = {
        p.kind
        for p in telling.parties
        if p is not telling.agent and p.end <= people.start and p.kind in ("force", "civilians")
    }
    return sides == {"force"}


def fill_tolls(fields: Fields) -> None:
    """Fill the tolls of each party, and the words that say them."""
    known: dict[str, Count] = {}
    if fields.event.family == "diplomacy":
        return
    wordings: list[str] = []
    for telling in fields.listed:
        nobody = any(h.people.count == Count(0, 0, 0) for h in telling.harmed)
        detail = telling not in fields.event.tellings
        if (telling.old_figure and detail) or (
            detail and not nobody and (telling.denies or telling.reason)
        ):
            continue
        parts: dict[str, Count] = {}
        seen: dict[str, list[Harmed]] = {}
        for harmed in telling.harmed:
            party = party_hit(fields, telling, harmed)
            if harmed.people.definite and any(k.startswith(f"{harmed.harm}_") for k in known):
                continue
            name = f"{harmed.harm}_{party}"
            parts[name] = _added(parts.get(name), harmed.people.count)
            if party != "total":
                fields.hit.add(party)
            seen.setdefault(name, []).append(harmed)
            if harmed.people.count == Count(0, 0, 0) and re.search(
                r"casualt|hurt|injur|تلفات", harmed.people.words, re.IGNORECASE
            ):
                parts.setdefault("injured_total", Count(0, 0, 0))
                seen.setdefault("injured_total", []).append(harmed)
        for name, count in parts.items():
            if name in known:
                if known[name] == count:
                    for harmed in seen[name]:
                        fields.note(f"{name}_best", telling, harmed.start, harmed.end, 0.8)
                continue
            harm = name.partition("_")[0]
            others = [k for k in known if k.startswith(f"{harm}_")]
            if (
                name.endswith("_total")
                and others
                and (
                    count.best == 0
                    or any(known[k].best == count.best or known[k].low == count.low for k in others)
                    or telling.is_heading
                    or telling not in fields.event.tellings
                )
            ):
                continue
            if telling.is_heading and others:
                continue
            same = [k for k in others if k == f"{harm}_total" and known[k] == count]
            for k in same:
                del known[k]
                for bound in ("low", "best", "high"):
                    fields.evidence.pop(f"{k}_{bound}", None)
            known[name] = count
            wordings += [h.people.words for h in seen[name]]
            for harmed in seen[name]:
                for bound in ("low", "best", "high"):
                    if getattr(count, bound) is not None:
                        fields.note(f"{name}_{bound}", telling, harmed.start, harmed.end, 0.85)
    for name, count in known.items():
        for bound in ("low", "best", "high"):
            if getattr(count, bound) is not None:
                fields.values[f"{name}_{bound}"] = getattr(count, bound)
    vague = [
        w
        for w in wordings
        if not re.search(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b", w)
    ]
    if vague:
        fields.values["toll_wording"] = "; ".join(dict.fromkeys(vague))[:300]


def _added(one: Count | None, other: Count) -> Count:
    if one is None:
        return other

    def both(a: int | None, b: int | None) -> int | None:
        return None if a is None or b is None else a + b

    return Count(both(one.low, other.low), both(one.best, other.best), both(one.high, other.high))
