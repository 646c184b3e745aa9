"""The citation and the evidence pack: what a figure was made of can be shown and checked again."""

import csv
import hashlib
import io
import json
import re
import zipfile

import pytest
import streamlit as st
from app_pages import html_of, new_app
from typer.testing import CliRunner

from dashboard import cli
from dashboard.citation import cite, filter_words
from dashboard.evidence import EvidenceError, check_pack, evidence_pack
from dashboard.loading import load_border, load_geocoder
from dashboard.settings import STORE_VARIABLE
from geodata import data as shipped
from incidents.bundled import add_bundled
from incidents.editing import Editor
from incidents.filters import IncidentFilter
from incidents.frozen import FrozenStore, moment_of
from incidents.profiles import PUBLIC
from incidents.store import Store

OCTOBER = IncidentFilter.from_query({"from": "2014-10-01", "to": "2014-10-31"})[0]


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path / "store.gpkg")
    add_bundled(opened, geocoder=load_geocoder())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    opened = Store.open(tmp_path_factory.mktemp("packed") / "store.gpkg")
    add_bundled(opened, geocoder=load_geocoder())
    made = evidence_pack(opened, OCTOBER, load_border())
    again = evidence_pack(opened, OCTOBER, load_border())
    root = opened.last_root()
    opened.close()
    return made, again, root


def unpacked(pack):
    with zipfile.ZipFile(io.BytesIO(pack.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cited(store, chosen=OCTOBER):
    frame = store.frame()
    return cite(store, chosen, frame[chosen.mask(frame)], total=len(frame))


# --- The citation ----------------------------------------------------------------------------


def test_a_citation_names_the_data_the_border_the_gazetteer_and_the_release(store):
    line = cited(store).line
    for part in (store.last_root(), load_border().sha256, load_geocoder().gazetteer.sha256,
                 "8 of 123", "from 2014-10-01; to 2014-10-31", "UTC", "as_of="):  # fmt: skip
        assert part in line
    assert "\n" not in line


def test_the_link_of_a_citation_holds_the_whole_filter(store):
    chosen = IncidentFilter.from_query({"q": "a&b=c #d", "type": "incursion"})[0]
    link = cited(store, chosen).link
    query = dict(p.split("=") for p in link.split("?")[1].split("&"))
    assert query["as_of"] == store.last_root()
    assert query["q"] == "a%26b%3Dc+%23d"
    assert filter_words(chosen) == "type incursion; words a&b=c #d"
    assert filter_words(IncidentFilter()) == "no filter"


def test_what_was_cited_is_shown_again_after_a_change(store):
    before = cited(store)
    incident_id = store.frame()["incident_id"].iloc[0]
    was = store.get(incident_id).incident.summary
    Editor(store, load_geocoder()).edit(incident_id, {"summary": "Mended."})
    frozen = FrozenStore(store, moment_of(store, before.moment.root_sha256))
    assert frozen.get(incident_id).incident.summary == was
    assert store.get(incident_id).incident.summary == "Mended."
    assert cited(frozen) == before
    assert cited(store).moment.root_sha256 != before.moment.root_sha256


def test_an_empty_store_has_nothing_to_cite(tmp_path):
    opened = Store.open(tmp_path / "empty.gpkg")
    with pytest.raises(Exception, match="nothing to cite"):
        cite(opened, OCTOBER, opened.frame(), total=0)
    with pytest.raises(EvidenceError, match="No incident matches"):
        evidence_pack(opened, OCTOBER, load_border())
    opened.close()


# --- The pack --------------------------------------------------------------------------------


def test_every_hash_of_the_pack_holds_and_the_same_input_gives_the_same_bytes(packed):
    made, again, root = packed
    assert made.content == again.content
    held = unpacked(made)
    sums = dict(reversed(s.split("  ")) for s in held["SHA256SUMS"].decode().splitlines())
    assert set(sums) == set(held) - {"SHA256SUMS"}
    assert all(hashlib.sha256(held[name]).hexdigest() == sums[name] for name in sums)
    manifest = json.loads(held["manifest.json"])
    assert manifest["store_root_sha256"] == root
    assert {n: f["sha256"] for n, f in manifest["files"].items()} == {
        n: s for n, s in sums.items() if n != "manifest.json"
    }
    assert hashlib.sha256(held["border/border.npz"]).hexdigest() == load_border().sha256
    assert load_border().sha256 in held["README.txt"].decode()
    assert root in held["CITATION.txt"].decode()
    assert "sound" in held["VERIFICATION.txt"].decode()


def test_the_pack_holds_the_records_their_sources_and_the_line(packed):
    held = unpacked(packed[0])
    records = list(csv.DictReader(io.StringIO(held["data/incidents.csv"].decode())))
    assert len(records) == 8
    sources = list(csv.DictReader(io.StringIO(held["data/sources.csv"].decode())))
    named = {i for source in sources for i in source["incidents"].split()}
    assert named <= {record["incident_id"] for record in records}
    assert any(source["url"].startswith("http") for source in sources)
    line = json.loads(held["border/border.geojson"])["features"][0]
    assert len(line["geometry"]["coordinates"]) == len(load_border().line)
    assert line["properties"]["legal_status"] == "Not a legal boundary"
    assert held["map.png"].startswith(b"\x89PNG")
    assert b"method" in held["method.md"].lower()
    assert held["border/data-files.sha256"].decode().count(shipped.sha256("border.npz")) == 1


def test_the_map_in_the_pack_asks_nobody(packed):
    page = unpacked(packed[0])["map.html"].decode()
    assert "default-src 'none'" in page
    assert not re.search(r"""(?:src|srcset)\s*=\s*["']?(?:https?:)?//""", page)
    assert "connect-src" not in page
    assert not re.search(r"url\(\s*[\"']?https?:", page)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda held: held.update({"data/incidents.csv": b"other"}), "incidents.csv was changed"),
        (lambda held: held.pop("map.png"), "map.png is missing"),
        (lambda held: held.update({"more.txt": b"x"}), "more.txt was added"),
        (lambda held: held.update({"SHA256SUMS": b"nothing\n"}), "itself is damaged"),
        (dict.copy, ""),
    ],
)
def test_a_changed_pack_is_found_out(packed, tmp_path, change, said):
    held = unpacked(packed[0])
    change(held)
    path = tmp_path / "pack.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    problems = check_pack(path)
    assert len(problems) == bool(said)
    assert said in "".join(problems)
    checked = CliRunner().invoke(cli.app, ["evidence", str(path), "--check"])
    assert checked.exit_code == bool(said)


def test_a_zip_of_something_else_is_no_pack(tmp_path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(EvidenceError, match="no evidence pack"):
        check_pack(path)


def test_a_public_pack_holds_no_exact_place_and_says_so(store):
    held = unpacked(evidence_pack(store, OCTOBER, load_border(), profile=PUBLIC))
    notes = {n for n in store.frame()["notes"].dropna() if len(n) > 20}
    everything = b"\n".join(c for n, c in held.items() if n.endswith((".csv", ".html", ".gpkg")))
    assert notes
    assert not any(note.encode() in everything for note in notes)
    assert "coarsened to 10 km" in held["README.txt"].decode()
    assert json.loads(held["manifest.json"])["profile"] == "public"


def test_acled_s_terms_and_redactions_travel_along(store):
    version = store.get(store.frame()["incident_id"][OCTOBER.mask(store.frame())].iloc[0])
    from incidents.layouts import ACLED_TERMS  # noqa: PLC0415 - the words that the export looks for

    Editor(store, load_geocoder()).edit(
        version.incident.incident_id, {"tags": ACLED_TERMS, "summary": "A secret house."}
    )
    root = store.last_root()
    store.redact(version.incident.incident_id, fields=["summary"], why="a threat")
    made = evidence_pack(FrozenStore(store, moment_of(store, root)), OCTOBER, load_border())
    held = unpacked(made)
    assert ACLED_TERMS in " ".join(made.remarks)
    for name in ("README.txt", "LICENCES.md"):
        assert ACLED_TERMS in held[name].decode()
    assert version.incident.incident_id in held["README.txt"].decode()
    assert not any(b"A secret house" in content for content in held.values())


# --- In the page and on the command line -----------------------------------------------------


def test_the_link_opens_the_records_as_they_were_with_a_bar(store, tmp_path, monkeypatch):
    citation = cited(store)
    incident_id = store.frame()["incident_id"][OCTOBER.mask(store.frame())].iloc[0]
    Editor(store, load_geocoder()).edit(incident_id, {"event_type": "other"})
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store.gpkg"))
    st.cache_resource.clear()
    app = new_app()
    app.query_params["as_of"] = citation.moment.root_sha256
    app.run()
    assert not app.exception
    assert "Frozen at" in html_of(app)
    assert "1 record changed since" in html_of(app)
    assert "Nothing can be stored" not in html_of(app)
    assert app.query_params["as_of"] == citation.moment.root_sha256
    app.button(key="show_present").click()
    app.run()
    assert "Frozen at" not in html_of(app)
    assert "as_of" not in app.query_params
    st.cache_resource.clear()


@pytest.mark.usefixtures("store")
def test_an_unknown_version_in_the_address_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store.gpkg"))
    st.cache_resource.clear()
    app = new_app()
    app.query_params["as_of"] = "<b>" + "0" * 64
    app.run()
    assert not app.exception
    assert "is no data version" in html_of(app)
    assert "<b>000" not in html_of(app)
    assert "The present is shown" in html_of(app)
    st.cache_resource.clear()


def test_the_commands_cite_draw_and_pack(store, tmp_path, monkeypatch):
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store.gpkg"))
    run = CliRunner().invoke
    told = run(cli.app, ["cite", "--from", "2014-10-01", "--to", "2014-10-31"])
    assert told.exit_code == 0, told.output
    assert store.last_root() in told.output
    picture = tmp_path / "map.png"
    drawn = run(cli.app, ["picture", str(picture), "--size", "800x600", "--dark", "--scale", "1"])
    assert drawn.exit_code == 0, drawn.output
    assert picture.read_bytes().startswith(b"\x89PNG")
    unknown = run(cli.app, ["cite", "--as-of", "0" * 64])
    assert "never had such a version" in str(unknown.exception)
    wrong = run(cli.app, ["picture", str(picture), "--bounds", "1,2"])
    assert "no bounds" in str(wrong.exception)
    nowhere = run(cli.app, ["evidence", str(tmp_path / "no" / "x.zip")])
    assert "cannot be written" in str(nowhere.exception)
