"""Incidents, not sentences: which clauses of a report tell of one event, and on which days.

A clause opens an event where it brings a day of its own, says that it is another one, or is of
another family than what was told before. All else belongs to the event told last. Events long
before publication, while the report tells of newer ones, are its background.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from incidents.extraction.agents import agent_of
from incidents.extraction.background import COMMEMORATED
from incidents.extraction.belonging import (
    LOOSE,
    VAGUE,
    Event,
    answers_across,
    fires,
    home_of,
    is_near,
    join_titles,
    meet,
    opposed,
    struck_there,
)
from incidents.extraction.dating import (
    LONG_AGO,
    dates_another,
    had_been,
    is_armed,
    is_sharper,
    on_each_day,
    own_days,
    said_on,
    spoken_of,
)
from incidents.extraction.deeds import family_of
from incidents.extraction.fields import Sides
from incidents.extraction.mentions import events_mentioned
from incidents.extraction.outdated import is_background, without_stale, without_vague
from incidents.extraction.reckoning import understood
from incidents.extraction.standing import (
    HAD_DONE,
    HAPPENED,
    ONE_OF_SUCH,
    RELATIVE,
    abducts,
    counts_over_time,
    dates_it,
    harms,
    in_chase,
    is_bare_day,
    is_of_court,
    is_one_of_counted,
    is_reckoned,
    is_subordinate,
    looks_back,
    may_belong,
    only_recalls,
    sets_scene,
    speaks_of_losses,
    tells_where,
    waits,
)
from incidents.extraction.undated import (
    AFTERWARDS,
    SHARP,
    dated_or_dropped,
    is_stale,
    may_come,
)
from incidents.extraction.whereabouts import places_in
from incidents.record import EventType

if TYPE_CHECKING:
    from incidents.dates import Days
    from incidents.extraction.days import When
    from incidents.extraction.events import Telling

__all__ = ["woven"]

_LONGEST_BESIDE_A_DAY = 24
_MOST_CLAUSES = 40
"""An event told in more clauses than that is told often enough."""
_GIVES_BACK = re.compile(
    r"\b(?:hand(?:ed|s|ing)|deported|repatriat\w+|freed|released|sent (?:back|home)|returned)\b|"
    r"تحویل|"
    r"حوالے|رها|وطن واپس",
    re.IGNORECASE,
)
_BODY_FOUND = re.compile(
    r"\bbod(?:y|ies)\b[^.;]{0,70}\b(?:found|recovered|discovered|dumped|lay)\b", re.IGNORECASE
)
_RECOVERS = re.compile(r"recovered|rescued|freed", re.IGNORECASE)
_THEIR_CAR = re.compile(
    r"\b(?:the|their|his)\s+(?:\w+\s+)?(?:vehicles?|cars?|pick-?ups?|vans?|bus|trucks?|motorcycles?|boats?)\s+"
    r"(?:was|were)\s+(?:\w+ly\s+)?(?:recovered|found)\b",
    re.IGNORECASE,
)
_FINDS = re.compile(r"recovered|seized|impounded|confiscated|کشف|ضبط|برامد|برآمد", re.IGNORECASE)


def woven(tellings: list[Telling], published: date | None) -> list[Event]:
    """Join clauses to events.

    Parameters
    ----------
    tellings
        All clauses of the report, in order.
    published
        The day of publication; None where it is not known.

    Returns
    -------
    list of Event
        In the order in which the report first tells of them, without its background. Their days
        are None where nothing says when it was and the day of publication is not known.
    """
    _name_sides(tellings)
    events: list[Event] = []
    for item in _items(tellings):
        weave = _Weave(published, is_of_court=is_of_court(tellings))
        for telling in item:
            for one in on_each_day(telling):
                weave.add(one)
        events += weave.finished()
    return events


def _items(tellings: list[Telling]) -> list[list[Telling]]:
    """Take a digest apart at its headings, where several name places: "Panjgur: shots at dawn"."""
    heads = {t.sentence for t in tellings if t.is_heading}
    heads = {head for head in heads if len(head.text) <= _LONGEST_ITEM_HEAD}
    if sum(any(p.is_known and p.start == 0 for p in places_in(head.text)) for head in heads) < 2:
        return [tellings]
    items: list[list[Telling]] = [[]]
    for telling in tellings:
        if telling.sentence in heads:
            heads.remove(telling.sentence)
            items.append([])
        items[-1].append(telling)
    return [item for item in items if item]


def _name_sides(tellings: list[Telling]) -> None:
    """Give "the guards" that act the side of the only guards whose country the report says."""
    sides = Sides(tellings, "")
    for telling in tellings:
        agent = telling.agent
        if agent is not None and agent.kind == "force" and not agent.side:
            words = telling.text[: agent.start] + agent.name.split()[0]
            side = sides.of(agent.name) if _THE.search(f"{words} ") else ""
            if side:
                telling.agent = replace(agent, side=side)
                telling.parties = [telling.agent if p is agent else p for p in telling.parties]


_LONGEST_ITEM_HEAD = 60
_THE = re.compile(r"\bthe\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)


class _Weave:
    """The events of a report while its clauses are joined to them, one after the other."""

    def __init__(self, published: date | None, *, is_of_court: bool) -> None:
        self.published = published
        self.is_of_court = is_of_court
        self.told: list[Telling] = []
        """All clauses but titles, in order."""
        self.events: list[Event] = []
        self.current: Event | None = None
        self.base: Days | None = None
        self.titles: list[Telling] = []
        self.waiting: list[Telling] = []
        """What is told before the event that it belongs to: reasons, consequences, sums."""
        self.scene: tuple[Telling, When, Days] | None = None
        """The day that a clause without a deed gave to its paragraph."""
        self.lead: list[Telling] = []
        """What is told on the day of the scene before the deed itself."""
        self.part = 0
        self.section: tuple[Telling, When, Days] | None = None
        """The day in the heading of the part of a chronicle that is read."""
        self.said: Days | None = None
        """The day on which somebody spoke last, to which "earlier in the day" may refer."""
        self.topic: Telling | None = None
        """What a clause before all violence only spoke about: "over the killing of five guards"."""
        self.counts = False
        """Whether the report opens with figures over time, so that more of them follow."""
        self.past: Telling | None = None
        """The last clause that told of something long ago."""
        self.recalled: Telling | None = None
        """The last clause that told of something by its month alone."""
        self.flown: tuple[Event, Telling] | None = None
        """The event of shells or a drone that was told on behind a closure, and the clause."""
        self.mentioned: dict[str, tuple[Telling, When, Days]] = {}
        """The day of a deed that a clause of another family only mentions, by its family."""

    def add(self, telling: Telling) -> None:
        """Join a clause to the event that it tells of, open one, or pass it over."""
        if telling.is_heading:
            self.titles.append(telling)
            self._head(telling)
            self.part += 1
            return
        telling.part = self.part
        self.told.append(telling)
        when, days = own_days(telling, self.published, self.base or self.said)
        loose = None
        if when is not None and days is not None and when.is_loose:
            loose, when, days = (when, days), None, None
        self.said = said_on(telling, self.published) or self.said
        if when is not None and days is not None and is_bare_day(telling, when):
            self.section, self.scene = (telling, when, days), None
            return
        self._note_mentioned(telling)
        if self.scene and self.current is not None and not sets_scene(self.scene[0], telling):
            self.scene = None
        scene = None if self.is_of_court else self.scene or self.section
        if when is not None or (looks_back(telling) and self.current is not None):
            scene = None
        if not self.events and telling.family is None and counts_over_time(telling):
            self.counts = True
        elif when is not None and not telling.reason:
            self.counts = False
        if telling.crowd and telling.family in (None, "closure") and scene is not None:
            telling.family, telling.triggers = "unrest", telling.crowd
            telling.agent = agent_of(telling)  # who marched on the day said before
        if telling.family is None and days is not None and ONE_OF_SUCH.match(telling.text):
            summed = [t for t in self.waiting if t.is_summary]
            telling.family = summed[-1].family if summed else None
        if telling.family in (None, "diplomacy", "closure") and speaks_of_losses(telling):
            self.topic = self.topic or telling
        if days is None and is_one_of_counted(telling, self.told):
            self.past = telling
            return
        if telling.family is None:
            self._add_detail(telling, when, days)
            return
        if days is not None and is_background(days, self.published):
            self.past = telling
            return
        if days is not None and _RECALLS.search(telling.sentence.text) and self._is_stale(days):
            self.past = telling
            return  # only brought up by somebody who speaks
        if days is not None and _SIMILAR.search(telling.text) and self._is_older(days):
            self.past = telling
            return  # told as an earlier example of the same
        if (
            when is not None
            and days is not None
            and when.name in ("day month", "month day")
            and self._is_older(days)
            and had_been(telling, when)
        ):
            self.past = telling
            return  # "on May 22 a shell had fallen", where the news is of the 27th
        still_past = self.past is not None and is_near(self.past, telling)
        recalls = self.recalled is not None and is_near(self.recalled, telling)
        if (still_past or recalls) and when is not None and when.name in RELATIVE:
            return  # reckoned from what was long ago
        if days is None and (still_past or recalls or self.counts) and not telling.separate:
            return
        if when is not None and days is None and when.name in ("span", *LONG_AGO):
            self.past = telling
            return  # counted over years, or long ago
        if days is not None and days.precision in ("month", "year") and self.events:
            self.recalled = telling
            return  # told to give the background of what has its day
        tells_deed = days is not None and self._is_undated() and fires(telling)
        if telling.is_aftermath and not tells_deed and self._add_aftermath(telling, days):
            return
        if days is not None:
            self.scene = None
        elif scene is not None:
            _, when, days = scene
        if self.current and days is None and looks_back(telling) and opposed(telling, self.current):
            return
        if days is None and self._is_of_the_found(telling):
            return
        self._credit_captor(telling)
        self._hand_on(telling)
        event = home_of(telling, days, when, self.events, self.current)
        if event is None and days is not None and self._is_sequel(telling, days):
            event, days = self.current, None
        if event is None:
            if waits(telling, days):
                self.waiting.append(telling)
                if telling.only_reacts and telling.harmed:
                    self.topic = self.topic or telling
                return
            if self._is_provenance(telling, days):
                return
            if self.is_of_court and (days is None or is_stale(days, self.published)):
                return
            untold = not any(e.family == telling.family for e in self.events)
            is_known = untold and telling.family in self.mentioned
            if days is None and self.current and only_recalls(telling) and not is_known:
                if telling.harmed:
                    return
                listed = self.lead if self._is_of_scene(telling) else self.current.details
                listed.append(telling)
                return
            event = self._opened(telling, days)
        if len(event.tellings) < _MOST_CLAUSES:
            event.tellings.append(telling)
        if telling.family == "violence" and event.family == "arrest" and harms(telling):
            event.family = "violence"
        if (
            days is not None
            and when is not None
            and (
                event.said_days is None
                or is_sharper(days, event.said_days)
                or (when.name in SHARP and is_reckoned(event))
            )
        ):
            where = scene[0] if scene is not None else telling
            if scene is not None and where not in event.details and not where.is_heading:
                event.details += [where, *(t for t in self.lead if is_near(where, t))]
            event.days, event.when, event.day_is_guessed = days, (where, when), False
        if days is None and when is not None and self.published is None:
            event.when = event.when or (telling, when)  # told, but it cannot be reckoned
        if loose is not None and event.said_days is None and loose[1].precision == "day":
            event.when, event.days, event.day_is_guessed = (telling, loose[0]), loose[1], True
        harmless = bool(telling.harmed) and not harms(telling) and not (days and fires(telling))
        if self.current is None or not (harmless or is_subordinate(telling, self.current)):
            self.current = event
            self.base = event.days or self.base

    def _is_stale(self, days: Days) -> bool:
        return is_stale(days, self.published)

    def _is_older(self, days: Days) -> bool:
        """Whether days lie before those of every event told so far."""
        known = [e.days.first for e in self.events if e.days is not None]
        return bool(known) and days.last < min(known) - timedelta(days=2)

    def _credit_captor(self, telling: Telling) -> None:
        """Who hands men over "a day after they were caught" is who had caught them."""
        giver = self.current.tellings[-1] if self.current and self.current.tellings else None
        if (
            giver is not None
            and giver.family == "diplomacy"
            and giver.sentence is telling.sentence
            and telling.family == "arrest"
            and telling.agent is None
            and giver.agent is not None
            and _GIVES_BACK.search(giver.text)
        ):
            _, start, end = telling.triggers[0]
            telling.agent = replace(giver.agent, start=start, end=end, name="")

    def _is_of_the_found(self, telling: Telling) -> bool:
        """Whether it tells how those had been led off whose bodies the event told last found."""
        current = self.current
        if (
            current is None
            or not current.tellings
            or not abducts(telling)
            or not looks_back(telling)
            or not any(_BODY_FOUND.search(t.text) for t in current.tellings)
        ):
            return False
        current.details.append(telling)
        return True

    def _hand_on(self, telling: Telling) -> None:
        """Make the recovery of captives one with their handing over, which is told behind it."""
        current = self.current
        if (
            current is not None
            and current.family == "arrest"
            and current.said_days is None
            and telling.family == "diplomacy"
            and _GIVES_BACK.search(telling.text)
            and all(
                _RECOVERS.fullmatch(t.text[start:end])
                for t in current.tellings
                for _, start, end in t.triggers
            )
        ):
            current.family = "diplomacy"

    def _note_mentioned(self, telling: Telling) -> None:
        for when in telling.whens:
            spoken = spoken_of(telling, when)
            if not spoken and (
                telling.family is None or when.by_report or not dates_another(telling, when)
            ):
                continue
            days = understood(when, self.published, self.base)
            kind = spoken or next(k for k, start, _ in telling.triggers if start == when.deed)
            if days is not None and days.precision == "day" and not is_stale(days, self.published):
                self.mentioned[family_of(kind)] = (telling, when, days)

    def _date_by_waiting(self, event: Event) -> None:
        """Date an event by what was told before it: "wounded in Wednesday's attack"."""
        for telling in event.tellings:
            when, days = own_days(telling, self.published, None)
            if when is not None and days is not None and not is_stale(days, self.published):
                event.days, event.when = days, (telling, when)
                return

    def _is_provenance(self, telling: Telling, days: Days | None) -> bool:
        """Whether it tells how those who are handed over or set free had come into custody."""
        return (
            self.current is not None
            and self.current.family == "diplomacy"
            and telling.family == "arrest"
            and days is None
            and telling.depth is None
            and not any(p.is_known and not p.is_province for p in telling.places)
            and any(_GIVES_BACK.search(t.text) for t in self.current.tellings)
        )

    def _is_sequel(self, telling: Telling, days: Days) -> bool:
        """Whether a clause tells what was found in the days after the event before."""
        current = self.current
        return (
            current is not None
            and is_armed(current.family)
            and current.days is not None
            and telling.family == "arrest"
            and not telling.harmed
            and not telling.separate
            and (
                telling.sentence.paragraph - current.tellings[-1].sentence.paragraph <= 2
                or _THEIR_CAR.search(telling.text) is not None
            )
            and timedelta(0) <= days.first - current.days.first <= timedelta(days=2)
            and all(_FINDS.fullmatch(telling.text[s:e]) for _, s, e in telling.triggers)
        )

    def _head(self, title: Telling) -> None:
        """Keep the day of a heading such as "Tuesday, 4 May", but not that of publication."""
        for when in title.whens:
            days = understood(when, self.published, self.base)
            bare = len(title.text) - (when.end - when.start) <= _LONGEST_BESIDE_A_DAY
            if days is not None and days.precision == "day" and bare:
                is_past = self.published is None or days.last < self.published
                self.section = (title, when, days) if is_past else None

    def _opened(self, telling: Telling, days: Days | None) -> Event:
        event = Event(telling.family or "violence")
        if telling.family == "violence":
            event.tellings = [t for t in self.waiting if not t.is_summary]
            if self.topic is not None and not any(e.family == "violence" for e in self.events):
                event.details.append(self.topic)
            self.topic = None
            if days is None:
                self._date_by_waiting(event)
            self.waiting = [t for t in self.waiting if t.is_summary]
        current = self.current
        if event.days is not None:
            pass
        elif (
            days is None
            and event.family in self.mentioned
            and (self.mentioned[event.family][0] is not telling)
        ):
            where, when, event.days = self.mentioned[event.family]
            event.when = (where, when)
        elif days is None:
            dated = [
                (t, when, summed)
                for t in self.waiting
                for when, summed in [own_days(t, self.published, None)]
                if t.is_summary and when is not None and summed is not None
            ]
            if dated:
                told, when, event.days = dated[-1]
                event.when = (told, when)
        if days is None and event.days is None and current is not None and current.days:
            event.days, event.when = current.days, current.when
            event.day_is_guessed = not answers_across(telling, current)
        self.events.append(event)
        return event

    def _is_undated(self) -> bool:
        """Whether the event told last has no day yet."""
        current = self.current
        return current is not None and (current.days is None or current.day_is_guessed)

    def _add_aftermath(self, telling: Telling, days: Days | None) -> bool:
        """Give a later death to the violence that was told, whatever its day.

        Who was wounded before all that is told is passed over.
        """
        told = [e for e in self.events if e.family == "violence"]
        if not told:
            return False
        firsts = [e.said_days.first for e in told if e.said_days is not None]
        if days is not None and firsts and days.last < min(firsts) - timedelta(days=1):
            return True
        event = self.current if self.current in told else told[-1]
        if event is not None:
            event.tellings.append(telling)
            self.current = event
        return True

    def _add_detail(self, telling: Telling, when: When | None, days: Days | None) -> None:
        """Give a clause without a deed to the event before, and its day where that has none."""
        old = days is not None and is_background(days, self.published)
        if (old or self._is_of_old(telling)) and not telling.reason:
            self.past = telling
        if telling.reason == COMMEMORATED:
            self.past = telling  # "on that day" is that of what is remembered
        if self.current is not None and self._narrows(telling, self.current):
            self.current.details.append(telling)
            return
        flown = self._flown(telling)
        if flown is not None and may_belong(telling):
            flown.details.append(telling)
            self.flown = (flown, telling)
            return
        other = struck_there(telling, self.current, self.events) if days is None else None
        if other is not None and may_belong(telling):
            other.details.append(telling)
            return
        other = self._told_on(days) if telling.depth or telling.pillar else None
        if other is not None and not old and may_belong(telling):
            other.details.append(telling)
            self.current, self.base = other, days
            return
        if days is not None and when is not None and not old:
            if HAPPENED.search(telling.text) and self.waiting:
                self.current = Event("violence", self.waiting)
                self.events.append(self.current)
                self.waiting = []
            counted = when.name in RELATIVE and when.name != "same"
            if (
                self.current is not None
                and not counted
                and dates_it(telling, when, days, self.current, self.published)
            ):
                self.current.days, self.current.when = days, (telling, when)
                self.current.day_is_guessed = False
                self.current.details.append(telling)
                self.base = days
                self.scene = (telling, when, days)
                return
            if when.name not in VAGUE and days.precision in ("day", "range"):
                self.base = days
                if not (
                    telling.reason
                    or telling.is_unreal
                    or may_come(telling.text, when)
                    or AFTERWARDS.search(_BEFORE_THAT.sub(" ", telling.text))
                    or self._looks_before(telling, days)
                ):
                    self.scene = (telling, when, days)
        if self._is_of_scene(telling):
            if self.scene is not None and self.scene[0] is not telling and may_belong(telling):
                self.lead.append(telling)
            return
        if (
            self.current is not None
            and not old
            and not (days is not None and days.precision in ("month", "year"))
            and not (telling.is_accident and not in_chase(telling, self.current))
            and len(self.current.details) < _MOST_CLAUSES
            and (may_belong(telling) or tells_where(telling, self.current))
        ):
            self.current.details.append(telling)

    def _flown(self, telling: Telling) -> Event | None:
        """The event of a drone or shells that a clause goes on with, behind a closure or talks."""
        if self.current is None or self.current.family not in ("closure", "diplomacy"):
            return None
        if telling.whens:
            return None
        if self.flown is not None and is_near(self.flown[1], telling):
            return self.flown[0]
        if not _THE_DRONE.match(telling.text):
            return None
        across = (EventType.AIR_OR_DRONE_STRIKE, EventType.CROSS_BORDER_FIRE)
        told = (
            e
            for e in reversed(self.events)
            for t in e.tellings
            for k, _, _ in t.triggers
            if k in across
        )
        return next(told, None)

    def _told_on(self, days: Days | None) -> Event | None:
        """The other event that was told of a day, where the one told last was not on it."""
        known = self.current.said_days if self.current is not None else None
        if days is None or days.precision != "day" or known is None or meet(days, known):
            return None
        told = (e for e in reversed(self.events) if e.said_days and is_armed(e.family))
        return next((e for e in told if meet(days, e.said_days or days)), None)

    def _is_of_old(self, telling: Telling) -> bool:
        """Whether a clause names the day of what was long ago, with its year, and no other."""
        named = [understood(w, self.published, self.base) for w in telling.whens]
        return bool(named) and all(
            days is not None and days.precision == "day" and is_background(days, self.published)
            for days in named
        )

    def _is_of_scene(self, telling: Telling) -> bool:
        """Whether a clause goes on with a day told before it that is none of the event before."""
        if self.scene is None or not is_near(self.scene[0], telling):
            return False
        known = self.current.said_days if self.current is not None else None
        if self.current is None:
            return True
        days = self.scene[2]
        return known is not None and (days.last < known.first or known.last < days.first)

    def _looks_before(self, telling: Telling, days: Days) -> bool:
        """Whether a clause says what had been before the event told: "had gone out on Friday"."""
        known = self.current.said_days if self.current is not None else None
        return (
            known is not None
            and days.last < known.first
            and HAD_DONE.search(telling.text) is not None
        )

    def _narrows(self, telling: Telling, event: Event) -> bool:
        """Take the day of a clause for an event of which only the week was told."""
        if event.when is None or event.when[1].name not in LOOSE or event.said_days is None:
            return False
        if telling.reason or AFTERWARDS.search(telling.text) or may_come(telling.text):
            return False
        whole = event.said_days
        for when in telling.whens:
            days = None if when.by_report else understood(when, self.published, self.base)
            if (
                days is not None
                and days.precision == "day"
                and whole.first <= days.first <= whole.last
            ):
                event.days, event.when = days, (telling, when)
                self.base = days
                return True
        return False

    def finished(self) -> list[Event]:
        """All events that are told with enough, without background."""
        left = [t for t in self.waiting if not t.is_reason and not (self.events and t.only_reacts)]
        if left and not any(e.family == "violence" for e in self.events):
            event = Event("violence", left)
            dated = [
                (t, *found)
                for t in left
                if (found := own_days(t, self.published, None))[1] is not None
            ]
            if dated:
                telling, when, days = dated[0]
                if when is not None:
                    event.days, event.when = days, (telling, when)
            self.events.insert(0, event)
        self._drop_disputed()
        self.events += events_mentioned(self.told, self.events, self.published)
        events = without_vague(self.events, self.published)
        events = without_stale(events, self.published)
        join_titles(events, self.titles, self.published)
        return dated_or_dropped(events, self.told, self.published)

    def _drop_disputed(self) -> None:
        """Drop what the one side only says that it had suffered, where the other denies it."""
        for event in self.events[1:]:
            told = event.tellings[0] if len(event.tellings) == 1 else None
            if told is None or told.harmed or told.is_heading or not looks_back(told):
                continue
            place = self.told.index(told) + 1 if told in self.told else len(self.told)
            if any(_DENIES_IT.search(t.text) for t in self.told[place : place + 1]):
                self.events.remove(event)


_THE_DRONE = re.compile(
    r"\W*the\s+(?:\w+\s+)?(?:drone|quadcopter|aircraft|helicopters?|plane|missiles?|rockets?|shells?)\b",
    re.IGNORECASE,
)


_BEFORE_THAT = re.compile(r",\s+(?:even\s+)?before\s[^,.;]{4,90},", re.IGNORECASE)
"""What came only later: "On Friday, before the funeral had been held, they were back"."""
_DENIES_IT = re.compile(
    r"\b(?:denied|rejected|dismissed|disputed)\s+(?:this|that|it|(?:the|this)\s+(?:charge|claim|allegation|"
    r"accusation|report)s?)\b",
    re.IGNORECASE,
)
_SIMILAR = re.compile(
    r"\b(?:similar(?:ly)?|same\s+(?:kind|sort|manner|way)|likewise)\b", re.IGNORECASE
)
_RECALLS = re.compile(
    r"\b(?:recall(?:ed|s|ing)|remind(?:ed|s|ing)|recounted|remembered|invoked|cited|citing|"
    r"mentioned|pointed\s+(?:back\s+)?to|referr(?:ed|ing)\s+(?:back\s+)?to)\s+"
    r"(?!(?:its|her|his|their|the)\s+(?:\w+\s+)?(?:ambassador|envoy|charge|diplomat|consul))"
    r"(?:[\w']+\s+){0,3}?(?:the|how|that|of|an?|last)\b",
    re.IGNORECASE,
)
"""So somebody who speaks brings up what was weeks ago."""
