import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.borders import WGS84, Border, load_border
from geodata.errors import CoordinateError
from geodata.measurement import COMPILED_FROM, densified, measure

KARNEY = Geodesic.WGS84
COLUMNS = [
    "country", "border_distance_m", "signed_distance_m", "nearest_lon", "nearest_lat",
    "chainage_m", "beyond_end",
]  # fmt: skip


@pytest.fixture(scope="module")
def border() -> Border:
    return load_border()


def one(border: Border, lon: float, lat: float) -> pd.Series:
    return measure(border, lon, lat).iloc[0]


# --- Golden values: GeoNames coordinates against OpenStreetMap's line, computed elsewhere ------


@pytest.mark.parametrize(
    ("place", "lon", "lat", "country", "signed_km"),
    [
        ("Taftan", 61.5866, 28.9469, "PAK", 2.02),
        ("Mirjaveh", 61.4496, 29.0148, "IRN", -3.01),
        ("Nok Kundi", 62.7504, 28.8270, "PAK", 56.0),
        ("Saravan", 62.3310, 27.3709, "IRN", -45.6),
    ],
)
def test_known_towns_lie_at_their_published_distance(border, place, lon, lat, country, signed_km):
    row = one(border, lon, lat)
    assert row["country"] == country, place
    assert row["signed_distance_m"] / 1000 == pytest.approx(signed_km, abs=0.2)
    assert row["border_distance_m"] == abs(row["signed_distance_m"])
    assert not row["beyond_end"]


def test_taftan_lies_at_its_published_chainage(border):
    assert one(border, 61.5866, 28.9469)["chainage_m"] / 1000 == pytest.approx(165.7, abs=0.2)


def test_zabol_is_in_iran_and_beyond_the_end(border):
    row = one(border, 61.4949, 31.0306)
    assert row["country"] == "IRN"
    assert row["beyond_end"]
    assert row["chainage_m"] == 0.0
    # geodesic to the tri-point
    away = KARNEY.Inverse(31.0306, 61.4949, 29.858546, 60.872855)["s12"]
    assert row["border_distance_m"] == pytest.approx(away, abs=0.001)


@pytest.mark.parametrize(
    ("lon", "lat", "country"), [(61.60, 25.05, ""), (61.8623, 30.9596, "AFG"), (58.4, 23.6, "")]
)
def test_at_sea_and_in_other_countries_there_is_a_distance_but_no_sign(border, lon, lat, country):
    row = one(border, lon, lat)
    assert row["country"] == country
    assert math.isnan(row["signed_distance_m"])
    assert row["border_distance_m"] > 0


# --- Against an independent oracle ------------------------------------------------------------


def oracle(border: Border, lon: float, lat: float) -> tuple[float, float, float, float]:
    """Least distance with geographiclib, by golden section on every segment that may hold it."""
    to_vertex = np.array(WGS84.inv(*np.broadcast_arrays(lon, lat, *border.line.T))[2])
    steps = np.diff(border.chainage_m)
    lower = np.minimum(to_vertex[:-1], to_vertex[1:]) - steps / 2
    best = (math.inf, 0.0, 0.0, 0.0)
    for k in np.flatnonzero(lower <= to_vertex.min()):
        (ax, ay), (bx, by) = border.line[k], border.line[k + 1]
        path = KARNEY.InverseLine(ay, ax, by, bx)

        def reach(along, path=path):
            at = path.Position(along)
            return KARNEY.Inverse(lat, lon, at["lat2"], at["lon2"])["s12"]

        low, high, ratio = 0.0, path.s13, (math.sqrt(5) - 1) / 2
        while high - low > 1e-3:
            a, b = high - ratio * (high - low), low + ratio * (high - low)
            low, high = (low, b) if reach(a) < reach(b) else (a, high)
        for along in (0.0, (low + high) / 2, path.s13):
            if (distance := reach(along)) < best[0]:
                at = path.Position(along)
                best = (distance, at["lon2"], at["lat2"], border.chainage_m[k] + along)
    return best


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (61.5866, 28.9469), (61.4496, 29.0148), (62.7504, 28.8270), (62.3310, 27.3709),
        (61.2, 29.45), (62.8, 28.2), (63.2, 27.2), (62.0, 26.1), (61.7, 25.3), (61.0, 29.8),
        (60.3, 27.9), (64.4, 28.9), (63.3164, 26.6293),
    ],
)  # fmt: skip
def test_the_distance_is_that_of_an_independent_search_with_geographiclib(border, lon, lat):
    distance_m, foot_lon, foot_lat, chainage_m = oracle(border, lon, lat)
    row = one(border, lon, lat)
    assert row["border_distance_m"] == pytest.approx(distance_m, abs=0.001)
    apart = KARNEY.Inverse(foot_lat, foot_lon, row["nearest_lat"], row["nearest_lon"])["s12"]
    assert apart < 0.02  # the search itself is no sharper: a minimum is flat
    assert row["chainage_m"] == pytest.approx(chainage_m, abs=0.05)


def test_on_long_straight_segments_the_line_is_a_geodesic():
    # 60 N: the geodesic of a 10 degree step runs 10 km north of the parallel
    line = np.array([(0.0, 60.0), (10.0, 60.0)])
    north = shapely.box(-1, 60, 11, 62)
    south = shapely.box(-1, 58, 11, 60)
    border = Border("wide", line, {"NNN": north, "SSS": south}, "NNN", "SSS", (), "", "")
    middle = KARNEY.InverseLine(60.0, 0.0, 60.0, 10.0)
    at = middle.Position(middle.s13 / 2)
    assert at["lat2"] > 60.09
    assert one(border, 5.0, at["lat2"])["border_distance_m"] < 0.001
    assert one(border, 5.0, 60.0)["border_distance_m"] == pytest.approx(
        KARNEY.Inverse(60.0, 5.0, at["lat2"], 5.0)["s12"], abs=0.001
    )


# --- Properties ------------------------------------------------------------------------------

inland = st.tuples(st.floats(58.0, 66.0), st.floats(25.0, 31.5))


@settings(max_examples=60, deadline=None)
@given(chainage=st.floats(0.0, 1_023_262.0))
def test_a_point_on_the_line_is_at_zero_and_at_its_chainage(border, chainage):
    row = one(border, *border.point_at(chainage))
    assert row["border_distance_m"] < 0.001
    assert row["signed_distance_m"] == 0.0
    assert row["country"] == "PAK"
    assert row["chainage_m"] == pytest.approx(chainage, abs=0.05)
    assert not row["beyond_end"]


@settings(max_examples=60, deadline=None)
@given(
    chainage=st.floats(10.0, 1_023_000.0),
    azimuth=st.floats(0.0, 360.0),
    offset=st.floats(0.01, 200_000.0),
)
def test_no_point_is_farther_from_the_line_than_from_a_point_of_it(
    border, chainage, azimuth, offset
):
    lon, lat, _ = WGS84.fwd(*border.point_at(chainage), azimuth, offset)
    assert one(border, lon, lat)["border_distance_m"] <= offset + 0.001


@settings(max_examples=40, deadline=None)
@given(at=st.floats(0.05, 0.95), offset=st.floats(1.0, 150_000.0), east=st.booleans())
def test_a_point_made_at_a_chainage_and_an_offset_is_found_there(at, offset, east):
    line = np.array([(61.0, 32.0), (61.0, 24.0)])
    shapes = {"EEE": shapely.box(61, 20, 70, 36), "WWW": shapely.box(50, 20, 61, 36)}
    border = Border("meridian", line, shapes, "EEE", "WWW", (), "", "")
    chainage = at * border.length_m
    lon, lat, _ = WGS84.fwd(*border.point_at(chainage), 90.0 if east else 270.0, offset)
    row = one(border, lon, lat)
    assert row["signed_distance_m"] == pytest.approx(offset if east else -offset, abs=0.001)
    assert row["chainage_m"] == pytest.approx(chainage, abs=0.05)


@settings(max_examples=60, deadline=None)
@given(first=inland, second=inland)
def test_the_distance_changes_no_faster_than_one_moves(border, first, second):
    both = measure(border, [first[0], second[0]], [first[1], second[1]])["border_distance_m"]
    apart = WGS84.inv(*first, *second)[2]
    assert abs(both[0] - both[1]) <= apart + 0.002


@settings(max_examples=60, deadline=None)
@given(point=inland)
def test_the_nearest_point_lies_on_the_line_at_the_distance_given(border, point):
    row = one(border, *point)
    nearest = row["nearest_lon"], row["nearest_lat"]
    assert WGS84.inv(*point, *nearest)[2] == pytest.approx(row["border_distance_m"], abs=1e-3)
    assert one(border, *nearest)["border_distance_m"] < 0.001
    at = border.point_at(min(row["chainage_m"], border.length_m))
    assert WGS84.inv(*at, *nearest)[2] < 0.05


# --- Ends, vertices, edges of the input -------------------------------------------------------


def test_the_ends_of_the_line_are_on_the_line(border):
    rows = measure(border, border.line[[0, -1], 0], border.line[[0, -1], 1])
    assert rows["signed_distance_m"].tolist() == [0.0, 0.0]
    assert rows["beyond_end"].tolist() == [False, False]
    assert rows["chainage_m"].tolist() == pytest.approx([0.0, border.length_m], abs=0.001)


def test_every_vertex_is_on_the_line_at_its_own_chainage(border):
    rows = measure(border, *border.line[::40].T)
    assert (rows["signed_distance_m"] == 0.0).all()
    assert np.abs(rows["chainage_m"] - border.chainage_m[::40]).max() < 0.05


def test_two_points_a_metre_apart_across_the_line_lie_on_two_sides(border):
    lon, lat = border.line[9000]
    ahead = WGS84.inv(*border.line[8999], *border.line[9001])[0]
    sides = [WGS84.fwd(lon, lat, ahead + turn, 0.5)[:2] for turn in (90.0, -90.0)]
    rows = measure(border, *zip(*sides, strict=True))
    assert sorted(rows["country"]) == ["IRN", "PAK"]
    assert sorted(np.sign(rows["signed_distance_m"])) == [-1.0, 1.0]


def test_scalars_give_one_row_with_the_columns_of_the_contract(border):
    frame = measure(border, 61.5, np.float64(29.0))
    assert list(frame.columns) == COLUMNS
    assert len(frame) == 1


def test_nothing_gives_an_empty_frame_with_the_same_columns(border):
    frame = measure(border, [], [])
    assert list(frame.columns) == COLUMNS
    assert frame.empty


def test_rows_stay_in_the_order_given_however_many_there_are(border):
    rng = np.random.default_rng(7)
    lon, lat = rng.uniform(60, 63, 60_001), rng.uniform(26, 30, 60_001)
    frame = measure(border, pd.Series(lon, index=range(5, 60_006)), lat)
    alone = measure(border, lon[[0, 55_000]], lat[[0, 55_000]])
    pd.testing.assert_frame_equal(frame.loc[[0, 55_000]].reset_index(drop=True), alone)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        ([61.0, 62.0], [29.0]),
        ([[61.0]], [[29.0]]),
        (61.0, [29.0, 30.0]),
    ],
)
def test_shapes_that_do_not_fit_are_refused(border, lon, lat):
    with pytest.raises(CoordinateError, match="one-dimensional arrays of one length"):
        measure(border, lon, lat)


def test_text_is_refused(border):
    with pytest.raises(CoordinateError, match="must be numbers"):
        measure(border, ["east"], ["north"])


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(math.nan, 29), (61, math.inf), (180.001, 29), (61, 90.001), (None, 29), (1e308, 0)],
)
def test_a_coordinate_that_is_no_place_on_earth_is_refused_with_its_position(border, lon, lat):
    with pytest.raises(CoordinateError, match=r"^1 of 2 coordinates .*\[1\] lon"):
        measure(border, [61.0, lon], [29.0, lat])


def test_all_bad_coordinates_are_counted_and_the_first_ones_shown(border):
    with pytest.raises(CoordinateError) as caught:
        measure(border, [200.0] * 5000, [29.0] * 5000)
    assert "5000 of 5000" in str(caught.value)
    assert len(str(caught.value)) < 1000


# --- The compiled engine ----------------------------------------------------------------------


def in_bulk(border, lon, lat):
    """Measure by the engine for many places: the places are repeated until there are enough."""
    lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    frame = measure(border, np.resize(lon, COMPILED_FROM), np.resize(lat, COMPILED_FROM))
    return frame.iloc[: len(lon)].reset_index(drop=True)


def assert_alike(one, other):
    """Two measurements of the same places; at equally near feet only the distance must agree."""
    off = (one["border_distance_m"] - other["border_distance_m"]).abs()
    assert off.max() < 1e-4
    assert (one["country"] == other["country"]).all()
    along = (one["chainage_m"] - other["chainage_m"]).abs()
    assert (along > 0.005).sum() <= 1
    assert (one["beyond_end"] == other["beyond_end"]).all()


@pytest.mark.parametrize("box", [(60.0, 64.5, 24.8, 30.4), (57.0, 70.0, 24.0, 33.0)])
def test_both_engines_measure_alike(border, box):
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(*box[:2], 12_000), rng.uniform(*box[2:], 12_000)
    many = measure(border, lon, lat)
    few = pd.concat(
        [measure(border, lon[k : k + 4000], lat[k : k + 4000]) for k in (0, 4000, 8000)]
    )
    assert_alike(few.reset_index(drop=True), many)


def test_the_compiled_engine_agrees_with_the_independent_search(border):
    rng = np.random.default_rng(4)
    starts = np.array([border.point_at(c) for c in rng.uniform(0, border.length_m, 25)])
    azimuth, offset = rng.uniform(0, 360, 25), np.geomspace(10, 200_000, 25)
    lon, lat, _ = WGS84.fwd(*starts.T, azimuth, offset)
    found = in_bulk(border, lon, lat)
    for k in range(25):
        distance_m, foot_lon, foot_lat, chainage_m = oracle(border, lon[k], lat[k])
        row = found.iloc[k]
        assert row["border_distance_m"] == pytest.approx(distance_m, abs=0.001)
        apart = KARNEY.Inverse(foot_lat, foot_lon, row["nearest_lat"], row["nearest_lon"])["s12"]
        assert apart < 0.02  # the search itself is no sharper
        assert row["chainage_m"] == pytest.approx(chainage_m, abs=0.05)


@pytest.mark.parametrize("measured", [measure, in_bulk])
def test_the_foot_is_where_the_way_to_it_meets_the_line_at_a_right_angle(measured):
    # on a long straight stretch, out to 200 km: a true nearest point within a centimetre
    line = np.array([(61.0, 24.0), (63.0, 32.0)])
    shapes = {"EEE": shapely.box(61, 20, 70, 36), "WWW": shapely.box(50, 20, 61, 36)}
    straight = Border("straight", line, shapes, "EEE", "WWW", (), "", "")
    path = KARNEY.InverseLine(24.0, 61.0, 32.0, 63.0)
    for along, offset in [(300_000, 200_000), (450_000, 120_000), (200_000, 60_000), (1e5, 30.0)]:
        at = path.Position(along)
        away = KARNEY.Direct(at["lat2"], at["lon2"], at["azi2"] + 90, offset)
        row = measured(straight, [away["lon2"]], [away["lat2"]]).iloc[0]
        foot = KARNEY.Inverse(at["lat2"], at["lon2"], row["nearest_lat"], row["nearest_lon"])
        assert foot["s12"] < 0.01
        assert row["chainage_m"] == pytest.approx(along, abs=0.01)
        assert row["border_distance_m"] == pytest.approx(offset, abs=0.001)


@pytest.mark.parametrize(("lon", "lat"), [(85.32, 27.71), (-9.14, 38.72), (69.5, 33.0), (61, -80)])
def test_places_far_away_are_measured_by_karneys_geodesic(border, lon, lat):
    row = in_bulk(border, [lon, 61.0], [lat, 29.0]).iloc[0]
    nearest = KARNEY.Inverse(lat, lon, row["nearest_lat"], row["nearest_lon"])["s12"]
    assert row["border_distance_m"] == pytest.approx(nearest, abs=0.001)
    vertices = WGS84.inv(*np.broadcast_arrays(lon, lat, *border.line.T))[2].min()
    assert row["border_distance_m"] <= vertices + 0.001
    assert row["country"] == measure(border, lon, lat)["country"].iloc[0]


# --- What must not matter ---------------------------------------------------------------------

PLACES = st.lists(st.tuples(st.floats(60.0, 64.5), st.floats(25.0, 30.5)), min_size=1, max_size=20)


@settings(max_examples=20, deadline=None)
@given(places=PLACES)
def test_reversing_the_line_mirrors_the_chainage_and_nothing_else(border, places):
    lon, lat = np.array(places).T
    plain, mirrored = measure(border, lon, lat), measure(reversed_line(border), lon, lat)
    assert np.allclose(plain["border_distance_m"], mirrored["border_distance_m"], atol=1e-3)
    assert (plain["signed_distance_m"] * mirrored["signed_distance_m"] >= 0).sum() == (
        plain["signed_distance_m"].notna().sum()
    )
    off = np.abs(plain["chainage_m"] + mirrored["chainage_m"] - border.length_m)
    assert (off < 0.05).mean() > 0.9  # but for places with two nearest points


_REVERSED = {}


def reversed_line(border):
    return _REVERSED.setdefault(
        "line", replace(border, line=np.ascontiguousarray(border.line[::-1]))
    )


def swapped_sides(border):
    return _REVERSED.setdefault("sides", replace(border, positive="IRN", negative="PAK"))


def split_segments(border):
    return _REVERSED.setdefault("split", replace(border, line=densified(border.line, 700.0)[0]))


@settings(max_examples=20, deadline=None)
@given(places=PLACES)
def test_swapping_the_countries_negates_the_sign_and_nothing_else(border, places):
    lon, lat = np.array(places).T
    plain, turned = (measure(b, lon, lat, 5_000.0) for b in (border, swapped_sides(border)))
    assert np.allclose(
        plain["signed_distance_m"], -turned["signed_distance_m"], atol=1e-6, equal_nan=True
    )
    assert plain["side"].tolist() == turned["side"].tolist()
    assert np.allclose(plain["p_pak"], turned["p_pak"], atol=1e-3)
    assert np.allclose(plain["signed_p05_m"], -turned["signed_p95_m"], atol=1.0, equal_nan=True)


@settings(max_examples=20, deadline=None)
@given(places=PLACES)
def test_splitting_segments_changes_nothing(border, places):
    lon, lat = np.array(places).T
    plain, split = measure(border, lon, lat), measure(split_segments(border), lon, lat)
    assert np.allclose(plain["border_distance_m"], split["border_distance_m"], atol=1e-3)
    off = np.abs(plain["chainage_m"] - split["chainage_m"])
    assert (off < 0.05).mean() > 0.9
