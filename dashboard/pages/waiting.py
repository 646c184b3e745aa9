"""What waits for a person: each kind is found once for a state of the store, and kept.

In a large store what has to be compared one by one is looked for only when somebody asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import loading
from dashboard.language import _
from geodata.lines import natural_earth_border
from incidents import review
from incidents.columns import incidents_of
from incidents.duplicates import suggest
from incidents.whose_line import compare

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from dashboard.pages.shared import Data
    from incidents.duplicates import Suggestion
    from incidents.store import Store

__all__ = ["differing", "found_in_frame", "moved", "pairs"]

_AT_ONCE = 2_000
"""Of more records, what has to be compared one by one is looked for only when asked."""
_LEAST_SCORE = 0.2


@st.cache_resource(show_spinner=False, max_entries=4)
def found_in_frame(
    _frame: pd.DataFrame, location: str, counter: int
) -> Mapping[str, NDArray[np.intp]]:
    """The rows of a frame that wait in each of the queues that need no comparing."""
    del location, counter  # they are the key of the cache
    return {
        "drafts": review.drafts(_frame),
        "places": review.without_place(_frame),
        "depths": review.contradicted_depths(_frame),
        "sides": review.undetermined_sides(_frame),
        "claims": review.claims_to_compare(_frame),
    }


def _asked(asked_at: int | None, count: int, counter: int, at_once: int = _AT_ONCE) -> int | None:
    """The change counter to look at: now for few records, else when it was asked for."""
    return counter if count <= at_once else asked_at


def differing(
    data: Data, rows: NDArray[np.intp], counter: int, asked_at: int | None
) -> list[str] | None:
    """Ids of the records whose accounts differ; None where nobody asked yet."""
    asked = _asked(asked_at, len(rows), counter)
    if asked is None:
        return None
    with st.spinner(_("Comparing the accounts ...")):
        return _open_accounts(data.store, data.frame, rows, data.store.location, counter, asked)


@st.cache_resource(show_spinner=False, max_entries=4)
def _open_accounts(
    _store: Store,
    _frame: pd.DataFrame,
    _rows: NDArray[np.intp],
    location: str,
    counter: int,
    asked: int,
) -> list[str]:
    del counter  # it is part of the key of the cache
    found = _compared_accounts(_store, _frame, _rows, location, asked)
    return review.still_open(_frame, found, "claims")


@st.cache_resource(show_spinner=False, max_entries=4)
def _compared_accounts(
    _store: Store, _frame: pd.DataFrame, _rows: NDArray[np.intp], location: str, asked: int
) -> list[str]:
    del location, asked  # they are the key of the cache
    ids = tuple(_frame["incident_id"].to_numpy()[_rows])
    return [i.incident_id for i in incidents_of(_store.table(ids)) if review.accounts_differ(i)]


def pairs(data: Data, counter: int, asked_at: int | None) -> list[Suggestion] | None:
    """Pairs that may be one event; None where nobody asked yet."""
    asked = _asked(asked_at, len(data.frame), counter)
    if asked is None:
        return None
    with st.spinner(_("Looking for duplicates ...")):
        return _open_pairs(data.store, data.frame, data.store.location, counter, asked)


@st.cache_resource(show_spinner=False, max_entries=4)
def _open_pairs(
    _store: Store, _frame: pd.DataFrame, location: str, counter: int, asked: int
) -> list[Suggestion]:
    del counter  # it is part of the key of the cache
    return review.open_pairs(_frame, _suggested(_store, location, asked))


@st.cache_resource(show_spinner=False, max_entries=4)
def _suggested(_store: Store, location: str, asked: int) -> tuple[Suggestion, ...]:
    del location, asked  # they are the key of the cache
    return suggest(_store.incidents(), loading.load_border(), least_score=_LEAST_SCORE)


def moved(data: Data, counter: int, asked_at: int | None) -> list[tuple[str, str]] | None:
    """Ids and changes of what depends on the line; None where nobody asked yet."""
    asked = _asked(asked_at, len(data.frame), counter, at_once=0)
    if asked is None:
        return None
    with st.spinner(_("Measuring against the other line ...")):
        return _open_lines(data.store, data.frame, data.store.location, counter, asked)


@st.cache_resource(show_spinner=False, max_entries=4)
def _open_lines(
    _store: Store, _frame: pd.DataFrame, location: str, counter: int, asked: int
) -> list[tuple[str, str]]:
    del counter  # it is part of the key of the cache
    listed = _by_other_line(_store, location, asked)
    changes = dict(zip(listed["incident_id"], listed["changes"], strict=True))
    return [(name, changes[name]) for name in review.still_open(_frame, [*changes], "line")]


@st.cache_resource(show_spinner=False, max_entries=2)
def _by_other_line(_store: Store, location: str, asked: int) -> pd.DataFrame:
    del location, asked  # they are the key of the cache
    return compare(_store.incidents(), loading.load_border(), natural_earth_border())
