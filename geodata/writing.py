"""A file is there whole, or as it was before."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO


@contextmanager
def written_whole(target: Path) -> Iterator[IO[bytes]]:
    """A file to write into, which takes the target's place once it is whole and on the disk.

    Whatever goes wrong before, the target stays as it was, and nothing is left beside it.

    Raises
    ------
    OSError
        If it cannot be written or cannot take its place.
    """
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
