"""The bundled tables: complete, within the record's words, and honest about places and depths.

Only the csv module reads them here, so that a fault of the data is not hidden by our own reader.
"""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent.parent / "incidents" / "data"
SOURCE_LINKS = 254  # (incident, address) pairs that the records were compiled from
PARTIES = ("irn", "pak", "militants", "civilians", "total")
TOLLS = [f"{harm}_{party}" for harm in ("killed", "injured") for party in PARTIES]

INCIDENT_COLUMNS = [
    "incident_id", "status", "summary", "tags", "date_start", "date_end", "date_precision",
    "time_local", "time_zone", "event_type", "sub_event_type", "actor", "acting_side", "target",
    "personnel_count",
    *[f"{toll}_{bound}" for toll in TOLLS for bound in ("low", "best", "high")],
    "verbatim_locality", "locality", "country_reported", "adm1", "adm2", "border_pillar",
    "at_sea", "fired_from", "reported_depth_min_km", "reported_depth_max_km",
    "reported_depth_into", "reported_depth_datum", "depth_wording", "lon", "lat",
    "coordinate_uncertainty_m", "georeference_protocol", "georeference_sources",
    "georeference_remarks", "georeference_status", "incursion_kind", "entrant",
    "incursion_into", "sensitive", "notes",
]  # fmt: skip
CLAIM_COLUMNS = [
    "incident_id", "claim_id", "publisher", "title", "url", "published", "language", "claimant",
    "origin", "stance", "crossed", "says_date", "says_place", "says_depth", "says_toll", "text",
]  # fmt: skip
INCIDENT_WORDS = {
    "status": {"unconfirmed", "corroborated", "disputed"},
    "date_precision": {"day", "range", "month"},
    "time_zone": {"", "Asia/Karachi", "Asia/Tehran"},
    "event_type": {
        "incursion", "cross_border_fire", "air_or_drone_strike", "armed_clash", "ambush_or_ied",
        "abduction", "shooting_of_civilians", "crossing_attempt", "arrest_or_seizure",
        "border_closure", "diplomatic", "other",
    },
    "acting_side": {"IRN", "PAK", "non-state", "unknown"},
    "country_reported": {"", "IRN", "PAK"},
    "at_sea": {"yes", "no"},
    "reported_depth_into": {"", "IRN", "PAK"},
    "reported_depth_datum": {"", "line", "zero point", "gate", "post", "fence", "unknown"},
    "incursion_kind": {"", "entry", "impact"},
    "entrant": {"", "IRN", "PAK", "non-state"},
    "incursion_into": {"", "IRN", "PAK"},
    "sensitive": {"yes", "no"},
}  # fmt: skip
CLAIM_WORDS = {
    "claimant": {"IRN", "PAK", "group", "third party", "unknown"},
    "stance": {"supports", "conflicts", "background"},
    "crossed": {"", "yes", "no", "disputed", "unknown"},
}
REPORTED_DEPTHS = {
    "2009-10-26a": ("7", "7", "PAK", "line"),
    "2012-01-01a": ("3", "3", "PAK", "line"),
    "2014-05-16a": ("3", "3", "PAK", "line"),
    "2014-05-30a": ("12", "12", "PAK", "line"),
    "2014-10-17a": ("2", "2", "PAK", "zero point"),
    "2014-10-24a": ("3", "3", "PAK", "line"),
    "2016-09-01a": ("11", "11", "PAK", "line"),
    "2017-04-26a": ("0", "0", "IRN", "line"),
    "2017-05-21a": ("1", "1", "PAK", "line"),
    "2017-06-19a": ("3", "4", "PAK", "line"),
    "2017-07-08a": ("1.5", "1.5", "PAK", "line"),
    "2017-07-16a": ("6", "6", "PAK", "line"),
    "2017-08-19a": ("2", "2", "PAK", "line"),
    "2020-05-08a": ("14", "14", "PAK", "line"),
    "2024-01-16a": ("40", "40", "PAK", "line"),
}
ENTRIES = {
    "2009-10-26a": ("IRN", "PAK"),
    "2012-01-01a": ("IRN", "PAK"),
    "2013-10-25a": ("non-state", "IRN"),
    "2014-05-16a": ("IRN", "PAK"),
    "2014-10-16a": ("IRN", "PAK"),
    "2014-10-17a": ("IRN", "PAK"),
    "2015-04-06a": ("non-state", "IRN"),
    "2017-06-19a": ("IRN", "PAK"),
    "2019-04-18a": ("non-state", "PAK"),
    "2023-12-15a": ("non-state", "IRN"),
    "2024-11-10a": ("non-state", "IRN"),
}


def read(name):
    raw = (DATA / name).read_bytes()
    assert b"\r" not in raw, f"{name}: line ends must be LF"
    assert not raw.startswith(b"\xef\xbb\xbf"), f"{name}: no byte order mark"
    return list(csv.DictReader(raw.decode("utf-8").splitlines(), strict=True))


@pytest.fixture(scope="module")
def incidents():
    return read("incidents.csv")


@pytest.fixture(scope="module")
def claims():
    return read("claims.csv")


@pytest.fixture(scope="module")
def by_id(incidents):
    return {row["incident_id"]: row for row in incidents}


def test_columns_stand_in_the_order_of_the_record(incidents, claims):
    assert list(incidents[0]) == INCIDENT_COLUMNS
    assert list(claims[0]) == CLAIM_COLUMNS


def test_every_incident_is_there_once(incidents, by_id):
    assert len(incidents) == 123
    assert len(by_id) == 123


def test_every_row_has_as_many_cells_as_the_header(incidents, claims):
    for row in [*incidents, *claims]:
        assert None not in row
        assert None not in row.values()


def test_every_claim_belongs_to_an_incident_and_every_incident_has_one(claims, by_id):
    assert {row["incident_id"] for row in claims} == set(by_id)
    ids = [row["claim_id"] for row in claims]
    assert len(set(ids)) == len(ids)
    assert all(row["claim_id"].startswith(row["incident_id"] + "-") for row in claims)


def test_all_source_links_survived(claims):
    assert len(claims) >= SOURCE_LINKS
    assert len({(row["incident_id"], row["url"]) for row in claims if row["url"]}) == SOURCE_LINKS


def test_a_claim_names_its_publisher_and_says_something(claims):
    for row in claims:
        assert row["publisher"], row["claim_id"]
        assert row["text"], row["claim_id"]
        assert bool(row["url"]) == bool(row["language"]), row["claim_id"]
        assert not row["url"] or row["url"].startswith(("http://", "https://")), row["claim_id"]


def test_only_known_words_are_used(incidents, claims):
    for rows, words in ((incidents, INCIDENT_WORDS), (claims, CLAIM_WORDS)):
        for column, allowed in words.items():
            assert {row[column] for row in rows} <= allowed, column


def test_what_every_record_must_say(incidents):
    for row in incidents:
        for column in ("summary", "actor", "verbatim_locality"):
            assert row[column].strip(), (row["incident_id"], column)


def test_dates_are_days_in_order_and_agree_with_their_precision(incidents):
    for row in incidents:
        start, end = date.fromisoformat(row["date_start"]), date.fromisoformat(row["date_end"])
        days = (end - start).days + 1
        if row["date_precision"] == "day":
            assert days == 1, row["incident_id"]
        elif row["date_precision"] == "range":
            assert 1 < days <= 14, row["incident_id"]
        else:
            assert start.day == 1, row["incident_id"]
            assert 28 <= days <= 31, row["incident_id"]
        assert 2007 <= start.year <= end.year <= 2025


def test_a_time_zone_stands_where_a_time_does(incidents):
    for row in incidents:
        assert bool(row["time_local"]) == bool(row["time_zone"]), row["incident_id"]


def test_the_events_of_october_2014_are_found_by_overlap(incidents):
    found = {
        row["incident_id"]
        for row in incidents
        if row["date_start"] <= "2014-10-23" and row["date_end"] >= "2014-10-15"
    }
    assert found == {
        "2014-10-08a",  # known only to the month
        "2014-10-16a",  # the soldier killed near pillar 206, Mand
        "2014-10-16b",  # two Iranian guards killed
        "2014-10-17a",  # thirty guards two kilometres inside, Nokundi area
        "2014-10-17b",  # protest in Islamabad
        "2014-10-18a",  # mortar shells at Mashkel
        "2014-10-22a",  # meeting in Tehran
    }


def test_the_events_of_october_2014_say_what_was_claimed(by_id):
    soldier, guards = by_id["2014-10-16a"], by_id["2014-10-16b"]
    raid, shells, meeting = by_id["2014-10-17a"], by_id["2014-10-18a"], by_id["2014-10-22a"]
    assert (soldier["border_pillar"], soldier["adm2"], soldier["killed_pak_best"]) == (
        "206", "Kech", "1",
    )  # fmt: skip
    assert soldier["status"] == "disputed"
    assert guards["killed_irn_best"] == "2"
    assert (raid["personnel_count"], raid["adm2"], raid["locality"]) == ("30", "Chagai", "")
    assert (shells["locality"], shells["incursion_kind"]) == ("Mashkel area", "impact")
    assert (meeting["locality"], meeting["event_type"]) == ("Tehran", "diplomatic")


def test_diplomatic_records_and_closures_have_no_depth(incidents):
    rows = [r for r in incidents if r["event_type"] in {"diplomatic", "border_closure"}]
    assert len(rows) == 19
    for row in rows:
        assert not row["incursion_kind"], row["incident_id"]
        assert not row["reported_depth_min_km"], row["incident_id"]
        assert not row["reported_depth_max_km"], row["incident_id"]


def test_events_at_sea_have_no_place_on_land(incidents):
    at_sea = [row for row in incidents if row["at_sea"] == "yes"]
    assert [row["incident_id"] for row in at_sea] == ["2011-12-07a", "2016-10-15a", "2016-11-22a"]
    for row in at_sea:
        for column in ("lon", "lat", "locality", "adm2", "incursion_kind", "reported_depth_max_km"):
            assert not row[column], (row["incident_id"], column)


def test_only_a_source_gives_a_coordinate(incidents):
    placed = [row for row in incidents if row["lon"] or row["lat"]]
    assert [row["incident_id"] for row in placed] == ["2009-10-18a"]
    row = placed[0]
    # 26 05 13 N, 61 45 37 E as the source prints it
    assert float(row["lat"]) == pytest.approx(26 + 5 / 60 + 13 / 3600, abs=2e-5)
    assert float(row["lon"]) == pytest.approx(61 + 45 / 60 + 37 / 3600, abs=2e-5)
    assert float(row["coordinate_uncertainty_m"]) >= 1000
    assert row["georeference_sources"]


@pytest.mark.parametrize(
    ("incident_id", "town"),
    [
        ("2014-10-17a", "Nok Kundi"),
        ("2018-04-23a", "Nok Kundi"),
        ("2017-03-11a", "Nok Kundi"),
        ("2017-08-19a", "Buleda"),
        ("2020-05-08a", "Buleda"),
        ("2014-10-16b", "Saravan"),
        ("2024-01-18a", "Saravan"),
        ("2015-04-06a", "Negur"),
        ("2021-11-01a", "Panjgur"),
    ],
)
def test_a_far_town_that_lends_its_name_is_no_locality(by_id, incident_id, town):
    assert by_id[incident_id]["locality"] in ("", f"{town} border")
    assert by_id[incident_id]["adm2"]


def test_the_numeric_depths_are_the_ones_checked_by_hand(incidents):
    columns = ("min_km", "max_km", "into", "datum")
    found = {
        row["incident_id"]: tuple(row[f"reported_depth_{c}"] for c in columns)
        for row in incidents
        if any(row[f"reported_depth_{c}"] for c in columns)
    }
    assert found == REPORTED_DEPTHS
    for low, high, *_ in found.values():
        assert 0 <= float(low) <= float(high)


def test_a_depth_keeps_its_wording(by_id):
    assert all(by_id[key]["depth_wording"] for key in REPORTED_DEPTHS)


def test_an_entry_names_its_entrant_and_an_impact_has_none(incidents):
    for row in incidents:
        kind, entrant, into = row["incursion_kind"], row["entrant"], row["incursion_into"]
        assert bool(into) == bool(kind), row["incident_id"]
        assert bool(entrant) == (kind == "entry"), row["incident_id"]
        assert entrant != into or not kind, row["incident_id"]
        if kind:
            assert into == row["country_reported"], row["incident_id"]


def test_the_entries_are_the_ones_that_a_claim_bears_out(incidents, claims):
    found = {
        row["incident_id"]: (row["entrant"], row["incursion_into"])
        for row in incidents
        if row["incursion_kind"] == "entry"
    }
    assert found == ENTRIES
    borne_out = {row["incident_id"] for row in claims if row["crossed"] == "yes"}
    assert set(ENTRIES) <= borne_out


def test_tolls_are_whole_numbers_in_order(incidents):
    for row in incidents:
        for toll in TOLLS:
            cells = [row[f"{toll}_{bound}"] for bound in ("low", "best", "high")]
            numbers = [int(cell) for cell in cells if cell]
            assert numbers == sorted(numbers), (row["incident_id"], toll)
            assert all(n >= 0 for n in numbers)
        assert not row["personnel_count"] or int(row["personnel_count"]) > 0


def test_country_and_province_agree(incidents):
    provinces = {
        "IRN": {"", "Sistan and Baluchestan", "Tehran"},
        "PAK": {"", "Balochistan", "Islamabad"},
        "": {""},
    }
    for row in incidents:
        assert row["adm1"] in provinces[row["country_reported"]], row["incident_id"]


def test_a_corroborated_record_has_more_than_one_account(incidents, claims):
    support = Counter(row["incident_id"] for row in claims if row["url"])
    for row in incidents:
        if row["status"] == "corroborated":
            assert support[row["incident_id"]] >= 2, row["incident_id"]


def test_a_disputed_record_shows_a_conflicting_claim(incidents, claims):
    conflicts = {row["incident_id"] for row in claims if row["stance"] == "conflicts"}
    for row in incidents:
        if row["status"] == "disputed":
            assert row["incident_id"] in conflicts


def test_a_group_tag_ties_at_least_two_records(incidents):
    tags = [t for row in incidents for t in row["tags"].split(";") if t.startswith("group:")]
    assert tags
    assert min(Counter(tags).values()) > 1


def test_deportations_are_tagged_so_that_they_can_be_left_out(incidents):
    tagged = [row for row in incidents if "deportation" in row["tags"].split(";")]
    assert len(tagged) == 5
    assert {row["event_type"] for row in tagged} == {"diplomatic"}
