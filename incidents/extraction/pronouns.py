"""Whom "they" are: who acts in a clause that names nobody, by the clause before."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from incidents.extraction.parties import NO_SUBJECT, Party
from incidents.record import EventType

if TYPE_CHECKING:
    from incidents.extraction.events import Telling
    from incidents.extraction.reading import Sentence

__all__ = ["name_pronoun", "who_acts"]

_HE_DID = re.compile(
    r"\W*(?:it|they)\s+(?:(?:had|then|also|at\s+once|later|\w+ly)\s+)*$", re.IGNORECASE
)
"""So begins what those did who were named in the sentence before."""
_IS_DONE_TO = re.compile(r"(?:was|were|been)\b", re.IGNORECASE)
_ACTS = frozenset(
    {
        EventType.SHOOTING_OF_CIVILIANS,
        EventType.CROSS_BORDER_FIRE,
        EventType.INCURSION,
        EventType.ABDUCTION,
        EventType.ARREST_OR_SEIZURE,
    }
)


def name_pronoun(telling: Telling, actor: tuple[Party, int] | None, sentence: Sentence) -> None:
    """Make the force named last in the paragraph the agent of "they opened fire"."""
    if telling.agent is not None or actor is None or actor[1] != sentence.paragraph:
        return
    for kind, start, _ in telling.triggers:
        if _IS_DONE_TO.match(telling.text, start):
            continue
        if kind in _ACTS and _HE_DID.fullmatch(telling.text[:start]):
            telling.agent = replace(actor[0], start=0, end=0)
            return


def who_acts(telling: Telling) -> tuple[Party, int] | None:
    """The force or armed men that a clause begins with, and its paragraph."""
    first = next((p for p in telling.parties if p.start < _OPENING), None)
    if first is None or first.kind not in ("force", "armed", "group"):
        return None
    if NO_SUBJECT.search(telling.text[max(0, first.start - 24) : first.start]):
        return None
    if _OFFICIALS.search(telling.text, first.start, first.end) and _SPOKE.match(
        telling.text, first.end
    ):
        return None  # "Officials of the FIA said the three belonged to a group"
    return first, telling.sentence.paragraph


_OFFICIALS = re.compile(r"\b(?:officials?|spokes\w+|sources?)\b", re.IGNORECASE)
_SPOKE = re.compile(
    r"\s+(?:(?:in|at)\s+[A-Z]\w+\s+)?(?:\w+\s+){0,2}?(?:said|told|reported|confirmed|added)\b",
    re.IGNORECASE,
)
_OPENING = 12
