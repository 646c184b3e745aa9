"""What: which clauses of a report tell of an event, of which type, and who did it.

A clause tells of an event where it holds a word of doing ("attacked", "were killed", "closed the
border") that is neither threatened, denied, usual nor counted over a year. Everything that a
clause says is gathered in a `Telling`, with offsets in the plain copy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from incidents.extraction.agents import agent_of
from incidents.extraction.anchors import hung
from incidents.extraction.background import LONG_UNITS, why_none
from incidents.extraction.clauses import DAYS_AFTER, HOURS_AFTER, clauses
from incidents.extraction.counts import Harmed, People, harmed_in, people_in
from incidents.extraction.days import When, spotted
from incidents.extraction.dealings import is_recovery
from incidents.extraction.deeds import Deed, as_shell, deeds_in, family_of
from incidents.extraction.depths import SaidDepth, depth_in
from incidents.extraction.eastern_speakers import speakers_in_eastern
from incidents.extraction.families import (
    FREES,
    LOSS,
    RECOVERS,
    as_abduction,
    as_arrest,
    comes_in,
    entries,
    family_told,
    harms_only,
    is_of_mishap,
    is_of_protest,
    is_rescue,
    only_reacts,
    takes_on,
)
from incidents.extraction.mishaps import MISHAP, comes_down, is_of_forces, mishap_in
from incidents.extraction.parties import (
    OTHER_STATE,
    Party,
    first_subject,
    owned,
    parties_in,
    subjects,
)
from incidents.extraction.pronouns import name_pronoun, who_acts
from incidents.extraction.reading import for_small, is_eastern, small
from incidents.extraction.speakers import Speaker, speakers_in
from incidents.extraction.unreal import is_real
from incidents.extraction.whereabouts import SaidPlace, at_sea, pillar_in, places_in
from incidents.record import EventType

if TYPE_CHECKING:
    from incidents.extraction.reading import Reading, Sentence

__all__ = ["Telling", "tellings_of"]

E = EventType

_FIRST_PERSON = re.compile(
    r"(?:^|[\s,])I(?:'m|'ve)?\s(?!Corps)(?:\w)|\b(?:in my opinion|imho|lol|omg)\b|\bwho cares\b"
)
_DENIAL = for_small(
    r"\b(?:den(?:ied|ies|ying|ial)|reject(?:ed|s|ing)|untrue|false(?=\W*(?:$|[,.;\"]|and\b|as\b|"
    r"claims?\b|reports?\b|news\b|allegation|accusation|statements?\b|information\b))|baseless|"
    r"fabricat\w+|no such|nobody had|no one had|none of its|no (?:troops|forces|guards|"
    r"soldiers|militants|sign|evidence|violation|incursion|shell\w*)|"
    r"no (?:\w+ ){1,4}(?:had|has|have) (?:ever )?(?:left|crossed|entered|fired|violated|set foot)|"
    r"(?:had|has|have|did) not(?!\s+(?:yet\s+|immediately\s+)?(?:say|said|comment|elaborate|nam|"
    r"giv|identif|mention|specif|expla|reveal|disclos|provid|respon|answer|want|wish|claim|"
    r"been\s+(?:recovered|identified|named|found|claimed|seen))\w*|\s[^.;,]{0,40}\s(?:until|till)\b)|"
    r"(?:was|were) not(?!\s+(?:\w+ly\s+)?(?:authori[sz]ed|available|clear|known|named|"
    r"identified|permitted|allowed))|never|"
    r"contradict\w*|disput(?:ed|es|ing)|"
    r"dismiss\w*|unfounded|"
    r"(?:another|a different|a contrary|its own|their own) (?:account|version|story)|refut\w+|"
    r"(?:figure|number|claim|toll|account|report|story)s?\s+(?:was|were|is|are)\s+\W?(?:wrong|"
    r"an?\s+"
    r"(?:\w+\s+)?(?:lie|fantasy|fabrication|invention)|exaggerated|inflated|absurd|nonsense|"
    r"propaganda)|"
    r"(?:had\s+)?lost\s+(?:no|nobody)\b|(?:were|was)\s+all\s+accounted\s+for|"
    r"not true|on its own (?:side|soil)|contest(?:ed|s))\b|"
    r"\bonly\s+(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b|"
    r"(?<!\w)(?:تکذیب|تردید ک(?:ی|ر\w*)|مسترد|رد کرد(?:ند)?|بی ?اساس|خلاف واقع|دروغ خواند\w*|"
    r"بے بنیاد|"
    r"لاتعلقی)(?!\w)|هیچ ?(?:یک|کدام) از (?![^.;]*(?:کشته|زخمی|[آا]سیب))[^.;]{3,80}\sن(?:داشت|کرد|"
    r"بود|شد)|کویی (?:گوله|راکٹ|فایرنگ|خلاف ورزی|حمله|کارروایی)[^.;]{0,30}نهیں ک"
)
_SEPARATE = re.compile(
    r"\b(?:an?(?:other)? separate (?:attack|incident|clash|blast|raid|shooting|case|operation|"
    r"encounter|"
    r"explosion|ambush|assault)|in (?:a separate|another|a second|a different|a similar|yet "
    r"another)|separately|"
    r"elsewhere|at (?:about |around |almost )?the same (?:hour|time|moment),? (?:others?|another|"
    r"gunmen|militants|attackers|armed)|(?:simultaneously|others),? (?:attacked|struck|stormed|"
    r"raided|hit)|another (?:attack|incident|clash|blast|bomb|group|patrol|convoy|raid|"
    r"explosion)|"
    r"a second (?:attack|incident|blast|bomb|clash|raid)|the (?:second|other|third) (?:attack|"
    r"incident|one)|meanwhile|in the (?:second|other|third) (?:attack|incident|case))\b|"
    r"(?<!\w)(?:در (?:حادثه|رویدادی?|حمله|اقدامی|حادثه ای) دیگر|همچنین در|ایک اور|ادهر|دوسرے "
    r"واقعے|(?<!کی )(?<!کے )دوسری جانب)(?!\w)",
    re.IGNORECASE,
)
_OLD_FIGURE = re.compile(
    r"\b(?:early|initial|earlier|first|previous) (?:reports?|accounts?|figures?|tolls?)\b|"
    r"\binitially\b|\bwe (?:said|wrote|reported|stated)\b|\b(?:wrongly|mistakenly|erroneously|"
    r"incorrectly)\b|\bthis (?:newspaper|paper|website|channel|agency) (?:had )?(?:said|reported|"
    r"wrote|put)\b|\b(?:had|have|has) (?:\w+ )?spoken of\b|\bheadlined\b|"
    r"\blater (?:corrected|revised)\b|\bhad earlier "
    r"(?:said|reported|put)\b",
    re.IGNORECASE,
)
_AFTERMATH = for_small(
    r"\b(?:died|dies|passed away|succumb(?:ed|s|ing)?|perished|breathed (?:his|her|their) last|"
    r"lost (?:his|her) life|embraced (?:martyrdom|shahadat)|was martyred)\b[^.;]{0,60}\b(?:of|from|"
    r"to|"
    r"due to)\s+(?:(?:the|his|her|their|a|severe|serious|fatal|gunshot|bullet|critical|head)\s+)*"
    r"(?:wounds?|injur(?:y|ies)|burns)\b|"
    r"\bsuccumb(?:ed|s|ing)?\b|\b(?:die[ds]|passed away|expired)\b[^.;]{0,30}\b(?:in|at|on the way "
    r"to|en route to|before "
    r"reaching|under treatment|during (?:treatment|surgery|an operation)|while under)\b[^.;]{0,40}"
    r"\b(?:hospital|treatment|CMH|clinic|surgery)\b|"
    r"\b(?:rais(?:ed|es|ing)|tak(?:es?|ing|en)|took|br(?:ings?|inging|ought)|push(?:ed|es|ing)|"
    r"lift(?:ed|s|ing))\s+(?:the\s+)?(?:number|toll|death toll|total)\b|\b(?:death\s+)?toll\b"
    r"[^.;]{0,90}\b(?:r[io]sen?|rises|climb(?:ed|s)|increased|went up|stands|jumped|mounted)\b|"
    r"^\W*(?:their|his|her)\s+(?:[\w-]+\s+)?bod(?:y|ies)\b[^.;]{0,80}\b(?:found|discovered|"
    r"recovered|"
    r"dumped)\b|"
    r"^\W*(?:one|two|another)\s+of\s+(?:the|them|those)\b[^.;]{0,50}\b(?:died|"
    r"succumbed)\s+(?:later|on\s+"
    r"\w+day|the\s+(?:next|following)\s+day|overnight|a\s+day\s+later)\b|"
    r"(?:^|\b(?:a|the)\s+)(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|"
    r"tenth)\s+(?:[\w-]+\s+)"
    r"{1,3}(?:has\s+)?(?:died|dies|passed away)\b|\b(?:of the|the|an)\s+(?:injured|wounded)\b"
    r"[^.;]{0,40}\b(?:died|dies|passed away)\b|"
    r"زخموں کی تاب|(?<!موقع پر )(?<!موقع پر هی )دم توڑ|"
    r"بر اثر (?:شدت )?(?:جراحات|جراحت)|بیمارستان[^.;]{0,40}(?:جان باخت|جان سپرد|درگذشت|"
    r"به شهادت|پیوست)|هسپتال[^.;]{0,40}(?:شهید هو|دم توڑ|چل بس|جاں بحق)"
)
_SUMMARY = re.compile(
    r"\b(?:two|three|four|five|six|seven|several|multiple|separate|different|a\s+(?:string|series|"
    r"spate|wave)\s+of|twin|\d{1,2})\s+(?:(?:separate|different|other|deadly|intelligence[- ]based|"
    r"armed|terrorist|coordinated|back-to-back)\s+)*(?:attacks|operations|incidents|events|cases|"
    r"episodes|encounters|"
    r"clashes|"
    r"bombings|shootings|raids|engagements|actions|assaults)\b|"
    r"(?<!\w)(?:الگ الگ|دو مختلف|دو جداگانه|دو نقطه|دو روز پیاپی)(?!\w)",
    re.IGNORECASE,
)
_THE_LATEST = re.compile(
    r"\b(?:latest|most\s+\w+|deadliest|worst|boldest|newest|second|third|fourth|"
    r"fifth)\s+(?:\w+\s+)?"
    r"(?:in|of|among)\s+$",
    re.IGNORECASE,
)
"""One of many is told: "the latest in a string of attacks"."""
_ACCIDENT = for_small(
    r"\b(?:(?:road|traffic|car|bus|train|highway)\s+(?:accidents?|crash(?:es)?)|collided|collision|"
    r"(?:plane|helicopter|aircraft|gyroplane|jet)\s+(?:came|went)\s+down|"
    r"plung(?:ed|es|ing)\s+(?:[\w-]+\s+){0,3}?(?:into|down|off|over)\s+(?:an?|the)\s|"
    r"crash of an?|(?:plane|helicopter|aircraft|gyroplane|jet) crash(?:ed)?|"
    r"(?:car|bus|van|pick-?up|vehicle|coach|truck|lorry|tanker|motorcycle|"
    r"Peugeot)\b[^.;]{0,40}\b(?:hit|"
    r"struck|slammed|ploughed|crashed)\s+(?:into\s+)?(?:an?|"
    r"another)\s+(?:[\w-]+\s+){0,2}?(?:lorry|truck|"
    r"bus|car|tanker|trailer|tree|pole|wall|van|pick-?up|camel|trolley)\b|"
    r"overturn(?:ed|s|ing)|skidded|head-on|fell into|left the road|ran off|"
    r"flash "
    r"floods?|floods?|earthquake|drowned|gas (?:leak|cylinder)|landslide|heat ?stroke|of thirst|"
    r"mine "
    r"collapse|caved in|lightning|coronavirus|covid\S*|pandemic|epidemic|cholera|measles|malaria|"
    r"dengue|hepatitis|diarrh\w+|disease|dehydration|hunger|starvation|exposure|childbirth|"
    r"capsized|sank|sunk|shipwreck\w*|snowfall|poisoning)\b"
)
_NOT_A = re.compile(r"\bnot\s+(?:an?|the|any)?\s*\w+", re.IGNORECASE)
_ARMS = re.compile(
    r"\b(?:bomb|blast|explo|charge|mine|device|shot|shoot|fir(?:ed|ing)|gun|attack|bullet|chas|"
    r"pursu)\w*",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(
    r"\b(?:over|(?:answer|reply|response|retaliation|reprisal|revenge) (?:to|for)|"
    r"connection (?:with|to)|suspect\w*|accus\w+|wanted|charge[sd]?|linked (?:to|with)|"
    r"behind|"
    r"involve\w*|role in|part in|complicity|murder\w*|confess\w*)\b[^.;]*$",
    re.IGNORECASE,
)
_WHO_WERE = re.compile(
    r"\b(?:who|that|which)\s+(?:had\s+been|have\s+been|were|was)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
_CAPTION = re.compile(
    r"^\W*(?:file\s+photo|photo|picture|image|correction|clarification|editor|caption)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|"
    r"Sun)day\b)(?:(?:[A-Z][A-Z.'/-]+(?:[ /][A-Z][A-Z.'/-]+){0,3}|[A-Z][a-z]+(?=,?\s+(?:\d|"
    r"[A-Z][a-z]{2,8}\.?\s\d)[^:.]{0,24}:)|[A-Z][a-z]+(?=\s*(?:\([A-Z]|[:-]+\s)))"
    r"(?:,?\s*(?:Iran|Pakistan))?(?:,\s*[A-Z][a-z]{2,8}\.?\s+\d{1,2}|"
    r",?\s+\d{1,2}\s+[A-Z][a-z]{2,8}\.?)?(?:,?\s*\d{4})?\s*(?:\(\s*[\w "
    r"/.-]{2,40}\s*\))?\s*[:-]+\s+|"
    r"[^\W\d_a-zA-Z]{2,}(?:\s[^\W\d_a-zA-Z]{2,}){0,2}\s-\s"
    r"(?:(?:\d{1,2}\s)?[^\W\d_]{2,12}(?:\s\d{4})?\s-\s){0,2}|"
    r"[^\W\d_a-zA-Z]{2,}(?:\s[^\W\d_a-zA-Z]{2,})?\s?,?\s\d{1,2}\s[^\W\d_a-zA-Z]{2,12}"
    r"(?:,?\s\d{4})?\s*(?:-|:)\s+|"
    r"[^\W\d_a-zA-Z]{2,}(?:(?:\s|\s?/\s?)[^\W\d_a-zA-Z]{2,})?(?:\s*\([^()]{2,30}\))?\s*(?:[:]|"
    r"-\s*[^\W\d_]{2,12}\s*:|\([^()]{2,30}\))\s*)"
)
_FROM = re.compile(
    r"(?=[A-Z])(?!(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\b)"
    r"(?:(?:[A-Z][\w.'/&-]*|\d{1,4}(?:st|nd|rd|th)?|\([^()\n]{2,40}\)|\[[^\[\]\n]{2,24}\]|and|desk|"
    r"correspondent|"
    r"/)[,.]?\s+){1,9}"
    r"-+\s+|[A-Z][\w, ]{2,40}\s\d{4}-(?=[A-Z])|"
    r"\([^()\n]{2,40}\)\s+(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,?\s+\d{4})?\s+)?-+\s+"
)
"""A dateline of any form before a dash: "Zahedan, July 9, IRNA -"."""


@dataclass(eq=False)
class Telling:
    """One clause and all that it says; offsets are into the plain copy of the report.

    `family` is None where the clause tells of no event of its own; it may still say something of
    the event before. `talked` are words of doing that it only speaks about. `reason` says why a
    clause with a word of doing is none.
    """

    sentence: Sentence
    start: int
    end: int
    text: str
    family: str | None
    triggers: list[Deed]
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
    is_accident: bool = False
    is_aftermath: bool = False
    is_summary: bool = False
    is_inquiry: bool = False
    is_rescue: bool = False
    part: int = 0
    only_reacts: bool = False
    talked: list[Deed] = field(default_factory=list)
    crowd: list[Deed] = field(default_factory=list)
    reason: str = ""
    agent: Party | None = None
    agency: str | None = None
    home: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether it is a title."""
        return self.sentence.is_heading


_LEAD = 500
_CORRECTS = re.compile(
    r"\b(?:for the record|corrections?(?=\W*\n| and clarif)|clarifications?(?=\W*\n)|corrigendum|"
    r"erratum|apologi[sz]es?|contained (?:\w+ ){0,2}(?:errors?|mistakes?|inaccurac\w+)|"
    r"(?:wrongly|incorrectly|erroneously|mistakenly) (?:said|stated|reported|described))\b",
    re.IGNORECASE,
)
_AS_PRINTED = re.compile(
    r"\W*(?:the|a|an|our|that|an earlier)\s+(?:[\w-]+\s+){0,2}?(?:report|story|article|item|"
    r"headline|"
    r"version|dispatch|piece)\b(?![^.;]{0,60}\b(?:should|omitted|failed))[^.;]{0,60}\b(?:said|"
    r"stated|reported|gave|described|claimed|put)\b",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(
    r"\W*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\W{0,2}\s*)?(?:\d{1,2}\s+[A-Z][a-z]{2,8}|"
    r"[A-Z][a-z]{2,8}\s+\d{1,2})?(?:,?\s+\d{4})?\W*"
)
"""A day as the heading of what stands behind it in its paragraph."""
_ENTRY = re.compile(
    r"(?:شنبه|(?:یک|دو|سه|چهار|پنج)\s?شنبه|جمعه)\s+\d{1,2}\s+[^\W\d_]{2,12}:\s|"
    r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?,\s+(?:\d{1,2}\s+[A-Z][a-z]{2,8}|"
    r"[A-Z][a-z]{2,8}\s+\d{1,2})(?:,?\s+\d{4})?:\s"
)
"""So an entry of a chronicle begins: "Panjgur, 8 May: Eight rockets landed"."""
_LABEL = re.compile(r"[A-Z][\w'-]+(?:[ -][A-Z][\w'-]+){0,2}\.")


def _label(sentence: Sentence) -> tuple[int, int, SaidPlace] | None:
    """The place that stands alone before an item of a digest: "Iranshahr. Agents searched ..."."""
    if not _LABEL.fullmatch(sentence.text):
        return None
    lead = "in "
    known = [p for p in places_in(f"{lead}{sentence.text}") if p.is_known and not p.is_province]
    if len(known) != 1:
        return None
    place = replace(known[0], start=known[0].start - len(lead), end=known[0].end - len(lead))
    return sentence.paragraph, sentence.start, place


def tellings_of(reading: Reading) -> list[Telling]:
    """Every clause of a report, in order, with what it says."""
    found: list[Telling] = []
    shelled = crashed = flown = False
    corrects = _CORRECTS.search(reading.plain[:_LEAD]) is not None
    home = _home_of(reading)
    owner: Party | None = None
    actor: tuple[Party, int] | None = None
    spoke: list[Speaker] = []
    day_of = -1
    label: tuple[int, int, SaidPlace] | None = None
    is_chronicle = sum(_ENTRY.match(s.text) is not None for s in reading.sentences) > 1
    for sentence in reading.sentences:
        below_day = sentence.paragraph == day_of
        if label is not None and label[0] != sentence.paragraph:
            label = None
        label = _label(sentence) or label
        if _DAY_ALONE.fullmatch(sentence.text):
            day_of = sentence.paragraph
        if _CAPTION.match(sentence.text):
            continue
        if _FIRST_PERSON.search(_unquoted(sentence.text)):
            found += _only_day(reading, sentence, home)
            continue
        dateline = _DATELINE.match(sentence.text) or _FROM.match(sentence.text[:90])
        if is_chronicle and _ENTRY.match(sentence.text):
            dateline = None  # whose day is that of what it tells
        start = sentence.start + (dateline.end() if dateline else 0)
        agency = None
        if dateline:
            named = re.search(r"\(([^()]{2,40})\)|\b([A-Z]{3,5})\W*$", dateline[0])
            agency = (named[1] or named[2]) if named else None
        for begin, end, is_reason in clauses(reading.plain, start, sentence.end):
            telling = _telling(
                reading.plain,
                sentence,
                begin,
                end,
                home=home,
                owner=owner,
                dated=below_day,
                flown=flown,
            )
            flown = flown or is_of_forces(telling.text)
            telling.is_reason = is_reason
            if sentence.is_heading and _RUBRIC.fullmatch(telling.text):
                telling.family, telling.triggers = None, []
            if begin > start and found and _counts_on(found[-1], telling):
                telling.family, telling.triggers = None, []
                telling.reason = found[-1].reason
            if label is not None and telling.family is not None:
                shift = label[1] - telling.start
                place = replace(label[2], start=label[2].start + shift, end=label[2].end + shift)
                telling.places = [*telling.places, place]
            name_pronoun(telling, actor, sentence)
            actor = who_acts(telling) or actor
            if begin > start and _ONE_MORE.match(telling.text):
                telling.is_summary, telling.separate = False, True
            if begin > start and not is_reason and HOURS_AFTER.match(telling.text):
                telling.separate = True
            shelled = shelled or any(kind is E.CROSS_BORDER_FIRE for kind, _, _ in telling.triggers)
            if shelled and not _CHARGE.search(telling.text):
                telling.triggers = [as_shell(telling.text, deed) for deed in telling.triggers]
            if telling.family == MISHAP:
                crashed = True
            elif crashed and all(comes_down(telling.text, t[1]) for t in telling.triggers):
                telling.family, telling.triggers = None, []
            telling.agency = agency
            telling.home = _country_of(dateline[0]) if dateline else ""
            said = _SAYS_ON.search(telling.text)
            if said and spoke and all(s.claimant == "unknown" for s in telling.speakers):
                telling.speakers = [
                    replace(s, start=said.start(), end=said.end()) for s in spoke[-1:]
                ]
            if spoke and spoke[-1].claimant == "third party":
                telling.speakers = [
                    replace(s, claimant=spoke[-1].claimant, origin=spoke[-1].origin)
                    if s.claimant == "group" and _GROUP_ALONE.fullmatch(s.origin)
                    else s
                    for s in telling.speakers
                ]  # a rights group may be "the group" as well
            spoke = telling.speakers or spoke
            if corrects and _AS_PRINTED.match(telling.text):
                telling.family, telling.triggers, telling.harmed = None, [], []
                telling.reason = "it is what an earlier report said wrongly"
            found.append(telling)
            owner = first_subject(telling.text, telling.parties) or owner
    return found


def _only_day(reading: Reading, sentence: Sentence, home: str) -> list[Telling]:
    """The day of a line in the first person, to which "that morning" may refer, and no more."""
    if not spotted(reading.plain, sentence.start, sentence.end):
        return []
    one = _telling(reading.plain, sentence, sentence.start, sentence.end, home=home, owner=None)
    whens = [replace(w, deed=-1) for w in one.whens]
    return [Telling(sentence, one.start, one.end, one.text, None, [], whens, [], [], [], [], [])]


def _counts_on(before: Telling, telling: Telling) -> bool:
    """Whether a clause goes on with the figures of its sentence: "has reached 61; 94 were hurt"."""
    return (
        before.sentence is telling.sentence
        and before.reason.endswith("counts over time")
        and not telling.whens
    )


_RUBRIC = re.compile(r"[A-Z][a-z]+(?:\s(?:and\s)?[a-z]+)?[.:]")
"""The head of a part of a digest tells of nothing: "Kidnapping."."""
_OPENS = 40
"""Within so many signs a clause about a crowd names it."""
_GROUP_ALONE = re.compile(r"the\s+(?:group|organi[sz]ation)", re.IGNORECASE)
_ONE_MORE = re.compile(r"\W*(?:another|two\s+more|the\s+other|one\s+more)\b", re.IGNORECASE)
"""So begins the rest of a sentence that tells of one more: "and another on Tuesday"."""
_CHARGE = re.compile(r"\b(?:bomb|device|ied|mine|charge|suicide|grenade|vest)", re.IGNORECASE)


_HOMES = {
    "IRN": r"TEHRAN|ZAHEDAN|CHABAHAR|IRANSHAHR|SARAVAN|KHASH|KONARAK|MIRJAVEH|ZABOL|SARBAZ|"
    r"BANDAR ABBAS|KERMAN|MASHHAD|BIRJAND|IRNA|ISNA|زاهدان|تهران|چابهار|سراوان|"
    r"ایرنا|ایسنا",
    "PAK": r"QUETTA|ISLAMABAD|KARACHI|GWADAR|TURBAT|PANJGUR|DALBANDIN|RAWALPINDI|CHAGAI|PESHAWAR|"
    r"LAHORE|WASHUK|KHARAN|KECH|MASHKEL|NUSHKI|MAND\b|TAFTAN|NOKUNDI|JIWANI|PASNI|ORMARA|HUB\b|"
    r"KHUZDAR|KALAT|LASBELA|PANJGOOR|MULTAN|BAHAWALPUR|"
    r"کویٹه|تربت|گوادر|اسلام اباد|پنجگور|چاغی|کراچی|دالبندین",
}


def _home_of(reading: Reading) -> str:
    """The country that a report is about: of its dateline, else of the first place named."""
    for sentence in reading.sentences[:6]:
        dateline = _DATELINE.match(sentence.text) or _FROM.match(sentence.text[:90])
        country = _country_of(dateline[0]) if dateline else ""
        if not country:
            named = [p.country for p in places_in(sentence.text) if p.country in ("IRN", "PAK")]
            country = str(named[0]) if named else ""
        if country:
            return country
    return ""


_SAYS_ON = re.compile(
    r"^\W*(?:he|she|they|it|the (?:spokes\w+|officials?|statement|minister|commander|officer|"
    r"source|governor))\s+(?:also\s+|further\s+|later\s+)?(?:said|added|claimed|told|stated|"
    r"continued|put)\b|,\s*(?:he|she|they|it|the\s+(?:spokes\w+|group|statement|"
    r"organi[sz]ation|outfit|agency|campaign))\s+(?:said|added|claimed|continued|told|"
    r"maintained)\b|"
    r"(?<!\w)(?:وی|او)\s(?:[^\s.;]+\s){0,5}(?:گفت|افزود|تصریح|تاکید|یادآور)|به گفته (?:وی|"
    r"او)(?!\w)|"
    r"(?<!\w)ان(?:هوں)? (?:نے\s(?:[^\s.;]+\s){0,4}(?:کها|بتایا)|کا کهنا|کے مطابق|کے بقول)",
    re.IGNORECASE,
)


def _people_of(text: str, harmed: list[Harmed], parties: list[Party], owner: Party | None) -> None:
    """Give the wounded and dead the side of "its guards", or of who "lost four men"."""
    for place, one in enumerate(harmed):
        lost = _LOST.match(text, one.start) is not None
        if one.people.party not in ("", "forces") and not (
            lost and re.search(r"\bm[ae]n$", one.people.words)
        ):
            continue
        side = next(
            (
                p.side
                for p in parties
                if p.kind == "force" and p.start < one.people.end and one.people.start < p.end
            ),
            "",
        )
        if not side and lost:
            before = [s for s in subjects(text, parties) if s.end <= one.start]
            whose = before[-1] if before else owner
            side = whose.side if whose else ""
        if one.start < one.people.start and _OF_THEM.search(one.people.words):
            met = [p for p in parties if p.end <= one.start]
            side = met[-1].side if met and met[-1].kind in ("armed", "group") else side
        if one.start < one.people.start and _ITS.search(one.people.words):
            foes = [p for p in parties if p.end <= one.start and p.side == "non-state"]
            side = "non-state" if foes else ""  # nobody kills "its" own members
        party = {"IRN": "irn", "PAK": "pak", "non-state": "militants"}.get(side)
        if party:
            harmed[place] = replace(one, people=replace(one.people, party=party))


_ITS = re.compile(r"\bof (?:its|their) ", re.IGNORECASE)
_OF_THEM = re.compile(r"\bof them$", re.IGNORECASE)
_LOST = re.compile(r"los(?:t|ing|s)\b", re.IGNORECASE)


def _country_of(dateline: str) -> str:
    """The country from which a report is sent, by the town in its dateline."""
    for country, names in _HOMES.items():
        if re.search(names, dateline, re.IGNORECASE):
            return country
    return ""


_CAME_DOWN = re.compile(
    r"\b(?:they|it|these|those|(?:some|most|many|several|all|both|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"\d+|others|another|the\s+(?:others?|rest|last|first|second|third|nearest|farthest))(?:\s+of\s+(?:them|these|those|which))?)"
    r"(?:,\s[^,.;]{2,30},)?\s+(?:had\s+|have\s+)?(?P<how>fell|fallen|landed|exploded|burst|came\s+down|come\s+down|went\s+off|"
    r"detonated|dropped)\b",
    re.IGNORECASE,
)
"""What fell so deep is shells, whatever it is called: "most fell two kilometres inside"."""


def _unquoted(text: str) -> str:
    return re.sub(r"\"[^\"]*(?:\"|$)", " ", text)


def _telling(
    plain: str,
    sentence: Sentence,
    start: int,
    end: int,
    *,
    home: str,
    owner: Party | None,
    dated: bool = False,
    flown: bool = False,
) -> Telling:
    text = plain[start:end].replace("\n", " ")
    parties = parties_in(text, OTHER_STATE.get(home, ""))
    if start > sentence.start:
        lead = plain[sentence.start : start].replace("\n", " ")
        owner = first_subject(lead, parties_in(lead)) or owner
    parties = owned(text, parties, owner)
    people = people_in(text)
    harmed = harmed_in(text, people)
    _people_of(text, harmed, parties, owner)
    triggers = list(deeds_in(text))
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
        speakers=speakers_in_eastern(text) if is_eastern(text[:200]) else speakers_in(text),
        places=places_in(text),
        pillar=pillar_in(text),
        at_sea=at_sea(text),
        denies=_DENIAL.search(small(text)) is not None,
        separate=_SEPARATE.search(text) is not None,
        old_figure=_OLD_FIGURE.search(text) is not None,
        is_aftermath=_AFTERMATH.search(small(text)) is not None,
    )
    telling.only_reacts = only_reacts(text, triggers)
    summary = _SUMMARY.search(text)
    of_many = summary is not None and _THE_LATEST.search(text[: summary.start()])
    telling.is_summary = telling.only_reacts or (summary is not None and not of_many)
    real = [t for t in triggers if is_real(text, t)]
    telling.whens = hung(text, telling.whens, triggers, real)
    telling.reason = why_none(telling.text, telling.whens, triggers)
    telling.depth = depth_in(text)
    if not telling.reason and telling.depth is None and takes_on(telling):
        telling.reason = "it tells what came of those taken before"
    if not any(kind is E.INCURSION for kind, _, _ in triggers) and not telling.reason:
        real += entries(telling)
    accident = _ACCIDENT.search(small(text))
    if (
        accident
        and not _ARMS.search(_NOT_A.sub(" ", text))
        and all(
            LOSS.fullmatch(text[s:e])
            or text[s:e].casefold() in ("killing", "claiming", "injuring")
            or accident.start() <= s < accident.end()
            for _, s, e in real
        )
    ):
        telling.is_accident = bool(real and telling.harmed)
        real = []
    telling.triggers = real
    if not is_of_protest(telling, real, below_day=dated):
        if not telling.harmed and not telling.whens:
            telling.crowd = [t for t in real if t[0] is E.OTHER and t[1] < _OPENS]
        real = [t for t in real if t[0] is not E.OTHER]
        telling.triggers = real
    telling.is_unreal = (
        bool(triggers) and not real and not telling.denies and not telling.is_accident
    )
    if not telling.reason and real:
        telling.family = family_told(text, real, telling)
    if telling.family == "violence" and telling.harmed:
        telling.triggers = [
            (E.ARMED_CLASH if FREES.fullmatch(text[start:end]) else kind, start, end)
            for kind, start, end in telling.triggers
        ]  # "freed a prisoner from a van, killing its driver"
    talked = [
        t
        for t in triggers
        if t not in real
        and family_of(t[0]) == "violence"
        and (
            _SPOKEN_OF.search(text[max(0, t[1] - 80) : t[1]])
            or _WHO_WERE.search(text[max(0, t[1] - 24) : t[1]])
        )
    ]
    telling.is_inquiry = telling.family == "arrest" and bool(talked)
    telling.talked = talked
    fell = _CAME_DOWN.search(text) if telling.depth and not real and not telling.denies else None
    if fell and not telling.reason:
        triggers = telling.triggers = [(E.CROSS_BORDER_FIRE, *fell.span("how"))]
        telling.family, telling.is_unreal = "violence", False
    elif telling.depth and not triggers and not telling.reason and comes_in(telling):
        telling.triggers = [(E.INCURSION, telling.depth.start, telling.depth.end)]
        telling.family = "violence"
    elif not telling.reason and (not triggers or harms_only(text, real)):
        telling.triggers += entries(telling)
        telling.family = "violence" if telling.triggers else None
    mishap = mishap_in(text, telling.whens, of_forces=flown)
    if mishap and not telling.reason and all(is_of_mishap(text, t, mishap) for t in real):
        telling.family, telling.triggers = MISHAP, [(E.OTHER, *mishap)]
        telling.is_accident = telling.is_unreal = False
        telling.whens = [replace(w, is_aside=False, deed=mishap[0]) for w in telling.whens]
    before = DAYS_AFTER.match(f"{text},")
    if before and telling.whens and telling.whens[0].start < 8 and before["unit"] not in LONG_UNITS:
        first = telling.whens[0]
        counted = first.parts if "count" in first.parts else {"count": "one"}
        telling.whens[0] = replace(first, name="inverse", parts=counted, is_aside=False)
    telling.agent = agent_of(telling)
    if telling.family == "diplomacy" and (is_rescue(telling) or is_recovery(text)):
        telling.family, telling.is_rescue = "arrest", True
        telling.triggers = [
            (E.ARREST_OR_SEIZURE if kind is E.DIPLOMATIC else kind, first, last)
            for kind, first, last in telling.triggers
        ]
    if telling.family == "arrest" and RECOVERS.search(text):
        telling.is_rescue = True
    if telling.agent is not None and telling.agent.side == "non-state":
        as_abduction(telling)
    elif telling.agent is not None and telling.agent.kind == "force":
        as_arrest(telling)
    agent = telling.agent
    is_named_behind = agent and re.search(r"\bby\s+(?:the\s+|an?\s+)?$", text[: agent.start])
    died = _AFTERMATH.search(small(text)) if telling.is_aftermath else None
    if (
        died
        and agent
        and agent.start < died.end()
        and agent.kind == "force"
        and not is_named_behind
    ):
        telling.agent = None  # he who died, not he who killed
    return telling
