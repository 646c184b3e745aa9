"""A large store is read as columns in a process of its own, and gives the same frame."""

import pandas as pd
import pytest

from dashboard.loading import load_geocoder
from incidents import store as stores
from incidents.editing import Editor
from incidents.pipeline import add_bundled
from incidents.store import Store


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
