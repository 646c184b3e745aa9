"""Method and data: how places are known, how distances are measured, from what data."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.loading import load_border
from dashboard.panels import escape
from geodata import data as shipped
from geodata.lines import natural_earth_border
from incidents.whose_line import compare

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.pages.shared import Data
    from incidents.store import Store

_METHOD = """
### What is measured
The distance of a place to the border is the geodesic distance on the WGS84 ellipsoid to the
nearest point of the line, whose segments are geodesics themselves. It is exact to about a
millimetre; the place and the line are not, and that is what the interval beside it says.

The side is decided by country polygons, never by left or right of the line. Distances inside
Pakistan count positive, inside Iran negative. Where the nearest point is an end of the line (the
tri-point with Afghanistan, or the coast), no depth is claimed; nor at sea, nor in another country.

### How sure it is
A place is a point with a radius, or an area; within it every part counts as equally likely. The
line has an assumed error at each stretch. Both enter the probability of lying in Pakistan or in
Iran and the interval that holds the true distance with 90 %. A side is named at 95 %; below that
it is *undetermined*.

### Reported against measured
A reported depth is an interval as wide as its wording: "two kilometres" is 1.5 to 2.5 km, "about
40 km" is 30 to 50. It is compared with the place alone (town, district, pillars), never with a
place that was made from the depth. If the intervals do not meet, the map says deeper or shallower;
if the place is too vague to say, *cannot tell*. A district is never held against a report.

### What is drawn
A small disc with a ring is a place known to within a few kilometres. A soft area is where the
event may have been: a district, a stretch along the border, or the band that a reported depth
leaves of them. A place nobody named precisely
gets no pin. What cannot be placed at all is counted and listed.

### What is said
Reports are kept as claims: whose account it is, which agency it repeats, what it says of date,
place, depth and toll. Where accounts conflict, both stand.
"""


def show(data: Data) -> None:
    """Draw the page."""
    left, right = st.columns([1.2, 1], gap="large")
    with left:
        st.markdown(_METHOD)
    with right:
        border = data.border
        datasets = "".join(
            f"<tr><th scope='row'>{escape(name or 'without a name')}</th><td>{count}</td></tr>"
            for name, count in data.store.datasets().items()
        )
        stretches = "".join(
            f"<tr><th scope='row' class='sr-fixed'>km {s.from_m / 1000:.0f}\N{EN DASH}"
            f"{s.to_m / 1000:.0f}</th><td class='sr-fixed'>{s.error_m / 1000:.1f} km</td>"
            f"<td>{escape(s.name)}</td></tr>"
            for s in border.accuracy
        )
        st.html(
            '<article class="sr-record"><h3>The border used</h3><table class="sr-table">'
            f"<tr><th>Line</th><td>{escape(border.name)}, {border.length_m / 1000:,.1f} km, "
            f"{len(border.line):,} vertices</td></tr>"
            f"<tr><th>Source</th><td>{escape(border.attribution)}; not a legal boundary</td></tr>"
            f"<tr><th>sha256</th><td>{escape(border.sha256)}</td></tr></table>"
            "<h3>Assumed 95 % error of the line</h3>"
            f'<table class="sr-table">{stretches}</table>'
            f'<h3>Stored incidents</h3><table class="sr-table">{datasets}</table>'
            f"<h3>Store</h3><p>{escape(data.store.location)}</p></article>"
        )
        _whose_line(data)
        with st.expander("Sources and licences of the shipped data"):
            st.markdown((files(shipped) / "SOURCES.md").read_text("utf-8"))
        with st.expander("The bundled incidents"):
            st.markdown((files("incidents") / "data" / "README.md").read_text("utf-8"))


def _whose_line(data: Data) -> None:
    """Which results depend on the line that they were measured against."""
    with st.expander("Whose line? Compare with Natural Earth's"):
        st.markdown(
            "Every distance depends on the line. This measures all incidents again against "
            "Natural Earth's 1:10m line and lists those whose side, verdict or depth changes by "
            "more than its own interval. Neither is a legal boundary."
        )
        if not st.button("Compare", key="compare_lines"):
            return
        with st.spinner("Measuring against the other line"):
            listed = _compared(data.store, data.store.change_counter())
        if listed.empty:
            st.html(
                '<div class="sr-empty">No result depends on which of the two lines is taken.</div>'
            )
            return
        rows = "".join(
            f"<tr><th scope='row' class='sr-fixed'>{escape(row.incident_id)}</th>"
            f"<td>{escape(row.changes)}</td></tr>"
            for row in listed.itertuples()
        )
        st.html(
            f'<article class="sr-record"><p>{len(listed)} results depend on whose line is taken '
            f"(OpenStreetMap {escape(chr(0x2192))} Natural Earth).</p>"
            f'<table class="sr-table">{rows}</table></article>'
        )


@st.cache_data(show_spinner=False, max_entries=2)
def _compared(_store: Store, counter: int) -> pd.DataFrame:  # noqa: ARG001 - part of the key
    return compare(_store.incidents(), load_border(), natural_earth_border())
