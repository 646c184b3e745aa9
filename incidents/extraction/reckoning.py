"""Which days: what a spotted date stands for, reckoned from publication or the event before."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import jdatetime
from hijridate import Hijri

from incidents.dates import Days, parse_days
from incidents.errors import RecordError
from incidents.extraction.days import (
    COUNT_WORDS,
    HIJRI_NAMES,
    JALALI_NAMES,
    MONTH_NAMES,
    ORDINALS,
    WEEKDAYS,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from incidents.extraction.days import When

__all__ = ["understood", "written_out"]


def written_out(when: When) -> Days | None:
    """The days of a date that needs no other: with its year, or None."""
    if (
        when.name == "iso"
        or (when.name == "numeric" and "year" in when.parts)
        or "year" in when.parts
    ):
        return understood(when, None, None)
    return None


def understood(when: When, published: date | None, event: Days | None) -> Days | None:
    """The days that a date stands for.

    Parameters
    ----------
    when
        As `spotted` has it.
    published
        The day of publication, from which weekdays and dates without a year count back.
    event
        The days of the event told before, to which "the same day" refers.

    Returns
    -------
    Days or None
        With precision "day", "range", "month" or "year". None where it hangs on a day that is not
        known, or where there is no such day.
    """
    try:
        days = _understood(when, published, event)
        if days is None or "about" not in when.parts:
            return days
        day = timedelta(days=1)
        last = days.last + day if published is None else min(days.last + day, published)
        return Days(days.first - day, max(days.last, last), "range")
    except (ValueError, OverflowError, RecordError):
        return None


def _understood(when: When, published: date | None, event: Days | None) -> Days | None:
    name, parts = when.name, when.parts
    if name == "iso":
        return parse_days(re.sub(r"[/.]", "-", when.words.split()[-1]))
    if name == "numeric":
        return _numeric(parts, published)
    if name in ("day month", "month day", "night between days"):
        return _in_month(parts, published, MONTH_NAMES, _gregorian)
    if name == "jalali":
        return _in_month(parts, published, JALALI_NAMES, _jalali)
    if name == "jalali short":
        year = int(parts["year"])
        day = _jalali((1300 if year > 50 else 1400) + year, int(parts["month"]), int(parts["day"]))
        return Days(day, day, "day")
    if name == "day of month":
        return _of_month(parts, published)
    if name == "hijri":
        month = next(k for k in HIJRI_NAMES if parts.get(f"h{k}"))
        days = _in_month({**parts, "month": str(month)}, published, None, _hijri)
        if days is not None and "urdu" in parts:
            late = timedelta(days=1)
            return Days(days.first + late, days.last + late, days.precision)
        return _as_seen(days, parts.get("weekday"))
    if name == "month":
        month = MONTH_NAMES[(parts.get("month") or parts["month2"]).casefold()]
        past = str(published.year - 1) if published and parts.get("last") else None
        return _month(month, parts.get("year") or past, published)
    if name == "jalali month":
        number = JALALI_NAMES[parts.get("month") or parts["month2"]]
        if "year" in parts:
            return parse_days(f"{parts['year']}/{number}")
        last = published and _year_before(published, number, 1, _jalali)
        return parse_days(f"{last}/{number}") if last else None
    if name == "year":
        return parse_days(parts.get("year") or parts["year2"])
    if name in ("same", "after", "before", "later", "earlier", "inverse"):
        return _from_event(when, event or None, published)
    if published is None:
        return None
    return _from_publication(when, published)


def _as_seen(days: Days | None, weekday: str | None) -> Days | None:
    """A Hijri day moved to the weekday that the report gives with it, by a day at most."""
    if days is None or weekday is None:
        return days
    off = (_weekday(weekday) - days.first.weekday() + 1) % 7 - 1
    if off not in (-1, 1):
        return days
    step = timedelta(days=off)
    return Days(days.first + step, days.last + step, days.precision)


def _numeric(parts: dict[str, str], published: date | None) -> Days | None:
    one, other, year = int(parts["one"]), int(parts["other"]), int(parts["year"])
    choices = [
        date(year, month, day)
        for day, month in {(one, other), (other, one)}
        if month <= 12 and day <= calendar.monthrange(year, month)[1]
    ]
    if len(choices) > 1:  # day first, unless only the other lies before publication
        first = date(year, other, one)
        if published and first > published:
            choices = [day for day in choices if day <= published] or [first]
        else:
            choices = [first]
    return Days(choices[0], choices[0], "day") if choices else None


def _of_month(parts: dict[str, str], published: date | None) -> Days | None:
    """The last such day before publication: "the 21st of this month", "on the 21st"."""
    if published is None:
        return None
    number = int(next(v for k, v in parts.items() if k.startswith("day")))
    month = published.replace(day=1)
    if number > published.day or any(k.startswith("before") for k in parts):
        month = (month - timedelta(days=1)).replace(day=1)
    day = month.replace(day=number)
    return Days(day, day, "day")


def _gregorian(year: int, month: int, day: int) -> date:
    return date(year, month, day)


def _jalali(year: int, month: int, day: int) -> date:
    found: date = jdatetime.date(year, month, day).togregorian()
    return found


def _hijri(year: int, month: int, day: int) -> date:
    found = Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)


def _in_month(
    parts: dict[str, str],
    published: date | None,
    names: dict[str, int] | None,
    calendar_of: Callable[[int, int, int], date],
) -> Days | None:
    month = int(parts["month"]) if names is None else names[parts["month"].casefold()]
    first = ORDINALS.get(parts["day"].casefold()) or int(parts["day"])
    last = int(parts.get("until") or first)
    last_month = names[parts["month2"].casefold()] if names and parts.get("month2") else month
    if (last_month, last) < (month, first):
        last, last_month = first, month
    if parts.get("year"):
        year = int(parts["year"])
    elif published is None:
        return None
    else:
        year = _year_before(published, month, first, calendar_of)
    start = calendar_of(year, month, first)
    end = calendar_of(year, last_month, last)
    return Days(start, end, "day" if start == end else "range")


def _year_before(
    published: date, month: int, day: int, calendar_of: Callable[[int, int, int], date]
) -> int:
    """The last year in which that day lies no more than two days after publication."""
    here = published.year
    if calendar_of is _jalali:
        here = jdatetime.date.fromgregorian(date=published).year
    elif calendar_of is _hijri:
        here = round((published.year - 622) * 33 / 32) + 1
    for year in (here + 1, here, here - 1, here - 2):
        try:
            if calendar_of(year, month, day) <= published + timedelta(days=2):
                return year
        except (ValueError, OverflowError):
            continue
    return here


def _month(month: int, year: str | None, published: date | None) -> Days | None:
    if year is None:
        if published is None:
            return None
        year = str(published.year if month <= published.month else published.year - 1)
    return parse_days(f"{year}-{month:02d}")


def _count(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdigit() else COUNT_WORDS.get(text.casefold())


_DAYS_IN = {"week": 7, "mont": 30}
_SOME_DAYS = {
    **dict.fromkeys(("couple of", "a couple of"), (3, 2)),
    **dict.fromkeys(("a few", "few", "some", "several", "چند"), (7, 2)),
}
"""How many days ago "a few days ago" is at most and at least."""


def _from_event(when: When, event: Days | None, published: date | None) -> Days | None:
    if event is None and when.name == "inverse" and published is not None:
        event = Days(published, published, "day")
    if event is None:
        return None
    if when.name == "same":
        return event
    days = 1
    if when.name in ("later", "earlier", "inverse"):
        counted = _count(when.parts.get("count") or when.parts.get("count2"))
        if counted is None:
            return None
        days = counted * _DAYS_IN.get(when.parts.get("unit", "").casefold()[:4], 1)
    step = timedelta(days=days if when.name in ("after", "later") else -days)
    base = event.last if step > timedelta(0) else event.first
    day = base + step
    if event.precision not in ("day", "range") or (published and day > published):
        return None
    return Days(day, day, "day")


def _from_publication(when: When, published: date) -> Days | None:
    def ago(first: int, last: int | None = None) -> Days:
        start = published - timedelta(days=first)
        end = published - timedelta(days=first if last is None else last)
        return Days(start, end, "day" if start == end else "range")

    parts = when.parts
    if when.name == "weekday last week":
        monday = 0 if "name" in parts else 5  # weeks begin on Monday, in Iran on Saturday
        named = _weekday(parts.get("name") or parts["name2"])
        return ago((published.weekday() - monday) % 7 + 7 - (named - monday) % 7)
    if when.name == "weekday":
        name = next(v for k, v in parts.items() if k.startswith("name"))
        return ago(_days_back(name, published, last=bool(parts.get("last"))))
    if when.name in ("night between", "urdu nights", "persian nights"):
        first = next(v for k, v in parts.items() if k.startswith("first"))
        second = next(v for k, v in parts.items() if k.startswith("second"))
        back = _days_back(second, published, last=False)
        gap = (_weekday(second) - _weekday(first)) % 7 or 1
        return ago(back + gap, back)
    if when.name == "ago":
        counted = _count(parts.get("count"))
        unit = parts["unit"].casefold()
        if unit.startswith(("day", "night", "روز", "دن", "شب")):
            vague = _SOME_DAYS.get(parts.get("count", "").casefold())
            if vague is not None:
                return ago(*vague)
            return None if counted is None else ago(counted)
        if counted is None:
            return None
        size = 7 if unit.startswith(("week", "هفت")) else 30
        if unit.startswith(("year", "سال", "برس")):
            size = 365
        half = max(1, size * counted // 4)
        return ago(size * counted + half, size * counted - half)
    fixed = {
        "last night": (1, 1),
        "today": (0, 0),
        "yesterday": (1, 1),
        "day before yesterday": (2, 2),
        "overnight": (1, 0),
        "this week": (max(published.weekday(), 1), 0),
        "weekend": ((published.weekday() - 5) % 7 or 7, (published.weekday() - 6) % 7),
        "last week": (published.weekday() + 7, published.weekday() + 1),
    }
    if when.name in fixed:
        return ago(*fixed[when.name])
    if when.name in ("this month", "last month"):
        last = published.replace(day=1) - timedelta(days=1)
        return parse_days(f"{published if when.name == 'this month' else last:%Y-%m}")
    if when.name == "last year":
        return parse_days(str(published.year - 1))
    return None


def _weekday(name: str) -> int:
    return WEEKDAYS[re.sub(r"\s", "", name.casefold())]


def _days_back(name: str, published: date, *, last: bool) -> int:
    """How many days before publication the latest such weekday was."""
    back = (published.weekday() - _weekday(name)) % 7
    return 7 if last and back == 0 else back
