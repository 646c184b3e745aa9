"""Records that may be one event are found across imports, with reasons, and little else is."""

import logging
import time
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.loading import load_geocoder
from geodata.borders import load_border
from geodata.footprints import Disc, from_json, polygon, to_json
from incidents import duplicates
from incidents.bundled import add_bundled
from incidents.duplicates import suggest
from incidents.record import Claim, Count, EventType, Incident
from incidents.store import Store

BORDER = load_border()
NIGHT = date(2014, 10, 17)


def disc(lon, lat, radius_m):
    return to_json(Disc(lon, lat, radius_m))


def incident(incident_id, day=NIGHT, **values):
    given_values = {
        "date_start": day,
        "date_end": values.pop("until", day),
        "event_type": EventType.ARMED_CLASH,
        "country_reported": "PAK",
        "acting_side": "IRN",
        "footprint": disc(62.05, 26.1, 5_000),
        "tolls": {"killed_total": Count(3, 3, 3)},
    }
    return Incident(incident_id=incident_id, **(given_values | values))


def score(one, other):
    (found,) = suggest([one, other], BORDER, least_score=0)
    return found.score


def reasons(one, other):
    (found,) = suggest([one, other], BORDER, least_score=0)
    return found.reasons


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("duplicates") / "store.gpkg")
    add_bundled(store, geocoder=load_geocoder())
    incidents = {i.incident_id: i for i in store.incidents()}
    store.close()
    return incidents


# ------------------------------------------------------------------------- what speaks for a pair


def test_two_descriptions_of_one_night_are_suggested_with_their_reasons():
    one = incident("a", actor="Jaish al-Adl", acting_side="non-state")
    other = incident(
        "b",
        NIGHT + timedelta(days=1),
        actor="Jaysh ul-Adl",
        acting_side="non-state",
        footprint=disc(62.08, 26.12, 5_000),
        tolls={"killed_total": Count(4, 4, 4)},
    )
    (found,) = suggest([one, other], BORDER)
    assert (found.first_id, found.second_id) == ("a", "b")
    assert found.score > 0.9
    told = "; ".join(found.reasons)
    assert "dates are a day apart (17 Oct 2014 and 18 Oct 2014): night or time zone" in told
    assert "places overlap: " in told
    assert "same type (Armed clash)" in told
    assert "both name Jaish al-Adl" in told
    assert "tolls 3 and 4 agree" in told


def test_days_further_apart_are_never_suggested():
    assert suggest([incident("a"), incident("b", NIGHT + timedelta(days=2))], BORDER) == ()
    month = incident("b", date(2014, 10, 1), until=date(2014, 10, 31))
    assert suggest([incident("a"), month], BORDER, least_score=0) != ()


def test_an_exact_day_speaks_louder_than_a_day_apart_and_that_louder_than_a_month():
    same = score(incident("a"), incident("b"))
    apart = score(incident("a"), incident("b", NIGHT + timedelta(days=1)))
    month = score(incident("a"), incident("b", date(2014, 10, 1), until=date(2014, 10, 31)))
    assert same > apart > month


def test_precise_places_apart_speak_strongly_against():
    far = incident("b", footprint=disc(61.4, 28.9, 5_000))
    assert score(incident("a"), far) < 0.02
    assert any(r.startswith("against: places are ") for r in reasons(incident("a"), far))


def test_a_vague_area_is_weaker_evidence_than_a_small_one():
    unplaced = score(incident("a"), incident("b", footprint=None))
    vague = score(incident("a"), incident("b", footprint=disc(62.05, 26.1, 150_000)))
    small = score(incident("a"), incident("b"))
    assert small > vague
    assert abs(vague - unplaced) < abs(small - unplaced)
    assert not any("place" in r for r in reasons(incident("a"), incident("b", footprint=None)))


def test_the_band_of_a_reported_depth_is_what_counts():
    wide = incident("b", footprint=disc(62.05, 26.1, 80_000))
    assert score(incident("a"), replace(wide, depth_footprint=disc(62.05, 26.1, 2_000))) > score(
        incident("a"), wide
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jaish al-Adl", "Jaysh al Adl (JA)"),
        ("Jaish-ul-Adl", "Jaishul Adl"),
        ("Jundallah", "Jundullah (Iran)"),
        ("BLA", "Balochistan Liberation Army"),
        ("BLF: Baloch Liberation Front", "BLF"),
        ("Ansar al-Furqan", "Ansar ul Furqan"),
        ("جیش العدل", "Jaish al-Adl"),
        ("Frontier Corps patrol", "FC"),
        ("Iranian border guards", "Military Forces of Iran (2013-)"),
        ("IRGC", "Islamic Revolutionary Guard Corps"),
    ],
)
def test_spellings_of_one_armed_group_are_one_name(one, other):
    named = reasons(incident("a", actor=one), incident("b", actor=other))
    assert any(r.startswith("both name ") for r in named)


def test_other_groups_speak_against_and_nameless_men_say_nothing():
    group = incident("a", actor="Jaish al-Adl")
    assert score(group, incident("b", actor="Jundallah")) < score(group, incident("b"))
    assert score(group, incident("b", actor="armed men, not named")) == score(group, incident("b"))


def test_actor_and_target_may_be_told_the_other_way_round():
    one = incident("a", actor="Jaish al-Adl", target="Iranian border guards")
    other = incident("b", actor="Military Forces of Iran", target="Jaish ul-Adl")
    assert any("Jaish al-Adl" in r for r in reasons(one, other))


def test_violence_is_not_taken_for_the_meeting_about_it():
    same = score(incident("a"), incident("b"))
    confused = score(incident("a"), incident("b", event_type=EventType.CROSS_BORDER_FIRE))
    meeting = score(incident("a"), incident("b", event_type=EventType.DIPLOMATIC, tolls={}))
    assert same > confused > 0.5 > meeting


def test_one_page_in_both_speaks_for_a_pair():
    def told(incident_id, url):
        return incident(
            incident_id, footprint=None, claims=(Claim(f"{incident_id}-1", url=url),), tolls={}
        )

    url = "https://example.org/news/1"
    assert "same source address" in reasons(told("a", url), told("b", f"{url}/?utm_source=x"))
    assert score(told("a", url), told("b", url)) > score(told("a", url), told("b", f"{url}1"))


# --------------------------------------------------------------------------- what is not suggested


def test_what_was_decided_already_is_not_suggested_again():
    one, other = incident("a"), incident("b")
    assert len(suggest([one, other], BORDER)) == 1
    assert suggest([one, replace(other, status="rejected")], BORDER) == ()
    assert suggest([one, replace(other, merged_into="c")], BORDER) == ()
    assert suggest([one, replace(other, linked_to="c; a")], BORDER) == ()
    assert suggest([replace(one, linked_to="b"), other], BORDER) == ()
    assert len(suggest([one, replace(other, linked_to="ab; c")], BORDER)) == 1


def test_a_record_is_no_duplicate_of_itself():
    assert suggest([incident("a"), incident("a")], BORDER, least_score=0) == ()
    assert suggest([incident("a")], BORDER, least_score=0) == ()
    assert suggest([], BORDER) == ()


def test_only_pairs_with_a_fresh_record_are_asked_for():
    three = [incident(name) for name in "abc"]
    found = suggest(three, BORDER, among={"c"})
    assert {(s.first_id, s.second_id) for s in found} == {("a", "c"), ("b", "c")}
    assert suggest(three, BORDER, among=set()) == ()


def test_the_best_are_kept_where_there_are_too_many():
    many = [incident(f"a{k:03}", footprint=disc(62.05 + k * 0.01, 26.1, 5_000)) for k in range(20)]
    every = suggest(many, BORDER, least_score=0)
    assert len(every) == 190
    assert suggest(many, BORDER, least_score=0, most=7) == every[:7]


# -------------------------------------------------------------------------------------- properties

some_incidents = st.lists(
    st.builds(
        incident,
        st.integers(0, 10**9).map(str),
        st.dates(date(2014, 10, 10), date(2014, 10, 16)),
        until=st.dates(date(2014, 10, 16), date(2014, 10, 31)),
        event_type=st.sampled_from(EventType),
        actor=st.sampled_from(["Jaish al-Adl", "Jundallah", "Iranian border guards", None]),
        target=st.sampled_from(["Frontier Corps", "villagers of Mand", None]),
        acting_side=st.sampled_from(["IRN", "PAK", "non-state", "unknown", None]),
        country_reported=st.sampled_from(["IRN", "PAK", None]),
        tolls=st.sampled_from([{}, {"killed_irn": Count(2, None, 5)}, {"killed_total": Count(9)}]),
        summary=st.sampled_from([None, "Guards crossed the border at night and searched a house."]),
        footprint=st.none()
        | st.builds(
            disc, st.floats(60.9, 63), st.floats(25.5, 29), st.sampled_from([500, 5_000, 60_000])
        ),
    ),
    min_size=2,
    max_size=6,
    unique_by=lambda i: i.incident_id,
)


@given(some_incidents, st.randoms())
@settings(max_examples=60, deadline=None)
def test_scores_are_probabilities_that_depend_on_nothing_but_the_pair(incidents, random):
    found = suggest(incidents, BORDER, least_score=0)
    assert len(found) == len(incidents) * (len(incidents) - 1) // 2
    assert all(0 <= s.score <= 1 and s.first_id < s.second_id and s.reasons for s in found)
    shuffled = list(incidents)
    random.shuffle(shuffled)
    assert suggest(shuffled, BORDER, least_score=0) == found
    by_id = {i.incident_id: i for i in incidents}
    for pair in found:
        alone = suggest([by_id[pair.second_id], by_id[pair.first_id]], BORDER, least_score=0)
        assert alone == (pair,)


@given(some_incidents, st.sampled_from([0.05, 0.5, 0.9]))
@settings(max_examples=60, deadline=None)
def test_what_is_passed_over_early_would_not_have_reached_the_least_score(incidents, least):
    every = suggest(incidents, BORDER, least_score=0)
    found = {(s.first_id, s.second_id): s for s in suggest(incidents, BORDER, least_score=least)}
    for pair in every:
        if abs(pair.score - least) > 0.001:
            assert found.get((pair.first_id, pair.second_id)) == (
                pair if pair.score > least else None
            )


# --------------------------------------------------------------------------------- bundled records


def test_bundled_records_are_hardly_taken_for_each_other(bundled):
    found = {(s.first_id, s.second_id) for s in suggest(list(bundled.values()), BORDER)}
    assert found <= {
        ("2015-06-27a", "2015-06-30a"),  # three shellings of one week, and the last of them
        ("2014-10-17a", "2014-10-18a"),  # a raid and shells the night after, told in one page
        ("2018-10-04a", "2018-10-16a"),  # some day of that month, by the same group, not placed
        ("2017-07-15b", "2017-07-16a"),  # two shellings of one day or two, told in one page
    }
    assert ("2015-06-27a", "2015-06-30a") in found


SECOND_IMPORT = {
    # id: (days later, type, actor, target, place, toll or None, summary)
    "2014-10-17a": (1, "incursion", "Iranian security forces", "civilians", "Nokundi area", None,
        "Dozens of Iranian guards enter Balochistan and search homes."),
    "2014-10-16a": (0, "cross_border_fire", "Iran border guards", "FC", "Mand", 1,
        "FC soldier martyred in firing by Iran."),
    "2009-10-18a": (0, "ambush_or_ied", "Jundullah", "Revolutionary Guards", "Pishin", 35,
        "Suicide attack on a tribal gathering kills senior commanders."),
    "2013-10-25a": (1, "armed_clash", "Jaysh ul-Adl", "border police", "Saravan", 14,
        "Border guards killed in clash with bandits."),
    "2014-05-16a": (0, "shooting_of_civilians", "Iranian border forces", "brothers", "Prom", 1,
        "One killed as Iranian forces cross into Pakistan."),
    "2015-04-06a": (1, "armed_clash", "Jaish-ul Adl", "Iran border guards", "Negor", 8,
        "Eight guards die in clash at the frontier."),
    "2017-04-26a": (0, "armed_clash", "Jaish al-Adl", "Iranian border guards", "Mirjaveh", 9,
        "Guards ambushed by gunmen."),
    "2017-05-27a": (1, "cross_border_fire", "Iranian forces", "car", "Panjgur", 1,
        "Man killed in his car by mortar round."),
    "2018-06-25a": (1, "armed_clash", "Jaish al Adl", "Basij", "Mirjaveh", 4,
        "Infiltration by terrorist team thwarted."),
    "2018-10-16a": (-1, "abduction", "Jaish ul Adl", "Iranian border guards", "Mirjaveh", None,
        "Fourteen Iranian personnel seized at border post."),
    "2019-02-13a": (0, "ambush_or_ied", "Jaish al-Adl", "IRGC", None, 28,
        "Car bomb rips through bus with Guards."),
    "2021-09-28a": (0, "cross_border_fire", None, "FC post", "Mand", 2,
        "Soldier killed in firing from across Iran border."),
    "2023-04-01a": (0, "armed_clash", None, "Pakistan Army patrol", "Kech", 4,
        "Patrol attacked from Iranian side, four dead."),
    "2024-01-16a": (1, "air_or_drone_strike", "IRGC", "Jaish al-Adl", "Panjgur", 2,
        "Missile and drone attack on two strongholds."),
    "2024-05-28a": (1, "shooting_of_civilians", "Iranian border guards", "fuel traders",
        "Mashkel", 5, "Border guards shoot Pakistanis dead in Washuk."),
}  # fmt: skip


def second_description(known, days, kind, actor, target, place, killed, summary):
    """The record as another source tells it: other words, a district, a day off, a count off."""
    geocoder = load_geocoder()
    where = None
    if place is not None:
        result = geocoder.geocode(
            "" if place == known.adm2 else place, country=known.country_reported, adm2=known.adm2
        )
        where = result.candidates[0].footprint if result.status == "placed" else None
    return Incident(
        incident_id=f"second-{known.incident_id}",
        date_start=known.date_start + timedelta(days=days),
        date_end=known.date_start + timedelta(days=days),
        event_type=EventType(kind),
        actor=actor,
        target=target,
        country_reported=known.country_reported,
        footprint=None if where is None else to_json(where),
        tolls={} if killed is None else {"killed_total": Count(None, killed, None)},
        summary=summary,
    )


def as_acled(known):
    """The record as an ACLED row: a 5 km disc somewhere in the place, no acting side."""
    shape = polygon(from_json(known.depth_footprint or known.footprint), BORDER)
    middle = shape.representative_point()
    return Incident(
        incident_id=f"acled-{known.incident_id}",
        date_start=known.date_start,
        date_end=known.date_start,
        event_type=EventType.ARMED_CLASH if known.event_type.is_violent else EventType.OTHER,
        actor="Military Forces of Iran (2013-)",
        target="Civilians (Pakistan)",
        country_reported=known.country_reported,
        footprint=disc(middle.x + 0.02, middle.y - 0.02, 5_000),
        tolls={k: replace(c, high=None) for k, c in known.tolls.items() if k == "killed_civilians"},
    )


def test_a_second_import_finds_its_partners_first_and_few_others(bundled):
    second = [second_description(bundled[k], *words) for k, words in SECOND_IMPORT.items()]
    fresh = {i.incident_id for i in second}
    found = suggest([*bundled.values(), *second], BORDER, among=fresh, least_score=0.01)
    best = {}
    for s in found:
        new, known = sorted((s.first_id, s.second_id), reverse=True)
        best.setdefault(new, (known, s.score))
    assert {new: known for new, (known, _) in best.items()} == {
        f"second-{k}": k for k in SECOND_IMPORT
    }
    suggested = suggest([*bundled.values(), *second], BORDER, among=fresh)
    right = [s for s in suggested if s.second_id == f"second-{s.first_id}"]
    assert len(right) == len(second)
    assert len(suggested) - len(right) <= 3


@pytest.mark.parametrize("known", ["2014-10-17a", "2014-05-16a", "2024-05-28a", "2017-05-27a"])
def test_an_acled_row_finds_its_partner(bundled, known):
    fresh = as_acled(bundled[known])
    found = suggest([*bundled.values(), fresh], BORDER, among={fresh.incident_id})
    assert (found[0].first_id, found[0].second_id) == (known, fresh.incident_id)


def test_an_event_dated_a_day_later_by_an_article_still_matches(bundled):
    known = bundled["2014-10-16a"]
    other = replace(
        known,
        incident_id="x",
        date_start=NIGHT,
        date_end=NIGHT,
        summary="FC man martyred as Iranian troops open fire in Mand on Friday.",
        claims=(Claim("x-1", publisher="The Nation", origin="AFP"),),
    )
    found = suggest([*bundled.values(), other], BORDER, among={"x"})
    assert (found[0].first_id, found[0].second_id) == ("2014-10-16a", "x")


# ------------------------------------------------------------------------------------------- size


def many(count, first, days, seed, name):
    random = np.random.default_rng(seed)
    ordinals = first.toordinal() + random.integers(0, days, count)
    lon, lat = random.uniform(60.5, 64, count), random.uniform(25, 30, count)
    kinds = [*EventType]
    return [
        incident(
            f"{name}{k}",
            date.fromordinal(int(ordinals[k])),
            event_type=kinds[k % len(kinds)],
            footprint=disc(round(float(lon[k]), 5), round(float(lat[k]), 5), 5_000.0),
            actor="Jaish al-Adl" if k % 3 else "Iranian border guards",
            summary=f"Report {k} of an exchange of fire at the border, with {k % 7} hurt.",
        )
        for k in range(count)
    ]


def test_a_large_import_against_a_large_store_takes_seconds():
    store = many(8_000, date(2005, 1, 1), 5_000, 1, "a")
    fresh = many(8_000, date(2005, 1, 1), 5_000, 2, "b")
    start = time.perf_counter()
    found = suggest([*store, *fresh], BORDER, among={i.incident_id for i in fresh})
    assert time.perf_counter() - start < 8
    assert all(s.second_id.startswith("b") for s in found)


def test_very_many_records_of_one_day_do_not_explode_and_the_log_says_so(monkeypatch, caplog):
    monkeypatch.setattr(duplicates, "_PAIRS_PER_DAY", 20_000)
    with caplog.at_level(logging.WARNING, logger="incidents.duplicates"):
        found = suggest(many(2_000, NIGHT, 1, 3, "a"), BORDER, most=10)
    assert len(found) <= 10
    assert "some pairs were not compared" in caplog.text
