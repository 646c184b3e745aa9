"""Exports: records as tables and layers that others can open, and read back as the same records.

CSV comes with a second file of the claims; XLSX has them on a second sheet; GeoJSON, GeoPackage,
GeoParquet and KML carry them as JSON in a column, and the place as a shape: where the event may
have been, never a bare point for a vague place. In layers location evidence stands under Darwin
Core names as well, and who has to be credited stands in every row.

Exact CSV, XLSX, GeoJSON, GeoPackage and GeoParquet hold every value and every claim exactly. KML
and the ACLED shape are for other programs: they say less than the record.
"""

from __future__ import annotations

import errno
import html
import json
import os
import re
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing, contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn
from xml.sax.saxutils import escape

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pyogrio
import shapely

from incidents import refusals
from incidents.acled_rows import ACLED_SCHEMA, acled_row
from incidents.column_names import DARWIN_CORE
from incidents.columns import RECORD_SCHEMA, table_of
from incidents.errors import IncidentsError
from incidents.layouts import ACLED_TERMS
from incidents.pipeline import footprint_shapes
from incidents.profiles import INTERNAL, apply
from incidents.record import CLAIM_COLUMNS, INCIDENT_COLUMNS, EventType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from geodata.borders import Border
    from incidents.profiles import Profile
    from incidents.record import Incident

    Writer = Callable[[pa.Table, tuple[Path, ...], str, bool], tuple[str, ...]]

__all__ = ["ADDED_COLUMNS", "FORMATS", "ExportError", "claims_file", "export"]

ADDED_COLUMNS = (*DARWIN_CORE, "geodeticDatum", "attribution")
"""Columns of a layer that repeat others under Darwin Core names, or say whom to credit."""

_NAMES = [c.name for c in INCIDENT_COLUMNS]
_CLAIM_NAMES = [c.name for c in CLAIM_COLUMNS]
_FORMULA = r"^([=+\-@\t\r])"
_CHUNK = 10_000


class ExportError(IncidentsError):
    """Nothing was written: the format is not known, or the file cannot be made."""


def export(
    records: pa.Table | Sequence[Incident],
    target: Path,
    border: Border,
    *,
    exact: bool = False,
    profile: Profile = INTERNAL,
) -> tuple[str, ...]:
    """Write records to a file whose suffix says the format.

    Parameters
    ----------
    records
        What to write, in their order: a table with `columns.RECORD_SCHEMA`, or incidents.
    target
        One of `FORMATS`; replaced once the new file is whole. A CSV comes with `claims_file`.
    border
        The border that bands and areas refer to.
    exact
        Write texts into a CSV as they are. Otherwise one that a spreadsheet would take for a
        formula gets an apostrophe before it.
    profile
        What may go out: `profiles.INTERNAL` is everything, `profiles.PUBLIC` coarsens places and
        withholds fields.

    Returns
    -------
    tuple of str
        What to tell the user: whom to credit, terms that forbid passing rows on, what the format
        cannot hold.

    Raises
    ------
    ExportError
        If there is nothing to write, the format is not known or the file cannot be written; what
        was there before stays.
    """
    suffix = _format_of(target)
    table = records
    if not isinstance(table, pa.Table):
        table = table_of(table, footprint_shapes(table, border))
    if not table.num_rows:
        msg = refusals.NOTHING_MATCHES
        raise ExportError(msg)
    table = apply(table.select(RECORD_SCHEMA.names), profile, border)
    attribution = _attribution(border)
    targets = (target, claims_file(target)) if suffix == ".csv" else (target,)
    with _whole_files(targets) as partials:
        remarks = FORMATS[suffix](table, partials, attribution, exact)
    return (
        *_terms(table),
        *_sensitive(table, profile),
        *remarks,
        f"Credit with the data: {attribution}",
    )


def claims_file(target: Path) -> Path:
    """Where the claims of a CSV export stand: beside it."""
    return target.with_name(f"{target.stem}-claims.csv")


def _format_of(target: Path) -> str:
    name = target.name.lower()
    for suffix in sorted(FORMATS, key=len, reverse=True):
        if name.endswith(suffix) and name != suffix:
            return suffix
    msg = f"{target}: cannot write {target.suffix or 'this'!r}; use {', '.join(FORMATS)}"
    raise ExportError(msg)


def _attribution(border: Border) -> str:
    return (
        "Incidents: the sources named, facts CC BY 4.0. "
        f"Border: {border.attribution}, not a legal boundary. Places: GeoNames (CC BY 4.0)."
    )


def _terms(table: pa.Table) -> tuple[str, ...]:
    marked = pc.match_substring(table.column("tags"), ACLED_TERMS)
    bound = pc.sum(marked).as_py() or 0
    return (f"{bound:,} of these incidents come from {ACLED_TERMS}.",) if bound else ()


def _sensitive(table: pa.Table, profile: Profile) -> tuple[str, ...]:
    marked = pc.sum(table.column("sensitive")).as_py() or 0
    if not marked:
        return ()
    how = (
        "whole: do not pass it on" if profile == INTERNAL else f"as the {profile.name} profile says"
    )
    return (f"{marked:,} of these incidents are marked sensitive and stand in the file {how}.",)


# --- Whole files or none -----------------------------------------------------------------------


@contextmanager
def _whole_files(targets: tuple[Path, ...]) -> Iterator[tuple[Path, ...]]:
    """Files in a folder beside the targets that take their places together once all are whole."""
    try:
        for target in targets:
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "it is a folder", str(target))
        with tempfile.TemporaryDirectory(
            prefix=f".{targets[0].name[:100]}.", dir=targets[0].parent, ignore_cleanup_errors=True
        ) as folder:
            partials = tuple(targets[0].parent / folder / target.name for target in targets)
            yield partials
            for partial in partials:
                with partial.open("rb+") as file:
                    os.fsync(file.fileno())
            _take_places(partials, targets)
    except (
        OSError,
        ValueError,
        sqlite3.Error,
        pa.ArrowException,
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
    ) as error:
        _refuse(targets[0], error)


def _take_places(partials: tuple[Path, ...], targets: tuple[Path, ...]) -> None:
    """Rename all, or none: what stood there first comes back where a later one fails."""
    before = {}
    for partial, target in zip(partials[:-1], targets[:-1], strict=True):
        if target.exists():
            before[target] = partial.with_name(f"{partial.name}.before")
            shutil.copy2(target, before[target])
    taken: list[Path] = []
    try:
        for partial, target in zip(partials, targets, strict=True):
            partial.replace(target)
            taken.append(target)
    except OSError:
        for target in taken:
            if target in before:
                before[target].replace(target)
            else:
                target.unlink()
        raise
    if os.name == "posix":
        folder = os.open(targets[0].parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _refuse(target: Path, error: Exception) -> NoReturn:
    """Say why a file cannot be written, and what to do."""
    folder = target.parent.absolute()
    reasons = {
        errno.ENOSPC: f"the disk of {folder} is full; free some space or choose another folder",
        errno.EDQUOT: f"your share of the disk of {folder} is full; free some space",
        errno.EFBIG: "the file would be larger than is allowed here; choose another folder or "
        "write fewer incidents",
        errno.EACCES: f"you may not write in {folder}; choose a folder of your own",
        errno.EPERM: f"you may not write in {folder}; choose a folder of your own",
        errno.EROFS: f"{folder} is read-only; choose another folder",
        errno.ENOENT: f"there is no folder {folder}; create it or choose another",
        errno.ENOTDIR: f"{folder} is no folder; choose another",
        errno.EISDIR: "it is a folder; give the name of a file in it",
        errno.ENAMETOOLONG: "its name is too long; choose a shorter one",
    }
    reason = reasons.get(getattr(error, "errno", None) or 0)
    if reason is None:
        text = " ".join(str(error).split())
        reason = text
        if not isinstance(error, ValueError):
            free = shutil.disk_usage(folder).free if folder.is_dir() else 0
            reason = f"{text}; {free / 1e6:,.0f} MB are free in {folder}, choose another if that is"
            reason += " too little"
    msg = f"{target} cannot be written: {reason}; nothing was changed"
    raise ExportError(msg) from error


# --- Tables ------------------------------------------------------------------------------------


def _claims_of(table: pa.Table) -> pa.Table:
    """All claims of a table, a row each, under the id of their incident."""
    having = table.select(["incident_id", "claims"]).filter(pc.is_valid(table.column("claims")))
    ids: list[str] = []
    rows: list[dict[str, Any]] = []
    for incident_id, text in zip(*(c.to_pylist() for c in having.columns), strict=True):
        claims = json.loads(text)
        ids += [incident_id] * len(claims)
        rows += claims
    columns = {"incident_id": pa.array(ids, pa.string())}
    for name in _CLAIM_NAMES:
        columns[name] = pa.array([row.get(name) for row in rows], pa.string())
    return pa.table(columns)


def _write_csv(
    table: pa.Table, partials: tuple[Path, ...], _attribution: str, exact: bool
) -> tuple[str, ...]:
    """Write one CSV of the incidents and one of their claims.

    UTF-8, commas, texts in double quotes. An empty cell is a value that is not known; an empty
    text is a pair of quotes.
    """
    for part, path in zip((table.select(_NAMES), _claims_of(table)), partials, strict=True):
        _to_csv(part, path, exact=exact)
    return ()


def _to_csv(table: pa.Table, path: Path, *, exact: bool) -> None:
    if not exact:
        table = pa.table(
            {
                name: pc.replace_substring_regex(column, _FORMULA, r"'\1")
                if pa.types.is_string(column.type)
                else column
                for name, column in zip(table.column_names, table.columns, strict=True)
            }
        )
    with path.open("wb") as file:
        pacsv.write_csv(table, file)


# --- Workbook ----------------------------------------------------------------------------------

_MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767
_CUT = " [cut: XLSX holds no more]"
_FIRST_DAY = date(1900, 3, 1)
"""Before it workbooks count days wrong or not at all; such a day is written as a text."""
_UNSAFE_IN_XLSX = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def _write_xlsx(
    table: pa.Table, partials: tuple[Path, ...], attribution: str, _exact: bool
) -> tuple[str, ...]:
    """Write a workbook with typed cells; no text becomes a formula."""
    os.environ["OPENPYXL_LXML"] = "False"  # through lxml a full disk is no OSError
    from openpyxl import Workbook  # noqa: PLC0415 - only where a workbook is written

    claims = _claims_of(table)
    most = max(table.num_rows, claims.num_rows)
    if most >= _MOST_ROWS:
        msg = f"a sheet has {_MOST_ROWS:,} rows and {most:,} are to be written; use .parquet"
        raise ValueError(msg)
    for column in (*table.columns, *claims.columns):
        if (
            pa.types.is_string(column.type)
            and pc.any(pc.match_substring_regex(column, r"[\x{fffe}\x{ffff}]")).as_py()
        ):
            msg = "a text holds U+FFFE or U+FFFF, which no reader of workbooks gives back; use .csv"
            raise ValueError(msg)
    sources = pa.table({"attribution": [attribution]})
    book = Workbook(write_only=True)
    cut = sum(
        _fill_sheet(book.create_sheet(title), part)
        for title, part in (
            ("incidents", table.select(_NAMES)), ("claims", claims), ("sources", sources),
        )
    )  # fmt: skip
    book.save(partials[0])
    remark = (
        f"{cut:,} texts are longer than the {_MOST_CHARACTERS:,} characters that a cell can hold "
        "and were cut there; every other format has them whole."
    )
    return (remark,) if cut else ()


def _fill_sheet(sheet: Any, table: pa.Table) -> int:  # noqa: ANN401 - openpyxl has no types
    """Write a table to a sheet; return how many texts had to be cut."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.rich_text import CellRichText  # noqa: PLC0415

    cut = 0

    def cell_of(value: Any) -> Any:  # noqa: ANN401 - a value, or a cell where its type must be said
        nonlocal cut
        if value is None or isinstance(value, bool):
            return value
        cell = WriteOnlyCell(sheet)
        if isinstance(value, date) and value >= _FIRST_DAY:
            cell.value, cell.number_format = value, "yyyy-mm-dd"
        elif isinstance(value, float | int):
            cell.value = repr(value)  # in full: of a number it writes sixteen digits
            cell.data_type = "n"
        else:
            kept = _at_most(str(value), _MOST_CHARACTERS)
            cut += kept != str(value)
            # not by its setter, which would cut what is long only by its escapes
            cell._value = _for_xlsx(kept) or CellRichText()  # noqa: SLF001
            cell.data_type = "s"
        return cell

    sheet.freeze_panes = "B2"
    sheet.append(list(table.column_names))
    for batch in table.to_batches(_CHUNK):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            sheet.append(cell_of(value) for value in row)
    return cut


def _at_most(text: str, units: int) -> str:
    """The beginning of a text that a cell can hold, which counts characters in UTF-16."""
    if len(text) * 2 <= units or len(text.encode("utf-16-le")) <= units * 2:
        return text
    kept = text.encode("utf-16-le")[: (units - len(_CUT)) * 2]
    return kept.decode("utf-16-le", "ignore") + _CUT


def _for_xlsx(text: str) -> str:
    """Signs that XML cannot hold as `_xHHHH_`, and what looks like that escaped itself."""
    return _UNSAFE_IN_XLSX.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


# --- Layers ------------------------------------------------------------------------------------


def _layer(table: pa.Table, attribution: str) -> pa.Table:
    """Records with the shapes of where they may have been, under Darwin Core names as well."""
    columns = dict(zip(table.column_names, table.columns, strict=True))
    geometry = columns.pop("geometry")
    columns |= {theirs: columns[ours] for theirs, ours in DARWIN_CORE.items()}
    columns["geodeticDatum"] = pa.array(["EPSG:4326"] * table.num_rows)
    columns["attribution"] = pa.array([attribution] * table.num_rows)
    return pa.table({**columns, "geometry": geometry})


def _with_dates_as_text(layer: pa.Table) -> pa.Table:
    columns = [c.cast(pa.string()) if pa.types.is_date(c.type) else c for c in layer.columns]
    return pa.table(dict(zip(layer.column_names, columns, strict=True)))


def _write_geojson(
    table: pa.Table, partials: tuple[Path, ...], attribution: str, _exact: bool
) -> tuple[str, ...]:
    """Write RFC 7946: no crs member, right-hand rule, seven decimals of a degree."""
    layer = _with_dates_as_text(_layer(table, attribution))
    options = {"RFC7946": "YES", "COORDINATE_PRECISION": "7", "AUTODETECT_JSON_STRINGS": "NO"}
    _write_by_gdal(layer, partials[0], driver="GeoJSON", layer_options=options)
    with partials[0].open("rb") as file:
        file.seek(-min(20, partials[0].stat().st_size), os.SEEK_END)
        if b"".join(file.read().split())[-2:] != b"]}":
            raise OSError(_NOT_WHOLE)
    return ()


def _write_geopackage(
    table: pa.Table, partials: tuple[Path, ...], attribution: str, _exact: bool
) -> tuple[str, ...]:
    """Write OGC GeoPackage 1.4."""
    layer = _layer(table, attribution)
    _write_by_gdal(
        layer, partials[0], driver="GPKG", dataset_options={"VERSION": "1.4"},
        dataset_metadata={"attribution": attribution}, layer_options={"DESCRIPTION": attribution},
    )  # fmt: skip
    bounds = shapely.bounds(shapely.from_wkb(layer.column("geometry").to_numpy()))
    with closing(sqlite3.connect(f"{partials[0].absolute().as_uri()}?mode=ro", uri=True)) as file:
        found = [
            file.execute(query).fetchone()[0]
            for query in (
                "SELECT count(*) FROM incidents",
                "SELECT count(*) FROM rtree_incidents_geom",
                "PRAGMA quick_check",
            )
        ]
    if found != [layer.num_rows, int(np.isfinite(bounds[:, 0]).sum()), "ok"]:
        raise OSError(_NOT_WHOLE)
    return ()


_NOT_WHOLE = "the end of it did not arrive on the disk"


def _write_by_gdal(layer: pa.Table, path: Path, **how: Any) -> None:  # noqa: ANN401 - of GDAL
    """Write a layer; whether its end is there is for the caller to see, as GDAL does not tell."""
    for name, column in zip(layer.column_names, layer.columns, strict=True):
        if pa.types.is_string(column.type) and pc.any(pc.match_substring(column, "\0")).as_py():
            msg = f"{name} holds a NUL, after which {path.suffix} would lose the text; remove it"
            raise ValueError(msg)
    pyogrio.write_arrow(
        layer, path, layer="incidents", geometry_name="geometry", geometry_type="Unknown",
        crs="EPSG:4326", **how,
    )  # fmt: skip


def _write_parquet(
    table: pa.Table, partials: tuple[Path, ...], attribution: str, _exact: bool
) -> tuple[str, ...]:
    """Write GeoParquet 1.1 with the bounds of every shape as its covering."""
    layer = _layer(table, attribution)
    shapes = shapely.from_wkb(layer.column("geometry").to_numpy())
    bounds = shapely.bounds(shapes)
    known = np.isfinite(bounds[:, 0])
    edges = ("xmin", "ymin", "xmax", "ymax")
    layer = layer.append_column(
        "bbox",
        pa.StructArray.from_arrays([*bounds.T], names=[*edges], mask=pa.array(~known)),
    )
    types = {shape.geom_type for shape in _one_of_each_type(shapes)}
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(types),
        "covering": {"bbox": {edge: ["bbox", edge] for edge in edges}},
    }
    if known.any():
        low, high = bounds[known, :2].min(axis=0), bounds[known, 2:].max(axis=0)
        column["bbox"] = [*map(float, low), *map(float, high)]
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    metadata = {"geo": json.dumps(geo), "attribution": attribution}
    pq.write_table(
        layer.replace_schema_metadata(metadata), partials[0], compression="zstd",
        row_group_size=50_000,
    )  # fmt: skip
    return ()


def _one_of_each_type(shapes: Any) -> Iterator[Any]:  # noqa: ANN401 - shapely has no types
    kinds, first = np.unique(shapely.get_type_id(shapes), return_index=True)
    yield from shapes[first[kinds >= 0]]


# --- KML ---------------------------------------------------------------------------------------

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_KML_TYPES = {"double": "double", "bool": "bool"}
_KML_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2">
<Document>
<name>incidents</name>
<description>{attribution}</description>
<Style id="footprint"><LineStyle><color>ff303080</color><width>1.5</width></LineStyle>\
<PolyStyle><color>40303080</color></PolyStyle></Style>
<Schema id="incident" name="incident">
{fields}
</Schema>
"""


def _write_kml(
    table: pa.Table, partials: tuple[Path, ...], attribution: str, _exact: bool
) -> tuple[str, ...]:
    """Write KML 2.2: a placemark each with its days, its shape and all its columns.

    Not by GDAL: what it writes is no XML where a text holds "]]>" or an empty shape comes.
    """
    layer = _layer(table, attribution).drop_columns(["geometry"])
    fields = "\n".join(
        f'<SimpleField name="{field.name}" type="{_KML_TYPES.get(str(field.type), "string")}"/>'
        for field in layer.schema
    )
    shapes = shapely.orient_polygons(shapely.from_wkb(table.column("geometry").to_numpy()))
    drawn = shapely.to_wkt(shapes, rounding_precision=7)
    with partials[0].open("w", encoding="utf-8", newline="\n") as file:
        file.write(_KML_HEAD.format(attribution=_for_xml(attribution), fields=fields))
        start = 0
        for batch in _with_dates_as_text(layer).to_batches(_CHUNK):
            for number, row in enumerate(batch.to_pylist(), start):
                file.write(_placemark(row, drawn[number]))
            start += batch.num_rows
        file.write("</Document>\n</kml>\n")
    return ("KML is for viewing: use another format to keep the records.",)


def _placemark(row: dict[str, Any], drawn: str | None) -> str:
    days, label = row["date_start"], EventType(row["event_type"]).label
    described = ""
    if row["summary"] is not None:  # viewers show it as HTML
        plain = _for_xml(html.escape(row["summary"], quote=False))
        described = f"<description>{plain}</description>"
    data = "".join(
        f'<SimpleData name="{name}">{_kml_value(value)}</SimpleData>'
        for name, value in row.items()
        if value is not None
    )
    return (
        f"<Placemark><name>{days} {label}</name>{described}"
        f"<TimeSpan><begin>{days}</begin><end>{row['date_end'] or days}</end></TimeSpan>"
        "<styleUrl>#footprint</styleUrl>"
        f'<ExtendedData><SchemaData schemaUrl="#incident">{data}</SchemaData></ExtendedData>'
        f"{_kml_shape(drawn)}</Placemark>\n"
    )


def _kml_value(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _for_xml(value) if isinstance(value, str) else repr(value)


def _for_xml(text: str) -> str:
    return escape(_NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text), {"\r": "&#13;"})


def _kml_shape(drawn: str | None) -> str:
    """A polygon or several, from well-known text; nothing where nothing is drawn."""
    if drawn is None or not drawn.startswith(("POLYGON (", "MULTIPOLYGON (")):
        return ""
    polygons = []
    for rings in drawn[drawn.index("(") :].replace(")), ((", ")|(").split(")|("):
        texts = []
        for number, ring in enumerate(re.findall(r"[^()]{3,}", rings.replace("), (", ")("))):
            points = ring.replace(", ", ";").replace(" ", ",").replace(";", " ")
            side = "outerBoundaryIs" if number == 0 else "innerBoundaryIs"
            texts.append(
                f"<{side}><LinearRing><coordinates>{points}</coordinates></LinearRing></{side}>"
            )
        polygons.append(f"<Polygon>{''.join(texts)}</Polygon>")
    if len(polygons) == 1:
        return polygons[0]
    return f"<MultiGeometry>{''.join(polygons)}</MultiGeometry>"


# --- The shape of ACLED ------------------------------------------------------------------------


def _write_acled(
    table: pa.Table, partials: tuple[Path, ...], _attribution: str, exact: bool
) -> tuple[str, ...]:
    """Write a CSV with the columns and words of ACLED, for programs that read ACLED."""
    written = int(time.time())
    rows = []
    for batch in table.drop_columns(["geometry"]).to_batches(_CHUNK):
        rows += [acled_row(row, written) for row in batch.to_pylist()]
    _to_csv(pa.Table.from_pylist(rows, ACLED_SCHEMA), partials[0], exact=exact)
    remark = (
        "The ACLED shape says less than the record: claims, shapes and ranges of tolls stay "
        "behind, and types that ACLED does not have are Strategic developments: Other."
    )
    return (remark,)


FORMATS: dict[str, Writer] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".geojson": _write_geojson,
    ".gpkg": _write_geopackage,
    ".parquet": _write_parquet,
    ".kml": _write_kml,
    ".acled.csv": _write_acled,
}
"""How each suffix is written."""
