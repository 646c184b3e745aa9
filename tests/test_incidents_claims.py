"""What claims say together: origins, ranges, and conflicts that a reader would agree to."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.loading import load_geocoder
from incidents.claims import agency, conflicts, origins, ranges, suggested_status
from incidents.pipeline import add_bundled
from incidents.record import CLAIM_COLUMNS, Claim, EventType, Incident
from incidents.store import Store


def incident(*claims, **values):
    given_values = {
        "incident_id": "a",
        "date_start": date(2014, 10, 17),
        "date_end": date(2014, 10, 17),
        "event_type": EventType.INCURSION,
        "reported_depth_into": "PAK",
    }
    return Incident(**(given_values | values), claims=claims)


def claim(number, **values):
    return Claim(claim_id=f"a-{number}", **({"claimant": "PAK", "stance": "supports"} | values))


def grouped(*claims):
    return [[c.claim_id for c in group] for group in origins(claims)]


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("claims") / "store.gpkg")
    add_bundled(store, geocoder=load_geocoder())
    incidents = {i.incident_id: i for i in store.incidents()}
    store.close()
    return incidents


# ------------------------------------------------------------------------------------ origins


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AFP", "Agence France-Presse"),
        ("afp", "AFP "),
        ("ISPR", "ISPR via Reuters"),
        ("IRNA", "Islamic Republic News Agency"),
        ("IRNA", "IRNA French"),
        ("Pakistan Foreign Office", "Foreign Office of Pakistan"),
    ],
)
def test_copies_of_one_agency_report_are_one_origin(one, other):
    claims = (
        claim(1, publisher="Dawn", origin=one),
        claim(2, publisher="The News", origin=other),
    )
    assert grouped(*claims) == [["a-1", "a-2"]]


def test_two_wires_are_two_origins_even_under_one_title():
    title = "Four Iranian security personnel killed in the southeast near the Pakistani border"
    claims = (claim(1, origin="Reuters", title=title), claim(2, origin="AP", title=title))
    assert grouped(*claims) == [["a-1"], ["a-2"]]


def test_one_wire_that_carries_two_sides_is_two_origins():
    claims = (
        claim(1, origin="IRGC via Reuters", claimant="IRN"),
        claim(2, origin="Jaish al-Adl via Reuters", claimant="group"),
    )
    assert grouped(*claims) == [["a-1"], ["a-2"]]


def test_a_wire_alone_repeats_the_statement_that_it_carried_for_the_same_side():
    claims = (
        claim(1, origin="IRGC via Reuters", claimant="IRN"),
        claim(2, origin="Reuters", claimant="IRN"),
    )
    assert grouped(*claims) == [["a-1", "a-2"]]


def test_a_publisher_stands_for_itself_and_for_those_who_repeat_it():
    claims = (
        claim(1, publisher="Dawn"),
        claim(2, publisher="PakTribune", origin="Dawn"),
        claim(3, publisher="The Nation"),
        claim(4, publisher="Dawn", origin="AFP"),
    )
    assert grouped(*claims) == [["a-1", "a-2"], ["a-3"], ["a-4"]]


def test_sources_that_nobody_recorded_are_not_one_origin():
    claims = (claim(1, publisher="not recorded"), claim(2, publisher="not recorded"), claim(3))
    assert grouped(*claims) == [["a-1"], ["a-2"], ["a-3"]]


def test_one_page_and_near_copies_are_one_origin():
    words = "Iranian guards came in six vehicles, searched a house and left after six hours, said "
    claims = (
        claim(1, publisher="A", url="https://www.example.org/news/1/"),
        claim(2, publisher="B", url="http://example.org/news/1?utm_source=x"),
        claim(3, publisher="C", text=f"{words}officials on Friday."),
        claim(4, publisher="D", text=f"{words}officials on friday"),
        claim(5, publisher="E", text="Said officials."),
        claim(6, publisher="F", text="Said officials."),
    )
    assert grouped(*claims) == [["a-1", "a-2"], ["a-3", "a-4"], ["a-5"], ["a-6"]]


def test_one_page_with_two_sides_accounts_is_two_origins():
    url = "https://example.org/pak-iran-border-hots-up"
    claims = (
        claim(1, publisher="The Nation", origin="AFP", url=url),
        claim(2, publisher="The Nation", origin="ISNA via AFP", claimant="IRN", url=url),
    )
    assert grouped(*claims) == [["a-1"], ["a-2"]]


def test_being_one_origin_is_passed_on():
    url = "https://example.org/1"
    claims = (
        claim(1, publisher="A", origin="AFP"),
        claim(2, publisher="B", url=url),
        claim(3, publisher="C", origin="Agence France-Presse", url=url),
    )
    assert grouped(*claims) == [["a-1", "a-2", "a-3"]]


def test_names_of_no_agency_keep_their_comparable_form():
    assert agency("The Express Tribune") == agency("the express-tribune")
    assert agency("not recorded") is agency(None) is None


some_claims = st.lists(
    st.builds(
        claim,
        st.integers(0, 10**6),
        claimant=st.sampled_from(["IRN", "PAK", None]),
        publisher=st.sampled_from(["Dawn", "IRNA", "not recorded", None]),
        origin=st.sampled_from(["AFP", "ISPR via Reuters", "Reuters", "AP; Telegraph", None]),
        url=st.sampled_from(["https://x.org/a", "http://www.x.org/a/", "http://[", None]),
    ),
    max_size=8,
    unique_by=lambda c: c.claim_id,
)


@given(some_claims, st.randoms())
def test_every_claim_has_one_origin_whatever_the_order(claims, random):
    groups = origins(claims)
    assert sorted(c.claim_id for g in groups for c in g) == sorted(c.claim_id for c in claims)
    shuffled = list(claims)
    random.shuffle(shuffled)
    as_sets = {frozenset(c.claim_id for c in group) for group in groups}
    assert {frozenset(c.claim_id for c in group) for group in origins(shuffled)} == as_sets


# ------------------------------------------------------------------------------------- ranges


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Saturday 18 October 2014, 1 am", date(2014, 10, 18), date(2014, 10, 18)),
        ("late on Friday 17 October 2014", date(2014, 10, 17), date(2014, 10, 17)),
        ("Thursday 16 October", date(2014, 10, 16), date(2014, 10, 16)),
        ("night of Thursday 16 to Friday 17 October 2014", date(2014, 10, 16), date(2014, 10, 17)),
        ("16-17 October 2014", date(2014, 10, 16), date(2014, 10, 17)),
        ("October 17, 2014", date(2014, 10, 17), date(2014, 10, 17)),
        ("2014-10-17", date(2014, 10, 17), date(2014, 10, 17)),
        ("earlier in October 2014", date(2014, 10, 1), date(2014, 10, 31)),
        ("25 Mehr 1393 (17 October 2014)", date(2014, 10, 17), date(2014, 10, 17)),
        ("25/07/1393", date(2014, 10, 17), date(2014, 10, 17)),
        ("17 October 2014; released 27 October 2014", date(2014, 10, 17), date(2014, 10, 17)),
    ],
)
def test_days_are_read_from_the_words_of_claims(text, first, last):
    assert ranges(incident(claim(1, says_date=text))).days == (first, last)


@pytest.mark.parametrize("text", ["evening", "about 1 pm", "04:30", "4 and 6 am", "around noon"])
def test_a_time_of_day_is_no_date_and_nothing_that_could_not_be_read(text):
    assert ranges(incident(claim(1, says_date=text))) == ranges(incident())


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("says_date", "released 27 October 2014"),
        ("says_date", "two days before the shelling of 24 October"),
        ("says_date", "31 February 2014"),
        ("says_date", "07/10/2014"),
        ("says_depth", "several km inside (no figure)"),
        ("says_depth", "deep inside"),
        ("says_toll", "8 border police"),
        ("says_toll", "militants dead, no number"),
        ("says_toll", "5 of 12"),
    ],
)
def test_what_cannot_be_read_is_listed_and_is_no_conflict(column, text):
    told = incident(claim(1, **{column: text}), claim(2, says_toll="no casualties"))
    assert [(u.claim_id, u.column, u.text) for u in ranges(told).unread] == [("a-1", column, text)]
    assert conflicts(told) == ()


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("2 dead", (2, 2), None),
        ("1 dead, 3 injured", (1, 1), (3, 3)),
        ("14 or 17 dead; 3 to 7 wounded", (14, 17), (3, 7)),
        ("dead 20, 29, 42 or 43; wounded 28 to 150", (20, 43), (28, 150)),
        ("3 women and 4 children dead", (7, 7), None),
        ("an officer and three Basij dead", (4, 4), None),
        ("6 soldiers and 2 labourers dead", (8, 8), None),
        ("42 dead: 15 IRGC and 27 others", (42, 42), None),
        ("5 dead, 4 of them security men", (5, 5), None),
        ("2 dead (Mizan), 1 dead (Tasnim)", (1, 2), None),
        ("headline 17 dead, text 14", (14, 17), None),
        ("10 dead, 5 hurt by HRW", (10, 10), (5, 5)),
        ("no casualties", (0, 0), (0, 0)),
        ("no loss of life", (0, 0), None),
        ("best estimate 4 dead", (4, 4), None),
    ],
)
def test_numbers_of_people_are_read_by_what_became_of_them(text, killed, injured):
    people = ranges(incident(claim(1, says_toll=text))).people
    assert people.get("killed") == killed
    assert people.get("injured") == injured


def test_ranges_run_from_the_least_to_the_greatest_that_was_said():
    told = ranges(
        incident(
            claim(1, says_date="17 October 2014", says_depth="2 km", says_toll="at least 10 dead"),
            claim(2, says_date="20 October 2014", says_depth="3-4 km inside Pakistan"),
            claim(3, says_toll="about 20 dead", crossed="yes"),
            claim(4, crossed="no", says_depth="2 km from a Frontier Corps post"),
        )
    )
    assert told.days == (date(2014, 10, 17), date(2014, 10, 20))
    assert told.depth_km == (2.0, 4.0)
    assert told.into == ("PAK",)
    assert told.people == {"killed": (10, 25)}
    assert told.crossed == {"yes": ("a-3",), "no": ("a-4",)}
    assert told.unread == ()


# ---------------------------------------------------------------------------------- conflicts


def test_a_conflict_says_who_says_what_and_no_verdict():
    (found,) = conflicts(
        incident(
            claim(1, claimant="IRN", origin="IRNA", says_toll="2 dead"),
            claim(2, publisher="Dawn", says_toll="3 dead"),
            claim(3, publisher="The News", says_toll="3 dead, 2 wounded"),
        )
    )
    assert found.about == "toll"
    assert found.sentence == "IRN (IRNA) says 2 killed; PAK (Dawn, The News) says 3 killed."
    assert found.sides == (("a-1",), ("a-2", "a-3"))
    assert not found.slight


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("about 20 dead", "22 dead"),
        ("at least 10 dead", "12 dead"),
        ("dozens dead", "40 dead"),
        ("14 or 17 dead", "17 dead"),
        ("6 dead", "3 Iranians and 3 attackers dead"),
        ("8 dead", "8 guards dead, 3 attackers"),
        ("1 child dead", "1 dead"),
        ("no loss of life", "4 wounded"),
        ("2 dead", "4 wounded"),
    ],
)
def test_numbers_that_can_both_be_right_are_no_conflict(one, other):
    assert conflicts(incident(claim(1, says_toll=one), claim(2, says_toll=other))) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("9 dead", "at least 10 dead"),
        ("3 dead", "11 Iranians dead"),
        ("6 dead", "6 soldiers and 2 labourers dead"),
        ("no casualties", "2 wounded"),
        ("about 20 dead", "43 dead"),
        ("5 personnel and 15 attackers dead", "11 personnel and 16 attackers dead"),
    ],
)
def test_numbers_that_cannot_both_be_right_are_a_conflict(one, other):
    found = conflicts(incident(claim(1, says_toll=one), claim(2, says_toll=other)))
    assert [c.about for c in found] == ["toll"]


def test_a_day_apart_is_worth_a_note_only():
    (note,) = conflicts(
        incident(
            claim(1, says_date="Friday 17 October 2014"), claim(2, says_date="18 October 2014")
        )
    )
    assert note.about == "date"
    assert note.slight
    (apart,) = conflicts(
        incident(claim(1, says_date="17 October 2014"), claim(2, says_date="20 October 2014"))
    )
    assert not apart.slight
    within = incident(claim(1, says_date="October 2014"), claim(2, says_date="18 October 2014"))
    assert conflicts(within) == ()


def test_depths_conflict_by_more_than_their_rounding_or_by_country():
    def about(one, other):
        return [
            c.about
            for c in conflicts(incident(claim(1, says_depth=one), claim(2, says_depth=other)))
        ]

    assert about("2 km", "2000 metres inside Pakistani territory") == []
    assert about("3-4 km", "4 km") == []
    assert about("four miles (seven km)", "7 km") == []
    assert about("3-4 km", "about 45 km inside") == ["depth"]
    assert about("2 km inside Pakistan", "2 km inside Iran") == ["depth"]
    assert about("2 km", "45 km from Mirjaveh") == []


def test_who_says_that_they_crossed_and_who_does_not():
    told = incident(
        claim(1, crossed="yes", publisher="Dawn"),
        claim(2, crossed="no", claimant="IRN", origin="IRNA", stance="conflicts"),
        claim(3, crossed="unknown"),
    )
    (found,) = conflicts(told)
    assert found.about == "crossed"
    assert found.sentence == (
        "PAK (Dawn) says that they crossed; IRN (IRNA) says that nobody crossed."
    )
    assert suggested_status(told) == "disputed"


def test_a_denial_that_says_nothing_else_is_a_conflict_about_the_event():
    told = incident(
        claim(1, publisher="Dawn"),
        claim(2, claimant="IRN", publisher="not recorded", stance="conflicts", text="Denied."),
    )
    (found,) = conflicts(told)
    assert found.about == "event"
    assert found.sentence == "IRN (source not recorded) contradicts PAK (Dawn)."
    assert suggested_status(told) == "disputed"


def test_places_are_compared_by_where_they_are():
    geocoder = load_geocoder()
    told = incident(
        claim(1, says_place="Tump", publisher="Dawn"),
        claim(2, says_place="Tump town", publisher="The News"),
        claim(3, says_place="Taftan", publisher="ARY"),
        country_reported="PAK",
    )
    assert conflicts(told) == ()
    (found,) = conflicts(told, geocoder=geocoder)
    assert found.about == "place"
    assert sorted(map(sorted, found.sides)) == [["a-1", "a-2"], ["a-3"]]


def test_statuses_are_suggested_by_origins_and_sides():
    copies = (claim(1, origin="AFP"), claim(2, origin="Agence France-Presse"))
    assert suggested_status(incident()) == "unconfirmed"
    assert suggested_status(incident(*copies)) == "unconfirmed"
    assert suggested_status(incident(*copies, claim(3, publisher="Dawn"))) == "corroborated"
    counts = (claim(1, origin="AFP", says_toll="5 dead"), claim(2, origin="AP", says_toll="6 dead"))
    assert suggested_status(incident(*counts)) == "corroborated"
    sides = (counts[0], replace(counts[1], claimant="IRN"))
    assert suggested_status(incident(*sides)) == "disputed"


@given(
    st.lists(
        st.builds(
            Claim,
            **{c.name: st.none() | st.text(max_size=30) for c in CLAIM_COLUMNS if c.kind == "text"}
            | {"claim_id": st.uuids().map(str)},
            stance=st.sampled_from(["supports", "conflicts", "background", None]),
            crossed=st.sampled_from(["yes", "no", "disputed", "unknown", None]),
            claimant=st.sampled_from(["IRN", "PAK", "group", "third party", "unknown", None]),
        ),
        max_size=5,
    )
)
def test_any_claims_are_compared_or_listed(claims):
    told = incident(*claims)
    ids = {c.claim_id for c in claims}
    for found in conflicts(told):
        assert {k for side in found.sides for k in side} <= ids
        assert len(found.sides) >= 2
    assert {u.claim_id for u in ranges(told).unread} <= ids
    assert suggested_status(told) in ("disputed", "corroborated", "unconfirmed")


# ------------------------------------------------------------------------------ bundled records


def abouts(bundled, incident_id):
    return sorted({c.about for c in conflicts(bundled[incident_id]) if not c.slight})


@pytest.mark.parametrize(
    ("incident_id", "expected"),
    [
        ("2017-06-19a", ["depth"]),  # 3-4 km by the Foreign Office, about 45 km by ANI
        ("2015-04-06a", ["crossed"]),
        ("2017-03-11a", ["event"]),  # Iran knew nothing of it
        ("2020-05-08a", ["place", "toll"]),  # two labourers more; the Afghan border
        ("2018-04-17a", ["toll"]),
        ("2014-10-17b", []),
        ("2023-01-18a", []),
        ("2018-06-25a", ["toll"]),  # 3 by Iran, 11 by the group
    ],
)
def test_conflicts_of_bundled_records_are_those_that_a_reader_finds(bundled, incident_id, expected):
    assert abouts(bundled, incident_id) == expected


def test_three_copies_of_the_army_statement_corroborate_nothing(bundled):
    assert len(origins(bundled["2023-01-18a"].claims)) == 1
    assert suggested_status(bundled["2023-01-18a"]) == "unconfirmed"


def test_suggestions_agree_with_most_of_the_statuses_that_were_given(bundled):
    agree = [i for i in bundled.values() if suggested_status(i) == i.status]
    assert len(agree) >= 100
    disputed = [i for i in bundled.values() if i.status == "disputed"]
    assert sum(suggested_status(i) == "disputed" for i in disputed) >= len(disputed) - 1


def test_every_claim_that_was_marked_as_conflicting_is_in_a_conflict(bundled):
    for one in bundled.values():
        named = {k for c in conflicts(one) for side in c.sides for k in side}
        assert {c.claim_id for c in one.claims if c.stance == "conflicts"} <= named
