"""Who acted against whom, and how many: the actor, its side, its number, and its target."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents import sentences
from incidents.extraction.agents import claims_responsibility
from incidents.extraction.fields import Sides
from incidents.extraction.reading import is_eastern
from incidents.record import EventType

if TYPE_CHECKING:
    from incidents.extraction.events import Telling
    from incidents.extraction.fields import Fields
    from incidents.extraction.parties import Party
    from incidents.record import Incident

__all__ = [
    "comes_from_across",
    "correct_side_by_type",
    "fill_actor",
    "fill_side_by_type",
    "fill_target",
]


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
    if land is None:
        return ""
    return "IRN" if land["land"].casefold() == "iran" else "PAK"


def _side_of(fields: Fields, party: Party, telling: Telling | None = None) -> str:
    if party.side in ("IRN", "PAK", "non-state"):
        return party.side
    if party.kind != "force":
        return ""
    told = Sides(fields.event.tellings, "").of(party.name)
    if told:
        return told
    country = str(fields.values.get("country_reported") or "")
    if telling is not None and comes_from_across(telling):
        known = fields.sides.of(party.name)
        country = known or {"IRN": "PAK", "PAK": "IRN"}.get(_entered(telling) or country, "")
    elif country not in ("IRN", "PAK") and not fields.sides.of(party.name):
        country = fields.sides.home or fields.sides.region
    return country if country in ("IRN", "PAK") else fields.sides.of(party.name)


def _arrests_later(fields: Fields, telling: Telling) -> bool:
    """Whether a clause only tells whom the police took after an act of violence."""
    body = [t for t in fields.event.tellings if not t.is_heading]
    return (
        telling.family == "arrest"
        and bool(body)
        and body[0].family == "violence"
        and not (telling.agent is not None and telling.agent.side == "non-state")
    )


def comes_from_across(telling: Telling) -> bool:
    """Whether those who act enter the country of the place, or fire into it."""
    return any(
        kind is EventType.CROSS_BORDER_FIRE
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
            and (_side_of(fields, telling.agent, telling) or chosen is None)
        ):
            if chosen is None or (
                not _side_of(fields, chosen[1], chosen[0])
                and _side_of(fields, telling.agent, telling)
            ):
                chosen = (telling, telling.agent)
            if _side_of(fields, telling.agent, telling):
                break
    side = _side_of(fields, chosen[1], chosen[0]) if chosen else ""
    if chosen is not None and _only_answers(fields, chosen[0], side):
        chosen, side = None, ""
    attackers = _beaten_off(fields) if side in ("IRN", "PAK") else None
    if attackers is not None:
        chosen, side = attackers, "non-state"
    group = _who_owns_up(fields) if side in ("IRN", "PAK") else None
    taken = any(
        kind is EventType.ABDUCTION for t in fields.event.tellings for kind, _, _ in t.triggers
    )
    if side == "non-state" or (side == "" and (taken or fields.event.family != "arrest")):
        several = fields.sides.claims_of_several if fields.event.family == "violence" else []
        for telling in (*fields.listed, *several):
            groups = [p for p in telling.parties if p.kind == "group"]
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
        fields.values["actor"] = _plain_name(chosen[0].text[chosen[1].start : chosen[1].end])
        fields.note("actor", chosen[0], chosen[1].start, chosen[1].end, 0.8)
    if side:
        fields.values["acting_side"] = side
        telling, party = chosen or group  # type: ignore[misc]
        fields.note("acting_side", telling, party.start, party.end, 0.8)
    return chosen


def _only_answers(fields: Fields, telling: Telling, side: str) -> bool:
    """Whether those who act are told of behind the bomb that hit their own men."""
    first = next((t for t in fields.event.tellings if not t.is_heading), telling)
    return (
        telling is not first
        and first.agent is None
        and any(kind is EventType.AMBUSH_OR_IED for kind, _, _ in first.triggers)
        and side in ("IRN", "PAK")
        and any(h.people.party in ("forces", side.lower()) for h in first.harmed)
    )


_ATTACKERS = re.compile(r"(?:attackers?|assailants?|raiders?|bombers?)", re.IGNORECASE)
_DEFENDERS = re.compile(
    r"(?<!rights )\b(?:defenders?|beat(?:en)?\s+(?:back|off)|repuls\w+|repel\w+|"
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
    r"returned)\b|\b(?P<whose2>Pakistani|Iranian)(?:s|\s+[a-z]+)\b[^.;]{0,90}\b(?:left|walked|came)\s+"
    r"(?:out\s+of\s+)?(?:[\w-]+\s+){0,3}?(?:jail|prison|custody)\b"
)
_IN_CUSTODY = re.compile(
    r"\b(?:in|into|under)\s+(?P<land>Iran|Pakistan)(?:ian|i|'s)\s+(?:\w+\s+)?(?:custody|detention|jails?|"
    r"prisons?|hands|captivity)\b"
)
_ORDERED = re.compile(
    r"\bby\s+(?:(?:a\s+)?decision\s+of\s+|order\s+of\s+)?(?:the\s+)?(?P<land>Iran|Pakistan)|"
    r"\b(?P<land2>Iran|Pakistan)(?:ian|i)\s+(?:side|authorit\w+|officials?|customs|border "
    r"(?:officials|guards))\b"
)
_CAPTIVE = re.compile(
    r"\b(?:kidnap\w*|abduct\w*|captors?|hostages?|ransom|militants? had (?:taken|seized))\b",
    re.IGNORECASE,
)
_LET_GO = re.compile(
    r"\b(?:were|was|have been|has been|been|being)\s+(?:freed|released|set free|let go)\b|"
    r"\bwalked\s+free\b|\bhome\b",
    re.IGNORECASE,
)
_FREED = re.compile(r"\b(?:freed|released|set free|let go|recovered)\b", re.IGNORECASE)
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


def fill_side_by_type(fields: Fields) -> None:
    """Sides that the deed itself tells where nobody is named."""
    if fields.values.get("acting_side"):
        return
    kind = fields.values["event_type"]
    entered = (t.depth.into for t in fields.listed if t.depth is not None and t.depth.into)
    country = next(entered, None) or fields.values.get("country_reported")
    protester = fields.before.acting_side if fields.before and _protests(fields.before) else ""
    fallen = {n.split("_")[1] for n in fields.values if n.startswith(("killed_", "injured_"))}
    shot = kind in (EventType.SHOOTING_OF_CIVILIANS, EventType.ARMED_CLASH)
    if (
        (
            kind
            in (EventType.AIR_OR_DRONE_STRIKE, EventType.CROSS_BORDER_FIRE, EventType.INCURSION)
            or (shot and bool(fallen) and fallen <= {"civilians", "total"})
        )
        and protester in ("IRN", "PAK")
        and country == protester
    ):
        fields.values["acting_side"] = "IRN" if protester == "PAK" else "PAK"
        return
    if kind == EventType.CROSS_BORDER_FIRE:
        for telling in fields.listed:
            side = _side_of_fire(telling.text, country or fields.sides.home or fields.sides.region)
            if side:
                fields.values["acting_side"] = side[0]
                fields.note("acting_side", telling, *side[1], 0.6)
                return
        if fields.before is not None and fields.before.event_type is kind:
            fields.values["acting_side"] = fields.before.acting_side
            return
        guns = any(_ARTILLERY.search(t.text) for t in fields.event.tellings) and any(
            _FRONTIER.search(t.text) for t in fields.listed
        )
        if guns and country in ("IRN", "PAK"):
            fields.values["acting_side"] = "IRN" if country == "PAK" else "PAK"
            return
    if kind is EventType.AIR_OR_DRONE_STRIKE:
        said = [t for t in fields.listed if not t.denies]
        flew = [(t, m) for t in said if (m := _FLEW_FROM.search(t.text))]
        if flew:
            fields.values["acting_side"] = "IRN" if flew[0][1]["land"] == "Iran" else "PAK"
            fields.note("acting_side", flew[0][0], *flew[0][1].span(), 0.6)
            return
    if kind is EventType.ABDUCTION and country in ("IRN", "PAK"):
        searched = next((t for t in fields.listed if _FORCES_SEARCH.search(t.text)), None)
        armed = any(p.kind in ("armed", "group") for t in fields.event.tellings for p in t.parties)
        if searched is not None and not armed:
            fields.values["acting_side"] = country
            return
    if kind in (
        EventType.CROSS_BORDER_FIRE,
        EventType.SHOOTING_OF_CIVILIANS,
        EventType.ARMED_CLASH,
    ):
        chaser = _only_force(fields)
        if chaser is not None:
            fields.values["acting_side"] = chaser[1].side
            fields.note("acting_side", chaser[0], chaser[1].start, chaser[1].end, 0.4)
            return
    if fields.event.family in ("closure", "diplomacy", "arrest"):
        for telling in fields.listed:
            taker = re.search(
                r"\b(?:handed|returned|delivered|"
                r"repatriated|sent)\b[^.;]{0,80}\bto\s+(?:the\s+|its\s+)?(?P<side>Iran|Tehran|"
                r"Pakistan|Islamabad|Levies|Frontier|FC)",
                telling.text,
            )
            if taker and telling in fields.event.tellings:
                fields.values["acting_side"] = (
                    "PAK" if taker["side"] in ("Iran", "Tehran") else "IRN"
                )
                fields.note("acting_side", telling, *taker.span(), 0.6)
                return
            jail = _WHOSE_JAIL.search(telling.text)
            if fields.event.family == "diplomacy" and jail:
                fields.values["acting_side"] = "IRN" if jail["irn"] or jail["irn2"] else "PAK"
                fields.note("acting_side", telling, *jail.span(), 0.6)
                return
            held = _IN_CUSTODY.search(telling.text)
            if fields.event.family == "arrest" and held:
                fields.values["acting_side"] = "IRN" if held["land"] == "Iran" else "PAK"
                fields.note("acting_side", telling, *held.span(), 0.6)
                return
            ordered = _ORDERED.search(telling.text)
            if fields.event.family == "closure" and ordered:
                land = ordered["land"] or ordered["land2"]
                fields.values["acting_side"] = "IRN" if land == "Iran" else "PAK"
                fields.note("acting_side", telling, *ordered.span(), 0.5)
                return
            captive = any(_CAPTIVE.search(t.text) for t in fields.listed)
            if fields.event.family == "diplomacy" and captive and _LET_GO.search(telling.text):
                fields.values["acting_side"] = "non-state"
                return
            given = _GIVEN.search(telling.text)
            if given and telling in fields.event.tellings:
                whose = given["whose"] or given["whose2"]
                fields.values["acting_side"] = "IRN" if whose == "Pakistani" else "PAK"
                fields.note("acting_side", telling, *given.span(), 0.5)
                return
            nations = [
                p
                for p in telling.parties
                if p.side in ("IRN", "PAK")
                and "neighbo" not in p.name.casefold()
                and (
                    fields.event.family == "diplomacy"
                    or not (
                        is_eastern(telling.text)
                        or _NO_DOER.search(telling.text[max(0, p.start - 30) : p.start])
                    )
                )
            ]
            if nations and telling in fields.event.tellings:
                fields.values["acting_side"] = nations[0].side
                fields.values.setdefault(
                    "actor", _plain_name(telling.text[nations[0].start : nations[0].end])
                )
                fields.note("acting_side", telling, nations[0].start, nations[0].end, 0.6)
                return
            official = _OFFICIAL.search(telling.text)
            if fields.event.family == "diplomacy" and official:
                fields.values["acting_side"] = "IRN" if official["irn"] else "PAK"
                fields.note("acting_side", telling, *official.span(), 0.5)
                return
        country = country or fields.sides.home or fields.sides.region
        gave = any(_FREED.search(t.text) for t in fields.event.tellings)
        if country in ("IRN", "PAK") and not (fields.event.family == "diplomacy" and gave):
            fields.values["acting_side"] = country
        return
    forces = any(
        name in (fields.values or {})
        for name in (
            "killed_irn_best",
            "killed_pak_best",
            "injured_irn_best",
            "injured_pak_best",
        )
    )
    hurt = {n.split("_")[1] for n in fields.values if n.startswith(("killed_", "injured_"))}
    if kind in (EventType.ARMED_CLASH, EventType.CROSSING_ATTEMPT, EventType.SHOOTING_OF_CIVILIANS):
        raid = next((t for t in fields.listed if _OPERATION.search(t.text)), None)
        state = country if country in ("IRN", "PAK") else fields.sides.home or fields.sides.region
        if state not in ("IRN", "PAK"):
            told = [s.claimant for t in fields.event.tellings for s in t.speakers]
            state = next((who for who in told if who in ("IRN", "PAK")), fields.sides.teller)
        fell = forces and "militants" not in hurt
        if (raid is not None or hurt == {"militants"}) and not fell and state in ("IRN", "PAK"):
            fields.values["acting_side"] = state
            operation = _OPERATION.search(raid.text) if raid is not None else None
            if raid is not None and operation:
                fields.note("acting_side", raid, *operation.span(), 0.5)
            return
    arrests = any(
        k is EventType.ARREST_OR_SEIZURE for t in fields.event.tellings for k, _, _ in t.triggers
    )
    state = country if country in ("IRN", "PAK") else fields.sides.home or fields.sides.region
    if arrests and hurt <= {"civilians", "militants", "total"} and state in ("IRN", "PAK"):
        fields.values["acting_side"] = state
        return
    raided = any(_POST_ATTACKED.search(t.text) for t in fields.listed) or (
        forces
        and any(_ATTACKERS.fullmatch(p.name) for t in fields.event.tellings for p in t.parties)
    )
    if kind is EventType.ARMED_CLASH and raided:
        fields.values["acting_side"] = "non-state"
        return
    if kind in (EventType.AMBUSH_OR_IED, EventType.ABDUCTION) or (
        forces and kind is EventType.ARMED_CLASH
    ):
        fields.values["acting_side"] = (
            "non-state" if kind is not EventType.ARMED_CLASH else "unknown"
        )
    else:
        fields.values.setdefault("acting_side", "unknown")


_LAID = re.compile(
    r"\b(?:bomb(?:s|ers?|ings?)?|(?:land)?mines?|IEDs?|devices?|explosives?|explosions?|blasts?)\b",
    re.IGNORECASE,
)


def correct_side_by_type(fields: Fields) -> None:
    """Replace a side that hardly does such a deed, whoever is named near it.

    Whose men a bomb hits did not lay it, and nobody fires across the border at the land that he
    fires from.
    """
    kind, side = fields.values.get("event_type"), str(fields.values.get("acting_side"))
    told = next((t for t in fields.event.tellings if not t.is_heading), None)
    if told is None or side == "non-state":
        return
    hurt = {
        name.split("_")[1]
        for name, number in fields.values.items()
        if name.startswith(("killed_", "injured_")) and number
    }
    country = str(fields.values.get("country_reported") or "")
    across = {"IRN": "PAK", "PAK": "IRN"}.get(country, "")
    laid = _LAID.search(told.text)
    if kind is EventType.AMBUSH_OR_IED and side in ("IRN", "PAK"):
        if laid and (not hurt or hurt - {"civilians", "militants"}):
            _infer_side(fields, "non-state", told, laid.span())
    elif told.agent is not None or not across or side == across:
        return
    elif (kind is EventType.CROSS_BORDER_FIRE and hurt and hurt <= {"civilians", "total"}) or (
        kind is EventType.AIR_OR_DRONE_STRIKE
        and side == "unknown"
        and any(_FRONTIER.search(t.text) for t in fields.listed)
    ):
        span = next(((start, end) for _, start, end in told.triggers), (0, len(told.text)))
        _infer_side(fields, across, told, span)


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
    r"patrols?|barracks|(?:watch)?towers?)\b(?:\s+(?:near|in|at|of|outside|on)\s+[^.;,]{1,50}?)?"
    r",?\s+(?:(?:which|that)\s+)?(?:(?:was|were|had\s+been)\s+(?:attacked|overrun|stormed|raided|"
    r"besieged|ambushed)|(?:had\s+)?c[oa]me\s+under)\b|"
    r"\battacks?\b[^.;]{0,30}\bon\s+(?:an?|the|its|their)\s+(?:[\w-]+\s+){0,2}(?:posts?|outposts?|"
    r"stations?|checkpoints?|bases?|camps?|headquarters|pickets?|convoys?|patrols?|barracks)\b",
    re.IGNORECASE,
)
"""Who attacks a post of the state, while nobody names him, is no force of it."""


def _only_force(fields: Fields) -> tuple[Telling, Party] | None:
    """The one state's force that gives chase where civilians were hit and nobody fires."""
    hurt = {n.split("_")[1] for n in fields.values if n.startswith(("killed_", "injured_"))}
    if hurt - {"civilians", "total"}:
        return None
    found: list[tuple[Telling, Party]] = []
    for telling in fields.event.tellings:
        harmed = [(h.people.start, h.people.end) for h in telling.harmed]
        for party in telling.parties:
            if party.kind in ("armed", "group"):
                return None
            chases = _CHASES.match(telling.text, party.end)
            suffers = any(party.start < end and start < party.end for start, end in harmed)
            if party.kind == "force" and party.side in ("IRN", "PAK") and chases and not suffers:
                found.append((telling, party))
    return found[0] if len({party.side for _, party in found}) == 1 else None


_CHASES = re.compile(
    r"\s+(?:(?:vessel|boat|patrol|unit|car|vehicle|speedboat)\s+)?(?:had\s+|were\s+|"
    r"was\s+)?(?:chas|pursu|rammed|"
    r"stopp|intercept|approach|surround|follow|came|arrived|entered)\w*",
    re.IGNORECASE,
)
_FLEW_FROM = re.compile(
    r"\b(?:drones?|jets?|aircraft|missiles?|helicopters?|planes?|they)\s+(?:had\s+)?(?:came|come|"
    r"flew|flown|arrived|appeared|crossed|(?:were|was|been)\s+(?:fired|launched|sent|flown|"
    r"steered|guided))\s+(?:in\s+)?from\s+(?:across\s+|inside\s+|within\s+)?"
    r"(?:the\s+direction\s+of\s+|a\s+base\s+in\s+)?(?:the\s+)?"
    r"(?P<land>Iran|Pakistan)"
)
_FORCES_SEARCH = re.compile(
    r"\b(?:forces|troops|soldiers|police|army|personnel)\b[^.;]{0,30}\b(?:cordon\w*|besieged|"
    r"surrounded|searched|raided|combed|conducted|carried out)\b",
    re.IGNORECASE,
)
_FRONTIER = re.compile(
    r"\b(?:Iran|Pakistan|border|frontier|across|neighbou?r|other side)", re.IGNORECASE
)
_ARTILLERY = re.compile(r"\b(?:mortars?|artillery|shells?|shelling)\b", re.IGNORECASE)


def fill_target(fields: Fields) -> None:
    """What or who was hit, seized or entered, by the first clause that says so."""
    found: list[str] = []
    for telling in fields.listed[:4]:
        if telling not in fields.event.tellings:
            continue
        spans = [(h.people.start, h.people.end) for h in telling.harmed if h.people.count.best != 0]
        spans += [m.span() for m in _OBJECTS.finditer(telling.text)]
        if fields.event.family == "arrest":
            spans += [
                (end, end + len(re.split(r"[,.;]", telling.text[end : end + 80])[0]))
                for kind, _, end in telling.triggers[:1]
                if kind is EventType.ARREST_OR_SEIZURE
            ]
        if telling.agent is not None:
            spans += [
                (p.start, p.end)
                for p in telling.parties
                if p.start > telling.agent.end
                and p.kind in ("force", "civilians")
                and not any(s.start < p.end and p.start < s.end for s in telling.speakers)
            ]
        for start, end in sorted(spans):
            words = _without_number(telling.text[start:end])
            if (
                words
                and not any(words.casefold() in known.casefold() for known in found)
                and len(found) < 4
            ):
                found.append(words)
                fields.note("target", telling, start, end, 0.6)
        if found:
            break
    if found:
        fields.values["target"] = "; ".join(found)[:300]


_OPERATION = re.compile(
    r"\b(?:operations?|(?:police|security|army|military) raid|raid on (?:a|their|the) (?:hideout|"
    r"camp|compound|den)|surrounded|cordon(?:ed)?|ensnared|encircled|tracked down|stormed|"
    r"eliminated|"
    r"neutrali[sz]ed|sent to hell)\b",
    re.IGNORECASE,
)
_OBJECTS = re.compile(
    r"\b(?:(?:border|military|security|FC|army|police|Levies|routine)\s+)*(?:patrol|convoy|"
    r"check ?posts?|outpost|post|vehicle|bus|watchtower|tower|house|houses|home|"
    r"trawler|boat|hotels?|camp|base|station|village|open ground|mosque|truck|car|checkpoint|"
    r"headquarters|pipeline|train)\b",
    re.IGNORECASE,
)


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


def _plain_name(words: str) -> str:
    return " ".join(words.split()).removesuffix("'s")


def _without_number(words: str) -> str:
    bare = re.sub(
        r"^(?:(?:at least|about|some|nearly|more than|up to|as many as|another|other|the|an?|"
        r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
        r"twenty[- ]?\w*|thirty|forty|fifty|\d[\d,]*|several|dozens|both|no)\s+(?:of\s+)?)+",
        "",
        " ".join(words.split()),
        flags=re.IGNORECASE,
    )
    return (
        ""
        if re.fullmatch(
            r"(?:others?|more|people|persons?|men|dead|\W*|loss of life|casualties|\d+|\w{1,3})",
            bare,
            re.IGNORECASE,
        )
        else bare
    )


def _side_of_fire(text: str, country: object) -> tuple[str, tuple[int, int]] | None:
    match = re.search(
        r"\bfrom\s+(?:across\s+)?(?:the\s+(?:direction\s+of\s+(?:the\s+)?)?)?(?:(?P<side>Iran(?:ian)?|"
        r"Pakistan(?:i)?)(?:\s+(?:side|territory|soil|border))?|(?:across|over|other side|the "
        r"line))|"
        r"\b(?:came|fired|flew|arrived|landed)\s+(?:in\s+)?from\s+the\s+(?P<wind>west|east)\b|"
        r"\bacross\s+the\s+(?:border|line|frontier)|(?P<east>ایرانی?|پاکستانی?)\s+(?:(?:حدود|علاقے|"
        r"سرحد|کی جانب|کی طرف)\s+)?سے(?!\w)|از\s+(?:(?:داخل|سوی)\s+)?خاک\s+(?P<soil>ایران|پاکستان)|"
        r"(?P<hit>ایرانی?|پاکستانی?)\s+(?:حدود|علاقے|سرزمین)\s+(?:میں|کے)(?!\w)",
        text,
        re.IGNORECASE,
    )
    if match is None:
        return None
    if match["hit"]:
        return ("PAK" if match["hit"].startswith("ایران") else "IRN"), match.span()
    named = (match["side"] or match["east"] or match["soil"] or "").casefold()
    if named:
        return ("IRN" if named.startswith(("iran", "ایران")) else "PAK"), match.span()
    if match["wind"]:
        return ("IRN" if match["wind"].casefold() == "west" else "PAK"), match.span()
    across = {"PAK": "IRN", "IRN": "PAK"}.get(str(country or ""))
    return (across, match.span()) if across else None
