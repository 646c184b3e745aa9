"""Rows of the store's tables, in and out: what additions, redactions and reading share."""

from __future__ import annotations

import getpass
import json
from bisect import bisect_left
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from incidents.columns import RECORD_SCHEMA, as_array, claims_json
from incidents.record import CLAIM_COLUMNS, INCIDENT_COLUMNS, Claim
from incidents.schema import BATCHES, CLAIMS, COUNTER, HEADS, MEASURED, META, REDACTIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from incidents.filters import IncidentFilter

CHUNK = 20_000
"""Rows that are held as objects at a time."""

NAMES = [c.name for c in INCIDENT_COLUMNS]
CLAIM_NAMES = [c.name for c in CLAIM_COLUMNS]
_LOOKED_AT = 20_000
"""So many texts of a column tell whether they repeat themselves."""
_FRAME = [*NAMES, "version", "claim_count", "claims_conflict"]
_MARKED_AS_CONFLICTING = '"stance":"conflicts"'  # as `claims_json` writes it; no text can hold it


def in_parts(values: list[Any], size: int = 5_000) -> Iterator[list[Any]]:
    """Parts small enough for the parameters of one query."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def last_root(connection: sa.Connection) -> str:
    """The root of the newest batch; "" where there is none."""
    newest = sa.select(BATCHES.c.root_sha256).order_by(BATCHES.c.batch_id.desc()).limit(1)
    return str(connection.scalar(newest) or "")


def measured_by(connection: sa.Connection) -> tuple[str, int]:
    """The border that all versions up to a number were measured against; ("", 0): not known."""
    value = connection.scalar(sa.select(META.c.value).where(META.c.name == MEASURED)) or ""
    border, _, fid = str(value).partition(" ")
    return (border, int(fid)) if fid.isdigit() else ("", 0)


def touch(connection: sa.Connection, now: str, bounds: LayerBounds) -> None:
    """Raise the change counter and widen the layer's extent."""
    counter = sa.cast(sa.cast(META.c.value, sa.Integer) + 1, sa.Text)
    connection.execute(META.update().where(META.c.name == COUNTER).values(value=counter))
    if connection.dialect.name != "sqlite":
        return
    west, south, east, north = bounds.box
    connection.execute(
        sa.text(
            "UPDATE gpkg_contents SET last_change = :now,"
            " min_x = min(coalesce(min_x, :west), coalesce(:west, min_x)),"
            " min_y = min(coalesce(min_y, :south), coalesce(:south, min_y)),"
            " max_x = max(coalesce(max_x, :east), coalesce(:east, max_x)),"
            " max_y = max(coalesce(max_y, :north), coalesce(:north, max_y))"
        ),
        {"now": now, "west": west, "south": south, "east": east, "north": north},
    )


def now() -> str:
    """The moment in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def author() -> str:
    """The name of the user whose process this is."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def for_insert(row: Sequence[Any]) -> tuple[Any, ...]:
    """A row as `schema.insert_rows` takes it."""
    return tuple(v.isoformat() if isinstance(v, date) else v for v in row)


class LayerBounds:
    """The extent of all shapes that were added."""

    def __init__(self) -> None:
        self.west = self.south = float("inf")
        self.east = self.north = float("-inf")

    def add(self, boxes: NDArray[np.float64]) -> None:
        """Widen by the bounds of some shapes, a row each; NaN is no shape."""
        known = boxes[np.isfinite(boxes[:, 0])]
        if len(known):
            west, south = known[:, :2].min(axis=0)
            east, north = known[:, 2:].max(axis=0)
            self.west, self.south = min(self.west, west), min(self.south, south)
            self.east, self.north = max(self.east, east), max(self.north, north)

    @property
    def box(self) -> tuple[float | None, ...]:
        """West, south, east, north; None where nothing was added."""
        known = (self.west, self.south, self.east, self.north)
        return tuple(float(v) for v in known) if np.isfinite(self.west) else (None,) * 4


def redactions(connection: sa.Connection, where: Any) -> dict[int, Any]:  # noqa: ANN401 - SQL
    """The latest redaction of each version that has one."""
    query = sa.select(REDACTIONS).where(where).order_by(REDACTIONS.c.redaction_id)
    if not sa.inspect(connection).has_table(REDACTIONS.name):  # a store of an earlier release
        return {}
    return {row["fid"]: row for row in connection.execute(query).mappings()}


def claims_by_fid(connection: sa.Connection, where: Any) -> dict[int, tuple[Claim, ...]]:  # noqa: ANN401
    """Claims in their order, by the version they belong to."""
    query = sa.select(CLAIMS).where(where).order_by(CLAIMS.c.fid, CLAIMS.c.position)
    claims: dict[int, tuple[Claim, ...]] = {}
    for row in connection.execute(query).mappings():
        claims[row["fid"]] = (*claims.get(row["fid"], ()), Claim.from_row(dict(row)))
    return claims


def latest_claims(
    connection: sa.Connection, incident_ids: Sequence[str] | None = None
) -> dict[int, list[dict[str, Any]]]:
    """Claims of the versions that are shown, of all or of some incidents, as values by fid."""
    query = (
        sa.select(CLAIMS.c.fid, *(CLAIMS.c[n] for n in CLAIM_NAMES))
        .join(HEADS, HEADS.c.fid == CLAIMS.c.fid)
        .order_by(CLAIMS.c.fid, CLAIMS.c.position)
    )
    if incident_ids is not None:
        query = query.where(HEADS.c.incident_id.in_(incident_ids))
    found: dict[int, list[dict[str, Any]]] = {}
    for fid, *values in connection.execute(query):
        found.setdefault(fid, []).append(dict(zip(CLAIM_NAMES, values, strict=True)))
    return found


def tables_of(
    connection: sa.Connection, query: sa.Select[Any], claims: Mapping[int, list[dict[str, Any]]]
) -> Iterator[pa.Table]:
    """The rows of a query as tables, some thousand at a time."""
    for rows in connection.execute(query).partitions(CHUNK):
        yield as_table(rows, claims)


def as_table(rows: Sequence[Any], claims: Mapping[int, list[dict[str, Any]]]) -> pa.Table:
    """Rows of the columns `NAMES`, geom, version and fid as one table of records."""
    columns = list(zip(*rows, strict=True)) if rows else [() for _ in range(len(NAMES) + 3)]
    fids = columns[-1]
    arrays = [
        pa.array(column, field.type)
        for field, column in zip(RECORD_SCHEMA, columns[: len(NAMES)], strict=False)
    ]
    arrays.append(pa.array([claims_json(claims.get(fid, [])) for fid in fids], pa.string()))
    arrays.append(pa.array([g and bytes(g[40:]) for g in columns[-3]], pa.binary()))
    arrays.append(pa.array(columns[-2], pa.int64()))
    arrays.append(pa.array([len(claims.get(fid, ())) for fid in fids], pa.int64()))
    return pa.table(arrays, names=[*RECORD_SCHEMA.names, "version", "claim_count"])


def series(kind: str, column: pa.Array) -> pd.Series:
    """A column as the frame has it: NaN for unknown numbers, None for unknown texts.

    A column in which nothing is known takes no memory, and a text that repeats itself is one
    object.
    """
    if kind == "date":
        days = column.to_numpy(zero_copy_only=False).astype("datetime64[s]")
        return pd.Series(days, copy=False)
    is_number = kind in ("number", "integer")
    if column.null_count == len(column):
        nothing = np.array([np.nan if is_number else None], None if is_number else object)
        return pd.Series(np.broadcast_to(nothing, len(column)), copy=False)
    if is_number:
        return pd.Series(column.cast(pa.float64()).to_numpy(zero_copy_only=False), copy=False)
    if not pa.types.is_dictionary(column.type):
        repeats = len(column[:_LOOKED_AT].dictionary_encode().dictionary) <= _LOOKED_AT / 2
        if len(column) > _LOOKED_AT and not repeats:
            texts = column.to_numpy(zero_copy_only=False)
            return pd.Series(texts, dtype=object, copy=False)
        column = column.dictionary_encode()
    values = np.array([*column.dictionary.to_pylist(), None], dtype=object)
    codes = pc.fill_null(column.indices, len(values) - 1).to_numpy(zero_copy_only=False)
    return pd.Series(values[codes], dtype=object, copy=False)


def frame_of(table: pa.Table) -> pd.DataFrame:
    """A table of records as a frame for filtering and drawing; see `Store.frame`.

    A table that does not come from a store has no `version` and counts its claims.
    """
    if "version" not in table.column_names:
        counts = [len(json.loads(t)) if t else 0 for t in table.column("claims").to_pylist()]
        table = table.append_column("version", pa.array([0] * table.num_rows, pa.int64()))
        table = table.append_column("claim_count", pa.array(counts, pa.int64()))
    if "claims_conflict" not in table.column_names:
        marked = pc.match_substring(table.column("claims"), _MARKED_AS_CONFLICTING)
        table = table.append_column("claims_conflict", pc.fill_null(marked, False))  # noqa: FBT003
    return frame_of_columns((name, as_array(table.column(name))) for name in _FRAME)


def with_changed(frame: pd.DataFrame, ids: Collection[str], now: pd.DataFrame) -> pd.DataFrame:
    """A frame with some of its incidents as they are now, in their order; the frame stays.

    Parameters
    ----------
    frame
        As `frame_of` makes it, ordered by date and id.
    ids
        The incidents that changed, came, or went.
    now
        Those of them that are there now, as a frame of the same columns.
    """
    stay = ~frame["incident_id"].isin(ids).to_numpy()
    days, names = (frame[name].to_numpy()[stay] for name in ("date_start", "incident_id"))
    places = []
    for day, name in zip(now["date_start"].to_numpy(), now["incident_id"], strict=True):
        first, last = (int(np.searchsorted(days, day, side)) for side in ("left", "right"))
        places.append(first + bisect_left(names[first:last], name))

    def changed(name: str) -> pd.Series:
        old, new = frame[name].to_numpy(), now[name].to_numpy()
        if old.strides == (0,) and bool(pd.isna(new).all()):  # nothing is known of either
            return pd.Series(np.broadcast_to(old[:1], len(names) + len(new)), copy=False)
        return pd.Series(np.insert(old[stay], places, new), dtype=old.dtype, copy=False)

    return pd.DataFrame({name: changed(name) for name in frame.columns}, copy=False)


def picked(table: pa.Table, chosen: IncidentFilter) -> pa.Table:
    """The records of a table that a filter lets through."""
    if table.num_rows == 0:
        return table
    return table.filter(pa.array(chosen.mask(frame_of(table))))


def frame_of_columns(columns: Iterable[tuple[str, pa.Array]]) -> pd.DataFrame:
    """The frame of columns that come one by one, so that one at a time is held twice."""
    kinds: dict[str, str] = {c.name: c.kind for c in INCIDENT_COLUMNS}
    found = {
        name: series(kinds[name], column)
        if name in kinds
        else pd.Series(column.to_numpy(zero_copy_only=False), copy=False)
        for name, column in columns
    }
    return pd.DataFrame(found, copy=False)
