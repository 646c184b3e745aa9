"""The map as a picture, drawn on the server from what the browser's map is drawn from.

`static/sarhad-map.js` says how things look; here the same symbols, base map and palette become one
SVG, and that a PNG. Places named in their own script are left out: which font would draw them
differs from one computer to the next, and with it the bytes.
"""

from __future__ import annotations

import html
import itertools
import json
import math
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from dashboard import view, wording
from dashboard.incident_map import LIMITS, basemap_data
from dashboard.pictures import FONT, PictureError, svg_to_png, text_width_px
from dashboard.symbols import (
    SHAPES,
    UNCERTAINTY_SENTENCE,
    cluster_radius_px,
    group_of_type,
    group_styles,
)
from geodata.basemap import load_basemap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from dashboard.symbols import AreaSymbol, Bounds, Selection, Symbols, Theme, TypeStyle
    from geodata.borders import Border

    Floats = NDArray[np.float64]
    Box = tuple[float, float, float, float]

__all__ = ["map_png", "map_svg", "place_on_picture"]

MIN_SIZE_PX, MAX_SIZE_PX = 480, 4_000
"""Least and largest width and height, before the scale."""

_UNIT = 1e5
_SYMBOL_PX = 6.0
_DISC_FROM_PX = 11.0
_EARTH_M = 40_075_016.686
_MARGIN_PX, _HEAD_PX, _ROW_PX, _FOOT_PX = 24.0, 64.0, 20.0, 30.0
_MAX_ZOOM = 15.0
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_THEMES: dict[str, dict[str, Any]] = {
    "light": {
        "paper": "#FBFAF7", "sea": "#D6E0E6", "shore": "#C9D6DE", "shoreLine": "#9FB3C0",
        "land": "#EFEBE2", "negative": "#F7F3E9", "positive": "#F3F0EE", "lake": "#D6E0E6",
        "lakeLine": "#AEBFCA", "province": "#B9B1A2", "country": "#948B7C", "halo": "#8A8071",
        "haloAlpha": 0.25, "border": "#2E2A25", "casing": "#FFFEFA", "ink": "#3A352E",
        "quiet": "#8F8778", "water": "#7F9AAA", "place": "#4A443B", "label": "#F7F4EC",
        "chip": "#FFFEFB", "chipLine": "#6B655A", "neutral": "#6F685C", "symbolCase": "#FFFEFB",
        "selected": "#14110D", "fill": 0.17, "soft": "#6B655A",
    },
    "dark": {
        "paper": "#16191D", "sea": "#141A20", "shore": "#182028", "shoreLine": "#33414D",
        "land": "#22262B", "negative": "#2B2E31", "positive": "#292D34", "lake": "#151C23",
        "lakeLine": "#33414D", "province": "#4B5057", "country": "#767A7E", "halo": "#C9C2B2",
        "haloAlpha": 0.17, "border": "#EDE7DA", "casing": "#14171A", "ink": "#E2DCCF",
        "quiet": "#868A8E", "water": "#56697A", "place": "#C4BEB2", "label": "#23272C",
        "chip": "#1B1F24", "chipLine": "#A8A296", "neutral": "#B5AFA2", "symbolCase": "#15181C",
        "selected": "#FFFDF6", "fill": 0.2, "soft": "#A8A296",
    },
}  # fmt: skip
"""The colours of `THEMES` in `static/sarhad-map.js`, which a test compares."""


def map_png(
    frame: pd.DataFrame,
    border: Border,
    *,
    title: str,
    lines: Sequence[str] = (),
    theme: Theme = "light",
    size_px: tuple[int, int] = (1600, 1000),
    scale: float = 2.0,
    bounds: Bounds | None = None,
    selected: Selection | None = None,
) -> bytes:
    """Draw the map of these incidents as PNG; the same input gives the same bytes.

    Parameters
    ----------
    frame
        Incidents as `Store.frame` returns them, filtered already.
    border
        The border that was measured against.
    title
        The heading; any text.
    lines
        A line under the heading (what the filter is), and one at the foot (what to cite).
    theme
        "light" or "dark".
    size_px
        Width and height before the scale, each `MIN_SIZE_PX` to `MAX_SIZE_PX`.
    scale
        1 to 4 pixels for each of these.
    bounds
        West, south, east, north in degrees that must be seen; the whole border where None.
    selected
        An incident to stand out, with its way to the border; its key is a row of the frame.

    Raises
    ------
    PictureError
        If the size or the bounds cannot be drawn.
    """
    if not 1 <= scale <= 4:
        msg = f"scale {scale!r} cannot be drawn; expected 1 to 4"
        raise PictureError(msg)
    svg = map_svg(
        frame, border, title=title, lines=lines, theme=theme, size_px=size_px, bounds=bounds,
        selected=selected,
    )  # fmt: skip
    return svg_to_png(svg, scale=scale)


def map_svg(
    frame: pd.DataFrame,
    border: Border,
    *,
    title: str,
    lines: Sequence[str] = (),
    theme: Theme = "light",
    size_px: tuple[int, int] = (1600, 1000),
    bounds: Bounds | None = None,
    selected: Selection | None = None,
) -> str:
    """The map as SVG; the parameters of `map_png`."""
    colours = _THEMES[theme]
    frame = frame.reset_index(drop=True)
    columns = view.map_columns(frame)
    groups = {group_of_type(int(number)) for number in columns.type_code}
    width = float(size_px[0])
    legend, legend_px = _legend(theme, sorted(groups), width - 2 * _MARGIN_PX)
    seen = _view(size_px, legend_px, bounds, border)
    every = np.ones(len(frame), dtype=np.bool_)
    symbols = view.symbols(
        frame, columns, every, border, bounds=seen.bounds, zoom=math.floor(seen.zoom)
    )
    drawing = _Drawing(seen, _base(border), symbols, theme, selected)
    head = [
        _text(_fitted(title, width - 2 * _MARGIN_PX, 20, "600"), _MARGIN_PX, 27, 20, "600",
              colours["ink"]),
        *(
            _text(_fitted(line, width - 2 * _MARGIN_PX, 13), _MARGIN_PX, 49, 13, "400",
                  colours["soft"])
            for line in lines[:1]
        ),
    ]  # fmt: skip
    top = seen.top + seen.height
    foot = [
        f'<g transform="translate({_MARGIN_PX:g} {top + 12:g})">{legend}</g>',
        _footer(border, lines[1:2], theme, width, float(size_px[1])),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size_px[0]}" height="{size_px[1]}" '
        f'font-family="{FONT}" fill="none" stroke-linejoin="round" stroke-linecap="round">'
        f"<defs>{drawing.definitions()}</defs>"
        f'<g transform="translate({seen.left:g} {seen.top:g})">{drawing.whole()}</g>'
        f'<path d="M0 0H{size_px[0]}V{size_px[1]}H0ZM{seen.left:g} {seen.top:g}h{seen.width:g}'
        f'v{seen.height:g}h-{seen.width:g}Z" fill="{colours["paper"]}" fill-rule="evenodd"/>'
        f"{''.join(head)}"
        f'<rect x="{seen.left:g}" y="{seen.top:g}" width="{seen.width:g}" '
        f'height="{seen.height:g}" stroke="{colours["chipLine"]}" stroke-opacity=".55"/>'
        f"{''.join(foot)}</svg>"
    )


def place_on_picture(
    lon: float,
    lat: float,
    border: Border,
    *,
    groups: int,
    size_px: tuple[int, int] = (1600, 1000),
    bounds: Bounds | None = None,
) -> tuple[float, float]:
    """Where a place stands on a picture, in pixels before the scale.

    `groups` is the number of looks of incidents that the legend explains.
    """
    _, legend_px = _legend("light", list(range(groups)), size_px[0] - 2 * _MARGIN_PX)
    seen = _view(size_px, legend_px, bounds, border)
    x, y = seen.project(np.array([[lon, lat]]))[0]
    return float(x + seen.left), float(y + seen.top)


# --- The view --------------------------------------------------------------------------------


def _world(places: Floats) -> Floats:
    """Degrees to the unit square of Web Mercator."""
    lon, lat = places[:, 0], np.radians(places[:, 1])
    return np.column_stack([(lon + 180) / 360, 0.5 - np.arctanh(np.sin(lat)) / (2 * math.pi)])


@dataclass(frozen=True)
class _View:
    """The part of the world that is drawn, and the part of the picture that it is drawn into."""

    k: float
    centre: tuple[float, float]
    left: float
    top: float
    width: float
    height: float

    @cached_property
    def zoom(self) -> float:
        """The web map's zoom level at which the browser would draw this."""
        return math.log2(self.k / 256)

    @cached_property
    def bounds(self) -> Bounds:
        """West, south, east, north in degrees."""
        half_x, half_y = self.width / 2 / self.k, self.height / 2 / self.k
        x, y = self.centre

        def lat(at: float) -> float:
            return math.degrees(math.asin(math.tanh((0.5 - at) * 2 * math.pi)))

        return (
            (x - half_x) * 360 - 180, lat(y + half_y), (x + half_x) * 360 - 180, lat(y - half_y),
        )  # fmt: skip

    @cached_property
    def metres_per_px(self) -> float:
        """On the ground, in the middle of the view."""
        south, north = self.bounds[1], self.bounds[3]
        return _EARTH_M * math.cos(math.radians((south + north) / 2)) / self.k

    def pixels(self, world: Floats) -> Floats:
        """From the unit square to the map's own corner, (n, 2)."""
        corner = np.array(self.centre) - np.array([self.width, self.height]) / 2 / self.k
        return (world - corner) * self.k

    def project(self, places: Floats) -> Floats:
        """From degrees to the map's own corner, (n, 2)."""
        return self.pixels(_world(np.asarray(places, dtype=np.float64).reshape(-1, 2)))

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a place of the picture is on the map."""
        return -margin <= x <= self.width + margin and -margin <= y <= self.height + margin


def _view(
    size_px: tuple[int, int], legend_px: float, bounds: Bounds | None, border: Border
) -> _View:
    width_px, height_px = size_px
    if not all(MIN_SIZE_PX <= side <= MAX_SIZE_PX for side in size_px):
        msg = (
            f"{width_px} x {height_px} pixels cannot be drawn; expected {MIN_SIZE_PX} to "
            f"{MAX_SIZE_PX} each way"
        )
        raise PictureError(msg)
    west, south, east, north = bounds or (
        *(border.line.min(axis=0) - 0.32).tolist(), *(border.line.max(axis=0) + 0.32).tolist(),
    )  # fmt: skip
    if not (west < east and south < north and LIMITS[0] <= east and west <= LIMITS[2]
            and LIMITS[1] <= north and south <= LIMITS[3]):  # fmt: skip
        msg = (
            f"west {west}, south {south}, east {east}, north {north} is no view of the map; "
            f"expected degrees in that order within {', '.join(map(str, LIMITS))}"
        )
        raise PictureError(msg)
    width = width_px - 2 * _MARGIN_PX
    height = height_px - _HEAD_PX - legend_px - _FOOT_PX - 18
    corners = _world(np.array([[west, north], [east, south]]))
    across, down = corners[1] - corners[0]
    k = min(width / across, height / down, 256 * 2**_MAX_ZOOM)
    x, y = corners.mean(axis=0)
    return _View(k, (float(x), float(y)), _MARGIN_PX, _HEAD_PX, width, height)


# --- The base map ----------------------------------------------------------------------------


class _Label(NamedTuple):
    place: Floats
    kind: Any
    name: str
    radius_m: float


@dataclass(frozen=True)
class _Base:
    """The base map that the browser gets, unpacked: vertices in the unit square of Mercator."""

    land: list[Floats]
    negative: list[Floats]
    positive: list[Floats]
    lakes: list[Floats]
    provinces: list[Floats]
    frontiers: list[Floats]
    line: Floats
    bands: list[tuple[int, int, float]]
    left_is_positive: bool
    side_names: tuple[str, str]
    names: list[_Label]
    towns: list[_Label]
    crossings: list[_Label]
    extent: Floats


@lru_cache(maxsize=2)
def _base(border: Border) -> _Base:
    raw = json.loads(basemap_data(load_basemap(), border))
    line = _unpacked(raw["border"]["line"])

    def side(parts: list[dict[str, Any]]) -> list[Floats]:
        return [
            np.concatenate([line[:: part["along"]], _unpacked(part["rest"])])
            if part["along"]
            else _unpacked(part["rest"])
            for part in parts
        ]

    def labels(listed: list[list[Any]]) -> list[_Label]:
        return [
            _Label(
                _world(np.array([item[:2]]) / _UNIT)[0], item[2], html.unescape(item[3]),
                float(item[5]) if len(item) > 5 else 0.0,
            )
            for item in listed
        ]  # fmt: skip

    return _Base(
        **{
            name: [_unpacked(ring) for ring in raw[name]]
            for name in ("land", "lakes", "provinces", "frontiers")
        },
        negative=side(raw["negative"]),
        positive=side(raw["positive"]),
        line=line,
        bands=[tuple(band) for band in raw["border"]["bands"]],
        left_is_positive=raw["border"]["left_is_positive"],
        side_names=(
            html.unescape(raw["border"]["positive"]).upper(),
            html.unescape(raw["border"]["negative"]).upper(),
        ),
        names=labels(raw["names"]),
        towns=labels(raw["towns"]),
        crossings=labels(raw["crossings"]),
        extent=_world(np.array(raw["extent"]).reshape(2, 2)),
    )


def _unpacked(steps: list[int]) -> Floats:
    return _world(np.cumsum(np.array(steps).reshape(-1, 2), axis=0) / _UNIT)


# --- Marks of SVG ----------------------------------------------------------------------------


def _escaped(text: str) -> str:
    return html.escape(_NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", wording.visible(text)))


def _text(  # noqa: PLR0917 - where, how large, in which face and colour
    words: str,
    x: float,
    y: float,
    size_px: float,
    face: str,
    colour: str,
    *,
    halo: str = "",
    anchor: str = "start",
    spacing: float = 0.0,
    more: str = "",
) -> str:
    """A line of text whose middle is at the height y."""
    style = ' font-style="italic"' if face.endswith("i") else ""
    around = f' stroke="{halo}" stroke-width="3.4" paint-order="stroke"' if halo else ""
    spaced = f' letter-spacing="{spacing:g}"' if spacing else ""
    anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return (
        f'<text x="{x:.1f}" y="{y + 0.34 * size_px:.1f}" font-size="{size_px:g}" '
        f'font-weight="{face[:3]}" fill="{colour}"{style}{around}{spaced}{anchored}{more}>'
        f"{_escaped(words)}</text>"
    )


def _fitted(text: str, width_px: float, size_px: float, face: str = "400") -> str:
    """A line cut to a width, with an ellipsis where something is missing."""
    line = " ".join(wording.visible(text).split())
    if text_width_px(line, size_px, face) <= width_px:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        fits = text_width_px(f"{line[:middle]}…", size_px, face) <= width_px
        low, high = (middle, high) if fits else (low, middle - 1)
    return f"{line[:low].rstrip()}…"


def _outline(style: TypeStyle, x: float, y: float, radius: float, more: str) -> str:
    corners = SHAPES[style.shape]
    if not corners:
        round_px = radius * 0.66 if style.shape == "dot" else radius
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{round_px:.2f}" {more}/>'
    points = " ".join(f"{x + radius * dx:.2f},{y + radius * dy:.2f}" for dx, dy in corners)
    return f'<polygon points="{points}" {more}/>'


def _path(line: Floats, *, closed: bool) -> str:
    """Vertices in pixels as path data, without those that would not be told apart."""
    whole = np.round(line * 10).astype(np.int64)
    kept = np.ones(len(whole), dtype=np.bool_)
    if len(whole) > 3:
        step = np.floor(np.cumsum(np.abs(np.diff(whole, axis=0)).sum(axis=1)) / 5)
        kept[1:-1] = np.diff(step) > 0
    listed = (whole[kept] / 10).tolist()
    return "M" + "L".join(f"{x:.10g} {y:.10g}" for x, y in listed) + ("Z" if closed else "")


def _short(number: int) -> str:
    if number < 10_000:
        return str(number)
    return f"{round(number / 1000)}k" if number < 1_000_000 else f"{number / 1e6:.1f}M"


# --- The legend and the foot -----------------------------------------------------------------


def _legend(theme: Theme, groups: list[int], width_px: float) -> tuple[str, float]:
    """The legend and its height: looks that occur, what the rings and chips mean, a sentence."""
    colours, styles = _THEMES[theme], group_styles(theme)
    soft, ink = colours["soft"], colours["ink"]
    entries: list[tuple[str, str]] = [
        (styles[group].label, _outline(styles[group], 8, 0, 5.4, f'fill="{styles[group].colour}"'))
        for group in groups
    ]
    marks_of_all: list[tuple[str, str]] = [
        (
            "how far off it may be",
            (
                f'<circle cx="8" cy="0" r="7" stroke="{soft}"/>'
                f'<circle cx="8" cy="0" r="3.2" fill="{soft}"/>'
            ),
        ),
        ("side undetermined", f'<circle cx="8" cy="0" r="6" fill="url(#hatch)" stroke="{ink}"/>'),
        (
            "known to an area only",
            f'<rect x="0" y="-6" width="18" height="12" rx="6" stroke="{soft}" '
            f'stroke-dasharray="2.5 2"/>' + _text("3", 9, 0, 9, "600", ink, anchor="middle"),
        ),
        (
            "several, by type",
            f'<path d="M3-5A7 7 0 0 1 15 0" stroke="{ink}" stroke-width="2.6"/>'
            f'<path d="M15 0A7 7 0 1 1 3-5" stroke="{soft}" stroke-width="2.6"/>'
            + _text("9", 8, 0, 9, "600", ink, anchor="middle"),
        ),
        (
            "border, and how far lines of it disagree",
            (
                f'<path d="M0 0H18" stroke="{soft}" stroke-opacity=".35" stroke-width="9" '
                f'stroke-linecap="butt"/><path d="M0 0H18" stroke="{ink}" stroke-width="1.8"/>'
            ),
        ),
    ]
    row, parts = 0, []
    for listed in (entries, marks_of_all):
        x = 0.0
        for words, mark in listed:
            taken = 24 + text_width_px(words, 12.5)
            if x and x + taken > width_px:
                x, row = 0.0, row + 1
            parts.append(
                f'<g transform="translate({x:.1f} {row * _ROW_PX + 8:g})">{mark}'
                f"{_text(words, 24, 0, 12.5, '400', ink)}</g>"
            )
            x += taken + 18
        row += 1 if x else 0
    sentence = _fitted(f"{UNCERTAINTY_SENTENCE} Paler means less certain.", width_px, 12)
    parts.append(_text(sentence, 0, row * _ROW_PX + 8, 12, "400", soft))
    return "".join(parts), (row + 1) * _ROW_PX


def _footer(
    border: Border, cited: Sequence[str], theme: Theme, width_px: float, height_px: float
) -> str:
    colours = _THEMES[theme]
    credit = f"{border.attribution} · GeoNames · Natural Earth. The line is not a legal boundary."
    room = width_px - 2 * _MARGIN_PX
    right = text_width_px(credit, 11.5)
    texts = [
        _text(credit, width_px - _MARGIN_PX - right, height_px - 19, 11.5, "400", colours["soft"])
    ]
    texts += [
        _text(_fitted(line, room - right - 30, 11.5), _MARGIN_PX, height_px - 19, 11.5, "400",
              colours["soft"])
        for line in cited
    ]  # fmt: skip
    return "".join(texts)


# --- Labels: the most important first, none on top of another --------------------------------


class _Placer:
    """Which parts of the map are taken."""

    def __init__(self, marks: Sequence[_Mark]) -> None:
        self._marks = marks
        self._symbols = [m.box for m in marks]
        self._boxes: list[Box] = []

    def free(self, box: Box) -> bool:
        """Whether no label is there."""
        return not any(_meet(box, other) for other in self._boxes)

    def take(self, box: Box) -> None:
        """Nothing else goes there."""
        self._boxes.append(box)

    def best(
        self, spots: Iterable[tuple[float, float]], box: Callable[[tuple[float, float]], Box]
    ) -> tuple[float, float] | None:
        """The first of several spots for the same words that is clear of words and symbols."""
        free = (spot for spot in spots if self.free(box(spot)))
        return next((s for s in free if not any(_meet(box(s), o) for o in self._symbols)), None)

    def clearance(self, x: float, y: float) -> float:
        """How far from a place its words must start to be clear of a symbol on it."""
        near = (
            m.width / 2 + 3
            for m in self._marks
            if m.kind != "area" and math.hypot(m.x - x, m.y - y) < 8
        )
        return max([7.0, *near])


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]
    )  # fmt: skip


class _Mark(NamedTuple):
    """Where a symbol stands, in pixels of the map; `number` is its place among its kind."""

    kind: str
    number: int
    x: float
    y: float
    width: float
    height: float
    home: tuple[float, float] = (0.0, 0.0)

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        half_x, half_y = self.width / 2, self.height / 2
        return self.x - half_x, self.y - half_y, self.x + half_x, self.y + half_y


_NAME_STYLES = {
    "country": (15.0, "500", 5.5, 0.0, 9.2),
    "province": (11.5, "400i", 1.6, 6.4, 10.5),
    "sea": (13.0, "400i", 2.5, 0.0, 11.0),
}
"""Size, face, spacing in pixels, from which zoom to which."""
_TOWN_STYLES = {1: (12.5, "600", 0.0, 2.7), 2: (11.5, "500", 6.1, 2.1), 3: (11.0, "400", 8.0, 1.7)}
"""Size, face, from which zoom, and the radius of the dot, by rank."""
_CHIP_SPOTS = [
    (0.0, 0.0),
    *(
        (math.cos(turn * math.pi / 4) * far * 1.3, math.sin(turn * math.pi / 4) * far)
        for far in (19, 27, 38, 52)
        for turn in (2, 6, 0, 4, 1, 3, 5, 7)
    ),
]


# --- The drawing -----------------------------------------------------------------------------


class _Drawing:
    """The map of one view as parts of an SVG, in pixels of the map."""

    def __init__(
        self,
        seen: _View,
        base: _Base,
        symbols: Symbols,
        theme: Theme,
        selected: Selection | None,
    ) -> None:
        self._v, self._base, self._symbols = seen, base, symbols
        self._theme, self._colours = theme, _THEMES[theme]
        self._styles = group_styles(theme)
        self._selected = selected
        self._points = seen.project(np.column_stack([symbols.points.lon, symbols.points.lat]))
        self._marks = [*self._symbol_marks()]
        self._marks += self._chip_marks()
        self._placer = _Placer(self._marks)

    def whole(self) -> str:
        """Everything, in the order in which the browser draws it."""
        return "".join(
            itertools.chain(
                self._ground(), self._accuracy(), self._border(), self._paper(), self._areas(),
                self._discs(), self._labels(), self._symbols_drawn(), self._chosen(),
                self._scale_bar(),
            )
        )  # fmt: skip

    def definitions(self) -> str:
        """Hatches, and the soft discs of each look."""
        c = self._colours
        parts = [
            _hatch("hatch", c["ink"], "none", 3.4, 1.7),
        ]
        for number, style in enumerate(self._styles):
            parts.append(_hatch(f"h{number}", style.colour, c["symbolCase"], 4, 1.7))
            parts.append(_hatch(f"w{number}", style.colour, "none", 6, 2.5))
            parts.append(
                f'<radialGradient id="d{number}">'
                + "".join(
                    f'<stop offset="{at}" stop-color="{style.colour}" stop-opacity="{alpha}"/>'
                    for at, alpha in ((0, 0.2), (0.72, 0.144), (1, 0.02))
                )
                + "</radialGradient>"
            )
        return "".join(parts)

    # ground

    def _rings(self, rings: Iterable[Floats]) -> str:
        """Path data of those rings that come near the view, to be filled."""
        size = np.array([self._v.width, self._v.height])
        shown = (self._v.pixels(ring) for ring in rings)
        return "".join(
            _path(ring, closed=True)
            for ring in shown
            if (ring.max(axis=0) > -60).all() and (ring.min(axis=0) < size + 60).all()
        )

    def _lines(self, lines: Iterable[Floats], reach_px: float = 60.0) -> str:
        """Path data of what is seen of some lines, to be stroked: a stroke out of view is slow."""
        box = (-reach_px, -reach_px, self._v.width + reach_px, self._v.height + reach_px)
        seen = shapely.clip_by_rect([shapely.linestrings(self._v.pixels(a)) for a in lines], *box)
        return "".join(
            _path(shapely.get_coordinates(part), closed=False)
            for part in shapely.get_parts(seen)
            if part.geom_type == "LineString"
        )

    def _ground(self) -> Iterator[str]:
        c, base = self._colours, self._base
        yield (f'<rect width="{self._v.width:g}" height="{self._v.height:g}" fill="{c["sea"]}"/>')
        shore = self._lines(base.land)
        yield f'<path d="{shore}" stroke="{c["shore"]}" stroke-width="9"/>'
        for rings, colour in (
            (base.land, c["land"]), (base.negative, c["negative"]), (base.positive, c["positive"]),
        ):  # fmt: skip
            yield f'<path d="{self._rings(rings)}" fill="{colour}" fill-rule="evenodd"/>'
        yield f'<path d="{shore}" stroke="{c["shoreLine"]}" stroke-width=".9"/>'
        yield (
            f'<path d="{self._rings(base.lakes)}" fill="{c["lake"]}" stroke="{c["lakeLine"]}" '
            f'stroke-width=".7"/><path d="{self._lines(base.provinces)}" '
            f'stroke="{c["province"]}" stroke-width=".8" stroke-dasharray="1.5 3.5"/>'
        )
        frontiers = self._lines(base.frontiers)
        yield f'<path d="{frontiers}" stroke="{c["casing"]}" stroke-width="2.6"/>'
        yield f'<path d="{frontiers}" stroke="{c["country"]}"/>'

    def _accuracy(self) -> Iterator[str]:
        """The band in which the true line is assumed to lie, in metres on the ground."""
        widest = max((b[2] for b in self._base.bands), default=0.0) / self._v.metres_per_px
        if widest < 1.5:
            return
        steps = max(3, min(14, round(widest / 5)))
        alpha = 1 - (1 - self._colours["haloAlpha"]) ** (1 / steps)
        paths = [
            (self._lines([self._base.line[first : last + 1]], widest + 60), error_m)
            for first, last, error_m in self._base.bands
        ]
        for step in range(steps):
            part = 1 - 0.6 * step / steps
            strokes = "".join(
                f'<path d="{d}" '
                f'stroke-width="{max(0.5, 2 * error_m * part / self._v.metres_per_px):.2f}"/>'
                for d, error_m in paths
                if d
            )
            yield f'<g opacity="{alpha:.4f}" stroke="{self._colours["halo"]}">{strokes}</g>'

    def _border(self) -> Iterator[str]:
        heavy = 2.0 if self._v.zoom >= 9 else 1.6
        line = self._lines([self._base.line])
        yield f'<path d="{line}" stroke="{self._colours["casing"]}" stroke-width="{heavy + 2.6}"/>'
        yield f'<path d="{line}" stroke="{self._colours["border"]}" stroke-width="{heavy}"/>'

    def _paper(self) -> Iterator[str]:
        """Beyond the data the paper begins: nothing is known there, and nothing is claimed."""
        (left, bottom), (right, top) = self._v.pixels(self._base.extent)
        paper, fade, far = self._colours["paper"], 36, 2e4
        for number, (x1, y1, x2, y2, x, y, w, h) in enumerate(
            (
                (left, 0, left + fade, 0, -far, -far, left + fade + far, 2 * far),
                (right, 0, right - fade, 0, right - fade, -far, far, 2 * far),
                (0, top, 0, top + fade, -far, -far, 2 * far, top + fade + far),
                (0, bottom, 0, bottom - fade, -far, bottom - fade, 2 * far, far),
            )
        ):
            if x + w <= 0 or y + h <= 0 or x >= self._v.width or y >= self._v.height:
                continue
            yield (
                f'<linearGradient id="p{number}" gradientUnits="userSpaceOnUse" x1="{x1:.1f}" '
                f'y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"><stop stop-color="{paper}"/>'
                f'<stop offset="1" stop-color="{paper}" stop-opacity="0"/></linearGradient>'
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" '
                f'fill="url(#p{number})"/>'
            )

    # areas and discs

    def _areas(self) -> Iterator[str]:
        """Areas that fade towards their own edge; the larger, the paler."""
        shapes = [self._shape_of(area) for area in self._symbols.areas]
        order = sorted(
            range(len(shapes)), key=lambda k: -shapely.box(*shapes[k].bounds).area
        )  # fmt: skip
        for k in order:
            area, shape = self._symbols.areas[k], shapes[k]
            colour = (
                self._colours["neutral"]
                if area.type_code is None
                else self._styles[group_of_type(area.type_code)].colour
            )
            size = math.sqrt(shape.area)
            thick = 2 * shape.area / shape.length if shape.length else 0.0
            shape = shapely.clip_by_rect(
                shapely.simplify(shape, 0.3), -60, -60, self._v.width + 60, self._v.height + 60
            )
            strength = self._colours["fill"] * max(0.32, min(1.0, math.sqrt(70 / max(size, 1))))
            soft, before = min(18.0, thick * 0.3), 0.0
            for step in range(6):
                inner = shapely.buffer(shape, -soft * step / 5) if step else shape
                wanted = strength * 0.7 ** (5 - step)
                alpha = 1 - (1 - wanted) / (1 - before)
                before = wanted
                rings = "".join(
                    _path(shapely.get_coordinates(ring), closed=True)
                    for part in shapely.get_parts(inner)
                    for ring in shapely.get_rings(part)
                )
                if rings:
                    yield (
                        f'<path d="{rings}" fill="{colour}" fill-opacity="{alpha:.4f}" '
                        'fill-rule="evenodd"/>'
                    )

    def _shape_of(self, area: AreaSymbol) -> Any:  # noqa: ANN401 - shapely's
        rings = [shapely.polygons(self._v.project(ring)) for ring in area.rings]
        whole = shapely.Polygon()
        for ring in rings:  # a ring within another is its hole
            whole = shapely.symmetric_difference(whole, shapely.make_valid(ring))
        return whole

    def _discs(self) -> Iterator[str]:
        points = self._symbols.points
        radii = np.nan_to_num(points.radius_m) / self._v.metres_per_px
        for k in np.flatnonzero(radii > _SYMBOL_PX + 2).tolist():
            (x, y), r = self._points[k], radii[k]
            if not self._v.holds(x, y, r):
                continue
            group = group_of_type(int(points.type_code[k]))
            colour = self._styles[group].colour
            circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}"'
            if r < _DISC_FROM_PX:
                yield f'{circle} stroke="{colour}" stroke-opacity=".55" stroke-width=".9"/>'
                continue
            yield (
                f'{circle} fill="url(#d{group})" stroke="{colour}" stroke-opacity=".28" '
                'stroke-width=".8"/>'
            )
            if points.undetermined[k]:
                yield f'{circle} fill="url(#w{group})" fill-opacity=".2"/>'

    # labels

    def _labels(self) -> Iterator[str]:
        yield from self._gates()
        yield from self._towns(1)
        yield from self._names("country", "sea")
        yield from self._towns(2)
        yield from self._sides()
        yield from self._names("province")
        yield from self._towns(3)

    def _names(self, *kinds: str) -> Iterator[str]:
        c = self._colours
        for label in self._base.names:
            size, face, spacing, first, last = _NAME_STYLES[label.kind]
            if label.kind not in kinds or not first <= self._v.zoom <= last:
                continue
            words = label.name.upper() if label.kind == "country" else label.name
            x, y = self._v.pixels(label.place[None])[0]
            half = (text_width_px(words, size, face) + spacing * (len(words) - 1)) / 2
            box = (x - half - 3, y - 9, x + half + 3, y + 9)
            if not self._v.holds(x, y) or not self._placer.free(box):
                continue
            self._placer.take(box)
            colour = c["water"] if label.kind == "sea" else c["quiet"]
            yield _text(words, x - half, y, size, face, colour, spacing=spacing)

    def _towns(self, rank: int) -> Iterator[str]:
        c = self._colours
        size, face, first, dot = _TOWN_STYLES[rank]
        if self._v.zoom < first:
            return
        for town in self._base.towns:
            if town.kind != rank:
                continue
            x, y = self._v.pixels(town.place[None])[0]
            around = (x - 4, y - 4, x + 4, y + 4)
            if not self._v.holds(x, y, -8) or not self._placer.free(around):
                continue
            width = text_width_px(town.name, size, face)
            off = self._placer.clearance(x, y)
            spot = self._spot(
                width,
                [
                    (x + off, y), (x - off - width, y), (x - width / 2, y - off - 5),
                    (x - width / 2, y + off + 5), (x + off - 1, y - 8), (x + off - 1, y + 8),
                ],
            )  # fmt: skip
            if spot is None:
                continue
            self._placer.take(around)
            fill, line = (c["label"], c["place"]) if rank == 1 else (c["place"], c["label"])
            yield (
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{dot}" fill="{fill}" stroke="{line}" '
                f'stroke-width="{1.5 if rank == 1 else 1.2}" paint-order='
                f'"{"normal" if rank == 1 else "stroke"}"/>'
            )
            yield _text(town.name, *spot, size, face, c["place"], halo=c["label"])

    def _spot(
        self, width: float, spots: Sequence[tuple[float, float]]
    ) -> tuple[float, float] | None:
        """Take room for a line of text at the best of some spots, on the map as a whole."""

        def box(spot: tuple[float, float]) -> Box:
            return spot[0] - 2, spot[1] - 7, spot[0] + width + 2, spot[1] + 7

        within = [
            (x, y)
            for x, y in spots
            if 3 < x < self._v.width - width - 3 and 9 < y < self._v.height - 9
        ]
        spot = self._placer.best(within, box)
        if spot is not None:
            self._placer.take(box(spot))
        return spot

    def _gates(self) -> Iterator[str]:
        """A crossing is a gate: two posts and a beam."""
        c, zoom = self._colours, self._v.zoom
        if zoom < 6:
            return
        big = 1.0 if zoom >= 8.5 else 0.74
        for gate in self._base.crossings:
            x, y = self._v.pixels(gate.place[None])[0]
            if not self._v.holds(x, y):
                continue
            r = 5.5 * big
            self._placer.take((x - r - 2, y - r - 2, x + r + 2, y + r + 2))
            vague = gate.radius_m / self._v.metres_per_px > 24
            yield (
                f'<rect x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r:.1f}" '
                f'height="{2 * r:.1f}" fill="{c["casing"]}" stroke="{c["border"]}"'
                f"{' stroke-dasharray=' + chr(34) + '2 2' + chr(34) if vague else ''}/>"
                f'<path d="M{x - r * 0.5:.1f} {y + r * 0.62:.1f}V{y - r * 0.5:.1f}'
                f'H{x + r * 0.5:.1f}V{y + r * 0.62:.1f}" stroke="{c["border"]}" '
                f'stroke-width="{1.5 * big:.2f}" stroke-linejoin="miter" stroke-linecap="butt"/>'
            )
            if zoom < 8.2 or not gate.name:
                continue
            words = f"{gate.name}, place approximate" if vague else gate.name
            width = text_width_px(words, 11, "400i")
            beside = [(x + 9, y - 9), (x + 9, y + 9), (x - 9 - width, y - 9)]
            beside += [(x - 9 - width, y + 9), (x + 10, y), (x - 10 - width, y)]
            spot = self._spot(width, [*beside, (x - width / 2, y - 17), (x - width / 2, y + 17)])
            if spot is not None:
                yield _text(words, *spot, 11, "400i", c["ink"], halo=c["label"])

    def _sides(self) -> Iterator[str]:
        """Each side's name along the line, from a zoom on at which its course is seen."""
        if self._v.zoom < 8.4:
            return
        line = self._v.pixels(self._base.line)
        steps = np.hypot(*np.diff(line, axis=0).T)
        along = np.concatenate(([0.0], np.cumsum(steps)))
        for start in np.arange(260.0, along[-1], 520.0):
            for shift in (0.0, 62.0, -62.0, 130.0, -130.0, 198.0, -198.0):
                drawn = self._side_names(line, along, start + shift)
                if drawn:
                    yield drawn
                    break

    def _side_names(self, line: Floats, along: Floats, at: float) -> str:
        i, a, b = (
            int(np.clip(np.searchsorted(along, at + shift), 0, len(along) - 1))
            for shift in (0, -46, 46)
        )
        (x, y), (dx, dy) = line[i], line[b] - line[a]
        length = math.hypot(dx, dy)
        if not self._v.holds(x, y) or length < 40:
            return ""
        dx, dy = dx / length, dy / length
        from_chord = (line[a : b + 1] - line[i]) @ np.array([dy, -dx])
        far = float(np.abs(from_chord).max())
        if far > 18:
            return ""
        angle = math.atan2(dy, dx)
        angle -= math.copysign(math.pi, angle) if abs(angle) > math.pi / 2 else 0.0
        names = []
        for side in (1, -1):
            offset = far + 13
            at_x, at_y = x + side * dy * offset, y - side * dx * offset
            words = self._base.side_names[0 if (side == 1) == self._base.left_is_positive else 1]
            half = (text_width_px(words, 10.5, "600") + 2.5 * (len(words) - 1)) / 2
            w, h = abs(math.cos(angle)) * half + 7, abs(math.sin(angle)) * half + 7
            names.append((words, half, at_x, at_y, (at_x - w, at_y - h, at_x + w, at_y + h)))
        if not all(self._placer.free(name[4]) for name in names):
            return ""
        for name in names:
            self._placer.take(name[4])
        return "".join(
            f'<g transform="translate({at_x:.1f} {at_y:.1f}) rotate({math.degrees(angle):.1f})">'
            + _text(words, -half, 0, 10.5, "600", self._colours["quiet"], spacing=2.5,
                    halo=self._colours["label"])
            + "</g>"
            for words, half, at_x, at_y, _ in names
        )  # fmt: skip

    # symbols

    def _symbol_marks(self) -> Iterator[_Mark]:
        points, clusters = self._symbols.points, self._symbols.clusters
        for k in np.argsort(np.nan_to_num(points.certainty), kind="stable").tolist():
            x, y = self._points[k].tolist()
            if self._v.holds(x, y, 20):
                yield _Mark("point", k, x, y, 16, 16)
        at = self._v.project(np.column_stack([clusters.lon, clusters.lat]))
        for k, radius in enumerate(cluster_radius_px(clusters.count).tolist()):
            x, y = at[k].tolist()
            if self._v.holds(x, y, 40):
                yield _Mark("cluster", k, x, y, 2 * radius + 3, 2 * radius + 3)

    def _chip_marks(self) -> list[_Mark]:
        taken, chips = list(self._marks), []
        for k, area in enumerate(self._symbols.areas):
            home_x, home_y = self._v.project(np.array([[area.lon, area.lat]]))[0].tolist()
            if not self._v.holds(home_x, home_y):
                continue
            width = max(22.0, text_width_px(_short(area.count), 10.5, "600") + 14)
            spots = [(home_x + dx, home_y + dy) for dx, dy in _CHIP_SPOTS]
            x, y = next(
                (
                    s
                    for s in spots
                    if not any(
                        abs(o.x - s[0]) < (o.width + width) / 2 + 1
                        and abs(o.y - s[1]) < o.height / 2 + 9
                        for o in taken
                    )
                ),
                spots[0],
            )
            chip = _Mark("area", k, x, y, width, 16, (home_x, home_y))
            taken.append(chip)
            chips.append(chip)
        return chips

    def _symbols_drawn(self) -> Iterator[str]:
        draw: Mapping[str, Callable[[_Mark], str]] = {
            "point": self._point,
            "cluster": self._cluster,
            "area": self._chip,
        }
        for mark in self._marks:
            yield draw[mark.kind](mark)

    def _point(self, mark: _Mark) -> str:
        points, c = self._symbols.points, self._colours
        group = group_of_type(int(points.type_code[mark.number]))
        style = self._styles[group]
        wide = points.radius_m[mark.number] / self._v.metres_per_px > 40
        hatched = bool(points.undetermined[mark.number])
        sure = float(np.clip(np.nan_to_num(points.certainty[mark.number]), 0, 1))
        seen = f'opacity="{0.42 + 0.58 * sure:.3f}"'
        fill = f"url(#h{group})" if hatched else c["symbolCase"] if wide else style.colour
        edge = f' stroke="{style.colour}" stroke-width="1.5"' if hatched or wide else ""
        return "".join(
            _outline(style, mark.x, mark.y, _SYMBOL_PX, more)
            for more in (
                f'stroke="{c["symbolCase"]}" stroke-width="3" {seen}',
                f'fill="{fill}"{edge} {seen}',
            )
        )

    def _cluster(self, mark: _Mark) -> str:
        c, clusters = self._colours, self._symbols.clusters
        count, mix = int(clusters.count[mark.number]), clusters.mix[mark.number]
        r, thick = mark.width / 2 - 1.5, 3.6
        parts = [
            (
                f'<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{r + 1.5:.2f}" '
                f'fill="{c["symbolCase"]}"/>'
            )
        ]
        within, angle = r - thick / 2, -math.pi / 2
        present = np.flatnonzero(mix).tolist()
        gap = 0.9 / r if len(present) > 1 else 0.0
        for group in present:
            share = 2 * math.pi * int(mix[group]) / count
            stroke = f'stroke="{self._styles[group].colour}" stroke-width="{thick}"'
            if len(present) == 1:
                parts.append(
                    f'<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{within:.2f}" {stroke}/>'
                )
                continue
            first, last = angle + gap / 2, angle + max(share - gap / 2, gap / 2 + 0.02)
            ends = [
                (mark.x + within * math.cos(a), mark.y + within * math.sin(a))
                for a in (first, last)
            ]
            parts.append(
                f'<path d="M{ends[0][0]:.2f} {ends[0][1]:.2f}A{within:.2f} {within:.2f} 0 '
                f'{int(last - first > math.pi)} 1 {ends[1][0]:.2f} {ends[1][1]:.2f}" {stroke} '
                'stroke-linecap="butt"/>'
            )
            angle += share
        words = _short(count)
        size = 9.5 if len(words) > 3 else 11
        parts.append(_text(words, mark.x, mark.y, size, "600", c["ink"], anchor="middle"))
        return "".join(parts)

    def _chip(self, mark: _Mark) -> str:
        c, area = self._colours, self._symbols.areas[mark.number]
        colour = (
            c["chipLine"]
            if area.type_code is None
            else self._styles[group_of_type(area.type_code)].colour
        )
        (home_x, home_y), way = mark.home, ""
        if math.hypot(mark.x - home_x, mark.y - home_y) > 12:
            way = (
                f'<path d="M{home_x:.1f} {home_y:.1f}L{mark.x:.1f} {mark.y:.1f}" '
                f'stroke="{c["chipLine"]}" stroke-opacity=".6" stroke-width=".8"/>'
            )
        left, top = mark.box[:2]
        return (
            f'{way}<rect x="{left:.1f}" y="{top:.1f}" width="{mark.width:.1f}" height="16" rx="8" '
            f'fill="{c["chip"]}" fill-opacity=".92" stroke="{colour}" stroke-width="1.2" '
            f'stroke-dasharray="2.5 2" stroke-linecap="butt"/>'
            + _text(_short(area.count), mark.x, mark.y, 10.5, "600", c["ink"], anchor="middle")
        )

    def _chosen(self) -> Iterator[str]:
        """The selected incident: a ring, and the shortest way to the border with its length."""
        chosen, c = self._selected, self._colours
        if chosen is None or chosen.lon is None or chosen.lat is None:
            return
        x, y = self._v.project(np.array([[chosen.lon, chosen.lat]]))[0]
        for colour, wide in ((c["symbolCase"], 4.5), (c["selected"], 1.8)):
            yield (
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_SYMBOL_PX + 5.5}" stroke="{colour}" '
                f'stroke-width="{wide}"/>'
            )
        if chosen.nearest_lon is None or chosen.nearest_lat is None:
            return
        to_x, to_y = self._v.project(np.array([[chosen.nearest_lon, chosen.nearest_lat]]))[0]
        for colour, wide in ((c["casing"], 3.6), (c["selected"], 1.3)):
            yield (
                f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{colour}" '
                f'stroke-width="{wide}"/>'
            )
        yield (
            f'<circle cx="{to_x:.1f}" cy="{to_y:.1f}" r="3" fill="{c["casing"]}" '
            f'stroke="{c["selected"]}" stroke-width="1.4"/>'
        )
        if chosen.label:
            width = text_width_px(chosen.label, 12, "600") + 14
            at_x, at_y = (x + to_x) / 2, min(y, to_y) - 22
            yield (
                f'<rect x="{at_x - width / 2:.1f}" y="{at_y - 9.5:.1f}" width="{width:.1f}" '
                f'height="19" fill="{c["chip"]}" fill-opacity=".94" stroke="{c["selected"]}" '
                'stroke-width=".8"/>'
                + _text(chosen.label, at_x, at_y, 12, "600", c["ink"], anchor="middle")
            )

    def _scale_bar(self) -> Iterator[str]:
        """A bar of a round length, true in the middle of the view."""
        most_m = 160 * self._v.metres_per_px
        ten = 10.0 ** math.floor(math.log10(most_m))
        length_m = next(n * ten for n in (5, 2, 1) if n * ten <= most_m)
        wide, c = length_m / self._v.metres_per_px, self._colours
        words = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
        x, y = 16.0, self._v.height - 18
        bar = f"M{x:g} {y - 6:g}V{y:g}H{x + wide:.1f}V{y - 6:g}"
        yield f'<path d="{bar}" stroke="{c["label"]}" stroke-width="4.5"/>'
        yield f'<path d="{bar}" stroke="{c["ink"]}" stroke-width="1.4" stroke-linejoin="miter"/>'
        yield _text(words, x + 5, y - 9, 11.5, "500", c["ink"], halo=c["label"])


def _hatch(name: str, colour: str, ground: str, gap: float, wide: float) -> str:
    return (
        f'<pattern id="{name}" width="{gap}" height="{gap}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="{gap}" height="{gap}" fill="{ground}"/>'
        f'<path d="M{gap / 2} -1V{gap + 1}" stroke="{colour}" stroke-width="{wide}"/></pattern>'
    )
