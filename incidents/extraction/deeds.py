"""Words of doing and their types of event; `unreal` knows which tell of nothing done."""

from __future__ import annotations

import re
from functools import lru_cache

from incidents.extraction.doings import TRIGGERS
from incidents.extraction.eastern_deeds import EASTERN_TRIGGERS, folded
from incidents.extraction.reading import is_eastern, small
from incidents.extraction.state_doings import STATE_TRIGGERS
from incidents.record import EventType

__all__ = ["FAMILIES", "Deed", "as_shell", "deeds_in", "family_of", "has_family", "word_of"]

E = EventType
Deed = tuple[EventType, int, int]
"""A type with the offsets of the word that tells of it."""
FAMILIES = {
    E.ARREST_OR_SEIZURE: "arrest",
    E.BORDER_CLOSURE: "closure",
    E.DIPLOMATIC: "diplomacy",
    E.OTHER: "unrest",
}
"""Events of different families are never one; all others are violence."""


def family_of(kind: EventType) -> str:
    """The family of a type: "arrest", "closure", "diplomacy" or "violence"."""
    return FAMILIES.get(kind, "violence")


@lru_cache(maxsize=64)
def deeds_in(text: str) -> tuple[Deed, ...]:
    """All words of doing in a stretch of text, in order."""
    found: list[Deed] = []
    if is_eastern(text):
        plain = folded(text)
        for kind, pattern in EASTERN_TRIGGERS:
            found += [(kind, match.start(), match.end()) for match in pattern.finditer(plain)]
        return tuple(sorted(found, key=lambda t: t[1]))
    lowered = small(text)
    for kind, pattern in (*TRIGGERS, *STATE_TRIGGERS):
        found += [
            (kind, match.start(), match.end())
            for match in pattern.finditer(lowered)
            if kind is not E.ABDUCTION or not _STEP_TAKEN.search(text[: match.end()])
        ]
    return tuple(sorted(found, key=lambda t: t[1]))


_STEP_TAKEN = re.compile(
    r"\b(?:steps?|decisions?|actions?|measures?|precautions?|notice|oath|votes?|polls?|stock|care|"
    r"initiatives?|samples?|photographs?|pictures?|statements?|moves?)\s+(?:that\s+|which\s+)?"
    r"(?:(?:was|were|been|had|has|have|being)\s+){1,2}(?:\w+ly\s+)?taken\s*$",
    re.IGNORECASE,
)
"""Not a man, but "the decision was taken on Monday"."""


def has_family(triggers: list[Deed], family: str) -> bool:
    """Whether one of the words is of a family."""
    return any(family_of(kind) == family for kind, _, _ in triggers)


def word_of(text: str, deed: Deed) -> str:
    """The word of doing itself, in small letters."""
    return text[deed[1] : deed[2]].casefold()


def as_shell(text: str, deed: Deed) -> Deed:
    """What "exploded" in a report of shells, where no bomb is named: one more of them."""
    kind, start, end = deed
    if kind is E.AMBUSH_OR_IED and _BURSTS.fullmatch(text[start:end]):
        return E.CROSS_BORDER_FIRE, start, end
    if kind is E.INCURSION and _PROJECTILES.search(text[:start]):
        return E.CROSS_BORDER_FIRE, start, end
    if kind is E.SHOOTING_OF_CIVILIANS and _GOES_ON.match(text, start):
        return E.CROSS_BORDER_FIRE, start, end
    if kind is E.SHOOTING_OF_CIVILIANS and _MORE_FIRED.search(text[:start]):
        return E.CROSS_BORDER_FIRE, start, end
    if kind is E.ARMED_CLASH and _SO_MANY.search(text[:start]) and _FELL.fullmatch(text[start:end]):
        return E.CROSS_BORDER_FIRE, start, end
    return deed


_PROJECTILES = re.compile(
    r"\b(?:projectiles|rockets|shells|rounds|missiles|bullets)\s+(?:that\s+|which\s+)?(?:had\s+|have\s+)?$",
    re.IGNORECASE,
)
_BURSTS = re.compile(r"exploded|went off|explosions?", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?<=the\s)(?:firing|fire|gunfire|shooting)\s+(?:was\s+|were\s+)?(?:resumed|restarted|"
    r"continued|"
    r"(?:began|started)\s+(?:again|anew|afresh)|went\s+on)\b",
    re.IGNORECASE,
)
"""The fire of the day before once more: "the firing was resumed, this time with machine guns"."""
_SO_MANY = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|dozen|several|others?|more)\s+"
    r"(?:more\s+|others\s+)?(?:had\s+)?$",
    re.IGNORECASE,
)
_MORE_FIRED = re.compile(
    r"\b(?:(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|some|a\s+few|dozens?)\s+(?:more|others)|"
    r"another(?:\s+\w+)?|others)\s+(?:had\s+been|have\s+been|was|were)\s+$",
    re.IGNORECASE,
)
"""Shells once more, of which only the number is said: "four more were fired at the area"."""
_FELL = re.compile(r"struck|hit|fell|fallen|landed", re.IGNORECASE)
"""Shells again, where only their number is said: "the day before, four had struck the place"."""
