"""Work in a process of its own: its parts, its errors and its end arrive here."""

import os
import pickle
from functools import partial

import pytest

from dashboard.loading import load_geocoder
from incidents import pipeline
from incidents.ahead import Ahead
from incidents.errors import ReadError
from incidents.pipeline import import_file
from incidents.store import Store

_ENDED = r"ended before it was done \(3"


def test_parts_arrive_in_their_order():
    with Ahead(partial(range, 5)) as ahead:
        assert list(ahead.parts(partial(map, str))) == list("01234")


def test_an_error_of_the_work_is_raised_where_its_parts_are_used():
    with Ahead(partial(list, "1x")) as ahead:
        parts = ahead.parts(partial(map, int))
        assert next(parts) == 1
        with pytest.raises(ValueError, match="invalid literal for int"):
            next(parts)


def test_a_process_that_dies_is_an_error_that_says_so():
    with Ahead(partial(list, [3])) as ahead, pytest.raises(ReadError, match=_ENDED):
        list(ahead.parts(partial(map, os._exit)))


def test_an_error_or_the_end_in_the_preparation_is_told_too():
    with Ahead(partial(int, "x")) as ahead, pytest.raises(ValueError, match="invalid literal"):
        list(ahead.parts(partial(map, str)))
    with Ahead(partial(os._exit, 3)) as ahead, pytest.raises(ReadError, match=_ENDED):
        list(ahead.parts(partial(map, str)))
    with Ahead(lambda: 0) as ahead, pytest.raises((AttributeError, pickle.PicklingError)):
        list(ahead.parts(partial(map, str)))


def test_leaving_early_ends_the_process():
    with Ahead(partial(range, 10**9)) as ahead:
        parts = ahead.parts(partial(map, str))
        assert next(parts) == "0"
        process = ahead._process
    assert process.poll() is not None


def test_a_file_read_ahead_gives_the_same_records_and_rejects(tmp_path, monkeypatch):
    source = tmp_path / "some.csv"
    source.write_text(
        "incident_id,date,latitude,longitude,coordinate_uncertainty_m,place\n"
        "a,2014-10-17,28.3,61.9,500,\nb,2014-10-18,,,,45 km south of Mirjaveh\nc,never,,,,Taftan\n"
    )
    found = []
    for limit in (0, 10**9):
        monkeypatch.setattr(pipeline, "_AHEAD_FROM_BYTES", limit)
        store = Store.open(tmp_path / f"{limit}.gpkg")
        report = import_file(source, store, geocoder=load_geocoder())
        records = [version.incident for version in map(store.get, "ab")]
        found.append((records, report.reading.rejects, report.reading.count, dict(report.placed)))
        store.close()
    assert found[0] == found[1]
    assert [reject.row for reject in found[0][1]] == [4]
