"""Numbers of people are read as they are said, and what is no number is refused."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.errors import RecordError
from incidents.record import Count
from incidents.tolls import Toll, parse_toll


def numbers(text):
    toll = parse_toll(text)
    return toll.low, toll.best, toll.high


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", (3, 3, 3)),
        ("0", (0, 0, 0)),
        ("۳", (3, 3, 3)),
        ("1,200", (1200, 1200, 1200)),
        ("۱٬۲۰۰", (1200, 1200, 1200)),
        ("3-5", (3, None, 5)),
        ("3–5", (3, None, 5)),
        ("3 to 5", (3, None, 5)),
        ("between 3 and 5", (3, None, 5)),
        ("14 or 17", (14, None, 17)),
        ("17 or 14", (14, None, 17)),
        ("20, 29, 42 or 43", (20, None, 43)),
        ("20, 27, 30 or 40-41", (20, None, 41)),
        ("at least 3", (3, 3, None)),
        ("20+", (20, 20, None)),
        ("3 or more", (3, 3, None)),
        ("up to 10", (None, None, 10)),
        ("more than 20", (21, None, None)),
        ("fewer than 20", (None, None, 19)),
        ("about 20", (15, 20, 25)),
        ("about 2", (1, 2, 3)),
        ("nearly 50", (38, 50, 50)),
        ("a dozen", (9, 12, 15)),
        ("at least a dozen", (12, 12, None)),
        ("a couple", (1, 2, 3)),
        ("two hundred", (200, 200, 200)),
        ("twenty-one", (21, 21, 21)),
        ("one", (1, 1, 1)),
        ("two soldiers", (2, 2, 2)),
        ("a soldier", (1, 1, 1)),
        ("2 Iranian guards dead", (2, 2, 2)),
        ("no one", (0, 0, 0)),
        ("none", (0, 0, 0)),
        ("no casualties", (0, 0, 0)),
        ("no loss of life", (0, 0, 0)),
        ("هیچ کس", (0, 0, 0)),
        ("پنج نفر", (5, 5, 5)),
        ("دست کم ۵ نفر", (5, 5, None)),
        ("بیست و یک نفر", (21, 21, 21)),
        ("۳ تا ۵ سرباز", (3, None, 5)),
        ("بیش از ۲۰", (21, None, None)),
        ("پانچ اہلکار شہید", (5, 5, 5)),
        ("آٹھ افراد", (8, 8, 8)),
        ("20 سے زائد", (21, None, None)),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_said(text, expected):
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens", 24, 99),
        ("dozens of people", 24, 99),
        ("several", 3, 9),
        ("a few", 3, 9),
        ("scores", 40, 199),
        ("hundreds", 200, 999),
        ("ده‌ها", 20, 99),
        ("چند", 3, 9),
        ("درجنوں", 24, 99),
    ],
)
def test_a_vague_word_keeps_its_wording_and_gets_no_best_figure(text, low, high):
    assert parse_toll(text) == Toll(low, None, high, text)


@pytest.mark.parametrize("text", ["unknown", "?", "not known", "نامعلوم", "many"])
def test_an_unknown_number_is_not_zero(text):
    assert parse_toll(text) == Toll(wording=text)
    assert not parse_toll(text).is_known


def test_a_plain_number_needs_no_wording():
    assert parse_toll(" 3 – 5 ").wording is None
    assert parse_toll("at least 3").wording == "at least 3"


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-", "-3", "+", "1.5", "۱٫۵", "½", "1/2", "1,20", "3 km", "three hours", "3rd",
        "2014-10-17", "2 dead, 3 wounded", "2 of 5", "two and three", "3-5-7", "12345678901",
        "dead", "at least", "no idea", "1e3", "NaN", "=1+1", "x" * 10_000, "up to at least 3",
    ],
)  # fmt: skip
def test_what_is_no_number_of_people_is_refused(text):
    with pytest.raises(RecordError, match="number of people"):
        parse_toll(text)


@pytest.mark.parametrize("text", ["5-3", "5 to 3", "between 9 and 2"])
def test_a_range_in_the_wrong_order_is_refused(text):
    with pytest.raises(RecordError, match="smaller number first"):
        parse_toll(text)


@given(st.integers(0, 9_999_999))
def test_every_number_in_digits_is_itself(number):
    assert numbers(str(number)) == numbers(f"{number:,}") == (number, number, number)


@given(st.text(max_size=60) | st.from_regex(r"[a-z]{0,9} ?[0-9,.-]{0,9} ?[a-z]{0,9}"))
def test_any_text_is_read_in_order_or_refused(text):
    try:
        toll = parse_toll(text)
    except RecordError:
        return
    known = [n for n in (toll.low, toll.best, toll.high) if n is not None]
    assert known == sorted(known)
    assert all(n >= 0 for n in known)
    assert known or toll.wording
    assert Count(toll.low, toll.best, toll.high).is_known == toll.is_known


@pytest.mark.parametrize(
    "unit", ["3 or ", "at least ", "1,", "dead ", "a ", "ده ", "3-", "((", " "]
)
def test_hostile_text_takes_no_time(unit):
    start = time.perf_counter()
    for text in (unit * 40, unit * 200_000):
        with pytest.raises(RecordError):
            parse_toll(text)
    assert time.perf_counter() - start < 1
