"""From an article to records: what is shown, decided, undone and refused; hostile texts."""

import re
import shutil
from dataclasses import replace
from datetime import date

import pytest
from app_pages import app_on, go_to_page, html_of, open_page
from browsers import settled

from dashboard.article_text import article_html, cleaned, confidence_words, language_of
from dashboard.pages import shared
from incidents.extraction import MAX_CHARACTERS, Draft, Evidence
from incidents.record import EventType, Incident
from incidents.store import Store

REPORT = """TAFTAN: Two Levies men were killed and three others wounded on Friday when Iranian
border guards opened fire on their vehicle near Taftan, a Levies spokesman said.

Thirty Iranian troops entered two kilometres into Pakistan in the Nokundi area on Saturday and
searched a house, a Frontier Corps official said.

Officials of both countries met in Tehran on Wednesday to discuss security along the border.

The minister warned that troops may cross the border again.
"""
HOSTILE = (
    "<img src=x onerror=window.hacked=1> **bold** [a](javascript:1) :red[x] {{7*7}} \u202egnp.exe"
)
ID = "2014-10-17"


def draft(name, **evidence):
    """A draft with evidence given as field=(start, end, text)."""
    day = date(2014, 10, 17)
    said = {
        field: (Evidence(start, start + len(words), words, 0.9),)
        for field, (start, words) in evidence.items()
    }
    return Draft(Incident(name, day, day, EventType.OTHER), said)


# --- The article as HTML -------------------------------------------------------------------------


def test_the_words_of_a_field_are_marked_with_the_field_and_the_number_of_the_draft():
    text = "On Friday two men died.\n\nOn Sunday a gate closed."
    html = article_html(
        text,
        [draft("a", date_start=(3, "Friday"), claims=(0, "On Friday two men died.")),
         draft("b", date_start=(28, "Sunday"))],
        chosen=1, most=1000,
    )  # fmt: skip
    friday = re.search(r"<mark [^>]*>Friday</mark>", html)[0]
    sunday = re.search(r"<sup[^>]*>2</sup><mark [^>]*>Sunday</mark>", html)[0]
    assert 'title="Date"' in friday
    assert 'tabindex="0"' in friday
    assert "sr-chosen" in friday
    assert "sr-chosen" not in sunday
    assert html.count("<sup") == 2
    assert html.count("<p ") == 2


def test_what_may_be_missed_is_marked_within_and_beside_the_words_of_drafts():
    text = "On Friday two men died. On Sunday lorries <b>rolled</b> again."
    html = article_html(
        text,
        [draft("a", claims=(0, text[:33]))],
        chosen=1, most=1000, missed=[(24, len(text))],
    )  # fmt: skip
    assert re.findall(r'<span class="sr-missed">([^<]*)</span>', html) == [
        "On Sunday", " lorries &lt;b&gt;rolled&lt;/b&gt; again.",
    ]  # fmt: skip
    assert re.sub(r"<sup[^>]*>1</sup>|<[^>]+>", "", html) == text.replace("<", "&lt;").replace(
        ">", "&gt;"
    )


def test_a_text_is_shown_literally_and_whole():
    html = article_html(f"{HOSTILE}\n\nEnd.", [], chosen=0, most=1000)
    assert "<img" not in html
    assert "&lt;img src=x onerror=window.hacked=1&gt;" in html
    assert "\u202e" not in html
    assert "U+202E" in html


def test_overlapping_evidence_loses_and_doubles_no_letter():
    text = "Guards fired on a convoy near Taftan."
    drafts = [
        draft("a", event_type=(7, "fired on a convoy"), target=(18, "convoy near")),
        draft("b", target=(12, "on a"), verbatim_locality=(30, "Taftan")),
    ]
    html = article_html(text, drafts, chosen=2, most=1000)
    plain = re.sub(r"<[^>]+>", "", re.sub(r"<sup.*?</sup>", "", html))
    assert plain == text


@pytest.mark.parametrize(
    ("text", "direction", "language"),
    [
        ("Guards fired near Taftan.", "ltr", "en"),
        ("مرزبانان در نزدیکی میرجاوه تیراندازی کردند (BBC).", "rtl", "fa"),
        ("ایرانی سرحدی محافظوں نے تفتان کے قریب فائرنگ کی، ٹی وی", "rtl", "ur"),
    ],
)
def test_a_paragraph_runs_in_the_direction_of_its_script(text, direction, language):
    assert f'<p dir="{direction}">' in article_html(text, [], chosen=0, most=1000)
    assert language_of(text) == language


def test_only_what_is_read_is_shown():
    html = article_html("a" * 200, [draft("a", actor=(90, "a" * 100))], chosen=1, most=100)
    assert re.sub(r"<[^>]+>", "", re.sub(r"<sup.*?</sup>", "", html)) == "a" * 100


def test_a_text_is_cleaned_of_what_no_page_can_hold():
    assert cleaned("a\r\nb\rc\x00\ud800d") == "a\nb\ncd"


def test_confidence_is_told_in_words():
    assert [confidence_words(c) for c in (0.95, 0.9, 0.7, 0.5)] == [
        "sure", "sure", "likely", "a guess",
    ]  # fmt: skip


# --- The page ------------------------------------------------------------------------------------


@pytest.fixture
def app(tmp_path, monkeypatch):
    """The app on an empty store of its own."""
    with app_on(tmp_path / "store.gpkg", monkeypatch, empty=True) as opened:
        yield opened


@pytest.fixture
def full_app(tmp_path, monkeypatch, bundled_store):
    """The app on a copy of the bundled incidents."""
    shutil.copy(bundled_store, tmp_path / "store.gpkg")
    with app_on(tmp_path / "store.gpkg", monkeypatch) as opened:
        yield opened


def press(app, key):
    app.button(key=key).click()
    app.run()
    assert not app.exception


def field(app, name):
    """A field of the page, by the end of its key."""
    (found,) = [one for one in (*app.text_area, *app.text_input) if one.key.endswith(f".{name}")]
    return found


def read(app, text, published="2014-10-22", **source):
    open_page(app, "article")
    field(app, "text").set_value(text)
    field(app, "published").set_value(published)
    for name, value in source.items():
        field(app, name).set_value(value)
    app.run()
    press(app, "article_find")


def drafts_of(app):
    (listed,) = [one for one in app.radio if one.key.endswith(".chosen")]
    return listed.options


def stored(tmp_path):
    store = Store.open(tmp_path / "store.gpkg", read_only=True)
    try:
        return store.incidents()
    finally:
        store.close()


def test_a_draft_is_stored_with_its_accounts_and_the_article_as_source(app, tmp_path):
    read(app, REPORT, publisher="Border Desk", url="https://example.org/a", title="Shots")
    assert len(drafts_of(app)) == 3
    assert "<q><bdi>on Friday</bdi></q>" in html_of(app)
    assert stored(tmp_path) == ()
    press(app, "article_accept")
    assert "Stored as 2014-10-17a." in html_of(app)
    (one,) = stored(tmp_path)
    assert (one.incident_id, one.status) == (f"{ID}a", "unconfirmed")
    assert one.tolls["killed_pak"].best == 2
    (claim,) = one.claims
    assert (claim.claimant, claim.publisher, claim.url, claim.title) == (
        "PAK", "Border Desk", "https://example.org/a", "Shots",
    )  # fmt: skip
    assert (claim.published, claim.language) == ("2014-10-22", "en")


def test_a_draft_can_be_stored_as_a_draft(app, tmp_path):
    read(app, REPORT)
    (status,) = [one for one in app.segmented_control if one.key.endswith(".status")]
    status.set_value("draft")
    app.run()
    press(app, "article_accept")
    assert [one.status for one in stored(tmp_path)] == ["draft"]


def test_a_draft_is_mended_before_it_is_stored(app, tmp_path):
    read(app, REPORT)
    press(app, "article_next")
    assert "<q><bdi>two kilometres into Pakistan</bdi></q>" in html_of(app)
    press(app, "article_edit")
    assert field(app, "personnel_count").value == "30"
    field(app, "personnel_count").set_value("twelve")
    app.run()
    press(app, "article_save")
    assert stored(tmp_path) == ()
    assert field(app, "personnel_count").value == "twelve"
    field(app, "personnel_count").set_value("12")
    app.run()
    press(app, "article_save")
    (one,) = stored(tmp_path)
    assert (one.incident_id, one.personnel_count) == ("2014-10-18a", 12)
    assert one.reported_depth_max_km == 2
    assert one.incursion_into == "PAK"


def test_all_decisions_are_counted_and_a_rejected_draft_stays_struck_out(app, tmp_path):
    read(app, REPORT)
    press(app, "article_accept")
    press(app, "article_reject")
    assert "~~" in drafts_of(app)[1]
    press(app, "article_accept")
    assert "All is decided: 2 stored, 1 rejected." in html_of(app)
    assert [b.key for b in app.button if b.key == "article_accept"] == []
    assert len(stored(tmp_path)) == 2


def test_decisions_are_undone_one_by_one(app, tmp_path):
    read(app, REPORT)
    press(app, "article_accept")
    press(app, "article_reject")
    press(app, "article_undo")
    assert "~~" not in drafts_of(app)[1]
    press(app, "article_undo")
    assert "3 drafts: none decided yet" in html_of(app)
    assert [one.status for one in stored(tmp_path)] == ["rejected"]


def test_a_draft_becomes_one_more_account_of_a_stored_incident_and_is_parted_again(
    full_app, tmp_path
):
    read(full_app, REPORT, publisher="Border Desk")
    before = {one.incident_id: one for one in stored(tmp_path)}
    press(full_app, "article_next")
    assert "It may be stored already" in html_of(full_app)
    press(full_app, "article_merge")
    (alike,) = [r for r in full_app.radio if r.key.endswith(".alike")]
    assert alike.value == "2014-10-17a"
    press(full_app, "article_merge_now")
    assert "Merged into 2014-10-17a as one more account." in html_of(full_app)
    after = {one.incident_id: one for one in stored(tmp_path)}
    assert after.keys() == before.keys()
    old, new = before["2014-10-17a"].claims, after["2014-10-17a"].claims
    assert new[: len(old)] == old
    assert [claim.publisher for claim in new[len(old) :]] == ["Border Desk"]
    press(full_app, "article_undo")
    assert {one.incident_id: one.claims for one in stored(tmp_path)} == {
        name: one.claims for name, one in before.items()
    }


def test_the_day_of_publication_is_asked_for_where_days_depend_on_it(app):
    read(app, "Two guards were killed near Taftan on Friday.", published="")
    assert "Give the day of publication" in html_of(app)
    field(app, "published").set_value("October 2014")
    app.run()
    press(app, "article_find")
    assert "Give one day" in html_of(app)
    field(app, "published").set_value("22 October 2014")
    app.run()
    press(app, "article_find")
    assert len(drafts_of(app)) == 1


def test_where_nothing_is_found_it_is_said_what_was_looked_for(app):
    read(app, "The weather in Quetta will be fine.")
    assert "No incident was found. Looked for" in html_of(app)
    press(app, "article_change")
    assert field(app, "text").value == "The weather in Quetta will be fine."


def test_a_day_that_is_in_no_draft_is_pointed_at(app):
    told = "with a dotted line says a day of the news"
    read(app, REPORT)
    assert told not in html_of(app)
    press(app, "article_change")
    read(app, f"{REPORT}\n\nOn Saturday the lorries rolled through the gate again.")
    assert told in html_of(app)
    assert "sr-missed" in html_of(app)


def test_an_empty_field_is_told(app):
    read(app, "  ")
    assert "Paste an article, or drop a file, first." in html_of(app)


def test_what_was_typed_and_decided_outlives_a_visit_to_another_page(app):
    open_page(app, "article")
    field(app, "text").set_value(REPORT)
    field(app, "publisher").set_value("Border Desk")
    app.run()
    go_to_page(app, "method")
    go_to_page(app, "article")
    assert field(app, "text").value == REPORT
    assert field(app, "publisher").value == "Border Desk"
    field(app, "published").set_value("2014-10-22")
    app.run()
    press(app, "article_find")
    press(app, "article_reject")
    go_to_page(app, "method")
    go_to_page(app, "article")
    assert "~~" in drafts_of(app)[0]


def test_a_closed_article_leaves_an_empty_page(app):
    read(app, REPORT)
    press(app, "article_close")
    assert field(app, "text").value == ""
    assert app.radio.len == 0


def test_hostile_text_is_shown_literally_in_article_card_and_list(app):
    read(app, f"Two guards were killed near {HOSTILE} Taftan on Friday, {HOSTILE} said.")
    shown = html_of(app)
    assert "<img" not in shown
    assert "&lt;img" in shown
    assert all("\u202e" not in one and "<img" not in one for one in drafts_of(app))


def test_a_text_of_a_megabyte_is_cut_and_told(app):
    read(app, "Two guards were killed near Taftan on Friday. " + "a " * 500_000)
    assert f"Only the first {MAX_CHARACTERS:,} of" in html_of(app)
    assert len(drafts_of(app)) == 1


def test_a_file_fills_the_fields(app):
    page = (
        '<html><head><title>Shots at Taftan</title><meta property="article:published_time" '
        'content="2014-10-22"></head><body><article><p>Two guards were killed near Taftan on '
        "Friday.</p></article></body></html>"
    )
    open_page(app, "article")
    app.file_uploader[0].set_value(("report.html", page.encode(), "text/html"))
    app.run()
    assert not app.exception
    assert field(app, "text").value == "Two guards were killed near Taftan on Friday."
    assert field(app, "published").value == "2014-10-22"
    assert field(app, "title").value == "Shots at Taftan"


def test_a_damaged_file_is_refused_in_a_sentence(app):
    open_page(app, "article")
    app.file_uploader[0].set_value(("report.pdf", b"%PDF-1.7 broken", "application/pdf"))
    app.run()
    assert not app.exception
    assert "article.pdf: damaged" in html_of(app)
    assert field(app, "text").value == ""


def test_a_text_in_another_encoding_is_read_when_it_is_named(app):
    words = "مرزبانان ایران جمعه در نزدیکی میرجاوه تیراندازی کردند"
    open_page(app, "article")
    app.file_uploader[0].set_value(("report.txt", words.encode("cp1256", "replace"), "text/plain"))
    app.run()
    assert field(app, "text").value == ""
    app.selectbox[0].set_value("Windows Arabic (cp1256)")
    app.run()
    assert not app.exception
    assert "نزد" in field(app, "text").value


def test_who_may_only_look_reads_drafts_without_buttons(app, monkeypatch):
    load = shared.load
    monkeypatch.setattr(shared, "load", lambda user: replace(load(user), may_edit=False))
    read(app, REPORT)
    assert "You may read, but not store." in html_of(app)
    keys = {button.key for button in app.button}
    assert not keys & {"article_accept", "article_edit", "article_merge", "article_reject"}
    assert len(drafts_of(app)) == 3


# --- In a browser --------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.timeout(300)
def test_an_article_is_decided_with_the_keyboard(page, address):
    page.goto(f"{address}/article")
    page.get_by_role("textbox", name="The article, as plain text").fill(
        REPORT + "\n\nBackground.\n" * 60
    )
    page.get_by_role("textbox", name="Published on").fill("2014-10-22")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".sr-article")
    settled(page)
    page.keyboard.press("Alt+n")
    settled(page)
    words = page.locator(".sr-article .sr-field.sr-chosen").filter(has_text="Thirty")
    words.focus()
    told = words.evaluate("e => getComputedStyle(e, '::after').content")
    assert "How many acted" in told
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight + 1")

    page.keyboard.press("Alt+x")
    settled(page)
    assert page.locator(".st-key-article_drafts del").count() == 1
    page.keyboard.press("Alt+a")
    page.get_by_text("Stored as 2014-10-22b.").wait_for()
    settled(page)
    page.keyboard.press("Alt+u")
    page.get_by_text("Undone; the draft waits again.").wait_for()
    page.keyboard.press("Alt+u")
    settled(page)
    assert page.locator(".st-key-article_drafts del").count() == 0
