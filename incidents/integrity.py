"""Integrity: whether a store still holds what was written, and copies that can be trusted.

Every version carries a salted sha256 of its content, chained to the version before; every batch a
root over its chains and the root before. A changed byte shows in the version that holds it, a
version that was taken out in its batch.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from incidents.engines import copy_file
from incidents.errors import StoreError
from incidents.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_DAMAGES = 100


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
        damages += [
            Damage("", None, f"the file itself is damaged: {problem}")
            for problem in store.file_problems()
        ]
        chains: dict[str, tuple[int, str]] = {}
        for checked in store.check_versions():
            versions += 1
            before = chains.get(checked.incident_id, (0, ""))
            why = checked.fault(*before)
            if why and len(damages) < _MOST_DAMAGES:
                damages.append(Damage(checked.incident_id, checked.version, why))
            chains[checked.incident_id] = (checked.version, checked.chain_sha256)
        for batch_id, fits in store.check_batches():
            batches += 1
            if not fits and len(damages) < _MOST_DAMAGES:
                why = f"batch {batch_id}: a version was changed, added or taken out, or its record"
                damages.append(Damage("", None, why))
        for incident_id in store.check_heads():
            if len(damages) < _MOST_DAMAGES:
                damages.append(
                    Damage(incident_id, None, "the latest version is not the one that is shown")
                )
    except (StoreError, SQLAlchemyError, sqlite3.Error, ValueError, TypeError) as error:
        told = str(getattr(error, "orig", None) or error).splitlines()[0][:200]
        damages.append(Damage("", None, f"the file cannot be read to its end: {told}"))
    return Verification(versions, batches, tuple(damages))


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
