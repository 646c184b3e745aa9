"""The Review page: each queue walked, decided and undone, on good, empty and read-only stores."""

import contextlib
import sqlite3

import pytest
import streamlit as st
from app_pages import app_on, html_of, open_page

from dashboard import loading
from dashboard.settings import EMPTY_VARIABLE
from incidents.pipeline import import_file
from incidents.store import Store

HOSTILE = "<img src=x onerror=alert(1)> **bold** [a](javascript:1) :red[x]"


@pytest.fixture
def app(tmp_path, monkeypatch):
    """The app on a store of its own, filled with the bundled incidents."""
    with app_on(tmp_path / "store.gpkg", monkeypatch) as opened:
        yield opened


@pytest.fixture
def stored(tmp_path, write_csv):
    """Fill the app's store from the text of a CSV file, and open it."""

    def fill(text):
        store = Store.open(tmp_path / "store.gpkg")
        import_file(write_csv(text), store, geocoder=loading.load_geocoder())
        store.close()

    return fill


def open_review(app, queue=None):
    open_page(app, "review")
    if queue:
        app.radio(key="review_queue").set_value(queue)
        app.run()
        assert not app.exception


def counts(app):
    """Each queue's count as it is shown, by title."""
    labels = app.radio(key="review_queue").options
    return {name: count.rstrip("]") for name, _, count in (x.partition(" :gray[") for x in labels)}


def press(app, key):
    app.button(key=key).click()
    app.run()
    assert not app.exception


def version_of(tmp_path, incident_id):
    store = Store.open(tmp_path / "store.gpkg", read_only=True)
    try:
        return store.get(incident_id)
    finally:
        store.close()


def test_each_queue_of_the_bundled_incidents_shows_its_count(app):
    open_review(app)
    assert counts(app) == {
        "Drafts": "0",
        "Not placed": "15",
        "Reported against measured": "1",
        "Accounts in conflict": "42",
        "Side undetermined": "43",
        "Possible duplicates": "3",
        "Depends on whose line": "\N{HORIZONTAL ELLIPSIS}",
    }
    assert "Panjgur and Mand areas" in html_of(app), "the first queue in which something waits"
    open_review(app, "drafts")
    assert "Nothing waits here" in html_of(app)


def test_a_place_is_accepted_among_two_and_undone(app, tmp_path):
    open_review(app, "places")
    for _ in range(14):
        press(app, "review_next")
    assert "15 of 15" in html_of(app)
    assert "Rask and Chabahar" in html_of(app)
    (places,) = [r for r in app.radio if (r.key or "").startswith("review_candidate_")]
    assert places.options == ["Rask", "Chabahar"]
    places.set_value(1)
    app.run()
    press(app, "review_accept")
    assert "2024-04-03a: placed at Chabahar" in html_of(app)
    assert counts(app)["Not placed"] == "14"
    placed = version_of(tmp_path, "2024-04-03a")
    assert placed.incident.georeference_status == "placed"
    assert placed.incident.lat == pytest.approx(25.29, abs=0.02)
    assert "among 2 places" in placed.incident.georeference_remarks

    press(app, "review_undo")
    assert "Undone: 2024-04-03a" in html_of(app)
    assert counts(app)["Not placed"] == "15"
    assert version_of(tmp_path, "2024-04-03a").incident.georeference_status == "ambiguous"


def test_other_words_find_a_place_and_become_the_locality(app, tmp_path):
    open_review(app, "places")
    assert "crossed from Panjgur and Mand areas" in html_of(app)
    app.text_input(key="review_phrase_2007-02-15a").set_value("Zahedan")
    app.run()
    press(app, "review_accept")
    incident = version_of(tmp_path, "2007-02-15a").incident
    assert incident.locality == "Zahedan"
    assert incident.verbatim_locality == "border; crossed from Panjgur and Mand areas"
    assert incident.georeference_status == "placed"


def test_a_record_that_was_looked_at_leaves_its_queue(app):
    open_review(app, "sides")
    press(app, "review_leave")
    assert counts(app)["Side undetermined"] == "42"
    press(app, "review_undo")
    assert counts(app)["Side undetermined"] == "43"


def test_accounts_that_differ_are_marked_as_disputed(app, tmp_path):
    open_review(app, "claims")
    heading = html_of(app)
    assert "Where accounts differ" in heading
    while not any(b.key == "review_accept" for b in app.button):
        press(app, "review_next")  # past those that are disputed already
    press(app, "review_accept")
    told = html_of(app).split(": marked as disputed")[0].rsplit(">", 1)[1]
    assert version_of(tmp_path, told).incident.status == "disputed"
    assert counts(app)["Accounts in conflict"] == "41"


def test_two_records_are_merged_and_parted_again(app, tmp_path):
    open_review(app, "duplicates")
    told = html_of(app)
    assert "97 %" in told
    assert "same source address" in told
    app.radio(key="review_kept_2015-06-27a_2015-06-30a").set_value("2015-06-30a")
    app.run()
    press(app, "review_merge")
    assert version_of(tmp_path, "2015-06-27a").incident.merged_into == "2015-06-30a"
    assert counts(app)["Possible duplicates"] == "2"
    press(app, "review_undo")
    assert version_of(tmp_path, "2015-06-27a").incident.merged_into is None
    assert counts(app)["Possible duplicates"] == "3"


def test_a_pair_that_is_told_apart_is_never_suggested_again(app):
    open_review(app, "duplicates")
    press(app, "review_different")
    assert "2015-06-27a and 2015-06-30a are two events" in html_of(app)
    assert counts(app)["Possible duplicates"] == "2"
    press(app, "review_later")
    assert "2 of 2" in html_of(app)


def test_what_depends_on_the_line_is_looked_for_when_asked(app):
    open_review(app, "lines")
    press(app, "review_look_lines")
    before = int(counts(app)["Depends on whose line"])
    assert before > 0
    press(app, "review_leave")
    assert counts(app)["Depends on whose line"] == str(before - 1)
    assert "Records were changed since" in html_of(app)


def test_a_draft_is_accepted_with_the_status_that_its_claims_suggest(app, stored, tmp_path):
    stored("id,date,place,status\nd-1,2020-01-02,Taftan,draft\nd-2,2020-01-03,Mand,draft\n")
    open_review(app, "drafts")
    assert counts(app)["Drafts"] == "2"
    press(app, "review_accept")
    assert version_of(tmp_path, "d-1").incident.status == "unconfirmed"
    press(app, "review_reject")
    assert version_of(tmp_path, "d-2").incident.status == "rejected"
    assert "All of it is decided" in html_of(app)


def test_hostile_text_stays_text(app, stored):
    stored(
        "id,date,place,country,status\n"
        f'"{HOSTILE}",2020-01-02,"{HOSTILE}",IRN,draft\n'
        f'"{HOSTILE} 2",2020-01-02,"{HOSTILE}",IRN,draft\n'
    )
    open_review(app, "drafts")
    for queue in ("places", "duplicates"):
        open_review(app, queue)
        assert "<img src=x" not in html_of(app)
    assert all("**bold**" not in option for radio in app.radio for option in radio.options)


def test_an_empty_store_says_that_nothing_waits(app, monkeypatch):
    monkeypatch.setenv(EMPTY_VARIABLE, "1")
    open_review(app)
    assert "Nothing is stored yet" in html_of(app)


def test_a_damaged_store_may_be_looked_at_and_nothing_is_decided(app, tmp_path):
    app.run()
    st.cache_resource.clear()
    with contextlib.closing(sqlite3.connect(tmp_path / "store.gpkg")) as connection, connection:
        connection.execute("UPDATE incident_version SET summary = 'x' WHERE version = 1")
    open_review(app, "places")
    assert "You may look, but not decide" in html_of(app)
    assert app.button(key="review_leave").disabled
    open_review(app, "duplicates")
    assert app.button(key="review_merge").disabled
