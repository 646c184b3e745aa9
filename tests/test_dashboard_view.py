"""What the map shows: nothing vague as a point, nothing lost, few symbols however many records."""

from datetime import date

import numpy as np
import pytest

from dashboard import tables, view
from dashboard.loading import load_geocoder
from dashboard.pages.incident_list import rows_of
from geodata.borders import load_border
from geodata.footprints import Area, Band, Disc, polygon, to_json
from incidents.bundled import add_bundled
from incidents.record import Count, EventType, Incident
from incidents.store import Batch, Store

BORDER = load_border()
DAY = date(2014, 10, 17)
EVERYTHING = (50.0, 20.0, 75.0, 40.0)


def incident(name, footprint=None, lon=None, lat=None, radius_m=None, **more):
    return Incident(
        incident_id=name,
        date_start=DAY,
        date_end=DAY,
        event_type=more.pop("event_type", EventType.INCURSION),
        lon=lon,
        lat=lat,
        coordinate_uncertainty_m=radius_m,
        footprint=footprint,
        **more,
    )


def disc(name, lon, lat, radius_m, **more):
    return incident(name, to_json(Disc(lon, lat, radius_m)), lon, lat, radius_m, **more)


@pytest.fixture
def frame_of(tmp_path):
    stores = []

    def build(*incidents):
        store = Store.open(tmp_path / f"{len(stores)}.gpkg")
        stores.append(store)
        store.add(incidents, geometries=[None] * len(incidents), batch=Batch("t", "t", "0"))
        return store.frame()

    yield build
    for store in stores:
        store.close()


def symbols_of(frame, bounds=EVERYTHING, zoom=8.0):
    columns = view.map_columns(frame)
    mask = np.ones(len(frame), dtype=bool)
    return view.symbols(frame, columns, mask, BORDER, bounds=bounds, zoom=zoom), columns


def test_a_small_disc_is_a_point_and_a_wide_one_an_area(frame_of):
    frame = frame_of(disc("a", 61.6, 28.9, 3000.0), disc("b", 63.0, 27.0, 25_000.0))
    symbols, _ = symbols_of(frame)
    assert [frame["incident_id"][k] for k in symbols.points.key] == ["a"]
    assert [[frame["incident_id"][k] for k in a.keys] for a in symbols.areas] == [["b"]]


def test_an_area_says_its_one_type_and_only_a_small_one_is_tinted_by_it(frame_of):
    wide = to_json(Area("Panjgur", "PAK", Disc(64.2, 26.8, 114_000.0)))
    stretch = to_json(Band(795_000.0, 805_000.0, 0.0, 2_000.0, "PAK"))
    frame = frame_of(
        incident("a", wide, adm2="Panjgur"),
        incident("b", stretch, border_pillar="206", event_type=EventType.ABDUCTION),
        incident("c", stretch, border_pillar="206", event_type=EventType.INCURSION),
        disc("d", 63.0, 27.0, 25_000.0),
    )
    symbols, columns = symbols_of(frame)
    said = {
        tuple(frame["incident_id"][k] for k in area.keys): (
            None if area.type_code is None else area.type_code == columns.type_code[area.keys[0]],
            area.tinted,
        )
        for area in symbols.areas
    }
    assert said == {("a",): (True, False), ("b", "c"): (None, False), ("d",): (True, True)}


def test_incidents_that_share_an_area_share_its_drawing(frame_of):
    district = to_json(Area("Panjgur", "PAK", Disc(64.2, 26.8, 114_000.0)))
    stretch = to_json(Band(795_000.0, 825_000.0, 0.0, 10_000.0, "PAK"))
    frame = frame_of(
        incident("a", district, adm2="Panjgur"),
        incident("b", district, adm2="Panjgur", event_type=EventType.ABDUCTION),
        incident("c", stretch, border_pillar="206"),
    )
    symbols, _ = symbols_of(frame)
    assert sorted(area.count for area in symbols.areas) == [1, 2]
    assert len(symbols.points.key) == 0
    tooltips = " ".join(area.tooltip for area in symbols.areas)
    assert "Panjgur district: 2 incidents" in tooltips
    assert "Border at pillar 206: 1 incident" in tooltips


def test_what_is_not_placed_is_counted_and_not_drawn(frame_of):
    frame = frame_of(disc("a", 61.6, 28.9, 3000.0), incident("b"), incident("c", at_sea=True))
    symbols, columns = symbols_of(frame)
    assert symbols.incident_count == 1
    figures = view.key_figures(frame, columns, np.ones(3, dtype=bool))
    assert {f.label: f.value for f in figures}["not placed"] == "2"


def test_many_vague_places_are_clustered_and_part_again_on_zooming_in(frame_of):
    rng = np.random.default_rng(3)
    places = zip(rng.uniform(61, 63, 200), rng.uniform(26, 29, 200), strict=True)
    frame = frame_of(*(disc(f"d{k:03}", x, y, 25_000.0) for k, (x, y) in enumerate(places)))
    far, _ = symbols_of(frame)
    assert far.areas == ()
    assert far.incident_count == 200
    lon, lat = frame["lon"][0], frame["lat"][0]
    near, _ = symbols_of(frame, bounds=(lon - 0.1, lat - 0.1, lon + 0.1, lat + 0.1), zoom=11.0)
    assert 0 in {k for area in near.areas for k in area.keys}
    assert len(near.areas) <= view.MAX_VAGUE_PLACES


def test_the_filter_decides_what_is_drawn(frame_of):
    frame = frame_of(disc("a", 61.6, 28.9, 3000.0), disc("b", 62.6, 28.9, 3000.0))
    columns = view.map_columns(frame)
    mask = np.array([False, True])
    symbols = view.symbols(frame, columns, mask, BORDER, bounds=None, zoom=8.0)
    assert symbols.points.key.tolist() == [1]


def test_a_place_that_may_lie_across_the_line_is_marked_undetermined(frame_of):
    frame = frame_of(
        disc("near", 61.6, 28.9, 3000.0, side="undetermined"),
        disc("far", 62.7, 28.8, 3000.0, side="PAK"),
    )
    columns = view.map_columns(frame)
    marked = dict(zip(frame["incident_id"], columns.undetermined, strict=True))
    assert marked == {"near": True, "far": False}


def test_the_selected_incident_has_a_way_to_the_border_only_where_a_depth_may_be_claimed(frame_of):
    measured = {
        "signed_distance_m": 56_000.0, "border_distance_m": 56_000.0, "chainage_m": 275e3,
        "signed_p05_m": 53_600.0, "signed_p95_m": 58_400.0,
    }  # fmt: skip
    foot = {"nearest_lon": 62.41, "nearest_lat": 28.42}
    frame = frame_of(
        disc("a", 62.75, 28.83, 3000.0, beyond_end=False, **measured, **foot),
        disc("b", 61.5, 31.0, 3000.0, beyond_end=True, **measured, **foot),
        incident("c"),
    )
    with_way, beyond, nowhere = (view.selection(frame, k) for k in range(3))
    assert with_way.nearest_lon == pytest.approx(62.41)
    assert with_way.label == "56 km (54\N{EN DASH}58 km)"
    assert beyond.nearest_lon is None
    assert (nowhere.lon, nowhere.nearest_lon) == (None, None)


def test_figures_of_violence_leave_diplomacy_and_closures_out(frame_of):
    frame = frame_of(
        incident("a"),
        incident("b", event_type=EventType.DIPLOMATIC),
        incident("c", event_type=EventType.BORDER_CLOSURE),
    )
    columns = view.map_columns(frame)
    figures = view.key_figures(frame, columns, np.ones(3, dtype=bool))
    values = {f.label: f.value for f in figures}
    assert (values["shown"], values["violent"], values["diplomatic"]) == ("3 of 3", "1", "1")


def test_the_dead_are_the_total_of_a_source_or_the_sum_of_the_parties(frame_of):
    frame = frame_of(
        incident("a", tolls={"killed_total": Count(best=43), "killed_irn": Count(best=15)}),
        incident("b", tolls={"killed_irn": Count(best=2), "killed_civilians": Count(best=1)}),
        incident("c"),
    )
    assert tables.killed(frame).fillna(-1).tolist() == [43, 3, -1]


def test_a_reported_depth_is_drawn_as_its_band_and_not_as_the_place(frame_of):
    band = to_json(Band(160_000.0, 180_000.0, 1_500.0, 2_500.0, "PAK"))
    depth = {"reported_depth_min_km": 2.0, "reported_depth_max_km": 2.0}
    frame = frame_of(
        disc("a", 61.6, 28.9, 3000.0, depth_footprint=band, depth_check="cannot tell", **depth),
        disc("b", 61.6, 28.9, 3000.0),
    )
    symbols, _ = symbols_of(frame)
    assert symbols.points.key.tolist() == [1]
    (area,) = symbols.areas
    assert area.keys == (0,)
    assert "reported: 2 km" in area.tooltip


def test_the_figures_say_what_the_map_can_and_cannot_tell(frame_of):
    entry = {"incursion_kind": "entry", "entrant": "IRN", "incursion_into": "PAK"}
    frame = frame_of(
        incident("a", side="PAK", depth_check="deeper", **entry),
        incident("b", side="undetermined", depth_check="cannot tell", **entry),
        incident("c", side="PAK", depth_conflict="facts exclude each other"),
        incident("d", depth_check="not independently checkable"),
    )
    columns = view.map_columns(frame)
    figures = view.key_figures(frame, columns, np.ones(4, dtype=bool))
    values = {f.label: f.value for f in figures}
    assert values["across at 95 %"] == "1 of 2"
    assert values["not compatible"] == "2"
    assert values["open depths"] == "2 of 3"


def test_neighbours_are_points_by_geodesic_distance_and_the_filter_decides(frame_of):
    frame = frame_of(
        disc("here", 61.6, 28.9, 3000.0),
        disc("near", 61.7, 28.9, 3000.0),
        disc("nearer", 61.6, 28.95, 3000.0),
        disc("vague", 61.61, 28.9, 25_000.0),
        disc("far", 63.6, 28.9, 3000.0),
    )
    columns = view.map_columns(frame)
    row = {name: k for k, name in enumerate(frame["incident_id"])}
    mask = np.ones(5, dtype=bool)
    found = view.neighbours(frame, columns, mask, row["here"])
    assert [one.row for one in found] == [row["nearer"], row["near"]]
    # a twentieth of a degree of latitude at 28.9 north on WGS84: 5.541 km
    assert found[0].distance_m == pytest.approx(5541, abs=3)
    mask[row["nearer"]] = False
    assert [one.row for one in view.neighbours(frame, columns, mask, row["here"])] == [row["near"]]
    assert view.neighbours(frame, columns, mask, row["vague"]) == ()


def test_areas_that_the_store_keeps_drawn_are_not_drawn_anew(tmp_path, monkeypatch):
    store = Store.open(tmp_path / "store.gpkg")
    add_bundled(store, geocoder=load_geocoder())
    frame = store.frame()
    columns = view.map_columns(frame)

    def outlines():
        mask, bounds = np.ones(len(frame), bool), (55.0, 24.0, 70.0, 32.0)
        drawn = view.symbols(frame, columns, mask, BORDER, bounds=bounds, zoom=6).areas
        return {a.keys: [ring.tolist() for ring in a.rings] for a in drawn}

    monkeypatch.setattr(view, "_outlines", {})
    anew = outlines()
    monkeypatch.setattr(view, "_outlines", {})
    view.prepare_areas(frame, columns, BORDER, store)
    monkeypatch.setattr(view, "polygon", polygon_of_discs_only)
    assert outlines() == anew
    store.close()


def polygon_of_discs_only(footprint, border):
    assert isinstance(footprint, Disc)
    return polygon(footprint, border)


def test_the_list_says_where_a_number_of_dead_is_only_the_least(frame_of):
    frame = frame_of(
        incident("a", tolls={"killed_total": Count(3, 3, None)}),
        incident("b", tolls={"killed_total": Count(3, 3, 3)}),
        incident("c", tolls={"killed_pak": Count(2, 2, None), "killed_militants": Count(1, 1, 1)}),
        incident("d", tolls={"killed_total": Count(4, 4, 4), "killed_irn": Count(2, 2, None)}),
        incident("e"),
    )
    rows = rows_of(frame, np.argsort(frame["incident_id"].to_numpy()))
    told = {row["id"]: row["tags"][:1] for row in rows}
    assert told["a"] == ["at least 3 killed"]
    assert told["b"] == ["3 killed"]
    assert told["c"] == ["at least 3 killed"]
    assert told["d"] == ["4 killed"]
    assert not any("killed" in tag for tag in told["e"])
