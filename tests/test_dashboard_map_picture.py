"""The map as a picture: the size that was asked for, the border where it is, any text as text."""

import io
import re

import altair as alt
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from dashboard.assets import static_folder
from dashboard.loading import load_border, load_geocoder
from dashboard.map_picture import map_png, map_svg, place_on_picture
from dashboard.picture_ground import THEMES
from dashboard.pictures import (
    FONT,
    PictureError,
    chart_png,
    chart_svg,
    svg_text,
    svg_to_png,
    text_width_px,
)
from dashboard.symbols import Selection
from dashboard.view import map_columns
from incidents.bundled import add_bundled
from incidents.store import Store

SIZE = (900, 640)
HOSTILE = (
    "</text><script>alert(1)</script>", "{{7*7}} ${1} &lt;b&gt; &amp;", "\u202eesrever",
    "a\x00b\x08", "\ud800 alone", "میرجاوه", "<image href='http://example.org/x.png'/>", "x" * 5000,
)  # fmt: skip


@pytest.fixture(scope="module")
def frame(tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("drawn") / "store.gpkg")
    add_bundled(store, geocoder=load_geocoder())
    found = store.frame()
    store.close()
    return found


@pytest.fixture(scope="module")
def empty(frame):
    return frame.head(0)


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def test_a_picture_has_the_size_that_was_asked_for_and_both_themes_differ(frame):
    light = map_png(frame, load_border(), title="A", size_px=SIZE, scale=2)
    dark = map_png(frame, load_border(), title="A", size_px=SIZE, scale=1, theme="dark")
    assert pixels(light).shape == (1280, 1800, 3)
    assert pixels(dark).shape == (640, 900, 3)
    assert pixels(light).mean() > 200
    assert pixels(dark).mean() < 80


def test_the_border_is_drawn_dark_where_it_is(empty):
    """The tri-point with Afghanistan and the line 20 km on, from the border's own vertices."""
    border = load_border()
    drawn = pixels(map_png(empty, border, title="", size_px=SIZE, scale=2))
    for metres in (2_000.0, 20_000.0, 300_000.0, 700_000.0):
        lon, lat = border.point_at(metres)
        x, y = place_on_picture(lon, lat, border, groups=0, size_px=SIZE)
        around = drawn[round(2 * y) - 2 : round(2 * y) + 3, round(2 * x) - 2 : round(2 * x) + 3]
        assert around.sum(axis=2).min() < 3 * 0x60
        aside = drawn[round(2 * y), round(2 * x) + 60]
        assert aside.sum() > 3 * 0xA0


def test_a_view_shows_its_bounds(frame):
    bounds = (61.0, 28.2, 63.0, 29.4)
    svg = map_svg(frame, load_border(), title="", size_px=SIZE, bounds=bounds)
    assert "Mirjaveh" in svg
    assert "Karachi" not in svg
    for lon, lat in ((61.0, 28.2), (63.0, 29.4)):
        x, y = place_on_picture(lon, lat, load_border(), groups=9, size_px=SIZE, bounds=bounds)
        assert 0 < x < SIZE[0]
        assert 0 < y < SIZE[1]


def test_what_must_stand_on_it_does(frame):
    svg = map_svg(
        frame, load_border(), title="October 2014", lines=["8 of 123", "Cite me"], size_px=SIZE
    )
    for words in ("October 2014", "8 of 123", "Cite me", "not a legal boundary", "OpenStreetMap",
                  "GeoNames", "IRAN", "PAKISTAN", " km<", "known to an area only"):  # fmt: skip
        assert words in svg


def test_its_texts_are_drawn(empty):
    bare, titled = (
        pixels(map_png(empty, load_border(), title=title, size_px=SIZE, scale=1))
        for title in ("", "Cross-border fire in October 2014")
    )
    dark = (bare.sum(axis=2) > 3 * 0x80) & (titled.sum(axis=2) < 3 * 0x80)
    assert dark.sum() > 500
    assert np.flatnonzero(dark.any(axis=1)).max() < 60
    foot = bare[-40:].sum(axis=2) < 3 * 0xA0  # whose data it is
    assert foot.sum() > 200


def test_persian_is_drawn_in_a_typeface_that_comes_along():
    words = svg_text("مرز ایران و پاکستان", 8, 20, 24, "400", "#000")
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="260" height="40" font-family="{}">'
        f'<rect width="260" height="40" fill="#fff"/>{words}</svg>'
    )
    ours, other = (pixels(svg_to_png(svg.format(family))) for family in (FONT, "sans-serif"))
    assert (ours < 0x80).sum() > 500
    assert (ours != other).any()


@pytest.mark.parametrize("face", ["400", "500", "600", "400i"])
def test_each_face_has_the_letters_of_all_three_languages(face):
    """Letters that a family lacks are drawn in any font of the system, as in charts they were."""
    lacking = text_width_px("\uf123", 100, face)
    letters = "Aégابپتثچخدڈذرڑژسشصطعغفقکگلمنںوهھہیےئٹ۰۱۲۳۴۵۶۷۸۹،؟"
    assert [one for one in letters if text_width_px(one, 100, face) == lacking] == []


def test_towns_have_their_name_in_their_own_script_beside_the_latin_one_from_near(empty):
    near, far = (
        map_svg(empty, load_border(), title="", size_px=SIZE, bounds=bounds)
        for bounds in ((61.2, 28.8, 62.0, 29.3), None)
    )
    assert ">Mirjaveh</text>" in near
    assert ">میرجاوه</text>" in near
    assert "میرجاوه" not in far


def test_the_same_input_gives_the_same_bytes(empty):
    one, other = (map_png(empty, load_border(), title="A", size_px=SIZE) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_drawn_as_text(empty, text):
    svg = map_svg(empty, load_border(), title=text, lines=[text, text], size_px=SIZE)
    assert "<script" not in svg
    assert "<image" not in svg
    assert "\u202e" not in svg
    assert map_png(empty, load_border(), title=text, lines=[text], size_px=SIZE, scale=1)


def test_the_selected_incident_stands_out_with_its_way_to_the_border(frame):
    chosen = Selection(3, 61.5, 28.9, nearest_lon=61.7, nearest_lat=28.8, label="21 km <20-22>")
    svg = map_svg(frame, load_border(), title="", size_px=SIZE, selected=chosen)
    assert "21 km &lt;20-22&gt;" in svg


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"size_px": (10, 10)}, "10 x 10 pixels"),
        ({"size_px": (9000, 900)}, "9000 x 900 pixels"),
        ({"scale": 9}, "scale 9"),
        ({"bounds": (63.0, 28.0, 61.0, 29.0)}, "west 63.0"),
        ({"bounds": (100.0, 28.0, 101.0, 29.0)}, "within"),
        ({"bounds": (float("nan"), 28.0, 61.0, 29.0)}, "west nan"),
    ],
)
def test_what_cannot_be_drawn_is_told(empty, how, said):
    with pytest.raises(PictureError, match=said):
        map_png(empty, load_border(), title="", **how)


def test_colours_are_those_of_the_map_in_the_browser():
    script = (static_folder() / "sarhad-map.js").read_text("utf-8")
    for theme, colours in THEMES.items():
        block = script.split(f"    {theme}: {{", 1)[1].split("},", 1)[0]
        theirs = dict(re.findall(r'(\w+): "?([#\w.]+)"?', block))
        for name, value in colours.items():
            if name != "soft":  # of the legend, which is HTML in the browser
                assert theirs[name] == str(value), (theme, name)


def test_many_incidents_become_clusters_with_their_number(frame):
    many = pd.concat([frame[map_columns(frame).radius_m < 5000]] * 40, ignore_index=True)
    svg = map_svg(many, load_border(), title="", size_px=SIZE)
    assert len(svg) < 3_000_000
    assert re.search(r">\d{2,4}</text>", svg)


def test_a_chart_is_drawn_without_a_network_in_the_same_typeface():
    table = pd.DataFrame({"year": [2013, 2014], "n": [3, 8]})
    chart = alt.Chart(table).mark_bar().encode(x="year:O", y="n:Q")
    png = chart_png(chart, title="<b>8</b> of 123", width_px=400, scale=1)
    assert pixels(png).shape[1] > 400
    untitled = pixels(chart_png(chart, width_px=400, scale=1))
    headed = pixels(png)[: len(pixels(png)) - len(untitled)]
    assert (headed.sum(axis=2) < 3 * 0x80).sum() > 100
    assert (untitled[-30:].sum(axis=2) < 3 * 0x90).sum() > 20  # the name of an axis
    svg = chart_svg(chart, title="<b>8</b> of 123")
    assert FONT in svg
    assert "<b>" not in svg
    with pytest.raises(PictureError, match="cannot be drawn"):
        chart_png(alt.Chart("http://127.0.0.1:1/x.csv").mark_point().encode(x="a:Q"))


def test_the_typeface_measures_as_it_draws():
    assert 90 < text_width_px("Sistan and Baluchestan", 10) < 120
    assert text_width_px("Zahedan", 10, "600") > text_width_px("Zahedan", 10)
