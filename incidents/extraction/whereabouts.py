"""Where: places and border pillars as the report names them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geodata.gazetteer import AdminUnit, Place, Unlocated, load_gazetteer
from geodata.numbers import EASTERN, LATIN, number_in
from incidents.extraction.eastern_places import spots_in
from incidents.extraction.reading import for_small, is_eastern, small

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "SaidPlace",
    "at_sea",
    "is_no_place",
    "pillar_in",
    "places_in",
    "town_of_dateline",
]


@dataclass(frozen=True)
class SaidPlace:
    """A place by offsets in the sentence; country and units are None where they are not known."""

    start: int
    end: int
    words: str
    name: str
    country: str | None = None
    adm1: str | None = None
    adm2: str | None = None
    is_known: bool = False
    is_unit: bool = False
    is_province: bool = False
    is_origin: bool = False
    weight: float = 0.0


_KIND = (
    r"(?:border\s+)?(?:area|areas|sector|district|county|tehsil|sub-tehsil|region|village|"
    r"town|city|zone|"
    r"crossing|gate|province|mountains?|hills|desert|subdivision|valley|coast|bazaar|island|"
    r"port|range|post|checkpoint|check post|outpost|base|border)"
)
_CAP = (
    r"(?:(?!(?:Nakhuda|Haji|Mullah|Molavi|Maulana|Sardar|Nawab|Hazrat|Assistant|Deputy|"
    r"Commissioner|Minister|Governor|General|Major|Colonel|Captain|"
    r"Brigadier|Prosecutor|Spokesman|Police|President|Ambassador|Iranian|Pakistani|Iran|"
    r"Pakistan|Levies|Frontier|IRGC|FC|Basij|BLA|BLF|Islamic|Revolutionary|"
    r"January|February|March|April|"
    r"June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|"
    r"Friday|Saturday|Sunday)\b)[A-Z](?:[^\W\d]|['’])*(?!\w)(?:-[^\W\d]['’\w]*)*(?!\d))"
)
_JOIN = r"(?:al|ul|el|e|i|o|bin|Shah|de)"
_NAME = rf"{_CAP}(?:[ -](?:{_JOIN}[ -])?{_CAP}){{0,3}}"
_LOCATIVE = re.compile(
    r"\b(?P<prep>(?i:in|at|near|opposite|facing|around|outside|inside|from|of|off|to|towards?|"
    r"close to|over|into|"
    r"on|through|between|across|along))\s+"
    r"(?P<said>(?:the\s+)?(?:(?:border\s+)?(?:areas?|sectors?|village|town|city|district|"
    r"tehsil|hamlet|outskirts|environs|coast|mountains|"
    r"crossing|post|region|county|port)\s+(?:of|at|called)\s+)?(?:(?:south|north|east|west|"
    r"south-?east|south-?west|border|remote|restive|Iranian|Pakistani)\w*\s+){0,2}"
    rf"{_NAME}(?:\s+{_KIND})*(?:,?\s+(?:and|of|in|near|"
    rf"at)\s+(?:the\s+)?(?:{_KIND}\s+of\s+)?{_NAME}(?:\s+{_KIND})*|,\s+{_NAME}(?:\s+{_KIND})+|"
    rf",\s+(?:a|the)\s+{_KIND}\s+(?:of|in)\s+{_NAME}|,\s+{_NAME}){{0,3}})"
)
_HEADING = r"(?:(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)?|[NSEW]{1,3})"
_OFFSET_BEFORE = re.compile(
    r"(?:(?:about|some|around|nearly|roughly)\s+)?\d[\d.,]*\s*-?(?:km|kilomet(?:re|er)s?|"
    rf"(?:nautical\s+)?miles?)\s+(?:to the\s+)?{_HEADING}\s+(?:of|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_APPOSED_TO = re.compile(
    rf"\b{_NAME}(?:\s+{_KIND})?,\s+(?:which\s+(?:is|lies)\s+|an?\s+(?:[\w-]+\s+){{1,4}}?)?"
    r"(?:some\s+|about\s+|around\s+)?$|"
    rf"\b{_NAME}(?:\s+{_KIND})?(?:,\s[^.;]{{2,60}},)?\s+(?:is|lies|lay|stands|sits|is\s+(?:situated|located))\s+"
    r"(?:some\s+|about\s+|around\s+)?$"
)
"""So stands a place before its distance from a town: "the Pishin gate, 60 km southeast of Rask"."""
_AWAY_BEFORE = re.compile(
    r"\b(?:km|kilomet(?:re|er)s?|miles?|met(?:re|er)s?|hours?|drive)\s+(?:away\s+)?(?:from|"
    r"to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ASIDE_BEFORE = re.compile(
    r"\b(?:call|urg|prevail|lean)\w*\s+(?:up)?on\s+$|"
    r"(?<!did )\bnot\s+(?:\w+\s+){0,3}(?:at|in|near)\s+$|"
    r"\b(?:officials?|spokes\w+|sources?|representatives?)\s+(?:of|for|with|from|at)\s+(?:the\s+)?(?:[\w-]+\s+){1,3}"
    r"(?:in|at)\s+(?:the\s+)?$|"
    r"\b(?:nursed|nursing|recuperat\w+|market|markets|bazaar)\b\s+(?:[\w-]+\s+){0,3}?of\s+(?:the\s+)?$|"
    r"\b(?:told|reporters|journalists|media|statement|hospital|court|spokes\w+|issued|office|"
    r"embassy|said|speaking|charged|trial|newspaper|"
    r"(?<!to Pakistani )(?<!to Iranian )(?<!to the )officials?|"
    r"governor|commissioner|university|agency|"
    r"(?<!-)based|headquartered|residents?|father|native|hails?|belong(?:s|ed|ing)?|born)\s+(?:\w+\s+){0,2}"
    r"(?:in|at|from|to|of)\s+(?:the\s+)?$|"
    r"\b(?:treat(?:ed|ment)|admitted|hospitals?|clinic|health (?:centre|center|unit)|referred|"
    r"rushed|"
    r"shifted|moved|carried|airlifted|"
    r"(?<!had )(?<!has )(?<!have )flown|flew\s+(?:them|him|the)|evacuated|transferred|driven|"
    r"brought(?!\s+down)|sent|"
    r"(?<!bomb )(?<!mine )(?<!device )(?<!charge )(?<!explosives )buried|laid "
    r"to "
    r"rest|funeral|jail|prison|reached|arrived|returned|"
    r"towed|escorted|deported|"
    r"ambulance)\b[^.;:]{0,40}?\b(?:in|at|to|towards|from|near|of)\s+(?:the\s+|their\s+|his\s+)?"
    r"(?:[a-z-]+\s+){0,3}$|\b(?:taken|took)\s+(?:[a-z]+\s+){0,3}to\s+(?:the\s+|"
    r"an?\s+)?(?:[a-z-]+\s+){0,4}"
    r"(?:in\s+|of\s+|at\s+)?$",
    re.IGNORECASE,
)
_SEATS = frozenset({"Tehran", "Islamabad", "Kabul"})
"""Names that stand for governments where no "in" or "near" stands before them."""
_GOES_TO = re.compile(
    r"\b(?:way|bound|going|travel\w*|heading|headed|returning|coming|moving|driv\w+|transport\w*|"
    r"carrying|"
    r"taking|journey|route|running|road|from\s+(?:the\s+)?[A-Z]\w+(?:\s+and\s+[A-Z]\w+)?)"
    r"\s+(?:[a-z]+\s+){0,3}$"
)
_BY_WAY = re.compile(r"\bby\s+way\s+$")
_TAKEN_FROM = re.compile(
    r"\b(?:took\s+away|taken\s+away|carried\s+off|led\s+away|abducted|kidnapped|picked\s+up|snatched|seized|"
    r"arrested|detained|rounded\s+up)\b[^.;,]{0,60}$",
    re.IGNORECASE,
)
"""Where somebody was when he was taken is where it happened."""
_ROAD_FROM = re.compile(r"\b(?:road|highway|track|motorway|stretch)\s+$", re.IGNORECASE)
_AWAY_BEHIND = re.compile(
    r"\s*,?\s*(?:which is\s+|some\s+|about\s+|around\s+|nearly\s+)*\d[\d.,]*\s*-?(?:km|kilomet\w+|"
    r"miles?)\s+"
    r"(?:away|off|distant|further|farther)\b",
    re.IGNORECASE,
)
_IN_COUNTRY = re.compile(r"\s*(?:,|in)\s+(?:south\S+\s+|neighbou?ring\s+)?(Iran|Pakistan)\b(?!'s)")
_NOT_PLACES = frozenset(
    [
        "pakistan",
        "iran",
        "pakistani",
        "pak",
        "iranian",
        "afghanistan",
        "afghan",
        "balochistan",
        "baluchistan",
        "persian",
        "balochi",
        "urdu",
        "english",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "irgc",
        "fc",
        "frontier",
        "corps",
        "levies",
        "jaish",
        "jundallah",
        "irna",
        "isna",
        "reuters",
        "tasnim",
        "mizan",
        "afp",
        "dawn",
        "islamic",
        "government",
        "army",
        "the",
        "a",
        "an",
        "guards",
        "revolutionary",
        "islamabad-based",
        "islam",
        "god",
        "united",
        "nations",
        "un",
        "state",
        "media",
        "twitter",
        "facebook",
        "telegram",
        "internet",
        "instagram",
        "whatsapp",
        "youtube",
        "web",
        "us",
        "u.s",
        "america",
        "zero",
        "bp",
        "point",
        "inspector",
        "general",
        "major",
        "foreign",
        "ministry",
        "office",
        "shia",
        "sunni",
        "baloch",
        "mr",
        "he",
        "she",
        "they",
        "it",
        "this",
        "that",
        "president",
        "minister",
        "prime",
        "bla",
        "blf",
        "ispr",
        "taliban",
        "district",
        "tv",
    ]
)
_TITLE = re.compile(
    r"\b(?:General|Gen|Major|Maj|Colonel|Col|Captain|Capt|Lieutenant|Lt|Brigadier|Brig|Mr|Mrs|"
    r"Dr|Minister|Haji|"
    r"Mullah|Nakhuda|Havaldar|Sepoy|Naik|Governor|President|Ayatollah|Commander|Ambassador|Mir|"
    r"Sardar|"
    r"named|spokesman)\.?\s+$"
)
_PILLAR = re.compile(
    r"(?:\b(?:border|boundary|frontier)\s+)?(?:\b(?:pillars?|BPs?(?:(?=\d)|\b)|B\.P\.?|"
    r"boundary posts?|markers?|"
    r"(?:border|boundary|frontier)\s+(?:stones?|marks?|monuments?|cairns?)|"
    r"(?<!\d\s)mil(?:eh)?(?=\s+(?:nos?\.?\s*|numbers?\s+)?\d))\b|"
    r"(?<!\w)(?:(?<![\d]\s)میل(?: ?های)?(?= (?:مرزی|شماره|\d))|(?:علامت|نشانه|علایم)(?: ?های)?"
    r"(?= مرزی)|(?:میله|ستون)(?: ?های)?|"
    r"بی ?پی|پلر|پلروں|پیلر|پیلروں|پلرز|برجی|برجیوں)(?!\w))"
    r"(?:\s*(?:مرزی|سرحدی|بارڈر|شماره|نمبر|number|numbers|numbered|marked|nos?\.?|#|:|-|,(?=\s*no))){0,3}\s*"
    rf"(?P<first>\d{{1,3}}|{LATIN}\b|{EASTERN}(?!\w))"
    r"(?!\s+(?:km|kilomet|met(?:er|re)|mile|yard|people|m[ae]n|soldiers|guards|days|hours|years|"
    r"متر|میٹر|سانتی|کیلو|کلو|نفر|تن(?!\w)|افراد|تومان))"
    r"(?![\d.,]\d|\d)(?:\s*(?:and|&|to|through|-|و|تا|سے|"
    r"اور)\s*(?:(?:(?:border\s+|boundary\s+)?(?:pillars?|markers?)|B\.?P\.?|میل|میله|پلر|پیلر|"
    r"برجی)[\s-]*)?(?:(?:No\.?|#)\s*)?(?P<second>\d{1,3})(?![\d.,]\d|\d)(?!\s*(?:km|"
    r"kilo|people|soldiers|guards|men|were|کلو|کیلو|نفر|تن)))?",
    re.IGNORECASE,
)
_PILLAR_TRAP = re.compile(r"\bpillars?\s+of\b|\bpages?\b|\bplan\b|\barticle\b", re.IGNORECASE)
_ONE_MORE = re.compile(r",\s*\d{1,3}(?!\d)(?=\s*(?:,|and\b|&))", re.IGNORECASE)
_WORKS = re.compile(
    r"\b(?:fenc(?:e|ed|ing)|repaint\w*|repair\w*|inspect\w*|survey(?!or)\w*|demarcat\w*)\b",
    re.IGNORECASE,
)
"""Where pillars are mended or a fence is built, they are no place of a deed."""
_PAST_FENCE = re.compile(
    r"\b(?:past|over|through|across|under|cut|crossed|climbed|breached|jumped|dismantled|(?:tore|pulled|knocked)\s+down|"
    r"removed|(?:gap|hole|breach)\s+in)\s+(?:(?:the|an?|part\s+of\s+the)\s+)?(?:border\s+)?fence\b",
    re.IGNORECASE,
)
_ON_PATROL = re.compile(
    r"\b(?:patrol|convoy|soldiers?|troops|guards)\b[^.;]{0,60}\b(?:checking|inspecting|guarding|escorting|protecting)\b",
    re.IGNORECASE,
)
"""Those who were there for the fence when it happened to them."""
_WATCH_AT = re.compile(
    r"\b(?:reinforc\w+|strengthen\w+|tighten\w+|stepped\s+up|(?:extra|more|additional|fresh)\s+(?:m[ae]n|troops|"
    r"forces|guards|personnel|patrols)|deployed|redeployed|beefed\s+up|(?:new|more)\s+(?:watchtowers|posts|cameras))\b"
    r"[^.;]{0,90}$",
    re.IGNORECASE,
)
"""Where a watch is set after a deed is not where the deed was."""
_STRUCK_NEAR = re.compile(
    r"^[^.;]{0,30}\b(?:when|as|before)\b[^.;]{0,50}\b(?:targeted|attacked|ambushed|fired|shot|hit|"
    r"struck|shelled|came\s+under|killed|exploded)\b",
    re.IGNORECASE,
)
"""Those who mended it there "when they came under fire"."""
_WATCHED = re.compile(
    r"[^.;,]{0,30}\b(?:put|placed|kept)\s+on\s+(?:high\s+|full\s+)?alert\b|[^.;,]{0,30}\b(?:reinforced|strengthened|doubled)\b|"
    r"\s+(?:itself\s+)?(?:had\s+been|was|were|has\s+been)\s+(?:\w+ly\s+)?(?:knocked|washed|pulled|buried|damaged|moved|uprooted)\b",
    re.IGNORECASE,
)
_LONGEST_STRETCH = 20
_FAR_FROM = re.compile(
    r"\b(?:(?:distance|measur\w+(?!\s+from))\b[^.;:]{0,30}|(?<![\d.])(?:[3-9]|\d{2,}|three|four|five|six|seven|eight|"
    r"nine|ten|\w+teen|"
    r"twenty|thirty|forty|fifty)\s*(?:km|kilomet(?:re|er)s?|miles?)(?:\s+(?:away|north|south|east|"
    r"west)[\w-]*)?)\s*\b(?:from|of)\s+(?:the\s+)?(?:border\s+|boundary\s+)?$",
    re.IGNORECASE,
)
"""A pillar from which it was far to the place is not the place."""
_SEA = for_small(
    r"\b(?:off\s+(?:the\s+)?(?:\w+\s+){0,2}coast|off\s+(?:Jiwani|Gwadar|Pasni|Ormara|Chabahar|"
    r"Konarak|Jask|Pasabandar)|at sea|open sea|territorial waters|"
    r"high seas|trawlers?|fishing (?:boat|vessel)s?|nautical miles?|(?:Iranian|Pakistani|its|"
    r"their) waters|offshore|Arabian Sea|Gulf of Oman)\b|"
    r"(?<!\w)(?:سمندر|سمندری حدود|کهلے سمندر|اب های|ابهای|دریای عمان|لنج)(?!\w)"
)


_ALIKE = 80.0


@lru_cache(maxsize=8192)
def _meanings(name: str) -> tuple[object, ...]:
    name = name.removeprefix("District ")
    index = load_gazetteer().index
    found = index.exact(name) or [m for m in index.sounding(name) if m.ratio >= _ALIKE]
    return tuple(match.item for match in found)


def at_sea(text: str) -> bool:
    """Whether a sentence puts its event at sea."""
    return _SEA.search(small(text)) is not None


def places_in(text: str) -> list[SaidPlace]:
    """Places that a sentence names, in order, each with what stands around its name.

    Names count where they stand behind "in", "near" and their like, or are known to the gazetteer
    and stand in capitals; names of people and of what is no place do not.
    """
    found = (
        _eastern(text)
        if is_eastern(text[:400]) and not re.search(r"[A-Za-z]{4}", text)
        else _western(text)
    )
    return sorted(found, key=lambda place: place.start)


def _western(text: str) -> list[SaidPlace]:
    found: list[SaidPlace] = []
    passed: list[tuple[int, int]] = []
    for match in _LOCATIVE.finditer(text):
        said = match["said"]
        names = [n for n in re.findall(_NAME, said) if not is_no_place(n)]
        if not names:
            continue
        start = match.start("said")
        end = match.end("said")
        tail = re.search(r"(?:,\s+|\s+(?:in|of|and|at)\s+)(?:the\s+)?(?:[A-Z][\w'-]*)$", said)
        while tail and is_no_place(tail[0].split()[-1]):
            end = start + tail.start()
            said = text[start:end]
            tail = re.search(r"(?:,\s+|\s+(?:in|of|and|at)\s+)(?:the\s+)?(?:[A-Z][\w'-]*)$", said)
        place = _described(text, start, end, said)
        if place is None:
            continue
        if (
            match["prep"].casefold() in ("of", "to", "from", "over", "through")
            and not place.is_known
            and not re.search(rf"\b{_KIND}$", place.words)
        ):
            continue
        before = text[max(0, match.start() - 60) : match.start("said")]
        offset = _OFFSET_BEFORE.search(before)
        if offset:
            start -= len(before) - offset.start()
            weight = -1.0 if _APPOSED_TO.search(text[:start]) else 2.0
            place = replace(place, start=start, words=text[start : place.end], weight=weight)
        elif _AWAY_BEFORE.search(before) or _ASIDE_BEFORE.search(before):
            passed.append((start, end))
            continue
        if _AWAY_BEHIND.match(text, place.end):
            passed.append((start, end))
            continue
        if re.match(r"\s+(?:mosque|school|hospital|seminary|university|stadium)\b", text[end:]):
            continue
        prep = match["prep"].casefold()
        is_road = prep == "from" and (
            _ROAD_FROM.search(text[: match.start()]) or _TAKEN_FROM.search(text[: match.start()])
        )
        goes = prep.startswith("to") and _GOES_TO.search(
            text[max(0, match.start() - 50) : match.start()]
        )
        by_way = prep == "of" and _BY_WAY.search(text[: match.start()])
        leads = prep == "from" or bool(goes) or bool(by_way)
        found.append(replace(place, is_origin=not is_road and leads))
    for name in load_gazetteer().index.mentioned(text):
        if not name[:1].isupper() or is_no_place(name) or len(name) < 4 or name in _SEATS:
            continue
        start = text.find(name)
        seen = [*passed, *((p.start, p.end) for p in found)]
        if (
            start < 0
            or any(low <= start < high for low, high in seen)
            or _TITLE.search(text[:start])
        ):
            continue
        rest = text[start + len(name) :]
        in_a_name = re.match(r"\s+[A-Z][a-z]", rest) or re.search(r"[A-Z][a-z]+\s+$", text[:start])
        if in_a_name and not re.match(rf"\s+{_KIND}", rest, re.IGNORECASE):
            continue
        place = _described(text, start, start + len(name.rstrip(".,:;'")), name.rstrip(".,:;'"))
        if place and place.is_known:
            found.append(place)
    return found


def is_no_place(name: str) -> bool:
    """Whether words with a capital are an office, a force or a weekday, and no place."""
    words = [w for w in re.split(r"[\s-]+", name.strip(" .,'")) if w]
    return (
        len("".join(words)) < 2
        or all(w.casefold().removesuffix("'s").strip(".,") in _NOT_PLACES for w in words)
        or bool(
            re.search(
                r"\b(?:Corps|Guards?|Army|Ministry|Office|Police|Agency|News|Force|Adl|Council|"
                r"Commission|Minister|"
                r"Group|Front|Party|Mission|Hospital|TV|Republic|Command|Department|Mosque|Eid|"
                r"Ramadan|Nowruz)\b",
                name,
            )
        )
    )


def _likeliest(items: list[Place | AdminUnit | Unlocated]) -> set[str]:
    """The countries in which a name means most: its town, its county and the like."""
    meant = Counter(item.country for item in items if item.country in ("IRN", "PAK"))
    most = max(meant.values(), default=0)
    return {country for country, number in meant.items() if number == most}


_TWO_LANDS = re.compile(r"\bSistan(?:\s*[-&]\s*|\s+(?:and|va|o)\s+)Bal[ou]ch[ie]st[ae]n\b")


def _lies_elsewhere(name: str, items: Iterable[object], names: list[str]) -> bool:
    """Whether a name known from reports only stands beside a district of the other country."""
    own = {getattr(item, "country", "") for item in items}
    return any(
        isinstance(unit, AdminUnit) and unit.country not in own
        for other in names
        if other != name
        for unit in _meanings(other)
    )


def _described(text: str, start: int, end: int, said: str) -> SaidPlace | None:
    """A place with its country and district, as far as the gazetteer or the words tell them."""
    country = adm1 = adm2 = None
    known = False
    unit = False
    joined = _TWO_LANDS.sub("Sistan-Baluchestan", said)
    names = [n for n in re.findall(_NAME, joined) if not is_no_place(n)]
    for name in names:
        items = _meanings(name) or _meanings(
            name.split()[-1] if " " in name and len(names) == 1 else ""
        )
        if not items and "-" in name:
            parts = [_meanings(part) for part in name.split("-")]
            items = parts[0] if all(parts) else ()
        if not items:
            continue
        if all(isinstance(i, Unlocated) for i in items) and _lies_elsewhere(name, items, names):
            continue
        known = True
        follows = said[said.find(name) + len(name) :]
        kind = re.match(r"\s+(?:border\s+)?(district|county|tehsil|sub-tehsil)", follows)
        fitting: list[Place | AdminUnit | Unlocated] = [
            i for i in items if isinstance(i, Place | AdminUnit | Unlocated)
        ]
        if kind:
            of_kind: list[Place | AdminUnit | Unlocated] = [
                i
                for i in fitting
                if isinstance(i, AdminUnit) and (i.country == "IRN") == (kind[1] == "county")
            ]
            fitting = of_kind or fitting
            unit = unit or kind[1] in ("district", "county")
        named_country = _IN_COUNTRY.match(text, end)
        if named_country:
            code = "IRN" if named_country[1] == "Iran" else "PAK"
            fitting = [i for i in fitting if i.country == code]
            country = country or code
        countries = {
            i.country for i in fitting if not (isinstance(i, Place) and i.kind == "crossing")
        }
        if len(countries) > 1:
            countries = _likeliest(fitting)
            fitting = [i for i in fitting if i.country in countries]
        if len(countries) != 1:
            continue
        country = country or countries.pop()
        for item in fitting:
            if isinstance(item, AdminUnit) and item.level == "ADM1":
                adm1 = adm1 or item.name
            elif isinstance(item, AdminUnit) and item.level == "ADM2":
                adm2 = adm2 or (item.name if kind else None)
        for unit_name in ("adm1", "adm2"):
            named = {
                getattr(i, unit_name, "") for i in fitting if isinstance(i, Place | Unlocated)
            } - {""}
            if len(named) == 1 and unit_name == "adm1":
                adm1 = adm1 or named.pop()
            elif len(named) == 1:
                adm2 = adm2 or named.pop()
    if re.search(r"\bDistrict\s+[A-Z]", text[max(0, start - 12) : end + 1]):
        unit = False
    if not names:
        return None
    province = all(
        any(isinstance(i, AdminUnit) and i.level == "ADM1" for i in _meanings(name))
        for name in names
    )
    return SaidPlace(
        start, end, text[start:end], names[0], country, adm1, adm2, known, unit, province
    )


_WEIGHTS = {"spot": 4.5, "near": 3.0, "town": 1.0, "part": 2.0, "district": -1.0, "around": -4.0}
"""The nearer a noun says that a place is, the more it weighs."""


def _eastern(text: str) -> list[SaidPlace]:
    """Places of a Persian or Urdu sentence; the nearer one is told, the more it weighs."""
    found: list[SaidPlace] = []
    for spot in spots_in(text, list(load_gazetteer().index.mentioned(text))):
        items = [i for i in _meanings(spot.name) if isinstance(i, Place | AdminUnit | Unlocated)]
        units = [i for i in items if isinstance(i, AdminUnit)]
        only_units = bool(units) and len(units) == len(items)
        is_unit = spot.kind in ("district", "around") or (not spot.kind and only_units)
        province = spot.kind == "province" or any(u.level == "ADM1" for u in units)
        if not items and spot.kind in ("", "province"):
            continue
        countries = {i.country for i in items}
        item = items[0] if items else None
        found.append(
            SaidPlace(
                spot.start,
                spot.end,
                text[spot.start : spot.end],
                spot.name,
                countries.pop() if len(countries) == 1 else None,
                getattr(item, "adm1", None) or None,
                (
                    item.name
                    if isinstance(item, AdminUnit) and item.level == "ADM2"
                    else getattr(item, "adm2", None)
                )
                or None,
                bool(items),
                is_unit,
                province and spot.kind != "spot",
                spot.is_aside,
                weight=_WEIGHTS.get(spot.kind, -1.0 if is_unit else 0.5)
                - 7.0 * spot.is_aside
                - 4.0 * spot.is_measured,
            )
        )
    return found


_TOWN = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,2}")


def town_of_dateline(lead: str) -> SaidPlace | None:
    """The town from which a report is sent, of the words before its first sentence."""
    match = _TOWN.match(lead.lstrip())
    if match is None:
        return None
    start = len(lead) - len(lead.lstrip())
    for size in range(len(match[0].split()), 0, -1):
        said = " ".join(match[0].split()[:size])
        name = said.title() if said.isascii() else said
        items = [i for i in _meanings(name) if isinstance(i, Place | AdminUnit | Unlocated)]
        if items:
            countries = {i.country for i in items}
            country = countries.pop() if len(countries) == 1 else None
            return SaidPlace(start, start + len(said), said, name, country, is_known=True)
    return None


def pillar_in(text: str) -> tuple[int, int, str] | None:
    """A border pillar of a sentence as its offsets and number ("206" or "104-106"); None for none.

    Several that are no range are none.
    """
    found = [
        m
        for m in _PILLAR.finditer(text)
        if not _PILLAR_TRAP.match(text[m.start() : m.end() + 12])
        and not _FAR_FROM.search(text[max(0, m.start() - 60) : m.start()])
        and not _WATCH_AT.search(text[max(0, m.start() - 150) : m.start()])
        and not _WATCHED.match(text, m.end())
        and not _ONE_MORE.match(text, m.end())
        and not _is_a_count(m)
    ]
    numbers = {(m["first"], m["second"]) for m in found}
    if len(numbers) != 1:
        return None
    match = found[0]
    said = match[0]
    if not re.search(
        r"border|boundary|BP|B\.P|\bmil(?:eh)?\b|No|no\.|#|number|مرزی|سرحدی|نمبر|شماره|بی ?پی|"
        r"(?<!\w)(?:میله|پلر|پیلر)",
        said,
    ) and not re.search(
        r"border|boundary|frontier|line|مرز|سرحد|بارڈر|guard|pillar", text, re.IGNORECASE
    ):
        return None
    first = _number(match["first"])
    second = int(match["second"] or first)
    works = _WORKS.search(_PAST_FENCE.sub(" ", text)) and not (
        _ON_PATROL.search(text[: match.start()]) or _STRUCK_NEAR.search(text[match.end() :])
    )
    if first == 0 or abs(second - first) > _LONGEST_STRETCH or works:
        return None
    value = str(first) if first == second else f"{min(first, second)}-{max(first, second)}"
    return match.start(), match.end(), value


def _is_a_count(match: re.Match[str]) -> bool:
    """Whether a small number in eastern words counts others: the pillars of two countries."""
    first = match["first"]
    if first.isascii() or first.isdecimal() or re.search("شماره|نمبر", match[0]):
        return False
    return _number(first) < 20


def _number(words: str) -> int:
    """The number of a pillar, in digits or in words: "two hundred and nine"."""
    return number_in(words) or 0
