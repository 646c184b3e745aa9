"""Gazetteers that a user adds: what is taken of a file, what is told of the rest, what is kept."""

import csv
import io
import zipfile

import pytest

from geodata.borders import load_border
from geodata.gazetteer import load_gazetteer
from geodata.gazetteer_files import (
    GazetteerFileError,
    add_gazetteer,
    added_gazetteers,
    remove_gazetteer,
    with_added_files,
)
from geodata.geocoder import Geocoder


def geonames_row(number, name, lon, lat, *, kind="P", code="PPL", country="PK", adm1="02", other="",
                 people=0):  # fmt: skip
    return "\t".join(
        [str(number), name, name, other, str(lat), str(lon), kind, code, country, "", adm1, "", "",
         "", str(people), "", "700", "Asia/Karachi", "2024-01-01"]
    )  # fmt: skip


DUMP = "\n".join(
    [
        geonames_row(1, "Juzzak", 61.8333, 28.9, other="Juzak,جزک,http://example.org/juz"),
        geonames_row(2, "Talap", 61.7123, 28.8123, people=900),
        geonames_row(3, "Koh-i-Sabz", 63.5512, 26.9123, kind="T", code="MT"),
        geonames_row(4, "Lahore", 74.35, 31.55, people=10_000_000),
        geonames_row(5, "Islamic Republic of Pakistan", 70, 30, kind="A", code="PCLI"),
        geonames_row(6, "Chilgazi", 66.41, 29.11),
        "7\ttoo\tfew\tcolumns",
        geonames_row(8, "Nowhere", "x", 28.9),
    ]
)


@pytest.fixture(scope="module")
def border():
    return load_border()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "gazetteers"


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "PK.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "GeoNames readme")
        archive.writestr("PK.txt", DUMP)
    return path


def geocoder(folder):
    return Geocoder(load_border(), with_added_files(load_gazetteer(), folder))


def test_a_zipped_dump_is_taken_near_the_border_and_the_rest_is_counted(dump, folder, border):
    added = add_gazetteer(dump, folder, border=border)
    assert (added.name, added.kind) == ("PK", "GeoNames")
    assert (added.places, added.read, added.outside, added.rejected) == (4, 8, 2, 2)
    assert "row 7: 4 columns, expected 19" in added.problems
    assert added_gazetteers(folder) == [added]


def test_added_places_are_found_with_a_radius_by_kind_and_rounding(dump, folder, border):
    add_gazetteer(dump, folder, border=border)
    known = geocoder(folder)
    (village,) = known.geocode("Talap", country="PAK").candidates
    assert (village.lon, village.lat) == (61.7123, 28.8123)
    assert village.coordinate_uncertainty_m == 2000
    (mountain,) = known.geocode("Koh-i-Sabz").candidates
    assert mountain.coordinate_uncertainty_m == 5000
    (rounded,) = known.geocode("جزک").candidates
    assert "arc-minutes" in rounded.remarks
    assert "GeoNames" in rounded.sources


def test_other_names_are_taken_and_addresses_are_not(dump, folder, border):
    add_gazetteer(dump, folder, border=border)
    gazetteer = with_added_files(load_gazetteer(), folder)
    (place,) = gazetteer.find("Juzak")
    assert place.alternate_names == ("Juzzak", "Juzak", "جزک")[1:]


def test_the_gazetteers_hash_changes_with_what_is_added(dump, folder, border):
    before = load_gazetteer().sha256
    assert with_added_files(load_gazetteer(), folder).sha256 == before
    add_gazetteer(dump, folder, border=border)
    assert with_added_files(load_gazetteer(), folder).sha256 != before
    remove_gazetteer("PK", folder)
    assert with_added_files(load_gazetteer(), folder) is load_gazetteer()


def test_a_csv_keeps_its_own_radius_and_its_faults_are_told(tmp_path, folder, border):
    path = tmp_path / "posts.csv"
    path.write_text(
        "\ufeffName;Longitude;Latitude;Country;radius_m\n"
        "Juz post;62.95;26.41;PK;250\n"
        "Broken;200;26;PK;250\n"
        "Zero;62.9;26.4;PK;0\n",
        encoding="utf-8",
    )
    added = add_gazetteer(path, folder, border=border)
    assert (added.places, added.rejected) == (1, 2)
    (post,) = geocoder(folder).geocode("500 m west of the Juz post").candidates
    assert post.coordinate_uncertainty_m < 1200
    assert post.lon == pytest.approx(62.945, abs=0.001)


def test_a_table_of_pillars_replaces_the_approximate_one(tmp_path, folder, border):
    path = tmp_path / "pillars.csv"
    lon, lat = border.point_at(500_000.0)
    rows = [["pillar", "lon", "lat"], [200, *border.point_at(490_000.0)], [206, lon, lat]]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    added = add_gazetteer(path, folder, border=border)
    assert added.kind == "pillars"
    (candidate,) = geocoder(folder).geocode("pillar 206").candidates
    assert candidate.footprint.from_chainage_m == pytest.approx(499_900, abs=1)
    assert candidate.footprint.to_chainage_m == pytest.approx(500_100, abs=1)
    assert geocoder(folder).geocode("pillar 104").status == "not found"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"a,b,c\n1,2,3\n", "expected name, lon and lat"),
        (b"name,lon,lat\nLahore,74.35,31.55\n", "no place that can be used"),
        ("name,lon,lat\nÜ,61,29\n".encode("utf-16"), "expected"),
        (b"\x00\x01\x02\xff\xfe", "cannot be read"),
    ],
)
def test_what_is_no_gazetteer_is_refused_and_nothing_is_kept(
    tmp_path, folder, border, content, why
):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(GazetteerFileError, match=why):
        add_gazetteer(path, folder, border=border)
    assert added_gazetteers(folder) == []


def test_a_zip_that_unpacks_to_far_more_is_refused(tmp_path, folder, border):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * 20_000_000)
    with pytest.raises(GazetteerFileError, match="unpack it by hand"):
        add_gazetteer(path, folder, border=border)


def test_a_missing_file_and_an_unknown_name_are_told(tmp_path, folder, border):
    with pytest.raises(GazetteerFileError, match=r"nothing\.zip"):
        add_gazetteer(tmp_path / "nothing.zip", folder, border=border)
    with pytest.raises(GazetteerFileError, match="there are: none"):
        remove_gazetteer("PK", folder)


def test_a_damaged_stored_file_is_named_with_what_to_do(dump, folder, border):
    add_gazetteer(dump, folder, border=border)
    (folder / "PK.parquet").write_bytes(b"PAR1 nonsense")
    with pytest.raises(GazetteerFileError, match="sarhad gazetteer add PK"):
        with_added_files(load_gazetteer(), folder)


def test_adding_a_name_again_replaces_it(dump, folder, border):
    add_gazetteer(dump, folder, border=border)
    dump.unlink()
    with zipfile.ZipFile(dump, "w") as archive:
        archive.writestr("PK.txt", geonames_row(2, "Talap", 61.7, 28.8))
    assert add_gazetteer(dump, folder, border=border).places == 1
    assert [g.places for g in added_gazetteers(folder)] == [1]


def test_a_name_with_path_signs_stays_in_the_folder(tmp_path, folder, border):
    path = tmp_path / "..evil.csv"
    path.write_text(io.StringIO("name,lon,lat\nX,61.5,28.9\n").read())
    add_gazetteer(path, folder, border=border)
    assert [p.parent for p in folder.iterdir()] == [folder]
