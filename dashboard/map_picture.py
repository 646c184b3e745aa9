"""The map as a picture, drawn on the server from what the browser's map is drawn from.

`static/sarhad-map.js` says how things look; the same symbols, base map and palette become one SVG,
and that a PNG: the ground (`picture_ground`), the incidents on it (`picture_symbols`), and here the
view, the heading, the legend and the foot.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np

from dashboard import view
from dashboard.map_packing import LIMITS
from dashboard.picture_ground import THEMES, Ground, View, base_of, to_world
from dashboard.picture_symbols import Incidents, outline
from dashboard.pictures import (
    FONT,
    PictureError,
    fitted,
    svg_text,
    svg_to_png,
    text_width_px,
)
from dashboard.symbols import UNCERTAINTY_SENTENCE, group_of_type, group_styles

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from dashboard.symbols import Bounds, Selection, Theme
    from geodata.borders import Border

__all__ = ["map_png", "map_svg", "place_on_picture"]

MIN_SIZE_PX, MAX_SIZE_PX = 480, 4_000
"""Least and largest width and height, before the scale."""

_MARGIN_PX, _HEAD_PX, _ROW_PX, _FOOT_PX = 24.0, 64.0, 20.0, 30.0
_MAX_ZOOM = 15.0


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
    colours = THEMES[theme]
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
    ground = Ground(seen, base_of(border), theme)
    incidents = Incidents(seen, symbols, theme, selected)
    drawn = "".join(itertools.chain(
        ground.land(), incidents.vagueness(), ground.names(incidents.marks), incidents.symbols(),
        ground.scale_bar(),
    ))  # fmt: skip
    head = [
        svg_text(fitted(title, width - 2 * _MARGIN_PX, 20, "600"), _MARGIN_PX, 27, 20, "600",
              colours["ink"]),
        *(
            svg_text(fitted(line, width - 2 * _MARGIN_PX, 13), _MARGIN_PX, 49, 13, "400",
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
        f"<defs>{incidents.definitions()}</defs>"
        f'<g transform="translate({seen.left:g} {seen.top:g})">{drawn}</g>'
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


def _view(
    size_px: tuple[int, int], legend_px: float, bounds: Bounds | None, border: Border
) -> View:
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
    corners = to_world(np.array([[west, north], [east, south]]))
    across, down = corners[1] - corners[0]
    k = min(width / across, height / down, 256 * 2**_MAX_ZOOM)
    x, y = corners.mean(axis=0)
    return View(k, (float(x), float(y)), _MARGIN_PX, _HEAD_PX, width, height)


# --- The legend and the foot -----------------------------------------------------------------


def _legend(theme: Theme, groups: list[int], width_px: float) -> tuple[str, float]:
    """The legend and its height: looks that occur, what the rings and chips mean, a sentence."""
    colours, styles = THEMES[theme], group_styles(theme)
    soft, ink = colours["soft"], colours["ink"]
    entries: list[tuple[str, str]] = [
        (styles[group].label, outline(styles[group], 8, 0, 5.4, f'fill="{styles[group].colour}"'))
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
            f'stroke-dasharray="2.5 2"/>' + svg_text("3", 9, 0, 9, "600", ink, anchor="middle"),
        ),
        (
            "several, by type",
            f'<path d="M3-5A7 7 0 0 1 15 0" stroke="{ink}" stroke-width="2.6"/>'
            f'<path d="M15 0A7 7 0 1 1 3-5" stroke="{soft}" stroke-width="2.6"/>'
            + svg_text("9", 8, 0, 9, "600", ink, anchor="middle"),
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
                f"{svg_text(words, 24, 0, 12.5, '400', ink)}</g>"
            )
            x += taken + 18
        row += 1 if x else 0
    sentence = fitted(f"{UNCERTAINTY_SENTENCE} Paler means less certain.", width_px, 12)
    parts.append(svg_text(sentence, 0, row * _ROW_PX + 8, 12, "400", soft))
    return "".join(parts), (row + 1) * _ROW_PX


def _footer(
    border: Border, cited: Sequence[str], theme: Theme, width_px: float, height_px: float
) -> str:
    colours = THEMES[theme]
    credit = f"{border.attribution} · GeoNames · Natural Earth. The line is not a legal boundary."
    room = width_px - 2 * _MARGIN_PX
    right = text_width_px(credit, 11.5)
    texts = [
        svg_text(
            credit, width_px - _MARGIN_PX - right, height_px - 19, 11.5, "400", colours["soft"]
        )
    ]
    texts += [
        svg_text(fitted(line, room - right - 30, 11.5), _MARGIN_PX, height_px - 19, 11.5, "400",
              colours["soft"])
        for line in cited
    ]  # fmt: skip
    return "".join(texts)
