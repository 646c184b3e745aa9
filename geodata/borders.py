"""The border: a line with a direction, and the countries on its two sides.

A border is a polyline of geodesics on the WGS84 ellipsoid. Positions along it are chainages:
geodesic metres from its start. Which side a place is on is never decided by left or right of the
line but by the country polygons, which share the line's vertices exactly.

The default border is OpenStreetMap's land border of Iran and Pakistan, from the tri-point with
Afghanistan south to the sea. It is not a legal boundary.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geodata import data
from geodata.errors import BorderError, DataFileError
from geodata.measurement import WGS84

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["WGS84", "AccuracyStretch", "Border", "load_border"]

_MICRODEGREE = 1e-6
_LINE_PIECE_M = 100.0
_OTHER_PIECE_M = 1000.0
_METRES_PER_DEGREE = 111_320.0
_STATED_LENGTH_TOLERANCE_M = 0.01


@dataclass(frozen=True)
class AccuracyStretch:
    """How far the line may be from the true one, on a stretch of it.

    `error_m` is an assumption, read off the disagreement of two good lines: the line is taken
    to be within it at 95 %.
    """

    from_m: float
    to_m: float
    error_m: float
    name: str


@dataclass(frozen=True, eq=False)
class Border:
    """A border line with the countries around it.

    Parameters
    ----------
    name
        What the border is called.
    line
        (n, 2) float64, lon and lat in degrees (WGS84); its segments are geodesics and its order
        gives the direction of chainage.
    countries
        ISO 3166 alpha-3 code to polygon (lon, lat; land only). Along the line the polygons of
        the two neighbours share its vertices exactly.
    positive, negative
        Codes of the countries in which signed distances are positive and negative.
    accuracy
        The line's own assumed error by stretch, in order; outside of every stretch the largest
        error holds. Empty: the line is taken as exact.
    sha256
        Hash of what the border was read from; part of every stored measurement.
    attribution
        Credit that must stand wherever the line is shown.

    Raises
    ------
    BorderError
        If the line or a polygon cannot be measured against; all the faults are listed.
    """

    name: str
    line: NDArray[np.float64]
    countries: Mapping[str, BaseGeometry]
    positive: str
    negative: str
    accuracy: tuple[AccuracyStretch, ...]
    sha256: str
    attribution: str

    def __post_init__(self) -> None:
        """Refuse a border that cannot be measured against."""
        faults = [*_line_faults(self.line), *_country_faults(self)]
        if faults:
            listed = "\n".join(f"- {fault}" for fault in faults)
            message = (
                f"The border {self.name!r} cannot be used, so no depth is measured:\n{listed}\n"
                f"Mend the geometry and load it again."
            )
            raise BorderError(message)
        self.line.setflags(write=False)

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs; what follows from it is worked out there."""
        state = {part.name: getattr(self, part.name) for part in fields(self)}
        return {**state, "countries": dict(self.countries)}

    @cached_property
    def chainage_m(self) -> NDArray[np.float64]:
        """Chainage of each vertex: geodesic metres from the start, shape (n,)."""
        lon, lat = self.line.T
        _, _, steps = WGS84.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
        return np.concatenate(([0.0], np.cumsum(steps)))

    @property
    def length_m(self) -> float:
        """Geodesic length of the line in metres."""
        return float(self.chainage_m[-1])

    def line_error_m(self, chainage_m: ArrayLike) -> NDArray[np.float64]:
        """Return the line's own assumed 95 % error at chainages, in metres.

        Where two stretches meet, the later one holds. NaN gives NaN.
        """
        at = np.atleast_1d(np.asarray(chainage_m, dtype=np.float64))
        worst = max((s.error_m for s in self.accuracy), default=0.0)
        error = np.where(np.isnan(at), np.nan, worst)
        for stretch in self.accuracy:
            error[(at >= stretch.from_m) & (at <= stretch.to_m)] = stretch.error_m
        return error

    def country_of(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.object_]:
        """Return the code of the country that holds each point, or "" at sea and elsewhere.

        Polygon edges are followed as geodesics: within 0.1 mm along the line, 15 mm elsewhere. A
        point on the edge of several countries belongs to the positive one, then to the negative
        one, then to the first by its code.

        Parameters
        ----------
        lon, lat
            Degrees (WGS84), one-dimensional arrays of one length.
        """
        country = np.full(len(lon), "", dtype=object)
        left = np.arange(len(lon))
        for code, shape in self.geodesic_countries.items():
            inside = shapely.intersects_xy(shape, lon[left], lat[left])
            country[left[inside]] = code
            left = left[~inside]
        return country

    @cached_property
    def geodesic_countries(self) -> dict[str, BaseGeometry]:
        """The polygons with geodesic edges cut short, prepared, in order of precedence."""
        others = sorted(set(self.countries) - {self.positive, self.negative})
        on_line = set(map(tuple, self.line.tolist()))
        shapes = {}
        for code in (self.positive, self.negative, *others):
            parts = shapely.get_parts(self.countries[code])
            cut = [
                shapely.Polygon(
                    _geodesic_ring(part.exterior, on_line),
                    [_geodesic_ring(ring, on_line) for ring in part.interiors],
                )
                for part in parts
            ]
            shapes[code] = shapely.MultiPolygon(cut)
            shapely.prepare(shapes[code])
        return shapes

    def point_at(self, chainage_m: float) -> tuple[float, float]:
        """Return the point (lon, lat in degrees) at a chainage in metres.

        Raises
        ------
        BorderError
            If the chainage is not on the line.
        """
        self._check_chainage(chainage_m)
        last = len(self.line) - 2
        k = min(int(np.searchsorted(self.chainage_m, chainage_m, side="right")) - 1, last)
        (lon, lat), (to_lon, to_lat) = self.line[k], self.line[k + 1]
        if chainage_m == self.chainage_m[k]:
            return float(lon), float(lat)
        if chainage_m == self.chainage_m[k + 1]:
            return float(to_lon), float(to_lat)
        azimuth, _, _ = WGS84.inv(lon, lat, to_lon, to_lat)
        to_lon, to_lat, _ = WGS84.fwd(lon, lat, azimuth, chainage_m - self.chainage_m[k])
        return float(to_lon), float(to_lat)

    def stretch(self, from_m: float, to_m: float) -> NDArray[np.float64]:
        """Return the part of the line between two chainages in metres, (n, 2) lon and lat.

        Raises
        ------
        BorderError
            If the chainages are not on the line or not in order.
        """
        self._check_chainage(from_m)
        self._check_chainage(to_m)
        if from_m >= to_m:
            message = (
                f"A stretch from {from_m!r} m to {to_m!r} m has no length; expected the first "
                f"chainage to be smaller than the second."
            )
            raise BorderError(message)
        between = (self.chainage_m > from_m) & (self.chainage_m < to_m)
        return np.vstack([self.point_at(from_m), self.line[between], self.point_at(to_m)])

    def _check_chainage(self, chainage_m: float) -> None:
        if not 0.0 <= chainage_m <= self.length_m:
            message = (
                f"Chainage {chainage_m!r} m is not on the border {self.name!r}; expected 0 to "
                f"{self.length_m:.3f} m."
            )
            raise BorderError(message)


def _geodesic_ring(ring: BaseGeometry, on_line: set[tuple[float, ...]]) -> NDArray[np.float64]:
    """A ring with its long edges cut along geodesics, finer where it is the border line.

    Each edge is cut from its lesser end, so that neighbours cut a shared edge alike.
    """
    points = shapely.get_coordinates(ring)
    marked = np.array([tuple(point) in on_line for point in points.tolist()])
    limit_m = np.where(marked[:-1] & marked[1:], _LINE_PIECE_M, _OTHER_PIECE_M)
    steps = np.hypot(*np.diff(points, axis=0).T) * _METRES_PER_DEGREE
    long = np.flatnonzero(steps > limit_m)
    start, end = points[long], points[long + 1]
    turned = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[turned], end[turned] = end[turned], start[turned]
    azimuth, _, length = WGS84.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    count = np.maximum(1, np.ceil(length / limit_m[long])).astype(np.int64)
    edge = np.repeat(np.arange(len(long)), count - 1)
    share = (np.arange(len(edge)) - np.repeat(np.cumsum(count - 1) - count + 1, count - 1) + 1) / (
        count[edge]
    )
    first = start[edge]
    lon, lat, _ = WGS84.fwd(first[:, 0], first[:, 1], azimuth[edge], share * length[edge])
    place = long[edge] + np.where(turned[edge], 1 - share, share)
    order = np.argsort(np.concatenate([np.arange(len(points)), place]), kind="stable")
    cut: NDArray[np.float64] = np.vstack([points, np.column_stack([lon, lat])])[order]
    return cut


def _line_faults(line: NDArray[np.float64]) -> list[str]:
    if line.ndim != 2 or line.shape[1] != 2 or len(line) < 2:
        return [f"the line has shape {line.shape!r}; expected (n, 2) with at least two vertices"]
    if not np.isfinite(line).all():
        bad = np.flatnonzero(~np.isfinite(line).all(axis=1))[:5].tolist()
        return [f"the line has vertices that are not finite, at {bad}; expected numbers"]
    if (np.abs(line) > (180.0, 90.0)).any():
        return ["the line leaves longitude -180..180 or latitude -90..90; expected degrees"]
    faults = []
    steps = np.abs(np.diff(line, axis=0))
    still = np.flatnonzero((steps == 0.0).all(axis=1))
    if len(still):
        faults.append(
            f"the line has {len(still)} segments without length, the first after vertex "
            f"{still[0]}; expected no vertex twice in a row"
        )
    if (steps[:, 0] > 180.0).any():
        faults.append("the line crosses the antimeridian; expected steps under 180 degrees")
    elif not shapely.is_simple(shapely.linestrings(line)):
        faults.append("the line crosses or touches itself; expected a simple line")
    return faults


def _country_faults(border: Border) -> list[str]:
    faults = [
        f"no polygon is given for {code!r}; expected one for each side"
        for code in (border.positive, border.negative)
        if code not in border.countries
    ]
    if border.positive == border.negative:
        faults.append(f"both sides are {border.positive!r}; expected two countries")
    for code, shape in border.countries.items():
        if shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
            faults.append(f"{code} is a {shape.geom_type}; expected a polygon that is not empty")
        elif not shapely.is_valid(shape):
            faults.append(f"the polygon of {code} is not valid: {shapely.is_valid_reason(shape)}")
    return faults


@lru_cache(maxsize=1)
def load_border() -> Border:
    """Return the shipped Iran-Pakistan border, verified; loaded once.

    Raises
    ------
    DataFileError
        If a data file is missing or damaged; the expected hash is named.
    BorderError
        If the geometry is not as it was stated when it was built.
    """
    stated = json.loads(data.read("border.json"))
    try:
        with np.load(io.BytesIO(data.read("border.npz")), allow_pickle=False) as arrays:
            line = arrays["line"] * _MICRODEGREE
            countries = {code: _polygon(arrays, code) for code in stated["countries"]}
    except (KeyError, ValueError, zipfile.BadZipFile, shapely.errors.GEOSException) as error:
        message = (
            f"The data file 'border.npz' (sha256 {data.sha256('border.npz')}) cannot be read as "
            f"a border: {error}. Rebuild it with `python -m geodata.data.build`."
        )
        raise DataFileError(message) from error
    border = Border(
        name=stated["name"],
        line=np.round(line, 6),
        countries=MappingProxyType(countries),
        positive=stated["positive"],
        negative=stated["negative"],
        accuracy=_read_accuracy(),
        sha256=data.sha256("border.npz"),
        attribution=stated["attribution"],
    )
    _check_as_stated(border, stated)
    return border


def _polygon(arrays: Mapping[str, NDArray[np.int32]], code: str) -> BaseGeometry:
    points = np.round(arrays[f"{code}_points"] * _MICRODEGREE, 6)
    sizes = arrays[f"{code}_rings"]
    starts = np.concatenate(([0], np.cumsum(sizes)))
    rings = [points[a:b] for a, b in pairwise(starts)]
    return shapely.multipolygons([shapely.polygons(ring) for ring in rings])


def _read_accuracy() -> tuple[AccuracyStretch, ...]:
    rows = csv.DictReader(io.StringIO(data.read("border_accuracy.csv").decode()))
    return tuple(
        AccuracyStretch(
            from_m=float(row["from_chainage_km"]) * 1000,
            to_m=float(row["to_chainage_km"]) * 1000,
            error_m=float(row["assumed_error_95_m"]),
            name=row["stretch"],
        )
        for row in rows
    )


def _check_as_stated(border: Border, stated: Mapping[str, object]) -> None:
    found: dict[str, object] = {
        "start": border.line[0].tolist(),
        "end": border.line[-1].tolist(),
        "vertices": len(border.line),
    }
    faults = [
        f"{what} is {value!r}, expected {stated[what]!r}"
        for what, value in found.items()
        if value != stated[what]
    ]
    length_m = float(str(stated["length_m"]))
    if abs(border.length_m - length_m) > _STATED_LENGTH_TOLERANCE_M:
        faults.append(f"length is {border.length_m:.3f} m, expected {length_m:.3f} m")
    if faults:
        message = (
            f"The border {border.name!r} is not the one that was built: {'; '.join(faults)}. "
            f"Reinstall Sarhad, or rebuild the data with `python -m geodata.data.build`."
        )
        raise BorderError(message)
