"""The store: versions are kept, nothing is half written, and the file is a GeoPackage."""

import hashlib
import json
import sqlite3
import struct
import threading
from dataclasses import replace
from datetime import date

import alembic.autogenerate
import pandas as pd
import pyogrio
import pytest
import shapely
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.errors import StoreError
from incidents.integrity import verify
from incidents.record import Claim, Count, EventType, Incident
from incidents.schema import metadata
from incidents.store import Batch, Store

BATCH = Batch("test", "incidents.csv", "0" * 64)
RAID = Incident(
    incident_id="2014-10-17a",
    date_start=date(2014, 10, 17),
    date_end=date(2014, 10, 17),
    event_type=EventType.INCURSION,
    summary="Thirty guards came two kilometres in",
    tolls={"killed_pak": Count(0, 1, 2)},
    lon=61.75,
    lat=28.83,
    signed_distance_m=2000.0,
    beyond_end=False,
    claims=(
        Claim("2014-10-17a-1", publisher="Dawn", claimant="PAK", crossed="yes"),
        Claim("2014-10-17a-2", claimant="IRN", crossed="no"),
    ),
)
DISC = shapely.Point(61.75, 28.83).buffer(0.02)


@pytest.fixture
def store(store_place):
    opened = Store.open(store_place)
    yield opened
    opened.close()


@pytest.fixture
def file(tmp_path):
    opened = Store.open(tmp_path / "store.gpkg")
    yield opened
    opened.close()


def add(store, *incidents, geometry=DISC):
    return store.add(list(incidents), geometries=[geometry] * len(incidents), batch=BATCH)


def test_what_is_stored_comes_back_whole(store):
    add(store, RAID)
    version = store.get("2014-10-17a")
    assert version.incident == RAID
    assert (version.version, version.file_name) == (1, "incidents.csv")


def test_an_unknown_incident_is_none(store):
    assert store.get("nothing") is None


def test_the_same_content_again_changes_nothing(store):
    add(store, RAID)
    counter = store.change_counter()
    report = add(store, RAID)
    assert (report.new, report.changed, report.same) == (0, 0, 1)
    assert store.change_counter() == counter
    assert len(store.history("2014-10-17a")) == 1


def test_changed_content_is_a_new_version_and_the_old_one_stays(store):
    add(store, RAID)
    mended = replace(RAID, summary="Mended", claims=RAID.claims[:1])
    report = add(store, mended)
    assert (report.new, report.changed, report.same) == (0, 1, 0)
    assert store.get("2014-10-17a").incident == mended
    assert [v.incident for v in store.history("2014-10-17a")] == [RAID, mended]
    assert list(store.frame()["summary"]) == ["Mended"]


def test_the_change_counter_grows_with_every_addition(store):
    before = store.change_counter()
    add(store, RAID)
    assert store.change_counter() > before


BORDERS = ("a" * 64, "b" * 64)
IN_DISC = '{"lat":28.8,"lon":61.75,"radius_m":3000.0,"shape":"disc"}'
batches = st.lists(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from((*BORDERS, None)), st.booleans()),
        min_size=1, max_size=3, unique_by=lambda one: one[0],
    ),
    min_size=1, max_size=5,
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches)
def test_it_is_known_by_which_border_all_is_measured_without_looking(tmp_path_factory, batches):
    store = Store.open(tmp_path_factory.mktemp("measured") / "store.gpkg")
    for number, batch in enumerate(batches):
        add(
            store,
            *(
                replace(
                    RAID,
                    incident_id=f"i{k}",
                    claims=(),
                    summary=str(number),
                    border_sha256=border,
                    footprint=IN_DISC,
                    p_pak=None if border is None or not is_sided else 1.0,
                )
                for k, border, is_sided in batch
            ),
        )
        latest = store.incidents()
        for border in BORDERS:
            so = all(v.border_sha256 == border and v.p_pak is not None for v in latest)
            assert store.is_measured_by(border) == so
    store.close()


def test_a_column_in_which_nothing_is_known_takes_no_memory(store):
    add(store, RAID, replace(RAID, incident_id="b", claims=()))
    first, mark = store.frame(), store.mark()
    add(store, replace(RAID, incident_id="c", summary="Another"))
    for frame in (first, store.frame((first, mark))):
        assert frame["actor"].isna().all()
        assert frame["actor"].to_numpy().strides == frame["p_pak"].to_numpy().strides == (0,)
        assert len(set(frame["summary"])) > 0


def test_more_versions_than(store):
    assert not store.has_more_versions_than(0)
    add(store, RAID)
    assert store.has_more_versions_than(0)
    assert not store.has_more_versions_than(1)


texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(summary=texts, publisher=texts, lon=st.floats(-180, 180), killed=st.integers(0, 10**6))
def test_any_text_and_number_survives_the_store(store, summary, publisher, lon, killed):
    incident = replace(
        RAID,
        summary=summary,
        lon=lon,
        tolls={"killed_total": Count(best=killed)},
        claims=(Claim("c", publisher=publisher),),
    )
    add(store, incident)
    assert store.get(RAID.incident_id).incident == incident


@pytest.mark.parametrize(
    "text",
    ["O'Brien''s \"post\"", "50 % ? ?1 :name $1 @x %s %(x)s", "\\' --; DROP", "é\n\u202eب" * 400],
)
def test_what_all_rows_of_a_long_file_say_alike_comes_back_as_it_was(store, text):
    said = replace(RAID, summary=text, actor=text[:40], at_sea=False, claims=())
    add(store, *(replace(said, incident_id=f"n-{k}") for k in range(1_001)))
    assert store.get("n-1000").incident == replace(said, incident_id="n-1000")
    frame = store.frame()
    assert (len(frame), set(frame["summary"]), set(frame["lon"])) == (1_001, {text}, {61.75})
    assert verify(store).is_sound


def test_the_frame_tells_not_known_apart_from_zero(store):
    add(store, RAID, replace(RAID, incident_id="b", lon=None, lat=None, signed_distance_m=None))
    frame = store.frame().set_index("incident_id")
    assert frame["signed_distance_m"].isna().to_dict() == {"2014-10-17a": False, "b": True}
    assert frame.loc["2014-10-17a", "killed_pak_low"] == 0
    assert frame["killed_irn_best"].isna().all()
    assert frame.loc["b", "claim_count"] == 2


def test_an_empty_store_gives_an_empty_frame_with_all_columns(store):
    frame = store.frame()
    assert len(frame) == 0
    assert {"date_start", "event_type", "claims_conflict"} <= set(frame.columns)


def test_gdal_opens_the_file_as_a_geopackage_with_the_latest_versions(file, tmp_path):
    add(file, RAID)
    add(file, replace(RAID, summary="Mended"), replace(RAID, incident_id="b"))
    file.close()
    path = tmp_path / "store.gpkg"
    layer = pyogrio.read_dataframe(path, layer="incidents")
    assert sorted(layer["summary"]) == ["Mended", RAID.summary]
    assert layer.crs.to_epsg() == 4326
    assert layer.geometry.iloc[0].equals(DISC)
    info = pyogrio.read_info(path, layer="incidents")
    assert info["driver"] == "GPKG"
    assert info["total_bounds"] == pytest.approx(DISC.bounds)


def test_a_shape_of_any_kind_is_stored_with_its_envelope(file, tmp_path):
    ring = DISC.exterior.coords
    shapes = [
        DISC,
        None,
        *[None] * 12,
        shapely.Polygon(ring, [shapely.Point(61.75, 28.83).buffer(0.01).exterior.coords]),
        shapely.MultiPolygon([DISC, shapely.box(60, 25, 61, 26)]),
        shapely.Point(62.5, 29.5),
        shapely.LineString(ring),
        shapely.box(63, 27, 63.5, 27.25),
        shapely.from_wkb(shapely.to_wkb(shapely.box(61, 26, 61.5, 26.5), byte_order=0)),
        shapely.Point(61.0, 28.0).buffer(0.02),
    ]
    incidents = [replace(RAID, incident_id=f"s-{k}") for k in range(len(shapes))]
    file.add(incidents, geometries=shapes, batch=BATCH)
    file.close()
    with sqlite3.connect(tmp_path / "store.gpkg") as connection:
        stored = dict(connection.execute("SELECT incident_id, geom FROM incident_version"))
    assert all(stored.pop(f"s-{k}") is None for k in range(1, 14))
    for name, geom in stored.items():
        shape = shapes[int(name[2:])]
        assert geom[:8] == b"GP\0\x03" + (4326).to_bytes(4, "little")
        west, east, south, north = struct.unpack("<4d", geom[8:40])
        assert (west, south, east, north) == shape.bounds
        assert shapely.from_wkb(geom[40:]).equals(shape)
    bounds = pyogrio.read_info(tmp_path / "store.gpkg", layer="incidents")["total_bounds"]
    assert tuple(bounds) == tuple(shapely.total_bounds([s for s in shapes if s]))


def test_the_file_says_by_its_header_that_it_is_a_geopackage(tmp_path):
    Store.open(tmp_path / "store.gpkg").close()
    raw = (tmp_path / "store.gpkg").read_bytes()
    assert raw[:16] == b"SQLite format 3\x00"
    assert raw[68:72] == b"GPKG"
    assert int.from_bytes(raw[60:64], "big") == 10400


def test_sqlite_is_set_up_to_survive_a_crash(tmp_path):
    Store.open(tmp_path / "store.gpkg").close()
    with sqlite3.connect(tmp_path / "store.gpkg") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geometry'")
def test_migrations_make_exactly_the_schema_that_the_code_uses(store):
    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection)
        differences = alembic.autogenerate.compare_metadata(context, metadata)
    theirs = ("gpkg_", "spatial_ref_sys", "shape")  # GeoPackage's and PostGIS's
    of_ours = [d for d in differences if not any(name in str(d) for name in theirs)]
    assert of_ours == []


def test_a_failed_addition_leaves_the_store_as_it_was(store, monkeypatch):
    add(store, RAID)
    root, counter = store.last_root(), store.change_counter()

    def fail(*_anything):
        full = OSError("disk is full")
        msg = "INSERT"
        raise sa.exc.OperationalError(msg, {}, full)

    monkeypatch.setattr("incidents.addition.touch", fail)  # the last step of all
    with pytest.raises(StoreError, match="disk is full"):
        add(store, replace(RAID, incident_id="c"), replace(RAID, summary="Mended"))
    assert [i.summary for i in store.incidents()] == [RAID.summary]
    assert (store.last_root(), store.change_counter()) == (root, counter)


def test_the_chain_links_each_version_to_the_one_before(file, tmp_path):
    add(file, RAID)
    add(file, replace(RAID, summary="Mended"))
    names = "content_sha256 chain_sha256 version batch_id source_row created_at created_by geom"
    with sqlite3.connect(tmp_path / "store.gpkg") as connection:
        rows = connection.execute(
            f"SELECT {names.replace(' ', ', ')} FROM incident_version ORDER BY version"  # noqa: S608
        ).fetchall()
    before = ""
    for content, chain, *stamp, geom in rows:
        shape = hashlib.sha256(geom or b"").hexdigest()
        written = dict(zip(names.split()[2:], [*stamp, shape], strict=True))
        text = json.dumps(written, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert chain == hashlib.sha256(f"{before}{content}{text}".encode()).hexdigest()
        before = chain


def test_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_newer_store_is_refused_politely(tmp_path):
    path = tmp_path / "store.gpkg"
    Store.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="newer release"):
        Store.open(path)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "store.gpkg"
    path.write_text("not a database at all, but long enough to be looked at" * 20, "utf-8")
    with pytest.raises(StoreError, match="cannot be opened as a store"):
        Store.open(path)


def test_two_writers_wait_for_each_other(store_place):
    path = store_place
    Store.open(path).close()
    failures = []

    def write(name: str) -> None:
        store = Store.open(path)
        try:
            for number in range(15):
                add(store, replace(RAID, incident_id=f"{name}{number}"))
        except StoreError as error:
            failures.append(error)
        finally:
            store.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    store = Store.open(path)
    assert len(store.incidents()) == 30
    store.close()


# --- Reading only what changed --------------------------------------------------------------------


def test_a_frame_that_takes_in_what_changed_is_the_frame_that_is_read_anew(store):
    many = [
        replace(RAID, incident_id=f"n-{k:02}", date_start=day, date_end=day, sub_event_type=None)
        for k in range(12)
        for day in [date(2014, 1, 1 + k // 3)]
    ]
    empty, mark = store.frame(), store.mark()
    add(store, *many)
    pd.testing.assert_frame_equal(store.frame((empty, mark)), store.frame())
    frame, mark = store.frame(), store.mark()
    kept = frame.copy(deep=True)

    add(store, replace(many[3], summary="Mended", date_start=date(2013, 5, 5)))  # moves to the top
    add(store, replace(many[4], merged_into="n-05", claims=()))  # goes
    add(store, replace(RAID, incident_id="n-05b", date_start=date(2014, 1, 2), lon=None))  # comes
    add(store, replace(many[6], sub_event_type="raid"))  # the first to say something there
    store.redact("n-07", fields=["summary"], why="names a witness")
    taken_in = store.frame((frame, mark))
    pd.testing.assert_frame_equal(taken_in, store.frame())
    pd.testing.assert_frame_equal(frame, kept)
    assert len(taken_in) == 12
    pd.testing.assert_frame_equal(store.frame((taken_in, store.mark())), taken_in)


def test_another_store_in_the_same_place_is_read_whole(tmp_path):
    path = tmp_path / "store.gpkg"

    def new_store(name):
        for file in tmp_path.iterdir():
            file.unlink()
        opened = Store.open(path)
        add(opened, replace(RAID, incident_id=name))
        return opened

    first = new_store("first")
    before = first.frame(), first.mark()
    first.close()
    second = new_store("second")
    assert list(second.frame(before)["incident_id"]) == ["second"]
    second.close()
