"""How deep, in Persian and Urdu: forms of words for a depth, and lengths as they are said there.

A depth counts inwards from the line, or inside a country. The way from a town, the length of a
road and the reach of a weapon are none.
"""

from __future__ import annotations

import re

from geodata.lengths import FARSAKH_M
from geodata.numbers import EASTERN_MEASURE, measure_in

__all__ = ["EASTERN_DEPTHS", "in_digits", "is_no_depth"]

_UNIT = (
    r"(?:کیلومتری?|کیلو\s?متری?|کلو\s?میٹر|کلومیٹر|کیلومیٹر|متری?|میٹر|مایلی?|میل|یاردی?|گز|"
    r"فرسخی?|فرسنگی?)(?!\w)"
)
_METRES = (
    (("کی", "کل"), 1000.0),
    (("مای", "میل"), 1609.344),
    (("یارد", "گز"), 0.9144),
    (("فرس",), FARSAKH_M),
)
"""What the units begin with, and how long they are; all others are metres."""
_NUMBER = rf"(?<!\w){EASTERN_MEASURE}"
_NO_PILLAR = "".join(
    f"(?<!{word} )"
    for word in ("نمبر", "شماره", "پلر", "پیلر", "ستون", "برجی", "پی", "میله", "مرزی")
)
"""The number of a pillar is not the first of a range: "from pillar 222 eight hundred metres"."""
_LENGTH = (
    r"(?:(?:حدودا?|تقریبا|قریبا|نزدیک به|لگ بهگ|حداکثر|حداقل|دست کم|بیش از|بیشتر از|"
    rf"کمتر از|کم از کم|زیاده سے زیاده)\s+){{0,2}}{_NO_PILLAR}{_NUMBER}"
    rf"(?:(?:\s*{_UNIT})?\s*(?:-|تا|سے|الی|یا)\s*{_NUMBER}|(?:\s*{_UNIT})?\s+(?:و|"
    rf"اور)\s+(?:دورترین\w*|(?:سب سے\s+)?دور(?:\s?ترین)?)\s+"
    rf"(?:(?:[اآ]نها|ان|[اآ]ن|یک|گولے|گوله)\s+)?{_NUMBER})?\s*{_UNIT}"
    rf"(?:\s+و\s+(?:نیمی?|{_NUMBER}\s*متری?))?(?:\s+سے\s+(?:زیاده|زاید|کم))?"
)
_LAND = (
    r"(?:کشور\s+)?(?:(?P<into{n}>پاکستان(?:ی)?|جمهوری اسلامی|ایران(?:ی)?|(?:این\s+)?کشور(?:مان)?|"
    r"میهن(?:\s+اسلامی)?|همسایه|پڑوسی ملک|همسایه ملک)|(?P<own{n}>ما|همارے|هماری|ملکی))(?!\w)"
)
_SOIL = r"(?:خاک|قلمرو|سرزمین|زمین(?:\s?های)?|حریم(?:\s+هوایی)?|[اآ]سمان)"
_PAST_LINE = (
    r"(?:\s+(?:(?:از|[اآ]ن\s?سوی|پس از|بعد از)\s+)?(?:خط\s+|نوار\s+)?"
    r"(?:نقطه صفر(?:\s+مرزی)?|مرزی?)(?:\s+و)?)?"
)
_INWARDS = r"(?:(?:در|به|وارد)\s+)?(?:داخل|درون|عمق)|در|به|وارد"
_BOUNDS = r"(?:(?:فضایی|سرحدی|زمینی)\s+)?(?:حدود|حدوں|علاقے|علاقه|سرزمین|سرحد|[اآ]بادی|خاک|زمین)"
_INSIDE = rf"{_LAND}(?:\s+(?:کی|کے))?(?:\s+{_BOUNDS})?"
_FROM_LINE = (
    r"(?:(?P<from_iran{n}>(?<!پاک )ایران(?:ی|\s+کی))\s+)?(?:سرحد(?:ی (?:پٹی|لکیر|خط|لاین|باڑ|"
    r"پلر))?|"
    r"بارڈر(?: لاین)?|زیرو (?:پواینٹ|لاین)|باڑ)\s+سے\s+"
)

_CAME_IN = (
    r"(?:اندر|گهس|داخل|پهنچ|[اآ](?:ی[اےی]|\s?گی|\s?کر|\s?چک)|چل[ےیا]|بڑه|گیے|گیی|جا\s|گر[اےی]|پهٹ|لگ[اےی]|"
    r"اتر|کهڑ[اےی]|پیش قدمی|پیش رفت|تعاقب|حمل|چهاپ|نشانه|فایر)"
)
"""Urdu words for what comes in, stands there or comes down."""

EASTERN_DEPTHS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:(?:تا|به|در)\s+)?عمق\s+(?P<length1>{_LENGTH})(?:\s+(?:در\s+|از\s+)?(?:داخل\s+|"
        rf"درون\s+)?(?:{_SOIL}\s+)?{_LAND.format(n=1)})?",
        rf"(?P<length2>{_LENGTH}){_PAST_LINE}\s+(?:(?:{_INWARDS})\s+(?:{_SOIL}\s+|مرز\s+)?|"
        rf"{_SOIL}\s+){_LAND.format(n=2)}",
        rf"{_SOIL}\s+{_LAND.format(n=3)}\s+(?:[^\W\d_]+\s+){{0,4}}?(?P<length3>{_LENGTH})\s+"
        r"(?:پیش|جلو|نفوذ)",
        rf"{_FROM_LINE.format(n=4)}(?P<length4>{_LENGTH})\s+(?:(?:کے فاصلے پر|کی دوری پر|دور|تک|"
        rf"اندر|ادهر|اس طرف|اس جانب|[اآ]گے|پرے)\s+){{0,2}}{_INSIDE.format(n=4)}\s+(?:میں|کے)",
        rf"{_FROM_LINE.format(n=5)}(?P<length5>{_LENGTH})\s+(?:تک\s+)?اندر",
        rf"{_INSIDE.format(n=6)}\s*(?:میں|کے\s+اندر|کے)?\s*(?P<length6>{_LENGTH})\s+(?:تک\s+)?"
        r"(?:اندر|داخل|گهس|جا\s+(?:چک|پهنچ|کر)|[اآ](?:\s+(?:کر|چک)|ی[اے]\s))",
        rf"{_INSIDE.format(n=7)}\s+(?:کے اندر|میں)\s+(?P<length7>{_LENGTH})\s+"
        r"(?:کے فاصلے پر|دور|پر)(?:\s+|,\s[^.;]{2,60}?\s)"
        r"(?:واقع\s+(?:[^\W\d_]+\s+){1,6}?)?(?:جا )?(?:گر|پهٹ|لگ)",
        rf"(?P<length8>{_LENGTH})\s+(?:تک\s+)?(?:{_INSIDE.format(n=8)}\s*(?:کے|میں)?\s*)?"
        r"(?:اندر|گهس)",
        rf"(?P<length9>{_LENGTH})\s+(?:(?:تک|[اآ]گے|دور)\s+)?{_INSIDE.format(n=9)}\s+"
        rf"(?:میں|کے اندر)"
        rf"\s+(?:[^\W\d_]+\s+){{0,3}}?{_CAME_IN}",
        rf"(?P<length10>{_LENGTH})\s+(?:در\s+)?(?:[اآ]ن|این)\s?(?:سوی?|طرف|ور)(?:\s?تر)?(?:\s+از)?\s+"
        r"(?:خط\s+|نوار\s+)?مرزی?(?!\w)"
        rf"(?:\W+(?:در\s+)?(?:داخل\s+)?{_SOIL}\s+{_LAND.format(n=10)})?",
        rf"مرزی?\s+(?:را\s+)?(?:گذشت|گذر|عبور|رد\s|شکست|پشت سر)\w*\s+(?:[^\W\d_]+\s+){{0,5}}?"
        rf"(?P<length11>{_LENGTH})\s+(?:پیش|جلو|نفوذ|به (?:داخل|جلو|پیش))",
        rf"(?P<length12>{_LENGTH})\s+از\s+(?:خط\s+|نوار\s+|نقطه صفر\s+)?مرزی?\s+(?:عبور|گذشت|رد شد|"
        r"فراتر|جلوتر|پیش)",
        rf"(?:سرحد|بارڈر|باڑ)\s+(?:پار|عبور)\s+کر(?:\s?کے|تے هویے)\s+(?:[^\W\d_]+\s+){{0,4}}?"
        rf"(?P<length13>{_LENGTH})\s+(?:تک\s+)?(?:[اآ]گے|اندر|{_CAME_IN})",
        rf"(?P<length14>{_LENGTH})\s+(?:تک\s+)?(?:سرحد|بارڈر)\s+(?:کے\s+)?(?:اس\s+|دوسری\s+)?(?:پار|"
        r"طرف|جانب)(?!\w)",
        rf"(?:سرحد|بارڈر)\s+(?:کے\s+)?(?:اس\s+)?پار\s+(?:سے\s+)?(?P<length15>{_LENGTH})\s+(?:تک|"
        rf"[اآ]گے|اندر|دور\s+{_CAME_IN})",
        rf"(?:{_INSIDE.format(n=16)}\s+(?:میں|کے اندر|کے)\s+)(?:[^\W\d_]+\s+){{0,2}}?"
        rf"(?P<length16>{_LENGTH})\s+(?:کی گهرایی\s+)?(?:تک|[اآ]گے)\s+(?:[^\W\d_]+\s+){{0,2}}?"
        rf"{_CAME_IN}",
        rf"(?P<length18>{_LENGTH})\s+(?:(?:جلو|پیش)\s?(?:[اآ]مد|رفت)|به\s+(?:این|[اآ]ن)\s?سوی?\s+(?:[اآ]مد|رفت))\w*",
        rf"(?P<length19>{_LENGTH})\s+(?:پیش\s?روی|نفوذ)\s+(?:در|به)\s+(?:داخل\s+|عمق\s+)?{_SOIL}\s+{_LAND.format(n=19)}",
        rf"(?P<length20>{_LENGTH})\s+(?:در\s+)?داخل\s+(?P<own20>مرز)(?!\w)(?!\s+(?:ایران|پاکستان))",
        rf"(?P<length21>{_LENGTH})\s+[اآ]ن\s?سو(?:ی|\s?تر)?\s+(?:در\s+)?(?:داخل\s+)?{_SOIL}\s+{_LAND.format(n=21)}",
        rf"مرز\s+(?:گذشت|گذر|عبور|رد\s)[^.;,]{{0,20}}\sو\s+(?P<length22>{_LENGTH})\s+[اآ]ن\s?سو(?:\s?تر)?(?!\w)",
        rf"(?P<length17>{_LENGTH})\s+کی گهرایی\s+(?:تک|میں|پر)\s+"
        rf"(?:{_INSIDE.format(n=17)}|{_CAME_IN})",
    )
)
_OF_A_THING = re.compile(
    r"(?<!\w)(?:طول|شعاع|برد|ارتفاع|بلندی|اونچایی|فاصله بیش|لمبی|لمبایی|جاده|بزرگراه|سڑک|شاهراه|"
    r"صف|قطار|"
    r"خندق\w*|غار\w*|دره\w*|پرتگاه\w*|چاه\w*|کانال\w*|حفره|گودال\w*|تونل\w*)\s+(?:\S+\s+){0,3}$"
)
"""What stands before a length that is none: "a road of 30 km in Iran", "a pit 2 m deep"."""
_MAY_BE = re.compile(
    r"(?<!\w)(?:اگر|چنانچه|خواه(?:د|ند|یم|م)|می ?توان\w+|اجازه|سک(?:تا|تی|تے)|"
    r"(?:جایے|کریں|هو|کرے) گ[اےی])(?!\w)"
)
_LIES = re.compile(r"\s*(?:میں\s+)?(?:واقع|قرار دار|هے(?=\s*[.;,]|\s*$))")
_REACHED = re.compile(
    r"گر[اےی]|گهس|داخل|نشانه|لگ[اےی]|پهٹ|فرود|اصابت|هدف|حمل|منفجر|شلیک|وارد|چهاپ|فایر|داغ|گهیر|"
    r"محاصر|تلاشی|[اآ]گ لگ|سقوط|(?:یه|اس|مذکوره|متاثره|این|همین)\s+(?:مقام|جگه|گهر|مکان|ٹهکان|کیمپ|"
    r"مدرسه|مسجد|محل|نقطه|خانه)|جای[ےی]? (?:وقوعه|حادثه)|محل (?:حادثه|درگیری|وقوع|انفجار)"
)
"""What comes down on a place or enters it makes the place's depth its own."""

_FROM = re.compile(r"(?<!\w)از\s+(?:فاصله\s+)?$")
_FROM_BEHIND = re.compile(r"\s*(?:دور\s+)?(?:\S+\s+){0,2}?سے(?!\w)")
_FIRED = re.compile(r"شلیک|پرتاب|تیراندازی|داغ|فایر|گولی|اڑ[اے]")
"""From so far was fired: "از سه کیلومتری آن سوی مرز شلیک شد"."""


def is_no_depth(text: str, start: int, end: int) -> bool:
    """Whether a distance is the length of a thing, not yet gone, or only where a place lies."""
    before = text[max(0, start - 40) : start]
    if _OF_A_THING.search(before) or _MAY_BE.search(text):
        return True
    if _FIRED.search(text, end) and (_FROM.search(before) or _FROM_BEHIND.match(text, end)):
        return True
    return _LIES.match(text, end) is not None and not _REACHED.search(text)


_MEASURES = re.compile(rf"(?P<number>{_NUMBER})(?:\s*(?P<unit>{_UNIT})|(?!\w))")


_FEW = 10
"""Fewer stand for hundreds where hundreds follow: "دو سے تین سو میٹر" is 200 to 300."""
_AND_A_HALF = re.compile(rf"(?P<unit>{_UNIT})\s+و\s+نیمی?(?!\w)")
"""Half a unit more: "چهار کیلومتر و نیمی"."""
_FARTHEST = re.compile(r"دور")
_UP_TO = re.compile(r"(?:-|(?<!\w)(?:تا|سے|الی|یا))\s*$")


def in_digits(said: str) -> str:
    """A Persian or Urdu length in digits, for the reader of lengths: "1.2 km", "2-3 km"."""
    low: float | None = None
    bare: float | None = None
    total = 0.0
    for match in _MEASURES.finditer(said):
        number = measure_in(match["number"])
        if number is None:
            continue
        if match["unit"] is None:
            bare = number
            continue
        metres = next((m for begins, m in _METRES if match["unit"].startswith(begins)), 1.0)
        if bare is not None:
            tenfold = number / bare if bare else 0.0
            times = next((t for t in (1000, 100) if tenfold >= t and number % t == 0), 1)
            low, bare = bare * metres * (times if bare < _FEW else 1), None
        elif total and (
            _FARTHEST.search(said, 0, match.start()) or _UP_TO.search(said, 0, match.start())
        ):
            low, total = total, 0.0
        total += number * metres
    half = _AND_A_HALF.search(said)
    if half:
        total += 0.5 * next((m for begins, m in _METRES if half["unit"].startswith(begins)), 1.0)
    if not total:
        return said
    return f"{low:.0f}-{total:.0f} m" if low is not None else f"{total:.0f} m"
