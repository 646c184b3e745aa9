"""Names: the same, sounding alike, spelt alike, or within a longer text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.names import NameIndex, name_key, sound_keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mirjaveh", "Mirjawa"), ("Mirjaveh", "میرجاوه"), ("Mirjawa", "ميرجاوة"),
        ("Nok Kundi", "Naukundi"), ("Nok Kundi", "Nowkandi"), ("Nok Kundi", "نوکنڈی"),
        ("Chagai", "Chaghay"), ("Chaghi", "چاغی"), ("Saravan", "Sarawan"), ("Saravan", "سراوان"),
        ("Mashkel", "Mashkhail"), ("ماشکیل", "Mashkil"), ("Qasr-e Qand", "Qasre Qand"),
        ("Qasr-e Qand", "قصرقند"), ("Chah Bahar", "Tchabahar"), ("Panjgur", "Punjgoor"),
        ("Iranshahr", "Iran Shahr"), ("Zahedan", "زاهدان"), ("Zamuran", "زعمران"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_sound_alike(one, other):
    assert sound_keys(one) & sound_keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Turbat", "Torbat-e Heydarieh"), ("Pishin", "Pasni"), ("Rask", "Rasht"),
        ("Mand", "Tump"), ("Saravan", "Sirkan"), ("Taftan", "Turbat"),
    ],
)  # fmt: skip
def test_other_names_do_not(one, other):
    assert not sound_keys(one) & sound_keys(other)


@given(st.text(max_size=200))
def test_any_text_has_a_bounded_number_of_sounds(text):
    keys = sound_keys(text)
    assert len(keys) <= 8
    assert all(0 < len(key) <= 400 for key in keys)
    assert name_key(name_key(text)) == name_key(text)


@pytest.fixture
def index():
    return NameIndex(
        [
            (1, ("Nok Kundi", "Nokundi", "نوکنڈی")),
            (2, ("Taftan", "تفتان")),
            (3, ("Sib and Suran",)),
            (4, ("Suran",)),
            (5, ("Saravan", "سراوان")),
        ]
    )


def test_a_match_says_how_it_was_met(index):
    (main,) = index.exact("NOK-KUNDI")
    (other,) = index.exact("نوكنڈی")
    (sound,) = index.sounding("Naukkundi")
    (spelling,) = index.misspelt("Nok Kundri")
    assert [m.item for m in (main, other, sound, spelling)] == [1, 1, 1, 1]
    assert [m.likeness for m in (main, other, sound, spelling)] == [
        "name", "other name", "sound", "spelling",
    ]  # fmt: skip
    assert sound.form == "Nok Kundi"


def test_of_two_that_sound_alike_the_better_spelling_comes_first(index):
    assert next(m.item for m in index.sounding("Sarawaan")) == 5


def test_names_within_a_text_are_whole_words_and_the_longest(index):
    text = "near Nok Kundi, Taftan/Sib and Suran; nokundi and Taftanis"
    assert list(index.mentioned(text)) == ["Nok Kundi", "Taftan", "Sib and Suran", "nokundi"]


def test_nothing_is_in_an_empty_index():
    empty = NameIndex([])
    assert empty.exact("x") == empty.sounding("xyz") == empty.misspelt("xyzzy") == []
    assert list(empty.mentioned("x y")) == []
