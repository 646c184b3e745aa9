"""The incidents on a picture: discs and areas that say how vague they are, symbols, clusters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from dashboard.picture_ground import THEMES, Mark
from dashboard.pictures import svg_path, svg_text, text_width_px
from dashboard.symbols import SHAPES, cluster_radius_px, group_of_type, group_styles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dashboard.picture_ground import View
    from dashboard.symbols import AreaSymbol, Selection, Symbols, Theme, TypeStyle

__all__ = ["Incidents", "outline"]

_SYMBOL_PX, _SIGN_PX = 6.0, 4.6
_DISC_FROM_PX = 11.0
_CHIP_SPOTS = [
    (0.0, 0.0),
    *(
        (math.cos(turn * math.pi / 4) * far * 1.3, math.sin(turn * math.pi / 4) * far)
        for far in (19, 27, 38, 52)
        for turn in (2, 6, 0, 4, 1, 3, 5, 7)
    ),
]


def outline(style: TypeStyle, x: float, y: float, radius: float, more: str) -> str:
    """The shape of a look of incidents around a place, in pixels; `more` are its attributes."""
    corners = SHAPES[style.shape]
    if not corners:
        round_px = radius * 0.66 if style.shape == "dot" else radius
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{round_px:.2f}" {more}/>'
    points = " ".join(f"{x + radius * dx:.2f},{y + radius * dy:.2f}" for dx, dy in corners)
    return f'<polygon points="{points}" {more}/>'


class Incidents:
    """The incidents of one view as parts of an SVG, in pixels of the map."""

    def __init__(
        self,
        seen: View,
        symbols: Symbols,
        theme: Theme,
        selected: Selection | None,
    ) -> None:
        self._v, self._symbols = seen, symbols
        self._colours, self._styles = THEMES[theme], group_styles(theme)
        self._selected = selected
        self._points = seen.project(np.column_stack([symbols.points.lon, symbols.points.lat]))
        self.marks = [*self._symbol_marks()]
        self.marks += self._chip_marks()

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

    def vagueness(self) -> Iterator[str]:
        """The areas and discs that lie under the names of places."""
        yield from self._areas()
        yield from self._discs()

    def symbols(self) -> Iterator[str]:
        """The symbols, clusters and chips above them, and the selected incident on top."""
        draw: Mapping[str, Callable[[Mark], str]] = {
            "point": self._point,
            "cluster": self._cluster,
            "area": self._chip,
        }
        for mark in self.marks:
            yield draw[mark.kind](mark)
        yield from self._chosen()

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
                if area.type_code is None or not area.tinted
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
                    svg_path(shapely.get_coordinates(ring), closed=True)
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

    def _symbol_marks(self) -> Iterator[Mark]:
        points, clusters = self._symbols.points, self._symbols.clusters
        for k in np.argsort(np.nan_to_num(points.certainty), kind="stable").tolist():
            x, y = self._points[k].tolist()
            if self._v.holds(x, y, 20):
                yield Mark("point", k, x, y, 16, 16)
        at = self._v.project(np.column_stack([clusters.lon, clusters.lat]))
        for k, radius in enumerate(cluster_radius_px(clusters.count).tolist()):
            x, y = at[k].tolist()
            if self._v.holds(x, y, 40):
                yield Mark("cluster", k, x, y, 2 * radius + 3, 2 * radius + 3)

    def _chip_marks(self) -> list[Mark]:
        taken, chips = list(self.marks), []
        for k, area in enumerate(self._symbols.areas):
            home_x, home_y = self._v.project(np.array([[area.lon, area.lat]]))[0].tolist()
            if not self._v.holds(home_x, home_y):
                continue
            sign = 0 if area.type_code is None else 2 * _SIGN_PX + 2
            width = max(22.0, text_width_px(_words_of_chip(area), 10.5, "600") + 14 + sign)
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
            chip = Mark("area", k, x, y, width, 16, (home_x, home_y))
            taken.append(chip)
            chips.append(chip)
        return chips

    def _point(self, mark: Mark) -> str:
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
            outline(style, mark.x, mark.y, _SYMBOL_PX, more)
            for more in (
                f'stroke="{c["symbolCase"]}" stroke-width="3" {seen}',
                f'fill="{fill}"{edge} {seen}',
            )
        )

    def _cluster(self, mark: Mark) -> str:
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
        parts.append(svg_text(words, mark.x, mark.y, size, "600", c["ink"], anchor="middle"))
        return "".join(parts)

    def _chip(self, mark: Mark) -> str:
        c, area = self._colours, self._symbols.areas[mark.number]
        words, middle, colour, sign = _words_of_chip(area), mark.x, c["chipLine"], ""
        if area.type_code is not None:
            style = self._styles[group_of_type(area.type_code)]
            colour, middle = style.colour, mark.x + _SIGN_PX + 1
            x = mark.box[0] + 11 if words else mark.x
            sign = outline(style, x, mark.y, _SIGN_PX, f'fill="{colour}"')
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
            f'stroke-dasharray="2.5 2" stroke-linecap="butt"/>{sign}'
            + svg_text(words, middle, mark.y, 10.5, "600", c["ink"], anchor="middle")
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
                + svg_text(chosen.label, at_x, at_y, 12, "600", c["ink"], anchor="middle")
            )


def _words_of_chip(area: AreaSymbol) -> str:
    """How many; one incident is told by the sign of its type alone."""
    return "" if area.count == 1 and area.type_code is not None else _short(area.count)


def _short(number: int) -> str:
    if number < 10_000:
        return str(number)
    return f"{round(number / 1000)}k" if number < 1_000_000 else f"{number / 1e6:.1f}M"


def _hatch(name: str, colour: str, ground: str, gap: float, wide: float) -> str:
    return (
        f'<pattern id="{name}" width="{gap}" height="{gap}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="{gap}" height="{gap}" fill="{ground}"/>'
        f'<path d="M{gap / 2} -1V{gap + 1}" stroke="{colour}" stroke-width="{wide}"/></pattern>'
    )
