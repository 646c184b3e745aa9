"""Measurement: how far a place lies from the border, where along it, and on which side.

Linear referencing on the WGS84 ellipsoid. The border is a polyline whose segments are geodesics;
distances are geodesic lengths. Nothing here is planar except the side test, whose polygons have
edges short enough for that.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pyproj import Geod
from scipy.spatial import cKDTree

from geodata.errors import CoordinateError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from geodata.borders import Border

    Floats = NDArray[np.float64]

WGS84 = Geod(ellps="WGS84")
_SEMI_MAJOR_M = WGS84.a
_ECCENTRICITY_SQUARED = WGS84.es

_PIECE_M = 100.0
_NEIGHBOURS = 8
_CHUNK = 50_000
_ON_LINE_M = 0.001
_SHOWN = 10


def measure(border: Border, lon: ArrayLike, lat: ArrayLike) -> pd.DataFrame:
    """Measure points against a border.

    Parameters
    ----------
    border
        The line and the country polygons.
    lon, lat
        Longitude and latitude in degrees (WGS84), scalars or one-dimensional, of one length.

    Returns
    -------
    pandas.DataFrame
        One row per point, in order:

        ``country``
            ISO 3166-1 alpha-3 code of the country polygon that holds the point; empty at sea and
            in countries that the border does not know. A point on the line belongs to the
            border's positive side.
        ``border_distance_m``
            Geodesic distance to the nearest point of the line, in metres.
        ``signed_distance_m``
            The same, positive in `border.positive`, negative in `border.negative`, NaN elsewhere;
            0.0 on the line (within a millimetre).
        ``nearest_lon``, ``nearest_lat``
            That nearest point, in degrees. Of several equally near ones, one of them.
        ``chainage_m``
            Its geodesic distance along the line from the line's start, in metres.
        ``beyond_end``
            Whether that nearest point is an end of the line while the point is not on the line:
            then the distance is no depth.

    Raises
    ------
    CoordinateError
        If the shapes do not fit, or a coordinate is not finite or out of range; all bad positions
        are counted and the first of them named.

    Notes
    -----
    The line is cut into geodesic pieces of at most 100 m. The nearest eight piece ends by chord
    (k-d tree on earth-centred coordinates) give the candidate pieces; the nearest point is found
    on their chords, put back on the ellipsoid, and the distance to it is Karney's geodesic.

    References
    ----------
    Karney C. F. F. (2013), Algorithms for geodesics, Journal of Geodesy 87, 43-55.
    """
    points = _checked(lon, lat)
    pieces = _pieces(border)
    parts = [
        pieces.measure(points[first : first + _CHUNK]) for first in range(0, len(points), _CHUNK)
    ]
    columns = {
        name: np.concatenate([part[name] for part in parts]) if parts else np.empty(0)
        for name in ("border_distance_m", "nearest_lon", "nearest_lat", "chainage_m")
    }
    distance = columns["border_distance_m"]
    on_line = distance <= _ON_LINE_M
    country = border.country_of(points[:, 0], points[:, 1])
    country[on_line] = border.positive
    sign = np.where(
        country == border.positive, 1.0, np.where(country == border.negative, -1.0, np.nan)
    )
    at_end = (columns["chainage_m"] <= _ON_LINE_M) | (
        columns["chainage_m"] >= border.length_m - _ON_LINE_M
    )
    return pd.DataFrame(
        {
            "country": country,
            "border_distance_m": distance,
            "signed_distance_m": np.where(on_line, 0.0, sign * distance),
            "nearest_lon": columns["nearest_lon"],
            "nearest_lat": columns["nearest_lat"],
            "chainage_m": columns["chainage_m"],
            "beyond_end": at_end & ~on_line,
        }
    )


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


class _Pieces:
    """A line cut into short pieces, ready to be searched."""

    def __init__(self, line: Floats) -> None:
        ends, self.chainage_m = densified(line, _PIECE_M)
        self.ends = earth_centred(ends[:, 0], ends[:, 1])
        self.tree = cKDTree(self.ends)

    def measure(self, points: Floats) -> dict[str, Floats]:
        """Nearest point, chainage and distance for points of shape (n, 2)."""
        xyz = earth_centred(points[:, 0], points[:, 1])
        neighbours = min(_NEIGHBOURS, len(self.ends))
        _, nearest = self.tree.query(xyz, k=neighbours)
        last = len(self.ends) - 2
        candidates = np.concatenate(
            [np.clip(nearest - 1, 0, last), np.clip(nearest, 0, last)], axis=1
        )
        start = self.ends[candidates]
        chord = self.ends[candidates + 1] - start
        share = ((xyz[:, None] - start) * chord).sum(-1) / (chord * chord).sum(-1)
        share = np.clip(share, 0.0, 1.0)
        feet = start + share[..., None] * chord
        best = ((xyz[:, None] - feet) ** 2).sum(-1).argmin(axis=1)
        row = np.arange(len(points))
        foot_lon, foot_lat = on_ellipsoid(feet[row, best])
        piece, share = candidates[row, best], share[row, best]
        chainage_m = self.chainage_m[piece] + share * (
            self.chainage_m[piece + 1] - self.chainage_m[piece]
        )
        _, _, distance_m = WGS84.inv(points[:, 0], points[:, 1], foot_lon, foot_lat)
        return {
            "border_distance_m": np.asarray(distance_m, dtype=np.float64),
            "nearest_lon": foot_lon,
            "nearest_lat": foot_lat,
            "chainage_m": chainage_m,
        }


@lru_cache(maxsize=8)
def _pieces(border: Border) -> _Pieces:
    return _Pieces(border.line)


def _checked(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Coordinates as an array of shape (n, 2); every bad one is counted."""
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
    return np.column_stack([lons, lats])
