"""Which side acted where nobody is named who did: what the deed itself, or its place, tells.

A border is closed by the state whose it is, men are given back by who had taken them, shells come
from the other side; and whose own men a bomb hits has not laid it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents import sentences
from incidents.extraction.actors import ATTACKERS, side_of
from incidents.extraction.fire_sides import (
    ARMED_FROM,
    FRONTIER,
    WHO_FIRED,
    armed_across,
    land_hit,
    side_of_fire,
)
from incidents.extraction.mishaps import MISHAP, fill_side_of_mishap
from incidents.extraction.parties import OTHER_STATE, state_named
from incidents.extraction.state_sides import HANDED_OVER, TAKES_MEN, Sided, side_of_state_act
from incidents.record import EventType

if TYPE_CHECKING:
    from collections.abc import Callable

    from incidents.extraction.events import Telling
    from incidents.extraction.fields import Fields
    from incidents.extraction.parties import Party
    from incidents.record import Incident

__all__ = ["correct_side_by_type", "fill_side_by_type"]
_PROTESTS = re.compile(
    r"\b(?:summon\w*|protest\w*|demarche|lodged|called\s+(?:in|to)|complain\w*|condemn\w*|"
    r"t(?:ook|aken)\s+up|raised|note)\b|احضار|طلب|اعتراض|احتجاج",
    re.IGNORECASE,
)


def _protests(before: Incident) -> bool:
    """Whether the event told before is a state's protest against the other."""
    return (
        before.event_type is EventType.DIPLOMATIC
        and _PROTESTS.search(before.summary or "") is not None
    )


_WHOSE_MEN = re.compile(
    r"\b(?P<whose>Iranian|Pakistani)\s+(?:(?:military|border|army|security|surveillance|helicopter)\s+)*"
    r"(?:helicopters?|gunships?|drones?|aircraft|jets?|quadcopters?|soldiers|troops|guards|forces|"
    r"personnel|patrols?|vehicles)\b"
)
_ONE_MORE = re.compile(
    r"\b(?:another\s+(?!\w*(?:attack|incident|area|district|town))|also\b|again\b|(?:the\s+)?same\s+(?:spot|place|"
    r"area|manner|way|well|road|point)\b|in\s+like\s+manner|likewise\b)",
    re.IGNORECASE,
)
"""Who shot one more of those told before: "on Sunday another herdsman died"."""


@dataclass(frozen=True)
class _Case:
    """An event of which nobody is named who did it, with what its rules ask for."""

    fields: Fields
    kind: object
    reported: object
    """The country that was entered by its depth, else the one of the place."""

    @property
    def country(self) -> object:
        """The country on whose side fire is said to have come down, else the reported one."""
        hit = land_hit(self.fields) if self.kind is EventType.CROSS_BORDER_FIRE else ""
        return hit or self.reported

    @property
    def hurt(self) -> set[str]:
        """The parties of whom somebody was killed or wounded."""
        named = (n for n in self.fields.values if n.startswith(("killed_", "injured_")))
        return {name.split("_")[1] for name in named}

    @property
    def names_armed(self) -> bool:
        """Whether armed men or a group are named in any clause about the event."""
        return any(p.kind in ("armed", "group") for t in self.fields.listed for p in t.parties)

    @property
    def hits_forces(self) -> bool:
        """Whether men of a state were counted among the killed and wounded."""
        harms = ("killed", "injured")
        return any(f"{h}_{s}_best" in self.fields.values for h in harms for s in ("irn", "pak"))

    @property
    def home(self) -> object:
        """The country of the place, else the one that the report is about or comes from."""
        if self.country in ("IRN", "PAK"):
            return self.country
        return self.fields.sides.home or self.fields.sides.region


def fill_side_by_type(fields: Fields) -> None:
    """Take the side that the deed itself tells where nobody is named: the first rule that knows."""
    kind = fields.values["event_type"]
    if fields.values.get("acting_side"):
        return
    flies = fields.event.family == MISHAP or kind == EventType.AIR_OR_DRONE_STRIKE
    if flies and _WHOSE_IS_OPEN.search(fields.reading.plain):
        return
    if fields.event.family == MISHAP:
        fill_side_of_mishap(fields)
        return
    entered = (t.depth.into for t in fields.listed if t.depth is not None and t.depth.into)
    case = _Case(fields, kind, next(entered, None) or fields.values.get("country_reported"))
    said = next(found for rule in _RULES if (found := rule(case)) is not None)
    if said.side:
        fields.values["acting_side"] = said.side
    if said.telling is not None:
        fields.note("acting_side", said.telling, *said.span, said.confidence)


def _of_takers(case: _Case) -> Sided | None:
    """Those who had taken the men of whom the report says what became of them."""
    takers = case.fields.sides.takers & {"IRN", "PAK", "non-state"}
    return Sided(takers.pop()) if case.kind in TAKES_MEN and len(takers) == 1 else None


def _of_protest_before(case: _Case) -> Sided | None:
    """The other country, where the one that was hit has protested right before."""
    before = case.fields.before
    protester = before.acting_side if before and _protests(before) else ""
    shot = case.kind in (EventType.SHOOTING_OF_CIVILIANS, EventType.ARMED_CLASH)
    hits = case.kind in _FROM_ACROSS or (
        shot and bool(case.hurt) and case.hurt <= {"civilians", "total"}
    )
    if hits and protester in ("IRN", "PAK") and case.reported == protester:
        return Sided(OTHER_STATE[protester])
    return None


def _of_one_more(case: _Case) -> Sided | None:
    """Who shot those told before, where one more is shot in like manner."""
    before, first = case.fields.before, case.fields.event.opening
    if (
        before is not None
        and case.kind is before.event_type is EventType.SHOOTING_OF_CIVILIANS
        and before.acting_side in ("IRN", "PAK")
        and first is not None
        and _ONE_MORE.search(first.text)
    ):
        return Sided(before.acting_side, first, (0, len(first.text)), 0.4)
    return None


def _of_only_nation(case: _Case) -> Sided | None:
    """The one country whose troops or aircraft the clauses of an incursion name at all."""
    if case.kind is not EventType.INCURSION:
        return None
    found = [
        Sided(state_named(m["whose"]), t, m.span(), 0.4)
        for t in case.fields.listed
        for m in _WHOSE_MEN.finditer(t.text)
    ]
    return found[0] if len({said.side for said in found}) == 1 else None


def _of_fire(case: _Case) -> Sided | None:
    """From where fire came over the border."""
    fields = case.fields
    if case.kind is not EventType.CROSS_BORDER_FIRE:
        return None
    militants = armed_across(fields)
    if militants is not None:
        telling, party = militants
        return Sided("non-state", telling, (party.start, party.end))
    unknown = next(((t, m) for t in fields.listed if (m := WHO_FIRED.search(t.text))), None)
    if unknown is not None:
        return Sided("unknown", unknown[0], unknown[1].span(), 0.6)
    for telling in fields.listed:
        men = ARMED_FROM.search(telling.text)
        if men and fields.fell("irn", "pak"):
            return Sided("non-state", telling, men.span())
        side = side_of_fire(telling.text, case.country or fields.sides.home or fields.sides.region)
        if side:
            return Sided(side[0], telling, side[1], 0.6)
    if fields.before is not None and fields.before.event_type is case.kind:
        return Sided(fields.before.acting_side or "")
    guns = any(_ARTILLERY.search(t.text) for t in fields.event.tellings) and any(
        FRONTIER.search(t.text) for t in fields.listed
    )
    across = OTHER_STATE.get(str(case.country), "")
    return Sided(across) if guns and across else None


_SHOT_DOWN = re.compile(r"\b(?:shot|brought)\s+down\b|\bdowned\b", re.IGNORECASE)


def _of_downing(case: _Case) -> Sided | None:
    """The country over which a drone was brought down, where nobody is said to have done it."""
    opening, strike = case.fields.event.opening, EventType.AIR_OR_DRONE_STRIKE
    if case.kind is not strike or case.country not in OTHER_STATE or opening is None:
        return None
    for kind, start, end in opening.triggers:
        if kind is strike and _SHOT_DOWN.search(opening.text[start:end]):
            return Sided(str(case.country), opening, (start, end))
    return None


def _of_flight(case: _Case) -> Sided | None:
    """From which country drones or jets came."""
    if case.kind is not EventType.AIR_OR_DRONE_STRIKE:
        return None
    for telling in case.fields.listed:
        held = _OWNS_UP.search(telling.text) or _BELIEVED.search(telling.text)
        if held:
            return Sided(state_named(held["land"]), telling, held.span(), 0.6)
        flew = None if telling.denies else _FLEW_FROM.search(telling.text)
        if flew:
            land = flew["land"] or flew["land2"]
            return Sided(state_named(land), telling, flew.span(), 0.6)
    return None


def _of_flag(case: _Case) -> Sided | None:
    """Whose flag those flew who took boats away, which is then an arrest."""
    if case.kind is not EventType.ABDUCTION:
        return None
    for telling in case.fields.listed:
        flag = _FLAG.search(telling.text)
        if flag:
            case.fields.values["event_type"] = EventType.ARREST_OR_SEIZURE
            side = "PAK" if flag["pak"] or flag["pak2"] else "IRN"
            return Sided(side, telling, flag.span(), 0.6)
    return None


def _of_search(case: _Case) -> Sided | None:
    """The country's own forces, where men vanish in their search and nobody armed is named."""
    fields = case.fields
    if case.kind is not EventType.ABDUCTION or case.country not in ("IRN", "PAK"):
        return None
    searched = any(_FORCES_SEARCH.search(t.text) for t in fields.listed)
    return Sided(str(case.country)) if searched and not case.names_armed else None


def _of_post(case: _Case) -> Sided | None:
    """Whose post shots came from."""
    if case.kind not in (EventType.SHOOTING_OF_CIVILIANS, EventType.ARMED_CLASH):
        return None
    for telling in case.fields.listed:
        post = None if telling.denies else _SHOT_FROM.search(telling.text)
        if post:
            return Sided(state_named(post["land"]), telling, post.span(), 0.6)
    return None


def _of_captor_before(case: _Case) -> Sided | None:
    """Who had arrested those who are handed over."""
    before = case.fields.before
    if (
        case.fields.event.family == "diplomacy"
        and before is not None
        and before.event_type is EventType.ARREST_OR_SEIZURE
        and before.acting_side in ("IRN", "PAK")
        and any(HANDED_OVER.search(t.text) for t in case.fields.event.tellings)
    ):
        return Sided(before.acting_side)
    return None


def _of_state_act(case: _Case) -> Sided | None:
    """Which state closed, dealt or arrested; where nothing tells it nobody is chosen."""
    if case.fields.event.family not in ("closure", "diplomacy", "arrest"):
        return None
    return side_of_state_act(case.fields, case.country) or Sided("")


def _of_operation(case: _Case) -> Sided | None:
    """The state in whose land forces raided, or in which only militants fell."""
    fields, hurt, state = case.fields, case.hurt, case.home
    if case.kind not in (
        EventType.ARMED_CLASH,
        EventType.CROSSING_ATTEMPT,
        EventType.SHOOTING_OF_CIVILIANS,
    ):
        return None
    if state not in ("IRN", "PAK"):
        told = [s.claimant for t in fields.event.tellings for s in t.speakers]
        state = next((who for who in told if who in ("IRN", "PAK")), fields.sides.teller)
    found = [(t, m.span()) for t in fields.listed if (m := _OPERATION.search(t.text))]
    fell = case.hits_forces and "militants" not in hurt
    attacked = not found and any(_POST_ATTACKED.search(t.text) for t in fields.listed)
    if not (found or hurt == {"militants"}) or fell or attacked or state not in ("IRN", "PAK"):
        return None
    return Sided(str(state), *found[0]) if found else Sided(str(state))


def _of_arrests(case: _Case) -> Sided | None:
    """The state of the place, where besides somebody was arrested and no force was hit."""
    if case.kind is EventType.ABDUCTION and case.names_armed:
        return None
    deeds = (kind for t in case.fields.event.tellings for kind, _, _ in t.triggers)
    arrests = any(kind is EventType.ARREST_OR_SEIZURE for kind in deeds)
    if arrests and case.hurt <= {"civilians", "militants", "total"} and case.home in OTHER_STATE:
        return Sided(str(case.home))
    return None


def _of_infiltrators(case: _Case) -> Sided | None:
    """No state, where those who came over are called infiltrators or intruders and were met."""
    if case.kind not in (EventType.ARMED_CLASH, EventType.CROSSING_ATTEMPT):
        return None
    for telling in case.fields.event.tellings:
        for party in telling.parties:
            if party.kind == "armed" and _INFILTRATORS.fullmatch(party.name):
                return Sided("non-state", telling, (party.start, party.end), 0.5)
    return None


_INFILTRATORS = re.compile(r"(?:armed\s+)?(?:infiltrators?|intruders?)", re.IGNORECASE)


def _of_attackers(case: _Case) -> Sided | None:
    """No state, where a post was attacked or "attackers" hit a state's men."""
    fields = case.fields
    named = any(ATTACKERS.fullmatch(p.name) for t in fields.event.tellings for p in t.parties)
    raided = any(_POST_ATTACKED.search(t.text) for t in fields.listed)
    if case.kind is EventType.ARMED_CLASH and (raided or (case.hits_forces and named)):
        return Sided("non-state")
    return None


def _of_unknown_layer(case: _Case) -> Sided | None:
    """Nobody, where it is said that nobody knows who laid a mine."""
    if case.kind is not EventType.AMBUSH_OR_IED or case.hits_forces:
        return None
    found = ((t, m.span()) for t in case.fields.listed if (m := _WHO_LAID.search(t.text)))
    return next((Sided("unknown", telling, span, 0.6) for telling, span in found), None)


def _of_kind(case: _Case) -> Sided:
    """Who does such deeds as a rule: what comes over the border is the other country's."""
    if case.kind in (EventType.AMBUSH_OR_IED, EventType.ABDUCTION) or (
        case.hits_forces and case.kind is EventType.ARMED_CLASH
    ):
        return Sided("non-state")  # who hits a state's men and is not named
    across = OTHER_STATE.get(str(case.country or case.fields.sides.home or ""))
    near = any(FRONTIER.search(t.text) for t in case.fields.listed)
    return Sided(across if across and near and case.kind in _FROM_ACROSS else "unknown")


_FLAG = re.compile(
    r"\b(?:(?:fly|flew|flown|under|wore|wear|show|carr|hoist|bear|bore)\w*)\s+(?:the|an?)\s+(?:(?:(?P<pak>Pakistani)|"
    r"Iranian)\s+(?:flag|colours|ensign)|(?:flag|colours|ensign)\s+of\s+(?:the\s+)?(?:(?P<pak2>Pakistan)|Iran|"
    r"Islamic\s+Republic(?!\s+of\s+Pakistan)))",
    re.IGNORECASE,
)
"""Whose vessel it is that takes boats away."""
_WHO_LAID = re.compile(
    r"\b(?:not\s+(?:yet\s+)?(?:known|clear|established|certain)|unclear|unknown|nobody\s+(?:knows|can\s+say)|"
    r"no\s+one\s+(?:knows|can\s+say)|(?:could|can)\s*not\s+(?:be\s+)?(?:say|said|tell|told))\s+(?:\w+\s+)?"
    r"(?:who|which\s+\w+|by\s+whom|whose)\b|\bleft\s+(?:over\s+)?from\s+(?:the|an?)\s+(?:\w+\s+)?war\b",
    re.IGNORECASE,
)
"""Of a mine that nobody knows who laid nobody is said to have done it."""
_FROM_ACROSS = frozenset(
    {EventType.CROSS_BORDER_FIRE, EventType.AIR_OR_DRONE_STRIKE, EventType.INCURSION}
)
"""What is done over the border by nobody named is the other country's, as a guess."""
_LAID = re.compile(
    r"\b(?:bomb(?:s|ers?|ings?)?|booby[- ]?traps?|(?:land)?mines?|IEDs?|devices?|explosives?|"
    r"explosions?|blasts?)\b",
    re.IGNORECASE,
)


def correct_side_by_type(fields: Fields) -> None:
    """Replace a side that hardly does such a deed, whoever is named near it.

    Whose men a bomb hits did not lay it, and nobody fires across the border at the land that he
    fires from.
    """
    kind, side = fields.values.get("event_type"), str(fields.values.get("acting_side"))
    told = fields.event.opening
    if told is None:
        return
    hurt = fields.harmed
    if side == "non-state":
        _credit_victor(fields, told)
        return
    if (
        kind is EventType.CROSSING_ATTEMPT
        and side in OTHER_STATE
        and hurt <= {"militants", "irn", "pak"}
    ):
        _credit_infiltrator(fields, told)
        return
    country = land_hit(fields) or str(fields.values.get("country_reported") or "")
    across = OTHER_STATE.get(country, "")
    if kind in _COMES_OVER and side == country == fields.sides.home and told.agent is None:
        if not any(_reaches(t, across) for t in fields.listed):
            _infer_side(fields, across, told, (0, len(told.text)))
        return
    reached = {t.depth.into for t in fields.listed if t.depth is not None and t.depth.into}
    if kind is EventType.AIR_OR_DRONE_STRIKE and reached == {side} and told.agent is None:
        if not _SHOT_DOWN.search(told.text):
            _infer_side(fields, OTHER_STATE[side], told, (0, len(told.text)))
        return
    laid = _LAID.search(told.text)
    if kind is EventType.AMBUSH_OR_IED and side in ("IRN", "PAK"):
        if laid and (not hurt or hurt - {"civilians", "militants"}):
            _infer_side(fields, "non-state", told, laid.span())
    elif _names_agent(fields) or not across or side == across:
        return
    elif (kind is EventType.CROSS_BORDER_FIRE and hurt and hurt <= {"civilians", "total"}) or (
        kind is EventType.AIR_OR_DRONE_STRIKE
        and side == "unknown"
        and not _WHOSE_IS_OPEN.search(fields.reading.plain)
        and any(FRONTIER.search(t.text) for t in fields.listed)
    ):
        span = next(((start, end) for _, start, end in told.triggers), (0, len(told.text)))
        _infer_side(fields, across, told, span)


_COMES_OVER = frozenset({EventType.CROSS_BORDER_FIRE, EventType.INCURSION})


def _reaches(telling: Telling, land: str) -> bool:
    """Whether a clause says that something came into a country, by its depth or its name."""
    entered = _INTO_LAND.search(telling.text)
    said = state_named(entered["land"]) if entered else ""
    return land in (said, telling.depth.into if telling.depth else "")


_INTO_LAND = re.compile(r"\b(?:into|inside|entered|on)\s+(?:the\s+)?(?P<land>Iran|Pakistan)")


def _names_agent(fields: Fields) -> bool:
    """Whether the first clause names who acted, or another says which country's forces fired."""
    opening = fields.event.opening
    return any(
        t.agent is not None
        and (t is opening or (t.agent.kind == "force" and t.agent.side in ("IRN", "PAK")))
        for t in fields.event.body
    )


def _credit_victor(fields: Fields, told: Telling) -> None:
    """Take the force for who acted that clashed with armed men of whom alone some were killed."""
    fell = {
        n.split("_")[1] for n, number in fields.values.items() if n.startswith("killed_") and number
    }
    met = _MET.search(told.text)
    if (
        fields.values.get("event_type") is not EventType.ARMED_CLASH
        or met is None
        or told.agent is None
        or told.agent.start < met.end()
        or not fell
        or fell - {"militants"}
    ):
        return
    forces = [p for p in told.parties if p.kind == "force" and p.end <= met.start()]
    side = side_of(fields, forces[0], told) if forces else ""
    if side in ("IRN", "PAK"):
        _credit(fields, side, told, forces[0])


def _credit_infiltrator(fields: Fields, told: Telling) -> None:
    """Take the armed men for who acted whose attempt to come over the border was stopped."""
    tried = next((start for k, start, _ in told.triggers if k is EventType.CROSSING_ATTEMPT), None)
    armed = [p for p in told.parties if p.kind in ("armed", "group")]
    if tried is not None and armed:
        _credit(fields, "non-state", told, armed[0])


def _credit(fields: Fields, side: str, told: Telling, party: Party) -> None:
    """Make a named party who acted, and forget who was taken for it."""
    for name in ("actor", "acting_side"):
        fields.values.pop(name, None)
        fields.evidence.pop(name, None)
    fields.values["acting_side"] = side
    fields.values["actor"] = fields.called(told, party.start, party.end)
    for name in ("actor", "acting_side"):
        fields.note(name, told, party.start, party.end, 0.6)


_MET = re.compile(
    r"\b(?:clashed|fought|skirmished|exchanged\s+(?:gun)?fire|battled)\s+with\b", re.IGNORECASE
)


def _infer_side(fields: Fields, side: str, telling: Telling, span: tuple[int, int]) -> None:
    """Set a side that nobody says, on the words for the deed, and forget who was taken for it."""
    for name in ("actor", "acting_side"):
        fields.values.pop(name, None)
        fields.evidence.pop(name, None)
    fields.values["acting_side"] = side
    fields.note("acting_side", telling, *span, 0.4)
    fields.remarks.append(sentences.SIDE_INFERRED)


_POST_ATTACKED = re.compile(
    r"\b(?:posts?|outposts?|stations?|checkpoints?|bases?|camps?|headquarters|pickets?|convoys?|"
    r"patrols?|barracks|(?:watch)?towers?|cars?|vehicles?|vans?|pick-?ups?|motorcades?)\b"
    r"(?:\s+(?:near|in|at|of|outside|on)\s+[^.;,]{1,50}?)?"
    r",?\s+(?:(?:which|that)\s+)?(?:(?:was|were|had\s+been)\s+(?:attacked|overrun|stormed|raided|"
    r"besieged|ambushed)|(?:had\s+)?c[oa]me\s+under)\b|"
    r"\battacks?\b[^.;]{0,30}\bon\s+(?:an?|the|its|their)\s+(?:[\w-]+\s+){0,2}(?:posts?|outposts?|"
    r"stations?|checkpoints?|bases?|camps?|headquarters|pickets?|convoys?|patrols?|barracks)\b",
    re.IGNORECASE,
)
"""Who attacks a post of the state, while nobody names him, is no force of it."""


def _of_chaser(case: _Case) -> Sided | None:
    """The one state's force that gives chase where civilians were hit and nobody fires."""
    if case.kind not in _SHOT or case.hurt - {"civilians", "total"}:
        return None
    found: list[Sided] = []
    for telling in case.fields.event.tellings:
        harmed = [(h.people.start, h.people.end) for h in telling.harmed]
        for party in telling.parties:
            if party.kind in ("armed", "group"):
                return None
            chases = _CHASES.match(telling.text, party.end) or _CHASED_BY.search(
                telling.text[max(0, party.start - 24) : party.start]
            )
            suffers = any(party.start < end and start < party.end for start, end in harmed)
            if party.kind == "force" and party.side in OTHER_STATE and chases and not suffers:
                found.append(Sided(party.side, telling, (party.start, party.end), 0.4))
    return found[0] if len({said.side for said in found}) == 1 else None


_SHOT = frozenset(
    {EventType.CROSS_BORDER_FIRE, EventType.SHOOTING_OF_CIVILIANS, EventType.ARMED_CLASH}
)
_CHASED_BY = re.compile(
    r"\b(?:chased|pursued|followed|rammed|intercepted)\s+by\s+(?:the\s+|an?\s+)?$", re.IGNORECASE
)
_CHASES = re.compile(
    r"\s+(?:(?:vessel|boat|patrol|unit|car|vehicle|speedboat)\s+)?(?:had\s+|were\s+|"
    r"was\s+)?(?:chas|pursu|rammed|"
    r"stopp|intercept|approach|surround|follow|came|arrived|entered)\w*",
    re.IGNORECASE,
)
_BLAMES = re.compile(
    r"\b(?:blame[sd]?|blaming|hold|holds|held|accus(?:ed|es|ing)|point(?:ed|s|ing)?\s+(?:the|a)\s+finger\s+at|"
    r"suspect(?:ed|s)?(?!\s+(?:\w+\s+)?(?:militants?|terrorists?|rebels?|smugglers?|insurgents?|traffickers?|members?|"
    r"separatists?|fighters|gunm[ae]n|bandits)))\s+(?:[^.;\"]{0,50}?\bon\s+)?",
    re.IGNORECASE,
)
_RESPONSIBLE = re.compile(
    r"[^.;\"]{0,60}\b(?:responsible|accountable|liable|guilty)\b", re.IGNORECASE
)
_NEIGHBOUR = re.compile(
    r"[^.;\"]{0,40}\b(?:neighbou?r(?:ing\s+country)?|other\s+(?:side|country))\b"
)


def _of_land_entered(case: _Case) -> Sided | None:
    """The guards of the land that civilians had entered when they were shot."""
    if case.kind is not EventType.SHOOTING_OF_CIVILIANS or case.hurt - {"civilians", "total"}:
        return None
    shot = ((t, m) for t in case.fields.event.tellings if (m := _SHOT_BEYOND.search(t.text)))
    found = [Sided(state_named(m["land"]), t, m.span(), 0.4) for t, m in shot]
    return found[0] if len({said.side for said in found}) == 1 else None


_SHOT_BEYOND = re.compile(
    r"\b(?:shot|killed|fired\s+(?:up)?on|wounded)\b[^.;]{0,20}\son\s+the\s+(?P<land>Iranian|Pakistani)\s+side\s+of\s+the\s+"
    r"(?:border|frontier|line)\b"
)


def _of_blame(case: _Case) -> Sided | None:
    """The side that somebody blames for a deed of which nobody says who did it."""
    fields = case.fields
    if case.kind not in (*_SHOT, EventType.AIR_OR_DRONE_STRIKE, EventType.AMBUSH_OR_IED):
        return None
    for telling in fields.listed:
        if telling.denies or telling.is_heading:
            continue
        for blames in _BLAMES.finditer(telling.text):
            end = blames.end()
            if blames[0].casefold().startswith("h") and not _RESPONSIBLE.match(telling.text, end):
                continue
            near = [p for p in telling.parties if 0 <= p.start - end <= 30]
            side = next((p.side for p in near if p.side in ("IRN", "PAK", "non-state")), "")
            if not side and _NEIGHBOUR.match(telling.text, end):
                side = OTHER_STATE.get(str(case.country or fields.sides.home), "")
            if side:
                return Sided(side, telling, blames.span())
    return None


_WHOSE_IS_OPEN = re.compile(
    r"\b(?:not\s+(?:yet\s+|immediately\s+)?(?:known?|clear)|unclear|unknown|no\s+(?:word|clue)\s+(?:on|about|as\s+to))\s+(?:yet\s+)?"
    r"(?:to\s+whom|whose|(?:which|what)\s+(?:country|side|force)|who\s+(?:was|is|were|had\s+been)\s+behind)\b|"
    r"\bdo(?:es)?\s+not\s+(?:yet\s+)?know\s+(?:yet\s+)?whose\b",
    re.IGNORECASE,
)
"""Where the report says that nobody knows whose aircraft it was, no side is guessed."""
_BELIEVED = re.compile(
    r"(?i:\b(?:drones?|jets?|aircraft|missiles?|helicopters?|planes?)\b)[^.;,]{0,20}\s(?:believed|thought|suspected|said|presumed)\s+"
    r"to\s+(?:be|have\s+been)\s+(?P<land>Iran|Pakistan)"
)
"""Whose aircraft it is held to be: "drones believed to be Iranian"."""
_OWNS_UP = re.compile(
    r"\b(?P<land>Iran|Tehran|Pakistan|Islamabad)(?:'s\s+\w+)?\s+(?:has|have|had|later)?\s*(?:taken|took|claimed|accepted|acknowledged)\s+"
    r"(?:the\s+)?(?:responsibility|credit)\b"
)
_FLEW_FROM = re.compile(
    r"\b(?:drones?|jets?|aircraft|missiles?|helicopters?|planes?|quadcopters?|they)\s+(?:had\s+)?(?:came|come|"
    r"flew|flown|arrived|appeared|crossed|(?:were|was|been)\s+(?:fired|launched|sent|flown|"
    r"steered|guided))\s+(?:in\s+)?from\s+(?:across\s+|inside\s+|within\s+)?"
    r"(?:the\s+direction\s+of\s+|a\s+base\s+in\s+)?(?:the\s+)?"
    r"(?P<land>Iran|Pakistan)|"
    r"\b(?:drones?|missiles?|rockets?)\s+(?:fired|launched|sent|flown)\s+from\s+(?:inside\s+|within\s+)?"
    r"(?P<land2>Iran|Pakistan)\b"
)
_SHOT_FROM = re.compile(
    r"(?i:\b(?:bullets?|shots?|fire|firing|gunfire|rounds?|volleys?)\b)(?:\s+(?:[\w-]+\s+){0,2}?|"
    r"[^.;\"]{0,80}?\b(?:came|come|coming)\s+)from\s+(?:an?\s+|"
    r"the\s+|two\s+|three\s+|four\s+|five\s+|several\s+|some\s+)?"
    r"(?P<land>Iran|Pakistan)(?:ian|i)\s+(?:border\s+|military\s+)?(?:posts?|outposts?|"
    r"(?:watch)?towers?|positions?|boats?|vehicles?|base)\b"
)
"""Whose post shots came from: "bullets from an Iranian watchtower hit him"."""
_FORCES_SEARCH = re.compile(
    r"\b(?:forces|troops|soldiers|police|army|personnel)\b[^.;]{0,30}\b(?:cordon\w*|besieged|"
    r"surrounded|searched|raided|combed|conducted|carried out)\b",
    re.IGNORECASE,
)
_ARTILLERY = re.compile(r"\b(?:mortars?|artillery|shells?|shelling)\b", re.IGNORECASE)
_OPERATION = re.compile(
    r"\b(?:operations?|(?:police|security|army|military) raid|raid on (?:a|their|the) (?:hideout|"
    r"camp|compound|den)|surrounded|cordon(?:ed)?|ensnared|encircled|tracked down|"
    r"launched an? (?:search|hunt|manhunt)|(?:forces|police|troops|guards|patrol) (?:came upon|"
    r"caught up with)|stormed|"
    r"eliminated|"
    r"neutrali[sz]ed|sent to hell)\b",
    re.IGNORECASE,
)
_RULES: tuple[Callable[[_Case], Sided | None], ...] = (
    _of_takers,
    _of_protest_before,
    _of_one_more,
    _of_only_nation,
    _of_fire,
    _of_downing,
    _of_flight,
    _of_flag,
    _of_search,
    _of_post,
    _of_blame,
    _of_chaser,
    _of_land_entered,
    _of_captor_before,
    _of_state_act,
    _of_operation,
    _of_arrests,
    _of_attackers,
    _of_infiltrators,
    _of_unknown_layer,
    _of_kind,
)
