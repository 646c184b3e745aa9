"""What is exported can be opened by others, and what is read back is the same record."""

import csv
import json
import sqlite3
from dataclasses import replace
from datetime import date

import geopandas as gpd
import openpyxl
import pyarrow.parquet as pq
import pytest
import shapely

from dashboard.loading import load_geocoder
from geodata.borders import load_border
from incidents.export import ExportError, claims_file, export
from incidents.layouts import ACLED_TERMS
from incidents.pipeline import add_bundled, import_csv
from incidents.record import Claim, EventType, Incident
from incidents.store import Store

NAUGHTY = [
    '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "{{7*7}}", "<script>", 'a,b;c"d',
    "line\nbreak", "\u202eesrever", "میرجاوه", "🏔️", "NA", "None", "007", "\u200d", "x" * 5000,
]  # fmt: skip


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("exported") / "store.gpkg")
    add_bundled(store, geocoder=load_geocoder(), border=load_border())
    incidents = store.incidents()
    store.close()
    return incidents


def naughty_incidents():
    return [
        Incident(
            incident_id=f"n{k}",
            date_start=date(2014, 10, 17),
            date_end=date(2014, 10, 17),
            event_type=EventType.OTHER,
            summary=text,
            claims=(Claim(claim_id=f"n{k}-1", publisher=text, text=text),),
        )
        for k, text in enumerate(NAUGHTY)
    ]


def read_back(path, tmp_path):
    store = Store.open(tmp_path / "again.gpkg")
    import_csv(
        path,
        store,
        geocoder=load_geocoder(),
        border=load_border(),
        claims_path=claims_file(path),
    )
    found = {i.incident_id: i for i in store.incidents()}
    store.close()
    return found


def test_an_exact_csv_read_back_is_the_same_record(bundled, tmp_path):
    target = tmp_path / "out.csv"
    export(bundled, target, load_border(), exact=True)
    again = read_back(target, tmp_path)
    assert len(again) == len(bundled) == 123
    for incident in bundled:
        assert again[incident.incident_id] == incident


def test_naughty_texts_survive_an_exact_csv(tmp_path):
    target = tmp_path / "out.csv"
    export(naughty_incidents(), target, load_border(), exact=True)
    again = read_back(target, tmp_path)
    for incident in naughty_incidents():
        assert again[incident.incident_id].summary == incident.summary
        assert again[incident.incident_id].claims == incident.claims


def test_a_csv_for_a_spreadsheet_holds_no_formula(tmp_path):
    target = tmp_path / "out.csv"
    export(naughty_incidents(), target, load_border())
    for path in (target, claims_file(target)):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row)


def test_a_workbook_has_typed_cells_and_no_formula(bundled, tmp_path):
    target = tmp_path / "out.xlsx"
    export([*bundled[:5], *naughty_incidents()], target, load_border())
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["incidents", "claims", "sources"]
    header, *rows = book["incidents"].iter_rows()
    names = [cell.value for cell in header]
    assert all(cell.data_type != "f" for row in rows for cell in row)
    first = dict(zip(names, rows[0], strict=True))
    assert first["date_start"].is_date
    assert rows[5][names.index("summary")].value == NAUGHTY[0]


def test_geojson_is_rfc_7946(bundled, tmp_path):
    target = tmp_path / "out.geojson"
    export(bundled, target, load_border())
    layer = json.loads(target.read_text(encoding="utf-8"))
    assert "crs" not in layer
    assert len(layer["features"]) == 123
    raid = next(f for f in layer["features"] if f["properties"]["incident_id"] == "2014-10-17a")
    assert raid["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert "OpenStreetMap" in raid["properties"]["attribution"]
    assert len(json.loads(raid["properties"]["claims"]))
    west, south, east, north = shapely.from_geojson(json.dumps(raid["geometry"])).bounds
    assert 60 < west < east < 64
    assert 26 < south < north < 31


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".kml", ".parquet"])
def test_a_layer_holds_every_incident_with_its_shape_and_darwin_core_names(
    bundled, tmp_path, suffix
):
    target = tmp_path / f"out{suffix}"
    export(bundled, target, load_border())
    read = gpd.read_parquet if suffix == ".parquet" else gpd.read_file
    layer = read(target).set_index("incident_id")
    assert len(layer) == 123
    for incident in bundled:
        row = layer.loc[incident.incident_id]
        assert (row.geometry is None or row.geometry.is_empty) == (incident.footprint is None)
        if incident.lon is not None:
            assert float(row["decimalLongitude"]) == pytest.approx(incident.lon, abs=1e-6)
            assert row["geodeticDatum"] == "EPSG:4326"


def test_geoparquet_names_its_version_and_covering(bundled, tmp_path):
    target = tmp_path / "out.parquet"
    export(bundled, target, load_border())
    geo = json.loads(pq.read_schema(target).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert "covering" in geo["columns"]["geometry"]


def test_a_geopackage_is_one(bundled, tmp_path):
    target = tmp_path / "out.gpkg"
    export(bundled, target, load_border())
    connection = sqlite3.connect(target)
    assert connection.execute("SELECT table_name FROM gpkg_contents").fetchall() == [("incidents",)]
    connection.close()


def test_rows_bound_by_terms_are_told(tmp_path):
    (incident,) = naughty_incidents()[:1]
    (remark,) = export([replace(incident, tags=ACLED_TERMS)], tmp_path / "a.csv", load_border())
    assert "1 of these incidents come from ACLED" in remark


def test_what_cannot_be_written_leaves_what_was_there(bundled, tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("mine")
    with pytest.raises(ExportError, match="widen the dates"):
        export([], target, load_border())
    with pytest.raises(ExportError, match=r"use \.csv"):
        export(bundled, tmp_path / "out.pdf", load_border())
    with pytest.raises(ExportError, match="cannot be written"):
        export(bundled[:1], tmp_path / "no such folder" / "out.csv", load_border())
    assert target.read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["out.csv"]
