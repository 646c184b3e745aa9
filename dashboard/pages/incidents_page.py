"""The table of all incidents, and the record of the one that is picked."""

from __future__ import annotations

import io
import tempfile
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from dashboard import state, tables
from dashboard.map_file import write_map
from dashboard.pages.record_panel import show_record
from dashboard.pages.shared import TABLE_COLUMNS, Data
from dashboard.wording import incidents, visible
from incidents.columns import claims_of
from incidents.export import claims_file, export
from incidents.profiles import INTERNAL, PUBLIC, Profile, apply, preview
from incidents.rows import frame_of

if TYPE_CHECKING:
    import numpy as np

_HEIGHT_PX = 800
_EXPORTS = {
    ".csv": "CSV, for a spreadsheet, and the claims (zipped)",
    ".xlsx": "XLSX, with the claims",
    ".geojson": "GeoJSON",
    ".gpkg": "GeoPackage",
    ".parquet": "GeoParquet",
    ".kml": "KML",
    ".acled.csv": "CSV in ACLED's shape",
    ".html": "Map in one HTML file, for any browser without a network",
}
_PREVIEWED = 200


def show(data: Data, mask: np.ndarray) -> None:
    """Draw the page for the incidents that the filter shows."""
    if len(data.frame) == 0:
        show_empty_store()
        return
    rows = data.frame[mask]
    left, right = st.columns([1.9, 1], gap="medium") if state.selected() else (st.container(), None)
    with left:
        heading, download = st.columns([3, 1], vertical_alignment="center")
        with heading:
            st.html(
                f'<div class="sr-rail-heading">{len(rows):,} of {len(data.frame):,} incidents; '
                f"tick a row to read its record. {tables.shortened(len(rows))}</div>"
            )
        with download:
            _show_downloads(data, tuple(rows["incident_id"]))
        rows = rows.head(tables.MAX_ROWS)
        picked = st.dataframe(
            tables.incident_table(rows),
            column_config=TABLE_COLUMNS,
            hide_index=True,
            placeholder="",
            height=_HEIGHT_PX,
            on_select="rerun",
            selection_mode="single-row",
            key=f"table_{state.list_key()}",
        )
        chosen = picked["selection"]["rows"]
        if chosen and (incident_id := rows["incident_id"].iloc[chosen[0]]) != state.selected():
            state.select(incident_id)
            st.rerun()
    if right is not None:
        with right:
            show_record(data, height=_HEIGHT_PX)


def _show_downloads(data: Data, ids: tuple[str, ...]) -> None:
    """Offer what is shown as a file; it is made when it is asked for."""
    with st.popover("Export what is shown", width="stretch", disabled=not ids):
        public = st.toggle(
            "For passing on",
            key="export_public",
            help="Places are coarsened to 10 km, and what could expose people is left out",
        )
        profile = PUBLIC if public else INTERNAL
        if public:
            _show_preview(data, ids)
        for suffix, name in _EXPORTS.items():
            st.download_button(
                name,
                data=partial(_exported, data, ids, suffix, profile),
                file_name=f"incidents{'-public' if public else ''}"
                f"{suffix}{'.zip' if suffix == '.csv' else ''}",
                mime="application/octet-stream",
                key=f"export{suffix}",
                on_click="ignore",
                type="tertiary",
            )
        st.caption(
            "Shapes show where an event may have been. Whom to credit stands in the file. Not a "
            "legal boundary."
        )


def _show_preview(data: Data, ids: tuple[str, ...]) -> None:
    """What the public profile changes or leaves out, before anything goes out."""
    changes = preview(data.store.table(ids), PUBLIC, data.border)
    touched = len(changes.column("incident_id").unique())
    st.caption(
        f"Changes {changes.num_rows:,} fields of {incidents(touched)}; the first "
        f"{min(changes.num_rows, _PREVIEWED)}:"
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
    )


def _exported(data: Data, ids: tuple[str, ...], suffix: str, profile: Profile) -> bytes:
    picked = data.store.table(ids)
    with tempfile.TemporaryDirectory() as folder:
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


def show_empty_store() -> None:
    """Say what to do when nothing is stored."""
    st.html(
        '<div class="sr-empty">The store is empty. Import a file of incidents on the '
        "<b>Import</b> page, or start <code>sarhad</code> with another <code>--store</code> "
        "to open the bundled incidents.</div>"
    )
