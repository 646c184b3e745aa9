"""Additions: a batch of versions on its way into the store, hashed and chained."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
import sqlalchemy as sa

from incidents import chain
from incidents.columns import as_array, claim_columns, claims_json
from incidents.record import COMPUTED_COLUMNS
from incidents.redaction import masked
from incidents.rows import (
    CHUNK,
    NAMES,
    LayerBounds,
    author,
    claims_by_fid,
    in_parts,
    last_root,
    measured_by,
    now,
    touch,
)
from incidents.schema import (
    BATCHES,
    CLAIMS,
    HEADS,
    MEASURED,
    META,
    REDACTIONS,
    VERSIONS,
    insert_rows,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Tables = Iterable[tuple[pa.Table, pa.Array]]

_ENVELOPE = 0b0000_0011  # little endian, with an envelope of two dimensions
_LITTLE_ENDIAN = 1
_POLYGON = 3
_RING = struct.Struct("<BIII")
"""How the well-known binary of a polygon begins: byte order, type, number of rings, of points."""
_HEADER = np.dtype(
    [("start", "S2"), ("version", "u1"), ("flags", "u1"), ("srs_id", "<i4"),
     ("envelope", "<f8", 4)]
)  # fmt: skip
_SAID = [n for n in (*NAMES, "claims") if n not in COMPUTED_COLUMNS]


@dataclass(frozen=True)
class Batch:
    """Where a set of versions came from, and what was done (`what`; None for an import).

    With `names_records` its dataset is the one of all new records that name none.
    """

    dataset: str
    file_name: str
    file_sha256: str
    what: str | None = None
    by: str | None = None
    names_records: bool = False


@dataclass(frozen=True)
class AddReport:
    """What an addition did or would do, as numbers of incidents; `batch_id` is None where none."""

    new: int
    changed: int
    same: int
    batch_id: int | None = None


class Addition:
    """One batch on its way into the store, within one transaction."""

    def __init__(self, connection: sa.Connection, batch: Batch) -> None:
        self._connection = connection
        self._batch = batch
        self._now = now()
        self._author = batch.by or author()
        self._new = self._changed = self._same = 0
        self._batch_id = self._next_fid = 0
        self._borders: set[str | None] = set()
        self._bounds = LayerBounds()
        newest = connection.scalar(sa.select(HEADS.c.fid).limit(1))
        self._was_empty = newest is None

    def count(self, tables: Tables, tell: Callable[[int], None]) -> AddReport:
        """Count what would be new, changed and the same."""
        done = 0
        for chunk, _ in _in_chunks(tables):
            self._sort_out(chunk)
            done += chunk.num_rows
            tell(done)
        return AddReport(new=self._new, changed=self._changed, same=self._same)

    def add(self, tables: Tables, tell: Callable[[int], None]) -> AddReport:
        """Store what is new or changed."""
        connection = self._connection
        self._batch_id = (connection.scalar(sa.select(sa.func.max(BATCHES.c.batch_id))) or 0) + 1
        self._next_fid = (connection.scalar(sa.select(sa.func.max(VERSIONS.c.fid))) or 0) + 1
        first_fid, before = self._next_fid, last_root(connection)
        this_batch = BATCHES.c.batch_id == self._batch_id
        self._write_batch()
        chains: list[str] = []
        done = 0
        for chunk, rows in _in_chunks(tables):
            new, places, heads, contents = self._sort_out(chunk)
            if places:
                taken = rows.take(pa.array(places, pa.int64()))
                chains += self._store(new, heads, contents, taken)
            done += chunk.num_rows
            tell(done)
        if not chains:
            connection.execute(BATCHES.delete().where(this_batch))
            return AddReport(new=0, changed=0, same=self._same)
        root = chain.root(before, chains, self._batch.what, ())
        connection.execute(BATCHES.update().where(this_batch).values(root_sha256=root))
        self._note_border(first_fid)
        touch(connection, self._now, self._bounds)
        return AddReport(self._new, self._changed, self._same, self._batch_id)

    def _note_border(self, first_fid: int) -> None:
        """Say that one border measured all versions, where this batch follows on such ones."""
        if len(self._borders) != 1 or None in self._borders:
            return
        (border,) = self._borders
        known = measured_by(self._connection)
        if first_fid > 1 and known != (border, first_fid - 1):
            return
        self._connection.execute(META.delete().where(META.c.name == MEASURED))
        value = f"{border} {self._next_fid - 1}"
        self._connection.execute(META.insert().values(name=MEASURED, value=value))

    def _write_batch(self) -> None:
        """Enter the batch; its root is known once all chains are."""
        self._connection.execute(
            BATCHES.insert().values(
                batch_id=self._batch_id,
                dataset=self._batch.dataset,
                file_name=self._batch.file_name,
                file_sha256=self._batch.file_sha256,
                created_at=self._now,
                created_by=self._author,
                root_sha256="",
                what=self._batch.what,
            )
        )

    def _sort_out(self, chunk: pa.Table) -> tuple[pa.Table, list[int], list[Any], list[str]]:
        """Rows of a chunk that have to be stored, with their heads and their contents' texts."""
        ids = chunk.column("incident_id").to_pylist()
        heads = {} if self._was_empty else heads_of(self._connection, ids)
        chunk = self._with_datasets(chunk, ids, heads)
        if self._batch.what is None and any(head.fields for head in heads.values()):
            chunk = _without_redacted(chunk, heads)
        contents = chain.content_texts(chunk)
        differ = [
            k
            for k, (name, content) in enumerate(zip(ids, contents, strict=True))
            if (head := heads.get(name)) is None or not _has_content(head, content)
        ]
        if heads and differ:
            differ = self._really_changed(chunk, differ, heads)
        new = sum(ids[k] not in heads for k in differ)
        self._new += new
        self._changed += len(differ) - new
        self._same += len(ids) - len(differ)
        places = pa.array(differ, pa.int64())
        found = [heads.get(ids[k]) for k in differ], [contents[k] for k in differ]
        return chunk.take(places), differ, *found

    def _with_datasets(self, chunk: pa.Table, ids: list[str], heads: Mapping[str, Any]) -> pa.Table:
        """Records without a dataset stay in the one they are stored in, or join the batch's."""
        column = chunk.column("dataset")
        if column.null_count == 0 or not self._batch.names_records:
            return chunk
        if heads:
            stored = [heads[n].dataset if n in heads else None for n in ids]
            column = pc.coalesce(column, pa.chunked_array([pa.array(stored, pa.string())]))
        column = pc.fill_null(column, self._batch.dataset)
        return chunk.set_column(chunk.schema.get_field_index("dataset"), "dataset", column)

    def _really_changed(
        self, chunk: pa.Table, differ: list[int], heads: Mapping[str, Any]
    ) -> list[int]:
        """Leave out rows that differ only by what was computed anew by the same border."""
        ids = chunk.column("incident_id").to_pylist()
        changed = [ids[k] for k in differ if ids[k] in heads]
        stored: dict[str, dict[str, Any]] = {}
        for some in in_parts(changed):
            query = sa.select(*(VERSIONS.c[n] for n in NAMES), VERSIONS.c.fid).join(
                HEADS, HEADS.c.fid == VERSIONS.c.fid
            )
            rows = list(self._connection.execute(query.where(HEADS.c.incident_id.in_(some))))
            fids = [row.fid for row in rows]
            claims = claims_by_fid(self._connection, CLAIMS.c.fid.in_(fids))
            for row in rows:
                values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public way
                stored[row.incident_id] = {**values, "claims": claims_json(claims.get(row.fid, ()))}
        kept = []
        for k in differ:
            known = stored.get(ids[k])
            if known is not None:
                row = chunk.slice(k, 1).to_pylist()[0]
                if all(row[n] == known[n] for n in _SAID) and all(
                    (row[n] is None) == (known[n] is None) for n in COMPUTED_COLUMNS
                ):
                    continue
            kept.append(k)
        return kept

    def _store(
        self,
        chunk: pa.Table,
        heads: list[Any],
        contents: list[str],
        source_rows: pa.Array,
    ) -> list[str]:
        """Insert versions, claims and heads; return the chain hashes."""
        count = chunk.num_rows
        geoms = _geopackage_geometries(chunk.column("geometry"), self._bounds)
        numbers = source_rows.to_pylist()
        salts = chain.new_salts(count)
        stamp = chain.Stamp(self._batch_id, self._now, self._author)
        versions = [head.version + 1 if head else 1 for head in heads]
        hashes = [chain.content_hash(*pair) for pair in zip(salts, contents, strict=True)]
        chains = [
            stamp.chain(
                head.chain_sha256 if head else "",
                digest,
                hashlib.sha256(geom or b"").hexdigest(),
                version=version,
                source_row=row,
            )
            for head, digest, geom, version, row in zip(
                heads, hashes, geoms, versions, numbers, strict=True
            )
        ]
        fids = range(self._next_fid, self._next_fid + count)
        self._next_fid += count
        same, columns = _for_database(chunk)
        same |= {
            "batch_id": self._batch_id,
            "created_at": self._now,
            "created_by": self._author,
        }
        columns |= {
            "geom": geoms,
            "version": versions,
            "source_row": numbers,
            "fid": list(fids),
            "salt": salts,
            "content_sha256": hashes,
            "chain_sha256": chains,
        }
        rows = list(zip(*columns.values(), strict=True))
        insert_rows(self._connection, VERSIONS, list(columns), rows, same)
        self._borders |= _borders_of(chunk)
        self._store_claims(chunk.column("claims"), fids)
        ids = chunk.column("incident_id").to_pylist()
        moved = [name for name, head in zip(ids, heads, strict=True) if head is not None]
        for some in in_parts(moved):
            self._connection.execute(HEADS.delete().where(HEADS.c.incident_id.in_(some)))
        insert_rows(
            self._connection, HEADS, ["incident_id", "fid"], list(zip(ids, fids, strict=True))
        )
        return chains

    def _store_claims(self, claims: pa.ChunkedArray, fids: Sequence[int]) -> None:
        if claims.null_count == len(claims):
            return
        parents, positions, said = claim_columns(claims)
        taken = [fids[parent] for parent in parents]
        rows = list(zip(taken, positions, *said.values(), strict=True))
        insert_rows(self._connection, CLAIMS, ["fid", "position", *said], rows)


def _without_redacted(chunk: pa.Table, heads: Mapping[str, Any]) -> pa.Table:
    """A file's records without the texts that were redacted: reading again brings none back."""
    rows = [
        masked(row, heads[row["incident_id"]].fields)
        if row["incident_id"] in heads and heads[row["incident_id"]].fields
        else row
        for row in chunk.to_pylist()
    ]
    return pa.Table.from_pylist(rows, schema=chunk.schema)


def _in_chunks(tables: Tables) -> Iterator[tuple[pa.Table, pa.Array]]:
    for table, rows in tables:
        for start in range(0, table.num_rows, CHUNK):
            yield table.slice(start, CHUNK), rows.slice(start, CHUNK)


def heads_of(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Any]:
    """Of those that are stored, the latest version's hashes."""
    names = ("incident_id", "version", "salt", "content_sha256", "chain_sha256")
    query = sa.select(*(VERSIONS.c[name] for name in names), REDACTIONS.c.salt.label("left_salt"))
    query = query.add_columns(REDACTIONS.c.left_sha256, REDACTIONS.c.fields, VERSIONS.c.dataset)
    latest = (
        sa.select(REDACTIONS.c.fid, sa.func.max(REDACTIONS.c.redaction_id).label("redaction_id"))
        .group_by(REDACTIONS.c.fid)
        .subquery()
    )
    query = (
        query.join(HEADS, HEADS.c.fid == VERSIONS.c.fid)
        .outerjoin(latest, latest.c.fid == VERSIONS.c.fid)
        .outerjoin(REDACTIONS, REDACTIONS.c.redaction_id == latest.c.redaction_id)
    )
    found = {}
    for some in in_parts(list(ids)):
        for row in connection.execute(query.where(HEADS.c.incident_id.in_(some))):
            found[row.incident_id] = row
    return found


def _has_content(head: Any, content: str) -> bool:  # noqa: ANN401 - a row
    if head.left_sha256 is not None:
        return bool(chain.content_hash(head.left_salt, content) == head.left_sha256)
    return bool(chain.content_hash(head.salt, content) == head.content_sha256)


def _borders_of(chunk: pa.Table) -> set[str | None]:
    """The borders that records were measured against; None among them where one was not."""
    placed, sided = (pc.is_valid(chunk.column(name)) for name in ("footprint", "p_pak"))
    whole = pc.all(pc.equal(placed, sided)).as_py()
    return set(pc.unique(chunk.column("border_sha256")).to_pylist()) if whole else {None}


def _geopackage_geometries(wkb: pa.ChunkedArray, bounds: LayerBounds) -> list[bytes | None]:
    """Encode shapes as GeoPackage geometries with their envelopes.

    References
    ----------
    OGC 12-128r18, GeoPackage Encoding Standard 1.4, clause 2.1.3.
    """
    if wkb.null_count == len(wkb):
        return [None] * len(wkb)
    bodies = wkb.to_pylist()
    boxes = _boxes(as_array(wkb))
    bounds.add(boxes)
    west, south, east, north = boxes.T
    headers = np.empty(len(bodies), _HEADER)
    headers["start"] = b"GP"
    headers["version"], headers["flags"], headers["srs_id"] = 0, _ENVELOPE, 4326
    headers["envelope"] = np.column_stack([west, east, south, north])
    whole, size = headers.tobytes(), _HEADER.itemsize
    return [
        None
        if body is None
        else whole[k * size : (k + 1) * size]
        + (body if body[0] == _LITTLE_ENDIAN else _little_endian(body))
        for k, body in enumerate(bodies)
    ]


def _little_endian(wkb: bytes) -> bytes:
    return bytes(shapely.to_wkb(shapely.from_wkb(wkb), byte_order=1))


def _boxes(wkb: pa.Array) -> NDArray[np.float64]:
    """Bounds of shapes, a row each: west, south, east, north; NaN where there is none.

    Those of most imports are discs, all drawn with as many points: their coordinates are read as
    one array, which takes a tenth of the time of making shapes of them.
    """
    boxes = np.full((len(wkb), 4), np.nan)
    sizes = np.asarray(pc.fill_null(pc.binary_length(wkb), 0))
    rest = sizes > 0
    discs = np.flatnonzero(sizes == np.bincount(sizes[rest]).argmax())
    letters = np.frombuffer(b"".join(wkb.take(pa.array(discs)).to_pylist()), np.uint8)
    letters = letters.reshape(len(discs), -1)
    points = (letters.shape[1] - _RING.size) // 16
    if points > 0 and letters.shape[1] == _RING.size + 16 * points:
        start = np.frombuffer(_RING.pack(_LITTLE_ENDIAN, _POLYGON, 1, points), np.uint8)
        alike = (letters[:, : _RING.size] == start).all(axis=1)
        numbers = letters[alike, _RING.size :].view("<f8").reshape(-1, points, 2)
        lon, lat = numbers[:, :, 0], numbers[:, :, 1]
        boxes[discs[alike]] = np.column_stack(
            [lon.min(axis=1), lat.min(axis=1), lon.max(axis=1), lat.max(axis=1)]
        )
        rest[discs[alike]] = False
    others = np.flatnonzero(rest)
    boxes[others] = shapely.bounds(shapely.from_wkb(wkb.take(pa.array(others)).to_pylist()))
    return boxes


def _for_database(chunk: pa.Table) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """What stands in every row of a chunk alike, and the other columns' values, by name.

    What is left out of an insertion is NULL, and costs nothing: to bind a hundred of them to each
    row takes six times as long as all the rest.
    """
    same: dict[str, Any] = {}
    columns: dict[str, list[Any]] = {}
    for name in NAMES:
        column = chunk.column(name)
        if column.null_count == len(column):
            continue
        if pa.types.is_date(column.type):
            column = pc.strftime(column, format="%Y-%m-%d")
        if column.null_count == 0 and pc.all(pc.equal(column, column[0])).as_py():
            same[name] = column[0].as_py()
        else:
            columns[name] = column.to_pylist()
    return same, columns
