"""Sentences that claim no more than the record does."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest

from dashboard import wording
from incidents.record import Claim, Count, EventType, Incident


@dataclass(frozen=True)
class EvenBorder:
    """A border whose line may be wrong by the same distance everywhere."""

    error_m: float = 500.0

    def line_error_m(self, chainage_m):
        return np.full(len(chainage_m), self.error_m)


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
)


def statement(**change):
    return wording.depth_statement(replace(PLACED, **change), EvenBorder())


def test_a_place_clear_of_the_line_is_measured_between_bounds():
    said = statement()
    assert said.kind == "measured"
    assert said.headline == "12 km inside Pakistan"
    assert "Between 8.5\N{EN DASH}16 km inside Pakistan" in said.detail


def test_bounds_that_reach_across_the_line_leave_the_side_undetermined():
    said = statement(border_distance_m=2000.0, signed_distance_m=2000.0)
    assert said.kind == "undetermined"
    assert said.headline == "Side undetermined"
    assert "1.5 km inside Iran to 5.5 km inside Pakistan" in said.detail


def test_the_lines_own_error_alone_can_leave_the_side_open():
    said = wording.depth_statement(
        replace(
            PLACED,
            coordinate_uncertainty_m=10.0,
            border_distance_m=2000.0,
            signed_distance_m=2000.0,
        ),
        EvenBorder(3000.0),
    )
    assert said.kind == "undetermined"


def test_distances_in_iran_are_said_to_be_inside_iran():
    said = statement(country="IRN", signed_distance_m=-12_000.0)
    assert said.headline == "12 km inside Iran"
    assert "8.5\N{EN DASH}16 km inside Iran" in said.detail


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"beyond_end": True}, "beyond end", "no depth is claimed"),
        ({"coordinate_uncertainty_m": None}, "undetermined", "does not say how well"),
        ({"signed_distance_m": None, "country": None}, "no side", ""),
    ],
)
def test_no_depth_is_claimed_where_none_can_be(change, kind, words):
    said = statement(**change)
    assert said.kind == kind
    assert words in said.detail
    assert said.interval == ""
    assert "inside" not in said.headline


def test_an_area_and_a_missing_place_say_why():
    nowhere = {
        "lon": None,
        "lat": None,
        "country": None,
        "border_distance_m": None,
        "signed_distance_m": None,
    }
    area = statement(**nowhere, georeference_status="area", georeference_remarks="Chagai District")
    assert (area.headline, area.detail) == (
        "Not measured: known only as an area",
        "Chagai District",
    )
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
    ],
)
def test_a_reported_depth_keeps_its_bounds_and_its_datum(depth, words):
    low, high, into, datum = depth
    incident = replace(
        PLACED,
        reported_depth_min_km=low,
        reported_depth_max_km=high,
        reported_depth_into=into,
        reported_depth_datum=datum,
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
        ("All together", "10 (2\N{EN DASH}?) killed"),
    ]


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
