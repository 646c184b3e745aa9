"""The store's tables and their migrations, the same for a SQLite file and for PostgreSQL.

A file is a valid GeoPackage; PostgreSQL needs PostGIS and has the shape as a generated geometry
column as well.
"""

from __future__ import annotations

import logging
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from incidents import refusals
from incidents.errors import StoreError
from incidents.record import CLAIM_COLUMNS, INCIDENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "BATCHES",
    "CLAIMS",
    "COUNTER",
    "HEADS",
    "MEASURED",
    "META",
    "REDACTIONS",
    "VERSIONS",
    "insert_rows",
    "is_outdated",
    "metadata",
    "migrate",
    "number_on",
]

COUNTER = "change_counter"
MEASURED = "measured_by"
"""Beside it "HASH FID": every version up to that one was measured against the border HASH. Kept by
what adds versions, so that a large store need not be gone through at each start."""
_TYPES = {
    "text": sa.Text,
    "choice": sa.Text,
    "date": sa.Date,
    "integer": sa.Integer,
    "number": sa.Double,
    "flag": sa.Boolean,
}

metadata = sa.MetaData()
META = sa.Table(
    "store_meta",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
BATCHES = sa.Table(
    "import_batch",
    metadata,
    sa.Column("batch_id", sa.Integer, primary_key=True),
    sa.Column("dataset", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("file_sha256", sa.Text, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("root_sha256", sa.Text, nullable=False),
    sa.Column("what", sa.Text),
)
VERSIONS = sa.Table(
    "incident_version",
    metadata,
    sa.Column("fid", sa.Integer, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    *(
        sa.Column(
            c.name,
            _TYPES[c.kind],
            nullable=c.kind != "date" and c.name != "incident_id",
        )
        for c in INCIDENT_COLUMNS
    ),
    sa.Column("geom", sa.LargeBinary),
    sa.Column("batch_id", sa.ForeignKey("import_batch.batch_id"), nullable=False),
    sa.Column("source_row", sa.Integer),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("salt", sa.Text, nullable=False),
    sa.Column("content_sha256", sa.Text, nullable=False),
    sa.Column("chain_sha256", sa.Text, nullable=False),
    sa.UniqueConstraint("incident_id", "version"),
)
HEADS = sa.Table(
    "incident_head",
    metadata,
    sa.Column("incident_id", sa.Text, primary_key=True),
    sa.Column("fid", sa.ForeignKey("incident_version.fid"), nullable=False, unique=True),
)
CLAIMS = sa.Table(
    "claim",
    metadata,
    sa.Column("claim_fid", sa.Integer, primary_key=True),
    sa.Column("fid", sa.ForeignKey("incident_version.fid"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    *(sa.Column(c.name, sa.Text) for c in CLAIM_COLUMNS),
)
REDACTIONS = sa.Table(
    "redaction",
    metadata,
    sa.Column("redaction_id", sa.Integer, primary_key=True),
    sa.Column("fid", sa.ForeignKey("incident_version.fid"), nullable=False, index=True),
    sa.Column("batch_id", sa.ForeignKey("import_batch.batch_id"), nullable=False),
    sa.Column("fields", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("salt", sa.Text, nullable=False),
    sa.Column("left_sha256", sa.Text, nullable=False),
    sa.Column("geom_sha256", sa.Text, nullable=False),
)
"""One row for each redacted version: what is left of it has the hash `left_sha256`; the shape that
was drawn before had `geom_sha256`. The version's own content hash stays, so the chain verifies."""


# --- Migrations --------------------------------------------------------------------------------


def is_outdated(engine: sa.Engine, location: str) -> bool:
    """Whether a store was written by an earlier release and has to be migrated.

    Raises
    ------
    StoreError
        If it is a database of another program, or was written by a newer release.
    """
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        tables = set(sa.inspect(connection).get_table_names()) - {"spatial_ref_sys"}
    if present is None and tables and engine.dialect.name == "sqlite":
        msg = f"{location}: {refusals.OTHER_PROGRAM}"
        raise StoreError(msg)
    if present is None and tables & set(metadata.tables):
        msg = f"{location}: has tables of another program under our names; use another database"
        raise StoreError(msg)
    known = {script.revision for script in scripts.walk_revisions()}
    if present is not None and present not in known:
        msg = f"{location}: {refusals.NEWER_RELEASE.format(code=present)}"
        raise StoreError(msg)
    return present is not None and present != scripts.get_current_head()


def migrate(connection: sa.Connection) -> None:
    """Bring the tables up to date, within the connection's transaction."""
    config = _config()
    newest = ScriptDirectory.from_config(config).get_current_head()
    if MigrationContext.configure(connection).get_current_revision() == newest:
        return
    # Alembic would make this column a VARCHAR, which GeoPackage does not know.
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS alembic_version (version_num TEXT NOT NULL PRIMARY KEY)"
    )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(files("incidents") / "migrations"))
    return config


# --- Many rows ---------------------------------------------------------------------------------

_WORTH_WRITING = 1_000
"""From so many rows on, a value that all have is written in the statement: binding costs more."""
_LONGEST_WRITTEN = 500


def _can_be_written(value: Any) -> bool:  # noqa: ANN401 - any value of a column
    """Whether SQL text gives back exactly this value; of numbers with decimals it may not."""
    if isinstance(value, str):
        return len(value) <= _LONGEST_WRITTEN and "\0" not in value
    return isinstance(value, bool | int)


def insert_rows(
    connection: sa.Connection,
    table: sa.Table,
    names: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    same: Mapping[str, Any] | None = None,
) -> None:
    """Insert many rows by the fastest way that the database has.

    Parameters
    ----------
    connection
        In a transaction.
    table, names
        Where to, and the columns of a row in their order.
    rows
        Tuples; days as ISO texts.
    same
        Columns that have one value in all rows.
    """
    if not rows:
        return
    same = same or {}
    in_sql = same if connection.dialect.name == "sqlite" and len(rows) > _WORTH_WRITING else {}
    written = {n: v for n, v in in_sql.items() if _can_be_written(v)}
    bound = {n: v for n, v in same.items() if n not in written}
    quoted = ", ".join(f'"{name}"' for name in (*names, *bound, *written))
    if bound:
        left = tuple(bound.values())
        rows = [(*row, *left) for row in rows]
    if connection.dialect.name == "sqlite":
        marks = ["?"] * (len(names) + len(bound)) + [
            str(sa.literal(v).compile(connection, compile_kwargs={"literal_binds": True}))
            for v in written.values()
        ]
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({quoted}) VALUES ({', '.join(marks)})",  # noqa: S608 - names of our own, values quoted by SQLAlchemy
            list(rows),
        )
        return
    driver: Any = connection.connection
    try:
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({quoted}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        reason = str(error).strip().splitlines()[0]
        msg = f"The database refused the rows ({reason}); nothing was stored"
        raise StoreError(msg) from error


def number_on(connection: sa.Connection, *tables: sa.Table) -> None:
    """Let PostgreSQL's numbering go on behind rows that brought their numbers along."""
    for table in tables:
        (key,) = table.primary_key.columns
        newest = sa.select(sa.func.coalesce(sa.func.max(key), 0) + 1).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence(table.name, key.name)
        connection.execute(sa.select(sa.func.setval(sequence, newest, sa.false())))
