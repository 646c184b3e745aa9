import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.borders import WGS84, load_border
from geodata.errors import GeodataError
from geodata.footprints import (
    Area,
    Band,
    Disc,
    FootprintError,
    Outline,
    circle,
    contains,
    from_json,
    polygon,
    to_json,
)
from geodata.measurement import measure

BAND = Band(790_000.0, 830_000.0, 0.0, 5_000.0, "PAK")
AREA = Area("Chagai", "PAK", Disc(63.186, 29.455, 228_000.0))

degrees = st.floats(-80, 80)
discs = st.builds(Disc, degrees, degrees, st.floats(1, 1e6))


@given(st.one_of(discs, st.builds(Area, st.text(), st.text(), discs)))
def test_a_footprint_survives_its_text(footprint):
    assert from_json(to_json(footprint)) == footprint


def test_a_band_survives_its_text():
    assert from_json(to_json(BAND)) == BAND


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"shape":"cube"}', '{"shape":"disc","lon":1}'])
def test_text_that_is_no_footprint_is_refused(text):
    with pytest.raises(GeodataError, match="is no footprint"):
        from_json(text)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Disc(61.0, 29.0, 0.0),
        lambda: Disc(61.0, float("nan"), 5.0),
        lambda: Band(5.0, 5.0, 0.0, 1.0),
        lambda: Band(0.0, 5.0, 2.0, 1.0),
        lambda: Band(-1.0, 5.0, 0.0, 1.0),
    ],
)
def test_numbers_that_make_no_shape_are_refused(make):
    with pytest.raises(GeodataError):
        make()


def test_a_disc_is_drawn_at_its_geodesic_radius():
    corners = shapely.get_coordinates(polygon(Disc(61.5, 29.0, 25_000.0), load_border()))
    away = WGS84.inv(
        np.full(len(corners), 61.5), np.full(len(corners), 29.0), corners[:, 0], corners[:, 1]
    )[2]
    assert away == pytest.approx(25_000.0, abs=0.01)


def test_a_band_is_drawn_in_its_country_within_its_reach():
    border = load_border()
    shape = polygon(BAND, border)
    inside = shapely.get_coordinates(shapely.buffer(shape, -0.004))
    rows = measure(border, inside[:, 0], inside[:, 1])
    assert set(rows["country"]) == {"PAK"}
    assert rows["border_distance_m"].max() < 5_000


def test_a_district_is_drawn_only_in_its_country():
    border = load_border()
    shape = polygon(AREA, border)
    assert shapely.difference(shape, border.countries["PAK"]).area < 0.001 * shape.area


@pytest.mark.parametrize("footprint", [Disc(61.5, 29.0, 25_000.0), BAND, AREA])
def test_the_circle_holds_the_whole_drawing(footprint):
    border = load_border()
    around = circle(footprint, border)
    corners = shapely.get_coordinates(polygon(footprint, border))
    middle = np.broadcast_to([around.lon, around.lat], corners.shape)
    assert max(WGS84.inv(*middle.T, *corners.T)[2]) <= around.radius_m + 0.01


def test_collections_nested_without_end_are_refused_unread():
    deep = "GEOMETRYCOLLECTION (" * 200_000 + "POINT (61 28)" + ")" * 200_000
    for wkt in (deep, " geometrycollection" + deep.removeprefix("GEOMETRYCOLLECTION")):
        with pytest.raises(FootprintError, match="is a GeometryCollection"):
            Outline("a", wkt)


@pytest.mark.parametrize(
    ("from_km", "to_km", "min_km", "max_km"),
    [(540, 560, 0, 40), (900, 960, 0, 12), (150, 160, 0, 15), (600, 700, 1.5, 2.5),
     (0, 30, 0, 20), (200, 550, 10, 50), (1_000, 1_023, 0, 8)],
)  # fmt: skip
@pytest.mark.parametrize("into", ["PAK", "IRN"])
def test_a_band_is_drawn_where_its_definition_holds_also_at_its_ends(
    from_km, to_km, min_km, max_km, into
):
    """Beside a bend the nearest point of the line is often off the stretch: none of it is drawn."""
    border = load_border()
    band = Band(from_km * 1e3, to_km * 1e3, min_km * 1e3, max_km * 1e3, into)
    drawn = polygon(band, border)
    random = np.random.default_rng(5)
    stretch = border.stretch(band.from_chainage_m, band.to_chainage_m)
    off = random.uniform(-1, 1, (2, 12_000)) * max_km / 90
    lon, lat = stretch[random.integers(0, len(stretch), 12_000)].T + off
    inside = contains(band, border, lon, lat)
    shown = shapely.contains_xy(drawn, lon, lat)
    assert inside.sum() > 100
    assert (shown & ~inside).sum() < 0.09 * inside.sum()
    assert (inside & ~shown).sum() < 0.09 * inside.sum()


def test_a_band_has_no_gap_where_the_error_of_the_line_changes():
    """At km 549, a corner: what lies before it is as near to one piece as to the next."""
    border = load_border()
    drawn = polygon(Band(500_000.0, 600_000.0, 30_000.0, 50_000.0, "PAK", widened=True), border)
    assert drawn.geom_type == "Polygon"


def test_a_band_along_a_metre_of_the_line_is_drawn():
    border = load_border()
    drawn = polygon(Band(500_000.0, 500_001.0, 0.0, 5_000.0), border)
    assert drawn.is_valid


@pytest.mark.parametrize("into", ["PAK", "IRN"])
@pytest.mark.parametrize(("low_km", "high_km"), [(0, 331.5), (331, 331.5), (20, 300)])
def test_a_band_of_some_hundred_kilometres_is_drawn_too(into, low_km, high_km):
    border = load_border()
    band = Band(0.0, border.length_m, low_km * 1000, high_km * 1000, into, widened=True)
    drawn = polygon(band, border)
    assert drawn.is_valid
    assert not drawn.is_empty
