"""Who acted: the first who is said to have done it, or the group that owns up to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents.extraction.dating import LONG_AGO
from incidents.extraction.fields import Sides
from incidents.extraction.naming import noun_of_office
from incidents.extraction.parties import OTHER_STATE, state_named
from incidents.extraction.speakers import claims_responsibility
from incidents.record import EventType

if TYPE_CHECKING:
    from incidents.extraction.belonging import Event
    from incidents.extraction.events import Telling
    from incidents.extraction.fields import Fields
    from incidents.extraction.parties import Party

__all__ = ["ATTACKERS", "comes_from_across", "fill_actor", "side_of"]


_HOUSES = re.compile(
    r"^raid|\b(?:houses?|homes?|villages?|hamlets?|huts?|tents?|settlements?)$", re.IGNORECASE
)
_COUNTRY_ENTERED = re.compile(
    r"\b(?:in|into|inside|within|across into|of)\s+(?:the\s+)?(?P<land>Pakistan|Iran|Balochistan)",
    re.IGNORECASE,
)


def _entered(telling: Telling) -> str:
    """The country that those who act are said to have entered or to have fired into."""
    first = min((start for _, start, _ in telling.triggers), default=0)
    if telling.depth is not None and telling.depth.into:
        return telling.depth.into
    land = _COUNTRY_ENTERED.search(telling.text, first)
    return "" if land is None else state_named(land["land"])


def _reached(event: Event) -> str:
    """The country that an event's fire or men are said to have reached, where it is one only."""
    found = {t.depth.into for t in event.tellings if t.depth is not None and t.depth.into}
    return found.pop() if len(found) == 1 else ""


def side_of(fields: Fields, party: Party, telling: Telling | None = None) -> str:
    """The side of a party that acts; a nameless force is of the country of the place."""
    if party.side in ("IRN", "PAK", "non-state"):
        return party.side
    if party.kind != "force":
        return ""
    told = Sides(fields.event.tellings, "").of(party.name)
    if told:
        return told
    country = str(fields.values.get("country_reported") or "")
    if telling is not None and (struck := _force_struck(telling)):
        return "PAK" if struck == "IRN" else "IRN"
    across = telling is not None and (
        comes_from_across(telling)
        or (telling.family == "violence" and _is_struck_from_across(fields.event))
    )
    if telling is not None and across:
        known = fields.sides.of(party.name)
        country = known or OTHER_STATE.get(
            _entered(telling) or _reached(fields.event) or country, ""
        )
    elif country not in ("IRN", "PAK") and not fields.sides.of(party.name):
        is_known = telling is not None and _THE.search(telling.text[: party.start])
        only = fields.sides.only_soldiers if is_known and _SOLDIERS.search(party.name) else ""
        country = only or fields.sides.home or fields.sides.region
    return country if country in ("IRN", "PAK") else fields.sides.of(party.name)


def _force_struck(telling: Telling) -> str:
    """Whose force stands right behind the deed: "guards opened fire on a Levies post"."""
    for kind, _, end in telling.triggers:
        if kind in _BLOWS:
            for party in telling.parties:
                between = telling.text[end : party.start]
                if party.kind == "force" and party.start >= end and _AT_IT.fullmatch(between):
                    return party.side if party.side in ("IRN", "PAK") else ""
    return ""


_BLOWS = (
    EventType.AMBUSH_OR_IED,
    EventType.ARMED_CLASH,
    EventType.CROSS_BORDER_FIRE,
    EventType.SHOOTING_OF_CIVILIANS,
)
_AT_IT = re.compile(r"\s*(?:(?:on|at|upon|into|towards?)\s+)?(?:[\w-]+\s+){0,3}?", re.IGNORECASE)
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_SOLDIERS = re.compile(r"\b(?:troops|soldiers?|forces|guards?|units?|patrols?)$", re.IGNORECASE)


def _arrests_later(fields: Fields, telling: Telling) -> bool:
    """Whether a clause only tells whom the police took after an act of violence."""
    opening = fields.event.opening
    return (
        telling.family == "arrest"
        and opening is not None
        and opening.family == "violence"
        and not (telling.agent is not None and telling.agent.side == "non-state")
        and _RAIDED.search(telling.text) is None
    )


_RAIDED = re.compile(
    r"\braided\s+(?:an?|the|their)\s+(?:\w+\s+)?(?:compound|hideout|house|camp)s?\b", re.IGNORECASE
)


def _fights_elsewhere(fields: Fields, telling: Telling) -> bool:
    """Whether shells fell, and a clause without them only tells with whom others clashed."""
    first = fields.event.opening or telling
    return (
        telling is not first
        and first.agent is None
        and telling.agent is not None
        and telling.agent.kind == "armed"
        and any(kind is EventType.CROSS_BORDER_FIRE for kind, _, _ in first.triggers)
        and _SHELLS.search(telling.text) is None
        and _CLASHED.search(telling.text) is not None
    )


_CLASHED = re.compile(
    r"\b(?:clash(?:ed|es)?|skirmish\w*|fought|fighting|battled?|exchanged\s+fire)\b", re.IGNORECASE
)


def _is_struck_from_across(event: Event) -> bool:
    """Whether an event is told first as a strike, which hits the other country's land."""
    opening = event.opening
    return opening is not None and any(
        kind is EventType.AIR_OR_DRONE_STRIKE and not _BRINGS_DOWN.search(opening.text[start:end])
        for kind, start, end in opening.triggers
    )


_BRINGS_DOWN = re.compile(r"\bdown(?:ed)?\b", re.IGNORECASE)
"""A drone is brought down over the land of those who do it."""


def comes_from_across(telling: Telling) -> bool:
    """Whether those who act enter the country of the place, or fire into it."""
    return any(
        (
            kind in (EventType.CROSS_BORDER_FIRE, EventType.AIR_OR_DRONE_STRIKE)
            and not _BRINGS_DOWN.search(telling.text[start:end])
        )
        or (kind is EventType.INCURSION and not _HOUSES.search(telling.text[start:end]))
        for kind, start, end in telling.triggers
    )


def fill_actor(fields: Fields) -> tuple[Telling, Party] | None:
    """The first who is said to have acted; a group that claims it gives its name to gunmen."""
    chosen: tuple[Telling, Party] | None = None
    for telling in fields.listed:
        if (
            telling in fields.event.tellings
            and telling.agent is not None
            and not _arrests_later(fields, telling)
            and not _fights_elsewhere(fields, telling)
            and not _owns_up_to_another(fields, telling)
            and not (telling.agent.kind == "group" and _claims_no_shells(fields, telling))
            and (side_of(fields, telling.agent, telling) or chosen is None)
        ):
            if chosen is None or (
                not side_of(fields, chosen[1], chosen[0])
                and side_of(fields, telling.agent, telling)
            ):
                chosen = (telling, telling.agent)
            if side_of(fields, telling.agent, telling):
                break
    side = side_of(fields, chosen[1], chosen[0]) if chosen else ""
    if chosen is not None and _only_answers(fields, *chosen, side):
        chosen, side = None, ""
    attackers = _beaten_off(fields) if side in ("IRN", "PAK", "") else None
    if chosen is not None and side in ("IRN", "PAK") and _MEETS.search(chosen[0].text):
        attackers = attackers or _who_attacked(fields)
    if attackers is not None:
        chosen, side = attackers, "non-state"
    group = _who_owns_up(fields) if side in ("IRN", "PAK") else None
    taken = any(
        kind is EventType.ABDUCTION for t in fields.event.tellings for kind, _, _ in t.triggers
    )
    held = fields.event.family == "arrest" and any(_HOLDS.search(t.text) for t in fields.listed)
    if side == "non-state" or (side == "" and (taken or held or fields.event.family != "arrest")):
        several = fields.sides.claims_of_several if fields.event.family == "violence" else []
        for telling in (*fields.listed, *several):
            if _is_of_the_past(telling):
                continue
            groups = [p for p in telling.parties if p.kind == "group"]
            if _owns_up_to_another(fields, telling) or _claims_no_shells(fields, telling):
                continue
            if groups and (
                claims_responsibility(telling.text)
                or telling.agent in groups
                or "behind" in telling.text
                or (telling.denies is False and _is_speaker(telling, groups[0]))
            ):
                group = (telling, groups[0])
                break
    if group is not None:
        fields.values["actor"] = group[1].name
        fields.note("actor", group[0], group[1].start, group[1].end, 0.9)
        chosen = group if side in ("IRN", "PAK") else chosen or group
        side = "non-state"
    elif chosen is not None and chosen[1].name:
        telling, party = chosen
        end = noun_of_office(telling.text, party.end) if party.kind == "nation" else party.end
        fields.values["actor"] = fields.called(telling, party.start, end)
        fields.note("actor", telling, party.start, end, 0.8)
    if side:
        fields.values["acting_side"] = side
        telling, party = chosen or group  # type: ignore[misc]
        fields.note("acting_side", telling, party.start, party.end, 0.8)
    return chosen


def _owns_up_to_another(fields: Fields, telling: Telling) -> bool:
    """Whether a group says that blasts were its own, where nothing exploded but shells."""
    return _OF_BLASTS.search(telling.text) is not None and not any(
        kind is EventType.AMBUSH_OR_IED
        for t in fields.event.tellings
        if t.agent is None or t.agent.kind != "group"
        for kind, _, _ in t.triggers
    )


def _claims_no_shells(fields: Fields, telling: Telling) -> bool:
    """Whether shells fell first, and a group owns up without a word of them to another attack."""
    first = fields.event.opening or telling
    return (
        fields.before is not None
        and fields.before.acting_side == "non-state"
        and telling is not first
        and _SHELLS.search(first.text) is not None
        and _SHELLS.search(telling.text) is None
    )


_SHELLS = re.compile(r"\b(?:mortars?|artillery|shells?|shelling|rockets?)\b", re.IGNORECASE)
_OF_BLASTS = re.compile(
    r"\b(?:behind|responsib\w+\s+for|claimed|credit\s+for)\s+(?:the|both|these)\s+(?:\w+\s+)?(?:blasts?|"
    r"bombings?|explosions?|suicide\s+attacks?)\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"\b(?:it|they)\s+(?:holds?|held|(?:has|had|have)\s+(?:taken|captured|seized)|(?:is|are|was|were)\s+"
    r"holding)\b|\b(?:claimed|owned|took|accepted)\b[^.;]{0,30}\b(?:responsibility|abduction|capture|"
    r"kidnapping|operation)\b",
    re.IGNORECASE,
)
"""A group that says so took captives, and arrested nobody."""


def _is_of_the_past(telling: Telling) -> bool:
    """Whether a clause speaks of what a group owned up to long ago: "claimed the 2010 bombings"."""
    return bool(telling.reason) or any(
        w.name in ("span", *LONG_AGO) and not w.by_report for w in telling.whens
    )


def _only_answers(fields: Fields, telling: Telling, party: Party, side: str) -> bool:
    """Whether those who act only reply to fire, or to a bomb that hit their own men."""
    first = fields.event.opening or telling
    if telling is first or first.agent is not None or side not in ("IRN", "PAK"):
        return False
    if _REPLIES.match(telling.text, party.end):
        return True
    return any(kind is EventType.AMBUSH_OR_IED for kind, _, _ in first.triggers) and any(
        h.people.party in ("forces", side.lower()) for h in first.harmed
    )


_REPLIES = re.compile(
    r"(?:\s+(?:also|then|immediately|promptly|later|had|soon))*\s+(?:responded|replied|retaliated|answered|"
    r"returned\s+(?:the\s+)?fire|fired\s+back|hit\s+back)\b",
    re.IGNORECASE,
)
ATTACKERS = re.compile(r"(?:attackers?|assailants?|raiders?|bombers?)", re.IGNORECASE)
_DEFENDERS = re.compile(
    r"(?<!rights )\b(?:defenders?|(?:beat(?:en)?|fought|warded|driven|drove)\s+(?:them\s+)?"
    r"(?:back|off)|repuls\w+|repel\w+|"
    r"(?:did|could)\s+not\s+(?:get|enter|reach|manage|break)|fail(?:ed|ure)\s+to)\b",
    re.IGNORECASE,
)


def _beaten_off(fields: Fields) -> tuple[Telling, Party] | None:
    """Those who attacked, where the forces that they met killed some of them."""
    told = fields.event.tellings
    if fields.event.family != "violence" or not any(
        _DEFENDERS.search(t.text) for t in fields.listed
    ):
        return None
    kinds = {kind for t in told for kind, _, _ in t.triggers}
    if kinds & {EventType.AIR_OR_DRONE_STRIKE, EventType.CROSS_BORDER_FIRE, EventType.INCURSION}:
        return None
    return next(
        (
            (t, p)
            for t in fields.listed
            for p in t.parties
            if p.kind == "armed" and not t.is_heading
        ),
        None,
    )


_MEETS = re.compile(r"\b(?:engaged|clashed|battled|fought|skirmished)\b", re.IGNORECASE)
_ATTACKED = re.compile(r"\b(?:attacked|ambushed|stormed|raided|assaulted)\b", re.IGNORECASE)


def _who_attacked(fields: Fields) -> tuple[Telling, Party] | None:
    """The armed men who attacked, where the lead only says that forces met them."""
    for telling in fields.event.tellings:
        agent = telling.agent
        if (
            agent is not None
            and agent.side == "non-state"
            and _ATTACKED.search(telling.text, agent.end)
        ):
            return telling, agent
    return None


_OWNS_UP = re.compile(
    r"\bresponsibility\b|\bclaimed by\b|\b(?:its|their) (?:fighters|men|members|militants)\s+"
    r"(?:had\s+|have\s+)?(?:also\s+)?(?!had|have|were|was|been|are)\w+|\bwas behind\b|ذمه داری|"
    r"مسیولیت",
    re.IGNORECASE,
)


def _who_owns_up(fields: Fields) -> tuple[Telling, Party] | None:
    """The group that says it did it, whatever a state's forces did in reply."""
    kinds = {kind for t in fields.event.tellings for kind, _, _ in t.triggers}
    if fields.event.family != "violence" or kinds & {
        EventType.AIR_OR_DRONE_STRIKE,
        EventType.CROSS_BORDER_FIRE,
        EventType.INCURSION,
    }:
        return None
    for telling in fields.listed:
        groups = [p for p in telling.parties if p.kind == "group"]
        if groups and _OWNS_UP.search(telling.text) and not telling.denies:
            return telling, groups[0]
    return None


def _is_speaker(telling: Telling, group: Party) -> bool:
    return any(
        s.claimant == "group" and s.start <= group.end and group.start <= s.end
        for s in telling.speakers
    ) and bool(
        re.search(
            r"\b(?:behind|held|holding|captured|fighters|its|claimed|responsib)\b",
            telling.text,
            re.IGNORECASE,
        )
    )
