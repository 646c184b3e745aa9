"""The geocoder: from what a report says of a place to where it may have been.

A phrase is taken apart into facts (`geodata.phrases`), names are looked up in the gazetteer, each
fact becomes a footprint with its reason, and the footprints are intersected. It never guesses:
facts that fit one place give a candidate with its confidence, facts that fit several are
ambiguous, the rest is not found, with what is missing.

A depth ("2 km inside Pakistan") makes a second footprint. The first one knows nothing of it, so
that it can check it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from geodata import sentences
from geodata.borders import WGS84
from geodata.candidates import (
    IN_DOUBT,
    IN_ITSELF,
    Candidate,
    area,
    around,
    from_coordinates,
    joined,
    midway,
    offset_from,
    only_depth,
    pillar_band,
    plain,
    with_reported_depth,
    within_country,
)
from geodata.coordinates import CoordinateError, find_coordinates
from geodata.errors import GeodataError
from geodata.footprints import Area
from geodata.lengths import depth_interval_m
from geodata.meanings import (
    COUNTRY_WORDS,
    MOST_CANDIDATES,
    Facts,
    Meanings,
    Search,
    named_country,
)
from geodata.names import LONGEST_PHRASE, name_key
from geodata.phrases import Mention, Phrase, parse, parse_pillars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geodata.borders import Border
    from geodata.gazetteer import AdminUnit, Gazetteer, Place
    from geodata.phrases import Between, Offset

__all__ = ["GeocodeResult", "Geocoder"]

Status = Literal["placed", "ambiguous", "not found"]

PROTOCOL = "point-radius (Wieczorek et al. 2004; Chapman & Wieczorek 2020), facts intersected"

_FARTHEST_OFFSET_M = 300_000.0
_FROM_ZERO_POINT = ("", "crossing", "container")
_CACHED_RESULTS = 16_384
_CODES = {
    **dict.fromkeys(("ir", "irn", "iran"), "IRN"),
    **dict.fromkeys(("pk", "pak", "pakistan"), "PAK"),
    **dict.fromkeys(("af", "afg", "afghanistan"), "AFG"),
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
        self._meanings = Meanings(border, gazetteer, online)
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
        units = self._meanings.units(adm2 or "", country)
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
        units = tuple(self._meanings.units(adm2 or "", country))
        search = Search(Facts(country, adm1, units), notes=[note] if note else [])
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

    def _find_coordinates(self, text: str, search: Search) -> None:
        try:
            position = find_coordinates(text)
        except CoordinateError as error:
            search.notes.append(str(error))
            return
        if position is None:
            return
        search.found.append([from_coordinates(position)])

    def _find(self, phrase: Phrase, border_pillar: str | None, search: Search) -> None:
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
        search.facts = self._meanings.with_country(phrase.mentions, search.facts)
        search.facts = replace(search.facts, context=self._meanings.context(context, search.facts))
        for offset in phrase.offsets:
            loose |= not self._find_offset(offset, search)
        for between in phrase.between:
            loose |= not self._find_between(between, search)
        self._find_named(phrase.mentions, search, loose=loose)
        for mention in phrase.mentions:
            if phrase.depths and (mention.name, mention.relation, mention.role) == _FROM_ZERO_POINT:
                reach_m = phrase.depths[0].high_m
                search.found.append(
                    [around(gate, reach_m) for gate in self._meanings.named(mention, search)]
                )

    def _pillars(
        self, phrase: Phrase, border_pillar: str | None, search: Search
    ) -> Iterable[tuple[int, int]]:
        if not (border_pillar and border_pillar.strip()):
            return phrase.pillars
        read = parse_pillars(border_pillar)
        if read is None:
            search.notes.append(sentences.PILLAR_NOT_READ.format(said=border_pillar[:40]))
            return phrase.pillars
        return (read,)

    def _find_offset(self, offset: Offset, search: Search) -> bool:
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

    def _anchors(self, mention: Mention, search: Search) -> list[Candidate]:
        """What a distance may count from: a place or a district, no stretch of border."""
        if mention.relation in ("border", "near", "post"):
            mention = replace(mention, relation="at")
        return self._meanings.named(mention, search)

    def _find_between(self, between: Between, search: Search) -> bool:
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

    def _find_named(self, mentions: Sequence[Mention], search: Search, *, loose: bool) -> None:
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
            if self._meanings.holds_context(mention, search.facts):
                continue
            wide = mention.relation == "post" or (loose and mention.relation in IN_ITSELF)
            found = (
                self._meanings.wide(mention, search)
                if wide
                else self._meanings.named(mention, search)
            )
            if found:
                search.found.append(found)
                return
            if search.only_proposed:
                return
        self._find_around(mentions, generic, search, loose=loose)

    def _find_around(
        self, mentions: Sequence[Mention], generic: Mention | None, search: Search, *, loose: bool
    ) -> None:
        """Add what an unknown place is said to be near, and what it is said to be in."""
        for mention in mentions:
            if mention.role == "neighbour":
                found = self._meanings.wide(replace(mention, relation="at"), search)
                search.found += [found] if found else []
        kind = generic.relation if generic is not None else ""
        for mention in mentions:
            if mention.role not in ("container", "alternative") or not mention.name:
                continue
            if kind == "border" and mention.relation == "unit":
                found = self._meanings.named(replace(mention, relation="border"), search)
            elif kind == "inside" and mention.relation == "at" and not loose:
                found = self._meanings.named(mention, search)
            elif kind == "near" and mention.relation == "at":
                found = self._meanings.named(replace(mention, relation="near"), search)
            else:
                found = self._meanings.wide(mention, search)
            found = [c for c in found if not self._against_hint(c, search)]
            if found:
                search.found.append(found)
                return

    def _against_hint(self, candidate: Candidate, search: Search) -> bool:
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

    def _fall_back(self, adm2: str, has_depth: bool, search: Search) -> None:  # noqa: FBT001
        """Take the district that was given, else that of a place which only reports know."""
        units = list(search.facts.units)
        if not units:
            known = [
                u for one in search.unplaced for u in self._meanings.units(one.adm2, one.country)
            ]
            units = list(dict.fromkeys(known))
        if units:
            search.found.append([replace(area(u), confidence=0.85) for u in units])
        elif adm2.strip():
            search.notes.append(
                self._meanings.unknown(adm2, search.facts.country, is_district=True)
            )
        elif not has_depth and not search.notes and search.facts.country:
            search.notes.append(sentences.ONLY_COUNTRY)

    # --- Putting facts together ----------------------------------------------------------------

    def _together(self, search: Search) -> list[Candidate]:
        """Every way to choose one candidate a fact, as far as the footprints meet."""
        combined: list[Candidate] = []
        for number, alternatives in enumerate(search.found):
            if number == 0:
                combined = alternatives[:MOST_CANDIDATES]
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
            combined = both[:MOST_CANDIDATES]
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
        self, phrase: Phrase, adm2: str | None, candidates: list[Candidate], search: Search
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

    def _proposals(self, phrase: Phrase, search: Search) -> GeocodeResult:
        proposed = sorted(search.proposed, key=lambda c: -c.confidence)[:MOST_CANDIDATES]
        proposed = [replace(c, confidence=min(c.confidence, IN_DOUBT)) for c in proposed]
        message = " ".join(search.notes)
        if not proposed:
            return self._result("not found", (), message)
        choices = self._choices(phrase.text, proposed, replace(search, notes=[]))
        return self._result("ambiguous", proposed, f"{message} {choices}")

    def _choices(self, what: str, candidates: Sequence[Candidate], search: Search) -> str:
        """The choices in a sentence, with where they are and how far apart."""
        first = candidates[0]
        told = []
        for one in candidates:
            text = one.name
            if one.country:
                text = sentences.CHOICE_IN.format(choice=text, country=named_country(one.country))
            if one.lon is not None and one.lat is not None:
                text = sentences.CHOICE_AT.format(
                    choice=text, lon=f"{one.lon:.2f}", lat=f"{one.lat:.2f}"
                )
                if one is not first and first.lon is not None and first.lat is not None:
                    away_m = WGS84.inv(first.lon, first.lat, one.lon, one.lat)[2]
                    text = sentences.CHOICE_AWAY.format(choice=text, km=f"{away_m / 1000:.0f}")
            told.append(text)
        told += [
            sentences.CHOICE_UNPLACED.format(country=named_country(code))
            for code in sorted({one.country for one in search.unplaced})
        ]
        notes = " ".join(n for n in search.notes if "coordinates are not known" not in n)
        several = sentences.SEVERAL.format(said=what, choices="; ".join(told))
        return f"{several} {notes}".strip()


def _says_more(mention: Mention) -> bool:
    """Whether a mention of the border names a part of it: "Saravan border", not "the border"."""
    return bool(mention.name) and name_key(mention.name) not in COUNTRY_WORDS


def _code(country: str | None) -> str | None:
    """An alpha-3 code from a country's code or name; what is not known stays as it is."""
    return _CODES.get(country.strip().casefold(), country) if country else None
