"""The list of incidents as a table for people: pure functions of a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from dashboard.language import _, current, digits, jalali, noted, number
from dashboard.wording import CHECK_WORDS, SIDE_NAMES, visible
from incidents.record import EventType

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

MAX_ROWS = 2_000
"""A list shows at most so many rows; it says so where there are more."""

PLACE_LABELS = {
    "placed": noted("point"),
    "area": noted("area"),
    "ambiguous": noted("unclear"),
    "not placed": noted("none"),
}


def incident_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Incidents as people read them, one row each in the order given.

    Parameters
    ----------
    rows
        Incidents as `Store.frame` returns them.

    Returns
    -------
    pandas.DataFrame
        Date, type, place, what happened, acting side, killed, kilometres from the border, side
        at 95 %, what the map says of a reported depth, how the place is known, number of
        sources, id.
    """
    labels = {str(t): _(t.label) for t in EventType}
    return pd.DataFrame(
        {
            "Date": _dates(rows),
            "Type": rows["event_type"].map(labels),
            "Place": _texts(_first_known(rows, "verbatim_locality", "locality", "adm2", "adm1")),
            "What happened": _texts(rows["summary"]),
            "Acting": rows["acting_side"].map(_translated(SIDE_NAMES)).astype(object),
            "Killed": killed(rows),
            "km to border": rows["border_distance_m"] / 1000,
            "Side": rows["side"].map(_translated(SIDE_NAMES)).astype(object),
            "Depth check": rows["depth_check"].map(_translated(CHECK_WORDS)).astype(object),
            "Known as": rows["georeference_status"].map(_translated(PLACE_LABELS)).astype(object),
            "Sources": rows["claim_count"],
            "Id": _texts(rows["incident_id"]),
        }
    ).reset_index(drop=True)


def shortened(count: int) -> str:
    """A sentence for a list of more rows than are shown, else an empty text."""
    if count <= MAX_ROWS:
        return ""
    told = _("The first {n} of {all} are listed; narrow the filter to see the others.")
    return told.format(n=number(MAX_ROWS), all=number(count))


def short_table(rows: pd.DataFrame) -> pd.DataFrame:
    """The list beside the map: date, place, type."""
    return incident_table(rows)[["Date", "Place", "Type"]]


def killed(rows: pd.DataFrame) -> pd.Series:
    """Best number of dead: the total a source gives, else the sum of the parties that are known.

    NaN where nothing is known.
    """
    parties = rows[[f"killed_{p}_best" for p in ("irn", "pak", "militants", "civilians")]]
    return rows["killed_total_best"].fillna(parties.sum(axis=1, min_count=1))


def _translated(words: Mapping[str, str]) -> dict[str, str]:
    return {code: _(word) for code, word in words.items()}


def _dates(rows: pd.DataFrame) -> list[str]:
    columns = zip(rows["date_start"], rows["date_end"], rows["date_precision"], strict=True)
    return [digits(_date(start, end, precision)) for start, end, precision in columns]


def _date(start: pd.Timestamp, end: pd.Timestamp, precision: str) -> str:
    """Days by the Gregorian calendar, so that a column sorts; beside it the reader's own."""
    if precision == "month":
        return f"{start:%Y-%m}"
    if precision == "year":
        return f"{start:%Y}"
    days = str(start.date())
    if precision != "day":
        days = f"{days} \N{EN DASH} {_end_of_range(start, end)}"
    return f"{days} \N{MIDDLE DOT} {jalali(start.date())}" if current().jalali else days


def _end_of_range(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """The end of a range, without what it shares with its start."""
    same_month = (start.year, start.month) == (end.year, end.month)
    return f"{end:%d}" if same_month else str(end.date())


def _first_known(rows: pd.DataFrame, *columns: Hashable) -> pd.Series:
    found = rows[columns[0]]
    for column in columns[1:]:
        found = found.where(found.notna(), rows[column])
    return found


def _texts(values: pd.Series) -> list[str | None]:
    return [None if pd.isna(value) else visible(str(value)) for value in values]
