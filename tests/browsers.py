"""A real browser and a running dashboard: how they are started, found and waited for."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, sync_playwright

ROOT = Path(__file__).parent.parent
WAIT_MS = 30_000
FIRST_WAIT_MS = 90_000
"""The first page of a server waits for the store to be filled."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NOT_OURS = {"svg-img-alt": "brush_brush"}
"""By rule of axe-core, a part of the markup that breaks it and that cannot be mended here: Vega
gives the empty rectangles of a brush the role of a picture, and takes no name for them. The
sentence under each chart says what the brush has chosen."""
MAP = 'iframe[title="streamlit_folium.st_folium"]'
OWN = re.compile(r"(https?|wss?)://127\.0\.0\.1:|data:|blob:|about:")
"""Addresses of this computer."""


@contextmanager
def launched():
    """A browser without a window; the one that SARHAD_CHROMIUM names, or the system's."""
    path = os.environ.get("SARHAD_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "no browser; run tests/get_chromium.sh"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def free_port() -> int:
    """A port of this computer that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(store: Path):
    """Run `sarhad` on a store; yield its address as soon as it answers."""
    port, log = free_port(), store.with_suffix(".log")
    command = [sys.executable, "-m", "dashboard.cli", "--store", str(store), "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            if process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                    yield address
                    return
            except OSError:
                time.sleep(0.25)
        pytest.fail(f"the dashboard did not start: {log.read_text('utf-8')[-2000:]}")
    finally:
        process.terminate()
        process.wait(timeout=20)


def foreign_requests(page: Page) -> list[str]:
    """A list that every request of a page to another computer is written into."""
    foreign: list[str] = []
    page.on("request", lambda r: None if OWN.match(r.url) else foreign.append(r.url))
    return foreign


_WHOLE = "() => !document.querySelector('.sr-to-come')"


def settled(page: Page) -> None:
    """Wait until the app has finished its run; on the map's page, also that of the rest."""
    finished = '[data-testid="stApp"][data-test-script-state="notRunning"]'
    page.wait_for_selector(finished, timeout=FIRST_WAIT_MS)
    page.wait_for_function(_WHOLE, timeout=FIRST_WAIT_MS)
    page.wait_for_timeout(700)
    page.wait_for_selector(finished, timeout=FIRST_WAIT_MS)


def open_page(page: Page, address: str, path: str) -> None:
    """Open one of the pages by its address and wait until it is whole."""
    page.goto(f"{address}/{path}")
    page.wait_for_selector(".st-key-pages", timeout=FIRST_WAIT_MS)
    settled(page)


def map_frame(page: Page) -> Frame:
    """The frame of the map, once the map in it stands."""
    page.wait_for_selector(MAP, timeout=FIRST_WAIT_MS)
    frame = next(f for f in page.frames if "streamlit_folium" in f.url)
    frame.wait_for_function("window.map && window.map.getZoom() > 0", timeout=WAIT_MS)
    return frame


def open_map(page: Page, address: str, query: str = "") -> Frame:
    """Open the map page and wait until its symbols are drawn."""
    page.goto(f"{address}/{query}")
    frame = map_frame(page)
    frame.wait_for_function("map.sarhad && map.sarhad.data", timeout=WAIT_MS)
    settled(page)
    return frame


def view_of(frame: Frame) -> list[float]:
    """Where the map looks: longitude, latitude, zoom."""
    return frame.evaluate("[map.getCenter().lng, map.getCenter().lat, map.getZoom()]")


def shown(page: Page) -> str:
    """The first key figure, as "7 of 123 shown"."""
    return page.locator(".sr-figure").first.inner_text().replace("\n", " ")


def drawn_incidents(frame: Frame) -> int:
    """How many incidents the symbols on the map stand for."""
    return frame.evaluate(
        """() => { const d = map.sarhad.data;
            return d.points.key.length + d.clusters.count.reduce((a, b) => a + b, 0)
                + d.areas.reduce((a, b) => a + b.keys.length, 0); }"""
    )


_FIND_MARK = """wanted => {
    const s = map.sarhad, v = s.symbols.view();
    const keys = m => m.kind === "area" ? m.area.keys
        : m.kind === "point" ? [s.data.points.key[m.index]] : s.data.clusters.keys[m.index];
    const mark = s.marks.find(m => m.kind === wanted.kind
        && (wanted.key === null || keys(m).includes(wanted.key)));
    if (!mark) return null;
    const at = map.layerPointToContainerPoint([mark.x + v.min.x, mark.y + v.min.y]);
    return {x: at.x, y: at.y, keys: keys(mark)};
}"""


def mark_of(page: Page, frame: Frame, kind: str, key: int | None = None):
    """Where a symbol is drawn on the page, in pixels, and the incidents that it stands for."""
    mark = frame.evaluate(_FIND_MARK, {"kind": kind, "key": key})
    assert mark, f"no {kind} is drawn"
    box = page.locator(MAP).bounding_box()
    return box["x"] + mark["x"], box["y"] + mark["y"], mark["keys"]


def serious_violations(where: Page | Frame) -> list[str]:
    """What axe-core calls serious or critical, one line for each element."""
    return [
        f"{rule['id']}: {node['target']} {node['html'][:200]}"
        for rule in Axe().run(where).response["violations"]
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
        if rule["id"] not in NOT_OURS or NOT_OURS[rule["id"]] not in node["html"]
    ]
