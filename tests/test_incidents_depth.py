from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import shapely

from geodata.borders import WGS84, Border, load_border
from geodata.footprints import Area, Band, Disc, from_json, polygon, to_json
from geodata.gazetteer import load_gazetteer
from geodata.geocoder import Geocoder
from geodata.measurement import measure
from geodata.uncertainty import samples
from incidents.depth import reported_interval_m, with_depth, with_depth_band
from incidents.pipeline import measure_incidents, place, with_band
from incidents.record import EventType, Incident
from incidents.whose_line import compare


@pytest.fixture(scope="module")
def border() -> Border:
    return load_border()


@pytest.fixture(scope="module")
def geocoder(border) -> Geocoder:
    return Geocoder(border, load_gazetteer())


def incident(**values) -> Incident:
    known = {
        "incident_id": "x",
        "date_start": date(2014, 10, 17),
        "date_end": date(2014, 10, 17),
        "event_type": EventType.INCURSION,
        "incursion_kind": "entry",
        "entrant": "IRN",
        "incursion_into": "PAK",
    }
    return Incident(**{**known, **values})


def at(border, chainage_km, inside_km, radius_m, **values) -> Incident:
    """An incident a given distance inside Pakistan (negative: Iran), known to a radius."""
    lon, lat = border.point_at(chainage_km * 1000)
    ahead = border.point_at(chainage_km * 1000 + 50)
    azimuth = WGS84.inv(lon, lat, *ahead)[0]
    lon, lat, _ = WGS84.fwd(lon, lat, azimuth - 90, inside_km * 1000)
    disc = Disc(float(lon), float(lat), radius_m)
    return incident(
        lon=disc.lon,
        lat=disc.lat,
        coordinate_uncertainty_m=radius_m,
        footprint=to_json(disc),
        **values,
    )


def reported(low, high=None, wording="", **values):
    high = low if high is None else high
    return {
        "reported_depth_min_km": low,
        "reported_depth_max_km": high,
        "reported_depth_into": "PAK",
        "reported_depth_datum": "line",
        "depth_wording": wording,
        **values,
    }


# --- The reported depth is an interval ---------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "wording", "datum", "interval_km"),
    [
        (2, 2, "two kilometres inside Pakistan", "line", (1.5, 2.5)),
        (3, 4, "3-4 km inside", "line", (3, 4)),
        (40, 40, "40 km from the border", "line", (35, 45)),
        (40, 40, "about 40 km from the border", "line", (30, 50)),
        (15, 15, "15 km", "line", (12.5, 17.5)),
        (100, 100, "100 km", "line", (50, 150)),
        (1.5, 1.5, "1.5 km", "line", (1.25, 1.75)),
        (1.3, 1.3, "1.3 km", "line", (1.25, 1.35)),
        (12, 12, "12 km", "line", (11.5, 12.5)),
        (3, 3, "up to three kilometres", "line", (0, 3.5)),
        (3, 3, "more than 3 km", "line", (2.5, 6)),
        (3, 3, "no more than 3 km", "line", (0, 3.5)),
        (3, 3, "not more than about three kilometres inside", "line", (0, 4)),
        (3, 3, "three kilometres at most", "line", (0, 3.5)),
        (3, 3, "3 km or more", "line", (2.5, 6)),
        (3, 3, "3 km over the border", "line", (2.5, 3.5)),
        (3, 3, "3 km within Pakistani territory", "line", (2.5, 3.5)),
        (3, 3, "the trench, under 2 m deep, ran 3 km inside Iran", "line", (2.5, 3.5)),
        (3, 3, "بیش از ۳ کیلومتر در خاک ایران", "line", (2.5, 6)),
        (3, 3, "حداکثر سه کیلومتر", "line", (0, 3.5)),
        (3, 3, "تین کلومیٹر سے زائد اندر", "line", (2.5, 6)),
        (3, 3, "زیادہ سے زیادہ تین کلومیٹر", "line", (0, 3.5)),
        (3.22, 3.22, "two miles inside Pakistan", "line", (2.414016, 4.02336)),
        (3.22, 3.22, "no more than two miles", "line", (0, 4.02336)),
        (0, 0, "at the zero point", "line", (0, 0.5)),
        (2, 2, "about 2 km inside (from Zero Point)", "zero point", (0, 3)),
        (None, 5, "", "line", (0, 5)),
        (5, None, "", "line", (5, 10)),
    ],
)
def test_a_reported_depth_is_as_wide_as_its_wording(low, high, wording, datum, interval_km):
    said = incident(
        reported_depth_min_km=low,
        reported_depth_max_km=high,
        depth_wording=wording,
        reported_depth_datum=datum,
    )
    found = reported_interval_m(said)
    assert [round(value / 1000, 6) for value in found] == list(interval_km)


def test_without_a_number_there_is_no_interval_and_no_check(border):
    silent = at(border, 300, 5, 500.0, depth_wording="several km inside (no figure)")
    assert reported_interval_m(silent) is None
    assert with_depth(silent, border).depth_check is None


# --- The check ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside_km", "radius_m", "depth_km", "verdict"),
    [
        (2.0, 300.0, 2, "consistent"),
        (9.0, 500.0, 2, "deeper"),
        (4.0, 500.0, 12, "shallower"),
        (-6.0, 500.0, 2, "contradicts"),
        (2.0, 9_000.0, 2, "cannot tell"),
        (10.0, 4_000.0, 12, "consistent"),
    ],
)
def test_the_verdict_compares_the_place_with_the_report(
    border, inside_km, radius_m, depth_km, verdict
):
    checked = with_depth(at(border, 300, inside_km, radius_m, **reported(depth_km)), border)
    assert checked.depth_check == verdict
    assert f"{depth_km}" in checked.depth_check_remarks or "Reported" in checked.depth_check_remarks


def test_what_nothing_but_its_depth_places_is_not_independently_checkable(border):
    checked = with_depth(incident(**reported(2)), border)
    assert checked.depth_check == "not independently checkable"
    assert checked.p_pak is None


def test_a_district_is_never_held_against_a_report(border):
    # 90 % of a wide district lies more than 9 km inside; a report of 2 km is still possible
    area = Area("Chagai", "PAK", Disc(63.186, 29.455, 228_000.0), 0.0, 368_000.0)
    checked = with_depth(incident(footprint=to_json(area), **reported(2)), border)
    assert checked.signed_p05_m > 2_500
    assert checked.depth_check == "cannot tell"


def test_beyond_the_end_of_the_line_no_depth_is_claimed(border):
    zabol = Disc(61.4949, 31.0306, 3_000.0)
    checked = with_depth(
        incident(footprint=to_json(zabol), lon=zabol.lon, lat=zabol.lat, **reported(2)), border
    )
    assert checked.depth_check == "cannot tell"
    assert checked.incursion_depth_p50_m is None


@pytest.mark.parametrize("datum", ["post", "fence", "unknown"])
def test_a_depth_counted_from_an_unknown_place_cannot_be_checked(border, datum):
    said = at(border, 300, 9, 300.0, **reported(2, reported_depth_datum=datum))
    assert with_depth(said, border).depth_check == "cannot tell"


def test_the_depth_is_counted_inside_the_country_entered(border):
    into_iran = at(border, 300, -5, 500.0, incursion_into="IRN", entrant="PAK")
    measured = with_depth(into_iran, border)
    centre = measure(border, into_iran.lon, into_iran.lat)["signed_distance_m"].iloc[0]
    assert centre < 0
    assert measured.signed_p50_m == pytest.approx(centre, abs=100)
    assert measured.incursion_depth_p50_m == -measured.signed_p50_m
    assert measured.incursion_depth_p05_m == -measured.signed_p95_m
    nobody_crossed = with_depth(replace(into_iran, incursion_kind=None), border)
    assert nobody_crossed.incursion_depth_p50_m is None
    assert nobody_crossed.side == "IRN"


def test_neither_the_reported_depth_nor_the_country_said_moves_what_is_measured(geocoder, border):
    plain = incident(locality="Mashkel area", adm2="Washuk", border_pillar="154")
    said = replace(plain, country_reported="PAK", **reported(2))
    results = [
        with_band(measure_incidents([place(one, geocoder)], border)[0], geocoder)
        for one in (plain, said)
    ]
    for name in ("footprint", "p_pak", "p_irn", "side", "signed_p05_m", "signed_p95_m"):
        assert getattr(results[0], name) == getattr(results[1], name), name
    assert results[1].depth_footprint != results[1].footprint


# --- The band that is drawn --------------------------------------------------------------------


def test_two_kilometres_inside_a_district_is_a_band_along_its_border(border):
    area = Area("Chagai", "PAK", Disc(63.186, 29.455, 228_000.0), 0.0, 368_000.0)
    drawn = with_depth_band(incident(footprint=to_json(area), **reported(2)), border, [])
    band = from_json(drawn.depth_footprint)
    lon, lat, _ = samples(border, band)
    depths = measure(border, lon, lat)["signed_distance_m"].to_numpy()
    assert (depths > 0).all()
    assert depths.max() < 2_500 + 3_000  # the line's greatest error
    assert polygon(band, border).area < polygon(area, border).area / 50


def test_every_further_fact_shrinks_the_band(border):
    area = Area("Chagai", "PAK", Disc(63.186, 29.455, 228_000.0), 0.0, 368_000.0)
    said = incident(footprint=to_json(area), **reported(2))
    stretch = Band(165_000, 185_000, 0, 10_000)
    wide = from_json(with_depth_band(said, border, []).depth_footprint)
    narrow = from_json(with_depth_band(said, border, [("pillars", stretch)]).depth_footprint)
    whole, part = polygon(wide, border), polygon(narrow, border)
    assert part.area < whole.area / 5
    assert shapely.difference(part, shapely.buffer(whole, 0.005)).is_empty


def test_facts_that_exclude_each_other_are_reported_and_the_place_stays(border):
    nok_kundi = at(border, 300, 56, 9_000.0, **reported(2))
    drawn = with_depth_band(nok_kundi, border, [])
    assert drawn.depth_footprint is None
    assert "1.5 to 2.5 km inside Pakistan" in drawn.depth_conflict
    elsewhere = ("the district X", Disc(66.0, 30.0, 5_000.0))
    drawn = with_depth_band(nok_kundi, border, [elsewhere])
    assert "the district X" in drawn.depth_conflict
    assert drawn.footprint == nok_kundi.footprint


def test_a_well_known_place_stays_a_point_on_the_map(border):
    assert (
        with_depth_band(at(border, 300, 2, 500.0, **reported(2)), border, []).depth_footprint
        is None
    )


# --- Whose line --------------------------------------------------------------------------------


def shifted(border, km):
    """The border and its countries, all moved east."""
    degrees = km / 98.0
    moved = {
        code: shapely.transform(shape, lambda xy: xy + np.array([degrees, 0]))
        for code, shape in border.countries.items()
    }
    return replace(border, name="moved", line=border.line + np.array([degrees, 0]), countries=moved)


def test_what_depends_on_whose_line_is_listed_and_nothing_else(border):
    near = replace(at(border, 600, 2, 300.0, **reported(2)), incident_id="near")
    far = replace(at(border, 600, 60, 300.0), incident_id="far")
    vague = replace(at(border, 600, 2, 25_000.0), incident_id="vague")
    unplaced = incident(incident_id="unplaced", **reported(2))
    listed = compare([near, far, vague, unplaced], border, shifted(border, 6))
    assert "near" in set(listed["incident_id"])
    row = listed.set_index("incident_id").loc["near"]
    assert (row["side_before"], row["check_before"]) == ("PAK", "consistent")
    assert row["side_after"] != "PAK"
    assert "side PAK" in row["changes"]
    assert "unplaced" not in set(listed["incident_id"])
    assert "vague" not in set(listed["incident_id"])


def test_a_line_compared_with_itself_changes_nothing(border, geocoder):
    pillar = place(incident(border_pillar="154", **reported(6)), geocoder)
    assert compare([at(border, 600, 2, 300.0, **reported(2)), pillar], border, border).empty
