"""The map as one file: whole in itself, asking nobody, safe with any text, filtered inside."""

import base64
import hashlib
import json
import os
import re
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from dashboard.loading import load_geocoder
from dashboard.map_file import MapFileError, map_html, write_map
from geodata.borders import load_border
from incidents.bundled import add_bundled
from incidents.filters import IncidentFilter
from incidents.record import Claim
from incidents.store import Store

HOSTILE = [
    "</script><script>alert(1)</script>", "<!--<script>", "{{7*7}}", "${alert(1)}", "$policy",
    "<img src=x onerror=alert(1)>", "a\u2028b\u2029c", "&#60;b&#62; &amp;", "\u202eesrever",
    "`'\"\\", "javascript:alert(1)", "میرجاوه",
]  # fmt: skip
CREDITED = {"www.openstreetmap.org", "www.geonames.org", "www.naturalearthdata.com"}


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """The frame of the bundled incidents, and their claims."""
    store = Store.open(tmp_path_factory.mktemp("mapped") / "store.gpkg")
    add_bundled(store, geocoder=load_geocoder())
    frame, claims = store.frame(), {i.incident_id: i.claims for i in store.incidents()}
    store.close()
    return frame, claims


@pytest.fixture(scope="module")
def empty(stored):
    return stored[0].head(0)


@pytest.fixture(scope="module")
def empty_page(empty):
    return map_html(empty, load_border())


@pytest.fixture(scope="module")
def hostile_frame(stored):
    frame = stored[0].head(len(HOSTILE)).copy()
    for name in ("summary", "verbatim_locality", "actor", "incident_id", "border_pillar"):
        frame[name] = pd.Series(HOSTILE, dtype=object, index=frame.index)
    return frame


@pytest.fixture(scope="module")
def page_text(stored):
    frame, claims = stored
    return map_html(frame, load_border(), claims=claims, store_root="00ff" * 16)


class Elements(HTMLParser):
    """Every element's attributes, and the text of scripts and styles, as a browser reads them."""

    def __init__(self, text):
        super().__init__()
        self.attributes, self.scripts, self.styles = [], [], []
        self._inside = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag in {"script", "style"}:
            self._inside = {"script": self.scripts, "style": self.styles}[tag]
            self._inside.append((dict(attrs), ""))

    def handle_data(self, data):
        if self._inside:
            attrs, text = self._inside[-1]
            self._inside[-1] = (attrs, text + data)

    def handle_endtag(self, tag):
        if tag in {"script", "style"}:
            self._inside = None


def raw_of(text):
    """The data of a page as it stands there."""
    [raw] = [told for attrs, told in Elements(text).scripts if attrs.get("id") == "data"]
    return raw


def data_of(text):
    return json.loads(raw_of(text))


def test_nothing_in_the_file_is_asked_for_elsewhere(page_text):
    read = Elements(page_text)
    asked = [v for _, name, v in read.attributes if name in {"src", "srcset", "data", "action"}]
    assert all(value.startswith("data:") for value in asked)
    links = [v for _, name, v in read.attributes if name == "href" and not v.startswith("data:")]
    assert {urlsplit(link).hostname for link in links} == CREDITED
    for _, style in read.styles:
        found = re.findall(r"url\(\s*['\"]?([^)]{0,12})|@import", style)
        assert all(address.startswith(("data:", "#")) for address in found)
    assert "sourceMappingURL" not in page_text


def test_the_policy_lets_only_the_scripts_of_the_file_run_and_nothing_connect(page_text):
    read = Elements(page_text)
    policy = next(v for _, name, v in read.attributes if name == "content" and "default-src" in v)
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    run = [text for attrs, text in read.scripts if "type" not in attrs]
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in run]
    assert rules["script-src"] == [f"'sha256-{name}'" for name in hashes]
    assert rules["default-src"] == ["'none'"]
    assert rules["img-src"] == ["data:"]
    assert "connect-src" not in rules
    assert not [name for _, name, _ in read.attributes if name.startswith("on")]


def test_hostile_texts_are_only_ever_escaped_data(hostile_frame, empty_page):
    title = " ".join(HOSTILE)
    claims = {
        text: (Claim(claim_id="c", publisher=text, title=text, url=text, text=text),)
        for text in HOSTILE
    }
    page = map_html(hostile_frame, load_border(), title=title, store_root=title, claims=claims)
    raw = raw_of(page)
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", raw)
    texts = json.loads(raw)["texts"]
    assert {text.replace("\u202e", "⟨U+202E⟩") for text in HOSTILE} <= set(texts)
    around = page.replace(raw, "").replace(f"{len(HOSTILE)} incidents", "no incidents")
    assert around == empty_page.replace(raw_of(empty_page), "")


@given(text=st.text(st.characters(), max_size=60))
@example(text="\ud800")
@settings(max_examples=10, deadline=None)
def test_any_title_leaves_the_page_as_it_is(empty, empty_page, text):
    page = map_html(empty, load_border(), title=text)
    assert page.encode("utf-8")
    assert page.replace(raw_of(page), "") == empty_page.replace(raw_of(empty_page), "")


def test_only_web_addresses_become_links(stored):
    frame = stored[0].head(1)
    urls = ["https://example.org/a?b=1&c", "javascript:alert(1)", "file:///etc/passwd", None]
    claims = [Claim(claim_id=str(k), publisher="P", url=url) for k, url in enumerate(urls)]
    page = data_of(
        map_html(frame, load_border(), claims={frame["incident_id"].iloc[0]: tuple(claims)})
    )
    links = [source[-1] for source in page["incidents"]["sources"][0]]
    assert [page["texts"][n] if n >= 0 else None for n in links] == [urls[0], None, None, None]


def test_every_incident_is_in_the_file_and_the_unplaced_are_told_apart(stored, page_text):
    frame, data = stored[0], data_of(page_text)
    known = data["incidents"]["known"]
    assert len(known) == len(frame) == 123
    nowhere = (frame["lon"].isna() & frame["footprint"].isna()).to_list()
    assert [kind == 2 for kind in known] == nowhere
    assert 0 < sum(nowhere) < len(frame)
    for kind, area in zip(known, data["incidents"]["area"], strict=True):
        assert (kind == 1) == (area >= 0)


def test_border_gazetteer_and_store_are_named_by_their_hashes(stored, page_text):
    hashes = dict(data_of(page_text)["hashes"])
    assert hashes["Border, sha256"] == load_border().sha256
    assert hashes["Gazetteer, sha256"] == stored[0]["gazetteer_sha256"].dropna().iloc[0]
    assert hashes["Root of the store"] == "00ff" * 16


def test_a_filtered_frame_becomes_the_map_of_its_rows(stored):
    chosen = IncidentFilter(date_from=date(2014, 10, 15), date_to=date(2014, 10, 23))
    frame = stored[0][chosen.mask(stored[0])]
    data = data_of(map_html(frame, load_border()))
    ids = [data["texts"][n] for n in data["incidents"]["id"]]
    assert ids == frame["incident_id"].to_list()
    assert len(ids) == 7


def test_what_a_profile_withheld_is_left_out_and_not_guessed(stored):
    frame = stored[0][stored[0]["signed_distance_m"].notna()].head(5).copy()
    withheld = ("summary", "verbatim_locality", "locality", "adm2", "adm1", "status", "footprint")
    frame[list(withheld)] = None
    frame[["nearest_lon", "nearest_lat", "coordinate_uncertainty_m"]] = float("nan")
    data = data_of(map_html(frame, load_border()))
    assert {data["texts"][n] for n in data["incidents"]["place"]} == {"Place not stated"}
    assert data["incidents"]["summary"] == data["incidents"]["status"] == [-1] * 5
    assert data["incidents"]["nearest"] == [0] * 5


def test_a_file_of_the_bundled_incidents_is_below_a_megabyte(page_text):
    assert len(page_text.encode()) < 1_000_000


def test_a_map_is_written_whole_and_leaves_nothing_beside_it(stored, tmp_path):
    target = tmp_path / "map.html"
    target.write_text("what was there before", "utf-8")
    write_map(stored[0].head(3), target, load_border())
    assert target.read_text("utf-8").rstrip().endswith("</html>")
    assert list(tmp_path.iterdir()) == [target]


def test_what_cannot_be_written_is_said_and_changes_nothing(stored, tmp_path, monkeypatch):
    with pytest.raises(MapFileError, match="folder that exists"):
        write_map(stored[0].head(1), tmp_path / "no folder" / "map.html", load_border())
    target = tmp_path / "map.html"
    target.write_text("what was there before", "utf-8")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MapFileError, match="No space left"):
        write_map(stored[0].head(1), target, load_border())
    assert target.read_text("utf-8") == "what was there before"
    assert list(tmp_path.iterdir()) == [target]


def test_no_incidents_make_a_page_that_says_so(empty_page):
    assert "This file holds no incidents." in empty_page
    assert data_of(empty_page)["incidents"]["id"] == []


# --- In a browser ----------------------------------------------------------------------------


@pytest.fixture
def opened(browser, tmp_path):
    """Open a page from disk; at the end it has asked nobody, shown no dialog, broken no rule."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page, trouble = context.new_page(), []
    page.on(
        "request",
        lambda r: None if r.url.startswith(("file:", "data:")) else trouble.append(r.url),
    )
    page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda m: trouble.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))

    def go(text, fragment=""):
        target = tmp_path / "map.html"
        target.write_text(text, "utf-8")
        page.goto("about:blank")
        page.goto(f"{target.as_uri()}{fragment}")
        page.wait_for_selector("html[data-ready]")
        return page

    yield go
    context.close()
    assert trouble == []


def showing(page):
    return page.locator("#figures .sr-number").first.inner_text()


def drawn(page):
    return int(page.locator("#map").get_attribute("data-incidents"))


def canvas_colours(page):
    """How many pixels of the symbols' canvas are not empty."""
    return page.evaluate(
        """() => { const c = document.querySelector(".leaflet-sarhad-symbols-pane canvas");
            const all = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
            let n = 0; for (let i = 3; i < all.length; i += 4) if (all[i]) n++; return n; }"""
    )


@pytest.mark.browser
def test_the_placed_incidents_are_drawn_and_the_others_listed(opened, page_text):
    page = opened(page_text)
    assert showing(page) == "123 of 123"
    assert 100 <= drawn(page) <= 105
    assert canvas_colours(page) > 5_000
    assert page.locator(".mf-row").count() == 123
    page.locator("#known").get_by_text("Not placed").click()
    assert page.locator(".mf-row").count() == 18


@pytest.mark.browser
def test_dates_types_and_words_narrow_list_and_map_and_reset_widens_them(opened, page_text):
    page = opened(page_text)
    all_of_them = canvas_colours(page)
    page.get_by_label("From").fill("2014-10-15")
    page.get_by_label("To", exact=True).fill("2014-10-23")
    expect(page.locator(".mf-row")).to_have_count(7)
    assert showing(page) == "7 of 123"
    assert drawn(page) == 4
    assert canvas_colours(page) < all_of_them / 3
    page.get_by_label(re.compile("Incursion")).check()
    expect(page.locator(".mf-row")).to_have_count(1)
    assert showing(page) == "1 of 123"
    assert drawn(page) == 1
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".mf-row")).to_have_count(123)
    page.get_by_label("Words").fill("TAFTAN")
    expect(page.locator(".mf-row")).not_to_have_count(123)
    assert 0 < page.locator(".mf-row").count() < 40
    page.get_by_label("From").fill("2020-01-01")
    page.get_by_label("To", exact=True).fill("2019-01-01")
    page.get_by_text("swap them").wait_for()
    assert showing(page) == "0 of 123"


@pytest.mark.browser
def test_a_link_with_its_fragment_opens_the_same_view(opened, page_text):
    page = opened(page_text)
    page.get_by_label("From").fill("2014-10-15")
    page.get_by_label("To", exact=True).fill("2014-10-23")
    page.get_by_label(re.compile("Incursion")).check()
    page.locator(".mf-row", has_text="Lashkar-e-Ahb").click()
    page.get_by_role("button", name="Dark theme").click()
    fragment = page.evaluate("location.hash")
    assert "from=2014-10-15" in fragment
    again = opened(page_text, fragment)
    assert showing(again) == "1 of 123"
    assert again.get_by_label("From").input_value() == "2014-10-15"
    assert again.locator(".mf-open").inner_text().count("Lashkar-e-Ahb") >= 1
    assert again.locator("html.sr-dark").count() == 1
    assert again.evaluate("location.hash") == fragment


@pytest.mark.browser
def test_keys_walk_the_list_and_open_a_record_that_the_map_marks(opened, page_text):
    page = opened(page_text)
    before = canvas_colours(page)
    page.locator("#known button").last.focus()
    for key in ("Tab", "ArrowDown", "ArrowDown", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    assert page.locator(".mf-row[aria-expanded=true] .mf-place").inner_text() == "Negor district"
    assert "51 km inside Iran" in page.locator(".mf-record").inner_text()
    assert "incident=2007-02-28a" in page.evaluate("location.hash")
    assert canvas_colours(page) != before
    page.keyboard.press("Escape")
    assert page.locator(".mf-record").count() == 0


def click_symbol(page, kind, position):
    """Click a symbol of a kind on the map, and give the keys that it stands for."""
    mark = page.evaluate(
        """([kind, position]) => {
            const map = Sarhad.opened, s = map.sarhad, v = s.symbols.view();
            const m = s.marks.filter(m => m.kind === kind)[position];
            const at = map.layerPointToContainerPoint([m.x + v.min.x, m.y + v.min.y]);
            const keys = kind === "area" ? m.area.keys : [s.data.points.key[m.index]];
            const box = map.getContainer().getBoundingClientRect();
            return {x: box.x + at.x, y: box.y + at.y, keys: keys}; }""",
        [kind, position],
    )
    page.mouse.click(mark["x"], mark["y"])
    return mark["keys"]


@pytest.mark.browser
def test_a_click_on_the_map_opens_its_record_in_the_list(opened, page_text):
    page = opened(page_text)
    [key] = click_symbol(page, "point", 0)
    open_row = page.locator(f'li.mf-open[data-key="{key}"]')
    open_row.wait_for()
    popup = page.locator(".leaflet-popup-content").inner_text()
    assert open_row.locator(".mf-place").inner_text() in popup
    assert open_row.locator(".mf-kind").inner_text() in popup


@pytest.mark.browser
def test_hostile_text_is_shown_literally(opened, hostile_frame):
    claims = {
        text: (Claim(claim_id="c", publisher=text, title=text, url=text, text=text),)
        for text in HOSTILE
    }
    page = opened(map_html(hostile_frame, load_border(), title=HOSTILE[0], claims=claims))
    assert page.title() == HOSTILE[0]
    assert page.locator("#title").text_content() == HOSTILE[0]
    places = page.locator(".mf-place").all_text_contents()
    assert places == [text.replace("\u202e", "⟨U+202E⟩") for text in HOSTILE]
    for row in range(len(HOSTILE)):
        page.locator(".mf-row").nth(row).click()
        assert page.locator(".mf-record a, .mf-record img, .mf-record script").count() == 0


@pytest.mark.browser
def test_a_source_with_a_web_address_is_a_link_that_tells_nobody_where_from(opened, page_text):
    page = opened(page_text, "#incident=2014-10-17a")
    links = page.locator(".mf-record a")
    assert links.count() >= 1
    assert links.first.get_attribute("href").startswith("http")
    assert links.first.get_attribute("rel") == "noopener noreferrer nofollow"


@pytest.mark.browser
def test_a_file_without_incidents_says_so(opened, empty_page):
    page = opened(empty_page)
    assert showing(page) == "0 of 0"
    assert page.get_by_text("No incidents in this file").is_visible()
    assert drawn(page) == 0


@pytest.mark.browser
def test_on_a_phone_nothing_is_wider_than_the_screen(opened, page_text):
    page = opened(page_text)
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator(".mf-row").nth(3).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not page.get_by_label("From").is_visible()
    page.locator("summary", has_text="Filter").click()
    assert page.get_by_label("From").is_visible()
