"""Changing the store from a page: who does it, what is said when it fails, and how to undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import loading, state
from dashboard.language import _, ngettext, number
from dashboard.pages import shared
from dashboard.panels import escape, problem_html
from geodata.errors import GeodataError
from incidents.editing import Editor
from incidents.errors import ConflictError, IncidentsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.pages.shared import Data
    from incidents.store import AddReport

_SAVED = "saved"
_FAILED = "failed"
_TOLD = "told"


def editor(data: Data) -> Editor:
    """Edits the store, which knows in whose name it is used."""
    return Editor(data.store, loading.load_geocoder())


def save(
    data: Data, incident_id: str, change: Callable[[Editor], AddReport], *, form: str = ""
) -> bool:
    """Make a change and remember how to undo it.

    Parameters
    ----------
    data
        The open store.
    incident_id
        The record that is changed.
    change
        Makes it.
    form
        Is started anew when the change is stored; after a failure nothing typed is lost.

    Returns
    -------
    bool
        Whether it was stored. If not, `show_outcome` says why.

    Raises
    ------
    ConflictError
        If somebody else changed the record meanwhile, for the page to show both.
    """
    forget_outcome()
    if not data.may_edit:
        tell_failure(_("Nothing can be stored now."))
        return False
    try:
        report = change(editor(data))
    except ConflictError:
        raise
    except (IncidentsError, GeodataError) as error:
        tell_failure(str(error))
        return False
    latest = data.store.get(incident_id)
    version = 0 if latest is None else latest.version
    state.keep(_SAVED, (incident_id, version, report.batch_id))
    if form:
        state.start_anew(form)
    return True


def show_outcome(data: Data, *, link: bool = False) -> None:
    """Say what was stored last, with a way to take it back, or why nothing was.

    Parameters
    ----------
    data
        The open store.
    link
        Whether to offer the page of the record that was stored.
    """
    failed = state.kept(_FAILED)
    if failed:
        st.html(f'<div class="sr-problem" role="alert">{problem_html(failed)}</div>')
    told = state.kept(_TOLD)
    if told:
        st.html(f'<div class="sr-note" role="status">{escape(told)}</div>')
    saved = state.kept(_SAVED)
    if saved is None:
        return
    incident_id, version, batch_id = saved
    if batch_id is None:
        said = _("Nothing was changed: {name} is stored just so.").format(name=incident_id)
    else:
        said = _("{name}: saved as version {n}").format(name=incident_id, n=number(version))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="saved"):
        st.html(f'<span role="status">{escape(said)}</span>')
        if link:
            shared.link_to_record(incident_id, _("Open the record"))
        if batch_id is not None and data.may_edit:
            st.button(
                _("Undo"), key="undo_saved", type="tertiary",
                on_click=_undo, args=(data, incident_id, batch_id),
            )  # fmt: skip
        st.button(
            _("Dismiss"), key="dismiss_saved", type="tertiary", on_click=state.keep,
            args=(_SAVED, None),
        )  # fmt: skip


def redact(data: Data, incident_id: str, fields: Sequence[str], why: str) -> None:
    """Take texts out of a record for good; what was done, or why not, is told."""
    forget_outcome()
    if not data.may_edit:
        tell_failure(_("Nothing can be stored now."))
        return
    try:
        touched = data.store.redact(incident_id, fields=fields, why=why)
    except IncidentsError as error:
        tell_failure(str(error))
        return
    said = ngettext("Redacted in {n} version.", "Redacted in {n} versions.", touched)
    state.keep(_TOLD, said.format(n=number(touched)))


def show_told(role: str, words: str) -> None:
    """A line on what was decided last: role "status", or "alert" where it was refused."""
    refused = role == "alert"
    css_class = "sr-note sr-refused" if refused else "sr-note"
    told = problem_html(words) if refused else escape(words)
    st.html(f'<span class="{css_class}" role="{role}">{told}</span>')


def tell_failure(sentence: str) -> None:
    """Say on the next page why nothing was stored."""
    state.keep(_FAILED, sentence)


def _undo(data: Data, incident_id: str, batch_id: int) -> None:
    try:
        save(data, incident_id, lambda by: by.undo(batch_id))
    except ConflictError as error:
        tell_failure(str(error))


def forget_outcome() -> None:
    """Say nothing more of the last change."""
    for name in (_FAILED, _SAVED, _TOLD):
        state.keep(name, None)
