"""Review: what waits for a person, one by one; every decision is a version and can be undone.

A queue is a `Queue`: its title, its count, and what it draws. To add one, add it in `_queues`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import loading, state
from dashboard.language import _, number
from dashboard.pages import changes, shared, waiting
from dashboard.panels import (
    cause_html,
    conflict_html,
    engine_html,
    escape,
    found_html,
    place_markdown,
    reasons_html,
    record_html,
)
from dashboard.record_form import place_columns
from dashboard.wording import in_markdown, kilometres, method_words
from incidents import review
from incidents.conflicts import suggested_status
from incidents.errors import IncidentsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from dashboard.pages.shared import Data
    from geodata.geocoder import GeocodeResult
    from incidents.duplicates import Suggestion
    from incidents.editing import Editor
    from incidents.review import Matter
    from incidents.store import AddReport, Version


_RECORD_PX = 660
_MOST_CANDIDATES = 8
_TOO_WIDE = "province"
_KEPT = "review"


@dataclass(frozen=True)
class Queue:
    """What waits for one kind of decision; `count` is None until it was looked for."""

    name: str
    title: str
    about: str
    count: int | None
    show: Callable[[], None]


@dataclass
class _Session:
    """Where this person stands: place in each queue, what was decided, what was looked for.

    `asked` holds the store's change counter of the time when a slow queue was looked for.
    """

    place: dict[str, int] = field(default_factory=dict)
    done: list[tuple[int, str]] = field(default_factory=list)
    told: tuple[str, str] | None = None
    asked: dict[str, int] = field(default_factory=dict)


def _session() -> _Session:
    return state.kept_or_new(_KEPT, _Session)


def show(data: Data) -> None:
    """Draw the page."""
    st.html(
        f'<div class="sr-brand">{escape(_("Review"))}<small>'
        + escape(
            _(
                "What waits for a person. Each decision is stored as a new version, and can be "
                "undone."
            )
        )
        + "</small></div>"
    )
    if len(data.frame) == 0:
        _say(_("Nothing is stored yet, so nothing waits. Import a file first."))
        return
    queues = {queue.name: queue for queue in _queues(data)}
    left, right = st.columns([1, 4.2], gap="medium")
    first = next((queue.name for queue in queues.values() if queue.count), next(iter(queues)))
    state.hold("review_queue", first)
    with left, st.container(key="review_queues"):
        chosen = st.radio(
            _("Queues"),
            list(queues),
            format_func=lambda name: _labelled(queues[name]),
            key="review_queue",
            width="stretch",
        )
        shared.link_to_page("article", _("Read an article"))
    queue = queues[chosen or next(iter(queues))]
    with right:
        st.html(f'<div class="sr-note">{escape(queue.about)}</div>')
        _show_told(data)
        queue.show()


def _labelled(queue: Queue) -> str:
    count = "\N{HORIZONTAL ELLIPSIS}" if queue.count is None else number(queue.count)
    return f"{queue.title} :gray[{count}]"


def _queues(data: Data) -> list[Queue]:
    """All queues, in the order in which they are offered."""
    location, counter = data.store.location, data.store.change_counter()
    asked = _session().asked
    rows = waiting.found_in_frame(data.frame, location, counter)
    pairs = waiting.pairs(data, counter, asked.get("duplicates"))
    moved = waiting.moved(data, counter, asked.get("lines"))
    differing = waiting.differing(data, rows["claims"], counter, asked.get("claims"))
    listed = data.frame["incident_id"].to_numpy()

    def of_rows(name: str, show_one: Callable[[Data, str, str], None]) -> Callable[[], None]:
        return lambda: _walk(data, name, rows[name], lambda k: show_one(data, name, listed[k]))

    return [
        Queue(
            "drafts",
            _("Drafts"),
            _("Records that somebody began, or that a program wrote: accept or reject them."),
            len(rows["drafts"]),
            of_rows("drafts", _show_draft),
        ),
        Queue(
            "places",
            _("Not placed"),
            _("The words name no place, or several. Choose one, or look for other words."),
            len(rows["places"]),
            of_rows("places", _show_place),
        ),
        Queue(
            "depths",
            _("Reported against measured"),
            _("The reported depth and the place exclude each other."),
            len(rows["depths"]),
            of_rows("depths", _show_depth),
        ),
        Queue(
            "claims",
            _("Accounts in conflict"),
            _("Two accounts of one event cannot both be right. Neither is preferred."),
            None if differing is None else len(differing),
            partial(_show_if_found, data, "claims", differing, _show_claims),
        ),
        Queue(
            "sides",
            _("Side undetermined"),
            _(
                "The place is too vague for the map to say on which side of the line it was. A "
                "closer place would tell."
            ),
            len(rows["sides"]),
            of_rows("sides", _show_side),
        ),
        Queue(
            "duplicates",
            _("Possible duplicates"),
            _("Two records that may be one event. Nothing is merged by itself."),
            None if pairs is None else len(pairs),
            partial(_show_if_found, data, "duplicates", pairs, _show_pair),
        ),
        Queue(
            "lines",
            _("Depends on whose line"),
            _(
                "By Natural Earth's line the side, the verdict or the depth would be another. "
                "Neither line is a legal boundary."
            ),
            None if moved is None else len(moved),
            partial(_show_if_found, data, "lines", moved, _show_line),
        ),
    ]


# --- Walking -------------------------------------------------------------------------------------


def _walk(
    data: Data, name: str, items: Sequence[Any] | NDArray[Any], show_one: Callable[[Any], None]
) -> None:
    """Draw one item of a queue, with the way to the next and to the one before."""
    count = len(items)
    if not count:
        _say(_("Nothing waits here. All of it is decided."))
        return
    session = _session()
    at = session.place[name] = min(session.place.get(name, 0), count - 1)
    with st.container(horizontal=True, vertical_alignment="center", key="review_way"):
        for label, icon, key, step in (
            (_("Previous"), ":material/chevron_left:", "Alt+P", -1),
            (_("Next"), ":material/chevron_right:", "Alt+N", 1),
        ):
            st.button(
                label,
                icon=icon,
                key=f"review_{'previous' if step < 0 else 'next'}",
                type="tertiary",
                disabled=not 0 <= at + step < count,
                shortcut=key,
                on_click=_go,
                args=(name, at + step),
            )
        st.html(
            '<span class="sr-rail-heading">'
            + escape(_("{n} of {total}").format(n=number(at + 1), total=number(count)))
            + "</span>"
        )
    if not data.may_edit:
        st.html(
            f'<div class="sr-note">{escape(_("You may look, but not decide."))} '
            f"{cause_html(data.store.read_only)}</div>"
        )
    show_one(items[at])


def _go(name: str, at: int) -> None:
    _session().place[name] = at
    _session().told = None


def _show_if_found(
    data: Data,
    name: str,
    items: Sequence[Any] | None,
    show_one: Callable[[Data, str, Any], None],
) -> None:
    """Walk a queue that takes long to find; offer to look for it where nobody did yet."""
    counter = data.store.change_counter()
    if items is None:
        _say(_("This compares many records and takes a while."))
        if st.button(_("Look for them"), key=f"review_look_{name}", type="primary"):
            _session().asked[name] = counter
            st.rerun()
        return
    asked = _session().asked.get(name)
    if asked not in (None, counter):
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.html(
            '<div class="sr-note">'
            + escape(_("Records were changed since this was looked for."))
            + "</div>"
        )
        if right.button(_("Look again"), key=f"review_look_{name}", type="tertiary"):
            _session().asked[name] = counter
            st.rerun()
    _walk(data, name, items, lambda item: show_one(data, name, item))


def _say(words: str) -> None:
    st.html(f'<div class="sr-empty">{escape(words)}</div>')


# --- Deciding ------------------------------------------------------------------------------------


def _decide(data: Data, told: str, change: Callable[[Editor], AddReport]) -> None:
    """Store a decision; what was stored, or why not, is told above the next item."""
    session = _session()
    try:
        report = change(changes.editor(data))
    except IncidentsError as error:
        session.told = ("alert", str(error))
        return
    if report.batch_id is not None:
        session.done.append((report.batch_id, told))
    session.told = ("status", told)


def _undo(data: Data) -> None:
    session = _session()
    batch_id, told = session.done.pop()
    try:
        changes.editor(data).undo(batch_id)
    except IncidentsError as error:
        session.told = ("alert", str(error))
    else:
        session.told = ("status", _("Undone: {what}").format(what=told))


def _show_told(data: Data) -> None:
    """What was decided last, and the way back."""
    session = _session()
    if session.told is None and not session.done:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="review_told"):
        changes.show_told(*(session.told or ("status", session.done[-1][1])))
        if session.done:
            st.button(
                _("Undo"),
                icon=":material/undo:",
                key="review_undo",
                type="tertiary",
                shortcut="Alt+U",
                disabled=not data.may_edit,
                on_click=_undo,
                args=(data,),
                help=_("Takes back: {what}").format(what=in_markdown(session.done[-1][1])),
            )


def _edit_button(
    data: Data,
    version: Version,
    label: str,
    changes: dict[str, Any],
    told: str,
    *,
    key: str,
    shortcut: str,
    primary: bool = False,
) -> None:
    """A button that stores changes of one record."""
    name = version.incident.incident_id
    st.button(
        label,
        key=f"review_{key}",
        type="primary" if primary else "secondary",
        shortcut=shortcut,
        disabled=not data.may_edit,
        width="stretch",
        on_click=_decide,
        args=(
            data,
            f"{name}: {told}",
            lambda editor: editor.edit(name, changes, version=version.version),
        ),
    )


def _leave_button(data: Data, version: Version, matter: Matter) -> None:
    _edit_button(
        data,
        version,
        _("Leave it as it is"),
        review.leave(version.incident, matter),
        _("looked at, left as it is"),
        key="leave",
        shortcut="Alt+L",
    )


# --- One record ----------------------------------------------------------------------------------


def _beside(data: Data, incident_id: str, decide: Callable[[Version], None]) -> None:
    """The record, and beside it what can be decided of it."""
    version = data.store.get(incident_id)
    if version is None:
        _say(_("This record is gone."))
        return
    record, decision = st.columns([1.6, 1], gap="medium")
    with record, st.container(height=_RECORD_PX, key="review_record"):
        accounts = shared.accounts_of(version)
        st.html(record_html(version, data.border, theme=data.theme, accounts=accounts))
        shared.link_to_record(incident_id, _("Open this record"))
    if data.role != "viewer":
        with decision, st.container(key="review_decision"):
            decide(version)


def _show_draft(data: Data, name: str, incident_id: str) -> None:
    del name

    def decide(version: Version) -> None:
        suggested = suggested_status(version.incident)
        _heading(_("Status"))
        words = {
            "unconfirmed": _("Unconfirmed"),
            "corroborated": _("Corroborated"),
            "disputed": _("Disputed"),
            "confirmed": _("Confirmed"),
        }
        status = st.selectbox(
            _("Accept as"),
            list(words),
            index=list(words).index(suggested),
            format_func=lambda code: words[code],
            key=f"review_status_{incident_id}",
        )
        _edit_button(
            data,
            version,
            _("Accept"),
            {"status": status},
            _("accepted"),
            key="accept",
            shortcut="Alt+A",
            primary=True,
        )
        _edit_button(
            data,
            version,
            _("Reject"),
            {"status": "rejected"},
            _("rejected"),
            key="reject",
            shortcut="Alt+X",
        )

    _beside(data, incident_id, decide)


def _show_place(data: Data, name: str, incident_id: str) -> None:
    del name

    def decide(version: Version) -> None:
        _show_candidates(data, version)
        _leave_button(data, version, "place")

    _beside(data, incident_id, decide)


def _show_side(data: Data, name: str, incident_id: str) -> None:
    del name

    def decide(version: Version) -> None:
        _show_candidates(data, version)
        _leave_button(data, version, "side")

    _beside(data, incident_id, decide)


def _show_candidates(data: Data, version: Version) -> None:
    """Look for the place by words; the readings stand below as they are typed."""
    incident = version.incident
    name = incident.incident_id
    _heading(_("Where it was"))
    phrase = st.text_input(
        _("Words for the gazetteer"),
        value=incident.locality or incident.verbatim_locality or "",
        max_chars=500,
        key=f"review_phrase_{name}",
        help=_("A name, 45 km south of Mirjaveh, pillar 206, 2 km inside Pakistan, coordinates"),
    ).strip()
    anywhere = st.checkbox(
        _("Anywhere, not only in the country and district of the record"),
        key=f"review_anywhere_{name}",
    )
    result = _looked_up(version, phrase, anywhere=anywhere)
    usable = [
        candidate
        for candidate in result.candidates[:_MOST_CANDIDATES]
        if candidate.footprint is not None and candidate.method != _TOO_WIDE
    ]
    if len(usable) != 1:
        st.html(f'<div class="sr-note" role="status">{found_html(result)}</div>')
    if not usable:
        return
    chosen = st.radio(
        _("Places"),
        range(len(usable)),
        format_func=lambda k: place_markdown(usable[k].name),
        captions=[
            in_markdown(_("{method}, within {radius}").format(
                method=method_words(candidate.method),
                radius=kilometres(candidate.coordinate_uncertainty_m),
            ))
            for candidate in usable
        ],
        key=f"review_candidate_{name}_{phrase}_{anywhere}",
        label_visibility="collapsed",
    )  # fmt: skip
    candidate = usable[chosen or 0]
    changes = place_columns(candidate, len(usable))
    if phrase != (incident.locality or incident.verbatim_locality):
        changes["locality"] = phrase  # our reading, for the gazetteer; the source's words stay
    st.html(f'<div class="sr-note">{engine_html(candidate.remarks)}</div>')
    _edit_button(
        data,
        version,
        _("Place it there"),
        changes,
        _("placed at {place}").format(place=candidate.name),
        key="accept",
        shortcut="Alt+A",
        primary=True,
    )


def _looked_up(version: Version, phrase: str, *, anywhere: bool) -> GeocodeResult:
    incident, geocoder = version.incident, loading.load_geocoder()
    if anywhere:
        return geocoder.geocode(phrase)
    return geocoder.geocode(
        phrase,
        country=incident.country_reported,
        adm1=incident.adm1,
        adm2=incident.adm2,
        border_pillar=incident.border_pillar,
    )


def _show_depth(data: Data, name: str, incident_id: str) -> None:
    del name

    def decide(version: Version) -> None:
        _heading(_("What is right cannot be told from here"))
        _dispute_button(data, version, "depth")
        _leave_button(data, version, "depth")

    _beside(data, incident_id, decide)


def _show_claims(data: Data, name: str, incident_id: str) -> None:
    del name

    def decide(version: Version) -> None:
        _heading(_("Where accounts differ"))
        incident = version.incident
        differ = review.accounts_differ(incident)
        lines = "".join(conflict_html(one, incident.claims) for one in differ)
        st.html(f'<ul class="sr-differences">{lines}</ul>')
        _dispute_button(data, version, "claims")
        _leave_button(data, version, "claims")

    _beside(data, incident_id, decide)


def _dispute_button(data: Data, version: Version, matter: Matter) -> None:
    """Say that the record is disputed; one that is so already can only be left so."""
    if version.incident.status == "disputed":
        st.html(f'<div class="sr-note">{escape(_("Its status is Disputed already."))}</div>')
        return
    _edit_button(
        data,
        version,
        _("Mark as disputed"),
        {"status": "disputed", **review.leave(version.incident, matter)},
        _("marked as disputed"),
        key="accept",
        shortcut="Alt+A",
        primary=True,
    )


def _show_line(data: Data, name: str, item: tuple[str, str]) -> None:
    del name

    def decide(version: Version) -> None:
        _heading(_("By Natural Earth's line"))
        st.html(f'<p class="sr-change">{escape(item[1])}</p>')
        _leave_button(data, version, "line")

    _beside(data, item[0], decide)


def _heading(words: str) -> None:
    st.html(f'<h3 class="sr-heading">{escape(words)}</h3>')


# --- Two records ---------------------------------------------------------------------------------


def _show_pair(data: Data, name: str, pair: Suggestion) -> None:
    """Two records side by side, why they may be one event, and what to do about it."""
    versions = [data.store.get(one) for one in (pair.first_id, pair.second_id)]
    if versions[0] is None or versions[1] is None:
        _say(_("This record is gone."))
        return
    first, second = versions[0], versions[1]
    reasons = "".join(_reason_html(reason) for reason in pair.reasons)
    st.html(
        f'<div class="sr-pair"><b>{escape(number(100 * pair.score))} %</b><ul>{reasons}</ul></div>'
    )
    ids = (pair.first_id, pair.second_id)
    kept = st.radio(
        _("Keep when merged"),
        ids,
        format_func=in_markdown,
        horizontal=True,
        key=f"review_kept_{ids[0]}_{ids[1]}",
        help=_("It gets all claims of the other, and the wider dates and tolls."),
    )
    other = ids[1] if kept == ids[0] else ids[0]
    with st.container(horizontal=True, key="review_pair_buttons"):
        _pair_button(
            data,
            _("Merge"),
            _("{other} merged into {kept}").format(other=other, kept=kept),
            lambda editor: editor.merge(kept, other),
            key="merge",
            shortcut="Alt+M",
            primary=True,
        )
        _pair_button(
            data,
            _("Not the same"),
            _("{first} and {second} are two events").format(first=ids[0], second=ids[1]),
            lambda editor: editor.edit(
                ids[0], review.part(first.incident, ids[1]), version=first.version
            ),
            key="different",
            shortcut="Alt+K",
        )
        st.button(
            _("Later"),
            key="review_later",
            shortcut="Alt+L",
            on_click=_go,
            args=(name, _session().place.get(name, 0) + 1),
        )
    for k, (version, column) in enumerate(
        zip((first, second), st.columns(2, gap="medium"), strict=True)
    ):
        with column, st.container(height=_RECORD_PX - 120, key=f"review_pair_side_{k}"):
            st.html(
                f'<div class="sr-source">{escape(version.incident.incident_id)}</div>'
                + record_html(version, data.border, theme=data.theme)
            )


def _reason_html(reason: str) -> str:
    css_class = "sr-against" if reason.startswith("against: ") else "sr-for"
    return f'<li class="{css_class}">{reasons_html((reason,))}</li>'


def _pair_button(
    data: Data,
    label: str,
    told: str,
    change: Callable[[Editor], AddReport],
    *,
    key: str,
    shortcut: str,
    primary: bool = False,
) -> None:
    st.button(
        label,
        key=f"review_{key}",
        type="primary" if primary else "secondary",
        shortcut=shortcut,
        disabled=not data.may_edit,
        on_click=_decide,
        args=(data, told, change),
    )
