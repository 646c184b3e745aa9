"""Shapes of single rows: one point, a polygon or a multipolygon in WGS84, or none.

Longitude stands before latitude. A shape that is anything else breaks its row, never the file.
"""

from __future__ import annotations

import math
import re
import struct
import warnings
from typing import TYPE_CHECKING, Any

from incidents import problems

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np

    from incidents.source_file import Row, Sink

__all__ = [
    "BrokenShapeError",
    "Features",
    "checked",
    "is_text_of_a_shape",
    "of_texts",
    "point_wkb",
    "polygons_wkb",
    "position",
    "wrong_kind",
]

_SRID = re.compile(r"\s*SRID\s*=\s*(\d+)\s*;", re.IGNORECASE)
_WKT = re.compile(
    r"(?:(?:MULTI)?(?:POINT|LINESTRING|POLYGON)|(?P<collection>GEOMETRYCOLLECTION))"
    r"\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)",
    re.IGNORECASE,
)
_WGS84 = frozenset({"4326", "0"})


class BrokenShapeError(ValueError):
    """A shape of one row cannot be used; the message says why."""


def position(lon: Any, lat: Any) -> tuple[float, float]:  # noqa: ANN401 - as it stands
    """Check a position in degrees.

    Raises
    ------
    BrokenShapeError
        If it is no pair of numbers, or no place on Earth.
    """
    try:
        x, y = float(lon), float(lat)
    except (TypeError, ValueError) as error:
        told = problems.NO_PAIR.format(given=repr(lon), second=repr(lat))
        raise BrokenShapeError(told) from error
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90):
        raise BrokenShapeError(problems.NO_SUCH_PLACE.format(lon=lon, lat=lat))
    return x, y


def point_wkb(lon_lat: tuple[float, float]) -> bytes:
    """A point at a checked position."""
    return struct.pack("<BIdd", 1, 1, *lon_lat)


def polygons_wkb(polygons: Sequence[Sequence[Sequence[tuple[float, float]]]]) -> bytes:
    """A polygon, or a multipolygon of several, each an outline and its holes.

    Raises
    ------
    BrokenShapeError
        If a polygon has no outline, or a ring is not closed.
    """
    import shapely  # noqa: PLC0415 - only where there are areas

    for rings in polygons:
        if not rings:
            raise BrokenShapeError(problems.NO_OUTLINE)
        for ring in rings:
            if len(ring) < 4 or ring[0] != ring[-1]:
                raise BrokenShapeError(problems.OUTLINE_OPEN)
    parts = [shapely.Polygon(rings[0], rings[1:]) for rings in polygons]
    shape = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    return bytes(shapely.to_wkb(shape))


def checked(
    shapes: np.ndarray, transform: Callable[..., Any] | None = None, crs_name: str = ""
) -> tuple[np.ndarray, dict[int, str]]:
    """Plain points, polygons and multipolygons of shapes as they come.

    Parameters
    ----------
    shapes
        Shapely's objects, None where there is none.
    transform
        From their coordinates, easting first, to longitude and latitude; None: they are that.
    crs_name
        What their coordinate system is called.

    Returns
    -------
    tuple
        The shapes in two dimensions, a multipoint of one as that point, an empty one as none; and
        for each place that is broken, and has none now, the reason.
    """
    import numpy as np  # noqa: PLC0415 - a parser of rows does without
    import shapely  # noqa: PLC0415

    broken: dict[int, str] = {}
    shapes = shapely.force_2d(shapes)
    shapes[shapely.is_empty(shapes)] = None
    types = shapely.get_type_id(shapes)
    single = (types == 4) & (shapely.get_num_geometries(shapes) == 1)
    shapes[single] = shapely.get_geometry(shapes[single], 0)
    types = shapely.get_type_id(shapes)
    for place in np.flatnonzero(~np.isin(types, (-1, 0, 3, 6))).tolist():
        broken[place] = wrong_kind(shapes[place].geom_type)
        shapes[place] = None
    if transform is not None:
        shapes = shapely.transform(shapes, transform, interleaved=False)
    coordinates, owners = shapely.get_coordinates(shapes, return_index=True)
    x, y = np.abs(coordinates.T) if len(coordinates) else (np.array([]), np.array([]))
    bad = ~((x <= 180) & (y <= 90))
    owner, first = np.unique(owners[bad], return_index=True)
    for place, (lon, lat) in zip(owner.tolist(), coordinates[bad][first], strict=True):
        told = problems.NO_SUCH_POINT if transform is None else problems.NO_SUCH_POINT_FROM
        broken[place] = told.format(lon=lon, lat=lat, given=crs_name)
        shapes[place] = None
    return shapes, broken


def is_text_of_a_shape(text: str) -> bool:
    """Whether a text begins as well-known text does."""
    return _WKT.match(_SRID.sub("", text, count=1).lstrip()) is not None


def of_texts(texts: Sequence[str | None]) -> tuple[np.ndarray, dict[int, str]]:
    """Shapes of well-known texts, as `checked` gives them; a blank text is no shape."""
    import numpy as np  # noqa: PLC0415 - a parser of rows does without
    import shapely  # noqa: PLC0415

    broken: dict[int, str] = {}
    plain: list[str | None] = []
    for place, text in enumerate(texts):
        srid = _SRID.match(text or "")
        plain.append((text or "")[srid.end() if srid else 0 :].strip() or None)
        if srid and srid[1] not in _WGS84:
            broken[place] = problems.OTHER_SYSTEM.format(given=srid[1])
            plain[place] = None
        broken |= _not_to_be_read(place, plain)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shapes = shapely.from_wkt(np.array(plain, dtype=object), on_invalid="ignore")
    for place in np.flatnonzero(shapely.is_missing(shapes)).tolist():
        if plain[place] is not None:
            broken[place] = problems.NO_SHAPE
    shapes, more = checked(shapes)
    return shapes, more | broken


def _not_to_be_read(place: int, texts: list[str | None]) -> dict[int, str]:
    """Why a text is kept from GEOS, whose reader of collections in collections has no bottom."""
    text = texts[place]
    kind = _WKT.match(text or "")
    if text is None or (kind and not kind["collection"]):
        return {}
    texts[place] = None
    return {place: wrong_kind("GeometryCollection") if kind else problems.NO_SHAPE}


def wrong_kind(kind: str) -> str:
    """The reason why a shape of another kind is not taken."""
    return problems.SHAPE_KIND.format(given=kind)


class Features:
    """Rows with shapes, and those that are broken, until all names of columns are known."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, Row]] = []
        self._shapes: list[bytes | None] = []
        self._broken: list[tuple[int, Row, str, str, str]] = []

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._rows or self._broken)

    def add(self, number: int, row: Row, shape: bytes | None) -> None:
        """Take a row and its shape as WKB."""
        self._rows.append((number, row))
        self._shapes.append(shape)

    def fail(self, number: int, row: Row, reason: str, column: str, value: str) -> None:
        """Take a row that is to be rejected, with the reason."""
        self._broken.append((number, row, reason, column, value))

    def hand_on(self, table: Sink) -> None:
        """Start the table and give it all of them."""
        names = (name for _, row, *_ in self._broken for name in row)
        table.fill(self._rows, self._shapes, names)
        for number, row, reason, column, value in self._broken:
            cells = [row.get(name) for name in table.header]
            table.reject(number, cells, reason, column=column, value=value)
