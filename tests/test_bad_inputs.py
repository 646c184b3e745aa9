"""Inputs and faults that Sarhad must survive, by number: where each is tested, and many tests.

The rule behind all of them: a clear error names the row, the column and the value and says what
to do; everything good in the same file is kept; nothing that is stored already is lost or changed.
"""

import ast
import contextlib
import csv
import html
import json
import time
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from dashboard.loading import load_geocoder
from dashboard.map_file import map_html
from geodata import lengths, names, phrases
from geodata.borders import load_border
from geodata.coordinates import find_coordinates
from geodata.names import name_key, sound_keys
from incidents import mapping
from incidents.columns import table_of
from incidents.conflicts import conflicts
from incidents.dates import is_ambiguous, parse_days
from incidents.decimal_sign import decimal_of
from incidents.errors import AmbiguousDatesError, ReadError
from incidents.export import claims_file, export
from incidents.layouts import recognise
from incidents.pipeline import import_file
from incidents.profiles import PUBLIC, apply
from incidents.record import INCIDENT_COLUMNS, Claim, EventType, Incident, parse_value
from incidents.store import Store
from incidents.tolls import parse_toll

_FILES, _HERE = "test_incidents_files.py", "test_bad_inputs.py"
_FAULTS, _INTEGRITY = "test_incidents_faults.py", "test_incidents_integrity.py"
_EDITING = "test_incidents_editing.py"

WHERE_TESTED = {
    1: f"{_FILES}::test_bad_input_1_an_empty_file_has_no_rows",
    2: f"{_FILES}::test_bad_input_2_other_encodings_are_asked_for_with_samples",
    3: f"{_FILES}::test_bad_input_3_ragged_rows_are_rejected_and_the_others_kept",
    4: f"{_FILES}::test_bad_input_4_an_open_quote_names_its_line",
    5: f"{_FILES}::test_bad_input_5_semicolons_with_decimal_commas_are_two_cells",
    6: f"{_HERE}::test_6_persian_digits_are_numbers",
    7: f"{_HERE}::test_7_a_column_name_that_stands_twice_is_refused",
    8: f"{_FILES}::test_bad_input_8_words_for_nothing_stay_texts",
    9: f"{_FILES}::test_bad_input_9_leading_zeros_stay",
    10: f"{_FILES}::test_bad_input_10_mixed_line_ends_and_a_mark_are_fine",
    11: f"{_FILES}::test_bad_input_11_a_workbook_that_grows_is_refused_by_its_directory",
    12: f"{_FILES}::test_bad_input_12_a_workbook_gives_values_by_its_own_calendar",
    13: f"{_FILES}::test_bad_input_13_entities_are_refused",
    14: f"{_FILES}::test_bad_input_14_links_and_icons_of_kml_are_told_and_not_fetched",
    15: f"{_FILES}::test_bad_input_15_a_vrt_is_refused_under_any_name",
    16: f"{_FILES}::test_bad_input_16_an_address_is_no_path",
    17: f"{_FILES}::test_bad_input_17_paths_that_lead_out_of_an_archive_are_refused",
    18: f"{_FILES}::test_bad_input_18_json_that_is_not_strict_is_refused_with_the_position",
    19: f"{_FILES}::test_bad_input_19_a_feature_with_a_broken_shape_is_rejected",
    20: f"{_FILES}::test_bad_input_20_other_things_named_csv_are_refused_by_content",
    21: f"{_HERE}::test_21_swapped_coordinates_are_flagged_and_not_swapped",
    22: f"{_HERE}::test_22_what_is_no_place_on_earth_is_rejected_with_row_and_value",
    23: f"{_HERE}::test_23_few_decimals_widen_the_radius",
    24: f"{_HERE}::test_24_a_date_that_may_be_two_days_is_asked_once_for_the_file",
    25: f"{_HERE}::test_25_a_date_without_a_year_is_refused_and_not_guessed",
    26: f"{_HERE}::test_26_a_date_that_hangs_on_another_is_refused_and_not_guessed",
    27: f"{_HERE}::test_27_a_month_is_an_interval_and_a_night_is_no_day",
    28: f"{_HERE}::test_28_days_that_cannot_be_are_rejected",
    29: f"{_HERE}::test_29_an_uncertainty_is_above_zero_or_not_known",
    30: f"{_HERE}::test_30_a_name_of_several_places_is_ambiguous_and_has_no_coordinates",
    31: f"{_HERE}::test_31_hidden_and_look_alike_signs_match_and_the_original_is_stored",
    32: f"{_HERE}::test_32_no_text_takes_longer_than_a_second",
    33: f"{_HERE}::test_33_34_markup_and_templates_are_literal_in_every_export",
    34: f"{_HERE}::test_33_34_markup_is_literal_in_the_html_map",
    35: f"{_HERE}::test_35_only_web_addresses_are_links_in_the_html_map",
    36: f"{_HERE}::test_36_no_export_holds_a_formula",
    37: "test_browser.py::test_hostile_text_is_shown_literally_everywhere",
    38: "test_dashboard_symbols.py::test_a_hundred_thousand_incidents_become_a_few_hundred_symbols",
    39: f"{_FAULTS}::test_kill_9_during_an_import_leaves_all_of_a_file_or_nothing",
    40: f"{_FAULTS}::test_a_full_disk_is_told_and_the_old_data_stays_whole",
    41: f"{_FAULTS}::test_a_folder_that_cannot_be_written_opens_for_reading_and_says_why",
    42: f"{_INTEGRITY}::test_a_changed_value_is_named",
    43: f"{_EDITING}::test_an_edit_of_an_outdated_version_is_a_conflict_with_both_versions",
    44: f"{_FAULTS}::test_two_processes_import_while_a_third_reads_and_nobody_is_locked_out",
    45: f"{_INTEGRITY}::test_a_store_of_an_earlier_release_is_backed_up_migrated_and_still_sound",
    46: "test_geodata_data.py::test_a_missing_file_is_refused_and_the_expected_hash_is_named",
    47: "test_geodata_line_files.py::test_a_line_that_crosses_itself_is_refused_with_the_place",
    48: "test_geodata_measurement.py::test_a_point_on_the_line_is_at_zero_and_at_its_chainage",
    49: "test_geodata_nominatim.py::test_a_failure_is_kept_with_its_reason_and_not_asked_again",
    50: "test_dashboard_map_file.py::test_nothing_in_the_file_is_asked_for_elsewhere",
    51: f"{_FILES}::test_a_file_that_needs_too_much_memory_is_refused",
}
"""For each bad input the test that is named first for it; others stand beside it."""
ALSO_TESTED = (
    f"{_FILES}::test_bad_input_12_formulas_merged_cells_and_hidden_sheets_are_told",
    f"{_FILES}::test_bad_input_17_a_link_in_an_archive_is_refused",
    f"{_HERE}::test_30_a_second_fact_decides_between_places_of_one_name",
    f"{_HERE}::test_32_a_cell_of_a_megabyte_is_rejected_with_the_reason",
    "test_incidents_store.py::test_a_newer_store_is_refused_politely",
    "test_geodata_data.py::test_one_flipped_bit_is_refused_and_the_expected_hash_is_named",
    "test_geodata_borders.py::test_a_point_on_the_line_belongs_to_the_positive_country",
    "test_geodata_nominatim.py::test_after_a_refusal_nothing_is_asked_for_ten_minutes",
    f"{_FAULTS}::test_kill_9_during_an_edit_loses_no_change_that_was_acknowledged",
)


def test_every_bad_input_has_a_test_that_exists():
    assert list(WHERE_TESTED) == list(range(1, 52))
    known = {
        f"{path.name}::{node.name}"
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.parse(path.read_bytes()).body
        if isinstance(node, ast.FunctionDef)
    }
    assert {*WHERE_TESTED.values(), *ALSO_TESTED} <= known


# --- Importing a small file ----------------------------------------------------------------------

_numbers = count()


@pytest.fixture(scope="module")
def geocoder():
    return load_geocoder()


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = Store.open(tmp_path_factory.mktemp("bad") / "store.gpkg")
    yield opened
    opened.close()


@pytest.fixture
def taken(store, write_csv, geocoder):
    """Import a CSV; give what is stored of it by id, and the rejects by row."""

    def run(text, **how):
        report = import_file(
            write_csv(text), store, geocoder=geocoder, trusted=True,
            dataset=f"set {next(_numbers)}", **how,
        )  # fmt: skip
        found = {v.incident.incident_id: v.incident for v in store.of_batch(report.added.batch_id)}
        return found, {reject.row: reject for reject in report.reading.rejects}

    return run


@pytest.fixture
def nothing_is_stored(store):
    """Whatever the test imports, the store stays as it was."""
    before = store.change_counter()
    yield
    assert store.change_counter() == before


def rows(header, *lines):
    """A CSV whose first row is good, so that it can be seen to be kept."""
    return "\n".join([header, *lines]) + "\n"


def test_6_persian_digits_are_numbers(taken):
    found, _ = taken(rows("id,date,lat,lon,killed", "a,۲۰۱۴-۱۰-۱۷,۲۹٫۰۲۱۵,۶۱٫۴۵۱۷,۳"))
    one = found["a"]
    assert (one.lat, one.lon, one.date_start) == (29.0215, 61.4517, date(2014, 10, 17))
    assert one.tolls["killed_total"].best == 3


@pytest.mark.usefixtures("nothing_is_stored")
def test_7_a_column_name_that_stands_twice_is_refused(taken):
    with pytest.raises(ReadError, match="killed"):
        taken(rows("id,date,killed,killed", "a,2014-10-17,1,2"))


@pytest.mark.parametrize("column", ["killed", "personnel_count", "killed_irn_best"])
@pytest.mark.parametrize("text", ["+1", "1_0", "-1", "1.5", "1e2", "9" * 30, "٣_٤"])
def test_a_whole_number_is_read_as_it_stands_or_rejected(taken, column, text):
    found, rejects = taken(rows(f"id,date,{column}", "good,2014-10-17,3", f"odd,2014-10-17,{text}"))
    assert "good" in found
    if "odd" in found:
        assert text == "+1"
        row = found["odd"].to_row()
        assert row["killed_total_best" if column == "killed" else column] == 1
    else:
        assert text in f"{rejects[3].value} {rejects[3].reason}"


# --- Values --------------------------------------------------------------------------------------


def test_21_swapped_coordinates_are_flagged_and_not_swapped(taken):
    found, _ = taken(rows("id,date,lat,lon", "a,2014-10-17,61.5866,28.9469"))
    one = found["a"]
    assert (one.lon, one.lat) == (28.9469, 61.5866)
    assert "with longitude and latitude swapped (61.5866, 28.9469)" in one.georeference_remarks


@pytest.mark.parametrize(
    ("lat", "lon", "shown"),
    [
        ("91", "61.5", "91.0"), ("-90.0001", "61.5", "-90.0001"), ("28.9", "200", "200.0"),
        ("0", "0", "lon 0, lat 0"), ("1e308", "61.5", "1e308"), ("28.9", "-1e308", "-1e308"),
        ("NaN", "61.5", "NaN"), ("28.9", "nan", "nan"), ("Inf", "61.5", "Inf"),
        ("28.9", "-inf", "-inf"), ("infinity", "61.5", "infinity"), ("1e999", "61.5", "1e999"),
        ("28.9", "", "lon and lat must be given together"), ("28,9,1", "61.5", "28,9,1"),
        ("0x1C", "61.5", "0x1C"), ("28_9", "61.5", "28_9"), ("28.9.1", "61.5", "28.9.1"),
    ],
)  # fmt: skip
def test_22_what_is_no_place_on_earth_is_rejected_with_row_and_value(taken, lat, lon, shown):
    found, rejects = taken(
        rows("id,date,lat,lon", "good,2014-10-17,28.9,61.5", f'bad,2014-10-17,"{lat}",{lon}')
    )
    assert list(found) == ["good"]
    assert list(rejects) == [3]
    told = rejects[3]
    assert shown in f"{told.column} {told.value} {told.reason}"


@pytest.mark.parametrize(
    ("lat", "lon", "added_km"),
    [("30.1", "61.5", 14.7), ("30.15", "61.52", 1.5), ("30", "61", 147.1), ("30.152", "61.5", 0)],
)
def test_23_few_decimals_widen_the_radius(taken, lat, lon, added_km):
    found, _ = taken(
        rows("id,date,lat,lon,coordinate_uncertainty_m", f"a,2014-10-17,{lat},{lon},500")
    )
    one = found["a"]
    assert one.coordinate_uncertainty_m == pytest.approx(500 + 1000 * added_km, abs=100)
    said = f"adds {added_km:.1f} km to the radius"
    assert (said in one.georeference_remarks) == (added_km > 0)


def test_24_a_date_that_may_be_two_days_is_asked_once_for_the_file(taken, store):
    before = store.change_counter()
    text = rows("id,date", "a,13/10/2014", "b,07/10/2014", "c,08/10/2014")
    with pytest.raises(AmbiguousDatesError, match=r"row 3 has '07/10/2014'.*--dates dmy") as asked:
        taken(text)
    assert "08/10/2014" not in str(asked.value)
    assert store.change_counter() == before
    found, _ = taken(text, dates="dmy")
    assert [one.date_start.isoformat() for one in found.values()] == [
        "2014-10-13", "2014-10-07", "2014-10-08",
    ]  # fmt: skip


def assert_refused_day(taken, text, *, shown=None):
    found, rejects = taken(rows("id,date", "good,2014-10-17", f'bad,"{text}"'))
    assert list(found) == ["good"]
    assert list(rejects) == [3]
    told = rejects[3]
    assert (shown or text) in f"{told.value} {told.reason}"
    return told.reason


@pytest.mark.parametrize("text", ["October 17", "17 Oct", "17/10", "10-17", "Friday", "۲۵ مهر"])
def test_25_a_date_without_a_year_is_refused_and_not_guessed(taken, text):
    assert "expected a day as YYYY-MM-DD" in assert_refused_day(taken, text)


@pytest.mark.parametrize(
    "text",
    ["The following day", "yesterday", "30 Iranian border troops", "two days later", "same day"],
)
def test_26_a_date_that_hangs_on_another_is_refused_and_not_guessed(taken, text):
    assert "expected a day as YYYY-MM-DD" in assert_refused_day(taken, text)


def test_27_a_month_is_an_interval_and_a_night_is_no_day(taken):
    found, rejects = taken(
        rows("id,date", "a,October 2014", "b,2014", "c,1393/07", "d,night of 8-9 Feb 2014",
             "e,8–9 Feb 2014", "f,early October 2014")
    )  # fmt: skip
    days = {n: (str(i.date_start), str(i.date_end), i.date_precision) for n, i in found.items()}
    assert days == {
        "a": ("2014-10-01", "2014-10-31", "month"),
        "b": ("2014-01-01", "2014-12-31", "year"),
        "c": ("2014-09-23", "2014-10-22", "month"),
    }
    assert {row: told.value for row, told in rejects.items()} == {
        5: "night of 8-9 Feb 2014", 6: "8–9 Feb 2014", 7: "early October 2014",
    }  # fmt: skip
    assert all("expected a day" in told.reason for told in rejects.values())


@pytest.mark.parametrize(
    "text",
    ["0000-00-00", "2014-02-31", "31/02/2014", "20140-01-01", "20140", "2014-13-01", "1700-01-01",
     "2014-00-10", "1394/12/30", "99999999", "-2014-10-17"],
)  # fmt: skip
def test_28_days_that_cannot_be_are_rejected(taken, text):
    assert assert_refused_day(taken, text)


def test_28_a_day_in_the_future_is_rejected(taken):
    tomorrow = (datetime.now().astimezone().date() + timedelta(days=1)).isoformat()
    assert "lies in the future" in assert_refused_day(taken, tomorrow)


@pytest.mark.parametrize("text", ["0", "-5", "unknown", "NaN", "inf", "1e9", "0.0", "?", "5 km"])
def test_29_an_uncertainty_is_above_zero_or_not_known(taken, text):
    found, rejects = taken(
        rows(
            "id,date,lat,lon,coordinate_uncertainty_m",
            "good,2014-10-17,28.9469,61.5866,",
            f"bad,2014-10-17,28.9469,61.5866,{text}",
        )
    )
    assert list(rejects) == [3]
    assert "coordinate_uncertainty_m" in f"{rejects[3].column} {rejects[3].reason}"
    assert list(found) == ["good"]
    one = found["good"]
    assert one.coordinate_uncertainty_m is None
    assert one.footprint is None
    assert one.p_pak is None
    assert one.incursion_depth_p50_m is None
    assert "no depth is claimed" in one.georeference_remarks


def test_30_a_name_of_several_places_is_ambiguous_and_has_no_coordinates(taken):
    found, rejects = taken(rows("id,date,place", "a,2014-10-17,Mand", "b,2014-10-17,Pishin"))
    assert rejects == {}
    assert len(found) == 2
    for one in found.values():
        assert one.georeference_status == "ambiguous"
        assert (one.lon, one.lat, one.footprint, one.signed_distance_m) == (None, None, None, None)
        assert "km from the first" in one.georeference_remarks
        assert "Name the country or the district" in one.georeference_remarks


def test_30_a_second_fact_decides_between_places_of_one_name(geocoder):
    alone = geocoder.geocode("Taftan")
    assert alone.status == "ambiguous"
    assert len(alone.candidates) > 1
    decided = geocoder.geocode("Taftan", country="PAK")
    assert decided.status == "placed"


@pytest.mark.parametrize(
    "written",
    ["Mirjaveh", "\u202eMirjaveh\u202c", "Mir\u200djaveh", "Mir\u200bja\u200cveh", "Mirjáveh",
     "Mirja\u0301veh", "\ufeffMirjaveh", "ＭＩＲＪＡＶＥＨ", "Mirjaveh\u00a0",
     "\u2066Mirjaveh\u2069"],
)  # fmt: skip
def test_31_hidden_and_look_alike_signs_match_and_the_original_is_stored(taken, written):
    found, _ = taken(rows("id,date,place,country", f"a,2014-10-17,{written},IRN"))
    one = found["a"]
    assert one.verbatim_locality == written
    assert one.georeference_status == "placed"
    assert one.lon == pytest.approx(61.45, abs=0.05)


def test_31_arabic_and_persian_letters_are_one_name():
    assert name_key("ميرجاوه") == name_key("میرجاوه") == name_key("می\u200cرجاوه")
    assert name_key("كهك") == name_key("کهک")


def test_32_a_cell_of_a_megabyte_is_rejected_with_the_reason(taken):
    long = "x" * 1_000_000
    for column in ("summary", "place", "date", "lat", "killed", "district", "source"):
        header = dict.fromkeys(["id", "date", "lat", "lon", "killed", "place"], "")
        good = {**header, column: "", "id": "good", "date": "2014-10-17"}
        bad = {**good, "id": "bad", column: long}
        found, rejects = taken(
            rows(",".join(good), ",".join(good.values()), ",".join(bad[n] for n in good))
        )
        assert list(found) == ["good"], column
        assert list(rejects) == [3], column
        assert len(rejects[3].reason) < 500
        assert len(rejects[3].value) <= 200


UNITS = ["a", "1", "1,", "1.", "-", " ", "3 or ", "at least ", "km ", "2 km inside ", "near ", "(",
         "17 October ", "2014-10-", "28°57'", "1/2/", "a, ", "ا", "پاسگاه ", "=", "\u0301", "A-",
         "pillar 1 and ", "border of ", "\u200d", ";", "he said killed "]  # fmt: skip
READERS = {
    "parse_days": parse_days,
    "is_ambiguous": is_ambiguous,
    "parse_toll": parse_toll,
    "phrases.parse": phrases.parse,
    "names.cleaned": names.cleaned,
    "phrases.parse_pillars": phrases.parse_pillars,
    "lengths.parse_length": lengths.parse_length,
    "find_coordinates": find_coordinates,
    "name_key": name_key,
    "sound_keys": lambda text: sound_keys(text[:200]),
    "decimal_of": lambda text: decimal_of([text] * 3),
    "mapping.guess of a header": lambda text: mapping.guess([text], pa.table({"0": ["x"]})),
    "mapping.guess of cells": lambda text: mapping.guess(["a"], pa.table({"0": [text] * 3})),
    "recognise": lambda text: recognise([[text, text], [text, text]]),
    "parse_value": lambda text: [parse_value(column, text) for column in INCIDENT_COLUMNS[:20]],
    "claims": lambda text: conflicts(
        incident(
            claims=tuple(
                Claim(f"c{k}", publisher=text, origin=text, text=text, says_date=text,
                      says_place=text, says_depth=text, says_toll=text)
                for k in range(2)
            )
        )
    ),
    "PUBLIC": lambda text: apply(table_of([incident(notes=text)]), PUBLIC, load_border()),
}  # fmt: skip


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", READERS)
def test_32_no_text_takes_longer_than_a_second(name):
    for unit in UNITS:
        for length in (60, 480, 20_000, 100_000):
            text = unit * (length // len(unit)) + "!"
            start = time.process_time()
            with contextlib.suppress(ValueError):  # refused, which is an answer too
                READERS[name](text)
            assert time.process_time() - start < 1, (name, unit, len(text))


# --- Output --------------------------------------------------------------------------------------

MARKUP = [
    "{{7*7}}", "{% for x in y %}", "{# c #}", "${alert(1)}", "`${1}`", "\\", "</script>",
    "<img src=x onerror=alert(1)>", "<!--", "]]>", "&lt;b&gt;", "$latex$", ":material/bolt:",
    "[x](javascript:alert(1))",
]  # fmt: skip
FORMULAE = [
    '=HYPERLINK("http://x")', "@SUM(A1)", "+1", "-1", "\t=1", "\r=1", "=1+1", "=cmd|' /C calc'!A0",
    "+49 170", "-", "=",
]  # fmt: skip


def incident(name="a", **values):
    return Incident(
        **{
            "incident_id": name, "date_start": date(2014, 10, 17), "date_end": date(2014, 10, 17),
            "event_type": EventType.INCURSION, **values,
        }
    )  # fmt: skip


def with_text(text, name="a"):
    return incident(
        name, summary=text, actor=text, notes=text, locality=text,
        claims=(Claim(f"{name}-1", publisher=text, title=text, text=text),),
    )  # fmt: skip


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".kml", ".xlsx", ".acled.csv"])
def test_33_34_markup_and_templates_are_literal_in_every_export(suffix, tmp_path):
    target = tmp_path / f"a{suffix}"
    export([with_text(text, f"n{k}") for k, text in enumerate(MARKUP)], target, load_border())
    if suffix == ".xlsx":
        sheet = openpyxl.load_workbook(target)["incidents"]
        held = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    elif suffix == ".geojson":
        held = {f["properties"]["actor"] for f in json.loads(target.read_bytes())["features"]}
    elif suffix == ".kml":
        text = target.read_text(encoding="utf-8")
        assert "<img" not in text
        assert "</script>" not in text
        held = {html.unescape(part.split("<")[0]) for part in text.split('name="actor">')[1:]}
    else:
        with target.open(encoding="utf-8-sig", newline="") as file:
            held = {cell for row in csv.reader(file) for cell in row}
    assert set(MARKUP) <= held


@pytest.fixture
def page_of(store, tmp_path, geocoder):
    """The HTML map of incidents that are put into a store first."""

    def run(*incidents):
        path = tmp_path / "a.geojson"
        export(list(incidents), path, geocoder.border, exact=True)
        import_file(path, store, geocoder=geocoder, trusted=True)
        claims = {i.incident_id: i.claims for i in store.incidents()}
        frame = store.frame()
        chosen = frame["incident_id"].isin([i.incident_id for i in incidents])
        return map_html(frame[chosen], geocoder.border, claims=claims)

    return run


def data_in(page):
    """The block of data that a page carries, as it stands there and as it is read."""
    raw = page.split('id="data">', 1)[1].split("</script>", 1)[0]
    return raw, json.loads(raw)


def test_33_34_markup_is_literal_in_the_html_map(page_of):
    raw, data = data_in(page_of(*(with_text(t, f"n{k}") for k, t in enumerate(MARKUP))))
    assert not set("<>&") & set(raw)
    assert set(MARKUP) <= set(data["texts"])
    assert "49" not in data["texts"]


NO_LINKS = [
    "javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd", "//host/x",
    "https://a b", "http://[broken", "{{7*7}}",
]  # fmt: skip


def test_35_only_web_addresses_are_links_in_the_html_map(page_of):
    good = "https://example.org/a?b=1&c"
    urls = [good, *NO_LINKS]
    claims = tuple(Claim(f"c{k}", publisher="P", url=url) for k, url in enumerate(urls))
    _, data = data_in(page_of(incident(claims=claims)))
    links = [source[-1] for source in data["incidents"]["sources"][0]]
    assert len(links) == len(urls)
    assert [data["texts"][n] for n in links if n >= 0] == [good]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".acled.csv"])
def test_36_no_export_holds_a_formula(suffix, tmp_path):
    target = tmp_path / f"a{suffix}"
    records = [with_text(text, f"n{k}") for k, text in enumerate(FORMULAE)]
    export(records, target, load_border())
    if suffix == ".xlsx":
        book = openpyxl.load_workbook(target)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type in "snbd" for cell in cells if cell.value is not None)
        assert {t for t in FORMULAE if "\r" not in t} <= {str(cell.value) for cell in cells}
        return
    for path in [target, *([claims_file(target)] if suffix == ".csv" else [])]:
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert {f"'{text}" for text in FORMULAE} <= set(cells)
