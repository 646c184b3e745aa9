"""The basemap: what is drawn under the incidents, small enough to travel with every page.

For drawing only: simplified to about 400 m. Nothing is measured on it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import shapely

from geodata import data
from geodata.errors import DataFileError
from geodata.gazetteer import load_gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from geodata.gazetteer import Place

__all__ = ["Basemap", "Town", "load_basemap"]


@dataclass(frozen=True)
class Town:
    """A town's label: `rank` 1 is drawn first, 3 last; `own_name` is empty where not known."""

    name: str
    own_name: str
    rank: int
    lon: float
    lat: float
    country: str
    place_id: str


@dataclass(frozen=True, eq=False)
class Basemap:
    """Simplified geometry in lon, lat degrees (WGS84), cut to 55-70 E, 22.5-33 N.

    `land` is all land, `countries` maps ISO alpha-3 codes to land polygons that share their
    edges, `provinces` are the lines between provinces inside a country.
    """

    land: BaseGeometry
    countries: Mapping[str, BaseGeometry]
    provinces: BaseGeometry
    lakes: BaseGeometry
    towns: tuple[Town, ...]
    crossings: tuple[Place, ...]
    attribution: str


@lru_cache(maxsize=1)
def load_basemap() -> Basemap:
    """Return the shipped basemap, verified; loaded once.

    Raises
    ------
    DataFileError
        If a data file is missing or damaged; the expected hash is named.
    """
    stored = json.loads(data.read("basemap.json"))
    try:
        return Basemap(
            land=_polygons(stored["land"]),
            countries=MappingProxyType({c: _polygons(s) for c, s in stored["countries"].items()}),
            provinces=shapely.multilinestrings(
                [shapely.linestrings(p) for p in stored["provinces"]]
            ),
            lakes=_polygons(stored["lakes"]),
            towns=tuple(Town(**town) for town in stored["towns"]),
            crossings=load_gazetteer().crossings,
            attribution=stored["attribution"],
        )
    except (KeyError, TypeError, ValueError) as error:
        message = (
            f"The data file 'basemap.json' cannot be read as a basemap ({error!r}). Rebuild it "
            f"with `python -m geodata.data.build`."
        )
        raise DataFileError(message) from error


def _polygons(parts: list[Any]) -> BaseGeometry:
    return shapely.MultiPolygon([(outer, holes) for outer, *holes in parts])
