"""Languages of the interface: texts from catalogues, numbers and days as a language writes them.

Texts stand in the code in English, inside `_` (or `ngettext`); the catalogues in
`dashboard/locales` translate them. Which language is shown is asked of `resolver` at each text, so
that two people may read one server in two languages.
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

import jdatetime
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date


@dataclass(frozen=True)
class Language:
    """A language of the interface; `name` in itself, `digits` as its numbering system."""

    code: str
    name: str
    right_to_left: bool
    jalali: bool


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", right_to_left=False, jalali=False),
        Language("fa", "\u0641\u0627\u0631\u0633\u06cc", right_to_left=True, jalali=True),
        Language("ur", "\u0627\u0631\u062f\u0648", right_to_left=True, jalali=False),
    )
}
"""By code; the first is the one that the texts in the code are written in."""

_DOMAIN = "sarhad"
_OWN_DIGITS = {ord("0") + k: 0x06F0 + k for k in range(10)}
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
_resolver: list[Callable[[], str]] = [lambda: "en"]


def resolve_by(resolver: Callable[[], str]) -> None:
    """Ask this function for the code of the language whenever a text is shown."""
    _resolver[0] = resolver


@contextmanager
def spoken(code: str) -> Iterator[None]:
    """Speak one language whatever is asked for: files that are handed on stay English."""
    before = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(before)


def current() -> Language:
    """The language that is shown; English where an unknown one is asked for."""
    return LANGUAGES.get(_spoken.get() or _resolver[0](), LANGUAGES["en"])


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(code: str) -> gettext.NullTranslations:
    path = files("dashboard") / "locales" / code / "LC_MESSAGES" / f"{_DOMAIN}.po"
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(text: str) -> str:
    """The text in the language that is shown; as it stands where no translation is known."""
    return _catalogue(current().code).gettext(text) if text else text


def noted(text: str) -> str:
    """The text as it stands: put into the catalogues, translated by `_` where it is shown."""
    return text


def ngettext(one: str, many: str, number: int) -> str:
    """The text for a number of things; `{n}` is for the caller to fill."""
    return _catalogue(current().code).ngettext(one, many, number)


def number(value: float, decimals: int = 0) -> str:
    """A number as the language writes it, with exactly so many decimals."""
    return _number(value, decimals, current())


@lru_cache(maxsize=4_096)
def _number(value: float, decimals: int, language: Language) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    numbering = "arabext" if language.right_to_left else "latn"
    written = format_decimal(value, pattern, locale=language.code, numbering_system=numbering)
    return written.translate(_OWN_DIGITS) if language.right_to_left else written


def day(value: date) -> str:
    """A day as the language writes it; where Jalali is usual both calendars, Gregorian first."""
    if current().code == "en":
        return value.isoformat()
    written = format_date(value, "d MMMM y", locale=current().code)
    if current().jalali:
        written = f"{written} ({jalali(value)})"
    return digits(written)


def month(value: date) -> str:
    """A day's month and year as the language writes them, Gregorian."""
    return digits(format_date(value, "LLLL y", locale=current().code))


def digits(text: object) -> str:
    """A year, a version or a date of digits as the language writes it, without grouping."""
    return str(text).translate(_OWN_DIGITS) if current().right_to_left else str(text)


def moment(stored_at: str) -> str:
    """A stored moment, as 2014-10-17T05:30; UTC, as it is stored.

    Written from right to left its parts are held together by strokes: hyphens would turn them.
    """
    written = stored_at.replace("T", " ")
    return digits(written.replace("-", "/")) if current().right_to_left else written


def jalali(value: date) -> str:
    """The day in the Solar Hijri calendar, as 1393/07/25."""
    return str(jdatetime.date.fromgregorian(date=value).strftime("%Y/%m/%d"))
