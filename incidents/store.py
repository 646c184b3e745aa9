"""The store: one file that keeps every version of every incident, and opens in QGIS.

The file is a SQLite database that is a valid GeoPackage. Versions are only ever added; the view
`incidents` shows the latest of each and is the GeoPackage layer, whose geometry is the footprint
(where the event may have been), never a bare point for a vague place. Each version carries a
salted sha256 of its content chained to the version before, and each batch a root over the chain.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import secrets
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DatabaseError, OperationalError

from incidents.errors import IncidentsError, StoreError
from incidents.filters import search_keys
from incidents.record import CLAIM_COLUMNS, INCIDENT_COLUMNS, Claim, Incident, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

BUSY_TIMEOUT_MS = 15_000
_APPLICATION_ID = 0x47504B47  # "GPKG"
_GEOPACKAGE_VERSION = 10400
_TYPES = {
    "text": sa.Text,
    "choice": sa.Text,
    "date": sa.Date,
    "integer": sa.Integer,
    "number": sa.Double,
    "flag": sa.Boolean,
}

_ADDED_BY_0002 = """
    p_pak p_irn signed_p05_m signed_p50_m signed_p95_m side incursion_depth_p05_m
    incursion_depth_p50_m incursion_depth_p95_m depth_check depth_check_remarks depth_footprint
    depth_conflict
"""
_COLUMNS_SINCE_0002 = frozenset(_ADDED_BY_0002.split())

metadata = sa.MetaData()
_meta = sa.Table(
    "store_meta",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
_batches = sa.Table(
    "import_batch",
    metadata,
    sa.Column("batch_id", sa.Integer, primary_key=True),
    sa.Column("dataset", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("file_sha256", sa.Text, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("root_sha256", sa.Text, nullable=False),
)
_versions = sa.Table(
    "incident_version",
    metadata,
    sa.Column("fid", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    *(
        sa.Column(
            c.name,
            _TYPES[c.kind],
            nullable=c.kind != "date" and c.name != "incident_id",
        )
        for c in INCIDENT_COLUMNS
    ),
    sa.Column("geom", sa.LargeBinary),
    sa.Column("batch_id", sa.ForeignKey("import_batch.batch_id"), nullable=False),
    sa.Column("source_row", sa.Integer),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("salt", sa.Text, nullable=False),
    sa.Column("content_sha256", sa.Text, nullable=False),
    sa.Column("chain_sha256", sa.Text, nullable=False),
    sa.UniqueConstraint("incident_id", "version"),
)
_heads = sa.Table(
    "incident_head",
    metadata,
    sa.Column("incident_id", sa.Text, primary_key=True),
    sa.Column("fid", sa.ForeignKey("incident_version.fid"), nullable=False, unique=True),
)
_claims = sa.Table(
    "claim",
    metadata,
    sa.Column("claim_fid", sa.Integer, primary_key=True),
    sa.Column("fid", sa.ForeignKey("incident_version.fid"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    *(sa.Column(c.name, sa.Text) for c in CLAIM_COLUMNS),
)


@dataclass(frozen=True)
class Batch:
    """Where a set of incidents came from."""

    dataset: str
    file_name: str
    file_sha256: str


@dataclass(frozen=True)
class AddReport:
    """What an addition did, as numbers of incidents."""

    new: int
    changed: int
    same: int


@dataclass(frozen=True)
class Version:
    """One stored version of an incident: who added it, when (UTC), from which file and row."""

    incident: Incident
    version: int
    created_at: str
    created_by: str
    file_name: str
    source_row: int | None
    content_sha256: str


@dataclass(frozen=True)
class CheckedVersion:
    """A stored version beside what its hashes say."""

    incident_id: str
    version: int
    content_fits: bool
    chain_sha256: str
    _chains: tuple[Callable[[str], str], ...]

    def fault(self, version_before: int, chain_before: str) -> str:
        """What is wrong with it, given the version before; "" where nothing is."""
        if not self.content_fits:
            return "its content is not what was written"
        if self.version != version_before + 1:
            return f"version {version_before + 1} is missing before it"
        if self.chain_sha256 not in {chain(chain_before) for chain in self._chains}:
            return "it was stamped otherwise (who, when, where from, shape), or the one before was"
        return ""


class Store:
    """Incidents in one SQLite GeoPackage file.

    Attributes
    ----------
    location
        The file.
    read_only
        Why nothing is written to it; empty where it can be written.
    """

    def __init__(self, engine: sa.Engine, location: str) -> None:
        self._engine = engine
        self.location = location
        self.read_only = ""

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Store:
        """Open a store, making the file and bringing its schema up to date where needed.

        Parameters
        ----------
        path
            The store's file; its folder is made where it does not exist.
        read_only
            Open a file that is there and change nothing about it, not even its schema.

        Raises
        ------
        StoreError
            If the file is no store, is damaged, was written by a newer release, or its folder
            cannot be written.
        """
        if read_only:
            engine = sa.create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
            sa.event.listen(engine, "connect", _prepare_reading)
            store = cls(engine, str(path))
            store.read_only = "it was opened for reading only"
            return store
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            msg = (
                f"{path.parent}: cannot make the folder ({error.strerror}); choose another --store"
            )
            raise StoreError(msg) from error
        engine = sa.create_engine(f"sqlite:///{path}")
        sa.event.listen(engine, "connect", _prepare_connection)
        sa.event.listen(engine, "begin", _begin)
        store = cls(engine, str(path))
        try:
            store._migrate(path)
        except DatabaseError as error:
            engine.dispose()
            msg = (
                f"{path}: cannot be opened as a store ({error.orig}); check that it is a Sarhad "
                "file and that its folder can be written, or name another with --store"
            )
            raise StoreError(msg) from error
        return store

    def close(self) -> None:
        """Close every connection to the file."""
        self._engine.dispose()

    def _migrate(self, path: Path) -> None:
        config = Config()
        config.set_main_option("script_location", str(files("incidents") / "migrations"))
        newest = ScriptDirectory.from_config(config).get_current_head()
        with self._engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
            tables = sa.inspect(connection).get_table_names()
        if present == newest:
            return
        if present is None and tables:
            msg = f"{path}: a database of another program; name another file with --store"
            raise StoreError(msg)
        if present is not None and present not in _known_revisions(config):
            msg = f"{path}: written by a newer release (schema {present}); update Sarhad to open it"
            raise StoreError(msg)
        with self._writing() as connection:
            # Alembic would make this column a VARCHAR, which GeoPackage does not know.
            connection.exec_driver_sql(
                "CREATE TABLE IF NOT EXISTS alembic_version (version_num TEXT NOT NULL PRIMARY KEY)"
            )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def _writing(self) -> Any:  # noqa: ANN401 - SQLAlchemy's own context manager
        return self._engine.execution_options(writes=True).begin()

    def add(
        self,
        incidents: Sequence[Incident],
        *,
        geometries: Sequence[BaseGeometry | None],
        batch: Batch,
        source_rows: Mapping[str, int] | None = None,
    ) -> AddReport:
        """Add incidents in one transaction: all or none.

        An incident that is stored already with the same content changes nothing; one with other
        content becomes its next version.

        Parameters
        ----------
        incidents
            Placed and measured records, each `incident_id` once.
        geometries
            For each incident the shape of where it may have been (lon, lat), or None.
        batch
            Where they came from.
        source_rows
            Row number in the file by `incident_id`.

        Raises
        ------
        StoreError
            If the file cannot be written; nothing of the batch is kept then.
        """
        if self.read_only:
            msg = f"{self.location}: nothing was stored, because {self.read_only}"
            raise StoreError(msg)
        try:
            with self._writing() as connection:
                return _add(connection, incidents, geometries, batch, source_rows or {})
        except OperationalError as error:
            msg = (
                f"{self.location}: nothing was stored ({error.orig}); check free space and that "
                "the folder can be written, then try again"
            )
            raise StoreError(msg) from error

    def change_counter(self) -> int:
        """A number that grows with every addition; equal numbers mean equal content."""
        with self._engine.connect() as connection:
            value = connection.scalar(sa.select(_meta.c.value).where(_meta.c.name == _COUNTER))
        return int(value or 0)

    def frame(self) -> pd.DataFrame:
        """All incidents in their latest version as a frame for filtering and drawing.

        Returns
        -------
        pandas.DataFrame
            The columns of `INCIDENT_COLUMNS` ordered by date: dates as datetime64[s], numbers as
            float64 with NaN for not known, texts as objects with None; further `version`,
            `claim_count`, `search_key`.
        """
        columns = [_versions.c[c.name] for c in INCIDENT_COLUMNS]
        claim_count = (
            sa.select(sa.func.count())
            .where(_claims.c.fid == _versions.c.fid)
            .scalar_subquery()
            .label("claim_count")
        )
        query = (
            sa.select(*columns, _versions.c.version, claim_count)
            .join(_heads, _heads.c.fid == _versions.c.fid)
            .order_by(_versions.c.date_start, _versions.c.incident_id)
        )
        with self._engine.connect() as connection:
            result = connection.execute(query)
            names = list(result.keys())
            rows = result.all()
        values = list(zip(*rows, strict=True)) if rows else [() for _ in names]
        frame = pd.DataFrame(
            {name: _series(name, column) for name, column in zip(names, values, strict=True)}
        )
        frame["search_key"] = pd.Series(search_keys(frame) if len(frame) else [], dtype=object)
        return frame

    def get(self, incident_id: str) -> Version | None:
        """The latest version of one incident with its claims, or None where there is none."""
        versions = self._read(sa.select(_heads.c.fid).where(_heads.c.incident_id == incident_id))
        return versions[0] if versions else None

    def history(self, incident_id: str) -> tuple[Version, ...]:
        """Every version of one incident, oldest first."""
        return self._read(sa.select(_versions.c.fid).where(_versions.c.incident_id == incident_id))

    def incidents(self) -> tuple[Incident, ...]:
        """All incidents in their latest version with their claims, ordered by id."""
        return tuple(v.incident for v in self._read(sa.select(_heads.c.fid)))

    def _read(self, fids: sa.Select[Any]) -> tuple[Version, ...]:
        query = (
            sa.select(_versions, _batches.c.file_name)
            .join(_batches, _batches.c.batch_id == _versions.c.batch_id)
            .where(_versions.c.fid.in_(fids))
            .order_by(_versions.c.incident_id, _versions.c.version)
        )
        claims_query = (
            sa.select(_claims).where(_claims.c.fid.in_(fids)).order_by(_claims.c.position)
        )
        claims: dict[int, list[Claim]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(claims_query).mappings():
                claims.setdefault(row["fid"], []).append(Claim.from_row(dict(row)))
            return tuple(
                Version(
                    incident=Incident.from_row(dict(row), tuple(claims.get(row["fid"], ()))),
                    version=row["version"],
                    created_at=row["created_at"],
                    created_by=row["created_by"],
                    file_name=row["file_name"],
                    source_row=row["source_row"],
                    content_sha256=row["content_sha256"],
                )
                for row in connection.execute(query).mappings()
            )

    def file_problems(self) -> list[str]:
        """What the database itself finds wrong with its file."""
        with self._engine.connect() as connection:
            rows = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
        return [row for row in rows if row != "ok"]

    def check_versions(self) -> Iterator[CheckedVersion]:
        """Every version in the order of its incident, with what its hashes say of it."""
        query = sa.select(_versions).order_by(_versions.c.incident_id, _versions.c.version)
        claims_query = sa.select(_claims).order_by(_claims.c.fid, _claims.c.position)
        claims: dict[int, list[Claim]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(claims_query).mappings():
                claims.setdefault(row["fid"], []).append(Claim.from_row(dict(row)))
            for row in connection.execution_options(yield_per=1000).execute(query).mappings():
                listed = tuple(claims.get(row["fid"], ()))
                yield _checked(dict(row), listed)

    def check_batches(self) -> Iterator[tuple[int, bool]]:
        """Every batch, and whether its root fits its versions and the batch before."""
        chains: dict[int, list[str]] = {}
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(_versions.c.batch_id, _versions.c.chain_sha256).order_by(_versions.c.fid)
            )
            for batch_id, chain in rows:
                chains.setdefault(batch_id, []).append(chain)
            before = ""
            for row in connection.execute(
                sa.select(_batches.c.batch_id, _batches.c.root_sha256).order_by(_batches.c.batch_id)
            ):
                root = hashlib.sha256(before.encode())
                for chain in chains.pop(row.batch_id, []):
                    root.update(bytes.fromhex(chain))
                yield row.batch_id, root.hexdigest() == row.root_sha256
                before = row.root_sha256
            for batch_id in chains:
                yield batch_id, False

    def check_heads(self) -> list[str]:
        """Incidents whose latest version is not the one that is shown."""
        newest = (
            sa.select(_versions.c.incident_id, sa.func.max(_versions.c.version).label("version"))
            .group_by(_versions.c.incident_id)
            .subquery()
        )
        query = (
            sa.select(newest.c.incident_id)
            .outerjoin(_heads, _heads.c.incident_id == newest.c.incident_id)
            .outerjoin(_versions, _versions.c.fid == _heads.c.fid)
            .where(
                sa.or_(
                    _versions.c.version.is_(None),
                    _versions.c.version != newest.c.version,
                    _versions.c.incident_id != newest.c.incident_id,
                )
            )
        )
        with self._engine.connect() as connection:
            return [str(name) for name in connection.execute(query).scalars()]

    def version_count(self) -> int:
        """How many versions are stored."""
        with self._engine.connect() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(_versions)) or 0)

    def last_root(self) -> str:
        """The root of the last batch: it stands for all that was stored up to it."""
        with self._engine.connect() as connection:
            root = connection.scalar(
                sa.select(_batches.c.root_sha256).order_by(_batches.c.batch_id.desc()).limit(1)
            )
        return str(root or "")

    def datasets(self) -> dict[str, int]:
        """Number of incidents (latest versions) by dataset."""
        query = (
            sa.select(_versions.c.dataset, sa.func.count())
            .join(_heads, _heads.c.fid == _versions.c.fid)
            .group_by(_versions.c.dataset)
            .order_by(_versions.c.dataset)
        )
        with self._engine.connect() as connection:
            return {row[0] or "": row[1] for row in connection.execute(query)}


_COUNTER = "change_counter"


def _prepare_connection(connection: Any, _record: object) -> None:  # noqa: ANN401 - DBAPI
    connection.isolation_level = None  # transactions are begun by `_begin`, not by the driver
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    (tables,) = cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables == 0:
        cursor.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        cursor.execute(f"PRAGMA user_version = {_GEOPACKAGE_VERSION}")
    (application,) = cursor.execute("PRAGMA application_id").fetchone()
    if application == _APPLICATION_ID:  # another program's file is not touched
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _prepare_reading(connection: Any, _record: object) -> None:  # noqa: ANN401 - DBAPI
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    """Take the write lock at once where a transaction will write, so that it cannot fail later."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _known_revisions(config: Config) -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def _add(
    connection: sa.Connection,
    incidents: Sequence[Incident],
    geometries: Sequence[BaseGeometry | None],
    batch: Batch,
    source_rows: Mapping[str, int],
) -> AddReport:
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    author = _author()
    heads = _latest(connection)
    next_fid = (connection.scalar(sa.select(sa.func.max(_versions.c.fid))) or 0) + 1
    previous_root = connection.scalar(
        sa.select(_batches.c.root_sha256).order_by(_batches.c.batch_id.desc()).limit(1)
    )
    batch_id = (connection.scalar(sa.select(sa.func.max(_batches.c.batch_id))) or 0) + 1
    root = hashlib.sha256((previous_root or "").encode())
    version_rows: list[dict[str, Any]] = []
    claim_rows: list[dict[str, Any]] = []
    new = same = 0
    for incident, geometry in zip(incidents, geometries, strict=True):
        head = heads.get(incident.incident_id)
        content = _canonical(incident)
        if head is not None and _content_hash(head.salt, content) == head.content_sha256:
            same += 1
            continue
        new += head is None
        salt = secrets.token_hex(16)
        content_sha256 = _content_hash(salt, content)
        stamp = {
            "version": head.version + 1 if head else 1,
            "geom": None if geometry is None else geopackage_geometry(geometry),
            "batch_id": batch_id,
            "source_row": source_rows.get(incident.incident_id),
            "created_at": now,
            "created_by": author,
        }
        chain = _chain(head.chain_sha256 if head else "", content_sha256, stamp)
        root.update(bytes.fromhex(chain))
        version_rows.append(
            {
                **incident.to_row(),
                **stamp,
                "fid": next_fid,
                "salt": salt,
                "content_sha256": content_sha256,
                "chain_sha256": chain,
            }
        )
        claim_rows.extend(
            {**claim.to_row(), "fid": next_fid, "position": position}
            for position, claim in enumerate(incident.claims)
        )
        next_fid += 1
    if version_rows:
        batch_row = {
            "batch_id": batch_id,
            "dataset": batch.dataset,
            "file_name": batch.file_name,
            "file_sha256": batch.file_sha256,
            "created_at": now,
            "created_by": author,
            "root_sha256": root.hexdigest(),
        }
        connection.execute(_batches.insert(), [batch_row])
        connection.execute(_versions.insert(), version_rows)
        if claim_rows:
            connection.execute(_claims.insert(), claim_rows)
        _move_heads(connection, version_rows)
        _touch(connection, now, geometries)
    return AddReport(new=new, changed=len(version_rows) - new, same=same)


def _latest(connection: sa.Connection) -> dict[str, Any]:
    columns = ("incident_id", "version", "salt", "content_sha256", "chain_sha256")
    query = sa.select(*(_versions.c[name] for name in columns)).join(
        _heads, _heads.c.fid == _versions.c.fid
    )
    return {row.incident_id: row for row in connection.execute(query)}


def _move_heads(connection: sa.Connection, version_rows: Iterable[Mapping[str, Any]]) -> None:
    heads = [{"incident_id": r["incident_id"], "fid": r["fid"]} for r in version_rows]
    connection.execute(
        _heads.delete().where(_heads.c.incident_id == sa.bindparam("moved")),
        [{"moved": head["incident_id"]} for head in heads],
    )
    connection.execute(_heads.insert(), heads)


def _touch(connection: sa.Connection, now: str, geometries: Sequence[BaseGeometry | None]) -> None:
    """Raise the change counter and widen the layer's extent."""
    counter = sa.cast(sa.cast(_meta.c.value, sa.Integer) + 1, sa.Text)
    connection.execute(_meta.update().where(_meta.c.name == _COUNTER).values(value=counter))
    drawn = [g for g in geometries if g is not None]
    west, south, east, north = shapely.total_bounds(drawn) if drawn else [None] * 4
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


def _canonical(incident: Incident) -> str:
    """The content as one text that is the same wherever the content is the same."""
    content = {**incident.to_row(), "claims": [claim.to_row() for claim in incident.claims]}
    return _as_text(content)


def _checked(row: dict[str, Any], claims: tuple[Claim, ...]) -> CheckedVersion:
    """A version beside its hashes, by the columns of the release that wrote it."""
    try:
        contents = [_canonical(Incident.from_row(row, claims))]
        values = json.loads(contents[0])
    except (IncidentsError, ValueError, TypeError):  # what no record can hold was not written so
        contents, values = [], dict.fromkeys(_COLUMNS_SINCE_0002, 0)
    if all(values[name] is None for name in _COLUMNS_SINCE_0002):
        older = {k: v for k, v in values.items() if k not in _COLUMNS_SINCE_0002}
        contents.append(_as_text(older))
    content_sha256 = row["content_sha256"]
    return CheckedVersion(
        incident_id=row["incident_id"],
        version=row["version"],
        content_fits=content_sha256 in {_content_hash(row["salt"], text) for text in contents},
        chain_sha256=row["chain_sha256"],
        _chains=(
            lambda before: _chain(before, content_sha256, row),
            lambda before: _chain_without_stamp(before, content_sha256),
        ),
    )


def _chain(before: str, content_sha256: str, stamp: Mapping[str, Any]) -> str:
    """The hash that chains a version to the one before, with who, when, whence and its shape."""
    shape = hashlib.sha256(stamp["geom"] or b"").hexdigest()
    names = ("version", "batch_id", "source_row", "created_at", "created_by")
    written = _as_text({**{name: stamp[name] for name in names}, "geom": shape})
    return hashlib.sha256(f"{before}{content_sha256}{written}".encode()).hexdigest()


def _chain_without_stamp(before: str, content_sha256: str) -> str:
    """The chain as stores had it before the stamp was part of it."""
    return hashlib.sha256(f"{before}{content_sha256}".encode()).hexdigest()


def _as_text(values: Mapping[str, Any]) -> str:
    return json.dumps(
        values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
    )


def _content_hash(salt: str, content: str) -> str:
    return hashlib.sha256(f"{salt}{content}".encode()).hexdigest()


def _author() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def geopackage_geometry(geometry: BaseGeometry) -> bytes:
    """Encode a shape (lon, lat; WGS84) as a GeoPackage geometry with its envelope.

    References
    ----------
    OGC 12-128r18, GeoPackage Encoding Standard 1.4, clause 2.1.3.
    """
    west, south, east, north = geometry.bounds
    little_endian_with_envelope = 0b0000_0011
    header = struct.pack(
        "<2sBBi4d", b"GP", 0, little_endian_with_envelope, 4326, west, east, south, north
    )
    return header + bytes(shapely.to_wkb(geometry, byte_order=1))


def _series(name: str, values: Sequence[Value]) -> pd.Series:
    kind = next((c.kind for c in INCIDENT_COLUMNS if c.name == name), "integer")
    if kind == "date":
        return pd.Series(np.array(values, dtype="datetime64[s]"))
    if kind in ("number", "integer") and name not in ("version", "claim_count"):
        return pd.Series(np.array(values, dtype=np.float64))
    if kind == "integer":
        return pd.Series(np.array(values, dtype=np.int64))
    return pd.Series(list(values), dtype=object)
