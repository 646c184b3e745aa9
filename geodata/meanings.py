"""What a name in a phrase may mean: what bears it in the gazetteer, as the other facts decide.

A name is looked up as it is, then by its sound, then by its spelling; what bears it is narrowed by
the country, the district and the names beside it, and what is left are the alternatives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from geodata import sentences
from geodata.borders import WGS84
from geodata.candidates import (
    COUNTRY_NAMES,
    IN_DOUBT,
    IN_ITSELF,
    Candidate,
    area,
    is_gate,
    of_place,
    stretch,
)
from geodata.errors import GeodataError
from geodata.gazetteer import AdminUnit, Place, Unlocated
from geodata.measurement import nearest_by_tree
from geodata.names import LONGEST_PHRASE, cleaned, is_arabic, name_key
from geodata.phrases import Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geodata.borders import Border
    from geodata.gazetteer import Gazetteer, Named
    from geodata.names import Match

__all__ = [
    "COUNTRY_WORDS",
    "MOST_CANDIDATES",
    "Facts",
    "Meanings",
    "Search",
    "named_country",
]

MOST_CANDIDATES = 8
"""So many alternatives are kept of one name."""

_NEIGHBOUR_REACH_M = 75_000.0
_CONFIDENCE = {"name": 0.97, "other name": 0.95, "sound": 0.86, "spelling": 0.6}
_CONFIRMED = {"name": 0.97, "other name": 0.96, "sound": 0.89, "spelling": 0.78}
_WATERS_AND_HEIGHTS = re.compile(
    r"\b(?:hamoo?un|hamun|river|rud|lake|kuh|koh|mount(?:ain)?|range|dasht|desert|wadi|nala)\b",
    re.IGNORECASE,
)
_LIKENESS = {
    "name": "",
    "other name": sentences.ANOTHER_NAME,
    "sound": sentences.SOUNDS_LIKE,
    "spelling": sentences.SPELT_LIKE,
}
_COMMON_WORDS = {"sarbaz": sentences.A_SOLDIER, "سرباز": sentences.A_SOLDIER}
_COUNTRY_NAMES = {"pakistan": "PAK", "پاکستان": "PAK", "iran": "IRN", "ایران": "IRN"}
COUNTRY_WORDS = {
    **dict.fromkeys(("pakistan", "pakistani", "پاکستان", "پاکستانی"), "PAK"),
    **dict.fromkeys(("iran", "iranian", "ایران", "ایرانی"), "IRN"),
    **dict.fromkeys(("iranpakistan", "pakistaniran", "pakiran", "iranpak", "pakirani"), ""),
    **dict.fromkeys(("southeast", "southeastern", "east", "eastern", "west", "western"), ""),
}


@dataclass(frozen=True)
class Facts:
    """What is known besides the phrase."""

    country: str | None
    adm1: str | None
    units: tuple[AdminUnit, ...]
    context: tuple[Named, ...] = ()

    @property
    def decide(self) -> bool:
        """Whether there is a second fact that may decide for a similar spelling."""
        return bool(self.country or self.units or self.context)


@dataclass
class Search:
    """One question on its way: the facts found so far, as alternatives, and what to tell."""

    facts: Facts
    found: list[list[Candidate]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    proposed: list[Candidate] = field(default_factory=list)
    unplaced: list[Unlocated] = field(default_factory=list)
    only_proposed: bool = False


class Meanings:
    """What names mean, by a gazetteer and the other facts of a question.

    Parameters
    ----------
    border
        The line along which crossings and stretches are counted.
    gazetteer
        The names that are known.
    online
        Asked for names that the gazetteer has not; None asks nobody.
    """

    def __init__(
        self, border: Border, gazetteer: Gazetteer, online: Callable[[str], list[Place]] | None
    ) -> None:
        self._border = border
        self._gazetteer = gazetteer
        self._online = online

    def named(self, mention: Mention, search: Search) -> list[Candidate]:
        """What a mention may mean, each as a candidate; empty, with a note, where nothing."""
        facts = search.facts
        name, relation = mention.name, mention.relation
        if mention.whole and name_key(mention.whole) != name_key(name):
            whole = self._gazetteer.index.exact(mention.whole)
            if any(isinstance(m.item, Place) for m in whole):
                name, relation = mention.whole, "at"
        if not name:
            if relation != "crossing":
                return []
            gates = self._gates(facts)
            return [of_place(gate, "crossing", 0.9) for gate in gates]
        if name_key(name) in COUNTRY_WORDS:
            search.notes.append(sentences.NAMES_NO_PLACE.format(said=name))
            return []
        matches, elsewhere = self._matches(name, relation, facts)
        if not matches and elsewhere:
            others = ", ".join(sorted({named_country(m.item.country) for m in elsewhere}))
            search.notes.append(
                sentences.ONLY_ELSEWHERE.format(
                    said=name, country=named_country(facts.country or ""), countries=others
                )
            )
            return []
        if not matches:
            return self._unmatched(mention, search)
        return self._matched(matches, name, relation, search)

    def _unmatched(self, mention: Mention, search: Search) -> list[Candidate]:
        """What a name may mean that nothing bears: two names, one within it, one known online."""
        name, facts = mention.name, search.facts
        parts = re.split(r"\s+(?:and|و|اور|&)\s+", name)
        if len(parts) > 1:
            both = [self.named(replace(mention, name=part, whole=""), search) for part in parts[:4]]
            return [candidate for one in both for candidate in one] if all(both) else []
        inner = self._mentioned(name, search)
        if inner:
            return inner
        if self._online is not None:
            found = [
                of_place(place, mention.relation, 0.7)
                for place in self._online(name)
                if facts.country in (None, place.country)
            ]
            if found:
                return found[:MOST_CANDIDATES]
        if mention.role == "primary" or not name.islower():  # other small words are no names
            search.notes.append(self.unknown(name, facts.country))
        return []

    def _matched(
        self, matches: list[Match[Named]], name: str, relation: str, search: Search
    ) -> list[Candidate]:
        """The candidates for what bears a name, unless it is a word or only spelt alike."""
        facts = search.facts
        unplaced = [m.item for m in matches if isinstance(m.item, Unlocated)]
        located = [m for m in matches if not isinstance(m.item, Unlocated)]
        if unplaced and not located:
            search.unplaced += unplaced
            one = unplaced[0]
            told = sentences.WITHOUT_COORDINATES
            if facts.country:
                told = sentences.WITHOUT_COORDINATES_IN
            country = named_country(facts.country or "")
            search.notes.append(told.format(said=name, country=country, note=one.note))
            return []
        candidates = [self._candidate(m, name, relation, facts) for m in located]
        trap = _COMMON_WORDS.get(name_key(name))
        if (
            trap
            and relation == "at"
            and not (facts.units or facts.context)
            and (name.islower() or is_arabic(name))
        ):
            search.proposed += candidates
            search.only_proposed = True
            search.notes.append(sentences.ALSO_A_WORD.format(said=name, word=trap))
            return []
        if all(m.likeness == "spelling" for m in located) and not facts.decide:
            search.proposed += candidates
            search.only_proposed = True
            search.notes.append(self.unknown(name, facts.country))
            return []
        if unplaced and relation != "crossing":
            others = ", ".join(sorted({named_country(one.country) for one in unplaced}))
            search.notes.append(sentences.ONE_WITHOUT_COORDINATES.format(countries=others))
            search.unplaced += unplaced
        return candidates

    def _matches(
        self, name: str, relation: str, facts: Facts
    ) -> tuple[list[Match[Named]], list[Match[Named]]]:
        """What bears a name or one like it, by the best likeness; and what bears it elsewhere."""
        index = self._gazetteer.index
        for tier, find in enumerate((index.exact, index.sounding, index.misspelt)):
            if tier == 2 and not facts.decide:
                kept = [m for m in find(name) if isinstance(m.item, Place | AdminUnit)]
                return _fitting(kept, relation), []
            matches = find(name)
            if relation == "crossing":
                gates = [m for m in matches if is_gate(m.item)]
                names = [name, *(m.item.name for m in matches)]
                gates = gates or [
                    m for one in names for m in find(f"{one} crossing") if is_gate(m.item)
                ]
                if gates:
                    return gates[:1], []
            elif any(is_gate(m.item) for m in matches) and tier == 0:
                return [m for m in matches if is_gate(m.item)][:1], []
            matches = _fitting([m for m in matches if not is_gate(m.item)], relation)
            here = [m for m in matches if facts.country in (None, "", _country_of(m.item))]
            if not here:
                if matches and tier == 0:
                    return [], matches
                continue
            if tier == 2:  # only what the other facts speak for
                here = [m for m in here if self._agrees(m.item, facts)]
            elif tier == 1:
                best = here[0].ratio
                here = [m for m in here if m.ratio >= best - 12]
            here = self._decided(here, facts)
            if here:
                return here, []
        return [], []

    def _agrees(self, one: Named, facts: Facts) -> bool:
        if isinstance(one, Unlocated):
            return False
        if facts.units:
            return any(_lies_in(one, unit) for unit in facts.units)
        if facts.context:
            return any(_near(one, other) for other in facts.context)
        return bool(facts.country)

    def _decided(self, matches: list[Match[Named]], facts: Facts) -> list[Match[Named]]:
        """Let the district, the province and the neighbours choose between places of one name."""
        for fits in (
            [m for m in matches if any(_lies_in(m.item, unit) for unit in facts.units)],
            [m for m in matches if facts.adm1 and getattr(m.item, "adm1", "") == facts.adm1],
            [m for m in matches if any(_near(m.item, other) for other in facts.context)],
        ):
            chosen = [m for m in matches if m in fits]
            matches = chosen or matches
        called = {_country_of(m.item) for m in matches if m.likeness == "name"}
        matches = [m for m in matches if m.likeness == "name" or _country_of(m.item) not in called]
        placed = {_country_of(m.item) for m in matches if isinstance(m.item, Place)}
        matches = [
            m for m in matches if isinstance(m.item, Place) or _country_of(m.item) not in placed
        ]
        located = {_country_of(m.item) for m in matches if not isinstance(m.item, Unlocated)}
        matches = [
            m for m in matches if not isinstance(m.item, Unlocated) or m.item.country not in located
        ]
        places = [m.item for m in matches if isinstance(m.item, Place)]
        if len(places) == len(matches) > 1:
            whole = _one_spot(places)
            if whole is not None:
                return [replace(matches[0], item=whole)]
        return matches[:MOST_CANDIDATES]

    def wide(self, mention: Mention, search: Search) -> list[Candidate]:
        """What a name means as the place that another one is in: a district before a town."""
        if mention.relation not in (*IN_ITSELF, "near", "post"):
            return self.named(mention, search)
        facts = search.facts
        index = self._gazetteer.index
        matches = index.exact(mention.name) or index.sounding(mention.name)
        units = [
            m.item
            for m in matches
            if isinstance(m.item, AdminUnit)
            and m.item.level in ("ADM2", "ADM3")
            and facts.country in (None, "", m.item.country)
        ]
        for unit in [u for u in units if u.level == "ADM3" and u.wider]:
            districts = self._gazetteer.admin_unit(unit.adm2, country=unit.country)
            why = sentences.TAKEN_AS_WHOLE.format(
                said=mention.name, name=unit.adm2, note=unit.wider
            )
            return [replace(area(d, [why]), confidence=0.85) for d in districts]
        large = [u for u in units if u.level == "ADM2"]
        fitting = [u for u in large if u in facts.units] or large or units
        if fitting and mention.relation != "near":
            return [replace(area(unit), confidence=0.85) for unit in fitting]
        return self.named(replace(mention, relation="near"), search)

    def with_country(self, mentions: Sequence[Mention], facts: Facts) -> Facts:
        """The facts with the country that a phrase names: "Pishin, Iran", or by its province."""
        if facts.country:
            return facts
        for mention in mentions[1:]:
            code = _COUNTRY_NAMES.get(name_key(mention.name))
            if code is None and mention.relation in ("at", "province"):
                found = self._gazetteer.index.exact(mention.name)
                codes = {m.item.country for m in _fitting(found, "province")}
                code = next(iter(codes)) if len(codes) == 1 and len(found) == 1 else None
            if code:
                return replace(facts, country=code)
        return facts

    def context(self, mentions: Sequence[Mention], facts: Facts) -> tuple[Named, ...]:
        """What the other names of a phrase mean, as far as that is plain."""
        found: list[Named] = []
        for mention in mentions:
            if mention.name and mention.role in ("container", "neighbour", "alternative"):
                matches, _ = self._matches(mention.name, mention.relation, facts)
                items = [m.item for m in matches if not isinstance(m.item, Unlocated)]
                found += items if len(items) <= 2 else []
        return tuple(found)

    def holds_context(self, mention: Mention, facts: Facts) -> bool:
        """Whether a district is named before a part of it: "Panjgoor, Proome" is Proome."""
        if mention.relation != "at":
            return False
        parts = {one.adm2 for one in facts.context if isinstance(one, AdminUnit) and one.adm2}
        districts = {
            m.item.name
            for m in self._gazetteer.index.exact(mention.name)
            if isinstance(m.item, AdminUnit) and m.item.level == "ADM2"
        }
        return bool(parts & districts) and not any(
            name_key(one.name) == name_key(mention.name) for one in facts.context
        )

    def _mentioned(self, name: str, search: Search) -> list[Candidate]:
        """A name within a longer run of words: "Mashkail" in "Mazan Sar Mashkail"."""
        if _WATERS_AND_HEIGHTS.search(name):
            return []
        for inner in self._gazetteer.index.mentioned(name):
            if inner == name or name_key(inner) in _COMMON_WORDS or inner.islower():
                continue
            found = self.wide(Mention(inner, "near", "container"), search)
            if found:
                note = sentences.NAME_WITHIN.format(said=name, inner=inner)
                return [replace(c, remarks=f"{note} {c.remarks}", confidence=0.7) for c in found]
        return []

    def _gates(self, facts: Facts) -> list[Place]:
        gates = list(self._gazetteer.crossings)
        stretches = [
            (u.border_from_m, u.border_to_m) for u in facts.units if u.border_from_m is not None
        ]
        if stretches:
            along = [self._chainage_m(gate) for gate in gates]
            there = [
                gate
                for gate, chainage_m in zip(gates, along, strict=True)
                if any(a <= chainage_m <= (b or 0) for a, b in stretches)
            ]
            gates = there or gates
        if len(gates) > 1 and facts.context:
            gates = [g for g in gates if any(_near(g, other) for other in facts.context)] or gates
        return gates

    def _chainage_m(self, place: Place) -> float:
        found = nearest_by_tree(self._border, np.array([place.lon]), np.array([place.lat]))
        return float(found.chainage_m[0])

    # --- Candidates ----------------------------------------------------------------------------

    def _candidate(self, match: Match[Named], said: str, relation: str, facts: Facts) -> Candidate:
        one = match.item
        sure = self._agrees(one, facts) or is_gate(one)
        confidence = (_CONFIRMED if sure else _CONFIDENCE)[match.likeness]
        remarks = []
        if match.likeness != "name" and name_key(said) != name_key(one.name):
            told = _LIKENESS[match.likeness]
            remarks.append(told.format(said=said, name=one.name, form=match.form))
        if not isinstance(one, Unlocated):
            doubts = _doubts(one, facts.units)
            confidence = IN_DOUBT if doubts else confidence
            remarks += doubts
        if isinstance(one, AdminUnit):
            if relation == "border" and one.border_from_m is not None:
                found = stretch(self._border, one)
            elif relation in ("near", "post") and one.wider:
                found = self.wide(Mention(said, "at", "container"), Search(facts))[0]
            else:
                found = area(one)
        elif isinstance(one, Place):
            found = of_place(one, relation, confidence)
        else:
            msg = f"{one.name!r} has no coordinates"
            raise GeodataError(msg)
        if remarks:
            found = replace(found, remarks=" ".join([found.remarks, *remarks]))
        return replace(found, confidence=confidence)

    def units(self, adm2: str, country: str | None) -> list[AdminUnit]:
        """The districts that a field names, as they are written or sound."""
        found: list[AdminUnit] = []
        for name in _district_names(adm2):
            exact = self._gazetteer.admin_unit(name, country=country)
            alike = [
                m.item
                for m in ([] if exact else self._gazetteer.index.sounding(name))
                if isinstance(m.item, AdminUnit)
                and m.item.level == "ADM2"
                and country in (None, "", m.item.country)
            ]
            found += exact or alike[:1]
        return list(dict.fromkeys(found))

    def unknown(self, name: str, country: str | None, *, is_district: bool = False) -> str:
        """Say that a name is not known, and which sound or look like it."""
        index = self._gazetteer.index
        alike = [m.item.name for m in (*index.sounding(name), *index.misspelt(name))]
        alike = list(dict.fromkeys(alike))[:3]
        told = sentences.NO_DISTRICT if is_district else sentences.NO_PLACE
        if country:
            told = sentences.NO_DISTRICT_IN if is_district else sentences.NO_PLACE_IN
        unknown = told.format(said=name[:80], country=named_country(country or ""))
        if not alike:
            return unknown
        return f"{unknown} {sentences.NAMES_ALIKE.format(names=', '.join(alike))}"


def _district_names(adm2: str) -> list[str]:
    names = re.split(r"[;/]", re.sub(r"\([^)]*\)", "", cleaned(adm2[:LONGEST_PHRASE])))
    return [name.strip() for name in names if name.strip()]


def _fitting(matches: list[Match[Named]], relation: str) -> list[Match[Named]]:
    """Of what bears a name, the kinds that the phrase's words ask for."""

    def of(*levels: str) -> list[Match[Named]]:
        return [m for m in matches if isinstance(m.item, AdminUnit) and m.item.level in levels]

    places = [m for m in matches if not isinstance(m.item, AdminUnit)]
    if relation == "unit":
        return of("ADM2") or of("ADM3") or places
    if relation == "tehsil":
        return of("ADM3") or of("ADM2") or places
    if relation == "province":
        return of("ADM1")
    if relation == "border":
        bordering = [m for m in of("ADM2") if m.item.border_from_m is not None]  # type: ignore[union-attr]
        if bordering:
            return bordering
    if relation in ("near", "post"):
        wider = [m for m in of("ADM3") if m.item.wider]  # type: ignore[union-attr]
        if wider:
            return wider
    located = {_country_of(m.item) for m in places if isinstance(m.item, Place)}
    named = [*places, *(m for m in of("ADM2") if _country_of(m.item) not in located)]
    return named or of("ADM3") or of("ADM1")


def named_country(code: str) -> str:
    """The English name of a country; a code that is not known as it is."""
    return COUNTRY_NAMES.get(code, code)


def _country_of(one: Named) -> str:
    return one.country


def _one_spot(places: list[Place]) -> Place | None:
    """Several entries for one place, as one that holds them all; None where they are apart."""
    best = max(places, key=lambda place: place.population or 0)
    away_m = max(WGS84.inv(best.lon, best.lat, p.lon, p.lat)[2] for p in places)
    if away_m > best.radius_m:
        return None
    radius_m = float(best.radius_m + away_m)
    reason = sentences.OTHER_ENTRY.format(reason=best.radius_reason, km=f"{away_m / 1000:.1f}")
    return replace(best, radius_m=radius_m, radius_reason=reason)


def _circle_of(one: Named) -> tuple[float, float, float] | None:
    if isinstance(one, Place):
        return one.lon, one.lat, one.radius_m
    if isinstance(one, AdminUnit):
        return one.centre_lon, one.centre_lat, one.radius_m
    return None


def _lies_in(one: Named, unit: AdminUnit) -> bool:
    """Whether a place may lie in a district: inside its circle, and in its country."""
    if isinstance(one, AdminUnit):
        return one == unit or (one.level == "ADM3" and one.adm2 == unit.name)
    if isinstance(one, Unlocated):
        return one.country == unit.country and one.adm2 in ("", unit.name)
    if one.country not in ("", unit.country):
        return False
    away_m = WGS84.inv(one.lon, one.lat, unit.centre_lon, unit.centre_lat)[2]
    return bool(away_m <= unit.radius_m + one.radius_m)


def _near(one: Named, other: Named) -> bool:
    """Whether two things may be neighbours: in one country, within reach of each other."""
    a, b = _circle_of(one), _circle_of(other)
    if a is None or b is None or (one.country and other.country and one.country != other.country):
        return False
    away_m = WGS84.inv(a[0], a[1], b[0], b[1])[2]
    return bool(away_m <= max(_NEIGHBOUR_REACH_M, a[2], b[2]))


def _doubts(one: Place | AdminUnit, units: Sequence[AdminUnit]) -> list[str]:
    if isinstance(one, Place) and one.kind == "crossing":
        return []
    if units and not any(_lies_in(one, unit) for unit in units):
        names = ", ".join(unit.name for unit in units)
        return [sentences.OUTSIDE_DISTRICT.format(names=names)]
    return []
