"""Files that are dropped on a page, written to disk so that they are read like any other."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.runtime.uploaded_file_manager import UploadedFile

_PIECE_BYTES = 1024 * 1024
_LONGEST_NAME_BYTES = 180


@dataclass
class Dropped:
    """A dropped file on disk; `sha256` stands for its content."""

    path: Path
    sha256: str
    size: int


def written(upload: UploadedFile, folder: Path) -> Dropped:
    """Write a dropped file piece by piece: it is never held a second time."""
    path = folder / file_name(upload.name)
    digest = hashlib.sha256()
    upload.seek(0)
    with path.open("wb") as file:
        while piece := upload.read(_PIECE_BYTES):
            digest.update(piece)
            file.write(piece)
    return Dropped(path, digest.hexdigest(), upload.size)


def file_name(name: str) -> str:
    """A name that any disk takes, from what a browser says the file is called."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join("_" if unicodedata.category(c).startswith("C") else c for c in last).strip()
    while len(plain.encode("utf-8", "replace")) > _LONGEST_NAME_BYTES:
        plain = plain[1:]
    return plain if plain.strip(".") else "upload"
