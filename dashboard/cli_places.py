"""Commands about places: measure files, geocode phrases, keep gazetteers."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from dashboard.settings import Settings
from dashboard.terminal import console, counting, errors, plain
from geodata.errors import GeodataError

gazetteer_app = typer.Typer(
    name="gazetteer", help="Add, list and search gazetteers.", no_args_is_help=True
)


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
        from geodata.line_files import read_border

        two = tuple(code.strip() for code in codes.split(",")) if codes else None
        if two is not None and len(two) != 2:
            msg = f"--codes {codes!r} names {len(two)} countries; expected two, such as PAK,IRN"
            raise GeodataError(msg)
        line = read_border(border, base=line, countries=countries, codes=two)
    pairs = _in_and_out(inputs, out)
    with counting("Measuring", quiet=as_json) as tell:
        if dask is not None:
            found = measure_on_dask(
                pairs, line, dask, progress=tell, lon=lon, lat=lat, uncertainty=uncertainty
            )
        else:
            found = {}
            for source, target in pairs:
                tell(0, description=source.name)
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
        console.print_json(json.dumps(report))
    else:
        _print_measured(report)
    raise typer.Exit(1 if any(summary.errors for summary in found.values()) else 0)


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
        console.print_json(json.dumps(answers))
    else:
        for text, result in zip(texts, results, strict=True):
            _print_geocoded(text, result)
    raise typer.Exit(0 if all(r.status == "placed" for r in results) else 1)


def _geocode_file(
    file: Path, out: Path | None, column: str | None, geocoder: Any, *, as_json: bool
) -> None:
    from geodata.bulk import geocode_file

    target = out or file.with_name(f"{file.stem}_geocoded{file.suffix}")
    with counting(file.name, quiet=as_json) as tell:
        counts = geocode_file(file, target, geocoder, column=column, progress=tell)
    if as_json:
        console.print_json(
            json.dumps({"input": str(file), "output": str(target), "rows": dict(counts)})
        )
    else:
        told = ", ".join(f"{count:,} {status}" for status, count in counts.most_common())
        console.print(f"{target}: {told}")
    raise typer.Exit(0 if set(counts) <= {"placed"} else 1)


def _print_geocoded(text: str, result: Any) -> None:
    console.print(plain(f"{text}: {result.status}"), style="bold")
    for number, one in enumerate(result.candidates, 1):
        at = "" if one.lon is None else f" at {one.lon:.4f} E {one.lat:.4f} N"
        console.print(
            plain(
                f"  {number}. {one.name}{at}, within {one.coordinate_uncertainty_m / 1000:.1f} km; "
                f"{one.method}; confidence {one.confidence:.2f}"
            )
        )
        console.print(plain(f"     {one.remarks}"))
        if one.depth_footprint is not None:
            console.print(f"     With the reported depth: a {_shape_name(one.depth_footprint)}")
        if one.depth_conflict:
            console.print(plain(f"     {one.depth_conflict}"))
    if result.status != "placed":
        console.print(plain(f"  {result.message}"))


def _shape_name(footprint: Any) -> str:
    from geodata.footprints import Overlap

    if isinstance(footprint, Overlap):
        return "part where " + " and ".join(_shape_name(part) for part in footprint.parts) + " meet"
    name = type(footprint).__name__.lower()
    if name != "band":
        return str(name)
    along = f"km {footprint.from_chainage_m / 1000:.0f} to {footprint.to_chainage_m / 1000:.0f}"
    return f"band along {along} of the border"


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
        SpinnerColumn(), TextColumn("{task.description}"), console=errors, transient=True
    ) as progress:
        bar = progress.add_task("Adding", total=None)
        for path in paths:

            def tell(read: int, name: str = path.name) -> None:
                progress.update(bar, description=f"{name}: {read:,} rows read")

            box = None if everywhere else NEAR_BORDER
            added = add_gazetteer(path, folder, border=load_border(), box=box, progress=tell)
            rejected += added.rejected
            console.print(
                plain(
                    f"{added.name}: {added.places:,} {_kind_of(added)} added of "
                    f"{added.read:,} rows; {added.outside:,} outside the region, "
                    f"{added.rejected:,} unreadable"
                )
            )
            for problem in added.problems:
                console.print(plain(f"  {problem}"))
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
        console.print_json(json.dumps([bundled, *(asdict(one) for one in added)]))
        return
    table = Table()
    for name in ("Name", "Kind", "Places", "Added (UTC)", "sha256"):
        table.add_column(name, justify="right" if name == "Places" else "left")
    table.add_row("bundled", "Sarhad", f"{len(known.places):,}", "", known.sha256[:12])
    for one in added:
        table.add_row(plain(one.name), one.kind, f"{one.places:,}", one.added[:16], one.sha256[:12])
    console.print(table)


@gazetteer_app.command("remove")
def remove_gazetteers(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="As `list` shows them.")],
) -> None:
    """Take added gazetteers out again."""
    from geodata.gazetteer_files import remove_gazetteer

    for name in names:
        remove_gazetteer(name, Settings.from_environment().gazetteer_folder)
        console.print(plain(f"{name} removed"))


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
        console.print_json(json.dumps(rows))
    elif not rows:
        console.print(plain(f"Nothing is called {text!r} or like it"))
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
            table.add_row(*map(plain, names), *place)
        console.print(table)
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
        console.print(
            f"{file['output']}: {file['rows'] - wrong:,} of {file['rows']:,} rows measured against "
            f"{report['border']['name']} ({report['border']['attribution']}; not a legal boundary)"
        )
        for reason, count in file["errors"].items():
            console.print(f"  {count:,} rows not measured: {reason} (see measure_error)")
        for name, written in file["renamed"].items():
            console.print(f"  The file has a column {name} already: measured as {written}")
        if file["looks_swapped"]:
            console.print("  Most places lie near the border only with lon and lat exchanged")
