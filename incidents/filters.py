"""The filter: one frozen object that the sidebar makes, the address bar keeps and tables obey.

A filter matches an incident when every part that is set matches. Dates match when the two
intervals overlap, so an incident known only to a month is found by any day of that month.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from incidents.errors import FilterError
from incidents.record import ACTING_SIDES, COUNTRIES, STATUSES, EventType

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "event_types": tuple(EventType),
    "acting_sides": ACTING_SIDES,
    "countries": COUNTRIES,
    "statuses": STATUSES,
}
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2199, 12, 31)
"""Days that a filter may name."""

MAX_WORDS = 200
"""Longest text to search for, in characters."""

_COLUMN = {
    "event_types": "event_type",
    "acting_sides": "acting_side",
    "countries": "country_reported",
    "statuses": "status",
}
_QUERY = {
    "date_from": "from",
    "date_to": "to",
    "event_types": "type",
    "acting_sides": "actor_side",
    "countries": "side",
    "statuses": "status",
    "text": "q",
}
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


@dataclass(frozen=True)
class IncidentFilter:
    """Which incidents to show; an empty part leaves its side open.

    Attributes
    ----------
    date_from, date_to
        First and last day, both included.
    event_types, acting_sides, countries, statuses
        Codes of which any may match.
    text
        Words that must all occur in the record's texts; case and diacritics do not matter.

    Raises
    ------
    FilterError
        If a code is unknown or the days are out of order.
    """

    date_from: date | None = None
    date_to: date | None = None
    event_types: frozenset[str] = frozenset()
    acting_sides: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    text: str = ""

    def __post_init__(self) -> None:
        """Check codes and days."""
        for day in (self.date_from, self.date_to):
            if day and not FIRST_DAY <= day <= LAST_DAY:
                msg = f"{day} lies outside {FIRST_DAY} to {LAST_DAY}; name a day within"
                raise FilterError(msg)
        if len(self.text) > MAX_WORDS:
            msg = f"{len(self.text)} characters to search for; at most {MAX_WORDS} are taken"
            raise FilterError(msg)
        if self.date_from and self.date_to and self.date_from > self.date_to:
            msg = f"from {self.date_from} lies after to {self.date_to}; swap them"
            raise FilterError(msg)
        for name, allowed in _ALLOWED.items():
            unknown = sorted(getattr(self, name) - set(allowed))
            if unknown:
                msg = f"{_QUERY[name]} {unknown[0]!r} is not one of {', '.join(allowed)}"
                raise FilterError(msg)

    def to_query(self) -> dict[str, str]:
        """Write the parts that are set as query parameters of an address."""
        query = {}
        for part in fields(self):
            value = getattr(self, part.name)
            if value:
                is_set = isinstance(value, frozenset)
                query[_QUERY[part.name]] = ",".join(sorted(value)) if is_set else str(value)
        return query

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
            text = query.get(_QUERY[part.name], "").strip()
            if not text:
                continue
            try:
                value: Any = text
                if part.name.startswith("date"):
                    value = date.fromisoformat(text)
                elif part.name != "text":
                    value = frozenset(word.strip() for word in text.split(",") if word.strip())
                found = replace(found, **{part.name: value})
            except ValueError as error:
                problems.append(f"{_QUERY[part.name]}={text[:60]!r} was passed over: {error}")
        return found, tuple(problems)

    def mask(self, frame: pd.DataFrame) -> np.ndarray:
        """Mark the rows of a frame that match.

        Parameters
        ----------
        frame
            Incidents as `Store.frame` returns them.

        Returns
        -------
        numpy.ndarray
            A boolean per row.
        """
        matches = np.ones(len(frame), dtype=bool)
        if self.date_from:
            matches &= frame["date_end"].to_numpy() >= np.datetime64(self.date_from)
        if self.date_to:
            matches &= frame["date_start"].to_numpy() <= np.datetime64(self.date_to)
        for name, column in _COLUMN.items():
            wanted = getattr(self, name)
            if wanted:
                matches &= frame[column].isin(sorted(wanted)).to_numpy()
        for word in search_key(self.text).split():
            matches &= frame["search_key"].str.contains(word, regex=False).to_numpy(dtype=bool)
        return matches


def search_key(text: str) -> str:
    """Fold text for searching: no case, no diacritics, white space as single blanks."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def search_keys(frame: pd.DataFrame) -> list[str]:
    """Join and fold, row by row, the texts of a frame that a search looks into."""
    texts = frame[list(_SEARCHED)].fillna("").astype(str).agg(" ".join, axis=1)
    return [search_key(text) for text in texts]
