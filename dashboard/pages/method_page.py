"""Method and data: how places are known, how distances are measured, from what data."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.language import _, ngettext, noted, number
from dashboard.loading import load_border
from dashboard.panels import escape, sources_html
from geodata import data as shipped
from geodata.lines import natural_earth_border
from incidents.whose_line import compare

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.pages.shared import Data
    from incidents.store import Store

_METHOD = (
    (
        noted("What is measured"),
        noted(
            "The distance of a place to the border is the geodesic distance on the WGS84 "
            "ellipsoid to the nearest point of the line, whose segments are geodesics "
            "themselves. It is exact to about a millimetre; the place and the line are not, and "
            "that is what the interval beside it says."
        ),
        noted(
            "The side is decided by country polygons, never by left or right of the line. "
            "Distances inside Pakistan count positive, inside Iran negative. Where the nearest "
            "point is an end of the line (the tri-point with Afghanistan, or the coast), no depth "
            "is claimed; nor at sea, nor in another country."
        ),
    ),
    (
        noted("How sure it is"),
        noted(
            "A place is a point with a radius, or an area; within it every part counts as equally "
            "likely. The line has an assumed error at each stretch. Both enter the probability of "
            "lying in Pakistan or in Iran and the interval that holds the true distance with "
            "90 %. A side is named at 95 %; below that it is *undetermined*."
        ),
    ),
    (
        noted("Reported against measured"),
        noted(
            'A reported depth is an interval as wide as its wording: "two kilometres" is 1.5 to '
            '2.5 km, "about 40 km" is 30 to 50. It is compared with the place alone (town, '
            "district, pillars), never with a place that was made from the depth. If the "
            "intervals do not meet, the map says deeper or shallower; if the place is too vague "
            "to say, *cannot tell*. A district is never held against a report."
        ),
    ),
    (
        noted("What is drawn"),
        noted(
            "A small disc with a ring is a place known to within a few kilometres. A soft area is "
            "where the event may have been: a district, a stretch along the border, or the band "
            "that a reported depth leaves of them. A place nobody named precisely gets no pin. "
            "What cannot be placed at all is counted and listed."
        ),
    ),
    (
        noted("What is said"),
        noted(
            "Reports are kept as claims: whose account it is, which agency it repeats, what it "
            "says of date, place, depth and toll. Where accounts conflict, both stand."
        ),
    ),
)
"""Heading and paragraphs of each part, in Markdown."""


def show(data: Data) -> None:
    """Draw the page."""
    left, right = st.columns([1.2, 1], gap="large")
    with left:
        for heading, *paragraphs in _METHOD:
            st.markdown("\n\n".join([f"### {_(heading)}", *map(_, paragraphs)]))
    with right:
        border = data.border
        datasets = "".join(
            f"<tr><th scope='row'>{escape(name or _('without a name'))}</th>"
            f"<td>{number(count)}</td></tr>"
            for name, count in data.store.datasets().items()
        )
        stretches = "".join(
            f"<tr><th scope='row' class='sr-fixed'>{escape(_stretch(s.from_m, s.to_m))}</th>"
            f"<td class='sr-fixed'>{_('{n} km').format(n=number(s.error_m / 1000, 1))}</td>"
            f"<td>{escape(_(s.name))}</td></tr>"
            for s in border.accuracy
        )
        line = _("{name}, {length} km, {n} vertices").format(
            name=_(border.name),
            length=number(border.length_m / 1000, 1),
            n=number(len(border.line)),
        )
        said = escape(_("{source}; not a legal boundary"))
        facts = "".join(
            f"<tr><th>{escape(name)}</th><td>{value}</td></tr>"
            for name, value in (
                (_("Line"), escape(line)),
                (_("Source"), said.format(source=sources_html(border.attribution))),
                ("sha256", escape(border.sha256)),
            )
        )
        parts = "".join(
            f'<h3>{escape(title)}</h3><table class="sr-table">{rows}</table>'
            for title, rows in (
                (_("The border used"), facts),
                (_("Assumed 95 % error of the line"), stretches),
                (_("Stored incidents"), datasets),
            )
        )
        st.html(
            f'<article class="sr-record">{parts}<h3>{escape(_("Store"))}</h3>'
            f"<p>{escape(data.store.location)}</p></article>"
        )
        _whose_line(data)
        with st.expander(_("Sources and licences of the shipped data")):
            st.markdown((files(shipped) / "SOURCES.md").read_text("utf-8"))
        with st.expander(_("The bundled incidents")):
            st.markdown((files("incidents") / "data" / "README.md").read_text("utf-8"))


def _whose_line(data: Data) -> None:
    """Which results depend on the line that they were measured against."""
    with st.expander(_("Whose line? Compare with Natural Earth's")):
        st.markdown(
            _(
                "Every distance depends on the line. This measures all incidents again against "
                "Natural Earth's 1:10m line and lists those whose side, verdict or depth changes "
                "by more than its own interval. Neither is a legal boundary."
            )
        )
        if not st.button(_("Compare"), key="compare_lines"):
            return
        with st.spinner(_("Measuring against the other line ...")):
            listed = _compared(data.store, data.store.change_counter())
        if listed.empty:
            told = _("No result depends on which of the two lines is taken.")
            st.html(f'<div class="sr-empty">{escape(told)}</div>')
            return
        rows = "".join(
            f"<tr><th scope='row' class='sr-fixed'>{escape(row.incident_id)}</th>"
            f"<td>{escape(row.changes)}</td></tr>"
            for row in listed.itertuples()
        )
        told = ngettext(
            "{n} result depends on whose line is taken (OpenStreetMap, then Natural Earth).",
            "{n} results depend on whose line is taken (OpenStreetMap, then Natural Earth).",
            len(listed),
        )
        st.html(
            f'<article class="sr-record"><p>{escape(told.format(n=number(len(listed))))}</p>'
            f'<table class="sr-table">{rows}</table></article>'
        )


def _stretch(from_m: float, to_m: float) -> str:
    return _("km {first}\N{EN DASH}{last}").format(
        first=number(from_m / 1000), last=number(to_m / 1000)
    )


@st.cache_data(show_spinner=False, max_entries=2)
def _compared(_store: Store, counter: int) -> pd.DataFrame:  # noqa: ARG001 - part of the key
    return compare(_store.incidents(), load_border(), natural_earth_border())
