"""The record page and the form for new incidents: every flow, with an undo that works."""

import contextlib
import sqlite3
from datetime import date

import pytest
import streamlit as st
from app_pages import go_to_page, html_of, new_app, open_page

from dashboard import record_sheet
from dashboard.loading import load_geocoder
from dashboard.settings import EMPTY_VARIABLE, STORE_VARIABLE
from incidents.editing import Editor
from incidents.record import Claim, EventType, Incident
from incidents.store import Store

RAID = "2014-10-17a"
HOSTILE = "<img src=x onerror=alert(1)> {{7*7}} **bold** :red[x] \u202e $x$"


@pytest.fixture
def place_of_store(tmp_path, monkeypatch):
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store.gpkg"))
    st.cache_resource.clear()
    yield tmp_path / "store.gpkg"
    st.cache_resource.clear()


@pytest.fixture
def app(place_of_store):  # noqa: ARG001 - it names the store to open
    return new_app()


def open_record(app, view=None, incident_id=RAID):
    app.query_params["incident"] = incident_id
    open_page(app, "record")
    if view:
        app.segmented_control(key="record_view_6").set_value(view)
        run(app)


def run(app):
    app.run()
    assert not app.exception


def field(app, form, name, kind="text_input", generation=0):
    return getattr(app, kind)(key=f"{form}.{generation}.{name}")


def press(app, key):
    app.button(key=key).click()
    run(app)


def stored(place, incident_id=RAID):
    return Store.open(place, read_only=True).history(incident_id)


# --- Reading -----------------------------------------------------------------------------------


def test_the_record_shows_accounts_side_by_side_and_marks_where_they_differ(app):
    open_record(app)
    told = html_of(app)
    assert told.count('<th scope="col">') >= 6
    assert "IRN (Iranian provincial border commander) contradicts PAK" in told
    assert '<td class="sr-at-odds">conflicts<small class="sr-differs">differs</small>' in told
    assert "6 accounts of 5 origins" in told
    assert "Place and measurement" in told
    assert f"sha256 {load_geocoder().border.sha256}" in told
    assert [c.value for c in app.code if "tribune.com.pk" in c.value]
    assert app.query_params["incident"] == RAID


def test_accounts_of_people_who_were_taken_or_are_missing_are_told():
    tolls = ("9 soldiers abducted", "2 to 3 soldiers missing", "1 killed", "4 injured")
    claims = tuple(Claim(f"c{k}", says_toll=toll) for k, toll in enumerate(tolls))
    one = Incident("a", date(2020, 1, 1), date(2020, 1, 1), EventType.OTHER, claims=claims)
    told = record_sheet.claims_html(one)
    assert "Taken: 9–9. Missing: 2–3. Killed: 1–1. Injured: 4–4." in told


@pytest.mark.parametrize("named", ["<b>nothing</b>", "x" * 3000])
def test_an_unknown_record_is_a_sentence(app, named):
    open_record(app, incident_id=named)
    assert "No incident is stored under the name" in html_of(app)
    assert "<b>nothing" not in html_of(app)


def test_no_record_named_says_what_to_do(app):
    open_page(app, "record")
    assert "No record is open" in html_of(app)


@pytest.mark.parametrize("page", ["record", "new-incident"])
def test_the_pages_open_on_an_empty_store(app, page, monkeypatch):
    monkeypatch.setenv(EMPTY_VARIABLE, "1")
    open_page(app, page)


def test_a_damaged_store_offers_nothing_to_edit(app, place_of_store):
    open_record(app)
    st.cache_resource.clear()
    with contextlib.closing(sqlite3.connect(place_of_store)) as connection, connection:
        connection.execute(
            "UPDATE incident_version SET summary = 'x' WHERE incident_id = '2014-10-17a'"
        )
    run(app)
    assert app.segmented_control(key="record_view_2").options == ["Record", "History"]
    assert "Who says what" in html_of(app)
    app.segmented_control(key="record_view_2").set_value("history")
    run(app)
    assert "What was done" in html_of(app)
    assert "redact" not in [b.key for b in app.button]
    open_page(app, "new-incident")
    assert "Nothing can be entered here now" in html_of(app)
    assert not app.text_input


# --- Editing -----------------------------------------------------------------------------------


def test_an_edit_is_saved_as_a_version_and_undone(app, place_of_store):
    open_record(app, "edit")
    form = f"edit {RAID}"
    field(app, form, "actor").set_value("Mirjaveh border guards")
    field(app, form, "date").set_value("1393/07/26")
    press(app, "save_edit")
    assert f"{RAID}: saved as version 2" in html_of(app)
    latest = stored(place_of_store)[-1].incident
    assert latest.actor == "Mirjaveh border guards"
    assert latest.date_start.isoformat() == "2014-10-18"
    assert latest.footprint == stored(place_of_store)[0].incident.footprint
    press(app, "undo_saved")
    assert f"{RAID}: saved as version 3" in html_of(app)
    first, _, third = stored(place_of_store)
    assert third.incident == first.incident


def test_errors_stand_beside_the_field_and_nothing_typed_is_lost(app, place_of_store):
    open_record(app, "edit")
    form = f"edit {RAID}"
    field(app, form, "personnel_count").set_value("thirty-odd")
    field(app, form, "target").set_value(HOSTILE)
    press(app, "save_edit")
    assert "&#x27;thirty-odd&#x27; is not a whole number." in html_of(app)
    assert field(app, form, "personnel_count").value == "thirty-odd"
    assert len(stored(place_of_store)) == 1
    go_to_page(app, "method")
    go_to_page(app, "record")
    assert field(app, form, "target").value == HOSTILE
    field(app, form, "personnel_count").set_value("30")
    run(app)
    assert "is not a whole number" not in html_of(app)
    press(app, "save_edit")
    assert stored(place_of_store)[-1].incident.target == HOSTILE
    app.segmented_control(key="record_view_6").set_value("history")
    run(app)
    assert "<img src=x" not in html_of(app)


def test_an_ambiguous_place_is_chosen_among_candidates(app, place_of_store):
    open_record(app, "edit")
    form = f"edit {RAID}"
    field(app, form, "locality").set_value("Taftan")
    app.selectbox(key=f"{form}.0.country_reported").set_value("")
    for name in ("adm1", "adm2"):
        field(app, form, name).set_value("")
    app.segmented_control(key=f"{form}.0.way").set_value("name")
    run(app)
    assert "2 places may be meant" in html_of(app)
    radio = next(r for r in app.radio if ".candidate_" in r.key)
    assert radio.options[-1] == "Leave it open"
    radio.set_value(0)
    run(app)
    press(app, "save_edit")
    latest = stored(place_of_store)[-1].incident
    assert (latest.lon, latest.lat) == pytest.approx((61.59, 28.95), abs=0.02)
    assert latest.georeference_status == "placed"
    assert "Chosen by hand" in latest.georeference_remarks
    assert latest.border_distance_m is not None


def test_typed_coordinates_need_a_radius(app, place_of_store):
    open_record(app, "edit")
    form = f"edit {RAID}"
    app.segmented_control(key=f"{form}.0.way").set_value("coordinates")
    run(app)
    field(app, form, "coordinates").set_value("28.95, 61.59")
    press(app, "save_edit")
    assert "Say within how many km" in html_of(app)
    assert len(stored(place_of_store)) == 1
    field(app, form, "radius_km").set_value("3")
    press(app, "save_edit")
    assert stored(place_of_store)[-1].incident.lat == pytest.approx(28.95)


def test_two_editors_see_both_versions_and_lose_nothing(app, place_of_store):
    open_record(app, "edit")
    form = f"edit {RAID}"
    field(app, form, "actor").set_value("Zara's words")
    field(app, form, "target").set_value("a house")
    run(app)
    other = Editor(Store.open(place_of_store), load_geocoder(), by="Omid")
    other.edit(RAID, {"actor": "Omid's words", "sub_event_type": "night raid"})
    press(app, "save_edit")
    told = html_of(app)
    assert "Omid saved version 2 of this record" in told
    for words in ("Zara&#x27;s words", "Omid&#x27;s words", "night raid", "a house"):
        assert words in told
    assert len(stored(place_of_store)) == 2
    assert field(app, form, "actor").value == "Zara's words"
    choices = [c.key for c in app.segmented_control if ".choose_" in c.key]
    assert choices == [f"{form}.0.choose_actor_2"]
    app.segmented_control(key=choices[0]).set_value("theirs")
    run(app)
    press(app, "save_over")
    latest = stored(place_of_store)[-1].incident
    assert latest.actor == "Omid's words"
    assert latest.sub_event_type == "night raid"
    assert latest.target == "a house"


# --- Accounts, status, other records -----------------------------------------------------------


def test_an_account_is_added_and_taken_out(app, place_of_store):
    open_record(app, "claims")
    form = f"claim {RAID} "
    press(app, "save_claim")
    assert "a name is enough" in html_of(app)
    field(app, form, "publisher").set_value(HOSTILE)
    app.selectbox(key=f"{form}.0.claimant").set_value("PAK")
    press(app, "save_claim")
    claims = stored(place_of_store)[-1].incident.claims
    assert claims[-1].publisher == HOSTILE
    assert claims[-1].claimant == "PAK"
    assert len(claims) == 7
    assert "<img src=x" not in html_of(app)
    picked = next(s for s in app.selectbox if s.key.startswith("claim_of "))
    picked.set_value(claims[-1].claim_id)
    run(app)
    press(app, "remove_claim")
    assert len(stored(place_of_store)[-1].incident.claims) == 6


def test_a_status_is_set_and_a_rejection_needs_a_reason(app, place_of_store):
    open_record(app, "status")
    press(app, "reject")
    assert "Say why" in html_of(app)
    app.text_input(key=f"reject {RAID}.0.reason").set_value("a hoax")
    press(app, "reject")
    latest = stored(place_of_store)[-1].incident
    assert latest.status == "rejected"
    assert latest.notes.endswith("Rejected: a hoax")
    press(app, "undo_saved")
    assert stored(place_of_store)[-1].incident.status == "disputed"


def test_a_merge_shows_what_it_would_be_and_is_undone(app, place_of_store):
    open_record(app, "relations")
    alike = app.radio(key=f"relate {RAID}.0.alike")
    assert "2014\\-10\\-18a" in alike.options[0]
    alike.set_value("2014-10-18a")
    run(app)
    assert "What the merged record would be" in html_of(app)
    assert "2014-10-18" in html_of(app)
    press(app, "merge")
    assert stored(place_of_store, "2014-10-18a")[-1].incident.merged_into == RAID
    press(app, "undo_saved")
    assert stored(place_of_store, "2014-10-18a")[-1].incident.merged_into is None
    first, *_, last = stored(place_of_store)
    assert last.incident == first.incident


def test_accounts_of_another_event_are_split_off(app, place_of_store):
    open_record(app, "relations")
    claim_id = stored(place_of_store)[0].incident.claims[0].claim_id
    app.multiselect(key=f"split {RAID}.0.going 1").set_value([claim_id])
    run(app)
    assert "Go to a new record" in html_of(app)
    press(app, "split")
    assert len(stored(place_of_store)[-1].incident.claims) == 5
    assert [c.claim_id for c in stored(place_of_store, f"{RAID}-s2")[-1].incident.claims] == [
        claim_id
    ]


# --- History -----------------------------------------------------------------------------------


def test_versions_are_compared_and_an_earlier_one_comes_back(app, place_of_store):
    open_record(app)
    Editor(Store.open(place_of_store), load_geocoder(), by="Omid").edit(RAID, {"actor": "Nobody"})
    app.segmented_control(key="record_view_6").set_value("history")
    run(app)
    told = html_of(app)
    assert "Omid" in told
    assert "<td>Nobody</td>" in told
    press(app, "restore")
    first, _, last = stored(place_of_store)
    assert last.incident == first.incident


def test_a_redaction_leaves_a_tombstone(app, place_of_store):
    open_record(app)
    Store.open(place_of_store).redact(RAID, fields=["summary"], why="names a witness")
    app.segmented_control(key="record_view_6").set_value("history")
    run(app)
    assert "Redacted for good: In a sentence" in html_of(app)


def test_a_redaction_says_what_it_does_before_it_does_anything(app, place_of_store):
    open_record(app, "history")
    press(app, "redact")
    assert "out of every version of this record, for good" in html_of(app)
    assert app.button(key="redact_now").disabled
    assert stored(place_of_store)[0].redacted == ()


# --- New incident ------------------------------------------------------------------------------


def test_a_call_is_entered_with_its_place_chosen_and_undone(app, place_of_store):
    open_page(app, "new-incident")
    field(app, "new", "date").set_value("17 Oct 2014")
    app.selectbox(key="new.0.event_type").set_value("incursion")
    field(app, "new", "verbatim_locality").set_value("Taftan")
    run(app)
    assert "2 places may be meant" in html_of(app)
    assert "Not measured: not placed" in html_of(app)
    next(r for r in app.radio if ".candidate_" in r.key).set_value(0)
    field(app, "new_claim", "publisher").set_value("A caller in Taftan")
    app.selectbox(key="new_claim.0.claimant").set_value("PAK")
    field(app, "new", "reported_depth_max_km").set_value("2")
    app.selectbox(key="new.0.reported_depth_into").set_value("PAK")
    run(app)
    assert "inside Pakistan" in html_of(app)
    assert "It may be stored already" in html_of(app)
    app.segmented_control(key="new.0.status").set_value("draft")
    press(app, "save_new")
    assert "2014-10-17c: saved as version 1" in html_of(app)
    (version,) = stored(place_of_store, "2014-10-17c")
    incident = version.incident
    assert incident.status == "draft"
    assert incident.dataset == "Entered by hand"
    assert incident.lon == pytest.approx(61.59, abs=0.02)
    assert incident.claims == (
        Claim(
            "c1", publisher="A caller in Taftan", claimant="PAK", says_date="17 Oct 2014",
            says_place="Taftan", says_depth="2 km",
        ),
    )  # fmt: skip
    assert field(app, "new", "verbatim_locality", generation=1).value == ""
    press(app, "undo_saved")
    assert stored(place_of_store, "2014-10-17c")[-1].incident.status == "rejected"


def test_a_new_incident_with_mistakes_is_not_stored_and_stays_typed(app, place_of_store):
    open_page(app, "new-incident")
    field(app, "new", "date").set_value("07/10/2014")
    field(app, "new", "verbatim_locality").set_value(HOSTILE)
    press(app, "save_new")
    assert "may be two days" in html_of(app)
    assert "<img src=x" not in html_of(app)
    go_to_page(app, "method")
    go_to_page(app, "new-incident")
    assert field(app, "new", "verbatim_locality").value == HOSTILE
    assert field(app, "new", "date").value == "07/10/2014"
    assert len(Store.open(place_of_store, read_only=True).incidents()) == 123
