"""Other lines: measure against a second line, or against any two neighbouring countries.

A border is more than its line: the country polygons decide the side. So a line from elsewhere
re-cuts the two neighbours (`with_line`), or else it could never change a side; and where only
polygons are known, the line is what they share (`shared_line`, `border_from_polygons`).

Coordinates are longitude, latitude in degrees (WGS84); lengths are geodesic metres.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.ops import substring

from geodata import data
from geodata.borders import WGS84, AccuracyStretch, Border, load_border
from geodata.errors import BorderError
from geodata.measurement import densified
from geodata.vertices import (
    GRID_DEG,
    JOIN_M,
    LINE,
    METRES_PER_DEGREE,
    apart_m,
    exploded,
    is_new,
    on_grid,
    place,
    runs_against,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Floats = NDArray[np.float64]

__all__ = [
    "MEET_M",
    "border_from_polygons",
    "check_polygons",
    "natural_earth_border",
    "shared_line",
    "with_line",
]

LEAD_M = 20_000.0
"""A line may stop so far short of the countries' edge and is led on to it."""

MEET_M = 100.0
"""Polygons whose boundaries run no farther apart than this share them."""

_CUT_PIECE_M = 100.0
_RIVAL_SHARE = 0.1
_LEAST_KEPT_SHARE = 0.5
_LARGEST_OVERLAP_KM2 = 1.0
_TURNING_AWAY = 0.05

_NATURAL_EARTH_FILE = "natural_earth_border.json"
_NATURAL_EARTH_ERROR_M = 7_500.0


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
    vertices = on_grid(np.asarray(line, dtype=np.float64))
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
    if runs_against(changed.line, border.line):
        (start, end), (old_start, old_end) = changed.line[[0, -1]], border.line[[0, -1]]
        message = (
            f"The line {changed.name!r} is misoriented: it runs from {place(start)} to "
            f"{place(end)}, but the border {border.name!r} from {place(old_start)} to "
            f"{place(old_end)}, and chainage counts from the start. Reverse the line's direction "
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
            f"The line {changed.name!r} from {place(way[0])} to {place(way[-1])} does not "
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
            short_m = apart_m(end, lead[0])
            if short_m > LEAD_M:
                message = (
                    f"The line {changed.name!r} stops at {place(end)}, {short_m / 1000:.1f} km "
                    f"short of the edge of {changed.positive} and {changed.negative} at "
                    f"{place(lead[0])}; expected at most {LEAD_M / 1000:.0f} km. Draw it on to "
                    f"the coast or the third country."
                )
                raise BorderError(message)
        leads.append(lead)
    way = on_grid(np.vstack([leads[0][::-1], pieces, leads[1]]))
    way = way[is_new(way)]
    if not shapely.is_simple(shapely.LineString(way)):
        message = (
            f"The line {changed.name!r}, led on from its ends {place(changed.line[0])} and "
            f"{place(changed.line[-1])} to the nearest edge of {changed.positive} and "
            f"{changed.negative}, would cross itself. Draw it on to the coast or the third country."
        )
        raise BorderError(message)
    return way


def _along_old(end: Floats, arcs: list[BaseGeometry]) -> Floats | None:
    """The rest of an old boundary on which a line ends, if it is short."""
    point = shapely.Point(end)
    for arc in arcs:
        if shapely.distance(arc, point) * METRES_PER_DEGREE > JOIN_M:
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
    check_polygons({"the first country": first, "the second country": second})
    stretches = _shared_stretches(first, second)
    if not stretches:
        raise BorderError(_why_nothing_is_shared(first, second))
    lengths_m = [float(WGS84.line_length(*stretch.T)) for stretch in stretches]
    order = np.argsort(lengths_m)[::-1]
    best: Floats = stretches[order[0]]
    rivals = [k for k in order if lengths_m[k] > _RIVAL_SHARE * lengths_m[order[0]]]
    if len(rivals) > 1:
        listed = "; ".join(
            f"{lengths_m[k] / 1000:.1f} km from {place(stretches[k][0])} to "
            f"{place(stretches[k][-1])}"
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
            f"{lengths_m[order[0]] / 1000:.1f} km through {place(best[0])}; expected a line "
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
    gap_m = apart_m(here, there)
    if gap_m <= MEET_M:
        found = f"touch only in a point, at {place(here)}"
    else:
        found = f"do not touch: {place(here)} and {place(there)} are {gap_m / 1000:.1f} km apart"
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
    check_polygons({first_code: first, second_code: second})
    line = on_grid(shared_line(first, second))
    line = line[is_new(line)]
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
            f"the largest part around {place(largest)}; expected polygons that do not overlap. "
            f"Take that land out of one of them."
        )
        raise BorderError(message)
    halves = _faces([edge, shapely.LineString(line)])
    halves = halves[shapely.contains(first, shapely.point_on_surface(halves))]
    grown = shapely.union_all([second, *faces[along]], grid_size=GRID_DEG)
    pair = [shapely.coverage_union_all(halves)]
    pair.append(shapely.difference(grown, pair[0], grid_size=GRID_DEG))
    # The difference may leave a corner off its place by the grid's width.
    corners = shapely.LineString(line)
    pair = [shapely.snap(shape, corners, 5 * GRID_DEG) for shape in pair]
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


# --- Geometry ---------------------------------------------------------------------------------


class _Plane:
    """Metres in a plane in which straight lines between longitudes and latitudes stay straight.

    True at its centre; a degree of longitude is as long everywhere as there.
    """

    def __init__(self, lon: float, lat: float) -> None:
        self.origin = np.array([lon, lat])
        self.scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(lat)), 1.0])

    def points(self, points: Floats) -> Floats:
        flat: Floats = (points - self.origin) * self.scale
        return flat

    def shape(self, shape: Any) -> Any:  # noqa: ANN401 - a geometry or an array of them
        return shapely.transform(shape, self.points)


def check_polygons(countries: Mapping[str, BaseGeometry]) -> None:
    """Refuse what is no valid polygon, each with its code."""
    faults = []
    for code, shape in countries.items():
        if shape.geom_type not in {"Polygon", "MultiPolygon"} or shape.is_empty:
            faults.append(f"{code} is a {shape.geom_type}; expected a polygon that is not empty")
        elif not shapely.is_valid(shape):
            faults.append(f"{code} is not a valid polygon: {shapely.is_valid_reason(shape)}")
    if faults:
        message = f"There is no border between these: {'; '.join(faults)}. Mend the polygons."
        raise BorderError(message)


def _shared_arcs(first: BaseGeometry, second: BaseGeometry) -> NDArray[Any]:
    """The lines that two polygons share exactly, each as long as it goes."""
    shared = shapely.intersection(shapely.boundary(first), shapely.boundary(second))
    parts = exploded(np.array([shared]))
    lines = shapely.MultiLineString(parts[shapely.get_type_id(parts) == LINE].tolist())
    arcs: NDArray[Any] = shapely.get_parts(shapely.line_merge(lines))
    return arcs


def _faces(edges: Iterable[BaseGeometry]) -> NDArray[Any]:
    """The areas that lines enclose, on a grid of 1e-9 degrees; grid points do not move."""
    noded = shapely.union_all(list(edges), grid_size=GRID_DEG)
    faces: NDArray[Any] = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    filled: NDArray[Any] = faces[shapely.area(faces) > 0]
    return filled


def _nearest_on(edge: BaseGeometry, point: Floats) -> Floats:
    """The point of an edge that is nearest to a point, by true distances near it."""
    plane = _Plane(*point.tolist())
    line = shapely.shortest_line(shapely.Point(0.0, 0.0), plane.shape(edge))
    found: Floats = shapely.get_coordinates(line)[1] / plane.scale + plane.origin
    return found


def _area_km2(face: BaseGeometry) -> float:
    return abs(float(WGS84.geometry_area_perimeter(face)[0])) / 1e6
