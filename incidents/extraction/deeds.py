"""Words of doing: which of them tell of which type of event, and which tell of something done.

A word of doing is real where it is neither threatened, denied, wished nor only talked about.
"""

from __future__ import annotations

import re
from functools import lru_cache

from incidents.extraction.doings import TRIGGERS
from incidents.extraction.eastern_deeds import EASTERN_TRIGGERS, folded, is_real_eastern
from incidents.extraction.persons import is_person
from incidents.extraction.reading import is_eastern
from incidents.record import EventType

__all__ = ["FAMILIES", "Deed", "deeds_in", "family_of", "has_family", "is_real"]

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
    r"\b(?:will|would|could|(?-i:may)|might|should|shall|must|if|unless|vow(?:ed|s)?|threaten(?:ed|"
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
    r"condemn(?:ed|ing|s)?|(?:strongly )?denounc\w+|book|film|series|report on|headlined|entitled|"
    r"titled|(?:article|story|"
    r"report|item|edition|letter)\b(?:(?!\bthat\b)[^.;]){0,30}\b(?:about|on|of)|trial|"
    r"court)\b(?:(?!\b(?:after|when|"
    r"following|come|came|where|that)\b)[^.;])*$|"
    r"\b(?:accus\w+ (?:of|by)|involved in|convicted of|sentenced|accused of|charged with|"
    r"(?:responsible|blamed|avenge|revenge) for|wanted (?:in|for)|in connection with|suspected of|"
    r"on (?:the |a )?charges? of)\b"
    r"(?:(?!\b(?:after|when|following|come|came|where|that|were|was|has|have|had)\b)[^.;])*$",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\bwithout\s+(?:\w+\s+)?$|\b(?:no|not|never|n't|nobody|no one|neither|denied|denies|"
    r"denying|rejected|"
    r"rejects)\s+(?:\w+\s+){0,4}$",
    re.IGNORECASE,
)


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
    for kind, pattern in TRIGGERS:
        found += [(kind, match.start(), match.end()) for match in pattern.finditer(text)]
    return tuple(sorted(found, key=lambda t: t[1]))


_THE_DEAD = re.compile(
    r"\b(?:of|among|amongst|with|for|to|(?:bury|mourn|honou?r|remember)(?:s|ing|ed)?|buri(?:es|ed))\s+"
    r"(?:the|its|their|our)\s+(?:own\s+)?$",
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
_MODAL = re.compile(r"\b(?:should|would|could|might|must)\b", re.IGNORECASE)
_SENT_HOME = re.compile(
    r"\b(?:children|pupils|schoolchildren|staff|employees|patients)\b[^.;]{0,40}\bsent\s+(?:back\s+)?home$",
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
    r"\b(?:kidnap|abduct|hostage|captiv|captor|ransom|jail|prison|custody|detain|deport|"
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
_STATES = re.compile(
    r"\b(?:Iran|Pakistan|Tehran|Islamabad|Afghan|border|frontier|crossing|gate|zero point|"
    r"authorit|consul|Levies|FC\b|Taftan|Mirjaveh)",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\b(?:described|listed|reported|given|counted|named)\s+as\s+$", re.IGNORECASE)
_SHELLED = re.compile(r"\b(?:mortars?|rockets?|shells?|artillery)\b", re.IGNORECASE)
_WHO_WERE = re.compile(
    r"\b(?:who|that|which)\s+(?:had\s+been|have\s+been|were|was|had)\s+$", re.IGNORECASE
)
_THE_MAN_WHO = re.compile(
    r"\b(?:the|two|three|four|several|\d+)\s+(?:[\w-]+\s+)?(?:terrorists?|gunm[ae]n|militants?|m[ae]n|"
    r"suspects?|attackers?|assailants?|bombers?|persons?|people|group|team|gang|killers?)\s+"
    r"(?:who|that|which)\s+$",
    re.IGNORECASE,
)
_WHO = re.compile(r"\b(?:who|which)\s+$")
_WAS_TAKEN = re.compile(
    r"\b(?:was|were|has\s+been|have\s+been)\s+(?:\w+\s+)?(?:killed|arrested|captured|shot|detained|"
    r"caught|seized|eliminated|tracked|hanged|executed|neutrali[sz]ed)\b",
    re.IGNORECASE,
)
_HAD_BEEN_WHEN = re.compile(
    r"\bhad\s+(?:[\w-]+\s+){1,8}?(?:when|before|by\s+the\s+time)\s+the\s+(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
"""What was before a deed that is known: "had been in custody when the bomb went off"."""
_RELATIVE_BEFORE = re.compile(
    r"\b(?:who|which|that|whom)\s+(?:(?:they|he|she|it|we)\s+)?(?:had|have|has)\s+(?:been\s+)?"
    r"(?:\w+ly\s+|also\s+)?$|\b(?:whom|which|that)\s+(?:they|he|she|it|we)\s+$|"
    r"\bwhose\s+(?:\w+\s+){0,2}$|\b(?:accused|suspected|convicted|guilty)\s+of\s+(?:having\s+)?(?:[\w-]+\s+){0,5}$",
    re.IGNORECASE,
)
_TAKEN_AS = re.compile(
    r"kidnapped|abducted|detained|arrested|captured|seized|hijacked|rescued", re.IGNORECASE
)
_NEXT_WORD = re.compile(r"[\w-]+")
_SAID_THAT = re.compile(
    r"\b(?:said|says|announced|claimed|claims|reported|confirmed|told|stated|admitted|added|"
    r"insisted|maintained|alleged|acknowledged|declared|wrote)\s+(?:[\w'-]+\s+){0,4}that\s?$",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"\b(?:follow(?:ed|s)|follow-up to|"
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
    r"\b(?:weeks?|days?|months?|years?)\s+after\b[^.;]{0,90}\b(?:the|an?|'s|"
    r"of)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(
    r"(?:killed|wounded|injured|arrested|detained|held|kidnapped|abducted|captured|seized|died|"
    r"dead)$",
    re.IGNORECASE,
)
_GIVEN_BEHIND = re.compile(
    r"[^.;,]{0,70}\b(?:were|was|have been|has been|had been|reached|arrived|are)\s+(?:\w+\s+)?"
    r"(?:handed|repatriated|returned|released|freed|set|let|swapped|exchanged|flown|brought|sent|buried|deported|received|"
    r"laid|"
    r"home|in)\b",
    re.IGNORECASE,
)
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
    r"\b(?:over|against|about)\s+(?:the|last|recent|its|their|\w+day's|yesterday's)\s+"
    r"(?:[\w-]+\s+){0,2}$",
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
    r"fell|"
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


def word_of(text: str, deed: Deed) -> str:
    """The word of doing itself, in small letters."""
    return text[deed[1] : deed[2]].casefold()


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
    if kind is E.DIPLOMATIC and _BODY_BEFORE.search(text[:start]) and not _STATES.search(text):
        return False
    if kind is E.DIPLOMATIC and _SENT_HOME.search(text[:end]):
        return False
    if kind is E.INCURSION and _GOES_HOME.search(text[max(0, start - 30) : end]):
        return False
    if kind is E.AIR_OR_DRONE_STRIKE and _SHELLED.search(text[max(0, start - 60) : start]):
        return False
    if kind is E.BORDER_CLOSURE and re.search(r"\b(?:which|that)\b.*\bhad\b", text[start:end]):
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
    if kind is E.DIPLOMATIC and _TO_OWN.match(text, end) and not _FOREIGN.search(text):
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
    if _HAD_BEEN_WHEN.search(text[max(0, start - 90) : start]):
        return False
    if (
        _TAKEN_AS.fullmatch(word_of(text, deed))
        and _GIVEN_WHO.search(text[max(0, start - 24) : start])
        and is_person("".join(_NEXT_WORD.findall(text, end, end + 30)[:1]))
    ):
        return False  # "brought out the three kidnapped engineers"
    relative = _RELATIVE_BEFORE.search(text[max(0, start - 60) : start])
    if relative and not _SAID_THAT.search(text[: max(0, start - 60) + relative.start() + 5]):
        return False
    if _OF_WHOM.match(text[start:end]) and _GIVEN_BEHIND.match(text, end):
        return _AUXILIARY_BEFORE.search(text[max(0, start - 20) : start]) is not None
    follows = _FOLLOWS.search(text[max(0, start - 100) : start])
    mentions = _MENTION.search(text[start:end]) is not None
    if (follows and not _DAYS_BEFORE.search(text, end)) or (
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
    if _IRREALIS.search(before) and kind is not E.CROSSING_ATTEMPT:
        return False
    wider = re.split(
        r"[;:]|\b(?:when|after|said|recalled that|decided|agreed|announced|disclosed)\b",
        text[max(0, start - 110, near) : start],
    )[-1]
    if (
        re.search(
            r"\b(?:will|would|(?-i:may)|might|could|if|unless|vowed|threatened|warned|should|so "
            r"that)\b",
            wider,
            re.IGNORECASE,
        )
        and kind is not E.CROSSING_ATTEMPT
    ):
        return False
    if _NEGATED.search(text[max(0, start - 40) : start]):
        return False
    if _TOPIC.search(text[max(0, start - 160) : start]):
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
        r"responsible|for(?!\s+(?:\w+ly\s+)?\w+ing\b|\s+(?:[\w-]+\s+){1,3}(?:hours?|days?|weeks?)\b)|up|back|its|"
        r"their|that|(?:[\w'-]+\s+){1,3}(?:responsible|accountable|liable))",
        after,
        re.IGNORECASE,
    ):
        return False
    if word == "held" and _HELD_BEFORE.search(text[max(0, start - 60) : start]):
        return False
    if word == "dead" and _THE_DEAD.search(text[max(0, start - 30) : start]):
        return False
    if word == "dead" and _CALLED.search(text[:start]):
        return False
    if word == "recovered" and _BODY_BEHIND.match(text, end):
        return False
    if word == "recovered" and re.match(r"\s*(?:from|\.|,)", after):
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
