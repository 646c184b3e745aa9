"""Which events of a report are its background: too old, or dated too vaguely beside others."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from incidents.extraction.undated import is_stale

if TYPE_CHECKING:
    from datetime import date

    from incidents.dates import Days
    from incidents.extraction.belonging import Event

__all__ = ["is_background", "without_stale", "without_vague"]

_BACKGROUND_DAYS = 40
_STORY_DAYS = 7
_WEEK = 9
"""What is so much older than the newest event, and than a weekly report, is its background."""
_TALKS_DAYS = 3
_LEAD_PARAGRAPHS = 3
_WHO_WAS = re.compile(
    r",\s+(?:(?:the\s+(?:first|second|third|last|other)|one|two|some|both|most|all)\s+of\s+)?(?:which|whom|who)\s+"
    r"(?:(?:was|were|had|has|have|had\s+been|has\s+been)\s+)?(?:\w+ly\s+)?$",
    re.IGNORECASE,
)


def without_stale(events: list[Event], published: date | None) -> list[Event]:
    """Events of weeks ago are background where others are new."""
    is_news = [e.days is None or not is_stale(e.days, published) for e in events]
    if published is None or not any(is_news):
        return events
    newest = max(e.days.last if e.days else published for e in events)
    events = [e for e in events if not _is_earlier_talk(e, events, newest)]
    oldest = min(newest - timedelta(days=_STORY_DAYS), published - timedelta(days=_WEEK))
    events = [e for e in events if not _is_only_counted(e, newest)]
    stale = [e for e in events if e.days and e.days.last < oldest]
    return [e for e in events if e not in stale and not _is_reckoned_from(e, stale)]


def _is_reckoned_from(event: Event, others: list[Event]) -> bool:
    """Whether an event's day is counted from one of others just before it: "Two days later"."""
    if event.when is None or event.when[1].name not in _COUNTED_ON or not event.tellings:
        return False
    first = event.tellings[0]
    return any(
        telling.start < first.start and telling.sentence.paragraph == first.sentence.paragraph
        for other in others
        for telling in other.tellings
    )


_COUNTED_ON = frozenset({"same", "after", "later"})


def _is_only_counted(event: Event, newest: date) -> bool:
    """Whether it is told late, as what the news came so many days after."""
    return (
        event.when is not None
        and event.when[1].name == "inverse"
        and event.days is not None
        and event.days.last < newest - timedelta(days=_TALKS_DAYS)
        and len(event.tellings) == 1
        and event.tellings[0].sentence.paragraph > _LEAD_PARAGRAPHS
    )


def _is_earlier_talk(event: Event, events: list[Event], newest: date) -> bool:
    """Whether talks or the like days before the news are only told to show how things stand."""
    return (
        event.family == "diplomacy"
        and event is not events[0]
        and event.days is not None
        and event.days.first < newest - timedelta(days=_TALKS_DAYS)
        and bool(event.tellings)
        and event.tellings[0].sentence.paragraph > _LEAD_PARAGRAPHS
    )


def without_vague(events: list[Event], published: date | None) -> list[Event]:
    """Events dated by a month alone are background where others have their day."""
    sharp = [e for e in events if e.days and e.days.precision in ("day", "range")]
    if published is None:
        return events
    if not sharp:
        return [e for e in events if not _is_of_whom(e)]
    latest = published - timedelta(days=7)
    return [
        e
        for e in events
        if not (e.days and e.days.precision in ("month", "year") and e.days.first < latest)
    ]


def is_background(days: Days, published: date | None) -> bool:
    """Whether days are so long before publication that they are told as background."""
    return published is not None and days.last < published - timedelta(days=_BACKGROUND_DAYS)


def _is_of_whom(event: Event) -> bool:
    """Whether an event is dated by its month alone, and only said beside what is no event.

    "It is to open three markets, the first of which was inaugurated last month."
    """
    first = event.tellings[0] if len(event.tellings) == 1 else None
    return (
        event.days is not None
        and event.days.precision in ("month", "year")
        and first is not None
        and bool(first.triggers)
        and _WHO_WAS.search(first.text[: first.triggers[0][1]]) is not None
    )
