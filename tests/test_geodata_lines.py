import hashlib
import json
import sqlite3
import warnings
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geodata import data, lines
from geodata.borders import WGS84, Border, load_border
from geodata.errors import BorderError, GeodataError
from geodata.lines import (
    LineFileError,
    border_from_polygons,
    natural_earth_border,
    read_border,
    read_line,
    shared_line,
    with_line,
)
from geodata.measurement import densified, measure

LINE = [(61.0, 29.0), (61.2, 28.5), (61.1, 28.0), (61.3, 27.5)]
WEST = shapely.box(60, 28, 61, 29)
EAST = shapely.box(61, 28, 62, 29)
MIDDLE = np.array([(61.0, 29.0), (61.0, 28.5), (61.0, 28.0)])


def two_squares(**changes) -> Border:
    """Two squares side by side, whose border is the meridian of 61 degrees."""
    west = shapely.Polygon([(60, 29), (61, 29), (61, 28.5), (61, 28), (60, 28)])
    east = shapely.Polygon([(62, 29), (61, 29), (61, 28.5), (61, 28), (62, 28)])
    values = {
        "name": "squares",
        "line": MIDDLE.copy(),
        "countries": {"WWW": west, "EEE": east},
        "positive": "EEE",
        "negative": "WWW",
        "accuracy": (),
        "sha256": "0" * 64,
        "attribution": "drawn",
    }
    return Border(**{**values, **changes})


def recut(border: Border, line) -> Border:
    return with_line(border, np.array(line, float), name="new", sha256="1" * 64, attribution="a")


def side(border: Border, lon: float, lat: float) -> str:
    return str(border.country_of(np.array([lon]), np.array([lat]))[0])


def vertices(shape) -> set[tuple[float, ...]]:
    return set(map(tuple, shapely.get_coordinates(shape).tolist()))


@pytest.fixture(scope="module")
def border() -> Border:
    return load_border()


@pytest.fixture(scope="module")
def natural_earth() -> Border:
    return natural_earth_border()


# --- Files ------------------------------------------------------------------------------------


def geojson(path: Path, *geometries, properties=None, **members) -> Path:
    properties = properties or [{}] * len(geometries)
    features = [
        {"type": "Feature", "properties": values, "geometry": geometry}
        for geometry, values in zip(geometries, properties, strict=True)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **members}))
    return path


def a_line(*points) -> dict:
    return {"type": "LineString", "coordinates": [list(point) for point in points]}


def a_polygon(shape) -> dict:
    return json.loads(shapely.to_geojson(shape))


def layer(path: Path, *shapes, crs="EPSG:4326", name=None, **columns) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that no CRS is given, which is meant
        frame = gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs)
        frame.to_file(path, layer=name)
    return path


def zipped(path: Path, shapefile: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(shapefile.parent.glob(f"{shapefile.stem}.*")):
            if part.suffix != ".zip":
                archive.write(part, f"folder/{part.name}")
    return path


def problems(path: Path) -> str:
    with pytest.raises(LineFileError) as refused:
        read_line(path)
    message = str(refused.value)
    assert path.name in message
    return message


@pytest.mark.parametrize("suffix", ["geojson", "json", "gpkg", "shp", "zip"])
def test_a_line_is_read_from_every_format(tmp_path, suffix):
    path = tmp_path / f"my line.{suffix}"
    if suffix == "zip":
        zipped(path, layer(tmp_path / "inner.shp", shapely.LineString(LINE)))
    elif suffix in {"geojson", "json"}:
        geojson(path, a_line(*LINE))
    else:
        layer(path, shapely.LineString(LINE))
    found = read_line(path)
    assert found.line.tolist() == [list(point) for point in LINE]
    assert found.line.dtype == np.float64
    assert found.name == "my line"
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_bare_geometry_or_feature_is_geojson_too(tmp_path, wrapped):
    line = a_line(*LINE)
    document = {"type": "Feature", "properties": None, "geometry": line} if wrapped else line
    path = tmp_path / "bare.json"
    path.write_text("\ufeff" + json.dumps(document), encoding="utf-8")
    assert read_line(path).line.tolist() == [list(point) for point in LINE]


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp"])
def test_another_crs_is_reprojected(tmp_path, suffix):
    to_utm = Transformer.from_crs("EPSG:4326", "EPSG:32641", always_xy=True)
    metres = [to_utm.transform(*point) for point in LINE]
    path = tmp_path / f"utm.{suffix}"
    if suffix == "geojson":
        name = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32641"}}
        geojson(path, a_line(*metres), crs=name)
    else:
        layer(path, shapely.LineString(metres), crs="EPSG:32641")
    assert read_line(path).line == pytest.approx(np.array(LINE), abs=2e-9)


def test_latitude_first_in_the_crs_does_not_swap_the_axes(tmp_path):
    # Kalianpur 1962, the old datum of Pakistan, has latitude first and is 200 m or so off WGS84
    path = layer(tmp_path / "old.gpkg", shapely.LineString(LINE), crs="EPSG:4145")
    found = read_line(path).line
    shift_m = WGS84.inv(*found.T, *np.array(LINE).T)[2]
    assert (np.abs(shift_m) < 1000).all()


def test_heights_are_dropped_and_repeated_vertices_kept_once(tmp_path):
    a, b, c, d = ((*point, 870.0) for point in LINE)
    found = read_line(geojson(tmp_path / "z.geojson", a_line(a, a, b, b, b, c, d, d)))
    assert found.line.tolist() == [list(point) for point in LINE]
    path = layer(tmp_path / "z.gpkg", shapely.LineString([a, b, c, d]))
    assert read_line(path).line.tolist() == [list(point) for point in LINE]


def test_parts_are_joined_in_any_order_where_their_ends_meet(tmp_path):
    a, b, c, d = LINE
    near_b = (b[0] + 0.5e-5, b[1])  # 0.49 m east
    path = geojson(
        tmp_path / "parts.geojson",
        a_line(c, d),
        {"type": "MultiLineString", "coordinates": [[near_b, c], [a, b]]},
        a_line(c, d),
    )
    assert read_line(path).line.tolist() == [list(point) for point in LINE]


@given(
    st.lists(st.integers(1, 38), max_size=12, unique=True),
    st.randoms(use_true_random=False),
    st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_any_cutting_and_shuffling_of_a_line_is_joined_again(cuts, shuffle, turned):
    whole = np.column_stack([61 + 0.2 * np.sin(np.arange(40)), np.linspace(29, 26, 40)]).round(9)
    ends = [0, *sorted(cuts), 39]
    parts = [whole[a : b + 1] for a, b in pairwise(ends)]
    shuffle.shuffle(parts)
    if turned:
        parts = [part[::-1] for part in parts]
    line, found = lines._joined(parts)
    assert not found
    assert np.array_equal(line, whole[::-1] if turned else whole)


def test_a_gap_is_named_with_its_size_and_place(tmp_path):
    a, b, c, d = LINE
    off = (b[0], b[1] - 0.001)
    message = problems(geojson(tmp_path / "gap.geojson", a_line(a, b), a_line(off, c, d)))
    size_m = Geodesic.WGS84.Inverse(b[1], b[0], off[1], off[0])["s12"]
    assert f"1 gap: {size_m:,.0f} m from lon 61.20000, lat 28.50000" in message
    assert "within 1 m" in message
    assert "Close the gaps" in message


def test_a_part_drawn_against_the_others_is_named(tmp_path):
    a, b, c, d = LINE
    path = geojson(tmp_path / "against.geojson", a_line(a, b), a_line(c, b), a_line(c, d, (62, 27)))
    message = problems(path)
    assert "misoriented: of its 3 parts, 2 (from lon 61.10000, lat 28.00000) runs" in message
    assert "Reverse it" in message


def test_a_branch_is_named_with_its_place(tmp_path):
    a, b, c, d = LINE
    path = geojson(tmp_path / "branch.geojson", a_line(a, b), a_line(b, c, d), a_line(b, (62, 28)))
    message = problems(path)
    assert "branches: three or more ends meet at lon 61.20000, lat 28.50000" in message


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_closed_line_is_refused(tmp_path, cut):
    ring = [(61, 28), (61, 29), (62, 29), (61, 28)]
    parts = [a_line(*ring)] if cut == 3 else [a_line(*ring[: cut + 1]), a_line(*ring[cut:])]
    message = problems(geojson(tmp_path / "ring.geojson", *parts))
    assert "it is closed at lon" in message
    assert "two ends" in message


@pytest.mark.parametrize(
    ("points", "place"),
    [
        ([(61, 29), (62, 28), (62, 29), (61, 28)], "lon 61.50000, lat 28.50000"),  # crosses
        ([(61, 29), (61, 28), (62, 28), (61, 28.5)], "lon 61.00000, lat 28.50000"),  # touches
        ([(61, 29), (61, 28), (61, 28.4), (62, 28)], "lon 61.00000, lat 28"),  # a spike
    ],
)
def test_a_line_that_crosses_itself_is_refused_with_the_place(tmp_path, points, place):
    message = problems(geojson(tmp_path / "cross.geojson", a_line(*points)))
    assert "crosses or touches itself in 1 place" in message
    assert place in message


def test_everything_that_is_wrong_is_listed_at_once(tmp_path):
    path = geojson(
        tmp_path / "bad.geojson",
        a_line((61, 29), (62, 28), (62, 29), (61, 28)),
        a_line((61, 26), (61, 27.99)),
        a_line((61, 25.99), (61, 25)),
    )
    message = problems(path)
    assert "2 gaps" in message
    assert "misoriented: of its 3 parts, 2 " in message
    assert "crosses or touches itself" in message
    assert message.count("\n- ") == 3


@pytest.mark.parametrize(
    ("geometries", "found"),
    [
        ([], "no geometry at all: it is empty"),
        ([None], "no geometry at all: it is empty"),
        ([{"type": "LineString", "coordinates": []}], "it is empty"),
        ([{"type": "Point", "coordinates": [61, 29]}] * 3, "holds 3 Point; expected a line"),
        ([a_polygon(WEST), {"type": "Point", "coordinates": [61, 29]}], "1 Polygon, 1 Point"),
        ([a_line((61, 29), (61, 29))], "no length"),
    ],
)
def test_a_file_without_a_line_says_what_it_holds(tmp_path, geometries, found):
    assert found in problems(geojson(tmp_path / "none.geojson", *geometries))


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
def test_an_empty_layer_is_refused(tmp_path, suffix):
    path = tmp_path / f"empty.{suffix}"
    frame = gpd.GeoDataFrame(geometry=[], crs="EPSG:4326")
    frame.to_file(path, geometry_type="LineString")
    assert "it is empty" in problems(path)


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
def test_metres_without_a_crs_are_unprojected(tmp_path, suffix):
    shape = shapely.LineString([(345000, 3300000), (346000, 3290000)])
    message = problems(layer(tmp_path / f"metres.{suffix}", shape, crs=None))
    assert "names no coordinate reference system" in message
    assert "345000, 3300000 are not degrees" in message
    assert "Set the one in which it was drawn" in message


def test_degrees_without_a_crs_are_refused_too(tmp_path):
    message = problems(layer(tmp_path / "degrees.shp", shapely.LineString(LINE), crs=None))
    assert "look like degrees, but of which datum is not said" in message


@pytest.mark.parametrize("suffix", ["geojson", "gpkg"])
def test_metres_said_to_be_degrees_are_unprojected(tmp_path, suffix):
    points = [(345000, 3300000), (346000, 3290000)]
    path = tmp_path / f"metres.{suffix}"
    if suffix == "geojson":
        geojson(path, a_line(*points))
    else:
        layer(path, shapely.LineString(points))
    message = problems(path)
    assert "2 of 2 coordinates, such as 345000, 3300000" in message
    assert "WGS 84" in message
    assert "unprojected" in message


@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")
def test_coordinates_that_are_not_finite_are_counted(tmp_path):
    shape = shapely.LineString([(61, 29), (np.nan, 28), (61, np.inf), (61, 27)])
    message = problems(layer(tmp_path / "nan.gpkg", shapely.LineString(LINE), shape))
    assert "2 coordinates are not finite, in feature 2" in message


def test_of_several_layers_the_only_one_with_lines_is_taken(tmp_path):
    path = layer(tmp_path / "layers.gpkg", shapely.Point(61, 29), name="towns")
    layer(path, shapely.LineString(LINE), name="border")
    assert len(read_line(path).line) == 4
    layer(path, shapely.LineString(LINE), name="roads")
    assert "2 of its layers hold a line: 'border', 'roads'; expected one" in problems(path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.geojson", b"", "it is no GeoJSON"),
        ("a.geojson", b"<OGRVRTDataSource/>", "it is no GeoJSON"),
        ("a.geojson", b"\xff\xfe\x00", "it is no GeoJSON"),
        ("a.geojson", b"[" * 200_000, "it is no GeoJSON"),
        ("a.geojson", b"[1]", "its type is None; expected a FeatureCollection"),
        ("a.json", b'{"type": "Topology"}', "its type is 'Topology'"),
        ("a.json", b'{"type": "FeatureCollection"}', "has no list of features"),
        ("a.json", b'{"type": "FeatureCollection", "features": [3]}', "1 of 1 geometries are br"),
        ("a.json", b'{"type": "LineString", "coordinates": [[NaN, 1]]}', "NaN is no number"),
        ("a.json", b'{"type": "LineString", "coordinates": [[1e999, 1], [2, 1]]}', "feature 1"),
        ("a.json", b'{"type": "LineString", "coordinates": [["61", 1], [2, 1]]}', "feature 1"),
        ("a.json", b'{"type": "LineString", "coordinates": [[61], [2, 1]]}', "feature 1"),
        ("a.json", b'{"type": "LineString", "coordinates": [null, [2, 1]]}', "feature 1"),
        ("a.json", b'{"type": "LineString", "coordinates": [[2, 1]]}', "feature 1"),
        ("a.gpkg", b"<OGRVRTDataSource/>", "its content is no GeoPackage"),
        ("a.gpkg", b"SQLite format 3\0" + b"\0" * 90, "its content is no GeoPackage"),
        ("a.shp", b"<OGRVRTDataSource/>", "its content is no shapefile"),
        ("a.shp", b"\0\0\x27\x0a" + b"\0" * 96, "its .shx is missing"),
        ("a.zip", b"PK\x03\x04 and no more", "it is no zip that can be unpacked"),
        ("a.csv", b"WKT\n", "its name ends in '.csv'; expected one of .geojson"),
        ("a", b"", "its name ends in ''"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    assert reason in problems(path)


def test_a_virtual_layer_is_never_opened(tmp_path):
    target = geojson(tmp_path / "secret.geojson", a_line(*LINE))
    for suffix in ("geojson", "gpkg", "shp"):
        path = tmp_path / f"trap.{suffix}"
        path.write_text(
            f"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>{target}</SrcDataSource>"
            f"</OGRVRTLayer></OGRVRTDataSource>"
        )
        assert "its content is no" in (message := problems(path)) or "it is no GeoJSON" in message


@pytest.mark.parametrize(
    "name", ["/vsicurl/line.gpkg", "line.gpkg", "PG:dbname=x.gpkg", "zip+file!line.shp"]
)
def test_what_is_no_file_is_refused(tmp_path, name):
    message = problems(tmp_path / name.lstrip("/"))
    assert "there is no such file on this computer" in message


def test_a_folder_or_a_pipe_is_refused(tmp_path):
    folder = tmp_path / "folder.shp"
    folder.mkdir()
    assert "it is a folder" in problems(folder)
    assert "it is no ordinary file" in problems(Path("/dev/null"))


def test_a_file_that_may_not_be_read_or_is_too_large_is_refused(tmp_path, monkeypatch):
    path = geojson(tmp_path / "line.geojson", a_line(*LINE))
    monkeypatch.setattr(lines, "_LARGEST_BYTES", 10)
    assert "bytes; expected 10 at most" in problems(path)
    monkeypatch.undo()

    def denied(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    assert "cannot be read: Permission denied" in problems(path)


def test_a_damaged_geopackage_is_refused_without_the_name_of_the_copy(tmp_path):
    path = layer(tmp_path / "line.gpkg", shapely.LineString(LINE))
    content = bytearray(path.read_bytes())
    content[4096:40_000] = b"\x55" * (40_000 - 4096)
    path.write_bytes(content)
    message = problems(path)
    assert "it is damaged" in message
    assert "copy.gpkg" not in message


def test_a_geopackage_that_is_being_written_is_refused(tmp_path):
    path = layer(tmp_path / "line.gpkg", shapely.LineString(LINE))
    writer = sqlite3.connect(path)
    try:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("PRAGMA user_version=1")
        writer.commit()
        assert "another program has it open" in problems(path)
    finally:
        writer.close()


def test_a_truncated_shapefile_is_refused(tmp_path):
    path = layer(tmp_path / "line.shp", shapely.LineString(LINE))
    path.write_bytes(path.read_bytes()[:120])
    assert "line.shp" in problems(path)


def test_a_zip_holds_one_shapefile(tmp_path):
    path = tmp_path / "two.zip"
    first = layer(tmp_path / "one.shp", shapely.LineString(LINE))
    zipped(path, first)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("other.shp", b"")
    assert "zip with 2 shapefiles; expected one. It holds: folder/one." in problems(path)
    empty = tmp_path / "none.zip"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("line.geojson", b"{}")
    assert "zip with 0 shapefiles; expected one. It holds: line.geojson" in problems(empty)


def test_a_zip_that_unpacks_to_too_much_or_is_damaged_is_refused(tmp_path, monkeypatch):
    path = zipped(tmp_path / "a.zip", layer(tmp_path / "line.shp", shapely.LineString(LINE)))
    content = path.read_bytes()
    at = content.index(b"\0\0\x27\x0a")
    path.write_bytes(content[: at + 60] + b"\x7f" + content[at + 61 :])
    assert "it is no zip that can be unpacked: Bad CRC-32" in problems(path)
    packed = tmp_path / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.shp", b"\0" * 1_000_000)
    monkeypatch.setattr(lines, "_LARGEST_BYTES", 100_000)
    assert "unpacks to more than 100,000 bytes" in problems(packed)


@pytest.mark.parametrize("crs", [{"type": "name"}, "http://example.org/crs", 7])
def test_a_crs_of_geojson_that_is_no_name_is_refused(tmp_path, crs):
    message = problems(geojson(tmp_path / "crs.geojson", a_line(*LINE), crs=crs))
    assert "expected a name such as EPSG:32641" in message


def test_a_crs_that_nobody_knows_is_refused(tmp_path):
    crs = {"type": "name", "properties": {"name": "EPSG:999999"}}
    message = problems(geojson(tmp_path / "crs.geojson", a_line(*LINE), crs=crs))
    assert "its CRS 'EPSG:999999' is not known" in message


def test_too_many_parts_are_no_border(tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "_MOST_PARTS", 2)
    parts = [a_line((61, 29 - k), (61, 28.5 - k)) for k in range(3)]
    assert "it holds 3 lines; expected one line" in problems(geojson(tmp_path / "a.json", *parts))


# --- Another line for the same countries ------------------------------------------------------


def test_another_line_moves_the_land_between_the_two():
    moved = recut(two_squares(), [(61.2, 29.0), (61.1, 28.5), (61.2, 28.0)])
    assert side(two_squares(), 61.05, 28.5) == "EEE"
    assert side(moved, 61.05, 28.5) == "WWW"
    assert side(moved, 61.15, 28.5) == "EEE"
    assert (moved.positive, moved.negative) == ("EEE", "WWW")
    assert (moved.name, moved.sha256, moved.attribution) == ("new", "1" * 64, "a")
    for code in ("WWW", "EEE"):
        assert set(map(tuple, moved.line.tolist())) <= vertices(moved.countries[code])


def test_no_land_is_lost_or_held_twice():
    before = two_squares()
    after = recut(before, [(61.2, 29.0), (60.9, 28.5), (61.2, 28.0)])
    both = shapely.union_all(list(after.countries.values()))
    assert both.area == pytest.approx(2.0, rel=1e-12)
    assert shapely.intersection(*after.countries.values()).area == 0.0


def test_third_countries_stay_and_are_not_cut():
    north = shapely.box(60, 29, 62, 30)
    before = two_squares(countries={**two_squares().countries, "NNN": north})
    after = recut(before, [(61.1, 29.5), (61.1, 27.9)])
    assert after.countries["NNN"] is north
    assert side(after, 61.05, 29.5) == "NNN"
    assert side(after, 61.05, 28.5) == "WWW"
    assert after.line.tolist() == [[61.1, 29.5], [61.1, 27.9]]


def test_a_line_that_stops_short_is_led_on_to_the_nearest_edge():
    # 0.1 degrees of latitude, 11.1 km, short at either end
    after = recut(two_squares(), [(61.1, 28.9), (61.1, 28.1)])
    assert len(after.line) == 2
    assert side(after, 61.09, 28.95) == "WWW"
    assert side(after, 61.11, 28.95) == "EEE"
    found = measure(after, [61.2], [28.98])
    assert found["beyond_end"].tolist() == [True]


def test_a_line_that_stops_too_far_short_is_refused():
    with pytest.raises(
        BorderError, match=r"stops at lon 61\.10000, lat 28\.60000, 44\.\d km short"
    ):
        recut(two_squares(), [(61.1, 28.6), (61.1, 28.0)])


def test_a_line_that_would_be_led_on_across_itself_is_refused():
    hook = [(61.1, 28.9), (61.0, 28.85), (61.0, 28.95), (61.2, 28.95), (61.2, 28.0)]
    with pytest.raises(BorderError, match="would cross itself"):
        recut(two_squares(), hook)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ([(63.0, 29.0), (63.0, 28.0)], "it does not cut their land"),
        ([(61.9, 29.0), (61.9, 28.0)], "EEE keeps 10% of its area"),
        ([(61.9, 29.0), (62.0, 28.9)], "does not separate EEE from WWW"),
        ([(60.5, 29.05), (61.5, 29.05)], "it does not cut their land"),
    ],
)
def test_a_line_that_does_not_separate_the_two_is_refused(line, found):
    with pytest.raises(BorderError, match=found):
        recut(two_squares(), line)


def test_a_line_that_runs_the_other_way_is_refused():
    with pytest.raises(BorderError, match=r"misoriented: .* Reverse the line's direction"):
        recut(two_squares(), MIDDLE[::-1])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ([(61, 29), (61.5, 28.2), (61.5, 28.8), (61, 28)], "crosses or touches itself"),
        ([(61, 29), (61, 29), (61, 28)], "without length"),
        ([(61, 29), (61, np.nan)], "not finite"),
        ([(61, 29)], "at least two vertices"),
    ],
)
def test_a_faulty_line_is_refused(line, fault):
    with pytest.raises(BorderError, match=fault):
        recut(two_squares(), line)


def test_islands_and_exclaves_stay_with_their_country():
    exclave = shapely.box(60.2, 28.2, 60.3, 28.3)
    shared_island = [shapely.box(64, 28, 64.5, 29), shapely.box(64.5, 28, 65, 29)]
    far_island = shapely.box(58, 28, 58.1, 28.1)
    before = two_squares()
    west, east = (before.countries[code] for code in ("WWW", "EEE"))
    countries = {
        "WWW": shapely.union_all([shapely.difference(west, exclave), shared_island[0]]),
        "EEE": shapely.union_all([east, exclave, shared_island[1], far_island]),
    }
    after = recut(replace(before, countries=countries), [(61.1, 29.0), (61.1, 28.0)])
    held = {
        (60.25, 28.25): "EEE",
        (60.35, 28.25): "WWW",
        (64.4, 28.5): "WWW",
        (64.6, 28.5): "EEE",
        (58.05, 28.05): "EEE",
        (61.05, 28.5): "WWW",
    }
    assert {place: side(after, *place) for place in held} == held


def test_a_sliver_cut_off_at_the_edge_follows_the_hand_of_the_line():
    # the line weaves over the northern edge: what lies south of it on its west hand is WWW's
    line = [(61.0, 29.0), (61.2, 28.99), (61.3, 29.01), (61.4, 28.99), (61.0, 28.5), (61.0, 28.0)]
    after = recut(two_squares(), line)
    assert side(after, 61.2, 28.98) == "WWW"
    assert side(after, 61.1, 28.999) == "EEE"
    assert side(after, 61.39, 28.995) == "EEE"


def test_the_edge_of_a_long_segment_is_the_geodesic():
    west = shapely.box(50, 49, 61, 60)
    east = shapely.Polygon([(50, 60), (61, 60), (61, 49), (75, 49), (75, 65), (50, 65)])
    line = np.array([(50.0, 60.0), (61.0, 60.0), (61.0, 49.0)])
    before = two_squares(countries={"WWW": west, "EEE": east}, line=line)
    after = recut(before, [(50.0, 59.9), (60.9, 59.9), (61.0, 49.0)])
    middle = Geodesic.WGS84.InverseLine(59.9, 50.0, 59.9, 60.9)
    at = middle.Position(middle.s13 / 2)
    assert at["lat2"] > 59.95  # the parallel runs far south of it
    assert side(after, at["lon2"], at["lat2"] - 1e-5) == "WWW"
    assert side(after, at["lon2"], at["lat2"] + 1e-5) == "EEE"


def test_the_borders_own_line_changes_no_side(border):
    again = with_line(border, border.line, name="again", sha256="", attribution="")
    assert np.array_equal(again.line, border.line)
    rng = np.random.default_rng(7)
    k = rng.integers(0, len(border.line), 20_000)
    away_m = rng.choice([0.01, 1.0, 100.0, 10_000.0], len(k))
    lon, lat, _ = WGS84.fwd(*border.line[k].T, rng.uniform(0, 360, len(k)), away_m)
    near_end = WGS84.fwd(
        *np.repeat(border.line[-1:], 500, axis=0).T, rng.uniform(0, 360, 500), [50.0] * 500
    )
    for x, y in ((lon, lat), near_end[:2], border.line.T):
        assert (again.country_of(x, y) == border.country_of(x, y)).all()


@given(
    st.lists(st.floats(-0.2, 0.2), min_size=2, max_size=8),
    st.lists(st.tuples(st.floats(60.01, 61.99), st.floats(28.01, 28.99)), max_size=30),
)
@settings(max_examples=60, deadline=None)
def test_a_place_is_west_or_east_of_whatever_line(offsets, places):
    lat = np.linspace(29.0, 28.0, len(offsets))
    line = np.column_stack([61 + np.array(offsets), lat])
    after = recut(two_squares(), line)
    pieces, _ = densified(after.line, 100.0)
    for x, y in places:
        line_x = np.interp(-y, -pieces[:, 1], pieces[:, 0])
        if abs(x - line_x) > 1e-6:
            assert side(after, x, y) == ("WWW" if x < line_x else "EEE")


def test_moving_the_line_five_km_east_changes_just_the_places_between(border):
    lon, lat, _ = WGS84.fwd(*border.line.T, [90.0] * len(border.line), [5000.0] * len(border.line))
    line = np.column_stack([lon, lat])
    moved = with_line(border, line, name="east", sha256="", attribution="")
    rng = np.random.default_rng(3)
    at = rng.integers(500, len(border.line) - 500, 3000)
    x, y, _ = WGS84.fwd(
        *border.line[at].T, rng.choice([90.0, 270.0], 3000), rng.uniform(0, 9000, 3000)
    )
    old, new = border.country_of(x, y), moved.country_of(x, y)
    between = shapely.Polygon(np.vstack([border.line, line[::-1]]))
    swept = shapely.contains_xy(shapely.make_valid(between, method="structure"), x, y)
    near_m = np.minimum(
        measure(border, x, y)["border_distance_m"], measure(moved, x, y)["border_distance_m"]
    )
    clear = near_m > 20.0
    changed = old != new
    assert changed[clear].sum() > 300
    assert set(old[changed]) <= {"PAK", "IRN"}
    assert set(old[~swept & clear & changed]) == set()
    # a meander that is left on one side and entered from the other changes twice
    assert (changed == (swept & (old == "PAK")))[clear & (old == "PAK")].mean() > 0.97


# --- Natural Earth ----------------------------------------------------------------------------


def test_natural_earths_line_is_shipped_with_hash_credit_and_error(natural_earth):
    assert natural_earth.sha256 == data.sha256("natural_earth_border.json")
    assert "Made with Natural Earth" in natural_earth.attribution
    assert "OpenStreetMap" in natural_earth.attribution
    assert natural_earth.line_error_m([0.0, 4e5, natural_earth.length_m]).tolist() == [7500.0] * 3
    assert natural_earth_border() is natural_earth


def test_natural_earths_line_is_816_km_long_and_runs_south(natural_earth):
    # the figure of an earlier study of both lines
    assert natural_earth.length_m == pytest.approx(816_000, abs=1000)
    assert natural_earth.line[0, 1] > 29.8
    assert natural_earth.line[-1, 1] < 25.3


def test_the_two_lines_differ_by_two_km_in_the_median_and_twelve_at_worst(border, natural_earth):
    # 2.1 km and 12 km in an earlier study, on a thinner extract of OpenStreetMap
    places, _ = densified(border.line, 100.0)
    apart_m = measure(natural_earth, *places.T)["border_distance_m"]
    assert apart_m.median() == pytest.approx(2100, abs=150)
    assert apart_m.max() == pytest.approx(12_000, abs=500)


def test_three_in_a_hundred_places_near_the_line_change_side(border, natural_earth):
    rng = np.random.default_rng(11)
    lon, lat = rng.uniform(60.0, 64.2, 60_000), rng.uniform(24.3, 30.7, 60_000)
    before = measure(border, lon, lat)
    near = (before["border_distance_m"] < 50_000).to_numpy()
    near = near & before["country"].isin(["IRN", "PAK"]).to_numpy()
    after = measure(natural_earth, lon, lat)
    changed = (before["country"] != after["country"]).to_numpy()
    assert 0.02 < changed[near].mean() < 0.035
    assert before["border_distance_m"][changed].max() < 12_500
    assert (before["country"][~near] == after["country"][~near]).all()
    depth = near & ~before["beyond_end"].to_numpy() & ~after["beyond_end"].to_numpy()
    differs_m = (before["signed_distance_m"] - after["signed_distance_m"])[depth].abs()
    assert differs_m.quantile(0.95) < 7500  # the error that the border states


def test_natural_earths_countries_share_its_vertices_and_lose_no_land(border, natural_earth):
    on_land = natural_earth.line[:-2]  # the last two are off the coast
    for code in ("IRN", "PAK"):
        assert set(map(tuple, on_land.tolist())) <= vertices(natural_earth.countries[code])
    shapes = list(natural_earth.countries.values())
    union = shapely.union_all(shapes)
    assert union.area == pytest.approx(sum(shape.area for shape in shapes), rel=1e-12)
    assert union.area == pytest.approx(
        shapely.union_all(list(border.countries.values())).area, rel=1e-12
    )
    assert natural_earth.countries["AFG"].equals_exact(border.countries["AFG"])


@pytest.mark.parametrize(
    ("place", "lon", "lat", "country"),
    [
        ("Zabol", 61.4949, 31.0306, "IRN"),
        ("Chabahar", 60.6430, 25.2919, "IRN"),
        ("Karachi", 67.0104, 24.8608, "PAK"),
        ("Gwadar", 62.32541, 25.12163, "PAK"),
        ("Kabul", 69.1723, 34.5289, "AFG"),
        ("Gwadar Bay, at sea", 61.55, 25.08, ""),
    ],
)
def test_places_far_from_the_line_keep_their_country(natural_earth, place, lon, lat, country):
    assert side(natural_earth, lon, lat) == country, place


# --- The line that two polygons share ---------------------------------------------------------


def test_the_shared_edge_of_two_squares_is_found_from_the_north():
    assert shared_line(WEST, EAST).tolist() == [[61, 29], [61, 28]]
    assert shared_line(EAST, WEST).tolist() == [[61, 29], [61, 28]]


def test_of_two_equally_northern_ends_the_western_is_the_start():
    assert shared_line(shapely.box(0, 0, 1, 1), shapely.box(0, 1, 1, 2)).tolist() == [
        [0, 1],
        [1, 1],
    ]


def test_the_shipped_line_is_found_in_the_shipped_polygons(border):
    found = shared_line(border.countries["PAK"], border.countries["IRN"])
    # beyond its last vertex about 100 m of land lie between it and the sea
    assert np.array_equal(found[: len(border.line)], border.line)
    assert len(found) == len(border.line) + 1
    beyond_m = WGS84.inv(*found[-1], *border.line[-1])[2]
    assert 50 < beyond_m < 150


def test_rings_with_other_vertices_along_the_edge_share_it():
    east = shapely.Polygon(
        [(61, 28), (62, 28), (62, 29), (61, 29), (61, 28.77), (61, 28.5), (61, 28.1)]
    )
    west = shapely.Polygon([(60, 28), (61, 28), (61, 28.3), (61, 28.6), (61, 29), (60, 29)])
    assert shared_line(west, east).tolist() == [[61, 29], [61, 28.6], [61, 28.3], [61, 28]]
    assert len(shared_line(east, west)) == 5


def test_the_line_ends_where_the_other_has_its_corner():
    east = shapely.box(61, 28.25, 62, 28.75)
    assert shared_line(WEST, east) == pytest.approx(np.array([(61, 28.75), (61, 28.25)]))


@given(
    st.integers(0, 2**32 - 1),
    st.floats(0, 80),
    st.integers(2, 40),
    st.integers(2, 40),
)
@settings(max_examples=60, deadline=None)
def test_noise_gaps_and_overlaps_under_the_tolerance_do_not_matter(seed, noise_m, west_n, east_n):
    rng = np.random.default_rng(seed)
    noise_deg = noise_m / 111_320 / 2

    def edge(count):
        inner = np.sort(rng.uniform(28.02, 28.98, count))
        lat = np.concatenate([[28.0], inner, [29.0]])
        return np.column_stack([61 + rng.uniform(-noise_deg, noise_deg, len(lat)), lat])

    west = shapely.Polygon([(60, 29), (60, 28), *edge(west_n)])
    east = shapely.Polygon([(62, 29), (62, 28), *edge(east_n)])
    found = shared_line(west, east)
    length_m = Geodesic.WGS84.Inverse(29, 61, 28, 61)["s12"]
    missing_m = length_m - WGS84.line_length(*found.T)
    assert -noise_m * (west_n + 2) - 1e-6 <= missing_m <= 500 + 8 * noise_m
    assert {tuple(p) for p in found[1:-1].tolist()} <= vertices(west)
    made = border_from_polygons("WWW", west, "EEE", east, name="n", sha256="", attribution="")
    on_line = set(map(tuple, made.line.tolist()))
    assert all(on_line <= vertices(made.countries[code]) for code in ("WWW", "EEE"))
    assert (
        shapely.intersection(*made.countries.values()).area < 5e-9
    )  # the width of five grid steps along a degree


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (shapely.box(63, 28, 64, 29), r"do not touch: .* are 194\.\d km apart"),
        (shapely.box(61, 29, 62, 30), r"touch only in a point, at lon 61\.00000, lat 29\.00000"),
        (shapely.box(61.002, 28, 62, 29), "do not touch"),  # 195 m
        (shapely.Polygon(), "a Polygon; expected a polygon that is not empty"),
        (shapely.Point(61, 28), "a Point; expected"),
        (shapely.Polygon([(61, 28), (62, 29), (62, 28), (61, 29)]), "not a valid polygon: Self"),
    ],
)
def test_countries_without_a_common_line_are_refused(second, reason):
    with pytest.raises(BorderError, match=reason):
        shared_line(WEST, second)


def test_two_long_stretches_are_refused_and_both_named():
    east = shapely.Polygon(
        [(61, 28), (62, 28), (62, 29), (61, 29), (61, 28.6), (61.5, 28.5), (61, 28.4)]
    )
    with pytest.raises(
        BorderError, match=r"2 separate stretches of boundary: 44\.3 km .*; 44\.3 km"
    ):
        shared_line(WEST, east)


def test_a_short_second_stretch_is_left_aside():
    east = shapely.Polygon(
        [(61, 28), (62, 28), (62, 29), (61, 29), (61, 28.95), (61.5, 28.9), (61, 28.85)]
    )
    assert shared_line(WEST, east) == pytest.approx(np.array([(61, 28.85), (61, 28)]))


def test_an_enclosed_country_has_no_line_with_two_ends():
    inner = shapely.box(60.4, 28.4, 60.6, 28.6)
    with pytest.raises(BorderError, match="closed ring"):
        shared_line(shapely.difference(WEST, inner), inner)


def test_a_border_from_polygons_measures_like_any_other():
    made = border_from_polygons(
        "WWW", WEST, "EEE", EAST, others={"NNN": shapely.box(60, 29, 62, 30)},
        name="squares", sha256="2" * 64, attribution="drawn",
    )  # fmt: skip
    found = measure(made, [60.9, 61.1, 61.0], [28.5, 28.5, 29.5])
    across_m = Geodesic.WGS84.Inverse(28.5, 61.1, 28.5, 61.0)["s12"]
    assert found["country"].tolist() == ["WWW", "EEE", "NNN"]
    assert found["signed_distance_m"][:2].tolist() == pytest.approx([across_m, -across_m], rel=1e-5)
    assert (made.positive, made.negative, made.sha256) == ("WWW", "EEE", "2" * 64)


def test_a_gap_goes_to_the_second_and_an_overlap_to_the_first():
    gap = shapely.box(61.0005, 28, 62, 29)  # 49 m
    made = border_from_polygons("A", WEST, "B", gap, name="", sha256="", attribution="")
    assert side(made, 61.0003, 28.5) == "B"
    overlap = shapely.box(60.9995, 28, 62, 29)
    made = border_from_polygons("A", WEST, "B", overlap, name="", sha256="", attribution="")
    assert side(made, 60.9997, 28.5) == "A"


def test_land_that_both_hold_far_from_the_line_is_refused():
    claimed = shapely.union_all([EAST, shapely.box(60.2, 28.2, 60.4, 28.4)])
    with pytest.raises(BorderError, match=r"A and B both hold 43\d km2 .* expected polygons that"):
        border_from_polygons("A", WEST, "B", claimed, name="", sha256="", attribution="")


def test_the_shipped_border_is_made_again_from_its_polygons(border):
    made = border_from_polygons(
        "PAK", border.countries["PAK"], "IRN", border.countries["IRN"],
        others={"AFG": border.countries["AFG"]}, name="", sha256="", attribution="",
    )  # fmt: skip
    for code in ("IRN", "PAK"):
        assert shapely.equals(made.countries[code], border.countries[code])


# --- A file as the border ---------------------------------------------------------------------


def countries_file(path: Path, **codes) -> Path:
    shapes = [WEST, EAST, shapely.box(60, 29, 62, 30), shapely.box(10, 10, 11, 11)]
    names = codes or {"ISO_A3": ["WWW", "EEE", "NNN", "FFF"]}
    rows = [dict(zip(names, row, strict=True)) for row in zip(*names.values(), strict=True)]
    return geojson(path, *map(a_polygon, shapes[: len(rows)]), properties=rows)


def test_a_file_with_a_line_re_cuts_the_base(tmp_path):
    path = geojson(tmp_path / "survey.geojson", a_line((61.1, 29), (61.1, 28)))
    made = read_border(path, base=two_squares())
    assert side(made, 61.05, 28.5) == "WWW"
    assert made.name == "survey"
    assert made.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert made.attribution == "Line: survey.geojson; countries: drawn"


def test_a_file_with_two_countries_gives_their_border(tmp_path, border):
    path = countries_file(tmp_path / "two.geojson", code=["www", "eee"])
    made = read_border(path, base=border)
    assert made.line.tolist() == [[61, 29], [61, 28]]
    assert (made.positive, made.negative) == ("WWW", "EEE")
    assert set(made.countries) == {"WWW", "EEE"}


def test_the_bases_countries_keep_their_positive_side_and_direction(tmp_path):
    path = countries_file(tmp_path / "two.geojson", code=["WWW", "EEE"])
    base = replace(two_squares(), line=MIDDLE[::-1].copy())
    made = read_border(path, base=base)
    assert made.positive == "EEE"
    assert made.line.tolist() == [[61, 28], [61, 29]]


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp"])
@pytest.mark.parametrize("name", ["ISO_A3", "adm0_a3", "iso3"])
def test_codes_choose_two_of_many_countries(tmp_path, border, suffix, name):
    path = countries_file(tmp_path / "world.geojson", **{name: ["WWW", "EEE", "NNN", "FFF"]})
    if suffix != "geojson":
        shapes = gpd.read_file(path)
        path = tmp_path / f"world.{suffix}"
        shapes.to_file(path)
    made = read_border(path, base=border, codes=("eee", "WWW"))
    assert (made.positive, made.negative) == ("EEE", "WWW")
    assert set(made.countries) == {"EEE", "WWW", "NNN"}  # FFF touches neither
    assert side(made, 61.0, 29.5) == "NNN"


def test_a_country_of_several_features_is_one(tmp_path, border):
    path = geojson(
        tmp_path / "parts.geojson",
        a_polygon(shapely.box(60, 28, 60.5, 29)),
        a_polygon(shapely.box(60.5, 28, 61, 29)),
        a_polygon(EAST),
        properties=[{"iso3": code} for code in ("WWW", "WWW", "EEE")],
    )
    made = read_border(path, base=border, codes=("WWW", "EEE"))
    assert made.countries["WWW"].area == pytest.approx(1.0)


@pytest.mark.parametrize("turned", [False, True])
def test_a_line_and_a_file_of_countries_make_a_border_drawn_either_way(tmp_path, border, turned):
    points = [(61.1, 29.0), (61.1, 28.0)]
    line = geojson(tmp_path / "line.geojson", a_line(*points[:: -1 if turned else 1]))
    countries = countries_file(tmp_path / "world.geojson")
    made = read_border(line, base=border, countries=countries, codes=("WWW", "EEE"))
    assert made.line[0].tolist() == list(points[-1 if turned else 0])
    assert side(made, 61.05, 28.5) == "WWW"
    assert set(made.countries) == {"WWW", "EEE", "NNN"}
    assert made.attribution == "Line: line.geojson; countries: world.geojson"
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (line, countries)]
    assert made.sha256 == hashlib.sha256("".join(hashes).encode()).hexdigest()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({}, "it holds 4 features with polygons; expected two, or the codes"),
        ({"codes": ("WWW", "XXX")}, "'WWW' and 'XXX'; .* found: EEE, FFF, NNN, WWW"),
        ({"codes": ("WWW", "WWW")}, "two different"),
        ({"codes": ("WWW", "FFF")}, "do not touch"),
        ({"codes": ("WWW", "EEE"), "countries": Path("b.shp")}, r"'b\.shp' is given for them too"),
    ],
)
def test_a_file_of_countries_that_does_not_give_a_border_is_refused(tmp_path, options, reason):
    path = countries_file(tmp_path / "world.geojson")
    with pytest.raises(BorderError, match=reason):
        read_border(path, base=two_squares(), **options)


def test_two_countries_without_codes_are_refused(tmp_path):
    path = countries_file(tmp_path / "two.geojson", code=["-99", None])
    with pytest.raises(LineFileError, match="no country codes; expected a property such as ISO_A3"):
        read_border(path, base=two_squares())


@pytest.mark.parametrize("options", [{"codes": ("A", "B")}, {"countries": Path("b.shp")}])
def test_a_line_needs_both_codes_and_countries_or_none(tmp_path, options):
    path = geojson(tmp_path / "line.geojson", a_line(*LINE))
    with pytest.raises(LineFileError, match="expected both or none"):
        read_border(path, base=two_squares(), **options)


def test_a_file_with_neither_is_refused(tmp_path):
    path = geojson(tmp_path / "points.geojson", {"type": "Point", "coordinates": [61, 29]})
    with pytest.raises(LineFileError, match="holds 1 Point; expected a line, or polygons"):
        read_border(path, base=two_squares())


def test_an_invalid_country_of_a_file_is_named(tmp_path):
    bow_tie = shapely.Polygon([(61, 28), (62, 29), (62, 28), (61, 29)])
    path = geojson(
        tmp_path / "bad.geojson",
        a_polygon(WEST),
        a_polygon(bow_tie),
        properties=[{"code": "WWW"}, {"code": "EEE"}],
    )
    with pytest.raises(BorderError, match="EEE is not a valid polygon"):
        read_border(path, base=two_squares())


def test_every_error_is_a_geodata_error():
    assert issubclass(LineFileError, BorderError)
    assert issubclass(LineFileError, GeodataError)


def test_the_readers_formats_are_those_that_gdal_has_here():
    assert set(lines._DRIVERS.values()) <= set(pyogrio.list_drivers(read=True))
