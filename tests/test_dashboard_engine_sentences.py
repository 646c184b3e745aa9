"""What the engine stores in English is told in the reader's language, with all that it holds."""

import html
import re
import string
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from app_pages import app_on, html_of, open_page

from dashboard import engine_sentences, language, panels, record_form, record_sheet, wording
from dashboard.engine_sentences import (
    as_html,
    as_html_if_whole,
    as_markdown,
    guess_as_text,
    place_as_html,
    problem_as_html,
    reasons_as_html,
    rejects_as_text,
    sources_as_html,
)
from dashboard.language import day, digits, number, spoken
from dashboard.loading import load_border, load_geocoder
from dashboard.record_form import place_columns, position_columns
from dashboard.record_sheet import changes_html, placing_html
from geodata import sentences as of_places
from incidents import problems as of_rows
from incidents import sentences as of_incidents
from incidents import what_was_done, why_taken
from incidents.bundled import add_bundled
from incidents.depth import check_depth
from incidents.duplicates import suggest
from incidents.editing import Change, Editor
from incidents.extraction import not_read
from incidents.mending import rejected_rows
from incidents.pipeline import place
from incidents.reader import read_file
from incidents.record import EventType
from incidents.store import Store

TRANSLATED = [code for code in language.LANGUAGES if code != "en"]
SENTENCES = [text for text in engine_sentences.templates() if text.endswith(".")]
PARTS = [text for text in engine_sentences.templates() if not text.endswith(".")]
ENGLISH = re.compile(r"[A-Za-z]{2,}")

ORDINARY = ("Mirjaveh", "Sar-i-Parom", "Qasr-e Qand", "تفتان")
A_SENTENCE = "They meet. It lies within Mand."
"""Of a name that stands unquoted nobody could say where it ends: no gazetteer has such a one."""
HOSTILE = (
    "<script>alert(1)</script>",
    'O\'Neil "said" \\ so',
    "{name} {0} {{",
    "%s & <bdi>",
    "\u202egnp.exe",
    A_SENTENCE,
    "a. b. c",
    "x" * 300,
    "*bold* [link](javascript:alert(1))",
)
VALUES = {
    "country": ["Pakistan", "Oman"],
    "countries": ["Iran, Pakistan", "Iran"],
    "kind": ["county", "tehsil"],
    "notation": [of_places.DECIMAL_DEGREES, "MGRS"],
    "datum": ["post", "fence"],
    "word": [of_places.A_SOLDIER],
    "heading": ["S", "NNE"],
    "numbers": ["206", "104-106"],
    "depth": ["\N{MINUS SIGN}1.5 to 2.5 km", "50 to 150 m", "3 km"],
    "fact": ["the district Panjgur"],
    "choices": ["Pishin in Iran at 61.75 E 26.08 N; Pishin in Pakistan, 12 km from the first"],
    "reason": [of_places.BY_POPULATION.format(km="3", count="18,510"), of_places.GIVEN_IN_FILE],
    "note": ["town, county and crossing share the name", "a note of my own"],
    "source": ["UCDP"],
    "column": ["where_prec"],
    "code": ["4"],
    "day": ["17 Oct 2014", "30 Jun 2015"],
    "other_day": ["18 Oct 2014"],
    "event_type": [EventType.INCURSION.label, EventType.OTHER.label],
    "other_type": [EventType.CROSS_BORDER_FIRE.label],
    "acting_side": ["IRN", "non-state"],
    "other_side": ["PAK"],
    "other_country": ["Iran"],
    "iso_day": ["2014-10-17"],
    "other_iso_day": ["2014-10-15"],
    "year": ["1900"],
    "row": ["12"],
}


def fields(template):
    """The fields of a template, and which of them are quoted."""
    parsed = [part for part in string.Formatter().parse(template) if part[1]]
    return {name: conversion == "r" for _text, name, _spec, conversion in parsed}


def values_for(template, names, turn):
    given = {}
    for name, quoted in fields(template).items():
        if name in engine_sentences._NUMBERS:
            given[name] = ("1,234.5", "0", "7.25")[turn % 3]
        elif name in VALUES and not quoted:
            given[name] = VALUES[name][turn % len(VALUES[name])]
        elif names[turn] == A_SENTENCE and not quoted:
            given[name] = "Mand"
        else:
            given[name] = names[turn]
    return given


def shown(markup):
    """What a reader sees of HTML: the texts without the marks."""
    return html.unescape(re.sub(r"</?bdi[^>]*>", "", markup))


def is_kept(name, value, seen):
    """Whether a value stands in what is shown, as its language writes it."""
    if name in engine_sentences._NUMBERS:
        return number(float(value.replace(",", "")), len(value.partition(".")[2])) in seen
    if name.endswith("iso_day"):
        return day(date.fromisoformat(value)) in seen
    if name in VALUES and name != "code":
        seen = seen.replace("٬", "")
        return all(digits(one) in seen for one in re.findall(r"\d+", value.replace(",", "")))
    return wording.visible(value) in seen


# --- The templates -------------------------------------------------------------------------------


def test_templates_are_told_apart_by_the_full_stop_and_by_their_names():
    assert len(set(engine_sentences.templates())) == len(engine_sentences.templates())
    assert of_places.LIES_WITHIN in SENTENCES
    assert of_places.TEHSIL in PARTS
    for module in (of_places, of_incidents):
        assert {type(text) for name, text in vars(module).items() if name.isupper()} == {str}


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("template", SENTENCES)
def test_each_sentence_is_recognised_and_keeps_its_values(template, code):
    for names in (ORDINARY, HOSTILE):
        for turn in range(len(names)):
            values = values_for(template, names, turn)
            stored = template.format(**values)
            with spoken(code):
                told = as_html_if_whole(stored)
                assert told is not None, stored
                seen = shown(told)
                for name, value in values.items():
                    assert is_kept(name, value, seen), (name, value, seen)
            assert "<script" not in told
            assert re.sub(r'</?bdi>|<bdi dir="ltr">', "", told).count("<") == 0
            assert told.count("<bdi") == told.count("</bdi>")


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("template", [t for t in SENTENCES if not fields(t).keys() - {"said"}])
def test_of_a_sentence_only_the_quotation_stays_as_it_was(template, code):
    stored = template.format(said="Kūh-e Sabz, Q7")
    with spoken(code):
        told = shown(as_html(stored)).replace("Kūh-e Sabz, Q7", "")
    assert set(ENGLISH.findall(told)) <= {"MGRS", "UTM", "UTF"}


def test_sentences_follow_each_other_and_each_is_cut_where_it_ends():
    stored = (
        "'Naukor' in Pakistan is known from reports, but no coordinates are at hand (unlocated). "
        "No place 'St. Mary. It lies within X.' in Iran is in the gazetteer. They meet."
    )
    with spoken("fa"):
        assert as_html_if_whole(stored) == (
            "«<bdi>Naukor</bdi>» در پاکستان از گزارش‌ها شناخته است، اما مختصاتی در دست نیست "
            "(جایابی‌نشده). محل «<bdi>St. Mary. It lies within X.</bdi>» در ایران در فرهنگ "
            "جای‌نام‌ها نیست. با هم سازگارند."
        )


def test_numbers_are_written_as_the_language_does_and_a_minus_stays_before_its_number():
    stored = of_incidents.MEASURED_WITHIN.format(
        depth="\N{MINUS SIGN}1,200.5 to 33.0 km", country="Pakistan"
    )
    with spoken("fa"):
        told = as_html(stored)
    assert '<bdi dir="ltr">\N{MINUS SIGN}۱٬۲۰۰٫۵</bdi> تا ۳۳٫۰ کیلومتر' in told
    long = of_places.AREA_AROUND.format(km="9" * 400)
    with spoken("fa"):
        assert f"<bdi>{'9' * 400}</bdi>" in as_html(long)
        assert "۱۰۰ کیلومتر" in as_html(of_places.AREA_AROUND.format(km="1e+02"))


def test_a_quotation_is_read_back_and_no_more_than_a_quotation():
    quoted = [r"'\u200c'", r"'\x41\n'", r"'it\'s'", r"'\ud800'", r"'\x1'", r"'\U00110000'"]
    read = ["\u200c", "A\n", "it's", r"\ud800", r"\x1", r"\U00110000"]
    assert [engine_sentences._unquoted(one) for one in quoted] == read
    for said in ("\u202e", "'", '"', "\\", "سر\u200cباز", "\n", *HOSTILE):
        assert engine_sentences._unquoted(repr(said)) == said


def test_choices_are_told_with_what_they_are_and_where():
    stored = (
        "'the road' may be any of: between Khash and Taftan at 61.40 E 28.58 N; Taftan county in "
        "Iran at 60.92 E 28.28 N, 58 km from the first. Name the country or the district."
    )
    with spoken("fa"):
        assert as_html_if_whole(stored) == (
            "«<bdi>the road</bdi>» می‌تواند هر یک از این‌ها باشد: میان <bdi>Khash</bdi> و "
            "<bdi>Taftan</bdi> در ۶۱٫۴۰ شرقی، ۲۸٫۵۸ شمالی؛ شهرستان <bdi>Taftan</bdi> در ایران در "
            "۶۰٫۹۲ شرقی، ۲۸٫۲۸ شمالی، در ۵۸ کیلومتری نخستین. کشور یا شهرستان را نام ببرید."
        )


def test_a_place_that_is_described_is_described_in_the_language():
    with spoken("fa"):
        assert place_as_html("Taftan tehsil") == "تحصیل <bdi>Taftan</bdi>"
        assert place_as_html("border pillar 104-106, <b>") == (
            "میلهٔ مرزی ۱۰۴–۱۰۶، <bdi>&lt;b&gt;</bdi>"
        )
        assert place_as_html("45 km S of Mirjaveh") == (
            "۴۵ کیلومتر به سوی جنوب از <bdi>Mirjaveh</bdi>"
        )
        assert place_as_html("about 70 km from Parom tehsil") == (
            "<bdi>about 70 km</bdi> از تحصیل <bdi>Parom</bdi>"
        )
        assert place_as_html("Mand") == "Mand"
    assert panels.place_html("Taftan tehsil & co") == "Taftan tehsil &amp; co"
    assert panels.place_markdown("Taftan tehsil") == "Taftan tehsil"


def test_a_label_that_reads_markdown_gets_none():
    stored = of_incidents.REPORT_SAYS.format(said="*bold* [a](b)")
    with spoken("fa"):
        told = as_markdown(stored)
    assert r"\*bold\* \[a\]\(b\)" in told
    assert "می‌گوید «\u2068" in told.replace("\\", "")
    assert panels.engine_markdown("1 * 2") == r"1 \* 2"


# --- What is not the engine's --------------------------------------------------------------------


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize(
    "words",
    [
        "My own words, and <b>no</b> more.",
        "Radius of action unknown.",
        "Radius: 5 km",
        "The report says nothing.",
        "سخن خودم.",
        "They meet",
        "",
        "x. " * 60,
        "They meet. " * 3_000,
    ],
)
def test_what_a_person_wrote_stands_as_it_is(words, code):
    with spoken(code):
        assert panels.engine_html(words) == panels.escape(words)


def test_words_between_sentences_stand_between_them_in_their_own_direction():
    with spoken("fa"):
        told = as_html("They meet. A note, <i>mine</i>. And more. They meet.")
        assert told == (
            "با هم سازگارند. <bdi>A note, &lt;i&gt;mine&lt;/i&gt;. And more.</bdi> با هم سازگارند."
        )
        assert as_html_if_whole("They meet. A note.") is None


def test_english_is_shown_as_it_is_stored():
    assert panels.engine_html("They meet. <b>") == "They meet. &lt;b&gt;"
    assert panels.engine_html(None) == ""


def test_a_start_in_english_loads_nothing_of_this():
    asked = (
        "import sys, dashboard.pages.main, dashboard.pages.record_page;"
        "from dashboard.panels import engine_html; engine_html('They meet.');"
        "print('dashboard.engine_sentences' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_no_text_is_slow_to_read():
    """A stranger's text of many sentences that nearly fit is given up, or read at once."""
    texts = [
        ("A and B exclude each other; B is used: check the source. " * 200)[:5_990],
        " exclude each other; z is used: check the source. and " * 38,
        "'" + "\\" * 5_000 + "'. ",
        "It lies within " + "within 2 km of " * 26 + "x.",
    ]
    with spoken("fa"):
        for text in texts:
            as_html(text)


# --- The engine's own work -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("bundled") / "store.gpkg")
    add_bundled(store, geocoder=load_geocoder())
    return store.incidents()


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_remark_of_the_bundled_incidents_stays_english(bundled, code):
    with spoken(code):
        for incident in bundled:
            for text in (
                incident.georeference_remarks,
                incident.depth_check_remarks,
                incident.depth_conflict,
            ):
                told = as_html_if_whole(text) if text else ""
                assert told is not None, text
                # names and quotations stand in marks of their own
                bare = re.sub(r"<bdi[^>]*>.*?</bdi>", "", told)
                assert set(ENGLISH.findall(bare)) <= {"AFP"}, told


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_source_of_a_place_of_the_bundled_incidents_stays_english(bundled, code):
    left = set()
    with spoken(code):
        for incident in bundled:
            told = shown(sources_as_html(incident.georeference_sources or ""))
            left |= set(ENGLISH.findall(re.sub(r"(?:geonames|crossing):\w+", "", told)))
    names = "GeoNames CC BY OpenStreetMap ODbL Who On First meso CC0 Military Wiki Pishin bombing"
    assert left <= {*names.split()}


def test_what_is_said_of_a_source_is_told_and_its_name_stays():
    compiled = "numbered pillars as reported (compiled); © OpenStreetMap contributors; <b>; a"
    assert panels.sources_html(compiled) == compiled.replace("<b>", "&lt;b&gt;")
    with spoken("fa"):
        assert panels.sources_html(compiled) == (
            "میله‌های شماره‌دار به نقل از گزارش‌ها (گردآوری‌شده)؛ © مشارکت‌کنندگان OpenStreetMap؛ "
            "<bdi>&lt;b&gt;</bdi>؛ <bdi>a</bdi>"
        )
        assert panels.sources_html("as given, degrees and minutes") == (
            "به همان صورت که داده شده، درجه و دقیقه"
        )
        assert panels.sources_html("GeoNames (CC BY 4.0); geonames:1") == (
            "GeoNames (CC BY 4.0); geonames:1"
        )


PHRASES = [
    "near Mashkel", "45 km south of Mirjaveh", "due south 5 km of Taftan", "Pishin", "pillar 206",
    "between Taftan and Nok Kundi", "Saravan border", "2 km inside Pakistan", "sarbaz",
    "28.95, 61.59", "61.59, 128.95", "41R KP 12 345", "95.0, 200.0", "10 km off Gwadar coast",
    "9000 km from Mirjaveh", "Zahedan and Chabahar", "Mirjaveh, pillar 206", "deep inside Iran",
    "2 km from Zero Point", "Nowhere at all", "x" * 600, "", "200 miles off nothing",
    "28 61 N 61 E", "Mand, 3 miles north of Tump", "Zero Point Taftan",
]  # fmt: skip


@pytest.mark.parametrize("facts", [{}, {"country": "IRN"}, {"adm2": "Chagai"}, {"adm2": "?"}])
def test_what_the_geocoder_says_of_a_phrase_is_recognised(facts):
    geocoder = load_geocoder()
    left = set()
    for phrase in PHRASES:
        for pillar in (None, "999", "x'y"):
            result = geocoder.geocode(phrase, border_pillar=pillar, **facts)
            texts = [result.message] if result.status != "placed" else []
            texts += [c.remarks for c in result.candidates]
            texts += [c.depth_conflict for c in result.candidates if c.depth_conflict]
            with spoken("fa"):
                left |= {text for text in texts if as_html_if_whole(text) is None}
    assert left == set()


def test_the_method_of_a_published_layout_is_told():
    assert wording.method_words("coordinates given by UCDP") == "coordinates given by UCDP"
    with spoken("fa"):
        assert wording.method_words("coordinates given by {0}") == "مختصاتی که {0} داده است"


def test_what_is_set_by_hand_is_told_as_well():
    chosen = load_geocoder().geocode("Pishin").candidates
    remarks = [
        place_columns(chosen[0], len(chosen))["georeference_remarks"],
        position_columns(61.5, 28.9, 500.0, picked=True)["georeference_remarks"],
        of_incidents.LEFT_OPEN,
    ]
    with spoken("ur"):
        assert None not in [as_html_if_whole(text) for text in remarks]


def test_a_position_that_a_file_gives_is_told(bundled):
    given = next(i for i in bundled if i.lon is not None)
    nothing = {
        "georeference_status": None, "georeference_protocol": None, "georeference_remarks": None,
        "coordinate_uncertainty_m": None,
    }  # fmt: skip
    cases = [
        replace(given, **nothing),
        replace(given, **nothing | {"lon": 61.6, "lat": 28.9, "coordinate_uncertainty_m": 900.0}),
        replace(given, **nothing | {"lon": 28.9123, "lat": 61.5123}),
    ]
    with spoken("fa"):
        for case in cases:
            assert as_html_if_whole(place(case, load_geocoder()).georeference_remarks) is not None


# --- Where it is shown ---------------------------------------------------------------------------


def test_the_check_is_told_in_full_and_in_short_where_it_is_not_recognised(bundled):
    checked = next(i for i in bundled if i.depth_check == "cannot tell")
    with spoken("fa"):
        assert "اندازه‌گیری تنها از روی محل" in panels.check_html(checked)
        old = replace(checked, depth_check_remarks="By older rules.")
        assert panels.check_html(old) == wording.check_reason(old)
        assert panels.check_html(replace(checked, depth_check=None, depth_check_remarks=None)) == ""
    assert panels.check_html(checked) == panels.escape(checked.depth_check_remarks)
    assert check_depth(replace(checked, reported_depth_min_km=None, reported_depth_max_km=None),
                       None) is None  # fmt: skip


def test_the_place_on_a_record_is_told_in_the_language(bundled):
    incident = next(i for i in bundled if "speaks of the area" in (i.georeference_remarks or ""))
    english = placing_html(incident)
    assert panels.escape(incident.georeference_remarks) in english
    with spoken("fa"):
        persian = placing_html(incident)
    assert "گزارش از پیرامون آن سخن می‌گوید" in persian
    assert "speaks of the area" not in persian


def test_what_changed_between_versions_is_told_in_the_language():
    change = Change("georeference_remarks", "They meet.", "Mine.")
    with spoken("fa"):
        told = changes_html([change], "a", "b")
    assert "<td>با هم سازگارند.</td><td>Mine.</td>" in told


@pytest.fixture(scope="module")
def store_path(tmp_path_factory):
    return tmp_path_factory.mktemp("sentences") / "store.gpkg"


def test_the_record_page_tells_the_place_in_persian(store_path, monkeypatch, bundled):
    incident = next(
        i for i in bundled
        if (i.georeference_remarks or "").startswith("The report speaks of the area")
    )  # fmt: skip
    with app_on(store_path, monkeypatch) as app:
        app.query_params["lang"] = "fa"
        app.query_params["incident"] = incident.incident_id
        open_page(app, "record")
        drawn = html_of(app)
        assert not app.exception
        assert "گزارش از پیرامون آن سخن می‌گوید" in drawn
        assert "The report speaks of the area" not in drawn


# --- Why two records may be one event ------------------------------------------------------------


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("template", engine_sentences._OF_TWO_RECORDS)
def test_each_reason_is_recognised_and_keeps_its_values(template, code):
    for names in (ORDINARY, HOSTILE):
        for turn in range(len(names)):
            values = values_for(template, names, turn)
            with spoken(code):
                told = reasons_as_html([template.format(**values)])
                for name, value in values.items():
                    assert is_kept(name, value, shown(told)), (name, value, told)
                words = re.sub(r"<bdi>.*?</bdi>", "", told)
            assert ENGLISH.findall(words) == []
            assert re.sub(r"</?bdi>", "", told).count("<") == 0


def test_days_of_reasons_are_written_as_the_language_does():
    reasons = ["dates meet (17 Oct 2014)", "against: acting side IRN and non-state"]
    with spoken("fa"):
        told = reasons_as_html(reasons).split("؛ ")
        assert told[0] == "تاریخ‌ها هم‌پوشانی دارند: ۱۷ اکتبر ۲۰۱۴ (۱۳۹۳/۰۷/۲۵)"
        assert told[1] == "خلاف آن: طرف عامل ایران و گروه مسلح"
        assert reasons_as_html(["dates meet (99 Foo 2014)"]).endswith("<bdi>99 Foo 2014</bdi>")
        assert reasons_as_html(["of <b>another</b> version"]) == (
            "<bdi>of &lt;b&gt;another&lt;/b&gt; version</bdi>"
        )


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_reason_of_the_bundled_pairs_stays_english(bundled, code):
    pairs = suggest(bundled, load_border(), least_score=0.0001)
    reasons = {reason for pair in pairs for reason in pair.reasons}
    assert len(reasons) > 40
    with spoken(code):
        left = {one for one in reasons if ENGLISH.search(shown(reasons_as_html([one])))}
    assert left == set()


def test_a_pair_to_review_tells_its_reasons_in_persian(store_path, monkeypatch):
    with app_on(store_path, monkeypatch) as app:
        app.query_params["lang"] = "fa"
        open_page(app, "review")
        with spoken("fa"):  # the harness asks for the labels of the choice itself
            app.radio(key="review_queue").set_value("duplicates").run()
        told = html_of(app)
    assert '<li class="sr-for">تاریخ‌ها' in told
    assert "dates meet" not in told


# --- What is wrong with a row or a field ---------------------------------------------------------

PROBLEMS = [text for name, text in vars(of_rows).items() if name.isupper()]
STAYS = (
    "YYYY|MM|DD|NUL|WKT|POINT|yes|no|dmy|mdy|dates|October|incident_id|event_type|at least|about|"
    "two soldiers|dozens|none|unknown|GeoJSON|Feature|Point|Polygon|MultiPolygon|null"
)
"""What is to be typed as it is."""


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("template", PROBLEMS)
def test_each_problem_is_recognised_and_keeps_its_values(template, code):
    for names in (ORDINARY, HOSTILE):
        for turn in range(len(names)):
            values = values_for(template, names, turn)
            with spoken(code):
                told = problem_as_html(template.format(**values))
                assert re.sub(r'</?bdi>|<bdi dir="ltr">', "", told).count("<") == 0
                for name, value in values.items():
                    assert is_kept(name, value, shown(told)), (name, value, told)
    plain = {name: VALUES[name][0] if "day" in name else "1" for name in fields(template)}
    with spoken(code):
        told = shown(problem_as_html(template.format(**plain)))
    assert ENGLISH.findall(re.sub(rf"\b(?:{STAYS})\b", "", told)) == []


def test_why_rows_of_a_file_are_not_taken_is_told(write_csv):
    reading = read_file(write_csv(
        "incident_id,date,event_type,lon,lat,killed_irn\n"
        "a,2014-13-40,incursion,61,28,1\n"
        "b,2014-10-17,incursion,200,28,1\n"
        "c,2014-10-17,incursion,61,28,5-3\n"
    ))  # fmt: skip
    with spoken("fa"):
        rows = [rejects_as_text(row.rejects) for row in rejected_rows(reading)]
    assert rows == [
        "تاریخ: «\u20682014-13-40\u2069» روزی از تقویم نیست (ماه باید از ۱ تا ۱۲ باشد)؛ بررسی کنید",
        "طول ۲۰۰٫۰، عرض ۲۸٫۰ جایی بر زمین نیست؛ درجه لازم است، طول از ۱۸۰− تا ۱۸۰",
        "کشته، نیروهای ایرانی: «\u20685-3\u2069» از بزرگ به کوچک است؛ نخست عدد کوچک‌تر را بنویسید",
    ]


@pytest.mark.parametrize(("code", "stop"), [("fa", "."), ("ur", "۔")])
def test_a_problem_of_a_form_is_a_sentence_in_the_language(code, stop):
    typed = {"date": "2014-10-17", "personnel_count": "-3"}
    given = {"incident_id": "a", "event_type": EventType.INCURSION}
    with spoken(code):
        _values, wrong = record_form.read(typed, given)
        told = panels.problem_html(wrong["personnel_count"])
    assert told.endswith(stop)
    assert "<bdi>-3</bdi>" in told
    assert "must be" not in told


def test_the_import_page_tells_in_persian_why_a_row_is_not_taken(store_path, monkeypatch):
    bad = b"date,event_type\n2014-13-40,incursion\n2014-10-17,incursion\n"
    with app_on(store_path, monkeypatch) as app:
        app.query_params["lang"] = "fa"
        open_page(app, "import")
        with spoken("fa"):  # the harness asks for the labels of choices itself
            app.file_uploader[0].set_value(("bad.csv", bad, "text/csv")).run()
        assert not app.exception
        (table,) = [one.value for one in app.dataframe if "why" in one.value]
    assert list(table["why"]) == [
        "تاریخ: «\u20682014-13-40\u2069» روزی از تقویم نیست (ماه باید از ۱ تا ۱۲ باشد)؛ بررسی کنید"
    ]


def test_a_problem_that_no_template_makes_stays_as_it_is():
    with spoken("ur"):
        told = problem_as_html("of <b>another</b>\u202e kind")
    assert told == "of &lt;b&gt;another&lt;/b&gt;⟨U+202E⟩ kind"


def test_what_was_not_read_of_an_article_is_told():
    with spoken("fa"):
        (remark,) = not_read("x " * 200_000)
        told = as_html_if_whole(remark)
        assert told is not None
        assert ENGLISH.findall(told) == []
        assert as_html("IRN contradicts another account.") == "ایران با روایت دیگری ناسازگار است."


def test_a_new_incident_tells_its_problems_in_persian_wherever_they_stand(store_path, monkeypatch):
    with app_on(store_path, monkeypatch) as app:
        app.query_params["lang"] = "fa"
        open_page(app, "new-incident")
        with spoken("fa"):  # the harness asks for the labels of choices itself
            app.text_input[0].set_value("2014-13-40").run()
        drawn = html_of(app)
    assert "روزی از تقویم نیست" in drawn
    assert "no day of the calendar" not in drawn


# --- Why a column was taken for a field ----------------------------------------------------------

GUESSES = [text for name, text in vars(why_taken).items() if name.isupper()]


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("template", GUESSES)
def test_each_reason_of_a_guess_is_told_and_keeps_its_values(template, code):
    for name in (*ORDINARY, *HOSTILE):
        given = {"said": name, "code": "adm1", "guess": why_taken.NEARLY.format(said=name)}
        kept = {given[one] for one in fields(template)} - {given["guess"]}
        with spoken(code):
            told = guess_as_text(template.format(**given))
            assert told not in (template.format(**given), template)
        bare = re.sub("\u2068.*?\u2069", "", told)
        assert set(ENGLISH.findall(bare)) <= {"WKT", "yes", "no"}
        assert all(wording.visible(one) in told for one in kept)


def test_the_import_page_tells_in_persian_why_a_column_was_taken(store_path, monkeypatch):
    table = (
        "تاریخ,kind of thing,lat,lon,Provinse,District/County,adm2,x\n"
        "2014-10-17,incursion,61.5,28.9,Sistan,Saravan,Saravan,1\n"
        "2014-10-18,incursion,61.6,28.8,Sistan,Saravan,Saravan,b\n"
    )
    with app_on(store_path, monkeypatch) as app:
        app.query_params["lang"] = "fa"
        open_page(app, "import")
        with spoken("fa"):  # the harness asks for the labels of choices itself
            app.file_uploader[0].set_value(("t.csv", table.encode(), "text/csv")).run()
        assert not app.exception
        (shown_table,) = [one.value for one in app.dataframe if "Why" in one.value]
    assert list(shown_table["Why"]) == [
        "نام شناخته‌شده",
        "به نوع رویداد می‌ماند",
        "همان نام، اما مقدارهایش به طول جغرافیایی می‌ماند",
        "همان نام، اما مقدارهایش به عرض جغرافیایی می‌ماند",
        "بسیار نزدیک به «\u2068province\u2069»",
        "می‌تواند \u2068adm2\u2069 نیز باشد، اما «\u2068adm2\u2069» برای آن گرفته شده است",
        "همان نام",
        "شناخته نشد",
    ]


# --- What was done to a record -------------------------------------------------------------------


def test_what_was_done_to_a_record_is_told_in_its_list_of_versions(tmp_path):
    store = Store.open(tmp_path / "store.gpkg")
    add_bundled(store, geocoder=load_geocoder())
    by = Editor(store, load_geocoder())
    name, other = "2009-10-18a", "2014-10-17a"
    by.edit(name, {"summary": "Shorter.", "tags": "a"})
    by.link(name, other)
    by.set_claims(name, store.get(name).incident.claims[:2])
    by.restore(name, 1)
    by.undo(store.batches(1)[0].batch_id)
    store.redact(name, fields=["place", "claims.text", "notes"], why="asked for")
    what = [version.what for version in store.history(name) if version.what]
    what.append(what_was_done.REDACTED.format(fields="place, claims.text", name=name))
    for code in TRANSLATED:
        with spoken(code):
            told = [panels.done_html(one) for one in what]
            history = record_sheet.history_html(store.history(name))
        assert [re.sub("<bdi>.*?</bdi>", "", one) for one in told] != what
        assert all(set(ENGLISH.findall(shown(one))) == set() for one in told), told
        assert "edited" not in history
        assert "claims.text" not in history
    with spoken("fa"):
        assert panels.done_html(what_was_done.SPLIT_OFF.format(name="a", other_name="b")) == (
            "جدا کردن <bdi>a</bdi> از <bdi>b</bdi>"
        )
        assert panels.done_html("merged by <hand>") == "merged by &lt;hand&gt;"
    assert panels.done_html(what[0]) == what[0]


def test_the_stretches_of_the_border_are_called_in_the_language():
    for code in TRANSLATED:
        with spoken(code):
            called = [language._(one.name) for one in load_border().accuracy]
        assert ENGLISH.findall(" ".join(called)) == []


def test_a_position_of_a_source_without_a_name_is_told():
    with spoken("ur"):
        told = wording.method_words("coordinates given by a source")
    assert told == "ایک ماخذ کے دیے ہوئے محل وقوع کے اعداد"
