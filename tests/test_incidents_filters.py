"""The filter: overlap of dates, codes, words, and the address that holds it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.errors import FilterError
from incidents.filters import IncidentFilter, search_key
from incidents.record import ACTING_SIDES, COUNTRIES, STATUSES, EventType

FRAME = pd.DataFrame(
    {
        "incident_id": ["day", "month", "later"],
        "date_start": np.array(["2014-10-17", "2014-10-01", "2015-05-02"], dtype="datetime64[s]"),
        "date_end": np.array(["2014-10-17", "2014-10-31", "2015-05-02"], dtype="datetime64[s]"),
        "event_type": ["incursion", "diplomatic", "cross_border_fire"],
        "acting_side": ["IRN", "PAK", None],
        "country_reported": ["PAK", "IRN", "PAK"],
        "status": ["disputed", "unconfirmed", "unconfirmed"],
        "search_key": [search_key("Lashkar-e-Ahb, Nokundi"), search_key("Tehrān"), "mand"],
    }
)


def found(**parts: object) -> list[str]:
    return list(FRAME["incident_id"][IncidentFilter(**parts).mask(FRAME)])


def test_an_empty_filter_finds_all():
    assert found() == ["day", "month", "later"]


def test_a_month_is_found_by_any_of_its_days():
    assert found(date_from=date(2014, 10, 20), date_to=date(2014, 10, 23)) == ["month"]


def test_both_ends_of_the_range_are_included():
    assert found(date_from=date(2014, 10, 17), date_to=date(2014, 10, 17)) == ["day", "month"]
    assert found(date_from=date(2015, 5, 2)) == ["later"]


def test_types_and_sides_are_joined():
    assert found(event_types=frozenset({"incursion", "diplomatic"})) == ["day", "month"]
    assert found(
        event_types=frozenset({"incursion", "diplomatic"}), acting_sides=frozenset({"PAK"})
    ) == ["month"]


def test_words_match_whatever_their_case_and_marks():
    assert found(text="nokundi LASHKAR") == ["day"]
    assert found(text="tehran") == ["month"]
    assert found(text="(unbalanced [regex") == []


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"date_from": date(2015, 1, 1), "date_to": date(2014, 1, 1)}, "swap them"),
        ({"event_types": frozenset({"raid"})}, "'raid' is not one of"),
        ({"date_to": date(9999, 12, 31)}, "lies outside"),
        ({"text": "x" * 201}, "at most 200"),
    ],
)
def test_an_impossible_filter_is_refused(parts, reason):
    with pytest.raises(FilterError, match=reason):
        IncidentFilter(**parts)


days = st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2100, 1, 1)))


@given(
    days=st.tuples(days, days),
    types=st.frozensets(st.sampled_from([str(t) for t in EventType])),
    sides=st.frozensets(st.sampled_from(ACTING_SIDES)),
    countries=st.frozensets(st.sampled_from(COUNTRIES)),
    statuses=st.frozensets(st.sampled_from(STATUSES)),
    text=st.text(max_size=20).map(str.strip),
)
def test_an_address_brings_the_same_filter_back(days, types, sides, countries, statuses, text):
    known = sorted(d for d in days if d)
    chosen = IncidentFilter(
        date_from=known[0] if known else None,
        date_to=known[1] if len(known) > 1 else None,
        event_types=types,
        acting_sides=sides,
        countries=countries,
        statuses=statuses,
        text=text,
    )
    assert IncidentFilter.from_query(chosen.to_query()) == (chosen, ())


def test_a_broken_address_leaves_the_part_open_and_says_so():
    chosen, problems = IncidentFilter.from_query({"from": "yesterday", "type": "incursion"})
    assert chosen == IncidentFilter(event_types=frozenset({"incursion"}))
    assert "from='yesterday' was passed over" in problems[0]
