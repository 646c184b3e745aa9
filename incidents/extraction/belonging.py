"""Which event a clause tells of: one that was told before, or another.

The same family, day, place and losses speak for one event, and so do words that refer back; a side,
place, kind or day of its own speaks for another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from incidents.extraction.dating import POINTS_BACK, is_armed
from incidents.extraction.parties import OTHER_STATE
from incidents.record import EventType

if TYPE_CHECKING:
    from datetime import date

    from incidents.dates import Days
    from incidents.extraction.days import When
    from incidents.extraction.events import Telling

__all__ = [
    "LOOSE",
    "VAGUE",
    "Event",
    "answers_across",
    "fires",
    "home_of",
    "is_near",
    "join_titles",
    "meet",
    "opposed",
    "rescues",
    "struck_there",
]

VAGUE = frozenset({"span", "year", "future", "last year"})
"""Kinds of dates that say no day of an event."""
LOOSE = frozenset({"this week", "last week", "weekend"})
"""Of which the day is still to be said."""
_REFERS_BACK = re.compile(
    r"\b(?:the|this|that|these|their|his|its|wednesday's|thursday's|friday's|saturday's|"
    r"sunday's|monday's|tuesday's|yesterday's|today's|latest)\s+(?:\w+\s+){0,2}"
    r"(?:attack|incident|clash|raid|ambush|bombing|blast|explosion|shooting|firing|assault|"
    r"strike|killing|abduction|incursion|battle|fighting|exchange|encounter|"
    r"attackers|gunmen|militants|assailants|guards|soldiers|men|bodies|dead|wounded|injured|"
    r"victims|patrol|convoy|bus|bomb|bomber|shells|rounds|group|toll|vehicle|soldier|guard|"
    r"officer|captives)\b|"
    r"^\W*(?:he|they|it|she)\b|(?<!\w)(?:این|در این|اس|یه|ان)(?!\w)",
    re.IGNORECASE,
)


@dataclass
class Event:
    """An event with all clauses that tell of it; `headings` are titles that seem to mean it."""

    family: str
    tellings: list[Telling] = field(default_factory=list)
    details: list[Telling] = field(default_factory=list)
    days: Days | None = None
    when: tuple[Telling, When] | None = None
    day_is_guessed: bool = False

    @property
    def said_days(self) -> Days | None:
        """Its days where the report says them; None where they are guessed."""
        return None if self.day_is_guessed else self.days

    @property
    def body(self) -> list[Telling]:
        """The clauses that tell of it, without titles."""
        return [t for t in self.tellings if not t.is_heading]

    @property
    def opening(self) -> Telling | None:
        """The first clause that tells of it and is no title; None where only titles do."""
        return next((t for t in self.tellings if not t.is_heading), None)

    @property
    def all_tellings(self) -> list[Telling]:
        """Every clause that says something of it, in order, titles last."""
        body = [t for t in (*self.tellings, *self.details) if not t.is_heading]
        titles = [t for t in (*self.tellings, *self.details) if t.is_heading]
        return sorted(body, key=lambda t: t.start) + titles

    @property
    def side(self) -> str | None:
        """The side that acted, by the first clause that says so; titles count last."""
        for telling in self.all_tellings:
            if (
                telling.agent
                and telling.agent.side in ("IRN", "PAK", "non-state")
                and telling in self.tellings
            ):
                return telling.agent.side
        return None


def is_near(one: Telling, other: Telling) -> bool:
    """Whether two clauses stand in one paragraph."""
    return one.sentence.paragraph == other.sentence.paragraph


def home_of(
    telling: Telling,
    days: Days | None,
    when: When | None,
    events: list[Event],
    current: Event | None,
) -> Event | None:
    """The event that a clause tells of once more, or None where it opens one."""
    same = [e for e in events if e.family == telling.family]
    if is_armed(telling.family) and current is not None and is_armed(current.family):
        mixed = current.family != telling.family
        meets = days is None or current.said_days is None or meet(days, current.said_days, slack=0)
        solved = current.family == "arrest" and (
            any(t.is_inquiry for t in current.tellings) or (rescues(current) and _abducts(telling))
        )
        elsewhere = _told_there(telling, current, same) if mixed and days is None else None
        if elsewhere is not None:
            return elsewhere
        if (
            mixed
            and meets
            and not solved
            and not telling.separate
            and not (telling.is_reason and telling.harmed and current.family == "arrest")
            and not _is_apart(telling, current)
            and not _by_other_state(telling, current)
        ):
            return current
    rescue = next((e for e in events if e.said_days is None and rescues(e)), None)
    if rescue and days is not None and is_armed(telling.family) and not _abducts(telling):
        return rescue
    if days is not None:
        for event in reversed(same):
            if event.said_days is None:
                if when is not None and when.name == "inverse" and _goes_on(telling, event):
                    continue
                meets = event.days is None or meet(days, event.days, slack=1) or _is_loose(event)
                apart = not meets and _is_apart(telling, event)
                if not opposed(telling, event) and not telling.separate and not apart:
                    return event
                continue
            if _comes_for(telling, days, event):
                return event
            if not meet(days, event.said_days, slack=_slack(when, event)):
                continue
            if telling.separate or (opposed(telling, event) and when is not None):
                continue
            if telling.family == "violence" and (
                _elsewhere(telling, event) or _is_another(telling, event)
            ):
                continue
            return event
        return None
    if telling.is_reason:
        return same[-1] if same else None
    if not same:
        return None
    if telling.family in ("closure", "diplomacy"):
        return same[-1]
    event = current if current is not None and current.family == telling.family else same[-1]
    if not _kinds(event) & _kinds_of(telling):
        event = next((e for e in reversed(same) if _kinds(e) & _kinds_of(telling)), event)
    side = telling.agent.side if telling.agent else ""
    if side in ("IRN", "PAK") and event.side not in (None, side):
        event = next((e for e in reversed(same) if e.side == side), event)
    event = struck_there(telling, event, same) or event
    if _THE_AMBUSH.match(telling.text) and _is_of_shells(event):
        event = next((e for e in reversed(same) if not _is_of_shells(e)), event)
    if _THE_FIRST.match(telling.text) and len(same) > 1:
        return same[-2]  # of two that were told: "the first salvo fell in date gardens"
    if telling.separate or answers_across(telling, event):
        return None
    if _says_same_day(telling.text) and _is_another(telling, event):
        return None
    if _elsewhere(telling, event) and not _REFERS_BACK.search(telling.text):
        return None
    if _IN_PLACE.match(telling.text) and _is_apart(telling, event):
        return None
    return event


def _told_there(telling: Telling, current: Event, same: list[Event]) -> Event | None:
    """The event of its family at the place that a clause names, where the one told last is not."""
    names = {p.name.casefold() for p in telling.places if not p.is_origin and not p.is_province}

    def is_at(event: Event) -> bool:
        words = " ".join(p.words for t in event.all_tellings for p in t.places).casefold()
        return any(name in words for name in names)

    if not names or is_at(current):
        return None
    return next((e for e in reversed(same) if is_at(e)), None)


def _comes_for(telling: Telling, days: Days, event: Event) -> bool:
    """Whether armed men come in on the eve of a fight in which men of a state met them."""
    known = event.said_days
    return (
        known is not None
        and telling.agent is not None
        and telling.agent.side == "non-state"
        and not telling.harmed
        and bool(telling.triggers)
        and all(kind in _COMES_IN for kind, _, _ in telling.triggers)
        and days.first == known.first - timedelta(days=1)
        and _WHEN_MET.search(telling.text) is not None
    )


_WHEN_MET = re.compile(
    r"\bwhen\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}?(?:unit|patrol|guards|forces|troops)\s+(?:caught|met|engaged|intercepted|"
    r"stopped|spotted|challenged)\b",
    re.IGNORECASE,
)
_IN_PLACE = re.compile(
    r"\W*(?:Meanwhile,?\s+|Also,?\s+|And\s+)?(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside)\s+(?:the\s+)?"
    r"(?:[a-z]+\s+){0,3}[A-Z]\w+"
)
"""A clause that leads with its place: "In Rask, a roadside bomb hit a police pickup"."""


def _is_of_shells(event: Event) -> bool:
    """Whether an event is told first as fire across the border."""
    opening = event.opening
    return opening is not None and any(
        kind is EventType.CROSS_BORDER_FIRE for kind, _, _ in opening.triggers
    )


_THE_AMBUSH = re.compile(
    r"\W*the\s+(?:ambush|raid|assault|attackers|assailants|gunmen)\b", re.IGNORECASE
)
"""What is no word for the shells that fell in the same sentence."""
_THE_FIRST = re.compile(
    r"\W*(?:in\s+|during\s+)?the\s+(?:first|earlier|former)\s+(?:salvo|barrage|attack|incident|blast|explosion|"
    r"raid|clash|shooting|strike|volley|round|shelling|ambush|assault|encounter|bombing|case|episode)\b",
    re.IGNORECASE,
)


def _kinds_of(telling: Telling) -> set[EventType]:
    """What a clause tells of, as far as it tells events apart: shells are no drones."""
    return {kind for kind, _, _ in telling.triggers} & _TELLING_APART


def _kinds(event: Event) -> set[EventType]:
    return {kind for telling in event.tellings for kind in _kinds_of(telling)}


def _goes_on(telling: Telling, event: Event) -> bool:
    """Whether a clause goes on in the event's sentence: "opened it, two days after closing it"."""
    before = event.tellings[-1] if event.tellings else None
    return (
        before is not None
        and before.sentence is telling.sentence
        and (telling.family in ("closure", "diplomacy") or before.agent is not None)
    )


def _slack(when: When | None, event: Event) -> int:
    """How many days two dates may lie apart: one where both are at night, or one is reckoned."""
    if when is None or event.when is None:
        return 0
    both = (when, event.when[1])
    if all(w.name == "weekday" and _LATE.search(w.words) for w in both):
        return 0  # "on Tuesday night" and "on Wednesday evening" are two
    at_night = event.when[1].at_night and (when.at_night or when.name == "overnight")
    return int(at_night or any(w.name == "inverse" for w in both))


_LATE = re.compile(r"\b(?:night|evening)\b", re.IGNORECASE)


def _is_loose(event: Event) -> bool:
    """Whether only the day of what came of it is known."""
    return event.when is not None and event.when[1].is_loose


def _abducts(telling: Telling) -> bool:
    return any(kind is EventType.ABDUCTION for kind, _, _ in telling.triggers)


def rescues(event: Event) -> bool:
    """Whether it is told that captives were freed by force."""
    return any(t.is_rescue for t in event.tellings)


def _is_apart(telling: Telling, event: Event) -> bool:
    """Whether a clause in a paragraph of its own, or that leads with it, tells of another place."""
    body = [t for t in event.all_tellings if not t.is_heading]
    leads = telling.harmed and _IN_PLACE.match(telling.text)
    if not body or (telling.sentence.paragraph == body[-1].sentence.paragraph and not leads):
        return False
    other_part = telling.part != body[-1].part and bool(telling.whens)
    here = {
        p.name.casefold()
        for p in telling.places
        if (p.is_known or other_part) and not p.is_origin and not p.is_province
    }
    words = " ".join(p.words for t in body for p in t.places if not p.is_province).casefold()
    return bool(here and words and not any(name in words for name in here)) and not (
        _REFERS_BACK.search(telling.text)
    )


def fires(telling: Telling) -> bool:
    """Whether a clause tells of the fire itself, and not only of who died of it."""
    kinds = {kind for kind, _, _ in telling.triggers}
    return not kinds.isdisjoint(
        {EventType.SHOOTING_OF_CIVILIANS, EventType.CROSS_BORDER_FIRE, EventType.AMBUSH_OR_IED}
    )


def meet(one: Days, other: Days, *, slack: int = 0) -> bool:
    """Whether two times meet, or lie no more than so many days apart."""
    gap = timedelta(days=slack)
    return one.first <= other.last + gap and other.first <= one.last + gap


def opposed(telling: Telling, event: Event) -> bool:
    """Whether a clause names another side as the one that acted."""
    side = telling.agent.side if telling.agent else ""
    return bool(
        side
        and event.side
        and side in ("IRN", "PAK", "non-state")
        and side != event.side
        and (telling.harmed or _ACROSS & {kind for kind, _, _ in telling.triggers})
    )


def _by_other_state(telling: Telling, event: Event) -> bool:
    """Whether the forces of one country take those of whom the other's deed is told."""
    sides = {telling.agent.side if telling.agent else "", event.side}
    return "arrest" in (telling.family, event.family) and sides == {"IRN", "PAK"}


def answers_across(telling: Telling, event: Event) -> bool:
    """Whether a force shells or strikes in answer to what others did to it on the ground."""
    kinds = {kind for kind, _, _ in telling.triggers}
    known = {kind for t in event.tellings for kind, _, _ in t.triggers}
    return (
        telling.agent is not None
        and telling.agent.kind == "force"
        and bool(kinds & _ACROSS)
        and not known & _ACROSS
        and EventType.AMBUSH_OR_IED in known
        and event.side in (None, "non-state")
    )


_ACROSS = frozenset({EventType.AIR_OR_DRONE_STRIKE, EventType.CROSS_BORDER_FIRE})
"""What one country does to the other: the other's is another event."""


def struck_there(telling: Telling, current: Event | None, events: list[Event]) -> Event | None:
    """The other country's strike, where a clause is about land that the strike told last left from.

    "The village was three kilometres inside Iran" belongs to what Pakistan's drones did, even where
    Iran's missiles were told last.
    """
    land = _land_of(telling)
    if current is None or not land or current.side != land or not _strikes(current):
        return None
    others = (e for e in reversed(events) if e is not current and _strikes(e))
    return next((e for e in others if e.side == OTHER_STATE[land]), None)


def _land_of(telling: Telling) -> str:
    """The country into which a clause says a depth, else that of all places it names; or ""."""
    if telling.depth is not None:
        return telling.depth.into or ""
    lands = {p.country for p in telling.places if p.is_known and not p.is_origin}
    land = lands.pop() if len(lands) == 1 else None
    return land if land in OTHER_STATE else ""


def _strikes(event: Event) -> bool:
    """Whether fire or a strike of one country on the other is told."""
    return any(kind in _ACROSS for t in event.tellings for kind, _, _ in t.triggers)


def _elsewhere(telling: Telling, event: Event) -> bool:
    """Whether a clause tells of another place with a toll of its own."""
    places = [p for p in telling.places if not p.is_origin]
    if not telling.harmed or not places:
        return False
    if not any(t.harmed for t in event.tellings):
        return False
    here = {p.name.casefold() for p in places}
    there = {p.name.casefold() for t in event.all_tellings for p in t.places}
    words = " ".join(p.words for t in event.all_tellings for p in t.places).casefold()
    if not there or here & there or any(name in words for name in here):
        return False
    mine = {(h.harm, h.people.count.best) for h in telling.harmed}
    known = {(h.harm, h.people.count.best) for t in event.tellings for h in t.harmed}
    return not mine & known and places[0].is_known


_SAME_DAY = re.compile(
    r"\b(?:(?:the|that) same (?:day|morning|evening|night|afternoon)|also on|later (?:that|in the) "
    r"day|earlier (?:that|in the) day|(?:hours|minutes) (?:later|earlier)|the same date|"
    r"(?:a few |some |\w+ )?hours after [^.,;]{3,40},)(?!\w)",
    re.IGNORECASE,
)
_WHO_WENT = re.compile(r",\s+who\b[^,;]*$", re.IGNORECASE)


def _says_same_day(text: str) -> bool:
    """Whether a clause says that it was on the day told before, and not only of who speaks."""
    said = _SAME_DAY.search(text)
    return said is not None and _WHO_WENT.search(text[: said.start()]) is None


_LEADS_SAME_DAY = re.compile(
    rf"\W*(?:(?:earlier|later|also|only|just|and|but|still|shortly),?\s+)*(?:(?:on|in|at)\s+)?"
    rf"{_SAME_DAY.pattern}",
    re.IGNORECASE,
)
"""So begins what was done besides on that day: "Earlier the same day, guards had fired"."""
_COMES_IN = frozenset({EventType.CROSSING_ATTEMPT, EventType.INCURSION})
_TELLING_APART = frozenset(
    {
        EventType.ABDUCTION,
        EventType.AIR_OR_DRONE_STRIKE,
        EventType.AMBUSH_OR_IED,
        EventType.CROSS_BORDER_FIRE,
        EventType.CROSSING_ATTEMPT,
        EventType.INCURSION,
    }
)


def _is_mention(event: Event) -> bool:
    """Whether an event is so far only what another act came "a day after"."""
    return (
        event.when is not None
        and event.when[1].name == "inverse"
        and all(t.sentence is event.when[0].sentence for t in event.tellings)
    )


def _is_another(telling: Telling, event: Event) -> bool:
    """Whether so much differs that a clause of the same day tells of another event.

    Place, paragraph, kind, who was hit, and a day of its own speak for another; the same number
    of dead or a word that refers back speak against it. Three of them decide.
    """
    body = [t for t in event.all_tellings if not t.is_heading]
    if not body:
        return False
    mine = {(h.harm, h.people.count.best) for h in telling.harmed if h.people.count.best}
    told = [h for t in body for h in t.harmed]
    if mine & {(h.harm, h.people.count.best) for h in told}:
        return False
    here = {p.name.casefold() for p in telling.places if p.is_known and not p.is_province}
    places = [p for t in body for p in t.places if not p.is_province]
    there = {p.name.casefold() for p in places if p.is_known}
    words = " ".join(p.words for p in places).casefold()
    apart = bool(here and there and not any(name in words for name in here))
    kinds, known = _kinds_of(telling), _kinds(event)
    if "non-state" in (telling.agent.side if telling.agent else "", event.side):
        kinds, known = kinds - _COMES_IN, known - _COMES_IN  # they came over to do what they did
    parties = {h.people.party for h in telling.harmed} - {""}
    hit = {h.people.party for h in told} - {""}
    same_day = _says_same_day(telling.text)
    leads = _LEADS_SAME_DAY.match(telling.text)
    if _is_mention(event) and (not apart or kinds & known):
        return False
    side = telling.agent.side if telling.agent else ""
    is_loose = event.when is not None and event.when[1].name in LOOSE
    by_others = bool(leads and side and event.side and side != event.side)
    signs = (
        apart
        + (telling.sentence.paragraph != body[-1].sentence.paragraph)
        + bool(kinds and known and not kinds & known)
        + bool(parties and hit and not parties & hit)
        + (2 if leads else same_day)
        + by_others
        + (not is_loose and any(not w.by_report and w.name not in VAGUE for w in telling.whens))
        - 2 * bool(POINTS_BACK.search(telling.text, leads.end() if leads else 0))
        - 2 * telling.denies
        - 2 * telling.is_reason
    )
    return signs >= 3 and (apart or bool(kinds) or by_others)


def join_titles(events: list[Event], titles: list[Telling], published: date | None) -> None:
    """Titles go with the first event of their family, or are one where no text follows."""
    for title in titles:
        if title.family is None:
            continue
        alike = [e for e in events if e.family == title.family]
        below = [e for e in alike if e.tellings and e.tellings[0].start > title.start]
        home = next(iter(below or alike), None)
        if home is not None:
            home.tellings.append(title)
        elif not events and published is not None and title.harmed:
            events.append(Event(title.family, [title]))
