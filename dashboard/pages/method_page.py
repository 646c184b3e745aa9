"""Method and data: how places are known, how distances are measured, from what data."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.panels import escape
from geodata import data as shipped

if TYPE_CHECKING:
    from dashboard.pages.shared import Data

_METHOD = """
### What is measured
The distance of a place to the border is the geodesic distance on the WGS84 ellipsoid to the
nearest point of the line, whose segments are geodesics themselves. It is exact to about a
millimetre; the place and the line are not, and that is what the bounds beside it say.

The side is decided by country polygons, never by left or right of the line. Distances inside
Pakistan count positive, inside Iran negative. Where the nearest point is an end of the line (the
tri-point with Afghanistan, or the coast), no depth is claimed; nor at sea, nor in another country.

### What the bounds mean
A place is a point with a radius that contains all places meant. The distance to a line changes by
no more than one moves, so the true distance lies within that radius of the measured one; the
assumed error of the line at that stretch is added. If the bounds reach across the line, the side
is *undetermined*.

### What is drawn
A small disc with a ring is a place known to within a few kilometres. A soft area is where the
event may have been: a district, or a stretch along the border. A place nobody named precisely
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
        with st.expander("Sources and licences of the shipped data"):
            st.markdown((files(shipped) / "SOURCES.md").read_text("utf-8"))
        with st.expander("The bundled incidents"):
            st.markdown((files("incidents") / "data" / "README.md").read_text("utf-8"))
