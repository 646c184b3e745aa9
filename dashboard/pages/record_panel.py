"""The record of the selected incident, with a way back to the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import panels, state
from dashboard.language import _, current
from dashboard.pages import shared

if TYPE_CHECKING:
    from dashboard.pages.shared import Data


def show_record(data: Data, *, height: int) -> None:
    """Draw the selected record in a column of the given height in pixels."""
    incident_id = state.selected()
    version = data.store.get(incident_id) if incident_id else None
    arrow = ":material/arrow_forward:" if current().right_to_left else ":material/arrow_back:"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Back to the list"),
            icon=arrow,
            on_click=state.select,
            args=(None,),
            key="close_record",
            type="tertiary",
        )
        _neighbours(data)
        if version is not None:
            shared.link_to_record(version.incident.incident_id, _("Open the record"))
    with st.container(height=height - 44, border=False, key="record"):
        if version is None:
            told = _(
                "No incident is stored under the name {name}. The link may come from another store."
            )
            st.html(f'<div class="sr-empty">{panels.escape(told.format(name=incident_id))}</div>')
        else:
            accounts = shared.accounts_of(version)
            html = panels.record_html(version, data.border, theme=data.theme, accounts=accounts)
            st.html(html)


def _neighbours(data: Data) -> None:
    """Buttons to the incident before and after in time."""
    ids = data.frame["incident_id"]
    position = data.row_of(state.selected())
    if position is None:
        return
    icons = [":material/chevron_left:", ":material/chevron_right:"]
    before, after = reversed(icons) if current().right_to_left else icons
    for key, name, icon, other in (
        ("earlier", _("Earlier"), before, position - 1),
        ("later", _("Later"), after, position + 1),
    ):
        st.button(
            name,
            icon=icon,
            key=f"go_{key}",
            type="tertiary",
            disabled=not 0 <= other < len(ids),
            on_click=state.select,
            args=(ids.iloc[other % len(ids)],),
        )
