"""Import a CSV file: see first what would happen, then let it happen, then mend the rejects."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import loading
from dashboard.panels import KeyFigure, escape, key_figures_html
from dashboard.wording import incidents, visible
from geodata.errors import GeodataError
from incidents.errors import AmbiguousDatesError, IncidentsError
from incidents.pipeline import ImportReport, import_csv
from incidents.reader import write_rejects

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from dashboard.pages.shared import Data
    from incidents.dates import DayOrder

_DATES: dict[str, DayOrder | None] = {
    "As they are": None,
    "Day first (07/10 is 7 October)": "dmy",
    "Month first (07/10 is 10 July)": "mdy",
}
_ENCODINGS = {"From the file (UTF-8 or marked)": None, "Windows Arabic (cp1256)": "cp1256"}


def show(data: Data) -> None:
    """Draw the import page."""
    st.html(
        '<div class="sr-brand">Import incidents<small>A CSV file with one incident a row, or an '
        "ACLED, UCDP GED or GDELT 2.0 file as it is published. Needed: "
        "a column <code>date</code> (2014-10-17). Known: place, type, lat, lon, "
        "coordinate_uncertainty_m, summary, district, border_pillar, killed, source, source_url "
        "and every column of the export. Other columns are kept as they are.</small></div>"
    )
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        upload = st.file_uploader("CSV file", type=["csv", "tsv", "txt"], key="upload")
    with right:
        encoding = st.selectbox("Text encoding", list(_ENCODINGS), key="upload_encoding")
        order = st.selectbox("Dates such as 07/10/2014", list(_DATES), key="upload_dates")
    how = {"encoding": _ENCODINGS[encoding], "dates": _DATES[order]}
    if upload is None:
        st.html('<div class="sr-empty">Drop a file to see what would happen.</div>')
        return
    with tempfile.TemporaryDirectory() as folder:
        path = _saved(upload, Path(folder))
        report = _attempt(path, data, how, dry_run=True)
        if report is None:
            return
        st.html(key_figures_html(_figures(report)))
        if report.reading.incidents and st.button(
            f"Store {incidents(len(report.reading.incidents))}", type="primary", key="store_upload"
        ):
            stored = _attempt(path, data, how, dry_run=False)
            if stored is not None and stored.added is not None:
                added = stored.added
                st.success(
                    f"Stored: {added.new} new, {added.changed} changed, {added.same} the same as "
                    "before. They are on the map now."
                )
        _show_rejects(report, Path(folder))


def _saved(upload: UploadedFile, folder: Path) -> Path:
    path = folder / (Path(upload.name.replace("\\", "/")).name or "upload.csv")
    path.write_bytes(upload.getvalue())
    return path


def _attempt(path: Path, data: Data, how: dict[str, Any], *, dry_run: bool) -> ImportReport | None:
    bar = st.progress(0.0)

    def tell(step: str, share: float) -> None:
        bar.progress(share, text=step)

    try:
        return import_csv(
            path,
            data.store,
            geocoder=loading.load_geocoder(),
            border=data.border,
            **how,
            dry_run=dry_run,
            progress=tell,
        )
    except AmbiguousDatesError:
        st.html(
            '<div class="sr-empty" role="alert">The file has dates that may be two days, such as '
            "07/10/2014. Choose above which number comes first.</div>"
        )
        return None
    except (IncidentsError, GeodataError) as error:
        st.html(f'<div class="sr-empty" role="alert">{escape(error)}</div>')
        return None
    finally:
        bar.empty()


def _figures(report: ImportReport) -> list[KeyFigure]:
    rejected = len(report.reading.rejected_rows)
    points = report.placed.get("placed", 0)
    areas = report.placed.get("area", 0)
    return [
        KeyFigure(str(len(report.reading.incidents)), "can be stored", "Rows without an error"),
        KeyFigure(str(points), "placed with a radius", "Given or found in the gazetteer"),
        KeyFigure(str(areas), "placed as an area", "District, or a stretch of the border"),
        KeyFigure(
            str(len(report.reading.incidents) - points - areas),
            "not placed",
            "Stored and listed; no pin is made up",
        ),
        KeyFigure(str(rejected), "rows rejected", "Named below with the reason"),
    ]


def _show_rejects(report: ImportReport, folder: Path) -> None:
    if not report.reading.rejects:
        return
    st.html('<div class="sr-rail-heading">Rows that cannot be stored as they are</div>')
    st.dataframe(
        pd.DataFrame(
            [
                (r.row, visible(r.column), visible(r.value), visible(r.reason))
                for r in report.reading.rejects
            ],
            columns=["Row", "Column", "Value", "Reason"],
        ),
        hide_index=True,
        height=min(360, 36 * (len(report.reading.rejects) + 1)),
    )
    rejects = folder / "rejects.csv"
    write_rejects(report.reading, rejects)
    st.download_button(
        "Download these rows to mend them",
        rejects.read_bytes(),
        file_name=f"rejects-{Path(report.reading.file_name).stem}.csv",
        mime="text/csv",
        key="download_rejects",
    )
