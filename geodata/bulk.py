"""Whole files: measured or geocoded, streamed in batches and written beside their columns.

CSV, TSV, Parquet, GeoPackage and GeoJSON go in and come out in any combination. A row that cannot
be measured is kept, with the reason in `measure_error`. Memory does not grow with the file.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import pyogrio
import shapely
from pyproj import CRS, Transformer

from geodata.errors import GeodataError
from geodata.footprints import to_json
from geodata.measurement import COMPILED_FROM, compiled_index, measure
from geodata.uncertainty import MAX_RADIUS_M

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from geodata.borders import Border
    from geodata.geocoder import Geocoder, GeocodeResult

    Floats = NDArray[np.float64]

BATCH_ROWS = 100_000
ERROR_COLUMN = "measure_error"
_SEPARATORS = {".csv": ",", ".tsv": "\t"}
_DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON"}
FORMATS = (*_SEPARATORS, ".parquet", *_DRIVERS)
_LON = ("lon", "longitude", "long", "lng", "x", "decimallongitude")
_LAT = ("lat", "latitude", "y", "decimallatitude")
_UNCERTAINTY = ("coordinate_uncertainty_m", "coordinateuncertaintyinmeters", "uncertainty_m")
_GEOMETRY = ("geometry", "geom", "wkb_geometry", "OGC_GEOMETRY")
_NEAR_DEG = 3.0


class BulkError(GeodataError):
    """A file cannot be measured as a whole; no output is written."""


@dataclass(frozen=True)
class Columns:
    """Names of the columns that hold the place; `geometry` stands in for lon and lat."""

    lon: str | None
    lat: str | None
    uncertainty: str | None
    geometry: str | None = None


@dataclass
class Summary:
    """What was measured: rows in and out, rows with an error by reason, what to look at."""

    rows: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    renamed: dict[str, str] = field(default_factory=dict)
    swapped: int = 0

    def add(self, other: Summary) -> None:
        """Count another part in."""
        self.rows += other.rows
        self.errors.update(other.errors)
        self.renamed |= other.renamed
        self.swapped += other.swapped

    @property
    def looks_swapped(self) -> bool:
        """Whether most rows would lie near the border only with lon and lat exchanged."""
        return self.swapped * 2 > self.rows


def measure_file(
    source: Path,
    target: Path,
    border: Border,
    *,
    lon: str | None = None,
    lat: str | None = None,
    uncertainty: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
    batch_rows: int = BATCH_ROWS,
) -> Summary:
    """Measure every row of a file.

    Parameters
    ----------
    source, target
        Files in one of `FORMATS`, told by their suffix; they need not have the same one.
    border
        What is measured against; its name, sha256 and credit go into a Parquet file's metadata.
    lon, lat, uncertainty
        Names of the columns, where they are not called as usual. Places in a GeoPackage or a
        GeoJSON are its points, whatever their reference system.
    progress
        Called with the rows done and, where it is known, their number in all.
    batch_rows
        Rows that are held at a time, for each core.

    Returns
    -------
    Summary
        Every row is written, in its order: with the columns of `measure`, or with the reason why
        not in `measure_error`. A measured column that the file has already is written with
        "border_" before its name.

    Raises
    ------
    BulkError
        If the file cannot be read, has no such columns, or the output cannot be written. An
        output that is there already stays as it was.
    """
    if target.suffix.lower() not in FORMATS:
        msg = f"{target}: cannot write {target.suffix or 'this'!r}; use {', '.join(FORMATS)}"
        raise BulkError(msg)
    if source.resolve() == target.resolve():
        msg = f"{target} is the input itself; name another file with --out"
        raise BulkError(msg)
    if not target.parent.is_dir():
        msg = f"{target.parent} is no folder; make it, or name another file with --out"
        raise BulkError(msg)
    with contextlib.closing(_Source(source, batch_rows)) as opened:
        columns = opened.columns(lon, lat, uncertainty)
        done = Summary()
        tables = _measured(opened.batches(), border, columns, done, opened.total, progress)
        _write_whole(tables, source, target, border)
    return done


def _write_whole(tables: Iterator[pa.Table], source: Path, target: Path, border: Border) -> None:
    """Write all tables, or nothing: beside the target first, then in its place."""
    partial = target.with_name(f".{target.stem}.{os.getpid()}.part{target.suffix}")
    try:
        _write(tables, partial, border)
        partial.replace(target)
    except (OSError, pa.ArrowException, pyogrio.errors.DataSourceError) as error:
        msg = f"{source} could not be written into {target}: {error}; nothing was written"
        raise BulkError(msg) from error
    finally:
        for left in (partial, partial.with_name(partial.name + "-journal")):
            left.unlink(missing_ok=True)


def _measured(
    batches: Iterator[pa.Table],
    border: Border,
    columns: Columns,
    done: Summary,
    total: int | None,
    progress: Callable[[int, int | None], None] | None,
) -> Iterator[pa.Table]:
    """Measure batches on all cores, a few at a time, and give them back in order."""
    cores = os.cpu_count() or 1
    waiting: deque[Any] = deque()
    with ThreadPoolExecutor(cores) as pool:

        def finish() -> pa.Table:
            table, part = waiting.popleft().result()
            done.add(part)
            if progress:
                progress(done.rows, total)
            return table

        for number, batch in enumerate(batches):
            if number == 0 and batch.num_rows >= COMPILED_FROM:
                compiled_index(border)  # once, before the threads ask for it together
            waiting.append(pool.submit(measure_batch, batch, border, columns))
            if len(waiting) > cores:
                yield finish()
        while waiting:
            yield finish()


def measure_batch(batch: pa.Table, border: Border, columns: Columns) -> tuple[pa.Table, Summary]:
    """Measure one table of places; the same function on one machine and on many.

    Returns
    -------
    tuple
        The table with the measured columns, and what happened.
    """
    lon, lat, radius_m, reason = _places(batch, columns)
    good = reason == ""
    radii = None if radius_m is None else radius_m[good]
    found = measure(border, lon[good], lat[good], radii)
    summary = Summary(
        rows=batch.num_rows,
        errors=Counter(reason[~good].tolist()),
        swapped=_swapped(border, lon[good], lat[good]),
    )
    table = batch
    for name in found.columns:
        values = found[name].to_numpy()
        if values.dtype == object:
            full = np.full(batch.num_rows, None, dtype=object)
            full[good] = [value or None for value in values]  # no country: an empty cell
            array = pa.array(full, pa.string())
        else:
            full = np.zeros(batch.num_rows, dtype=values.dtype)
            full[good] = values
            empty = ~good
            if values.dtype == np.float64:
                empty = empty | np.isnan(full)
            array = pa.array(full, mask=empty)
        written = f"border_{name}" if name in batch.column_names else name
        if written != name:
            summary.renamed[name] = written
        table = table.append_column(written, array)
    errors = pa.array([why or None for why in reason], pa.string())
    return table.append_column(ERROR_COLUMN, errors), summary


def _places(
    batch: pa.Table, columns: Columns
) -> tuple[Floats, Floats, Floats | None, NDArray[np.object_]]:
    """Longitude, latitude, radius, and for each row why it cannot be measured ("" if it can)."""
    reason = np.full(batch.num_rows, "", dtype=object)
    if columns.geometry:
        shapes = shapely.from_wkb(batch[columns.geometry].to_numpy(), on_invalid="ignore")
        is_point = (shapely.get_type_id(shapes) == 0) & ~shapely.is_empty(shapes)
        lon, lat = shapely.get_x(shapes), shapely.get_y(shapes)
        reason[~is_point] = "the geometry is no point"
    else:
        lon, lat = (_numbers(batch[str(n)]) for n in (columns.lon, columns.lat))
    on_earth = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    reason[~on_earth & (reason == "")] = "lon and lat are no place in degrees"
    if columns.uncertainty is None:
        return lon, lat, None, reason
    given = batch[columns.uncertainty]
    radius_m = _numbers(given)
    blank = np.asarray(pc.is_null(given, nan_is_null=True))
    if pa.types.is_string(given.type) or pa.types.is_large_string(given.type):
        blank |= np.asarray(pc.equal(pc.utf8_trim_whitespace(given), "").fill_null(fill_value=True))
    bad = ~blank & ~((radius_m > 0) & (radius_m <= MAX_RADIUS_M))
    reason[bad & (reason == "")] = f"the uncertainty is not above 0 and up to {MAX_RADIUS_M:g} m"
    return lon, lat, radius_m, reason


def _numbers(column: pa.ChunkedArray) -> Floats:
    """A column as numbers; what is none becomes NaN."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        text = pc.utf8_trim_whitespace(column)
        number = pc.match_substring_regex(text, r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$")
        column = pc.if_else(number.fill_null(fill_value=False), text, pa.scalar(None, column.type))
        column = pc.replace_substring_regex(column, r"^\+", "")
    try:
        column = pc.cast(column, pa.float64(), safe=False)
    except pa.ArrowException:
        return np.full(len(column), np.nan)
    return np.array(column.to_numpy(), dtype=np.float64)


def _swapped(border: Border, lon: Floats, lat: Floats) -> int:
    west, south = border.line.min(axis=0) - _NEAR_DEG
    east, north = border.line.max(axis=0) + _NEAR_DEG
    as_given = (lon > west) & (lon < east) & (lat > south) & (lat < north)
    exchanged = (lat > west) & (lat < east) & (lon > south) & (lon < north)
    return int((exchanged & ~as_given).sum())


class _Source:
    """A file opened for reading in batches."""

    def __init__(self, path: Path, batch_rows: int) -> None:
        self.path, self.batch_rows = path, batch_rows
        self.total: int | None = None
        self._stack = contextlib.ExitStack()
        self._to_degrees: Transformer | None = None
        suffix = path.suffix.lower()
        if not path.is_file():
            msg = f"{path} is no file that can be read; check the name"
            raise BulkError(msg)
        if suffix not in FORMATS:
            msg = f"{path}: cannot read {suffix or 'this'!r}; expected {', '.join(FORMATS)}"
            raise BulkError(msg)
        try:
            if suffix in _SEPARATORS:
                self._open_text(_SEPARATORS[suffix])
            elif suffix == ".parquet":
                self._open_parquet()
            else:
                self._open_layer(_DRIVERS[suffix])
        except (OSError, pa.ArrowException, pyogrio.errors.DataSourceError) as error:
            self.close()
            msg = f"{path} cannot be read as {suffix[1:]}: {error}; check that it is whole"
            raise BulkError(msg) from error

    def close(self) -> None:
        """Close the file."""
        self._stack.close()

    def _open_text(self, separator: str) -> None:
        reading = pyarrow.csv.ReadOptions(block_size=max(1 << 16, self.batch_rows * 160))
        parsing = pyarrow.csv.ParseOptions(delimiter=separator, newlines_in_values=True)
        with pyarrow.csv.open_csv(self.path, reading, parsing) as head:
            names = head.schema.names
        as_text = pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        )
        self._reader = self._stack.enter_context(
            pyarrow.csv.open_csv(self.path, reading, parsing, as_text)
        )
        self.names = list(names)

    def _open_parquet(self) -> None:
        file = self._stack.enter_context(pq.ParquetFile(self.path))
        self.total = file.metadata.num_rows
        self._reader = file.iter_batches(self.batch_rows)
        self.names = list(file.schema_arrow.names)

    def _open_layer(self, driver: str) -> None:
        with self.path.open("rb") as file:
            start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
        if not start.startswith(b"SQLite format 3\0" if driver == "GPKG" else b"{"):
            msg = f"{self.path} is no {driver} inside; check what kind of file it is"
            raise BulkError(msg)
        info = pyogrio.read_info(self.path)
        if info["driver"] != driver:
            msg = f"{self.path} is a {info['driver']} inside; expected a {driver}"
            raise BulkError(msg)
        crs = CRS.from_user_input(info["crs"] or "EPSG:4326")
        if not crs.equals(CRS.from_epsg(4326), ignore_axis_order=True):
            self._to_degrees = Transformer.from_crs(crs, 4326, always_xy=True)
        self.total = info["features"] if info["features"] >= 0 else None
        meta, self._reader = self._stack.enter_context(
            pyogrio.open_arrow(self.path, batch_size=self.batch_rows, use_pyarrow=True)
        )
        self.names = [*map(str, meta["fields"]), meta["geometry_name"] or "wkb_geometry"]

    def batches(self) -> Iterator[pa.Table]:
        """Tables of some `batch_rows` rows, in order."""
        try:
            for batch in self._reader:
                table = pa.Table.from_batches([batch])
                yield self._in_degrees(table) if self._to_degrees else table
        except (pa.ArrowException, UnicodeDecodeError) as error:
            msg = (
                f"{self.path} breaks off: {error}; mend that row, or save the file as UTF-8; "
                "nothing was written"
            )
            raise BulkError(msg) from error

    def _in_degrees(self, table: pa.Table) -> pa.Table:
        name = next(n for n in table.column_names if n in _GEOMETRY)
        shapes = shapely.from_wkb(table[name].to_numpy(), on_invalid="ignore")
        transform = self._to_degrees.transform if self._to_degrees else None
        shapes = shapely.transform(shapes, transform, interleaved=False)
        at = table.column_names.index(name)
        return table.set_column(at, name, pa.array(shapely.to_wkb(shapes), pa.binary()))

    def columns(self, lon: str | None, lat: str | None, uncertainty: str | None) -> Columns:
        """Which columns hold the place: those that are named, else those called as usual."""
        radius = self._column(uncertainty, _UNCERTAINTY, "uncertainty", needed=False)
        geometry = next((n for n in self.names if n in _GEOMETRY), None)
        if geometry and not (lon or lat):
            return Columns(None, None, radius, geometry)
        return Columns(self._column(lon, _LON, "lon"), self._column(lat, _LAT, "lat"), radius, None)

    def phrase_column(self, named: str | None) -> str:
        """Which column holds what is to be geocoded."""
        if named is not None and named in self.names:
            return named
        found = [] if named else [n for u in _PHRASE for n in self.names if n.lower() == u]
        if found:
            return str(found[0])
        why = f"has no column {named!r}" if named else "has no column of places"
        msg = f"{self.path} {why}; its columns are {', '.join(self.names)}; name one with --column"
        raise BulkError(msg)

    def _column(
        self, named: str | None, usual: Sequence[str], what: str, *, needed: bool = True
    ) -> str | None:
        if named is not None and named in self.names:
            return named
        found = [n for n in self.names if n.lower() in usual] if named is None else []
        if len(found) == 1 or (found and not needed):
            return str(found[0])
        if not needed and named is None:
            return None
        why = (
            f"has no column {named!r}"
            if named
            else f"has {len(found) or 'no'} column{'s' * (len(found) > 1)} for {what}"
        )
        msg = f"{self.path} {why}; its columns are {', '.join(self.names)}; name one with --{what}"
        raise BulkError(msg)


def _write(tables: Iterator[pa.Table], path: Path, border: Border) -> None:
    first = next(tables, None)
    if first is None:
        msg = f"{path.name}: the input has no rows"
        raise BulkError(msg)
    suffix = path.suffix.lower()
    if suffix in _DRIVERS:
        _write_layer(first, tables, path, _DRIVERS[suffix])
        return
    schema = _flat(first).schema
    if suffix == ".parquet":
        made = {
            "sarhad_border": border.name,
            "sarhad_border_sha256": border.sha256,
            "sarhad_attribution": border.attribution,
        }
        schema = schema.with_metadata({**(schema.metadata or {}), **made})
        writer: Any = pq.ParquetWriter(path, schema, use_dictionary=_words(schema))
    else:
        options = pyarrow.csv.WriteOptions(delimiter=_SEPARATORS[suffix], quoting_style="needed")
        writer = pyarrow.csv.CSVWriter(path, schema, write_options=options)
    with writer:
        writer.write_table(_flat(first).cast(schema))
        for table in tables:
            writer.write_table(_flat(table).cast(schema))


def _words(schema: pa.Schema) -> list[str] | bool:
    """Columns worth a dictionary: texts; numbers are written faster without."""
    return [f.name for f in schema if pa.types.is_string(f.type)] or False


def _flat(table: pa.Table) -> pa.Table:
    """Points as lon and lat, for files without geometry."""
    name = next((n for n in table.column_names if n in _GEOMETRY), None)
    if name is None:
        return table
    shapes = shapely.from_wkb(table[name].to_numpy(), on_invalid="ignore")
    table = table.drop_columns([name])
    is_point = shapely.get_type_id(shapes) == 0
    for position, (axis, values) in enumerate(
        (("lon", shapely.get_x(shapes)), ("lat", shapely.get_y(shapes)))
    ):
        if axis not in table.column_names:
            points = pa.array(values, mask=~is_point | np.isnan(values))
            table = table.add_column(position, axis, points)
    return table


def _write_layer(first: pa.Table, rest: Iterator[pa.Table], path: Path, driver: str) -> None:
    name = next((n for n in first.column_names if n in _GEOMETRY), None)
    made = name is None

    def batches() -> Iterator[pa.RecordBatch]:
        for table in chain([first], rest):
            yield from (_with_points(table) if made else table).to_batches()

    schema = (_with_points(first) if made else first).schema
    pyogrio.write_arrow(
        pa.RecordBatchReader.from_batches(schema, batches()),
        path,
        driver=driver,
        layer="measured",
        geometry_name="geometry" if made else name,
        geometry_type="Point" if made else "Unknown",
        crs="EPSG:4326",
    )


def _with_points(table: pa.Table) -> pa.Table:
    lon, lat = (
        _numbers(table[next(n for n in table.column_names if n.lower() in usual)])
        for usual in (_LON, _LAT)
    )
    points = np.full(len(lon), None, dtype=object)
    known = np.isfinite(lon) & np.isfinite(lat)
    points[known] = shapely.points(lon[known], lat[known])
    return table.append_column("geometry", pa.array(shapely.to_wkb(points), pa.binary()))


GEOCODE_COLUMNS = (
    "status",
    "name",
    "lon",
    "lat",
    "uncertainty_m",
    "confidence",
    "method",
    "country",
    "footprint",
    "depth_footprint",
    "message",
)
"""What `geocode_file` adds to each row, each with "geocode_" before its name."""

_GEOCODE_NUMBERS = frozenset({"lon", "lat", "uncertainty_m", "confidence"})
_PHRASE = ("place", "locality", "location", "verbatim_locality", "phrase", "toponym", "name")
_HINTS = ("country", "adm1", "adm2", "border_pillar")


def geocode_file(
    source: Path,
    target: Path,
    geocoder: Geocoder,
    *,
    column: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
    batch_rows: int = 5_000,
) -> Counter[str]:
    """Geocode every row of a CSV, TSV or Parquet file.

    Parameters
    ----------
    source, target
        Files told by their suffix; they need not have the same one.
    geocoder
        What the phrases are read with; its border and gazetteer go into a Parquet file's metadata.
    column
        Name of the column with the phrases, where it is not called as usual. Columns country,
        adm1, adm2 and border_pillar are taken as facts where the file has them.
    progress
        Called with the rows done and, where it is known, their number in all.
    batch_rows
        Rows that are held at a time.

    Returns
    -------
    Counter
        Rows by status. Every row is written, in its order, with `GEOCODE_COLUMNS`; of an ambiguous
        one the choices stand in the message and nothing is chosen.

    Raises
    ------
    BulkError
        If the file cannot be read, has no such column, or the output cannot be written. An output
        that is there already stays as it was.
    """
    for path in (source, target):
        if path.suffix.lower() in (*_SEPARATORS, ".parquet"):
            continue
        msg = f"{path}: expected a CSV, TSV or Parquet file to geocode"
        raise BulkError(msg)
    if source.resolve() == target.resolve():
        msg = f"{target} is the input itself; name another file with --out"
        raise BulkError(msg)
    counts: Counter[str] = Counter()
    with contextlib.closing(_Source(source, batch_rows)) as opened:
        named = opened.phrase_column(column)
        tables = _geocoded(opened, geocoder, named, counts, progress)
        _write_whole(tables, source, target, geocoder.border)
    return counts


def _cell(value: object) -> str:
    return "" if value is None else str(value).strip()


def _geocode_row(result: GeocodeResult) -> tuple[object, ...]:
    if result.status != "placed":
        return (result.status, *[None] * (len(GEOCODE_COLUMNS) - 2), result.message)
    best = result.candidates[0]
    shapes = (best.footprint, best.depth_footprint)
    return (
        result.status,
        best.name,
        best.lon,
        best.lat,
        best.coordinate_uncertainty_m,
        best.confidence,
        best.method,
        best.country or None,
        *(None if shape is None else to_json(shape) for shape in shapes),
        result.message,
    )


def _geocoded(
    opened: _Source,
    geocoder: Geocoder,
    column: str,
    counts: Counter[str],
    progress: Callable[[int, int | None], None] | None,
) -> Iterator[pa.Table]:
    for batch in opened.batches():
        texts = [_cell(value) for value in batch[column].to_pylist()]
        hints = {
            name: [_cell(value) or None for value in batch[name].to_pylist()]
            for name in _HINTS
            if name in batch.column_names and name != column
        }
        rows = []
        for number, text in enumerate(texts):
            facts: dict[str, Any] = {name: values[number] for name, values in hints.items()}
            result = geocoder.geocode(text, **facts)
            counts[result.status] += 1
            rows.append(_geocode_row(result))
        table = batch
        for name, values in zip(GEOCODE_COLUMNS, zip(*rows, strict=True), strict=True):
            kind = pa.float64() if name in _GEOCODE_NUMBERS else pa.string()
            table = table.append_column(f"geocode_{name}", pa.array(values, kind))
        if progress:
            progress(sum(counts.values()), opened.total)
        yield table


def measure_on_dask(
    pairs: Sequence[tuple[Path, Path]],
    border: Border,
    address: str,
    *,
    progress: Callable[[int, int | None], None] | None = None,
    **columns: str | None,
) -> dict[Path, Summary]:
    """Measure many files on a Dask cluster, one task a file; the same as `measure_file` does.

    Parameters
    ----------
    pairs
        Input and output of each file, in folders that all workers see.
    border
        Sent to the workers once.
    address
        The scheduler's address, or "local" for a cluster of processes on this machine.
    progress
        Called with the files done and their number.
    columns
        As `measure_file` takes them.

    Notes
    -----
    A file whose worker is lost is measured again by another one. Outputs appear only when they
    are whole, so that a repetition does no harm.

    Raises
    ------
    BulkError
        If Dask is not installed, the scheduler cannot be reached, or a file cannot be measured.
    """
    try:
        from distributed import Client, LocalCluster, as_completed  # noqa: PLC0415 - an extra
    except ImportError as error:
        msg = 'Dask is not installed; install it with: pip install "sarhad[dask]"'
        raise BulkError(msg) from error
    with contextlib.ExitStack() as stack:
        if address == "local":
            cluster = LocalCluster(
                n_workers=os.cpu_count() or 1, threads_per_worker=1, dashboard_address=None
            )
            address = stack.enter_context(cluster).scheduler_address
        try:
            client = stack.enter_context(Client(address, timeout="15s"))
        except (OSError, ValueError) as error:
            msg = f"the Dask scheduler {address!r} cannot be reached ({error}); check the address"
            raise BulkError(msg) from error
        sent = client.scatter(border, broadcast=True)
        tasks = {
            client.submit(
                measure_file, source, target, sent, **columns, pure=False, retries=3
            ): source
            for source, target in pairs
        }
        found: dict[Path, Summary] = {}
        for number, task in enumerate(as_completed(tasks), 1):
            found[tasks[task]] = task.result()
            if progress:
                progress(number, len(pairs))
    return {source: found[source] for source, _ in pairs}
