"""The unrolled border and its density as Altair specifications; pure functions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from dashboard import unrolled, wording
from dashboard.chart_style import (
    DENSITY_HEIGHT_PX,
    LINEAR_KM,
    LOOKS,
    PICK,
    UNROLLED_HEIGHT_PX,
    brush,
    colour,
    distance_words,
    finished,
    group_numbers,
    reach_km,
    y_axis,
)
from dashboard.language import _, digits, number
from dashboard.symbols import SHAPES, group_styles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dashboard.chart_style import ChartSpec, Look, Reach, Span
    from dashboard.symbols import Theme
    from dashboard.unrolled import Extents, PlaceOnAxis
    from dashboard.view import MapColumns
    from geodata.borders import Border

    Mask = NDArray[np.bool_]

_SYMBOL_AREA_PX = 110


# --- Unrolled border ---------------------------------------------------------------------------


def _across(reach: Reach) -> tuple[alt.Scale, list[float]]:
    far = reach_km(reach)
    if reach == "all":
        scale = alt.Scale(type="symlog", constant=LINEAR_KM, domain=[-far, far], nice=False)
        return scale, [-200, -50, -10, 0, 10, 50, 200]
    return alt.Scale(domain=[-far, far], nice=False), [k * far / 2 for k in (-2, -1, 0, 1, 2)]


def unrolled_border(
    frame: pd.DataFrame,
    columns: MapColumns,
    mask: Mask,
    known: Extents,
    border: Border,
    *,
    theme: Theme,
    reach: Reach,
    places: Sequence[PlaceOnAxis],
    crossings: Sequence[PlaceOnAxis],
    selected: int | None = None,
    brushed: tuple[Span | None, Span | None] = (None, None),
) -> ChartSpec:
    """Chainage along, signed distance up and down: each incident as exactly as it is known.

    Parameters
    ----------
    frame, columns, mask, theme
        As for `timeline`.
    known
        From `unrolled.extents`.
    border
        The line and its accuracy.
    reach
        How far to either side the chart looks.
    places
        Towns and crossings to name along the axis.
    crossings
        Crossings, drawn on the line.
    selected
        Row number of the incident whose record is open.
    brushed
        Stretch and depth that the filter has set, in km, to be drawn as the brush.

    Notes
    -----
    Up to `unrolled.MAX_MARKS` points are marks of their own with their 90 % interval; more are
    counted in cells. Vague places are soft ranges, shared by all incidents of one range.
    """
    length_km = border.length_m / 1000
    far = reach_km(reach)
    y_scale, ticks = _across(reach)
    look = LOOKS[theme]
    names = {f"{place.at_km:.15g}": place.name for place in places}
    x = alt.X(
        "from_km:Q",
        scale=alt.Scale(domain=[0, length_km], nice=False),
        axis=alt.Axis(
            title=None,
            values=[place.at_km for place in places],
            labelExpr=f"({json.dumps(names)})[toString(datum.value)] || ''",
            labelOverlap=False,
            labelBound=False,
            labelFlush=24,
            grid=False,
            domain=False,
            tickSize=4,
            labelPadding=2,
        ),
    )
    axis_across = y_axis(values=ticks, labelExpr=distance_words())
    y = alt.Y("off_km:Q", scale=y_scale, axis=axis_across)
    band = _accuracy(border, look, far).encode(x=x, x2="to_km:Q", y=y, y2="high_km:Q")
    dragged = brush(theme, ["x", "y"], _brushed(brushed, length_km, far))
    layers = [band.add_params(dragged), _line(look, length_km).encode(x=x, x2="to_km:Q", y=y)]
    areas = unrolled.ranges(known, mask)
    layers.append(_range_layer(areas, look, far).encode(x=x, x2="to_km:Q", y=y, y2="high_km:Q"))
    rows = unrolled.marks(known, mask)
    pick = alt.selection_point(name=PICK, fields=["keys"], on="click", empty=False)
    if len(rows) > unrolled.MAX_MARKS:
        edges = unrolled.cell_edges_km(far, LINEAR_KM if reach == "all" else 0.0)
        counted = unrolled.cells(known, mask, edges, length_km)
        layers.append(_cell_layer(counted, look).encode(x=x, x2="to_km:Q", y=y, y2="high_km:Q"))
        layers[2] = layers[2].add_params(pick)
    else:
        points = _point_table(frame, columns, known, rows, far)
        layers += _point_layers(points, theme, x, y, pick)
    layers.append(_gates(crossings, look).encode(x=x, y=y))
    layers += _sides(border, look, length_km, far, x, y)
    if selected is not None:
        layers += _selected_layers(known, selected, look, far, x, y)
    return finished(
        layers,
        theme,
        height_px=UNROLLED_HEIGHT_PX,
        said=_unrolled_words(mask, known, areas, len(rows), far),
    )


def _brushed(
    brushed: tuple[Span | None, Span | None], length_km: float, far: float
) -> dict[str, Span]:
    along, across = brushed
    if along is None and across is None:
        return {}
    across = across or (-far, far)
    clipped = (float(np.clip(across[0], -far, far)), float(np.clip(across[1], -far, far)))
    return {"x": along or (0.0, length_km), "y": clipped}


def _accuracy(border: Border, look: Look, far: float) -> alt.Chart:
    rows = [
        {
            "from_km": s.from_m / 1000,
            "to_km": min(s.to_m, border.length_m) / 1000,
            "off_km": -min(s.error_m / 1000, far),
            "high_km": min(s.error_m / 1000, far),
            "said": _("The line itself: within {km} km at 95 %").format(
                km=digits(f"{s.error_m / 1000:g}")
            ),
        }
        for s in border.accuracy
    ]
    columns = ["from_km", "to_km", "off_km", "high_km", "said"]
    chart: alt.Chart = alt.Chart(pd.DataFrame(rows, columns=columns)).mark_rect(
        color=look.soft, opacity=0.3, tooltip={"content": "encoding"}
    )
    return chart.encode(tooltip=[alt.Tooltip("said:N", title=" ")])


def _line(look: Look, length_km: float) -> alt.Chart:
    ends = pd.DataFrame({"from_km": [0.0], "to_km": [length_km], "off_km": [0.0]})
    chart: alt.Chart = alt.Chart(ends).mark_rule(color=look.ink, strokeWidth=1.2)
    return chart


def _gates(crossings: Sequence[PlaceOnAxis], look: Look) -> alt.Chart:
    rows = [{"from_km": c.at_km, "off_km": 0.0, "name": c.name} for c in crossings]
    chart: alt.Chart = alt.Chart(pd.DataFrame(rows, columns=["from_km", "off_km", "name"]))
    chart = chart.mark_point(
        shape="square", size=42, fill=look.paper, stroke=look.ink, strokeWidth=1.2, opacity=1
    )
    return chart.encode(tooltip=[alt.Tooltip("name:N", title=_("Crossing"))])


def _range_layer(areas: pd.DataFrame, look: Look, far: float) -> alt.Chart:
    inside = areas[(areas["low_km"] < far) & (areas["high_km"] > -far)]
    table = pd.DataFrame(
        {
            "from_km": inside["from_km"],
            "to_km": inside["to_km"],
            "off_km": inside["low_km"].clip(-far, far),
            "high_km": inside["high_km"].clip(-far, far),
            "keys": inside["keys"],
            "said": [
                _("{n} known only to this range").format(n=wording.incidents(int(count)))
                for count in inside["count"]
            ],
        }
    )
    chart: alt.Chart = alt.Chart(table).mark_rect(
        color=look.soft, fillOpacity=0.09, stroke=look.soft, strokeOpacity=0.22, strokeWidth=0.7
    )
    return chart.encode(tooltip=[alt.Tooltip("said:N", title=" ")])


def _cell_layer(counted: pd.DataFrame, look: Look) -> alt.Chart:
    table = counted.rename(columns={"low_km": "off_km"})
    chart: alt.Chart = (
        alt.Chart(table)
        .mark_rect()
        .encode(
            color=alt.Color(
                "count:Q",
                legend=None,
                scale=alt.Scale(type="sqrt", range=list(look.heat), domainMin=0),
            ),
            tooltip=[alt.Tooltip("count:Q", title=_("Incidents"), format=",")],
        )
    )
    return chart


def _point_table(
    frame: pd.DataFrame,
    columns: MapColumns,
    known: Extents,
    rows: NDArray[np.int64],
    far: float,
) -> pd.DataFrame:
    rows = rows[np.abs(known.off_km[rows]) <= far]
    styles = group_styles("light")
    incidents = frame.iloc[rows]
    groups = group_numbers(columns)[rows]
    interval = [
        _("{low} to {high} km").format(low=number(low, 1), high=number(high, 1))
        if np.isfinite(low)
        else "\N{EN DASH}"
        for low, high in zip(known.low_km[rows], known.high_km[rows], strict=True)
    ]
    place = incidents["verbatim_locality"].fillna(incidents["locality"]).fillna(incidents["adm2"])
    return pd.DataFrame(
        {
            "from_km": known.at_km[rows].round(2),
            "off_km": known.off_km[rows].round(3),
            "low_km": np.clip(known.low_km[rows], -far, far).round(3),
            "high_km": np.clip(known.high_km[rows], -far, far).round(3),
            "group": [styles[k].label for k in groups],
            "keys": [str(row) for row in rows],
            "day": [
                wording.when(start.date(), end.date(), precision)
                for start, end, precision in zip(
                    incidents["date_start"],
                    incidents["date_end"],
                    incidents["date_precision"],
                    strict=True,
                )
            ],
            "place": [
                wording.visible(str(text))[:80] if isinstance(text, str) else _("Place not stated")
                for text in place
            ],
            "interval": interval,
        }
    )


def _point_layers(
    points: pd.DataFrame, theme: Theme, x: alt.X, y: alt.Y, pick: alt.Parameter
) -> list[alt.Chart]:
    styles = group_styles(theme)
    look = LOOKS[theme]
    known = points[points["low_km"].notna()].drop(columns=["keys", "day", "place", "interval"])
    rules = (
        alt.Chart(known.assign(off_km=known["low_km"]))
        .mark_rule(strokeWidth=1.1, opacity=0.55)
        .encode(x=x, y=y, y2="high_km:Q", color=colour(theme))
    )
    symbols = (
        alt.Chart(points)
        .mark_point(
            filled=True,
            size=_SYMBOL_AREA_PX,
            stroke=look.paper,
            strokeWidth=0.8,
            opacity=0.95,
            cursor="pointer",
        )
        .encode(
            x=x,
            y=y,
            color=colour(theme),
            shape=alt.Shape(
                "group:N",
                legend=None,
                scale=alt.Scale(
                    domain=[s.label for s in styles], range=[_path(s.shape) for s in styles]
                ),
            ),
            tooltip=[
                alt.Tooltip("day:N", title=_("When")),
                alt.Tooltip("group:N", title=_("Type")),
                alt.Tooltip("place:N", title=_("Place")),
                alt.Tooltip("off_km:Q", title=_("km from the border"), format="+.1f"),
                alt.Tooltip("interval:N", title=_("90 % interval")),
                alt.Tooltip("from_km:Q", title=_("km along the border"), format=".0f"),
            ],
        )
        .add_params(pick)
    )
    return [rules, symbols]


def _path(shape: str) -> str:
    """A symbol of the map as the path that Vega draws, within about -1 to 1."""
    outline = SHAPES[shape]
    if not outline:
        r = 0.7 if shape == "dot" else 1.0
        return f"M{-r},0A{r},{r},0,1,1,{r},0A{r},{r},0,1,1,{-r},0Z"
    return "M" + "L".join(f"{x:.3f},{y:.3f}" for x, y in outline) + "Z"


def _sides(  # noqa: PLR0917 - what it draws, and on what
    border: Border, look: Look, length_km: float, far: float, x: alt.X, y: alt.Y
) -> list[alt.Chart]:
    """The name of each country, on its own side of the line."""
    texts = []
    for code, at in ((border.positive, far), (border.negative, -far)):
        name = _(wording.SIDE_NAMES.get(code, code))
        row = pd.DataFrame({"from_km": [length_km], "off_km": [at], "name": [name.upper()]})
        texts.append(
            alt.Chart(row)
            .mark_text(
                align="right",
                baseline="top" if at > 0 else "bottom",
                color=look.muted,
                fontSize=11,
                dy=0,
            )
            .encode(x=x, y=y, text="name:N")
        )
    return texts


def _selected_layers(  # noqa: PLR0917 - what it draws, and on what
    known: Extents, row: int, look: Look, far: float, x: alt.X, y: alt.Y
) -> list[alt.Chart]:
    """The incident whose record is open: a ring around its point, an outline around its range."""
    low, high = (float(np.clip(v[row], -far, far)) for v in (known.low_km, known.high_km))
    if known.is_point[row]:
        off = known.off_km[row]
        if abs(off) > far:
            return []
        spot = pd.DataFrame(
            {"from_km": [known.at_km[row]], "off_km": [off], "low_km": [low], "high_km": [high]}
        )
        ring = alt.Chart(spot).mark_point(
            shape="circle", size=240, filled=False, stroke=look.ink, strokeWidth=1.8, opacity=1
        )
        rule = alt.Chart(spot.assign(off_km=[low])).mark_rule(color=look.ink, strokeWidth=1.6)
        return [rule.encode(x=x, y=y, y2="high_km:Q"), ring.encode(x=x, y=y)]
    if not known.is_range[row] or low == high:
        return []
    box = pd.DataFrame(
        {
            "from_km": [known.from_km[row]],
            "to_km": [known.to_km[row]],
            "off_km": [low],
            "high_km": [high],
        }
    )
    outline = alt.Chart(box).mark_rect(
        fillOpacity=0.1, fill=look.ink, stroke=look.ink, strokeWidth=1.4, strokeDash=[4, 3]
    )
    return [outline.encode(x=x, x2="to_km:Q", y=y, y2="high_km:Q")]


def _unrolled_words(
    mask: Mask, known: Extents, areas: pd.DataFrame, points: int, far: float
) -> str:
    beyond = int((mask & known.is_point & (np.abs(known.off_km) > far)).sum())
    nowhere = int((mask & ~known.is_point & ~known.is_range).sum())
    words = _(
        "The border unrolled from the tri-point to the sea: {points} incidents at a point with "
        "their 90 % interval, {vague} known only to {ranges} ranges."
    ).format(
        points=number(points - beyond),
        vague=number(int(areas["count"].sum())),
        ranges=number(len(areas)),
    )
    left_out = int((mask & known.is_range).sum()) - int(areas["count"].sum())
    if left_out:
        words += " " + _("{n} in rarer ranges are not drawn.").format(n=number(left_out))
    if beyond:
        words += " " + _("{n} lie farther off than {km} km.").format(
            n=number(beyond), km=number(far)
        )
    if nowhere:
        words += " " + _("{n} cannot be put along the line.").format(n=number(nowhere))
    return words


def border_density(
    mask: Mask,
    known: Extents,
    length_km: float,
    *,
    theme: Theme,
    brushed: Span | None = None,
) -> ChartSpec:
    """How many incidents lie along each 25 km of border; vague ones are spread over theirs."""
    look = LOOKS[theme]
    every = unrolled.along_counts(known, np.ones_like(mask), length_km)
    every["shown"] = unrolled.along_counts(known, mask, length_km)["count"]
    every["where"] = [
        wording.stretch(low, high)
        for low, high in zip(every["from_km"], every["to_km"], strict=True)
    ]
    gap = unrolled.DENSITY_KM * 0.06
    drawn = every.assign(from_km=every["from_km"] + gap, to_km=every["to_km"] - gap, zero=0.0)
    x = alt.X(
        "from_km:Q",
        scale=alt.Scale(domain=[0, length_km], nice=False),
        axis=alt.Axis(
            title=None,
            grid=False,
            tickCount=10,
            labelExpr=f"replace({json.dumps(_('{n} km'))}, '{{n}}', datum.label)",
            labelFlush=24,
        ),
    )
    axis = y_axis(tickCount=2, tickMinStep=1)
    tooltip = [
        alt.Tooltip("where:N", title=_("Along the border")),
        alt.Tooltip("shown:Q", title=_("Incidents shown"), format=".3~g"),
    ]
    y = alt.Y("zero:Q", axis=axis, scale=alt.Scale(nice=False))
    bars = {"x": x, "x2": "to_km:Q", "y": y, "tooltip": tooltip}
    base = alt.Chart(drawn)
    behind = base.mark_rect(color=look.soft, opacity=0.22).encode(y2="count:Q", **bars)
    chosen = base.mark_rect(color=look.accent, opacity=0.75).encode(y2="shown:Q", **bars)
    dragged = brush(theme, ["x"], {"x": brushed} if brushed else {})
    most = every.loc[every["shown"].idxmax()]
    said = _("Incidents along the border by 25 km; most at {where}: {n}.").format(
        where=most["where"], n=number(most["shown"], 1)
    )
    return finished(
        [behind.add_params(dragged), chosen], theme, height_px=DENSITY_HEIGHT_PX, said=said
    )
