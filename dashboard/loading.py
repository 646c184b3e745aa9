"""What the pages and the command line load once: border, gazetteer, geocoder, basemap, store.

No streamlit here: the pages cache these, the command line calls them as they are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geodata.basemap import load_basemap
from geodata.borders import load_border
from geodata.gazetteer import load_gazetteer
from geodata.geocoder import Geocoder

from incidents.pipeline import add_bundled
from incidents.store import Store

if TYPE_CHECKING:
    from dashboard.settings import Settings

__all__ = ["load_basemap", "load_border", "load_gazetteer", "load_geocoder", "open_store"]


@lru_cache(maxsize=1)
def load_geocoder() -> Geocoder:
    """The geocoder over the bundled border and gazetteer."""
    return Geocoder(load_border(), load_gazetteer())


def open_store(settings: Settings) -> Store:
    """Open the store; a new one is filled with the bundled incidents unless it shall stay empty.

    Raises
    ------
    StoreError
        If the file cannot be opened or made.
    """
    store = Store.open(settings.store_path)
    if store.change_counter() == 0 and not settings.start_empty:
        add_bundled(store, geocoder=load_geocoder(), border=load_border())
    return store
