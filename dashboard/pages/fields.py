"""Fields of a form: what is typed outlives reruns, errors and visits to other pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import state, wording
from dashboard.language import _
from dashboard.panels import problem_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ATTEMPT = "attempt"
_LONG = frozenset({"summary", "notes", "text", "depth_wording", "toll_wording"})


@dataclass(frozen=True)
class Attempt:
    """What was wrong when the form was last saved; a field that was changed since is not blamed."""

    texts: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    def about(self, name: str, text: str) -> str:
        """What is wrong with a field in which this text stands."""
        return self.problems.get(name, "") if self.texts.get(name, text) == text else ""


def last_attempt(form: str) -> Attempt:
    """The last attempt to save a form; one without problems where there was none."""
    attempt: Attempt | None = state.kept(f"{form}.{_ATTEMPT}")
    return attempt or Attempt()


def keep_attempt(form: str, texts: Mapping[str, str], problems: Mapping[str, str]) -> None:
    """Remember what was wrong, so that it is said beside the fields."""
    state.keep(f"{form}.{_ATTEMPT}", Attempt(dict(texts), dict(problems)))


def text_field(
    form: str,
    name: str,
    label: str,
    initial: str = "",
    *,
    live: bool = False,
    help_text: str | None = None,
    placeholder: str | None = None,
) -> str:
    """Ask for a text; `live` acts while it is typed."""
    key = state.form_key(form, name)
    if name in _LONG:
        return (
            st.text_area(
                label, initial, key=key, height=72, help=help_text,
                placeholder=placeholder, persist_state="session",
 on_change=state.touch_form, args=(form,),
            )
            or ""
        )  # fmt: skip
    return (
        st.text_input(
            label, initial, key=key, live="300ms" if live else False,
            help=help_text, placeholder=placeholder, persist_state="session",
 on_change=state.touch_form, args=(form,),
        )
        or ""
    )  # fmt: skip


def choice_field(form: str, name: str, label: str, initial: str = "", *, empty: bool = True) -> str:
    """Ask for one of the codes that a field may hold; "" for not known."""
    words = wording.choices(name)
    options = ["", *words] if empty else list(words)
    if initial not in options:
        options.append(initial)
    return st.selectbox(
        label,
        options,
        index=options.index(initial),
        format_func=lambda code: words.get(code, code) if code else _("not known"),
        key=state.form_key(form, name),
        persist_state="session",
        on_change=state.touch_form,
        args=(form,),
    )


def tick_field(form: str, name: str, label: str, initial: str = "") -> str:
    """Ask for yes or no."""
    ticked = st.checkbox(
        label,
        bool(initial),
        key=state.form_key(form, name),
        persist_state="session",
        on_change=state.touch_form,
        args=(form,),
    )
    return "yes" if ticked else ""


def show_problem(sentence: str) -> None:
    """Say below a field what is wrong with it."""
    if sentence:
        st.html(f'<div class="sr-problem" role="alert">{problem_html(sentence)}</div>')


def record_fields(
    form: str,
    rows: Sequence[Sequence[str]],
    initial: Mapping[str, str],
    *,
    labels: Mapping[str, str],
    live: Sequence[str] = (),
) -> dict[str, str]:
    """Draw rows of fields of a record or a claim; what stands in them, by field."""
    attempt = last_attempt(form)
    texts: dict[str, str] = {}
    for row in rows:
        for column, name in zip(st.columns(len(row)), row, strict=True):
            with column:
                before = initial.get(name, "")
                words = wording.choices(name)
                if list(words) == ["yes"]:
                    texts[name] = tick_field(form, name, labels[name], before)
                elif words:
                    empty = name not in ("event_type", "status")
                    texts[name] = choice_field(form, name, labels[name], before, empty=empty)
                else:
                    texts[name] = text_field(form, name, labels[name], before, live=name in live)
                show_problem(attempt.about(name, texts[name]))
    return texts
