"""Who did it: the agent of a clause, behind "by" or as the subject of its word of doing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from incidents.extraction.dealings import dealer_of
from incidents.extraction.deeds import family_of
from incidents.extraction.eastern_agents import agent_in_eastern
from incidents.extraction.foes import AHEAD, foe_of, is_met
from incidents.extraction.mishaps import MISHAP
from incidents.extraction.parties import Party
from incidents.extraction.reading import is_eastern
from incidents.extraction.speakers import claims_responsibility
from incidents.record import EventType

if TYPE_CHECKING:
    from incidents.extraction.deeds import Deed
    from incidents.extraction.events import Telling

__all__ = ["agent_of"]

E = EventType
_SUBJECTLESS = re.compile(
    r"\b(?:was|were|been|being|be|is|are|came under|got)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_BY = re.compile(
    r"\b(?:killed|wounded|injured|martyred|shot(?: dead)?|attacked|ambushed|abducted|"
    r"kidnapped|hijacked|boarded|intercepted|captured|fired|hit|struck|carried out|targeted|"
    r"attempt|bid|killing|death|surrounded|overpowered|detained|arrested|held|seized|taken|closed|launched|stopped|"
    r"shelled|raided|attack|"
    r"ambush|assault|bombing|raid|firing|fire|shelling|strike|strikes|"
    r"staged|mounted|conducted|murdered|opened|shooting|incursion|intrusion|infiltration|"
    r"claimed|planted|beheaded|executed|slain|down|shut|sealed|blocked|suspended|"
    r"barred|breached|violated|netted)(?:s|es)?\b"
    r"(?:(?!\b(?:and|but)\s+(?:was|were|is|"
    r"are)\b)[^.;]){0,110}?\b(?:by|at the hands of|"
    r"blamed on|the work of)\s+|\battributed\s+(?:the\s+|this\s+)?(?:[\w-]+\s+){0,3}?to\s+|"
    r"\b(?:attack|raid|strike|operation|fire|firing|shelling|gunfire|"
    r"ambush|bombardment)s?\s+of\s+(?=(?:the\s+)?(?:[\w-]+\s+){0,2}(?-i:[A-Z]))|\b(?:came|come|"
    r"coming)\s+under\s+(?:[\w-]+\s+){0,2}(?:fire|attack|"
    r"shelling)\s+(?:from|by|of)\s+|\b(?:bullets?|shots?|fire|"
    r"shells?)\s+from\s+(?!the\s+direction)",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(
    r"\)?(?:\s*\([^()]{2,12}\))?\s*(?:'s\s+)?(?:(?:of|for|from)\s+(?:[\w-]+\s+){1,4}?|(?:[\w-]+\s+){0,3}?)(?:said|says|say|told|reported|"
    r"reports|claimed(?!\s+(?:the\s+)?(?:[\w-]+\s+){0,2}li(?:fe|ves)\b)|"
    r"announced|confirmed|added|stated|insisted|denied|alleged|complained|maintained|asserted|"
    r"protested|spokes\w+|media|sources|state "
    r"television|news|government|ambassador|officials?\s+(?:said|told))\b",
    re.IGNORECASE,
)


def _by_name(text: str, agent: Party | None, parties: list[Party]) -> Party | None:
    """The group itself, where "Jaish al-Adl fighters" or "militants from Jaish al-Adl" did it."""
    if agent is None or (agent.kind != "armed" and not (agent.kind == "force" and not agent.side)):
        return agent
    for party in parties:
        before = text[party.end : agent.start]
        after = text[agent.end : party.start]
        if party.kind == "group" and (
            (party.end <= agent.start and len(before) <= 2)
            or (
                party.start >= agent.end
                and re.fullmatch(
                    r"\s+(?:from|of|with)\s+(?:the\s+)?(?:\w+\s+)?(?:group\s+)?", after
                )
            )
        ):
            return party
    return agent


_REPLY = re.compile(
    r"\b(?:returned?|retaliat\w+|in (?:reply|response|retaliation|turn)|respond\w*|answer\w*)\b"
    r"[^.;,]{0,20}$",
    re.IGNORECASE,
)
_REPLY_AFTER = re.compile(r"\s+(?:back|in (?:reply|response|retaliation|turn))\b", re.IGNORECASE)
_MACHINE = re.compile(
    r"\b(?:drones?|jets?|warplanes?|aircraft|helicopters?|boats?|vessels?)$", re.IGNORECASE
)


def agent_of(telling: Telling) -> Party | None:
    """Who did what a clause tells, by the group's own name where it is said; None if nobody."""
    return _by_name(telling.text, _agent(telling), telling.parties)


def _agent(telling: Telling) -> Party | None:
    """Who did it, as far as the clause says: behind "by", else the subject of the word of doing."""
    text, parties = telling.text, telling.parties
    doers = _doers(telling)
    if is_eastern(text[:200]):
        return agent_in_eastern(text, doers)
    if telling.family == MISHAP:
        return None
    if telling.family == "unrest":
        return _crowd(telling)
    if telling.family == "diplomacy":
        dealt, dealer = dealer_of(text, parties, telling.triggers)
        if dealt:
            return dealer
    for party in parties:
        if (
            party.kind in ("armed", "group")
            and party.start < AHEAD
            and _WHO_ATTACKED.match(text, party.end)
            and not _CHASED.search(text[: party.start])
        ):
            return party
    clad = _IN_UNIFORM.search(text)
    if clad and any(kind in _BY_UNIFORM for kind, _, _ in telling.triggers):
        return next((p for p in parties if clad.start() < p.start < clad.end() and p.side), None)
    by_crowd = _BY_CROWD.search(text) if telling.family == "closure" else None
    if by_crowd:
        first, last = by_crowd.span("who")
        return Party(first, last, "non-state", "crowd", by_crowd["who"])
    foe, is_sure = foe_of(telling, doers)
    named = _behind_by(telling, doers) or (foe if is_sure else None) or _holder(telling)
    named = named or _subject(telling, doers) or foe
    if named is not None:
        return named
    itself = _ITSELF.search(text)
    if itself and not _REPLY_AFTER.match(text, itself.end()):
        told = [p for p in doers if p.end <= itself.start() + 1]
        return next((p for p in told if p.side), next((p for p in told if p.kind == "force"), None))
    return _nameless_men(telling)


def _is_victim(telling: Telling, party: Party) -> bool:
    """Whether a party is of those whom the clause counts as harmed."""
    harmed = ((h.people.start, h.people.end) for h in telling.harmed)
    return any(party.start < end and start < party.end for start, end in harmed)


def _doers(telling: Telling) -> list[Party]:
    """The parties of a clause that may have done something: no victims, sources, clothes."""
    text = telling.text
    return [
        p
        for p in telling.parties
        if not _is_victim(telling, p)
        and p.kind != "civilians"
        and not (_VEHICLE.match(text, p.end) and not _FROM_OF_AT.search(text[p.start : p.end]))
        and not _QUOTED.search(text[max(0, p.start - 24) : p.start])
        and not _SOURCE.search(text[max(0, p.start - 80) : p.start])
        and not _CLOTHES.match(text, p.end)
        and not (p.kind == "force" and not p.side and text[: p.start].endswith('"'))
        and not _IS_TAKEN.match(text, p.end)
        and not _WORN.search(text[max(0, p.start - 30) : p.start])
        and not _NOT_THEY.search(text[max(0, p.start - 12) : p.start])
        and not _AMONG.search(text[max(0, p.start - 40) : p.start])
        and not (_WHAT.search(text, max(0, p.start - 24), p.start) and _CALLS.match(text, p.end))
    ]


_FROM_A_POST = re.compile(
    r"\b(?:fired|launched|shot|lobbed|came|let\s+off|(?:gun)?fire|shots|bullets)\s+(?:at\s+(?:it|them|him|her|the\s+\w+)\s+)?from\s+(?:(?:an?|the|their)\s+(?:[\w']+\s+){1,3}?"
    r"(?:positions?|(?:out)?posts?|camps?|bases?|forts?|pickets?|(?:watch)?towers?)\b|"
    r"(?:\w+\s+)?(?:positions?|(?:out)?posts?|camps?|(?:watch)?towers?|pick-?ups?|vehicles?|boats?|helicopters?)\s+of\s+(?:the\s+)?(?:[\w-]+\s+){1,3})",
    re.IGNORECASE,
)
"""Whose post it was that fire came from: "launched from an FC position"."""
_NOT_THEY = re.compile(r"\bnot\s+(?:the|their|its|his)\s+$", re.IGNORECASE)
"""Who is said not to have done it: "armed men, and not their troops, had fired"."""
_FROM_OF_AT = re.compile(r"\b(?:from|of|at)\b")


def _crowd(telling: Telling) -> Party:
    """The crowd that a word of unrest begins with."""
    _, start, end = next(t for t in telling.triggers if t[0] is E.OTHER)
    words = telling.text[start:end].split()
    name = " ".join(words[:2] if words[1] == "mob" else words[:1])
    return Party(start, start + len(name), "non-state", "crowd", name)


def _behind_by(telling: Telling, doers: list[Party]) -> Party | None:
    """Who stands behind "by", "at the hands of", "fire from" and their like."""
    text = telling.text
    post = _FROM_A_POST.search(text)
    if post:
        whose = [p for p in telling.parties if p.side in ("IRN", "PAK")]
        return next((p for p in whose if post.start() <= p.start < post.end()), None)
    for match in _BY.finditer(text):
        if _HELD_BY.search(text[: match.end()]):
            continue  # "struck a compound used by the group"
        if telling.family == "closure" and not _SHUTS.match(match[0]):
            continue  # "closed the gate after shells fired by the guards fell"
        if _ANSWERS.search(text[: match.start()]):
            continue  # "in retaliation for the killing of a driver by guards"
        near = [p for p in _named_at(text, doers, match.end()) if not _is_object(telling, p)]
        if near:
            return near[0]
        mob = next(
            (
                p
                for p in telling.parties
                if p.kind == "civilians"
                and not _is_victim(telling, p)
                and _MOB_OF.fullmatch(text, match.end(), p.start)
                and telling.family in ("violence", "arrest")
            ),
            None,
        )
        if mob is not None:
            return replace(mob, side="non-state", kind="armed")
    for _, start, end in telling.triggers:
        passive = _SUBJECTLESS.search(text[max(0, start - 30) : start])
        behind = _BY_AFTER.match(text, end) if passive else None
        near = _named_at(text, doers, behind.end()) if behind else []
        if near:
            return near[0]
    return None


def _named_at(text: str, doers: list[Party], place: int) -> list[Party]:
    """Who is named right behind a place in the clause, and is not said to say something."""
    return [
        p
        for p in doers
        if 0 <= p.start - place <= AHEAD
        and not (p.kind == "nation" and _ITS_LAND.match(text, p.end))
        and not _CONJUNCTION.search(text[place : p.start])
        and not _SAID_AFTER.match(text[p.end :])
    ]


_SHUTS = re.compile(
    r"(?:closed|shut|sealed|blocked|suspended|barred|down|stopped|closing)"
    r"(?!.*\s(?:after|when|because|following)\s)",
    re.IGNORECASE,
)
_ITS_LAND = re.compile(r"\s+(?:soil|territory|side|land)\b", re.IGNORECASE)


def _holder(telling: Telling) -> Party | None:
    """In whose hands captives are, or the group that owns up to a deed."""
    text, parties = telling.text, telling.parties
    holds = _IN_HANDS.search(text) if telling.family == "arrest" else None
    near = [p for p in parties if holds and 0 <= p.start - holds.end() <= AHEAD]
    if not near and claims_responsibility(text):
        near = [p for p in parties if p.kind == "group"]
    return next(iter(near), None)


def _subject(telling: Telling, doers: list[Party]) -> Party | None:
    """The subject of a word of doing: the nearest party before it that can be."""
    text = telling.text
    is_of_state = telling.family in ("closure", "diplomacy")
    for deed in telling.triggers:
        kind, start, end = deed
        if is_of_state and family_of(kind) != telling.family:
            continue  # "had been closed when guards opened fire" there
        if not _has_subject(text, deed):
            continue
        inside = [p for p in doers if kind is E.INCURSION and p.start <= start < p.end <= end]
        if inside:
            return inside[0]  # "Iranian guards crossed over on Friday"
        joined = _JOINED.search(text[max(0, start - 30) : start]) is not None
        possible = _possible(telling, doers, deed)
        for party in possible if joined else reversed(possible):
            gap = text[party.end : start] if party.end <= start else ""
            if not _may_act(telling, party, start, gap):
                continue
            if len(gap) > (160 if joined else 110) or ";" in gap:
                break  # joined: "dragged the men off and shot them"
            speaks = _SAID_AFTER.match(gap)
            if (speaks and "," not in gap[:2]) or _NAMED_SAID.match(gap):
                continue
            is_chased = _GIVES_CHASE.search(text[: party.start]) is not None
            if kind is E.CROSSING_ATTEMPT and party.kind == "nation" and party.name.endswith("s"):
                return replace(party, side="non-state", kind="crowd")
            if not is_met(text, party) or (
                _WHO_HAS.fullmatch(text[party.end : start]) and not is_chased
            ):
                return party
    return None


_NAMED_SAID = re.compile(
    r"(?:\s+\w+){0,2},\s[^,.;]{3,40},\s+(?:has\s+|had\s+)?(?:said|says|told|reported|stated|announced|claimed|confirmed)\b"
)
"""An official who says something, with his name: "A Levies risaldar, Muhammad Aslam, said"."""


def _has_subject(text: str, deed: Deed) -> bool:
    """Whether a word of doing can have one who did it before it: none in the passive, no reply."""
    kind, start, end = deed
    word = text[start:end].casefold()
    before = text[max(0, start - 30) : start]
    if _DIES.fullmatch(word) or (_HARMS.fullmatch(word) and _NO_OBJECT.match(text, end)):
        return False
    if kind is E.CROSSING_ATTEMPT and not _TRIES.match(word):
        return False
    if _DEED_AS_NOUN.fullmatch(word) and _AFTER_A.search(before):
        return False
    if _THE_FIRE.fullmatch(word) and _THE.search(before):
        return False  # "the post and that the firing had stopped"
    if _BEATEN_BACK.search(before) or _ON_A_MINE.match(text, start) or _LOST.fullmatch(word):
        return False
    if _REPLY.search(before) or _REPLY_AFTER.match(text, end):
        return False
    is_seen = kind is E.INCURSION and (_SEEN.match(text, start) or _SEEN_BEFORE.search(before))
    return bool(is_seen) or not (
        _SUBJECTLESS.search(before)
        or word.startswith(("embraced", "came under", "under "))
        or _PASSIVE.search(word)
    )


_THE_FIRE = re.compile(r"firing|fire|shooting|shelling|gunfire")
_THE = re.compile(r"\b(?:the|this|that)\s+$", re.IGNORECASE)
_TRIES = re.compile(r"tr(?:ied|ying)|attempt(?:ed|ing)|sought|want")
_WHO_HAS = re.compile(
    r"\s+(?:that|who|which)\s+(?:(?:had|have|has|then)\s+)?(?:\w+\s+)?", re.IGNORECASE
)
_IS_DOWNED = re.compile(
    r"\b(?:was|were|been)\s+(?:\w+\s+)?(?:shot|brought)\s+down\Z", re.IGNORECASE
)
"""A drone that was shot down has done nothing."""


def _possible(telling: Telling, doers: list[Party], deed: Deed) -> list[Party]:
    """Who stands before a word of doing; in fire, strikes and blasts also who stands in it."""
    kind, start, end = deed
    if kind not in (E.AIR_OR_DRONE_STRIKE, E.CROSS_BORDER_FIRE, E.AMBUSH_OR_IED):
        return [p for p in doers if p.end <= start + 1]
    if kind is E.CROSS_BORDER_FIRE and _FALLS.fullmatch(telling.text, start, end):
        return [p for p in doers if p.end - start >= -_BESIDE and p.start < end]
    goes_off = _GOES_OFF.search(telling.text[start:end].casefold())
    is_downed = _IS_DOWNED.search(telling.text, start, end)
    return [
        p
        for p in doers
        if p.start < end
        and not (is_downed and start < p.end <= end)
        and not _is_object(telling, p)
        and not (p.kind == "force" and goes_off and not _flies(p, start))
        and (p.end > start or not any(t[2] <= p.start for t in telling.triggers))
    ]


_FALLS = re.compile(
    r"(?:(?:mortars?|artillery|rockets?|shells?|rounds|projectiles|missiles?)\b.*?)?\b(?:landed|fell|fallen|exploded|struck|hit|burst|"
    r"dropped|came\s+(?:down|in|over|across)|come\s+down|detonated)",
    re.IGNORECASE,
)
"""Shells that fall are fired by nobody who is not named with them."""
_BESIDE = 24


def _may_act(telling: Telling, party: Party, start: int, gap: str) -> bool:
    """Whether a party before a word of doing may be its subject, by what stands between."""
    if not party.side and _MACHINE.search(party.name):
        return False
    if party.kind == "nation" and not _nation_does(telling.text, party, gap):
        return False
    if party.end <= start and _is_object(telling, party):
        return False  # "arrested two agents and seized their weapons"
    if party.end <= start and any(
        first < party.start < last and _HITS_WHOLE.match(telling.text, first)
        for _, first, last in telling.triggers
    ):
        return False  # "dismantled a militant cell, killing three of its members"
    return not (_NEW_SUBJECT.search(gap) or (_SUFFERS.search(gap) and not _THEY.search(gap)))


def _flies(party: Party, start: int) -> bool:
    """Whether a party is the drone or jet that a word of doing begins with."""
    return party.end > start and _MACHINE.search(party.name) is not None


_HELD_BY = re.compile(
    r"\b(?:used|run|owned|operated|occupied|inhabited|frequented|controlled|rented|kept|manned|set\s+up|led|"
    r"headed|commanded|backed|supported|favou?red|believed\s+to\s+be\s+\w+)\s+by\W*(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
"""Whose a place or a band is does not make him act."""
_IN_HANDS = re.compile(
    r"\b(?:in|into)\s+(?:the\s+)?(?:hands|custody|captivity)\s+of\s+(?:the\s+)?", re.IGNORECASE
)
_BY_CROWD = re.compile(
    r"\b(?:closed|shut|blocked|blockaded|barricaded|sealed|suspended|halted|cut\s+off|stopped)\b"
    r"(?:(?!\bused\b)[^.;]){0,70}?\bby\s+"
    r"(?:(?:the|some|angry|local|protesting|striking|hundreds\s+of|dozens\s+of|scores\s+of|several\s+hundred)\s+){0,3}"
    r"(?P<who>drivers|traders|shopkeepers|residents|villagers|protesters|protestors|demonstrators|truckers|"
    r"transporters|relatives|families|tribesmen|labou?rers|workers|fishermen|people|locals|porters|crowds?|"
    r"fuel\s+carriers|youths?|customs\s+agents|importers|students)\b",
    re.IGNORECASE,
)
"""Who shuts a gate and is no state: "closed for a second day by drivers and shopkeepers"."""
_MEN_WITH = re.compile(
    r"(?:^|[,;]\s|\b(?:when|as|and|while|that|there|by)\s)\s*(?P<men>(?:[\w-]+\s+){0,3}?(?:m[ae]n|"
    r"persons?|"
    r"people|individuals|riders|youths)\s+(?:in|on|with|aboard|wearing|riding|armed\s+with|who\s+"
    r"(?:wore|rode|carried|had\s+come))\b)(?P<gap>[^.;\"]{0,90}?)$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:was|were|been)\b")
_MEN_BEHIND = re.compile(
    r"[^.;]{0,60}?\b(?:by|when)\s+(?P<men>(?:[\w-]+\s+){0,3}?(?:m[ae]n|persons?|people|individuals|"
    r"riders|youths))\s+(?:in|on|with|aboard|wearing|riding|armed\s+with|who)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\bothers\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_STRIKES = re.compile(r"struck|attacked|stormed|raided|assaulted|ambushed", re.IGNORECASE)
_CHASED = re.compile(
    r"\b(?:pursu|chas|follow|hunt|track|stopp|intercept|fought|attack|surround)\w*\s+(?:an?\s+|the\s+)?"
    r"(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""Whom others are after does not act: "when agents pursued a motorcyclist"."""
_GIVES_CHASE = re.compile(
    r"\b(?:pursuing|chasing|hunting|tracking|following|searching\s+for|looking\s+for)\s+(?:the\s+|an?\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""What those had done whom others chase is not the news."""
_WHEN_ARMED = re.compile(r"[^.;]{0,60}?\bwhen\s+(?:[\w-]+\s+){0,4}$", re.IGNORECASE)
_ATTACKS = frozenset(
    {
        E.ABDUCTION,
        E.AMBUSH_OR_IED,
        E.ARMED_CLASH,
        E.SHOOTING_OF_CIVILIANS,
        E.ARREST_OR_SEIZURE,
    }
)


def _nameless_men(telling: Telling) -> Party | None:
    """Nameless men who attack: "when men in uniform opened fire"."""
    for kind, start, end in telling.triggers:
        before = telling.text[max(0, start - 150) : start]
        if kind in _ATTACKS and (
            _SUBJECTLESS.search(before) or _PASSIVE.search(telling.text[start:end])
        ):
            for party in telling.parties:
                if (
                    party.kind in ("armed", "group")
                    and party.start > end
                    and _WHEN_ARMED.fullmatch(telling.text, end, party.start)
                    and not _CHASED.search(telling.text[: party.start])
                ):
                    return party  # "were seized on Sunday when gunmen put up a false checkpoint"
            behind = _MEN_BEHIND.match(telling.text, end)
            if behind is not None:
                first, last = behind.span("men")
                return Party(first, last, "non-state", "armed", behind["men"])
        others = _OTHERS.search(before)
        if others is not None and _STRIKES.fullmatch(telling.text[start:end]):
            first = start - len(before) + others.start()
            return Party(first, first + len("others"), "non-state", "armed", "others")
        men = _MEN_WITH.search(before)
        if (
            men is None
            or kind not in _ATTACKS
            or _SUBJECTLESS.search(before)
            or _SUFFERS.search(men["gap"])
            or _DIES.fullmatch(telling.text[start:end])
            or (kind is E.ARREST_OR_SEIZURE and _NO_OBJECT.match(telling.text, end))
        ):
            continue
        first = start - len(before) + men.start("men")
        name = telling.text[first : first + len(men["men"])].rsplit(" ", 1)[0]
        return Party(first, first + len(name), "non-state", "armed", name)
    return None


_HITS = re.compile(
    r"(?:hit|struck|attacked|targeted|ambushed|killed|wounded|injured|bombed|shelled|rammed|"
    r"stormed|raided|"
    r"assaulted|martyred|killing|wounding|targeting|hitting|attacking|fired at|shot at|arrested|"
    r"detained|captured|seized|abducted|kidnapped|apprehended|nabbed|recovered|rescued|freed|"
    r"downed|opened fire "
    r"on)$",
    re.IGNORECASE,
)


def _is_object(telling: Telling, party: Party) -> bool:
    """Whether a party stands right behind a verb of hitting: "struck an army convoy"."""
    before = telling.text[max(0, party.start - 40) : party.start]
    words = re.sub(
        r"(?:\s+(?:an?|the|its|their|two|three|four|five|six|several|some|on|at))*\s*$", "", before
    )
    return _HITS.search(words) is not None or any(
        start < party.start < end and _HITS_FIRST.match(telling.text, start)
        for _, start, end in telling.triggers
    )


_HITS_WHOLE = re.compile(
    r"(?:disband|dismantl|smash|bust|br(?:oke|eak)|uncover|destroy|neutrali|disrupt|crush|stopp|"
    r"intercept|halt|confront|trapp|surround|corner|engag)\w*\b",
    re.IGNORECASE,
)
_HITS_FIRST = re.compile(
    r"(?:hit|struck|attacked|targeted|bombed|destroyed|pounded|levelled|flattened|shot|brought)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"(?:[,\"]\s*(?:said|says|added)|\b(?:according to|quoted|quoting|citing))\s+(?:an?\s+|the\s+)?"
    r"(?:senior\s+)?$",
    re.IGNORECASE,
)
_WHAT = re.compile(r"\b(?:what|whom?|which|that)\s+(?:the\s+)?$", re.IGNORECASE)
_CALLS = re.compile(
    r"\s+(?:[\w-]+\s+){0,2}?(?:calls?|called|terms?|termed|describe[sd]?|labels?|labelled|brands?|branded|"
    r"dubs|dubbed|considers?|regards?|accuses?)\b"
)
"""Who only gives others a name: "an attack by what the police called a terrorist team"."""
_CLOTHES = re.compile(r"\s+(?:uniforms?|fatigues|clothes|dress|camouflage)\b")
_IS_TAKEN = re.compile(
    r"(?:\s+who\b[^,.;]{0,60}?)?\s+(?:was|were|had\s+been|have\s+been|has\s+been)\s+(?:\w+ly\s+)?"
    r"(?:taken\s+(?:hostage|captive|prisoner|away)|abducted|kidnapped|carried\s+off|snatched|led\s+away)\b",
    re.IGNORECASE,
)
_IN_UNIFORM = re.compile(
    r"\b(?:[Mm][ae]n|[Pp]ersons?|people|[Rr]iders|[Ss]oldiers|[Tt]roops|[Gg]uards)\s+(?:in|wearing)\s+(?:the\s+)?"
    r"(?:Iranian|Pakistani)\s+(?:\w+\s+)?(?:uniforms?|fatigues)\b|"
    r"\b(?:m[ae]n|riders)\s+(?:in|wearing)\s+the\s+(?:dress|uniforms?|fatigues|clothes)\s+of\s+(?:the\s+)?"
    r"(?:Iranian|Pakistani)\s+\w+|"
    r"\b(?:helicopters?|gunships?|drones?|aircraft|jets?|planes?|vehicles?|pick-?ups?|jeeps?|boats?|"
    r"launch(?:es)?)\s+(?:with|in|bearing|carrying|wearing|flying|under)\s+(?:the\s+)?"
    r"(?:Iranian|Pakistani)\s+(?:\w+\s+)?(?:markings?|colou?rs|insignia|flags?|plates?|roundels?|livery)\b"
)
"""Whose uniform those wear who cross the border, they are."""
_BY_UNIFORM = frozenset(
    {E.INCURSION, E.ABDUCTION, E.ARREST_OR_SEIZURE, E.CROSS_BORDER_FIRE, E.AIR_OR_DRONE_STRIKE}
)
_WORN = re.compile(
    r"\b(?:uniforms?|fatigues|clothes|dress)\s+of\s+(?:the\s+|an?\s+)?$|"
    r"\b(?:dressed|disguised|posing|masquerading)\s+(?:up\s+)?as\s+(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\b(?:according to|quoting|citing)\s+[^,.;:]*$", re.IGNORECASE)
_NEW_SUBJECT = re.compile(
    r"\b(?:after|when|while|before|as)\s+(?:an?|the|some|its|their|\d+|several|two|three)\s+"
    r"(?!(?:(?:brief|fierce|long|heavy|short|intense|hour-long)\s+)?(?:exchange|clash|battle|"
    r"chase|gunfight|"
    r"firefight|gun\s?battle|pursuit|shoot-?out|skirmish|fight|search|raid|ambush|tip-off)\b)\w+",
    re.IGNORECASE,
)
_THEY = re.compile(r"\b(?:they|he|she|it)\b", re.IGNORECASE)
_SUFFERS = re.compile(
    r"\b(?:was|were|been|being)\s+(?:\w+ly\s+)?(?:(?:\w+ed|hit|shot|struck|slain|torn|blown)\b)|"
    r"\b(?:(?:fell|fallen)(?!\s+(?:on|upon|into))|(?:killed|martyred|wounded|hurt|injured|dead)\s+(?:in|as|by|near|"
    r"at)|dies?|embraced|died|perished|lost (?:their|his|her) li(?:fe|ves)|came "
    r"under|succumbed)\b",
    re.IGNORECASE,
)
_GOES_OFF = re.compile(
    r"bomb(?!ed\b)|blast|explosion|\bied|mine\b|mines\b|explosive|detonat|went off", re.IGNORECASE
)
_HARMS = re.compile(
    r"killed|martyred|wounded|injured|slain|hurt|gunned down|shot(?: dead)?|murdered|ambushed|"
    r"attacked|targeted|abducted|kidnapped|beheaded|assassinated|executed|massacred|torched",
    re.IGNORECASE,
)
_NO_OBJECT = re.compile(
    r"\s*(?:$|[,.;:)]|(?:in|at|by|near|on|when|after|as|during|from|outside)\b)", re.IGNORECASE
)
_BEATEN_BACK = re.compile(
    r"\b(?:repuls|repell|foil|thwart|beat(?:en)? back|ward(?:ed)? off|fought off)\w*\s+(?:an?|the|"
    r"this|their)?\s*"
    r"(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_DEED_AS_NOUN = re.compile(
    r"raids?|attacks?|ambush|assaults?|clash(?:es)?|shootings?|blasts?|explosions?|bombings?|"
    r"firing|"
    r"encounter|skirmish(?:es)?|gun ?battles?|gunfights?"
)
_AFTER_A = re.compile(
    r"\b(?:after|in|during|following|amid)\s+(?:an?\s+|the\s+|their\s+)?(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
"""Who is dead after a raid has not raided."""
_SEEN = re.compile(
    r"(?:(?:was|were|been)\s+)?(?:first\s+)?(?:spotted|seen|sighted|detected|noticed|observed)\b",
    re.IGNORECASE,
)
_SEEN_BEFORE = re.compile(
    r"\b(?:was|were|been)\s+(?:spotted|seen|sighted|detected|noticed|observed)\s+$", re.IGNORECASE
)
"""Who is seen on the other side has come there."""
_LOST = re.compile(r"disappeared|vanished|went\s+missing")
"""Who vanished from a post has taken nobody."""
_ON_A_MINE = re.compile(
    r"(?:hit|struck|ran\s+over|run\s+over|drove\s+over|driven\s+over|stepped\s+on|touched|"
    r"triggered|"
    r"tripped)\s+(?:an?|the|two|three|several)\s+(?:[\w-]+\s+){0,3}?(?:land)?(?:mines?|bombs?|"
    r"ieds?|"
    r"explosives?|devices?|charges?)\b",
    re.IGNORECASE,
)
"""Who runs on a mine has not laid it."""
_ANSWERS = re.compile(
    r"\b(?:retaliation|response|reply|revenge|reprisal|protest|anger|outrage)\s+(?:for|to|against|over|at)\s+"
    r"(?:the\s+|an?\s+)?(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_MOB_OF = re.compile(
    r"(?:(?:an?\s+|the\s+|some\s+|angry\s+|armed\s+)*(?:mob|crowd|group|band|gang)\s+of\s+)?(?:angry\s+|"
    r"armed\s+|drug\s+|fuel\s+|local\s+)*",
    re.IGNORECASE,
)
"""Between "attacked by" and villagers or smugglers who attack."""
_CONJUNCTION = re.compile(
    r"\b(?:when|after|as|while|in|on|at|near|that|before|to|into)\b", re.IGNORECASE
)
_VEHICLE = re.compile(
    r"\s+(?:vans?|vehicles?|cars?|convoys?|stations?|posts?|check\s?posts?|checkpoints?|camps?|"
    r"bases?|mobile|"
    r"bus(?:es)?|trucks?|headquarters|lines?|training|centre|academy|outposts?|pick-?ups?|bunkers?|"
    r"positions?|"
    r"installations?|camp)\b",
    re.IGNORECASE,
)
_WHO_ATTACKED = re.compile(
    r"\s+(?:who|which|that)\s+(?:stormed|attacked|raided|ambushed|overran|assaulted|besieged)\b",
    re.IGNORECASE,
)
"""Within so many signs of its beginning a clause names its subject."""
_DIES = re.compile(
    r"dead|die[ds]|perished|passed away|los(?:t|ing) (?:their|his|her) li(?:fe|ves)|embraced \w+|"
    r"laid down (?:his|their) li(?:fe|ves)|found dead|met (?:his|their) deaths?|succumbed|"
    r"bullet wounds?|lost |fell\s+to\s.*|.*(?:bod(?:y|ies)|corpses?)\b.*",
    re.IGNORECASE,
)
_CAME = re.compile(r"\b(?:com(?:e|es|ing)|came)\s+$", re.IGNORECASE)
"""Who "had come under fire" did not shoot."""
_JOINED = re.compile(r"\band\s+(?:then\s+|later\s+)?$", re.IGNORECASE)
_BY_AFTER = re.compile(
    r"(?:(?!\b(?:and|but)\s+(?:was|were|is|are)\b)[^.;]){0,140}?\b(?:by|at the hands of)\s+",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"\b(?:among them|including|among whom|mostly|mainly|largely)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"\b(?:said|claimed|announced|claims?|says?|added|reported)\b[^.;]{0,40}\b(?:they|it|(?:its|"
    r"his|"
    r"her|their)\s+(?:own\s+)?(?:m[ae]n|forces|troops|fighters|units?|guards|soldiers|officers|"
    r"police|personnel|agents|colleagues))\s+(?:had\s+|have\s+|has\s+)?"
    r"(?:also\s+)?(?:killed|shot|fired|attacked|arrested|detained|struck|destroyed|carried|"
    r"launched|seized|hit|targeted|captured|dismantled)\b",
    re.IGNORECASE,
)


def _nation_does(text: str, party: Party, gap: str) -> bool:
    """Whether "Iran" stands for its forces: "Iran closed", "Iran's missile attack"."""
    said = text[party.start : party.end]
    lead = text[max(0, party.start - 40) : party.start]
    if re.search(
        r"\b(?:in|from|near|inside|into|of|with|to|at|across|between|on|through|"
        r"over|entered|entering|left|leaving|reached|penetrated|violated)\s+(?:the\s+)?(?:(?:\w*(?:north|south|east|west)[\w-]*|neighbou?ring|adjoining|"
        r"nearby|central|coastal)[\s-]+)*$",
        lead,
        re.IGNORECASE,
    ):
        return False
    if said.endswith(("'s", "ian", "ani")):
        return len(gap) <= 40 and not re.search(
            r"\b(?:province|town|city|media|state|agency|border|territory|soil|television|TV|"
            r"news|foreign|ambassador|envoy|vehicle|fuel|diesel)\b",
            gap,
        )
    return len(gap) <= 30 and not re.match(
        r"\s+(?:border|frontier|territory|soil|side)\b", gap, re.IGNORECASE
    )
