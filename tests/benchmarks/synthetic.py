"""A store of made-up incidents of any number, to see how the dashboard bears it.

Run: `python tests/benchmarks/synthetic.py STORE.gpkg [COUNT]` (1,000,000 where not said), then
`sarhad --store STORE.gpkg`. The same count gives the same incidents. They cluster along the border
as real ones do: a third within 5 km of it, the rest thinning out, some known to a wide area only.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

from dashboard.loading import load_border, load_geocoder
from geodata.borders import WGS84
from incidents.pipeline import import_file
from incidents.record import EventType
from incidents.store import Store

MILLION = 1_000_000
_ACTORS = ("Frontier Corps", "IRGC ground forces", "Border guards", "Jaish al-Adl", "BLA", "Levies",
           "Unknown gunmen", "Smugglers")  # fmt: skip
_WIDE = 0.02


def write_csv(path: Path, count: int) -> None:
    """Write as many incidents as a CSV file in our own column names."""
    random = np.random.default_rng(2014)
    line = load_border().line
    foot = line[random.integers(0, len(line), count)]
    away_m = np.where(
        random.random(count) < 1 / 3,
        random.exponential(2_000, count),
        random.exponential(35_000, count),
    )
    lon, lat, _ = WGS84.fwd(foot[:, 0], foot[:, 1], random.uniform(0, 360, count), away_m)
    radius_m = random.choice([200, 500, 1_000, 3_000, 7_000], count)
    radius_m = np.where(random.random(count) < _WIDE, 25_000, radius_m)
    days = np.datetime64("2007-01-01") + random.integers(0, 6_900, count)
    columns = {
        "incident_id": np.char.add("made-", np.arange(count).astype("U7")),
        "date_start": days.astype("U10"),
        "date_end": days.astype("U10"),
        "event_type": random.choice([str(t) for t in EventType], count),
        "status": random.choice(["unconfirmed", "corroborated", "disputed", "draft"], count),
        "acting_side": random.choice(["IRN", "PAK", "non-state", "unknown"], count),
        "country_reported": random.choice(["IRN", "PAK"], count),
        "actor": random.choice(_ACTORS, count),
        "lon": np.round(lon, 5).astype("U9"),
        "lat": np.round(lat, 5).astype("U9"),
        "coordinate_uncertainty_m": radius_m.astype("U6"),
        "killed_total_best": random.integers(0, 9, count).astype("U1"),
        "verbatim_locality": np.char.add("Place ", (np.arange(count) % 5_000).astype("U4")),
        "adm2": np.char.add("District ", random.integers(1, 30, count).astype("U2")),
        "summary": np.char.add(
            "Made-up incident near place ", (np.arange(count) % 5_000).astype("U4")
        ),
    }
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(columns) + "\n")
        file.writelines(",".join(row) + "\n" for row in zip(*columns.values(), strict=True))


def make(store_path: Path, count: int = MILLION) -> None:
    """Fill a new store, by the way that every file takes."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"made-up-{count}.csv"
        write_csv(source, count)
        store = Store.open(store_path)
        report = import_file(source, store, geocoder=load_geocoder())
        store.close()
    if report.added.new != count:
        msg = f"{report.added.new:,} of {count:,} incidents were stored; see the rejects"
        raise RuntimeError(msg)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else MILLION)
