"""The filter rail: what is shown acts at once and lives in the address.

Each choice carries the number of incidents that the rest of the filter leaves of it. What is used
seldom stands under "More"; what is set stands at the foot of the rail, where it is taken away.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state
from dashboard.language import _, day, digits, month, noted, number
from dashboard.panels import escape, problem_html, sentence_html
from dashboard.wording import CHECK_WORDS, SIDE_NAMES, by_hand, in_markdown, visible
from incidents.filters import FIRST_DAY, LAST_DAY, MAX_WORDS, IncidentFilter
from incidents.record import EventType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from dashboard.pages.shared import Data
    from incidents.filters import FilterColumns

MAX_LISTED = 300
"""So many names are offered, those with most incidents first; words find the others."""

_LONGEST_NAME = 80
_SEVERAL = 2
_MORE = (
    ("acting_sides",),
    ("countries",),
    ("statuses",),
    ("certainties",),
    ("depth_from_km", "depth_to_km"),
    ("chainage_from_km", "chainage_to_km"),
    ("checks",),
    ("conflict",),
    ("datasets",),
)


_PART_NAMES = {
    "actors": noted("actor"),
    "districts": noted("district"),
    "datasets": noted("dataset"),
}


def show_filter(data: Data, chosen: IncidentFilter, problems: Sequence[tuple[str, str]]) -> None:
    """Draw the rail of the filter that is set, and where its widgets contradict each other."""
    columns = data.filter_columns
    _dates(columns, chosen)
    st.text_input(
        _("Words"),
        key=state.TEXT_KEY,
        placeholder=_("place, actor, pillar ..."),
        max_chars=MAX_WORDS,
    )
    told = [problem_html(one) for one in state.address_problems()]
    told += [f"{sentence_html(one)} {escape(_(effect))}" for one, effect in problems]
    for sentence in (*told, *map(escape, _unheard_of(columns, chosen))):
        st.html(f'<div class="sr-note" role="alert">{sentence}</div>')
    _types(columns, chosen)
    _choice(columns, chosen, "actors", _("Actor"))
    _choice(columns, chosen, "districts", _("District"))
    _more(columns, chosen)
    _what_is_set(chosen)


def _dates(columns: FilterColumns, chosen: IncidentFilter) -> None:
    for place, label, key in zip(
        st.columns(2, gap="small"),
        (_("From"), _("To")),
        (state.FROM_KEY, state.TO_KEY),
        strict=True,
    ):
        with place:
            st.date_input(
                label, key=key, min_value=FIRST_DAY, max_value=LAST_DAY, format="YYYY-MM-DD"
            )
    with st.container(horizontal=True, gap=None, key="presets"):
        for name, label, days in _presets(columns):
            is_set = (chosen.date_from, chosen.date_to) == days
            st.button(
                label,
                key=f"preset_{name}",
                type="primary" if is_set else "secondary",
                help=f"{day(days[0])} \N{EN DASH} {day(days[1])}",
                on_click=state.set_dates,
                args=(None, None) if is_set else days,
            )


def _presets(columns: FilterColumns) -> Iterator[tuple[str, str, tuple[date, date]]]:
    """Ranges of days that the data suggests: its last year, its fullest year and month."""
    if columns.days is None:
        return
    last = columns.days[1]
    before = last.replace(year=last.year - 1, day=min(last.day, 28)) if last.year > 1 else last
    if before >= FIRST_DAY and last <= LAST_DAY:
        yield "last", _("Last 12 months"), (before + timedelta(days=1), last)
    for unit in ("year", "month"):
        fullest = columns.busiest(unit)
        if fullest is not None:
            name = digits(fullest[0].year) if unit == "year" else month(fullest[0])
            yield unit, name, fullest


def _unheard_of(columns: FilterColumns, chosen: IncidentFilter) -> Iterator[str]:
    """Sentences on names that are asked for and that no incident has."""
    for part, words in _PART_NAMES.items():
        if chosen.is_set(part):
            for name in sorted(getattr(chosen, part) - columns.counts(chosen, part).keys()):
                yield _("No incident has the {part} {name!r}; nothing matches it.").format(
                    part=_(words), name=visible(name[:_LONGEST_NAME])
                )


def _types(columns: FilterColumns, chosen: IncidentFilter) -> None:
    """A tick for each type with the number that the rest of the filter leaves of it."""
    counts = columns.counts(chosen, "event_types")
    st.html(f'<div class="sr-rail-heading">{escape(_("Type; tick to narrow"))}</div>')
    with st.container(key="types", gap=None):
        for event_type in EventType:
            if str(event_type) in counts.keys() | chosen.event_types:
                st.checkbox(
                    f"{_(event_type.label)} ({number(counts.get(str(event_type), 0))})",
                    key=state.TYPE_KEYS[event_type],
                )


def _choice(
    columns: FilterColumns,
    chosen: IncidentFilter,
    part: str,
    label: str,
    help_text: str | None = None,
) -> None:
    """A list to choose several values of a part from, those with most incidents first."""
    counts = columns.counts(chosen, part)
    wanted = getattr(chosen, part)
    listed = [value for value, count in counts.items() if count or value in wanted][:MAX_LISTED]
    listed += sorted(wanted - set(listed))
    name_of = _namer(part)
    names: dict[str, str] = {}
    for value in listed:
        name = visible(name_of(value))
        name = f"{name[:_LONGEST_NAME]}\N{HORIZONTAL ELLIPSIS}" if len(name) > 120 else name
        while name in names:
            name += "\N{PRIME}"
        names[name] = value
    labels = {
        value: f"{name}{state.COUNT_MARK}{number(counts.get(value, 0))}"
        for name, value in names.items()
    }
    state.remember_names(state.KEY_OF[part], names)
    st.multiselect(
        label,
        listed,
        key=state.KEY_OF[part],
        format_func=lambda value: labels.get(value, value),
        placeholder=_("All {n}").format(n=number(len(counts))),
        filter_mode="contains",
        select_all=False,
        help=help_text,
    )


def _namer(part: str) -> Callable[[str], str]:
    """What a value of a part is called on the page."""
    words = {
        "acting_sides": SIDE_NAMES,
        "countries": SIDE_NAMES,
        "checks": CHECK_WORDS,
        "certainties": {
            "across": _("Across at 95 %"),
            "one-side": _("On one side at 95 %"),
            "undetermined": _("Undetermined"),
            "no-side": _("No side"),
        },
    }.get(part, {})
    if part == "statuses":
        return lambda value: _(value.capitalize())
    if part == "actors":
        return by_hand
    if part == "event_types":
        return lambda value: _(EventType(value).label)
    return lambda value: _(words[value]) if value in words else value


def _more(columns: FilterColumns, chosen: IncidentFilter) -> None:
    """The parts that are used seldom, with the number of those that are set."""
    number_set = sum(any(map(chosen.is_set, parts)) for parts in _MORE)
    name = _("More, {n} set").format(n=number(number_set)) if number_set else _("More")
    with st.expander(name, expanded=state.opened_with(*_MORE), key="more"):
        _choice(columns, chosen, "acting_sides", _("Acting side"))
        _choice(
            columns,
            chosen,
            "countries",
            _("Happened in"),
            _("The country that the reports name, not what was measured"),
        )
        _choice(columns, chosen, "statuses", _("Status"))
        _choice(
            columns,
            chosen,
            "certainties",
            _("Certainty"),
            _(
                "Across: a claim puts it across the line, and the named place lies there with 95 % "
                "or more. Undetermined: neither side reaches 95 %. No side: not placed, at sea or "
                "in another country."
            ),
        )
        _kilometres(
            columns,
            chosen,
            "depth",
            _("Distance to the border, km: \N{MINUS SIGN} in Iran, + in Pakistan"),
        )
        _kilometres(
            columns,
            chosen,
            "chainage",
            _("Stretch of the border, km from the tri-point in the north"),
        )
        if columns.counts(IncidentFilter(), "checks") or chosen.checks:
            _choice(
                columns,
                chosen,
                "checks",
                _("Depth check"),
                _("What the place says of a depth that was reported"),
            )
        at_odds = columns.counts(chosen, "conflict")["conflict"]
        st.checkbox(
            f"{_('Claims in conflict')} ({number(at_odds)})",
            key=state.CONFLICT_KEY,
            help=_(
                "A claim is marked as conflicting, the status is disputed, or what was reported "
                "and what was measured do not agree"
            ),
        )
        if len(columns.counts(IncidentFilter(), "datasets")) >= _SEVERAL or chosen.datasets:
            _choice(columns, chosen, "datasets", _("Dataset"))


def _kilometres(columns: FilterColumns, chosen: IncidentFilter, part: str, heading: str) -> None:
    """Two fields for a range of kilometres, and how many incidents cannot be asked for it."""
    st.html(f'<div class="sr-rail-heading">{escape(heading)}</div>')
    first, last = f"{part}_from_km", f"{part}_to_km"
    for place, name, word in zip(
        st.columns(2, gap="small"), (first, last), (_("from"), _("to")), strict=True
    ):
        with place:
            st.number_input(
                f"{heading}: {word}",
                key=state.KEY_OF[name],
                value=None,
                step=1.0,
                format="%g",
                placeholder=word,
                label_visibility="collapsed",
            )
    if chosen.is_set(first) or chosen.is_set(last):
        unknown = columns.unknown_along(chosen, part)
        told = (
            _("{n} with no depth measured are left out")
            if part == "depth"
            else _("{n} that lie along no known stretch are left out")
        )
        st.html(f'<div class="sr-note">{escape(told.format(n=number(unknown)))}</div>')


def _what_is_set(chosen: IncidentFilter) -> None:
    """What is set, each part to be taken away by a click; reset and undo."""
    with st.container(key="filter_set", gap="small"):
        parts = list(_described(chosen))
        if parts:
            with st.container(horizontal=True, gap=None, key="filter_chips"):
                for names, text in parts:
                    st.button(
                        f"{in_markdown(text)} \N{MULTIPLICATION SIGN}",
                        key=f"open_{names[0]}",
                        on_click=state.open_parts,
                        args=names,
                        help=_("Take this part of the filter away"),
                    )
        with st.container(horizontal=True, gap="small"):
            st.button(
                _("Reset the filter"),
                key="reset_filter",
                on_click=state.reset_filter,
                disabled=not parts,
                width="stretch",
            )
            st.button(
                _("Undo"),
                key="undo_filter",
                on_click=state.undo_filter,
                disabled=not state.can_undo(chosen),
                help=_("Take the last change of the filter back"),
            )


def _described(chosen: IncidentFilter) -> Iterator[tuple[tuple[str, ...], str]]:
    """The parts that are set, as attributes and in words."""
    if chosen.date_from or chosen.date_to:
        yield ("date_from", "date_to"), _span(chosen.date_from, chosen.date_to, day)
    if chosen.text:
        yield (
            ("text",),
            f"\N{LEFT DOUBLE QUOTATION MARK}{_short(chosen.text)}\N{RIGHT DOUBLE QUOTATION MARK}",
        )
    several = {
        "event_types": _("Type"),
        "actors": _("Actor"),
        "districts": _("District"),
        "acting_sides": _("Acting side"),
        "countries": _("Side"),
        "statuses": _("Status"),
        "certainties": _("Certainty"),
        "checks": _("Depth check"),
        "datasets": _("Dataset"),
    }
    for part, word in several.items():
        values = sorted(getattr(chosen, part))
        if len(values) == 1:
            yield (part,), _short(_namer(part)(values[0]))
        elif values:
            yield (part,), f"{word}: {number(len(values))}"
    if chosen.is_set("depth_from_km") or chosen.is_set("depth_to_km"):
        yield (
            ("depth_from_km", "depth_to_km"),
            _("{span} km to the border").format(
                span=_span(chosen.depth_from_km, chosen.depth_to_km, _plain)
            ),
        )
    if chosen.is_set("chainage_from_km") or chosen.is_set("chainage_to_km"):
        yield (
            ("chainage_from_km", "chainage_to_km"),
            _("border km {span}").format(
                span=_span(chosen.chainage_from_km, chosen.chainage_to_km, _plain)
            ),
        )
    if chosen.conflict:
        yield ("conflict",), _("Claims in conflict")


def _span(first: object, last: object, write: Callable[..., str]) -> str:
    """A range in words; open at the side where nothing is set."""
    if first is None:
        return _("up to {last}").format(last=write(last))
    if last is None:
        return _("from {first}").format(first=write(first))
    if first == last:
        return write(first)
    return _("{first} to {last}").format(first=write(first), last=write(last))


def _plain(km: float) -> str:
    digits = 0 if km == round(km) else 1 if km == round(km, 1) else 2
    return number(km, digits).replace("-", "\N{MINUS SIGN}")


def _short(text: str) -> str:
    return text if len(text) <= 28 else f"{text[:26]}\N{HORIZONTAL ELLIPSIS}"
