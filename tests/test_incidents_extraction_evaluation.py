"""The extraction on reports with keys: the figures it must reach, and the keys themselves."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from extraction_evaluation import (
    HALVES,
    TOLLS,
    Report,
    evaluate,
    read_reports,
    table,
)

from incidents.record import (
    ACTING_SIDES,
    CLAIMANTS,
    DATE_PRECISIONS,
    Claim,
    Count,
    EventType,
    Incident,
)

KEY_FIELDS = {
    "date_start", "date_end", "date_precision", "date_slack_days", "event_type", "acting_side",
    "actor", "target", "place", "personnel_count", "at_sea", "border_pillar",
    "reported_depth_min_km", "reported_depth_max_km", "reported_depth_into", "claimant",
    "conflicting", "evidence", "free", "unnamed", *TOLLS,
}  # fmt: skip

ALL_REPORTS = [report for half in HALVES for report in read_reports(half)]


@pytest.fixture(scope="module")
def scores():
    from incidents.extraction import extract  # noqa: PLC0415 - the keys are checked without it

    return {half: evaluate(read_reports(half), extract) for half in HALVES}


LEAST = {
    "development": {"incidents": 0.95, "depth": 0.97, "border_pillar": 0.97, "date": 0.97},
    "held_out": {"incidents": 0.90, "depth": 0.90, "border_pillar": 0.91, "date": 0.95},
}
"""What was measured less two hundredths at most, where that is not the goal itself."""


@pytest.mark.parametrize("half", HALVES)
def test_finds_the_incidents_and_little_else(scores, half):
    assert scores[half].f1 >= LEAST[half]["incidents"], table(scores)


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("name", ["depth", "border_pillar"])
def test_a_wrong_depth_or_pillar_is_worse_than_none(scores, half, name):
    assert scores[half].precision_of(name) >= LEAST[half][name], table(scores)


@pytest.mark.parametrize("name", ["depth", "border_pillar"])
def test_a_depth_or_pillar_is_that_of_its_event(scores, name):
    for half, least in (("development", 0.98), ("held_out", 0.95)):
        judged = scores[half]
        assert judged.given_of_event[name] >= least * judged.given[name], table(scores)


@pytest.mark.parametrize("half", HALVES)
def test_dates_are_those_of_the_text(scores, half):
    assert scores[half].accuracy("date") >= LEAST[half]["date"], table(scores)


@pytest.mark.parametrize("half", HALVES)
def test_evidence_stands_in_the_text_where_it_says(scores, half):
    assert len(scores[half].loose_evidence) == 0


def test_the_set_is_large_and_in_three_languages():
    halves = {half: Counter(r.language for r in read_reports(half)) for half in HALVES}
    for languages in halves.values():
        assert sum(languages.values()) >= 40
        assert languages["en"] >= 30
        assert languages["fa"] >= 5
        assert languages["ur"] >= 5
    names = [report.name for report in ALL_REPORTS]
    assert len(set(names)) == len(names)


def listed(value):
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("report", ALL_REPORTS, ids=lambda report: report.name)
def test_a_key_rests_on_its_text(report):
    assert report.traps
    assert len(report.text.split()) <= 500
    for key in report.keys:
        assert set(key) <= KEY_FIELDS
        assert len(key["evidence"]) >= 1
        assert [words for words in key["evidence"] if words not in report.text] == []
        for word in key.get("place", ())[:1]:
            spaced = (said.replace("\u200c", " ").casefold() for said in (word, report.text))
            assert next(spaced) in next(spaced)
        for pillar in listed(key.get("border_pillar", [])):
            for number in pillar.split("-"):
                in_words = "pillar two hundred" in report.text
                assert number in report.text or report.language != "en" or in_words


@pytest.mark.parametrize("report", ALL_REPORTS, ids=lambda report: report.name)
def test_a_key_keeps_the_rules_of_the_record(report):
    for key in report.keys:
        starts = listed(key["date_start"])
        ends = listed(key.get("date_end", starts))
        assert min(starts) <= min(ends)
        assert max(starts) <= max(ends) <= report.published
        assert report.published - min(starts) <= timedelta(days=40)
        assert key.get("date_precision", "day") in DATE_PRECISIONS
        types = key.get("event_type", [])
        assert {EventType(code) for code in ([types] if isinstance(types, str) else types)} <= set(
            EventType
        )
        sides = key.get("acting_side", [])
        assert set([sides] if isinstance(sides, str) else sides) <= set(ACTING_SIDES)
        assert set(key.get("claimant", ())) <= set(CLAIMANTS)
        depth = [name for name in key if name.startswith("reported_depth")]
        assert len(depth) in {0, 3}
        if depth:
            low = listed(key["reported_depth_min_km"])
            high = listed(key["reported_depth_max_km"])
            assert 0 <= min(low) <= max(high) <= 80
            assert max(high) > 0


def _ideal_draft(number, key, text):
    """A draft that says what the key says, under the rules of the record."""

    def first(name):
        value = key.get(name)
        return value[0] if isinstance(value, list) else value

    row = {name: first(name) for name in KEY_FIELDS - {"evidence", "free", "unnamed", "place"}}
    row |= {"incident_id": f"draft-{number}", "verbatim_locality": first("place")}
    row["event_type"] = row["event_type"] or EventType.OTHER
    for name in TOLLS:
        bounds = first(name) if name in key else {}
        bounds = bounds if isinstance(bounds, dict) else dict.fromkeys(("low", "best"), bounds)
        row |= {f"{name}_{bound}": people for bound, people in bounds.items()}
    stances = ["conflicts" if key.get("conflicting") else "supports", "supports"]
    claims = tuple(
        Claim(f"claim-{place}", claimant=claimant, stance=stances[min(place, 1)])
        for place, claimant in enumerate(key.get("claimant", ["unknown"]))
    )
    start = text.index(key["evidence"][0])
    words = SimpleNamespace(start=start, end=start + 1, text=text[start])
    incident = Incident.from_row(row, claims=claims)
    return SimpleNamespace(incident=incident, evidence={"summary": (words,)})


@pytest.mark.parametrize("half", HALVES)
def test_drafts_that_say_what_the_keys_say_reach_full_marks(half):
    reports = read_reports(half)
    by_text = {report.text: report for report in reports}

    def extract(text, *, published):
        assert published == by_text[text].published
        return [_ideal_draft(n, key, text) for n, key in enumerate(by_text[text].keys)]

    score = evaluate(reports, extract)
    assert score.faults == []
    assert score.loose_evidence == []
    assert score.matched == score.keys == score.drafts > 24
    assert score.right == score.judged
    assert score.precision_of("depth") == score.precision_of("border_pillar") == 1


REPORT = Report(
    name="made-up",
    published=date(2020, 5, 7),
    language="en",
    text="On May 5 guards came two kilometres into Pakistan at pillar 12 and killed a man.",
    traps=("none",),
    keys=(
        {
            "date_start": date(2020, 5, 5),
            "event_type": "incursion",
            "acting_side": "IRN",
            "killed_civilians": 1,
            "border_pillar": "12",
            "reported_depth_min_km": 2.0,
            "reported_depth_max_km": 2.0,
            "reported_depth_into": "PAK",
            "evidence": ["On May 5"],
        },
    ),
)
INCIDENT = Incident(
    incident_id="draft-1",
    date_start=date(2020, 5, 5),
    date_end=date(2020, 5, 5),
    event_type=EventType.INCURSION,
    acting_side="IRN",
    tolls={"killed_civilians": Count(1, 1, 1)},
    border_pillar="12",
    reported_depth_min_km=2.0,
    reported_depth_max_km=2.0,
    reported_depth_into="PAK",
    claims=(Claim("draft-1-a", claimant="PAK"),),
)


def _score(*incidents, at=(0, 8), words="On May 5", report=REPORT):
    evidence = {"date_start": (SimpleNamespace(start=at[0], end=at[1], text=words),)}
    drafts = tuple(SimpleNamespace(incident=one, evidence=evidence) for one in incidents)

    def extract(text, *, published):
        assert (text, published) == (report.text, report.published)
        return drafts

    return evaluate([report], extract)


def test_the_judge_takes_a_right_draft():
    score = _score(INCIDENT)
    assert (score.precision, score.recall, score.f1) == (1, 1, 1)
    assert score.right == score.judged
    assert score.precision_of("depth") == score.precision_of("border_pillar") == 1
    assert not score.faults


def test_the_judge_counts_a_twin_against_precision():
    score = _score(INCIDENT, replace(INCIDENT, incident_id="draft-2"))
    assert (score.precision, score.recall) == (0.5, 1)
    assert score.precision_of("depth") == 0.5


def test_the_judge_takes_a_day_beside_as_the_incident_but_not_as_its_date():
    day = date(2020, 5, 6)
    score = _score(replace(INCIDENT, date_start=day, date_end=day))
    assert score.f1 == 1
    assert score.accuracy("date") == 0


def test_the_judge_sees_a_wrong_date_that_cost_the_match():
    day = date(2020, 4, 1)
    score = _score(replace(INCIDENT, date_start=day, date_end=day))
    assert score.f1 == 0
    assert (score.judged["date"], score.right["date"]) == (1, 0)


def test_the_judge_does_not_pair_a_draft_that_rests_on_other_words():
    day = date(2020, 4, 1)
    other = replace(INCIDENT, date_start=day, date_end=day)
    score = _score(other, at=(9, 15), words=REPORT.text[9:15])
    assert score.judged["date"] == 0


@pytest.mark.parametrize(
    "change",
    [
        {"event_type": EventType.DIPLOMATIC},
        {"event_type": EventType.ARREST_OR_SEIZURE},
        {"acting_side": "PAK"},
        {"acting_side": None},
    ],
)
def test_the_judge_refuses_another_family_or_side(change):
    assert _score(replace(INCIDENT, **change)).f1 == 0


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"reported_depth_max_km": 3.0}, "depth"),
        ({"reported_depth_into": "IRN"}, "depth"),
        ({"reported_depth_min_km": None}, "depth"),
        ({"border_pillar": "120"}, "border_pillar"),
        ({"border_pillar": "12-14"}, "border_pillar"),
    ],
)
def test_the_judge_counts_a_wrong_depth_or_pillar(change, name):
    score = _score(replace(INCIDENT, **change))
    assert score.precision_of(name) == 0
    assert score.accuracy(name) == 0


@pytest.mark.parametrize("name", ["depth", "border_pillar"])
def test_a_right_depth_in_a_draft_of_another_side_is_that_of_its_event_only(name):
    other = replace(INCIDENT, acting_side="PAK")
    score = _score(other)
    assert score.precision_of(name) == 0
    assert (score.given_of_event[name], score.given[name]) == (1, 1)
    elsewhere = _score(other, at=(9, 15), words=REPORT.text[9:15])
    assert (elsewhere.given_of_event[name], elsewhere.given[name]) == (0, 1)


def test_any_pillar_of_a_list_is_right():
    key = {**REPORT.keys[0], "border_pillar": ["11-13", "12"]}
    assert _score(INCIDENT, report=replace(REPORT, keys=(key,))).precision_of("border_pillar") == 1


def test_the_judge_counts_a_toll_that_nobody_reported():
    surplus = {"killed_civilians": Count(1, 1, 1), "injured_pak": Count(2, 2, 2)}
    score = _score(replace(INCIDENT, tolls=surplus))
    assert (score.right["toll"], score.judged["toll"]) == (1, 2)


def test_the_judge_takes_people_of_no_named_party_as_a_total():
    total = replace(INCIDENT, tolls={"killed_total": Count(1, 1, 1)})
    assert _score(total).right["toll"] == 0
    key = REPORT.keys[0] | {"unnamed": ["killed_civilians"]}
    assert _score(total, report=replace(REPORT, keys=(key,))).right["toll"] == 1


def test_the_judge_sees_evidence_that_is_not_where_it_says():
    assert _score(INCIDENT, at=(3, 8)).loose_evidence
