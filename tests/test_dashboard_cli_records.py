"""The commands about records: mapping files, public exports, history, merges, redaction, undo."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard import cli
from dashboard.settings import STORE_VARIABLE
from incidents.store import Store

CSV = """id,date,type,place,country,source,description
a,2014-10-17,incursion,Taftan,Pakistan,Dawn,Thirty guards came in
b,2014-10-16,incursion,Taftan,Pakistan,Express Tribune,Thirty Iranian guards came in
"""
runner = CliRunner()


@pytest.fixture
def store_path(tmp_path, monkeypatch, write_csv):
    path = tmp_path / "store.gpkg"
    monkeypatch.setenv(STORE_VARIABLE, str(path))
    monkeypatch.setenv("SARHAD_EMPTY", "1")
    assert run("import", write_csv(CSV)).exit_code == 0
    return path


def run(*arguments, answer=None):
    return runner.invoke(cli.app, list(map(str, arguments)), input=answer)


def stored(path, incident_id):
    store = Store.open(path, read_only=True)
    try:
        return store.get(incident_id)
    finally:
        store.close()


def test_every_command_teaches_by_its_help():
    for command in ("import", "export", "map", "verify", "backup", "restore", "duplicates"):
        assert command in run("--help").output
        assert len(run(command, "--help").output.splitlines()) > 4
    for command in ("show", "history", "edit", "merge", "split", "link", "redact", "undo", "log"):
        assert command in run("record", "--help").output


def test_a_mapping_is_saved_corrected_and_used_again(store_path, write_csv, tmp_path):
    columns = tmp_path / "columns.json"
    odd = write_csv("Wann,Was\n2015-01-02,Shots at a post\n", "odd.csv")
    result = run("import", odd, "--dry-run", "--save-mapping", columns)
    assert result.exit_code == 0, result.output
    content = columns.read_text("utf-8")
    assert '"Was"' in content
    mapping = json.loads(content)
    for entry in mapping["columns"]:
        if entry["source"] == "Was":
            entry["column"] = "summary"
    columns.write_text(json.dumps(mapping), "utf-8")
    summary = json.loads(run("import", odd, "--mapping", columns, "--json").output)[0]
    assert summary["new"] == 1
    assert {"source": "Was", "column": "summary"}.items() <= summary["mapping"][1].items()
    assert store_path.exists()


def test_a_renamed_copy_of_a_file_changes_nothing(store_path, write_csv):
    summary = json.loads(run("import", write_csv(CSV, "copy.csv"), "--json").output)[0]
    assert (summary["new"], summary["changed"], summary["same"]) == (0, 0, 2)
    assert stored(store_path, "a").incident.dataset == "incidents.csv"


@pytest.mark.usefixtures("store_path")
def test_columns_that_cannot_be_used_are_saved_to_be_corrected(write_csv, tmp_path):
    columns = tmp_path / "columns.json"
    odd = write_csv("Wann,Was\nsoon,Shots\n", "odd.csv")
    result = run("import", odd, "--save-mapping", columns)
    assert "correct it and name it with --mapping" in str(result.exception)
    assert "Wann" in columns.read_text("utf-8")
    assert "is not one of CSV" in str(run("import", odd, "--format", "foo").exception)


def test_a_store_of_an_earlier_release_is_verified_without_touching_it(tmp_path):
    old = tmp_path / "old.gpkg"
    shutil.copy(Path(__file__).parent / "fixtures" / "store-0001.gpkg", old)
    before = old.read_bytes()
    result = run("verify", "--store", old)
    assert result.exit_code == 0, result.output
    assert old.read_bytes() == before


def test_duplicates_are_suggested_with_reasons_and_merged_only_by_hand(store_path):
    found = json.loads(run("duplicates", "--json").output)
    assert {found[0]["first_id"], found[0]["second_id"]} == {"a", "b"}
    assert found[0]["reasons"]
    assert "Undo: sarhad record undo 2" in run("record", "merge", "a", "b").output
    assert len(stored(store_path, "a").incident.claims) == 2
    assert stored(store_path, "b").incident.merged_into == "a"
    run("record", "undo", 2)
    assert stored(store_path, "b").incident.merged_into is None


def test_an_edit_shows_in_the_history_and_an_outdated_one_is_refused(store_path):
    edited = run("record", "edit", "a", "summary=Mended", "personnel_count=30", "--by", "Zara")
    assert edited.exit_code == 0, edited.output
    history = json.loads(run("record", "history", "a", "--json").output)
    assert [row["by"] for row in history][1] == "Zara"
    assert {c["column"] for c in history[1]["changes"]} == {"summary", "personnel_count"}
    again = run("record", "edit", "a", "summary=Other", "--version", 1)
    assert "changed meanwhile by Zara" in str(again.exception)
    assert "no column" in str(run("record", "edit", "a", "nonsense").exception)
    assert stored(store_path, "a").incident.summary == "Mended"


def test_a_redaction_asks_and_then_the_text_is_gone(store_path):
    assert run("record", "redact", "a", "summary", "--why", "threat", answer="n\n").exit_code == 2
    assert stored(store_path, "a").incident.summary == "Thirty guards came in"
    result = run("record", "redact", "a", "summary", "--why", "threat", "--yes")
    assert "Backups" in result.output
    assert stored(store_path, "a").incident.summary == "[redacted]"
    assert run("verify").exit_code == 0
    assert "redacted summary of a" in run("record", "log").output


def test_a_record_is_shown_with_its_claims(store_path):
    shown = json.loads(run("record", "show", "a", "--json").output)
    assert shown["claims"][0]["publisher"] == "Dawn"
    assert shown["version"] == stored(store_path, "a").version
    assert "no such incident" in str(run("record", "show", "zz").exception)


def test_split_link_status_and_restore(store_path):
    run("record", "merge", "a", "b")
    output = run("record", "split", "a", "b-1").output
    assert "a-s2 split off a" in output
    run("record", "link", "a", "b")
    assert stored(store_path, "a").incident.linked_to == "a-s2; b"
    run("record", "status", "a", "rejected")
    assert stored(store_path, "a").incident.status == "rejected"
    run("record", "restore", "a", 1)
    assert stored(store_path, "a").incident.status == "unconfirmed"


@pytest.mark.usefixtures("store_path")
@pytest.mark.parametrize(
    "suffix", ["csv", "xlsx", "geojson", "gpkg", "parquet", "kml", "acled.csv"]
)
def test_exports_in_every_format(tmp_path, suffix):
    out = tmp_path / f"out.{suffix}"
    result = run("export", out, "--from", "2014-10-17")
    assert result.exit_code == 0, result.exception
    assert "1 of 2 incidents" in result.output
    assert out.stat().st_size > 0


@pytest.mark.usefixtures("store_path")
def test_maps_are_one_file_without_addresses_of_others(tmp_path):
    result = run("map", tmp_path / "map.html", "--type", "incursion")
    assert result.exit_code == 0, result.exception
    assert "Thirty guards" in (tmp_path / "map.html").read_text("utf-8")
    assert run("export", tmp_path / "again.html", "--public").exit_code == 0


def test_what_was_cited_is_exported_as_it_was(tmp_path, store_path):
    store = Store.open(store_path, read_only=True)
    root = store.last_root()
    store.close()
    assert run("record", "edit", "a", "summary=Mended").exit_code == 0
    for out, how in (("now.csv", []), ("then.csv", ["--as-of", root]), ("now.html", [])):
        assert run("export", tmp_path / out, *how).exit_code == 0
    assert run("map", tmp_path / "then.html", "--as-of", root[:12]).exit_code == 0
    for suffix in ("csv", "html"):
        now, then = ((tmp_path / f"{n}.{suffix}").read_text("utf-8") for n in ("now", "then"))
        assert ("Mended" in now, "Mended" in then) == (True, False)
        assert "Thirty guards came in" in then
    unknown = run("export", tmp_path / "never.csv", "--as-of", "0" * 64)
    assert "never had such a version" in str(unknown.exception)


CHOSEN = (
    (("--acting-side", "IRN"), ["guards"]),
    (("--actor", "guards, not named", "--side", "PAK"), ["guards"]),
    (("--actor", "guards, not named", "--actor", "gunmen"), ["guards", "gunmen"]),
    (("--certainty", "one-side", "--depth-to", "-5"), ["gunmen"]),
    (("--depth-from", "20"), []),
    (("--km-from", "100", "--text", "taftan"), ["guards"]),
    (("--status", "unconfirmed", "--check", "cannot tell"), []),
    (("--conflict",), []),
    (("--district", "Nowhere"), []),
)


def test_export_and_map_take_every_part_of_the_filter(tmp_path, monkeypatch, write_csv):
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store.gpkg"))
    monkeypatch.setenv("SARHAD_EMPTY", "1")
    rows = (
        "id,date,type,lat,lon,uncertainty_m,place,country,actor,acting_side\n"
        'guards,2014-10-17,incursion,28.97,61.60,500,Taftan,PAK,"guards, not named",IRN\n'
        "gunmen,2014-10-18,ambush_or_ied,28.22,61.21,500,Khash,IRN,gunmen,non-state\n"
    )
    assert run("import", write_csv(rows)).exit_code == 0
    for options, ids in CHOSEN:
        for out in (tmp_path / "out.csv", tmp_path / "out.html"):
            out.unlink(missing_ok=True)
            result = run("export" if out.suffix == ".csv" else "map", out, *options)
            if not ids:
                assert "No incident matches" in str(result.exception), options
                assert not out.exists()
                continue
            assert f"{len(ids)} of 2 incidents" in result.output, options
            told = out.read_text("utf-8")
            assert [
                i for i in ("guards", "gunmen") if f"{i},2014" in told or f'"{i}"' in told
            ] == ids


@pytest.mark.usefixtures("store_path")
@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--from", "soon"), "--from 'soon' is no day"),
        (("--km-from", "9", "--km-to", "3"), "swap them"),
        (("--certainty", "sure"), "'sure' is not one of across"),
    ],
)
def test_a_filter_that_makes_no_sense_writes_nothing(tmp_path, options, why):
    result = run("export", tmp_path / "out.csv", *options)
    assert why in str(result.exception)
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.usefixtures("store_path")
def test_a_public_export_is_previewed(tmp_path):
    result = run("export", tmp_path / "out.csv", "--public", "--preview")
    assert result.exit_code == 0, result.exception
    assert "lon" in result.output
    assert not (tmp_path / "out.csv").exists()


def test_a_store_in_a_database_takes_the_same_commands(
    postgres_url, write_csv, monkeypatch, tmp_path
):
    monkeypatch.setenv("SARHAD_EMPTY", "1")
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    assert run("import", write_csv(CSV), "--store", postgres_url).exit_code == 0
    assert run("verify", "--store", postgres_url).exit_code == 0
    assert run("backup", tmp_path / "copy.gpkg", "--store", postgres_url).exit_code == 0
    result = run("export", tmp_path / "out.csv", "--store", postgres_url)
    assert "2 of 2 incidents" in result.output
    monkeypatch.delenv(STORE_VARIABLE, raising=False)


def test_a_database_that_cannot_be_reached_is_one_sentence():
    result = run("verify", "--store", "postgresql+psycopg://nobody:secret@127.0.0.1:1/none")
    assert "cannot be" in str(result.exception)
    assert "secret" not in str(result.exception)
    assert "no store" in str(run("verify", "--store", "mysql://x/y").exception)
