"""The map with its key figures, the list beside it, and the record of what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from dashboard import loading, state, tables, view
from dashboard.incident_map import base_map, incident_layer, read_event, show_map
from dashboard.language import _, current, noted, number
from dashboard.pages.chart_strip import show_charts
from dashboard.pages.incidents_page import show_empty_store
from dashboard.pages.record_panel import show_record
from dashboard.pages.share_dialog import share_button
from dashboard.pages.shared import accounts_of
from dashboard.panels import escape, key_figures_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.incident_map import MapClick
    from dashboard.pages.shared import Data
    from dashboard.symbols import Selection

MAP_HEIGHT_PX = 640
_PANEL_HEIGHT_PX = 826
_LISTED = 500
"""So many incidents stand in the list beside the map: each change of the filter sends it anew."""
_FIRST_ZOOM = 7.0
_CLOSE_ZOOM = 9.0
_KNOWN_AS = {
    noted("All"): (),
    noted("Points"): ("placed",),
    noted("Areas"): ("area",),
    noted("Not placed"): ("ambiguous", "not placed"),
}


def show(data: Data, mask: np.ndarray) -> None:
    """Draw the page for the incidents that the filter shows."""
    if len(data.frame) == 0:
        show_empty_store()
        return
    figures, share = st.columns([8, 1], gap="small", vertical_alignment="center")
    left, right = st.columns([1.95, 1], gap="medium")
    with left:
        _show_map(data, mask)  # before all else: it is what a change of the filter waits for
    with figures:
        st.html(key_figures_html(view.key_figures(data.frame, data.map_columns, mask)))
    with share:
        share_button(data, mask, state.filter_from_widgets()[0])
    with left:
        show_charts(data, mask)
    with right:
        if state.selected():
            show_record(data, height=_PANEL_HEIGHT_PX)
        else:
            _show_list(data, mask)


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


def _show_list(data: Data, mask: np.ndarray) -> None:
    known_as = st.segmented_control(
        _("List"),
        list(_KNOWN_AS),
        default="All",
        key="known_as",
        format_func=_,
        label_visibility="collapsed",
    )
    listed = mask
    if known_as not in (None, "All"):
        listed = mask & data.frame["georeference_status"].isin(_KNOWN_AS[known_as]).to_numpy()
    if state.narrowed():
        listed = listed & data.frame["incident_id"].isin(state.narrowed()).to_numpy()
        st.button(
            _("Incidents of the clicked place: {n}; show all again").format(
                n=number(int(listed.sum()))
            ),
            icon=":material/close:",
            key="widen",
            on_click=state.narrow_to,
            args=((),),
            type="tertiary",
        )
    rows = np.flatnonzero(listed)
    if len(rows) == 0:
        told = _("No incident matches. Widen the dates, untick types, or reset the filter.")
        st.html(f'<div class="sr-empty">{escape(told)}</div>')
        return
    if too_many := tables.shortened(len(rows), _LISTED):
        st.html(f'<div class="sr-note">{escape(too_many)}</div>')
        rows = rows[:_LISTED]
    panel = st.container(height=_PANEL_HEIGHT_PX - 56, border=False, key="list")
    picked = panel.dataframe(
        tables.short_table(data.frame.iloc[rows]),
        hide_index=True,
        placeholder="",
        height="stretch",
        on_select="rerun",
        selection_mode="single-row",
        key=state.list_key(),
        column_config={
            "Date": st.column_config.TextColumn(_("Date"), width=178 if current().jalali else 96),
            "Place": st.column_config.TextColumn(_("Place"), width=132),
            "Type": st.column_config.TextColumn(_("Type"), width=112),
        },
    )
    chosen = picked["selection"]["rows"]
    if chosen:
        _open(data, int(rows[chosen[0]]))


def _open(data: Data, row: int) -> None:
    """Open a record from the list, and bring its place into view."""
    incident = data.frame.iloc[row]
    state.select(incident["incident_id"])
    if np.isfinite(data.map_columns.lon[row]):
        state.ask_to_go(float(incident["lon"]), float(incident["lat"]), _CLOSE_ZOOM)
    st.rerun()
