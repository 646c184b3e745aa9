"""What a date dates: the deed that a clause tells, what somebody said of it, or what came of it.

A date hangs on the verb before it, or, where it leads its clause, on the verb behind it. "Said on
Tuesday" dates the report; "were buried on Friday" dates no attack.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from incidents.extraction.reading import is_eastern
from incidents.extraction.unreal import is_adjective
from incidents.record import EventType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.extraction.days import When
    from incidents.extraction.deeds import Deed

__all__ = ["hung"]

_SAYS = re.compile(
    r"\b(?:said|says|saying|told|reported|reports|announced|announces|confirmed|stated|added|"
    r"quoted|quoting|claimed|claims|denied|denies|rejected|dismissed|insisted|maintained|alleged|"
    r"contradicted|complained|condemned|denounced|wrote|tweeted|posted|published|according\s+to|"
    r"statement|communique|speaking|briefed|briefing|released|issued|carried in|printed|headlined|"
    r"accounts?|reporters|differed|varied|conflicted|"
    r"journalists|correspondent|news\s+agency|press\s+conference|interview|acknowledged|"
    r"admitted|disclosed|revealed|learnt|learned|informed|accused|blamed|vowed|warned|urged|"
    r"demanded|pressed|deplored|regretted|condoled|thanked|assured|reiterated|stressed|"
    r"called\s+(?:for|on|upon)|expressed|voiced|named|identified|listed|"
    r"(?:halved|revised|raised|updated|corrected|lowered|put)(?=\s+(?:the|its|their)\b)|"
    r"(?:accepted|claimed|took|taken)\s+(?:the\s+)?responsibility|noted|declared)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:laid|planted|buried|burying|laid\s+to\s+rest|funerals?|burial|mourn(?:ed|ing)|"
    r"namaz-i-janaza|"
    r"attended|"
    r"reach(?:ed|es)|arriv(?:ed|es)|returned\s+(?:home|to)|came\s+home|went\s+home|"
    r"brought|flown|airlifted|shifted|transferred|evacuated|remain(?:ed|s)|continu(?:ed|es)|"
    r"acquitted|sentenced|convicted|indicted|remanded|granted|adjourned|"
    r"heard(?=\s+(?:the|an?|his|its|their)\s+(?:[\w-]+\s+)?(?:cases?|appeals?|petitions?|"
    r"arguments|evidence))|"
    r"ordered|"
    r"ruled|upheld|hanged|appeared\s+in|produced\s+before|rallied|gathered|observed|"
    r"demonstrated|walked\s+out|visited|toured|chaired|presided|pledged|promised|"
    r"offered|paid|appealed|met|operated\s+(?:up)?on|underwent|discharged|"
    r"searched|collected|combed|scoured|lifted|recovered\s+(?:the|his|their)\s+"
    r"bod(?:y|ies)|(?:was|were)\s+(?:given|handed)|gave|stayed|stay|kept|"
    r"(?:shutter-?\s?down|wheel-?\s?jam|hunger|general|traders'?|shopkeepers'?|complete|protest)\s+"
    r"strike|(?:on|observ\w+|call\w*|went on)\s+(?:an?\s+|for\s+)?strike|"
    r"due|scheduled|expected|planned|would|will|is\s+to|are\s+to)\b",
    re.IGNORECASE,
)
_CAME_ABOUT = re.compile(
    r"\b(?:occurred|took\s+place|taken\s+place|happened|began|begun|started|broke\s+out|came|"
    r"(?:an?|the|this|that|one|two|three|several)\s+(?:[\w-]+\s+){0,2}?(?:operations?|incidents?|"
    r"episodes?|raids?|encounters?))\b",
    re.IGNORECASE,
)
_SAYS_OF_IT = re.compile(
    r"\b(?:confirm|acknowledg|admit|condemn|denounc|den[iy]|report|announc|claim|disclos|reveal|"
    r"deplor|verif)\w*\s+$",
    re.IGNORECASE,
)
"""Who "confirmed the incident on Wednesday" dates no incident."""
_HAD = re.compile(r"\b(?:had|having)\s+(?:been\s+|\w+ly\s+)?$", re.IGNORECASE)
_LAID = re.compile(
    r"\b(?:bombs?|mines?|devices?|explosives?|charges?|landmines?|ieds?)\s+(?:that\s+(?:was|"
    r"were)\s+)?"
    r"(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
"""What was laid or buried is the bomb, not its victim."""
_WHO_HAD = re.compile(r"\b(?:who|which|that|whom)\s+(?:had|have|has)\s+(?:\w+\s+)?$", re.IGNORECASE)
_DID = re.compile(
    r"\s(?:the|an?|some|its|their|his|\d+|[a-z]+)\s+[^.;]*\b(?:\w{3,}ed|ran|drove|came|went|took|"
    r"fell|began|broke|shot|"
    r"led|met|struck|hit|set|did\s+not|failed)\b(?!\s+(?:by|in a statement))",
)
_NEW_VERB = re.compile(r"\b(?:that|how|when|had|was|were|while|after|as)\b|;", re.IGNORECASE)
_LEADS = re.compile(
    r"(?:^\W*(?:(?:According to|Quoting|Citing|Meanwhile|However|Later|Earlier|Separately|"
    r"Elsewhere|In "
    r"another|In a)\b[^,.;]{0,60},\s*)?|(?<![ap]\.m)[.:;\"(]\s*|"
    r"\b(?:that|when|while|where)\s+|,?\s(?:and|but|then|while)\s+|"
    r"\brecalled\s+that\s+)"
    r"(?:(?:and|but|then|later|late|early|earlier|on|in|at|by|just|only|during|around|about|"
    r"shortly|before|overnight|the|of|night|hours|small|evening|morning|afternoon|a|few|also|"
    r"dawn|it|yet)\s+)*$",
    re.IGNORECASE,
)
_COUNTED_FROM = frozenset({"same", "after", "before", "later", "earlier", "inverse"})
_ON_WHICH = re.compile(
    r"(?:\s+\w+)?,?\s+(?:when|in which|(?:the\s+(?:day|night|"
    r"evening|morning)\s+)?on which)\b",
    re.IGNORECASE,
)
_NOUN_BEHIND = re.compile(r"\s+(?:[a-z-]+\s+){0,2}")
_RIGHT_BEHIND = re.compile(
    r"\s+(?:also\s+|again\s+|\w+ly\s+)?(?:(?:began|started|proceeded|tried)\s+(?:to\s+)?)?"
)
_BEFORE_IT = re.compile(
    r"(?:\s+(?:night|morning|evening|afternoon))?,\s+(?:(?:even|just|shortly|hours?|minutes)\s+)?(?:before|while|as|"
    r"after|with)\s[^,.;]{4,90},",
    re.IGNORECASE,
)
"""What is said between a day and what it dates: "On Friday, before the funeral, they were back"."""
_OF_ANOTHER = re.compile(r"\b(?:where|when|which|who|whom|after|as|while|because)\b")
"""Behind it a clause of its own begins: "brought soldiers to a spot where guards on Sunday dug"."""
_DEFINITE = re.compile(r"\b(?:the|this|last|recent|their|its|deadly)\s+$", re.IGNORECASE)
_NO_REPORT = _COUNTED_FROM | {"month", "jalali month", "year", "last year", "last month", "span"}
_WHO_WERE = re.compile(r"\b(?:who|which|that)\s+(?:was|were|had\s+been|had)\s+(?:\w+ly\s+)?$")
"""On Thursday the town buried four who were killed on Tuesday: it dates no killing."""
_ARRIVED = re.compile(r"arriv(?:ed|es)|reach(?:ed|es)|came", re.IGNORECASE)
_MEN_ARRIVE = re.compile(
    r"\W*(?:the|these)\s+(?:\w+\s+)?(?:troops|soldiers|guards|forces|intruders|raiders|gunmen)\s+(?:had\s+)?(?:arrived|came)",
    re.IGNORECASE,
)
"""The day on which men in arms came is that of what they did: "the troops arrived on Sunday"."""
_AND_DID = re.compile(
    r"(?:\s+(?:night|morning|evening|afternoon))?,?\s+and\s+(?:then\s+|later\s+|\w+ly\s+)?",
    re.IGNORECASE,
)
"""Who comes on a day and acts, acts on it: "arrived in two cars on Friday and took away three"."""
_AND = re.compile(r"\band\b")
_TO = re.compile(r"\bto\s+$")
"""What was tried is no other deed: "an attempt to cross the border on Monday"."""
_AND_THAT = re.compile(r"\W*and\s+that\b")
"""So begins what is said next: "said the road had been cut on Sunday, and that men were shot"."""
_DAY = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b\d{1,2}\s+[A-Z]|[A-Z][a-z]+\s\d"
)
_AND_THAT_ELSE = re.compile(
    r"\band\s+that\b[^.;]*\b(?:had|have|has|was|were|would|is|are|did|could)\b", re.IGNORECASE
)
"""What else is said before a date: "that shots were heard, and that none came on Friday"."""
_WORD_THAT = re.compile(r"\bthat\b[^.;]{0,90}\b(?:had|have|has)\s+(?:been\s+)?(?:\w+ly\s+)?$")
"""On Sunday word spread that six men had been killed: not on Sunday."""
_ELSE_DONE = re.compile(
    r"\b(?:and|but|while)\b[^.;]*\b(?:was|were)\s+(?:\w+ly\s+)?\w+(?:ed|en|wn)\s+$", re.IGNORECASE
)
_REVENGE = re.compile(
    r"\b(?:revenge|retaliation|reprisal|retribution|vengeance|avenge|answer|response|reply|"
    r"anniversary|commemorat\w+|memory)\s+(?!(?:came|followed|began|was|arrived|took\s+place)\b)"
    r"(?:for|to|of)?\b[^.;]{0,60}$",
    re.IGNORECASE,
)
"""Behind it stands the day of what was avenged or remembered."""
_NEW_LEAD = re.compile(r",\s+(?:(?:early|late)\s+)?on\s+$")
_NEW_SUBJECT = re.compile(
    r"\s+(?:(?:before|after|at|around)\s+(?:dawn|dusk|sunrise|midnight|noon|daybreak|nightfall|sunset)\s+|"
    r"(?:night|morning|evening|afternoon)\s+)?(?:an?|the|some|two|three|four|five|several|its|their|his)\s+[a-z]"
)
"""A day behind a comma that leads what follows: "whoever it was, on Saturday a unit came"."""
_WHAT_WAS_DONE = re.compile(
    r"^\W*(?:it|this|that|the\s+\w+)\s+(?:was|came\s+as|were)\s+(?:\w+\s+){0,3}?"
    r"(?:answer|reply|response|retaliation|revenge|reprisal|retort)\s+(?:to|for)\s+what\s[^.;,]{0,50}"
    r"\b(?:had\s+(?:been\s+)?)?(?:done|did|happened|befell|suffered)\s+(?:[\w-]+\s+){0,4}?$",
    re.IGNORECASE,
)
"""The day of what was answered, which is told next: "the answer to what it had done on Tuesday"."""
_IN_PRINT = re.compile(
    r"(?:'s)?\s+(?:edition|issue|newspaper|paper|report|story|bulletin|broadcast|pages?|hearing|"
    r"session|briefing|statement)s?\b",
    re.IGNORECASE,
)


def hung(text: str, whens: list[When], deeds: Sequence[Deed], real: Sequence[Deed]) -> list[When]:
    """Say of each date of a clause what it dates.

    Parameters
    ----------
    text
        The clause.
    whens
        Its dates, by offsets in the clause.
    deeds
        All its words of doing.
    real
        Those of them that tell of something done.

    Returns
    -------
    list of When
        The same, `by_report` where something was said on it, `is_aside` where it dates something
        else than a deed, and `deed` the place of the word of doing that it dates, or -1.
    """
    if not whens or is_eastern(text[:200]):
        return whens
    anchors = [
        (m.start(), m.end(), "said")
        for m in _SAYS.finditer(text)
        if not any(start < m.end() and m.start() < end for _, start, end in real)
    ]
    anchors += [
        (m.start(), m.end(), "aside")
        for m in _ASIDE.finditer(text)
        if not _HAD.search(text[max(0, m.start() - 12) : m.start()])
        and not _LAID.search(text[max(0, m.start() - 30) : m.start()])
        and not _is_led_off(text, m, real)
        and not any(start < m.end() and m.start() < end for _, start, end in real)
    ]
    anchors += [
        (m.start(), m.end(), "")
        for m in _CAME_ABOUT.finditer(text)
        if not _SAYS_OF_IT.search(text[max(0, m.start() - 24) : m.start()])
        and not any(e <= m.start() <= e + 1 for _, e, what in anchors if what == "said")
    ]
    done = [(start, end) for _, start, end in real]
    anchors += [(start, end, "deed") for start, end in done]
    tried = [start for kind, start, _ in real if kind is EventType.CROSSING_ATTEMPT]
    anchors += [
        (start, end, "" if _WHO_HAD.search(text[max(0, start - 40) : start]) else "aside")
        for kind, start, end in deeds
        if kind is not EventType.DIPLOMATIC
        and not is_adjective(text, (kind, start, end))
        and not _is_attempted(text, kind, start, real)
        and text[start:end].casefold() not in ("fighting", "battle", "held")
        and not (_TO.search(text[:start]) and any(first < start for first in tried))
        and not any(start < other_end and other < end for other, other_end in done)
    ]
    anchors.sort(key=lambda a: (a[0], a[2] != "deed"))
    return [_hung(text, when, anchors) for when in whens]


_TO = re.compile(r"\bto\s+(?:\w+ly\s+)?$", re.IGNORECASE)


def _is_attempted(text: str, kind: EventType, start: int, real: Sequence[Deed]) -> bool:
    """Whether a word of crossing is what an attempt was made at, on the attempt's own day."""
    return (
        kind is EventType.INCURSION
        and _TO.search(text[:start]) is not None
        and any(k is EventType.CROSSING_ATTEMPT and s < start for k, s, _ in real)
    )


_LED_OFF = re.compile(r"brought|flown|shifted|transferred|evacuated|moved", re.IGNORECASE)
_AND_ALSO = re.compile(r"\band\s+(?:(?:then|later|\w+ly)\s+)?$", re.IGNORECASE)


def _is_led_off(text: str, moved: re.Match[str], real: Sequence[Deed]) -> bool:
    """Whether captives are moved in one go: "were taken hostage and transferred to a camp"."""
    return (
        _LED_OFF.fullmatch(moved[0]) is not None
        and _AND_ALSO.search(text[: moved.start()]) is not None
        and any(
            kind is EventType.ABDUCTION and 0 <= moved.start() - end <= 8 for kind, _, end in real
        )
    )


_DAY_AFTER = re.compile(
    r"(?:\s+(?:night|morning|evening|afternoon))?,?\s+(?:(?:just|only|barely|less\s+than)\s+)?"
    r"(?:an?|one|two|three|four|five|six|seven|\d)\s+(?:days?|nights?|weeks?)\s+after\s",
    re.IGNORECASE,
)
"""Tehran acted "on Thursday, a day after" they were killed: not on Thursday."""
_ONLY_AFTER = re.compile(
    r"[^.;,]{0,70}\b(?:after|since|following|because|in\s+the\s+(?:wake|aftermath)\s+of|as\s+(?:the|its|their))\s",
    re.IGNORECASE,
)
"""Pilgrims were stranded on Tuesday after the border was closed: it was, on that day or before."""


_MADE_READY = re.compile(
    r"\b(?:planted|laid|placed|buried|hid(?:den)?)\s+(?:the|an?|their)\s+(?:\w+\s+)?(?:bomb|(?:land)?mine|device|charge|"
    r"explosive)s?\s+(?:the\s+)?$|"
    r"\bhad\s+been\s+(?:cleared|checked|swept|inspected|searched|repaired|reopened)\s+(?:only\s+|just\s+)?$",
    re.IGNORECASE,
)
"""When a bomb was laid, or a road cleared, is not when it went off."""


def _hung(text: str, when: When, anchors: list[tuple[int, int, str]]) -> When:
    after = text[when.end : when.end + 30]
    if _IN_PRINT.match(after):
        return replace(when, by_report=True)
    if _WHAT_WAS_DONE.search(text[: when.start]):
        return replace(when, by_report=False, is_aside=False)
    if _MADE_READY.search(text[: when.start]):
        return replace(when, is_aside=True)
    if _REVENGE.search(text[: when.start]) or (
        when.name == "inverse" and not any(a[0] >= when.end and a[2] == "deed" for a in anchors)
    ):
        return replace(when, is_aside=True)
    within = next((a for a in anchors if a[2] == "deed" and a[0] < when.start < a[1]), None)
    if within is not None:
        return replace(when, by_report=False, is_aside=False, deed=within[0])
    anchor = None
    told_of = [a for a in anchors if a[0] >= when.end and a[2] == "deed"]
    follows = any(a[2] == "deed" and a[1] <= when.start for a in anchors)
    if told_of and _ON_WHICH.match(after) and ("," in after[:12] or not follows):
        return replace(when, by_report=False, is_aside=False, deed=told_of[0][0])
    if _LEADS.search(text[max(0, when.start - 60) : when.start]) and not re.match(
        r"\s*(?:[.;)]|$)", after
    ):
        aside = _BEFORE_IT.match(text, when.end)
        behind = [
            a
            for a in anchors
            if a[0] >= when.end
            and not (a[2] == "said" and re.match(r"\s*,", text[a[1] : a[1] + 2]))
            and not (_WHO_WERE.search(text[: a[0]]) and _DAY.search(text, a[1], a[1] + 40))
            and not (a[2] == "aside" and aside is not None and a[1] <= aside.end())
        ]
        anchor = behind[0] if behind else None
        if anchor is not None and anchor[2] == "aside" and not _DAY.search(text, when.end):
            joined = (a for a in behind if a[2] == "deed" and _AND.search(text, anchor[1], a[0]))
            if text[anchor[0] : anchor[1]].casefold() == "ordered" and len(behind) > 1:
                joined = (a for a in behind[1:2] if a[2] == "deed")  # "ordered the gate closed"
            anchor = next(joined, anchor)  # "On Tuesday the car was found and two were arrested"
    else:
        before = [a for a in anchors if a[1] <= when.start]
        if _NEW_LEAD.search(text[: when.start]) and _NEW_SUBJECT.match(after):
            before = []
        before = [a for a in before if ";" not in text[a[1] : when.start]]
        anchor = max(before, key=lambda a: (a[1], before.index(a))) if before else None
        if re.match(r"'s\s", text[when.end - 2 : when.end + 1]) or after.startswith("'s "):
            named = (a for a in anchors if a[0] >= when.end and a[2] != "said")
            anchor = next(named, anchor)
        noun = _NOUN_BEHIND.match(after)
        own = [
            a
            for a in anchors
            if noun and a[2] == "deed" and a[0] - when.end in range(1, noun.end() + 1)
        ]
        if own and _DEFINITE.search(text[: when.start]):
            anchor = own[0]
        behind = [
            a
            for a in anchors
            if a[2] in ("said", "aside") and _RIGHT_BEHIND.fullmatch(text, when.end, a[0])
        ]
        if behind and (anchor is None or anchor[2] != "deed"):
            anchor = behind[0]
        between = text[anchor[1] : when.start] if anchor else ""
        if anchor is None or (anchor[2] == "aside" and _OF_ANOTHER.search(between)):
            # "the agency on Wednesday took custody of eight men"
            done = (a for a in anchors if a[2] == "deed")
            near = (a for a in done if _RIGHT_BEHIND.fullmatch(text, when.end, a[0]))
            anchor = next(near, anchor)
    if anchor is not None and _MEN_ARRIVE.fullmatch(text[: anchor[1]]):
        return replace(when, by_report=False, is_aside=False)
    if anchor is not None and _ARRIVED.fullmatch(text[anchor[0] : anchor[1]]):
        acts = (a for a in anchors if a[0] >= when.end and a[2] == "deed")
        anchor = next((a for a in acts if _AND_DID.fullmatch(text, when.end, a[0])), anchor)
    if (anchor is None or anchor[2] == "said") and _AND_THAT.match(text, when.end):
        return replace(when, is_aside=True)
    if anchor is None:
        later = next((a for a in anchors if a[0] >= when.end and a[2] == "deed"), None)
        is_told = later is not None and _WORD_THAT.search(text[when.end : later[0]])
        if later is not None and _DAY_AFTER.match(text[when.end : later[0]]):
            return replace(when, is_aside=True)
        if later is not None and _ONLY_AFTER.match(text[when.end : later[0] + 20]):
            return replace(when, is_loose=True)
        return replace(when, by_report=True) if is_told else when
    if (
        anchor[2] == "deed"
        and when.name in _COUNTED_FROM
        and _ELSE_DONE.search(text[anchor[1] : when.start])
    ):
        return replace(when, is_aside=True)
    if anchor[2] == "deed" and _AND_THAT_ELSE.search(text[anchor[1] : when.start]):
        return replace(when, is_aside=True)
    if anchor[2] == "said" and (
        when.name in _NO_REPORT
        or _NEW_VERB.search(text[anchor[1] : when.start])
        or _DID.search(text[anchor[1] : when.start])
    ):
        return replace(when, by_report=False)
    return replace(
        when,
        by_report=anchor[2] == "said",
        is_aside=anchor[2] == "aside",
        deed=anchor[0] if anchor[2] == "deed" else -1,
    )
