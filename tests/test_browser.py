"""The dashboard in a real browser: what only a browser shows."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOSTILE = (
    "{{7*7}}",
    "${1}",
    "<img src=x onerror=window.hacked=1>",
    "</script><script>window.hacked=1</script>",
)
WAIT_MS = 30_000


def serve(store: Path, log: Path):
    """Start `sarhad` on a free port of this computer and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "dashboard.cli", "--store", str(store), "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return process, address
        except OSError:
            time.sleep(0.25)
        if process.poll() is not None:
            break
    process.kill()
    pytest.fail(f"the dashboard did not start: {log.read_text('utf-8')[-2000:]}")


@pytest.fixture(scope="module")
def browser():
    named = os.environ.get("SARHAD_CHROMIUM")
    path = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "no browser; run tests/get_chromium.sh"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    process, served = serve(folder / "store.gpkg", folder / "log.txt")
    yield served
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def page(browser):
    """A page that remembers every request that did not go to this computer."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    foreign = []
    opened.on(
        "request",
        lambda request: (
            None
            if re.match(r"(https?|wss?)://127\.0\.0\.1:|data:|blob:|about:", request.url)
            else foreign.append(request.url)
        ),
    )
    opened.foreign_requests = foreign
    yield opened
    context.close()
    assert foreign == []


def map_frame(page: Page):
    page.wait_for_selector('iframe[title="streamlit_folium.st_folium"]', timeout=WAIT_MS)
    frame = next(f for f in page.frames if "streamlit_folium" in f.url)
    frame.wait_for_function("window.map && window.map.getZoom() > 0", timeout=WAIT_MS)
    return frame


def settled(page: Page) -> None:
    """Wait until the app has finished its run."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(700)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def view_of(frame):
    return frame.evaluate("[map.getCenter().lng, map.getCenter().lat, map.getZoom()]")


def shown(page: Page) -> str:
    return page.locator(".sr-figure").first.inner_text().replace("\n", " ")


def click_incident(page: Page, frame, incident_key: int) -> None:
    """Click the middle of a drawn incident on the map's canvas."""
    spot = frame.evaluate(
        """key => {
            const p = Sarhad.where(key);
            return p && [p.x, p.y];
        }""",
        incident_key,
    )
    assert spot, f"incident {incident_key} is not drawn"
    box = page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()
    page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])


def fill_date(page: Page, label: str, day: str) -> None:
    field = page.get_by_role("textbox", name=re.compile(rf"{label}\b.*", re.IGNORECASE)).first
    field.fill(day)
    field.press("Enter")
    settled(page)
