"""Editing: every change is a version, nothing is overwritten unseen, and all can be undone."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.loading import load_geocoder
from incidents.editing import Editor, compare
from incidents.errors import ConflictError, RecordError, StoreError
from incidents.integrity import verify
from incidents.pipeline import footprint_shapes, measured, place
from incidents.record import Claim, Count, EventType, Incident
from incidents.store import Batch, Store

RAID = Incident(
    incident_id="raid",
    date_start=date(2014, 10, 17),
    date_end=date(2014, 10, 17),
    event_type=EventType.INCURSION,
    summary="Thirty guards came two kilometres in",
    verbatim_locality="Taftan",
    locality="Taftan",
    country_reported="PAK",
    tolls={"killed_pak": Count(best=1)},
    claims=(Claim("c1", publisher="Dawn"), Claim("c2", publisher="IRNA")),
)
SAME_RAID = replace(
    RAID,
    incident_id="same",
    date_start=date(2014, 10, 16),
    date_end=date(2014, 10, 16),
    summary=None,
    actor="Iranian border guards",
    tolls={"killed_pak": Count(best=2), "injured_pak": Count(best=3)},
    claims=(Claim("c1", publisher="Express Tribune"),),
)


@pytest.fixture
def store(store_place):
    geocoder = load_geocoder()
    opened = Store.open(store_place)
    incidents = measured([place(i, geocoder) for i in (RAID, SAME_RAID)], geocoder)
    shapes = footprint_shapes(incidents, geocoder.border)
    opened.add(incidents, geometries=shapes, batch=Batch("d", "f.csv", "0"))
    yield opened
    assert verify(opened).is_sound
    opened.close()


@pytest.fixture
def editor(store):
    return Editor(store, load_geocoder(), by="Zara")


def test_an_edit_is_a_version_with_who_when_and_what(store, editor):
    editor.edit("raid", {"summary": "Mended", "personnel_count": 30})
    first, second = store.history("raid")
    assert first.incident.summary == RAID.summary
    assert (second.version, second.created_by) == (2, "Zara")
    assert second.what == "edited personnel_count, summary of raid"
    changed = {c.column: (c.before, c.after) for c in compare(first.incident, second.incident)}
    assert changed == {
        "summary": (RAID.summary, "Mended"),
        "personnel_count": (None, 30),
    }


def test_a_new_place_is_looked_up_and_measured_at_once(store, editor):
    before = store.get("raid").incident
    editor.edit("raid", {"verbatim_locality": "Zahedan", "locality": "Zahedan",
                         "country_reported": "IRN"})  # fmt: skip
    after = store.get("raid").incident
    assert before.border_distance_m < 5_000
    assert after.side == "IRN"
    assert after.border_distance_m > 20_000


def test_an_edit_of_an_outdated_version_is_a_conflict_with_both_versions(store, editor):
    seen = store.get("raid").version
    Editor(store, load_geocoder(), by="Omid").edit("raid", {"summary": "Omid's"}, version=seen)
    with pytest.raises(ConflictError, match="changed meanwhile by Omid") as caught:
        editor.edit("raid", {"summary": "Zara's"}, version=seen)
    assert caught.value.mine["summary"] == "Zara's"
    assert caught.value.theirs.incident.summary == "Omid's"
    assert [v.incident.summary for v in store.history("raid")] == [RAID.summary, "Omid's"]


@pytest.mark.parametrize(
    "changes", [{"incident_id": "x"}, {"signed_distance_m": 1.0}, {"nothing": 1}, {"lon": 61.0}]
)
def test_what_is_computed_or_breaks_a_rule_is_refused(store, editor, changes):
    with pytest.raises(RecordError):
        editor.edit("raid", changes)
    assert len(store.history("raid")) == 1


def test_an_earlier_version_comes_back_as_a_new_one(store, editor):
    editor.edit("raid", {"summary": "Wrong"})
    editor.restore("raid", 1)
    history = store.history("raid")
    assert [v.incident.summary for v in history] == [RAID.summary, "Wrong", RAID.summary]
    assert compare(history[0].incident, history[2].incident) == ()
    with pytest.raises(StoreError, match="no version 9"):
        editor.restore("raid", 9)


def test_a_merge_keeps_all_claims_and_the_wider_dates_and_tolls(store, editor):
    added = editor.merge("raid", "same")
    kept = store.get("raid").incident
    assert [c.publisher for c in kept.claims] == ["Dawn", "IRNA", "Express Tribune"]
    assert len({c.claim_id for c in kept.claims}) == 3
    assert (kept.date_start, kept.date_end) == (date(2014, 10, 16), date(2014, 10, 17))
    assert kept.tolls["killed_pak"] == Count(None, 1, 2)
    assert kept.tolls["injured_pak"] == Count(best=3)
    assert kept.summary == RAID.summary
    assert kept.actor == "Iranian border guards"
    assert store.get("same").incident.merged_into == "raid"
    assert list(store.frame()["incident_id"]) == ["raid"]
    assert added.changed == 2


def test_a_merge_can_be_undone_and_both_are_as_before(store, editor):
    before = {i.incident_id: i for i in store.incidents()}
    added = editor.merge("raid", "same")
    editor.undo(added.batch_id)
    assert {i.incident_id: i for i in store.incidents()} == before
    assert len(store.history("same")) == 3


def test_a_merged_record_cannot_be_merged_again_nor_into_itself(editor):
    with pytest.raises(RecordError, match="itself"):
        editor.merge("raid", "raid")
    editor.merge("raid", "same")
    with pytest.raises(RecordError, match="was merged into raid"):
        editor.merge("raid", "same")


def test_a_split_takes_claims_into_a_linked_record(store, editor):
    _, new_id = editor.split("raid", ["c2"], {"date_start": date(2014, 10, 18),
                                              "date_end": date(2014, 10, 18)})  # fmt: skip
    one, other = store.get("raid").incident, store.get(new_id).incident
    assert [c.claim_id for c in one.claims] == ["c1"]
    assert [c.claim_id for c in other.claims] == ["c2"]
    assert (one.linked_to, other.linked_to) == (new_id, "raid")
    assert other.date_start == date(2014, 10, 18)


@pytest.mark.parametrize("claims", [[], ["c1", "c2"], ["c9"]])
def test_a_split_must_leave_and_take_something(editor, claims):
    with pytest.raises(RecordError, match="cannot be split"):
        editor.split("raid", claims)


def test_linked_records_name_each_other(store, editor):
    editor.link("raid", "same")
    assert store.get("raid").incident.linked_to == "same"
    assert store.get("same").incident.linked_to == "raid"
    assert len(store.frame()) == 2


def test_an_import_can_be_undone_and_nothing_is_deleted(store, editor):
    editor.undo(1)
    assert {i.status for i in store.incidents()} == {"rejected"}
    assert len(store.history("raid")) == 2


def test_an_undo_does_not_undo_what_came_later(editor):
    editor.edit("raid", {"summary": "Later"})
    with pytest.raises(StoreError, match="undo the later change first"):
        editor.undo(1)
    with pytest.raises(StoreError, match="nothing to undo"):
        editor.undo(99)


def test_claims_are_added_mended_and_taken_out(store, editor):
    claims = [*RAID.claims[1:], Claim("c3", publisher="Tasnim", claimant="IRN")]
    editor.set_claims("raid", claims)
    assert [c.claim_id for c in store.get("raid").incident.claims] == ["c2", "c3"]
    with pytest.raises(RecordError, match="more than one claim"):
        editor.set_claims("raid", [claims[0], claims[0]])


def test_a_rejected_record_stays_in_the_store(store, editor):
    editor.set_status("raid", "rejected")
    assert store.get("raid").incident.status == "rejected"
    with pytest.raises(RecordError, match="not one of"):
        editor.set_status("raid", "deleted")
