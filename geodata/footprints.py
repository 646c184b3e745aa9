"""Footprints: the shape of where something may have been.

A footprint is kept as what is known (a disc, a band along the border, an administrative unit), not
as the outline drawn from it, so that it is drawn anew when the border changes. All coordinates are
WGS84 longitude and latitude in degrees, all lengths metres.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import CRS, Transformer

from geodata.errors import GeodataError
from geodata.measurement import WGS84

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from geodata.borders import Border

_DISC_VERTICES = 48
_BAND_TOLERANCE_M = 150.0


class FootprintError(GeodataError, ValueError):
    """A footprint's text or numbers make no shape."""


@dataclass(frozen=True)
class Disc:
    """All places within a radius of a point (point-radius method)."""

    lon: float
    lat: float
    radius_m: float

    def __post_init__(self) -> None:
        """Refuse a radius that is not above zero."""
        if not (np.isfinite([self.lon, self.lat, self.radius_m]).all() and self.radius_m > 0):
            msg = f"radius_m {self.radius_m} at {self.lon}, {self.lat} must be finite and above 0"
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
    """

    from_chainage_m: float
    to_chainage_m: float
    min_m: float
    max_m: float
    into: str | None = None

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
    """An administrative unit, known by the circle around it and its country."""

    name: str
    country: str
    disc: Disc


Footprint = Disc | Band | Area
_KINDS = {"disc": Disc, "band": Band, "area": Area}


def to_json(footprint: Footprint) -> str:
    """Write a footprint as compact JSON with sorted keys; `from_json` reads it."""
    kind = next(name for name, shape in _KINDS.items() if isinstance(footprint, shape))
    return json.dumps(
        {"shape": kind, **asdict(footprint)},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(text: str) -> Footprint:
    """Read a footprint written by `to_json`.

    Raises
    ------
    FootprintError
        If the text is no footprint.
    """
    try:
        values = json.loads(text)
        shape = _KINDS[values.pop("shape")]
        if shape is Area:
            values["disc"] = Disc(**values["disc"])
        footprint: Footprint = shape(**values)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{text[:80]!r} is no footprint ({error}); expected JSON as to_json writes it"
        raise FootprintError(msg) from error
    return footprint


def polygon(footprint: Footprint, border: Border) -> BaseGeometry:
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
        band is drawn to about 150 m; measure against the footprint, not against its drawing.
    """
    if isinstance(footprint, Disc):
        return _circle_around(footprint)
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
    lon, lat = to_degrees.transform(*flat.centroid.coords[0])
    vertices = shapely.get_coordinates(shape)
    middle = np.full((len(vertices), 2), (lon, lat))
    _, _, distance_m = WGS84.inv(middle[:, 0], middle[:, 1], vertices[:, 0], vertices[:, 1])
    return Disc(float(lon), float(lat), float(np.max(distance_m)))


def _circle_around(disc: Disc) -> shapely.Polygon:
    azimuth = np.linspace(0.0, 360.0, _DISC_VERTICES, endpoint=False)
    ones = np.ones_like(azimuth)
    lon, lat, _ = WGS84.fwd(disc.lon * ones, disc.lat * ones, azimuth, disc.radius_m * ones)
    return shapely.Polygon(np.column_stack([lon, lat]))


def _band(band: Band, border: Border) -> BaseGeometry:
    stretch = shapely.LineString(border.stretch(band.from_chainage_m, band.to_chainage_m))
    to_plane, to_degrees = _plane_around(*stretch.interpolate(0.5, normalized=True).coords[0])
    flat = shapely.simplify(_projected(stretch, to_plane), _BAND_TOLERANCE_M / 3)
    shape = shapely.buffer(flat, band.max_m, cap_style="flat")
    if band.min_m > 0:
        shape = shapely.difference(shape, shapely.buffer(flat, band.min_m))
    drawn = _projected(shape, to_degrees)
    country = border.countries.get(band.into) if band.into else None
    if country is not None:
        drawn = shapely.intersection(country, drawn)
    return _simplified(drawn)


def _simplified(shape: BaseGeometry) -> BaseGeometry:
    """Polygons only, to about 150 m; a coarse drawing of a large shape is coarser."""
    west, south, east, north = shape.bounds
    tolerance_deg = max(_BAND_TOLERANCE_M / 111_000, max(east - west, north - south) / 2000)
    simple = shapely.simplify(shape, tolerance_deg)
    polygons = [p for p in shapely.get_parts(simple) if p.geom_type == "Polygon" and p.area > 0]
    largest = max((p.area for p in polygons), default=0.0)
    kept = [p for p in polygons if p.area > largest / 10_000]
    return shapely.union_all(kept) if kept else shape


def _projected(shape: BaseGeometry, transformer: Transformer) -> BaseGeometry:
    return shapely.transform(shape, transformer.transform, interleaved=False)


def _plane_around(lon: float, lat: float) -> tuple[Transformer, Transformer]:
    """To and from an azimuthal equidistant projection about a point."""
    plane = CRS.from_dict({"proj": "aeqd", "lon_0": lon, "lat_0": lat, "datum": "WGS84"})
    return (
        Transformer.from_crs(4326, plane, always_xy=True),
        Transformer.from_crs(plane, 4326, always_xy=True),
    )
