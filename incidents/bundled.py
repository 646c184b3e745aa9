"""The incidents that ship with Sarhad, placed and measured already.

Placing and measuring them takes a new store over a second, and gives the same each time. So what
it gave is shipped beside the tables, and taken where it was made of these very tables with this
very border and gazetteer; else all is done anew. `python -m incidents.bundled` makes it again.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import ipc

from incidents.pipeline import PLACEMENT_COLUMNS, ImportReport, import_file
from incidents.store import Store

if TYPE_CHECKING:
    from geodata.geocoder import Geocoder

BUNDLED_DATASET = "Iran-Pakistan border 2007-2025"
"""Name of the data set that ships with Sarhad."""

_TABLES = ("incidents.csv", "claims.csv")
_PLACEMENTS = "placements.arrow"
_MADE_OF = "placements.json"


def add_bundled(store: Store, *, geocoder: Geocoder, as_shipped: bool = True) -> ImportReport:
    """Fill a store with the bundled incidents; a second time changes nothing.

    Parameters
    ----------
    store
        What is filled.
    geocoder
        Places and measures them.
    as_shipped
        Take the placements that are shipped, where they were made with this border and gazetteer.
    """
    folder = files("incidents") / "data"
    with as_file(folder / "incidents.csv") as path, as_file(folder / "claims.csv") as claims_path:
        return import_file(
            path,
            store,
            geocoder=geocoder,
            dataset=BUNDLED_DATASET,
            claims_path=claims_path,
            trusted=True,
            placements=shipped_placements(geocoder) if as_shipped else None,
        )


@lru_cache(maxsize=1)
def words_by_hand() -> frozenset[str]:
    """What people wrote into the bundled incidents and that recurs or explains, in English.

    Remarks on places, who acted, and times of day that are no figures.
    """
    content = (files("incidents") / "data" / "incidents.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(content.splitlines(keepends=True)))
    found = {row[name] for row in rows for name in ("georeference_remarks", "actor")}
    found |= {row["time_local"] for row in rows if not re.search(r"\d", row["time_local"])}
    return frozenset(found - {""})


def shipped_placements(geocoder: Geocoder) -> pa.Table | None:
    """What placing and measuring the bundled incidents gives: `incident_id`, `PLACEMENT_COLUMNS`.

    None where the shipped tables, the border or the gazetteer are not those that it was made of,
    or where the file is damaged.
    """
    folder = files("incidents") / "data"
    try:
        content = (folder / _PLACEMENTS).read_bytes()
        made_of = json.loads((folder / _MADE_OF).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if made_of != _made_of(geocoder, content):
        return None
    return ipc.open_file(pa.BufferReader(content)).read_all()


def _made_of(geocoder: Geocoder, content: bytes) -> dict[str, str]:
    folder = files("incidents") / "data"
    hashes = {name: _sha256((folder / name).read_bytes()) for name in _TABLES}
    return {
        **hashes,
        "border": geocoder.border.sha256,
        "gazetteer": geocoder.gazetteer.sha256,
        _PLACEMENTS: _sha256(content),
    }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main() -> None:
    """Place and measure the bundled incidents, and write what that gave."""
    from geodata.borders import load_border  # noqa: PLC0415 - a script's
    from geodata.gazetteer import load_gazetteer  # noqa: PLC0415
    from geodata.geocoder import Geocoder  # noqa: PLC0415

    geocoder = Geocoder(load_border(), load_gazetteer())
    with TemporaryDirectory() as scratch:
        store = Store.open(Path(scratch) / "store.gpkg")
        add_bundled(store, geocoder=geocoder, as_shipped=False)
        placed = store.table(merged=True).select(["incident_id", *PLACEMENT_COLUMNS])
    sink = pa.BufferOutputStream()
    options = ipc.IpcWriteOptions(compression="zstd")
    with ipc.new_file(sink, placed.schema, options=options) as writer:
        writer.write_table(placed.combine_chunks())
    content = sink.getvalue().to_pybytes()
    folder = Path(__file__).parent / "data"
    (folder / _PLACEMENTS).write_bytes(content)
    made_of = json.dumps(_made_of(geocoder, content), indent=2) + "\n"
    (folder / _MADE_OF).write_text(made_of, "utf-8")


if __name__ == "__main__":
    main()
