"""Phrases of reports against places that are known from elsewhere: tests/fixtures/phrases.csv.

True places come from the gazetteer's tables, offsets from the WGS84 geodesic, pillars and depths
from points made along the border; `source` names the incident whose own wording a phrase is.
"""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.borders import load_border
from geodata.footprints import contains
from geodata.gazetteer import load_gazetteer
from geodata.geocoder import Geocoder
from geodata.lengths import depth_interval_m
from geodata.names import LONGEST_PHRASE, name_key
from geodata.phrases import parse

FIXTURE = Path(__file__).parent / "fixtures" / "phrases.csv"
PHRASES = list(csv.DictReader(FIXTURE.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def geocoder():
    return Geocoder(load_border(), load_gazetteer())


def asked(geocoder, row):
    return geocoder.geocode(
        row["phrase"],
        country=row["country"] or None,
        adm2=row["adm2"] or None,
        border_pillar=row["border_pillar"] or None,
    )


def kind_of(footprint):
    return type(footprint).__name__.lower()


def fault(row, result):
    """Why an answer is not the expected one, or None."""
    if result.status not in row["expected"].split("|"):
        return f"{result.status}: {result.message}"
    if result.status != "placed":
        return None
    best = result.candidates[0]
    if name_key(row["name"]) not in name_key(best.name):
        return f"named {best.name}"
    if row["kind"] and kind_of(best.shown) not in row["kind"].split("|"):
        return f"a {kind_of(best.shown)}"
    return None


def test_the_set_is_large_and_from_many_sources():
    assert len(PHRASES) >= 150
    sources = Counter(row["source"] for row in PHRASES)
    assert sum(1 for s in sources if s[:2] == "20") >= 50
    assert sources["place_variants.csv"] >= 40


def test_at_least_95_in_100_phrases_are_right_at_the_top_rank(geocoder):
    faults = {}
    for row in PHRASES:
        why = fault(row, asked(geocoder, row))
        if why:
            faults[row["phrase"], row["country"]] = why
    assert len(faults) <= 0.05 * len(PHRASES), faults


def test_no_wrong_answer_is_sure_of_itself(geocoder):
    sure = {}
    for row in PHRASES:
        result = asked(geocoder, row)
        if fault(row, result) and any(c.confidence > 0.9 for c in result.candidates):
            sure[row["phrase"], row["country"]] = result.candidates[0]
    assert not sure


@pytest.mark.parametrize(
    "row", [r for r in PHRASES if r["true_lon"]], ids=lambda r: f"{r['phrase']}-{r['country']}"
)
def test_the_true_place_lies_in_the_footprint(geocoder, row):
    result = asked(geocoder, row)
    assert result.status == "placed", result.message
    best = result.candidates[0]
    place = np.array([float(row["true_lon"])]), np.array([float(row["true_lat"])])
    for footprint in (best.footprint, best.depth_footprint):
        if footprint is not None:
            assert contains(footprint, geocoder.border, *place).all(), footprint


# --- What a phrase is taken apart into -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "low_m", "high_m", "into"),
    [
        ("2 km inside Pakistan", 1500, 2500, "PAK"),
        ("two kilometres into Pakistan", 1500, 2500, "PAK"),
        ("3000 metres inside", 2500, 3500, None),
        ("3-4 km inside Iranian territory", 3000, 4000, "IRN"),
        ("three to four km inside Iran", 3000, 4000, "IRN"),
        ("about 2 km inside Pakistan", 1000, 3000, "PAK"),
        ("up to 5 km inside Pakistan", 0, 5500, "PAK"),
        ("1.5 km inside Pakistani territory", 1250, 1750, "PAK"),
        ("۲ کیلومتر داخل خاک ایران", 1500, 2500, "IRN"),
        ("پاکستانی حدود میں ۱۲ کلومیٹر اندر", 11_500, 12_500, "PAK"),
        ("four miles (seven km) from the border", 5632.704, 7242.048, None),
        ("3 kilometers (1.9 miles) inside Pakistan", 2500, 3500, "PAK"),
        ("2 miles inside Iran", 2414.016, 4023.36, "IRN"),
        ("70 kilometers east of the Iranian border", 65_000, 75_000, None),
    ],
)
def test_a_depth_is_an_interval_and_a_country(text, low_m, high_m, into):
    (depth,) = parse(text).depths
    assert (depth.low_m, depth.high_m, depth.into) == pytest.approx((low_m, high_m, into))


@pytest.mark.parametrize(
    "text",
    [
        "the 909 km border", "a 900-km-long frontier", "40 km off the Jiwani coast",
        "a range of 40 km", "1,200 km southeast of Tehran", "500 km from Quetta",
        "70 km along the road", "2 km from an FC check post", "10 km from Panjgur",
        "30 troops", "28.96 N 61.55 E", "3 km from the border town of Taftan",
    ],
)  # fmt: skip
def test_a_distance_that_is_no_depth_is_never_taken_as_one(text):
    assert parse(text).depths == ()


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("45 km", 45_000), ("45 kms", 45_000), ("forty-five kilometres", 45_000),
        ("500 m", 500), ("500 metres", 500), ("20 miles", 32_186.88), ("one mile", 1609.344),
        ("two farsakh", 12_480), ("۴۵ کیلومتری", 45_000), ("٤٥ km", 45_000), ("45 کلومیٹر", 45_000),
        ("بیست و پنج کیلومتری", 25_000),
        ("1,500 m", 1500), ("1.5 km", 1500), ("one hundred km", 100_000),
        ("half a km", 500), ("one and a half km", 1500), ("twelve hundred yards", 1097.28),
    ],
)  # fmt: skip
def test_lengths_in_words_digits_and_units(text, metres):
    (offset,) = parse(f"{text} south of Mirjaveh").offsets
    assert offset.length.metres == pytest.approx(metres)
    assert (offset.anchor.name, offset.heading) == ("Mirjaveh", "S")


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("north", "N"), ("south-east", "SE"), ("southeast", "SE"), ("south east", "SE"),
        ("NNE", "NNE"), ("north-north-east", "NNE"), ("W", "W"), ("southwestward", "SW"),
    ],
)  # fmt: skip
def test_headings_in_words_and_letters(words, heading):
    (offset,) = parse(f"10 km {words} of Rask").offsets
    assert offset.heading == heading


@pytest.mark.parametrize(
    ("text", "pillars"),
    [
        ("near pillar 206", (206, 206)), ("between border poles 104 and 106", (104, 106)),
        ("BP-154", (154, 154)), ("BPs 104-106", (104, 106)), ("میل مرزی شماره ۱۸۴", (184, 184)),
        ("پلر نمبر ۲۰۶", (206, 206)), ("boundary pillar no. 100", (100, 100)),
    ],
)  # fmt: skip
def test_pillars_in_three_languages(text, pillars):
    assert parse(text).pillars == (pillars,)


def test_persian_mil_before_a_number_is_a_pillar_and_after_it_a_mile():
    assert parse("میل ۱۸۴").pillars == ((184, 184),)
    (offset,) = parse("۵ میل جنوب میرجاوه").offsets
    assert offset.length.metres == pytest.approx(5 * 1609.344)


@pytest.mark.parametrize(("low", "high"), [(None, None)])
def test_without_a_number_there_is_no_interval(low, high):
    assert depth_interval_m(low, high) is None


# --- Facts that exclude each other, and facts that are kept --------------------------------------


def test_a_conflict_keeps_the_first_fact_and_says_so(geocoder):
    (candidate,) = geocoder.geocode("Chabahar", border_pillar="104").candidates
    assert candidate.name == "border pillar 104"
    assert "exclude each other" in candidate.remarks
    assert candidate.confidence <= 0.5


def test_an_unknown_anchor_is_named_and_the_rest_is_kept(geocoder):
    (candidate,) = geocoder.geocode(
        "500 m west of the Juz post, Buleda", country="PAK", adm2="Kech"
    ).candidates
    assert "'Juz'" in candidate.remarks
    assert "Kech" in candidate.name


def test_the_depth_makes_a_second_footprint_and_leaves_the_first_alone(geocoder):
    without = geocoder.geocode("", country="PAK", adm2="Chagai").candidates[0]
    by_words = geocoder.geocode("2 km inside Pakistan", country="PAK", adm2="Chagai").candidates[0]
    by_number = geocoder.geocode(
        "", country="PAK", adm2="Chagai", reported_depth_km=2.0, into="PAK"
    ).candidates[0]
    assert without.depth_footprint is None
    assert without.footprint == by_words.footprint == by_number.footprint
    assert by_words.depth_footprint == by_number.depth_footprint != without.footprint


def test_a_depth_that_the_place_cannot_have_is_a_conflict(geocoder):
    (candidate,) = geocoder.geocode("Turbat area, 2 km inside Pakistan").candidates
    assert candidate.depth_footprint is None
    assert "1.5 to 2.5 km inside Pakistan" in candidate.depth_conflict


def test_a_depth_decides_between_places_of_one_name(geocoder):
    (candidate,) = geocoder.geocode("within 2 km of the border near Mand").candidates
    assert candidate.country == "PAK"
    assert candidate.confidence < 0.9


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Pishin, Iran", "Pishin"), ("Taftan, Iran", "Taftan county"),
        ("the border town of Taftan in Pakistan", "Taftan"),
        ("Pishin in Iran's Sistan-Baluchestan province", "Pishin"),
        ("southeastern city of Zahedan", "Zahedan"), ("outskirts of Zahedan", "Zahedan"),
        ("a village near the border in Panjgur", "Panjgur stretch of the border"),
        ("Saravan, near the border with Pakistan", "Saravan stretch of the border"),
        ("Panjgur's Parom tehsil", "Parom tehsil"), ("ضلع کیچ کی تحصیل تمپ", "Tump tehsil"),
        ("تربت کے علاقے مند میں", "Mand"), ("پاسگاه مرزی میرجاوه", "Mirjaveh stretch"),
    ],
)  # fmt: skip
def test_the_other_words_of_a_phrase_decide(geocoder, text, name):
    (candidate,) = geocoder.geocode(text).candidates
    assert candidate.name.startswith(name)


@pytest.mark.parametrize("text", ["Hamun-e Mashkel", "Kuh-e Taftan"])
def test_a_lake_or_a_mountain_is_not_the_town_it_is_called_after(geocoder, text):
    assert geocoder.geocode(text).status == "not found"


def test_words_that_are_no_names_are_not_called_unknown_places(geocoder):
    result = geocoder.geocode("border; crossed from Panjgur and Mand areas", country="IRN")
    assert result.status == "not found"
    assert "'crossed'" not in result.message
    assert "'Panjgur'" in result.message


def test_choices_are_told_with_their_distance(geocoder):
    assert "716 km from the first" in geocoder.geocode("Pishin").message


def test_a_result_names_what_it_rests_on(geocoder):
    answer = geocoder.geocode("Mirjaveh").to_dict()
    assert answer["provenance"]["gazetteer_sha256"] == geocoder.gazetteer.sha256
    assert answer["provenance"]["border_sha256"] == geocoder.border.sha256
    assert answer["candidates"][0]["footprint"]["shape"] == "disc"


# --- Text that means no good ---------------------------------------------------------------------

ADVERSARIAL = {
    "a megabyte": "Mirjaveh " * 120_000,
    "digits": "9" * 500,
    "spaced digits": "1 " * 250,
    "near": "near " * 100,
    "lengths": "2 km " * 100,
    "headings": "north-" * 80,
    "brackets": "(" * 250 + ")" * 250,
    "backtracking": "a" * 400 + "!",
    "between": "between " * 60 + "and " * 5,
    "bidi": "\u202eMirjaveh\u202c \u2066Taftan\u2069",
    "joiners": "\u200d\u200c" * 200,
    "emoji": "🏔️" * 100,
    "combining": "M" + "\u0301" * 400,
    "nulls": "\x00" * 300,
    "surrogates": "\ud800 Mirjaveh",
    "private signs": "\ue100\ue200 of Mirjaveh",
    "template": "{{7*7}}${alert(1)}",
}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("text", ADVERSARIAL.values(), ids=ADVERSARIAL.keys())
def test_text_that_means_no_good_is_answered_in_bounded_time(geocoder, text):
    result = geocoder.geocode(text)
    assert result.message
    assert len(result.message) < 5000


def test_a_name_between_direction_marks_is_still_read(geocoder):
    assert geocoder.geocode("\u2067Mirjaveh\u2069").status == "placed"


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["2 km", "45 km", "south", "of", "from", "inside", "Pakistan", "Mirjaveh", "Taftan",
             "near", "between", "and", "pillar", "206", "Zero Point", ",", "(", ")", "/", "میل",
             "۱۲", "کیلومتری", "مرز", "Pishin", "border", "district", "BP-", "28.9", "61.5"]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_any_mixture_of_words_gets_a_consistent_answer(geocoder, words):
    result = geocoder.geocode(" ".join(words)[:LONGEST_PHRASE])
    assert result.message
    assert (result.status == "not found") == (not result.candidates)
    if result.status == "placed":
        assert len(result.candidates) == 1
    for candidate in result.candidates:
        assert 0 < candidate.confidence <= 1
        assert candidate.coordinate_uncertainty_m > 0
        assert candidate.shown is not None
