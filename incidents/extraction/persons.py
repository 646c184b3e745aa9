"""Counted people: the noun phrases of persons in an English sentence, with how many they are.

A phrase begins with a number, an article or a possessive and ends with a noun for a person; what
the noun may be is told by classes of nouns and by their endings, not by what was seen so far.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from geodata.numbers import LATIN, number_in
from incidents.errors import RecordError
from incidents.extraction.parties import party_of_people
from incidents.extraction.reading import for_small, small
from incidents.record import Count
from incidents.tolls import parse_toll

__all__ = [
    "NAMES",
    "NUMBER",
    "Harmed",
    "People",
    "count_of",
    "is_person",
    "people_in_english",
    "words_of",
]


@dataclass(frozen=True)
class People:
    """Counted people by offsets in the sentence; `party` as `party_of_people` has it.

    `headless` are numbers without a noun; `definite` are people who were told of before; `part`
    are some of those who were ("two of them"), with `whole` as what they are part of; `named` are
    told by name; `ordinal` is 3 for "a third guard"; `further` are others than those before.
    """

    start: int
    end: int
    count: Count
    party: str
    words: str
    headless: bool = False
    definite: bool = False
    part: bool = False
    whole: str = ""
    named: bool = False
    ordinal: int = 0
    further: bool = False


@dataclass(frozen=True)
class Harmed:
    """A toll with the words that it rests on, by offsets in the sentence.

    `later` are deaths of people who had been wounded before; `stands` is a figure that a toll is
    said to stand at now, whatever was said before.
    """

    harm: str
    people: People
    start: int
    end: int
    later: bool = False
    stands: bool = False


def words_of(listed: str) -> frozenset[str]:
    """A class of words, written one after the other."""
    return frozenset(listed.split())


_VAGUE = (
    r"several|dozens|scores|hundreds|(?:a|two|three|four|five|six|half a) dozen|a few|"
    r"a couple(?: of)?|a number of|a handful of|a group of|some(?!\s+\d)|many|no|both"
)
_ONE_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})*(?![\w%]|[.,:/-]\d|-[a-z])|(?:{_VAGUE}|{LATIN})\b(?!-))"
NUMBER = rf"{_ONE_NUMBER}(?:\s*(?:-|to|or)\s*{_ONE_NUMBER})?"
_BOUND = (
    r"(?:(?:at least|at (?:the )?most|(?:no|not) (?:fewer|less|more) than|as many as|up to|"
    r"more than|upwards of|in excess of|nearly|"
    r"about|around|over|some|almost|fewer than|less than|only|just|another|all|"
    r"approximately|an estimated|a further|roughly|a total of|the|the other|the remaining|other|"
    r"his|her|their|its|"
    r"these|those)\s+){0,3}"
)
_NTH = r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
_STARTS = for_small(
    rf"(?<![\w.,:/-])(?P<bound>{_BOUND})(?:(?P<number>{NUMBER})(?P<or_more>\s+or\s+more\b)?|(?P<ordinal>(?:an?|"
    rf"the)\s+{_NTH}\b)|"
    rf"(?P<article>the other(?!\s+(?:two|three|\d))|an?(?!\s+(?:further|number|few|dozen|couple|"
    r"handful|group|hundred|total)\b)|another|the|his|her|their|its)\b)"
)
_ORDINALS = (
    "second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905
)
_PARTITIVE = re.compile(
    r"\s+of\s+(?:(?P<whole>them|whom|which|(?:these|those)(?!\s+[a-z]+ed\b))\b|"
    r"(?:the|those|these|his|her|their|its|our)\s+(?P<hurt>(?:\w+\s+)?(?:wounded|injured|hurt))\b|"
    rf"(?:the\s+)?(?:{LATIN}|\d{{1,3}})(?=\s)(?P<of_so_many>)|"
    r"(?P<of>the|those|these|his|her|their|its|our)(?=\s))",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?P<gap>\s*[\"']?)(?P<word>[A-Za-z][\w'-]*|\d+-[a-z-]+)")
_STOPS = words_of(
    """of in at by and or were was are is who when after on from to with as that which where whose
    while if than then so because before during under over through between among without within
    also not but said has have had for into near inside outside across off out up down against
    towards toward behind upon onto about around the a an his her their its this these those there
    here he she they it we you i him them us be been being do did does will would can could may
    might must should shall reportedly allegedly later earlier both either neither until till since
    killed killing kills wounded wounding wounds injured injuring injures died dies dead perished
    hurt
    martyred succumbed shot
    opened fired attacked entered crossed came went took told reported carried left lost fell
    per cent percent km kilometre kilometres kilometer kilometers mile miles metre metres meter
    meters m year years day days hour hours month months week weeks minute minutes night nights
    time times vehicle vehicles shell shells rocket rockets mortar mortars missile missiles round
    rounds truck trucks car cars litre litres liter liters million billion kilo kilos kilogram
    kilograms kg ton tons tonne tonnes village villages house houses point points post posts pillar
    pillars drone drones barrel barrels drum drums village wave wake number series string case
    attack attacks incident incidents clash clashes blast blasts operation operations statement
    mine bomb bombs device hail pm am"""
)
_FORCE_NOUNS = words_of(
    """soldier guard guardsman police policeman officer constable troop trooper personnel
    serviceman conscript ranger commander major captain lieutenant colonel general brigadier
    sergeant havaldar havildar hawaldar sepoy naik subedar jawan militiaman official member agent
    basiji recruit corporal volunteer cadet marine airman pilot gunner sentry patrolman paramilitary
    gendarme inspector defender bodyguard scout policewoman warrant-officer levies watchkeeper
    operative
    sniper commando sapper risaldar dafedar dafadar jamadar sowar sipahi
    deputy superintendent guardian staff reservist lance-naik men-at-arms forces
    """
)
_ARMED_NOUNS = words_of(
    """militant gunman rebel terrorist insurgent attacker assailant raider separatist fighter bomber
    bandit infiltrator outlaw suspect trafficker intruder kidnapper abductor highwayman robber
    guerrilla miscreant hitman assassin kidnaper militia ringleader accomplice dacoit perpetrator
    """
)
_CIVIL_NOUNS = words_of(
    """civilian villager carrier porter labourer laborer smuggler trader driver passenger pilgrim
    fisherman migrant child woman girl boy shepherd farmer worker resident brother sister tribesman
    refugee student nomad merchant prisoner hostage captive teacher barber mechanic shopkeeper
    trucker local herder infant minor elder motorcyclist wife husband father mother son daughter
    nephew niece cousin uncle aunt grandson granddaughter grandfather grandmother grandchild
    brother-in-law sister-in-law father-in-law mother-in-law son-in-law relative sibling twin
    parent widow orphan teenager youth youngster toddler baby juvenile schoolboy schoolgirl
    schoolchild pupil adult herdsman goatherd peasant miner conductor cleaner cook tailor vendor
    hawker dealer headmaster schoolmaster doctor nurse paramedic medic engineer contractor
    technician surveyor watchman journalist reporter cameraman lawyer cleric imam preacher mullah
    councillor politician candidate clerk postman sailor boatman crewman crewmember deckhand skipper
    tourist traveller traveler commuter biker cyclist rider pedestrian passer-by passerby bystander
    onlooker worshipper mourner guest hunter butcher baker detainee citizen national fishmonger
    helper apprentice attendant beggar landlord gardener electrician plumber welder mason builder
    painter carpenter loader courier bazaari businessman tribal clergyman seminarian scholar
    activist poet muezzin toddler motorist goatherder woodcutter craftsman bridegroom bride in-law
    iranian pakistani afghan baloch baluch punjabi sindhi
    """
)
_NEUTRAL = words_of(
    """people person man other more life death fatality casualty victim individual
    martyr occupant companion comrade colleague friend survivor inmate member soul
    """
)
_HURT = frozenset({"wounded", "injured", "hurt"})
_IRREGULAR = {
    "men": "man", "children": "child", "women": "woman", "wives": "wife", "lives": "life",
    "bodies": "body", "casualties": "casualty", "fatalities": "fatality", "sentries": "sentry",
    "babies": "baby", "schoolchildren": "schoolchild", "grandchildren": "grandchild",
    "passers-by": "passer-by", "passersby": "passerby", "deputies": "deputy", "levy": "levies",
    "brothers-in-law": "brother-in-law", "clergymen": "clergyman",
}  # fmt: skip
_SINGULAR_ONLY = words_of("people police personnel levies more staff forces")
_ALL_NOUNS = _FORCE_NOUNS | _ARMED_NOUNS | _CIVIL_NOUNS | _NEUTRAL
_PEOPLES = words_of("iranian pakistani afghan baloch baluch punjabi sindhi")
_DRIVEN = words_of("truck car bus boat tanker lorry vehicle post village station")
_ENDINGS = re.compile(
    r"[a-z]{3,}(?:herd|herder|keeper|maker|seller|grower|picker|cutter|driver|worker|owner|"
    r"dealer|handler|smuggler|trafficker|carrier|woman|man)\Z|"
    r"(?:farm|deck|ranch)hand\Z|(?:coast|life|body)guard\Z|(?:class|team|work|room|ship|flat)mate\Z"
)
_NO_PERSON_AFTER = re.compile(
    r"\s+(?:posts?|stations?|chief|corps|check-?posts?|headquarters|bases?|vehicles?|patrols?|"
    r"towers?|sources?|spokes\w+|say|said|told|media|command|convoy|bus|car|truck|line|car|house|"
    r"home|hotel|union|unions|rights|force|forces|camp|camps|regiment|forces|team|teams|groups?|"
    r"organi[sz]ations?)\b|'s\s+(?!(?:young|elder|teenage|two|three|wife|husband|son|"
    r"daughter|brother|cousin|nephew|grandson|family)\b)",
    re.IGNORECASE,
)
_OF_THEIRS = re.compile(
    r"\s+(?:[\w-]+\s+)?(?:drones?|missiles?|rockets?|mortars?|shells?|shelling|fire|firing|gunfire|"
    r"bombardment|attacks?|strikes?|air\s?strikes?|raids?|jets?|aircraft|planes?|helicopters?|"
    r"gunships?|boats?|vessels?|territory|soil|side|airspace|operation)\b",
    re.IGNORECASE,
)
"""What is Iranian or Pakistani and nobody: "wounded in an Iranian drone attack"."""
_OF = re.compile(
    r"\s+(?:of|from|belonging to)\s+(?:the\s+|Iran's\s+|Pakistan's\s+|an?\s+|its\s+|their\s+|"
    r"his\s+|"
    r"her\s+)?"
    r"(?:(?!and\b)[\w'-]+\s+){0,4}?(?:guards?|corps|police|force|forces|army|group|militia|Basij|"
    r"Levies|"
    r"IRGC|FC|family|navy|Rangers|(?:al|ul)-(?:Adl|Zulm|Zolm|Furqan)|service|organi[sz]ation|"
    r"Furqan|Jundallah|"
    r"community|unit|household|regiment|tribe|village|BLA|BLF|team|cell|gang|band|squad|network|"
    r"ring|grouplet|outfit)\b(?:\s+corps\b|(?:\s+(?:militant|terrorist|separatist|armed|rebel|"
    r"extremist|Sunni))*\s+(?:group|organi[sz]ation|outfit|grouplet|network)\b)?",
    re.IGNORECASE,
)
_HEADLESS_BEFORE = re.compile(
    r"\s*(?:[.,;:)]|$|and\b|were\b|was\b|are\b|had\b|have\b|has\b|killed\b|wounded\b|injured\b|"
    r"dead\b|hurt\b|died\b|in\b|on\b|at\b|martyred\b|sustain(?:ed)?\b|suffer(?:ed|s)?\b|"
    r"receive(?:d|s)?\b|lost\b|"
    r"missing\b|including\b|critically\b|seriously\b|slightly\b|when\b|got\b|who\b|badly\b|"
    r"late\b|early\b|overnight\b|near\b|outside\b|inside\b|before\b|after\b|yesterday\b|today\b|"
    r"succumbed\b|of\b|lightly\b|is\b|while\b|during\b|under\b|with\b)",
    re.IGNORECASE,
)
_RANK = (
    r"(?:(?:Lance |Second |Head |Naib |Sub-|Sub |Joint |Deputy |Assistant |Staff |First |1st |2nd "
    r"|Chief )?"
    r"(?:Sepoy|Hav[ia]ldar|Hawaldar|Naik|Subedar(?: Major)?|Constable|Major(?: General)?|Captain|"
    r"Lieutenant(?: Colonel| General)?|Colonel|Sergeant(?: Major)?|Corporal|[Ii]nspector|Brigadier"
    r"(?: General)?|General|Private|Sowar|Da[f']?[ae]?dar|Sapper|Jamadar|Risaldar|Signalman|"
    r"Gunner|Guardsman|Jawan|Commander|"
    r"Superintendent|Sipahi|Warrant Officer)|"
    r"ASI|SHO|DSP|SI|Sgt|Lt|Capt|Maj|Col|Brig|Cpl|Hav|Nk|Pvt)"
)
NAMES = r"(?:(?:al|ul|bin|e)-?\s?)?[A-Z][\w'-]+(?:\s(?:[A-Z][\w'-]+|bin|ul|al)){0,3}"
_RANKED = re.compile(
    rf"(?<![\w.])(?P<head>{_RANK})\.?(?:\s{_RANK}\.?)?\s+(?P<name>{NAMES})(?=\W|$)"
)
_TITLED = re.compile(rf"(?<![\w.-])(?P<head>[a-z][a-z-]{{2,15}})\s(?=(?P<name>{NAMES})(?=\W|$))")
_FORCE_BEFORE = re.compile(r"(?:\b(?:[A-Z][\w-]+|border|police|traffic)\s)+$")
_PART_BEFORE = re.compile(
    r"\b(?:including|among them|among whom|of whom|of them|included|namely|among the (?:dead|"
    r"wounded|victims|injured|deceased))\b(?:(?!,\s+(?:and|while|but)\b)[^.;]){0,40}$",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(
    r"\b(?:Jan\w*|Feb\w*|Mar\w*|Apr\w*|May|Jun\w*|Jul\w*|Aug\w*|Sep\w*|Oct\w*|Nov\w*|"
    r"Dec\w*|pillars?|No|BP|aged|age)\.?[\s-]+$"
)


_MORE_NAMES = re.compile(rf"(?:,\s+{NAMES})*(?:,?\s+and\s+{NAMES})")


def is_person(word: str) -> bool:
    """Whether a noun means a person or persons, by what it is or how it ends."""
    return _noun(word) != ""


@lru_cache(maxsize=4096)
def _noun(word: str) -> str:
    """The singular of a noun for persons; "" where it is none."""
    plain = word.casefold().rstrip("'")
    if plain in _ALL_NOUNS:
        return plain
    single = _IRREGULAR.get(plain) or (
        f"{plain[:-3]}man" if plain.endswith("men") else plain.removesuffix("s")
    )
    if single in _ALL_NOUNS or _ENDINGS.match(single):
        return single
    return ""


def _is_plural(word: str) -> bool:
    plain = word.casefold()
    return (
        plain in _IRREGULAR
        or plain in _SINGULAR_ONLY
        or plain.endswith("men")
        or (plain.endswith("s") and plain not in _ALL_NOUNS)
    )


@lru_cache(maxsize=1024)
def count_of(words: str) -> Count | None:
    """How many "at least 3", "two dozen" or "several" are; None where it is no number."""
    plain = " ".join(words.casefold().split())
    if plain in ("a number of", "some", "many", "a handful of", "a group of"):
        return Count(2, None, None)
    if plain == "both":
        return Count(2, 2, 2)
    plain = {"a couple of": "a couple", "a few": "several"}.get(plain, plain)
    plain = re.sub(
        r"\b(three|four|five|six) dozen\b",
        lambda m: f"about {12 * (number_in(m[1]) or 0)}",
        plain,
    )
    plain = re.sub(
        rf"{LATIN}(?!\s+dozen)",
        lambda m: str(number_in(m[0]) if number_in(m[0]) is not None else m[0]),
        plain,
    )
    try:
        toll = parse_toll(plain)
    except RecordError:
        return None
    return Count(toll.low, toll.best, toll.high)


def people_in_english(text: str) -> list[People]:
    """All counted or named people of an English sentence, in order.

    Parameters
    ----------
    text
        A sentence of the plain copy, its asides blanked out.
    """
    found: list[People] = []
    lowered = small(text)
    place = 0
    while True:
        match = _STARTS.search(lowered, place)
        if match is None:
            break
        one = _phrase(text, match)
        if one is not None:
            found.append(one)
        place = one.end if one is not None else match.end()
    for pattern in (_RANKED, _TITLED):
        for match in pattern.finditer(text):
            one = _named(text, match, ranked=pattern is _RANKED)
            if one and not any(one.start < p.end and p.start < one.end for p in found):
                found.append(one)
    found.sort(key=lambda p: p.start)
    return found


def _named(text: str, match: re.Match[str], *, ranked: bool) -> People | None:
    if not ranked and not is_person(match["head"]):
        return None
    start, end = match.start("head"), match.end("name")
    force = None if ranked else _FORCE_BEFORE.search(text[max(0, start - 40) : start])
    if force:
        start -= len(force[0])
    words = text[start:end]
    party = _party(text[start : match.end("head")], match["head"].split()[-1])
    several = _MORE_NAMES.match(text, end) if _is_plural(match["head"]) else None
    if several:
        end = several.end()
        number = 1 + len(re.findall(rf"(?:,|and)\s+{NAMES}", several[0]))
        return People(start, end, Count(number, number, number), party, text[start:end], named=True)
    if ranked and party == "civilians":
        party = "forces"
    return People(start, end, Count(1, 1, 1), party, words, named=True)


def _phrase(text: str, match: re.Match[str]) -> People | None:
    """The phrase that a number, article or possessive begins, or None where none does."""
    start = match.start()
    while text[start : start + 1].isspace():
        start += 1
    if _MONTH_BEFORE.search(text[max(0, start - 12) : start]) and match["number"]:
        return None
    partitive = _PARTITIVE.match(text, match.end())
    place = match.end()
    whole = ""
    if partitive:
        hurt = partitive["hurt"]
        whole = "wounded" if hurt else (partitive["whole"] or "known").casefold()
        place = partitive.end()
    if partitive and not partitive["of"] and partitive["of_so_many"] is None:
        head, end = "", place
    else:
        head, end = _head(text, place)
    behind = _BOUND_BEHIND.match(text, end) if head else None
    count = _counted(match, head, behind[0] if behind else (match["or_more"] or ""))
    if count is None:
        return None
    headless = not head
    article = (match["article"] or "").casefold()
    if partitive and not partitive["whole"] and not partitive["hurt"] and headless:
        return None
    if re.search(r"\bas\s+$", text[max(0, start - 4) : start], re.IGNORECASE):
        return None  # "as many civilians"
    if headless and not partitive:
        if not (match["number"] or match["ordinal"] or article in ("another", "the other")):
            return None
        if not _HEADLESS_BEFORE.match(text, match.end()):
            return None
    before = text[max(0, start - 60) : start]
    words = text[start:end]
    if not partitive and re.search(r"\b(?:wounded|injured|hurt)\s", words, re.IGNORECASE):
        whole = "wounded"
    of = _OF.match(text, end) if head else None
    if of:
        end = of.end()
    bound = match["bound"].casefold()
    kin = _noun(head) in _KIN or _noun(head) in _CIVIL_NOUNS
    return People(
        start,
        end,
        count,
        _party(text[start:end], head) if head else "",
        text[match.start("number") if match["number"] else start : end].strip(),
        headless=headless,
        definite=not partitive
        and (
            article in ("the", "its")
            or (article in ("his", "her", "their") and not kin)
            or (re.search(r"\b(?:the|these|those)\b", bound) is not None)
            or (match["ordinal"] or "").casefold().startswith("the")
        ),
        part=bool(partitive) or _PART_BEFORE.search(before) is not None,
        whole=whole,
        ordinal=_ORDINALS.index(match["ordinal"].split()[-1].casefold()) + 2
        if match["ordinal"]
        else 0,
        further=article in ("another", "the other")
        or re.search(r"\b(?:another|other|further|remaining)\b", bound) is not None
        or re.search(r"\b(?:others?|more|further)\b", words) is not None,
    )


_KIN = words_of(
    """wife husband father mother son daughter brother sister nephew niece cousin uncle aunt
    grandson granddaughter grandfather grandmother grandchild brother-in-law sister-in-law
    father-in-law mother-in-law son-in-law relative sibling twin parent child baby widow friend
    companion boy girl"""
)


_BOUND_BEHIND = re.compile(
    r",?\s+(?:at\s+(?:the\s+)?(?:most|least)|or\s+(?:more|fewer))\b", re.IGNORECASE
)
"""What bounds a number behind its noun: "three soldiers at most"."""
_SAME_BOUND = {
    "in excess of": "more than", "upwards of": "at least", "not fewer than": "at least",
    "or more": "at least", "at the least": "at least", "at the most": "at most",
    "or fewer": "at most",
}  # fmt: skip


def _counted(match: re.Match[str], head: str, behind: str) -> Count | None:
    """How many a phrase says, with the words that bound it before or behind the number."""
    if match["ordinal"] or (match["article"] or "").casefold() in ("another", "the other"):
        return Count(1, 1, 1)
    if match["article"]:
        if not head or _is_plural(head) or head in ("life", "death", "other", "casualty"):
            return None
        return Count(1, 1, 1)
    bound = re.sub(
        r"\b(?:another|other|all|the|his|her|their|its|only|just|a further|some|an estimated|"
        r"a total of|remaining|these|those)\b",
        "",
        f"{match['bound']} {behind.strip(', ')}",
        flags=re.IGNORECASE,
    )
    bound = " ".join(bound.casefold().split())
    for words, usual in _SAME_BOUND.items():
        bound = bound.replace(words, usual)
    return count_of(f"{bound} {match['number']}".strip())


def _head(text: str, place: int) -> tuple[str, int]:
    """The noun for persons that ends a phrase, and where; "" where there is none."""
    head, end, since = "", place, 0
    for _ in range(9):
        word = _WORD.match(text, place)
        if word is None or not word["gap"]:
            break
        plain = word["word"].casefold()
        if plain in _HURT and not head and is_person(_next_word(text, word.end())):
            place = word.end()
            continue
        if (
            (plain in _STOPS and not (plain in _DRIVEN and is_person(_next_word(text, word.end()))))
            or number_in(plain) is not None
            or (head and (plain.endswith(("ing", "ed")) or since > 1 + (head in _PEOPLES)))
        ):
            break
        is_of_theirs = plain in _PEOPLES and _OF_THEIRS.match(text, word.end())
        if is_person(plain) and not is_of_theirs and not _NO_PERSON_AFTER.match(text, word.end()):
            head, end, since = plain, word.end(), 0
        elif head and is_person(plain):
            return "", place
        else:
            since += 1
        place = word.end()
    return head, end


def _next_word(text: str, place: int) -> str:
    word = _WORD.match(text, place)
    return word["word"] if word else ""


def _party(words: str, head: str) -> str:
    """The toll's party by the noun and what stands with it."""
    noun = _noun(head)
    party = party_of_people(words)
    if noun in _ARMED_NOUNS:
        return "militants"
    if noun in _CIVIL_NOUNS and re.search(r"\barmed\s", words, re.IGNORECASE):
        return "militants"
    if noun in _CIVIL_NOUNS:
        return party if party in ("irn", "pak") and "'s" not in words else "civilians"
    if noun in _FORCE_NOUNS:
        return party or "forces"
    if noun in _ALL_NOUNS:
        return party
    return party or "civilians"
