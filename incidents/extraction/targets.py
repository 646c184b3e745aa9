"""What or who was hit, seized, entered or called in: the object of the deed, and who was harmed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents.extraction.deeds import family_of
from incidents.extraction.parties import OTHER_STATE
from incidents.extraction.reading import is_eastern
from incidents.record import EventType

if TYPE_CHECKING:
    from incidents.extraction.events import Telling
    from incidents.extraction.fields import Fields

__all__ = ["fill_target"]

_MOST = 4
_LONGEST = 80
_CLAUSES_READ = 4
_OBJECTS = re.compile(
    r"\b(?:(?:border|military|security|FC|army|police|Levies|routine)\s+)*(?:patrol|convoy|"
    r"check ?posts?|outpost|post|vehicle|bus|watchtower|tower|house|houses|"
    r"(?:(?<=\bhis )|(?<=\bher )|(?<=\btheir )|(?<=\bthe )|(?<=\ba )|(?<='s ))home|homes|"
    r"trawler|boat|hotels?|camp|base|station|village|open ground|mosque|truck|car|checkpoint|"
    r"headquarters|pipeline|train|launch(?:es)?|dhow|tankers?|pick-?ups?|hideouts?|school|"
    r"workshop|coach(?:es)?|hall|convoys|vehicles|villages|bases|boats|motorcycle)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|is|are|come|came|coming|got|fell)\s+(?:\w+ly\s+|also\s+|both\s+|all\s+|"
    r"then\s+|later\s+|shot\s+and\s+){0,2}$",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"\s*(?:\b(?:had|has|have|was|were|been|being|is|are|came|come|got|fell|also|both|all|then|later|"
    r"reportedly|shot\s+and)\s+)+$",
    re.IGNORECASE,
)
_SUBJECT_STARTS = re.compile(
    r"(?:^|[;:\"]|,\s|\b(?:that|when|while|after|as|where|and|but|before|how|in which|said)\s)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?:,\s*)?\b(?:who|which|that|whom|whose)\b(?:\s+\w+){0,2}\s*$|,\s*$", re.IGNORECASE
)
_NP_ENDS = re.compile(
    r"[,.;:\"()]|\s(?:in|on|at|near|by|from|with|when|after|as|during|to|who|which|that|while|before|"
    r"outside|inside|along|across|close|late|early|for|over|since|off|whom|where|if|because|but|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|and\s+(?:\w+ed|then|took|set|fled|shot))\b"
)
_LEADS = re.compile(
    r"\s*(?:(?:down|dead|up|away|off|over|back|out|on|at|upon|against|into|of|towards|around)\s+){0,2}",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(
    r"(?:(?:in|on|at|near|by|from|with|when|after|as|during|to|who|which|that|while|before|and|but|it|"
    r"he|she|they|there|fire|responsibility|place|part|over|across|under|between|was|were|is|are|had|"
    r"has|have|took|came|occurred|happened|began|broke|caused|left|including|same|late|early|about|"
    r"down|mortars?|shells?|rockets?|shots|bullets|attempts?|bids?|of|for|against|into|what|how|nobody|no\s+one)\b.*|"
    r"(?:the\s+)?(?:line|border|frontier|boundary|once|missing|time)|(?:[\w.-]+\s+){0,2}"
    r"(?:kilomet\w+|kms?|met(?:er|re)s|miles?|yards?|hours?|minutes?|days?)\b.*|"
    r"(?:his|her|their|its)\s+(?:own\s+)?(?:li(?:fe|ves)|wounds?|injuries|way)\b.*|\w+day\b.*|"
    r"(?:(?:them|him|her|themselves|several|two|three|four|five|six|seven|eight|nine|ten|one|another|"
    r"others?|some|many|all|both|more|a|the|an|of)\b\s*)*|\w{0,2})\W*",
    re.IGNORECASE,
)
_AS_NOUN = re.compile(
    r"\b(?:the|an?|this|that|these|of|his|her|their|its|another|heavy|indiscriminate|direct|deadly|"
    r"\w+day's)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_ON = re.compile(r"\s+(?:on|against|at|upon|of)\s", re.IGNORECASE)
_OWN_OBJECT = re.compile(
    r"\w+(?:\s+(?:up|down|off|away|out|over|back))?\s+(?=(?:an?|the|two|three|four|five|six|seven|eight|"
    r"nine|ten|\d+|several|some|its|their|his)\s)",
    re.IGNORECASE,
)
_LAST_NOUN = re.compile(
    r"(?:^|\b(?:of|to|on|in|for|with|free|by|at|from|against|recovered?|freed|find|found)\s+)"
    r"(?P<noun>(?:(?!\b(?:to|on|in|for|with|free|at|from|against)\s)[\w',-]+\s*){1,7})$",
    re.IGNORECASE,
)
_CALLED_IN = re.compile(
    r"\b(?:[A-Z][\w-]+(?:'s)?\s+)?(?:(?:senior|Pakistani|Iranian|deputy|acting|the)\s+){0,2}(?:ambassadors?|"
    r"Ambassador(?:\s[A-Z]\w+){1,3}|envoys?|charge\s+d'affaires|chargé\s+d'affaires|diplomats?|"
    r"consul(?:\s+general)?|high\s+commissioner|counterparts?)\b(?:\s(?-i:[A-Z][a-z]+)){0,3}",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b(?:hand|return|deport|repatriat|releas|free|deliver|expel|recall|withdr|swap|exchang|receiv)\w*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^(?:(?:at least|about|some|nearly|more than|up to|as many as|another|other|the|an?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
    r"twenty[- ]?\w*|thirty|forty|fifty|\d[\d,]*|several|dozens|both|no)\s+(?:of\s+)?)+",
    re.IGNORECASE,
)


def fill_target(fields: Fields) -> None:
    """What or who was hit, seized, entered or called in, by the first clause that says so."""
    found: list[str] = []
    for telling in fields.listed[:_CLAUSES_READ]:
        if telling not in fields.event.tellings:
            continue
        for start, end in sorted(_spans(fields, telling)):
            words = _NUMBER.sub("", fields.as_said(telling, start, end)).strip(" ,'\"")
            known = any(
                words.casefold() in one.casefold() or one.casefold() in words.casefold()
                for one in found
            )
            if words and not known and len(found) < _MOST:
                found.append(words)
                fields.note("target", telling, start, end, 0.6)
        if found:
            break
    if found:
        fields.values["target"] = "; ".join(found)[:300]


def _spans(fields: Fields, telling: Telling) -> list[tuple[int, int]]:
    """Where a clause names what was hit: those harmed, the object of its deed, things and men."""
    text = telling.text
    if fields.event.family == "diplomacy" and not is_eastern(text[:200]):
        return _dealt_with(fields, telling)
    spans = [(h.people.start, h.people.end) for h in telling.harmed if h.people.count.best != 0]
    spans += [m.span() for m in _OBJECTS.finditer(text)]
    if not is_eastern(text[:200]):
        spans += _objects(fields, telling)
    elif fields.event.family == "arrest":
        spans += [
            (end, end + len(re.split(r"[,.;]", text[end : end + _LONGEST])[0]))
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
    return spans


def _objects(fields: Fields, telling: Telling) -> list[tuple[int, int]]:
    """The object of each deed of the event: behind the verb, or its subject in the passive."""
    text = telling.text
    agent = telling.agent
    found: list[tuple[int, int]] = []
    for kind, start, end in telling.triggers:
        if family_of(kind) != fields.event.family and fields.event.family != "violence":
            continue
        if kind in (EventType.CROSS_BORDER_FIRE, EventType.INCURSION, EventType.BORDER_CLOSURE):
            continue
        own = _OWN_OBJECT.match(text, start, end)
        if own is not None and kind is not EventType.AIR_OR_DRONE_STRIKE:
            span: tuple[int, int] | None = _behind(text, own.end())
        elif _PASSIVE.search(text[:start]):
            span = _subject(text, start)
        elif _AS_NOUN.search(text[:start]) and not _ON.match(text, end):
            continue
        else:
            span = _behind(text, end)
        if span is None or _NO_NOUN.fullmatch(_NUMBER.sub("", text[slice(*span)].strip())):
            continue
        if agent is not None and span[0] < agent.end and agent.start < span[1]:
            continue
        found.append(span)
    return found


def _subject(text: str, start: int) -> tuple[int, int] | None:
    """The subject of a passive verb: "Five conscripts" of "Five conscripts were seized"."""
    auxiliary = _AUXILIARY.search(text[:start])
    end = auxiliary.start() if auxiliary else start
    relative = _RELATIVE.search(text[:end])
    if relative:
        end = relative.start()
    begins = [0, *(m.end() for m in _SUBJECT_STARTS.finditer(text, 0, end))]
    while text[: begins[-1]].rstrip().endswith(",") and _ASIDE.match(text, begins[-1], end):
        begins.pop()
    first = begins[-1]
    noun = _LAST_NOUN.search(text[first:end]) if relative and relative[0].strip(" ,") else None
    if noun:
        first += noun.start("noun")
    stop = None if noun else _NP_ENDS.search(text, first, end)
    last = stop.start() if stop else end
    return (first, last) if 2 < last - first <= _LONGEST else None


_ASIDE = re.compile(
    r"\s*(?:(?:including|among|most|some|many|all|both|one|two|three|aged|mostly)\b|$)"
)
"""What stands between commas behind a subject: "Four guards, including a sergeant, were seized"."""


def _behind(text: str, end: int) -> tuple[int, int] | None:
    """The object behind an active verb: "a police post" of "attacked a police post in Rask"."""
    lead = _LEADS.match(text, end)
    first = lead.end() if lead else end
    stop = _NP_ENDS.search(text, first)
    last = stop.start() if stop else len(text)
    return (first, last) if 2 < last - first <= _LONGEST else None


def _dealt_with(fields: Fields, telling: Telling) -> list[tuple[int, int]]:
    """Whom a state called in, met or gave back; else the other state, where it is named."""
    text = telling.text
    spans = [m.span() for m in _CALLED_IN.finditer(text)]
    agent = telling.agent
    spans = [s for s in spans if agent is None or not agent.name or s[0] >= agent.end]
    for kind, start, end in telling.triggers:
        if kind is EventType.DIPLOMATIC and _GIVES.match(text, start):
            is_passive = _PASSIVE.search(text[:start]) is not None
            given = _subject(text, start) if is_passive else _behind(text, end)
            if given and not _NO_NOUN.fullmatch(text[given[0] : given[1]].strip()):
                spans.append(given)
    if not spans:
        other = OTHER_STATE.get(str(fields.values.get("acting_side")))
        spans = [
            (p.start, p.end)
            for p in telling.parties
            if p.side == other and p.kind in ("nation", "force")
        ][:1]
    return spans
