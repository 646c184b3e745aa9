"""Share what is shown: files, pictures, the frozen citation, the evidence pack.

Everything is made only when it is asked for, and what makes it is loaded only then. What takes
seconds is made in a fragment of its own, so that nothing else on the page waits, and then offered
to be saved.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import charts, state, view
from dashboard.citation import DEFAULT_ADDRESS, Citation, cite
from dashboard.incident_map import read_event
from dashboard.language import _, noted, number, spoken
from dashboard.panels import escape, problem_html
from dashboard.time_bins import bins_between
from dashboard.wording import incidents, visible
from geodata.errors import GeodataError
from incidents.columns import claims_of
from incidents.errors import IncidentsError
from incidents.profiles import INTERNAL, PUBLIC, Profile, apply, preview
from incidents.rows import frame_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from dashboard.pages.shared import Data
    from dashboard.symbols import Bounds, Theme
    from incidents.filters import IncidentFilter

_EXPORTS = {
    ".csv": noted("CSV, for a spreadsheet, and the claims (zipped)"),
    ".xlsx": noted("XLSX, with the claims"),
    ".geojson": "GeoJSON",
    ".gpkg": "GeoPackage",
    ".parquet": "GeoParquet",
    ".kml": "KML",
    ".acled.csv": noted("CSV in ACLED's shape"),
    ".html": noted("Map in one HTML file, for any browser without a network"),
}
_PREVIEWED = 200
_MADE, _REFUSED = "shared_file", "shared_refusal"
_SIZES = {"1600 x 1000": (1600, 1000), "1920 x 1080": (1920, 1080), "1200 x 1500": (1200, 1500)}


def share_button(data: Data, mask: np.ndarray, chosen: IncidentFilter) -> None:
    """Draw the button that opens all ways to share what is shown.

    Parameters
    ----------
    data
        The store and its content.
    mask
        Which incidents the filter shows.
    chosen
        The filter.
    """
    _share(data, mask, chosen)


@st.fragment
def _share(data: Data, mask: np.ndarray, chosen: IncidentFilter) -> None:
    with st.popover(
        _("Share"),
        icon=":material/ios_share:",
        width="stretch",
        disabled=not mask.any(),
        key="share",
        on_change="rerun",
    ) as opened:
        if not opened.open or not mask.any():
            return  # a click on a button that this run is about to replace would be lost
        public = st.toggle(
            _("For passing on"),
            key="export_public",
            help=_("Places are coarsened to 10 km, and what could expose people is left out"),
        )
        profile = PUBLIC if public else INTERNAL
        if public:
            _show_preview(data, _ids(data, mask))
        _show_files(data, mask, profile)
        _show_what_is_made(data, mask, chosen, profile)
        st.caption(
            _(
                "Shapes show where an event may have been. Whom to credit stands in the file. Not "
                "a legal boundary."
            )
        )


def _ids(data: Data, mask: np.ndarray) -> tuple[str, ...]:
    return tuple(data.frame["incident_id"].to_numpy()[mask])


def _show_files(data: Data, mask: np.ndarray, profile: Profile) -> None:
    public = "-public" if profile == PUBLIC else ""
    st.html(f'<div class="sr-rail-heading">{escape(_("Data"))}</div>')
    with st.container(horizontal=True, gap="small", key="share_files"):
        for suffix, name in _EXPORTS.items():
            st.download_button(
                _(name),
                data=partial(_exported, data, mask, suffix, profile),
                file_name=f"incidents{public}{suffix}{'.zip' if suffix == '.csv' else ''}",
                mime="application/octet-stream",
                key=f"export{suffix}",
                on_click="ignore",
                type="tertiary",
            )


# --- Pictures, citation, pack ------------------------------------------------------------------


def _show_what_is_made(
    data: Data, mask: np.ndarray, chosen: IncidentFilter, profile: Profile
) -> None:
    address = st.context.url or DEFAULT_ADDRESS
    try:
        citation = cite(
            data.store,
            chosen,
            data.frame.loc[mask, ["border_sha256", "gazetteer_sha256"]],
            total=len(data.frame),
            address=address,
        )
    except IncidentsError as error:
        st.html(f'<div class="sr-note" role="alert">{problem_html(str(error))}</div>')
        return
    st.html(f'<div class="sr-rail-heading">{escape(_("Picture"))}</div>')
    size_at, look_at = st.columns(2, gap="small")
    with size_at:
        size = st.selectbox(_("Pixels, doubled"), list(_SIZES), key="picture_size")
    with look_at:
        dark = st.segmented_control(
            _("Look"),
            [False, True],
            format_func=lambda d: _("Dark") if d else _("Light"),
            default=data.theme == "dark",
            key="picture_dark",
        )
    bounds = read_event(state.map_told()).bounds
    here = bounds is not None and st.toggle(_("Only what the map shows now"), key="picture_here")
    theme: Theme = "dark" if dark else "light"
    draw = partial(
        _drawn, data, mask, citation, profile, theme, _SIZES[size], bounds if here else None
    )
    chart = partial(_chart, data, mask, citation, theme)
    pack = partial(_packed, data, chosen, profile, address)
    public = "-public" if profile == PUBLIC else ""
    state_of = (citation.link, profile.name, theme, size, bounds if here else None)
    with st.container(horizontal=True, gap="small"):
        _make_button(_("Map as PNG"), f"map{public}.png", draw, state_of)
        _make_button(_("Map as SVG"), f"map{public}.svg", draw, state_of)
        _make_button(_("Timeline as PNG"), "timeline.png", chart, state_of)
    st.html(f'<div class="sr-rail-heading">{escape(_("Citation"))}</div>')
    st.code(visible(citation.line), language=None, wrap_lines=True)
    st.caption(
        _(
            "Opened later, the link shows these records as they are shown here. Text that is "
            "redacted in the meantime stays gone."
        )
    )
    st.html(f'<div class="sr-rail-heading">{escape(_("Evidence pack"))}</div>')
    st.caption(
        _(
            "One ZIP for a lawyer or an editor: data, sources, method, border, map and citation, "
            "with the hash of every file and how to check it."
        )
    )
    _make_button(_("Make the pack"), f"evidence{public}.zip", pack, state_of)
    _show_made(state_of)


def _make_button(
    label: str, name: str, make: Callable[[str], bytes], state_of: tuple[object, ...]
) -> None:
    """Make a file when clicked, and keep it until what it was made of has changed."""
    if not st.button(label, key=f"make_{name}"):
        return
    state.keep(_MADE, None)
    state.keep(_REFUSED, None)
    try:
        # what is handed on stays English, whoever made it
        with st.spinner(_("Making {name} ...").format(name=name)), spoken("en"):
            state.keep(_MADE, (state_of, name, make(name)))
    except (IncidentsError, GeodataError, OSError) as error:
        state.keep(_REFUSED, str(error))


def _show_made(state_of: tuple[object, ...]) -> None:
    """The file that was made, to be saved; or the sentence that says why there is none."""
    if refused := state.kept(_REFUSED):
        st.html(f'<div class="sr-note" role="alert">{problem_html(refused)}</div>')
    made = state.kept(_MADE)
    if made is None or made[0] != state_of:
        return
    _made_of, name, content = made
    st.download_button(
        _("Save {name} ({megabytes} MB)").format(
            name=name, megabytes=number(max(len(content) / 1e6, 0.1), 1)
        ),
        data=content,
        file_name=name,
        mime="application/octet-stream",
        key="save_shared",
        on_click="ignore",
        type="primary",
        width="stretch",
    )


def _drawn(  # noqa: PLR0917 - all but the name are bound before
    data: Data,
    mask: np.ndarray,
    citation: Citation,
    profile: Profile,
    theme: Theme,
    size_px: tuple[int, int],
    bounds: Bounds | None,
    name: str,
) -> bytes:
    from dashboard.map_picture import map_svg  # noqa: PLC0415 - slow to load
    from dashboard.pictures import svg_to_png  # noqa: PLC0415 - slow to load

    frame, selected = data.frame[mask], None
    if profile != INTERNAL:
        frame = frame_of(apply(data.store.table(_ids(data, mask)), profile, data.border))
    else:
        chosen = (frame["incident_id"] == state.selected()).to_numpy().nonzero()[0]
        selected = view.selection(frame, int(chosen[0])) if len(chosen) else None
    svg = map_svg(
        frame,
        data.border,
        title="Incidents near the Iran\N{EN DASH}Pakistan border",
        lines=[
            _heading(citation),
            citation.short,
        ],
        theme=theme,
        size_px=size_px,
        bounds=bounds,
        selected=selected,
    )
    return svg.encode() if name.endswith(".svg") else svg_to_png(svg)


def _heading(citation: Citation) -> str:
    return f"{citation.shown:,} of {citation.total:,} incidents; {citation.filtered_by}"


def _chart(data: Data, mask: np.ndarray, citation: Citation, theme: Theme, _name: str) -> bytes:
    from dashboard.pictures import chart_png  # noqa: PLC0415 - slow to load

    days = data.frame["date_start"].min().date(), data.frame["date_end"].max().date()
    bins = bins_between(*days)
    places = charts.timeline_places(data.frame, data.map_columns, bins)
    chart = charts.timeline(places, mask, theme=theme, bins=bins)
    return chart_png(chart, theme=theme, title=_heading(citation), subtitle=citation.short)


def _packed(
    data: Data, chosen: IncidentFilter, profile: Profile, address: str, _name: str
) -> bytes:
    from dashboard.evidence import evidence_pack  # noqa: PLC0415 - slow to load

    pack = evidence_pack(data.store, chosen, data.border, profile=profile, address=address)
    return pack.content


# --- Files -------------------------------------------------------------------------------------


def _show_preview(data: Data, ids: tuple[str, ...]) -> None:
    """What the public profile changes or leaves out, before anything goes out."""
    changes = preview(data.store.table(ids), PUBLIC, data.border)
    touched = len(changes.column("incident_id").unique())
    st.caption(
        _("Changes {fields} fields of {incidents}; the first {first}:").format(
            fields=number(changes.num_rows),
            incidents=incidents(touched),
            first=number(min(changes.num_rows, _PREVIEWED)),
        )
    )
    rows = changes.slice(0, _PREVIEWED).to_pandas().fillna("")
    st.dataframe(
        pd.DataFrame(
            {
                "Incident": rows["incident_id"].map(visible),
                "Field": rows["field"],
                "Inside": rows["before"].map(visible),
                "Public": rows["after"].map(visible),
            }
        ),
        hide_index=True,
        height=220,
        column_config={
            "Incident": _("Incident"),
            "Field": _("Field"),
            "Inside": _("Inside the desk"),
            "Public": _("Passed on"),
        },
    )


def _exported(data: Data, mask: np.ndarray, suffix: str, profile: Profile) -> bytes:
    from dashboard.map_file import write_map  # noqa: PLC0415 - slow to load
    from incidents.export import claims_file, export  # noqa: PLC0415 - slow to load

    picked = data.store.table(_ids(data, mask))
    with tempfile.TemporaryDirectory() as folder, spoken("en"):
        target = Path(folder) / f"incidents{suffix}"
        if suffix == ".html":
            shown = apply(picked, profile, data.border)
            names, texts = (shown.column(n).to_pylist() for n in ("incident_id", "claims"))
            write_map(
                frame_of(shown),
                target,
                data.border,
                store_root=data.store.last_root(),
                claims={n: claims_of(t) for n, t in zip(names, texts, strict=True)},
            )
        else:
            export(picked, target, data.border, profile=profile)
        if suffix == ".csv":
            return _zipped(target, claims_file(target))
        return target.read_bytes()


def _zipped(*paths: Path) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, path.name)
    return whole.getvalue()
