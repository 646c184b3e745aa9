"""Along which stretch of the border each incident may lie: what filters and charts ask for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata.errors import GeodataError
from geodata.footprints import Overlap, from_json, stretch_along

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodata.borders import Border

    Floats = NDArray[np.float64]

_MAX_SHAPES = 400


def stretches_m(frame: pd.DataFrame, border: Border) -> tuple[Floats, Floats]:
    """Start and end of the stretch of border along which each incident may lie.

    Parameters
    ----------
    frame
        Incidents as `Store.frame` returns them.
    border
        The line along which chainages count.

    Returns
    -------
    tuple
        Two arrays of chainages in metres, an entry per incident; NaN where nothing is known of
        the place, or what is known lies beyond an end of the line.

    Notes
    -----
    A disc reaches its radius to both sides of its nearest border point; without a radius the
    stretch is that point. Other shapes, and those that a reported depth leaves, are measured each
    once; beyond 400 different ones the rarest stay without a stretch.
    """
    chainage_m = frame["chainage_m"].to_numpy(dtype=np.float64)
    radius_m = np.nan_to_num(frame["coordinate_uncertainty_m"].to_numpy(dtype=np.float64))
    beyond = frame["beyond_end"].isin([True]).to_numpy()
    from_m = np.where(beyond, np.nan, np.maximum(chainage_m - radius_m, 0.0))
    to_m = np.where(beyond, np.nan, np.minimum(chainage_m + radius_m, border.length_m))
    reported = frame["depth_footprint"].notna().to_numpy()
    drawn = frame["depth_footprint"].where(reported, frame["footprint"])
    shaped = drawn.notna().to_numpy() & ~beyond & (np.isnan(chainage_m) | reported)
    for text, rows in _by_shape(drawn, shaped):
        from_m[rows], to_m[rows] = _stretch_of(text, border)
    return from_m, to_m


def _by_shape(drawn: pd.Series, chosen: NDArray[np.bool_]) -> list[tuple[str, NDArray[np.int64]]]:
    rows = np.flatnonzero(chosen)
    texts = drawn.to_numpy()[rows]
    groups = pd.Series(rows).groupby(texts).indices
    largest = sorted(groups, key=lambda text: -len(groups[text]))[:_MAX_SHAPES]
    return [(str(text), rows[groups[text]]) for text in largest]


@lru_cache(maxsize=2 * _MAX_SHAPES)
def _stretch_of(text: str, border: Border) -> tuple[float, float]:
    """The stretch of a footprint; of an overlap what all its parts share, which is quick."""
    footprint = from_json(text)
    parts = footprint.parts if isinstance(footprint, Overlap) else (footprint,)
    try:
        stretches = [stretch_along(part, border) for part in parts]
    except (GeodataError, ValueError):
        return np.nan, np.nan  # a shape that touches nothing has no stretch
    start_m, end_m = max(s[0] for s in stretches), min(s[1] for s in stretches)
    return (start_m, end_m) if start_m < end_m else (np.nan, np.nan)
