"""The record: one incident, the claims made about it, and the rules that both must keep.

An incident is one event. A report of it is a claim: whose account it is, and what that account
says of date, place, depth and toll. The record keeps what was *said* apart from where the event
was *placed*, and both apart from what was *measured*.

`INCIDENT_COLUMNS` is the single list of flat columns. The CSV reader, the store and the exports
all take names, types and order from it, so a field is added in one place.

Units stand in the names (`_m`, `_km`). Dates are calendar days, both ends inclusive. Positions
are WGS84 longitude and latitude in degrees. What is not known is None, never 0 or "".
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, Self

from incidents import problems as of
from incidents.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class EventType(StrEnum):
    """What happened; the labels are what people read."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        """Make a member that is its code and carries its label."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    INCURSION = "incursion", "Incursion"
    CROSS_BORDER_FIRE = "cross_border_fire", "Cross-border fire"
    AIR_OR_DRONE_STRIKE = "air_or_drone_strike", "Air or drone strike"
    ARMED_CLASH = "armed_clash", "Armed clash"
    AMBUSH_OR_IED = "ambush_or_ied", "Ambush or IED"
    ABDUCTION = "abduction", "Abduction"
    SHOOTING_OF_CIVILIANS = "shooting_of_civilians", "Shooting of civilians"
    CROSSING_ATTEMPT = "crossing_attempt", "Reported crossing attempt"
    ARREST_OR_SEIZURE = "arrest_or_seizure", "Arrest or seizure"
    BORDER_CLOSURE = "border_closure", "Border closure"
    DIPLOMATIC = "diplomatic", "Diplomatic"
    OTHER = "other", "Other"

    @property
    def is_violent(self) -> bool:
        """Whether it counts in figures of violence; diplomatic records and closures never do."""
        return self in _VIOLENT


_VIOLENT = frozenset(
    {
        EventType.INCURSION,
        EventType.CROSS_BORDER_FIRE,
        EventType.AIR_OR_DRONE_STRIKE,
        EventType.ARMED_CLASH,
        EventType.AMBUSH_OR_IED,
        EventType.ABDUCTION,
        EventType.SHOOTING_OF_CIVILIANS,
        EventType.CROSSING_ATTEMPT,
    }
)

COUNTRIES = ("IRN", "PAK", "AFG")
COUNTRY_NAMES = {"IRN": "Iran", "PAK": "Pakistan", "AFG": "Afghanistan"}
STATUSES = ("draft", "unconfirmed", "corroborated", "disputed", "confirmed", "rejected")
DATE_PRECISIONS = ("day", "range", "month", "year")
ACTING_SIDES = ("IRN", "PAK", "non-state", "unknown")
DEPTH_DATUMS = ("line", "zero point", "gate", "post", "fence", "unknown")
GEOREFERENCE_STATUSES = ("placed", "area", "ambiguous", "not placed")
PARTIES = ("irn", "pak", "militants", "civilians", "total")
DEPTH_CHECKS = (
    "consistent",
    "deeper",
    "shallower",
    "contradicts",
    "cannot tell",
    "not independently checkable",
)
CLAIMANTS = ("IRN", "PAK", "group", "third party", "unknown")

MAX_TEXT = 20_000
"""Longest text of one field, in characters; more is refused rather than cut."""

MAX_RADIUS_M = 500_000.0
"""Widest radius of a position; a place known less well than that is not known."""

EARLIEST_YEAR = 1800

Kind = Literal["text", "choice", "date", "integer", "number", "flag"]


@dataclass(frozen=True)
class Column:
    """One flat column of the record: its name, its type, and the words it may hold."""

    name: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()


def _toll_columns() -> Iterator[Column]:
    for harm in ("killed", "injured"):
        for party in PARTIES:
            for bound in ("low", "best", "high"):
                yield Column(f"{harm}_{party}_{bound}", "integer")


INCIDENT_COLUMNS: tuple[Column, ...] = (
    Column("incident_id"),
    Column("status", "choice", STATUSES),
    Column("summary"),
    Column("tags"),
    Column("date_start", "date"),
    Column("date_end", "date"),
    Column("date_precision", "choice", DATE_PRECISIONS),
    Column("time_local"),
    Column("time_zone", "choice", ("Asia/Karachi", "Asia/Tehran")),
    Column("event_type", "choice", tuple(EventType)),
    Column("sub_event_type"),
    Column("actor"),
    Column("acting_side", "choice", ACTING_SIDES),
    Column("target"),
    Column("personnel_count", "integer"),
    *_toll_columns(),
    Column("verbatim_locality"),
    Column("locality"),
    Column("country_reported", "choice", COUNTRIES),
    Column("adm1"),
    Column("adm2"),
    Column("border_pillar"),
    Column("at_sea", "flag"),
    Column("fired_from"),
    Column("reported_depth_min_km", "number"),
    Column("reported_depth_max_km", "number"),
    Column("reported_depth_into", "choice", ("PAK", "IRN")),
    Column("reported_depth_datum", "choice", DEPTH_DATUMS),
    Column("depth_wording"),
    Column("lon", "number"),
    Column("lat", "number"),
    Column("coordinate_uncertainty_m", "number"),
    Column("footprint"),
    Column("georeference_protocol"),
    Column("georeference_sources"),
    Column("georeference_remarks"),
    Column("georeference_status", "choice", GEOREFERENCE_STATUSES),
    Column("incursion_kind", "choice", ("entry", "impact")),
    Column("entrant", "choice", ("IRN", "PAK", "non-state")),
    Column("incursion_into", "choice", ("PAK", "IRN")),
    Column("country", "choice", COUNTRIES),
    Column("border_distance_m", "number"),
    Column("signed_distance_m", "number"),
    Column("nearest_lon", "number"),
    Column("nearest_lat", "number"),
    Column("chainage_m", "number"),
    Column("beyond_end", "flag"),
    Column("p_pak", "number"),
    Column("p_irn", "number"),
    Column("signed_p05_m", "number"),
    Column("signed_p50_m", "number"),
    Column("signed_p95_m", "number"),
    Column("side", "choice", ("PAK", "IRN", "undetermined")),
    Column("incursion_depth_p05_m", "number"),
    Column("incursion_depth_p50_m", "number"),
    Column("incursion_depth_p95_m", "number"),
    Column("depth_check", "choice", DEPTH_CHECKS),
    Column("depth_check_remarks"),
    Column("depth_footprint"),
    Column("depth_conflict"),
    Column("border_sha256"),
    Column("gazetteer_sha256"),
    Column("sensitive", "flag"),
    Column("notes"),
    Column("toll_wording"),
    Column("source_fields"),
    Column("dataset"),
    Column("merged_into"),
    Column("linked_to"),
)
"""Every flat column of an incident, in the order of tables and exports."""

MEASURED_COLUMNS: tuple[str, ...] = (
    "country",
    "border_distance_m",
    "signed_distance_m",
    "nearest_lon",
    "nearest_lat",
    "chainage_m",
    "beyond_end",
)

COMPUTED_COLUMNS: tuple[str, ...] = (
    *MEASURED_COLUMNS,
    "p_pak",
    "p_irn",
    "signed_p05_m",
    "signed_p50_m",
    "signed_p95_m",
    "side",
    "incursion_depth_p05_m",
    "incursion_depth_p50_m",
    "incursion_depth_p95_m",
    "depth_check",
    "depth_check_remarks",
    "depth_footprint",
    "depth_conflict",
)
"""Columns that follow from the place, the border and what was reported; nobody types them in."""

CLAIM_COLUMNS: tuple[Column, ...] = (
    Column("claim_id"),
    Column("publisher"),
    Column("title"),
    Column("url"),
    Column("published"),
    Column("language"),
    Column("claimant", "choice", CLAIMANTS),
    Column("origin"),
    Column("stance", "choice", ("supports", "conflicts", "background")),
    Column("crossed", "choice", ("yes", "no", "disputed", "unknown")),
    Column("says_date"),
    Column("says_place"),
    Column("says_depth"),
    Column("says_toll"),
    Column("text"),
)
"""Every flat column of a claim, in the order of tables and exports."""

Value = str | int | float | bool | date | None


@dataclass(frozen=True)
class Claim:
    """What one account says of an incident.

    `claimant` is whose account it is; `origin` is the wire or statement that the publisher
    repeats, so that two copies of one agency report are seen to be one origin.
    """

    claim_id: str
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    claimant: str | None = None
    origin: str | None = None
    stance: str | None = None
    crossed: str | None = None
    says_date: str | None = None
    says_place: str | None = None
    says_depth: str | None = None
    says_toll: str | None = None
    text: str | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Claim:
        """Build a claim from typed flat values; keys that are no claim column are passed over.

        Raises
        ------
        RecordError
            If a text cannot be kept.
        """
        problems = list(_text_violations(row, CLAIM_COLUMNS))
        if problems:
            msg = "; ".join(problems)
            raise RecordError(msg)
        values: dict[str, Any] = {c.name: row.get(c.name) for c in CLAIM_COLUMNS}
        return cls(**values)

    def to_row(self) -> dict[str, Value]:
        """Flat values by column name, in the order of `CLAIM_COLUMNS`."""
        return {c.name: getattr(self, c.name) for c in CLAIM_COLUMNS}


@dataclass(frozen=True)
class Count:
    """A number of people as low, best and high; each may be unknown (None)."""

    low: int | None = None
    best: int | None = None
    high: int | None = None

    @property
    def is_known(self) -> bool:
        """Whether any of the three is known."""
        return (self.low, self.best, self.high) != (None, None, None)


@dataclass(frozen=True)
class Incident:
    """One event, with the claims made about it.

    The tolls stand in `tolls`, keyed "killed_irn", "injured_total" and so on; a party of which
    nothing is known has no entry. All other attributes are named as their columns.
    """

    incident_id: str
    date_start: date
    date_end: date
    event_type: EventType
    status: str = "unconfirmed"
    summary: str | None = None
    tags: str | None = None
    date_precision: str = "day"
    time_local: str | None = None
    time_zone: str | None = None
    sub_event_type: str | None = None
    actor: str | None = None
    acting_side: str | None = None
    target: str | None = None
    personnel_count: int | None = None
    tolls: Mapping[str, Count] = field(default_factory=dict)
    verbatim_locality: str | None = None
    locality: str | None = None
    country_reported: str | None = None
    adm1: str | None = None
    adm2: str | None = None
    border_pillar: str | None = None
    at_sea: bool = False
    fired_from: str | None = None
    reported_depth_min_km: float | None = None
    reported_depth_max_km: float | None = None
    reported_depth_into: str | None = None
    reported_depth_datum: str | None = None
    depth_wording: str | None = None
    lon: float | None = None
    lat: float | None = None
    coordinate_uncertainty_m: float | None = None
    footprint: str | None = None
    georeference_protocol: str | None = None
    georeference_sources: str | None = None
    georeference_remarks: str | None = None
    georeference_status: str | None = None
    incursion_kind: str | None = None
    entrant: str | None = None
    incursion_into: str | None = None
    country: str | None = None
    border_distance_m: float | None = None
    signed_distance_m: float | None = None
    nearest_lon: float | None = None
    nearest_lat: float | None = None
    chainage_m: float | None = None
    beyond_end: bool | None = None
    p_pak: float | None = None
    p_irn: float | None = None
    signed_p05_m: float | None = None
    signed_p50_m: float | None = None
    signed_p95_m: float | None = None
    side: str | None = None
    incursion_depth_p05_m: float | None = None
    incursion_depth_p50_m: float | None = None
    incursion_depth_p95_m: float | None = None
    depth_check: str | None = None
    depth_check_remarks: str | None = None
    depth_footprint: str | None = None
    depth_conflict: str | None = None
    border_sha256: str | None = None
    gazetteer_sha256: str | None = None
    sensitive: bool = False
    notes: str | None = None
    toll_wording: str | None = None
    source_fields: str | None = None
    dataset: str | None = None
    merged_into: str | None = None
    linked_to: str | None = None
    claims: tuple[Claim, ...] = ()

    @classmethod
    def from_row(cls, row: Mapping[str, Any], claims: tuple[Claim, ...] = ()) -> Incident:
        """Build an incident from typed flat values.

        Parameters
        ----------
        row
            Values by column name, already of the column's type; missing keys mean not known.
        claims
            The claims made about the incident.

        Raises
        ------
        RecordError
            If a rule of the record is broken; the message lists all of them.
        """
        problems = list(rule_violations(row))
        if problems:
            msg = "; ".join(problems)
            raise RecordError(msg)
        names = {f.name for f in fields(cls)}
        values = {k: v for k, v in row.items() if k in names and v is not None}
        values["event_type"] = EventType(row["event_type"])
        values["date_end"] = row.get("date_end") or row["date_start"]
        if "date_precision" not in values:
            one_day = values["date_end"] == values["date_start"]
            values["date_precision"] = "day" if one_day else "range"
        values["tolls"] = dict(_tolls(row))
        return cls(**values, claims=claims)

    def to_row(self) -> dict[str, Value]:
        """Flat values by column name, in the order of `INCIDENT_COLUMNS`."""
        row: dict[str, Value] = {}
        for column in INCIDENT_COLUMNS:
            party, _, bound = column.name.rpartition("_")
            if party.startswith(("killed_", "injured_")):
                count = self.tolls.get(party)
                row[column.name] = getattr(count, bound) if count else None
            else:
                value = getattr(self, column.name)
                row[column.name] = str(value) if isinstance(value, EventType) else value
        return row


def _tolls(row: Mapping[str, Any]) -> Iterator[tuple[str, Count]]:
    for harm in ("killed", "injured"):
        for party in PARTIES:
            name = f"{harm}_{party}"
            count = Count(row.get(f"{name}_low"), row.get(f"{name}_best"), row.get(f"{name}_high"))
            if count.is_known:
                yield name, count


def rule_violations(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield every broken rule of one flat row, each as a sentence that says what to do.

    Parameters
    ----------
    row
        Typed values by column name, as `parse_value` returns them.
    """
    yield from _identity_violations(row)
    yield from _text_violations(row, INCIDENT_COLUMNS)
    yield from _date_violations(row)
    yield from _position_violations(row)
    yield from _depth_violations(row)
    people = row.get("personnel_count")
    if people is not None and people < 0:
        yield of.PEOPLE_NOT_POSSIBLE.format(given=people)
    for party, count in _tolls(row):
        known = [n for n in (count.low, count.best, count.high) if n is not None]
        if any(n < 0 for n in known) or known != sorted(known):
            yield of.TOLL_NOT_POSSIBLE.format(
                column=party, given=count.low, second=count.best, third=count.high
            )


def _identity_violations(row: Mapping[str, Any]) -> Iterator[str]:
    incident_id = row.get("incident_id")
    if not incident_id:
        yield of.NO_ID
    elif len(incident_id) > 200 or any(unicodedata.category(c) == "Cc" for c in incident_id):
        yield of.ID_TOO_LONG
    if not row.get("event_type"):
        yield of.NO_TYPE.format(codes=", ".join(EventType))


def _text_violations(row: Mapping[str, Any], columns: Iterable[Column]) -> Iterator[str]:
    for column in columns:
        value = row.get(column.name)
        if isinstance(value, str) and _BROKEN.search(value):
            yield of.BROKEN_CHARACTER.format(column=column.name)


def _date_violations(row: Mapping[str, Any]) -> Iterator[str]:
    start, end = row.get("date_start"), row.get("date_end")
    if start is None:
        yield of.NO_START
        return
    if end is not None and end < start:
        yield of.END_BEFORE_START.format(iso_day=end, other_iso_day=start)
    latest = date.today()  # noqa: DTZ011 - calendar days of the reader's own place
    for name, day in (("date_start", start), ("date_end", end)):
        if day is not None and (
            day.year < EARLIEST_YEAR or (day > latest and name == "date_start")
        ):
            yield of.YEAR_NOT_POSSIBLE.format(column=name, iso_day=day, year=EARLIEST_YEAR)


def _position_violations(row: Mapping[str, Any]) -> Iterator[str]:
    lon, lat = row.get("lon"), row.get("lat")
    if (lon is None) != (lat is None):
        yield of.HALF_A_POSITION
    elif lon is not None and lat is not None:
        if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
            yield of.OFF_THE_EARTH.format(lon=lon, lat=lat)
        elif lon == 0 and lat == 0:
            yield of.MISSING_POSITION
        if row.get("at_sea"):
            return
    radius = row.get("coordinate_uncertainty_m")
    if radius is not None and not 0 < radius <= MAX_RADIUS_M:
        yield of.RADIUS_NOT_POSSIBLE.format(given=radius, most_m=f"{MAX_RADIUS_M:.0f}")


def _depth_violations(row: Mapping[str, Any]) -> Iterator[str]:
    low, high = row.get("reported_depth_min_km"), row.get("reported_depth_max_km")
    for name, depth in (("reported_depth_min_km", low), ("reported_depth_max_km", high)):
        if depth is not None and not (math.isfinite(depth) and depth >= 0):
            yield of.DEPTH_NOT_POSSIBLE.format(column=name, given=depth)
    if low is not None and high is not None and low > high:
        yield of.DEPTHS_SWAPPED.format(low=low, high=high)
    if row.get("at_sea") and (low is not None or high is not None or row.get("incursion_kind")):
        yield of.DEPTH_AT_SEA
    if row.get("event_type") == EventType.DIPLOMATIC and row.get("incursion_kind"):
        yield of.DIPLOMATIC_INCURSION


_BROKEN = re.compile("[\x00\ud800-\udfff]")
"""Signs that a database or UTF-8 cannot hold."""
_TRUE = frozenset({"yes", "true", "1", "y"})
_FALSE = frozenset({"no", "false", "0", "n"})
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_PERSIAN_MARKS = {"٫": ".", "٬": ""}  # Arabic decimal and thousands separators


def parse_value(column: Column, text: str | None) -> Value:
    """Read one cell of text as the type of its column.

    Parameters
    ----------
    column
        The column that the text stands in.
    text
        The cell as found; None or white space means not known. "NA", "None" and "null" are text,
        not missing values. Persian and Arabic digits are read as digits.

    Raises
    ------
    RecordError
        If the text cannot be read as the column's type, with the value and what was expected.
    """
    if text is None or not text.strip():
        return None
    if column.kind == "text":
        if len(text) > MAX_TEXT:
            told = of.TOO_MANY_CHARACTERS
            raise RecordError(
                told.format(column=column.name, count=f"{len(text):,}", most=f"{MAX_TEXT:,}")
            )
        broken = list(_text_violations({column.name: text}, [column]))
        if broken:
            raise RecordError(broken[0])
        return text
    word = text.strip()
    if column.kind == "choice":
        return _choice(column, word)
    if column.kind == "flag":
        return _flag(column, word)
    digits = "".join(_digit(c) for c in word)
    if column.kind == "date":
        return _day(column, digits)
    return _number(column, digits, whole=column.kind == "integer")


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return str(value) if value is not None else _PERSIAN_MARKS.get(character, character)


def _choice(column: Column, word: str) -> str:
    for choice in column.choices:
        if word.casefold() == choice.casefold():
            return str(choice)
    labels = COUNTRY_NAMES if column.choices == COUNTRIES else {}
    if column.name == "event_type":
        labels = {str(event_type): event_type.label for event_type in EventType}
        if word.casefold() in _TYPE_WORDS:
            return str(_TYPE_WORDS[word.casefold()])
    for choice, label in labels.items():
        if word.casefold() == label.casefold():
            return choice
    codes = ", ".join(column.choices)
    raise RecordError(of.NO_CHOICE.format(column=column.name, said=word[:80], codes=codes))


_TYPE_WORDS = {
    word.strip(): event_type
    for event_type, words in {
        EventType.INCURSION: "raid, border violation, trespass, incursions",
        EventType.CROSS_BORDER_FIRE: "shelling, mortar fire, mortar, rocket, rockets, artillery, "
        "shelling/artillery/missile attack, firing",
        EventType.AIR_OR_DRONE_STRIKE: "air/drone strike, airstrike, air strike, drone strike, "
        "drone, missile strike",
        EventType.ARMED_CLASH: "clash, clashes, battle, battles, firefight, gunfight",
        EventType.AMBUSH_OR_IED: "ambush, ied, bomb, bombing, explosion, landmine, mine, "
        "suicide bomb, remote explosive/landmine/ied, grenade, suicide bombing",
        EventType.ABDUCTION: "kidnapping, kidnap, hostage taking, abduction/forced disappearance",
        EventType.SHOOTING_OF_CIVILIANS: "shooting, attack on civilians, "
        "violence against civilians",
        EventType.ARREST_OR_SEIZURE: "arrest, arrests, seizure, detention",
        EventType.BORDER_CLOSURE: "closure, crossing closed",
        EventType.DIPLOMATIC: "meeting, protest note, diplomacy, handover, talks",
    }.items()
    for word in words.split(",")
}
"""Words of other tables that mean one of our types and nothing else."""


def _flag(column: Column, word: str) -> bool:
    if word.casefold() in _TRUE:
        return True
    if word.casefold() in _FALSE:
        return False
    raise RecordError(of.NO_FLAG.format(column=column.name, said=word[:80]))


def _day(column: Column, word: str) -> date:
    match = _DATE.fullmatch(word)
    try:
        if match:
            return date(*(int(part) for part in match.groups()))
    except ValueError:
        pass
    raise RecordError(of.NO_ISO_DAY.format(column=column.name, said=word[:80]))


def _number(column: Column, word: str, *, whole: bool) -> float | int:
    try:
        number = int(word) if whole else float(word)
    except ValueError:
        number = math.nan
    if "_" in word or not math.isfinite(number) or abs(number) > 1e15:
        told = of.NO_WHOLE_NUMBER if whole else of.NO_NUMBER
        raise RecordError(told.format(column=column.name, said=word[:80]))
    return number
