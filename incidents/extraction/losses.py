"""Who was killed or wounded: the tolls of an event by party, from all clauses that count them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.extraction.parties import OTHER_STATE, party_of_people
from incidents.extraction.persons import Harmed
from incidents.record import Count, EventType

if TYPE_CHECKING:
    from incidents.extraction.events import Telling
    from incidents.extraction.fields import Fields

__all__ = ["fill_tolls", "party_hit"]


def party_hit(fields: Fields, telling: Telling, harmed: Harmed) -> str:
    """The toll's party of those who were hit: by their words, else by who hit them; or "total"."""
    party = harmed.people.party
    if harmed.people.ordinal and party == "civilians" and _NTH_MAN.search(harmed.people.words):
        fell = fields.hit - {"militants"}
        party = next(iter(fell)) if len(fell) == 1 else party
    if (
        party == "civilians"
        and _SOME_MEN.fullmatch(harmed.people.words)
        and not _others_about(fields)
    ):
        party = next(iter(fields.hit)) if fields.hit in ({"irn"}, {"pak"}) else party
    if party in ("irn", "pak", "militants", "civilians"):
        return party
    side = str(fields.values.get("acting_side") or "")
    words = harmed.people.words
    if (
        words in ("he", "she")
        and side in ("IRN", "PAK")
        and not fields.hit
        and _only_one_force(fields)
    ):
        return "civilians"
    if not party and re.search(r"\bthem\b", words):
        before = [
            p for p in telling.parties if p.end <= harmed.people.start and p is not telling.agent
        ]
        armed = (
            telling.agent if telling.agent and telling.agent.kind in ("armed", "group") else None
        )
        if armed and (
            any(p.kind == "force" and p.end <= armed.start for p in telling.parties)
            or _IN_THE_FIGHT.search(telling.text[armed.end : harmed.people.start])
        ):
            before = [armed]  # "the forces repulsed the attackers, killing two of them"
        if before and before[-1].kind in ("civilians", "armed", "group"):
            return "civilians" if before[-1].kind == "civilians" else "militants"
    agent = telling.agent
    if _FELLOWS.search(words) and agent is not None and agent.kind == "force" and side in _STATES:
        return side.lower()
    if _OF_TEAM.match(telling.text, harmed.people.start):
        return "militants"
    if not party and re.search(r"\bof them$", words) and side == "non-state" and agent is not None:
        return "militants" if agent.kind == "force" else "total"
    if not party and harmed.people.headless and _FOES.search(telling.text[: harmed.people.start]):
        return "militants"
    if not party and harmed.people.headless and side in _STATES and _is_team_broken(fields):
        return "militants"
    fallen = {h.people.party for h in telling.harmed if h.people.named} & {"irn", "pak"}
    if not party and _HIS_MEN.search(words) and len(fallen) == 1:
        return fallen.pop()  # the officer who fell, and three of his men
    if not party and harmed.people.further and side == "non-state" and len(fields.hit) == 1:
        return next(iter(fields.hit))  # others than those of whom it was told that they fell
    if not party:
        party = fields.sides.counted(harmed.people.count) or party
        if party in ("irn", "pak", "militants", "civilians"):
            return party
        if fields.hit == {"militants"} and re.search(r"\b(?:wounded|injured) m[ae]n\b", words):
            return "militants"
        if (
            re.search(r"\b(?:m[ae]n)\b", words, re.IGNORECASE)
            and side in ("IRN", "PAK")
            and not telling.denies
        ):
            return "civilians"
        if _HIS_MEN.search(words) and fields.hit in ({"irn"}, {"pak"}):
            return next(iter(fields.hit))
        speakers = {s.claimant for s in telling.speakers} & set(_STATES)
        if _HIS_MEN.search(words) and len(speakers) == 1:
            return next(iter(speakers)).lower()  # the commander who speaks of his own men
        alike = fields.hit - {"militants"} if harmed.people.further else fields.hit
        leads = harmed.people.headless and harmed.people.start <= _AT_HEAD
        is_alike = harmed.people.further or leads or _ALIKE.search(words)
        if is_alike and len(alike) == 1 and not _PEOPLE.search(words):
            return next(iter(alike))
        if side != "non-state" and _SOMEBODY.search(words) and _civilians_about(fields):
            return "civilians"
        if _PEOPLE.search(words) and fields.hit == {"civilians"}:
            return "civilians"
        shot_at = side in _STATES and _civilians_about(fields) and fields.hit <= {"civilians"}
        if shot_at and (_PEOPLE.search(words) or harmed.people.headless):
            return "civilians"
    if party == "forces" or (not party and _of_force(telling, harmed)):
        known = _whose_martyrs(telling, harmed) or _whose_force(
            fields, words if party == "forces" else "", side
        )
        if known:
            return known.lower()
    return "total"


_STATES = ("IRN", "PAK")
_HIS_MEN = re.compile(r"\bof (?:his|her|their) m[ae]n$", re.IGNORECASE)
_THEIR_BODIES = re.compile(
    r"\b(?:their|the|his|all)\s+(?:[\w-]+\s+)?bod(?:y|ies)\b[^.;]{0,80}\b(?:found|discovered|"
    r"dumped|"
    r"lay|recovered)\b",
    re.IGNORECASE,
)
_OF_TEAM = re.compile(
    r"(?:[\w-]+\s+){0,3}members? of (?:the|an?|its|this|that) (?:[\w-]+ ){0,2}(?:team|cell|gang|"
    r"band|ring|network|grouplet|squad)\b",
    re.IGNORECASE,
)
_FELLOWS = re.compile(r"\b(?:colleagues?|comrades?|fellow\s+\w+)$", re.IGNORECASE)
_FOES = re.compile(
    r"\b(?:thwart|foil|repel|repuls|beat(?:en)?\s+(?:back|off)|fought\s+off|"
    r"(?:broken|broke|bust\w*|smash\w*|dismantl\w*)\s+(?:up\s+)?)\w*\b[^.;]*\b(?:armed|gunm[ae]n|"
    r"militants?|teams?|cells?|gangs?|bands?|infiltrat\w*|attackers?|terrorists?)\b|"
    r"\b(?:attacked|struck|hit|pursued|engaged|fired (?:up)?on|ambushed|bombed|surrounded)\s+"
    r"(?:an?\s+|the\s+|two\s+|several\s+)?(?:[\w-]+\s+){0,3}?(?:(?:group|band|gang|team)(?!\s+of\s+(?:\w+\s+){0,2}?(?:migrants?|"
    r"civilians|traders|porters|herd\w+|shepherds|villagers|labou?rers|workers|drivers|refugees|"
    r"nationals|pilgrims|carriers|people|fisherm\w+)\b)|hideouts?|"
    r"camps?|armed|"
    r"militants?|terrorists?|gunm[ae]n)\b|"
    r"\b(?:team|cell|gang|band|ring)\b[^.;]*\b(?:broken|busted|smashed|dismantled|intercepted)\b",
    re.IGNORECASE,
)
"""Those of whom a force thwarted or broke up a team are its losses: "killing three"."""


def _is_team_broken(fields: Fields) -> bool:
    """Whether an event is told first as a team broken up, and nobody else was hit so far."""
    opening = fields.event.opening
    return (
        fields.hit <= {"militants"}
        and opening is not None
        and _FOES.search(opening.text) is not None
    )


_MARTYRED = re.compile(r"\bmartyr", re.IGNORECASE)


def _whose_martyrs(telling: Telling, harmed: Harmed) -> str:
    """The state that calls men of a force martyrs: they are its own."""
    states = {s.claimant for s in telling.speakers} & set(_STATES)
    if len(states) != 1 or not _MARTYRED.search(telling.text[harmed.start : harmed.end]):
        return ""
    return next(iter(states))


def _whose_force(fields: Fields, words: str, side: str) -> str:
    """The country whose "soldiers" or "guards" were hit, where their noun does not say it."""
    country = str(fields.values.get("country_reported") or "")
    if fields.sides.is_persian or fields.sides.is_urdu:
        speech = "IRN" if fields.sides.is_persian else "PAK"
        about = {
            p.side
            for t in fields.event.tellings
            for p in t.parties
            if p.kind in ("force", "nation")
        }
        return country if country in ("IRN", "PAK") and country in about else speech
    known = fields.sides.of(words) if words else ""
    if known and known != side:
        return known
    other = OTHER_STATE.get(side, "")
    forces = {
        p.side
        for t in fields.event.tellings
        for p in t.parties
        if p.kind == "force" and p.side in ("IRN", "PAK")
    }
    own = _hits_armed(fields) or fields.event.family == "arrest"
    if side in ("IRN", "PAK") and own:
        return side
    fallen = {party.upper() for party in fields.hit & {"irn", "pak"}}
    if len(fallen) == 1 and side not in ("IRN", "PAK"):
        return next(iter(fallen))
    if country in ("IRN", "PAK"):
        return other if side == country and other in forces else country
    if other:
        return other
    hit = {party.upper() for party in fields.hit & {"irn", "pak"}}
    for choices in (hit, forces - {side} or forces):
        if len(choices) == 1:
            return next(iter(choices))
    known = fields.sides.home or fields.sides.region
    return known if known in ("IRN", "PAK") else ""


def _others_about(fields: Fields) -> bool:
    """Whether civilians are told of beside a force that was hit."""
    return any(p.kind == "civilians" for t in fields.event.tellings for p in t.parties)


def _only_one_force(fields: Fields) -> bool:
    """Whether no force but that of the acting side is named, so that nobody of one was hit."""
    sides = {p.side for t in fields.event.tellings for p in t.parties if p.kind == "force"}
    return sides <= {"", fields.values.get("acting_side")}


_IN_THE_FIGHT = re.compile(
    r",?\s+and\s+(?:in|during)\s+(?:the\s+)?(?:[\w-]+\s+)?(?:clash|battle|exchange|encounter|"
    r"gunfight|"
    r"firefight|shoot-?out|fighting)",
    re.IGNORECASE,
)
_IT_PUTS = re.compile(r"\b(?:it|they|which)\s+(?:has\s+|have\s+)?put\b", re.IGNORECASE)
_SOME_MEN = re.compile(
    r"(?:one|two|three|four|five|\d+)(?:\s+(?:other|more))?\s+m[ae]n", re.IGNORECASE
)
_STILL = re.compile(
    r"\b(?:still|remain(?:s|ed)?)\s+(?:being\s+)?(?:treated|under|in)\b|\bstill\s+being\b",
    re.IGNORECASE,
)
_NTH_MAN = re.compile(r"\bm[ae]n$", re.IGNORECASE)
_SOMEBODY = re.compile(r"نفر|تن(?!\w)|شخص|افراد|فرد(?!\w)|یکی")


def _civilians_about(fields: Fields) -> bool:
    """Whether the event is told of civilians, and of nobody else who could have been hit."""
    kinds = {p.kind for t in fields.event.tellings for p in t.parties if p is not t.agent}
    return "civilians" in kinds and not kinds & {"armed", "group"}


_PEOPLE = re.compile(r"\b(?:people|persons?|individuals)\b", re.IGNORECASE)
_AT_HEAD = 2
"""A number that leads its sentence counts such as those told of before: "Thirteen were hurt"."""
_ALIKE = re.compile(
    r"\b(?:more|others?|another|comrades?|colleagues?|companions?|fellows?|the other|third|fourth|"
    r"fifth)\b",
    re.IGNORECASE,
)


def _hits_armed(fields: Fields) -> bool:
    """Whether armed men were hit: then the soldiers who fell fought them, and not their like."""
    return any(h.people.party == "militants" for t in fields.listed for h in t.harmed)


def _of_force(telling: Telling, harmed: Harmed) -> bool:
    """Whether a bare number counts the men of a force that was hit."""
    people = harmed.people
    if not people.headless and not re.search(r"\b(?:others?|more)\b", people.words):
        return False
    sides = {
        p.kind
        for p in telling.parties
        if p is not telling.agent
        and p.end <= people.start
        and p.kind in ("force", "civilians")
        and not any(s.start < p.end and p.start < s.end for s in telling.speakers)
    }
    return sides == {"force"}


def fill_tolls(fields: Fields) -> None:
    """Fill the tolls of each party, and the words that say them."""
    if fields.event.family in ("diplomacy", "unrest", "closure"):
        return
    losses = _Losses()
    for telling in fields.listed:
        nobody = any(h.people.count == Count(0, 0, 0) for h in telling.harmed)
        detail = telling not in fields.event.tellings
        told = bool(losses.known)
        if (
            _STATISTICS.search(telling.text)
            or (telling.old_figure and (detail or told))
            or (
                detail
                and not nobody
                and not any(h.stands for h in telling.harmed)
                and (telling.denies or telling.reason)
            )
        ):
            continue
        parts: list[_Part] = []
        about = min((start for _, start, _ in telling.talked), default=-1)
        for harmed in telling.harmed:
            if telling.is_inquiry and harmed.start >= about:
                continue  # "arrested in connection with the killing of two conscripts"
            party = party_hit(fields, telling, harmed)
            bare = harmed.people.headless and not harmed.people.party
            if bare and parts and not harmed.stands and parts[-1].harmed.start < harmed.start:
                party = parts[-1].name.partition("_")[2]  # "three of them were killed and one hurt"
            if _IN_ANSWER.search(telling.text[: harmed.start]):
                continue
            if _is_anothers_dead(telling, losses.known, harmed.harm, party):
                continue
            if told and party != "militants" and _is_boast(telling, losses.known, harmed.harm):
                continue
            parts.append(_Part(telling, harmed, f"{harmed.harm}_{party}"))
            if party != "total":
                fields.hit.add(party)
        losses.take(parts)
        losses.learn(telling)
    if not any(name.startswith("killed_") for name in losses.known):
        _add_taken(fields, losses)
    _name_fallen(fields, losses)
    known = losses.summed()
    for name, count in known.items():
        for bound in ("low", "best", "high"):
            if getattr(count, bound) is None:
                continue
            fields.values[f"{name}_{bound}"] = getattr(count, bound)
            for part in losses.sources[name]:
                fields.note(
                    f"{name}_{bound}", part.telling, part.harmed.start, part.harmed.end, 0.85
                )
    vague = [
        fields.as_said(part.telling, part.harmed.people.start, part.harmed.people.end)
        for name in known
        for part in losses.sources[name]
        if part.harmed.people.count.best is None
    ]
    if vague:
        fields.values["toll_wording"] = "; ".join(dict.fromkeys(vague))[:300]


def _name_fallen(fields: Fields, losses: _Losses) -> None:
    """Take a toll "of the attack", of which nobody says whose it is, for those attacked."""
    hit = fields.hit - {"militants"}
    if fields.values.get("acting_side") != "non-state" or len(hit) != 1:
        return
    name = f"killed_{next(iter(hit))}"
    if "killed_total" in losses.stands and name not in losses.stands:
        losses.stands[name] = losses.stands.pop("killed_total")
        losses.sources[name] = [*losses.sources.get(name, []), *losses.sources["killed_total"]]


def _add_taken(fields: Fields, losses: _Losses) -> None:
    """Who was taken away is dead where "their bodies" were found."""
    if not any(_THEIR_BODIES.search(t.text) for t in fields.listed):
        return
    for telling in fields.event.tellings:
        taken = [start for kind, start, _ in telling.triggers if kind is EventType.ABDUCTION]
        people = [p for p in telling.people if taken and p.start > taken[0] and p.count.best]
        if people:
            one = Harmed("killed", people[0], people[0].start, people[0].end)
            party = party_hit(fields, telling, one)
            name = f"killed_{'civilians' if party == 'total' else party}"
            losses.take([_Part(telling, one, name)])
            return


def _is_anothers_dead(telling: Telling, known: dict[str, Count], harm: str, party: str) -> bool:
    """Whether who struck calls the villagers that were counted before some militants."""
    return (
        party == "militants"
        and harm == "killed"
        and f"{harm}_civilians" in known
        and f"{harm}_militants" not in known
        and _SOME.match(telling.text) is not None
        and any(s.claimant in _STATES for s in telling.speakers)
    )


_SOME = re.compile(
    r".*\b(?:an?\s+(?:large\s+)?number|several|some|dozens|scores|many)\b", re.IGNORECASE
)


def _is_boast(telling: Telling, known: dict[str, Count], harm: str) -> bool:
    """Whether a group says whom it hit after others have counted them."""
    return any(s.claimant == "group" for s in telling.speakers) and any(
        name.startswith(f"{harm}_") and name != f"{harm}_militants" for name in known
    )


_IN_ANSWER = re.compile(
    r"\b(?:answer|response|reply|reaction|retaliation|revenge|reprisals?|retribution|vengeance|"
    r"avenge|avenging|punishment|protest|tribute)\s+(?:to|for|at|over|against)\b"
    r"(?:(?!\b(?:and|but|in\s+which|when|who)\b)[^.;:,]){0,60}$",
    re.IGNORECASE,
)
"""Those whom a deed avenges did not fall in it: "a swift answer to the martyrdom of five"."""
_ADMITS = re.compile(
    r"\b(?:but|while|whereas|although|though)\b[^.;]{0,60}\b(?:admit|acknowledg|conced|confirm|own|"
    r"put|sa(?:id|ys?)|spoke|speaks|report|count|claim)\w*\b[^.;]{0,40}$",
    re.IGNORECASE,
)
"""Another's figure of the same people: "five soldiers, but the army admitted only one death"."""
_STATISTICS = re.compile(
    r"\b(?:recorded|documented|registered|logged|tallied|counted)\b[^.;]{0,50}\b(?:deaths?|cases|"
    r"names|killings?|killed|incidents|attacks)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Part:
    """Some people who were harmed in a clause, and the name of the toll that they count to."""

    telling: Telling
    harmed: Harmed
    name: str


def _is_anothers_figure(part: _Part, seen: dict[str, list[_Part]]) -> bool:
    """Whether a clause has counted these people before, by the word of somebody else."""
    if part.harmed.people.count == Count(0, 0, 0):
        return False
    before = [p for parts in seen.values() for p in parts if p.harmed.harm == part.harmed.harm]
    last = max((p.harmed.people.end for p in before), default=0)
    return bool(before) and bool(_ADMITS.search(part.telling.text[last : part.harmed.people.start]))


class _Losses:
    """The tolls of an event while its clauses are read in order.

    The first figure of a party holds. Later ones are the same people told again, unless they are
    said to be further ones, to have died of their wounds, or to make the toll that stands now.
    """

    def __init__(self) -> None:
        self.known: dict[str, Count] = {}
        self.stands: dict[str, Count] = {}
        self.died_later: dict[str, int] = {}
        self.told_again: dict[str, int] = {}
        """What later figures of a party are, where its first one was another."""
        self.still_hurt: set[str] = set()
        self.uncertain: set[str] = set()
        self.sources: dict[str, list[_Part]] = {}
        self.known_as: dict[str, str] = {}

    def take(self, parts: list[_Part]) -> None:
        """Add what one clause says."""
        fresh: dict[str, Count] = {}
        seen: dict[str, list[_Part]] = {}
        for part in parts:
            people = part.harmed.people
            if part.harmed.stands:
                by_group = any(s.claimant == "group" for s in part.telling.speakers)
                if not (self.known and (by_group or _IT_PUTS.search(part.telling.text))):
                    self._set(part)
            elif (part.harmed.later and self._dies_later(part, fresh)) or (
                people.whole == "pronoun" and self._goes_on_to_die(part)
            ):
                continue
            elif not self._is_told_again(part, fresh) and not _is_anothers_figure(part, seen):
                fresh[part.name] = _added(fresh.get(part.name), people.count)
                seen.setdefault(part.name, []).append(part)
                if people.count == Count(0, 0, 0) and _NOR_HURT.search(people.words):
                    fresh.setdefault("injured_total", Count(0, 0, 0))
                    seen.setdefault("injured_total", []).append(part)
        for name, count in fresh.items():
            self._settle(name, count, seen[name])

    def learn(self, telling: Telling) -> None:
        """What all who were hit are said to be: "All the dead were civilians"."""
        match = _ALL_WERE.search(telling.text)
        party = party_of_people(match["who"] or match["kind"]) if match else ""
        if match and party in ("irn", "pak", "militants", "civilians"):
            for harm in ("killed",) if match["dead"] else ("killed", "injured"):
                self.known_as[f"{harm}_total"] = f"{harm}_{party}"

    def _settle(self, name: str, count: Count, parts: list[_Part]) -> None:
        harm, _, party = name.partition("_")
        others = [k for k in self.known if k.startswith(f"{harm}_")]
        telling = parts[0].telling
        if name in self.known and name not in self.uncertain:
            if self.known[name] == count:
                self.sources[name] += parts
            elif count.best:
                self.told_again.setdefault(name, count.best)
            return
        if telling.old_figure or telling.is_heading:
            self.uncertain.add(name)
        else:
            for k in [k for k in self.uncertain if k.startswith(f"{harm}_") and k in self.known]:
                del self.known[k]
                self.sources.pop(k, None)
                others = [other for other in others if other != k]
            self.uncertain -= {k for k in self.uncertain if k.startswith(f"{harm}_")}
        nobody = self.known.get(f"{harm}_total") == Count(0, 0, 0)
        if nobody and telling.speakers and all(s.claimant == "group" for s in telling.speakers):
            return  # what a group claims against those who say that nobody was hit
        if party == "total" and others:
            told = sum(self.known[k].best or 0 for k in others)
            same = any(
                self.known[k].best == count.best or self.known[k].low == count.low for k in others
            )
            if count.best == 0 or same or told == count.best or telling.is_heading:
                return
        if telling.is_heading and others:
            return
        for k in [k for k in others if k == f"{harm}_total" and self.known[k] == count]:
            del self.known[k]
            self.sources.pop(k, None)
        self.known[name] = count
        self.sources[name] = parts
        if harm == "injured" and any(
            p.harmed.people.further or _STILL.search(p.telling.text) for p in parts
        ):
            self.still_hurt.add(party)

    def _is_told_again(self, part: _Part, fresh: dict[str, Count]) -> bool:
        """Whether these people were counted before: "the driver", "one of them", a name."""
        people, harm = part.harmed.people, part.harmed.harm
        told = (*self.known, *fresh) if people.part and people.whole else tuple(self.known)
        known = {k for k in told if k.startswith(f"{harm}_")}
        if people.ordinal and harm == "killed":
            number = Count(people.ordinal, people.ordinal, people.ordinal)
            before = self.known.get(part.name) or fresh.get(part.name)
            if any(k.startswith("killed_") for k in self.stands):
                return True
            if before and before.best == people.ordinal - 1:
                self.stands[part.name] = number
                self.sources.setdefault(part.name, []).append(part)
                return True
            if before is None and not self.known and not fresh and part.harmed.later:
                self.stands[part.name] = number
                self.sources.setdefault(part.name, []).append(part)
            return bool(before and (before.best or 0) >= people.ordinal) or (
                part.name in self.stands
            )
        party = part.name.partition("_")[2]
        total = f"{harm}_total"
        if party != "total" and known == {total} and self.known.get(total) == people.count:
            self.known[part.name] = self.known.pop(total)  # the same people, by who they are
            self.sources[part.name] = [*self.sources.pop(total, []), part]
            return True
        if _OF_THE_DEAD.search(people.words) and part.name in known:
            return True
        if people.definite and people.count.best == 1 and self._knows(part, known):
            return True
        if not known or not (party == "total" or part.name in known or f"{harm}_total" in known):
            return False
        return people.definite or people.named or people.part

    def _knows(self, part: _Part, known: set[str]) -> bool:
        """Whether "the commander" is one told of before as "a commander of the group"."""
        head = part.harmed.people.words.split()[-1].casefold()
        return any(
            head in source.harmed.people.words.casefold().split()
            for name in known
            for source in self.sources.get(name, [])
        )

    def _dies_later(self, part: _Part, fresh: dict[str, Count]) -> bool:
        """Move one of the wounded to the dead; False where no wounded were told of yet."""
        people = part.harmed.people
        party = part.name.partition("_")[2]
        hurt = [k for k in (*self.known, *fresh) if k.startswith("injured_")]
        if people.ordinal or not people.count.best:
            return False
        dead = any(k.startswith("killed_") for k in self.known)
        if people.whole == "pronoun" and dead and not hurt:
            return True
        if party == "total" and len(set(hurt)) == 1:
            party = hurt[0].partition("_")[2]
        if people.whole == "wounded":
            self.still_hurt.discard(party)
        name = f"killed_{party}"
        if name in self.known and not hurt and not people.further:
            return people.definite or people.part or people.named
        if people.definite and name in self.died_later:
            return True
        if f"injured_{party}" not in hurt and name not in self.known and people.whole != "wounded":
            if name in fresh:
                return False
            self.died_later[name] = max(self.died_later.get(name, 0), people.count.best)
            self.sources.setdefault(name, []).append(part)
            return True
        if people.further and name in self.died_later:
            self.died_later[name] += people.count.best
        else:
            self.died_later[name] = max(self.died_later.get(name, 0), people.count.best)
        self.sources.setdefault(name, []).append(part)
        return True

    def _goes_on_to_die(self, part: _Part) -> bool:
        """Make "he", who was told to be wounded, one of the dead where none are known yet."""
        if any(k.startswith("killed_") for k in self.known):
            return True
        hurt = [k for k in self.known if k.startswith("injured_")]
        if len(hurt) != 1:
            return False
        name = f"killed_{hurt[0].partition('_')[2]}"
        self.died_later[name] = 1
        self.sources.setdefault(name, []).append(part)
        return True

    def _set(self, part: _Part) -> None:
        """A figure at which the toll stands now, for the party that is known to have died."""
        harm, _, party = part.name.partition("_")
        if party == "total":
            told = {k for k in (*self.known, *self.died_later) if k.startswith(f"{harm}_")}
            if len(told) == 1:
                party = told.pop().partition("_")[2]
        name = f"{harm}_{party}"
        self.stands.setdefault(name, part.harmed.people.count)
        self.sources.setdefault(name, []).append(part)

    def summed(self) -> dict[str, Count]:
        """The tolls after all clauses."""
        tolls = dict(self.known)
        for name, number in self.died_later.items():
            party = name.partition("_")[2]
            if (
                f"injured_{party}" not in tolls
                and {"killed_total", "injured_total"} <= tolls.keys()
            ):
                name, party = "killed_total", "total"  # noqa: PLW2901 - one of those counted
            dead = tolls.get(name)
            if name in self.uncertain and dead and (dead.best or 0) >= number:
                continue  # a title counts all
            again = self.told_again.get(name)
            if dead is None or again is None or dead.best != again + number:  # else it counts them
                tolls[name] = _added(dead, Count(number, number, number))
            hurt = tolls.get(f"injured_{party}")
            if hurt and hurt.best and party not in self.still_hurt and hurt.best >= number:
                rest = hurt.best - number
                if rest:
                    tolls[f"injured_{party}"] = Count(rest, rest, rest)
                else:
                    del tolls[f"injured_{party}"]
        for said, count in self.stands.items():
            harm, _, party = said.partition("_")
            told = [k for k in tolls if k.startswith(f"{harm}_") and k != said]
            name = said
            if party == "total" and len(told) == 1:
                name = told[0]
                tolls.pop(said, None)
            elif (
                party == "total"
                and said not in tolls
                and told
                and (sum(tolls[k].best or 0 for k in told) >= (count.best or 0))
            ):
                continue
            tolls[name] = count
            self.sources.setdefault(name, self.sources.get(said, []))
        for said, name in self.known_as.items():
            if said in tolls and name not in tolls:
                tolls[name] = tolls.pop(said)
                self.sources[name] = self.sources.get(said, [])
        return tolls


_ALL_WERE = re.compile(
    r"^\W*The\s+(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|victims|men|dead|"
    r"deceased),?\s+(?:all|both)\s+(?:of\s+them\s+)?(?:were\s+)?(?P<kind>[^.;]{3,60}?)"
    r"(?=,\s|\s+(?:were|had|was)\b)|"
    r"\b(?:all|both)\s+(?:of\s+)?(?:the\s+|those\s+)?(?:(?P<dead>dead|killed|deceased|slain|"
    r"martyrs)|"
    r"victims|hit|casualties)\s+(?:were|are)\s+(?P<who>[^,.;]{3,40})",
    re.IGNORECASE,
)
_OF_THE_DEAD = re.compile(r"\bof\s+(?:the|those)\s+(?:dead|victims|slain|killed)\b", re.IGNORECASE)
_NOR_HURT = re.compile(r"casualt|hurt|injur|wounded|harm|تلفات|زخمی|نقصان", re.IGNORECASE)


def _added(one: Count | None, other: Count) -> Count:
    if one is None:
        return other

    def both(a: int | None, b: int | None) -> int | None:
        return None if a is None or b is None else a + b

    return Count(both(one.low, other.low), both(one.best, other.best), both(one.high, other.high))
