import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from geodata.borders import WGS84, AccuracyStretch, Border, load_border
from geodata.errors import CoordinateError
from geodata.footprints import Area, Band, Disc, Outline, Sector, contains, polygon
from geodata.measurement import COMPILED_FROM, compiled_index, measure
from geodata.uncertainty import assess, samples

TO_95 = 1.959963984540054
QUANTILES = ["signed_p05_m", "signed_p50_m", "signed_p95_m"]


@pytest.fixture(scope="module")
def border() -> Border:
    return load_border()


def straight(error_m=0.0) -> Border:
    """A border along a meridian: a geodesic, as straight as a border can be."""
    line = np.array([(61.0, 24.0), (61.0, 32.0)])
    shapes = {"PAK": shapely.box(61, 20, 70, 36), "IRN": shapely.box(50, 20, 61, 36)}
    accuracy = (AccuracyStretch(0.0, 1e7, error_m, "all"),) if error_m else ()
    return Border("meridian", line, shapes, "PAK", "IRN", accuracy, "", "")


def east_of_it(distance_m):
    lon, lat, _ = WGS84.fwd(61.0, 28.0, 90.0, distance_m)
    return float(lon), float(lat)


# --- Closed forms ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mu_km", "radius_km", "expected"), [(2, 3.394, 0.852), (2, 35.5, 0.536), (10, 35.473, 0.677)]
)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_uniform_disc_at_a_straight_border_has_its_closed_form(mu_km, radius_km, expected, sign):
    place = measure(straight(), *east_of_it(sign * mu_km * 1000), radius_km * 1000).iloc[0]
    ours, others = ("p_pak", "p_irn") if sign > 0 else ("p_irn", "p_pak")
    assert place[ours] == pytest.approx(expected, abs=0.0005)
    assert place[others] == pytest.approx(1 - expected, abs=0.0005)


@pytest.mark.parametrize(("mu_km", "radius_km"), [(2, 3.394), (2, 35.5), (10, 20.0), (0, 5.0)])
def test_a_normal_disc_at_a_straight_border_has_its_closed_form(mu_km, radius_km):
    lon, lat = east_of_it(mu_km * 1000)
    found = assess(straight(), Disc(lon, lat, radius_km * 1000, "normal"))
    # 95 % of a circular normal lie within sqrt(-2 ln 0.05) standard deviations
    sigma_km = radius_km / math.sqrt(-2 * math.log(0.05))
    assert found.p_positive == pytest.approx(ndtr(mu_km / sigma_km), abs=0.0005)
    assert found.p95_m / 1000 == pytest.approx(mu_km + TO_95 * 0.8392 * sigma_km, rel=0.03)


@pytest.mark.parametrize(("mu_m", "radius_m", "error_m"), [(2000, 300, 3000), (500, 4000, 1500)])
def test_the_lines_own_error_widens_what_is_said(mu_m, radius_m, error_m):
    place = measure(straight(error_m), *east_of_it(mu_m), radius_m).iloc[0]
    rng = np.random.default_rng(5)
    across = (
        radius_m
        * np.sqrt(rng.uniform(size=1_000_000))
        * np.cos(rng.uniform(0, 2 * np.pi, 1_000_000))
    )
    truth = mu_m + across + rng.normal(0, error_m / TO_95, 1_000_000)
    assert place["p_pak"] == pytest.approx((truth > 0).mean(), abs=0.003)
    spread = np.quantile(truth, [0.05, 0.5, 0.95])
    assert np.abs(place[QUANTILES].astype(float) - spread).max() < 0.02 * (radius_m + error_m)


# --- Against Monte Carlo on the real line ------------------------------------------------------


def simulated(border, lon, lat, radius_m, number, rng):
    """True signed distances of an incident in a disc, by brute force; NaN without a side."""
    reach = radius_m * np.sqrt(rng.uniform(size=number))
    azimuth = rng.uniform(0, 360, number)
    ones = np.ones(number)
    true_lon, true_lat, _ = WGS84.fwd(lon * ones, lat * ones, azimuth, reach)
    code, distance, _, _, chainage = compiled_index(border).measure(true_lon, true_lat)
    signed = np.where(code == 0, distance, np.where(code == 1, -distance, np.nan))
    return signed + rng.normal(0, 1, number) * border.line_error_m(chainage) / TO_95


def discs_near(border, number, rng):
    """Discs of all sizes that reach the line, the ends and the worst stretch among them."""
    radius_m = np.exp(rng.uniform(np.log(300), np.log(30_000), number))
    chainage = rng.uniform(0, border.length_m, number)
    chainage[:8] = rng.uniform(0, 15_000, 8)
    chainage[8:16] = border.length_m - rng.uniform(0, 15_000, 8)
    chainage[16:24] = rng.uniform(38_000, 70_000, 8)
    starts = np.array([border.point_at(c) for c in chainage])
    azimuth, offset = rng.uniform(0, 360, number), radius_m * rng.uniform(0, 1.2, number)
    lon, lat, _ = WGS84.fwd(*starts.T, azimuth, offset)
    return np.asarray(lon), np.asarray(lat), radius_m


@pytest.fixture(scope="module")
def against_monte_carlo(border):
    rng = np.random.default_rng(11)
    lon, lat, radius_m = discs_near(border, 100, rng)
    found = measure(border, lon, lat, radius_m)
    truth = [simulated(border, *one, 100_000, rng) for one in zip(lon, lat, radius_m, strict=True)]
    return found, radius_m, truth


def test_probabilities_are_those_of_a_monte_carlo_on_the_real_line(against_monte_carlo):
    found, _, truth = against_monte_carlo
    for name, sign in (("p_pak", 1), ("p_irn", -1)):
        off = np.abs(found[name] - [(sign * t > 0).mean() for t in truth])
        assert np.quantile(off, 0.95) <= 0.01
        assert off.max() <= 0.02


def test_quantiles_are_those_of_a_monte_carlo_on_the_real_line(against_monte_carlo):
    found, radius_m, truth = against_monte_carlo
    known = found["signed_p50_m"].notna().to_numpy()
    spread = np.array([np.nanquantile(t, [0.05, 0.5, 0.95]) for t in truth])
    off = np.abs(found[QUANTILES].to_numpy(float) - spread)[known].max(axis=1)
    allowed = np.maximum(50.0, 0.02 * radius_m[known])
    assert (off <= allowed).mean() >= 0.95


def test_the_interval_holds_the_truth_nine_times_in_ten_also_at_bends_and_ends(border):
    rng = np.random.default_rng(3)
    number = 6_000
    radius_m = np.exp(rng.uniform(np.log(300), np.log(20_000), number))
    chainage = rng.uniform(0, border.length_m, number)
    chainage[:1_500] = rng.uniform(0, 20_000, 1_500)
    chainage[1_500:3_000] = border.length_m - rng.uniform(0, 20_000, 1_500)
    starts = np.array([border.point_at(c) for c in chainage])
    offset = rng.uniform(0, 1.5, number) * radius_m
    lon, lat, _ = WGS84.fwd(*starts.T, rng.uniform(0, 360, number), offset)
    found = measure(border, lon, lat, radius_m)
    truth = np.array(
        [simulated(border, *one, 1, rng)[0] for one in zip(lon, lat, radius_m, strict=True)]
    )
    low, high = found["signed_p05_m"].to_numpy(), found["signed_p95_m"].to_numpy()
    counted = np.isfinite(truth) & np.isfinite(low)
    inside = (low <= truth) & (truth <= high)
    ahead = np.array([border.point_at(min(c + 5_000, border.length_m)) for c in chainage])
    straight_m = np.asarray(WGS84.inv(*starts.T, *ahead.T)[2])
    bends = (straight_m < 3_500) & (chainage < border.length_m - 5_000)
    groups = {"all": counted, "bends": counted & bends}
    groups["north end"], groups["coast"] = counted.copy(), counted.copy()
    groups["north end"][1_500:] = False
    groups["coast"][:1_500] = groups["coast"][3_000:] = False
    for name, group in groups.items():
        assert group.sum() > 400, name
        assert 0.88 <= inside[group].mean() <= 0.92, (name, inside[group].mean())


@pytest.mark.parametrize(
    "footprint",
    [
        Sector(61.45, 29.01, 100.0, 45.0, 2_000.0, 14_000.0),
        Band(160_000.0, 190_000.0, 0.0, 8_000.0),
        Area("around Mashkel", "PAK", Disc(62.9, 27.9, 30_000.0)),
        Outline("box", "POLYGON ((62.7 27.9, 63.1 27.9, 63.1 28.2, 62.6 28.3, 62.7 27.9))"),
    ],
)
def test_other_shapes_are_those_of_a_monte_carlo_by_rejection(border, footprint):
    rng = np.random.default_rng(2)
    west, south, east, north = shapely.buffer(polygon(footprint, border), 0.01).bounds
    lon, lat = rng.uniform(west, east, 60_000), rng.uniform(south, north, 60_000)
    kept = contains(footprint, border, lon, lat)
    kept &= rng.uniform(size=60_000) < np.cos(np.radians(lat)) / np.cos(np.radians(south))
    place = measure(border, lon[kept], lat[kept])
    signed = place["signed_distance_m"].to_numpy(copy=True)
    signed += rng.normal(0, 1, len(signed)) * border.line_error_m(place["chainage_m"]) / TO_95
    found = assess(border, footprint)
    assert found.p_positive == pytest.approx((signed > 0).mean(), abs=0.015)
    assert found.p_negative == pytest.approx((signed < 0).mean(), abs=0.015)
    spread = np.nanquantile(signed, [0.05, 0.5, 0.95])
    size_m = spread[2] - spread[0]
    assert found.p05_m == pytest.approx(spread[0], abs=0.03 * size_m)
    assert found.p50_m == pytest.approx(spread[1], abs=0.03 * size_m)
    assert found.p95_m == pytest.approx(spread[2], abs=0.03 * size_m)
    assert found.least_m <= np.nanmin(place["signed_distance_m"]) + 0.02 * size_m


def test_samples_lie_in_their_footprint(border):
    band = Band(160_000.0, 190_000.0, 1_500.0, 2_500.0, "PAK", widened=True)
    lon, lat, _ = samples(border, band)
    assert contains(band, border, lon, lat).all()
    assert len(lon) >= 500


# --- Both engines, sides, and what cannot be said ---------------------------------------------


def test_few_places_and_many_are_assessed_alike(border):
    rng = np.random.default_rng(9)
    lon, lat, radius_m = (np.resize(a, COMPILED_FROM) for a in discs_near(border, 300, rng))
    many = measure(border, lon, lat, radius_m)[:300]
    few = measure(border, lon[:300], lat[:300], radius_m[:300])
    # they take the line's error at the middle of a piece and at the very foot
    assert np.abs(many[["p_pak", "p_irn"]] - few[["p_pak", "p_irn"]]).max(axis=None) < 0.005
    off = np.abs(many[QUANTILES] - few[QUANTILES]).max(axis=1) / radius_m[:300]
    assert off.max() < 0.02
    assert (off < 1e-4).mean() > 0.9
    assert (many[QUANTILES].isna() == few[QUANTILES].isna()).all(axis=None)


def test_far_from_the_line_the_side_is_certain_and_named(border):
    places = measure(border, [62.7504, 62.3310], [28.8270, 27.3709], 5_000.0)
    assert places["side"].tolist() == ["PAK", "IRN"]
    assert places["p_pak"].tolist() == [1.0, 0.0]
    assert places["p_irn"].tolist() == [0.0, 1.0]


@pytest.mark.parametrize(("lon", "lat"), [(61.60, 25.00), (61.8623, 30.9596)])
def test_at_sea_and_in_third_countries_there_is_no_side(border, lon, lat):
    place = measure(border, lon, lat, 2_000.0).iloc[0]
    assert (place["p_pak"], place["p_irn"], place["side"]) == (0.0, 0.0, "")
    assert place[QUANTILES].isna().all()


def test_an_unknown_uncertainty_gives_no_probability(border):
    places = measure(border, [61.6, 61.6], [28.9, 28.9], [3_000.0, math.nan])
    assert places["p_pak"].notna().tolist() == [True, False]
    assert places["side"].tolist()[1] == ""
    assert places["border_distance_m"].notna().all()


@pytest.mark.parametrize("bad", [0.0, -1.0, math.inf, 500_001.0])
def test_a_radius_that_is_none_is_refused_with_its_position(border, bad):
    with pytest.raises(CoordinateError, match=r"1 of 2 uncertainties.*\[1\]"):
        measure(border, [61.0, 61.0], [29.0, 29.0], [100.0, bad])


@pytest.mark.parametrize("bad", [[100.0, 200.0, 300.0], [[1.0, 2.0]], "wide"])
def test_radii_that_do_not_fit_are_refused(border, bad):
    with pytest.raises(CoordinateError, match="uncertainty_m"):
        measure(border, [61.0, 61.0], [29.0, 29.0], bad)


def test_nothing_gives_all_columns(border):
    frame = measure(border, [], [], [])
    assert {"p_pak", "p_irn", "side", *QUANTILES} <= set(frame.columns)
    assert frame.empty


@settings(max_examples=40, deadline=None)
@given(lon=st.floats(58.0, 66.0), lat=st.floats(24.5, 31.5), radius_m=st.floats(1.0, 200_000.0))
def test_probabilities_and_quantiles_keep_their_order(border, lon, lat, radius_m):
    place = measure(border, lon, lat, radius_m).iloc[0]
    assert 0 <= place["p_pak"] <= 1
    assert 0 <= place["p_irn"] <= 1
    assert place["p_pak"] + place["p_irn"] <= 1 + 1e-6
    low, middle, high = place[QUANTILES]
    assert math.isnan(middle) or low <= middle <= high
