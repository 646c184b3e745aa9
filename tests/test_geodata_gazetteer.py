import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import data, gazetteer
from geodata.borders import WGS84, load_border
from geodata.errors import DataFileError, GeodataError
from geodata.gazetteer import Gazetteer, Unlocated, load_gazetteer
from geodata.measurement import measure
from geodata.names import name_key


@pytest.fixture(scope="module")
def known() -> Gazetteer:
    return load_gazetteer()


# --- Names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mīrjāveh", "mirjaveh"),
        ("Nok Kundi", "NOK-KUNDI"),
        ("میرجاوه", "ميرجاوة"),  # Arabic yeh and teh marbuta
        ("نوکنڈی", "نوكندي"),  # Urdu ddal and keheh, Arabic kaf
        ("جکی‌گور", "جکیگور"),  # zero-width non-joiner
        ("سَراوان", "سراوان"),  # vowel mark
        ("\u202eTaftan\u202c", "Taftan"),  # direction override
        ("Ãbadan", "A\u0303badan"),
        ("Pillar ۲۰۶", "pillar 206"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Turbat", "Torbat"), ("Mand", "Mond"), ("سیب", "سیر")])
def test_different_names_have_different_keys(one, other):
    assert name_key(one) != name_key(other)


@given(st.text())
def test_a_key_is_its_own_key(text):
    assert name_key(name_key(text)) == name_key(text)


# --- Places ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "country", "lon", "lat"),
    [
        ("Taftan", "PAK", 61.5866, 28.9469),
        ("میرجاوه", None, 61.4496, 29.0148),
        ("Mirjawa", None, 61.4496, 29.0148),
        ("نوکنڈی", None, 62.7504, 28.8270),
        ("Nokundi", None, 62.7504, 28.8270),
        ("Pishin", "IRN", 61.754, 26.079),
        ("Pishin", "PAK", 66.994, 30.582),
        ("Turbat", None, 63.048, 26.001),
        ("Mashkail", None, 62.9252, 27.9239),
        ("Mand", "PAK", 62.0326, 26.1167),
        ("Tehran", None, 51.4215, 35.6944),
    ],
)
def test_a_known_place_is_found_where_it_is(known, name, country, lon, lat):
    (place,) = known.find(name, country=country)
    assert WGS84.inv(place.lon, place.lat, lon, lat)[2] < 200


def test_one_name_in_two_countries_gives_both(known):
    assert {place.country for place in known.find("Pishin")} == {"IRN", "PAK"}


def test_turbat_is_never_a_torbat_of_khorasan(known):
    for name in ("Turbat", "Torbat", "تربت"):
        assert [(p.country, p.name) for p in known.find(name)] == [("PAK", "Turbat")]
        assert known.find(name, country="IRN") == []


def test_every_place_near_the_border_lies_in_the_country_that_it_names(known):
    border = load_border()
    rows = measure(border, [p.lon for p in known.places], [p.lat for p in known.places])
    reach_m = border.line_error_m(rows["chainage_m"]) + [p.radius_m for p in known.places]
    wrong = [
        place.name
        for place, country, unsure in zip(
            known.places, rows["country"], rows["border_distance_m"] <= reach_m, strict=True
        )
        if country not in (place.country, "") and not unsure
    ]
    assert wrong == []


def test_two_rows_of_one_geonames_entry_are_one_place(known):
    assert known.find("Nuk Jow") == [p for p in known.find("Kuhak") if p.lon > 63]


def test_a_name_known_only_from_reports_has_no_place_but_is_known(known):
    assert known.find("Singwan") == []
    (match,) = known.index.exact("سنگوان")
    assert isinstance(match.item, Unlocated)
    assert (match.item.country, match.item.adm2) == ("PAK", "Kech")
    assert match.item.note == "unlocated"


def test_a_radius_grows_with_the_population_and_says_why(known):
    radius = {p.name: (p.radius_m, p.radius_reason) for p in known.places}
    assert radius["Zahedan"][0] == 10_000
    assert radius["Saravan"][0] == 5_000
    assert radius["Mirjaveh"][0] == 3_000
    assert "inhabitants" in radius["Mirjaveh"][1]
    assert radius["Mashkel"][0] == 3_000
    assert "unknown population" in radius["Mashkel"][1]


def test_coordinates_in_whole_arc_minutes_widen_the_radius(known):
    (gabd,) = (p for p in known.places if p.name == "Gabd")
    assert gabd.radius_m == 4_500
    assert "arc-minutes" in gabd.radius_reason


# --- Districts, crossings, pillars ------------------------------------------------------------


def test_a_district_is_found_by_old_name_and_script(known):
    for name in ("Mehrestan", "Zaboli", "مهرستان", "Mehrestan county"):
        assert [u.name for u in known.admin_unit(name)] == ["Mehrestan"]


def test_a_district_at_the_border_holds_its_stretch_and_an_inland_one_none(known):
    (chagai,) = known.admin_unit("Chagai District")
    assert (chagai.border_from_m, chagai.border_to_m) == (0.0, 368_000.0)
    (kharan,) = known.admin_unit("Kharan")
    assert kharan.border_from_m is None


def test_crossings_lie_on_the_line_and_say_that_they_are_not_surveyed(known):
    border = load_border()
    assert len(known.crossings) >= 5
    for crossing in known.crossings:
        assert measure(border, crossing.lon, crossing.lat)["border_distance_m"][0] < 2
        assert crossing.radius_m > 5_000
        assert "not surveyed" in crossing.radius_reason


def test_a_crossing_is_found_by_either_town(known):
    assert known.find("Taftan crossing") == known.find("Mirjaveh border gate") != []
    assert [p.kind for p in known.find("Gabd-Rimdan")] == ["crossing"]


def test_a_known_pillar_keeps_its_place_and_uncertainty(known):
    assert known.pillar(206) == (810_000.0, 15_000.0)


def test_between_known_pillars_the_uncertainty_grows(known):
    chainage, uncertainty = known.pillar(180)
    assert chainage == pytest.approx(715_000.0)  # half way between 154 at 620 and 206 at 810 km
    assert uncertainty > known.pillar(206)[1]


@pytest.mark.parametrize("number", [0, 261, 9000])
def test_a_pillar_outside_the_known_ones_is_refused(known, number):
    with pytest.raises(GeodataError, match="known pillars 1 and 250"):
        known.pillar(number)


# --- Loading ---------------------------------------------------------------------------------


def test_a_damaged_table_is_refused(monkeypatch):
    def read(name):
        text = io.BytesIO(b"country,level\nIRN,ADM2\n")
        return text.getvalue() if name == "admin_units.csv" else original(name)

    original = data.read
    monkeypatch.setattr(data, "read", read)
    gazetteer.load_gazetteer.cache_clear()
    try:
        with pytest.raises(DataFileError, match="do not fit together"):
            load_gazetteer()
    finally:
        gazetteer.load_gazetteer.cache_clear()


def test_the_hash_stands_for_all_tables(known):
    assert len(known.sha256) == 64
    assert known.sha256 not in {data.sha256("gazetteer.csv"), data.sha256("place_variants.csv")}
