"""Mending: rejected rows, corrected by hand, are read again as the file that they come from.

They keep the file's name, its columns and its way of reading, so that a mended row becomes the
record that it would have been, had the file been right at once.
"""

from __future__ import annotations

import csv
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from incidents import why_taken
from incidents.column_names import SHAPE
from incidents.files import HowToRead
from incidents.mapping import ColumnGuess
from incidents.pipeline import import_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geodata.geocoder import Geocoder
    from incidents.dates import DayOrder
    from incidents.files import Reject
    from incidents.pipeline import ImportReport
    from incidents.reader import Reading
    from incidents.store import Store

__all__ = ["RejectedRow", "faulty_columns", "import_mended", "rejected_rows"]

_FIRST_ROW = 2
_WRITTEN = HowToRead(encoding="utf-8", delimiter=",")


@dataclass(frozen=True)
class RejectedRow:
    """A row that was not taken: its number in the file, its cells as found, and the reasons."""

    row: int
    cells: tuple[str, ...]
    rejects: tuple[Reject, ...]

    @property
    def why(self) -> str:
        """The reasons, each after the column that it speaks of."""
        return "; ".join(
            r.reason if r.reason.startswith(r.column) else f"{r.column}: {r.reason}"
            for r in self.rejects
        )


def rejected_rows(reading: Reading) -> tuple[RejectedRow, ...]:
    """The rows of a file that were not taken, in their order."""
    reasons: dict[int, list[Reject]] = {}
    for reject in reading.rejects:
        reasons.setdefault(reject.row, []).append(reject)
    return tuple(
        RejectedRow(row, cells, tuple(rejects))
        for (row, rejects), cells in zip(reasons.items(), reading.rejected_rows, strict=True)
    )


def faulty_columns(rows: Iterable[RejectedRow], reading: Reading) -> list[int]:
    """Positions in the file's header of the columns that reasons speak of, in their order."""
    named = {reject.column for one in rows for reject in one.rejects if reject.column}
    columns = () if reading.mapping is None else reading.mapping.columns
    named |= {guess.source for guess in columns if guess.column in named}
    return [place for place, name in enumerate(reading.header) if name in named]


def import_mended(
    rows: Sequence[RejectedRow],
    reading: Reading,
    store: Store,
    *,
    geocoder: Geocoder,
    dates: DayOrder | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> tuple[ImportReport, tuple[RejectedRow, ...]]:
    """Import mended rows by the same columns and into the same data set as the file.

    Parameters
    ----------
    rows
        With their cells as they were mended. One without a single filled cell is not read.
    reading
        What was read of the file that they come from.
    store, geocoder, dates, progress
        As for `import_file`.

    Returns
    -------
    tuple
        What was stored, and the rows that are still not taken, with the reasons of today.

    Raises
    ------
    ReadError
        If no row is left, or dates may be two days; nothing is stored.
    StoreError
        If the store cannot be written; nothing is stored.

    Notes
    -----
    Claims on a sheet of their own do not come along.
    """
    filled = [one for one in rows if any(cell.strip() for cell in one.cells)]
    mapping = reading.mapping
    if mapping is not None:
        beside = reading.header[len(mapping.columns) :]
        columns = (
            *mapping.columns,
            *(ColumnGuess(n, SHAPE, why_taken.BY_HAND, 1.0) for n in beside),
        )
        mapping = replace(mapping, columns=columns, encoding=None, delimiter=None, part=None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / reading.file_name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(reading.header)
            writer.writerows(_fitted(one.cells, len(reading.header)) for one in filled)
        report = import_file(
            path,
            store,
            geocoder=geocoder,
            how=_WRITTEN,
            mapping=mapping,
            dates=dates,
            progress=progress,
        )
    refused = [
        replace(filled[found.row - _FIRST_ROW], rejects=found.rejects)
        for found in rejected_rows(report.reading)
    ]
    empty = [one for one in rows if one not in filled]
    return report, tuple(sorted([*refused, *empty], key=lambda one: one.row))


def _fitted(cells: Sequence[str], width: int) -> list[str]:
    """As many cells as there are columns; more only where they hold something."""
    fitted = [*cells, *[""] * (width - len(cells))]
    while len(fitted) > width and not fitted[-1].strip():
        fitted.pop()
    return fitted
