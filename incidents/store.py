"""The store: every version of every incident, in one file that opens in QGIS or in PostgreSQL.

A file is a SQLite database that is a valid GeoPackage; a team shares a PostgreSQL database with
PostGIS. Both behave the same. Versions are only ever added; the view `incidents` shows the latest
of each and is the layer, whose geometry is the footprint (where the event may have been), never a
bare point for a vague place. `chain` says how versions and batches are hashed.
"""

from __future__ import annotations

import copy
import itertools
import weakref
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import shapely
import sqlalchemy as sa

from incidents import refusals, what_was_done
from incidents.addition import Addition, AddReport, Batch, heads_of
from incidents.columns import table_of
from incidents.engines import (
    copy_file,
    file_engine,
    reading_engine,
    server_engine,
    told,
    why_read_only,
)
from incidents.errors import AccessError, ConflictError, StoreError
from incidents.record import Incident
from incidents.redaction import Redaction, redactable
from incidents.rows import (
    CHUNK,
    NAMES,
    LayerBounds,
    as_table,
    claims_by_fid,
    for_insert,
    frame_of,
    frame_of_columns,
    in_parts,
    last_root,
    latest_claims,
    measured_by,
    now,
    redactions,
    tables_of,
    touch,
    with_changed,
)
from incidents.schema import (
    BATCHES,
    CLAIMS,
    COUNTER,
    HEADS,
    META,
    REDACTIONS,
    VERSIONS,
    insert_rows,
    is_outdated,
    migrate,
    number_on,
)
from incidents.snapshot import snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from incidents.access import Role, User

__all__ = ["AddReport", "Batch", "BatchInfo", "Store", "Version"]

_STORE = "store incidents"
_AT_ONCE_FROM = 20_000
_MOST_CHANGED = 2_000
"""So many incidents are read one by one; where more changed, all are read at once."""


@dataclass(frozen=True)
class BatchInfo:
    """One batch of the store: what was done, by whom, when (UTC), and to how many incidents."""

    batch_id: int
    dataset: str
    file_name: str
    what: str | None
    created_at: str
    created_by: str
    versions: int


@dataclass(frozen=True)
class Version:
    """One stored version of an incident: who added it, when (UTC), from which file and row.

    `what` says what was done where it was no import; `redacted` names fields whose text is gone.
    """

    incident: Incident
    version: int
    created_at: str
    created_by: str
    file_name: str
    source_row: int | None
    content_sha256: str
    batch_id: int = 0
    what: str | None = None
    redacted: tuple[str, ...] = ()


class Mark(NamedTuple):
    """How far a store had come: its newest version and batch, and that batch's root."""

    fid: int
    batch_id: int
    root_sha256: str


class Store:
    """Incidents in one SQLite GeoPackage file or one PostgreSQL database.

    Attributes
    ----------
    location
        The file, or the database's address without its password.
    read_only
        Why nothing is written to it; empty where it can be written.
    user
        In whose name it is used; None for the user of this computer, whom nothing bounds.
    """

    def __init__(self, engine: sa.Engine, location: str) -> None:
        self._engine = engine
        self._opened_as: Store | None = None
        self.user: User | None = None
        weakref.finalize(self, engine.dispose)  # one that nobody closed is closed with its last use
        self.location = location
        self.read_only = ""

    @classmethod
    def open(cls, where: Path | str, *, read_only: bool = False) -> Store:
        """Open a store, making it and bringing its schema up to date where needed.

        Parameters
        ----------
        where
            The store's file, whose folder is made where it does not exist; or the address of a
            PostgreSQL database (postgresql+psycopg://user@host/database) that has PostGIS.
        read_only
            Open what is there and change nothing about it, not even its schema.

        Returns
        -------
        Store
            A file that cannot be written where it is, or that lies on a shared file system, is
            opened for reading only, and `read_only` says why.

        Raises
        ------
        StoreError
            If it is no store, is damaged, was written by a newer release, or cannot be made.
        """
        if isinstance(where, str) and "://" in where:
            engine = server_engine(where)
            shown = engine.url.render_as_string(hide_password=True)
            return cls._opened(engine, shown, None, read_only=read_only)
        path = Path(where)
        if read_only:
            return cls._for_reading(path, refusals.ONLY_FOR_READING)
        why = why_read_only(path)
        if why:
            return cls._for_reading(path, why, check=True)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            msg = f"{path.parent}: {refusals.NO_FOLDER_MADE.format(error=error.strerror)}"
            raise StoreError(msg) from error
        return cls._opened(file_engine(path), str(path), path)

    @classmethod
    def _for_reading(cls, path: Path, why: str, *, check: bool = False) -> Store:
        store = cls(reading_engine(path), str(path))
        store.read_only = why
        if check and store.is_outdated():
            msg = f"{path}: {refusals.EARLIER_RELEASE.format(cause=why)}"
            raise StoreError(msg)
        return store

    def is_outdated(self) -> bool:
        """Whether an earlier release wrote it, so that it has to be opened for writing once.

        Raises
        ------
        StoreError
            If it is no store, or was written by a newer release.
        """
        with told(self.location, refusals.NOT_OPENED):
            return is_outdated(self._engine, self.location)

    @classmethod
    def _opened(
        cls, engine: sa.Engine, location: str, path: Path | None, *, read_only: bool = False
    ) -> Store:
        store = cls(engine, location)
        try:
            with told(location, refusals.NOT_OPENED):
                outdated = is_outdated(engine, location)
                if read_only:
                    store.read_only = refusals.ONLY_FOR_READING
                    return store
                if outdated and path is not None:
                    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
                    kept = path.with_name(f"{path.stem}.before-update-{stamp}{path.suffix}")
                    copy_file(path, kept)
                with store._writing("admin", "bring the store up to date") as connection:
                    migrate(connection)
        except StoreError:
            engine.dispose()
            raise
        return store

    @property
    def is_file(self) -> bool:
        """Whether it is a SQLite file; else it is a PostgreSQL database."""
        return self._engine.dialect.name == "sqlite"

    def as_user(self, user: User) -> Store:
        """The same store in the name of a person, who may do what their role allows.

        Parameters
        ----------
        user
            Their name stands in all that is stored through it, whoever a batch says it is by.

        Returns
        -------
        Store
            It shares the connections; closing it closes nothing. Every call that writes raises
            `AccessError` where the role does not allow it.

        Raises
        ------
        AccessError
            If it is used in a person's name already.
        """
        if self.user is not None:
            msg = f"The store is used as {self.user.name}; nobody takes another's name from there"
            raise AccessError(msg)
        seen = copy.copy(self)
        seen._opened_as = self  # noqa: SLF001 - the connections live as long as it does
        seen.user = user
        return seen

    def close(self) -> None:
        """Close every connection."""
        if self._opened_as is None:
            self._engine.dispose()

    def _writing(self, needed: Role, doing: str) -> Any:  # noqa: ANN401 - SQLAlchemy's own
        """A transaction that writes; refused where the user's role does not allow it."""
        if self.user is not None:
            self.user.require(needed, doing)
        if self.read_only:
            why = refusals.NOT_WRITTEN_BECAUSE.format(cause=self.read_only)
            msg = f"{self.location}: {why}"
            raise StoreError(msg)
        return self._engine.execution_options(writes=True).begin()

    # --- Adding --------------------------------------------------------------------------------

    def add(
        self,
        incidents: Sequence[Incident],
        *,
        geometries: Sequence[BaseGeometry | None],
        batch: Batch,
        source_rows: Mapping[str, int] | None = None,
        expected: Mapping[str, int] | None = None,
    ) -> AddReport:
        """Add incidents in one transaction: all or none; see `add_table`.

        Parameters
        ----------
        incidents
            Placed and measured records, each `incident_id` once.
        geometries
            For each incident the shape of where it may have been (lon, lat), or None.
        source_rows
            Row number in the file by `incident_id`.
        """
        rows = source_rows or {}
        numbers = pa.array([rows.get(i.incident_id) for i in incidents], pa.int64())
        table = table_of(incidents, geometries)
        return self.add_table(table, batch=batch, source_rows=numbers, expected=expected)

    def add_table(
        self,
        table: pa.Table,
        *,
        batch: Batch,
        source_rows: pa.Array | None = None,
        expected: Mapping[str, int] | None = None,
        dry_run: bool = False,
        progress: Callable[[float], None] | None = None,
    ) -> AddReport:
        """Add a table of incidents in one transaction: all or none.

        An incident that is stored already with the same content changes nothing; one with other
        content becomes its next version. What was only computed anew by the same border, and is
        known as before, is no other content.

        Parameters
        ----------
        table
            Placed and measured records with `columns.RECORD_SCHEMA`, each `incident_id` once.
        batch
            Where they came from.
        source_rows
            Row number in the file of each.
        expected
            Version that is thought to be the latest, by `incident_id` (0 for none): what another
            has changed meanwhile is not overwritten.
        dry_run
            Count only; nothing is stored.
        progress
            Called with the share that is done.

        Raises
        ------
        ConflictError
            If another version is the latest than was expected; it holds both.
        AccessError
            If the user may not store anything.
        StoreError
            If the store cannot be written; nothing of the batch is kept then.
        """
        count = max(1, table.num_rows)
        tell = progress or (lambda _share: None)
        rows = pa.nulls(table.num_rows, pa.int64()) if source_rows is None else source_rows
        return self.add_tables(
            [(table, rows)],
            batch=batch,
            expected=expected,
            dry_run=dry_run,
            progress=lambda done: tell(done / count),
        )

    def add_tables(
        self,
        tables: Iterable[tuple[pa.Table, pa.Array]],
        *,
        batch: Batch,
        expected: Mapping[str, int] | None = None,
        dry_run: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> AddReport:
        """Add tables one after the other, in one transaction; see `add_table`.

        Parameters
        ----------
        tables
            Each with the row numbers in the file of its records; no `incident_id` twice in all of
            them. The first is asked for before the store is locked.
        progress
            Called with the number of records that are done.
        """
        tell = progress or (lambda _done: None)
        if self.user is not None:
            batch = replace(batch, by=self.user.name)
            if not dry_run:
                self.user.require("editor", _STORE)
        remaining = iter(tables)
        first = list(itertools.islice(remaining, 1))
        if dry_run:
            with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
                return Addition(connection, batch).count(itertools.chain(first, remaining), tell)
        with told(self.location), self._writing("editor", _STORE) as connection:
            if expected and first:
                self._check_expected(connection, first[0][0], expected)
            return Addition(connection, batch).add(itertools.chain(first, remaining), tell)

    def _check_expected(
        self, connection: sa.Connection, table: pa.Table, expected: Mapping[str, int]
    ) -> None:
        heads = heads_of(connection, list(expected))
        for incident_id, version in expected.items():
            head = heads.get(incident_id)
            if (0 if head is None else head.version) == version:
                continue
            theirs = self.get(incident_id)
            at = table.column("incident_id").to_pylist().index(incident_id)
            mine = table.slice(at, 1).to_pylist()[0]
            told = refusals.CHANGED_MEANWHILE if theirs else refusals.GONE_MEANWHILE
            by = {"name": theirs.created_by, "given": theirs.created_at} if theirs else {}
            last = theirs.version if theirs else 0
            msg = f"{incident_id}: {told.format(number=version, last=last, **by)}"
            raise ConflictError(msg, mine=mine, theirs=theirs)

    def redact(
        self, incident_id: str, *, fields: Collection[str], why: str, by: str | None = None
    ) -> int:
        """Take texts out of every version of an incident, for good.

        What is left of a version has a hash of its own from then on; the hash of what was written
        stays in the chain, its salt is thrown away, and a tombstone says which fields were taken
        out, when, by whom and why.

        Parameters
        ----------
        incident_id
            The incident.
        fields
            Text columns of the record; "place" for all that says where exactly; "claims.text",
            "claims.title" and so on for a column of its claims.
        why
            The reason, which is kept.

        Returns
        -------
        int
            The number of versions that held something of it.

        Raises
        ------
        AccessError
            If the user is no admin.
        StoreError
            If there is no such incident or field, or the store cannot be written.

        Notes
        -----
        Backups, exports and the files that were imported still hold the text.
        """
        chosen, of_claims = redactable(fields)
        author = by if self.user is None else self.user.name
        with told(self.location), self._writing("admin", "redact") as connection:
            rows = list(
                connection.execute(
                    sa.select(VERSIONS).where(VERSIONS.c.incident_id == incident_id)
                ).mappings()
            )
            if not rows:
                msg = f"{incident_id}: {refusals.NO_SUCH_INCIDENT}"
                raise StoreError(msg)
            redaction = Redaction(connection, chosen, of_claims, why, author)
            touched = sum(redaction.redact(dict(row)) for row in rows)
            if not touched:
                named = ", ".join(fields)
                msg = f"{incident_id}: {refusals.NOTHING_HOLDS.format(listed=named)}"
                raise StoreError(msg)
            named = ", ".join(sorted(fields))
            redaction.finish(what_was_done.REDACTED.format(fields=named, name=incident_id))
        if self.is_file:  # so that the log holds nothing of it either
            with closing(self._engine.raw_connection()) as raw:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return touched

    # --- Reading -------------------------------------------------------------------------------

    def change_counter(self) -> int:
        """A number that grows with every addition; equal numbers mean equal content."""
        with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
            value = connection.scalar(sa.select(META.c.value).where(META.c.name == COUNTER))
        return int(value or 0)

    def table(
        self, incident_ids: Collection[str] | None = None, *, merged: bool = False
    ) -> pa.Table:
        """Incidents in their latest version as one table, ordered by date and id.

        Parameters
        ----------
        incident_ids
            Only these; all but the merged ones where not given.
        merged
            Also those that were merged into another.

        Returns
        -------
        pyarrow.Table
            With `columns.RECORD_SCHEMA` and, after it, `version` and `claim_count`.
        """
        query = (
            sa.select(*(VERSIONS.c[n] for n in NAMES), VERSIONS.c.geom, VERSIONS.c.version)
            .add_columns(VERSIONS.c.fid)
            .join(HEADS, HEADS.c.fid == VERSIONS.c.fid)
        )
        if incident_ids is None and not merged:
            query = query.where(VERSIONS.c.merged_into.is_(None))
        parts: list[pa.Table] = []
        with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
            if incident_ids is not None:
                for some in in_parts(list(incident_ids)):
                    only = query.where(HEADS.c.incident_id.in_(some))
                    parts += tables_of(connection, only, latest_claims(connection, some))
            else:
                parts += tables_of(connection, query, latest_claims(connection))
        whole = pa.concat_tables(parts) if parts else as_table([], {})
        return whole.sort_by([("date_start", "ascending"), ("incident_id", "ascending")])

    def shapes(self, incident_ids: Collection[str]) -> dict[str, BaseGeometry]:
        """The shapes of where incidents may have been, as they were drawn when they were stored."""
        table = self.table(incident_ids)
        known = table.filter(pc.is_valid(table.column("geometry")))
        drawn = shapely.from_wkb(known.column("geometry").to_pylist())
        return dict(zip(known.column("incident_id").to_pylist(), drawn, strict=True))

    def mark(self) -> Mark:
        """What the store holds now, to ask later what has changed since."""
        newest = sa.select(BATCHES.c.batch_id, BATCHES.c.root_sha256)
        newest = newest.order_by(BATCHES.c.batch_id.desc()).limit(1)
        with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
            fid = connection.scalar(sa.select(sa.func.max(VERSIONS.c.fid)))
            batch = connection.execute(newest).first()
        return Mark(fid or 0, *(batch or (0, "")))

    def _changed_since(self, mark: Mark) -> list[str] | None:
        """Incidents that got a version or were redacted; None if it cannot be told, or too many."""
        redacted = sa.select(REDACTIONS.c.fid).where(REDACTIONS.c.batch_id > mark.batch_id)
        changed = sa.select(VERSIONS.c.incident_id).distinct().limit(_MOST_CHANGED + 1)
        changed = changed.where(sa.or_(VERSIONS.c.fid > mark.fid, VERSIONS.c.fid.in_(redacted)))
        root = sa.select(BATCHES.c.root_sha256).where(BATCHES.c.batch_id == mark.batch_id)
        with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
            if (connection.scalar(root) or "") != mark.root_sha256:
                return None  # another store stands in its place
            ids = list(connection.scalars(changed))
        return ids if len(ids) <= _MOST_CHANGED else None

    def frame(self, before: tuple[pd.DataFrame, Mark] | None = None) -> pd.DataFrame:
        """All incidents in their latest version as a frame for filtering and drawing.

        Parameters
        ----------
        before
            What was read earlier, and the `mark` that was taken before that: only what changed
            since is read.

        Returns
        -------
        pandas.DataFrame
            The columns of `INCIDENT_COLUMNS` ordered by date: dates as datetime64[s], numbers as
            float64 with NaN for not known, texts as objects with None; further `version`,
            `claim_count` and `claims_conflict` (a claim is marked so). Merged incidents are left
            out: they are part of another. It is not to be written to.
        """
        if before is not None:
            frame, mark = before
            ids = self._changed_since(mark)
            if ids is not None:
                table = self.table(ids)
                now = table.filter(pc.is_null(table.column("merged_into")))
                return with_changed(frame, ids, frame_of(now))
        if self.is_file and self.has_more_versions_than(_AT_ONCE_FROM):
            return frame_of_columns(snapshot(Path(self.location)))
        return frame_of(self.table())

    def get(self, incident_id: str) -> Version | None:
        """The latest version of one incident with its claims, or None where there is none."""
        versions = self._read(sa.select(HEADS.c.fid).where(HEADS.c.incident_id == incident_id))
        return versions[0] if versions else None

    def history(self, incident_id: str) -> tuple[Version, ...]:
        """Every version of one incident, oldest first."""
        return self._read(sa.select(VERSIONS.c.fid).where(VERSIONS.c.incident_id == incident_id))

    def of_batch(self, batch_id: int) -> tuple[Version, ...]:
        """Every version that one batch added."""
        return self._read(sa.select(VERSIONS.c.fid).where(VERSIONS.c.batch_id == batch_id))

    def incidents(self, *, merged: bool = False) -> tuple[Incident, ...]:
        """All incidents in their latest version with their claims, ordered by id.

        Parameters
        ----------
        merged
            Also those that were merged into another.
        """
        found = (v.incident for v in self._read(sa.select(HEADS.c.fid)))
        return tuple(i for i in found if merged or i.merged_into is None)

    def _read(self, fids: sa.Select[Any]) -> tuple[Version, ...]:
        query = (
            sa.select(VERSIONS, BATCHES.c.file_name, BATCHES.c.what)
            .join(BATCHES, BATCHES.c.batch_id == VERSIONS.c.batch_id)
            .where(VERSIONS.c.fid.in_(fids))
            .order_by(VERSIONS.c.incident_id, VERSIONS.c.version)
        )
        with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
            claims = claims_by_fid(connection, CLAIMS.c.fid.in_(fids))
            redacted = redactions(connection, REDACTIONS.c.fid.in_(fids))
            return tuple(
                Version(
                    incident=Incident.from_row(dict(row), claims.get(row["fid"], ())),
                    version=row["version"],
                    created_at=row["created_at"],
                    created_by=row["created_by"],
                    file_name=row["file_name"],
                    source_row=row["source_row"],
                    content_sha256=row["content_sha256"],
                    batch_id=row["batch_id"],
                    what=row["what"],
                    redacted=tuple(redacted[row["fid"]]["fields"].split("; "))
                    if row["fid"] in redacted
                    else (),
                )
                for row in connection.execute(query).mappings()
            )

    def batches(self, most: int = 50) -> tuple[BatchInfo, ...]:
        """The newest batches, newest first."""
        count = (
            sa.select(sa.func.count())
            .where(VERSIONS.c.batch_id == BATCHES.c.batch_id)
            .scalar_subquery()
        )
        names = ("batch_id", "dataset", "file_name", "what", "created_at", "created_by")
        query = (
            sa.select(*(BATCHES.c[n] for n in names), count.label("versions"))
            .order_by(BATCHES.c.batch_id.desc())
            .limit(most)
        )
        with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
            return tuple(BatchInfo(**row) for row in connection.execute(query).mappings())

    def datasets(self) -> dict[str, int]:
        """Number of incidents (latest versions) by dataset."""
        query = (
            sa.select(VERSIONS.c.dataset, sa.func.count())
            .join(HEADS, HEADS.c.fid == VERSIONS.c.fid)
            .where(VERSIONS.c.merged_into.is_(None))
            .group_by(VERSIONS.c.dataset)
            .order_by(VERSIONS.c.dataset)
        )
        with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
            return {row[0] or "": row[1] for row in connection.execute(query)}

    def version_count(self) -> int:
        """How many versions are stored."""
        return self._count(sa.select(sa.func.count()).select_from(VERSIONS))

    def has_more_versions_than(self, count: int) -> bool:
        """Whether more versions are stored; a large store is not counted whole for it."""
        some = sa.select(VERSIONS.c.fid).limit(count + 1).subquery()
        return self._count(sa.select(sa.func.count()).select_from(some)) > count

    def _count(self, query: sa.Select[Any]) -> int:
        with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
            return int(connection.scalar(query) or 0)

    def is_measured_by(self, border_sha256: str) -> bool:
        """Whether every latest version was measured against this border, by the present rules."""
        otherwise = (
            sa.select(HEADS.c.fid)
            .join(VERSIONS, VERSIONS.c.fid == HEADS.c.fid)
            .where(
                HEADS.c.fid > sa.bindparam("known"),
                sa.or_(
                    VERSIONS.c.border_sha256 != border_sha256,
                    VERSIONS.c.border_sha256.is_(None),
                    VERSIONS.c.footprint.is_(None) != VERSIONS.c.p_pak.is_(None),
                ),
            )
            .limit(1)
        )
        with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
            border, fid = measured_by(connection)
            known = {"known": fid if border == border_sha256 else 0}
            return connection.scalar(otherwise, known) is None

    def last_root(self) -> str:
        """The root of the last batch: it stands for all that was stored up to it."""
        with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
            return last_root(connection)

    # --- Copying ---------------------------------------------------------------------------------

    def reading(self) -> sa.Connection:
        """A connection to what is stored, for whoever checks it; to be closed."""
        return self._engine.connect()

    def copy_to(self, other: Store, *, progress: Callable[[float], None] | None = None) -> None:
        """Put all that this store holds, hashes included, in the place of what another holds.

        One state of this store is copied even while others write to it; the other is replaced in
        one transaction.

        Raises
        ------
        AccessError
            If the other's user is no admin.
        StoreError
            If one cannot be read or the other cannot be written; the other stays as it was.
        """
        tell = progress or (lambda _share: None)
        tables = [BATCHES, VERSIONS, HEADS, CLAIMS, REDACTIONS]
        with (
            told(other.location),
            self._engine.connect() as reading,
            other._writing("admin", "replace all that the store holds") as writing,
        ):
            for one in reversed(tables):
                writing.execute(one.delete())
            for number, one in enumerate(tables):
                names = [c.name for c in one.columns]
                result = reading.execute(
                    sa.select(one).order_by(*one.primary_key.columns),
                    execution_options={"yield_per": CHUNK},
                )
                for rows in result.partitions():
                    insert_rows(writing, one, names, [for_insert(row) for row in rows])
                tell((number + 1) / len(tables))
            bounds = LayerBounds()
            if other.is_file:
                for geoms in writing.execute(sa.select(VERSIONS.c.geom)).scalars().partitions(5000):
                    shapes = [shapely.from_wkb(g[40:]) for g in geoms if g is not None]
                    bounds.add(shapely.bounds(shapes).reshape(-1, 4))
            else:
                number_on(writing, CLAIMS, REDACTIONS)
            touch(writing, now(), bounds)
