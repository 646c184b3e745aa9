"""The table of all incidents, and the record of the one that is picked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state, tables
from dashboard.language import _, number
from dashboard.pages.record_panel import show_record
from dashboard.pages.share_dialog import share_button
from dashboard.pages.shared import Data, show_empty_store, table_columns
from dashboard.panels import escape

if TYPE_CHECKING:
    import numpy as np

_HEIGHT_PX = 800


def show(data: Data, mask: np.ndarray) -> None:
    """Draw the page for the incidents that the filter shows."""
    if len(data.frame) == 0:
        show_empty_store()
        return
    rows = data.frame[mask]
    left, right = st.columns([1.9, 1], gap="medium") if state.selected() else (st.container(), None)
    with left:
        heading, download = st.columns([3, 1], vertical_alignment="center")
        with heading:
            told = _("{n} of {all} incidents; tick a row to read its record.").format(
                n=number(len(rows)), all=number(len(data.frame))
            )
            more = tables.shortened(len(rows))
            st.html(f'<div class="sr-rail-heading">{escape(f"{told} {more}")}</div>')
        with download:
            share_button(data, mask, state.filter_from_widgets()[0])
        rows = rows.head(tables.MAX_ROWS)
        picked = st.dataframe(
            tables.incident_table(rows),
            column_config=table_columns(),
            hide_index=True,
            placeholder="",
            height=_HEIGHT_PX,
            on_select="rerun",
            selection_mode="single-row",
            key=f"table_{state.list_key()}",
        )
        chosen = picked["selection"]["rows"]
        if chosen and (incident_id := rows["incident_id"].iloc[chosen[0]]) != state.selected():
            state.select(incident_id)
            st.rerun()
    if right is not None:
        with right:
            show_record(data, height=_HEIGHT_PX)
