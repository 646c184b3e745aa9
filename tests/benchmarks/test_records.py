"""Importing and exporting in bulk. Run: `python -m pytest tests/benchmarks/test_records.py -s`.

A million rows of CSV with coordinates and a radius each are mapped, checked, placed, measured
(uncertainty included) and stored in a new SQLite store; a hundred thousand rows of GDELT likewise;
a filter's hundred thousand records are written as GeoPackage and GeoParquet. Each in a process of
its own, so that time and memory are its own: start and loading are not counted, reading is.
"""

import json
import subprocess
import sys
import textwrap

import numpy as np
import pytest
from conftest import NOTES

from incidents.layouts import _GDELT_FIELDS

pytestmark = pytest.mark.timeout(900)
MILLION = 1_000_000
TENTH = 100_000

IMPORT = """
    import json, resource, sys, time
    from pathlib import Path
    from dashboard.loading import load_geocoder
    from incidents.integrity import verify
    from incidents.pipeline import import_file
    from incidents.store import Store
    geocoder, store = load_geocoder(), Store.open(Path(sys.argv[2]))
    started = time.perf_counter()
    report = import_file(Path(sys.argv[1]), store, geocoder=geocoder)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    started = time.perf_counter()
    again = None
    if len(sys.argv) > 3:
        again = import_file(Path(sys.argv[1]), store, geocoder=geocoder).added
    print(json.dumps({
        "seconds": seconds, "peak_mib": peak, "child_mib": child, "new": report.added.new,
        "rejected": len(report.reading.rejected_rows), "placed": dict(report.placed),
        "again_s": time.perf_counter() - started, "same": again and again.same,
    }))
"""
EXPORT = """
    import json, sys, time
    from datetime import date
    from pathlib import Path
    from dashboard.loading import load_border
    from incidents.export import export
    from incidents.filters import IncidentFilter
    from incidents.rows import frame_of
    from incidents.store import Store
    store, border = Store.open(Path(sys.argv[1])), load_border()
    table = store.table()
    picked = table.filter(IncidentFilter(date_from=date(2000, 1, 1)).mask(frame_of(table)))
    found = {"rows": picked.num_rows}
    for suffix in (".gpkg", ".parquet"):
        target = Path(sys.argv[1]).with_name("out" + suffix)
        started = time.perf_counter()
        export(picked, target, border)
        found[suffix] = time.perf_counter() - started
    print(json.dumps(found))
"""


def run(script, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def write_csv(path, count):
    random = np.random.default_rng(1)
    lon, lat = random.uniform(60, 64, count), random.uniform(25.3, 29.8, count)
    radius_m = random.integers(300, 8000, count)
    days = np.datetime64("2007-01-01") + random.integers(0, 6500, count)
    types = random.choice(["incursion", "armed_clash", "cross_border_fire", "abduction"], count)
    killed = random.integers(0, 9, count)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            "incident_id,date,type,latitude,longitude,coordinate_uncertainty_m,killed,place,"
            "summary,source,reference\n"
        )
        for k in range(count):
            file.write(
                f"ev-{k:07d},{days[k]},{types[k]},{lat[k]:.5f},{lon[k]:.5f},{radius_m[k]},"
                f"{killed[k]},Place {k % 5000},Something happened near place {k % 5000},"
                f"Paper {k % 40},R{k}\n"
            )
    return path


def write_gdelt(path, count):
    random = np.random.default_rng(2)
    lon, lat = random.uniform(60, 64, count), random.uniform(25.3, 29.8, count)
    kinds = random.choice(["1", "4", "4", "4", "5"], count)
    with path.open("w", encoding="utf-8") as file:
        for k in range(count):
            row = dict.fromkeys(_GDELT_FIELDS, "") | {
                "GLOBALEVENTID": str(10**9 + k), "Day": f"2014{k % 12 + 1:02d}{k % 28 + 1:02d}",
                "MonthYear": "201410", "Year": "2014", "FractionDate": "2014.8",
                "Actor1Name": "IRAN", "Actor2Name": "PAKISTAN", "EventCode": "190",
                "EventBaseCode": "190", "EventRootCode": "19", "QuadClass": "4",
                "GoldsteinScale": "-10.0", "NumMentions": "4", "AvgTone": "-5.5",
                "ActionGeo_Type": kinds[k], "ActionGeo_FullName": f"Place {k % 900}, Pakistan",
                "ActionGeo_CountryCode": "PK", "ActionGeo_ADM1Code": "PK02",
                "ActionGeo_Lat": f"{lat[k]:.4f}", "ActionGeo_Long": f"{lon[k]:.4f}",
                "DATEADDED": "20141018", "SOURCEURL": f"https://example.org/{k}",
            }  # fmt: skip
            file.write("\t".join(row.values()) + "\n")
    return path


def test_a_million_rows_of_csv(tmp_path):
    found = run(IMPORT, write_csv(tmp_path / "million.csv", MILLION), tmp_path / "store.gpkg")
    assert (found["new"], found["rejected"]) == (MILLION, 0)
    NOTES.append(
        f"Import of a CSV of {MILLION:,} rows, uncertainty included: {found['seconds']:.1f} s, "
        f"peak {found['peak_mib']:,.0f} MiB, and {found['child_mib']:,.0f} MiB in the process that "
        "reads the file"
    )


def test_a_hundred_thousand_rows_of_gdelt(tmp_path):
    source = write_gdelt(tmp_path / "20141018.export.CSV", TENTH)
    found = run(IMPORT, source, tmp_path / "store.gpkg", "again")
    assert (found["new"], found["same"]) == (TENTH, TENTH)
    NOTES.append(
        f"Import of GDELT, {TENTH:,} rows: {found['seconds']:.1f} s; the same file again, "
        f"changing nothing: {found['again_s']:.1f} s"
    )


def test_a_hundred_thousand_records_out(tmp_path):
    run(IMPORT, write_csv(tmp_path / "tenth.csv", TENTH), tmp_path / "store.gpkg")
    found = run(EXPORT, tmp_path / "store.gpkg")
    assert found["rows"] == TENTH
    NOTES.append(
        f"Export of {TENTH:,} filtered records: GeoPackage {found['.gpkg']:.1f} s, GeoParquet "
        f"{found['.parquet']:.1f} s"
    )
