"""Why a file is not read or nothing is stored is told in the reader's language, and what to do."""

import html
import io
import re
import string
import zipfile
from datetime import date

import pytest
from app_pages import app_on, html_of, open_page

from dashboard import language, panels
from dashboard.engine_sentences import cause_as_html, problem_as_html, problem_as_text
from dashboard.language import day, spoken
from incidents import refusals
from incidents.articles import read_article
from incidents.errors import FilterError, IncidentsError, ReadError
from incidents.files import HowToRead
from incidents.filters import IncidentFilter
from incidents.mapping import Mapping
from incidents.reader import read_file

TRANSLATED = [code for code in language.LANGUAGES if code != "en"]
REFUSALS = {name: text for name, text in vars(refusals).items() if name.isupper()}
PARTS = {
    "NO_REASON_GIVEN", "NOTHING_STORED", "NOT_OPENED", "NOT_READ", "ANOTHER_WRITES",
    "MAKE_WRITABLE", "CHECK_DATABASE", "AND_MORE", "SAMPLE", "AT_LINE_AND_COLUMN", "AT_COLUMN",
    "NO_JSON_NUMBER", "JSON_TOO_DEEP", "NAME_TWICE", "NO_SUCH_CODE", "FILE_NOT_WRITABLE",
    "FOLDER_NOT_WRITABLE", "SHARED_FILE_SYSTEM", "ONLY_FOR_READING", "STORE_DAMAGED", "SHOWN_AS_OF",
}  # fmt: skip
"""What stands within another one only."""
ENGLISH = re.compile(r"[A-Za-z_]{2,}")
STAYS = set(
    """XML KML GPX JSON GeoJSON TopoJSON Esri CSV PDF HTML DOCX XLSX VRT GDAL Parquet Arrow Feather
    FeatureCollection Feature features feature OpenDocument SQLite GeoPackage GeoParquet DOCTYPE
    Word PostgreSQL EPSG WGS UTF utf cp date date_start null yes no columns defaults format
    source column pickle shp shx dbf prj xls xlsx xlsb cpg kml entities placemark waypoint TMPDIR
    store""".split()  # noqa: SIM905
)
"""What is to be typed or looked for as it is, and names."""
VALUES = {
    "bound": "depth_from", "other_bound": "depth_to", "iso_day": "2014-10-17",
    "other_iso_day": "2014-10-15", "last_iso_day": "2015-10-15",
    "code": "7", "other_code": "8", "given": "۳", "name": "سرو", "error": "!", "said": "کلات",
    "listed": "'میر', 'کوه'", "lost": "'میر'", "expected": "1", "fault": "Expecting value",
    "samples": "7 would read 'سلام, it\\'s', 8 would read 'خاش'",
    "problem": refusals.ENTRIES_OF_ONE_NAME, "what": refusals.NOTHING_STORED,
    "advice": refusals.ANOTHER_WRITES.format(count=15), "cause": refusals.FILE_NOT_WRITABLE,
}  # fmt: skip


def shown(markup):
    """What a reader sees of HTML: the texts without the marks."""
    return html.unescape(re.sub(r"</?bdi[^>]*>", "", markup))


def left_of(told):
    """English words that a reader meets and that need not be English."""
    return set(ENGLISH.findall(shown(told))) - STAYS


def filled(template):
    names = {name for _text, name, *_rest in string.Formatter().parse(template) if name}
    return template.format(**{name: VALUES.get(name, "12") for name in names})


# --- The templates -------------------------------------------------------------------------------


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize("name", [name for name in REFUSALS if name not in PARTS])
def test_each_refusal_is_told_whole_with_the_name_before_it_and_without(name, code):
    stored = filled(REFUSALS[name])
    with spoken(code):
        told = problem_as_html(stored)
        assert left_of(told) - {"it"} == set()
        assert told.endswith((".", "۔"))
        if not re.match(r"{(name|given)}", REFUSALS[name]):  # those are about records
            named = f"<bdi>a: b&lt;c&gt;.csv</bdi>: {told}"
            assert problem_as_html(f"a: b<c>.csv: {stored}") == named


def test_a_quotation_of_a_refusal_stands_in_its_own_direction():
    with spoken("fa"):
        told = problem_as_html(f"t.kml: {refusals.OTHER_XML.format(said='rss')}")
        assert told == (
            "<bdi>t.kml</bdi>: XML با ریشهٔ «<bdi>rss</bdi>» است؛ از XML فقط KML و GPX خوانده می‌شود."
        )
        assert problem_as_text(f"t.kml: {refusals.OTHER_XML.format(said='r<')}") == (
            "\u2068t.kml\u2069: XML با ریشهٔ «\u2068r<\u2069» است؛ از XML فقط KML و GPX خوانده "
            "می‌شود."
        )


def test_encodings_that_may_be_meant_are_told_with_what_they_would_read():
    with spoken("fa"):
        told = problem_as_html("t.csv: " + filled(refusals.NOT_IN_ENCODING))
    assert (
        "با <bdi>7</bdi> چنین خوانده می‌شود: «<bdi>سلام, it&#x27;s</bdi>»، با <bdi>8</bdi>" in told
    )


def test_several_problems_after_each_other_are_told_each():
    both = f"t.csv: {filled(refusals.SEVERAL_OF_ONE_NAME)}; {filled(refusals.NO_DATE_COLUMN)}"
    with spoken("fa"):
        told = problem_as_html(both)
        assert "بردارید؛ در میان <bdi>&#x27;میر&#x27;, &#x27;کوه&#x27;</bdi>" in told
        half = f"t.csv: {filled(refusals.SEVERAL_OF_ONE_NAME)}; and what nobody knows"
        assert problem_as_html(half) == panels.escape(half)


def test_what_no_template_makes_stands_as_it_is_and_no_text_is_slow_to_read():
    strange = ["t.csv: a fault of <its> own", "", ": ", "a: " * 1_000, "b; " * 1_000, "x" * 9_000]
    with spoken("ur"):
        for text in strange:
            assert shown(problem_as_html(text)) == text
    assert panels.problem_html("t.csv: a <b>") == "t.csv: a &lt;b&gt;"
    assert panels.problem_text("t.csv: a <b>") == "t.csv: a <b>"


def test_the_cause_of_a_store_that_is_only_read_is_told_within_a_sentence():
    assert panels.cause_html(refusals.STORE_DAMAGED.format(error="a")) == "the store is damaged (a)"
    with spoken("fa"):
        assert cause_as_html(refusals.FILE_NOT_WRITABLE) == "فایلش نوشتنی نیست"
        assert cause_as_html("<i>of another kind") == "&lt;i&gt;of another kind"


# --- The engine's own refusals -------------------------------------------------------------------


def _zip(**entries):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "."), text)
    return content.getvalue()


FILES = {
    "empty.csv": b"",
    "blank.csv": b"  \n",
    "header.csv": b"date,place\n",
    "undated.csv": b"place,what\nMand,x\n",
    "twice.csv": b"date,notes,notes\n2014-10-17,a,b\n",
    "old.csv": "date,place\n2014-10-17,تفتان\n".encode("cp1256"),
    "quote.csv": b'date,place\n2014-10-17,"Mand\n',
    "binary.csv": bytes(range(256)) * 40,
    "a.xls": b"\xd0\xcf\x11\xe0" + b"\x00" * 100,
    "a.pdf": b"%PDF-1.4\n",
    "a.png": b"\x89PNG\r\n",
    "a.gz": b"\x1f\x8b\x08\x00",
    "a.zip": _zip(readme__txt="nothing"),
    "a.xlsb": _zip(**{"xl/workbook__bin": "x"}),
    "a.ods": _zip(content__xml="<x/>"),
    "cut.zip": _zip(a__kml="<kml/>")[:40],
    "nested.zip": _zip(a__kml="<kml/>", b__zip="PK"),
    "page.html": b"<!DOCTYPE html><html><body>x</body></html>",
    "feed.xml": b"<?xml version='1.0'?><rss><channel/></rss>",
    "broken.kml": b"<kml><Document></kml>",
    "none.kml": b"<kml><Document/></kml>",
    "none.gpx": b"<gpx/>",
    "broken.json": b'[{"date": "2014-10-17"',
    "comma.json": b'[{"date": "2014-10-17",}]',
    "twice.json": b'[{"date": "2014-10-17", "date": "2014-10-17"}]',
    "nan.json": b'[{"date": "2014-10-17", "lon": NaN}]',
    "lines.json": b'{"date" 1}\n{"date" 2}\n',
    "numbers.json": b"[1, 2]",
    "lists.json": b'{"a": [{"date": "2014"}], "b": [{"date": "2014"}]}',
    "topo.json": b'{"type": "Topology", "arcs": [], "objects": {}}',
    "bare.json": b'{"type": "Point", "coordinates": [61, 28]}',
    "none.geojson": b'{"type": "FeatureCollection", "features": []}',
    "system.geojson": b'{"type": "FeatureCollection", "features": [{}], "crs": {"properties": '
    b'{"name": "EPSG:3857"}}}',
    "a.shp": b"\x00\x00\x27\x0a" + b"\x00" * 100,
    "a.parquet": b"PAR1" + b"\x00" * 20 + b"PAR1",
    "a.gpkg": b"SQLite format 3\x00" + b"\x00" * 100,
    "code.py": b"import os\nprint(os)\n",
}


@pytest.mark.parametrize("name", FILES)
def test_what_a_wrong_file_is_told_as_is_translated(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(FILES[name])
    with pytest.raises(ReadError) as refused:
        read_file(path)
    for code in TRANSLATED:
        with spoken(code):
            told = problem_as_html(str(refused.value))
        assert told.startswith(f"<bdi>{name}</bdi>: "), told
        own = re.sub(r"<bdi>.*?</bdi>", "", told)  # names, quotations and what libraries say
        assert left_of(own) == set(), told


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", b""), ("a.pdf", b"%PDF-1.4\n"), ("a.docx", _zip(a__txt="x")),
     ("a.html", b"<html><body></body></html>"), ("a.txt", b"\x01\x02" * 50)],
)  # fmt: skip
def test_what_is_no_article_is_told(name, content, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReadError) as refused:
        read_article(path)
    with spoken("fa"):
        told = problem_as_html(str(refused.value))
    assert left_of(re.sub(r"<bdi>.*?</bdi>", "", told)) == set(), told


@pytest.mark.parametrize(
    "text",
    ["x", "[]", '{"format": "sarhad mapping", "version": 9}',
     '{"format": "sarhad mapping", "version": 1, "columns": 3}',
     '{"format": "sarhad mapping", "version": 1, "columns": [], "more": 1}',
     '{"format": "sarhad mapping", "version": 1, "columns": [], "dates": "ymd"}',
     '{"format": "sarhad mapping", "version": 1, "columns": [{"source": "a", "column": "b"}]}',
     '{"format": "sarhad mapping", "version": 1, "columns": [], "defaults": [1]}'],
)  # fmt: skip
def test_what_is_no_file_of_columns_is_told(text):
    with pytest.raises(IncidentsError) as refused:
        Mapping.from_json(text)
    with spoken("fa"):
        told = problem_as_html(str(refused.value))
    own = re.sub(r"<bdi>.*?</bdi>", "", told)
    assert left_of(own) == set(), told


def test_another_sheet_than_there_is_is_told(tmp_path):
    path = tmp_path / "lists.json"
    path.write_bytes(FILES["lists.json"])
    with pytest.raises(ReadError) as refused:
        read_file(path, how=HowToRead(part="c"))
    with spoken("fa"):
        assert problem_as_html(str(refused.value)) == (
            "<bdi>lists.json</bdi>: فهرست «<bdi>c</bdi>» از شیءها نیست؛ در آن: <bdi>a, b</bdi>."
        )


def test_a_filter_that_contradicts_itself_is_told():
    first, last = (date(2014, 10, 17), date(2014, 10, 15))
    with pytest.raises(FilterError) as refused:
        IncidentFilter(date_from=first, date_to=last)
    assert str(refused.value) == "from 2014-10-17 lies after to 2014-10-15; swap them"
    with spoken("ur"):
        told = problem_as_html(str(refused.value))
        assert (
            told == f"پہلا دن، {day(first)}، آخری دن، {day(last)}، کے بعد ہے؛ انہیں آپس میں بدلیں۔"
        )
    query = {"depth_from": "x", "side": "FRA", "from": "soon", "km_from": "nan"}
    _filter, problems = IncidentFilter.from_query(query)
    assert len(problems) == 4
    with spoken("fa"):
        own = [re.sub(r"<bdi>.*?</bdi>", "", problem_as_html(one)) for one in problems]
    assert set().union(*map(left_of, own)) == set(), own


# --- The pages -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store_path(tmp_path_factory):
    return tmp_path_factory.mktemp("refusals") / "store.gpkg"


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_import_page_tells_in_the_language_why_a_file_is_not_read(
    store_path, monkeypatch, code
):
    names = ("undated.csv", "old.csv", "page.html")
    with app_on(store_path, monkeypatch) as app:
        app.query_params["lang"] = code
        open_page(app, "import")
        for name in names:
            with spoken(code):  # the harness asks for the labels of choices itself
                upload = (name.replace(".html", ".csv"), FILES[name], "text/csv")
                app.file_uploader[0].set_value(upload).run()
            assert not app.exception
            (told,) = re.findall(r'<div class="sr-empty" role="alert">(.*?)</div>', html_of(app))
            assert left_of(re.sub(r"<bdi>.*?</bdi>", "", told)) == set(), told


def test_several_files_tell_in_a_table_why_they_are_not_read(store_path, monkeypatch):
    with app_on(store_path, monkeypatch) as app:
        app.query_params["lang"] = "fa"
        open_page(app, "import")
        with spoken("fa"):
            given = [(name, FILES[name], "text/csv") for name in ("empty.csv", "header.csv")]
            app.file_uploader[0].set_value(given).run()
        assert not app.exception
        (table,) = [one.value for one in app.dataframe if "فایل" in one.value]
    assert list(table.iloc[:, -1]) == [
        "\u2068empty.csv\u2069: ردیفی نیست؛ فایل خالی است.",
        "\u2068header.csv\u2069: زیر سرستون ردیفی نیست؛ چیزی برای وارد کردن نیست.",
    ]


def test_the_address_is_told_in_the_language_where_it_cannot_be_read(store_path, monkeypatch):
    with app_on(store_path, monkeypatch) as app:
        app.query_params["lang"] = "fa"
        app.query_params["depth_from"] = "deep"
        app.query_params["as_of"] = "123"
        app.run()
        assert not app.exception
        told = html_of(app)
    assert "کمترین عمق برابر «<bdi>deep</bdi>» نادیده گرفته شد" in told
    assert "نسخهٔ داده نیست" in told
    assert "passed over" not in told
    assert "is no data version" not in told
