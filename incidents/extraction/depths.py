"""How deep: distances across the border as the report says them, with their datum.

They are taken from few forms of words only. Most distances in a report are none: the length of the
border, the way to a town, the reach of a rifle. A wrong depth is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.lengths import parse_length
from geodata.numbers import LATIN_MEASURE
from incidents.extraction.eastern_depths import EASTERN_DEPTHS, is_no_depth
from incidents.extraction.eastern_depths import in_digits as in_eastern_digits
from incidents.extraction.entering_depths import (
    DISTRICT_DEPTHS,
    ENTERING_DEPTHS,
    FIRE_DEPTHS,
    district_country,
)
from incidents.extraction.lengths import SAID_LENGTH, UNIT, in_digits, is_cut_off
from incidents.extraction.parties import state_named
from incidents.extraction.reading import is_eastern
from incidents.extraction.whereabouts import is_no_place

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SaidDepth", "depth_in"]


@dataclass(frozen=True)
class SaidDepth:
    """A depth by offsets in the sentence, in the kilometres that were said."""

    start: int
    end: int
    words: str
    low_km: float
    high_km: float
    into: str | None
    datum: str
    is_own: bool = False
    """Whether it is told as inside the speaker's own land: "our territory"."""
    is_only_across: bool = False
    """Whether it is a depth only where fire or men came from across the border."""


_LAND = (
    r"(?:(?:the\s+)?(?:(?:territory|soil|land)\s+of\s+(?:the\s+)?)?(?:(?:north|south|east|west)[a-z-]*\s+)?"
    r"(?P<into{n}>Pakistan(?:i|'s)?|Iran(?:ian|'s)?|Islamic\s+Republic(?!\s+of\s+Pakistan)|Balochistan|Baluchistan|"
    r"Sistan[\w -]{{0,20}}?)|(?P<own{n}>its|their|our|the country's|"
    r"the))(?:\s+(?:own\s+)?(?:border\s+)?(?:territory|soil|land|side|area|airspace|country|"
    r"territories|province))?(?!\w)"
)
_LINE = (
    r"(?:(?:Pak-?Iran|Iran-?Pakistan|Pakistan-Iran|Iranian|Pakistani|international|boundary)\s+)?"
    r"(?:border|frontier|boundary|line)\b(?!\s+(?:post|guard|town|fence|force|police|wall))"
)
_DEPTHS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<length>{SAID_LENGTH})\s+(?:deep\s+)?(?:inside|into|within|in|deep "
        r"in|on(?:to)?(?=\s+(?:Pakistani|Iranian)\s+(?:soil|territory)))\s+(?!(?:the\s+)?(?:vicinity|radius|length|line\b|border\b))"
        + _LAND.format(n=1),
        r"\b(?:inside|into|entered|penetrat(?:ed|ing)|intruded into|crossed into|violated|"
        r"enter(?:ing)?)\s+"
        + _LAND.format(n=2)
        + r"\s*,?\s*(?:by|to a depth of|as deep as|as far as|up to|for|to)?\s*(?:a distance "
        rf"of\s+)?(?P<length2>{SAID_LENGTH})(?!\s+(?:from|away|east|west|north|south|of|long|"
        r"border|stretch|off|range))",
        r"\b(?:depth\s+of|as\s+deep\s+as|"
        rf"as\s+far\s+as)\s+(?P<length3>{SAID_LENGTH})(?:\s+(?:inside|into|within|in)\s+"
        + _LAND.format(n=3)
        + ")?",
        rf"(?P<length4>{SAID_LENGTH})\s+(?:deep\s+)?(?:inside|across|over|beyond|past|this "
        r"side of|on this side of|on the other side "
        r"of)\s+(?:of\s+)?(?:the\s+)?(?:(?:Pak-?Iran|Iran-?Pakistan|Pakistan-Iran|"
        r"international|Goldsmid)\s+)?(?:(?:(?:border|boundary)\s+)?pillars?|border|frontier|boundary|line|fence|"
        r"zero[- ](?:point|line))\b"
        r"(?!\s+(?:post|guard|town|fence|force|police|wall))"
        r"(?:\s+(?:in|into|inside)\s+(?P<into4>Pakistan|Iran)\b(?!ian|i\b))?",
        rf"(?P<length5>{SAID_LENGTH})\s+(?:deep|inland|inside)\b(?!\s+(?:the|a|an|its|of)\b)",
        r"\b(?:advanced|came|crossed|pushed|penetrated|moved|drove|walked|marched|landed|fell|"
        r"exploded|hit|struck|flew|flown|gone|went|travelled|traveled|reached|got|stopped|halted|covered|"
        r"caught|seized|stood|stands|lies|lay)\s+(?:[\w-]+\s+){0,5}?"
        rf"(?P<length7>{SAID_LENGTH})\s+(?:(?:in|on)to|on|in)\s+(?:(?:the\s+)?"
        r"(?P<into7>Pakistani|Iranian)|(?P<own7>our))\s+side\b",
        r"\b(?:shells?|rockets?|mortars?|missiles?|drones|rounds|bombs|"
        r"projectiles)\b[^.;]{0,60}?\b(?:fell|"
        r"landed|exploded|burst|came\s+down|struck|hit|dropped|slammed|ploughed|crashed|smashed)\b(?:(?!\bfired\b)[^.;]){0,60}?"
        rf"(?P<length8>{SAID_LENGTH})\s+(?:away\s+)?from\s+the\s+{_LINE}",
        r"\b(?:reached|came|flew|flown|drove|driven|went|gone|advanced|pushed|penetrated|got)\s+"
        rf"(?:[\w-]+\s+){{0,4}}?as\s+far\s+as\s+[A-Z][^.;]{{0,60}}?(?P<length9>{SAID_LENGTH})\s+"
        rf"(?:away\s+)?from\s+the\s+{_LINE}",
        rf"(?P<length10>{SAID_LENGTH})\s+(?:(?:on)?to|on)\s+"
        r"(?:the\s+(?P<into10>Pakistani|Iranian)|(?P<own10>our))\s+"
        r"side\s+of\s+(?:the\s+)?(?:border|frontier|boundary|line|pillars?|bp)\b",
        rf"\bwithin\s+(?P<length27>{SAID_LENGTH})\s+of\s+(?:the\s+)?(?:(?:border|boundary)\s+)?"
        r"(?:pillars?|BP|border|frontier|line)\s?(?:No\.?\s?)?\d{0,3}\s+on\s+(?:the\s+(?P<into13>Pakistani|Iranian)|"
        r"(?P<own13>our))\s+side\b",
        rf"\b(?:was|were|been|already|still)\s+(?P<length12>{SAID_LENGTH})\s+on\s+the\s+"
        r"(?P<into12>Pakistani|Iranian)\s+side,?\s+(?=when\b|before\b|by\s+the\s+time\b|as\b)",
        rf"(?P<length11>{SAID_LENGTH})\s+(?:away\s+)?from\s+the\s+{_LINE},?\s+(?:and\s+)?"
        r"(?:(?:well|deep|just|already|clearly|but|still)\s+){0,2}(?:inside|within)\s+"
        r"(?P<into11>Pakistan|Iran)(?:i|ian)?\b",
        rf"(?P<length6>{SAID_LENGTH})\s+from\s+(?:the\s+)?(?P<datum>zero[- ]point|zero[- "
        r"]line)(?:\s+(?:and\s+)?(?:inside|into|in)\s+" + _LAND.format(n=6) + ")?",
    )
)
_WESTERN_DEPTHS = (*DISTRICT_DEPTHS, *_DEPTHS, *ENTERING_DEPTHS, *FIRE_DEPTHS)
_HAS_UNIT = re.compile(
    r"k\.?m|kilo|met(?:re|er)|mile|yard|feet|\bft\b|\dm|\d\s+m\b|متر|میٹر|کلو|کیلو|مایل|میل|یارد|گز|فرس",
    re.IGNORECASE,
)
_VETO_BEFORE = re.compile(
    r"\b(?:from|range of|radius of|within|stretch of|fled|flee|flees|fleeing|escaped|"
    r"retreated|lies|lying|situated|located|based|"
    r"living|chase them|length of|fence|road|every|per|posts? (?:were |are )?(?:built|set up)|"
    r"buffer|located about|seen|stands?|stood|standing|sits|perched|"
    r"agreed|lives|camps?|hideouts?|bases|warned|threaten\w*|usually|walk|walked|strayed|"
    r"claimed waters)\s+(?:about\s+|some\s+|to\s+|a point\s+|positions?\s+)?$",
    re.IGNORECASE,
)
_WALKED = re.compile(r"\b(?:walked|strayed)\s+(?:about\s+|some\s+)?$", re.IGNORECASE)
_STRAYED = re.compile(r"\bstrayed\s+(?:about\s+|some\s+)?$", re.IGNORECASE)
_MEN_IN_ARMS = re.compile(
    r"\b(?:guards|soldiers|troops|forces|personnel|gunmen|militants|men\s+in\s+uniform|armed\s+men|patrol)\b",
    re.IGNORECASE,
)
_CAME_OVER = re.compile(
    r"\b(?:(?:come|came|got|gone|crossed)\s+(?:over|across)|crossed\s+(?:at|near|by|between|the\s+(?:border|frontier|line)))\b",
    re.IGNORECASE,
)
_WHEN_MET = re.compile(r"\s+(?:when|before)\s", re.IGNORECASE)
"""How far in they were when others met them."""
_FOLLOWED = re.compile(
    r"\b(?:followed|chased|pursued)\s+(?:the|their|its|his|an?|two|three|them|him)\b", re.IGNORECASE
)
"""Who runs after those who flee comes as far as they: "followed the fleeing cars for a mile"."""
_LIES = re.compile(
    r"\b(?:lies|lay|lying|situated|located|stands?|stood|sits?|sat)\s+"
    r"(?:about\s+|some\s+|only\s+|just\s+)?$",
    re.IGNORECASE,
)
_FELL = re.compile(
    r"\b(?:strikes?|struck|hit|shells?|shelling|rockets?|mortars?|missiles?|drones?|landed|fell|"
    r"exploded)\b",
    re.IGNORECASE,
)
_THE_SPOT = re.compile(
    r"(?:^|\W)it\s+(?:lies|lay|stands|stood)\s+(?:about\s+|some\s+|only\s+)?$|"
    r"\b(?:the|this|that)\s+(?:(?:damaged|destroyed|raided|targeted|burnt|burned|searched|shelled)\s+)?"
    r"(?:place|spot|site|scene|location|hamlet|village|field|house|farmhouse|compound|hut|"
    r"homestead|building|well|kiln|school|mosque|seminary|shop|grove|orchard|crater|wreck(?:age)?|point|targets?)"
    r"(?:,\s[^,;]{3,60},)?\s+(?:\w+\s+)?(?:lies|lay|stands|stood|sits|sat|(?:is|was|are|were)\s+(?:situated|located))\s+"
    r"(?:about\s+|some\s+|only\s+|just\s+)?$|"
    r"\b(?:reached|attacked|raided|stormed|hit|struck|entered|overran|shelled|fired\s+(?:at|on)|shot\s+at)\s+(?:an?|the)\s+"
    r"(?:[\w-]+\s+){1,4}?"
    r"(?:that|which)\s+(?:stands|stood|lies|lay|sits|is\s+(?:situated|located))\s+(?:about\s+|some\s+|only\s+|just\s+)?$|"
    r"\b(?:plac|put)(?:es?|ed|s|ting|ing)?\s+(?:the|their|its|his)\s+"
    r"(?:camp|hideout|base|house|place|spot|site|impact|strike|post|crater)\s+"
    r"(?:about\s+|some\s+|at\s+)?$",
    re.IGNORECASE,
)
"""What hits a place makes the place's depth its own; so do words for the place of the deed."""
_IS_HIT = re.compile(
    r"\"?\s+(?:was|were|has\s+been|had\s+been|have\s+been)\s+(?:\w+ly\s+)?"
    r"(?:hit|struck|destroyed|bombed|raided|shelled|targeted|attacked|razed)\b",
    re.IGNORECASE,
)
_VETO_AFTER = re.compile(
    r"\s*[-\s]*(?:long|away|range|wide|high|radius|stretch|fence|wall|road|zone|belt|buffer|of "
    r"(?:fence|road|border)|limit)\b",
    re.IGNORECASE,
)
_VETO_SENTENCE = re.compile(
    r"\b(?:buffer|no-go|(?<!air)(?<!landing )strips?|belt|corridor|can|able to|"
    r"(?<!side of the )(?<!beyond the )(?<!across the )(?<!past the )"
    r"(?<!gap in the )(?<!hole in the )(?<!through the )(?<!over the )(?<!cut the )"
    r"(?<!breached the )fenc(?:e|ed|ing)|"
    r"demarcat\w+|agreed to|pipeline|road works?|"
    r"railway|trade zone|would|could|(?-i:may)|might|shall|will (?:chase|pursue|enter|strike)|"
    r"if\b|usually|often|nautical|off the coast|trawlers?|waters|"
    r"allowed(?!\s+to\s+(?:talk|speak|comment|brief))|permit\w*|"
    r"ban(?:ned)?\s+(?:on\s+)?(?:movement|vehicles)|market)\b|باڑ|لمبایی|طول مرز|حصار|"
    r"دیوار(?!\s+(?:(?:یک|دو|سه|چند)\s+)?(?:مدرسه|خانه|مسجد|ساختمان|منزل|پاسگاه|مزرعه))",
    re.IGNORECASE,
)
_AND_ANOTHER = re.compile(
    rf"\b(?P<number>{LATIN_MEASURE})[\s-]*{UNIT},?\s+(?:and|to|or)\s+(?:(?:the|an?)\s+)?(?:farthest|"
    r"furthest|last|others?|second|another|rest)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""The nearest landed two kilometres and the farthest seven kilometres inside the country."""
_AND_THE_DEEPEST = re.compile(
    rf"[^.;]{{0,40}}?\band\s+the\s+(?:deepest|farthest|furthest|last|others?)\s+(?:one\s+)?(?:went\s+|fell\s+|landed\s+|reached\s+|came\s+|"
    rf"got\s+)?(?:as\s+far\s+as\s+)?(?P<number>{LATIN_MEASURE})[\s-]*(?P<unit>{UNIT})",
    re.IGNORECASE,
)
"""The first fell 300 metres inside our territory and the deepest went 1,200 metres."""
_STATIC = re.compile(
    r"\b(?:nearest|closest|next)\s+(?:[\w-]+\s+){1,3}(?:is|are|was|were|lies)\s+(?:about\s+|"
    r"some\s+)?$|"
    r"\b(?:road|track|highway|river|railway|pipeline|stream|valley)\s+(?:\w+\s+)?"
    r"(?:runs?|goes|continues|leads)\s+"
    r"(?:for\s+)?$|"
    r"\b(?:keeps?|kept|ha(?:s|ve|d)|owns?|runs?|maintains?)\s+(?:[\w-]+\s+){0,2}(?:depots?|camps?|"
    r"hideouts?|bases|houses?|relatives|land|fields|wells|shops?|farms?)\s+(?:about\s+|some\s+)?$|"
    r"\b(?:his|her|their|whose|my|our)\s+(?:[\w-]+\s+){0,2}?(?:village|home|house|town|hamlet|"
    r"tents?|"
    r"farm|land|fields?|post|base|camp)\s+(?:is|are|was|were|lies|lay)\s+(?:about\s+|some\s+)?$|"
    r"\b(?:held|kept(?!\s+(?:on|going|coming)\b)|hidden|buried(?!\s+(?:it|them)sel(?:f|ves)\b)|housed|"
    r"imprisoned)\b[^.;,]{0,24}\s(?:about\s+|some\s+)?$",
    re.IGNORECASE,
)
"""What is always there, or where captives were kept, is not what came so far."""
_DUG = re.compile(
    r"\b(?:trench|ditch|crater|pit|well|tunnel|moat|canal|hole|shaft|gorge|ravine|water|snow|mud)(?:es|s)?(?:,\s+(?:which|that|the\s+\w+))?\s+"
    r"(?:\w+\s+){0,2}$|\b(?:long|wide|high|tall)(?:,|\s+and)\s+$",
    re.IGNORECASE,
)
"""What is deep itself: "a trench four metres deep"."""
_POST_OF = re.compile(
    r"\b(?:(?:out|check)?posts?|bases?|camps?|stations?|forts?|garrison|regiment|battalion),\s+(?:about\s+|some\s+)?$",
    re.IGNORECASE,
)
"""How far off a post stands: "soldiers of the Talar post, six km from the zero line"."""
_IS = re.compile(r"\b(?:is|are|was|were)\s+(?:about\s+|some\s+|only\s+)?$", re.IGNORECASE)
_ARRIVES = re.compile(
    r"\b(?:fell|landed|hit|struck|exploded|burst|dropped|crashed|bombed|raid(?:ed)?|shelled|"
    r"(?:was|were|been)\s+(?:stopped|arrested|detained|picked\s+up|seized|shot|held|caught|intercepted|challenged|spotted|overpowered|apprehended)|"
    r"(?:come|came|went|crash\w*)\s+(?:down|over|off|across)|(?:walked|came|drove|marched|"
    r"advanced|moved|went|pushed)\s+(?:in)?to|(?:went|came|flew)\s+as\s+far\s+as|entered|reached|(?:aimed|fired|attack\w*)\b)",
    re.IGNORECASE,
)
"""What comes or hits somewhere; without it "X, 45 km inside Iran," only says where X lies."""
_AND_ELSE = re.compile(r",\s+(?:and|but|while|although|though|(?:to\s+)?where)\s+|;\s")
"""So begins what takes nothing from a depth before it: ", and the tower can be seen from it"."""
_FARTHEST_M = 200_000
_DENIED = re.compile(
    r"\b(?:denied|denies|rejected|rejects|dismissed|untrue|(?:did|had|have|has|was|were)\s+(?:not|never)\s+"
    r"(?:\w+ly\s+|yet\s+|been\s+)*(?:cross|enter|intrud|penetrat|violat|trespass|come|go(?!\s+off)|gone|went|"
    r"advanc|pass|tak|happen|occur|stray|step|set\s+foot|land|fall|fell|hit|str[iu]ck|strike|reach|"
    r"move|mov|push|pursu|chas|carried\s+out|carry\s+out|place|fired\s+into|anywhere|in(?:side)?\b)\w*|"
    r"no\s+(?:such|troops|forces|guards)\b)|"
    r"تکذیب|تردید(?:\s+(?:کی|کرتے|کر)|(?=\s*[.,]))",
    re.IGNORECASE,
)
"""That nobody crossed; what else did not happen ("did not go off") denies no depth."""


def depth_in(text: str) -> SaidDepth | None:
    """The depth that a sentence reports, or None where it reports none, several, or is in doubt.

    Notes
    -----
    What a distance is counted from decides. Distances inside a country or across the line are
    depths; those from a post, a town or the coast, lengths of borders and fences, ranges of
    weapons, ways of flight and positions from which was fired are not.
    """
    veto = _VETO_SENTENCE.search(text) if _HAS_UNIT.search(text) else None
    if not _HAS_UNIT.search(text) or _DENIED.search(text):
        return None
    found: list[SaidDepth] = []
    eastern = is_eastern(text[:400])
    seen: list[tuple[int, int]] = []
    starts = [] if eastern else [m.start() for m in _LENGTH_AHEAD.finditer(text)]
    if not eastern and not starts:
        return None
    for pattern in EASTERN_DEPTHS if eastern else _WESTERN_DEPTHS:
        for match in _matches(pattern, text, starts):
            if any(match.start() < end and start < match.end() for start, end in seen):
                continue
            seen.append(match.span())
            rest = _AND_ELSE.search(text, match.end())
            if veto is not None and (rest is None or veto.start() < rest.start()):
                continue
            depth = _depth(text, match)
            if depth:
                found.append(depth)
    values = {(d.low_km, d.high_km) for d in found}
    if len(values) != 1:
        return None
    return next((d for d in found if d.into), found[0])


_LENGTH_AHEAD = re.compile(rf"(?={SAID_LENGTH})", re.IGNORECASE)
_LED_BY_LENGTH = "(?P<length"


def _matches(pattern: re.Pattern[str], text: str, starts: list[int]) -> Iterator[re.Match[str]]:
    """What `finditer` finds; a pattern that begins with a length is tried where there is one.

    To seek lengths once for all such patterns takes an eighth of the time.
    """
    if pattern in EASTERN_DEPTHS or not pattern.pattern.startswith(_LED_BY_LENGTH):
        yield from pattern.finditer(text)
        return
    end = 0
    for start in starts:
        match = pattern.match(text, start) if start >= end else None
        if match is not None:
            end = match.end()
            yield match


def _depth(text: str, match: re.Match[str]) -> SaidDepth | None:
    groups = {k: v for k, v in match.groupdict().items() if v}
    name = next(k for k in groups if k.startswith("length"))
    start, end = match.span(name)
    before = text[max(0, start - 40) : start]
    if _STATIC.search(before) or is_cut_off(before, groups[name]):
        return None
    if match[0].casefold().endswith("deep") and _DUG.search(before):
        return None
    is_hit = _THE_SPOT.search(before) or (_LIES.search(before) and _FELL.search(text[:start]))
    came = _MEN_IN_ARMS.search(text[:start]) or _CAME_OVER.search(text[:start])
    is_hit = is_hit or _IS_HIT.match(text, match.end())
    met = _WHEN_MET.match(text, match.end())
    strays = _STRAYED.search(before) if any(k.startswith("into") for k in groups) else None
    is_hit = is_hit or (_WALKED.search(before) and (came or met or strays))
    is_vetoed = _VETO_BEFORE.search(before) and not is_hit and name != "length27"
    if is_vetoed or _VETO_AFTER.match(text[end : end + 24]):
        return None
    if match.re in EASTERN_DEPTHS and is_no_depth(text, start, match.end()):
        return None
    if (
        re.search(r"\b(?:by|for)\s+$", before)
        and re.search(r"\bfled|flee", text[:start], re.IGNORECASE)
        and not _FOLLOWED.search(text[:start])
    ):
        return None
    if groups.get("datum") and (_IS.search(before) or _POST_OF.search(before)):
        return None
    arrives = _ARRIVES.search(text) is not None
    if groups.get("datum") and "into6" not in groups and not arrives:
        return None  # how far from the line somebody was, on whichever side
    if re.search(r"\b(?:town|city|village|which|that)\s+(?:of\s+)?[A-Z]\w+,?\s*$", before) and (
        not arrives
    ):
        return None
    apposed = re.search(r"([A-Z][a-z]+),\s*$", before)
    if (
        apposed
        and not is_no_place(apposed[1])
        and text[match.end() : match.end() + 1] == ","
        and not arrives
    ):
        return None
    other = _AND_ANOTHER.search(text[max(0, start - 70) : start])
    if other is not None and not is_eastern(text[:400]):
        groups[name] = f"{other['number']} to {groups[name]}"
    deepest = _AND_THE_DEEPEST.match(text, match.end())
    unit = re.search(UNIT, groups[name], re.IGNORECASE) if deepest else None
    if deepest and unit and unit[0].casefold() == deepest["unit"].casefold():
        groups[name] = f"{groups[name][: unit.start()].strip()} to {deepest['number']} {unit[0]}"
    said = in_eastern_digits(groups[name]) if is_eastern(groups[name]) else in_digits(groups[name])
    length = parse_length(said)
    most = _FARTHEST_M / 5 if name == "length7" else _FARTHEST_M
    if length is None or length.high_m > most:
        return None
    into = next((v for k, v in groups.items() if k.startswith("into")), "").casefold()
    country = None
    if into.startswith(("pak", "bal", "پاک")):
        country = "PAK"
    elif into.startswith(("iran", "islamic", "sistan", "ایران", "جمهوری", "کشور", "میهن")):
        country = "IRN"
    elif any(k.startswith("from_iran") for k in groups):
        country = "PAK"  # so far inwards from the border with Iran
    else:
        beyond = _INTO_LAND.match(text, match.end())
        country = beyond and state_named(beyond["land"])
    district = next((v for k, v in groups.items() if k.startswith("district")), None)
    if district:
        country = district_country(district)
    datum = "zero point" if "datum" in groups else "line"
    first = (
        match.start()
        if name in ("length2", "length3", "length4") or match.re in EASTERN_DEPTHS
        else start
    )
    first = min(first, start)
    words = text[first : match.end()]
    return SaidDepth(
        first,
        match.end(),
        words,
        round(length.low_m / 1000, 2),
        round(length.high_m / 1000, 2),
        country,
        datum,
        any(k.startswith("own") and v.casefold() in _OWN for k, v in groups.items())
        or _THIS_SIDE.search(match[0]) is not None,
        match.re in FIRE_DEPTHS,
    )


_INTO_LAND = re.compile(r"\s+(?:and\s+)?(?:in|into|inside)\s+(?:the\s+)?(?P<land>Pakistan|Iran)\b")
"""Behind a depth, the land that it is in: "700 metres over the line into Iran"."""
_OWN = frozenset({"our", "its", "the country's", "ما", "مرز", "همارے", "هماری", "ملکی"})
_THIS_SIDE = re.compile(r"\bthis\s+side\b|(?<!\w)این\s?(?:سو|طرف|ور)", re.IGNORECASE)
