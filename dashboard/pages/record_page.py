"""The page of one record: what was said, where it was placed and why, and every version of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import panels, record_sheet, state
from dashboard.language import _, number
from dashboard.pages import changes, shared
from dashboard.pages.edit_record import show_claim_forms, show_edit, show_relations, show_status
from dashboard.pages.fields import text_field
from dashboard.panels import escape
from dashboard.wording import visible
from incidents.editing import compare
from incidents.errors import ConflictError
from incidents.redaction import redactable_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.pages.shared import Data
    from incidents.store import Version

_VIEW = "record_view"
READ, EDIT, CLAIMS, STATUS, RELATIONS, HISTORY = (
    "read", "edit", "claims", "status", "relations", "history"
)  # fmt: skip


def show(data: Data) -> None:
    """Draw the page of the record that the address names."""
    state.agree_with_address()
    incident_id = state.selected()
    changes.show_outcome(data)
    version = data.store.get(incident_id) if incident_id else None
    if version is None:
        _show_nothing(data, incident_id)
        return
    st.html(panels.record_head_html(version.incident, theme=data.theme))
    _show_where_it_went(version)
    names = {
        READ: _("Record"),
        EDIT: _("Edit"),
        CLAIMS: _("Accounts"),
        STATUS: _("Status"),
        RELATIONS: _("Merge, link, split"),
        HISTORY: _("History"),
    }
    offered = list(names) if data.may_edit else [READ, HISTORY]
    view = st.segmented_control(
        _("View"),
        offered,
        format_func=lambda one: names[one],
        default=READ,
        required=True,
        key=f"{_VIEW}_{len(offered)}",
        label_visibility="collapsed",
        persist_state="session",
    )
    match view:
        case "edit":
            show_edit(data, version)
        case "claims":
            show_claim_forms(data, version)
        case "status":
            show_status(data, version)
        case "relations":
            show_relations(data, version)
        case "history":
            _show_history(data, version)
        case _:
            _show_record(data, version)


def _show_nothing(data: Data, incident_id: str | None) -> None:
    if incident_id:
        told = _(
            "No incident is stored under the name {name}. The link may come from another store."
        )
        st.html(f'<div class="sr-empty" role="alert">{told.format(name=escape(incident_id))}</div>')
    elif len(data.frame) == 0:
        st.html(
            f'<div class="sr-empty">'
            f"{_('The store is empty. Import a file, or enter a new incident.')}</div>"
        )
    else:
        told = _("No record is open. Pick an incident on the map or in the list, or name it here.")
        st.html(f'<div class="sr-empty">{told}</div>')
    named = text_field("open_record", "id", _("Id of a record")).strip()
    if named and named != incident_id:
        shared.link_to_record(named, _("Open {name}").format(name=visible(named)))


def _show_where_it_went(version: Version) -> None:
    """Links to the record that this one was merged into, and to those that it is linked to."""
    merged, linked = version.incident.merged_into, version.incident.linked_to
    if merged:
        told = _("This record was merged into another; it is neither counted nor shown.")
        st.html(f'<div class="sr-ask" role="status">{told}</div>')
        shared.link_to_record(merged, _("Open {name}").format(name=visible(merged)))
    for other in (linked or "").split("; "):
        if other:
            shared.link_to_record(other, _("Linked to {name}").format(name=visible(other)))


def _show_record(data: Data, version: Version) -> None:
    left, right = st.columns([1.35, 1], gap="large")
    with left:
        st.html(f'<div class="sr-record"><h3>{_("Who says what")}</h3></div>')
        st.html(record_sheet.claims_html(version.incident))
        links = [claim.url for claim in version.incident.claims if claim.url]
        if links:
            with st.expander(_("Links, to copy"), key="record_links"):
                for link in dict.fromkeys(links):
                    st.code(visible(link), language=None, wrap_lines=True)
    with right:
        accounts = shared.accounts_of(version)
        st.html(panels.record_details_html(version, data.border, accounts=accounts))
        st.html(record_sheet.placing_html(version.incident))


# --- History -----------------------------------------------------------------------------------


def _show_history(data: Data, version: Version) -> None:
    name = version.incident.incident_id
    history = data.store.history(name)
    st.html(record_sheet.history_html(history))
    if len(history) > 1:
        _show_comparison(data, history)
    may_redact = data.may_edit and data.role == "admin"
    if may_redact and st.button(_("Redact a text for good"), key="redact", type="tertiary"):
        st.dialog(_("Redact"))(_redact)(data, version)


def _show_comparison(data: Data, history: Sequence[Version]) -> None:
    by_number = {one.version: one for one in history}
    numbers = list(by_number)
    name = history[-1].incident.incident_id
    left, middle, right = st.columns([1, 1, 1.4], vertical_alignment="bottom")
    say = _("Version {n}")
    key = f"{name}.{len(numbers)}"
    with left:
        before = st.selectbox(
            _("Compare"), numbers, index=len(numbers) - 2, key=f"compare_before.{key}",
            format_func=lambda n: say.format(n=number(n)),
        )  # fmt: skip
    with middle:
        after = st.selectbox(
            _("with"), numbers, index=len(numbers) - 1, key=f"compare_after.{key}",
            format_func=lambda n: say.format(n=number(n)),
        )  # fmt: skip
    with right:
        if data.may_edit:
            st.button(
                _("Make version {n} the latest again").format(n=number(before)),
                key="restore",
                disabled=before == numbers[-1],
                on_click=_restore,
                args=(data, name, before),
            )
    one, other = by_number[before], by_number[after]
    st.html(
        record_sheet.changes_html(
            compare(one.incident, other.incident),
            say.format(n=number(before)),
            say.format(n=number(after)),
        )
    )


def _restore(data: Data, incident_id: str, version: int) -> None:
    try:
        changes.save(data, incident_id, lambda by: by.restore(incident_id, version))
    except ConflictError as error:
        changes.tell_failure(str(error))


def _redact(data: Data, version: Version) -> None:
    """Ask what is to go, and make sure that it is meant."""
    incident = version.incident
    told = _(
        "The text is taken out of every version of this record, for good. A note stays that says "
        "which field was redacted, when, by whom and why. It cannot be undone."
    )
    left = _("Backups, exports and the imported files still hold it; they are not touched.")
    st.html(f'<div class="sr-ask">{told}</div><div class="sr-note">{left}</div>')
    offered = redactable_fields(incident)
    labels = record_sheet.field_names(offered)
    chosen = st.multiselect(
        _("What is redacted"), offered, format_func=lambda one: labels[one], key="redact_fields"
    )
    why = st.text_input(_("Why (is kept)"), key="redact_why", max_chars=500)
    sure = st.checkbox(_("I mean it: it cannot be undone"), key="redact_sure")
    ready = bool(chosen and why.strip() and sure)
    if st.button(_("Redact for good"), key="redact_now", type="primary", disabled=not ready):
        changes.redact(data, incident.incident_id, chosen, why.strip())
        st.rerun()
