"""The map with its key figures: it is drawn first, and what stands around it after it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import loading, state, view
from dashboard.incident_map import base_map, incident_layer, read_event, show_map
from dashboard.language import _
from dashboard.pages.shared import accounts_of, show_empty_store
from dashboard.panels import escape, key_figures_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from dashboard.incident_map import MapClick
    from dashboard.pages.shared import Data
    from dashboard.symbols import Selection

MAP_HEIGHT_PX = 640
_LET_DRAW_S = 0.08
"""Between the map and the rest: the browser would draw the map after all that came meanwhile."""
_LET_OTHERS_S = 0.3
_AT_MOST_S = 2.0
"""Where several people filter, the rest waits for a gap between their maps, for so long at most."""
_ACTIVE_S = 60.0
_WAIT_S = 4
"""So long a map is waited for that does not come."""
_RUNS = "runs_before_the_map"
_FIRST_ZOOM = 7.0

_maps: dict[str, float] = {}
"""When each session asked for its last map or was sent it."""


def show(data: Data, mask: np.ndarray) -> None:
    """Draw the page for the incidents that the filter shows."""
    if len(data.frame) == 0:
        state.map_has_come()
        show_empty_store()
        return
    figures, share = st.columns([8, 1], gap="small", vertical_alignment="center")
    left, right = st.columns([1.95, 1], gap="medium")
    with left:
        _maps[state.session_id()] = time.monotonic()
        _show_map(data, mask)
    if state.map_stands():
        _let_maps_pass()
    with figures:
        st.html(key_figures_html(view.key_figures(data.frame, data.map_columns, mask)))
    if state.map_stands():
        from dashboard.pages import beside_map  # noqa: PLC0415 - slow to load

        beside_map.show(data, mask, share=share, below=left, beside=right)
    else:
        with left:
            _rest_to_come()


def _let_maps_pass() -> None:
    """Hold the rest back: the browser draws the map first, and other sessions get theirs."""
    sent = _maps[state.session_id()] = time.monotonic()
    for session, last in list(_maps.items()):
        if last < sent - _ACTIVE_S:
            _maps.pop(session, None)
    pause_s = _LET_DRAW_S if len(_maps) == 1 else _LET_OTHERS_S
    while state.map_stands():  # asking ends this run if a newer one waits
        gap = max(list(_maps.values())) + pause_s
        left_s = min(gap, sent + _AT_MOST_S) - time.monotonic()
        if left_s <= 0:
            return
        time.sleep(min(left_s, _LET_DRAW_S))


@st.fragment(run_every=_WAIT_S)
def _rest_to_come() -> None:
    """Hold the rest back in the first run: the browser draws the map a second sooner without it.

    The map asks for the rest when it stands; where it does not come, the rest comes without it.
    """
    if state.kept(_RUNS):
        state.map_has_come()
        st.rerun()
    state.keep(_RUNS, value=True)
    told = escape(_("The charts, the list and the filter follow the map."))
    st.html(f'<div class="sr-note sr-to-come" role="status">{told}</div>')


@st.fragment
def _show_map(data: Data, mask: np.ndarray) -> None:
    """Draw the map; moving it draws only this part of the page anew."""
    event = read_event(state.map_told())
    symbols = view.symbols(
        data.frame,
        data.map_columns,
        mask,
        data.border,
        bounds=event.bounds,
        zoom=event.zoom or _FIRST_ZOOM,
    )
    rows = symbols.points.key.tolist()
    selected = data.row_of(state.selected())
    layer = incident_layer(
        symbols,
        tooltips=view.tooltips(data.frame, rows),
        popups=view.popups(data.frame, rows),
        selected=None if selected is None else _selection(data, selected),
    )
    base = base_map(loading.load_basemap(), data.border, theme=data.theme, linked=True)
    event = show_map(
        base, layer, key=state.MAP_KEY, height_px=MAP_HEIGHT_PX, go_to=state.take_go_to()
    )
    if event.click is not None and state.is_new_click(event.click.serial):
        _act_on(event.click, data, mask)
    if event.bounds is not None and not state.map_stands():
        state.map_has_come()
        st.rerun()


def _selection(data: Data, row: int) -> Selection:
    """The selected incident, with where each of its accounts puts it."""
    version = data.store.get(data.frame["incident_id"].iloc[row])
    accounts = None if version is None else accounts_of(version)
    outlines = () if accounts is None else view.account_outlines(accounts, data.border)
    return view.selection(data.frame, row, outlines)


def _act_on(click: MapClick, data: Data, mask: np.ndarray) -> None:
    """Open the record of a clicked incident, or list the incidents of a stack or an area."""
    rows: Sequence[int] = click.keys
    if click.kind == "area" and rows:
        rows = data.map_columns.members(rows[0], mask).tolist()
    ids = tuple(data.frame["incident_id"].iloc[list(rows)])
    if not ids:
        return
    state.select(ids[0] if len(ids) == 1 else None)
    state.narrow_to(ids if len(ids) > 1 else ())
    st.rerun()
