"""The session: the only module that touches `st.session_state` and the address bar.

The filter lives in widgets whose keys are listed here; `init` fills them from the address once,
and `publish` writes the address anew after each change, so that a copied link opens the same
view.
"""

from __future__ import annotations

import re
import threading
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.language import LANGUAGES, noted, resolve_by
from incidents.errors import FilterError
from incidents.filters import IncidentFilter
from incidents.record import EventType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_T = TypeVar("_T")

FROM_KEY = "filter_from"
TO_KEY = "filter_to"
ACTING_KEY = "filter_acting_side"
COUNTRY_KEY = "filter_country"
STATUS_KEY = "filter_status"
TEXT_KEY = "filter_text"
ACTOR_KEY = "filter_actor"
DISTRICT_KEY = "filter_district"
DATASET_KEY = "filter_dataset"
CERTAINTY_KEY = "filter_certainty"
CHECK_KEY = "filter_check"
CONFLICT_KEY = "filter_conflict"
DEPTH_FROM_KEY = "filter_depth_from"
DEPTH_TO_KEY = "filter_depth_to"
KM_FROM_KEY = "filter_km_from"
KM_TO_KEY = "filter_km_to"
MAP_KEY = "map"
TYPE_KEYS = {str(code): f"type_{code}" for code in EventType}
KEY_OF = {
    "date_from": FROM_KEY,
    "date_to": TO_KEY,
    "text": TEXT_KEY,
    "acting_sides": ACTING_KEY,
    "countries": COUNTRY_KEY,
    "statuses": STATUS_KEY,
    "actors": ACTOR_KEY,
    "districts": DISTRICT_KEY,
    "datasets": DATASET_KEY,
    "certainties": CERTAINTY_KEY,
    "checks": CHECK_KEY,
    "conflict": CONFLICT_KEY,
    "depth_from_km": DEPTH_FROM_KEY,
    "depth_to_km": DEPTH_TO_KEY,
    "chainage_from_km": KM_FROM_KEY,
    "chainage_to_km": KM_TO_KEY,
}
"""The widget of each part of the filter; event types have one each, in `TYPE_KEYS`."""

COUNT_MARK = "\u2003"
"""Between the name of a choice and its count."""

MAX_UNDONE = 50
"""So many changes of the filter can be undone."""

_RANGES = (
    ("date_from", "date_to", noted("The last day is left open.")),
    ("depth_from_km", "depth_to_km", noted("The depth is left open at its end.")),
    ("chainage_from_km", "chainage_to_km", noted("The stretch is left open at its end.")),
)
_SELECTED = "selected_incident"
_NARROWED = "narrowed_to"
_LIST_GENERATION = "list_generation"
_LAST_CLICK = "last_click"
_GO_TO = "go_to"
_PROBLEMS = "address_problems"
_READY = "ready"
MAP_STANDS = "map_stands"
_SHOWN = "shown_filter"
_BEFORE = "filters_before"
_ASKED_FOR = "asked_for"
_OPENED_WITH = "opened_with"
_CHOICE_NAMES = "choice_names"
_SELECTED_QUERY = "incident"
_AS_OF, _AS_OF_QUERY = "as_of", "as_of"
_VIEW_QUERY, _VIEW = (
    "at",
    re.compile(r"-?1?\d?\d(\.\d+)?,-?[0-8]?\d(\.\d+)?,[12]?\d(\.\d+)?", re.ASCII),
)
_SHOWN_ADDRESS = "shown_address"
_FORMS = "forms"
_KEPT = "kept"
_TOUCHED = "touched_forms"
_LANGUAGE, _LANGUAGE_QUERY = "language", "lang"
LANGUAGE_KEY = "language_choice"
_thread = threading.local()


def language() -> str:
    """Code of the language of this session; that of the texts in the code where no page runs.

    A run asks some hundred times, and a thread runs the pages of one session only: it remembers.
    """
    code: str | None = getattr(_thread, "language", None)
    if code is None:
        if get_script_run_ctx(suppress_warning=True) is None:
            return "en"
        code = _thread.language = str(st.session_state.get(_LANGUAGE, "en"))
    return code


resolve_by(language)


def init_language() -> None:
    """Take the language from the address, else from a browser that asks for one of ours."""
    if _LANGUAGE not in st.session_state:
        asked = st.query_params.get(_LANGUAGE_QUERY, "")
        st.session_state[_LANGUAGE] = asked if asked in LANGUAGES else _of_browser()
    st.session_state[LANGUAGE_KEY] = _thread.language = st.session_state[_LANGUAGE]


def take_language() -> None:
    """Show the language that was picked; for the callback of its widget."""
    chosen = st.session_state[LANGUAGE_KEY] or language()
    st.session_state[_LANGUAGE] = _thread.language = chosen


def publish_language() -> None:
    """Write the language into the address of a page that writes nothing else there."""
    query = {name: st.query_params[name] for name in st.query_params}
    query.pop(_LANGUAGE_QUERY, None)
    _write_address(query)


def _of_browser() -> str:
    preferred = (st.context.locale or "").partition("-")[0]
    return preferred if preferred in LANGUAGES else "en"


def _write_address(query: dict[str, str]) -> None:
    """Write the address; it names the language where the browser would not ask for it."""
    if language() != _of_browser():
        query = {**query, _LANGUAGE_QUERY: language()}
    if query != {name: st.query_params[name] for name in st.query_params}:
        st.query_params.from_dict(query)


def init() -> bool:
    """Fill the session from the address, once; a copied link opens the same view.

    Later it fills the widgets with what `set_dates` and its like asked for.

    Returns
    -------
    bool
        Whether this session has drawn a page before.
    """
    state = st.session_state
    if state.get(_READY):
        state.update(state.pop(_ASKED_FOR, {}))
        return True
    query = {name: st.query_params[name] for name in st.query_params}
    chosen, problems = IncidentFilter.from_query(query)
    _fill_widgets(chosen)
    state[_SHOWN], state[_BEFORE], state[_OPENED_WITH] = chosen, [], chosen
    state[_SELECTED] = query.get(_SELECTED_QUERY)
    state[_AS_OF] = query.get(_AS_OF_QUERY)
    state[_NARROWED] = ()
    state[_LIST_GENERATION] = 0
    state[_LAST_CLICK] = None
    state[_GO_TO] = None
    state[_PROBLEMS] = problems
    state[_READY] = True
    return False


def _fill_widgets(chosen: IncidentFilter) -> None:
    state = st.session_state
    for code, key in TYPE_KEYS.items():
        state[key] = code in chosen.event_types
    for part, key in KEY_OF.items():
        value = getattr(chosen, part)
        state[key] = sorted(value) if isinstance(value, frozenset) else value


def keep_widgets() -> None:
    """Keep the filter while another page is open: widgets not drawn would lose their value."""
    for key in (*KEY_OF.values(), *TYPE_KEYS.values()):
        value = st.session_state[key]
        st.session_state[key] = _values(key, value) if isinstance(value, list) else value


def hold(key: str, first: str) -> None:
    """Keep what a widget holds, before it is drawn, though the texts of its choices have changed.

    Streamlit takes a list whose texts differ for another one, and starts it at its first choice.
    Ours starts at `first`.
    """
    st.session_state[key] = st.session_state.get(key) or first


def remember_names(key: str, values: Mapping[str, str]) -> None:
    """Remember the values of a list by the names that stand before `COUNT_MARK` in its choices."""
    st.session_state.setdefault(_CHOICE_NAMES, {})[key] = dict(values)


def _values(key: str, told: list[str]) -> list[str]:
    """The values that a list holds.

    A choice that is clicked while the counts change comes as its text, with the count of before.
    """
    known = st.session_state.get(_CHOICE_NAMES, {}).get(key, {})
    values = set(known.values())
    return [v if v in values else known.get(v.rpartition(COUNT_MARK)[0], v) for v in told]


def opened_with(*parts: tuple[str, ...]) -> bool:
    """Whether the address that opened the page set one of these parts of the filter."""
    first: IncidentFilter = st.session_state[_OPENED_WITH]
    return any(first.is_set(name) for names in parts for name in names)


def reset_filter() -> None:
    """Open every part of the filter."""
    _fill_widgets(IncidentFilter())
    st.session_state[_PROBLEMS] = ()
    narrow_to(())


def open_parts(*parts: str) -> None:
    """Open some parts of the filter, named as its attributes; for callbacks."""
    chosen, _ = filter_from_widgets()
    _fill_widgets(chosen.without(*parts))


def undo_filter() -> None:
    """Bring the filter back that was set before the last change; for callbacks."""
    before = st.session_state[_BEFORE]
    if before:
        st.session_state[_SHOWN] = before.pop()
        _fill_widgets(st.session_state[_SHOWN])


def can_undo(chosen: IncidentFilter) -> bool:
    """Whether there is a change of the filter to take back, be it the one just made."""
    return bool(st.session_state[_BEFORE]) or chosen != st.session_state[_SHOWN]


def set_dates(first: date | None, last: date | None) -> None:
    """Show the days from `first` to `last`, None being open.

    Like `set_depth` and `set_stretch` it may be called from a callback, or during a run: then the
    page shows it after `st.rerun()`.
    """
    _ask_for({FROM_KEY: first, TO_KEY: last})


def set_depth(from_km: float | None, to_km: float | None) -> None:
    """Show a range of signed distances in kilometres (Pakistan positive), to 10 m."""
    _ask_for({DEPTH_FROM_KEY: _rounded(from_km, 2), DEPTH_TO_KEY: _rounded(to_km, 2)})


def set_stretch(from_km: float | None, to_km: float | None) -> None:
    """Show a stretch of the border in kilometres from the tri-point, to 100 m."""
    _ask_for({KM_FROM_KEY: _rounded(from_km, 1), KM_TO_KEY: _rounded(to_km, 1)})


def _ask_for(values: dict[str, Any]) -> None:
    """Fill widgets at the start of the next run: one that is drawn already takes no value."""
    st.session_state.setdefault(_ASKED_FOR, {}).update(values)


def _rounded(km: float | None, digits: int) -> float | None:
    return None if km is None else round(float(km), digits) + 0.0


def filter_from_widgets() -> tuple[IncidentFilter, tuple[tuple[str, str], ...]]:
    """The filter that the widgets hold, and where they contradict each other: what, and the effect.

    What is out of order is not swapped silently: the end of the range is left open and it is said.
    """
    state = st.session_state
    parts: dict[str, Any] = {part: state[key] for part, key in KEY_OF.items()}
    for part, value in parts.items():
        if isinstance(value, list):
            parts[part] = frozenset(value)
    parts["event_types"] = frozenset(code for code, key in TYPE_KEYS.items() if state[key])
    parts["date_from"], parts["date_to"] = _day(parts["date_from"]), _day(parts["date_to"])
    parts["text"] = parts["text"].strip()
    problems = []
    for first, last, consequence in _RANGES:
        try:
            IncidentFilter(**{first: parts[first], last: parts[last]})
        except FilterError as error:
            parts[last] = None
            problems.append((str(error), consequence))
    return IncidentFilter(**parts), tuple(problems)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def address_problems() -> tuple[str, ...]:
    """Sentences on the parts of the address that could not be read."""
    problems: tuple[str, ...] = st.session_state[_PROBLEMS]
    return problems


def publish(chosen: IncidentFilter) -> None:
    """Write filter and selection into the address, and remember the filter that was before."""
    if getattr(kept("play"), "running", False):
        return  # each step of a play would be an entry in the browser's history
    if chosen != st.session_state[_SHOWN]:
        st.session_state[_BEFORE] = [*st.session_state[_BEFORE], st.session_state[_SHOWN]][
            -MAX_UNDONE:
        ]
        st.session_state[_SHOWN] = chosen
    query = chosen.to_query()
    if selected():
        query[_SELECTED_QUERY] = str(selected())
    if as_of() is not None:
        query[_AS_OF_QUERY] = str(as_of())
    view = st.query_params.get(_VIEW_QUERY, "")
    if _VIEW.fullmatch(view):  # the map writes it itself as it moves
        query[_VIEW_QUERY] = view
    _write_address(query)


def as_of() -> str | None:
    """The data version that the address names; None for the present."""
    root: str | None = st.session_state[_AS_OF]
    return root


def show_present() -> None:
    """Leave the data version that the address named."""
    st.session_state[_AS_OF] = None


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


def map_stands() -> bool:
    """Whether the map of this session has been drawn once, or was waited for long enough."""
    return bool(st.session_state.get(MAP_STANDS))


def session_id() -> str:
    """What tells this session from the others; "" outside of a page."""
    context = get_script_run_ctx(suppress_warning=True)
    return "" if context is None else context.session_id


def map_has_come() -> None:
    """Remember that the map stands."""
    st.session_state[MAP_STANDS] = True


def take_go_to() -> tuple[float, float, float] | None:
    """Longitude, latitude and zoom that the map is asked to move to, once; then None."""
    target: tuple[float, float, float] | None = st.session_state[_GO_TO]
    st.session_state[_GO_TO] = None
    return target


def ask_to_go(lon: float, lat: float, zoom: float) -> None:
    """Ask the map to move."""
    st.session_state[_GO_TO] = (lon, lat, zoom)


# --- The record page and the forms ---------------------------------------------------------------


def agree_with_address() -> None:
    """Show the record that the address names; after a selection, name that in the address."""
    named = st.query_params.get(_SELECTED_QUERY)
    if named and named != st.session_state.get(_SHOWN_ADDRESS):
        st.session_state[_SELECTED] = named
    query = {_SELECTED_QUERY: str(selected())} if selected() else {}
    st.session_state[_SHOWN_ADDRESS] = selected()
    _write_address(query)


def form_key(form: str, field: str) -> str:
    """Widget key of a field; a form that was started anew has other keys, so it is empty again."""
    generation = st.session_state.setdefault(_FORMS, {}).get(form, 0)
    return f"{form}.{generation}.{field}"


def start_anew(form: str) -> None:
    """Forget what was typed into a form, and what was kept for it."""
    generations = st.session_state.setdefault(_FORMS, {})
    generations[form] = generations.get(form, 0) + 1
    st.session_state.setdefault(_TOUCHED, {}).pop(form, None)
    kept = st.session_state.setdefault(_KEPT, {})
    for name in [name for name in kept if name.startswith(f"{form}.")]:
        del kept[name]


def keep(name: str, value: object) -> None:
    """Keep something for the pages until the session ends; None forgets it."""
    kept = st.session_state.setdefault(_KEPT, {})
    if value is None:
        kept.pop(name, None)
    else:
        kept[name] = value


def kept(name: str) -> Any:  # noqa: ANN401 - whatever was kept
    """What was kept under a name, or None."""
    return st.session_state.setdefault(_KEPT, {}).get(name)


def kept_or_new(name: str, make: Callable[[], _T]) -> _T:
    """What was kept under a name; where nothing was, what is made now is kept."""
    held: _T | None = kept(name)
    if held is None:
        held = make()
        keep(name, held)
    return held


def was_typed(form: str) -> bool:
    """Whether something was typed into a form since it was started."""
    return bool(st.session_state.setdefault(_TOUCHED, {}).get(form))


def touch_form(form: str) -> None:
    """Remember that something was typed into a form."""
    st.session_state.setdefault(_TOUCHED, {})[form] = True


def told_by(key: str) -> object:
    """What the map component of this key told last; None before it told anything."""
    return st.session_state.get(key)


def type_into(form: str, field: str, text: str) -> None:
    """Put a text into a field of a form, before the field is drawn."""
    st.session_state[form_key(form, field)] = text
