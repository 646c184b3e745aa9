"""GeoPackage, shapefiles and Parquet: layers of typed columns as texts, with their shapes.

Shapes come out as points, polygons and multipolygons in WGS84, longitude before latitude; a row
whose shape is anything else is rejected with the reason. GDAL has only the drivers that it needs,
and nothing that a file points to is fetched.
"""

from __future__ import annotations

import codecs
import json
import re
import sqlite3
import struct
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from incidents import problems, refusals, sentences
from incidents.archives import checked_entries, entry_bytes, unpack
from incidents.errors import UnknownEncodingError
from incidents.files import GDAL_DRIVERS
from incidents.shapes import checked
from incidents.source_file import CHUNK, SHOWN
from incidents.text_encoding import likely_encodings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from incidents.source_file import Sink, Source

__all__ = ["PARSERS"]

# --- GeoPackage --------------------------------------------------------------------------------

_SAFE_MODULES = frozenset({"rtree", "fts3", "fts4", "fts5"})
_VIRTUAL_TABLE = re.compile(
    r"CREATE\s+VIRTUAL\s+TABLE\b.*?\bUSING\s+[\"'`\[]?(\w+)", re.IGNORECASE | re.DOTALL
)
_LAYER = "incidents"


def _parse_geopackage(source: Source, table: Sink) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "table.gpkg"
        _copy_database(source, copy)
        gdal = _gdal(source)
        names = [str(name) for name, _ in gdal.list_layers(copy)]
        spatial = {str(name) for name, kind in gdal.list_layers(copy) if kind is not None}
        layer = _chosen_layer(source, gdal, copy, names, spatial)
        table.parsed.part = layer
        _fill_from_layer(source, copy, layer, table, encoding=None)


def _copy_database(source: Source, copy: Path) -> None:
    """A consistent copy, also of a database that is in use; refused if it is no GeoPackage."""
    beside = source.path.with_name(f"{source.name}-wal")
    mode = "ro" if beside.exists() and beside.stat().st_size else "ro&immutable=1"
    try:
        original = sqlite3.connect(f"{source.path.absolute().as_uri()}?mode={mode}", uri=True)
        target = sqlite3.connect(copy)
        try:
            original.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            schema = target.execute("SELECT name, sql FROM sqlite_master").fetchall()
        finally:
            target.close()
            original.close()
    except sqlite3.Error as error:
        source.refuse(refusals.DAMAGED_DATABASE.format(error=error))
    if "gpkg_contents" not in {str(name).lower() for name, _ in schema}:
        source.refuse(refusals.NO_GEOPACKAGE)
    for name, sql in schema:
        found = _VIRTUAL_TABLE.search(str(sql or ""))
        if found and found[1].lower() not in _SAFE_MODULES:
            source.refuse(
                f"refused: its table {name!r} reads from elsewhere (by {found[1]!r}); save the "
                "layer to a new GeoPackage"
            )


def _chosen_layer(
    source: Source,
    gdal: Any,  # noqa: ANN401 - pyogrio has no types
    path: Path,
    names: Sequence[str],
    spatial: set[str],
) -> str:
    wanted = source.how.part
    shown = ", ".join(map(repr, names)) or "none"
    if wanted is not None:
        if wanted not in names:
            source.refuse(refusals.NO_SUCH_LAYER.format(said=wanted, listed=shown))
        return wanted
    if _LAYER in names:
        return _LAYER
    filled = [
        name
        for name in names
        if gdal.read_info(path, layer=name, force_feature_count=True)["features"]
    ]
    for choice in (filled, [name for name in filled if name in spatial]):
        if len(choice) == 1:
            return choice[0]
    if not filled:
        source.refuse(refusals.LAYERS_EMPTY.format(listed=shown))
    return source.refuse(refusals.SEVERAL_LAYERS.format(listed=", ".join(map(repr, filled))))


# --- Shapefile ---------------------------------------------------------------------------------

_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def _parse_shapefile(source: Source, table: Sink) -> None:
    if not source.head(4).startswith(b"PK"):
        source.refuse(refusals.BARE_SHAPEFILE)
    entries = checked_entries(source.path)
    stems = sorted({e.filename[:-4] for e in entries if e.filename.lower().endswith(".shp")})
    short = {stem: stem.rpartition("/")[2] for stem in stems}
    wanted = source.how.part
    if wanted is not None:
        stems = [stem for stem in stems if wanted in (stem, short[stem])]
    if len(stems) != 1:
        names = ", ".join(repr(name) for name in short.values())
        source.refuse(refusals.NOT_ONE_SHAPEFILE.format(listed=names or "none"))
    found = {
        e.filename[-4:].lower(): e
        for e in entries
        if e.filename[:-4].lower() == stems[0].lower()
        and e.filename[-4:].lower() in _SHAPEFILE_PARTS
    }
    for suffix in (".shx", ".dbf"):
        if suffix not in found:
            source.refuse(refusals.PART_MISSING.format(said=short[stems[0]], given=suffix))
    table.parsed.part = short[stems[0]]
    with tempfile.TemporaryDirectory() as folder:
        for suffix, entry in found.items():
            if suffix != ".cpg":
                unpack(source.path, entry, Path(folder) / f"table{suffix}")
        stated = entry_bytes(source.path, found[".cpg"], 100) if ".cpg" in found else b""
        encoding = _dbf_encoding(source, Path(folder) / "table.dbf", stated, table)
        _fill_from_layer(source, Path(folder) / "table.shp", "table", table, encoding=encoding)


def _dbf_encoding(source: Source, path: Path, stated: bytes, table: Sink) -> str:
    """What the texts of a .dbf are in: as told, as the .cpg says, UTF-8 if all is valid in it."""
    told = source.how.encoding
    if told is None:
        told = _code_page(stated.decode("ascii", "replace").strip())
    if told is not None:
        try:
            return codecs.lookup(told).name
        except LookupError:
            source.refuse(refusals.STATED_ENCODING.format(said=told))
    data = path.read_bytes()
    start = struct.unpack("<H", data[8:10])[0] if len(data) > 10 else 0
    if data.isascii() or data[start:].isascii():
        return "utf-8"
    try:
        data[start:].decode("utf-8")
    except UnicodeDecodeError as error:
        around = data[max(start, start + error.start - 4096) :][: 16 * 4096]
        samples = likely_encodings(around, min(error.start, 4096))
        shown = ", ".join(
            refusals.SAMPLE.format(code=name, said=sample) for name, sample in samples
        )
        msg = f"{source.name}: {refusals.SHAPEFILE_ENCODING.format(samples=shown)}"
        raise UnknownEncodingError(msg, samples=samples) from error
    table.remark(sentences.VALID_UTF8)
    return "utf-8"


def _code_page(text: str) -> str | None:
    """The encoding that a .cpg names, as Python names it; None where it is not known."""
    plain = text.lower().removeprefix("ansi").strip().replace("iso 88", "iso-88")
    known = {"88591": "latin-1", "65001": "utf-8", "8859-1": "latin-1", "system": None, "": None}
    if plain in known:
        return known[plain]
    name = f"cp{plain}" if plain.isdigit() else plain
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


# --- Parquet -----------------------------------------------------------------------------------


def _parse_parquet(source: Source, table: Sink) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415 - only where it is needed

    with pq.ParquetFile(source.path) as file:
        schema = file.schema_arrow
        names = list(schema.names)
        geometry, passed_over, crs = _geo_columns(source, schema)
        shapes = None if geometry is None else _LayerShapes(source, crs)
        kept = [
            place
            for place, name in enumerate(names)
            if name != geometry and name not in passed_over
        ]
        columns = _Columns(table, [names[place] for place in kept])
        number = 1
        for batch in file.iter_batches(batch_size=CHUNK):
            wkb = None
            if geometry is not None:
                wkb = batch.column(names.index(geometry))
                if isinstance(wkb, pa.ExtensionArray):
                    wkb = wkb.storage
            columns.add([batch.column(place) for place in kept], number + 1, shapes, wkb)
            number += batch.num_rows
        if number == 1:
            table.start([names[place] for place in kept])


def _geo_columns(source: Source, schema: pa.Schema) -> tuple[str | None, set[str], Any]:
    """The column of shapes, columns that only repeat their bounds, and the coordinate system."""
    raw = (schema.metadata or {}).get(b"geo")
    if raw is None:
        return None, set(), None
    try:
        geo = json.loads(raw)
        name = geo["primary_column"]
        about = geo["columns"][name]
        encoding = about["encoding"]
        covering = about.get("covering", {}).get("bbox", {})
        bounds = {path[0] for path in covering.values()}
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        source.refuse(refusals.GEOPARQUET_DAMAGED.format(error=error))
    if encoding != "WKB" or name not in schema.names:
        source.refuse(
            f"its shapes in {name!r} are written as {encoding!r}; expected WKB: save it anew with "
            "geometry_encoding WKB"
        )
    crs = about.get("crs", "OGC:CRS84")
    return name, bounds & set(schema.names), json.dumps(crs) if isinstance(crs, dict) else crs


# --- Layers by GDAL ----------------------------------------------------------------------------


def _gdal(source: Source) -> Any:  # noqa: ANN401 - pyogrio has no types
    """GDAL, if it knows no more drivers than it may."""
    import pyogrio  # noqa: PLC0415 - slow to load

    more = set(pyogrio.list_drivers()) - GDAL_DRIVERS
    if more and not source.trusted:
        source.refuse(
            f"not read: GDAL would try {len(more)} formats more than it may ({min(more)} "
            "and others); this is a fault of the installation, please report it"
        )
    return pyogrio


def _fill_from_layer(
    source: Source, path: Path, layer: str, table: Sink, *, encoding: str | None
) -> None:
    """Hand on the rows of a layer.

    `encoding` is what the texts are really in, where GDAL is to give them byte for byte.
    """
    gdal = _gdal(source)
    given = {} if encoding is None else {"encoding": "ISO-8859-1"}
    number = 1
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with gdal.open_arrow(path, layer=layer, batch_size=CHUNK, use_pyarrow=True, **given) as (
            meta,
            reader,
        ):
            shape_name = meta["geometry_name"] or "wkb_geometry"
            names = [str(name) for name in meta["fields"]]
            has_shapes = meta["geometry_type"] is not None and shape_name in reader.schema.names
            shapes = _LayerShapes(source, meta["crs"]) if has_shapes else None
            columns = _Columns(table, names, encoding)
            for batch in reader:
                given_shapes = batch.column(shape_name) if has_shapes else None
                columns.add([batch.column(n) for n in names], number + 1, shapes, given_shapes)
                number += batch.num_rows
    for warning in dict.fromkeys(str(one.message) for one in told):
        table.remark(f"GDAL says: {warning[:SHOWN]}")


# --- Columns and shapes ------------------------------------------------------------------------


class _Columns:
    """Typed columns, batch after batch, into texts and shapes."""

    def __init__(self, table: Sink, names: Sequence[str], encoding: str | None = None) -> None:
        self._table = table
        self._names = names
        self._encoding = encoding
        self._left_out: set[int] = set()
        self._started = False

    def add(
        self,
        columns: Sequence[pa.Array],
        first: int,
        shapes: _LayerShapes | None,
        wkb: pa.Array | None,
    ) -> None:
        table = self._table
        texts = [_as_text(column) for column in columns]
        if not self._started:
            self._started = True
            for place, text in enumerate(texts):
                if text is None:
                    self._left_out.add(place)
                    table.remark(sentences.BYTES.format(said=self._names[place]))
            kept_names = [n for k, n in enumerate(self._names) if k not in self._left_out]
            table.start(map(self._recoded, kept_names), has_shapes=shapes is not None)
        broken: dict[int, tuple[str, str, str]] = {}
        sound = [
            self._sound_texts(text, table.header[place], broken)
            for place, text in enumerate(
                text for k, text in enumerate(texts) if k not in self._left_out
            )
        ]
        count = len(columns[0]) if columns else len(wkb if wkb is not None else ())
        drawn: list[bytes | None] = [None] * count
        if shapes is not None and wkb is not None:
            drawn, bad = shapes.read(wkb)
            for place, reason in bad.items():
                broken.setdefault(place, ("geometry", "", reason))
        for place, (column, value, reason) in sorted(broken.items()):
            cells = [str(s[place].as_py() or "") for s in sound]
            table.reject(first + place, cells, reason, column=column, value=value)
        kept = np.array([k for k in range(count) if k not in broken], dtype=np.int64)
        if len(kept) < count:
            sound = [s.take(pa.array(kept)) for s in sound]
            drawn = [drawn[k] for k in kept.tolist()]
        numbers = first + kept
        table.add(sound, numbers, pa.array(drawn, pa.binary()) if shapes is not None else None)

    def _recoded(self, text: str) -> str:
        if self._encoding is None or text.isascii():
            return text
        return text.encode("latin-1").decode(self._encoding, "replace")

    def _sound_texts(
        self, text: pa.Array | None, column: str, broken: dict[int, tuple[str, str, str]]
    ) -> pa.Array:
        """A column in valid UTF-8; what is not is marked as broken."""
        if text is None:
            text = pa.nulls(0, pa.string())
        if self._encoding is None:
            try:
                text.validate(full=True)
            except pa.ArrowInvalid:
                return self._decoded(text.view(pa.binary()).to_pylist(), "utf-8", column, broken)
            return text
        raw = [None if v is None else v.encode("latin-1") for v in text.to_pylist()]
        return self._decoded(raw, self._encoding, column, broken)

    def _decoded(
        self,
        raw: Sequence[bytes | None],
        encoding: str,
        column: str,
        broken: dict[int, tuple[str, str, str]],
    ) -> pa.Array:
        texts: list[str | None] = []
        for place, value in enumerate(raw):
            try:
                texts.append(None if value is None else value.decode(encoding))
            except UnicodeDecodeError:
                shown = (value or b"").decode(encoding, "backslashreplace")
                texts.append(shown)
                broken[place] = (column, shown, f"not valid {encoding}; mend the text")
        return pa.array(texts, pa.string())


def _as_text(column: pa.Array) -> pa.Array | None:
    """A column of any type as texts; None for bytes."""
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if any(matches(kind) for matches in _BYTES):
        return None
    if pa.types.is_boolean(kind):
        return pc.if_else(column, "yes", "no")
    if pa.types.is_nested(kind):
        values = (None if v is None else _as_json(v) for v in column.to_pylist())
        return pa.array(values, pa.string())
    text = column.cast(pa.string())
    if pa.types.is_timestamp(kind):
        text = pc.replace_substring(text, " ", "T", max_replacements=1)
    if pa.types.is_temporal(kind):
        text = pc.replace_substring_regex(text, r"\.0+(Z|[+-].*)?$", r"\1")
    return text


_BYTES = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)


def _as_json(value: Any) -> str:  # noqa: ANN401 - whatever a nested column holds
    return json.dumps(value, ensure_ascii=False, default=str)


class _LayerShapes:
    """Shapes of a layer as they come, into those that are kept."""

    def __init__(self, source: Source, crs: Any) -> None:  # noqa: ANN401 - text or PROJJSON
        import pyproj  # noqa: PLC0415 - only where there are layers

        try:
            found = None if not crs else pyproj.CRS.from_user_input(crs)
        except pyproj.exceptions.CRSError as error:
            source.refuse(refusals.SYSTEM_NOT_READ.format(error=str(error)[:SHOWN]))
        if found is None or found.name.lower().startswith(("undefined", "unknown engineering")):
            source.refuse(refusals.SYSTEM_NOT_SAID)
        wgs84 = pyproj.CRS("OGC:CRS84")
        self._transformer = None
        if not found.equals(pyproj.CRS("EPSG:4326"), ignore_axis_order=True):
            self._transformer = pyproj.Transformer.from_crs(found, wgs84, always_xy=True)
        self._name = found.name

    def read(self, wkb: pa.Array) -> tuple[list[bytes | None], dict[int, str]]:
        """Checked WKB in WGS84, and for each place that is broken the reason."""
        raw = np.asarray(wkb.to_pylist(), dtype=object)
        given = np.array([value is not None for value in raw], dtype=bool)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shapes = shapely.from_wkb(raw, on_invalid="ignore")
        broken = dict.fromkeys(
            np.flatnonzero(given & shapely.is_missing(shapes)).tolist(),
            problems.SHAPE_NOT_READ,
        )
        transform = None if self._transformer is None else self._transformer.transform
        shapes, more = checked(shapes, transform, self._name)
        return shapely.to_wkb(shapes).tolist(), broken | more


PARSERS: dict[str, Callable[[Source, Sink], None]] = {
    "GeoPackage": _parse_geopackage,
    "Shapefile": _parse_shapefile,
    "Parquet": _parse_parquet,
}
"""What reads each of these formats."""
