"""The list beside the map: an incident a row, as rows of the page and not as a picture of a table.

So each row can be pointed at, read aloud and reached by keys; what the pointer is over stands out
on the map, and the other way round (`static/sarhad-map.js`). What is done with the rows stands in
`static/incident-list.js`: it sets texts as texts, and never reads them as markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import assets
from dashboard.language import _, ngettext, noted, number
from dashboard.tables import incident_table, is_killed_at_least

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_HTML = '<div class="sr-list" role="listbox" tabindex="0"></div>'
_SHOWN = ("Date", "Type", "Place", "What happened", "Killed")
_KNOWN_AS = {
    "area": noted("area"),
    "ambiguous": noted("place unclear"),
    "not placed": noted("not placed"),
}
_LONGEST = {"Place": 80, "What happened": 160}

_list = st.components.v2.component(
    "sarhad.incident_list",
    html=_HTML,
    js=(assets.static_folder() / "incident-list.js").read_text("utf-8"),
    isolate_styles=False,
)


def rows_of(frame: pd.DataFrame, rows: np.ndarray) -> list[dict[str, Any]]:
    """What the list shows of incidents, in the order of the row numbers.

    Parameters
    ----------
    frame
        Incidents as `Store.frame` returns them.
    rows
        Row numbers in it: the names that incidents have on the map.
    """
    found = frame.iloc[rows]
    table = incident_table(found, _SHOWN)
    columns = {name: table[name].tolist() for name in _SHOWN}
    for name, longest in _LONGEST.items():
        columns[name] = [_short(text or "", longest) for text in columns[name]]
    return [
        {
            "key": key,
            "id": incident_id,
            "code": code,
            "date": date,
            "type": kind,
            "place": place,
            "what": what,
            "tags": [
                *_dead(killed, is_least=is_least),
                *([_(_KNOWN_AS[status])] if status in _KNOWN_AS else []),
            ],
        }
        for key, incident_id, code, status, is_least, date, kind, place, what, killed in zip(
            rows.tolist(),
            found["incident_id"].tolist(),
            found["event_type"].tolist(),
            found["georeference_status"].tolist(),
            is_killed_at_least(found).tolist(),
            *columns.values(),
            strict=True,
        )
    ]


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def _dead(killed: float, *, is_least: bool) -> list[str]:
    if not killed > 0:
        return []
    counted = number(int(killed))
    if is_least:
        counted = _("at least {n}").format(n=counted)
    return [ngettext("{n} killed", "{n} killed", int(killed)).format(n=counted)]


def show_list(rows: list[dict[str, Any]], *, more: int, key: str) -> tuple[str | None, bool]:
    """Put the list on the page.

    Parameters
    ----------
    rows
        From `rows_of`.
    more
        How many more incidents can be asked for at its foot; none where 0.
    key
        The same on every run.

    Returns
    -------
    tuple
        The id of the incident that was just opened, or None; whether more were asked for.
    """
    told = _list(
        key=key,
        data={
            "rows": rows,
            "label": _("Incidents; arrow keys move, Enter opens the record"),
            "more": _("List {n} more").format(n=number(more)) if more else "",
        },
        on_opened_change=_nothing,
        on_more_change=_nothing,
    )
    return told.get("opened"), bool(told.get("more"))


def _nothing() -> None:
    """Stand for a callback: what was told is read from the result."""
