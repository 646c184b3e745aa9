"""Forms of a record: what people type is read as they mean it, and what is wrong is said where."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard import record_form
from dashboard.loading import load_geocoder
from incidents.record import Claim, Count, EventType, Incident

RAID = Incident(
    incident_id="raid",
    date_start=date(2014, 10, 17),
    date_end=date(2014, 10, 17),
    event_type=EventType.INCURSION,
    verbatim_locality="Taftan",
    reported_depth_max_km=2.0,
    tolls={"killed_pak": Count(1, 2, 4), "injured_irn": Count(low=3), "killed_irn": Count(best=1)},
)


@pytest.mark.parametrize(
    ("first", "last", "start", "end", "precision"),
    [
        ("17 Oct 2014", "", date(2014, 10, 17), date(2014, 10, 17), "day"),
        ("1393/07/25", "", date(2014, 10, 17), date(2014, 10, 17), "day"),
        ("October 2014", "", date(2014, 10, 1), date(2014, 10, 31), "month"),
        ("2014", "", date(2014, 1, 1), date(2014, 12, 31), "year"),
        ("15 Oct 2014", "17 Oct 2014", date(2014, 10, 15), date(2014, 10, 17), "range"),
    ],
)
def test_dates_are_read_as_people_say_them(first, last, start, end, precision):
    values, problems = record_form.read({"date": first, "date_until": last}, RAID.to_row())
    assert problems == {}
    assert values == {"date_start": start, "date_end": end, "date_precision": precision}


@pytest.mark.parametrize(
    ("texts", "field", "words"),
    [
        ({"date": "soon"}, "date", "is no date"),
        ({"date": ""}, "date", "is no date"),
        ({"date": "07/10/2014"}, "date", "may be two days"),
        ({"date": "2014-10-17", "date_until": "2014-10-15"}, "date_until", "swap them"),
        ({"date": "2999-01-01"}, "date", "future"),
        ({"personnel_count": "thirty-odd"}, "personnel_count", "not a whole number"),
        ({"reported_depth_min_km": "5"}, "reported_depth_min_km", "above"),
        ({"killed_pak": "a lot"}, "killed_pak", ""),
        ({"killed_pak": "-1"}, "killed_pak", ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(texts, field, words):
    _, problems = record_form.read(texts, RAID.to_row())
    assert set(problems) == {field}
    assert words in problems[field]
    assert problems[field].endswith(".")


def test_a_form_that_nobody_touched_changes_nothing():
    texts = record_form.texts_of(RAID)
    assert record_form.changed_texts(texts, record_form.texts_of(RAID)) == {}
    values, problems = record_form.read(texts, RAID.to_row())
    assert problems == {}
    row = RAID.to_row()
    assert {n: v for n, v in values.items() if row[n] != v} == {}


@pytest.mark.parametrize(
    ("start", "end", "precision", "shown", "until"),
    [
        (date(2014, 10, 17), date(2014, 10, 17), "day", "2014-10-17", ""),
        (date(2014, 10, 1), date(2014, 10, 31), "month", "2014-10", ""),
        (date(2014, 1, 1), date(2014, 12, 31), "year", "2014", ""),
        (date(2014, 10, 15), date(2014, 10, 17), "range", "2014-10-15", "2014-10-17"),
    ],
)
def test_dates_stand_in_the_form_as_they_are_known(start, end, precision, shown, until):
    incident = replace(RAID, date_start=start, date_end=end, date_precision=precision)
    texts = record_form.texts_of(incident)
    assert (texts["date"], texts["date_until"]) == (shown, until)


def test_a_claim_needs_somebody_or_something_said():
    claim, problems = record_form.read_claim({"claimant": "IRN", "publisher": ""}, "c1")
    assert claim is None
    assert "a name is enough" in problems["publisher"]
    claim, problems = record_form.read_claim({"claimant": "IRN", "publisher": "IRNA"}, "c1")
    assert claim == Claim("c1", publisher="IRNA", claimant="IRN")
    assert problems == {}


def test_a_chosen_candidate_says_that_a_person_chose_it():
    found = load_geocoder().geocode("Taftan")
    assert found.status == "ambiguous"
    columns = record_form.place_columns(found.candidates[0], len(found.candidates))
    assert columns["georeference_status"] == "placed"
    assert columns["georeference_protocol"] == "gazetteer name"
    assert "Chosen by hand among 2" in columns["georeference_remarks"]
    assert (columns["lon"], columns["lat"]) == pytest.approx((61.59, 28.95), abs=0.02)


def test_a_picked_position_keeps_the_radius_that_was_given():
    columns = record_form.position_columns(61.5, 28.9, 4000.0, picked=True)
    assert columns["coordinate_uncertainty_m"] == 4000.0
    assert columns["georeference_protocol"] == "point picked on the map"


def test_typed_coordinates_are_latitude_first_and_need_a_radius():
    assert record_form.read_coordinates("28.95, 61.59") == (61.59, 28.95)
    assert "latitude first" in record_form.read_coordinates("somewhere")
    assert record_form.read_radius_m("2.5") == 2500.0
    for text in ("", "0", "-1", "far", "1e9"):
        assert "within how many km" in record_form.read_radius_m(text)


def test_only_what_both_changed_differently_is_contested():
    before = {"summary": "a", "actor": "x", "notes": "n", "target": "t"}
    theirs = {"summary": "b", "actor": "y", "notes": "n", "target": "u"}
    mine = {"summary": "c", "actor": "y", "notes": "m", "target": "t"}
    assert record_form.contested(mine, before, theirs) == ("summary",)
