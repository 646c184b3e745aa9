"""Numbers in words: read whole or not at all, in three languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.lengths import parse_length
from geodata.numbers import EASTERN, LATIN, NUMBERS, measure_in, number_in

ENGLISH = (  # noqa: SIM905 - names read better in a line
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
PERSIAN = [
    "یک",
    "دو",
    "سه",
    "چهار",
    "پنج",
    "شش",
    "هفت",
    "هشت",
    "نه",
    "ده",
    "یازده",
    "دوازده",
    "سیزده",
    "چهارده",
    "پانزده",
    "شانزده",
    "هفده",
    "هجده",
    "نوزده",
]
PERSIAN_TENS = ["بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"]
PERSIAN_HUNDREDS = ["صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"]


def in_english(number: int) -> str:
    """A number as it is spelt in British English."""
    if number < 20:
        return ENGLISH[number - 1]
    if number < 100:
        tens, unit = divmod(number, 10)
        return ENGLISH_TENS[tens - 2] + (f"-{ENGLISH[unit - 1]}" if unit else "")
    for size, name in ((1000, "thousand"), (100, "hundred")):
        times, rest = divmod(number, size)
        if times:
            joint = " and " if 0 < rest < 100 else " "
            return f"{in_english(times)} {name}{joint + in_english(rest) if rest else ''}"
    raise ValueError(number)


def in_persian(number: int) -> str:
    """A number as it is spelt in Persian."""
    if number < 20:
        return PERSIAN[number - 1]
    for size, names in ((1000, None), (100, PERSIAN_HUNDREDS), (10, PERSIAN_TENS)):
        times, rest = divmod(number, size)
        if times:
            first = 2 if size == 10 else 1
            head = f"{in_persian(times)} هزار" if names is None else names[times - first]
            return f"{head} و {in_persian(rest)}" if rest else head
    raise ValueError(number)


@given(st.integers(1, 9999))
def test_every_number_is_read_whole_in_english(number):
    words = in_english(number)
    assert measure_in(words) == number
    assert re.search(LATIN, f"{words} metres", re.IGNORECASE)[0] == words


@given(st.integers(1, 9999))
def test_every_number_is_read_whole_in_persian(number):
    words = in_persian(number)
    assert measure_in(words) == number
    assert re.search(rf"(?<!\w){EASTERN}(?!\w)", f"{words} متر")[0] == words


@given(st.integers(1, 9999), st.sampled_from(["km", "metres", "miles"]))
def test_a_length_in_words_is_the_length_in_digits(number, unit):
    assert parse_length(f"{in_english(number)} {unit}").low_m == pytest.approx(
        parse_length(f"{number} {unit}").low_m
    )


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("twenty-three", 23), ("بیست و سه", 23), ("چوبیس", 24), ("a hundred", 100),
        ("two dozen", 24),
        ("دو سو پچاس", 250), ("ڈیڑه سو", 150), ("ڈهائی هزار", 2500), ("ایک هزار دو سو", 1200),
        ("ننانوے", 99), ("بائیس", 22), ("twelve hundred", 1200), ("guard", None),
        ("two three", None), ("half", None), ("", None),
    ],
)  # fmt: skip
def test_numbers_in_words_are_one_table(words, number):
    assert number_in(words) == number


def test_words_of_the_table_stand_at_their_number():
    expected = {
        "نوزده": 19,
        "انتالیس": 39,
        "انچاس": 49,
        "انسٹه": 59,
        "انهتر": 69,
        "اناسی": 79,
        "ننانوے": 99,
    }
    assert {word: NUMBERS[word] for word in expected} == expected


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("ساڑهے تین", 3.5), ("ساڑهے تین سو", 350), ("سوا سو", 125), ("سوا", 1.25), ("آٹه سو", 800),
        ("دو و نیم", 2.5), ("پونے دو", 1.75), ("پونے دو سو", 175), ("دویست", 200), ("1.2", 1.2),
        ("هزار و دویست", 1200), ("two and three quarters", 2.75), ("three quarters of a", 0.75),
        ("a quarter of a", 0.25), ("half a", 0.5), ("a", 1), ("2½", 2.5), ("half a dozen", 6),
    ],
)  # fmt: skip
def test_measures_have_halves_and_hundreds(words, value):
    assert measure_in(words) == value


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("a quarter of a mile", 402.336), ("three quarters of a mile", 1207.008),
        ("half a dozen miles", 9656.064), ("one thousand two hundred metres", 1200),
        ("یک هزار و ۲۰۰ متر", 1200), ("دویست و پنجاه متر", 250), ("ساڑھے تین کلومیٹر", 3500),
        ("پونے دو کلومیٹر", 1750), ("ڈھائی سو میٹر", 250), ("بائیس کلومیٹر", 22_000),
    ],
)  # fmt: skip
def test_lengths_with_fractions_and_several_words(text, metres):
    length = parse_length(text)
    assert length.low_m == length.high_m == pytest.approx(metres)


@pytest.mark.parametrize(
    "text",
    ["a third of a mile", "two point five km", "several hundred metres", "1 500 m", "a few km"],
)
def test_the_rest_of_a_number_is_no_length(text):
    assert parse_length(text) is None
