"""Three languages: every text translated, numbers and days as written there, every page drawn."""

import string
from datetime import date

import pytest
from app_pages import app_on, html_of, listed_in, open_page

from dashboard import catalogues, language, panels, record_form, state, tables, wording
from dashboard.incident_map import base_map
from dashboard.language import _, day, digits, month, ngettext, number, spoken
from dashboard.loading import load_basemap, load_border
from incidents.conflicts import Conflict
from incidents.record import Claim, EventType

TRANSLATED = [code for code in language.LANGUAGES if code != "en"]
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
SARAVAN = date(2014, 10, 17)  # 25 Mehr 1393, by the University of Tehran's calendar

HEADINGS = {
    "fa": {
        "": "نمایان",
        "incidents": "ردیفی را تیک بزنید",
        "new-incident": "رویداد تازه",
        "article": "از یک مقاله",
        "record": "رکوردی باز نیست",
        "import": "وارد کردن رویدادها",
        "review": "بازبینی",
        "method": "مرز به‌کاررفته",
    },
    "ur": {
        "": "دکھائے گئے",
        "incidents": "سطر پر نشان لگائیں",
        "new-incident": "نیا واقعہ",
        "article": "مضمون سے",
        "record": "کوئی ریکارڈ کھلا نہیں",
        "import": "واقعات درآمد کریں",
        "review": "جائزہ",
        "method": "استعمال شدہ سرحد",
    },
}


def placeholders(text):
    return sorted(name for _text, name, *_rest in string.Formatter().parse(text) if name)


def strings(message):
    return message.string if isinstance(message.string, (tuple, list)) else (message.string,)


# --- The catalogues ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_of_the_interface_is_translated(code):
    catalogue = catalogues.read(code)
    wanted = {message.one for message in catalogues.messages()}
    known = {
        m.id[0] if isinstance(m.id, tuple) else m.id
        for m in catalogue
        if m.id and not m.fuzzy and all(strings(m))
    }
    assert wanted - known == set(), "make messages, then translate what is new"
    assert known - wanted == set(), "make messages: these are no longer shown"


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_fills_in_what_its_text_does(code):
    for message in catalogues.read(code):
        if not message.id:
            continue
        texts = message.id if isinstance(message.id, tuple) else (message.id, message.id)
        one, *many = strings(message)
        assert placeholders(one) == placeholders(texts[0]), message.id
        for plural in many:
            assert placeholders(plural) == placeholders(texts[1]), message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_translation_carries_a_sign_that_turns_the_text(code):
    """Zero-width joiners belong to Persian; other format characters would be shown as codes."""
    for message in catalogues.read(code):
        for text in strings(message):
            assert wording.visible(text) == text, message.id


def test_texts_are_found_wherever_they_stand():
    """In an f-string, over two lines, with a plural, and as the label of a code."""
    found = dict(catalogues.messages())
    assert "Type; tick to narrow" in found
    assert found["{n} incident"] == "{n} incidents"
    assert set(wording.SIDE_NAMES.values()) <= set(found)
    assert {one.label for one in EventType} <= set(found)


# --- Numbers, days, plural forms -----------------------------------------------------------------


def test_numbers_have_the_digits_and_marks_of_their_language():
    with spoken("en"):
        assert number(1234567.25, 1) == "1,234,567.2"
    with spoken("fa"):
        assert number(1234567.25, 1) == "۱٬۲۳۴٬۵۶۷٫۲"
        assert digits(2014) == "۲۰۱۴"
    with spoken("ur"):
        assert set(number(1234567)) <= set(PERSIAN_DIGITS) | {"٬", ",", "،"}


def test_a_day_stands_in_both_calendars_in_persian():
    with spoken("en"):
        assert day(SARAVAN) == "2014-10-17"
    with spoken("fa"):
        assert day(SARAVAN) == "۱۷ اکتبر ۲۰۱۴ (۱۳۹۳/۰۷/۲۵)"
        assert month(SARAVAN) == "اکتبر ۲۰۱۴"
    with spoken("ur"):
        assert day(SARAVAN) == "۱۷ اکتوبر ۲۰۱۴"


def test_plural_forms_follow_the_language():
    def told(n):
        return ngettext("{n} incident", "{n} incidents", n).format(n=number(n))

    with spoken("en"):
        assert (told(1), told(2)) == ("1 incident", "2 incidents")
    with spoken("ur"):
        assert (told(1), told(2)) == ("۱ واقعہ", "۲ واقعات")
    with spoken("fa"):
        assert (told(1), told(2)) == ("۱ رویداد", "۲ رویداد")


def test_a_text_or_a_language_that_is_not_known_stays_english():
    with spoken("xx"):
        assert _("Reset the filter") == "Reset the filter"
    with spoken("fa"):
        assert _("A text that nobody translated") == "A text that nobody translated"
        assert _("") == ""  # gettext answers an empty text with the catalogue's head


def test_a_dictated_language_ends_where_it_was_dictated():
    with spoken("fa"):
        with spoken("en"):
            assert _("Map") == "Map"
        assert _("Map") == "نقشه"
    assert _("Map") == "Map"


def test_where_no_page_runs_english_is_spoken():
    assert state.language() == "en"


# --- Sentences, table, map -----------------------------------------------------------------------


def test_sentences_are_whole_in_each_language():
    with spoken("fa"):
        assert wording.interval_words(-2000, 3000) == (
            "۲٫۰ کیلومتر در خاک ایران تا ۳٫۰ کیلومتر در خاک پاکستان"
        )
        assert wording.when(SARAVAN, SARAVAN, "month") == "اکتبر ۲۰۱۴، روز نامعلوم"
    with spoken("ur"):
        assert wording.interval_words(2000, 3000) == "پاکستان کے ۲٫۰–۳٫۰ کلومیٹر اندر"


def test_where_accounts_differ_is_told_in_the_readers_language():
    claims = (
        Claim("a", claimant="PAK", publisher="Dawn", says_date="17 October 2014", crossed="yes"),
        Claim("b", claimant="IRN", publisher="IRNA", says_date="18 October 2014", crossed="no"),
        Claim("c", claimant="IRN", publisher="<b>Fars</b>", stance="conflicts"),
    )
    date_of, crossed, event = (
        Conflict("date", "Days.", (("a",), ("b",)), slight=True),
        Conflict("crossed", "Crossed.", (("a",), ("b",))),
        Conflict("event", "Event.", (("c",), ("a",))),
    )
    with spoken("en"):
        assert panels.conflict_html(crossed, claims) == '<li class="">Crossed.</li>'
    with spoken("fa"):
        told = panels.conflict_html(date_of, claims)
        assert "<bdi>روایت پاکستانی (Dawn)</bdi>: «<bdi>17 October 2014</bdi>»؛ " in told
        assert "یک روز تفاوت" in told
        told = panels.conflict_html(crossed, claims)
        assert told.endswith("<bdi>روایت ایرانی (IRNA)</bdi>: <bdi>نه</bdi>.</li>")
        told = panels.conflict_html(event, claims)
        assert "<bdi>روایت ایرانی (&lt;b&gt;Fars&lt;/b&gt;)</bdi> با <bdi>روایت پاکستانی" in told


@pytest.fixture(scope="module")
def store_path(tmp_path_factory):
    return tmp_path_factory.mktemp("languages") / "store.gpkg"


@pytest.fixture
def app(store_path, monkeypatch):
    with app_on(store_path, monkeypatch) as opened:
        yield opened


def test_the_base_map_of_each_language_is_another_one():
    basemap, border = load_basemap(), load_border()
    scripts, tools = set(), {}
    for code in language.LANGUAGES:
        with spoken(code):
            drawn = base_map(basemap, border, theme="light")
        scripts |= {address for _name, address in drawn.default_js if "basemap/" in address}
        tools[code] = drawn.settings
    assert len(scripts) == len(language.LANGUAGES)
    assert "Layers" in tools["en"]
    assert "Layers" not in tools["fa"]


# --- The pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("page", HEADINGS["fa"])
def test_every_page_is_drawn_in_its_language(app, code, page):
    app.query_params["lang"] = code
    if page:
        open_page(app, page)
    else:
        app.run()
    assert not app.exception
    assert HEADINGS[code][page] in html_of(app)
    assert app.query_params["lang"] == code


def test_the_list_tells_both_calendars(app):
    app.query_params["lang"] = "fa"
    app.query_params["from"] = "2014-10-17"
    app.query_params["to"] = "2014-10-17"
    app.run()
    listed = listed_in(app)
    assert "۲۰۱۴-۱۰-۱۷ · ۱۳۹۳/۰۷/۲۵" in [row["date"] for row in listed]
    assert {row["type"] for row in listed} <= {_of(one.label, "fa") for one in EventType}


def _of(text, code):
    with spoken(code):
        return _(text)


def test_english_is_shown_unless_another_language_is_asked_for(app):
    app.run()
    assert 'class="sr-label">shown<' in html_of(app)
    assert "lang" not in app.query_params


def test_a_language_that_is_not_offered_is_passed_over(app):
    app.query_params["lang"] = "<script>"
    app.run()
    assert not app.exception
    assert 'class="sr-label">shown<' in html_of(app)


def test_choosing_a_language_turns_the_page_and_its_address(app):
    app.run()
    choice = next(b for b in app.get("button_group") if b.key == state.LANGUAGE_KEY)
    choice.set_value("ur").run()
    assert not app.exception
    assert HEADINGS["ur"][""] in html_of(app)
    assert app.query_params["lang"] == "ur"


def test_a_list_that_is_cut_says_so_in_the_language():
    with spoken("fa"):
        assert tables.shortened(5_000).startswith("۲٬۰۰۰ مورد نخست از ۵٬۰۰۰")


def test_columns_to_choose_from_are_called_as_in_the_form_with_their_names():
    assert record_form.column_words("date_start") == "date_start"
    with spoken("fa"):
        assert record_form.column_words("date_start") == "تاریخ (\u2068date_start\u2069)"
        assert record_form.column_words("killed_irn_low").startswith("کشته، نیروهای ایرانی (")
        assert record_form.column_words("source_url").endswith("(\u2068source_url\u2069)")
        assert record_form.column_words(_("keep as it is")) == _("keep as it is")
