"""The folium map: a constant base map, and one compact layer of incidents.

The only module that knows folium and streamlit-folium, and the only place where longitude and
latitude change their order. How things are drawn stands in `static/sarhad-map.js`; numbers are
packed for it as `map_packing` says.

Every text that goes to the map passes `map_packing.escape_for_map`: folium compiles the strings
it is given a second time as templates and pastes them into JavaScript.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import folium
import numpy as np
from folium.template import Template
from streamlit_folium import st_folium

from dashboard import assets, wording
from dashboard.language import _, noted, number
from dashboard.map_packing import (
    LIMITS,
    UNIT,
    as_json,
    escape_for_map,
    packed_line,
    packed_place,
    publish_base_map,
)
from dashboard.symbols import SHAPES, Selection, group_of_type, group_styles
from geodata.borders import WGS84

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from dashboard.symbols import AreaSymbol, Bounds, Clusters, Points, Symbols, Theme
    from geodata.basemap import Basemap
    from geodata.borders import Border

MAP_HEIGHT_PX = 560
MIN_ZOOM, MAX_ZOOM = 6, 15
KEYS_PER_AREA = 100
"""So many of an area's incidents go to the browser; a click on it means all of them."""

_LONG_LINE_M = 20_000.0
_RETURNED = ("last_object_clicked_tooltip", "bounds", "zoom")
_CREDITS = noted("OpenStreetMap contributors \N{MIDDLE DOT} GeoNames \N{MIDDLE DOT} Natural Earth")
_NOT_LEGAL = noted("The line is not a legal boundary")
_LABEL = noted(
    "Map of incidents near the border. Arrow keys move it, plus and minus zoom. "
    "The list beside the map holds the same incidents."
)
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
    name = publish_base_map(basemap, border)
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
    return _SarhadMap(as_json(settings), name, (float(lon), float(lat)))


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
    return _IncidentLayer(as_json(layer))


def _units(values: NDArray[np.float64]) -> list[int]:
    units: list[int] = np.round(values * UNIT).astype(np.int64).tolist()
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
        "box": np.round(boxes * UNIT).astype(np.int64).tolist(),
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
    lon, lat = packed_place(area.lon, area.lat)
    return {
        "rings": [packed_line(ring) for ring in area.rings],
        "lon": lon,
        "lat": lat,
        "type": None if area.type_code is None else group_of_type(area.type_code),
        "tinted": int(area.tinted),
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
            {"rings": [packed_line(ring) for ring in outline.rings], "shared": int(outline.shared)}
            for outline in selected.outlines
        ],
    }
    if selected.lon is not None and selected.lat is not None:
        row["point"] = packed_place(selected.lon, selected.lat)
        if selected.nearest_lon is not None and selected.nearest_lat is not None:
            row["line"] = packed_line(
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
    "incident_layer",
    "pick_place",
    "read_event",
    "show_map",
]
