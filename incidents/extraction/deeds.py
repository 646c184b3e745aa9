"""Words of doing: which of them tell of which type of event, and which tell of something done.

A word of doing is real where it is neither threatened, denied, wished nor only talked about.
"""

from __future__ import annotations

import re
from functools import lru_cache

from incidents.extraction.doings import TRIGGERS
from incidents.extraction.eastern_deeds import EASTERN_TRIGGERS, folded, is_real_eastern
from incidents.extraction.persons import is_person
from incidents.extraction.reading import is_eastern, small
from incidents.extraction.state_doings import STATE_TRIGGERS
from incidents.record import EventType

__all__ = ["FAMILIES", "Deed", "deeds_in", "family_of", "has_family", "is_adjective", "is_real"]

E = EventType
Deed = tuple[EventType, int, int]
"""A type with the offsets of the word that tells of it."""
FAMILIES = {
    E.ARREST_OR_SEIZURE: "arrest",
    E.BORDER_CLOSURE: "closure",
    E.DIPLOMATIC: "diplomacy",
    E.OTHER: "unrest",
}
"""Events of different families are never one; all others are violence."""

_IRREALIS = re.compile(
    r"\b(?:will|would(?!-be)|"
    r"could|(?-i:may)|might|should|shall|must|if|unless|vow(?:ed|s)?|threaten(?:ed|"
    r"s|ing)?|warn(?:ed|s|ing)?|plan(?:s|ned|ning)?|plott(?:ed|ing)|conspir\w+|"
    r"bent on|about to|intend(?:s|ed)?|urg(?:ed|es|ing)|demand(?:ed|s|ing)?|call(?:ed|s|"
    r"ing)?\s+(?:on|for|"
    r"upon)|asked?\b[^.;]{0,40}\bto|asks\b|cannot|can|to prevent|to stop|"
    r"prevent(?:ing|s)?|in order to|so that|ready to|fear(?:s|ed)?|risk|promis(?:ed|es)|"
    r"pledg(?:ed|es)|allow(?:ed|s)?|ahead of|due to|unable to|refus(?:ed|es)|"
    r"hop(?:ed|es)|trying to|want(?:s|ed)?|needs?|help(?:s|ed)?\s+(?:to\s+)?|proposed?|"
    r"scheduled|expected|is to|are to|suspected of|accused of|wanted for|steps|"
    r"measures|efforts|against|prepar\w+|likely|possible|seek\w*|simulat\w+|drills?|"
    r"exercises?|mock|rehears\w+|right to|duty to|charged with)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\s+(?:will|would|shall|is\s+to|are\s+to)\s+be\s+(?:completed|finished|done|carried\s+out|made)\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"\W*(?:the\s+)?(?:works?|digging|construction|building|excavation)\s+(?:on|of|at)\b",
    re.IGNORECASE,
)
"""What is halted and no traffic: "work on the ditch was halted"."""
_TOPIC = re.compile(
    r"\b(?:talked about|spoke (?:about|of)|speaks? of|referred to|mention(?:ed|s|ing)|discuss(?:ed|"
    r"ing)?|deliberated|reviewed|exchanged views|"
    r"talks (?:on|about)|complaints? (?:that|about|of|over)|complain(?:ed|s|ing) (?:about|of|over)|"
    r"condemn(?:ed|ing|s)?|(?:strongly )?denounc\w+|book|film|series(?! of)|report on|"
    r"headlined|entitled|"
    r"titled|(?:article|story|"
    r"report|item|edition|letter)\b(?:(?!\bthat\b)[^.;]){0,30}\b(?:about|on|of)|trial|"
    r"court)\b(?:(?!\b(?:after|when|"
    r"following|come|came|where|that)\b)[^.;])*$|"
    r"\b(?:mastermind\w*|planners?|suspects?|perpetrators?|those|organi[sz]ers?|facilitators?)\s+"
    r"(?:of|behind|in|for|responsible\s+for)\s+(?:the|last|this|"
    r"\w+day's)\s+(?:(?-i:[A-Z])[\w-]+\s+)?$|"
    r"\b(?:called|termed|described|branded|labelled|dubbed|viewed)\s+(?:the|this|that|these|"
    r"\w+day's)\s+(?:\w+\s+){0,2}$|"
    r"\b(?:accus\w+ (?:of|by)|involved in|convicted of|sentenced|accused of|charged with|"
    r"(?:responsible|blamed|avenge|revenge) for|wanted (?:in|for)|in connection with|suspected of|"
    r"on (?:the |a )?charges? of)\b"
    r"(?:(?!\b(?:after|when|following|come|came|where|that|were|was|has|have|had)\b)[^.;])*$",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\bwithout\s+(?!(?:any\s+|prior\s+|giving\s+|a\s+)*(?:warning|provocation|notice|reason|cause|"
    r"permission|papers|documents))(?:\w+\s+)?$|"
    r"\b(?:no(?!\s+(?:fewer|less|more)\s+than|\s+(?:\w+\s+)?(?:warning|reason|provocation|notice|cause))|"
    r"not(?!\s+(?:only|just|far|long|merely|least))|never|n't|nobody|no one|neither|denied|denies|"
    r"denying|rejected|rejects)\s+"
    r"(?:(?!(?:when|after|as|while|but|because|before|since|who|which|where)\b)\w+\s+){0,4}$",
    re.IGNORECASE,
)


_PURPOSE = re.compile(
    r"[^.;]*\bto\s+(?:stop|prevent|help)\s+(?:them|him|her|it|this|that)\s+"
    r"(?:was|were)\s+(?:\w+ly\s+)?",
    re.IGNORECASE,
)
"""What somebody came for says nothing of what befell him: "came to stop them and was hit"."""
_NOBODY_HURT = re.compile(
    r"\bno(?:body|\s+one|\s+[a-z]+)?\s+(?:(?:was|were|had\s+been|has\s+been)\s+)?"
    r"(?:killed|hurt|injured|wounded|harmed)$",
    re.IGNORECASE,
)
"""Whom a deed did not hurt is told of the deed."""
_COUNTED_FROM = re.compile(
    r"\b(?:days?|weeks?|months?|years?)\s+before\s+(?:the|that|this|these|their|its)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""From what is only reckoned: "two days before the clash the presidents had met"."""
_BY_WATER = re.compile(
    r"\b(?:flash\s+flood|floods?|flooding|torrents?|flood\s*waters?|currents?|cyclone|storm)\b"
    r"[^.;]{0,90}\b(?:swept|carried|washed)\b",
    re.IGNORECASE,
)
_AND_DID = re.compile(
    r"\band\s+(?:had\s+|has\s+)?(?:then\s+|later\s+|also\s+|\w+ly\s+)?$", re.IGNORECASE
)
"""What is done besides: "condemned the raid and recalled its ambassador"."""
_BE = re.compile(r"(?<!\bto)\s+be\s+(?:\w+ly\s+)?(?:\w+(?:ed|en)\s+and\s+)?$", re.IGNORECASE)
"""What is only asked for: "asked that they be arrested and handed over"."""


def family_of(kind: EventType) -> str:
    """The family of a type: "arrest", "closure", "diplomacy" or "violence"."""
    return FAMILIES.get(kind, "violence")


@lru_cache(maxsize=64)
def deeds_in(text: str) -> tuple[Deed, ...]:
    """All words of doing in a stretch of text, in order."""
    found: list[Deed] = []
    if is_eastern(text):
        plain = folded(text)
        for kind, pattern in EASTERN_TRIGGERS:
            found += [(kind, match.start(), match.end()) for match in pattern.finditer(plain)]
        return tuple(sorted(found, key=lambda t: t[1]))
    lowered = small(text)
    for kind, pattern in (*TRIGGERS, *STATE_TRIGGERS):
        found += [
            (kind, match.start(), match.end())
            for match in pattern.finditer(lowered)
            if kind is not E.ABDUCTION or not _STEP_TAKEN.search(text[: match.end()])
        ]
    return tuple(sorted(found, key=lambda t: t[1]))


_THE_DEAD = re.compile(
    r"\b(?:of|among|amongst|with|for|to|(?:bury|mourn|honou?r|remember)(?:s|ing|ed)?|buri(?:es|"
    r"ed))\s+"
    r"(?:the|its|their|our)\s+(?:own\s+)?$",
    re.IGNORECASE,
)
_AMONG_THE_DEAD = re.compile(
    r"\b(?:is|are|was|were)\s+(?:\w+\s+)?among\s+the\s+dead|\bamong\s+the\s+dead\s+(?:is|are|was|were)\b",
    re.IGNORECASE,
)
_CONDOLES = re.compile(
    r"[^.;]{0,60}\bto\s+(?:condole|commiserate|sympathi[sz]e|(?:offer|express|convey|extend|voice)"
    r"\s+(?:[\w-]+\s+){0,4}(?:condolences?|sympath\w+|grief|sorrow))\b",
    re.IGNORECASE,
)
"""Behind a call or a visit: it was one of sympathy, and no dealing of states."""
_GOES_HOME = re.compile(
    r"\b(?:back|return\w*|flee|fled|fleeing|escap\w+|retreat\w*|withdr\w+)\b", re.IGNORECASE
)
_SUSPECTED_IN = re.compile(
    r"\b(?:suspects?|accused|wanted|role|complicity|involvement|involved|implicated|connection|"
    r"charged|suspected|(?:mastermind|planner|perpetrator|culprit|organi[sz]er)s?|retaliation|revenge|"
    r"reprisal|(?:in|as)\s+(?:response|reply))\s+(?:of\s+involvement\s+)?(?:in|of|for|with|over|to|behind)\s+"
    r"(?:the\s+|an?\s+|several\s+|"
    r"two\s+)?(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
"""Behind it stands what somebody was arrested for."""
_MEANT_FOR = re.compile(
    r"\b(?:ready|prepared|meant|intended|destined|earmarked|assembled|use[d]?|rigged)\s+(?:for|in)\s+"
    r"(?:an?|the|more|further|future|another|new|such)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
"""What was only got ready: "a second car made ready for a blast"."""
_STEP_TAKEN = re.compile(
    r"\b(?:steps?|decisions?|actions?|measures?|precautions?|notice|oath|votes?|polls?|stock|care|"
    r"initiatives?|samples?|photographs?|pictures?|statements?|moves?)\s+(?:that\s+|which\s+)?"
    r"(?:(?:was|were|been|had|has|have|being)\s+){1,2}(?:\w+ly\s+)?taken\s*$",
    re.IGNORECASE,
)
"""Not a man, but "the decision was taken on Monday"."""
_MODAL = re.compile(r"\b(?:should|would|could|might|must)\b", re.IGNORECASE)
_SENT_HOME = re.compile(
    r"\b(?:children|pupils|schoolchildren|staff|employees|"
    r"patients)\b[^.;]{0,40}\bsent\s+(?:back\s+)?home$",
    re.IGNORECASE,
)
"""Whom no state has sent home."""
_ABROAD = re.compile(
    r"\b(?:Iran|Pakistan|Tehran|Islamabad|foreign|delegation|talks|visit|counterpart|ambassador|"
    r"envoy|neighbou?r)",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"(?:returned|came|arrived|got)\s+(?:back\s+)?home|(?:was|were|been)\s+let", re.IGNORECASE
)
_WAS_HELD = re.compile(
    r"\b(?:(?:Iranian|Pakistani|border)\s+(?:[\w-]+\s+){0,2}?(?:soldier|guard|conscript|fisherm|policem|engineer|sailor)"
    r"|kidnap|abduct|hostage|captiv|captor|ransom|jail|prison|custody|detain|deport|"
    r"(?:had|have)\s+been\s+(?:taken|seized|held|carried|led))\w*",
    re.IGNORECASE,
)
_GIVEN_WHO = re.compile(
    r"\b(?:the|those|\d+|\w+teen|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"people|persons|men|migrants|nationals|bodies|guards|prisoners|captives|Pakistanis|"
    r"Iranians|Afghans)\s+$",
    re.IGNORECASE,
)
_GIVEN_BY = re.compile(r"\s+by\b|\s+(?:[a-z]+\s+)?$")
_FREE_MEN = re.compile(
    r"\s+(?:m[ae]n|guards?|soldiers?|hostages?|captives?|prisoners?|fisherm[ae]n|people|nationals|"
    r"migrants|Iranians|Pakistanis|labou?rers|pilgrims|drivers|truckers)\b",
    re.IGNORECASE,
)
_BODY_BEFORE = re.compile(
    r"\b(?:bod(?:y|ies)|remains|corpses?)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_OF_BODIES = re.compile(
    r"(?:bod(?:y|ies)|coffins?|remains)\b.*\b(?:home|native|ancestral)\b", re.IGNORECASE
)
_STATES = re.compile(
    r"\b(?:special flight|aircraft|C-130|airport|plane|embassy|Iran|Pakistan|Tehran|Islamabad|"
    r"Afghan|border|frontier|crossing|gate|zero point|"
    r"authorit|consul|Levies|FC\b|Taftan|Mirjaveh)",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\b(?:described|listed|reported|given|counted|named)\s+as\s+$", re.IGNORECASE)
_SHELLED = re.compile(r"\b(?:mortars?|rockets?|shells?|artillery)\b", re.IGNORECASE)
_WHO_WERE = re.compile(
    r"\b(?:who|that|which)\s+(?:had\s+been|have\s+been|were|was|had)\s+$", re.IGNORECASE
)
_THE_MAN_WHO = re.compile(
    r"\b(?:the|two|three|four|several|\d+)\s+(?:[\w-]+\s+)?(?:terrorists?|gunm[ae]n|militants?|"
    r"m[ae]n|"
    r"suspects?|attackers?|assailants?|bombers?|persons?|people|group|team|gang|killers?)\s+"
    r"(?:who|that|which)\s+$",
    re.IGNORECASE,
)
_WHO = re.compile(r"\b(?:who|which)\s+(?:\w+ly\s+)?$")
_WAS_TAKEN = re.compile(
    r"\b(?:was|were|has\s+been|have\s+been)\s+(?:\w+\s+)?(?:killed|arrested|captured|shot|detained|"
    r"caught|seized|eliminated|tracked|hanged|executed|neutrali[sz]ed)\b",
    re.IGNORECASE,
)
_SOUGHT_WHO = re.compile(
    r"\b(?:search\w*|hunt\w*|look(?:ed|ing|s)?|manhunt|comb\w*|seek\w*|sought|track\w*|pursu\w*|"
    r"chas\w+|trace|reward|information|warrants?|raids?)\b[^.;,]{0,40}?\b(?:for|of|about|on|down|"
    r"sought|after|"
    r"seeking|pursuing|chasing|tracking|trace|pursued|chased)\s+[^.;,]{0,50}?\b(?:who|which|"
    r"that)\s+"
    r"(?:had\s+|have\s+)?(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
"""What those had done who are sought: "were looking for gunmen who killed a policeman"."""
_RUMOURED = re.compile(
    r"\b(?:den(?:ied|ies|ying)|dismiss(?:ed|es|ing)|reject(?:ed|s|ing)|refut(?:ed|es|ing)|"
    r"ruled\s+out|scotched|quashed|"
    r"(?:false|fake|baseless|unfounded|untrue))\s+(?:as\s+\w+\s+)?(?:[\w-]+\s+){0,4}?(?:rumou?rs?|"
    r"suggestions?|"
    r"speculation|talk|hearsay|theor(?:y|ies))\b[^.;]*$",
    re.IGNORECASE,
)
"""What was only rumoured, and is denied, was not done."""
_SHOWN = re.compile(
    r"\b(?:releas|publish|post|circulat|shar|issu|broadcast|"
    r"upload)\w*\s+(?:[\w-]+\s+){0,4}?(?:videos?|footage|"
    r"clips?|films?|pictures?|photo\w*|images?)\b[^.;]*\b(?:show|purport|depict|portray|"
    r"featur)\w*\s[^.;]*$",
    re.IGNORECASE,
)
"""What is to be seen on a group's film is told beside what it did."""
_HAD_BEEN_WHEN = re.compile(
    r"\bhad\s+(?:[\w-]+\s+){1,8}?(?:when|before|by\s+the\s+time)\s+the\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
"""What was before a deed that is known: "had been in custody when the bomb went off"."""
_RELATIVE_BEFORE = re.compile(
    r"\b(?:who|which|that|whom)\s+(?:(?:they|he|she|it|we)\s+)?(?:had|have|has)\s+(?:been\s+)?"
    r"(?:\w+ly\s+|also\s+)?$|\b(?:whom|which|that)\s+(?:they|he|she|it|we)\s+$|"
    r"\bwhose\s+(?:\w+\s+){0,2}$|\b(?:accused|suspected|convicted|guilty)\s+of\s+"
    r"(?:having\s+)?(?:(?!(?:was|were|has|have|had)\b)[\w-]+\s+){0,5}$",
    re.IGNORECASE,
)
_TAKEN_AS = re.compile(
    r"kidnapped|abducted|detained|arrested|captured|seized|hijacked|rescued", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\b(?:the|those|these|\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+$",
    re.IGNORECASE,
)
_WHOSE_MEN = re.compile(
    r"\s+(?:(?:Iranian|Pakistani|Afghan|border|frontier|security|coast|fuel|police)\s+){1,2}"
    r"(?:guards?|soldiers?|m[ae]n|personnel|officers?|policem[ae]n|engineers?|fisherm[ae]n|"
    r"drivers?|"
    r"traders?|pilgrims?|labou?rers?|workers?|nationals?|carriers?|conscripts?|officials?)\b",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"[\w-]+")
_SAID_THAT = re.compile(
    r"\b(?:said|says|announced|claimed|claims|reported|confirmed|told|stated|admitted|added|"
    r"insisted|maintained|alleged|acknowledged|declared|wrote)\s+(?:[\w'-]+\s+){0,4}that\s?$",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"\b(?:follow(?:ed|s)|follow-up to|in the (?:wake|aftermath) of|"
    r"(?:prompted|sparked|triggered) by|"
    r"(?:answer|reply|response|retaliation|reprisal|revenge) (?:to|for)|"
    r"in (?:response to|retaliation for|revenge for|connection with)|avenge)\s+"
    r"(?:the|an?|last|\w+'s|this)\s+(?:[\w-]+\s+){0,9}$",
    re.IGNORECASE,
)
_ATTEMPTED = re.compile(
    r"\b(?:attempt|bid|effort|tried|trying|hop\w+|about|want\w*|wish\w*|planned|going)\b"
    r"[^.;]{0,50}\bto\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_DAYS_BEFORE = re.compile(
    r"\b(?:days?|night|hours?)\s+(?:earlier|before|ago)\b|\b(?:on|last)\s+\w+day\b|\byesterday\b",
    re.IGNORECASE,
)
_MENTION = re.compile(
    r"(?:attacks?|blasts?|ambush(?:es)?|raids?|bombings?|kidnappings?|abductions?|clash(?:es)?|"
    r"explosions?|strikes?|"
    r"shootings?|killings?|murders?|slayings?|assaults?|incursions?|shelling|firing)(?:\s+of)?$",
    re.IGNORECASE,
)
_LONG_AFTER = re.compile(
    r"\b(?:weeks?|days?|months?|years?)\s+after\b(?:(?!\bwere\b|\bwas\b)[^.;]){0,90}\b(?:the|an?|'s|"
    r"of)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\ban?\s+(?:[\w-]+\s+)?(?:week|month|year|period|spell|time|quarter)\s+(?:in|during|"
    r"of)\s+(?:which)?[^.;]{0,60}$",
    re.IGNORECASE,
)
"""What is summed of a time: "after a week in which each bombed the other"."""
_NO_CAPTIVE = re.compile(
    r"\b(?:decisions?|steps?|measures?|actions?|votes?|oath|pictures?|photo\w*|samples?|view|"
    r"notice|turn|"
    r"precautions?|statements?|initiatives?)\s+(?:(?:has|have|had)\s+)?(?:was\s+|were\s+|"
    r"been\s+)?(?:also\s+)?$",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(
    r"(?:killed|wounded|injured|arrested|detained|held|kidnapped|abducted|captured|seized|"
    r"dead)$",
    re.IGNORECASE,
)
_GIVEN_BEHIND = re.compile(
    r"[^.;,]{0,70}\b(?:were|was|have been|has been|had been|reached|arrived|are)\s+(?:\w+\s+)?"
    r"(?:handed|repatriated|returned|released|freed|set|let|swapped|exchanged|flown|brought|sent|"
    r"buried|deported|received|"
    r"laid|"
    r"home|in(?!\s+(?:the\s+)?(?:hands|captivity|custody|power|keeping)\b))\b",
    re.IGNORECASE,
)
_JOINS = re.compile(
    r"\b(?:and|but|before|when|after|while|as|until|then|whose|their|his|her|its)\b|-",
    re.IGNORECASE,
)
"""What stands between two verbs of a sentence; without it the first is of a relative clause."""
_AUXILIARY_BEFORE = re.compile(
    r"\b(?:was|were|been|be|being|is|are|has|have|had|and|they|he|they)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_ENVOY = re.compile(
    r"\b(?:ambassadors?|envoys?|charge|diplomats?|consuls?|mission|representatives?|attaches?|"
    r"embassy|"
    r"high commissioner|foreign (?:office|ministry|minister))\b",
    re.IGNORECASE,
)
_TO_OWN = re.compile(
    r"(?:\s+[\w',-]+){0,8}?\s+to\s+(?:the\s+)?(?:[\w-]+\s+){0,2}?(?:police|customs|FIA|levies|"
    r"Federal Investigation "
    r"Agency|CTD)\b",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"\bby\s+(?:the\s+)?Iran|\bIran(?:ian)?\b[^.;]{0,70}\bhand|\bdeport|\b(?:border|crossing|gate|"
    r"Zero Point|"
    r"Taftan|Gabd|Chedgi|Rideeg|Mand|Rahdari)\b",
)
_ELSE_TOLD = re.compile(r",\s+(?:and|but|while)\s")
_STATE = re.compile(
    r"\b(?:Islamabad|Tehran|Pakistan|Iran|[Ff]oreign|government|[Mm]inist|officials?|embassy|"
    r"[Cc]ommission|authorit|administration|envoy|ambassador|[Gg]overnor|[Cc]olonel|commanders?|"
    r"[Bb]rigadier|zero point|delegat)",
)
_TO_COUNTERPART = re.compile(r"\s+to\s+(?:\w+\s+){0,3}(?:counterparts?|ambassador|Iran|Pakistan)")
_LONG_SHUT = re.compile(
    r"\bfor\s+(?:the\s+)?(?:\w+(?:th|rd|nd|st)\s+(?:straight\s+|consecutive\s+)?(?:week|month|"
    r"year)|weeks|months|"
    r"years|(?:past|last)\s+\w+\s+(?:weeks|months|years))\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:over|against|about)\s+(?:(?:the|last|recent|its|their|\w+day's|yesterday's)\s+"
    r"(?:[\w-]+\s+){0,2}|(?:[\w-]+\s+)?)$",
    re.IGNORECASE,
)
_GOODS = re.compile(
    r"^(?:.*\b(?:bombs?|mines?|landmines?|ieds?|grenades?|explosives?|improvised explosive device|"
    r"mortars?|rockets?|shells?|rounds?|vests?))$",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:recovered|seized|found|discovered|confiscated|carrying|carried|defused|made safe|"
    r"impounded|"
    r"possession|cache|hidden|laden|stash|smuggl\w+|haul)\b",
    re.IGNORECASE,
)
_WENT_OFF = re.compile(
    r"\b(?:explod\w+|detonat\w+|went off|blew|blast|struck|hit|hurled|lobbed|threw|thrown|landed|"
    r"fell|(?:ripped|tore)\b[^.;]{0,12}\b(?:through|apart|into)|rocked|shook|shattered|destroyed|"
    r"wrecked|gutted|"
    r"(?:was|were)\s+driven\s+into|triggered|set off|flung|claimed|devastated|levelled|"
    r"killed|wounded|injured|fired|attack\w*|ramm\w+|plough\w+|drove\b[^.;]{0,60}\binto)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:was|were|been)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_BODY_BEHIND = re.compile(
    r"\s+(?:the\s+|his\s+|their\s+|her\s+)?(?:\w+\s+){0,2}?(?:bod(?:y|ies)|corpses?|remains)\b"
)
_HELD_BEFORE = re.compile(
    r"\b(?:meetings?|talks|sessions?|conference|ceremony|funeral|prayers?|rally|rallies|protests?|"
    r"demonstrations?|sit-in|exercises?|elections?|polls|sitting|negotiations|consultations|"
    r"hearing)\b"
    r"[^.;]{0,80}$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+(?:\w+ly\s+)?$", re.IGNORECASE)
"""Who was kept "from entering" has not entered."""
_TAKEN_WHO = re.compile(
    r"\b(?:arrest|detain|captur|apprehend|held|holds|nabb|seiz|round|return|hand|repatriat|releas|"
    r"freed|deport)\w*\b[^.;]*\b(?:who|that|which)\s+(?:had\s+|have\s+)?(?:\w+ly\s+)?"
    r"(?:[^.;,]{0,60}\band\s+)?$",
    re.IGNORECASE,
)
_CROSSING_WITH = re.compile(r"crossings?\s+(?:with|points?|between|to)\b", re.IGNORECASE)
_NOUN_BEFORE = re.compile(
    r"\b(?:an?|the|this|that|its|their|each|every|(?:fir|la)st|second|third|new|border|official|"
    r"legal|trade|only|other|main|informal|illegal|land|road|rail|key|major|busiest|volume|fuel|"
    r"goods|traffic|amount|quantity)\s+$",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"\b[A-Z][\w'-]+\s+$")
_PAPERS = re.compile(
    r"\b(?:names?|lists?|videos?|footage|statements?|figures|photo\w*|pictures|details|report)\b"
    r"[^.;]{0,40}\breleased\b",
    re.IGNORECASE,
)
_PUNISHED_FOR = re.compile(
    r"\b(?:executed|executes|hanged|hangs|sentenced|convicted|jailed|fined)\b[^.;]*\b(?:for|who)\s+"
    r"(?:having\s+|had\s+)?$",
    re.IGNORECASE,
)
_JUSTICE = re.compile(
    r"\b(?:executed\b[^.;]{0,60}\sfor|executes|"
    r"prison\w*|convict\w*|sentence\w*|hang\w*|court|judiciary|jail\w*|death row)\b",
    re.IGNORECASE,
)
_SET_FREE = re.compile(
    r"\b(?:freed|released|rescued|recovered|found|handed|returned|repatriated)\b", re.IGNORECASE
)


_AND_ALSO = re.compile(r"\b(?:rockets|shells|mortars)\s+and\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_WHO_AFTER = re.compile(
    r"\b(?:who|which|whom)\s+(?:(?:had|have|has)\s+)?\w+\s+(?:[\w-]+\s+){0,4}?(?:after|since|"
    r"before)\s+"
    r"(?:the|an?|last|that|\w+day's)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
"""What those did whom a clause is about is only named: "men who fled after the bombing"."""
_LED_OFF = re.compile(r"\b(?:off|away|out|along|with)$")
_OF_GOODS = re.compile(
    r"\s+(?:an?|the|two|three|four|five|six|several|some|their|his|\d+)\s+(?:[\w-]+\s+){0,2}?(?:motor\w+|bikes?|"
    r"vehicles?|pick-?ups?|trucks?|goats?|sheep|camels?|cattle|livestock|pumps?|weapons?|rifles?|equipment|"
    r"goods|generators?)\b",
    re.IGNORECASE,
)
_OF_NONE = re.compile(
    r"\s+(?:no(?!\.|\s*\d|\s+(?:fewer|less)\b)|nobody|nothing|none)\b", re.IGNORECASE
)
"""What was not done to anybody: "seized no weapons"."""
_OF_NUMBER = re.compile(
    r"s?\s+(?:(?:near|in|on|along|at)\s+[\w-]+\s+){0,2}(?:(?:had|has|have|were|was)\s+)?(?:gone\s+(?:down|up)|fallen|risen|dropped|declined|increased|"
    r"decreased|doubled|halved|tripled|more\s+than\s+doubled)\b(?=[^.;]{0,40}\b(?:by|to|since|from|sharply|"
    r"considerably|markedly)\b)",
    re.IGNORECASE,
)
"""What is only counted: "attacks had gone down by a third"."""
_OF_OTHERS = re.compile(
    r"\b(?:NATO|US|U\.S\.|American|Israeli|Saudi|Turkish)\s+(?:(?:aircraft|jets?|planes?|warplanes|"
    r"helicopters?|drones?|missiles?|forces|troops|soldiers|raids?|strikes?)\s+)?(?:had\s+|have\s+)?$"
)
"""Whose planes and forces are not of this border."""
_HAD_ONCE = re.compile(r"\b(?:which|that)\b.*\bhad\b")
_ASIDE = re.compile(r",\s+(?:which|that)\b[^,.;]*,")


def _without_asides(text: str) -> str:
    """A stretch without what it only adds: "the gate, which pilgrims had used, was shut"."""
    return _ASIDE.sub(" ", text)


_HARMED = re.compile(
    r"wounded|injured|detained|arrested|abducted|kidnapped|captured|killed", re.IGNORECASE
)
_THE = re.compile(r"\b(?:the|its|their)\s+$", re.IGNORECASE)
_IS_NOUN = re.compile(
    r"\s*(?:$|[.,;:)]|(?:and|are|were|was|is|had|have|has|in|at|to|who|from|by|lay|on|as|"
    r"with)\b)"
)
"""Where "the wounded" are people, who are visited or treated."""
_COMPLAINS_OF_ONE = re.compile(
    r"\bcomplain(?:ed|s|ing)?\s+(?:of|about|over)\s+(?:an?|one|two|three|several)\s+"
    r"(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_SAYS_DAY = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b\d{1,2}\s+[A-Z][a-z]|[A-Z][a-z]{2,8}\s\d"
)


def _is_dated_complaint(text: str, deed: Deed) -> bool:
    """Whether a complaint tells what was done, with its day: "of an incursion on Sunday"."""
    _, start, end = deed
    return (
        _COMPLAINS_OF_ONE.search(text[max(0, start - 60) : start]) is not None
        and _SAYS_DAY.search(text, end) is not None
    )


def word_of(text: str, deed: Deed) -> str:
    """The word of doing itself, in small letters."""
    return text[deed[1] : deed[2]].casefold()


def is_adjective(text: str, deed: Deed) -> bool:
    """Whether a word of taking only says who somebody is: "the five kidnapped border guards"."""
    _, start, end = deed
    return (
        _TAKEN_AS.fullmatch(word_of(text, deed)) is not None
        and _GIVEN_WHO.search(text[max(0, start - 24) : start]) is not None
        and (
            is_person("".join(_NEXT_WORD.findall(text, end, end + 30)[:1]))
            or (
                _COUNTED.search(text[max(0, start - 24) : start]) is not None
                and _WHOSE_MEN.match(text, end) is not None
            )
        )
    )


def is_real(text: str, deed: Deed) -> bool:
    """Whether a word of doing tells of something done: not wanted, feared or denied before it."""
    kind, start, end = deed
    if is_eastern(text[start:end]):
        return is_real_eastern(folded(text), deed)
    if _MODAL.search(text, start, end) and kind is not E.CROSSING_ATTEMPT:
        return False
    if kind is E.DIPLOMATIC and word_of(text, deed) == "arrived in" and not _ABROAD.search(text):
        return False
    if kind is E.DIPLOMATIC and _HOME.match(text, start) and not _WAS_HELD.search(text):
        return False
    of_bodies = _BODY_BEFORE.search(text[:start]) or _OF_BODIES.match(text, start, end)
    if kind is E.DIPLOMATIC and of_bodies and not _STATES.search(text):
        return False
    if kind is E.DIPLOMATIC and _SENT_HOME.search(text[:end]):
        return False
    if kind is E.INCURSION and _GOES_HOME.search(text[max(0, start - 30) : end]):
        return False
    shelled = _SHELLED.search(text[max(0, start - 60) : start])
    if kind is E.AIR_OR_DRONE_STRIKE and shelled and not _AND_ALSO.search(text[:start]):
        return False
    if _MENTION.search(text[start:end]) and _WHO_AFTER.search(text[max(0, start - 90) : start]):
        return False
    if kind is E.BORDER_CLOSURE and _HAD_ONCE.search(_without_asides(text[start:end])):
        return False
    if family_of(kind) == "violence" and _SUSPECTED_IN.search(text[:start]):
        return False
    if family_of(kind) == "violence" and _MEANT_FOR.search(text[max(0, start - 70) : start]):
        return False
    over = _OVER.search(text[:start])
    if over and over.start() > 0 and _MENTION.search(text[start:end]):
        return False
    if kind is E.INCURSION and _ATTEMPTED.search(text[:start]):
        return False
    if kind is E.BORDER_CLOSURE and _LONG_SHUT.search(text, start):
        return False
    if kind is E.BORDER_CLOSURE and re.search(
        r"\bsince\s+(?:the\s+)?$", text[max(0, start - 14) : start]
    ):
        return False
    if (
        kind is E.DIPLOMATIC
        and _TO_OWN.match(text, end)
        and not _FOREIGN.search(_ELSE_TOLD.split(text[max(0, start - 90) :])[0])
    ):
        return False
    if (
        kind is E.DIPLOMATIC
        and _GIVEN_WHO.search(text[max(0, start - 24) : start])
        and (_GIVEN_BY.match(text, end) or _FREE_MEN.match(text, end))
    ):
        return False  # "62 people handed over by Iran", "the freed men"
    if (
        kind is E.DIPLOMATIC
        and word_of(text, deed).startswith("protest")
        and not _STATE.search(text[max(0, start - 70) : start])
        and not _TO_COUNTERPART.match(text, end)
    ):
        return False
    if kind is E.DIPLOMATIC and "summon" in text[start:end].casefold() and not _ENVOY.search(text):
        return False
    if kind is E.DIPLOMATIC and _CONDOLES.match(text, end):
        return False
    if kind is E.DIPLOMATIC and "released" in text[start:end].casefold() and _PAPERS.search(text):
        return False
    if "execut" in text[start:end].casefold() and _JUSTICE.search(text):
        return False
    if _PUNISHED_FOR.search(text[:start]):
        return False
    if kind is E.ABDUCTION and re.search(
        r"\b(?:after|since|before|following|of)\s+(?:the|their|his|last\s+\w+'s|\w+day's)\s+$",
        text[max(0, start - 30) : start],
        re.IGNORECASE,
    ):
        return False
    if _WHO_WERE.search(text[max(0, start - 24) : start]) and (
        _SET_FREE.search(text, end) or _SET_FREE.search(text[:start])
    ):
        return False
    who = _WHO if kind in (E.INCURSION, E.CROSSING_ATTEMPT) else _THE_MAN_WHO
    if who.search(text[max(0, start - 40) : start]) and _WAS_TAKEN.search(text, end):
        return False  # "the man who wounded a judge was killed"
    before = text[max(0, start - 160) : start]
    if _SOUGHT_WHO.search(before) or _RUMOURED.search(before) or _SHOWN.search(before):
        return False
    if _HAD_BEEN_WHEN.search(text[max(0, start - 90) : start]):
        return False
    if is_adjective(text, deed):
        return False  # "brought out the three kidnapped engineers"
    relative = _RELATIVE_BEFORE.search(text[max(0, start - 60) : start])
    if relative and not _SAID_THAT.search(text[: max(0, start - 60) + relative.start() + 5]):
        return False
    given = _GIVEN_BEHIND.match(text, end) if _OF_WHOM.match(text[start:end]) else None
    if given:
        is_finite = _AUXILIARY_BEFORE.search(text[max(0, start - 20) : start]) is not None
        return is_finite and _JOINS.search(given[0]) is not None
    follows = _FOLLOWS.search(text[max(0, start - 100) : start])
    mentions = _MENTION.search(text[start:end]) is not None
    since = (
        start - 100 + follows.start() if follows and start > 100 else follows and follows.start()
    )
    if (follows and not _DAYS_BEFORE.search(text, since or 0)) or (
        mentions and _LONG_AFTER.search(text[max(0, start - 110) : start])
    ):
        return False
    if _GOODS.match(text[start:end]) and _TAKEN.search(text) and not _WENT_OFF.search(text):
        return False
    if kind is E.DIPLOMATIC and re.search(r"\bwhere\s+\w+\s+$", text[max(0, start - 24) : start]):
        return False
    passive = _PASSIVE.search(text[:start])
    near = passive.start() - 24 if passive else start - 110
    before = re.split(
        r"[;:,]|\b(?:when|after|that|as|which|who|while|and)\b",
        text[max(0, start - 70, near) : start],
    )[-1]
    if (
        _IRREALIS.search(before)
        and kind is not E.CROSSING_ATTEMPT
        and not _PURPOSE.fullmatch(before)
    ):
        return False
    wider = re.split(
        r"[;:]|\b(?:when|after|said|recalled that|decided|agreed|announced|disclosed)\b",
        text[max(0, start - 110, near) : start],
    )[-1]
    if (
        re.search(
            r"\b(?:will|would(?!-be)|(?-i:may)|might|could|if|unless|vowed|threatened|warned|"
            r"should|so that)\b",
            wider,
            re.IGNORECASE,
        )
        and kind is not E.CROSSING_ATTEMPT
    ):
        return False
    if _NEGATED.search(text[max(0, start - 40) : start]) and not _NOBODY_HURT.search(
        text, max(0, start - 40), end
    ):
        return False
    if _PERIOD.search(text[max(0, start - 100) : start]):
        return False
    if _COUNTED_FROM.search(text[max(0, start - 40) : start]):
        return False
    if kind is E.ABDUCTION and _BY_WATER.search(text):
        return False
    if kind is E.ABDUCTION and _NO_CAPTIVE.search(text[max(0, start - 30) : start]):
        return False
    if kind is E.ABDUCTION and _LED_OFF.search(word_of(text, deed)) and _OF_GOODS.match(text, end):
        return False
    if _OF_NONE.match(text, end) or _OF_NUMBER.match(text, end):
        return False
    if kind is E.BORDER_CLOSURE and (_TO_COME.match(text, end) or _WORK.match(text)):
        return False
    if family_of(kind) == "violence" and _OF_OTHERS.search(text[max(0, start - 40) : start]):
        return False
    if _BE.search(text[max(0, start - 60) : start]):
        return False
    if (
        _TOPIC.search(text[max(0, start - 160) : start])
        and not _is_dated_complaint(text, deed)
        and not (family_of(kind) in ("diplomacy", "closure") and _AND_DID.search(text[:start]))
    ):
        return False
    if (
        kind is E.ABDUCTION
        and "captured" in text[start:end].casefold()
        and re.search(r"footage|photo|video|camera", text)
    ):
        return False
    if re.search(r"\b(?:anti-|counter-?|during|in)\s?$", text[max(0, start - 8) : start]) and text[
        start:end
    ].casefold() in ("battle", "fighting"):
        return False
    word = text[start:end].casefold()
    after = text[end : end + 30]
    if (
        word in ("killed", "wounded", "injured")
        and re.match(
            r"\s+(?:man|men|soldiers?|guards?|people|persons?|were shifted|were moved|were "
            r"taken|have been (?:shifted|moved)|was (?:shifted|moved|taken))\b",
            after,
            re.IGNORECASE,
        )
        and re.search(r"\bthe\s+$", text[max(0, start - 5) : start], re.IGNORECASE)
    ):
        return False
    if word in ("held", "holds", "hold") and re.match(
        r"\s+(?:talks|(?:an?|the|their|its|his)\s+(?:[\w-]+\s+){0,2}(?:meeting|talks|press|news|"
        r"demonstration|protest|rally|sit-in|funeral|session|ceremony|exercise|vote|election|vigil|"
        r"post|"
        r"breath|position|line|conference|service)|elections?|demonstrations?|protests?|rallies|"
        r"responsible|for(?!\s+(?:\w+ly\s+)?\w+ing\b|\s+(?:[\w-]+\s+){1,3}(?:hours?|days?|"
        r"weeks?)\b)|up|back|its|"
        r"their|that|(?:[\w'-]+\s+){1,3}(?:responsible|accountable|liable))",
        after,
        re.IGNORECASE,
    ):
        return False
    if word == "held" and _HELD_BEFORE.search(text[max(0, start - 60) : start]):
        return False
    if (
        word == "dead"
        and _THE_DEAD.search(text[max(0, start - 30) : start])
        and not _AMONG_THE_DEAD.search(text, max(0, start - 30), end + 8)
    ):
        return False
    if _HARMED.fullmatch(word) and _THE.search(text[:start]) and _IS_NOUN.match(text, end):
        return False
    if word == "dead" and _CALLED.search(text[:start]):
        return False
    if word == "recovered" and _BODY_BEHIND.match(text, end):
        return False
    if word == "recovered" and re.match(r"\s*(?:from|\.|,)", after):
        return False
    if kind is E.INCURSION and _FROM.search(text[max(0, start - 24) : start]):
        return False
    if kind is E.INCURSION and _TAKEN_WHO.search(text[:start]):
        return False
    if kind is E.INCURSION and re.search(
        r"\bfor\s+(?:having\s+)?(?:\w+ly\s+)?$", text[max(0, start - 24) : start]
    ):
        return False
    if (
        kind is E.INCURSION
        and word.startswith("crossing")
        and (
            _NOUN_BEFORE.search(text[:start])
            or _NAME_BEFORE.search(text[:start])
            or _CROSSING_WITH.match(text, start)
        )
    ):
        return False
    bare_noun = word in ("incursion", "intrusion", "trespassing", "trespass")
    return not (kind is E.INCURSION and bare_noun) or bool(re.search(r"\d|\bon\s+\w+day", text))


def has_family(triggers: list[Deed], family: str) -> bool:
    """Whether one of the words is of a family."""
    return any(family_of(kind) == family for kind, _, _ in triggers)
