"""Changing records by hand: every change is a version, and every change can be undone.

Each function reads the latest version, makes the next one and stores it, in one transaction for
all incidents that it touches. Whoever edits names the version that was read: where another person
has stored a newer one meanwhile, nothing is overwritten (`ConflictError`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from incidents import refusals, what_was_done
from incidents.errors import RecordError, StoreError
from incidents.pipeline import footprint_shapes, measured, place
from incidents.record import (
    COMPUTED_COLUMNS,
    INCIDENT_COLUMNS,
    STATUSES,
    Claim,
    Count,
    Incident,
    rule_violations,
)
from incidents.store import AddReport, Batch, Store, Version

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from geodata.geocoder import Geocoder

__all__ = ["Change", "Editor", "compare", "joined"]

_PLACING = frozenset(
    {
        "verbatim_locality", "locality", "country_reported", "adm1", "adm2", "border_pillar",
        "at_sea", "lon", "lat", "coordinate_uncertainty_m",
    }
)  # fmt: skip
_PLACED = (
    "lon", "lat", "coordinate_uncertainty_m", "footprint", "georeference_protocol",
    "georeference_sources", "georeference_remarks", "georeference_status",
)  # fmt: skip
_FIXED = frozenset({"incident_id", "merged_into", "linked_to", *COMPUTED_COLUMNS})
_SEPARATOR = "; "


@dataclass(frozen=True)
class Change:
    """One column in which two versions differ; `column` of a claim is "claims.ID.column"."""

    column: str
    before: Any
    after: Any


def compare(before: Incident, after: Incident) -> tuple[Change, ...]:
    """List what differs between two versions, columns first, then claims by their id."""
    one, other = before.to_row(), after.to_row()
    changes = [
        Change(c.name, one[c.name], other[c.name])
        for c in INCIDENT_COLUMNS
        if one[c.name] != other[c.name]
    ]
    claims = {c.claim_id: c for c in before.claims}, {c.claim_id: c for c in after.claims}
    for claim_id in dict.fromkeys([*claims[0], *claims[1]]):
        rows = [side[claim_id].to_row() if claim_id in side else {} for side in claims]
        changes += [
            Change(f"claims.{claim_id}.{name}", rows[0].get(name), rows[1].get(name))
            for name in dict.fromkeys([*rows[0], *rows[1]])
            if rows[0].get(name) != rows[1].get(name)
        ]
    return tuple(changes)


class Editor:
    """Changes to the records of a store.

    Parameters
    ----------
    store
        Where they are.
    geocoder
        Places anew what was moved; with its border everything is measured.
    by
        Who edits; the user of this computer where not given. A store that is used in a person's
        name (`Store.as_user`) goes before it: its user edits, and needs the role for it.
    """

    def __init__(self, store: Store, geocoder: Geocoder, *, by: str | None = None) -> None:
        self._store = store
        self._geocoder = geocoder
        self._by = by

    def add(self, incident: Incident) -> AddReport:
        """Store a record that is new; it is placed, if it is not yet, and measured.

        Raises
        ------
        ConflictError
            If there is a record with its id.
        """
        name = incident.incident_id
        return self._save({name: incident}, what_was_done.ENTERED.format(name=name), {name: 0})

    def edit(
        self, incident_id: str, changes: Mapping[str, Any], *, version: int | None = None
    ) -> AddReport:
        """Change columns of a record; where the place is touched, it is placed and measured anew.

        Parameters
        ----------
        incident_id
            The record.
        changes
            New values by column name; None for not known.
        version
            The version that was read; the latest where not given.

        Raises
        ------
        RecordError
            If a column cannot be edited or a rule is broken; all are listed.
        ConflictError
            If another version is the latest by now.
        """
        latest = self._latest(incident_id)
        row = latest.incident.to_row()
        wrong = sorted(set(changes) & _FIXED | set(changes) - set(row))
        if wrong:
            msg = (
                f"{', '.join(wrong)} cannot be edited: computed from the place, fixed, or no "
                "column of the record; edit what it follows from"
            )
            raise RecordError(msg)
        if set(changes) & _PLACING:
            given = {"lon", "lat", "coordinate_uncertainty_m"}
            as_given = str(row["georeference_protocol"]).startswith("coordinates as given")
            keeps_position = as_given and not given & set(changes)
            row |= dict.fromkeys(set(_PLACED) - (given if keeps_position else set()))
        row |= changes
        problems = list(rule_violations(row))
        if problems:
            raise RecordError("; ".join(problems))
        edited = Incident.from_row(row, latest.incident.claims)
        what = what_was_done.EDITED.format(fields=", ".join(sorted(changes)), name=incident_id)
        return self._save({incident_id: edited}, what, {incident_id: version or latest.version})

    def set_claims(
        self, incident_id: str, claims: Sequence[Claim], *, version: int | None = None
    ) -> AddReport:
        """Replace the claims of a record: add one, mend one, take one out."""
        ids = [claim.claim_id for claim in claims]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            msg = f"{', '.join(twice)}: more than one claim has this id; give each its own"
            raise RecordError(msg)
        latest = self._latest(incident_id)
        edited = replace(latest.incident, claims=tuple(claims))
        what = what_was_done.EDITED_CLAIMS.format(name=incident_id)
        return self._save({incident_id: edited}, what, {incident_id: version or latest.version})

    def set_status(
        self, incident_id: str, status: str, *, version: int | None = None
    ) -> AddReport:  # fmt: skip
        """Set the status; "rejected" takes a record out of all counts and deletes nothing."""
        if status not in STATUSES:
            msg = f"status {status!r} is not one of {', '.join(STATUSES)}"
            raise RecordError(msg)
        return self.edit(incident_id, {"status": status}, version=version)

    def restore(self, incident_id: str, version: int) -> AddReport:
        """Make an earlier version the latest again, as a new version."""
        history = {v.version: v for v in self._store.history(incident_id)}
        if version not in history:
            msg = refusals.NO_SUCH_VERSION.format(
                name=incident_id, number=version, most=max(history, default=0)
            )
            raise StoreError(msg)
        latest = max(history)
        what = what_was_done.RESTORED.format(number=version, name=incident_id)
        return self._save(
            {incident_id: history[version].incident}, what, {incident_id: latest}, measure=False
        )

    def merge(self, kept_id: str, merged_id: str) -> AddReport:
        """Merge one record into another: both told of the same event.

        The kept record gets all claims of the other, the wider dates and tolls, and what it does
        not know itself. The merged one keeps its history and points to the kept one; it is no
        longer counted or shown. `undo` of the batch parts them again.

        Raises
        ------
        RecordError
            If both are one, or one was merged already.
        """
        if kept_id == merged_id:
            msg = refusals.INTO_ITSELF.format(name=kept_id)
            raise RecordError(msg)
        kept, other = self._latest(kept_id), self._latest(merged_id)
        for one in (kept, other):
            if one.incident.merged_into:
                msg = refusals.MERGED_ALREADY.format(
                    name=one.incident.incident_id, given=one.incident.merged_into
                )
                raise RecordError(msg)
        changed = {
            kept_id: joined(kept.incident, other.incident),
            merged_id: replace(other.incident, merged_into=kept_id),
        }
        expected = {kept_id: kept.version, merged_id: other.version}
        what = what_was_done.MERGED_INTO.format(name=merged_id, other_name=kept_id)
        return self._save(changed, what, expected)

    def split(
        self, incident_id: str, claim_ids: Collection[str], changes: Mapping[str, Any] | None = None
    ) -> tuple[AddReport, str]:
        """Take claims out of a record into a record of their own: they tell of another event.

        Parameters
        ----------
        incident_id
            The record.
        claim_ids
            The claims that go; at least one has to stay.
        changes
            Columns in which the new record differs, such as its date.

        Returns
        -------
        tuple
            What was stored, and the id of the new record. The two are linked.
        """
        latest = self._latest(incident_id)
        claims = latest.incident.claims
        unknown = sorted(set(claim_ids) - {c.claim_id for c in claims})
        going = tuple(c for c in claims if c.claim_id in set(claim_ids))
        if unknown or not going or len(going) == len(claims):
            told = refusals.CANNOT_SPLIT.format(
                listed=", ".join(unknown) or "these claims",
                expected=", ".join(c.claim_id for c in claims) or "its claims (none)",
            )
            msg = f"{incident_id}: {told}"
            raise RecordError(msg)
        new_id = self._free_id(incident_id)
        row = latest.incident.to_row() | {"incident_id": new_id, "linked_to": incident_id}
        row |= dict(changes or {})
        problems = list(rule_violations(row))
        if problems:
            raise RecordError("; ".join(problems))
        stays = tuple(c for c in claims if c not in going)
        changed = {
            incident_id: _linked(replace(latest.incident, claims=stays), new_id),
            new_id: Incident.from_row(row, going),
        }
        expected = {incident_id: latest.version, new_id: 0}
        what = what_was_done.SPLIT_OFF.format(name=new_id, other_name=incident_id)
        return self._save(changed, what, expected), new_id

    def link(self, first_id: str, second_id: str) -> AddReport:
        """Say that two records belong together without being one event; both name the other."""
        if first_id == second_id:
            msg = refusals.LINKED_TO_ITSELF.format(name=first_id)
            raise RecordError(msg)
        one, other = self._latest(first_id), self._latest(second_id)
        changed = {
            first_id: _linked(one.incident, second_id),
            second_id: _linked(other.incident, first_id),
        }
        expected = {first_id: one.version, second_id: other.version}
        what = what_was_done.LINKED.format(name=first_id, other_name=second_id)
        return self._save(changed, what, expected, measure=False)

    def undo(self, batch_id: int) -> AddReport:
        """Take back one batch: each record gets the content that it had before, as a new version.

        Records that the batch brought in are rejected: nothing is deleted.

        Raises
        ------
        StoreError
            If there is no such batch, or a record was changed since: undo that first.
        """
        touched = self._store.of_batch(batch_id)
        if not touched:
            raise StoreError(refusals.NOTHING_TO_UNDO.format(number=batch_id))
        changed: dict[str, Incident] = {}
        expected: dict[str, int] = {}
        for one in touched:
            name = one.incident.incident_id
            history = self._store.history(name)
            if history[-1].version != one.version:
                msg = refusals.CHANGED_AFTER.format(name=name, number=batch_id)
                raise StoreError(msg)
            before = {v.version: v.incident for v in history}.get(one.version - 1)
            changed[name] = before or replace(one.incident, status="rejected", linked_to=None)
            expected[name] = one.version
        return self._save(
            changed, what_was_done.UNDID.format(number=batch_id), expected, measure=False
        )

    def id_for(self, day: date) -> str:
        """A free id for a new record of a day: 2014-10-17a, then b, and so on."""
        letters = [chr(ord("a") + k) for k in range(26)]
        names = (f"{day.isoformat()}{one}{other}" for one in ("", *letters) for other in letters)
        return next(name for name in names if self._store.get(name) is None)

    def _latest(self, incident_id: str) -> Version:
        found = self._store.get(incident_id)
        if found is None:
            msg = f"{incident_id}: {refusals.NO_SUCH_INCIDENT}"
            raise StoreError(msg)
        return found

    def _free_id(self, incident_id: str) -> str:
        stem = re.sub(r"-s\d+$", "", incident_id)
        number = 2
        while self._store.get(f"{stem}-s{number}") is not None:
            number += 1
        return f"{stem}-s{number}"

    def _save(
        self,
        changed: Mapping[str, Incident],
        what: str,
        expected: Mapping[str, int],
        *,
        measure: bool = True,
    ) -> AddReport:
        incidents = list(changed.values())
        if measure:
            placed = [
                place(i, self._geocoder) if i.georeference_status is None else i for i in incidents
            ]
            incidents = measured(placed, self._geocoder)
        shapes = footprint_shapes(incidents, self._geocoder.border)
        batch = Batch("", "", "", what=what, by=self._by)
        return self._store.add(incidents, geometries=shapes, batch=batch, expected=expected)


def _linked(incident: Incident, other_id: str) -> Incident:
    known = incident.linked_to.split(_SEPARATOR) if incident.linked_to else []
    return replace(incident, linked_to=_SEPARATOR.join(dict.fromkeys([*known, other_id])))


def joined(kept: Incident, other: Incident) -> Incident:
    """The kept record with the claims, the wider dates and tolls and the further facts of both.

    What `Editor.merge` stores, before it is measured anew.
    """
    names = {f.name for f in fields(Incident)} - _FIXED - set(_PLACED)
    names -= {"claims", "tolls", "date_start", "date_end", "date_precision", "status", "dataset"}
    values: dict[str, Any] = {
        name: getattr(other, name)
        for name in names
        if getattr(kept, name) is None and getattr(other, name) is not None
    }
    if kept.georeference_status in (None, "not placed", "ambiguous"):
        values |= {name: getattr(other, name) for name in _PLACED}
    start, end = min(kept.date_start, other.date_start), max(kept.date_end, other.date_end)
    if (start, end) != (kept.date_start, kept.date_end):
        values |= {"date_start": start, "date_end": end, "date_precision": "range"}
    tolls = {
        party: _wider(kept.tolls.get(party), other.tolls.get(party))
        for party in {*kept.tolls, *other.tolls}
    }
    taken = {claim.claim_id for claim in kept.claims}
    claims = [
        claim
        if claim.claim_id not in taken
        else replace(claim, claim_id=f"{other.incident_id}/{claim.claim_id}")
        for claim in other.claims
    ]
    return replace(kept, **values, tolls=tolls, claims=(*kept.claims, *claims))


def _wider(one: Count | None, other: Count | None) -> Count:
    """A count that holds both: the kept best figure, with the least and the greatest of all."""
    if one is None or other is None:
        return one or other or Count()
    known = [n for c in (one, other) for n in (c.low, c.best, c.high) if n is not None]
    best = one.best if one.best is not None else other.best
    low, high = min(known), max(known)
    return Count(low if low != best else one.low, best, high if high != best else one.high)
