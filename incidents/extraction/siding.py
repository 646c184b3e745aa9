"""Which side acted where nobody is named who did: what the deed itself, or its place, tells.

A border is closed by the state whose it is, men are given back by who had taken them, shells come
from the other side; and whose own men a bomb hits has not laid it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents import sentences
from incidents.extraction.actors import ATTACKERS, side_of
from incidents.extraction.mishaps import MISHAP, hangs, whose_craft
from incidents.extraction.naming import noun_of_office
from incidents.extraction.reading import is_eastern
from incidents.record import EventType

if TYPE_CHECKING:
    from incidents.extraction.events import Telling
    from incidents.extraction.fields import Fields
    from incidents.extraction.parties import Party
    from incidents.record import Incident

__all__ = ["correct_side_by_type", "fill_side_by_type"]


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
    r"\b(?:in|into|under)\s+(?P<land>Iran|Pakistan)(?:ian|i|'s)\s+(?:\w+\s+)?(?:custody|detention|"
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
    r"(?<!\bon the )\b(?P<land2>Iran|Pakistan)(?:ian|i)\s+(?:side|authorit\w+|"
    r"officials?|customs|border "
    r"(?:officials|guards))\b"
)
_CAPTIVE = re.compile(
    r"\b(?:kidnap\w*|abduct\w*|captors?|hostages?|ransom|in\s+the\s+hands\s+of|"
    r"militants? had (?:taken|seized))\b",
    re.IGNORECASE,
)
_HANDED_OVER = re.compile(
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


_TAKES_MEN = (EventType.ARREST_OR_SEIZURE, EventType.ABDUCTION)
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


def _fill_side_of_mishap(fields: Fields) -> None:
    """Whose aircraft crashed, or whose judges had men hanged: the force named, else the country."""
    if any(hangs(t.text) for t in fields.event.tellings):
        told = any(re.search(r"\bPakistan", t.text) for t in fields.event.tellings)
        place = fields.values.get("country_reported")
        fields.values["acting_side"] = "PAK" if place == "PAK" or (told and not place) else "IRN"
        return
    for telling in fields.event.tellings:
        whose = whose_craft(telling.text)
        if whose is not None:
            fields.values["acting_side"], span = whose
            fields.values["actor"] = fields.called(telling, *span)
            fields.note("acting_side", telling, *span, 0.7)
            fields.note("actor", telling, *span, 0.7)
            return
    country = fields.values.get("country_reported") or fields.sides.home or fields.sides.region
    named = [
        (t, p)
        for t in fields.event.tellings
        for p in t.parties
        if p.kind == "force" and (p.side in ("IRN", "PAK") or country in ("IRN", "PAK"))
    ]
    if named:
        telling, party = named[0]
        fields.values["acting_side"] = party.side or country
        fields.values["actor"] = fields.called(telling, party.start, party.end)
        for name in ("acting_side", "actor"):
            fields.note(name, telling, party.start, party.end, 0.6)
    elif country in ("IRN", "PAK"):
        fields.values["acting_side"] = country


def _only_nation(fields: Fields) -> tuple[Telling, tuple[int, int], str] | None:
    """The one country whose troops or aircraft the clauses of an incursion name at all."""
    found = [
        (t, m.span(), "IRN" if m["whose"] == "Iranian" else "PAK")
        for t in fields.listed
        for m in _WHOSE_MEN.finditer(t.text)
    ]
    return found[0] if len({side for _, _, side in found}) == 1 else None


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


def fill_side_by_type(fields: Fields) -> None:
    """Sides that the deed itself tells where nobody is named."""
    if fields.values.get("acting_side"):
        return
    if fields.event.family == MISHAP:
        _fill_side_of_mishap(fields)
        return
    kind = fields.values["event_type"]
    if kind == EventType.AIR_OR_DRONE_STRIKE and _WHOSE_IS_OPEN.search(fields.reading.plain):
        return
    takers = fields.sides.takers & {"IRN", "PAK", "non-state"}
    if kind in _TAKES_MEN and len(takers) == 1:
        fields.values["acting_side"] = takers.pop()  # "who had been carried off by guards"
        return
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
    first = fields.event.opening
    if (
        fields.before is not None
        and kind is fields.before.event_type is EventType.SHOOTING_OF_CIVILIANS
        and fields.before.acting_side in ("IRN", "PAK")
        and first is not None
        and _ONE_MORE.search(first.text)
    ):
        fields.values["acting_side"] = fields.before.acting_side
        fields.note("acting_side", first, 0, len(first.text), 0.4)
        return
    only = _only_nation(fields) if kind is EventType.INCURSION else None
    if only is not None:
        telling, came, side_named = only
        fields.values["acting_side"] = side_named
        fields.note("acting_side", telling, *came, 0.4)
        return
    if kind == EventType.CROSS_BORDER_FIRE:
        country = _land_hit(fields) or country
        militants = _armed_across(fields)
        if militants is not None:
            telling, party = militants
            fields.values["acting_side"] = "non-state"
            fields.note("acting_side", telling, party.start, party.end, 0.5)
            return
        for telling in fields.listed:
            men = _ARMED_FROM.search(telling.text)
            if men and fields.fell("irn", "pak"):
                fields.values["acting_side"] = "non-state"
                fields.note("acting_side", telling, *men.span(), 0.5)
                return
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
            land = flew[0][1]["land"] or flew[0][1]["land2"]
            fields.values["acting_side"] = "IRN" if land == "Iran" else "PAK"
            fields.note("acting_side", flew[0][0], *flew[0][1].span(), 0.6)
            return
    if kind is EventType.ABDUCTION:
        flown = [(t, m) for t in fields.listed if (m := _FLAG.search(t.text))]
        if flown:
            telling, flag = flown[0]
            fields.values["acting_side"] = "PAK" if flag["pak"] or flag["pak2"] else "IRN"
            fields.values["event_type"] = EventType.ARREST_OR_SEIZURE
            fields.note("acting_side", telling, *flag.span(), 0.6)
            return
    if kind is EventType.ABDUCTION and country in ("IRN", "PAK"):
        searched = next((t for t in fields.listed if _FORCES_SEARCH.search(t.text)), None)
        armed = any(p.kind in ("armed", "group") for t in fields.event.tellings for p in t.parties)
        if searched is not None and not armed:
            fields.values["acting_side"] = country
            return
    if kind in (EventType.SHOOTING_OF_CIVILIANS, EventType.ARMED_CLASH):
        from_post = [
            (t, m) for t in fields.listed if not t.denies and (m := _SHOT_FROM.search(t.text))
        ]
        if from_post:
            telling, post = from_post[0]
            fields.values["acting_side"] = "IRN" if post["land"] == "Iran" else "PAK"
            fields.note("acting_side", telling, *post.span(), 0.6)
            return
    if kind in (
        EventType.CROSS_BORDER_FIRE,
        EventType.SHOOTING_OF_CIVILIANS,
        EventType.ARMED_CLASH,
        EventType.AIR_OR_DRONE_STRIKE,
        EventType.AMBUSH_OR_IED,
    ):
        blamed = _blamed(fields, country)
        if blamed is not None:
            fields.values["acting_side"] = blamed[0]
            fields.note("acting_side", blamed[1], *blamed[2], 0.5)
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
    if fields.event.family == "diplomacy" and fields.before is not None:
        captor = fields.before.acting_side
        was_arrest = fields.before.event_type is EventType.ARREST_OR_SEIZURE
        handed = any(_HANDED_OVER.search(t.text) for t in fields.event.tellings)
        if handed and was_arrest and captor in ("IRN", "PAK"):
            fields.values["acting_side"] = captor
            return
    if fields.event.family in ("closure", "diplomacy", "arrest"):
        for telling in fields.listed:
            other = _OTHER_SIDE.search(telling.text)
            home = fields.sides.home
            if fields.event.family == "closure" and other and home in ("IRN", "PAK"):
                fields.values["acting_side"] = "IRN" if home == "PAK" else "PAK"
                fields.note("acting_side", telling, *other.span(), 0.5)
                return
            taker = re.search(
                r"\b(?:handed|returned|delivered|"
                r"repatriated|sent|made|lodged|conveyed|registered|communicated|raised|given)\b"
                r"[^.;]{0,80}\b(?:to|with)\s+(?:the\s+|its\s+)?(?P<side>Iran|Tehran|"
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
                whose = given["whose"] or given["whose2"] or given["whose3"]
                fields.values["acting_side"] = "IRN" if whose == "Pakistani" else "PAK"
                fields.note("acting_side", telling, *given.span(), 0.5)
                return
            before = fields.before
            if (
                fields.event.family == "diplomacy"
                and before is not None
                and before.event_type in _TAKES_MEN
                and before.acting_side in ("IRN", "PAK", "non-state")
                and _HANDED_ON.search(telling.text)
            ):
                fields.values["acting_side"] = before.acting_side  # who had taken them
                return
            went = _GOES_TO.search(telling.text) if fields.event.family == "diplomacy" else None
            if went and telling in fields.event.tellings and not _meets_both(telling, went):
                fields.values["acting_side"] = "PAK" if went["irn"] else "IRN"
                fields.note("acting_side", telling, *went.span(), 0.5)
                return
            nations = [
                p
                for p in telling.parties
                if p.side in ("IRN", "PAK")
                and not (
                    fields.event.family == "closure"
                    and _WHEN_THEY.search(telling.text[max(0, p.start - 20) : p.start])
                )
                and not (
                    fields.event.family == "arrest"
                    and (_is_taken(telling, p) or _PEOPLE_OF.match(telling.text, p.end))
                )
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
                end = noun_of_office(telling.text, nations[0].end)
                fields.values.setdefault("actor", fields.called(telling, nations[0].start, end))
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
        attacked = raid is None and any(_POST_ATTACKED.search(t.text) for t in fields.listed)
        if (
            (raid is not None or hurt == {"militants"})
            and not (fell or attacked)
            and state in ("IRN", "PAK")
        ):
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
        and any(ATTACKERS.fullmatch(p.name) for t in fields.event.tellings for p in t.parties)
    )
    if kind is EventType.ARMED_CLASH and raided:
        fields.values["acting_side"] = "non-state"
        return
    if kind is EventType.AMBUSH_OR_IED and not forces:
        unknown = [(t, m) for t in fields.listed if (m := _WHO_LAID.search(t.text))]
        if unknown:
            fields.values["acting_side"] = "unknown"
            fields.note("acting_side", unknown[0][0], *unknown[0][1].span(), 0.6)
            return
    if kind in (EventType.AMBUSH_OR_IED, EventType.ABDUCTION) or (
        forces and kind is EventType.ARMED_CLASH
    ):
        fields.values["acting_side"] = "non-state"  # who hits a state's men and is not named
    else:
        across = {"PAK": "IRN", "IRN": "PAK"}.get(str(country or fields.sides.home or ""))
        near = any(_FRONTIER.search(t.text) for t in fields.listed)
        comes = kind in _FROM_ACROSS and across is not None and near
        fields.values.setdefault("acting_side", across if comes else "unknown")


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
    hurt = {
        name.split("_")[1]
        for name, number in fields.values.items()
        if name.startswith(("killed_", "injured_")) and number
    }
    if side == "non-state":
        _credit_victor(fields, told)
        return
    country = _land_hit(fields) or str(fields.values.get("country_reported") or "")
    across = {"IRN": "PAK", "PAK": "IRN"}.get(country, "")
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
        and any(_FRONTIER.search(t.text) for t in fields.listed)
    ):
        span = next(((start, end) for _, start, end in told.triggers), (0, len(told.text)))
        _infer_side(fields, across, told, span)


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
        for name in ("actor", "acting_side"):
            fields.values.pop(name, None)
            fields.evidence.pop(name, None)
        fields.values["acting_side"] = side
        fields.values["actor"] = fields.called(told, forces[0].start, forces[0].end)
        for name in ("actor", "acting_side"):
            fields.note(name, told, forces[0].start, forces[0].end, 0.6)


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
            chases = _CHASES.match(telling.text, party.end) or _CHASED_BY.search(
                telling.text[max(0, party.start - 24) : party.start]
            )
            suffers = any(party.start < end and start < party.end for start, end in harmed)
            if party.kind == "force" and party.side in ("IRN", "PAK") and chases and not suffers:
                found.append((telling, party))
    return found[0] if len({party.side for _, party in found}) == 1 else None


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
    r"suspect(?:ed|s)?)\s+(?:[^.;\"]{0,50}?\bon\s+)?",
    re.IGNORECASE,
)
_RESPONSIBLE = re.compile(
    r"[^.;\"]{0,60}\b(?:responsible|accountable|liable|guilty)\b", re.IGNORECASE
)
_NEIGHBOUR = re.compile(
    r"[^.;\"]{0,40}\b(?:neighbou?r(?:ing\s+country)?|other\s+(?:side|country))\b"
)


def _blamed(fields: Fields, country: object) -> tuple[str, Telling, tuple[int, int]] | None:
    """The side that somebody blames for a deed of which nobody says who did it."""
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
                side = {"IRN": "PAK", "PAK": "IRN"}.get(str(country or fields.sides.home), "")
            if side:
                return side, telling, blames.span()
    return None


_ARMED_FROM = re.compile(
    r"\b(?:attackers?|assailants?|militants?|gunm[ae]n|raiders?|terrorists?|insurgents?|separatists?|rebels?|fighters)\b"
    r"[^.;\"]{0,60}\b(?:came|come|crossed|arrived|entered|slipped|infiltrated)\s+(?:over\s+|in\s+)?from\b",
    re.IGNORECASE,
)
"""Armed men who came from across are no force of the country from which they came."""


_FELL_ON = re.compile(
    r"\b(?:fell|fallen|landed|came\s+down|come\s+down|hit|struck|exploded)\b[^.;]{0,60}?\b(?:on|inside)\s+(?:the\s+)?"
    r"(?P<land>Pakistani|Iranian)\s+(?:side|soil|territory)\b",
    re.IGNORECASE,
)
"""On whose land shells came down, wherever the report was written."""


def _land_hit(fields: Fields) -> str:
    """The country on whose side something is said to have come down, or ""."""
    found = next((m for t in fields.listed if (m := _FELL_ON.search(t.text))), None)
    if found is None:
        return ""
    return "PAK" if found["land"].casefold().startswith("pak") else "IRN"


_WHOSE_IS_OPEN = re.compile(
    r"\b(?:not\s+(?:yet\s+|immediately\s+)?(?:known|clear)|unclear|unknown|no\s+(?:word|clue)\s+(?:on|about|as\s+to))\s+"
    r"(?:to\s+whom|whose|(?:which|what)\s+(?:country|side|force))\b",
    re.IGNORECASE,
)
"""Where the report says that nobody knows whose aircraft it was, no side is guessed."""


def _armed_across(fields: Fields) -> tuple[Telling, Party] | None:
    """The militants who are named where Iran's men fell to fire from across the border.

    Pakistan's own forces have not shelled posts of Iran; where they act, nobody is chosen.
    """
    parties = [(t, p) for t in fields.listed for p in t.parties]
    if not fields.fell("irn") or any(
        t.agent and t.agent.side == "PAK" for t in fields.event.tellings
    ):
        return None
    return next(((t, p) for t, p in parties if p.kind in ("armed", "group")), None)


_FLEW_FROM = re.compile(
    r"\b(?:drones?|jets?|aircraft|missiles?|helicopters?|planes?|they)\s+(?:had\s+)?(?:came|come|"
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
_FRONTIER = re.compile(
    r"\b(?:Iran|Pakistan|border|frontier|across|neighbou?r|other side)", re.IGNORECASE
)
_ARTILLERY = re.compile(r"\b(?:mortars?|artillery|shells?|shelling)\b", re.IGNORECASE)


_OPERATION = re.compile(
    r"\b(?:operations?|(?:police|security|army|military) raid|raid on (?:a|their|the) (?:hideout|"
    r"camp|compound|den)|surrounded|cordon(?:ed)?|ensnared|encircled|tracked down|stormed|"
    r"eliminated|"
    r"neutrali[sz]ed|sent to hell)\b",
    re.IGNORECASE,
)


def _side_of_fire(text: str, country: object) -> tuple[str, tuple[int, int]] | None:
    match = re.search(
        r"\bfrom\s+(?:across\s+|inside\s+|within\s+)?(?:an?\s+|"
        r"the\s+(?:direction\s+of\s+(?:the\s+)?)?)?"
        r"(?:(?P<side>Iran(?:ian)?|"
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
