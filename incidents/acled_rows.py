"""A record as a row of ACLED, in its columns and words; it says less than the record."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from incidents.record import COUNTRY_NAMES, EventType

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Writer = Callable[[pa.Table, tuple[Path, ...], str, bool], tuple[str, ...]]

__all__ = ["ACLED_SCHEMA", "acled_row"]

_EVENTS = {
    "Armed clash": "Battles",
    "Government regains territory": "Battles",
    "Non-state actor overtakes territory": "Battles",
    "Air/drone strike": "Explosions/Remote violence",
    "Suicide bomb": "Explosions/Remote violence",
    "Shelling/artillery/missile attack": "Explosions/Remote violence",
    "Remote explosive/landmine/IED": "Explosions/Remote violence",
    "Grenade": "Explosions/Remote violence",
    "Attack": "Violence against civilians",
    "Abduction/forced disappearance": "Violence against civilians",
    "Agreement": "Strategic developments",
    "Arrests": "Strategic developments",
    "Other": "Strategic developments",
}
_KINDS = {
    "armed_clash": ("Armed clash", "Government regains territory",
                    "Non-state actor overtakes territory"),
    "air_or_drone_strike": ("Air/drone strike",),
    "cross_border_fire": ("Shelling/artillery/missile attack",),
    "ambush_or_ied": ("Remote explosive/landmine/IED", "Suicide bomb", "Grenade"),
    "shooting_of_civilians": ("Attack",),
    "abduction": ("Abduction/forced disappearance",),
    "diplomatic": ("Agreement",),
    "arrest_or_seizure": ("Arrests",),
}  # fmt: skip
"""The usual sub-event type of each of ours, then those that are read as ours too."""
_ISO = {"IRN": (364, "Middle East"), "PAK": (586, "South Asia"), "AFG": (4, "South Asia")}
_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip
_PREFIX = "acled-"
_TOWN_M = 5_000.0
_NEAR_TOWN_M = 25_000.0
ACLED_SCHEMA = pa.schema(
    [
        (
            name,
            pa.int64()
            if name in {"year", "time_precision", "iso", "geo_precision", "fatalities", "timestamp"}
            else pa.float64()
            if name in {"latitude", "longitude"}
            else pa.string(),
        )
        for name in _COLUMNS
    ]
)


def acled_row(row: dict[str, Any], written: int) -> dict[str, Any]:
    """A record as a row of ACLED.

    Parameters
    ----------
    row
        The record, by the names of our columns.
    written
        When, as seconds since 1970, which ACLED has as `timestamp`.

    Returns
    -------
    dict
        By the names of ACLED's columns. What cannot be said in them stands in brackets in `notes`:
        that the dead are not known, between which days it was, a type that ACLED does not have.
    """
    remarks: list[str] = []
    day, time_precision = _day(row, remarks)
    event, sub_event = _kind(row, remarks)
    fatalities = row["killed_total_best"]
    if fatalities is None:
        fatalities = row["killed_total_low"]
    if fatalities is None:
        fatalities = 0
        remarks.append("Fatalities are not known; 0 stands for that")
    country = row["country"] or row["country_reported"]
    iso, region = _ISO.get(country, (None, None))
    publishers = [claim.get("publisher") for claim in json.loads(row["claims"] or "[]")]
    notes = row["summary"] or ""
    if remarks:
        notes = f"{notes} [{'; '.join(remarks)}.]".strip()
    on_civilians = event == "Violence against civilians"
    strategic = event == "Strategic developments"
    return {
        "event_id_cnty": row["incident_id"].removeprefix(_PREFIX),
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": time_precision,
        "disorder_type": event if strategic else "Political violence",
        "event_type": event,
        "sub_event_type": sub_event,
        "actor1": row["actor"],
        "actor2": row["target"],
        "civilian_targeting": "Civilians targeted" if on_civilians else None,
        "iso": iso,
        "region": region,
        "country": COUNTRY_NAMES.get(country),
        "admin1": row["adm1"],
        "admin2": row["adm2"],
        "location": row["locality"] or row["verbatim_locality"],
        "latitude": None if row["lat"] is None else round(row["lat"], 4),
        "longitude": None if row["lon"] is None else round(row["lon"], 4),
        "geo_precision": _geo_precision(row),
        "source": "; ".join(dict.fromkeys(name for name in publishers if name)) or None,
        "notes": notes or None,
        "fatalities": fatalities,
        "tags": row["tags"],
        "timestamp": written,
    }


def _day(row: dict[str, Any], remarks: list[str]) -> tuple[date, int]:
    """The day, or the middle of the days, and how exactly ACLED would say that it is known."""
    first, last = row["date_start"], row["date_end"] or row["date_start"]
    days = (last - first).days
    if days == 0:
        return first, 1
    remarks.append(f"Between {first} and {last}")
    return first + timedelta(days=days // 2), 2 if days < 7 else 3


def _kind(row: dict[str, Any], remarks: list[str]) -> tuple[str, str]:
    """ACLED's event and sub-event type."""
    ours = row["event_type"]
    kinds = _KINDS.get(ours, ("Other",))
    said = (row["sub_event_type"] or "").casefold()
    sub_event = next((kind for kind in kinds if kind.casefold() == said), kinds[0])
    if ours not in _KINDS and ours != EventType.OTHER:
        remarks.append(EventType(ours).label)
    return _EVENTS[sub_event], sub_event


def _geo_precision(row: dict[str, Any]) -> int:
    """1 for a town, 2 for near a town, 3 for a region; a radius that is not known is a region."""
    radius_m = row["coordinate_uncertainty_m"]
    if row["lon"] is None or radius_m is None or radius_m > _NEAR_TOWN_M:
        return 3
    return 1 if radius_m <= _TOWN_M else 2
