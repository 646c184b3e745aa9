"""What a store says of itself when it was damaged, and copies that can be trusted."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shapely

from incidents.errors import StoreError
from incidents.integrity import backup, restore, verify, verify_file
from incidents.record import Claim, EventType, Incident
from incidents.store import Batch, Store

FIXTURES = Path(__file__).parent / "fixtures"
SQUARE = shapely.box(61, 28, 62, 29)


def incident(number, **values):
    known = {
        "summary": f"What happened at {number}",
        "claims": (Claim(claim_id=f"{number}-1", publisher="Paper", text="They say so."),),
        "reported_depth_min_km": 2.0,
    }
    return Incident(
        incident_id=f"i{number:03}",
        date_start=date(2014, 10, 17),
        date_end=date(2014, 10, 17),
        event_type=EventType.INCURSION,
        **known | values,
    )


def add(store, *incidents):
    return store.add(incidents, geometries=[SQUARE] * len(incidents), batch=Batch("d", "f", "0"))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "store.gpkg"
    store = Store.open(path)
    add(store, *(incident(n) for n in range(5)))
    add(store, incident(1, summary="Mended"), incident(7))
    store.close()
    return path


def checked(path):
    store = Store.open(path, read_only=True)
    try:
        return verify(store)
    finally:
        store.close()


def changed(path, sql):
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def test_a_store_as_it_was_written_is_sound(path):
    found = checked(path)
    assert found.is_sound
    assert (found.versions, found.batches) == (7, 2)


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE incident_version SET summary = 'x' WHERE incident_id = 'i003'", "i003, version 1"),
        ("UPDATE incident_version SET lon = 61.5 WHERE incident_id = 'i002'", "i002, version 1"),
        ("UPDATE claim SET text = 'They deny it.' WHERE claim_id = '4-1'", "i004, version 1"),
        ("DELETE FROM claim WHERE claim_id = '0-1'", "i000, version 1"),
        ("UPDATE incident_version SET created_by = 'x' WHERE incident_id = 'i003'", "i003"),
        ("UPDATE incident_version SET created_at = '2000' WHERE incident_id = 'i003'", "i003"),
        ("UPDATE incident_version SET geom = NULL WHERE incident_id = 'i003'", "i003"),
        ("UPDATE incident_version SET source_row = 9 WHERE incident_id = 'i003'", "i003"),
        ("UPDATE incident_version SET chain_sha256 = salt WHERE incident_id = 'i003'", "i003"),
        ("UPDATE import_batch SET root_sha256 = 'x' WHERE batch_id = 1", "batch 1"),
        ("UPDATE incident_head SET fid = 2 WHERE incident_id = 'i001'", "i001"),
    ],
)
def test_a_changed_value_is_named(path, sql, named):
    changed(path, sql)
    found = checked(path)
    assert any(named in str(damage) for damage in found.damages), found.damages


def test_a_version_that_was_taken_out_shows_in_its_batch_and_its_incident(path):
    changed(path, "DELETE FROM incident_head WHERE incident_id = 'i001'")
    changed(path, "DELETE FROM claim WHERE fid = 2")
    changed(path, "DELETE FROM incident_version WHERE incident_id = 'i001' AND version = 1")
    told = " ".join(map(str, checked(path).damages))
    assert "batch 1" in told
    assert "version 1 is missing" in told


def test_a_file_with_flipped_bits_is_never_sound_in_silence_where_content_changed(tmp_path, path):
    with Store.open(path)._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    before = [v.to_row() for v in Store.open(path).incidents()]
    chance = random.Random(0)
    for _ in range(60):
        content = bytearray(whole)
        content[chance.randrange(100, len(content))] ^= 1 << chance.randrange(8)
        flipped = tmp_path / "flipped.gpkg"
        flipped.write_bytes(content)
        if not checked(flipped).is_sound:
            continue
        store = Store.open(flipped, read_only=True)
        assert [v.to_row() for v in store.incidents()] == before
        store.close()


def test_a_store_that_is_read_only_takes_nothing_and_says_why(path):
    store = Store.open(path)
    store.read_only = "it is damaged"
    with pytest.raises(StoreError, match="it is damaged"):
        add(store, incident(9))
    store.close()


@pytest.mark.parametrize("schema", ["0001", "0002"])
def test_a_store_of_an_earlier_release_is_backed_up_migrated_and_still_sound(tmp_path, schema):
    """The fixtures were written by the releases with these schemas."""
    path = tmp_path / "store.gpkg"
    shutil.copy(FIXTURES / f"store-{schema}.gpkg", path)
    store = Store.open(path)
    found = verify(store)
    assert found.is_sound, found.damages
    assert found.versions == 7
    assert len(store.incidents()) == 6
    add(store, incident(1))
    assert verify(store).is_sound
    store.close()
    (kept,) = tmp_path.glob("store.before-update-*.gpkg")
    connection = sqlite3.connect(kept)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (schema,)
    connection.close()
    assert verify_file(kept).versions == 7


@pytest.mark.parametrize("schema", ["0001", "0002"])
def test_a_damaged_store_of_an_earlier_release_is_found(tmp_path, schema):
    path = tmp_path / "store.gpkg"
    shutil.copy(FIXTURES / f"store-{schema}.gpkg", path)
    changed(path, "UPDATE incident_version SET summary = 'x' WHERE fid = 3")
    assert "version 1: its content" in str(verify_file(path).damages[0])


# --- Backup and restore ----------------------------------------------------------------------


def test_a_backup_is_a_store_of_its_own_and_comes_back(tmp_path, path):
    copy = tmp_path / "copies" / "backup.gpkg"
    assert backup(path, copy).is_sound
    store = Store.open(path)
    add(store, incident(8))
    store.close()
    found, kept = restore(copy, path)
    assert found.versions == 7
    again = Store.open(path)
    assert again.get("i008") is None
    again.close()
    assert checked(kept).versions == 8


def test_a_backup_is_consistent_while_another_connection_writes(tmp_path, path):
    store = Store.open(path)
    seen = []

    def write(share):
        if not seen:
            add(store, *(incident(n) for n in range(100, 140)))
        seen.append(share)

    assert backup(path, tmp_path / "b.gpkg", progress=write).is_sound
    assert seen
    store.close()


def test_a_database_is_backed_up_into_a_file_and_comes_back(tmp_path, path, postgres_url):
    copy, again = tmp_path / "copy.gpkg", tmp_path / "again.gpkg"
    restore(path, postgres_url)  # a file's content moves into a database
    assert backup(postgres_url, copy).is_sound
    store = Store.open(postgres_url)
    assert verify(store).is_sound
    add(store, incident(8))
    store.close()
    found, kept = restore(copy, postgres_url)
    assert found.versions == 7
    assert verify_file(kept).versions == 8
    store = Store.open(postgres_url)
    assert store.get("i008") is None
    add(store, incident(9))  # numbering goes on
    assert verify(store).is_sound
    store.close()
    backup(postgres_url, again)
    with_file = Store.open(path)
    add(with_file, incident(9))
    rows = [i.to_row() for i in Store.open(again, read_only=True).incidents()]
    assert rows == [i.to_row() for i in with_file.incidents()]
    with_file.close()


def test_a_store_too_damaged_to_be_read_is_replaced_and_kept(tmp_path, path):
    copy = tmp_path / "copy.gpkg"
    backup(path, copy)
    path.write_bytes(b"rubbish" * 1000)
    _, kept = restore(copy, path)
    assert checked(path).versions == 7
    assert kept.read_bytes().startswith(b"rubbish")


def test_a_damaged_backup_is_refused_and_the_store_stays(tmp_path, path):
    copy = tmp_path / "backup.gpkg"
    backup(path, copy)
    changed(copy, "UPDATE incident_version SET summary = 'x' WHERE incident_id = 'i003'")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="i003, version 1"):
        restore(copy, path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["nothing.gpkg", "text.gpkg"])
def test_what_is_no_store_is_refused(tmp_path, path, name):
    (tmp_path / "text.gpkg").write_text("no database" * 1000)
    with pytest.raises(StoreError):
        restore(tmp_path / name, path)
    assert checked(path).is_sound


def test_a_store_is_not_backed_up_onto_itself(path):
    with pytest.raises(StoreError, match="itself"):
        backup(path, path)
    with pytest.raises(StoreError, match="no store"):
        backup(path.with_name("none.gpkg"), path)


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_incidents_integrity import add, incident
from incidents.store import Store
store = Store.open(Path(sys.argv[1]))
number = 1000
while True:
    add(store, *(incident(n) for n in range(number, number + 5)))
    print(number, flush=True)
    number += 5
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_kill_9_in_the_middle_of_writing_loses_nothing_that_was_acknowledged(path):
    for turn in range(5):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), os.path.dirname(__file__)],  # noqa: PTH120
            stdout=subprocess.PIPE,
            text=True,
        )
        process.stdout.readline()
        time.sleep(0.05 * turn)
        process.kill()
        acknowledged = [int(line) for line in process.stdout.read().split()]
        process.wait()
        process.stdout.close()
        store = Store.open(path)
        assert verify(store).is_sound
        stored = {i.incident_id for i in store.incidents()}
        for number in acknowledged:
            assert {f"i{n:03}" for n in range(number, number + 5)} <= stored
        assert len([i for i in stored if int(i[1:]) >= 1000]) % 5 == 0
        add(store, replace(incident(0), summary=f"turn {turn}"))
        store.close()
