"""The list of incidents as a table for people: pure functions of a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.language import _, current, digits, jalali, noted, number
from dashboard.wording import CHECK_WORDS, SIDE_NAMES, visible
from incidents.record import PARTIES, EventType

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

MAX_ROWS = 2_000
"""A list shows at most so many rows; it says so where there are more."""

PLACE_LABELS = {
    "placed": noted("point"),
    "area": noted("area"),
    "ambiguous": noted("unclear"),
    "not placed": noted("none"),
}


def incident_table(rows: pd.DataFrame, columns: Iterable[str] | None = None) -> pd.DataFrame:
    """Incidents as people read them, one row each in the order given.

    Parameters
    ----------
    rows
        Incidents as `Store.frame` returns them.
    columns
        Which columns, in their order; all where not said.

    Returns
    -------
    pandas.DataFrame
        Date, type, place, what happened, acting side, killed, kilometres from the border, side
        at 95 %, what the map says of a reported depth, how the place is known, number of
        sources, id.
    """
    return pd.DataFrame({name: _COLUMNS[name](rows) for name in columns or _COLUMNS}).reset_index(
        drop=True
    )


def shortened(count: int, most: int = MAX_ROWS) -> str:
    """A sentence for a list of more rows than are shown, else an empty text."""
    if count <= most:
        return ""
    told = _("The first {n} of {all} are listed; narrow the filter to see the others.")
    return told.format(n=number(most), all=number(count))


def killed(rows: pd.DataFrame) -> pd.Series:
    """Best number of dead: the total a source gives, else the sum of the parties that are known.

    NaN where nothing is known.
    """
    parties = rows[[f"killed_{p}_best" for p in PARTIES if p != "total"]]
    return rows["killed_total_best"].fillna(parties.sum(axis=1, min_count=1))


def is_killed_at_least(rows: pd.DataFrame) -> pd.Series:
    """Whether the number of dead that `killed` gives is only the least: "at least three"."""
    counts = {
        name: rows[f"killed_{name}_best"].notna()
        & rows[f"killed_{name}_low"].notna()
        & rows[f"killed_{name}_high"].isna()
        for name in PARTIES
    }
    total = counts.pop("total")
    parties = pd.concat(counts.values(), axis=1).any(axis=1)
    return total.where(rows["killed_total_best"].notna(), parties)


def _translated(values: pd.Series, words: Mapping[str, str]) -> pd.Series:
    return values.map({code: _(word) for code, word in words.items()}).astype(object)


def _dates(rows: pd.DataFrame) -> list[str]:
    """Days by the Gregorian calendar, so that a column sorts; beside it the reader's own."""
    starts, ends = (rows[name].to_numpy().astype("M8[D]") for name in ("date_start", "date_end"))
    columns = zip(starts.astype(str), ends.astype(str), rows["date_precision"], strict=True)
    dates = [_date(start, end, precision) for start, end, precision in columns]
    if current().jalali:
        of_days = (~rows["date_precision"].isin(["month", "year"])).to_numpy()
        dates = [
            f"{text} \N{MIDDLE DOT} {jalali(day)}" if is_day else text
            for text, day, is_day in zip(dates, starts.tolist(), of_days, strict=True)
        ]
    return [digits(text) for text in dates] if current().right_to_left else dates


def _date(start: str, end: str, precision: str) -> str:
    """A span of days in ISO, its end without the month that it shares with its start."""
    match precision:
        case "month":
            return start[:7]
        case "year":
            return start[:4]
        case "day":
            return start
    return f"{start} \N{EN DASH} {end[8:] if start[:7] == end[:7] else end}"


def _first_known(rows: pd.DataFrame, *columns: Hashable) -> pd.Series:
    found = rows[columns[0]]
    for column in columns[1:]:
        found = found.where(found.notna(), rows[column])
    return found


def _texts(values: pd.Series) -> list[str | None]:
    return [None if pd.isna(value) else visible(str(value)) for value in values]


_COLUMNS: dict[str, Callable[[pd.DataFrame], Any]] = {
    "Date": _dates,
    "Type": lambda rows: rows["event_type"].map({str(t): _(t.label) for t in EventType}),
    "Place": lambda rows: _texts(
        _first_known(rows, "verbatim_locality", "locality", "adm2", "adm1")
    ),
    "What happened": lambda rows: _texts(rows["summary"]),
    "Acting": lambda rows: _translated(rows["acting_side"], SIDE_NAMES),
    "Killed": killed,
    "km to border": lambda rows: rows["border_distance_m"] / 1000,
    "Side": lambda rows: _translated(rows["side"], SIDE_NAMES),
    "Depth check": lambda rows: _translated(rows["depth_check"], CHECK_WORDS),
    "Known as": lambda rows: _translated(rows["georeference_status"], PLACE_LABELS),
    "Sources": lambda rows: rows["claim_count"],
    "Id": lambda rows: _texts(rows["incident_id"]),
}
