"""How many: counted people in a sentence, and which of them were killed or wounded.

"One soldier was killed and three others wounded" and "killed a soldier and wounded three others"
are one toll. What the numbers mean is left to `incidents.tolls`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from incidents.errors import RecordError
from incidents.extraction.parties import party_of_people
from incidents.record import Count
from incidents.tolls import parse_toll

__all__ = ["Harmed", "People", "harmed_in", "people_in"]

_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    "(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|several|dozens|scores|hundreds|"
    "(?:a|two|half a) dozen|a few|a couple of|a number of|some(?!\\s+\\d)|many|no|a hundred|both"
)
_EAST_NUMBERS = (
    "یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|سیزده|چهارده|پانزده|شانزده|هفده|هجده|"
    "نوزده|بیست|"
    "چند|چندین|ده ها|دهها|ایک|تین|چار|پانچ|چه|چهے|سات|آٹه|اٹه|نو|دس|گیاره|باره|درجنوں|متعدد|کیی"
)
_BOUND = (
    r"(?:(?:at least|no fewer than|no less than|not less than|as many as|up to|more than|nearly|"
    r"about|around|over|some|almost|fewer than|"
    r"less than|only|just|another|other|all|the|approximately|an estimated|a further|roughly|"
    r"the other|his|her|their|its|حداقل|دست کم|حدود|کم از کم|تقریبا)\s+){0,2}"
)
_NUMBER = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})*(?:\s*(?:-|to|or)\s*\d{{1,3}})?(?![\d.,:/]\d|%)|"
    rf"(?:{_NUMBER_WORDS})(?:\s+(?:or|to)\s+(?:{_NUMBER_WORDS}))?\b)"
)
_HEADS = (
    r"soldiers?|guards?(?:men|man)?|policem[ae]n|police|officers?|constables?|troops?|"
    r"troopers?|personnel|servicem[ae]n|"
    r"conscripts?|rangers?|commanders?|majors?|captains?|lieutenants?|colonels?|generals?|"
    r"sergeants?|havaldars?|"
    r"sepoys?|naiks?|subedars?|jawans?|militiam[ae]n|officials?|members?|agents?|basijis?|"
    r"recruits?|corporals?|"
    r"levies(?:\s+(?:men|man|personnel|soldiers?|guards?))?|volunteers?|militants?|gunm[ae]n|"
    r"rebels?|terrorists?|insurgents?|"
    r"attackers?|assailants?|raiders?|"
    r"separatists?|fighters?|bombers?|bandits?|infiltrators?|civilians?|villagers?|carriers?|"
    r"porters?|"
    r"labou?rers?|smugglers?|traders?|drivers?|passengers?|pilgrims?|fisherm[ae]n|migrants?|"
    r"children|"
    r"child|wom[ae]n|girls?|boys?|shepherds?|farmers?|workers?|residents?|brothers?|sisters?|"
    r"tribesm[ae]n|"
    r"refugees?|students?|people|persons?|m[ae]n|others?|more|dead|deaths|fatalities|"
    r"casualties|lives|"
    r"victims?|iranians|pakistanis|afghans|(?:iranian|pakistani|afghan)(?!\s+\w)|passers?-?by|"
    r"nationals?|citizens?|individuals|inspectors?|youths?|father|son|"
    r"cousins?|herders?|infants?|shopkeepers?|teachers?|truckers?|locals?|bodyguards?|cadets?|"
    r"outlaws|suspects?|"
    r"traffickers?|colleagues|comrades|minors?|mechanics?|barbers?|hostages?|captives?|sons|"
    r"daughters?|uncle|nephew|elders?|prisoners?|intruders?|motorcyclists?|nomads?|merchants?"
)
_STOPS = (
    r"(?!(?:of|in|at|by|and|or|were|was|are|is|who|when|after|on|from|to|with|as|that|which|"
    r"killed|killing|"
    r"wounded|wounding|injured|injuring|dead|died|into|near|had|have|has|for|but|while|said|"
    r"kilomet\w*|km|miles?|"
    r"met(?:er|re)s?|per|years?|days?|hours?|months?|weeks?|minutes?|vehicles?|shells?|"
    r"rockets?|mortars?|"
    r"missiles?|rounds?|trucks?|cars?|lit(?:er|re)s?|million|billion|percent|kilos?|"
    r"kilograms?|kg|tons?|tonnes?|"
    r"villages?|houses?|points?|posts?|pillars?|times|other[s]?\s+\w+ed|drones?|barrels?|drums?)\b)"
)
_PEOPLE = re.compile(
    rf"(?<![\w.,:/-])(?P<bound>{_BOUND})(?P<count>{_NUMBER}|an?\b|the\b|his\b|"
    r"her\b)(?:\s+(?:of\s+(?:the|its|their|our|them|his|her)\s+))?\s*[\"']?"
    rf"(?:{_STOPS}[\w'-]+,?\s+[\"']?){{0,6}}?(?P<head>{_HEADS})\b(?!\s+(?:post|posts|station|"
    r"stations|chief|corps|checkpost|headquarters|base|vehicle|vehicles|"
    r"patrol|tower|sources?|spokes\w+|say|said|told|statement|media|command)\b)(?!'s\s)"
    r"(?P<of>\s+of\s+(?:the\s+|Iran's\s+|Pakistan's\s+|an?\s+|its\s+|their\s+)?(?:[\w'-]+\s+){0,4}?"
    r"(?:guards?|corps|police|force|forces|army|group|militia|Basij|Levies|IRGC|FC|family|"
    r"navy|Rangers|(?:al|ul)-Adl|service|"
    r"organi[sz]ation|Furqan|Jundallah|community|unit)\b(?:\s+corps\b)?)?",
    re.IGNORECASE,
)
_HEADLESS = re.compile(
    rf"(?<![\w.,:/-])(?P<bound>{_BOUND})(?P<count>{_NUMBER})(?=\s*(?:[.,;:)]|$|and\b|were\b|"
    r"was\b|are\b|had\b|have\b|"
    r"killed\b|wounded\b|injured\b|dead\b|hurt\b|died\b|of\s+them\b|in\b|on\b|at\b|martyred\b|"
    r"sustained\b|suffered\b|received\b|lost\b|missing\b|including\b|critically\b|seriously\b|"
    r"others?\b|when\b))",
    re.IGNORECASE,
)
_RANKED = re.compile(
    r"(?<![\w.])(?P<bound>)(?P<count>)(?P<head>Sepoy|Havaldar|(?:Lance )?Naik|Subedar|Naib "
    r"Subedar|Constable|Head Constable|"
    r"Major|Captain|Lieutenant(?: Colonel)?|Colonel|Sergeant|Corporal|Lance Havaldar|"
    r"Inspector|Sub-Inspector|Brigadier|ASI)\s+(?:[A-Z][\w'-]+\s?){1,3}"
)
_ORDINAL = re.compile(
    r"\b(?P<bound>)(?P<count>a (?:second|third|fourth|fifth|sixth)|another)(?=\s*(?:[.,;)]|$|"
    r"was\b|in\b|on\b|at\b|who\b))",
    re.IGNORECASE,
)
_EAST_HEADS = (
    "سربازان|سرباز|مرزبانان|مرزبان|ماموران|مامور|پاسداران|پاسدار|بسیجیان|بسیجی|نیروهای? "
    "[^\\W\\d_]+|تروریست ?های?|تروریست|"
    "اشرار|شبه نظامی(?:ان)?|مهاجم(?:ان)?|شهروند(?:ان)?|غیر ?نظامی(?:ان)?|زایر(?:ان)?|سوخت "
    "?بر(?:ان)?|کارگر(?:ان)?|مسافر(?:ان)?|کودک(?:ان)?|کودک|زن(?:ان)?|"
    "زن|مرد|افسر|درجه دار|اعضای|عضو|راننده|اهلکاروں|اهلکار|سپاهیوں|سپاهی|فوجیوں|فوجی|جوانوں|"
    "جوان|دهشت ?گردوں|"
    "دهشت ?گرد|شهریوں|شهری|مزدوروں|مزدور|افراد|لوگوں|لوگ|زایرین|بچے|بچوں|بچه|بچی|خواتین|خاتون|"
    "حمله اور(?:وں)?|"
    "نفر|تن|کس|پلیس|پولیس|نظامیان|نظامی|جنگجو(?:یان)?|مهاجم(?:ان)?|ماهی گیر(?:وں)?|شخص|"
    "بهاییوں|بهایی|ڈراییور(?:وں)?|شدت پسند(?:وں)?|عسکریت پسند(?:وں)?|محافظوں|محافظ|گارڈز?|"
    "صیاد(?:ان)?|نوجوان(?:وں)?"
)
_EAST_PEOPLE = re.compile(
    rf"(?<![\w.,:/-])(?P<bound>{_BOUND})(?P<count>\d{{1,3}}|{_EAST_NUMBERS})\s+(?:نفر\s+از\s+|"
    r"تن\s+از\s+)?"
    r"(?:(?!(?:و|اور|در|میں|به|را|کو|نے|کلومیٹر|کیلومتر|متر|میٹر|روز|دن|هفته|سال|ماه|خودرو\w*|"
    r"پاسگاه\w*|ایستگاه|مقر|مرکز|خودروی|گولے|راکٹ|مارٹر|گاڑی\w*|گهنٹے|میزایل|خمپاره|فروند|"
    r"دستگاه)(?!\w))"
    rf"[^\W\d_]+\s+){{0,4}}?(?P<head>{_EAST_HEADS})(?!\w)"
    r"(?P<of>\s+از\s+(?:[^\W\d_]+\s?){1,2}?(?=\s(?:به|کشته|شهید|زخمی|مجروح|در|را|جان)))?",
)
_EAST_HEADLESS = re.compile(
    rf"(?<![\w.,:/-])(?P<bound>)(?P<count>\d{{1,3}}|{_EAST_NUMBERS})(?=\s+(?:(?:دیگر|مزید|"
    r"افراد|نفر|تن|دیگر نیز)\s+)?(?:زخمی|شهید|هلاک|جاں|کشته|مجروح))"
)
_HARM = re.compile(
    r"\b(?P<killed>deaths? of|martyrdom of|killings? of|shot dead|gunned down|shot and killed|"
    r"stabbed to death|burnt to death|killed|killing|kills?|martyred|"
    r"martyring|slain|died|dies|dead|"
    r"perished|lost (?:their|his|her|its) li(?:fe|ves)|lose (?:their|his) li(?:fe|ves)|"
    r"embraced (?:martyrdom|shahadat)|attained (?:martyrdom|shahadat)|laid down (?:their|his) "
    r"li(?:fe|ves)|claimed(?=\s+(?:the lives|\w+ lives))|"
    r"claiming(?=\s+(?:the lives|\w+ lives))|fell martyr|beheaded|executed|eliminated|"
    r"neutrali[sz]ed|sent to hell|succumbed|murdered|drowned|assassinated|losing (?:their|his) "
    r"li(?:fe|ves)|lost(?=\s+(?:at least\s+)?(?:\w+\s+){1,3}?(?:men|soldiers?|guards?|troops|"
    r"personnel|members|fighters|one)\b))\b|"
    r"\b(?P<injured>wounded|wounding|wounds(?=\s+\w+)|injured|injuring|injures?|hurt(?:ing)?|"
    r"hospitali[sz]ed|"
    r"in hospital|(?:sustained|suffered|received|with) (?:[\w-]+ ){0,2}(?:injuries|wounds)|maimed|"
    r"(?:hit|struck) by (?:\w+ )?(?:bullets?|gunfire|shrapnel|splinters))\b|"
    r"(?<!\w)(?P<killed_east>کشته|شهید|شهادت|هلاکت|هلاک|جان باخت\w*|جان خود را|جاں بحق|جاں به "
    r"حق|مارے گیے|مارا گیا|ترور شد\w*|به قتل)(?!\w)|"
    r"(?<!\w)(?P<injured_east>زخمی|مجروح|مصدوم)(?!\w)",
    re.IGNORECASE,
)
_ACTIVE_ONLY = re.compile(
    r"(?:kills?|killing|wounding|wounds|injuring|injures?|hurting|martyring|claim\w+|deaths? "
    r"of|martyrdom of|"
    r"shot and killed|killings? of|lost)$",
    re.IGNORECASE,
)
_ACTIVE_TOO = re.compile(
    r"(?:killed|wounded|injured|hurt|shot dead|gunned down|martyred|executed|eliminated|"
    r"neutrali[sz]ed|beheaded|murdered|assassinated)$",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"\b(?:was|were|been|be|being|is|are|got|get|left)\s+(?:(?:\w+ly|also|both|all|later|then|"
    r"reported|said to be|shot and|feared|either)\s+){0,2}$",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(
    r"\b(?:when|after|while|but|that|as|whose|before|because|and\s+(?:claimed|said))\b|[;:]",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:no (?:loss of life|casualt(?:y|ies)|deaths?|one (?:was|has been|is) (?:killed|hurt|"
    r"injured)|fatalities|"
    r"human loss(?:es)?|loss of (?:human )?li(?:fe|ves)|life was lost|lives were lost|one "
    r"(?:died|(?:else )?was (?:killed|hurt)))|nobody (?:was|had been) (?:hurt|killed|injured)|"
    r"(?:without|caused no|causing no|did not cause any|there were no|were no|no reports? of "
    r"(?:any )?|nor any|not any|any) (?:loss of life|casualties|deaths|"
    r"injuries)|did not (?:cause|result in) (?:any )?(?:casualties|loss of life|deaths|"
    r"losses)|no (?:injuries|(?:person|people|civilian|soldier|guard)s? (?:was|were) "
    r"(?:killed|hurt|harmed)|immediate reports? of casualties|harm)|none (?:was|were) hurt|no "
    r"loss(?:es)?)\b|"
    r"(?<!\w)(?:کویی جانی نقصان نهیں|جانی نقصان نهیں|بدون تلفات|"
    r"تلفات(?:ی)?\s+(?:جانی\s+)?(?:در بر\s+)?نداشت\w*|"
    r"(?:خسارت|تلفات)\s+جانی\s+(?:در\s?پی\s+|در\s?بر\s+)?(?:نداشت\w*|گزارش نشد\w*)|تلفاتی "
    r"(?:گزارش نشد\w*|نداشت\w*)|کسی (?:کشته|زخمی|اسیب) نشد|جانی نقصان کی (?:کویی )?اطلاع نهیں|"
    r"کسی جانی نقصان کی)",
    re.IGNORECASE,
)
_PUT_AT = re.compile(
    r"\b(?:puts?|placed|gave|raised|set)\s+(?:the\s+)?(?:(?:death\s+)?toll|(?:number|count)\s+of\s+"
    r"(?:the\s+)?(?:(?P<whom>[\w ]{1,30}?)\s+)?(?:killed|dead|deaths|slain|martyred)|losses)\s+"
    rf"(?:at|as|to)\s+(?P<count>{_NUMBER})",
    re.IGNORECASE,
)
_SHOT_KILLING = re.compile(r"\b(?:shot|hit|struck)\s+(?:at\s+)?(?:\w+\s+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class People:
    """Counted people by offsets in the sentence; `party` as `party_of_people` has it."""

    start: int
    end: int
    count: Count
    party: str
    words: str
    headless: bool = False
    definite: bool = False
    part: bool = False


@dataclass(frozen=True)
class Harmed:
    """A toll with the words that it rests on, by offsets in the sentence."""

    harm: str
    people: People
    start: int
    end: int


def people_in(text: str) -> list[People]:
    """All counted people of a sentence, in order."""
    found: list[People] = []
    for pattern, headless in (
        (_PEOPLE, False), (_EAST_PEOPLE, False), (_HEADLESS, True), (_EAST_HEADLESS, True),
        (_RANKED, False),
        (_ORDINAL, True)
    ):  # fmt: skip
        if pattern in (_EAST_PEOPLE, _EAST_HEADLESS) and text.isascii():
            continue
        for match in pattern.finditer(text):
            if any(match.start() < p.end and p.start < match.end() for p in found):
                continue
            one = _people(text, match, headless=headless)
            if one:
                found.append(one)
    found.sort(key=lambda p: p.start)
    return found


def _people(text: str, match: re.Match[str], *, headless: bool) -> People | None:
    count_word = match["count"].casefold()
    definite = count_word in ("the", "his", "her")
    head = match.groupdict().get("head") or ""
    if count_word.startswith(("a ", "another")) or not count_word:
        count = Count(1, 1, 1)
    elif count_word in ("the", "his", "her", "a", "an"):
        if _is_plural(head):
            return None
        count = Count(1, 1, 1)
    elif count_word == "both":
        count = Count(2, 2, 2)
    else:
        bound = re.sub(
            r"\b(?:another|other|all|the|his|her|their|its|only|just|a further|some|an "
            r"estimated)\b",
            "",
            match["bound"],
            flags=re.IGNORECASE,
        )
        counted = _count(f"{' '.join(bound.split())} {match['count']}".strip())
        if counted is None:
            return None
        count = counted
    start = match.start("count") if definite else match.start()
    while text[start : start + 1].isspace():
        start += 1
    # "one of the two soldiers", "two of them" are part of those counted before
    part = bool(
        re.search(
            r"\b(?:including|among them|among whom|of whom|of them|included|namely|شامل|از "
            r"جمله)\b[^.;]{0,40}$",
            text[max(0, start - 60) : start],
            re.IGNORECASE,
        )
    )
    words = text[match.start("count") : match.end()].strip()
    before = text[max(0, start - 24) : start]
    of_them = re.match(r"\s+of\s+them\b", text[match.end() : match.end() + 10])
    end = match.end() + (of_them.end() if of_them else 0)
    if not count_word:
        end = match.start() + len(match[0].rstrip())
    party = party_of_people(words) if not headless else ""
    if (
        re.fullmatch(r"(?:an?\s+)?(?:major|captain|general|lieutenant)", words.casefold())
        and "army" in before
    ):
        party = "forces"
    return People(start, end, count, party, text[start:end], headless, definite, part)


def _is_plural(head: str) -> bool:
    head = head.casefold()
    return (head.endswith("s") and head != "naiks") or head.endswith(
        (
            "men",
            "people",
            "police",
            "troops",
            "personnel",
            "children",
            "women",
            "more",
            "dead",
            "lives",
        )
    )


def _count(words: str) -> Count | None:
    plain = words.casefold()
    if plain in ("a number of", "some", "many", "متعدد"):
        return Count(2, None, None)
    plain = {
        "کیی": "چند",
        "چندین": "چند",
        "اٹه": "آٹه",
        "a couple of": "a couple",
        "a few": "several",
    }.get(plain, plain)
    try:
        toll = parse_toll(plain)
    except RecordError:
        return None
    return Count(toll.low, toll.best, toll.high)


def harmed_in(text: str, people: list[People]) -> list[Harmed]:
    """Who of the people in a sentence was killed or wounded.

    Parameters
    ----------
    text
        A sentence of the plain copy.
    people
        What `people_in` finds in it.
    """
    nobody = _NOBODY.search(text)
    put = _PUT_AT.search(text)
    counted = _count(put["count"]) if put else None
    if put and counted:
        party = party_of_people(put["whom"] or "")
        one = People(put.start("count"), put.end("count"), counted, party, put["count"])
        return [Harmed("killed", one, put.start(), put.end())]
    if nobody:
        none = People(nobody.start(), nobody.end(), Count(0, 0, 0), "", nobody[0])
        return [Harmed("killed", none, nobody.start(), nobody.end())]
    used: set[int] = set()
    found: list[Harmed] = []
    harms = list(_HARM.finditer(text))
    for number, harm in enumerate(harms):
        kind = "killed" if harm["killed"] or harm["killed_east"] else "injured"
        if re.search(
            r"\b(?:not|n't|no one|nobody|never)\s+(?:\w+\s+)?$",
            text[: harm.start()][-24:],
            re.IGNORECASE,
        ):
            continue
        victims = _without_apposition(
            text, people, _victims(text, people, harm, harms[number + 1 :], used)
        )
        last = ""
        parties = {h.people.party for h in found if h.harm != kind} or {
            h.people.party for h in found
        }
        for k in victims:
            used.add(k)
            one = people[k]
            if (
                one.party == ""
                and found
                and re.search(
                    r"\b(?:others?|more|comrades|colleagues)\b|^\w+$|^\S+ (?:نفر|تن)$|دیگر|مزید",
                    one.words,
                )
            ):
                last = last or (found[-1].people.party if len(parties) == 1 else "")
                one = replace(one, party=last)
            last = one.party
            low = min(one.start, harm.start())
            found.append(Harmed(kind, one, low, max(one.end, harm.end())))
    return _with_shot(text, people, found)


def _without_apposition(text: str, people: list[People], victims: list[int]) -> list[int]:
    """Leave out who is counted twice: "one guard, a conscript," or "three: one officer and two"."""
    if len(victims) < 2:
        return victims
    first, *rest = (people[k] for k in victims)
    parts = [one.count.best or 0 for one in rest]
    if len(rest) > 1 and first.count.best == sum(parts) and "," in text[first.end : rest[0].start]:
        return victims[:1]
    last = people[victims[-1]]
    between = text[people[victims[-2]].end : last.start]
    if (
        between.strip() == ","
        and re.match(r"an?\s", last.words, re.IGNORECASE)
        and text[last.end : last.end + 1] == ","
    ):
        return victims[:-1]
    return victims


def _victims(
    text: str,
    people: list[People],
    harm: re.Match[str],
    later: list[re.Match[str]],
    used: set[int],
) -> list[int]:
    east = bool(harm["killed_east"] or harm["injured_east"])
    passive = bool(_AUXILIARY.search(text[max(0, harm.start() - 40) : harm.start()]))
    following = [] if east or passive else _following(text, people, harm, later, used)
    preceding = _preceding(text, people, harm, used, passive=passive or east)
    if passive or east:
        return preceding
    if _ACTIVE_ONLY.fullmatch(harm[0]):
        return following
    if _ACTIVE_TOO.fullmatch(harm[0]):
        return following or preceding
    return preceding or following


def _following(
    text: str, people: list[People], harm: re.Match[str], later: list[re.Match[str]], used: set[int]
) -> list[int]:
    chain: list[int] = []
    place = harm.end()
    for k, one in enumerate(people):
        if one.start < place or k in used:
            continue
        gap = text[place : one.start]
        if not chain and not re.fullmatch(
            r"\s*(?:(?:at least|another|also|all|dead|there|him|and|the|lives of)\s*)*",
            gap,
            re.IGNORECASE,
        ):
            break
        if chain and not re.fullmatch(
            r"\s*(?:,|and|,\s*and|as well as|including|,\s*including|,\s*among "
            r"them)\s*(?:also\s+)?",
            gap,
            re.IGNORECASE,
        ):
            break
        if chain and _has_own_harm(text, one, later, people[k + 1 :]):
            break
        if not (one.part and chain):
            chain.append(k)
        place = one.end
    return chain


def _has_own_harm(text: str, one: People, later: list[re.Match[str]], rest: list[People]) -> bool:
    """Whether counted people in a row belong to the next verb: "and three others were wounded"."""
    for harm in later:
        if harm.start() >= one.end:
            gap = text[one.end : harm.start()]
            if len(gap) > 24 or "," in gap:
                return False
            if _AUXILIARY.search(f"{gap}"):
                return True
            return not gap.strip() and not any(0 <= p.start - harm.end() <= 2 for p in rest)
    return False


def _preceding(
    text: str, people: list[People], harm: re.Match[str], used: set[int], *, passive: bool
) -> list[int]:
    chain: list[int] = []
    place = harm.start()
    most = 90 if passive else (60 if not _ACTIVE_TOO.search(harm[0]) else 14)
    for k in range(len(people) - 1, -1, -1):
        one = people[k]
        if one.end > place or k in used:
            if one.end <= place and k in used:
                break
            continue
        gap = text[one.end : place]
        if not chain:
            if len(gap) > most or _NEW_CLAUSE.search(gap) or _HARM.search(gap):
                break
            named_before = one.words.casefold().startswith("the ") and passive
            if (
                one.headless
                and not named_before
                and not re.fullmatch(
                    r"\s*(?:(?:were|was|are|have been|had been|of them|others?|reportedly|"
                    r"also|seriously|critically|دیگر|مزید|دیگر نیز)\s*)*",
                    gap,
                    re.IGNORECASE,
                )
            ):
                continue
        elif not re.fullmatch(
            r"\s*(?:,|and|,\s*and|و|اور|as well as|,?\s*including|along with)\s*(?:also\s+)?",
            gap,
            re.IGNORECASE,
        ):
            if one.part or not re.fullmatch(
                r"[^.;:]{0,60}\b(?:including|among them)\b[^.;:]{0,30}", gap, re.IGNORECASE
            ):
                break
            chain = [k]
            place = one.start
            continue
        if one.definite and chain:
            break
        chain.insert(0, k)
        place = one.start
    if len(chain) > 1 and people[chain[-1]].part:
        chain = [k for k in chain if not people[k].part] or chain
    return chain


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
                start = one.start - (len(shot[0]) if shot else 0)
                party = one.party or harmed.people.party
                found.append(
                    Harmed("killed", replace(harmed.people, party=party), start, harmed.end)
                )
                hurt = replace(one, count=Count(rest, rest, rest))
                if not any(h.harm == "injured" for h in found):
                    found.append(Harmed("injured", hurt, start, harmed.end))
                break
    return found
