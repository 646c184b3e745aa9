"""Draft incidents: every field of the record that a report fills, with the words it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from geodata.names import is_arabic
from incidents.errors import IncidentsError
from incidents.extraction.events import Telling, claims_responsibility, family_of, tellings_of
from incidents.extraction.reading import read
from incidents.extraction.weaving import Event, published_in, woven
from incidents.record import Claim, Count, EventType, Incident

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from incidents.duplicates import Suggestion
    from incidents.extraction.counts import Harmed
    from incidents.extraction.parties import Party, Speaker
    from incidents.extraction.reading import Reading
    from incidents.extraction.whereabouts import SaidPlace

__all__ = ["Draft", "Evidence", "UndatedError", "extract"]

MAX_DRAFTS = 200
"""Of a text that tells of more, the first are drafted."""

_LONGEST_CLAIM = 1_000
_LONGEST_SUMMARY = 300


class UndatedError(IncidentsError):
    """Incidents are told whose day cannot be known without the day of publication."""


@dataclass(frozen=True)
class Evidence:
    """Words that a field rests on: `text` is exactly the given text from `start` to `end`.

    `confidence` is from 0 to 1: how sure the rule is that read them, not how true they are.
    """

    start: int
    end: int
    text: str
    confidence: float


@dataclass(frozen=True)
class Draft:
    """A proposed incident with the evidence of each field.

    `incident` has the status "draft". `remarks` say what a person should look at: a day that was
    guessed, an account that contradicts another, what was not read. `duplicates` are filled by
    `placing.drafts_placed`.
    """

    incident: Incident
    evidence: Mapping[str, tuple[Evidence, ...]]
    remarks: tuple[str, ...] = ()
    duplicates: tuple[Suggestion, ...] = ()


def extract(text: str, *, published: date | None = None) -> tuple[Draft, ...]:
    """Propose the incidents that a report tells of.

    Parameters
    ----------
    text
        A report as plain text, in English, Persian or Urdu; `reading.MAX_CHARACTERS` are read.
    published
        The day of publication, from which "Wednesday" and "October 17" are reckoned. Where it is
        not given, the day in the report's own dateline, else the latest full date in it.

    Returns
    -------
    tuple of Draft
        In the order of the report; empty where it tells of no incident.

    Raises
    ------
    UndatedError
        If an incident is told and no day can be reckoned.

    Notes
    -----
    Rules only: the same text gives the same drafts. Nothing is stored and nothing is a fact until
    a person has accepted it.
    """
    reading = read(text)
    tellings = tellings_of(reading)
    published = published or published_in(tellings, reading.plain)
    events = woven(tellings, published)
    if any(event.days is None for event in events):
        msg = (
            "The report names no full date, so that its days cannot be reckoned; give the day of "
            "publication (--published 2014-10-22)"
        )
        raise UndatedError(msg)
    remarks = list(reading.remarks)
    if len(events) > MAX_DRAFTS:
        remarks.append(f"{len(events):,} incidents were told; the first {MAX_DRAFTS} are drafted.")
    report_id = sha256(text.encode("utf-8", "replace")).hexdigest()[:6]
    sides = _Sides(tellings, report_id)
    found: list[Draft] = []
    for event in events[:MAX_DRAFTS]:
        before = found[-1].incident if found else None
        drafted = _Drafting(reading, event, published, sides, before).draft(len(found) + 1)
        found.append(replace(drafted, remarks=(*drafted.remarks, *remarks)))
    return tuple(found)


class _Sides:
    """Whose "the guards" and "the soldiers" are, where a report says it once."""

    def __init__(self, tellings: list[Telling], report_id: str) -> None:
        self.report_id = report_id
        self._of_noun: dict[str, set[str]] = {}
        self._of_count: dict[Count, set[str]] = {}
        self.countries: list[str] = []
        self.home = ""
        self.is_persian = False
        self.is_urdu = False
        for telling in tellings:
            self.home = self.home or telling.home
            for party in telling.parties:
                if party.kind == "force" and party.side:
                    noun = telling.text[party.start : party.end].casefold().split()[-1].rstrip("s")
                    self._of_noun.setdefault(noun, set()).add(party.side)
            for people in telling.people:
                if people.party and people.party != "forces" and (people.count.best or 0) > 1:
                    self._of_count.setdefault(people.count, set()).add(people.party)
            self.countries += [p.country for p in telling.places if p.country in ("IRN", "PAK")]
            if is_arabic(telling.text):
                urdu = re.search(r"[ٹڈڑے]|(?<!\w)(?:کے|میں|نے|هے)(?!\w)", telling.text)
                self.is_urdu = self.is_urdu or bool(urdu)
                self.is_persian = not self.is_urdu

    def counted(self, count: Count) -> str:
        """The party of which the report counts just so many elsewhere, if it is one only."""
        parties = self._of_count.get(count, set())
        return next(iter(parties)) if len(parties) == 1 else ""

    def of(self, words: str) -> str:
        """The side of a force's noun, if the report knows one only."""
        listed = words.casefold().split()
        noun = listed[-1].rstrip("s") if listed else ""
        sides = self._of_noun.get(noun, set())
        return next(iter(sides)) if len(sides) == 1 else ""


@dataclass
class _Claiming:
    """A claim in the making."""

    claimant: str
    origin: str | None
    tellings: list[Telling] = field(default_factory=list)
    denies: bool = False
    speakers: list[tuple[Telling, Speaker]] = field(default_factory=list)


class _Drafting:
    """One event on its way to a draft."""

    def __init__(
        self,
        reading: Reading,
        event: Event,
        published: date | None,
        sides: _Sides,
        before: Incident | None,
    ) -> None:
        self._reading = reading
        self._event = event
        self._published = published
        self._sides = sides
        self._before = before
        self._listed = event.all_tellings
        self._values: dict[str, object] = {}
        self._evidence: dict[str, list[Evidence]] = {}
        self._remarks: list[str] = []
        self._hit: set[str] = set()

    def draft(self, number: int) -> Draft:
        """All fields, in the order in which one needs the other."""
        self._date()
        self._place()
        self._actor()
        self._tolls()
        self._type()
        self._agent_by_type()
        self._values.setdefault("acting_side", "unknown")
        self._target()
        self._depth()
        self._pillar()
        claims = self._claims()
        days = self._event.days
        assert days is not None  # noqa: S101 - `extract` refuses events without days
        first = self._listed[0] if self._listed else None
        row: dict[str, object] = {
            "incident_id": f"draft-{days.first.isoformat()}-{self._sides.report_id}-{number}",
            "status": "draft",
            "date_start": days.first,
            "date_end": days.last,
            "date_precision": days.precision,
            "summary": " ".join((first.text if first else "").split())[:_LONGEST_SUMMARY] or None,
            **self._values,
        }
        if first:
            self._note("summary", first, 0, len(first.text), 0.5)
        incident = Incident.from_row(row, tuple(claims))
        evidence = {name: tuple(listed) for name, listed in self._evidence.items()}
        return Draft(incident, evidence, tuple(self._remarks))

    # --- Evidence ------------------------------------------------------------------------------

    def _note(self, name: str, telling: Telling, start: int, end: int, confidence: float) -> None:
        """Keep the words of a clause, from start to end in it, as a field's evidence."""
        begin, until = self._reading.span(telling.start + start, telling.start + end)
        if until <= begin:
            return
        one = Evidence(begin, until, self._reading.text[begin:until], confidence)
        listed = self._evidence.setdefault(name, [])
        if one not in listed and len(listed) < 12:
            listed.append(one)

    # --- When ----------------------------------------------------------------------------------

    def _date(self) -> None:
        event = self._event
        if event.when is not None:
            telling, when = event.when
            start, end = when.start, when.end
            lead = re.search(
                r"(?:\b(?:on|in|late on|late|early on|early|since|at|in "
                r"the)\s+(?:the\s+)?(?:(?:early|late)\s+hours\s+of\s+)?)+$",
                telling.text[:start],
                re.IGNORECASE,
            )
            if lead:
                start = lead.start()
            tail = re.match(
                r"\s+(?:night|evening|morning|afternoon|midnight|dawn|کی (?:رات|شب|صبح|شام)|"
                r"شب|صبح)\b",
                telling.text[end:],
                re.IGNORECASE,
            )
            if tail:
                end += tail.end()
            confidence = 0.6 if event.day_is_guessed or when.by_report else 0.95
            for name in ("date_start", "date_end", "date_precision"):
                self._note(name, telling, start, end, confidence)
            for other in self._listed:
                for again in other.whens:
                    if again.words.casefold() == when.words.casefold():
                        self._note("date_start", other, again.start, again.end, confidence)
        if event.day_is_guessed:
            self._remarks.append(
                "The report gives no day for this; the day was inferred. Check it."
            )

    # --- Where ---------------------------------------------------------------------------------

    def _place(self) -> None:
        best: tuple[float, Telling, SaidPlace] | None = None
        for order, telling in enumerate(self._listed):
            for rank, place in enumerate(telling.places):
                score = 10.0 - order * 1.5 - rank * 0.6
                score += 3.0 * place.is_known + 1.0 * bool(place.adm2)
                score += 2.0 if telling in self._event.tellings else -6.0
                score -= (
                    4.0 if place.is_unit and place.words.casefold().endswith("province") else 0.0
                )
                score -= 4.0 * telling.is_heading
                score -= 5.0 * place.is_province + 3.0 * place.is_origin
                score -= (
                    3.0
                    if place.name in ("Quetta", "Tehran", "Islamabad", "Karachi", "Kabul")
                    and self._event.family != "diplomacy"
                    else 0.0
                )
                near = min((abs(t[1] - place.start) for t in telling.triggers), default=200)
                score -= min(near, 200) / 200
                if best is None or score > best[0]:
                    best = (score, telling, place)
        pillar = next(((t, t.pillar) for t in self._listed if t.pillar), None)
        if pillar and (best is None or best[2].is_origin):
            telling, (start, end, _) = pillar
            self._values["verbatim_locality"] = telling.text[start:end]
            self._note("verbatim_locality", telling, start, end, 0.7)
            best = None
        if best is None:
            self._at_sea()
            return
        _, telling, place = best
        words = re.sub(r"^the\s+", "", place.words)
        self._values["verbatim_locality"] = words
        self._note(
            "verbatim_locality", telling, place.start, place.end, 0.9 if place.is_known else 0.7
        )
        for other in self._listed:
            for again in other.places:
                if again.name == place.name:
                    self._note("verbatim_locality", other, again.start, again.end, 0.6)
                    if again.country and not place.country:
                        place = replace(place, country=again.country)
                    if again.adm2 and not place.adm2:
                        place = replace(place, adm2=again.adm2, adm1=again.adm1 or place.adm1)
        for name, value in (("adm1", place.adm1), ("adm2", place.adm2)):
            if value:
                self._values[name] = value
                self._note(name, telling, place.start, place.end, 0.6)
        country = place.country or self._other_country()
        if country in ("IRN", "PAK", "AFG"):
            self._values["country_reported"] = country
            self._note("country_reported", telling, place.start, place.end, 0.7)
        self._at_sea()

    def _other_country(self) -> str | None:
        found = {p.country for t in self._listed for p in t.places if p.country}
        return found.pop() if len(found) == 1 else None

    def _at_sea(self) -> None:
        for telling in self._listed:
            if telling.at_sea and self._event.family != "diplomacy":
                match = re.search(
                    r"\boff\b.{0,40}|\bat sea\b|\btrawlers?\b|\bfishing\b|\bwaters\b|"
                    r"\bnautical\b|\bSea\b|سمندر|اب های|ابهای|دریا|لنج",
                    telling.text,
                )
                if match:
                    self._values["at_sea"] = True
                    self._note("at_sea", telling, *match.span(), 0.85)
                    return

    # --- Who -----------------------------------------------------------------------------------

    def _side_of(self, party: Party) -> str:
        if party.side in ("IRN", "PAK", "non-state"):
            return party.side
        country = str(self._values.get("country_reported") or "")
        known = self._sides.of(party.name)
        if any(
            kind is EventType.INCURSION for t in self._event.tellings for kind, _, _ in t.triggers
        ):
            country = {"IRN": "PAK", "PAK": "IRN"}.get(country, "")  # who enters is from across
        return known or (country if party.kind == "force" and country in ("IRN", "PAK") else "")

    def _actor(self) -> tuple[Telling, Party] | None:
        """The first who is said to have acted; a group that claims it gives its name to gunmen."""
        chosen: tuple[Telling, Party] | None = None
        for telling in self._listed:
            if (
                telling in self._event.tellings
                and telling.agent is not None
                and (self._side_of(telling.agent) or chosen is None)
            ):
                if chosen is None or (
                    not self._side_of(chosen[1]) and self._side_of(telling.agent)
                ):
                    chosen = (telling, telling.agent)
                if self._side_of(telling.agent):
                    break
        side = self._side_of(chosen[1]) if chosen else ""
        group = None
        if side in ("non-state", ""):
            for telling in self._listed:
                groups = [p for p in telling.parties if p.kind == "group"]
                if groups and (
                    claims_responsibility(telling.text)
                    or telling.agent in groups
                    or "behind" in telling.text
                    or (telling.denies is False and _is_speaker(telling, groups[0]))
                ):
                    group = (telling, groups[0])
                    break
        if group is not None:
            self._values["actor"] = group[1].name
            self._note("actor", group[0], group[1].start, group[1].end, 0.9)
            chosen = chosen or group
            side = "non-state"
        elif chosen is not None:
            self._values["actor"] = _plain_name(chosen[0].text[chosen[1].start : chosen[1].end])
            self._note("actor", chosen[0], chosen[1].start, chosen[1].end, 0.8)
        if side:
            self._values["acting_side"] = side
            telling, party = chosen or group  # type: ignore[misc]
            self._note("acting_side", telling, party.start, party.end, 0.8)
        if chosen is not None:
            self._personnel(*chosen)
        for telling in self._listed:
            said = re.search(
                r"\bthere were (?:about |some |around )?(?P<count>\d+|a dozen|\w+) of them\b",
                telling.text,
                re.IGNORECASE,
            )
            if said and "personnel_count" not in self._values:
                counted = next(
                    (p for p in telling.people if p.start <= said.start("count") < p.end), None
                )
                number = (
                    12
                    if said["count"].casefold() == "a dozen"
                    else counted.count.best
                    if counted
                    else None
                )
                if number:
                    self._values["personnel_count"] = number
                    self._note("personnel_count", telling, *said.span(), 0.7)
        return chosen

    def _personnel(self, telling: Telling, agent: Party) -> None:
        harmed = [(h.people.start, h.people.end) for h in telling.harmed]
        for people in telling.people:
            overlaps = people.start <= agent.end and agent.start <= people.end + 16
            if (
                not overlaps
                or people.definite
                or any(people.start < e and s < people.end for s, e in harmed)
            ):
                continue
            if people.count.best and people.count.best > 1:
                self._values["personnel_count"] = people.count.best
                self._note("personnel_count", telling, people.start, people.end, 0.8)
                return

    def _agent_by_type(self) -> None:
        """Sides that the deed itself tells where nobody is named."""
        if self._values.get("acting_side"):
            return
        kind = self._values["event_type"]
        country = self._values.get("country_reported")
        if kind == EventType.CROSS_BORDER_FIRE:
            for telling in self._listed:
                side = _side_of_fire(telling.text, country)
                if side:
                    self._values["acting_side"] = side[0]
                    self._note("acting_side", telling, *side[1], 0.6)
                    return
            if self._before is not None and self._before.event_type is kind:
                self._values["acting_side"] = self._before.acting_side
                return
        if self._event.family in ("closure", "diplomacy", "arrest"):
            for telling in self._listed:
                taker = re.search(
                    r"\b(?:handed|returned|delivered|"
                    r"repatriated)\b[^.;]{0,80}\bto\s+(?:the\s+|its\s+)?(?P<side>Iran|"
                    r"Pakistan|Levies|Frontier|FC)",
                    telling.text,
                )
                if taker and telling in self._event.tellings:
                    self._values["acting_side"] = "PAK" if taker["side"] == "Iran" else "IRN"
                    self._note("acting_side", telling, *taker.span(), 0.6)
                    return
                nations = [p for p in telling.parties if p.side in ("IRN", "PAK")]
                if nations:
                    self._values["acting_side"] = nations[0].side
                    self._values.setdefault(
                        "actor", _plain_name(telling.text[nations[0].start : nations[0].end])
                    )
                    self._note("acting_side", telling, nations[0].start, nations[0].end, 0.6)
                    return
            if country in ("IRN", "PAK") and self._event.family != "diplomacy":
                self._values["acting_side"] = country
            return
        forces = any(
            name in (self._values or {})
            for name in (
                "killed_irn_best",
                "killed_pak_best",
                "injured_irn_best",
                "injured_pak_best",
            )
        )
        if kind in (EventType.AMBUSH_OR_IED, EventType.ABDUCTION) or (
            forces and kind is EventType.ARMED_CLASH
        ):
            self._values["acting_side"] = (
                "non-state" if kind is not EventType.ARMED_CLASH else "unknown"
            )
        else:
            self._values.setdefault("acting_side", "unknown")

    def _target(self) -> None:
        found: list[str] = []
        for telling in self._listed[:4]:
            if telling not in self._event.tellings:
                continue
            spans = [
                (h.people.start, h.people.end) for h in telling.harmed if h.people.count.best != 0
            ]
            spans += [m.span() for m in _OBJECTS.finditer(telling.text)]
            if self._event.family == "arrest":
                spans += [
                    (end, end + len(re.split(r"[,.;]", telling.text[end : end + 80])[0]))
                    for kind, _, end in telling.triggers[:1]
                    if kind is EventType.ARREST_OR_SEIZURE
                ]
            if telling.agent is not None:
                spans += [
                    (p.start, p.end)
                    for p in telling.parties
                    if p.start > telling.agent.end and p.kind in ("force", "civilians")
                ]
            for start, end in sorted(spans):
                words = _without_number(telling.text[start:end])
                if (
                    words
                    and not any(words.casefold() in known.casefold() for known in found)
                    and len(found) < 4
                ):
                    found.append(words)
                    self._note("target", telling, start, end, 0.6)
            if found:
                break
        if found:
            self._values["target"] = "; ".join(found)[:300]

    # --- Tolls ---------------------------------------------------------------------------------

    def _party(self, telling: Telling, harmed: Harmed) -> str:
        party = harmed.people.party
        if party in ("irn", "pak", "militants", "civilians"):
            return party
        side = str(self._values.get("acting_side") or "")
        words = harmed.people.words
        if not party and re.search(r"\bthem\b", words):
            before = [
                p
                for p in telling.parties
                if p.end <= harmed.people.start and p is not telling.agent
            ]
            if before and before[-1].kind in ("civilians", "armed", "group"):
                return "civilians" if before[-1].kind == "civilians" else "militants"
        if not party:
            party = self._sides.counted(harmed.people.count) or party
            if party in ("irn", "pak", "militants", "civilians"):
                return party
            if (
                re.search(r"\b(?:m[ae]n)\b", words, re.IGNORECASE)
                and side in ("IRN", "PAK")
                and not telling.denies
            ):
                return "civilians"
            if re.search(r"\b(?:more|others?)\b", words) and len(self._hit) == 1:
                return next(iter(self._hit))
        if party == "forces" or (not party and self._of_force(telling, harmed)):
            known = self._sides.of(words) if party == "forces" else ""
            if not known:
                known = {"IRN": "PAK", "PAK": "IRN"}.get(side, "")
            if not known or known == side:
                known = str(self._values.get("country_reported") or "")
            if known not in ("IRN", "PAK"):
                named = {
                    p.side
                    for t in self._listed
                    for p in t.parties
                    if p.kind in ("force", "nation") and p.side in ("IRN", "PAK")
                }
                known = next(iter(named)) if len(named) == 1 else ""
            if known not in ("IRN", "PAK"):
                known = "IRN" if self._sides.is_persian else "PAK" if self._sides.is_urdu else ""
            if known in ("IRN", "PAK"):
                return known.lower()
        return "total"

    def _of_force(self, telling: Telling, harmed: Harmed) -> bool:
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

    def _tolls(self) -> None:
        known: dict[str, Count] = {}
        wordings: list[str] = []
        for telling in self._listed:
            nobody = any(h.people.count == Count(0, 0, 0) for h in telling.harmed)
            detail = telling not in self._event.tellings
            if (telling.old_figure and detail) or (
                detail and not nobody and (telling.denies or telling.reason)
            ):
                continue
            parts: dict[str, Count] = {}
            seen: dict[str, list[Harmed]] = {}
            for harmed in telling.harmed:
                party = self._party(telling, harmed)
                if harmed.people.definite and any(k.startswith(f"{harmed.harm}_") for k in known):
                    continue
                name = f"{harmed.harm}_{party}"
                parts[name] = _added(parts.get(name), harmed.people.count)
                if party != "total":
                    self._hit.add(party)
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
                            self._note(f"{name}_best", telling, harmed.start, harmed.end, 0.8)
                    continue
                harm = name.partition("_")[0]
                others = [k for k in known if k.startswith(f"{harm}_")]
                if (
                    name.endswith("_total")
                    and others
                    and (
                        count.best == 0
                        or any(
                            known[k].best == count.best or known[k].low == count.low for k in others
                        )
                        or telling.is_heading
                        or telling not in self._event.tellings
                    )
                ):
                    continue
                if telling.is_heading and others:
                    continue
                same = [k for k in others if k == f"{harm}_total" and known[k] == count]
                for k in same:
                    del known[k]
                    for bound in ("low", "best", "high"):
                        self._evidence.pop(f"{k}_{bound}", None)
                known[name] = count
                wordings += [h.people.words for h in seen[name]]
                for harmed in seen[name]:
                    for bound in ("low", "best", "high"):
                        if getattr(count, bound) is not None:
                            self._note(f"{name}_{bound}", telling, harmed.start, harmed.end, 0.85)
        for name, count in known.items():
            for bound in ("low", "best", "high"):
                if getattr(count, bound) is not None:
                    self._values[f"{name}_{bound}"] = getattr(count, bound)
        vague = [
            w
            for w in wordings
            if not re.search(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b", w)
        ]
        if vague:
            self._values["toll_wording"] = "; ".join(dict.fromkeys(vague))[:300]

    # --- What ----------------------------------------------------------------------------------

    def _type(self) -> None:
        kind, telling, span = self._best_type()
        self._values["event_type"] = kind
        if telling is not None:
            self._note("event_type", telling, *span, 0.7)

    def _best_type(self) -> tuple[EventType, Telling | None, tuple[int, int]]:
        family = self._event.family
        fixed = {
            "closure": EventType.BORDER_CLOSURE,
            "diplomacy": EventType.DIPLOMATIC,
            "arrest": EventType.ARREST_OR_SEIZURE,
        }
        found: dict[EventType, tuple[Telling, tuple[int, int]]] = {}
        for telling in self._listed:
            if telling not in self._event.tellings:
                continue
            for kind, start, end in telling.triggers:
                if family_of(kind) == family or family == "violence":
                    found.setdefault(kind, (telling, (start, end)))
        if family in fixed:
            kind = fixed[family]
            where = found.get(kind)
            return (kind, *where) if where else (kind, None, (0, 0))
        side = self._values.get("acting_side")
        civilians = any(
            k.startswith(("killed_civilians", "injured_civilians")) for k in self._values
        ) or any(p.kind == "civilians" for t in self._event.tellings[:2] for p in t.parties)
        forces = any(
            k.startswith(("killed_irn", "killed_pak", "injured_irn", "injured_pak"))
            for k in self._values
        )
        order = [EventType.AIR_OR_DRONE_STRIKE, EventType.ABDUCTION]
        if side in ("IRN", "PAK"):
            order.append(EventType.INCURSION)
        order.append(EventType.CROSS_BORDER_FIRE)
        hurt = {
            name.split("_")[1] for name in self._values if name.startswith(("killed_", "injured_"))
        }
        if (side in ("IRN", "PAK") and civilians and not forces) or hurt == {"civilians"}:
            order.append(EventType.SHOOTING_OF_CIVILIANS)
        order += [EventType.AMBUSH_OR_IED, EventType.CROSSING_ATTEMPT, EventType.ARMED_CLASH]
        if not forces and civilians:
            order.append(EventType.SHOOTING_OF_CIVILIANS)
        order += [EventType.SHOOTING_OF_CIVILIANS, EventType.INCURSION]
        order = self._main_first(order, found)
        for kind in order:
            if kind in found:
                where = found[kind]
                if kind is EventType.SHOOTING_OF_CIVILIANS and not civilians:
                    kind = EventType.ARMED_CLASH  # noqa: PLW2901 - shots among armed men
                return kind, *where
        return EventType.OTHER, None, (0, 0)

    def _main_first(
        self, order: list[EventType], found: dict[EventType, tuple[Telling, tuple[int, int]]]
    ) -> list[EventType]:
        """What the first clause tells goes before replies and consequences told later."""
        weak = (EventType.ARMED_CLASH, EventType.SHOOTING_OF_CIVILIANS)
        body = [t for t in self._event.tellings if not t.is_heading] or self._event.tellings
        first = {kind for kind, _, _ in body[0].triggers} if body else set()
        strong = [k for k in order if k in first and k in found and k not in weak]
        return [*strong, *(k for k in order if k not in strong)]

    # --- Depth and pillar ----------------------------------------------------------------------

    def _depth(self) -> None:
        kind = self._values["event_type"]
        side = self._values.get("acting_side")
        across = {"IRN": "PAK", "PAK": "IRN"}.get(str(side or ""))
        if self._values.get("at_sea") or self._event.family in ("diplomacy", "closure"):
            return
        said = [
            (t, t.depth)
            for t in self._listed
            if t.depth is not None
            and not (t.denies and t.speakers)
            and not (t.agent and t.agent.side in ("IRN", "PAK") and side and t.agent.side != side)
        ]
        if len({(d.low_km, d.high_km) for _, d in said}) == 1:
            telling, depth = next(((t, d) for t, d in said if d.into), said[0])
            into = depth.into or across or self._values.get("country_reported")
            self._values["reported_depth_min_km"] = depth.low_km
            self._values["reported_depth_max_km"] = depth.high_km
            self._values["reported_depth_datum"] = depth.datum
            self._values["depth_wording"] = depth.words
            if into in ("IRN", "PAK"):
                self._values["reported_depth_into"] = into
            for name in (
                "reported_depth_min_km",
                "reported_depth_max_km",
                "depth_wording",
                "reported_depth_into",
            ):
                self._note(name, telling, depth.start, depth.end, 0.9)
        elif said:
            self._remarks.append(
                "The report gives several depths for this; none was taken. Check it."
            )
        into = self._values.get("reported_depth_into") or across
        if (
            said
            and into in ("IRN", "PAK")
            and "country_reported" not in self._values
            and "reported_depth_into" in self._values
        ):
            self._values["country_reported"] = into
            self._note("country_reported", said[0][0], said[0][1].start, said[0][1].end, 0.7)
        if (
            kind == EventType.INCURSION
            and side in ("IRN", "PAK", "non-state")
            and into in ("IRN", "PAK")
        ):
            self._values.update(incursion_kind="entry", entrant=side, incursion_into=into)
        elif kind in (EventType.CROSS_BORDER_FIRE, EventType.AIR_OR_DRONE_STRIKE) and across:
            self._values.update(incursion_kind="impact", incursion_into=into)

    def _pillar(self) -> None:
        found = [(t, t.pillar) for t in self._listed if t.pillar is not None]
        if len({p[2] for _, p in found}) == 1:
            self._values["border_pillar"] = found[0][1][2]
            for telling, pillar in found:
                self._note("border_pillar", telling, pillar[0], pillar[1], 0.95)

    # --- Who says so ---------------------------------------------------------------------------

    def _claims(self) -> list[Claim]:
        made = self._accounts()
        main = next((c for c in made if not c.denies), made[0])
        claims = []
        for number, account in enumerate(made, 1):
            conflicts = (
                account is not main
                and (account.denies or self._differs(main, account))
                and account.claimant != main.claimant
            )
            said = account.tellings
            whole = " ".join(" ".join(t.text.split()) for t in said)[:_LONGEST_CLAIM]
            crossed = self._crossed(account, conflicts=conflicts)
            claims.append(
                Claim(
                    claim_id=f"claim-{number}",
                    published=self._published.isoformat() if self._published else None,
                    claimant=account.claimant,
                    origin=account.origin,
                    stance="conflicts" if conflicts else "supports",
                    crossed=crossed,
                    says_date=self._first_said(said, "date"),
                    says_place=self._first_said(said, "place"),
                    says_depth=self._first_said(said, "depth"),
                    says_toll=self._first_said(said, "toll"),
                    text=whole or None,
                )
            )
            for telling in said:
                self._note("claims", telling, 0, len(telling.text), 0.7)
            if conflicts:
                self._remarks.append(
                    f"{account.origin or account.claimant} contradicts another account."
                )
                for telling in said:
                    self._note("conflicts", telling, 0, len(telling.text), 0.7)
        return claims

    def _accounts(self) -> list[_Claiming]:
        """The accounts of the event: whose, in which clauses; the report's own where nobody's."""
        made: dict[tuple[str, str], _Claiming] = {}
        last: tuple[str, str] | None = None
        unsaid: list[Telling] = []
        for telling in self._listed:
            if telling.is_heading and len(self._listed) > 1:
                continue
            speakers = [self._resolved(s) for s in telling.speakers]
            keys = [(s.claimant, s.origin) for s in speakers]
            if (
                not keys
                and last
                and re.match(
                    r"\W*(?:he|she|it|they|the statement|the spokes\w+)\b|.*\b(?:he|she|it|"
                    r"they)\s+(?:said|added|claimed)\b",
                    telling.text,
                    re.IGNORECASE,
                )
            ):
                keys = [last]
            if not keys:
                unsaid.append(telling)
                continue
            for key, speaker in zip(keys, [*speakers, None], strict=False):
                account = made.setdefault(key, _Claiming(key[0], key[1] or None))
                if telling not in account.tellings:
                    account.tellings.append(telling)
                account.denies = account.denies or telling.denies
                if speaker:
                    account.speakers.append((telling, speaker))
                    self._note("claimant", telling, speaker.start, speaker.end, 0.7)
            last = keys[-1]
        listed = list(made.values())
        if not listed:
            listed = [_Claiming("unknown", self._agency(), unsaid or self._listed[:1])]
        else:
            first = next((a for a in listed if not a.denies), listed[0])
            first.tellings = sorted(
                {id(t): t for t in (*unsaid, *first.tellings)}.values(), key=lambda t: t.start
            )
        return listed

    def _agency(self) -> str | None:
        return next((t.agency for t in self._listed if t.agency), None)

    def _resolved(self, speaker: Speaker) -> Speaker:
        """Officials of no named country are those of the place."""
        if speaker.claimant != "unknown":
            return speaker
        country = self._values.get("country_reported") or self._other_country()
        official = not re.search(
            r"source|report|group|ذرائع|منابع|منبع", speaker.origin, re.IGNORECASE
        )
        if country not in ("IRN", "PAK"):
            country = self._sides.home or self._side_hit()
        if official and country in ("IRN", "PAK"):
            return replace(speaker, claimant=str(country))
        return speaker

    def _side_hit(self) -> str:
        """The country whose officials tell of it: the one that was fired at or entered."""
        side = str(self._values.get("acting_side") or "")
        if self._event.family == "arrest":
            return side
        if self._values.get("incursion_kind"):
            return {"IRN": "PAK", "PAK": "IRN"}.get(side, "")
        return ""

    def _differs(self, main: _Claiming, other: _Claiming) -> bool:
        """Whether two accounts count the same people and come to different numbers."""

        def counted(account: _Claiming) -> dict[tuple[str, str], Count]:
            return {
                (h.harm, self._party(t, h)): h.people.count
                for t in account.tellings
                if not t.old_figure
                for h in t.harmed
                if not h.people.definite
            }

        one, two = counted(main), counted(other)
        for key in one.keys() & two.keys():
            a, b = one[key], two[key]
            low, high = (a.low or 0), (a.high if a.high is not None else 10**9)
            if low > (b.high if b.high is not None else 10**9) or (b.low or 0) > high:
                return True
        return False

    def _crossed(self, account: _Claiming, *, conflicts: bool) -> str:
        text = " ".join(t.text for t in account.tellings)
        if re.search(
            r"\b(?:nobody|no one|none|not|never|no \w+)\s+(?:\w+\s+){0,3}(?:crossed|entered|"
            r"cross)\b",
            text,
            re.IGNORECASE,
        ):
            return "no"
        if self._values["event_type"] == EventType.INCURSION and not conflicts:
            return "yes"
        return "unknown"

    def _first_said(self, tellings: list[Telling], what: str) -> str | None:
        for telling in tellings:
            if what == "date":
                for when in telling.whens:
                    if not when.by_report and when.name not in (
                        "span",
                        "future",
                        "year",
                        "last year",
                    ):
                        return when.words[:200]
            elif what == "place" and telling.places:
                return telling.places[0].words[:200]
            elif what == "depth" and telling.depth:
                return telling.depth.words[:200]
            elif what == "toll" and telling.harmed:
                low = min(h.start for h in telling.harmed)
                high = max(h.end for h in telling.harmed)
                return telling.text[low:high][:200]
        return None


_OBJECTS = re.compile(
    r"\b(?:(?:border|military|security|FC|army|police|Levies|routine)\s+)*(?:patrol|convoy|"
    r"check ?posts?|outpost|post|vehicle|bus|watchtower|tower|house|houses|home|"
    r"trawler|boat|hotels?|camp|base|station|village|open ground|mosque|truck|car|checkpoint|"
    r"headquarters|pipeline|train)\b",
    re.IGNORECASE,
)


def _is_speaker(telling: Telling, group: Party) -> bool:
    return any(
        s.claimant == "group" and s.start <= group.end and group.start <= s.end
        for s in telling.speakers
    ) and bool(
        re.search(
            r"\b(?:behind|held|holding|captured|fighters|its|claimed|responsib)\b",
            telling.text,
            re.IGNORECASE,
        )
    )


def _plain_name(words: str) -> str:
    return " ".join(words.split()).removesuffix("'s")


def _without_number(words: str) -> str:
    bare = re.sub(
        r"^(?:(?:at least|about|some|nearly|more than|up to|as many as|another|other|the|an?|"
        r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
        r"twenty[- ]?\w*|thirty|forty|fifty|\d[\d,]*|several|dozens|both|no)\s+(?:of\s+)?)+",
        "",
        " ".join(words.split()),
        flags=re.IGNORECASE,
    )
    return (
        ""
        if re.fullmatch(
            r"(?:others?|more|people|persons?|men|dead|\W*|loss of life|casualties|\d+|\w{1,3})",
            bare,
            re.IGNORECASE,
        )
        else bare
    )


def _added(one: Count | None, other: Count) -> Count:
    if one is None:
        return other

    def both(a: int | None, b: int | None) -> int | None:
        return None if a is None or b is None else a + b

    return Count(both(one.low, other.low), both(one.best, other.best), both(one.high, other.high))


def _side_of_fire(text: str, country: object) -> tuple[str, tuple[int, int]] | None:
    match = re.search(
        r"\bfrom\s+(?:across\s+)?(?:the\s+)?(?:(?P<side>Iran(?:ian)?|"
        r"Pakistan(?:i)?)(?:\s+(?:side|territory|soil|border))?|(?:across|over|other side|the "
        r"line))|"
        r"\bacross\s+the\s+(?:border|line|frontier)|(?P<east>ایرانی?|پاکستانی?)\s+(?:حدود|"
        r"علاقے|سرحد|خاک|جانب|طرف)",
        text,
        re.IGNORECASE,
    )
    if match is None:
        return None
    named = (match["side"] or match["east"] or "").casefold()
    if named:
        return ("IRN" if named.startswith(("iran", "ایران")) else "PAK"), match.span()
    across = {"PAK": "IRN", "IRN": "PAK"}.get(str(country or ""))
    return (across, match.span()) if across else None
