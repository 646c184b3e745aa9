"""The dashboard in a real browser: what only a browser shows."""

import csv
import os
import re
import subprocess
import sys

import pytest
from browsers import (
    ROOT,
    WAIT_MS,
    drawn_incidents,
    mark_of,
    open_map,
    served,
    settled,
    shown,
    view_of,
)
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

HOSTILE = (
    "{{7*7}}",
    "${1}",
    "<img src=x onerror=window.hacked=1>",
    "</script><script>window.hacked=1</script>",
)


def type_day(page: Page, label: str, day: str) -> None:
    """Type a day into a date field as a person does: part by part."""
    field = page.locator('[data-testid="stDateInput"]').filter(has_text=label)
    field.locator("span").filter(has_text=re.compile(r"^(yyyy|\d{4})$")).first.click()
    page.keyboard.type(day.replace("-", ""), delay=20)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    settled(page)


def test_filters_act_at_once_and_the_map_keeps_its_view(page, address):
    frame = open_map(page, address)
    assert shown(page) == "123 of 123 shown"
    everything = drawn_incidents(frame)
    frame.evaluate("map.setView([28.9, 61.6], 8.5, {animate: false})")
    page.wait_for_timeout(600)
    settled(page)
    view = view_of(frame)
    frame.evaluate("window.stillTheSameMap = true")

    page.locator(".st-key-type_incursion label").click()
    settled(page)
    assert shown(page).startswith("4 of 123")
    assert drawn_incidents(frame) < everything
    assert view_of(frame) == pytest.approx(view)

    page.locator(".st-key-type_incursion label").click()
    type_day(page, "From", "2014-10-15")
    type_day(page, "To", "2014-10-23")
    assert shown(page).startswith("7 of 123")
    assert view_of(frame) == pytest.approx(view)
    assert frame.evaluate("window.stillTheSameMap"), "the map was loaded anew"
    assert "from=2014-10-15" in page.url
    assert "to=2014-10-23" in page.url


def test_a_copied_address_opens_the_same_view(page, address):
    open_map(page, address, "?from=2014-10-15&to=2014-10-23&type=incursion")
    assert shown(page).startswith("1 of 123")
    assert page.locator(".st-key-type_incursion input").is_checked()


def test_a_copied_address_opens_the_map_where_it_was(page, address, browser):
    frame = open_map(page, address)
    first, entries = view_of(frame), page.evaluate("history.length")
    assert "at=" not in page.url
    frame.evaluate("map.setView([28.9, 61.6], 8.5, {animate: false})")
    page.wait_for_url("**at=61.6*,28.9*,8.5", timeout=WAIT_MS)
    settled(page)
    assert page.evaluate("history.length") == entries, "moving the map is no step to go back from"
    page.locator(".st-key-type_incursion label").click()
    page.wait_for_url("**type=incursion*", timeout=WAIT_MS)
    settled(page)
    assert "at=61.6" in page.url

    elsewhere = browser.new_context(viewport={"width": 1280, "height": 720})
    pasted = elsewhere.new_page()
    there = open_map(pasted, address, "?" + page.url.partition("?")[2])
    assert view_of(there) == pytest.approx([61.6, 28.9, 8.5], abs=5e-3)  # a pixel
    elsewhere.close()

    frame.evaluate("map.sarhad.goHome()")
    page.wait_for_url(lambda url: "at=" not in url, timeout=WAIT_MS)
    assert view_of(frame) == pytest.approx(first, abs=1.4e-2)  # a pixel of that zoom


@pytest.mark.parametrize("at", ["61,28", "61,x,8", "61,99,8", "1e9,28,8", "61,28,8,9", ""])
def test_an_address_that_names_no_view_opens_the_first_one(page, address, at):
    frame = open_map(page, address, f"?at={at}")
    assert view_of(frame)[2] < 7
    settled(page)
    assert "at=" not in page.url


def test_a_click_on_a_symbol_opens_its_record_and_a_popup(page, address):
    frame = open_map(page, address)
    x, y, keys = mark_of(page, frame, "point")
    page.mouse.move(x, y)
    frame.wait_for_selector(".sarhad-tip")
    page.mouse.click(x, y)
    page.wait_for_selector(".sr-record", timeout=WAIT_MS)
    assert len(keys) == 1
    heading = page.locator(".sr-record h2").inner_text()
    assert heading in frame.locator(".sarhad-popup").inner_text()
    assert "incident=" in page.url
    assert page.locator(".sr-evidence dt").first.inner_text() == "Reported"
    assert page.locator(".sr-claim").count() >= 1
    link = page.locator(".sr-claim a").first
    assert link.get_attribute("href").startswith("http")
    assert link.get_attribute("target") == "_blank"


def test_a_click_on_an_area_lists_what_is_known_only_to_it(page, address):
    frame = open_map(page, address)
    largest = frame.evaluate(
        """() => [...map.sarhad.data.areas].sort((a, b) => b.keys.length - a.keys.length)[0].keys"""
    )
    x, y, keys = mark_of(page, frame, "area", largest[0])
    page.mouse.click(x, y)
    page.wait_for_selector(".st-key-widen", timeout=WAIT_MS)
    told = page.locator(".st-key-widen").inner_text()
    assert f"Incidents of the clicked place: {len(keys)};" in told


def test_a_row_of_the_list_opens_its_record_and_brings_its_place_into_view(page, address):
    frame = open_map(page, address, "?q=Taftan&type=ambush_or_ied")
    before = view_of(frame)
    page.locator(".sr-list-row").first.click()
    page.wait_for_selector(".sr-record", timeout=WAIT_MS)
    page.wait_for_timeout(1500)
    assert "2.0 km inside Pakistan" in page.locator(".sr-evidence").inner_text() or (
        "Side undetermined" in page.locator(".sr-evidence").inner_text()
    )
    after = view_of(frame)
    assert after[2] > before[2]
    assert after[0] == pytest.approx(61.59, abs=0.3)


def test_the_list_is_walked_by_keys_and_stays_where_it_was(page, address):
    open_map(page, address)
    rows = page.get_by_role("option")
    rows.first.wait_for(timeout=WAIT_MS)
    page.get_by_role("listbox", name="Incidents").focus()
    for key in ("PageDown", "PageDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    chosen = page.locator('.sr-list-row[aria-selected="true"]')
    words, place = chosen.inner_text(), chosen.bounding_box()["y"]
    assert rows.first.inner_text() != words
    page.keyboard.press("Enter")
    page.wait_for_selector(".sr-record", timeout=WAIT_MS)
    page.get_by_role("button", name="Back to the list").click()
    chosen.wait_for(timeout=WAIT_MS)
    assert chosen.inner_text() == words
    assert chosen.bounding_box()["y"] == pytest.approx(place, abs=2)


def test_what_the_pointer_is_over_stands_out_on_the_map_and_in_the_list(page, address):
    frame = open_map(page, address, "?q=Taftan&type=ambush_or_ied")
    row = page.locator(".sr-list-row").first
    key = int(row.get_attribute("data-key"))
    row.hover()
    frame.wait_for_function("key => map.sarhad.linked.includes(key)", arg=key, timeout=WAIT_MS)
    page.locator(".sr-figures").hover()
    frame.wait_for_function("map.sarhad.linked.length === 0", timeout=WAIT_MS)
    frame.evaluate("key => map.sarhad.pointAt([key])", key)
    page.locator(f'.sr-list-row.sr-linked[data-key="{key}"]').wait_for(timeout=WAIT_MS)


@pytest.mark.parametrize("path", ["incidents", "import", "method"])
def test_a_page_opens_from_its_own_address(page, address, path):
    page.goto(f"{address}/{path}")
    page.wait_for_selector(".sr-brand", timeout=WAIT_MS)
    settled(page)
    assert page.locator('[role="dialog"]').count() == 0, "page not found"
    assert page.url.rstrip("/").endswith(f"/{path}")


def test_all_pages_ask_only_their_own_server(page, address):
    open_map(page, address)
    for title in ("Incidents", "Import", "Method and data", "Map"):
        page.locator(".st-key-pages a").filter(has_text=re.compile(f"^{title}$")).click()
        settled(page)
        assert page.locator('[data-testid="stException"]').count() == 0


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory):
    """A dashboard on a store that holds nothing but one incident full of hostile text."""
    folder = tmp_path_factory.mktemp("hostile")
    everything = " ".join(HOSTILE)
    header = ["incident_id", "date", "lat", "lon", "coordinate_uncertainty_m", "place"]
    texts = ["summary", "actor", "target", "adm2", "border_pillar", "depth_wording", "notes"]
    texts += ["tags", "fired_from", "source_publisher", "source_title", "source_text", "source_url"]
    cells = [HOSTILE[2], "2014-10-17", "28.9469", "61.5866", "500", everything]
    cells += [everything] * (len(texts) - 1) + ["javascript:window.hacked=1", everything]
    path = folder / "hostile.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*header, *texts, everything], cells])
    environment = {**os.environ, "SARHAD_EMPTY": "1"}
    store = folder / "store.gpkg"
    subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "import", str(path), "--store", str(store)],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
    with served(store) as answering:
        yield answering


def test_hostile_text_is_shown_literally_everywhere(page, hostile_address):
    frame = open_map(page, hostile_address)
    x, y, _ = mark_of(page, frame, "point", 0)
    page.mouse.move(x, y)
    tip = frame.wait_for_selector(".sarhad-tip").inner_text()
    page.mouse.click(x, y)
    popup = frame.wait_for_selector(".sarhad-popup").inner_text()
    page.wait_for_selector(".sr-record", timeout=WAIT_MS)
    record = page.locator(".sr-record").inner_text()
    for probe in HOSTILE:
        assert probe in tip
        assert probe in popup
        assert record.count(probe) >= 12
    page.get_by_role("button", name="Back to the list").click()
    row = page.locator(".sr-list-row").filter(has_text=HOSTILE[0]).first
    row.wait_for(timeout=WAIT_MS)
    assert all(probe in row.inner_text() for probe in HOSTILE)
    for window in (page, frame):
        assert window.evaluate("window.hacked") is None
    assert page.locator('a[href^="javascript"]').count() == 0


def test_dates_that_may_be_two_days_are_asked_before_anything_is_shown(
    page, tmp_path_factory, address
):
    path = tmp_path_factory.mktemp("upload") / "dates.csv"
    path.write_text("id,date,type,place\nd-1,07/10/2014,incursion,Taftan\n", "utf-8")
    page.goto(f"{address}/import")
    upload = '[data-testid="stFileUploader"] input'
    page.wait_for_selector(upload, state="attached", timeout=WAIT_MS)
    page.set_input_files(upload, str(path))
    page.get_by_text("Choose above which number comes first").wait_for(timeout=WAIT_MS)
    page.get_by_role("combobox").nth(1).click()
    page.get_by_text("Day first").click()
    page.get_by_role("button", name="Store 1 incident").wait_for(timeout=WAIT_MS)


def test_an_import_shows_what_would_happen_stores_it_and_names_the_rejects(
    page, tmp_path_factory, address
):
    path = tmp_path_factory.mktemp("upload") / "new.csv"
    path.write_text(
        "id,date,type,place,country\n"
        "new-1,2024-03-01,incursion,Taftan,Pakistan\n"
        "new-2,soon,incursion,Mand,Pakistan\n",
        "utf-8",
    )
    page.goto(f"{address}/import")
    page.wait_for_selector(
        '[data-testid="stFileUploader"] input', state="attached", timeout=WAIT_MS
    )
    page.set_input_files('[data-testid="stFileUploader"] input', str(path))
    store = page.get_by_role("button", name="Store 1 incident")
    store.wait_for(timeout=WAIT_MS)
    settled(page)
    figures = [text.split() for text in page.locator(".sr-figure").all_inner_texts()]
    assert figures[:4] == [["1", "new"], ["0", "changed"], ["0", "the", "same"],
                           ["1", "rows", "rejected"]]  # fmt: skip
    page.get_by_text("Columns: 5").click()  # which column was taken for which
    assert page.get_by_role("button", name="Download these rows to mend them").is_visible()
    store.click()
    page.get_by_text("Stored: 1 new").wait_for(timeout=WAIT_MS)
    frame = open_map(page, address, "?q=new-1")
    assert shown(page).startswith("1 of 124")
    assert drawn_incidents(frame) == 1
