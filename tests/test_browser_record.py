"""The record page and the new incident in a real browser: clicks, keys, two people at once."""

import pytest
from browsers import FIRST_WAIT_MS, WAIT_MS, map_frame, settled

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

RAID = "2014-10-17a"


def press(page, name):
    page.get_by_role("button", name=name).first.click()
    settled(page)


def choose(page, name):
    """Pick a part of a segmented control."""
    page.get_by_role("radio", name=name, exact=True).first.click()
    settled(page)


def open_edit(page, address, incident_id):
    page.goto(f"{address}/record?incident={incident_id}")
    page.wait_for_selector(".sr-claims", timeout=FIRST_WAIT_MS)
    settled(page)
    choose(page, "Edit")
    page.get_by_label("Who acted").wait_for(timeout=WAIT_MS)


def test_a_click_on_the_map_gives_the_place(page, address):
    page.goto(f"{address}/new-incident")
    page.get_by_label("Place, as the source says it").wait_for(timeout=FIRST_WAIT_MS)
    settled(page)
    choose(page, "Click on the map")
    page.get_by_label("Known within (km)").fill("3")
    frame = map_frame(page)
    settled(page)
    frame.evaluate("map.setView([28.95, 61.9], 10, {animate: false})")
    page.wait_for_timeout(500)
    box = page.locator(".st-key-pick_place iframe").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_text("28.95").first.wait_for(timeout=WAIT_MS)
    settled(page)
    assert "inside Pakistan" in page.locator(".sr-result h2").inner_text()
    press(page, "Save")
    page.get_by_text("saved as version 1").wait_for(timeout=WAIT_MS)
    press(page, "Undo")
    page.get_by_text("saved as version 2").wait_for(timeout=WAIT_MS)


def test_a_call_is_entered_with_the_keyboard_alone(page, address):
    page.goto(f"{address}/new-incident")
    page.get_by_label("Place, as the source says it").wait_for(timeout=FIRST_WAIT_MS)
    settled(page)
    page.get_by_label("Date", exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("16 Oct 2014")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == (
            "Place, as the source says it"
        ):
            break
    page.keyboard.type("Mashkel")
    page.get_by_text("gazetteer name").wait_for(timeout=WAIT_MS)
    settled(page)
    page.keyboard.press("Control+Enter")
    page.get_by_text("2014-10-16c: saved as version 1").wait_for(timeout=WAIT_MS)
    page.get_by_role("link", name="Open the record").click()
    page.get_by_role("heading", name="Mashkel").wait_for(timeout=WAIT_MS)


def test_two_people_at_one_record_see_both_versions(page, address, browser):
    open_edit(page, address, RAID)
    other_context = browser.new_context(viewport={"width": 1280, "height": 720})
    other = other_context.new_page()
    open_edit(other, address, RAID)

    other.get_by_label("Who acted").fill("Omid's words")
    other.keyboard.press("Tab")
    press(other, "Save")
    other.get_by_text(f"{RAID}: saved as version 2").wait_for(timeout=WAIT_MS)
    other_context.close()

    page.get_by_label("Who acted").fill("Zara's words")
    page.keyboard.press("Tab")
    press(page, "Save")
    page.get_by_text("saved version 2 of this record while you were editing").wait_for(
        timeout=WAIT_MS
    )
    compared = page.locator(".sr-changes").first.inner_text()
    assert "Omid's words" in compared
    assert "Zara's words" in compared
    assert page.get_by_role("textbox", name="Who acted").input_value() == "Zara's words"
    press(page, "Save over version 2")
    page.get_by_text(f"{RAID}: saved as version 3").wait_for(timeout=WAIT_MS)
    press(page, "Undo")
    page.get_by_text(f"{RAID}: saved as version 4").wait_for(timeout=WAIT_MS)


def test_a_redaction_is_confirmed_and_leaves_a_tombstone(page, address):
    page.goto(f"{address}/record?incident=2014-10-16b")
    page.wait_for_selector(".sr-claims, .sr-page-head", timeout=FIRST_WAIT_MS)
    settled(page)
    choose(page, "History")
    press(page, "Redact a text for good")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").click()
    page.keyboard.type("In a sentence")
    page.keyboard.press("Enter")
    dialog.get_by_label("Why (is kept)").fill("names a witness")
    page.keyboard.press("Tab")
    dialog.get_by_text("I mean it").click()
    settled(page)
    dialog.get_by_role("button", name="Redact for good").click()
    page.get_by_text("Redacted in 1 version.").wait_for(timeout=WAIT_MS)
    mark = page.locator(".sr-versions").get_by_text("Redacted for good: In a sentence")
    mark.wait_for(timeout=WAIT_MS)
