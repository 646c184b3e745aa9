"""How a clause stands to the events told before it: it looks back, waits, counts, or dates them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents.extraction.belonging import (
    VAGUE,
    Event,
    is_near,
    rescues,
)
from incidents.extraction.deeds import family_of
from incidents.extraction.speakers import claims_responsibility
from incidents.extraction.undated import (
    AFTERWARDS,
    is_stale,
    may_come,
)
from incidents.record import EventType

if TYPE_CHECKING:
    from datetime import date

    from incidents.dates import Days
    from incidents.extraction.days import When
    from incidents.extraction.events import Telling

__all__ = [
    "HAD_DONE",
    "HAPPENED",
    "ONE_OF_SUCH",
    "RELATIVE",
    "abducts",
    "counts_over_time",
    "dates_it",
    "harms",
    "in_chase",
    "is_bare_day",
    "is_of_court",
    "is_one_of_counted",
    "is_reckoned",
    "is_subordinate",
    "looks_back",
    "may_belong",
    "only_recalls",
    "sets_scene",
    "speaks_of_losses",
    "tells_where",
    "waits",
]

_SHORTEST_REST = 3
_LONGEST_LINE = 60
RELATIVE = frozenset({"same", "after", "before", "later", "earlier", "inverse"})
_COURT = re.compile(
    r"\b(?:courts?|tribunal|judges?|bench|ATC|judiciary|jury)\b[^.]*\b(?:acquit\w*|sentence\w*|"
    r"convict\w*|remand\w*|upheld|verdicts?|jail(?:ed|s)|indict\w*|bail|appeals?|trial|hangs?|"
    r"hanged|"
    r"death penalty|prison terms?|hearings?)\b|\b(?:acquits?|sentenced|convicted|indicted|remanded|"
    r"jailed|verdict|heavy sentences)\b[^.]*\b(?:courts?|tribunal|judges?|ATC|case|trial|branch)\b|"
    r"\b(?:ATC|court)\s+(?:hands|awards|acquits|jails|sentences)\b|"
    r"\btrial\s+of\b[^.]*\b(?:opened|began|begun|resumed|adjourned)\b",
    re.IGNORECASE,
)
_CHASE = re.compile(r"\b(?:pursu|chas|fire|fired|shot|shoot)\w*", re.IGNORECASE)


def in_chase(telling: Telling, event: Event) -> bool:
    """Whether an accident is told right behind those who fired or gave chase."""
    last = event.tellings[-1] if event.tellings else None
    return last is not None and is_near(last, telling) and _CHASE.search(last.text) is not None


def speaks_of_losses(telling: Telling) -> bool:
    """Whether a clause says who fell and names, or only speaks of, what was done to them."""
    violent = any(family_of(kind) == "violence" for kind, _, _ in telling.triggers)
    spoken = telling.talked or violent or telling.only_reacts
    return bool(telling.harmed and not telling.reason and spoken)


def counts_over_time(telling: Telling) -> bool:
    """Whether a clause counts losses or deeds over weeks or years."""
    return bool(telling.harmed or telling.triggers) and (
        telling.reason.endswith("counts over time")
        or any(w.name in ("span", "year", "last year") for w in telling.whens)
    )


def is_one_of_counted(telling: Telling, told: list[Telling]) -> bool:
    """Whether a clause tells of one of those counted over years right before: "In the first, "."""
    before = told[-2] if len(told) > 1 else None
    return (
        before is not None
        and before.reason.endswith("counts over time")
        and is_near(before, telling)
        and ONE_OF_SUCH.match(telling.text) is not None
    )


ONE_OF_SUCH = re.compile(
    r"\W*(?:in|on|at|during)?\s*the\s+(?:first|second|third|fourth|other|latter|former|last)\b",
    re.IGNORECASE,
)
"""So begins one of what was summed before: "In the first, on Sunday, smugglers fled"."""
_AFTER = re.compile(r"\W*(?:(?:[\w-]+\s+){1,3})?after\b|\W*following\b", re.IGNORECASE)


def is_subordinate(telling: Telling, before: Event) -> bool:
    """Whether a clause only says after what the event of its sentence came.

    Who was abducted before a handover is only that; an attack before a protest is news of its own.
    """
    return (
        _AFTER.match(telling.text) is not None
        and (before.family == telling.family or (before.family == "diplomacy" and abducts(telling)))
        and bool(before.tellings)
        and before.tellings[-1].sentence is telling.sentence
    )


def abducts(telling: Telling) -> bool:
    """Whether a clause tells of an abduction."""
    return any(kind is EventType.ABDUCTION for kind, _, _ in telling.triggers)


def sets_scene(one: Telling, other: Telling) -> bool:
    """Whether a day said in one clause may be that of another: of its paragraph, or a bare line."""
    behind = other.sentence.paragraph - one.sentence.paragraph
    return behind == 0 or (behind == 1 and len(one.text) <= _LONGEST_LINE)


def is_reckoned(event: Event) -> bool:
    """Whether its day is only counted from another, and so gives way to one that is named."""
    return event.when is not None and event.when[1].name == "inverse"


def harms(telling: Telling) -> bool:
    """Whether somebody is killed or wounded; "none of them was hurt" is no fight."""
    return any(one.people.count.high != 0 for one in telling.harmed)


def is_bare_day(telling: Telling, when: When) -> bool:
    """Whether a day stands alone, as the heading of what follows: "THURSDAY."."""
    return (
        not telling.triggers
        and when.end - when.start + _SHORTEST_REST >= len(telling.text.strip())
        and when.name not in (*RELATIVE, *VAGUE)
    )


def waits(telling: Telling, days: Days | None) -> bool:
    """Whether a clause tells of an event that is still to be told by itself."""
    return telling.family in ("violence", "arrest") and (
        (telling.is_reason and days is None) or telling.is_summary or telling.is_aftermath
    )


def is_of_court(tellings: list[Telling]) -> bool:
    """Whether a report is of a court: what was done then is not its news."""
    lead = [t for t in tellings if t.sentence.paragraph <= 1][:6]
    return any(_COURT.search(t.text) for t in lead)


_TAKES_PLACE = re.compile(
    r"\b(?:ceremony|hand-?over|handing[- ]over|transfer|exchange|swap|release|repatriation|return|"
    r"meeting|talks|session)(?:\s+(?:was|were)|,(?:\s+which\s+(?:was|were))?)\s+(?:held|arranged|"
    r"organi[sz]ed|carried out|completed)\b",
    re.IGNORECASE,
)
"""So the place and the day of a handover or of talks are told behind it."""


def tells_where(telling: Telling, event: Event) -> bool:
    """Whether a clause says where and when a handover or talks were held."""
    return (
        event.family == "diplomacy"
        and not telling.reason
        and _TAKES_PLACE.search(telling.text) is not None
    )


def may_belong(telling: Telling) -> bool:
    """Whether a clause without an event of its own may say something of the one before."""
    if (
        not telling.reason
        and claims_responsibility(telling.text)
        and any(p.kind == "group" for p in telling.parties)
    ):
        return True
    if not telling.reason and _NOBODY_KNOWS.search(telling.text):
        return True
    is_unreal = (
        telling.is_unreal
        and not _BEGAN.search(telling.text)
        and not any(
            h.people.count.high == 0 or (h.stands and telling.speakers) for h in telling.harmed
        )
    )
    if (telling.reason or is_unreal) and not telling.denies:
        return False
    if _CONFIRMS.search(telling.text) and telling.speakers:
        return True
    said_where = telling.pillar is not None and _HAD_COME.search(telling.text) is not None
    fled = any(p.kind == "armed" for p in telling.parties) and _FLED.search(telling.text)
    if may_come(telling.text) and not (telling.harmed or telling.denies or said_where or fled):
        return False
    return bool(
        telling.harmed or telling.speakers or telling.denies or telling.places or telling.depth
        or telling.pillar or claims_responsibility(telling.text) or telling.parties
    )  # fmt: skip


_HAD_COME = re.compile(
    r"\bhad\s+(?:been\s+)?(?:brought|taken|led|come|walked|driven|travel\w+|gone|stopped|caught)\b",
    re.IGNORECASE,
)
"""How those came who were to cross: "had been brought by bus and were to cross at pillar 250"."""
_NOBODY_KNOWS = re.compile(
    r"\b(?:not\s+(?:yet\s+)?(?:known|clear|established)|unclear|unknown|nobody\s+knows)\s+(?:who|by\s+whom|whose)\b",
    re.IGNORECASE,
)
_BEGAN = re.compile(
    r"\bwhen\s+(?:the|an?)\s+(?:shooting|firing|fighting|clash|shoot-?out|battle|gunfight|exchange(?:\s+of\s+fire)?)\s+"
    r"(?:broke\s+out|began|started|erupted|took\s+place)\b",
    re.IGNORECASE,
)
"""What was so "when the shooting broke out" is said of it."""
_FLED = re.compile(r"\b(?:had\s+)?(?:fled|escaped|withdrawn|retreated)\b", re.IGNORECASE)
"""Who had fled "before guards could return fire" had been there."""
_CONFIRMS = re.compile(
    r"\b(?:confirmed|acknowledged|admitted|verified)\s+(?:the|this|that|it)\b", re.IGNORECASE
)


def only_recalls(telling: Telling) -> bool:
    """Whether a clause looks back from the event before: "had strayed", "had been killed"."""
    return not telling.separate and not telling.is_reason and looks_back(telling)


_PLUPERFECT = re.compile(r"ه بود(?:ند)?\W*$")
"""A Persian clause without a day that ends so: "از مرز گذشته بودند"."""
_BY_THEN = re.compile(
    r"(?:^\W*|\band\s+)by\s+(?:the\s+)?(?:(?:late|early)\s+)?(?:\w+day\s+)?(?:evening|night(?:fall)?|noon|midday|"
    r"dawn|morning|midnight|dusk|sunset|sunrise|daybreak|afternoon|\w+day)\b",
    re.IGNORECASE,
)
"""What had been done "by evening" went on from what was told."""


def looks_back(telling: Telling) -> bool:
    """Whether the first word of doing of a clause stands in the pluperfect."""
    if not telling.triggers:
        return False
    if not telling.whens and _PLUPERFECT.search(telling.text):
        return True
    if _BY_THEN.search(telling.text):
        return False
    first = telling.triggers[0][1]
    has = "had" if telling.harmed else "had|have|has"
    return re.search(rf"\b(?:{has})\s+(?:\w+\s+)?$", telling.text[:first]) is not None


HAPPENED = re.compile(
    r"\b(?:downing|intrusion|incursion|violation|kidnapping|abduction|encounter|operation|strike|"
    r"assault|ambush|arrests?|fire|exchange|crash|murder|incident|attack|clash|shooting|firing|"
    r"raid|killing|explosion|blast|ambush|it|episode)\s+"
    r"(?:had\s+)?(?:took place|taken place|happened|occurred|came)\b|واقعه|حادثه",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"\b(?:step|decision|measure|action|move)\s+(?:was|has\s+been|had\s+been)\s+(?:taken|made)\b",
    re.IGNORECASE,
)
"""So is dated what a state has done: "the step had been taken on Monday"."""
_PROTEST_BEGAN = re.compile(
    r"\b(?:protest|sit-in|blockade|strike|closure|shutdown|demonstration|stoppage|standoff|dharna)\s+"
    r"(?:had\s+)?(?:began|begun|started|broke\s+out|came|was\s+launched)\b",
    re.IGNORECASE,
)
"""The day on which a crowd shut a road or a gate: "the protest began on Sunday"."""


def dates_it(
    telling: Telling, when: When, days: Days, event: Event, published: date | None
) -> bool:
    """Whether the day of a clause without a deed is that of the event before."""
    only_caused = len(event.tellings) == 1 and event.tellings[0].is_reason
    if not (event.said_days is None or only_caused):
        return False
    if HAPPENED.search(telling.text) or tells_where(telling, event):
        return True
    if event.family in ("closure", "unrest") and _PROTEST_BEGAN.search(telling.text):
        return True
    if _STEP.search(telling.text):
        return event.family in ("closure", "diplomacy")
    return (
        event.family != "diplomacy"
        and not (telling.agent is not None and rescues(event))
        and days.precision == "day"
        and not is_stale(days, published)
        and not telling.reason
        and not telling.is_unreal
        and not may_come(telling.text, when)
        and not AFTERWARDS.search(telling.text)
        and not HAD_DONE.search(telling.text)
        and telling.sentence.paragraph - event.tellings[-1].sentence.paragraph <= 2
    )


HAD_DONE = re.compile(
    r"\bhad\s+(?:\w+ly\s+)?(?:been\s+)?(?:\w+ed|put|gone|come|left|set|taken)\b", re.IGNORECASE
)
