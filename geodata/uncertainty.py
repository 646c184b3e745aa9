"""Uncertainty: on which side of the border, and how far from it, a place may truly lie.

A footprint says where something may have been, each part of it as likely as any other of its
size. The line is uncertain too: its true course is taken to be shifted from the one that is drawn
by a normal error whose 95 % is the line's assumed error at that stretch. Both enter.

The method ("soft samples")
---------------------------
M samples are spread evenly over the footprint. Each stands for a patch of it, and because the
distance to a line changes by one metre for each metre that one moves away from it, the signed
distance over a small patch is spread by the patch's own standard deviation: sqrt(area / 4 pi M)
for a round patch. With the line's error s at the sample's nearest point, each sample is a normal
distribution of the signed distance with variance patch^2 + s^2, and the footprint is the mixture.

For a disc the straight line through the nearest point of its centre serves as control variate:
its share on each side is known in closed form, so that only the difference between the border and
that straight line is sampled. On a straight border the answer is exact.

A sample at sea or in a third country belongs to neither side; quantiles are those of the samples
that have a side, and unknown where fewer than half of them do.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

from geodata.errors import CoordinateError
from geodata.footprints import Disc, FootprintError, contains, polygon
from geodata.measurement import (
    COMPILED_FROM,
    NORMAL_95,
    WGS84,
    Nearest,
    compiled_index,
    measure,
    nearest_by_tree,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodata.borders import Border
    from geodata.footprints import Footprint

    Floats = NDArray[np.float64]

SIDE_PROBABILITY = 0.95
"""From this probability on a side is named."""

UNDETERMINED = "undetermined"
QUANTILES = (0.05, 0.50, 0.95)
DISC_SAMPLES = 128
SHAPE_SAMPLES = 1_024
MAX_RADIUS_M = 500_000.0

Distribution = Literal["uniform", "normal"]

_RAYLEIGH_95 = 2.447746830680816
_LEAST_SIDED = 0.5
_FAR_AWAY_M = 1e9
_DECIMALS = 6
_MOST_TRIED = 400_000
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class Assessment:
    """What a footprint says about the border.

    Attributes
    ----------
    p_positive, p_negative
        Probability of lying in the border's positive and negative country; what is left to one is
        at sea or in a third country.
    p05_m, p50_m, p95_m
        Quantiles of the signed distance in metres; NaN where less than half lies in either
        country.
    side
        Country with a probability of 95 % or more, "undetermined", or "" where less than 5 % lies
        in either country.
    beyond_end
        Whether an end of the line is the nearest point for most of the footprint.
    least_m, most_m
        The least and the greatest signed distance that the footprint and the line's assumed error
        allow at all; NaN where no part of it lies in either country.
    """

    p_positive: float
    p_negative: float
    p05_m: float
    p50_m: float
    p95_m: float
    side: str
    beyond_end: bool
    least_m: float
    most_m: float


def columns_of(border: Border) -> tuple[str, ...]:
    """Names of the columns that `measure` adds where an uncertainty is given."""
    return (
        f"p_{border.positive.lower()}",
        f"p_{border.negative.lower()}",
        "signed_p05_m",
        "signed_p50_m",
        "signed_p95_m",
        "side",
    )


def assess_discs(
    border: Border,
    lon: Floats,
    lat: Floats,
    radius_m: Floats,
    signed_m: Floats,
    nearest: Nearest,
    distribution: Distribution = "uniform",
) -> dict[str, Any]:
    """Assess many discs whose centres have been measured.

    Parameters
    ----------
    border
        The line and the countries.
    lon, lat, radius_m
        Centres in degrees and radii in metres; a radius of NaN gives NaN and the side "".
    signed_m, nearest
        What was measured of the centres.
    distribution
        "uniform": every part of the disc is as likely as any other. "normal": circular normal
        about the centre, with the radius as its 95 %.

    Returns
    -------
    dict
        Arrays under the names of `columns_of`.

    Raises
    ------
    CoordinateError
        If a radius is above `MAX_RADIUS_M`.
    """
    too_wide = np.flatnonzero(radius_m > MAX_RADIUS_M)
    if len(too_wide):
        msg = (
            f"{len(too_wide)} of {len(radius_m)} uncertainties are above "
            f"{MAX_RADIUS_M / 1000:g} km, the first {radius_m[too_wide[0]]:g} m at "
            f"[{too_wide[0]}]; leave them empty: such a place is not known"
        )
        raise CoordinateError(msg)
    known = np.flatnonzero(np.isfinite(radius_m))
    discs = _Discs(
        lon[known], lat[known], radius_m[known], *_slope(border, lon, lat, signed_m, nearest, known)
    )
    compiled = len(lon) >= COMPILED_FROM
    work = _assess_compiled if compiled else _assess_sampled
    found = np.full((5, len(lon)), np.nan)
    if len(known):
        found[:, known] = work(border, discs, distribution)
        found[:2] = found[:2].round(_DECIMALS)
    values = [*found, _sides(border, found[0], found[1])]
    return dict(zip(columns_of(border), values, strict=True))


def assess(border: Border, footprint: Footprint) -> Assessment:
    """Assess one footprint of any shape; the same one is sampled only once.

    Raises
    ------
    FootprintError
        If the footprint is empty: nothing lies in it.
    """
    return _assess(border, footprint)


@lru_cache(maxsize=4096)
def _assess(border: Border, footprint: Footprint) -> Assessment:
    if isinstance(footprint, Disc):
        lon, lat, radius = (
            np.array([v]) for v in (footprint.lon, footprint.lat, footprint.radius_m)
        )
        place = measure(border, lon, lat)
        nearest = Nearest(
            *(
                place[name].to_numpy(np.float64)
                for name in ("border_distance_m", "nearest_lon", "nearest_lat", "chainage_m")
            )
        )
        signed_m = place["signed_distance_m"].to_numpy(np.float64)
        values = assess_discs(border, lon, lat, radius, signed_m, nearest, footprint.distribution)
        numbers = np.array([column[0] for column in list(values.values())[:5]])
        reach_m = footprint.radius_m + border.line_error_m(nearest.chainage_m)[0]
        return _assessment(
            border,
            numbers,
            bounds_m=(float(signed_m[0] - reach_m), float(signed_m[0] + reach_m)),
            at_end=bool(place["beyond_end"].iloc[0]),
        )
    lon, lat, patch_m = samples(border, footprint)
    signed_m, chainage_m, at_end = _signed(border, lon, lat)
    sigma_m = np.hypot(patch_m, border.line_error_m(chainage_m) / NORMAL_95)
    found = _mixture(signed_m[None], sigma_m[None])
    reach_m = 2 * patch_m + border.line_error_m(chainage_m)
    sided = np.isfinite(signed_m)
    bounds_m = (
        (float((signed_m - reach_m)[sided].min()), float((signed_m + reach_m)[sided].max()))
        if sided.any()
        else (np.nan, np.nan)
    )
    return _assessment(border, found[:, 0], bounds_m=bounds_m, at_end=bool(at_end.mean() > 0.5))


def _assessment(
    border: Border, numbers: Floats, *, bounds_m: tuple[float, float], at_end: bool
) -> Assessment:
    p_positive, p_negative, p05_m, p50_m, p95_m = (float(number) for number in numbers)
    side = str(_sides(border, numbers[:1], numbers[1:2])[0])
    return Assessment(p_positive, p_negative, p05_m, p50_m, p95_m, side, at_end, *bounds_m)


def samples(
    border: Border, footprint: Footprint, number: int = SHAPE_SAMPLES
) -> tuple[Floats, Floats, float]:
    """Spread samples evenly over a footprint.

    Returns
    -------
    tuple
        Longitudes and latitudes in degrees, and the standard deviation in metres, along any one
        direction, of the patch that each sample stands for.

    Raises
    ------
    FootprintError
        If nothing lies in the footprint.

    Notes
    -----
    Points of the additive recurrence with the plastic number (Roberts 2018, "The unreasonable
    effectiveness of quasirandom sequences") on a cylindrical equal-area map, those outside of the
    footprint left out.
    """
    shape = polygon(footprint, border)
    if shape.is_empty:
        msg = f"{footprint!r} is empty; nothing can be said of its distance"
        raise FootprintError(msg)
    wide = shapely.buffer(shape, 0.003)  # the drawing is coarser than the definition
    shapely.prepare(wide)
    west, south, east, north = wide.bounds
    low, high = np.sin(np.radians((south, north)))
    tried, kept = 2 * number, np.empty((0, 2))
    while True:
        k = np.arange(1, tried + 1)
        lon = west + (east - west) * np.modf(0.5 + k * 0.7548776662466927)[0]
        lat = np.degrees(np.arcsin(low + (high - low) * np.modf(0.5 + k * 0.5698402909980532)[0]))
        inside = shapely.contains_xy(wide, lon, lat)
        inside[inside] = contains(footprint, border, lon[inside], lat[inside])
        kept = np.column_stack([lon[inside], lat[inside]])
        if len(kept) >= number or tried >= _MOST_TRIED:
            break
        tried *= 2
    if len(kept) == 0:
        msg = f"{footprint!r} holds no place; nothing can be said of its distance"
        raise FootprintError(msg)
    box_m2 = np.radians(east - west) * (high - low) * 6_371_000.0**2
    patch_m = float(np.sqrt(box_m2 / tried / (4 * np.pi)))
    return kept[:, 0], kept[:, 1], patch_m


def disc_share(offset: Floats, distribution: Distribution) -> Floats:
    """Share of a disc on the positive side of a straight line, the radius being one.

    Parameters
    ----------
    offset
        Signed distance of the centre over the radius.
    distribution
        As in `assess_discs`.
    """
    if distribution == "normal":
        return _normal(offset * _RAYLEIGH_95)
    t = np.clip(offset, -1.0, 1.0)
    return np.asarray(0.5 + (t * np.sqrt(1 - t * t) + np.arcsin(t)) / np.pi)


@lru_cache(maxsize=4)
def unit_samples(distribution: Distribution) -> tuple[Floats, Floats, Floats]:
    """Samples of a disc of radius one (Vogel's sunflower): east, north, spread of the patch."""
    k = np.arange(DISC_SAMPLES) + 0.5
    share = k / DISC_SAMPLES
    angle = k * np.pi * (3 - np.sqrt(5))
    if distribution == "normal":
        sigma = 1 / _RAYLEIGH_95
        radius = sigma * np.sqrt(-2 * np.log1p(-share))
        density = (1 - share) / (2 * np.pi * sigma * sigma)
        patch = np.sqrt(1 / (4 * np.pi * DISC_SAMPLES * density))
    else:
        radius = np.sqrt(share)
        patch = np.full(DISC_SAMPLES, 0.5 / np.sqrt(DISC_SAMPLES))
    return radius * np.cos(angle), radius * np.sin(angle), patch


@dataclass(frozen=True)
class _Discs:
    """Discs with the straight line that stands for the border at each.

    `offset_m` is the signed distance of the centre to that line, `east`, `north` the unit vector
    in which it grows, `line_sigma_m` the line's standard error there.
    """

    lon: Floats
    lat: Floats
    radius_m: Floats
    offset_m: Floats
    east: Floats
    north: Floats
    line_sigma_m: Floats


def _slope(
    border: Border,
    lon: Floats,
    lat: Floats,
    signed_m: Floats,
    nearest: Nearest,
    known: NDArray[np.int64],
) -> tuple[Floats, Floats, Floats, Floats]:
    """The straight line that stands for the border at each centre; see `_Discs`."""
    # A centre without a side has no such line: taken as far away, it adds nothing.
    offset_m = np.nan_to_num(signed_m[known], nan=_FAR_AWAY_M)
    sign = np.where(signed_m[known] < 0, -1.0, 1.0)
    lat_rad = np.radians(lat[known])
    east = np.radians(lon[known] - nearest.lon[known]) * np.cos(lat_rad)
    north = np.radians(lat[known] - nearest.lat[known])
    length = np.hypot(east, north)
    flat = length < 1e-12
    length[flat], east[flat] = 1.0, 1.0
    sigma_m = border.line_error_m(nearest.chainage_m[known]) / NORMAL_95
    return offset_m, sign * east / length, sign * north / length, sigma_m


def _sides(border: Border, p_positive: Floats, p_negative: Floats) -> NDArray[np.object_]:
    side = np.full(len(p_positive), UNDETERMINED, dtype=object)
    side[p_positive >= SIDE_PROBABILITY] = border.positive
    side[p_negative >= SIDE_PROBABILITY] = border.negative
    side[~(p_positive + p_negative >= 1 - SIDE_PROBABILITY)] = ""
    return side


def _straight_share(discs: _Discs, distribution: Distribution) -> Floats:
    """Share on the positive side of the straight line, its normal error allowed for.

    Of a uniform disc: the closed form averaged over the line's error (Gauss-Hermite) where the
    error is the smaller of the two, else the normal distribution averaged over the disc's
    semicircle (Gauss-Chebyshev of the second kind).
    """
    offset, radius, sigma = discs.offset_m, discs.radius_m, discs.line_sigma_m
    if distribution == "normal":
        return _normal(offset / np.hypot(radius / _RAYLEIGH_95, sigma))
    share = np.empty(len(offset))
    wide = sigma > radius / 3
    shifted = offset[~wide, None] + sigma[~wide, None] * _NODES
    share[~wide] = disc_share(shifted / radius[~wide, None], distribution) @ _WEIGHTS
    angle = np.arange(1, 33) * np.pi / 33
    across = offset[wide, None] + radius[wide, None] * np.cos(angle)
    share[wide] = _normal(across / sigma[wide, None]) @ (np.sin(angle) ** 2 * 2 / 33)
    return share


def _assess_sampled(border: Border, discs: _Discs, distribution: Distribution) -> Floats:
    x, y, spread = unit_samples(distribution)
    east, north = x * discs.radius_m[:, None], y * discs.radius_m[:, None]
    lon, lat = offset_places(discs.lon[:, None], discs.lat[:, None], east, north)
    signed_m, chainage_m, _ = _signed(border, lon.ravel(), lat.ravel())
    patch_m = spread * discs.radius_m[:, None]
    sigma_m = np.hypot(patch_m, border.line_error_m(chainage_m).reshape(lon.shape) / NORMAL_95)
    found = _mixture(signed_m.reshape(lon.shape), sigma_m)
    straight_m = discs.offset_m[:, None] + east * discs.east[:, None] + north * discs.north[:, None]
    control = _normal(straight_m / np.hypot(patch_m, discs.line_sigma_m[:, None])).mean(axis=1)
    gain = _straight_share(discs, distribution) - control
    found[0] = np.clip(found[0] + gain, 0.0, 1.0)
    found[1] = np.clip(found[1] - gain, 0.0, 1.0)
    return found


def _assess_compiled(border: Border, discs: _Discs, distribution: Distribution) -> Floats:
    share = _straight_share(discs, distribution)
    columns = np.column_stack(
        [
            discs.lon, discs.lat, discs.radius_m, discs.offset_m, discs.east, discs.north,
            discs.line_sigma_m, share,
        ]
    )  # fmt: skip
    found: Floats = compiled_index(border).assess_discs(columns, *unit_samples(distribution))
    outside = np.flatnonzero(np.isnan(found[0]))
    for rows in np.array_split(outside, -(-len(outside) // 256) or 1):
        part = _Discs(*(getattr(discs, f.name)[rows] for f in fields(discs)))
        found[:, rows] = _assess_sampled(border, part, distribution) if len(rows) else np.nan
    return found


def offset_places(
    lon: Floats, lat: Floats, east_m: Floats, north_m: Floats
) -> tuple[Floats, Floats]:
    """Places at offsets from others, to second order: a metre off at 30 km, 0.5 % at 500 km."""
    lat_rad = np.radians(lat)
    w2 = 1 - WGS84.es * np.sin(lat_rad) ** 2
    normal = WGS84.a / np.sqrt(w2)
    meridian = normal * (1 - WGS84.es) / w2
    tan = np.tan(lat_rad)
    to_lat = lat_rad + north_m / meridian - east_m**2 * tan / (2 * meridian * normal)
    to_lon = east_m / (normal * np.cos(lat_rad)) * (1 + north_m * tan / meridian)
    return lon + np.degrees(to_lon), np.clip(np.degrees(to_lat), -90.0, 90.0)


def _signed(border: Border, lon: Floats, lat: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Signed distance, chainage, and whether an end is nearest; never by the compiled engine."""
    parts = [
        nearest_by_tree(border, lon[k : k + COMPILED_FROM], lat[k : k + COMPILED_FROM])
        for k in range(0, len(lon), COMPILED_FROM)
    ]
    found = Nearest(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    country = border.country_of(lon, lat)
    signed_m = np.full(len(lon), np.nan)
    for code, sign in ((border.positive, 1.0), (border.negative, -1.0)):
        inside = country == code
        signed_m[inside] = sign * found.distance_m[inside]
    at_end = (found.chainage_m <= 0.001) | (found.chainage_m >= border.length_m - 0.001)
    return signed_m, found.chainage_m, at_end


def _mixture(signed_m: Floats, sigma_m: Floats) -> Floats:
    """Probabilities and quantiles of mixtures of normals, one in a row; NaN is no sample.

    Returns
    -------
    numpy.ndarray
        (5, n): share above zero, share below zero, quantiles of what is not NaN.
    """
    sided = np.isfinite(signed_m)
    mean, sigma_m = np.where(sided, signed_m, 0.0), np.maximum(sigma_m, 1e-6)
    number = signed_m.shape[1]
    above = (_normal(mean / sigma_m) * sided).sum(axis=1) / number
    below = (_normal(-mean / sigma_m) * sided).sum(axis=1) / number
    count = np.maximum(1, sided.sum(axis=1))
    found = [above, below]
    for quantile in QUANTILES:
        low = np.where(sided, mean - 6 * sigma_m, np.inf).min(axis=1)
        high = np.where(sided, mean + 6 * sigma_m, -np.inf).max(axis=1)
        low, high = np.where(sided.any(axis=1), (low, high), 0.0)
        for _ in range(40):
            middle = (low + high) / 2
            share = (_normal((middle[:, None] - mean) / sigma_m) * sided).sum(axis=1) / count
            low, high = np.where(share < quantile, (middle, high), (low, middle))
        found.append((low + high) / 2)
    out = np.array(found)
    out[2:, sided.mean(axis=1) < _LEAST_SIDED] = np.nan
    return out


def _normal(offset: Floats) -> Floats:
    """The standard normal distribution function."""
    from scipy.special import ndtr  # noqa: PLC0415 - slow to load, and not everybody measures

    return np.asarray(ndtr(offset))
