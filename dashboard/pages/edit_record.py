"""Changing a record: its fields, its accounts, its status, and what it has to do with others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from dashboard import record_form, record_sheet, state
from dashboard.language import _, number
from dashboard.pages import changes
from dashboard.pages.fields import (
    keep_attempt,
    last_attempt,
    record_fields,
    show_problem,
    text_field,
)
from dashboard.pages.place_field import show_place
from dashboard.panels import escape, reasons_markdown
from dashboard.wording import (
    CLAIMANT_NAMES,
    STATUS_NAMES,
    in_markdown,
    place_name,
    publisher,
    visible,
    when,
)
from incidents.conflicts import suggested_status
from incidents.editing import compare, joined
from incidents.errors import ConflictError
from incidents.record import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dashboard.pages.place_field import ChosenPlace
    from dashboard.pages.shared import Data
    from incidents.duplicates import Suggestion
    from incidents.record import Claim, Incident
    from incidents.store import Version

_WHEN = (("date", "date_until"), ("time_local", "time_zone"))
_WHAT = (
    ("event_type", "sub_event_type"),
    ("actor", "acting_side"),
    ("target", "personnel_count"),
    ("summary",),
)
_WHERE = (
    ("verbatim_locality", "locality"),
    ("country_reported", "adm1"),
    ("adm2", "border_pillar"),
)
_DEPTH = (
    ("reported_depth_min_km", "reported_depth_max_km", "reported_depth_into"),
    ("reported_depth_datum", "depth_wording"),
    ("incursion_kind", "entrant", "incursion_into"),
    ("fired_from", "at_sea"),
)
_TOLL = (
    ("killed_irn", "killed_pak", "killed_militants", "killed_civilians", "killed_total"),
    ("injured_irn", "injured_pak", "injured_militants", "injured_civilians", "injured_total"),
    ("toll_wording",),
)
_REST = (("notes",), ("tags", "sensitive"))
_LIVE = ("verbatim_locality", "locality", "adm2", "border_pillar")
_CLAIM = (
    ("claimant", "publisher"),
    ("origin", "published", "language"),
    ("says_date", "says_place"),
    ("says_depth", "says_toll"),
    ("crossed", "stance"),
    ("text",),
    ("title", "url"),
)
_PLACE = "place"
_NEW = ""


def show_edit(data: Data, latest: Version) -> None:
    """Draw the form of a record's fields."""
    name = latest.incident.incident_id
    form = f"edit {name}"
    base = _base_of(data, form, latest)
    if state.kept(f"{form}.conflict"):
        _show_conflict(data, form, base, latest)
    _show_fields(data, form, base)


def _base_of(data: Data, form: str, latest: Version) -> Version:
    """The version that the form was opened on; it stays so until it is saved or dropped."""
    opened = state.kept(f"{form}.base")
    if opened not in (None, latest.version):
        history = {v.version: v for v in data.store.history(latest.incident.incident_id)}
        if opened in history and state.was_typed(form):
            return history[opened]
        state.start_anew(form)
    state.keep(f"{form}.base", latest.version)
    return latest


@st.fragment
def _show_fields(data: Data, form: str, base: Version) -> None:
    texts, place = incident_fields(data, form, base.incident, columns=2)
    show_problem(last_attempt(form).problems.get("", ""))
    with st.container(horizontal=True, key="edit_actions"):
        if st.button(_("Save"), key="save_edit", type="primary", shortcut="Ctrl+Enter"):
            _save(data, form, base, texts, place)
        if st.button(_("Drop these changes"), key="drop_edit", type="tertiary"):
            state.start_anew(form)
            st.rerun()


def incident_fields(
    data: Data, form: str, incident: Incident, *, columns: Literal[1, 2]
) -> tuple[dict[str, str], ChosenPlace]:
    """Draw all fields of a record, filled with what it holds, side by side or below each other.

    Returns
    -------
    tuple
        What stands in each field, and what the field of the place says.
    """
    initial, labels = record_form.texts_of(incident), record_form.labels()
    left, right = st.columns(2, gap="large") if columns == 2 else (st.container(), st.container())
    texts: dict[str, str] = {}

    def section(title: str, rows: tuple[tuple[str, ...], ...]) -> None:
        st.html(f'<div class="sr-record"><h3>{title}</h3></div>')
        texts.update(record_fields(form, rows, initial, labels=labels, live=_LIVE))

    with left, st.container(key="edit_left"):
        section(_("When"), _WHEN)
        section(_("What"), _WHAT)
        section(_("Toll"), _TOLL)
        section(_("Further"), _REST)
    with right, st.container(key="edit_right"):
        section(_("Where"), _WHERE)
        has_place = incident.georeference_status in ("placed", "area")
        place = show_place(data, form, texts, has_place=has_place)
        section(_("Depth and crossing, as reported"), _DEPTH)
    return texts, place


def _save(
    data: Data, form: str, base: Version, texts: Mapping[str, str], place: ChosenPlace
) -> None:
    """Store what was changed, on top of the version that the form was opened on."""
    values, problems = read_changes(base.incident, texts, place)
    keep_attempt(form, texts, problems)
    if problems:
        st.rerun()
    if not values:
        keep_attempt(form, texts, {"": _("Nothing was changed yet.")})
        st.rerun()
    name = base.incident.incident_id
    try:
        changes.save(data, name, lambda by: by.edit(name, values, version=base.version), form=form)
    except ConflictError:
        mine = record_form.changed_texts(texts, record_form.texts_of(base.incident))
        mine |= {n: record_form.text_of(v) for n, v in values.items() if n in place.columns}
        state.keep(f"{form}.conflict", (mine, values))
    st.rerun()


def read_changes(
    incident: Incident, texts: Mapping[str, str], place: ChosenPlace
) -> tuple[dict[str, Any], dict[str, str]]:
    """What a form changes, by column, and what is wrong by field."""
    changed = record_form.changed_texts(texts, record_form.texts_of(incident))
    row = incident.to_row()
    values, problems = record_form.read(changed, {**row, **place.columns})
    if place.is_missing:
        problems[""] = _("Say where it was, or leave the place as it is.")
    if place.keeps and any(name in changed for line in _WHERE for name in line):
        values |= {name: row[name] for name in record_form.PLACE_COLUMNS}
    values |= place.columns
    same = all(row.get(name) == value for name, value in values.items())
    return ({} if same else values), problems


# --- Two people at one record ------------------------------------------------------------------


def _show_conflict(data: Data, form: str, base: Version, latest: Version) -> None:
    """What somebody else stored meanwhile beside what was typed here, for the person to choose."""
    mine, values = state.kept(f"{form}.conflict")
    before = record_form.texts_of(base.incident)
    theirs = record_form.texts_of(latest.incident)
    told = _(
        "{who} saved version {n} of this record while you were editing version {base}. Nothing of "
        "yours is lost, and nothing was stored. Where only one of you changed a field, both "
        "changes are kept; choose where you both did."
    ).format(who=latest.created_by, n=number(latest.version), base=number(base.version))
    st.html(f'<div class="sr-ask" role="alert">{escape(told)}</div>')
    names = [n for n in theirs if n in mine or theirs[n] != before[n]]
    full = {**theirs, **mine}
    st.html(record_sheet.contested_html(names, before, theirs, full, latest.created_by))
    contested = record_form.contested(mine, before, theirs)
    placing = record_form.PLACE_COLUMNS
    grouped = list(dict.fromkeys(_PLACE if n in placing else n for n in contested))
    kept_theirs: set[str] = set()
    labels = {**record_form.labels(), _PLACE: _("Where it was put")}
    words = {"mine": _("Yours"), "theirs": _("The stored one")}
    for name in grouped:
        choice = st.segmented_control(
            labels[name], list(words), format_func=lambda one: words[one], default="mine",
            required=True, key=state.form_key(form, f"choose_{name}_{latest.version}"),
        )  # fmt: skip
        if choice == "theirs":
            kept_theirs.add(name)
    with st.container(horizontal=True):
        if st.button(
            _("Save over version {n}").format(n=number(latest.version)),
            key="save_over", type="primary",
        ):  # fmt: skip
            _save_over(data, form, latest, _without(values, kept_theirs))
        if st.button(_("Drop mine"), key="drop_mine", type="tertiary"):
            state.start_anew(form)
            st.rerun()


def _without(values: Mapping[str, Any], fields: set[str]) -> dict[str, Any]:
    """The values but for those of some fields."""
    columns = set(fields)
    if _PLACE in fields:
        columns |= set(record_form.PLACE_COLUMNS)
    if fields & {"date", "date_until"}:
        columns |= {"date_start", "date_end", "date_precision"}
    columns |= {f"{name}_{bound}" for name in fields for bound in ("low", "best", "high")}
    return {name: value for name, value in values.items() if name not in columns}


def _save_over(data: Data, form: str, latest: Version, values: Mapping[str, Any]) -> None:
    name = latest.incident.incident_id
    if not values:
        state.start_anew(form)
        st.rerun()
    try:
        changes.save(
            data, name, lambda by: by.edit(name, values, version=latest.version), form=form
        )
    except ConflictError:  # once more: the page shows the newer one
        st.rerun()
    st.rerun()


# --- Accounts ----------------------------------------------------------------------------------


def show_claim_forms(data: Data, latest: Version) -> None:
    """Draw the accounts, with a form for the one that is picked or for a new one."""
    incident = latest.incident
    st.html(record_sheet.claims_html(incident))
    claims = {claim.claim_id: claim for claim in incident.claims}
    options = [_NEW, *claims]
    chosen = st.selectbox(
        _("Account"),
        options,
        format_func=lambda one: _claim_name(claims[one]) if one else _("Add an account"),
        key=f"claim_of {incident.incident_id} {len(options)}",
        persist_state="session",
    )
    _show_claim_form(data, latest, claims.get(chosen or _NEW))


def _claim_name(claim: Claim) -> str:
    whose = _(CLAIMANT_NAMES[claim.claimant or "unknown"])
    return visible(f"{claim.claim_id}: {publisher(claim)}{_(', ')}{whose}")


@st.fragment
def _show_claim_form(data: Data, latest: Version, claim: Claim | None) -> None:
    name = latest.incident.incident_id
    form = f"claim {name} {claim.claim_id if claim else ''}"
    base = _base_of(data, form, latest)
    of_base = {c.claim_id: c for c in base.incident.claims}
    before = of_base.get(claim.claim_id, claim) if claim else None
    labels = record_form.claim_labels()
    initial = record_form.claim_texts(before)
    texts = record_fields(form, _CLAIM, initial, labels=labels)
    if base.version != latest.version and record_form.changed_texts(texts, initial) and claim:
        told = _("{who} saved version {n} meanwhile; compare before you save.")
        said = told.format(who=latest.created_by, n=number(latest.version))
        theirs = record_form.claim_texts(claim)
        names = [n for n in labels if len({initial[n], theirs[n], texts[n].strip()}) > 1]
        st.html(f'<div class="sr-ask" role="alert">{escape(said)}</div>')
        st.html(record_sheet.contested_html(names, initial, theirs, texts, latest.created_by))
    show_problem(last_attempt(form).problems.get("", ""))
    with st.container(horizontal=True, key="claim_actions"):
        words = _("Save this account") if claim else _("Add this account")
        if st.button(words, key="save_claim", type="primary", shortcut="Ctrl+Enter"):
            _save_claim(data, form, latest, claim, texts)
        if claim and st.button(_("Take it out"), key="remove_claim", type="tertiary"):
            rest = tuple(c for c in latest.incident.claims if c.claim_id != claim.claim_id)
            _store_claims(data, form, latest, rest)


def _save_claim(
    data: Data, form: str, latest: Version, claim: Claim | None, texts: Mapping[str, str]
) -> None:
    claims = latest.incident.claims
    claim_id = claim.claim_id if claim else record_form.free_claim_id(claims)
    read, problems = record_form.read_claim(texts, claim_id)
    keep_attempt(form, texts, problems)
    if read is None:
        st.rerun()
    else:
        there = any(c.claim_id == claim_id for c in claims)
        changed = tuple(read if c.claim_id == claim_id else c for c in claims)
        _store_claims(data, form, latest, changed if there else (*claims, read))


def _store_claims(data: Data, form: str, latest: Version, claims: tuple[Claim, ...]) -> None:
    """Store the claims on top of the version that is shown; if another is the latest, show that."""
    name = latest.incident.incident_id
    try:
        changes.save(
            data, name, lambda by: by.set_claims(name, claims, version=latest.version), form=form
        )
    except ConflictError as error:
        changes.tell_failure(str(error))
    st.rerun()


# --- Status ------------------------------------------------------------------------------------


def show_status(data: Data, latest: Version) -> None:
    """Draw the choice of a status, and the way to reject a record."""
    incident = latest.incident
    name = incident.incident_id
    suggested = suggested_status(incident)
    left, right = st.columns(2, gap="large")
    with left:
        told = _("The accounts alone suggest: {status}. A person decides.").format(
            status=_(STATUS_NAMES[suggested])
        )
        st.html(f'<div class="sr-note">{escape(told)}</div>')
        kept = [one for one in STATUSES if one != "rejected"]
        status = st.radio(
            _("Status"),
            kept,
            format_func=lambda one: _(STATUS_NAMES[one]),
            index=kept.index(incident.status) if incident.status in kept else None,
            key=f"status_of {name} {latest.version}",
            horizontal=True,
        )
        if st.button(
            _("Set the status"), key="set_status", disabled=status in (None, incident.status)
        ):
            _change(data, name, lambda by: by.set_status(name, str(status), version=latest.version))
    with right:
        _show_rejection(data, latest)


def _show_rejection(data: Data, latest: Version) -> None:
    incident = latest.incident
    name, form = incident.incident_id, f"reject {incident.incident_id}"
    if incident.status == "rejected":
        st.html(f'<div class="sr-ask">{_("This record is rejected: it is in no count.")}</div>')
        return
    told = _("A rejected record stays in the store with all its versions, and is in no count.")
    st.html(f'<div class="sr-note">{told}</div>')
    reason = text_field(form, "reason", _("Why it is rejected")).strip()
    if st.button(_("Reject this record"), key="reject"):
        if not reason:
            show_problem(_("Say why; the reason is kept in the notes."))
            return
        notes = "\n".join(part for part in (incident.notes, f"Rejected: {reason}") if part)
        values = {"status": "rejected", "notes": notes}
        _change(data, name, lambda by: by.edit(name, values, version=latest.version), form=form)


def _change(data: Data, name: str, change: Callable[[Any], Any], *, form: str = "") -> None:
    """Make a change that nothing typed depends on; a conflict is told, and the newer is shown."""
    try:
        changes.save(data, name, change, form=form)
    except ConflictError as error:
        changes.tell_failure(str(error))
    st.rerun()


# --- Other records -----------------------------------------------------------------------------


def show_relations(data: Data, latest: Version) -> None:
    """Draw what a record may have to do with others: the same event, linked, or two events."""
    left, right = st.columns([1.35, 1], gap="large")
    with left:
        _show_other(data, latest)
    with right:
        _show_split(data, latest)


def _show_other(data: Data, latest: Version) -> None:
    incident = latest.incident
    name, form = incident.incident_id, f"relate {incident.incident_id}"
    st.html(f'<div class="sr-record"><h3>{_("Another record")}</h3></div>')
    if incident.merged_into:
        st.html(f'<div class="sr-empty">{_("A merged record has no further relations.")}</div>')
        return
    found = record_form.possible_duplicates(incident, data.store, data.frame, data.border)
    other = choose_other(data, form, incident, found)
    if other is None:
        return
    one, other_id = other.incident, other.incident.incident_id
    st.html(f'<div class="sr-rail-heading">{_("What the merged record would be")}</div>')
    preview = compare(incident, joined(incident, one))
    st.html(record_sheet.changes_html(preview, _("This record now"), _("Merged")))
    with st.container(horizontal=True):
        if st.button(
            _("Merge {name} into this record").format(name=in_markdown(other_id)), key="merge"
        ):
            _change(data, name, lambda by: by.merge(name, other_id), form=form)
        if st.button(_("Link both, as two events"), key="link"):
            _change(data, name, lambda by: by.link(name, other_id), form=form)


def choose_other(
    data: Data, form: str, incident: Incident, found: Sequence[Suggestion], *, first: bool = False
) -> Version | None:
    """Let the person choose the record that an incident has to do with.

    Parameters
    ----------
    data
        The open store.
    form
        Name of the form that it stands in.
    incident
        Stored or not.
    found
        Records that may be the same event, the likeliest first; an id may be typed instead.
    first
        Whether the likeliest is chosen already.
    """
    name = incident.incident_id
    alike = {(s.second_id if s.first_id == name else s.first_id): s for s in found}
    reasons = [reasons_markdown(s.reasons[:3]) for s in alike.values()]
    chosen = None
    if alike:
        chosen = st.radio(
            _("Records that may be the same event"),
            list(alike),
            index=0 if first else None,
            format_func=lambda one: in_markdown(f"{one}, {100 * alike[one].score:.0f} %"),
            captions=reasons,
            key=state.form_key(form, "alike"),
        )
    typed = text_field(form, "other", _("Or its id")).strip()
    other_id = typed or chosen
    if not other_id:
        return None
    other = data.store.get(other_id)
    if other is None or other_id == name or other.incident.merged_into:
        show_problem(_("No other record that is not merged has this id; check it."))
        return None
    one = other.incident
    day = when(one.date_start, one.date_end, one.date_precision)
    st.html(
        f'<div class="sr-alike"><b>{escape(place_name(one))}</b>, {escape(day)}, '
        f"{escape(_(one.event_type.label))}<small>{escape(one.summary or '')}</small></div>"
    )
    return other


def _show_split(data: Data, latest: Version) -> None:
    incident = latest.incident
    name, form = incident.incident_id, f"split {incident.incident_id}"
    claims = {claim.claim_id: claim for claim in incident.claims}
    st.html(f'<div class="sr-record"><h3>{_("Two events in one record")}</h3></div>')
    if len(claims) < 2:
        told = _("With fewer than two accounts there is no split.")
        st.html(f'<div class="sr-empty">{told}</div>')
        return
    going = st.multiselect(
        _("Accounts that tell of another event"),
        list(claims),
        format_func=lambda one: _claim_name(claims[one]),
        key=state.form_key(form, f"going {latest.version}"),
    )
    date = text_field(form, "date", _("Date of the other event, if it differs"))
    if not going:
        return
    values, problems = record_form.read({"date": date}, incident.to_row()) if date else ({}, {})
    for problem in problems.values():
        show_problem(problem)
    staying = [_claim_name(claims[one]) for one in claims if one not in going]
    leaving = [_claim_name(claims[one]) for one in going]
    for title, listed in ((_("Stay here"), staying), (_("Go to a new record"), leaving)):
        lines = "".join(f"<li>{escape(one)}</li>" for one in listed)
        st.html(f'<div class="sr-note"><b>{title}</b><ul>{lines}</ul></div>')
    if st.button(_("Split"), key="split", disabled=not staying or bool(problems)):
        _change(data, name, lambda by: by.split(name, going, values)[0], form=form)
