from dataclasses import replace

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st
from squares import EAST, MIDDLE, WEST, side, two_squares

from geodata import data
from geodata.borders import WGS84, Border, load_border
from geodata.errors import BorderError
from geodata.lines import border_from_polygons, natural_earth_border, shared_line, with_line
from geodata.measurement import densified, measure


def recut(border: Border, line) -> Border:
    return with_line(border, np.array(line, float), name="new", sha256="1" * 64, attribution="a")


def vertices(shape) -> set[tuple[float, ...]]:
    return set(map(tuple, shapely.get_coordinates(shape).tolist()))


@pytest.fixture(scope="module")
def border() -> Border:
    return load_border()


@pytest.fixture(scope="module")
def natural_earth() -> Border:
    return natural_earth_border()


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
