"""Numbers in words, English, Persian and Urdu: one table for counts, days and distances.

Words are written in the letters of the plain copy.
"""

from __future__ import annotations

import re

__all__ = [
    "EASTERN",
    "EASTERN_HUNDREDS",
    "EASTERN_MEASURE",
    "LATIN",
    "NUMBERS",
    "hundreds_in",
    "measure_in",
    "number_in",
]

_UNITS = (
    "zero", "one یک ایک", "two دو", "three سه تین", "four چهار چار", "five پنج پانچ",
    "six شش چه چهے", "seven هفت سات", "eight هشت آٹه اٹه", "nine نه نو", "ten ده دس",
    "eleven یازده گیاره", "twelve دوازده باره", "thirteen سیزده تیره", "fourteen چهارده چوده",
    "fifteen پانزده پندره", "sixteen شانزده سوله", "seventeen هفده ستره",
    "eighteen هجده هیجده اٹهاره", "nineteen نوزده انیس", "twenty بیست بیس", "اکیس", "باییس",
    "تییس", "چوبیس", "پچیس", "چهبیس", "ستاییس", "اٹهاییس", "انتیس", "thirty سی تیس", "اکتیس",
    "بتیس", "تینتیس", "چونتیس", "پینتیس", "چهتیس", "سینتیس", "اڑتیس", "انتالیس",
    "forty چهل چالیس",
)  # fmt: skip
_TENS = {
    20: "twenty بیست", 30: "thirty سی", 40: "forty چهل", 45: "پینتالیس",
    50: "fifty پنجاه پچاس", 60: "sixty شصت ساٹه", 70: "seventy هفتاد ستر",
    80: "eighty هشتاد", 90: "ninety نود نوے", 100: "hundred صد سو",
}  # fmt: skip
NUMBERS: dict[str, int] = {
    word: number for number, words in enumerate(_UNITS) for word in words.split()
} | {word: number for number, words in _TENS.items() for word in words.split()}
"""Every number that is one word, with its value."""


def _any(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_LATIN_WORDS = [word for word in NUMBERS if word.isascii() and word not in ("zero", "hundred")]
_LATIN_UNITS = _any([word for word in _LATIN_WORDS if NUMBERS[word] < 10])
_EAST_WORDS = [word for word in NUMBERS if not word.isascii()]
LATIN = (
    rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ](?:{_LATIN_UNITS})|"
    rf"(?:a|one) hundred|{_any(_LATIN_WORDS)})"
)
"""A pattern of an English number in words, up to a hundred."""
EASTERN = (
    rf"(?:(?:بیست|سی|چهل|پنجاه|شصت|هفتاد|هشتاد|نود)\sو\s(?:یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه)|"
    rf"{_any(_EAST_WORDS)})"
)
"""A pattern of a Persian or Urdu number in words, up to a hundred."""


_HUNDREDS = {
    "دویست": 200, "سیصد": 300, "چهارصد": 400, "پانصد": 500, "ششصد": 600, "هفتصد": 700,
    "هشتصد": 800, "نهصد": 900, "هزار": 1000,
}  # fmt: skip
_QUARTERS = {"ساڑهے": 0.5, "سوا": 0.25, "پونے": -0.25}
_HALVES = {"نیم": 0.5, "ادها": 0.5, "آدها": 0.5, "ڈیڑه": 1.5, "ڈهایی": 2.5, "اڑهایی": 2.5}
EASTERN_MEASURE = (
    rf"(?:\d{{1,6}}(?:\.\d{{1,3}})?|{_any([*_HUNDREDS, *_HALVES])}|(?:ساڑهے|سوا|پونے)\s{EASTERN}|"
    rf"{EASTERN}\s(?:سو|صد)(?!\w)|هزار\sو\s(?:{_any(list(_HUNDREDS)[:-1])})|{EASTERN}\sهزار|{EASTERN})(?:\s+و\s+نیم)?"
)
"""A pattern of a Persian or Urdu number that measures: with halves, hundreds and digits."""

_HUNDREDS_OF = {"صد": 100, "یکصد": 100, "یک صد": 100, "ایک سو": 100, "دویست": 200, "دو سو": 200}
EASTERN_HUNDREDS = rf"(?:(?:{_any([*_HUNDREDS_OF])})(?:(?:\s+و)?\s+{EASTERN})?|{EASTERN})"
"""A pattern of a Persian or Urdu number in words, up to three hundred."""


def hundreds_in(words: str) -> int | None:
    """The value of what `EASTERN_HUNDREDS` matches: "دویست و سی و یک" is 231."""
    plain = " ".join(words.split())
    for said, value in _HUNDREDS_OF.items():
        if plain == said:
            return value
        if plain.startswith(f"{said} "):
            rest = number_in(plain[len(said) :].strip().removeprefix("و "))
            return None if rest is None else value + rest
    return number_in(plain)


def measure_in(words: str) -> float | None:
    """The value of what `EASTERN_MEASURE` matches: "ساڑهے تین" is 3.5, "آٹه سو" is 800."""
    plain = words.strip()
    half = plain.endswith("نیم") and " و " in plain
    if half:
        plain = plain.rsplit(" و ", 1)[0].strip()
    extra = 0.5 if half else 0.0
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain) + extra
    if plain in _HALVES:
        return _HALVES[plain] + extra
    if plain.startswith("هزار و ") and plain[7:] in _HUNDREDS:
        return 1000.0 + _HUNDREDS[plain[7:]]
    if plain in _HUNDREDS:
        return _HUNDREDS[plain] + extra
    first, _, rest = plain.partition(" ")
    if first in _QUARTERS:
        number = number_in(rest)
        return None if number is None else number + _QUARTERS[first]
    last = plain.rsplit(" ", 1)
    if len(last) == 2 and last[1] in ("سو", "صد", "هزار"):
        number = number_in(last[0])
        return None if number is None else number * (1000 if last[1] == "هزار" else 100)
    number = number_in(plain)
    return None if number is None else number + extra


def number_in(words: str) -> int | None:
    """The number that words or digits say: "23", "twenty-three", "بیست و سه"; None if none."""
    plain = words.casefold().strip()
    if plain.isdecimal():
        return int(plain)
    if plain in ("a hundred", "one hundred"):
        return 100
    parts = [part for part in re.split(r"[\s-]+", plain) if part != "و"]
    values = [NUMBERS.get(part) for part in parts]
    if not values or None in values or len(values) > 2:
        return None
    first, *rest = (value for value in values if value is not None)
    if rest and not (first in (20, 30, 40, 50, 60, 70, 80, 90) and rest[0] < 10):
        return None
    return first + sum(rest)
