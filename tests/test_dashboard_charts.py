"""Charts: no bar claims a day or a kilometre that nobody knows, and nothing is lost."""

import json
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from app_pages import app_on

from dashboard import chart_style, charts, unrolled, unrolled_chart, view
from dashboard.settings import EMPTY_VARIABLE
from dashboard.time_bins import TimeBins, bins_between, next_window, spread, to_ms, window
from geodata.basemap import load_basemap
from geodata.borders import load_border
from geodata.footprints import Area, Band, Disc, to_json
from incidents.record import EventType, Incident
from incidents.store import Batch, Store

BORDER = load_border()
LENGTH_KM = BORDER.length_m / 1000
PLACES = unrolled.places_on_axis(load_basemap(), BORDER, 690.0)


def days(*texts):
    return np.array(texts, dtype="M8[D]")


def incident(name, first=date(2014, 10, 17), last=None, **more):
    kind = more.pop("event_type", EventType.INCURSION)
    return Incident(
        incident_id=name, date_start=first, date_end=last or first, event_type=kind, **more
    )


@pytest.fixture
def frame_of(tmp_path):
    stores = []

    def build(*incidents):
        store = Store.open(tmp_path / f"{len(stores)}.gpkg")
        stores.append(store)
        if incidents:
            store.add(incidents, geometries=[None] * len(incidents), batch=Batch("t", "t", "0"))
        return store.frame()

    yield build
    for store in stores:
        store.close()


def known_of(frame):
    return unrolled.extents(frame, view.map_columns(frame), BORDER)


# --- Bins of time --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "step"),
    [
        (date(2014, 10, 1), date(2014, 12, 31), "week"),
        (date(2012, 3, 1), date(2014, 6, 30), "week"),
        (date(2012, 1, 1), date(2019, 12, 31), "month"),
        (date(2007, 2, 1), date(2025, 12, 10), "quarter"),
        (date(1947, 8, 14), date(2025, 1, 1), "year"),
        (date(1800, 1, 1), date(2199, 12, 31), "decade"),
    ],
)
def test_bars_are_as_fine_as_the_span_allows(first, last, step):
    bins = bins_between(first, last)
    assert bins.step == step
    assert bins.edges[0] <= np.datetime64(first)
    assert bins.edges[-1] > np.datetime64(last)
    assert bins.count <= 130


@pytest.mark.parametrize(
    ("of", "step", "expected"),
    [
        (date(2024, 2, 29), "month", (date(2024, 2, 1), date(2024, 2, 29))),
        (date(2023, 2, 1), "month", (date(2023, 2, 1), date(2023, 2, 28))),
        (date(2014, 12, 31), "quarter", (date(2014, 10, 1), date(2014, 12, 31))),
        (date(2024, 1, 1), "year", (date(2024, 1, 1), date(2024, 12, 31))),
        (date(1969, 12, 31), "decade", (date(1960, 1, 1), date(1969, 12, 31))),
        # 2014-10-19 was a Sunday
        (date(2014, 10, 19), "week", (date(2014, 10, 13), date(2014, 10, 19))),
        (date(1969, 12, 28), "week", (date(1969, 12, 22), date(1969, 12, 28))),
    ],
)
def test_a_window_is_the_calendars(of, step, expected):
    assert window(of, step) == expected


def test_the_next_window_follows_without_a_gap_also_over_a_leap_day():
    start = date(2024, 1, 1)
    for step in ("week", "month", "quarter", "year"):
        here = window(start, step)
        following = next_window(start, step)
        assert (following[0] - here[1]).days == 1
        assert next_window(following[0], step, -1) == here


def test_a_bars_first_and_last_day_belong_to_it():
    bins = bins_between(date(2014, 1, 1), date(2020, 12, 31))
    assert bins.step == "month"
    parts = spread(days("2014-10-01", "2014-10-31"), days("2014-10-01", "2014-10-31"), bins)
    assert parts["bin"].tolist() == [9, 9]
    assert parts["sure"].all()


def test_what_is_known_to_a_month_is_spread_over_its_weeks_and_stays_one():
    bins = bins_between(date(2024, 1, 1), date(2024, 12, 31))
    assert bins.step == "week"
    parts = spread(days("2024-02-01"), days("2024-02-29"), bins)
    assert parts["weight"].sum() == pytest.approx(1)
    assert not parts["sure"].any()
    # Thursday to Sunday, three whole weeks, Monday to Thursday
    assert (parts["weight"] * 29).round(6).tolist() == [4, 7, 7, 7, 4]


def test_what_lies_outside_of_the_bars_is_left_out_in_its_part():
    bins = TimeBins("month", days("2014-02-01", "2014-03-01"))
    parts = spread(days("2014-01-22", "2013-01-01"), days("2014-02-10", "2013-01-01"), bins)
    assert parts["row"].tolist() == [0]
    assert parts["weight"].tolist() == [0.5]


def test_a_brush_takes_whole_bars_and_one_at_least():
    bins = bins_between(date(2007, 2, 1), date(2025, 12, 10))
    around = bins.snapped(to_ms(date(2014, 8, 20)), to_ms(date(2015, 1, 10)))
    assert around == (date(2014, 10, 1), date(2014, 12, 31))
    assert bins.snapped(to_ms(date(2014, 11, 10)), to_ms(date(2014, 11, 2))) == around
    beyond = bins.snapped(0.0, 1e15)
    assert beyond == (date(2007, 1, 1), date(2025, 12, 31))


# --- Charts --------------------------------------------------------------------------------------


def rows_of(chart, index):
    """The rows that a layer of a chart draws."""
    spec = chart.to_dict()
    return spec["datasets"][spec["layer"][index]["data"]["name"]]


def test_the_timeline_shows_what_the_filter_leaves_out_pale_behind(frame_of):
    frame = frame_of(
        incident("a"), incident("b", date(2016, 5, 2), event_type=EventType.DIPLOMATIC)
    )
    columns = view.map_columns(frame)
    bins = bins_between(date(2014, 1, 1), date(2016, 12, 31))
    chart = charts.timeline(
        charts.timeline_places(frame, columns, bins),
        np.array([True, False]), theme="light", bins=bins,
    )  # fmt: skip
    assert sum(row["to"] for row in rows_of(chart, 0)) == 2
    (shown,) = rows_of(chart, 1)
    assert (shown["group"], shown["when"], shown["shown"]) == ("Incursion", "2014-10", 1)
    assert "1 of 2" in chart.to_dict()["description"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("count", [0, 1])
def test_every_chart_is_drawn_of_nothing_and_of_one(frame_of, theme, count):
    one = incident(
        "a", lon=61.6, lat=28.9, coordinate_uncertainty_m=500.0, chainage_m=160e3,
        signed_distance_m=2e3, signed_p05_m=1e3, signed_p95_m=3e3, beyond_end=False,
        footprint=to_json(Disc(61.6, 28.9, 500.0)),
    )  # fmt: skip
    frame = frame_of(*([one] * count))
    columns, mask = view.map_columns(frame), np.ones(count, dtype=bool)
    known = known_of(frame)
    bins = bins_between(date(2014, 1, 1), date(2014, 12, 31))
    drawn = [
        charts.timeline(
            charts.timeline_places(frame, columns, bins), mask, theme=theme, bins=bins
        ),
        unrolled_chart.unrolled_border(
            frame, columns, mask, known, BORDER, theme=theme, reach="10", places=PLACES,
            crossings=(), selected=0 if count else None,
        ),
        unrolled_chart.border_density(mask, known, LENGTH_KM, theme=theme),
        charts.depth_histogram(mask, known, BORDER, theme=theme, reach="all"),
        charts.heat_strip(
            frame, mask, known, LENGTH_KM, theme=theme, bins=bins, places=PLACES
        ),
    ]  # fmt: skip
    for chart in drawn:
        spec = chart.to_dict()  # checked against the schema
        assert spec["description"]
        assert "http" not in str({k: v for k, v in spec.items() if k != "$schema"})


def test_a_point_has_its_interval_and_a_district_is_a_range_and_no_point(frame_of):
    district = Area("Panjgur", "PAK", Disc(64.2, 26.8, 114_000.0), 524_000.0, 637_000.0)
    frame = frame_of(
        incident(
            "point", lon=61.6, lat=28.9, coordinate_uncertainty_m=3000.0, chainage_m=160e3,
            signed_distance_m=4e3, signed_p05_m=1e3, signed_p95_m=7e3, beyond_end=False,
            footprint=to_json(Disc(61.6, 28.9, 3000.0)),
        ),
        incident("vague", footprint=to_json(district), signed_p05_m=17e3, signed_p95_m=188e3),
        incident("reported", footprint=to_json(district), signed_p05_m=17e3, signed_p95_m=188e3,
                 depth_footprint=to_json(Band(524e3, 637e3, 2e3, 3e3, "PAK", widened=True)),
                 reported_depth_min_km=2.0, reported_depth_max_km=3.0, reported_depth_into="PAK"),
        incident("nowhere"),
    )  # fmt: skip
    known = known_of(frame)
    row = {name: k for k, name in enumerate(frame["incident_id"])}
    assert known.is_point.tolist() == [name == "point" for name in row]
    k = row["point"]
    assert (known.at_km[k], known.off_km[k]) == (160.0, 4.0)
    assert (known.low_km[k], known.high_km[k]) == (1.0, 7.0)
    vague = row["vague"]
    assert (known.from_km[vague], known.to_km[vague]) == (524.0, 637.0)
    reported = row["reported"]
    # 500 m of the line itself to either side of what was reported
    assert (known.low_km[reported], known.high_km[reported]) == (1.5, 3.5)
    assert not known.is_range[row["nowhere"]]
    mask = np.ones(4, dtype=bool)
    assert unrolled.marks(known, mask).tolist() == [k]
    drawn = unrolled.ranges(known, mask)
    assert sorted(drawn["keys"]) == sorted([str(vague), str(reported)])


@pytest.mark.parametrize(
    ("words", "low_km", "high_km"),
    [("2 km inside", 1.0, 3.0), ("no more than 2 km", -0.5, 3.0), ("over 2 km", 1.0, 4.5)],
)
def test_one_number_is_as_wide_along_the_border_as_on_the_map(frame_of, words, low_km, high_km):
    district = Area("Panjgur", "PAK", Disc(64.2, 26.8, 114_000.0), 524_000.0, 637_000.0)
    frame = frame_of(
        incident("reported", footprint=to_json(district),
                 depth_footprint=to_json(Band(524e3, 637e3, 1.5e3, 2.5e3, "PAK", widened=True)),
                 reported_depth_min_km=2.0, reported_depth_max_km=2.0, depth_wording=words,
                 reported_depth_into="PAK"),
    )  # fmt: skip
    known = known_of(frame)
    # half a kilometre for the number's rounding, and 500 m of the line itself
    assert (known.low_km[0], known.high_km[0]) == (low_km, high_km)


def test_what_lies_beyond_an_end_of_the_line_is_not_put_along_it(frame_of):
    frame = frame_of(
        incident("a", lon=61.5, lat=31.0, coordinate_uncertainty_m=500.0, chainage_m=0.0,
                 signed_distance_m=9e4, signed_p05_m=8e4, signed_p95_m=1e5, beyond_end=True,
                 footprint=to_json(Disc(61.5, 31.0, 500.0)))
    )  # fmt: skip
    known = known_of(frame)
    assert not known.is_point.any()
    assert not known.is_range.any()


def made_up(count, seed=7):
    rng = np.random.default_rng(seed)
    at, off = rng.uniform(0, LENGTH_KM, count), rng.normal(0, 40, count)
    low, high = off - 3, off + 3
    return unrolled.Extents(at, off, at - 1, at + 1, low, high)


def test_counts_along_the_border_lose_nothing_of_points_and_spread_the_vague():
    known = made_up(500)
    mask = np.ones(500, dtype=bool)
    along = unrolled.along_counts(known, mask, LENGTH_KM)
    assert along["count"].sum() == 500
    vague = unrolled.Extents(*(np.array([v]) for v in (np.nan, np.nan, 20.0, 70.0, -1.0, 1.0)))
    spread_out = unrolled.along_counts(vague, np.array([True]), LENGTH_KM)["count"]
    assert spread_out[:4].tolist() == [0.1, 0.5, 0.4, 0.0]


def test_many_points_become_cells_that_count_each_once():
    known = made_up(5000)
    mask = np.ones(5000, dtype=bool)
    edges = unrolled.cell_edges_km(300.0, 5.0)
    assert np.all(np.diff(edges) > 0)
    assert edges[[0, -1]] == pytest.approx([-300, 300])
    counted = unrolled.cells(known, mask, edges, LENGTH_KM)
    assert counted["count"].sum() == 5000


def test_a_million_incidents_stay_under_half_a_megabyte(frame_of):
    frame = frame_of(incident("a"))
    frame = pd.concat([frame] * 20_000, ignore_index=True)
    columns, known = view.map_columns(frame), made_up(20_000)
    mask = np.ones(len(frame), dtype=bool)
    chart = unrolled_chart.unrolled_border(
        frame, columns, mask, known, BORDER, theme="light", reach="all", places=PLACES,
        crossings=(),
    )  # fmt: skip
    assert (
        len(json.dumps(chart.to_dict())) < 500_000
    )  # cells, whose number does not grow with the incidents


def test_depth_is_spread_over_its_interval_and_an_open_side_is_told_apart():
    nan = np.array([np.nan, np.nan])
    known = unrolled.Extents(nan, nan, nan, nan, np.array([-5.0, 10.0]), np.array([5.0, 20.0]))
    table = charts.depth_counts(known, np.array([True, True]), np.linspace(-20, 20, 9))
    assert table["count"].tolist() == [0, 0, 0, 0.5, 0.5, 0, 0.5, 0.5]
    assert table["open"].tolist() == [0, 0, 0, 0.5, 0.5, 0, 0, 0]


def test_the_heat_strip_counts_what_the_filter_shows(frame_of):
    frame = frame_of(incident("a"), incident("b", date(2014, 3, 3)))
    known = unrolled.Extents(*(np.array([v, v]) for v in (160.0, 2.0, 159.0, 161.0, 1.0, 3.0)))
    bins = bins_between(date(2014, 1, 1), date(2014, 12, 31))
    edges = unrolled.stretch_edges_km(LENGTH_KM)
    counts = charts.heat_counts(frame, np.array([True, False]), known, bins, edges)
    assert counts["count"].tolist() == [1.0]
    assert counts["stretch"].tolist() == [6]


# --- What a brush means --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("along", "across", "expected"),
    [
        ((100.0, 300.0), (-0.1, 0.4), ((100.0, 300.0), None)),  # a thin bar sideways
        ((100.0, 110.0), (5.0, 40.0), (None, (5.0, 40.0))),  # a thin bar upright
        ((100.0, 300.0), (5.0, 40.0), ((100.0, 300.0), (5.0, 40.0))),
        ((100.0, 300.0), (-50.0, 50.0), ((100.0, 300.0), None)),  # over all of the axis
        (None, None, (None, None)),
    ],
)
def test_a_rectangle_sets_a_stretch_a_depth_or_both(along, across, expected):
    meant = chart_style.meant(along, across, lambda km: km / LENGTH_KM, chart_style.shown_at("50"))
    assert meant == expected


def test_what_a_browser_sends_as_keys_is_read_as_row_numbers_only():
    assert unrolled.keys_of(["3,14", "x", "-1", "2; drop", "\u0663"]) == (3, 14)


def test_names_on_the_axis_do_not_run_into_each_other():
    scale = 690.0 / LENGTH_KM
    ends = [
        (p.at_km * scale - len(p.name) * 3.1, p.at_km * scale + len(p.name) * 3.1) for p in PLACES
    ]
    assert all(a[1] <= b[0] for a, b in pairwise(ends))
    assert {"Zahedan", "Taftan", "Panjgur"} <= {p.name for p in PLACES}


def test_a_chart_asks_for_nothing_from_outside():
    chart = unrolled_chart.border_density(
        np.ones(5, dtype=bool), made_up(5), LENGTH_KM, theme="dark"
    )
    assert "url" not in json.dumps(chart.to_dict()).replace("$schema", "")


# --- On the page ---------------------------------------------------------------------------------


@pytest.fixture
def app(tmp_path, monkeypatch):
    """The app on a store of its own, filled with the bundled incidents."""
    with app_on(tmp_path / "store.gpkg", monkeypatch) as opened:
        yield opened


def test_each_chart_opens_and_a_step_of_time_sets_the_days(app):
    app.run()
    for name in ("Unrolled border", "Depth", "Heat strip", "Timeline"):
        app.session_state["chart_open"] = name
        app.run()
        assert not app.exception
    app.button(key="play_on").click().run()
    assert app.session_state["filter_from"] == date(2007, 1, 1)
    assert app.session_state["filter_to"] == date(2007, 3, 31)
    app.button(key="play_on").click().run()
    assert app.session_state["filter_from"] == date(2007, 4, 1)
    app.button(key="dates_open").click().run()
    assert app.session_state["filter_from"] is None


def test_an_empty_store_has_no_charts_and_says_so(app, monkeypatch):
    monkeypatch.setenv(EMPTY_VARIABLE, "1")
    app.run()
    assert not app.exception
    assert "chart_open" not in app.session_state
