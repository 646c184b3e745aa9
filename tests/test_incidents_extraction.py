"""From a report to drafts: what a person who reviews them relies on."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from datetime import date

import pytest

from incidents import extraction
from incidents.depth import reported_interval_m
from incidents.extraction import MAX_CHARACTERS, UndatedError, extract, not_read, overlooked
from incidents.extraction.background import why_none
from incidents.extraction.counts import harmed_in, people_in
from incidents.extraction.days import spotted
from incidents.extraction.deeds import deeds_in
from incidents.extraction.depths import depth_in
from incidents.extraction.reading import read
from incidents.extraction.reckoning import understood
from incidents.extraction.speakers import speakers_in
from incidents.extraction.whereabouts import pillar_in
from incidents.record import EventType

WEEK = date(2014, 10, 22)  # a Wednesday

REPORT = """Border commanders agree on a hotline

QUETTA: Security officials of Pakistan and Iran held talks in Tehran on Wednesday about the recent
violations of the border.

The Frontier Corps spokesman said in Quetta that both sides would share information.

Sources said Iran had complained that gunmen who attack its guards often flee to Balochistan.

On October 17, Iranian border guards reportedly killed a Pakistani border soldier and wounded three
others. The following day, 30 Iranian border troops trespassed two kilometres into Pakistan and
raided a house.

On the same day, Iran said two Iranian border guards were killed by militants near the Pakistani
border and claimed that its men killed several ‘rebels’ in turn.

A deputy commander of the IRGC warned that Iran may chase militants wherever they hide, even five
kilometres inside Pakistan.

2 Comments

1. I just saw a video in which three soldiers were killed on Monday. Shame!
"""


def _tolls(draft):
    return {
        name: (count.low, count.best, count.high) for name, count in draft.incident.tolls.items()
    }


@pytest.fixture(scope="module")
def drafts():
    return extract(REPORT, published=WEEK)


def test_the_meeting_and_three_incidents_are_drafted_and_nothing_of_threat_or_comment(drafts):
    assert [(d.incident.date_start, d.incident.event_type) for d in drafts] == [
        (date(2014, 10, 22), EventType.DIPLOMATIC),
        (date(2014, 10, 17), EventType.ARMED_CLASH),
        (date(2014, 10, 18), EventType.INCURSION),
        (date(2014, 10, 18), EventType.ARMED_CLASH),
    ]
    assert {d.incident.status for d in drafts} == {"draft"}


def test_each_incident_has_who_how_many_and_how_deep(drafts):
    _, killed, raid, clash = drafts
    assert killed.incident.acting_side == "IRN"
    assert _tolls(killed) == {"killed_pak": (1, 1, 1), "injured_pak": (3, 3, 3)}
    assert raid.incident.personnel_count == 30
    assert (raid.incident.reported_depth_min_km, raid.incident.reported_depth_max_km) == (2.0, 2.0)
    assert raid.incident.reported_depth_into == "PAK"
    assert raid.incident.incursion_kind == "entry"
    assert clash.incident.acting_side == "non-state"
    assert _tolls(clash) == {"killed_irn": (2, 2, 2), "killed_militants": (3, None, 9)}
    assert {c.claimant for c in clash.incident.claims} == {"IRN"}


def test_evidence_is_the_text_itself(drafts):
    for draft in drafts:
        assert draft.evidence["date_start"]
        for several in draft.evidence.values():
            for one in several:
                assert REPORT[one.start : one.end] == one.text
                assert 0 < one.confidence <= 1


def test_evidence_stays_literal_among_signs_that_are_passed_over():
    text = "Two\u200f Iranian\u202e guards were killed\ufeff near Saravan on ۱۷ October ۲۰۱۴."
    (draft,) = extract(text, published=WEEK)
    assert draft.incident.date_start == date(2014, 10, 17)
    for several in draft.evidence.values():
        assert all(text[one.start : one.end] == one.text for one in several)


@pytest.mark.parametrize(
    ("lead", "interval_km"),
    [
        ("no more than", (0, 2.5)),
        ("not more than", (0, 2.5)),
        ("no further than", (0, 2.5)),
        ("at most", (0, 2.5)),
        ("more than", (1.5, 4)),
    ],
)
def test_a_depth_keeps_the_words_that_bound_it(lead, interval_km):
    said = f"Iranian guards came {lead} two kilometres inside Pakistan on Sunday."
    (draft,) = extract(said, published=date(2021, 5, 6))
    assert [value / 1000 for value in reported_interval_m(draft.incident)] == list(interval_km)


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("by Sunday", date(2021, 5, 2)),
        ("before Monday", date(2021, 5, 2)),
        ("no later than Friday", date(2021, 4, 30)),
    ],
)
def test_a_day_by_which_it_was_done_is_not_the_day_of_the_deed(words, last):
    said = f"Iranian guards entered Pakistan {words} and went two kilometres into Pakistan."
    (draft,) = extract(said, published=date(2021, 5, 6))
    found = draft.incident
    assert (found.date_precision, found.date_end) == ("range", last)
    assert found.date_start < found.date_end
    assert draft.remarks


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("no more than three soldiers", (None, None, 3)),
        ("not more than three soldiers", (None, None, 3)),
        ("at most three soldiers", (None, None, 3)),
        ("three soldiers at most", (None, None, 3)),
        ("three soldiers at the most", (None, None, 3)),
        ("three soldiers at the least", (3, 3, None)),
        ("not fewer than three soldiers", (3, 3, None)),
        ("three or more soldiers", (3, 3, None)),
        ("three soldiers or more", (3, 3, None)),
        ("upwards of three soldiers", (3, 3, None)),
        ("in excess of three soldiers", (4, None, None)),
    ],
)
def test_a_toll_keeps_the_words_that_bound_it(words, count):
    (harmed,) = harmed_in(f"{words} were killed", people_in(f"{words} were killed"))
    found = harmed.people.count
    assert (found.low, found.best, found.high) == count


def test_what_was_said_stands_in_the_letters_of_the_report():
    said = (
        "به گزارش ایرنا، روز یکشنبه مأموران مرزبانی پاکستان بیش از ۲ کیلومتر در خاک ایران پیشروی"
        " کردند و دو سوخت‌بر زخمی شدند."
    )
    (draft,) = extract(said, published=date(2021, 5, 6))
    found = draft.incident
    (claim,) = found.claims
    assert found.depth_wording == claim.says_depth == "بیش از ۲ کیلومتر در خاک ایران"
    assert "مأموران" in str(found.actor)
    for words in (found.summary, claim.text, claim.origin, claim.says_date, claim.says_toll):
        assert words
        assert words in said


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on October 17", "2014-10-17", "2014-10-17"),
        ("on 17 October 2013", "2013-10-17", "2013-10-17"),
        ("on Wednesday", "2014-10-22", "2014-10-22"),
        ("late Thursday night", "2014-10-16", "2014-10-16"),
        ("in the night between Thursday and Friday", "2014-10-16", "2014-10-17"),
        ("the following day", "2014-10-11", "2014-10-11"),
        ("on the same day", "2014-10-10", "2014-10-10"),
        ("three days later", "2014-10-13", "2014-10-13"),
        ("two days ago", "2014-10-20", "2014-10-20"),
        ("yesterday", "2014-10-21", "2014-10-21"),
        ("in October 2013", "2013-10-01", "2013-10-31"),
        ("on 25 Mehr 1393", "2014-10-17", "2014-10-17"),
        ("22 Dhu al-Hijjah 1435", "2014-10-16", "2014-10-16"),
        ("روز جمعه ۲۵ مهر", "2014-10-17", "2014-10-17"),
        ("بده کے روز", "2014-10-22", "2014-10-22"),
        ("late on Saturday or early on Sunday", "2014-10-18", "2014-10-19"),
        ("on Sunday or Monday", "2014-10-19", "2014-10-20"),
        ("on October 2 or 3", "2014-10-02", "2014-10-03"),
        ("on 2 or 3 October", "2014-10-02", "2014-10-03"),
        ("on or about 3 October", "2014-10-02", "2014-10-04"),
        ("a few days ago", "2014-10-15", "2014-10-20"),
    ],
)
def test_dates_are_reckoned_from_publication_or_from_the_event_before(words, first, last):
    from incidents.extraction.reading import read  # noqa: PLC0415

    plain = read(words).plain
    before = understood(spotted("on October 10", 0, 13)[0], WEEK, None)
    (when,) = spotted(plain, 0, len(plain))
    days = understood(when, WEEK, before)
    assert (days.first.isoformat(), days.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("text", "low", "high", "into"),
    [
        ("The troops came two kilometres into Pakistan.", 2, 2, "PAK"),
        ("Shells fell three to four km inside Iranian territory.", 3, 4, "IRN"),
        ("They advanced some 500 metres across the border.", 0.5, 0.5, None),
        ("They drove four miles (6 km) into Balochistan.", 6.44, 6.44, "PAK"),
        ("They advanced about 900 yards on the Pakistani side.", 0.82, 0.82, "PAK"),
        ("Shells hit a hut situated between four and five km inside Pakistan.", 4, 5, "PAK"),
        ("گولے پاکستانی حدود کے اندر دو سے تین کلومیٹر کے فاصلے پر گرے", 2, 3, "PAK"),
        ("They came eighty-five km inside Iran", 85, 85, "IRN"),
        ("They encroached 700 feet into Pakistani territory", 0.21, 0.21, "PAK"),
        ("The guards had strayed about 2 km into Pakistani territory", 2, 2, "PAK"),
        ("They came two hundred and fifty metres into Iran", 0.25, 0.25, "IRN"),
        ("They came one-and-a-half kilometres into Iran", 1.5, 1.5, "IRN"),
        ("They came three-quarters of a kilometre into Iran", 0.75, 0.75, "IRN"),
        ("They came two to three hundred metres into Iran", 0.2, 0.3, "IRN"),
        ("They came four, perhaps five kilometres into Iran", 4, 5, "IRN"),
        ("They stopped a full kilometre on the Pakistani side", 1, 1, "PAK"),
        ("They went on for two and a half miles beyond the zero point", 4.02, 4.02, None),
        ("Three shells fell in the fields, nearly two kilometres from the border", 2, 2, None),
        ("They flew as far as Jalgai, a village six kilometres from the border", 6, 6, None),
        ("The place lies seven kilometres within Pakistan", 7, 7, "PAK"),
        ("تا عمق دو کیلومتری خاک ایران پیش امدند", 2, 2, "IRN"),
        ("پاکستانی حدود میں 12 کلومیٹر اندر گرے", 12, 12, "PAK"),
        ("پاکستانی حدود میں آٹه سو میٹر تک گهس آیے", 0.8, 0.8, "PAK"),
        ("یک کیلومتر و دویست متر در خاک ایران جلو امده بودند", 1.2, 1.2, "IRN"),
        ("حدود شش کیلومتر در خاک ایران پیش امدند", 6, 6, "IRN"),
        ("در فاصله سه کیلومتری از مرز در داخل خاک پاکستان فرود امد", 3, 3, "PAK"),
        ("وارد خاک پاکستان شده و حدود دو کیلومتر پیشروی کردند", 2, 2, "PAK"),
        ("گولے سرحد سے دو کلومیٹر دور پاکستانی علاقے میں گرے", 2, 2, "PAK"),
        ("راکٹ ایرانی سرحد سے ایک کلومیٹر اندر ایک مکان پر گرا", 1, 1, "PAK"),
        ("Shells fell between one and a half and two kilometres inside Pakistan", 1.5, 2, "PAK"),
        ("They were a mile and a quarter inside Iran", 2.01, 2.01, "IRN"),
        ("Shells fell two and three quarters km inside Pakistan", 2.75, 2.75, "PAK"),
        (
            "The first fell 300 metres inside our area and the deepest went 1,200 metres",
            0.3,
            1.2,
            None,
        ),
        (
            "He was shot on Pakistani land, no more than 250 metres from the border",
            0.25,
            0.25,
            "PAK",
        ),
        ("گولے پلر نمبر 222 سے آٹه سو میٹر پاکستانی علاقے کے اندر گرے", 0.8, 0.8, "PAK"),
        ("وه پانچ کلومیٹر پاکستان کے اندر آ چکے تهے", 5, 5, "PAK"),
        ("راکت ها بین 800 متر تا 1.2 کیلومتر داخل مرز ایران فرود امد", 0.8, 1.2, "IRN"),
        ("پس از هشتصد متر پیشروی در خاک ایران به برجک رسیدند", 0.8, 0.8, "IRN"),
    ],
)
def test_depths_are_read_with_their_country(text, low, high, into):
    depth = depth_in(text)
    assert (depth.low_km, depth.high_km, depth.into) == (low, high, into)


@pytest.mark.parametrize(
    "text",
    [
        "The border is 909 kilometres long.",
        "They came 1 km 200 m into Iran.",
        "They came 3,5 km into Iran.",
        "The mortars were fired from a post two kilometres from the border.",
        "The rifle has a range of two kilometres.",
        "The shells exploded four kilometres from an FC post.",
        "The town lies 40 km inside Iran.",
        "The boat was 40 km off the coast of Jiwani.",
        "The attackers fled 3 km into Iran.",
        "Saravan is about 30 km from the border.",
        "The fence runs 200 metres inside Pakistan.",
        "The convoy moved 200 km on the Pakistani side before it reached Quetta.",
        "The post, situated 5 km inside Pakistan, was built last year.",
        "They fired from 2 km inside Iran.",
        "Iran denied that its men had gone two kilometres into Pakistan.",
        "Guards would enter five kilometres into Pakistan if they had to.",
        "گشت پنجگور سے تیس کلومیٹر دور پاکستانی علاقے میں تهی",
        "گاوں سرحد سے دو کلومیٹر دور پاکستانی علاقے میں واقع هے",
        "بمب حفره ای به عمق دو متر ایجاد کرد",
        "اگر لازم باشد تا عمق 50 کیلومتری خاک پاکستان پیش می رویم",
        "جاده ای به طول 30 کیلومتر در خاک ایران ساخته شد",
        "Soldiers of the Talar post, six kilometres from the zero line, fired at them.",
        "They dug a ditch 300 metres long, three metres deep and four wide.",
        "The rockets left craters more than a metre deep.",
        "خودرو به دره ای به عمق 20 متر پرتاب شد",
    ],
)
def test_other_distances_are_no_depth(text):
    assert depth_in(text) is None


def _told(text, published=date(2017, 5, 29)):
    found = (d.incident for d in extract(text, published=published))
    return [(i.date_start.day, i.event_type.value, i.acting_side) for i in found]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "QUETTA: The government on Saturday ordered all crossing points with Iran in "
                "Kech and "
                "Panjgur closed, a day after three soldiers were killed in an ambush near Buleda."
            ),
            [(27, "border_closure", "PAK"), (26, "ambush_or_ied", "non-state")],
        ),
        (
            (
                "TAFTAN: The three strayed men were returned to Iranian officials at the gate by "
                "Pakistan on Thursday."
            ),
            [(25, "diplomatic", "PAK")],
        ),
        (
            (
                "Pakistan's foreign minister and his counterpart agreed in a long telephone "
                "conversation on Friday to keep calm."
            ),
            [(26, "diplomatic", "PAK")],
        ),
        (
            "TURBAT: Iranian guards arrived in four jeeps on Friday and took away two labourers.",
            [(26, "abduction", "IRN")],
        ),
        (
            (
                "PANJGUR: Gunmen shot two traders dead at Parom on Friday night.\n\nEarlier "
                "the same "
                "day, Iranian guards had fired at fuel carriers near pillar 170."
            ),
            [(26, "shooting_of_civilians", "non-state"), (26, "shooting_of_civilians", "IRN")],
        ),
        (
            (
                "Pakistan brought down an Iranian drone over Panjgur district last week.\n\n"
                "The drone was hit by a jet on Saturday in the Parom area, an official said.\n\n"
                "In 2014 Iran had sent troops after militants who abducted five of its "
                "guards, and a "
                "soldier lost his life."
            ),
            [(27, "air_or_drone_strike", "PAK")],
        ),
        (
            (
                'QUETTA: "As we were told by the Iranian side, the driver did not stop at a '
                "post near "
                'Saravan on Friday and the guards opened fire," he said. Two passengers were hurt.'
            ),
            [(26, "shooting_of_civilians", "IRN")],
        ),
        (
            (
                "QUETTA: Levies on Saturday arrested four Iranian guards who had driven "
                "across near "
                "Mashkel.\n\nThey had no papers.\n\nA magistrate heard them.\n\nThe arrests "
                "came eight "
                "days after a suicide bomber killed nine people at Pishin in Iran."
            ),
            [(27, "arrest_or_seizure", "PAK")],
        ),
        (
            (
                "Officials said three more markets were to open on the frontier with Iran, "
                "the first "
                "of which was inaugurated by the ministers of Pakistan and Iran last month."
            ),
            [],
        ),
    ],
)
def test_what_a_sentence_joins_and_what_it_only_says_beside(text, told):
    assert _told(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "TURBAT: Bullets from an Iranian post ended the life of a young driver near Mand "
                "on Friday."
            ),
            ["shooting_of_civilians IRN"],
        ),
        (
            "PANJGUR: Missiles rained on a village in Panjgur on Friday, and Iran owned up to it.",
            ["air_or_drone_strike IRN"],
        ),
        (
            "ISLAMABAD: The air force downed an Iranian spy drone over Panjgur on Friday.",
            ["air_or_drone_strike PAK"],
        ),
        (
            "ZAHEDAN: A post at Korin came under mortar and rocket fire from gunmen on Friday.",
            ["armed_clash non-state"],
        ),
        (
            (
                "PANJGUR: Two vehicles of the Iranian guards were seen on Friday near Chedgi "
                "on the "
                "Pakistani side."
            ),
            ["incursion IRN"],
        ),
        (
            (
                "TAFTAN: Iranian guards crossed over on Friday, tore down a Pakistani fence and "
                "went back."
            ),
            ["incursion IRN"],
        ),
        (
            (
                "ZAHEDAN: Guards seized 90 kilograms of opium in a clash with traffickers "
                "near Saravan "
                "on Friday."
            ),
            ["arrest_or_seizure IRN"],
        ),
        (
            "QUETTA: Iran gave Pakistan the bodies of two drivers at Rajay on Friday.",
            ["diplomatic IRN"],
        ),
        (
            (
                "ISLAMABAD: Iran's deputy ambassador had to listen to a strong protest at the "
                "Foreign "
                "Office on Friday."
            ),
            ["diplomatic PAK"],
        ),
        (
            "ISLAMABAD: The ambassador of Iran was called to the Foreign Office on Friday.",
            ["diplomatic PAK"],
        ),
        (
            (
                "TAFTAN: Eleven Pakistani fishermen set free by Iran came home through Taftan on "
                "Friday."
            ),
            ["diplomatic IRN"],
        ),
        (
            (
                "QUETTA: Security forces recovered four Iranian guards in an operation in "
                "Chagai on "
                "Friday and handed them over to Iran."
            ),
            ["arrest_or_seizure PAK"],
        ),
        (
            (
                "WASHUK: Two drivers were killed and their cars torched when Iranian guards "
                "shot at a "
                "convoy in Mashkel on Friday."
            ),
            ["shooting_of_civilians IRN"],
        ),
        (
            (
                "QUETTA: Two commanders were killed and several fighters wounded in an Iranian "
                "drone attack in Panjgur on Friday."
            ),
            ["air_or_drone_strike IRN"],
        ),
        (
            (
                "TEHRAN: Members of an armed group had crossed over from Pakistan and were spotted "
                "half a kilometer inside Iran near pillar 177 on Friday, the police said."
            ),
            ["incursion non-state"],
        ),
        (
            (
                "GWADAR: At daybreak on Friday a launch of the Iranian coast guard came up to the "
                "boats off Jiwani and ordered the crews to follow."
            ),
            ["arrest_or_seizure IRN"],
        ),
        (
            (
                "TEHRAN: The vehicle of the guards hit a mine in Mirjaveh on Friday and two guards "
                "died. The terrorists had infiltrated the night before, planted the device on the "
                "track and escaped, a statement said."
            ),
            ["ambush_or_ied non-state"],
        ),
        (
            (
                "TEHRAN: Sealing of the borders will be completed within three years, the head "
                "of the Border Police said on Friday."
            ),
            [],
        ),
        (
            (
                "TEHRAN: The target set by the two governments between March 21 and December 21 is "
                "to raise trade through Mirjaveh."
            ),
            [],
        ),
        (
            (
                "ZAHEDAN: Officials met on Friday to mark the sixth anniversary of the bombing "
                "that killed 42 people at Pishin."
            ),
            [],
        ),
        (
            (
                "QUETTA: At least 171 fuel carriers were shot dead or died in Sistan and "
                "Baluchestan in 2022, a group says in its annual report."
            ),
            [],
        ),
        (
            (
                "CHAGAI: Work on a ditch that Iranian border troops had begun to dig near Mashkel "
                "was halted on Friday."
            ),
            [],
        ),
    ],
)
def test_turns_of_phrase_tell_of_deeds_and_of_who_did_them(text, told):
    assert [f"{kind} {side}" for _, kind, side in _told(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "GWADAR: Families demanded on Sunday the release of 11 fishermen arrested by "
                "Iran's coast "
                "guard on Friday."
            ),
            [(26, "arrest_or_seizure", "IRN")],
        ),
        (
            (
                "QUETTA: The protests continued on Sunday over Friday's killing of two drivers by "
                "Iranian "
                "guards near Grap."
            ),
            [(26, "shooting_of_civilians", "IRN")],
        ),
        (
            (
                "TURBAT: Two herdsmen who had been carried off by Iranian guards were returned on "
                "Saturday "
                "at a meeting of commanders of both countries."
            ),
            [(27, "diplomatic", "PAK")],
        ),
        (
            (
                "QUETTA: Tension gripped the villages of Mashkel on Friday after Iranian guards "
                "drove four "
                "km into Pakistani territory."
            ),
            [(26, "incursion", "IRN")],
        ),
        (
            (
                "QUETTA: The death toll from Friday's bombing of a bus of the Frontier Corps "
                "in Taftan "
                "rose to six on Sunday."
            ),
            [(26, "ambush_or_ied", "non-state")],
        ),
        (
            "PANJGUR: The firing, which began at dawn on Friday, came from three Iranian posts.",
            [(26, "shooting_of_civilians", "IRN")],
        ),
        (
            "ZAHEDAN: Protesters set tyres alight in Saravan on Friday after a driver was shot.",
            [(26, "diplomatic", "non-state")],
        ),
    ],
)
def test_what_is_only_mentioned_with_its_day_is_told(text, told):
    assert _told(text) == told


def test_who_came_to_stop_others_was_hit_at_the_pillar():
    text = (
        "Two soldiers were killed near Taftan on Friday in a gunfight of Iranian guards and "
        "militants. "
        "A patrol that had moved up to stop them was hit near border pillar 82."
    )
    (draft,) = extract(text, published=date(2017, 5, 29))
    assert draft.incident.border_pillar == "82"


def test_militants_whom_guards_met_inside_make_no_incursion_of_the_other_state():
    (draft,) = extract(
        "TEHRAN: Iran's Revolutionary Guards killed three militants in a clash on Tuesday. The"
        " militants had crossed the border and were ambushed 5 km inside Iran, it said.",
        published=date(2021, 5, 5),
    )
    found = draft.incident
    assert (found.event_type, found.acting_side) == (EventType.ARMED_CLASH, "IRN")
    assert (found.reported_depth_max_km, found.reported_depth_into) == (5, "IRN")
    assert found.depth_wording == "5 km inside Iran"


def test_a_civilian_whom_guards_shot_inside_makes_no_incursion_of_the_other_state():
    (draft,) = extract(
        "A Pakistani man was killed by Iranian guards on Tuesday when he and two others crossed 200"
        " metres into Iran to collect fodder near pillar 233.",
        published=date(2021, 5, 6),
    )
    found = draft.incident
    assert (found.event_type, found.acting_side) == (EventType.SHOOTING_OF_CIVILIANS, "IRN")
    assert (found.reported_depth_max_km, found.reported_depth_into) == (0.2, "IRN")


FIRE = {
    "nobody knows who": (
        """Iran said a rocket fired from the Pakistani side landed 500 metres inside Iran on Monday
        and wounded two guards. It was not known who had launched it.""",
        ("unknown", 0.5, "IRN"),
    ),
    "gunmen": (
        """Two rockets launched from inside Pakistan hit a border village near Bahu Kalat on
        Monday, an Iranian official said. They landed 600 metres inside Iran. Four gunmen had
        reached the place on motorcycles.""",
        ("non-state", 0.6, "IRN"),
    ),
    "a post": (
        """Several mortar rounds were launched on Monday from an FC position near Mirjaveh. They
        exploded 1,200 metres inside Iran. The FC said it had shot at drug runners.""",
        ("PAK", 1.2, "IRN"),
    ),
    "who makes contact": (
        """QUETTA: Seven shells fell 700 metres inside Pakistan near pillar 181 on Monday. The
        Frontier Corps made contact with the Iranian post and the firing stopped.""",
        ("IRN", 0.7, "PAK"),
    ),
}


@pytest.mark.parametrize("case", FIRE)
def test_fire_is_of_those_who_are_said_to_have_fired(case):
    text, told = FIRE[case]
    found = extract(" ".join(text.split()), published=date(2021, 5, 5))[0].incident
    assert found.event_type is EventType.CROSS_BORDER_FIRE
    assert found.date_start == date(2021, 5, 3)
    depth = (found.acting_side, found.reported_depth_max_km, found.reported_depth_into)
    assert depth == told


def test_who_speaks_or_is_disarmed_has_not_acted():
    text = (
        "QUETTA: Four members of the Levies force were surrounded by Iranian guards near border "
        "pillar 46 on Tuesday. They were disarmed and driven to Zahedan."
    )
    (draft,) = extract(text, published=date(2010, 3, 18))
    assert draft.incident.acting_side == "IRN"
    assert draft.incident.border_pillar == "46"


def test_entries_of_a_chronicle_keep_their_days():
    text = (
        "Balochistan security note\n\nPanjgur, 8 May: Eight rockets landed near pillar 155 of the "
        "border.\n\nKech, 12 May: A roadside bomb hit an FC vehicle. Two soldiers were killed."
    )
    days = [d.incident.date_start for d in extract(text, published=date(2012, 5, 14))]
    assert days == [date(2012, 5, 8), date(2012, 5, 12)]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("a Pakistani drone that had flown 3 km into Iran was shot down near Saravan", "IRN"),
        ("an Iranian drone that had come 3 km into Pakistan was shot down near Mashkel", "PAK"),
    ],
)
def test_a_drone_is_brought_down_by_those_over_whose_land_it_flew(text, side):
    (draft,) = extract(f"Officials said on Monday that {text}.", published=date(2021, 5, 5))
    found = draft.incident
    assert (found.event_type, found.acting_side) == (EventType.AIR_OR_DRONE_STRIKE, side)
    assert (found.reported_depth_max_km, found.reported_depth_into) == (3, side)
    assert found.verbatim_locality in text


def test_who_stops_intruders_beyond_the_border_stands_on_his_own_land():
    (draft,) = extract(
        "TURBAT: Two Afghan migrants were shot dead as they tried to enter Iran on Monday. They had"
        " gone some 700 metres beyond the border near pillar 228 when Iranian guards opened fire.",
        published=date(2022, 8, 31),
    )
    assert (draft.incident.reported_depth_min_km, draft.incident.reported_depth_into) == (
        0.7,
        "IRN",
    )


def test_a_note_is_handed_over_on_another_day_than_what_it_quotes():
    found = _told(
        "ISLAMABAD: The ambassador of Iran was called to the Foreign Office on Saturday and handed"
        " a note which says that some 30 guards entered near Mashkel on Friday, moved two"
        " kilometres into Pakistani territory and opened fire at a vehicle."
    )
    assert {(kind, side) for _, kind, side in found} == {
        ("diplomatic", "PAK"),
        ("incursion", "IRN"),
    }


def test_the_pillar_at_which_men_were_to_cross_is_that_of_their_arrest():
    text = (
        "Levies arrested 61 men on Friday as they tried to cross into Iran near Gabd. They "
        "had been "
        "brought in buses and were to be handed to an agent at border pillar 252."
    )
    (draft,) = extract(text, published=date(2017, 5, 29))
    assert draft.incident.border_pillar == "252"


@pytest.mark.parametrize(
    ("text", "low", "into"),
    [
        ("The guards went about 600 metres into Washuk district and came back.", 0.6, "PAK"),
        ("A shell burst some 1.5km inside Kech on Friday.", 1.5, "PAK"),
        ("They ran after us up to half a kilometre from the border on our own side.", 0.5, None),
        ("The patrol was well inside our territory, about two km short of the line.", 2, None),
        ("The men walked in between pillars 12 and 13, advanced 700 metres and left.", 0.7, None),
        ("The riders had got some three kilometres across before they were seen.", 3, None),
        ("The depth of the intrusion was put at four kilometres.", 4, None),
    ],
)
def test_depths_are_told_by_how_men_came_in(text, low, into):
    depth = depth_in(text)
    assert (depth.low_km, depth.into) == (low, into)


@pytest.mark.parametrize(
    "text",
    [
        "The camp lies 12 km inside Gwadar town.",
        "The two clashed 300 metres from the line, in their own territory.",
        "They crossed the frontier and went 40 km to the bazaar.",
        "The river there is 200 metres across.",
    ],
)
def test_ways_and_widths_are_not_how_deep_men_came_in(text):
    assert depth_in(text) is None


def test_what_is_struck_off_the_border_is_deep_only_where_fire_came_across():
    shelled = "A mortar shell fired from Iran hit a car near Mand on Friday. "
    struck = "It was struck on a track four kilometres off the border, police said."
    (draft,) = extract(shelled + struck, published=date(2017, 5, 29))
    assert draft.incident.reported_depth_min_km == 4
    gunmen = "Gunmen attacked a car near Mand on Friday and killed its driver. "
    (draft,) = extract(gunmen + struck, published=date(2017, 5, 29))
    assert draft.incident.reported_depth_min_km is None


def test_a_pair_of_pillars_may_be_joined_by_hyphens():
    assert pillar_in("They came over between BP-160 and BP-162.")[2] == "160-162"


def test_who_came_in_gives_the_depth_though_others_took_them():
    text = (
        "Two Iranian guards who had shot at a car were captured by Levies on Friday near Mashkel. "
        "The guards had come two kilometres into Pakistan."
    )
    (draft,) = extract(text, published=date(2017, 5, 29))
    assert draft.incident.reported_depth_min_km == 2


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("near border pillar No. 206", "206"),
        ("between pillars 104 and 106 of the border", "104-106"),
        ("at BP-154", "154"),
        ("They were mending the fence near border pillar 187 when they were fired at", "187"),
        ("They were mending the fence near border pillar 187", None),
        ("از حوالی میل 172 در مرز", "172"),
        ("پنج میل 200 متر", None),
        ("the three pillars of the agreement", None),
        ("pillars 12 and 13, and pillar 40 of the border", None),
        ("Rockets fell between border pillars #104 and #106", "104-106"),
        ("They walked past the fence at boundary pillar No 234", "234"),
        ("about 2.5 km north of boundary pillar 149", "149"),
        ("Officials said they had reinforced seven posts between border pillars 170 and 178", None),
        ("Our posts between border pillars 150 and 160 have been put on alert", None),
        ("بی پی 233 سے پانچ سو گز اندر سرحد کے پاس", "233"),
    ],
)
def test_pillars_are_numbers_of_the_border(text, number):
    found = pillar_in(text)
    assert (found[2] if found else None) == number


@pytest.mark.parametrize(
    "text",
    [
        "Militants often attack border posts near Saravan.",
        "Iran warned that its forces would strike camps in Panjgur if attacks went on.",
        "Rights groups counted 46 carriers killed last year.",
        "In 2013 the group killed 14 guards near Saravan.",
        "The ministers discussed the killing of five guards and the firing of mortars.",
    ],
)
def test_what_is_usual_threatened_counted_long_ago_or_talked_about_is_no_incident(text):
    assert extract(text, published=WEEK) == ()


def test_an_event_told_twice_is_one_draft_and_another_one_is_another():
    text = (
        "Bomb kills two in Taftan\n\nA bomb killed two Levies men in Taftan on Monday, it said. "
        "The men died when the bomb went off under their car.\n\nIn a separate incident, "
        "gunmen abducted three drivers near Mashkel on Tuesday."
    )
    first, second = extract(text, published=WEEK)
    assert _tolls(first) == {"killed_pak": (2, 2, 2)}
    assert second.incident.event_type == EventType.ABDUCTION
    assert second.incident.date_start == date(2014, 10, 21)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (  # whose guards they are stands behind them; the day is not that of the dateline
            (
                "زاهدان، ۱۵ اردیبهشت ۱۴۰۰ - به گزارش ایرنا، روز یکشنبه مأموران مرزبانی "
                "پاکستان بیش از ۲ کیلومتر در خاک ایران پیشروی کردند و دو سوخت‌بر زخمی شدند."
            ),
            ["2021-05-02 incursion PAK 2.0 IRN"],
        ),
        (
            (
                "سراوان - ۱۲ اردیبهشت - فرماندار سراوان گفت: نیروهای نظامی پاکستان شب گذشته "
                "حدود ۸۰۰ متر وارد خاک کشورمان شدند."
            ),
            ["2021-05-04 incursion PAK 0.8 IRN"],
        ),
        (  # the envoy is called in on another day than what it is for
            (
                "سخنگوی وزارت امور خارجه از احضار سفیر پاکستان در تهران در روز دوشنبه خبر "
                "داد. این احضار در پی ورود بالگردهای پاکستانی به حریم هوایی کشور در روز "
                "یکشنبه صورت گرفت که تا عمق سه کیلومتری خاک ایران پیش آمدند."
            ),
            ["2021-05-03 diplomatic IRN None None", "2021-05-02 incursion PAK 3.0 IRN"],
        ),
        (
            (
                "خبرگزاری تسنیم: مدرسه‌ای در شهر مرزی پیشین عصر یکشنبه هدف گلوله‌های نیروهای "
                "پاکستانی قرار گرفت."
            ),
            ["2021-05-02 shooting_of_civilians PAK None None"],
        ),
        (
            (
                "ارتش پاکستان بامداد دوشنبه مواضع گروه‌های جدایی‌طلب را در عمق ۵۰ کیلومتری "
                "خاک ایران هدف حملات موشکی قرار داد."
            ),
            ["2021-05-03 air_or_drone_strike PAK 50.0 IRN"],
        ),
        (
            (
                "دفتر خارجہ نے پیر کو ایرانی ناظم الامور کو طلب کر کے شدید احتجاج کیا، اتوار "
                "کو ایرانی ڈرون حملے میں پنجگور میں دو بچے جاں بحق ہوئے تھے۔"
            ),
            [
                "2021-05-03 diplomatic PAK None None",
                "2021-05-02 air_or_drone_strike IRN None None",
            ],
        ),
        (
            ("ایرانی حکام نے پیر سے تفتان بارڈر تجارت کے لیے بند کر دیا ہے۔"),
            ["2021-05-03 border_closure IRN None None"],
        ),
    ],
)
def test_who_did_what_on_which_day_in_persian_and_urdu(text, told):
    drafts = extract(text, published=date(2021, 5, 5))
    assert [
        f"{i.date_start} {i.event_type.value} {i.acting_side} {i.reported_depth_min_km}"
        f" {i.reported_depth_into}"
        for i in (draft.incident for draft in drafts)
    ] == told


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("به گفته مقام‌های پاکستانی، مرزبانان ایران روز جمعه ماشکیل را با خمپاره زدند.", "IRN"),
        ("روز جمعه بر اثر تیراندازی مرزبانان ایرانی در سراوان دو نفر کشته شدند.", "IRN"),
        ("دو بالگرد پاکستان روز جمعه حریم هوایی ایران را نقض کردند.", "PAK"),
        ("جمعے کو ایران سے آنے والے سات راکٹ ماشکیل میں گرے۔", "IRN"),
        ("جمعے کو پانچ گولے فائر کیے گئے جو پاکستانی حدود میں ماشکیل میں گرے۔", "IRN"),
        ("ارتش پاکستان می‌گوید روز جمعه مخفیگاهی را در اطراف سراوان هدف قرار داده است.", "PAK"),
        ("جمعے کو ایران کے دو ہیلی کاپٹروں نے پاکستانی فضائی حدود کی خلاف ورزی کی۔", "IRN"),
    ],
)
def test_who_acts_in_a_persian_or_urdu_clause_is_not_who_speaks(text, side):
    (draft,) = extract(text, published=WEEK)
    assert draft.incident.acting_side == side


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "ارتش پاکستان می‌گوید روز جمعه اطراف سراوان را با پهپاد هدف قرار داده است.",
            [("PAK", "supports")],
        ),
        (
            "جمعے کو تمپ میں ایک سپاہی شہید ہوا۔ بی ایل ایف کا دعویٰ ہے کہ آٹھ اہلکار ہلاک ہوئے۔",
            [("unknown", "supports"), ("group", "conflicts")],
        ),
        (
            "لیویز کے مطابق جمعے کو ماشکیل میں گولے گرے۔ ایران نے کہا کوئی گولہ فائر نہیں کیا گیا۔",
            [("PAK", "supports"), ("IRN", "conflicts")],
        ),
    ],
)
def test_whose_account_a_persian_or_urdu_sentence_is(text, claims):
    (draft,) = extract(text, published=WEEK)
    assert [(claim.claimant, claim.stance) for claim in draft.incident.claims] == claims


def test_an_account_that_denies_is_a_conflicting_claim():
    text = (
        "Iranian troops entered Pakistan near Mashkel on Monday, Levies officials said. Iran's "
        "embassy denied the report and said that nobody had crossed."
    )
    (draft,) = extract(text, published=WEEK)
    assert {(c.claimant, c.stance) for c in draft.incident.claims} == {
        ("PAK", "supports"),
        ("IRN", "conflicts"),
    }


def test_without_any_full_date_the_day_of_publication_is_asked_for():
    with pytest.raises(UndatedError, match="--published"):
        extract("Gunmen killed two guards near Saravan on Friday.")


def test_the_day_of_publication_is_taken_from_the_dateline():
    text = "QUETTA, October 22, 2014: Gunmen killed two soldiers near Mand on Friday."
    (draft,) = extract(text)
    assert draft.incident.date_start == date(2014, 10, 17)


WAYS_OF_SAYING = {
    "active": "Iranian border guards shot dead two Pakistani labourers near Mand on Friday.",
    "passive": (
        "Two Pakistani labourers were shot dead by Iranian border guards near Mand on Friday."
    ),
    "day first": "On Friday, Iranian border guards killed two Pakistani labourers near Mand.",
    "noun": "Two Pakistani labourers died in firing by Iranian border guards near Mand on Friday.",
    "with a speaker": (
        "The Levies said Iranian border guards had gunned down two Pakistani labourers near Mand "
        "on Friday."
    ),
    "in two sentences": (
        "Iranian border guards opened fire near Mand on Friday. "
        "Two Pakistani labourers were killed."
    ),
}


@pytest.mark.parametrize("way", WAYS_OF_SAYING)
def test_the_same_facts_come_out_however_they_are_said(way):
    (draft,) = extract(WAYS_OF_SAYING[way], published=WEEK)
    incident = draft.incident
    assert (incident.date_start, incident.acting_side) == (date(2014, 10, 17), "IRN")
    assert incident.tolls["killed_civilians"].best == 2
    assert incident.verbatim_locality == "Mand"


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Pakistan said its soldiers had fired on a boat near Gwadar on Friday.", "PAK"),
        ("Iran said on Saturday its border guards shot dead two smugglers on Friday.", "IRN"),
        ("QUETTA: Troops from the neighbouring country entered Panjgur on Friday.", "IRN"),
        ("Three guards were killed at Saravan on Friday by an armed team.", "non-state"),
        ("Shells fired from the Iranian side fell on Mashkel on Friday. The FC fired back.", "IRN"),
    ],
)
def test_possessives_neighbours_and_replies_lead_to_the_side_that_acted(text, side):
    (draft,) = extract(text, published=WEEK)
    assert draft.incident.acting_side == side


def test_two_events_of_one_day_in_two_places_are_two_drafts():
    text = (
        "Two mortar shells landed in Mashkel on Friday, Levies said.\n\nA soldier was killed the "
        "same day when his vehicle ran over a mine in Turbat."
    )
    kinds = {d.incident.event_type for d in extract(text, published=WEEK)}
    assert kinds == {EventType.CROSS_BORDER_FIRE, EventType.AMBUSH_OR_IED}


def test_a_group_that_gives_another_number_of_dead_contradicts():
    text = (
        "Two soldiers were killed near Turbat on Friday, the ISPR said. The BLA said its fighters "
        "had killed nine men and accepted responsibility."
    )
    (draft,) = extract(text, published=WEEK)
    assert ("group", "conflicts") in {(c.claimant, c.stance) for c in draft.incident.claims}


@pytest.mark.parametrize(
    "words", ["thirty Iranian soldiers", "A group of 30 Iranian soldiers in six vehicles"]
)
def test_how_many_came_is_read(words):
    text = f"{words} crossed into Pakistan near Mashkel on Friday."
    (draft,) = extract(text[0].upper() + text[1:], published=WEEK)
    assert draft.incident.personnel_count == 30


HOSTILE = {
    "no full stop": "killed two guards and " * 50_000,
    "one word": "a" * 1_000_000,
    "dates": "On October 17, 2014 two soldiers were killed in Mand. " * 10_000,
    "markup": "<b>{{7*7}}</b>${x}" * 40_000,
    "directions": "\u202e\u2066" * 100_000 + "Two soldiers were killed near Mand on Friday.",
    "capitals": "Aa Bb Cc " * 60_000,
    "places": "in Aa, " * 60_000,
    "distances": "2 km into " * 60_000,
    "blanks": " " * 500_000 + "x",
    "quotes": '"' * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.timeout(60)
def test_hostile_texts_are_answered(name):
    text = HOSTILE[name]
    for draft in extract(text, published=WEEK):
        for several in draft.evidence.values():
            assert all(text[one.start : one.end] == one.text for one in several)
    assert any(f"{MAX_CHARACTERS:,}" in remark for remark in not_read(text))


def test_every_pattern_is_written_in_the_letters_of_the_plain_copy():
    """One letter of another form, and a pattern of Persian or Urdu never matches anything."""
    odd = []
    for module in pkgutil.iter_modules(extraction.__path__, "incidents.extraction."):
        if module.name.endswith(".reading"):  # which makes the plain copy
            continue
        source = inspect.getsource(importlib.import_module(module.name))
        letters = {sign for sign in source if "\u0600" <= sign <= "\u06ff"}
        odd += [
            (module.name, sign)
            for sign in letters
            if read(f"\u0628{sign}\u0628").plain != f"\u0628{sign}\u0628"
        ]
    assert odd == []


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("۲ ژوئن ۲۰۲۰", date(2020, 6, 2)),
        ("۳ ژوئیه ۲۰۲۰", date(2020, 7, 3)),
        ("4 جولائی 2020", date(2020, 7, 4)),
        ("5 مئی 2020", date(2020, 5, 5)),
    ],
)
def test_months_whose_names_are_folded_are_read(words, day):
    plain = read(words).plain
    found = [understood(when, date(2020, 12, 1), None) for when in spotted(plain, 0, len(plain))]
    assert [days.first for days in found] == [day]


def _harm(text):
    plain = read(text).plain
    return [
        (h.harm, h.people.party, h.people.count.best) for h in harmed_in(plain, people_in(plain))
    ]


@pytest.mark.parametrize(
    ("text", "harmed"),
    [
        (
            "A woman was killed and her husband and two daughters received splinter wounds.",
            [("killed", "civilians", 1), ("injured", "civilians", 1), ("injured", "civilians", 2)],
        ),
        (
            "He had received fourteen injured, nine civilians and five Levies men.",
            [("injured", "civilians", 9), ("injured", "pak", 5)],
        ),
        (
            "Sepoy Waqar Ahmed, 24, a resident of Khuzdar, laid down his life.",
            [("killed", "pak", 1)],
        ),
        (
            "Three policemen were killed, and a fourth was wounded.",
            [("killed", "forces", 3), ("injured", "forces", 1)],
        ),
        ("A beekeeper was killed near the river.", [("killed", "civilians", 1)]),
        ("The driver shouted and two police vehicles were hit.", []),
        (
            "در این درگیری گروهبان محمد کیخا شهید و دو سرباز مجروح شدند.",
            [("killed", "forces", 1), ("injured", "forces", 2)],
        ),
        (
            "یک زن و کودک خردسالش زخمی شدند.",
            [("injured", "civilians", 1), ("injured", "civilians", 1)],
        ),
        (
            "فائرنگ سے ایف سی کے دو اہلکار شہید اور پانچ زخمی ہو گئے۔",
            [("killed", "pak", 2), ("injured", "pak", 5)],
        ),
        ("ایک حوالدار سمیت تین جوان شہید ہوئے۔", [("killed", "forces", 3)]),
        ("شش تن از عاملان حمله کشته شدند.", [("killed", "militants", 6)]),
        ("جسد دو کارگر پیدا شد.", [("killed", "civilians", 2)]),
        ("یکی از شانزده مامور کشته شد.", [("killed", "forces", 1)]),
        ("یک سرباز شهید و همکار او مجروح شد.", [("killed", "forces", 1), ("injured", "forces", 1)]),
        ("این حادثه کشته‌ای نداشت.", [("killed", "", 0)]),
        ("تین زخمی اہلکاروں کو ہسپتال پہنچایا گیا۔", [("injured", "forces", 3)]),
        ("بر اثر شلیک زنی ۲۸ ساله کشته شد.", [("killed", "civilians", 1)]),
        ("در تیراندازی راننده خودروی گشت زخمی شد.", [("injured", "civilians", 1)]),
        ("ایک ڈرائیور کی ہلاکت کے خلاف احتجاج کیا گیا۔", []),
        ("ایک خاندان کے چار افراد جاں بحق ہوئے۔", [("killed", "civilians", 4)]),
        (
            "چار مسافروں کو اتار کر گولی ماری گئی جس سے دو موقع پر ہلاک ہوئے۔",
            [("killed", "civilians", 2)],
        ),
    ],
)
def test_who_was_hit_is_told_by_what_a_word_of_harm_asks_for(text, harmed):
    assert _harm(text) == harmed


LATER_DEATHS = {
    "of whom": (
        "Gunmen attacked a patrol near Saravan on Friday. Two guards were killed outright and "
        "five wounded, one of whom passed away in a hospital on Sunday."
    ),
    "a toll that stands": (
        "A guard wounded in Friday's clash near Saravan has succumbed to his injuries, bringing "
        "the number of martyrs to three, IRNA said. Two guards were killed and five wounded."
    ),
    "an ordinal": (
        "A third Iranian policeman has died of his wounds, ISNA said. Two officers were killed on "
        "the spot when gunmen attacked a patrol in Iranshahr on Friday. Four others are wounded."
    ),
    "others wounded": (
        "روز جمعه در انفجار سراوان دو مرزبان شهید و پنج تن دیگر زخمی شدند. یکی از مجروحان در "
        "بیمارستان به شهادت رسید."
    ),
    "in Persian": (
        "روز جمعه در درگیری منطقه کورین دو مرزبان شهید و پنج مرزبان مجروح شدند. یکی از مجروحان در "
        "بیمارستان درگذشت."
    ),
}


@pytest.mark.parametrize("way", LATER_DEATHS)
def test_who_dies_later_is_no_longer_one_of_the_wounded(way):
    (draft,) = extract(LATER_DEATHS[way], published=WEEK)
    tolls = {name: count.best for name, count in draft.incident.tolls.items()}
    assert tolls == {"killed_irn": 3, "injured_irn": 4}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("روز شنبه بالگردهای پاکستان حریم هوایی ایران را در کوهک نقض کردند.", [18]),
        ("یکشنبه مأموران بی هشدار در خیابان هفتم تیر سراوان شلیک کردند و یک نفر کشته شد.", [19]),
        ("زمستان ۱۳۹۲ پنج سرباز در جکیگور ربوده شدند.", []),
        ("روز شنبه نشست خبری فرمانده مرزبانی در زاهدان برگزار شد.", []),
        ("شنبه در مرز سراوان یک چوپان کشته شد. پسر او زخمی و به بیمارستان خاش اعزام شد.", [18]),
        ("ہفتے کو پنجگور میں آپریشن کر کے تین مغوی مزدوروں کو بازیاب کرا لیا گیا۔", [18]),
        ("اتوار کو اسلام آباد نے تہران سے اپنا سفیر واپس بلا لیا۔", [19]),
        ("ہفتے کی رات ایران سے آنے والے سات راکٹ پاکستانی حدود میں گرے۔", [18]),
        ("ہفتے کی رات پروم میں گولے گرے۔ پیر کی صبح گولوں کے ٹکڑے قبضے میں لیے گئے۔", [18]),
        ("ہفتے کی صبح زامران میں جھڑپ ہوئی۔ اتوار کی شام تک فائرنگ جاری رہی۔", [18]),
        ("روز شنبه شش صیاد ایرانی آزاد شدند. آنان از مرز گذشته بودند.", [18]),
        ("ہفتے کو سرحد کی دوسری جانب فائرنگ سے دو افراد ہلاک ہوئے۔", [18]),
        ("ہفتے کو تفتان میں سرحدی حکام کا اجلاس ہوا جس میں خلاف ورزیوں کے معاملات آئے۔", [18]),
    ],
)
def test_persian_and_urdu_words_of_doing_open_one_draft_each_on_their_day(text, days):
    drafts = extract(text, published=date(2024, 5, 20))
    assert [draft.incident.date_start.day for draft in drafts] == days


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "فرماندار میرجاوه گفت: جمعه شب افراد مسلح در روستای ریگ ملک دو مرزبان را کشتند.",
            "ریگ ملک",
        ),
        (
            "زاهدان - ایرنا: روز جمعه یک مرزبان در منطقه کورین شهید و به بیمارستان خاش منتقل شد.",
            "کورین",
        ),
        (
            "جمعے کو ماشکیل کے علاقے جودر میں ایرانی فورسز کی فائرنگ سے دو ڈرائیور زخمی ہوئے۔",
            "جودر",
        ),
        (
            "جمعے کو پروم میں ایک اہلکار شہید ہوا۔ زخمیوں کو دالبندین کے ہسپتال منتقل کیا گیا۔",
            "پروم",
        ),
        ("جمعے کو سبزکوہ نامی گاؤں میں مسجد کے قریب گولے گرے۔", "سبزکوہ"),
        ("جمعے کو تحصیل تمپ کے علاقے گومازی میں دو شدت پسند مارے گئے۔", "گومازی"),
        ("جمعے کو ماشکیل جانے والے راستے پر لیویز نے دس افراد کو گرفتار کیا۔", "ماشکیل"),
        ("جمعه شب افراد مسلح در روستایی به نام گزمان دو مرزبان را کشتند.", "گزمان"),
        ("دادستان ایرانشهر از ترور یک پلیس در روز جمعه در این شهر خبر داد.", "ایرانشهر"),
    ],
)
def test_offices_hospitals_and_wider_areas_are_not_the_place_of_an_event(text, place):
    (draft,) = extract(text, published=WEEK)
    assert draft.incident.verbatim_locality == place


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("Two men were shot, a senior official of the Levies said.", "PAK"),
        ("Ansar al-Furqan, a Sunni militant group, said one of its members had done it.", "group"),
        ("The attack killed four guards, the rights group Haalvsh reported.", "third party"),
        ("Gunmen killed two guards, IRNA said, quoting the police chief.", "IRN"),
        ('"They opened fire," said a relative of the dead man.', "third party"),
    ],
)
def test_who_speaks_stands_before_the_verb_of_saying_or_behind_a_quotation(text, claimant):
    assert [speaker.claimant for speaker in speakers_in(text)][:1] == [claimant]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("A seven-man team", 7),
        ("About forty men in uniform", 40),
        ("A group of twenty-five Iranian guards", 25),
    ],
)
def test_how_many_acted_is_read_in_every_form(words, number):
    (draft,) = extract(f"{words} raided a house near Mand on Friday.", published=WEEK)
    assert draft.incident.personnel_count == number


NEWS_AND_WHAT_IS_NOT = {
    "the day of what was said": (
        "Officials said in Quetta on Tuesday that gunmen attacked a post near Mand on Sunday.",
        ["2014-10-19"],
    ),
    "a later death": (
        "A third guard died of his wounds on Tuesday. Gunmen had attacked him near Mand on Sunday.",
        ["2014-10-19"],
    ),
    "weeks before": (
        "Gunmen killed two guards near Mand on Sunday. On October 3 they had killed four others.",
        ["2014-10-19"],
    ),
    "a crime and the arrests for it": (
        "Police arrested two men over the murder of a cleric. He was shot in Rask on Saturday.",
        ["2014-10-18", "2014-10-21"],
    ),
    "what an earlier report said wrongly": (
        (
            "CORRECTION\n\nThe report said that five soldiers were killed near Mand on Monday. "
            "Gunmen killed four soldiers near Mand on Sunday, officials said."
        ),
        ["2014-10-19"],
    ),
    "bodies given to families": (
        (
            "Two carriers were shot dead near Mand on Sunday. The bodies were handed over to "
            "relatives on Tuesday."
        ),
        ["2014-10-19"],
    ),
    "an attack that arrests are about": (
        (
            "Ten men were arrested in connection with Thursday's suicide attack on the police "
            "in Chabahar, police said on Sunday. In the attack, two policemen were killed."
        ),
        ["2014-10-16", "2014-10-19"],
    ),
    "a border that stays closed": (
        "The Taftan gate remained closed on Tuesday after Iran shut the crossing on Sunday.",
        ["2014-10-19"],
    ),
}


@pytest.mark.parametrize("name", NEWS_AND_WHAT_IS_NOT)
def test_a_date_hangs_on_its_verb_and_what_is_not_the_news_opens_no_draft(name):
    text, days = NEWS_AND_WHAT_IS_NOT[name]
    found = extract(text, published=WEEK)
    assert sorted(d.incident.date_start.isoformat() for d in found) == days


def test_nameless_forces_are_those_of_the_country_of_the_place():
    text = "Security personnel raided a house in Turbat on Monday and shot dead two men."
    (draft,) = extract(text, published=WEEK)
    assert draft.incident.acting_side == "PAK"


def test_who_is_quoted_did_not_do_it():
    text = (
        "Mortar shells fired from the Iranian side landed near Mashkel on Monday. According to "
        "the sources in the Levies Force, the shells fell about four kilometres inside Pakistan."
    )
    (draft,) = extract(text, published=WEEK)
    assert (draft.incident.acting_side, draft.incident.reported_depth_min_km) == ("IRN", 4)


def test_witnesses_tell_whence_drones_came():
    text = (
        "Drones hit two houses at Jalq on Monday, killing three people. Residents said the "
        "drones had come from the direction of Pakistan."
    )
    (draft,) = extract(text, published=WEEK)
    assert draft.incident.acting_side == "PAK"


TOLD = {
    "an envoy called home": (
        "On Sunday Tehran pulled out its ambassador from Islamabad.",
        [("2014-10-19", "diplomatic", "IRN")],
    ),
    "a crowd that leads its clause with a day of its own": (
        "On Monday relatives of the dead blocked the road to Mashkel for three hours.",
        [("2014-10-20", "diplomatic", "non-state")],
    ),
    "captives freed by troops": (
        (
            "Pakistani troops have freed six Iranian drivers, the police chief said on Tuesday. "
            "The captives were found in a hut near Turbat on Monday."
        ),
        [("2014-10-20", "arrest_or_seizure", "PAK")],
    ),
    "who is seized by nameless men in uniform": (
        (
            "Four engineers were seized on Monday when men in army uniforms stopped their van at "
            "Nikshahr."
        ),
        [("2014-10-20", "abduction", "non-state")],
    ),
    "the attack of a force": (
        "Five villagers died in a raid of the Revolutionary Guards near Saravan on Sunday.",
        [("2014-10-19", "armed_clash", "IRN")],
    ),
    "forces that beat attackers off": (
        (
            "The assailants came up to the police post in Rask on Sunday night but did not get "
            "inside. The guards killed two of them, and one of the defenders fell."
        ),
        [("2014-10-19", "armed_clash", "non-state")],
    ),
    "others who strike at the same hour": (
        (
            "Gunmen attacked a post near Rask on Sunday, killing two guards. At the same hour "
            "others struck in Chabahar, where a policeman died."
        ),
        [("2014-10-19", "armed_clash", "non-state"), ("2014-10-19", "armed_clash", "non-state")],
    ),
    "word that spreads on a later day": (
        (
            "A gloom hung over Alipur on Monday as word spread that three of its sons had been "
            "shot dead in Saravan. They were killed on Saturday by unknown gunmen."
        ),
        [("2014-10-18", "shooting_of_civilians", "non-state")],
    ),
    "the day of what a group avenged": (
        (
            "Jaish al-Adl fighters killed a guard near Khash on Monday. In a message it said that "
            "the raid was revenge for the killings of Friday."
        ),
        [("2014-10-20", "armed_clash", "non-state")],
    ),
    "a weekday of the week before": (
        "Two traders were kidnapped near Gabd on Thursday of last week.",
        [("2014-10-16", "abduction", "non-state")],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_happened_when_and_who_acted(name):
    text, wanted = TOLD[name]
    found = [
        (d.incident.date_start.isoformat(), d.incident.event_type.value, d.incident.acting_side)
        for d in extract(text, published=WEEK)
    ]
    assert found == wanted


def test_who_says_so_is_no_target():
    (draft,) = extract(
        "On October 18, 2014, Iran said two Iranian border guards were killed by militants."
    )
    assert draft.incident.target == "Iranian border guards"


def test_a_depth_in_may_is_a_depth_and_one_that_may_be_is_none():
    told = "On {} Iranian troops came two kilometres into Pakistan near Mashkel."
    depths = [
        [d.incident.reported_depth_max_km for d in extract(told.format(day))]
        for day in ("May 21, 2023", "June 21, 2023", "21 May 2023")
    ]
    assert depths == [[2.0], [2.0], [2.0]]
    assert depth_in("Iranian troops may come two kilometres into Pakistan.") is None


def test_where_a_post_stands_is_no_depth_and_where_a_shell_bursts_is_one():
    assert depth_in("The post stands 150 metres from the zero line.") is None
    assert depth_in("A shell burst near Kuchagi, some three kilometres inside Pakistan, it said.")


SEVERAL = {
    "one on each of two days": (
        (
            "One soldier was killed on Sunday and another on Monday in two attacks on the fence "
            "near Mand."
        ),
        ["2014-10-19", "2014-10-20"],
    ),
    "what was hours later": (
        (
            "Two policemen were shot dead by gunmen in Iranshahr on Monday. Hours later a bomb "
            "went off outside a court in the same town."
        ),
        ["2014-10-20", "2014-10-20"],
    ),
    "what came after stands aside, and the report goes on": (
        (
            "Troops launched an operation near Tump on Monday after two soldiers were killed "
            "there on Sunday. Seven militants died and five were taken alive."
        ),
        ["2014-10-20", "2014-10-19"],
    ),
    "the weekday of publication, of what had been": (
        "A shell fell near Mand on Tuesday. On Wednesday another had killed a woman.",
        ["2014-10-21", "2014-10-15"],
    ),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_each_event_of_a_clause_has_its_day(name):
    text, wanted = SEVERAL[name]
    found = [d.incident.date_start.isoformat() for d in extract(text, published=WEEK)]
    assert found == wanted


def test_the_nearest_and_the_farthest_make_a_range():
    depth = depth_in("The nearest fell two kilometres and the farthest seven km inside Pakistan.")
    assert (depth.low_km, depth.high_km, depth.into) == (2, 7, "PAK")


def test_the_toll_that_a_protest_speaks_of_is_that_of_the_event_told_behind():
    text = (
        "A committee protested over the killing of five guards near Negur. The five were ambushed "
        "on Sunday. In the same area a bomb hurt a shepherd on Monday."
    )
    first, second = extract(text, published=WEEK)
    assert _tolls(first)["killed_irn"] == (5, 5, 5)
    assert second.incident.verbatim_locality == first.incident.verbatim_locality == "Negur"


def _only(text):
    (draft,) = extract(text, published=WEEK)
    return draft


def test_who_was_fired_at_is_who_was_killed():
    text = (
        "Guards fired at a crowd of fuel carriers near Saravan on Monday. Ten persons were "
        "killed and five injured, a rights group said."
    )
    assert _tolls(_only(text)) == {"killed_civilians": (10, 10, 10), "injured_civilians": (5, 5, 5)}


def test_what_a_group_boasts_of_and_loses_is_told_apart():
    text = (
        "Two policemen were killed when militants attacked a post in Rask on Sunday, the police "
        'said. Jaish al-Adl said that "no fewer than seven" guards had been killed and that it '
        "had lost a single man."
    )
    draft = _only(text)
    assert _tolls(draft)["killed_irn"] == (2, 2, 2)
    assert ("group", "conflicts") in {(c.claimant, c.stance) for c in draft.incident.claims}


def test_the_dead_who_are_fighters_to_one_and_villagers_to_the_other():
    text = (
        "Pakistani jets bombed hideouts near Saravan on Monday and killed nine separatists, the "
        "army said. Iranian officials said that the dead were seven people, women and children."
    )
    stances = {c.claimant: c.stance for c in _only(text).incident.claims}
    assert stances == {"PAK": "supports", "IRN": "conflicts"}


def test_a_group_in_apposition_is_who_speaks():
    (speaker,) = speakers_in("Haalvsh, a rights group in the area, said two men were killed.")
    assert (speaker.claimant, speaker.origin) == ("third party", "Haalvsh")


@pytest.mark.parametrize(
    ("words", "origin"),
    [
        ("Iranian state media", "Iranian state media"),
        ("Iranian state TV", "IRIB"),
        ("ILNA", "ILNA"),
        ("YJC", "YJC"),
        ("The Law Enforcement Command", "FARAJA"),
    ],
)
def test_an_account_bears_no_other_name_than_the_report_gives(words, origin):
    (speaker,) = speakers_in(f"{words} said two border guards were killed.")
    assert (speaker.claimant, speaker.origin) == ("IRN", origin)


FIGURES = {
    "The number of carriers who died under fire at the crossing has risen to ten.": 10,
    "Six Afghan truck drivers were shot dead.": 6,
    "A boy of nine was killed.": 1,
    "Two girls aged eight and twelve were killed.": 2,
    "The mayor spoke of four deaths.": 4,
}


@pytest.mark.parametrize("text", FIGURES)
def test_figures_count_the_dead_and_nothing_else(text):
    (harmed,) = harmed_in(text, people_in(text))
    assert (harmed.harm, harmed.people.count.best) == ("killed", FIGURES[text])


def test_a_report_of_figures_over_time_holds_no_incident():
    text = (
        "At least 90 carriers were killed in the past year, a monitor said on Monday. A further "
        "40 were injured. Of the dead, 30 were shot by guards and the rest died in pursuits."
    )
    assert extract(text, published=WEEK) == ()


RELEASED = {
    "Two Levies men who had been taken away by gunmen came home to Turbat on Monday.": "non-state",
    "Ten fishermen returned home on Monday after seven months in an Iranian jail.": "IRN",
    "Iran returned nine Pakistani soldiers who had lost their way on Monday.": "IRN",
}


@pytest.mark.parametrize("text", RELEASED)
def test_who_comes_home_is_let_go_by_those_who_held_him(text):
    incident = _only(text).incident
    assert (incident.event_type, incident.acting_side) == (EventType.DIPLOMATIC, RELEASED[text])


def test_what_a_group_calls_its_attack_and_whose_bodies_were_found():
    text = (
        "Gunmen stopped a bus near Padag on Monday and dragged away eleven men. Their bodies were "
        "found under a bridge on Tuesday. The BLA posted a video of its attack on the bus."
    )
    draft = _only(text)
    assert draft.incident.event_type is EventType.SHOOTING_OF_CIVILIANS
    assert _tolls(draft)["killed_civilians"] == (11, 11, 11)


def test_not_to_have_said_something_is_no_denial():
    text = "Iranian guards shot two men near Jalq on Monday, Haalvsh said. Tehran did not comment."
    assert all(claim.stance == "supports" for claim in _only(text).incident.claims)


def test_a_rights_group_is_the_group_as_well():
    text = (
        "Guards shot a carrier near Jalq on Monday, the rights group Hengaw reported. A second "
        "man was wounded, the group said."
    )
    assert {claim.claimant for claim in _only(text).incident.claims} == {"third party"}


def test_each_of_the_operations_summed_before_has_its_day():
    text = (
        "The commander announced the seizure of two tonnes of opium in two operations near "
        "Saravan. In the first, on Sunday, smugglers left three cars and fled. In the second, on "
        "Tuesday, two men were arrested."
    )
    found = extract(text, published=WEEK)
    assert [d.incident.date_start.day for d in found] == [19, 21]


def test_who_was_wounded_long_before_died_of_another_event():
    text = (
        "A soldier shot at a car near Jalq on Monday and killed a girl. A man who was wounded near "
        "Taftan on October 2 succumbed to his wounds in a hospital."
    )
    draft = _only(text)
    assert (draft.incident.verbatim_locality, _tolls(draft)) == (
        "Jalq",
        {"killed_civilians": (1, 1, 1)},
    )


def test_who_attacks_a_post_is_no_force_of_its_country():
    text = "A police post near Jakigur was attacked from three sides on Monday. Two guards died."
    assert _only(text).incident.acting_side == "non-state"


def test_what_somebody_did_before_he_was_killed_is_not_the_news():
    text = "The gunman who wounded a judge on October 8 was killed in Khash on Monday, police said."
    assert _only(text).incident.date_start.day == 20


def test_a_state_says_what_its_own_drones_did():
    text = (
        "Islamabad dismissed a statement by Iran's army that its drones had hit two houses in "
        "Kech on Monday night."
    )
    assert _only(text).incident.acting_side == "IRN"


def test_a_ship_that_sank_and_a_trial_are_no_incidents():
    text = "Nine crew are believed dead after a dhow caught fire and sank off Gwadar on Monday."
    assert extract(text, published=WEEK) == ()
    text = "The trial of two men opened in Zahedan on Monday. Ten miners died when a bus was hit."
    assert extract(text, published=WEEK) == ()


def test_a_pillar_is_where_the_deed_was_and_not_where_it_was_measured_or_talked_about():
    assert pillar_in("They measured the distance of the crater from border pillar 189.") is None
    assert pillar_in("They measured to the crater from border pillar 189.") is None
    assert pillar_in("A shell fell 12 kilometres east of border pillar 189.") is None
    text = (
        "Iranian guards shot two drivers near Rajay on Sunday. Their commander told a flag "
        "meeting on Tuesday, at border pillar 74, that the two had thrown stones."
    )
    (draft, *_) = extract(text, published=WEEK)
    assert draft.incident.border_pillar is None


def test_an_envoy_recalled_beside_a_strike_hides_no_strike():
    text = (
        "Two missiles fired from Iran struck a school in Panjgur on Monday, killing two pupils, "
        "officials said, and Pakistan recalled its envoy."
    )
    draft = extract(text, published=WEEK)[0]
    assert draft.incident.event_type is EventType.AIR_OR_DRONE_STRIKE


NO_DEPTHS = (
    "Iranian guards can fire up to three kilometres inside Pakistan under the agreement.",
    "Iran has set up a buffer strip two kilometres deep along the border.",
    "Smugglers keep depots ten kilometres inside Pakistan.",
    "The nearest hospital is 60 kilometres inside Pakistan.",
    "The road runs for 9 kilometres inside Iran before it turns.",
    "The hostages were held in a cave some 60 km inside Pakistan.",
)


@pytest.mark.parametrize("text", NO_DEPTHS)
def test_what_is_always_there_or_only_possible_is_no_depth(text):
    assert depth_in(text) is None


NO_PILLARS = (
    "Border pillars 172, 173 and 175 were named.",
    "The fence between border pillar 104 and pillar 110 was finished in May.",
    "Smugglers use the line from border pillar 98 to pillar 140.",
)


@pytest.mark.parametrize("text", NO_PILLARS)
def test_pillars_of_works_or_of_a_long_line_are_none(text):
    assert pillar_in(text) is None


def test_a_day_that_leads_dates_what_is_joined_to_the_first_verb():
    text = (
        "Gunmen killed a guard near Rask on Sunday. On Monday their car was found burnt and two "
        "men were arrested in Zahedan."
    )
    found = extract(text, published=WEEK)
    assert [d.incident.date_start.day for d in found] == [19, 20]


def test_arrested_on_one_day_and_sent_back_on_another_is_one_arrest():
    text = (
        "Two youths who crossed the frontier to cut wood were arrested by Iranian guards at "
        "Ladgasht on Sunday and sent back on Tuesday."
    )
    assert _only(text).incident.event_type is EventType.ARREST_OR_SEIZURE


def test_the_day_of_a_farewell_is_not_that_of_the_killing():
    text = (
        "On Tuesday Chabahar took leave of four policemen who were killed on Sunday when their "
        "boat was raked with fire."
    )
    assert _only(text).incident.date_start.day == 19


def test_who_frees_a_prisoner_by_killing_his_guards_attacks_them():
    text = "Armed men freed a prisoner from a van near Khash on Sunday, killing its driver."
    incident = _only(text).incident
    assert (incident.event_type, incident.acting_side) == (EventType.ARMED_CLASH, "non-state")


def test_whom_a_country_hands_back_it_had_caught_and_their_own_deed_is_another():
    text = (
        "Iran on Tuesday returned six Pakistani soldiers, a day after they were arrested on its "
        "soil. They were handed over after a meeting at border pillar 118.\n\n"
        "A patrol of Pakistani soldiers crossed three kilometres into Iran on Monday and opened "
        "fire, wounding a shepherd, a governor said."
    )
    found = {
        (d.incident.date_start.day, d.incident.acting_side): d.incident
        for d in extract(text, published=WEEK)
    }
    assert sorted(found) == [(20, "IRN"), (20, "PAK"), (21, "IRN")]
    assert found[21, "IRN"].border_pillar == "118"
    assert [i.reported_depth_min_km for i in found.values() if i.reported_depth_min_km] == [3.0]
    assert found[20, "PAK"].reported_depth_into == "IRN"


@pytest.mark.parametrize("after", ["several weeks after", "a month after", "two years after"])
def test_the_place_of_a_handover_is_its_own_and_not_that_of_the_abduction(after):
    text = (
        f"Pakistan released three Iranian soldiers on Tuesday, {after} they had been abducted by "
        "gunmen.\n\nThe handover was held at boundary pillar 71, officials said."
    )
    incident = _only(text).incident
    assert (incident.event_type, incident.border_pillar) == (EventType.DIPLOMATIC, "71")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("درگیری میان میل های مرزی 104 تا 106 رخ داد.", "104-106"),
        ("درگیری نزدیک نشانه های مرزی 41 و 42 رخ داد.", "41-42"),
        ("درگیری در 5 میل از مرز 12 نفر کشته داشت.", None),
    ],
)
def test_persian_pillars_may_stand_in_the_plural(text, number):
    found = pillar_in(text)
    assert (found[2] if found else None) == number


def test_an_urdu_flag_meeting_is_one_of_two_states_though_neither_is_named():
    text = (
        "ایک شخص پیر کو فائرنگ سے ہلاک ہوا۔ "
        "لاش منگل کو سرحدی پلر نمبر 72 پر فلیگ میٹنگ میں حوالے کی گئی۔"
    )
    found = [d.incident for d in extract(text, published=WEEK)]
    assert [(i.date_start.day, i.border_pillar) for i in found] == [(20, None), (21, "72")]


@pytest.mark.parametrize(
    "text",
    [
        "Two years after a bomber killed 13 guards at Negur, commanders on Monday vowed revenge.",
        "The minister telephoned his counterpart in Iran on Monday to express his condolences.",
    ],
)
def test_anniversaries_and_calls_of_sympathy_are_no_incidents(text):
    assert extract(text, published=WEEK) == ()


def test_the_dead_who_are_mourned_on_a_day_did_not_die_on_it():
    text = (
        "Thousands mourned their dead on Tuesday after an attack on a base in Saravan that killed "
        "nine soldiers. Gunmen had stormed the base on Sunday night."
    )
    assert _only(text).incident.date_start.day == 19


def test_a_month_of_last_year_is_of_that_year():
    text = "Gunmen killed two policemen in Khash on Monday. In August last year four had died."
    assert _only(text).incident.date_start.day == 20
    when = spotted("In March last year", 0, 18)[0]
    assert understood(when, WEEK, None).first == date(2013, 3, 1)


def test_shells_may_be_told_by_their_number_alone():
    text = (
        "Five rockets landed on Monday two kilometres inside Pakistan near Zamuran. The previous "
        "day three had hit the same village without causing harm."
    )
    found = [d.incident for d in extract(text, published=WEEK)]
    assert [i.event_type for i in found] == [EventType.CROSS_BORDER_FIRE] * 2
    assert [i.date_start.day for i in found] == [20, 19]


def test_aircraft_miles_inside_a_country_enter_it_however_the_miles_are_explained():
    text = "Pakistani jets came some 12 miles (19 km) inside Iran on Monday, a governor said."
    incident = _only(text).incident
    assert (incident.event_type, incident.acting_side) == (EventType.INCURSION, "PAK")
    assert incident.reported_depth_min_km == pytest.approx(19.3, abs=0.05)


def test_pirates_hijack_and_the_navy_that_frees_the_boat_arrests():
    text = (
        "A dhow hijacked by pirates off Jiwani has been recovered with its crew. It was boarded "
        "on Sunday, not far from the line between the two countries, by four armed men.\n\n"
        "Iran's navy stopped the dhow on Monday and arrested the hijackers. None of the crew was "
        "hurt."
    )
    found = [d.incident for d in extract(text, published=WEEK)]
    assert [(i.event_type, i.acting_side) for i in found] == [
        (EventType.ABDUCTION, "non-state"),
        (EventType.ARREST_OR_SEIZURE, "IRN"),
    ]


def test_a_persian_clause_that_begins_with_what_was_before_tells_of_the_closure():
    text = (
        "پس از زخمی شدن سه کارگر در مرز میرجاوه، "
        "مقام‌های پاکستان روز دوشنبه گذرگاه میرجاوه را بستند."
    )
    assert _only(text).incident.event_type is EventType.BORDER_CLOSURE


def test_a_day_said_before_and_that_dates_nothing_behind_it():
    text = (
        "Guards killed two traders at Askan on Monday.\n\nWitnesses told a reporter that the track "
        "had been cut with trenches three days before, and that men who argued were shot at."
    )
    assert _only(text).incident.date_start.day == 20


def test_who_flees_and_leaves_his_dead_behind_has_lost_them():
    text = "مهاجمان روز دوشنبه در سراوان با بر جای گذاشتن سه کشته گریختند. یک مرزبان زخمی شد."
    assert _tolls(_only(text)) == {"killed_militants": (3, 3, 3), "injured_irn": (1, 1, 1)}


@pytest.mark.parametrize(
    ("text", "tolls"),
    [
        (
            (
                "Iranian forces killed four members of a terrorist team near Saravan on Friday, "
                "in answer to the martyrdom of five policemen."
            ),
            {"killed_militants": 4},
        ),
        (
            (
                "On Friday a bomb near Mashkel killed a commander of a militant group and two of "
                "his companions. The commander was killed in his car."
            ),
            {"killed_militants": 3},
        ),
        (
            (
                "Jaish al-Adl said it had killed five Iranian soldiers near Saravan on Friday, but "
                "the Revolutionary Guards admitted the death of only one soldier."
            ),
            {"killed_irn": 5},
        ),
        (
            (
                "Iranian guards opened fire on a party of young men near Mashkel on Friday, "
                "killing one of them and breaking the arm of another."
            ),
            {"killed_civilians": 1, "injured_civilians": 1},
        ),
        (
            (
                "Gunmen attacked a post near Mirjaveh in Iran on Friday. Three Iranian security "
                "forces were martyred."
            ),
            {"killed_irn": 3},
        ),
        (
            (
                "Six policemen died in an ambush near Khash in Iran on Friday; three of the dead "
                "were conscripts."
            ),
            {"killed_irn": 6},
        ),
        (
            "On Friday Pakistani forces killed three dozen militants near Mand.",
            {"killed_militants": 36},
        ),
    ],
)
def test_nobody_is_counted_twice_or_for_another_party(text, tolls):
    (draft,) = extract(text, published=WEEK)
    counted = {n: c.best for n, c in draft.incident.tolls.items() if c.best}
    assert counted == tolls


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Some forty men, in eight vehicles, crossed into Pakistan near Mashkel on Friday.", 40),
        ("On Friday a team that consisted of a dozen men attacked a post near Mirjaveh.", 12),
        ("On Friday attackers, who numbered about 20, fired on a post near Mirjaveh.", 20),
        ("On Friday three men broke in near Saravan and shot dead two labourers.", 3),
    ],
)
def test_how_many_came_is_read_from_those_who_act(text, number):
    (draft,) = extract(text, published=WEEK)
    assert draft.incident.personnel_count == number


def test_accounts_of_another_depth_or_another_version_conflict():
    deep = (
        "Iranian guards came three kilometres into Pakistan near Mashkel on Friday, the deputy "
        "commissioner of Washuk said. Iran's border police said that the guards had come no "
        "more than 300 metres into Pakistan."
    )
    (draft,) = extract(deep, published=WEEK)
    assert [c.stance for c in draft.incident.claims] == ["supports", "conflicts"]


def test_whose_men_a_bomb_hits_did_not_lay_it():
    searched = _only(
        "Frontier Corps men searched the hills of Bit Buleda on Monday, where a roadside bomb "
        "killed two soldiers."
    )
    assert searched.incident.acting_side == "non-state"
    assert searched.incident.actor is None
    assert any("who acted" in remark for remark in searched.remarks)
    laid = _only("On Monday a mine laid by Iranian border guards near Kuhak killed two smugglers.")
    assert laid.incident.acting_side == "IRN"


@pytest.mark.parametrize(
    ("text", "side"),
    [
        (
            "Six rockets fell on Sunday on Talap in Pakistan's Chagai district, killing a boy.",
            "IRN",
        ),
        (
            "A drone hit a house in Panjgur on Monday, near the Iranian border, killing a boy.",
            "IRN",
        ),
        ("A drone hit a house in the middle of Karachi on Monday, killing a boy.", "unknown"),
    ],
)
def test_fire_across_the_border_by_nobody_named_comes_from_the_other_country(text, side):
    draft = _only(text)
    assert draft.incident.acting_side == side
    evidence = draft.evidence.get("acting_side", ())
    assert all(one.confidence < 0.5 for one in evidence)


def test_an_event_without_a_day_takes_that_of_the_sentence_beside_it():
    draft = _only(
        "Three border guards have been killed in Saravan, police said on Tuesday.\n\n"
        "They had set out from their post on Sunday night, the commander said."
    )
    assert draft.incident.date_start == date(2014, 10, 19)
    assert any("no day" in remark for remark in draft.remarks)


@pytest.mark.parametrize(
    "text",
    [
        "A further 87 were injured.\n\nThe general gave the figures in Tehran, as always.",
        "Missiles fell on a village in Panjgur and children died. What has the fence brought us?",
    ],
)
def test_what_has_neither_a_day_nor_a_doer_nor_a_title_is_no_news(text):
    assert extract(text, published=WEEK) == ()


def test_a_title_makes_news_of_what_has_neither_a_day_nor_a_doer():
    draft = _only(
        "Border guards killed\n\nThree border guards were killed in a clash near Saravan, an "
        "official said."
    )
    assert draft.incident.tolls["killed_irn"].best == 3


@pytest.mark.parametrize(
    ("clause", "is_pointed_at"),
    [
        ("On Saturday the lorries rolled through the gate again.", True),
        ("The lorries rolled through the gate again.", False),  # no day
        ("On September 1 the lorries had rolled through the gate.", False),  # long ago
        ("On Saturday gunmen killed a guard near Taftan.", False),  # a draft of its own
    ],
)
def test_a_clause_with_a_day_of_the_news_that_no_draft_rests_on_is_pointed_at(
    clause, is_pointed_at
):
    text = f"On Friday gunmen attacked a post near Mand and killed two guards.\n\n{clause}"
    drafts = extract(text, published=WEEK)
    found = [text[start:end] for start, end in overlooked(text, drafts, published=WEEK)]
    assert found == ([clause] if is_pointed_at else [])


def test_nothing_is_pointed_at_where_days_cannot_be_reckoned():
    assert overlooked("On Saturday the lorries rolled again.", ()) == ()
    assert overlooked("", ()) == ()


@pytest.mark.parametrize(
    ("text", "kind", "side", "day"),
    [
        (
            "ZAHEDAN -- A helicopter of the border guards crashed near Saravan on Sunday.",
            EventType.OTHER,
            "IRN",
            26,
        ),
        (
            "Iran hanged three men convicted of killing border guards in Zahedan on Sunday.",
            EventType.OTHER,
            "IRN",
            26,
        ),
        (
            "Zahedan, Aug 29, IRNA -- Two guards fell and one was hurt by bandits on Monday night.",
            EventType.ARMED_CLASH,
            "non-state",
            27,
        ),
        (
            "Relatives refused to bury him and on Monday held a sit-in in front of the office.",
            EventType.DIPLOMATIC,
            "non-state",
            27,
        ),
        (
            "The road to the Gabd crossing was closed on Monday by drivers and shopkeepers.",
            EventType.BORDER_CLOSURE,
            "non-state",
            27,
        ),
        (
            "Two policemen died in a hail of bullets from a passing car in Iranshahr on Monday.",
            EventType.ARMED_CLASH,
            "non-state",
            27,
        ),
    ],
)
def test_crashes_hangings_crowds_and_nameless_attackers(text, kind, side, day):
    incident = _only_in_week(text).incident
    assert (incident.event_type, incident.acting_side) == (kind, side)
    assert incident.date_start.day == day


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        ("Two drones flew about four miles into southwestern Pakistan on Monday.", (6.44, "PAK")),
        ("Shells struck huts 800 yards on the Iranian side of the border.", (0.73, "IRN")),
        ("The spot is half a kilometre from the border, well within Pakistan.", (0.5, "PAK")),
    ],
)
def test_a_part_of_a_country_and_the_side_of_the_border_are_land(text, deep):
    depth = depth_in(text)
    assert depth is not None
    assert (depth.high_km, depth.into) == deep


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (  # a relative participle is no agent
            "Iranian drones struck a farm used by the Jaish al-Adl group in Panjgur on Monday.",
            [("air_or_drone_strike", "IRN")],
        ),
        (  # who hands captives over acts, not who held them
            (
                "Three guards held hostage by rebels returned home on Monday after Pakistani "
                "officers "
                "handed them over at Mirjaveh."
            ),
            [("diplomatic", "PAK")],
        ),
        (  # no meeting of officials
            (
                "A band of gunmen crossed by pillar No. 190 near Saravan on Monday and were met by "
                "the border guards. Two of the gunmen were killed."
            ),
            [("incursion", "non-state")],
        ),
        (  # fire in answer to a bomb is another event
            (
                "Two Pakistani soldiers were killed when a roadside bomb hit their truck near "
                "Mand on "
                "Monday. Troops then fired mortar shells at a ridge across the border. Several "
                "fell "
                "two kilometres inside Iran."
            ),
            [("ambush_or_ied", "non-state"), ("cross_border_fire", "PAK")],
        ),
        (  # who came over the border to take captives
            (
                "Four Iranian guards were snatched near Saravan on Monday.\n\nArmed men came "
                "over the "
                "border on Monday, tied the hands of the conscripts and drove them away in "
                "two pickups."
            ),
            [("abduction", "non-state")],
        ),
        (  # whose an aircraft is thought to be
            (
                "A light aircraft of the border police believed to be Iranian came down near "
                "Mashkel "
                "in Pakistan on Monday."
            ),
            [("other", "IRN")],
        ),
    ],
)
def test_who_acts_and_what_is_one_event(text, told):
    drafts = extract(text, published=WEEK)
    assert [(d.incident.event_type.value, d.incident.acting_side) for d in drafts] == told


def test_figures_of_a_half_year_are_no_event():
    text = "At least 62 fuel carriers were shot dead in the first half of the year."
    assert why_none(text, [], list(deeds_in(text)))


def test_a_town_from_which_a_place_is_far_is_not_the_place():
    (draft,) = extract(
        "Gunmen seized four guards on Monday at the post of Lulakdan, a village 150 km southeast "
        "of Zahedan.",
        published=WEEK,
    )
    assert "Lulakdan" in draft.incident.verbatim_locality


def test_what_a_crowd_does_besides_is_of_its_day():
    (draft,) = extract(
        "Protesters in Saravan stormed a governor's office and set a police car ablaze on Monday.",
        published=WEEK,
    )
    assert (draft.incident.date_start, draft.incident.date_end) == (date(2014, 10, 20),) * 2


def test_nameless_troops_that_answer_a_bomb_are_not_of_the_land_they_reach():
    drafts = extract(
        "Two Pakistani soldiers were killed when a roadside bomb hit their truck near Mand on "
        "Monday.\n\nTroops then fired mortar shells at a ridge. Several fell two kilometres inside "
        "Iran, the governor of Saravan said, calling on Islamabad to explain.",
        published=WEEK,
    )
    incidents = [d.incident for d in drafts]
    assert [(i.acting_side, i.reported_depth_into) for i in incidents] == [
        ("non-state", None),
        ("PAK", "IRN"),
    ]
    assert incidents[1].verbatim_locality != "Islamabad"


@pytest.mark.parametrize(
    ("text", "tolls"),
    [
        (
            (
                "Gunmen killed nine Pakistani labourers near Saravan on Monday. Three assailants "
                "broke in before dawn. Three others were wounded."
            ),
            {"killed_civilians": 9, "injured_civilians": 3},
        ),
        (
            (
                "Iranian guards opened fire on a Frontier Corps vehicle near Mand on Monday. "
                "Subedar Zulfiqar died and three of his men were injured."
            ),
            {"killed_pak": 1, "injured_pak": 3},
        ),
    ],
)
def test_others_and_his_men_are_such_as_those_who_fell(text, tolls):
    (draft,) = extract(text, published=WEEK)
    counts = draft.incident.tolls
    assert {name: counts[name].best for name in counts} == tolls


def test_more_than_so_many_keep_their_figure():
    (draft,) = extract(
        "More than 30 Iranian guards drove six kilometres into Pakistan near Mand on Monday.",
        published=WEEK,
    )
    assert draft.incident.personnel_count == 30


def test_the_same_place_goes_before_a_pillar():
    drafts = extract(
        "Iranian forces fired rockets at Parom in Panjgur on Saturday, killing a shepherd. On "
        "Monday a second rocket came down in the same tehsil near pillar 146.",
        published=WEEK,
    )
    assert "Parom" in drafts[1].incident.verbatim_locality


def test_what_is_counted_from_background_is_background():
    drafts = extract(
        "Gunmen killed nine labourers in Saravan on Tuesday.\n\nOn October 11 Iran hit a house "
        "in Panjgur with missiles. Two days later Pakistani jets struck a camp 80 km inside Iran.",
        published=WEEK,
    )
    assert [d.incident.date_start for d in drafts] == [date(2014, 10, 21)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Fifteen Iranian guards drove in past pillar 131 on Monday, officials said.",
            [("incursion", "IRN")],
        ),
        (
            "A drone of Iran's Revolutionary Guards fired rockets at a car near Mand on Monday.",
            [("air_or_drone_strike", "IRN")],
        ),
        (
            "Iranian guards kicked in the doors of a herdsman near Mashkel on Monday.",
            [("incursion", "IRN")],
        ),
    ],
)
def test_ways_of_coming_in_and_of_drones(text, told):
    drafts = extract(text, published=WEEK)
    assert [(d.incident.event_type.value, d.incident.acting_side) for d in drafts] == told


def test_an_arrest_over_a_deed_keeps_its_day():
    drafts = extract(
        "A bomb killed a policeman in Khash on Sunday. Police said on Wednesday that they had "
        "arrested two men over the blast in a raid in Zahedan the day before.",
        published=WEEK,
    )
    assert [d.incident.date_start.day for d in drafts] == [19, 21]


def test_men_who_were_so_far_on_the_other_side_when_they_were_met():
    depth = depth_in("The four were 800 metres on the Iranian side when a drone picked them up.")
    assert depth is not None
    assert (depth.high_km, depth.into) == (0.8, "IRN")


def test_a_group_of_migrants_is_no_band():
    (draft,) = extract(
        "Iranian border guards fired on a group of Afghan migrants near Kalagan on Monday; two "
        "were killed.",
        published=WEEK,
    )
    assert "killed_militants" not in draft.incident.tolls


def _only_in_week(text):
    (draft,) = extract(text, published=date(2018, 8, 29))
    return draft


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "The gate at Taftan, which had been used by pilgrims, was sealed on Tuesday on "
                "the orders of the Balochistan government."
            ),
            [("border_closure", "PAK")],
        ),
        (
            "Villagers in Chagai complained of an incursion by Iranian security men on Tuesday.",
            [("incursion", "IRN")],
        ),
        (
            "Nine fishermen were netted by the Iranian coast guard off Jiwani on Tuesday.",
            [("arrest_or_seizure", "IRN")],
        ),
        ("Police in Taftan seized no weapons on Tuesday.", []),
        (
            (
                "Iranian guards shot a driver dead near Mand on Tuesday. In May last year, three "
                "men were found shot there."
            ),
            [("shooting_of_civilians", "IRN")],
        ),
    ],
)
def test_the_structure_of_a_clause_tells_what_was_done(text, told):
    drafts = extract(text, published=WEEK)
    assert [(d.incident.event_type.value, d.incident.acting_side) for d in drafts] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "Five Iranian soldiers seized near Jakigur on Tuesday are in the hands of Jaish "
                "al-Adl, the ministry in Tehran said."
            ),
            [("abduction", "non-state")],
        ),
        (
            (
                "Two helicopters bearing the colours of the Iranian air force flew over hamlets "
                "of the Mashkel area on Tuesday."
            ),
            [("incursion", "IRN")],
        ),
        (
            "Iranian bulldozers on Tuesday began to dig a trench on Pakistani soil near Taftan.",
            [("incursion", "IRN")],
        ),
        (
            (
                "TAFTAN: Gate traders were angry. The crossing was closed from the other side on "
                "Tuesday without notice."
            ),
            [("border_closure", "IRN")],
        ),
        (
            (
                "ZAHEDAN: Iranian guards killed 112 smugglers in the year that ended on March 19, "
                "their commander said, and 14 guards died."
            ),
            [],
        ),
    ],
)
def test_captives_flights_works_gates_and_years(text, told):
    drafts = extract(text, published=WEEK)
    assert [(d.incident.event_type.value, d.incident.acting_side) for d in drafts] == told


DIGEST = """THE BORDER, 13-19 OCTOBER 2014

Kech. Monday saw the seizure of 40 drums of diesel at Mand by the Frontier Corps.

Panjgur: rockets. On Wednesday night a rocket fired from Iranian soil hit a wall at Parom, some
600 yards inside Pakistan. Nobody was hurt.

Saravan. Gunmen of Jaish al-Adl killed two guards near Saravan on Friday.
"""


def test_a_digest_tells_of_its_own_week_and_each_part_of_its_own_place():
    told = [
        (d.incident.date_start.day, d.incident.event_type.value, d.incident.acting_side)
        for d in extract(DIGEST, published=date(2014, 10, 20))  # a Monday itself
    ]
    assert told == [
        (13, "arrest_or_seizure", "PAK"),
        (15, "cross_border_fire", "IRN"),
        (17, "armed_clash", "non-state"),
    ]


def test_a_heading_of_a_report_on_aid_is_not_that_of_comments():
    text = (
        "SITUATION REPORT\n\nIranian guards shot a driver dead near Mashkel on Monday.\n\n"
        "RESPONSE\nTwo partners gave food.\n\nBACKGROUND\nOn Tuesday guards crossed the border."
    )
    assert not_read(text) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It was given back at border pillar two hundred and nine on Monday.", "209"),
        ("They crossed the line between pillars 201 to 203.", "201-203"),
        ("Four men came through a gully beside mil 231 and were seen.", "231"),
        ("A boundary stone 88 stands where they came across.", "88"),
        ("He was shot near boundary pillar ten kilometres from Mand.", None),
    ],
)
def test_pillars_are_named_in_words_and_by_other_names(text, number):
    found = pillar_in(text)
    assert (found and found[2]) == number


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("One fell in a grove about 300 metres into Iran; the third did not go off.", 0.3),
        ("The house stood twelve miles inside Iranian territory.", 19.31),
        ("Levies place the camp eight to ten kilometres inside Pakistan.", 8.0),
        ("One buried itself in a field 300 metres inside Pakistan.", 0.3),
        ("The guards did not come two kilometres into Pakistan, the ministry said.", None),
        ("They lay in wait ten kilometres from the zero line.", None),
        ("Captives were buried 300 metres inside Pakistan.", None),
    ],
)
def test_what_is_denied_or_only_lies_there_is_no_depth_and_what_was_hit_is(text, km):
    depth = depth_in(text)
    assert (depth and depth.low_km) == km


def test_a_depth_of_which_nobody_knows_whose_men_came_stays_in_words():
    (draft,) = extract(
        "A herdsman was shot dead two kilometres inside Pakistan near Mashkel on Monday.",
        published=WEEK,
    )
    assert draft.incident.acting_side == "unknown"
    assert draft.incident.target == "herdsman"
    assert draft.incident.reported_depth_min_km is None
    assert draft.incident.depth_wording == "two kilometres inside Pakistan"
    assert "which country's men or fire" in draft.remarks[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "Two guards were killed near Saravan on Tuesday in an attack by what the police "
                "called a terrorist team."
            ),
            [("armed_clash", "non-state")],
        ),
        (
            (
                "Half a dozen Iranian guards followed a smuggler across at Kuntani, Gwadar "
                "district, on Tuesday."
            ),
            [("incursion", "IRN")],
        ),
        (
            (
                "Iranian diggers strayed near Washuk on Tuesday and cut some 40 metres into "
                "Pakistani land."
            ),
            [("incursion", "IRN")],
        ),
        (
            (
                "Two helicopters with Iranian markings stayed in Pakistani airspace over Mashkel "
                "for an hour on Tuesday."
            ),
            [("incursion", "IRN")],
        ),
        ("Iran held funerals on Tuesday for ten guards in Zahedan.", []),
        (
            "In Islamabad the foreign office called in the Iranian chargé d'affaires on Tuesday.",
            [("diplomatic", "PAK")],
        ),
        (
            "On Tuesday the minister in Tehran rang his Pakistani counterpart.",
            [("diplomatic", "IRN")],
        ),
        (
            "Iranian guards crossed the border near Mand on Tuesday and met a Levies vehicle.",
            [("incursion", "IRN")],
        ),
    ],
)
def test_names_for_others_followers_machines_and_calls(text, told):
    drafts = extract(text, published=WEEK)
    assert [(d.incident.event_type.value, d.incident.acting_side) for d in drafts] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Missiles and drones of the Guards slammed into a village of Panjgur on Tuesday.",
            [("air_or_drone_strike", "IRN", None)],
        ),
        (
            (
                "A Pakistani fighter brought the unmanned craft down on Tuesday three kilometres "
                "inside Pakistan near Panjgur."
            ),
            [("air_or_drone_strike", "PAK", 3.0)],
        ),
        (
            (
                "On Tuesday two rockets from Iran had fallen in fields of Parom, one kilometre "
                "within Pakistan."
            ),
            [("cross_border_fire", "IRN", 1.0)],
        ),
        (
            "A party of Iranian guards had gone over to the Pakistani side near Taftan on Tuesday.",
            [("incursion", "IRN", None)],
        ),
        (
            (
                "A shopkeeper of Gwak, near Mand, was kidnapped on Tuesday by armed men in Iranian "
                "uniforms, who went 1.5 kilometres into Pakistan."
            ),
            [("abduction", "IRN", 1.5)],
        ),
        (
            (
                "Police seized opium near Saravan on Tuesday. The caravan had advanced 35 "
                "kilometres into the soil of Iran, where a trench four metres deep is dug."
            ),
            [("arrest_or_seizure", "IRN", 35.0)],
        ),
        (
            (
                "Militants attacked guards near Saravan on Tuesday after they had covered 900 "
                "metres of Iranian territory. Two days before the clash a market was opened."
            ),
            [("armed_clash", "non-state", 0.9)],
        ),
        (
            (
                "Pakistan condemned the attack and had sealed a stretch of the border near Mand on "
                "Tuesday."
            ),
            [("border_closure", "PAK", None)],
        ),
        (
            "A flash flood swept away two vehicles near Mand on Tuesday and carried off a pillar.",
            [],
        ),
    ],
)
def test_falls_flights_caravans_floods_and_what_is_only_reckoned_from(text, told):
    drafts = extract(text, published=WEEK)
    assert [
        (
            d.incident.event_type.value,
            d.incident.acting_side,
            d.incident.reported_depth_min_km,
        )
        for d in drafts
    ] == told


def test_whose_arrest_is_announced_in_the_past_of_the_past_may_be_of_that_day():
    (draft,) = extract(
        "The police in Zahedan announced that four men had been arrested early on Saturday.",
        published=date(2014, 10, 25),
    )
    assert draft.incident.date_start == date(2014, 10, 25)


def test_what_had_fallen_days_before_the_news_is_background():
    days = [
        d.incident.date_start.day
        for d in extract(
            "A shell fired from Iran hit a car in Panjgur on Monday. On October 13 a shell had "
            "fallen 1.5km inside Kech without doing harm.",
            published=WEEK,
        )
    ]
    assert days == [20]


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        ("مرزبانان یک مایل در خاک پاکستان پیش رفتند.", (1.61, 1.61, "PAK")),
        ("افراد مسلح از مرز گذشته و تا سه کیلومتر پیش آمدند.", (3, 3, None)),
        ("مهاجمان خود را به دو کیلومتری داخل خاک جمهوری اسلامی رساندند.", (2, 2, "IRN")),
        ("پهپاد نیم فرسخ آن سوی مرز، در خاک پاکستان سقوط کرد.", (3.12, 3.12, "PAK")),
        (
            "نزدیک ترین گلوله 400 متر و دورترین آنها 900 متر از خط مرزی در داخل پاکستان فرود آمد.",
            (0.4, 0.9, "PAK"),
        ),
        ("گولے سرحدی پٹی سے دو میل اندر پاکستانی آبادی میں گرے۔", (3.22, 3.22, "PAK")),
        ("اہلکار تین سو گز ایرانی علاقے میں پہنچے۔", (0.27, 0.27, "IRN")),
        ("اہلکار سرحد عبور کر کے دو کلومیٹر پاکستانی حدود میں داخل ہوئے۔", (2, 2, "PAK")),
        ("یہ مقام سرحد سے چار کلومیٹر اندر ایرانی علاقے میں ہے۔", (4, 4, "IRN")),
        ("سپاہی پاکستانی حدود میں ایک کلومیٹر کی گہرائی تک پہنچے۔", (1, 1, "PAK")),
    ],
)
def test_depths_in_persian_and_urdu_words_and_units(text, deep):
    depth = depth_in(read(text).sentences[0].text)
    assert (depth.low_km, depth.high_km, depth.into) == deep


@pytest.mark.parametrize(
    "text",
    [
        "خمپاره ها از سه کیلومتری آن سوی مرز شلیک شد.",
        "پایگاه آنها در سه کیلومتری آن سوی مرز قرار دارد.",
        "یہ بازار سرحد سے ایک کلومیٹر کے فاصلے پر تعمیر ہونا ہے۔",
        "گولے سرحد پار دو کلومیٹر دور سے داغے گئے۔",
        "پناهگاه تروریست ها در غاری به عمق ۲۵ متر در خاک ایران منهدم شد.",
    ],
)
def test_where_it_came_from_or_stands_is_no_depth_in_persian_and_urdu(text):
    assert depth_in(read(text).sentences[0].text) is None


def test_pillars_are_read_in_persian_and_urdu_words():
    assert pillar_in("نیروها روبه روی میله صد و هفتاد و هشت از مرز گذشتند.")[2] == "178"
    assert pillar_in("اهلکار پلر نمبر دو سو چوده کے قریب سے سرحد پار کر کے آیے.")[2] == "214"
    assert pillar_in("میله های مرزی دو کشور بازسازی شد.") is None


def test_that_attack_looks_back_at_an_older_one_in_persian():
    text = (
        "افراد مسلح روز سه‌شنبه به پاسگاه کوهک حمله کردند و سه کیلومتر وارد خاک ایران شدند. "
        "بهمن ماه نیز دو سرباز ربوده شدند. در آن ماجرا مهاجمان هفت کیلومتر داخل ایران آمده بودند."
    )
    (draft,) = extract(text, published=WEEK)
    assert draft.incident.reported_depth_min_km == 3


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "منگل کو دو ایرانی ہیلی کاپٹر چار کلومیٹر پاکستانی علاقے کے اندر ایک وادی میں اترے۔",
            "incursion",
        ),
        ("مرزبانان روز سه‌شنبه معبر جالق را بستند.", "border_closure"),
    ],
)
def test_helicopters_that_land_and_ways_that_are_shut_in_persian_and_urdu(text, kind):
    (draft,) = extract(text, published=WEEK)
    assert draft.incident.event_type.value == kind


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "Iranian drones hit a house in Panjgur on Monday. It recalled its ambassador on "
                "Tuesday and barred the Iranian envoy, officials in Islamabad said."
            ),
            [("air_or_drone_strike", "IRN", None), ("diplomatic", "PAK", None)],
        ),
        (
            (
                "A woman died near Mand when a shell from Iran hit her house on Tuesday. Jundallah "
                "said that it was behind the blasts in Chabahar."
            ),
            [("cross_border_fire", "IRN", None)],
        ),
        (
            (
                "Rockets fired by Iranian forces hit a tent near Mand on Tuesday. It stood a "
                "kilometre and a half on our side of the line, a Levies officer said."
            ),
            [("cross_border_fire", "IRN", 1.5)],
        ),
        (
            (
                "Gunmen attacked a post near Mand on Tuesday. They had come over at night and "
                "walked a kilometre into Pakistan, the army said."
            ),
            [("armed_clash", "non-state", 1.0)],
        ),
        ("A general said on Tuesday that attacks near Saravan had gone down by a third.", []),
        ("Senators recalled that NATO aircraft killed 24 soldiers at Salala on Tuesday.", []),
    ],
)
def test_envoys_barred_blasts_of_others_our_side_and_attacks_that_are_only_counted(text, told):
    assert [
        (d.incident.event_type.value, d.incident.acting_side, d.incident.reported_depth_min_km)
        for d in extract(text, published=WEEK)
    ] == told


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("Troops went 2 miles beyond Pillar 184 and searched homes.", 3.22),
        ("Shots were fired at them around 600 metres on this side of the fence.", 0.6),
        ("They exploded around two kilometres from the border, on this side.", 2.0),
        ("The three were picked up near pillar 103, about a mile on the Pakistani side.", 1.61),
        (
            (
                "The strikes hit a village, some 20 miles inside Iran, said an official who was "
                "not allowed to talk to reporters."
            ),
            32.19,
        ),
    ],
)
def test_depths_beyond_pillars_and_fences_and_of_those_who_were_caught(text, km):
    assert depth_in(text).low_km == km


@pytest.mark.parametrize(
    "text",
    [
        "They were 600 metres on this side of the border.",
        "They exploded around two kilometres from the border, on this side.",
    ],
)
def test_this_side_is_that_of_who_speaks(text):
    assert depth_in(text).is_own


def test_the_ambush_is_no_word_for_the_shells_of_the_same_sentence():
    drafts = extract(
        "TEHRAN: Four guards were killed when gunmen attacked their post near Saravan on Monday, "
        "and mortar rounds fell on a hamlet on the Pakistani side a day later. The ambush happened "
        "at night. Jaish al-Adl said that it carried out the operation.",
        published=WEEK,
    )
    told = [(d.incident.acting_side, d.incident.actor) for d in drafts]
    assert told == [("non-state", "Jaish al-Adl"), ("IRN", None)]


def test_no_side_is_guessed_where_nobody_knows_whose_aircraft_it_was():
    (draft,) = extract(
        "Part of a drone fell near Nokundi on Tuesday. It was not known to whom it belonged, "
        "officials on the Iranian border said.",
        published=WEEK,
    )
    assert draft.incident.acting_side == "unknown"


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("one kilometre and 500 metres", 1.5, 1.5),
        ("between half a kilometre and one kilometre", 0.5, 1.0),
        ("500 metres to one kilometre", 0.5, 1.0),
        ("half-a-kilometre", 0.5, 0.5),
        ("one thousand two hundred metres", 1.2, 1.2),
        ("one and three-quarter miles", 2.82, 2.82),
        ("16 kilometres, or about ten miles,", 16.0, 16.0),
        ("1,200 to 1,500 metres (about 1,300 to 1,600 yards)", 1.2, 1.5),
    ],
)
def test_a_depth_in_several_words_or_units_is_read_whole(said, low, high):
    depth = depth_in(f"Iranian guards came {said} inside Pakistan and raided a house.")
    assert (depth.low_km, depth.high_km) == (low, high)


@pytest.mark.parametrize(
    "said",
    [
        "a third of a mile", "two point five kilometres", "1 500 metres", "1.500 metres",
        "two, three kilometres", "several hundred metres",
    ],
)  # fmt: skip
def test_the_rest_of_a_number_is_no_depth(said):
    assert depth_in(f"Iranian guards came {said} inside Pakistan and raided a house.") is None


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("سه گلوله در یک هزار و ۲۰۰ متری داخل خاک ایران فرود آمد.", 1.2),
        ("سه گلوله در دویست و پنجاه متری داخل خاک ایران فرود آمد.", 0.25),
        ("سه گلوله در یک‌ونیم کیلومتری داخل خاک ایران فرود آمد.", 1.5),
        ("گولے پاکستانی حدود میں ڈیڑھ سو میٹر اندر گرے۔", 0.15),
        ("گولے پاکستانی حدود میں دو سو پچاس میٹر اندر گرے۔", 0.25),
        ("گولے پاکستانی حدود میں ڈھائی ہزار میٹر اندر گرے۔", 2.5),
    ],
)
def test_eastern_depths_in_several_words_are_read_whole(text, km):
    depth = depth_in(read(text).sentences[0].text)
    assert depth.low_km == depth.high_km == km


@pytest.mark.parametrize(
    ("text", "toll"),
    [
        ("Two hundred and fifty people were killed in an attack in Saravan on Friday.", 250),
        ("دویست و پنجاه نفر در حمله روز جمعه در سراوان کشته شدند.", 250),
        ("تربت میں جمعے کو دھماکے میں ڈیڑھ سو افراد جاں بحق ہوگئے۔", 150),
    ],
)
def test_a_toll_in_several_words_is_counted_whole(text, toll):
    (draft,) = extract(text, published=WEEK)
    assert draft.incident.tolls["killed_total"].best == toll


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "Terrorists opened fire from across the Pakistan-Iran border on troops in Kech on "
                "Friday."
            ),
            ("cross_border_fire", "non-state", None),
        ),
        (
            (
                "An unmanned Iranian aircraft crashed near Chedgi in Panjgur district on Friday, "
                "some four kilometres inside Pakistan."
            ),
            ("other", "IRN", "PAK"),
        ),
        (
            (
                "A quadcopter dropped two bombs on a hotel in Suntsar on Friday, wounding three "
                "men. It was not known who was behind the attack."
            ),
            ("air_or_drone_strike", "unknown", None),
        ),
        (
            (
                "Drones hit a house near Panjgur on Friday and killed four men. Tehran has taken "
                "responsibility. The house is 25 kilometres inside Pakistan."
            ),
            ("air_or_drone_strike", "IRN", "PAK"),
        ),
        (
            (
                "Rockets were fired into Zamuran on Friday and fell two kilometres inside "
                "Pakistan. Iranian forces had clashed with drug traffickers on their side."
            ),
            ("cross_border_fire", "IRN", "PAK"),
        ),
        (
            (
                "Iranian guards fired on migrants near Mashkel on Friday and killed two. Their "
                "pickup had got 700 metres across the line into Iran."
            ),
            ("shooting_of_civilians", "IRN", "IRN"),
        ),
        (
            (
                "Six people were killed when fuel drums exploded at the Jirak crossing on the "
                "Iranian border on Friday."
            ),
            ("other", "unknown", None),
        ),
        (
            (
                "Two bulldozers crossed near Taftan on Friday and dug a stretch 100 yards inside "
                "Pakistani territory. The drivers were accompanied by Iranian soldiers."
            ),
            ("incursion", "IRN", "PAK"),
        ),
    ],
)
def test_whose_fire_craft_and_machines_they_were(text, told):
    (draft,) = extract(text, published=WEEK)
    one = draft.incident
    assert (one.event_type.value, one.acting_side, one.reported_depth_into) == told


def test_what_each_struck_keeps_its_own_depth():
    struck, answered = sorted(
        extract(
            "Pakistan on Thursday carried out strikes with drones near Saravan, two days after "
            "Iranian missiles hit houses in Panjgur.\n\nThe missiles came down 50 kilometres "
            "inside Pakistan. The hideouts were four kilometres inside Iran, a security official "
            "said.",
            published=WEEK,
        ),
        key=lambda draft: draft.incident.date_start,
    )
    assert struck.incident.reported_depth_into == "PAK"
    assert answered.incident.reported_depth_into == "IRN"
    assert answered.incident.reported_depth_min_km == 4


def test_the_head_of_a_part_of_a_digest_tells_of_nothing():
    drafts = extract(
        "Firing. Three labourers were wounded by shots from an Iranian post near Mashkel on 16 "
        "October.\n\nKidnapping. Unidentified men took a Pakistani truck driver from a tea stall "
        "near Taftan on 17 October.\n\nComment. It was a quiet week.",
        published=WEEK,
    )
    assert [(d.incident.event_type.value, d.incident.acting_side) for d in drafts] == [
        ("shooting_of_civilians", "IRN"),
        ("abduction", "non-state"),
    ]


@pytest.mark.parametrize(
    ("said", "crossed"),
    [
        ("stayed within a mile of the line", "unknown"),
        ("had stayed on their own side", "no"),
    ],
)
def test_an_account_that_leaves_it_open_does_not_say_that_the_line_was_crossed(said, crossed):
    (draft,) = extract(
        "Levies said that Iranian guards came two kilometres into Pakistan near Mand on Friday "
        f"and searched a house. An Iranian commander said that the guards {said}.",
        published=WEEK,
    )
    claims = {claim.claimant: claim.crossed for claim in draft.incident.claims}
    assert claims["IRN"] == crossed
