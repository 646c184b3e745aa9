"""The map as it is sent to the browser: constant, compact, asking nobody, safe with any text."""

import asyncio
import html
import itertools
import json
import re
from pathlib import Path

import numpy as np
import pytest
import streamlit_folium
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from dashboard import assets, doors
from dashboard.incident_map import base_map, incident_layer, read_event
from dashboard.map_packing import basemap_data, escape_for_map
from dashboard.symbols import AreaSymbol, Outline, Selection, Symbols, aggregate, cluster_radius_px
from geodata.basemap import load_basemap
from geodata.borders import load_border

HOSTILE = [
    "{{7*7}}",
    "{% x %}",
    "{# c #}",
    "${1}",
    "`",
    "back\\slash",
    "</script>",
    "<img src=x onerror=alert(1)>",
    "'single' \"double\" & #",
    "&#60;b&#62;",
    "line\u2028separator",
    "map_div_0 _feature_group_0",
    "\ud800",
]
ALL_HOSTILE = " ".join(HOSTILE)


@pytest.fixture(scope="module")
def base():
    return lambda theme="light": base_map(load_basemap(), load_border(), theme=theme)


def make_symbols(areas=()):
    lon, lat = np.array([61.5866, 61.5866, 62.331]), np.array([28.9469, 28.9469, 27.3709])
    drawn = aggregate(
        lon,
        lat,
        type_code=np.array([0, 1, 4], dtype=np.int8),
        radius_m=np.array([500.0, np.nan, 3000.0]),
        certainty=np.array([1.0, np.nan, 0.5]),
        mask=np.ones(3, dtype=bool),
        bounds=None,
        zoom=9.0,
    )
    return Symbols(drawn.points, drawn.clusters, tuple(areas))


def base_script(folium_map):
    """The base map's script and header exactly as the component makes them."""
    folium_map.render()
    header = streamlit_folium._get_header(folium_map)
    return streamlit_folium._get_map_string(folium_map), header


def layer_script(layer, folium_map):
    """The layer's script exactly as the component makes it."""
    base_script(folium_map)
    return streamlit_folium._get_feature_group_string(layer, map=folium_map)


def layer_data(script):
    sent = re.search(r"Sarhad\.layer\(map_div, (\{.*\})\)", script)
    assert sent is not None
    return json.loads(sent.group(1))


# --- text ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_reads_as_it_was_and_holds_no_sign_that_means_anything(text):
    escaped = escape_for_map(text)
    assert re.fullmatch(r"(?:[A-Za-z0-9 .,\-]|&#\d+;|[^\x00-\x7f])*", escaped)
    decoded = re.sub(r"&#(\d+);", lambda m: chr(int(m.group(1))), escaped)
    assert decoded == text


@settings(deadline=None)
@given(st.text())
def test_any_text_is_reduced_to_letters_digits_and_entities(text):
    escaped = escape_for_map(text)
    rest = re.sub(r"&#\d+;", "", escaped)
    assert all(c.isalnum() or c in " .,-\u200c\u200d" for c in rest)


def test_direction_and_control_characters_are_shown():
    shown = html.unescape(escape_for_map("a\u202eb\u0000c\u2066"))
    assert shown == "a⟨U+202E⟩b⟨U+0000⟩c⟨U+2066⟩"


def test_persian_and_urdu_stay_as_they_are():
    assert escape_for_map("میرجاوه تفتان") == "میرجاوه تفتان"


def test_line_breaks_are_kept():
    assert escape_for_map("a\nb") == "a&#10;b"


def test_hostile_text_in_every_place_reaches_the_browser_as_text(base):
    area = AreaSymbol(
        (np.array([[62.0, 27.0], [62.5, 27.0], [62.5, 27.5]]),),
        62.3,
        27.2,
        keys=(9,),
        tooltip=ALL_HOSTILE,
        popup=(ALL_HOSTILE,),
    )
    texts = dict.fromkeys(range(3), ALL_HOSTILE)
    layer = incident_layer(
        make_symbols([area]),
        tooltips=texts,
        popups={k: [text, text] for k, text in texts.items()},
        selected=Selection(2, 62.331, 27.3709, 62.75, 27.2, ALL_HOSTILE),
    )
    script = layer_script(layer, base())
    script.encode("utf-8")
    for text in HOSTILE:
        assert text not in script
    data = layer_data(script)
    escaped = escape_for_map(ALL_HOSTILE)
    assert data["p"]["tip"] == [escaped]
    assert data["p"]["popup"] == [[escaped, escaped]]
    assert data["a"][0]["tip"] == data["s"]["label"] == escaped
    assert data["a"][0]["popup"] == [escaped]


def test_keys_are_numbers_whatever_is_looked_up_by_them(base):
    script = layer_script(incident_layer(make_symbols(), tooltips={2: "x"}), base())
    assert layer_data(script)["p"]["key"] == [2]


# --- constant and compact --------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_base_map_is_the_same_bytes_each_time_and_small(base, theme):
    first, second = base_script(base(theme)), base_script(base(theme))
    assert first == second
    assert len("".join(first)) < 4000


def test_themes_differ_in_what_the_component_compares(base):
    keys = {
        streamlit_folium.generate_js_hash(base_script(base(theme))[0], "map")
        for theme in ("light", "dark")
    }
    assert len(keys) == 2


def test_a_layer_does_not_change_the_base_map(base):
    alone = base_script(base())[0]
    folium_map = base()
    script = base_script(folium_map)[0]
    layer_script(incident_layer(make_symbols()), folium_map)
    assert script == alone


def test_layer_is_the_same_bytes_each_time(base):
    scripts = {
        layer_script(incident_layer(make_symbols(), tooltips={2: "a"}), base()) for _ in range(3)
    }
    assert len(scripts) == 1


def test_layer_empties_the_list_that_the_component_never_empties(base):
    script = layer_script(incident_layer(make_symbols()), base())
    assert script.index("window.feature_group = [];") < script.index("Sarhad.layer")
    assert "window.feature_group.push(feature_group_feature_group_0);" in script


def test_layer_sends_positions_to_a_metre_in_longitude_latitude_order(base):
    data = layer_data(layer_script(incident_layer(make_symbols()), base()))
    assert (data["p"]["lon"], data["p"]["lat"]) == ([6233100], [2737090])
    assert (data["c"]["lon"], data["c"]["lat"]) == ([6158660], [2894690])
    assert data["c"]["keys"] == [[0, 1]]
    assert data["c"]["count"] == [2]
    assert html.unescape(data["c"]["tip"][0]) == "2 incidents\n1 Incursion\n1 Cross-border fire"


def test_unknown_radius_and_certainty_travel_as_nothing(base):
    symbols = make_symbols()
    unknown = Symbols(
        aggregate(
            np.array([61.0]),
            np.array([28.0]),
            type_code=np.array([0], dtype=np.int8),
            radius_m=np.array([np.nan]),
            certainty=np.array([np.nan]),
            mask=np.array([True]),
            bounds=None,
            zoom=9.0,
        ).points,
        symbols.clusters,
    )
    data = layer_data(layer_script(incident_layer(unknown), base()))
    assert (data["p"]["radius"], data["p"]["sure"]) == ([0], [0])


def test_two_thousand_symbols_stay_under_half_a_megabyte(base):
    n = 2000
    rng = np.random.default_rng(1)
    symbols = aggregate(
        rng.uniform(60, 64, n),
        rng.uniform(25, 30, n),
        type_code=rng.integers(0, 12, n).astype(np.int8),
        radius_m=rng.uniform(100, 8000, n),
        certainty=rng.uniform(0, 1, n),
        mask=np.ones(n, dtype=bool),
        bounds=None,
        zoom=18.0,
    )
    tips = {k: f"2014-10-17 \N{MIDDLE DOT} Cross-border fire\nnear pillar {k}" for k in range(n)}
    script = layer_script(incident_layer(symbols, tooltips=tips), base())
    assert len(layer_data(script)["p"]["key"]) > 1900
    assert len(script) < 500_000


def test_selection_draws_a_geodesic_only_where_a_depth_is_claimed(base):
    near = Selection(2, 62.331, 27.3709, 62.75, 27.2, "45.6 km")
    far = Selection(2, 62.331, 27.3709)
    area = Selection(2)
    rows = [
        layer_data(layer_script(incident_layer(make_symbols(), selected=s), base()))["s"]
        for s in (near, far, area)
    ]
    assert len(rows[0]["line"]) >= 2 * 4  # 45 km: both ends and two points between
    assert rows[0]["line"][:2] == [6233100, 2737090]
    assert (rows[1]["line"], rows[1]["point"]) == ([], [6233100, 2737090])
    assert (rows[2]["line"], rows[2]["point"]) == ([], None)


def test_the_accounts_of_the_selected_incident_are_outlines_and_what_they_share_is_marked(base):
    square = np.array([[61.0, 29.0], [62.0, 29.0], [62.0, 28.0], [61.0, 29.0]])
    selected = Selection(2, outlines=(Outline((square,)), Outline((square,), shared=True)))
    row = layer_data(layer_script(incident_layer(make_symbols(), selected=selected), base()))["s"]
    assert [outline["shared"] for outline in row["outlines"]] == [0, 1]
    assert unpacked(row["outlines"][0]["rings"][0]) == pytest.approx(square)


# --- base map data ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sent():
    return json.loads(basemap_data(load_basemap(), load_border()))


def unpacked(deltas):
    return np.cumsum(np.array(deltas).reshape(-1, 2), axis=0) / 1e5


def test_the_border_is_sent_whole_and_to_a_metre(sent):
    border = load_border()
    line = unpacked(sent["border"]["line"])
    assert len(line) > 0.99 * len(border.line)
    assert np.abs(line[[0, -1]] - border.line[[0, -1]]).max() < 1e-5


def test_accuracy_bands_cover_the_line_without_a_gap(sent):
    bands = sent["border"]["bands"]
    count = len(sent["border"]["line"]) // 2
    assert (bands[0][0], bands[-1][1]) == (0, count - 1)
    assert all(a[1] == b[0] for a, b in itertools.pairwise(bands))
    assert max(b[2] for b in bands) == 3000.0  # border_accuracy.csv, 38 to 70 km


def test_pakistan_lies_to_the_left_of_a_line_that_runs_south(sent):
    assert sent["border"]["left_is_positive"] is True
    assert (sent["border"]["negative"], sent["border"]["positive"]) == ("Iran", "Pakistan")


def test_both_sides_share_the_very_line_that_is_drawn(sent):
    for side in ("negative", "positive"):
        assert [abs(part["along"]) for part in sent[side]].count(1) == 1


def test_base_map_data_is_small_and_the_same_each_time():
    packed = basemap_data(load_basemap(), load_border())
    assert packed == basemap_data(load_basemap(), load_border())
    assert len(packed) < 260_000


# --- nobody else is asked --------------------------------------------------------------------


def get(path):
    """Answer of the app's own routes: status, headers, body."""
    app = Starlette(routes=assets.routes(), middleware=doors.middleware(lambda _cookies: True))
    answer = {"body": b""}

    async def receive():
        await asyncio.Event().wait()  # a client that has asked and now only listens

    async def send(message):
        if message["type"] == "http.response.start":
            answer["status"] = message["status"]
            answer["headers"] = {k.decode(): v.decode() for k, v in message["headers"]}
        else:
            answer["body"] += message.get("body", b"")

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [],
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "http_version": "1.1",
    }
    asyncio.run(app(scope, receive, send))
    return answer["status"], answer["headers"], answer["body"]


def test_every_script_and_style_of_the_map_is_served_by_the_app(base):
    folium_map = base()
    links = [address for _, address in folium_map.default_js + folium_map.default_css]
    assert len(links) == 5
    for link in links:
        assert link.startswith("../../assets/")
        status, headers, body = get(link.removeprefix("../..").partition("?")[0])
        assert status == 200, link
        assert len(body) > 100
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"


def test_nothing_that_the_map_sends_names_another_host(base):
    folium_map = base()
    script, header = base_script(folium_map)
    layer = layer_script(incident_layer(make_symbols()), base())
    links = " ".join(a for _, a in folium_map.default_js + folium_map.default_css)
    own = [p.read_text("utf-8") for p in assets.static_folder().glob("sarhad-map.*")]
    assert len(own) == 2
    for text in (script, header, layer, links, own[0], own[1]):
        assert not re.search(r"https?:|[\"'(]//", text)


def test_styles_that_are_served_ask_for_files_beside_them_only():
    folders = (assets.leaflet_folder(), assets.static_folder())
    sheets = [p for folder in folders for p in folder.glob("*.css")]
    assert sheets
    for sheet in sheets:
        for address in re.findall(r"url\(([^)]*)\)", sheet.read_text("utf-8")):
            assert re.fullmatch(r"images/[\w.\-]+|#default#VML", address), (sheet.name, address)
        assert "@import" not in sheet.read_text("utf-8")


@pytest.mark.parametrize("name", ["sans.woff2", "sans-italic.woff2"])
def test_the_typeface_is_served_from_what_is_installed(name):
    status, headers, body = get(f"/assets/font/{name}")
    assert (status, headers["content-type"], body[:4]) == (200, "font/woff2", b"wOF2")


@pytest.mark.parametrize(
    "path",
    ["/assets/font/other.woff2", "/assets/basemap/x.js", "/assets/sarhad/../assets.py"],
)
def test_what_is_not_there_is_not_served(path):
    assert get(path)[0] == 404


def test_the_policy_lets_no_other_host_in():
    assert not re.search(r"https?:|\*|//", doors.CONTENT_SECURITY_POLICY)


def test_rings_have_the_same_size_in_script_and_server():
    script = (assets.static_folder() / "sarhad-map.js").read_text("utf-8")
    assert "Math.min(30, 8.5 + 2.4 * Math.log2(Math.max(2, count)))" in script
    assert cluster_radius_px(np.array([2, 8, 10**9])).tolist() == pytest.approx([10.9, 15.7, 30.0])


def test_leaflet_is_the_version_that_folium_is_written_for():
    # folium 0.20 names leaflet@1.9.3 in its default_js
    first = (assets.leaflet_folder() / "leaflet.js").read_text("utf-8")[:200]
    assert "1.9.3" in first


# --- what the map tells ----------------------------------------------------------------------

BOUNDS = {"_southWest": {"lat": 25.0, "lng": 59.0}, "_northEast": {"lat": 30.0, "lng": 64.0}}


def test_event_is_read_in_longitude_latitude_order():
    event = read_event({"bounds": BOUNDS, "zoom": 7.25, "last_object_clicked_tooltip": None})
    assert event.bounds == (59.0, 25.0, 64.0, 30.0)
    assert (event.zoom, event.click, event.clicked_key) == (7.25, None, None)


def test_click_names_kind_and_keys_and_a_second_click_differs():
    one, two = (
        read_event({"last_object_clicked_tooltip": f"point:17@{t}"}).click for t in ("a1", "a2")
    )
    assert (one.kind, one.keys) == ("point", (17,))
    assert one != two
    stack = read_event({"last_object_clicked_tooltip": "cluster:1,2,3@z"})
    assert stack.click.keys == (1, 2, 3)
    assert stack.clicked_key is None
    assert read_event({"last_object_clicked_tooltip": "cluster:@z"}).click.keys == ()


@pytest.mark.parametrize(
    "told",
    [
        None,
        {},
        [],
        {"bounds": None, "zoom": 7},
        {"bounds": {"_southWest": {"lat": None, "lng": None}, "_northEast": {}}},
        {"bounds": "x", "last_object_clicked_tooltip": "point:x@1"},
        {"last_object_clicked_tooltip": "{{7*7}}"},
        {"last_object_clicked_tooltip": "table:1@1"},
        {"last_object_clicked_tooltip": "point:1"},
        {"last_object_clicked_tooltip": "point:-1@1"},
    ],
)
def test_whatever_a_browser_sends_no_event_is_made_up(told):
    event = read_event(told)
    assert (event.bounds, event.zoom, event.click) == (None, None, None)


def _script():
    import numpy as np  # noqa: PLC0415 - AppTest runs this function's text alone
    import streamlit as st  # noqa: PLC0415

    from dashboard.incident_map import base_map, incident_layer, show_map  # noqa: PLC0415
    from dashboard.symbols import aggregate  # noqa: PLC0415
    from geodata.basemap import load_basemap  # noqa: PLC0415
    from geodata.borders import load_border  # noqa: PLC0415

    symbols = aggregate(
        np.array([61.5]),
        np.array([28.9]),
        type_code=np.array([0], dtype=np.int8),
        radius_m=np.array([500.0]),
        certainty=np.array([1.0]),
        mask=np.array([True]),
        bounds=None,
        zoom=7.0,
    )
    base = base_map(load_basemap(), load_border(), theme="light")
    st.text(str(show_map(base, incident_layer(symbols), key="map")))


def test_a_page_with_the_map_runs_where_the_component_is_unknown():
    app = AppTest.from_function(_script, default_timeout=30).run()
    assert not app.exception
    assert app.text[0].value == "MapEvent(bounds=None, zoom=None, click=None)"


def test_the_map_script_passes_text_on_as_text_only():
    script = Path(assets.static_folder() / "sarhad-map.js").read_text("utf-8")
    assert not re.search(
        r"innerHTML|insertAdjacentHTML|document\.write|\beval\(|Function\(", script
    )
