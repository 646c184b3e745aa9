"""What stands around the map: the charts below it, the list or the selected record beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from dashboard import state, tables
from dashboard.language import _, noted, number
from dashboard.pages.chart_strip import show_charts
from dashboard.pages.incident_list import rows_of, show_list
from dashboard.pages.record_panel import show_record
from dashboard.pages.share_dialog import share_button
from dashboard.panels import escape

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from dashboard.pages.shared import Data
    from incidents.filters import IncidentFilter

_PANEL_HEIGHT_PX = 826
_LISTED = 300
"""So many incidents are listed at first, and more at a time: each filter sends the list anew."""
_SHOWN = "listed_incidents"
_CLOSE_ZOOM = 9.0
_KNOWN_AS = {
    noted("All"): (),
    noted("Points"): ("placed",),
    noted("Areas"): ("area",),
    noted("Not placed"): ("ambiguous", "not placed"),
}


def show(
    data: Data,
    mask: np.ndarray,
    *,
    share: DeltaGenerator,
    below: DeltaGenerator,
    beside: DeltaGenerator,
) -> None:
    """Draw it for the incidents that the filter shows, each part in its place on the page."""
    chosen, _problem = state.filter_from_widgets()
    with share:
        share_button(data, mask, chosen)
    with below:
        show_charts(data, mask)
    with beside:
        if state.selected():
            show_record(data, height=_PANEL_HEIGHT_PX)
        else:
            _show_list(data, mask, chosen)


def _show_list(data: Data, mask: np.ndarray, chosen: IncidentFilter) -> None:
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
    shown = state.kept(_SHOWN)
    count = shown[1] if shown and shown[0] == chosen else _LISTED
    if too_many := tables.shortened(len(rows), count):
        st.html(f'<div class="sr-note">{escape(too_many)}</div>')
    with st.container(height=_PANEL_HEIGHT_PX - 56, border=False, key="list"):
        opened, more = show_list(
            rows_of(data.frame, rows[:count]),
            more=min(_LISTED, max(0, len(rows) - count)),
            key="incident_list",
        )
    if more:
        state.keep(_SHOWN, (chosen, count + _LISTED))
        st.rerun()
    row = data.row_of(opened)
    if row is not None:
        _open(data, row)


def _open(data: Data, row: int) -> None:
    """Open a record from the list, and bring its place into view."""
    incident = data.frame.iloc[row]
    state.select(incident["incident_id"])
    if np.isfinite(data.map_columns.lon[row]):
        state.ask_to_go(float(incident["lon"]), float(incident["lat"]), _CLOSE_ZOOM)
    st.rerun()
