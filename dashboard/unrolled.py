"""The unrolled border: where along the line, and how far to either side; pure functions of a frame.

What is known as a point has a chainage and a signed distance with its 90 % interval. Everything
vaguer has a range in both directions and is never drawn as a point. Kilometres throughout;
distances are positive in the border's positive country, chainages count from its start.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geodata.measurement import nearest_by_tree
from incidents.depth import interval_reported_m
from incidents.stretches import stretches_m

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dashboard.view import MapColumns
    from geodata.basemap import Basemap
    from geodata.borders import Border

    Floats = NDArray[np.float64]

MAX_MARKS = 2_000
"""At most so many incidents are marks of their own; more are counted in cells."""

MAX_RANGES = 150
"""At most so many vague places are drawn as ranges: those with the most incidents."""

DENSITY_KM = 25.0
"""Width of the stretches in which incidents are counted."""

_KEYS_PER_RANGE = 50
_PLACES_WITHIN_KM = 80.0
_PX_PER_LETTER = 6.2
_PX_PER_LINE = 13.0
_PX_BEYOND = 30.0
_CELLS = 48


@dataclass(frozen=True, eq=False)
class Extents:
    """What is known of each incident along and across the border, NaN where nothing is; in km.

    Attributes
    ----------
    at_km, off_km
        Chainage and signed distance of what is known as a point; NaN for anything vaguer.
    from_km, to_km
        The stretch of border that the place may lie along.
    low_km, high_km
        The 90 % interval of the signed distance; for a reported depth, as it was reported and
        widened by the line's own error.
    """

    at_km: Floats
    off_km: Floats
    from_km: Floats
    to_km: Floats
    low_km: Floats
    high_km: Floats

    @property
    def is_point(self) -> NDArray[np.bool_]:
        """Which incidents may be drawn as a point."""
        return np.isfinite(self.at_km)

    @property
    def is_range(self) -> NDArray[np.bool_]:
        """Which incidents are vaguer than a point and have a range in both directions."""
        return ~self.is_point & np.isfinite(self.from_km) & np.isfinite(self.low_km)


def extents(frame: pd.DataFrame, columns: MapColumns, border: Border) -> Extents:
    """Read the extents along and across the border out of a frame.

    Notes
    -----
    The stretches are those of `incidents.stretches`. What lies beyond an end of the line has no
    distance from it that could be drawn here.
    """
    chainage_km = frame["chainage_m"].to_numpy(dtype=np.float64) / 1000
    beyond = frame["beyond_end"].fillna(value=False).to_numpy(dtype=bool)
    from_km, to_km = (bound_m / 1000 for bound_m in stretches_m(frame, border))
    low_km = frame["signed_p05_m"].to_numpy(dtype=np.float64) / 1000
    high_km = frame["signed_p95_m"].to_numpy(dtype=np.float64) / 1000
    point = np.isfinite(chainage_km) & np.isfinite(columns.lon) & ~columns.vague & ~beyond
    reported = frame["depth_footprint"].notna().to_numpy()
    for row in np.flatnonzero(reported):
        low_km[row], high_km[row] = _reported_km(frame.iloc[row], from_km[row], to_km[row], border)
    low_km[beyond] = high_km[beyond] = np.nan
    signed_km = frame["signed_distance_m"].to_numpy(dtype=np.float64) / 1000
    return Extents(
        at_km=np.where(point, chainage_km, np.nan),
        off_km=np.where(point, signed_km, np.nan),
        from_km=from_km,
        to_km=to_km,
        low_km=low_km,
        high_km=high_km,
    )


def _reported_km(
    incident: pd.Series, from_km: float, to_km: float, border: Border
) -> tuple[float, float]:
    """The signed interval of a reported depth, widened by the line's error along its stretch."""
    names = (
        "reported_depth_min_km",
        "reported_depth_max_km",
        "depth_wording",
        "reported_depth_datum",
    )
    least, most, words, datum = (None if pd.isna(incident[n]) else incident[n] for n in names)
    interval_m = interval_reported_m(least, most, words, datum)
    if interval_m is None or pd.isna(from_km):
        return np.nan, np.nan
    middle_m = np.linspace(from_km, to_km, 9) * 1000
    error_km = float(np.max(border.line_error_m(middle_m))) / 1000
    low, high = interval_m[0] / 1000 - error_km, interval_m[1] / 1000 + error_km
    into = incident["reported_depth_into"]
    return (-high, -low) if into == border.negative else (low, high)


# --- What the chart is made of -----------------------------------------------------------------


def ranges(known: Extents, shown: NDArray[np.bool_]) -> pd.DataFrame:
    """The vague places that are shown, one row for all incidents that share a range.

    Returns
    -------
    pandas.DataFrame
        `from_km`, `to_km`, `low_km`, `high_km`, `count` and `keys` (row numbers, joined by
        commas, at most 50), the largest range first; at most `MAX_RANGES` rows.
    """
    rows = np.flatnonzero(known.is_range & shown)
    each = pd.DataFrame(
        {
            "from_km": known.from_km[rows],
            "to_km": known.to_km[rows],
            "low_km": known.low_km[rows],
            "high_km": known.high_km[rows],
            "row": rows,
        }
    ).round(3)
    edges = ["from_km", "to_km", "low_km", "high_km"]
    grouped = each.groupby(edges, sort=True)["row"]
    drawn = grouped.agg(count="size", keys=_joined).reset_index()
    drawn = drawn.nlargest(MAX_RANGES, "count", keep="first")
    size = (drawn["to_km"] - drawn["from_km"]) * (drawn["high_km"] - drawn["low_km"])
    return drawn.loc[size.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def _joined(rows: pd.Series) -> str:
    return ",".join(map(str, rows.iloc[:_KEYS_PER_RANGE]))


def marks(known: Extents, shown: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Row numbers of the incidents that are shown as a point."""
    return np.flatnonzero(known.is_point & shown)


def cells(
    known: Extents, shown: NDArray[np.bool_], edges_km: Floats, length_km: float
) -> pd.DataFrame:
    """Count points in cells: where there are too many to be marks of their own.

    Parameters
    ----------
    edges_km
        Edges of the cells across the border, ascending.
    length_km
        Length of the border; along it there are cells of `DENSITY_KM` / 2.
    """
    rows = marks(known, shown)
    along = np.append(np.arange(0.0, length_km, DENSITY_KM / 2), length_km)
    counts, _, _ = np.histogram2d(known.at_km[rows], known.off_km[rows], bins=(along, edges_km))
    i, k = np.nonzero(counts)
    return pd.DataFrame(
        {
            "from_km": along[i],
            "to_km": along[i + 1],
            "low_km": edges_km[k],
            "high_km": edges_km[k + 1],
            "count": counts[i, k].astype(np.int64),
        }
    )


def cell_edges_km(reach_km: float, linear_km: float) -> Floats:
    """Edges across the border for `cells`, evenly wide on the chart's own scale.

    Parameters
    ----------
    reach_km
        How far the chart goes to either side.
    linear_km
        Distance up to which the scale is nearly linear, then logarithmic; 0 for linear throughout.
    """
    if not linear_km:
        return np.linspace(-reach_km, reach_km, _CELLS // 2 + 1)
    most = np.log1p(reach_km / linear_km)
    even = np.linspace(-most, most, _CELLS // 2 + 1)
    return np.sign(even) * np.expm1(np.abs(even)) * linear_km


def along_counts(known: Extents, shown: NDArray[np.bool_], length_km: float) -> pd.DataFrame:
    """Incidents per stretch of `DENSITY_KM`; a vague one is spread over the stretch it may lie on.

    Returns
    -------
    pandas.DataFrame
        `from_km`, `to_km`, `count` (expected number).
    """
    edges = stretch_edges_km(length_km)
    counts = np.zeros(len(edges) - 1)
    for k, share in enumerate(shares_along(known, edges)):
        counts[k] = share[shown].sum()
    return pd.DataFrame({"from_km": edges[:-1], "to_km": edges[1:], "count": counts.round(2)})


def stretch_edges_km(length_km: float) -> Floats:
    """Edges of the stretches in which incidents are counted; the last one is shorter."""
    return np.append(np.arange(0.0, length_km, DENSITY_KM), length_km)


def shares_along(known: Extents, edges_km: Floats) -> list[Floats]:
    """For each stretch how much of each incident lies in it: 1, 0, or a part of a vague one."""
    width = known.to_km - known.from_km
    point = known.is_point
    shares = []
    last = len(edges_km) - 2
    for k, (low, high) in enumerate(pairwise(edges_km)):
        common = np.minimum(known.to_km, high) - np.maximum(known.from_km, low)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.clip(np.nan_to_num(common / width), 0.0, 1.0)
        inside = (known.at_km >= low) & ((known.at_km < high) | (k == last))
        shares.append(np.where(point, inside.astype(np.float64), share))
    return shares


@dataclass(frozen=True)
class PlaceOnAxis:
    """A town or crossing near the border, at its chainage in km."""

    at_km: float
    name: str
    is_crossing: bool


def places_on_axis(
    basemap: Basemap, border: Border, length_px: float, *, upright: bool = False
) -> tuple[PlaceOnAxis, ...]:
    """The towns and crossings to name along an axis of a length, the more important first.

    A place is left out where its name would run into that of a more important one; on an upright
    axis the names stand above each other.
    """
    places = [(c.at_km, c.name, True, 2.5, 0.0) for c in crossings_on_axis(basemap, border)]
    towns = basemap.towns
    found = nearest_by_tree(border, *np.array([(t.lon, t.lat) for t in towns]).T)
    places += [
        (float(at_m) / 1000, town.name, False, float(town.rank), float(off_m))
        for town, at_m, off_m in zip(towns, found.chainage_m, found.distance_m, strict=True)
        if off_m < _PLACES_WITHIN_KM * 1000
    ]
    taken: list[tuple[float, float]] = []
    chosen = []
    for at_km, name, is_crossing, _rank, _off in sorted(places, key=lambda p: (*p[3:], p[1])):
        centre = at_km * 1000 / border.length_m * length_px
        half = _PX_PER_LINE / 2 if upright else len(name) * _PX_PER_LETTER / 2 + 4
        if any(centre - half < right and centre + half > left for left, right in taken):
            continue
        if centre - half < -_PX_BEYOND or centre + half > length_px + _PX_BEYOND:
            continue
        taken.append((centre - half, centre + half))
        chosen.append(PlaceOnAxis(round(at_km, 1), name, is_crossing))
    return tuple(sorted(chosen, key=lambda place: place.at_km))


def crossings_on_axis(basemap: Basemap, border: Border) -> tuple[PlaceOnAxis, ...]:
    """The crossings at the chainage of their nearest border point."""
    gates = basemap.crossings
    if not gates:
        return ()
    found = nearest_by_tree(border, *np.array([(c.lon, c.lat) for c in gates]).T)
    return tuple(
        PlaceOnAxis(round(float(at_m) / 1000, 1), gate.name, is_crossing=True)
        for gate, at_m in zip(gates, found.chainage_m, strict=True)
    )


def keys_of(texts: Sequence[str]) -> tuple[int, ...]:
    """Row numbers out of the `keys` that a browser sends back; what is no number is left out."""
    words = [word for text in texts for word in str(text).split(",")]
    return tuple(int(word) for word in words if word.isascii() and word.isdigit())
