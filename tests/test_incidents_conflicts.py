"""Conflicts between claims that a reader would agree to, and the statuses that these suggest."""

from dataclasses import replace

import pytest
from claimed import claim, incident
from hypothesis import given
from hypothesis import strategies as st

from dashboard.loading import load_geocoder
from incidents.bundled import add_bundled
from incidents.claims import origins, ranges
from incidents.conflicts import conflicts, suggested_status
from incidents.record import CLAIM_COLUMNS, Claim
from incidents.store import Store


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("claims") / "store.gpkg")
    add_bundled(store, geocoder=load_geocoder())
    incidents = {i.incident_id: i for i in store.incidents()}
    store.close()
    return incidents


# ---------------------------------------------------------------------------------- conflicts


def test_a_conflict_says_who_says_what_and_no_verdict():
    (found,) = conflicts(
        incident(
            claim(1, claimant="IRN", origin="IRNA", says_toll="2 dead"),
            claim(2, publisher="Dawn", says_toll="3 dead"),
            claim(3, publisher="The News", says_toll="3 dead, 2 wounded"),
        )
    )
    assert found.about == "toll"
    assert found.sentence == "IRN (IRNA) says 2 killed; PAK (Dawn, The News) says 3 killed."
    assert found.sides == (("a-1",), ("a-2", "a-3"))
    assert not found.slight


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("about 20 dead", "22 dead"),
        ("at least 10 dead", "12 dead"),
        ("dozens dead", "40 dead"),
        ("14 or 17 dead", "17 dead"),
        ("6 dead", "3 Iranians and 3 attackers dead"),
        ("8 dead", "8 guards dead, 3 attackers"),
        ("1 child dead", "1 dead"),
        ("no loss of life", "4 wounded"),
        ("2 dead", "4 wounded"),
    ],
)
def test_numbers_that_can_both_be_right_are_no_conflict(one, other):
    assert conflicts(incident(claim(1, says_toll=one), claim(2, says_toll=other))) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("9 dead", "at least 10 dead"),
        ("3 dead", "11 Iranians dead"),
        ("6 dead", "6 soldiers and 2 labourers dead"),
        ("no casualties", "2 wounded"),
        ("about 20 dead", "43 dead"),
        ("5 personnel and 15 attackers dead", "11 personnel and 16 attackers dead"),
    ],
)
def test_numbers_that_cannot_both_be_right_are_a_conflict(one, other):
    found = conflicts(incident(claim(1, says_toll=one), claim(2, says_toll=other)))
    assert [c.about for c in found] == ["toll"]


def test_a_day_apart_is_worth_a_note_only():
    (note,) = conflicts(
        incident(
            claim(1, says_date="Friday 17 October 2014"), claim(2, says_date="18 October 2014")
        )
    )
    assert note.about == "date"
    assert note.slight
    (apart,) = conflicts(
        incident(claim(1, says_date="17 October 2014"), claim(2, says_date="20 October 2014"))
    )
    assert not apart.slight
    within = incident(claim(1, says_date="October 2014"), claim(2, says_date="18 October 2014"))
    assert conflicts(within) == ()


def test_depths_conflict_by_more_than_their_rounding_or_by_country():
    def about(one, other):
        return [
            c.about
            for c in conflicts(incident(claim(1, says_depth=one), claim(2, says_depth=other)))
        ]

    assert about("2 km", "2000 metres inside Pakistani territory") == []
    assert about("3-4 km", "4 km") == []
    assert about("four miles (seven km)", "7 km") == []
    assert about("3-4 km", "about 45 km inside") == ["depth"]
    assert about("2 km inside Pakistan", "2 km inside Iran") == ["depth"]
    assert about("2 km", "45 km from Mirjaveh") == []


def test_who_says_that_they_crossed_and_who_does_not():
    told = incident(
        claim(1, crossed="yes", publisher="Dawn"),
        claim(2, crossed="no", claimant="IRN", origin="IRNA", stance="conflicts"),
        claim(3, crossed="unknown"),
    )
    (found,) = conflicts(told)
    assert found.about == "crossed"
    assert found.sentence == (
        "PAK (Dawn) says that they crossed; IRN (IRNA) says that nobody crossed."
    )
    assert suggested_status(told) == "disputed"


def test_a_denial_that_says_nothing_else_is_a_conflict_about_the_event():
    told = incident(
        claim(1, publisher="Dawn"),
        claim(2, claimant="IRN", publisher="not recorded", stance="conflicts", text="Denied."),
    )
    (found,) = conflicts(told)
    assert found.about == "event"
    assert found.sentence == "IRN (source not recorded) contradicts PAK (Dawn)."
    assert suggested_status(told) == "disputed"


def test_places_are_compared_by_where_they_are():
    geocoder = load_geocoder()
    told = incident(
        claim(1, says_place="Tump", publisher="Dawn"),
        claim(2, says_place="Tump town", publisher="The News"),
        claim(3, says_place="Taftan", publisher="ARY"),
        country_reported="PAK",
    )
    assert conflicts(told) == ()
    (found,) = conflicts(told, geocoder=geocoder)
    assert found.about == "place"
    assert sorted(map(sorted, found.sides)) == [["a-1", "a-2"], ["a-3"]]


def test_statuses_are_suggested_by_origins_and_sides():
    copies = (claim(1, origin="AFP"), claim(2, origin="Agence France-Presse"))
    assert suggested_status(incident()) == "unconfirmed"
    assert suggested_status(incident(*copies)) == "unconfirmed"
    assert suggested_status(incident(*copies, claim(3, publisher="Dawn"))) == "corroborated"
    counts = (claim(1, origin="AFP", says_toll="5 dead"), claim(2, origin="AP", says_toll="6 dead"))
    assert suggested_status(incident(*counts)) == "corroborated"
    sides = (counts[0], replace(counts[1], claimant="IRN"))
    assert suggested_status(incident(*sides)) == "disputed"


@given(
    st.lists(
        st.builds(
            Claim,
            **{c.name: st.none() | st.text(max_size=30) for c in CLAIM_COLUMNS if c.kind == "text"}
            | {"claim_id": st.uuids().map(str)},
            stance=st.sampled_from(["supports", "conflicts", "background", None]),
            crossed=st.sampled_from(["yes", "no", "disputed", "unknown", None]),
            claimant=st.sampled_from(["IRN", "PAK", "group", "third party", "unknown", None]),
        ),
        max_size=5,
    )
)
def test_any_claims_are_compared_or_listed(claims):
    told = incident(*claims)
    ids = {c.claim_id for c in claims}
    for found in conflicts(told):
        assert {k for side in found.sides for k in side} <= ids
        assert len(found.sides) >= 2
    assert {u.claim_id for u in ranges(told).unread} <= ids
    assert suggested_status(told) in ("disputed", "corroborated", "unconfirmed")


# ------------------------------------------------------------------------------ bundled records


def abouts(bundled, incident_id):
    return sorted({c.about for c in conflicts(bundled[incident_id]) if not c.slight})


@pytest.mark.parametrize(
    ("incident_id", "expected"),
    [
        ("2017-06-19a", ["depth"]),  # 3-4 km by the Foreign Office, about 45 km by ANI
        ("2015-04-06a", ["crossed"]),
        ("2017-03-11a", ["event"]),  # Iran knew nothing of it
        ("2020-05-08a", ["place", "toll"]),  # two labourers more; the Afghan border
        ("2018-04-17a", ["toll"]),
        ("2014-10-17b", []),
        ("2023-01-18a", []),
        ("2018-06-25a", ["toll"]),  # 3 by Iran, 11 by the group
    ],
)
def test_conflicts_of_bundled_records_are_those_that_a_reader_finds(bundled, incident_id, expected):
    assert abouts(bundled, incident_id) == expected


def test_three_copies_of_the_army_statement_corroborate_nothing(bundled):
    assert len(origins(bundled["2023-01-18a"].claims)) == 1
    assert suggested_status(bundled["2023-01-18a"]) == "unconfirmed"


def test_suggestions_agree_with_most_of_the_statuses_that_were_given(bundled):
    agree = [i for i in bundled.values() if suggested_status(i) == i.status]
    assert len(agree) >= 100
    disputed = [i for i in bundled.values() if i.status == "disputed"]
    assert sum(suggested_status(i) == "disputed" for i in disputed) >= len(disputed) - 1


def test_every_claim_that_was_marked_as_conflicting_is_in_a_conflict(bundled):
    for one in bundled.values():
        named = {k for c in conflicts(one) for side in c.sides for k in side}
        assert {c.claim_id for c in one.claims if c.stance == "conflicts"} <= named
