"""Import files: see what would happen, correct which column is which, store, mend the rejects."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import loading
from dashboard.panels import KeyFigure, escape, key_figures_html
from dashboard.wording import incidents, visible
from geodata.errors import GeodataError
from incidents.editing import Editor
from incidents.errors import (
    AmbiguousDatesError,
    IncidentsError,
    MappingError,
    UnknownEncodingError,
)
from incidents.files import HowToRead
from incidents.mapping import PASSED_OVER, Mapping
from incidents.pipeline import ImportReport, import_file
from incidents.reader import write_rejects
from incidents.record import CLAIM_COLUMNS, COMPUTED_COLUMNS, INCIDENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from dashboard.pages.shared import Data
    from incidents.dates import DayOrder

_SUFFIXES = [
    "csv", "tsv", "txt", "xlsx", "json", "geojson", "gpkg", "zip", "kml", "kmz", "gpx", "parquet",
]  # fmt: skip
_DATES: dict[str, DayOrder | None] = {
    "As they are": None,
    "Day first (07/10 is 7 October)": "dmy",
    "Month first (07/10 is 10 July)": "mdy",
}
_ENCODINGS = {
    "Told by the file": None,
    "Windows Arabic (cp1256)": "cp1256",
    "Western (cp1252)": "cp1252",
    "UTF-8": "utf-8",
    "UTF-16": "utf-16",
}
_KEPT = "keep as it is"
_LEFT_OUT = "leave out"
_NOT_OFFERED = frozenset(
    {*COMPUTED_COLUMNS, "border_sha256", "gazetteer_sha256", "source_fields", "merged_into",
     "linked_to", "footprint", "georeference_status"}
)  # fmt: skip
_COLUMNS = [
    *(c.name for c in INCIDENT_COLUMNS if c.name not in _NOT_OFFERED),
    *(f"source_{c.name}" for c in CLAIM_COLUMNS),
]
_SHOWN_REJECTS = 500


def show(data: Data) -> None:
    """Draw the import page."""
    st.html(
        '<div class="sr-brand">Import incidents<small>CSV, XLSX, JSON, GeoJSON, GeoPackage, zipped '
        "shapefile, KML, GPX or Parquet, one incident a row; ACLED, UCDP GED and GDELT 2.0 as they "
        "are published. Only a date is needed. Columns without a home are kept word for word; rows "
        "with errors are listed, and the others can be stored.</small></div>"
    )
    left, right = st.columns([3, 1], vertical_alignment="top")
    with left:
        upload = st.file_uploader("File of incidents", type=_SUFFIXES, key="upload")
        former = st.file_uploader(
            "Columns as they were saved (optional)", type=["json"], key="upload_mapping"
        )
    with right:
        encoding = st.selectbox("Text encoding", list(_ENCODINGS), key="upload_encoding")
        order = st.selectbox("Dates such as 07/10/2014", list(_DATES), key="upload_dates")
        part = st.text_input("Sheet or layer", key="upload_part", placeholder="the first with rows")
    if upload is None:
        _show_undo(data)
        st.html('<div class="sr-empty">Drop a file to see what would happen.</div>')
        return
    if data.store.read_only:
        st.html(
            '<div class="sr-empty" role="alert">Nothing can be stored: '
            f"{escape(data.store.read_only)}.</div>"
        )
    with tempfile.TemporaryDirectory() as folder:
        how: dict[str, Any] = {
            "how": HowToRead(encoding=_ENCODINGS[encoding], part=part or None),
            "dates": _DATES[order],
            "mapping": _saved_mapping(former, Path(folder)),
        }
        _show_file(_saved(upload, Path(folder)), data, how)


def _show_file(path: Path, data: Data, how: dict[str, Any]) -> None:
    report, mapping = _attempt(path, data, how, dry_run=True)
    if mapping is not None:
        corrected = _show_mapping(mapping, path.name, unusable=report is None)
        if corrected != mapping:
            how = {**how, "mapping": corrected}
            report, _ = _attempt(path, data, how, dry_run=True)
    if report is None:
        return
    st.html(key_figures_html(_figures(report)))
    for remark in report.reading.remarks:
        st.html(f'<div class="sr-note">{escape(visible(remark))}</div>')
    count = report.added.new + report.added.changed
    if report.reading.count and not count:
        st.html('<div class="sr-empty">All of it is stored already, just so.</div>')
    elif count and st.button(
        f"Store {incidents(count)}",
        type="primary",
        key="store_upload",
        disabled=bool(data.store.read_only),
    ):
        stored, _ = _attempt(path, data, how, dry_run=False)
        if stored is not None:
            added = stored.added
            st.success(
                f"Stored: {added.new:,} new, {added.changed:,} changed, {added.same:,} the same as "
                "before. They are on the map now."
            )
    _show_rejects(report, path.parent)
    _show_undo(data)


def _saved(upload: UploadedFile, folder: Path) -> Path:
    path = folder / (Path(upload.name.replace("\\", "/")).name or "upload.csv")
    path.write_bytes(upload.getvalue())
    return path


def _saved_mapping(upload: UploadedFile | None, folder: Path) -> Mapping | None:
    if upload is None:
        return None
    try:
        return Mapping.from_json(upload.getvalue().decode("utf-8", "replace"))
    except IncidentsError as error:
        st.html(f'<div class="sr-empty" role="alert">{escape(error)}</div>')
        return None
    finally:
        del folder


def _attempt(
    path: Path, data: Data, how: dict[str, Any], *, dry_run: bool
) -> tuple[ImportReport | None, Mapping | None]:
    """What an import does or would do, and which column it took for which; errors are told."""
    bar = st.progress(0.0)

    def tell(step: str, share: float) -> None:
        bar.progress(share, text=step)

    mapping = how["mapping"]
    try:
        report = import_file(
            path,
            data.store,
            geocoder=loading.load_geocoder(),
            **how,
            dry_run=dry_run,
            progress=tell,
        )
    except AmbiguousDatesError:
        told = (
            "The file has dates that may be two days, such as 07/10/2014. Choose above which "
            "number comes first."
        )
    except UnknownEncodingError as error:
        told = f"{error} Choose the encoding above."
    except MappingError as error:
        told, mapping = f"{error}. Say below what the columns are.", error.mapping
    except (IncidentsError, GeodataError) as error:
        told = str(error)
    else:
        return report, report.reading.mapping
    finally:
        bar.empty()
    st.html(f'<div class="sr-empty" role="alert">{escape(visible(told))}</div>')
    return None, mapping


def _show_mapping(mapping: Mapping, name: str, *, unusable: bool) -> Mapping:
    """The table of columns, to be corrected; the mapping as it is then."""
    unsure = sum(guess.column is None or guess.confidence < 0.9 for guess in mapping.columns)
    words = {None: _KEPT, PASSED_OVER: _LEFT_OUT}
    rows = pd.DataFrame(
        [
            (
                visible(guess.source),
                words.get(guess.column, guess.column),
                guess.why,
                visible(", ".join(guess.samples[:3])),
            )
            for guess in mapping.columns
        ],
        columns=["In the file", "Taken for", "Why", "For example"],
    )
    with st.expander(
        f"Columns: {len(rows)}; worth a look: {unsure}", expanded=unusable or unsure > 0
    ):
        edited = st.data_editor(
            rows,
            column_config={
                "Taken for": st.column_config.SelectboxColumn(
                    options=[_KEPT, _LEFT_OUT, *_COLUMNS], required=True, width="medium"
                ),
                "For example": st.column_config.TextColumn(width="large"),
            },
            disabled=["In the file", "Why", "For example"],
            hide_index=True,
            height=min(420, 35 * (len(rows) + 1) + 3),
            key=f"mapping_{name}",
        )
        corrected = _corrected(mapping, list(edited["Taken for"]))
        st.download_button(
            "Save these columns for the next file",
            corrected.to_json(),
            file_name=f"columns-{Path(name).stem}.json",
            mime="application/json",
            key="download_mapping",
            type="tertiary",
        )
    return corrected


def _corrected(mapping: Mapping, taken: Sequence[str]) -> Mapping:
    meant = {_KEPT: None, _LEFT_OUT: PASSED_OVER}
    columns = tuple(
        guess
        if (column := meant.get(word, word)) == guess.column
        else replace(guess, column=column, why="by hand", confidence=1.0)
        for guess, word in zip(mapping.columns, taken, strict=True)
    )
    return mapping if columns == mapping.columns else replace(mapping, columns=columns)


def _figures(report: ImportReport) -> list[KeyFigure]:
    added, placed = report.added, report.placed
    nowhere = placed.get("not placed", 0) + placed.get("ambiguous", 0)
    return [
        KeyFigure(f"{added.new:,}", "new", "Not in the store yet"),
        KeyFigure(f"{added.changed:,}", "changed", "Stored with other content; a new version each"),
        KeyFigure(f"{added.same:,}", "the same", "Stored already, just so"),
        KeyFigure(
            f"{len(report.reading.rejected_rows):,}", "rows rejected", "Named below with the reason"
        ),
        KeyFigure(
            f"{placed.get('placed', 0):,}", "placed with a radius", "Given, or in the gazetteer"
        ),
        KeyFigure(
            f"{placed.get('area', 0):,}", "placed as an area", "District, or a stretch of border"
        ),
        KeyFigure(f"{nowhere:,}", "not placed", "Stored and listed; no pin is made up"),
        KeyFigure(
            f"{placed.get('ambiguous', 0):,}",
            "ambiguous",
            "The name is borne by several places; part of those not placed",
        ),
    ]


def _show_rejects(report: ImportReport, folder: Path) -> None:
    rejects = report.reading.rejects
    if not rejects:
        return
    problems = f"{len(rejects):,} problem{'' if len(rejects) == 1 else 's'}"
    more = "" if len(rejects) <= _SHOWN_REJECTS else f" The first {_SHOWN_REJECTS} are shown."
    st.html(
        f'<div class="sr-rail-heading">{problems}; these rows cannot be stored as they are.{more}'
        "</div>"
    )
    st.dataframe(
        pd.DataFrame(
            [
                (r.row, visible(r.column), visible(r.value), visible(r.reason))
                for r in rejects[:_SHOWN_REJECTS]
            ],
            columns=["Row", "Column", "Value", "Reason"],
        ),
        hide_index=True,
        height=min(360, 35 * (min(len(rejects), _SHOWN_REJECTS) + 1) + 3),
    )
    path = folder / "rejects.csv"
    write_rejects(report.reading, path)
    st.download_button(
        "Download these rows to mend them",
        path.read_bytes(),
        file_name=f"rejects-{Path(report.reading.file_name).stem}.csv",
        mime="text/csv",
        key="download_rejects",
    )


def _show_undo(data: Data) -> None:
    """Offer to take back the newest import or change."""
    newest = next(iter(data.store.batches(1)), None)
    if newest is None or data.store.read_only or newest.versions == 0:
        return
    what = newest.what or f"import of {newest.file_name}"
    left, right = st.columns([4, 1], vertical_alignment="center")
    with left:
        st.html(
            f'<div class="sr-rail-heading">Last change: {escape(visible(what))}, '
            f"{incidents(newest.versions)}, {escape(newest.created_at[:16].replace('T', ' '))} "
            f"UTC, by {escape(visible(newest.created_by))}</div>"
        )
    with right:
        if st.button("Undo it", key="undo_last", help="New versions with the content before"):
            try:
                Editor(data.store, loading.load_geocoder()).undo(newest.batch_id)
            except IncidentsError as error:
                st.html(f'<div class="sr-empty" role="alert">{escape(error)}</div>')
            else:
                st.rerun()
