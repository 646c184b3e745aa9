"""From the first visit to a file that is opened again: what one person does on one day."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from browsers import (
    FIRST_WAIT_MS,
    WAIT_MS,
    foreign_requests,
    map_frame,
    open_map,
    open_page,
    served,
    settled,
    shown,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

PAGES = ("Incidents", "New incident", "Record", "Import", "Review", "Method and data", "Map")
CHARTS = ("Unrolled border", "Depth", "Heat strip", "Timeline")


@pytest.fixture(scope="module")
def first_address(tmp_path_factory):
    """A dashboard that nobody has opened yet: it makes its store itself."""
    with served(tmp_path_factory.mktemp("first") / "store.gpkg") as answering:
        yield answering


def share(page, button):
    """Take one of the files to share."""
    page.get_by_role("button", name="Share").click()
    with page.expect_download(timeout=FIRST_WAIT_MS) as taken:
        page.get_by_role("button", name=button, exact=True).click(timeout=WAIT_MS)
    page.keyboard.press("Escape")
    return Path(taken.value.path()), taken.value.suggested_filename


def test_a_first_visit_and_a_walk_through_everything_ask_only_the_own_server(page, first_address):
    """The fixture `page` ends the test if any request went to another computer."""
    refused = []
    page.on("response", lambda r: refused.append(r.url) if r.status >= 400 else None)
    frame = open_map(page, first_address)
    assert shown(page) == "123 of 123 shown"
    for step in ("map.zoomIn()", "map.panBy([200, 100])", "map.setView([26.5, 62.5], 10)"):
        frame.evaluate(step)
        page.wait_for_timeout(900)
    for tool in ("Layers", "Measure a distance"):
        frame.get_by_role("button", name=tool).click()
    for chart in CHARTS:
        page.locator(".st-key-chart_open button").filter(has_text=chart).click()
        settled(page)
    path, name = share(page, "GeoJSON")
    assert name.endswith(".geojson")
    assert len(json.loads(path.read_text("utf-8"))["features"]) == 123
    for title in PAGES:
        page.locator(".st-key-pages a").filter(has_text=re.compile(f"^{title}$")).click()
        settled(page)
        assert page.locator('[data-testid="stException"]').count() == 0, title
    map_frame(page)
    for code in ("fa", "ur"):  # with letters of their own
        with page.expect_response(re.compile(r"/assets/.*vazirmatn")) as letters:
            page.goto(f"{first_address}/?lang={code}")
        assert letters.value.status in {200, 304}
        page.wait_for_selector("html[dir=rtl]", state="attached", timeout=WAIT_MS)
        map_frame(page)
        settled(page)
    # on an address like /record Streamlit looks first whether it was installed below it
    assert [url for url in refused if "/_stcore/" not in url] == []


def test_a_mark_of_a_chart_opens_its_record_and_a_pasted_link_shows_the_same(
    page, address, browser
):
    open_map(page, address, "?type=cross_border_fire")
    page.locator(".st-key-chart_open button").filter(has_text="Unrolled border").click()
    settled(page)
    chart = page.locator('.st-key-chart_strip [data-testid="stVegaLiteChart"]').first
    chart.locator("svg").first.wait_for(timeout=WAIT_MS)
    marks = chart.locator("svg g.mark-symbol path")
    boxes = [marks.nth(k).bounding_box() for k in range(marks.count())]
    mark = next(box for box in boxes if box and 4 < box["width"] < 20)
    page.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    page.wait_for_url("**incident=*", timeout=WAIT_MS)
    page.wait_for_selector(".sr-record", timeout=WAIT_MS)
    settled(page)
    heading, figure = page.locator(".sr-record h2").first.inner_text(), shown(page)

    elsewhere = browser.new_context(viewport={"width": 1280, "height": 720})
    pasted = elsewhere.new_page()
    foreign = foreign_requests(pasted)
    pasted.goto(page.url)
    map_frame(pasted)
    pasted.wait_for_selector(".sr-record", timeout=WAIT_MS)
    settled(pasted)
    assert pasted.locator(".sr-record h2").first.inner_text() == heading
    assert shown(pasted) == figure
    assert foreign == []
    elsewhere.close()


FILTERS = (
    "Actor", "District", "Acting side", "Happened in", "Status", "Certainty", "Depth check",
)  # fmt: skip


@pytest.mark.parametrize("label", FILTERS)
def test_a_choice_of_the_filter_shows_as_many_as_it_says(page, address, label):
    open_map(page, address)
    if label not in {"Actor", "District"}:
        page.locator(".st-key-more summary").click()
        settled(page)  # it unfolds under the pointer
    choices = page.get_by_role("combobox", name=label).first
    choices.evaluate("e => e.scrollIntoView({block: 'center'})")  # not below the rail's foot
    settled(page)  # a list that moves under the pointer closes again
    choices.click()
    option = page.get_by_role("option").first
    option.wait_for(timeout=WAIT_MS)
    said = int(re.findall(r"\d+", option.inner_text())[-1])
    option.click()
    page.wait_for_function("location.search !== ''", timeout=WAIT_MS)
    page.keyboard.press("Escape")
    settled(page)
    assert shown(page) == f"{said} of 123 shown"
    page.locator(".st-key-undo_filter button").first.click()
    page.wait_for_function("location.search === ''", timeout=WAIT_MS)
    settled(page)
    assert shown(page) == "123 of 123 shown"


def test_spans_words_numbers_and_ticks_narrow_too_and_one_click_resets_all(page, address):
    open_map(page, address)
    seen = [123]

    def narrowed():
        settled(page)
        seen.append(int(shown(page).split()[0]))
        assert 0 < seen[-1] < seen[-2]

    page.locator(".st-key-presets button").filter(has_text=re.compile("^2014$")).first.click()
    page.wait_for_url("**from=2014-01-01*", timeout=WAIT_MS)
    narrowed()
    page.locator(".st-key-more summary").click()
    settled(page)
    page.locator('label:has-text("Claims in conflict")').first.click()
    page.wait_for_url("**conflict=*", timeout=WAIT_MS)
    narrowed()
    page.get_by_label("Words").fill("Mashkel")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=Mashkel*", timeout=WAIT_MS)
    narrowed()
    page.locator(".st-key-reset_filter button").first.click()
    page.wait_for_function("!location.search.includes('from=')", timeout=WAIT_MS)
    settled(page)
    assert shown(page) == "123 of 123 shown"


def test_what_is_exported_is_the_same_when_it_is_opened_again(page, address, tmp_path):
    open_map(page, address, "?from=2014-10-15&to=2014-10-23")
    packed, name = share(page, "CSV, for a spreadsheet, and the claims (zipped)")
    assert name.endswith(".zip")
    with zipfile.ZipFile(packed) as archive:
        table = next(n for n in archive.namelist() if n.endswith(".csv") and "claims" not in n)
        (tmp_path / "again.csv").write_bytes(archive.read(table))
    open_page(page, address, "import")
    page.set_input_files('[data-testid="stFileUploader"] input', str(tmp_path / "again.csv"))
    page.locator(".sr-figure").first.wait_for(timeout=FIRST_WAIT_MS)
    settled(page)
    figures = {
        text.split(maxsplit=1)[1]: int(text.split()[0])
        for text in page.locator(".sr-figure").all_inner_texts()
    }
    assert figures["new"] == 0
    assert figures["rows rejected"] == 0
    assert figures["changed"] + figures["the same"] == 7


def test_the_map_in_one_file_opens_from_disk(page, address, browser, tmp_path):
    open_map(page, address, "?from=2014-10-15&to=2014-10-23")
    path, _ = share(page, "Map in one HTML file, for any browser without a network")
    offline = browser.new_context(offline=True)
    alone = offline.new_page()
    target = tmp_path / "map.html"
    target.write_bytes(path.read_bytes())
    alone.goto(target.as_uri())
    alone.wait_for_selector("html[data-ready]", timeout=WAIT_MS)
    assert alone.locator("#figures .sr-number").first.inner_text() == "7 of 7"
    offline.close()


def test_a_queue_is_decided_by_one_key_and_taken_back(page, address):
    open_page(page, address, "review")
    page.locator(".st-key-review_queues label").filter(has_text="Reported against").click()
    settled(page)
    page.get_by_text("1 of 1").first.wait_for(timeout=WAIT_MS)
    page.keyboard.press("Alt+a")
    page.get_by_text("All of it is decided").wait_for(timeout=WAIT_MS)
    settled(page)
    page.keyboard.press("Alt+u")
    page.get_by_text("1 of 1").first.wait_for(timeout=WAIT_MS)
