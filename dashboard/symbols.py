"""Symbols: what an incident looks like, and how many of them a view can bear.

Nothing here knows of Streamlit or folium. The palette is one table for map, list, charts and
legend. `aggregate` turns any number of incidents into the few symbols that a view shows: each
one drawn for itself while they are few, a grid of rings while they are many.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from dashboard.language import _, noted

if TYPE_CHECKING:
    from collections.abc import Iterable

Theme = Literal["light", "dark"]
Bounds = tuple[float, float, float, float]
FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

TYPE_CODES: tuple[str, ...] = (
    "incursion",
    "cross_border_fire",
    "air_or_drone_strike",
    "armed_clash",
    "ambush_or_ied",
    "abduction",
    "shooting_of_civilians",
    "crossing_attempt",
    "arrest_or_seizure",
    "border_closure",
    "diplomatic",
    "other",
)
"""Event types in the order that all arrays of type numbers use."""

KEYS_PER_CLUSTER = 50
"""A stack names at most so many of its members."""

_CELL_PX = 64.0
_STACK_PX = 13.0
_SYMBOL_PX = 6.0
_TOUCH_PX = 4.0
_EARTH_CIRCUMFERENCE_DEG = 360.0
_TILE_PX = 256.0
_COS_MID_LAT = math.cos(math.radians(27.5))
_MAX_CELLS = 1_000_000


# --- The palette -----------------------------------------------------------------------------


@dataclass(frozen=True)
class TypeStyle:
    """Look of an event type: colour, shape, and the label of its legend entry.

    The shape is a name in `SHAPES`; colour alone never carries the meaning.
    """

    label: str
    colour: str
    shape: str


def _star(points: int, inner: float) -> tuple[tuple[float, float], ...]:
    corners = []
    for k in range(2 * points):
        radius = 1.12 if k % 2 == 0 else inner
        angle = math.pi * k / points - math.pi / 2
        corners.append((round(radius * math.cos(angle), 3), round(radius * math.sin(angle), 3)))
    return tuple(corners)


def _saltire(arm: float) -> tuple[tuple[float, float], ...]:
    far, near = 0.98, arm
    return (
        (0.0, -near),
        (far - near, -far),
        (far, near - far),
        (near, 0.0),
        (far, far - near),
        (far - near, far),
        (0.0, near),
        (near - far, far),
        (-far, far - near),
        (-near, 0.0),
        (-far, near - far),
        (near - far, -far),
    )


SHAPES: dict[str, tuple[tuple[float, float], ...]] = {
    "circle": (),
    "dot": (),
    "triangle": ((0.0, -1.1), (1.06, 0.8), (-1.06, 0.8)),
    "wedge": ((0.0, 1.1), (1.06, -0.8), (-1.06, -0.8)),
    "diamond": ((0.0, -1.18), (1.02, 0.0), (0.0, 1.18), (-1.02, 0.0)),
    "square": ((-0.86, -0.86), (0.86, -0.86), (0.86, 0.86), (-0.86, 0.86)),
    "saltire": _saltire(0.44),
    "star": _star(5, 0.52),
    "hexagon": (
        (-0.53, -0.92),
        (0.53, -0.92),
        (1.06, 0.0),
        (0.53, 0.92),
        (-0.53, 0.92),
        (-1.06, 0.0),
    ),
}
"""Outlines in units of the symbol's radius, x to the right and y down; empty means round."""

_OTHER = "other"
_GROUP_LABELS: dict[str, tuple[str, str]] = {
    "incursion": (noted("Incursion"), "triangle"),
    "cross_border_fire": (noted("Cross-border fire"), "diamond"),
    "air_or_drone_strike": (noted("Air or drone strike"), "wedge"),
    "armed_clash": (noted("Armed clash"), "saltire"),
    "ambush_or_ied": (noted("Ambush or IED"), "star"),
    "abduction": (noted("Abduction"), "square"),
    "shooting_of_civilians": (noted("Shooting of civilians"), "circle"),
    "diplomatic": (noted("Diplomatic"), "hexagon"),
    _OTHER: (noted("Other"), "dot"),
}
# Chosen by search: at least 3:1 against the land of each theme, and as far apart as they go
# for normal sight and for the three kinds of colour blindness at once.
_COLOURS: dict[str, dict[str, str]] = {
    "light": {
        "incursion": "#A3290F",
        "cross_border_fire": "#B98100",
        "air_or_drone_strike": "#254A94",
        "armed_clash": "#7126D9",
        "ambush_or_ied": "#78345F",
        "abduction": "#04906D",
        "shooting_of_civilians": "#1F1D1A",
        "diplomatic": "#6883AB",
        _OTHER: "#857F73",
    },
    "dark": {
        "incursion": "#E0492F",
        "cross_border_fire": "#FBD866",
        "air_or_drone_strike": "#2F83FA",
        "armed_clash": "#9A78CC",
        "ambush_or_ied": "#F5A3DC",
        "abduction": "#22C08C",
        "shooting_of_civilians": "#F2EFE8",
        "diplomatic": "#72868F",
        _OTHER: "#8F8A7F",
    },
}

GROUPS: tuple[str, ...] = tuple(_GROUP_LABELS)
"""The looks: eight types of their own and "other", in legend order."""

_GROUP_OF_TYPE = np.array(
    [GROUPS.index(code if code in GROUPS else _OTHER) for code in TYPE_CODES], dtype=np.int64
)


def type_style(code: str, theme: str = "light") -> TypeStyle:
    """Look of an event type.

    Parameters
    ----------
    code
        One of `TYPE_CODES`; types without a look of their own share that of "other".
    theme
        "light" or "dark".

    Raises
    ------
    ValueError
        If the type or the theme is unknown.
    """
    if code not in TYPE_CODES:
        msg = f"Unknown event type {code!r}; expected one of {', '.join(TYPE_CODES)}."
        raise ValueError(msg)
    return _group_style(code if code in GROUPS else _OTHER, theme)


def _group_style(group: str, theme: str) -> TypeStyle:
    if theme not in _COLOURS:
        msg = f"Unknown theme {theme!r}; expected 'light' or 'dark'."
        raise ValueError(msg)
    label, shape = _GROUP_LABELS[group]
    return TypeStyle(label=_(label), colour=_COLOURS[theme][group], shape=shape)


def type_numbers(codes: Iterable[str]) -> NDArray[np.int8]:
    """Type codes as their numbers in `TYPE_CODES`; a code that is not there counts as other."""
    number = {code: k for k, code in enumerate(TYPE_CODES)}
    other = number[_OTHER]
    return np.array([number.get(str(code), other) for code in codes], dtype=np.int8)


def group_styles(theme: str) -> tuple[TypeStyle, ...]:
    """The looks of `GROUPS`, in that order."""
    return tuple(_group_style(group, theme) for group in GROUPS)


def group_of_type(type_number: int) -> int:
    """Number in `GROUPS` of a type's number in `TYPE_CODES`."""
    return int(_GROUP_OF_TYPE[type_number])


def swatch_svg(code: str, theme: str = "light", *, size_px: int = 16) -> str:
    """The type's symbol as an image element, the same shape that the map draws.

    Notes
    -----
    Streamlit takes inline SVG out of `st.html`; an image with the SVG inside its address stays.
    """
    return _image(_swatch(type_style(code, theme), size_px), size_px)


def _image(svg: str, width_px: int) -> str:
    return f'<img alt="" width="{width_px}" src="{_data_uri(svg)}">'


def _data_uri(svg: str) -> str:
    return f"data:image/svg+xml,{quote(svg, safe=' =:/')}"


def swatch_css(theme: str = "light") -> str:
    """Style rules for each type's symbol: at its tick, and on what is of class `sr-sign-<code>`."""
    rules = []
    for code in TYPE_CODES:
        address = _data_uri(_swatch(type_style(code, theme), 16))
        places = f".st-key-type_{code} p::before, .sr-sign-{code}"
        rules.append(f'{places} {{ background-image: url("{address}"); }}')
    return "\n".join(rules)


def _swatch(style: TypeStyle, size_px: int) -> str:
    outline = SHAPES[style.shape]
    if outline:
        points = " ".join(f"{x * 6:.4g},{y * 6:.4g}" for x, y in outline)
        mark = f'<polygon points="{points}" fill="{style.colour}"/>'
    else:
        radius = 3.9 if style.shape == "dot" else 6
        mark = f'<circle r="{radius}" fill="{style.colour}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size_px}" height="{size_px}" '
        f'viewBox="-8 -8 16 16">{mark}</svg>'
    )


# --- The legend ------------------------------------------------------------------------------

UNCERTAINTY_SENTENCE = noted(
    "A ring or a soft disc is as wide on the ground as the place is uncertain; a soft area with a "
    "dashed chip stands for incidents known only to a district or a stretch of border."
)

_LEGEND_CSS = """
.sr-legend { display: flex; flex-wrap: wrap; gap: 2px 14px; align-items: center;
  font-size: 12px; line-height: 1.5; color: inherit; }
.sr-legend span { display: inline-flex; gap: 5px; align-items: center; white-space: nowrap; }
.sr-legend img { flex: none; }
.sr-legend p { flex-basis: 100%; margin: 2px 0 0; font-size: 12px; line-height: 1.4;
  opacity: .78; }
"""


def legend_html(theme: str = "light", *, groups: Iterable[str] | None = None) -> str:
    """The legend of the map as HTML with its own style; fixed texts only.

    Parameters
    ----------
    theme
        "light" or "dark".
    groups
        Which of `GROUPS` to explain, for example those in view; all when None.
    """
    wanted = set(GROUPS if groups is None else groups)
    ink = "#2E2A25" if theme == "light" else "#E6E1D6"
    soft = "#7A746A" if theme == "light" else "#A8A296"
    entries = "".join(
        f"<span>{_image(_swatch(_group_style(g, theme), 14), 14)}{_(_GROUP_LABELS[g][0])}</span>"
        for g in GROUPS
        if g in wanted
    )
    marks = {
        _("how far off it may be"): f"""<circle r="6.5" fill="none" stroke="{soft}"/>
            <circle r="3" fill="{soft}"/>""",
        _("side undetermined"): f"""<defs><pattern id="h" width="3.4" height="3.4"
            patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V3.4"
            stroke="{ink}" stroke-width="1.7"/></pattern></defs>
            <circle r="6" fill="url(#h)" stroke="{ink}"/>""",
        _("known to an area only"): f"""<rect x="-7.5" y="-5" width="15" height="10" rx="5"
            fill="none" stroke="{soft}" stroke-dasharray="2 1.6"/>
            <text y="3" font-size="8" text-anchor="middle" fill="{ink}">3</text>""",
        _("several, by type"): f"""<path d="M-4.6-4.6A6.5 6.5 0 0 1 6.5 0" fill="none"
            stroke="{ink}" stroke-width="2.6"/><path d="M6.5 0A6.5 6.5 0 1 1-4.6-4.6" fill="none"
            stroke="{soft}" stroke-width="2.6"/>
            <text y="3" font-size="8" text-anchor="middle" fill="{ink}">9</text>""",
        _("border line and how far lines disagree"): f"""<path d="M-8 0H8" stroke="{soft}"
            stroke-opacity=".35" stroke-width="9"/>
            <path d="M-8 0H8" stroke="{ink}" stroke-width="1.8"/>""",
    }
    explained = "".join(
        "<span>"
        + _image(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="17" height="16" '
            f'viewBox="-8.5 -8 17 16">{mark}</svg>',
            17,
        )
        + f"{words}</span>"
        for words, mark in marks.items()
    )
    return (
        f"<style>{_LEGEND_CSS}</style>"
        f'<div class="sr-legend" role="group" aria-label="{_("Legend of the map")}">{entries}'
        f"{explained}<p>{_(UNCERTAINTY_SENTENCE)} {_('Paler means less certain.')}</p></div>"
    )


# --- What a view shows -----------------------------------------------------------------------


@dataclass(frozen=True)
class Points:
    """Incidents drawn one by one; arrays of equal length.

    `lon`, `lat` in degrees WGS84; `type_code` numbers in `TYPE_CODES`; `radius_m` the uncertainty
    (NaN: not known); `certainty` 0 to 1 (opacity); `key` the number that a click gives back;
    `undetermined` hatches those whose side is not determined.
    """

    lon: FloatArray
    lat: FloatArray
    type_code: IntArray
    radius_m: FloatArray
    certainty: FloatArray
    key: IntArray
    undetermined: BoolArray


@dataclass(frozen=True)
class Clusters:
    """Several incidents drawn as one ring with their number; arrays of equal length.

    `mix` has a column of counts for each of `GROUPS`; `west` ... `north` bound the members;
    `keys` are the members' keys, empty where there are more than `KEYS_PER_CLUSTER`.
    """

    lon: FloatArray
    lat: FloatArray
    count: IntArray
    mix: IntArray
    west: FloatArray
    south: FloatArray
    east: FloatArray
    north: FloatArray
    keys: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class AreaSymbol:
    """One vague place, a district or a stretch of border, with all incidents known only to it.

    Parameters
    ----------
    rings
        Outline and holes, each (n, 2) longitude and latitude.
    lon, lat
        Where the chip with the number stands; a place for a label, not for an incident.
    keys
        The incidents.
    type_code
        Their type's number in `TYPE_CODES`, or None where there are several; its sign stands in
        the chip.
    tinted
        Whether the area itself has its type's colour; a large one would flood the map with it.
    undetermined
        Whether to hatch the area.
    tooltip, popup
        Text, and lines of text; any characters.
    """

    rings: tuple[FloatArray, ...]
    lon: float
    lat: float
    keys: tuple[int, ...]
    type_code: int | None = None
    tinted: bool = True
    undetermined: bool = False
    tooltip: str = ""
    popup: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many incidents the area stands for."""
        return len(self.keys)


@dataclass(frozen=True)
class Symbols:
    """All that a view of the map shows of the incidents."""

    points: Points
    clusters: Clusters
    areas: tuple[AreaSymbol, ...] = field(default=())

    @property
    def incident_count(self) -> int:
        """How many incidents the symbols stand for."""
        return (
            len(self.points.key)
            + int(self.clusters.count.sum())
            + sum(area.count for area in self.areas)
        )


@dataclass(frozen=True)
class Outline:
    """Where one account puts the selected incident, or what all accounts share.

    `rings` are (n, 2) longitude and latitude; the shared part is filled, the others are lines.
    """

    rings: tuple[FloatArray, ...]
    shared: bool = False


@dataclass(frozen=True)
class Selection:
    """The incident whose record is open, and its shortest way to the border.

    Parameters
    ----------
    key
        Its key among the symbols.
    lon, lat
        Where it is; None for one that is known to an area only.
    nearest_lon, nearest_lat
        The nearest point of the border; None where no depth is claimed: then no line is drawn.
    label
        What the line says, for example "2.0 km (0-7)".
    outlines
        Where its accounts put it, if there is more than one.
    """

    key: int
    lon: float | None = None
    lat: float | None = None
    nearest_lon: float | None = None
    nearest_lat: float | None = None
    label: str = ""
    outlines: tuple[Outline, ...] = ()


def aggregate(
    lon: FloatArray,
    lat: FloatArray,
    *,
    type_code: NDArray[np.integer],
    radius_m: FloatArray,
    certainty: FloatArray,
    mask: BoolArray,
    bounds: Bounds | None,
    zoom: float,
    undetermined: BoolArray | None = None,
    limit: int = 2000,
) -> Symbols:
    """The symbols for one view: single incidents while they are few, else a grid of clusters.

    Parameters
    ----------
    lon, lat
        Degrees WGS84, all incidents; NaN for those that are not placed as a point.
    type_code
        Numbers in `TYPE_CODES`.
    radius_m
        Uncertainty in metres.
    certainty
        0 to 1.
    mask
        Which incidents the filter lets through.
    bounds
        West, south, east, north of the view; None for everything.
    zoom
        Web map zoom level of the view.
    undetermined
        Whose side is not determined.
    limit
        At most so many symbols; up to so many incidents are drawn one by one.

    Returns
    -------
    Symbols
        Keys are positions in the arrays given. Incidents whose symbols would lie on each other
        are stacked into a cluster that knows its members; on zooming in it opens until only
        those at one and the same place remain.

    Notes
    -----
    The grid is anchored to the globe, so that panning does not change it. A fifth of the view
    is added on each side: what a small pan uncovers is there already.
    """
    rows = _rows_in_view(lon, lat, mask, bounds)
    flags = np.zeros(len(lon), dtype=np.bool_) if undetermined is None else undetermined

    def points(chosen: IntArray) -> Points:
        return Points(
            lon=lon[chosen],
            lat=lat[chosen],
            type_code=type_code[chosen].astype(np.int64),
            radius_m=radius_m[chosen],
            certainty=certainty[chosen],
            key=chosen,
            undetermined=flags[chosen],
        )

    if rows.size == 0:
        return Symbols(points(rows), _no_clusters())
    level = round(zoom)
    cell_px = _STACK_PX if rows.size <= limit else _CELL_PX
    x, y = lon[rows], lat[rows]
    cell, counts = _grid(x, y, cell_px, level)
    while np.count_nonzero(counts) > limit:
        cell_px *= 2
        cell, counts = _grid(x, y, cell_px, level)
    cell, counts = _without_overlap(x, y, cell, counts, level)
    alone = counts[cell] == 1
    mix = _group_counts(_GROUP_OF_TYPE[type_code[rows]], cell, len(counts))
    return Symbols(points(rows[alone]), _clusters_of(rows, (x, y), cell, counts, mix))


def _rows_in_view(
    lon: FloatArray, lat: FloatArray, mask: BoolArray, bounds: Bounds | None
) -> IntArray:
    if bounds is None:
        return np.flatnonzero(mask & np.isfinite(lon) & np.isfinite(lat))
    west, south, east, north = bounds
    pad_x, pad_y = 0.2 * (east - west), 0.2 * (north - south)
    inside = mask & (lon >= west - pad_x)
    inside &= lon <= east + pad_x
    inside &= lat >= south - pad_y
    inside &= lat <= north + pad_y
    return np.flatnonzero(inside)


def _grid(x: FloatArray, y: FloatArray, cell_px: float, level: int) -> tuple[IntArray, IntArray]:
    """Number of the grid cell of each place, and how many places each cell has."""
    while True:
        step = _EARTH_CIRCUMFERENCE_DEG * cell_px / (_TILE_PX * 2.0**level)
        column = np.floor(x * (1.0 / step)).astype(np.int32)
        row = np.floor(y * (1.0 / (step * _COS_MID_LAT))).astype(np.int32)
        column -= column.min()
        row -= row.min()
        width, height = int(column.max()) + 1, int(row.max()) + 1
        cells = width * height
        if cells <= _MAX_CELLS:
            cell = row.astype(np.int64) * width + column
            return cell, np.bincount(cell, minlength=cells)
        if x.size <= _MAX_CELLS // 10:
            both = row.astype(np.int64) * width + column
            _, cell = np.unique(both, return_inverse=True)
            return cell, np.bincount(cell)
        cell_px *= 2


def cluster_radius_px(count: NDArray[np.integer]) -> FloatArray:
    """Radius of the ring that stands for so many incidents."""
    radius: FloatArray = np.minimum(30.0, 8.5 + 2.4 * np.log2(np.maximum(count, 2)))
    return radius


def _without_overlap(
    x: FloatArray, y: FloatArray, cell: IntArray, counts: IntArray, level: int
) -> tuple[IntArray, IntArray]:
    """Let each ring, the largest first, take in the symbols that it would lie on."""
    cells = len(counts)
    used = np.flatnonzero(counts)
    size = counts[used]
    px_per_deg = _TILE_PX * 2.0**level / _EARTH_CIRCUMFERENCE_DEG
    at_x = np.bincount(cell, weights=x, minlength=cells)[used] / size * px_per_deg
    at_y = np.bincount(cell, weights=y, minlength=cells)[used] / size * (px_per_deg / _COS_MID_LAT)
    radius = np.where(size > 1, cluster_radius_px(size), _SYMBOL_PX)
    into = np.arange(len(used))
    free = np.ones(len(used), dtype=np.bool_)
    rings = np.flatnonzero(size > 1)
    for ring in rings[np.argsort(-size[rings], kind="stable")]:
        if not free[ring]:
            continue
        free[ring] = False
        near = np.hypot(at_x - at_x[ring], at_y - at_y[ring]) < radius + radius[ring] - _TOUCH_PX
        taken = near & free
        into[taken] = ring
        free &= ~taken
    if (into == np.arange(len(used))).all():
        return cell, counts
    new_cell = np.zeros(cells, dtype=np.int64)
    new_cell[used] = used[into]
    cell = new_cell[cell]
    return cell, np.bincount(cell, minlength=cells)


def _no_clusters() -> Clusters:
    none_f, none_i = np.empty(0), np.empty(0, dtype=np.int64)
    mix = np.empty((0, len(GROUPS)), dtype=np.int64)
    return Clusters(none_f, none_f, none_i, mix, none_f, none_f, none_f, none_f, ())


def _group_counts(group: IntArray, cell: IntArray, cells: int) -> IntArray:
    width = len(GROUPS)
    return np.bincount(cell * width + group, minlength=cells * width).reshape(cells, width)


def _clusters_of(
    rows: IntArray,
    places: tuple[FloatArray, FloatArray],
    cell: IntArray,
    counts: IntArray,
    mix: IntArray,
) -> Clusters:
    several = np.flatnonzero(counts > 1)
    if several.size == 0:
        return _no_clusters()
    (x, y), cells, count = places, len(counts), counts[several]
    return Clusters(
        lon=np.bincount(cell, weights=x, minlength=cells)[several] / count,
        lat=np.bincount(cell, weights=y, minlength=cells)[several] / count,
        count=count,
        mix=mix[several],
        west=_extreme(np.minimum, x, cell, cells)[several],
        south=_extreme(np.minimum, y, cell, cells)[several],
        east=_extreme(np.maximum, x, cell, cells)[several],
        north=_extreme(np.maximum, y, cell, cells)[several],
        keys=_members(rows, cell, several, counts),
    )


def _extreme(pick: np.ufunc, values: FloatArray, cell: IntArray, cells: int) -> FloatArray:
    found = np.full(cells, np.inf if pick is np.minimum else -np.inf)
    pick.at(found, cell, values)
    return found


def _members(
    rows: IntArray, cell: IntArray, several: IntArray, counts: IntArray
) -> tuple[tuple[int, ...], ...]:
    listed = (counts > 1) & (counts <= KEYS_PER_CLUSTER)
    chosen = np.flatnonzero(listed[cell])
    chosen = chosen[np.argsort(cell[chosen], kind="stable")]
    found: dict[int, tuple[int, ...]] = {}
    if chosen.size:
        edges = np.flatnonzero(np.diff(cell[chosen])) + 1
        for part in np.split(chosen, edges):
            found[int(cell[part[0]])] = tuple(rows[part].tolist())
    return tuple(found.get(int(k), ()) for k in several)
