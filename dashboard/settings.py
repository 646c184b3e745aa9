"""What the environment sets, read once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

STORE_VARIABLE = "SARHAD_STORE"
EMPTY_VARIABLE = "SARHAD_EMPTY"
GAZETTEERS_VARIABLE = "SARHAD_GAZETTEERS"
SIGN_IN_VARIABLE = "SARHAD_SIGN_IN"


@dataclass(frozen=True)
class Settings:
    """Where the store and the added gazetteers are, and whether a new store stays empty.

    `store_place` is a file, or the address of a PostgreSQL database as text. With
    `needs_sign_in` nobody is let in while no sign-in is set up.
    """

    store_place: Path | str
    start_empty: bool
    gazetteer_folder: Path
    needs_sign_in: bool = False

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the settings from environment variables.

        `SARHAD_STORE` names the store's file or database; without it the file stands in the user's
        data folder. `SARHAD_EMPTY=1` leaves a new store without the bundled incidents.
        `SARHAD_GAZETTEERS` names the folder of added gazetteers. `SARHAD_SIGN_IN=1` lets nobody in
        without a sign-in, even where the file that sets it up is missing.
        """
        named = os.environ.get(STORE_VARIABLE)
        return cls(
            store_place=store_place(named) if named else default_store_path(),
            start_empty=bool(os.environ.get(EMPTY_VARIABLE)),
            gazetteer_folder=Path(
                os.environ.get(GAZETTEERS_VARIABLE) or _data_folder() / "gazetteers"
            ).expanduser(),
            needs_sign_in=bool(os.environ.get(SIGN_IN_VARIABLE)),
        )


def store_place(named: str) -> Path | str:
    """A store as it was named: a file, or a database's address (postgresql+psycopg://...)."""
    return named if "://" in named else Path(named).expanduser().absolute()


def default_store_path() -> Path:
    """The store in the user's own data folder."""
    return _data_folder() / "incidents.gpkg"


def _data_folder() -> Path:
    return Path(platformdirs.user_data_dir("sarhad", appauthor=False))
