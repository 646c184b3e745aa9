"""Files of strangers: what is good is read exactly, what is bad is refused with a sentence."""

import csv
import gzip
import io
import json
import pickle
import random
import sqlite3
import stat
import subprocess
import sys
import textwrap
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from incidents.errors import ReadError, UnknownEncodingError
from incidents.files import MAX_FILE_BYTES, HowToRead, Limits, _environment, read_table

EVENING = datetime.fromisoformat("2014-10-17T20:30:00")
VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{target}</SrcDataSource>'
    "</OGRVRTLayer></OGRVRTDataSource>"
)
POINT = shapely.Point(61.45, 29.02)
AREA = shapely.box(61, 29, 62, 30).normalize()


@pytest.fixture
def write(tmp_path):
    """Write a file and return its path."""

    def write(content, name="incidents.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def read(path, *, part=None, **how):
    """Read in this process: faster, and the same code that the child runs."""
    return read_table(path, HowToRead(part=part, **how), trusted=True)


def rows_of(table):
    return [tuple(row.values()) for row in table.cells.to_pylist()]


def shapes_of(table):
    return [shape and shape.normalize() for shape in shapely.from_wkb(table.geometry.to_pylist())]


def refused(path, *, apart=False, **how):
    with pytest.raises(ReadError) as caught:
        read_table(path, HowToRead(**how), trusted=not apart)
    message = str(caught.value)
    assert path.name in message
    assert "Traceback" not in message
    return message


def workbook(path, fill, *, epoch=None):
    book = openpyxl.Workbook()
    if epoch is not None:
        book.epoch = epoch
    fill(book)
    book.save(path)
    return path


def layer(path, geometry, columns=None, *, driver="GPKG", crs="EPSG:4326", name="events"):
    columns = columns or {"name": [f"n{k}" for k in range(len(geometry))]}
    table = pa.table(
        {**columns, "geometry": pa.array([g and shapely.to_wkb(g) for g in geometry], pa.binary())}
    )
    pyogrio.write_arrow(
        table, path, driver=driver, layer=name, geometry_name="geometry",
        geometry_type="Unknown" if driver == "GPKG" else "Point", crs=crs,
        append=path.exists(),
    )  # fmt: skip
    return path


def without_triggers(path):
    """A GeoPackage that plain SQLite can change."""
    database = sqlite3.connect(path)
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        database.execute(f"DROP TRIGGER {name}")
    database.commit()
    return database


def archive(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return path


def shapefile(folder, target, *, without=(), cpg=None, encoding="UTF-8", prefix=""):
    folder.mkdir()
    path = folder / "events.shp"
    table = pa.table(
        {"name": ["تفتان", "B"], "geometry": pa.array([shapely.to_wkb(POINT)] * 2, pa.binary())}
    )
    pyogrio.write_arrow(
        table, path, driver="ESRI Shapefile", geometry_name="geometry", geometry_type="Point",
        crs="EPSG:4326", encoding=encoding,
    )  # fmt: skip
    entries = {prefix + p.name: p.read_bytes() for p in folder.iterdir()}
    if cpg is not None:
        entries[f"{prefix}events.cpg"] = cpg
    return archive(target, {n: c for n, c in entries.items() if Path(n).suffix not in without})


def geojson(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more})


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def point(*coordinates):
    return {"type": "Point", "coordinates": list(coordinates)}


# --- Bad inputs, by their numbers ---------------------------------------------------------------


@pytest.mark.parametrize("content", ["", " \r\n \n", "\ufeff", "\ufeff\n"])
def test_bad_input_1_an_empty_file_has_no_rows(write, content):
    assert "no rows; the file is empty" in refused(write(content))


def test_bad_input_1_a_header_alone_has_no_rows(write):
    assert "no rows below the header" in refused(write("id,date\n"))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
def test_bad_input_2_unicode_encodings_are_told_by_content(write, encoding):
    table = read(write("name,date\r\nتفتان,2014-10-17\r\n".encode(encoding)))
    assert table.header == ("name", "date")
    assert rows_of(table) == [("تفتان", "2014-10-17")]


def test_bad_input_2_other_encodings_are_asked_for_with_samples(write):
    path = write("name,date\nتفتان,2014-10-17\n".encode("cp1256"))
    with pytest.raises(UnknownEncodingError, match="line 2") as caught:
        read_table(path)
    samples = dict(caught.value.samples)
    assert samples["cp1256"] == "تفتان"
    assert {"cp1256", "cp1252"} & set(samples) == {"cp1256", "cp1252"}
    assert samples["cp1252"] in str(caught.value)
    assert rows_of(read(path, encoding="cp1256")) == [("تفتان", "2014-10-17")]


def test_bad_input_2_latin_text_is_among_the_samples(write):
    with pytest.raises(UnknownEncodingError) as caught:
        read(write("name;note\nZahedan;tué près de la frontière\n".encode("latin-1")))
    assert "tué près de la frontière" in [sample for _, sample in caught.value.samples]


def test_bad_input_2_an_encoding_that_does_not_exist_is_refused(write):
    assert "'klingon'" in refused(write("a,b\n1,2\n"), encoding="klingon")


def test_bad_input_3_ragged_rows_are_rejected_and_the_others_kept(write):
    table = read(write("id,date,place\n1,2014,A\n2,2014,B,extra\n3,2014\n\n4,2014,D\n"))
    assert rows_of(table) == [("1", "2014", "A"), ("4", "2014", "D")]
    assert table.row_numbers.tolist() == [2, 6]
    assert [(r.row, r.reason[:34]) for r in table.rejects] == [
        (3, "4 cells where the header has 3; ch"),
        (4, "2 cells where the header has 3; ch"),
    ]
    assert table.rejected_rows == (("2", "2014", "B", "extra"), ("3", "2014"))


def test_bad_input_4_an_open_quote_names_its_line(write):
    message = refused(write('id,note\n1,fine\n2,"never closed\n3,x\n'))
    assert "line 3: a quote that is never closed" in message


def test_bad_input_5_semicolons_with_decimal_commas_are_two_cells(write):
    table = read(write("lat;lon\n29,02;61,45\n"))
    assert (table.header, rows_of(table)) == (("lat", "lon"), [("29,02", "61,45")])


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_bad_input_5_each_delimiter_is_recognised_among_other_signs(write, sign):
    path = write(f'id{sign}"place, as; said|here"\n1{sign}"a, b; c | d"\n2{sign}Mirjaveh\n')
    table = read(path)
    assert rows_of(table) == [("1", "a, b; c | d"), ("2", "Mirjaveh")]


def test_a_delimiter_may_be_given_or_named_in_the_first_line(write):
    assert rows_of(read(write("a:b\n1:2\n"), delimiter=":")) == [("1", "2")]
    assert rows_of(read(write("a\tb,c\n1\t2,3\n"), delimiter="\\t")) == [("1", "2,3")]
    table = read(write("sep=;\nid;date\n1;2\n"))
    assert (table.header, table.row_numbers.tolist()) == (("id", "date"), [3])
    assert "cannot separate cells" in refused(write("a,b\n1,2\n"), delimiter=", ")


def test_bad_input_6_persian_digits_stay_as_found(write):
    assert rows_of(read(write("lat,lon\n۲۹٫۰۲,۶۱٫۴۵\n"))) == [("۲۹٫۰۲", "۶۱٫۴۵")]


def test_bad_input_7_a_name_that_stands_twice_is_not_changed(write):
    assert read(write("a,a,b\n1,2,3\n")).header == ("a", "a", "b")


def test_bad_input_8_words_for_nothing_stay_texts(write):
    table = read(write("place,actor,x\nNA,null,None\n"))
    assert rows_of(table) == [("NA", "null", "None")]


def test_bad_input_9_leading_zeros_stay(write):
    assert rows_of(read(write("id,n\n001,0090\n"))) == [("001", "0090")]


def test_bad_input_10_mixed_line_ends_and_a_mark_are_fine(write):
    table = read(write('\ufeffid,note\r\n1,a\r2,"b\r\nc"\n3,d'))
    assert table.header == ("id", "note")
    assert rows_of(table) == [("1", "a"), ("2", "b\r\nc"), ("3", "d")]


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    return path


def test_bad_input_11_a_workbook_that_grows_is_refused_by_its_directory(tmp_path):
    assert "grows from" in refused(bomb(tmp_path / "bomb.xlsx"), apart=True)


def test_bad_input_11_many_entries_and_nested_archives_are_refused(tmp_path):
    many = {"xl/workbook.xml": "", **{f"x{k}": "" for k in range(10_001)}}
    assert "10,002 entries" in refused(archive(tmp_path / "many.xlsx", many))
    nested = {"xl/workbook.xml": "", "xl/more.zip": "PK"}
    assert "archive in the archive" in refused(archive(tmp_path / "nested.xlsx", nested))


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_bad_input_12_a_workbook_gives_values_by_its_own_calendar(tmp_path, epoch):
    def fill(book):
        sheet = book.active
        sheet.title = "events"
        sheet.append([])
        sheet.append(["id", "day", "at", "time", "whole", "part", "flag"])
        sheet.append(["001", date(2014, 10, 17), EVENING, time(3, 4), 3.0,
                      0.1, True])  # fmt: skip

    table = read(workbook(tmp_path / "book.xlsx", fill, epoch=epoch))
    assert (table.format, table.part) == ("XLSX", "events")
    assert table.row_numbers.tolist() == [3]
    assert rows_of(table) == [
        ("001", "2014-10-17", "2014-10-17T20:30:00", "03:04:00", "3", "0.1", "yes")
    ]


def test_bad_input_12_formulas_merged_cells_and_hidden_sheets_are_told(tmp_path):
    def fill(book):
        hidden = book.active
        hidden.title = "secret"
        hidden.append(["x"])
        hidden.append(["not read"])
        hidden.sheet_state = "hidden"
        sheet = book.create_sheet("events")
        for row in (["id", "note", "sum"], [1, "merged", "=1+1"], [2, None, "#N/A"]):
            sheet.append(row)
        sheet["C3"].data_type = "e"
        sheet.merge_cells("B2:B3")
        book.create_sheet("more").append(["y"])

    table = read_table(workbook(tmp_path / "book.xlsx", fill))
    assert table.part == "events"
    assert rows_of(table) == [("1", "merged", None), ("2", None, "#N/A")]
    told = " ".join(table.remarks)
    for words in ("'secret'", "'more'", "1 formulas have no stored value", "in C2", "1 merged"):
        assert words in told
    assert rows_of(read(tmp_path / "book.xlsx", part="SECRET")) == [("not read",)]
    assert "'events'" in refused(tmp_path / "book.xlsx", part="nowhere")


def test_a_cell_beside_the_columns_of_a_sheet_is_rejected(tmp_path):
    def fill(book):
        for row in ([None, "id", "note"], [None, 1, "a"], [None, 2, "b", "stray"], ["x", 3, "c"]):
            book.active.append(row)

    table = read(workbook(tmp_path / "book.xlsx", fill))
    assert (table.header, rows_of(table)) == (("id", "note"), [("1", "a")])
    assert [(r.row, r.value) for r in table.rejects] == [(3, "stray"), (4, "x")]


ENTITY = '<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY x "y">]><{root}><a>&x;</a></{root}>'


@pytest.mark.parametrize("root", ["kml", "gpx"])
def test_bad_input_13_entities_are_refused(write, root):
    message = refused(write(ENTITY.format(root=root), f"file.{root}"), apart=True)
    assert "document type or entities" in message


KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Style><IconStyle><Icon><href>http://127.0.0.1:9/icon.png</href></Icon></IconStyle></Style>
<NetworkLink><Link><href>http://127.0.0.1:9/more.kml</href></Link></NetworkLink>
<Folder><name>North</name>
<Placemark><name>Mirjaveh</name><TimeStamp><when>2014-10-17</when></TimeStamp>
<ExtendedData><Data name="killed"><value>2</value></Data></ExtendedData>
<Point><coordinates>61.45,29.02,850</coordinates></Point></Placemark>
<Placemark><name>way</name>
<LineString><coordinates>61,29 62,30</coordinates></LineString></Placemark>
<Placemark><name>far</name><Point><coordinates>61,129</coordinates></Point></Placemark>
</Folder><Placemark><name>area</name><Polygon><outerBoundaryIs><LinearRing><coordinates>
61,29 62,29 62,30 61,30 61,29</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
<Placemark><name>nowhere</name></Placemark>
</Document></kml>"""


def test_bad_input_14_links_and_icons_of_kml_are_told_and_not_fetched(write):
    table = read(write(KML, "a.kml"))
    told = " ".join(table.remarks)
    assert "1 links to other files were not followed: http://127.0.0.1:9/more.kml" in told
    assert "1 icons from the network were not fetched" in told
    only_a_link = "<kml><NetworkLink><Link><href>x.kml</href></Link></NetworkLink></kml>"
    assert "only links to other files" in refused(write(only_a_link, "b.kml"))


@pytest.mark.parametrize("name", ["a.geojson", "a.csv", "a.gpkg", "a.kml", "a.zip"])
def test_bad_input_15_a_vrt_is_refused_under_any_name(write, tmp_path, name):
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\nhidden,2\n")
    for text in (
        VRT.format(target=secret),
        '<?xml version="1.0"?>\n<!-- x -->' + VRT.format(target="/vsicurl/http://127.0.0.1:9/a"),
    ):
        message = refused(write(text, name), apart=name == "a.gpkg")
        assert "VRT" in message
        assert "hidden" not in message


def test_bad_input_15_gdal_in_the_child_has_no_driver_but_those_needed(tmp_path):
    left = subprocess.run(
        [sys.executable, "-c", "import pyogrio; print(sorted(pyogrio.list_drivers()))"],
        env=_environment(tmp_path, by_gdal=True), capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    assert left == "['ESRI Shapefile', 'GPKG']"


def test_bad_input_15_a_process_whose_gdal_has_more_drivers_refuses(tmp_path, monkeypatch):
    path = layer(tmp_path / "a.gpkg", [POINT])
    monkeypatch.setattr("incidents.files._skipped_drivers", lambda: "CSV")
    assert "formats more than it may" in refused(path, apart=True)


def test_bad_input_15_a_geopackage_that_reads_from_elsewhere_is_refused(tmp_path):
    path = layer(tmp_path / "a.gpkg", [POINT])
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA writable_schema=ON")
        database.execute(
            "INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 0, "
            "'CREATE VIRTUAL TABLE x USING VirtualOGR(''/etc/passwd'')')"
        )
    database.close()
    assert "reads from elsewhere" in refused(path)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/a.csv", "https://example.org/a.csv", "/vsicurl/http://127.0.0.1:9/a",
        "/vsizip/a.zip/b.csv", "file:///etc/passwd", "file:a.csv", "\\\\server\\share\\a.csv",
        "//server/share/a.csv", "s3://bucket/a.parquet",
    ],
)  # fmt: skip
def test_bad_input_16_an_address_is_no_path(address):
    with pytest.raises(ReadError, match="an address is not read"):
        read_table(Path(address))


@pytest.mark.parametrize("name", ["../../evil.shp", "/etc/evil.shp", "C:\\evil.shp", "a/..\\b.shp"])
def test_bad_input_17_paths_that_lead_out_of_an_archive_are_refused(tmp_path, name):
    assert "leads out" in refused(archive(tmp_path / "slip.zip", {"a.shp": "", name: "x"}))


def test_bad_input_17_a_link_in_an_archive_is_refused(tmp_path):
    path = tmp_path / "link.zip"
    entry = zipfile.ZipInfo("events.shp")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(entry, "/etc/passwd")
    assert "is a link" in refused(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"a": 1},\n {"a": NaN}]', "line 2, column 8: NaN"),
        ('[{"a": "NaN", "b": -Infinity}]', "line 1, column 20: -Infinity"),
        ('[{"a": 1,\n "a": 2}]', "line 2, column 2: the name 'a' stands twice"),
        ('[{"x": {"b": 1, "\\u0062": 2}}]', "the name 'b' stands twice"),
        ("[" * 100_000, "column 101: nested more than 100 deep"),
        ('[{"a":' * 500 + "1" + "}]" * 500, "nested more than 100 deep"),
        ('[{"a": 1},\n {"b"}]', "line 2, column 6"),
        ('[{"a": 01}]', "line 1"),
    ],
)
def test_bad_input_18_json_that_is_not_strict_is_refused_with_the_position(write, text, words):
    assert words in refused(write(text, "a.json"))


@pytest.mark.parametrize(
    "geometry",
    [
        point("61.45", "29.02"), point(61.45), point(), point(None, 29.02), point(61.45, 91),
        point(200, 29), {"type": "Point", "coordinates": None}, {"type": "Point"}, "x", [61, 29],
        {"type": "Blob", "coordinates": [1, 2]}, point([], 2), point(61, 29, "high"),
        {"type": "Polygon", "coordinates": [[[61, 29], [62, 29], [62, 30]]]},
        {"type": "Polygon", "coordinates": [[[61, 29], [62, 29], [62, 30], [61, 30]]]},
        {"type": "Polygon", "coordinates": []}, {"type": "MultiPolygon", "coordinates": [[]]},
        {"type": "LineString", "coordinates": [[61, 29], [62, 30]]},
        {"type": "MultiPoint", "coordinates": [[61, 29], [62, 30]]},
        {"type": "GeometryCollection", "geometries": []},
    ],
)  # fmt: skip
def test_bad_input_19_a_feature_with_a_broken_shape_is_rejected(write, geometry):
    path = write(geojson(feature(geometry, id="a"), feature(point(61.45, 29.02), id="b")), "x.json")
    table = read(path)
    assert rows_of(table) == [("b",)]
    (reject,) = table.rejects
    assert (reject.row, reject.column) == (2, "geometry")
    assert reject.reason
    assert table.rejected_rows == (("a",),)


def test_bad_input_19_a_number_that_overflows_is_rejected(write):
    text = geojson(feature(point(1, 29)), feature(point(61, 29))).replace("[1, 29]", "[1e999, 29]")
    assert "1e999" in read(write(text)).rejects[0].reason


class Harm:
    def __reduce__(self):
        return print, ("harm",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        *((pickle.dumps(Harm(), protocol), "pickle") for protocol in range(6)),
        (pickle.dumps({"date": [1, 2]}, 0), "pickle"),
        (b"import os\nos.system('x')\n", "source text of a program"),
        (b"#!/usr/bin/env python\nx = 1\n", "source text of a program"),
        (b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "HTML"),
        (b"\n <html lang='en'><body>x</body></html>", "HTML"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel"),
        (gzip.compress(b"a,b\n1,2\n"), "gzip"),
        (b'<?xml version="1.0"?><osm version="0.6"></osm>', "root 'osm'"),
        (b'{"type": "Topology", "objects": {}, "arcs": []}', "TopoJSON"),
        (b'{"type": "gdal_streamed_alg", "command_line": "gdal read x"}', "GDAL pipeline"),
        (b'{"type": "Point", "coordinates": [61, 29]}', "bare GeoJSON geometry"),
        (bytes(range(256)) * 8, "no text and no known format"),
        (b"\x00\x00\x27\x0a" + b"\0" * 96, "part of a shapefile"),
    ],
)
def test_bad_input_20_other_things_named_csv_are_refused_by_content(write, content, words):
    assert words in refused(write(content))


def test_bad_input_20_archives_without_a_known_table_are_refused(tmp_path):
    for name, entries, words in (
        ("project.csv", {"project.qgs": "<qgis/>"}, "'project.qgs'"),
        ("sheet.csv", {"mimetype": "x", "content.xml": "<x/>"}, "OpenDocument"),
        ("binary.xlsx", {"xl/workbook.bin": "x"}, ".xlsb"),
        ("gdelt.zip", {"20141017.CSV": "1\t2"}, "unpack it"),
    ):
        assert words in refused(archive(tmp_path / name, entries))


def test_an_sqlite_database_that_is_no_geopackage_is_refused(tmp_path):
    path = tmp_path / "a.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE x (y)")
    database.close()
    assert "no GeoPackage" in refused(path)


def test_folders_devices_and_files_that_are_not_there_are_refused(tmp_path):
    assert "a folder" in refused(tmp_path)
    assert "a device" in refused(Path("/dev/zero"))
    assert "cannot be opened" in refused(tmp_path / "nothing.csv")


def test_a_file_that_is_too_large_is_refused_with_the_limit(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert "512 MiB" in refused(path)


# --- Texts --------------------------------------------------------------------------------------

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@QUICK
@given(
    rows=st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(ANY_TEXT, min_size=width, max_size=width), min_size=1, max_size=6
        )
    ),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    sign=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_text_comes_back_exactly_through_csv(write, rows, encoding, sign, end):
    header = [f"column {k}" for k in range(len(rows[0]))]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=sign, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([header, *rows])
    expected = [tuple(row) for row in rows if any(c and not c.isspace() for c in row)]
    path = write(text.getvalue().encode(encoding))
    if not expected:
        assert "no rows" in refused(path)
        return
    table = read(path)
    assert table.header == tuple(header)
    assert rows_of(table) == expected
    assert table.rejects == ()


def test_a_cell_of_a_megabyte_is_read_whole(write):
    long = "ب" * 1_000_000
    assert rows_of(read_table(write(f"id,note\n1,{long}\n"))) == [("1", long)]


def test_a_gdelt_row_is_a_header_like_any_other(write):
    cells = [str(k) for k in range(61)]
    table = read(write("\t".join(cells) + "\n"))
    assert (table.header, table.cells.num_rows) == (tuple(cells), 0)


def test_quotes_in_a_table_with_tabs_may_be_plain_signs(write):
    rows = ['1\tthe "Army of Justice"\ta', '2\t"Jaish\tb', '3\tx" y\tc', '4\t"whole"\td']
    table = read(write("\n".join(["0\tname\tx", *rows]) + "\n"))
    assert [row[1] for row in rows_of(table)] == [
        'the "Army of Justice"', '"Jaish', 'x" y', '"whole"',
    ]  # fmt: skip
    assert "plain signs" in table.remarks[0]


def test_quotes_in_a_table_with_tabs_may_enclose_lines(write):
    table = read(write('id\tnote\n1\t"two\nlines"\n2\t"a\tb"\n'))
    assert rows_of(table) == [("1", "two\nlines"), ("2", "a\tb")]


def test_an_open_quote_in_a_ragged_table_with_tabs_is_refused(write):
    assert "line 2" in refused(write('id\tnote\n1\t"open\n2\n'))


def test_a_million_cells_come_in_chunks_with_their_row_numbers(write):
    lines = [f"{k},x" for k in range(120_000)]
    lines[70_000] = "ragged"
    table = read_table(write("id,note\n" + "\n".join(lines) + "\n"))
    assert table.cells.num_rows == 119_999
    assert [r.row for r in table.rejects] == [70_002]
    assert np.array_equal(
        table.row_numbers, np.delete(np.arange(2, 120_002, dtype=np.int64), 70_000)
    )
    assert table.cells.column(0)[-1].as_py() == "119999"


# --- JSON and GeoJSON ---------------------------------------------------------------------------


def test_json_objects_are_rows_with_numbers_as_they_stand(write):
    text = '{"meta": 1, "data": [{"id": "001", "lat": 29.020, "ok": true, "more": {"a": [1.50]}},'
    text += '{"id": 2, "new": null, "lat": 1e5}, 7]}'
    table = read(write(text, "a.csv"))
    assert (table.format, table.part) == ("JSON", "data")
    assert table.header == ("id", "lat", "ok", "more", "new")
    assert rows_of(table) == [
        ("001", "29.020", "yes", '{"a": [1.50]}', None), ("2", "1e5", None, None, None),
    ]  # fmt: skip
    assert [(r.row, r.value) for r in table.rejects] == [(4, "7")]


def test_json_with_several_lists_asks_which(write):
    path = write('{"a": [{"x": 1}], "b": [{"x": 2}]}', "a.json")
    assert "several lists of objects: a, b" in refused(path)
    assert rows_of(read(path, part="b")) == [("2",)]


def test_a_broken_line_of_json_lines_is_rejected_alone(write):
    table = read(write('{"a": 1}\n{"a": NaN}\n{"a": \n\n{"a": 4, "b": 5}\n', "a.jsonl"))
    assert rows_of(table) == [("1", None), ("4", "5")]
    assert table.row_numbers.tolist() == [2, 6]
    assert [r.row for r in table.rejects] == [3, 4]
    assert table.rejected_rows[0] == ('{"a": NaN}',)


def test_half_a_surrogate_pair_is_rejected_and_shown(write):
    table = read(write('[{"a": "\\ud800x", "b": 1}, {"a": "\\ud83d\\ude00", "b": 2}]', "a.json"))
    assert rows_of(table) == [("\U0001f600", "2")]
    assert (table.rejects[0].column, table.rejected_rows) == ("a", (("\\ud800x", "1"),))


@pytest.mark.parametrize(
    "text", ["[]", '{"data": []}', '{"type": "FeatureCollection", "features": []}']
)
def test_json_without_rows_says_so(write, text):
    assert "no rows" in refused(write(text))


def test_geojson_gives_points_areas_and_rows_without_a_place(write):
    area = json.loads(shapely.to_geojson(AREA))
    one = {"type": "MultiPoint", "coordinates": [[61.45, 29.02, 850]]}
    features = [
        feature(g, name=f"n{k}") for k, g in enumerate([point(61.45, 29.02, 9), area, None, one])
    ]
    features[0]["id"] = 17
    table = read_table(write(geojson(*features), "a.csv"))
    assert (table.format, table.header) == ("GeoJSON", ("id", "name"))
    assert rows_of(table)[:2] == [("17", "n0"), (None, "n1")]
    assert shapes_of(table) == [POINT, AREA, None, POINT]


def test_geojson_in_another_coordinate_system_is_refused(write):
    def crs(name):
        return {"crs": {"type": "name", "properties": {"name": name}}}

    good = write(geojson(feature(point(61, 29), a=1), **crs("urn:ogc:def:crs:OGC:1.3:CRS84")))
    assert read(good).cells.num_rows == 1
    bad = write(geojson(feature(point(6e5, 3e6), a=1), **crs("urn:ogc:def:crs:EPSG::32641")))
    assert "EPSG:4326" in refused(bad)


# --- Layers -------------------------------------------------------------------------------------


def test_kml_gives_rows_with_folders_data_and_shapes(write, tmp_path):
    archived = archive(tmp_path / "a.kmz", {"doc.kml": KML, "files/icon.png": "x"})
    for path in (write(KML, "a.csv"), archived):
        table = read(path)
        assert table.format == "KML"
        named = [dict(zip(table.header, row, strict=True)) for row in rows_of(table)]
        assert named[0]["Name"] == "Mirjaveh"
        assert (named[0]["killed"], named[0]["folder"]) == ("2", "North")
        assert named[0]["timestamp"] == "2014-10-17"
        assert shapes_of(table) == [POINT, AREA, None]
        assert [(r.row, r.column) for r in table.rejects] == [(3, "geometry"), (4, "geometry")]
        assert "LineString" in table.rejects[0].reason


def test_gpx_gives_waypoints_and_tells_of_tracks(write):
    text = (
        '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
        '<wpt lat="29.02" lon="61.45"><name>A</name><link href="http://x"/></wpt>'
        '<wpt lat="99" lon="61.45"><name>B</name></wpt>'
        '<trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk></gpx>'
    )
    table = read_table(write(text, "a.gpx"))
    assert (table.format, table.header) == ("GPX", ("name", "link"))
    assert shapes_of(table) == [POINT]
    assert [(r.row, r.value) for r in table.rejects] == [(3, "61.45, 99")]
    assert "1 tracks were not read" in table.remarks[0]


def test_a_geopackage_gives_texts_of_its_types(tmp_path):
    columns = {
        "n": pa.array([1, None, 3, 4]),
        "x": pa.array([0.1, 2.0, None, 1e300]),
        "day": pa.array([date(2014, 10, 17), None, None, None]),
        "at": pa.array([EVENING, None, None, None], pa.timestamp("ms")),
        "ok": pa.array([True, False, None, None]),
        "raw": pa.array([b"\x00", None, None, None], pa.binary()),
    }
    line = shapely.LineString([(61, 29), (62, 30)])
    path = layer(tmp_path / "a.gpkg", [shapely.Point(61.45, 29.02, 850), None, AREA, line], columns)
    table = read_table(path)
    assert (table.format, table.part) == ("GeoPackage", "events")
    assert table.header == ("n", "x", "day", "at", "ok")
    assert rows_of(table)[0] == ("1", "0.1", "2014-10-17", "2014-10-17T20:30:00Z", "yes")
    assert rows_of(table)[1:] == [
        (None, "2", None, None, "no"), ("3", None, None, None, None),
    ]  # fmt: skip
    assert shapes_of(table) == [POINT, None, AREA]
    assert table.row_numbers.tolist() == [2, 3, 4]
    assert "LineString" in table.rejects[0].reason
    assert table.rejected_rows == (("4", "1e+300", "", "", ""),)
    assert "'raw' holds bytes" in table.remarks[0]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.gpkg"]


def test_a_layer_named_incidents_is_taken_and_else_the_user_is_asked(tmp_path):
    path = layer(tmp_path / "a.gpkg", [POINT], name="one")
    layer(path, [AREA], name="two")
    assert "'one', 'two'" in refused(path)
    assert shapes_of(read(path, part="two")) == [AREA]
    layer(path, [POINT, POINT], name="incidents")
    assert (read(path).part, read(path).cells.num_rows) == ("incidents", 2)
    assert "no layer 'three'" in refused(path, part="three")


def test_a_geopackage_that_somebody_has_open_is_read_as_it_is_now(tmp_path):
    path = layer(tmp_path / "a.gpkg", [POINT])
    other = without_triggers(path)
    for order in (
        "PRAGMA journal_mode=WAL",
        "PRAGMA wal_autocheckpoint=0",
        "INSERT INTO events (name) VALUES ('later')",
    ):
        other.execute(order)
    other.commit()
    assert rows_of(read(path)) == [("n0",), ("later",)]
    other.close()


@pytest.mark.parametrize("crs", ["EPSG:32641", "EPSG:3857"])
def test_coordinates_are_transformed_longitude_first(tmp_path, crs):
    import pyproj  # noqa: PLC0415

    there = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    path = layer(tmp_path / "a.gpkg", [shapely.Point(there.transform(61.45, 29.02))], crs=crs)
    (shape,) = shapes_of(read(path))
    assert (shape.x, shape.y) == pytest.approx((61.45, 29.02), abs=1e-9)


def test_a_shape_off_the_globe_is_rejected(tmp_path):
    path = layer(tmp_path / "a.gpkg", [shapely.Point(29, 161), POINT, shapely.Point(1e308, 1)])
    table = read(path)
    assert table.row_numbers.tolist() == [3]
    assert [r.row for r in table.rejects] == [2, 4]


@pytest.mark.filterwarnings("ignore:.*crs.*")
def test_a_layer_without_coordinate_system_is_refused(tmp_path):
    path = layer(tmp_path / "a.gpkg", [POINT], crs=None)
    assert "does not say its coordinate system" in refused(path)


def test_a_zipped_shapefile_is_read_from_any_folder_of_the_archive(tmp_path):
    path = shapefile(tmp_path / "made", tmp_path / "a.zip", prefix="deep/er/")
    table = read_table(path)
    assert (table.format, table.part) == ("Shapefile", "events")
    assert rows_of(table) == [("تفتان",), ("B",)]
    assert shapes_of(table) == [POINT, POINT]


@pytest.mark.parametrize("cpg", [b"1256", b"CP1256", b"ANSI 1256\n"])
def test_the_encoding_that_a_shapefile_names_is_honoured(tmp_path, cpg):
    path = shapefile(tmp_path / "made", tmp_path / "a.zip", cpg=cpg, encoding="CP1256")
    assert rows_of(read(path)) == [("تفتان",), ("B",)]


def test_a_shapefile_that_does_not_name_its_encoding_is_asked_for(tmp_path):
    path = shapefile(tmp_path / "made", tmp_path / "a.zip", without=(".cpg",), encoding="CP1256")
    with pytest.raises(UnknownEncodingError) as caught:
        read(path)
    assert ("cp1256", "تفتان") in caught.value.samples
    assert rows_of(read(path, encoding="cp1256")) == [("تفتان",), ("B",)]


@pytest.mark.parametrize(
    ("suffix", "words"), [(".prj", "coordinate system"), (".dbf", "no .dbf"), (".shx", "no .shx")]
)
def test_a_shapefile_with_a_part_missing_is_refused(tmp_path, suffix, words):
    assert words in refused(shapefile(tmp_path / "made", tmp_path / "a.zip", without=(suffix,)))


def geoparquet(path, geometry, crs="absent", encoding="WKB", **columns):
    about = {"encoding": encoding, "geometry_types": []}
    if crs != "absent":
        about["crs"] = crs
    geo = {"version": "1.1.0", "primary_column": "shape", "columns": {"shape": about}}
    wkb = pa.array([g and shapely.to_wkb(g) for g in geometry], pa.binary())
    table = pa.table({**columns, "shape": wkb}).replace_schema_metadata({"geo": json.dumps(geo)})
    pq.write_table(table, path)
    return path


def test_parquet_gives_texts_of_its_types(tmp_path):
    path = tmp_path / "a.csv"
    table = pa.table(
        {
            "id": ["001", None],
            "n": pa.array([1, 2], pa.int8()),
            "x": pa.array([29.02, float("nan")], pa.float32()),
            "at": pa.array([EVENING] * 2, pa.timestamp("ns", "UTC")),
            "kind": pa.array(["a", "b"]).dictionary_encode(),
            "many": [[1, 2], None],
            "raw": [b"\xff", b""],
        }
    )
    pq.write_table(table, path)
    found = read_table(path)
    assert (found.format, found.part, found.geometry) == ("Parquet", "", None)
    assert rows_of(found) == [
        ("001", "1", "29.02", "2014-10-17T20:30:00Z", "a", "[1, 2]"),
        (None, "2", "nan", "2014-10-17T20:30:00Z", "b", None),
    ]
    assert "'raw' holds bytes" in found.remarks[0]


def test_geoparquet_shapes_come_in_wgs84(tmp_path):
    table = read(geoparquet(tmp_path / "a.parquet", [POINT, None, AREA], id=["1", "2", "3"]))
    assert (table.header, shapes_of(table)) == (("id",), [POINT, None, AREA])
    import pyproj  # noqa: PLC0415

    there = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32641", always_xy=True)
    moved = [shapely.Point(there.transform(61.45, 29.02))]
    crs = pyproj.CRS("EPSG:32641").to_json_dict()
    (shape,) = shapes_of(read(geoparquet(tmp_path / "b.parquet", moved, crs, id=["1"])))
    assert (shape.x, shape.y) == pytest.approx((61.45, 29.02), abs=1e-9)
    none = geoparquet(tmp_path / "c.parquet", [POINT], None, id=["1"])
    assert "does not say its coordinate system" in refused(none)
    assert "'point'" in refused(geoparquet(tmp_path / "d.parquet", [POINT], encoding="point"))


def test_texts_in_a_layer_that_are_no_utf8_are_rejected(tmp_path):
    path = layer(tmp_path / "a.gpkg", [POINT, POINT])
    database = without_triggers(path)
    database.execute("UPDATE events SET name = CAST(x'ff41' AS TEXT) WHERE name = 'n0'")
    database.commit()
    database.close()
    table = read(path)
    assert rows_of(table) == [("n1",)]
    assert table.rejects[0].column == "name"


def test_a_format_may_be_forced_and_must_exist(write):
    path = write('{"a",b\n1,2\n'.replace('{"a"', "[{a"), "a.csv")
    assert rows_of(read(path, format="csv")) == [("1", "2")]
    assert "'docx' is no format" in refused(path, format="docx")
    assert "no Parquet" in refused(path, format="Parquet")


# --- Limits and damage --------------------------------------------------------------------------


def test_a_file_that_needs_too_much_memory_is_refused(write):
    row = '{"a": 1, "b": "x", "c": 2},'
    path = write("[" + row * 400_000 + '{"a": 1}]', "big.json")
    with pytest.raises(ReadError, match=r"big.json: .* more memory than the 0.4 GiB allowed"):
        read_table(path, limits=Limits(memory_bytes=400 * 1024**2))


def test_a_file_that_takes_too_long_is_refused(write):
    path = write("id,note\n" + "1,x\n" * 300_000, "slow.csv")
    with pytest.raises(ReadError, match=r"slow.csv: reading it was stopped after 0 s"):
        read_table(path, limits=Limits(least_s=0.05, s_per_mb=0))


@pytest.mark.parametrize(
    ("death", "words"),
    [
        ("os.kill(os.getpid(), 11)", "crashed (SIGSEGV)"),
        ("os.kill(os.getpid(), 9)", "want of memory"),
        ("os.kill(os.getpid(), signal.SIGXCPU)", "stopped after"),
        ("sys.exit('memory allocation of 99 bytes failed')", "more memory"),
        ("raise KeyError('secret')", "KeyError"),
        ("pass", "no reason given"),
    ],
)
def test_however_the_reading_process_dies_the_user_gets_a_sentence(
    write, monkeypatch, death, words
):
    monkeypatch.setattr("incidents.files._CHILD", f"import os, signal, sys; {death}")
    assert words in refused(write("a,b\n1,2\n"), apart=True)


def test_a_full_temporary_folder_is_told(write, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    assert "/nowhere" in refused(write("a,b\n1,2\n"), apart=True)


def test_nothing_is_left_in_the_temporary_folder_and_the_table_lives_on(
    write, tmp_path, monkeypatch
):
    path = write("a,b\n" + "1,2\n" * 1000)
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    table = read_table(path)
    assert list(folder.iterdir()) == []
    assert rows_of(table)[-1] == ("1", "2")


@QUICK
@given(place=st.integers(0, 10_000), bit=st.integers(0, 7), cut=st.booleans())
@pytest.mark.parametrize("kind", ["csv", "geojson", "kml"])
def test_damaged_texts_never_raise_anything_but_a_read_error(write, kind, place, bit, cut):
    whole = {
        "csv": 'id,note\n1,"a ""b"""\n2,تفتان\n',
        "geojson": geojson(feature(point(61.45, 29.02), a="تفتان"), feature(None, a=[1, {"b": 2}])),
        "kml": KML,
    }[kind].encode()
    data = bytearray(whole)
    place %= len(data)
    data[place] ^= 1 << bit
    path = write(bytes(data[:place] if cut else data), "damaged")
    try:
        table = read(path)
    except ReadError:
        return
    assert len(table.row_numbers) == table.cells.num_rows
    assert len(table.rejected_rows) == len({reject.row for reject in table.rejects})


DAMAGE = """
    import random, sys
    from pathlib import Path
    from incidents.errors import ReadError
    from incidents.files import read_table

    chance, outcomes = random.Random(7), {"read": 0, "refused": 0}
    for name in sys.argv[1:]:
        whole = Path(name).read_bytes()
        for turn in range(40):
            data = bytearray(whole)
            if turn % 3 == 0:
                data = data[: chance.randrange(1, len(data))]
            else:
                for _ in range(chance.choice((1, 1, 8))):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            damaged = Path(name).with_suffix(".damaged")
            damaged.write_bytes(data)
            try:
                table = read_table(damaged, trusted=True)
                table.cells.validate(full=True)
                outcomes["read"] += 1
            except ReadError:
                outcomes["refused"] += 1
    print(outcomes["read"], outcomes["refused"])
"""


def test_damaged_binary_files_never_raise_anything_but_a_read_error(tmp_path):
    book = workbook(tmp_path / "a.xlsx", lambda b: [b.active.append([k, "x"]) for k in range(50)])
    package = layer(tmp_path / "b.gpkg", [POINT] * 50)
    parquet = geoparquet(tmp_path / "c.parquet", [POINT] * 50, id=[str(k) for k in range(50)])
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(DAMAGE), book, package, parquet],
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    read_anyway, refusals = map(int, done.stdout.split())
    assert read_anyway + refusals == 120
    assert refusals > 20


def test_damaged_files_read_apart_are_refused_too(tmp_path):
    chance = random.Random(3)
    package = layer(tmp_path / "b.gpkg", [POINT] * 50).read_bytes()
    parquet = geoparquet(tmp_path / "c.parquet", [POINT] * 50).read_bytes()
    for number, whole in enumerate((package, parquet)):
        path = tmp_path / f"cut{number}"
        path.write_bytes(whole[: chance.randrange(100, len(whole) // 2)])
        refused(path, apart=True)
