"""How many: counted people in a sentence, and which of them were killed or wounded.

"One soldier was killed and three others wounded" and "killed a soldier and wounded three others"
are one toll. Words of harm ask for people before them ("died", "was killed"), behind them
("killing", "the deaths of") or on either side; Persian and Urdu are left to `eastern`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from geodata.numbers import LATIN
from incidents.extraction.eastern_counts import harmed_in_eastern
from incidents.extraction.eastern_persons import people_in_eastern
from incidents.extraction.figures import (
    bodies,
    broken_by_kind,
    deaths,
    kind_behind,
    remaining,
    standing,
)
from incidents.extraction.parties import party_of_people
from incidents.extraction.persons import (
    NAMES,
    NUMBER,
    Harmed,
    People,
    count_of,
    people_in_english,
)
from incidents.extraction.reading import for_small, is_eastern, small
from incidents.extraction.victims import AUXILIARY, JOINS, OF_HIS, PARTICIPLE, Clause, victims_of
from incidents.record import Count

__all__ = ["Harmed", "People", "harmed_in", "people_in"]

_LIFE = r"(?:their|his|her|its)\s+(?:own\s+)?li(?:fe|ves)"
_LIMB = (
    r"(?:(?:left|right|lower)\s+)?(?:legs?|eyes?|arms?|hands?|foot|feet|fingers?|limbs?|toes?|"
    r"eyesight|sight|ears?)"
)
_HURT_BY = (
    r"(?:injur(?:y|ies)|broken \w+|bruises|shrapnel|wounds?|burns?|fractures?|cuts?|concussions?)"
)
_HARM = for_small(
    rf"\b(?:(?P<killed_before>died|dies|perished|fell(?=\s*(?:$|[.;]|and\b|while\b|before\b))|"
    rf"passed away|succumbed|(?:lost|lose|losing) {_LIFE}|"
    r"(?:embraced|attained|achieved|received) (?:martyrdom|shahadat)|"
    rf"(?:laid|laying|lay) down {_LIFE}|(?:gave|sacrificed) {_LIFE}|paid (?:the )?(?:ultimate|"
    r"supreme) (?:sacrifice|price)|fell martyrs?|fell in (?:action|the line of duty|(?:the|an?|"
    r"\w+'s) (?:\w+ )?(?:attack|ambush|clash|battle))|"
    r"met (?:his|her|their) (?:deaths?|end)|breathed (?:his|her|their) last|bled to death|"
    r"did not (?:survive|live)|drowned|dead)|"
    r"(?P<killed_after>(?:deaths?|martyrdom|shahadat|killings?|slaying|loss|murder) of|killing|"
    r"kills?|slaying|martyring|"
    r"(?:claim(?:ed|ing)|took|taking|cost(?:ing)?) (?:the )?li(?:fe|ves) of|"
    rf"(?:claim(?:ed|ing|s)|cost(?:ing)?)(?=\s+(?:at least\s+)?(?:{NUMBER})\s+(?:\w+\s+)?lives)|"
    r"bod(?:y|ies) of|"
    rf"lost(?=\s+(?:at least\s+)?(?:{NUMBER}|an?)\s+(?:of (?:its|their) )?(?:\w+\s+){{0,2}}"
    r"(?:m[ae]n|soldiers?|guards?|troops|personnel|members?|fighters?|comrades?|officers?|"
    r"policem[ae]n|colonel|commander|major|captain|general|conscripts?|own)\b))|"
    r"(?P<killed>killed|shot and killed|shot dead|shot (?:him|her) dead|killed (?:him|her)|gunned "
    r"down|martyred|slain|murdered|executed|"
    r"beheaded|"
    r"assassinated|eliminated|neutrali[sz]ed|finished off|mowed down|slaughtered|massacred|"
    r"sent to (?:hell|perdition|(?:his|their) graves?)|"
    r"stabbed to death|burn(?:t|ed) to death|burn(?:t|ed) alive|blown to pieces|put to death|"
    r"lynched|hacked to death|beaten to death)|"
    rf"(?P<injured_before>(?:sustain(?:ed|ing|s)?|suffer(?:ed|ing|s)?|receiv(?:ed|ing|es?)|"
    rf"incurred|with|"
    rf"escaped with)\s+(?:(?!and\b|no\b|when\b|after\b)[\w-]+\s+){{0,4}}?{_HURT_BY}|"
    rf"(?:has|have|had|recover(?:ing|ed)\s+from|nursing|treated\s+for|left\s+(?:\w+\s+)?with)\s+"
    rf"(?:(?!\w+ed\b|been\b|not?\b|and\b)[\w-]+\s+){{0,3}}?{_HURT_BY}|"
    r"in\s+(?:an?\s+)?(?:injured|wounded)\s+condition|"
    r"(?:has|had)\s+an?\s+(?:bullet|splinter|fragment)\s+in|"
    rf"(?:sustained|suffered) (?:an?|the)? ?(?:broken|fractured|shattered)|lost (?:an?|his|her|one|"
    rf"both|two|the|three)\s+{_LIMB}|"
    r"(?:was|were|been|being|is|are|got)\s+(?:\w+ly\s+)?(?:hit|struck|cut|grazed|burn(?:ed|t)|shot|"
    r"scalded|peppered|maimed|concussed)(?:\s+and\s+(?!killed)\w+)?\s+(?:in the|in (?:his|her|"
    r"both|one|"
    r"their)|by|through|above|below|on the|with)(?!\s+(?:(?:an?|the|one|another|two|several|"
    r"three)\s+)?(?:\w+[\s-]+){0,3}(?:rockets?|missiles?|mortars?|truck|car|vehicle|convoy))|"
    r"(?:was|were|been|is|are) (?:shot|hit) (?:and(?! killed| dead)|\w+ times)|"
    r"(?:was|were|been) (?:\w+ly )?(?:beaten(?! (?:to death|back|off|dead|black))|roughed up|"
    r"thrashed|clubbed|knifed)|(?<=, )(?:hit|shot|struck) in (?:the|both|his|her) \w+(?=,)|"
    r"(?:is|are|was|were|remains?|remained|lies?|lay|been) "
    r"(?:still |now |also |being |currently )*"
    r"(?:in (?:an? |the )?(?:[\w-]+ ){0,3}hospital|in intensive care|treated|under treatment|in "
    r"critical condition|"
    r"hospitali[sz]ed|admitted)|"
    r"(?:was|were|been)\s+(?:taken|rushed|airlifted)\s+to\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,3}?hospitals?|"
    r"(?:was|were)\s+hit(?=,\s+(?:one|two|three)\s+of\s+them\s+in\b)|"
    r"(?:got|gets?|came)\s+(?:away|off)\s+with\s+an?\s+(?:bullet|splinter|fragment|bullets)\s+in|"
    rf"had (?:[\w']+ ){{1,6}}(?:torn|blown|shot|cut) off|took (?:an?|two|three|several) bullets?)|"
    r"(?P<injured_after>wounding|wounds(?=\s+\w)|injuring|injures?|hurting|maiming|"
    r"injur(?:y|ies) to|(?:breaking|fracturing|shattering) (?:the|both|an?) (?:\w+ )?"
    r"(?:arms?|legs?|hands?|foot|feet|shoulders?|jaw|skull|ribs?|hips?) of)|"
    r"(?P<injured>wounded|injured|hurt|maimed|hospitali[sz]ed))\b"
)
_NOBODY = re.compile(
    r"\b(?:(?:nobody|no one) (?:on|in|at|from|of|among|aboard) (?:the )?(?:\w+ )?[\w-]+ (?:was|"
    r"were|had been) (?:hurt|killed|injured|wounded|harmed)|(?:people|residents|villagers|"
    r"famil(?:y|ies)|nomads|inhabitants|occupants|passengers|herders)\b"
    r"(?:(?!\b(?:but|and|while)\b)[^.;,]){0,30}? "
    r"(?:escaped|remained|emerged|came out|were) (?:unhurt|unharmed|unscathed)|"
    r"no (?:loss of life|casualt(?:y|ies)|deaths?|one (?:was|has been|is|had been) (?:killed|"
    r"hurt|injured|wounded)|fatalities|human loss(?:es)?|loss of (?:human )?li(?:fe|ves)|life was "
    r"lost|lives were lost|one (?:died|(?:else )?was (?:killed|hurt)))|nobody (?:was|had been|has "
    r"been|else was) (?:hurt|killed|injured|wounded)|(?:without|caused no|causing no|did not cause "
    r"any|there were no|were no|no reports? of (?:any )?|nor any|not any|any) (?:loss of life|"
    r"casualties|deaths|injuries|human loss)|did not (?:cause|result in) (?:any )?(?:casualties|"
    r"loss of life|deaths|losses)|without (?:harming|hurting|injuring|hitting) any(?:one|body)|"
    r"no (?:injuries|(?:person|people|civilian|soldier|guard|villager|resident)s? (?:was|were) "
    r"(?:killed|hurt|harmed|injured)|immediate reports? of casualties)|none (?:was|were) "
    r"(?:hurt|harmed|injured|killed)|(?:everyone|all)\s+(?:\w+\s+){0,3}(?:escaped|survived) "
    r"(?:unhurt|unharmed)|no loss(?:es)?|none of (?:the|its|his|her|their|those|them|our)"
    r"(?:\s+[\w-]+){0,3}? (?:was|were|had been|is|has been) (?:hurt|harmed|injured|killed|wounded)|"
    r"no (?:\w+ )?(?:citizen|civilian|soldier|guard|one|person|resident|national)s? (?:had |has |"
    r"have )?"
    r"(?:come to (?:any )?harm|been (?:hurt|harmed|killed|injured))|"
    r"no[- ]?(?:one|body) (?:else )?(?:was|had been|is|were) (?:in(?:side)?|present|at home|there|"
    r"harmed))\b",
    re.IGNORECASE,
)
_AGE = rf"(?:\d{{1,2}}|{LATIN})(?:\s+years?)?"
_ASIDES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\([^()]{0,120}\)",
        r",\s*(?:aged\s+)?\d{1,2}(?:\s+years?\s+old)?(?=\s*,)",
        rf"\baged\s+(?:about\s+)?{_AGE}(?:(?:\s*,\s*{_AGE})*\s+and\s+{_AGE})?",
        rf"(?<=boy|irl|man|son|uth|ild|per|ver|her|ent)\s+of\s+(?:about\s+|only\s+)?{_AGE}"
        r"(?=\s*(?:[.,;]|was\b|were\b|who\b|and\b|had\b|has\b|is\b|with\b|in\b|at\b|from\b|$))",
        r",\s+(?:(?:an?|the|all|both|two|three|\d+)\s+)?(?:\w+\s+){0,3}?(?:resident|native|"
        r"inhabitant|(?:father|mother|husband|son|daughter)(?=\s+of)|hailing|belonging)s?\b"
        r"[^,.;:]{1,60}(?=,)",
        r",\s+the\s+[^,.;:]{3,60}(?=,\s+(?:was|were|had|has|escaped|died|suffered|sustained|"
        r"received)\b)",
        r",\s+(?:some\s+|about\s+)?\d[\d.]*\s*(?:km|kilomet\w+|miles?)\s+[^,.;:]{1,40}(?=,)",
        r",\s+(?:identified|named|known|posted|stationed|deployed|employed)\b[^,.;:]{1,80}(?=,)",
        r"\s+(?:identified|named)\s+as\s+[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,3}",
        r",\s+(?:both|all)(?:\s+of\s+them)?\s+(?:from|in|aged|of)\b[^,.;:]{1,60}(?=,)",
        r",\s+(?:[\w']+\s+){1,5}(?:said|says|reported|added|confirmed)(?:\s+on\s+\w+)?(?=,)",
        r",\s+[A-Z][\w'-]+(?:\s[A-Z][\w'-]+){0,3}(?=,\s+(?:and\s+(?:an?|two|three)|was|were|"
        r"had)\b)",
    )
)
_APPOSED = re.compile(
    r"(?P<before>(?<![\w'-])(?!(?:people|persons?|men|others|members|family|civilians)\b)"
    r"[a-z][\w-]*),\s+an?\s[^,.;:]{2,80}(?=,\s+(?:was|were|has|had|have|"
    r"died|lost|"
    r"succumbed|embraced|perished|suffered|sustained|received|got|is)\b)"
)
_QUOTED = re.compile(rf"\"((?:[\w-]+ ){{0,3}}(?:{NUMBER})(?: [\w-]+){{0,5}})\"", re.IGNORECASE)
"""A number in the words of another: they claim that "at least 11" fighters died."""
_DASHED = re.compile(r"(?<=\w)\s-{1,2}\s[^.;-]{3,110}\s-{1,2}(?=\s\w)")
_RELATIVE = re.compile(r",\s+(?:who|whose|which|where)\b[^,.;:]{1,110}(?=,)")
_LATER_AFTER = re.compile(
    r"\s*(?:of|from|to)\s+(?:his|her|their|the)?\s*(?:\w+\s+){0,2}(?:wounds?|injur\w+|burns)\b|"
    r"(?:(?!\b(?:and|but|while)\b)[^.;:,]){0,50}?"
    r"\b(?:in|at|on the way to|en route to|before reaching|while being (?:taken|"
    r"shifted|moved) to)\s+(?:\w+\s+){0,5}?(?:hospital|clinic|CMH|infirmary|health)\b",
    re.IGNORECASE,
)
_LATER_BEFORE = re.compile(
    r"\b(?:later|since|subsequently|eventually|afterwards|meanwhile|now|finally)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_UNHARMED = re.compile(
    r"\b(?:not|n't|no one|nobody|never|none|neither)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_REMEMBERED = re.compile(r"\b(?:anniversary|memory|commemorat\w+)\s+(?:of\s+)?(?:the\s+)?$")
_NOT_HUMAN = re.compile(
    r"(?:sheep|goats?|camels?|cows?|animals?|livestock|cattle|horses?|donkeys?|dogs?|mules?|"
    r"heads?|buffalo(?:es)?|birds?|vehicles?|cars?|trucks?|pickups?|pick-ups?|boats?|houses?|"
    r"homes?|"
    r"buildings?|posts?|walls?|towers?|rooms?|shops?|mosques?|schools?|hospitals?|tankers?|"
    r"bus(?:es)?|"
    r"convoys?|tents?|windows?|bikes?|motorcycles?|motorbikes?|tractors?|launch(?:es)?|trawlers?|"
    r"helicopters?|drones?|checkposts?|camps?|villages?|fields?|trees?|barracks|offices?|planes?|"
    r"bullets?|shots?|rounds?|times|wounds?|lives|hours?|minutes?|days|nights?|weeks?|months?|years?|"
    r"bod(?:y|ies)|corpses?|being|been|before|after|trains?|wagons?|units?|stations?|bases?|"
    r"patrols?|roads?|gates?|places|targets?|sites?|locations?|points|hideouts?|positions?|settlements?|huts?|compounds?|"
    r"it|way|one|day|time|number|"
    r"toll|total|clash|attack|"
    r"incident|area|country|border|province|result|case|dozen)\Z",
    re.IGNORECASE,
)
_ANYONE = (
    rf"(?<![\w.,:/-])(?P<count>{NUMBER}|an?|his|her|their)\s+(?:(?!(?:and|or|of|"
    rf"in|after|before|later|earlier|days?|hours?|weeks?|months?|nights?|minutes?)\b)[a-z][\w'-]*\s+){{0,2}}?"
    r"(?P<head>(?!(?:they|them|he|she|we|you|it|who|whom|"
    r"and|or|of|in|at|on|late|early|when|was|were|is|are|has|had|have|"
    r"been)\b)[a-z][\w'-]{2,})"
)
_ANYONE_BEFORE = re.compile(
    rf"{_ANYONE}\s*(?:,\s*)*(?:(?:was|were|has|have|had|been|got|reportedly|also|later)\s+)*$"
)
_ANYONE_AFTER = re.compile(
    rf"\s+(?:at least\s+)?{_ANYONE}(?=\s*(?:[.,;]|and\b|in\b|near\b|at\b|on\b|$))"
)
_SOMEBODY_BEFORE = re.compile(
    rf"(?:^|[,;]\s|\b(?:and|when|while|as|that)\s)\s*(?P<name>{NAMES})(?P<second>\s+and\s+{NAMES})?"
    r"(?P<gap>\s*(?:,\s*)*)(?:(?:was|were|has|have|had|been|also|later|who)\s+)*$"
)
_SOMEBODY_AFTER = re.compile(
    rf"\s+(?P<name>{NAMES})(?P<second>(?:\s*,)*\s+and\s+{NAMES})?(?P<gap>)(?=\s*(?:[.,;]|and\b|"
    rf"in\b|"
    r"near\b|at\b|on\b|when\b|who\b|after\b|$))"
)
_FIRED_AT = re.compile(
    r"\b(?:fir(?:ed?|ing)|shots?|shoots?|shooting)\s+(?:up)?(?:on|at|"
    r"into)\s+(?P<whom>[^,.;]{3,100}),?\s*"
    r"(?:and\s+)?(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_SOME_PEOPLE = re.compile(r"\b(?:m[ae]n|people|persons|group|party|crowd|bikers?)\b", re.IGNORECASE)
_OF_THEIRS = re.compile(
    r"\b(?:others|more|comrades?|colleagues?|companions?|other (?:men|man))$", re.IGNORECASE
)
_SHOT_KILLING = re.compile(
    r"\b(?:shot|hit|struck|fired (?:at|on))\s+(?:at\s+)?(?:\w+\s+)?$", re.IGNORECASE
)


_STEMS = (
    *(
        "kill",
        "wound",
        "injur",
        "dead",
        "die",
        "death",
        "toll",
        "hurt",
        "martyr",
        "shahadat",
        "los",
    ),
    *("casualt", "harm", "slain", "slay", "shot", "succumb", "bodies", "corpse", "perish", "life"),
    *("passed away", "lives", "fatal", "neutrali", "eliminat", "execut", "behead", "murder", "hit"),
    *(
        "assassin",
        "sent to",
        "struck",
        "cut",
        "burn",
        "treat",
        "hospital",
        "intensive",
        "recover",
        "broken",
        "fracture",
    ),
    *("one was", "body", "drown", "massacr", "slaughter", "lynch", "bled", "maim", "graze", "fell"),
    *("breathed", "sacrifice", "survive", "did not live", "gunned", "mowed", "stabbed", "beaten"),
    *(
        "hacked",
        "finished off",
        "put to",
        "condition",
        "bullet",
        "torn",
        "blown",
        "met his",
        "met h",
    ),
    *("beaten", "roughed", "thrashed", "clubbed", "knifed", "unharmed", "unscathed", "nobody"),
    *("met their", "scalded", "peppered", "concuss", "unhurt", "none", "no one", "claim", "cost"),
)
"""Without any of these nobody is said to be killed or wounded, and nothing more is looked for."""
_OF_TOLLS = (
    "toll",
    "number",
    "tally",
    "count",
    "fatalit",
    "losses",
    "figure",
    "death",
    "dead",
    "put",
)


def people_in(text: str) -> list[People]:
    """All counted or named people of a sentence of the plain copy, in order."""
    if is_eastern(text[:400]):
        return people_in_eastern(text)
    return people_in_english(_without_asides(text))


def harmed_in(text: str, people: list[People]) -> list[Harmed]:
    """Who of the people in a sentence was killed or wounded.

    Parameters
    ----------
    text
        A sentence of the plain copy.
    people
        What `people_in` finds in it.
    """
    if is_eastern(text[:400]):
        return harmed_in_eastern(text, people)
    lowered = small(text)
    if not any(stem in lowered for stem in _STEMS):
        return []
    plain = _without_asides(text)
    found: list[Harmed] = []
    stands = standing(plain) if any(stem in lowered for stem in _OF_TOLLS) else None
    if stands:
        found.append(stands)
    nobody = _NOBODY.search(plain)
    harms = [
        harm
        for harm in _HARM.finditer(small(plain))
        if not (nobody and nobody.start() < harm.end() and harm.start() < nobody.end())
        and not (stands and stands.start <= harm.start() < stands.end)
        and not _UNHARMED.search(plain[max(0, harm.start() - 30) : harm.start()])
        and not _REMEMBERED.search(plain[max(0, harm.start() - 30) : harm.start()])
    ]
    if "injured" in lowered or "wounded" in lowered:
        found += remaining(plain)
    if "bodies" in lowered or "corpses" in lowered:
        found += bodies(plain)
    if "death" in lowered or "fatalit" in lowered or "the dead were" in lowered:
        found += deaths(plain, harms)
    parts = broken_by_kind(plain, people) if " of th" in lowered else []
    found += parts
    used: set[int] = set()
    for number in range(len(harms)):
        found += _harmed_by(Clause(plain, people, harms, used), number, found)
    if stands:
        found = [h for h in found if h.stands or h.later or h.harm != "killed" or h in parts]
    found = [h for h in found if h not in parts or not _is_of_these(h, found, parts)]
    found += _hurt_within(people, used)
    found = _with_shot(plain, people, found)
    if nobody and not any(h.harm == "killed" for h in found):
        none = People(nobody.start(), nobody.end(), Count(0, 0, 0), "", nobody[0])
        found.insert(0, Harmed("killed", none, nobody.start(), nobody.end()))
    return found


def _is_of_these(part: Harmed, found: list[Harmed], parts: list[Harmed]) -> bool:
    """Whether "three of the dead were conscripts" tells of some counted in the sentence."""
    return any(
        h.harm == "killed" and h not in parts and h.people.party == part.people.party for h in found
    )


@lru_cache(maxsize=64)
def _without_asides(text: str) -> str:
    """The same, as long, with blanks for ages, names in apposition and who said so."""
    for pattern in _ASIDES:
        text = pattern.sub(lambda m: " " * len(m[0]), text)
    text = _QUOTED.sub(lambda m: f" {m[1]} ", text)
    text = _APPOSED.sub(lambda m: m["before"] + " " * (len(m[0]) - len(m["before"])), text)
    text = _DASHED.sub(lambda m: m[0] if _HARM.search(small(m[0])) else " " * len(m[0]), text)
    return _RELATIVE.sub(lambda m: m[0] if _HARM.search(small(m[0])) else " " * len(m[0]), text)


def _harmed_by(clause: Clause, number: int, before: list[Harmed]) -> list[Harmed]:
    text, people, harms, used = clause.text, clause.people, clause.harms, clause.used
    harm = harms[number]
    kind = (harm.lastgroup or "").partition("_")[0]
    if any(p.start <= harm.start() and harm.end() < p.end for p in people):
        return []  # "a wounded soldier"
    victims = _without_apposition(text, people, victims_of(clause, number))
    victims = _broken_down(text, people, harm, victims)
    found: list[Harmed] = []
    parties = {h.people.party for h in before if h.harm != kind} or {h.people.party for h in before}
    last = ""
    for place, k in enumerate(victims):
        used.add(k)
        one = people[k]
        if place and one.whole == "known":  # "a woman and two of her children"
            one = replace(one, part=False, whole="")
        if one.party == "" and (one.headless or _OF_THEIRS.search(one.words)):
            nearest = next((p.party for p in reversed(people[:k]) if p.party), "")
            known = last or (before[-1].people.party if before and len(parties) == 1 else "")
            nearest = _fired_at(text, people[:k], harm) or nearest
            one = replace(one, party=known or (nearest if one.whole else ""))
        if last and OF_HIS.match(one.words):
            one = replace(one, party=last)
        if one.party in ("", "forces"):
            one = replace(one, party=kind_behind(text, one, harm) or one.party)
        if kind == "injured" and one.whole == "wounded" and one.part:
            continue
        last = one.party
        start, end = min(one.start, harm.start()), max(one.end, harm.end())
        hurt = [h for h in before if h.people.start == one.start]
        for same in hurt:
            before.remove(same)
        was_hurt = PARTICIPLE.match(text, one.end) is not None
        later = bool(hurt and was_hurt) or (not hurt and _is_later(text, harm, one, kind))
        found.append(Harmed(kind, one, start, end, later=later))
    if not found:
        found = _of_same(text, harms, number, before) or _of_pronoun(text, harm, kind)
    if not found:
        found = _of_unknown_noun(text, harm, kind, people)
    return found


def _fired_at(text: str, before: list[People], harm: re.Match[str]) -> str:
    """Who "them" are behind "the guards fired on a party of young men, killing one of them"."""
    since = before[-1].end if before else 0
    match = _FIRED_AT.search(text, since, harm.start())
    if match is None or not (harm.lastgroup or "").endswith("_after"):
        return ""
    known = party_of_people(match["whom"])
    return known or ("civilians" if _SOME_PEOPLE.search(match["whom"]) else "")


def _broken_down(
    text: str, people: list[People], harm: re.Match[str], victims: list[int]
) -> list[int]:
    """Take the parts for the whole: "fourteen injured, nine civilians and five Levies men"."""
    if len(victims) != 1 or people[victims[0]].party or people[victims[0]].end > harm.start():
        return victims
    parts: list[int] = []
    place = harm.end()
    for k, one in enumerate(people):
        if one.start < place:
            continue
        gap = text[place : one.start]
        if (
            not re.fullmatch(r"\s*[,:-]\s*(?:including\s+)?", gap)
            if not parts
            else not (JOINS.fullmatch(gap))
        ):
            break
        parts.append(k)
        place = one.end
    same = sum(people[k].count.best or 0 for k in parts) == people[victims[0]].count.best
    return parts if same and parts else victims


def _is_later(text: str, harm: re.Match[str], one: People, kind: str) -> bool:
    """Whether a death is told of somebody who was wounded first."""
    return kind == "killed" and (
        one.whole == "wounded"
        or harm[0].casefold().startswith("succumb")
        or _LATER_AFTER.match(text, harm.end()) is not None
        or (
            harm.lastgroup == "killed_before"
            and _LATER_BEFORE.search(text[max(0, harm.start() - 30) : harm.start()]) is not None
        )
    )


def _of_same(
    text: str, harms: list[re.Match[str]], number: int, before: list[Harmed]
) -> list[Harmed]:
    """The one who "was struck in the neck and did not live": he counts among the dead only."""
    harm, last = harms[number], before[-1] if before else None
    if (
        last is None
        or last.harm != "injured"
        or not last.people.named
        or harm.lastgroup != "killed_before"
        or not re.fullmatch(
            r"[^.;]{0,40}\b(?:and|but)\s+(?:\w+\s+){0,2}",
            text[harms[number - 1].end() : harm.start()],
        )
    ):
        return []
    before.remove(last)
    return [replace(last, harm="killed", end=harm.end())]


_PRONOUN_BEFORE = re.compile(
    r"(?:^|[.,;:\"(]\s*|\b(?:and|but|where|when)\s+)(?P<who>he|she)\s+"
    r"(?:(?:has|had|later|also|then|soon|since|subsequently|eventually|reportedly|was)\s+)*$",
    re.IGNORECASE,
)


_HE_AND = re.compile(
    r"\W*(?P<who>he|she)\s+was\s[^.;,]{3,60}?\s(?:and|but)\s+(?:\w+ly\s+|later\s+|then\s+)?$",
    re.IGNORECASE,
)


def _of_pronoun(text: str, harm: re.Match[str], kind: str) -> list[Harmed]:
    """The one told of before: "He passed away before the ambulance arrived"."""
    match = _PRONOUN_BEFORE.search(text[: harm.start()]) or _HE_AND.match(text[: harm.start()])
    if match is None or kind != "killed" or harm[0].casefold() == "dead":
        return []
    who = People(
        match.start("who"), match.end("who"), Count(1, 1, 1), "", match["who"],
        headless=True, part=True, whole="pronoun",
    )  # fmt: skip
    later = _is_later(text, harm, who, kind)
    return [Harmed(kind, who, who.start, harm.end(), later=later)]


def _of_unknown_noun(
    text: str, harm: re.Match[str], kind: str, people: list[People]
) -> list[Harmed]:
    """Somebody whom no list knows: harm comes to people, so that the noun must mean some."""
    way = (harm.lastgroup or "").partition("_")[2]
    if harm[0].casefold() == "dead":
        return []
    lead = text[max(0, harm.start() - 120) : harm.start()]
    offset = harm.start() - len(lead)
    passive = way == "before" or AUXILIARY.search(text[max(0, harm.start() - 40) : harm.start()])
    match = _ANYONE_BEFORE.search(lead) if passive else None
    if not passive:
        match, offset = _ANYONE_AFTER.match(text, harm.end()), 0
    if match is not None and not _NOT_HUMAN.match(match["head"]):
        start, end = offset + match.start("count"), offset + match.end("head")
        counted = count_of(match["count"]) or Count(1, 1, 1)
        vague = count_of(match["count"]) is None and match["head"].endswith(("s", "men"))
        if not vague and not any(start < p.end and p.start < end for p in people):
            words = text[start:end]
            one = People(start, end, counted, party_of_people(words) or "civilians", words)
            return [
                Harmed(
                    kind,
                    one,
                    min(start, harm.start()),
                    max(end, harm.end()),
                    later=_is_later(text, harm, one, kind),
                )
            ]
    match = _SOMEBODY_BEFORE.search(lead) if passive else _SOMEBODY_AFTER.match(text, harm.end())
    if match is None:
        return []
    if passive:
        offset = harm.start() - len(lead)
    start, end = offset + match.start("name"), offset + match.end("gap")
    name = match["name"]
    if (
        (" " not in name and not match["gap"].strip() and len(match["gap"]) < 3)
        or (not passive and " " not in name)
        or party_of_people(name)
        or re.search(
            r"\b(?:He|She|They|It|The|No|Nobody|Three|Two|Who|Iran|Pakistan|Ten|Four|Five|Six|"
            r"Seven|Eight|Nine|Both|All|Some|Many|Several|Others|Another)\b",
            name,
        )
        or any(start < p.end and p.start < end for p in people)
    ):
        return []
    number = 2 if match["second"] else 1
    one = People(
        start,
        end,
        Count(number, number, number),
        "civilians",
        text[start:end].strip(" ,"),
        named=True,
    )
    first, last = min(start, harm.start()), max(end, harm.end())
    return [Harmed(kind, one, first, last, later=_is_later(text, harm, one, kind))]


def _hurt_within(people: list[People], used: set[int]) -> list[Harmed]:
    """People who are counted as the wounded: "three injured soldiers were taken to Turbat"."""
    found = []
    for k, one in enumerate(people):
        if k in used or one.definite or one.part or one.whole != "wounded":
            continue
        if re.search(r"\b(?:wounded|injured)\s", one.words, re.IGNORECASE):
            used.add(k)
            nobody_known = re.search(r"\bm[ae]n$|\bpersons?$", one.words) is not None
            one = replace(one, whole="", party="" if nobody_known else one.party)  # noqa: PLW2901
            found.append(Harmed("injured", one, one.start, one.end))
    return found


def _without_apposition(text: str, people: list[People], victims: list[int]) -> list[int]:
    """Leave out who is counted twice: "one guard, a conscript," or "three: one officer and two"."""
    if len(victims) < 2:
        return victims
    first, *rest = (people[k] for k in victims)
    parts = [one.count.best or 0 for one in rest]
    gap = text[first.end : rest[0].start]
    if first.count.best == sum(parts) and ("," in gap or ":" in gap) and "and" not in gap:
        if len(rest) > 1 or (rest[0].named and not first.named):
            return victims[:1] if first.party or not rest[0].party else victims[1:]
        if text[rest[0].end :].lstrip().startswith(",") and "and" not in gap:
            return victims[:1] if first.party else victims[1:]
    last = people[victims[-1]]
    between = text[people[victims[-2]].end : last.start]
    if (
        between.strip() == ","
        and re.match(r"an?\s", last.words, re.IGNORECASE)
        and text[last.end : last.end + 1] == ","
    ):
        return victims[:-1]
    return victims


def _with_shot(text: str, people: list[People], found: list[Harmed]) -> list[Harmed]:
    """Tell one from the other: "shot two brothers, killing one of them" leaves one wounded."""
    for one in people:
        shot = _SHOT_KILLING.search(text[max(0, one.start - 20) : one.start])
        if not shot or one.count.best is None:
            continue
        for harmed in list(found):
            near = 0 <= harmed.start - one.end <= 6
            dead = harmed.people.count.best
            if near and harmed.harm == "killed" and dead is not None and dead < one.count.best:
                rest = one.count.best - dead
                found.remove(harmed)
                start = one.start - len(shot[0])
                party = one.party or harmed.people.party
                found.append(
                    replace(harmed, people=replace(harmed.people, party=party), start=start)
                )
                hurt = replace(one, count=Count(rest, rest, rest))
                if not any(h.harm == "injured" for h in found):
                    found.append(Harmed("injured", hurt, start, harmed.end))
                break
    return found
