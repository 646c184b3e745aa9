"""What: which clauses of a report tell of an event, of which type, and who did it.

A clause tells of an event where it holds a word of doing ("attacked", "were killed", "closed the
border") that is neither threatened, denied, usual nor counted over a year. Everything that a
clause says is gathered in a `Telling`, with offsets in the plain copy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geodata.names import is_arabic
from incidents.extraction.counts import Harmed, People, harmed_in, people_in
from incidents.extraction.days import When, spotted
from incidents.extraction.parties import Party, Speaker, parties_in, speakers_in
from incidents.extraction.whereabouts import (
    SaidDepth,
    SaidPlace,
    at_sea,
    depth_in,
    pillar_in,
    places_in,
)
from incidents.record import EventType

if TYPE_CHECKING:
    from incidents.extraction.reading import Reading, Sentence

__all__ = ["FAMILIES", "Telling", "family_of", "tellings_of"]

E = EventType
FAMILIES = {
    E.ARREST_OR_SEIZURE: "arrest",
    E.BORDER_CLOSURE: "closure",
    E.DIPLOMATIC: "diplomacy",
}
"""Events of different families are never one; all others are violence."""

_BORDER = (
    r"(?:border|frontier|crossing|gate|gates|terminal|zero point|trade point|checkpoint|"
    r"transit point|point)"
)
_TRIGGERS: tuple[tuple[EventType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            E.AIR_OR_DRONE_STRIKE,
            r"\b(?:air|drone|missile|aerial|retaliatory|precision|ballistic missile)[- "
            r"](?:strikes?|attacks?|raids?)\b|\bairstrikes?\b|"
            r"\b(?:jets?|warplanes|helicopters?|drones?|missiles?|"
            r"aircraft)\s+(?:\w+\s+){0,2}(?:struck|hit|hits|bombed|fired|targeted|attacked|killed|"
            r"pounded|strafed|landed|crashed)\b|"
            r"\b(?:struck|strikes|hit|targeted|attacked|bombed)\b[^.;]{0,60}\b(?:with|by|"
            r"using)\s+(?:\w+\s+){0,2}(?:missiles?|drones?|jets?)|"
            r"\bstruck\s+(?:\w+\s+){0,2}(?:places|targets|hideouts|positions|camps|villages?|"
            r"sites|bases|houses|homes)\b|\bbombed\b|"
            r"\b(?:fired|launched)\s+(?:\w+\s+){0,2}missiles?\b|\b(?:shot|"
            r"brought)\s+down\b[^.;]{0,30}\bdrone|\bdrone\b[^.;]{0,30}\b(?:shot|"
            r"brought)\s+down|"
            r"\b(?:carried out|conducted|launched)\s+(?:[\w-]+\s+){0,5}strikes?\b|حمله "
            r"(?:موشکی|پهپادی|هوایی)|فضائی حمله|ڈرون حمله|میزائل حمله",
        ),
        (
            E.ABDUCTION,
            r"\b(?:abduct(?:ed|s|ing)|kidnap(?:ped|s|ping)|abduction of|kidnapping of|"
            r"(?:taken|took|take)\s+(?:\w+\s+){0,5}(?:hostages?|captive|prisoner)|"
            r"carried off|(?:whisked|snatched|spirited)\s+away|made off with|captured)\b|"
            r"ربود\w*|ربوده|گروگان|اغوا",
        ),
        (
            E.CROSS_BORDER_FIRE,
            r"\b(?:mortars?|artillery|rockets?)\s+(?:shells?|rounds?|bombs?|fire|shelling|"
            r"attacks?)?\s*(?:\w+\s+){0,6}?(?:fired|landed|fell|hit|exploded|struck|slammed|"
            r"land|fall|lobbed|launched|came down|damaged)\b|"
            r"\b(?:fired|lobbed|launched|shot|rained)\s+(?:\w+\s+){0,4}(?:mortars?|shells?|"
            r"rockets?|rounds)\b|\b(?:shells?|rockets|rounds|"
            r"mortars)\s+(?:\w+\s+){0,7}?(?:landed|fell|exploded|hit|struck|land|damaged)\b|"
            r"\b(?:rained|came) down\b|\bmortar (?:fire|attack)|\bshelled\b|\bshelling\b|"
            r"\bcross-?border\s+(?:fire|firing|shelling|shooting)\b|"
            r"\bfired\s+(?:\w+\s+){0,3}(?:from\s+)?across\b|"
            r"\b(?:firing|fire|shots?|bullets?)\s+(?:\w+\s+)?from\s+(?:across|"
            r"the\s+(?:Iranian|Pakistani|other)\s+side|(?:Iranian|Pakistani)\s+(?:territory|"
            r"soil)|over)\b|"
            r"\bunprovoked (?:fire|firing)\b|\bsniper\b|خمپاره|توپخانه|مارٹر|گولے\s+(?:داغ|"
            r"فائر|گر)|راکٹ\s+(?:داغ|فائر|گر)|گوله ?باری",
        ),
        (
            E.INCURSION,
            r"\b(?:cross(?:ed|es|ing)?|enter(?:ed|s|ing)?|penetrat(?:ed|ing)|violat(?:ed|ing)|"
            r"breached)\s+(?:(?!and\b|said\b|that\b|when\b|from\b)[\w.,'-]+\s+){0,7}?"
            r"(?:Pakistan(?:i|'s)?\b|Iran(?:ian|'s)?\b|Balochistan|Baluchistan|(?:its|their|"
            r"our) (?:territory|soil)|border\b|line\b|tehsil|frontier|country\b)|"
            r"\b(?:cross(?:ed|es|ing)?|intrud(?:ed|ing)|trespass(?:ed|ing)?|barged|advanced|"
            r"drove|driven|came|come|penetrat(?:ed|ing)|enter(?:ed|ing)|raced|rode|"
            r"moved|went|gone|marched|pushed|walked|strayed|ventured|rolled|infiltrated|"
            r"sneaked|slipped|pursued|chased|ran)\s+(?:(?!and\b|said\b|that\b|"
            r"when\b)[\w.,'-]+\s+){0,7}?"
            r"(?:in|into|inside|across|over|onto|past|deep)\s+(?:the\s+)?(?:Pakistan(?:i|"
            r"'s)?\b|Iran(?:ian|'s)?\b|Balochistan|Baluchistan|(?:its|their|our) (?:territory|"
            r"soil|side)|border\b|line\b|frontier|tehsil|country\b)|"
            r"\btrespassed\b|\bintruded\b|"
            r"\b(?:intrusion|incursion|trespass(?:ing)?)\b|\braided\s+(?:a|an|the|several|two|"
            r"three|some|houses?|homes?)\b|"
            r"وارد\s+(?:خاک|کشور)|تجاوز|نفوذ|(?:حدود|علاقے|"
            r"سرحد)\s+میں\s+(?:\w+\s+){0,3}(?:گهس|داخل)|دراندازی|در اندازی|خلاف ورزی",
        ),
        (
            E.CROSSING_ATTEMPT,
            r"\b(?:tried|trying|attempt(?:ed|ing|s)?|sought|"
            r"wanted)\s+to\s+(?:\w+\s+)?(?:cross|enter|infiltrate|sneak|slip|penetrate|get "
            r"(?:into|across))\b|"
            r"\b(?:infiltration|crossing|intrusion)\s+(?:bid|attempt)s?\b|\b(?:foiled|"
            r"repelled|thwarted|repulsed|prevented)\b[^.;]{0,40}\b(?:infiltration|attempt|"
            r"attack|intrusion|entry|crossing)\b|"
            r"قصد (?:ورود|نفوذ)|دراندازی کی کوشش|سرحد عبور کرنے کی کوشش",
        ),
        (
            E.AMBUSH_OR_IED,
            r"\bambush(?:ed|es|ing)?\b|\b(?:suicide|car|roadside|remote-controlled|land|truck|"
            r"vehicle|motorcycle)[- ]?(?:bomb(?:ing|er|ers)?s?|mines?|attack)\b|"
            r"\b(?:bomb(?:ing|er|ers)?s?|IEDs?|landmines?|explosions?|explosives?|blasts?|"
            r"detonated|blew up|grenades?|blown up|improvised explosive device|went off)\b|"
            r"کمین|انفجار|بمب|انتحاری|دهماکه|دهماکے|دهماکا|خودکش|بارودی سرنگ|گهات",
        ),
        (
            E.SHOOTING_OF_CIVILIANS,
            r"\b(?:opened fire|open fire|fired|firing|shot|shoot|shooting|shots? (?:at|fired)|"
            r"gunned down|gunfire)\b|تیراندازی|شلیک|فائرنگ|گولی",
        ),
        (
            E.ARMED_CLASH,
            r"\b(?:clash(?:ed|es)?|gun ?battles?|gunfights?|firefights?|battled?|fighting|"
            r"skirmish(?:es)?|exchange[ds]? (?:of )?(?:gun)?fire|shoot-?outs?|"
            r"attack(?:ed|s|ing)?|storm(?:ed|s)|assault(?:ed|s)?|raid(?:ed|s)?|killed|kills|"
            r"killing|martyred|slain|died|dead|wounded|injured|lost (?:their|his) li(?:fe|"
            r"ves)|"
            r"embraced (?:martyrdom|shahadat)|targeted|target|hit|struck|encounter|beheaded|"
            r"shootings?|murdered|torched|set (?:fire|ablaze)|sent to hell|(?:conducted|"
            r"carried out|launched) (?:an? )?(?:[\w-]+ ){0,4}operation|eliminated|"
            r"neutrali[sz]ed)\b|"
            r"درگیری?|درگیر شد\w*|حمله|حملے|جهڑپ|مقابله|مقابلے|کشته|شهید|شهادت|هلاک|جاں بحق|"
            r"زخمی|مجروح|اسیب",
        ),
        (
            E.ARREST_OR_SEIZURE,
            r"\b(?:arrest(?:ed|s|ing)?|detain(?:ed|s|ing)?|holds|held|nabbed|apprehended|"
            r"rounded up|seiz(?:ed|es|e|ing|ure of)|confiscat(?:ed|es|ing)|"
            r"impounded|intercepted|busted|taken into custody|caught|recovered|deported|"
            r"handcuffed|sei[sz]ing)\b|"
            r"دستگیر|بازداشت|گرفتار|کشف|ضبط|برامد|تحویل میں|حراست",
        ),
        (
            E.BORDER_CLOSURE,
            r"\b(?:clos(?:ed|es|ing)|shut(?:s|ting)?|seal(?:ed|s|ing)|re-?open(?:ed|s)?|"
            rf"blocked|suspended|halted)\b[^.;]{{0,50}}\b(?:{_BORDER}|trade|traffic|"
            r"movement)\b|"
            rf"\b{_BORDER}\b[^.;]{{0,60}}\b(?:closed|shut|sealed|re-?opened|suspended|"
            rf"closure)\b|\bclosure of\b[^.;]{{0,40}}\b{_BORDER}\b|"
            r"مرز[^.;]{0,40}(?:بسته|مسدود|بازگشایی)|(?:سرحد|بارڈر|گیٹ|راهداری "
            r"گیٹ)[^.;]{0,40}(?:بند|سیل|کهول)",
        ),
        (
            E.DIPLOMATIC,
            r"\b(?:met|meets)\b(?!\s+(?:death|resistance))|\bsat down with\b|\bconferred "
            r"with\b|\bheld\s+(?:their|its|a|the)\s+(?:[\w-]+\s+){0,3}meeting|\bhand(?:ed|"
            r"s)\s+(?:over\s+)?(?:the\s+|back\s+)*(?:bod(?:y|ies)|remains)\b|\b(?:held|holds|"
            r"hold)\s+(?:[\w-]+\s+){0,4}(?:talks|meetings?|negotiations|discussions)\b|"
            r"\b(?:flag|border|joint|bilateral|commission) "
            r"(?:[\w-]+\s+){0,2}meeting\b[^.;]{0,40}\b(?:held|took place|was|were)\b|"
            r"\bmeeting\b[^.;]{0,40}\b(?:was held|took place|in)\b|"
            r"\btalks\b[^.;]{0,40}\b(?:were held|took place|in)\b|\bsummon(?:ed|s)\b|\bcalled "
            r"in\b[^.;]{0,30}\b(?:ambassador|charge|envoy)|"
            r"\b(?:lodged|filed|registered|lodges|sent|handed|delivered|conveyed|made|"
            r"recorded)\s+(?:[\w-]+\s+){0,4}(?:protest|demarche|complaint|note)s?\b|"
            r"\bprotested\b|"
            r"\bhand(?:ed|s|ing)\s+(?:[\w,'-]+\s+){0,14}?(?:over|back)\b|\bhandover\b|"
            r"\brepatriat(?:ed|ion)\b|\breturned\s+(?:the\s+)?(?:bod(?:y|ies)|guards?|"
            r"soldiers?|prisoners?)\b|"
            r"\bagreed\s+(?:to|on|that)\b|\bsigned\b|\brecalled\s+(?:its|her|his|the|"
            r"their)\s+ambassador|\bexpelled\b|\b(?:telephoned|phoned|spoke by (?:tele)?phone|"
            r"telephone call)\b|"
            r"\bvisit(?:ed|s)?\s+(?:Tehran|Islamabad|Quetta|Zahedan|Taftan|Iran|Pakistan)\b|"
            r"\barrived in\b|\breleased\b|\bdelegation\b[^.;]{0,40}\b(?:visited|arrived|"
            r"met)\b|"
            r"دیدار\s+(?:کرد|و گفتگو)|دیدار|نشست|احضار|ملاقات|طلب کر|حوالے کر|تحویل (?:داد|"
            r"مرزبان|مقامات)|احتجاج|مذاکرات|فلیگ میٹنگ",
        ),
    )
)
_DIPLOMATS = re.compile(
    r"\b(?:officials?|minister|ambassador|envoy|commanders?|general|delegations?|authorities|"
    r"foreign office|foreign ministry|"
    r"governments?|sides|countries|president|chief|consul\w*|commission\w*|fisherm[ae]n|"
    r"prisoners?|captives?|pilgrims|men|migrants|counterparts?|"
    r"diplomats?|heads?|governors?|security|charge|"
    r"Tehran|Islamabad|commissioner|bodies|guards|soldiers|secretar\w+)\b|وزیر|سفیر|فرمانده|"
    r"مقام|حکام|هیئت|وفد|مرزبان|کمشنر|استاندار",
    re.IGNORECASE,
)
_STATE_ACTS = re.compile(r"\b(?:summon|lodged|protest|hand(?:ed|s)|repatriat|recalled|expelled)")
_IRREALIS = re.compile(
    r"\b(?:will|would|could|may|might|should|shall|must|if|unless|vow(?:ed|s)?|threaten(?:ed|"
    r"s|ing)?|warn(?:ed|s|ing)?|plan(?:s|ned)?|"
    r"intend(?:s|ed)?|urg(?:ed|es|ing)|demand(?:ed|s|ing)?|call(?:ed|s|ing)?\s+(?:on|for|"
    r"upon)|asked?\b[^.;]{0,40}\bto|asks\b|cannot|can|to prevent|to stop|"
    r"prevent(?:ing|s)?|in order to|so that|ready to|fear(?:s|ed)?|risk|promis(?:ed|es)|"
    r"pledg(?:ed|es)|allow(?:ed|s)?|ahead of|due to|unable to|refus(?:ed|es)|"
    r"hop(?:ed|es)|trying to|want(?:s|ed)?|needs?|help(?:s|ed)?\s+(?:to\s+)?|proposed?|"
    r"scheduled|expected|is to|are to|suspected of|accused of|wanted for|steps|"
    r"measures|efforts|against|prepar\w+|likely|possible|seek\w*|simulat\w+|drills?|"
    r"exercises?|mock|rehears\w+|right to|duty to|charged with)\b",
    re.IGNORECASE,
)
_IRREALIS_EAST = re.compile(
    r"(?<!\w)(?:اگر|خواهد|خواهند|خواهیم|هشدار|باید|مبادا|می تواند|چاهیے|خبردار|دهمکی|تهدید "
    r"کرد|انتقام|گا|گی|گے|هوگا|هوگی|سکتا|سکتے)(?!\w)"
)
_USUAL = re.compile(
    r"\b(?:often|usually|regularly|frequently|routinely|sometimes|always|every|commonly|"
    r"typically|occasionally|generally|repeatedly|"
    r"has (?:long|been (?:fighting|waging|accused))|have (?:long|increased|intensified|been "
    r"increasing|become|risen)|(?:has|have) (?:in the past|also|previously|carried out|"
    r"claimed|targeted|repeatedly)|"
    r"in the past|over the years|in recent (?:years|months|weeks|times)|(?:over|in|during) "
    r"the (?:past|last)|so far this|this year|since (?:the\s+)?(?:start|beginning|\d|last|"
    r"early|late|then|its|january|february|march|april|may|june|july|august|september|october|"
    r"november|december)|"
    r"(?:a string|a series|a spate|a wave|scores|hundreds|thousands|dozens) of (?:attacks|"
    r"incidents|such|clashes|bombings)|such (?:attacks|incidents|violations)|"
    r"is known for|has been the scene|is (?:a|an|the) (?:major|main|key|common|route|"
    r"deadliest|worst|second|third|fourth|fifth|latest)|history of|decades|on average|each "
    r"year|annually|in total|statistics|"
    r"figures show|counted|according to (?:official )?(?:figures|data|statistics)|similar "
    r"(?:attack|incident)s?|previous (?:attack|incident)s?|anniversary|recall(?:s|ed|ing)|"
    r"earlier attacks|first such|centur(?:y|ies)|used to|was drawn|in history|years? (?:ago|"
    r"earlier|before)|months? (?:ago|earlier|before))\b|"
    r"(?<!\w)(?:تاکنون|از ابتدای|امار|سال های اخیر|سال گذشته|اب تک|گزشته (?:سال|برس|چند)|رواں "
    r"سال|همیشه|اکثر|هر سال|طی سال|در سال های|هزاروں|ماه گذشته|چکے هیں|مجموعی طور پر)(?!\w)",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\b(?:talked about|spoke about|discuss(?:ed|ing)?|deliberated|reviewed|exchanged views|"
    r"talks (?:on|about)|complaints? (?:that|about|of|over)|"
    r"condemn(?:ed|ing|s)?|(?:strongly )?denounc\w+|book|film|series|report on|accus\w+ (?:of|"
    r"by)|involved in|convicted of|sentenced|accused of|charged with|wanted (?:in|for)|in "
    r"connection with|suspected of|on charges of|trial|court)\b(?:(?!\b(?:after|when|"
    r"following|come|came|where)\b)[^.;])*$",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"(?:^|[\s,])I(?:'m|'ve)?\s(?!Corps)(?:\w)|\b(?:in my opinion|imho|lol|omg)\b|\bwho cares\b"
)
_NEGATED = re.compile(
    r"\b(?:no|not|never|n't|nobody|no one|without|neither|denied|denies|denying|rejected|"
    r"rejects)\s+(?:\w+\s+){0,4}$",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:den(?:ied|ies|ying|ial)|reject(?:ed|s|ing)|untrue|false|baseless|fabricat\w+|no "
    r"such|nobody had|no one had|none of its|no (?:troops|forces|guards|soldiers|militants|"
    r"sign|evidence|violation|incursion|shell\w*)|"
    r"had not|has not|have not|did not|was not|were not|never|contradict\w*|disput\w+|"
    r"dismiss\w*|unfounded|refut\w+|not true|on its own (?:side|soil)|contest(?:ed|s))\b|"
    r"\bonly\s+(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b|"
    r"(?<!\w)(?:تکذیب|تردید کی|مسترد|رد کرد)(?!\w)",
    re.IGNORECASE,
)
_SEPARATE = re.compile(
    r"\b(?:in (?:a separate|another|a second|a different|a similar|yet another)|separately|"
    r"elsewhere|another (?:attack|incident|clash|blast|bomb|group|patrol|convoy|raid|"
    r"explosion)|"
    r"a second (?:attack|incident|blast|bomb|clash|raid)|the (?:second|other|third) (?:attack|"
    r"incident|one)|meanwhile|in the (?:second|other|third) (?:attack|incident|case))\b|"
    r"(?<!\w)(?:در (?:حادثه|رویدادی?|حمله|اقدامی|حادثه ای) دیگر|همچنین در|ایک اور|ادهر|دوسرے "
    r"واقعے|دوسری جانب)(?!\w)",
    re.IGNORECASE,
)
_OLD_FIGURE = re.compile(
    r"\b(?:early|initial|earlier|first|previous) (?:reports?|accounts?|figures?|tolls?)\b|"
    r"\binitially\b|\blater (?:corrected|revised)\b|\bhad earlier (?:said|reported|put)\b",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^\W*(?:file\s+photo|photo|picture|image|correction|clarification|editor|caption)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?:(?:[A-Z][A-Z.'/-]+(?:[ /][A-Z][A-Z.'/-]+){0,3}|[A-Z][a-z]+(?=,?\s+(?:\d|"
    r"[A-Z][a-z]{2,8}\.?\s\d)[^:.]{0,24}:)|[A-Z][a-z]+(?=\s*(?:\([A-Z]|[:-]\s)))"
    r"(?:,?\s*(?:Iran|Pakistan))?(?:,\s*[A-Z][a-z]{2,8}\.?\s+\d{1,2}|"
    r",?\s+\d{1,2}\s+[A-Z][a-z]{2,8}\.?)?(?:,?\s*\d{4})?\s*(?:\(\s*[\w "
    r"/.-]{2,40}\s*\))?\s*[:-]+\s+|"
    r"[^\W\d_a-zA-Z]{2,}(?:\s[^\W\d_a-zA-Z]{2,})?(?:\s*\([^()]{2,30}\))?\s*(?:[:]|"
    r"-\s*[^\W\d_]{2,12}\s*:|\([^()]{2,30}\))\s*)"
)
_SPLITS = re.compile(
    r",\s+(?:and|but|while|whereas)\s+|;\s+|,\s+(?=(?:just\s+)?(?:a|one|two|three|"
    r"\d+)\s+days?\s+after\s)|\s+(?=(?:after|following|in response to|in retaliation for|in "
    r"reply to)\s)|\s+and\s+|\s+(?=over\s+(?:the|an?|recent)\s)|,\s+(?=when\s|where\s)",
    re.IGNORECASE,
)


@dataclass
class Telling:
    """One clause and all that it says; offsets are into the plain copy of the report.

    `family` is None where the clause tells of no event of its own; it may still say something of
    the event before. `reason` says why a clause with a word of doing is none.
    """

    sentence: Sentence
    start: int
    end: int
    text: str
    family: str | None
    triggers: list[tuple[EventType, int, int]]
    whens: list[When]
    people: list[People]
    harmed: list[Harmed]
    parties: list[Party]
    speakers: list[Speaker]
    places: list[SaidPlace]
    depth: SaidDepth | None = None
    pillar: tuple[int, int, str] | None = None
    at_sea: bool = False
    denies: bool = False
    separate: bool = False
    old_figure: bool = False
    is_reason: bool = False
    is_unreal: bool = False
    reason: str = ""
    agent: Party | None = None
    agency: str | None = None
    home: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether it is a title."""
        return self.sentence.is_heading


def family_of(kind: EventType) -> str:
    """The family of a type: "arrest", "closure", "diplomacy" or "violence"."""
    return FAMILIES.get(kind, "violence")


def tellings_of(reading: Reading) -> list[Telling]:
    """Every clause of a report, in order, with what it says."""
    found: list[Telling] = []
    for sentence in reading.sentences:
        if _CAPTION.match(sentence.text) or _FIRST_PERSON.search(_unquoted(sentence.text)):
            continue
        dateline = _DATELINE.match(sentence.text)
        start = sentence.start + (dateline.end() if dateline else 0)
        agency = None
        if dateline:
            named = re.search(r"\(([^()]{2,40})\)", dateline[0])
            agency = named[1] if named else None
        for begin, end, is_reason in _clauses(reading.plain, start, sentence.end):
            telling = _telling(reading.plain, sentence, begin, end)
            telling.is_reason = is_reason
            telling.agency = agency
            telling.home = _country_of(dateline[0]) if dateline else ""
            found.append(telling)
    return found


_HOMES = {
    "IRN": r"TEHRAN|ZAHEDAN|CHABAHAR|IRANSHAHR|SARAVAN|KHASH|IRNA|ISNA|زاهدان|تهران|چابهار|سراوان|"
    r"ایرنا|ایسنا",
    "PAK": r"QUETTA|ISLAMABAD|KARACHI|GWADAR|TURBAT|PANJGUR|DALBANDIN|RAWALPINDI|CHAGAI|PESHAWAR|"
    r"LAHORE|WASHUK|KHARAN|KECH|MASHKEL|NUSHKI|MAND|"
    r"کوئٹه|تربت|گوادر|اسلام اباد|پنجگور|چاغی|کراچی|دالبندین",
}


def _country_of(dateline: str) -> str:
    """The country from which a report is sent, by the town in its dateline."""
    for country, names in _HOMES.items():
        if re.search(names, dateline, re.IGNORECASE):
            return country
    return ""


def _unquoted(text: str) -> str:
    return re.sub(r"\"[^\"]*(?:\"|$)", " ", text)


@lru_cache(maxsize=64)
def _triggers(text: str) -> tuple[tuple[EventType, int, int], ...]:
    found: list[tuple[EventType, int, int]] = []
    for kind, pattern in _TRIGGERS:
        found += [(kind, match.start(), match.end()) for match in pattern.finditer(text)]
    return tuple(sorted(found, key=lambda t: t[1]))


def _clauses(plain: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """A sentence as one clause, or as several where they tell of events on days of their own."""
    text = plain[start:end].replace("\n", " ")
    if len(text) < 60:
        return [(start, end, False)]
    triggers = _triggers(text)
    if len(triggers) < 2:
        return [(start, end, False)]
    first, last = triggers[0][2], triggers[-1][1]
    splits = [m for m in _SPLITS.finditer(text) if first <= m.start() and m.end() <= last]
    if not splits:
        return [(start, end, False)]
    whens = [
        replace(w, start=w.start - start, end=w.end - start)
        for w in spotted(plain, start, end)
        if not w.by_report and w.name not in ("span", "future")
    ]
    for split in splits:
        left = [t for t in triggers if t[2] <= split.start()]
        right = [t for t in triggers if t[1] >= split.end()]
        if not left or not right:
            continue
        dated_left = [w for w in whens if w.end <= split.start()]
        dated_right = [w for w in whens if w.start >= split.end() - 1]
        if (
            (dated_left or (dated_right and dated_right[0].name == "inverse"))
            and dated_right
            and (
                not dated_left or dated_left[-1].words.casefold() != dated_right[0].words.casefold()
            )
        ):
            rest = _clauses(plain, start + split.end(), end)
            return [(start, start + split.start(), False), *rest]
        families = {family_of(t[0]) for t in left}
        causal = text[split.end() :].casefold().startswith(("after", "following", "in re", "over"))
        if causal and "violence" not in families and _has_family(right, "violence"):
            return [(start, start + split.start(), False), (start + split.end(), end, True)]
    return [(start, end, False)]


def _has_family(triggers: list[tuple[EventType, int, int]], family: str) -> bool:
    return any(family_of(kind) == family for kind, _, _ in triggers)


def _telling(plain: str, sentence: Sentence, start: int, end: int) -> Telling:
    text = plain[start:end].replace("\n", " ")
    parties = parties_in(text)
    people = people_in(text)
    harmed = harmed_in(text, people)
    triggers = list(_triggers(text))
    telling = Telling(
        sentence,
        start,
        end,
        text,
        None,
        triggers,
        whens=[
            replace(w, start=w.start - start, end=w.end - start) for w in spotted(plain, start, end)
        ],
        people=people,
        harmed=harmed,
        parties=parties,
        speakers=speakers_in(text),
        places=places_in(text),
        pillar=pillar_in(text),
        at_sea=at_sea(text),
        denies=_DENIAL.search(text) is not None,
        separate=_SEPARATE.search(text) is not None,
        old_figure=_OLD_FIGURE.search(text) is not None,
    )
    telling.reason = _why_none(telling)
    real = [t for t in triggers if _is_real(text, t)]
    telling.triggers = real
    telling.is_unreal = bool(triggers) and not real and not telling.denies
    if not telling.reason and real:
        telling.family = _family(text, real, telling)
    telling.depth = depth_in(text)
    telling.agent = _by_name(text, _agent(telling), parties)
    return telling


def _family(text: str, triggers: list[tuple[EventType, int, int]], telling: Telling) -> str | None:
    """The family that a clause tells of: by its first main word, diplomacy only among officials."""
    families = [family_of(kind) for kind, _, _ in triggers]
    if "diplomacy" in families:
        first = min(t[1] for t in triggers if family_of(t[0]) == "diplomacy")
        violent = [t[1] for t in triggers if family_of(t[0]) != "diplomacy"]
        if (_DIPLOMATS.search(text) or _STATE_ACTS.search(text)) and (
            not violent
            or first < min(violent)
            or re.search(
                r"\bsummon|protest|hand(?:ed|s|ing)\b[^.;]{0,60}\b(?:over|back)|احضار|طلب کر|"
                r"احتجاج",
                text,
            )
        ):
            return "diplomacy"
        triggers = [t for t in triggers if family_of(t[0]) != "diplomacy"]
        families = [family_of(t[0]) for t in triggers]
    if not triggers:
        return None
    if "closure" in families:
        first = min(t[1] for t in triggers if family_of(t[0]) == "closure")
        if not [t for t in triggers if family_of(t[0]) == "violence" and t[1] < first]:
            return "closure"
    if "violence" in families:
        weak = all(
            kind in (E.ARMED_CLASH, E.SHOOTING_OF_CIVILIANS, E.INCURSION)
            for kind, _, _ in triggers
            if family_of(kind) == "violence"
        )
        arrests = [t for t in triggers if t[0] is E.ARREST_OR_SEIZURE]
        crossed = any(t[0] is E.INCURSION for t in triggers)
        if arrests and weak and not telling.harmed and not crossed:
            return "arrest"
        return "violence"
    return families[0]


def _why_none(telling: Telling) -> str:
    """Why a clause tells of no event whatever its words: usual, counted, foretold; "" if not."""
    text = telling.text
    specific = [
        w
        for w in telling.whens
        if not w.by_report
        and not re.search(r"\b(?:since|until|till)\s+(?:the\s+)?$", text[: w.start], re.IGNORECASE)
        and w.name
        not in (
            "span",
            "year",
            "last year",
            "future",
            "month",
            "jalali month",
            "ago",
            "last month",
            "same",
        )
    ]
    usual = _USUAL.search(text)
    if usual and not specific:
        return f"{usual[0]!r} tells what is usual or counts over time"
    if is_arabic(text[:200]) and _IRREALIS_EAST.search(text) and not specific:
        return "it tells what may come"
    if re.search(r"\?\s*[\"']?$", text):
        return "it is a question"
    return ""


def _is_real(text: str, trigger: tuple[EventType, int, int]) -> bool:
    """Whether a word of doing tells of something done: not wanted, feared or denied before it."""
    kind, start, end = trigger
    before = re.split(
        r"[;:,]|\b(?:when|after|that|as|which|who|while|and)\b", text[max(0, start - 70) : start]
    )[-1]
    if _IRREALIS.search(before) and kind is not E.CROSSING_ATTEMPT:
        return False
    wider = re.split(r"[;:]|\b(?:when|after|said)\b", text[max(0, start - 110) : start])[-1]
    if (
        re.search(
            r"\b(?:will|would|may|might|could|if|unless|vowed|threatened|warned|should|so that)\b",
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
        r"\s+(?:talks|a\s+(?:\w+\s+)?(?:meeting|talks|press)|responsible|for|up|back|its|"
        r"their|that)",
        after,
        re.IGNORECASE,
    ):
        return False
    if word == "recovered" and re.match(r"\s*(?:from|\.|,)", after):
        return False
    bare_noun = word in ("incursion", "intrusion", "trespassing", "trespass")
    return not (kind is E.INCURSION and bare_noun) or bool(re.search(r"\d|\bon\s+\w+day", text))


_SUBJECTLESS = re.compile(
    r"\b(?:was|were|been|being|be|is|are|came under|got)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_BY = re.compile(
    r"\b(?:killed|wounded|injured|martyred|shot(?: dead)?|attacked|ambushed|abducted|"
    r"kidnapped|fired|hit|struck|carried out|targeted|"
    r"attempt|bid|killing|death|detained|arrested|held|seized|taken|closed|launched|stopped|"
    r"shelled|raided|attack|"
    r"ambush|assault|bombing|raid|firing|fire|shelling|strike|strikes|"
    r"staged|mounted|conducted|murdered|opened|shooting|incursion|intrusion|infiltration|"
    r"claimed|planted|beheaded|executed|down)\b[^.;]{0,50}?\bby\s+",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"\b(?:clash(?:ed|es)?|gun ?battle|firefight|gunfight|fighting|skirmish|encounter|"
    r"exchange of (?:gun)?fire|battle)\s+(?:[\w-]+\s+){0,3}?(?:with|against|between)\s+",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(
    r"\s*(?:'s\s+)?(?:[\w-]+\s+){0,3}?(?:said|says|say|told|reported|reports|claimed|"
    r"announced|confirmed|added|stated|insisted|denied|spokes\w+|media|sources|state "
    r"television|news|government|ambassador|officials?\s+(?:said|told))\b",
    re.IGNORECASE,
)
_CLAIMS = re.compile(
    r"\b(?:claimed|claims|accepted|took|taken|has taken|admitted|assumed|claiming|"
    r"taking)\s+(?:the\s+|full\s+)?(?:responsibility|credit)\b|\bsaid\s+(?:[\w "
    r"]{0,40})?\b(?:it was behind|its (?:fighters|men))\b|\b(?:was|were)\s+claimed\s+by\b|"
    r"\bresponsibility\b|\bit (?:was|is) (?:behind|responsible)\b|\bit had (?:carried out|"
    r"done|killed|attacked|staged)\b|\bpublished\s+(?:a\s+)?(?:pictures?|photos?|video)|"
    r"\b(?:it|they)\s+(?:held|had taken|was holding)\b|ذمه داری|مسئولیت",
    re.IGNORECASE,
)


def _by_name(text: str, agent: Party | None, parties: list[Party]) -> Party | None:
    """The group itself, where "Jaish al-Adl fighters" or "militants from Jaish al-Adl" did it."""
    if agent is None or agent.kind != "armed":
        return agent
    for party in parties:
        before = text[party.end : agent.start]
        after = text[agent.end : party.start]
        if party.kind == "group" and (
            (party.end <= agent.start and len(before) <= 2)
            or (
                party.start >= agent.end
                and re.fullmatch(
                    r"\s+(?:from|of|with)\s+(?:the\s+)?(?:\w+\s+)?(?:group\s+)?", after
                )
            )
        ):
            return party
    return agent


_MACHINE = re.compile(
    r"\b(?:drones?|jets?|warplanes?|aircraft|helicopters?|boats?|vessels?)$", re.IGNORECASE
)


def claims_responsibility(text: str) -> bool:
    """Whether somebody in the clause says that he did it."""
    return _CLAIMS.search(text) is not None


def _agent(telling: Telling) -> Party | None:
    """Who did it, as far as the clause says: behind "by", else the subject of the word of doing."""
    text, parties = telling.text, telling.parties
    victims = [(h.people.start, h.people.end) for h in telling.harmed]

    def is_victim(party: Party) -> bool:
        return any(party.start < end and start < party.end for start, end in victims)

    doers = [p for p in parties if not is_victim(p) and p.kind != "civilians"]
    if is_arabic(text[:200]):
        return _agent_east(text, doers)
    if telling.family == "diplomacy":
        first = min(t[1] for t in telling.triggers)
        for party in parties:
            if (
                party.side in ("IRN", "PAK")
                and party.start < first
                and not re.search(
                    r"\b(?:to|with|against|by)\s+(?:the\s+)?$", text[: party.start], re.IGNORECASE
                )
            ):
                return party
    for match in _BY.finditer(text):
        near = [p for p in doers if 0 <= p.start - match.end() <= 30]
        if near:
            return near[0]
    for match in _WITH.finditer(text):
        near = [p for p in doers if 0 <= p.start - match.end() <= 30]
        hit = {h.people.party for h in telling.harmed}
        if near and (near[0].side == "non-state" or hit == {"militants"}):
            return near[0]
    if claims_responsibility(text):
        groups = [p for p in parties if p.kind == "group"]
        if groups:
            return groups[0]
    for kind, start, end in telling.triggers:
        word = text[start:end].casefold()
        if word in ("dead", "died", "lost their lives", "lost his life"):
            continue
        if kind is E.CROSSING_ATTEMPT and not re.match(
            r"tr(?:ied|ying)|attempt(?:ed|ing)|sought|want", word
        ):
            continue
        before = text[max(0, start - 30) : start]
        if _SUBJECTLESS.search(before) or word.startswith(("embraced", "came under")):
            continue
        possible = [p for p in doers if p.end <= start + 1]
        if kind in (E.AIR_OR_DRONE_STRIKE, E.CROSS_BORDER_FIRE, E.AMBUSH_OR_IED):
            possible = [p for p in doers if p.start < end]
        for party in reversed(possible):
            if not party.side and _MACHINE.search(party.name):
                continue
            gap = text[party.end : start] if party.end <= start else ""
            lead = text[max(0, party.start - 14) : party.start]
            if party.kind == "nation" and not _nation_does(text, party, gap):
                continue
            if len(gap) > 110 or ";" in gap:
                break
            if _SAID_AFTER.match(text[party.end :]) and len(gap) > 0 and "," not in gap[:2]:
                continue
            if re.search(
                r"\b(?:of|on|at|against|for|near|targeting|with|to|between)\s+(?:the\s+|"
                r"an?\s+)?(?:\w+\s)?$",
                lead,
                re.IGNORECASE,
            ) and not re.search(
                r"\b(?:group|team|band|number|members?|gang|dozens|some|unit|contingent|lot) "
                r"of\s+(?:\w+\s+)?$",
                text[max(0, party.start - 24) : party.start],
                re.IGNORECASE,
            ):
                continue
            return party
    itself = _ITSELF.search(text)
    if itself:
        return next((p for p in doers if p.end <= itself.start() + 1 and p.side), None)
    return None


_ITSELF = re.compile(
    r"\b(?:said|claimed|announced|claims|says|added|reported)\b[^.;]{0,40}\b(?:they|it|its "
    r"(?:men|forces|troops|fighters|units?)|their (?:men|forces))\s+(?:had\s+|have\s+)?"
    r"(?:also\s+)?(?:killed|shot|fired|attacked|arrested|detained|struck|destroyed|carried|"
    r"launched|seized|hit|targeted|captured|dismantled)\b",
    re.IGNORECASE,
)


def _nation_does(text: str, party: Party, gap: str) -> bool:
    """Whether "Iran" stands for its forces: "Iran closed", "Iran's missile attack"."""
    said = text[party.start : party.end]
    lead = text[max(0, party.start - 10) : party.start]
    if re.search(
        r"\b(?:in|from|near|inside|into|of|with|to|at|across|between|on|through|"
        r"over)\s+(?:the\s+)?$",
        lead,
        re.IGNORECASE,
    ):
        return False
    if said.endswith(("'s", "ian", "ani")):
        return len(gap) <= 40 and not re.search(
            r"\b(?:province|town|city|media|state|agency|border|territory|soil|television|TV|"
            r"news|foreign|ambassador|envoy|vehicle|fuel|diesel)\b",
            gap,
        )
    return len(gap) <= 30


def _agent_east(text: str, doers: list[Party]) -> Party | None:
    doers = [
        p
        for p in doers
        if not re.match(r"[^.;:]{0,40}?\s(?:اعلام|گفت|خبر داد|گزارش)", text[p.end :])
    ]
    armed = [p for p in doers if p.side == "non-state"]
    for party in doers:
        if (
            party.side in ("IRN", "PAK")
            and not re.search(r"(?:به|بر|با|از|علیه)\s+(?:یک\s+)?$", text[: party.start])
            and re.search(
                r"(?:شلیک|تیراندازی|حمله|پرتاب|دستگیر|بازداشت|هدف قرار|اتش)\s?(?:کرد|کردند|گشودند|"
                r"داد|دادند|نمود)",
                text[party.end : party.end + 150],
            )
        ):
            return party
        if party.side in ("IRN", "PAK") and re.search(
            r"وارد\s+(?:خاک|کشور|قلمرو)", text[party.end : party.end + 90]
        ):
            return party
        if party.side in ("IRN", "PAK") and re.match(
            r"\s+نے(?!\s+(?:کها|بتایا))", text[party.end : party.end + 14]
        ):
            return party
        if party.side in ("IRN", "PAK") and re.match(
            r"\s+(?:کی|کے)\s+(?:فائرنگ|حملے|گوله)", text[party.end : party.end + 20]
        ):
            return party
    return armed[0] if armed else None
