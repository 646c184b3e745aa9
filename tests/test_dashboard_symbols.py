"""Symbols: the palette can be told apart, and a view never shows more or less than there is."""

import itertools
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.symbols import (
    GROUPS,
    KEYS_PER_CLUSTER,
    SHAPES,
    TYPE_CODES,
    AreaSymbol,
    Symbols,
    aggregate,
    cluster_radius_px,
    group_of_type,
    group_styles,
    legend_html,
    swatch_css,
    swatch_svg,
    type_numbers,
    type_style,
)

LAND = {"light": "#F7F3E9", "dark": "#2B2E31"}
# Machado, Oliveira & Fernandes 2009, full severity: what a colour-blind eye sees of linear RGB
SIGHT = {
    "normal": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.01182, 0.04294, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.3039],
        ]
    ),
}


def linear(colour):
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    light, dark = sorted((linear(c) @ [0.2126, 0.7152, 0.0722] for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(colour, sight):
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ np.clip(SIGHT[sight] @ linear(colour), 0, 1) / [0.9505, 1.0, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_symbol_stands_out_from_the_land_by_three_to_one(theme):
    # WCAG 2.2, 1.4.11 (non-text contrast)
    for style in group_styles(theme):
        assert contrast(style.colour, LAND[theme]) >= 3.0, style


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", list(SIGHT))
def test_no_two_types_look_alike_to_any_kind_of_sight(theme, sight):
    # a CIE76 difference of 10 is plain at a glance; the grey "other" has its own small shape
    styles = [s for s in group_styles(theme) if s.shape != "dot"]
    for one, other in itertools.combinations(styles, 2):
        apart = np.linalg.norm(lab(one.colour, sight) - lab(other.colour, sight))
        assert apart >= 15.0, (one.label, other.label, apart)


def test_each_look_has_its_own_shape_and_there_are_nine():
    shapes = [s.shape for s in group_styles("light")]
    assert len(set(shapes)) == len(shapes) == len(GROUPS) == 9
    assert set(shapes) == set(SHAPES)


def test_every_type_has_a_look_and_four_share_the_one_of_other():
    shared = [c for c in TYPE_CODES if type_style(c).label == "Other"]
    assert shared == ["crossing_attempt", "arrest_or_seizure", "border_closure", "other"]
    assert [GROUPS[group_of_type(k)] for k, c in enumerate(TYPE_CODES) if c in GROUPS] == [
        c for c in TYPE_CODES if c in GROUPS
    ]


def test_unknown_type_and_theme_are_refused_by_name():
    with pytest.raises(ValueError, match="'raid'"):
        type_style("raid")
    with pytest.raises(ValueError, match="'sepia'"):
        type_style("other", "sepia")


def test_type_numbers_count_unknown_codes_as_other():
    assert type_numbers(["incursion", "raid", "other"]).tolist() == [0, 11, 11]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_legend_names_every_type_and_explains_uncertainty_in_one_sentence(theme):
    html = legend_html(theme)
    for style in group_styles(theme):
        assert f">{style.label}</span>" in html
    assert html.count("<p>") == 1
    assert "as wide on the ground as the place is uncertain" in html
    assert "<svg" not in html  # Streamlit takes inline SVG out of st.html


def test_legend_of_some_types_leaves_the_others_out():
    html = legend_html("light", groups=["incursion"])
    assert "Incursion" in html
    assert "Abduction" not in html


def test_swatches_ask_nobody_for_a_picture():
    for text in (swatch_css("light"), swatch_css("dark"), swatch_svg("incursion"), legend_html()):
        addresses = re.findall(r"(?:src=|url\()\"([^\"]*)\"", text)
        assert addresses
        assert all(a.startswith("data:image/svg+xml,") for a in addresses)


def test_area_counts_its_incidents():
    area = AreaSymbol((np.zeros((4, 2)),), 61.0, 28.0, keys=(3, 5, 8))
    assert area.count == 3


# --- aggregate -------------------------------------------------------------------------------


def view(lon, lat, **options):
    n = len(lon)
    settings_ = {
        "type_code": np.zeros(n, dtype=np.int8),
        "radius_m": np.full(n, 500.0),
        "certainty": np.ones(n),
        "mask": np.ones(n, dtype=bool),
        "bounds": None,
        "zoom": 9.0,
    } | options
    return aggregate(np.asarray(lon, float), np.asarray(lat, float), **settings_)


def keys_of(symbols: Symbols):
    listed = [k for keys in symbols.clusters.keys for k in keys]
    return sorted([*symbols.points.key.tolist(), *listed])


def test_nothing_in_view_gives_nothing():
    symbols = view([], [])
    assert symbols.incident_count == 0
    assert symbols.clusters.mix.shape == (0, len(GROUPS))


def test_incidents_without_a_point_are_not_drawn():
    symbols = view([61.5, np.nan], [28.9, np.nan])
    assert keys_of(symbols) == [0]


def test_mask_and_bounds_decide_what_is_in_view():
    mask = np.array([True, True, False])
    symbols = view([61.5, 66.0, 61.6], [28.9, 28.9, 28.9], mask=mask, bounds=(61, 28, 62, 29))
    assert keys_of(symbols) == [0]


def test_a_margin_of_a_fifth_around_the_view_is_there_already():
    symbols = view([62.15, 62.25], [28.5, 28.5], bounds=(61, 28, 62, 29))
    assert keys_of(symbols) == [0]


def test_the_same_place_stays_a_stack_that_lists_its_members_at_every_zoom():
    symbols = view([61.5866] * 7 + [61.0], [28.9469] * 7 + [28.0], zoom=18.0)
    assert symbols.clusters.keys == ((0, 1, 2, 3, 4, 5, 6),)
    assert symbols.clusters.count.tolist() == [7]
    assert symbols.clusters.west[0] == symbols.clusters.east[0] == 61.5866
    assert symbols.points.key.tolist() == [7]


def test_places_apart_part_on_zooming_in():
    lon, lat = [61.50, 61.51], [28.90, 28.90]  # 1 km apart
    assert len(view(lon, lat, zoom=7.0).clusters.count) == 1
    assert len(view(lon, lat, zoom=14.0).points.key) == 2


def test_a_stack_too_large_to_list_names_nobody():
    n = KEYS_PER_CLUSTER + 1
    symbols = view([61.5] * n, [28.9] * n)
    assert symbols.clusters.keys == ((),)
    assert symbols.incident_count == n


def test_the_mix_counts_each_look():
    codes = type_numbers(["incursion", "incursion", "border_closure", "other", "diplomatic"])
    symbols = view([61.5] * 5, [28.9] * 5, type_code=codes)
    mix = dict(zip(GROUPS, symbols.clusters.mix[0].tolist(), strict=True))
    assert {k: v for k, v in mix.items() if v} == {"incursion": 2, "diplomatic": 1, "other": 2}


def test_point_columns_belong_to_their_key():
    symbols = view(
        [60.0, 61.0, 62.0],
        [27.0, 28.0, 29.0],
        radius_m=np.array([100.0, np.nan, 300.0]),
        certainty=np.array([1.0, 0.5, 0.25]),
        undetermined=np.array([False, True, False]),
        mask=np.array([False, True, True]),
    )
    order = np.argsort(symbols.points.key)
    assert symbols.points.key[order].tolist() == [1, 2]
    assert symbols.points.lon[order].tolist() == [61.0, 62.0]
    assert np.isnan(symbols.points.radius_m[order][0])
    assert symbols.points.certainty[order].tolist() == [0.5, 0.25]
    assert symbols.points.undetermined[order].tolist() == [True, False]


places = st.lists(
    st.tuples(st.floats(59, 65), st.floats(24, 31), st.integers(0, 11), st.booleans()),
    max_size=120,
)


@settings(max_examples=60, deadline=None)
@given(places=places, zoom=st.floats(5, 18), limit=st.sampled_from([5, 40, 2000]))
def test_every_incident_in_view_is_counted_once_and_symbols_stay_within_the_limit(
    places, zoom, limit
):
    lon, lat, codes, shown = (
        (np.array(c) for c in zip(*places, strict=True))
        if places
        else (
            np.empty(0),
            np.empty(0),
            np.empty(0, dtype=int),
            np.empty(0, dtype=bool),
        )
    )
    symbols = view(
        lon, lat, type_code=codes.astype(np.int8), mask=shown.astype(bool), zoom=zoom, limit=limit
    )
    assert symbols.incident_count == int(shown.sum())
    assert len(symbols.points.key) + len(symbols.clusters.count) <= limit
    assert (symbols.clusters.mix.sum(axis=1) == symbols.clusters.count).all()
    assert (symbols.clusters.count > 1).all()
    listed = keys_of(symbols)
    assert len(listed) == len(set(listed))
    assert set(listed) <= set(np.flatnonzero(shown).tolist())
    inside = (symbols.clusters.west <= symbols.clusters.lon + 1e-9) & (
        symbols.clusters.lon <= symbols.clusters.east + 1e-9
    )
    assert inside.all()


def test_no_symbol_lies_under_the_middle_of_a_ring():
    rng = np.random.default_rng(4)
    lon, lat, zoom = rng.normal(61.5, 0.3, 400), rng.normal(28.9, 0.3, 400), 8.0
    symbols = view(lon, lat, zoom=zoom)
    px = 256 * 2**zoom / 360
    x = np.concatenate([symbols.clusters.lon, symbols.points.lon]) * px
    y = np.concatenate([symbols.clusters.lat, symbols.points.lat]) * px / np.cos(np.radians(27.5))
    for k, radius in enumerate(cluster_radius_px(symbols.clusters.count)):
        others = np.delete(np.hypot(x - x[k], y - y[k]), k)
        assert others.min() > radius * 0.5


def test_the_grid_does_not_move_with_the_view():
    rng = np.random.default_rng(5)
    lon, lat = rng.uniform(60, 64, 5000), rng.uniform(26, 30, 5000)
    here = view(lon, lat, bounds=(60, 26, 63, 29), zoom=8.0)
    there = view(lon, lat, bounds=(60.01, 26.01, 63.01, 29.01), zoom=8.0)
    centres = [
        set(zip(s.clusters.lon.tolist(), s.clusters.lat.tolist(), strict=True))
        for s in (here, there)
    ]
    assert len(centres[0] & centres[1]) > 0.7 * len(centres[0])


def test_a_hundred_thousand_incidents_become_a_few_hundred_symbols():
    rng = np.random.default_rng(6)
    n = 100_000
    symbols = view(rng.uniform(58, 66, n), rng.uniform(24, 32, n), zoom=7.0)
    assert symbols.incident_count == n
    assert len(symbols.points.key) + len(symbols.clusters.count) <= 2000
