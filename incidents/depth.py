"""Depth: how far inside a country something is said to have been, and what the map says of it.

A reported depth is an interval, as wide as its wording is rough. It is checked against the place
alone: the footprint made from towns, districts and pillars, without the reported depth and without
"inside Pakistan". A band made from "2 km inside" would always measure 2 km.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geodata.candidates import with_reported_depth
from geodata.footprints import Disc, Sector, from_json, to_json
from geodata.lengths import depth_interval_m
from geodata.sentences import KILOMETRES
from geodata.uncertainty import assess
from incidents import sentences
from incidents.record import COUNTRY_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.borders import Border
    from geodata.footprints import Footprint
    from geodata.uncertainty import Assessment
    from incidents.record import Incident

WIDE_M = 2_000.0
"""A measured interval wider than this, and than the reported depth, decides nothing."""

_AT_THE_LINE = frozenset({"zero point", "gate"})
_NO_DATUM = frozenset({"post", "fence", "unknown"})


def reported_interval_m(incident: Incident) -> tuple[float, float] | None:
    """The reported depth as least and greatest metres, or None where no number was reported.

    Notes
    -----
    `geodata.lengths.depth_interval_m` says what a number may have been rounded from. A depth
    counted from a gate or a Zero Point, which lie on the line, is a distance from a place: the
    depth is then at most that.
    """
    return interval_reported_m(
        incident.reported_depth_min_km,
        incident.reported_depth_max_km,
        incident.depth_wording,
        incident.reported_depth_datum,
    )


def interval_reported_m(
    low_km: float | None, high_km: float | None, words: str | None, datum: str | None
) -> tuple[float, float] | None:
    """The same from the columns of a record."""
    interval_m = depth_interval_m(low_km, high_km, words or "")
    if interval_m is not None and datum in _AT_THE_LINE:
        return 0.0, interval_m[1]
    return interval_m


@dataclass(frozen=True)
class DepthCheck:
    """What the map says of a reported depth, and the sentence that gives the reason."""

    verdict: str
    remarks: str


def check_depth(  # noqa: PLR0911 - a verdict each
    incident: Incident, measured: Assessment | None
) -> DepthCheck | None:
    """Compare the reported depth with the place alone.

    Parameters
    ----------
    incident
        With what was reported of a depth.
    measured
        What the footprint made without the reported depth says; None where nothing places it.

    Returns
    -------
    DepthCheck or None
        None where no depth was reported. The verdict is one of `record.DEPTH_CHECKS`:
        "not independently checkable" where nothing but the depth places it; "contradicts" where
        the place is on another side at 95 %; "deeper" or "shallower" where the measured and the
        reported interval do not meet; "cannot tell" where they meet but the measured one is wider
        than 2 km and than the reported depth; else "consistent".

    Notes
    -----
    The measured interval is the 90 % one of a point with its radius or of a sector. Of an area
    or a stretch of border it is all that it allows: that every part of a district is as likely as
    any other is a convention, and must not be held against a report.
    """
    reported = reported_interval_m(incident)
    if reported is None:
        return None
    into = incident.reported_depth_into or incident.incursion_into
    said = _km(*reported)
    if measured is None or into not in ("PAK", "IRN") or incident.footprint is None:
        return DepthCheck(
            "not independently checkable",
            sentences.ONLY_REPORTED.format(depth=said),
        )
    if measured.beyond_end or math.isnan(measured.p50_m):
        return DepthCheck("cannot tell", sentences.NO_DEPTH_MEASURED.format(depth=said))
    if incident.reported_depth_datum in _NO_DATUM:
        return DepthCheck(
            "cannot tell",
            sentences.COUNTED_FROM.format(depth=said, datum=incident.reported_depth_datum),
        )
    sure = isinstance(from_json(incident.footprint), Disc | Sector)
    low, high = _inside(measured, into, whole=not sure)
    country = COUNTRY_NAMES[into]
    found = sentences.MEASURED_WITHIN if sure else sentences.MEASURED_AS_AREA
    text = (
        f"{found.format(depth=_km(low, high), country=country)} "
        f"{sentences.REPORTED.format(depth=said, country=country)}"
    )
    if measured.side in ("PAK", "IRN") and measured.side != into:
        lies_in = sentences.LIES_IN.format(country=COUNTRY_NAMES[measured.side])
        return DepthCheck("contradicts", f"{text} {lies_in}")
    if low > reported[1]:
        return DepthCheck("deeper", f"{text} {sentences.DEEPER}")
    if high < reported[0]:
        return DepthCheck("shallower", f"{text} {sentences.SHALLOWER}")
    if high - low > max(WIDE_M, reported[1]):
        return DepthCheck("cannot tell", f"{text} {sentences.TOO_WIDE}")
    return DepthCheck("consistent", f"{text} {sentences.MEET}")


def _inside(measured: Assessment, into: str, *, whole: bool) -> tuple[float, float]:
    """Least and greatest measured depth inside a country, in metres; below zero across the line."""
    low, high = (measured.least_m, measured.most_m) if whole else (measured.p05_m, measured.p95_m)
    return (low, high) if into == "PAK" else (-high, -low)


def _km(low_m: float, high_m: float) -> str:
    """An interval in words: 1.5 to 2.5 km; whole kilometres where it is wide."""
    digits = 1 if max(abs(low_m), abs(high_m)) < 20_000 else 0
    low, high = (
        f"{round(value / 1000, digits) + 0.0:.{digits}f}".replace("-", "\N{MINUS SIGN}")
        for value in (low_m, high_m)
    )
    if low == high:
        return sentences.ONE_DEPTH.format(low=low)
    return KILOMETRES.format(low=low, high=high)


def with_depth(incident: Incident, border: Border) -> Incident:
    """Fill in probabilities, quantiles, incursion depth and the check of a placed incident.

    Everything comes from `incident.footprint`, which knows nothing of the reported depth.
    """
    measured = None if incident.footprint is None else assess(border, from_json(incident.footprint))
    check = check_depth(incident, measured)
    incident = replace(
        incident,
        p_pak=None,
        p_irn=None,
        signed_p05_m=None,
        signed_p50_m=None,
        signed_p95_m=None,
        side=None,
        incursion_depth_p05_m=None,
        incursion_depth_p50_m=None,
        incursion_depth_p95_m=None,
        depth_check=check.verdict if check else None,
        depth_check_remarks=check.remarks if check else None,
    )
    if measured is None:
        return incident
    positive, negative = round(measured.p_positive, 4), round(measured.p_negative, 4)
    quantiles = [
        None if math.isnan(value) else round(value, 1)
        for value in (measured.p05_m, measured.p50_m, measured.p95_m)
    ]
    incident = replace(
        incident,
        p_pak=positive,
        p_irn=negative,
        signed_p05_m=quantiles[0],
        signed_p50_m=quantiles[1],
        signed_p95_m=quantiles[2],
        side=measured.side or None,
        beyond_end=measured.beyond_end,
    )
    if incident.incursion_kind is None or measured.beyond_end or None in quantiles:
        return incident
    if incident.incursion_into == border.negative:
        quantiles = [-value for value in reversed(quantiles) if value is not None]
    elif incident.incursion_into != border.positive:
        return incident
    return replace(
        incident,
        incursion_depth_p05_m=quantiles[0],
        incursion_depth_p50_m=quantiles[1],
        incursion_depth_p95_m=quantiles[2],
    )


def with_depth_band(
    incident: Incident, border: Border, other_facts: Sequence[tuple[str, Footprint]]
) -> Incident:
    """Add the band that the reported depth and all other facts leave: it is what the map draws.

    Parameters
    ----------
    incident
        A placed incident.
    border
        The line from which the depth counts.
    other_facts
        What else is known of the place, each with its name for a person.

    Returns
    -------
    Incident
        With `depth_footprint`, unless nothing is known of a depth or the place is known to
        `geodata.candidates.POINT_RADIUS_M` already; or with `depth_conflict` where the facts
        exclude each other.
    """
    incident = replace(incident, depth_footprint=None, depth_conflict=None)
    if incident.footprint is None:
        return incident
    counted = incident.reported_depth_datum not in _NO_DATUM
    shape, conflict = with_reported_depth(
        from_json(incident.footprint),
        border,
        other_facts,
        interval_m=reported_interval_m(incident) if counted else None,
        into=incident.reported_depth_into or incident.incursion_into,
    )
    return replace(
        incident,
        depth_footprint=None if shape is None else to_json(shape),
        depth_conflict=conflict or None,
    )
