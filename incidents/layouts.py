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
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from incidents import problems, sentences
from incidents.dates import parse_days
from incidents.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["LAYOUT_NAMES", "Layout", "in_our_columns", "recognise"]

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
    """A published layout, and how its rows become ours.

    Attributes
    ----------
    name, header
        What it is called, and the names of its columns.
    header_rows
        How many rows stand above the data, an HXL row of tags among them.
    event_id
        The column that names the event, and what is put before it.
    copied
        Columns of ours that hold one of its columns as it stands.
    place
        Columns of the place's name, of longitude and of latitude; taken where the precision code
        stands for a radius.
    said_exactly
        Columns that one of ours says as exactly; the others stay word for word.
    decided_by
        Columns that the rest follows from, and `decide` what follows; asked once for all rows
        that have the same in them.
    """

    name: str
    header: tuple[str, ...]
    header_rows: int
    event_id: tuple[str, str]
    copied: Mapping[str, str]
    place: tuple[str, str, str]
    said_exactly: frozenset[str]
    decided_by: tuple[str, ...]
    decide: Callable[[Row], Row]


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
    lowered = tuple(cell.casefold() for cell in first)
    tagged = len(rows) > 1 and sum(c.strip().startswith("#") for c in rows[1]) * 2 > len(first)
    header_rows = 2 if tagged else 1
    if plain >= _ACLED_HEADER:
        return _acled(lowered, header_rows)
    if plain >= _UCDP_HEADER:
        return _ucdp(lowered, header_rows)
    if plain >= {name.casefold() for name in _GDELT_FIELDS}:  # rejects that were mended
        return _gdelt(tuple(first), header_rows)
    if len(first) == _GDELT_COLUMNS and first[0].isdigit() and re.fullmatch(r"\d{8}", first[1]):
        return _gdelt(_GDELT_FIELDS, 0)
    return None


def _acled(header: tuple[str, ...], header_rows: int) -> Layout:
    return Layout(
        "ACLED",
        header,
        header_rows,
        event_id=("acled-", "event_id_cnty"),
        copied={
            "sub_event_type": "sub_event_type",
            "summary": "notes",
            "actor": "actor1",
            "target": "actor2",
            "adm1": "admin1",
            "adm2": "admin2",
            "source_publisher": "source",
        },
        place=("location", "longitude", "latitude"),
        said_exactly=frozenset({"event_id_cnty", "sub_event_type", "notes", "actor1", "actor2"}),
        decided_by=(
            "event_date", "time_precision", "fatalities", "sub_event_type", "country",
            "geo_precision",
        ),
        decide=_acled_decides,
    )  # fmt: skip


def _acled_decides(row: Row) -> Row:
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
        **_days(first, last, precision),
        "event_type": _ACLED_TYPES.get(kind, "other"),
        "killed_total_low": deaths,
        "killed_total_best": deaths if deaths not in ("", "0") else "",  # 0 may be unknown
        "tags": ACLED_TERMS,
        **_country(row.get("country", "")),
        **_radius("ACLED", "geo_precision", row, _ACLED_RADIUS_M),
    }


def _ucdp(header: tuple[str, ...], header_rows: int) -> Layout:
    return Layout(
        "UCDP GED",
        header,
        header_rows,
        event_id=("ucdp-", "id"),
        copied={
            "summary": "source_headline",
            "actor": "side_a",
            "target": "side_b",
            "killed_total_low": "low",
            "killed_total_best": "best",
            "killed_total_high": "high",
            "killed_civilians_best": "deaths_civilians",
            "adm1": "adm_1",
            "source_publisher": "source_office",
            "source_title": "source_article",
        },
        place=("where_coordinates", "longitude", "latitude"),
        said_exactly=frozenset({"id", "low", "best", "high", "side_a", "side_b", "source_article"}),
        decided_by=(
            "date_start", "date_end", "date_prec", "type_of_violence", "side_a", "side_b",
            "deaths_a", "deaths_b", "adm_2", "country", "where_prec",
        ),
        decide=_ucdp_decides,
    )  # fmt: skip


def _ucdp_decides(row: Row) -> Row:
    first, last = (parse_days(row[name]) for name in ("date_start", "date_end"))
    precision = {"4": "month", "5": "year"}.get(row["date_prec"].strip(), "range")
    kind = {"3": "shooting_of_civilians"}.get(row["type_of_violence"].strip(), "armed_clash")
    tolls: Row = {}
    for side in ("a", "b"):
        name = row.get(f"side_{side}", "").casefold()
        party = "irn" if "government of iran" in name else "militants"
        party = "pak" if "government of pakistan" in name else party
        tolls.setdefault(f"killed_{party}_best", row.get(f"deaths_{side}", ""))
    one_day = first.first == last.last
    return {
        **_days(first.first, last.last, "day" if one_day else precision),
        "event_type": kind,
        **tolls,
        "adm2": re.sub(r"\s+(?:district|county)$", "", row.get("adm_2", ""), flags=re.IGNORECASE),
        **_country(row.get("country", "")),
        **_radius("UCDP", "where_prec", row, _UCDP_RADIUS_M),
    }


def _gdelt(header: tuple[str, ...], header_rows: int) -> Layout:
    return Layout(
        "GDELT 2.0",
        header,
        header_rows,
        event_id=("gdelt-", "GLOBALEVENTID"),
        copied={"actor": "Actor1Name", "target": "Actor2Name", "source_url": "SOURCEURL"},
        place=("ActionGeo_FullName", "ActionGeo_Long", "ActionGeo_Lat"),
        said_exactly=frozenset({"GLOBALEVENTID", "SOURCEURL", "Actor1Name", "Actor2Name"}),
        decided_by=("Day", "EventCode", "ActionGeo_CountryCode", "ActionGeo_Type"),
        decide=_gdelt_decides,
    )


def _gdelt_decides(row: Row) -> Row:
    day = parse_days(row["Day"])
    code = row["EventCode"].strip()
    kind = next((ours for start, ours in _GDELT_TYPES if code.startswith(start)), "other")
    return {
        **_days(day.first, day.last, day.precision),
        "event_type": kind,
        "sub_event_type": f"CAMEO {code}",
        **_country(_FIPS.get(row["ActionGeo_CountryCode"].strip(), "")),
        **_radius("GDELT", "ActionGeo_Type", row, _GDELT_RADIUS_M),
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


def _radius(source: str, column: str, row: Row, radius_m: Mapping[str, int]) -> Row:
    """The radius that a precision code stands for; none where it stands for a region."""
    code = row.get(column, "").strip()
    if code not in radius_m:
        return {}
    return {
        "coordinate_uncertainty_m": str(radius_m[code]),
        "georeference_protocol": sentences.GIVEN_BY.format(source=source),
        "georeference_remarks": sentences.RADIUS_OF_CODE.format(
            source=source, column=column, code=code, km=f"{radius_m[code] / 1000:g}"
        ),
    }


_OF_A_RADIUS = ("coordinate_uncertainty_m", "georeference_protocol", "georeference_remarks")


def in_our_columns(
    layout: Layout, cells: Mapping[str, pa.Array]
) -> tuple[dict[str, pa.Array], dict[str, pa.Array], dict[int, str]]:
    """Rows of a published layout under our column names.

    Parameters
    ----------
    layout
        As `recognise` found it.
    cells
        Texts by its column names.

    Returns
    -------
    tuple
        Texts by our column names; those that stay word for word, by the name they are kept under;
        and, by the place of the row, why a row cannot be taken.
    """
    count = len(cells[layout.header[0]])
    empty = pa.nulls(count, pa.string())
    ours, faults = _decided(layout, cells)
    for name, theirs in layout.copied.items():
        ours[name] = cells.get(theirs, empty)
    prefix, names = layout.event_id
    ours["incident_id"] = pc.binary_join_element_wise(
        prefix, pc.utf8_trim_whitespace(pc.fill_null(cells[names], "")), ""
    )
    locality, lon, lat = (cells.get(name, empty) for name in layout.place)
    known = pc.is_valid(ours.get(_OF_A_RADIUS[0], empty))
    for axis in (lon, lat):
        known = pc.and_(known, pc.fill_null(pc.match_substring_regex(axis, r"\S"), False))  # noqa: FBT003
    placed = {"verbatim_locality": locality, "lon": lon, "lat": lat}
    placed |= {name: ours[name] for name in _OF_A_RADIUS if name in ours}
    for name, values in placed.items():
        ours[name] = pc.if_else(known, values, pa.scalar(None, pa.string()))
    passed_over = {*layout.said_exactly, WHY_REJECTED}
    kept = {f"{layout.name} {n}": cells[n] for n in layout.header if n not in passed_over}
    return ours, kept, faults


def _decided(
    layout: Layout, cells: Mapping[str, pa.Array]
) -> tuple[dict[str, pa.Array], dict[int, str]]:
    """What follows from the deciding columns, worked out once for rows that agree in them."""
    deciding = [name for name in layout.decided_by if name in cells]
    seen: dict[tuple[str | None, ...], int] = {}
    rows = zip(*(cells[name].to_pylist() for name in deciding), strict=True)
    which = [seen.setdefault(row, len(seen)) for row in rows]
    found: list[Row] = []
    wrong: dict[int, str] = {}
    for place, row in enumerate(seen):
        said = {name: value or "" for name, value in zip(deciding, row, strict=True)}
        try:
            found.append(layout.decide(said))
        except (RecordError, KeyError) as error:
            found.append({})
            wrong[place] = (
                str(error)
                if isinstance(error, RecordError)
                else problems.NO_COLUMN.format(given=error)
            )
    at = pa.array(which, pa.int64())
    ours = {
        name: pa.array([row.get(name) for row in found], pa.string()).take(at)
        for name in dict.fromkeys(name for row in found for name in row)
    }
    faults = {k: wrong[place] for k, place in enumerate(which) if place in wrong} if wrong else {}
    return ours, faults
