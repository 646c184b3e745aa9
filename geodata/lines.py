"""Other lines: measure against a second line, or against any two neighbouring countries.

A border is more than its line: the country polygons decide the side. So a line from elsewhere
re-cuts the two neighbours (`with_line`), or else it could never change a side; and where only
polygons are known, the line is what they share (`shared_line`, `border_from_polygons`).

Files are GeoJSON, GeoPackage or shapefiles. Nothing that a user typed reaches GDAL: the content
is checked by its signature, and GDAL opens a copy of it under a name of our own. GeoJSON is not
given to GDAL at all.

Coordinates are longitude, latitude in degrees (WGS84); lengths are geodesic metres.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import pyogrio
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from scipy.spatial.distance import pdist
from shapely.ops import substring

from geodata import data
from geodata.borders import WGS84, AccuracyStretch, Border, load_border
from geodata.errors import BorderError
from geodata.measurement import densified, earth_centred

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

__all__ = [
    "LineFile",
    "LineFileError",
    "border_from_polygons",
    "natural_earth_border",
    "read_border",
    "read_line",
    "shared_line",
    "with_line",
]

JOIN_M = 1.0
"""Ends of parts that are no farther apart than this are one vertex."""

LEAD_M = 20_000.0
"""A line may stop so far short of the countries' edge and is led on to it."""

MEET_M = 100.0
"""Polygons whose boundaries run no farther apart than this share them."""

_DECIMALS = 9
_GRID_DEG = 10.0**-_DECIMALS
_CUT_PIECE_M = 100.0
_METRES_PER_DEGREE = 111_320.0
_RIVAL_SHARE = 0.1
_LEAST_KEPT_SHARE = 0.5
_LARGEST_OVERLAP_KM2 = 1.0
_TURNING_AWAY = 0.05

_LARGEST_BYTES = 500_000_000
_MOST_PARTS = 1000
_SHOWN = 3
_MOST_LISTED = 40
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
_CODE_PROPERTIES = ("iso_a3", "adm0_a3", "iso3", "code", "iso_a3_eh", "shapegroup", "gid_0")
_CODE_PROPERTIES_SHOWN = "ISO_A3, ADM0_A3, iso3 or code"
_CODE = re.compile(r"[A-Za-z]{3}")
_LINE, _POLYGON = 1, 3
_WGS84_DEGREES = CRS("EPSG:4326")

_NATURAL_EARTH_FILE = "natural_earth_border.json"
_NATURAL_EARTH_ERROR_M = 7_500.0


class LineFileError(BorderError):
    """A file of a line or of country polygons is unusable; the message lists what to mend."""


@dataclass(frozen=True, eq=False)
class LineFile:
    """A line as a file gives it.

    Parameters
    ----------
    line
        (n, 2) float64, lon and lat in degrees (WGS84), rounded to 1e-9 degrees (0.1 mm), in the
        direction in which it was drawn.
    name
        The file's name without its suffix.
    sha256
        Hash of the file's bytes: of the `.shp` for a shapefile, of the `.zip` for a zipped one.
    """

    line: Floats
    name: str
    sha256: str


# --- Borders ----------------------------------------------------------------------------------


def with_line(
    border: Border,
    line: Floats,
    *,
    name: str,
    sha256: str,
    attribution: str,
    accuracy: tuple[AccuracyStretch, ...] = (),
) -> Border:
    """Return the same countries with another line between the two neighbours.

    The land of both neighbours together is cut along the line and shared out anew, so a place
    between the old line and the new one changes its side. Third countries, and which side is
    positive, stay.

    Parameters
    ----------
    border
        The countries, and the line that is replaced.
    line
        (n, 2), lon and lat in degrees (WGS84), without a vertex twice in a row. It runs the same
        way as the border's line, for chainage counts from its start. Vertices are rounded to
        1e-9 degrees (0.1 mm).
    name, sha256, attribution, accuracy
        As in `Border`; the credit must name the source of the polygons too.

    Returns
    -------
    Border
        Its line is the line as given. Both neighbours' polygons hold all its vertices that lie on
        their land, and points between them at most 100 m apart.

    Raises
    ------
    BorderError
        If the line is faulty, runs against the border's, stops more than 20 km short of the edge
        of the two countries, or does not separate them.

    Notes
    -----
    A line that stops short of the edge (coast or third country) is led on for the cut: along the
    old line where it ends on that, else straight to the nearest point of the edge. What is led on
    is no part of the line: places nearest to it are `beyond_end`. What runs outside of both
    countries, at sea or in a third country, does not cut, but is measured against.

    A piece that lies along the new line goes to the country on its hand; one that does not
    touch it (islands, exclaves) to the country that holds most of it in the given border. Other
    stretches of boundary between the two, around exclaves or on islands, stay.
    """
    vertices = _on_grid(np.asarray(line, dtype=np.float64))
    checked = replace(
        border,
        name=name,
        line=vertices,
        sha256=sha256,
        attribution=attribution,
        accuracy=accuracy,
    )
    _check_direction(border, checked)
    countries = {**border.countries, **_cut_anew(border, checked)}
    return replace(checked, countries=MappingProxyType(countries))


def _check_direction(border: Border, changed: Border) -> None:
    if _runs_against(changed.line, border.line):
        (start, end), (old_start, old_end) = changed.line[[0, -1]], border.line[[0, -1]]
        message = (
            f"The line {changed.name!r} is misoriented: it runs from {_place(start)} to "
            f"{_place(end)}, but the border {border.name!r} from {_place(old_start)} to "
            f"{_place(old_end)}, and chainage counts from the start. Reverse the line's direction "
            f"and load it again."
        )
        raise BorderError(message)


def _cut_anew(border: Border, changed: Border) -> dict[str, BaseGeometry]:
    """Share out the land of the two neighbours along the changed border's line."""
    codes = border.positive, border.negative
    old = np.array([border.countries[code] for code in codes])
    land = shapely.union_all(old)
    arcs = _shared_arcs(*old)
    on_old = set(map(tuple, border.line.tolist()))
    is_replaced = [
        len(on_old.intersection(map(tuple, shapely.get_coordinates(arc).tolist()))) > 1
        for arc in arcs
    ]
    way = _led_on(changed, land, [arc for arc, gone in zip(arcs, is_replaced, strict=True) if gone])
    kept = [arc for arc, gone in zip(arcs, is_replaced, strict=True) if not gone]
    faces = _faces([shapely.boundary(land), *kept, shapely.LineString(way)])
    shapely.prepare(land)
    faces = faces[shapely.contains(land, shapely.point_on_surface(faces))]
    held = np.column_stack([shapely.area(shapely.intersection(faces, shape)) for shape in old])
    hand = _hands(faces, way)
    left, right = held[hand > 0].sum(axis=0), held[hand < 0].sum(axis=0)
    left_is = 0 if left[0] + right[1] >= left[1] + right[0] else 1
    owner = np.where(hand > 0, left_is, np.where(hand < 0, 1 - left_is, held.argmax(axis=1)))
    kept_share = [held[owner == k, k].sum() / shape.area for k, shape in enumerate(old)]
    if not left.any() or not right.any() or min(kept_share) < _LEAST_KEPT_SHARE:
        worst = int(np.argmin(kept_share))
        found = (
            f"cut along it, {codes[worst]} keeps {kept_share[worst]:.0%} of its area"
            if left.any() and right.any()
            else "it does not cut their land"
        )
        message = (
            f"The line {changed.name!r} from {_place(way[0])} to {_place(way[-1])} does not "
            f"separate {codes[0]} from {codes[1]}: {found}; expected a line that runs between "
            f"them from edge to edge. Check that it is the border of these two countries and "
            f"that it is whole."
        )
        raise BorderError(message)
    return {
        code: shapely.multipolygons(
            shapely.get_parts(shapely.coverage_union_all(faces[owner == k])).tolist()
        )
        for k, code in enumerate(codes)
    }


def _led_on(changed: Border, land: BaseGeometry, old_arcs: list[BaseGeometry]) -> Floats:
    """The line in pieces of at most 100 m, led on to the edge of the land at both ends."""
    pieces, _ = densified(changed.line, _CUT_PIECE_M)
    edge = shapely.boundary(land)
    leads = []
    for end in (changed.line[0], changed.line[-1]):
        if not shapely.contains_properly(land, shapely.Point(end)):
            leads.append(np.empty((0, 2)))
            continue
        lead = _along_old(end, old_arcs)
        if lead is None:
            lead = _nearest_on(edge, end)[None]
            short_m = _apart_m(end, lead[0])
            if short_m > LEAD_M:
                message = (
                    f"The line {changed.name!r} stops at {_place(end)}, {short_m / 1000:.1f} km "
                    f"short of the edge of {changed.positive} and {changed.negative} at "
                    f"{_place(lead[0])}; expected at most {LEAD_M / 1000:.0f} km. Draw it on to "
                    f"the coast or the third country."
                )
                raise BorderError(message)
        leads.append(lead)
    way = _on_grid(np.vstack([leads[0][::-1], pieces, leads[1]]))
    way = way[_is_new(way)]
    if not shapely.is_simple(shapely.LineString(way)):
        message = (
            f"The line {changed.name!r}, led on from its ends {_place(changed.line[0])} and "
            f"{_place(changed.line[-1])} to the nearest edge of {changed.positive} and "
            f"{changed.negative}, would cross itself. Draw it on to the coast or the third country."
        )
        raise BorderError(message)
    return way


def _along_old(end: Floats, arcs: list[BaseGeometry]) -> Floats | None:
    """The rest of an old boundary on which a line ends, if it is short."""
    point = shapely.Point(end)
    for arc in arcs:
        if shapely.distance(arc, point) * _METRES_PER_DEGREE > JOIN_M:
            continue
        at = shapely.line_locate_point(arc, point)
        goal = 0.0 if at < arc.length / 2 else arc.length
        rest: Floats = shapely.get_coordinates(substring(arc, at, goal))
        if len(rest) > 1 and WGS84.line_length(*rest.T) <= LEAD_M:
            return rest[1:]
    return None


def _hands(faces: NDArray[Any], way: Floats) -> NDArray[np.int64]:
    """On which hand of the way each face lies: positive left, negative right, 0 not along it."""
    position = {tuple(point): k for k, point in enumerate(way.tolist())}
    hand = np.zeros(len(faces), dtype=np.int64)
    for k, face in enumerate(shapely.orient_polygons(faces)):
        for ring in (face.exterior, *face.interiors):
            points = shapely.get_coordinates(ring).tolist()
            at = np.array([position.get(tuple(point), -2) for point in points])
            step = np.diff(at)
            hand[k] += step[(at[:-1] >= 0) & (at[1:] >= 0) & (np.abs(step) == 1)].sum()
    return hand


def shared_line(first: BaseGeometry, second: BaseGeometry) -> Floats:
    """Return the boundary that two neighbouring countries share.

    Parameters
    ----------
    first, second
        Valid polygons (lon, lat in degrees, WGS84).

    Returns
    -------
    numpy.ndarray
        (n, 2) float64, lon and lat: the longest connected stretch of the boundary of `first`
        that runs within about 100 m of that of `second`. The vertices are those of `first`,
        unchanged; an end may lie between two of them, where `second` has a corner. It starts at
        its northern end, of two equally northern ones at the western.

    Raises
    ------
    BorderError
        If the polygons are not valid, do not touch, touch only in a point, share a closed ring
        (one encloses the other), or share another stretch longer than 10 % of the longest.

    Notes
    -----
    The rings need not share vertices: they may differ by noise, have vertices of their own along
    the same edge, and leave gaps or overlaps of up to 100 m (measured in a plane in which
    longitude is scaled at the middle latitude: the tolerance is good to some percent). Where
    `first` turns away from `second` the end is drawn back to where that began; with a gap
    between the rings, an end is good to about its width.
    """
    _check_polygons({"the first country": first, "the second country": second})
    stretches = _shared_stretches(first, second)
    if not stretches:
        raise BorderError(_why_nothing_is_shared(first, second))
    lengths_m = [float(WGS84.line_length(*stretch.T)) for stretch in stretches]
    order = np.argsort(lengths_m)[::-1]
    best: Floats = stretches[order[0]]
    rivals = [k for k in order if lengths_m[k] > _RIVAL_SHARE * lengths_m[order[0]]]
    if len(rivals) > 1:
        listed = "; ".join(
            f"{lengths_m[k] / 1000:.1f} km from {_place(stretches[k][0])} to "
            f"{_place(stretches[k][-1])}"
            for k in rivals
        )
        message = (
            f"The two countries share {len(rivals)} separate stretches of boundary: {listed}. "
            f"Expected one, and no other longer than {_RIVAL_SHARE:.0%} of it. Give the line "
            f"that is meant in a file of its own, or mend the polygons where they part by more "
            f"than {MEET_M:.0f} m."
        )
        raise BorderError(message)
    if (best[0] == best[-1]).all():
        message = (
            f"One country encloses the other: their shared boundary is a closed ring of "
            f"{lengths_m[order[0]] / 1000:.1f} km through {_place(best[0])}; expected a line "
            f"with two ends. Give a part of it as a line in a file of its own."
        )
        raise BorderError(message)
    (lon, lat), (to_lon, to_lat) = best[0], best[-1]
    return best if (-lat, lon) <= (-to_lat, to_lon) else best[::-1].copy()


def _shared_stretches(first: BaseGeometry, second: BaseGeometry) -> list[Floats]:
    common = np.array([shapely.bounds(first), shapely.bounds(second)])
    (west, south), (east, north) = common[:, :2].max(axis=0), common[:, 2:].min(axis=0)
    plane = _Plane((west + east) / 2, (south + north) / 2)
    near = shapely.box(*shapely.bounds(shapely.buffer(shapely.envelope(first), 0.01)))
    other = plane.shape(shapely.intersection(shapely.boundary(second), near))
    band = shapely.buffer(other, MEET_M, quad_segs=4)
    if shapely.is_empty(band):
        return []
    shapely.prepare(band)
    shapely.prepare(other)
    corners = shapely.get_coordinates(other)
    return [
        stretch
        for part in shapely.get_parts(first)
        for ring in (part.exterior, *part.interiors)
        for stretch in _stretches_of_ring(
            shapely.get_coordinates(ring)[:-1], plane, corners, other, band
        )
    ]


def _stretches_of_ring(
    ring: Floats, plane: _Plane, corners: Floats, other: BaseGeometry, band: BaseGeometry
) -> list[Floats]:
    """The stretches of an open ring that stay inside the band around the other boundary."""
    points, is_own = _with_corners(ring, plane, corners)
    flat = plane.points(points)
    steps = np.stack([flat, np.roll(flat, -1, axis=0)], axis=1)
    shared = shapely.covers(band, shapely.linestrings(steps))
    if shared.all():
        return [np.vstack([ring, ring[:1]])]
    start = int(np.flatnonzero(~shared)[0]) + 1
    points, flat = np.roll(points, -start, axis=0), np.roll(flat, -start, axis=0)
    shared, is_own = np.roll(shared, -start), np.roll(is_own, -start)
    changes = np.flatnonzero(np.diff(np.concatenate([[0], shared.astype(np.int8), [0]])))
    stretches = []
    for whole in changes.reshape(-1, 2).tolist():
        a, b = _drawn_back(flat, other, *whole)
        kept = [k for k in range(a, b + 1) if is_own[k] or k in (a, b)]
        if len(kept) > 1:
            stretches.append(points[kept])
    return stretches


def _with_corners(ring: Floats, plane: _Plane, corners: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """An open ring with the other boundary's corners put on its edges, and which are its own."""
    flat = plane.points(ring)
    ends = np.roll(flat, -1, axis=0)
    edges = shapely.linestrings(np.stack([flat, ends], axis=1))
    tree = shapely.STRtree(edges)
    corner, edge = tree.query_nearest(
        shapely.points(corners), max_distance=MEET_M, all_matches=False
    )
    along = ends[edge] - flat[edge]
    length = np.hypot(*along.T)
    share = ((corners[corner] - flat[edge]) * along).sum(axis=1) / length**2
    inner = (share * length > JOIN_M) & ((1 - share) * length > JOIN_M)
    edge, share = edge[inner], share[inner]
    added = ring[edge] + share[:, None] * (np.roll(ring, -1, axis=0)[edge] - ring[edge])
    order = np.argsort(np.concatenate([np.arange(len(ring)), edge + share]), kind="stable")
    is_own = np.concatenate([np.ones(len(ring), bool), np.zeros(len(edge), bool)])
    return np.vstack([ring, added])[order], is_own[order]


def _drawn_back(flat: Floats, other: BaseGeometry, a: int, b: int) -> tuple[int, int]:
    """Move the ends of a stretch inwards to where the boundaries begin to part."""
    away = shapely.distance(other, shapely.points(flat[a : b + 1]))
    steps = np.hypot(*np.diff(flat[a : b + 1], axis=0).T)
    low, high = 0, b - a
    while low < high and away[low] - away[low + 1] > _TURNING_AWAY * steps[low]:
        low += 1
    while high > low and away[high] - away[high - 1] > _TURNING_AWAY * steps[high - 1]:
        high -= 1
    return a + low, a + high


def _why_nothing_is_shared(first: BaseGeometry, second: BaseGeometry) -> str:
    nearest = shapely.shortest_line(first, second)
    here, there = shapely.get_coordinates(nearest)
    apart_m = _apart_m(here, there)
    if apart_m <= MEET_M:
        found = f"touch only in a point, at {_place(here)}"
    else:
        found = (
            f"do not touch: {_place(here)} and {_place(there)} are {apart_m / 1000:.1f} km apart"
        )
    return (
        f"The two countries {found}; expected neighbours whose boundaries run within "
        f"{MEET_M:.0f} m of each other for some length. Check that they are the right two, or "
        f"give the line in a file of its own."
    )


def border_from_polygons(
    first_code: str,
    first: BaseGeometry,
    second_code: str,
    second: BaseGeometry,
    *,
    others: Mapping[str, BaseGeometry] = MappingProxyType({}),
    name: str,
    sha256: str,
    attribution: str,
) -> Border:
    """Return the border of two neighbouring countries, of which only the polygons are known.

    Parameters
    ----------
    first_code, second_code
        ISO 3166-1 alpha-3 codes; signed distances are positive in the first country.
    first, second
        Valid polygons (lon, lat in degrees, WGS84). They may part or overlap along their common
        boundary by up to 100 m, see `shared_line`.
    others
        Further countries by code; taken as they are.
    name, sha256, attribution
        As in `Border`. The line is taken as exact: give it an `accuracy` with `replace`.

    Returns
    -------
    Border
        Its line is that of `shared_line`, from the northern end, but for what an overlap at its
        ends takes away. The first polygon stays as it is (rounded to 1e-9 degrees, 0.1 mm); the
        second loses what it has in common with the first and gains the gaps between them, so
        that both share the line's vertices; slivers of the grid's width (0.1 mm) may remain.

    Raises
    ------
    BorderError
        As `shared_line`, and if the polygons overlap by more than 1 km2 elsewhere than along
        the line.
    """
    codes = f"{first_code} and {second_code}"
    _check_polygons({first_code: first, second_code: second})
    line = _on_grid(shared_line(first, second))
    line = line[_is_new(line)]
    edge, other = shapely.boundary(first), shapely.boundary(second)
    leads = shapely.shortest_line(shapely.points(line[[0, -1]]), other)
    faces = _faces([edge, other, *leads, shapely.LineString(line)])
    inner = shapely.point_on_surface(faces)
    in_first, in_second = shapely.contains(first, inner), shapely.contains(second, inner)
    plane = _Plane(float(line[:, 0].mean()), float(line[:, 1].mean()))
    band = shapely.buffer(plane.shape(shapely.LineString(line)), 1.5 * MEET_M)
    along = shapely.covers(band, plane.shape(faces))
    contested = faces[in_first & in_second & ~along]
    contested_km2 = sum(_area_km2(face) for face in contested)
    if contested_km2 > _LARGEST_OVERLAP_KM2:
        largest = shapely.get_coordinates(max(contested, key=_area_km2).representative_point())[0]
        message = (
            f"{codes} both hold {contested_km2:,.0f} km2 that are not along their common line, "
            f"the largest part around {_place(largest)}; expected polygons that do not overlap. "
            f"Take that land out of one of them."
        )
        raise BorderError(message)
    halves = _faces([edge, shapely.LineString(line)])
    halves = halves[shapely.contains(first, shapely.point_on_surface(halves))]
    grown = shapely.union_all([second, *faces[along]], grid_size=_GRID_DEG)
    pair = [shapely.coverage_union_all(halves)]
    pair.append(shapely.difference(grown, pair[0], grid_size=_GRID_DEG))
    # The difference may leave a corner off its place by the grid's width.
    corners = shapely.LineString(line)
    pair = [shapely.snap(shape, corners, 5 * _GRID_DEG) for shape in pair]
    own = [set(map(tuple, shapely.get_coordinates(shape).tolist())) for shape in pair]
    common = np.flatnonzero([tuple(p) in own[0] and tuple(p) in own[1] for p in line.tolist()])
    return Border(
        name=name,
        line=line[common[0] : common[-1] + 1],
        countries=MappingProxyType({first_code: pair[0], second_code: pair[1], **others}),
        positive=first_code,
        negative=second_code,
        accuracy=(),
        sha256=sha256,
        attribution=attribution,
    )


@lru_cache(maxsize=1)
def natural_earth_border() -> Border:
    """Return the shipped example of another line: Natural Earth 1:10m, Iran-Pakistan; cut once.

    Iran and Pakistan are re-cut from `load_border`, so places between the two lines change side:
    2.5 % of those within 50 km of the default line, 21 % of those within 5 km.

    Raises
    ------
    DataFileError
        If a data file is missing or damaged; the expected hash is named.

    Notes
    -----
    The line is 816.6 km long in 224 vertices, from 2.8 km north-west of the tri-point to 0.3 km
    off the coast; the default line is 1,023.3 km long. Its points lie 2.0 km from the default line
    in the median, 4.9 km at 95 % and 8.8 km at worst; those of the default line, which follows
    valleys that this one cuts off, lie 2.0, 9.2 and 12.3 km from it.

    Its error is assumed to be 7.5 km at 95 %, over its whole length. What it stands for is the
    error that the line brings to a signed distance: between the two lines these differ by 2.4 km
    in the median, 7.3 km at 95 % and 12.3 km at worst, at places within 50 km whose nearest
    points are no ends. The default line's own error (0.4 to 3 km) adds little to that.
    """
    stated = json.loads(data.read(_NATURAL_EARTH_FILE))
    line = np.array(stated["line"], dtype=np.float64)
    return with_line(
        load_border(),
        line,
        name=stated["name"],
        sha256=data.sha256(_NATURAL_EARTH_FILE),
        attribution=stated["attribution"],
        accuracy=(
            AccuracyStretch(
                from_m=0.0,
                to_m=float(WGS84.line_length(*line.T)),
                error_m=_NATURAL_EARTH_ERROR_M,
                name="whole line",
            ),
        ),
    )


# --- Files ------------------------------------------------------------------------------------


def read_border(
    path: Path,
    *,
    base: Border,
    countries: Path | None = None,
    codes: tuple[str, str] | None = None,
) -> Border:
    """Return the border that a file gives.

    Parameters
    ----------
    path
        A file (see `read_line` for the formats) that holds either a line, or the polygons of two
        neighbouring countries. Of a file that holds both, the line is taken.
    base
        The border whose countries a line re-cuts; also its credit is kept.
    countries
        A file of country polygons for a line to re-cut, in place of those of `base`.
    codes
        The two countries, the one with positive distances first, as alpha-3 codes of a property
        such as ISO_A3, ADM0_A3, iso3 or code (case does not matter). Needed with `countries`,
        and for polygons when the file has other than two features. Without them the two
        features' own codes are taken, the first feature positive.

    Returns
    -------
    Border
        Named after the file. A line keeps the direction in which it was drawn, which with `base`
        must be that of its line; between polygons it runs from its northern end. Where the
        two countries are those of `base`, its direction and its positive side hold. Other
        countries of a polygon file that touch one of the two are kept as third countries.

        `sha256` is the file's hash; with `countries`, the hash of both files' hashes in
        hexadecimal, `path` first. The line is taken as exact (no `accuracy`).

    Raises
    ------
    LineFileError
        If a file cannot be read, or holds neither a line nor the polygons that are asked for.
    BorderError
        If line and polygons do not make a border.
    """
    source = _read_source(path)
    if source.layers_with(_LINE):
        return _border_of_line(source, base, countries, codes)
    if not source.layers_with(_POLYGON):
        raise LineFileError(source.refused([source.holds("a line, or polygons of two countries")]))
    if countries is not None:
        problem = (
            f"it holds country polygons itself, but {countries.name!r} is given for them too; "
            f"expected one of the two, or a line here. Leave {countries.name!r} away"
        )
        raise LineFileError(source.refused([problem]))
    return _border_of_polygons(source, base, codes)


def _border_of_line(
    source: _Source, base: Border, countries: Path | None, codes: tuple[str, str] | None
) -> Border:
    found = _line_of(source)
    if (countries is None) != (codes is None):
        problem = (
            "it holds a line, and with it came the codes of two countries or a file of country "
            "polygons alone; expected both or none"
        )
        raise LineFileError(source.refused([problem]))
    sha256, credit = found.sha256, base.attribution
    if countries is not None:
        polygons = _read_source(countries)
        base = _border_of_polygons(polygons, base, codes)
        if _runs_against(base.line, found.line):
            base = replace(base, line=base.line[::-1].copy())
        sha256 = hashlib.sha256(f"{found.sha256}{polygons.sha256}".encode()).hexdigest()
        credit = base.attribution
    return with_line(
        base,
        found.line,
        name=found.name,
        sha256=sha256,
        attribution=f"Line: {source.path.name}; countries: {credit}",
    )


def _border_of_polygons(source: _Source, base: Border, codes: tuple[str, str] | None) -> Border:
    layer = source.only_layer(_POLYGON)
    shapes = layer.in_degrees(source)
    named = [_codes_of(values) for values in layer.properties]
    if codes is None:
        first, second = _codes_of_two(source, named)
        if (first, second) == (base.negative, base.positive):
            first, second = second, first
    else:
        first, second = (code.upper() for code in codes)
    chosen = {
        code: [s for s, of in zip(shapes, named, strict=True) if code in of]
        for code in (first, second)
    }
    if first == second or not all(chosen.values()):
        listed = ", ".join(sorted({code for of in named for code in of})[:_MOST_LISTED]) or "none"
        problem = (
            f"it has no polygons for both of {first!r} and {second!r}; expected two different "
            f"codes of a property such as {_CODE_PROPERTIES_SHOWN}; found: {listed}"
        )
        raise LineFileError(source.refused([problem]))
    pair = [_one_area(code, chosen[code]) for code in (first, second)]
    others: dict[str, list[BaseGeometry]] = {}
    for shape, of in zip(shapes, named, strict=True):
        touches = of and not {first, second}.intersection(of)
        if touches and shapely.distance(shape, pair).min() * _METRES_PER_DEGREE <= MEET_M:
            others.setdefault(of[0], []).append(shape)
    border = border_from_polygons(
        first,
        pair[0],
        second,
        pair[1],
        others={code: _one_area(code, parts) for code, parts in others.items()},
        name=source.path.stem,
        sha256=source.sha256,
        attribution=source.path.name,
    )
    same = {first, second} == {base.positive, base.negative}
    if same and _runs_against(border.line, base.line):
        return replace(border, line=border.line[::-1].copy())
    return border


def _codes_of(values: Mapping[str, object]) -> list[str]:
    """The alpha-3 codes that a feature's properties name, in the order of what they are for."""
    known = {name.casefold(): value for name, value in values.items()}
    named = [known.get(name) for name in _CODE_PROPERTIES]
    return [v.strip().upper() for v in named if isinstance(v, str) and _CODE.fullmatch(v.strip())]


def _codes_of_two(source: _Source, named: list[list[str]]) -> tuple[str, str]:
    if len(named) != 2:
        problem = (
            f"it holds {len(named)} features with polygons; expected two, or the codes of the two "
            f"countries that are meant"
        )
        raise LineFileError(source.refused([problem]))
    if not all(named):
        problem = (
            f"its features have no country codes; expected a property such as "
            f"{_CODE_PROPERTIES_SHOWN} with an alpha-3 code such as PAK"
        )
        raise LineFileError(source.refused([problem]))
    return named[0][0], named[1][0]


def read_line(path: Path) -> LineFile:
    """Return the line that a file holds.

    Parameters
    ----------
    path
        A local file: GeoJSON (`.geojson`, `.json`), GeoPackage (`.gpkg`), shapefile (`.shp`, its
        `.shx`, `.dbf` and `.prj` beside it) or one zipped shapefile (`.zip`). Exactly one of its
        layers holds lines. It names its CRS (GeoJSON without one is WGS84); another CRS than
        WGS84 is reprojected.

    Returns
    -------
    LineFile
        The line in the direction in which it was drawn. Parts are joined where their ends meet
        within 1 m, in any order; the earlier part's vertex is kept. Heights are dropped; of
        vertices that repeat the one before exactly one is kept, and parts without any length
        are left out, both silently: neither changes the line.

    Raises
    ------
    LineFileError
        If the file is missing, is not what its name says or cannot be read; if it holds no
        lines, or lines in several layers; if its CRS is not named or its coordinates are no
        degrees. Then, all at once: gaps, branches, a closed line, parts that are drawn against
        the others, and crossings of the line with itself, each with its place.
    """
    return _line_of(_read_source(path))


def _line_of(source: _Source) -> LineFile:
    layer = source.only_layer(_LINE)
    shapes = _exploded(layer.in_degrees(source))
    lines = shapes[shapely.get_type_id(shapes) == _LINE]
    parts = [_on_grid(shapely.get_coordinates(line)) for line in lines]
    parts = [part[_is_new(part)] for part in parts]
    parts = [part for part in parts if len(part) > 1]
    parts = list({min(part.tobytes(), part[::-1].tobytes()): part for part in parts}.values())
    if not parts:
        raise LineFileError(source.refused(["its line has no length; expected two vertices"]))
    if len(parts) > _MOST_PARTS:
        problem = f"it holds {len(parts)} lines; expected one line, of {_MOST_PARTS} parts at most"
        raise LineFileError(source.refused([f"{problem}. Take out what is not the border"]))
    line, problems = _joined(parts)
    if problems:
        raise LineFileError(source.refused(problems))
    return LineFile(line=line, name=source.path.stem, sha256=source.sha256)


def _joined(parts: list[Floats]) -> tuple[Floats, list[str]]:
    """Join parts to one line; and everything that is wrong with it.

    End 2k is the start of part k, end 2k + 1 its end.
    """
    ends = np.array([part[[0, -1]] for part in parts]).reshape(-1, 2)
    met, gaps, branches = _links(ends)
    problems = []
    if branches:
        problems.append(
            f"it branches: three or more ends meet at {_places(ends[branches])}; expected one "
            f"line. Take out the branches that are not the border"
        )
    if gaps:
        sizes = ", ".join(
            f"{_apart_m(ends[a], ends[b]):,.0f} m from {_place(ends[a])} to {_place(ends[b])}"
            for a, b in gaps[:_SHOWN]
        )
        problems.append(
            f"it has {len(gaps)} gap{'s' * (len(gaps) > 1)}: {sizes}"
            f"{', ...' * (len(gaps) > _SHOWN)}; expected parts whose ends meet within "
            f"{JOIN_M:.0f} m. Close the gaps, or take out the parts that are not the border"
        )
    links = {a: b for pair in (*met, *gaps) for a, b in (pair, pair[::-1])}
    free = [end for end in range(len(ends)) if end not in links]
    chain = _chain(free[0], links, [len(part) for part in parts]) if free else []
    closed = sorted(set(range(len(parts))) - {end // 2 for end in chain})
    if not closed and _apart_m(ends[free[0]], ends[free[-1]]) <= JOIN_M:
        closed = [free[0] // 2]
    if branches or closed:
        if not branches:
            problems.append(
                f"it is closed at {_place(parts[closed[0]][0])}; expected a line with two ends. "
                f"Take out what is not the border between the two countries"
            )
        problems += [p for part in parts for p in _crossing_problems(part, [])]
        return parts[0], problems
    turned = sorted(end // 2 for end in chain if end % 2)
    if turned:
        listed = ", ".join(f"{k + 1} (from {_place(parts[k][0])})" for k in turned[:_SHOWN])
        problems.append(
            f"it is misoriented: of its {len(parts)} parts, {listed}"
            f"{', ...' * (len(turned) > _SHOWN)} {'run' if len(turned) > 1 else 'runs'} against "
            f"the others; expected one direction, for chainage counts from the start. Reverse "
            f"{'them' if len(turned) > 1 else 'it'}"
        )
    pieces: list[Floats] = []
    bridges: list[int] = []
    count = 0
    open_gaps = {frozenset(gap) for gap in gaps}
    for last, end in zip([None, *chain], chain, strict=False):
        piece = parts[end // 2][:: -1 if end % 2 else 1]
        if last is not None and frozenset((last ^ 1, end)) in open_gaps:
            bridges.append(count - 1)
        elif last is not None:
            piece = piece[1:]
        pieces.append(piece)
        count += len(piece)
    line = np.vstack(pieces)
    return line, problems + _crossing_problems(line, bridges)


def _links(ends: Floats) -> tuple[list[tuple[int, int]], list[tuple[int, int]], list[int]]:
    """Pairs of ends that meet, pairs with the least gaps between them, and ends that branch."""
    count = len(ends)
    apart = pdist(earth_centred(ends[:, 0], ends[:, 1]))
    order = np.argsort(apart, kind="stable")
    pairs = np.column_stack(np.triu_indices(count, k=1))[order]
    last_near = int(np.searchsorted(apart[order], JOIN_M, side="right"))
    meeting = np.bincount(pairs[:last_near].ravel(), minlength=count)
    group = np.arange(count) // 2
    groups = count // 2
    linked: set[int] = set()
    met: list[tuple[int, int]] = []
    gaps: list[tuple[int, int]] = []
    is_candidate = (meeting[pairs] == 0).all(axis=1)
    is_candidate[:last_near] = True
    for k in np.flatnonzero(is_candidate).tolist():
        i, j = pairs[k].tolist()
        if k >= last_near and groups == 1:
            break
        joins = group[i] != group[j]
        if i // 2 != j // 2 and not linked & {i, j} and (k < last_near or joins):
            (met if k < last_near else gaps).append((i, j))
            linked |= {i, j}
            group[group == group[j]] = group[i]
            groups -= int(joins)
    branches = np.flatnonzero(meeting > 1)
    _, once = np.unique(np.round(ends[branches], 4), axis=0, return_index=True)
    return met, gaps, branches[once].tolist()


def _chain(start: int, links: dict[int, int], sizes: list[int]) -> list[int]:
    """The ends at which the parts are entered, in the order in which most vertices run."""
    chain = [start]
    while (leaving := chain[-1] ^ 1) in links:
        chain.append(links[leaving])
    forward = sum(sizes[end // 2] * (1 if end % 2 == 0 else -1) for end in chain)
    return chain if forward >= 0 else [end ^ 1 for end in reversed(chain)]


def _crossing_problems(line: Floats, bridges: list[int]) -> list[str]:
    """Where a line crosses, touches or doubles itself, not counting segments that bridge gaps."""
    index = np.setdiff1d(np.arange(len(line) - 1), bridges)
    segments = shapely.linestrings(np.stack([line[index], line[index + 1]], axis=1))
    one, two = shapely.STRtree(segments).query(segments, predicate="intersects")
    later = index[two] > index[one]
    one, two = one[later], two[later]
    met = shapely.intersection(segments[one], segments[two])
    crossed = (index[two] > index[one] + 1) | (shapely.get_type_id(met) == _LINE)
    if not crossed.any():
        return []
    first = [shapely.get_coordinates(shape)[0] for shape in met[crossed]]
    places = np.unique(np.round(first, 6), axis=0)
    problem = (
        f"it crosses or touches itself in {len(places)} place{'s' * (len(places) > 1)}: "
        f"{_places(places)}; expected a line that does not. Take out the loop or the spike"
    )
    return [problem]


# --- Formats ----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Layer:
    """A layer of a file: its geometries that are not empty, in its own CRS, without heights."""

    name: str
    shapes: NDArray[Any]
    properties: list[Mapping[str, object]]
    crs: str | None

    def has(self, kind: int) -> bool:
        return bool((shapely.get_type_id(_exploded(self.shapes)) == kind).any())

    def in_degrees(self, source: _Source) -> NDArray[Any]:
        """The geometries in WGS84; refused if they cannot be that."""
        points, feature = shapely.get_coordinates(self.shapes, return_index=True)
        finite = np.isfinite(points).all(axis=1)
        if not finite.all():
            bad = np.unique(feature[~finite]) + 1
            problem = (
                f"{(~finite).sum()} coordinates are not finite, in feature "
                f"{', '.join(map(str, bad[:_SHOWN]))}; expected numbers. Take these vertices out"
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
class _Source:
    """A file that was read."""

    path: Path
    sha256: str
    layers: list[_Layer]

    def layers_with(self, kind: int) -> list[_Layer]:
        return [layer for layer in self.layers if layer.has(kind)]

    def only_layer(self, kind: int) -> _Layer:
        """The one layer with lines or with polygons."""
        what = "a line" if kind == _LINE else "country polygons"
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
        return _refusal(self.path, problems)


def _refusal(path: Path, problems: Sequence[str]) -> str:
    listed = "\n".join(f"- {problem}." for problem in problems)
    return f"The file {path.name!r} cannot be used as a border:\n{listed}"


def _read_source(path: Path) -> _Source:
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
    return _Source(path=path, sha256=hashlib.sha256(content).hexdigest(), layers=layers)


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


def _geojson_layer(content: bytes) -> _Layer:
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
        listed = "; ".join(faults[:_SHOWN]) + "; ..." * (len(faults) > _SHOWN)
        _refuse(f"{len(faults)} of {len(features)} geometries are broken: {listed}. Mend them")
    return _Layer(
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
                listed = ", ".join(m.filename for m in members[:_MOST_LISTED])
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


def _ogr_layers(files: Mapping[str, bytes]) -> list[_Layer]:
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


def _ogr_layer(copy: Path, name: str) -> _Layer:
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
    return _Layer(
        name=name,
        shapes=shapes[filled],
        properties=[{field: column[k] for field, column in texts.items()} for k in filled],
        crs=None if "Undefined" in (meta["crs"] or "")[:80] else meta["crs"],
    )


def _exploded(shapes: NDArray[Any]) -> NDArray[Any]:
    """The simple geometries in all collections."""
    while (shapely.get_type_id(shapes) > _POLYGON).any():
        shapes = shapely.get_parts(shapes)
    filled: NDArray[Any] = shapes[~shapely.is_empty(shapes)]
    return filled


def _to_degrees(crs: CRS) -> Callable[[Floats], Floats]:
    """Coordinates in a CRS, easting first, as longitude and latitude on WGS84."""
    if crs.equals(_WGS84_DEGREES, ignore_axis_order=True):
        return lambda points: points
    transformer = Transformer.from_crs(crs, _WGS84_DEGREES, always_xy=True)
    return lambda points: np.column_stack(transformer.transform(*points.T))


def _without_excess(degrees: Floats) -> Floats:
    """Put what is off the globe by rounding alone, such as 180.00000000000006, back on it."""
    ends = np.clip(degrees, (-180.0, -90.0), (180.0, 90.0))
    kept: Floats = np.where(np.abs(degrees - ends) <= _GRID_DEG, ends, degrees)
    return kept


# --- Geometry ---------------------------------------------------------------------------------


class _Plane:
    """Metres in a plane in which straight lines between longitudes and latitudes stay straight.

    True at its centre; a degree of longitude is as long everywhere as there.
    """

    def __init__(self, lon: float, lat: float) -> None:
        self.origin = np.array([lon, lat])
        self.scale = _METRES_PER_DEGREE * np.array([np.cos(np.radians(lat)), 1.0])

    def points(self, points: Floats) -> Floats:
        flat: Floats = (points - self.origin) * self.scale
        return flat

    def shape(self, shape: Any) -> Any:  # noqa: ANN401 - a geometry or an array of them
        return shapely.transform(shape, self.points)


def _check_polygons(countries: Mapping[str, BaseGeometry]) -> None:
    faults = []
    for code, shape in countries.items():
        if shape.geom_type not in {"Polygon", "MultiPolygon"} or shape.is_empty:
            faults.append(f"{code} is a {shape.geom_type}; expected a polygon that is not empty")
        elif not shapely.is_valid(shape):
            faults.append(f"{code} is not a valid polygon: {shapely.is_valid_reason(shape)}")
    if faults:
        message = f"There is no border between these: {'; '.join(faults)}. Mend the polygons."
        raise BorderError(message)


def _one_area(code: str, shapes: list[BaseGeometry]) -> BaseGeometry:
    """The polygons of one country's features as one."""
    for shape in shapes:
        _check_polygons({code: shape})
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def _shared_arcs(first: BaseGeometry, second: BaseGeometry) -> NDArray[Any]:
    """The lines that two polygons share exactly, each as long as it goes."""
    shared = shapely.intersection(shapely.boundary(first), shapely.boundary(second))
    parts = _exploded(np.array([shared]))
    lines = shapely.MultiLineString(parts[shapely.get_type_id(parts) == _LINE].tolist())
    arcs: NDArray[Any] = shapely.get_parts(shapely.line_merge(lines))
    return arcs


def _faces(edges: Iterable[BaseGeometry]) -> NDArray[Any]:
    """The areas that lines enclose, on a grid of 1e-9 degrees; grid points do not move."""
    noded = shapely.union_all(list(edges), grid_size=_GRID_DEG)
    faces: NDArray[Any] = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    filled: NDArray[Any] = faces[shapely.area(faces) > 0]
    return filled


def _nearest_on(edge: BaseGeometry, point: Floats) -> Floats:
    """The point of an edge that is nearest to a point, by true distances near it."""
    plane = _Plane(*point.tolist())
    line = shapely.shortest_line(shapely.Point(0.0, 0.0), plane.shape(edge))
    found: Floats = shapely.get_coordinates(line)[1] / plane.scale + plane.origin
    return found


def _on_grid(points: Floats) -> Floats:
    """Rounded to 1e-9 degrees, without negative zeros."""
    rounded: Floats = np.round(points, _DECIMALS) + 0.0
    return rounded


def _is_new(points: Floats) -> NDArray[np.bool_]:
    """Which points differ from the one before."""
    differs: NDArray[np.bool_] = (np.diff(points, axis=0) != 0.0).any(axis=1)
    return np.concatenate([[True], differs]) if len(points) else differs


def _runs_against(line: Floats, other: Floats) -> bool:
    along_m = _apart_m(line[0], other[0]) + _apart_m(line[-1], other[-1])
    return _apart_m(line[0], other[-1]) + _apart_m(line[-1], other[0]) < along_m


def _apart_m(a: Floats, b: Floats) -> float:
    return float(WGS84.inv(a[0], a[1], b[0], b[1])[2])


def _area_km2(face: BaseGeometry) -> float:
    return abs(float(WGS84.geometry_area_perimeter(face)[0])) / 1e6


def _place(point: Floats) -> str:
    return f"lon {point[0]:.5f}, lat {point[1]:.5f}"


def _places(points: Floats) -> str:
    return "; ".join(map(_place, points[:_SHOWN])) + "; ..." * (len(points) > _SHOWN)


def _numbers(point: Floats) -> str:
    return f"{point[0]:.10g}, {point[1]:.10g}"
