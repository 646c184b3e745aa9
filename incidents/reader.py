"""Reading tables of incidents: everything good is kept, everything bad is named.

A file is either readable as a table or it is not (`ReadError`, nothing is read). In a readable
table each row stands on its own: it becomes an incident, or a `Reject` with row number, column,
value and reason that can be mended and read again. Columns that the record does not know are
kept word for word with the incident.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from incidents.dates import DayOrder, is_ambiguous, parse_days
from incidents.errors import AmbiguousDatesError, ReadError, RecordError
from incidents.layouts import WHY_REJECTED, converted, recognise
from incidents.record import (
    CLAIM_COLUMNS,
    INCIDENT_COLUMNS,
    MEASURED_COLUMNS,
    Claim,
    Incident,
    Value,
    parse_value,
    rule_violations,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

MAX_FILE_BYTES = 512 * 1024 * 1024

_SYNONYMS = {
    "id": "incident_id",
    "event_id": "incident_id",
    "date": "date_start",
    "event_date": "date_start",
    "end_date": "date_end",
    "type": "event_type",
    "place": "verbatim_locality",
    "location": "verbatim_locality",
    "latitude": "lat",
    "longitude": "lon",
    "lng": "lon",
    "decimallatitude": "lat",
    "decimallongitude": "lon",
    "coordinateuncertaintyinmeters": "coordinate_uncertainty_m",
    "uncertainty_m": "coordinate_uncertainty_m",
    "verbatimlocality": "verbatim_locality",
    "description": "summary",
    "killed": "killed_total_best",
    "fatalities": "killed_total_best",
    "injured": "injured_total_best",
    "district": "adm2",
    "province": "adm1",
    "source": "source_publisher",
    "source_link": "source_url",
}
_INCIDENT_BY_NAME = {c.name: c for c in INCIDENT_COLUMNS}
_CLAIM_BY_NAME = {c.name: c for c in CLAIM_COLUMNS}
_SOURCE_PREFIX = "source_"
_DATE_COLUMNS = ("date_start", "date_end")
_COMPUTED = frozenset({*MEASURED_COLUMNS, "border_sha256", "gazetteer_sha256"})
_KEPT_APART = _COMPUTED | {"source_fields"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (b"PK\x03\x04", b"\x80\x04", b"\x80\x05", b"SQLite format 3", b"%PDF", b"PAR1")


@dataclass(frozen=True)
class Reject:
    """A row that was not taken, and why.

    `row` counts as a spreadsheet does: the header is row 1. `column` is empty where the row as a
    whole is at fault.
    """

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What one file held: the incidents, the rows that were not taken, and remarks."""

    file_name: str
    file_sha256: str
    incidents: tuple[Incident, ...]
    rejects: tuple[Reject, ...]
    header: tuple[str, ...]
    rejected_rows: tuple[tuple[str, ...], ...]
    row_numbers: Mapping[str, int]


def read_csv(
    path: Path,
    *,
    claims_path: Path | None = None,
    encoding: str | None = None,
    dates: DayOrder | None = None,
) -> Reading:
    """Read a CSV file of incidents, in our columns or in a published layout.

    Parameters
    ----------
    path
        The file; comma, semicolon or tab separated, with a header row, or as ACLED, UCDP GED or
        GDELT publish it. UTF-8, or UTF-16/32 with a byte order mark, unless `encoding` says
        otherwise.
    claims_path
        A second table with the claims of these incidents, joined by `incident_id`.
    encoding
        The name of the file's text encoding, such as "cp1256".
    dates
        Which number comes first in dates such as 07/10/2014: "dmy" or "mdy".

    Returns
    -------
    Reading
        Incidents in file order and the rows that were not taken.

    Raises
    ------
    AmbiguousDatesError
        If dates may be read in two ways and `dates` does not say which.
    ReadError
        If the file cannot be read as a table: missing, empty, of another kind, in another
        encoding, with an open quote or a column named twice.
    """
    raw = _raw_bytes(path)
    header, rows = _table(path.name, _decode(path.name, raw, encoding))
    layout = recognise([header, *(cells for _, cells in rows[:1])])
    columns: list[str] = []
    if layout is None:
        columns = _columns(path.name, header)
        _ask_for_the_order_of_dates(path.name, rows, columns, dates)
    elif layout.header_rows == 0:
        header, rows = list(layout.header), [(1, header), *rows]
    else:
        rows = rows[layout.header_rows - 1 :]
    claims = _claims(claims_path, encoding) if claims_path else {}
    incidents: list[Incident] = []
    rejects: list[Reject] = []
    rejected_rows: list[tuple[str, ...]] = []
    row_numbers: dict[str, int] = {}
    for number, cells in rows:
        try:
            texts = converted(layout, cells) if layout else None
        except RecordError as error:
            rejects.append(Reject(number, "", "", str(error)))
            rejected_rows.append(tuple(cells))
            continue
        names = columns if texts is None else list(texts)
        values = cells if texts is None else list(texts.values())
        incident, problems = _read_row(number, values, names, dates)
        if incident is not None and incident.incident_id in row_numbers:
            first = row_numbers[incident.incident_id]
            reason = f"the same incident_id stands in row {first}; give each incident its own"
            problems = [Reject(number, "incident_id", incident.incident_id, reason)]
        if problems or incident is None:
            rejects.extend(problems)
            rejected_rows.append(tuple(cells))
            continue
        row_numbers[incident.incident_id] = number
        more = claims.pop(incident.incident_id, ())
        incidents.append(replace(incident, claims=(*incident.claims, *more)))
    if claims:
        msg = (
            f"{claims_path.name if claims_path else ''}: claims for incidents that {path.name} "
            f"does not hold: {', '.join(sorted(claims)[:5])}; add the incidents or drop the claims"
        )
        raise ReadError(msg)
    return Reading(
        file_name=path.name,
        file_sha256=hashlib.sha256(raw).hexdigest(),
        incidents=tuple(incidents),
        rejects=tuple(rejects),
        header=tuple(header),
        rejected_rows=tuple(rejected_rows),
        row_numbers=row_numbers,
    )


def write_rejects(reading: Reading, path: Path) -> None:
    """Write the rows that were not taken, as found, with the reason, to be mended and read again.

    Parameters
    ----------
    reading
        What `read_csv` returned.
    path
        The CSV file to write. Its extra column `why_rejected` is passed over on reading.
    """
    reasons: dict[int, list[str]] = defaultdict(list)
    for reject in reading.rejects:
        reasons[reject.row].append(reject.reason)
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*reading.header, WHY_REJECTED])
        for cells, why in zip(reading.rejected_rows, reasons.values(), strict=True):
            padded = [*cells, *[""] * (len(reading.header) - len(cells))]
            writer.writerow([*padded, "; ".join(why)])
    partial.replace(path)


_PASSED_OVER = "computed anew: "


def _raw_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            msg = f"{path.name}: {size:,} bytes; at most {MAX_FILE_BYTES:,} are read. Split it"
            raise ReadError(msg)
        raw = path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be opened ({error.strerror}); check the name and its permissions"
        raise ReadError(msg) from error
    if not raw.strip():
        msg = f"{path.name}: no rows; the file is empty"
        raise ReadError(msg)
    if raw.startswith(_SIGNATURES) or raw[:512].lstrip().lower().startswith(
        (b"<!doctype", b"<html")
    ):
        msg = f"{path.name}: not a CSV file by its content; export the table as CSV and try again"
        raise ReadError(msg)
    return raw


def _decode(name: str, raw: bytes, encoding: str | None) -> str:
    chosen = encoding or next((code for mark, code in _BOMS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(chosen)
    except LookupError as error:
        msg = f"{name}: {encoding!r} is no known text encoding; try utf-8, utf-16 or cp1256"
        raise ReadError(msg) from error
    except UnicodeDecodeError as error:
        msg = (
            f"{name}: not valid {chosen} at byte {error.start:,}; say which encoding it is in "
            "(for example --encoding cp1256), or save it as UTF-8"
        )
        raise ReadError(msg) from error


def _table(
    name: str, text: str, *, may_be_empty: bool = False
) -> tuple[list[str], list[tuple[int, list[str]]]]:
    first_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first_line.count)
    limit = csv.field_size_limit(max(len(text), 1024))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        table = [row for row in enumerate(reader, start=1) if any(c.strip() for c in row[1])]
    except csv.Error as error:
        msg = f"{name}: line {reader.line_num}: {error}; close the quote or remove it"
        raise ReadError(msg) from error
    finally:
        csv.field_size_limit(limit)
    if len(table) < 2 - may_be_empty:
        msg = f"{name}: no rows below the header; nothing to import"
        raise ReadError(msg)
    return table[0][1], table[1:]


def _columns(name: str, header: list[str]) -> list[str]:
    """Our column name for each column of the file; a name of the file's own where we have none."""
    plain = [re.sub(r"[\s-]+", "_", cell.strip().casefold()) for cell in header]
    is_own_export = "border_sha256" in plain
    columns = []
    for cell, word in zip(header, plain, strict=True):
        known = _SYNONYMS.get(word, word)
        if word == "country" and not is_own_export:
            known = "country_reported"
        if is_own_export and word in _COMPUTED:
            known = _PASSED_OVER + word
        columns.append(known if _is_known(known) or known.startswith(_PASSED_OVER) else cell)
    twice = sorted({c for c in columns if columns.count(c) > 1})
    if twice:
        msg = f"{name}: more than one column for {', '.join(map(repr, twice))}; rename or drop one"
        raise ReadError(msg)
    if "date_start" not in columns:
        shown = ", ".join(repr(c[:40]) for c in header[:12])
        msg = (
            f"{name}: no column for the date (date_start or date) among {shown}; "
            "name the column with the day of the incident date_start"
        )
        raise ReadError(msg)
    return columns


def _is_known(column: str) -> bool:
    if column in _KEPT_APART:
        return False
    return column in _INCIDENT_BY_NAME or column.removeprefix(_SOURCE_PREFIX) in _CLAIM_BY_NAME


def _read_row(
    number: int, cells: list[str], columns: list[str], dates: DayOrder | None = None
) -> tuple[Incident | None, list[Reject]]:
    if len(cells) != len(columns):
        reason = f"{len(cells)} cells where the header has {len(columns)}; check its separators"
        return None, [Reject(number, "", "", reason)]
    row: dict[str, Value] = {}
    claim: dict[str, Value] = {}
    others: dict[str, str] = {}
    problems: list[Reject] = []
    for name, cell in zip(columns, cells, strict=True):
        try:
            _read_cell(name, cell, row, claim, others)
        except RecordError as error:
            problems.append(Reject(number, name, cell[:200], str(error)))
    problems += _read_dates(number, row, dict(zip(columns, cells, strict=True)), dates)
    if problems:
        return None, problems
    _fill_in(row, cells, columns)
    if others:
        row["source_fields"] = json.dumps(others, ensure_ascii=False)
    problems = [Reject(number, "", "", reason) for reason in rule_violations(row)]
    if problems:
        return None, problems
    claims: tuple[Claim, ...] = ()
    if any(claim.values()):
        claim_id = claim.get("claim_id") or f"{row['incident_id']}-1"
        claims = (Claim.from_row({**claim, "claim_id": claim_id}),)
    return Incident.from_row(row, claims), []


def _read_cell(
    name: str,
    cell: str,
    row: dict[str, Value],
    claim: dict[str, Value],
    others: dict[str, str],
) -> None:
    """Put one cell where it belongs: the incident, its claim, or the columns without a home."""
    if name in _DATE_COLUMNS:
        return  # both ends are read together
    if name in _INCIDENT_BY_NAME and name not in _KEPT_APART:
        row[name] = parse_value(_INCIDENT_BY_NAME[name], cell)
    elif name.removeprefix(_SOURCE_PREFIX) in _CLAIM_BY_NAME:
        column = _CLAIM_BY_NAME[name.removeprefix(_SOURCE_PREFIX)]
        claim[column.name] = parse_value(column, cell)
    elif name == "source_fields" and cell.startswith("{"):
        others.update(_kept_fields(cell))
    elif name != WHY_REJECTED and not name.startswith(_PASSED_OVER) and cell.strip():
        others[name] = cell


def _kept_fields(cell: str) -> dict[str, str]:
    """Columns without a home, as an export of our own carries them."""
    try:
        return {str(name): str(value) for name, value in json.loads(cell).items()}
    except (ValueError, AttributeError, RecursionError):
        return {"source_fields": cell}


def _read_dates(
    number: int, row: dict[str, Value], texts: Mapping[str, str], dates: DayOrder | None
) -> list[Reject]:
    """Put first and last day into the row; a month or a year alone is all of its days."""
    read = {}
    for name in _DATE_COLUMNS:
        text = texts.get(name, "")
        if not text.strip():
            continue
        try:
            read[name] = parse_days(text, order=dates)
        except RecordError as error:
            return [Reject(number, name, text[:200], str(error))]
    start, end = read.get("date_start"), read.get("date_end")
    if start is not None:
        row["date_start"] = start.first
        row["date_end"] = (end or start).last
        if not row.get("date_precision") and start.precision != "day":
            row["date_precision"] = start.precision
    elif end is not None:
        row["date_end"] = end.last
    return []


def _ask_for_the_order_of_dates(
    name: str, rows: list[tuple[int, list[str]]], columns: list[str], dates: DayOrder | None
) -> None:
    """Ask once for the whole file where dates may be read in two ways."""
    places = [columns.index(column) for column in _DATE_COLUMNS if column in columns]
    if dates is not None:
        return
    found = (
        (number, cells[at])
        for number, cells in rows
        for at in places
        if at < len(cells) and is_ambiguous(cells[at])
    )
    first = next(found, None)
    if first is not None:
        msg = (
            f"{name}: row {first[0]} has {first[1].strip()!r}, which may be two days; say which "
            "number comes first in this file: --dates dmy (day first) or --dates mdy (month first)"
        )
        raise AmbiguousDatesError(msg)


def _fill_in(row: dict[str, Value], cells: list[str], columns: list[str]) -> None:
    """Give a row without a name one made from its content, so that a second import finds it."""
    if "event_type" not in columns:
        row["event_type"] = "other"
    if "locality" not in columns:
        row["locality"] = row.get("verbatim_locality")
    if "incident_id" not in columns:
        content = "\x1f".join(cells).encode("utf-8", "surrogatepass")
        row["incident_id"] = f"row-{hashlib.sha256(content).hexdigest()[:12]}"


def _claims(path: Path, encoding: str | None) -> dict[str, tuple[Claim, ...]]:
    text = _decode(path.name, _raw_bytes(path), encoding)
    header, rows = _table(path.name, text, may_be_empty=True)
    expected = ["incident_id", *_CLAIM_BY_NAME]
    missing = sorted(set(expected) - set(header))
    if missing:
        msg = f"{path.name}: no column {', '.join(missing)}; expected {', '.join(expected)}"
        raise ReadError(msg)
    grouped: dict[str, list[Claim]] = defaultdict(list)
    problems: list[str] = []
    for number, cells in rows:
        if len(cells) != len(header):
            problems.append(f"row {number}: {len(cells)} cells, expected {len(header)}")
            continue
        texts = dict(zip(header, cells, strict=True))
        try:
            values = {c.name: parse_value(c, texts[c.name]) for c in CLAIM_COLUMNS}
        except RecordError as error:
            problems.append(f"row {number}: {error}")
            continue
        grouped[texts["incident_id"]].append(Claim.from_row(values))
    _report(path.name, problems)
    return {key: tuple(value) for key, value in grouped.items()}


def _report(name: str, problems: Iterable[str]) -> None:
    listed = list(problems)
    if listed:
        shown = "; ".join(listed[:20])
        msg = f"{name}: {len(listed)} rows cannot be read: {shown}"
        raise ReadError(msg)
