"""How deep, in Persian and Urdu: forms of words for a depth, and lengths as they are said there.

A depth counts inwards from the line, or inside a country. The way from a town, the length of a
road and the reach of a weapon are none.
"""

from __future__ import annotations

import re

from incidents.extraction.numbers import EASTERN_MEASURE, measure_in

__all__ = ["EASTERN_DEPTHS", "in_digits", "is_no_depth"]

_UNIT = r"(?:کیلومتری?|کیلو\s?متری?|کلو\s?میٹر|کلومیٹر|کیلومیٹر|متری?|میٹر)(?!\w)"
_NUMBER = rf"(?<!\w){EASTERN_MEASURE}"
_LENGTH = (
    rf"(?:(?:حدودا?|تقریبا|قریبا|نزدیک به|لگ بهگ)\s+)?{_NUMBER}(?:\s*(?:-|تا|سے|الی|یا)\s*"
    rf"{_NUMBER})?\s*{_UNIT}(?:\s+و\s+{_NUMBER}\s*متری?)?"
)
_LAND = r"(?:کشور\s+)?(?P<into{n}>پاکستان(?:ی)?|ایران(?:ی)?|کشور(?:مان)?|همسایه)"
_SOIL = r"(?:خاک|قلمرو|سرزمین|حریم(?:\s+هوایی)?|[اآ]سمان)"
_PAST_LINE = (
    r"(?:\s+(?:(?:از|[اآ]ن\s?سوی|پس از|بعد از)\s+)?(?:خط\s+|نوار\s+)?"
    r"(?:نقطه صفر(?:\s+مرزی)?|مرز)(?:\s+و)?)?"
)
_INWARDS = r"(?:(?:در|به|وارد)\s+)?(?:داخل|درون|عمق)|در|به|وارد"
_BOUNDS = r"(?:(?:فضایی|سرحدی|زمینی)\s+)?(?:حدود|حدوں|علاقے|علاقه|سرزمین|سرحد)"
_INSIDE = rf"{_LAND}(?:\s+(?:کی|کے))?(?:\s+{_BOUNDS})?"
_FROM_LINE = (
    r"(?:(?P<from_iran{n}>ایران(?:ی|\s+کی))\s+)?(?:سرحد|بارڈر|زیرو (?:پواینٹ|لاین))\s+سے\s+"
)

EASTERN_DEPTHS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:(?:تا|به|در)\s+)?عمق\s+(?P<length1>{_LENGTH})(?:\s+(?:در\s+|از\s+)?(?:داخل\s+|"
        rf"درون\s+)?(?:{_SOIL}\s+)?{_LAND.format(n=1)})?",
        rf"(?P<length2>{_LENGTH}){_PAST_LINE}\s+(?:(?:{_INWARDS})\s+(?:{_SOIL}\s+|مرز\s+)?|"
        rf"{_SOIL}\s+){_LAND.format(n=2)}",
        rf"{_SOIL}\s+{_LAND.format(n=3)}\s+(?:[^\W\d_]+\s+){{0,4}}?(?P<length3>{_LENGTH})\s+"
        r"(?:پیش|جلو)",
        rf"{_FROM_LINE.format(n=4)}(?P<length4>{_LENGTH})\s+(?:(?:کے فاصلے پر|کی دوری پر|دور|تک|"
        rf"اندر)\s+){{0,2}}{_INSIDE.format(n=4)}\s+(?:میں|کے)",
        rf"{_FROM_LINE.format(n=5)}(?P<length5>{_LENGTH})\s+(?:تک\s+)?اندر",
        rf"{_INSIDE.format(n=6)}\s*(?:میں|کے\s+اندر|کے)?\s*(?P<length6>{_LENGTH})\s+(?:تک\s+)?"
        r"(?:اندر|داخل|گهس|[اآ](?:\s+کر|ی[اے])\s)",
        rf"{_INSIDE.format(n=7)}\s+(?:کے اندر|میں)\s+(?P<length7>{_LENGTH})\s+"
        r"(?:کے فاصلے پر|دور|پر)\s+(?:جا )?(?:گر|پهٹ|لگ)",
        rf"(?P<length8>{_LENGTH})\s+(?:تک\s+)?(?:{_INSIDE.format(n=8)}\s*(?:کے|میں)?\s*)?"
        r"(?:اندر|گهس)",
    )
)
_OF_A_THING = re.compile(
    r"(?<!\w)(?:طول|شعاع|برد|فاصله بیش|لمبی|لمبایی|جاده|بزرگراه|سڑک|شاهراه|صف|قطار|"
    r"خندق\w*|کانال\w*|حفره|گودال\w*|تونل\w*)\s+(?:\S+\s+){0,3}$"
)
"""What stands before a length that is none: "a road of 30 km in Iran", "a pit 2 m deep"."""
_MAY_BE = re.compile(
    r"(?<!\w)(?:اگر|چنانچه|خواه(?:د|ند|یم|م)|می ?توان\w+|اجازه|سک(?:تا|تی|تے)|"
    r"(?:جایے|کریں|هو|کرے) گ[اےی])(?!\w)"
)
_LIES = re.compile(r"\s*(?:میں\s+)?(?:واقع|قرار دار|هے(?=\s*[.;,]|\s*$))")
_REACHED = re.compile(
    r"گر[اےی]|گهس|داخل|نشانه|لگ[اےی]|پهٹ|فرود|اصابت|هدف|حمل|منفجر|شلیک|وارد|چهاپ|فایر|داغ"
)
"""What comes down on a place or enters it makes the place's depth its own."""


def is_no_depth(text: str, start: int, end: int) -> bool:
    """Whether a distance is the length of a thing, not yet gone, or only where a place lies."""
    if _OF_A_THING.search(text[max(0, start - 40) : start]) or _MAY_BE.search(text):
        return True
    return _LIES.match(text, end) is not None and not _REACHED.search(text)


_MEASURES = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>{_UNIT})?")


def in_digits(said: str) -> str:
    """A Persian or Urdu length in digits, for the reader of lengths: "1.2 km", "2-3 km"."""
    low: float | None = None
    total, unit = 0.0, ""
    for match in _MEASURES.finditer(said):
        number = measure_in(match["number"])
        if number is None:
            continue
        if match["unit"] is None:
            low = number
            continue
        kilo = match["unit"].startswith(("کی", "کل"))
        total += number if kilo or unit != "km" else number / 1000
        unit = unit or ("km" if kilo else "m")
    if not unit:
        return said
    return f"{low:g}-{total:g} {unit}" if low is not None else f"{total:g} {unit}"
