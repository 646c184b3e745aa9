"""A new incident while somebody is on the telephone: when, what, where, who says so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import loading, record_form, record_sheet, state
from dashboard.language import _, number
from dashboard.pages import changes, shared
from dashboard.pages.fields import (
    keep_attempt,
    last_attempt,
    record_fields,
    show_problem,
)
from dashboard.pages.place_field import show_place
from dashboard.panels import cause_html, escape, problem_html, reasons_html
from dashboard.wording import place_name, visible, when
from geodata.errors import GeodataError
from incidents.errors import ConflictError, IncidentsError, RecordError
from incidents.record import Incident

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.pages.place_field import ChosenPlace
    from dashboard.pages.shared import Data
    from incidents.record import Claim

FORM = "new"
_CLAIM = "new_claim"
_LIVE = ("date", "verbatim_locality", "reported_depth_min_km", "reported_depth_max_km")
_MORE = (
    ("date_until", "time_local", "time_zone"),
    ("actor", "acting_side"),
    ("target", "personnel_count"),
    ("locality", "adm2", "border_pillar"),
    ("reported_depth_datum", "depth_wording"),
    ("incursion_kind", "entrant", "incursion_into"),
    ("killed_irn", "killed_pak", "killed_militants", "killed_civilians"),
    ("injured_irn", "injured_pak", "injured_militants", "injured_civilians"),
    ("notes",),
    ("sensitive", "at_sea"),
)
_CLAIM_MORE = (("origin", "published", "language"), ("stance", "crossed"), ("title", "url"))


def show(data: Data) -> None:
    """Draw the page."""
    st.html(
        f'<div class="sr-brand">{_("New incident")}<small>'
        f"{_('When, what, where and who says so; everything else can wait.')}</small></div>"
    )
    changes.show_outcome(data, link=True)
    if not data.may_edit:
        st.html(
            f'<div class="sr-empty" role="alert">{_("Nothing can be entered here now.")} '
            f"{cause_html(data.store.read_only)}</div>"
        )
        return
    _show_form(data)


@st.fragment
def _show_form(data: Data) -> None:
    left, right = st.columns([1.25, 1], gap="large")
    labels, claim_labels = record_form.labels(), record_form.claim_labels()
    initial = {"date": date.today().isoformat(), "event_type": "other"}  # noqa: DTZ011 - own day
    with left, st.container(key="new_form"):
        texts = record_fields(
            FORM, [("date", "event_type"), ("verbatim_locality", "country_reported")], initial,
            labels=labels, live=_LIVE,
        )  # fmt: skip
        where = st.container()
        claim = record_fields(_CLAIM, [("claimant", "publisher")], {}, labels=claim_labels)
        texts |= record_fields(
            FORM,
            [("reported_depth_min_km", "reported_depth_max_km", "reported_depth_into")],
            {},
            labels=labels,
            live=_LIVE,
        )
        texts |= record_fields(FORM, [("summary",)], {}, labels=labels)
        with st.expander(_("More"), key="new_more"):
            texts |= record_fields(FORM, _MORE, {}, labels=labels)
            st.html(f'<div class="sr-rail-heading">{_("More on who says so")}</div>')
            claim |= record_fields(_CLAIM, _CLAIM_MORE, {}, labels=claim_labels)
        with where:
            place = show_place(data, FORM, texts)
        status = ask_status(FORM)
    texts["status"] = status
    claim |= _said_by_the_claim(texts)
    values, problems = _read(texts, place)
    with right:
        _show_result(data, values, problems)
    with left:
        show_problem(last_attempt(FORM).problems.get("", ""))
        if st.button(
            _("Save"), key="save_new", type="primary", shortcut="Ctrl+Enter",
            help=_("Ctrl and Enter save from any field"),
        ):  # fmt: skip
            _save(data, texts, claim, place)
        if st.button(_("Empty the form"), key="empty_new", type="tertiary"):
            _start_anew()
            st.rerun()


def ask_status(form: str) -> str:
    """Ask whether a new record is finished or a draft."""
    words = {"unconfirmed": _("Unconfirmed"), "draft": _("Draft, to be finished")}
    return (
        st.segmented_control(
            _("Save as"), list(words), format_func=lambda one: words[one], default="unconfirmed",
            required=True, key=state.form_key(form, "status"), persist_state="session",
        )
        or "unconfirmed"
    )  # fmt: skip


def _said_by_the_claim(texts: Mapping[str, str]) -> dict[str, str]:
    """What the one who calls says, in the claim as in the record."""
    low, high = texts["reported_depth_min_km"], texts["reported_depth_max_km"]
    depth = "-".join(dict.fromkeys(km.strip() for km in (low, high) if km.strip()))
    return {
        "says_date": texts["date"],
        "says_place": texts["verbatim_locality"],
        "says_depth": f"{depth} km" if depth else "",
        "text": texts["summary"],
    }


def _read(texts: Mapping[str, str], place: ChosenPlace) -> tuple[dict[str, Any], dict[str, str]]:
    given = {"incident_id": "new", "event_type": texts["event_type"], **place.columns}
    values, problems = record_form.read(texts, given)
    if place.is_missing:
        problems[""] = _("Say where it was, or choose \N{LEFT DOUBLE QUOTATION MARK}By its name"
                         "\N{RIGHT DOUBLE QUOTATION MARK} and leave the place empty.")  # fmt: skip
    return {**given, **values}, problems


def _show_result(data: Data, values: Mapping[str, Any], problems: Mapping[str, str]) -> None:
    """Say at once what would be stored, and which stored records may be the same event."""
    if problems:
        waiting = "".join(f"<li>{problem_html(p)}</li>" for p in dict.fromkeys(problems.values()))
        st.html(f'<div class="sr-note" role="status"><ul>{waiting}</ul></div>')
        return
    try:
        incident = record_form.preview(values, loading.load_geocoder())
    except (IncidentsError, GeodataError) as error:
        show_problem(str(error))
        return
    st.html(record_sheet.result_html(incident, data.border))
    _show_duplicates(data, incident)


def _show_duplicates(data: Data, incident: Incident) -> None:
    found = record_form.possible_duplicates(incident, data.store, data.frame, data.border)
    if not found:
        st.html(f'<div class="sr-note">{_("No stored record looks like the same event.")}</div>')
        return
    st.html(f'<div class="sr-rail-heading">{_("It may be stored already")}</div>')
    for one in found:
        other_id = one.second_id if one.first_id == incident.incident_id else one.first_id
        version = data.store.get(other_id)
        if version is None:
            continue
        other = version.incident
        day = when(other.date_start, other.date_end, other.date_precision)
        st.html(
            f'<div class="sr-alike"><b>{escape(place_name(other))}</b>, {escape(day)}, '
            f"{escape(_(other.event_type.label))} \N{MIDDLE DOT} {number(100 * one.score)} %"
            f"<small>{reasons_html(one.reasons[:3])}</small></div>"
        )
        shared.link_to_record(other_id, visible(other_id))


def _save(
    data: Data, texts: Mapping[str, str], claim_texts: Mapping[str, str], place: ChosenPlace
) -> None:
    values, problems = _read(texts, place)
    claim, claim_problems = _read_claim(claim_texts)
    keep_attempt(FORM, texts, problems)
    keep_attempt(_CLAIM, claim_texts, claim_problems)
    if problems or claim_problems:
        st.rerun()
    by = changes.editor(data)
    values["incident_id"] = by.id_for(values["date_start"])
    values["dataset"] = record_form.ENTERED
    try:
        incident = Incident.from_row(values, (claim,) if claim else ())
        stored = changes.save(data, incident.incident_id, lambda one: one.add(incident))
    except RecordError as error:
        keep_attempt(FORM, texts, {"": str(error)})
        st.rerun()
    except ConflictError:
        keep_attempt(FORM, texts, {"": _("Somebody took this id meanwhile; save again.")})
        st.rerun()
    if stored:
        _start_anew()
    st.rerun()


def _read_claim(texts: Mapping[str, str]) -> tuple[Claim | None, dict[str, str]]:
    """The account of the one who calls; None where nobody is named."""
    who = ("claimant", "publisher", "origin", "title", "url")
    if not any(texts.get(name, "").strip() for name in who):
        return None, {}
    return record_form.read_claim(texts, "c1")


def _start_anew() -> None:
    state.start_anew(FORM)
    state.start_anew(_CLAIM)
