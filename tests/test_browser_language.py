"""Right to left in a real browser: direction, letters, and nothing from elsewhere."""

import pytest
from browsers import WAIT_MS, foreign_requests, launched, map_frame, open_page, served

pytestmark = pytest.mark.browser

DIRECTION = "getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).direction"
LETTERS = """async () => {
    await document.fonts.ready;
    return document.fonts.check('13px "Source Sans"', 'سرحد')
        && [...document.fonts].some(f => f.unicodeRange.includes('U+6') && f.status === 'loaded');
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("language") / "store.gpkg") as where:
        yield where


@pytest.fixture(scope="module")
def browser():
    with launched() as one:
        yield one


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    foreign = foreign_requests(opened)
    yield opened
    context.close()
    assert foreign == []


def test_persian_stands_from_right_to_left_with_its_letters(page, address):
    open_page(page, address, "?lang=fa")
    frame = map_frame(page)
    assert page.evaluate(DIRECTION) == "rtl"
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
        "fa",
        "rtl",
    ]
    rail = page.locator('[data-testid="stSidebar"]').bounding_box()
    assert rail["x"] + rail["width"] == pytest.approx(1440, abs=2)
    main = page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()
    assert main["x"] + main["width"] <= rail["x"]
    assert page.evaluate(LETTERS), "the letters of Persian were not loaded"
    assert frame.evaluate("document.fonts.check('13px \"Sarhad Sans\"', 'سرحد')")
    chart = page.locator('[data-testid="stVegaLiteChart"]').first
    assert chart.evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


def test_the_language_is_chosen_in_the_rail_and_stays_on_the_other_pages(page, address):
    open_page(page, address, "")
    assert page.evaluate(DIRECTION) == "ltr"
    assert "lang=" not in page.url
    page.get_by_text("اردو", exact=True).click()
    turned(page, "rtl")
    page.wait_for_url("**lang=ur**", timeout=WAIT_MS)
    page.locator(".st-key-pages a").nth(1).click()
    page.wait_for_url("**/incidents**lang=ur**", timeout=WAIT_MS)
    turned(page, "rtl")
    page.get_by_text("English", exact=True).click()
    turned(page, "ltr")
    page.wait_for_function("document.documentElement.dir === 'ltr'", timeout=WAIT_MS)


def turned(page, direction):
    page.wait_for_function(f"{DIRECTION} === '{direction}'", timeout=WAIT_MS)


@pytest.mark.parametrize(("code", "words"), [("fa", "انتخاب فایل"), ("ur", "فائل چنیں")])
def test_fields_for_files_have_our_words_over_those_of_streamlit(page, address, code, words):
    open_page(page, address, f"import?lang={code}")
    button = page.locator("[data-testid='stFileUploaderDropzone'] button p").first
    drawn = "e => [getComputedStyle(e).fontSize, getComputedStyle(e, '::after').content]"
    assert button.evaluate(drawn) == ["0px", f'"{words}"']


def test_a_browser_that_asks_for_persian_gets_it(browser, address):
    context = browser.new_context(locale="fa-IR")
    opened = context.new_page()
    open_page(opened, address, "method")
    assert opened.evaluate(DIRECTION) == "rtl"
    assert "lang=" not in opened.url
    context.close()
