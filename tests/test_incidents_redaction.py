"""Redaction: the text is gone for good, the tombstone and the chain stay."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest
import shapely

from incidents.errors import StoreError
from incidents.integrity import verify
from incidents.record import Claim, EventType, Incident
from incidents.store import Batch, Store

SECRET = "Abdul of the third house behind the mosque"  # noqa: S105 - a text that must go
HOUSE = Incident(
    incident_id="raid",
    date_start=date(2014, 10, 17),
    date_end=date(2014, 10, 17),
    event_type=EventType.INCURSION,
    summary=f"They searched the house of {SECRET}.",
    verbatim_locality=f"the house of {SECRET}",
    lon=61.756789,
    lat=28.834567,
    footprint='{"lat":28.834567,"lon":61.756789,"radius_m":50.0,"shape":"disc"}',
    claims=(Claim("c1", publisher="Paper", text=f"{SECRET} says so."), Claim("c2", text="Else")),
)
BATCH = Batch("d", "f.csv", "0" * 64)
SQUARE = shapely.box(61.756, 28.834, 61.757, 28.835)


@pytest.fixture
def store(store_place):
    opened = Store.open(store_place)
    for summary in (HOUSE.summary, f"Mended: {SECRET}."):
        incident = replace(HOUSE, summary=summary)
        other = replace(HOUSE, incident_id="other", summary="Nobody.", claims=())
        opened.add([incident, other], geometries=[SQUARE, SQUARE], batch=BATCH)
    yield opened
    opened.close()


def test_the_text_is_gone_from_every_version_and_the_store_is_still_sound(store):
    touched = store.redact("raid", fields=["summary", "claims.text"], why="a threat", by="Zara")
    assert touched == 2
    for version in store.history("raid"):
        assert version.incident.summary == "[redacted]"
        assert {c.text for c in version.incident.claims} == {"[redacted]"}
        assert version.incident.claims[0].publisher == "Paper"
        assert set(version.redacted) == {"summary", "claims.text"}
        assert SECRET in version.incident.verbatim_locality
    assert verify(store).damages == ()
    newest = store.batches(1)[0]
    assert newest.created_by == "Zara"
    assert "summary" in newest.what
    assert store.get("other").redacted == ()


def test_a_place_is_redacted_with_all_that_tells_it(store):
    store.redact("raid", fields=["place"], why="a home")
    incident = store.get("raid").incident
    assert (incident.lon, incident.lat, incident.footprint) == (None, None, None)
    assert incident.verbatim_locality == "[redacted]"
    table = store.table(["raid"])
    assert table.column("geometry").null_count == 1
    assert verify(store).is_sound


def test_no_byte_of_the_text_is_left_in_the_file(tmp_path):
    path = tmp_path / "store.gpkg"
    store = Store.open(path)
    store.add([HOUSE], geometries=[SQUARE], batch=BATCH)
    store.redact("raid", fields=["summary", "claims.text", "place"], why="a threat")
    store.close()
    for file in tmp_path.iterdir():
        assert SECRET.encode() not in file.read_bytes(), file
        assert b"61.756789" not in file.read_bytes(), file


def test_what_is_left_is_still_guarded(tmp_path):
    path = tmp_path / "store.gpkg"
    store = Store.open(path)
    store.add([HOUSE], geometries=[SQUARE], batch=BATCH)
    store.redact("raid", fields=["summary"], why="a threat")
    store.close()
    for sql in (
        "UPDATE incident_version SET summary = 'They found nothing.'",
        "UPDATE incident_version SET verbatim_locality = 'elsewhere'",
        "UPDATE incident_version SET geom = NULL",
        "UPDATE redaction SET fields = 'summary; verbatim_locality'",
        "UPDATE redaction SET why = 'no reason'",
        "DELETE FROM redaction",
    ):
        copy = tmp_path / "copy.gpkg"
        copy.write_bytes(path.read_bytes())
        connection = sqlite3.connect(copy)
        connection.execute(sql)
        connection.commit()
        connection.close()
        damaged = Store.open(copy, read_only=True)
        assert not verify(damaged).is_sound, sql
        damaged.close()


def test_a_redaction_can_be_followed_by_another_and_by_an_import_of_the_same_file(store):
    store.redact("raid", fields=["summary"], why="one")
    store.redact("raid", fields=["claims.text"], why="two")
    assert set(store.get("raid").redacted) == {"summary", "claims.text"}
    assert verify(store).is_sound
    again = store.get("raid").incident
    report = store.add([again], geometries=[SQUARE], batch=BATCH)
    assert (report.changed, report.same) == (0, 1)


def test_reading_the_file_again_brings_nothing_back(store):
    store.redact("raid", fields=["summary", "claims.text", "place"], why="a threat")
    before = store.get("raid").incident
    report = store.add(
        [replace(HOUSE, summary=f"Mended: {SECRET}.")], geometries=[SQUARE], batch=BATCH
    )
    assert (report.changed, report.same) == (0, 1)
    changed = replace(HOUSE, summary="Another text", actor="Guards")
    assert store.add([changed], geometries=[SQUARE], batch=BATCH).changed == 1
    after = store.get("raid").incident
    assert after.actor == "Guards"
    assert replace(after, actor=None) == before
    assert store.table(["raid"]).column("geometry").null_count == 1


def test_what_holds_nothing_of_it_is_told(store):
    with pytest.raises(StoreError, match="no version holds any of notes"):
        store.redact("raid", fields=["notes"], why="x")


@pytest.mark.parametrize("fields", [[], ["incident_id"], ["date_start"], ["nothing"]])
def test_what_cannot_be_redacted_is_refused(store, fields):
    root = store.last_root()
    with pytest.raises(StoreError, match="redact"):
        store.redact("raid", fields=fields, why="x")
    assert store.last_root() == root


def test_an_unknown_incident_is_refused(store):
    with pytest.raises(StoreError, match="no such incident"):
        store.redact("none", fields=["summary"], why="x")
