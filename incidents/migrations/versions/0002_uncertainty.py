"""Probabilities, quantiles, incursion depth, the check of a reported depth, and its band."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBERS = """
    p_pak p_irn signed_p05_m signed_p50_m signed_p95_m
    incursion_depth_p05_m incursion_depth_p50_m incursion_depth_p95_m
"""
_TEXT = "side depth_check depth_check_remarks depth_footprint depth_conflict"
_VIEW = """
CREATE VIEW incidents AS
SELECT v.fid AS OGC_FID, v.*
FROM incident_version AS v
JOIN incident_head AS h ON h.fid = v.fid
"""


def upgrade() -> None:
    """Add the columns; the view is made anew, so that it shows them."""
    op.execute("DROP VIEW incidents")
    for name in _NUMBERS.split():
        op.add_column("incident_version", sa.Column(name, sa.Double))
    for name in _TEXT.split():
        op.add_column("incident_version", sa.Column(name, sa.Text))
    op.execute(_VIEW)


def downgrade() -> None:
    """Stores are never migrated down; restore the backup instead."""
    raise NotImplementedError
