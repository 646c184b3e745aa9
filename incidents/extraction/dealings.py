"""Who acts where states deal with each other: who calls an envoy in, who lets men go."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incidents.extraction.parties import Party

__all__ = ["dealer_of", "is_recovery"]

_OTHER = {"IRN": "PAK", "PAK": "IRN"}
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
_RECOVERS = re.compile(
    r"^[^.;,]{0,60}\b(?:recovered|rescued|freed)\s+(?:an?|the|two|three|four|five|six|seven|eight|"
    r"nine|ten|all|\d+)\s+(?:[\w-]+\s+){0,3}?(?:guards?|soldiers?|m[ae]n|engineers?|drivers?|"
    r"workers|labou?rers|officers?|officials?|conscripts?|fisherm[ae]n|hostages?|captives?|pilgrims|"
    r"nationals|employees|people|persons)\s+(?:in|after|during|following)\s+an?\s+(?:[\w-]+\s+){0,2}?"
    r"(?:operation|raid|clash|gunfight|search|action|encounter|firefight)\b",
    re.IGNORECASE,
)


def dealer_of(text: str, parties: list[Party]) -> Party | None:
    """Who acts in a clause of diplomacy whose words say that it is not the one named."""
    states = [p for p in parties if p.side in _OTHER]
    for party in states:
        behind = _ENVOY_BEHIND.match(text, party.end)
        until = behind.end() if behind else party.end
        is_envoy = behind is not None or _ENVOY_OF.search(text[: party.start]) is not None
        if is_envoy and _IS_CALLED.match(text, until):
            return replace(party, side=_OTHER[party.side], kind="nation", name="")
        if _LET_GO_BY.search(text[: party.start]):
            return party
    if states and _OFFICE_AND.search(text[: states[0].start]):
        return replace(states[0], side=_OTHER[states[0].side], kind="nation", name="")
    return None


def is_recovery(text: str) -> bool:
    """Whether a clause tells first how captives were freed: "recovered four men in a raid"."""
    return _RECOVERS.search(text) is not None
