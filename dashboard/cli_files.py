"""Commands about files of records: import, export, and the map in one file."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - read when the command is made
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from dashboard.cli_filter import with_filter
from dashboard.terminal import (
    AsOfOption,
    JsonOption,
    PublicOption,
    StoreOption,
    choose_store,
    console,
    plain,
    steps,
    store_as_of,
)
from incidents.errors import IncidentsError, MappingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from incidents.filters import IncidentFilter
    from incidents.pipeline import ImportReport
    from incidents.store import Store

_SHOWN_REJECTS = 50
_SHOWN_CHANGES = 200
_COMPARED_WITH_ALL = 2_000
"""With so many new records at most, an import looks for duplicates by itself."""


class DayOrder(StrEnum):
    """Day or month first; the option's values."""

    DMY = "dmy"
    MDY = "mdy"


# --- In ----------------------------------------------------------------------------------------


def import_files(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="CSV, TSV, XLSX, JSON, GeoJSON, GeoPackage, zipped shapefile, KML, GPX, Parquet, "
            "and what ACLED, UCDP and GDELT publish; told by their content.",
        ),
    ],
    store: StoreOption = None,
    file_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="Take the file for this format: CSV, XLSX, JSON, GeoJSON, GeoPackage, Shapefile, "
            "KML, GPX, Parquet, ACLED, 'UCDP GED' or 'GDELT 2.0' (default: by its content).",
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(help="A mapping file: which column is which, as --save-mapping wrote it."),
    ] = None,
    save_mapping: Annotated[
        Path | None,
        typer.Option(
            help="Write which column was taken for which to this file; correct it and give it with "
            "--mapping."
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(help="Text encoding of the files, such as cp1256 (default: UTF-8 or UTF-16)."),
    ] = None,
    delimiter: Annotated[
        str | None,
        typer.Option(
            help="The sign between the cells of a text file, or its name: tab, comma, semicolon, "
            "pipe (default: by its content)."
        ),
    ] = None,
    part: Annotated[
        str | None,
        typer.Option(
            "--sheet", "--layer", help="Sheet of a workbook, layer, or list in a JSON file."
        ),
    ] = None,
    claims: Annotated[
        Path | None,
        typer.Option(
            help="A second table with the claims, joined by incident_id, as `sarhad export` writes "
            "it beside a CSV."
        ),
    ] = None,
    dates: Annotated[
        DayOrder | None,
        typer.Option(
            help="Which number comes first in dates such as 07/10/2014: dmy the day, mdy the month."
        ),
    ] = None,
    dataset: Annotated[
        str | None,
        typer.Option(help="Name that keeps these records together (default: the file's name)."),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(
            help="Write the rows that were not taken to this CSV file, with the reasons; mend it "
            "and import it."
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Say what would happen and which column is which; store nothing."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Import files of incidents: each is placed, measured at the border and stored.

    Only a date is needed; columns are recognised by name and content. See what would happen first:
    `sarhad import x.csv --dry-run --save-mapping x.json`. Correct x.json where a column was taken
    for the wrong one, then `sarhad import x.csv --mapping x.json --rejects bad.csv`.

    A file is taken in one transaction; importing it again changes nothing. Rows with errors are
    listed with row, column, value and reason, and the other rows are stored. The exit code is 1
    where rows were rejected, 2 where a file could not be read.
    """
    from dashboard.loading import load_geocoder
    from incidents.files import HowToRead
    from incidents.mapping import load, save
    from incidents.pipeline import import_file
    from incidents.reader import write_rejects

    choose_store(store)
    how = HowToRead(
        format=_format_named(file_format), encoding=encoding, delimiter=delimiter, part=part
    )
    chosen = None if mapping is None else load(mapping)
    reports: list[ImportReport] = []
    with steps("Opening the store", quiet=as_json) as tell:
        opened = store_as_of()
        for path in paths:

            def tell_of_file(step: str, share: float, name: str = path.name) -> None:
                tell(f"{name}: {step}", share)

            with _columns_saved(save_mapping):
                report = import_file(
                    path,
                    opened,
                    geocoder=load_geocoder(),
                    how=how,
                    mapping=chosen,
                    dates=None if dates is None else dates.value,
                    claims_path=claims,
                    dataset=dataset,
                    dry_run=dry_run,
                    progress=tell_of_file,
                )
            reports.append(report)
    if rejects is not None:
        with_rejects = [r.reading for r in reports if r.reading.rejects]
        for number, reading in enumerate(with_rejects):
            suffix = f"-{number + 1}" if len(with_rejects) > 1 else ""
            write_rejects(reading, rejects.with_name(f"{rejects.stem}{suffix}{rejects.suffix}"))
    if save_mapping is not None:
        if reports[0].reading.mapping is None:
            msg = f"{paths[0]}: {reports[0].reading.layout} has fixed columns and needs no mapping"
            raise IncidentsError(msg)
        save(reports[0].reading.mapping, save_mapping)
    summaries = [_summary(report) for report in reports]
    if as_json:
        console.print_json(json.dumps(summaries))
    else:
        for report, summary in zip(reports, summaries, strict=True):
            _print_summary(report, summary)
        if not dry_run:
            _tell_of_duplicates(opened, reports)
    raise typer.Exit(1 if any(s["rejects"] for s in summaries) else 0)


def _format_named(name: str | None) -> str | None:
    """A format or layout by its name or its first word, in any case."""
    from incidents.files import FORMATS
    from incidents.layouts import LAYOUT_NAMES

    if name is None:
        return None
    names = {known.casefold().split()[0]: known for known in (*FORMATS, *LAYOUT_NAMES)}
    word = next(iter(name.casefold().split()), "")
    if word not in names:
        msg = f"--format {name!r} is not one of {', '.join(names.values())}"
        raise IncidentsError(msg)
    return names[word]


@contextmanager
def _columns_saved(save_mapping: Path | None) -> Iterator[None]:
    """Write the columns of a file that cannot be used as they were taken, to be corrected."""
    from incidents.mapping import save

    try:
        yield
    except MappingError as error:
        if save_mapping is None:
            raise
        save(error.mapping, save_mapping)
        msg = f"{error}. {save_mapping} has the columns: correct it and name it with --mapping"
        raise IncidentsError(msg) from error


def _summary(report: ImportReport) -> dict[str, Any]:
    reading = report.reading
    return {
        "file": reading.file_name,
        "sha256": reading.file_sha256,
        "format": reading.format,
        "part": reading.part,
        "layout": reading.layout,
        "dry_run": report.dry_run,
        "read": reading.count,
        "new": report.added.new,
        "changed": report.added.changed,
        "same": report.added.same,
        "rejected": len(reading.rejected_rows),
        "ambiguous": report.placed.get("ambiguous", 0),
        "batch": report.added.batch_id,
        "placed": dict(report.placed),
        "mapping": None
        if reading.mapping is None
        else [
            {"source": g.source, "column": g.column, "why": g.why} for g in reading.mapping.columns
        ],
        "remarks": list(reading.remarks),
        "rejects": [asdict(reject) for reject in reading.rejects],
    }


def _print_summary(report: ImportReport, summary: dict[str, Any]) -> None:
    what = " ".join(w for w in (summary["layout"] or summary["format"], summary["part"]) if w)
    would = "would be " if report.dry_run else ""
    console.print(
        plain(
            f"{summary['file']} ({what}): {summary['new']:,} {would}new, {summary['changed']:,} "
            f"{would}changed, {summary['same']:,} the same, {summary['rejected']:,} rejected, "
            f"{summary['ambiguous']:,} with an ambiguous place"
        )
    )
    placed = ", ".join(f"{count:,} {status}" for status, count in summary["placed"].items())
    console.print(plain(f"  {placed or 'nothing to place'}"))
    if report.dry_run:
        console.print("  Nothing was stored (dry run).")
        _print_mapping(report)
    for remark in summary["remarks"]:
        console.print(plain(f"  {remark}"))
    if not summary["rejects"]:
        return
    table = Table(title=f"{len(summary['rejects']):,} problems; these rows were not taken")
    for name in ("Row", "Column", "Value", "Reason"):
        table.add_column(name, overflow="fold")
    for reject in summary["rejects"][:_SHOWN_REJECTS]:
        cells = (str(reject["row"]), reject["column"], reject["value"], reject["reason"])
        table.add_row(*(plain(cell) for cell in cells))
    console.print(table)
    more = len(summary["rejects"]) - _SHOWN_REJECTS
    if more > 0:
        console.print(f"  {more:,} more; --rejects OUT.csv writes all of them")


def _print_mapping(report: ImportReport) -> None:
    if report.reading.mapping is None:
        return
    table = Table(title="Columns; --save-mapping FILE writes this to be corrected")
    for name in ("In the file", "Taken for", "Why", "For example"):
        table.add_column(name, overflow="fold")
    for guess in report.reading.mapping.columns:
        taken = {None: "kept as it is", "": "passed over"}.get(guess.column, guess.column)
        cells = (guess.source, taken or "", guess.why, ", ".join(guess.samples[:3]))
        table.add_row(*(plain(cell) for cell in cells))
    console.print(table)


def _tell_of_duplicates(store: Store, reports: Sequence[ImportReport]) -> None:
    from dashboard.loading import load_border
    from incidents.duplicates import suggest

    batches = [r.added.batch_id for r in reports if r.added.batch_id is not None]
    added = {v.incident.incident_id for b in batches for v in store.of_batch(b)} if sum(
        r.added.new + r.added.changed for r in reports
    ) <= _COMPARED_WITH_ALL else set()  # fmt: skip
    if not added:
        return
    found = suggest(store.incidents(), load_border(), among=added)
    if found:
        console.print(f"  {len(found):,} may be events that are stored already: sarhad duplicates")


# --- Out ---------------------------------------------------------------------------------------


@with_filter
def export_incidents(
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            help="A .csv, .xlsx, .geojson, .gpkg, .parquet, .kml, .acled.csv or .html file.",
        ),
    ],
    chosen: IncidentFilter,
    store: StoreOption = None,
    as_of: AsOfOption = None,
    exact: Annotated[
        bool,
        typer.Option(
            "--exact",
            help="For reading a CSV back: texts as they are. Else one that a spreadsheet would "
            "take for a formula gets an apostrophe.",
        ),
    ] = False,
    public: PublicOption = False,
    preview: Annotated[
        bool,
        typer.Option(
            "--preview", help="Show what --public would change or leave out; write nothing."
        ),
    ] = False,
) -> None:
    """Write incidents to a file that others can open; the suffix says the format.

    A CSV comes with a second file, NAME-claims.csv; written with --exact, `sarhad import NAME.csv
    --claims NAME-claims.csv` reads both back as the same records. XLSX, GeoJSON, GeoPackage and
    Parquet are read back exactly too; KML, ACLED's shape and the HTML map are for others.

    Sensitive records go out whole unless --public is given. The exit code is 2 where nothing
    matches.
    """
    from dashboard.loading import load_border
    from incidents.export import claims_file, export
    from incidents.profiles import INTERNAL, PUBLIC, apply
    from incidents.profiles import preview as preview_of

    choose_store(store)
    opened, picked, total = _picked(chosen, as_of)
    border = load_border()
    profile = PUBLIC if public else INTERNAL
    if preview:
        _print_preview(preview_of(picked, PUBLIC, border))
        return
    if out.suffix.lower() in (".html", ".htm"):
        from dashboard.map_file import write_map

        _write_map(write_map, apply(picked, profile, border), out, opened)
        remarks: tuple[str, ...] = ()
    else:
        remarks = export(picked, out, border, exact=exact, profile=profile)
    console.print(plain(f"{out}: {picked.num_rows:,} of {total:,} incidents"))
    if out.suffix.lower() == ".csv" and not out.name.lower().endswith(".acled.csv"):
        console.print(plain(f"{claims_file(out)}: their claims"))
    for remark in remarks:
        console.print(plain(f"  {remark}"))


@with_filter
def write_map_file(
    out: Annotated[Path, typer.Argument(metavar="OUT.html", help="The file of the map.")],
    chosen: IncidentFilter,
    store: StoreOption = None,
    as_of: AsOfOption = None,
    public: PublicOption = False,
) -> None:
    """Write a map that needs no network: one HTML file, with filters for date and type in it."""
    from dashboard.loading import load_border
    from dashboard.map_file import write_map
    from incidents.profiles import INTERNAL, PUBLIC, apply

    choose_store(store)
    opened, picked, total = _picked(chosen, as_of)
    shown = apply(picked, PUBLIC if public else INTERNAL, load_border())
    _write_map(write_map, shown, out, opened)
    console.print(plain(f"{out}: {picked.num_rows:,} of {total:,} incidents"))


def _write_map(write: Any, shown: pa.Table, out: Path, opened: Store) -> None:
    """Write the map with the links to its sources."""
    from dashboard.loading import load_border
    from incidents.columns import claims_of
    from incidents.rows import frame_of

    if shown.num_rows == 0:
        msg = "No incident matches, so nothing was written; widen the dates or types"
        raise IncidentsError(msg)
    ids, texts = (shown.column(name).to_pylist() for name in ("incident_id", "claims"))
    claims = {name: claims_of(text) for name, text in zip(ids, texts, strict=True)}
    write(frame_of(shown), out, load_border(), store_root=opened.last_root(), claims=claims)


def _picked(chosen: IncidentFilter, as_of: str | None) -> tuple[Store, pa.Table, int]:
    """The store, the incidents that a filter lets through, and the number of all."""
    from incidents.rows import picked

    opened = store_as_of(as_of)
    table = opened.table()
    return opened, picked(table, chosen), table.num_rows


def _print_preview(changes: pa.Table) -> None:
    table = Table(title="What a public export changes or leaves out")
    for name in ("Incident", "Field", "Inside", "Public"):
        table.add_column(name, overflow="fold")
    for row in changes.slice(0, _SHOWN_CHANGES).to_pylist():
        table.add_row(*(plain("" if v is None else str(v)[:120]) for v in row.values()))
    console.print(table)
    console.print(f"{changes.num_rows:,} changes in all")
