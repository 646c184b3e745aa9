"""Spans of the calendar: weeks, months, quarters, years, decades; pure functions of days.

Days are `datetime.date` or numpy days; a span is given by its first and its last day, both
included. Incidents that are known less exactly than a bar is wide are spread over the bars that
they may belong to, so that no bar claims a day that nobody knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from babel.dates import format_date

from dashboard import language
from dashboard.language import _, day, digits, month, number

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    Days = NDArray[np.datetime64]

Step = Literal["week", "month", "quarter", "year", "decade"]
STEPS: tuple[Step, ...] = ("week", "month", "quarter", "year", "decade")

MOST_BINS = 130
"""A chart has at most so many bars, unless even decades are more."""

_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
_WEEK_DAYS = 7
_FIRST_MONDAY = -3  # Monday 1969-12-29, in days since 1970-01-01
_MS_PER_DAY = 86_400_000


def window(of: date, step: Step) -> tuple[date, date]:
    """First and last day of the week, month, quarter, year or decade that holds a day."""
    first = _first_days(np.array([of], dtype="M8[D]"), step)
    return first[0].item(), (_moved(first, step, 1)[0] - 1).item()


def next_window(of: date, step: Step, count: int = 1) -> tuple[date, date]:
    """The window so many steps after (or, below zero, before) the one that holds a day."""
    first = _first_days(np.array([of], dtype="M8[D]"), step)
    return window(_moved(first, step, count)[0].item(), step)


def _first_days(days: Days, step: Step) -> Days:
    if step == "week":
        numbers = days.astype("M8[D]").astype(np.int64) - _FIRST_MONDAY
        floored = numbers // _WEEK_DAYS * _WEEK_DAYS + _FIRST_MONDAY
        return floored.astype("M8[D]")
    months = _MONTHS[step]
    floored = days.astype("M8[M]").astype(np.int64) // months * months
    return floored.astype("M8[M]").astype("M8[D]")


def _moved(first_days: Days, step: Step, count: int) -> Days:
    if step == "week":
        return first_days + count * _WEEK_DAYS
    moved: Days = (first_days.astype("M8[M]") + count * _MONTHS[step]).astype("M8[D]")
    return moved


@dataclass(frozen=True)
class TimeBins:
    """Bars side by side: `edges` are the first day of each, and the day after the last one."""

    step: Step
    edges: Days

    @property
    def count(self) -> int:
        """Number of bars."""
        return len(self.edges) - 1

    @property
    def edges_ms(self) -> NDArray[np.int64]:
        """The edges as milliseconds since 1970-01-01 in UTC, as a browser counts."""
        return self.edges.astype(np.int64) * _MS_PER_DAY

    def labels(self) -> list[str]:
        """Each bar in words: "2014 Q4" for a quarter, first and last day for a week."""
        return [self._label(first.item()) for first in self.edges[:-1]]

    def _label(self, first: date) -> str:
        year = digits(first.year)
        match self.step:
            case "year":
                return year
            case "decade":
                return f"{year}\N{EN DASH}{digits(first.year + 9)}"
            case "quarter":
                return _("{year} Q{n}").format(year=year, n=digits((first.month + 2) // 3))
            case "month":
                return digits(f"{first:%Y-%m}") if language.current().code == "en" else month(first)
            case "week":
                return f"{day(first)} \N{EN DASH} {day(window(first, 'week')[1])}"

    def ticks(self, most: int = 20) -> dict[int, str]:
        """Where to name the calendar along an axis: milliseconds to words, at most so many."""
        for step in STEPS:
            starts = np.unique(_first_days(self.edges, step))
            starts = starts[starts >= self.edges[0]]
            words = "%d %b" if step == "week" else "%b %Y" if step in ("month", "quarter") else "%Y"
            if len(starts) <= most:
                break
        starts = starts[:: -(-len(starts) // most)]
        days = [start.item() for start in starts]
        return {to_ms(of): _tick_words(of, words) for of in days}

    def snapped(self, from_ms: float, to_ms: float) -> tuple[date, date]:
        """First and last day of the whole bars nearest to a brushed span; one bar at least."""
        edges = self.edges_ms
        low, high = sorted((from_ms, to_ms))
        start, end = (int(np.argmin(np.abs(edges - ms))) for ms in (low, high))
        if start == end:
            start = int(np.clip(np.searchsorted(edges, (low + high) / 2, "right") - 1, 0, None))
            start = min(start, self.count - 1)
            end = start + 1
        return self.edges[start].item(), (self.edges[end] - 1).item()


def bins_between(first: date, last: date, most: int = MOST_BINS) -> TimeBins:
    """The finest bars that cover a span without being more than can be told apart."""
    span = np.array([first, last], dtype="M8[D]")
    edges = span
    for step in STEPS:
        start, end = _first_days(span, step)
        end = _moved(np.array([end]), step, 1)[0]
        if step == "week":
            edges = np.arange(start, end + 1, _WEEK_DAYS)
        else:
            months = np.arange(start.astype("M8[M]"), end.astype("M8[M]") + 1, _MONTHS[step])
            edges = months.astype("M8[D]")
        if len(edges) - 1 <= most:
            return TimeBins(step, edges)
    return TimeBins("decade", edges)


def spread(starts: Days, ends: Days, bins: TimeBins) -> pd.DataFrame:
    """How much of each incident belongs to which bar.

    Parameters
    ----------
    starts, ends
        First and last day on which each incident may have happened.

    Returns
    -------
    pandas.DataFrame
        `row` (position in `starts`), `bin`, `weight` (the share of its days in that bar; 1 where
        it lies in one bar) and `sure` (whether it lies in one bar). What lies outside of the
        bars is left out.
    """
    starts, ends = starts.astype("M8[D]"), ends.astype("M8[D]")
    first = np.searchsorted(bins.edges, starts, side="right") - 1
    last = np.searchsorted(bins.edges, ends, side="right") - 1
    low, high = np.maximum(first, 0), np.minimum(last, bins.count - 1)
    row = np.repeat(np.arange(len(starts)), np.maximum(high - low + 1, 0))
    before = np.cumsum(np.maximum(high - low + 1, 0)) - np.maximum(high - low + 1, 0)
    place = low[row] + np.arange(len(row)) - before[row]
    from_day = np.maximum(starts[row], bins.edges[place])
    to_day = np.minimum(ends[row], bins.edges[place + 1] - 1)
    days = (to_day - from_day).astype(np.int64) + 1
    whole = (ends - starts).astype(np.int64)[row] + 1
    return pd.DataFrame(
        {"row": row, "bin": place, "weight": days / whole, "sure": (first == last)[row]}
    )


def _tick_words(of: date, pattern: str) -> str:
    if language.current().code == "en":
        return of.strftime(pattern)
    parts = {"%Y": "y", "%b %Y": "MMM y", "%d %b": "d MMM"}
    return digits(format_date(of, parts[pattern], locale=language.current().code))


def to_ms(of: date) -> int:
    """Midnight of a day in UTC as milliseconds since 1970."""
    return int(np.datetime64(of, "D").astype(np.int64)) * _MS_PER_DAY


def span_words(first: date | None, last: date | None) -> str:
    """A span of days for people; open ends are said."""
    if first is None and last is None:
        return _("All dates")
    if first is None:
        return _("until {last}").format(last=day(last)) if last else ""
    if last is None:
        return _("from {first}").format(first=day(first))
    days = (last - first).days + 1
    return _("{first} \N{EN DASH} {last}, {n} days").format(
        first=day(first), last=day(last), n=number(days)
    )
