"""The session: the only module that touches `st.session_state` and the address bar.

The filter lives in widgets whose keys are listed here; `init` fills them from the address once,
and `publish` writes the address anew after each change, so that a copied link opens the same
view.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from incidents.errors import FilterError
from incidents.filters import IncidentFilter
from incidents.record import EventType

if TYPE_CHECKING:
    from collections.abc import Iterable

FROM_KEY = "filter_from"
TO_KEY = "filter_to"
ACTING_KEY = "filter_acting_side"
COUNTRY_KEY = "filter_country"
STATUS_KEY = "filter_status"
TEXT_KEY = "filter_text"
MAP_KEY = "map"
TYPE_KEYS = {str(code): f"type_{code}" for code in EventType}

_SELECTED = "selected_incident"
_NARROWED = "narrowed_to"
_LIST_GENERATION = "list_generation"
_LAST_CLICK = "last_click"
_GO_TO = "go_to"
_PROBLEMS = "address_problems"
_READY = "ready"
_SELECTED_QUERY = "incident"


def init() -> None:
    """Fill the session from the address, once; a copied link opens the same view."""
    if st.session_state.get(_READY):
        return
    query = {name: st.query_params[name] for name in st.query_params}
    chosen, problems = IncidentFilter.from_query(query)
    _fill_widgets(chosen)
    st.session_state[_SELECTED] = query.get(_SELECTED_QUERY)
    st.session_state[_NARROWED] = ()
    st.session_state[_LIST_GENERATION] = 0
    st.session_state[_LAST_CLICK] = None
    st.session_state[_GO_TO] = None
    st.session_state[_PROBLEMS] = problems
    st.session_state[_READY] = True


def _fill_widgets(chosen: IncidentFilter) -> None:
    state = st.session_state
    state[FROM_KEY], state[TO_KEY] = chosen.date_from, chosen.date_to
    for code, key in TYPE_KEYS.items():
        state[key] = code in chosen.event_types
    state[ACTING_KEY] = sorted(chosen.acting_sides)
    state[COUNTRY_KEY] = sorted(chosen.countries)
    state[STATUS_KEY] = sorted(chosen.statuses)
    state[TEXT_KEY] = chosen.text


def keep_widgets() -> None:
    """Keep the filter while another page is open: widgets not drawn would lose their value."""
    kept = (FROM_KEY, TO_KEY, ACTING_KEY, COUNTRY_KEY, STATUS_KEY, TEXT_KEY, *TYPE_KEYS.values())
    for key in kept:
        st.session_state[key] = st.session_state[key]


def reset_filter() -> None:
    """Open every part of the filter."""
    _fill_widgets(IncidentFilter())
    st.session_state[_PROBLEMS] = ()
    narrow_to(())


def filter_from_widgets() -> tuple[IncidentFilter, str | None]:
    """The filter that the widgets hold, and a sentence where they contradict each other.

    Days out of order are not swapped silently: the last day is left open and it is said.
    """
    state = st.session_state
    parts: dict[str, Any] = {
        "date_from": _day(state[FROM_KEY]),
        "date_to": _day(state[TO_KEY]),
        "event_types": frozenset(code for code, key in TYPE_KEYS.items() if state[key]),
        "acting_sides": frozenset(state[ACTING_KEY]),
        "countries": frozenset(state[COUNTRY_KEY]),
        "statuses": frozenset(state[STATUS_KEY]),
        "text": state[TEXT_KEY].strip(),
    }
    try:
        return IncidentFilter(**parts), None
    except FilterError as error:
        return IncidentFilter(**{**parts, "date_to": None}), f"{error}. The last day is left open."


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def address_problems() -> tuple[str, ...]:
    """Sentences on the parts of the address that could not be read."""
    problems: tuple[str, ...] = st.session_state[_PROBLEMS]
    return problems


def publish(chosen: IncidentFilter) -> None:
    """Write filter and selection into the address."""
    query = chosen.to_query()
    if selected():
        query[_SELECTED_QUERY] = str(selected())
    if query != {name: st.query_params[name] for name in st.query_params}:
        st.query_params.from_dict(query)


def selected() -> str | None:
    """The id of the incident whose record is open."""
    incident_id: str | None = st.session_state[_SELECTED]
    return incident_id


def select(incident_id: str | None) -> None:
    """Open an incident's record, or with None close it and show the list again."""
    st.session_state[_SELECTED] = incident_id
    st.session_state[_LIST_GENERATION] += 1


def narrowed() -> tuple[str, ...]:
    """The incidents that stand at one clicked place of the map; empty when not narrowed."""
    ids: tuple[str, ...] = st.session_state[_NARROWED]
    return ids


def narrow_to(incident_ids: Iterable[str]) -> None:
    """Show only these incidents in the list; with none, all again."""
    st.session_state[_NARROWED] = tuple(incident_ids)
    st.session_state[_LIST_GENERATION] += 1


def list_key() -> str:
    """Widget key of the list; a new one forgets the row that was picked before."""
    return f"list_{st.session_state[_LIST_GENERATION]}"


def is_new_click(serial: str) -> bool:
    """Whether a click that the map reports has not been acted upon yet."""
    if serial == st.session_state[_LAST_CLICK]:
        return False
    st.session_state[_LAST_CLICK] = serial
    return True


def map_told() -> object:
    """What the map component told last, before it is drawn anew; None before it told anything."""
    return st.session_state.get(MAP_KEY)


def take_go_to() -> tuple[float, float, float] | None:
    """Longitude, latitude and zoom that the map is asked to move to, once; then None."""
    target: tuple[float, float, float] | None = st.session_state[_GO_TO]
    st.session_state[_GO_TO] = None
    return target


def ask_to_go(lon: float, lat: float, zoom: float) -> None:
    """Ask the map to move."""
    st.session_state[_GO_TO] = (lon, lat, zoom)
