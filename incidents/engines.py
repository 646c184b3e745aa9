"""Opening a database: a SQLite file to write or only to read, or a PostgreSQL server."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from incidents import refusals
from incidents.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "copy_file",
    "file_engine",
    "reading_engine",
    "server_engine",
    "told",
    "why_read_only",
]

BUSY_TIMEOUT_MS = 60_000
_APPLICATION_ID = 0x47504B47  # "GPKG"
_GEOPACKAGE_VERSION = 10400
_LOCK = 0x53415248  # one number for all writers of a database
_CACHE_KIB = 256 * 1024  # so that a large file's indexes are not written again and again
_PAGES_AT_ONCE = 500
_SHARED_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "drvfs", "sshfs"})


@contextmanager
def told(location: str, what: str = refusals.NOTHING_STORED) -> Iterator[None]:
    """Turn what a database says into a `StoreError` that a person can act upon."""
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0]
        if "locked" in reason:
            advice = refusals.ANOTHER_WRITES.format(count=BUSY_TIMEOUT_MS // 1000)
        elif "readonly" in reason:
            advice = refusals.MAKE_WRITABLE
        else:
            advice = refusals.CHECK_DATABASE
        failed = refusals.STORE_FAILED.format(what=what, error=reason, advice=advice)
        msg = f"{location}: {failed}"
        raise StoreError(msg) from error


def file_engine(path: Path) -> sa.Engine:
    """An engine for a SQLite store that will be written."""
    engine = sa.create_engine(f"sqlite:///{path}")
    sa.event.listen(engine, "connect", _prepare_writing)
    sa.event.listen(engine, "begin", _begin)
    return engine


def reading_engine(path: Path) -> sa.Engine:
    """An engine for a SQLite file that is only read, even in a folder that cannot be written."""
    log = path.with_name(f"{path.name}-wal")
    folder_is_fixed = not os.access(path.parent, os.W_OK)
    immutable = "&immutable=1" if folder_is_fixed and not _has_content(log) else ""
    quoted = sa.engine.url.URL.create("sqlite", database=str(path)).database or ""
    address = "file:" + "".join(f"%{ord(c):02x}" if c in "?#%" else c for c in quoted)
    engine = sa.create_engine(f"sqlite:///{address}?mode=ro{immutable}&uri=true")
    sa.event.listen(engine, "connect", _prepare_reading)
    return engine


def server_engine(url: str) -> sa.Engine:
    """An engine for a PostgreSQL database.

    Raises
    ------
    StoreError
        If the address is none of PostgreSQL, or its driver is not installed.
    """
    try:
        address = sa.engine.make_url(url)
        if address.get_backend_name() != "postgresql":
            msg = (
                f"{url.split('://', maxsplit=1)[0]}://...: no store; expected a file, or "
                "postgresql+psycopg://USER@HOST/DATABASE"
            )
            raise StoreError(msg)
        engine = sa.create_engine(address, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        msg = f"PostgreSQL needs {error.name}; install it with: pip install 'sarhad[postgresql]'"
        raise StoreError(msg) from error
    except SQLAlchemyError as error:
        msg = f"The store's address cannot be read ({error}); expected postgresql+psycopg://..."
        raise StoreError(msg) from error
    sa.event.listen(engine, "begin", _begin_on_server)
    return engine


def why_read_only(path: Path) -> str:
    """Why a file can only be read where it is; "" where it can be written."""
    if not path.exists():
        return ""
    if not os.access(path, os.W_OK):
        return refusals.FILE_NOT_WRITABLE
    if not os.access(path.parent, os.W_OK):
        return refusals.FOLDER_NOT_WRITABLE
    kind = _file_system(path)
    if kind in _SHARED_FILE_SYSTEMS or kind.removeprefix("fuse.") in _SHARED_FILE_SYSTEMS:
        return refusals.SHARED_FILE_SYSTEM.format(given=kind)
    return ""


def _file_system(path: Path) -> str:
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8").splitlines()
    except OSError:
        return ""
    found = ("", "")
    real = str(path.resolve())
    for line in mounts:
        _, place, kind, *_ = line.split(" ")
        inside = real == place or real.startswith(place.rstrip("/") + "/")
        if inside and len(place) >= len(found[0]):
            found = (place, kind)
    return found[1]


def _has_content(log: Path) -> bool:
    try:
        return log.stat().st_size > 0
    except OSError:
        return False


def _prepare_writing(connection: Any, _record: object) -> None:  # noqa: ANN401 - DBAPI
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
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
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


def _begin_on_server(connection: sa.Connection) -> None:
    """One writer at a time, as the chain needs it; readers see one state of the whole."""
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def copy_file(
    source: Path, target: Path, *, progress: Callable[[float], None] | None = None
) -> None:
    """Copy a SQLite store while others may write to it; the copy appears once it is whole.

    Raises
    ------
    StoreError
        If it cannot be read or the copy cannot be written; what was there before stays.
    """
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    _remove_left_over(target)
    tell = progress or (lambda _share: None)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as one,
            closing(sqlite3.connect(partial)) as other,
        ):
            one.execute("PRAGMA busy_timeout = 15000")
            one.backup(
                other,
                pages=_PAGES_AT_ONCE,
                progress=lambda _status, left, total: tell(1 - left / max(1, total)),
            )
            other.execute("PRAGMA journal_mode = DELETE")
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        msg = f"{target}: {refusals.NO_COPY.format(error=error)}"
        raise StoreError(msg) from error
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            partial.with_name(partial.name + suffix).unlink(missing_ok=True)


def _remove_left_over(target: Path) -> None:
    """Remove partial copies whose process was killed."""
    for left in target.parent.glob(f".{target.name}.*.part*"):
        process = left.name.removeprefix(f".{target.name}.").partition(".")[0]
        if process.isdigit() and not _is_running(int(process)):
            left.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
