"""Merged, linked and redacted records; what a batch did; the shape as PostGIS knows it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_VIEW = """
CREATE VIEW incidents AS
SELECT v.fid AS OGC_FID, v.*
FROM incident_version AS v
JOIN incident_head AS h ON h.fid = v.fid
WHERE v.merged_into IS NULL
"""
_HEADER_BYTES = 40  # GeoPackage's header with an envelope; the rest is WKB


def upgrade() -> None:
    """Add columns and the table of redactions; merged records leave the view."""
    op.execute("DROP VIEW incidents")
    for name in ("toll_wording", "merged_into", "linked_to"):
        op.add_column("incident_version", sa.Column(name, sa.Text))
    op.add_column("import_batch", sa.Column("what", sa.Text))
    op.create_table(
        "redaction",
        sa.Column("redaction_id", sa.Integer, primary_key=True),
        sa.Column(
            "fid", sa.Integer, sa.ForeignKey("incident_version.fid"), nullable=False, index=True
        ),
        sa.Column("batch_id", sa.Integer, sa.ForeignKey("import_batch.batch_id"), nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("left_sha256", sa.Text, nullable=False),
        sa.Column("geom_sha256", sa.Text, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        op.execute(
            "ALTER TABLE incident_version ADD COLUMN shape geometry(Geometry, 4326) "
            "GENERATED ALWAYS AS (ST_SetSRID(ST_GeomFromWKB("
            f"substring(geom FROM {_HEADER_BYTES + 1})), 4326)) STORED"
        )
        op.execute("CREATE INDEX incident_version_shape ON incident_version USING gist (shape)")
    op.execute(_VIEW)


def downgrade() -> None:
    """Stores are never migrated down; restore the backup instead."""
    raise NotImplementedError
