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
from squares import EAST, MIDDLE, WEST, side, two_squares

from geodata import line_files, line_formats
from geodata.borders import WGS84, Border, load_border
from geodata.errors import BorderError, GeodataError
from geodata.line_files import read_border, read_line
from geodata.line_formats import LineFileError

LINE = [(61.0, 29.0), (61.2, 28.5), (61.1, 28.0), (61.3, 27.5)]


@pytest.fixture(scope="module")
def border() -> Border:
    return load_border()


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
    line, found = line_files._joined(parts)
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
    monkeypatch.setattr(line_formats, "_LARGEST_BYTES", 10)
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
    monkeypatch.setattr(line_formats, "_LARGEST_BYTES", 100_000)
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
    monkeypatch.setattr(line_files, "_MOST_PARTS", 2)
    parts = [a_line((61, 29 - k), (61, 28.5 - k)) for k in range(3)]
    assert "it holds 3 lines; expected one line" in problems(geojson(tmp_path / "a.json", *parts))


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
    assert set(line_formats._DRIVERS.values()) <= set(pyogrio.list_drivers(read=True))
