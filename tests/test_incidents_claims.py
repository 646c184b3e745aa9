"""What claims say together: origins and ranges."""

from datetime import date

import pytest
from claimed import claim, incident
from hypothesis import given
from hypothesis import strategies as st

from incidents.claims import agency, origins, ranges
from incidents.conflicts import conflicts


def grouped(*claims):
    return [[c.claim_id for c in group] for group in origins(claims)]


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
