"""The dashboard at a million incidents, in a real browser.

Run: `python -m pytest tests/benchmarks/test_dashboard_scale.py -s`. It makes the store first (see
`synthetic`), which takes some minutes; `SARHAD_MILLION=FILE` names one that was made before.

Times are those of the page: from the click, or from the end of a movement of the map, to the second
animation frame after the new symbols were handed to the map. Payload is what the map is sent.
Ten sessions at once are measured twice: as one browser among nine visitors on other computers
(see `visitors`), and as ten browsers that all draw on the computer which is measured.
Beside it the plain way: folium's own clusters, as many of them as it bears.
"""

import contextlib
import os
import re
import statistics
import sys
import time
from pathlib import Path

import folium
import numpy as np
import pytest
from conftest import NOTES
from folium.plugins import FastMarkerCluster, MarkerCluster

sys.path.insert(0, str(Path(__file__).parent.parent))
from browsers import launched, map_frame, served
from synthetic import MILLION, make
from visitors import Recording, visitors

from dashboard import assets

pytestmark = [pytest.mark.timeout(3_000), pytest.mark.browser]
CLICKS = 30
SESSIONS = 10
ROUNDS = 10
WATCH = """() => {
    const layer = Sarhad.layer;
    window.updates = [];
    Sarhad.layer = (map, data) => {
        const made = layer(map, data);
        const bytes = JSON.stringify(data).length;
        requestAnimationFrame(() => requestAnimationFrame(() =>
            window.updates.push([performance.timeOrigin + performance.now(), bytes])));
        return made;
    };
}"""
NOW = "() => performance.timeOrigin + performance.now()"


@pytest.fixture(scope="module")
def million(tmp_path_factory):
    named = os.environ.get("SARHAD_MILLION")
    if named:
        return Path(named)
    path = tmp_path_factory.mktemp("million") / "store.gpkg"
    make(path)
    return path


@pytest.fixture(scope="module")
def browser():
    with launched() as one:
        yield one


def new_page(browser):
    return browser.new_context(viewport={"width": 1440, "height": 900}).new_page()


def first_map(page, address):
    """Open the map: the page, its frame, seconds until symbols stand."""
    started = time.perf_counter()
    page.goto(address, timeout=300_000)
    frame = map_frame(page)
    frame.wait_for_function("map.sarhad && map.sarhad.updates > 0", timeout=300_000)
    return page, frame, time.perf_counter() - started


def server_memory_mib(address):
    """What the processes that were started for this port hold, and the most they held."""
    port = address.rpartition(":")[2].encode()
    held = {"VmRSS": 0.0, "VmHWM": 0.0}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if port not in (folder / "cmdline").read_bytes():
                continue
            for line in (folder / "status").read_text("utf-8").splitlines():
                name, _, value = line.partition(":")
                if name in held:
                    held[name] += int(value.split()[0]) / 1024
    return held["VmRSS"], held["VmHWM"]


def act(frame, what):
    """Do something and wait until the map has drawn: milliseconds, bytes."""
    before = frame.evaluate("window.updates.length")
    start = what()
    frame.wait_for_function(f"window.updates.length > {before}", timeout=60_000)
    frame.page.wait_for_timeout(700)  # the rest of the page; and further updates, if any
    drawn = frame.evaluate(f"window.updates.slice({before})")
    return drawn[0][0] - start, max(size for _, size in drawn)


def click_on_a_type(page, k):
    boxes = page.locator('[class*="st-key-type_"] label')
    boxes.first.wait_for(timeout=60_000)
    box = boxes.nth(k % min(6, boxes.count()))

    def click():
        box.evaluate(
            "e => document.addEventListener('click', () => { window.clicked ="
            " performance.timeOrigin + performance.now(); }, {capture: true, once: true})"
        )
        box.click()
        return page.evaluate("window.clicked")

    return click


def summary(times):
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return f"median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms"


def test_cold_start_with_the_bundled_incidents(browser, tmp_path):
    for store in ("a new store", "the same again", "and again"):
        started = time.perf_counter()
        with served(tmp_path / "store.gpkg") as address:
            first_map(new_page(browser), address)
            taken_s = time.perf_counter() - started
        NOTES.append(f"Cold start to first map, bundled, {store}: {taken_s:.1f} s")


def test_a_million_in_one_session_and_in_ten(browser, million, tmp_path):
    started = time.perf_counter()
    with served(million) as address:
        page = new_page(browser)
        sent = Recording(page)
        _, frame, _ = first_map(page, address)
        NOTES.append(f"Cold start to first map, {MILLION:,}: {time.perf_counter() - started:.1f} s")
        page.wait_for_timeout(6_000)
        frame.evaluate(WATCH)
        filtered = [act(frame, click_on_a_type(page, k)) for k in range(CLICKS)]
        times, sizes = zip(*filtered, strict=True)
        NOTES.append(f"Filter to map drawn, {MILLION:,}: {summary(times)}")
        moves = [
            "map.panBy([220, 60], {animate: false})", "map.zoomIn(1, {animate: false})",
            "map.panBy([-160, 90], {animate: false})", "map.zoomOut(1, {animate: false})",
        ]  # fmt: skip
        moved = [
            act(
                frame,
                lambda move=moves[k % 4]: frame.evaluate(f"() => {{ {move}; return ({NOW})(); }}"),
            )
            for k in range(CLICKS)
        ]
        times, more = zip(*moved, strict=True)
        NOTES.append(f"Pan or zoom to map drawn, {MILLION:,}: {summary(times)}")
        NOTES.append(f"Largest payload of a map: {max(*sizes, *more) / 1000:.0f} kB")
        for k in range(ROUNDS):
            sent.step()
            act(frame, click_on_a_type(page, k))
            page.wait_for_timeout(1_500)
        with visitors(address, sent, SESSIONS - 1, tmp_path) as others:
            others.begin(0)
            loaded = others.answered_s()
            NOTES.append(f"Nine more sessions at once, to the map's data: {max(loaded):.1f} s")
            page.wait_for_timeout(15_000)
            drawn, answered = [], []
            for k in range(ROUNDS):
                others.begin(k + 1)
                drawn.append(act(frame, click_on_a_type(page, k))[0])
                answered += [1_000 * one for one in others.answered_s()]
                page.wait_for_timeout(4_000)
        NOTES.append(
            f"{SESSIONS} sessions at once, nine of them elsewhere: filter to map drawn "
            f"{summary(drawn)}; to the map's data elsewhere {summary(answered)}"
        )
        others = [first_map(new_page(browser), address) for _ in range(SESSIONS - 1)]
        for _, other, _ in others:
            other.evaluate(WATCH)
        together = []
        for k in range(3):
            pages = [(page, frame), *((p, f) for p, f, _ in others)]
            waits = []
            for one, its_frame in pages:
                before = its_frame.evaluate("window.updates.length")
                waits.append((its_frame, before, click_on_a_type(one, k)()))
            for its_frame, before, start in waits:
                its_frame.wait_for_function(f"window.updates.length > {before}", timeout=60_000)
                together.append(its_frame.evaluate(f"window.updates[{before}][0]") - start)
            page.wait_for_timeout(2_000)
        NOTES.append(
            f"Filter to map drawn, {SESSIONS} browsers on one computer: {summary(together)}"
        )
        now_mib, most_mib = server_memory_mib(address)
        NOTES.append(f"Memory of the server: {now_mib:,.0f} MiB, at most {most_mib:,.0f} MiB")


@pytest.mark.parametrize(
    ("plugin", "count"), [("MarkerCluster", 10_000), ("FastMarkerCluster", MILLION)]
)
def test_the_plain_way(browser, tmp_path, plugin, count):
    """What is drawn once with folium's own clusters; a filter draws all of what it leaves again."""
    random = np.random.default_rng(0)
    places = np.stack([random.uniform(25, 30, count), random.uniform(60, 64, count)], axis=1)
    page = new_page(browser)
    page.route(re.compile("^https?:"), lambda route: route.abort())
    started = time.perf_counter()
    plain = folium.Map(location=[28, 62], zoom_start=6, tiles=None, maxZoom=18)
    if plugin == "MarkerCluster":
        clusters = MarkerCluster().add_to(plain)
        for place in places.tolist():
            folium.CircleMarker(place).add_to(clusters)
    else:
        callback = "function (row) { return L.circleMarker(new L.LatLng(row[0], row[1])); }"
        FastMarkerCluster(places.tolist(), callback=callback).add_to(plain)
    html = re.sub(r'"https?://[^"]+/([^/"]+\.(?:js|css))"', _from_here, plain.get_root().render())
    target = tmp_path / "plain.html"
    target.write_text(html, "utf-8")
    page.goto(target.as_uri(), timeout=240_000)
    page.wait_for_selector(".marker-cluster", timeout=240_000)
    NOTES.append(
        f"folium's {plugin}, {count:,}: {time.perf_counter() - started:.1f} s to the clusters, and "
        f"as long after each filter; {len(html) / 1e6:.1f} MB"
    )


def _from_here(address):
    """Leaflet and its clusters from the installed packages; what is not installed is not asked."""
    from xstatic.pkg import leaflet_markercluster  # noqa: PLC0415 - of the benchmarks only

    for folder in (assets.leaflet_folder(), Path(leaflet_markercluster.BASE_DIR)):
        if (folder / address[1]).is_file():
            return f'"{(folder / address[1]).as_uri()}"'
    return '""'
