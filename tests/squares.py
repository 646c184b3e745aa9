"""Two square countries side by side, whose border is the meridian of 61 degrees."""

import numpy as np
import shapely

from geodata.borders import Border

WEST = shapely.box(60, 28, 61, 29)
EAST = shapely.box(61, 28, 62, 29)
MIDDLE = np.array([(61.0, 29.0), (61.0, 28.5), (61.0, 28.0)])


def two_squares(**changes) -> Border:
    """Two squares side by side, whose border is the meridian of 61 degrees."""
    west = shapely.Polygon([(60, 29), (61, 29), (61, 28.5), (61, 28), (60, 28)])
    east = shapely.Polygon([(62, 29), (61, 29), (61, 28.5), (61, 28), (62, 28)])
    values = {
        "name": "squares",
        "line": MIDDLE.copy(),
        "countries": {"WWW": west, "EEE": east},
        "positive": "EEE",
        "negative": "WWW",
        "accuracy": (),
        "sha256": "0" * 64,
        "attribution": "drawn",
    }
    return Border(**{**values, **changes})


def side(border: Border, lon: float, lat: float) -> str:
    return str(border.country_of(np.array([lon]), np.array([lat]))[0])
