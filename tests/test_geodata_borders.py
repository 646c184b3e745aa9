import io
import json
from dataclasses import replace

import numpy as np
import pytest
import shapely

from geodata import borders, data
from geodata.borders import WGS84, AccuracyStretch, Border, load_border
from geodata.errors import BorderError, DataFileError

LINE = np.array([(60.0, 30.0), (60.0, 29.0), (60.5, 28.0)])
WEST = shapely.Polygon([(59, 30), (60, 30), (60, 29), (60.5, 28), (59, 28)])
EAST = shapely.Polygon([(61, 30), (60, 30), (60, 29), (60.5, 28), (61, 28)])


def a_border(**changes) -> Border:
    values = {
        "name": "test",
        "line": LINE.copy(),
        "countries": {"WWW": WEST, "EEE": EAST},
        "positive": "EEE",
        "negative": "WWW",
        "accuracy": (),
        "sha256": "0" * 64,
        "attribution": "",
    }
    return Border(**{**values, **changes})


@pytest.fixture(scope="module")
def border() -> Border:
    return load_border()


# --- The shipped line: figures of the timezonefinder-data release it was extracted from -------


def test_the_shipped_line_is_the_whole_land_border(border):
    assert len(border.line) == 16_866
    assert border.line[0].tolist() == [60.872855, 29.858546]
    assert border.line[-1].tolist() == [61.617371, 25.175446]
    assert border.length_m == pytest.approx(1_023_300, abs=200)


def test_the_shipped_line_carries_hash_and_credit(border):
    assert border.sha256 == data.sha256("border.npz")
    assert "OpenStreetMap" in border.attribution


def test_loading_twice_gives_the_same_border(border):
    assert load_border() is border


def test_neighbours_share_every_vertex_of_the_line(border):
    for code in ("IRN", "PAK"):
        ring = shapely.get_coordinates(shapely.get_parts(border.countries[code])[0].exterior)
        own = set(map(tuple, ring.tolist()))
        assert all(tuple(vertex) in own for vertex in border.line.tolist())


def test_no_country_overlaps_another_and_no_gap_lies_between_them(border):
    shapes = list(border.countries.values())
    union = shapely.union_all(shapes)
    assert union.area == pytest.approx(sum(shape.area for shape in shapes), rel=1e-12)
    assert not [ring for part in shapely.get_parts(union) for ring in part.interiors]


@pytest.mark.parametrize(
    ("place", "lon", "lat", "country"),
    [
        ("Tehran", 51.4215, 35.6944, "IRN"),
        ("Zabol", 61.4949, 31.0306, "IRN"),
        ("Chabahar", 60.6430, 25.2919, "IRN"),
        ("Qeshm island", 55.95, 26.80, "IRN"),
        ("Islamabad", 73.0433, 33.7215, "PAK"),
        ("Karachi", 67.0104, 24.8608, "PAK"),
        ("Gwadar", 62.32541, 25.12163, "PAK"),
        ("Jiwani", 61.74681, 25.04992, "PAK"),
        ("Ormara", 64.6357, 25.2088, "PAK"),
        ("Pasni", 63.46921, 25.26302, "PAK"),
        ("Kabul", 69.1723, 34.5289, "AFG"),
        ("Zaranj", 61.8623, 30.9596, "AFG"),
        ("Muscat", 58.4059, 23.5880, ""),
        ("5 km south of Jiwani, at sea", 61.74681, 25.0048, ""),
        ("Gwadar Bay, at sea", 61.55, 25.08, ""),
    ],
)
def test_known_places_lie_in_their_country(border, place, lon, lat, country):
    assert border.country_of(np.array([lon]), np.array([lat])).tolist() == [country], place


def test_near_the_line_the_side_follows_the_geodesic_and_not_the_straight_edge(border):
    steps = np.diff(border.chainage_m)
    k = int(steps.argmax())
    middle = border.point_at(float(border.chainage_m[k] + steps[k] / 2))
    azimuth, _, _ = WGS84.inv(*border.line[k], *border.line[k + 1])
    sides = []
    for turn in (90.0, -90.0):
        lon, lat, _ = WGS84.fwd(*middle, azimuth + turn, 0.05)
        sides += border.country_of(np.array([lon]), np.array([lat])).tolist()
    assert sorted(sides) == ["IRN", "PAK"]


def test_a_point_on_the_line_belongs_to_the_positive_country(border):
    assert set(border.country_of(*border.line[::500].T)) == {"PAK"}


# --- Along the line --------------------------------------------------------------------------


def test_points_along_the_line_lie_at_their_chainage():
    border = a_border()
    first_m = WGS84.inv(60.0, 30.0, 60.0, 29.0)[2]
    assert border.point_at(0.0) == (60.0, 30.0)
    assert border.point_at(first_m) == pytest.approx((60.0, 29.0), abs=1e-9)
    assert border.point_at(border.length_m) == pytest.approx((60.5, 28.0), abs=1e-9)
    lon, lat = border.point_at(50_000.0)
    assert WGS84.inv(60.0, 30.0, lon, lat)[2] == pytest.approx(50_000.0, abs=1e-6)


def test_a_stretch_has_the_length_between_its_chainages(border):
    part = border.stretch(100_000.0, 100_500.0)
    assert WGS84.line_length(*part.T) == pytest.approx(500.0, abs=1e-3)


@pytest.mark.parametrize(("start", "end"), [(-1.0, 5.0), (0.0, 2e6), (5.0, 5.0), (9.0, 5.0)])
def test_a_stretch_off_the_line_or_out_of_order_is_refused(border, start, end):
    with pytest.raises(BorderError, match="expected"):
        border.stretch(start, end)


@pytest.mark.parametrize("chainage", [float("nan"), -0.001, 2e6])
def test_no_point_is_given_off_the_line(border, chainage):
    with pytest.raises(BorderError, match="is not on the border"):
        border.point_at(chainage)


def test_the_lines_error_is_that_of_its_stretch(border):
    # the table: 3 km near 29.5 N, 1.5 km at Mirjaveh-Taftan, 0.5 km elsewhere
    error = border.line_error_m([50_000.0, 160_000.0, 300_000.0, border.length_m])
    assert error.tolist() == [3000.0, 1500.0, 500.0, 400.0]


def test_where_nothing_is_said_the_largest_error_holds():
    border = a_border(
        accuracy=(AccuracyStretch(0, 1000, 50, ""), AccuracyStretch(1000, 2000, 9, ""))
    )
    assert border.line_error_m([500, 1500, 5000]).tolist() == [50, 9, 50]
    assert np.isnan(border.line_error_m(float("nan"))).all()


# --- What is refused -------------------------------------------------------------------------


def changed(vertex: int, lon: float, lat: float) -> np.ndarray:
    line = LINE.copy()
    line[vertex] = lon, lat
    return line


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"line": LINE[:1]}, "at least two vertices"),
        ({"line": LINE[:, :1]}, r"expected \(n, 2\)"),
        ({"line": changed(1, np.nan, 29.0)}, r"not finite, at \[1\]"),
        ({"line": changed(1, 60.0, 30.0)}, "without length, the first after vertex 0"),
        ({"line": changed(1, 60.0, 91.0)}, "expected degrees"),
        ({"line": np.array([(0, 0), (2, 2), (2, 0), (0, 2)], float)}, "crosses or touches itself"),
        ({"line": np.array([(179.0, 0), (-179.0, 1)])}, "antimeridian"),
        ({"positive": "XXX"}, "no polygon is given for 'XXX'"),
        ({"positive": "WWW"}, "expected two countries"),
        (
            {"countries": {"WWW": WEST, "EEE": shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])}},
            "polygon of EEE is not valid: Self-intersection",
        ),
        ({"countries": {"WWW": WEST, "EEE": shapely.Polygon()}}, "EEE is a Polygon; expected"),
        ({"countries": {"WWW": WEST, "EEE": shapely.Point(0, 0)}}, "EEE is a Point; expected"),
    ],
)
def test_a_border_that_cannot_be_measured_against_is_refused(changes, reason):
    with pytest.raises(BorderError, match=reason):
        a_border(**changes)


def test_all_faults_of_a_border_are_listed_at_once():
    with pytest.raises(BorderError, match=r"(?s)without length.*'XXX'"):
        a_border(line=changed(1, 60.0, 30.0), positive="XXX")


def test_the_line_cannot_be_changed_after_it_was_checked():
    with pytest.raises(ValueError, match="read-only"):
        a_border().line[0, 0] = 0.0


@pytest.fixture
def shipping(monkeypatch):
    """Put other bytes in the place of shipped ones, as if their hashes fitted."""
    read = data.read

    def ship(**files):
        monkeypatch.setattr(
            data, "read", lambda name: files.get(name.replace(".", "_")) or read(name)
        )
        borders.load_border.cache_clear()

    yield ship
    monkeypatch.undo()
    borders.load_border.cache_clear()


def test_a_border_file_that_is_no_archive_is_refused_with_its_hash(shipping):
    shipping(border_npz=b"not an archive")
    with pytest.raises(DataFileError, match=data.sha256("border.npz")):
        load_border()


def test_a_border_file_with_pickled_objects_is_refused(shipping):
    content = io.BytesIO()
    np.savez(content, line=np.array([object()]))
    shipping(border_npz=content.getvalue())
    with pytest.raises(DataFileError, match="cannot be read as a border"):
        load_border()


@pytest.mark.parametrize(
    ("what", "value"),
    [("start", [60.0, 30.0]), ("end", [61.0, 25.0]), ("vertices", 5), ("length_m", 816_000.0)],
)
def test_a_line_other_than_the_stated_one_is_refused(shipping, what, value):
    stated = json.loads(data.read("border.json"))
    shipping(border_json=json.dumps({**stated, what: value}).encode())
    with pytest.raises(BorderError, match="is not the one that was built"):
        load_border()


def test_a_border_may_be_turned_round(border):
    turned = replace(border, positive="IRN", negative="PAK")
    assert set(turned.country_of(*border.line[::500].T)) == {"IRN"}
