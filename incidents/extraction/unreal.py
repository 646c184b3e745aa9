"""Which words of doing tell of nothing done: wanted, feared, denied, or only spoken of."""

from __future__ import annotations

import re

from incidents.extraction.deeds import Deed, family_of, word_of
from incidents.extraction.eastern_deeds import folded, is_real_eastern
from incidents.extraction.persons import is_person
from incidents.extraction.reading import is_eastern
from incidents.extraction.state_unreal import GIVEN_WHO, is_no_closure, is_no_dealing
from incidents.record import EventType

__all__ = ["is_adjective", "is_real"]

E = EventType
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
_MODAL = re.compile(r"\b(?:should|would|could|might|must)\b", re.IGNORECASE)
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
    r"(?:\w+ly\s+|also\s+)?$|\b(?:whom|which|(?<!and )that)\s+(?:they|he|she|it|we)\s+$|"
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
    r"(?:the|an?|last|\w+'s|this|tit-for-tat)\s+(?:[\w-]+\s+){0,9}$",
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
    r"freed|deport|aiming)\w*\b[^.;]*\b(?:who|that|which)\s+(?:(?:it|they|he|officials)\s+(?:says?|said|claims?|claimed|alleges?)\s+)?(?:had\s+|have\s+)?(?:\w+ly\s+)?"
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
    r"\s+(?:no(?!\.|\s*\d|\s+(?:fewer|less|more|later|further|farther)\b)|nobody|nothing|none)\b",
    re.IGNORECASE,
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
    r"\bcomplain(?:ed|s|ing)?\s+(?:of|about|over)\s+(?:(?:an?|one|two|three|several)\s+"
    r"(?:[\w-]+\s+){0,3}|(?:mortar|artillery|rocket|unprovoked)?\s*)$",
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


def is_adjective(text: str, deed: Deed) -> bool:
    """Whether a word of taking only says who somebody is: "the five kidnapped border guards"."""
    _, start, end = deed
    return (
        _TAKEN_AS.fullmatch(word_of(text, deed)) is not None
        and GIVEN_WHO.search(text[max(0, start - 24) : start]) is not None
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
    _, start, end = deed
    if is_eastern(text[start:end]):
        return is_real_eastern(folded(text), deed)
    if any(is_none(text, deed) for is_none in _NO_DEEDS):
        return False
    given = _GIVEN_BEHIND.match(text, end) if _OF_WHOM.match(text[start:end]) else None
    if given is None:
        return True
    is_finite = _AUXILIARY_BEFORE.search(text[max(0, start - 20) : start]) is not None
    return is_finite and _JOINS.search(given[0]) is not None


def _is_no_abduction(text: str, deed: Deed) -> bool:
    """Whether nobody is carried off there: by water, with goods, in a picture, or long before."""
    kind, start, end = deed
    before = text[max(0, start - 30) : start]
    return kind is E.ABDUCTION and bool(
        _AFTER_THE.search(before)
        or _BY_WATER.search(text)
        or _NO_CAPTIVE.search(before)
        or _POSTS_WERE.search(text[max(0, start - 60) : start])
        or (_LED_OFF.search(word_of(text, deed)) and _OF_GOODS.match(text, end))
        or ("captured" in word_of(text, deed) and _PICTURES.search(text))
        or _PORTRAYED.search(text[max(0, start - 90) : start])
        or _WRECKAGE.search(text[max(0, start - 100) : _after_was(text, start)])
    )


def _after_was(text: str, start: int) -> int:
    """Where a word of doing begins behind its "was", which may be part of it."""
    was = _WAS.match(text, start)
    return was.end() if was else start


_WAS = re.compile(r"(?:was|were|been)\s+", re.IGNORECASE)
_AFTER_THE = re.compile(
    r"\b(?:after|since|before|following|of)\s+(?:the|their|his|last\s+\w+'s|\w+day's)\s+$",
    re.IGNORECASE,
)
_POSTS_WERE = re.compile(
    r"\b(?:posts|poles|pillars|stones|cables|wires?|pipes?|stakes)\b[^.;,]{0,40}\b(?:was|were|been)\s+$"
)
_PICTURES = re.compile(r"footage|photo|video|camera")
_WRECKAGE = re.compile(
    r"\b(?:parts?|wreckage|debris|fragments|pieces|remains)\b[^.;]{0,70}\b(?:was|were|been)\s+$",
    re.IGNORECASE,
)
_PORTRAYED = re.compile(
    r"\b(?:pictures?|photo\w*|portraits?|posters?|images?|names?|lists?)\s+of\s+(?:[\w-]+\s+){1,7}$",
    re.IGNORECASE,
)
"""Whom leaflets show was carried off before: "with the pictures of five soldiers abducted"."""


def _is_no_incursion(text: str, deed: Deed) -> bool:
    """Whether nobody comes in there: who goes home, tries to, is punished for it, or a gate."""
    kind, start, end = deed
    if kind is not E.INCURSION:
        return False
    word, before = word_of(text, deed), text[:start]
    is_gate = word.startswith("crossing") and (
        _NOUN_BEFORE.search(before)
        or _NAME_BEFORE.search(before)
        or _CROSSING_WITH.match(text, start)
    )
    bare_noun = word in ("incursion", "intrusion", "trespassing", "trespass")
    return bool(
        _GOES_HOME.search(text[max(0, start - 30) : end])
        or _ATTEMPTED.search(before)
        or _FROM.search(before[-24:])
        or _TAKEN_WHO.search(before)
        or _FOR_HAVING.search(before[-24:])
        or is_gate
        or (bare_noun and not _SAYS_NUMBER_OR_DAY.search(text))
    )


_FOR_HAVING = re.compile(r"\bfor\s+(?:having\s+)?(?:\w+ly\s+)?$")
_SAYS_NUMBER_OR_DAY = re.compile(r"\d|\bon\s+\w+day")


def _is_no_violence(text: str, deed: Deed) -> bool:
    """Whether nobody is attacked there: who is suspected or meant, others, or shells not drones."""
    kind, start, _ = deed
    if kind is E.AIR_OR_DRONE_STRIKE and _SHELLED.search(text[max(0, start - 60) : start]):
        return not _AND_ALSO.search(text[:start])
    return family_of(kind) == "violence" and bool(
        _SUSPECTED_IN.search(text[:start])
        or _MEANT_FOR.search(text[max(0, start - 70) : start])
        or _OF_OTHERS.search(text[max(0, start - 40) : start])
    )


def _only_says_who(text: str, deed: Deed) -> bool:
    """Whether a word only says who somebody is: "the man who wounded a judge was killed"."""
    kind, start, end = deed
    if _WHO_WERE.search(text[max(0, start - 24) : start]) and (
        _SET_FREE.search(text, end) or _SET_FREE.search(text[:start])
    ):
        return True
    who = _WHO if kind in (E.INCURSION, E.CROSSING_ATTEMPT) else _THE_MAN_WHO
    if who.search(text[max(0, start - 40) : start]) and _WAS_TAKEN.search(text, end):
        return True
    before = text[max(0, start - 160) : start]
    if _SOUGHT_WHO.search(before) or _RUMOURED.search(before) or _SHOWN.search(before):
        return True
    if _HAD_BEEN_WHEN.search(text[max(0, start - 90) : start]) or is_adjective(text, deed):
        return True  # "brought out the three kidnapped engineers"
    relative = _RELATIVE_BEFORE.search(text[max(0, start - 60) : start])
    return relative is not None and not _SAID_THAT.search(
        text[: max(0, start - 60) + relative.start() + 5]
    )


def _is_spoken_of(text: str, deed: Deed) -> bool:
    """Whether a deed is only spoken of: as a topic, an accusation, a number, long ago."""
    kind, start, end = deed
    mentions = _MENTION.search(text[start:end]) is not None
    if mentions and _WHO_AFTER.search(text[max(0, start - 90) : start]):
        return True
    over = _OVER.search(text[:start]) if mentions else None
    if over and over.start() > 0:
        return True
    if "execut" in word_of(text, deed) and _JUSTICE.search(text):
        return True
    if _PUNISHED_FOR.search(text[:start]):
        return True
    behind = max(0, start - 100)
    follows = _FOLLOWS.search(text[behind:start])
    if follows and not _DAYS_BEFORE.search(text, behind + follows.start()):
        return True
    if mentions and _LONG_AFTER.search(text[max(0, start - 110) : start]):
        return True
    if _GOODS.match(text[start:end]) and _TAKEN.search(text) and not _WENT_OFF.search(text):
        return True
    if _PERIOD.search(text[behind:start]) or _COUNTED_FROM.search(text[max(0, start - 40) : start]):
        return True
    if _OF_NONE.match(text, end) or _OF_NUMBER.match(text, end):
        return True
    return (
        _TOPIC.search(text[max(0, start - 160) : start]) is not None
        and not _is_dated_complaint(text, deed)
        and not (family_of(kind) in ("diplomacy", "closure") and _AND_DID.search(text[:start]))
    )


_CAME_UNDER = re.compile(r"c[oa]me\s+under\b", re.IGNORECASE)
_WHO_TRIED = re.compile(
    r"\b(?:trying|attempting|seeking|wanting)\s+to\s+(?:[\w-]+\s+){1,6}$", re.IGNORECASE
)
"""What befell a group "trying to enter Iran without papers" was done."""


def _is_not_so(text: str, deed: Deed) -> bool:
    """Whether a deed is wanted, feared, foretold or denied, by what stands before it."""
    kind, start, end = deed
    if _NEGATED.search(text[max(0, start - 40) : start]) and not _NOBODY_HURT.search(
        text, max(0, start - 40), end
    ):
        return True
    if _BE.search(text[max(0, start - 60) : start]):
        return True
    if kind is E.CROSSING_ATTEMPT:
        return False
    if _CAME_UNDER.match(text, start) and _WHO_TRIED.search(text[:start]):
        return False
    passive = _PASSIVE.search(text[:start])
    near = passive.start() - 24 if passive else start - 110
    before = _NEXT_CLAUSE.split(text[max(0, start - 70, near) : start])[-1]
    wider = _NEXT_SENTENCE.split(text[max(0, start - 110, near) : start])[-1]
    return bool(
        _MODAL.search(text, start, end)
        or (_IRREALIS.search(before) and not _PURPOSE.fullmatch(before))
        or _FORETOLD.search(wider)
    )


_NEXT_CLAUSE = re.compile(r"[;:,]|\b(?:when|after|that|as|which|who|while|and)\b")
_NEXT_SENTENCE = re.compile(
    r"[;:]|\b(?:when|after|said|recalled that|decided|agreed|announced|disclosed)\b"
)
_FORETOLD = re.compile(
    r"\b(?:will|would(?!-be)|(?-i:may)|might|could|if|unless|vowed|threatened|warned|"
    r"should|so that)\b",
    re.IGNORECASE,
)


_LOSS_BEHIND = re.compile(
    r"\s+(?:some\s+|part\s+|most\s+)?(?:of\s+)?(?:the|its|their|earlier)\s+(?:\w+\s+)?(?:losses|ground)\b"
)


def _is_other_sense(text: str, deed: Deed) -> bool:
    """Whether a word stands for something else: "held talks", "the dead", "recovered from"."""
    _, start, end = deed
    word = word_of(text, deed)
    if word in ("battle", "fighting"):
        return _NO_BATTLE.search(text[max(0, start - 8) : start]) is not None
    if _HARMED.fullmatch(word) and _THE.search(text[:start]) and _IS_NOUN.match(text, end):
        return True
    if word in ("killed", "wounded", "injured"):
        return bool(
            _BARE_THE.search(text[max(0, start - 5) : start]) and _WOUNDED_MEN.match(text, end)
        )
    if word in ("held", "holds", "hold"):
        before = text[max(0, start - 60) : start]
        return bool(
            _HOLDS_TALKS.match(text, end) or (word == "held" and _HELD_BEFORE.search(before))
        )
    if word == "dead":
        of_the_dead = _THE_DEAD.search(text[max(0, start - 30) : start])
        among = _AMONG_THE_DEAD.search(text, max(0, start - 30), end + 8)
        return bool((of_the_dead and not among) or _CALLED.search(text[:start]))
    return word == "recovered" and bool(
        _BODY_BEHIND.match(text, end)
        or _RECOVERED_FROM.match(text, end)
        or _WRECK_BEHIND.match(text, end)
        or _LOSS_BEHIND.match(text, end)
    )


_WRECK_BEHIND = re.compile(
    r"\s+(?:the\s+|its\s+|parts\s+of\s+the\s+)?(?:wreck(?:age)?|debris|drone|machine|fragments|splinters)\b",
    re.IGNORECASE,
)
_NO_BATTLE = re.compile(r"\b(?:anti-|counter-?|during|in)\s?$")
_BARE_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_WOUNDED_MEN = re.compile(
    r"\s+(?:man|men|soldiers?|guards?|people|persons?|were shifted|were moved|were "
    r"taken|have been (?:shifted|moved)|was (?:shifted|moved|taken))\b",
    re.IGNORECASE,
)
_HOLDS_TALKS = re.compile(
    r"\s+(?:talks|(?:an?|the|their|its|his)\s+(?:[\w-]+\s+){0,2}(?:meeting|talks|press|news|"
    r"demonstration|protest|rally|sit-in|funeral|session|ceremony|exercise|vote|election|vigil|"
    r"post|breath|position|line|conference|service)|elections?|demonstrations?|protests?|rallies|"
    r"responsible|for(?!\s+(?:\w+ly\s+)?\w+ing\b|\s+(?:[\w-]+\s+){1,3}(?:hours?|days?|"
    r"weeks?)\b)|up|back|its|"
    r"their|that|(?:[\w'-]+\s+){1,8}(?:responsible|accountable|liable))",
    re.IGNORECASE,
)
_RECOVERED_FROM = re.compile(r"\s*(?:from|\.|,)")
_AS_REASON = re.compile(
    r"\W*(?:following|after|in\s+response\s+to|because\s+of|in\s+the\s+wake\s+of)\s+(?:the|this|that|these|those)\s+"
    r"(?:\w+\s+)?(?P<deed>\w+),\s",
    re.IGNORECASE,
)


def _is_reason(text: str, deed: Deed) -> bool:
    """Whether a deed told before is only named for what came of it: "Following the attack, "."""
    reason = _AS_REASON.match(text)
    return reason is not None and reason.start("deed") <= deed[1] and deed[2] <= reason.end("deed")


_NO_DEEDS = (
    _is_reason,
    _is_not_so,
    is_no_dealing,
    is_no_closure,
    _is_no_abduction,
    _is_no_incursion,
    _is_no_violence,
    _only_says_who,
    _is_spoken_of,
    _is_other_sense,
)
