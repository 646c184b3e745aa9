"""The hashes that make every change show: content, chain and root.

A version's content is written as one text that is the same wherever the content is the same, and
hashed with a salt of its own, so that a redacted text cannot be guessed from its hash. The hash is
chained to the version before, together with who, when, whence and the shape that is drawn; a
batch's root stands for all chains of the batch and the root before.

The text holds what is known only, so that a column that a later release adds changes nothing.
Releases before schema 0003 wrote every column; their versions are still checked, by `older_texts`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Any

from incidents.columns import as_array, claims_json, json_objects
from incidents.record import CLAIM_COLUMNS, INCIDENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from incidents.record import Claim

__all__ = [
    "Stamp",
    "chain",
    "chain_without_stamp",
    "content_hash",
    "content_text",
    "content_texts",
    "new_salts",
    "older_texts",
    "root",
    "tombstone_hash",
]

_ADDED_BY_0003 = frozenset({"toll_wording", "merged_into", "linked_to"})
_ADDED_BY_0002 = frozenset(
    """p_pak p_irn signed_p05_m signed_p50_m signed_p95_m side incursion_depth_p05_m
    incursion_depth_p50_m incursion_depth_p95_m depth_check depth_check_remarks depth_footprint
    depth_conflict""".split()  # noqa: SIM905
)
_NUMBERS = frozenset(c.name for c in INCIDENT_COLUMNS if c.kind == "number")
_SORTED_COLUMNS = sorted([*(c.name for c in INCIDENT_COLUMNS), "claims"])
_SALT_BYTES = 16
_as_text = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
).encode


def content_texts(table: pa.Table) -> list[str]:
    """Write the content of each record of a table as text; `content_text` of many at once.

    Parameters
    ----------
    table
        With the schema `columns.RECORD_SCHEMA`.
    """
    columns = {name: as_array(table.column(name)) for name in _SORTED_COLUMNS}
    texts: list[str] = json_objects(columns).to_pylist()
    return texts


def content_text(row: Mapping[str, Any], claims: Sequence[Claim]) -> str:
    """Write the content of one record as text, from its flat values."""
    values: dict[str, Any] = {
        name: float(row[name]) if name in _NUMBERS else row[name]
        for name in _SORTED_COLUMNS
        if name != "claims" and row.get(name) is not None
    }
    listed = claims_json(claims)
    if listed is not None:
        values["claims"] = listed
    return _as_text(values)


def older_texts(row: Mapping[str, Any], claims: Sequence[Claim]) -> Iterator[str]:
    """The texts that releases with schema 0002 and 0001 wrote, where a version may be theirs."""
    values: dict[str, Any] = {c.name: row[c.name] for c in INCIDENT_COLUMNS}
    values["claims"] = [{c.name: getattr(claim, c.name) for c in CLAIM_COLUMNS} for claim in claims]
    for added in (_ADDED_BY_0003, _ADDED_BY_0002):
        if any(values[name] is not None for name in added):
            return
        values = {name: value for name, value in values.items() if name not in added}
        yield _as_text(values)


def new_salts(count: int) -> list[str]:
    """As many random salts of 128 bits."""
    digits = secrets.token_hex(_SALT_BYTES * count)
    width = 2 * _SALT_BYTES
    return [digits[k : k + width] for k in range(0, len(digits), width)]


def content_hash(salt: str, content: str) -> str:
    """The salted sha256 of a content's text."""
    return hashlib.sha256(f"{salt}{content}".encode()).hexdigest()


def chain(before: str, content_sha256: str, stamp: Mapping[str, Any], geom_sha256: str) -> str:
    """The hash that chains a version to the one before, with who, when, whence and its shape.

    Parameters
    ----------
    before
        The chain hash of the version before; "" for the first.
    content_sha256
        The version's content hash.
    stamp
        `version`, `batch_id`, `source_row`, `created_at`, `created_by`.
    geom_sha256
        The sha256 of the drawn shape as stored; of nothing where there is none.
    """
    return Stamp(stamp["batch_id"], stamp["created_at"], stamp["created_by"]).chain(
        before,
        content_sha256,
        geom_sha256,
        version=stamp["version"],
        source_row=stamp["source_row"],
    )


class Stamp:
    """Who and when of one batch, ready to chain its versions."""

    def __init__(self, batch_id: int, created_at: str, created_by: str) -> None:
        self._text = (
            f'{{"batch_id":{batch_id},"created_at":{_as_text(created_at)},'
            f'"created_by":{_as_text(created_by)},"geom":"'
        )

    def chain(
        self,
        before: str,
        content_sha256: str,
        geom_sha256: str,
        *,
        version: int,
        source_row: int | None,
    ) -> str:
        """The chain hash of one version of the batch; see `chain`."""
        row = "null" if source_row is None else source_row
        written = f'{self._text}{geom_sha256}","source_row":{row},"version":{version}}}'
        return hashlib.sha256(f"{before}{content_sha256}{written}".encode()).hexdigest()


def chain_without_stamp(before: str, content_sha256: str) -> str:
    """The chain as the first stores had it, before the stamp was part of it."""
    return hashlib.sha256(f"{before}{content_sha256}".encode()).hexdigest()


def root(before: str, chains: Iterable[str], what: str | None, tombstones: Iterable[str]) -> str:
    """The root of a batch: over the root before, its chains, what was done, and its tombstones."""
    digest = hashlib.sha256(before.encode())
    for one in chains:
        digest.update(bytes.fromhex(one))
    if what is not None:
        digest.update(what.encode())
    for one in tombstones:
        digest.update(bytes.fromhex(one))
    return digest.hexdigest()


def tombstone_hash(tombstone: Mapping[str, Any]) -> str:
    """The hash of what is left where text was redacted: which fields, why, what stays."""
    return hashlib.sha256(_as_text(dict(tombstone)).encode()).hexdigest()
