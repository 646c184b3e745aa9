"""Mending: a corrected row becomes the record that it would have been from the start."""

import json
from dataclasses import replace

import pytest

from geodata.borders import load_border
from geodata.gazetteer import load_gazetteer
from geodata.geocoder import Geocoder
from incidents.errors import ReadError
from incidents.mending import faulty_columns, import_mended, rejected_rows
from incidents.pipeline import import_file
from incidents.reader import read_file, write_rejects
from incidents.store import Store


@pytest.fixture(scope="module")
def geocoder():
    return Geocoder(load_border(), load_gazetteer())


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path / "store.gpkg")
    yield opened
    opened.close()


def with_cell(one, place, text):
    return replace(one, cells=(*one.cells[:place], text, *one.cells[place + 1 :]))


def test_a_mended_row_is_the_record_that_a_right_file_gives(write_csv, store, geocoder, tmp_path):
    bad = "Date;Ort;Tote;Interna\n2015-01-02;Taftan;1;x\nsoon;Mand;2,5;y\nlater;Mand;3;z\n"
    first = import_file(write_csv(bad), store, geocoder=geocoder, mapping=None, dry_run=True)
    mapping = first.reading.mapping.with_column("Tote", "killed_total_best").with_column(
        "Ort", "locality"
    )
    first = import_file(write_csv(bad), store, geocoder=geocoder, mapping=mapping)
    rejected = rejected_rows(first.reading)
    assert [one.row for one in rejected] == [3, 4]
    mended = [with_cell(with_cell(rejected[0], 0, "2015-01-03"), 2, "2")]
    report, left = import_mended(mended, first.reading, store, geocoder=geocoder)
    assert (report.added.new, left) == (1, ())

    other = Store.open(tmp_path / "right.gpkg")
    right = "Date;Ort;Tote;Interna\n2015-01-02;Taftan;1;x\n2015-01-03;Mand;2;y\n"
    import_file(write_csv(right), other, geocoder=geocoder, mapping=mapping)
    assert store.incidents() == other.incidents()
    assert {v.dataset for v in store.incidents()} == {"incidents.csv"}
    other.close()


AREA = "POLYGON ((61 28, 61.5 28, 61.5 28.5, 61 28))"
CROSSED = {"type": "Polygon", "coordinates": [[[61, 28], [62, 29], [62, 28], [61, 29], [61, 28]]]}


def features(*shapes_and_days):
    listed = [
        {"type": "Feature", "geometry": shape, "properties": {"date": day, "place": "Mand"}}
        for shape, day in shapes_and_days
    ]
    return json.dumps({"type": "FeatureCollection", "features": listed})


def test_the_shape_of_a_row_goes_with_it_through_the_mending(store, geocoder, tmp_path):
    area = {"type": "Polygon", "coordinates": [[[61, 28], [61.5, 28], [61.5, 28.5], [61, 28]]]}
    line = {"type": "LineString", "coordinates": [[61, 28], [61.5, 28]]}
    point = {"type": "Point", "coordinates": [61.6, 28.2]}
    bad = tmp_path / "some.geojson"
    bad.write_text(
        features((area, "soon"), (CROSSED, "2014-10-17"), (line, "2014-10-18"), (point, "later"))
    )
    first = import_file(bad, store, geocoder=geocoder)
    assert first.reading.header == ("date", "place", "geometry")
    assert [one.cells[2][:9] for one in rejected_rows(first.reading)] == [
        "POLYGON (", "POLYGON (", '{"type": ', "POINT (61",
    ]  # fmt: skip
    assert faulty_columns(rejected_rows(first.reading), first.reading) == [0, 2]
    written = tmp_path / "rejects.csv"
    write_rejects(first.reading, written)

    a, b, c, d = rejected_rows(first.reading)
    mended = [with_cell(a, 0, "2014-10-16"), b, with_cell(c, 2, ""), with_cell(d, 0, "2014-10-19")]
    report, left = import_mended(mended, first.reading, store, geocoder=geocoder)
    assert (report.added.new, [one.row for one in left]) == (3, [3])
    shown = {v.date_start.day: v for v in store.incidents()}
    assert AREA in shown[16].footprint
    assert (shown[18].lon, shown[19].lon, shown[19].lat) == (None, 61.6, 28.2)

    other = Store.open(tmp_path / "right.gpkg")
    good = tmp_path / "right" / bad.name
    good.parent.mkdir()
    good.write_text(features((area, "2014-10-16"), (None, "2014-10-18"), (point, "2014-10-19")))
    import_file(good, other, geocoder=geocoder)
    assert {v.date_start.day: v for v in other.incidents()} == shown
    other.close()

    again = read_file(written)  # by hand in a spreadsheet, nothing mended: nothing is taken
    assert (again.count, {r.row for r in again.rejects}) == (0, {2, 3, 4, 5})
    assert {r.column for r in again.rejects if r.row in (3, 4)} == {"geometry"}


def test_rows_that_differ_only_in_their_shape_are_two(store, geocoder, tmp_path):
    path = tmp_path / "two.geojson"
    path.write_text(
        features(
            ({"type": "Point", "coordinates": [61.6, 28.2]}, "2014-10-17"),
            ({"type": "Point", "coordinates": [61.7, 28.2]}, "2014-10-17"),
        )
    )
    assert import_file(path, store, geocoder=geocoder).added.new == 2
    assert import_file(path, store, geocoder=geocoder).added.same == 2


def test_a_row_that_is_still_wrong_stays_with_its_number_and_the_new_reason(
    write_csv, store, geocoder
):
    text = "id,date,place,country\na,soon,Mand,PAK\nb,later,Mand,PAK\nc,never,Mand,PAK\n"
    first = import_file(write_csv(text), store, geocoder=geocoder)
    rejected = rejected_rows(first.reading)
    mended = [
        with_cell(rejected[0], 1, "2015-01-03"),
        with_cell(rejected[1], 1, "2015-02-30"),
        replace(rejected[2], cells=("", "", " ", "")),
    ]
    report, left = import_mended(mended, first.reading, store, geocoder=geocoder)
    assert report.added.new == 1
    assert [one.row for one in left] == [3, 4]
    assert "2015-02-30" in left[0].cells
    assert left[0].why != rejected[1].why
    assert left[1].why == rejected[2].why


def test_the_faulty_columns_are_named_as_in_the_file(write_csv, store, geocoder):
    text = "id,place,lat,lon,Date\na,Mand,26,north,soon\nb,Mand,,,2015-01-02,too many\n"
    first = import_file(write_csv(text), store, geocoder=geocoder, dry_run=True)
    rejected = rejected_rows(first.reading)
    named = [first.reading.header[k] for k in faulty_columns(rejected, first.reading)]
    assert named == ["lon", "Date"]
    assert rejected[1].cells[-1] == "too many"


def test_a_cell_too_many_is_taken_out(write_csv, store, geocoder):
    text = "id,date,place\na,2015-01-02,Mand,too many\n"
    first = import_file(write_csv(text), store, geocoder=geocoder)
    (rejected,) = rejected_rows(first.reading)
    report, left = import_mended(
        [with_cell(rejected, 3, "")], first.reading, store, geocoder=geocoder
    )
    assert (report.added.new, left) == (1, ())


def test_cells_with_breaks_quotes_and_formulas_come_through(write_csv, store, geocoder):
    text = "id,date,summary\na,soon,x\nb,soon,y\n"
    first = import_file(write_csv(text), store, geocoder=geocoder)
    said = 'He said "no",\nthen\tleft; =SUM(1) \u202e\u0647'
    mended = [
        with_cell(with_cell(one, 1, "2015-01-02"), 2, said) for one in rejected_rows(first.reading)
    ]
    import_mended(mended, first.reading, store, geocoder=geocoder)
    assert {i.summary for i in store.incidents()} == {said}


def test_without_a_filled_row_nothing_is_read(write_csv, store, geocoder):
    first = import_file(write_csv("id,date\na,soon\n"), store, geocoder=geocoder)
    (rejected,) = rejected_rows(first.reading)
    with pytest.raises(ReadError):
        import_mended([replace(rejected, cells=("", ""))], first.reading, store, geocoder=geocoder)
    assert store.version_count() == 0


def test_a_published_layout_is_told_again_by_its_columns(write_csv, store, geocoder):
    header = (
        "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,"
        "actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,"
        "iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,"
        "source_scale,notes,fatalities,tags,timestamp"
    )
    row = dict.fromkeys(header.split(","), "") | {
        "event_id_cnty": "PAK1", "event_date": "soon", "year": "2020", "time_precision": "1",
        "event_type": "Battles", "sub_event_type": "Armed clash", "country": "Pakistan",
        "location": "Mand", "latitude": "26.1", "longitude": "62.0", "geo_precision": "1",
        "fatalities": "2",
    }  # fmt: skip
    first = import_file(
        write_csv(f"{header}\n{','.join(row.values())}\n"), store, geocoder=geocoder
    )
    assert first.reading.layout == "ACLED"
    (rejected,) = rejected_rows(first.reading)
    report, left = import_mended(
        [with_cell(rejected, 1, "3 March 2020")], first.reading, store, geocoder=geocoder
    )
    assert (report.added.new, left) == (1, ())
    assert [i.date_start.isoformat() for i in store.incidents()] == ["2020-03-03"]
