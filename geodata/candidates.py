"""Candidates: one reading of a place, and the footprint that each kind of fact gives it.

A town is a disc by the point-radius method, an offset a sector, a pillar or a district's border a
band, a district an area. What two facts share is a candidate again.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geodata import sentences
from geodata.borders import WGS84
from geodata.errors import GeodataError
from geodata.footprints import (
    Area,
    Band,
    Disc,
    Footprint,
    Sector,
    circle,
    depth_band,
    intersection,
    to_json,
)
from geodata.gazetteer import AdminUnit, Place
from geodata.point_radius import (
    HEADINGS_DEG,
    direction_half_angle_deg,
    offset_position,
    offset_uncertainty,
    orthogonal_uncertainty,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.borders import Border
    from geodata.coordinates import Position
    from geodata.gazetteer import Gazetteer, Named
    from geodata.lengths import Length
    from geodata.phrases import Offset

__all__ = ["POINT_RADIUS_M", "Candidate", "with_reported_depth"]

POINT_RADIUS_M = 8_000.0
"""A place known at least so well stays itself on the map; a vaguer one becomes a depth band."""

IN_DOUBT = 0.5
"""Confidence of what another fact speaks against."""

IN_ITSELF = ("at", "inside", "village")
"""How a phrase may speak of a place itself, not of what is around it."""

_NEARBY_RADIUS_M = 25_000.0
_BAND_REACH_M = 10_000.0
COUNTRY_NAMES = {"PAK": "Pakistan", "IRN": "Iran", "AFG": "Afghanistan"}


@dataclass(frozen=True)
class Candidate:
    """One reading of a place.

    Attributes
    ----------
    name
        What it is called, or how it is described.
    lon, lat
        The point in degrees (WGS84): a place's own, the middle between two, the end of an offset.
        None for a band, an area or an overlap, whose middle is no place.
    coordinate_uncertainty_m
        Radius of the smallest circle around the footprint; of an offset, the point-radius method's
        own.
    footprint
        Where it may be, without any reported depth; None where nothing but a depth is known.
    method, sources, remarks
        Plain English.
    confidence
        0 to 1: how sure it is that this place is meant, not how exactly it is known.
    depth_footprint
        Where it may be by the reported depth as well; None where there is none, or where the place
        is known to `POINT_RADIUS_M` already.
    depth_conflict
        Why the reported depth and the other facts exclude each other; empty where they do not.
    country
        ISO code of the country in which the named place lies; empty for what may lie on both sides.
    """

    name: str
    lon: float | None
    lat: float | None
    coordinate_uncertainty_m: float
    footprint: Footprint | None
    method: str
    sources: str
    remarks: str
    confidence: float = 0.0
    depth_footprint: Footprint | None = None
    depth_conflict: str = ""
    country: str = ""

    @property
    def shown(self) -> Footprint | None:
        """What a map shows: the footprint with the reported depth, else the one without."""
        return self.depth_footprint or self.footprint


def plain(candidate: Candidate) -> dict[str, Any]:
    """A candidate as plain values for JSON."""
    values = {name: getattr(candidate, name) for name in candidate.__dataclass_fields__}
    for name in ("footprint", "depth_footprint"):
        values[name] = json.loads(to_json(values[name])) if values[name] is not None else None
    for name, digits in (("lon", 6), ("lat", 6), ("coordinate_uncertainty_m", 0)):
        values[name] = None if values[name] is None else round(values[name], digits)
    return values


def area(unit: AdminUnit, notes: Sequence[str] = ()) -> Candidate:
    kind, called = {
        "ADM1": ("province", sentences.PROVINCE),
        "ADM2": ("county", sentences.COUNTY)
        if unit.country == "IRN"
        else ("district", sentences.DISTRICT),
        "ADM3": ("tehsil", sentences.TEHSIL),
    }[unit.level]
    taken = sentences.ANYWHERE_IN.format(kind=kind, km=f"{unit.radius_m / 1000:g}")
    if unit.radius_reason:
        taken = sentences.ANYWHERE_IN_AS.format(kind=kind, reason=unit.radius_reason)
    return Candidate(
        name=called.format(name=unit.name),
        lon=None,
        lat=None,
        coordinate_uncertainty_m=unit.radius_m,
        footprint=Area(
            name=unit.name,
            country=unit.country,
            disc=Disc(unit.centre_lon, unit.centre_lat, unit.radius_m),
            border_from_m=unit.border_from_m,
            border_to_m=unit.border_to_m,
        ),
        method=kind,
        sources=unit.source,
        remarks=" ".join([taken, *notes]),
        confidence=0.85,
        country=unit.country,
    )


def of_place(one: Place, relation: str, confidence: float) -> Candidate:
    nearby = relation not in IN_ITSELF and not is_gate(one)
    radius_m = max(one.radius_m, _NEARBY_RADIUS_M) if nearby else one.radius_m
    remarks = [
        sentences.AREA_AROUND.format(km=f"{radius_m / 1000:g}")
        if nearby
        else sentences.RADIUS_BECAUSE.format(reason=one.radius_reason)
    ]
    if one.remarks:
        remarks.append(sentences.NAME_NOTE.format(note=one.remarks))
    return Candidate(
        name=one.name,
        lon=one.lon,
        lat=one.lat,
        coordinate_uncertainty_m=radius_m,
        footprint=Disc(one.lon, one.lat, radius_m),
        method="border crossing" if is_gate(one) else "gazetteer name",
        sources=f"{one.source}; {one.place_id}",
        remarks=" ".join(remarks),
        confidence=confidence,
        country=one.country,
    )


def stretch(border: Border, unit: AdminUnit) -> Candidate:
    start, end = unit.border_from_m or 0.0, unit.border_to_m or border.length_m
    band = Band(start, min(end, border.length_m), 0.0, _BAND_REACH_M)
    return Candidate(
        name=sentences.STRETCH.format(name=unit.name),
        lon=None,
        lat=None,
        coordinate_uncertainty_m=circle(band, border).radius_m,
        footprint=band,
        method="stretch of border of a district",
        sources=f"{unit.source}; {border.attribution}",
        remarks=sentences.ALONG_DISTRICT.format(name=unit.name, km=f"{_BAND_REACH_M / 1000:g}"),
    )


def pillar_band(
    border: Border, gazetteer: Gazetteer, first: int, last: int, units: Sequence[AdminUnit]
) -> Candidate:
    known = [gazetteer.pillar(number) for number in (first, last)]
    start = max(0.0, min(chainage - error for chainage, error in known))
    end = min(border.length_m, max(chainage + error for chainage, error in known))
    told, to_name = sentences.PILLARS, ""
    if len(units) == 1 and units[0].border_from_m is not None:
        low = max(start, units[0].border_from_m - _BAND_REACH_M)
        high = min(end, (units[0].border_to_m or end) + _BAND_REACH_M)
        if low < high and (low, high) != (start, end):
            start, end = low, high
            told, to_name = sentences.PILLARS_NARROWED, units[0].name
    band = Band(start, end, 0.0, _BAND_REACH_M)
    numbers = f"{first}" if first == last else f"{first}-{last}"
    return Candidate(
        name=sentences.PILLAR.format(numbers=numbers),
        lon=None,
        lat=None,
        coordinate_uncertainty_m=circle(band, border).radius_m,
        footprint=band,
        method="border pillar",
        sources=f"{sentences.PILLARS_COMPILED}; {sentences.CONTRIBUTORS}",
        remarks=told.format(
            start=f"{start / 1000:.0f}",
            end=f"{end / 1000:.0f}",
            name=to_name,
            km=f"{_BAND_REACH_M / 1000:g}",
        ),
        confidence=0.88,
    )


def from_coordinates(position: Position) -> Candidate:
    """A position as it was given, as exact as its digits."""
    radius_m = max(position.precision_m, 1.0)
    remarks = [sentences.READ_AS.format(notation=position.notation, m=f"{radius_m:,.0f}")]
    return Candidate(
        name=position.verbatim,
        lon=position.lon,
        lat=position.lat,
        coordinate_uncertainty_m=radius_m,
        footprint=Disc(position.lon, position.lat, radius_m),
        method="coordinates",
        sources=sentences.AS_IT_WAS_GIVEN.format(notation=position.notation),
        remarks=" ".join([*remarks, *position.remarks]),
        confidence=IN_DOUBT if position.remarks else 0.98,
    )


def only_depth(
    border: Border, interval_m: tuple[float, float], into: str | None, notes: Sequence[str]
) -> Candidate:
    """A depth and nothing else: a band along the whole border."""
    low_m, high_m = interval_m
    band = Band(0.0, border.length_m, low_m, high_m, into, widened=True)
    return Candidate(
        name=sentences.FROM_THE_BORDER.format(depth=_between_m(low_m, high_m)),
        lon=None,
        lat=None,
        coordinate_uncertainty_m=circle(band, border).radius_m,
        footprint=None,
        method="reported depth only",
        sources=border.attribution,
        remarks=" ".join([sentences.ONLY_DEPTH, *notes]),
        confidence=0.8,
        depth_footprint=band,
    )


def _middle_m(length: Length) -> tuple[float, float]:
    """The middle of what a distance may be, and how far it may be off."""
    least_m, most_m = length.reach_m
    return (least_m + most_m) / 2, (most_m - least_m) / 2


def offset_from(anchor: Candidate, offset: Offset) -> Candidate:
    """A place at a distance from an anchor, at a heading if one is given."""
    length = offset.length
    start = middle(anchor)
    d_m, half_m = _middle_m(length)
    delta_m = start.radius_m + half_m
    told, degrees = sentences.OFFSET, ""
    lon = lat = None
    footprint: Footprint
    if offset.second is not None and offset.heading:
        other, other_heading = offset.second
        east_m = north_m = 0.0
        for distance, heading in ((length, offset.heading), (other, other_heading)):
            azimuth = math.radians(HEADINGS_DEG[heading])
            east_m += _middle_m(distance)[0] * math.sin(azimuth)
            north_m += _middle_m(distance)[0] * math.cos(azimuth)
        lon, lat = offset_position(start.lon, start.lat, east_m, north_m)
        radius_m = orthogonal_uncertainty((half_m, _middle_m(other)[1]), start.radius_m)
        footprint = Disc(lon, lat, radius_m)
        both = f"{length.verbatim} {offset.heading} and {other.verbatim} {other_heading}"
        name = f"{both} of {anchor.name}"
    elif offset.heading:
        azimuth = HEADINGS_DEG[offset.heading]
        half = direction_half_angle_deg(offset.heading, due=offset.due)
        radius_m = offset_uncertainty(d_m, half, delta_m)
        lon, lat, _ = WGS84.fwd(start.lon, start.lat, azimuth, d_m)
        wide = 180.0 if delta_m >= d_m else half + math.degrees(math.asin(delta_m / d_m))
        footprint = Sector(
            start.lon,
            start.lat,
            azimuth,
            min(wide, 180.0),
            max(0.0, d_m - delta_m),
            d_m + delta_m,
        )
        called = sentences.DUE_TOWARDS if offset.due else sentences.TOWARDS
        name = called.format(length=length.verbatim, heading=offset.heading, place=anchor.name)
        told, degrees = sentences.OFFSET_WITH_HEADING, f"{half:g}"
    else:
        near = anchor.method == "border crossing"
        least_m = 0.0 if near else max(0.0, d_m - delta_m)
        radius_m = d_m + delta_m
        footprint = (
            Disc(start.lon, start.lat, radius_m)
            if least_m == 0
            else Sector(start.lon, start.lat, 0.0, 180.0, least_m, radius_m)
        )
        name = sentences.DISTANCE_FROM.format(length=length.verbatim, place=anchor.name)
    reason = told.format(
        km=f"{radius_m / 1000:.1f}",
        anchor_km=f"{start.radius_m / 1000:g}",
        length_km=f"{half_m / 1000:.2g}",
        degrees=degrees,
    )
    return Candidate(
        name=name,
        lon=lon,
        lat=lat,
        coordinate_uncertainty_m=radius_m,
        footprint=footprint,
        method="distance from a place",
        sources=anchor.sources,
        remarks=f"{reason} {anchor.remarks}",
        confidence=round(anchor.confidence - 0.02, 4),
    )


def around(gate: Candidate, reach_m: float) -> Candidate:
    """Within a distance of a gate: "2 km inside, from Zero Point"."""
    disc = middle(gate)
    radius_m = disc.radius_m + reach_m
    return replace(
        gate,
        name=sentences.WITHIN_OF.format(km=f"{reach_m / 1000:g}", place=gate.name),
        coordinate_uncertainty_m=radius_m,
        footprint=replace(disc, radius_m=radius_m),
        method="distance from a place",
    )


def within_country(candidate: Candidate, country: str) -> Candidate:
    """A distance from a place with the part of it inside a country: "2 km in, from Zero Point"."""
    shape = candidate.footprint
    if candidate.method != "distance from a place" or not isinstance(shape, Disc):
        return candidate
    return replace(candidate, depth_footprint=Area(candidate.name, country, shape))


def midway(one: Candidate, other: Candidate, said: str) -> Candidate:
    """Between two places: the circle about the middle that holds both."""
    a, b = middle(one), middle(other)
    azimuth, _, away_m = WGS84.inv(a.lon, a.lat, b.lon, b.lat)
    lon, lat, _ = WGS84.fwd(a.lon, a.lat, azimuth, away_m / 2)
    radius_m = away_m / 2 + max(a.radius_m, b.radius_m)
    return Candidate(
        name=sentences.BETWEEN.format(place=one.name, other_place=other.name),
        lon=lon,
        lat=lat,
        coordinate_uncertainty_m=radius_m,
        footprint=Disc(lon, lat, radius_m),
        method="between two places",
        sources="; ".join(dict.fromkeys((one.sources, other.sources))),
        remarks=sentences.MIDWAY.format(
            said=said, km=f"{radius_m / 1000:.1f}", away_km=f"{away_m / 1000:.1f}"
        ),
        confidence=round(min(one.confidence, other.confidence) - 0.02, 4),
    )


def middle(candidate: Candidate) -> Disc:
    """The circle that an anchor stands for."""
    if isinstance(candidate.footprint, Disc):
        return candidate.footprint
    if isinstance(candidate.footprint, Area):
        return candidate.footprint.disc
    msg = f"{candidate.name!r} is a stretch of border; a distance cannot count from it"
    raise GeodataError(msg)


def joined(border: Border, one: Candidate, other: Candidate) -> Candidate | None:
    if one.footprint is None or other.footprint is None:
        return one if other.footprint is None else other
    shapes = one.footprint, other.footprint
    if any(isinstance(shape, Band) and shape.into is None for shape in shapes):
        # a district narrows the stretch, and must not decide the side: that is to be checked
        shapes = tuple(s.disc if isinstance(s, Area) else s for s in shapes)  # type: ignore[assignment]
    common = intersection(*shapes, border)
    if common is None:
        return None
    if common == shapes[0]:
        kept, rest = one, other
    elif common == shapes[1]:
        kept, rest = other, one
    else:
        return Candidate(
            name=f"{one.name}, {other.name}",
            lon=None,
            lat=None,
            coordinate_uncertainty_m=circle(common, border).radius_m,
            footprint=common,
            method=" and ".join(dict.fromkeys((one.method, other.method))),
            sources="; ".join(dict.fromkeys((one.sources, other.sources))),
            remarks=f"{sentences.BOTH_FACTS} {one.remarks} {other.remarks}",
            confidence=min(one.confidence, other.confidence),
            country=one.country or other.country,
        )
    return replace(kept, remarks=f"{kept.remarks} {sentences.LIES_WITHIN.format(place=rest.name)}")


def with_reported_depth(
    place: Footprint,
    border: Border,
    facts: Sequence[tuple[str, Footprint | None]],
    *,
    interval_m: tuple[float, float] | None,
    into: str | None,
) -> tuple[Footprint | None, str]:
    """The part of a place that a reported depth and other facts leave, or why there is none.

    Parameters
    ----------
    place
        The footprint without the depth.
    border
        The line from which the depth counts.
    facts
        What else is known of the place, each with its name for a person.
    interval_m, into
        Least and greatest depth, and the country inside which it counts; None where not known.

    Returns
    -------
    tuple
        The footprint to show, or None where the place itself is to be shown: nothing is known of
        a depth, or the place is known to `POINT_RADIUS_M` already. And the conflict, "" if none.
    """
    known = place
    for name, fact in facts:
        common = None if fact is None else intersection(known, fact, border)
        if common is None:
            return None, sentences.PLACE_EXCLUDED.format(fact=name)
        known = common
    if interval_m is None or into is None or into not in border.countries:
        return None, ""
    low_m, high_m = interval_m
    band = depth_band(known, border, into=into, min_m=low_m, max_m=max(high_m, 1.0))
    if band is None:
        return None, sentences.DEPTH_EXCLUDED.format(
            depth=_between_m(low_m, high_m), country=COUNTRY_NAMES.get(into, into)
        )
    is_point = isinstance(place, Disc) and place.radius_m <= POINT_RADIUS_M
    return (None if is_point else band), ""


def _between_m(low_m: float, high_m: float) -> str:
    """A reported depth in words: "1.5 to 2.5 km", "50 to 150 m"."""
    if high_m < 1000:
        return sentences.METRES.format(low=f"{low_m:.0f}", high=f"{high_m:.0f}")
    digits = 1 if high_m - low_m >= 200 else 2
    return sentences.KILOMETRES.format(
        low=f"{low_m / 1000:.{digits}f}", high=f"{high_m / 1000:.{digits}f}"
    )


def is_gate(one: Named) -> bool:
    return isinstance(one, Place) and one.kind == "crossing"
