"""On which day: the date that a clause gives to its event, among all that it names.

Dates of reports, of what came of a deed, of another deed, and those that only bound a time are
passed over; of several the one that hangs on the first word of doing counts, else the sharpest.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from incidents.extraction.days import spotted
from incidents.extraction.deeds import family_of
from incidents.extraction.mishaps import MISHAP
from incidents.extraction.reckoning import understood, written_out
from incidents.extraction.speakers import claims_responsibility
from incidents.extraction.undated import SHARP

if TYPE_CHECKING:
    from datetime import date

    from incidents.dates import Days
    from incidents.extraction.days import When
    from incidents.extraction.events import Telling
    from incidents.record import EventType

__all__ = [
    "LONG_AGO",
    "POINTS_BACK",
    "dates_another",
    "had_been",
    "is_armed",
    "is_sharper",
    "on_each_day",
    "own_days",
    "reckoned_from",
    "said_on",
    "spoken_of",
]

LONG_AGO = frozenset({"year", "last year", "month", "jalali month"})
"""Dates that tell of long ago rather than of the news."""
_NEXT_WORDS = 30
_LEAD = 3
"""A date that begins so near to the start of its clause leads it."""
_UNTIL = re.compile(
    r"\b(?:until|till|through|by|since|before|(?:no|not)\s+later\s+than)\s+(?:the\s+(?:(?!on\b)[\w-]+\s+){0,2})?$|"
    r"\b(?:until|till)\s+"
    r"(?:(?:early|late|well|into|dawn|noon|midday|midnight|daybreak|sunset|sunrise|dusk|"
    r"on)\s+){1,4}$",
    re.IGNORECASE,
)
_STAYS = re.compile(
    r"\b(?:stay(?:ed|s)?|remain(?:ed|s)?|still|continu(?:ed|es))\s+(?:\w+\s+){0,2}?(?:closed|shut|"
    r"suspended|sealed|"
    r"blocked)\b|\b(?:closed|shut|suspended)\s+for\s+(?:the\s+|an?\s+)?(?:second|third|fourth|"
    r"fifth|sixth|seventh)",
    re.IGNORECASE,
)
POINTS_BACK = re.compile(
    r"\b(?:the|this|that|these|those|latest|\w+day's|yesterday's|today's|"
    r"week's)\s+(?:\w+\s+)?(?:attack|incident|clash|raid|ambush|"
    r"bombing|blast|explosion|shooting|firing|assault|strike|killing|abduction|incursion|battle|"
    r"exchange|attackers|gunmen|militants|assailants|raiders|bodies|dead|wounded|injured|victims|"
    r"toll|captives)\b|\b(?:\w+day's|yesterday's|today's)\s+(?:(?:\w+\s+and\s+)?(?:rockets?|"
    r"missiles?|drones?|shells?|shelling|mortars?|rounds|fire|gunfire|barrage|salvo))\b|"
    r"^\W*(?:he|they|it|she)\b|(?<!\w)(?:این|در این|اس|یه|ان)(?!\w)",
    re.IGNORECASE,
)


def own_days(
    telling: Telling, published: date | None, base: Days | None
) -> tuple[When | None, Days | None]:
    """The day that a clause gives to its event, the sharpest of those that are no report's."""
    best: tuple[When, Days] | None = None
    vague: When | None = None
    near: Days | None = None
    for when in telling.whens:
        if when.name == "future" or (telling.family == "closure" and _only_stays(telling, when)):
            continue
        if _bounds(telling, when):
            vague = vague or (when if when.name in LONG_AGO else None)
            continue
        if when.name in LONG_AGO and _is_of_whom(telling, when):
            continue
        if when.name in LONG_AGO and _is_all_of_whom(telling, when):
            return when, None
        if when.name in ("span", "last year"):
            vague = vague or when
            continue
        days = understood(when, published, near or base)
        near = days or near
        if when.is_aside and when.name in LONG_AGO and when.start <= _LEAD:
            vague = vague or when  # "In November last year, twenty were found shot"
        announced = (
            telling.family == "closure" and when.by_report and _ANNOUNCED.search(telling.text)
        )
        if (when.by_report and not announced) or (when.is_aside and not telling.is_aftermath):
            continue
        owned_up = claims_responsibility(telling.text) and POINTS_BACK.search(telling.text)
        if owned_up and not telling.text.startswith("'s", when.end - 2):
            continue  # on that day it was claimed, or else it is told elsewhere
        if dates_another(telling, when):
            continue
        if days is None:
            vague = vague or when
            continue
        if when.name == "weekday" and days.last == published and had_been(telling, when):
            days = replace(days, first=days.first - _WEEK, last=days.last - _WEEK)
        if published and days.first > published + timedelta(days=2):
            continue
        if best is None or _is_better(telling, (when, days), best):
            best = (when, days)
    if best:
        return best
    return vague, None


_WHO = re.compile(r"\b(?:who|whom|which|that)\b[^.;]{0,40}$", re.IGNORECASE)


def _is_of_whom(telling: Telling, when: When) -> bool:
    """Whether a date says what had been done before to those whom the clause is about."""
    if when.start <= _LEAD:
        return False  # "In 2014 it sent troops after men who had abducted five guards"
    others = [start for _, start, _ in telling.triggers if start != when.deed]
    return (
        any(start > when.end for start in others)
        and any(start == when.deed for _, start, _ in telling.triggers)
        and _WHO.search(telling.text[: when.deed]) is not None
    )


def _is_all_of_whom(telling: Telling, when: When) -> bool:
    """Whether a clause tells of no deed but what was done long ago to those it is about."""
    return bool(telling.triggers) and all(
        start == when.deed and _WHO.search(telling.text[: when.deed]) is not None
        for _, start, _ in telling.triggers
    )


_WEEK = timedelta(days=7)
_TOLD_THAT = re.compile(
    r"\b(?:said|announced|reported|stated|added|told|confirmed|claimed)\b[^.;\"]{0,40}?\bthat\b",
    re.IGNORECASE,
)
_HAD = re.compile(r"\bhad\s+(?:\w+\s+)?$", re.IGNORECASE)


def had_been(telling: Telling, when: When) -> bool:
    """Whether a deed had been done on a day, so that it was not the day of publication.

    What is only told in the past of the past, as "said that they had been arrested on Saturday",
    may be of that day.
    """
    if _TOLD_THAT.search(telling.text, 0, when.start):
        return False
    return any(
        start == when.deed
        and (_HAD.search(telling.text[:start]) or " had " in telling.text[start:end])
        for _, start, end in telling.triggers
    )


def said_on(telling: Telling, published: date | None) -> Days | None:
    """The day on which a clause says that something was said."""
    said = (understood(when, published, None) for when in telling.whens if when.by_report)
    return next((days for days in said if days is not None and days.precision == "day"), None)


def spoken_of(telling: Telling, when: When) -> EventType | None:
    """What a clause is about: "in connection with Thursday's attack", "the killing on Sunday"."""
    whose = telling.text.startswith("'s", when.end - 2)
    near = [
        kind
        for kind, start, end in telling.talked
        if (whose and 0 <= start - when.end <= _NEXT_WORDS)
        or (when.is_aside and 0 <= when.start - end <= 2 * _NEXT_WORDS)
    ]
    return near[0] if near else None


def _only_stays(telling: Telling, when: When) -> bool:
    """Whether on that day a border was only still closed."""
    stays = _STAYS.search(telling.text[: when.start])
    return stays is not None and not any(
        stays.end() <= start < when.start for _, start, _ in telling.triggers
    )


def dates_another(telling: Telling, when: When) -> bool:
    """Whether a date hangs on a deed of another family: closed "because of the July 15 attack"."""
    if when.name == "same" and _FROM_ANOTHER.search(when.words):
        return False
    if telling.family == MISHAP or (telling.family == "unrest" and _is_of_crowd(telling, when)):
        return False
    kinds = {family_of(kind) for kind, start, _ in telling.triggers if start == when.deed}
    if telling.family == "unrest" and any(
        family_of(kind) == "unrest" and start <= when.deed < end
        for kind, start, end in telling.triggers
    ):
        return False  # "Protesters set tyres alight on Friday"
    return bool(kinds) and not any(
        kind == telling.family
        or (is_armed(kind) and is_armed(telling.family))
        or (kind == "closure" and telling.family == "unrest")
        for kind in kinds
    )


def _is_of_crowd(telling: Telling, when: When) -> bool:
    """Whether a date hangs on what the crowd did besides: "stormed it and burnt a car"."""
    last = max((end for _, start, end in telling.triggers if start <= when.deed), default=0)
    first = min((start for _, start, _ in telling.triggers), default=last)
    return first < when.deed and _OTHERS_DID.search(telling.text[first:last]) is None


_OTHERS_DID = re.compile(
    r"\b(?:after|when|while|as|because|since|who|where|over|against|following|before|for)\b|[;:]",
    re.IGNORECASE,
)
_FROM_ANOTHER = re.compile(r"\b(?:hours?|minutes|moments)\s+after$", re.IGNORECASE)
"""What came "hours after the blast" came on its day."""


def _is_better(telling: Telling, one: tuple[When, Days], other: tuple[When, Days]) -> bool:
    """Whether a date says better than another when the deed was: by its verb, or sharper."""
    if telling.is_aftermath and not telling.is_reason:
        return one[1].first < other[1].first
    first = min((start for _, start, _ in telling.triggers), default=-1)
    mine, its = one[0].deed, other[0].deed
    if (mine == first) != (its == first):
        return mine == first
    if mine == its and one[0].start > mine >= other[0].end >= 0:
        return True  # "On Thursday they buried four who were killed on Tuesday"
    if mine == its >= one[0].end:
        return True  # the nearer: "on Monday there were nine, and on Tuesday one killed a woman"
    return is_sharper(one[1], other[1])


def _bounds(telling: Telling, when: When) -> bool:
    """Whether a day only bounds another time; a border is closed from the day since which it is."""
    before = telling.text[: when.start]
    words = f"{before}{when.words.split()[0]} "
    if telling.family == "closure" and re.search(r"\bsince\s+$", before, re.IGNORECASE):
        return False
    if re.search(
        r"\b(?:missing|held|captive|hostage|captivity|disappeared)\b[^.;]{0,40}\bsince\s+$",
        before,
        re.IGNORECASE,
    ):
        return False
    if re.match(
        r"(?:\s+(?:night|morning|evening|afternoon))?,?\s+(?:when|the day (?:on which|that|"
        r"when))\b",
        telling.text[when.end :],
    ):
        return False
    if _GOES_ON_INTO.search(before) or _CLEARED.search(before):
        return True
    if re.match(r"\s+تک(?!\w)", telling.text[when.end :]) or re.search(r"(?<!\w)تا\s+$", before):
        return True
    return (_UNTIL.search(before) or _UNTIL.search(words)) is not None


_ANNOUNCED = re.compile(
    r"\b(?:administration|authorities|government|commissioner|ministry|officials)\b[^.;,]{0,40}\b(?:announced|ordered|decided|notified)\b",
    re.IGNORECASE,
)
"""A gate is closed on the day on which those who close it say so."""
_GOES_ON_INTO = re.compile(
    r"\b(?:went\s+on|lasted|continued|dragged\s+on|raged)\s+(?:on\s+)?(?:well\s+|late\s+)?(?:in)?to\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""The day into which a fight went on is not the day on which it began."""
_CLEARED = re.compile(
    r"\b(?:defused|made\s+safe|disposed\s+of|collected|cleared)\s+(?:on\s+|late\s+|early\s+)?$",
    re.IGNORECASE,
)
"""The day on which what was left was cleared away."""


def is_sharper(one: Days, other: Days) -> bool:
    """Whether one says the day more exactly than the other."""
    rank = {"day": 0, "range": 1, "month": 2, "year": 3}
    return (rank[one.precision], (one.last - one.first).days if one.precision != "range" else 0) < (
        rank[other.precision],
        (other.last - other.first).days if other.precision != "range" else 0,
    )


def is_armed(family: str | None) -> bool:
    """Whether a family is of violence or of arrest, which may be told of as one event."""
    return family in ("violence", "arrest")


def reckoned_from(tellings: list[Telling], plain: str, published: date | None) -> date | None:
    """The day from which "Wednesday" is reckoned: of publication, or the last one of a digest.

    Parameters
    ----------
    tellings
        All clauses of the report.
    plain
        The plain copy of the report, which may say its own day of publication.
    published
        The day of publication where it is given.
    """
    published = published or _published_in(tellings, plain)
    return _end_of_period(tellings, published) or published


def _published_in(tellings: list[Telling], plain: str) -> date | None:
    """The day of publication that a report itself gives: in its dateline, or "Published: ..."."""
    for match in re.finditer(
        r"(?im)^\W*(?:published|posted|updated|date|last updated|تاریخ انتشار)\b.{0,80}$", plain
    ):
        for when in spotted(plain, match.start(), match.end()):
            days = written_out(when)
            if days and days.precision == "day":
                return days.first
    for telling in tellings:
        lead = plain[telling.sentence.start : telling.start]
        for when in spotted(lead, 0, len(lead)):
            days = written_out(when)
            if days and days.precision == "day":
                return days.first
    dated = [
        days.last
        for telling in tellings
        for when in telling.whens
        if (days := written_out(when)) and days.precision in ("day", "range")
    ]
    return max(dated, default=None)


def _end_of_period(tellings: list[Telling], published: date | None) -> date | None:
    """The last day of the days that a digest is of by its title: "The border, 19-25 May".

    Its "Monday" is the one of those days, though it is published on a Monday itself.
    """
    for telling in tellings:
        if telling.sentence.paragraph > 1:
            break
        for when in telling.whens if telling.is_heading else ():
            days = understood(when, published, None)
            if days is None or days.precision != "range":
                continue
            is_recent = published is None or timedelta(0) <= published - days.last <= 2 * _WEEK
            if is_recent and days.last - days.first >= _WEEK / 2:
                return days.last
    return None


_AND_AGAIN = re.compile(
    r"(?:\s+(?:night|morning|evening|afternoon))?,?\s+and\s+(?:(?:another|again|one|two|others?|"
    r"more|"
    r"a\s+second|a\s+third|in|at|near)\b[^.;,]{0,60}?\s)?(?:(?:early|late)\s+)?"
    r"(?:on\s+)?(?:the\s+)?",
    re.IGNORECASE,
)


def on_each_day(telling: Telling) -> list[Telling]:
    """One clause for each day: "one soldier was killed on Sunday and another on Tuesday"."""
    sharp = [
        w
        for w in telling.whens
        if w.deed >= 0 and not (w.by_report or w.is_aside) and w.name in SHARP
    ]
    if (
        telling.family != "violence"
        or len(sharp) != 2
        or sharp[0].deed != sharp[1].deed
        or sharp[0].deed > sharp[0].start
        or not _AND_AGAIN.fullmatch(telling.text, sharp[0].end, sharp[1].start)
        or re.search(r"\b(?:between|from)\s+(?:\w+\s+)?$", telling.text[: sharp[0].start])
    ):
        return [telling]
    first, second = sharp
    again = replace(
        telling,
        whens=[second],
        harmed=[h for h in telling.harmed if h.start > first.end],
        separate=True,
    )
    return [replace(telling, whens=[w for w in telling.whens if w is not second]), again]
