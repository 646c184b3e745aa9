"""Where each claim puts an incident, and what the claims share."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from geodata.borders import load_border
from geodata.footprints import Area, Band, circle, contains
from geodata.gazetteer import load_gazetteer
from geodata.geocoder import Geocoder
from geodata.measurement import measure
from incidents.accounts import read_accounts
from incidents.record import Claim, EventType, Incident

ZERO_POINT = (61.55774, 28.96121)


@pytest.fixture(scope="module")
def geocoder():
    return Geocoder(load_border(), load_gazetteer())


def claim(number, **says):
    return Claim(claim_id=str(number), publisher=f"Paper {number}", **{"stance": "supports"} | says)


def raid(*claims, **facts):
    known = {
        "verbatim_locality": "Lashkar-e-Ahb village, Nokundi area",
        "country_reported": "PAK",
        "adm2": "Chagai",
        "reported_depth_into": "PAK",
    }
    return Incident(
        incident_id="raid",
        date_start=date(2014, 10, 17),
        date_end=date(2014, 10, 17),
        event_type=EventType.INCURSION,
        claims=claims,
        **known | facts,
    )


def test_the_raid_is_a_band_by_one_account_and_a_disc_at_the_gate_by_another(geocoder):
    accounts = read_accounts(
        raid(
            claim(1, says_depth="2 km"),
            claim(2, says_depth="2 km, from Zero Point"),
            claim(3, says_depth="2 km"),
        ),
        geocoder,
    )
    band, gate = accounts.listed
    assert [c.publisher for c in band.claims] == ["Paper 1", "Paper 3"]
    assert isinstance(band.footprint, Band)
    assert band.footprint.to_chainage_m - band.footprint.from_chainage_m > 360_000
    assert isinstance(gate.footprint, Area)
    assert gate.footprint.country == "PAK"
    assert gate.candidate.name == "2 km from Mirjaveh-Taftan"
    # what they share lies inside Pakistan, at the depth of the one and near the gate of the other
    shared = circle(accounts.shared, geocoder.border)
    assert shared.radius_m < 13_000
    assert abs(shared.lon - ZERO_POINT[0]) < 0.1
    assert abs(shared.lat - ZERO_POINT[1]) < 0.1


def test_no_account_puts_the_raid_at_the_town_of_nok_kundi(geocoder):
    accounts = read_accounts(raid(claim(1, says_place="Nokundi area", says_depth="2 km")), geocoder)
    (account,) = accounts.listed
    town = np.array([62.75]), np.array([28.827])
    assert not contains(account.footprint, geocoder.border, *town).any()
    lon, lat = geocoder.border.point_at(300_000.0)
    near = measure(geocoder.border, np.array([lon + 0.02]), np.array([lat]))
    assert near["border_distance_m"][0] < 4000


def test_a_single_account_shares_nothing_with_itself(geocoder):
    accounts = read_accounts(raid(claim(1, says_depth="2 km")), geocoder)
    assert accounts.shared is None


def test_accounts_of_places_far_apart_exclude_each_other(geocoder):
    accounts = read_accounts(
        raid(claim(1, says_place="Taftan"), claim(2, says_place="Turbat")), geocoder
    )
    assert len(accounts.listed) == 2
    assert accounts.shared is None


def test_a_claim_that_contradicts_the_incident_or_names_no_place_places_nothing(geocoder):
    accounts = read_accounts(
        raid(
            claim(1, says_place="Taftan"),
            claim(2, says_place="Zero Point", stance="conflicts"),
            claim(3, says_toll="2 dead"),
            claim(4, says_place="by telephone"),
        ),
        geocoder,
    )
    assert [a.words for a in accounts.listed] == ["Taftan"]


def test_a_depth_without_a_figure_widens_the_place_and_is_no_band(geocoder):
    said = claim(1, says_place="Mashkel", says_depth="several km inside")
    (account,) = read_accounts(raid(said, adm2="Washuk"), geocoder).listed
    assert account.candidate.name == "Mashkel tehsil"
    assert account.candidate.depth_footprint is None


def test_an_event_at_sea_has_no_account_on_land(geocoder):
    incident = replace(raid(claim(1, says_place="Jiwani")), at_sea=True)
    assert read_accounts(incident, geocoder).listed == ()
