"""CSV and its kin: the sign between cells is found, quotes are held to their rules.

A row is numbered as a spreadsheet would number it. A row of another width than the header is
rejected; a quote that is never closed refuses the file, as nobody can tell where the row ends.
"""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from incidents import problems, refusals, sentences
from incidents.source_file import CHUNK, HEAD_BYTES
from incidents.text_encoding import encoding_of, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from incidents.source_file import Sink, Source

__all__ = ["parse_csv"]

_DELIMITERS = ",;\t|"
_NAMED_DELIMITERS = {"\\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_SEP_LINE = re.compile(r'"?sep=([^\r\n])"?(?:\r\n|\r|\n)', re.IGNORECASE)
_LONGEST_CELL = 2**31 - 1


def parse_csv(source: Source, table: Sink) -> None:
    """Hand on the rows of a text with a sign between the cells."""
    encoding = encoding_of(source)
    with opened(source, encoding) as file:
        sample = file.read(HEAD_BYTES)
    delimiter = _delimiter(source, sample)
    kind = _Dialect(delimiter, csv.QUOTE_MINIMAL, 1 if _SEP_LINE.match(sample) else 0)
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        if delimiter == "\t":
            kind = _quotes_or_not(source, encoding, kind)
            if kind.quoting == csv.QUOTE_NONE:
                table.remark(sentences.QUOTES_KEPT)
        _fill_from_csv(source, encoding, kind, table)
    finally:
        csv.field_size_limit(limit)


@dataclass(frozen=True)
class _Dialect:
    delimiter: str
    quoting: Literal[0, 3]  # csv.QUOTE_MINIMAL, csv.QUOTE_NONE
    skipped: int

    def reader(self, file: Iterable[str]) -> Any:  # noqa: ANN401 - the csv module names no type
        reader = csv.reader(file, delimiter=self.delimiter, quoting=self.quoting, strict=True)
        for _ in range(self.skipped):
            next(reader)
        return reader


def _fill_from_csv(source: Source, encoding: str, kind: _Dialect, table: Sink) -> None:
    number = kind.skipped
    with opened(source, encoding) as file:
        reader = kind.reader(file)
        while True:
            try:
                rows = list(islice(reader, CHUNK))
            except csv.Error:
                _refuse_quotes(source, encoding, kind)
            if not rows:
                return
            first, number = number + 1, number + len(rows)
            if not table.header:
                place = next((k for k, row in enumerate(rows) if _has_text(row)), None)
                if place is None:
                    continue
                table.start(rows[place])
                rows, first = rows[place + 1 :], first + place + 1
            _add_csv_rows(table, rows, first)


def _has_text(row: Sequence[str]) -> bool:
    return any(cell and not cell.isspace() for cell in row)


def _add_csv_rows(table: Sink, rows: list[list[str]], first: int) -> None:
    width = len(table.header)
    numbers: Sequence[int] = range(first, first + len(rows))
    if set(map(len, rows)) != {width} or not all(row[0] and not row[0].isspace() for row in rows):
        kept, kept_numbers = [], []
        for number, row in zip(numbers, rows, strict=True):
            if not _has_text(row):
                continue
            if len(row) == width:
                kept.append(row)
                kept_numbers.append(number)
            else:
                reason = problems.OTHER_WIDTH.format(count=len(row), most=width)
                table.reject(number, row, reason)
        rows, numbers = kept, kept_numbers
    table.add_texts(rows, numbers)


def _refuse_quotes(source: Source, encoding: str, kind: _Dialect) -> NoReturn:
    """Say in which line the row begins that cannot be read."""
    before = 0
    with opened(source, encoding) as file:
        reader = kind.reader(file)
        try:
            for _ in reader:
                before = reader.line_num
        except csv.Error as error:
            line = f"{before + 1:,}"
            if "end of data" in str(error):
                source.refuse(refusals.QUOTE_NEVER_CLOSED.format(line=line))
            source.refuse(refusals.QUOTE_BROKEN.format(line=line, error=error))
    source.refuse(refusals.NO_CSV)


def _quotes_or_not(source: Source, encoding: str, kind: _Dialect) -> _Dialect:
    """Whether quotes enclose cells of a table with tabs, or are plain signs as in GDELT."""
    with opened(source, encoding) as file:
        if not any('"' in block for block in iter(lambda: file.read(1024 * 1024), "")):
            return kind
    plain = _Dialect(kind.delimiter, csv.QUOTE_NONE, kind.skipped)
    if _is_even(source, encoding, kind, one_line=True) or not _is_even(source, encoding, plain):
        return kind
    return plain


def _is_even(source: Source, encoding: str, kind: _Dialect, *, one_line: bool = False) -> bool:
    """Whether all rows have as many cells as the first, and each stands in one line if asked."""
    with opened(source, encoding) as file:
        reader = kind.reader(file)
        widths: set[int] = set()
        count = kind.skipped
        try:
            for row in reader:
                count += 1
                if row:
                    widths.add(len(row))
        except csv.Error:
            return False
        return len(widths) == 1 and not (one_line and reader.line_num != count)


def _delimiter(source: Source, sample: str) -> str:
    """The sign between cells: the one by which most rows are as wide as the first."""
    chosen = source.how.delimiter
    if chosen is not None:
        chosen = _NAMED_DELIMITERS.get(chosen.lower(), chosen)
        if len(chosen) != 1 or chosen in '"\r\n ':
            source.refuse(f"{chosen!r} cannot separate cells; use one sign such as , ; | or tab")
        return chosen
    named = _SEP_LINE.match(sample)
    if named:
        return named[1]
    if len(sample) == HEAD_BYTES:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    best, most = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths: list[int] = []
        with suppress(csv.Error):
            widths.extend(len(row) for row in islice(reader, 100) if _has_text(row))
        if widths and widths[0] > 1:
            even = sum(width == widths[0] for width in widths) / len(widths)
            if (even, widths[0]) > most:
                best, most = delimiter, (even, widths[0])
    return best
