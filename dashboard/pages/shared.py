"""What every page works on: the store's content, loaded once and kept until it changes."""

from __future__ import annotations

import json
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard import assets, loading
from dashboard.language import _, current, number
from dashboard.map_packing import publish_base_map
from dashboard.panels import escape
from dashboard.settings import Settings
from dashboard.sign_in import SignIn
from dashboard.symbols import swatch_css
from dashboard.view import MapColumns, map_columns, prepare_areas
from dashboard.wording import in_markdown
from incidents.errors import AccessError
from incidents.filters import FilterColumns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    import pandas as pd

    from dashboard.sign_in import Admission
    from dashboard.symbols import Theme
    from geodata.borders import Border
    from incidents.access import Role, User
    from incidents.accounts import Accounts
    from incidents.store import Mark, Store, Version

_log = logging.getLogger(__name__)

RECORD_PATH = "record"

_read_last: dict[str, tuple[pd.DataFrame, Mark]] = {}
"""What was read of the store last: after a change only what changed is read anew."""


@dataclass(frozen=True)
class Data:
    """The open store and its content as a frame, with the border it was measured against.

    `map_columns` are the frame's columns that the map needs, as typed arrays; `filter_columns` are
    those that filters ask for. `store` is used in the name of whoever is signed in; `who` is the
    name that versions are stored under (None: the user of this computer). `may_edit` says whether
    this person may change anything now; the store asks for the role itself.
    """

    store: Store
    frame: pd.DataFrame
    map_columns: MapColumns
    filter_columns: FilterColumns
    border: Border
    theme: Theme
    who: str | None
    role: Role
    may_edit: bool

    def row_of(self, incident_id: str | None) -> int | None:
        """Row number of an incident in the frame, or None where it has none."""
        return self.filter_columns.row_of(incident_id)


@st.cache_resource(show_spinner=False)
def _store(settings: Settings) -> Store:
    return loading.open_store(settings)


@st.cache_resource(max_entries=2, show_spinner=False)
def _content(
    _store: Store, location: str, change_counter: int
) -> tuple[pd.DataFrame, MapColumns, FilterColumns]:
    del change_counter  # it is part of the key of the cache
    mark = _store.mark()
    frame = _store.frame(_read_last.get(location))
    _read_last.clear()
    _read_last[location] = frame, mark
    return content_of(frame)


def content_of(frame: pd.DataFrame) -> tuple[pd.DataFrame, MapColumns, FilterColumns]:
    """A frame, with what the map and the filters ask of it."""
    return frame, map_columns(frame), FilterColumns(frame)


def warm_up() -> None:
    """Load what the first map needs while the browser is still on its way; then what comes after.

    The map's module is not among it: a component that is imported outside of a page's run is not
    known to the server. What fails here fails again, with a message, where the page asks for it.
    """
    try:
        border = loading.load_border()
        modules = _loading("streamlit.emojis", "folium.plugins")
        store = _store(Settings.from_environment())
        frame, columns, _filters = _content(store, store.location, store.change_counter())
        publish_base_map(loading.load_basemap(), border)
        number(0)  # which loads how numbers are written
        prepare_areas(frame, columns, border, store)
        modules.result()
        import_module("dashboard.charts")
    except Exception:  # noqa: BLE001 - a thread of its own has nobody to raise to
        _log.exception("The warm-up failed; the page will say why")


def _loading(*names: str) -> Future[list[ModuleType]]:
    """Load modules beside the work that waits for a file: a large store takes seconds to read."""
    beside = ThreadPoolExecutor(1)
    loaded = beside.submit(lambda: [import_module(name) for name in names])
    beside.shutdown(wait=False)
    return loaded


def sign_in() -> SignIn | None:
    """How people sign in here; None where nobody has to.

    Raises
    ------
    AccessError
        If it is set up by half, or the file that sets it up cannot be read: nobody is let in then.
    """
    try:
        secrets = st.secrets.to_dict()
    except OSError as error:
        if any(Path(name).exists() for name in st.get_option("secrets.files")):
            _log.exception("The secrets cannot be read")
            msg = "The file that sets up the sign-in cannot be read; the server's log says why"
            raise AccessError(msg) from error
        secrets = {}
    return SignIn.from_secrets(secrets, required=Settings.from_environment().needs_sign_in)


def admitted(settings: SignIn) -> Admission:
    """Whether the person at this page is let in."""
    return settings.admit(st.user.to_dict())


def is_let_in(cookies: Mapping[str, str]) -> bool:
    """Whether a request outside of a page comes from somebody who is let in.

    Streamlit's signed cookie is read as Streamlit reads it; what cannot be read lets nobody in.
    """

    def signed(name: str) -> bytes | None:
        value = cookies.get(name)
        if value is None:
            return None
        return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1"))

    try:
        settings = sign_in()
        if settings is None:
            return True
        claims = json.loads(get_cookie_with_chunks(signed, USER_COOKIE_NAME) or "{}")
    except (AccessError, ValueError):
        return False
    return isinstance(claims, dict) and settings.admit(claims).user is not None


def theme() -> Theme:
    """The theme that the browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


@lru_cache
def style_sheet(theme: Theme, *, right_to_left: bool) -> str:
    """The style rules of the pages: theme, letters, symbols, direction of reading."""
    names = ["app.css", *(["right-to-left.css"] if right_to_left else [])]
    css, *turned = ((assets.static_folder() / name).read_text("utf-8") for name in names)
    if theme == "dark":
        css = css.replace(":root.sr-dark", ":root:root")
    return "".join([assets.font_face(), css, swatch_css(theme), *turned])


def words_on_file_fields() -> str:
    """The style rules that put our words over Streamlit's own, which are English in all languages.

    Empty in English.
    """
    if current().code == "en":
        return ""
    most_mb = int(st.get_option("server.maxUploadSize"))
    told = {
        "Dropzone'] button p": (_("Choose a file"), 14),
        "DropzoneInstructions'] span": (
            _("up to {megabytes} MB each").format(megabytes=number(most_mb)), 12
        ),
    }  # fmt: skip
    return "".join(
        f"[data-testid='stFileUploader{which} {{ font-size: 0; }}"
        f"[data-testid='stFileUploader{which}::after {{ content: '{words}'; font-size: {px}px; }}"
        for which, (words, px) in told.items()
    )


def load(user: User | None) -> Data:
    """Open the store and read what changed since the last time.

    Parameters
    ----------
    user
        Who is signed in; None where nobody has to.

    Raises
    ------
    IncidentsError, GeodataError
        If the store or the border data cannot be used.
    """
    with st.spinner(_("Opening the store ...")):
        store = _store(Settings.from_environment())
        frame, columns, filter_columns = _content(store, store.location, store.change_counter())
    return Data(
        store=store if user is None else store.as_user(user),
        frame=frame,
        map_columns=columns,
        filter_columns=filter_columns,
        border=loading.load_border(),
        theme=theme(),
        who=None if user is None else user.name,
        role="admin" if user is None else user.role,
        may_edit=not store.read_only and (user is None or user.may("editor")),
    )


def accounts_of(version: Version) -> Accounts:
    """Where each claim of a stored incident puts it."""
    gazetteer_sha256 = loading.load_geocoder().gazetteer.sha256
    return _accounts(version, version.incident.incident_id, version.version, gazetteer_sha256)


@st.cache_resource(max_entries=256, show_spinner=False)
def _accounts(_version: Version, incident_id: str, version: int, gazetteer_sha256: str) -> Accounts:
    del incident_id, version, gazetteer_sha256  # they are the key of the cache
    from incidents.accounts import read_accounts  # noqa: PLC0415 - slow to load

    return read_accounts(_version.incident, loading.load_geocoder())


def show_empty_store() -> None:
    """Say what to do when nothing is stored."""
    told = _(
        "The store is empty. Import a file of incidents on the page {page}, or start {command} "
        "with another {option} to open the bundled incidents."
    )
    told = escape(told).format(
        page=f"<b>{escape(_('Import'))}</b>",
        command="<code>sarhad</code>",
        option="<code>--store</code>",
    )
    st.html(f'<div class="sr-empty">{told}</div>')


def link_to_record(incident_id: str, label: str) -> None:
    """A link to the page of a record; its address can be kept and passed on."""
    st.page_link(
        st.Page(_elsewhere, title="Record", url_path=RECORD_PATH),
        label=in_markdown(label),
        query_params={"incident": incident_id},
    )


def link_to_page(path: str, label: str) -> None:
    """A link to another page, by its path."""
    st.page_link(st.Page(_elsewhere, title=path, url_path=path), label=in_markdown(label))


def _elsewhere() -> None:
    """Stand for a page that `main` draws."""


def table_columns() -> dict[str, Any]:
    """How the columns of `tables.incident_table` are headed and drawn."""
    text, figure = st.column_config.TextColumn, st.column_config.NumberColumn
    return {
        "Date": text(_("Date"), width=188 if current().jalali else 104),
        "Type": text(_("Type"), width=136),
        "Place": text(_("Place"), width=180),
        "What happened": text(_("What happened"), width=300),
        "Acting": text(_("Acting"), width=88),
        "Killed": figure(
            _("Killed"), format="%d", width=56, help=_("Best figure; empty where none is known")
        ),
        "km to border": figure(
            _("km to border"),
            format="%.1f",
            width=92,
            help=_("Geodesic distance of the place; empty where it is not known as a point"),
        ),
        "Side": text(_("Side")),
        "Depth check": text(_("Depth check")),
        "Known as": text(
            _("Known as"),
            width=80,
            help=_("Whether the place is known as a point with a radius, or as an area"),
        ),
        "Sources": figure(_("Sources"), width=68),
        "Id": text(_("Id"), width=96),
    }
