"""The point-radius method: how far from its point a described place may be.

Every formula is that of the Georeferencing Calculator. Lengths share one unit of the caller's
choice within a call, except where a name says metres; angles are degrees.

References
----------
Wieczorek, Guo & Hijmans (2004), The point-radius method for georeferencing locality descriptions
and calculating associated uncertainty, Int. J. Geogr. Inf. Sci. 18:745-767.
Chapman & Wieczorek (2020), Georeferencing Best Practices, doi:10.15468/doc-gg7h-s853.
Bloom, Wieczorek & Zermoglio (2020), Georeferencing Calculator Manual, doi:10.35035/gdwq-3v93.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Literal

from pyproj import Geod

__all__ = [
    "HALF_ANGLES_DEG",
    "HEADINGS_DEG",
    "coordinate_precision_m",
    "direction_half_angle_deg",
    "distance_precision",
    "offset_position",
    "offset_uncertainty",
    "orthogonal_uncertainty",
]

_COMPASS = "N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW"
HEADINGS_DEG = {name: 22.5 * number for number, name in enumerate(_COMPASS.split())}
"""Compass points, clockwise from north."""

HALF_ANGLES_DEG = {1: 45.0, 2: 22.5, 3: 11.25}
"""Half the angle that a compass point of one, two or three letters stands for."""

_WGS84 = Geod(ellps="WGS84")


def direction_half_angle_deg(heading: str, *, due: bool = False) -> float:
    """How far to either side of a heading a place may be.

    Parameters
    ----------
    heading
        A key of `HEADINGS_DEG`.
    due
        Whether the report says "due south"; a heading in degrees is taken so as well: 1 degree.
    """
    return 1.0 if due else HALF_ANGLES_DEG[len(heading)]


def distance_precision(value: str, *, rule: Literal["2020", "2004"] = "2020") -> float:
    """Half of the precision to which a distance was written, in its own unit.

    Parameters
    ----------
    value
        The number as it was written: "45", "10.5", "1000".
    rule
        "2020": a whole number stands for half of the largest power of ten that divides it, but of
        no more than a tenth of its own leading digit's place (10 and 15 for 0.5, 100 and 140 for
        5, 1000 for 50); a fraction for half of its denominator (10.5 for 0.25, 10.25 for 0.125,
        10.1 for 0.05). "2004": half of the largest power of ten that divides it (10 for 5).

    Raises
    ------
    ValueError
        If it is no number above zero.
    """
    number = Decimal(value)
    if not number.is_finite() or number <= 0:
        msg = f"{value!r} is no distance; expected a number above 0 such as 45 or 10.5"
        raise ValueError(msg)
    if number != number.to_integral_value():
        quarters = number * 4
        if quarters == quarters.to_integral_value():
            return 0.25 if (number * 2) == (number * 2).to_integral_value() else 0.125
        digits = -int(number.normalize().as_tuple().exponent)
        return float(Decimal(5).scaleb(-digits - 1))
    whole = int(number)
    digits, significant = len(str(whole)), len(str(whole).rstrip("0"))
    zeros = digits - significant
    return float(0.5 * 10 ** (zeros if rule == "2004" else min(zeros, max(0, digits - 2))))


def offset_uncertainty(
    distance: float, half_angle_deg: float, delta: float, *, coordinate_precision: float = 0.0
) -> float:
    """Radius around the end of an offset: "45 km south of Mirjaveh".

    Parameters
    ----------
    distance
        How far the place is said to be from the anchor.
    half_angle_deg
        How far to either side of the heading it may be; 0 where the heading is certain.
    delta
        Sum of all errors that count in every direction: radius of the anchor, half the precision
        of the distance, measurement, map, unknown datum.
    coordinate_precision
        Radius from the rounding of the anchor's coordinates; it is added at the end.

    Notes
    -----
    u = sqrt((d + delta - d cos a)^2 + (d sin a)^2) + coordinate precision.
    """
    angle = math.radians(half_angle_deg)
    along = distance + delta - distance * math.cos(angle)
    return math.hypot(along, distance * math.sin(angle)) + coordinate_precision


def orthogonal_uncertainty(
    precisions: tuple[float, float], delta: float, *, coordinate_precision: float = 0.0
) -> float:
    """Radius around "2 miles east and 3 miles north of": two offsets at right angles.

    Parameters
    ----------
    precisions
        Half the precision of each of the two distances; there is no error of direction.
    delta
        Sum of all other errors: radius of the anchor, measurement, map, unknown datum.
    coordinate_precision
        Radius from the rounding of the anchor's coordinates.
    """
    return math.hypot(*precisions) + delta + coordinate_precision


def offset_position(
    lon: float, lat: float, east_m: float, north_m: float, *, ellipsoid: Geod = _WGS84
) -> tuple[float, float]:
    """Longitude and latitude of an offset east and north, along the radii of curvature here.

    As the calculator does it: due east keeps the latitude.
    """
    meridional, transverse = _radii_m(lat, ellipsoid)
    return (
        lon + math.degrees(east_m / (transverse * math.cos(math.radians(lat)))),
        lat + math.degrees(north_m / meridional),
    )


def _radii_m(lat: float, ellipsoid: Geod) -> tuple[float, float]:
    """Radii of curvature along the meridian and across it."""
    sine = math.sin(math.radians(lat))
    flat = 1 - ellipsoid.es * sine * sine
    return ellipsoid.a * (1 - ellipsoid.es) / flat**1.5, ellipsoid.a / math.sqrt(flat)


def coordinate_precision_m(precision_deg: float, lat: float, *, ellipsoid: Geod = _WGS84) -> float:
    """Radius that coordinates stand for by the digits they are written with, in metres.

    Parameters
    ----------
    precision_deg
        The last digit's unit: 0.01, 1/60 for minutes, 1/3600 for seconds.
    lat
        Latitude in degrees.
    ellipsoid
        The datum's ellipsoid.

    Notes
    -----
    p * hypot(pi M / 180, pi N cos(lat) / 180) with M and N the radii of curvature along the
    meridian and across it.
    """
    meridional, transverse = _radii_m(lat, ellipsoid)
    per_degree = math.hypot(
        math.radians(meridional), math.radians(transverse * math.cos(math.radians(lat)))
    )
    return precision_deg * per_degree
