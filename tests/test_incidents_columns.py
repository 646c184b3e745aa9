"""Many records as one table: the same content as one by one, and back."""

import json
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.chain import content_text, content_texts
from incidents.columns import RECORD_SCHEMA, claims_of, incidents_of, json_objects, table_of
from incidents.record import Claim, Count, EventType, Incident, rule_violations
from incidents.typed_columns import might_break_a_rule

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = {
    "string": TEXTS, "double": NUMBERS, "int64": st.integers(-(2**62), 2**62),
    "bool": st.booleans(), "date32[day]": st.dates(date(1800, 1, 1), date(2200, 1, 1)),
}  # fmt: skip
RAID = Incident("raid", date(2014, 10, 17), date(2014, 10, 18), EventType.INCURSION)


@given(st.data())
def test_rows_are_written_as_json_just_as_one_by_one(data):
    count = data.draw(st.integers(0, 6))
    columns = {
        name: pa.array(
            data.draw(st.lists(st.none() | values, min_size=count, max_size=count)), name_of(name)
        )
        for name, values in VALUES.items()
    }
    first = data.draw(st.integers(0, count))
    columns = {name: column[first:] for name, column in columns.items()}
    rows = zip(*(column.to_pylist() for column in columns.values()), strict=True)
    expected = [
        json.dumps(
            {n: v for n, v in zip(columns, row, strict=True) if v is not None},
            ensure_ascii=False, separators=(",", ":"), default=str,
        )
        for row in rows
    ]  # fmt: skip
    assert json_objects(columns).to_pylist() == expected


def name_of(kind):
    return {"date32[day]": pa.date32(), "double": pa.float64()}.get(kind) or getattr(
        pa, kind.replace("bool", "bool_")
    )()


@pytest.mark.parametrize("value", [1e16, 1e-7, -0.0, 1.5e300, 5e-324, 123456789012345.6, 0.1])
def test_numbers_stand_in_the_notation_of_json(value):
    (text,) = json_objects({"x": pa.array([value])}).to_pylist()
    assert text == json.dumps({"x": value}, separators=(",", ":"))


@given(TEXTS, TEXTS, st.floats(-180, 180), st.integers(0, 10**6))
def test_the_content_of_many_is_that_of_each(summary, publisher, lon, killed):
    incident = Incident(
        "raid", date(2014, 10, 17), date(2014, 10, 18), EventType.INCURSION,
        summary=summary or None, lon=lon, lat=28.5, tolls={"killed_pak": Count(best=killed)},
        claims=(Claim("c", publisher=publisher),),
    )  # fmt: skip
    one, other = content_texts(table_of([incident, RAID]))
    assert one == content_text(incident.to_row(), incident.claims)
    assert other == content_text(RAID.to_row(), ())
    assert list(incidents_of(table_of([incident, RAID]))) == [incident, RAID]


def test_claims_of_nothing_are_none():
    assert claims_of(None) == ()
    assert table_of([RAID]).column("claims").to_pylist() == [None]


_ROW = {
    "incident_id": st.none() | st.sampled_from(["a", "", "x" * 201, "a\nb", "a\x85b"]),
    "event_type": st.none() | st.sampled_from(["incursion", "diplomatic"]),
    "date_start": st.none() | st.dates(date(1700, 1, 1), date(2200, 1, 1)),
    "date_end": st.none() | st.dates(date(1700, 1, 1), date(2200, 1, 1)),
    "lon": st.none() | st.floats(), "lat": st.none() | st.floats(-100, 100),
    "coordinate_uncertainty_m": st.none() | st.floats(),
    "reported_depth_min_km": st.none() | st.floats(),
    "reported_depth_max_km": st.none() | st.floats(),
    "incursion_kind": st.none() | st.sampled_from(["entry", "impact"]),
    "at_sea": st.none() | st.booleans(),
    "killed_pak_low": st.none() | st.integers(-3, 3),
    "killed_pak_best": st.none() | st.integers(-3, 3),
    "injured_total_high": st.none() | st.integers(-3, 3),
}  # fmt: skip


@settings(max_examples=300)
@given(st.fixed_dictionaries(_ROW))
def test_no_row_that_breaks_a_rule_is_passed_over(row):
    columns = {
        name: pa.array([value], RECORD_SCHEMA.field(name).type, from_pandas=False)
        for name, value in row.items()
    }
    if list(rule_violations(row)):
        assert might_break_a_rule(columns, 1).all()
