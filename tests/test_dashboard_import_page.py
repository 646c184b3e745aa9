"""The Import page: rejects mended in place, several files, what is kept between clicks."""

import contextlib
import re
import sqlite3

import pytest
import streamlit as st
from app_pages import app_on, go_to_page, html_of
from browsers import settled, shown

from dashboard.pages import dropped_files, import_page
from incidents.store import Store

LOADED_MS = 60_000
HOSTILE = "<img src=x onerror=alert(1)> **bold** `${1}`"
ODD = b"id,date,place,country\nn-1,2015-01-02,Taftan,PAK\nn-2,soon,Mand,PAK\nn-3,later,Mand,PAK\n"


@pytest.fixture
def app(tmp_path, monkeypatch):
    """The app on an empty store of its own."""
    with app_on(tmp_path / "store.gpkg", monkeypatch, empty=True) as opened:
        yield opened


@pytest.fixture
def readings(monkeypatch):
    """Every file that the page reads, by name."""
    read = []
    original = import_page.import_file

    def counted(path, *args, **kwargs):
        read.append(path.name)
        return original(path, *args, **kwargs)

    monkeypatch.setattr(import_page, "import_file", counted)
    return read


def open_import(app, *files):
    app.run()
    go_to_page(app, "import")
    if files:
        app.file_uploader(key="upload").set_value([(n, c, "text/csv") for n, c in files])
        app.run()
    assert not app.exception


def press(app, key):
    app.button(key=key).click()
    app.run()
    assert not app.exception


def type_into_rejects(monkeypatch, edits):
    """Let the table of rejects come back as a person left it: cells by (row, position)."""
    original = st.data_editor

    def edited(table, **kwargs):
        if not kwargs["key"].startswith("mend_"):
            return original(table, **kwargs)
        original(table, **kwargs)
        table = table.copy()
        for (row, place), text in edits.items():
            table.loc[table["row"] == row, str(place)] = text
        return table

    monkeypatch.setattr(st, "data_editor", edited)


def stored_ids(tmp_path):
    store = Store.open(tmp_path / "store.gpkg", read_only=True)
    try:
        return {i.incident_id for i in store.incidents() if i.status != "rejected"}
    finally:
        store.close()


def test_a_mended_row_is_stored_and_the_others_stay(app, monkeypatch, tmp_path):
    edits = {}
    type_into_rejects(monkeypatch, edits)
    open_import(app, ("odd.csv", ODD))
    assert "2 rows cannot be stored as they are" in html_of(app)
    assert app.button(key="import_mended").disabled
    edits[3, 1] = "2015-01-03"
    app.run()
    assert app.button(key="import_mended").label == "Import the mended row"
    press(app, "import_mended")
    assert stored_ids(tmp_path) == {"n-2"}
    assert "1 mended row was stored." in html_of(app)
    assert "1 row cannot be stored as it is" in html_of(app)
    assert "import of odd.csv, 1 incident" in html_of(app)
    press(app, "store_upload")
    assert stored_ids(tmp_path) == {"n-1", "n-2"}


def test_a_row_that_is_mended_wrongly_stays_with_the_reason_of_now(app, monkeypatch, tmp_path):
    type_into_rejects(monkeypatch, {(3, 1): "2015-02-30"})
    open_import(app, ("odd.csv", ODD))
    press(app, "import_mended")
    assert stored_ids(tmp_path) == set()
    (rejects,) = [t.value for t in app.data_editor if t.key and t.key.startswith("mend_")]
    assert "2015-02-30" in set(rejects["1"])
    assert rejects["why"][0] != rejects["why"][1]


def test_a_click_does_not_read_the_file_again(app, readings, tmp_path):
    open_import(app, ("odd.csv", ODD))
    assert readings == ["odd.csv"]
    app.run()
    app.text_input(key="upload_part").set_value("")
    app.run()
    assert readings == ["odd.csv"]
    press(app, "store_upload")
    app.run()
    assert readings == ["odd.csv", "odd.csv"]
    assert "1 new, 0 changed" in html_of(app)
    press(app, "undo_last")
    assert readings == ["odd.csv"] * 3, "after an undo it is compared anew"
    assert stored_ids(tmp_path) == set()


def test_several_files_are_stored_with_one_click_and_a_bad_one_is_told(app, tmp_path):
    open_import(
        app,
        ("a.csv", b"id,date\na-1,2015-01-02\na-2,2015-01-03\n"),
        ("page.csv", b"<!doctype html><p>x"),
        ("b.csv", b"id,date\nb-1,2015-01-04\n"),
    )
    summary = app.dataframe[0].value
    assert list(summary["File"]) == ["a.csv", "page.csv", "b.csv"]
    assert "not a table" in summary["Remarks"][1]
    assert app.button(key="store_all").label == "Store all: 3 incidents of 2 files"
    press(app, "store_all")
    assert stored_ids(tmp_path) == {"a-1", "a-2", "b-1"}
    app.selectbox(key="upload_shown").set_value(1)
    app.run()
    assert "a web page (HTML), not a table" in html_of(app)


def test_a_file_that_is_too_large_is_refused_by_the_server(app, monkeypatch, readings):
    real = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: 0 if name == "server.maxUploadSize" else real(name)
    )
    open_import(app, ("odd.csv", ODD))
    assert "odd.csv has 0 MB; at most 0 MB are taken here" in html_of(app)
    assert readings == []


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.csv", "...csv", "C:\\temp\\x.csv", "\u202excl.csv", "x" * 400 + ".csv",
        HOSTILE + ".csv",
    ],
)  # fmt: skip
def test_no_file_name_breaks_the_page(app, name, tmp_path):
    head = f'id,date,"{HOSTILE}"\n'.encode()
    open_import(app, (name, head + f'"{HOSTILE}",soon,"{HOSTILE}"\nn-2,2015-01-02,x\n'.encode()))
    assert "<img src=x" not in html_of(app)
    press(app, "store_upload")
    assert stored_ids(tmp_path) == {"n-2"}


def test_file_names_stay_short_and_in_their_folder():
    for name in ("nul\x00.csv", "a/../..", "x" * 400 + ".csv", "\u06a9" * 300, "..", ".", "", "/"):
        safe = dropped_files.file_name(name)
        assert len(safe.encode()) <= 200
        assert re.fullmatch(r"[^/\\\x00]+", safe)
        assert safe.strip(".")


def test_a_damaged_store_shows_what_would_happen_and_stores_nothing(app, tmp_path):
    open_import(app, ("a.csv", b"id,date\na-1,2015-01-02\n"))
    press(app, "store_upload")
    st.cache_resource.clear()
    with contextlib.closing(sqlite3.connect(tmp_path / "store.gpkg")) as connection, connection:
        connection.execute("UPDATE incident_version SET summary = 'x'")
    app.file_uploader(key="upload").set_value([("odd.csv", ODD, "text/csv")])
    app.run()
    assert not app.exception
    assert "Nothing can be stored: the store is damaged" in html_of(app)
    assert app.button(key="store_upload").disabled
    assert app.button(key="import_mended").disabled
    assert not any(button.key == "undo_last" for button in app.button)


@pytest.mark.browser
def test_a_reject_is_mended_in_its_cell(page, address, tmp_path):
    path = tmp_path / "mend.csv"
    path.write_text(
        "id,date,place,country\nm-1,2024-03-01,Taftan,Pakistan\nm-2,soon,Mand,Pakistan\n", "utf-8"
    )
    page.goto(f"{address}/import")
    upload = '[data-testid="stFileUploader"] input'
    page.wait_for_selector(upload, state="attached", timeout=LOADED_MS)
    page.set_input_files(upload, str(path))
    page.get_by_text("1 row cannot be stored as it is").wait_for(timeout=LOADED_MS)
    settled(page)
    table = page.locator('[data-testid="stDataFrame"]').last.bounding_box()
    # the row's number (56 px) and the reason (340 px) stand before the faulty column
    page.mouse.dblclick(table["x"] + 56 + 340 + 20, table["y"] + 35 + 17)
    cell = page.locator(".gdg-input")  # what is typed before it has the keyboard is lost
    cell.fill("2024-03-02", timeout=LOADED_MS)
    settled(page)
    cell.press("Enter")
    # while the page is drawn anew, the old button that cannot be pressed may stand beside the new
    mend = page.get_by_role("button", name="Import the mended row", disabled=False)
    mend.click(timeout=LOADED_MS)
    page.get_by_text("1 mended row was stored.").wait_for(timeout=LOADED_MS)
    page.get_by_role("button", name="Store 1 incident").click()
    page.get_by_text("Stored: 1 new").wait_for(timeout=LOADED_MS)
    page.goto(f"{address}/?q=m-2")
    page.wait_for_selector(".sr-figure", timeout=LOADED_MS)
    settled(page)
    assert shown(page).startswith("1 of 125")
