"""The Streamlit script: frame, navigation, filter rail, page.

It stands among the pages because a folder `pages` beside the script would be taken by Streamlit
for a list of pages of its own.
"""

from __future__ import annotations

from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.language import LANGUAGES, _, current
from dashboard.pages import frozen_bar, map_page, shared, sign_in_page
from dashboard.pages.filter_rail import show_filter
from dashboard.panels import cause_html, escape, problem_html
from geodata.errors import GeodataError
from incidents.errors import IncidentsError
from incidents.frozen import FrozenStore

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from streamlit.delta_generator import DeltaGenerator
    from streamlit.navigation.page import StreamlitPage

    from dashboard.symbols import Theme
    from incidents.access import User

_STATIC = files("dashboard") / "static"


def main() -> None:
    """Draw the page that is open."""
    st.set_page_config(
        page_title="Sarhad",
        page_icon=str(_STATIC / "icon.svg"),
        layout="wide",
        initial_sidebar_state="expanded",
    )
    state.init_language()
    try:
        sign_in = shared.sign_in()
        user = None
        if sign_in is not None:
            admission = shared.admitted(sign_in)
            if admission.user is None:
                _style(shared.theme())
                _language_choice()
                sign_in_page.show(sign_in, admission)
                return
            user = admission.user
        data = shared.load(user)
    except (IncidentsError, GeodataError) as error:
        _style(shared.theme())
        st.html(
            f'<div class="sr-brand">{escape(_("Sarhad cannot open its data"))}</div>'
            f'<div class="sr-empty" role="alert">{problem_html(str(error))}</div>'
        )
        return
    drawn_before = state.init()
    data = frozen_bar.as_of(data)
    the_map = st.Page(
        lambda: map_page.show(data, mask), title=_("Map"), url_path="map", default=True
    )
    filtered = [
        the_map,
        st.Page(
            lambda: _page("incidents_page").show(data, mask),
            title=_("Incidents"),
            url_path="incidents",
        ),
    ]
    others = [
        st.Page(
            lambda: _page("new_incident_page").show(data),
            title=_("New incident"),
            url_path="new-incident",
        ),
        st.Page(lambda: _page("article_page").show(data), title=_("Article"), url_path="article"),
        st.Page(
            lambda: _page("record_page").show(data), title=_("Record"), url_path=shared.RECORD_PATH
        ),
        st.Page(lambda: _import(data), title=_("Import"), url_path="import"),
        st.Page(lambda: _page("review_page").show(data), title=_("Review"), url_path="review"),
        st.Page(
            lambda: _page("method_page").show(data), title=_("Method and data"), url_path="method"
        ),
    ]
    page = st.navigation([*filtered, *others], position="hidden")
    state.keep_widgets()
    if page in filtered:
        chosen, problems = state.filter_from_widgets()
        mask = data.filter_columns.mask(chosen)
    rail = None if drawn_before else _frame(data.theme, (*filtered, *others), user)
    if data.store.read_only and not isinstance(data.store, FrozenStore):
        said = _(
            "Nothing can be stored: {why}. Run {verify} for all of it, and {restore} to bring a "
            "backup back."
        )
        told = escape(said).format(
            why=cause_html(data.store.read_only),
            verify="<code>sarhad verify</code>",
            restore="<code>sarhad restore</code>",
        )
        st.html(f'<div class="sr-note" role="alert">{told}</div>')
    try:
        page.run()  # before its frame: what it shows is what a change of the filter waits for
    finally:
        rail = rail or _frame(data.theme, (*filtered, *others), user)
    if page in filtered:
        state.publish(chosen)
        if page != the_map or state.map_stands():
            with rail:
                show_filter(data, chosen, problems)
    elif page.url_path != shared.RECORD_PATH:
        state.publish_language()


def _frame(theme: Theme, pages: Iterable[StreamlitPage], user: User | None) -> DeltaGenerator:
    """Draw what stands around every page; returns the place of the filter."""
    with st.sidebar:
        _style(theme)
        _brand()
        with st.container(horizontal=True, gap="small", key="pages"):
            for target in pages:
                st.page_link(target)
        if user is not None:
            sign_in_page.show_account(user)
        return st.container(key="rail")


def _page(name: str) -> ModuleType:
    """One of the other pages, loaded when it is first opened, so that the map comes sooner."""
    return import_module(f"dashboard.pages.{name}")


def _import(data: shared.Data) -> None:
    if data.role == "viewer":
        sign_in_page.show_for_editors_only(data)
    else:
        _page("import_page").show(data)


def _brand() -> None:
    """Draw the head of the rail: the name, the languages, and what this is."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="brand"):
        st.html('<div class="sr-brand">Sarhad</div>', width="content")
        _language_choice()
    told = _("What happened at the Iran\N{EN DASH}Pakistan border, where, and how far across")
    st.html(f'<div class="sr-brand"><small>{escape(told)}</small></div>')


def _language_choice() -> None:
    """Offer the languages of the interface, each by its own name."""
    st.segmented_control(
        _("Language"),
        list(LANGUAGES),
        format_func=lambda code: LANGUAGES[code].name,
        key=state.LANGUAGE_KEY,
        on_change=state.take_language,
        required=True,
        label_visibility="collapsed",
    )


def _style(theme: Theme) -> None:
    """Send the style of the pages: theme, symbols, letters, direction of reading."""
    shown = current()
    direction = "rtl" if shown.right_to_left else "ltr"
    style = shared.style_sheet(theme, right_to_left=shown.right_to_left)
    st.html(f"<style>{style}{shared.words_on_file_fields()}</style>")
    st.html(
        f'<script>document.documentElement.lang = "{shown.code}";'
        f'document.documentElement.dir = "{direction}";</script>',
        unsafe_allow_javascript=True,
    )


main()
