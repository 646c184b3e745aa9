"""Files of lines and polygons, told by their content: GeoJSON, GeoPackage and shapefiles.

Nothing that a user typed reaches GDAL: the content is checked by its signature, and GDAL opens a
copy of it under a name of our own. GeoJSON is not given to GDAL at all.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import pyogrio
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geodata.errors import BorderError
from geodata.vertices import GRID_DEG, LINE, SHOWN, exploded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["MOST_LISTED", "Layer", "LineFileError", "Source", "read_source"]

_LARGEST_BYTES = 500_000_000
MOST_LISTED = 40
_SIDECARS = (".shx", ".dbf", ".prj", ".cpg")
_FORMATS = {".gpkg": "GeoPackage", ".shp": "shapefile"}
_SHAPEFILE_CODE = b"\x00\x00\x27\x0a"
_GEOPACKAGE_IDS = (b"GPKG", b"GP10", b"GP11")
_DRIVERS = {".gpkg": "GPKG", ".shp": "ESRI Shapefile"}
_GEOJSON_SUFFIXES = (".geojson", ".json")
_GEOMETRIES = {
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
}  # fmt: skip
_CRS_NAME = re.compile(r"(urn:ogc:def:crs:|EPSG:|OGC:|ESRI:)[\w.:\-]+", re.IGNORECASE)
_WGS84_DEGREES = CRS("EPSG:4326")


class LineFileError(BorderError):
    """A file of a line or of country polygons is unusable; the message lists what to mend."""


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer of a file: its geometries that are not empty, in its own CRS, without heights."""

    name: str
    shapes: NDArray[Any]
    properties: list[Mapping[str, object]]
    crs: str | None

    def has(self, kind: int) -> bool:
        """Whether it holds a line or a polygon, whichever is asked for."""
        return bool((shapely.get_type_id(exploded(self.shapes)) == kind).any())

    def in_degrees(self, source: Source) -> NDArray[Any]:
        """The geometries in WGS84; refused if they cannot be that."""
        points, feature = shapely.get_coordinates(self.shapes, return_index=True)
        finite = np.isfinite(points).all(axis=1)
        if not finite.all():
            bad = np.unique(feature[~finite]) + 1
            problem = (
                f"{(~finite).sum()} coordinates are not finite, in feature "
                f"{', '.join(map(str, bad[:SHOWN]))}; expected numbers. Take these vertices out"
            )
            raise LineFileError(source.refused([problem]))
        far = (np.abs(points) > (180.0, 90.0)).any(axis=1)
        if self.crs is None:
            sample = points[far][0] if far.any() else points[0]
            looks = (
                "are not degrees: it is unprojected"
                if far.any()
                else "look like degrees, but of which datum is not said"
            )
            problem = (
                f"it names no coordinate reference system (CRS), and coordinates such as "
                f"{_numbers(sample)} {looks}; expected a CRS. Set the one in which it was drawn "
                f"(a shapefile's stands in its .prj; EPSG:4326 is longitude and latitude on "
                f"WGS84) and save it again"
            )
            raise LineFileError(source.refused([problem]))
        try:
            crs = CRS.from_user_input(self.crs)
            shapes: NDArray[Any] = shapely.transform(self.shapes, _to_degrees(crs))
            shapes = shapely.transform(shapes, _without_excess)
        except CRSError as error:
            problem = (
                f"its CRS {self.crs[:80]!r} is not known ({error}); set another and save again"
            )
            raise LineFileError(source.refused([problem])) from error
        degrees = shapely.get_coordinates(shapes)
        with np.errstate(invalid="ignore"):
            off = ~(np.abs(degrees) <= (180.0, 90.0)).all(axis=1)
        if off.any():
            problem = (
                f"{off.sum()} of {len(off)} coordinates, such as {_numbers(points[off][0])}, lie "
                f"nowhere on the globe in its CRS, {crs.name}; expected longitude -180 to 180 and "
                f"latitude -90 to 90 in degrees. If the numbers are metres, the file is "
                f"unprojected: set the CRS in which it was drawn and save it again"
            )
            raise LineFileError(source.refused([problem]))
        return shapes


@dataclass(frozen=True, eq=False)
class Source:
    """A file that was read."""

    path: Path
    sha256: str
    layers: list[Layer]

    def layers_with(self, kind: int) -> list[Layer]:
        """The layers with lines or with polygons."""
        return [layer for layer in self.layers if layer.has(kind)]

    def only_layer(self, kind: int) -> Layer:
        """The one layer with lines or with polygons."""
        what = "a line" if kind == LINE else "country polygons"
        layers = self.layers_with(kind)
        if len(layers) == 1:
            return layers[0]
        if not layers:
            raise LineFileError(self.refused([self.holds(what)]))
        names = ", ".join(repr(layer.name) for layer in layers)
        problem = (
            f"{len(layers)} of its layers hold {what}: {names}; expected one. Save the one that is "
            f"meant in a file of its own"
        )
        raise LineFileError(self.refused([problem]))

    def holds(self, expected: str) -> str:
        """What was found in place of what was expected."""
        kinds = Counter(shape.geom_type for layer in self.layers for shape in layer.shapes)
        found = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
        found = found or "no geometry at all: it is empty"
        return f"it holds {found}; expected {expected}. Check that it is the right file"

    def refused(self, problems: Sequence[str]) -> str:
        """Why the file is refused, in words: all its problems."""
        return _refusal(self.path, problems)


def _refusal(path: Path, problems: Sequence[str]) -> str:
    listed = "\n".join(f"- {problem}." for problem in problems)
    return f"The file {path.name!r} cannot be used as a border:\n{listed}"


def read_source(path: Path) -> Source:
    """Read all layers of a file, by its content."""
    content = _content(path)
    suffix = path.suffix.lower()
    try:
        if suffix in _GEOJSON_SUFFIXES:
            layers = [_geojson_layer(content)]
        elif suffix == ".zip":
            layers = _ogr_layers(_unzipped(content))
        elif suffix == ".shp":
            layers = _ogr_layers({".shp": content, **_sidecars(path)})
        elif suffix == ".gpkg":
            _check_settled(path)
            layers = _ogr_layers({".gpkg": content})
        else:
            known = ", ".join((*_GEOJSON_SUFFIXES, ".gpkg", ".shp", ".zip"))
            _refuse(f"its name ends in {suffix!r}; expected one of {known}. Save it as GeoJSON")
    except _UnreadableError as error:
        raise LineFileError(_refusal(path, [str(error)])) from error
    return Source(path=path, sha256=hashlib.sha256(content).hexdigest(), layers=layers)


class _UnreadableError(Exception):
    """What is wrong with a file, without its name."""


def _refuse(problem: str) -> NoReturn:
    raise _UnreadableError(problem)


def _content(path: Path) -> bytes:
    if not path.exists():
        found = "there is no such file on this computer"
    elif not path.is_file():
        found = "it is a folder" if path.is_dir() else "it is no ordinary file"
    elif path.stat().st_size > _LARGEST_BYTES:
        found = f"it has {path.stat().st_size:,} bytes; expected {_LARGEST_BYTES:,} at most"
    else:
        try:
            return path.read_bytes()
        except OSError as error:
            found = f"it cannot be read: {error.strerror}"
    problem = f"{found}. Give the path of a GeoJSON, GeoPackage or shapefile on this computer"
    raise LineFileError(_refusal(path, [problem]))


def _geojson_layer(content: bytes) -> Layer:
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        _refuse(f"it is no GeoJSON: {error}. Export it again as GeoJSON")
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "FeatureCollection":
        features = document.get("features")
    elif kind == "Feature":
        features = [document]
    elif kind in _GEOMETRIES:
        features = [{"type": "Feature", "geometry": document}]
    else:
        _refuse(
            f"it is JSON, but its type is {kind!r}; expected a FeatureCollection, a Feature or a "
            f"geometry. Export it as GeoJSON"
        )
    if not isinstance(features, list):
        _refuse("its FeatureCollection has no list of features; export it again as GeoJSON")
    shapes, properties, faults = [], [], []
    for number, feature in enumerate(features, start=1):
        try:
            text = json.dumps(feature["geometry"], allow_nan=False)
            shape = shapely.from_geojson(text) if text != "null" else None
        except (shapely.errors.GEOSException, KeyError, TypeError, ValueError) as error:
            faults.append(f"feature {number}: {str(error).strip()}")
            continue
        if shape is not None and not shape.is_empty:
            shapes.append(shapely.force_2d(shape))
            properties.append(feature.get("properties") or {})
    if faults:
        listed = "; ".join(faults[:SHOWN]) + "; ..." * (len(faults) > SHOWN)
        _refuse(f"{len(faults)} of {len(features)} geometries are broken: {listed}. Mend them")
    return Layer(
        name="GeoJSON",
        shapes=np.array(shapes, dtype=object),
        properties=properties,
        crs=_geojson_crs(document),
    )


def _no_constant(name: str) -> NoReturn:
    message = f"{name} is no number in JSON"
    raise ValueError(message)


def _geojson_crs(document: Mapping[str, Any]) -> str:
    """The CRS of older GeoJSON; without one it is WGS84 (RFC 7946)."""
    if document.get("crs") is None:
        return "OGC:CRS84"
    try:
        name = document["crs"]["properties"]["name"]
        known = _CRS_NAME.fullmatch(name)
    except (KeyError, TypeError):
        name, known = document["crs"], None
    if known is None:
        _refuse(
            f"its CRS is {str(name)[:80]!r}; expected a name such as EPSG:32641. Export it again "
            f"as GeoJSON in WGS84"
        )
    return str(name)


def _unzipped(content: bytes) -> dict[str, bytes]:
    """The files of the one shapefile in a zip, by suffix."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = [m for m in archive.infolist() if not m.filename.startswith("__MACOSX/")]
            found = [m.filename for m in members if m.filename.lower().endswith(".shp")]
            if len(found) != 1:
                listed = ", ".join(m.filename for m in members[:MOST_LISTED])
                _refuse(
                    f"it is a zip with {len(found)} shapefiles; expected one. It holds: {listed}"
                )
            stem = found[0][:-4].lower()
            wanted = {
                m.filename[-4:].lower(): m
                for m in members
                if m.filename.lower() in {stem + suffix for suffix in (".shp", *_SIDECARS)}
            }
            if sum(m.file_size for m in wanted.values()) > _LARGEST_BYTES:
                _refuse(f"its shapefile unpacks to more than {_LARGEST_BYTES:,} bytes")
            return {suffix: archive.read(member) for suffix, member in wanted.items()}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        _refuse(f"it is no zip that can be unpacked: {error}. Zip the shapefile again")


def _sidecars(path: Path) -> dict[str, bytes]:
    beside = {
        suffix: own
        for suffix in _SIDECARS
        for own in (path.with_suffix(suffix), path.with_suffix(suffix.upper()))
        if own.is_file()
    }
    try:
        return {suffix: own.read_bytes() for suffix, own in beside.items()}
    except OSError as error:
        _refuse(f"a file beside it cannot be read: {error.strerror}")


def _check_settled(path: Path) -> None:
    journal = path.with_name(path.name + "-wal")
    if journal.is_file() and journal.stat().st_size > 0:
        _refuse(
            f"another program has it open, and its last changes are still in {journal.name!r}. "
            f"Close it there"
        )


def _ogr_layers(files: Mapping[str, bytes]) -> list[Layer]:
    """Read a GeoPackage or a shapefile, given by suffix, from a copy under a name of our own."""
    suffix = ".gpkg" if ".gpkg" in files else ".shp"
    head = files[suffix][:100]
    is_shapefile = head[:4] == _SHAPEFILE_CODE
    is_geopackage = head[:16] == b"SQLite format 3\0" and head[68:72] in _GEOPACKAGE_IDS
    if not (is_shapefile if suffix == ".shp" else is_geopackage):
        _refuse(f"its content is no {_FORMATS[suffix]}, whatever its name says. Export it again")
    if suffix == ".shp" and ".shx" not in files:
        _refuse("its .shx is missing; copy all files of the shapefile (.shp, .shx, .dbf, .prj)")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"copy{suffix}"
        for own, content in files.items():
            copy.with_suffix(own).write_bytes(content)
        try:
            return [_ogr_layer(copy, str(name)) for name, _ in pyogrio.list_layers(copy)]
        except (
            pyogrio.errors.DataSourceError,
            pyogrio.errors.DataLayerError,
            pyogrio.errors.FeatureError,
            pyogrio.errors.GeometryError,
            shapely.errors.GEOSException,
            UnicodeDecodeError,
        ) as error:
            reason = str(error).replace(str(copy), f"the {_FORMATS[suffix]}")
            _refuse(f"it is damaged, or holds what is no plain line or polygon: {reason}")


def _ogr_layer(copy: Path, name: str) -> Layer:
    driver = pyogrio.read_info(copy, layer=name)["driver"]
    if driver != _DRIVERS[copy.suffix]:
        _refuse(f"it was read as {driver}; expected {_DRIVERS[copy.suffix]}")
    meta, _, wkb, values = pyogrio.raw.read(copy, layer=name, force_2d=True)
    shapes = shapely.from_wkb(wkb) if wkb is not None else np.empty(0, dtype=object)
    filled = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    texts = {
        str(field): column
        for field, column in zip(meta["fields"], values, strict=True)
        if column.dtype == object
    }
    return Layer(
        name=name,
        shapes=shapes[filled],
        properties=[{field: column[k] for field, column in texts.items()} for k in filled],
        crs=None if "Undefined" in (meta["crs"] or "")[:80] else meta["crs"],
    )


def _to_degrees(crs: CRS) -> Callable[[Floats], Floats]:
    """Coordinates in a CRS, easting first, as longitude and latitude on WGS84."""
    if crs.equals(_WGS84_DEGREES, ignore_axis_order=True):
        return lambda points: points
    transformer = Transformer.from_crs(crs, _WGS84_DEGREES, always_xy=True)
    return lambda points: np.column_stack(transformer.transform(*points.T))


def _without_excess(degrees: Floats) -> Floats:
    """Put what is off the globe by rounding alone, such as 180.00000000000006, back on it."""
    ends = np.clip(degrees, (-180.0, -90.0), (180.0, 90.0))
    kept: Floats = np.where(np.abs(degrees - ends) <= GRID_DEG, ends, degrees)
    return kept


def _numbers(point: Floats) -> str:
    return f"{point[0]:.10g}, {point[1]:.10g}"
