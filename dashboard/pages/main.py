"""The Streamlit script: frame, navigation, filter rail, page.

It stands among the pages because a folder `pages` beside the script would be taken by Streamlit
for a list of pages of its own.
"""

from __future__ import annotations

from importlib.resources import files

import streamlit as st

from dashboard import state
from dashboard.language import _
from dashboard.pages import (
    frozen_bar,
    import_page,
    incidents_page,
    map_page,
    method_page,
    new_incident_page,
    record_page,
    review_page,
    shared,
    sign_in_page,
)
from dashboard.pages.filter_rail import show_filter
from dashboard.panels import escape
from dashboard.symbols import swatch_css
from geodata.errors import GeodataError
from incidents.errors import IncidentsError
from incidents.frozen import FrozenStore

_STATIC = files("dashboard") / "static"


def main() -> None:
    """Draw the page that is open."""
    st.set_page_config(
        page_title="Sarhad",
        page_icon=str(_STATIC / "icon.svg"),
        layout="wide",
        initial_sidebar_state="expanded",
    )
    try:
        sign_in = shared.sign_in()
        user = None
        if sign_in is not None:
            admission = shared.admitted(sign_in)
            if admission.user is None:
                _style(shared.theme())
                sign_in_page.show(sign_in, admission)
                return
            user = admission.user
        data = shared.load(user)
    except (IncidentsError, GeodataError) as error:
        st.html(f"<style>{(_STATIC / 'app.css').read_text('utf-8')}</style>")
        st.html(
            '<div class="sr-brand">Sarhad cannot open its data</div>'
            f'<div class="sr-empty" role="alert">{escape(error)}</div>'
        )
        return
    _style(data.theme)
    state.init()
    data = frozen_bar.as_of(data)
    filtered = [
        st.Page(lambda: map_page.show(data, mask), title="Map", url_path="map", default=True),
        st.Page(lambda: incidents_page.show(data, mask), title="Incidents", url_path="incidents"),
    ]
    others = [
        st.Page(
            lambda: new_incident_page.show(data), title=_("New incident"), url_path="new-incident"
        ),
        st.Page(lambda: record_page.show(data), title=_("Record"), url_path=shared.RECORD_PATH),
        st.Page(lambda: _import(data), title="Import", url_path="import"),
        st.Page(lambda: review_page.show(data), title=_("Review"), url_path="review"),
        st.Page(lambda: method_page.show(data), title="Method and data", url_path="method"),
    ]
    page = st.navigation([*filtered, *others], position="hidden")
    with st.sidebar:
        st.html(
            '<div class="sr-brand">Sarhad<small>What happened at the Iran\N{EN DASH}Pakistan '
            "border, where, and how far across</small></div>"
        )
        with st.container(horizontal=True, gap="small", key="pages"):
            for target in (*filtered, *others):
                st.page_link(target)
        if user is not None:
            sign_in_page.show_account(user)
        state.keep_widgets()
        if page in filtered:
            chosen, mask = show_filter(data)
            state.publish(chosen)
    if data.store.read_only and not isinstance(data.store, FrozenStore):
        st.html(
            f'<div class="sr-note" role="alert">Nothing can be stored: '
            f"{escape(data.store.read_only)}. Run <code>sarhad verify</code> for all of it, and "
            "<code>sarhad restore</code> to bring a backup back.</div>"
        )
    page.run()


def _import(data: shared.Data) -> None:
    if data.role == "viewer":
        sign_in_page.show_for_editors_only(data)
    else:
        import_page.show(data)


def _style(theme: str) -> None:
    """Send the style of the pages; in the dark theme with the dark values."""
    css = (_STATIC / "app.css").read_text("utf-8")
    if theme == "dark":
        css = css.replace(":root.sr-dark", ":root:root")
    st.html(f"<style>{css}{swatch_css(theme)}</style>")


main()
