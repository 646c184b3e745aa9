"""Mapping: which column of somebody's table is which of ours, and why we think so.

A header is recognised by our own name, by a synonym (English, Persian, Urdu, Darwin Core), by a
name that is nearly one of them, and else by what the column holds. Content also checks what a name
promises. A guess is only a guess: it is shown with sample values, corrected by a person and kept
in a file for the next table of the same kind.

A column that nothing fits is kept word for word with the record. Only what our own export adds for
others is passed over.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geodata.writing import written_whole
from incidents import refusals, why_taken
from incidents.column_names import (
    CLAIMS,
    COLUMNS,
    COMPUTED,
    TARGETS,
    day_order_in,
    folded,
    is_own_export,
)
from incidents.dates import DayOrder
from incidents.decimal_sign import Decimal, signs_of, signs_of_degrees
from incidents.errors import IncidentsError, ReadError, RecordError
from incidents.guessing import PASSED_OVER, ColumnGuess, first_texts, guess_columns, is_date
from incidents.record import parse_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

__all__ = [
    "PASSED_OVER", "ColumnGuess", "Decimal", "Mapping", "guess",
    "guess_decimal", "is_own_export", "load", "save",
]  # fmt: skip

_ROWS_OF_NUMBERS = 10_000
_LARGEST_FILE = 10_000_000
_FORMAT, _VERSION = "sarhad mapping", 1


@dataclass(frozen=True)
class Mapping:
    """Which column of a table is which, and how the table is written.

    Attributes
    ----------
    columns
        One for each column of the table, in its order.
    dates
        Which number comes first in dates such as 07/10/2014; None where nobody has said.
    decimal
        The decimal sign of its numbers; None where nobody has said.
    encoding, delimiter, part
        How the file is read: text encoding, delimiter, sheet or layer; None: by its content.
    defaults
        Our column and a text, for all rows where the table has no value.
    missing
        Headers that a mapping file names and the table has not.
    """

    columns: tuple[ColumnGuess, ...]
    dates: DayOrder | None = None
    decimal: Decimal | None = None
    encoding: str | None = None
    delimiter: str | None = None
    part: str | None = None
    defaults: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()

    def with_column(self, source: str, column: str | None) -> Mapping:
        """Take a column for another one, as a person says.

        Parameters
        ----------
        source
            The header as found.
        column
            Our name, None to keep it with the record, `PASSED_OVER` to leave it out.

        Raises
        ------
        ReadError
            If there is no such header.
        """
        if all(one.source != source for one in self.columns):
            shown = _shown(one.source for one in self.columns)
            msg = f"no column {source[:80]!r}; expected one of {shown}"
            raise ReadError(msg)
        columns = tuple(
            replace(one, column=column, why=why_taken.BY_HAND, confidence=1.0)
            if one.source == source
            else one
            for one in self.columns
        )
        return replace(self, columns=columns)

    def problems(self) -> tuple[str, ...]:
        """What keeps the table from being read this way, each with what to do; empty: nothing."""
        return tuple(self._problems())

    def _problems(self) -> Iterator[str]:  # noqa: C901 - a fault each
        read = [one for one in self.columns if one.column != PASSED_OVER]
        for source, times in Counter(one.source for one in read).items():
            if times > 1:
                yield refusals.SEVERAL_OF_ONE_NAME.format(said=source[:80])
        sources: dict[str, list[str]] = {}
        for one in read:
            if one.column is not None:
                sources.setdefault(one.column, []).append(one.source)
        for column, names in sources.items():
            if len(set(names)) > 1:
                yield refusals.SEVERAL_FOR_ONE.format(said=column, listed=_shown(names))
        given = dict(self.defaults)
        unknown = [name for name in dict.fromkeys((*sources, *given)) if name not in TARGETS]
        if unknown:
            yield _unknown(unknown)
        if not is_own_export([one.source for one in self.columns]):
            yield from _not_for_strangers(sources)
        for name, text in given.items():
            yield from _default_problems(name, text)
        if "date_start" not in sources and "date_start" not in given:
            yield self._no_date()

    def _no_date(self) -> str:
        shown = _shown(one.source for one in self.columns)
        if self.missing:
            lost = _shown(self.missing)
            return refusals.NO_DATE_COLUMN_LOST.format(listed=shown, lost=lost)
        return refusals.NO_DATE_COLUMN.format(listed=shown)

    def applied_to(self, header: Sequence[str], cells: pa.Table) -> Mapping:
        """The same choices for another table of the kind.

        Parameters
        ----------
        header, cells
            The table, as `guess` takes it.

        Returns
        -------
        Mapping
            One column for each of the table: by header where the mapping has it (case, blanks,
            underscores and hyphens do not count), else guessed among what is left. `missing`
            tells what the table has not. Where the date is missing, no other column takes its
            place, and `problems` says so.
        """
        names = [str(name) for name in header]
        if [one.source for one in self.columns] == names:
            all_of_them = dict(enumerate(self.columns))
            return replace(self, columns=guess_columns(names, cells, chosen=all_of_them))
        chosen, lost = self._matched(names)
        taken = {one.column: one.source for one in lost if one.column == "date_start"}
        columns = guess_columns(names, cells, chosen=chosen, taken=taken)
        return replace(
            self,
            columns=columns,
            dates=self.dates or _day_order_in(columns),
            missing=tuple(one.source for one in lost),
        )

    def _matched(self, header: Sequence[str]) -> tuple[dict[int, ColumnGuess], list[ColumnGuess]]:
        """Choices by the place in a header that they are for, and those without a place."""
        chosen: dict[int, ColumnGuess] = {}
        left = list(self.columns)
        for form in (str, folded):
            named: dict[str, list[ColumnGuess]] = {}
            for one in left:
                named.setdefault(form(one.source), []).append(one)
            for place, name in enumerate(header):
                if place not in chosen and named.get(form(name)):
                    chosen[place] = named[form(name)].pop(0)
            left = [one for listed in named.values() for one in listed]
        return chosen, left

    def to_json(self) -> str:
        """The mapping as the text of a mapping file."""
        content: dict[str, Any] = {
            "format": _FORMAT,
            "version": _VERSION,
            "columns": [{"source": g.source, "column": g.column} for g in self.columns],
        }
        for name in ("dates", "decimal", "encoding", "delimiter", "part"):
            if getattr(self, name) is not None:
                content[name] = getattr(self, name)
        if self.defaults:
            content["defaults"] = dict(self.defaults)
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(
        cls, text: str, header: Sequence[str] | None = None, cells: pa.Table | None = None
    ) -> Mapping:
        """Read the text of a mapping file, and apply it to a table where one is given.

        Parameters
        ----------
        text
            What `to_json` wrote, perhaps changed by hand.
        header, cells
            The table, as `guess` takes it.

        Raises
        ------
        ReadError
            If it is no mapping, is of a newer version, or names columns that do not exist; the
            message lists all of them.
        """
        mapping = cls(**_content(text))
        return mapping if header is None or cells is None else mapping.applied_to(header, cells)


def save(mapping: Mapping, path: Path) -> None:
    """Write a mapping file; what was there before stays until the new one is whole.

    Raises
    ------
    IncidentsError
        If the file cannot be written.
    """
    try:
        with written_whole(path) as file:  # what is no character is written as JSON's own escape
            file.write(mapping.to_json().encode("utf-8", "backslashreplace"))
    except OSError as error:
        msg = f"{path}: the mapping cannot be written ({error}); name another file"
        raise IncidentsError(msg) from error


def load(path: Path) -> Mapping:
    """Read a mapping file; `Mapping.applied_to` then gives it to a table.

    Raises
    ------
    ReadError
        If the file cannot be opened or is no mapping; the message names the fault.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        msg = f"{path}: cannot be opened ({error.strerror}); check the name and its permissions"
        raise ReadError(msg) from error
    if len(raw) > _LARGEST_FILE:
        msg = f"{path.name}: more than {_LARGEST_FILE:,} bytes, which no mapping has"
        raise ReadError(msg)
    try:
        return Mapping.from_json(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        msg = f"{path.name}: not UTF-8 at byte {error.start:,}; save it as UTF-8"
        raise ReadError(msg) from error
    except ReadError as error:
        msg = f"{path.name}: {error}"
        raise ReadError(msg) from error


def _content(text: str) -> dict[str, Any]:
    """The arguments of a mapping from the text of its file, all faults of a kind told at once."""
    try:
        content = json.loads(text)
    except RecursionError as error:
        msg = refusals.MAPPING_NESTED
        raise ReadError(msg) from error
    except ValueError as error:
        msg = refusals.MAPPING_NO_JSON.format(error=error)
        raise ReadError(msg) from error
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        msg = refusals.MAPPING_NO_FORMAT.format(name=_FORMAT)
        raise ReadError(msg)
    version = content.get("version")
    if version != _VERSION or isinstance(version, bool):
        msg = refusals.MAPPING_VERSION.format(said=str(version)[:20], number=_VERSION)
        raise ReadError(msg)
    settings = {
        name: _setting(content, name)
        for name in ("dates", "decimal", "encoding", "delimiter", "part")
    }
    entries, defaults = content.get("columns"), content.get("defaults", {})
    strange = sorted(set(content) - {"format", "version", "columns", "defaults", *settings})
    if strange:
        msg = refusals.MAPPING_STRANGE.format(listed=_shown(strange), expected=", ".join(settings))
        raise ReadError(msg)
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        msg = refusals.MAPPING_COLUMNS.format()
        raise ReadError(msg)
    if not isinstance(defaults, dict) or not all(isinstance(v, str) for v in defaults.values()):
        msg = refusals.MAPPING_DEFAULTS
        raise ReadError(msg)
    named = [entry["column"] for entry in entries if entry["column"]]
    unknown = [name for name in dict.fromkeys((*named, *defaults)) if name not in TARGETS]
    if unknown:
        raise ReadError(_unknown(unknown))
    columns = tuple(
        ColumnGuess(entry["source"], entry["column"], why_taken.BY_MAPPING_FILE, 1.0)
        for entry in entries
    )
    return {"columns": columns, "defaults": tuple(defaults.items()), **settings}


def _is_entry(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and set(entry) == {"source", "column"}
        and isinstance(entry["source"], str)
        and (entry["column"] is None or isinstance(entry["column"], str))
    )


def _setting(content: dict[str, Any], name: str) -> str | None:
    value = content.get(name)
    choices = {"dates": get_args(DayOrder), "decimal": get_args(Decimal)}.get(name)
    if value is None or (isinstance(value, str) and (choices is None or value in choices)):
        return value
    expected = " or ".join(map(repr, choices)) if choices else "a text"
    msg = refusals.MAPPING_SETTING.format(code=name, said=str(value)[:40], expected=expected)
    raise ReadError(msg)


def _unknown(names: Iterable[str]) -> str:
    told = []
    for name in names:
        near = process.extractOne(name, TARGETS, scorer=OSA.normalized_similarity)
        hint = f" (perhaps {near[0]})" if near and near[1] >= 0.6 else ""
        told.append(f"{name[:80]!r}{hint}")
    return refusals.NO_SUCH_COLUMN.format(listed=", ".join(told))


def _not_for_strangers(sources: dict[str, list[str]]) -> Iterator[str]:
    """What only an export of our own may bring."""
    for column, names in sources.items():
        if column in COMPUTED:
            yield refusals.COMPUTED_COLUMN.format(code=column, listed=_shown(names))
        elif column == CLAIMS:
            yield refusals.CLAIMS_COLUMN.format(code=column, listed=_shown(names))


def _default_problems(name: str, text: str) -> Iterator[str]:
    if name in COMPUTED or name == CLAIMS:
        yield refusals.NO_DEFAULT.format(code=name)
        return
    column = COLUMNS.get(name)
    if column is None:
        return
    if column.kind == "date":
        if not is_date(text):
            yield refusals.DEFAULT_NO_DATE.format(code=name, said=text[:80])
        return
    try:
        parse_value(column, text)
    except RecordError as error:
        yield refusals.FOR_ALL_ROWS.format(problem=error)


def _shown(names: Iterable[str]) -> str:
    listed = list(names)
    shown = ", ".join(repr(name[:40]) for name in listed[:12])
    if len(listed) <= 12:
        return shown
    return refusals.AND_MORE.format(listed=shown, count=len(listed) - 12)


def guess(header: Sequence[str], cells: pa.Table) -> Mapping:
    """Guess which column of a table is which.

    Parameters
    ----------
    header
        The headers as found.
    cells
        One column of texts for each header, in its order.

    Returns
    -------
    Mapping
        One guess for each column. No two have the same column of ours: where two might, the
        better one has it (the first of equals) and the other is kept, which its `why` says.

    Notes
    -----
    Names count before content, unless what the column holds speaks against its name. Only the first
    200 rows and 200 characters are looked at. A measured column is computed anew, so that in a
    stranger's table nothing is taken for one; in an export of our own every column is itself.
    """
    columns = guess_columns(header, cells)
    return Mapping(columns, dates=_day_order_in(columns))


def _day_order_in(columns: Iterable[ColumnGuess]) -> DayOrder | None:
    return day_order_in(one.source for one in columns if one.column in ("date_start", "date_end"))


def guess_decimal(mapping: Mapping, cells: pa.Table) -> Decimal | None:
    """Guess the decimal sign of a table from its columns of numbers.

    Parameters
    ----------
    mapping
        Which column is which.
    cells
        The table, as `guess` takes it; its first 10,000 rows are looked at.

    Returns
    -------
    "." or "," or None
        None where no number tells, or where they differ; somebody has to say.

    Notes
    -----
    Longitude and latitude decide where they have a sign at all: no degree reaches a thousand, so
    that "61,450" can only have a decimal comma. Else the other columns of numbers decide, by
    `decimal_sign.decimal_of`, if they agree. An export of our own has decimal points.
    """
    if is_own_export([one.source for one in mapping.columns]):
        return "."
    axes: set[Decimal] = set()
    others: set[Decimal] = set()
    for place, one in enumerate(mapping.columns):
        column = COLUMNS.get(one.column or "")
        if column is None or column.name in COMPUTED or column.kind not in ("number", "integer"):
            continue
        texts = dict.fromkeys(first_texts(cells, place, _ROWS_OF_NUMBERS))
        if column.name in ("lon", "lat"):
            axes |= signs_of_degrees(texts)
        else:
            others |= signs_of(texts)
    decisive = axes or others
    return decisive.pop() if len(decisive) == 1 else None
