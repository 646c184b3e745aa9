"""From texts to typed columns: some thousand rows of a file at a time.

Each different text is read once. What cannot be read is a `Reject` of its row, and so is what
breaks a rule of the record, which is asked only for the few rows that might break one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geodata.footprints import Disc, FootprintError, Outline, from_json, to_json
from incidents import problems, sentences, shapes
from incidents.column_names import SHAPE
from incidents.columns import RECORD_SCHEMA, claims_json, claims_of, json_objects
from incidents.dates import parse_days
from incidents.errors import RecordError
from incidents.files import Reject
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
    parse_value,
    rule_violations,
)
from incidents.tolls import parse_toll

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from incidents.dates import DayOrder

__all__ = ["DATES", "NOT_READ", "Chunk", "claim_row", "is_blank", "might_break_a_rule"]

_COLUMNS = {c.name: c for c in INCIDENT_COLUMNS}
_CLAIM_COLUMNS = {c.name: c for c in CLAIM_COLUMNS}
_SOURCE_PREFIX = "source_"
DATES = ("date_start", "date_end")
_TOLLS = tuple(f"{harm}_{party}" for harm in ("killed", "injured") for party in PARTIES)
NOT_READ = frozenset({*COMPUTED_COLUMNS, "border_sha256", "gazetteer_sha256"})
_ONLY_OURS = frozenset({"footprint", "georeference_status", "merged_into"})
"""Columns that are taken from an export of our own only."""
_ONLY_OURS_OF_PLACE = (
    "footprint", "georeference_status", "georeference_protocol", "georeference_remarks",
    "georeference_sources",
)  # fmt: skip
_PLAIN_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_DECIMAL_COMMA = r"^([+-]?)((?:\d{1,3}(?:[. ]\d{3})+)|\d+),(\d+)$"


class Chunk:
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
    ) -> None:
        self._rows, self._texts, self._geometry = rows, texts, geometry
        self._dates, self._decimal, self._own = dates, decimal, own
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
            skipped = name in DATES or name in NOT_READ or (name in _ONLY_OURS and not self._own)
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
        blank = is_blank(texts)
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
        for name in DATES:
            texts = self._texts.get(name)
            if texts is None:
                continue
            texts = pc.if_else(is_blank(texts), pa.scalar(None, pa.string()), texts)
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
                why = shapely.is_valid_reason(shape)
                reason = problems.OUTLINE_NOT_VALID.format(error=why)
                self._fail(np.array([place]), SHAPE, None, reason)
                continue
            name = self._texts["incident_id"][place].as_py() or "outline"
            footprints[place] = to_json(Outline(name, shape.wkt))
        outlined = pa.array([f is not None for f in footprints])
        columns["footprint"] = pa.array(footprints, pa.string())
        for name, value in (
            ("georeference_status", "area"),
            ("georeference_protocol", "outline as given"),
            ("georeference_remarks", sentences.OUTLINE),
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
                claims[place] = claims_json([claim_row(row) for row in json.loads(text)])
            except (ValueError, AttributeError, TypeError, KeyError, RecursionError) as error:
                self._fail(
                    np.array([place]), "claims", None, problems.NO_CLAIMS.format(error=error)
                )
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
    days = {n: columns[n].cast(pa.int32()).cast(pa.float64()) for n in DATES if n in columns}
    start, end = (
        np.asarray(days[n].to_numpy(zero_copy_only=False)) if n in days else np.full(count, np.nan)
        for n in DATES
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


def is_blank(texts: pa.Array) -> pa.Array:
    """Which texts are missing or nothing but spaces."""
    return pc.fill_null(pc.equal(pc.utf8_trim_whitespace(texts), ""), True)  # noqa: FBT003


def _places(encoded: pa.DictionaryArray, value: int) -> np.ndarray:
    same = pc.fill_null(pc.equal(encoded.indices, value), False)  # noqa: FBT003
    return np.flatnonzero(same.to_numpy(zero_copy_only=False))


def _joined_texts(one: pa.Array, other: pa.Array) -> pa.Array:
    both = pc.binary_join_element_wise(one, other, "; ", null_handling="emit_null")
    return pc.coalesce(both, one, other)


def _footprint(text: str) -> str:
    """A footprint as an export of ours carries it, if it is one."""
    try:
        shape = from_json(text)
    except FootprintError as error:
        raise RecordError(str(error)) from error
    if isinstance(shape, Disc) and shape.radius_m > MAX_RADIUS_M:
        told = problems.RADIUS_TOO_WIDE
        raise RecordError(told.format(given=f"{shape.radius_m:g}", most_m=f"{MAX_RADIUS_M:g}"))
    return text


def _is_of_position(
    footprint: str | None, lon: float | None, lat: float | None, radius_m: float | None
) -> bool:
    """Whether a footprint and a position say the same: a disc is around its own centre."""
    shape = from_json(footprint) if footprint else None
    if isinstance(shape, Disc):
        return (shape.lon, shape.lat, shape.radius_m) == (lon, lat, radius_m)
    return lon is None or (shape is None and radius_m is None)


def claim_row(texts: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a claim, from the texts of its columns."""
    return {c.name: parse_value(c, texts.get(c.name)) for c in CLAIM_COLUMNS}
