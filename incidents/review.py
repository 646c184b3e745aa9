"""Review: which records wait for a person, and what their decisions store.

A queue is what a rule finds in the store's frame. A decision is a change of the record as any
other: a version that can be undone. Whoever looks and leaves a record as it is says so by a tag
(`reviewed-side:1f3a5c7e`), which holds only while what was looked at stays the same: a new claim,
another place or another depth brings the record back.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from incidents.conflicts import conflicts
from incidents.duplicates import is_other_event, other_event_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from incidents.conflicts import Conflict
    from incidents.duplicates import Suggestion
    from incidents.record import Claim, Incident

    Rows = NDArray[np.intp]

__all__ = [
    "Matter",
    "accounts_differ",
    "claims_to_compare",
    "contradicted_depths",
    "drafts",
    "leave",
    "open_pairs",
    "part",
    "still_open",
    "undetermined_sides",
    "without_place",
]

Matter: TypeAlias = Literal["place", "depth", "side", "claims", "line"]
"""What a record may be looked at for."""

_SEEN: Mapping[Matter, tuple[str, ...]] = {
    "place": ("verbatim_locality", "locality", "country_reported", "adm1", "adm2",
              "border_pillar", "georeference_status"),
    "depth": ("depth_check", "depth_conflict", "reported_depth_min_km", "reported_depth_max_km",
              "reported_depth_into"),
    "side": ("footprint",),
    "claims": (),
    "line": ("footprint", "border_sha256", "reported_depth_min_km", "reported_depth_max_km"),
}  # fmt: skip
"""On what a look at a matter rests; a look at the claims rests on the claims."""

_SEPARATOR = ";"
_LINKS = "; "


# --- Queues --------------------------------------------------------------------------------------


def drafts(frame: pd.DataFrame) -> Rows:
    """Rows of the records that are drafts.

    Parameters
    ----------
    frame
        Incidents as `Store.frame` returns them; so for all queues.
    """
    return np.flatnonzero(frame["status"].to_numpy() == "draft")


def without_place(frame: pd.DataFrame) -> Rows:
    """Rows of the records whose words name no place, or several.

    What was at sea is left out: no place on land is right for it.
    """
    status = frame["georeference_status"].to_numpy()
    found = (status == "not placed") | (status == "ambiguous")
    found &= frame["at_sea"].to_numpy() != True  # noqa: E712 - an array of True, False, None
    return _waiting(frame, found, "place")


def contradicted_depths(frame: pd.DataFrame) -> Rows:
    """Rows of the records whose reported depth the map or the place speaks against."""
    found = frame["depth_check"].to_numpy() == "contradicts"
    found |= frame["depth_conflict"].notna().to_numpy()
    return _waiting(frame, found, "depth")


def undetermined_sides(frame: pd.DataFrame) -> Rows:
    """Rows of the records that may have been on either side of the line."""
    return _waiting(frame, frame["side"].to_numpy() == "undetermined", "side")


def claims_to_compare(frame: pd.DataFrame) -> Rows:
    """Rows of the records with two claims or more, which alone can differ."""
    found = frame["claim_count"].to_numpy() >= 2
    return np.flatnonzero(found & (frame["status"].to_numpy() != "rejected"))


def accounts_differ(incident: Incident) -> tuple[Conflict, ...]:
    """Where the claims of an incident cannot all be right, if nobody has looked at it yet.

    Slight differences, as of a day, are none; places are not compared.
    """
    found = tuple(one for one in conflicts(incident) if not one.slight)
    if found and is_looked_at(incident.tags, "claims", incident.to_row(), incident.claims):
        return ()
    return found


def still_open(frame: pd.DataFrame, incident_ids: Sequence[str], matter: Matter) -> list[str]:
    """Of some incidents those that still wait: not rejected, merged, or looked at since."""
    rows = np.flatnonzero(frame["incident_id"].isin(incident_ids).to_numpy())
    found = np.zeros(len(frame), dtype=bool)
    found[rows] = True
    waiting = set(frame["incident_id"].to_numpy()[_waiting(frame, found, matter)])
    return [name for name in incident_ids if name in waiting]


def open_pairs(frame: pd.DataFrame, pairs: Iterable[Suggestion]) -> list[Suggestion]:
    """Of some suggested pairs those that still wait: both stored, not linked, not told apart."""
    listed = list(pairs)
    ids = {name for one in listed for name in (one.first_id, one.second_id)}
    kept = frame[frame["incident_id"].isin(ids) & (frame["status"] != "rejected")]
    of = {
        name: (tags or "", linked or "")
        for name, tags, linked in zip(
            kept["incident_id"], kept["tags"], kept["linked_to"], strict=True
        )
    }

    def is_open(one: str, other: str) -> bool:
        if one not in of or other not in of:
            return False
        return not any(
            is_other_event(of[a][0], b) or b in of[a][1].split(_LINKS)
            for a, b in ((one, other), (other, one))
        )

    return [one for one in listed if is_open(one.first_id, one.second_id)]


def _waiting(frame: pd.DataFrame, found: NDArray[np.bool_], matter: Matter) -> Rows:
    """Rows that a rule found, without rejected records and those that were looked at."""
    rows = np.flatnonzero(found & (frame["status"].to_numpy() != "rejected"))
    mark = _mark(matter)
    tags = frame["tags"].to_numpy()[rows]
    marked = np.array([bool(text) and mark in text for text in tags], dtype=bool)
    stays = ~marked
    for place in np.flatnonzero(marked):
        row = frame.iloc[rows[place]]
        stays[place] = not is_looked_at(row["tags"], matter, row)
    return np.asarray(rows[stays])


# --- Decisions -----------------------------------------------------------------------------------


def leave(incident: Incident, matter: Matter) -> dict[str, str]:
    """The change that says: looked at, and left as it is.

    Returns
    -------
    dict
        Changes for `Editor.edit`. An earlier look at the same matter is replaced.
    """
    kept = [tag for tag in _tags(incident.tags) if not tag.startswith(_mark(matter))]
    seen = _mark(matter) + _digest(matter, incident.to_row(), incident.claims)
    return {"tags": _SEPARATOR.join([*kept, seen])}


def part(incident: Incident, other_id: str) -> dict[str, str]:
    """The change that says: another event than that one, however alike the two look."""
    return {"tags": _SEPARATOR.join([*_tags(incident.tags), other_event_tag(other_id)])}


# --- What was looked at --------------------------------------------------------------------------


def is_looked_at(
    tags: str | None, matter: Matter, values: Mapping[str, Any], claims: Sequence[Claim] = ()
) -> bool:
    """Whether a person has looked at this matter as it stands.

    Parameters
    ----------
    tags
        The record's tags.
    values
        The record's flat values, from a frame's row or `Incident.to_row`.
    claims
        Its claims; needed for the matter "claims" only.
    """
    return _mark(matter) + _digest(matter, values, claims) in _tags(tags)


def _mark(matter: Matter) -> str:
    return f"reviewed-{matter}:"


def _tags(text: str | None) -> list[str]:
    return [tag.strip() for tag in (text or "").split(_SEPARATOR) if tag.strip()]


def _digest(matter: Matter, values: Mapping[str, Any], claims: Sequence[Claim]) -> str:
    """A short name of what a look rests on; the same for a frame's row and for the record."""
    told = [_plain(values[name]) for name in _SEEN[matter]]
    if matter == "claims":
        told = [_plain(value) for claim in claims for value in claim.to_row().values()]
    return hashlib.sha256("\x1f".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _plain(value: Any) -> str:  # noqa: ANN401 - a column's value
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
