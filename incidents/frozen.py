"""The store as it was: what stood in it when a batch had been stored, named by the batch's root.

Versions are only ever added, so every earlier state is still there. One thing does not come back:
text that was redacted since is gone from every version, and stays gone here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import sqlalchemy as sa

from incidents import refusals
from incidents.engines import told
from incidents.errors import StoreError
from incidents.rows import CLAIM_NAMES, NAMES, as_table, frame_of, in_parts, tables_of
from incidents.schema import BATCHES, CLAIMS, REDACTIONS, VERSIONS
from incidents.store import Store

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from incidents.record import Incident
    from incidents.store import Mark, Version

__all__ = ["FrozenStore", "Moment", "moment_of", "newest_moment"]

_ROOT = re.compile("[0-9a-f]{12,64}")


@dataclass(frozen=True)
class Moment:
    """A state of the store: the batch that made it, the batch's root, and when (UTC, ISO 8601)."""

    batch_id: int
    root_sha256: str
    stored_at: str


def newest_moment(store: Store) -> Moment | None:
    """The present state; None while nothing was ever stored."""
    if isinstance(store, FrozenStore):
        return store.moment
    newest = sa.select(sa.func.max(BATCHES.c.batch_id)).scalar_subquery()
    found = _moments(store, BATCHES.c.batch_id == newest)
    return found[0] if found else None


def moment_of(store: Store, root: str) -> Moment:
    """The state that a root stands for.

    Parameters
    ----------
    store
        The store.
    root
        The root's 64 hexadecimal digits, or its first 12 or more.

    Raises
    ------
    StoreError
        If it is no root, or none of this store, or the first digits of several: none is guessed.
    """
    wanted = root.strip().lower()
    if not _ROOT.fullmatch(wanted):
        raise StoreError(refusals.NO_DATA_VERSION.format(said=root[:80]))
    found = _moments(store, BATCHES.c.root_sha256.startswith(wanted))
    if len(found) == 1:
        return found[0]
    why = refusals.VERSIONS_BEGIN_SO if found else refusals.VERSION_NEVER_HAD
    raise StoreError(why.format(code=wanted[:12], count=len(found)))


def _moments(store: Store, where: sa.ColumnElement[bool]) -> list[Moment]:
    query = sa.select(BATCHES.c.batch_id, BATCHES.c.root_sha256, BATCHES.c.created_at)
    with told(store.location, refusals.NOT_READ), store._engine.connect() as connection:  # noqa: SLF001
        rows = connection.execute(query.where(where).order_by(BATCHES.c.batch_id)).all()
    return [Moment(*row) for row in rows]


class FrozenStore(Store):
    """A store as it was at a moment, for reading only; what was stored later is not in it.

    Attributes
    ----------
    moment
        What it shows.

    Raises
    ------
    StoreError
        Whenever something is to be stored.

    Notes
    -----
    Only incidents are as they were: batches and checks are those of the whole store. Text that was
    redacted since reads "[redacted]", for good.
    """

    def __init__(self, store: Store, moment: Moment) -> None:
        vars(self).update(vars(store))  # the same connections, which the other store closes
        self.moment = moment
        self.read_only = refusals.SHOWN_AS_OF.format(given=moment.stored_at)

    def change_counter(self) -> int:
        """The same number always: what it shows does not change, but for redactions."""
        return -self.moment.batch_id

    def frame(self, before: tuple[pd.DataFrame, Mark] | None = None) -> pd.DataFrame:
        """All incidents in the version that was the latest then; see `Store.frame`."""
        del before  # it is read once
        return frame_of(self.table())

    def table(
        self, incident_ids: Collection[str] | None = None, *, merged: bool = False
    ) -> pa.Table:
        """Incidents in the version that was the latest then; see `Store.table`."""
        shown = self._shown()
        query = (
            sa.select(*(VERSIONS.c[n] for n in NAMES), VERSIONS.c.geom, VERSIONS.c.version)
            .add_columns(VERSIONS.c.fid)
            .where(VERSIONS.c.fid.in_(shown))
        )
        if incident_ids is None and not merged:
            query = query.where(VERSIONS.c.merged_into.is_(None))
        parts: list[pa.Table] = []
        with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
            claims: dict[int, list[dict[str, Any]]] = {}
            listed = sa.select(CLAIMS.c.fid, *(CLAIMS.c[n] for n in CLAIM_NAMES))
            listed = listed.where(CLAIMS.c.fid.in_(shown)).order_by(CLAIMS.c.fid, CLAIMS.c.position)
            for fid, *values in connection.execute(listed):
                claims.setdefault(fid, []).append(dict(zip(CLAIM_NAMES, values, strict=True)))
            if incident_ids is None:
                parts += tables_of(connection, query, claims)
            else:
                for some in in_parts(list(incident_ids)):
                    only = query.where(VERSIONS.c.incident_id.in_(some))
                    parts += tables_of(connection, only, claims)
        whole = pa.concat_tables(parts) if parts else as_table([], {})
        return whole.sort_by([("date_start", "ascending"), ("incident_id", "ascending")])

    def get(self, incident_id: str) -> Version | None:
        """The version of one incident that was the latest then, or None where there was none."""
        versions = self.history(incident_id)
        return versions[-1] if versions else None

    def history(self, incident_id: str) -> tuple[Version, ...]:
        """Every version that one incident had then, oldest first."""
        return self._read(
            sa.select(VERSIONS.c.fid).where(
                VERSIONS.c.incident_id == incident_id, VERSIONS.c.batch_id <= self.moment.batch_id
            )
        )

    def incidents(self, *, merged: bool = False) -> tuple[Incident, ...]:
        """All incidents as they were, with their claims, ordered by id."""
        found = (v.incident for v in self._read(self._shown()))
        return tuple(i for i in found if merged or i.merged_into is None)

    def datasets(self) -> dict[str, int]:
        """Number of incidents by dataset, then."""
        names = self.table().column("dataset").to_pylist()
        return {name or "": names.count(name) for name in sorted(set(names), key=str)}

    def last_root(self) -> str:
        """The root that names this state."""
        return self.moment.root_sha256

    def changed_since(self) -> int:
        """How many incidents were added, changed or merged after the moment."""
        later = sa.select(sa.func.count(VERSIONS.c.incident_id.distinct())).where(
            VERSIONS.c.batch_id > self.moment.batch_id
        )
        with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
            return int(connection.scalar(later) or 0)

    def redacted_since(self) -> tuple[str, ...]:
        """The incidents of which something was redacted since, so that it cannot be shown again."""
        query = (
            sa.select(VERSIONS.c.incident_id)
            .distinct()
            .join(REDACTIONS, REDACTIONS.c.fid == VERSIONS.c.fid)
            .where(REDACTIONS.c.batch_id > self.moment.batch_id, VERSIONS.c.fid.in_(self._shown()))
            .order_by(VERSIONS.c.incident_id)
        )
        with told(self.location, refusals.NOT_READ), self._engine.connect() as connection:
            return tuple(connection.execute(query).scalars())

    def _shown(self) -> sa.Select[Any]:
        """The row of each incident's latest version at the moment."""
        newest = (
            sa.select(VERSIONS.c.incident_id, sa.func.max(VERSIONS.c.version).label("version"))
            .where(VERSIONS.c.batch_id <= self.moment.batch_id)
            .group_by(VERSIONS.c.incident_id)
            .subquery()
        )
        return sa.select(VERSIONS.c.fid).join(
            newest,
            sa.and_(
                newest.c.incident_id == VERSIONS.c.incident_id,
                newest.c.version == VERSIONS.c.version,
            ),
        )
