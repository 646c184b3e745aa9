"""Who acts where states deal with each other: who calls an envoy in, who lets men go."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from incidents.extraction.entering_depths import DISTRICTS, district_country
from incidents.extraction.parties import OTHER_STATE, Party, state_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.extraction.deeds import Deed

__all__ = ["dealer_of", "is_recovery"]

_ENVOY = (
    r"(?:ambassador|envoy|charg[eé](?:\s+d'affaires)?|consul(?:[- ]general)?|"
    r"high\s+commissioner|diplomat)"
)
_ENVOY_OF = re.compile(rf"\b{_ENVOY}\s+(?:of|from)\s+(?:the\s+)?$", re.IGNORECASE)
_ENVOY_BEHIND = re.compile(rf"\s+(?:[\w-]+\s+){{0,2}}?{_ENVOY}\b", re.IGNORECASE)
_IS_CALLED = re.compile(
    r"[^.;]{0,60}?\s(?:(?:was|were|has\s+been|had\s+been)\s+(?:\w+ly\s+|also\s+|again\s+)?"
    r"(?:summoned|called|asked|told|invited|hauled|handed|given|served|shown|read|carpeted|"
    r"rebuked|made\s+to|required\s+to)|"
    r"had\s+to\s+(?:listen|hear|come|appear|answer)|heard\s+an?\s|listened\s+to)\b",
    re.IGNORECASE,
)
_OFFICE_AND = re.compile(
    r"\b(?:secretary|commissioner|minister|officer|official|governor|chief|commander|colonel|"
    r"brigadier|administrator|tehsildar|commandant)\s+and\s+(?:an?\s+|his\s+|the\s+|some\s+)?$",
    re.IGNORECASE,
)
"""Before it stands an office of the land of the report: "the home secretary and an Iranian"."""
_LET_GO_BY = re.compile(
    r"\b(?:set\s+free|freed|released|let\s+go|let\s+off|pardoned|deported|sent\s+back|expelled|"
    r"pushed\s+back)\s+by\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_TO_THEIR_OWN = re.compile(
    r"[^.;]{0,90}?\b(?:was|were|been)\s+(?:\w+ly\s+)?(?:returned|sent\s+back|given\s+back|handed\s+back)\s+to\s+"
    r"(?:their|his|her)\s+(?:own\s+)?(?:country|side|homeland)\b",
    re.IGNORECASE,
)
"""Behind those whom the other country sent home."""
_RECOVERS = re.compile(
    r"^[^.;,]{0,60}\b(?:recovered|rescued|freed)\s+(?:an?|the|two|three|four|five|six|seven|eight|"
    r"nine|ten|all|\d+)\s+(?:[\w-]+\s+){0,3}?(?:guards?|soldiers?|m[ae]n|engineers?|drivers?|"
    r"workers|labou?rers|officers?|officials?|conscripts?|fisherm[ae]n|hostages?|captives?|pilgrims|"
    r"nationals|employees|people|persons)\s+(?:in|after|during|following)\s+an?\s+(?:[\w-]+\s+){0,2}?"
    r"(?:operation|raid|clash|gunfight|search|action|encounter|firefight)\b",
    re.IGNORECASE,
)


def dealer_of(
    text: str, parties: list[Party], triggers: Sequence[Deed]
) -> tuple[bool, Party | None]:
    """Who acts in a clause of diplomacy; False where its words do not tell it at all.

    Parameters
    ----------
    text
        The clause.
    parties
        Who is named in it.
    triggers
        Its words of doing.
    """
    turned = _turned_round(text, parties)
    if turned is not None:
        return True, turned
    if _COMES_FREE.search(text):
        return True, _captor(text, parties)
    caller = _caller(text, parties)
    if caller is not None:
        return True, caller
    acting = _subject(text, parties, triggers) or _receiver(text, parties, triggers)
    return acting is not None, acting


def _turned_round(text: str, parties: list[Party]) -> Party | None:
    """Who acts, where the words say that it is not the one named."""
    states = [p for p in parties if p.side in OTHER_STATE]
    for party in states:
        behind = _ENVOY_BEHIND.match(text, party.end)
        until = behind.end() if behind else party.end
        is_envoy = behind is not None or _ENVOY_OF.search(text[: party.start]) is not None
        if is_envoy and _IS_CALLED.match(text, until):
            return replace(party, side=OTHER_STATE[party.side], kind="nation", name="")
        if _LET_GO_BY.search(text[: party.start]):
            return party
        if _TO_THEIR_OWN.match(text, party.end):
            return replace(party, side=OTHER_STATE[party.side], kind="nation", name="")
    if states and _OFFICE_AND.search(text[: states[0].start]):
        return replace(states[0], side=OTHER_STATE[states[0].side], kind="nation", name="")
    return None


def _captor(text: str, parties: list[Party]) -> Party | None:
    """Who lets go those who come free: who gives them up, else who or whose jail held them."""
    giver = next((p for p in parties if p.side in OTHER_STATE and _gives(text, p)), None)
    if giver is not None:
        return giver
    jail = _IN_JAIL.search(text)
    holders = [p for p in parties if p.kind in ("armed", "group")]
    holders += [p for p in parties if jail and jail.start() <= p.start < jail.end()]
    return holders[0] if holders else None


def _subject(text: str, parties: list[Party], triggers: Sequence[Deed]) -> Party | None:
    """The state before the first word of doing; the other one where it is called in."""
    first, said = min((start, end) for _, start, end in triggers)
    for party in parties:
        if (
            party.side not in OTHER_STATE
            or party.start >= first
            or text.count("(", 0, party.start) != text.count(")", 0, party.start)
            or _NO_SUBJECT.search(text[: party.start])
        ):
            continue
        given = text[party.end : first + 60]
        if _IS_GIVEN.search(given) and not _ENVOY_GIVEN.match(given):
            continue
        if _IS_SUMMONED.search(text[party.end : max(first + 40, said)]):
            return replace(party, side=OTHER_STATE[party.side], kind="nation", name="")
        return party
    return None


def _receiver(text: str, parties: list[Party], triggers: Sequence[Deed]) -> Party | None:
    """The state behind "by", else the one that did not get a note or a call."""
    first = min(start for _, start, _ in triggers)
    states = [p for p in parties if p.side in OTHER_STATE]
    by = next((p for p in states if _DONE_BY.search(text[first : p.start])), None)
    if by is not None:
        return by  # "94 deportees were handed over by Iran"
    called = _SUMMONS.search(text)
    summoned = [p for p in states if called and called.start() <= p.start < called.end()]
    if summoned:
        return replace(summoned[0], side=OTHER_STATE[summoned[0].side], kind="nation", name="")
    return None


_NO_SUBJECT = re.compile(
    r"\b(?:to|with|against|by|in|from|at|on|contacted|approached|telephoned|phoned|informed|(?:request|demand|behest|complaint|"
    r"invitation|insistence|initiative)\s+of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def is_recovery(text: str) -> bool:
    """Whether a clause tells first how captives were freed: "recovered four men in a raid"."""
    return _RECOVERS.search(text) is not None


def _gives(text: str, party: Party) -> bool:
    """Whether captives came home because a country's men gave them up."""
    return (
        _WHEN.search(text[: party.start]) is not None
        and _GIVES_UP.match(text, party.end) is not None
    )


_WHEN = re.compile(r"\b(?:after|when|once|as|because)\s+(?:the\s+)?$", re.IGNORECASE)


_GIVES_UP = re.compile(
    r"(?:\s+[\w-]+){0,4}?\s+(?:handed|turned|delivered|gave|surrendered|released|freed|returned|passed)\s+"
    r"(?:over\s+|back\s+)?(?:them|him|it|the)\b",
    re.IGNORECASE,
)


def _caller(text: str, parties: list[Party]) -> Party | None:
    """Who calls or meets "his Pakistani counterpart", or his "from Panjgur": of the other state."""
    met = _COUNTERPART.search(text)
    if met is None or any(p.side in OTHER_STATE and p.end <= met.start() for p in parties):
        return None
    land = state_named(met["whose"]) if met["whose"] else district_country(met["district"])
    side = "IRN" if land == "PAK" else "PAK"
    force = next((p for p in parties if p.kind == "force" and p.end <= met.start()), None)
    if force is not None:
        return replace(force, side=side)
    return Party(met.start(), met.end(), side, "nation", "")


_COUNTERPART = re.compile(
    r"\b(?:his|her|their)\s+(?:(?P<whose>Pakistani|Iranian)\s+(?:counterparts?|colleagues?|opposite\s+number)|"
    rf"counterparts?\s+(?:from|of|in)\s+(?P<district>{DISTRICTS}))\b"
)
_COMES_FREE = re.compile(
    r"\b(?:walked\s+free|(?:left|walked\s+out\s+of|came\s+out\s+of)\s+(?:[\w-]+\s+){0,3}?(?:jail|"
    r"prison|custody|captivity)|regained\s+\w+\s+freedom|(?:returned|came|arrived|"
    r"got)\s+(?:back\s+)?home|"
    r"(?:was|were|been)\s+let\s+go)\b",
    re.IGNORECASE,
)


_IN_JAIL = re.compile(
    r"\b(?:Iran|Pakistan)(?:ian|i|'s)?\s+(?:\w+\s+)?(?:jails?|prisons?|custody|captivity)"
)


_DONE_BY = re.compile(
    r"\b(?:handed|returned|released|freed|deported|repatriated|summoned|received|sent|delivered|"
    r"called|expelled)\b[^.;,]{0,60}\sby\s+(?:the\s+)?$",
    re.IGNORECASE,
)


_IS_SUMMONED = re.compile(
    r"\b(?:was|were|has been|had been|have been)\s+(?:\w+\s+)?"
    r"(?:summoned|called|given|handed|received|hauled|ushered|told|"
    r"asked(?=\s+to\s+(?:come|appear|explain)))\b(?!\s+(?:over|back|to Iran|to Pakistan))",
    re.IGNORECASE,
)


_SUMMONS = re.compile(
    r"\b(?:summon\w*|called in|sent\s+for|barred|expelled|dressing[- ]down|"
    r"(?:t(?:ook|aken) up|raised)\s+(?:[\w-]+\s+){0,4}?with|"
    r"protest(?:ed)?\s+(?:to|with)|"
    r"(?:protest|demarche|note|complaint)\s+(?:was|were)\s+(?:\w+\s+)?(?:made|served|lodged|issued)\s+(?:to|with|on)|"
    r"(?:lodged|handed|delivered|conveyed)\s+"
    r"(?:[\w-]+\s+){0,5}?(?:to|with)|handed)\b[^.;,]{0,60}",
    re.IGNORECASE,
)


_ENVOY_GIVEN = re.compile(
    r"\s+(?:[\w'-]+\s+){0,3}?(?:ambassador|envoy|charge|diplomats?|consul)\b", re.IGNORECASE
)


_IS_GIVEN = re.compile(
    r"^(?:\s+[\w-]+){0,6}?(?:\s+who\b[^,.;]{0,80})?,?\s+(?:was|were|has been|had been|have been|"
    r"being)\s+(?:\w+\s+)?"
    r"(?:handed|sent|freed|recovered|returned|released|repatriated|set free|rescued|deported|"
    r"expelled|"
    r"pushed back)\b",
    re.IGNORECASE,
)
