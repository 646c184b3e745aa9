"""Review: who is in which queue, and what brings a record back after it was looked at."""

from dataclasses import replace
from datetime import date

import pytest

from geodata.borders import load_border
from geodata.gazetteer import load_gazetteer
from geodata.geocoder import Geocoder
from incidents import review
from incidents.bundled import add_bundled
from incidents.duplicates import Suggestion, suggest
from incidents.editing import Editor
from incidents.pipeline import footprint_shapes, measured, place
from incidents.record import Claim, EventType, Incident
from incidents.store import Batch, Store

DAY = date(2014, 10, 17)


@pytest.fixture(scope="module")
def geocoder():
    return Geocoder(load_border(), load_gazetteer())


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path / "store.gpkg")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def bundled(tmp_path_factory, geocoder):
    opened = Store.open(tmp_path_factory.mktemp("bundled") / "store.gpkg")
    add_bundled(opened, geocoder=geocoder)
    yield opened
    opened.close()


def record(incident_id, **values):
    return Incident(incident_id, DAY, DAY, EventType.OTHER, **values)


def fill(store, geocoder, *incidents):
    done = measured([place(i, geocoder) for i in incidents], geocoder)
    shapes = footprint_shapes(done, geocoder.border)
    store.add(done, geometries=shapes, batch=Batch("test", "test.csv", "0" * 64))


def ids(frame, rows):
    return list(frame["incident_id"].to_numpy()[rows])


def test_each_record_waits_in_the_queue_of_what_is_open(store, geocoder):
    fill(
        store,
        geocoder,
        record("draft", status="draft", locality="Dalbandin", country_reported="PAK"),
        record("unknown", verbatim_locality="a place that nobody knows"),
        record("ambiguous", verbatim_locality="Rask and Chabahar", country_reported="IRN"),
        record("at sea", verbatim_locality="off Jiwani", at_sea=True),
        record("rejected", verbatim_locality="a place that nobody knows", status="rejected"),
        record("on the line", lon=61.595, lat=28.94, coordinate_uncertainty_m=20_000.0),
        record("inland", lon=63.5, lat=28.5, coordinate_uncertainty_m=500.0),
        record("across", lon=61.0, lat=29.5, coordinate_uncertainty_m=500.0,
               reported_depth_min_km=2.0, reported_depth_max_km=2.0, reported_depth_into="PAK"),
    )  # fmt: skip
    frame = store.frame()
    assert ids(frame, review.drafts(frame)) == ["draft"]
    assert ids(frame, review.without_place(frame)) == ["ambiguous", "unknown"]
    assert ids(frame, review.undetermined_sides(frame)) == ["on the line"]
    assert ids(frame, review.contradicted_depths(frame)) == ["across"]


def test_the_bundled_incidents_wait_where_their_readme_says(bundled):
    frame = bundled.frame()
    assert len(review.drafts(frame)) == 0
    # 18 have no place (17 not placed, 1 ambiguous), three of them at sea
    places = ids(frame, review.without_place(frame))
    assert len(places) == 15
    assert "2024-04-03a" in places
    assert not {"2011-12-07a", "2016-10-15a", "2016-11-22a"} & set(places)
    assert len(review.undetermined_sides(frame)) == 43


def test_an_empty_store_has_nothing_waiting(store):
    frame = store.frame()
    queues = (review.drafts, review.without_place, review.contradicted_depths,
              review.undetermined_sides, review.claims_to_compare)  # fmt: skip
    assert [len(queue(frame)) for queue in queues] == [0] * 5
    assert review.still_open(frame, [], "line") == []
    assert review.open_pairs(frame, []) == []


def test_a_look_holds_until_the_words_of_the_place_change(store, geocoder):
    fill(store, geocoder, record("a", verbatim_locality="nowhere at all", tags="group:1"))
    editor = Editor(store, geocoder)
    editor.edit("a", review.leave(store.get("a").incident, "place"))
    assert len(review.without_place(store.frame())) == 0
    assert store.get("a").incident.tags.startswith("group:1;reviewed-place:")

    editor.edit("a", {"verbatim_locality": "nowhere else"})
    assert len(review.without_place(store.frame())) == 1

    editor.edit("a", review.leave(store.get("a").incident, "place"))
    tags = store.get("a").incident.tags
    assert tags.count("reviewed-place:") == 1, "the earlier look is replaced"
    assert len(review.without_place(store.frame())) == 0


def test_a_look_at_the_depth_is_the_same_from_the_frame_and_from_the_record(store, geocoder):
    fill(
        store,
        geocoder,
        record("a", lon=61.0, lat=29.5, coordinate_uncertainty_m=500.0,
               reported_depth_min_km=2.0, reported_depth_into="PAK"),
    )  # fmt: skip
    editor = Editor(store, geocoder)
    editor.edit("a", review.leave(store.get("a").incident, "depth"))
    assert len(review.contradicted_depths(store.frame())) == 0
    editor.edit("a", {"reported_depth_min_km": 3.0})
    assert len(review.contradicted_depths(store.frame())) == 1


def test_a_new_claim_brings_accounts_that_were_looked_at_back():
    incident = record(
        "a",
        claims=(
            Claim("1", publisher="Dawn", claimant="PAK", says_toll="3 killed"),
            Claim("2", publisher="IRNA", claimant="IRN", says_toll="20 killed"),
        ),
    )
    assert [one.about for one in review.accounts_differ(incident)] == ["toll"]
    looked_at = replace(incident, **review.leave(incident, "claims"))
    assert review.accounts_differ(looked_at) == ()
    more = replace(looked_at, claims=(*looked_at.claims, Claim("3", says_toll="40 killed")))
    assert review.accounts_differ(more) != ()


@pytest.mark.parametrize("other_id", ["b", "with; semicolon", "100 % sure", "\u06a9\u0648\u06c1"])
def test_records_that_were_told_apart_are_never_suggested_again(store, geocoder, other_id):
    same = {
        "summary": "Three guards were shot at the border post near Taftan in the early morning",
        "locality": "Taftan", "actor": "Jaish al-Adl", "country_reported": "PAK",
    }  # fmt: skip
    fill(store, geocoder, record("a", **same), record(other_id, **same))
    pairs = suggest(store.incidents(), geocoder.border)
    assert len(pairs) == 1
    assert review.open_pairs(store.frame(), pairs) == list(pairs)

    Editor(store, geocoder).edit("a", review.part(store.get("a").incident, other_id))
    assert review.open_pairs(store.frame(), pairs) == []
    assert suggest(store.incidents(), geocoder.border) == ()


def test_a_pair_waits_only_while_both_are_stored_and_apart(store, geocoder):
    fill(store, geocoder, *(record(name, locality="Taftan") for name in "abcd"))
    pairs = [Suggestion(one, other, 0.9, ()) for one, other in ("ab", "ac", "ad", "ax", "cd")]
    editor = Editor(store, geocoder)
    editor.merge("a", "b")
    editor.link("a", "c")
    editor.set_status("d", "rejected")
    assert review.open_pairs(store.frame(), pairs) == []


def test_what_was_found_earlier_is_checked_against_the_store_as_it_is(store, geocoder):
    fill(store, geocoder, record("a", locality="Taftan"), record("b", locality="Mand"))
    editor = Editor(store, geocoder)
    assert review.still_open(store.frame(), ["b", "a", "gone"], "line") == ["b", "a"]
    editor.edit("b", review.leave(store.get("b").incident, "line"))
    assert review.still_open(store.frame(), ["b", "a"], "line") == ["a"]
    editor.edit("b", {"locality": "Zahedan"})
    assert review.still_open(store.frame(), ["b", "a"], "line") == ["b", "a"]
