"""The geocoder: from what a report says of a place to where it may have been.

It never guesses. Facts that fit one place give a footprint with its method, sources and remarks;
facts that fit several are ambiguous; the rest is not found, with what is missing. It does not use
a reported depth: a footprint made from the depth could not check it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from geodata.borders import WGS84
from geodata.errors import GeodataError
from geodata.footprints import Area, Band, Disc, Footprint, circle
from geodata.gazetteer import AdminUnit, Place, name_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.borders import Border
    from geodata.gazetteer import Gazetteer

__all__ = ["Candidate", "GeocodeResult", "Geocoder"]

Status = Literal["placed", "ambiguous", "not found"]

_NEARBY_RADIUS_M = 25_000.0
_BAND_REACH_M = 10_000.0
_LONGEST_PHRASE = 300
_BEFORE = ("near ", "close to ", "around ")
_AREA_WORDS = (" border area", " area", " region", " sector")
_UNIT_WORDS = (" district", " county")
_BORDER_WORDS = (" border",)


@dataclass(frozen=True)
class Candidate:
    """One reading of a place.

    `lon`, `lat` (degrees, WGS84) are the middle of a disc and None for a band or an area, whose
    middle is no place. `coordinate_uncertainty_m` is the radius of the smallest circle around the
    footprint. `method`, `sources` and `remarks` are plain English.
    """

    name: str
    lon: float | None
    lat: float | None
    coordinate_uncertainty_m: float
    footprint: Footprint
    method: str
    sources: str
    remarks: str


@dataclass(frozen=True)
class GeocodeResult:
    """What the geocoder found: one candidate if "placed", several if "ambiguous", else none.

    `message` says in a sentence or two how, why not, or what is missing.
    """

    status: Status
    candidates: tuple[Candidate, ...]
    message: str


class Geocoder:
    """Reads places against a border and a gazetteer.

    Parameters
    ----------
    border
        The line along which pillars and stretches are counted.
    gazetteer
        The names that are known.
    """

    def __init__(self, border: Border, gazetteer: Gazetteer) -> None:
        self.border = border
        self.gazetteer = gazetteer

    def geocode(
        self,
        text: str,
        *,
        country: str | None = None,
        adm1: str | None = None,
        adm2: str | None = None,
        border_pillar: str | None = None,
    ) -> GeocodeResult:
        """Say where a report's place may be.

        A border pillar comes first, then the phrase, then the district.

        Parameters
        ----------
        text
            A phrase such as "Mashkel", "near Mashkel", "Mashkel area", "Washuk district" or
            "Saravan border"; empty where none is known.
        country
            ISO 3166 alpha-3 code of the country in which the place is said to be.
        adm1, adm2
            Province, and district or county; they decide between places of one name. Several
            districts are separated by ";" or "/".
        border_pillar
            Pillar number ("206") or range ("104-106").

        Returns
        -------
        GeocodeResult
            Never an exception for a place that is not known.
        """
        phrase = " ".join(text.split())
        notes: list[str] = []
        if len(phrase) > _LONGEST_PHRASE:
            notes.append(f"The locality is {len(phrase)} characters long and was not read.")
            phrase = ""
        if border_pillar and border_pillar.strip():
            try:
                return _placed(self._pillar_band(border_pillar))
            except GeodataError as error:
                notes.append(str(error))
        units = self._units(adm2 or "", country)
        if phrase:
            readings = self._readings(phrase, country)
            readings = _decide(readings, units, adm1)
            if len(readings) > 1 or (readings and self._elsewhere(phrase, country, readings)):
                return self._ambiguous(phrase, country, [self._candidate(*r) for r in readings])
            if readings:
                return _placed(self._candidate(*readings[0], notes=_doubts(readings[0][0], units)))
            notes.append(self._unknown(phrase, country))
        return self._from_district(adm2 or "", country, units, notes)

    def district(self, adm2: str | None, *, country: str | None = None) -> Area | None:
        """The area of a district that is named, or None where none or several are meant."""
        units = self._units(adm2 or "", country)
        footprint = _area(units[0]).footprint if len(units) == 1 else None
        return footprint if isinstance(footprint, Area) else None

    def _readings(self, phrase: str, country: str | None) -> list[tuple[Place | AdminUnit, str]]:
        """What the phrase may name, each with how the phrase speaks of it."""
        name, relation = _parse(phrase)
        if relation == "unit":
            return [(u, relation) for u in self.gazetteer.admin_unit(name, country=country)]
        units = self.gazetteer.admin_unit(name, country=country)
        if relation == "border":
            bordering = [u for u in units if u.border_from_m is not None]
            if bordering:
                return [(u, relation) for u in bordering]
        places = self.gazetteer.find(name, country=country)
        if any(place.kind == "crossing" for place in places):
            return [(place, relation) for place in places]
        places = _rather_by_main_name(places, name)
        taken = {place.country for place in places}
        named: list[Place | AdminUnit] = [*places, *(u for u in units if u.country not in taken)]
        return [(one, "near" if relation == "border" else relation) for one in named]

    def _elsewhere(
        self, phrase: str, country: str | None, readings: Sequence[tuple[Place | AdminUnit, str]]
    ) -> bool:
        """Whether reports also know the name in another country, where it has no coordinates."""
        known = self.gazetteer.without_coordinates(_parse(phrase)[0], country=country)
        return bool(set(known) - {one.country for one, _ in readings} - {""}) and not any(
            isinstance(one, Place) and one.kind == "crossing" for one, _ in readings
        )

    def _candidate(
        self, one: Place | AdminUnit, relation: str, *, notes: Sequence[str] = ()
    ) -> Candidate:
        if isinstance(one, AdminUnit):
            return self._stretch(one) if relation == "border" else _area(one, notes)
        nearby = relation == "near"
        radius_m = max(one.radius_m, _NEARBY_RADIUS_M) if nearby else one.radius_m
        reason = (
            f"The report speaks of the area around it: assumed within {radius_m / 1000:g} km."
            if nearby
            else f"Radius: {one.radius_reason}."
        )
        remarks = [reason, *notes]
        if one.remarks:
            remarks.append(f"Note on the name: {one.remarks}.")
        return Candidate(
            name=one.name,
            lon=one.lon,
            lat=one.lat,
            coordinate_uncertainty_m=radius_m,
            footprint=Disc(one.lon, one.lat, radius_m),
            method="border crossing" if one.kind == "crossing" else "gazetteer name",
            sources=f"{one.source}; {one.place_id}",
            remarks=" ".join(remarks),
        )

    def _stretch(self, unit: AdminUnit) -> Candidate:
        start, end = unit.border_from_m or 0.0, unit.border_to_m or self.border.length_m
        band = Band(start, min(end, self.border.length_m), 0.0, _BAND_REACH_M)
        return Candidate(
            name=f"{unit.name} stretch of the border",
            lon=None,
            lat=None,
            coordinate_uncertainty_m=circle(band, self.border).radius_m,
            footprint=band,
            method="stretch of border of a district",
            sources=f"{unit.source}; {self.border.attribution}",
            remarks=(
                f"Anywhere along the border of {unit.name}, on either side: assumed within "
                f"{_BAND_REACH_M / 1000:g} km of the line."
            ),
        )

    def _pillar_band(self, text: str) -> Candidate:
        numbers = [int(number) for number in re.findall(r"\d{1,4}", text[:_LONGEST_PHRASE])]
        if not 1 <= len(numbers) <= 2:
            message = (
                f"The border pillar {text[:40]!r} cannot be read; expected a number such as 206 "
                f"or a range such as 104-106."
            )
            raise GeodataError(message)
        known = [self.gazetteer.pillar(number) for number in numbers]
        start = max(0.0, min(chainage - error for chainage, error in known))
        end = min(self.border.length_m, max(chainage + error for chainage, error in known))
        band = Band(start, end, 0.0, _BAND_REACH_M)
        return Candidate(
            name=f"border pillar {text.strip()}",
            lon=None,
            lat=None,
            coordinate_uncertainty_m=circle(band, self.border).radius_m,
            footprint=band,
            method="border pillar",
            sources="numbered pillars as reported (compiled); © OpenStreetMap contributors",
            remarks=(
                f"Pillars are placed by interpolating between the few whose place was reported: "
                f"km {start / 1000:.0f} to {end / 1000:.0f} along the border, "
                f"on either side; assumed within {_BAND_REACH_M / 1000:g} km of the line."
            ),
        )

    def _units(self, adm2: str, country: str | None) -> list[AdminUnit]:
        found: list[AdminUnit] = []
        for name in _district_names(adm2):
            found += self.gazetteer.admin_unit(name, country=country)
        return list(dict.fromkeys(found))

    def _from_district(
        self, adm2: str, country: str | None, units: list[AdminUnit], notes: list[str]
    ) -> GeocodeResult:
        if len(units) > 1:
            names = ", ".join(f"{u.name} ({u.country})" for u in units)
            message = " ".join([*notes, f"{adm2!r} may be any of {names}; name one."])
            return GeocodeResult("ambiguous", tuple(_area(u, notes) for u in units), message)
        if units:
            return _placed(_area(units[0], notes))
        if adm2.strip():
            notes = [*notes, self._unknown(adm2, country, what="district")]
        message = " ".join(notes) or "No locality, pillar or district is given; add one of them."
        return GeocodeResult("not found", (), message)

    def _ambiguous(
        self, phrase: str, country: str | None, candidates: list[Candidate]
    ) -> GeocodeResult:
        unplaced = self.gazetteer.without_coordinates(_parse(phrase)[0], country=country)
        places = [
            f"{c.name} at {c.lon:.2f} E {c.lat:.2f} N"
            if c.lon is not None and c.lat is not None
            else c.name
            for c in candidates
        ]
        places += [f"one in {code} whose coordinates are not known" for code in unplaced]
        message = (
            f"{phrase!r} may be any of: {'; '.join(places)}. Name the country or the district."
        )
        return GeocodeResult("ambiguous", tuple(candidates), message)

    def _unknown(self, name: str, country: str | None, *, what: str = "place") -> str:
        bare, _ = _parse(name)
        known = self.gazetteer.without_coordinates(bare, country=country)
        where = f" in {country}" if country else ""
        if known:
            return f"{bare!r}{where} is {next(iter(known.values()))}."
        similar = self.gazetteer.similar_names(bare)
        hint = f" Names like it: {', '.join(similar)}." if similar else ""
        return f"No {what} {bare!r}{where} is in the gazetteer.{hint}"


def _parse(phrase: str) -> tuple[str, str]:
    """The name in a phrase, and the relation to it: at, near, unit or border."""
    low = phrase.casefold()
    for word in _BEFORE:
        if low.startswith(word):
            return phrase[len(word) :].strip(), "near"
    for words, relation in (
        (_AREA_WORDS, "near"),
        (_UNIT_WORDS, "unit"),
        (_BORDER_WORDS, "border"),
    ):
        for word in words:
            if low.endswith(word):
                return phrase[: -len(word)].strip(), relation
    return phrase, "at"


def _rather_by_main_name(places: list[Place], name: str) -> list[Place]:
    """Within a country, leave out places that bear a name only besides one that is called so."""
    key = name_key(name)
    called_so = {place.country for place in places if name_key(place.name) == key}
    return [p for p in places if p.country not in called_so or name_key(p.name) == key]


def _district_names(adm2: str) -> list[str]:
    names = re.split(r"[;/]", re.sub(r"\([^)]*\)", "", adm2[:_LONGEST_PHRASE]))
    return [name.strip() for name in names if name.strip()]


def _decide(
    readings: list[tuple[Place | AdminUnit, str]], units: list[AdminUnit], adm1: str | None
) -> list[tuple[Place | AdminUnit, str]]:
    """Let the district, then the province, choose between places of one name."""
    if len(readings) < 2:
        return readings
    fitting = [r for r in readings if any(_lies_in(r[0], unit) for unit in units)]
    readings = fitting or readings
    if len(readings) > 1 and adm1:
        fitting = [r for r in readings if isinstance(r[0], Place) and r[0].adm1 == adm1]
        readings = fitting or readings
    places = [one for one, _ in readings if isinstance(one, Place)]
    if len(places) == len(readings) > 1:
        whole = _one_spot(places)
        if whole is not None:
            return [(whole, readings[0][1])]
    return readings


def _one_spot(places: list[Place]) -> Place | None:
    """Several entries for one place, as one that holds them all; None where they are apart."""
    best = max(places, key=lambda place: place.population or 0)
    away_m = max(WGS84.inv(best.lon, best.lat, p.lon, p.lat)[2] for p in places)
    if away_m > best.radius_m:
        return None
    radius_m = float(best.radius_m + away_m)
    reason = f"{best.radius_reason}, and the {away_m / 1000:.1f} km to its other entry"
    return replace(best, radius_m=radius_m, radius_reason=reason)


def _lies_in(one: Place | AdminUnit, unit: AdminUnit) -> bool:
    """Whether a place may lie in a district: inside its circle, and in its country."""
    if isinstance(one, AdminUnit):
        return one == unit
    if one.country not in ("", unit.country):
        return False
    away_m = WGS84.inv(one.lon, one.lat, unit.centre_lon, unit.centre_lat)[2]
    return bool(away_m <= unit.radius_m + one.radius_m)


def _doubts(one: Place | AdminUnit, units: list[AdminUnit]) -> list[str]:
    if units and not any(_lies_in(one, unit) for unit in units):
        names = ", ".join(unit.name for unit in units)
        return [f"It lies outside the circle around {names}, the district that was given: check."]
    return []


def _area(unit: AdminUnit, notes: Sequence[str] = ()) -> Candidate:
    kind = "county" if unit.country == "IRN" else "district"
    return Candidate(
        name=f"{unit.name} {kind}",
        lon=None,
        lat=None,
        coordinate_uncertainty_m=unit.radius_m,
        footprint=Area(
            name=unit.name,
            country=unit.country,
            disc=Disc(unit.centre_lon, unit.centre_lat, unit.radius_m),
            border_from_m=unit.border_from_m,
            border_to_m=unit.border_to_m,
        ),
        method=kind,
        sources=unit.source,
        remarks=" ".join(
            [
                (
                    f"Anywhere in the {kind}, taken as the circle around it "
                    f"({unit.radius_m / 1000:g} km) within its country."
                ),
                *notes,
            ]
        ),
    )


def _placed(candidate: Candidate) -> GeocodeResult:
    return GeocodeResult("placed", (candidate,), f"{candidate.name}: {candidate.remarks}")
