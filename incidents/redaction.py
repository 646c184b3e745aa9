"""Redactions: text that is gone for a person's safety, and the tombstone that stays.

What is left of a version has a hash of its own; the hash of what was written stays in the chain
without its salt, so that the chain verifies and the text cannot be guessed.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from incidents import chain
from incidents.columns import claims_json
from incidents.errors import StoreError
from incidents.record import INCIDENT_COLUMNS
from incidents.rows import (
    CLAIM_NAMES,
    LayerBounds,
    author,
    claims_by_fid,
    last_root,
    now,
    redactions,
    touch,
)
from incidents.schema import BATCHES, CLAIMS, REDACTIONS, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Collection

    from incidents.record import Incident

REDACTED = "[redacted]"
"""What stands where text was redacted for good."""

PLACE_FIELDS = (
    "lon", "lat", "coordinate_uncertainty_m", "footprint", "depth_footprint", "border_distance_m",
    "signed_distance_m", "nearest_lon", "nearest_lat", "chainage_m", "p_pak", "p_irn",
    "signed_p05_m", "signed_p50_m", "signed_p95_m", "incursion_depth_p05_m",
    "incursion_depth_p50_m", "incursion_depth_p95_m", "verbatim_locality", "locality",
    "georeference_remarks", "georeference_sources", "border_pillar", "fired_from", "depth_wording",
    "depth_check_remarks",
)  # fmt: skip
"""What says where exactly something was; they are redacted together, with the drawn shape."""

_NAMES = {"incident_id", "merged_into"}
_TEXTS = {c.name for c in INCIDENT_COLUMNS if c.kind == "text"} - {"footprint", "depth_footprint"}

TOMBSTONES = (
    sa.select(
        REDACTIONS.c.batch_id,
        REDACTIONS.c.fid,
        REDACTIONS.c.fields,
        REDACTIONS.c.why,
        REDACTIONS.c.left_sha256,
        REDACTIONS.c.geom_sha256,
        VERSIONS.c.content_sha256,
        BATCHES.c.created_at,
        BATCHES.c.created_by,
    )
    .join(VERSIONS, VERSIONS.c.fid == REDACTIONS.c.fid)
    .join(BATCHES, BATCHES.c.batch_id == REDACTIONS.c.batch_id)
    .order_by(REDACTIONS.c.redaction_id)
)


def redactable_fields(incident: Incident) -> tuple[str, ...]:
    """What of an incident holds something that can be redacted: "place", columns, claim columns."""
    row = incident.to_row()
    has_place = any(row[name] not in (None, REDACTED) for name in PLACE_FIELDS)
    columns = [
        name
        for name, value in row.items()
        if name in _TEXTS - _NAMES and value not in (None, REDACTED)
    ]
    of_claims = [
        f"claims.{name}"
        for name in CLAIM_NAMES
        if name != "claim_id"
        and any(getattr(claim, name) not in (None, REDACTED) for claim in incident.claims)
    ]
    return (*(["place"] if has_place else []), *columns, *of_claims)


def redactable(fields: Collection[str]) -> tuple[list[str], list[str]]:
    """Columns of the record and of its claims that are to be redacted."""
    texts = {c.name for c in INCIDENT_COLUMNS if c.kind == "text"} - _NAMES
    chosen: list[str] = []
    of_claims: list[str] = []
    for name in fields:
        claim_column = name.removeprefix("claims.")
        if name == "place":
            chosen += PLACE_FIELDS
            of_claims.append("says_place")
        elif name.startswith("claims.") and claim_column in {"claim_id", *CLAIM_NAMES}:
            of_claims.append(claim_column)
        elif name in texts:
            chosen.append(name)
        else:
            msg = f"{name!r} cannot be redacted; use 'place', 'claims.text' or a text column"
            raise StoreError(msg)
    if not (chosen or of_claims):
        msg = "Nothing was named to redact; name fields such as summary or claims.text"
        raise StoreError(msg)
    return chosen, of_claims


def masked(row: dict[str, Any], fields: str) -> dict[str, Any]:
    """A record as it is read from a file, without what was redacted of it in the store.

    Parameters
    ----------
    row
        Values of a table with `columns.RECORD_SCHEMA`.
    fields
        What a tombstone says was taken out.
    """
    gone = fields.split("; ")
    of_claims = [name.removeprefix("claims.") for name in gone if name.startswith("claims.")]
    values = {n: _left_of(n) for n in gone if row.get(n) is not None}
    if "geom" in gone:
        values["geometry"] = None
    if of_claims and row["claims"]:
        claims = json.loads(row["claims"])
        for claim in claims:
            claim.update({n: REDACTED for n in of_claims if claim.get(n) is not None})
        values["claims"] = claims_json(claims)
    return row | values


def _left_of(field: str) -> str | None:
    """What stands in the place of a redacted value."""
    return REDACTED if field in _TEXTS else None


class Redaction:
    """One redaction on its way, within one transaction."""

    def __init__(
        self,
        connection: sa.Connection,
        fields: list[str],
        of_claims: list[str],
        why: str,
        by: str | None,
    ) -> None:
        self._connection = connection
        self._fields, self._of_claims, self._why = fields, of_claims, why
        self._author, self._now = by or author(), now()
        self._before = last_root(connection)
        self._batch_id = (connection.scalar(sa.select(sa.func.max(BATCHES.c.batch_id))) or 0) + 1
        connection.execute(
            BATCHES.insert().values(
                batch_id=self._batch_id, dataset="", file_name="", file_sha256="",
                created_at=self._now, created_by=self._author, root_sha256="",
            )
        )  # fmt: skip

    def redact(self, row: dict[str, Any]) -> bool:
        """Redact one version; whether it held something."""
        fid = row["fid"]
        claims = claims_by_fid(self._connection, CLAIMS.c.fid == fid).get(fid, ())
        gone: dict[str, Any] = {
            n: _left_of(n) for n in self._fields if row[n] is not None and row[n] != REDACTED
        }
        in_claims = [
            n for n in self._of_claims if any(getattr(c, n) not in (None, REDACTED) for c in claims)
        ]
        if not (gone or in_claims):
            return False
        has_place = "footprint" in self._fields
        earlier = redactions(self._connection, REDACTIONS.c.fid == fid).get(fid)
        shape = hashlib.sha256(row["geom"] or b"").hexdigest()
        fields = {*gone, *(f"claims.{n}" for n in in_claims), *(["geom"] if has_place else [])}
        if earlier is not None:
            shape = earlier["geom_sha256"]
            fields |= set(earlier["fields"].split("; "))
        if has_place:
            gone["geom"] = None
        self._connection.execute(
            VERSIONS.update().where(VERSIONS.c.fid == fid).values(**gone, salt="")
        )
        for name in in_claims:
            column = CLAIMS.c[name]
            self._connection.execute(
                CLAIMS.update()
                .where(CLAIMS.c.fid == fid, column.is_not(None))
                .values({name: REDACTED})
            )
        left = claims_by_fid(self._connection, CLAIMS.c.fid == fid).get(fid, ())
        (salt,) = chain.new_salts(1)
        content = chain.content_text({**row, **gone}, left)
        self._connection.execute(
            REDACTIONS.insert().values(
                fid=fid, batch_id=self._batch_id, fields="; ".join(sorted(fields)), why=self._why,
                salt=salt, left_sha256=chain.content_hash(salt, content), geom_sha256=shape,
            )
        )  # fmt: skip
        return True

    def finish(self, what: str) -> None:
        """Close the batch with a root over its tombstones."""
        query = TOMBSTONES.where(REDACTIONS.c.batch_id == self._batch_id)
        stones = [chain.tombstone_hash(dict(s)) for s in self._connection.execute(query).mappings()]
        self._connection.execute(
            BATCHES.update()
            .where(BATCHES.c.batch_id == self._batch_id)
            .values(what=what, root_sha256=chain.root(self._before, (), what, stones))
        )
        touch(self._connection, self._now, LayerBounds())
