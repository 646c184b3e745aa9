"""Drafts on the map: placed, measured, their depth checked, and set beside what is stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from incidents.duplicates import suggest
from incidents.pipeline import measured, place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geodata.geocoder import Geocoder
    from incidents.extraction.drafts import Draft
    from incidents.record import Incident

__all__ = ["drafts_placed"]


def drafts_placed(
    drafts: Iterable[Draft], geocoder: Geocoder, *, stored: Iterable[Incident] = ()
) -> tuple[Draft, ...]:
    """Place and measure drafts as an import would, and look for records of the same events.

    Parameters
    ----------
    drafts
        As `extract` gives them.
    geocoder
        Places them; its border is what they are measured against.
    stored
        The incidents at hand, among which a draft may be told already.

    Returns
    -------
    tuple of Draft
        In the same order, with the columns of place and measurement, the depth check, and in
        `duplicates` the stored incidents that may be the same event, the likeliest first. Evidence
        stays as it is.
    """
    listed = tuple(drafts)
    placed = measured([place(draft.incident, geocoder) for draft in listed], geocoder)
    known = tuple(stored)
    ids = {incident.incident_id for incident in placed}
    others = [incident for incident in known if incident.incident_id not in ids]
    found = suggest([*others, *placed], geocoder.border, among=ids) if others and placed else ()
    return tuple(
        replace(
            draft,
            incident=incident,
            duplicates=tuple(
                one
                for one in found
                if incident.incident_id in (one.first_id, one.second_id)
                and not {one.first_id, one.second_id} <= ids
            ),
        )
        for draft, incident in zip(listed, placed, strict=True)
    )
