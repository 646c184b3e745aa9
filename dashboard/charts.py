"""Charts as Altair specifications; pure functions of a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from dashboard.symbols import type_style
from incidents.record import EventType

if TYPE_CHECKING:
    import numpy as np

_GROUPS = [str(t) for t in EventType]


def timeline(frame: pd.DataFrame, mask: np.ndarray, *, theme: str) -> alt.LayerChart:
    """Incidents by year and type; those that the filter leaves out stay as a pale outline.

    Parameters
    ----------
    frame
        All incidents, as `Store.frame` returns them.
    mask
        Which of them the filter shows.
    theme
        "light" or "dark".
    """
    labels = {code: EventType(code).label for code in _GROUPS}
    each = pd.DataFrame(
        {"year": frame["date_start"].dt.year, "code": frame["event_type"], "shown": mask}
    )
    counts = each.groupby(["year", "code"])["shown"].agg(["size", "sum"]).reset_index()
    counts.columns = ["year", "code", "all", "shown"]
    counts["type"] = counts["code"].map(labels)
    counts["order"] = counts["code"].map({code: k for k, code in enumerate(_GROUPS)})
    years = range(int(counts["year"].min()), int(counts["year"].max()) + 1) if len(counts) else []
    axis = alt.Axis(title=None, labelAngle=0, grid=False, tickSize=0, labelPadding=6)
    base = alt.Chart(counts)
    all_of_them = base.mark_bar(color="#8A8578", opacity=0.22).encode(
        x=alt.X("year:O", axis=axis, scale=alt.Scale(domain=list(years), paddingInner=0.25)),
        y=alt.Y("sum(all):Q", axis=alt.Axis(title=None, tickCount=3, tickMinStep=1, domain=False)),
    )
    chosen = (
        base.transform_filter(alt.datum.shown > 0)
        .mark_bar()
        .encode(
            x=alt.X("year:O", axis=axis),
            y=alt.Y("sum(shown):Q"),
            color=alt.Color(
                "type:N",
                legend=None,
                scale=alt.Scale(
                    domain=list(labels.values()),
                    range=[type_style(code, theme).colour for code in _GROUPS],
                ),
            ),
            order=alt.Order("order:O"),
            tooltip=[
                alt.Tooltip("year:O", title="Year"),
                alt.Tooltip("type:N", title="Type"),
                alt.Tooltip("sum(shown):Q", title="Incidents shown"),
            ],
        )
    )
    chart: alt.LayerChart = (
        (all_of_them + chosen)
        .properties(height=96)
        .configure_view(strokeWidth=0)
        .configure_axis(labelFontSize=11, gridOpacity=0.35)
    )
    return chart
