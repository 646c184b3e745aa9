"""The published vectors of the Georeferencing Calculator, each to its last printed digit."""

import math

import pytest
from pyproj import Geod

from geodata.point_radius import (
    HALF_ANGLES_DEG,
    HEADINGS_DEG,
    coordinate_precision_m,
    direction_half_angle_deg,
    distance_precision,
    offset_position,
    offset_uncertainty,
    orthogonal_uncertainty,
)

MILE_M = 1609.344
FEET_IN_M = 3.28083
CLARKE_1866 = Geod(ellps="clrk66")  # NAD27
UNKNOWN_DATUM_M = 79.0
SECOND = 1 / 3600


def degrees(whole, minutes=0.0, seconds=0.0):
    return whole + minutes / 60 + seconds / 3600


def test_coordinates_to_the_nearest_second_with_an_unknown_datum():
    radius_m = UNKNOWN_DATUM_M + coordinate_precision_m(SECOND, degrees(35, 22, 24))
    assert round(radius_m, 3) == 118.837


def test_coordinates_to_a_hundredth_of_a_degree_from_a_map():
    map_m = 40 / FEET_IN_M
    radius_m = map_m + coordinate_precision_m(0.01, 35.37, ellipsoid=CLARKE_1866)
    assert round(radius_m, 3) == 1446.325


def test_a_named_place_without_offset():
    radius_m = 3000 + UNKNOWN_DATUM_M + coordinate_precision_m(SECOND, degrees(35, 22, 24))
    assert round(radius_m / 1000, 3) == 3.119


def test_a_distance_without_heading():
    coordinates = coordinate_precision_m(0.001, 35.373, ellipsoid=CLARKE_1866) / MILE_M
    assert round(5 + 2 + 0.5 + coordinates, 3) == 7.589


def test_a_distance_along_a_path():
    coordinates = coordinate_precision_m(0.1 / 60, 35.435, ellipsoid=CLARKE_1866) / MILE_M
    map_mi = 167 / FEET_IN_M / MILE_M
    assert round(offset_uncertainty(0, 0, 2 + 0.03107 + 0.5 + map_mi) + coordinates, 3) == 2.711


def test_two_offsets_at_right_angles():
    radius_mi = orthogonal_uncertainty(
        (distance_precision("2"), distance_precision("3")),
        2 + UNKNOWN_DATUM_M / MILE_M,
        coordinate_precision=coordinate_precision_m(SECOND, degrees(35, 25, 4)) / MILE_M,
    )
    assert round(radius_mi, 3) == 2.781
    _, lat = offset_position(-118.9, degrees(35, 25, 4), 2 * MILE_M, 3 * MILE_M)
    assert round(lat, 7) == 35.4612939


def test_ten_miles_east():
    coordinates = coordinate_precision_m(SECOND, degrees(35, 22, 24)) / MILE_M
    radius_mi = offset_uncertainty(
        10, 45, 2 + 5 + UNKNOWN_DATUM_M / MILE_M, coordinate_precision=coordinates
    )
    assert round(radius_mi, 3) == 12.254
    lon, lat = offset_position(-degrees(118, 50, 56), degrees(35, 22, 24), 10 * MILE_M, 0.0)
    assert (round(lat, 7), round(lon, 6)) == (35.3733333, -118.671788)


def test_ten_miles_east_north_east():
    delta = 2 + 5 + 0.007 + 40 / FEET_IN_M / MILE_M
    coordinates = coordinate_precision_m(SECOND, degrees(35, 24, 21), ellipsoid=CLARKE_1866)
    half_angle = direction_half_angle_deg("ENE")
    radius_mi = offset_uncertainty(10, half_angle, delta, coordinate_precision=coordinates / MILE_M)
    assert round(radius_mi, 3) == 7.491
    heading = math.radians(HEADINGS_DEG["ENE"])
    lon, lat = offset_position(
        -degrees(118, 51, 25),
        degrees(35, 24, 21),
        10 * MILE_M * math.sin(heading),
        10 * MILE_M * math.cos(heading),
        ellipsoid=CLARKE_1866,
    )
    assert math.trunc(lat * 1e7) == 354613445  # its last digits are cut, not rounded
    assert math.trunc(lon * 1e7) == -1186932627


def test_the_heading_alone():
    assert round(offset_uncertainty(10, direction_half_angle_deg("NE"), 0), 2) == 3.90


def test_the_published_6_210_km_is_not_what_the_formula_gives():
    assert round(offset_uncertainty(10, 22.5, 4.119), 4) == 6.2017


def test_a_hundredth_of_a_degree_near_the_equator():
    assert round(coordinate_precision_m(0.01, 10.27) / 1000, 4) == 1.5568


@pytest.mark.parametrize(
    ("lat", "radius_m"), [(0, 156_904), (30, 146_963), (60, 124_605), (85, 112_109)]
)
def test_a_whole_degree_rounded_up(lat, radius_m):
    assert math.ceil(coordinate_precision_m(1, lat)) == radius_m


@pytest.mark.parametrize(
    ("heading", "due", "radius_km"),
    [("S", False, 34.84), ("S", True, 1.28), ("SE", False, 17.78), ("SSE", False, 8.98)],
)
def test_45_km_from_a_small_place(heading, due, radius_km):
    delta = 0.5 + distance_precision("45")
    half_angle = direction_half_angle_deg(heading, due=due)
    # 8.98 stands there for 8.9749, rounded up as radii are; the others are rounded to the nearest
    assert offset_uncertainty(45, half_angle, delta) == pytest.approx(radius_km, abs=0.0052)


@pytest.mark.parametrize(
    ("distance", "heading", "radius_km"), [("10", "W", 8.09), ("100", "NW", 40.45)]
)
def test_our_own_offsets(distance, heading, radius_km):
    delta = 0.5 + distance_precision(distance)
    half_angle = direction_half_angle_deg(heading)
    assert round(offset_uncertainty(float(distance), half_angle, delta), 2) == radius_km


@pytest.mark.parametrize(
    ("value", "half"),
    [
        ("10", 0.5), ("15", 0.5), ("30", 0.5), ("45", 0.5), ("100", 5), ("140", 5), ("200", 5),
        ("10.5", 0.25), ("10.25", 0.125), ("10.1", 0.05), ("1000", 50),
    ],
)  # fmt: skip
def test_half_the_precision_of_a_written_distance(value, half):
    assert distance_precision(value) == half


@pytest.mark.parametrize(("value", "half"), [("10", 5), ("100", 50), ("45", 0.5)])
def test_the_rule_of_2004_is_the_coarser_one(value, half):
    assert distance_precision(value, rule="2004") == half


@pytest.mark.parametrize("value", ["0", "-3", "NaN", "Infinity"])
def test_no_distance_has_no_precision(value):
    with pytest.raises(ValueError, match="expected a number above 0"):
        distance_precision(value)


def test_sixteen_headings_stand_22_and_a_half_degrees_apart():
    assert HEADINGS_DEG["E"] == 90
    assert HEADINGS_DEG["SSW"] == 202.5
    assert {HALF_ANGLES_DEG[len(name)] for name in HEADINGS_DEG} == {45, 22.5, 11.25}
