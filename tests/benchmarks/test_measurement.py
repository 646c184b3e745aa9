"""Speed and error of distance to the border, beside what users would pick instead.

Run: `python -m pytest tests/benchmarks`. One core, but for the discs, which take two. Slow peers
get fewer places. Errors are against Karney's geodesics to every segment that may hold the foot.
A peer that is not installed is left out with a message.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from conftest import NOTES, ROWS
from geographiclib.geodesic import Geodesic
from pyproj import Transformer

from geodata.borders import WGS84, load_border
from geodata.measurement import measure

pytestmark = pytest.mark.timeout(500)
MILLION = 1_000_000
CHECKED = 150
BORDER = load_border()
UTM = Transformer.from_crs(4326, 32641, always_xy=True)


def _places():
    random = np.random.default_rng(0)
    box = random.uniform(57, 70, MILLION), random.uniform(24, 33, MILLION)
    lon, lat = random.uniform(60.2, 64.2, 4 * MILLION), random.uniform(24.7, 30.4, 4 * MILLION)
    near = measure(BORDER, lon, lat)["border_distance_m"].to_numpy() <= 50_000
    assert near.sum() >= MILLION
    return {"within 50 km": (lon[near][:MILLION], lat[near][:MILLION]), "box": box}


@pytest.fixture(scope="module")
def places():
    started = time.perf_counter()
    measure(BORDER, *BORDER.line[:5_000].T)
    NOTES.append(f"Sarhad's first bulk call in a process: {time.perf_counter() - started:.1f} s")
    return _places()


@pytest.fixture(scope="module")
def truth(places):
    return {
        name: np.array([_true_distance(*p) for p in zip(lon[:CHECKED], lat[:CHECKED], strict=True)])
        for name, (lon, lat) in places.items()
    }


def _true_distance(lon, lat):
    ends = np.asarray(WGS84.inv(*np.broadcast_arrays(lon, lat, *BORDER.line.T))[2])
    steps = np.diff(BORDER.chainage_m)
    best = ends.min()
    for k in np.flatnonzero(np.minimum(ends[:-1], ends[1:]) - steps / 2 <= best):
        (ax, ay), (bx, by) = BORDER.line[k : k + 2]
        path = Geodesic.WGS84.InverseLine(ay, ax, by, bx)
        low, high = 0.0, path.s13
        while high - low > 0.01:
            a, b = low + (high - low) * 0.382, low + (high - low) * 0.618
            reach = [
                Geodesic.WGS84.Inverse(lat, lon, at["lat2"], at["lon2"])["s12"]
                for at in (path.Position(a), path.Position(b))
            ]
            low, high = (low, b) if reach[0] < reach[1] else (a, high)
            best = min(best, *reach)
    return best


def _segments():
    return shapely.linestrings(np.stack([BORDER.line[:-1], BORDER.line[1:]], axis=1))


def sarhad(lon, lat):
    return measure(BORDER, lon, lat)["border_distance_m"].to_numpy()


def geopandas_distance(lon, lat):
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs=4326).to_crs(32641)
    line = gpd.GeoSeries([shapely.LineString(BORDER.line)], crs=4326).to_crs(32641)
    return points.distance(line.iloc[0]).to_numpy()


def geopandas_nearest(lon, lat):
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326).to_crs(32641)
    lines = gpd.GeoDataFrame(geometry=_segments(), crs=4326).to_crs(32641)
    joined = points.sjoin_nearest(lines, distance_col="d")
    return joined[~joined.index.duplicated()]["d"].to_numpy()


def strtree(lon, lat):
    lines = shapely.transform(_segments(), UTM.transform, interleaved=False)
    points = shapely.points(*UTM.transform(lon, lat))
    tree = shapely.STRtree(lines)
    return shapely.distance(points, lines[tree.nearest(points)])


def spherely(lon, lat):
    import spherely as s2  # noqa: PLC0415 - a peer that may be missing

    line = s2.create_linestring([tuple(p) for p in BORDER.line.tolist()])
    return s2.distance(s2.points(lon, lat), line)


def inverse(lon, lat):
    foot = np.broadcast_to(BORDER.line[8_000], (len(lon), 2))
    return np.asarray(WGS84.inv(lon, lat, foot[:, 0], foot[:, 1])[2])


METHODS = [
    ("Sarhad measure", sarhad, MILLION, True),
    ("GeoPandas to_crs(32641).distance", geopandas_distance, 5_000, True),
    ("GeoPandas sjoin_nearest", geopandas_nearest, 100_000, True),
    ("shapely STRtree.nearest, UTM", strtree, 200_000, True),
    ("spherely (S2)", spherely, 20_000, True),
    ("one pyproj inverse a place (no search)", inverse, MILLION, False),
]


@pytest.mark.parametrize("name", ["within 50 km", "box"])
@pytest.mark.parametrize(("method", "work", "number", "compares"), METHODS)
def test_distance(benchmark, places, truth, name, method, work, number, compares):
    if work is spherely and importlib.util.find_spec("spherely") is None:
        NOTES.append("spherely is not installed and left out")
        return
    lon, lat = (values[:number] for values in places[name])
    found = benchmark.pedantic(work, (lon, lat), rounds=3, iterations=1, warmup_rounds=0)
    error = np.abs(found[:CHECKED] - truth[name]).max() if compares else float("nan")
    ROWS.append(
        {
            "points": name, "method": method, "number": number, "error_m": error,
            "per_second": number / benchmark.stats.stats.min,
        }
    )  # fmt: skip
    if work is sarhad:
        assert error <= 0.001


@pytest.mark.parametrize("name", ["within 50 km", "box"])
def test_postgis(places, truth, name):
    binaries = Path("/usr/lib/postgresql/15/bin")
    if not binaries.is_dir() or importlib.util.find_spec("psycopg") is None:
        NOTES.append("PostGIS or psycopg is not installed and left out")
        return
    import psycopg  # noqa: PLC0415 - a peer that may be missing

    number = 20_000
    folder = Path(tempfile.mkdtemp(prefix="postgis", dir="/tmp"))
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    subprocess.run(
        [*as_user, str(binaries / "initdb"), "-D", data, "-A", "trust", "-U", "postgres"],
        check=True, capture_output=True,
    )  # fmt: skip
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c jit=off"
    options += " -c max_parallel_workers_per_gather=0"
    control = [*as_user, str(binaries / "pg_ctl"), "-D", data, "-w"]
    log = str(folder / "log")
    subprocess.run(
        [*control, "-l", log, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL
    )
    try:
        with psycopg.connect(host=str(folder), user="postgres", autocommit=True) as database:
            database.execute("CREATE EXTENSION postgis")
            database.execute("CREATE TABLE line AS SELECT %s::geography AS g",
                             (shapely.LineString(BORDER.line).wkt,))  # fmt: skip
            database.execute("CREATE TABLE place (k int, g geography)")
            lon, lat = (values[:number].tolist() for values in places[name])
            with database.cursor().copy("COPY place FROM STDIN") as copy:
                for k, (x, y) in enumerate(zip(lon, lat, strict=True)):
                    copy.write_row((k, f"POINT({x!r} {y!r})"))
            query = "SELECT ST_Distance(place.g, line.g) FROM place, line ORDER BY k"
            timed = "SELECT sum(ST_Distance(place.g, line.g)) FROM place, line"
            seconds = []
            for _ in range(3):
                started = time.perf_counter()
                database.execute(timed).fetchone()
                seconds.append(time.perf_counter() - started)
            found = np.array([row[0] for row in database.execute(query + f" LIMIT {CHECKED}")])
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)
    ROWS.append(
        {
            "points": name, "method": "PostGIS geography ST_Distance", "number": number,
            "error_m": np.abs(found - truth[name]).max(), "per_second": number / min(seconds),
        }
    )  # fmt: skip


def test_a_million_discs_on_two_cores(places):
    lon, lat = places["within 50 km"]
    radius = np.exp(np.random.default_rng(1).uniform(np.log(300), np.log(30_000), MILLION))
    measure(BORDER, lon[:5_000], lat[:5_000], radius[:5_000])

    def part(first):
        chosen = slice(first, first + 50_000)
        return measure(BORDER, lon[chosen], lat[chosen], radius[chosen])

    started = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(part, range(0, MILLION, 50_000)))
    NOTES.append(f"1 M discs of 0.3-30 km, 2 threads: {time.perf_counter() - started:.1f} s")


def test_memory_for_a_million_places():
    code = (
        "import numpy as np\n"
        "from geodata import load_border, measure\n"
        "r = np.random.default_rng(0)\n"
        "measure(load_border(), r.uniform(60.5, 63.5, 10**6), r.uniform(25, 30, 10**6))\n"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    NOTES.append(f"Peak of a process that measures 1 M places: {int(done.stdout) / 1024:.0f} MiB")
