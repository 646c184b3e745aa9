"""Coordinates in a phrase: what is read, how exact it is, and what is left alone."""

import math
import warnings

import mgrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from geodata.coordinates import CoordinateError, find_coordinates

LON = st.floats(58, 68)
LAT = st.floats(24, 32)


@pytest.mark.parametrize(
    ("text", "lon", "lat", "notation"),
    [
        ("28.96121, 61.55774", 61.55774, 28.96121, "decimal degrees"),
        ("near 28.9612 N, 61.5577 E at the gate", 61.5577, 28.9612, "decimal degrees"),
        ("61.55774 E, 28.96121 N", 61.55774, 28.96121, "decimal degrees"),
        ("N28.96 E61.55", 61.55, 28.96, "decimal degrees"),
        ("lat 28.96 lon 61.55", 61.55, 28.96, "decimal degrees"),
        ("lon: 61.55, lat: 28.96", 61.55, 28.96, "decimal degrees"),
        ("28,96; 61,55", 61.55, 28.96, "decimal degrees"),
        ("۲۸٫۹۶، ۶۱٫۵۵", 61.55, 28.96, "decimal degrees"),
        ("۲۸٫۹۶ شمالی ۶۱٫۵۵ شرقی", 61.55, 28.96, "decimal degrees"),
        # the place of the bombing of 2009 as an encyclopaedia has it, and the same in degrees
        ("26 5 13 N 61 45 37 E", 61.76028, 26.08694, "degrees, minutes, seconds"),
        ('26°5\'13"N 61°45\'37"E', 61.76028, 26.08694, "degrees, minutes, seconds"),
        ("26º 5′ 13″ N, 61º 45′ 37″ E", 61.76028, 26.08694, "degrees, minutes, seconds"),
        ("26-05-13N 61-45-37E", 61.76028, 26.08694, "degrees, minutes, seconds"),
        ("28° 57.67' N 61° 33.47' E", 61.557833, 28.961167, "degrees and minutes"),
    ],
)  # fmt: skip
def test_geographic_coordinates_in_any_usual_notation(text, lon, lat, notation):
    found = find_coordinates(text)
    assert (found.lon, found.lat) == pytest.approx((lon, lat), abs=1e-5)
    assert found.notation == notation
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("text", "radius_m"),
    [
        ("28.96 N 61.55 E", 1476.0),
        ("28.96121 N 61.55774 E", 1.476),
        ("26 5 13 N 61 45 37 E", 41.5),
        ("29 N 61 E", 147_598),
    ],
)
def test_the_digits_tell_how_exact_they_are(text, radius_m):
    assert find_coordinates(text).precision_m == pytest.approx(radius_m, rel=2e-3)


@given(LON, LAT)
def test_utm_is_read_back_to_the_metre(lon, lat):
    zone = int((lon + 180) // 6) + 1
    east, north = Transformer.from_crs(4326, 32600 + zone, always_xy=True).transform(lon, lat)
    found = find_coordinates(f"{zone}R {east:.0f} {north:.0f}")
    assert (found.lon, found.lat) == pytest.approx((lon, lat), abs=2e-5)
    assert found.notation == "UTM"


@given(LON, LAT, st.integers(1, 5))
def test_mgrs_is_the_middle_of_its_square(lon, lat, digits):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        text = mgrs.MGRS().toMGRS(lat, lon, MGRSPrecision=digits)
    found = find_coordinates(text)
    step_m = 10.0 ** (5 - digits)
    away_m = 111_320 * math.hypot((found.lon - lon) * math.cos(math.radians(lat)), found.lat - lat)
    assert away_m <= step_m * 0.72 + 3
    assert found.precision_m >= step_m / 2


@given(LON, LAT)
def test_minutes_and_seconds_are_read_back(lon, lat):
    def spelt(value):
        seconds = round(value * 3600)
        return f"{seconds // 3600}°{seconds % 3600 // 60}'{seconds % 60}\""

    found = find_coordinates(f"{spelt(lat)}N {spelt(lon)}E")
    assert (found.lon, found.lat) == pytest.approx((lon, lat), abs=1.0001 / 7200)


def test_exchanged_values_are_kept_and_flagged():
    found = find_coordinates("61.55, 28.96")
    assert (found.lat, found.lon) == (61.55, 28.96)
    assert "exchanged" in found.remarks[0]


def test_a_place_far_away_is_flagged():
    assert "Outside the border region" in find_coordinates("48.85 N 2.35 E").remarks[0]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("91.5 N 61.5 E", "latitude 91.5"),
        ("28°75' N 61° E", "75 minutes"),
        ("28°10'75\" N 61°10'10\" E", "75 seconds"),
        ("75R 360000 3204000", "UTM zone 75"),
        ("41R LL 555 04", "odd number of digits"),
        ("28.9 N 29.1 N", "two latitudes"),
    ],
)
def test_what_means_coordinates_and_makes_none_is_told(text, why):
    with pytest.raises(CoordinateError, match=why):
        find_coordinates(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "30 troops 2 km", "between pillars 104 and 106", "104-106", "3.5, 4.5 km", "2, 3",
        "45 km S of Mirjaveh", "on 17 October 2014", "3-4 km", "BP-154", "1,200 km southeast",
        "28.96", "N 5 road",
    ],
)  # fmt: skip
def test_numbers_that_are_no_coordinates_are_left_alone(text):
    assert find_coordinates(text) is None


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "text", ["1" * 1_000_000, "°" * 100_000, "28 " * 200_000, "28°57'" * 500, "N" * 500, "1 " * 250]
)
def test_text_that_means_no_good_is_answered_in_bounded_time(text):
    assert find_coordinates(text) is None
