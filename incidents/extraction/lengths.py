"""Lengths in English words, for the reader of lengths: "two and a half miles" is "2.5 miles".

A number is taken whole or not at all: of "eighty-five km" and "three quarters of a mile" the last
word alone would be another length.
"""

from __future__ import annotations

import math
import re

from geodata.lengths import parse_length
from geodata.numbers import LATIN, LATIN_MEASURE, measure_in

__all__ = ["SAID_LENGTH", "UNIT", "in_digits", "is_cut_off"]

UNIT = r"(?:km|kms|k\.m\.|kilometres?|kilometers?|metres?|meters?|miles?|yards?|feet|ft|m)\b"
_AND_PART = (
    r"\s+and\s+(?:an?\s+half|a\s+quarter|three\s+quarters)\b(?!\s+(?:dozen|(?:of\s+an\s+)?hour))"
)
_PAIR = 2
_AND_METRES = re.compile(
    rf"\b(?:km|kilomet(?:re|er)s?)\s+and\s+(?:an?\s+)?{LATIN_MEASURE}\s*(?:m|met(?:re|er)s?)\b",
    re.IGNORECASE,
)
"""One length in two units: "one kilometre and 500 metres"."""
_PARTS = {"half": 0.5, "quarter": 0.25, "quarters": 0.75}
_ABOUT = (
    r"(?:(?:about|around|some|nearly|approximately|roughly|up to|almost|at (?:least|most)|"
    r"(?:(?:no|not) )?(?:more|less|further|farther) than|"
    r"over|just|only|barely|hardly|a\s+(?:good|mere|bare|full))\s+){0,2}"
)
_TO = r"(?:\s*-\s*|\s+(?:to|or)\s+(?:even\s+)?|,\s+(?:perhaps|maybe|possibly|or)\s+(?:even\s+)?)"
SAID_LENGTH = (
    rf"(?:between\s+{LATIN_MEASURE}(?:[\s-]*{UNIT})?\s+and\s+{LATIN_MEASURE}[\s-]*{UNIT}|"
    rf"{_ABOUT}{LATIN_MEASURE}\s*(?:km|kilomet(?:re|er)s?)\s+and\s+(?:an?\s+)?{LATIN_MEASURE}\s*(?:m|met(?:re|er)s?)\b|"
    rf"{_ABOUT}{LATIN_MEASURE}(?:(?:[\s-]*{UNIT})?{_TO}{LATIN_MEASURE})?[\s-]*{UNIT}(?:{_AND_PART})?"
    rf"(?:\s*\(\s*(?:about\s+|around\s+|some\s+)?{LATIN_MEASURE}(?:\s*(?:-|to)\s*{LATIN_MEASURE})?\s*{UNIT}\s*\)|"
    rf",\s+or\s+(?:about\s+|around\s+|some\s+|nearly\s+)?{LATIN_MEASURE}\s*{UNIT},)?)"
)
"""A pattern of a length or a range of lengths."""

_NUMBERS = re.compile(
    rf"(?<![\w.,])(?P<number>{LATIN_MEASURE})(?=[\s-]*{UNIT}|{_TO}|\s+and\s)", re.IGNORECASE
)
_UNITS = re.compile(UNIT, re.IGNORECASE)
_SAID_AGAIN = re.compile(r"\s*\([^()]*\)|,\s+or\b[^,]*,$")
"""The same length in another unit: "16 kilometres, or about ten miles,"."""
_CUT_OFF = re.compile(
    r"(?:[\d.,/\w-](?<!\s)|\b(?:hundred|thousand)\s+(?:and\s+)?|\bhalf\s+|"
    r"\b(?:half|quarter|third|fourth|fifth|sixth|eighth|tenth)s?\s+of\s+|"
    rf"\b{LATIN}(?:,|\s+and|\s+point)\s+|\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\s+|"
    rf"(?<!\w){LATIN_MEASURE}[\s-]*{UNIT},?\s+(?:(?:and|or|to|but)\s+)?(?:(?:then|later|even)\s+)?)$",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"(?<![\w.])\d{1,3}\s$")
_THREE_DIGITS = re.compile(r"\d{3}(?!\d)|\d\.\d{3}\s*m")
"""The rest of a number with a blank or a point between its thousands: "1 500 metres"."""


def is_cut_off(before: str, said: str = "") -> bool:
    """Whether the words before a length are the beginning of its number: "two hundred and"."""
    if _THREE_DIGITS.match(said) and (_GROUPED.search(before) or said[1:2] == "."):
        return True
    return bool(before) and _CUT_OFF.search(before) is not None


def in_digits(said: str) -> str:
    """A length in digits: "2.5 miles", "2-3 km"; the same words where it has no such number."""
    plain = _SAID_AGAIN.sub("", said)
    units = _UNITS.findall(plain)
    words = [match["number"] for match in _NUMBERS.finditer(plain)]
    values = [value for value in map(measure_in, words) if value is not None]
    if not units or len(values) not in (1, 2) or len(values) != len(words):
        return said
    if len(values) == len(units) == _PAIR:
        first, second = (value * _metres(unit) for value, unit in zip(values, units, strict=True))
        if _AND_METRES.search(plain) and not plain.casefold().startswith("between"):
            return f"{first + second:g} m"
        if _metres(units[0]) != _metres(units[1]):
            return f"{first:g}-{second:g} m"
    more = re.search(rf"{UNIT}(?P<part>{_AND_PART})", plain, re.IGNORECASE)
    if more:
        values[-1] += _PARTS[more["part"].casefold().split()[-1]]
    if len(values) == 2 and "hundred" in words[1].casefold() and values[0] < 10:
        values[0] *= 100  # "two to three hundred metres"
    return f"{'-'.join(f'{value:g}' for value in values)} {units[-1]}"


def _metres(unit: str) -> float:
    """How long one of a unit is."""
    length = parse_length(f"1 {unit}")
    return length.low_m if length else math.nan
