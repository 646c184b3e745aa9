"""The command line `sarhad`: open the dashboard, import, measure and geocode, keep gazetteers.

Exit codes: 0 done, 1 some rows rejected, 2 wrong use or unreadable input.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import asdict
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from dashboard.settings import EMPTY_VARIABLE, STORE_VARIABLE, Settings, default_store_path
from geodata.errors import GeodataError
from incidents.errors import IncidentsError

app = typer.Typer(
    name="sarhad",
    help="What happened at the border, where, and how far across it.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
gazetteer_app = typer.Typer(
    name="gazetteer", help="Add, list and search gazetteers.", no_args_is_help=True
)
app.add_typer(gazetteer_app)
_console = Console(markup=False, emoji=False, highlight=False)  # a file's text stays as it is
_errors = Console(stderr=True, markup=False, emoji=False, highlight=False)

StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        envvar=STORE_VARIABLE,
        help=f"The store's file (default: {default_store_path()}).",
        show_default=False,
    ),
]


class DayOrder(StrEnum):
    """Day or month first; the option's values."""

    DMY = "dmy"
    MDY = "mdy"


PortOption = Annotated[int, typer.Option("--port", help="Port of the dashboard.")]
EmptyOption = Annotated[
    bool, typer.Option("--empty", help="Leave a new store without the bundled incidents.")
]


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    store: StoreOption = None,
    port: PortOption = 8501,
    empty: EmptyOption = False,
) -> None:
    """Open the dashboard; with a command, run that command instead."""
    _choose_store(store)
    if context.invoked_subcommand is None:
        dashboard(port=port, empty=empty)


@app.command()
def dashboard(
    store: StoreOption = None,
    port: PortOption = 8501,
    empty: EmptyOption = False,
) -> None:
    """Open the dashboard in the browser, on this computer only; Ctrl-C ends it."""
    _choose_store(store)
    if empty:
        os.environ[EMPTY_VARIABLE] = "1"
    app_file = Path(str(files("dashboard") / "app.py"))
    folder = app_file.parent
    if not (folder / ".streamlit").is_dir():  # a source tree keeps its settings at the top
        folder = folder.parent
    arguments = [
        "--server.address=127.0.0.1",
        f"--server.port={port}",
        "--browser.gatherUsageStats=false",
    ]
    if not sys.stdin.isatty() or not (os.environ.get("DISPLAY") or sys.platform != "linux"):
        arguments.append("--server.headless=true")
    command = [sys.executable, "-m", "streamlit", "run", str(app_file), *arguments]
    os.chdir(folder)
    if sys.platform == "win32":
        raise typer.Exit(subprocess.call(command))  # noqa: S603 - our own interpreter and file
    os.execv(command[0], command)  # noqa: S606 - so that a signal reaches the server itself


@app.command("import")
def import_files(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV files to import.")],
    store: StoreOption = None,
    encoding: Annotated[
        str | None, typer.Option(help="Text encoding of the files, such as cp1256.")
    ] = None,
    claims: Annotated[
        Path | None, typer.Option(help="A second CSV with the claims, as `export` writes it.")
    ] = None,
    dates: Annotated[
        DayOrder | None,
        typer.Option(help="Which number comes first in dates such as 07/10/2014."),
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Write the rows that were not taken to this CSV file.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, store nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON.")] = False,
) -> None:
    """Import CSV files of incidents: each is placed, measured at the border and stored.

    A file is taken in one transaction; importing it again changes nothing. Rows with errors are
    listed with row, column, value and reason, and the other rows are stored.
    """
    from dashboard.loading import load_border, load_geocoder, open_store
    from incidents.pipeline import ImportReport, import_csv
    from incidents.reader import write_rejects

    _choose_store(store)
    settings = Settings.from_environment()
    reports: list[ImportReport] = []
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        console=_errors,
        transient=True,
        disable=as_json,
    ) as progress:
        bar = progress.add_task("Opening the store", total=1.0)
        opened = open_store(settings)
        for path in paths:

            def tell(step: str, share: float, name: str = path.name) -> None:
                progress.update(bar, description=f"{name}: {step}", completed=share)

            reports.append(
                import_csv(
                    path,
                    opened,
                    geocoder=load_geocoder(),
                    border=load_border(),
                    encoding=encoding,
                    claims_path=claims,
                    dates=None if dates is None else dates.value,
                    dry_run=dry_run,
                    progress=tell,
                )
            )
    if rejects is not None:
        with_rejects = [r.reading for r in reports if r.reading.rejects]
        for number, reading in enumerate(with_rejects):
            suffix = f"-{number + 1}" if len(with_rejects) > 1 else ""
            write_rejects(reading, rejects.with_name(f"{rejects.stem}{suffix}{rejects.suffix}"))
    summaries = [_summary(report, dry_run=dry_run) for report in reports]
    if as_json:
        _console.print_json(json.dumps(summaries))
    else:
        for summary in summaries:
            _print_summary(summary)
    raise typer.Exit(1 if any(s["rejects"] for s in summaries) else 0)


@app.command("measure")
def measure_files(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="CSV, TSV, Parquet, GeoPackage or GeoJSON files."),
    ],
    out: Annotated[
        Path, typer.Option("--out", help="Output file; a folder where there are several inputs.")
    ],
    lon: Annotated[str | None, typer.Option(help="Column of the longitude.")] = None,
    lat: Annotated[str | None, typer.Option(help="Column of the latitude.")] = None,
    uncertainty: Annotated[
        str | None, typer.Option(help="Column of the radius in metres that holds the true place.")
    ] = None,
    border: Annotated[
        Path | None, typer.Option(help="Another line, or two countries (GeoJSON, GPKG, shapefile).")
    ] = None,
    countries: Annotated[
        Path | None, typer.Option(help="Country polygons on the two sides of that line.")
    ] = None,
    codes: Annotated[
        str | None, typer.Option(help="Their codes, positive side first, such as PAK,IRN.")
    ] = None,
    dask: Annotated[
        str | None, typer.Option(help="Dask scheduler's address, or local: one task a file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON.")] = False,
) -> None:
    """Measure every place of a file against the border: distance, side, chainage, uncertainty.

    Rows that cannot be measured are kept, with the reason in measure_error; the exit code is 1
    then.
    """
    from dashboard.loading import load_border
    from geodata.bulk import measure_file, measure_on_dask

    line = load_border()
    if border is not None:
        from geodata.lines import read_border

        two = tuple(code.strip() for code in codes.split(",")) if codes else None
        if two is not None and len(two) != 2:
            msg = f"--codes {codes!r} names {len(two)} countries; expected two, such as PAK,IRN"
            raise GeodataError(msg)
        line = read_border(border, base=line, countries=countries, codes=two)
    pairs = _in_and_out(inputs, out)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}"),
        TimeElapsedColumn(),
        console=_errors,
        transient=True,
        disable=as_json,
    ) as progress:
        bar = progress.add_task("Measuring", total=None)

        def tell(done: int, total: int | None) -> None:
            progress.update(bar, completed=done, total=total)

        if dask is not None:
            found = measure_on_dask(
                pairs, line, dask, progress=tell, lon=lon, lat=lat, uncertainty=uncertainty
            )
        else:
            found = {}
            for source, target in pairs:
                progress.update(bar, description=source.name, completed=0)
                found[source] = measure_file(
                    source, target, line, lon=lon, lat=lat, uncertainty=uncertainty, progress=tell
                )
    report = {
        "border": {
            "name": line.name, "sha256": line.sha256, "attribution": line.attribution,
        },
        "files": [
            {
                "input": str(source),
                "output": str(target),
                "rows": found[source].rows,
                "errors": dict(found[source].errors),
                "renamed": found[source].renamed,
                "looks_swapped": found[source].looks_swapped,
            }
            for source, target in pairs
        ],
    }  # fmt: skip
    if as_json:
        _console.print_json(json.dumps(report))
    else:
        _print_measured(report)
    raise typer.Exit(1 if any(summary.errors for summary in found.values()) else 0)


@app.command("geocode")
def geocode_phrases(
    texts: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT...", help="What a report says of a place.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="A CSV, TSV or Parquet file instead of texts.")
    ] = None,
    column: Annotated[str | None, typer.Option(help="Its column with the phrases.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Where the file goes.")] = None,
    country: Annotated[
        str | None, typer.Option(help="Country in which it is said to be: IRN or PAK.")
    ] = None,
    adm2: Annotated[str | None, typer.Option(help="District or county.")] = None,
    pillar: Annotated[str | None, typer.Option(help="Border pillar, such as 206.")] = None,
    depth_km: Annotated[
        float | None, typer.Option(help="Reported distance from the border line.")
    ] = None,
    into: Annotated[
        str | None, typer.Option(help="Country inside which that counts: IRN or PAK.")
    ] = None,
    nominatim: Annotated[
        str | None,
        typer.Option(
            metavar="CONTACT",
            help="Ask OpenStreetMap's Nominatim for unknown names; it is told your e-mail address "
            "or web page, and the names. Off unless given.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Say where a report's place may be: names, distances, pillars, depths, coordinates.

    The exit code is 1 where something was not placed.
    """
    from dashboard.loading import load_geocoder

    geocoder = load_geocoder()
    if nominatim is not None:
        from geodata.geocoder import Geocoder
        from geodata.nominatim import Nominatim

        cache = Settings.from_environment().gazetteer_folder / "nominatim.sqlite"
        asker = Nominatim(cache, contact=nominatim)
        geocoder = Geocoder(geocoder.border, geocoder.gazetteer, online=asker.find)
    if file is not None:
        if texts:
            msg = "Give either texts or --file, not both"
            raise GeodataError(msg)
        _geocode_file(file, out, column, geocoder, as_json=as_json)
    if not texts:
        msg = 'Nothing to geocode; give a text such as "45 km south of Mirjaveh", or --file'
        raise GeodataError(msg)
    results = [
        geocoder.geocode(
            text,
            country=country,
            adm2=adm2,
            border_pillar=pillar,
            reported_depth_km=depth_km,
            into=into,
        )
        for text in texts
    ]
    if as_json:
        answers = [
            {"text": text, **result.to_dict()} for text, result in zip(texts, results, strict=True)
        ]
        _console.print_json(json.dumps(answers))
    else:
        for text, result in zip(texts, results, strict=True):
            _print_geocoded(text, result)
    raise typer.Exit(0 if all(r.status == "placed" for r in results) else 1)


def _geocode_file(
    file: Path, out: Path | None, column: str | None, geocoder: Any, *, as_json: bool
) -> None:
    from geodata.bulk import geocode_file

    target = out or file.with_name(f"{file.stem}_geocoded{file.suffix}")
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}"),
        TimeElapsedColumn(),
        console=_errors,
        transient=True,
        disable=as_json,
    ) as progress:
        bar = progress.add_task(file.name, total=None)

        def tell(done: int, total: int | None) -> None:
            progress.update(bar, completed=done, total=total)

        counts = geocode_file(file, target, geocoder, column=column, progress=tell)
    if as_json:
        _console.print_json(
            json.dumps({"input": str(file), "output": str(target), "rows": dict(counts)})
        )
    else:
        told = ", ".join(f"{count:,} {status}" for status, count in counts.most_common())
        _console.print(f"{target}: {told}")
    raise typer.Exit(0 if set(counts) <= {"placed"} else 1)


def _print_geocoded(text: str, result: Any) -> None:
    _console.print(_plain(f"{text}: {result.status}"), style="bold")
    for number, one in enumerate(result.candidates, 1):
        at = "" if one.lon is None else f" at {one.lon:.4f} E {one.lat:.4f} N"
        _console.print(
            _plain(
                f"  {number}. {one.name}{at}, within {one.coordinate_uncertainty_m / 1000:.1f} km; "
                f"{one.method}; confidence {one.confidence:.2f}"
            )
        )
        _console.print(_plain(f"     {one.remarks}"))
        if one.depth_footprint is not None:
            _console.print(f"     With the reported depth: a {_shape_name(one.depth_footprint)}")
        if one.depth_conflict:
            _console.print(_plain(f"     {one.depth_conflict}"))
    if result.status != "placed":
        _console.print(_plain(f"  {result.message}"))


def _shape_name(footprint: Any) -> str:
    from geodata.footprints import Overlap

    if isinstance(footprint, Overlap):
        return "part where " + " and ".join(_shape_name(part) for part in footprint.parts) + " meet"
    name = type(footprint).__name__.lower()
    if name != "band":
        return str(name)
    along = f"km {footprint.from_chainage_m / 1000:.0f} to {footprint.to_chainage_m / 1000:.0f}"
    return f"band along {along} of the border"


@app.command("export")
def export_incidents(
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", help="A .csv, .xlsx, .geojson, .gpkg, .parquet or .kml file."
        ),
    ],
    store: StoreOption = None,
    date_from: Annotated[str | None, typer.Option("--from", help="First day.")] = None,
    date_to: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    types: Annotated[list[str] | None, typer.Option("--type", help="May be given again.")] = None,
    text: Annotated[str | None, typer.Option("--text", help="Words that must occur.")] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Texts as they are, even where a CSV makes formulas.")
    ] = False,
) -> None:
    """Write incidents to a file that others can open; the suffix says the format.

    A CSV comes with a second file, NAME-claims.csv; `sarhad import OUT --claims NAME-claims.csv`
    reads both back. The exit code is 2 where nothing matches.
    """
    from dashboard.loading import load_border, open_store
    from incidents.export import claims_file, export
    from incidents.filters import IncidentFilter

    _choose_store(store)
    opened = open_store(Settings.from_environment())
    query = {"from": date_from, "to": date_to, "type": ",".join(types or []), "q": text}
    chosen, problems = IncidentFilter.from_query({k: v for k, v in query.items() if v})
    if problems:
        raise IncidentsError("; ".join(problems))
    frame = opened.frame()
    wanted = set(frame["incident_id"][chosen.mask(frame)]) if len(frame) else set()
    picked = [i for i in opened.incidents() if i.incident_id in wanted]
    remarks = export(picked, out, load_border(), exact=exact)
    _console.print(_plain(f"{out}: {len(picked):,} of {len(frame):,} incidents"))
    if out.suffix.lower() == ".csv":
        _console.print(_plain(f"{claims_file(out)}: {sum(len(i.claims) for i in picked):,} claims"))
    for remark in remarks:
        _console.print(_plain(f"  {remark}"))


@app.command("verify")
def verify_store(
    store: StoreOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON.")] = False,
) -> None:
    """Check every version in the store against its hashes; damaged ones are named.

    The exit code is 1 where something is damaged. Note the root of a sound store elsewhere: a store
    that gives the same root later holds the same.
    """
    from incidents.integrity import verify
    from incidents.store import Store

    _choose_store(store)
    path = Settings.from_environment().store_path
    if not path.is_file():
        msg = f"{path}: no store is there; name one with --store"
        raise IncidentsError(msg)
    opened = Store.open(path, read_only=True)
    checked = verify(opened)
    root = opened.last_root() if checked.is_sound else ""
    opened.close()
    if as_json:
        _console.print_json(
            json.dumps(
                {
                    "store": str(path),
                    "versions": checked.versions,
                    "batches": checked.batches,
                    "root_sha256": root,
                    "damages": [asdict(damage) for damage in checked.damages],
                }
            )
        )
    else:
        _print_verified(path, checked)
        if root:
            _console.print(f"  root sha256 {root}")
    raise typer.Exit(0 if checked.is_sound else 1)


def _print_verified(path: Path, checked: Any) -> None:
    what = f"{checked.versions:,} versions in {checked.batches:,} batches"
    if checked.is_sound:
        _console.print(_plain(f"{path}: sound; {what} are as they were written"))
        return
    _console.print(_plain(f"{path}: damaged; {what} checked"))
    for damage in checked.damages:
        _console.print(_plain(f"  {damage}"))


@app.command("backup")
def backup_store(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="File of the backup.")],
    store: StoreOption = None,
) -> None:
    """Copy the store, even while others write to it, and check the copy."""
    from incidents.integrity import backup

    _choose_store(store)
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), console=_errors,
        transient=True,
    ) as progress:  # fmt: skip
        bar = progress.add_task("Copying", total=1.0)
        checked = backup(
            Settings.from_environment().store_path,
            out,
            progress=lambda share: progress.update(bar, completed=share),
        )
    _print_verified(out, checked)
    raise typer.Exit(0 if checked.is_sound else 1)


@app.command("restore")
def restore_store(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    store: StoreOption = None,
) -> None:
    """Put a checked backup in the store's place; the store that was there is kept beside it."""
    from incidents.integrity import restore

    _choose_store(store)
    path = Settings.from_environment().store_path
    checked, kept = restore(file, path)
    _print_verified(path, checked)
    if kept is not None:
        _console.print(_plain(f"  The former store is kept as {kept}"))


@gazetteer_app.command("add")
def add_gazetteers(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="GeoNames dumps (PK.zip), CSV files of places (name, lon, lat) or of border "
            "pillars (pillar, and chainage_km or lon and lat).",
        ),
    ],
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="Keep places far from the border as well.")
    ] = False,
) -> None:
    """Add gazetteers of your own; one of the same name replaces the one before."""
    from dashboard.loading import load_border
    from geodata.gazetteer_files import NEAR_BORDER, add_gazetteer

    folder = Settings.from_environment().gazetteer_folder
    rejected = 0
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), console=_errors, transient=True
    ) as progress:
        bar = progress.add_task("Adding", total=None)
        for path in paths:

            def tell(read: int, name: str = path.name) -> None:
                progress.update(bar, description=f"{name}: {read:,} rows read")

            box = None if everywhere else NEAR_BORDER
            added = add_gazetteer(path, folder, border=load_border(), box=box, progress=tell)
            rejected += added.rejected
            _console.print(
                _plain(
                    f"{added.name}: {added.places:,} {_kind_of(added)} added of "
                    f"{added.read:,} rows; {added.outside:,} outside the region, "
                    f"{added.rejected:,} unreadable"
                )
            )
            for problem in added.problems:
                _console.print(_plain(f"  {problem}"))
    raise typer.Exit(1 if rejected else 0)


def _kind_of(added: Any) -> str:
    return "pillars" if added.kind == "pillars" else "places"


@gazetteer_app.command("list")
def list_gazetteers(
    as_json: Annotated[bool, typer.Option("--json", help="List as JSON.")] = False,
) -> None:
    """List what is bundled and what was added."""
    from dashboard.loading import load_gazetteer
    from geodata.gazetteer_files import added_gazetteers

    known = load_gazetteer()
    added = added_gazetteers(Settings.from_environment().gazetteer_folder)
    if as_json:
        bundled = {"name": "bundled", "places": len(known.places), "sha256": known.sha256}
        _console.print_json(json.dumps([bundled, *(asdict(one) for one in added)]))
        return
    table = Table()
    for name in ("Name", "Kind", "Places", "Added (UTC)", "sha256"):
        table.add_column(name, justify="right" if name == "Places" else "left")
    table.add_row("bundled", "Sarhad", f"{len(known.places):,}", "", known.sha256[:12])
    for one in added:
        table.add_row(
            _plain(one.name), one.kind, f"{one.places:,}", one.added[:16], one.sha256[:12]
        )
    _console.print(table)


@gazetteer_app.command("remove")
def remove_gazetteers(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="As `list` shows them.")],
) -> None:
    """Take added gazetteers out again."""
    from geodata.gazetteer_files import remove_gazetteer

    for name in names:
        remove_gazetteer(name, Settings.from_environment().gazetteer_folder)
        _console.print(_plain(f"{name} removed"))


@gazetteer_app.command("search")
def search_gazetteers(
    text: Annotated[str, typer.Argument(help="A name, in any spelling or script.")],
    as_json: Annotated[bool, typer.Option("--json", help="List as JSON.")] = False,
) -> None:
    """Show what bears a name, sounds like it, or is spelt almost like it."""
    from dashboard.loading import load_geocoder

    index = load_geocoder().gazetteer.index
    matches = [*index.exact(text), *index.sounding(text), *index.misspelt(text)]
    found = {id(m.item): m for m in reversed(matches)}
    listed = [m for m in matches if found.get(id(m.item)) is m]
    rows: list[dict[str, Any]] = [
        {
            "name": m.item.name,
            "likeness": m.likeness,
            "spelling": m.form,
            "country": m.item.country,
            "kind": getattr(m.item, "kind", "") or getattr(m.item, "level", "no coordinates"),
            "lon": getattr(m.item, "lon", getattr(m.item, "centre_lon", None)),
            "lat": getattr(m.item, "lat", getattr(m.item, "centre_lat", None)),
            "radius_m": getattr(m.item, "radius_m", None),
        }
        for m in listed
    ]
    if as_json:
        _console.print_json(json.dumps(rows))
    elif not rows:
        _console.print(_plain(f"Nothing is called {text!r} or like it"))
    else:
        table = Table()
        for name in ("Name", "Likeness", "Spelling", "Country", "Kind", "E", "N", "Radius km"):
            table.add_column(name, justify="right" if name in ("E", "N", "Radius km") else "left")
        for row in rows:
            place = ["", "", ""]
            if row["lon"] is not None:
                place = [
                    f"{row['lon']:.4f}", f"{row['lat']:.4f}", f"{row['radius_m'] / 1000:g}",
                ]  # fmt: skip
            names = [row[n] for n in ("name", "likeness", "spelling", "country", "kind")]
            table.add_row(*map(_plain, names), *place)
        _console.print(table)
    raise typer.Exit(0 if rows else 1)


def _in_and_out(inputs: list[str], out: Path) -> list[tuple[Path, Path]]:
    """Each input with its output; patterns are spelt out here where the shell did not."""
    sources: list[Path] = []
    for text in inputs:
        path = Path(text)
        pattern = any(sign in text for sign in "*?[") and not path.exists()
        sources += sorted(path.parent.glob(path.name)) if pattern else [path]
    if not sources:
        msg = f"No file matches {' '.join(inputs)}; check the pattern"
        raise GeodataError(msg)
    if len(sources) == 1 and not out.is_dir():
        return [(sources[0], out)]
    if out.suffix and not out.is_dir():
        msg = f"{len(sources)} inputs cannot go into the one file {out}; name a folder with --out"
        raise GeodataError(msg)
    if len({source.name for source in sources}) < len(sources):
        msg = "Two inputs have one name; measure them one by one, or rename them"
        raise GeodataError(msg)
    out.mkdir(parents=True, exist_ok=True)
    return [(source, out / source.name) for source in sources]


def _print_measured(report: dict[str, Any]) -> None:
    for file in report["files"]:
        wrong = sum(file["errors"].values())
        _console.print(
            f"{file['output']}: {file['rows'] - wrong:,} of {file['rows']:,} rows measured against "
            f"{report['border']['name']} ({report['border']['attribution']}; not a legal boundary)"
        )
        for reason, count in file["errors"].items():
            _console.print(f"  {count:,} rows not measured: {reason} (see measure_error)")
        for name, written in file["renamed"].items():
            _console.print(f"  The file has a column {name} already: measured as {written}")
        if file["looks_swapped"]:
            _console.print("  Most places lie near the border only with lon and lat exchanged")


def _choose_store(store: Path | None) -> None:
    """Let the settings of this process and of the server it becomes name this store."""
    if store is not None:
        os.environ[STORE_VARIABLE] = str(store.expanduser().absolute())


def _summary(report: Any, *, dry_run: bool) -> dict[str, Any]:
    return {
        "file": report.reading.file_name,
        "sha256": report.reading.file_sha256,
        "dry_run": dry_run,
        "read": len(report.reading.incidents),
        "new": report.added.new if report.added else None,
        "changed": report.added.changed if report.added else None,
        "same": report.added.same if report.added else None,
        "placed": dict(report.placed),
        "rejects": [
            {"row": r.row, "column": r.column, "value": r.value, "reason": r.reason}
            for r in report.reading.rejects
        ],
    }


def _print_summary(summary: dict[str, Any]) -> None:
    placed = ", ".join(f"{count} {status}" for status, count in summary["placed"].items())
    if summary["dry_run"]:
        done = f"{summary['read']} incidents can be taken; nothing was stored (dry run)"
    else:
        done = f"{summary['new']} new, {summary['changed']} changed, {summary['same']} the same"
    _console.print(f"{summary['file']}: {done}; {placed}")
    if not summary["rejects"]:
        return
    table = Table(title=f"{len(summary['rejects'])} problems; these rows were not taken")
    for name in ("Row", "Column", "Value", "Reason"):
        table.add_column(name, overflow="fold")
    for reject in summary["rejects"][:50]:
        cells = (str(reject["row"]), reject["column"], reject["value"], reject["reason"])
        table.add_row(*(_plain(cell) for cell in cells))
    _console.print(table)


def _plain(text: str) -> Any:
    from rich.text import Text

    from dashboard.wording import visible

    return Text(visible(text))


def main() -> None:
    """Run the command line; an error that a user can mend is one message, without a traceback."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app()
    except (IncidentsError, GeodataError) as error:
        _errors.print(f"sarhad: {error}", style="bold")
        sys.exit(2)


if __name__ == "__main__":
    main()
