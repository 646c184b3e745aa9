"""Which state closed a border, gave men back or arrested them, where nobody names it.

A clause tells it by whose jail was left, to whom men were handed, whose nationals they were, or by
the only country that it names as doing something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.extraction.naming import noun_of_office
from incidents.extraction.parties import OTHER_STATE, state_named
from incidents.extraction.reading import is_eastern
from incidents.record import EventType

if TYPE_CHECKING:
    from collections.abc import Callable

    from incidents.extraction.events import Telling
    from incidents.extraction.fields import Fields
    from incidents.extraction.parties import Party

__all__ = ["HANDED_OVER", "TAKES_MEN", "Sided", "side_of_state_act"]


@dataclass(frozen=True)
class Sided:
    """The side that acted, "" for nobody, with the words that tell it where there are any."""

    side: str
    telling: Telling | None = None
    span: tuple[int, int] = (0, 0)
    confidence: float = 0.5


_NO_DOER = re.compile(
    r"\b(?:in|into|inside|from|to|towards?|near|of|on|at|with|against|over|across|for|between|"
    r"through|"
    r"via|and)\s+(?:the\s+|an?\s+|its\s+)?(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?P<whose>Pakistani|Iranian)(?:s|\s+[a-z]+)\b[^.;]{0,80}\b(?:were|was|have been|has "
    r"been)\s+"
    r"(?:\w+\s+)?(?:repatriated|deported|handed (?:over|back)|sent (?:back|home)|expelled|"
    r"returned)\b|\b(?P<whose2>Pakistani|Iranian)(?:s|\s+[a-z]+)\b[^.;]{0,90}\b(?:left|walked|"
    r"came)\s+"
    r"(?:out\s+of\s+)?(?:[\w-]+\s+){0,3}?(?:jail|prison|custody)\b|"
    r"\b(?P<whose3>Pakistani|Iranian)(?:s|(?:\s+[a-z]+){1,2})\s+(?:have\s+|had\s+)?(?:returned|come|came|arrived|got)\s+"
    r"(?:back\s+)?home\b"
)
_IN_CUSTODY = re.compile(
    r"\b(?:in|into|under|from)\s+(?P<land>Iran|Pakistan)(?:ian|i|'s)\s+(?:\w+\s+)?(?:custody|detention|"
    r"jails?|"
    r"prisons?|hands|captivity)\b"
)
_OTHER_SIDE = re.compile(
    r"\b(?:closed|shut|sealed|locked|blocked|halted|suspended|stopped)\s+(?:(?:down|off)\s+)?(?:from|by|on)\s+the\s+"
    r"(?:other|far)\s+side\b",
    re.IGNORECASE,
)
"""Who shuts a gate is of the country from which the report is not."""
_ORDERED = re.compile(
    r"\bby\s+(?:(?:a\s+)?decision\s+of\s+|order\s+of\s+)?(?:the\s+)?(?P<land>Iran|Pakistan)|"
    r"(?<!\b[Oo]n the )(?<!\bto the )\b(?P<land2>Iran|Pakistan)(?:ian|i)\s+(?:side|authorit\w+|"
    r"officials?|customs|border "
    r"(?:officials|guards))\b(?![^.;]{0,30}\b(?:had|have|has|did|do)\s+not\b)"
)
_CAPTIVE = re.compile(
    r"\b(?:kidnap\w*|abduct\w*|captors?|hostages?|ransom|in\s+the\s+hands\s+of|"
    r"militants? had (?:taken|seized))\b",
    re.IGNORECASE,
)
HANDED_OVER = re.compile(
    r"\b(?:was|were|been)\s+(?:\w+\s+)?(?:handed|given|turned)\s+(?:over|back)\b", re.IGNORECASE
)
"""Men who had been taken: by those who took them."""
_LET_GO = re.compile(
    r"\bregained\s+(?:their|his|her)\s+freedom\b|"
    r"\b(?:were|was|have been|has been|been|being)\s+(?:freed|released|set free|let go)\b|"
    r"\bwalked\s+free\b|\bhome\b",
    re.IGNORECASE,
)


def _is_taken(telling: Telling, party: Party) -> bool:
    """Whether a party stands before "were arrested": it is whom others took."""
    return any(
        party.end <= start and _WAS.search(telling.text[party.end : start])
        for kind, start, _ in telling.triggers
        if kind is EventType.ARREST_OR_SEIZURE
    )


_WHEN_THEY = re.compile(r"\b(?:when|after|as|because|following|over)\s+(?:the\s+)?$", re.IGNORECASE)
"""So begins what a border was closed for, and not who closed it."""
_PEOPLE_OF = re.compile(
    r"\s+(?:nationals?|citizens?|m[ae]n|migrants?|fisherm[ae]n|smugglers?|traffickers?|labou?rers?|"
    r"drivers?|pilgrims?|boats?|vessels?|launch(?:es)?)\b",
    re.IGNORECASE,
)
_WAS = re.compile(r"\b(?:was|were|been|being)\s+(?:\w+\s+)?$", re.IGNORECASE)
_GOES_TO = re.compile(
    r"\b(?:arrived|arrives|landed)\s+(?:back\s+)?in\s+(?:the\s+)?(?:(?P<irn>Tehran|Iran|Zahedan)|"
    r"Islamabad|"
    r"Pakistan|Quetta|Karachi|Rawalpindi)"
)
"""Who arrives in the one country is of the other."""


def _meets_both(telling: Telling, went: re.Match[str]) -> bool:
    """Whether a country is named before who arrives, so that it says itself who he is."""
    return any(p.end <= went.start() and p.side in ("IRN", "PAK") for p in telling.parties)


TAKES_MEN = (EventType.ARREST_OR_SEIZURE, EventType.ABDUCTION)
_HANDED_ON = re.compile(
    r"\b(?:were|was|been|being)\s+(?:\w+ly\s+)?(?:handed|given|turned|sent|set|let|returned|"
    r"delivered|repatriated|"
    r"released|freed|extradited)\b",
    re.IGNORECASE,
)
_FREED = re.compile(r"\b(?:freed|released|set free|let go|recovered)\b", re.IGNORECASE)
_IN_IRAN = (
    r"(?:Iran|Sistan|Saravan|Chabahar|Zahedan|Mirjaveh|Khash|Iranshahr|Rask|Konarak|Kerman|"
    r"Bandar Abbas)\b"
)
_IN_PAKISTAN = (
    r"(?:Pakistan|Balochistan|Kech|Gwadar|Panjgur|Chagai|Washuk|Turbat|Makran|Taftan|Mashkel|"
    r"Quetta|Kharan|Kalat|Rakhshan|Landhi|Malir|Karachi|Mach)\b"
)
_JAIL = r"(?:jails?|prisons?|custody|detention|captivity)"
_WHOSE_JAIL = re.compile(
    rf"\b{_JAIL}\s+(?:in|at|near)\s+(?:(?P<irn>{_IN_IRAN})|{_IN_PAKISTAN})|"
    rf"\b(?:(?P<irn2>{_IN_IRAN})|{_IN_PAKISTAN})(?:'s)?\s+(?:central\s+)?{_JAIL}\b"
)
"""Whose jail was left: "came home after seven weeks in a jail in Chabahar"."""
_OFFICIAL = re.compile(
    r"\b(?:governor(?:[- ]general)?|commissioner|mayor|chief\s+(?:secretary|minister)|"
    r"delegation)\s+(?:(?:of|from)\s+)?(?:the\s+)?"
    rf"(?:(?P<irn>{_IN_IRAN})|{_IN_PAKISTAN})",
    re.IGNORECASE,
)
"""Whose official acts: "the governor of Sistan and Baluchestan arrived in Quetta"."""


def side_of_state_act(fields: Fields, country: object) -> Sided | None:
    """Which state acted: what the first clause that tells it says, else the country of the place.

    Parameters
    ----------
    fields
        Of a closure, of dealings between states, or of an arrest.
    country
        The country of the place, where it is known.
    """
    for telling in fields.listed:
        for rule in _OF_A_CLAUSE:
            said = rule(fields, telling)
            if said is not None:
                return said
    land = country or fields.sides.home or fields.sides.region
    gave = any(_FREED.search(t.text) for t in fields.event.tellings)
    if land in OTHER_STATE and not (fields.event.family == "diplomacy" and gave):
        return Sided(str(land))
    return None


def _of_other_side(fields: Fields, telling: Telling) -> Sided | None:
    home = fields.sides.home
    found = _OTHER_SIDE.search(telling.text)
    if fields.event.family == "closure" and found and home in OTHER_STATE:
        return Sided(OTHER_STATE[home], telling, found.span())
    return None


def _of_receiver(fields: Fields, telling: Telling) -> Sided | None:
    found = _RECEIVER.search(telling.text)
    if found and telling in fields.event.tellings:
        side = "PAK" if found["side"] in ("Iran", "Tehran") else "IRN"
        return Sided(side, telling, found.span(), 0.6)
    return None


_RECEIVER = re.compile(
    r"\b(?:handed|returned|delivered|"
    r"repatriated|sent|made|lodged|conveyed|registered|communicated|raised|given)\b"
    r"[^.;]{0,80}\b(?:to|with)\s+(?:the\s+|its\s+)?(?P<side>Iran|Tehran|"
    r"Pakistan|Islamabad|Levies|Frontier|FC)"
)
"""To whom something is handed has not given it."""


def _of_jail(fields: Fields, telling: Telling) -> Sided | None:
    found = _WHOSE_JAIL.search(telling.text)
    if fields.event.family == "diplomacy" and found:
        return Sided("IRN" if found["irn"] or found["irn2"] else "PAK", telling, found.span(), 0.6)
    return None


def _of_custody(fields: Fields, telling: Telling) -> Sided | None:
    found = _IN_CUSTODY.search(telling.text)
    if fields.event.family == "arrest" and found:
        return Sided(state_named(found["land"]), telling, found.span(), 0.6)
    return None


def _of_order(fields: Fields, telling: Telling) -> Sided | None:
    found = _ORDERED.search(telling.text)
    if fields.event.family == "closure" and found:
        return Sided(state_named(found["land"] or found["land2"]), telling, found.span())
    return None


def _of_captors(fields: Fields, telling: Telling) -> Sided | None:
    captive = any(_CAPTIVE.search(t.text) for t in fields.listed)
    if fields.event.family == "diplomacy" and captive and _LET_GO.search(telling.text):
        return Sided("non-state")
    return None


def _of_given(fields: Fields, telling: Telling) -> Sided | None:
    found = _GIVEN.search(telling.text)
    if found and telling in fields.event.tellings:
        whose = found["whose"] or found["whose2"] or found["whose3"]
        return Sided(OTHER_STATE[state_named(whose)], telling, found.span())
    return None


def _of_taker_before(fields: Fields, telling: Telling) -> Sided | None:
    before = fields.before
    if (
        fields.event.family == "diplomacy"
        and before is not None
        and before.event_type in TAKES_MEN
        and before.acting_side in (*OTHER_STATE, "non-state")
        and _HANDED_ON.search(telling.text)
    ):
        return Sided(before.acting_side)
    return None


def _of_visitor(fields: Fields, telling: Telling) -> Sided | None:
    went = _GOES_TO.search(telling.text) if fields.event.family == "diplomacy" else None
    if went and telling in fields.event.tellings and not _meets_both(telling, went):
        return Sided("PAK" if went["irn"] else "IRN", telling, went.span())
    return None


def _of_first_nation(fields: Fields, telling: Telling) -> Sided | None:
    family, text = fields.event.family, telling.text

    def may_act(party: Party) -> bool:
        if party.side not in OTHER_STATE or "neighbo" in party.name.casefold():
            return False
        before = text[max(0, party.start - 30) : party.start]
        if family == "closure" and _WHEN_THEY.search(before[-20:]):
            return False
        if family == "arrest" and (_is_taken(telling, party) or _PEOPLE_OF.match(text, party.end)):
            return False
        return family == "diplomacy" or not (is_eastern(text) or _NO_DOER.search(before))

    party = next((p for p in telling.parties if may_act(p)), None)
    if party is None or telling not in fields.event.tellings:
        return None
    end = noun_of_office(text, party.end)
    fields.values.setdefault("actor", fields.called(telling, party.start, end))
    return Sided(party.side, telling, (party.start, party.end), 0.6)


def _of_official(fields: Fields, telling: Telling) -> Sided | None:
    found = _OFFICIAL.search(telling.text)
    shuts = fields.event.family == "closure" and telling in fields.event.tellings
    if found and (shuts or fields.event.family == "diplomacy"):
        return Sided("IRN" if found["irn"] else "PAK", telling, found.span())
    return None


def _of_local_office(fields: Fields, telling: Telling) -> Sided | None:
    found = _LOCAL_OFFICE.search(telling.text)
    home = fields.sides.home
    shuts = fields.event.family == "closure" and telling in fields.event.tellings
    if found and shuts and home in OTHER_STATE:
        return Sided(home, telling, found.span(), 0.6)
    return None


_LOCAL_OFFICE = re.compile(
    r"\b(?:provincial|district|local)\s+(?:government|administration|authorities)\b|"
    r"\b(?:deputy|assistant)\s+commissioner\b",
    re.IGNORECASE,
)
"""Who is named without a country is of the one from which the report comes."""


def _of_decision(fields: Fields, telling: Telling) -> Sided | None:
    found = _DECIDED.search(telling.text) if fields.event.family == "closure" else None
    return Sided("IRN" if found["irn"] else "PAK", telling, found.span(), 0.6) if found else None


_DECIDED = re.compile(
    r"\b(?:decision|order|step|measure)\s+(?:was|had\s+been|has\s+been)\s+(?:taken|made|given|issued)\s+by\s+(?:the\s+)?"
    rf"(?:[\w-]+\s+){{1,3}}?(?:in|of)\s+(?:(?P<irn>{_IN_IRAN})|{_IN_PAKISTAN})"
)
"""Where those sit who shut a gate: "the decision was taken by the authorities in Mirjaveh"."""
_OF_A_CLAUSE: tuple[Callable[[Fields, Telling], Sided | None], ...] = (
    _of_other_side,
    _of_receiver,
    _of_jail,
    _of_custody,
    _of_decision,
    _of_order,
    _of_captors,
    _of_given,
    _of_taker_before,
    _of_visitor,
    _of_local_office,
    _of_first_nation,
    _of_official,
)
