"""Guesses which column of a table is which, by its name and by what it holds.

Names count before content, unless what a column holds speaks against its name. No two columns are
taken for the same one of ours. Only the first rows, and the beginning of each text, are looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from incidents import why_taken
from incidents.column_names import (
    CLAIMS,
    COLUMNS,
    COMPUTED,
    DARWIN_CORE,
    SHAPE,
    Meaning,
    folded,
    is_only_ours,
    is_own_export,
    is_toll,
    meanings,
    own_name,
    wrong_unit,
)
from incidents.dates import is_ambiguous, parse_days
from incidents.decimal_sign import plain_number
from incidents.errors import RecordError
from incidents.layouts import WHY_REJECTED
from incidents.record import parse_value
from incidents.shapes import is_text_of_a_shape

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from incidents.record import Column

__all__ = ["PASSED_OVER", "ColumnGuess", "first_texts", "guess_columns", "is_date"]

PASSED_OVER = ""
"""In place of a column of ours: the column is neither read nor kept."""

_ADDED_BY_EXPORT = frozenset({"attribution", "geodeticDatum", "bbox"})
_ADDED_BY_KML = frozenset(
    {"id", "Name", "description", "timestamp", "begin", "end", "altitudeMode", "tessellate",
     "extrude", "visibility", "drawOrder", "icon", "snippet"}
)  # fmt: skip

_ROWS = 200
_CHARACTERS = 200
_SAMPLES = 5
_SAMPLE_LENGTH = 60
_ENOUGH = 0.8

_LAT_HERE, _LON_HERE = (23.0, 40.0), (44.0, 78.0)  # Iran and Pakistan; the two do not overlap
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?")
_FINE_DEGREES = re.compile(r"[+-]?\d{1,3}[.,]\d{2,}")
_NUMBER = re.compile(r"[+-]?[\d.,'\s]*\d")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_BARE_YEAR = re.compile(r"\d{1,4}")


@dataclass(frozen=True)
class ColumnGuess:
    """What one column of a table is taken for.

    Attributes
    ----------
    source
        The header as found.
    column
        Our name for it. None: kept word for word with the record. `PASSED_OVER`: not kept.
    why
        "same name", "known as", "looks like dates", "not recognised", "by the mapping file",
        "by hand" and the like, with what speaks against it.
    confidence
        0 to 1; a rank among guesses, no probability.
    samples
        Up to five different values that are not empty, shortened.
    """

    source: str
    column: str | None
    why: str
    confidence: float
    samples: tuple[str, ...] = ()


def guess_columns(
    header: Sequence[str],
    cells: pa.Table,
    *,
    chosen: Mapping[int, ColumnGuess] | None = None,
    taken: Mapping[str, str] | None = None,
) -> tuple[ColumnGuess, ...]:
    """Guess which column of a table is which.

    Parameters
    ----------
    header, cells
        The table, as `mapping.guess` takes it.
    chosen
        By its place in the header, what is no guess any more.
    taken
        Columns of ours that no other may be taken for, each with the header that it is kept for.

    Returns
    -------
    tuple of ColumnGuess
        One for each column, in its order, with samples of this table. No two guesses have the same
        column of ours: where two might, the better one has it (the first of equals) and the other
        is kept, which its `why` says.
    """
    chosen = chosen or {}
    samples = _samples_of([str(name) for name in header], cells)
    columns = dict(taken or {}) | {one.column: one.source for one in chosen.values() if one.column}
    guessed = _guessed(samples, cells, chosen, columns)
    return tuple(
        replace(chosen[place], source=sample.header, samples=sample.shown)
        if place in chosen
        else guessed[place]
        for place, sample in enumerate(samples)
    )


@dataclass(frozen=True)
class _Sample:
    """A column's header and some of its different texts that are not blank, cut short."""

    header: str
    texts: tuple[str, ...]
    every_text_differs: bool

    @property
    def shown(self) -> tuple[str, ...]:
        short = (
            text if len(text) <= _SAMPLE_LENGTH else text[: _SAMPLE_LENGTH - 1] + "…"
            for text in self.texts
        )
        return tuple(dict.fromkeys(short))[:_SAMPLES]

    def mostly(self, fits: Callable[[str], bool]) -> bool:
        """Whether at least 80 % of the texts fit; False where there are none."""
        failures = 0
        for text in self.texts:
            failures += not fits(text)
            if failures > (1 - _ENOUGH) * len(self.texts) + 1e-9:
                return False
        return bool(self.texts)


def _samples_of(header: Sequence[str], cells: pa.Table) -> list[_Sample]:
    samples = []
    for place, name in enumerate(header):
        texts = first_texts(cells, place, _ROWS)
        filled = [text for text in texts if text and text.strip()]
        different = tuple(dict.fromkeys(filled))
        samples.append(_Sample(name, different, len(different) == len(texts)))
    return samples


def first_texts(cells: pa.Table, place: int, rows: int) -> list[str | None]:
    """The first texts of a column, cut short."""
    if place >= cells.num_columns:
        return []
    column = cells.column(place).slice(0, rows)
    cut: list[str | None] = pc.utf8_slice_codeunits(
        column.cast(pa.string()), 0, _CHARACTERS
    ).to_pylist()
    return cut


def _guessed(
    samples: Sequence[_Sample],
    cells: pa.Table,
    chosen: Collection[int],
    columns: dict[str, str],
) -> dict[int, ColumnGuess]:
    """Guess all columns but the chosen ones; what `columns` has is not given again."""
    own = is_own_export([sample.header for sample in samples])
    rejected = any(folded(sample.header) == WHY_REJECTED for sample in samples)
    places = [k for k in range(len(samples)) if k not in chosen]
    guessed: dict[int, ColumnGuess] = {}
    candidates: list[tuple[int, Meaning]] = []
    for place in places:
        sample = samples[place]
        left_out = _left_out(place, samples, cells, own=own)
        if left_out:
            guessed[place] = ColumnGuess(sample.header, PASSED_OVER, left_out, 1.0, sample.shown)
            continue
        named = [
            one
            for one in meanings(sample.header, own=own)
            if one.column != SHAPE or rejected or any(map(is_text_of_a_shape, sample.texts))
        ]
        candidates += ((place, _checked(one, sample)) for one in named)
        if not named and not own and not is_only_ours(sample.header):
            candidates += ((place, one) for one in _by_content(sample))
    _hand_out(candidates, samples, guessed, columns)
    if not own:
        free = [k for k in places if k not in guessed and not is_only_ours(samples[k].header)]
        _hand_out(_positions(free, samples, columns), samples, guessed, columns)
    refused = {place: one.column for place, one in reversed(candidates) if place not in guessed}
    for place in places:
        if place not in guessed:
            sample = samples[place]
            why = _why_kept(sample.header, refused.get(place), columns)
            guessed[place] = ColumnGuess(sample.header, None, why, 0.0, sample.shown)
    _tell_swapped_axes(samples, guessed)
    return guessed


def _hand_out(
    candidates: Iterable[tuple[int, Meaning]],
    samples: Sequence[_Sample],
    guessed: dict[int, ColumnGuess],
    columns: dict[str, str],
) -> None:
    """Give each of our columns to the best candidate for it, the first of equals."""
    for place, one in sorted(candidates, key=lambda found: (-found[1].confidence, found[0])):
        if place in guessed or one.column in columns:
            continue
        sample = samples[place]
        columns[one.column] = sample.header
        guessed[place] = ColumnGuess(
            sample.header, one.column, one.why, round(one.confidence, 2), sample.shown
        )


def _why_kept(header: str, refused: str | None, columns: dict[str, str]) -> str:
    if refused is not None:
        return why_taken.TAKEN_ALREADY.format(code=refused, said=columns[refused][:40])
    if own_name(header) in COMPUTED:
        return why_taken.COMPUTED_ANEW
    unit = wrong_unit(header)
    return why_taken.IN_ANOTHER_UNIT.format(code=unit) if unit else why_taken.NOT_RECOGNISED


def _left_out(place: int, samples: Sequence[_Sample], cells: pa.Table, *, own: bool) -> str | None:
    """Why a column is neither read nor kept, or None."""
    header = samples[place].header
    if folded(header) == WHY_REJECTED:
        return why_taken.REASON_OF_REJECTION
    if not header.strip() and _is_empty(cells, place):
        return why_taken.EMPTY
    if not own:
        return None
    if header in DARWIN_CORE and any(s.header == DARWIN_CORE[header] for s in samples):
        return why_taken.COPY_OF.format(code=DARWIN_CORE[header])
    is_kml = {"Name", "begin"} <= {sample.header for sample in samples}
    if header in _ADDED_BY_EXPORT or (is_kml and header in _ADDED_BY_KML):
        return why_taken.ADDED_BY_EXPORT
    return None


def _is_empty(cells: pa.Table, place: int) -> bool:
    if place >= cells.num_columns:
        return True
    lengths = pc.binary_length(cells.column(place).cast(pa.string()))
    return not pc.any(pc.greater(lengths, 0)).as_py()


# --- By content --------------------------------------------------------------------------------


def _by_content(sample: _Sample) -> Iterator[Meaning]:
    """What a column may be by what it holds, where its name says nothing."""
    if sample.mostly(is_text_of_a_shape):
        yield Meaning(SHAPE, 0.6, why_taken.LOOKS_LIKE_SHAPES)
    elif sample.mostly(_is_link):
        yield Meaning("source_url", 0.55, why_taken.LOOKS_LIKE_LINKS)
    elif sample.mostly(_is_whole_date):
        yield Meaning("date_start", 0.5, why_taken.LOOKS_LIKE_DATES)
    elif sample.mostly(_fits(COLUMNS["event_type"])):
        yield Meaning("event_type", 0.45, why_taken.LOOKS_LIKE_TYPES)


def _positions(
    free: Sequence[int], samples: Sequence[_Sample], columns: dict[str, str]
) -> list[tuple[int, Meaning]]:
    """A latitude and a longitude by their numbers: both or none, and only where it is plain."""
    found = []
    for column, here in (("lat", _LAT_HERE), ("lon", _LON_HERE)):
        if column in columns:
            continue
        fitting = [k for k in free if samples[k].mostly(_within(here, _FINE_DEGREES))]
        if len(fitting) != 1:
            return []
        meaning = Meaning(column, 0.3, why_taken.LOOKS_LIKE_DEGREES)
        found.append((fitting[0], meaning))
    return found


def _checked(one: Meaning, sample: _Sample) -> Meaning:
    """A guess by name, held against what the column holds."""
    if not sample.texts:
        return one
    if one.column == "source_publisher" and sample.mostly(_is_link):
        return replace(one, column="source_url", confidence=one.confidence * 0.8,
                       why=why_taken.AND_LINKS.format(guess=one.why))  # fmt: skip
    if one.column == "time_local" != sample.header and sample.mostly(_is_whole_date):
        return replace(one, column="date_start", confidence=one.confidence * 0.8,
                       why=why_taken.AND_DAYS.format(guess=one.why))  # fmt: skip
    against = _against(one, sample)
    if against is None:
        return one
    why = against.format(guess=one.why, code=one.column)
    return replace(one, confidence=one.confidence * 0.5, why=why)


def _against(one: Meaning, sample: _Sample) -> str | None:  # noqa: PLR0911 - a fault each
    """What the values say against a guess by name, as a template."""
    if one.column in (CLAIMS, SHAPE):
        return None
    column = COLUMNS[one.column]
    if column.kind == "date":
        return None if sample.mostly(is_date) else why_taken.NOT_DATES
    if one.column in ("lat", "lon"):
        limit = (-90.0, 90.0) if one.column == "lat" else (-180.0, 180.0)
        return None if sample.mostly(_within(limit, _DEGREES)) else why_taken.NOT_DEGREES
    if one.column == "source_url":
        return None if sample.mostly(_is_link) else why_taken.NOT_LINKS
    if one.column == "incident_id":
        return None if sample.every_text_differs else why_taken.NOT_ALL_DIFFERENT
    if column.kind in ("choice", "flag"):
        is_flag = column.kind == "flag"
        told = why_taken.NOT_YES_OR_NO if is_flag else why_taken.NOT_WORDS_OF
        return None if sample.mostly(_fits(column)) else told
    if column.kind in ("number", "integer") and not is_toll(column.name):
        is_number = sample.mostly(lambda text: bool(_NUMBER.fullmatch(plain_number(text))))
        return None if is_number else why_taken.NOT_NUMBERS
    return None


def _tell_swapped_axes(samples: Sequence[_Sample], guessed: dict[int, ColumnGuess]) -> None:
    """Say where latitudes hold what looks like longitudes and the other way round."""
    axes = {g.column: k for k, g in guessed.items() if g.column in ("lat", "lon")}
    if set(axes) != {"lat", "lon"}:
        return
    lat, lon = samples[axes["lat"]], samples[axes["lon"]]
    if lat.mostly(_within(_LON_HERE, _DEGREES)) and lon.mostly(_within(_LAT_HERE, _DEGREES)):
        for axis, told in (
            ("lat", why_taken.LIKE_LONGITUDES),
            ("lon", why_taken.LIKE_LATITUDES),
        ):
            one = guessed[axes[axis]]
            guessed[axes[axis]] = replace(
                one,
                why=told.format(guess=one.why),
                confidence=round(one.confidence * 0.5, 2),
            )


def is_date(text: str) -> bool:
    """Whether a text is a day or a span of days, if perhaps in more than one way."""
    if len(text) > 60:
        return False
    try:
        return is_ambiguous(text) or bool(parse_days(text))
    except RecordError:
        return False


def _is_whole_date(text: str) -> bool:
    """Whether a text is a date and more than four digits, which may be anything."""
    return is_date(text) and not _BARE_YEAR.fullmatch(text.strip())


def _is_link(text: str) -> bool:
    return bool(_LINK.fullmatch(text.strip()))


def _fits(column: Column) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        try:
            return parse_value(column, text) is not None
        except RecordError:
            return False

    return fits


def _within(limits: tuple[float, float], pattern: re.Pattern[str]) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        plain = plain_number(text)
        number = float(plain.replace(",", ".")) if pattern.fullmatch(plain) else None
        return number is not None and limits[0] <= number <= limits[1]

    return fits
