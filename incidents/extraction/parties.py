"""Who: forces, armed groups, civilians and speakers as reports name them, with their side.

One table of names for the whole package. Persian and Urdu names are written as the plain copy has
them (one form of each letter).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from incidents.armed_groups import GROUPS
from incidents.extraction.reading import for_small, small

__all__ = [
    "MORE_GROUPS",
    "NO_SUBJECT",
    "OTHER_STATE",
    "Party",
    "first_subject",
    "owned",
    "parties_in",
    "party_of_people",
    "state_named",
    "subjects",
]

OTHER_STATE = {"IRN": "PAK", "PAK": "IRN"}


def state_named(word: str) -> str:
    """The state that "Iran", "Iranian", "Pakistan" or "Pakistani" names, ایران too."""
    return "IRN" if word.casefold().startswith(("iran", "tehran", "ایران", "تهران")) else "PAK"


_FORCE_NOUNS = (
    r"(?:border\s?guards?|borders guards?|coast\s?guards?|"
    r"patrol\s+(?:boats?|vessels?|ships?)|(?:border\s+|security\s+|armed\s+|"
    r"naval\s+|"
    r"military\s+|ground\s+|special\s+|paramilitary\s+|law enforcement\s+|frontier\s+|local\s+|"
    r"provincial\s+|traffic\s+|regular\s+|anti-narcotics\s+)*(?:forces?|guards?(?:men|man)?|"
    r"troops?|"
    r"soldiers?|police(?:men|man)?|personnel|army|military|gendarmes?|jets?|warplanes?|aircraft|"
    r"drones?|helicopters?|gunboats?|vessels?|navy|marines|air force|patrols?|units?|"
    r"servicem[ae]n|conscripts?|officers?|intelligence|commandos?|snipers?|boats?|rangers?|"
    r"paramilitaries|law\s+enforcers|gunners|coastguards?|infantry))"
)
_IRANIAN = (
    r"\b(?:Iran(?:ian|'s|ians)?|Tehran's|Persian)\s+(?:(?:revolutionary|regular|several|"
    r"armed|elite|some|"
    rf"uniformed|young)\s+)*{_FORCE_NOUNS}\b",
    r"\b(?:Islamic\s+)?Revolution(?:ary)?s?'?\s+Guards?(?:'s?)?(?:\s+Corps)?(?:'s)?\b",
    r"\bIRGC(?:'s)?\b",
    r"\bBasij\w*",
    r"\bFARAJA\b",
    r"\bNAJA\b",
    r"\bthe Guards\b",
    r"\b(?:Iran(?:ian|'s)\s+)?Law Enforcement (?:Force|Command)s?\b",
    r"\bQuds (?:Force|base|headquarters)\b",
    r"\b(?:border|frontier)\s+regiments?\b",
    r"\b(?:Ministry\s+of\s+Intelligence|Intelligence\s+Ministry)(?:\s+(?:agents|forces|"
    r"officers))?\b",
    r"\b(?:police|law enforcement|border)\s+command(?:\s+of\s+Sistan[\w -]{0,20}\w)?\b",
    r"\bSistan(?:-|\s+and\s+)Bal\w+\s+(?:police|border guards?|forces)\b",
    r"(?<!\w)(?:سپاه(?:\s+پاسداران)?(?:\s+انقلاب\s+اسلامی)?|پاسدار(?:ان)?|بسیجی(?:ان)?|بسیج|"
    r"مرزبان(?:ان)?|مرزبانی|هنگ مرزی|بسیجی|"
    r"(?:مامور(?:ان)?|نیروهای?|گشت|یگان)\s+(?:انتظامی|مرزبانی|مرزی)|قرارگاه قدس|فراجا|ناجا|"
    r"ایرانی\s+(?:بارڈر\s+گارڈز?|فورسز|فوج|سیکیورٹی فورسز|سرحدی محافظ(?:وں)?|اهلکار(?:وں)?|"
    r"محافظ(?:وں)?|پولیس|"
    r"پاسداران انقلاب|سرحدی فورسز|حکام)|(?:نیروهای|نظامیان|مرزبانان|سربازان) ایرانی?|نیروهای "
    r"امنیتی ایران)(?!\w)(?!\s+(?:کشور\s+)?پاکستان)",
)
_PAKISTANI = (
    r"\b(?:Pakistan(?:i|'s|is)?|Islamabad's|Pak)\s+(?:(?:regular|several|armed|"
    rf"some)\s+)*{_FORCE_NOUNS}\b",
    r"\b(?:Frontier Corps|FC|Frontier Constabulary)(?:\s+(?:Balochistan|"
    r"South))?(?:\s+(?:soldiers?|personnel|men|man|"
    r"troops?|convoy|patrol|post|official|vehicle|checkpost))?\b",
    r"\b(?:Balochistan\s+)?Lev(?:ies|y)(?:\s+(?:force|personnel|men|man|official))?\b",
    r"\b(?:Pakistan\s+)?Rangers\b",
    r"\bMakran Scouts\b",
    r"\bChagai Militia\b",
    r"\bCounter[- ]Terrorism Department\b",
    r"\b(?:Federal Investigation Agency|FIA|Anti[- ]Narcotics Force|ANF)\b",
    r"\bCTD\b",
    r"\bBalochistan (?:Constabulary|police)\b",
    r"\bPakistan (?:Army|Navy|Air Force|Coast Guards?|Maritime Security Agency)\b",
    r"(?<!\w)(?:ایف\s?سی|فرنٹییر کور|فرنٹیر کور|لیویز|رینجرز|پاک فوج|پاک بحریه|پاکستانی\s+"
    r"(?:فورسز|فوج|سیکیورٹی فورسز|اهلکار(?:وں)?)|کوسٹ گارڈز?|"
    r"(?:مامور(?:ان)?|نیروهای?|نیروی|نظامیان|سربازان?|مرزبان(?:ان)?|مرزبانی|گشت|یگان|هنگ مرزی)\s+"
    r"(?:(?:انتظامی|مرزبانی|مرزی|نظامی|امنیتی|مسلح)\s+)?(?:کشور\s+)?پاکستانی?|"
    r"ارتش پاکستان)(?!\w)",
)
_ARMED = (
    r"\b(?:(?:fighters|gunmen|members?|activists)\s+(?:of|from|loyal\s+to)\s+(?:an?\s+|the\s+)?)?"
    r"(?:(?:armed|banned|outlawed|proscribed|separatist|insurgent|extremist|rebel|jihadi(?:st)?|"
    r"Islamist|Sunni|Baloch\w*|Baluch\w*|militant|terrorist|ethnic|little-known|shadowy)\s+){1,3}"
    r"(?:groups?|outfits?|organi[sz]ations?|factions?)\b",
    r"\b(?:(?:armed|unidentified|unknown|suspected|masked|Sunni|Baloch\w*|separatist|foreign|"
    r"heavily|"
    r"Jundallah|anti-Iran\w*|banned|Pakistan-based|Iran-based)\s+)*(?:militants?|gunm[ae]n|rebels?|"
    r"operatives|sarmachars?|cadres|armed\s+(?:smugglers?|carriers?)|pirates?|"
    r"(?:unknown|masked|unidentified) riders?|"
    r"terrorists?|insurgents?|attackers?|assailants?|separatists?|fighters|bombers?|"
    r"guerrillas?|bandits?|"
    r"(?:armed|unknown|unidentified)\s+(?:men|persons?|people|group|individuals|assailants|"
    r"band|gang|motorcyclists)|"
    r"militiam[ae]n|militant (?:group|outfit|organi[sz]ation)|kidnappers?|abductors?|captors?|"
    r"infiltrators?|killers|perpetrators|dacoits?|robbers?|ambushers|marksmen|sharpshooters|"
    r"snipers|"
    r"outlaws|armed (?:group|elements)|terror(?:ist)? (?:group|cell|team)|sniper|intruders?|"
    r"miscreants?|villains|marauders|brigands|desperadoes|thugs|gangsters|"
    r"hitm[ae]n|raiders?|hijackers?|(?:anti-\w+|counter-?revolutionary|hostile|terrorist|"
    r"subversive|criminal) "
    r"(?:elements|agents)|highwaymen|(?:armed|terrorist|militant|hostile) "
    r"(?:teams?|squads?|cells?|columns?|bands?|gangs?)|"
    r"(?:drug |narcotics )?traffickers|drug (?:runners|smugglers)|motorcyclists?)\b",
    r"(?<!\w)(?:افراد مسلح|مهاجم(?:ان)?|شبه ?نظامی|دهشت ?گرد|حمله اور|تروریست ?ها(?:ی)?|"
    r"تروریست|تروریستی|اشرار(?: مسلح)?|گروه(?:ک)?\s+(?:مسلح|تروریستی)|تیم\s+"
    r"(?:مسلح|تروریستی)|شبه ?نظامیان|شورشیان|دهشت ?گرد(?:وں)?|مسلح (?:افراد|حمله اور(?:وں)?)|"
    r"حمله اور(?:وں)?|"
    r"نامعلوم (?:مسلح )?افراد|شدت پسند(?:وں)?|عسکریت پسند(?:وں)?|شرپسند(?:وں)?)(?!\w)",
)
_CIVILIANS = (
    r"\b(?:civilians?|villagers?|(?:fuel |diesel )?carriers?|porters?|sookhtbar\w*|"
    r"labou?rers?|smugglers?|traders?|"
    r"(?<!bus )drivers?|passengers?|pilgrims?|fisherm[ae]n|migrants?|children|child|wom[ae]n|"
    r"girls?|boys?|"
    r"shepherds?|farmers?|workers?|residents?|brothers?|sisters?|family|families|tribesm[ae]n|"
    r"tribals|"
    r"refugees|herders?|students?|teachers?|shopkeepers?|travell?ers?|infants?|toddlers?|porters?|"
    r"mechanics?|barbers?|truckers?|hunters?|nationals|citizens|locals|nomads?|elders?|"
    r"motorists?|youths?|boy|"
    r"father|son|cousins?|merchants?|vendors?|doctors?|engineers?|minors?|schoolchildren|"
    r"prisoners?|shopkeeper)\b",
    r"(?<!\w)(?:غیر ?نظامی(?:ان)?|شهروند(?:ان)?|زایر(?:ان)?|سوخت ?بر(?:ان)?|کارگر(?:ان)?|"
    r"مسافر(?:ان)?|کودک(?:ان)?|کودک|زن(?:ان)?|راننده|"
    r"روستایی(?:ان)?|مهاجر(?:ان)?|شهری(?:وں)?|مزدور(?:وں)?|زایرین|بچے|بچوں|بچه|بچی|بچیوں|لڑکی|"
    r"لڑکا|خواتین|خاتون|ماهی گیر(?:وں)?|ڈراییور|تاجر(?:وں)?|"
    r"دیهاتی(?:وں)?|مسافر(?:وں)?|نوجوان(?:وں)?|صیاد(?:ان)?|چوپان|بهایی|بهاییوں)(?!\w)",
)
_FORCE_ALONE = (
    rf"\b{_FORCE_NOUNS}\b|\b(?:policem[ae]n|soldiers?|guards?|troopers?|constables?|jawans?|"
    r"sepoys?|havaldar|naik|"
    r"subedar|corporal|sergeants?|lieutenant|captain|major|colonel|commander|officers?|(?<!-)officials?|"
    r"servicem[ae]n|general|agents?|(?<!-)members?|lance naik|security men|head constable|"
    r"inspector|"
    r"recruits?|cadets?)\b",
    r"(?<!\w)(?:سرباز(?:ان)?|مامور(?:ان)?|نیروهای امنیتی|نیروی انتظامی|پلیس|پولیس|"
    r"اهلکار(?:وں)?|سپاهی(?:وں)?|سپاهی|فوجی(?:وں)?|جوان(?:وں)?|سیکیورٹی فورسز|فورسز|"
    r"سرحدی محافظ(?:وں)?|افسر|سرباز)(?!\w)",
)
_NATIONS = (
    (
        "IRN",
        r"(?:(?<!Pakistan-)(?<!Pak-)\bIran|\bIran(?!\s+(?:border|frontier)))(?:'s)?\b"
        r"(?!ian|-Pak\w*\s+(?:border|frontier))|"
        r"\bTehran(?:'s)?\b|\bIranians?\b|\bIslamic Republic\b|"
        r"(?<!\w)ایران(?:ی)?(?!\w)|(?<!\w)تهران(?!\w)",
    ),
    (
        "PAK",
        r"(?:(?<!Iran-)\bPakistan|\bPakistan(?!\s+(?:border|frontier)))(?:'s|is?)?\b"
        r"(?!-Iran\s+(?:border|frontier))|\bIslamabad(?:'s)?\b|(?<!\w)پاکستان(?:ی)?(?!\w)|"
        r"(?<!\w)اسلام "
        r"?(?:اباد|آباد)(?!\w)",
    ),
)


def _compiled(patterns: tuple[str, ...] | str) -> re.Pattern[str]:
    listed = (patterns,) if isinstance(patterns, str) else patterns
    return re.compile("|".join(listed), re.IGNORECASE)


@dataclass(frozen=True)
class Party:
    """Somebody named in a stretch of text.

    `side` is "IRN", "PAK", "non-state", "civilians" or "" for a force whose country is not said;
    `kind` is "force", "group", "armed", "civilians" or "nation"; `name` is the usual name of a
    group, else the words themselves.
    """

    start: int
    end: int
    side: str
    kind: str
    name: str


MORE_GROUPS = {
    "Jaish al-Adl": r"\bJa[iy]?sh\W*[uae]l\W*Z[ou]lm\b|(?<!\w)جیش\s*ال\s?ظلم",
    "Baloch Liberation Army": r"(?<!\w)(?:بلوچ(?:ستان)? لبریشن [اآ]رمی|ارتش [اآ]زادی ?بخش بلوچ\w*)",
    "Baloch Liberation Front": (r"(?<!\w)(?:بلوچ(?:ستان)? لبریشن فرنٹ|جبهه [اآ]زادی ?بخش بلوچ\w*)"),
    "Baloch Raaji Aajoi Sangar": r"(?<!\w)(?:براس|بلوچ راجی [اآ]جویی سنگر)(?!\w)",
    "Baloch Republican Army": r"(?<!\w)بلوچ ریپبلکن (?:[اآ]رمی|گارڈز?)",
    "Lashkar-e-Jhangvi": r"(?<!\w)لشکر ?جهنگوی",
    "Tehrik-i-Taliban": r"\bPakistani Taliban\b|(?<!\w)(?:ٹی ٹی پی|تحریک طالبان)",
    "Islamic State": r"(?<!\w)دولت اسلامیه",
}
"""Names of groups in Persian and Urdu that stand in full, and what their foes call them."""
_TABLE = (
    *(("non-state", "group", name, re.compile(pattern)) for name, pattern in GROUPS.items()),
    *(("non-state", "group", name, re.compile(text)) for name, text in MORE_GROUPS.items()),
    ("IRN", "force", "", _compiled(_IRANIAN)),
    ("PAK", "force", "", _compiled(_PAKISTANI)),
    ("non-state", "armed", "", _compiled(_ARMED)),
    ("civilians", "civilians", "", _compiled(_CIVILIANS)),
    ("", "force", "", _compiled(_FORCE_ALONE)),
    *((side, "nation", "", re.compile(pattern)) for side, pattern in _NATIONS),
)
_GROUPS = len(GROUPS) + len(MORE_GROUPS)
_LATIN_TABLE = tuple(
    (side, kind, name, for_small("|".join(p for p in patterns if p.isascii())))
    for side, kind, name, patterns in (
        ("IRN", "force", "", _IRANIAN),
        ("PAK", "force", "", _PAKISTANI),
        ("non-state", "armed", "", _ARMED),
        ("civilians", "civilians", "", _CIVILIANS),
        ("", "force", "", _FORCE_ALONE),
    )
)
"""The same without the Persian and Urdu, for sentences that hold neither."""


_IN_GROUP_NAMES = (
    *(
        "adl",
        "zolm",
        "zulm",
        "justice",
        "jund",
        "bla",
        "liberation",
        "blf",
        "bras",
        "sangar",
        "bra",
        "republican",
    ),
    *("bna", "nationalist", "furq", "ansar", "isi", "isk", "isp", "is-k", "daesh", "islamic state"),
    *("jangvi", "jhangvi", "lej", "ttp", "taliban", "resistance", "fighters' front", "mobarizoun"),
)
"""Without any of these no Latin name of a group stands in a text, and none is looked for."""
_NEIGHBOUR = re.compile(
    r"\b(?:the\s+)?(?:(?P<side>western|eastern)\s+neighbou?r|neighbou?ring\s+(?:country|state|"
    r"nation))\b(?:'s)?",
    re.IGNORECASE,
)


def parties_in(text: str, neighbour: str = "") -> list[Party]:
    """All parties named in a sentence of the plain copy, in order, without overlaps.

    Parameters
    ----------
    text
        A sentence of the plain copy.
    neighbour
        Which country "the neighbouring country" is: "IRN", "PAK", or "" where it is not known.
    """
    found: list[Party] = []
    taken: list[tuple[int, int]] = []
    lowered = small(text)
    is_latin = text.isascii()
    has_group = not is_latin or any(part in lowered for part in _IN_GROUP_NAMES)
    groups = _TABLE[:_GROUPS] if has_group else ()
    forces = _LATIN_TABLE if is_latin else _TABLE[_GROUPS : _GROUPS + len(_LATIN_TABLE)]
    for table, searched in (
        (groups, text),
        (forces, lowered if is_latin else text),
        (_TABLE[_GROUPS + len(_LATIN_TABLE) :], text),
    ):
        for side, kind, name, pattern in table:
            for match in pattern.finditer(searched):
                start, end = match.span()
                words = text[start:end]
                if words == "fc" or any(start < last and first < end for first, last in taken):
                    continue
                taken.append((start, end))
                found.append(Party(start, end, side, kind, name or words))
    for match in _NEIGHBOUR.finditer(text):
        side = {"western": "IRN", "eastern": "PAK"}.get((match["side"] or "").casefold(), neighbour)
        if side:
            found.append(Party(match.start(), match.end(), side, "nation", match[0]))
    found.sort(key=lambda party: party.start)
    return [_with_nation(text, party, found) for party in found]


def _with_nation(text: str, party: Party, found: list[Party]) -> Party:
    """A force takes the country of the adjective before it, or of the "of Iran" after it."""
    if party.kind != "force" or party.side:
        return party
    for other in found:
        is_force = other.kind == "force" and other.side != ""
        if is_force and re.fullmatch(r"(?:'s)?\s+", text[other.end : party.start]):
            return Party(other.start, party.end, other.side, "force", text[other.start : party.end])
        if other.kind == "nation" or is_force:
            between = text[other.end : party.start]
            if (
                other.kind == "nation"
                and 0 <= party.start - other.end <= 30
                and re.fullmatch(
                    r"(?:'s)?\s+(?!and\b|met\b|to\b|in\b|with\b|dies?\b|killed\b|hurt\b|held\b|"
                    r"shot\b|as\b|(?!(?:un)?(?:armed|uniformed|masked|named|retired)\b)[a-z]+ed\s)[\w-]*(?:\s[\w-]+)?\s*",
                    between,
                )
                and not re.search(r"\b(?:said|says|that|when|border)\b(?!\s*$)", between)
            ):
                return Party(
                    other.start, party.end, other.side, "force", text[other.start : party.end]
                )
            after = text[party.end : other.start]
            if 0 <= other.start - party.end <= 18 and re.fullmatch(
                r"\s+(?:(?:boat|post|team|unit)\s+)?(?:of|from|at)\s+(?:the\s+|an?\s+)?", after
            ):
                return Party(
                    party.start, other.end, other.side, "force", text[party.start : other.end]
                )
    return party


_OF_IRAN = _compiled(
    (*_IRANIAN, r"\bIran(?:ian|ians|'s)?\b", r"\bTehran\b(?!\s+on\b)", r"(?<!\w)ایران(?:ی)?(?!\w)")
)
_OF_PAKISTAN = _compiled(
    (*_PAKISTANI, r"\bPakistan(?:i|is|'s)?\b", r"\bISPR\b", r"(?<!\w)پاکستان(?:ی)?(?!\w)")
)
_MILITANTS, _CIVIL, _FORCES = _compiled(_ARMED), _compiled(_CIVILIANS), _compiled(_FORCE_ALONE)
_GROUP = _compiled(tuple(GROUPS.values()))


@lru_cache(maxsize=4096)
def party_of_people(words: str) -> str:
    """The toll's party of counted people: "irn", "pak", "militants", "civilians", "forces" or "".

    "forces" are soldiers or police whose country is not said; "" are people of whom nothing is.
    """
    if re.search(
        r"\b(?:sepoys?|hav[ai]ldars?|hawaldars?|naiks?|subedars?|jawans?|da[f']?[ae]?dars?|"
        r"sappers?|jamadars?|"
        r"risaldars?|sowars?|sipahis?)\b",
        words,
        re.IGNORECASE,
    ):
        return "pak"
    bare = re.sub(
        r"\b(?:border|frontier)\s+(?=soldier|guard|police|troop)", "", words, flags=re.IGNORECASE
    )
    if _MILITANTS.search(bare) or _GROUP.search(words):
        return "militants"
    force = bool(_FORCES.search(bare))
    for party, pattern in (("irn", _compiled(_IRANIAN)), ("pak", _compiled(_PAKISTANI))):
        if pattern.search(words) or pattern.search(bare):
            return party
    if force:
        iranian, pakistani = _OF_IRAN.search(words), _OF_PAKISTAN.search(words)
        if _CIVIL.search(bare) and not re.search(
            r"soldier|guard|police|troop|personnel", bare, re.IGNORECASE
        ):
            return "civilians"
        if iranian and not pakistani:
            return "irn"
        if pakistani and not iranian:
            return "pak"
        return "forces"
    if _CIVIL.search(bare) or re.search(
        r"\b(?:man|woman|someone|national|Afghans?|Pakistanis|Iranians)\b", bare, re.IGNORECASE
    ):
        return "civilians"
    return ""


_MEN_OF = re.compile(r"(?:fighters|operatives|snipers|marksmen)", re.IGNORECASE)
"""Whose they are decides: those of the Guards are no militants."""


_OWNED = re.compile(
    r"\b(?:its|their|the\s+country's)\s+(?:own\s+)?(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)


NO_SUBJECT = re.compile(
    r"\b(?:in|into|inside|near|from|with|to|by|of|against|on|over|at|across|between|for)\s+"
    r"(?:the\s+|an?\s+)?(?:[\w-]+\s)?$|"
    r"\b(?:ask|urg|told|warn|accus|blam|press|request|thank|inform|remind|condemn|join|"
    r"help)\w*\s+$",
    re.IGNORECASE,
)


def subjects(text: str, parties: list[Party]) -> list[Party]:
    """Countries, forces and groups in a clause that no preposition makes an object."""
    return [
        p
        for p in parties
        if (p.side in ("IRN", "PAK") or p.kind == "group")
        and not NO_SUBJECT.search(text[max(0, p.start - 24) : p.start])
    ]


def first_subject(text: str, parties: list[Party]) -> Party | None:
    """The first of the `subjects`, or None where there is none."""
    return next(iter(subjects(text, parties)), None)


_SAYS_SO = re.compile(
    r"\b(?:statements?|claims?|announcements?|reports?|assertions?|admissions?)\s+(?:by|of|from)\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)


_THAT_ITS = re.compile(r"(?:\s+\w+){0,2}\s+that\s+(?:its|their)\s+(?:own\s+)?(?:[\w-]+\s+){0,2}")


def owned(text: str, parties: list[Party], owner: Party | None) -> list[Party]:
    """Give "its border guards" the side of the country or group named last as a subject."""
    acting = subjects(text, parties)
    found = []
    for party in parties:
        is_man_of = party.kind == "armed" and _MEN_OF.fullmatch(party.name) is not None
        is_nameless = party.kind == "force" and not party.side
        if (is_nameless or is_man_of) and _OWNED.search(text[: party.start]):
            by = re.search(r"\bby\s+(?:its|their)\b[^.;]*$", text[: party.start], re.IGNORECASE)
            named = [p for p in parties if p.kind == "nation" and by and p.end <= by.start()]
            named = named or [
                p
                for p in parties
                if p.side in ("IRN", "PAK")
                and _THAT_ITS.fullmatch(text, p.end, party.start)
                and _SAYS_SO.search(text[: p.start])
            ]
            before = named or [s for s in acting if s.end <= party.start]
            whose = before[-1] if before else owner
            if is_man_of:
                ahead = [p for p in parties if p.end <= party.start]
                foes = any(p.side == "non-state" for p in ahead)
                forces = [p for p in ahead if p.kind == "force" and p.side]
                whose = forces[-1] if forces and not foes else None
            if whose is not None:
                party = replace(party, side=whose.side, kind="force")  # noqa: PLW2901 - with a side
        found.append(party)
    return found
