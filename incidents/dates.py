"""Dates as reports and tables write them, as the interval of days that they stand for.

A day is a day, a month its first to last, a year likewise. Years from 1200 to 1600 are Iranian
(Jalali). "07/10/2014" may be two days: it is read only once somebody has said which comes first.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import jdatetime

from incidents import problems
from incidents.errors import RecordError

__all__ = ["DayOrder", "Days", "is_ambiguous", "parse_days"]

DayOrder = Literal["dmy", "mdy"]

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "january jan ژانویه جنوری", "february feb فوریه فروری", "march mar مارس مارچ",
            "april apr آوریل اپریل", "may مه مئی", "june jun ژوئن جون", "july jul ژوئیه جولائی",
            "august aug اوت اگست", "september sep sept سپتامبر ستمبر", "october oct اکتبر اکتوبر",
            "november nov نوامبر نومبر", "december dec دسامبر دسمبر",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
JALALI_MONTHS = {
    name: number
    for number, name in enumerate(
        ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی",
         "بهمن", "اسفند"),
        start=1,
    )
}  # fmt: skip
_YEAR_FIRST = re.compile(r"^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ].*)?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_YEAR_LAST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ].*)?$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[-/.](\d{4})$")
_DAY_WORD = re.compile(r"^(?:\w+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([^\W\d_]+)\.?,?\s+(\d{4})$")
_WORD_DAY = re.compile(r"^([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")
_WORD_YEAR = re.compile(r"^([^\W\d_]+)\.?,?\s+(\d{4})$")
_LONGEST = 60


@dataclass(frozen=True)
class Days:
    """First and last day, and how exactly they were said: "day", "month" or "year"."""

    first: date
    last: date
    precision: str


def is_ambiguous(text: str) -> bool:
    """Whether a date may be two days, by which number is the month."""
    found = _YEAR_LAST.match(_plain(text))
    if found is None:
        return False
    return int(found[1]) <= 12 and int(found[2]) <= 12 and int(found[1]) != int(found[2])


@lru_cache(maxsize=4096)
def parse_days(text: str, *, order: DayOrder | None = None) -> Days:
    """Read a date.

    Parameters
    ----------
    text
        ISO ("2014-10-17", with or without a time), "20141017", "17 October 2014", "Oct 17, 2014",
        "17/10/2014", a month or a year alone, Jalali ("1393/07/25", a month's name in Persian); in
        any digits.
    order
        Which comes first in "07/10/2014", "dmy" or "mdy"; needed only where both may be a month.

    Raises
    ------
    RecordError
        If it is no date, is a day that does not exist, or may be two days.
    """
    plain = _plain(text)
    if len(plain) > _LONGEST:
        raise RecordError(_expected(text))
    compact, year_first = _COMPACT.match(plain), _YEAR_FIRST.match(plain)
    if compact:
        return _days(text, *(int(part) for part in compact.groups()))
    if year_first:
        return _days(text, *(int(part) for part in year_first.groups() if part))
    year_last = _YEAR_LAST.match(plain)
    if year_last:
        one, other, year = (int(part) for part in year_last.groups())
        if is_ambiguous(text) and order is None:
            raise RecordError(problems.TWO_DAYS.format(said=text, first=one, last=other))
        month_first = order == "mdy" if is_ambiguous(text) else other > 12
        return _days(text, year, one if month_first else other, other if month_first else one)
    month_year = _MONTH_YEAR.match(plain)
    if month_year:
        return _days(text, int(month_year[2]), int(month_year[1]))
    return _in_words(text, plain)


def _in_words(text: str, plain: str) -> Days:
    for pattern, places in ((_DAY_WORD, (3, 2, 1)), (_WORD_DAY, (3, 1, 2)), (_WORD_YEAR, (2, 1))):
        found = pattern.match(plain)
        if not found:
            continue
        word = found[places[1]].casefold()
        jalali = JALALI_MONTHS.get(word)
        month = jalali or MONTHS.get(word)
        if month is not None:
            return _days(text, int(found[places[0]]), month, *(int(found[k]) for k in places[2:]))
    raise RecordError(_expected(text))


def _days(text: str, year: int, month: int | None = None, day: int | None = None) -> Days:
    """The days of a year, a month or a day; a Jalali year by its own calendar."""
    try:
        if 1200 <= year < 1600:
            return _jalali_days(year, month, day)
        if month is None:
            return Days(date(year, 1, 1), date(year, 12, 31), "year")
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return Days(date(year, month, 1), date(year, month, last), "month")
        return Days(date(year, month, day), date(year, month, day), "day")
    except ValueError as error:
        raise RecordError(problems.NO_SUCH_DAY.format(said=text, error=error)) from error


def _jalali_days(year: int, month: int | None, day: int | None) -> Days:
    if month is not None and day is not None:
        one = jdatetime.date(year, month, day).togregorian()
        return Days(one, one, "day")
    first = jdatetime.date(year, month or 1, 1)
    beyond = (
        jdatetime.date(year + 1, 1, 1)
        if month in (None, 12)
        else jdatetime.date(year, (month or 0) + 1, 1)
    )
    last = date.fromordinal(beyond.togregorian().toordinal() - 1)
    return Days(first.togregorian(), last, "year" if month is None else "month")


def _plain(text: str) -> str:
    """Plain digits, one form of the Persian letters, single blanks."""
    digits = "".join(
        str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in text
    )
    return " ".join(digits.replace("ي", "ی").replace("ك", "ک").replace("،", ",").split())


def _expected(text: str) -> str:
    return problems.NO_DATE.format(said=text[:_LONGEST])
