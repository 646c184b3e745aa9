"""What the commands share: the consoles, the option that names the store, progress."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from dashboard.settings import STORE_VARIABLE, Settings, default_store_path, store_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incidents.store import Store

console = Console(
    markup=False, emoji=False, highlight=False, soft_wrap=True
)  # a file's text stays as it is
errors = Console(stderr=True, markup=False, emoji=False, highlight=False)

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar=STORE_VARIABLE,
        metavar="FILE|URL",
        help="The store: a file, or postgresql+psycopg://USER@HOST/DATABASE "
        f"(default: {default_store_path()}).",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Report as JSON.")]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="ROOT",
        help="Take the records as they were: the data version that a citation names.",
    ),
]
PublicOption = Annotated[
    bool,
    typer.Option(
        "--public",
        help="For passing on: places coarsened to 10 km, what could expose people left out.",
    ),
]


def choose_store(store: str | None) -> None:
    """Let the settings of this process and of the server it becomes name this store."""
    if store is not None:
        os.environ[STORE_VARIABLE] = str(store_place(store))


def store_as_of(root: str | None = None) -> Store:
    """The store that was chosen, as it is or as of a root."""
    from dashboard.loading import open_store  # noqa: PLC0415 - not before a command needs it

    opened = open_store(Settings.from_environment())
    if root is None:
        return opened
    from incidents.frozen import FrozenStore, moment_of  # noqa: PLC0415 - the same

    return FrozenStore(opened, moment_of(opened, root))


def plain(text: str) -> Text:
    """Text as it is, with control and direction characters made visible."""
    from dashboard.wording import visible  # noqa: PLC0415 - not before a command needs it

    return Text(visible(text))


@contextmanager
def counting(what: str, *, quiet: bool = False) -> Iterator[Callable[..., None]]:
    """A bar that counts rows; call it with the rows done and their number, or None.

    `description=` renames what is being done.
    """
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}"),
        TimeElapsedColumn(),
        console=errors,
        transient=True,
        disable=quiet,
    ) as progress:
        bar = progress.add_task(what, total=None)

        def tell(done: int, total: int | None = None, **more: Any) -> None:  # noqa: ANN401
            progress.update(bar, completed=done, total=total, **more)

        yield tell


@contextmanager
def steps(what: str, *, quiet: bool = False) -> Iterator[Callable[[str, float], None]]:
    """A bar for work in steps; call it with the step's name and the share that is done."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=errors,
        transient=True,
        disable=quiet,
    ) as progress:
        bar = progress.add_task(what, total=1.0)
        yield lambda step, share: progress.update(bar, description=step, completed=share)
