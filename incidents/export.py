"""Exports: incidents as tables and layers that others can open, and read back.

CSV comes with a second file of the claims; XLSX has them on a second sheet; GeoJSON, GeoPackage,
GeoParquet and KML carry them as JSON in a column, and the place as a shape: where the event may
have been, never a bare point for a vague place. Location evidence stands under Darwin Core names
as well. Who has to be credited stands in every row of a layer.
"""

from __future__ import annotations

import csv
import json
import os
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pyogrio

from incidents.errors import IncidentsError
from incidents.layouts import ACLED_TERMS
from incidents.pipeline import footprint_shapes
from incidents.record import CLAIM_COLUMNS, INCIDENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from geodata.borders import Border
    from incidents.record import Incident

__all__ = ["FORMATS", "ExportError", "claims_file", "export", "write_csv"]

ATTRIBUTION = (
    "Incidents: the sources named, facts CC BY 4.0. Border: © OpenStreetMap contributors (ODbL), "
    "not a legal boundary. Places: GeoNames (CC BY 4.0)."
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_DARWIN_CORE = {
    "verbatimLocality": "verbatim_locality",
    "decimalLongitude": "lon",
    "decimalLatitude": "lat",
    "coordinateUncertaintyInMeters": "coordinate_uncertainty_m",
    "georeferenceProtocol": "georeference_protocol",
    "georeferenceSources": "georeference_sources",
    "georeferenceRemarks": "georeference_remarks",
    "georeferenceVerificationStatus": "georeference_status",
}


class ExportError(IncidentsError):
    """Nothing was written: the format is not known, or the file cannot be made."""


def export(
    incidents: Sequence[Incident], target: Path, border: Border, *, exact: bool = False
) -> tuple[str, ...]:
    """Write incidents to a file whose suffix says the format.

    Parameters
    ----------
    incidents
        What to write, in their order.
    target
        .csv, .xlsx, .geojson, .gpkg, .parquet or .kml; replaced once the new file is whole.
    border
        The border that bands and areas refer to.
    exact
        Write texts into a CSV as they are. Otherwise one that a spreadsheet would take for a
        formula gets an apostrophe before it.

    Returns
    -------
    tuple of str
        What to tell the user, such as terms that forbid passing rows on.

    Raises
    ------
    ExportError
        If there is nothing to write, the format is not known or the file cannot be written; what
        was there before stays.
    """
    write = FORMATS.get(target.suffix.lower())
    if write is None:
        msg = f"{target}: cannot write {target.suffix or 'this'!r}; use {', '.join(FORMATS)}"
        raise ExportError(msg)
    if not incidents:
        msg = "No incident matches, so nothing was written; widen the dates or types"
        raise ExportError(msg)
    try:
        write(incidents, target, border, exact)
    except (OSError, pyogrio.errors.DataSourceError, ValueError) as error:
        msg = f"{target} cannot be written: {error}; nothing was changed"
        raise ExportError(msg) from error
    bound = sum(ACLED_TERMS in (i.tags or "") for i in incidents)
    return (f"{bound:,} of these incidents come from {ACLED_TERMS}.",) if bound else ()


def claims_file(target: Path) -> Path:
    """Where the claims of a CSV export stand: beside it."""
    return target.with_name(f"{target.stem}-claims.csv")


def write_csv(
    incidents: Sequence[Incident], target: Path, _border: Border, exact: bool
) -> None:  # fmt: skip
    """Write one CSV of the incidents and one of their claims."""
    names = [c.name for c in INCIDENT_COLUMNS]
    rows = ([_cell(i.to_row()[name], exact=exact) for name in names] for i in incidents)
    claim_names = [c.name for c in CLAIM_COLUMNS]
    claims = (
        [i.incident_id, *(_cell(claim.to_row()[n], exact=exact) for n in claim_names)]
        for i in incidents
        for claim in i.claims
    )
    for path, header, body in (
        (claims_file(target), ["incident_id", *claim_names], claims),
        (target, names, rows),
    ):
        with _Partial(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(body)


def _cell(value: Any, *, exact: bool) -> Any:  # noqa: ANN401 - a cell's value
    if isinstance(value, str) and not exact and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value


def _write_xlsx(
    incidents: Sequence[Incident], target: Path, _border: Border, _exact: bool
) -> None:  # fmt: skip
    """Write a workbook with typed cells; no text becomes a formula."""
    from openpyxl import Workbook  # noqa: PLC0415 - only where a workbook is written
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    book = Workbook(write_only=True)

    def fill(title: str, header: list[str], rows: Iterator[list[Any]]) -> None:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        sheet.append(header)
        for row in rows:
            cells = []
            for value in row:
                if not isinstance(value, str):
                    cells.append(value)
                    continue
                cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))
                cell.data_type = "s"
                cells.append(cell)
            sheet.append(cells)

    names = [c.name for c in INCIDENT_COLUMNS]
    fill("incidents", names, ([i.to_row()[n] for n in names] for i in incidents))
    claim_names = [c.name for c in CLAIM_COLUMNS]
    fill(
        "claims",
        ["incident_id", *claim_names],
        ([i.incident_id, *c.to_row().values()] for i in incidents for c in i.claims),
    )
    fill("sources", ["attribution"], iter([[ATTRIBUTION]]))
    with _Partial(target) as partial:
        book.save(partial)


def _layer(incidents: Sequence[Incident], border: Border) -> gpd.GeoDataFrame:
    """Incidents with the shapes of where they may have been, under our names and Darwin Core's."""
    rows = []
    for incident in incidents:
        row: dict[str, Any] = dict(incident.to_row())
        row |= {theirs: row[ours] for theirs, ours in _DARWIN_CORE.items()}
        row["geodeticDatum"] = "EPSG:4326"
        row["claims"] = json.dumps(
            [claim.to_row() for claim in incident.claims], ensure_ascii=False, default=str
        )
        row["attribution"] = ATTRIBUTION
        rows.append({k: str(v) if k.startswith("date_") and v else v for k, v in row.items()})
    shapes = footprint_shapes(incidents, border)
    return gpd.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")


def _write_layer(driver: str, **options: str) -> Callable[..., None]:
    def write(
        incidents: Sequence[Incident], target: Path, border: Border, _exact: bool
    ) -> None:  # fmt: skip
        layer = _layer(incidents, border)
        if driver == "LIBKML":
            described = layer.assign(Name=layer["verbatim_locality"], description=layer["summary"])
            layer = described.drop(columns=["dataset"], errors="ignore")
        with _Partial(target) as partial:
            pyogrio.write_dataframe(
                layer, partial, driver=driver, layer="incidents", geometry_type="Unknown", **options
            )

    return write


def _write_parquet(
    incidents: Sequence[Incident], target: Path, border: Border, _exact: bool
) -> None:  # fmt: skip
    with _Partial(target) as partial:
        _layer(incidents, border).to_parquet(
            partial, schema_version="1.1.0", write_covering_bbox=True, index=False
        )


class _Partial:
    """A file beside the target that takes its place once it is whole."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._partial = target.with_name(f".{target.stem}.{os.getpid()}.part{target.suffix}")

    def __enter__(self) -> Path:
        return self._partial

    def __exit__(self, kind: object, *_more: object) -> None:
        if kind is None:
            self._partial.replace(self._target)
        self._partial.unlink(missing_ok=True)


FORMATS: dict[str, Callable[..., None]] = {
    ".csv": write_csv,
    ".xlsx": _write_xlsx,
    ".geojson": _write_layer(
        "GeoJSON", RFC7946="YES", COORDINATE_PRECISION="7", AUTODETECT_JSON_STRINGS="NO"
    ),
    ".gpkg": _write_layer("GPKG"),
    ".parquet": _write_parquet,
    ".kml": _write_layer("LIBKML"),
}
"""How each suffix is written."""
