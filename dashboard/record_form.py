"""Forms of a record: what stands in the fields, what it means, and what is wrong with it.

No Streamlit here. A field holds text (a choice its code), so that whatever was typed can be kept
and shown again. Most fields are columns of the record; "date" and "date_until" stand for its three
date columns, "killed_pak" and the like for three bounds each.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.language import _, current
from geodata.coordinates import CoordinateError, find_coordinates
from incidents import sentences
from incidents.columns import incidents_of
from incidents.dates import is_ambiguous, parse_days
from incidents.duplicates import suggest
from incidents.errors import RecordError
from incidents.pipeline import measured, place, placed_at
from incidents.record import (
    CLAIM_COLUMNS,
    INCIDENT_COLUMNS,
    MAX_RADIUS_M,
    PARTIES,
    Claim,
    Count,
    EventType,
    Incident,
    parse_value,
    rule_violations,
)
from incidents.tolls import parse_toll

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.borders import Border
    from geodata.candidates import Candidate
    from geodata.geocoder import Geocoder
    from incidents.duplicates import Suggestion
    from incidents.store import Store

TOLL_FIELDS = tuple(f"{harm}_{party}" for harm in ("killed", "injured") for party in PARTIES)
PLACE_COLUMNS = (
    "lon", "lat", "coordinate_uncertainty_m", "footprint", "georeference_protocol",
    "georeference_sources", "georeference_remarks", "georeference_status",
)  # fmt: skip
"""What a chosen place sets in a record."""
ENTERED = "Entered by hand"
"""Data set of the records that are typed into the form."""

_MOST_COMPARED = 300
_MOST_ALIKE = 5
_COLUMNS = {c.name: c for c in INCIDENT_COLUMNS}
_OF_CLAIMS = {c.name: c for c in CLAIM_COLUMNS}
_RANGE = re.compile(r"(?:(\d+) \()?(\d+|\?)\N{EN DASH}(\d+|\?)\)?")
_PICKED = "point picked on the map"


def labels() -> dict[str, str]:
    """What a person reads before each field of a record."""
    return {
        "date": _("Date"),
        "date_until": _("Until"),
        "time_local": _("Time of day"),
        "time_zone": _("Clock of"),
        "event_type": _("What happened"),
        "summary": _("In a sentence"),
        "sub_event_type": _("Kind in detail"),
        "actor": _("Who acted"),
        "acting_side": _("Acting side"),
        "target": _("Against whom"),
        "personnel_count": _("How many acted"),
        "verbatim_locality": _("Place, as the source says it"),
        "locality": _("Looked up as"),
        "country_reported": _("Said to be in"),
        "adm1": _("Province"),
        "adm2": _("District or county"),
        "border_pillar": _("Border pillar"),
        "at_sea": _("At sea"),
        "fired_from": _("Fired from"),
        "reported_depth_min_km": _("Depth, at least (km)"),
        "reported_depth_max_km": _("Depth, at most (km)"),
        "reported_depth_into": _("Inside"),
        "reported_depth_datum": _("Counted from"),
        "depth_wording": _("Depth in the source's words"),
        "incursion_kind": _("How the line was crossed"),
        "entrant": _("Who crossed"),
        "incursion_into": _("Crossed into"),
        "toll_wording": _("Toll in the source's words"),
        "status": _("Status"),
        "sensitive": _("Could expose people"),
        "notes": _("Notes"),
        "tags": _("Tags"),
        "killed_irn": _("Killed, Iranian forces"),
        "killed_pak": _("Killed, Pakistani forces"),
        "killed_militants": _("Killed, militants"),
        "killed_civilians": _("Killed, civilians"),
        "killed_total": _("Killed, all together"),
        "injured_irn": _("Injured, Iranian forces"),
        "injured_pak": _("Injured, Pakistani forces"),
        "injured_militants": _("Injured, militants"),
        "injured_civilians": _("Injured, civilians"),
        "injured_total": _("Injured, all together"),
        "lon": _("Longitude"),
        "lat": _("Latitude"),
        "coordinate_uncertainty_m": _("Radius (m)"),
        "georeference_protocol": _("Placed by"),
        "georeference_sources": _("Placed with"),
        "georeference_remarks": _("On the place"),
        "georeference_status": _("Placed"),
        "footprint": _("Where it may have been"),
    }


def column_words(choice: object) -> str:
    """A column of a file of records as the form calls it, with its name; in English the name alone.

    A choice that is no column stands as it is.
    """
    name = str(choice)
    if current().code == "en":
        return name
    field = {"date_start": "date", "date_end": "date_until"}.get(name, name)
    known = labels()
    label = known.get(field) or known.get(re.sub("_(low|best|high)$", "", field))
    if label is None and name.startswith("source_"):
        label = claim_labels().get(name.removeprefix("source_"))
    return f"{label} (\u2068{name}\u2069)" if label else name


def claim_labels() -> dict[str, str]:
    """What a person reads before each field of a claim, in the order of the form."""
    return {
        "claimant": _("Whose account"),
        "publisher": _("Publisher or name"),
        "origin": _("Repeats the report of"),
        "published": _("Published on"),
        "says_date": _("Date"),
        "says_place": _("Place"),
        "says_depth": _("Depth"),
        "says_toll": _("Toll"),
        "crossed": _("Crossed the line"),
        "stance": _("Stance"),
        "text": _("What it says"),
        "title": _("Title"),
        "language": _("Language"),
        "url": _("Link"),
    }


# --- From the record to the form and back ------------------------------------------------------


def texts_of(incident: Incident) -> dict[str, str]:
    """What stands in each field when the form is opened."""
    row = incident.to_row()
    texts = {name: text_of(row[name]) for name in labels() if name in row}
    texts |= {name: tolltext_of(incident.tolls.get(name, Count())) for name in TOLL_FIELDS}
    start, end = incident.date_start.isoformat(), incident.date_end.isoformat()
    short = {"month": start[:7], "year": start[:4]}.get(incident.date_precision, start)
    days = parse_days(short)
    whole = (days.first, days.last) == (incident.date_start, incident.date_end)
    return texts | {"date": short if whole else start, "date_until": "" if whole else end}


def text_of(value: object) -> str:
    """A typed value as a field holds it."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else str(value)


def tolltext_of(count: Count) -> str:
    """A number of people as a field holds it: "3", "2-4" or "3 (2-4)"."""
    low, best, high = count.low, count.best, count.high
    if low is None and high is None:
        return "" if best is None else str(best)
    span = f"{'?' if low is None else low}\N{EN DASH}{'?' if high is None else high}"
    return span if best is None else f"{best} ({span})"


def read(
    texts: Mapping[str, str], given: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read fields of a record.

    Parameters
    ----------
    texts
        What was typed, by field; only these are read.
    given
        The record's other columns, which the rules are checked with.

    Returns
    -------
    tuple
        Typed values by column; and by field a sentence on what is wrong ("" for what belongs to
        no field). With a problem in it, nothing should be stored.
    """
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, text in texts.items():
        if name in ("date", "date_until", "status") or name not in labels():
            continue
        try:
            if name in TOLL_FIELDS:
                values |= _read_toll(name, text)
            else:
                value = parse_value(_COLUMNS[name], text)
                flag = _COLUMNS[name].kind == "flag"
                values[name] = bool(value) if flag else value
        except RecordError as error:
            problems[name] = _sentence(str(error), name)
    if "status" in texts:
        values["status"] = texts["status"] or "unconfirmed"
    if "date" in texts or "date_until" in texts:
        dates, found = _read_dates(texts.get("date", ""), texts.get("date_until", ""))
        values |= dates
        problems |= found
    if not problems:
        for broken in rule_violations({**(given or {}), **values}):
            field = _field_of(broken)
            problems.setdefault(field, _sentence(broken, field))
    return values, problems


def _read_dates(first: str, last: str) -> tuple[dict[str, Any], dict[str, str]]:
    problems: dict[str, str] = {}
    read = []
    for name, text in (("date", first), ("date_until", last)):
        if name == "date_until" and not text.strip():
            continue
        try:
            if is_ambiguous(text):
                problems[name] = _(
                    "{text} may be two days. Write the month as a word, or as 2014-10-07."
                ).format(text=text.strip())
                continue
            read.append(parse_days(text))
        except RecordError as error:
            problems[name] = _sentence(str(error), name)
    if problems:
        return {}, problems
    start, end = read[0], read[-1]
    precision = start.precision if start == end else "range"
    if end.last < start.first:
        return {}, {"date_until": _("The last day lies before the first; swap them.")}
    return {"date_start": start.first, "date_end": end.last, "date_precision": precision}, {}


def _read_toll(name: str, text: str) -> dict[str, int | None]:
    ours = _RANGE.fullmatch(text.strip())
    if ours:
        best, low, high = (None if n in (None, "?") else int(n) for n in ours.groups())
        bounds = (low, best, high)
    elif text.strip().isdecimal():
        bounds = (None, int(text), None)
    elif text.strip():
        toll = parse_toll(text)
        bounds = (toll.low, toll.best, toll.high)
    else:
        bounds = (None, None, None)
    return dict(zip((f"{name}_low", f"{name}_best", f"{name}_high"), bounds, strict=True))


def _sentence(broken: str, field: str) -> str:
    """A broken rule as a sentence, without the column's technical name before it.

    In another language than English the rule as it is: it is recognised where it is shown.
    """
    if current().code != "en":
        return broken
    said = broken.removeprefix(f"{field} ").removeprefix(f"{field}: ")
    said = said.removeprefix("date_start ").removeprefix("date_end ").rstrip(".")
    return f"{said[:1].upper()}{said[1:]}."


def _field_of(broken: str) -> str:
    """The field that a broken rule speaks of, or "" where it speaks of none."""
    for word in re.findall(r"[a-z][a-z_0-9]+", broken):
        name: str = {"date_start": "date", "date_end": "date_until"}.get(word, word)
        if name in labels():
            return name
    return ""


def changed_texts(texts: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """The fields in which something else stands than when the form was opened."""
    changed = {n: t for n, t in texts.items() if t.strip() != before.get(n, "").strip()}
    if changed.keys() & {"date", "date_until"}:
        changed |= {n: texts.get(n, before.get(n, "")) for n in ("date", "date_until")}
    return changed


# --- Claims ------------------------------------------------------------------------------------


def claim_texts(claim: Claim | None) -> dict[str, str]:
    """What stands in each field of a claim's form; all empty for a new one."""
    row = {} if claim is None else claim.to_row()
    return {name: text_of(row.get(name)) for name in claim_labels()}


def read_claim(
    texts: Mapping[str, str], claim_id: str, *, needed: bool = True
) -> tuple[Claim | None, dict[str, str]]:
    """Read a claim; None where nothing was said.

    Parameters
    ----------
    texts
        What was typed, by field.
    claim_id
        Its id.
    needed
        Whether an empty claim is a mistake.
    """
    values: dict[str, Any] = {"claim_id": claim_id}
    problems: dict[str, str] = {}
    for name, text in texts.items():
        try:
            values[name] = parse_value(_OF_CLAIMS[name], text)
        except RecordError as error:
            problems[name] = _sentence(str(error), name)
    said = any(v for n, v in values.items() if n not in ("claim_id", "claimant", "stance"))
    if not said and (needed or values.get("claimant")):
        problems.setdefault(
            "publisher", _("Say who reports it, or what the account says; a name is enough.")
        )
    return (Claim.from_row(values) if said and not problems else None), problems


def free_claim_id(claims: Sequence[Claim]) -> str:
    """An id for one more claim of a record."""
    taken = {claim.claim_id for claim in claims}
    return next(f"c{k}" for k in range(1, len(taken) + 2) if f"c{k}" not in taken)


# --- Places ------------------------------------------------------------------------------------


def place_columns(candidate: Candidate, among: int) -> dict[str, Any]:
    """What a chosen candidate sets in a record.

    Parameters
    ----------
    candidate
        One of the geocoder's.
    among
        How many there were to choose from; more than one is said in the remarks.
    """
    found = placed_at(_nowhere(), candidate)
    values = {name: getattr(found, name) for name in PLACE_COLUMNS}
    if among > 1 and values["georeference_status"] in ("placed", "area"):
        chosen = sentences.CHOSEN_BY_HAND.format(count=among)
        values["georeference_remarks"] = f"{candidate.remarks} {chosen}".strip()
    return values


def position_columns(lon: float, lat: float, radius_m: float, *, picked: bool) -> dict[str, Any]:
    """What a position sets in a record, picked on the map or typed in."""
    given = replace(
        _nowhere(),
        lon=lon,
        lat=lat,
        coordinate_uncertainty_m=radius_m,
        georeference_protocol=_PICKED if picked else None,
        georeference_remarks=sentences.ENTERED_BY_HAND,
    )
    found = place(given, _NO_GEOCODER)
    return {name: getattr(found, name) for name in PLACE_COLUMNS}


_NO_GEOCODER: Any = None  # a position that is given is kept, and nobody is asked


def read_coordinates(text: str) -> tuple[float, float] | str:
    """Longitude and latitude in a text, or a sentence on what is wrong with it."""
    if not text.strip():
        return _("Give latitude and longitude, such as 28.95, 61.59.")
    try:
        found = find_coordinates(text)
    except CoordinateError as error:
        return str(error)
    if found is None:
        return _("No coordinates are found in this; write them as 28.95, 61.59 (latitude first).")
    return found.lon, found.lat


def read_radius_m(text: str) -> float | str:
    """A radius typed in km as metres, or a sentence on what is wrong with it."""
    most_km = MAX_RADIUS_M / 1000
    told = _("Say within how many km the place is known: above 0, at most {most}.")
    try:
        km = parse_value(_COLUMNS["reported_depth_max_km"], text)
    except RecordError:
        km = None
    if not isinstance(km, (int, float)) or not 0 < km <= most_km:
        return told.format(most=f"{most_km:g}")
    return float(km) * 1000


def preview(values: Mapping[str, Any], geocoder: Geocoder) -> Incident:
    """A record as it would be stored, placed and measured.

    Parameters
    ----------
    values
        Typed columns; where a place is among them, it is kept.

    Raises
    ------
    RecordError
        If a rule of the record is broken.
    """
    incident = Incident.from_row(values)
    return measured([place(incident, geocoder)], geocoder)[0]


def _nowhere() -> Incident:
    day = parse_days("2000-01-01").first
    return Incident("", day, day, EventType.OTHER)


def possible_duplicates(
    incident: Incident, store: Store, frame: pd.DataFrame, border: Border
) -> tuple[Suggestion, ...]:
    """Stored records that may be the same event, the likeliest first; at most `_MOST_ALIKE`.

    Only those within a day are compared, and not more than `_MOST_COMPARED` of them.
    """
    first = pd.Timestamp(incident.date_start) - pd.Timedelta(days=1)
    last = pd.Timestamp(incident.date_end) + pd.Timedelta(days=1)
    near = frame[(frame["date_start"] <= last) & (frame["date_end"] >= first)]
    ids = [n for n in near["incident_id"].head(_MOST_COMPARED) if n != incident.incident_id]
    if not ids:
        return ()
    others = incidents_of(store.table(ids))
    return suggest([incident, *others], border, among=[incident.incident_id], most=_MOST_ALIKE)


# --- Conflicts of two people -------------------------------------------------------------------


def contested(
    mine: Mapping[str, str], before: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[str, ...]:
    """Fields that both changed since `before`, and not to the same."""
    return tuple(
        name
        for name in changed_texts(mine, before)
        if theirs.get(name, "") != before.get(name, "")
        and theirs.get(name, "").strip() != mine[name].strip()
    )
