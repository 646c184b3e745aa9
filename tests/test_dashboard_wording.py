"""Sentences that claim no more than the record does."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest

from dashboard import wording
from dashboard.language import spoken
from incidents.record import DEPTH_CHECKS, Claim, Count, EventType, Incident
from incidents.tolls import parse_toll


@dataclass(frozen=True)
class EvenBorder:
    """A border whose line may be wrong by the same distance everywhere."""

    error_m: float = 500.0

    def line_error_m(self, chainage_m):
        return np.full(np.atleast_1d(chainage_m).shape, self.error_m)


PLACED = Incident(
    incident_id="a",
    date_start=date(2014, 10, 17),
    date_end=date(2014, 10, 17),
    event_type=EventType.INCURSION,
    lon=61.75,
    lat=28.8,
    coordinate_uncertainty_m=3000.0,
    georeference_status="placed",
    country="PAK",
    border_distance_m=12_000.0,
    signed_distance_m=12_000.0,
    chainage_m=170_000.0,
    beyond_end=False,
    footprint='{"lat":28.8,"lon":61.75,"radius_m":3000.0,"shape":"disc"}',
    p_pak=1.0,
    p_irn=0.0,
    signed_p05_m=9_600.0,
    signed_p50_m=12_000.0,
    signed_p95_m=14_400.0,
    side="PAK",
)
ACROSS = {
    "border_distance_m": 2000.0,
    "signed_distance_m": 2000.0,
    "signed_p05_m": -500.0,
    "signed_p50_m": 2000.0,
    "signed_p95_m": 4500.0,
    "p_pak": 0.88,
    "p_irn": 0.12,
    "side": "undetermined",
}
NO_SIDE = dict.fromkeys(("signed_p05_m", "signed_p50_m", "signed_p95_m", "side"))


def statement(**change):
    return wording.depth_statement(replace(PLACED, **change), EvenBorder())


def test_a_place_clear_of_the_line_is_measured_with_its_interval():
    said = statement()
    assert said.kind == "measured"
    assert said.headline == "12 km inside Pakistan"
    assert said.interval == "9.6\N{EN DASH}14 km inside Pakistan"
    assert said.interval in said.detail
    assert "within 3.0 km" in said.detail
    assert "within about 0.5 km" in said.detail


def test_an_interval_that_reaches_across_the_line_leaves_the_side_undetermined():
    said = statement(**ACROSS)
    assert said.kind == "undetermined"
    assert said.headline == "Side undetermined"
    assert "0.5 km inside Iran to 4.5 km inside Pakistan" in said.detail
    assert "Pakistan 88 %, Iran 12 %" in said.detail


def test_distances_in_iran_are_said_to_be_inside_iran():
    said = statement(
        country="IRN", signed_distance_m=-12_000.0, side="IRN", p_pak=0.0, p_irn=1.0,
        signed_p05_m=-14_400.0, signed_p50_m=-12_000.0, signed_p95_m=-9_600.0,
    )  # fmt: skip
    assert said.headline == "12 km inside Iran"
    assert "9.6\N{EN DASH}14 km inside Iran" in said.detail


@pytest.mark.parametrize(
    ("share", "words"),
    [(1.0, "over 99 %"), (0.995, "over 99 %"), (0.5, "50 %"), (0.012, "1 %"), (0.0, "under 1 %")],
)
def test_no_probability_is_said_to_be_certain(share, words):
    assert wording.probability(share) == words


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"beyond_end": True}, "beyond end", "no depth is claimed"),
        (
            {"coordinate_uncertainty_m": None, "footprint": None},
            "undetermined",
            "does not say how well",
        ),
        ({"signed_distance_m": None, "country": None, **NO_SIDE}, "no side", ""),
    ],
)
def test_no_depth_is_claimed_where_none_can_be(change, kind, words):
    said = statement(**change)
    assert said.kind == kind
    assert words in said.detail
    assert said.interval == ""
    assert "inside" not in said.headline


def test_an_area_and_a_missing_place_say_what_is_known():
    nowhere = {
        "lon": None,
        "lat": None,
        "country": None,
        "border_distance_m": None,
        "signed_distance_m": None,
    }
    area = statement(**nowhere, georeference_status="area", georeference_remarks="Chagai District")
    assert area.headline == "Somewhere in an area inside Pakistan"
    assert area.detail.endswith("Chagai District")
    nowhere["footprint"] = None
    missing = statement(**nowhere, georeference_status="not placed", georeference_remarks="At sea")
    assert (missing.headline, missing.detail) == ("Not measured: not placed", "At sea")


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        (date(2014, 10, 17), date(2014, 10, 17), "day", "17 October 2014"),
        (date(2014, 10, 16), date(2014, 10, 17), "range", "16\N{EN DASH}17 October 2014"),
        (
            date(2014, 9, 30),
            date(2014, 10, 1),
            "range",
            "30 September \N{EN DASH} 1 October 2014",
        ),
        (date(2014, 10, 1), date(2014, 10, 31), "month", "October 2014, day not known"),
        (date(2014, 1, 1), date(2014, 12, 31), "year", "2014, day not known"),
    ],
)
def test_days_and_intervals_are_written_as_people_do(start, end, precision, words):
    assert wording.when(start, end, precision) == words


@pytest.mark.parametrize(
    ("depth", "words"),
    [
        ((2.0, 2.0, "PAK", "line"), "2 km inside Pakistan"),
        ((3.0, 4.0, "PAK", "line"), "3\N{EN DASH}4 km inside Pakistan"),
        (
            (2.0, 2.0, "PAK", "zero point"),
            "2 km inside Pakistan, counted from the zero point",
        ),
        ((0.0, 0.0, "IRN", "line"), "On the line"),
        ((None, None, None, None), None),
        ((2.0, 2.0, "PAK", "line", "no more than 2 km inside"), "At most 2 km inside Pakistan"),
        ((2.0, 2.0, "PAK", "line", "over two kilometres"), "At least 2 km inside Pakistan"),
        ((2.0, 2.0, "PAK", "line", "some 2 km over the border"), "About 2 km inside Pakistan"),
        ((2.0, 2.0, "PAK", "line", "2 km over the border"), "2 km inside Pakistan"),
        ((3.22, 3.22, "PAK", "line", "two miles inside"), "About 3.2 km inside Pakistan"),
        ((3.22, 3.22, "PAK", "line", "over two miles"), "At least 3.2 km inside Pakistan"),
        ((None, 2.0, None, "line"), "At most 2 km from the border"),
        ((2.0, None, "PAK", "line"), "At least 2 km inside Pakistan"),
    ],
)
def test_a_reported_depth_keeps_its_bounds_and_its_datum(depth, words):
    low, high, into, datum, *said = depth
    incident = replace(
        PLACED,
        reported_depth_min_km=low,
        reported_depth_max_km=high,
        reported_depth_into=into,
        reported_depth_datum=datum,
        depth_wording=said[0] if said else None,
    )
    assert wording.reported_depth(incident) == words


def test_a_toll_shows_its_range_and_nothing_unknown():
    incident = replace(
        PLACED,
        tolls={
            "killed_pak": Count(best=1),
            "injured_pak": Count(3, None, 4),
            "killed_total": Count(2, 10, None),
        },
    )
    assert wording.tolls(incident) == [
        ("Pakistani forces", "1 killed, 3\N{EN DASH}4 injured"),
        ("All together", "10 (at least 2) killed"),
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("3", "3 killed"),
        ("at least 3", "at least 3 killed"),
        ("more than 3", "at least 4 killed"),
        ("no more than 3", "at most 3 killed"),
        ("3-5", "3\N{EN DASH}5 killed"),
        ("about 20", "20 (15\N{EN DASH}25) killed"),
        ("nearly 10", "10 (8\N{EN DASH}10) killed"),
    ],
)
def test_a_toll_is_told_with_the_bound_that_it_was_said_with(said, words):
    toll = parse_toll(said)
    incident = replace(PLACED, tolls={"killed_pak": Count(toll.low, toll.best, toll.high)})
    assert wording.tolls(incident) == [("Pakistani forces", words)]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//host/x",
        "https://",
        "http://[broken",
        "https://a b",
        "vbscript:x",
        "",
        None,
        "java\nscript:alert(1)",
    ],
)
def test_only_plain_web_addresses_become_links(url):
    assert wording.safe_link(url) is None


def test_a_web_address_stays_as_it_is():
    address = "http://www.refworld.org/country,,,,IRN,,52722ef34,0.html?a=1&b=2"
    assert wording.safe_link(address) == address


def test_direction_marks_cannot_hide_in_a_text():
    assert wording.visible("a\u202eb\u200fc\x07") == "a⟨U+202E⟩b⟨U+200F⟩c⟨U+0007⟩"
    assert wording.visible("جکی‌گور\n") == "جکی‌گور\n"


def test_claims_are_grouped_by_whose_account_they_are():
    claims = [Claim("1", claimant="IRN"), Claim("2"), Claim("3", claimant="PAK")]
    grouped = wording.accounts(claims)
    assert {name: [c.claim_id for c in listed] for name, listed in grouped.items()} == {
        "IRN": ["1"],
        "PAK": ["3"],
        "unknown": ["2"],
    }


def test_why_a_depth_was_judged_so_is_told_in_the_readers_language():
    stored = replace(PLACED, depth_check="contradicts", depth_check_remarks="It lies in Iran.")
    assert wording.check_reason(stored) == "It lies in Iran."
    with spoken("fa"):
        assert wording.check_reason(stored) == "محل در آن سوی خط است."
        assert wording.check_reason(PLACED) == ""
    for code in ("fa", "ur"):
        with spoken(code):
            told = {wording.check_reason(replace(stored, depth_check=c)) for c in DEPTH_CHECKS}
        assert len(told) == len(DEPTH_CHECKS)
        assert not any(letter.isascii() and letter.isalpha() for letter in "".join(told))


def test_actors_and_times_of_day_of_the_bundled_incidents_are_told_and_others_stand_as_they_are():
    assert wording.by_hand("Iranian border guards") == "Iranian border guards"
    with spoken("fa"):
        assert wording.by_hand("Iranian border guards") == "مرزبانان ایران"
        assert wording.by_hand("Jaish al-Adl") == "جیش‌العدل"
        assert wording.by_hand("late night") == "دیروقت شب"
        assert wording.by_hand("Map") == "Map"  # a word of the interface, but no actor of ours
        assert wording.by_hand("") == ""


def test_an_account_without_a_publisher_says_so_in_the_language():
    nobody, named = Claim("a", publisher="not recorded"), Claim("b", publisher="Dawn")
    with spoken("ur"):
        assert wording.publisher(nobody) == wording.publisher(Claim("c")) == "ناشر درج نہیں"
        assert wording.publisher(named) == "Dawn"
