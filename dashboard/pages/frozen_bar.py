"""The pages as of an earlier data version: the link of a citation shows what it was made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import language, state
from dashboard.language import _, ngettext, number
from dashboard.pages.shared import content_of
from dashboard.panels import escape, sentence_html
from incidents.errors import IncidentsError
from incidents.frozen import FrozenStore, Moment, moment_of

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.pages.shared import Data
    from dashboard.view import MapColumns
    from incidents.filters import FilterColumns


@st.cache_resource(max_entries=2, show_spinner=False)
def _content(
    _store: FrozenStore, location: str, moment: Moment, change_counter: int
) -> tuple[pd.DataFrame, MapColumns, FilterColumns]:
    del location, moment, change_counter  # they are the key of the cache
    return content_of(_store.frame())


def as_of(data: Data) -> Data:
    """The data as of the version that the address names, or as it is where it names none.

    A bar says what is shown. A version that this store never had is told; the present is shown.
    """
    root = state.as_of()
    if root is None:
        return data
    try:
        moment = moment_of(data.store, root)
    except IncidentsError as error:
        said = _("{why} The present is shown, which the citation does not name.")
        _bar(escape(said).format(why=sentence_html(str(error))))
        return data
    store = FrozenStore(data.store, moment)
    with st.spinner(_("Reading the incidents as they were ...")):
        frame, columns, filter_columns = _content(
            store, store.location, moment, data.store.change_counter()
        )
    changed, gone = store.changed_since(), store.redacted_since()
    told = [
        _("Frozen at {moment} UTC, data version {version}").format(
            moment=language.moment(moment.stored_at[:16]), version=moment.root_sha256[:12]
        ),
        ngettext("{n} record changed since", "{n} records changed since", changed).format(
            n=number(changed)
        ),
    ]
    if gone:
        told.append(
            ngettext(
                "text of {n} record was redacted since and stays gone",
                "text of {n} records was redacted since and stays gone",
                len(gone),
            ).format(n=number(len(gone)))
        )
    _bar(escape(" \N{MIDDLE DOT} ".join(told)))
    return replace(
        data,
        store=store,
        frame=frame,
        map_columns=columns,
        filter_columns=filter_columns,
        may_edit=False,
    )


def _bar(told: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="frozen"):
        st.html(f'<div class="sr-note" role="status">{told}</div>')
        st.button(_("Show the present"), key="show_present", on_click=state.show_present)
