"""Events of which no day is said: the day that stands beside them, or whether they are news at all.

A report says its days where it tells how a thing came about, often in words that no rule knows:
"the guards vanished on Sunday night". Such a sentence dates the event that it stands by.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from incidents.dates import Days
from incidents.extraction.deeds import family_of
from incidents.extraction.reckoning import understood
from incidents.record import EventType

if TYPE_CHECKING:
    from datetime import date

    from incidents.extraction.belonging import Event
    from incidents.extraction.days import When
    from incidents.extraction.events import Telling

__all__ = ["AFTERWARDS", "SHARP", "dated_or_dropped", "is_stale", "may_come"]

_NEWS_DAYS = 12
"""Older events are background where the report tells of newer ones."""
_LEAD_PARAGRAPHS = 3
_FIRST_PARAGRAPHS = 1
"""Below them an event without a day is an example, unless it is said to be another one."""
_NEAR_PARAGRAPHS = 4
_SHORTEST_PART = 30
"""A part of a clause that holds a verb is hardly shorter."""
"""So near to an event stands the sentence that dates it."""
SHARP = frozenset({"weekday", "day month", "month day", "jalali", "hijri", "iso", "numeric"})
"""Kinds of dates that say a day by itself."""
_MAY_COME = re.compile(
    r"\b(?:will|would|(?-i:may)|might|could|should(?!\s+have\b)|must|if|unless|vow(?:ed|s)?|warn(?:ed|s)?|"
    r"urg(?:ed|es)|plans?|(?:was|were|is|are) (?:to|due)|scheduled|expected)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[,;:\"]|\b(?:that|saying|which|who|where|when|while|as|and|but|so|until|before)\b",
    re.IGNORECASE,
)


def may_come(text: str, when: When | None = None) -> bool:
    """Whether a clause, or the part of it that says a day, tells of what may come."""
    if when is None:
        return _MAY_COME.search(text) is not None
    breaks = [m.start() for m in _BREAK.finditer(text)]
    first = max((b for b in breaks if b < when.start), default=0)
    last = min((b for b in breaks if b >= when.end), default=len(text))
    if first == 0 or last - first < _SHORTEST_PART:
        last = min((b for b in breaks if b > max(when.end, _SHORTEST_PART)), default=len(text))
    return _MAY_COME.search(text, first, last) is not None


AFTERWARDS = re.compile(
    r"\b(?:funerals?|buried|burial|laid to rest|hospital|mourn\w*|condol\w*|prayers?|rall(?:y|ies)|"
    r"protest\w*|strike|sentenced|court|assembly|session)\b|"
    r"(?<!\w)(?:تشییع|خاک ?سپاری|مراسم|وداع|بیمارستان|پیوست|جنازه|جنازے|سپرد خاک|تدفین|هسپتال|"
    r"هڑتال|"
    r"مظاهره|اجلاس)(?!\w)",
    re.IGNORECASE,
)
_ANOTHER_TIME = re.compile(
    r"\b(?:calm|quiet|normal|remain(?:s|ed)?|stay(?:s|ed)?|visit(?:s|ed)?|inspect(?:s|ed)?|met|"
    r"meeting|summoned|(?:re-?open|clos|return|resum)(?:s|es|ed)?|shut|arrived|to\s+have\s+been|"
    r"to\s+be|until|till|since)\b",
    re.IGNORECASE,
)
"""What is told of the days before or after an event, and not of its own."""


def dated_or_dropped(
    events: list[Event], tellings: list[Telling], published: date | None
) -> list[Event]:
    """Give a day to each event that has none, and drop those that are no news.

    Parameters
    ----------
    events
        The events of a report, without its background; those without a day get one.
    tellings
        All clauses of the report but its titles, in order.
    published
        The day of publication; None where it is not known.

    Returns
    -------
    list of Event
        Those that are told with enough. Their days are None where nothing says when it was and
        the day of publication is not known.
    """
    events = [event for event in events if not _is_afterthought(event)]
    for event in events:
        if event.days is None:
            _date_by_neighbour(event, events, tellings, published)
    _date_by_reports(events, published)
    return [event for event in events if not _is_passed_over(event) and _is_told(event)]


def _is_afterthought(event: Event) -> bool:
    """Whether an event without a day is told late, as an example and not as news."""
    if event.when is not None and not event.day_is_guessed:
        return False
    if any(t.is_heading for t in event.tellings) or not event.tellings:
        return False
    first = event.tellings[0]
    last = _LEAD_PARAGRAPHS if first.separate else _FIRST_PARAGRAPHS
    return first.sentence.paragraph > last


def is_stale(days: Days, published: date | None) -> bool:
    """Whether days are so long before publication that newer ones make them background."""
    return published is not None and days.last < published - timedelta(days=_NEWS_DAYS)


def _date_by_neighbour(
    event: Event, events: list[Event], tellings: list[Telling], published: date | None
) -> None:
    """Take the day of the nearest clause that says one and tells of no event of its own."""
    if published is None or not event.tellings:
        return
    first = event.tellings[0]
    taken = {id(telling) for other in events for telling in other.tellings}
    found: list[tuple[int, Telling, When, Days]] = []
    for telling in tellings:
        away = abs(telling.sentence.paragraph - first.sentence.paragraph)
        if id(telling) in taken or away > _NEAR_PARAGRAPHS or not _may_date(telling):
            continue
        for when in telling.whens:
            days = None if when.name not in SHARP else understood(when, published, None)
            if (
                days is not None
                and not (when.by_report or when.is_aside or may_come(telling.text, when))
                and days.precision == "day"
                and days.first < published
                and not is_stale(days, published)
            ):
                found.append((abs(telling.start - first.start), telling, when, days))
    if found:
        _, telling, when, event.days = min(found, key=lambda one: one[0])
        event.when, event.day_is_guessed = (telling, when), True


def _may_date(telling: Telling) -> bool:
    """Whether the day of a clause without a known deed may be that of an event beside it."""
    return not (
        telling.reason
        or telling.is_unreal
        or telling.is_accident
        or AFTERWARDS.search(telling.text)
        or _ANOTHER_TIME.search(telling.text)
    )


def _is_passed_over(event: Event) -> bool:
    """Whether an event is told without any day, without who did it, and in no title."""
    first = next(iter(event.tellings), None)
    return (
        event.day_is_guessed
        and event.when is None
        and first is not None
        and first.agent is None
        and not first.whens
        and not any(telling.is_heading for telling in event.tellings)
    )


def _date_by_reports(events: list[Event], published: date | None) -> None:
    """An event without a day was told on one: when officials said so, or on publication."""
    for event in events:
        if event.days is not None and not event.day_is_guessed:
            continue
        for telling in event.tellings:
            bound = _bounded(telling, published) if event.days is None else None
            if bound is not None:
                event.when, event.days = (telling, bound[0]), bound[1]
                event.day_is_guessed = True
        for telling in event.all_tellings:
            for when in telling.whens:
                days = understood(when, published, None) if when.by_report else None
                if days and days.precision == "day" and event.days is None:
                    event.days, event.when, event.day_is_guessed = days, (telling, when), True
        if event.days is None and published is not None:
            event.days = Days(published - timedelta(days=1), published, "range")
            event.day_is_guessed = True


_NOT_AFTER = re.compile(
    r"\b(?:(?P<before>before)|by|(?:no|not)\s+later\s+than)\s+(?:late\s+|early\s+)?(?:on\s+)?$",
    re.IGNORECASE,
)


def _bounded(telling: Telling, published: date | None) -> tuple[When, Days] | None:
    """The week before the day by which a clause says that something had been done."""
    for when in telling.whens:
        bound = _NOT_AFTER.search(telling.text[: when.start])
        days = understood(when, published, None) if bound and when.name in SHARP else None
        if bound and days is not None and days.precision == "day" and not when.by_report:
            last = days.last - timedelta(days=1 if bound["before"] else 0)
            return when, Days(last - timedelta(days=6), last, "range")
    return None


_NEEDS_MORE = frozenset(
    {EventType.SHOOTING_OF_CIVILIANS, EventType.ARMED_CLASH, EventType.INCURSION}
)


def _is_told(event: Event) -> bool:
    """Whether there is enough: a day, a toll, a place or somebody who did it."""
    if event.family == "diplomacy":
        return event.when is not None or any(
            re.search(r"\bsummon|protest|hand(?:ed|s)|met\b|احضار|طلب", t.text)
            for t in event.tellings
        )
    if event.when is not None:
        return True
    strong = any(t.harmed or t.depth for t in event.tellings) or any(
        kind not in _NEEDS_MORE and family_of(kind) == event.family
        for t in event.tellings
        for kind, _, _ in t.triggers
    )
    told = any(t.harmed or t.places or t.agent for t in event.tellings)
    return strong and told
