"""The charts under the map: timeline with play, unrolled border, depth, heat strip.

What is brushed becomes the filter, what is clicked the open record. A chart runs as a fragment of
its own and hears of nothing but its own brush; the map is not drawn anew before the filter has
changed, and it is never loaded anew.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import (
    chart_style,
    charts,
    loading,
    state,
    time_bins,
    unrolled,
    unrolled_chart,
    view,
    wording,
)
from dashboard.language import _, ngettext, noted, number
from dashboard.panels import escape
from dashboard.symbols import legend_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import numpy as np

    from dashboard.chart_style import ChartSpec
    from dashboard.pages.shared import Data
    from dashboard.time_bins import Step
    from dashboard.unrolled import Extents
    from incidents.filters import IncidentFilter

    Days = tuple[date, date]
    Told = dict[str, Any]

_CHARTS: tuple[str, ...] = (
    noted("Timeline"),
    noted("Unrolled border"),
    noted("Depth"),
    noted("Heat strip"),
)
_STEPS: dict[Step, str] = {
    "week": noted("Week"),
    "month": noted("Month"),
    "quarter": noted("Quarter"),
    "year": noted("Year"),
}
_SECONDS = {noted("Slow"): 2.0, noted("Normal"): 1.0, noted("Fast"): 0.5}
_EXPECTED_WIDTH_PX = 690.0
_EXPECTED_HEIGHT_PX = 170.0
_PLAY, _ZOOM, _RUN, _GENERATION = "play", "timeline_zoom", "charts_run", "charts_generation"
_SAID = "chart_said"


@dataclass(frozen=True)
class Play:
    """A window of time that moves on by itself.

    `before` is what the dates were when it began, `until` the last day to show, `window` what is
    shown now, `moved_at` when it moved last (seconds of a monotonic clock).
    """

    before: tuple[date | None, date | None]
    until: date
    window: Days
    running: bool
    moved_at: float


def show_charts(data: Data, mask: np.ndarray) -> None:
    """Draw the strip for the incidents that the filter shows."""
    chosen, _problem = state.filter_from_widgets()
    _stop_if_others_set_dates(chosen)
    state.keep(_RUN, object())
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="chart_bar"):
        name = st.segmented_control(
            _("Chart"),
            _CHARTS,
            default=_CHARTS[0],
            key="chart_open",
            format_func=_,
            label_visibility="collapsed",
        )
        match name:
            case "Unrolled border" | "Depth":
                _reach_control()
            case "Heat strip":
                pass
            case _:
                _play_controls(data, chosen)
        _nearby(data, mask)
    with st.container(key="chart_strip", gap=None):
        match name:
            case "Unrolled border":
                _unrolled(data, mask, chosen)
            case "Depth":
                _depth(data, mask, chosen)
            case "Heat strip":
                _heat(data, mask, chosen)
            case _:
                _timeline(data, mask, chosen)
        _note(data, chosen)
    play = state.kept(_PLAY)
    if play is not None and play.running:
        st.fragment(_tick, run_every=_seconds())()


def _nearby(data: Data, mask: np.ndarray) -> None:
    """Of the open record: the incidents nearest to it, each a way to its record."""
    row = data.row_of(state.selected())
    found = () if row is None else view.neighbours(data.frame, data.map_columns, mask, row)
    if not found:
        return
    with st.popover(_("Nearby"), type="tertiary", help=_("Incidents within 50 km of this one")):
        told = view.tooltips(data.frame, [one.row for one in found])
        for one in found:
            n = abs(one.days)
            when = (
                ngettext("{n} day later", "{n} days later", n)
                if one.days > 0
                else ngettext("{n} day before", "{n} days before", n)
            )
            when = when.format(n=number(n)) if n else _("the same day")
            words = wording.in_markdown(told[one.row].replace("\n", ", "))
            st.button(
                f"{wording.kilometres(one.distance_m)}, {when}: {words}",
                key=f"near_{one.row}",
                on_click=state.select,
                args=(data.frame["incident_id"].iloc[one.row],),
                type="tertiary",
            )


# --- Charts ------------------------------------------------------------------------------------


def _timeline(data: Data, mask: np.ndarray, chosen: IncidentFilter) -> None:
    bins = _bins(data)
    chart = charts.timeline(
        _places(data, bins),
        mask,
        theme=data.theme,
        bins=bins,
        window=_days_set(chosen, data),
    )

    def brushed(told: Told) -> None:
        _brush_days(_pair(told, "start"), bins)

    _listening("timeline", chart, brushed)


def _unrolled(data: Data, mask: np.ndarray, chosen: IncidentFilter) -> None:
    known = _extents(data)
    reach, length_km = _reach(), data.border.length_m / 1000
    along, across = _stretch_set(chosen, length_km), _depth_set(chosen)
    basemap = loading.load_basemap()
    chart = unrolled_chart.unrolled_border(
        data.frame,
        data.map_columns,
        mask,
        known,
        data.border,
        theme=data.theme,
        reach=reach,
        places=unrolled.places_on_axis(basemap, data.border, _EXPECTED_WIDTH_PX),
        crossings=unrolled.crossings_on_axis(basemap, data.border),
        selected=data.row_of(state.selected()),
        brushed=(along, across),
    )

    def brushed(told: Told) -> None:
        if keys := unrolled.keys_of(
            [one.get("keys", "") for one in told.get(chart_style.PICK) or ()]
        ):
            _open(data, keys)
            return
        stretch, depth = chart_style.meant(
            _pair(told, "from_km"),
            _pair(told, "off_km"),
            lambda km: km / length_km,
            chart_style.shown_at(reach),
        )
        state.set_stretch(*(stretch or (None, None)))
        state.set_depth(*(depth or (None, None)))

    def brushed_along(told: Told) -> None:
        state.set_stretch(*(_within(_pair(told, "from_km"), 0.0, length_km) or (None, None)))

    _listening("unrolled", chart, brushed, picks=True)
    density = unrolled_chart.border_density(mask, known, length_km, theme=data.theme, brushed=along)
    _listening("density", density, brushed_along, says=False)


def _depth(data: Data, mask: np.ndarray, chosen: IncidentFilter) -> None:
    reach = _reach()
    far = chart_style.reach_km(reach)
    chart = charts.depth_histogram(
        mask,
        _extents(data),
        data.border,
        theme=data.theme,
        reach=reach,
        brushed=_depth_set(chosen),
    )

    def brushed(told: Told) -> None:
        state.set_depth(*(_within(_pair(told, "off_km"), -far, far) or (None, None)))

    _listening("depth", chart, brushed)


def _heat(data: Data, mask: np.ndarray, chosen: IncidentFilter) -> None:
    bins, length_km = _bins(data), data.border.length_m / 1000
    edges_ms = bins.edges_ms
    chart = charts.heat_strip(
        data.frame,
        mask,
        _extents(data),
        length_km,
        theme=data.theme,
        bins=bins,
        places=unrolled.places_on_axis(
            loading.load_basemap(), data.border, _EXPECTED_HEIGHT_PX, upright=True
        ),
        brushed=(_days_set(chosen, data), _stretch_set(chosen, length_km)),
    )

    def brushed(told: Told) -> None:
        days, stretch = chart_style.meant(
            _pair(told, "start"),
            _pair(told, "from_km"),
            lambda ms: (ms - edges_ms[0]) / (edges_ms[-1] - edges_ms[0]),
            lambda km: km / length_km,
        )
        _brush_days(days, bins)
        state.set_stretch(*(_within(stretch, 0.0, length_km) or (None, None)))

    _listening("heat", chart, brushed)


def _listening(
    name: str,
    chart: ChartSpec,
    act: Callable[[Told], None],
    *,
    picks: bool = False,
    says: bool = True,
) -> None:
    """Draw a chart and act on its brush; `says` puts its sentence below it."""
    # another brush needs another chart on the page: this one keeps what was dragged on it
    ends = "_".join(f"{end:g}" for pair in chart.brushed.values() for end in pair)
    key = f"chart_{name}_{state.kept(_GENERATION) or 0}_{ends}"
    _fragment(name, chart, key, act, picks, state.kept(_RUN))
    if says:
        state.keep(_SAID, chart.said)


def _note(data: Data, chosen: IncidentFilter) -> None:
    """The dates that are shown, what the chart says, and the legend."""
    words = escape(time_bins.span_words(chosen.date_from, chosen.date_to))
    said = escape(state.kept(_SAID))
    with st.container(horizontal=True, vertical_alignment="center", key="chart_note"):
        st.html(
            f'<div class="sr-chart-note" title="{said}"><b aria-live="polite">{words}</b> {said}'
            "</div>"
        )
        with st.popover(_("Legend"), type="tertiary"):
            st.html(legend_html(data.theme))


@st.fragment
def _fragment(  # noqa: PLR0917 - a fragment gets what it is to draw again by itself
    name: str,
    chart: ChartSpec,
    key: str,
    act: Callable[[Told], None],
    picks: bool,  # noqa: FBT001
    run: object,
) -> None:
    told = st.vega_lite_chart(
        spec={**chart.spec, "datasets": chart.tables},
        alt=chart.said,
        key=key,
        theme=None,
        width="stretch",
        on_select="rerun",
        selection_mode=[chart_style.BRUSH, chart_style.PICK] if picks else chart_style.BRUSH,
    )
    touched = state.kept(f"{name}_drawn_in") is run
    state.keep(f"{name}_drawn_in", run)
    # only the chart itself runs this part alone, so that an empty brush is one just cleared; a
    # chart also tells of the brush that it was drawn with, when the pointer first comes over it
    if touched and not _as_drawn(dict(told["selection"]), chart.brushed):
        state.keep(_PLAY, None)
        state.keep(_GENERATION, (state.kept(_GENERATION) or 0) + 1)
        act(dict(told["selection"]))
        st.rerun()


def _as_drawn(told: Told, value: dict[str, list[float]]) -> bool:
    """Whether a chart tells of nothing but the brush that it was drawn with."""
    ends = list((told.get(chart_style.BRUSH) or {}).values())
    return (
        bool(ends)
        and not told.get(chart_style.PICK)
        and len(ends) == len(value)
        and all(
            math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)
            for pair, drawn in zip(ends, value.values(), strict=True)
            for one, other in zip(sorted(pair), sorted(drawn), strict=True)
        )
    )


def _pair(told: Told, field: str) -> tuple[float, float] | None:
    """The two ends of a brush in a field, in order; None where it is not brushed."""
    ends = (told.get(chart_style.BRUSH) or {}).get(field)
    if not ends or len(ends) != 2:
        return None
    low, high = sorted(float(end) for end in ends)
    return low, high


def _within(
    span: tuple[float, float] | None, least: float, most: float
) -> tuple[float, float] | None:
    if span is None:
        return None
    return max(span[0], least), min(span[1], most)


def _brush_days(span: tuple[float, float] | None, bins: time_bins.TimeBins) -> None:
    if span is None:
        state.set_dates(None, None)
    else:
        state.set_dates(*bins.snapped(*span))


def _open(data: Data, keys: tuple[int, ...]) -> None:
    """Open the record of one incident; list several that share a range."""
    known = [key for key in keys if key < len(data.frame)]
    ids = tuple(data.frame["incident_id"].iloc[known])
    state.select(ids[0] if len(ids) == 1 else None)
    state.narrow_to(ids if len(ids) > 1 else ())


def _extents(data: Data) -> Extents:
    with st.spinner(_("Laying the incidents along the border ...")):
        return _read_extents(data, data.store.location, data.store.change_counter())


@st.cache_resource(max_entries=2, show_spinner=False)
def _read_extents(_data: Data, location: str, change_counter: int) -> Extents:
    del location, change_counter  # they are the key of the cache
    return unrolled.extents(_data.frame, _data.map_columns, _data.border)


def _places(data: Data, bins: time_bins.TimeBins) -> charts.TimelinePlaces:
    ends = (int(bins.edges_ms[0]), int(bins.edges_ms[-1]))
    return _read_places(
        data, bins, bins.step, ends, data.store.location, data.store.change_counter()
    )


@st.cache_resource(max_entries=4, show_spinner=False)
def _read_places(
    _data: Data,
    _bins: time_bins.TimeBins,
    step: str,
    ends: tuple[int, int],
    location: str,
    change_counter: int,
) -> charts.TimelinePlaces:
    del step, ends, location, change_counter  # they are the key of the cache
    return charts.timeline_places(_data.frame, _data.map_columns, _bins)


def _days_set(chosen: IncidentFilter, data: Data) -> Days | None:
    if chosen.date_from is None and chosen.date_to is None:
        return None
    first, last = _all_days(data)
    return chosen.date_from or first, chosen.date_to or last


def _stretch_set(chosen: IncidentFilter, length_km: float) -> tuple[float, float] | None:
    low, high = chosen.chainage_from_km, chosen.chainage_to_km
    if low is None and high is None:
        return None
    return 0.0 if low is None else low, length_km if high is None else high


def _depth_set(chosen: IncidentFilter) -> tuple[float, float] | None:
    low, high = chosen.depth_from_km, chosen.depth_to_km
    if low is None and high is None:
        return None
    far = chart_style.FARTHEST_KM
    return -far if low is None else low, far if high is None else high


def _reach_control() -> None:
    st.segmented_control(
        _("How far to look"),
        chart_style.REACHES,
        default="all",
        key="chart_reach",
        format_func=lambda reach: _("All") if reach == "all" else f"{reach} km",
        label_visibility="collapsed",
        help=_("How far to either side of the border the chart looks"),
    )


def _reach() -> chart_style.Reach:
    reach: chart_style.Reach = state.told_by("chart_reach") or "all"  # type: ignore[assignment]
    return reach


# --- Time --------------------------------------------------------------------------------------


def _all_days(data: Data) -> Days:
    frame = data.frame
    return frame["date_start"].min().date(), frame["date_end"].max().date()


def _bins(data: Data) -> time_bins.TimeBins:
    return time_bins.bins_between(*(state.kept(_ZOOM) or _all_days(data)))


def _play_controls(data: Data, chosen: IncidentFilter) -> None:
    play = state.kept(_PLAY)
    running = play is not None and play.running
    step: Step = state.told_by("play_step") or "quarter"  # type: ignore[assignment]
    days = (chosen.date_from, chosen.date_to)
    for key, icon, label, count in (
        ("play_back", ":material/skip_previous:", _("One step back"), -1),
        ("play_on", ":material/skip_next:", _("One step on"), 1),
    ):
        if count == 1:
            st.button(
                "",
                icon=":material/pause:" if running else ":material/play_arrow:",
                key="play",
                help=_("Pause") if running else _("Play: move a window of one step through time"),
                on_click=_pause if running else _start,
                args=() if running else (data, days, step),
                type="tertiary",
            )
        st.button(
            "",
            icon=icon,
            key=key,
            help=label,
            on_click=_move,
            args=(data, days, step, count),
            type="tertiary",
        )
    with st.popover(_(_STEPS[step]), type="tertiary", help=_("Step and speed of the play")):
        st.segmented_control(
            _("Step"), list(_STEPS), default="quarter", key="play_step", format_func=_step_name
        )
        st.segmented_control(
            _("Speed"), list(_SECONDS), default="Normal", key="play_speed", format_func=_
        )
    zoomed = state.kept(_ZOOM) is not None
    st.button(
        "",
        icon=":material/zoom_out_map:" if zoomed else ":material/zoom_in:",
        key="timeline_zoom",
        help=_("Show the whole time again") if zoomed else _("Zoom the timeline to these days"),
        disabled=not zoomed and days == (None, None),
        on_click=state.keep,
        args=(_ZOOM, None if zoomed else _days_set(chosen, data)),
        type="tertiary",
    )
    st.button(
        "",
        icon=":material/close:",
        key="dates_open",
        help=_("Open the dates"),
        disabled=days == (None, None),
        on_click=_open_dates,
        type="tertiary",
    )


def _step_name(step: Step) -> str:
    return _(_STEPS[step])


def _open_dates() -> None:
    state.keep(_PLAY, None)
    state.set_dates(None, None)


def _start(data: Data, days: tuple[date | None, date | None], step: Step) -> None:
    """Begin at the first day that is shown, or go on where it was paused."""
    play = state.kept(_PLAY)
    if play is not None and play.window == days:
        state.keep(_PLAY, replace(play, running=True, moved_at=time.monotonic()))
        return
    first, last = state.kept(_ZOOM) or _all_days(data)
    first, last = days[0] or first, days[1] or last
    window = time_bins.window(first, step)
    state.keep(_PLAY, Play(days, last, window, running=True, moved_at=time.monotonic()))
    state.set_dates(*window)


def _pause() -> None:
    play = state.kept(_PLAY)
    if play is not None:
        state.keep(_PLAY, replace(play, running=False))


def _move(data: Data, days: tuple[date | None, date | None], step: Step, count: int) -> None:
    """One step back or on; from open dates to the last or the first step."""
    play = state.kept(_PLAY)
    first, last = days
    if first is None and last is None:
        ends = _all_days(data)
        window = time_bins.window(ends[0] if count > 0 else ends[1], step)
    else:
        window = time_bins.next_window(first or last or _all_days(data)[0], step, count)
    if play is not None:
        state.keep(_PLAY, replace(play, window=window, running=False))
    state.set_dates(*window)


def _stop_if_others_set_dates(chosen: IncidentFilter) -> None:
    """Dates typed, brushed or reset meanwhile are no step of the play: it ends there."""
    play = state.kept(_PLAY)
    if play is not None and play.window != (chosen.date_from, chosen.date_to):
        state.keep(_PLAY, None)


def _seconds() -> float:
    return _SECONDS.get(str(state.told_by("play_speed")), 1.0)


def _tick() -> None:
    """Move the window on when its time has come; at the end the dates are as they were before."""
    play = state.kept(_PLAY)
    if play is None or not play.running or time.monotonic() - play.moved_at < 0.9 * _seconds():
        return
    step: Step = state.told_by("play_step") or "quarter"  # type: ignore[assignment]
    window = time_bins.next_window(play.window[0], step)
    if window[0] > play.until:
        state.keep(_PLAY, None)
        state.set_dates(*play.before)
    else:
        state.keep(_PLAY, replace(play, window=window, moved_at=time.monotonic()))
        state.set_dates(*window)
    st.rerun()
