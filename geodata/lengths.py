"""Distances as they are said: "up to two km", "2-3 miles", and what they may have been.

A length is read in English, Persian or Urdu, with the words before and behind it that make it a
greatest or a least one. Every pattern is linear and at most `LONGEST_PHRASE` characters are read.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Literal

from geodata.names import LONGEST_PHRASE, cleaned
from geodata.numbers import EASTERN_MEASURE, LATIN_MEASURE, measure_in
from geodata.point_radius import distance_precision

__all__ = [
    "FARSAKH_M",
    "LENGTH",
    "UNIT",
    "Length",
    "as_one",
    "depth_interval_m",
    "length_of",
    "length_said",
    "parse_length",
]

Bound = Literal["at most", "at least"]

KILOMETRE_M = 1000.0
FARSAKH_M = 6240.0
"""Of 6,000 zar' of 1.04 m, as it was reckoned in Iran."""
_UNITS_M = {
    "km": (
        1000.0,
        r"k\.?m\.?s?|kilo\s?met(?:er|re)s?|kilo?s|کیلو\s?متر|کلو\s?میٹر|کیلو\s?میٹر|ک\.?م",
    ),
    "nautical": (1852.0, r"nautical\s+miles?|nmi|nm"),
    "mile": (1609.344, r"miles?|mi|میل"),
    "farsakh": (FARSAKH_M, r"farsakhs?|farsangs?|parasangs?|فرسخ|فرسنگ"),
    "yard": (0.9144, r"yards?|yds?"),
    "foot": (0.3048, r"feet|foot|ft"),
    "m": (1.0, r"met(?:er|re)s?|mtrs?|m|متر|میٹر"),
}
UNIT = "|".join(f"(?P<{name}>{pattern})" for name, (_, pattern) in _UNITS_M.items())
_DIGITS = r"\d{1,7}(?:,\d{3})*(?:[.,]\d{1,4})?"
_NUMBER = rf"(?:{EASTERN_MEASURE}(?!\w)|(?=[^\W\d]){LATIN_MEASURE}(?!\w)|{_DIGITS})"
_REST_OF_ONE = "".join(
    rf"(?<!\b{words} )"
    for words in (
        *(
            f"{part}{s} of"
            for part in ("third", "fifth", "sixth", "eighth", "tenth")
            for s in ("", "s")
        ),
        *("point", "hundred", "thousand", "hundred and", "thousand and"),
        *("صد", "سو", "هزار", "صد و", "سو و", "هزار و"),
    )
)
"""Behind these a number is the rest of another: "a third of a mile", "two point five km"."""
_ABOUT = (
    r"about|around|approximately|approx\.?|roughly|some|nearly|almost|circa|ca\.?|estimated|"
    r"حدود|حدودا|تقریبا|نزدیک به|لگ بهگ|قریبا|تقریباً"
)
_AT_MOST = (
    r"up to|at most|within|less than|under|below|(?:no|not) (?:more|farther|further) than|not over|"
    r"(?:an? )?maximum(?: of)?|as much as|حداکثر|کمتر از|کم تر از|زیاده سے زیاده"
)
_AT_LEAST = (
    r"at least|more than|(?:no|not) less than|over|above|exceeding|in excess of|upwards? of|"
    r"(?:an? )?minimum(?: of)?|حداقل|دست کم|دستکم|بیش از|بیشتر از|افزون بر|کم از کم"
)
_AT_MOST_AFTER = r"at (?:the )?most|or less|سے کم(?! از)"
_AT_LEAST_AFTER = r"at (?:the )?least|(?:or|and) more|plus|سے (?:زیاده|زائد|زاید|اوپر)"
LENGTH = re.compile(
    rf"(?:(?:(?P<about>\b(?:{_ABOUT})(?!\w)|[~≈])|\b(?:(?P<most>{_AT_MOST})|(?P<least>{_AT_LEAST})|"
    rf"just|only)(?!\w))\s*){{0,3}}(?<![\w.,-]){_REST_OF_ONE}(?!(?<=\d )\d{{3}}(?!\d))"
    rf"(?P<low>{_NUMBER})"
    rf"(?:\s*(?:-|–|\bto\b|\bor\b|تا|سے)\s*(?P<high>{_NUMBER}))?\s*-?\s*"
    rf"(?:{UNIT})(?P<ezafe>ی)?(?![\w])(?:\s*²)?"
    rf"(?:,?\s+(?:(?P<most_after>{_AT_MOST_AFTER})|(?P<least_after>{_AT_LEAST_AFTER}))\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Length:
    """A distance as it was said: least and greatest number of metres, and half its precision."""

    low_m: float
    high_m: float
    half_m: float
    verbatim: str
    about: bool = False
    bound: Bound | None = None
    metric: bool = True

    @property
    def metres(self) -> float:
        """The middle of what was said."""
        return (self.low_m + self.high_m) / 2

    @property
    def delta_m(self) -> float:
        """What the distance may be off by: its precision, its range, double where "about"."""
        half_m = self.half_m * (2 if self.about else 1)
        return half_m + (self.high_m - self.low_m) / 2

    @property
    def reach_m(self) -> tuple[float, float]:
        """Least and greatest metres: "up to" begins at 0, "more than" ends at twice the number."""
        return self._reach_m(self.half_m)

    @property
    def as_depth_m(self) -> tuple[float, float]:
        """Least and greatest metres where it is a depth; see `depth_interval_m`."""
        if self.low_m < self.high_m:
            return self.low_m, self.high_m
        return self._reach_m(_rounding_m(self.low_m) if self.metric else self.half_m)

    def _reach_m(self, half_m: float) -> tuple[float, float]:
        half_m *= 2 if self.about else 1
        least_m = 0.0 if self.bound == "at most" else max(0.0, self.low_m - half_m)
        most_m = 2 * self.high_m if self.bound == "at least" else 0.0
        return least_m, max(most_m, self.high_m + half_m)


def parse_length(text: str) -> Length | None:
    """Read a bare distance such as "2 km"; None where the text holds none, or several."""
    found = _lengths_in(text)
    return found[0] if len(found) == 1 else None


def _lengths_in(text: str) -> list[Length]:
    """The distances that a text says; one that is said twice, in brackets too, is one."""
    plain = cleaned(text[:LONGEST_PHRASE])
    found: list[Length] = []
    last = -1
    for match in LENGTH.finditer(plain):
        length = length_of(match)
        if length is None:
            continue
        is_again = (
            found
            and plain[last : match.start()].strip() == "("
            and plain[match.end() :].lstrip()[:1] == ")"
        )
        both = as_one(found[-1], length) if is_again else None
        if both is not None:
            found[-1] = both
        else:
            found.append(length)
        last = match.end()
    return found


def as_one(one: Length, other: Length) -> Length | None:
    """Two spellings of one distance, such as "four miles (seven km)", as the rougher of them.

    One was reckoned from the other, and is no more exact for having more digits. None where they
    are two distances.
    """
    if abs(one.metres - other.metres) > one.delta_m + other.delta_m:
        return None
    rougher = max(one, other, key=lambda length: length.delta_m)
    return replace(rougher, verbatim=f"{one.verbatim} ({other.verbatim})", about=one.about)


def depth_interval_m(
    low_km: float | None, high_km: float | None, words: str = ""
) -> tuple[float, float] | None:
    """What a reported depth may have been, as least and greatest metres; None without a number.

    Notes
    -----
    Two numbers are a range and stand as they are. One number stands for what it may have been
    rounded from: a whole number of kilometres for half a kilometre to either side, halves (1.5)
    for 0.25, other decimals for half their last digit, tens from 20 on for 5, other multiples of
    five from 10 on for 2.5, hundreds for 50. "About" and its like double that. "Up to", "no
    more than" and their like reach from the line; "more than" and its like to twice the number.
    Such words count where they stand at the distance: "2 km over the border" has none. What was
    said in miles or yards has the precision of these: "2 miles" is 3.22 km give or take 0.8.
    """
    if low_km is None and high_km is None:
        return None
    if low_km is None or high_km is None or low_km != high_km:
        low_m = (low_km or 0.0) * KILOMETRE_M
        return low_m, high_km * KILOMETRE_M if high_km is not None else 2 * low_m
    return length_said(low_km, words).as_depth_m


def length_said(km: float, words: str) -> Length:
    """A number of kilometres with what the words say of it: "about", a bound, miles.

    Parameters
    ----------
    km
        The number.
    words
        The source's words for it; other distances in them are passed over.
    """
    number = Length(km * KILOMETRE_M, km * KILOMETRE_M, 0.0, words)
    said = _lengths_in(words)
    own = [x for x in said if math.isclose(x.low_m, number.low_m, rel_tol=0.05, abs_tol=_SAME_M)]
    if own and not own[0].metric:
        return own[0]
    for length in (own or said)[:1]:
        number = replace(number, about=length.about, bound=length.bound)
    return number


_SAME_M = 50.0
"""Kilometres are stored to two digits, so a length in miles is that of a column to so much."""


def _bound(length: re.Match[str]) -> Bound | None:
    """Whether a length that `LENGTH` matched is a greatest or a least one."""
    if length["most"] or length["most_after"]:
        return "at most"
    return "at least" if length["least"] or length["least_after"] else None


def _rounding_m(depth_m: float) -> float:
    """Half the step to which a reported number of kilometres was rounded."""
    depth_km = depth_m / KILOMETRE_M
    steps = ((100.0, 100.0, 50.0), (20.0, 10.0, 5.0), (10.0, 5.0, 2.5), (0.0, 1.0, 0.5))
    for least, step, half in (*steps, (0.0, 0.5, 0.25)):
        if depth_km >= least and math.isclose(depth_km % step, 0.0, abs_tol=1e-9):
            return half * KILOMETRE_M
    decimals = len(f"{depth_km:g}".partition(".")[2])
    return float(0.5 * 10.0**-decimals) * KILOMETRE_M


def _number(text: str) -> tuple[float, str]:
    """A number and its plain spelling."""
    if re.fullmatch(_DIGITS, text):
        plain = text
        if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
            plain = text.replace(",", "")
        plain = plain.replace(",", ".", 1).replace(",", "")
        return float(plain), plain
    value = measure_in(text) or 0.0
    return value, f"{value:g}"


def length_of(found: re.Match[str]) -> Length | None:
    """What `LENGTH` matched, in metres; None for a range that falls, or a distance of nothing."""
    unit, unit_m = next((u, size) for u, (size, _) in _UNITS_M.items() if found[u])
    low, spelt = _number(found["low"])
    high = _number(found["high"])[0] if found["high"] else low
    if not 0 < low <= high:
        return None
    return Length(
        low * unit_m,
        high * unit_m,
        0.0 if high > low else distance_precision(spelt) * unit_m,
        found[0],
        about=bool(found["about"]),
        bound=_bound(found),
        metric=unit in ("km", "m"),
    )
