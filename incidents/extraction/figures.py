"""Tolls told as figures: "the death toll rose to six", "two bodies", "ten of the dead were guards".

`counts` looks for people before and behind words of harm; here a figure stands by itself.
"""

from __future__ import annotations

import re
from dataclasses import replace

from incidents.extraction.parties import party_of_people
from incidents.extraction.persons import NUMBER, Harmed, People, count_of, is_person

__all__ = ["bodies", "broken_by_kind", "deaths", "kind_behind", "remaining", "standing"]

_TOLL = (
    r"(?:(?:death\s+)?toll|(?:number|count|tally)\s+of\s+(?:the\s+)?(?:(?P<whom{n}>[\w ]{{1,30}}?)"
    r"\s+)?(?:those\s+)?(?:who\s+(?:were\s+|have\s+)?)?(?:killed|dead|deaths|slain|martyred|"
    r"martyrs|fatalities|lost their lives|died)|fatalities|losses|(?:dead|deaths))"
)
_STANDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:puts?|placed|gave|raised|raises|raising|set|brings?|brought|bringing|takes?|took|"
        rf"taking|push(?:ed|es|ing)|revis(?:ed|ing)|halved|lowered)\s+(?:the\s+|its\s+|to\s+)?"
        rf"(?:(?:final|latest|new|overall|total|official|revised|"
        rf"provisional)\s+)?{_TOLL.format(n=1)}(?:\s+(?:in|from|"
        rf"of)\s+(?:[\w'-]+\s+){{1,5}}?)?\s*(?:at|as|to)\s+"
        rf"(?:at least\s+)?(?P<count>{NUMBER})",
        rf"\b(?:brings?|brought|bringing|takes?|took|taking|push(?:ed|es|ing))\s+to\s+(?:at "
        rf"least\s+)?"
        rf"(?P<count>{NUMBER})\s+(?:the\s+)?{_TOLL.format(n=1)}",
        rf"\b{_TOLL.format(n=1)}(?:\s+(?!and\b|but\b)[^.;,]{{0,110}}?)?\s*(?:has\s+|"
        rf"have\s+|"
        r"had\s+|now\s+|thus\s+|since\s+|therefore\s+)*(?:rose|risen|rises|reached|climbed|climbs|"
        r"mounted|increased|stands?|"
        r"stood|went up|gone up|jumped|grew|grown|reaches)\s+(?:now\s+)?(?:to|at|up to)?\s*"
        rf"(?:at least\s+)?(?P<count>{NUMBER})",
        r"\b(?:put|gave|placed)\s+the\s+(?:number|count|figure)\s+of\s+(?:killed|dead|slain|fallen|"
        rf"martyred)\s+(?P<whom1>[\w ]{{1,30}}?)\s+at\s+(?P<count>{NUMBER})",
        r"\b(?:number|count|toll)\s+of\s+(?:the\s+)?(?P<whom1>[\w ]{1,30}?)\s+(?:who\s+(?:died|"
        r"were\s+killed|had\s+"
        r"died|lost their lives)|killed|martyred)\s+(?:was|is|were|stands at|stood at)\s+"
        rf"(?P<count>{NUMBER})",
        r"\bput\s+(?:the\s+)?(?:number|figure|count|toll|it)\s+at\s+(?:at least\s+)?"
        rf"(?P<count>{NUMBER})(?!\s+(?:wounded|injured))",
    )
)
_OVER_TIME = re.compile(
    r"\b(?:this|past|last|solar|current)\s+(?:\w+\s+)?(?:year|months?|weeks?)\b|\bsince\b|"
    r"\bso far\b|\byears?\b(?![-\s]olds?\b)",
    re.IGNORECASE,
)


def standing(text: str) -> Harmed | None:
    """A figure that the toll is said to stand at: "bringing the death toll to four"."""
    for pattern in _STANDS:
        match = pattern.search(text)
        if match is None:
            continue
        if _OVER_TIME.search(text, match.end()) or _OVER_TIME.search(match[0]):
            continue
        counted = count_of(match["count"])
        whom = match.groupdict().get("whom1") or ""
        if counted is None:
            continue
        tail = text[match.end("count") : match.end("count") + 40]
        noun = re.match(r"\s+(?:\w+\s+)?(?P<noun>\w+)", tail)
        if noun and is_person(noun["noun"]):
            whom += noun[0]
        party = party_of_people(whom)
        one = People(match.start("count"), match.end("count"), counted, party, match["count"])
        one = replace(one, party=party or kind_behind(text, one, None))
        return Harmed("killed", one, match.start(), match.end(), stands=True)
    return None


_REMAINING = re.compile(
    rf"\b(?P<count>{NUMBER})\s+(?:of\s+(?:the|those)\s+|other\s+)?(?:\w+\s+)?(?:injured|wounded)\s+"
    r"(?:\w+\s+)?(?:remain(?:ed|s)?|(?:are|were|is) still|continue|(?:are|were) (?:being|under))\b|"
    rf"\b(?:remaining|other)\s+(?P<count2>{NUMBER})\s+(?:injured|wounded)\b",
    re.IGNORECASE,
)


def remaining(text: str) -> list[Harmed]:
    """The wounded who are left: "the other seven injured are still under treatment"."""
    match = _REMAINING.search(text)
    group = "count" if match and match["count"] else "count2"
    counted = count_of(match[group]) if match else None
    if match is None or counted is None:
        return []
    one = People(match.start(group), match.end(group), counted, "", match[group], headless=True)
    return [Harmed("injured", one, match.start(), match.end(), stands=True)]


_BODIES = re.compile(
    rf"(?<!\bthe )(?<!\bof )\b(?P<count>{NUMBER})\s+(?:[\w-]+\s+)?(?:bodies|corpses)\b(?!\s+of\b)",
    re.IGNORECASE,
)
_GIVEN_BACK = re.compile(r"\b(?:hand|return|repatriat|deliver|buried|burial)", re.IGNORECASE)


def bodies(text: str) -> list[Harmed]:
    """The dead who are counted as bodies: "two bodies and five injured were brought in"."""
    match = _BODIES.search(text)
    counted = count_of(match["count"]) if match else None
    if match is None or counted is None or _GIVEN_BACK.search(text):
        return []
    start, end = match.span("count")
    one = People(start, end, counted, "", match["count"], headless=True)
    return [Harmed("killed", one, start, match.end())]


_DEATHS = re.compile(
    rf"\b(?:spoke|speaks|told|reported|reports|admitted|acknowledged|confirmed|conceded|counted|"
    rf"knew)\s+(?:of\s+)?(?:only\s+|just\s+)?(?P<count>{NUMBER})\s+(?:deaths?|fatalit(?:y|ies))\b|"
    rf"\bthe\s+dead\s+were\s+(?P<count2>{NUMBER})\s+(?P<who>(?:[\w-]+\s+)?[\w-]+)",
    re.IGNORECASE,
)


def deaths(text: str, harms: list[re.Match[str]]) -> list[Harmed]:
    """The dead as a figure that somebody gives: "spoke of one death", "the dead were seven"."""
    match = _DEATHS.search(text)
    group = "count" if match and match["count"] else "count2"
    counted = count_of(match[group]) if match else None
    if match is None or counted is None or not counted.best:
        return []
    if any(h[0].casefold() != "dead" and h.start() < match.end(group) for h in harms):
        return []
    start, end = match.start(group), match.end("who") if match["who"] else match.end(group)
    who = party_of_people(match["who"]) if match["who"] else ""
    one = People(start, end, counted, who, text[start:end], headless=not match["who"])
    one = replace(one, party=who or kind_behind(text, one, None))
    return [Harmed("killed", one, match.start(), match.end())]


_OF_THE_DEAD = re.compile(
    rf"\b(?P<count>{NUMBER})\s+of\s+(?:the\s+(?:dead|victims|slain|deceased|fatalities|martyrs|"
    r"killed)|those\s+(?:killed|who died|slain))\s+(?:were|was|are|belonged to|served (?:in|with)|"
    rf"came from)\s+(?P<who>[^,.;]{{3,50}}?)(?=\s*[,.;]|\s+and\s+(?:{NUMBER})\b|\s*$)"
    rf"(?:\s*,?\s+(?:and|while)\s+(?:the\s+other\s+)?(?P<count2>{NUMBER})\s+(?:were|was|are)?\s*"
    r"(?P<who2>[^,.;]{3,40}))?",
    re.IGNORECASE,
)


def broken_by_kind(text: str, people: list[People]) -> list[Harmed]:
    """The dead by what they were: "ten of the dead belonged to the navy, four were civilians"."""
    match = _OF_THE_DEAD.search(text)
    found: list[Harmed] = []
    if match is None:
        return found
    for count, whom in (("count", "who"), ("count2", "who2")):
        counted = count_of(match[count]) if match[count] else None
        party = party_of_people(match[whom]) if match[whom] else ""
        if counted is None or not party:
            continue
        start, end = match.start(count), match.end(whom)
        people[:] = [p for p in people if not p.start <= start < p.end]
        one = People(start, end, counted, party, text[start:end])
        found.append(Harmed("killed", one, start, end))
    return found


_ALL_OF_THEM = re.compile(
    r"[^,.;]{0,40},?\s+(?:(?:all|both)(?:\s+of\s+(?:them|"
    r"whom))?\s+(?:were\s+)?(?P<who>[^,.;]{3,60})|"
    rf"(?:mostly|mainly|including|among\s+them|{NUMBER})\s+(?:{NUMBER}\s+)?(?P<weak>women|children|"
    r"girls|boys|infants|schoolchildren)\b)",
    re.IGNORECASE,
)


def kind_behind(text: str, one: People, harm: re.Match[str] | None) -> str:
    """What those are of whom it is said behind: "killed ten, all of them policemen"."""
    match = _ALL_OF_THEM.match(text, one.end)
    if match is None and harm is not None and harm.start() >= one.end:
        match = _ALL_OF_THEM.match(text, harm.end())
    return party_of_people(match["who"] or match["weak"]) if match else ""
