"""Events that a report only mentions, with their day and who was hit: a reaction is its news.

"Families demanded the release of eleven men arrested by the coast guard on Friday."
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from incidents.extraction.agents import agent_of
from incidents.extraction.belonging import Event
from incidents.extraction.deeds import Deed, deeds_in, family_of
from incidents.extraction.reading import is_eastern
from incidents.extraction.reckoning import understood
from incidents.extraction.undated import SHARP, is_stale

if TYPE_CHECKING:
    from datetime import date

    from incidents.extraction.days import When
    from incidents.extraction.events import Telling

__all__ = ["events_mentioned"]

_FARTHEST = 70
"""So near to a day stands the word of doing that it dates."""
_LATEST = timedelta(days=8)
_OF_SO_MANY = re.compile(
    r"\s+of\s+(?:an?|the|at\s+least|some|about|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"\d+)\s",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"killings?|murders?|abductions?|kidnappings?|arrests?|seizures?|shootings?|deaths?|detention|slaying|capture",
    re.IGNORECASE,
)
_BY = re.compile(r"\s+by\s", re.IGNORECASE)
_SO_MANY_WHO = re.compile(
    r"\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)\s+(?:[\w-]+\s+){1,4}?"
    r"(?:who\s+(?:was|were|had\s+been)\s+)?$",
    re.IGNORECASE,
)


def events_mentioned(
    told: list[Telling], events: list[Event], published: date | None
) -> list[Event]:
    """Events of a recent day that no clause tells and one mentions: "the killing of ten on Friday".

    Parameters
    ----------
    told
        All clauses of the report, in order.
    events
        What the report tells.
    published
        The day of publication; None where it is not known.
    """
    found: list[Event] = []
    if published is None:
        return found
    for telling in told:
        if telling.reason or is_eastern(telling.text[:200]):
            continue
        for when in telling.whens:
            days = understood(when, published, None) if when.name in SHARP else None
            if (
                days is None
                or days.precision != "day"
                or is_stale(days, published)
                or not published - _LATEST <= days.first < published
                or _is_told(days.first, [*events, *found])
            ):
                continue
            deed = _mentioned(telling, when)
            event = _event(telling, deed, when) if deed else None
            if event is not None:
                event.days = days
                found.append(event)
    return found


def _is_told(day: date, events: list[Event]) -> bool:
    gap = timedelta(days=1)
    return any(
        e.days is None or e.days.first - gap <= day <= e.days.last + gap
        for e in events
        if e.family in ("violence", "arrest")
    )


def _mentioned(telling: Telling, when: When) -> Deed | None:
    """The deed of so many men that stands right before a day, or behind its genitive."""
    text = telling.text
    for kind, start, end in deeds_in(text):
        if family_of(kind) not in ("violence", "arrest"):
            continue
        near = 0 <= when.start - end <= _FARTHEST
        whose = text.startswith("'s ", when.end - 2) and 0 <= start - when.end <= 24
        if not near and not whose:
            continue
        between = text[end : when.start] if near else ""
        if re.search(
            r"[;:\"]|\b(?:and|but|while|when|after|that|said|was|were|had|has|have)\b", between
        ):
            continue
        if _NOUN.fullmatch(text[start:end]) and _OF_SO_MANY.match(text, end):
            return kind, start, end
        if _BY.match(text, end) and _SO_MANY_WHO.search(text[:start]):
            return kind, start, end
    return None


def _event(telling: Telling, deed: Deed, when: When) -> Event | None:
    kind, start, _ = deed
    harmed = [h for h in telling.harmed if abs(h.start - start) <= _FARTHEST]
    own = replace(when, by_report=False, is_aside=False, deed=start)
    part = replace(
        telling,
        family=family_of(kind),
        triggers=[deed],
        whens=[own],
        harmed=harmed,
        talked=[],
        depth=None,
        pillar=None,
        places=[p for p in telling.places if p.start > start],
        parties=[p for p in telling.parties if p.start > start],
        agent=None,
    )
    part.agent = agent_of(part)
    return Event(part.family or "violence", [part], when=(part, own))
