"""The one way of a record, walked by the bundled incidents and by small files."""

import math
import re
from collections import Counter
from pathlib import Path

import pytest

from dashboard.loading import load_geocoder
from geodata.borders import load_border
from geodata.footprints import Area, Band, Disc, Overlap, Sector, from_json
from incidents.bundled import BUNDLED_DATASET, add_bundled
from incidents.pipeline import import_file
from incidents.store import Store

NOK_KUNDI = (62.7504, 28.8270)


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("bundled") / "store.gpkg")
    report = add_bundled(store, geocoder=load_geocoder())
    yield store, report
    store.close()


@pytest.fixture(scope="module")
def incidents(bundled):
    return {i.incident_id: i for i in bundled[0].incidents()}


def test_every_bundled_incident_is_stored_and_counted(bundled):
    store, report = bundled
    assert report.reading.rejects == ()
    assert report.added.new == 123
    assert sum(report.placed.values()) == 123
    assert store.datasets() == {BUNDLED_DATASET: 123}


def test_filling_twice_changes_nothing(bundled):
    store, _ = bundled
    before = store.change_counter()
    again = add_bundled(store, geocoder=load_geocoder())
    assert (again.added.new, again.added.changed, again.added.same) == (0, 0, 123)
    assert store.change_counter() == before


def test_every_incident_says_how_it_was_placed_or_why_not(incidents):
    for incident in incidents.values():
        assert incident.georeference_remarks, incident.incident_id
        if incident.georeference_status in ("placed", "area"):
            assert incident.georeference_protocol, incident.incident_id
            assert incident.footprint, incident.incident_id
        else:
            assert incident.lon is None
            assert incident.footprint is None


def test_every_placed_incident_is_measured_against_the_border_named_with_it(incidents):
    border = load_border()
    for incident in incidents.values():
        assert incident.border_sha256 == border.sha256
        assert (incident.border_distance_m is None) == (incident.lon is None)
        if incident.signed_distance_m is not None:
            assert not math.isnan(incident.signed_distance_m)


def test_the_raid_filed_at_nokundi_is_no_pin_at_the_town(incidents):
    raid = incidents["2014-10-17a"]
    assert (raid.lon, raid.lat) == (None, None)
    assert (raid.reported_depth_min_km, raid.reported_depth_datum) == (2.0, "zero point")
    assert raid.personnel_count == 30
    assert {c.claimant for c in raid.claims} >= {"PAK", "IRN"}


def test_no_incident_near_the_border_is_put_on_nok_kundi_town(incidents):
    for incident in incidents.values():
        if incident.lon is not None:
            assert math.dist((incident.lon, incident.lat), NOK_KUNDI) > 0.1, incident.incident_id


def test_the_soldier_killed_near_pillar_206_is_placed_near_mand(incidents):
    incident = incidents["2014-10-16a"]
    assert incident.border_pillar == "206"
    pillar, mand = from_json(incident.footprint).parts
    # Mand lies at about 810 km along the line, as the pillar table has it
    assert pillar.from_chainage_m < 810_000 < pillar.to_chainage_m
    assert isinstance(mand, Disc)
    assert incident.tolls["killed_pak"].best == 1


def test_events_at_sea_have_no_place_on_land_and_no_depth(incidents):
    at_sea = [i for i in incidents.values() if i.at_sea]
    assert len(at_sea) == 3
    for incident in at_sea:
        assert incident.georeference_status == "not placed"
        assert "At sea" in incident.georeference_remarks
        assert incident.reported_depth_min_km is None
        assert incident.incursion_kind is None


def test_a_meeting_has_no_depth_however_far_from_the_border(incidents):
    meeting = incidents["2014-10-22a"]
    assert meeting.event_type == "diplomatic"
    assert meeting.incursion_kind is None
    assert meeting.reported_depth_min_km is None


def test_pishin_is_the_iranian_town_and_taftan_the_pakistani_one(incidents):
    pishin = incidents["2009-10-18a"]
    assert pishin.country == "IRN"
    assert pishin.border_distance_m < 20_000
    closure = incidents["2014-06-08a"]
    assert closure.country == "PAK"
    assert closure.signed_distance_m == pytest.approx(2020, abs=200)


def test_the_method_counts_how_the_bundled_incidents_are_placed(incidents):
    method = (Path(__file__).parents[1] / "docs" / "method.md").read_text(encoding="utf-8")
    part = method.split("### How the bundled incidents are placed")[1].split("Each record")[0]
    told = dict(re.findall(r"^\| ([a-z ]+?) \| (\d+) \|$", part, re.MULTILINE))
    counted = Counter(
        i.georeference_protocol if i.georeference_status in ("placed", "area")
        else i.georeference_status
        for i in incidents.values()
    )  # fmt: skip
    assert {name: int(number) for name, number in told.items()} == counted


def test_vague_places_have_no_coordinates(incidents):
    for incident in incidents.values():
        if incident.georeference_status == "area":
            assert incident.lon is None
            assert isinstance(from_json(incident.footprint), (Area, Band, Overlap, Sector))
        elif incident.footprint:
            assert isinstance(from_json(incident.footprint), Disc)


@pytest.fixture
def imported(tmp_path, write_csv):
    stores = []

    def run(text):
        store = Store.open(tmp_path / "one.gpkg")
        stores.append(store)
        import_file(write_csv(text), store, geocoder=load_geocoder())
        return store.incidents()

    yield run
    for store in stores:
        store.close()


def test_a_given_position_is_kept_with_its_uncertainty(imported):
    (incident,) = imported(
        "id,date,lat,lon,coordinate_uncertainty_m\na,2014-10-17,28.9469,61.5866,500\n"
    )
    assert (incident.lon, incident.lat, incident.coordinate_uncertainty_m) == (
        61.5866,
        28.9469,
        500.0,
    )
    assert from_json(incident.footprint) == Disc(61.5866, 28.9469, 500.0)
    assert incident.signed_distance_m == pytest.approx(2020, abs=50)


def test_a_position_without_uncertainty_claims_no_area(imported):
    (incident,) = imported("id,date,lat,lon\na,2014-10-17,28.9469,61.5866\n")
    assert incident.footprint is None
    assert incident.coordinate_uncertainty_m is None
    assert "no depth is claimed" in incident.georeference_remarks


def test_swapped_coordinates_are_flagged_and_left_as_they_are(imported):
    (incident,) = imported("id,date,lat,lon\na,2014-10-17,61.5866,28.9469\n")
    assert (incident.lon, incident.lat) == (28.9469, 61.5866)
    assert "swapped" in incident.georeference_remarks


def test_an_unknown_village_is_not_placed_at_some_other_one(imported):
    (incident,) = imported("id,date,place,country\na,2014-10-17,Xyzzyabad,PAK\n")
    assert incident.georeference_status == "not placed"
    assert incident.lon is None
    assert "Xyzzyabad" in incident.georeference_remarks


def test_a_pillar_that_cannot_be_read_costs_neither_the_row_nor_the_file(imported):
    incidents = imported(
        "id,date,country,border_pillar,district\n"
        "a,2014-10-17,PAK,no number at all,Panjgur\n"
        "b,2014-10-17,PAK,1 2 3 4,\n"
        "c,2014-10-17,PAK,999999,\n"
        "d,2014-10-17,PAK,206,\n"
    )
    placed = {i.incident_id: i for i in incidents}
    assert sorted(placed) == ["a", "b", "c", "d"]
    assert isinstance(from_json(placed["a"].footprint), Area)
    assert "no number at all" in placed["a"].georeference_remarks
    assert placed["b"].georeference_status == "not placed"
    assert "1 2 3 4" in placed["b"].georeference_remarks
    assert placed["c"].footprint is None
    assert isinstance(from_json(placed["d"].footprint), Band)
