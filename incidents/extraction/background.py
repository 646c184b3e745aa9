"""Why a clause tells of no event whatever its words: usual, counted over time, told since when.

What is so only said beside a deed, of a place or a group that it names, takes nothing from it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents.extraction.clauses import DAYS_AFTER
from incidents.extraction.deeds import family_of, has_family
from incidents.extraction.eastern_deeds import why_none_eastern
from incidents.extraction.reading import for_small, is_eastern, small
from incidents.extraction.speakers import claims_responsibility
from incidents.extraction.unreal import is_real

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.extraction.days import When
    from incidents.extraction.deeds import Deed

__all__ = ["COMMEMORATED", "LONG_UNITS", "why_none"]

COMMEMORATED = "it tells of what is commemorated or of a year"

LONG_UNITS = frozenset({"month", "year"})
_USUAL = for_small(
    r"\b(?:often|whenever|wherever|each time|usually|regularly|frequently|routinely|sometimes|"
    r"always|every|commonly|"
    r"typically|occasionally|generally|repeatedly|in the (?:worst|deadliest|bloodiest) (?:case|"
    r"incident|attack|of)|"
    r"has (?:long|been (?:fighting|waging|accused))|(?:has|have) become|continue to|(?:has|have) "
    r"been (?:hit|rocked|plagued|shaken|gripped|the (?:scene|site|target|focus))|have (?:long|"
    r"increased|intensified|been "
    r"increasing|risen)|in (?:\w+|\d+) (?:years|months)|over (?:\w+|\d+) (?:years|months)|(?:has|"
    r"have) (?:in the past|also|previously|carried out|"
    r"claimed(?! (?:the|this|that|full|responsibility)\b)|targeted|repeatedly)|"
    r"(?:in|during|over|for)\s+the\s+(?:first|second|last|past|opening|same)\s+(?:half|quarter|(?:\w+\s+)?months)\s+"
    r"of\s+(?:the|this|last|\d)|in\s+the\s+(?:year|months|quarter)\s+to\s|"
    r"in the past(?!\s+(?:\w+\s+)?(?:hours?|days?|week))|over the years|(?:this|last) (?:spring|"
    r"summer|autumn|winter)|since the (?:\w+ )?"
    r"(?:shootings?|killings?|attacks?|clashes|incidents?|firing)|in recent (?:years|months|"
    r"weeks|times)|(?:over|in|during) "
    r"the (?:past|last)(?!\s+(?:\w+\s+)?(?:hours?|days?|night|week\b))|so far this|this year|"
    r"(?:in|during) the same period|"
    r"\d{2,} times|over the same period|there (?:is|are) (?:an?|another|more) (?:\w+ )?(?:attacks?|"
    r"incidents?|clash(?:es)?|killings?|raids?|explosions?)|"
    r"(?:has|have) (?:been )?\w+ed\b[^.;,]{0,50}\bsince|since (?:the\s+)?(?:start|beginning|\d|"
    r"last|"
    r"early|late|then|its|january|february|march|april|may|june|july|august|september|october|"
    r"november|december)|"
    r"in the course of (?:the|its|their|this) (?:campaign|sweep|drive|crackdown|offensive)|"
    r"(?:a string|a series|a spate|a wave|scores|hundreds|thousands|dozens) of (?:attacks|"
    r"incidents|such|clashes|bombings)|such (?:attacks|incidents|violations)|"
    r"is known for|has been the scene|is (?:a|an|the) (?:major|main|key|common|route|"
    r"deadliest|worst|second|third|fourth|fifth|latest)|history of|decades|on average|each "
    r"year|annually|in total|statistics|"
    r"figures show|(?:has|have|had|we) counted|according to (?:official )?(?:figures|"
    r"data|statistics)|(?:is|was) the first time|the last time|"
    r"(?:makes? )?use (?:of )?(?:the|its|this|that) (?:\w+ ){0,3}?(?:area|soil|territory|region|"
    r"terrain)(?: of \w+)? to|similar "
    r"(?:attack|incident)s?|previous (?:attack|incident)s?|"
    r"(?:one|some|most|all|many|several) of the (?:earlier|previous|past) \w+|anniversary|"
    r"recall(?:s|ed|ing)(?!\s+(?:its|the|their|his)\s+(?:\w+\s+)?(?:ambassador|envoy|charge|"
    r"diplomat))|earlier attacks|first such|centur(?:y|ies)|used to|was drawn|"
    r"in history|years? (?:ago|earlier|before|after)|months? (?:ago|earlier|before))\b"
)
_SINCE = re.compile(
    r"\b(?:since|until|till)\s+(?:the\s+)?(?:(?:start|beginning|turn|first\s+day|outset)\b"
    r"[^,.;]{0,40}\s)?$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r",\s+(?:(?:the|an?|one\s+of)\s+(?:[\w'-]+\s+){1,6}?(?:behind|blamed|that|which|who|whose|accused|"
    r"known|of|in|where)|(?:in|near|of|by|from|for)\s+(?:which|whom)|which|who|whose|where|in\s+the\s+(?:latest|"
    r"worst|deadliest|first|third|second))\b|"
    r"\b(?:who|which|that|where|whom)\s+(?:has|have|is|are|they|it|he)\b",
    re.IGNORECASE,
)
"""So begins what is only said beside a deed: "Jundallah, the group behind many raids"."""


def _is_said_beside(text: str, usual: re.Match[str], deeds: list[Deed]) -> bool:
    """Whether what is usual is only said beside a deed, of a place or a group that it names."""
    inserted = next(
        (m for m in _INSERTED.finditer(text) if m.start() <= usual.start() < m.end()), None
    )
    if inserted is not None:
        rest = text[: inserted.start()] + " " + text[inserted.end() :]
        return claims_responsibility(rest) or any(
            is_real(text, d) and (d[2] <= inserted.start() or d[1] >= inserted.end()) for d in deeds
        )
    first = min((end for _, _, end in deeds), default=len(text))
    beside = _BESIDE.search(text, first)
    return (
        beside is not None
        and beside.start() <= usual.start()
        and any(is_real(text, d) and d[2] <= beside.start() for d in deeds)
    )


_INSERTED = re.compile(r",\s+(?:which|who|whose)\s[^,;]{5,110},\s", re.IGNORECASE)
"""What is said of a name in passing: "Jaish al-Adl, which has carried out many raids, accepted"."""
_CAME_AFTER = re.compile(
    r"\W*(?:the|this|that|it|these|those|his|her|its|their|\w+day's)\b[^.;,]{0,60}?\s"
    r"(?:came|comes|took\s+place|happened|happens|occurred|was\s+carried\s+out|arrives?|follows|"
    r"followed)"
    r"\s+(?:\w+\s+){0,4}?(?:hours?|days?|weeks?|months?|fortnight|years?)\s+(?:after|before)\b",
    re.IGNORECASE,
)
"""What is known came so long after something else, which is told as its background."""
_LONG_TIME = re.compile(r"\b(?:weeks?|months?|fortnight|years?)\s+(?:after|before)$", re.IGNORECASE)
_LONG_SINCE = re.compile(
    r"\bsince\s+(?:the\s+)?(?:(?:early|late|middle|mid|start|beginning|end|outbreak)\s+(?:of\s+|in\s+)?"
    r"(?:the\s+|this\s+|last\s+)?(?:year|month|summer|winter|spring|autumn|pandemic|war|\d{4}|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?!\s+\d))|last\s+(?:year|month|summer|winter|spring|autumn))\b",
    re.IGNORECASE,
)
"""What has been shut for so long is how things stand."""
_COMMEMORATES = re.compile(
    r"\b(?:mark|commemorat|observ)\w*\s+(?:the\s+)?(?:\w+\s+)?anniversary\b|"
    r"\b(?:an?|one|two|three|four|five|ten)\s+years?\s+(?:has|have|had)\s+passed\s+since\b|"
    r"\banniversary\s+of\s+(?:the|an?)\s+(?:\w+\s+)?(?:attacks?|bombings?|blasts?|killings?|raid|massacre|ambush)\b|"
    r"\bmark\w*\s+(?:the\s+)?\w+\s+years?\s+since\b|"
    r"\b(?:messages?|statements?|speech|sermon|interview)\s+(?:for|on|at)\s+the\s+(?:\w+\s+)?anniversary\s+of\b|"
    r"\b(?:memory|memories)\s+of\b[^.;]{0,60}\bwho\s+(?:lost|died|were|fell)\b|"
    r"\bpa(?:id|ys|ying)\s+(?:\w+\s+)?tributes?\s+to\b[^.;]{0,60},?\s+who\s|"
    r"\b(?:is|was|remains?)\s+in\s+mourning\b|\b(?:annual|yearly)\s+report\b",
    re.IGNORECASE,
)
_REFERS_TO = re.compile(
    r"\b(?:remarks?|words?|statements?|warnings?|threats?|comments?|reference)\s+(?:refer|relate|allude|was|were)\w*\s+to\s+the\b",
    re.IGNORECASE,
)
"""To what somebody's words refer is known before them."""
_HOW_LAID = re.compile(
    r"\bhad\s+(?:\w+ly\s+)?(?:infiltrat|cross|enter|com|slipp|sneak|penetrat)\w*\b[^.;]{0,140}?\b"
    r"(?:planted|laid|buried|hidden|placed)\s+(?:the|this)\s+(?:\w+\s+)?"
    r"(?:devices?|mines?|bombs?|charges?|explosives?)\b",
    re.IGNORECASE,
)
"""What had been done before a bomb went off is of the bomb: "had come in and planted the mine"."""
_STATE_SINCE = re.compile(
    r"\b(?:relations|ties|tensions?|relationship|mistrust|suspicions?|feelings)\b[^.;,]{0,70}\b"
    r"(?:since|after|when|following|over|by)\s|"
    r"\b(?:has|have)\s+(?:been|remained|grown|become|stayed|kept|taken|stepped|put|"
    r"seen)\b[^.;,]{0,80}"
    r"\bsince\s+(?!(?:the\s+)?(?:\w+day|yesterday|last|early|late|then|night|morning)\b)",
    re.IGNORECASE,
)
"""How things have stood since an event, which is told as the reason for it."""


def why_none(text: str, whens: Sequence[When], deeds: list[Deed]) -> str:
    """Why a clause tells of no event whatever its words: usual, counted, foretold; "" if not."""
    specific = [
        w
        for w in whens
        if not w.by_report
        and not _SINCE.search(text[: w.start])
        and w.name
        not in (
            "span",
            "year",
            "last year",
            "future",
            "month",
            "jalali month",
            "ago",
            "last month",
            "same",
        )
    ]
    if is_eastern(text[:200]):
        return why_none_eastern(text, dated=bool(specific))
    usual = next(
        (m for m in _USUAL.finditer(small(text)) if not _is_said_beside(text, m, deeds)), None
    )
    is_shut = (
        usual
        and "since" in usual[0].casefold()
        and has_family(deeds, "closure")
        and not _LONG_SINCE.search(text)
    )
    agrees = usual and usual[0].casefold() == "every" and has_family(deeds, "diplomacy")
    came = _CAME_AFTER.match(text)
    if came:
        known = {family_of(kind) for kind, start, _ in deeds if start < came.end()}
        rest = {family_of(kind) for kind, start, _ in deeds if start >= came.end()}
        if rest <= known | {"diplomacy"} or _LONG_TIME.search(came[0]):
            return "it only says after what something came"
    if _COMMEMORATES.search(text):
        return COMMEMORATED
    if _REFERS_TO.search(text):
        return "it tells to what somebody's words refer"
    if _HOW_LAID.search(text):
        return "it tells how a bomb was laid"
    state = _STATE_SINCE.search(text)
    then = state is not None and any(w.end <= state.end() for w in specific)
    if state and deeds and not then and all(start >= state.end() for _, start, _ in deeds):
        return "it tells since when something has been so"
    if usual and not specific and not is_shut and not agrees:
        return f"{usual[0]!r} tells what is usual or counts over time"
    if re.search(r"\?\s*[\"']?$", text):
        return "it is a question"
    before = DAYS_AFTER.match(f"{text},")
    if before and before["unit"] in LONG_UNITS and all(end <= before.end() for _, _, end in deeds):
        return "it only says after what something came"
    return ""
