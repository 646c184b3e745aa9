"""Integrity: whether a store still holds what was written, and copies that can be trusted.

Every version carries a salted sha256 of its content, chained to the version before; every batch a
root over its chains and the root before. A changed byte shows in the version that holds it, a
version that was taken out in its batch.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from incidents import chain
from incidents.engines import copy_file
from incidents.errors import StoreError
from incidents.record import INCIDENT_COLUMNS
from incidents.redaction import TOMBSTONES
from incidents.rows import claims_by_fid, redactions
from incidents.schema import BATCHES, HEADS, VERSIONS
from incidents.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from incidents.record import Claim

_MOST_DAMAGES = 100
_BATCH_CHANGED = "batch {}: a version was changed, added or taken out, or its record"
_NOT_THE_LATEST = "the latest version is not the one that is shown"


@dataclass(frozen=True)
class Damage:
    """Something that is not as it was written; `incident_id` is empty where it is no version."""

    incident_id: str
    version: int | None
    why: str

    def __str__(self) -> str:
        """One line for a person."""
        if not self.incident_id:
            return self.why
        return f"{self.incident_id}, version {self.version}: {self.why}"


@dataclass(frozen=True)
class Verification:
    """What was checked, and what was found damaged; at most a hundred damages are listed."""

    versions: int
    batches: int
    damages: tuple[Damage, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.damages


def verify(store: Store) -> Verification:
    """Check every version and batch of a store against its hashes.

    Parameters
    ----------
    store
        An open store.

    Returns
    -------
    Verification
        What is damaged is named; an unreadable file is one damage.

    Notes
    -----
    Whoever can rewrite the whole file can make its hashes fit as well: compare the last root with
    one that was noted elsewhere (`sarhad verify --json` gives it).
    """
    damages: list[Damage] = []
    versions = batches = 0
    try:
        with store.reading() as connection:
            damages += [
                Damage("", None, f"the file itself is damaged: {problem}")
                for problem in _file_problems(connection)
            ]
            chains: dict[str, tuple[int, str]] = {}
            for checked in _versions(connection):
                versions += 1
                before = chains.get(checked.incident_id, (0, ""))
                why = checked.fault(*before)
                if why and len(damages) < _MOST_DAMAGES:
                    damages.append(Damage(checked.incident_id, checked.version, why))
                chains[checked.incident_id] = (checked.version, checked.chain_sha256)
            for batch_id, fits in _batches(connection):
                batches += 1
                if not fits and len(damages) < _MOST_DAMAGES:
                    damages.append(Damage("", None, _BATCH_CHANGED.format(batch_id)))
            for incident_id in _not_shown(connection):
                if len(damages) < _MOST_DAMAGES:
                    damages.append(Damage(incident_id, None, _NOT_THE_LATEST))
    except (StoreError, SQLAlchemyError, sqlite3.Error, ValueError, TypeError) as error:
        told = str(getattr(error, "orig", None) or error).splitlines()[0][:200]
        damages.append(Damage("", None, f"the file cannot be read to its end: {told}"))
    return Verification(versions, batches, tuple(damages))


@dataclass(frozen=True)
class _CheckedVersion:
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
        if self.chain_sha256 not in {one(chain_before) for one in self._chains}:
            return "it was stamped otherwise (who, when, where from, shape), or the one before was"
        return ""


def _file_problems(connection: sa.Connection) -> list[str]:
    """What SQLite itself finds wrong with its file; nothing for a PostgreSQL database."""
    if connection.dialect.name != "sqlite":
        return []
    rows = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
    return [row for row in rows if row != "ok"]


def _versions(connection: sa.Connection) -> Iterator[_CheckedVersion]:
    """Every version in the order of its incident, with what its hashes say of it."""
    query = sa.select(VERSIONS).order_by(VERSIONS.c.incident_id, VERSIONS.c.version)
    claims = claims_by_fid(connection, sa.true())
    redacted = redactions(connection, sa.true())
    rows = connection.execute(query, execution_options={"yield_per": 1000})
    for row in rows.mappings():
        fid = row["fid"]
        yield _checked(dict(row), claims.get(fid, ()), redacted.get(fid))


def _batches(connection: sa.Connection) -> Iterator[tuple[int, bool]]:
    """Every batch, and whether its root fits its versions and the batch before."""
    chains: dict[int, list[str]] = {}
    stones: dict[int, list[str]] = {}
    rows = connection.execute(
        sa.select(VERSIONS.c.batch_id, VERSIONS.c.chain_sha256).order_by(VERSIONS.c.fid)
    )
    for batch_id, one in rows:
        chains.setdefault(batch_id, []).append(one)
    for stone in connection.execute(TOMBSTONES).mappings():
        stones.setdefault(stone["batch_id"], []).append(chain.tombstone_hash(dict(stone)))
    before = ""
    for row in connection.execute(sa.select(BATCHES).order_by(BATCHES.c.batch_id)):
        id_ = row.batch_id
        root = chain.root(before, chains.pop(id_, []), row.what, stones.pop(id_, []))
        yield id_, root == row.root_sha256
        before = row.root_sha256
    for batch_id in {*chains, *stones}:
        yield batch_id, False


def _not_shown(connection: sa.Connection) -> list[str]:
    """Incidents whose latest version is not the one that is shown."""
    newest = (
        sa.select(VERSIONS.c.incident_id, sa.func.max(VERSIONS.c.version).label("version"))
        .group_by(VERSIONS.c.incident_id)
        .subquery()
    )
    query = (
        sa.select(newest.c.incident_id)
        .outerjoin(HEADS, HEADS.c.incident_id == newest.c.incident_id)
        .outerjoin(VERSIONS, VERSIONS.c.fid == HEADS.c.fid)
        .where(
            sa.or_(
                VERSIONS.c.version.is_(None),
                VERSIONS.c.version != newest.c.version,
                VERSIONS.c.incident_id != newest.c.incident_id,
            )
        )
    )
    return [str(name) for name in connection.execute(query).scalars()]


def _checked(
    row: dict[str, Any], claims: tuple[Claim, ...], redaction: Mapping[str, Any] | None
) -> _CheckedVersion:
    """A version beside its hashes, by the columns of the release that wrote it."""
    for column in INCIDENT_COLUMNS:
        row.setdefault(column.name, None)  # an earlier release had fewer
    shape = hashlib.sha256(row["geom"] or b"").hexdigest()
    digest = row["content_sha256"]
    content = chain.content_text(row, claims)
    if redaction is None:
        fits = chain.content_hash(row["salt"], content) == digest or any(
            chain.content_hash(row["salt"], text) == digest
            for text in chain.older_texts(row, claims)
        )
    else:
        if "geom" in redaction["fields"].split("; "):
            shape = redaction["geom_sha256"]
        fits = chain.content_hash(redaction["salt"], content) == redaction["left_sha256"]
        fits = fits and shape == redaction["geom_sha256"]
    return _CheckedVersion(
        incident_id=row["incident_id"],
        version=row["version"],
        content_fits=fits,
        chain_sha256=row["chain_sha256"],
        _chains=(
            lambda before: chain.chain(before, digest, row, shape),
            lambda before: chain.chain_without_stamp(before, digest),
        ),
    )


def backup(
    source: Path | str, target: Path, *, progress: Callable[[float], None] | None = None
) -> Verification:
    """Copy a store into a file while others may write to it, and check the copy.

    Parameters
    ----------
    source
        The store's file, or the address of its PostgreSQL database.
    target
        The file of the copy, always SQLite; one that is there already is replaced once the copy
        is whole.
    progress
        Called with the share that is done.

    Returns
    -------
    Verification
        Of the copy. A damaged store is copied all the same, and the damage told.

    Raises
    ------
    StoreError
        If there is no store, or the copy cannot be written; what was there before stays.
    """
    if not isinstance(source, Path):
        return _backup_of_database(source, target, progress)
    if not source.is_file():
        msg = f"{source}: no store to back up; name one with --store"
        raise StoreError(msg)
    if target.exists() and source.samefile(target):
        msg = f"{target} is the store itself; name another file"
        raise StoreError(msg)
    copy_file(source, target, progress=progress)
    return verify_file(target)


def _backup_of_database(
    url: str, target: Path, progress: Callable[[float], None] | None
) -> Verification:
    partial = target.with_name(f".{target.name}.{os.getpid()}.backup")
    try:
        with (
            contextlib.closing(Store.open(url, read_only=True)) as database,
            contextlib.closing(Store.open(partial)) as copy,
        ):
            database.copy_to(copy, progress=progress)
        copy_file(partial, target)
    finally:
        for suffix in ("", "-wal", "-shm"):
            partial.with_name(partial.name + suffix).unlink(missing_ok=True)
    return verify_file(target)


def restore(source: Path, target: Path | str) -> tuple[Verification, Path | None]:
    """Put a backup in the place of a store, after checking it; what it replaces is kept.

    Parameters
    ----------
    source
        A backup, or any store's file.
    target
        The store's file, or the address of its PostgreSQL database.

    Returns
    -------
    tuple
        What was checked, and where the former store was put (None where there was none): a file
        beside the store, or beside the backup for a database.

    Raises
    ------
    StoreError
        If the backup is none or is damaged: the store stays as it was.
    """
    if not source.is_file():
        msg = f"{source}: no backup is there; check the name"
        raise StoreError(msg)
    if isinstance(target, Path) and target.exists() and source.samefile(target):
        msg = f"{target} is the store itself; name the backup"
        raise StoreError(msg)
    checked = verify_file(source)
    if not checked.is_sound:
        msg = (
            f"{source}: damaged, so nothing was restored ({checked.damages[0]}); use an older "
            "backup"
        )
        raise StoreError(msg)
    if isinstance(target, Path):
        return checked, _restore_file(source, target)
    return checked, _restore_into_database(source, target)


def _restore_file(source: Path, target: Path) -> Path | None:
    kept = _beside(target) if target.exists() else None
    arriving = target.with_name(f".{target.name}.{os.getpid()}.restore")
    try:
        copy_file(source, arriving)
        if kept is not None:
            _keep(target, kept)
        arriving.replace(target)
        for suffix in ("-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
    except OSError as error:
        msg = f"{target}: cannot be replaced ({error}); close the dashboard and try again"
        raise StoreError(msg) from error
    finally:
        arriving.unlink(missing_ok=True)
    return kept


def _keep(target: Path, kept: Path) -> None:
    """Copy the former store; one that is too damaged to be copied is moved as it is."""
    try:
        copy_file(target, kept)
    except StoreError:
        target.replace(kept)


def _restore_into_database(source: Path, url: str) -> Path | None:
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.closing(Store.open(url)) as database,
    ):
        kept = _beside(source) if database.has_more_versions_than(0) else None
        if kept is not None:
            backup(url, kept)
        arriving = Path(folder) / source.name
        copy_file(source, arriving)
        with contextlib.closing(Store.open(arriving)) as backed_up:  # its schema is brought up
            backed_up.copy_to(database)
    return kept


def _beside(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    return path.with_name(f"{path.stem}.before-restore-{stamp}{path.suffix}")


def verify_file(path: Path) -> Verification:
    """Check a store's file without changing it, whatever release wrote it."""
    with contextlib.closing(Store.open(path, read_only=True)) as store:
        if not store.is_outdated():
            return verify(store)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy_file(path, copy)
        with contextlib.closing(Store.open(copy)) as store:
            return verify(store)
