"""From a news report to records: the article beside its drafts, for a person to decide on each.

Nothing is stored without a press. A decision is a version of a record, and can be undone; a
rejected draft stays in the list until the article is closed.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import loading, record_form, record_sheet, state
from dashboard.article_text import article_html, cleaned, draft_html, draft_title, language_of
from dashboard.language import _, day, ngettext, noted, number
from dashboard.pages import changes, shared
from dashboard.pages.edit_record import choose_other, incident_fields, read_changes
from dashboard.pages.fields import (
    keep_attempt,
    last_attempt,
    record_fields,
    show_problem,
    text_field,
)
from dashboard.pages.new_incident_page import ask_status
from dashboard.panels import cause_html, engine_html, escape, reasons_html
from dashboard.wording import in_markdown
from incidents.articles import ARTICLE_FORMATS, MAX_ARTICLE_BYTES, read_article
from incidents.errors import IncidentsError, UnknownEncodingError
from incidents.extraction import (
    MAX_CHARACTERS,
    UndatedError,
    drafts_placed,
    extract,
    not_read,
    overlooked,
)
from incidents.record import Incident

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from dashboard.pages.shared import Data
    from incidents.articles import Article
    from incidents.editing import Editor
    from incidents.extraction import Draft
    from incidents.store import AddReport

FORM, SOURCE, DRAFTS = "article", "article_source", "article_drafts"

_SUFFIXES = ["txt", "html", "htm", "xhtml", "pdf", "docx"]
_ENCODINGS = {noted("Windows Arabic (cp1256)"): "cp1256", noted("Western (cp1252)"): "cp1252"}
_MOST_TYPED = 2_000_000
_COLUMN_PX = 1400
"""More than a window holds: the style ends both columns where the window ends."""

_KEPT = "article"
_READ, _EDIT, _MERGE = "read", "edit", "merge"
_STORED, _MERGED, _REJECTED = "stored", "merged", "rejected"
_DATASET = "Read from articles"


@dataclass(frozen=True)
class _Reading:
    """An article as it was read: its drafts, where it is from, and what of it was not read.

    `missed` is where clauses stand that may tell of something which is in no draft.
    """

    text: str
    drafts: tuple[Draft, ...]
    published: date | None
    source: Mapping[str, str]
    remarks: tuple[str, ...]
    missed: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Decision:
    """What became of a draft; `name` is the record's id, `batch_id` what undoes it."""

    kind: str
    name: str = ""
    batch_id: int | None = None


@dataclass
class _Session:
    """The article that this person has open, and what was decided.

    `taken` is the upload that stands in the field, with the encoding it was read in; `next_order`
    is the draft that the next run opens.
    """

    reading: _Reading | None = None
    decisions: dict[str, _Decision] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    mode: str = _READ
    next_order: int | None = None
    told: tuple[str, str] | None = None
    taken: tuple[str, str | None] | None = None
    file_remarks: tuple[str, ...] = ()
    file_problem: str = ""
    asks_encoding: bool = False


def _session() -> _Session:
    return state.kept_or_new(_KEPT, _Session)


def show(data: Data) -> None:
    """Draw the page."""
    about = _(
        "The incidents that a report tells of, each field with the words it rests on. Read by "
        "rules, on this computer; nothing is stored until you accept it."
    )
    st.html(
        f'<div class="sr-brand">{escape(_("From an article"))}<small>{escape(about)}</small></div>'
    )
    reading = _session().reading
    if reading is None:
        _show_input(data)
    else:
        _show_reading(data, reading)


# --- The article is given ------------------------------------------------------------------------


def _show_input(data: Data) -> None:
    session = _session()
    left, right = st.columns([1.9, 1], gap="large")
    with right, st.container(key="article_source"):
        _show_upload()
        published = text_field(
            FORM, "published", record_form.claim_labels()["published"],
            placeholder="2014-10-22",
            help_text=_("Weekdays, and days without a year, are reckoned from it"),
        )  # fmt: skip
        show_problem(last_attempt(FORM).about("published", published))
        source = record_fields(
            SOURCE,
            [("publisher",), ("url",), ("title",)],
            {},
            labels=record_form.claim_labels(),
        )
    with left, st.container(key="article_input"):
        text = st.text_area(
            _("The article, as plain text"),
            key=state.form_key(FORM, "text"),
            height=440,
            persist_state="session",
            placeholder=_("Paste a report here: English, Persian or Urdu."),
            on_change=state.touch_form,
            args=(FORM,),
        )
        show_problem(last_attempt(FORM).problems.get("", ""))
        for remark in session.file_remarks:
            st.html(f'<div class="sr-note">{engine_html(remark)}</div>')
        with st.container(horizontal=True, vertical_alignment="center", key="article_actions"):
            if st.button(
                _("Find incidents"), key="article_find", type="primary", shortcut="Ctrl+Enter"
            ):
                _find(text or "", published, source)
            if (text or "").strip() and st.button(
                _("Empty the form"), key="article_empty", type="tertiary", on_click=_close
            ):
                st.rerun()
            shared.link_to_page("review", _("What waits in Review"))
    if not data.may_edit:
        _say_read_only(data)


def _show_upload() -> None:
    """Take a file: its text is put into the field, to be looked at before it is read."""
    session = _session()
    upload = st.file_uploader(
        _("Or a file: {formats}").format(formats=", ".join(ARTICLE_FORMATS)),
        type=_SUFFIXES,
        key=state.form_key(FORM, "upload"),
        max_upload_size=MAX_ARTICLE_BYTES // 1024**2,
    )
    if upload is None:
        session.taken, session.file_problem, session.asks_encoding = None, "", False
        return
    encoding = None
    if session.asks_encoding:
        chosen = st.selectbox(
            _("Text encoding"), list(_ENCODINGS), index=None, format_func=_,
            key=state.form_key(FORM, f"encoding {upload.file_id}"),
        )  # fmt: skip
        encoding = _ENCODINGS.get(chosen or "")
    if session.taken != (upload.file_id, encoding):
        session.taken = (upload.file_id, encoding)
        _take(upload, encoding)
        st.rerun()
    show_problem(session.file_problem)


def _take(upload: UploadedFile, encoding: str | None) -> None:
    session = _session()
    session.file_problem, session.file_remarks = "", ()
    try:
        article = _article_of(upload, encoding)
    except UnknownEncodingError as error:
        session.asks_encoding, session.file_problem = True, str(error)
        return
    except IncidentsError as error:
        session.file_problem = str(error)
        return
    session.file_remarks = article.remarks
    state.type_into(FORM, "text", cleaned(article.text))
    if article.title:
        state.type_into(SOURCE, "title", article.title)
    if article.published_on:
        state.type_into(FORM, "published", article.published_on.isoformat())


def _article_of(upload: UploadedFile, encoding: str | None) -> Article:
    """Read an upload in a process of its own; it is on disk only as long as that takes."""
    with tempfile.TemporaryDirectory(prefix="sarhad-article-") as folder:
        path = Path(folder) / f"article{Path(upload.name).suffix[:8]}"
        path.write_bytes(upload.getbuffer())
        with st.spinner(_("Reading the file ...")):
            return read_article(path, encoding=encoding)


def _find(typed: str, published: str, source: Mapping[str, str]) -> None:
    """Read the article; what is missing is said beside the field."""
    session = _session()
    text = cleaned(typed)
    given, problems = _day(published)
    claim_problems = record_form.read_claim(source, "c1", needed=False)[1]
    if not text.strip():
        problems[""] = _("Paste an article, or drop a file, first.")
    elif len(text) > _MOST_TYPED:
        problems[""] = _("{n} characters are no article; at most {most} are taken.").format(
            n=number(len(text)), most=number(_MOST_TYPED)
        )
    drafts: tuple[Draft, ...] = ()
    if not problems and not claim_problems:
        try:
            with st.spinner(_("Reading the article ...")):
                drafts = drafts_placed(extract(text, published=given), loading.load_geocoder())
        except UndatedError:
            problems["published"] = _(
                "The article names no full date, so that its days cannot be reckoned. Give the day "
                "of publication."
            )
        except IncidentsError as error:
            problems[""] = str(error)
    keep_attempt(FORM, {"published": published}, problems)
    keep_attempt(SOURCE, source, claim_problems)
    if not problems and not claim_problems:
        session.reading = _Reading(
            text,
            _sourced(drafts, source, text),
            given,
            dict(source),
            not_read(text),
            overlooked(text, drafts, published=given),
        )
        session.mode, session.told = _READ, None
        state.start_anew(DRAFTS)
    st.rerun()


def _sourced(drafts: Sequence[Draft], source: Mapping[str, str], text: str) -> tuple[Draft, ...]:
    """The drafts with the article as the source of each of their accounts."""
    said = {name: value.strip() for name, value in source.items() if value.strip()}
    said |= {"language": language_of(text)}
    return tuple(
        replace(
            draft,
            incident=replace(
                draft.incident,
                claims=tuple(replace(claim, **said) for claim in draft.incident.claims),
            ),
        )
        for draft in drafts
    )


def _day(published: str) -> tuple[date | None, dict[str, str]]:
    """The day of publication as the form of an incident reads days; None where none is given."""
    if not published.strip():
        return None, {}
    values, problems = record_form.read(
        {"date": published}, {"incident_id": "new", "event_type": "other"}
    )
    if problems:
        return None, {"published": " ".join(problems.values())}
    if values["date_precision"] != "day":
        return None, {"published": _("Give one day, such as 2014-10-22.")}
    return values["date_start"], {}


def _close() -> None:
    """Forget the article and what was typed for it; what was stored stays."""
    for form in (FORM, SOURCE, DRAFTS):
        state.start_anew(form)
    state.keep(_KEPT, None)


# --- The article beside its drafts ---------------------------------------------------------------


def _show_reading(data: Data, reading: _Reading) -> None:
    _show_head(reading)
    _show_told(data)
    left, right = st.columns(2, gap="medium")
    with right:
        chosen = _show_drafts(data, reading) if reading.drafts else _show_nothing()
    with left:
        for remark in reading.remarks:
            st.html(f'<div class="sr-ask">{engine_html(remark)}</div>')
        if reading.missed:
            _show_missed(data, len(reading.missed))
        with st.container(height=_COLUMN_PX, key="article_text"):
            st.html(
                article_html(
                    reading.text,
                    reading.drafts,
                    chosen=chosen,
                    most=MAX_CHARACTERS,
                    missed=reading.missed,
                )
            )
            if chosen:  # fixed text and a number: the words of the draft come into view
                st.html(
                    f"<script>/* {chosen} */ document.querySelector('.sr-article .sr-chosen')"
                    "?.scrollIntoView({block: 'center'});</script>",
                    unsafe_allow_javascript=True,
                )


def _show_missed(data: Data, count: int) -> None:
    """Point at what no draft rests on, though it says a day."""
    told = ngettext(
        "{n} place with a dotted line says a day of the news and is in no draft. See whether it "
        "tells of an incident.",
        "{n} places with a dotted line say a day of the news and are in no draft. See whether one "
        "tells of an incident.",
        count,
    ).format(n=number(count))
    with st.container(horizontal=True, vertical_alignment="center", key="article_missed"):
        st.html(f'<div class="sr-note" role="note">{escape(told)}</div>')
        if data.may_edit:
            shared.link_to_page("new-incident", _("Enter it by hand"))


def _show_head(reading: _Reading) -> None:
    """What is open, and the ways out of it."""
    source = reading.source
    parts = [source.get("title", ""), source.get("publisher", "")]
    if reading.published:
        parts.append(_("published {day}").format(day=day(reading.published)))
    elif reading.drafts:
        parts.append(_("no day of publication was given; days are reckoned from the text"))
    with st.container(horizontal=True, vertical_alignment="center", key="article_head"):
        st.html(
            '<span class="sr-note">'
            + escape(" \N{MIDDLE DOT} ".join(part for part in parts if part))
            + "</span>"
        )
        st.button(
            _("Change the text"), key="article_change", type="tertiary", on_click=_change_text
        )
        st.button(_("Close the article"), key="article_close", type="tertiary", on_click=_close)


def _change_text() -> None:
    _session().reading = None
    _session().told = None


def _show_nothing() -> int:
    told = _(
        "No incident was found. Looked for were sentences that tell of something done on a day: "
        "attacks, clashes, fire or a way across the line, arrests, closures, meetings. Threats, "
        "figures over time, earlier background and readers' comments are passed over."
    )
    st.html(f'<div class="sr-empty" role="status">{escape(told)}</div>')
    shared.link_to_page("new-incident", _("Enter an incident by hand"))
    return 0


def _show_drafts(data: Data, reading: _Reading) -> int:
    """Draw the list of drafts and the chosen one; its number, from 1."""
    session, drafts = _session(), reading.drafts
    _show_progress(drafts)
    labels = {str(order): _labelled(draft, order) for order, draft in enumerate(drafts, 1)}
    if session.next_order is not None:
        state.type_into(DRAFTS, "chosen", str(session.next_order))
        session.next_order = None
    with st.container(key="article_drafts", height=min(28 * len(drafts) + 4, 172), border=False):
        picked = st.radio(
            _("Drafts"),
            list(labels),
            format_func=labels.__getitem__,
            key=state.form_key(DRAFTS, "chosen"),
            label_visibility="collapsed",
            persist_state="session",
            on_change=_to_mode,
            args=(_READ,),
            width="stretch",
        )
    chosen = int(picked or 1)
    draft = drafts[chosen - 1]
    decision = session.decisions.get(draft.incident.incident_id)
    _show_buttons(data, reading, chosen, decision)
    with st.container(key="article_panel", height=_COLUMN_PX, border=False):
        if decision is None and session.mode == _EDIT and data.may_edit:
            _show_form(data, reading, chosen)
            return chosen
        if decision is None and session.mode == _MERGE and data.may_edit:
            _show_merge(data, reading, chosen)
            return chosen
        if decision is not None and decision.name:
            shared.link_to_record(decision.name, _("Open the record"))
        st.html(draft_html(draft, data.border, order=chosen, told=reading.remarks))
        if decision is None:
            _show_duplicates(data, draft)
    return chosen


def _show_progress(drafts: Sequence[Draft]) -> None:
    """How many are decided, and how; all of it is said once nothing is open."""
    decisions = _session().decisions
    kinds = Counter(
        decisions[one.incident.incident_id].kind
        for one in drafts
        if one.incident.incident_id in decisions
    )
    words = {
        _STORED: _("{n} stored").format(n=number(kinds[_STORED])),
        _MERGED: _("{n} merged").format(n=number(kinds[_MERGED])),
        _REJECTED: _("{n} rejected").format(n=number(kinds[_REJECTED])),
    }
    said = ", ".join(words[kind] for kind in words if kinds[kind])
    if kinds.total() == len(drafts):
        told = _("All is decided: {decisions}.").format(decisions=said)
        st.html(f'<div class="sr-done" role="status">{escape(told)}</div>')
        return
    found = ngettext("{n} draft", "{n} drafts", len(drafts)).format(n=number(len(drafts)))
    st.html(f'<div class="sr-note">{escape(found)}: {escape(said or _("none decided yet"))}</div>')


def _labelled(draft: Draft, order: int) -> str:
    """A draft in the list: its number, what it is, and what became of it."""
    title = in_markdown(draft_title(draft))
    decision = _session().decisions.get(draft.incident.incident_id)
    if decision is None:
        return f"**{number(order)}** {title}"
    if decision.kind == _REJECTED:
        return f"**{number(order)}** ~~{title}~~ :gray[{_('rejected')}]"
    told = _("stored as {name}") if decision.kind == _STORED else _("merged into {name}")
    return f"**{number(order)}** {title} :gray[{in_markdown(told.format(name=decision.name))}]"


def _show_buttons(data: Data, reading: _Reading, chosen: int, decision: _Decision | None) -> None:
    """The ways to the other drafts, and what can be decided of this one."""
    count = len(reading.drafts)
    with st.container(horizontal=True, vertical_alignment="center", key="article_way"):
        for label, icon, key, shortcut, step in (
            (_("Previous"), ":material/chevron_left:", "article_previous", "Alt+P", -1),
            (_("Next"), ":material/chevron_right:", "article_next", "Alt+N", 1),
        ):
            st.button(
                label, icon=icon, key=key, type="tertiary", shortcut=shortcut,
                disabled=not 1 <= chosen + step <= count, on_click=_go, args=(chosen + step,),
            )  # fmt: skip
        deciding = data.may_edit and decision is None and _session().mode == _READ
        status = ask_status(DRAFTS) if deciding else ""
    if not data.may_edit:
        _say_read_only(data)
    if not deciding:
        return
    with st.container(horizontal=True, key="article_decide"):
        st.button(
            _("Accept"), key="article_accept", type="primary", shortcut="Alt+A",
            on_click=_accept, args=(data, reading, chosen, status),
        )  # fmt: skip
        st.button(_("Edit"), key="article_edit", shortcut="Alt+E", on_click=_to_mode, args=(_EDIT,))
        st.button(
            _("Merge"), key="article_merge", shortcut="Alt+M", on_click=_to_mode, args=(_MERGE,),
            help=_("Into a stored record, as one more account"),
        )  # fmt: skip
        st.button(
            _("Reject"), key="article_reject", shortcut="Alt+X", on_click=_reject,
            args=(reading, chosen),
        )  # fmt: skip


def _say_read_only(data: Data) -> None:
    st.html(
        f'<div class="sr-note" role="status">{escape(_("You may read, but not store."))} '
        f"{cause_html(data.store.read_only or '')}</div>"
    )


def _go(order: int) -> None:
    _session().next_order = order
    _to_mode(_READ)


def _to_mode(mode: str) -> None:
    _session().mode, _session().told = mode, None


def _show_duplicates(data: Data, draft: Draft) -> None:
    """Stored records that may be the same event, with the reasons."""
    found = record_form.possible_duplicates(draft.incident, data.store, data.frame, data.border)
    if not found:
        told = _("No stored record looks like the same event.")
        st.html(f'<div class="sr-note">{escape(told)}</div>')
        return
    st.html(f'<div class="sr-rail-heading">{escape(_("It may be stored already"))}</div>')
    name = draft.incident.incident_id
    for one in found:
        other_id = one.second_id if one.first_id == name else one.first_id
        st.html(
            f'<div class="sr-alike"><b>{escape(other_id)}</b> \N{MIDDLE DOT} '
            f"{number(100 * one.score)} %<small>{reasons_html(one.reasons[:3])}</small></div>"
        )
        shared.link_to_record(other_id, _("Open the record"))


# --- Deciding ------------------------------------------------------------------------------------


def _accept(data: Data, reading: _Reading, chosen: int, status: str) -> None:
    draft = reading.drafts[chosen - 1]
    _store(data, reading, chosen, replace(draft.incident, status=status))


def _store(data: Data, reading: _Reading, chosen: int, incident: Incident) -> None:
    """Store a draft, as it is or as it was mended, with the article as its source."""
    name = changes.editor(data).id_for(incident.date_start)
    stored = replace(incident, incident_id=name, dataset=_DATASET)
    _decide(data, reading, chosen, _Decision(_STORED, name), lambda by: by.add(stored))


def _reject(reading: _Reading, chosen: int) -> None:
    _decided(reading, chosen, _Decision(_REJECTED))


def _decide(
    data: Data,
    reading: _Reading,
    chosen: int,
    decision: _Decision,
    change: Callable[[Editor], AddReport],
) -> None:
    """Store a decision; what was stored, or why not, is told above the drafts."""
    try:
        report = change(changes.editor(data))
    except IncidentsError as error:
        _session().told = ("alert", str(error))
        return
    _decided(reading, chosen, replace(decision, batch_id=report.batch_id))


def _decided(reading: _Reading, chosen: int, decision: _Decision) -> None:
    """Remember a decision and go on to the next draft that waits."""
    session = _session()
    name = reading.drafts[chosen - 1].incident.incident_id
    session.decisions[name] = decision
    session.order.append(name)
    told = {
        _STORED: _("Stored as {name}."),
        _MERGED: _("Merged into {name} as one more account."),
        _REJECTED: _("Rejected; nothing was stored."),
    }[decision.kind]
    session.mode, session.told = _READ, ("status", told.format(name=decision.name))
    count = len(reading.drafts)
    for order in (*range(chosen + 1, count + 1), *range(1, chosen)):
        if reading.drafts[order - 1].incident.incident_id not in session.decisions:
            session.next_order = order
            return


def _undo(data: Data, reading: _Reading) -> None:
    session = _session()
    name = session.order[-1]
    decision = session.decisions[name]
    try:
        if decision.batch_id is not None:
            changes.editor(data).undo(decision.batch_id)
    except IncidentsError as error:
        session.told = ("alert", str(error))
        return
    session.order.pop()
    del session.decisions[name]
    session.mode, session.told = _READ, ("status", _("Undone; the draft waits again."))
    for order, draft in enumerate(reading.drafts, 1):
        if draft.incident.incident_id == name:
            session.next_order = order


def _show_told(data: Data) -> None:
    """What was decided last, and the way back."""
    session = _session()
    reading = session.reading
    if reading is None or (session.told is None and not session.order):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="article_told"):
        if session.told is not None:
            changes.show_told(*session.told)
        if session.order and data.may_edit:
            st.button(
                _("Undo"), icon=":material/undo:", key="article_undo", type="tertiary",
                shortcut="Alt+U", on_click=_undo, args=(data, reading),
            )  # fmt: skip


@st.fragment
def _show_form(data: Data, reading: _Reading, chosen: int) -> None:
    """The form of a record, filled with the draft."""
    incident = reading.drafts[chosen - 1].incident
    form = f"{DRAFTS}.{incident.incident_id}"
    texts, place = incident_fields(data, form, incident, columns=1)
    status = ask_status(DRAFTS)
    show_problem(last_attempt(form).problems.get("", ""))
    with st.container(horizontal=True, key="article_form_actions"):
        save = st.button(
            _("Store it so"), key="article_save", type="primary", shortcut="Ctrl+Enter"
        )
        if st.button(_("Back to the draft"), key="article_back", type="tertiary"):
            _to_mode(_READ)
            st.rerun()
    if not save:
        return
    values, problems = read_changes(incident, texts, place)
    keep_attempt(form, texts, problems)
    if not problems:
        row = {**incident.to_row(), **values, "status": status}
        if not place.keeps and not place.columns:
            row |= dict.fromkeys(record_form.PLACE_COLUMNS)
        try:
            _store(data, reading, chosen, Incident.from_row(row, incident.claims))
        except IncidentsError as error:
            keep_attempt(form, texts, {"": str(error)})
    st.rerun()


def _show_merge(data: Data, reading: _Reading, chosen: int) -> None:
    """Choose the stored record that tells of the same event, and see what it would gain."""
    incident = reading.drafts[chosen - 1].incident
    form = f"{DRAFTS}.merge {incident.incident_id}"
    found = record_form.possible_duplicates(incident, data.store, data.frame, data.border)
    other = choose_other(data, form, incident, found, first=True)
    claims = [] if other is None else [*other.incident.claims]
    for one in incident.claims:
        claims.append(replace(one, claim_id=record_form.free_claim_id(claims)))
    with st.container(horizontal=True, key="article_merge_actions"):
        if other is not None and st.button(
            _("Merge into {name}").format(name=in_markdown(other.incident.incident_id)),
            key="article_merge_now", type="primary", shortcut="Ctrl+Enter",
        ):  # fmt: skip
            name, version = other.incident.incident_id, other.version
            decision = _Decision(_MERGED, name)
            _decide(
                data, reading, chosen, decision,
                lambda by: by.set_claims(name, claims, version=version),
            )  # fmt: skip
            st.rerun()
        if st.button(_("Back to the draft"), key="article_back", type="tertiary"):
            _to_mode(_READ)
            st.rerun()
    if other is not None:
        told = _("The record keeps its fields and gains an account:")
        st.html(f'<div class="sr-rail-heading">{escape(told)}</div>')
        st.html(record_sheet.claims_html(replace(other.incident, claims=tuple(claims))))
