"""Numbers in words, English, Persian and Urdu: one table for distances, counts and days.

A number is taken whole or not at all: of "two hundred and fifty" or "یک هزار و دویست" the last word
alone would be another number. Words are written with the letters of `geodata.names.cleaned`; of the
two forms of the hamza in Urdu ("بائیس", "باییس") either is read.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

__all__ = [
    "EASTERN",
    "EASTERN_MEASURE",
    "LATIN",
    "LATIN_MEASURE",
    "NUMBERS",
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
    "forty fourty چهل چالیس", "اکتالیس", "بیالیس", "تینتالیس", "چوالیس", "پینتالیس", "چهیالیس",
    "سینتالیس", "اڑتالیس", "انچاس", "fifty پنجاه پچاس", "اکاون", "باون", "ترپن", "", "پچپن",
    "چهپن", "ستاون", "اٹهاون", "انسٹه", "sixty شصت ساٹه", "اکسٹه", "باسٹه", "تریسٹه", "چونسٹه",
    "پینسٹه", "چهیاسٹه", "سڑسٹه", "اڑسٹه", "انهتر", "seventy هفتاد ستر", "اکهتر", "",
    "تهتر", "چوهتر", "پچهتر", "چههتر",
    "ستتر", "اٹههتر", "اناسی", "eighty هشتاد", "اکیاسی", "بیاسی", "تراسی", "چوراسی", "پچاسی",
    "چهیاسی", "ستاسی", "اٹهاسی", "", "ninety نود نوے", "اکانوے", "بانوے", "ترانوے", "چورانوے",
    "پچانوے", "چهیانوے", "ستانوے", "اٹهانوے", "ننانوے", "hundred صد سو",
)  # fmt: skip
"""Words for 0, 1, 2 and so on to a hundred; Urdu words that have another sense are left out."""
NUMBERS: dict[str, int] = {
    spelling: number
    for number, words in enumerate(_UNITS)
    for word in words.split()
    for spelling in {word, word.replace("یی", "ئی")}
}
"""Every number that is one word, with its value."""


def _any(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_LATIN_WORDS = [word for word in NUMBERS if word.isascii() and word not in ("zero", "hundred")]
_LATIN_WORD = f"(?:{_any(_LATIN_WORDS)})"
_UNIT_BEHIND = rf"(?:(?<=ty)[- ](?:{_any([w for w in _LATIN_WORDS if NUMBERS[w] < 10])})\b)?"
LATIN = (
    rf"(?:(?:{_LATIN_WORD}|an?(?=[\s-]+(?:hundred|thousand))){_UNIT_BEHIND}"
    rf"(?:[\s-]+(?:hundred|thousand)\b(?:,?\s+(?:and\s+)?{_LATIN_WORD}\b{_UNIT_BEHIND})?){{0,2}})"
)
"""A pattern of an English number in words."""
_ONE = r"an?(?:\s+(?:full|whole|single|clear))?"
LATIN_MEASURE = (
    r"(?:(?:\d{1,3}(?:,\d{3})+|\d{0,3}[½¼¾]|\d{1,6}(?:\.\d{1,3})?|three[\s-]+quarters[\s-]+of[\s-]+an?|"
    r"(?:an?[\s-]+)?quarter(?:[\s-]+of[\s-]+an?|(?=[\s-]+(?:mile|kilomet)))|"
    rf"(?:half\s+)?a\s+dozen|half(?:[\s-]+an?)?|{LATIN}|{_ONE})"
    r"(?:[\s-]+and[\s-]+(?:(?:an?[\s-]+)?(?:half|quarter)|three[\s-]+quarters?))?)"
)
"""A pattern of an English number that measures, in words or digits, with its fraction."""
_PARTS = {"half": 0.5, "quarter": 0.25, "½": 0.5, "¼": 0.25, "¾": 0.75}
_FRACTION = re.compile(r" and (?P<three>three )?(?:an? )?(?P<part>half|quarter)s?$")
"""The fraction behind a whole number: "two and three quarters"."""
_HUNDREDS = {
    "دویست": 200, "سیصد": 300, "چهارصد": 400, "پانصد": 500, "ششصد": 600, "هفتصد": 700,
    "هشتصد": 800, "نهصد": 900, "یکصد": 100,
}  # fmt: skip
_TIMES = {"hundred": 100, "صد": 100, "سو": 100, "thousand": 1000, "هزار": 1000}
_QUARTERS = {"ساڑهے": 0.5, "سوا": 0.25, "پونے": -0.25}
_HALVES = {
    "نیم": 0.5, "ادها": 0.5, "آدها": 0.5, "پون": 0.75, "ڈیڑه": 1.5, "ڈهایی": 2.5, "اڑهایی": 2.5,
    "ڈهائی": 2.5, "اڑهائی": 2.5,
}  # fmt: skip
_TIMES_BEHIND = r"\s(?:صد|سو|هزار)(?!\w)"
_EAST_WORD = f"(?:{_any([w for w in [*NUMBERS, *_HUNDREDS, *_TIMES] if not w.isascii()])})"
_GOES_ON = "|".join(
    f"(?<={end})"
    for end in "صد یست شصت هزار سو سی چهل پنجاه تاد نود".split()  # noqa: SIM905
)
"""Behind hundreds and tens a number goes on, in Persian with "and": "دویست و پنجاه"."""
EASTERN = (
    rf"(?:(?:{_any([*_QUARTERS])})\s)?(?:(?:\d{{1,3}}|{_any([*_HALVES])}|سوا)(?={_TIMES_BEHIND})|{_EAST_WORD})"
    rf"(?:(?:(?={_TIMES_BEHIND})\s|(?:{_GOES_ON})\s(?:و\s)?)(?:{_EAST_WORD}|\d{{1,3}}(?![\w.]))(?!\w)){{0,6}}"
)
"""A pattern of a whole Persian or Urdu number in words; `measure_in` knows whether it is one."""
EASTERN_MEASURE = (
    rf"(?:{EASTERN}|\d{{1,6}}(?:\.\d{{1,3}})?|{_any([*_HALVES])}|سوا)(?:\s+و\s?نیم(?!\w))?"
)
"""A pattern of a Persian or Urdu number that measures: with fractions and digits too."""


@lru_cache(maxsize=4096)
def measure_in(words: str) -> float | None:
    """The value of a number with its fraction, as the patterns of measures match it.

    Parameters
    ----------
    words
        Such as "ساڑهے تین" (3.5), "twelve hundred" (1,200) or "three quarters of a" (0.75).

    Returns
    -------
    float or None
        None where the words are no number, or several: "two three".
    """
    plain = " ".join(re.split(r"[\s-]+", words.casefold().strip())).replace(" ونیم", " و نیم")
    if plain.endswith(" dozen"):
        dozens = 1.0 if plain == "a dozen" else measure_in(plain.removesuffix(" dozen"))
        return None if dozens is None else 12 * dozens
    fraction = _FRACTION.search(plain)
    extra = _PARTS[fraction["part"]] * (3 if fraction["three"] else 1) if fraction else 0.0
    whole = plain[: fraction.start()] if fraction else plain
    if whole.startswith("half"):
        return 0.5
    if "quarter" in whole:
        return 0.75 if whole.startswith("three") else 0.25
    if whole[-1:] in _PARTS:
        extra, whole = _PARTS[whole[-1]], whole[:-1]
    if not whole or re.fullmatch(_ONE, whole):
        return extra + bool(whole) or None
    number = _whole(whole.split())
    return None if number is None else number + extra


def _whole(parts: list[str]) -> float | None:
    """The value of words and digits that are one number, a hundred and a thousand multiplying."""
    total = value = quarter = 0.0
    room = math.inf  # what follows in one number is smaller: "two hundred and nine", "ninety one"
    said = [p for part in parts if (p := part.strip(",")) and p not in ("و", "and")]
    for place, part in enumerate(said):
        is_times = place + 1 < len(said) and said[place + 1] in _TIMES
        if part in ("a", "an") and is_times:
            continue
        if part in _QUARTERS:
            quarter = _QUARTERS[part]
            if place + 1 == len(said) or is_times:
                value, quarter = value + 1 + quarter, 0.0  # "سوا سو" is 125
            continue
        if part in _TIMES and (value or _TIMES[part] < room):
            value, room = (value or 1) * _TIMES[part], float(_TIMES[part])
            if room == _TIMES["thousand"]:
                total, value = total + value, 0.0
            continue
        known = _HALVES.get(part) or _HUNDREDS.get(part) or NUMBERS.get(part)
        if known is None and re.fullmatch(r"\d[\d,]*(?:\.\d+)?", part):
            known = float(part.replace(",", ""))
        if known is None or known >= room:
            return None
        value, quarter = value + known + quarter, 0.0
        room = 100 if part in _HUNDREDS else 10 if known in range(20, 100, 10) else 1
    return total + value if said and not quarter else None


def number_in(words: str) -> int | None:
    """The whole number that words or digits say: "23", "twenty-three", "دویست و سی"; else None."""
    value = measure_in(words)
    return int(value) if value is not None and value == int(value) else None
