"""The folium map: a constant base map, and one compact layer of incidents.

The only module that knows folium and streamlit-folium, and the only place where longitude and
latitude change their order. How things are drawn stands in `static/sarhad-map.js`; here numbers
are packed for it. Coordinates travel as whole hundred-thousandths of a degree (about a metre).

Every text that goes to the map passes `escape_for_map`: folium compiles the strings it is given a
second time as templates and pastes them into JavaScript.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import folium
import numpy as np
import shapely
from folium.template import Template
from streamlit_folium import st_folium

from dashboard import assets, wording
from dashboard.language import _, current, noted, number
from dashboard.symbols import SHAPES, Selection, group_of_type, group_styles
from geodata.borders import WGS84

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from dashboard.symbols import AreaSymbol, Bounds, Clusters, Points, Symbols, Theme
    from geodata.basemap import Basemap
    from geodata.borders import Border

MAP_HEIGHT_PX = 560
LIMITS: Bounds = (54.5, 22.2, 70.5, 33.3)
"""West, south, east, north beyond which the map does not go."""
MIN_ZOOM, MAX_ZOOM = 6, 15
KEYS_PER_AREA = 100
"""So many of an area's incidents go to the browser; a click on it means all of them."""

_UNIT = 1e5
_HOME_MARGIN_DEG = 0.32
_NAME_MARGIN_DEG = 1.8
_OUTLINE_TOLERANCE_DEG = 0.004
_LONG_LINE_M = 20_000.0
_KEPT_BASEMAPS = 8
_RETURNED = ("last_object_clicked_tooltip", "bounds", "zoom")
_CREDITS = noted("OpenStreetMap contributors \N{MIDDLE DOT} GeoNames \N{MIDDLE DOT} Natural Earth")
_NOT_LEGAL = noted("The line is not a legal boundary")
_LABEL = noted(
    "Map of incidents near the border. Arrow keys move it, plus and minus zoom. "
    "The list beside the map holds the same incidents."
)
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


# --- Base map --------------------------------------------------------------------------------


class _SarhadMap(folium.Map):
    """A folium map without tiles, whose scripts and styles come from the app itself."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <style>html, body { margin: 0; padding: 0; overflow: hidden; }
            #{{ this.get_name() }} {
                position: relative; width: 100%; height: 100%; left: 0; top: 0;
            }</style>
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }} ></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = Sarhad.map(
                {{ this.get_name()|tojson }}, {{ this.settings }}
            );
        {% endmacro %}
        """
    )

    def __init__(self, settings: str, basemap_name: str, center: tuple[float, float]) -> None:
        lon, lat = center
        super().__init__(location=(lat, lon), tiles=None, zoom_start=7)
        self._id = "sarhad"
        self.settings = settings
        self.default_js = [
            ("leaflet", assets.url("leaflet/leaflet.js")),
            ("sarhad_map", assets.url("sarhad/sarhad-map.js")),
            ("sarhad_basemap", assets.url(f"basemap/{basemap_name}.js")),
        ]
        self.default_css = [
            ("leaflet_css", assets.url("leaflet/leaflet.css")),
            ("sarhad_css", assets.url("sarhad/sarhad-map.css")),
        ]


_published: OrderedDict[tuple[int, int, str], tuple[object, object, str]] = OrderedDict()


def base_map(basemap: Basemap, border: Border, *, theme: Theme, linked: bool = False) -> folium.Map:
    """The map without incidents: the same input gives the same bytes, so it is never reloaded.

    Parameters
    ----------
    basemap
        Land, lakes, provinces, towns and crossings.
    border
        The line, its accuracy and its two countries.
    theme
        "light" or "dark".
    linked
        Whether the map is tied to its page: the address names its view (`at`), so that a copied
        link shows it, and what the pointer is over stands out on the map and in the charts.

    Returns
    -------
    folium.Map
        Its geometry is not inside it: it is served under an address named by its hash
        (see `assets`), so that a rerun sends a few hundred bytes.
    """
    name = _publish(basemap, border)
    lon, lat = border.line.mean(axis=0)
    settings = {
        "basemap": name,
        "theme": theme,
        "linked": linked,
        "zooms": (MIN_ZOOM, MAX_ZOOM),
        "label": escape_for_map(_(_LABEL)),
        "tools": {name: escape_for_map(words) for name, words in _tool_words().items()},
        "attribution": escape_for_map(
            f"\N{COPYRIGHT SIGN} {_(_CREDITS)} \N{MIDDLE DOT} {_(_NOT_LEGAL)}"
        ),
        "looks": [
            [s.colour, [v for xy in SHAPES[s.shape] for v in xy], s.shape == "dot"]
            for s in group_styles(theme)
        ],
    }
    return _SarhadMap(_json(settings), name, (float(lon), float(lat)))


def _tool_words() -> dict[str, str]:
    return {
        "layers": _("Layers"),
        "measure": _("Measure a distance"),
        "screen": _("Full screen"),
        "first": _("Click the first place; Escape ends"),
        "points": _("Points and clusters"),
        "areas": _("Areas"),
        "names": _("Names"),
        "accuracy": _("How far lines disagree"),
    }


def _publish(basemap: Basemap, border: Border) -> str:
    """Serve the base map's data under the name of its hash; packed once for each language."""
    pair = (id(basemap), id(border), current().code)
    if pair in _published:
        return _published[pair][2]
    packed = basemap_data(basemap, border)
    name = hashlib.sha256(packed).hexdigest()[:16]
    script = b"window.Sarhad=window.Sarhad||{};Sarhad.basemaps=Sarhad.basemaps||{};"
    assets.publish(f"{name}.js", script + f'Sarhad.basemaps["{name}"]='.encode() + packed + b";\n")
    _published[pair] = (basemap, border, name)  # keeps both alive, so that an id stays theirs
    while len(_published) > _KEPT_BASEMAPS:
        _published.popitem(last=False)
    return name


def basemap_data(basemap: Basemap, border: Border) -> bytes:
    """The base map's geometry and names as compact JSON, as `sarhad-map.js` reads it."""
    line = border.line
    west, south = line.min(axis=0) - _HOME_MARGIN_DEG
    east, north = line.max(axis=0) + _HOME_MARGIN_DEG
    home = (float(west), float(south), float(east), float(north))
    return _json(
        {
            "land": _rings(basemap.land),
            "negative": _side(border, border.negative),
            "positive": _side(border, border.positive),
            "lakes": _rings(basemap.lakes),
            "provinces": _lines(basemap.provinces),
            "frontiers": _frontiers(basemap, border),
            "border": {
                "line": _packed(line),
                "bands": _accuracy_bands(border),
                "left_is_positive": _left_is_positive(border),
                "negative": escape_for_map(_country_name(border.negative)),
                "positive": escape_for_map(_country_name(border.positive)),
            },
            "names": _names(basemap, border, home),
            "towns": [
                [*_place(t.lon, t.lat), t.rank, escape_for_map(t.name), escape_for_map(t.own_name)]
                for t in sorted(basemap.towns, key=lambda t: (t.rank, t.name))
            ],
            "crossings": [
                [*_place(c.lon, c.lat), 0, escape_for_map(c.name), "", round(c.radius_m)]
                for c in basemap.crossings
            ],
            "home": home,
            "limits": LIMITS,
            "extent": basemap.land.bounds,
        }
    ).encode("ascii")


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def _place(lon: float, lat: float) -> tuple[int, int]:
    return round(lon * _UNIT), round(lat * _UNIT)


def _packed(line: NDArray[np.float64]) -> list[int]:
    """Vertices as whole units, each as the step from the one before; repeated ones left out."""
    whole = np.round(np.asarray(line, dtype=np.float64) * _UNIT).astype(np.int64)
    moved = np.ones(len(whole), dtype=np.bool_)
    moved[1:] = (np.diff(whole, axis=0) != 0).any(axis=1)
    steps = np.diff(whole[moved], axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    packed: list[int] = steps.ravel().tolist()
    return packed


def _rings(shape: BaseGeometry) -> list[list[int]]:
    return [
        _packed(shapely.get_coordinates(ring))
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]


def _lines(shape: BaseGeometry) -> list[list[int]]:
    return [
        _packed(shapely.get_coordinates(part))
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
            parts.append({"along": along, "rest": _packed(outline)})
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
    whole = np.round(border.line * _UNIT).astype(np.int64)
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
        names.append([*_place(lon, lat), "country", escape_for_map(_country_name(code))])
    names += [
        [*_place(lon, lat), kind, escape_for_map(_(name))] for lon, lat, kind, name in _REGION_NAMES
    ]
    return names


# --- Incidents -------------------------------------------------------------------------------


class _IncidentLayer(folium.FeatureGroup):
    """A feature group whose script makes one compact canvas layer out of numbers."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            window.feature_group = [];
            var {{ this.get_name() }} = L.featureGroup();
            Sarhad.layer({{ this._parent.get_name() }}, {{ this.symbols }})
                .addTo({{ this.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, symbols: str) -> None:
        super().__init__(name="incidents", control=False)
        self._id = "incidents"
        self.symbols = symbols


def incident_layer(
    symbols: Symbols,
    *,
    tooltips: Mapping[int, str] | None = None,
    popups: Mapping[int, Sequence[str]] | None = None,
    selected: Selection | None = None,
) -> folium.FeatureGroup:
    """The incidents of one view as the layer to put on the map; the same input, the same bytes.

    Parameters
    ----------
    symbols
        From `symbols.aggregate`, with the areas.
    tooltips
        Text shown when the pointer is on a single incident, by key. Lines are split at newlines.
    popups
        Lines of text shown after a click on a single incident, by key; the first is the heading.
    selected
        The incident to stand out.
    """
    layer = {
        "p": _point_columns(symbols.points, tooltips or {}, popups or {}),
        "c": _cluster_columns(symbols.clusters),
        "a": [_area_row(area, selected) for area in symbols.areas],
        "s": _selected_row(selected),
    }
    return _IncidentLayer(_json(layer))


def _units(values: NDArray[np.float64]) -> list[int]:
    units: list[int] = np.round(values * _UNIT).astype(np.int64).tolist()
    return units


def _point_columns(
    points: Points, tooltips: Mapping[int, str], popups: Mapping[int, Sequence[str]]
) -> dict[str, Any]:
    keys = points.key.tolist()
    radius = np.nan_to_num(points.radius_m, nan=0.0, posinf=0.0, neginf=0.0)
    sure = np.clip(np.nan_to_num(points.certainty, nan=0.0), 0.0, 1.0) * 100
    return {
        "lon": _units(points.lon),
        "lat": _units(points.lat),
        "type": [group_of_type(number) for number in points.type_code.tolist()],
        "radius": np.round(radius).astype(np.int64).tolist(),
        "sure": np.round(sure).astype(np.int64).tolist(),
        "key": keys,
        "hatched": points.undetermined.astype(np.int64).tolist(),
        "tip": [escape_for_map(tooltips.get(key, "")) for key in keys],
        "popup": [[escape_for_map(line) for line in popups.get(key, ())] for key in keys],
    }


def _cluster_columns(clusters: Clusters) -> dict[str, Any]:
    styles = group_styles("light")
    mixes = clusters.mix.tolist()
    numbers = {n: number(n) for n in {n for mix in mixes for n in mix}}
    boxes = np.stack([clusters.west, clusters.south, clusters.east, clusters.north], axis=1)
    return {
        "lon": _units(clusters.lon),
        "lat": _units(clusters.lat),
        "count": clusters.count.tolist(),
        "mix": [[v for k, n in enumerate(mix) if n for v in (k, n)] for mix in mixes],
        "box": np.round(boxes * _UNIT).astype(np.int64).tolist(),
        "keys": [list(keys) for keys in clusters.keys],
        "tip": [
            escape_for_map(
                "\n".join(
                    [
                        wording.incidents(sum(mix)),
                        *(f"{numbers[n]} {styles[k].label}" for k, n in enumerate(mix) if n),
                    ]
                )
            )
            for mix in mixes
        ],
    }


def _area_row(area: AreaSymbol, selected: Selection | None) -> dict[str, Any]:
    keys = list(area.keys[:KEYS_PER_AREA])
    if selected is not None and selected.key in area.keys[KEYS_PER_AREA:]:
        keys.append(selected.key)
    lon, lat = _place(area.lon, area.lat)
    return {
        "rings": [_packed(ring) for ring in area.rings],
        "lon": lon,
        "lat": lat,
        "type": None if area.type_code is None else group_of_type(area.type_code),
        "keys": keys,
        "count": area.count,
        "hatched": int(area.undetermined),
        "tip": escape_for_map(area.tooltip),
        "popup": [escape_for_map(line) for line in area.popup],
    }


def _selected_row(selected: Selection | None) -> dict[str, Any] | None:
    if selected is None:
        return None
    row: dict[str, Any] = {
        "key": selected.key,
        "label": escape_for_map(selected.label),
        "line": [],
        "point": None,
        "outlines": [
            {"rings": [_packed(ring) for ring in outline.rings], "shared": int(outline.shared)}
            for outline in selected.outlines
        ],
    }
    if selected.lon is not None and selected.lat is not None:
        row["point"] = _place(selected.lon, selected.lat)
        if selected.nearest_lon is not None and selected.nearest_lat is not None:
            row["line"] = _packed(
                _geodesic(selected.lon, selected.lat, selected.nearest_lon, selected.nearest_lat)
            )
    return row


def _geodesic(lon: float, lat: float, to_lon: float, to_lat: float) -> NDArray[np.float64]:
    """The shortest way between two places, with a vertex every 20 km at least."""
    _, _, length_m = WGS84.inv(lon, lat, to_lon, to_lat)
    steps = math.floor(length_m / _LONG_LINE_M)
    between = WGS84.npts(lon, lat, to_lon, to_lat, steps) if steps else []
    return np.array([(lon, lat), *between, (to_lon, to_lat)], dtype=np.float64)


# --- On the page -----------------------------------------------------------------------------


@dataclass(frozen=True)
class MapClick:
    """A click on a symbol.

    `keys` are the incidents: one for a point, the first for an area, those of a stack (none for a
    cluster of many, which only zooms in). `serial` differs with each click, also on the same
    symbol.
    """

    kind: Literal["point", "cluster", "area"]
    keys: tuple[int, ...]
    serial: str


@dataclass(frozen=True)
class MapEvent:
    """What the map last told: the view, and the last click. None before it has told anything."""

    bounds: Bounds | None
    zoom: float | None
    click: MapClick | None

    @property
    def clicked_key(self) -> int | None:
        """The incident that was clicked, if it was a single one."""
        if self.click is None or len(self.click.keys) != 1:
            return None
        return self.click.keys[0]


def show_map(
    base: folium.Map,
    layer: folium.FeatureGroup,
    *,
    key: str = "map",
    height_px: int = MAP_HEIGHT_PX,
    go_to: tuple[float, float, float] | None = None,
) -> MapEvent:
    """Put the map on the page and return what it told.

    Parameters
    ----------
    base
        From `base_map`, made anew on each run.
    layer
        From `incident_layer`.
    key
        The same on every run; the map keeps its view as long as key and base stay the same.
    height_px
        Height in pixels; the width is that of the place on the page.
    go_to
        Longitude, latitude and zoom to move to once; the same value again moves nothing.
    """
    told = st_folium(
        base,
        key=key,
        height=height_px,
        use_container_width=True,
        returned_objects=list(_RETURNED),
        feature_group_to_add=layer,
        render=False,
        center=(go_to[1], go_to[0]) if go_to else None,
        zoom=go_to[2] if go_to else None,
    )
    return read_event(told)


def pick_place(base: folium.Map, layer: folium.FeatureGroup, *, key: str, height_px: int) -> None:
    """Put a map on the page on which a place is picked; `read_pick` reads what it told.

    Moving it tells nothing, only a click does.
    """
    st_folium(
        base,
        key=key,
        height=height_px,
        use_container_width=True,
        returned_objects=["last_clicked"],
        feature_group_to_add=layer,
        render=False,
    )


def read_pick(told: object) -> tuple[float, float] | None:
    """Longitude and latitude of the last click, in degrees; None before one, or beyond `LIMITS`."""
    clicked = told.get("last_clicked") if isinstance(told, dict) else None
    try:
        lon, lat = float(clicked["lng"]), float(clicked["lat"])  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        return None
    west, south, east, north = LIMITS
    return (lon, lat) if west <= lon <= east and south <= lat <= north else None


def read_event(told: object) -> MapEvent:
    """What the map told, read from the component's value (or the session's copy of it)."""
    if not isinstance(told, dict):
        return MapEvent(None, None, None)
    zoom = told.get("zoom")
    bounds = _read_bounds(told.get("bounds"))
    return MapEvent(
        bounds=bounds,
        zoom=float(zoom) if bounds is not None and isinstance(zoom, (int, float)) else None,
        click=_read_click(told.get("last_object_clicked_tooltip")),
    )


def _read_bounds(told: object) -> Bounds | None:
    try:
        corners = told["_southWest"], told["_northEast"]  # type: ignore[index]
        west, south, east, north = (float(c[axis]) for c in corners for axis in ("lng", "lat"))
    except (KeyError, TypeError, ValueError):
        return None
    return west, south, east, north


def _read_click(told: object) -> MapClick | None:
    kind, _, rest = str(told or "").partition(":")
    keys, _, serial = rest.partition("@")
    numbers = _whole_numbers(keys.split(",") if keys else [])
    if not serial or numbers is None:
        return None
    match kind:
        case "point" | "cluster" | "area":
            return MapClick(kind=kind, keys=numbers, serial=serial)
        case _:
            return None


def _whole_numbers(words: Iterable[str]) -> tuple[int, ...] | None:
    found = []
    for word in words:
        if not (word.isascii() and word.isdigit()):
            return None
        found.append(int(word))
    return tuple(found)


__all__ = [
    "MapClick",
    "MapEvent",
    "Selection",
    "base_map",
    "basemap_data",
    "escape_for_map",
    "incident_layer",
    "pick_place",
    "read_event",
    "show_map",
]
