"""Excel workbooks (XLSX): the cells of one sheet as texts, and what the sheet hides.

Cells are read as stored. Nothing is computed: errors come as their words, and formulas without a
stored value, merged areas and hidden sheets are told.
"""

from __future__ import annotations

import re
import zipfile
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from incidents import problems, refusals, sentences
from incidents.archives import checked_entries, entry_bytes
from incidents.source_file import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from incidents.source_file import Sink, Source

    _Errors = dict[int, dict[int, str]]  # texts by row and column

__all__ = ["parse_xlsx"]

_CELL = re.compile(rb"<c\b([^>]*[^/>])>(.*?)</c>", re.DOTALL)
_CELL_NAME = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_CELL_VALUE = re.compile(rb"<v[^>]*>([^<]+)</v>")
_ERROR_CELL = re.compile(rb"""\bt=["']e["']""")
_MAIN_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def parse_xlsx(source: Source, table: Sink) -> None:
    """Hand on the rows of one sheet, the first row with a cell as its header."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only where it is needed

    entries = {entry.filename: entry for entry in checked_entries(source.path)}
    with _panics_as_errors(), CalamineWorkbook.from_path(source.path) as book:
        sheet = _chosen_sheet(source, book, table)
        name = table.parsed.part = str(sheet.name)
        errors, without_value = _odd_cells(source, entries, name)
        if without_value:
            table.remark(
                sentences.WITHOUT_VALUE.format(
                    said=name, count=f"{len(without_value):,}", cell=without_value[0]
                )
            )
        merged = len(sheet.merged_cell_ranges or ())
        if merged:
            table.remark(sentences.MERGED.format(said=name, count=f"{merged:,}"))
        _fill_from_sheet(sheet, errors, table)


@contextmanager
def _panics_as_errors() -> Iterator[None]:
    """Errors of the workbook's reader that are no exceptions by Python's rules."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise ValueError(str(error)) from error
        raise


def _chosen_sheet(source: Source, book: Any, table: Sink) -> Any:  # noqa: ANN401
    """The sheet that is asked for, or the first visible one with rows."""
    kinds = {s.name: s for s in book.sheets_metadata if "WorkSheet" in str(s.typ)}
    wanted = source.how.part
    if wanted is not None:
        for name in kinds:
            if name.casefold() == wanted.casefold():
                return book.get_sheet_by_name(name)
        has = ", ".join(map(repr, kinds)) or "none"
        source.refuse(refusals.NO_SUCH_SHEET.format(said=wanted, listed=has))
    visible = [name for name, sheet in kinds.items() if str(sheet.visible).endswith(".Visible")]
    hidden = [name for name in kinds if name not in visible]
    if hidden:
        table.remark(sentences.HIDDEN_SHEETS.format(sheets=", ".join(map(repr, hidden))))
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        if sheet.height:
            others = ", ".join(repr(other) for other in visible if other != name)
            if others:
                table.remark(sentences.ONE_SHEET.format(said=name, sheets=others))
            return sheet
    return source.refuse(refusals.SHEETS_EMPTY)


def _fill_from_sheet(sheet: Any, errors: _Errors, table: Sink) -> None:  # noqa: ANN401
    start = stop = 0
    pending: list[list[str | None]] = []
    numbers: list[int] = []
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [_cell_text(value) for value in values]
        for column, text in errors.get(number, {}).items():
            cells[column] = text
        filled = [place for place, cell in enumerate(cells) if cell and not cell.isspace()]
        if not filled:
            continue
        if not table.header:
            start, stop = filled[0], filled[-1] + 1
            table.start(cell or "" for cell in cells[start:stop])
        elif filled[0] < start or filled[-1] >= stop:
            beside = cells[filled[0] if filled[0] < start else filled[-1]]
            table.reject(number, cells[start:], problems.CELL_BESIDE, value=beside or "")
        else:
            pending.append(cells[start:stop])
            numbers.append(number)
        if len(pending) == CHUNK:
            table.add_texts(pending, numbers)
            pending, numbers = [], []
    table.add_texts(pending, numbers)


def _cell_text(value: Any) -> str | None:  # noqa: ANN401 - whatever a cell holds
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(value.total_seconds(), 60)
        return f"{int(minutes) // 60}:{int(minutes) % 60:02}:{seconds:02g}"
    return None if value is None else str(value)


def _odd_cells(
    source: Source, entries: Mapping[str, zipfile.ZipInfo], sheet: str
) -> tuple[_Errors, list[str]]:
    """Cells that hold an error, and names of those whose formula has no stored value.

    The workbook's reader gives both as empty.
    """
    entry = _sheet_entry(source, entries, sheet)
    errors: _Errors = {}
    without: list[str] = []
    if entry is None:
        return errors, without
    for part in _blocks(source, entry):
        if b"<f" not in part and not _ERROR_CELL.search(part):
            continue
        for found in _CELL.finditer(part):
            attributes, content = found.groups()
            name = _CELL_NAME.search(attributes)
            value = _CELL_VALUE.search(content)
            if name is None:
                continue
            if _ERROR_CELL.search(attributes) and value:
                letters, row = name.groups()
                text = value[1].decode("utf-8", "replace")
                errors.setdefault(int(row), {})[_column_number(letters)] = text
            elif b"<f" in content and not value and b"<is" not in content:
                without.append((name[1] + name[2]).decode())
    return errors, without


def _sheet_entry(
    source: Source, entries: Mapping[str, zipfile.ZipInfo], sheet: str
) -> zipfile.ZipInfo | None:
    """Where in the workbook a sheet stands."""
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    book, links = entries.get("xl/workbook.xml"), entries.get("xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        return None
    targets = {
        link.get("Id"): link.get("Target", "")
        for link in fromstring(entry_bytes(source.path, links), forbid_dtd=True)
    }
    for found in fromstring(entry_bytes(source.path, book), forbid_dtd=True).iter(
        f"{_MAIN_NS}sheet"
    ):
        if found.get("name") == sheet:
            target = targets.get(found.get(_LINK_ID), "")
            return entries.get(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    return None


def _blocks(source: Source, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's content in blocks that end behind a cell."""
    with zipfile.ZipFile(source.path) as archive, archive.open(entry) as file:
        rest = b""
        while block := file.read(4 * 1024 * 1024):
            joined = rest + block
            cut = joined.rfind(b"</c>") + 4
            if cut < 4:
                rest = joined
                continue
            yield joined[:cut]
            rest = joined[cut:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
