import json
from itertools import pairwise

import pytest
import shapely

from geodata import basemap as module
from geodata import data
from geodata.basemap import load_basemap
from geodata.borders import load_border
from geodata.errors import DataFileError
from geodata.measurement import measure

BOX = shapely.box(55.0, 22.5, 70.0, 33.0)


def test_the_basemap_travels_in_less_than_250_kb():
    assert len(data.read("basemap.json")) < 250_000


def test_every_shape_is_valid_and_inside_the_region():
    basemap = load_basemap()
    for shape in (basemap.land, *basemap.countries.values(), basemap.provinces):
        assert shape.is_valid
        assert not shape.is_empty
        assert BOX.covers(shape)


def test_the_countries_are_land():
    basemap = load_basemap()
    for shape in basemap.countries.values():
        assert shapely.difference(shape, basemap.land).area < 0.01


def test_the_drawn_frontier_stays_within_a_kilometre_of_the_line():
    basemap = load_basemap()
    shared = shapely.intersection(
        basemap.countries["IRN"].boundary, basemap.countries["PAK"].boundary
    )
    drawn = shapely.get_coordinates(shared)
    assert len(drawn) > 200
    assert measure(load_border(), drawn[:, 0], drawn[:, 1])["border_distance_m"].max() < 1_000


def test_no_province_line_runs_along_the_border():
    border = load_border()
    for line in shapely.get_parts(load_basemap().provinces):
        points = shapely.get_coordinates(shapely.segmentize(line, 0.01))
        near = measure(border, points[:, 0], points[:, 1])["border_distance_m"] < 10_000
        steps = [
            shapely.Point(a).distance(shapely.Point(b)) * 111
            for (a, b), close in zip(pairwise(points), near, strict=False)
            if close
        ]
        assert sum(steps) < 16  # from 15 km away straight to the line, and no farther


def test_the_towns_that_reports_name_are_labelled_in_both_scripts():
    towns = {town.name: town for town in load_basemap().towns}
    for name, own in {"Mirjaveh": "میرجاوه", "Nok Kundi": "نوکنڈی", "Gwadar": "گوادر"}.items():
        assert towns[name].own_name == own
        assert towns[name].rank <= 2
    assert {town.rank for town in towns.values()} == {1, 2, 3}


def test_labels_lie_in_the_region():
    for town in load_basemap().towns:
        assert BOX.covers(shapely.Point(town.lon, town.lat)), town.name


def test_a_basemap_without_its_parts_is_refused(monkeypatch):
    monkeypatch.setattr(data, "read", lambda _name: json.dumps({"land": []}).encode())
    module.load_basemap.cache_clear()
    try:
        with pytest.raises(DataFileError, match=r"basemap\.json"):
            load_basemap()
    finally:
        module.load_basemap.cache_clear()
