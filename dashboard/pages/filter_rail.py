"""The filter rail: dates, types, sides, words. What it shows acts at once and lives in the URL."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.panels import escape
from dashboard.wording import SIDE_NAMES
from incidents.filters import FIRST_DAY, LAST_DAY, MAX_WORDS, IncidentFilter
from incidents.record import ACTING_SIDES, COUNTRIES, STATUSES, EventType

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from dashboard.pages.shared import Data


def show_filter(data: Data) -> tuple[IncidentFilter, np.ndarray]:
    """Draw the rail.

    Returns
    -------
    tuple
        The filter that is set, and a boolean per row of the frame.
    """
    frame = data.frame
    first, last = st.columns(2, gap="small")
    with first:
        st.date_input(
            "From",
            key=state.FROM_KEY,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="YYYY-MM-DD",
        )
    with last:
        st.date_input(
            "To", key=state.TO_KEY, min_value=FIRST_DAY, max_value=LAST_DAY, format="YYYY-MM-DD"
        )
    st.text_input(
        "Words", key=state.TEXT_KEY, placeholder="place, actor, pillar ...", max_chars=MAX_WORDS
    )
    chosen, problem = state.filter_from_widgets()
    for sentence in (*state.address_problems(), *([problem] if problem else [])):
        st.html(f'<div class="sr-note" role="alert">{escape(sentence)}</div>')
    _types(frame, chosen)
    with st.expander("More", expanded=bool(chosen.acting_sides or chosen.statuses)):
        st.multiselect(
            "Acting side", ACTING_SIDES, key=state.ACTING_KEY, format_func=SIDE_NAMES.__getitem__
        )
        st.multiselect(
            "Side where it happened, as reported",
            COUNTRIES,
            key=state.COUNTRY_KEY,
            format_func=SIDE_NAMES.__getitem__,
        )
        st.multiselect("Status", STATUSES, key=state.STATUS_KEY, format_func=str.capitalize)
    chosen, _ = state.filter_from_widgets()
    st.button(
        "Reset the filter",
        key="reset_filter",
        on_click=state.reset_filter,
        disabled=chosen == IncidentFilter(),
        width="stretch",
    )
    return chosen, chosen.mask(frame)


def _types(frame: pd.DataFrame, chosen: IncidentFilter) -> None:
    """A tick for each type with the number that the rest of the filter leaves of it."""
    others = replace(chosen, event_types=frozenset())
    counts = frame["event_type"][others.mask(frame)].value_counts()
    present = set(frame["event_type"]) | chosen.event_types
    st.html('<div class="sr-rail-heading">Type; tick to narrow</div>')
    with st.container(key="types", gap=None):
        for event_type in EventType:
            if event_type in present:
                st.checkbox(
                    f"{event_type.label} ({counts.get(str(event_type), 0)})",
                    key=state.TYPE_KEYS[event_type],
                )
