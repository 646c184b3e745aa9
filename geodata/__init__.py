"""Where: the border, the gazetteer, geocoding and measurement.

Knows nothing of incidents or screens. Coordinates are longitude, latitude in degrees (WGS84),
lengths are metres on the ellipsoid. A name of this package is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geodata.basemap import Basemap, load_basemap
    from geodata.borders import Border, load_border
    from geodata.errors import GeodataError
    from geodata.gazetteer import Gazetteer, load_gazetteer
    from geodata.geocoder import Geocoder
    from geodata.measurement import measure

__all__ = [
    "Basemap",
    "Border",
    "Gazetteer",
    "Geocoder",
    "GeodataError",
    "load_basemap",
    "load_border",
    "load_gazetteer",
    "measure",
]

_MODULE_OF = {
    "Basemap": "basemap",
    "Border": "borders",
    "Gazetteer": "gazetteer",
    "Geocoder": "geocoder",
    "GeodataError": "errors",
    "load_basemap": "basemap",
    "load_border": "borders",
    "load_gazetteer": "gazetteer",
    "measure": "measurement",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever has that name
    if name not in _MODULE_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
