"""Many records at once: one typed Arrow table, with objects only at its edges.

`RECORD_SCHEMA` is the record's flat columns with their types, then the claims as JSON and the shape
that is drawn. Null means not known. A million records fit where a million objects would not.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json
import shapely

from incidents.record import CLAIM_COLUMNS, INCIDENT_COLUMNS, Claim, Incident

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

__all__ = [
    "RECORD_SCHEMA",
    "as_array",
    "claim_columns",
    "claims_json",
    "claims_of",
    "incidents_of",
    "json_objects",
    "table_of",
]

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
_CONTROL = r"[\x00-\x1f]"
_ODD = np.array([k < 0x20 or chr(k) in '"\\' for k in range(256)])
_LARGE, _SMALL = 1e9, 1e-4  # beyond them Arrow and Python may write numbers in different ways
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_CLAIMS_SCHEMA = pa.schema(
    [("claims", pa.list_(pa.struct([(name, pa.string()) for name in _CLAIM_NAMES])))]
)

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


def claim_columns(texts: pa.ChunkedArray) -> tuple[list[int], list[int], dict[str, list[Any]]]:
    """Take apart the claims of many records that `claims_json` wrote.

    Returns
    -------
    tuple
        For each claim the place of its record among the texts and its position among the record's
        claims; and what the claims say, by column, of columns in which one says something.
    """
    known = np.flatnonzero(np.asarray(pc.is_valid(texts)))
    if not len(known):
        return [], [], {}
    lines = "\n".join(f'{{"claims":{text}}}' for text in texts.take(known).to_pylist())
    listed = pa.json.read_json(
        io.BytesIO(lines.encode()),
        read_options=pa.json.ReadOptions(block_size=len(lines.encode()) + 1),
        parse_options=pa.json.ParseOptions(explicit_schema=_CLAIMS_SCHEMA),
    ).column("claims")
    lists = as_array(listed)
    lengths = np.asarray(pc.list_value_length(lists))
    parents = np.repeat(known, lengths)
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    positions = np.arange(len(parents)) - starts
    claims = pc.list_flatten(lists)
    said = {}
    for name in _CLAIM_NAMES:
        column = pc.struct_field(claims, name)
        if column.null_count < len(column):
            said[name] = column.to_pylist()
    return parents.tolist(), positions.tolist(), said


def as_array(column: pa.ChunkedArray) -> pa.Array:
    """A table's column in one piece."""
    whole = column.combine_chunks()
    return whole if isinstance(whole, pa.Array) else pa.concat_arrays(whole.chunks)


def json_objects(columns: Mapping[str, pa.Array]) -> pa.Array:
    """Write each row of some columns as a JSON object of what is known in it.

    Parameters
    ----------
    columns
        Arrays of one length by name: texts, numbers, flags, days. The order is kept.

    Returns
    -------
    pyarrow.Array
        Texts just as `json.dumps` writes them with compact separators and no escaped letters;
        "{}" where nothing is known. All columns are joined at once, which takes a twentieth of the
        time.
    """
    parts: list[pa.Array | str] = [""]
    for name, column in columns.items():
        if column.null_count == len(column):
            continue
        before = f",{_encode(name)}:"
        if column.null_count:
            text = pc.binary_join_element_wise(before, _json_values(column), "")
            parts += [pc.fill_null(text, ""), ""]
        elif pc.all(pc.equal(column, column[0])).as_py():
            parts[-1] += before + _json_values(column[:1])[0].as_py()
        else:
            parts[-1] += before
            parts += [_json_values(column), ""]
    length = len(next(iter(columns.values()), ()))
    if len(parts) == 1:
        return pa.array([f"{{{parts[0][1:]}}}"] * length, pa.string())
    if parts[0]:
        return pc.binary_join_element_wise(f"{{{parts[0][1:]}", *parts[1:], "}", "")
    joined = pc.binary_join_element_wise(*parts, "")
    return pc.binary_join_element_wise("{", pc.utf8_slice_codeunits(joined, 1), "}", "")


def _json_values(column: pa.Array) -> pa.Array:
    """Each value as JSON; null where it is not known."""
    kind = column.type
    if pa.types.is_date(kind):
        return pc.binary_join_element_wise('"', pc.cast(column, pa.string()), '"', "")
    if pa.types.is_string(kind):
        return _quoted(column)
    if pa.types.is_boolean(kind):
        return pc.if_else(column, "true", "false")
    if not pa.types.is_floating(kind):
        return pc.cast(column, pa.string())
    # JSON has Python's notation: 5.0, and the large and the small by exponent
    size = pc.abs(column)
    odd = pc.or_(pc.greater_equal(size, _LARGE), pc.less(size, _SMALL))
    whole = pc.equal(pc.floor(column), column)
    text = pc.cast(column, pa.string())
    if pc.any(whole).as_py():
        text = pc.if_else(whole, pc.binary_join_element_wise(text, ".0", ""), text)
    return _written_anew(text, column, pc.and_not(odd, pc.equal(size, 0)), repr)


def _quoted(column: pa.Array) -> pa.Array:
    """Texts as JSON; letters that have to be escaped are looked for in all of them at once."""
    _, offsets, letters = column.buffers()
    if letters is not None:
        ends = np.frombuffer(offsets, np.int32)[[column.offset, column.offset + len(column)]]
        seen = np.frombuffer(letters, np.uint8)[slice(*ends)]
        if _ODD[seen].any():
            control = pc.match_substring_regex(column, _CONTROL)
            plain = pc.replace_substring(pc.replace_substring(column, "\\", "\\\\"), '"', '\\"')
            return _written_anew(
                pc.binary_join_element_wise('"', plain, '"', ""), column, control, _encode
            )
    return pc.binary_join_element_wise('"', column, '"', "")


def _written_anew(
    texts: pa.Array, values: pa.Array, which: pa.Array, write: Callable[[Any], str]
) -> pa.Array:
    """The texts, with those of some values written one by one."""
    which = pc.fill_null(which, False)  # noqa: FBT003 - of the function
    if not pc.any(which).as_py():
        return texts
    anew = pa.array([write(v) for v in pc.filter(values, which).to_pylist()], pa.string())
    return pc.replace_with_mask(texts, which, anew)
