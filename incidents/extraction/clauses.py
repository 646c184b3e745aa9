"""A sentence as clauses: cut where it tells of events on days of their own, or of a cause."""

from __future__ import annotations

import re
from dataclasses import replace

from incidents.extraction.days import spotted
from incidents.extraction.deeds import deeds_in, family_of, has_family

__all__ = ["DAYS_AFTER", "HOURS_AFTER", "clauses"]

DAYS_AFTER = re.compile(
    r"(?:just\s+|only\s+)?(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+"
    r"(?P<unit>day|night|week|month|year)s?\s+after\s+[^,;]{10,160},\s*",
    re.IGNORECASE,
)
"""A clause that leads with what was before: "A day after four soldiers were killed, the army"."""
_SPLITS = re.compile(
    r",\s+(?:and|but|while|whereas)\s+|;\s+|,\s+(?=(?:(?:just|only|barely|some|about|nearly|almost|"
    r"less|more|under|over|than|a|little)\s+){0,4}(?:(?:\w+|a\s+few)\s+)?(?:hours?|minutes|day|"
    r"week|month|"
    r"year)s?\s+after\s)|"
    r"\s+(?=(?:after(?!\s+(?:[\w-]+\s+){1,3}(?:days|weeks|months|years)\s+(?:in|of|with|as|at|"
    r"under|behind|"
    r"away)\b)|following|in response to|in retaliation for|in "
    r"reply to)\s)|\s+and\s+(?!(?:who|whose|which|whom)\b)|"
    r"\s+(?=(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+(?:days|weeks|months|years)\s+after\s)|"
    r"\s+(?=over\s+(?:the|an?|recent)\s)|,\s+(?=when\s|where\s|"
    r"(?:who|which|whom)\s+(?:was|were|had\s+been|have\s+been)\s)|"
    r"\s+(?P<quotes>which|that)\s+(?:says|said|states?|stated|reads?)\s+(?:that\s+)?|"
    r"\s+(?=(?:در پی|به دنبال|در واکنش به|در اعتراض به)\s)|"
    r",\s+(?=(?:پیر|منگل|بده|جمعرات|جمعے|جمعه|هفتے|هفته|اتوار)\s+(?:کو|کی|کے)\s)|"
    r"(?:(?<=\sبود)|(?<=\sبودند)|(?<=\sتها)|(?<=\sتهی)|(?<=\sتهے)),\s+|,?\s+(?:جبکه|تاهم)\s+",
    re.IGNORECASE,
)


HOURS_AFTER = re.compile(r"(?:[\w-]+\s+){0,3}(?:hours?|minutes|moments)\s+after\s", re.IGNORECASE)
"""So begins what was done before on the same day: "hours after gunmen had shot four of them"."""
_STILL_OPEN = re.compile(
    r"[^.;,]{0,80}\bwho\s+(?:had\s+been|have\s+been|were|was)\s+(?:\w+ly\s+)?\w+\s+by\s+(?:the\s+)?\w+(?:\s+\w+){0,2}",
    re.IGNORECASE,
)
"""So ends no clause: what is said of the men before has not yet come to what befell them."""
_LONG = re.compile(r"\b(?:days?|weeks?|months?|years?)\s+after$", re.IGNORECASE)
"""Such a time is no part of what came before it: "came eight days after a bomber struck"."""
_HOURS_BEFORE = re.compile(r"\b(?:hours?|minutes|moments)$", re.IGNORECASE)
_OVER = re.compile(r"over\s", re.IGNORECASE)
_IN_A_RAID = re.compile(
    r"over\s+(?:the|an?|recent)\s+[^.;,]{3,40}?\sin\s+an?\s+(?:[\w-]+\s+)?(?:raid|operation|search|swoop)\b",
    re.IGNORECASE,
)
"""How those were taken who are wanted: "arrested two over the blast in a raid the day before"."""
_CAUSE = re.compile(
    r"(?:(?:[\w-]+\s+){0,4}(?:hour|day|week|month|year)s?\s+after|after|following|in re|over|"
    r"در پی|به دنبال|در واکنش به|در اعتراض به)",
    re.IGNORECASE,
)


def clauses(plain: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """A sentence as one clause, or as several where they tell of events on days of their own.

    Each is its start and end in the plain copy, and whether it only gives the reason of another.
    """
    text = plain[start:end].replace("\n", " ")
    if len(text) < 60:
        return [(start, end, False)]
    triggers = deeds_in(text)
    lead = DAYS_AFTER.match(text)
    if (
        lead
        and any(t[2] <= lead.end() for t in triggers)
        and any(t[1] > lead.end() for t in triggers)
    ):
        main = clauses(plain, start + lead.end(), end)
        return [*main, (start, start + lead.end(), False)]
    if len(triggers) < 2:
        return [(start, end, False)]
    first, last = triggers[0][2], triggers[-1][1]
    splits = [
        m
        for m in _SPLITS.finditer(text)
        if first <= m.start()
        and m.end() <= last
        and not any(start < m.start() and m.end() < end for _, start, end in triggers)
    ]
    if not splits:
        return [(start, end, False)]
    whens = [
        replace(w, start=w.start - start, end=w.end - start)
        for w in spotted(plain, start, end)
        if (not w.by_report or w.name == "inverse") and w.name not in ("span", "future")
    ]
    counted = [w for w in whens if w.name == "inverse" and _LONG.search(w.words)]
    splits = [m for m in splits if not any(w.start < m.start() < w.end for w in counted)]
    splits = [m for m in splits if not _IN_A_RAID.match(text, m.end())]
    for split in splits:
        if _STILL_OPEN.fullmatch(text, 0, split.start()):
            continue  # "three men who were held after they had strayed were freed"
        left = [t for t in triggers if t[2] <= split.start()]
        right = [t for t in triggers if t[1] >= split.end()]
        if not left or not right:
            continue
        if HOURS_AFTER.match(text, split.end()):
            if all(family_of(t[0]) == "violence" for t in left) and has_family(right, "violence"):
                return [(start, start + split.start(), False), (start + split.end(), end, False)]
            continue
        dated_left = [w for w in whens if w.end <= split.start()]
        dated_right = [w for w in whens if w.start >= split.end() - 1]
        if (
            (dated_left or (dated_right and dated_right[0].name == "inverse"))
            and dated_right
            and (
                not dated_left or dated_left[-1].words.casefold() != dated_right[0].words.casefold()
            )
        ):
            rest = clauses(plain, start + split.end(), end)
            return [(start, start + split.start(), False), *rest]
        if _OVER.match(text, split.end()) and "," in text[split.end() : right[0][1]]:
            continue  # "had been shut over a row, was opened again"
        families = {family_of(t[0]) for t in left}
        if split["quotes"] and families == {"diplomacy"} and has_family(right, "violence"):
            # "was handed a note which says that troops entered on Friday"
            return [(start, start + split.start(), False), (start + split.end(), end, False)]
        causal = _CAUSE.match(text, split.end()) is not None
        if causal and "violence" not in families and has_family(right, "violence"):
            until = split.start()
            if _HOURS_BEFORE.search(text[:until]):
                until = split.end() + len("after")  # which says the day: that of what was before
            return [(start, start + until, False), (start + split.end(), end, True)]
    return [(start, end, False)]
