"""Take the screenshots of the README and the documentation: `make screenshots`.

Starts the dashboard on a store of its own, filled with the bundled incidents, and photographs it
in headless Chromium.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "screenshots"
MAP = 'iframe[title="streamlit_folium.st_folium"]'
OCTOBER = "?from=2014-10-15&to=2014-10-23"
RAID = "incident=2014-10-17a"
WIDE, SMALL = (1440, 900), (1280, 720)
SHOTS = (
    ("map-all", "/", "light", WIDE, None),
    ("map-all-dark", "/", "dark", WIDE, None),
    ("map-october-2014", f"/{OCTOBER}&{RAID}", "light", WIDE, None),
    ("map-accounts", f"/?{RAID}&q=Nokundi", "light", WIDE, (28.9, 61.75, 8.0)),
    ("map-taftan", "/?incident=2014-06-08a", "light", WIDE, (28.96, 61.56, 10.5)),
    ("map-small", "/?type=cross_border_fire", "light", SMALL, None),
    ("map-persian", f"/?lang=fa&{RAID}", "light", WIDE, None),
    ("map-urdu-dark", "/?lang=ur", "dark", WIDE, None),
    ("unrolled", "/", "light", WIDE, "Unrolled border"),
    ("unrolled-dark", "/", "dark", WIDE, "Unrolled border"),
    ("heat", "/", "light", WIDE, "Heat strip"),
    ("record", f"/record?{RAID}", "light", WIDE, None),
    ("record-dark", f"/record?{RAID}", "dark", WIDE, None),
    ("record-urdu", f"/record?{RAID}&lang=ur", "light", WIDE, None),
    *(
        (f"{page}{suffix}", f"/{page}{query}", theme, WIDE, None)
        for page in ("incidents", "new-incident", "article", "import", "review", "method")
        for suffix, query, theme in (
            ("", "", "light"), ("-dark", "", "dark"), ("-persian", "?lang=fa", "light")
        )
    ),
)  # fmt: skip
"""Name, address, theme, size in pixels, and where the map looks or which chart is opened."""
REPORT = (
    "QUETTA, Oct 18: Thirty Iranian border guards came two kilometres into Pakistan near Nokundi "
    "on Friday, October 17, 2014 and raided a house, a Frontier Corps official said. They took a "
    "vehicle with them and went back after six hours.\n\n"
    "On the same day guards opened fire on a Levies post near Taftan; one soldier was killed and "
    "three others were wounded, the official added. Iranian media said that nobody had crossed "
    "the border.\n\n"
    "Officials of both countries are to meet in Tehran next week. In 2013 fourteen Iranian guards "
    "had been killed near Saravan.\n"
)
"""What the page for articles is shown with; written for this purpose."""


def main() -> None:
    """Start the dashboard, take every picture, stop it."""
    FOLDER.mkdir(exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    named = os.environ.get("SARHAD_CHROMIUM")
    chromium = named or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory(prefix="border-") as folder, sync_playwright() as playwright:
        command = [sys.executable, "-m", "dashboard.cli", "--port", str(port)]
        store = str(Path(folder) / "incidents.gpkg")
        server = subprocess.Popen(  # noqa: S603 - our own program
            [*command, "--store", store], cwd=ROOT, stdin=subprocess.DEVNULL
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address)
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            for name, path, theme, size, view in SHOTS:
                page = open_page(browser, address + path, theme, size)
                if isinstance(view, str):
                    open_chart(page, view)
                elif view is not None:
                    move_map(page, view)
                elif path.startswith("/article"):
                    read_report(page)
                page.screenshot(path=FOLDER / f"{name}.png")
                page.context.close()
                sys.stdout.write(f"{name}.png\n")
            browser.close()
        finally:
            server.terminate()
            server.wait(timeout=20)


def wait_for(address: str) -> None:
    """Wait until the server answers."""
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()  # noqa: S310
        except OSError:
            time.sleep(0.25)
        else:
            return
    msg = f"{address}: the dashboard did not start; run `make run` to see why"
    raise SystemExit(msg)


def open_page(browser: Browser, address: str, theme: str, size: tuple[int, int]) -> Page:
    """Open an address and wait until it is drawn."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".sr-brand", timeout=120_000)
    if "/?" in address or address.endswith("/"):
        page.wait_for_selector(MAP, timeout=120_000)
    page.wait_for_timeout(5000)
    return page


def open_chart(page: Page, name: str) -> None:
    """Show one of the charts under the map."""
    page.locator(".st-key-chart_open").get_by_text(name, exact=True).click()
    page.wait_for_timeout(4000)


def read_report(page: Page) -> None:
    """Let the page for articles find the incidents of a report."""
    page.locator(".st-key-article_input textarea").fill(REPORT)
    page.keyboard.press("Control+Enter")
    page.locator(".st-key-article_decide").wait_for(timeout=60_000)
    page.wait_for_timeout(3000)


def move_map(page: Page, view: tuple[float, float, float]) -> None:
    """Move the map to latitude, longitude and zoom."""
    frame = next(f for f in page.frames if "streamlit_folium" in f.url)
    frame.evaluate("([lat, lon, zoom]) => map.setView([lat, lon], zoom)", list(view))
    page.wait_for_timeout(3000)


if __name__ == "__main__":
    main()
