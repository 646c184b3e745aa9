"""Published layouts: ACLED, UCDP GED and GDELT 2.0 events as rows of our own columns.

A layout is told by its content: ACLED and UCDP by their header, GDELT by its 61 columns without
one. Each row keeps the source's own precision codes, and what has no home of its own stays with
the record word for word. A code that stands for a region or a country gives no coordinates: the
centre of a country is no place, and gets no depth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from incidents.dates import parse_days
from incidents.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["LAYOUT_NAMES", "Layout", "recognise"]

LAYOUT_NAMES = ("ACLED", "UCDP GED", "GDELT 2.0")

Row = dict[str, str]

_ACLED_HEADER = frozenset({"event_id_cnty", "event_date", "geo_precision", "time_precision"})
_UCDP_HEADER = frozenset({"relid", "where_prec", "date_prec", "type_of_violence", "deaths_a"})
_GDELT_COLUMNS = 61
_COUNTRIES = {"iran": "IRN", "pakistan": "PAK", "afghanistan": "AFG"}
_FIPS = {"IR": "IRN", "PK": "PAK", "AF": "AFG"}
_ACLED_RADIUS_M = {"1": 5_000, "2": 25_000}
_UCDP_RADIUS_M = {"1": 5_000, "2": 25_000}
_GDELT_RADIUS_M = {"3": 10_000, "4": 10_000}
_ACLED_TYPES = {
    "armed clash": "armed_clash",
    "government regains territory": "armed_clash",
    "non-state actor overtakes territory": "armed_clash",
    "air/drone strike": "air_or_drone_strike",
    "suicide bomb": "ambush_or_ied",
    "shelling/artillery/missile attack": "cross_border_fire",
    "remote explosive/landmine/ied": "ambush_or_ied",
    "grenade": "ambush_or_ied",
    "attack": "shooting_of_civilians",
    "abduction/forced disappearance": "abduction",
    "agreement": "diplomatic",
    "arrests": "arrest_or_seizure",
}
_GDELT_TYPES = (
    ("195", "air_or_drone_strike"), ("194", "cross_border_fire"), ("181", "abduction"),
    ("183", "ambush_or_ied"), ("173", "arrest_or_seizure"), ("19", "armed_clash"),
    ("18", "shooting_of_civilians"), ("20", "armed_clash"), ("04", "diplomatic"),
    ("05", "diplomatic"), ("06", "diplomatic"),
)  # fmt: skip
_GDELT_FIELDS = tuple(
    """GLOBALEVENTID Day MonthYear Year FractionDate
    Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode Actor1EthnicCode
    Actor1Religion1Code Actor1Religion2Code Actor1Type1Code Actor1Type2Code Actor1Type3Code
    Actor2Code Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode
    Actor2Religion1Code Actor2Religion2Code Actor2Type1Code Actor2Type2Code Actor2Type3Code
    IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions
    NumSources NumArticles AvgTone
    Actor1Geo_Type Actor1Geo_FullName Actor1Geo_CountryCode Actor1Geo_ADM1Code Actor1Geo_ADM2Code
    Actor1Geo_Lat Actor1Geo_Long Actor1Geo_FeatureID
    Actor2Geo_Type Actor2Geo_FullName Actor2Geo_CountryCode Actor2Geo_ADM1Code Actor2Geo_ADM2Code
    Actor2Geo_Lat Actor2Geo_Long Actor2Geo_FeatureID
    ActionGeo_Type ActionGeo_FullName ActionGeo_CountryCode ActionGeo_ADM1Code ActionGeo_ADM2Code
    ActionGeo_Lat ActionGeo_Long ActionGeo_FeatureID DATEADDED SOURCEURL""".split()  # noqa: SIM905
)
WHY_REJECTED = "why_rejected"
"""Column of a rejects file; it is passed over when the file is read again."""

ACLED_TERMS = "ACLED: its terms forbid passing the data on"


@dataclass(frozen=True)
class Layout:
    """A published layout: its name, the header its rows have, and how a row becomes one of ours.

    `header_rows` is how many rows stand above the data, an HXL row of tags among them.
    """

    name: str
    header: tuple[str, ...]
    header_rows: int
    convert: Callable[[Row], Row]


def recognise(rows: Sequence[Sequence[str]]) -> Layout | None:
    """Tell which published layout a table has by its first rows, or None.

    Parameters
    ----------
    rows
        The first rows of the table, its header among them.
    """
    if not rows:
        return None
    first = [cell.strip() for cell in rows[0]]
    plain = {cell.casefold() for cell in first}
    tagged = len(rows) > 1 and sum(c.strip().startswith("#") for c in rows[1]) * 2 > len(first)
    header_rows = 2 if tagged else 1
    if plain >= _ACLED_HEADER:
        return Layout("ACLED", tuple(c.casefold() for c in first), header_rows, _acled)
    if plain >= _UCDP_HEADER:
        return Layout("UCDP GED", tuple(c.casefold() for c in first), header_rows, _ucdp)
    if plain >= {name.casefold() for name in _GDELT_FIELDS}:  # rejects that were mended
        return Layout("GDELT 2.0", tuple(first), header_rows, _gdelt)
    if len(first) == _GDELT_COLUMNS and first[0].isdigit() and re.fullmatch(r"\d{8}", first[1]):
        return Layout("GDELT 2.0", _GDELT_FIELDS, 0, _gdelt)
    return None


def _acled(row: Row) -> Row:
    days = parse_days(row["event_date"], order="dmy")
    first, last, precision = days.first, days.last, days.precision
    code = row.get("time_precision", "").strip()
    if code == "2":
        first, last, precision = first - timedelta(days=6), last + timedelta(days=6), "range"
    elif code == "3":
        month = parse_days(f"{first:%Y-%m}")
        first, last, precision = month.first, month.last, "month"
    deaths = row.get("fatalities", "").strip()
    kind = row.get("sub_event_type", "").strip().casefold()
    return {
        "incident_id": f"acled-{row['event_id_cnty'].strip()}",
        **_days(first, last, precision),
        "event_type": _ACLED_TYPES.get(kind, "other"),
        "sub_event_type": row.get("sub_event_type", ""),
        "summary": row.get("notes", ""),
        "actor": row.get("actor1", ""),
        "target": row.get("actor2", ""),
        "killed_total_low": deaths,
        "killed_total_best": deaths if deaths not in ("", "0") else "",  # 0 may be unknown
        "adm1": row.get("admin1", ""),
        "adm2": row.get("admin2", ""),
        "tags": ACLED_TERMS,
        "source_publisher": row.get("source", ""),
        **_country(row.get("country", "")),
        **_place(
            row,
            "ACLED",
            "geo_precision",
            _ACLED_RADIUS_M,
            axes=("longitude", "latitude"),
            name="location",
        ),
    }


def _ucdp(row: Row) -> Row:
    first, last = (parse_days(row[name]) for name in ("date_start", "date_end"))
    precision = {"4": "month", "5": "year"}.get(row["date_prec"].strip(), "range")
    kind = {"3": "shooting_of_civilians"}.get(row["type_of_violence"].strip(), "armed_clash")
    tolls = {
        "killed_total_low": row.get("low", ""),
        "killed_total_best": row.get("best", ""),
        "killed_total_high": row.get("high", ""),
        "killed_civilians_best": row.get("deaths_civilians", ""),
    }
    for side in ("a", "b"):
        name = row.get(f"side_{side}", "").casefold()
        party = "irn" if "government of iran" in name else "militants"
        party = "pak" if "government of pakistan" in name else party
        if f"killed_{party}_best" not in tolls:
            tolls[f"killed_{party}_best"] = row.get(f"deaths_{side}", "")
    one_day = first.first == last.last
    return {
        "incident_id": f"ucdp-{row['id'].strip()}",
        **_days(first.first, last.last, "day" if one_day else precision),
        "event_type": kind,
        "summary": row.get("source_headline", ""),
        "actor": row.get("side_a", ""),
        "target": row.get("side_b", ""),
        **tolls,
        "adm1": row.get("adm_1", ""),
        "adm2": re.sub(r"\s+(?:district|county)$", "", row.get("adm_2", ""), flags=re.IGNORECASE),
        "source_publisher": row.get("source_office", ""),
        "source_title": row.get("source_article", ""),
        **_country(row.get("country", "")),
        **_place(
            row,
            "UCDP",
            "where_prec",
            _UCDP_RADIUS_M,
            axes=("longitude", "latitude"),
            name="where_coordinates",
        ),
    }


def _gdelt(row: Row) -> Row:
    day = parse_days(row["Day"])
    code = row["EventCode"].strip()
    kind = next((ours for start, ours in _GDELT_TYPES if code.startswith(start)), "other")
    return {
        "incident_id": f"gdelt-{row['GLOBALEVENTID'].strip()}",
        **_days(day.first, day.last, day.precision),
        "event_type": kind,
        "sub_event_type": f"CAMEO {code}",
        "actor": row["Actor1Name"],
        "target": row["Actor2Name"],
        "source_url": row["SOURCEURL"],
        **_country(_FIPS.get(row["ActionGeo_CountryCode"].strip(), "")),
        **_place(
            row,
            "GDELT",
            "ActionGeo_Type",
            _GDELT_RADIUS_M,
            axes=("ActionGeo_Long", "ActionGeo_Lat"),
            name="ActionGeo_FullName",
        ),
    }


def _days(first: date, last: date, precision: str) -> Row:
    return {
        "date_start": first.isoformat(),
        "date_end": last.isoformat(),
        "date_precision": precision,
    }


def _country(name: str) -> Row:
    code = _COUNTRIES.get(name.strip().casefold(), name.strip())
    return {"country_reported": code} if code in _FIPS.values() else {}


def _place(
    row: Mapping[str, str],
    source: str,
    code_column: str,
    radius_m: Mapping[str, int],
    *,
    axes: tuple[str, str],
    name: str,
) -> Row:
    """The coordinates with the radius that their code stands for; none where it is a region."""
    code = row.get(code_column, "").strip()
    lon, lat = (row.get(axis, "").strip() for axis in axes)
    if code not in radius_m or not lon or not lat:
        return {}
    return {
        "verbatim_locality": row.get(name, ""),
        "lon": lon,
        "lat": lat,
        "coordinate_uncertainty_m": str(radius_m[code]),
        "georeference_protocol": f"coordinates given by {source}",
        "georeference_remarks": (
            f"{source} {code_column} {code}: assumed within {radius_m[code] / 1000:g} km."
        ),
    }


def used_columns(layout: Layout) -> frozenset[str]:
    """Columns of a layout that one of ours says as exactly; the others stay word for word."""
    if layout.name == "ACLED":
        return frozenset({"event_id_cnty", "sub_event_type", "notes", "actor1", "actor2"})
    if layout.name == "UCDP GED":
        return frozenset({"id", "low", "best", "high", "side_a", "side_b", "source_article"})
    return frozenset({"GLOBALEVENTID", "SOURCEURL", "Actor1Name", "Actor2Name"})


def converted(layout: Layout, cells: Sequence[str]) -> Row:
    """A row of a published layout as texts by our column names; the rest under its own names.

    Raises
    ------
    RecordError
        If the row has another number of cells than the layout, or its date cannot be read.
    """
    if len(cells) != len(layout.header):
        msg = f"{len(cells)} cells where {layout.name} has {len(layout.header)}"
        raise RecordError(msg)
    row = dict(zip(layout.header, cells, strict=True))
    ours = layout.convert(row)
    for name, kept_as in _kept_columns(layout):
        value = row[name]
        if value and not value.isspace():
            ours[kept_as] = value
    return ours


@lru_cache(maxsize=8)
def _kept_columns(layout: Layout) -> tuple[tuple[str, str], ...]:
    """Columns that stay word for word, each with the name under which it is kept."""
    passed_over = {*used_columns(layout), WHY_REJECTED}
    return tuple((n, f"{layout.name} {n}") for n in layout.header if n not in passed_over)
