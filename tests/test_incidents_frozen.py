"""The store as it was: an earlier state is read by its root, and redacted text stays gone."""

from dataclasses import replace
from datetime import date

import pytest
import shapely

from incidents.errors import StoreError
from incidents.frozen import FrozenStore, moment_of, newest_moment
from incidents.record import Claim, EventType, Incident
from incidents.store import Batch, Store

RAID = Incident(
    incident_id="raid",
    date_start=date(2014, 10, 17),
    date_end=date(2014, 10, 17),
    event_type=EventType.INCURSION,
    summary="Thirty guards came in.",
    lon=61.75,
    lat=28.83,
    claims=(Claim("c1", publisher="Dawn", text="As it was first told."),),
)
LATER = replace(RAID, incident_id="later", date_start=date(2014, 10, 20), claims=())
BATCH = Batch("d", "f.csv", "0" * 64)
SQUARE = shapely.box(61.74, 28.82, 61.76, 28.84)


def add(store, *incidents):
    store.add(list(incidents), geometries=[SQUARE] * len(incidents), batch=BATCH)
    return store.last_root()


@pytest.fixture
def store(store_place):
    opened = Store.open(store_place)
    yield opened
    opened.close()


def frozen(store, root):
    return FrozenStore(store, moment_of(store, root))


def test_a_root_shows_the_records_as_they_were(store):
    first = add(store, RAID)
    changed = replace(RAID, summary="Mended.", claims=(Claim("c2", publisher="IRNA"),))
    second = add(store, changed, LATER)
    then = frozen(store, first)
    table = then.table()
    assert table.column("incident_id").to_pylist() == ["raid"]
    assert table.column("summary").to_pylist() == ["Thirty guards came in."]
    assert "As it was first told." in table.column("claims").to_pylist()[0]
    assert then.get("raid").incident == RAID
    assert then.get("later") is None
    assert [i.incident_id for i in then.incidents()] == ["raid"]
    assert len(then.frame()) == 1
    assert then.last_root() == first
    assert then.changed_since() == 2
    now = frozen(store, second)
    assert now.table().equals(store.table())
    assert now.changed_since() == 0
    assert now.table(["raid"]).num_rows == then.table(["raid", "later"]).num_rows == 1


def test_the_first_twelve_digits_name_a_version_and_what_is_unknown_is_not_guessed(store):
    root = add(store, RAID)
    assert moment_of(store, root[:12].upper()) == newest_moment(store) == moment_of(store, root)
    for wrong in ("0" * 64, "f" * 12, root[:11], "", "x" * 64, "%", root + "0"):
        with pytest.raises(StoreError, match="data version"):
            moment_of(store, wrong)


def test_an_empty_store_has_no_version_to_cite(store):
    assert newest_moment(store) is None


def test_merged_records_part_again_in_the_state_before(store):
    first = add(store, RAID, LATER)
    add(store, replace(LATER, merged_into="raid"))
    assert store.table().num_rows == 1
    assert frozen(store, first).table().num_rows == 2


def test_redacted_text_does_not_come_back_and_is_told(store):
    first = add(store, RAID)
    add(store, LATER)
    store.redact("raid", fields=["summary", "claims.text"], why="a threat", by="Zara")
    then = frozen(store, first)
    table = then.table()
    assert table.column("summary").to_pylist() == ["[redacted]"]
    assert "As it was" not in table.column("claims").to_pylist()[0]
    assert then.redacted_since() == ("raid",)
    assert frozen(store, store.last_root()).redacted_since() == ()


def test_nothing_is_stored_in_the_past(store):
    then = frozen(store, add(store, RAID))
    with pytest.raises(StoreError, match="nothing was stored"):
        add(then, LATER)
    with pytest.raises(StoreError, match="nothing was stored"):
        then.redact("raid", fields=["summary"], why="x")
    assert store.table().num_rows == 1
