"""The filter: one frozen object that the rail makes, the address bar keeps and tables obey.

A filter matches an incident when every part that is set matches. Dates match when the two
intervals overlap, so an incident known only to a month is found by any day of that month; depths
and stretches of the border match in the same way. `FilterColumns` holds what a frame is asked for
as numbers and answers fast.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geodata.borders import load_border
from incidents import refusals
from incidents.errors import FilterError
from incidents.record import ACTING_SIDES, COUNTRIES, DEPTH_CHECKS, STATUSES, EventType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

CERTAINTIES = ("across", "one-side", "undetermined", "no-side")
"""What is known of the side, each incident being one of them.

"across": a claim puts it across the line, and the named place lies there at 95 % or more.
"one-side": the named place lies on one side at 95 % or more, and "across" does not hold.
"undetermined": neither side reaches 95 %. "no-side": not placed, at sea or in another country.
"""

FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2199, 12, 31)
"""Days that a filter may name."""

MAX_WORDS = 200
"""Longest text to search for, in characters."""

_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "event_types": tuple(EventType),
    "acting_sides": ACTING_SIDES,
    "countries": COUNTRIES,
    "statuses": STATUSES,
    "certainties": CERTAINTIES,
    "checks": DEPTH_CHECKS,
}
_COLUMN = {
    "event_types": "event_type",
    "acting_sides": "acting_side",
    "countries": "country_reported",
    "statuses": "status",
    "actors": "actor",
    "districts": "adm2",
    "datasets": "dataset",
    "checks": "depth_check",
}
QUERY_NAMES: Mapping[str, str] = {
    "date_from": "from",
    "date_to": "to",
    "event_types": "type",
    "acting_sides": "actor_side",
    "countries": "side",
    "statuses": "status",
    "text": "q",
    "actors": "actor",
    "districts": "district",
    "datasets": "dataset",
    "certainties": "certainty",
    "depth_from_km": "depth_from",
    "depth_to_km": "depth_to",
    "chainage_from_km": "km_from",
    "chainage_to_km": "km_to",
    "conflict": "conflict",
    "checks": "check",
}
"""The name of each part in an address."""

_NAMES = frozenset({"actors", "districts", "datasets"})
_RANGES = (("date_from", "date_to"), ("depth_from_km", "depth_to_km"),
           ("chainage_from_km", "chainage_to_km"))  # fmt: skip
_REFUTED = ("deeper", "shallower", "contradicts")
_KEPT_PARTS = 32
_KEPT_COUNTS = 256
_KEPT_ROWS = 8
_SEARCHED = (
    "incident_id",
    "summary",
    "verbatim_locality",
    "locality",
    "adm2",
    "actor",
    "target",
    "border_pillar",
    "tags",
)


def _check_range(first: str, low: Any, last: str, high: Any) -> None:  # noqa: ANN401 - days or km
    for name, bound in ((first, low), (last, high)):
        if isinstance(bound, float | int) and not math.isfinite(bound):
            msg = refusals.NOT_FINITE.format(bound=QUERY_NAMES[name], given=bound)
            raise FilterError(msg)
    if low is not None and high is not None and low > high:
        bounds = {"bound": QUERY_NAMES[first], "other_bound": QUERY_NAMES[last]}
        if isinstance(low, date):
            told = refusals.DAYS_REVERSED.format(**bounds, iso_day=low, other_iso_day=high)
        else:
            told = refusals.RANGE_REVERSED.format(**bounds, low=low, high=high)
        raise FilterError(told)


@dataclass(frozen=True)
class IncidentFilter:
    """Which incidents to show; an empty part leaves its side open.

    Attributes
    ----------
    date_from, date_to
        First and last day, both included.
    event_types, acting_sides, countries, statuses, checks
        Codes of which any may match; `countries` is the side as reported, `checks` what was found
        of a reported depth.
    actors, districts, datasets
        Names just as the records have them, of which any may match.
    certainties
        Codes of `CERTAINTIES`, of which any may match.
    depth_from_km, depth_to_km
        Signed distance to the border in kilometres, positive in Pakistan and negative in Iran.
        An incident matches when its 90 % interval overlaps, or where it has none its distance lies
        within. What is not measured, or lies beyond an end of the border, does not match.
    chainage_from_km, chainage_to_km
        Stretch of the border in kilometres from the tri-point, both ends included. An incident
        matches when the stretch along which it may lie overlaps (`stretches.stretches_m`). What
        has no place, or lies beyond an end of the border, does not match.
    conflict
        Only incidents of which a claim is marked as conflicting, whose status is "disputed", whose
        facts of the place exclude each other, or whose reported depth does not agree with the
        measured one.
    text
        Words that must all occur in the record's texts; case and diacritics do not matter.

    Raises
    ------
    FilterError
        If a code is unknown, a name is empty, a number is none, or a range is out of order.
    """

    date_from: date | None = None
    date_to: date | None = None
    event_types: frozenset[str] = frozenset()
    acting_sides: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    text: str = ""
    actors: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    datasets: frozenset[str] = frozenset()
    certainties: frozenset[str] = frozenset()
    depth_from_km: float | None = None
    depth_to_km: float | None = None
    chainage_from_km: float | None = None
    chainage_to_km: float | None = None
    conflict: bool = False
    checks: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Check codes, names, days and numbers."""
        for day in (self.date_from, self.date_to):
            if day and not FIRST_DAY <= day <= LAST_DAY:
                told = refusals.OUTSIDE_DAYS
                raise FilterError(
                    told.format(iso_day=day, other_iso_day=FIRST_DAY, last_iso_day=LAST_DAY)
                )
        if len(self.text) > MAX_WORDS:
            msg = refusals.TOO_MANY_WORDS.format(count=len(self.text), most=MAX_WORDS)
            raise FilterError(msg)
        if any(unicodedata.category(c) == "Cs" for c in self.text):
            msg = f"{self.text!a} is no text in Unicode; type the words anew"
            raise FilterError(msg)
        for first, last in _RANGES:
            _check_range(first, getattr(self, first), last, getattr(self, last))
        for name, allowed in _ALLOWED.items():
            unknown = sorted(getattr(self, name) - set(allowed))
            if unknown:
                msg = refusals.NO_SUCH_CODE.format(
                    bound=QUERY_NAMES[name], said=unknown[0], listed=", ".join(allowed)
                )
                raise FilterError(msg)
        for name in _NAMES:
            if any(not value.strip() for value in getattr(self, name)):
                msg = refusals.EMPTY_NAME.format(bound=QUERY_NAMES[name])
                raise FilterError(msg)

    def is_set(self, part: str) -> bool:
        """Whether a part, named as its attribute, narrows anything."""
        value = getattr(self, part)
        return bool(value) if isinstance(value, frozenset | str | bool) else value is not None

    def without(self, *parts: str) -> IncidentFilter:
        """The same filter with some parts, named as their attributes, left open."""
        return replace(self, **{part: getattr(_OPEN, part) for part in parts})

    def to_query(self) -> dict[str, str]:
        """Write the parts that are set as query parameters of an address.

        Several values are joined by commas; a comma within a value is written as %2C.
        """
        return {
            QUERY_NAMES[part.name]: _written(getattr(self, part.name))
            for part in fields(self)
            if self.is_set(part.name)
        }

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[IncidentFilter, tuple[str, ...]]:
        """Read a filter from query parameters.

        Parts that cannot be read are left open, never guessed.

        Returns
        -------
        tuple
            The filter, and a sentence for each part that was left open.
        """
        found, problems = cls(), []
        for part in fields(cls):
            text = query.get(QUERY_NAMES[part.name], "")
            if not text.strip():
                continue
            try:
                found = replace(found, **{part.name: _read(part.name, text)})
            except ValueError as error:
                problems.append(
                    refusals.PASSED_OVER.format(
                        bound=QUERY_NAMES[part.name], said=text.strip()[:60], fault=error
                    )
                )
        return found, tuple(problems)

    def mask(self, frame: pd.DataFrame) -> np.ndarray:
        """Mark the rows of a frame that match.

        Parameters
        ----------
        frame
            Incidents as `Store.frame` returns them. Where one frame is asked again and again,
            `FilterColumns` answers faster.

        Returns
        -------
        numpy.ndarray
            A boolean per row.
        """
        return FilterColumns(frame).mask(self).copy()


_OPEN = IncidentFilter()


def _written(value: Any) -> str:  # noqa: ANN401 - of any part
    if isinstance(value, frozenset):
        return ",".join(v.replace("%", "%25").replace(",", "%2C") for v in sorted(value))
    if isinstance(value, bool):
        return "1"
    if isinstance(value, date | str):
        return str(value)
    return repr(float(value) + 0.0).removesuffix(".0")


def _read(part: str, text: str) -> Any:  # noqa: ANN401 - of any part
    """The value of a part, as it is written in an address.

    Raises
    ------
    ValueError
        If it cannot be one.
    """
    if part in _NAMES:
        return frozenset(
            name.replace("%2C", ",").replace("%25", "%") for name in text.split(",") if name
        )
    text = text.strip()
    if part == "text":
        return text
    if part.startswith("date"):
        return date.fromisoformat(text)
    if part == "conflict":
        if text != "1":
            raise ValueError(refusals.ONLY_ONE_KNOWN)
        return True
    if part.endswith("_km"):
        try:
            return float(text) + 0.0
        except ValueError:
            raise ValueError(refusals.NO_KILOMETRES) from None
    return frozenset(word.strip() for word in text.split(",") if word.strip())


class FilterColumns:
    """What filters ask of one frame, as numbers; made once for a frame that is asked often.

    Each column is read when it is first asked for. The answers of the last parts are kept, so that
    changing one part of a filter asks the frame for that part only.

    Parameters
    ----------
    frame
        Incidents as `Store.frame` returns them. It must not be changed afterwards.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        self._codes: dict[str, tuple[NDArray[np.unsignedinteger[Any]], pd.Index]] = {}
        self._busiest: dict[str, tuple[date, date] | None] = {}
        self._part: Callable[[str, Any], NDArray[np.bool_]] = lru_cache(_KEPT_PARTS)(self._matching)
        self._counted: Callable[[IncidentFilter, str], dict[str, int]]
        self._counted = lru_cache(_KEPT_COUNTS)(self._count)
        self._rows: Callable[[IncidentFilter], NDArray[np.intp]]
        self._rows = lru_cache(_KEPT_ROWS)(lambda chosen: np.flatnonzero(self.mask(chosen)))
        self._found: Callable[[str], int | None] = lru_cache(_KEPT_ROWS)(self._find)

    def __len__(self) -> int:
        """The number of incidents."""
        return len(self._frame)

    def mask(self, chosen: IncidentFilter) -> NDArray[np.bool_]:
        """Mark the rows that match; a boolean per row, not to be written to."""
        matches = np.ones(len(self), dtype=bool)
        for part, value in _parts(chosen):
            matches &= self._part(part, value)
        matches.setflags(write=False)
        return matches

    def row_of(self, incident_id: str | None) -> int | None:
        """Row of an incident in the frame, or None where it has none; kept, once found."""
        return None if incident_id is None else self._found(incident_id)

    def _find(self, incident_id: str) -> int | None:
        found = np.flatnonzero(self._frame["incident_id"] == incident_id)
        return int(found[0]) if len(found) else None

    def counts(self, chosen: IncidentFilter, part: str) -> dict[str, int]:
        """How many incidents the rest of a filter leaves of each value of a part.

        Parameters
        ----------
        chosen
            The filter; what it says of `part` itself is left aside.
        part
            A part of codes or names, such as "actors"; or "conflict", whose one value is
            "conflict".

        Returns
        -------
        dict
            A number for each value that occurs in the frame, the most frequent first.
        """
        return dict(self._counted(chosen.without(part), part))

    def _count(self, chosen: IncidentFilter, part: str) -> dict[str, int]:
        codes, values = self._coded(part)
        rows = self._rows(chosen)
        if len(rows) < len(self):
            codes = codes.take(rows)
        numbers = np.bincount(codes, minlength=len(values) + 1)[1:]
        order = np.argsort(-numbers, kind="stable")
        return {str(values[k]): int(numbers[k]) for k in order}

    def unknown_along(self, chosen: IncidentFilter, part: str) -> int:
        """How many incidents have no depth ("depth") or no stretch ("chainage") to be asked for.

        They are counted among what the rest of the filter leaves.
        """
        left = chosen.without(f"{part}_from_km", f"{part}_to_km")
        unknown = np.isnan((self._depths_m if part == "depth" else self._stretches_m)[0])
        return int(np.count_nonzero(unknown & self.mask(left)))

    def busiest(self, unit: Literal["month", "year"]) -> tuple[date, date] | None:
        """First and last day of the month or year with most incidents known to lie within it.

        None where there is none; of two alike the later.
        """
        if unit not in self._busiest:
            self._busiest[unit] = self._fullest(unit[0].upper())
        return self._busiest[unit]

    def _fullest(self, letter: str) -> tuple[date, date] | None:
        first = self._frame["date_start"].to_numpy().astype(f"datetime64[{letter}]")
        within = first == self._frame["date_end"].to_numpy().astype(f"datetime64[{letter}]")
        units, numbers = np.unique(first[within & ~np.isnat(first)], return_counts=True)
        if not len(units):
            return None
        best = units[len(units) - 1 - int(np.argmax(numbers[::-1]))]
        last = (best + 1).astype("datetime64[D]") - 1
        return best.astype("datetime64[D]").item(), last.item()

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day of all incidents; None where there are none."""
        if not len(self):
            return None
        first, last = self._frame["date_start"].min(), self._frame["date_end"].max()
        return None if pd.isna(first) or pd.isna(last) else (first.date(), last.date())

    def _matching(self, part: str, value: Any) -> NDArray[np.bool_]:  # noqa: ANN401 - of any part
        """The rows that match one part."""
        matches: NDArray[np.bool_]
        if part == "date_from":
            matches = self._frame["date_end"].to_numpy() >= np.datetime64(value)
        elif part == "date_to":
            matches = self._frame["date_start"].to_numpy() <= np.datetime64(value)
        elif part == "word":
            # as a regular expression, which is searched several times as fast as a substring
            found = pc.match_substring_regex(self._texts, re.escape(value))
            found = pc.fill_null(found, False)  # noqa: FBT003 - of the function
            matches = found.to_numpy(zero_copy_only=False)
        elif part == "depth_from_km":
            matches = self._depths_m[1] >= value * 1000
        elif part == "depth_to_km":
            matches = self._depths_m[0] <= value * 1000
        elif part == "chainage_from_km":
            matches = self._stretches_m[1] >= value * 1000
        elif part == "chainage_to_km":
            matches = self._stretches_m[0] <= value * 1000
        else:
            codes, values = self._coded(part)
            wanted = np.insert(values.isin(sorted(value)), 0, False)
            matches = wanted[codes]
        matches.setflags(write=False)
        return matches

    def _coded(self, part: str) -> tuple[NDArray[np.unsignedinteger[Any]], pd.Index]:
        """A number per row, 0 for not known, and the values; the first has the number 1."""
        if part not in self._codes:
            if part == "conflict":
                codes, values = self._conflicting.astype(np.int64) - 1, pd.Index(["conflict"])
            elif part == "certainties":
                codes, values = self._certain(), pd.Index(CERTAINTIES)
            else:
                codes, values = pd.factorize(self._frame[_COLUMN[part]], sort=True)
            small = np.min_scalar_type(len(values))
            self._codes[part] = (codes + 1).astype(small), values
        return self._codes[part]

    @property
    def _conflicting(self) -> NDArray[np.bool_]:
        frame = self._frame
        at_odds = frame["claims_conflict"].to_numpy(dtype=bool) | frame["depth_conflict"].notna()
        at_odds |= frame["depth_check"].isin(_REFUTED) | (frame["status"] == "disputed")
        rows: NDArray[np.bool_] = at_odds.to_numpy(dtype=bool)
        return rows

    def _certain(self) -> NDArray[np.int64]:
        """For each row the place of its code in `CERTAINTIES`."""
        side, into = self._frame["side"], self._frame["incursion_into"]
        known = side.notna().to_numpy()
        across = known & self._frame["incursion_kind"].notna().to_numpy()
        across &= (side == into).to_numpy(dtype=bool)
        undetermined = (side == "undetermined").to_numpy(dtype=bool)
        return np.select([across, undetermined, known], [0, 2, 1], default=3)

    @cached_property
    def _texts(self) -> pa.Array:
        """For each row the texts that a search looks into, joined and folded."""
        columns = [
            pc.fill_null(pa.array(self._frame[name], pa.large_string(), from_pandas=True), "")
            for name in _SEARCHED
            if name in self._frame
        ]
        joined = pc.binary_join_element_wise(*columns, pa.scalar(" ", pa.large_string()))
        plain = pc.string_is_ascii(joined)
        folded = pc.replace_substring_regex(pc.ascii_lower(joined), r"[\x09-\x0d\x1c-\x20]+", " ")
        others = [search_key(text) for text in joined.filter(pc.invert(plain)).to_pylist()]
        return pc.replace_with_mask(folded, pc.invert(plain), pa.array(others, pa.large_string()))

    @cached_property
    def _depths_m(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Least and greatest signed distance; NaN where no depth is claimed."""
        distance = self._frame["signed_distance_m"].to_numpy(dtype=np.float64)
        low, high = (
            self._frame[name].to_numpy(dtype=np.float64)
            for name in ("signed_p05_m", "signed_p95_m")
        )
        measured = np.isfinite(low) & np.isfinite(high)
        beyond = self._beyond_end
        low, high = (
            np.where(beyond, np.nan, np.where(measured, bound, distance)) for bound in (low, high)
        )
        return low, high

    @cached_property
    def _stretches_m(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The stretch of border that each may lie along; NaN where none is known."""
        from incidents.stretches import stretches_m  # noqa: PLC0415 - slow to load

        return stretches_m(self._frame, load_border())

    @cached_property
    def _beyond_end(self) -> NDArray[np.bool_]:
        beyond: NDArray[np.bool_] = self._frame["beyond_end"].isin([True]).to_numpy()
        return beyond


def _parts(chosen: IncidentFilter) -> Iterator[tuple[str, Any]]:
    """The parts that are set, each with its value; words one by one."""
    for part in fields(chosen):
        if not chosen.is_set(part.name):
            continue
        value = getattr(chosen, part.name)
        if part.name == "text":
            yield from (("word", word) for word in search_key(value).split())
        elif part.name == "conflict":
            yield "conflict", frozenset({"conflict"})
        else:
            yield part.name, value


def search_key(text: str) -> str:
    """Fold text for searching: no case, no diacritics, white space as single blanks."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
