"""Reading files of incidents: everything good is kept, everything bad is named.

`files` turns a file into a table of texts, `mapping` or a published layout (`layouts`) says which
column is which, and `typed_columns` makes typed records of the texts, column by column, so that a
million rows take seconds. Each row stands on its own: it becomes a record, or a `Reject` with row
number, column, value and reason that can be mended and read again. Columns without a home are kept
word for word with the record.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geodata.writing import written_whole
from incidents import mapping as mappings
from incidents import refusals
from incidents.column_names import SHAPE
from incidents.columns import RECORD_SCHEMA, as_array, incidents_of, json_objects
from incidents.dates import is_ambiguous
from incidents.errors import AmbiguousDatesError, MappingError, ReadError, RecordError
from incidents.files import HowToRead, Reject, SourceTable, read_table
from incidents.layouts import LAYOUT_NAMES, WHY_REJECTED, Layout, in_our_columns, recognise
from incidents.problems import ID_TWICE
from incidents.record import CLAIM_COLUMNS, Claim, Incident
from incidents.typed_columns import DATES, NOT_READ, Chunk, claim_row, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from incidents.dates import DayOrder

__all__ = ["FileReader", "Reading", "read_file", "write_rejects"]

_CHUNK = 20_000
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Reading:
    """What one file held: the records as they were said, the rows that were not taken, remarks.

    Attributes
    ----------
    count
        How many records were taken.
    records
        A table with `columns.RECORD_SCHEMA`, not yet placed or measured; empty where they were
        handed on as they were read (`FileReader.tables`).
    row_numbers
        For each of these its row in the file.
    mapping
        Which column was taken for which; None for a published layout, whose name `layout` gives.
    """

    file_name: str
    file_sha256: str
    format: str
    part: str
    layout: str
    mapping: mappings.Mapping | None
    count: int
    records: pa.Table
    row_numbers: pa.Array
    rejects: tuple[Reject, ...]
    header: tuple[str, ...]
    rejected_rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...]

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """The records as objects."""
        return tuple(incidents_of(self.records))


def read_file(
    path: Path,
    *,
    how: HowToRead | None = None,
    mapping: mappings.Mapping | None = None,
    dates: DayOrder | None = None,
    claims_path: Path | None = None,
    trusted: bool = False,
) -> Reading:
    """Read a file of incidents in any of the formats, in our columns or in a published layout.

    Parameters
    ----------
    path
        The file.
    how
        What its content does not tell: format, encoding, delimiter, sheet or layer.
    mapping
        Which column is which; guessed where not given.
    dates
        Which number comes first in dates such as 07/10/2014: "dmy" or "mdy".
    claims_path
        A second table with the claims of these incidents, joined by `incident_id`.
    trusted
        Read in this process, without the limits that a stranger's file gets.

    Returns
    -------
    Reading
        Records in file order and the rows that were not taken.

    Raises
    ------
    AmbiguousDatesError
        If dates may be read in two ways and nobody says which.
    ReadError
        If the file cannot be read as a table, or its columns cannot be told apart.
    """
    reader = FileReader(
        path, how=how, mapping=mapping, dates=dates, claims_path=claims_path, trusted=trusted
    )
    parts = list(reader.tables())
    if not parts:
        return reader.reading()
    tables, rows = zip(*parts, strict=True)
    return replace(
        reader.reading(),
        records=pa.concat_tables(tables).combine_chunks(),
        row_numbers=pa.concat_arrays(rows),
    )


def _without_layout(
    how: HowToRead, mapping: mappings.Mapping | None
) -> tuple[HowToRead, str | None]:
    """How to read the file itself, by what was said and by the mapping; and the layout forced."""
    forced = how.format if how.format in LAYOUT_NAMES else None
    if forced:
        how = replace(how, format=None)
    if mapping is not None:
        how = replace(
            how,
            encoding=how.encoding or mapping.encoding,
            delimiter=how.delimiter or mapping.delimiter,
            part=how.part or mapping.part,
        )
    return how, forced


def _head(source: SourceTable) -> list[list[Any]]:
    return [source.cells.column(k).slice(0, 1).to_pylist() for k in range(len(source.header))]


class FileReader:
    """One file on its way from texts to records, some thousand rows at a time.

    Parameters are those of `read_file`. What cannot be read at all is said at once.
    """

    def __init__(
        self,
        path: Path,
        *,
        how: HowToRead | None = None,
        mapping: mappings.Mapping | None = None,
        dates: DayOrder | None = None,
        claims_path: Path | None = None,
        trusted: bool = False,
    ) -> None:
        how, forced = _without_layout(how or HowToRead(), mapping)
        source = read_table(path, how, trusted=trusted)
        first = [[str(c or "") for c in row] for row in zip(*_head(source), strict=True)]
        layout = recognise([list(source.header), *first])
        if forced and (layout is None or layout.name != forced):
            msg = f"{path.name}: has not the columns of {forced}; leave out --format to see why"
            raise ReadError(msg)
        self._source = source
        self._layout = layout
        self._rejects: list[Reject] = list(source.rejects)
        rejected = dict.fromkeys(r.row for r in source.rejects)
        self._rejected = dict(zip(rejected, source.rejected_rows, strict=False))
        self._is_own_export = layout is None and mappings.is_own_export(source.header)
        self._mapping: mappings.Mapping | None = None
        self._names: tuple[str | None, ...] = ()
        self._dates = dates
        self._decimal: str | None = None
        self._defaults: dict[str, str] = {}
        self._first_rows: dict[str, int] = {}
        self._header = source.header if layout is None else layout.header
        if layout is None:
            self._choose_columns(mapping)
        own = self._is_own_export
        self._shows_shapes = layout is None and not own and source.geometry is not None
        if self._shows_shapes:
            self._header = (*source.header, _shape_name(source.header))
            for reject in source.rejects:
                if reject.column == SHAPE:  # so that it is not taken for none when it comes back
                    cells = self._rejected[reject.row]
                    self._rejected[reject.row] = (*cells, reject.value or "?")
        self._claims = _claims(source, path, how, claims_path, own=own, trusted=trusted)

    def _choose_columns(self, mapping: mappings.Mapping | None) -> None:
        source = self._source
        if mapping is None:
            mapping = mappings.guess(source.header, source.cells)
        else:
            mapping = mapping.applied_to(source.header, source.cells)
        self._mapping = self._complete(mapping)
        self._names = tuple(guess.column for guess in self._mapping.columns)
        self._dates = self._dates or self._mapping.dates
        self._decimal = self._mapping.decimal
        self._defaults = dict(self._mapping.defaults)
        self._ask_for_the_order_of_dates()

    @property
    def row_count(self) -> int:
        """How many rows the file has below its header."""
        return int(self._source.cells.num_rows)

    def _complete(self, mapping: mappings.Mapping) -> mappings.Mapping:
        """The mapping with the decimal sign; refused where it cannot be used."""
        problems = mapping.problems()
        if problems:
            msg = f"{self._source.file_name}: {'; '.join(problems)}"
            raise MappingError(msg, mapping=mapping)
        if mapping.decimal is None:
            found = mappings.guess_decimal(mapping, self._source.cells)
            mapping = replace(mapping, decimal=found)
        return mapping

    def _ask_for_the_order_of_dates(self) -> None:
        """Ask once for the whole file where dates may be read in two ways."""
        if self._dates is not None:
            return
        for place, name in enumerate(self._names):
            if name not in DATES:
                continue
            texts = self._source.cells.column(place)
            for text in pc.unique(texts).to_pylist():
                if text and is_ambiguous(text):
                    at = pc.index(texts, text).as_py()
                    msg = (
                        f"{self._source.file_name}: row {self._source.row_numbers[at]} has "
                        f"{text.strip()!r}, which may be two days; say which number comes first "
                        "in this file: --dates dmy (day first) or --dates mdy (month first)"
                    )
                    raise AmbiguousDatesError(msg)

    # --- Rows ----------------------------------------------------------------------------------

    def tables(self) -> Iterator[tuple[pa.Table, pa.Array]]:
        """Read all rows: tables of records with `columns.RECORD_SCHEMA`, and their row numbers.

        Raises
        ------
        ReadError
            At the end, if there are claims for incidents that the file does not hold.
        """
        for rows, texts, geometry in self._chunks():
            chunk = Chunk(
                rows,
                texts,
                geometry,
                dates=self._dates,
                decimal=self._decimal,
                own=self._is_own_export,
            )
            table, taken = chunk.records(self._claims)
            for reject in chunk.rejects:
                self._reject(reject)
            yield self._each_id_once(table, pa.array(rows[taken], pa.int64()))
        self._refuse_unknown_claims()

    def reading(self) -> Reading:
        """What was read so far, without the records themselves."""
        rejects = sorted(self._rejects, key=lambda reject: reject.row)
        source = self._source
        return Reading(
            file_name=source.file_name,
            file_sha256=source.file_sha256,
            format=source.format,
            part=source.part,
            layout=self._layout.name if self._layout else "",
            mapping=self._mapping,
            count=len(self._first_rows),
            records=RECORD_SCHEMA.empty_table(),
            row_numbers=pa.array([], pa.int64()),
            rejects=tuple(rejects),
            header=self._header,
            rejected_rows=tuple(
                self._rejected[row] for row in dict.fromkeys(r.row for r in rejects)
            ),
            remarks=tuple(r for r in source.remarks if not self._is_about_our_claims(r)),
        )

    def _is_about_our_claims(self, remark: str) -> bool:
        """Whether a remark says that the sheet of our own claims was not read: it was."""
        return self._is_own_export and self._source.format == "XLSX" and "'claims'" in remark

    def _refuse_unknown_claims(self) -> None:
        if self._claims:
            unknown = ", ".join(sorted(self._claims)[:5])
            told = refusals.UNKNOWN_CLAIMS.format(listed=unknown)
            msg = f"{self._source.file_name}: {told}"
            raise ReadError(msg)

    def _chunks(
        self,
    ) -> Iterator[tuple[np.ndarray, dict[str, pa.Array], np.ndarray | None]]:
        """Row numbers, texts by our column names and shapes, some thousand rows at a time."""
        source = self._source
        if self._layout is not None:
            yield from self._converted(self._layout)
            return
        for start in range(0, source.cells.num_rows, _CHUNK):
            cells = source.cells.slice(start, _CHUNK)
            count = cells.num_rows
            texts: dict[str, pa.Array] = {}
            others: dict[str, pa.Array] = {}
            for place, name in enumerate(self._names):
                column = as_array(cells.column(place))
                if name is None:
                    others[source.header[place]] = column
                elif name != mappings.PASSED_OVER and name not in NOT_READ:
                    texts[name] = column
            if "incident_id" not in texts:
                texts["incident_id"] = _ids_from_content(cells, self._some_shapes(start, count))
            self._complete_texts(texts, others, count)
            yield source.row_numbers[start : start + count], texts, self._shapes(start, count)

    def _shapes(self, start: int, count: int) -> np.ndarray | None:
        """The shapes that came beside the cells of some rows."""
        some = self._some_shapes(start, count)
        if some is None:
            return None
        return np.asarray(shapely.from_wkb(some.to_numpy(zero_copy_only=False)))

    def _some_shapes(self, start: int, count: int) -> pa.Array | None:
        return None if self._source.geometry is None else self._source.geometry.slice(start, count)

    def _complete_texts(
        self, texts: dict[str, pa.Array], others: Mapping[str, pa.Array], count: int
    ) -> None:
        """Add what the mapping says for all rows, and what has no home."""
        for name, value in self._defaults.items():
            given = texts.get(name, pa.nulls(count, pa.string()))
            texts[name] = pc.if_else(is_blank(given), pa.scalar(value), given)
        texts["source_fields"] = _kept(others, texts.pop("source_fields", None), count)
        if "event_type" not in texts:
            texts["event_type"] = pa.array(["other"] * count)
        if "locality" not in texts and "verbatim_locality" in texts:
            texts["locality"] = texts["verbatim_locality"]

    def _converted(
        self, layout: Layout
    ) -> Iterator[tuple[np.ndarray, dict[str, pa.Array], np.ndarray | None]]:
        """Rows of a published layout under our column names."""
        source = self._source
        cells, numbers = source.cells, source.row_numbers
        if layout.header_rows == 0:  # what stands where a header would is a row
            above = pa.table([[cell] for cell in source.header], names=cells.column_names)
            cells = pa.concat_tables([above, cells])
            numbers = np.concatenate(([numbers[0] - 1 if len(numbers) else 1], numbers))
        for start in range(max(0, layout.header_rows - 1), cells.num_rows, _CHUNK):
            some = cells.slice(start, _CHUNK)
            rows = numbers[start : start + _CHUNK]
            columns = dict(zip(layout.header, map(as_array, some.columns), strict=True))
            texts, others, faults = in_our_columns(layout, columns)
            texts["source_fields"] = _kept(others, None, len(rows))
            texts["locality"] = texts["verbatim_locality"]
            for place, reason in faults.items():
                self._reject(Reject(int(rows[place]), "", "", reason))
            taken = np.delete(np.arange(len(rows)), list(faults))
            if faults:
                texts = {name: column.take(pa.array(taken)) for name, column in texts.items()}
            yield rows[taken], texts, None

    def _reject(self, reject: Reject) -> None:
        if reject.row not in self._rejected:
            self._rejected[reject.row] = self._cells_of(reject.row)
        self._rejects.append(reject)

    def _cells_of(self, row: int) -> tuple[str, ...]:
        """The cells of a row as found."""
        places = np.flatnonzero(self._source.row_numbers == row)
        if not len(places):  # the first row of a table without a header
            return self._source.header
        place = int(places[0])
        (found,) = self._source.cells.slice(place, 1).to_pylist()
        shape = self._some_shapes(place, 1) if self._shows_shapes else None
        cells = [*found.values(), *(() if shape is None else _as_texts(shape))]
        return tuple(value or "" for value in cells)

    def _each_id_once(self, records: pa.Table, rows: pa.Array) -> tuple[pa.Table, pa.Array]:
        """Keep the first row of each id; the others are rejected."""
        first = self._first_rows
        kept = []
        ids = records.column("incident_id").to_pylist()
        for place, (name, row) in enumerate(zip(ids, rows.to_pylist(), strict=True)):
            known = first.setdefault(name, row)
            if known == row:
                kept.append(place)
                continue
            reason = ID_TWICE.format(row=known)
            self._reject(Reject(row, "incident_id", name, reason))
        if len(kept) == len(ids):
            return records, rows
        return records.take(kept), rows.take(pa.array(kept, pa.int64()))


def _kept(others: Mapping[str, pa.Array], own: pa.Array | None, count: int) -> pa.Array:
    """Columns without a home, word for word, as JSON; what an export of ours carries stays."""
    filled = {
        name: pc.if_else(is_blank(column), pa.scalar(None, pa.string()), column)
        for name, column in others.items()
    }
    kept = json_objects(filled) if filled else pa.array(["{}"] * count)
    kept = pc.if_else(pc.equal(kept, "{}"), pa.scalar(None, pa.string()), kept)
    if own is None:
        return kept
    joined = [
        _compact(_kept_fields(text) | json.loads(more or "{}")) if text else more
        for text, more in zip(own.to_pylist(), kept.to_pylist(), strict=True)
    ]
    return pa.array(joined, pa.string())


def _kept_fields(text: str) -> dict[str, str]:
    try:
        return {str(name): str(value) for name, value in json.loads(text).items()}
    except (ValueError, AttributeError, RecursionError):
        return {"source_fields": text}


def _as_texts(wkb: pa.Array) -> list[str | None]:
    """Shapes as well-known text, in full."""
    texts: list[str | None] = shapely.to_wkt(
        shapely.from_wkb(wkb.to_numpy(zero_copy_only=False)), rounding_precision=-1
    ).tolist()
    return texts


def _ids_from_content(cells: pa.Table, beside: pa.Array | None) -> pa.Array:
    """Names made from the rows' content and shapes, so that a second import finds them."""
    columns = [as_array(column).to_pylist() for column in cells.columns]
    if beside is not None:
        columns.append(_as_texts(beside))
    return pa.array(
        [
            "row-" + hashlib.sha256("\x1f".join([v or "" for v in row]).encode()).hexdigest()[:12]
            for row in zip(*columns, strict=True)
        ]
    )


def _claims(
    source: SourceTable,
    path: Path,
    how: HowToRead,
    claims_path: Path | None,
    *,
    own: bool,
    trusted: bool,
) -> dict[str, tuple[Claim, ...]]:
    """Claims from a second file, or from the second sheet of a workbook of our own."""
    if claims_path is not None:
        try:
            table = read_table(claims_path, HowToRead(encoding=how.encoding), trusted=trusted)
        except ReadError as error:
            if "no rows below the header" in str(error):
                return {}
            raise
    elif own and source.format == "XLSX":
        try:
            table = read_table(path, HowToRead(part="claims"), trusted=trusted)
        except ReadError:
            return {}
    else:
        return {}
    return _claims_of(table)


def _claims_of(table: SourceTable) -> dict[str, tuple[Claim, ...]]:
    expected = ["incident_id", *(column.name for column in CLAIM_COLUMNS)]
    missing = sorted(set(expected) - set(table.header))
    if missing:
        msg = f"{table.file_name}: no column {', '.join(missing)}; expected {', '.join(expected)}"
        raise ReadError(msg)
    grouped: dict[str, list[Claim]] = defaultdict(list)
    problems = [f"row {reject.row}: {reject.reason}" for reject in table.rejects]
    named = table.cells.rename_columns(list(table.header)).select(expected)
    for number, texts in zip(table.row_numbers.tolist(), named.to_pylist(), strict=True):
        try:
            grouped[texts["incident_id"]].append(Claim.from_row(claim_row(texts)))
        except RecordError as error:
            problems.append(f"row {number}: {error}")
    if problems:
        msg = f"{table.file_name}: {len(problems)} rows cannot be read: {'; '.join(problems[:20])}"
        raise ReadError(msg)
    return {key: tuple(value) for key, value in grouped.items()}


def _shape_name(header: Sequence[str]) -> str:
    """What the column of shapes is called beside these columns."""
    taken = {name.strip().casefold() for name in header}
    return next(name for name in (SHAPE, "wkt", "the_geom", "geom") if name not in taken)


def write_rejects(reading: Reading, path: Path) -> None:
    """Write the rows that were not taken, as found, with the reason, to be mended and read again.

    Parameters
    ----------
    reading
        What `read_file` returned.
    path
        The CSV file to write. Shapes stand in it as well-known text, in a column `geometry`; its
        extra column `why_rejected` is passed over on reading.
    """
    reasons: dict[int, list[str]] = defaultdict(list)
    for reject in reading.rejects:
        told = f"{reject.column}: {reject.reason}" if reject.column else reject.reason
        reasons[reject.row].append(told)
    try:
        with written_whole(path) as file:
            text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
            writer = csv.writer(text)
            writer.writerow([*reading.header, WHY_REJECTED])
            for cells, why in zip(reading.rejected_rows, reasons.values(), strict=True):
                padded = [*cells, *[""] * (len(reading.header) - len(cells))]
                writer.writerow([*padded, "; ".join(why)])
            text.detach()  # which writes what is left; the file itself is closed elsewhere
    except OSError as error:
        msg = f"{path}: the rejected rows cannot be written ({error}); name another file"
        raise ReadError(msg) from error
