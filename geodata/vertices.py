"""The vertices of lines: rounded to one grid, how far apart, which way they run, and in words.

What cuts borders out of lines and polygons (`lines`) and what reads them from files (`line_files`,
`line_formats`) mean the same by these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geodata.borders import WGS84

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "GRID_DEG",
    "JOIN_M",
    "LINE",
    "METRES_PER_DEGREE",
    "POLYGON",
    "SHOWN",
    "apart_m",
    "exploded",
    "is_new",
    "on_grid",
    "place",
    "places",
    "runs_against",
]

JOIN_M = 1.0
"""Ends of parts that are no farther apart than this are one vertex."""

_DECIMALS = 9
GRID_DEG = 10.0**-_DECIMALS
METRES_PER_DEGREE = 111_320.0
SHOWN = 3
LINE, POLYGON = 1, 3
"""What shapely calls them."""


def on_grid(points: Floats) -> Floats:
    """Rounded to 1e-9 degrees, without negative zeros."""
    rounded: Floats = np.round(points, _DECIMALS) + 0.0
    return rounded


def is_new(points: Floats) -> NDArray[np.bool_]:
    """Which points differ from the one before."""
    differs: NDArray[np.bool_] = (np.diff(points, axis=0) != 0.0).any(axis=1)
    return np.concatenate([[True], differs]) if len(points) else differs


def runs_against(line: Floats, other: Floats) -> bool:
    """Whether a line runs the other way than another, by where their ends lie."""
    along_m = apart_m(line[0], other[0]) + apart_m(line[-1], other[-1])
    return apart_m(line[0], other[-1]) + apart_m(line[-1], other[0]) < along_m


def apart_m(a: Floats, b: Floats) -> float:
    """The geodesic length between two points."""
    return float(WGS84.inv(a[0], a[1], b[0], b[1])[2])


def place(point: Floats) -> str:
    """A point in words."""
    return f"lon {point[0]:.5f}, lat {point[1]:.5f}"


def places(points: Floats) -> str:
    """The first few points in words."""
    return "; ".join(map(place, points[:SHOWN])) + "; ..." * (len(points) > SHOWN)


def exploded(shapes: NDArray[Any]) -> NDArray[Any]:
    """The simple geometries in all collections."""
    while (shapely.get_type_id(shapes) > POLYGON).any():
        shapes = shapely.get_parts(shapes)
    filled: NDArray[Any] = shapes[~shapely.is_empty(shapes)]
    return filled
