"""What the environment sets, read once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

STORE_VARIABLE = "SARHAD_STORE"
EMPTY_VARIABLE = "SARHAD_EMPTY"
GAZETTEERS_VARIABLE = "SARHAD_GAZETTEERS"


@dataclass(frozen=True)
class Settings:
    """Where the store and the added gazetteers are, and whether a new store stays empty."""

    store_path: Path
    start_empty: bool
    gazetteer_folder: Path

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the settings from environment variables.

        `SARHAD_STORE` names the store's file; without it the file stands in the user's data
        folder. `SARHAD_EMPTY=1` leaves a new store without the bundled incidents.
        `SARHAD_GAZETTEERS` names the folder of added gazetteers.
        """
        named = os.environ.get(STORE_VARIABLE)
        path = Path(named) if named else default_store_path()
        return cls(
            store_path=path.expanduser().absolute(),
            start_empty=bool(os.environ.get(EMPTY_VARIABLE)),
            gazetteer_folder=Path(
                os.environ.get(GAZETTEERS_VARIABLE) or _data_folder() / "gazetteers"
            ).expanduser(),
        )


def default_store_path() -> Path:
    """The store in the user's own data folder."""
    return _data_folder() / "incidents.gpkg"


def _data_folder() -> Path:
    return Path(platformdirs.user_data_dir("sarhad", appauthor=False))
