"""The command line as its users meet it."""

import csv
import json
import sqlite3

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from dashboard import cli, loading
from dashboard.settings import GAZETTEERS_VARIABLE, STORE_VARIABLE
from incidents.store import Store

CSV = "id,date,type,place,country\na,2014-10-17,incursion,Taftan,Pakistan\n"
runner = CliRunner()


@pytest.fixture
def store_path(tmp_path, monkeypatch):
    path = tmp_path / "store.gpkg"
    monkeypatch.setenv(STORE_VARIABLE, str(path))
    monkeypatch.setenv("SARHAD_EMPTY", "1")
    return path


def imported(*arguments):
    result = runner.invoke(cli.app, ["import", *map(str, arguments)])
    return result.exit_code, result.output


def test_an_import_stores_places_and_measures(store_path, write_csv):
    code, output = imported(write_csv(CSV), "--json")
    (summary,) = json.loads(output)
    assert code == 0
    assert (summary["new"], summary["rejects"]) == (1, [])
    store = Store.open(store_path)
    incident = store.get("a").incident
    store.close()
    assert incident.country == "PAK"
    assert 1500 < incident.signed_distance_m < 2500  # Taftan town: 2.02 km, see the golden values
    assert incident.coordinate_uncertainty_m > 0


@pytest.mark.usefixtures("store_path")
def test_the_same_file_again_changes_nothing(write_csv):
    path = write_csv(CSV)
    imported(path)
    code, output = imported(path)
    assert code == 0
    assert "0 new, 0 changed, 1 the same" in output


@pytest.mark.usefixtures("store_path")
def test_rejected_rows_are_named_written_and_told_by_the_exit_code(write_csv, tmp_path):
    path = write_csv(CSV + "b,soon,incursion,Mand,Pakistan\n")
    code, output = imported(path, "--rejects", tmp_path / "rejects.csv")
    assert code == 1
    assert "YYYY-MM-DD" in output
    assert "1 new" in output
    assert "b,soon" in (tmp_path / "rejects.csv").read_text("utf-8-sig")


def test_a_dry_run_stores_nothing(store_path, write_csv):
    code, output = imported(write_csv(CSV), "--dry-run")
    assert code == 0
    assert "Nothing was stored" in output
    assert "1 would be new" in output
    assert "verbatim_locality" in output  # which column was taken for which
    store = Store.open(store_path)
    assert store.incidents() == ()
    store.close()


@pytest.mark.usefixtures("store_path")
def test_an_unreadable_file_is_one_sentence_and_exit_code_2(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["sarhad", "import", str(tmp_path / "none.csv")])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    printed = capsys.readouterr().err
    assert "check the name" in printed
    assert "Traceback" not in printed


@pytest.mark.usefixtures("store_path")
def test_text_of_a_file_is_printed_as_it_is(write_csv, monkeypatch, capsys):
    path = write_csv("root:x:0:0:[bold]:smile:\n1,2\n")
    monkeypatch.setattr("sys.argv", ["sarhad", "import", str(path)])
    with pytest.raises(SystemExit):
        cli.main()
    assert "root:x:0:0:[bold]:smile:" in capsys.readouterr().err.replace("\n", "")


def test_help_names_the_commands():
    output = runner.invoke(cli.app, ["--help"]).output
    assert "dashboard" in output
    assert "import" in output


# --- Geocoding and gazetteers ----------------------------------------------------------------


def asked(*arguments):
    result = runner.invoke(cli.app, list(map(str, arguments)))
    return result.exit_code, result.output


def test_a_phrase_is_answered_with_place_radius_and_reason():
    code, output = asked("geocode", "45 km south of Mirjaveh")
    assert code == 0
    assert "45 km S of Mirjaveh at 61.4496 E 28.6088 N" in " ".join(output.split())
    assert "heading to 45° either side" in " ".join(output.split())


def test_what_is_ambiguous_lists_the_choices_and_ends_with_1():
    code, output = asked("geocode", "Pishin", "Mirjaveh")
    assert code == 1
    assert "716 km from the first" in " ".join(output.split())


def test_the_answer_as_json_holds_both_footprints_and_what_it_rests_on():
    code, output = asked(
        "geocode", "2 km inside Pakistan", "--country", "PAK", "--adm2", "Chagai", "--json"
    )
    (answer,) = json.loads(output)
    assert code == 0
    assert answer["text"] == "2 km inside Pakistan"
    (candidate,) = answer["candidates"]
    assert candidate["footprint"]["shape"] == "area"
    assert candidate["depth_footprint"]["shape"] == "band"
    assert len(answer["provenance"]["gazetteer_sha256"]) == 64


def test_a_depth_may_be_given_apart_from_the_words():
    code, output = asked("geocode", "Chagai district", "--depth-km", "2", "--into", "PAK", "--json")
    assert code == 0
    assert json.loads(output)[0]["candidates"][0]["depth_footprint"]["max_m"] == 2500


def test_a_file_is_geocoded_row_by_row_and_keeps_its_columns(tmp_path):
    source, target = tmp_path / "places.csv", tmp_path / "out.csv"
    source.write_text(
        "id,place,country\n1,Mirjawa,IRN\n2,Nowhere,PAK\n3,Pishin,\n4,میرجاوه,\n", "utf-8"
    )
    code, output = asked("geocode", "--file", source, "--out", target, "--json")
    assert code == 1
    assert json.loads(output)["rows"] == {"placed": 2, "not found": 1, "ambiguous": 1}
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["1", "2", "3", "4"]
    assert [row["geocode_name"] for row in rows] == ["Mirjaveh", "", "", "Mirjaveh"]
    assert float(rows[0]["geocode_lon"]) == pytest.approx(61.4496, abs=1e-4)
    assert "Name the country" in rows[2]["geocode_message"]


def test_a_parquet_file_is_geocoded_by_the_column_that_is_named(tmp_path):
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(pa.table({"where": ["BP-154", None]}), source)
    code, _ = asked("geocode", "--file", source, "--out", target, "--column", "where")
    assert code == 1
    found = pq.read_table(target).to_pydict()
    assert found["geocode_status"] == ["placed", "not found"]
    assert json.loads(found["geocode_footprint"][0])["shape"] == "band"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "Nothing to geocode"),
        (("--file", "nothing.csv"), "no file"),
        (("--file", "nothing.kml"), "expected a CSV"),
        (("Mirjaveh", "--nominatim", "me"), "neither an e-mail address"),
    ],
)
def test_wrong_use_is_told(arguments, why, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(cli.app, ["geocode", *arguments])
    assert why in str(result.exception)


def test_a_gazetteer_is_added_listed_used_and_removed(tmp_path, monkeypatch):
    monkeypatch.setenv(GAZETTEERS_VARIABLE, str(tmp_path / "gazetteers"))
    loading.load_geocoder.cache_clear()
    source = tmp_path / "posts.csv"
    source.write_text("name,lon,lat,country\nTalap,61.71,28.81,PK\nBroken,999,1,PK\n", "utf-8")
    code, output = asked("gazetteer", "add", source)
    assert code == 1
    assert "1 places added of 2 rows" in output
    assert "row 2" in output
    _, listed = asked("gazetteer", "list", "--json")
    assert [one["name"] for one in json.loads(listed)] == ["bundled", "posts"]
    assert asked("geocode", "Talap village", "--country", "PAK")[0] == 0
    assert asked("gazetteer", "remove", "posts")[0] == 0
    loading.load_geocoder.cache_clear()
    assert asked("geocode", "Talap village", "--country", "PAK")[0] == 1


def test_a_search_shows_what_sounds_alike():
    code, output = asked("gazetteer", "search", "Chaghay", "--json")
    assert code == 0
    assert {"name": "Chagai", "likeness": "sound"}.items() <= json.loads(output)[0].items()
    assert asked("gazetteer", "search", "Xyzzyq")[0] == 1


# --- Verify, backup, restore -------------------------------------------------------------------


def test_a_store_is_verified_backed_up_damaged_and_restored(store_path, write_csv, tmp_path):
    imported(write_csv(CSV))
    copy = tmp_path / "backup.gpkg"
    code, output = asked("verify", "--json")
    assert code == 0
    root = json.loads(output)["root_sha256"]
    assert len(root) == 64
    assert asked("backup", copy)[0] == 0
    connection = sqlite3.connect(store_path)
    connection.execute("UPDATE incident_version SET summary = 'made up'")
    connection.commit()
    connection.close()
    code, output = asked("verify")
    assert code == 1
    assert "a, version 1: its content is not what was written" in output
    code, output = asked("restore", copy)
    assert code == 0
    assert "The former store is kept" in output
    assert json.loads(asked("verify", "--json")[1])["root_sha256"] == root


def test_without_a_store_there_is_nothing_to_verify(store_path):
    result = runner.invoke(cli.app, ["verify"])
    assert str(store_path) in str(result.exception)


# --- Export ------------------------------------------------------------------------------------


def test_what_a_filter_shows_is_exported_and_comes_back(store_path, write_csv, tmp_path):
    imported(write_csv(CSV + "b,2015-01-01,diplomatic,Mand,Pakistan\n"))
    target = tmp_path / "out.csv"
    code, output = asked("export", target, "--from", "2014-10-01", "--to", "2014-10-31", "--exact")
    assert code == 0
    assert "1 of 2 incidents" in " ".join(output.split())
    before = Store.open(store_path).get("a").incident
    claims = tmp_path / "out-claims.csv"
    code, output = imported(target, "--claims", claims, "--json")
    assert code == 0
    assert json.loads(output)[0]["same"] == 1
    assert Store.open(store_path).get("a").incident == before


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("out.csv", "--from", "2030-01-01"), "No incident matches"),
        (("out.pdf",), "use .csv"),
        (("out.csv", "--type", "battle"), "not one of"),
    ],
)
def test_an_export_that_cannot_be_is_told(store_path, write_csv, arguments, why):
    assert store_path
    imported(write_csv(CSV))
    result = runner.invoke(cli.app, ["export", *arguments])
    assert why in str(result.exception)
