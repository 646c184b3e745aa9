"""The grammar of places in reports: "45 km south of Mirjaveh", "near pillar 206", "2 km inside".

A phrase in English, Persian or Urdu is taken apart into facts: pillars, depths, offsets, ways
between two places, and mentions of names with the role that they play. Nothing is looked up here.
Every pattern is linear and at most `LONGEST_PHRASE` characters are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from geodata import sentences
from geodata.lengths import LENGTH, UNIT, Length, as_one, length_of
from geodata.names import LONGEST_PHRASE, cleaned
from geodata.point_radius import HEADINGS_DEG

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Between",
    "Depth",
    "Mention",
    "Offset",
    "Phrase",
    "parse",
    "parse_pillars",
]

Relation = Literal[
    "at", "near", "inside", "village", "post", "unit", "tehsil", "province", "border", "crossing"
]
Role = Literal["primary", "alternative", "container", "neighbour"]

_VAGUE = r"\b(?:an? few|few|several|some|many|a couple of|couple of|چند|کئی)\s+"
_VAGUE_FROM = re.compile(
    rf"{_VAGUE}(?:{UNIT})\s+(?:away\s+)?from\s+(?!(?:the\s+)?(?:[\w-]+\s+)?border)",
    re.IGNORECASE,
)
_VAGUE_DEPTH = re.compile(
    rf"{_VAGUE}(?:{UNIT})\s+(?:deep\s+)?(?:inside|into|within|in|from|اندر|داخل)\b"
    r"(?:\s+(?:the\s+)?(?:pakistan\w*|iran\w*|border))?(?:\s+(?:territory|soil|land|area|border))?",
    re.IGNORECASE,
)

_COMPASS = {
    "north": "N", "south": "S", "east": "E", "west": "W", "شمال": "N", "جنوب": "S", "شرق": "E",
    "مشرق": "E", "غرب": "W", "مغرب": "W",
}  # fmt: skip
_COMPASS_WORD = "|".join(_COMPASS)
_HEADING = re.compile(
    rf"(?:\b(?P<due>due|directly|straight)\s+)?(?<!\w)(?P<words>(?:{_COMPASS_WORD})ی?"
    rf"(?:[\s-]*(?:{_COMPASS_WORD})ی?){{0,2}})(?:ern|wards?|erly)?(?!\w)",
    re.IGNORECASE,
)
_HEADING_CODE = re.compile(r"(?<=[\ue100-\ue1ff])\s*(?P<code>[NSEW]{1,3})(?=\s+(?:of|from)\b)")

_PILLAR = re.compile(
    r"(?:\b(?:border|boundary)\s+)?(?:\b(?:pillars?|poles?|markers?|monuments?|B\.?P\.?s?)\b|"
    r"(?<!\w)(?:میله|میل|ستون|پلر|پیلر|برجی|عمود|العمود)(?!\w))"
    r"(?:\s*(?:های|هاي|ی|مرزی|سرحدی|بارڈر|شماره|نمبر|رقم|number|nos?\.?|#|:|-))*\s*"
    r"(?P<first>\d{1,6})\b(?!\s*\.\d)"
    r"(?:\s*(?:and|&|to|through|-|–|و|تا|سے|اور)\s*(?:(?:pillars?|poles?|BP)\s*)?"
    r"(?P<second>\d{1,6})\b)?",
    re.IGNORECASE,
)
_LIST_OF_PILLARS = re.compile(
    r"^\s*(\d{1,6})(?:\s*(?:and|&|to|through|-|–|و|تا|سے|اور|,)\s*(\d{1,6}))?\s*$"
)

_L = "[\ue100-\ue1ff]"
_H = "[\ue200-\ue2ff]"
_COUNTRY = (
    r"(?:the\s+)?(?P<into>pakistan(?:i|[’']s)?|iran(?:ian|[’']s)?|پاکستان(?:ی)?|ایران(?:ی)?)(?!\w)"
)
_SOIL = r"(?:\s+(?:territory|territories|soil|land|side|area|border area|limits)\b)?"
_BORDER = (
    r"(?:the\s+)?(?:[\w-]+\s+){0,2}?(?:border|frontier|boundary|borderline)(?:\s*line)?\b"
    r"(?!\s+(?:post|town|gate|crossing|village|city|market|check|pillar|guard|force|police|corps|"
    r"constabulary))"
)
_DEPTHS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_L}\s+(?:\w+\s+)?(?:deep\s+)?(?:inside|into|within|in)\s+(?:of\s+)?{_COUNTRY}{_SOIL}",
        rf"(?:inside|into)\s+{_COUNTRY}{_SOIL}\s*,?\s*(?:by|for|to a depth of)?\s*{_L}",
        rf"{_L}\s+(?:deep\s+)?inside\b(?:\s+(?:the\s+)?(?:territory|country|border))?",
        rf"{_L}\s+(?:deep\b|inwards?\b|inland\b)",
        rf"{_L}(?:\s*\(\s*{_L}\s*\)|\s+or\s+{_L})?\s*(?:{_H}\s*)?(?:\s+away\s+|\s+)?"
        rf"(?:from|of|off|across|over|beyond|past)\s+{_BORDER}",
        rf"{_L}\s*(?:در\s+|به\s+)?(?:داخل|درون|عمق|وارد)(?:\s+(?:خاک|قلمرو|سرزمین|اراضی))?"
        rf"(?:\s+{_COUNTRY})?",
        rf"(?:داخل|عمق|درون)(?:\s+(?:خاک|قلمرو|سرزمین))?\s+{_COUNTRY}\s+(?:تا\s+)?{_L}",
        rf"{_L}\s+(?:از\s+)?(?:خط\s+)?مرز(?!\w)",
        rf"{_COUNTRY}(?:\s+(?:کی|کے|کا))?(?:\s+(?:حدود|علاقے|سرزمین|سرحد|حدوں))?"
        rf"(?:\s+(?:میں|کے\s+اندر|اندر))?\s+{_L}(?:\s+(?:تک|اندر|داخل))*",
        rf"{_L}\s+(?:تک\s+)?اندر(?!\w)",
        rf"سرحد\s+سے\s+{_L}",
    )
)
_DOUBLE = re.compile(rf"({_L})\s*\(\s*({_L})\s*\)")
_NO_DEPTHS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_L}[\s-]*(?:(?:long|shared|common|joint|porous|land|pak-iran|iran-pakistan|"
        r"pakistan-iran|iranian|pakistani|stretch|of|the)[\s-]+){0,4}(?:border|frontier|boundary)\b"
        r"(?:\s+(?:fence|wall))?",
        rf"\b(?:border|frontier|boundary)\s+of\s+{_L}",
        rf"\brange\s+of\s+{_L}|{_L}[\s-]+range\b",
        rf"{_L}[\s-]*(?:wide|high|tall|thick|long)\b",
        rf"{_L}\s+(?:طولانی|مرز\s+مشترک|لمبی\s+سرحد)",
        rf"{_L}\s+(?:along|down|up)\s+(?:the|a)\s+\w+",
    )
)
_AT_SEA = re.compile(
    r"\b(?:at sea|in the sea|the sea off|sea off|offshore|territorial waters|open sea|"
    r"off the coast|off [\w' -]{2,40} coast|nautical miles?|"
    r"off (?:jiwani|gwadar|pasni|ormara|chabahar|chah bahar|pasabandar|konarak|makran))\b|"
    r"(?:,|^)\s*off\s+\w+\s*$|سمندر|آبهای",
    re.IGNORECASE,
)
_NAME = r"[^,;:()\ue000-\ue2ff]{2,60}?"
_STOP = r"(?=\s*(?:$|[,;:()\ue000-\ue2ff]|\b(?:in|on|near|along|inside|where|and|when|at)\b))"
_OFFSETS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<length>{_L})\s*(?P<heading>{_H})\s+(?:and|,)\s+(?P<length2>{_L})\s*"
        rf"(?P<heading2>{_H})\s+(?:of|from)\s+(?P<name>{_NAME}){_STOP}",
        rf"(?P<length>{_L})\s+(?:to\s+the\s+)?(?P<heading>{_H})\s*(?:of|from)\s+"
        rf"(?P<name>{_NAME}){_STOP}",
        rf"(?P<length>{_L})\s*(?P<heading>{_H})\s+(?P<name>{_NAME}){_STOP}",
        rf"(?P<heading>{_H})\s+of\s+(?P<name>{_NAME})\s*,\s*(?:at\s+|by\s+)?(?P<length>{_L})",
        rf"(?P<length>{_L})\s*,?\s+(?:away\s+)?(?:from|outside|off|of|short of|beyond|before)\s+"
        rf"(?P<name>{_NAME}){_STOP}",
        rf"(?P<name>{_NAME})\s+سے\s+(?P<length>{_L})(?:\s+(?P<heading>{_H}))?"
        r"(?:\s+(?:دور|کی طرف|میں))*",
        rf"(?P<name>{_NAME})\s+کے\s+(?P<heading>{_H})\s+میں\s+(?P<length>{_L})",
        rf"(?P<length>{_L})\s+از\s+(?P<name>{_NAME}){_STOP}",
        rf"(?P<length>{_L})\s+(?P<name>[\u0600-\u06ff][\u0600-\u06ff ]{{1,40}}?){_STOP}",
    )
)
_DIRECTION = re.compile(rf"({_H})\s+of\s+({_NAME}){_STOP}", re.IGNORECASE)
_BETWEEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bbetween\s+(?P<one>{_NAME})\s+and\s+(?P<other>{_NAME})(?=\s*(?:$|[,;:()]|\bin\b|\bon\b))",
        rf"(?<!\w)بین\s+(?P<one>{_NAME})\s+و\s+(?P<other>{_NAME})(?=\s*(?:$|[,;:()]))",
        rf"(?P<one>{_NAME})\s+اور\s+(?P<other>{_NAME})\s+کے\s+درمیان",
        r"(?:\bon\s+)?(?:the\s+)?(?P<one>[^\W\d_][\w'’ ]{1,30}?)\s*(?:-|–|\bto\b)\s*"
        r"(?P<other>[^\W\d_][\w'’ ]{1,30}?)\s+(?:road|highway|route)\b",
        r"\b(?:road|highway|route)\s+(?:from|between)\s+(?P<one>[\w'’ ]{2,30}?)\s+(?:to|and)\s+"
        r"(?P<other>[\w'’ -]{2,30}?)(?=\s*(?:$|[,;:()]))",
        rf"(?<!\w)(?:جاده|محور|مسیر)\s+(?P<one>{_NAME})\s*(?:-|–|به|و)\s*"
        rf"(?P<other>{_NAME})(?=\s*(?:$|[,;:()]))",
    )
)

_KIND_WORDS: dict[Relation, str] = {
    "crossing": """border crossing|border gate|border terminal|crossing point|zero point|zero line|
        crossing|gate|terminal|گذرگاه|پایانه مرزی|بارڈر کراسنگ|گیٹ|زیرو پوائنٹ|نقطه صفر مرزی|
        نقطه صفر""",
    "province": "province|استان|صوبه",
    "unit": "district|county|شهرستان|ضلع|ناحیه|ڈسٹرکٹ",
    "tehsil": "sub-?tehsil|tehsil|tahsil|تحصیل|بخش",
    "border": """border check ?posts?|border checkpoints?|border posts?|border outposts?|
        border areas?|border regions?|border sectors?|border zone|frontier|border|پاسگاه مرزی|
        منطقه مرزی|مرز|سرحدی علاقے|سرحدی علاقه|سرحد|نوار مرزی""",
    "post": """(?:FC )?check ?posts?|checkpoints?|outposts?|posts?|camp|mountains?|پاسگاه|چوکی|
        چیک پوسٹ""",
    "near": """areas?|regions?|sectors?|environs|outskirts|vicinity|neighbou?rhood|zone|desert|
        منطقه|حوالی|اطراف|کے علاقے|علاقے|علاقه|کے قریب|نزدیک|نزدیکی""",
    "village": "border villages?|villages?|hamlets?|روستای مرزی|روستای|گاوں|گاؤں",
    "inside": """border towns?|police headquarters|headquarters|police station|fuel station|
        petrol station|
        city grid station|grid station|county office|office|bazaar|bazar market|market|
        hospital|court|port|town|city|centre|center|شهر""",
}
_KINDS = {kind: re.sub(r"\s*\n\s*", "", words) for kind, words in _KIND_WORDS.items()}
_SUFFIX = re.compile(
    r"^(?P<name>.*?)(?:^|\s+)(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
    + r")(?:\s+(?:میں|پر))?$",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:the\s+)?(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
    + r")(?:\s+(?:of|in|at|near))?(?:\s+(?P<name>.*))?$",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"(?:^|\s+)(?P<link>close to|near to|near|around|adjacent to|in the|in|at the|at|of the|of|"
    r"within|on the|on|along|from|نزدیک|در|کے قریب)(?:\s+|$)",
    re.IGNORECASE,
)
_REORDERED = tuple(
    (re.compile(pattern, re.IGNORECASE), order)
    for pattern, order in (
        # "the south-eastern city of Zahedan"
        (r"(?:\b(?:the|an?)\s+)?(?:\b[\w-]+\s+){0,2}\b(?:city|town|village) of\s+", ""),
        # "near the border with Pakistan" is in the other country
        (r"\b(border|frontier) with (?:pakistan|iran|afghanistan)\b", r"\1"),
        # "Iran's Sistan-Baluchestan province"
        (r"\b([^\W\d_][\w-]+)'s\s+([^,;:/]+)", r"\2, \1"),
        # Urdu: in the district Kech's tehsil Tump; in the border area Taftan of Chagai
        (
            r"([^,;:/]+?)\s+(?:کے|کی)\s+(?:سرحدی\s+)?(علاقے|تحصیل|ضلع|شهر)\s+([^,;:/]+)",
            r"\3 \2, \1",
        ),
        (r"([^,;:/]+?)\s+میں\s+([^,;:/]+)", r"\2, \1"),
    )
)
_NEARNESS = frozenset({"close to", "near to", "near", "around", "adjacent to", "نزدیک"})
_FILLER = re.compile(
    r"\((?:unspecified|unknown|reported[^)]*|unlocated)\)|\bsomewhere\b", re.IGNORECASE
)
_LEADING = re.compile(r"^(?:the|a|an|and|some|میں|و|در)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Depth:
    """A distance from the border line into a country; `into` is None where none is named."""

    low_m: float
    high_m: float
    into: str | None
    verbatim: str


@dataclass(frozen=True)
class Offset:
    """A distance from an anchor, at a heading if one is given; `second` is one at right angles."""

    length: Length
    anchor: Mention
    heading: str | None = None
    due: bool = False
    second: tuple[Length, str] | None = None


@dataclass(frozen=True)
class Between:
    """Somewhere between two places, along a road or not."""

    one: Mention
    other: Mention
    verbatim: str


@dataclass(frozen=True)
class Mention:
    """A name in a phrase; `name` is empty for "a village in" and its like.

    `whole` is the name with the words that say what it is ("Gabd Bazar", "Juz post"): it may be
    the name of a place as it stands.
    """

    name: str
    relation: Relation
    role: Role
    whole: str = ""


@dataclass(frozen=True)
class Phrase:
    """What a phrase says of a place, taken apart.

    `vague_depth` tells of a depth without a figure: "several kilometres inside".
    """

    text: str
    mentions: tuple[Mention, ...] = ()
    offsets: tuple[Offset, ...] = ()
    between: tuple[Between, ...] = ()
    pillars: tuple[tuple[int, int], ...] = ()
    depths: tuple[Depth, ...] = ()
    vague_depth: bool = False
    at_sea: bool = False
    notes: tuple[str, ...] = ()


@dataclass
class _Work:
    """The phrase with placeholders, and what they stand for."""

    text: str
    lengths: list[Length] = field(default_factory=list)
    headings: list[tuple[str, bool, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def length(self, sign: str) -> Length:
        return self.lengths[ord(sign) - 0xE100]

    def heading(self, sign: str) -> tuple[str, bool]:
        return self.headings[ord(sign) - 0xE200][:2]

    def restored(self, text: str) -> str:
        """The text with its placeholders spelt out again."""
        return "".join(
            self.length(c).verbatim
            if 0xE100 <= ord(c) < 0xE200
            else self.headings[ord(c) - 0xE200][2]
            if 0xE200 <= ord(c) < 0xE300
            else c
            for c in text
        )

    def take(self, pattern: re.Pattern[str], use: Callable[[re.Match[str]], bool]) -> None:
        """Replace what a pattern finds and `use` accepts by a comma."""
        self.text = pattern.sub(lambda m: " , " if use(m) else m[0], self.text)


def parse(text: str) -> Phrase:
    """Take a phrase apart.

    Parameters
    ----------
    text
        At most `LONGEST_PHRASE` characters, in any script.

    Returns
    -------
    Phrase
        Facts in the order in which they were found; all empty where nothing was understood.
        Distances that are no depth and no offset (the length of the border, the range of a
        weapon) are named in its notes and used for nothing.

    Raises
    ------
    ValueError
        If the text is longer than that.
    """
    if len(text) > LONGEST_PHRASE:
        msg = f"a phrase of {len(text)} characters; expected at most {LONGEST_PHRASE}"
        raise ValueError(msg)
    work = _Work(_VAGUE_FROM.sub("near ", _FILLER.sub(" ", cleaned(text))))
    whole = work.text
    pillars: list[tuple[int, int]] = []
    depths: list[Depth] = []
    offsets: list[Offset] = []
    between: list[Between] = []
    at_sea = bool(_AT_SEA.search(whole))
    if any(c.isdigit() for c in whole) or " " in whole:
        if any(c.isdigit() for c in whole):
            work.take(_PILLAR, lambda m: _note_pillars(m, pillars))
        work.take(_VAGUE_DEPTH, lambda m: _note_vague(m, work))
        _mark_lengths(work)
        _mark_headings(work)
        work.text = _DOUBLE.sub(lambda m: _double(m, work), work.text)
        if work.lengths:
            for pattern in _DEPTHS:
                work.take(pattern, lambda m: _note_depth(m, work, depths))
            for pattern in _NO_DEPTHS:
                work.take(pattern, lambda m: _note_no_depth(m, work))
            for pattern in _OFFSETS:
                work.take(pattern, lambda m: _note_offset(m, work, offsets))
        for pattern in _BETWEEN:
            work.take(pattern, lambda m: _note_between(m, work, between))
        work.take(_DIRECTION, lambda m: _note_direction(m, work))
    rest = work.restored(re.sub(f"{_L}", " , ", work.text))
    return Phrase(
        text=whole,
        mentions=_mentions(rest),
        offsets=tuple(offsets),
        between=tuple(between),
        pillars=tuple(pillars),
        depths=tuple(depths),
        vague_depth=bool(_VAGUE_DEPTH.search(whole)),
        at_sea=at_sea,
        notes=tuple(work.notes),
    )


def parse_pillars(text: str) -> tuple[int, int] | None:
    """Read a pillar number ("206", "BP-154") or range ("104-106"); None where it is neither."""
    plain = cleaned(text[:LONGEST_PHRASE])
    found = _LIST_OF_PILLARS.match(plain)
    if found:
        first = int(found[1])
        return first, int(found[2] or first)
    named = list(_PILLAR.finditer(plain))
    if len(named) != 1:
        return None
    first = int(named[0]["first"])
    return first, int(named[0]["second"] or first)


def _mark_lengths(work: _Work) -> None:
    def mark(found: re.Match[str]) -> str:
        length = length_of(found)
        if length is None or len(work.lengths) >= 0x100:
            return found[0]
        work.lengths.append(length)
        return chr(0xE100 + len(work.lengths) - 1)

    work.text = LENGTH.sub(mark, work.text)


def _double(found: re.Match[str], work: _Work) -> str:
    """One sign for a distance that is said twice: "four miles (seven km)"."""
    length = as_one(work.length(found[1]), work.length(found[2]))
    if length is None:
        return found[0]
    work.lengths[ord(found[1]) - 0xE100] = length
    return found[1]


def _mark_headings(work: _Work) -> None:
    def mark(found: re.Match[str]) -> str:
        words = re.findall(_COMPASS_WORD, found["words"].casefold())
        code = "".join(_COMPASS[word] for word in words)
        if len(code) == 2 and code[0] in "EW":
            code = code[::-1]
        if code not in HEADINGS_DEG or len(work.headings) >= 0x100:
            return found[0]
        work.headings.append((code, bool(found["due"]), found[0]))
        return chr(0xE200 + len(work.headings) - 1)

    def mark_code(found: re.Match[str]) -> str:
        if found["code"] not in HEADINGS_DEG or len(work.headings) >= 0x100:
            return found[0]
        work.headings.append((found["code"], False, found[0]))
        return " " + chr(0xE200 + len(work.headings) - 1)

    work.text = _HEADING_CODE.sub(mark_code, _HEADING.sub(mark, work.text))


def _note_pillars(found: re.Match[str], pillars: list[tuple[int, int]]) -> bool:
    first = int(found["first"])
    pillars.append((first, int(found["second"] or first)))
    return True


def _lengths_in(text: str, work: _Work) -> list[Length]:
    return [work.length(sign) for sign in re.findall(_L, text)]


def _note_depth(found: re.Match[str], work: _Work, depths: list[Depth]) -> bool:
    length = _lengths_in(found[0], work)[0]
    country = (found.groupdict().get("into") or "").casefold()
    into = ("PAK" if country.startswith(("pak", "پاک")) else "IRN") if country else None
    low_m, high_m = length.as_depth_m
    depths.append(Depth(low_m, high_m, into, work.restored(found[0])))
    return True


def _note_vague(found: re.Match[str], work: _Work) -> bool:
    work.notes.append(sentences.NO_FIGURE.format(said=found[0]))
    return True


def _note_no_depth(found: re.Match[str], work: _Work) -> bool:
    said = work.restored(found[0]).strip()
    work.notes.append(sentences.NEITHER_DEPTH_NOR_DISTANCE.format(said=said))
    return True


def _note_offset(found: re.Match[str], work: _Work, offsets: list[Offset]) -> bool:
    groups = found.groupdict()
    name = work.restored(groups["name"]).strip()
    if not any(c.isalpha() for c in name):
        return False
    heading, due = work.heading(groups["heading"]) if groups.get("heading") else (None, False)
    second = None
    if groups.get("length2"):
        second = (work.length(groups["length2"]), work.heading(groups["heading2"])[0])
    length = work.length(groups["length"])
    offsets.append(Offset(length, _anchor(name), heading, due=due, second=second))
    return True


def _anchor(text: str) -> Mention:
    """What a distance counts from: a name, or '' with "crossing" for a Zero Point."""
    name = re.sub(
        r"^(?:the\s+)?(?:[\w-]+\s+)?(?:city|town|village)\s+of\s+", "", text, flags=re.IGNORECASE
    )
    return Mention(*_kind(name), "primary", _bare(name))


def _note_between(found: re.Match[str], work: _Work, between: list[Between]) -> bool:
    one, other = (work.restored(found[name]).strip() for name in ("one", "other"))
    one = re.sub(r"^(?:on\s+)?(?:the\s+)?", "", one, flags=re.IGNORECASE)
    between.append(Between(_anchor(one), _anchor(other), work.restored(found[0]).strip()))
    return True


def _note_direction(found: re.Match[str], work: _Work) -> bool:
    said = work.restored(found[0])
    work.notes.append(sentences.NO_DISTANCE.format(said=said))
    return True


def _mentions(text: str) -> tuple[Mention, ...]:
    """The names in what is left of a phrase."""
    found: list[Mention] = []
    text = re.sub(r"\(([^()]*)\)", r" / \1 , ", text)
    for pattern, order in _REORDERED:
        text = pattern.sub(order, text)
    for piece in re.split(r"[,;:]", text):
        for position, part in enumerate(re.split(r"\s*/\s*", piece)):
            first = not any(m.role == "primary" for m in found)
            new = _part(part, first=first, alternative=position > 0)
            if new and not new[0].name and new[0].role != "primary" and new[0].relation == "near":
                found = [replace(m, relation="near") if m.relation == "at" else m for m in found]
                new = new[1:]  # "Mashkhel (Mashkel) area": the word belongs to what stands before
            found += new
    return tuple(found)


def _part(text: str, *, first: bool, alternative: bool) -> list[Mention]:
    """Mentions in a piece without punctuation: "village near Zamuran in Kech"."""
    mentions: list[Mention] = []
    links = list(_LINKS.finditer(text))
    starts = [0, *(link.end() for link in links)]
    ends = [*(link.start() for link in links), len(text)]
    words = ["", *(link["link"].casefold() for link in links)]
    for start, end, link in zip(starts, ends, words, strict=True):
        name, relation = _kind(text[start:end])
        if not name and relation == "at":
            continue
        role: Role = "primary"
        if link in _NEARNESS:
            relation = "near" if relation in ("at", "inside", "post") else relation
            role = "neighbour" if mentions or not first else "primary"
        elif link:
            role = "container"
        elif mentions or not first:
            role = "alternative" if alternative else "container"
        mentions.append(Mention(name, relation, role, _bare(text[start:end])))
    return mentions


def _bare(text: str) -> str:
    return _LEADING.sub("", text.strip(" -–.'\"“”")).strip()


def _kind(text: str) -> tuple[str, Relation]:
    """A name without the words that say what it is, and what they say; the outermost counts."""
    name = _bare(text)
    if name.casefold() in ("the", "between", "and"):
        return "", "at"
    relation: Relation = "at"
    for _ in range(4):
        name = _LEADING.sub("", name).strip()
        found = _SUFFIX.match(name) or _PREFIX.match(name)
        if found is None:
            break
        kind = next(kind for kind in _KINDS if found[kind])
        if relation == "at" or (kind in ("border", "unit", "crossing") and relation != "unit"):
            relation = kind
        name = (found["name"] or "").strip()
    return name, relation
