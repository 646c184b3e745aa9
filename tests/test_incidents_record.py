"""The rules of the record."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.errors import RecordError
from incidents.record import INCIDENT_COLUMNS, Column, Count, EventType, Incident, parse_value

MINIMUM = {"incident_id": "a", "date_start": date(2014, 10, 17), "event_type": "incursion"}


def column(name: str) -> Column:
    return next(c for c in INCIDENT_COLUMNS if c.name == name)


def test_a_minimal_incident_is_one_day_and_unconfirmed():
    incident = Incident.from_row(MINIMUM)
    assert (incident.date_end, incident.date_precision) == (date(2014, 10, 17), "day")
    assert incident.status == "unconfirmed"
    assert incident.event_type is EventType.INCURSION


def test_what_is_not_known_is_none_and_never_zero():
    row = Incident.from_row(MINIMUM).to_row()
    assert row["killed_irn_best"] is None
    assert row["signed_distance_m"] is None
    assert row["coordinate_uncertainty_m"] is None


def test_a_toll_of_zero_is_kept_apart_from_an_unknown_toll():
    incident = Incident.from_row({**MINIMUM, "killed_pak_best": 0})
    assert incident.tolls == {"killed_pak": Count(None, 0, None)}


counts = st.one_of(st.none(), st.integers(0, 500))


@given(low=counts, best=counts, high=counts)
def test_flat_rows_and_records_are_the_same_thing(low, best, high):
    row = {**MINIMUM, "killed_irn_low": low, "killed_irn_best": best, "killed_irn_high": high}
    known = [n for n in (low, best, high) if n is not None]
    if known != sorted(known):
        with pytest.raises(RecordError, match="low <= best <= high"):
            Incident.from_row(row)
        return
    incident = Incident.from_row(row)
    assert Incident.from_row(incident.to_row()) == incident


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"incident_id": None}, "incident_id is empty"),
        ({"incident_id": "a\nb"}, "control characters"),
        ({"event_type": None}, "event_type is empty"),
        ({"date_start": None}, "date_start is empty"),
        ({"date_end": date(2014, 10, 1)}, "before date_start"),
        ({"date_start": date(2999, 1, 1), "date_end": None}, "in the future"),
        ({"lon": 61.0}, "given together"),
        ({"lon": 200.0, "lat": 29.0}, "no place on Earth"),
        ({"lon": 61.0, "lat": 91.0}, "no place on Earth"),
        ({"lon": float("nan"), "lat": 29.0}, "no place on Earth"),
        ({"lon": 0.0, "lat": 0.0}, "missing position"),
        ({"coordinate_uncertainty_m": 0.0}, "above zero"),
        ({"coordinate_uncertainty_m": -5.0}, "above zero"),
        ({"reported_depth_min_km": 4.0, "reported_depth_max_km": 3.0}, "swap them"),
        ({"reported_depth_min_km": -1.0}, "zero or more"),
        ({"at_sea": True, "reported_depth_min_km": 40.0}, "no depth on land"),
        ({"event_type": "diplomatic", "incursion_kind": "entry"}, "no incursion_kind"),
    ],
)
def test_each_broken_rule_is_named(change, reason):
    with pytest.raises(RecordError, match=reason):
        Incident.from_row({**MINIMUM, **change})


def test_all_broken_rules_are_reported_at_once():
    with pytest.raises(RecordError, match=r"before date_start.*above zero"):
        Incident.from_row(
            {**MINIMUM, "date_end": date(2000, 1, 1), "coordinate_uncertainty_m": 0.0}
        )


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("lat", "29.02", 29.02),
        ("lat", "۲۹٫۰۲", 29.02),
        ("personnel_count", "۳۰", 30),
        ("date_start", "2014-10-17", date(2014, 10, 17)),
        ("at_sea", "Yes", True),
        ("event_type", "Cross-border fire", "cross_border_fire"),
        ("country_reported", "pakistan", "PAK"),
        ("verbatim_locality", "NA", "NA"),
        ("actor", "None", "None"),
        ("incident_id", "001", "001"),
        ("summary", "   ", None),
    ],
)
def test_cells_are_read_as_the_type_of_their_column(name, text, value):
    assert parse_value(column(name), text) == value


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("date_start", "07/10/2014", "YYYY-MM-DD"),
        ("date_start", "2014-02-31", "YYYY-MM-DD"),
        ("date_start", "0000-00-00", "YYYY-MM-DD"),
        ("lat", "1e999", "not a number"),
        ("lat", "nan", "not a number"),
        ("personnel_count", "dozens", "whole number"),
        ("event_type", "picnic", "not one of"),
        ("at_sea", "perhaps", "yes or no"),
        ("summary", "x" * 20_001, "at most 20,000"),
        ("summary", "a\x00b", "NUL"),
        ("summary", "\ud800", "broken character"),
    ],
)
def test_cells_that_cannot_be_read_say_what_was_expected(name, text, reason):
    with pytest.raises(RecordError, match=reason):
        parse_value(column(name), text)


def test_diplomatic_records_and_closures_are_not_violence():
    violent = {event_type for event_type in EventType if event_type.is_violent}
    assert EventType.INCURSION in violent
    assert not violent & {EventType.DIPLOMATIC, EventType.BORDER_CLOSURE, EventType.OTHER}
