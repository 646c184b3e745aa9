"""The geocoder: from what a report says of a place to where it may have been.

A phrase is taken apart into facts (`geodata.phrases`), names are looked up in the gazetteer, each
fact becomes a footprint with its reason, and the footprints are intersected. It never guesses:
facts that fit one place give a candidate with its confidence, facts that fit several are
ambiguous, the rest is not found, with what is missing.

A depth ("2 km inside Pakistan") makes a second footprint. The first one knows nothing of it, so
that it can check it.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geodata import sentences
from geodata.borders import WGS84
from geodata.candidates import (
    COUNTRY_NAMES,
    IN_DOUBT,
    IN_ITSELF,
    Candidate,
    area,
    around,
    from_coordinates,
    is_gate,
    joined,
    midway,
    of_place,
    offset_from,
    only_depth,
    pillar_band,
    plain,
    stretch,
    with_reported_depth,
    within_country,
)
from geodata.coordinates import CoordinateError, find_coordinates
from geodata.errors import GeodataError
from geodata.footprints import Area
from geodata.gazetteer import AdminUnit, Place, Unlocated
from geodata.measurement import nearest_by_tree
from geodata.names import is_arabic, name_key
from geodata.phrases import (
    LONGEST_PHRASE,
    Mention,
    Phrase,
    cleaned,
    depth_interval_m,
    parse,
    parse_pillars,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geodata.borders import Border
    from geodata.gazetteer import Gazetteer, Named
    from geodata.names import Match
    from geodata.phrases import Between, Offset

__all__ = ["GeocodeResult", "Geocoder"]

Status = Literal["placed", "ambiguous", "not found"]

PROTOCOL = "point-radius (Wieczorek et al. 2004; Chapman & Wieczorek 2020), facts intersected"

_FARTHEST_OFFSET_M = 300_000.0
_MOST_CANDIDATES = 8
_CACHED_RESULTS = 16_384
_NEIGHBOUR_REACH_M = 75_000.0

_CONFIDENCE = {"name": 0.97, "other name": 0.95, "sound": 0.86, "spelling": 0.6}
_CONFIRMED = {"name": 0.97, "other name": 0.96, "sound": 0.89, "spelling": 0.78}
_WATERS_AND_HEIGHTS = re.compile(
    r"\b(?:hamoo?un|hamun|river|rud|lake|kuh|koh|mount(?:ain)?|range|dasht|desert|wadi|nala)\b",
    re.IGNORECASE,
)
_FROM_ZERO_POINT = ("", "crossing", "container")
_LIKENESS = {
    "name": "",
    "other name": sentences.ANOTHER_NAME,
    "sound": sentences.SOUNDS_LIKE,
    "spelling": sentences.SPELT_LIKE,
}
_COMMON_WORDS = {"sarbaz": sentences.A_SOLDIER, "سرباز": sentences.A_SOLDIER}
_CODES = {
    **dict.fromkeys(("ir", "irn", "iran"), "IRN"),
    **dict.fromkeys(("pk", "pak", "pakistan"), "PAK"),
    **dict.fromkeys(("af", "afg", "afghanistan"), "AFG"),
}
_COUNTRY_NAMES = {"pakistan": "PAK", "پاکستان": "PAK", "iran": "IRN", "ایران": "IRN"}
_COUNTRY_WORDS = {
    **dict.fromkeys(("pakistan", "pakistani", "پاکستان", "پاکستانی"), "PAK"),
    **dict.fromkeys(("iran", "iranian", "ایران", "ایرانی"), "IRN"),
    **dict.fromkeys(("iranpakistan", "pakistaniran", "pakiran", "iranpak", "pakirani"), ""),
    **dict.fromkeys(("southeast", "southeastern", "east", "eastern", "west", "western"), ""),
}


@dataclass(frozen=True)
class Provenance:
    """What a result rests on."""

    protocol: str
    border_sha256: str
    gazetteer_sha256: str


@dataclass(frozen=True)
class GeocodeResult:
    """What the geocoder found: one candidate if "placed", several if "ambiguous", else none.

    `message` says in a sentence or two how, why not, or what is missing. Candidates that were
    only proposed, because nothing but a similar spelling speaks for them, are in an "ambiguous"
    result as well.
    """

    status: Status
    candidates: tuple[Candidate, ...]
    message: str
    provenance: Provenance

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; footprints as `footprints.from_json` reads them."""
        return {
            "status": self.status,
            "message": self.message,
            "candidates": [plain(candidate) for candidate in self.candidates],
            "provenance": asdict(self.provenance),
        }


@dataclass(frozen=True)
class _Facts:
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
class _Search:
    """One question on its way: the facts found so far, as alternatives, and what to tell."""

    facts: _Facts
    found: list[list[Candidate]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    proposed: list[Candidate] = field(default_factory=list)
    unplaced: list[Unlocated] = field(default_factory=list)
    only_proposed: bool = False


class Geocoder:
    """Reads places against a border and a gazetteer.

    Parameters
    ----------
    border
        The line along which pillars and stretches are counted.
    gazetteer
        The names that are known.
    online
        Asked for names that the gazetteer has not, such as `Nominatim.find`; None asks nobody.
    """

    def __init__(
        self,
        border: Border,
        gazetteer: Gazetteer,
        *,
        online: Callable[[str], list[Place]] | None = None,
    ) -> None:
        self.border = border
        self.gazetteer = gazetteer
        self._online = online
        self._provenance = Provenance(PROTOCOL, border.sha256, gazetteer.sha256)
        self._cached = lru_cache(maxsize=_CACHED_RESULTS)(self._geocode)

    def __getstate__(self) -> tuple[Border, Gazetteer, Callable[[str], list[Place]] | None]:
        """What another process needs; what was read so far stays here."""
        return self.border, self.gazetteer, self._online

    def __setstate__(
        self, state: tuple[Border, Gazetteer, Callable[[str], list[Place]] | None]
    ) -> None:
        """Begin anew with the same data."""
        border, gazetteer, online = state
        self.__init__(border, gazetteer, online=online)  # type: ignore[misc]

    def geocode(
        self,
        text: str,
        *,
        country: str | None = None,
        adm1: str | None = None,
        adm2: str | None = None,
        border_pillar: str | None = None,
        reported_depth_km: float | tuple[float, float] | None = None,
        into: str | None = None,
    ) -> GeocodeResult:
        """Say where a report's place may be.

        Parameters
        ----------
        text
            A phrase as reports have it: a name in Latin, Persian, Urdu or Arabic letters, "near
            Mashkel", "45 km south of Mirjaveh", "between Taftan and Nok Kundi", "pillar 206",
            "Saravan border", "2 km inside Pakistan", coordinates; empty where none is known.
        country
            ISO 3166 code of the country in which the place is said to be, or its English name.
        adm1, adm2
            Province, and district or county; they decide between places of one name. Several
            districts are separated by ";" or "/".
        border_pillar
            Pillar number ("206", "BP-154") or range ("104-106").
        reported_depth_km
            How far from the border line the place is said to be: a number, or least and greatest.
        into
            ISO code of the country inside which the depth counts; else what the phrase says, else
            `country`. Without a depth it cuts a distance from a place ("2 km from Zero Point"): the
            part inside that country is the `depth_footprint`.

        Returns
        -------
        GeocodeResult
            Never an exception for a place that is not known or a text that means nothing.
        """
        country, into = _code(country), _code(into)
        facts = country, adm1 or None, adm2 or None, border_pillar or None
        if len(text) > LONGEST_PHRASE:
            note = sentences.TOO_LONG.format(count=len(text))
            return self._geocode("", *facts, reported_depth_km, into, note)
        return self._cached(text, *facts, reported_depth_km, into, "")

    def district(self, adm2: str | None, *, country: str | None = None) -> Area | None:
        """The area of a district that is named, or None where none or several are meant."""
        units = self._units(adm2 or "", country)
        footprint = area(units[0]).footprint if len(units) == 1 else None
        return footprint if isinstance(footprint, Area) else None

    def _geocode(  # noqa: PLR0917 - the key of the cache
        self,
        text: str,
        country: str | None,
        adm1: str | None,
        adm2: str | None,
        border_pillar: str | None,
        reported_depth_km: float | tuple[float, float] | None,
        into: str | None,
        note: str,
    ) -> GeocodeResult:
        units = tuple(self._units(adm2 or "", country))
        search = _Search(_Facts(country, adm1, units), notes=[note] if note else [])
        phrase = parse(text)
        if phrase.at_sea:
            at_sea = sentences.SAID_AT_SEA.format(said=phrase.text)
            return self._result("not found", (), at_sea)
        self._find_coordinates(text, search)
        if not search.found:
            self._find(phrase, border_pillar, search)
        search.notes = list(dict.fromkeys([*search.notes, *phrase.notes]))
        depth = self._depth(phrase, reported_depth_km, into, country)
        if not search.found and (search.proposed or search.only_proposed):
            return self._proposals(phrase, search)
        if not search.found:
            self._fall_back(adm2 or "", depth is not None, search)
        if not search.found and depth is None:
            message = " ".join(search.notes)
            return self._result("not found", (), message or sentences.NOTHING_GIVEN)
        candidates = self._together(search)
        if depth is not None:
            candidates = [self._with_depth(c, depth, units) for c in candidates]
            possible = [c for c in candidates if not c.depth_conflict]
            if 0 < len(possible) < len(candidates):
                search.notes.append(sentences.DEPTH_DECIDES)
                candidates = [replace(c, confidence=min(c.confidence, 0.85)) for c in possible]
            if not candidates:
                candidates = [only_depth(self.border, *depth, search.notes)]
        elif into is not None:
            candidates = [within_country(c, into) for c in candidates]
        return self._answer(phrase, adm2, candidates, search)

    # --- Finding facts -------------------------------------------------------------------------

    def _find_coordinates(self, text: str, search: _Search) -> None:
        try:
            position = find_coordinates(text)
        except CoordinateError as error:
            search.notes.append(str(error))
            return
        if position is None:
            return
        search.found.append([from_coordinates(position)])

    def _find(self, phrase: Phrase, border_pillar: str | None, search: _Search) -> None:
        """Collect the facts of a phrase: pillars, offsets, ways between, names."""
        for first, last in self._pillars(phrase, border_pillar, search):
            try:
                search.found.append(
                    [pillar_band(self.border, self.gazetteer, first, last, search.facts.units)]
                )
            except GeodataError as error:
                search.notes.append(str(error))
        loose = bool(phrase.depths) or phrase.vague_depth
        primary = next((m for m in phrase.mentions if m.role == "primary"), None)
        context = [m for m in phrase.mentions if m is not primary]
        search.facts = self._with_country(phrase.mentions, search.facts)
        search.facts = replace(search.facts, context=self._context(context, search.facts))
        for offset in phrase.offsets:
            loose |= not self._find_offset(offset, search)
        for between in phrase.between:
            loose |= not self._find_between(between, search)
        self._find_named(phrase.mentions, search, loose=loose)
        for mention in phrase.mentions:
            if phrase.depths and (mention.name, mention.relation, mention.role) == _FROM_ZERO_POINT:
                reach_m = phrase.depths[0].high_m
                search.found.append(
                    [around(gate, reach_m) for gate in self._named(mention, search)]
                )

    def _pillars(
        self, phrase: Phrase, border_pillar: str | None, search: _Search
    ) -> Iterable[tuple[int, int]]:
        if not (border_pillar and border_pillar.strip()):
            return phrase.pillars
        read = parse_pillars(border_pillar)
        if read is None:
            search.notes.append(sentences.PILLAR_NOT_READ.format(said=border_pillar[:40]))
            return phrase.pillars
        return (read,)

    def _find_offset(self, offset: Offset, search: _Search) -> bool:
        """Add "45 km south of Mirjaveh"; False where its anchor is not known."""
        said = offset.length.verbatim
        if offset.length.metres > _FARTHEST_OFFSET_M:
            search.notes.append(sentences.TOO_FAR_AWAY.format(length=said, said=offset.anchor.name))
            return True
        anchors = self._anchors(offset.anchor, search)
        if not anchors:
            return False
        search.found.append([offset_from(anchor, offset) for anchor in anchors])
        return True

    def _anchors(self, mention: Mention, search: _Search) -> list[Candidate]:
        """What a distance may count from: a place or a district, no stretch of border."""
        if mention.relation in ("border", "near", "post"):
            mention = replace(mention, relation="at")
        return self._named(mention, search)

    def _find_between(self, between: Between, search: _Search) -> bool:
        """Add "between Taftan and Nok Kundi"; False where one of them is not known."""
        ones, others = (self._anchors(m, search) for m in (between.one, between.other))
        pairs = [midway(one, other, between.verbatim) for one in ones for other in others]
        if not pairs:
            return False
        near = [pair for pair in pairs if pair.coordinate_uncertainty_m < _FARTHEST_OFFSET_M / 2]
        if not near:
            search.notes.append(sentences.TOO_FAR_APART.format(said=between.verbatim))
            return True
        shortest = min(near, key=lambda pair: pair.coordinate_uncertainty_m)
        search.found.append([shortest] if search.facts.context else near)
        return True

    def _find_named(self, mentions: Sequence[Mention], search: _Search, *, loose: bool) -> None:
        """Add the place that is named, else what it is said to be in or near."""
        if not loose and not search.found and not any(m.role == "primary" for m in mentions):
            mentions = [replace(m, role="primary") for m in mentions[:1]] + list(mentions[1:])
        if any(m.relation == "border" and not _says_more(m) for m in mentions):
            by_the_border = ("at", "inside", "village", "near")
            mentions = [
                replace(m, relation="border") if m.name and m.relation in by_the_border else m
                for m in mentions
                if m.relation != "border" or _says_more(m)
            ]
        generic = next((m for m in mentions if m.role == "primary" and not m.name), None)
        areas = any(m.role == "alternative" and m.relation in ("border", "near") for m in mentions)
        for mention in mentions:
            if mention.role not in ("primary", "alternative"):
                continue
            if mention.role == "alternative" and mention.relation in ("unit", "tehsil"):
                continue
            if not mention.name and (mention.relation != "crossing" or areas):
                continue
            if self._holds_context(mention, search.facts):
                continue
            wide = mention.relation == "post" or (loose and mention.relation in IN_ITSELF)
            found = self._wide(mention, search) if wide else self._named(mention, search)
            if found:
                search.found.append(found)
                return
            if search.only_proposed:
                return
        self._find_around(mentions, generic, search, loose=loose)

    def _find_around(
        self, mentions: Sequence[Mention], generic: Mention | None, search: _Search, *, loose: bool
    ) -> None:
        """Add what an unknown place is said to be near, and what it is said to be in."""
        for mention in mentions:
            if mention.role == "neighbour":
                found = self._wide(replace(mention, relation="at"), search)
                search.found += [found] if found else []
        kind = generic.relation if generic is not None else ""
        for mention in mentions:
            if mention.role not in ("container", "alternative") or not mention.name:
                continue
            if kind == "border" and mention.relation == "unit":
                found = self._named(replace(mention, relation="border"), search)
            elif kind == "inside" and mention.relation == "at" and not loose:
                found = self._named(mention, search)
            elif kind == "near" and mention.relation == "at":
                found = self._named(replace(mention, relation="near"), search)
            else:
                found = self._wide(mention, search)
            found = [c for c in found if not self._against_hint(c, search)]
            if found:
                search.found.append(found)
                return

    def _against_hint(self, candidate: Candidate, search: _Search) -> bool:
        """Whether a district in the phrase is another one than the district that was given."""
        units = search.facts.units
        footprint = candidate.footprint
        if not units or not isinstance(footprint, Area):
            return False
        tehsil = next(
            (
                t
                for t in self.gazetteer.tehsils
                if sentences.TEHSIL.format(name=t.name) == candidate.name
            ),
            None,
        )
        named = tehsil.adm2 if tehsil else footprint.name
        if named in {unit.name for unit in units} or footprint.country not in {
            unit.country for unit in units
        }:
            return False
        names = ", ".join(unit.name for unit in units)
        search.notes.append(sentences.ANOTHER_DISTRICT.format(place=candidate.name, names=names))
        return True

    def _fall_back(self, adm2: str, has_depth: bool, search: _Search) -> None:  # noqa: FBT001
        """Take the district that was given, else that of a place which only reports know."""
        units = list(search.facts.units)
        if not units:
            known = [u for one in search.unplaced for u in self._units(one.adm2, one.country)]
            units = list(dict.fromkeys(known))
        if units:
            search.found.append([replace(area(u), confidence=0.85) for u in units])
        elif adm2.strip():
            search.notes.append(self._unknown(adm2, search.facts.country, is_district=True))
        elif not has_depth and not search.notes and search.facts.country:
            search.notes.append(sentences.ONLY_COUNTRY)

    # --- Names ---------------------------------------------------------------------------------

    def _named(self, mention: Mention, search: _Search) -> list[Candidate]:
        """What a mention may mean, each as a candidate; empty, with a note, where nothing."""
        facts = search.facts
        name, relation = mention.name, mention.relation
        if mention.whole and name_key(mention.whole) != name_key(name):
            whole = self.gazetteer.index.exact(mention.whole)
            if any(isinstance(m.item, Place) for m in whole):
                name, relation = mention.whole, "at"
        if not name:
            if relation != "crossing":
                return []
            gates = self._gates(facts)
            return [of_place(gate, "crossing", 0.9) for gate in gates]
        if name_key(name) in _COUNTRY_WORDS:
            search.notes.append(sentences.NAMES_NO_PLACE.format(said=name))
            return []
        matches, elsewhere = self._matches(name, relation, facts)
        if not matches and elsewhere:
            others = ", ".join(sorted({_named_country(m.item.country) for m in elsewhere}))
            search.notes.append(
                sentences.ONLY_ELSEWHERE.format(
                    said=name, country=_named_country(facts.country or ""), countries=others
                )
            )
            return []
        if not matches:
            return self._unmatched(mention, search)
        return self._matched(matches, name, relation, search)

    def _unmatched(self, mention: Mention, search: _Search) -> list[Candidate]:
        """What a name may mean that nothing bears: two names, one within it, one known online."""
        name, facts = mention.name, search.facts
        parts = re.split(r"\s+(?:and|و|اور|&)\s+", name)
        if len(parts) > 1:
            both = [
                self._named(replace(mention, name=part, whole=""), search) for part in parts[:4]
            ]
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
                return found[:_MOST_CANDIDATES]
        if mention.role == "primary" or not name.islower():  # other small words are no names
            search.notes.append(self._unknown(name, facts.country))
        return []

    def _matched(
        self, matches: list[Match[Named]], name: str, relation: str, search: _Search
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
            country = _named_country(facts.country or "")
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
            search.notes.append(self._unknown(name, facts.country))
            return []
        if unplaced and relation != "crossing":
            others = ", ".join(sorted({_named_country(one.country) for one in unplaced}))
            search.notes.append(sentences.ONE_WITHOUT_COORDINATES.format(countries=others))
            search.unplaced += unplaced
        return candidates

    def _matches(
        self, name: str, relation: str, facts: _Facts
    ) -> tuple[list[Match[Named]], list[Match[Named]]]:
        """What bears a name or one like it, by the best likeness; and what bears it elsewhere."""
        index = self.gazetteer.index
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

    def _agrees(self, one: Named, facts: _Facts) -> bool:
        if isinstance(one, Unlocated):
            return False
        if facts.units:
            return any(_lies_in(one, unit) for unit in facts.units)
        if facts.context:
            return any(_near(one, other) for other in facts.context)
        return bool(facts.country)

    def _decided(self, matches: list[Match[Named]], facts: _Facts) -> list[Match[Named]]:
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
        return matches[:_MOST_CANDIDATES]

    def _wide(self, mention: Mention, search: _Search) -> list[Candidate]:
        """What a name means as the place that another one is in: a district before a town."""
        if mention.relation not in (*IN_ITSELF, "near", "post"):
            return self._named(mention, search)
        facts = search.facts
        index = self.gazetteer.index
        matches = index.exact(mention.name) or index.sounding(mention.name)
        units = [
            m.item
            for m in matches
            if isinstance(m.item, AdminUnit)
            and m.item.level in ("ADM2", "ADM3")
            and facts.country in (None, "", m.item.country)
        ]
        for unit in [u for u in units if u.level == "ADM3" and u.wider]:
            districts = self.gazetteer.admin_unit(unit.adm2, country=unit.country)
            why = sentences.TAKEN_AS_WHOLE.format(
                said=mention.name, name=unit.adm2, note=unit.wider
            )
            return [replace(area(d, [why]), confidence=0.85) for d in districts]
        large = [u for u in units if u.level == "ADM2"]
        fitting = [u for u in large if u in facts.units] or large or units
        if fitting and mention.relation != "near":
            return [replace(area(unit), confidence=0.85) for unit in fitting]
        return self._named(replace(mention, relation="near"), search)

    def _with_country(self, mentions: Sequence[Mention], facts: _Facts) -> _Facts:
        """The facts with the country that a phrase names: "Pishin, Iran", or by its province."""
        if facts.country:
            return facts
        for mention in mentions[1:]:
            code = _COUNTRY_NAMES.get(name_key(mention.name))
            if code is None and mention.relation in ("at", "province"):
                found = self.gazetteer.index.exact(mention.name)
                codes = {m.item.country for m in _fitting(found, "province")}
                code = next(iter(codes)) if len(codes) == 1 and len(found) == 1 else None
            if code:
                return replace(facts, country=code)
        return facts

    def _context(self, mentions: Sequence[Mention], facts: _Facts) -> tuple[Named, ...]:
        """What the other names of a phrase mean, as far as that is plain."""
        found: list[Named] = []
        for mention in mentions:
            if mention.name and mention.role in ("container", "neighbour", "alternative"):
                matches, _ = self._matches(mention.name, mention.relation, facts)
                items = [m.item for m in matches if not isinstance(m.item, Unlocated)]
                found += items if len(items) <= 2 else []
        return tuple(found)

    def _holds_context(self, mention: Mention, facts: _Facts) -> bool:
        """Whether a district is named before a part of it: "Panjgoor, Proome" is Proome."""
        if mention.relation != "at":
            return False
        parts = {one.adm2 for one in facts.context if isinstance(one, AdminUnit) and one.adm2}
        districts = {
            m.item.name
            for m in self.gazetteer.index.exact(mention.name)
            if isinstance(m.item, AdminUnit) and m.item.level == "ADM2"
        }
        return bool(parts & districts) and not any(
            name_key(one.name) == name_key(mention.name) for one in facts.context
        )

    def _mentioned(self, name: str, search: _Search) -> list[Candidate]:
        """A name within a longer run of words: "Mashkail" in "Mazan Sar Mashkail"."""
        if _WATERS_AND_HEIGHTS.search(name):
            return []
        for inner in self.gazetteer.index.mentioned(name):
            if inner == name or name_key(inner) in _COMMON_WORDS or inner.islower():
                continue
            found = self._wide(Mention(inner, "near", "container"), search)
            if found:
                note = sentences.NAME_WITHIN.format(said=name, inner=inner)
                return [replace(c, remarks=f"{note} {c.remarks}", confidence=0.7) for c in found]
        return []

    def _gates(self, facts: _Facts) -> list[Place]:
        gates = list(self.gazetteer.crossings)
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
        found = nearest_by_tree(self.border, np.array([place.lon]), np.array([place.lat]))
        return float(found.chainage_m[0])

    # --- Candidates ----------------------------------------------------------------------------

    def _candidate(self, match: Match[Named], said: str, relation: str, facts: _Facts) -> Candidate:
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
                found = stretch(self.border, one)
            elif relation in ("near", "post") and one.wider:
                found = self._wide(Mention(said, "at", "container"), _Search(facts))[0]
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

    def _units(self, adm2: str, country: str | None) -> list[AdminUnit]:
        found: list[AdminUnit] = []
        for name in _district_names(adm2):
            exact = self.gazetteer.admin_unit(name, country=country)
            alike = [
                m.item
                for m in ([] if exact else self.gazetteer.index.sounding(name))
                if isinstance(m.item, AdminUnit)
                and m.item.level == "ADM2"
                and country in (None, "", m.item.country)
            ]
            found += exact or alike[:1]
        return list(dict.fromkeys(found))

    # --- Putting facts together ----------------------------------------------------------------

    def _together(self, search: _Search) -> list[Candidate]:
        """Every way to choose one candidate a fact, as far as the footprints meet."""
        combined: list[Candidate] = []
        for number, alternatives in enumerate(search.found):
            if number == 0:
                combined = alternatives[:_MOST_CANDIDATES]
                continue
            both = [
                shared
                for one in combined
                for other in alternatives
                if (shared := joined(self.border, one, other)) is not None
            ]
            if not both:
                names = ", ".join(dict.fromkeys(c.name for c in alternatives))
                search.notes.append(
                    sentences.FACTS_EXCLUDED.format(names=names, place=combined[0].name)
                )
                combined = [replace(c, confidence=min(c.confidence, IN_DOUBT)) for c in combined]
                continue
            combined = both[:_MOST_CANDIDATES]
        return sorted(combined, key=lambda c: -c.confidence)

    def _depth(
        self,
        phrase: Phrase,
        reported_km: float | tuple[float, float] | None,
        into: str | None,
        country: str | None,
    ) -> tuple[tuple[float, float], str | None] | None:
        """The reported depth as metres and country, the caller's before the phrase's."""
        named = into or next((d.into for d in phrase.depths if d.into), None)
        if named is None and country in self.border.countries:
            named = country
        if isinstance(reported_km, tuple):
            low, high = reported_km
            return (low * 1000, max(high * 1000, 1.0)), named
        if reported_km is not None:
            interval = depth_interval_m(reported_km, reported_km)
            return (interval, named) if interval else None
        if phrase.depths:
            return (phrase.depths[0].low_m, phrase.depths[0].high_m), named
        return None

    def _with_depth(
        self,
        candidate: Candidate,
        depth: tuple[tuple[float, float], str | None],
        units: Sequence[AdminUnit],
    ) -> Candidate:
        interval_m, into = depth
        into = into or candidate.country or None
        if candidate.footprint is None or into is None:
            return candidate
        facts = []
        if len(units) == 1:
            facts.append(
                (sentences.THE_DISTRICT.format(name=units[0].name), area(units[0]).footprint)
            )
        shape, conflict = with_reported_depth(
            candidate.footprint, self.border, facts, interval_m=interval_m, into=into
        )
        return replace(candidate, depth_footprint=shape, depth_conflict=conflict)

    # --- Answers -------------------------------------------------------------------------------

    def _result(
        self, status: Status, candidates: Iterable[Candidate], message: str
    ) -> GeocodeResult:
        return GeocodeResult(status, tuple(candidates), message, self._provenance)

    def _answer(
        self, phrase: Phrase, adm2: str | None, candidates: list[Candidate], search: _Search
    ) -> GeocodeResult:
        codes = {one.country for one in search.unplaced}
        elsewhere = bool(codes) and not search.facts.country and phrase.mentions != ()
        if len(candidates) > 1 or (elsewhere and candidates[0].method == "gazetteer name"):
            what = phrase.text or adm2 or ""
            return self._result("ambiguous", candidates, self._choices(what, candidates, search))
        (best,) = candidates
        if search.notes and best.method != "reported depth only":
            best = replace(best, remarks=" ".join([*search.notes, best.remarks]))
        return self._result("placed", (best,), f"{best.name}: {best.remarks}")

    def _proposals(self, phrase: Phrase, search: _Search) -> GeocodeResult:
        proposed = sorted(search.proposed, key=lambda c: -c.confidence)[:_MOST_CANDIDATES]
        proposed = [replace(c, confidence=min(c.confidence, IN_DOUBT)) for c in proposed]
        message = " ".join(search.notes)
        if not proposed:
            return self._result("not found", (), message)
        choices = self._choices(phrase.text, proposed, replace(search, notes=[]))
        return self._result("ambiguous", proposed, f"{message} {choices}")

    def _choices(self, what: str, candidates: Sequence[Candidate], search: _Search) -> str:
        """The choices in a sentence, with where they are and how far apart."""
        first = candidates[0]
        told = []
        for one in candidates:
            text = one.name
            if one.country:
                text = sentences.CHOICE_IN.format(choice=text, country=_named_country(one.country))
            if one.lon is not None and one.lat is not None:
                text = sentences.CHOICE_AT.format(
                    choice=text, lon=f"{one.lon:.2f}", lat=f"{one.lat:.2f}"
                )
                if one is not first and first.lon is not None and first.lat is not None:
                    away_m = WGS84.inv(first.lon, first.lat, one.lon, one.lat)[2]
                    text = sentences.CHOICE_AWAY.format(choice=text, km=f"{away_m / 1000:.0f}")
            told.append(text)
        told += [
            sentences.CHOICE_UNPLACED.format(country=_named_country(code))
            for code in sorted({one.country for one in search.unplaced})
        ]
        notes = " ".join(n for n in search.notes if "coordinates are not known" not in n)
        several = sentences.SEVERAL.format(said=what, choices="; ".join(told))
        return f"{several} {notes}".strip()

    def _unknown(self, name: str, country: str | None, *, is_district: bool = False) -> str:
        index = self.gazetteer.index
        alike = [m.item.name for m in (*index.sounding(name), *index.misspelt(name))]
        alike = list(dict.fromkeys(alike))[:3]
        told = sentences.NO_DISTRICT if is_district else sentences.NO_PLACE
        if country:
            told = sentences.NO_DISTRICT_IN if is_district else sentences.NO_PLACE_IN
        unknown = told.format(said=name[:80], country=_named_country(country or ""))
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


def _says_more(mention: Mention) -> bool:
    """Whether a mention of the border names a part of it: "Saravan border", not "the border"."""
    return bool(mention.name) and name_key(mention.name) not in _COUNTRY_WORDS


def _code(country: str | None) -> str | None:
    """An alpha-3 code from a country's code or name; what is not known stays as it is."""
    return _CODES.get(country.strip().casefold(), country) if country else None


def _named_country(code: str) -> str:
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
