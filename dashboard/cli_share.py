"""Commands that share: the map as a picture, the evidence pack, the citation."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 - read when the command is made
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.citation import DEFAULT_ADDRESS
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
from incidents.errors import IncidentsError

if TYPE_CHECKING:
    from incidents.filters import IncidentFilter

AddressOption = Annotated[
    str, typer.Option("--address", help="Where the dashboard is, for the citation's link.")
]


@with_filter
def cite_incidents(
    chosen: IncidentFilter,
    store: StoreOption = None,
    as_of: AsOfOption = None,
    address: AddressOption = DEFAULT_ADDRESS,
    as_json: JsonOption = False,
) -> None:
    """Print the line that names what a filter shows, and the link that shows it again.

    It names the data version, the border, the gazetteer and the release. Opened later, the link
    shows the records as they are now.
    """
    from dataclasses import asdict

    from dashboard.citation import cite

    choose_store(store)
    opened = store_as_of(as_of)
    frame = opened.frame()
    shown = frame[chosen.mask(frame)] if len(frame) else frame
    found = cite(opened, chosen, shown, total=len(frame), address=address)
    if as_json:
        console.print_json(json.dumps({**asdict(found), "line": found.line}))
    else:
        console.print(plain(found.line))


@with_filter
def draw_picture(
    out: Annotated[Path, typer.Argument(metavar="OUT.png", help="The file of the picture.")],
    chosen: IncidentFilter,
    store: StoreOption = None,
    as_of: AsOfOption = None,
    dark: Annotated[bool, typer.Option("--dark", help="The dark look.")] = False,
    size: Annotated[
        str, typer.Option(help="Width x height; the picture has --scale times as many pixels.")
    ] = "1600x1000",
    scale: Annotated[float, typer.Option(help="1 to 4.")] = 2.0,
    bounds: Annotated[
        str | None,
        typer.Option(help="West,south,east,north in degrees (default: the whole border)."),
    ] = None,
    public: PublicOption = False,
) -> None:
    """Draw the map as PNG, or as SVG where the file ends so."""
    from dashboard.citation import cite
    from dashboard.loading import load_border
    from dashboard.map_picture import map_svg
    from dashboard.pictures import svg_to_png
    from incidents.profiles import INTERNAL, PUBLIC, apply
    from incidents.rows import frame_of, picked

    choose_store(store)
    opened = store_as_of(as_of)
    table = opened.table()
    found = picked(table, chosen)
    border = load_border()
    cited = cite(opened, chosen, frame_of(found), total=table.num_rows)
    shown = apply(found, PUBLIC if public else INTERNAL, border)
    svg = map_svg(
        frame_of(shown),
        border,
        title="Incidents near the Iran\N{EN DASH}Pakistan border",
        lines=[
            f"{cited.shown:,} of {cited.total:,} incidents; {cited.filtered_by}",
            cited.short,
        ],
        theme="dark" if dark else "light",
        size_px=_size(size),
        bounds=None if bounds is None else _bounds(bounds),
    )
    _write(out, svg.encode() if out.suffix.lower() == ".svg" else svg_to_png(svg, scale=scale))
    console.print(plain(f"{out}: {cited.shown:,} of {cited.total:,} incidents"))


@with_filter
def pack_evidence(
    out: Annotated[Path, typer.Argument(metavar="OUT.zip", help="The pack, to write or check.")],
    chosen: IncidentFilter,
    store: StoreOption = None,
    as_of: AsOfOption = None,
    address: AddressOption = DEFAULT_ADDRESS,
    public: PublicOption = False,
    check: Annotated[
        bool, typer.Option("--check", help="Check the pack OUT.zip against its hashes.")
    ] = False,
) -> None:
    """Pack data, sources, method, border, map and citation for somebody who will check them.

    The same filter of the same data version gives the same bytes. With --check the exit code is 1
    where a file of the pack was changed, is missing or was added.
    """
    from dashboard.evidence import check_pack, evidence_pack
    from dashboard.loading import load_border
    from incidents.profiles import INTERNAL, PUBLIC

    if check:
        problems = check_pack(out)
        for problem in problems or ("sound: every file has the hash that it was packed with",):
            console.print(plain(f"{out}: {problem}"))
        raise typer.Exit(1 if problems else 0)
    choose_store(store)
    with steps("Reading") as tell:
        pack = evidence_pack(
            store_as_of(as_of),
            chosen,
            load_border(),
            profile=PUBLIC if public else INTERNAL,
            address=address,
            progress=tell,
        )
    _write(out, pack.content)
    console.print(plain(f"{out}: {pack.citation.shown:,} of {pack.citation.total:,} incidents"))
    for remark in pack.remarks:
        console.print(plain(f"  {remark}"))


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit()):
        msg = f"--size {text!r} is no size; expected such as 1600x1000"
        raise IncidentsError(msg)
    return int(width), int(height)


def _bounds(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        msg = f"--bounds {text!r} are no bounds; expected west,south,east,north such as 61,28,63,30"
        raise IncidentsError(msg) from error
    return west, south, east, north


def _write(out: Path, content: bytes) -> None:
    """Write a file that appears only when it is whole."""
    from geodata.writing import written_whole

    try:
        with written_whole(out) as file:
            file.write(content)
    except OSError as error:
        msg = (
            f"{out} cannot be written: {error.strerror or error}; nothing was changed. Name a file "
            "in a folder that exists and may be written to"
        )
        raise IncidentsError(msg) from error
