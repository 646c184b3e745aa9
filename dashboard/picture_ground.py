"""What lies under the symbols of a picture: land, sea, border, and names around what is taken.

It is drawn from the base map that the browser gets, in the same order and colours as
`static/sarhad-map.js` draws it.
"""

from __future__ import annotations

import html
import json
import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from dashboard.map_packing import basemap_data
from dashboard.pictures import svg_path, svg_text, text_width_px
from geodata.basemap import load_basemap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from dashboard.symbols import Bounds, Theme
    from geodata.borders import Border

    Floats = NDArray[np.float64]
    Box = tuple[float, float, float, float]

__all__ = ["THEMES", "Base", "Ground", "Mark", "View", "base_of", "to_world"]

_UNIT = 1e5
_EARTH_M = 40_075_016.686
THEMES: dict[str, dict[str, Any]] = {
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

_NAME_STYLES = {
    "country": (15.0, "500", 5.5, 0.0, 9.2),
    "province": (11.5, "400i", 1.6, 6.4, 10.5),
    "sea": (13.0, "400i", 2.5, 0.0, 11.0),
}
"""Size, face, spacing in pixels, from which zoom to which."""
_TOWN_STYLES = {1: (12.5, "600", 0.0, 2.7), 2: (11.5, "500", 6.1, 2.1), 3: (11.0, "400", 8.0, 1.7)}
"""Size, face, from which zoom, and the radius of the dot, by rank."""
_OWN_NAMES_FROM, _OWN_NAME_GAP, _OWN_NAME_STYLE = 9.5, 6.0, (11.0, "400")
"""From which zoom a town's name stands in its own script beside the Latin one, and how."""


# --- The view --------------------------------------------------------------------------------


def to_world(places: Floats) -> Floats:
    """Degrees to the unit square of Web Mercator."""
    lon, lat = places[:, 0], np.radians(places[:, 1])
    return np.column_stack([(lon + 180) / 360, 0.5 - np.arctanh(np.sin(lat)) / (2 * math.pi)])


@dataclass(frozen=True)
class View:
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
        return self.pixels(to_world(np.asarray(places, dtype=np.float64).reshape(-1, 2)))

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a place of the picture is on the map."""
        return -margin <= x <= self.width + margin and -margin <= y <= self.height + margin


# --- The base map ----------------------------------------------------------------------------


class _Label(NamedTuple):
    place: Floats
    kind: Any
    name: str
    own_name: str
    radius_m: float


@dataclass(frozen=True)
class Base:
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
def base_of(border: Border) -> Base:
    """The base map that goes with a border."""
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
                to_world(np.array([item[:2]]) / _UNIT)[0], item[2], html.unescape(item[3]),
                html.unescape(item[4]) if len(item) > 4 else "",
                float(item[5]) if len(item) > 5 else 0.0,
            )
            for item in listed
        ]  # fmt: skip

    return Base(
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
        extent=to_world(np.array(raw["extent"]).reshape(2, 2)),
    )


def _unpacked(steps: list[int]) -> Floats:
    return to_world(np.cumsum(np.array(steps).reshape(-1, 2), axis=0) / _UNIT)


# --- Names: the most important first, none on top of another ---------------------------------


class Mark(NamedTuple):
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


class _Placer:
    """Which parts of the map are taken."""

    def __init__(self, marks: Sequence[Mark]) -> None:
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


# --- The drawing -----------------------------------------------------------------------------


class Ground:
    """The base map of one view as parts of an SVG, in pixels of the map."""

    def __init__(self, seen: View, base: Base, theme: Theme) -> None:
        self._v, self._base, self._colours = seen, base, THEMES[theme]

    def land(self) -> Iterator[str]:
        """All of it but the names, in the order in which the browser draws it."""
        yield from self._ground()
        yield from self._accuracy()
        yield from self._border()
        yield from self._paper()

    def _rings(self, rings: Iterable[Floats]) -> str:
        """Path data of those rings that come near the view, to be filled."""
        size = np.array([self._v.width, self._v.height])
        shown = (self._v.pixels(ring) for ring in rings)
        return "".join(
            svg_path(ring, closed=True)
            for ring in shown
            if (ring.max(axis=0) > -60).all() and (ring.min(axis=0) < size + 60).all()
        )

    def _lines(self, lines: Iterable[Floats], reach_px: float = 60.0) -> str:
        """Path data of what is seen of some lines, to be stroked: a stroke out of view is slow."""
        box = (-reach_px, -reach_px, self._v.width + reach_px, self._v.height + reach_px)
        seen = shapely.clip_by_rect([shapely.linestrings(self._v.pixels(a)) for a in lines], *box)
        return "".join(
            svg_path(shapely.get_coordinates(part), closed=False)
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

    # names

    def names(self, marks: Sequence[Mark]) -> Iterator[str]:
        """The names of places that find room beside the symbols and one another."""
        self._placer = _Placer(marks)
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
            yield svg_text(words, x - half, y, size, face, colour, spacing=spacing)

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
            latin = width = text_width_px(town.name, size, face)
            own = town.own_name if self._v.zoom >= _OWN_NAMES_FROM else ""
            if own:
                width += _OWN_NAME_GAP + text_width_px(own, *_OWN_NAME_STYLE)
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
            yield svg_text(town.name, *spot, size, face, c["place"], halo=c["label"])
            if own:
                beside = spot[0] + latin + _OWN_NAME_GAP
                yield svg_text(own, beside, spot[1], *_OWN_NAME_STYLE, c["quiet"], halo=c["label"])

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
                yield svg_text(words, *spot, 11, "400i", c["ink"], halo=c["label"])

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
            + svg_text(words, -half, 0, 10.5, "600", self._colours["quiet"], spacing=2.5,
                    halo=self._colours["label"])
            + "</g>"
            for words, half, at_x, at_y, _ in names
        )  # fmt: skip

    def scale_bar(self) -> Iterator[str]:
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
        yield svg_text(words, x + 5, y - 9, 11.5, "500", c["ink"], halo=c["label"])
