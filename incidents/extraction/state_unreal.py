"""Where states close nothing and do not deal with each other, whatever the word of doing."""

from __future__ import annotations

import re

from incidents.extraction.deeds import Deed, word_of
from incidents.record import EventType

__all__ = ["GIVEN_WHO", "is_no_closure", "is_no_dealing"]

E = EventType

_TO_COME = re.compile(
    r"\s+(?:will|would|shall|is\s+to|are\s+to)\s+be\s+(?:completed|finished|done|carried\s+out|made)\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"\W*(?:the\s+)?(?:works?|digging|construction|building|excavation)\s+(?:on|of|at)\b",
    re.IGNORECASE,
)
"""What is halted and no traffic: "work on the ditch was halted"."""
_CONDOLES = re.compile(
    r"[^.;]{0,60}\bto\s+(?:condole|commiserate|sympathi[sz]e|(?:offer|express|convey|extend|voice)"
    r"\s+(?:[\w-]+\s+){0,4}(?:condolences?|sympath\w+|grief|sorrow))\b",
    re.IGNORECASE,
)
"""Behind a call or a visit: it was one of sympathy, and no dealing of states."""
_SENT_HOME = re.compile(
    r"\b(?:children|pupils|schoolchildren|staff|employees|"
    r"patients)\b[^.;]{0,40}\bsent\s+(?:back\s+)?home$",
    re.IGNORECASE,
)
"""Whom no state has sent home."""
_ABROAD = re.compile(
    r"\b(?:Iran|Pakistan|Tehran|Islamabad|foreign|delegation|talks|visit|counterpart|ambassador|"
    r"envoy|neighbou?r)",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"(?:returned|came|arrived|got)\s+(?:back\s+)?home|(?:was|were|been)\s+let", re.IGNORECASE
)
_WAS_HELD = re.compile(
    r"\b(?:(?:Iranian|Pakistani|border)\s+(?:[\w-]+\s+){0,2}?(?:soldier|guard|conscript|fisherm|policem|engineer|sailor)"
    r"|kidnap|abduct|hostage|captiv|captor|ransom|jail|prison|custody|detain|deport|"
    r"(?:had|have)\s+been\s+(?:taken|seized|held|carried|led))\w*",
    re.IGNORECASE,
)
GIVEN_WHO = re.compile(
    r"\b(?:the|those|\d+|\w+teen|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"people|persons|men|migrants|nationals|bodies|guards|prisoners|captives|Pakistanis|"
    r"Iranians|Afghans)\s+$",
    re.IGNORECASE,
)
_GIVEN_BY = re.compile(r"\s+by\b|\s+(?:[a-z]+\s+)?$")
_FREE_MEN = re.compile(
    r"\s+(?:m[ae]n|guards?|soldiers?|hostages?|captives?|prisoners?|fisherm[ae]n|people|nationals|"
    r"migrants|Iranians|Pakistanis|labou?rers|pilgrims|drivers|truckers)\b",
    re.IGNORECASE,
)
_BODY_BEFORE = re.compile(
    r"\b(?:bod(?:y|ies)|remains|corpses?)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_OF_BODIES = re.compile(
    r"(?:bod(?:y|ies)|coffins?|remains)\b.*\b(?:home|native|ancestral)\b", re.IGNORECASE
)
_STATES = re.compile(
    r"\b(?:special flight|aircraft|C-130|airport|plane|embassy|Iran|Pakistan|Tehran|Islamabad|"
    r"Afghan|border|frontier|crossing|gate|zero point|"
    r"authorit|consul|Levies|FC\b|Taftan|Mirjaveh)",
    re.IGNORECASE,
)
_ENVOY = re.compile(
    r"\b(?:ambassadors?|envoys?|charge|diplomats?|consuls?|mission|representatives?|attaches?|"
    r"embassy|"
    r"high commissioner|foreign (?:office|ministry|minister))\b",
    re.IGNORECASE,
)
_TO_OWN = re.compile(
    r"(?:\s+[\w',-]+){0,8}?\s+to\s+(?:the\s+)?(?:[\w-]+\s+){0,2}?(?:police|customs|FIA|levies|"
    r"Federal Investigation "
    r"Agency|CTD)\b",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"\bby\s+(?:the\s+)?Iran|\bIran(?:ian)?\b[^.;]{0,70}\bhand|\bdeport|\b(?:border|crossing|gate|"
    r"Zero Point|"
    r"Taftan|Gabd|Chedgi|Rideeg|Mand|Rahdari)\b",
)
_ELSE_TOLD = re.compile(r",\s+(?:and|but|while)\s")
_STATE = re.compile(
    r"\b(?:Islamabad|Tehran|Pakistan|Iran|[Ff]oreign|government|[Mm]inist|officials?|embassy|"
    r"[Cc]ommission|authorit|administration|envoy|ambassador|[Gg]overnor|[Cc]olonel|commanders?|"
    r"[Bb]rigadier|zero point|delegat)",
)
_TO_COUNTERPART = re.compile(
    r"\s+(?:over\s+)?(?:to|with)\s+(?:\w+\s+){0,3}(?:counterparts?|ambassador|Iran|Pakistan)"
)
_LONG_SHUT = re.compile(
    r"\bfor\s+(?:the\s+)?(?:\w+(?:th|rd|nd|st)\s+(?:straight\s+|consecutive\s+)?(?:week|month|"
    r"year)|weeks|months|"
    r"years|(?:past|last)\s+\w+\s+(?:weeks|months|years))\b",
    re.IGNORECASE,
)
_PAPERS = re.compile(
    r"\b(?:names?|lists?|videos?|footage|statements?|figures|photo\w*|pictures|details|report)\b"
    r"[^.;]{0,40}\breleased\b",
    re.IGNORECASE,
)
_HAD_ONCE = re.compile(r"\b(?:which|that)\b.*\bhad\b")
_ASIDE = re.compile(r",\s+(?:which|that)\b[^,.;]*,")


def _without_asides(text: str) -> str:
    """A stretch without what it only adds: "the gate, which pilgrims had used, was shut"."""
    return _ASIDE.sub(" ", text)


def is_no_dealing(text: str, deed: Deed) -> bool:
    """Whether states do not deal with each other there: who goes home, is mourned or protests."""
    kind, start, end = deed
    word = word_of(text, deed)
    if kind is not E.DIPLOMATIC:
        return False
    if word == "arrived in" and not _ABROAD.search(text):
        return True
    if _HOME.match(text, start) and not _WAS_HELD.search(text):
        return True
    of_bodies = _BODY_BEFORE.search(text[:start]) or _OF_BODIES.match(text, start, end)
    if of_bodies and not _STATES.search(text):
        return True
    if _TO_OWN.match(text, end):
        there = _ELSE_TOLD.split(text[max(0, start - 90) :])[0]
        if not _FOREIGN.search(there):
            return True
    before = text[max(0, start - 24) : start]
    if GIVEN_WHO.search(before) and (_GIVEN_BY.match(text, end) or _FREE_MEN.match(text, end)):
        return True  # "62 people handed over by Iran", "the freed men"
    return bool(
        _SENT_HOME.search(text[:end])
        or (
            word.startswith("protest")
            and not _STATE.search(text[max(0, start - 70) : start])
            and not _TO_COUNTERPART.match(text, end)
        )
        or ("summon" in word and not _ENVOY.search(text))
        or _CONDOLES.match(text, end)
        or ("released" in word and _PAPERS.search(text))
        or _WHERE_ONE.search(before)
    )


_WHERE_ONE = re.compile(r"\bwhere\s+\w+\s+$")


def is_no_closure(text: str, deed: Deed) -> bool:
    """Whether a border is not shut there: it has long been, will be, or only work is halted."""
    kind, start, end = deed
    return kind is E.BORDER_CLOSURE and bool(
        _HAD_ONCE.search(_without_asides(text[start:end]))
        or _LONG_SHUT.search(text, start)
        or _SINCE.search(text[max(0, start - 14) : start])
        or _TO_COME.match(text, end)
        or _WORK.match(text)
    )


_SINCE = re.compile(r"\bsince\s+(?:the\s+)?$")
