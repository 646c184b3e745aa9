"""How deep and at which pillar: the columns of a draft, as far as its clauses agree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents import sentences
from incidents.extraction.fire_sides import side_of_fire
from incidents.extraction.mishaps import MISHAP
from incidents.extraction.parties import OTHER_STATE, state_named
from incidents.extraction.reading import is_eastern
from incidents.record import EventType

if TYPE_CHECKING:
    from incidents.extraction.depths import SaidDepth
    from incidents.extraction.events import Telling
    from incidents.extraction.fields import Fields
    from incidents.extraction.parties import Party

__all__ = ["fill_depth", "fill_pillar"]

_STATES = ("IRN", "PAK")
_FROM_ACROSS = (EventType.CROSS_BORDER_FIRE, EventType.AIR_OR_DRONE_STRIKE)


def fill_depth(fields: Fields) -> None:
    """How deep it was, where the clauses of an event say one depth and it fits who acted."""
    kind = fields.values["event_type"]
    side = fields.values.get("acting_side")
    across = OTHER_STATE.get(str(side or ""))
    if fields.values.get("at_sea") or fields.event.family in ("diplomacy", "closure"):
        return
    said = _said_depths(fields)
    came = any(_CARAVAN.search(t.text) for t in fields.event.tellings)
    met = None
    if kind == EventType.ARMED_CLASH and _raids(fields, said):
        kind = fields.values["event_type"] = EventType.INCURSION
    if kind == EventType.INCURSION and side in _STATES and not came:
        met = _done_to_intruders(fields, said)
        kind = fields.values["event_type"] = met or kind
    if len({(d.low_km, d.high_km) for _, d in said}) == 1:
        telling, depth = next(((t, d) for t, d in said if d.into), said[0])
        _fill_depth(fields, telling, depth, of_intruders=met is not None)
    elif said:
        fields.remarks.append(sentences.SEVERAL_DEPTHS)
    into = fields.values.get("reported_depth_into") or across
    if (
        said
        and into in ("IRN", "PAK")
        and "country_reported" not in fields.values
        and "reported_depth_into" in fields.values
    ):
        fields.values["country_reported"] = into
        fields.note("country_reported", said[0][0], said[0][1].start, said[0][1].end, 0.7)
    if kind == EventType.INCURSION and side == into and came:
        fell = any(t.harmed for t in fields.event.tellings)
        kind = EventType.ARMED_CLASH if fell else EventType.ARREST_OR_SEIZURE
        fields.values["event_type"] = kind  # what was done to those who had come in
    if kind == EventType.INCURSION and side in ("IRN", "PAK") and into == side:
        side = OTHER_STATE[into]  # told by those who met the intruders
        fields.values["acting_side"] = side
        fields.values.pop("actor", None)
        fields.evidence.pop("actor", None)
    if (
        kind == EventType.INCURSION
        and side in ("IRN", "PAK", "non-state")
        and into in ("IRN", "PAK")
    ):
        fields.values.update(incursion_kind="entry", entrant=side, incursion_into=into)
    elif kind in (EventType.CROSS_BORDER_FIRE, EventType.AIR_OR_DRONE_STRIKE) and across:
        fields.values.update(incursion_kind="impact", incursion_into=into)


_CARAVAN = re.compile(
    r"(?<!following )(?<!followed )(?<!chasing )(?<!chased )(?<!pursuing )\b(?:the|an?)\s+"
    r"(?:[\w-]+\s+)?(?:caravan|convoy|traffickers|smugglers|bandits|consignment|drug\s+runners)\b[^.;]{0,70}?"
    r"\b(?:coming|come|came|entered|crossed|advanced|penetrated|infiltrated)\b",
    re.IGNORECASE,
)


def _done_to_intruders(fields: Fields, said: list[tuple[Telling, SaidDepth]]) -> EventType | None:
    """What a state's men did to those who had come so far into its land, by who fell.

    They were no men of the other state where militants or civilians alone were killed or wounded,
    and no force of that state is named.
    """
    side = fields.values.get("acting_side")
    others = any(
        p.kind == "force" and p.side in _STATES and p.side != side and not _only_speaks(telling, p)
        for telling in fields.event.tellings
        for p in telling.parties
    )
    if others or not any(depth.into == side for _, depth in said):
        return None
    if "militants" in fields.harmed:
        return EventType.ARMED_CLASH
    return EventType.SHOOTING_OF_CIVILIANS if fields.harmed == {"civilians"} else None


def _raids(fields: Fields, said: list[tuple[Telling, SaidDepth]]) -> bool:
    """Whether a state's men raided or killed so deep in the other's land."""
    side, first = fields.values.get("acting_side"), fields.event.opening
    return (
        side in _STATES
        and first is not None
        and first.agent is not None
        and first.agent.side == side
        and bool(said)
        and all(depth.into == OTHER_STATE[str(side)] for _, depth in said)
        and _RAIDS.search(first.text) is not None
    )


_RAIDS = re.compile(
    r"\braid(?:ed|s)?\b|\bstormed\b|\bkilled\b[^.;]{0,90}?\b(?:inside|in)\s+(?:Pakistan|Iran)\b",
    re.IGNORECASE,
)


def _only_speaks(telling: Telling, party: Party) -> bool:
    """Whether somebody is named only for what he said or was told."""
    return (
        any(s.start < party.end and party.start < s.end for s in telling.speakers)
        or _SAID.match(telling.text, party.end) is not None
        or _TOLD.search(telling.text[: party.start]) is not None
    )


_SAID = re.compile(
    r"\s+(?:\w+\s+){0,2}(?:said|says|told|added|reported|confirmed)\b", re.IGNORECASE
)
_TOLD = re.compile(r"\b(?:told|informed|handed\s+over\s+to)\s+(?:the\s+)?$", re.IGNORECASE)


def _said_depths(fields: Fields) -> list[tuple[Telling, SaidDepth]]:
    """The depths that the clauses of the event report, with their clauses."""
    side = fields.values.get("acting_side")
    kind = fields.values["event_type"]
    comes = kind in _FROM_ACROSS or (kind is EventType.INCURSION and side in _STATES)
    return [
        (t, t.depth)
        for t in fields.listed
        if t.depth is not None
        and (comes or not t.depth.is_only_across)
        and not _is_of_another_day(fields, t, t.depth)
        and not _is_of_another_year(fields, t)
        and not (t.denies and t.speakers and ":" not in t.text[: t.depth.start])
        and not (
            t.agent
            and t.agent.end <= t.depth.start
            and t.agent.side in ("IRN", "PAK")
            and t.agent.side not in {s.claimant for s in t.speakers}
            and side
            and side not in (t.agent.side, t.depth.into)
        )
    ]


def _is_of_another_day(fields: Fields, telling: Telling, depth: SaidDepth) -> bool:
    """Whether the clause names a day for the depth other than that of the event.

    "Six shells fell on Saturday, and on Monday three more landed four kilometres inside Pakistan."
    """
    own = fields.event.when
    whens = [w for w in telling.whens if w.end <= depth.start and not w.by_report]
    return (
        own is not None
        and own[0] is telling
        and len(whens) > 1
        and not is_eastern(telling.text[:200])
        and whens[-1].words.casefold() != own[1].words.casefold()
    )


_LONG_PAST = frozenset({"year", "last year", "ago", "last month", "month"})


def _is_of_another_year(fields: Fields, telling: Telling) -> bool:
    """Whether the clause tells only of months or years ago: "there in 2015 a round had landed"."""
    own = fields.event.when
    years = [w for w in telling.whens if w.name in _LONG_PAST]
    return bool(years) and len(years) == len(telling.whens) and not (own and own[0] is telling)


def _into(fields: Fields, telling: Telling, depth: SaidDepth) -> str | None:
    """The country into which a depth is said to reach, by its name or as the speaker's own."""
    if depth.into or not depth.is_own:
        left = None if depth.into else _LEFT.search(telling.text[: depth.start])
        across = OTHER_STATE[state_named(left["land"])] if left else None
        return depth.into or across or _land_entered(fields)
    speakers = {s.claimant for s in telling.speakers} & set(_STATES)
    places = {p.country for p in telling.places} & set(_STATES)
    for found in (speakers, places):
        if len(found) == 1:
            return next(iter(found))
    home = fields.sides.home  # whose people speak where nobody is named
    return _land_entered(fields) or (home if home in _STATES else None)


_LEFT = re.compile(
    r"\b(?:entered|crossed|come|came|slipped|sneaked|infiltrated|made\s+their\s+way|got)\s+(?:in\s+|over\s+|across\s+)?from\s+"
    r"(?P<land>Pakistan|Iran)\b(?![^.;]{0,60}\b(?:back|return))"
)
"""From where those came who got so far "beyond the border"."""
_MEET_INTRUDERS = (EventType.CROSSING_ATTEMPT, EventType.ARREST_OR_SEIZURE)
"""Where a state's men stop those who came in, the depth "beyond the border" is into their land."""
_SHOT_DOWN = re.compile(
    r"\b(?:shot|brought|brings?|shoots?|bringing|shooting)\s+(?:(?:it|them|(?:the|an?|its)\s+"
    r"(?:[\w-]+\s+){0,3}?(?:drone|(?:air)?craft|helicopter|jet|plane))\s+)?down\b|\bdown(?:ed|"
    r"ing)\b|"
    r"\bintercept\w*",
    re.IGNORECASE,
)
"""Who brings an intruder down does so over the own land."""


def _fill_depth(
    fields: Fields, telling: Telling, depth: SaidDepth, *, of_intruders: bool = False
) -> None:
    """Fill the depth and its words; the words only where it contradicts side or place."""
    said = _into(fields, telling, depth)
    side, place = fields.values.get("acting_side"), fields.values.get("country_reported")
    meets = fields.values["event_type"] in _MEET_INTRUDERS and side in _STATES
    into = said or (side if meets else OTHER_STATE.get(str(side or ""))) or place
    fields.note("depth_wording", telling, depth.start, depth.end, 0.9)
    fields.values["depth_wording"] = fields.as_said(telling, depth.start, depth.end)
    is_read = not (is_eastern(telling.text[:200]) or of_intruders)
    of_fire = is_read and not _had_come(fields, telling, depth)
    if is_read and (
        (of_fire and _is_own_land(fields, said)) or _is_told_by_who_came(fields, telling, said)
    ):
        fields.remarks.append(sentences.DEPTH_AGAINST_SIDE)
        return
    if is_read and _is_of_nobody(fields, said):
        fields.remarks.append(sentences.DEPTH_OF_NOBODY)
        return
    fields.values["reported_depth_min_km"] = depth.low_km
    fields.values["reported_depth_max_km"] = depth.high_km
    fields.values["reported_depth_datum"] = depth.datum
    names = ["reported_depth_min_km", "reported_depth_max_km"]
    if into in _STATES:
        fields.values["reported_depth_into"] = into
        names.append("reported_depth_into")
    for name in names:
        fields.note(name, telling, depth.start, depth.end, 0.9)


def _had_come(fields: Fields, telling: Telling, depth: SaidDepth) -> bool:
    """Whether civilians who were shot at had themselves come so far."""
    return (
        fields.values["event_type"] is EventType.SHOOTING_OF_CIVILIANS
        and _THEY_CAME.search(telling.text[: depth.start]) is not None
    )


_THEY_CAME = re.compile(
    r"\b(?:got|gotten|gone|went|come|came|crossed|entered|covered|walked|driven|ventured)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)


def _is_of_nobody(fields: Fields, said: str | None) -> bool:
    """Whether it is not known who came or fired so far, or nobody did.

    Where nobody is known to have acted, where others than a state ambushed or shelled, and where a
    state's men only clashed with somebody, the depth is withheld: in reports that nobody had read,
    16 of 17 such depths stood in a draft that was wrong, of all others 12 of 137. Fire that is said
    to have come from the one state into the other is known, whoever fired. Sides are not read in
    Persian and Urdu.
    """
    side, kind = fields.values.get("acting_side"), fields.values["event_type"]
    if side in _STATES:
        if fields.event.family == MISHAP:
            lies = said or fields.values.get("country_reported")
            return lies != OTHER_STATE[str(side)]  # whose drone came down so deep in the other
        return kind in (EventType.ARMED_CLASH, EventType.OTHER)
    fires = (EventType.AMBUSH_OR_IED, EventType.CROSS_BORDER_FIRE)
    if side == "non-state" and kind is EventType.AMBUSH_OR_IED and said in _STATES:
        left = (_LEFT.search(t.text) for t in fields.event.all_tellings)
        return not any(m and state_named(m["land"]) == OTHER_STATE[said] for m in left)
    if side in ("non-state", "unknown") and kind is EventType.CROSS_BORDER_FIRE and said in _STATES:
        came = (side_of_fire(t.text, said) for t in fields.event.tellings)
        return not any(found and found[0] == OTHER_STATE[said] for found in came)
    return side == "unknown" or kind in fires


def _is_own_land(fields: Fields, said: str | None) -> bool:
    """Whether those who fired would have reached into their own land."""
    side, kind = fields.values.get("acting_side"), fields.values["event_type"]
    fell = kind in (EventType.CROSS_BORDER_FIRE, EventType.AIR_OR_DRONE_STRIKE)
    land = said or (fields.values.get("country_reported") if fell else None)
    return (
        (fell or kind == EventType.SHOOTING_OF_CIVILIANS)
        and side in _STATES
        and side == land
        and not any(_SHOT_DOWN.search(t.text) for t in fields.event.tellings)
    )


def _is_told_by_who_came(fields: Fields, telling: Telling, into: str | None) -> bool:
    """Whether one state tells how deep in the other a deed was of which nobody's is known.

    Then its own men came, and the draft has another side.
    """
    states = {s.claimant for s in telling.speakers} & set(_STATES)
    return (
        fields.values.get("acting_side") not in _STATES
        and into in _STATES
        and len(states) == 1
        and into not in states
    )


def _land_entered(fields: Fields) -> str | None:
    """The country whose land a Persian or Urdu report says was entered, where it is one only."""
    found = {
        "PAK" if match["pak"] or match["pak2"] else "IRN"
        for telling in fields.event.tellings
        for match in _LAND.finditer(telling.text)
    }
    return found.pop() if len(found) == 1 else None


_LAND = re.compile(
    r"(?:(?P<pak>پاکستان)|ایران)ی?\s+(?:حدود|علاقے|سرزمین)(?!\s+سے)|"
    r"(?<!از )(?:خاک|قلمرو)\s+(?:کشور\s+)?(?:(?P<pak2>پاکستان)|ایران)"
)


_MET_AT = re.compile(r"\b(?:meetings?|talks|met|ceremony|hand-?over)\b[^.;]{0,80}$", re.IGNORECASE)
"""The pillar at which officers met is not that of the deed that they spoke about."""


def fill_pillar(fields: Fields) -> None:
    """The border pillar, where the clauses of an event name one."""
    meets = fields.event.family == "diplomacy"
    found = [
        (t, t.pillar)
        for t in fields.listed
        if t.pillar is not None and (meets or not _MET_AT.search(t.text[: t.pillar[0]]))
    ]
    if len({p[2] for _, p in found}) == 1:
        fields.values["border_pillar"] = found[0][1][2]
        for telling, pillar in found:
            fields.note("border_pillar", telling, pillar[0], pillar[1], 0.95)
