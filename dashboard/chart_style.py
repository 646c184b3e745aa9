"""What the charts share: colours, the brush, axes, and how far they look.

A brush is named `BRUSH`, a click `PICK`; what is clicked comes back as `keys`, row numbers of the
frame.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import altair as alt
import numpy as np
import pandas as pd
from altair.utils.schemapi import disable_debug_mode

from dashboard import language
from dashboard.language import _
from dashboard.symbols import group_of_type, group_styles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from dashboard.symbols import Theme
    from dashboard.view import MapColumns

    Span = tuple[float, float]

alt.data_transformers.disable_max_rows()  # they are few already: what is many is counted
disable_debug_mode()
"""Altair checks every part against its schema when it is made, and the whole chart again when it
is written. The second is enough: the first takes most of the time that a chart takes."""

BRUSH, PICK = "brush", "pick"
CHART_HEIGHT_PX = 204
UNROLLED_HEIGHT_PX, DENSITY_HEIGHT_PX = 150, 54

Reach = Literal["10", "50", "all"]
REACHES: tuple[Reach, ...] = ("10", "50", "all")
"""How far a chart looks to either side of the border, in km."""

FARTHEST_KM = 300.0
"""What lies farther off than this is counted, not drawn."""

LINEAR_KM = 5.0
_AXIS_WIDTH_PX = 46
_THIN = 0.08
_FONT = '"Source Sans", "Source Sans 3", sans-serif'


@dataclass(frozen=True)
class Look:
    """The colours of a theme around the colours of the types; `heat` from few to many."""

    ink: str
    muted: str
    line: str
    accent: str
    heat: tuple[str, str]
    soft: str
    paper: str


LOOKS: dict[str, Look] = {
    "light": Look(
        ink="#23211D",
        muted="#6B665C",
        line="#DDD8CC",
        accent="#0F5C73",
        heat=("#DDE7E8", "#0B4C60"),
        soft="#8A8071",
        paper="#FBFAF7",
    ),
    "dark": Look(
        ink="#E6E3DC",
        muted="#A09A8E",
        line="#343A41",
        accent="#6CB8CF",
        heat=("#22343B", "#8BD3E6"),
        soft="#A8A296",
        paper="#16191D",
    ),
}


@dataclass(frozen=True)
class ChartSpec:
    """A chart as Vega-Lite has it, and apart from it what it draws and says.

    What a filter changes stands in `tables` (frames, or lists of rows, by the names that `spec`
    calls them by) and in `said`, the text for those who cannot see: as long as `spec` stays as it
    is, the browser only takes new rows into the chart that stands on the page.
    """

    spec: Mapping[str, Any]
    tables: Mapping[str, Any]
    said: str

    @property
    def brushed(self) -> dict[str, list[float]]:
        """What the brush was drawn with, by axis; empty where nothing is brushed."""
        dragged = next(p for p in self.spec["params"] if p["name"] == BRUSH)
        value: dict[str, list[float]] = dragged.get("value", {})
        return value

    def to_dict(self) -> dict[str, Any]:
        """All of it as one specification."""
        rows = {
            name: table.to_dict("records") if isinstance(table, pd.DataFrame) else table
            for name, table in self.tables.items()
        }
        return {**self.spec, "description": self.said, "datasets": rows}


def finished(layers: Sequence[alt.Chart], theme: Theme, *, height_px: int, said: str) -> ChartSpec:
    """The layers as one chart in our own colours.

    Layers whose data are only named get their tables from the caller.
    """
    look = LOOKS[theme]
    chart: alt.LayerChart = (
        alt.layer(*layers)
        .properties(
            height=height_px,
            background="transparent",
            padding={"left": 0, "right": 8, "top": 4, "bottom": 2},
        )
        .configure_view(strokeWidth=0, cursor="crosshair")
        .configure(font=_FONT, locale=_locale())
        .configure_axis(
            labelFontSize=11,
            labelColor=look.muted,
            titleColor=look.muted,
            gridColor=look.line,
            gridOpacity=0.6,
            domainColor=look.line,
            tickColor=look.line,
            labelFont=_FONT,
        )
    )
    spec = chart.to_dict()
    return ChartSpec(spec, spec.pop("datasets", {}), said)


def _locale() -> Any:  # noqa: ANN401 - of Altair
    """How the browser writes numbers on axes and in tooltips."""
    if not language.current().right_to_left:
        return alt.Undefined
    return alt.Locale(
        number=alt.NumberLocale(
            currency=["", ""],
            decimal="\N{ARABIC DECIMAL SEPARATOR}",
            grouping=[3],
            thousands="\N{ARABIC THOUSANDS SEPARATOR}",
            numerals=[language.digits(k) for k in range(10)],
        )
    )


def brush(
    theme: Theme, encodings: Sequence[Literal["x", "y"]], value: Mapping[str, Span]
) -> alt.Parameter:
    """An interval to drag; `value` is what the filter has set already."""
    look = LOOKS[theme]
    return alt.selection_interval(
        name=BRUSH,
        encodings=list(encodings),
        value={k: list(value[k]) for k in encodings if k in value} if value else alt.Undefined,
        mark=alt.BrushConfig(
            fill=look.accent, fillOpacity=0.1, stroke=look.accent, strokeWidth=1, strokeOpacity=0.9
        ),
    )


def colour(theme: Theme) -> alt.Color:
    """The colour of a group of types, as on the map."""
    styles = group_styles(theme)
    return alt.Color(
        "group:N",
        legend=None,
        scale=alt.Scale(domain=[s.label for s in styles], range=[s.colour for s in styles]),
    )


def y_axis(**more: Any) -> alt.Axis:  # noqa: ANN401 - of Altair
    """An upright axis, as wide in all charts, so that charts below each other line up."""
    return alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        minExtent=_AXIS_WIDTH_PX,
        maxExtent=_AXIS_WIDTH_PX,
        **more,
    )


def reach_km(reach: Reach) -> float:
    """How far a chart looks to either side of the border, in km."""
    return FARTHEST_KM if reach == "all" else float(reach)


def distance_words() -> str:
    """An expression of Vega that names a signed distance, the line itself by its name."""
    km = json.dumps(_("{n} km"))
    return (
        f"datum.value == 0 ? {json.dumps(_('line'))} : "
        f"replace({km}, '{{n}}', format(abs(datum.value), '~g'))"
    )


def shown_at(reach: Reach) -> Callable[[float], float]:
    """Where a signed distance in km stands on the chart: 0 at its one edge, 1 at the other."""
    far = reach_km(reach)

    def scaled(km: float) -> float:
        if reach != "all":
            return km
        return float(np.sign(km) * np.log1p(abs(km) / LINEAR_KM))

    return lambda km: (scaled(km) + scaled(far)) / (2 * scaled(far))


def meant(
    along: Span | None,
    across: Span | None,
    along_scale: Callable[[float], float],
    across_scale: Callable[[float], float],
) -> tuple[Span | None, Span | None]:
    """What a rectangle that was dragged sets: one axis, or both.

    A rectangle that is thin, or reaches over all of an axis, leaves that axis open: sideways
    drags a stretch, up and down a depth. The scales map what an axis shows to 0..1.
    """
    kept: list[Span | None] = []
    for span, scale in ((along, along_scale), (across, across_scale)):
        if span is None:
            kept.append(None)
            continue
        part = abs(scale(span[1]) - scale(span[0]))
        kept.append(None if part < _THIN or part > 1 - _THIN else span)
    return kept[0], kept[1]


def group_numbers(columns: MapColumns) -> NDArray[np.int64]:
    """Each incident's number in `symbols.GROUPS`."""
    lookup = np.array([group_of_type(k) for k in range(int(columns.type_code.max(initial=0)) + 1)])
    numbers: NDArray[np.int64] = lookup[columns.type_code]
    return numbers
