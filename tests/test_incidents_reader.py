"""Reading CSV files: the good rows are kept, the bad ones named."""

import csv
import re

import pytest

from incidents.errors import ReadError
from incidents.files import HowToRead
from incidents.reader import read_file, write_rejects

HEADER = "incident_id,date_start,event_type,summary\n"


def test_good_rows_are_kept_beside_bad_ones(write_csv):
    path = write_csv(HEADER + "a,2014-10-17,incursion,x\nb,in October,incursion,y\n")
    reading = read_file(path)
    assert [i.incident_id for i in reading.incidents] == ["a"]
    (reject,) = reading.rejects
    assert (reject.row, reject.column, reject.value) == (3, "date_start", "in October")
    assert "YYYY-MM-DD" in reject.reason


def test_every_problem_of_a_row_is_reported(write_csv):
    path = write_csv("incident_id,date,type,lat,lon\na,x,y,z,61\n")
    assert {r.column for r in read_file(path).rejects} == {"date_start", "event_type", "lat"}


def test_a_ragged_row_is_rejected_and_never_shifts_columns(write_csv):
    path = write_csv(HEADER + "a,2014-10-17,incursion,x,extra\nb,2014-10-18,incursion,y\n")
    reading = read_file(path)
    assert [i.summary for i in reading.incidents] == ["y"]
    assert "5 cells where the header has 4" in reading.rejects[0].reason


def test_mended_rejects_can_be_read_again(write_csv, tmp_path):
    path = write_csv(HEADER + "a,2014-10-17,incursion,x\nb,yesterday,incursion,y\n")
    mended = tmp_path / "rejects.csv"
    write_rejects(read_file(path), mended)
    with mended.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["incident_id"] for r in rows] == ["b"]
    assert "YYYY-MM-DD" in rows[0]["why_rejected"]
    mended.write_text(mended.read_text("utf-8-sig").replace("yesterday", "2014-10-18"), "utf-8")
    reading = read_file(mended)
    assert [i.incident_id for i in reading.incidents] == ["b"]
    assert reading.incidents[0].source_fields is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_names_the_encoding(write_csv, encoding):
    path = write_csv((HEADER + "a,2014-10-17,incursion,میرجاوه\n").encode(encoding))
    assert read_file(path).incidents[0].summary == "میرجاوه"


def test_another_encoding_is_asked_for_and_never_guessed(write_csv):
    path = write_csv((HEADER + "a,2014-10-17,incursion,زاهدان\n").encode("cp1256"))
    with pytest.raises(ReadError, match="--encoding cp1256"):
        read_file(path)
    assert read_file(path, how=HowToRead(encoding="cp1256")).incidents[0].summary == "زاهدان"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_separate_as_well(write_csv, delimiter):
    text = (HEADER + 'a,2014-10-17,incursion,"x"\n').replace(",", delimiter)
    assert read_file(write_csv(text)).incidents[0].summary == "x"


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_any_line_end_is_read(write_csv, line_end):
    text = (HEADER + "a,2014-10-17,incursion,x\n").replace("\n", line_end)
    assert len(read_file(write_csv(text)).incidents) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no rows"),
        (b"   \n", "no rows"),
        (HEADER.encode(), "no rows"),
        (b"PK\x03\x04...", "zip archive"),
        (b"<!DOCTYPE html><table>", "web page"),
        (b"date,date\n2014-10-17,2014-10-17\n", "more than one column"),
        (b"place,type\nTaftan,incursion\n", "no column for the date"),
        (HEADER.encode() + b'a,2014-10-17,incursion,"open\n', "close the quote"),
    ],
)
def test_what_is_no_table_is_refused_whole(write_csv, content, reason):
    with pytest.raises(ReadError, match=reason):
        read_file(write_csv(content))


def test_a_missing_file_is_one_clear_sentence(tmp_path):
    with pytest.raises(ReadError, match="check the name"):
        read_file(tmp_path / "none.csv")


def test_the_same_id_twice_keeps_the_first_and_names_the_second(write_csv):
    path = write_csv(HEADER + "a,2014-10-17,incursion,x\na,2014-10-18,incursion,y\n")
    reading = read_file(path)
    assert [i.summary for i in reading.incidents] == ["x"]
    assert "stands in row 2" in reading.rejects[0].reason


def test_columns_without_a_home_are_kept_word_for_word(write_csv):
    hostile = "{{7*7}} <img src=x onerror=alert(1)>"
    path = write_csv(f'date,"{hostile}"\n2014-10-17,${{1}}\n')
    assert read_file(path).incidents[0].source_fields == f'{{"{hostile}":"${{1}}"}}'


def test_rows_without_an_id_keep_the_same_name_on_a_second_reading(write_csv):
    path = write_csv("date,place\n2014-10-17,Taftan\n2014-10-18,Mand\n")
    first, second = read_file(path), read_file(path)
    assert [i.incident_id for i in first.incidents] == [i.incident_id for i in second.incidents]
    assert len({i.incident_id for i in first.incidents}) == 2


def test_a_source_in_the_row_becomes_a_claim(write_csv):
    path = write_csv("id,date,source,source_url\na,2014-10-17,Dawn,https://dawn.com/1\n")
    (claim,) = read_file(path).incidents[0].claims
    assert (claim.publisher, claim.url) == ("Dawn", "https://dawn.com/1")


def test_a_column_named_country_is_what_was_reported_not_what_was_measured(write_csv):
    path = write_csv("id,date,country\na,2014-10-17,Pakistan\n")
    incident = read_file(path).incidents[0]
    assert (incident.country_reported, incident.country) == ("PAK", None)


def test_claims_for_unknown_incidents_are_refused(write_csv):
    path = write_csv(HEADER + "a,2014-10-17,incursion,x\n")
    claims = write_csv(
        "incident_id,claim_id,publisher,title,url,published,language,claimant,origin,stance,"
        "crossed,says_date,says_place,says_depth,says_toll,text\n"
        "zz,zz-1,Dawn,,,,,,,,,,,,,\n",
        "claims.csv",
    )
    with pytest.raises(ReadError, match="does not hold: zz"):
        read_file(path, claims_path=claims)


@pytest.mark.parametrize("header", ["geometry", "WKT", "the_geom", "where it was"])
def test_shapes_as_well_known_text_in_a_column(write_csv, header):
    rows = [
        "a,2014-10-17,SRID=4326;POINT Z (61.5 28.25 900)",
        'b,2014-10-17,"POLYGON ((61 28, 61.5 28, 61.5 28.5, 61 28))"',
        "c,2014-10-17,",
        "d,2014-10-17,POINT (28.25 161.5)",
        "e,2014-10-17,LINESTRING (61 28 61 29)",
        'f,2014-10-17,"LINESTRING (61 28, 61 29)"',
        "g,2014-10-17,SRID=3857;POINT (6846000 3280000)",
    ]
    reading = read_file(write_csv("\n".join([f"id,date,{header}", *rows])))
    point, area, none = reading.incidents
    assert (point.lon, point.lat) == (61.5, 28.25)
    assert "POLYGON ((61 28, 61.5 28, 61.5 28.5, 61 28))" in area.footprint
    assert (none.lon, none.footprint) == (None, None)
    assert {r.row: (r.column, reason_of(r)) for r in reading.rejects} == {
        5: ("geometry", "longitude 28.25, latitude 161.5 is no place"),
        6: ("geometry", "is no well-known text of a shape"),
        7: ("geometry", "its shape is a LineString"),
        8: ("geometry", "its coordinate system is 3857"),
    }


def reason_of(reject):
    return re.split(r"; ", reject.reason)[0]


def test_a_column_called_shape_with_something_else_in_it_is_kept_as_it_is(write_csv):
    reading = read_file(write_csv("id,date,shape\na,2014-10-17,round\n"))
    assert reading.incidents[0].source_fields == '{"shape":"round"}'


def test_collections_nested_without_end_reject_their_row_and_nothing_else(write_csv):
    deep = "GEOMETRYCOLLECTION (" * 200_000 + "POINT (61 28)" + ")" * 200_000
    rows = [f'a,2014-10-17,"{deep}"', 'b,2014-10-17,"POINT (61.5 28.25)"', "c,2014-10-17,00ff"]
    reading = read_file(write_csv("\n".join(["id,date,geometry", *rows])))
    assert [one.incident_id for one in reading.incidents] == ["b"]
    assert [(r.row, reason_of(r)) for r in reading.rejects] == [
        (2, "its shape is a GeometryCollection"),
        (4, "is no well-known text of a shape"),
    ]
