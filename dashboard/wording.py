"""Plain sentences and numbers: what was said, where it was placed, what was measured.

The words claim no more than the record does. A depth has as many digits as its uncertainty
bears, and where nothing can be measured the sentence says why.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from incidents.record import COUNTRY_NAMES, Count, EventType

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from geodata.borders import Border
    from incidents.record import Claim, Incident

CLAIMANT_NAMES = {
    "IRN": "Iranian account",
    "PAK": "Pakistani account",
    "group": "Armed group's account",
    "third party": "Third party",
    "unknown": "Account not attributed",
}
SIDE_NAMES = {**COUNTRY_NAMES, "non-state": "Armed group", "unknown": "Unknown"}


@dataclass(frozen=True)
class DepthStatement:
    """What can be said of an incident's distance to the border.

    Attributes
    ----------
    headline
        A few words for the eye, such as "2.0 km inside Pakistan".
    detail
        The sentence that qualifies it.
    interval
        The bounds as "0-7 km inside Pakistan", or empty where there is none.
    kind
        Whether the place was measured, or why not.
    """

    headline: str
    detail: str
    interval: str
    kind: Literal["measured", "undetermined", "beyond end", "no side", "area", "not placed"]


def when(start: date, end: date, precision: str) -> str:
    """Write a day or an interval as people do; a month or a year where no day is known."""
    if precision == "month":
        return f"{start:%B %Y}, day not known"
    if precision == "year":
        return f"{start:%Y}, day not known"
    last = f"{end.day} {end:%B %Y}"
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}\N{EN DASH}{last}"
    first = f"{start.day} {start:%B}" if start.year == end.year else f"{start.day} {start:%B %Y}"
    return f"{first} \N{EN DASH} {last}"


def kilometres(distance_m: float, uncertainty_m: float = 0.0) -> str:
    """Write a distance with no more digits than its uncertainty bears."""
    distance_km = abs(distance_m) / 1000
    fine = distance_km < 10 and uncertainty_m < 20_000
    return f"{distance_km:.1f} km" if fine else f"{distance_km:,.0f} km"


def incidents(count: int) -> str:
    """A number of incidents in words."""
    return "1 incident" if count == 1 else f"{count:,} incidents"


def place_name(incident: Incident) -> str:
    """The place as the source named it, else the best name there is."""
    return (
        incident.verbatim_locality
        or incident.locality
        or incident.adm2
        or incident.adm1
        or "place not stated"
    )


def reported_depth(incident: Incident) -> str | None:
    """What was reported of a depth, or None where no number was."""
    low, high = incident.reported_depth_min_km, incident.reported_depth_max_km
    known = [f"{km:g}" for km in dict.fromkeys((low, high)) if km is not None]
    if not known:
        return None
    into = COUNTRY_NAMES.get(incident.reported_depth_into or "")
    where = f"inside {into}" if into else "from the border"
    if set(known) == {"0"}:
        return "On the line"
    datum = incident.reported_depth_datum
    measured_from = f", counted from the {datum}" if datum not in (None, "line", "unknown") else ""
    depth = "\N{EN DASH}".join(known)
    return f"{depth} km {where}{measured_from}"


def probability(share: float) -> str:
    """A probability as a percentage that never claims to be certain."""
    if share > 0.99:
        return "over 99 %"
    return "under 1 %" if share < 0.01 else f"{share:.0%}".replace("%", " %")


def interval_words(low_m: float, high_m: float) -> str:
    """A signed interval in words, inside one country or across the line."""
    spread_m = high_m - low_m
    if low_m < 0 < high_m:
        return (
            f"{kilometres(low_m, spread_m)} inside Iran to {kilometres(high_m, spread_m)} "
            "inside Pakistan"
        )
    near, far = sorted((abs(low_m), abs(high_m)))
    country = COUNTRY_NAMES["PAK" if high_m > 0 else "IRN"]
    start = kilometres(near, spread_m).removesuffix(" km")
    return f"{start}–{kilometres(far, spread_m)} inside {country}"


def depth_statement(  # noqa: PLR0911 - one for each thing that may be missing
    incident: Incident, border: Border
) -> DepthStatement:
    """Say what was measured of an incident's distance to the border, or why nothing was."""
    remarks = incident.georeference_remarks or ""
    radius = incident.coordinate_uncertainty_m
    low, high = incident.signed_p05_m, incident.signed_p95_m
    if incident.footprint is None and incident.border_distance_m is None:
        return DepthStatement("Not measured: not placed", remarks, "", "not placed")
    distance = kilometres(incident.border_distance_m or 0.0, radius or 0)
    if incident.beyond_end:
        away = f"{distance} from" if incident.border_distance_m is not None else "Beyond"
        return DepthStatement(
            f"{away} the end of the border",
            "The nearest point of the border is one of its ends, so no depth is claimed.",
            "",
            "beyond end",
        )
    country = COUNTRY_NAMES.get(incident.country or "", "")
    if incident.footprint is None:
        return DepthStatement(
            f"{distance} from the border",
            f"Measured at the point given, which lies in {country or 'no country known here'}. "
            "The source does not say how well the point is known, so no depth is claimed.",
            "",
            "undetermined",
        )
    if low is None or high is None or incident.p_pak is None or incident.p_irn is None:
        where = f"in {country}" if country else "at sea or in another country"
        return DepthStatement(f"{distance} from the border, {where}", remarks, "", "no side")
    interval = interval_words(low, high)
    sides = (
        f"Pakistan {probability(incident.p_pak)}, Iran {probability(incident.p_irn)}, from the "
        "place alone."
    )
    if incident.georeference_status == "area":
        named = COUNTRY_NAMES.get(incident.side or "")
        headline = f"Somewhere in an area inside {named}" if named else "Side undetermined"
        return DepthStatement(
            headline, f"90 % of the area: {interval}. {sides} {remarks}", interval, "area"
        )
    line_error = float(border.line_error_m(incident.chainage_m or 0.0)[0])
    basis = (
        f"The place is known to within {kilometres(radius or 0)}, the border line here to within "
        f"about {kilometres(line_error)}."
    )
    if incident.side not in COUNTRY_NAMES:
        return DepthStatement(
            "Side undetermined",
            f"90 %: {interval}. {sides} {basis} At its centre: {distance} inside {country}.",
            interval,
            "undetermined",
        )
    middle = kilometres(incident.signed_p50_m or 0.0, high - low)
    return DepthStatement(
        f"{middle} inside {COUNTRY_NAMES[incident.side]}",
        f"90 %: {interval}. {sides} {basis}",
        interval,
        "measured",
    )


CHECK_WORDS = {
    "consistent": "Fits what was measured",
    "deeper": "Measured deeper than reported",
    "shallower": "Measured shallower than reported",
    "contradicts": "Measured on the other side of the line",
    "cannot tell": "Cannot tell",
    "not independently checkable": "Not independently checkable",
}


def tolls(incident: Incident) -> list[tuple[str, str]]:
    """The toll by party as (party, words), parties of which nothing is known left out."""
    parties = {
        "irn": "Iranian forces",
        "pak": "Pakistani forces",
        "militants": "Militants",
        "civilians": "Civilians",
        "total": "All together",
    }
    lines = []
    for key, name in parties.items():
        words = [
            f"{_range(count)} {harm}"
            for harm in ("killed", "injured")
            if (count := incident.tolls.get(f"{harm}_{key}"))
        ]
        if words:
            lines.append((name, ", ".join(words)))
    return lines


def _range(count: Count) -> str:
    low, best, high = count.low, count.best, count.high
    bounds = {n for n in (low, high) if n is not None}
    if best is not None and (not bounds or bounds == {best}):
        return str(best)
    span = f"{'?' if low is None else low}\N{EN DASH}{'?' if high is None else high}"
    return span if best is None else f"{best} ({span})"


def safe_link(url: str | None) -> str | None:
    """The address if it is a plain web address, else None: no script, no data, no local file."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    unprintable = any(c.isspace() or unicodedata.category(c).startswith("C") for c in url.strip())
    return url.strip() if is_web and not unprintable else None


def visible(text: str) -> str:
    """Show control and direction characters as ⟨U+202E⟩, so that they cannot disguise a text."""
    return "".join(
        f"\N{MATHEMATICAL LEFT ANGLE BRACKET}U+{ord(c):04X}\N{MATHEMATICAL RIGHT ANGLE BRACKET}"
        if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t\u200c\u200d"
        else c
        for c in text
    )


def in_markdown(text: object) -> str:
    """Text for a label that reads Markdown: shown as it stands, in one line."""
    shown = " ".join(visible(str(text)).split())
    return "".join(f"\\{c}" if c.isascii() and not (c.isalnum() or c in " ,") else c for c in shown)


def accounts(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Claims by whose account they are, in the order of `CLAIMANT_NAMES`."""
    grouped: dict[str, list[Claim]] = {name: [] for name in CLAIMANT_NAMES}
    for claim in claims:
        grouped[claim.claimant or "unknown"].append(claim)
    return {name: listed for name, listed in grouped.items() if listed}


def type_label(event_type: str) -> str:
    """The label of an event type's code."""
    return EventType(event_type).label
