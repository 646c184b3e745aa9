"""`sarhad extract`: what it tells of an article, in words and as JSON."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from dashboard import cli
from dashboard.settings import STORE_VARIABLE
from geodata.borders import load_border
from geodata.gazetteer import load_gazetteer
from geodata.geocoder import Geocoder
from incidents.dates import parse_days
from incidents.extraction import drafts_placed, extract
from incidents.record import EventType, Incident

RAID = (
    "QUETTA: On Friday about 30 Iranian troops came two kilometres into Pakistan near Mashkel and "
    "raided a house, Levies officials said. [b]<i>{{7*7}}</i>"
)
runner = CliRunner()


@pytest.fixture
def article(tmp_path, monkeypatch):
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "none.gpkg"))
    path = tmp_path / "raid.txt"
    path.write_text(RAID, encoding="utf-8")
    return path


def run(*arguments):
    return runner.invoke(cli.app, ["extract", *map(str, arguments)])


def test_drafts_are_listed_with_their_words_and_no_store_is_made(article, tmp_path):
    result = run(article, "--published", "2014-10-22")
    assert result.exit_code == 0, result.output
    assert "2014-10-17" in result.output
    assert "two kilometres into Pakistan" in result.output
    assert not (tmp_path / "none.gpkg").exists()


def test_json_carries_incident_claims_and_evidence_by_offsets(article):
    result = run(article, "--published", "2014-10-22", "--json")
    (told,) = json.loads(result.stdout)
    (draft,) = told["drafts"]
    assert draft["incident"]["reported_depth_max_km"] == 2.0
    assert draft["incident"]["depth_check"]
    assert draft["claims"][0]["claimant"] == "PAK"
    for several in draft["evidence"].values():
        for one in several:
            assert RAID[one["start"] : one["end"]] == one["text"]


def test_a_missing_file_and_a_text_without_any_day_are_told_and_end_with_2(article, tmp_path):
    assert run(tmp_path / "missing.txt").exit_code == 2
    result = run(article)
    assert result.exit_code == 2
    assert "--published" in result.output


def test_placed_drafts_are_measured_and_find_the_record_of_the_same_event():
    geocoder = Geocoder(load_border(), load_gazetteer())
    day = parse_days("2014-10-17").first
    stored = Incident(
        "stored",
        day,
        day,
        EventType.INCURSION,
        acting_side="IRN",
        actor="Iranian border guards",
        country_reported="PAK",
        verbatim_locality="Mashkel area",
        reported_depth_min_km=2.0,
        reported_depth_max_km=2.0,
        reported_depth_into="PAK",
    )
    drafts = extract(RAID, published=parse_days("2014-10-22").first)
    stored = drafts_placed_one(stored, geocoder)
    (draft,) = drafts_placed(drafts, geocoder, stored=[stored])
    assert draft.incident.georeference_status in ("placed", "area")
    assert draft.incident.border_sha256 == geocoder.border.sha256
    assert [{one.first_id, one.second_id} for one in draft.duplicates] == [
        {draft.incident.incident_id, "stored"}
    ]


def drafts_placed_one(incident, geocoder):
    from incidents.pipeline import measured, place  # noqa: PLC0415

    return measured([place(incident, geocoder)], geocoder)[0]


def test_what_says_a_day_and_is_in_no_draft_is_pointed_at(article):
    lorries = "On Saturday the lorries rolled through the gate again"
    article.write_text(f"{RAID}\n\n{lorries}.", encoding="utf-8")
    result = run(article, "--published", "2014-10-22", "--json")
    (told,) = json.loads(result.stdout)
    (missed,) = told["missed"]
    assert missed["text"].rstrip(".") == lorries
    assert article.read_text("utf-8")[missed["start"] : missed["end"]] == missed["text"]
    assert "In no draft, though it says a day" in run(article, "--published", "2014-10-22").output
