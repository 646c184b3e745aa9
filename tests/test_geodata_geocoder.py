import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.borders import load_border
from geodata.footprints import Area, Band, Disc, Overlap, polygon
from geodata.gazetteer import load_gazetteer
from geodata.geocoder import Geocoder
from geodata.uncertainty import assess


@pytest.fixture(scope="module")
def geocoder() -> Geocoder:
    return Geocoder(load_border(), load_gazetteer())


def placed(geocoder, text, **facts):
    result = geocoder.geocode(text, **facts)
    assert result.status == "placed", result.message
    (candidate,) = result.candidates
    return candidate


# --- Localities ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "facts", "lon", "lat"),
    [
        ("Taftan", {"country": "PAK"}, 61.587, 28.947),
        ("Taftan", {"adm2": "Chagai"}, 61.587, 28.947),
        ("Pishin", {"country": "IRN"}, 61.754, 26.079),
        ("Pishin", {"adm2": "Rask"}, 61.754, 26.079),
        ("Kuhak", {"adm2": "Saravan"}, 63.241, 27.144),
        ("Kuhak", {}, 63.241, 27.144),  # another place bears it as a second name only
        ("Iranshahr", {}, 60.685, 27.202),
        ("میرجاوه", {}, 61.450, 29.015),
        ("Nokkundi", {}, 62.750, 28.827),
        ("  Nok   Kundi ", {}, 62.750, 28.827),
    ],
)
def test_a_town_is_placed_as_a_disc_with_its_reason(geocoder, text, facts, lon, lat):
    candidate = placed(geocoder, text, **facts)
    assert (candidate.lon, candidate.lat) == pytest.approx((lon, lat), abs=0.001)
    assert candidate.footprint == Disc(
        candidate.lon, candidate.lat, candidate.coordinate_uncertainty_m
    )
    assert candidate.method == "gazetteer name"
    assert "GeoNames" in candidate.sources
    assert "assumed" in candidate.remarks


@pytest.mark.parametrize(
    ("lead", "least_km", "most_km"),
    [("", 19.5, 20.5), ("up to ", 0, 20.5), ("no more than ", 0, 20.5), ("more than ", 19.5, 40)],
)
@pytest.mark.parametrize("way", ["south of", "from"])
def test_a_distance_from_a_town_reaches_as_far_as_its_bound_says(
    geocoder, lead, least_km, most_km, way
):
    town = placed(geocoder, "Mashkel", country="PAK")
    shape = placed(geocoder, f"{lead}20 km {way} Mashkel", country="PAK").footprint
    radius_km = town.coordinate_uncertainty_m / 1000
    least = getattr(shape, "min_m", 0.0) / 1000
    most = getattr(shape, "max_m", getattr(shape, "radius_m", 0.0)) / 1000
    assert most == pytest.approx(most_km + radius_km)
    assert least == pytest.approx(max(0.0, least_km - radius_km))


@pytest.mark.parametrize(
    "text", ["near Mashkel", "Mashkel area", "Mashkel region", "Mashkel sector", "NEAR MASHKEL"]
)
def test_around_a_town_the_radius_is_25_km(geocoder, text):
    assert placed(geocoder, text).coordinate_uncertainty_m == 25_000


@pytest.mark.parametrize(
    ("text", "name"), [("Washuk district", "Washuk"), ("Mirjaveh county", "Mirjaveh")]
)
def test_a_district_is_an_area_without_a_middle(geocoder, text, name):
    candidate = placed(geocoder, text)
    assert isinstance(candidate.footprint, Area)
    assert candidate.footprint.name == name
    assert candidate.lon is candidate.lat is None


@pytest.mark.parametrize("country", ["PAK", "PK", "pak", "Pakistan", " Pakistan "])
def test_a_country_may_be_given_by_code_or_name(geocoder, country):
    assert placed(geocoder, "Taftan", country=country).country == "PAK"


def test_taftan_in_iran_is_the_county_and_not_the_pakistani_town(geocoder):
    candidate = placed(geocoder, "Taftan", country="IRN", adm2="Taftan")
    assert isinstance(candidate.footprint, Area)
    assert candidate.footprint.country == "IRN"


@pytest.mark.parametrize("name", ["Pishin", "Taftan", "Khash", "Mand"])
def test_one_name_for_several_places_is_ambiguous_until_a_fact_decides(geocoder, name):
    result = geocoder.geocode(name)
    assert result.status == "ambiguous"
    assert len(result.candidates) > 1
    assert "Name the country or the district" in result.message


def test_a_name_with_a_second_bearer_of_unknown_place_is_ambiguous(geocoder):
    result = geocoder.geocode("Ziarat")
    assert result.status == "ambiguous"
    assert "coordinates are not known" in result.message


def test_a_town_outside_the_district_that_was_given_is_doubted(geocoder):
    assert (
        "outside the circle around Washuk"
        in placed(geocoder, "Turbat", adm2="Washuk", country="PAK").remarks
    )


def test_a_crossing_is_a_disc_on_the_line_that_says_what_it_is_based_on(geocoder):
    candidate = placed(geocoder, "Taftan border gate", country="PAK")
    assert candidate.method == "border crossing"
    assert "not surveyed" in candidate.remarks


def test_the_border_of_a_county_is_a_band_along_its_stretch(geocoder):
    band = placed(geocoder, "Saravan border").footprint
    assert isinstance(band, Band)
    assert (band.from_chainage_m, band.to_chainage_m) == (456_000, 709_000)


# --- Pillars ---------------------------------------------------------------------------------


def test_a_pillar_is_a_band_on_both_sides_whatever_country_was_said(geocoder):
    candidate = placed(geocoder, "", country="PAK", border_pillar="206")
    assert candidate.footprint == Band(795_000, 825_000, 0, 10_000)
    assert candidate.lon is candidate.lat is None
    assert "assumed" in candidate.remarks


@pytest.mark.parametrize("text", ["Mand area", "Mand tehsil"])
def test_pillar_and_place_are_intersected_and_the_side_stays_open(geocoder, text):
    pillar = placed(geocoder, "pillar 206")
    both = placed(geocoder, text, country="PAK", adm2="Kech", border_pillar="206")
    assert isinstance(both.footprint, Overlap)
    assert both.coordinate_uncertainty_m < pillar.coordinate_uncertainty_m
    sides = assess(geocoder.border, both.footprint)
    assert 0.2 < sides.p_positive < 0.8
    assert 0.2 < sides.p_negative < 0.8


@pytest.mark.parametrize("text", ["104-106", "104 to 106", "104\N{EN DASH}106", "۱۰۴-۱۰۶"])
def test_a_range_of_pillars_spans_both(geocoder, text):
    band = placed(geocoder, "", border_pillar=text).footprint
    assert isinstance(band, Band)
    assert band.into is None
    assert band.from_chainage_m < 175_000 - 10_000 < 175_000 + 10_000 < band.to_chainage_m


@pytest.mark.parametrize("text", ["BP", "900", "1,2,3", "9" * 1000])
def test_a_pillar_that_cannot_be_placed_is_said_and_the_locality_used(geocoder, text):
    assert placed(geocoder, "Turbat", border_pillar=text).method == "gazetteer name"
    result = geocoder.geocode("", border_pillar=text)
    assert result.status == "not found"
    assert "illar" in result.message


# --- Districts as the last resort ------------------------------------------------------------


def test_an_unknown_locality_falls_back_to_its_district_and_says_so(geocoder):
    candidate = placed(geocoder, "Zamuran", country="PAK", adm2="Kech")
    assert isinstance(candidate.footprint, Area)
    assert "'Zamuran'" in candidate.remarks


@pytest.mark.parametrize("adm2", ["Saravan; Golshan", "Saravan/Golshan"])
def test_several_districts_are_ambiguous(geocoder, adm2):
    result = geocoder.geocode("", adm2=adm2)
    assert result.status == "ambiguous"
    assert {c.name for c in result.candidates} == {"Saravan county", "Golshan county"}


def test_several_districts_of_which_one_is_known_is_that_one(geocoder):
    assert placed(geocoder, "", adm2="Washuk; Nowhere").name == "Washuk district"


# --- Not found -------------------------------------------------------------------------------


def test_a_misspelt_name_is_only_proposed_until_another_fact_speaks_for_it(geocoder):
    result = geocoder.geocode("Mirgaveh")
    assert result.status == "ambiguous"
    assert [c.name for c in result.candidates] == ["Mirjaveh"]
    assert result.candidates[0].confidence <= 0.5
    assert placed(geocoder, "Mirgaveh", adm2="Mirjaveh").name == "Mirjaveh"
    assert geocoder.geocode("Mirgaveh", country="PAK").status == "not found"


def test_a_name_like_nothing_is_not_found(geocoder):
    result = geocoder.geocode("Xyzzyq")
    assert result.status == "not found"
    assert result.candidates == ()
    assert "'Xyzzyq'" in result.message


def test_turbat_is_not_sought_in_iran(geocoder):
    assert geocoder.geocode("Turbat", country="IRN").status == "not found"


def test_without_any_fact_it_is_said_what_is_missing(geocoder):
    assert "No locality, pillar or district" in geocoder.geocode("").message


def test_a_megabyte_of_text_is_not_read(geocoder):
    result = geocoder.geocode("near " * 200_000)
    assert result.status == "not found"
    assert "characters long" in result.message
    assert len(result.message) < 500


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=80), adm2=st.text(max_size=40), pillar=st.text(max_size=20))
def test_any_text_gets_an_answer_with_a_reason(geocoder, text, adm2, pillar):
    result = geocoder.geocode(text, adm2=adm2, border_pillar=pillar)
    assert result.message
    assert len(result.candidates) == 1 if result.status == "placed" else True


# --- Footprints can be drawn -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "facts"),
    [("Taftan", {"country": "PAK"}), ("Chagai district", {}), ("", {"border_pillar": "206"})],
)
def test_what_is_placed_can_be_drawn_small(geocoder, text, facts):
    shape = polygon(placed(geocoder, text, **facts).footprint, geocoder.border)
    assert shape.is_valid
    assert 0 < shape.area < 20
    assert shapely.get_num_coordinates(shape) < 1000
