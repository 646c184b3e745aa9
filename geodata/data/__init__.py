"""The shipped data files, each verified against `SHA256SUMS` before anything reads it.

`build.py` remakes them from pinned packages; `SOURCES.md` says where each comes from and under
which licence.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from importlib.resources import files

from geodata.errors import DataFileError

__all__ = ["read", "sha256"]

_FOLDER = files(__name__)
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")


def read(name: str) -> bytes:
    """Return a shipped file's bytes, after checking them against the manifest.

    Parameters
    ----------
    name
        File name, such as `"border.npz"`.

    Raises
    ------
    DataFileError
        If the file is not shipped, is missing or differs from what was shipped; the message
        names the hash that was expected.
    """
    expected = sha256(name)
    try:
        content = (_FOLDER / name).read_bytes()
    except OSError as error:
        message = (
            f"The data file {name!r} cannot be read ({error}). Expected a file with sha256 "
            f"{expected}. Reinstall Sarhad; nothing is measured without it."
        )
        raise DataFileError(message) from error
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        message = (
            f"The data file {name!r} is damaged or was changed: its sha256 is {found}, expected "
            f"{expected}. Reinstall Sarhad, or rebuild the data with "
            f"`python -m geodata.data.build`; nothing is measured with it as it is."
        )
        raise DataFileError(message)
    return content


def sha256(name: str) -> str:
    """Return the hash (hexadecimal sha256) that a shipped file must have.

    Raises
    ------
    DataFileError
        If the manifest is missing or does not name the file.
    """
    manifest = _manifest()
    if name not in manifest:
        message = f"No data file {name!r} is shipped; expected one of {', '.join(manifest)}."
        raise DataFileError(message)
    return manifest[name]


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    try:
        text = (_FOLDER / "SHA256SUMS").read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        message = f"The list of data files, SHA256SUMS, cannot be read ({error}). Reinstall Sarhad."
        raise DataFileError(message) from error
    pairs = [_LINE.fullmatch(line) for line in text.splitlines()]
    if not pairs or None in pairs:
        message = "The list of data files, SHA256SUMS, is damaged. Reinstall Sarhad."
        raise DataFileError(message)
    return {pair[2]: pair[1] for pair in pairs if pair is not None}
