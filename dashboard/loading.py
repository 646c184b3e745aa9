"""What the pages and the command line load once: border, gazetteer, geocoder, basemap, store.

No streamlit here: the pages cache these, the command line calls them as they are. What only a new
store or a question about a place needs is loaded with it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dashboard.settings import Settings
from geodata.basemap import load_basemap
from geodata.borders import load_border
from geodata.gazetteer import load_gazetteer
from incidents import refusals
from incidents.integrity import verify
from incidents.store import Store

if TYPE_CHECKING:
    from geodata.geocoder import Geocoder

CHECKED_AT_START = 20_000
"""Versions that are checked in some seconds at most."""

__all__ = [
    "load_basemap",
    "load_border",
    "load_gazetteer",
    "load_geocoder",
    "open_store",
]


@lru_cache(maxsize=1)
def load_geocoder() -> Geocoder:
    """The geocoder over the bundled border and gazetteer, and what was added to it."""
    from geodata.gazetteer_files import with_added_files  # noqa: PLC0415
    from geodata.geocoder import Geocoder  # noqa: PLC0415

    folder = Settings.from_environment().gazetteer_folder
    return Geocoder(load_border(), with_added_files(load_gazetteer(), folder))


def open_store(settings: Settings) -> Store:
    """Open the store; a new one is filled with the bundled incidents unless it shall stay empty.

    A store of up to `CHECKED_AT_START` versions is checked against its hashes; a damaged one is
    opened for reading only. Larger ones are checked by `sarhad verify`.

    Raises
    ------
    StoreError
        If the file cannot be opened or made.
    """
    store = Store.open(settings.store_place)
    if store.read_only:
        return store
    checked = None if store.has_more_versions_than(CHECKED_AT_START) else verify(store)
    if checked is not None and not checked.is_sound:
        store.read_only = refusals.STORE_DAMAGED.format(error=checked.damages[0])
        return store
    is_new = store.change_counter() == 0 and not settings.start_empty
    if is_new or not store.is_measured_by(load_border().sha256):
        from incidents.bundled import add_bundled  # noqa: PLC0415
        from incidents.pipeline import measure_again  # noqa: PLC0415

        fill = add_bundled if is_new else measure_again
        fill(store, geocoder=load_geocoder())
    return store
