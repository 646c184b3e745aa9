"""Every page runs: on the bundled incidents, on an empty store, and when the store is damaged."""

import contextlib
import shutil
import sqlite3
import sys
from datetime import date
from types import SimpleNamespace

import pytest
from app_pages import app_on, html_of, listed_in, open_page

from dashboard import state
from dashboard.settings import EMPTY_VARIABLE


@pytest.fixture
def app(bundled_store, tmp_path, monkeypatch):
    """The app on a store of its own, filled with the bundled incidents."""
    shutil.copy(bundled_store, tmp_path / "store.gpkg")
    with app_on(tmp_path / "store.gpkg", monkeypatch) as opened:
        yield opened


def figure(app, label):
    """The key figure that stands before a label."""
    before = html_of(app).split(f'<span class="sr-label">{label}</span>')[0]
    return before.rsplit('<span class="sr-number">', 1)[1].split("</span>")[0]


def test_the_map_opens_on_all_bundled_incidents(app):
    app.run()
    assert not app.exception
    assert figure(app, "shown") == "123 of 123"
    assert int(figure(app, "violent")) + int(figure(app, "diplomatic")) < 123


def test_the_map_comes_first_and_what_it_asks_for_after_it(app):
    app.session_state[state.MAP_STANDS] = False
    app.run()
    assert not app.exception
    assert figure(app, "shown") == "123 of 123"
    assert not app.get("bidi_component")
    assert not app.checkbox
    app.session_state[state.MAP_STANDS] = True
    app.run()
    assert len(listed_in(app)) == 123
    assert app.checkbox(key=state.TYPE_KEYS["incursion"])


def test_what_stands_around_a_map_that_does_not_come_is_shown_without_it(app):
    app.session_state[state.MAP_STANDS] = False
    app.run()
    app.run()  # as the part of the page that waits does
    assert not app.exception
    assert len(listed_in(app)) == 123


def test_the_rest_lets_the_maps_of_other_sessions_pass_but_not_for_long(app, monkeypatch):
    app.run()
    map_page = sys.modules["dashboard.pages.map_page"]
    moment = [1000.0]

    def sleep(seconds):
        moment[0] += seconds
        for other in others:
            map_page._maps[other] = moment[0]  # it asks for one map after the other

    monkeypatch.setattr(map_page, "time", SimpleNamespace(monotonic=lambda: moment[0], sleep=sleep))
    monkeypatch.setattr(map_page, "_maps", {})
    held_s = []
    for others in ([], ["another"]):
        before = moment[0]
        map_page._maps.update(dict.fromkeys(others, before))
        app.run()
        assert listed_in(app)
        held_s.append(moment[0] - before)
    assert 0 < held_s[0] < 0.1
    assert 1 < held_s[1] < 2.5


def test_dates_narrow_to_the_events_of_october_2014(app):
    app.run()
    app.date_input(key=state.FROM_KEY).set_value(date(2014, 10, 15))
    app.date_input(key=state.TO_KEY).set_value(date(2014, 10, 23))
    app.run()
    shown, total = figure(app, "shown").split(" of ")
    assert total == "123"
    listed = listed_in(app)
    assert len(listed) == int(shown)
    places = " ".join(row["place"] for row in listed)
    for expected in ("Mand", "Nokundi", "Saravan", "Mashkail", "Tehran"):
        assert expected in places
    assert app.query_params["from"] == "2014-10-15"
    assert app.query_params["to"] == "2014-10-23"


def test_types_narrow_and_show_their_counts(app):
    app.run()
    tick = app.checkbox(key=state.TYPE_KEYS["incursion"])
    count = int(tick.label.split("(")[1].rstrip(")"))
    tick.check()
    app.run()
    assert figure(app, "shown") == f"{count} of 123"
    assert {row["type"] for row in listed_in(app)} == {"Incursion"}
    assert app.query_params["type"] == "incursion"


def test_an_address_opens_the_same_view(app):
    app.query_params["type"] = "incursion"
    app.query_params["from"] = "2014-10-15"
    app.query_params["to"] = "2014-10-23"
    app.run()
    assert app.checkbox(key=state.TYPE_KEYS["incursion"]).value
    assert app.date_input(key=state.FROM_KEY).value == date(2014, 10, 15)
    assert figure(app, "shown") == "1 of 123"


def test_an_address_that_makes_no_sense_is_passed_over_and_said(app):
    app.query_params["type"] = "raid"
    app.run()
    assert not app.exception
    assert figure(app, "shown") == "123 of 123"
    assert "was passed over" in html_of(app)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", "0001-01-01"),
        ("to", "9999-12-31"),
        ("to", "2014-13-45"),
        ("q", "x" * 5000),
        ("q", "{{7*7}} `${1}` <img src=x onerror=alert(1)>"),
        ("side", "AFG"),
        ("side", "XXX"),
        ("status", "rejected,unheard-of"),
        ("actor_side", ","),
        ("incident", "x" * 5000),
    ],
)
def test_no_address_breaks_the_page(app, name, value):
    app.query_params[name] = value
    app.run()
    assert not app.exception
    assert figure(app, "shown").endswith(" of 123")


def test_reset_opens_every_part_of_the_filter(app):
    app.query_params["type"] = "incursion"
    app.run()
    app.button(key="reset_filter").click()
    app.run()
    assert figure(app, "shown") == "123 of 123"
    assert "type" not in app.query_params


def test_days_out_of_order_are_said_and_not_swapped(app):
    app.run()
    app.date_input(key=state.FROM_KEY).set_value(date(2015, 1, 1))
    app.date_input(key=state.TO_KEY).set_value(date(2014, 1, 1))
    app.run()
    assert not app.exception
    assert "swap them" in html_of(app)


def test_nothing_found_says_what_to_do(app):
    app.query_params["q"] = "a word that stands in no record"
    app.run()
    assert figure(app, "shown") == "0 of 123"
    assert "No incident matches" in html_of(app)


def test_the_nokundi_raid_shows_what_was_said_and_that_the_map_cannot_tell(app):
    app.query_params["incident"] = "2014-10-17a"
    app.run()
    record = html_of(app)
    assert "2 km inside Pakistan, counted from the zero point" in record
    assert "Somewhere in an area inside Pakistan" in record
    assert "Reported against measured" in record
    assert "Cannot tell" in record
    assert "0.0 to 3.0 km" in record
    assert "Pakistani account" in record
    assert "Iranian account" in record
    assert "https://tribune.com.pk/story/777075/" in record


def test_a_record_closes_again(app):
    app.query_params["incident"] = "2014-10-17a"
    app.run()
    app.button(key="close_record").click()
    app.run()
    assert "incident" not in app.query_params
    assert len(listed_in(app)) == 123


def test_a_link_to_an_unknown_incident_says_so(app):
    app.query_params["incident"] = "<b>nothing</b>"
    app.run()
    assert not app.exception
    assert "No incident is stored under the name &lt;b&gt;nothing&lt;/b&gt;" in html_of(app)


PAGES = {
    # the words that only this page shows: with the bundled incidents, and in an empty store
    "": ("violent", "The store is empty"),
    "incidents": ("123 of 123 incidents", "The store is empty"),
    "new-incident": ("everything else can wait", "Name a place, a district or a border pillar"),
    "article": ("The incidents that a report tells of", "The incidents that a report tells of"),
    "record": (
        "Reported against measured",
        "The store is empty. Import a file, or enter a new incident.",
    ),
    "import": ("Drop a file to see what would happen", "Drop a file to see what would happen"),
    "review": ("What waits for a person", "Nothing is stored yet, so nothing waits"),
    "method": ("The border used", "The border used"),
}


def damage(store):
    """Change one version behind the store's back."""
    with contextlib.closing(sqlite3.connect(store)) as connection, connection:
        connection.execute(
            "UPDATE incident_version SET summary = 'x' WHERE incident_id = '2014-10-17a'"
        )


def test_no_page_is_forgotten_here(app):
    app.run()
    assert {link.proto.page for link in app.get("page_link")} == set(PAGES)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_on_the_bundled_incidents(app, path):
    app.query_params["incident"] = "2014-10-17a"
    open_page(app, path)
    assert PAGES[path][0] in html_of(app)
    assert "Nothing can be stored" not in html_of(app)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_what_to_do_with_an_empty_store(app, tmp_path, monkeypatch, path):
    (tmp_path / "store.gpkg").unlink()
    monkeypatch.setenv(EMPTY_VARIABLE, "1")
    open_page(app, path)
    assert PAGES[path][1] in html_of(app)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_a_damaged_store_is_for_reading_only_and_says_which_record(
    app, tmp_path, path
):
    damage(tmp_path / "store.gpkg")
    app.query_params["incident"] = "2014-10-17a"
    open_page(app, path)
    assert "Nothing can be stored: the store is damaged (2014-10-17a, version 1" in html_of(app)
    changing = {"save_new", "store_upload", "undo_last", "review_accept"}
    assert not [b.key for b in app.button if b.key in changing and not b.disabled]


@pytest.mark.parametrize("path", PAGES)
def test_what_is_no_store_is_a_sentence_and_not_a_traceback(app, tmp_path, path):
    (tmp_path / "store.gpkg").write_bytes(b"not a database" * 1000)
    open_page(app, path)
    assert "cannot be opened as a store" in html_of(app)
    assert len(app.button) == 0


def test_the_raids_record_shows_both_accounts_and_what_they_share(app):
    app.query_params["incident"] = "2014-10-17a"
    app.run()
    told = html_of(app)
    assert "Where each account puts it" in told
    assert "<bdi>2 km from Mirjaveh-Taftan</bdi>: a disc around it, cut by the country." in told
    assert (
        "<bdi>Chagai district</bdi>: the band along the border that the depth leaves of it." in told
    )
    assert "An area that a circle of 12 km holds; filled on the map." in told
    assert "Where accounts differ" in told
    assert "IRN (Iranian provincial border commander) contradicts PAK" in told


def test_what_the_table_shows_can_be_exported(app):
    app.query_params["from"] = "2014-10-15"
    app.query_params["to"] = "2014-10-23"
    open_page(app, "incidents")
    app.session_state["share"] = True  # what a click on the button makes it
    app.run()
    assert [b.label for b in app.get("download_button")][:2] == [
        "CSV, for a spreadsheet, and the claims (zipped)", "XLSX, with the claims",
    ]  # fmt: skip


def test_a_public_export_shows_first_what_it_changes(app):
    open_page(app, "incidents")
    app.session_state["share"] = True
    app.run()
    app.toggle(key="export_public").set_value(True)
    app.run()
    assert not app.exception
    assert any("Changes" in caption.value for caption in app.caption)
    fields = set(app.dataframe[0].value["Field"])
    assert "lon" in fields
    assert "lat" in fields


def test_a_file_is_imported_with_its_columns_corrected_and_taken_back(app):
    open_page(app, "import")
    app.file_uploader(key="upload").set_value(
        ("odd.csv", b"Date,Was\n2015-01-02,Shots at a post\nsoon,Nothing\n", "text/csv")
    )
    app.run()
    assert not app.exception
    told = html_of(app)
    assert "1 row cannot be stored as it is" in told
    assert app.button(key="store_upload").label == "Store 1 incident"
    app.button(key="store_upload").click()
    app.run()
    assert not app.exception
    assert "1 new, 0 changed" in html_of(app)
    assert "import of odd.csv" in html_of(app)
    app.button(key="undo_last").click()
    app.run()
    assert not app.exception
    assert "undid batch" in html_of(app)


def test_a_file_whose_date_is_not_recognised_shows_its_columns_to_be_corrected(app):
    open_page(app, "import")
    app.file_uploader(key="upload").set_value(
        ("odd.csv", b"Wann,Was\nsoon,Shots\nlater,More\n", "text/csv")
    )
    app.run()
    assert not app.exception
    assert "no column for the date" in html_of(app)
    assert "Say below what the columns are" in html_of(app)
    assert "Columns: 2; worth a look: 2" in [e.label for e in app.expander]


def test_dates_that_may_be_two_days_are_asked_for_once(app):
    open_page(app, "import")
    app.file_uploader(key="upload").set_value(
        ("days.csv", b"date,place\n07/10/2014,Taftan\n08/10/2014,Mand\n", "text/csv")
    )
    app.run()
    assert "may be two days" in html_of(app)
    app.selectbox(key="upload_dates").set_value("Day first (07/10 is 7 October)")
    app.run()
    assert not app.exception
    assert app.button(key="store_upload").label == "Store 2 incidents"


def test_what_is_no_table_is_told_and_nothing_breaks(app):
    open_page(app, "import")
    app.file_uploader(key="upload").set_value(("page.csv", b"<!doctype html><p>x", "text/csv"))
    app.run()
    assert not app.exception
    assert "a web page (HTML), not a table" in html_of(app)
