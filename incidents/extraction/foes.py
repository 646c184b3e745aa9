"""Whom forces fought with or met: the foe behind "clashed with", and whether he acted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents.record import EventType

if TYPE_CHECKING:
    from incidents.extraction.events import Telling
    from incidents.extraction.parties import Party

__all__ = ["AHEAD", "foe_of", "is_met"]

AHEAD = 30
"""How far behind a word of doing he stands who did it, or was met."""
_PASSIVE = re.compile(r"\b(?:was|were|been)\b")

_WITH = re.compile(
    r"\b(?:clash(?:ed|es)?|gun ?battle|firefight|gunfight|fighting|skirmish|encounter|"
    r"exchange of (?:gun)?fire|battle)\s+(?:(?!(?:near|in|at|on|along|by)\b)[\w-]+\s+){0,3}?"
    r"(?:with|against|between)\s+",
    re.IGNORECASE,
)
_BORDERS = re.compile(r"\b(?:border|frontier|boundary|line)\s+with\s+$", re.IGNORECASE)
"""What a fight stood near, and not who fought: "a gun battle near the border with Pakistan"."""


def foe_of(telling: Telling, doers: list[Party]) -> tuple[Party | None, bool]:
    """Whom forces clashed with, and whether he acted: not "in a clash with", forces arrested."""
    text = telling.text
    foe: Party | None = None
    for match in () if _OPERATES.search(text) else _WITH.finditer(text):
        near = [p for p in doers if 0 <= p.start - match.end() <= AHEAD]
        if _BORDERS.search(match[0]) or not near:
            continue
        hit = {h.people.party for h in telling.harmed}
        met = any(p.kind in ("armed", "group") and p.end <= match.start() for p in telling.parties)
        if near[0].side != "non-state" and hit != {"militants"} and not met:
            continue
        if near[0].side == "non-state" and (
            _IN_A.search(text[: match.start()]) or _has_seized(telling, match.start())
        ):
            foe = foe or near[0]  # "in a clash with smugglers, police arrested three"
            continue
        return near[0], True
    return foe, False


def _has_seized(telling: Telling, clash: int) -> bool:
    """Whether forces seized or arrested in a clash, told behind: "seized arms in a clash with"."""
    return _IN_A_CLASH.search(telling.text[:clash]) is not None and any(
        kind is EventType.ARREST_OR_SEIZURE
        and start < clash
        and not _PASSIVE.search(telling.text[max(0, start - 12) : start])
        and any(p.kind == "force" and p.end <= start for p in telling.parties)
        for kind, start, _ in telling.triggers
    )


_IN_A = re.compile(
    r"^\W*(?:in|after|during|following)\s+(?:an?|the)\s+(?:[\w-]+\s+)?$", re.IGNORECASE
)
_IN_A_CLASH = re.compile(r"\b(?:in|after|during|following)\s+an?\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_OPERATES = re.compile(
    r"\b(?:operations?|IBOs?|raid(?:ed)? (?:a|the|their) (?:\w+ )?(?:hideout|compound|house|den))\b"
)


def is_met(text: str, party: Party) -> bool:
    """Whether others met, chased or fired at a party, so that it is no subject."""
    lead = text[max(0, party.start - 20) : party.start]
    men = text[max(0, party.start - 24) : party.start]
    return _MET.search(lead) is not None and _MEN_OF.search(men) is None


_MET = re.compile(
    r"\b(?:of|on|at|against|for|near|targeting|with|to|between|pursuing|chasing|"
    r"hunting|tracking|following|fighting|arresting|stopped|stopping|intercepted|"
    r"across|upon|into|met|confronted|encountered|spotted|sighted|detected|challenged|"
    r"engaged|surrounded|cornered|tracked|chased|pursued|noticed|faced|"
    r"searching)\s+(?:the\s+|an?\s+|for\s+)?(?!\w+day\s$)(?:\w+\s)?$",
    re.IGNORECASE,
)
_MEN_OF = re.compile(
    r"\b(?:m[ae]n|members?|personnel|soldiers|fighters|elements|group|team|party|column|squad|"
    r"platoon|convoy|patrol|force|handful|band|number|gang|dozens|some|unit|contingent|lot|"
    r"fighter|jet|plane|aircraft|helicopter|frigate|ship|vessel|\w*boat|wing|brigade|battalion|"
    r"regiment|vehicles?|cars?|pick-?ups?|trucks?|jeeps?|drones?|jets?|helicopters?|missiles?|"
    r"boats?|speedboats?|launch(?:es)?|cutters?|gunners?|colou?rs|markings|insignia|emblems?|"
    r"livery|roundels?) of\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""Before it the nation only says whose: "two drones of the Iranian army"."""
