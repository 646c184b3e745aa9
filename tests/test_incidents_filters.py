"""The filter: overlap of dates, codes, words, and the address that holds it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.footprints import Band, to_json
from incidents.errors import FilterError
from incidents.filters import CERTAINTIES, FilterColumns, IncidentFilter, search_key
from incidents.record import ACTING_SIDES, COUNTRIES, DEPTH_CHECKS, STATUSES, EventType

FRAME = pd.DataFrame(
    {
        "incident_id": ["day", "month", "later"],
        "date_start": np.array(["2014-10-17", "2014-10-01", "2015-05-02"], dtype="datetime64[s]"),
        "date_end": np.array(["2014-10-17", "2014-10-31", "2015-05-02"], dtype="datetime64[s]"),
        "event_type": ["incursion", "diplomatic", "cross_border_fire"],
        "acting_side": ["IRN", "PAK", None],
        "country_reported": ["PAK", "IRN", "PAK"],
        "status": ["disputed", "unconfirmed", "unconfirmed"],
        "summary": ["Lashkar-e-Ahb, Nokundi", "Tehrān", "mand"],
    }
)


PLACED = pd.DataFrame(
    {
        "incident_id": ["across", "near", "denied", "beyond", "unplaced"],
        "actor": ["Jaish al-Adl", "guards, not named", "Jaish al-Adl", None, "guards, not named"],
        "adm2": ["Panjgur", "Saravan", "Saravan", "Gwadar", None],
        "dataset": ["desk", "desk", "press", "press", "press"],
        "status": ["confirmed", "unconfirmed", "unconfirmed", "disputed", "unconfirmed"],
        "incursion_kind": ["entry", None, "entry", None, "impact"],
        "incursion_into": ["PAK", None, "PAK", None, "IRN"],
        "side": ["PAK", "undetermined", "IRN", "PAK", None],
        "signed_distance_m": [1_500.0, -200.0, -9_000.0, 40_000.0, np.nan],
        "signed_p05_m": [400.0, np.nan, -12_000.0, 39_000.0, np.nan],
        "signed_p95_m": [2_600.0, np.nan, -6_000.0, 41_000.0, np.nan],
        "chainage_m": [100_000.0, 250_000.0, 400_500.0, 1_023_262.0, np.nan],
        "beyond_end": [False, False, False, True, None],
        "coordinate_uncertainty_m": [2_000.0, np.nan, 5_000.0, 1_000.0, np.nan],
        "footprint": [None, None, None, None, to_json(Band(600_000.0, 640_000.0, 0.0, 5_000.0))],
        "depth_footprint": [None, None, None, None, None],
        "depth_check": ["consistent", None, "contradicts", None, "cannot tell"],
        "depth_conflict": [None, None, None, None, "Facts of the place exclude each other."],
        "claims_conflict": [False, True, False, False, False],
    }
)


def placed(**parts: object) -> list[str]:
    return list(PLACED["incident_id"][IncidentFilter(**parts).mask(PLACED)])


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


def test_names_match_just_as_they_are():
    assert placed(actors=frozenset({"Jaish al-Adl"})) == ["across", "denied"]
    assert placed(actors=frozenset({"guards, not named"})) == ["near", "unplaced"]
    assert placed(actors=frozenset({"jaish al-adl"})) == []
    assert placed(districts=frozenset({"Saravan", "Gwadar"})) == ["near", "denied", "beyond"]
    assert placed(datasets=frozenset({"desk"})) == ["across", "near"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("across", ["across"]),
        ("one-side", ["denied", "beyond"]),
        ("undetermined", ["near"]),
        ("no-side", ["unplaced"]),
    ],
)
def test_each_incident_has_one_certainty_of_its_side(code, expected):
    assert placed(certainties=frozenset({code})) == expected


@pytest.mark.parametrize(
    ("from_km", "to_km", "expected"),
    [
        (0.0, None, ["across"]),
        (2.6, 10.0, ["across"]),  # the end of its 90 % interval
        (2.7, 10.0, []),
        (None, 0.0, ["near", "denied"]),
        (-0.2, -0.2, ["near"]),  # without an interval its distance counts
        (-7.0, -6.5, ["denied"]),
        (-5.0, -1.0, []),
        (30.0, 50.0, []),  # beyond an end of the border no depth is claimed
    ],
)
def test_depths_match_where_the_intervals_overlap(from_km, to_km, expected):
    assert placed(depth_from_km=from_km, depth_to_km=to_km) == expected


def test_a_stretch_holds_what_may_lie_along_it_and_not_what_lies_beyond_its_end():
    assert placed(chainage_from_km=100, chainage_to_km=250) == ["across", "near"]
    assert placed(chainage_from_km=101.9, chainage_to_km=249.9) == ["across"]  # its radius is 2 km
    assert placed(chainage_from_km=102.1, chainage_to_km=249.9) == []
    assert placed(chainage_from_km=405.5, chainage_to_km=599.9) == ["denied"]
    assert placed(chainage_from_km=405.6) == ["unplaced"]  # an area of 40 km along the border
    assert placed(chainage_from_km=639, chainage_to_km=700) == ["unplaced"]
    assert placed(chainage_to_km=97.9) == []
    left = FilterColumns(PLACED).unknown_along(IncidentFilter(chainage_from_km=0), "chainage")
    assert left == 1


def test_conflict_finds_claims_status_facts_and_depths_at_odds():
    assert placed(conflict=True) == ["near", "denied", "beyond", "unplaced"]


def test_checks_match_what_was_found_of_a_reported_depth():
    assert placed(checks=frozenset({"contradicts", "cannot tell"})) == ["denied", "unplaced"]


def test_each_value_is_counted_among_what_the_rest_of_the_filter_leaves():
    columns = FilterColumns(PLACED)
    chosen = IncidentFilter(
        datasets=frozenset({"press"}), districts=frozenset({"Saravan"}), conflict=True
    )
    assert columns.counts(chosen, "districts") == {"Gwadar": 1, "Saravan": 1, "Panjgur": 0}
    assert columns.counts(chosen, "datasets") == {"desk": 1, "press": 1}
    assert columns.counts(chosen, "conflict") == {"conflict": 1}
    assert columns.counts(IncidentFilter(), "actors") == {
        "Jaish al-Adl": 2, "guards, not named": 2,
    }  # fmt: skip
    assert columns.counts(IncidentFilter(), "certainties") == {
        "one-side": 2, "across": 1, "undetermined": 1, "no-side": 1,
    }  # fmt: skip


def test_many_values_are_told_apart():
    names = [f"actor {k:04d}" for k in range(300)]
    columns = FilterColumns(pd.DataFrame({"actor": [*names, None, *names]}))
    for name in (names[0], names[127], names[128], names[255], names[299]):
        rows = np.flatnonzero(columns.mask(IncidentFilter(actors=frozenset({name}))))
        assert list(rows) == [names.index(name), names.index(name) + 301]
    assert set(columns.counts(IncidentFilter(), "actors").values()) == {2}


def test_columns_that_are_asked_again_answer_as_the_frame_does():
    columns = FilterColumns(FRAME)
    first = IncidentFilter(text="mand", date_from=date(2014, 1, 1))
    for chosen in (first, IncidentFilter(text="mand"), first, IncidentFilter(), first):
        assert np.array_equal(columns.mask(chosen), chosen.mask(FRAME))


def test_the_fullest_month_and_year_leave_out_what_is_not_known_so_well():
    days = ["2014-10-17", "2014-10-18", "2014-01-01", "2016-03-05", "2016-03-06", "2016-05-01"]
    ends = ["2014-10-17", "2014-10-18", "2014-12-31", "2016-03-05", "2016-04-02", "2016-05-01"]
    columns = FilterColumns(
        pd.DataFrame(
            {
                "date_start": np.array(days, dtype="datetime64[s]"),
                "date_end": np.array(ends, dtype="datetime64[s]"),
            }
        )
    )
    assert columns.busiest("month") == (date(2014, 10, 1), date(2014, 10, 31))
    assert columns.busiest("year") == (date(2016, 1, 1), date(2016, 12, 31))
    assert columns.days == (date(2014, 1, 1), date(2016, 5, 1))


@given(word=st.text(min_size=1, max_size=4), other=st.text(max_size=8))
def test_any_word_is_found_where_it_stands_and_nowhere_else(word, other):
    texts = [f"{other} {word}", other, None]
    frame = pd.DataFrame({"summary": pd.Series(texts, dtype=object)})
    expected = [
        text is not None and all(w in search_key(text) for w in search_key(word).split())
        for text in texts
    ]
    if not search_key(word):
        expected = [True] * 3
    assert IncidentFilter(text=word).mask(frame).tolist() == expected


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"date_from": date(2015, 1, 1), "date_to": date(2014, 1, 1)}, "swap them"),
        ({"event_types": frozenset({"raid"})}, "'raid' is not one of"),
        ({"date_to": date(9999, 12, 31)}, "lies outside"),
        ({"text": "x" * 201}, "at most 200"),
        ({"text": "\udcff"}, "no text in Unicode"),
        ({"depth_from_km": 2.0, "depth_to_km": -2.0}, "depth_from 2.0 lies after depth_to -2.0"),
        ({"chainage_to_km": float("inf")}, "km_to is inf; give a number"),
        ({"depth_from_km": float("nan")}, "give a number of kilometres"),
        ({"actors": frozenset({" "})}, "empty name"),
        ({"certainties": frozenset({"sure"})}, "'sure' is not one of across"),
        ({"checks": frozenset({"wrong"})}, "'wrong' is not one of consistent"),
    ],
)
def test_an_impossible_filter_is_refused(parts, reason):
    with pytest.raises(FilterError, match=reason):
        IncidentFilter(**parts)


def ranges(values):
    """Pairs of bounds in order, either open."""
    return st.tuples(st.none() | values, st.none() | values).map(
        lambda pair: tuple(sorted(pair)) if None not in pair else pair
    )


def names():
    return st.frozensets(st.text(min_size=1, max_size=12).filter(str.strip), max_size=4)


kilometres = st.floats(-5_000, 5_000, allow_subnormal=False)


@given(
    days=ranges(st.dates(date(1900, 1, 1), date(2100, 1, 1))),
    depths=ranges(kilometres),
    stretch=ranges(kilometres),
    codes=st.fixed_dictionaries(
        {
            "event_types": st.frozensets(st.sampled_from([str(t) for t in EventType])),
            "acting_sides": st.frozensets(st.sampled_from(ACTING_SIDES)),
            "countries": st.frozensets(st.sampled_from(COUNTRIES)),
            "statuses": st.frozensets(st.sampled_from(STATUSES)),
            "certainties": st.frozensets(st.sampled_from(CERTAINTIES)),
            "checks": st.frozensets(st.sampled_from(DEPTH_CHECKS)),
            "actors": names(),
            "districts": names(),
            "datasets": names(),
            "conflict": st.booleans(),
            "text": st.text(max_size=20).map(str.strip),
        }
    ),
)
def test_an_address_brings_the_same_filter_back(days, depths, stretch, codes):
    chosen = IncidentFilter(
        date_from=days[0],
        date_to=days[1],
        depth_from_km=depths[0],
        depth_to_km=depths[1],
        chainage_from_km=stretch[0],
        chainage_to_km=stretch[1],
        **codes,
    )
    assert IncidentFilter.from_query(chosen.to_query()) == (chosen, ())


def test_an_address_is_short_and_without_noise():
    chosen = IncidentFilter(
        actors=frozenset({"guards, not named", "100 % sure"}),
        depth_from_km=-0.0,
        depth_to_km=12.5,
        chainage_from_km=100.0,
        conflict=True,
    )
    assert chosen.to_query() == {
        "actor": "100 %25 sure,guards%2C not named",
        "depth_from": "0",
        "depth_to": "12.5",
        "km_from": "100",
        "conflict": "1",
    }


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("depth_from", "far", "not a number of kilometres"),
        ("km_to", "inf", "give a number of kilometres"),
        ("conflict", "yes", "only 1 is known"),
        ("certainty", "across,sure", "'sure' is not one of"),
        ("actor", "  ,x", "empty name"),
    ],
)
def test_what_an_address_cannot_mean_is_left_open_and_said(name, value, why):
    chosen, problems = IncidentFilter.from_query({name: value})
    assert chosen == IncidentFilter()
    assert problems[0].startswith(f"{name}=")
    assert why in problems[0]


def test_a_range_out_of_order_in_an_address_is_said():
    chosen, problems = IncidentFilter.from_query({"km_from": "20", "km_to": "10"})
    assert chosen == IncidentFilter(chainage_from_km=20.0)
    assert "swap them" in problems[0]


def test_a_broken_address_leaves_the_part_open_and_says_so():
    chosen, problems = IncidentFilter.from_query({"from": "yesterday", "type": "incursion"})
    assert chosen == IncidentFilter(event_types=frozenset({"incursion"}))
    assert "from='yesterday' was passed over" in problems[0]


def test_the_row_of_an_incident_is_found_by_its_id():
    columns = FilterColumns(FRAME)
    assert columns.row_of("later") == 2
    assert columns.row_of("no such incident") is None
    assert columns.row_of(None) is None
