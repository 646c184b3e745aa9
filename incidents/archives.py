"""Zip archives of strangers: checked before anything in them is unpacked.

Nothing is unpacked under a name that the archive chooses.
"""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
from typing import TYPE_CHECKING

from incidents import refusals
from incidents.errors import ReadError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["checked_entries", "entry_bytes", "unpack"]

_MAX_ENTRIES = 10_000
_MAX_UNPACKED_BYTES = 2 * 1024**3
_MAX_RATIO = 200  # for entries above _SMALL_BYTES; tables pack to a tenth or a thirtieth
_SMALL_BYTES = 1024 * 1024
_NESTED = re.compile(
    r"\.(zip|kmz|xlsx|xlsm|ods|qgz|jar|7z|rar|tar|gz|tgz|bz2|xz|zst)$", re.IGNORECASE
)
_ENCRYPTED = 0x1


def checked_entries(path: Path) -> tuple[zipfile.ZipInfo, ...]:
    """The files in an archive.

    Parameters
    ----------
    path
        The archive.

    Returns
    -------
    tuple of zipfile.ZipInfo
        Its entries without folders, in the archive's order.

    Raises
    ------
    ReadError
        If the archive is damaged or made to do harm: too many entries or too large ones, archives
        in it, links, paths that lead out of it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        msg = f"{path.name}: {refusals.DAMAGED_ARCHIVE.format(error=error)}"
        raise ReadError(msg) from error
    problem = _problem(found)
    if problem:
        msg = f"{path.name}: {refusals.BEFORE_UNPACKING.format(problem=problem)}"
        raise ReadError(msg)
    return tuple(entry for entry in found if not entry.is_dir())


def entry_bytes(path: Path, entry: zipfile.ZipInfo, most: int = _MAX_UNPACKED_BYTES) -> bytes:
    """The content of an entry, or its beginning."""
    with zipfile.ZipFile(path) as archive, archive.open(entry) as packed:
        return packed.read(most)


def unpack(path: Path, entry: zipfile.ZipInfo, target: Path) -> None:
    """Unpack one entry to a file of our own naming."""
    with (
        zipfile.ZipFile(path) as archive,
        archive.open(entry) as packed,
        target.open("wb") as file,
    ):
        shutil.copyfileobj(packed, file, 1024 * 1024)


def _problem(entries: list[zipfile.ZipInfo]) -> str | None:
    if len(entries) > _MAX_ENTRIES:
        count, most = f"{len(entries):,}", f"{_MAX_ENTRIES:,}"
        return refusals.TOO_MANY_ENTRIES.format(count=count, most=most)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _MAX_UNPACKED_BYTES:
        count, most = f"{unpacked:,}", f"{_MAX_UNPACKED_BYTES:,}"
        return refusals.UNPACKS_TOO_LARGE.format(count=count, most=most)
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        return refusals.ENTRIES_OF_ONE_NAME
    return next(filter(None, map(_problem_of, entries)), None)


def _problem_of(entry: zipfile.ZipInfo) -> str | None:
    name = entry.filename
    if _leads_out(name) or _leads_out(entry.orig_filename):
        return refusals.LEADS_OUT.format(said=name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        return refusals.ENTRY_IS_LINK.format(said=name)
    if entry.flag_bits & _ENCRYPTED:
        return refusals.ENTRY_HAS_PASSWORD.format(said=name)
    if _NESTED.search(name):
        return refusals.ENTRY_IS_ARCHIVE.format(said=name)
    if entry.file_size > max(_SMALL_BYTES, _MAX_RATIO * entry.compress_size):
        packed, unpacked = f"{entry.compress_size:,}", f"{entry.file_size:,}"
        return refusals.ENTRY_GROWS.format(
            said=name, count=packed, most=unpacked, number=_MAX_RATIO
        )
    return None


def _leads_out(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name
