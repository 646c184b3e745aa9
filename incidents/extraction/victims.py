"""Who was harmed: the people whom a word of harm asks for, before it or behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incidents.extraction.persons import (
        People,
    )

__all__ = ["AUXILIARY", "JOINS", "OF_HIS", "PARTICIPLE", "Clause", "victims_of"]

AUXILIARY = re.compile(
    r"\b(?:was|were|been|be|being|is|are|got|get|left|lay|found)\s+(?:(?:\w+ly|also|both|all|"
    r"later|then|said to be|shot and|feared|either|killed (?:and|or)|reported|believed|"
    r"apparently|there|outright)\s+){0,2}$",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(
    r"\b(?:when|after|while|but|that|as|whose|before|because|until|whereas|where|"
    r"and\s+(?:claimed|said|opened|fired|fled|then))\b|[;:]",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"(?<!\balong )(?<!\btogether )\b(?:on|at|by|against|from|with|near|towards?|behind|between|"
    r"upon|into|for|of|to|over|in|carrying|targeting)\s+$",
    re.IGNORECASE,
)
_JOINED = (
    r"(?:\s+(?:of|from|in|at|named|called|on)\s+[\w' -]{1,40}?)?\s*(?:(?:,\s*)+|(?:,\s*)*(?:and|as "
    r"well as|along with|together with|besides|plus|&)\s+(?:also\s+)?|(?:,\s*)*including\s+)"
)
JOINS = re.compile(_JOINED, re.IGNORECASE)
_LEADS = re.compile(
    r"\s*(?:(?:at least|another|also|all|dead|there|him|and|the|lives of|in|outright|both|"
    r"instantly|on the spot|no fewer than|some|about|her|his)\s*)*",
    re.IGNORECASE,
)
OF_HIS = re.compile(
    r"(?:his|her|their|two|three|a)\s+(?:driver|bodyguards?|guards?|deputy|aides?|assistant|"
    r"escorts?)\b|(?:\w+\s+)?of\s+(?:his|her|their)\s+(?:m[ae]n|comrades?|colleagues?|companions?|"
    r"subordinates|troops)\b",
    re.IGNORECASE,
)
_OF_HIS_OWN = re.compile(r"\bof (?:his|her|their) [\w-]+$", re.IGNORECASE)
"""Others than the one before: "killed a commander and two of his companions"."""


@dataclass(frozen=True)
class Clause:
    """A sentence without its asides, its people and words of harm, and who is counted already."""

    text: str
    people: list[People]
    harms: list[re.Match[str]]
    used: set[int]


def victims_of(clause: Clause, number: int) -> list[int]:
    """Which people of a clause the word of harm of that number asks for, by their numbers."""
    text, people, harms, used = clause.text, clause.people, clause.harms, clause.used
    harm = harms[number]
    way = (harm.lastgroup or "").partition("_")[2]
    passive = bool(AUXILIARY.search(text[max(0, harm.start() - 40) : harm.start()]))
    later = harms[number + 1 :]
    if re.search(r"\b(?:him|her)$|\b(?:him|her) dead$", harm[0], re.IGNORECASE):
        told = [k for k, p in enumerate(people) if p.end <= harm.start() and k not in used]
        return [k for k in told if people[k].count.best == 1 and people[k].party != "forces"][-1:]
    if way == "after":
        return _following(text, people, harm, later, used)
    if way == "before" or passive:
        return _preceding(clause, number, passive=True)
    following = _following(text, people, harm, later, used)
    return following or _preceding(clause, number, passive=False)


def _following(
    text: str, people: list[People], harm: re.Match[str], later: list[re.Match[str]], used: set[int]
) -> list[int]:
    chain: list[int] = []
    loose: list[int] = []
    place = harm.end()
    for k, one in enumerate(people):
        if one.start < place or k in used:
            continue
        gap = text[place : one.start]
        if not chain and not _LEADS.fullmatch(gap):
            break
        if chain and not JOINS.fullmatch(gap):
            break
        if _has_own_harm(text, one, later, people[k + 1 :]):
            break
        if one.definite and chain and not OF_HIS.match(one.words):
            break
        bare = bool(chain) and not re.search(r"\b(?:and|as|with|besides|plus|including)\b|&", gap)
        if not (one.part and chain) or (not bare and _OF_HIS_OWN.search(one.words)):
            chain.append(k)
            loose = [*loose, k] if bare else []
        place = one.end
    return [k for k in chain if k not in loose]


def _has_own_harm(text: str, one: People, later: list[re.Match[str]], rest: list[People]) -> bool:
    """Whether counted people in a row belong to the next verb: "and three others were wounded"."""
    for harm in later:
        if harm.start() >= one.end:
            gap = text[one.end : harm.start()]
            if len(gap) > 24 or "," in gap:
                return False
            if AUXILIARY.search(gap):
                return True
            if (harm.lastgroup or "").endswith("_before"):
                return not re.search(r"\band\b", gap)
            return not gap.strip() and not any(0 <= p.start - harm.end() <= 2 for p in rest)
    return False


def _preceding(clause: Clause, number: int, *, passive: bool) -> list[int]:
    text, people, harms, used = clause.text, clause.people, clause.harms, clause.used
    harm = harms[number]
    chain: list[int] = []
    place = harm.start()
    most = 90 if passive else 14
    if harm[0].casefold() == "dead":
        most = 24
    for k in range(len(people) - 1, -1, -1):
        one = people[k]
        if one.end > place:
            continue
        gap = text[one.end : place]
        said = " ".join(gap.split())
        if not chain:
            if k in used:
                return [k] if _shares(said, one, harms, number) else []
            if len(said) > most or _NEW_CLAUSE.search(gap) or _has_harm(harms, one.end, place):
                break
            if one.headless and not one.whole and not _adjoins(said):
                continue
            if _NO_SUBJECT.search(text[max(0, one.start - 16) : one.start]) and len(said) > 24:
                continue
        else:
            if k in used:
                break
            if not JOINS.fullmatch(gap):
                if not people[chain[0]].part or not re.fullmatch(
                    r"[^.;:]{0,60}\b(?:including|among them)\b[^.;:]{0,30}", gap, re.IGNORECASE
                ):
                    break
                chain = []
            elif people[chain[0]].part and people[chain[0]].whole in ("", "them", "whom"):
                chain = []
            elif one.part and not one.whole:
                break  # "fifteen died, among them two guards, and scores were injured"
        chain.insert(0, k)
        place = one.start
    return chain


PARTICIPLE = re.compile(
    r"\s*,?\s*(?:who (?:was|were|had been) )?(?:\w+ly\s+)?(?:wounded|injured|hurt)\b", re.IGNORECASE
)


def _shares(gap: str, one: People, harms: list[re.Match[str]], number: int) -> bool:
    """Whether one who was wounded is said to have died as well: "was wounded and later died"."""
    harm, before = harms[number], harms[number - 1] if number else None
    return (
        before is not None
        and (before.lastgroup or "").startswith("injured")
        and harm.lastgroup == "killed_before"
        and one.end <= before.start()
        and (
            PARTICIPLE.match(f" {gap}") is not None
            or re.search(r"\b(?:and|but)\s+(?:\w+\s+)?(?:\w+\s+)?$", f"{gap} ") is not None
        )
    )


def _has_harm(harms: list[re.Match[str]], start: int, end: int) -> bool:
    return any(start <= harm.start() and harm.end() <= end for harm in harms)


def _adjoins(gap: str) -> bool:
    """Whether a bare number stands right before its verb."""
    return (
        re.fullmatch(
            r"(?:(?:were|was|are|is|have|has|had|been|of them|others?|more|reportedly|also|"
            r"left|found|feared|presumed|known|said|to be|seriously|critically|later|lightly|"
            r"slightly|badly|got|then|in critical condition|alive|"
            r"(?:flown|taken|airlifted|moved|shifted|rushed|apprehended|captured|arrested)"
            r"(?:\s+to\s+(?:(?:an?\s+|the\s+)?(?:hospital|clinic)(?:\s+(?:in|at)\s+)?)?"
            r"(?:[A-Z]\w+)?(?:\s*,)?)?|"
            r"who)\s*)*",
            f"{gap} ",
            re.IGNORECASE,
        )
        is not None
        or not gap
    )
