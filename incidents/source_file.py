"""A file that is being read, and the table that its rows go to.

What reads a format takes a `Source`, says of a `Sink` which columns there are, and hands on its
rows, as texts, some at a time. What is no row of the table is rejected there with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

import numpy as np
import pyarrow as pa

from incidents import problems, refusals
from incidents.errors import ReadError
from incidents.files import Reject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from incidents.files import HowToRead

    Row = dict[str, str | None]
    Write = Callable[[pa.RecordBatch], None]

__all__ = ["CHUNK", "HEAD_BYTES", "SHOWN", "Parsed", "Sink", "Source"]

CHUNK = 50_000
"""How many rows are handed on at once."""
SHOWN = 200
"""How much of a bad value is shown."""
HEAD_BYTES = 64 * 1024
"""How much of a file is looked at to tell what it is."""


@dataclass
class Parsed:
    """What a file holds beside its cells."""

    format: str
    part: str = ""
    header: tuple[str, ...] = ()
    rejects: list[Reject] = field(default_factory=list)
    rejected_rows: list[tuple[str, ...]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """The file that is read, and how."""

    path: Path
    how: HowToRead
    trusted: bool

    @property
    def name(self) -> str:
        """Its name without the folder."""
        return self.path.name

    def refuse(self, problem: str) -> NoReturn:
        """Refuse the file with a sentence."""
        msg = f"{self.name}: {problem}"
        raise ReadError(msg)

    def head(self, size: int = HEAD_BYTES) -> bytes:
        """Its first bytes."""
        with self.path.open("rb") as file:
            return file.read(size)


class Sink:
    """Takes rows as columns, hands them on in batches, and keeps what is no row."""

    def __init__(self, source: Source, format_name: str, write: Write) -> None:
        self.parsed = Parsed(format_name)
        self.has_shapes = False
        self._source = source
        self._write = write
        self._rows = 0
        self._written = False
        self._rejected: dict[int, tuple[str, ...]] = {}

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns; empty before `start`."""
        return self.parsed.header

    def start(self, header: Iterable[str], *, has_shapes: bool = False) -> None:
        """Say which columns the table has."""
        self.parsed.header = tuple(_sound(name) for name in header)
        self.has_shapes = has_shapes

    def remark(self, text: str) -> None:
        """Tell the user something, once."""
        if text not in self.parsed.remarks:
            self.parsed.remarks.append(text)

    def reject(
        self,
        row: int,
        cells: Sequence[str | None],
        reason: str,
        *,
        column: str = "",
        value: str = "",
    ) -> None:
        """Keep a row that is no row of the table, with the reason."""
        self._rejected.setdefault(row, tuple(_sound(cell or "") for cell in cells))
        self.parsed.rejects.append(Reject(row, column, _sound(value[:SHOWN]), reason))

    def add(
        self, columns: Sequence[pa.Array], rows: np.ndarray, shapes: pa.Array | None = None
    ) -> None:
        """Hand on some rows."""
        arrays = [*columns, pa.array(rows, pa.int64())]
        names = [*map(str, range(len(columns))), "row"]
        if self.has_shapes:
            arrays.append(pa.nulls(len(rows), pa.binary()) if shapes is None else shapes)
            names.append("geometry")
        self._write(pa.record_batch(arrays, names=names))
        self._written = True
        self._rows += len(rows)

    def add_texts(self, rows: Sequence[Sequence[str | None]], numbers: Sequence[int],
                  shapes: Sequence[bytes | None] | None = None) -> None:  # fmt: skip
        """Hand on rows of texts; one with half a surrogate pair is rejected."""
        try:
            columns = [pa.array(c, pa.string()) for c in zip(*rows, strict=True)]
        except UnicodeEncodeError:
            sound = [place for place, row in enumerate(rows) if self._is_sound(row, numbers[place])]
            self.add_texts(
                [rows[place] for place in sound],
                [numbers[place] for place in sound],
                None if shapes is None else [shapes[place] for place in sound],
            )
            return
        if rows:
            self.add(
                columns,
                np.array(numbers, dtype=np.int64),
                None if shapes is None else pa.array(shapes, pa.binary()),
            )

    def _is_sound(self, row: Sequence[str | None], number: int) -> bool:
        for column, cell in zip(self.header, row, strict=True):
            if cell is not None and _sound(cell) != cell:
                told = problems.HALF_A_CHARACTER
                self.reject(number, row, told, column=column, value=cell)
                return False
        return True

    def fill(
        self,
        rows: Sequence[tuple[int, Row]],
        shapes: Sequence[bytes | None] | None = None,
        more_names: Iterable[str] = (),
    ) -> None:
        """Start, and hand on rows that each name their cells; names as they come up."""
        names = list(dict.fromkeys([*(name for _, row in rows for name in row), *more_names]))
        self.start(names, has_shapes=shapes is not None)
        for start in range(0, len(rows), CHUNK):
            some = rows[start : start + CHUNK]
            self.add_texts(
                [[row.get(name) for name in names] for _, row in some],
                [number for number, _ in some],
                None if shapes is None else shapes[start : start + CHUNK],
            )

    def close(self) -> None:
        """End the table; one without rows is refused."""
        parsed = self.parsed
        is_data = bool(parsed.header) and parsed.header[0].strip().isdigit()  # as in GDELT
        if not (self._rows or self._rejected or is_data):
            self._source.refuse(refusals.NO_ROWS_BELOW)
        if not self._written:
            self.add([pa.array([], pa.string()) for _ in parsed.header], np.array([], np.int64))
        parsed.rejects.sort(key=lambda reject: reject.row)
        parsed.rejected_rows = [self._rejected[row] for row in sorted(self._rejected)]


def _sound(text: str) -> str:
    """A text that can be written as UTF-8: halves of surrogate pairs as their escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
