"""The command line `sarhad`: the dashboard, and the commands about places and records.

Exit codes: 0 done, 1 some rows rejected, 2 wrong use or unreadable input.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from dashboard.settings import EMPTY_VARIABLE
from dashboard.terminal import StoreOption, choose_store, errors, plain
from geodata.errors import GeodataError
from incidents.errors import IncidentsError

if TYPE_CHECKING:
    from collections.abc import Callable


class _Commands(TyperGroup):
    """The dashboard, and the other commands, which are loaded only when one of them is asked for.

    They load the whole engine; the dashboard's server does that itself, once it answers.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        """Name all commands, the dashboard first."""
        return [*super().list_commands(ctx), *_others().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Find a command by its name; None where there is none."""
        return super().get_command(ctx, cmd_name) or _others().get_command(ctx, cmd_name)


@lru_cache(maxsize=1)
def _others() -> TyperGroup:
    from dashboard import (
        cli_extract,
        cli_files,
        cli_places,
        cli_records,
        cli_share,
    )

    others = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    commands: dict[str, Callable[..., None]] = {
        "import": cli_files.import_files,
        "export": cli_files.export_incidents,
        "extract": cli_extract.extract_articles,
        "map": cli_files.write_map_file,
        "picture": cli_share.draw_picture,
        "evidence": cli_share.pack_evidence,
        "cite": cli_share.cite_incidents,
        "measure": cli_places.measure_files,
        "geocode": cli_places.geocode_phrases,
        "verify": cli_records.verify_store,
        "backup": cli_records.backup_store,
        "restore": cli_records.restore_store,
        "duplicates": cli_records.list_duplicates,
    }
    for name, command in commands.items():
        others.command(name)(command)
    others.add_typer(cli_records.record_app)
    others.add_typer(cli_places.gazetteer_app)
    return typer.main.get_group(others)


app = typer.Typer(
    name="sarhad",
    cls=_Commands,
    help="What happened at the border, where, and how far across it.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_SCRIPT_CONTEXT = "streamlit.runtime.scriptrunner_utils.script_run_context"

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
    choose_store(store)
    if context.invoked_subcommand is None:
        dashboard(port=port, empty=empty)


@app.command()
def dashboard(
    store: StoreOption = None,
    port: PortOption = 8501,
    empty: EmptyOption = False,
) -> None:
    """Open the dashboard in the browser, on this computer only; Ctrl-C ends it."""
    choose_store(store)
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
        # each message is sent whole: a browser forgets cached ones that the server still refers to
        "--global.minCachedMessageSize=1000000000",
    ]
    if not sys.stdin.isatty() or not (os.environ.get("DISPLAY") or sys.platform != "linux"):
        arguments.append("--server.headless=true")
    command = [sys.executable, "-m", "streamlit", "run", str(app_file), *arguments]
    os.chdir(folder)
    if sys.platform == "win32":
        raise typer.Exit(subprocess.call(command))  # noqa: S603 - our own interpreter and file
    os.execv(command[0], command)  # noqa: S606 - so that a signal reaches the server itself


def main() -> None:
    """Run the command line; an error that a user can mend is one message, without a traceback."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger(_SCRIPT_CONTEXT).disabled = True  # a command is no page of the app
    try:
        app()
    except (IncidentsError, GeodataError) as error:
        errors.print(plain(f"sarhad: {error}"), style="bold")
        sys.exit(2)


if __name__ == "__main__":
    main()
