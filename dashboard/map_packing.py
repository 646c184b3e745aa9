"""What the map is sent, packed: names as text that cannot do harm, places as whole numbers.

Coordinates travel as whole hundred-thousandths of a degree (about a metre), a line as the steps
from vertex to vertex; `static/sarhad-map.js` unpacks them. The base map's geometry is packed once
for each language and served under an address named by its hash (see `assets`). Nothing here knows
folium.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import threading
import unicodedata
from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np
import shapely

from dashboard import assets
from dashboard.language import _, current, noted
from geodata.borders import WGS84

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from dashboard.symbols import Bounds
    from geodata.basemap import Basemap
    from geodata.borders import Border

LIMITS: Bounds = (54.5, 22.2, 70.5, 33.3)
"""West, south, east, north beyond which the map does not go."""

UNIT = 1e5
"""Parts of a degree that coordinates are counted in."""

_HOME_MARGIN_DEG = 0.32
_NAME_MARGIN_DEG = 1.8
_OUTLINE_TOLERANCE_DEG = 0.004
_KEPT_BASEMAPS = 8
_COUNTRY_NAMES = {
    "IRN": noted("Iran"),
    "PAK": noted("Pakistan"),
    "AFG": noted("Afghanistan"),
    "OMN": noted("Oman"),
    "IND": noted("India"),
    "ARE": noted("United Arab Emirates"),
    "TKM": noted("Turkmenistan"),
}
_REGION_NAMES = (
    (59.6, 27.75, "province", noted("Sistan and Baluchestan")),
    (64.75, 27.75, "province", noted("Balochistan")),
    (57.2, 29.4, "province", noted("Kerman")),
    (67.9, 26.3, "province", noted("Sindh")),
    (59.0, 32.3, "province", noted("South Khorasan")),
    (57.5, 27.2, "province", noted("Hormozgan")),
    (62.2, 30.45, "province", noted("Nimroz")),
    (64.2, 30.5, "province", noted("Helmand")),
    (58.35, 25.1, "sea", noted("Gulf of Oman")),
    (63.4, 24.75, "sea", noted("Arabian Sea")),
)


# --- Text ------------------------------------------------------------------------------------


def escape_for_map(text: object) -> str:
    """Text as it may go to the map: anything but plain letters and digits as `&#N;`.

    Parameters
    ----------
    text
        Any text, from any source. Line breaks are kept.

    Returns
    -------
    str
        ASCII letters, digits, space and ``. , -`` as they are, letters of other scripts as they
        are, everything else entity-encoded. Control and direction characters are made visible as
        \N{MATHEMATICAL LEFT ANGLE BRACKET}U+202E\N{MATHEMATICAL RIGHT ANGLE BRACKET}.
    """
    return "".join(_escaped(char) for char in str(text))


def _escaped(char: str) -> str:
    if char.isascii():
        if char.isalnum() or char in " .,-":
            return char
    elif char.isalpha():
        return char
    if char != "\n" and unicodedata.category(char) in ("Cc", "Cf") and char not in "\u200c\u200d":
        return f"&#10216;U&#43;{ord(char):04X}&#10217;"
    return f"&#{ord(char)};"


# --- Numbers ---------------------------------------------------------------------------------


def as_json(value: object) -> str:
    """Compact JSON in ASCII."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def packed_place(lon: float, lat: float) -> tuple[int, int]:
    """A place in whole units."""
    return round(lon * UNIT), round(lat * UNIT)


def packed_line(line: NDArray[np.float64]) -> list[int]:
    """Vertices as whole units, each as the step from the one before; repeated ones left out."""
    whole = np.round(np.asarray(line, dtype=np.float64) * UNIT).astype(np.int64)
    moved = np.ones(len(whole), dtype=np.bool_)
    moved[1:] = (np.diff(whole, axis=0) != 0).any(axis=1)
    steps = np.diff(whole[moved], axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    packed: list[int] = steps.ravel().tolist()
    return packed


# --- Base map --------------------------------------------------------------------------------


_publishing = threading.Lock()
_published: OrderedDict[tuple[int, int, str], tuple[object, object, str]] = OrderedDict()


def publish_base_map(basemap: Basemap, border: Border) -> str:
    """Serve the base map's data under the name of its hash; packed once for each language."""
    pair = (id(basemap), id(border), current().code)
    with _publishing:
        if pair not in _published:
            content = basemap_data(basemap, border)
            name = hashlib.sha256(content).hexdigest()[:16]
            script = b"window.Sarhad=window.Sarhad||{};Sarhad.basemaps=Sarhad.basemaps||{};"
            script += f'Sarhad.basemaps["{name}"]='.encode() + content + b";\n"
            assets.publish(f"{name}.js", script)
            _published[pair] = (
                basemap,
                border,
                name,
            )  # both live, so that an id is theirs
            while len(_published) > _KEPT_BASEMAPS:
                _published.popitem(last=False)
        return _published[pair][2]


def basemap_data(basemap: Basemap, border: Border) -> bytes:
    """The base map's geometry and names as compact JSON, as `sarhad-map.js` reads it."""
    line = border.line
    west, south = line.min(axis=0) - _HOME_MARGIN_DEG
    east, north = line.max(axis=0) + _HOME_MARGIN_DEG
    home = (float(west), float(south), float(east), float(north))
    return as_json(
        {
            "land": _rings(basemap.land),
            "negative": _side(border, border.negative),
            "positive": _side(border, border.positive),
            "lakes": _rings(basemap.lakes),
            "provinces": _lines(basemap.provinces),
            "frontiers": _frontiers(basemap, border),
            "border": {
                "line": packed_line(line),
                "bands": _accuracy_bands(border),
                "left_is_positive": _left_is_positive(border),
                "negative": escape_for_map(_country_name(border.negative)),
                "positive": escape_for_map(_country_name(border.positive)),
            },
            "names": _names(basemap, border, home),
            "towns": [
                [
                    *packed_place(t.lon, t.lat),
                    t.rank,
                    escape_for_map(t.name),
                    escape_for_map(t.own_name),
                ]
                for t in sorted(basemap.towns, key=lambda t: (t.rank, t.name))
            ],
            "crossings": [
                [*packed_place(c.lon, c.lat), 0, escape_for_map(c.name), "", round(c.radius_m)]
                for c in basemap.crossings
            ],
            "home": home,
            "limits": LIMITS,
            "extent": basemap.land.bounds,
        }
    ).encode("ascii")


def _rings(shape: BaseGeometry) -> list[list[int]]:
    return [
        packed_line(shapely.get_coordinates(ring))
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]


def _lines(shape: BaseGeometry) -> list[list[int]]:
    return [
        packed_line(shapely.get_coordinates(part))
        for part in shapely.get_parts(shape)
        if part.geom_type in ("LineString", "LinearRing")
    ]


def _side(border: Border, code: str) -> list[dict[str, object]]:
    """One country's outline, simplified except along the border: there it is the border itself.

    `along` 1 or -1 says that the border's vertices, in order or reversed, come before the rest.
    """
    parts: list[dict[str, object]] = []
    for part in shapely.get_parts(border.countries[code]):
        along, rest = _without_border(shapely.get_coordinates(part.exterior)[:-1], border.line)
        outline = _simple(shapely.linestrings(rest) if along else part.exterior)
        if len(outline) >= 4:
            parts.append({"along": along, "rest": packed_line(outline)})
    return parts


def _without_border(
    ring: NDArray[np.float64], line: NDArray[np.float64]
) -> tuple[int, NDArray[np.float64]]:
    """The part of a ring that is not the border, and in which direction the border continues it."""
    start = np.flatnonzero((ring == line[0]).all(axis=1))
    end = np.flatnonzero((ring == line[-1]).all(axis=1))
    if start.size != 1 or end.size != 1:
        return 0, ring
    first, last, size = int(start[0]), int(end[0]), len(ring)
    if (last - first) % size == len(line) - 1:
        return 1, np.roll(ring, -last, axis=0)[: (first - last) % size + 1]
    if (first - last) % size == len(line) - 1:
        return -1, np.roll(ring, -first, axis=0)[: (last - first) % size + 1]
    return 0, ring


def _simple(line: BaseGeometry) -> NDArray[np.float64]:
    vertices: NDArray[np.float64] = shapely.get_coordinates(
        shapely.simplify(line, _OUTLINE_TOLERANCE_DEG)
    )
    return vertices


def _frontiers(basemap: Basemap, border: Border) -> list[list[int]]:
    """Borders of the other countries, without the coast and without the border itself."""
    others = [
        shape.boundary
        for code, shape in sorted(basemap.countries.items())
        if code not in (border.positive, border.negative)
    ]
    near_line = shapely.buffer(shapely.simplify(shapely.linestrings(border.line), 0.005), 0.03)
    coast = shapely.buffer(basemap.land.boundary, 0.02)
    inner = shapely.difference(shapely.difference(shapely.union_all(others), coast), near_line)
    return _lines(shapely.line_merge(inner))


def _accuracy_bands(border: Border) -> list[list[float]]:
    """First vertex, last vertex, and assumed 95 % error in metres of each stretch of the line."""
    chainage_m = border.chainage_m
    errors = border.line_error_m((chainage_m[:-1] + chainage_m[1:]) / 2)
    edges = [0, *(np.flatnonzero(np.diff(errors)) + 1).tolist(), len(errors)]
    # the line is packed without repeated vertices, so positions are counted after packing
    whole = np.round(border.line * UNIT).astype(np.int64)
    moved = np.ones(len(whole), dtype=np.int64)
    moved[1:] = (np.diff(whole, axis=0) != 0).any(axis=1)
    position = np.cumsum(moved) - 1
    return [
        [int(position[a]), int(position[b]), float(errors[a])]
        for a, b in itertools.pairwise(edges)
        if position[b] > position[a]
    ]


def _left_is_positive(border: Border) -> bool:
    """Whether the positive country lies to the left of the line's direction, by majority."""
    middles = np.linspace(0.05, 0.95, 19) * border.length_m
    reach = border.length_m / 200
    points = np.array([border.point_at(float(m)) for m in middles])
    ahead = np.array([border.point_at(min(float(m) + reach, border.length_m)) for m in middles])
    azimuth, _, _ = WGS84.inv(points[:, 0], points[:, 1], ahead[:, 0], ahead[:, 1])
    left = np.asarray(azimuth) - 90.0
    lon, lat, _ = WGS84.fwd(points[:, 0], points[:, 1], left, np.full(19, reach))
    inside = shapely.contains_xy(border.countries[border.positive], lon, lat)
    return bool(np.count_nonzero(inside) > 9)


def _country_name(code: str) -> str:
    return _(_COUNTRY_NAMES.get(code, code))


def _names(basemap: Basemap, border: Border, home: Bounds) -> list[list[object]]:
    west, south, east, north = home
    window = shapely.box(west - _NAME_MARGIN_DEG, south, east + _NAME_MARGIN_DEG, north)
    shapes = {**basemap.countries, **border.countries}
    names: list[list[object]] = []
    for code in sorted(shapes):
        seen = shapely.intersection(
            shapely.make_valid(shapely.simplify(shapes[code], 0.02)), window
        )
        parts = [p for p in shapely.get_parts(seen) if p.geom_type == "Polygon" and p.area > 0.3]
        if not parts:
            continue
        spot = shapely.maximum_inscribed_circle(max(parts, key=lambda p: p.area), tolerance=0.05)
        lon, lat = shapely.get_coordinates(spot)[0]
        names.append([*packed_place(lon, lat), "country", escape_for_map(_country_name(code))])
    names += [
        [*packed_place(lon, lat), kind, escape_for_map(_(name))]
        for lon, lat, kind, name in _REGION_NAMES
    ]
    return names
