"""A large store is read as columns in a process of its own, and gives the same frame."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.loading import load_geocoder
from incidents import store as stores
from incidents.bundled import add_bundled
from incidents.editing import Editor
from incidents.record import Claim, EventType, Incident
from incidents.store import Batch, Store


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path / "store.gpkg")
    yield opened
    opened.close()


def test_both_ways_give_the_same_frame(store, monkeypatch):
    geocoder = load_geocoder()
    add_bundled(store, geocoder=geocoder)
    editor = Editor(store, geocoder)
    first, second = (i.incident_id for i in store.incidents()[:2])
    editor.merge(first, second)
    editor.edit("2014-10-17a", {"summary": "A new one: \u0631\u06cc\u06af \u202e {{7*7}}"})
    plain = store.frame()
    monkeypatch.setattr(stores, "_AT_ONCE_FROM", 0)
    at_once = store.frame()
    assert len(plain) == 122
    assert plain["claims_conflict"].any()
    pd.testing.assert_frame_equal(at_once, plain)


def test_claims_that_take_no_stance_conflict_with_nothing(store, monkeypatch):
    said = Incident(
        "a",
        date(2024, 3, 1),
        date(2024, 3, 1),
        EventType.OTHER,
        claims=(Claim("a-1"), Claim("a-2")),
    )
    quiet = replace(said, incident_id="b", claims=())
    store.add([said, quiet], geometries=[None, None], batch=Batch("test", "a.csv", "0" * 64))
    plain = store.frame()
    monkeypatch.setattr(stores, "_AT_ONCE_FROM", 0)
    pd.testing.assert_frame_equal(store.frame(), plain)
    assert list(plain["claim_count"]) == [2, 0]
    assert not plain["claims_conflict"].any()


def test_texts_that_repeat_in_one_part_of_the_file_only(store, monkeypatch):
    day = date(2024, 3, 1)
    told = ["the same"] * 40 + [f"another {k}" for k in range(40)]
    made = [
        Incident(f"{k:03d}", day, day, EventType.OTHER, summary=text) for k, text in enumerate(told)
    ]
    store.add(made, geometries=[None] * 80, batch=Batch("test", "a.csv", "0" * 64))
    monkeypatch.setattr(stores, "_AT_ONCE_FROM", 0)
    assert list(store.frame()["summary"]) == told
