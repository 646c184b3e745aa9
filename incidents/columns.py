"""Many records at once: one typed Arrow table, with objects only at its edges.

`RECORD_SCHEMA` is the record's flat columns with their types, then the claims as JSON and the shape
that is drawn. Null means not known. A million records fit where a million objects would not.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import shapely

from incidents.record import CLAIM_COLUMNS, INCIDENT_COLUMNS, Claim, Incident

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

__all__ = ["RECORD_SCHEMA", "claims_json", "claims_of", "incidents_of", "table_of"]

_ARROW_TYPES = {
    "text": pa.string(),
    "choice": pa.string(),
    "date": pa.date32(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}
_CHUNK = 10_000
_CLAIM_NAMES = [c.name for c in CLAIM_COLUMNS]
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

RECORD_SCHEMA = pa.schema(
    [
        *(pa.field(c.name, _ARROW_TYPES[c.kind]) for c in INCIDENT_COLUMNS),
        pa.field("claims", pa.string()),
        pa.field("geometry", pa.binary()),
    ]
)
"""Names, types and order of a table of records."""


def table_of(
    incidents: Sequence[Incident], shapes: Sequence[BaseGeometry | None] | None = None
) -> pa.Table:
    """Put records into one table.

    Parameters
    ----------
    incidents
        The records, in their order.
    shapes
        For each the shape that is drawn (WGS84, longitude before latitude), or None.

    Returns
    -------
    pyarrow.Table
        With `RECORD_SCHEMA`.
    """
    rows = [incident.to_row() for incident in incidents]
    columns: dict[str, list[Any]] = {c.name: [r[c.name] for r in rows] for c in INCIDENT_COLUMNS}
    columns["claims"] = [claims_json(incident.claims) for incident in incidents]
    columns["geometry"] = [
        None if shape is None else shapely.to_wkb(shape) for shape in shapes or [None] * len(rows)
    ]
    return pa.table(columns, schema=RECORD_SCHEMA)


def incidents_of(table: pa.Table) -> Iterator[Incident]:
    """Yield the records of a table, in its order.

    Raises
    ------
    RecordError
        If a row breaks a rule of the record.
    """
    for start in range(0, table.num_rows, _CHUNK):
        for row in table.slice(start, _CHUNK).drop_columns(["geometry"]).to_pylist():
            claims = claims_of(row.pop("claims"))
            yield Incident.from_row(row, claims)


def claims_json(claims: Sequence[Claim | Mapping[str, Any]]) -> str | None:
    """Write claims as JSON, each with what it says only; None where there are none."""
    if not claims:
        return None
    rows = [vars(claim) if isinstance(claim, Claim) else claim for claim in claims]
    listed = [{n: row[n] for n in _CLAIM_NAMES if row.get(n) is not None} for row in rows]
    return _encode(listed)


def claims_of(text: str | None) -> tuple[Claim, ...]:
    """Read claims that `claims_json` wrote."""
    return tuple(Claim.from_row(row) for row in json.loads(text)) if text else ()
