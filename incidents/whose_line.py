"""Whose line: which results depend on the border that they were measured against."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from geodata.footprints import along_other_line, from_json, to_json
from incidents.pipeline import measure_incidents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geodata.borders import Border
    from incidents.record import Incident

COLUMNS = (
    "incident_id",
    "changes",
    "side_before",
    "side_after",
    "depth_before_m",
    "depth_after_m",
    "check_before",
    "check_after",
)


def compare(incidents: Sequence[Incident], border: Border, other: Border) -> pd.DataFrame:
    """List the incidents whose side, verdict or depth depends on whose line is taken.

    Parameters
    ----------
    incidents
        Placed incidents.
    border, other
        Two lines between the same two countries, each with the countries cut to it.

    Returns
    -------
    pandas.DataFrame
        `COLUMNS`, one row for each incident whose side or verdict differs between the two lines,
        or whose median depth by the other line lies outside of the 90 % interval by the first.
        Depths are inside the country that was entered or hit, for incidents that have one, else
        signed distances; NaN where there is none. In the order given.

    Notes
    -----
    The places stay as they are; stretches of border (of pillars and bands) are carried over to the
    other line by their ends.
    """
    ours = measure_incidents(incidents, border)
    theirs = measure_incidents([_carried_over(i, border, other) for i in incidents], other)
    rows = []
    for before, after in zip(ours, theirs, strict=True):
        changes = list(_changes(before, after))
        if changes:
            rows.append(
                (
                    before.incident_id,
                    "; ".join(changes),
                    before.side,
                    after.side,
                    _depth(before)[1],
                    _depth(after)[1],
                    before.depth_check,
                    after.depth_check,
                )
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _changes(before: Incident, after: Incident) -> Iterator[str]:
    arrow = "\N{RIGHTWARDS ARROW}"
    if before.side != after.side:
        yield f"side {before.side or 'none'} {arrow} {after.side or 'none'}"
    low, middle, high = _depth(before)
    moved = _depth(after)[1]
    if low is not None and middle is not None and high is not None:
        if moved is None:
            yield f"depth {_km(middle)} km {arrow} none"
        elif not low <= moved <= high:
            yield f"depth {_km(middle)} km {arrow} {_km(moved)} km"
    elif moved is not None:
        yield f"depth none {arrow} {_km(moved)} km"
    if before.depth_check != after.depth_check:
        yield f"check {before.depth_check} {arrow} {after.depth_check}"


def _depth(incident: Incident) -> tuple[float | None, float | None, float | None]:
    if incident.incursion_depth_p50_m is not None:
        return (
            incident.incursion_depth_p05_m,
            incident.incursion_depth_p50_m,
            incident.incursion_depth_p95_m,
        )
    return incident.signed_p05_m, incident.signed_p50_m, incident.signed_p95_m


def _km(depth_m: float) -> str:
    return f"{depth_m / 1000:.1f}".replace("-", "\N{MINUS SIGN}")


def _carried_over(incident: Incident, border: Border, other: Border) -> Incident:
    """The incident with its stretches of border counted along the other line."""
    if incident.footprint is None:
        return incident
    footprint = from_json(incident.footprint)
    return replace(incident, footprint=to_json(along_other_line(footprint, border, other)))
