"""The frozen citation: what names the data behind a figure, so that it can be shown again.

The store only ever adds versions, and the root of its last batch stands for all of them; a link
with that root opens the records as they were, and the line of text says which border, gazetteer
and release they were placed and measured with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashboard import wording
from incidents import refusals
from incidents.errors import IncidentsError
from incidents.frozen import newest_moment

if TYPE_CHECKING:
    import pandas as pd

    from incidents.filters import IncidentFilter
    from incidents.frozen import Moment
    from incidents.store import Store

__all__ = ["AS_OF_QUERY", "DEFAULT_ADDRESS", "Citation", "cite", "filter_words", "release"]

AS_OF_QUERY = "as_of"
"""The query parameter that names the data version."""

DEFAULT_ADDRESS = "http://127.0.0.1:8501/"
"""Where `sarhad` serves the dashboard unless told otherwise."""

_WORDS = {
    "actor_side": "acting side", "q": "words", "side": "side as reported",
    "km_from": "from km of the border", "km_to": "to km of the border",
}  # fmt: skip


@dataclass(frozen=True)
class Citation:
    """What is cited.

    Attributes
    ----------
    shown, total
        How many incidents the filter shows, of how many.
    filtered_by
        The filter in words.
    moment
        The state of the store.
    border_sha256, gazetteer_sha256
        What the shown incidents were measured against and placed with; usually one of each.
    link
        The address that shows it again.
    release
        The release of Sarhad.
    """

    shown: int
    total: int
    filtered_by: str
    moment: Moment
    border_sha256: tuple[str, ...]
    gazetteer_sha256: tuple[str, ...]
    link: str
    release: str

    @property
    def stored_at(self) -> str:
        """When the data version was stored, in UTC, to the minute."""
        return f"{self.moment.stored_at[:16].replace('T', ' ')} UTC"

    @property
    def short(self) -> str:
        """A line for the foot of a picture."""
        return (
            f"Sarhad {self.release}, data version {self.moment.root_sha256[:12]} of "
            f"{self.stored_at}"
        )  # fmt: skip

    @property
    def line(self) -> str:
        """The whole citation in one line of text."""
        hashes = (
            f"border sha256 {' and '.join(self.border_sha256) or 'none'}; "
            f"gazetteer sha256 {' and '.join(self.gazetteer_sha256) or 'none'}"
        )
        return (
            f"Incidents near the Iran\N{EN DASH}Pakistan border: {self.shown:,} of "
            f"{self.total:,} ({self.filtered_by}). {self.short} "
            f"(root sha256 {self.moment.root_sha256}); {hashes}. {self.link}"
        )


def cite(
    store: Store,
    chosen: IncidentFilter,
    shown: pd.DataFrame,
    *,
    total: int,
    address: str = DEFAULT_ADDRESS,
) -> Citation:
    """Name what a filter shows of a store, as it is now or, of a frozen store, as it was.

    Parameters
    ----------
    store
        The store, or a `FrozenStore`.
    chosen
        The filter.
    shown
        The incidents that it shows, as `Store.frame` has them.
    total
        How many there are without the filter.
    address
        Where the dashboard is.

    Raises
    ------
    IncidentsError
        If nothing is stored yet.
    """
    moment = newest_moment(store)
    if moment is None:
        msg = refusals.NOTHING_TO_CITE
        raise IncidentsError(msg)
    query = {**chosen.to_query(), AS_OF_QUERY: moment.root_sha256}
    return Citation(
        shown=len(shown),
        total=total,
        filtered_by=filter_words(chosen),
        moment=moment,
        border_sha256=_several(shown["border_sha256"]),
        gazetteer_sha256=_several(shown["gazetteer_sha256"]),
        link=f"{re.split('[?#]', address, maxsplit=1)[0]}?{urlencode(query)}",
        release=release(),
    )


def filter_words(chosen: IncidentFilter) -> str:
    """What a filter asks for, in the order of its address; "no filter" for none."""
    parts = (
        f"{_WORDS.get(name, name.replace('_', ' '))} "
        f"{wording.visible(value.replace(',', ', ').replace('_', ' '))}"
        for name, value in chosen.to_query().items()
    )
    return "; ".join(parts) or "no filter"


def release() -> str:
    """The release of Sarhad that runs; "unreleased" where it was never installed."""
    try:
        return version("sarhad")
    except PackageNotFoundError:
        return "unreleased"


def _several(hashes: pd.Series) -> tuple[str, ...]:
    return tuple(sorted(set(hashes.dropna())))
