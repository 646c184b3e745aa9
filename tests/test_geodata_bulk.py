import os
import signal
import time

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geodata.borders import Border, load_border
from geodata.bulk import ERROR_COLUMN, BulkError, measure_file, measure_on_dask
from geodata.measurement import measure

SUFFIXES = (".csv", ".tsv", ".parquet", ".gpkg", ".geojson")


@pytest.fixture(scope="module")
def border() -> Border:
    return load_border()


def places(number, seed=0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "id": [f"{k:05d}" for k in range(number)],
            "lon": rng.uniform(60, 64, number).round(6),
            "lat": rng.uniform(25, 30, number).round(6),
            "coordinate_uncertainty_m": rng.uniform(300, 30_000, number).round(1),
            "note": ["NA", "", "007", "سراوان", 'a "quoted", text'] * (number // 5),
        }
    )


def write(frame, path):
    if path.suffix in (".csv", ".tsv"):
        frame.to_csv(path, index=False, sep="," if path.suffix == ".csv" else "\t")
    elif path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        points = gpd.points_from_xy(frame["lon"], frame["lat"])
        frame = gpd.GeoDataFrame(frame.drop(columns=["lon", "lat"]), geometry=points, crs=4326)
        frame.to_file(path)
    return path


def read(path) -> pd.DataFrame:
    if path.suffix in (".csv", ".tsv"):
        separator = "," if path.suffix == ".csv" else "\t"
        text = {"id": str, "note": str}
        return pd.read_csv(path, sep=separator, dtype=text, keep_default_na=False, na_values={
            name: [""] for name in ("border_distance_m", "p_pak", "signed_distance_m", "chainage_m")
        })  # fmt: skip
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    frame = gpd.read_file(path)
    return frame.assign(lon=frame.geometry.x, lat=frame.geometry.y)


@pytest.mark.parametrize("source", SUFFIXES)
@pytest.mark.parametrize("target", SUFFIXES)
def test_any_format_goes_into_any_other_with_every_row_in_its_order(
    border, tmp_path, source, target
):
    frame = places(60)
    out = tmp_path / f"out{target}"
    summary = measure_file(write(frame, tmp_path / f"in{source}"), out, border, batch_rows=25)
    assert (summary.rows, dict(summary.errors)) == (60, {})
    found = read(out)
    assert found["id"].tolist() == frame["id"].tolist()
    assert found["note"].fillna("").tolist() == frame["note"].tolist()
    expected = measure(border, frame["lon"], frame["lat"], frame["coordinate_uncertainty_m"])
    assert np.allclose(found["border_distance_m"], expected["border_distance_m"], atol=1e-3)
    assert np.allclose(found["p_pak"].astype(float), expected["p_pak"], atol=1e-6)
    assert found["side"].fillna("").tolist() == expected["side"].tolist()


def test_projected_points_are_measured_where_they_lie(border, tmp_path):
    frame = places(20)
    points = gpd.points_from_xy(frame["lon"], frame["lat"], crs=4326)
    gpd.GeoDataFrame(frame[["id"]], geometry=points).to_crs(32641).to_file(tmp_path / "in.gpkg")
    measure_file(tmp_path / "in.gpkg", tmp_path / "out.csv", border)
    expected = measure(border, frame["lon"], frame["lat"])["border_distance_m"]
    assert np.allclose(read(tmp_path / "out.csv")["border_distance_m"], expected, atol=0.01)


BAD = {
    "lon": ["", "NaN", "inf", "east", "190", "1e999", None],
    "lat": ["", "-91", "30,5"],
    "coordinate_uncertainty_m": ["0", "-5", "wide", "600000"],
}


@pytest.mark.parametrize(("column", "value"), [(c, v) for c, vs in BAD.items() for v in vs])
def test_a_row_that_cannot_be_measured_is_kept_with_the_reason(border, tmp_path, column, value):
    frame = places(5).astype(str)
    frame.loc[2, column] = value
    write(frame, tmp_path / "in.csv")
    summary = measure_file(tmp_path / "in.csv", tmp_path / "out.csv", border)
    found = read(tmp_path / "out.csv")
    assert (summary.rows, summary.errors.total(), len(found)) == (5, 1, 5)
    assert found[ERROR_COLUMN].ne("").tolist() == [False, False, True, False, False]
    assert found["border_distance_m"].isna().tolist() == [False, False, True, False, False]


def test_an_empty_uncertainty_is_no_error_and_gives_no_probability(border, tmp_path):
    frame = places(5).astype(str)
    frame.loc[2, "coordinate_uncertainty_m"] = ""
    write(frame, tmp_path / "in.csv")
    assert not measure_file(tmp_path / "in.csv", tmp_path / "out.csv", border).errors
    found = read(tmp_path / "out.csv")
    assert found["p_pak"].isna().tolist() == [False, False, True, False, False]
    assert found["border_distance_m"].notna().all()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.floats(), st.floats(), st.floats()), min_size=1, max_size=40))
@example([(61.6, 28.9, 5e-324)])
def test_whatever_stands_in_the_columns_as_many_rows_come_out(border, tmp_path, rows):
    frame = pd.DataFrame(rows, columns=["lon", "lat", "uncertainty_m"])
    write(frame, tmp_path / "in.parquet")
    summary = measure_file(tmp_path / "in.parquet", tmp_path / "out.parquet", border, batch_rows=7)
    found = read(tmp_path / "out.parquet")
    assert len(found) == summary.rows == len(frame)
    assert found[ERROR_COLUMN].notna().sum() == summary.errors.total()
    good = found[ERROR_COLUMN].isna()
    again = measure(border, frame.loc[good, "lon"], frame.loc[good, "lat"])
    assert np.allclose(found.loc[good, "border_distance_m"], again["border_distance_m"], atol=1e-3)


def test_a_column_of_the_file_is_never_overwritten(border, tmp_path):
    write(places(5).assign(country="as said"), tmp_path / "in.csv")
    summary = measure_file(tmp_path / "in.csv", tmp_path / "out.csv", border)
    found = read(tmp_path / "out.csv")
    assert summary.renamed == {"country": "border_country"}
    assert set(found["country"]) == {"as said"}
    assert set(found["border_country"]) <= {"PAK", "IRN", "AFG", ""}


def test_swapped_columns_are_pointed_out_and_not_exchanged(border, tmp_path):
    frame = places(10).rename(columns={"lon": "lat", "lat": "lon"})
    write(frame, tmp_path / "in.csv")
    summary = measure_file(tmp_path / "in.csv", tmp_path / "out.csv", border)
    assert summary.looks_swapped
    assert read(tmp_path / "out.csv")["lon"].astype(float).tolist() == frame["lon"].tolist()


def test_columns_can_be_named(border, tmp_path):
    frame = places(5).rename(columns={"lon": "a", "lat": "b", "coordinate_uncertainty_m": "c"})
    write(frame, tmp_path / "in.csv")
    with pytest.raises(BulkError, match=r"no column for lon; its columns are id, a, b, c, note"):
        measure_file(tmp_path / "in.csv", tmp_path / "out.csv", border)
    names = {"lon": "a", "lat": "b", "uncertainty": "c"}
    measure_file(tmp_path / "in.csv", tmp_path / "out.csv", border, **names)
    assert read(tmp_path / "out.csv")["p_pak"].notna().all()
    with pytest.raises(BulkError, match=r"no column 'z'"):
        measure_file(tmp_path / "in.csv", tmp_path / "out.csv", border, lon="z", lat="b")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("in.csv", b"", "in.csv"),
        ("in.csv", b"lon,lat\n61,29\n61\n", "cannot be read.*Expected 2 columns"),
        ("in.csv", b"lon,lat,n\n61,29,\xff\xfe\n", "UTF-8|cannot be read"),
        ("in.parquet", b"PAR1 no", "cannot be read"),
        ("in.gpkg", b"SQLite format 3\0 no", "cannot be read"),
        ("in.geojson", b"{", "cannot be read"),
        ("in.xyz", b"lon,lat", "cannot read '.xyz'"),
        ("in.geojson", b"<?xml version='1.0'?><kml/>", "is no GeoJSON inside"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_the_output_as_it_was(
    border, tmp_path, name, content, message
):
    (tmp_path / name).write_bytes(content)
    out = tmp_path / "out.csv"
    out.write_text("as it was")
    with pytest.raises(BulkError, match=message):
        measure_file(tmp_path / name, out, border)
    assert out.read_text() == "as it was"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted({name, "out.csv"})


def test_the_input_is_never_the_output(border, tmp_path):
    source = write(places(5), tmp_path / "in.csv")
    with pytest.raises(BulkError, match="the input itself"):
        measure_file(source, tmp_path / "." / "in.csv", border)
    with pytest.raises(BulkError, match="is no folder"):
        measure_file(source, tmp_path / "nowhere" / "out.csv", border)
    with pytest.raises(BulkError, match="no file that can be read"):
        measure_file(tmp_path, tmp_path / "out.csv", border)


def test_a_parquet_file_says_which_border_it_was_measured_against(border, tmp_path):
    measure_file(write(places(5), tmp_path / "in.parquet"), tmp_path / "out.parquet", border)
    metadata = pq.read_schema(tmp_path / "out.parquet").metadata
    assert metadata[b"sarhad_border_sha256"].decode() == border.sha256
    assert "OpenStreetMap" in metadata[b"sarhad_attribution"].decode()


def test_progress_counts_every_row_once(border, tmp_path):
    told = []
    source = write(places(50), tmp_path / "in.parquet")
    measure_file(
        source, tmp_path / "out.csv", border, batch_rows=20,
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told == [(20, 50), (40, 50), (50, 50)]


@pytest.mark.timeout(300)  # processes are started, killed and started again
@pytest.mark.filterwarnings("ignore")  # the lost worker's own warnings
def test_on_dask_a_killed_worker_loses_nothing(border, tmp_path):
    from distributed import Client, LocalCluster  # noqa: PLC0415 - slow to import

    (tmp_path / "out").mkdir()
    pairs = []
    for k in range(12):
        source = write(places(300, seed=k), tmp_path / f"events-{k:02d}.parquet")
        pairs.append((source, tmp_path / "out" / source.name))
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        victim = next(iter(client.run(os.getpid).values()))
        killed = []

        def kill(done, _total):
            if not killed and done < len(pairs):
                os.kill(victim, signal.SIGKILL)
                killed.append(time.monotonic())

        summaries = measure_on_dask(pairs, border, cluster.scheduler_address, progress=kill)
    assert killed
    assert [s.rows for s in summaries.values()] == [300] * 12
    for source, target in pairs:
        alone = tmp_path / "alone.parquet"
        measure_file(source, alone, border)
        assert pq.read_table(alone).equals(pq.read_table(target))


def test_an_unreachable_scheduler_is_said(border, tmp_path):
    pairs = [(write(places(5), tmp_path / "in.csv"), tmp_path / "out.csv")]
    with pytest.raises(BulkError, match="check the address"):
        measure_on_dask(pairs, border, "not-an-address")


def test_batches_of_a_long_file_are_not_held_together(border, tmp_path):
    schema = pa.schema([("lon", pa.float64()), ("lat", pa.float64())])
    with pq.ParquetWriter(tmp_path / "in.parquet", schema) as writer:
        for seed in range(20):
            part = pa.Table.from_pandas(places(5_000, seed)[["lon", "lat"]], schema)
            writer.write_table(part)
    before = pa.total_allocated_bytes()
    most = []
    measure_file(
        tmp_path / "in.parquet", tmp_path / "out.parquet", border, batch_rows=5_000,
        progress=lambda *_: most.append(pa.total_allocated_bytes() - before),
    )  # fmt: skip
    assert len(most) == 20
    assert max(most[10:]) < 2 * max(most[:10]) + 1_000_000
