"""What those who act are called where no clause makes them its subject.

The office behind an act of state ("closed by the local administration"), the name for the attackers
in another clause, or whose post or side the fire came from: all only once the side is known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents.extraction.reading import is_eastern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incidents.extraction.events import Telling
    from incidents.extraction.fields import Fields
    from incidents.extraction.parties import Party

__all__ = ["name_actor", "noun_of_office"]

_OFFICE_NOUN = (
    r"(?:authorit(?:y|ies)|administrations?|governments?|cabinet|ministry|foreign\s+office|"
    r"embass(?:y|ies)|consulate|customs(?:\s+(?:officials|officers|authorities|department))?|"
    r"officials|delegations?|(?:foreign|interior|home|defence|defense|prime)\s+minister|"
    r"secretary|governor|commissioner|parliament|council|directorate|department|judiciary|"
    r"prosecutors?|courts?|tribunal|agency|authority|commanders?|officers|organi[sz]ation)"
)
_MODIFIER = (
    r"(?:[A-Z][\w'-]*|provincial|local|district|federal|central|border|customs|security|military|"
    r"foreign|interior|home|deputy|assistant|senior|regional|state|immigration|health|intelligence|"
    r"civil|joint|tehsil|city|port|law\s+enforcement|of|and|revolutionary|supreme|national|"
    r"police|prison|judicial|diplomatic|high-level|parliamentary)"
)
_OFFICE = re.compile(rf"(?:(?-i:{_MODIFIER})\s+){{0,5}}?{_OFFICE_NOUN}\b", re.IGNORECASE)
_HEAD_BEHIND = re.compile(rf"(?:\s+(?:{_MODIFIER})){{0,4}}?\s+{_OFFICE_NOUN}\b")
_TOLD_TO = re.compile(
    r"\b(?:to|with|against|from|of|for|in|on|at|near|told|urged|asked|thanked|accused|warned|"
    r"according\s+to|quoting|citing|informed|summoned|called\s+in)\s+(?:(?:the|a|an|its|their|"
    r"his)\s+)?"
    r"(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"(?:\s+(?:in|at|from|of)\s+[A-Z]\w+)?,?\s+(?:said|says|say|told|confirmed|reported|added|"
    r"announced\s+that|denied)\b"
)
_CALLED_TO = re.compile(
    r"\b(?:(?:summoned|called|asked|invited|taken)\s+(?:in\s+)?(?:to|by)|(?:received|told|handed|"
    r"given|protest\w*|note)\b[^.;]{0,40}?\b(?:at|in|by))\s+the\s+"
    r"(?P<office>(?:foreign|interior|external\s+affairs)\s+(?:office|ministry)|ministry\s+of\s+"
    r"(?:foreign|external)\s+affairs)",
    re.IGNORECASE,
)
_WHOSE_GUNS = {
    "IRN": re.compile(
        r"\b(?:an?\s+|the\s+)?Iranian\s+(?:(?:border|military|watch|guard)\s+)?(?:side|posts?|"
        r"outposts?|guards|positions?|forces|guns|gunners|territory|soil|troops|towers?|"
        r"watchtowers?|base)\b"
    ),
    "PAK": re.compile(
        r"\b(?:an?\s+|the\s+)?Pakistani\s+(?:(?:border|military|watch|guard)\s+)?(?:side|posts?|"
        r"outposts?|guards|positions?|forces|guns|gunners|territory|soil|troops|towers?|"
        r"watchtowers?|base)\b"
    ),
}
_CAME_FROM = re.compile(
    r"\b(?:from|by)\s+(?:across\s+|inside\s+|within\s+|over\s+)?$", re.IGNORECASE
)
_OFFICER = re.compile(r"\b(?:officials?|officers?|commander|general|colonel|major)$", re.IGNORECASE)
"""Who speaks of a deed more often than he does it."""
_NOT_THEY = re.compile(
    r"\b(?:against|(?<!group )(?<!band )(?<!gang )(?<!number )(?<!team )(?<!party )(?<!members )"
    r"(?<!dozens )of|with|among|including|hunt\w*|search\w*|fight\w*|for|between|than)\s+(?:the\s+|"
    r"an?\s+|its\s+|their\s+)?(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)


def noun_of_office(text: str, end: int) -> int:
    """Where the office ends whose name an adjective begins: "Iranian | border authorities"."""
    behind = _HEAD_BEHIND.match(text, end)
    return behind.end() if behind else end


def name_actor(fields: Fields) -> None:
    """Name who acted, where the side is known and nobody has been named."""
    side = fields.values.get("acting_side")
    if fields.values.get("actor") or side is None:
        return
    found = _office(fields) if fields.event.family in ("closure", "diplomacy", "arrest") else None
    if found is None and fields.event.family not in ("closure", "diplomacy"):
        found = _by_other_words(fields, str(side))
    if found is not None:
        telling, start, end = found
        words = fields.called(telling, start, end)
        fields.values["actor"] = re.sub(r"^(?:the|an?)\s+", "", words)
        fields.note("actor", telling, start, end, 0.6)
        if side == "unknown" and (fields.fell("irn", "pak") or _came_under_fire(fields)):
            fields.values["acting_side"] = "non-state"
            fields.note("acting_side", telling, start, end, 0.5)


def _came_under_fire(fields: Fields) -> bool:
    """Whether a clause says that men of a state came under fire or attack."""
    return any(_UNDER_FIRE.search(t.text) for t in fields.event.tellings)


_UNDER_FIRE = re.compile(
    r"\b(?:guards?|soldiers?|police\w*|patrols?|posts?|convoys?|personnel|troops|forces|officers?)\b"
    r"[^.;,]{0,30}\bc[ao]me\s+under\s+(?:[\w-]+\s+)?(?:fire|attack)\b",
    re.IGNORECASE,
)


def _told(fields: Fields) -> Iterator[Telling]:
    """The clauses of the event in English, those of its titles last."""
    listed = [t for t in fields.event.tellings if not is_eastern(t.text[:200])]
    yield from (t for t in listed if not t.is_heading)
    yield from (t for t in listed if t.is_heading)


def _office(fields: Fields) -> tuple[Telling, int, int] | None:
    """The office that a clause makes subject of its deed, or names behind "by"."""
    for telling in _told(fields):
        text = telling.text
        called = _CALLED_TO.search(text)
        if called:
            return telling, called.start("office"), called.end("office")
        first = min((start for _, start, _ in telling.triggers), default=0)
        for office in _OFFICE.finditer(text):
            before = text[max(0, office.start() - 40) : office.start()]
            if _SPEAKS.match(text, office.end()):
                continue
            is_subject = office.end() <= first and not _TOLD_TO.search(before)
            is_agent = re.search(r"\bby\s+(?:the\s+|an?\s+)?$", before) is not None
            if is_subject or is_agent:
                return telling, office.start(), office.end()
    return None


def _by_other_words(fields: Fields, side: str) -> tuple[Telling, int, int] | None:
    """Who acted, by the word for them in any clause of the event."""
    for telling in (*_told(fields), *(t for t in fields.listed if not t.denies)):
        for party in telling.parties:
            if (
                _is_of(party, side)
                and not _is_harmed(party, telling)
                and not _NOT_THEY.search(telling.text[max(0, party.start - 30) : party.start])
            ):
                return telling, party.start, party.end
    guns = _WHOSE_GUNS.get(side)
    for telling in fields.listed if guns is not None else ():
        for match in guns.finditer(telling.text) if guns is not None else ():
            if _CAME_FROM.search(telling.text[max(0, match.start() - 16) : match.start()]):
                return telling, match.start(), match.end()
    fell = any(f"{harm}_{side.lower()}_best" in fields.values for harm in ("killed", "injured"))
    for telling in () if fell else _told(fields):
        for party in telling.parties:
            before = telling.text[max(0, party.start - 30) : party.start]
            if (
                party.kind == "force"
                and party.side == side
                and not _OFFICER.search(party.name)
                and not _is_harmed(party, telling)
                and not _NOT_THEY.search(before)
                and not _TOLD_TO.search(before)
            ):
                return telling, party.start, party.end
    return None


def _is_of(party: Party, side: str) -> bool:
    return side in ("non-state", "unknown") and party.kind in ("armed", "group")


def _is_harmed(party: Party, telling: Telling) -> bool:
    """Whether a party is whom it was done to, or who only speaks."""
    if _DONE_TO.match(telling.text, party.end):
        return True
    return any(
        party.start < h.people.end and h.people.start < party.end for h in telling.harmed
    ) or any(s.start < party.end and party.start < s.end for s in telling.speakers)


_DONE_TO = re.compile(
    r"(?:(?!\band\b)[^.;,]){0,40}\b(?:was|were|been)\s+(?:\w+ly\s+)?(?:arrested|captured|detained|killed|caught|"
    r"held|surrounded|apprehended|nabbed|eliminated)\b",
    re.IGNORECASE,
)
