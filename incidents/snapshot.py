"""All incidents of a store's file at once, for a frame of a million.

Row by row, Python takes minutes and four gigabytes for it. GDAL reads the store's own layer as
columns, in a process of its own: two SQLite libraries in one process would lose each other's locks.
"""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from incidents.ahead import Ahead
from incidents.columns import RECORD_SCHEMA, as_array
from incidents.record import INCIDENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

_BATCH = 65_536
_READ_AT_ONCE = 8 * 1024 * 1024
_REPEATED = 0.5
"""Where more of a part's texts than this share differ, they are not looked for again."""
_NAMES = [c.name for c in INCIDENT_COLUMNS]
_CLAIMS = (
    "SELECT h.fid, count(*), max(coalesce(c.stance = 'conflicts', 0)) FROM claim c"
    " JOIN incident_head h ON h.fid = c.fid GROUP BY h.fid ORDER BY h.fid"
)
_FIDS = "SELECT min(fid), max(fid) FROM incident_head"


def snapshot(path: Path) -> Iterator[tuple[str, pa.Array]]:
    """Read every incident in its latest version, but for the merged ones, column by column.

    Parameters
    ----------
    path
        A store's file that this release can read.

    Yields
    ------
    tuple
        A column's name and its values, ordered by date and id: the columns of `INCIDENT_COLUMNS`,
        `version`, `claim_count` and `claims_conflict`. Texts come as dictionaries; a column in
        which nothing is known has no type.

    Raises
    ------
    ReadError
        If the reading process ends before it is done.
    """
    with Ahead(partial(import_module, "pyogrio")) as ahead:
        yield from ahead.parts(partial(_read, str(path)))


def _claims_of(claims: list[np.ndarray], fids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many claims each version has, and whether one of them is marked as conflicting."""
    known, numbers, conflicts = claims
    at = np.searchsorted(known, fids)
    found = np.zeros(len(fids), dtype=bool)
    within = at < len(known)
    found[within] = known[at[within]] == fids[within]
    count = np.zeros(len(fids), dtype=np.int64)
    conflict = np.zeros(len(fids), dtype=bool)
    count[found], conflict[found] = numbers[at[found]], conflicts[at[found]] == 1
    return count, conflict


def _read(path: str, pyogrio: ModuleType) -> Iterator[tuple[str, pa.Array]]:
    """Read and order all columns; runs in the other process, which keeps what it costs."""
    threading.Thread(target=_read_through, args=(path,), daemon=True).start()
    claims = [column.to_numpy() for column in _answer(path, pyogrio, _CLAIMS).columns]
    first, last = (column[0].as_py() or 0 for column in _answer(path, pyogrio, _FIDS).columns)
    middle = (first + last) // 2
    with ThreadPoolExecutor(2) as pool:  # GDAL and Arrow hold no lock while they read
        read = partial(_read_where, path, pyogrio)
        halves = list(pool.map(read, (f"fid <= {middle}", f"fid > {middle}")))
    parts = {name: [part for half in halves for part in half.pop(name)] for name in [*halves[0]]}
    if not parts["fid"]:
        return
    count, conflict = _claims_of(claims, _in_one(parts.pop("fid")).to_numpy())
    days, ids = (_in_one(parts[name]) for name in ("date_start", "incident_id"))
    keys = pa.table({"day": days, "id": ids.cast(pa.string())})
    order = pc.sort_indices(keys, [(name, "ascending") for name in keys.column_names])
    for name in [*parts]:
        column = parts.pop(name)
        known = any(part.null_count < len(part) for part in column)
        yield name, _in_one(column).take(order) if known else pa.nulls(len(order))
    yield "claim_count", pa.array(count).take(order)
    yield "claims_conflict", pa.array(conflict).take(order)


def _answer(path: str, pyogrio: ModuleType, sql: str) -> pa.Table:
    with pyogrio.open_arrow(path, sql=sql, use_pyarrow=True) as (_, reader):
        return reader.read_all()


def _read_where(path: str, pyogrio: ModuleType, where: str) -> dict[str, list[pa.Array]]:
    """The columns of some of the incidents, in parts."""
    names = ["fid", *_NAMES, "version"]
    parts: dict[str, list[pa.Array]] = {name: [] for name in names}
    with pyogrio.open_arrow(
        path, layer="incidents", columns=names, read_geometry=False, batch_size=_BATCH,
        use_pyarrow=True, where=where,
    ) as (_, reader):  # fmt: skip
        for batch in reader:
            for name in names:
                before = parts[name][-1] if parts[name] else None
                parts[name].append(_compact(name, batch.column(name), before))
    return parts


def _read_through(path: str) -> None:
    """Read the file from its beginning to its end, so that it lies in the system's cache.

    GDAL asks for small pieces, here and there; read beside it, a million incidents that no cache
    held came in 7.9 s instead of 11.5 s.
    """
    with contextlib.suppress(OSError), Path(path).open("rb", buffering=0) as file:
        while file.read(_READ_AT_ONCE):
            pass


def _compact(name: str, column: pa.Array, before: pa.Array | None) -> pa.Array:
    """A part of a column as the record has its type, a text that repeats itself only once.

    Texts of which most are the only one of their kind are left as they are, as they were in the
    part `before`.
    """
    kind = RECORD_SCHEMA.field(name).type if name in _NAMES else pa.int64()
    column = column.cast(kind)
    if not pa.types.is_string(kind) or (before is not None and pa.types.is_string(before.type)):
        return column
    distinct = column.dictionary_encode()
    if before is None and len(distinct.dictionary) > _REPEATED * len(column) > 0:
        return column
    return distinct


def _in_one(parts: list[pa.Array]) -> pa.Array:
    """All parts as one array; as plain texts where one of them is that."""
    kinds = {part.type for part in parts}
    if len(kinds) > 1:
        parts = [part.cast(pa.string()) for part in parts]
    return as_array(pa.chunked_array(parts).unify_dictionaries())
