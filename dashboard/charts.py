"""Timeline, depth histogram and heat strip as Altair specifications; pure functions of a frame.

What is brushed comes back to Python in the fields that an axis shows: `start` in milliseconds
since 1970 in UTC, `from_km` along the border, `off_km` across it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import pandas as pd

from dashboard import unrolled, wording
from dashboard.chart_style import (
    CHART_HEIGHT_PX,
    LOOKS,
    brush,
    colour,
    distance_words,
    finished,
    group_numbers,
    reach_km,
    y_axis,
)
from dashboard.language import _, current, digits, noted, number
from dashboard.symbols import GROUPS, group_styles
from dashboard.time_bins import TimeBins, spread, to_ms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from dashboard.chart_style import ChartSpec, Reach, Span
    from dashboard.symbols import Theme
    from dashboard.unrolled import Extents, PlaceOnAxis
    from dashboard.view import MapColumns
    from geodata.borders import Border

    Mask = NDArray[np.bool_]

_DEPTH_BARS = 40
_STEP_NAMES = {
    "week": noted("week"),
    "month": noted("month"),
    "quarter": noted("quarter"),
    "year": noted("year"),
    "decade": noted("decade"),
}


# --- Timeline ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class TimelinePlaces:
    """Which bars each incident stands in; no filter changes it, so it is made once for a frame.

    `incidents` is their number; `row`, `place` and `weight` say how much of which incident lies at
    which place, a place being a bar, a group of types and whether the bar is known; `every` holds
    the sum of weights of each place.
    """

    incidents: int
    row: NDArray[np.intp]
    place: NDArray[np.intp]
    weight: NDArray[np.float64]
    every: NDArray[np.float64]

    def counts(self, mask: Mask) -> pd.DataFrame:
        """Incidents by bar, group of types and whether their bar is known.

        Returns
        -------
        pandas.DataFrame
            `bin`, `group` (number in `GROUPS`), `sure`, `all` and `shown` (expected numbers).
        """
        shown = np.bincount(self.place, self.weight * mask[self.row], len(self.every))
        filled = np.flatnonzero(self.every)
        return pd.DataFrame(
            {
                "bin": filled // 2 // len(GROUPS),
                "group": filled // 2 % len(GROUPS),
                "sure": filled % 2 == 1,
                "all": self.every[filled].round(3),
                "shown": shown[filled].round(3),
            }
        )


def timeline_places(frame: pd.DataFrame, columns: MapColumns, bins: TimeBins) -> TimelinePlaces:
    """Put all incidents into bars.

    Parameters
    ----------
    frame, columns
        All incidents, as `Store.frame` returns them, and their `view.map_columns`.
    bins
        The bars; from `time_bins.bins_between`.
    """
    parts = spread(frame["date_start"].to_numpy(), frame["date_end"].to_numpy(), bins)
    row, weight = parts["row"].to_numpy(), parts["weight"].to_numpy()
    place = (parts["bin"].to_numpy() * len(GROUPS) + group_numbers(columns)[row]) * 2
    place += parts["sure"].to_numpy()
    every = np.bincount(place, weight, bins.count * len(GROUPS) * 2).astype(np.float64)
    return TimelinePlaces(len(frame), row, place, weight, every)


def timeline(
    places: TimelinePlaces,
    mask: Mask,
    *,
    theme: Theme,
    bins: TimeBins,
    window: tuple[date, date] | None = None,
) -> ChartSpec:
    """Incidents over time by group of types; what the filter leaves out stays pale behind.

    Parameters
    ----------
    places
        All incidents, put into the bars.
    mask
        Which of them the filter shows.
    theme
        "light" or "dark".
    bins
        The bars that `places` was made with.
    window
        First and last day that the filter shows, to be drawn as the brush.

    Notes
    -----
    An incident that may belong to several bars is spread over them and drawn lighter.
    """
    counts = places.counts(mask)
    styles, edges, labels = group_styles(theme), bins.edges_ms, bins.labels()
    which = counts["bin"].to_numpy()
    gap = (edges[1:] - edges[:-1]) * 0.06
    table = pd.DataFrame(
        {
            "start": (edges[:-1] + gap)[which],
            "end": (edges[1:] - gap)[which],
            "group": [styles[k].label for k in counts["group"]],
            "order": counts["group"],
            "sure": counts["sure"],
            "known": np.where(counts["sure"], _("in this bar"), _("in this or other bars")),
            "shown": counts["shown"],
            "when": [labels[k] for k in which],
        }
    )
    table = table[table["shown"] > 0].sort_values(["start", "order", "sure"], ascending=[1, 1, 0])
    table["to"] = table.groupby("start")["shown"].cumsum()
    table["from"] = table["to"] - table["shown"]
    behind = counts.groupby("bin", as_index=False)["all"].sum()
    behind = pd.DataFrame(
        {
            "start": (edges[:-1] + gap)[behind["bin"]],
            "end": (edges[1:] - gap)[behind["bin"]],
            "to": behind["all"],
            "from": 0.0,
        }
    )
    highest = max(1.0, float(behind["to"].max()) if len(behind) else 1.0)
    empty = _empty_timeline(
        theme,
        language_code=current().code,
        days=(bins.step, *bins.edges.tolist()),
        window=window,
        highest=highest,
    )
    said = _timeline_words(table, bins, int(mask.sum()), places.incidents)
    return replace(empty, tables={"all": behind, "shown": table}, said=said)


@lru_cache(maxsize=64)
def _empty_timeline(
    theme: Theme,
    *,
    language_code: str,
    days: tuple[Any, ...],
    window: tuple[date, date] | None,
    highest: float,
) -> ChartSpec:
    """The timeline without its tables, which are named "all" and "shown".

    `days` are the step and the edges of the bars.
    """
    del language_code  # the words of the axis and the tooltips are part of what is kept
    look, bins = LOOKS[theme], TimeBins(days[0], np.array(days[1:], "M8[D]"))
    bars = {
        "x": _time_axis(bins),
        "x2": "end:Q",
        "y": alt.Y(
            "from:Q",
            axis=y_axis(tickCount=3, tickMinStep=1),
            scale=alt.Scale(domain=[0, highest], nice=False),
        ),
        "y2": "to:Q",
    }
    all_of_them = (
        alt.Chart(alt.NamedData("all")).mark_rect(color=look.soft, opacity=0.22).encode(**bars)
    )
    chosen = (
        alt.Chart(alt.NamedData("shown"))
        .mark_rect()
        .encode(
            **bars,
            color=colour(theme),
            opacity=alt.condition(alt.datum.sure, alt.value(1), alt.value(0.5)),
            tooltip=[
                alt.Tooltip("when:N", title=_("When")),
                alt.Tooltip("group:N", title=_("Type")),
                alt.Tooltip("shown:Q", title=_("Incidents shown"), format=".3~g"),
                alt.Tooltip("known:N", title=_("Date")),
            ],
        )
    )
    value = {"x": (to_ms(window[0]), to_ms(window[1]) + 86_400_000)} if window else {}
    dragged = brush(theme, ["x"], value)
    layers = [all_of_them.add_params(dragged), chosen]
    return finished(layers, theme, height_px=CHART_HEIGHT_PX, said="")


def _timeline_words(table: pd.DataFrame, bins: TimeBins, shown: int, every: int) -> str:
    sums = table.groupby("when")["shown"].sum()
    words = _("Timeline by {step}: {shown} of {all} incidents are shown.").format(
        step=_(_STEP_NAMES[bins.step]), shown=number(shown), all=number(every)
    )
    if shown and len(sums):
        most = _("Most lie in {when}: {n}.")
        words += " " + most.format(when=sums.idxmax(), n=number(sums.max(), 0))
    return words


def _time_axis(bins: TimeBins) -> alt.X:
    """Time in milliseconds of UTC, named by the calendar; a time zone shifts nothing."""
    ticks = {str(ms): words for ms, words in bins.ticks().items()}
    return alt.X(
        "start:Q",
        scale=alt.Scale(domain=bins.edges_ms[[0, -1]].tolist(), nice=False, zero=False),
        axis=alt.Axis(
            title=None,
            grid=False,
            values=[int(ms) for ms in ticks],
            labelExpr=f"({json.dumps(ticks)})[toString(datum.value)] || ''",
            labelOverlap=True,
            labelBound=False,
            labelFlush=False,
            tickSize=4,
            labelPadding=3,
        ),
    )


# --- Depth histogram ---------------------------------------------------------------------------


def depth_counts(known: Extents, mask: Mask, edges_km: NDArray[np.float64]) -> pd.DataFrame:
    """Incidents by signed distance, each spread evenly over its 90 % interval.

    Returns
    -------
    pandas.DataFrame
        `from_km`, `to_km`, `count` (expected number) and `open`, the part of it that belongs to
        incidents whose interval holds both sides of the line.
    """
    low, high = known.low_km, known.high_km
    there = mask & np.isfinite(low) & np.isfinite(high)
    across = there & (low < 0) & (high > 0)
    counts = [np.diff(_below(low[rows], high[rows], edges_km)) for rows in (there, across)]
    return pd.DataFrame(
        {
            "from_km": edges_km[:-1],
            "to_km": edges_km[1:],
            "count": counts[0].round(3),
            "open": counts[1].round(3),
        }
    )


def _below(
    low: NDArray[np.float64], high: NDArray[np.float64], edges: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How many incidents lie below each edge, when each is spread evenly from `low` to `high`."""
    high = np.maximum(high, low + 1e-6)
    weight = 1 / (high - low)
    first, last = np.searchsorted(edges, low, "left"), np.searchsorted(edges, high, "left")
    size = len(edges) + 1

    def passed(at: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.cumsum(np.bincount(at, values, size), dtype=np.float64)[: len(edges)]

    # at an edge, what has begun and not ended is passed in part: (edge - low) * weight
    slope = passed(first, weight) - passed(last, weight)
    offset = passed(first, low * weight) - passed(last, low * weight)
    below: NDArray[np.float64] = passed(last, np.ones_like(low)) + edges * slope - offset
    return below


def depth_histogram(
    mask: Mask,
    known: Extents,
    border: Border,
    *,
    theme: Theme,
    reach: Reach,
    brushed: Span | None = None,
) -> ChartSpec:
    """Incidents by signed distance from the border, with the interval of each in mind.

    Notes
    -----
    An incident whose side is open is drawn lighter, so that a peak at the line is not taken for
    knowledge.
    """
    look = LOOKS[theme]
    far = reach_km(reach)
    edges = np.linspace(-far, far, _DEPTH_BARS + 1)
    table = depth_counts(known, mask, edges)
    table["all"] = depth_counts(known, np.ones_like(mask), edges)["count"]
    table["sure"] = table["count"] - table["open"]
    table["where"] = [
        _("{low} to {high} km").format(low=digits(f"{low:+.4g}"), high=digits(f"{high:+.4g}"))
        for low, high in zip(table["from_km"], table["to_km"], strict=True)
    ]
    gap = (edges[1] - edges[0]) * 0.06
    table = table.assign(off_km=table["from_km"] + gap, to_km=table["to_km"] - gap, zero=0.0)
    x = alt.X(
        "off_km:Q",
        scale=alt.Scale(domain=[-far, far], nice=False),
        axis=alt.Axis(
            title=None,
            grid=False,
            tickCount=11,
            labelExpr=distance_words(),
            labelOverlap=True,
        ),
    )
    axis = y_axis(tickCount=3, tickMinStep=1)
    tooltip = [
        alt.Tooltip("where:N", title=_("Signed distance")),
        alt.Tooltip("count:Q", title=_("Incidents shown"), format=".3~g"),
        alt.Tooltip("open:Q", title=_("of them with an open side"), format=".3~g"),
    ]
    base = alt.Chart(table)
    y = alt.Y("zero:Q", axis=axis, scale=alt.Scale(nice=False))
    bars = {"x": x, "x2": "to_km:Q", "y": y, "tooltip": tooltip}
    layers = [
        base.mark_rect(color=look.soft, opacity=0.22).encode(y2="all:Q", **bars),
        base.mark_rect(color=look.accent, opacity=0.38).encode(y2="count:Q", **bars),
        base.mark_rect(color=look.accent, opacity=0.85).encode(y2="sure:Q", **bars),
        alt.Chart(pd.DataFrame({"off_km": [0.0]}))
        .mark_rule(color=look.ink, strokeWidth=1.2)
        .encode(x=x),
    ]
    for side, at in ((border.negative, -far), (border.positive, far)):
        called = _(wording.SIDE_NAMES.get(side, side)).upper()
        name = pd.DataFrame({"off_km": [at], "name": [called]})
        text = alt.Chart(name).mark_text(
            align="left" if at < 0 else "right", baseline="top", color=look.muted, fontSize=11
        )
        layers.append(text.encode(x=x, y=alt.value(2), text="name:N"))
    value = {}
    if brushed:
        value = {"x": (max(brushed[0], -far), min(brushed[1], far))}
    layers[0] = layers[0].add_params(brush(theme, ["x"], value))
    there = mask & np.isfinite(known.low_km)
    open_sides = there & (known.low_km < 0) & (known.high_km > 0)
    said = _(
        "Depth: {n} incidents by signed distance from the border, each spread over its 90 % "
        "interval; of {open} the side is open."
    ).format(n=number(int(there.sum())), open=number(int(open_sides.sum())))
    return finished(layers, theme, height_px=CHART_HEIGHT_PX, said=said)


# --- Heat strip --------------------------------------------------------------------------------


def heat_counts(
    frame: pd.DataFrame, mask: Mask, known: Extents, bins: TimeBins, edges_km: NDArray[np.float64]
) -> pd.DataFrame:
    """Incidents by bar of time and stretch of border; what is vague in either is spread.

    Returns
    -------
    pandas.DataFrame
        `bin`, `stretch` (numbers) and `count` (expected number), without what is empty.
    """
    rows = np.flatnonzero(mask & np.isfinite(known.from_km))
    dates = frame[["date_start", "date_end"]].to_numpy()[rows]
    parts = spread(dates[:, 0], dates[:, 1], bins)
    row, place = rows[parts["row"].to_numpy()], parts["bin"].to_numpy()
    weight = parts["weight"].to_numpy()
    found = []
    for stretch, share in enumerate(unrolled.shares_along(known, edges_km)):
        counts = np.bincount(place, weight * share[row], bins.count)
        filled = np.flatnonzero(counts > 0.0005)
        found.append(
            pd.DataFrame({"bin": filled, "stretch": stretch, "count": counts[filled].round(3)})
        )
    return pd.concat(found, ignore_index=True)


def heat_strip(
    frame: pd.DataFrame,
    mask: Mask,
    known: Extents,
    length_km: float,
    *,
    theme: Theme,
    bins: TimeBins,
    places: Sequence[PlaceOnAxis],
    brushed: tuple[tuple[date, date] | None, Span | None] = (None, None),
) -> ChartSpec:
    """Time from left to right, the border from north to south: where it was hot when.

    Parameters
    ----------
    bins
        Bars of time, as on the timeline.
    brushed
        Days and stretch that the filter has set, to be drawn as the brush.
    """
    look = LOOKS[theme]
    edges_km = unrolled.stretch_edges_km(length_km)
    counts = heat_counts(frame, mask, known, bins, edges_km)
    edges, labels = bins.edges_ms, bins.labels()
    which, stretch = counts["bin"].to_numpy(), counts["stretch"].to_numpy()
    table = pd.DataFrame(
        {
            "start": edges[:-1][which],
            "end": edges[1:][which],
            "from_km": edges_km[:-1][stretch],
            "to_km": edges_km[1:][stretch],
            "count": counts["count"],
            "when": [labels[k] for k in which],
            "where": [wording.stretch(*edges_km[k : k + 2]) for k in stretch],
        }
    )
    x = _time_axis(bins)
    names = {f"{place.at_km:.15g}": place.name for place in places}
    y = alt.Y(
        "from_km:Q",
        scale=alt.Scale(domain=[length_km, 0], nice=False),
        axis=alt.Axis(
            title=None,
            domain=False,
            values=[place.at_km for place in places],
            labelExpr=f"({json.dumps(names)})[toString(datum.value)] || ''",
            labelOverlap=False,
            tickSize=3,
            gridDash=[1, 3],
            labelLimit=110,
        ),
    )
    frame_of_chart = pd.DataFrame(
        {"start": [int(edges[0])], "end": [int(edges[-1])], "from_km": [0.0], "to_km": [length_km]}
    )
    ground = alt.Chart(frame_of_chart).mark_rect(color=look.soft, opacity=0.05)
    ground = ground.encode(x=x, x2="end:Q", y=y, y2="to_km:Q")
    heat = (
        alt.Chart(table)
        .mark_rect()
        .encode(
            x=x,
            x2="end:Q",
            y=y,
            y2="to_km:Q",
            color=alt.Color(
                "count:Q",
                legend=None,
                scale=alt.Scale(type="sqrt", range=list(look.heat), domainMin=0),
            ),
            tooltip=[
                alt.Tooltip("when:N", title=_("When")),
                alt.Tooltip("where:N", title=_("Along the border")),
                alt.Tooltip("count:Q", title=_("Incidents shown"), format=".3~g"),
            ],
        )
    )
    days, along = brushed
    value: dict[str, Span] = {}
    if days or along:
        ms = (to_ms(days[0]), to_ms(days[1]) + 86_400_000) if days else (edges[0], edges[-1])
        value = {"x": (int(ms[0]), int(ms[1])), "y": along or (0.0, length_km)}
    said = _("Heat strip of time and place along the border: {n} incidents.").format(
        n=number(int((mask & np.isfinite(known.from_km)).sum()))
    )
    layers = [ground.add_params(brush(theme, ["x", "y"], value)), heat]
    return finished(layers, theme, height_px=CHART_HEIGHT_PX, said=said)
