"""Lengths in English words, for the reader of lengths: "two and a half miles" is "2.5 miles".

A number is taken whole or not at all: of "eighty-five km" and "three quarters of a mile" the last
word alone would be another length.
"""

from __future__ import annotations

import math
import re

from geodata.lengths import parse_length
from incidents.extraction.numbers import LATIN, number_in

__all__ = ["NUMBER", "SAID_LENGTH", "UNIT", "in_digits", "is_cut_off"]

_A = r"an?(?:\s+(?:full|whole|single|clear))?"
NUMBER = (
    r"(?:(?:\d{1,3}(?:,\d{3})+|\d{1,6}(?:\.\d{1,3})?|three[\s-]+quarters\s+of\s+an?|"
    r"(?:an?\s+)?quarter\s+of\s+an?|(?:half\s+)?a\s+dozen|half(?:\s+an?)?|"
    rf"(?:{LATIN}|an?)\s+hundred(?:\s+and\s+{LATIN})?|{LATIN}|{_A})"
    r"(?:[\s-]+and[\s-]+(?:(?:an?[\s-]+)?(?:half|quarter)|three[\s-]+quarters))?)"
)
"""A pattern of a number that measures, with its fraction."""
UNIT = r"(?:km|kms|k\.m\.|kilometres?|kilometers?|metres?|meters?|miles?|yards?|feet|ft|m)\b"
_AND_PART = (
    r"\s+and\s+(?:an?\s+half|a\s+quarter|three\s+quarters)\b(?!\s+(?:dozen|(?:of\s+an\s+)?hour))"
)
_PAIR = 2
_AND_METRES = re.compile(
    rf"\b(?:km|kilomet(?:re|er)s?)\s+and\s+(?:an?\s+)?{NUMBER}\s*(?:m|met(?:re|er)s?)\b",
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
    rf"(?:between\s+{NUMBER}(?:[\s-]*{UNIT})?\s+and\s+{NUMBER}[\s-]*{UNIT}|"
    rf"{_ABOUT}{NUMBER}\s*(?:km|kilomet(?:re|er)s?)\s+and\s+(?:an?\s+)?{NUMBER}\s*(?:m|met(?:re|er)s?)\b|"
    rf"{_ABOUT}{NUMBER}(?:(?:[\s-]*{UNIT})?{_TO}{NUMBER})?[\s-]*{UNIT}(?:{_AND_PART})?"
    rf"(?:\s*\(\s*(?:about\s+|around\s+|some\s+)?{NUMBER}(?:\s*(?:-|to)\s*{NUMBER})?\s*{UNIT}\s*\)|"
    rf",\s+or\s+(?:about\s+|around\s+|some\s+|nearly\s+)?{NUMBER}\s*{UNIT},)?)"
)
"""A pattern of a length or a range of lengths."""

_NUMBERS = re.compile(
    rf"(?<![\w.,])(?P<number>{NUMBER})(?=[\s-]*{UNIT}|{_TO}|\s+and\s)", re.IGNORECASE
)
_UNITS = re.compile(UNIT, re.IGNORECASE)
_SAID_AGAIN = re.compile(r"\s*\([^()]*\)|,\s+or\b[^,]*,$")
"""The same length in another unit: "16 kilometres, or about ten miles,"."""
_CUT_OFF = re.compile(
    rf"(?:[\d.,/\w-](?<!\s)|\b(?:hundred|thousand)\s+(?:and\s+)?|\bquarters?\s+of\s+|\bhalf\s+|"
    rf"\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\s+|(?<!\w){NUMBER}[\s-]*{UNIT},?\s+(?:(?:and|or|to|but)\s+)?(?:(?:then|later|even)\s+)?)$",
    re.IGNORECASE,
)


def is_cut_off(before: str) -> bool:
    """Whether the words before a length are the beginning of its number: "two hundred and"."""
    return bool(before) and _CUT_OFF.search(before) is not None


def in_digits(said: str) -> str:
    """A length in digits: "2.5 miles", "2-3 km"; the same words where it has no such number."""
    plain = _SAID_AGAIN.sub("", said)
    units = _UNITS.findall(plain)
    words = [match["number"] for match in _NUMBERS.finditer(plain)]
    values = [value for value in map(_value, words) if value is not None]
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


def _value(words: str) -> float | None:
    """The value of what `NUMBER` matches."""
    plain = " ".join(re.split(r"[\s]+", words.casefold()))
    whole, _, part = re.sub(
        r"[\s-]+and[\s-]+(?:(?:an?|three)[\s-]+)?(half|quarters?)$", r" +\1", plain
    ).partition(" +")
    extra = _PARTS[part] if part else 0.0
    if whole[0].isdigit():
        return float(whole.replace(",", "")) + extra
    if "quarter" in whole:
        return 0.75 if whole.startswith("three") else 0.25
    if whole.endswith("dozen"):
        return 6 if whole.startswith("half") else 12
    if whole.startswith("half"):
        return 0.5
    if re.match(rf"{_A}$", whole):
        return 1 + extra
    head, hundred, tail = whole.partition(" hundred")
    number: int | None = 1 if head in ("a", "an") else number_in(head)
    if hundred and number is not None:
        rest = number_in(tail.removeprefix(" and ")) if tail else 0
        return None if rest is None else number * 100 + rest
    return None if number is None else number + extra
