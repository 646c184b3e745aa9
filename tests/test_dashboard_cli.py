"""The command line as its users meet it."""

import json

import pytest
from typer.testing import CliRunner

from dashboard import cli
from dashboard.settings import STORE_VARIABLE
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
    path = write_csv(CSV + "b,17/10/2014,incursion,Mand,Pakistan\n")
    code, output = imported(path, "--rejects", tmp_path / "rejects.csv")
    assert code == 1
    assert "YYYY-MM-DD" in output
    assert "1 new" in output
    assert "b,17/10/2014" in (tmp_path / "rejects.csv").read_text("utf-8-sig")


def test_a_dry_run_stores_nothing(store_path, write_csv):
    code, output = imported(write_csv(CSV), "--dry-run")
    assert code == 0
    assert "nothing was stored" in output
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
