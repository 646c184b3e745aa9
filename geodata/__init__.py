"""Where: the border, the gazetteer, geocoding and measurement.

Knows nothing of incidents or screens. Coordinates are longitude, latitude in degrees (WGS84),
lengths are metres on the ellipsoid.
"""

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
