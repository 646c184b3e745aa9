"""Reading files of incidents: everything good is kept, everything bad is named.

`files` turns a file into a table of texts, `mapping` or a published layout (`layouts`) says which
column is which, and here the texts become typed records. Each row stands on its own: it becomes a
record, or a `Reject` with row number, column, value and reason that can be mended and read again.
Columns without a home are kept word for word with the record.

The work is done column by column and each different text is read once, so that a million rows take
seconds; the rules of the record itself are asked for the few rows that might break one.
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

from geodata.footprints import Disc, FootprintError, Outline, from_json, to_json
from geodata.writing import written_whole
from incidents import mapping as mappings
from incidents import shapes
from incidents.column_names import SHAPE
from incidents.columns import (
    RECORD_SCHEMA,
    as_array,
    claims_json,
    claims_of,
    incidents_of,
    json_objects,
)
from incidents.dates import is_ambiguous, parse_days
from incidents.errors import AmbiguousDatesError, MappingError, ReadError, RecordError
from incidents.files import HowToRead, Reject, SourceTable, read_table
from incidents.layouts import LAYOUT_NAMES, WHY_REJECTED, Layout, in_our_columns, recognise
from incidents.record import (
    CLAIM_COLUMNS,
    COMPUTED_COLUMNS,
    EARLIEST_YEAR,
    INCIDENT_COLUMNS,
    MAX_RADIUS_M,
    MAX_TEXT,
    PARTIES,
    Claim,
    Column,
    Incident,
    parse_value,
    rule_violations,
)
from incidents.tolls import parse_toll

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from incidents.dates import DayOrder

__all__ = ["FileReader", "Reading", "read_file", "write_rejects"]

_COLUMNS = {c.name: c for c in INCIDENT_COLUMNS}
_CLAIM_COLUMNS = {c.name: c for c in CLAIM_COLUMNS}
_SOURCE_PREFIX = "source_"
_DATES = ("date_start", "date_end")
_TOLLS = tuple(f"{harm}_{party}" for harm in ("killed", "injured") for party in PARTIES)
_NOT_READ = frozenset({*COMPUTED_COLUMNS, "border_sha256", "gazetteer_sha256"})
_ONLY_OURS = frozenset({"footprint", "georeference_status", "merged_into"})
"""Columns that are taken from an export of our own only."""
_ONLY_OURS_OF_PLACE = (
    "footprint", "georeference_status", "georeference_protocol", "georeference_remarks",
    "georeference_sources",
)  # fmt: skip
_PLAIN_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_DECIMAL_COMMA = r"^([+-]?)((?:\d{1,3}(?:[. ]\d{3})+)|\d+),(\d+)$"
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
            if name not in _DATES:
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
            chunk = _Chunk(
                rows,
                texts,
                geometry,
                dates=self._dates,
                decimal=self._decimal,
                own=self._is_own_export,
                layout=self._layout is not None,
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
            msg = (
                f"{self._source.file_name}: claims for incidents that it does not hold: "
                f"{', '.join(sorted(self._claims)[:5])}; add the incidents or drop the claims"
            )
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
                elif name != mappings.PASSED_OVER and name not in _NOT_READ:
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
            texts[name] = pc.if_else(_blank(given), pa.scalar(value), given)
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
            reason = f"the same incident_id stands in row {known}; give each its own"
            self._reject(Reject(row, "incident_id", name, reason))
        if len(kept) == len(ids):
            return records, rows
        return records.take(kept), rows.take(pa.array(kept, pa.int64()))


class _Chunk:
    """Some thousand rows, on their way from texts to typed columns."""

    def __init__(
        self,
        rows: np.ndarray,
        texts: dict[str, pa.Array],
        geometry: np.ndarray | None,
        *,
        dates: DayOrder | None,
        decimal: str | None,
        own: bool,
        layout: bool,
    ) -> None:
        self._rows, self._texts, self._geometry = rows, texts, geometry
        self._dates, self._decimal, self._own, self._layout = dates, decimal, own, layout
        self._count = len(rows)
        self._bad = np.zeros(self._count, dtype=bool)
        self.rejects: list[Reject] = []
        self._extra: dict[str, pa.Array] = {}

    def records(self, claims: dict[str, tuple[Claim, ...]]) -> tuple[pa.Table, np.ndarray]:
        """The typed records, and the places of the rows that they come from.

        Claims of these records are taken out of `claims`.
        """
        columns: dict[str, pa.Array] = {}
        for name, column in _COLUMNS.items():
            skipped = name in _DATES or name in _NOT_READ or (name in _ONLY_OURS and not self._own)
            if name in self._texts and not skipped:
                columns[name] = self._typed(column, self._texts[name], name)
        self._read_dates(columns)
        self._read_shapes()
        self._take_geometry(columns)
        if self._own:
            self._place_moved_anew(columns)
        for name, values in self._extra.items():
            columns[name] = pc.coalesce(columns[name], values) if name in columns else values
        _with_defaults(columns, self._count)
        self._check_rules(columns)
        said = self._claims()
        taken = np.flatnonzero(~self._bad)
        arrays = [
            columns.get(field.name, pa.nulls(self._count, field.type)).cast(field.type)
            for field in RECORD_SCHEMA
            if field.name not in ("claims", "geometry")
        ]
        names = RECORD_SCHEMA.names[: len(arrays)]
        table = pa.table(arrays, names=names).take(taken)
        own = said.take(taken)
        if claims:
            own = self._with_more(own, table.column("incident_id").to_pylist(), claims)
        table = table.append_column("claims", own)
        table = table.append_column("geometry", pa.nulls(len(taken), pa.binary()))
        return table, taken

    def _with_more(
        self, own: pa.Array, ids: list[str], claims: dict[str, tuple[Claim, ...]]
    ) -> pa.Array:
        """Claims of the rows themselves and those of a second table."""
        listed = [
            claims_json([*claims_of(text), *claims.pop(name, ())])
            for name, text in zip(ids, own.to_pylist(), strict=True)
        ]
        return pa.array(listed, pa.string())

    # --- Columns -------------------------------------------------------------------------------

    def _fail(self, places: np.ndarray, column: str, texts: pa.Array | None, reason: str) -> None:
        """Reject rows, each with the value that is at fault."""
        self._bad[places] = True
        for place in places.tolist():
            value = "" if texts is None else str(texts[place].as_py() or "")[:200]
            self.rejects.append(Reject(int(self._rows[place]), column, value, reason))

    def _typed(self, column: Column, texts: pa.Array, name: str) -> pa.Array:
        """A column of texts as the column's type; what cannot be read is rejected."""
        blank = _blank(texts)
        texts = pc.if_else(blank, pa.scalar(None, pa.string()), texts)
        if column.name == "footprint":
            return self._by_value(texts, name, _footprint, pa.string())
        if column.kind == "text":
            suspect = pc.or_kleene(
                pc.greater(pc.utf8_length(texts), MAX_TEXT), pc.match_substring(texts, "\x00")
            )
            if not pc.any(suspect).as_py():
                return texts
        if column.kind in ("number", "integer"):
            return self._numbers(column, texts, name)
        return self._by_value(texts, name, lambda text: parse_value(column, text), _type_of(column))

    def _numbers(self, column: Column, texts: pa.Array, name: str) -> pa.Array:
        """Numbers: plain ones at once, all others one by one."""
        kind = _type_of(column)
        trimmed = pc.utf8_trim_whitespace(texts)
        if self._decimal == ",":
            with_comma = pc.match_substring_regex(trimmed, _DECIMAL_COMMA)
            pointed = pc.replace_substring_regex(trimmed, r"[. ]", "")
            pointed = pc.replace_substring(pointed, ",", ".")
            trimmed = pc.if_else(pc.fill_null(with_comma, False), pointed, trimmed)  # noqa: FBT003
        plain = pc.match_substring_regex(
            trimmed, r"^-?\d{1,15}$" if column.kind == "integer" else _PLAIN_NUMBER
        )
        plain = pc.fill_null(plain, False)  # noqa: FBT003 - of the function
        numbers = pc.cast(pc.if_else(plain, trimmed, pa.scalar(None, pa.string())), kind)
        if column.kind == "number":
            usual = pc.fill_null(pc.less_equal(pc.abs(numbers), 1e15), False)  # noqa: FBT003
            plain = pc.and_(plain, usual)
            numbers = pc.if_else(plain, numbers, pa.scalar(None, kind))
        rest = pc.if_else(plain, pa.scalar(None, pa.string()), trimmed)
        if rest.null_count == len(rest):
            return numbers
        toll = name.removesuffix("_best")
        if toll in _TOLLS and name.endswith("_best"):
            return pc.coalesce(numbers, self._tolls(rest, toll))
        one_by_one = self._by_value(rest, name, lambda text: parse_value(column, text), kind)
        return pc.coalesce(numbers, one_by_one)

    def _tolls(self, texts: pa.Array, toll: str) -> pa.Array:
        """Tolls in words: low, best and high, and the words themselves."""
        read = {}

        def parse(text: str) -> int | None:
            read[text] = parse_toll(text)
            return read[text].best

        best = self._by_value(texts, f"{toll}_best", parse, pa.int64())
        for bound in ("low", "high"):
            values = [
                getattr(read[t], bound) if t in read else None for t in texts.to_pylist()
            ]  # fmt: skip
            self._extra[f"{toll}_{bound}"] = pa.array(values, pa.int64())
        label = toll.replace("_", " ")
        words = pa.array(
            [
                f"{label}: {read[t].wording}" if t in read and read[t].wording else None
                for t in texts.to_pylist()
            ],
            pa.string(),
        )
        known = self._extra.get("toll_wording")
        self._extra["toll_wording"] = words if known is None else _joined_texts(known, words)
        return best

    def _by_value(
        self, texts: pa.Array, name: str, parse: Callable[[str], Any], kind: pa.DataType
    ) -> pa.Array:
        """Read each different text once; rows with one that cannot be read are rejected."""
        encoded = texts.dictionary_encode()
        values: list[Any] = []
        faults: dict[int, str] = {}
        for place, text in enumerate(encoded.dictionary.to_pylist()):
            try:
                values.append(parse(text))
            except RecordError as error:
                values.append(None)
                faults[place] = str(error)
        for place, reason in faults.items():
            self._fail(_places(encoded, place), name, texts, reason)
        return pa.array(values, kind).take(encoded.indices)

    def _read_dates(self, columns: dict[str, pa.Array]) -> None:
        """First and last day; a month or a year alone is all of its days."""
        read: dict[str, dict[str, pa.Array]] = {}
        for name in _DATES:
            texts = self._texts.get(name)
            if texts is None:
                continue
            texts = pc.if_else(_blank(texts), pa.scalar(None, pa.string()), texts)
            found: dict[str, Any] = {}

            def parse(text: str, found: dict[str, Any] = found) -> Any:  # noqa: ANN401
                found[text] = parse_days(text, order=self._dates)
                return found[text].first

            first = self._by_value(texts, name, parse, pa.date32())
            listed = [found.get(text) for text in texts.to_pylist()]
            read[name] = {
                "first": first,
                "last": pa.array([d and d.last for d in listed], pa.date32()),
                "precision": pa.array(
                    [d.precision if d and d.precision != "day" else None for d in listed],
                    pa.string(),
                ),
            }
        start, end = read.get("date_start"), read.get("date_end")
        if start is None:
            return
        columns["date_start"] = start["first"]
        last = start["last"]
        columns["date_end"] = last if end is None else pc.coalesce(end["last"], last)
        given = columns.get("date_precision", pa.nulls(self._count, pa.string()))
        columns["date_precision"] = pc.coalesce(given, start["precision"])

    def _read_shapes(self) -> None:
        """Shapes that stand in a column, as well-known text, where none came beside the cells."""
        texts = self._texts.get(SHAPE)
        if texts is None:
            return
        read, broken = shapes.of_texts(texts.to_pylist())
        for place, reason in broken.items():
            self._fail(np.array([place]), SHAPE, texts, reason)
        given = self._geometry
        self._geometry = read if given is None else np.where(shapely.is_missing(given), read, given)

    def _take_geometry(self, columns: dict[str, pa.Array]) -> None:
        """The shape that came with a row: a point is a position, a polygon a footprint."""
        if self._geometry is None or self._own:
            return
        lon, lat = (
            columns.get(name, pa.nulls(self._count, pa.float64())) for name in ("lon", "lat")
        )
        kinds = shapely.get_type_id(self._geometry)
        is_point = kinds == shapely.GeometryType.POINT
        x, y = shapely.get_x(self._geometry), shapely.get_y(self._geometry)
        columns["lon"] = pc.coalesce(lon, pa.array(x, mask=~is_point))
        columns["lat"] = pc.coalesce(lat, pa.array(y, mask=~is_point))
        areas = np.isin(kinds, (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
        if not areas.any():
            return
        footprints: list[str | None] = [None] * self._count
        for place in np.flatnonzero(areas).tolist():
            shape = self._geometry[place]
            if not shape.is_valid:
                reason = f"its outline is not valid ({shapely.is_valid_reason(shape)}); mend it"
                self._fail(np.array([place]), SHAPE, None, reason)
                continue
            name = self._texts["incident_id"][place].as_py() or "outline"
            footprints[place] = to_json(Outline(name, shape.wkt))
        outlined = pa.array([f is not None for f in footprints])
        columns["footprint"] = pa.array(footprints, pa.string())
        for name, value in (
            ("georeference_status", "area"),
            ("georeference_protocol", "outline as given"),
            ("georeference_remarks", "Outline as given by the source."),
        ):
            columns[name] = pc.if_else(outlined, pa.scalar(value), pa.scalar(None, pa.string()))

    def _place_moved_anew(self, columns: dict[str, pa.Array]) -> None:
        """Forget the footprint of a position that was changed by hand in an export of ours."""
        names = ("footprint", "lon", "lat", "coordinate_uncertainty_m")
        if not all(name in columns for name in names):
            return
        rows = zip(*(columns[name].to_pylist() for name in names), strict=True)
        stays = pa.array([_is_of_position(*row) for row in rows])
        for name in _ONLY_OURS_OF_PLACE:
            if name in columns:
                empty = pa.scalar(None, columns[name].type)
                columns[name] = pc.if_else(stays, columns[name], empty)

    # --- Rules and claims ----------------------------------------------------------------------

    def _check_rules(self, columns: Mapping[str, pa.Array]) -> None:
        """Ask the record's own rules for the rows that might break one."""
        suspects = np.flatnonzero(might_break_a_rule(columns, self._count) & ~self._bad)
        if not len(suspects):
            return
        rows = pa.table(dict(columns)).take(suspects).to_pylist()
        for place, row in zip(suspects.tolist(), rows, strict=True):
            for reason in rule_violations(row):
                self._fail(np.array([place]), "", None, reason)

    def _claims(self) -> pa.Array:
        """The claims that stand in the rows themselves, as JSON; null where there are none."""
        if self._own:
            return self._claims_of_export()
        found: dict[str, pa.Array] = {}
        for name, texts in self._texts.items():
            column = _CLAIM_COLUMNS.get(name.removeprefix(_SOURCE_PREFIX))
            if column is None or not name.startswith(_SOURCE_PREFIX) or name in _COLUMNS:
                continue
            typed = self._typed(column, texts, name)
            if typed.null_count < len(typed):
                found[column.name] = typed
        if not found:
            return pa.nulls(self._count, pa.string())
        known = pc.is_valid(next(iter(found.values())))
        for column in found.values():
            known = pc.or_(known, pc.is_valid(column))
        own_id = pc.binary_join_element_wise(self._texts["incident_id"], "-1", "")
        given = found.get("claim_id", pa.nulls(self._count, pa.string()))
        ordered = {n: found[n] for n in _CLAIM_COLUMNS if n in found and n != "claim_id"}
        objects = json_objects({"claim_id": pc.coalesce(given, own_id), **ordered})
        listed = pc.binary_join_element_wise("[", objects, "]", "")
        return pc.if_else(known, listed, pa.scalar(None, pa.string()))

    def _claims_of_export(self) -> pa.Array:
        texts = self._texts.get("claims")
        claims: list[str | None] = [None] * self._count
        for place, text in enumerate([] if texts is None else texts.to_pylist()):
            if not text or self._bad[place]:
                continue
            try:
                claims[place] = claims_json([_claim_row(row) for row in json.loads(text)])
            except (ValueError, AttributeError, TypeError, KeyError, RecursionError) as error:
                self._fail(np.array([place]), "claims", None, f"no claims ({error}); empty it")
        return pa.array(claims, pa.string())


def might_break_a_rule(columns: Mapping[str, pa.Array], count: int) -> np.ndarray:
    """Mark the rows that might break a rule of the record: all that do, and some that do not.

    Parameters
    ----------
    columns
        Typed columns by name; missing ones are not known.
    count
        The number of rows.
    """

    def number(name: str) -> np.ndarray:
        if name not in columns:
            return np.full(count, np.nan)
        return np.asarray(columns[name].cast(pa.float64()).to_numpy(zero_copy_only=False))

    def known(name: str) -> np.ndarray:
        if name not in columns:
            return np.zeros(count, dtype=bool)
        return np.asarray(columns[name].is_valid().to_numpy(zero_copy_only=False))

    ids = columns["incident_id"]
    odd = pc.or_kleene(
        pc.greater(pc.utf8_length(ids), 200),
        pc.match_substring_regex(ids, r"[\x00-\x1f\x7f-\x{9f}]"),
    )
    marks = np.asarray(pc.fill_null(odd, True).to_numpy(zero_copy_only=False))  # noqa: FBT003
    marks |= ~known("event_type") | ~known("date_start")
    days = {n: columns[n].cast(pa.int32()).cast(pa.float64()) for n in _DATES if n in columns}
    start, end = (
        np.asarray(days[n].to_numpy(zero_copy_only=False)) if n in days else np.full(count, np.nan)
        for n in _DATES
    )
    first = float(np.datetime64(f"{EARLIEST_YEAR}-01-01").astype("datetime64[D]").astype(int))
    today = float(np.datetime64("today").astype("datetime64[D]").astype(int))
    marks |= (end < start) | (start < first) | (end < first) | (start > today)
    lon, lat, radius = number("lon"), number("lat"), number("coordinate_uncertainty_m")
    marks |= np.isnan(lon) != np.isnan(lat)
    marks |= (np.abs(lon) > 180) | (np.abs(lat) > 90) | ((lon == 0) & (lat == 0))
    marks |= ~(np.isnan(radius) | ((radius > 0) & (radius <= MAX_RADIUS_M)))
    marks |= known("coordinate_uncertainty_m") & np.isnan(radius)
    marks |= number("personnel_count") < 0
    for name in ("reported_depth_min_km", "reported_depth_max_km", "incursion_kind"):
        marks |= known(name)
    if "at_sea" in columns:
        marks |= np.asarray(
            pc.fill_null(columns["at_sea"], False).to_numpy(zero_copy_only=False)  # noqa: FBT003
        )
    for toll in _TOLLS:
        bounds = [f"{toll}_{bound}" for bound in ("low", "best", "high")]
        if sum(name in columns for name in bounds):
            marks |= sum(known(name).astype(int) for name in bounds) > 1
            for name in bounds:
                marks |= number(name) < 0
    return marks


def _with_defaults(columns: dict[str, pa.Array], count: int) -> None:
    """What a record has where nothing is said."""
    for name in ("at_sea", "sensitive"):
        given = columns.get(name, pa.nulls(count, pa.bool_()))
        columns[name] = pc.fill_null(given, False)  # noqa: FBT003 - of the function
    status = columns.get("status", pa.nulls(count, pa.string()))
    columns["status"] = pc.fill_null(status, "unconfirmed")
    if "date_start" in columns:
        one_day = pc.equal(columns["date_start"], columns["date_end"])
        precision = pc.if_else(pc.fill_null(one_day, True), "day", "range")  # noqa: FBT003
        columns["date_precision"] = pc.coalesce(columns["date_precision"], precision)


def _type_of(column: Column) -> pa.DataType:
    return RECORD_SCHEMA.field(column.name).type if column.name in _COLUMNS else pa.string()


def _blank(texts: pa.Array) -> pa.Array:
    return pc.fill_null(pc.equal(pc.utf8_trim_whitespace(texts), ""), True)  # noqa: FBT003


def _places(encoded: pa.DictionaryArray, value: int) -> np.ndarray:
    same = pc.fill_null(pc.equal(encoded.indices, value), False)  # noqa: FBT003
    return np.flatnonzero(same.to_numpy(zero_copy_only=False))


def _joined_texts(one: pa.Array, other: pa.Array) -> pa.Array:
    both = pc.binary_join_element_wise(one, other, "; ", null_handling="emit_null")
    return pc.coalesce(both, one, other)


def _kept(others: Mapping[str, pa.Array], own: pa.Array | None, count: int) -> pa.Array:
    """Columns without a home, word for word, as JSON; what an export of ours carries stays."""
    filled = {
        name: pc.if_else(_blank(column), pa.scalar(None, pa.string()), column)
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


def _footprint(text: str) -> str:
    """A footprint as an export of ours carries it, if it is one."""
    try:
        shape = from_json(text)
    except FootprintError as error:
        raise RecordError(str(error)) from error
    if isinstance(shape, Disc) and shape.radius_m > MAX_RADIUS_M:
        msg = f"footprint has a radius of {shape.radius_m:g} m; at most {MAX_RADIUS_M:g} are known"
        raise RecordError(msg)
    return text


def _is_of_position(
    footprint: str | None, lon: float | None, lat: float | None, radius_m: float | None
) -> bool:
    """Whether a footprint and a position say the same: a disc is around its own centre."""
    shape = from_json(footprint) if footprint else None
    if isinstance(shape, Disc):
        return (shape.lon, shape.lat, shape.radius_m) == (lon, lat, radius_m)
    return lon is None or (shape is None and radius_m is None)


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
    expected = ["incident_id", *_CLAIM_COLUMNS]
    missing = sorted(set(expected) - set(table.header))
    if missing:
        msg = f"{table.file_name}: no column {', '.join(missing)}; expected {', '.join(expected)}"
        raise ReadError(msg)
    grouped: dict[str, list[Claim]] = defaultdict(list)
    problems = [f"row {reject.row}: {reject.reason}" for reject in table.rejects]
    named = table.cells.rename_columns(list(table.header)).select(expected)
    for number, texts in zip(table.row_numbers.tolist(), named.to_pylist(), strict=True):
        try:
            grouped[texts["incident_id"]].append(Claim.from_row(_claim_row(texts)))
        except RecordError as error:
            problems.append(f"row {number}: {error}")
    if problems:
        msg = f"{table.file_name}: {len(problems)} rows cannot be read: {'; '.join(problems[:20])}"
        raise ReadError(msg)
    return {key: tuple(value) for key, value in grouped.items()}


def _claim_row(texts: Mapping[str, Any]) -> dict[str, Any]:
    return {c.name: parse_value(c, texts.get(c.name)) for c in CLAIM_COLUMNS}


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
