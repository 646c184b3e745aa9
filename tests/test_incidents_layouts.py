"""ACLED, UCDP GED and GDELT files as they are published: rows of our own making, not theirs."""

import json
from datetime import date

import pytest

from dashboard.loading import load_geocoder
from incidents.errors import AmbiguousDatesError
from incidents.pipeline import import_file
from incidents.reader import read_file, write_rejects
from incidents.store import Store

ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "actor2,country,admin1,admin2,location,latitude,longitude,geo_precision,source,notes,fatalities"
)
UCDP = (
    "id,relid,year,active_year,code_status,type_of_violence,side_a,side_b,source_article,"
    "source_office,source_headline,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,"
    "country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,"
    "high,low"
)


def acled(number, day, geo, time="1", deaths="2"):
    return (
        f"PAK{number},{day},2014,{time},Political violence,Battles,Armed clash,Guards,Gunmen,"
        f"Pakistan,Balochistan,Panjgur,Panjgur,26.9645,64.0903,{geo},Dawn,What happened,{deaths}"
    )


def ucdp(number, where, precision="1", start="2014-10-17", end="2014-10-17"):
    return (
        f"{number},PAK-1,2014,1,Clear,1,Government of Iran,Gunmen,An article,Reuters,A headline,"
        f"{where},Panjgur town,Balochistan,Panjgur district,26.9645,64.0903,Pakistan,{precision},"
        f"{start} 00:00:00.000,{end} 00:00:00.000,1,2,3,0,6,8,5"
    )


def gdelt(number, kind, code="190"):
    cells = [""] * 61
    cells[0], cells[1], cells[26], cells[60] = (
        str(number),
        "20141017",
        code,
        "https://example.org/a",
    )
    cells[6], cells[16] = "IRAN", "PAKISTAN"
    cells[51], cells[52], cells[53] = kind, "Mashkel, Balochistan, Pakistan", "PK"
    cells[56], cells[57] = "27.92", "62.92"
    return "\t".join(cells)


def read(write_csv, *lines, name="file.csv"):
    return read_file(write_csv("\n".join(lines) + "\n", name))


def placed(write_csv, tmp_path, *lines):
    store = Store.open(tmp_path / "store.gpkg")
    path = write_csv("\n".join(lines) + "\n", "file.csv")
    import_file(path, store, geocoder=load_geocoder())
    found = {i.incident_id: i for i in store.incidents()}
    store.close()
    return found


def test_acled_precision_becomes_a_radius_and_a_region_gets_no_coordinates(write_csv, tmp_path):
    rows = (acled(k, "17 October 2014", k) for k in (1, 2, 3))
    found = placed(write_csv, tmp_path, ACLED, *rows)
    town, near, region = (found[f"acled-PAK{k}"] for k in (1, 2, 3))
    assert (town.coordinate_uncertainty_m, near.coordinate_uncertainty_m) == (5000, 25_000)
    assert "geo_precision 2" in near.georeference_remarks
    assert region.lon is None
    assert region.georeference_status == "area"
    assert region.incursion_depth_p50_m is None
    kept = json.loads(region.source_fields)
    assert (kept["ACLED geo_precision"], kept["ACLED latitude"]) == ("3", "26.9645")
    assert "its terms forbid" in town.tags


@pytest.mark.parametrize("day", ["2014-10-07", "07-10-2014", "07 October 2014"])
def test_acled_dates_in_all_its_notations_are_one_day(write_csv, day):
    (incident,) = read(write_csv, ACLED, acled(1, day, 1)).incidents
    assert incident.date_start == incident.date_end == date(2014, 10, 7)


def test_acled_time_precision_widens_the_day(write_csv):
    rows = (acled(k, "2014-10-17", 1, time=str(k)) for k in (1, 2, 3))
    day, week, month = read(write_csv, ACLED, *rows).incidents
    assert (day.date_start, day.date_precision) == (date(2014, 10, 17), "day")
    assert (week.date_start, week.date_end) == (date(2014, 10, 11), date(2014, 10, 23))
    assert (month.date_start, month.date_end) == (date(2014, 10, 1), date(2014, 10, 31))


def test_acled_zero_deaths_may_be_unknown(write_csv):
    none, two = read(
        write_csv, ACLED, acled(1, "2014-10-17", 1, deaths="0"), acled(2, "2014-10-17", 1)
    ).incidents
    assert (none.tolls["killed_total"].low, none.tolls["killed_total"].best) == (0, None)
    assert two.tolls["killed_total"].best == 2


def test_ucdp_with_a_row_of_tags_is_read_with_tolls_by_side(write_csv, tmp_path):
    tags = ",".join(f"#tag{k}" for k in range(UCDP.count(",") + 1))
    found = placed(write_csv, tmp_path, UCDP, tags, ucdp(1, 1), ucdp(3, 3), ucdp(6, 6))
    assert set(found) == {"ucdp-1", "ucdp-3", "ucdp-6"}
    exact, district, country = (found[f"ucdp-{k}"] for k in (1, 3, 6))
    assert exact.coordinate_uncertainty_m == 5000
    total = exact.tolls["killed_total"]
    assert (total.low, total.best, total.high) == (5, 6, 8)
    assert exact.tolls["killed_irn"].best == 1
    assert exact.tolls["killed_militants"].best == 2
    assert exact.tolls["killed_civilians"].best == 3
    for one in (district, country):
        assert one.lon is None
        assert one.signed_distance_m is None
    assert "Panjgur" in district.georeference_remarks or district.adm2 == "Panjgur"


def test_ucdp_days_are_an_interval_with_its_precision(write_csv):
    (incident,) = read(
        write_csv, UCDP, ucdp(1, 1, precision="4", start="2014-10-01", end="2014-10-31")
    ).incidents
    assert (incident.date_start, incident.date_end) == (date(2014, 10, 1), date(2014, 10, 31))
    assert incident.date_precision == "month"


def test_gdelt_without_a_header_is_told_by_its_columns(write_csv, tmp_path):
    found = placed(write_csv, tmp_path, gdelt(1, "4"), gdelt(2, "1"), gdelt(3, "5", "043"))
    place, country, province = (found[f"gdelt-{k}"] for k in (1, 2, 3))
    assert (place.lon, place.coordinate_uncertainty_m) == (62.92, 10_000)
    assert place.event_type == "armed_clash"
    assert place.claims[0].url == "https://example.org/a"
    assert country.lon is province.lon is None
    assert country.incursion_depth_p50_m is None
    assert province.event_type == "diplomatic"
    assert json.loads(province.source_fields)["GDELT 2.0 EventCode"] == "043"


def test_a_broken_row_is_rejected_and_can_be_mended(write_csv, tmp_path):
    reading = read(write_csv, ACLED, acled(1, "2014-10-17", 1), acled(2, "soon", 1), "a,b")
    assert [i.incident_id for i in reading.incidents] == ["acled-PAK1"]
    assert [r.row for r in reading.rejects] == [3, 4]
    mended = tmp_path / "rejects.csv"
    write_rejects(reading, mended)
    text = mended.read_text("utf-8-sig").replace("soon", "2014-10-18")
    mended.write_text("\n".join(text.splitlines()[:2]) + "\n", "utf-8")
    (incident,) = read_file(mended).incidents
    assert incident.incident_id == "acled-PAK2"
    assert "why_rejected" not in (incident.source_fields or "")


def test_dates_that_may_be_two_days_are_asked_once_for_the_file(write_csv):
    path = write_csv("date,type\n07/10/2014,incursion\n17/10/2014,incursion\n", "a.csv")
    with pytest.raises(AmbiguousDatesError, match="row 2 has '07/10/2014'"):
        read_file(path)
    assert [i.date_start for i in read_file(path, dates="dmy").incidents] == [
        date(2014, 10, 7), date(2014, 10, 17),
    ]  # fmt: skip
    assert read_file(path, dates="mdy").incidents[0].date_start == date(2014, 7, 10)


def test_partial_and_iranian_dates_are_the_days_they_stand_for(write_csv):
    path = write_csv("date,type\n2014-10,incursion\n1393/07/25,incursion\n", "a.csv")
    month, day = read_file(path).incidents
    assert (month.date_end, month.date_precision) == (date(2014, 10, 31), "month")
    assert day.date_start == day.date_end == date(2014, 10, 17)
