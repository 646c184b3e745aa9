"""Measurement: how far a place lies from the border, where along it, and on which side.

Linear referencing on the WGS84 ellipsoid. The border is a polyline whose segments are geodesics;
distances are geodesic lengths. Nothing here is planar except the side test, whose polygons have
edges short enough for that.

Up to `COMPILED_FROM` places are measured here, with numpy and a k-d tree; more go to the compiled
engine in `nearest`, which uses the same formulas. Which one measures depends on nothing but the
number of places, so that the same call gives the same digits.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from pyproj import Geod

from geodata.errors import CoordinateError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from scipy.spatial import cKDTree

    from geodata.borders import Border

    Floats = NDArray[np.float64]

WGS84 = Geod(ellps="WGS84")
COMPILED_FROM = 4_096
"""From so many places on the compiled engine measures."""

FAR_M = 500_000.0
"""From here on the closed form is off by a millimetre or more; Karney's method takes over."""

SPREAD = 3.2e-17
"""Two chords of one length c differ in squared geodesic length by less than `SPREAD` c^4:
(1/M^2 - 1/N^2) / 12 is at most 2.8e-17 per square metre on WGS84."""

NORMAL_95 = 1.959963984540054
"""Half width of the central 95 % of a normal distribution, in standard deviations."""

_SEMI_MAJOR_M = WGS84.a
_ECCENTRICITY_SQUARED = WGS84.es
_NO_METRE = 1e-30
_PIECE_M = 100.0
_ON_LINE_M = 0.001
_SHOWN = 10


def measure(
    border: Border, lon: ArrayLike, lat: ArrayLike, uncertainty_m: ArrayLike | None = None
) -> pd.DataFrame:
    """Measure places against a border.

    Parameters
    ----------
    border
        The line and the country polygons.
    lon, lat
        Longitude and latitude in degrees (WGS84), scalars or one-dimensional, of one length.
    uncertainty_m
        Radius around each place that holds the true place, in metres, above zero; one for all or
        one for each. NaN where it is not known: that place gets no probabilities.

    Returns
    -------
    pandas.DataFrame
        One row per place, in order:

        ``country``
            ISO 3166-1 alpha-3 code of the country polygon that holds the place, as a categorical;
            empty at sea and in countries that the border does not know. A place on the line
            belongs to the border's positive side.
        ``border_distance_m``
            Geodesic distance to the nearest point of the line, in metres.
        ``signed_distance_m``
            The same, positive in `border.positive`, negative in `border.negative`, NaN elsewhere;
            0.0 on the line (within a millimetre).
        ``nearest_lon``, ``nearest_lat``
            That nearest point, in degrees. Of several equally near ones, one of them: the same
            one in every call with as many places, but not a particular one.
        ``chainage_m``
            Its geodesic distance along the line from the line's start, in metres.
        ``beyond_end``
            Whether that nearest point is an end of the line while the place is not on the line:
            then the distance is no depth.

        With `uncertainty_m` also the columns of `uncertainty.COLUMNS`, each disc taken as uniform:

        ``p_<positive>``, ``p_<negative>`` (such as ``p_pak``, ``p_irn``)
            Probability that the true place is in that country, the line's own error allowed for.
        ``signed_p05_m``, ``signed_p50_m``, ``signed_p95_m``
            5, 50 and 95 % quantiles of the signed distance.
        ``side``
            The country with a probability of 95 % or more, else "undetermined"; empty where the
            place is in neither country, or its uncertainty is not known.

    Raises
    ------
    CoordinateError
        If the shapes do not fit, a coordinate is not finite or out of range, or an uncertainty is
        zero, negative or infinite; all bad positions are counted and the first of them named.

    Notes
    -----
    Accuracy, tested against GeographicLib out to 200 km: distance within 1 mm, nearest point
    within 1 cm, chainage within 5 cm. From 500 km on the nearest point is the one with the least
    chord, and its distance is Karney's geodesic.

    References
    ----------
    Karney C. F. F. (2013), Algorithms for geodesics, Journal of Geodesy 87, 43-55.
    """
    lons, lats = checked_places(lon, lat)
    radius_m = None if uncertainty_m is None else _checked_radii(uncertainty_m, len(lons))
    names = (*border.geodesic_countries, "")
    if len(lons) < COMPILED_FROM:
        found = nearest_by_tree(border, lons, lats)
        code = _country_codes(border, names, lons, lats)
    else:
        code, found = _measure_compiled(border, names, lons, lats)
    on_line = found.distance_m <= _ON_LINE_M
    code[on_line] = names.index(border.positive)
    sign = np.full(len(names), np.nan)
    sign[names.index(border.positive)], sign[names.index(border.negative)] = 1.0, -1.0
    signed_m = sign[code] * found.distance_m
    signed_m[on_line] = 0.0
    at_end = (found.chainage_m <= _ON_LINE_M) | (found.chainage_m >= border.length_m - _ON_LINE_M)
    columns: dict[str, Any] = {
        "country": pd.Categorical.from_codes(code, categories=names),
        "border_distance_m": found.distance_m,
        "signed_distance_m": signed_m,
        "nearest_lon": found.lon,
        "nearest_lat": found.lat,
        "chainage_m": found.chainage_m,
        "beyond_end": at_end & ~on_line,
    }
    if radius_m is not None:
        from geodata.uncertainty import assess_discs  # noqa: PLC0415 - it measures with this module

        columns |= assess_discs(border, lons, lats, radius_m, signed_m, found)
    return pd.DataFrame(columns)


class Nearest(NamedTuple):
    """Nearest points of a line: distance, longitude and latitude, chainage; one entry a place."""

    distance_m: Floats
    lon: Floats
    lat: Floats
    chainage_m: Floats


def nearest_by_tree(border: Border, lon: Floats, lat: Floats) -> Nearest:
    """Find nearest points with numpy alone; for a few thousand places.

    Notes
    -----
    The line is cut into pieces of at most L = 100 m. If the nearest piece end is at the chord d,
    the foot lies on a piece with an end nearer than sqrt(d^2 + L^2/4), and a little more where
    geodesics of one chord differ (`SPREAD`). All those pieces are tried.
    """
    if len(lon) == 0:
        return Nearest(*np.empty((4, 0)))
    tree = _tree(border)
    xyz = earth_centred(lon, lat)
    chord, _ = tree.ends.query(xyz)
    reach = np.sqrt(chord**2 + _PIECE_M**2 / 4 + SPREAD * np.minimum(chord, 1e6) ** 4 + 0.01)
    near = tree.ends.query_ball_point(xyz, reach)
    last = len(tree.pieces.geometry) - 1
    number = np.array([2 * len(found) for found in near], dtype=np.int64)
    ends = np.fromiter((end for found in near for end in found), np.int64)
    piece = np.clip(np.column_stack([ends - 1, ends]).ravel(), 0, last)
    place = np.repeat(np.arange(len(lon)), number)
    x, y, z = xyz[place].T
    g = tree.pieces.geometry[piece].T
    share = np.clip(share_along(x, y, z, g), 0.0, 1.0)
    share = np.clip(share_along(x, y, z, g) + geodesic(x, y, z, share, g)[1], 0.0, 1.0)
    distance_m = geodesic(x, y, z, share, g)[0]
    order = np.lexsort((piece, distance_m, place))
    best = order[np.searchsorted(place[order], np.arange(len(lon)))]
    foot_lon, foot_lat, chainage_m = position(share[best], tree.pieces.reference[piece[best]].T)
    distance_m = distance_m[best]
    far = distance_m >= FAR_M
    distance_m[far] = WGS84.inv(lon[far], lat[far], foot_lon[far], foot_lat[far])[2]
    return Nearest(distance_m, foot_lon, foot_lat, chainage_m)


def _country_codes(
    border: Border, names: tuple[str, ...], lon: Floats, lat: Floats
) -> NDArray[np.uint8]:
    country = pd.Categorical(border.country_of(lon, lat), categories=names)
    return np.asarray(country.codes, dtype=np.uint8)


def _measure_compiled(
    border: Border, names: tuple[str, ...], lon: Floats, lat: Floats
) -> tuple[NDArray[np.uint8], Nearest]:
    code, *columns = compiled_index(border).measure(lon, lat)
    found = Nearest(*columns)
    outside = np.flatnonzero(np.isnan(found.chainage_m))
    for rows in np.array_split(outside, -(-len(outside) // COMPILED_FROM) or 1):
        for column, values in zip(
            found, nearest_by_tree(border, lon[rows], lat[rows]), strict=True
        ):
            column[rows] = values
    code[outside] = _country_codes(border, names, lon[outside], lat[outside])
    far = np.flatnonzero(found.distance_m >= FAR_M)
    found.distance_m[far] = WGS84.inv(lon[far], lat[far], found.lon[far], found.lat[far])[2]
    return code, found


@lru_cache(maxsize=8)
def compiled_index(border: Border) -> Any:  # noqa: ANN401 - `nearest.Index`, imported when needed
    """The compiled engine for a border, made at the first call (some seconds the first time)."""
    from geodata.nearest import Index  # noqa: PLC0415 - numba is loaded only for bulk work

    return Index(border)


def earth_centred(lon: Floats, lat: Floats) -> Floats:
    """Earth-centred, earth-fixed coordinates in metres, shape (n, 3), of points on WGS84."""
    lon_rad, lat_rad = np.radians(lon), np.radians(lat)
    normal = _SEMI_MAJOR_M / np.sqrt(1 - _ECCENTRICITY_SQUARED * np.sin(lat_rad) ** 2)
    return np.stack(
        [
            normal * np.cos(lat_rad) * np.cos(lon_rad),
            normal * np.cos(lat_rad) * np.sin(lon_rad),
            normal * (1 - _ECCENTRICITY_SQUARED) * np.sin(lat_rad),
        ],
        axis=-1,
    )


def on_ellipsoid(xyz: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude in degrees of the points of WGS84 below or above `xyz`.

    For points within some metres of the ellipsoid; two steps of the fixed-point iteration are
    exact to far below a millimetre there.
    """
    axis_distance = np.hypot(xyz[:, 0], xyz[:, 1])
    lat_rad = np.arctan2(xyz[:, 2], axis_distance * (1 - _ECCENTRICITY_SQUARED))
    for _ in range(2):
        sine = np.sin(lat_rad)
        normal = _SEMI_MAJOR_M / np.sqrt(1 - _ECCENTRICITY_SQUARED * sine**2)
        lat_rad = np.arctan2(xyz[:, 2] + _ECCENTRICITY_SQUARED * normal * sine, axis_distance)
    return np.degrees(np.arctan2(xyz[:, 1], xyz[:, 0])), np.degrees(lat_rad)


def densified(line: Floats, piece_m: float) -> tuple[Floats, Floats]:
    """Cut the geodesic segments of a polyline into pieces.

    Parameters
    ----------
    line
        Vertices as longitude and latitude in degrees, shape (n, 2).
    piece_m
        No piece is longer than this, in metres.

    Returns
    -------
    tuple
        The ends of the pieces, shape (m, 2), the given vertices among them unchanged; and the
        geodesic length from the start to each, shape (m,).
    """
    lon, lat = line[:, 0], line[:, 1]
    azimuth, _, length = WGS84.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    count = np.maximum(1, np.ceil(length / piece_m).astype(np.int64))
    segment = np.repeat(np.arange(len(length)), count)
    step = np.arange(len(segment)) - np.repeat(np.cumsum(count) - count, count)
    along = step * length[segment] / count[segment]
    cut_lon, cut_lat, _ = WGS84.fwd(lon[segment], lat[segment], azimuth[segment], along)
    is_vertex = step == 0
    cut_lon[is_vertex], cut_lat[is_vertex] = lon[:-1], lat[:-1]
    start = np.concatenate([[0.0], np.cumsum(length)])
    ends = np.column_stack([np.append(cut_lon, lon[-1]), np.append(cut_lat, lat[-1])])
    return ends, np.append(start[segment] + along, start[-1])


class Pieces(NamedTuple):
    """A line cut into short geodesic pieces.

    Attributes
    ----------
    geometry
        (n, 8): start (x, y, z), vector to the end, one over the squared length, length; metres.
    reference
        (n, 8): start of longitude and latitude, their change, the bulge of each over the straight
        course in the middle (degrees), start and length of the chainage in metres.
    """

    geometry: Floats
    reference: Floats


def pieces_of(line: Floats, piece_m: float) -> Pieces:
    """Cut a line into pieces of at most `piece_m` metres."""
    ends, chainage = densified(line, piece_m)
    lon, lat = ends.T
    azimuth, _, length = WGS84.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    middles = np.column_stack(WGS84.fwd(lon[:-1], lat[:-1], azimuth, length / 2)[:2])
    xyz = earth_centred(lon, lat)
    chord, change = np.diff(xyz, axis=0), np.diff(ends, axis=0)
    squared = (chord * chord).sum(axis=1)
    bulge = 4 * (middles - (ends[:-1] + change / 2))
    return Pieces(
        np.column_stack([xyz[:-1], chord, 1 / squared, np.sqrt(squared)]),
        np.column_stack([ends[:-1], change, bulge, chainage[:-1], np.diff(chainage)]),
    )


class _Tree(NamedTuple):
    pieces: Pieces
    ends: cKDTree


@lru_cache(maxsize=8)
def _tree(border: Border) -> _Tree:
    from scipy.spatial import cKDTree  # noqa: PLC0415 - slow to load, and not everybody measures

    pieces = pieces_of(border.line, _PIECE_M)
    start, chord = pieces.geometry[:, :3], pieces.geometry[:, 3:6]
    ends = np.vstack([start, start[-1:] + chord[-1:]])
    # Along a line, this tree is asked for places far off ten times as fast as the usual one.
    return _Tree(pieces, cKDTree(ends, leafsize=32, balanced_tree=False, compact_nodes=False))


# The three formulas. They take arrays here, and are compiled for single numbers in `nearest`.


def share_along(x: Any, y: Any, z: Any, g: Any) -> Any:  # noqa: ANN401
    """Where on a piece's chord the foot of a point lies: 0 at its start, 1 at its end."""
    return ((x - g[0]) * g[3] + (y - g[1]) * g[4] + (z - g[2]) * g[5]) * g[6]


def position(share: Any, r: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401
    """Longitude, latitude and chainage at a share of a piece with the reference row `r`."""
    bend = share * (1 - share)
    return (
        r[0] + share * r[2] + bend * r[4],
        r[1] + share * r[3] + bend * r[5],
        r[6] + share * r[7],
    )


def geodesic(x: Any, y: Any, z: Any, share: Any, g: Any) -> tuple[Any, Any]:  # noqa: ANN401
    """Geodesic length from a point to a place on a piece, and how far its foot must move.

    Parameters
    ----------
    x, y, z
        The point, earth-centred, in metres.
    share
        Place on the piece, 0 to 1.
    g
        Row of `Pieces.geometry`, or its columns.

    Returns
    -------
    tuple
        The length in metres, and the first-order move of the foot as a share of the piece that
        makes the geodesic, not the chord, stationary.

    Notes
    -----
    The foot is lifted from the chord by its sagitta. Then s = 2 R asin(c / 2 R) with c the chord
    and 1/R = cos^2 a / M + sin^2 a / N (Euler) at the mean normal and the azimuth a of the chord.
    Against Karney: 1e-8 m at 50 km, 2e-6 m at 200 km, 1 mm at 500 km. The least s is not where
    the chord to the straight piece is least: because R depends on the azimuth, and
    s^2 = c^2 (1 + c^2 / 12 R^2), the foot moves by - c^4 (1/R) (1/R)' a' / 12 L^2 of a piece of
    length L; because the piece is bent, by (1 - 2 share) / 2 R times the height of the point over
    the foot's horizon.
    """
    lift = share * (1 - share) * g[7] * g[7] / 12_742_000.0
    fx, fy, fz = g[0] + share * g[3], g[1] + share * g[4], g[2] + share * g[5]
    nx, ny, nz = fx, fy, fz / (1 - _ECCENTRICITY_SQUARED)
    size = 1 / np.sqrt(nx * nx + ny * ny + nz * nz)
    nx, ny, nz = nx * size, ny * size, nz * size
    dx, dy, dz = x - fx - lift * nx, y - fy - lift * ny, z - fz - lift * nz
    squared = dx * dx + dy * dy + dz * dz
    mx, my, mz = x, y, z / (1 - _ECCENTRICITY_SQUARED)
    size = 1 / np.sqrt(mx * mx + my * my + mz * mz)
    mx, my, mz = nx + mx * size, ny + my * size, nz + mz * size
    size = 1 / np.sqrt(mx * mx + my * my + mz * mz)
    mx, my, mz = mx * size, my * size, mz * size
    flat = mx * mx + my * my + _NO_METRE
    scale = 1 / (flat * (squared + _NO_METRE))
    # North and east parts, both times the cosine of latitude; `scale` takes it out again.
    north = flat * dz - mz * (mx * dx + my * dy)
    east = mx * dy - my * dx
    w2 = 1 - _ECCENTRICITY_SQUARED * mz * mz
    per_n = np.sqrt(w2) / _SEMI_MAJOR_M
    per_m = per_n * w2 / (1 - _ECCENTRICITY_SQUARED)
    per_r = per_n + north * north * scale * (per_m - per_n)
    u = squared * per_r * per_r / 4
    length = np.sqrt(squared) * (
        1 + u * (1 / 6 + u * (3 / 40 + u * (15 / 336 + u * (105 / 3456 + u * (945 / 42240)))))
    )
    along_north = flat * g[5] - mz * (mx * g[3] + my * g[4])
    along_east = mx * g[4] - my * g[3]
    turn = (north * along_east - east * along_north) * scale
    slope = 2 * (per_m - per_n) * north * east * scale
    move = (dx * nx + dy * ny + dz * nz) * (1 - 2 * share) / 12_742_000.0
    return length, move - squared * squared * per_r * slope * turn * g[6] / 12


def checked_places(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Coordinates as two arrays of one length; every bad one is counted.

    Raises
    ------
    CoordinateError
        As `measure` says.
    """
    try:
        lons = np.atleast_1d(np.asarray(lon, dtype=np.float64))
        lats = np.atleast_1d(np.asarray(lat, dtype=np.float64))
    except (TypeError, ValueError) as error:
        msg = f"lon and lat must be numbers in degrees ({error}); convert texts first"
        raise CoordinateError(msg) from error
    if lons.ndim != 1 or lats.ndim != 1 or len(lons) != len(lats):
        msg = (
            f"lon has shape {np.shape(lon)} and lat {np.shape(lat)}; expected two scalars or two "
            "one-dimensional arrays of one length"
        )
        raise CoordinateError(msg)
    bad = ~(np.isfinite(lons) & np.isfinite(lats) & (np.abs(lons) <= 180) & (np.abs(lats) <= 90))
    if bad.any():
        positions = np.flatnonzero(bad)
        shown = ", ".join(f"[{k}] lon {lons[k]}, lat {lats[k]}" for k in positions[:_SHOWN])
        msg = (
            f"{len(positions)} of {len(lons)} coordinates are not finite degrees with lon within "
            f"180 and lat within 90: {shown}; drop or mend them (swapped lon and lat?)"
        )
        raise CoordinateError(msg)
    return np.ascontiguousarray(lons), np.ascontiguousarray(lats)


def _checked_radii(uncertainty_m: ArrayLike, number: int) -> Floats:
    """Radii as an array of one length with the places; every bad one is counted."""
    try:
        radii = np.asarray(uncertainty_m, dtype=np.float64)
    except (TypeError, ValueError) as error:
        msg = f"uncertainty_m must be numbers of metres ({error}); convert texts first"
        raise CoordinateError(msg) from error
    if radii.ndim > 1 or (radii.ndim == 1 and len(radii) != number):
        msg = (
            f"uncertainty_m has shape {radii.shape} for {number} places; expected one radius, or "
            "one for each place"
        )
        raise CoordinateError(msg)
    bad = np.flatnonzero((radii <= 0) | np.isinf(radii))
    if len(bad):
        shown = ", ".join(f"[{k}] {radii.ravel()[k]}" for k in bad[:_SHOWN])
        msg = (
            f"{len(bad)} of {radii.size} uncertainties are zero, negative or infinite: {shown}; "
            "expected a radius in metres above zero, or NaN where it is not known"
        )
        raise CoordinateError(msg)
    return np.ascontiguousarray(np.broadcast_to(radii, (number,)))
