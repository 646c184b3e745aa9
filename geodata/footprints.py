"""Footprints: the shape of where something may have been.

A footprint is kept as what is known (a disc, a sector, a band along the border, an administrative
unit), not as the outline drawn from it, so that it is drawn anew when the border changes. Facts
are intersected: what lies in all of several footprints is an `Overlap`. All coordinates are WGS84
longitude and latitude in degrees, all lengths metres.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely
from pyproj import Proj

from geodata.errors import GeodataError
from geodata.measurement import WGS84, nearest_by_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geodata.borders import Border

    Floats = NDArray[np.float64]

_DISC_VERTICES = 48
_MANY_DISCS_VERTICES = 24
_PLANE_UP_TO_M = 50_000.0
_BAND_TOLERANCE_M = 150.0
_AT_A_TIME = 10
_LEAST_STEP_M, _MOST_STEP_M = 100.0, 400.0
"""How finely a line is taken as points to see which part of it is the nearest."""
_BESIDE_END_M = 1.0
"""How near to where it ends the last point stands: the next stretch draws the same divide."""
_LEAST_SHARE = 1e-3


class FootprintError(GeodataError, ValueError):
    """A footprint's text or numbers make no shape."""


@dataclass(frozen=True)
class Disc:
    """All places within a radius of a point (point-radius method).

    `distribution` "uniform" holds the place for certain, each part as likely as any other;
    "normal" is a circular normal distribution with the radius as its 95 %.
    """

    lon: float
    lat: float
    radius_m: float
    distribution: Literal["uniform", "normal"] = "uniform"

    def __post_init__(self) -> None:
        """Refuse a place off the Earth, a radius not above zero, an unknown distribution."""
        if not (np.isfinite([self.lon, self.lat, self.radius_m]).all() and self.radius_m > 0):
            msg = f"radius_m {self.radius_m} at {self.lon}, {self.lat} must be finite and above 0"
            raise FootprintError(msg)
        if abs(self.lon) > 180 or abs(self.lat) > 90:
            msg = f"disc at lon {self.lon}, lat {self.lat} is off the Earth; expected degrees"
            raise FootprintError(msg)
        if self.distribution not in ("uniform", "normal"):
            msg = f"distribution {self.distribution!r} is not known; use 'uniform' or 'normal'"
            raise FootprintError(msg)


@dataclass(frozen=True)
class Sector:
    """All places at a heading and a distance from a point, such as "45 km south of" it.

    Attributes
    ----------
    lon, lat
        The point from which heading and distance count.
    azimuth_deg, half_angle_deg
        The heading, clockwise from north, and how far to either side of it a place may be.
    min_m, max_m
        Least and greatest distance.
    """

    lon: float
    lat: float
    azimuth_deg: float
    half_angle_deg: float
    min_m: float
    max_m: float

    def __post_init__(self) -> None:
        """Refuse bounds out of order and angles that make no sector."""
        numbers = [self.lon, self.lat, self.azimuth_deg, self.half_angle_deg, self.max_m]
        if not (
            np.isfinite(numbers).all()
            and 0 <= self.min_m < self.max_m
            and 0 < self.half_angle_deg <= 180
        ):
            msg = (
                f"sector of {self.min_m} to {self.max_m} m, {self.half_angle_deg} degrees to "
                f"either side of {self.azimuth_deg}: expected 0 <= min_m < max_m and a half angle "
                "above 0 and at most 180"
            )
            raise FootprintError(msg)


@dataclass(frozen=True)
class Band:
    """A band along a stretch of the border.

    Attributes
    ----------
    from_chainage_m, to_chainage_m
        The stretch, as geodesic distance along the line from its start.
    min_m, max_m
        Least and greatest distance from the line.
    into
        The country in which the band lies; None for both sides.
    widened
        Whether both bounds are widened by the line's assumed error at each stretch: the distances
        count from the true line, not from the one that is drawn.
    """

    from_chainage_m: float
    to_chainage_m: float
    min_m: float
    max_m: float
    into: str | None = None
    widened: bool = False

    def __post_init__(self) -> None:
        """Refuse bounds out of order."""
        if not (0 <= self.from_chainage_m < self.to_chainage_m and 0 <= self.min_m < self.max_m):
            msg = (
                f"band from {self.from_chainage_m} to {self.to_chainage_m} m along, "
                f"{self.min_m} to {self.max_m} m away: each bound must lie above the one before"
            )
            raise FootprintError(msg)


@dataclass(frozen=True)
class Area:
    """An administrative unit, known by the circle around it and its country.

    `border_from_m` and `border_to_m` are the chainages between which it reaches the border, where
    they are known; None else.
    """

    name: str
    country: str
    disc: Disc
    border_from_m: float | None = None
    border_to_m: float | None = None


@dataclass(frozen=True)
class Outline:
    """A shape given by its outline: a polygon as WKT, longitude before latitude."""

    name: str
    wkt: str

    def __post_init__(self) -> None:
        """Refuse a text that is no valid polygon."""
        if self.wkt.lstrip().upper().startswith("GEOMETRYCOLLECTION"):
            # not even read: GEOS goes down into collections of collections until its stack ends
            msg = f"{self.name!r} is a GeometryCollection; expected a valid polygon"
            raise FootprintError(msg)
        try:
            shape = shapely.from_wkt(self.wkt)
        except shapely.errors.GEOSException as error:
            msg = f"{self.name!r}: {self.wkt[:60]!r} is no WKT ({error}); expected a polygon"
            raise FootprintError(msg) from error
        is_area = shape.geom_type in ("Polygon", "MultiPolygon") and not shape.is_empty
        if not is_area or not shape.is_valid:
            why = "empty" if shape.is_empty else shapely.is_valid_reason(shape)
            msg = f"{self.name!r} is a {shape.geom_type} ({why}); expected a valid polygon"
            raise FootprintError(msg)


@dataclass(frozen=True)
class Overlap:
    """What lies in all of several footprints: each a fact about the same place."""

    parts: tuple[Footprint, ...]

    def __post_init__(self) -> None:
        """Refuse an overlap of fewer than two."""
        if len(self.parts) < 2:
            msg = f"an overlap of {len(self.parts)} footprints; expected two or more"
            raise FootprintError(msg)


Footprint = Disc | Sector | Band | Area | Outline | Overlap
_KINDS = {
    "disc": Disc,
    "sector": Sector,
    "band": Band,
    "area": Area,
    "outline": Outline,
    "overlap": Overlap,
}


def to_json(footprint: Footprint) -> str:
    """Write a footprint as compact JSON with sorted keys; `from_json` reads it."""
    return json.dumps(
        _to_values(footprint), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def _to_values(footprint: Footprint) -> dict[str, Any]:
    kind = next(name for name, shape in _KINDS.items() if isinstance(footprint, shape))
    if isinstance(footprint, Overlap):
        return {"shape": kind, "parts": [_to_values(part) for part in footprint.parts]}
    defaults = {f.name: f.default for f in fields(footprint)}
    values = {k: v for k, v in asdict(footprint).items() if v != defaults[k]}
    if isinstance(footprint, Area):
        values["disc"].pop("distribution")
    return {"shape": kind, **values}


def from_json(text: str) -> Footprint:
    """Read a footprint written by `to_json`.

    Raises
    ------
    FootprintError
        If the text is no footprint.
    """
    try:
        return _from_values(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        msg = f"{text[:80]!r} is no footprint ({error}); expected JSON as to_json writes it"
        raise FootprintError(msg) from error


def _from_values(values: dict[str, Any]) -> Footprint:
    shape = _KINDS[values.pop("shape")]
    if shape is Overlap:
        return Overlap(tuple(_from_values(part) for part in values["parts"]))
    if shape is Area:
        values["disc"] = Disc(**values["disc"])
    footprint: Footprint = shape(**values)
    return footprint


@lru_cache(maxsize=1024)
def polygon(footprint: Footprint, border: Border) -> BaseGeometry:  # noqa: PLR0911 - a kind each
    """Draw a footprint, for maps and exports.

    Parameters
    ----------
    footprint
        What is known of the place.
    border
        The border along which bands run and whose country polygons cut areas.

    Returns
    -------
    shapely.geometry.base.BaseGeometry
        A polygon or multipolygon in longitude and latitude, of at most some hundred vertices. A
        band is drawn to about 150 m; measure against the footprint, not against its drawing. An
        overlap of which nothing is left is an empty polygon.
    """
    if isinstance(footprint, Disc):
        return _circle_around(footprint)
    if isinstance(footprint, Sector):
        return _sector(footprint)
    if isinstance(footprint, Outline):
        return shapely.from_wkt(footprint.wkt)
    if isinstance(footprint, Overlap):
        parts = [polygon(part, border) for part in footprint.parts]
        return _polygons(shapely.intersection_all(parts))
    if isinstance(footprint, Area):
        circle = _circle_around(footprint.disc)
        country = border.countries.get(footprint.country)
        if country is None:
            return circle
        cut = shapely.intersection(country, circle)
        return circle if cut.is_empty else _simplified(cut)
    return _band(footprint, border)


def circle(footprint: Footprint, border: Border) -> Disc:
    """The smallest circle around a footprint: point-radius derived from the shape.

    Notes
    -----
    For a band and a cut area the circle is found in an azimuthal equidistant projection about the
    shape's middle, then widened to hold every vertex by geodesic distance.
    """
    if isinstance(footprint, Disc):
        return footprint
    shape = polygon(footprint, border)
    to_plane, to_degrees = _plane_around(*shape.centroid.coords[0])
    flat = shapely.minimum_bounding_circle(_projected(shape, to_plane))
    lon, lat = to_degrees(*flat.centroid.coords[0])
    vertices = shapely.get_coordinates(shape)
    middle = np.full((len(vertices), 2), (lon, lat))
    _, _, distance_m = WGS84.inv(middle[:, 0], middle[:, 1], vertices[:, 0], vertices[:, 1])
    return Disc(float(lon), float(lat), float(np.max(distance_m)))


def contains(footprint: Footprint, border: Border, lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Tell which places lie in a footprint, by its definition and not by its drawing.

    Parameters
    ----------
    footprint
        The shape. Of a band: places whose nearest border point lies on the stretch, and which are
        as far from the line as it says, in its country if it names one.
    border
        The border that bands and areas refer to.
    lon, lat
        Degrees, one-dimensional arrays of one length.
    """
    if isinstance(footprint, Overlap):
        inside = np.ones(len(lon), dtype=bool)
        for part in footprint.parts:
            inside[inside] = contains(part, border, lon[inside], lat[inside])
        return inside
    if isinstance(footprint, Outline):
        shape = shapely.from_wkt(footprint.wkt)
        shapely.prepare(shape)
        return np.asarray(shapely.intersects_xy(shape, lon, lat))
    if isinstance(footprint, Band):
        found = nearest_by_tree(border, lon, lat)
        inside = (found.chainage_m >= footprint.from_chainage_m) & (
            found.chainage_m <= footprint.to_chainage_m
        )
        wider_m = border.line_error_m(found.chainage_m) if footprint.widened else 0.0
        inside &= found.distance_m >= footprint.min_m - wider_m
        inside &= found.distance_m <= footprint.max_m + wider_m
        if footprint.into:
            inside[inside] = border.country_of(lon[inside], lat[inside]) == footprint.into
        return inside
    disc = footprint.disc if isinstance(footprint, Area) else footprint
    start = np.full(len(lon), disc.lon), np.full(len(lon), disc.lat)
    azimuth, _, distance_m = WGS84.inv(*start, lon, lat)
    if isinstance(disc, Disc):
        inside = np.asarray(distance_m <= disc.radius_m)
    else:
        off = np.abs((np.asarray(azimuth) - disc.azimuth_deg + 180) % 360 - 180)
        inside = (off <= disc.half_angle_deg) & (distance_m >= disc.min_m)
        inside &= distance_m <= disc.max_m
    if isinstance(footprint, Area) and footprint.country in border.countries:
        inside[inside] = border.country_of(lon[inside], lat[inside]) == footprint.country
    return inside


@lru_cache(maxsize=1024)
def intersection(first: Footprint, second: Footprint, border: Border) -> Footprint | None:
    """What lies in both of two footprints, or None where nothing does: the facts contradict.

    Where one lies wholly in the other it is returned itself.
    """
    one, other = polygon(first, border), polygon(second, border)
    common = shapely.intersection(one, other)
    least = _LEAST_SHARE * min(one.area, other.area)
    if common.area <= least:
        return None
    if one.area - common.area <= least:
        return first
    if other.area - common.area <= least:
        return second
    parts: list[Footprint] = []
    for part in (first, second):
        parts += part.parts if isinstance(part, Overlap) else [part]
    return Overlap(tuple(parts))


def depth_band(
    place: Footprint, border: Border, *, into: str, min_m: float, max_m: float
) -> Footprint | None:
    """The part of a footprint that lies at a depth inside a country: "2 km inside Pakistan".

    Parameters
    ----------
    place
        What else is known of the place: a district, a neighbourhood, a stretch, a sector.
    border
        The line from which the depth counts, with its own assumed error.
    into
        The country inside which the place is said to be.
    min_m, max_m
        Bounds of the depth as it was reported.

    Returns
    -------
    Footprint or None
        A band along the stretch of border that the place can refer to, widened to both sides by
        the line's assumed error, cut by the place. None where the place holds no such part: the
        reported depth contradicts the place.
    """
    start, end = stretch_along(place, border)
    start, end = max(0.0, start - max_m), min(border.length_m, end + max_m)
    band = Band(start, end, min_m, max_m, into, widened=True)
    return intersection(band, place, border)


def along_other_line(footprint: Footprint, border: Border, other: Border) -> Footprint:
    """The footprint with its chainages counted along another line between the same countries.

    The ends of a stretch become the points of the other line that are nearest to them, because
    chainages of two lines do not compare.

    Raises
    ------
    FootprintError
        If nothing is left of a stretch on the other line.
    """
    if isinstance(footprint, Overlap):
        return Overlap(tuple(along_other_line(part, border, other) for part in footprint.parts))
    if isinstance(footprint, Band):
        ends = _moved((footprint.from_chainage_m, footprint.to_chainage_m), border, other)
        return replace(footprint, from_chainage_m=ends[0], to_chainage_m=ends[1])
    if isinstance(footprint, Area) and footprint.border_from_m is not None:
        to_m = footprint.border_to_m or border.length_m
        ends = _moved((footprint.border_from_m, to_m), border, other)
        return replace(footprint, border_from_m=ends[0], border_to_m=ends[1])
    return footprint


def _moved(chainages_m: tuple[float, float], border: Border, other: Border) -> tuple[float, float]:
    places = [border.point_at(min(chainage, border.length_m)) for chainage in chainages_m]
    found = nearest_by_tree(other, *np.array(places).T).chainage_m
    return float(found[0]), float(found[1])


def stretch_along(place: Footprint, border: Border) -> tuple[float, float]:
    """Chainages in metres between which a footprint lies along the border."""
    if isinstance(place, Area) and place.border_from_m is not None:
        return place.border_from_m, min(place.border_to_m or border.length_m, border.length_m)
    if isinstance(place, Band):
        return place.from_chainage_m, place.to_chainage_m
    shape = polygon(place, border)
    lon, lat = shapely.get_coordinates(shapely.segmentize(shape, 0.02)).T
    shapely.prepare(shape)
    inside = border.chainage_m[shapely.intersects_xy(shape, *border.line.T)]
    chainage_m = np.concatenate([nearest_by_tree(border, lon, lat).chainage_m, inside])
    return float(chainage_m.min()), float(chainage_m.max())


def _circle_around(disc: Disc) -> shapely.Polygon:
    azimuth = np.linspace(0.0, 360.0, _DISC_VERTICES, endpoint=False)
    ones = np.ones_like(azimuth)
    lon, lat, _ = WGS84.fwd(disc.lon * ones, disc.lat * ones, azimuth, disc.radius_m * ones)
    return shapely.Polygon(np.column_stack([lon, lat]))


def disc_outlines(lon: Floats, lat: Floats, radius_m: Floats) -> NDArray[Any]:
    """Draw many discs at once, for files and stores.

    Parameters
    ----------
    lon, lat
        Centres in degrees, one-dimensional.
    radius_m
        Radii in metres.

    Returns
    -------
    numpy.ndarray
        Polygons of 24 vertices. Discs up to 50 km are drawn on the plane that touches the
        ellipsoid at the centre, which is off by less than 0.3 % of the radius; wider ones
        geodesically.

    References
    ----------
    Radii of curvature of the ellipsoid: Snyder (1987), Map projections, USGS 1395, p. 24.
    """
    turn = np.linspace(0.0, 2 * np.pi, _MANY_DISCS_VERTICES, endpoint=False)
    phi = np.radians(lat)
    w_squared = 1 - WGS84.es * np.sin(phi) ** 2
    meridian_m = WGS84.a * (1 - WGS84.es) / w_squared**1.5
    parallel_m = WGS84.a / np.sqrt(w_squared) * np.cos(phi)
    east = np.degrees(radius_m / np.maximum(parallel_m, 1.0))[:, None] * np.sin(turn)
    north = np.degrees(radius_m / meridian_m)[:, None] * np.cos(turn)
    rings = np.stack([lon[:, None] + east, lat[:, None] + north], axis=2)
    rings = np.concatenate([rings, rings[:, :1]], axis=1)
    outlines = np.asarray(shapely.polygons(rings))
    for place in np.flatnonzero(radius_m > _PLANE_UP_TO_M):
        disc = Disc(float(lon[place]), float(lat[place]), float(radius_m[place]))
        outlines[place] = _circle_around(disc)
    return outlines


def _sector(sector: Sector) -> shapely.Polygon:
    if sector.half_angle_deg >= 180:
        ring = _circle_around(Disc(sector.lon, sector.lat, sector.max_m))
        if sector.min_m == 0:
            return ring
        hole = _circle_around(Disc(sector.lon, sector.lat, sector.min_m))
        return shapely.Polygon(ring.exterior, [hole.exterior])
    turn = np.linspace(-sector.half_angle_deg, sector.half_angle_deg, _DISC_VERTICES)
    azimuth = np.concatenate([sector.azimuth_deg + turn, sector.azimuth_deg + turn[::-1]])
    reach = np.repeat([sector.max_m, max(sector.min_m, 0.001)], _DISC_VERTICES)
    start = np.full(len(azimuth), sector.lon), np.full(len(azimuth), sector.lat)
    lon, lat, _ = WGS84.fwd(*start, azimuth, reach)
    return shapely.make_valid(shapely.Polygon(np.column_stack([lon, lat])))


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape; lines and points left over by an intersection are dropped."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and p.area > 0]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _band(band: Band, border: Border) -> BaseGeometry:
    drawn = shapely.union_all([_strip(part, border) for part in _without_widening(band, border)])
    country = border.countries.get(band.into) if band.into else None
    if country is not None:
        drawn = shapely.intersection(country, drawn)
    return _simplified(drawn)


def _without_widening(band: Band, border: Border) -> Iterator[Band]:
    """A widened band as plain ones, a stretch of the line's error each."""
    if not band.widened:
        yield band
        return
    start, end = band.from_chainage_m, band.to_chainage_m
    inner = {edge for s in border.accuracy for edge in (s.from_m, s.to_m) if start < edge < end}
    for one, other in pairwise([start, *sorted(inner), end]):
        error_m = float(border.line_error_m((one + other) / 2)[0])
        yield Band(one, other, max(0.0, band.min_m - error_m), band.max_m + error_m, band.into)


def _strip(band: Band, border: Border) -> BaseGeometry:
    """Draw a plain band: what is as near to the stretch as it says, and nearest to the stretch."""
    stretch = shapely.LineString(border.stretch(band.from_chainage_m, band.to_chainage_m))
    to_plane, to_degrees = _plane_around(*stretch.interpolate(0.5, normalized=True).coords[0])
    flat = shapely.simplify(_projected(stretch, to_plane), _BAND_TOLERANCE_M / 3)
    shape = _wide(flat, band.max_m)
    if band.min_m > 0:
        shape = shapely.difference(shape, _wide(flat, band.min_m))
    if band.from_chainage_m > 0 or band.to_chainage_m < border.length_m:
        shape = shapely.intersection(shape, _nearest_to(band, border, to_plane, shape.bounds))
    drawn = _projected(shape, to_degrees)  # which may turn a narrow bend of a very wide strip over
    return drawn if shapely.is_valid(drawn) else shapely.make_valid(drawn)


def _nearest_to(
    band: Band,
    border: Border,
    to_plane: Callable[..., Any],
    bounds: tuple[float, float, float, float],
) -> BaseGeometry:
    """What is nearer to a stretch than to the rest of the line, within some bounds of a plane.

    The line is taken as points in short steps; what is nearest to each is its Voronoi cell.
    """
    start, end = band.from_chainage_m, band.to_chainage_m
    step_m = min(max(band.max_m / 10, _LEAST_STEP_M), _MOST_STEP_M)
    number = max(2, math.ceil((end - start) / step_m))
    beside_m = min(_BESIDE_END_M, (end - start) / 4)
    own = np.linspace(start + beside_m, end - beside_m, number)
    before = np.arange(start - beside_m, 0.0, -step_m)
    behind = np.arange(end + beside_m, border.length_m, step_m)
    chainage_m = np.concatenate([own, before, behind])
    lon, lat = (np.interp(chainage_m, border.chainage_m, axis) for axis in border.line.T)
    points = np.column_stack(to_plane(lon, lat))
    west, south, east, north = bounds
    reach_m = band.max_m + step_m  # what is farther off is nearest to nothing that is drawn
    least, most = (west - reach_m, south - reach_m), (east + reach_m, north + reach_m)
    near = np.asarray(((points >= least) & (points <= most)).all(axis=1))
    near[:number] = True
    cells = shapely.voronoi_polygons(
        shapely.MultiPoint(points[near]), extend_to=shapely.box(*bounds), ordered=True
    )
    return shapely.coverage_union_all(shapely.get_parts(cells)[:number])


def _wide(line: BaseGeometry, reach_m: float) -> BaseGeometry:
    """What is as near to a line as that, made of short pieces; each shares a segment with the next.

    A winding line in one piece takes ten times as long: its outline crosses itself everywhere.
    """
    vertices = shapely.get_coordinates(line)
    starts = range(0, len(vertices) - 1, _AT_A_TIME)
    pieces = [shapely.LineString(vertices[k : k + _AT_A_TIME + 2]) for k in starts]
    return shapely.union_all(shapely.buffer(pieces, reach_m))


def _simplified(shape: BaseGeometry) -> BaseGeometry:
    """Polygons only, to about 150 m; a coarse drawing of a large shape is coarser."""
    west, south, east, north = shape.bounds
    tolerance_deg = max(_BAND_TOLERANCE_M / 111_000, max(east - west, north - south) / 2000)
    simple = shapely.simplify(shape, tolerance_deg)
    polygons = [p for p in shapely.get_parts(simple) if p.geom_type == "Polygon" and p.area > 0]
    largest = max((p.area for p in polygons), default=0.0)
    kept = [p for p in polygons if p.area > largest / 10_000]
    return shapely.union_all(kept) if kept else shape


def _projected(shape: BaseGeometry, projection: Callable[..., Any]) -> BaseGeometry:
    return shapely.transform(shape, projection, interleaved=False)


@lru_cache(maxsize=256)
def _plane_around(lon: float, lat: float) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """To and from an azimuthal equidistant projection about a point."""
    # a transformer between two systems does the same sums, and takes thirty times as long to make
    plane = Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84")
    return plane, partial(plane, inverse=True)
