"""For everyone: names and contrast that a program can check, the keyboard, and small screens."""

import re

import pytest
from browsers import (
    FIRST_WAIT_MS,
    WAIT_MS,
    open_map,
    open_page,
    serious_violations,
    settled,
    shown,
)

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

RAID = "incident=2014-10-17a"
PAGES = (
    "", f"?{RAID}", "incidents", f"record?{RAID}", "new-incident", "article", "import", "review",
    "method",
)  # fmt: skip
OTHER_LANGUAGES = ("?lang=fa", f"record?lang=ur&{RAID}")
FOCUS = """() => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "var(--sr-accent)";
    const accent = getComputedStyle(probe).color;
    probe.remove();
    const at = document.activeElement;
    let seen = /^(BODY|IFRAME|CANVAS|TD)$/.test(at.tagName) || !!at.closest(".stDataFrame");
    for (let e = at, k = 0; e && k < 5 && !seen; e = e.parentElement, k++) {
        const s = getComputedStyle(e);
        seen = (s.outlineStyle === "solid" && s.outlineColor === accent && s.outlineWidth >= "1px")
            || (s.borderTopColor === accent && s.borderTopWidth >= "1px");
    }
    const name = at.getAttribute("aria-label") || at.innerText || at.title || "";
    return {tag: at.tagName, name: name.replace(/\\s+/g, " ").trim(), seen: seen};
}"""
"""What has the keyboard, and whether it is marked in the accent; the map's frame and the canvas of
a table mark it inside themselves."""


@pytest.fixture(scope="module", params=["light", "dark"])
def seen_by_all(request, browser):
    """A page in either theme, into which the checking program may be put."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme=request.param, bypass_csp=True
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", [*PAGES, *OTHER_LANGUAGES])
def test_no_page_keeps_anybody_out(seen_by_all, address, path):
    open_page(seen_by_all, address, path)
    if path.startswith("?") or not path:
        assert serious_violations(open_map(seen_by_all, address, path)) == []
    assert serious_violations(seen_by_all) == []


def test_what_opens_on_a_page_keeps_nobody_out_either(seen_by_all, address):
    page, found = seen_by_all, {}
    frame = open_map(page, address)
    frame.get_by_role("button", name="Layers").click()
    found["layers"] = serious_violations(frame)
    for chart in ("Unrolled border", "Depth", "Heat strip"):
        page.locator(".st-key-chart_open button").filter(has_text=chart).click()
        settled(page)
        found[chart] = serious_violations(page)
    page.locator(".st-key-more summary").click()
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="GeoJSON").wait_for(timeout=WAIT_MS)
    found["share, more filters"] = serious_violations(page)
    open_page(page, address, f"record?{RAID}")
    for view in ("Edit", "Accounts", "Status", "Merge, link, split", "History"):
        page.get_by_role("radio", name=view, exact=True).first.click()
        settled(page)
        found[view] = serious_violations(page)
    open_page(page, address, "review")
    for queue in ("Not placed", "Accounts in conflict", "Possible duplicates"):
        page.locator(".st-key-review_queues label").filter(has_text=queue).click()
        settled(page)
        found[queue] = serious_violations(page)
    assert {what: v for what, v in found.items() if v} == {}


ARTICLE = """TAFTAN, Oct 18: Thirty Iranian border guards came two kilometres into Pakistan near
Nokundi on Friday, October 17, 2014 and raided a house, a Frontier Corps official said.

Iranian media said nobody had crossed the border.
"""


def test_an_article_and_what_is_decided_of_it_keep_nobody_out(seen_by_all, address):
    page, found = seen_by_all, {}
    open_page(page, address, "article")
    page.get_by_label("The article, as plain text").fill(ARTICLE)
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name="Find incidents").click()
    page.locator(".st-key-article_decide").wait_for(timeout=WAIT_MS)
    settled(page)
    found["drafts"] = serious_violations(page)
    for name in ("Edit", "Merge"):
        page.locator(".st-key-article_decide").get_by_text(name, exact=True).first.click()
        back = page.get_by_role("button", name="Back to the draft")
        back.wait_for(timeout=WAIT_MS)
        settled(page)
        found[name] = serious_violations(page)
        back.click()
        page.locator(".st-key-article_decide").wait_for(timeout=WAIT_MS)
    assert {what: v for what, v in found.items() if v} == {}


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720), (1024, 768)])
def test_the_map_page_fits_the_window(page, address, width, height):
    page.set_viewport_size({"width": width, "height": height})
    frame = open_map(page, address, f"?{RAID}")
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("e => e.scrollHeight - e.clientHeight") == 0
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    assert frame.evaluate("Math.min(innerWidth, innerHeight)") >= 290
    strip = page.locator(".st-key-chart_strip").bounding_box()
    assert strip["y"] + strip["height"] <= height


def tab_to(page, name):
    """Press Tab until something has the keyboard; everything on the way shows that it has it."""
    passed = []
    for _ in range(90):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if not at["seen"]:
            page.wait_for_timeout(400)  # a border changes its colour slowly
            at = page.evaluate(FOCUS)
        assert at["seen"], f"{at['tag']} {at['name'][:60]!r} has the keyboard and does not show it"
        passed.append(at["name"][:40])
        if re.search(name, at["name"]) or at["tag"] == name:
            return
    pytest.fail(f"no {name!r} among {passed}")


def test_the_map_is_used_without_a_mouse(page, address):
    open_map(page, address)
    tab_to(page, "^Skip to main content$")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    page.keyboard.press("Tab")  # the next stop is on the page, not in the rail
    assert "Share" in page.evaluate(FOCUS)["name"]

    open_map(page, address)
    tab_to(page, r"^Incursion \(4\)$")
    page.keyboard.press("Space")
    page.wait_for_function("location.search.includes('type=incursion')", timeout=WAIT_MS)
    settled(page)
    assert shown(page) == "4 of 123 shown"

    tab_to(page, "^Incidents; arrow keys")  # the list
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sr-record", timeout=WAIT_MS)
    settled(page)
    tab_to(page, "Back to the list$")  # the page itself takes the keyboard too, and holds the words
    settled(page)
    page.keyboard.press("Enter")
    page.wait_for_selector(".sr-record", state="detached", timeout=WAIT_MS)
    settled(page)

    tab_to(page, "^Method and data$")
    page.keyboard.press("Enter")
    page.wait_for_url("**/method*", timeout=WAIT_MS)
    page.get_by_text("The border used").wait_for(timeout=FIRST_WAIT_MS)
    settled(page)
    assert page.evaluate(FOCUS)["seen"]
