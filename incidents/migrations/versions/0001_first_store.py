"""The first store: append-only versions with their claims, batches, and the GeoPackage tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TEXT = """
    status summary tags date_precision time_local time_zone event_type sub_event_type actor
    acting_side target verbatim_locality locality country_reported adm1 adm2 border_pillar
    fired_from reported_depth_into reported_depth_datum depth_wording footprint
    georeference_protocol georeference_sources georeference_remarks georeference_status
    incursion_kind entrant incursion_into country border_sha256 gazetteer_sha256 notes
    source_fields dataset
"""
_DATES = "date_start date_end"
_NUMBERS = """
    reported_depth_min_km reported_depth_max_km lon lat coordinate_uncertainty_m
    border_distance_m signed_distance_m nearest_lon nearest_lat chainage_m
"""
_FLAGS = "at_sea beyond_end sensitive"
_WHOLE = "personnel_count"
_TOLLS = [
    f"{harm}_{party}_{bound}"
    for harm in ("killed", "injured")
    for party in ("irn", "pak", "militants", "civilians", "total")
    for bound in ("low", "best", "high")
]
_CLAIM_TEXT = """
    claim_id publisher title url published language claimant origin stance crossed says_date
    says_place says_depth says_toll text
"""

_VIEW = """
CREATE VIEW incidents AS
SELECT v.fid AS OGC_FID, v.*
FROM incident_version AS v
JOIN incident_head AS h ON h.fid = v.fid
"""

_SPATIAL_REFERENCES = [
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
    (
        "WGS 84 geodetic",
        4326,
        "EPSG",
        4326,
        (
            'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
            'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
            'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
            'AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
        ),
    ),
]


def upgrade() -> None:
    """Create every table of the first store."""
    op.create_table(
        "store_meta",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "import_batch",
        sa.Column("batch_id", sa.Integer, primary_key=True),
        sa.Column("dataset", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("file_sha256", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("root_sha256", sa.Text, nullable=False),
    )
    op.create_table(
        "incident_version",
        sa.Column("fid", sa.Integer, primary_key=True),
        sa.Column("incident_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text) for name in _TEXT.split()),
        *(sa.Column(name, sa.Date, nullable=False) for name in _DATES.split()),
        *(sa.Column(name, sa.Double) for name in _NUMBERS.split()),
        *(sa.Column(name, sa.Boolean) for name in _FLAGS.split()),
        *(sa.Column(name, sa.Integer) for name in (_WHOLE, *_TOLLS)),
        sa.Column("geom", sa.LargeBinary),
        sa.Column("batch_id", sa.Integer, sa.ForeignKey("import_batch.batch_id"), nullable=False),
        sa.Column("source_row", sa.Integer),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("content_sha256", sa.Text, nullable=False),
        sa.Column("chain_sha256", sa.Text, nullable=False),
        sa.UniqueConstraint("incident_id", "version"),
    )
    op.create_table(
        "incident_head",
        sa.Column("incident_id", sa.Text, primary_key=True),
        sa.Column(
            "fid", sa.Integer, sa.ForeignKey("incident_version.fid"), nullable=False, unique=True
        ),
    )
    op.create_table(
        "claim",
        sa.Column("claim_fid", sa.Integer, primary_key=True),
        sa.Column(
            "fid", sa.Integer, sa.ForeignKey("incident_version.fid"), nullable=False, index=True
        ),
        sa.Column("position", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text) for name in _CLAIM_TEXT.split()),
    )
    op.execute(_VIEW)
    op.execute("INSERT INTO store_meta VALUES ('change_counter', '0')")
    if op.get_bind().dialect.name == "sqlite":
        _create_geopackage_tables()


def _create_geopackage_tables() -> None:
    references = op.create_table(
        "gpkg_spatial_ref_sys",
        sa.Column("srs_name", sa.Text, nullable=False),
        sa.Column("srs_id", sa.Integer, primary_key=True),
        sa.Column("organization", sa.Text, nullable=False),
        sa.Column("organization_coordsys_id", sa.Integer, nullable=False),
        sa.Column("definition", sa.Text, nullable=False),
        sa.Column("description", sa.Text),
    )
    names = ("srs_name", "srs_id", "organization", "organization_coordsys_id", "definition")
    op.bulk_insert(references, [dict(zip(names, r, strict=True)) for r in _SPATIAL_REFERENCES])
    contents = op.create_table(
        "gpkg_contents",
        sa.Column("table_name", sa.Text, primary_key=True),
        sa.Column("data_type", sa.Text, nullable=False),
        sa.Column("identifier", sa.Text, unique=True),
        sa.Column("description", sa.Text, server_default=""),
        sa.Column(
            "last_change",
            sa.DATETIME,
            nullable=False,
            server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%fZ','now'))"),
        ),
        sa.Column("min_x", sa.Double),
        sa.Column("min_y", sa.Double),
        sa.Column("max_x", sa.Double),
        sa.Column("max_y", sa.Double),
        sa.Column("srs_id", sa.Integer, sa.ForeignKey("gpkg_spatial_ref_sys.srs_id")),
    )
    layer = {
        "table_name": "incidents",
        "data_type": "features",
        "identifier": "Incidents",
        "description": "Latest version of each incident; the geometry is where it may have been",
        "srs_id": 4326,
    }
    op.bulk_insert(contents, [layer])
    geometry_columns = op.create_table(
        "gpkg_geometry_columns",
        sa.Column(
            "table_name", sa.Text, sa.ForeignKey("gpkg_contents.table_name"), primary_key=True
        ),
        sa.Column("column_name", sa.Text, primary_key=True),
        sa.Column("geometry_type_name", sa.Text, nullable=False),
        sa.Column(
            "srs_id", sa.Integer, sa.ForeignKey("gpkg_spatial_ref_sys.srs_id"), nullable=False
        ),
        sa.Column("z", sa.SmallInteger, nullable=False),
        sa.Column("m", sa.SmallInteger, nullable=False),
        sa.UniqueConstraint("table_name"),
    )
    column = {
        "table_name": "incidents",
        "column_name": "geom",
        "geometry_type_name": "GEOMETRY",
        "srs_id": 4326,
        "z": 0,
        "m": 0,
    }
    op.bulk_insert(geometry_columns, [column])


def downgrade() -> None:
    """Stores are never migrated down; restore the backup instead."""
    raise NotImplementedError
