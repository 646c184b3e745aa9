"""The charts under the map in a real browser: a drag sets the filter, and the map stays."""

import pytest
from browsers import MAP, WAIT_MS, mark_of, open_map, settled, shown, view_of
from playwright.sync_api import Page
from pyproj import Geod

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CHART = '.st-key-chart_strip [data-testid="stVegaLiteChart"]'


def drag(page: Page, number: int, start, end) -> None:
    """Drag over a chart, from and to in parts of its width and height."""
    chart = page.locator(CHART).nth(number)
    chart.locator("svg, canvas").last.wait_for(timeout=WAIT_MS)
    box = chart.bounding_box()
    x, y = ([box["x"] + box["width"] * p[0], box["y"] + box["height"] * p[1]] for p in (start, end))
    page.mouse.move(*x)
    page.mouse.down()
    page.mouse.move((x[0] + y[0]) / 2, (x[1] + y[1]) / 2, steps=5)
    page.mouse.move(*y, steps=5)
    page.mouse.up()
    settled(page)


def open_chart(page: Page, name: str) -> None:
    page.locator(".st-key-chart_open button").filter(has_text=name).click()
    settled(page)


def test_a_brush_over_the_timeline_sets_the_days_and_the_map_stays(page, address):
    frame = open_map(page, address)
    frame.evaluate("window.stillTheSameMap = true")
    view = view_of(frame)
    drag(page, 0, (0.4, 0.3), (0.6, 0.4))
    page.wait_for_url("**from=*", timeout=WAIT_MS)
    settled(page)
    assert "to=" in page.url
    number = int(shown(page).split()[0])
    assert 0 < number < 123
    assert frame.evaluate("window.stillTheSameMap"), "the map was loaded anew"
    assert view_of(frame) == pytest.approx(view)

    drag(page, 0, (0.95, 0.1), (0.95, 0.1))  # a click beside the brush takes it away
    page.wait_for_function("!location.search.includes('from=')", timeout=WAIT_MS)
    settled(page)
    assert shown(page).startswith("123 of 123")
    assert frame.evaluate("window.stillTheSameMap")


def test_a_brush_over_the_unrolled_border_sets_a_stretch_and_then_a_depth(
    page,
    address,
):
    frame = open_map(page, address)
    frame.evaluate("window.stillTheSameMap = true")
    view = view_of(frame)
    open_chart(page, "Unrolled border")
    drag(page, 0, (0.45, 0.3), (0.7, 0.32))  # sideways: a stretch
    page.wait_for_url("**km_from=*", timeout=WAIT_MS)
    settled(page)
    assert "depth_from" not in page.url
    number = int(shown(page).split()[0])
    assert 0 < number < 123
    drag(page, 0, (0.2, 0.1), (0.22, 0.4))  # upwards: a depth, instead of the stretch
    page.wait_for_url("**depth_from=*", timeout=WAIT_MS)
    settled(page)
    assert "km_from" not in page.url
    assert frame.evaluate("window.stillTheSameMap"), "the map was loaded anew"
    assert view_of(frame) == pytest.approx(view)


def test_what_the_pointer_is_over_stands_out_on_the_map_and_in_the_chart(page, address):
    frame = open_map(page, address, "?type=cross_border_fire")
    open_chart(page, "Unrolled border")
    marks = page.locator('[data-testid="stVegaLiteChart"] g.mark-symbol path')
    marks.first.wait_for(timeout=WAIT_MS)
    rows = marks.evaluate_all("all => all.map(mark => mark.__data__.datum.keys || '')")
    drawn = frame.evaluate("map.sarhad.data.points.key.map(String)")
    row = next(row for row in rows if row in drawn)

    marks.nth(rows.index(row)).hover()
    frame.wait_for_function(f"map.sarhad.linked.join() === '{row}'", timeout=WAIT_MS)
    page.mouse.move(5, 5)
    frame.wait_for_function("map.sarhad.linked.length === 0", timeout=WAIT_MS)

    x, y, _ = mark_of(page, frame, "point", int(row))
    page.mouse.move(x, y)
    page.locator("path.sr-linked").first.wait_for(timeout=WAIT_MS)
    linked = page.locator("path.sr-linked")
    assert {*linked.evaluate_all("all => all.map(mark => mark.__data__.datum.keys)")} == {row}
    page.mouse.move(5, 5)
    linked.first.wait_for(state="detached", timeout=WAIT_MS)


def test_play_moves_the_window_and_neither_the_map_nor_the_history(page, address):
    frame = open_map(page, address)
    frame.evaluate("window.stillTheSameMap = true")
    entries = page.evaluate("history.length")
    play = page.locator(".st-key-play button").first
    play.focus()
    page.keyboard.press("Enter")
    seen = set()
    for _ in range(40):
        page.wait_for_timeout(400)
        seen.add(page.locator(".sr-chart-note b").inner_text())
        if len(seen) > 3:
            break
    assert len(seen) > 3
    assert "from=" not in page.url
    assert page.evaluate("history.length") == entries
    page.locator(".st-key-play button").first.click()
    page.wait_for_url("**from=*", timeout=WAIT_MS)
    assert frame.evaluate("window.stillTheSameMap"), "the map was loaded anew"


def test_the_measure_tool_is_geodesic(page, address):
    frame = open_map(page, address)
    pairs = [(61.6, 28.9, 62.3, 27.4), (60.9, 25.1, 63.2, 29.9), (61.0, 25.0, 61.001, 25.0)]
    for lon, lat, to_lon, to_lat in pairs:
        told = frame.evaluate(
            "p => Sarhad.distance({lng: p[0], lat: p[1]}, {lng: p[2], lat: p[3]})",
            [lon, lat, to_lon, to_lat],
        )
        expected = Geod(ellps="WGS84").inv(lon, lat, to_lon, to_lat)[2]
        assert told == pytest.approx(expected, abs=0.01)
    frame.get_by_role("button", name="Measure a distance").click()
    box = page.locator(MAP).bounding_box()
    page.mouse.click(box["x"] + 200, box["y"] + 200)
    page.mouse.click(box["x"] + 400, box["y"] + 300)
    assert frame.locator(".sarhad-said").inner_text().endswith(" km")
    assert "incident=" not in page.url
    page.keyboard.press("Escape")
    assert frame.locator(".sarhad-said").inner_text() == ""


def test_layers_of_the_map_are_hidden_and_shown(page, address):
    frame = open_map(page, address)
    frame.get_by_role("button", name="Layers").click()
    before = frame.evaluate("map.sarhad.marks.length")
    frame.get_by_label("Areas").uncheck()
    hidden = frame.evaluate("map.sarhad.marks.filter(m => m.kind === 'area').length")
    assert hidden == 0
    frame.get_by_label("Areas").check()
    assert frame.evaluate("map.sarhad.marks.length") == before
