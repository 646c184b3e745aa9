"""What a profile lets out tells nobody more than it says."""

import json
import zipfile
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.borders import load_border
from geodata.footprints import Area, Band, Disc, Overlap, Sector, circle, from_json, to_json
from geodata.measurement import WGS84, measure
from incidents.columns import RECORD_SCHEMA, incidents_of, table_of
from incidents.export import FORMATS, export
from incidents.layouts import ACLED_TERMS
from incidents.pipeline import footprint_shapes, measure_incidents
from incidents.profiles import INTERNAL, PUBLIC, SENSITIVE, Profile, apply, preview
from incidents.record import Claim, Count, EventType, Incident

LON, LAT = 61.781234567, 28.312345678
STEP_M = PUBLIC.coarsen_m


def incident(name="a", *, footprint=None, **values):
    if isinstance(footprint, Disc):
        values |= {
            "lon": footprint.lon,
            "lat": footprint.lat,
            "coordinate_uncertainty_m": footprint.radius_m,
        }
    return Incident(
        **{
            "incident_id": name,
            "date_start": date(2014, 10, 17),
            "date_end": date(2014, 10, 17),
            "event_type": EventType.INCURSION,
            "footprint": footprint and to_json(footprint),
            **values,
        }
    )


def table(*incidents):
    measured = measure_incidents(incidents, load_border())
    return table_of(measured, footprint_shapes(measured, load_border()))


def public(*incidents):
    """What the public profile lets out, as rows."""
    return apply(table(*incidents), PUBLIC, load_border()).to_pylist()


def apart_m(lon, lat, disc):
    return WGS84.inv(lon, lat, disc.lon, disc.lat)[2]


REGION = st.builds(Disc, st.floats(60.5, 63.5), st.floats(25.3, 29.8), st.floats(1.0, 40_000.0))
EARTH = st.builds(Disc, st.floats(-180, 180), st.floats(-89.9, 89.9), st.floats(1.0, 9_999.0))


@settings(max_examples=60, deadline=None)
@given(discs=st.lists(REGION | EARTH, min_size=1, max_size=4), sensitive=st.booleans())
def test_the_published_disc_holds_the_true_one_and_is_no_finer_than_the_grid(discs, sensitive):
    shapes = [shapely.Point(d.lon, d.lat).buffer(0.01) for d in discs]
    records = table_of(
        [incident(f"d{k}", footprint=d, sensitive=sensitive) for k, d in enumerate(discs)], shapes
    )
    going = apply(records, PUBLIC, load_border())
    for true, row, drawn in zip(discs, going.to_pylist(), shapes, strict=True):
        published = from_json(row["footprint"])
        assert (published.lon, published.lat) == (row["lon"], row["lat"])
        assert published.radius_m == row["coordinate_uncertainty_m"] >= STEP_M
        distance_m = apart_m(true.lon, true.lat, published)
        assert distance_m + true.radius_m <= published.radius_m
        if sensitive or true.radius_m < STEP_M:
            assert published.radius_m % STEP_M == 0
            assert shapely.from_wkb(row["geometry"]).area > 0
        else:
            assert published == true
            assert row["geometry"] == shapely.to_wkb(drawn)
    assert apply(going, PUBLIC, load_border()).equals(going)
    assert apply(records, PUBLIC, load_border()).equals(going)


@settings(max_examples=30, deadline=None)
@given(
    offsets=st.lists(
        st.tuples(st.floats(-0.03, 0.03), st.floats(-0.03, 0.03)), min_size=30, max_size=40
    )
)
def test_the_radius_tells_nothing_of_where_in_its_cell_a_place_is(offsets):
    discs = [Disc(LON + x, LAT + y, 500.0) for x, y in offsets]
    rows = apply(
        table_of([incident(f"d{k}", footprint=d) for k, d in enumerate(discs)]),
        PUBLIC,
        load_border(),
    )
    cells = {(r["lon"], r["lat"], r["coordinate_uncertainty_m"]) for r in rows.to_pylist()}
    assert len({radius_m for *_, radius_m in cells}) == 1
    assert len(cells) <= 4


def test_the_outline_that_is_drawn_holds_the_true_disc_too():
    (row,) = public(incident(footprint=Disc(LON, LAT, 2_000.0)))
    azimuth = np.arange(0.0, 360.0, 5.0)
    edge = WGS84.fwd(np.full(72, LON), np.full(72, LAT), azimuth, np.full(72, 2_000.0))
    assert shapely.contains_xy(shapely.from_wkb(row["geometry"]), edge[0], edge[1]).all()


def test_everything_measured_is_measured_from_the_published_place():
    true = incident(
        footprint=Disc(LON, LAT, 800.0), incursion_kind="entry", incursion_into="IRN",
        entrant="PAK", reported_depth_min_km=2.0, reported_depth_max_km=2.0,
        reported_depth_into="IRN",
    )  # fmt: skip
    (before,) = table(true).to_pylist()
    (row,) = public(true)
    expected = measure(
        load_border(), [row["lon"]], [row["lat"]], [row["coordinate_uncertainty_m"]]
    ).iloc[0]
    for name in ("border_distance_m", "signed_distance_m", "chainage_m", "nearest_lon"):
        assert row[name] == pytest.approx(expected[name], abs=1e-3)
        assert row[name] != before[name]
    for name in ("p_pak", "p_irn", "signed_p05_m", "signed_p50_m", "signed_p95_m"):
        assert row[name] == pytest.approx(expected[name], abs=0.06)
    assert row["country"] == expected["country"]
    assert row["side"] == expected["side"]
    if not expected["beyond_end"]:
        assert row["incursion_depth_p05_m"] == -row["signed_p95_m"]
        assert row["incursion_depth_p95_m"] == -row["signed_p05_m"]
    assert before["depth_check_remarks"] is not None
    assert row["depth_check_remarks"] is None
    assert row["depth_check"] == before["depth_check"]


def test_the_measurement_of_a_published_record_is_what_anyone_would_measure():
    rows = apply(
        table(
            incident("disc", footprint=Disc(LON, LAT, 800.0), incursion_kind="impact",
                     incursion_into="PAK"),
            incident("sector", footprint=Sector(LON, LAT, 180.0, 10.0, 2_000.0, 5_000.0)),
        ),
        PUBLIC,
        load_border(),
    )  # fmt: skip
    again = measure_incidents(list(incidents_of(rows)), load_border())
    for one, other in zip(incidents_of(rows), again, strict=True):
        for name in ("country", "side", "chainage_m", "p_pak", "signed_p50_m", "beyond_end",
                     "incursion_depth_p05_m", "border_sha256"):  # fmt: skip
            assert getattr(one, name) == pytest.approx(getattr(other, name), abs=0.11)


def test_a_position_without_a_radius_is_moved_and_stays_without_one():
    (row,) = public(incident(lon=LON, lat=LAT))
    assert row["coordinate_uncertainty_m"] is None
    assert row["footprint"] is None
    assert row["geometry"] is None
    assert 0.01 < abs(row["lon"] - LON) + abs(row["lat"] - LAT) < 0.11


def test_small_shapes_become_discs_around_them_and_large_ones_stay():
    border = load_border()
    small = Sector(LON, LAT, 180.0, 10.0, 2_000.0, 5_000.0)
    band = Band(300_000, 305_000, 0, 2_000, "PAK")
    long = Band(300_000, 360_000, 0, 2_000, "PAK")
    district = Area("Mirjaveh", "IRN", Disc(LON, LAT, 45_000.0))
    rows = public(
        *(incident(str(k), footprint=f) for k, f in enumerate((small, band, long, district)))
    )
    for shape, row in zip((small, band), rows[:2], strict=True):
        published = from_json(row["footprint"])
        around = circle(shape, border)
        assert isinstance(published, Disc)
        assert apart_m(around.lon, around.lat, published) + around.radius_m <= published.radius_m
        assert row["lon"] is None
        assert row["p_pak"] is not None
    assert rows[2]["footprint"] == to_json(long)
    assert rows[3]["footprint"] == to_json(district)
    assert rows[3]["geometry"] is not None


def test_a_band_that_says_more_than_its_district_is_not_drawn():
    district = Area("Mirjaveh", "IRN", Disc(LON, LAT, 45_000.0))
    narrow = Overlap((Disc(LON, LAT, 1_000.0), district))
    (before,) = table(incident(footprint=district)).to_pylist()
    (row,) = public(incident(footprint=district, depth_footprint=to_json(narrow)))
    assert row["depth_footprint"] is None
    assert row["geometry"] == before["geometry"]


@pytest.mark.parametrize("footprint", ["no JSON", '{"shape":"disc"}'])
def test_a_place_that_cannot_be_judged_is_withheld(footprint):
    records = table_of([incident(lon=LON, lat=LAT, nearest_lon=61.5)], [shapely.Point(LON, LAT)])
    records = records.set_column(
        RECORD_SCHEMA.get_field_index("footprint"), "footprint", pa.array([footprint])
    )
    (row,) = apply(records, PUBLIC, load_border()).to_pylist()
    assert [row[n] for n in ("lon", "lat", "footprint", "geometry", "nearest_lon")] == [None] * 5


def secret(**values):
    """A sensitive record whose every text is a mark that can be looked for."""
    texts = {name: f"MARK-{name}" for name in SENSITIVE if "." not in name and "_km" not in name}
    texts.pop("depth_footprint")
    claim = {n.removeprefix("claims."): f"MARK-{n}" for n in SENSITIVE if n.startswith("claims.")}
    return incident(
        "secret", footprint=Disc(LON, LAT, 750.0), sensitive=True, adm1="Sistan", adm2="Mirjaveh",
        reported_depth_min_km=2.0, reported_depth_max_km=3.0, reported_depth_into="PAK",
        tolls={"killed_total": Count(best=3)}, tags=f"MARK-tags; {ACLED_TERMS}",
        claims=(Claim("secret-1", publisher="IRNA", **claim),), **(texts | values),
    )  # fmt: skip


def everything_in(folder):
    """All bytes of the files in a folder, packed ones unpacked."""
    for path in folder.iterdir():
        yield path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                yield from (packed.read(name) for name in packed.namelist())


@pytest.mark.parametrize("suffix", FORMATS)
def test_nothing_of_a_sensitive_record_is_in_the_bytes_of_any_file(suffix, tmp_path):
    records = table(secret(), incident("other", footprint=Disc(62.5, 27.5, 20_000.0)))
    (true, _) = records.to_pylist()
    export(records, tmp_path / f"a{suffix}", load_border(), profile=PUBLIC)
    numbers = [
        true[name]
        for name in (
            "lon", "lat", "nearest_lon", "nearest_lat", "chainage_m", "border_distance_m",
            "signed_p05_m", "signed_p50_m", "signed_p95_m",
        )
    ]  # fmt: skip
    marks = ["MARK", *(f"{abs(n):.3f}" for n in numbers[:4]), *(str(abs(n)) for n in numbers[4:])]
    for content in everything_in(tmp_path):
        assert not [mark for mark in marks if mark.encode() in content]
    if suffix == ".parquet":
        columns = pa.parquet.read_table(tmp_path / f"a{suffix}").to_pylist()
        assert not [mark for mark in marks if mark in str(columns)]


def test_type_days_tolls_and_districts_of_a_sensitive_record_go_out():
    (row,) = public(secret())
    assert (row["event_type"], row["date_start"]) == ("incursion", date(2014, 10, 17))
    assert (row["adm1"], row["adm2"], row["killed_total_best"]) == ("Sistan", "Mirjaveh", 3)
    assert row["tags"] == ACLED_TERMS
    assert json.loads(row["claims"]) == [{"claim_id": "secret-1", "publisher": "IRNA"}]


def test_sensitive_places_are_coarsened_however_vague_they_are_but_districts_stay():
    district = Area("Mirjaveh", "IRN", Disc(LON, LAT, 45_000.0))
    vague, wide, endless = public(
        incident("vague", footprint=Disc(LON, LAT, 15_000.0), sensitive=True),
        incident("district", footprint=district, sensitive=True),
        incident("endless", footprint=Disc(LON, LAT, 499_000.0), sensitive=True),
    )
    assert from_json(vague["footprint"]).radius_m == 30_000.0
    assert vague["lon"] != LON
    assert wide["footprint"] == to_json(district)
    assert endless["lon"] is endless["footprint"] is endless["geometry"] is None


@pytest.mark.parametrize(
    "text",
    [
        "at 28.3123, 61.7812 near the post", "۲۸٫۳۱۲۳ و ۶۱٫۷۸۱۲", "lat 28.31 lon 61.78",
        "28°18'44\"N 61°46'52\"E", "41R LL 80500 32100", "28,31234 / 61,78123",
        "https://maps.example/?q=28.3123%2C61.7812", "https://maps.example/!3d28.3123!4d61.7812",
        "x" * 3_000 + " 28.3123 N 61.7812 E " + "y" * 3_000,
    ],
)  # fmt: skip
def test_texts_with_coordinates_stay_inside(text):
    (row,) = public(
        incident(
            summary=text,
            verbatim_locality=text,
            claims=(Claim("c", publisher="IRNA", url=text, text="It was."),),
        )
    )
    assert row["summary"] is row["verbatim_locality"] is None
    assert json.loads(row["claims"]) == [{"claim_id": "c", "publisher": "IRNA", "text": "It was."}]


@pytest.mark.parametrize(
    "text",
    [
        "Three guards were killed on 17 October 2014, 2.5 km inside Pakistan", "12,000 people",
        "https://gulfnews.com/world/asia/iran-says-1.1400123", "near pillar 206, later closed",
        "45 km south of Mirjaveh; talks lasted 3.25 hours", "N-25 road, 5 men",
    ],
)  # fmt: skip
def test_texts_without_coordinates_go_out(text):
    (row,) = public(incident(summary=text, border_pillar="206", notes="for us"))
    assert row["summary"] == text
    assert row["border_pillar"] == "206"
    assert row["notes"] is None


def test_a_preview_lists_every_change_and_nothing_else():
    records = table(
        incident("moved", footprint=Disc(LON, LAT, 800.0), notes="for us"),
        incident("same", summary="as it was"),
    )
    listed = preview(records, PUBLIC, load_border())
    assert set(listed.column("incident_id").to_pylist()) == {"moved"}
    changes = {row["field"]: row for row in listed.to_pylist()}
    assert changes["notes"]["before"] == "for us"
    assert changes["notes"]["after"] is None
    assert changes["lon"]["before"] == str(LON)
    after = apply(records, PUBLIC, load_border())
    for name in set(RECORD_SCHEMA.names) - {"geometry"}:
        same = records.column(name)[0] == after.column(name)[0]
        assert (name in changes) == (not same)
    assert preview(after, PUBLIC, load_border()).num_rows == 0


def test_the_internal_profile_changes_nothing():
    records = table(secret())
    assert apply(records, INTERNAL, load_border()) is records
    assert preview(records, INTERNAL, load_border()).num_rows == 0


def test_a_profile_of_ones_own_withholds_what_it_names():
    mine = Profile("mine", withheld=frozenset({"actor", "claims.url"}))
    records = table(
        incident(actor="x", footprint=Disc(LON, LAT, 5.0), claims=(Claim("c", "IRNA", url="u"),))
    )
    (row,) = apply(records, mine, load_border()).to_pylist()
    assert row["actor"] is None
    assert json.loads(row["claims"]) == [{"claim_id": "c", "publisher": "IRNA"}]
    assert row["lon"] == LON


@pytest.mark.parametrize("bad", [0.0, -1.0, 50.0, float("nan"), 1e9])
def test_a_grid_that_protects_nobody_is_refused(bad):
    with pytest.raises(ValueError, match="coarsen_m"):
        Profile("mine", bad)


@pytest.mark.parametrize("name", ["nothing", "incident_id", "claims.claim_id", "event_type"])
def test_what_cannot_be_withheld_is_refused(name):
    with pytest.raises(ValueError, match="cannot be withheld"):
        Profile("mine", withheld=frozenset({name}))


def test_an_empty_table_stays_one():
    empty = RECORD_SCHEMA.empty_table()
    assert apply(empty, PUBLIC, load_border()).equals(empty)
    assert preview(empty, PUBLIC, load_border()).num_rows == 0


def test_chunks_of_a_table_make_no_difference():
    whole = table(*(incident(f"i{k}", footprint=Disc(LON + k / 9, LAT, 100.0)) for k in range(6)))
    parts = pa.concat_tables([whole.slice(0, 2), whole.slice(2)])
    assert apply(parts, PUBLIC, load_border()).equals(apply(whole, PUBLIC, load_border()))
    assert pc.count_distinct(apply(parts, PUBLIC, load_border()).column("lon")).as_py() > 3
