"""Import files: see what would happen, correct which column is which, store, mend the rejects.

A dropped file is written to disk once and read once for each way of reading it; what was found is
kept for the session, so that a click does not read it again.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from dashboard import loading, state
from dashboard.language import _, moment, ngettext, noted, number
from dashboard.pages import changes
from dashboard.pages.dropped_files import Dropped, written
from dashboard.panels import (
    KeyFigure,
    cause_html,
    done_html,
    engine_html,
    escape,
    guess_text,
    key_figures_html,
    problem_html,
    problem_text,
    rejects_text,
    sentence_html,
)
from dashboard.record_form import column_words
from dashboard.wording import incidents, visible
from geodata.errors import GeodataError
from incidents.column_names import SHAPE
from incidents.errors import (
    AmbiguousDatesError,
    IncidentsError,
    MappingError,
    UnknownEncodingError,
)
from incidents.files import HowToRead
from incidents.mapping import PASSED_OVER, Mapping
from incidents.mending import RejectedRow, faulty_columns, import_mended, rejected_rows
from incidents.pipeline import ImportReport, import_file
from incidents.reader import write_rejects
from incidents.record import CLAIM_COLUMNS, COMPUTED_COLUMNS, INCIDENT_COLUMNS
from incidents.why_taken import BY_HAND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from dashboard.pages.shared import Data
    from incidents.dates import DayOrder
    from incidents.reader import Reading
    from incidents.store import AddReport

_SUFFIXES = [
    "csv", "tsv", "txt", "xlsx", "json", "geojson", "gpkg", "zip", "kml", "kmz", "gpx", "parquet",
]  # fmt: skip
_DATES: dict[str, DayOrder | None] = {
    noted("As they are"): None,
    noted("Day first (07/10 is 7 October)"): "dmy",
    noted("Month first (07/10 is 10 July)"): "mdy",
}
_ENCODINGS = {
    noted("Told by the file"): None,
    noted("Windows Arabic (cp1256)"): "cp1256",
    noted("Western (cp1252)"): "cp1252",
    "UTF-8": "utf-8",
    "UTF-16": "utf-16",
}
_KEPT = noted("keep as it is")
_LEFT_OUT = noted("leave out")
_NOT_OFFERED = frozenset(
    {*COMPUTED_COLUMNS, "border_sha256", "gazetteer_sha256", "source_fields", "merged_into",
     "linked_to", "footprint", "georeference_status"}
)  # fmt: skip
_COLUMNS = [
    *(c.name for c in INCIDENT_COLUMNS if c.name not in _NOT_OFFERED),
    *(f"source_{c.name}" for c in CLAIM_COLUMNS),
    SHAPE,
]
_SHOWN_REJECTS = 500
_MOST_KEPT = 24
_READ_AGAIN_BYTES = 5 * 1024 * 1024
"""Larger files are read again after a change of the store only when asked."""

_SESSION = "import"


@dataclass
class _Found:
    """What reading a file in one way told, or would do, when the store stood at `counter`.

    `told` is why it could not be read, as the engine says it, and `advice` the sentence that tells
    the person what to do on this page. `stored` is what was stored of it since; `rejects` are the
    rows that are still not taken, in their `round` of mending.
    """

    report: ImportReport | None
    mapping: Mapping | None
    told: str
    counter: int
    advice: str = ""
    stored: AddReport | None = None
    rejects: tuple[RejectedRow, ...] = ()
    mended: int = 0
    round: int = 0

    @property
    def to_store(self) -> int:
        """How many records storing would bring in or change."""
        if self.report is None or self.stored is not None:
            return 0
        return self.report.added.new + self.report.added.changed


@dataclass
class _Session:
    """The files that are dropped now, and what was found in them, by way of reading."""

    folder: str = field(default_factory=lambda: tempfile.mkdtemp(prefix="sarhad-import-"))
    dropped: dict[str, Dropped] = field(default_factory=dict)
    found: dict[tuple[Any, ...], _Found] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Delete the files when the session ends."""
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


@dataclass(frozen=True)
class _Way:
    """How to read the files, as the person chose."""

    encoding: str | None
    part: str | None
    dates: DayOrder | None

    def options(self, mapping: Mapping | None) -> dict[str, Any]:
        """As `import_file` takes them."""
        return {
            "how": HowToRead(encoding=self.encoding, part=self.part),
            "dates": self.dates,
            "mapping": mapping,
        }


def show(data: Data) -> None:
    """Draw the import page."""
    st.html(
        f'<div class="sr-brand">{escape(_("Import incidents"))}<small>'
        + escape(
            _(
                "CSV, XLSX, JSON, GeoJSON, GeoPackage, zipped shapefile, KML, GPX or Parquet, one "
                "incident a row; ACLED, UCDP GED and GDELT 2.0 as they are published. Only a date "
                "is needed. Columns without a home are kept word for word."
            )
        )
        + "</small></div>"
    )
    left, right = st.columns([3, 1], gap="medium", vertical_alignment="top")
    with left:
        uploads = st.file_uploader(
            _("Files of incidents"), type=_SUFFIXES, key="upload", accept_multiple_files=True
        )
        former = st.file_uploader(
            _("Columns as they were saved (optional)"), type=["json"], key="upload_mapping"
        )
    with right:
        encoding = st.selectbox(
            _("Text encoding"), list(_ENCODINGS), format_func=_, key="upload_encoding"
        )
        order = st.selectbox(
            _("Dates such as 07/10/2014"), list(_DATES), format_func=_, key="upload_dates"
        )
        part = st.text_input(
            _("Sheet or layer"), key="upload_part", placeholder=_("the first with rows")
        )
    if not data.may_edit:
        why = data.store.read_only or _("you may look, but not store")
        st.html(
            '<div class="sr-empty" role="alert">'
            + escape(_("Nothing can be stored: {why}.")).format(why=cause_html(why))
            + "</div>"
        )
    files = list(_on_disk(uploads))
    if files:
        way = _Way(_ENCODINGS[encoding], part or None, _DATES[order])
        _show_files(files, data, way, _saved_mapping(former))
    else:
        _say(_("Drop a file to see what would happen."))
    _show_undo(data)


def _session() -> _Session:
    return state.kept_or_new(_SESSION, _Session)


def _say(words: str, *, alert: bool = False) -> None:
    _say_html(escape(words), alert=alert)


def _say_html(words: str, *, alert: bool = True) -> None:
    role = ' role="alert"' if alert else ""
    st.html(f'<div class="sr-empty"{role}>{words}</div>')


def _done(words: str) -> None:
    st.html(f'<div class="sr-done" role="status">{escape(words)}</div>')


# --- Files ---------------------------------------------------------------------------------------


def _on_disk(uploads: Sequence[UploadedFile]) -> Iterator[Dropped]:
    """The dropped files on disk; those that were taken away are deleted, too large ones refused."""
    session = _session()
    for gone in session.dropped.keys() - {upload.file_id for upload in uploads}:
        dropped = session.dropped.pop(gone)
        shutil.rmtree(dropped.path.parent, ignore_errors=True)
        session.found = {k: v for k, v in session.found.items() if k[0] != dropped.sha256}
    most = int(st.get_option("server.maxUploadSize")) * 1024 * 1024
    for place, upload in enumerate(uploads):
        if upload.size > most:
            told = _("{name} has {size} MB; at most {most} MB are taken here. Use sarhad import.")
            megabytes = 1024 * 1024
            _say(
                told.format(
                    name=upload.name,
                    size=number(upload.size / megabytes),
                    most=number(most / megabytes),
                ),
                alert=True,
            )
            continue
        if upload.file_id not in session.dropped:
            folder = Path(tempfile.mkdtemp(prefix=f"{place}-", dir=session.folder))
            session.dropped[upload.file_id] = written(upload, folder)
        yield session.dropped[upload.file_id]


def _saved_mapping(upload: UploadedFile | None) -> Mapping | None:
    if upload is None:
        return None
    try:
        return Mapping.from_json(upload.getvalue().decode("utf-8", "replace"))
    except IncidentsError as error:
        _say_html(problem_html(str(error)))
        return None


# --- Reading and storing -------------------------------------------------------------------------


def _look(dropped: Dropped, data: Data, way: _Way, mapping: Mapping | None) -> _Found:
    """What storing the file would do; found anew only when something else is asked for.

    After a change of the store a small file is compared again at once, a large one when asked.
    """
    session = _session()
    key = (dropped.sha256, dropped.path.name, way, mapping and mapping.to_json())
    found = session.found.get(key)
    counter = data.store.change_counter()
    if found is not None and (found.counter == counter or dropped.size > _READ_AGAIN_BYTES):
        return found
    found = _attempt(dropped.path, data, way, mapping, counter)
    session.found[key] = found
    while len(session.found) > _MOST_KEPT:
        del session.found[next(iter(session.found))]
    return found


def _attempt(path: Path, data: Data, way: _Way, mapping: Mapping | None, counter: int) -> _Found:
    told = advice = ""
    report = None
    try:
        with _Progress(path.name) as tell:
            report = import_file(
                path,
                data.store,
                geocoder=loading.load_geocoder(),
                **way.options(mapping),
                dry_run=True,
                progress=tell,
            )
    except AmbiguousDatesError as error:
        told = str(error)
        advice = noted(
            "The file has dates that may be two days, such as 07/10/2014. Choose above which "
            "number comes first."
        )
    except UnknownEncodingError as error:
        told, advice = str(error), noted("{error} Choose the encoding above.")
    except MappingError as error:
        told, advice = str(error), noted("{error} Say below what the columns are.")
        mapping = error.mapping
    except (IncidentsError, GeodataError) as error:
        told = str(error)
    if report is None:
        return _Found(None, mapping, told, counter, advice=advice)
    reading = report.reading
    return _Found(report, reading.mapping, "", counter, rejects=rejected_rows(reading))


class _Progress:
    """A bar for one import, with the step in words."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> Callable[[str, float], None]:
        self._bar = st.progress(0.0)
        words = {
            "Reading": _("Reading"),
            "Comparing": _("Placing, measuring and comparing"),
            "Storing": _("Placing, measuring and storing"),
        }

        def tell(step: str, share: float) -> None:
            told = words.get(step, "")
            percent = number(100 * share)
            self._bar.progress(share, text=f"{told} \N{MIDDLE DOT} {percent} %" if told else "")

        return tell

    def __exit__(self, *_raised: object) -> None:
        self._bar.empty()


def _store(chosen: Sequence[tuple[Dropped, _Found, Mapping | None]], data: Data, way: _Way) -> None:
    """Store files, one transaction each; what fails is told, and the others are stored."""
    for dropped, found, mapping in chosen:
        try:
            with _Progress(dropped.path.name) as tell:
                report = import_file(
                    dropped.path,
                    data.store,
                    geocoder=loading.load_geocoder(),
                    **way.options(mapping),
                    progress=tell,
                )
        except (IncidentsError, GeodataError) as error:
            found.told, found.advice = str(error), ""
        else:
            found.stored, found.told = report.added, ""
    counter = data.store.change_counter()
    for _dropped, found, _mapping in chosen:
        found.counter = counter
    st.rerun()


# --- What was found ------------------------------------------------------------------------------


def _show_files(files: Sequence[Dropped], data: Data, way: _Way, saved: Mapping | None) -> None:
    """What would happen with each file; with several, a table of all above the one that is open."""
    shown, looks = files[0], {}
    if len(files) > 1:
        looks = {id(one): _look(one, data, way, _corrected_before(one) or saved) for one in files}
        _show_summary(files, [looks[id(one)] for one in files])
        place = st.selectbox(
            _("Look at"),
            range(len(files)),
            format_func=lambda k: visible(files[k].path.name),
            key="upload_shown",
        )
        shown = files[place or 0]
        pending = [
            (one, looks[id(one)], _corrected_before(one) or saved)
            for one in files
            if looks[id(one)].to_store
        ]
        count = sum(found.to_store for _one, found, _mapping in pending)
        if len(pending) > 1 and st.button(
            _("Store all: {count} of {n} files").format(
                count=incidents(count), n=number(len(pending))
            ),
            type="primary",
            key="store_all",
            disabled=not data.may_edit,
        ):
            _store(pending, data, way)
    _show_file(shown, data, way, saved)


def _show_summary(files: Sequence[Dropped], looks: Sequence[_Found]) -> None:
    rows = []
    for one, found in zip(files, looks, strict=True):
        report = found.report
        added = report.added if report else None
        rows.append(
            (
                visible(one.path.name),
                added and added.new,
                added and added.changed,
                added and added.same,
                len(found.rejects) if report else None,
                _("stored") if found.stored else _told_text(found),
            )
        )
    names = [_("File"), _("New"), _("Changed"), _("The same"), _("Rejected"), _("Remarks")]
    st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True, key="upload_summary")


def _corrected_before(dropped: Dropped) -> Mapping | None:
    """The columns as they were corrected for this file, if they were."""
    corrected: Mapping | None = state.kept(_corrected_name(dropped))
    return corrected


def _corrected_name(dropped: Dropped) -> str:
    return f"{_SESSION}.columns.{dropped.sha256}"


def _told_html(found: _Found) -> str:
    """Why a file could not be read, and what to do, as HTML in the language."""
    if not found.advice:
        return problem_html(found.told)
    return escape(_(found.advice)).format(error=sentence_html(found.told))


def _told_text(found: _Found) -> str:
    """As `_told_html`, for the cell of a table."""
    told = problem_text(found.told)
    return _(found.advice).format(error=told) if found.advice else told


def _show_file(dropped: Dropped, data: Data, way: _Way, saved: Mapping | None) -> None:
    found, mapping = _look(dropped, data, way, saved), saved
    if found.told:
        _say_html(_told_html(found))
    if found.mapping is not None:
        corrected = _show_mapping(found.mapping, dropped, unusable=found.report is None)
        state.keep(_corrected_name(dropped), None if corrected == found.mapping else corrected)
        if corrected != found.mapping:
            mapping = corrected
            found = _look(dropped, data, way, mapping)
            if found.told:
                _say_html(_told_html(found))
    if found.report is None:
        return
    st.html(key_figures_html(_figures(found.report, len(found.rejects))))
    for remark in found.report.reading.remarks:
        st.html(f'<div class="sr-note">{engine_html(remark)}</div>')
    _show_store(dropped, found, data, way, mapping)
    _show_rejects(found, data, way)


def _show_store(
    dropped: Dropped, found: _Found, data: Data, way: _Way, mapping: Mapping | None
) -> None:
    """The button that stores the file, or what was stored of it."""
    if found.report is None:
        return
    if found.stored is not None:
        _done(
            _(
                "Stored: {new} new, {changed} changed, {same} the same as before. They are on the "
                "map now."
            ).format(
                new=number(found.stored.new),
                changed=number(found.stored.changed),
                same=number(found.stored.same),
            )
        )
    elif found.to_store:
        if found.counter != data.store.change_counter():
            st.html(
                f'<div class="sr-note">{escape(_("The store was changed since it was compared."))}'
                "</div>"
            )
            if st.button(_("Compare again"), key="look_again", type="tertiary"):
                _session().found.clear()
                st.rerun()
        if st.button(
            _("Store {count}").format(count=incidents(found.to_store)),
            type="primary",
            key="store_upload",
            disabled=not data.may_edit,
        ):
            _store([(dropped, found, mapping)], data, way)
    elif found.report.reading.count:
        _say(_("All of it is stored already, just so."))


def _show_mapping(mapping: Mapping, dropped: Dropped, *, unusable: bool) -> Mapping:
    """The table of columns, to be corrected; the mapping as it is then."""
    unsure = sum(guess.column is None or guess.confidence < 0.9 for guess in mapping.columns)
    words = {None: _(_KEPT), PASSED_OVER: _(_LEFT_OUT)}
    rows = pd.DataFrame(
        [
            (
                visible(guess.source),
                words.get(guess.column, guess.column),
                guess_text(guess.why),
                visible(", ".join(guess.samples[:3])),
            )
            for guess in mapping.columns
        ],
        columns=["In the file", "Taken for", "Why", "For example"],
    )
    with st.expander(
        _("Columns: {count}; worth a look: {unsure}").format(
            count=number(len(rows)), unsure=number(unsure)
        ),
        expanded=unusable or unsure > 0,
    ):
        edited = st.data_editor(
            rows,
            column_config={
                "In the file": st.column_config.TextColumn(_("In the file")),
                "Taken for": st.column_config.SelectboxColumn(
                    _("Taken for"),
                    options=[*words.values(), *_COLUMNS],
                    format_func=column_words,
                    required=True,
                    width="medium",
                ),
                "Why": st.column_config.TextColumn(_("Why")),
                "For example": st.column_config.TextColumn(_("For example"), width="large"),
            },
            disabled=["In the file", "Why", "For example"],
            hide_index=True,
            height=min(420, 35 * (len(rows) + 1) + 3),
            key=f"mapping_{dropped.sha256}_{len(rows)}",
        )
        corrected = _corrected(mapping, list(edited["Taken for"]))
        st.download_button(
            _("Save these columns for the next file"),
            corrected.to_json(),
            file_name=f"columns-{dropped.path.stem}.json",
            mime="application/json",
            key="download_mapping",
            type="tertiary",
            on_click="ignore",
        )
    return corrected


def _corrected(mapping: Mapping, taken: Sequence[str]) -> Mapping:
    meant = {_(_KEPT): None, _(_LEFT_OUT): PASSED_OVER}
    columns = tuple(
        guess
        if (column := meant.get(word, word)) == guess.column
        else replace(guess, column=column, why=BY_HAND, confidence=1.0)
        for guess, word in zip(mapping.columns, taken, strict=True)
    )
    return mapping if columns == mapping.columns else replace(mapping, columns=columns)


def _figures(report: ImportReport, rejected: int) -> list[KeyFigure]:
    added, placed = report.added, report.placed
    nowhere = placed.get("not placed", 0) + placed.get("ambiguous", 0)
    figures = (
        (added.new, _("new"), _("Not in the store yet")),
        (added.changed, _("changed"), _("Stored with other content; a new version each")),
        (added.same, _("the same"), _("Stored already, just so")),
        (rejected, _("rows rejected"), _("Named below with the reason")),
        (placed.get("placed", 0), _("placed with a radius"), _("Given, or in the gazetteer")),
        (placed.get("area", 0), _("placed as an area"), _("District, or a stretch of border")),
        (nowhere, _("not placed"), _("Stored and listed; no pin is made up")),
        (
            placed.get("ambiguous", 0),
            _("ambiguous"),
            _("The name is borne by several places; part of those not placed"),
        ),
    )
    return [KeyFigure(number(count), label, why) for count, label, why in figures]


# --- Rejects -------------------------------------------------------------------------------------


def _show_rejects(found: _Found, data: Data, way: _Way) -> None:
    """The rows that were not taken, to be mended where they stand."""
    report = found.report
    if report is None:
        return
    if found.mended:
        _done(
            ngettext(
                "{n} mended row was stored.", "{n} mended rows were stored.", found.mended
            ).format(n=number(found.mended))
        )
    rejects, reading = found.rejects, report.reading
    if not rejects:
        return
    told = ngettext(
        "{n} row cannot be stored as it is. Mend its cells here.",
        "{n} rows cannot be stored as they are. Mend their cells here.",
        len(rejects),
    ).format(n=number(len(rejects)))
    if len(rejects) > _SHOWN_REJECTS:
        told += " " + _("The first {n} are shown.").format(n=number(_SHOWN_REJECTS))
    st.html(f'<h3 class="sr-heading">{escape(told)}</h3>')
    shown = rejects[:_SHOWN_REJECTS]
    mended = _mended(shown, reading, key=f"mend_{reading.file_sha256}_{found.round}")
    with st.container(horizontal=True, key="mend_buttons"):
        if st.button(
            ngettext(
                "Import the mended row", "Import the {n} mended rows", max(1, len(mended))
            ).format(n=number(len(mended))),
            key="import_mended",
            type="primary" if mended else "secondary",
            disabled=not (mended and data.may_edit),
            help=_("Rows that you have not touched stay here."),
        ):
            _import_mended(found, mended, reading, data, way)
        st.download_button(
            _("Download these rows to mend them"),
            lambda: _rejects_file(reading),
            file_name=f"rejects-{Path(reading.file_name).stem}.csv",
            mime="text/csv",
            key="download_rejects",
            on_click="ignore",
        )


def _mended(shown: Sequence[RejectedRow], reading: Reading, *, key: str) -> list[RejectedRow]:
    """Draw the table of rejected rows, the faulty columns first; those that were touched."""
    width = max(len(reading.header), *(len(one.cells) for one in shown))
    faulty = faulty_columns(shown, reading)
    order = [*faulty, *(k for k in range(width) if k not in faulty)]
    padded = [[*one.cells, *[""] * (width - len(one.cells))] for one in shown]
    table = pd.DataFrame(
        {
            "row": [one.row for one in shown],
            "why": [rejects_text(one) for one in shown],
            **{str(k): [cells[k] for cells in padded] for k in order},
        }
    )
    labels = [visible(name) for name in reading.header]
    labels += [_("(beyond the last column)")] * (width - len(labels))
    edited = st.data_editor(
        table,
        column_config={
            "row": st.column_config.NumberColumn(_("Row"), width=56, pinned=True),
            "why": st.column_config.TextColumn(_("What is wrong"), width=340, pinned=True),
            **{str(k): st.column_config.TextColumn(labels[k]) for k in order},
        },
        disabled=["row", "why"],
        hide_index=True,
        height=min(420, 35 * (len(shown) + 1) + 3),
        key=key,
    )
    cells = edited[[str(k) for k in range(width)]].fillna("").astype(str).to_numpy().tolist()
    return [
        replace(one, cells=tuple(now))
        for one, before, now in zip(shown, padded, cells, strict=True)
        if now != [str(cell) for cell in before]
    ]


def _import_mended(
    found: _Found, mended: Sequence[RejectedRow], reading: Reading, data: Data, way: _Way
) -> None:
    """Store the mended rows; those that are refused again stay, with the reason of now."""
    try:
        with _Progress(reading.file_name) as tell:
            report, refused = import_mended(
                mended,
                reading,
                data.store,
                geocoder=loading.load_geocoder(),
                dates=way.dates,
                progress=tell,
            )
    except AmbiguousDatesError:
        _say(_("A mended date may be two days. Write it as 2014-10-07."), alert=True)
        return
    except (IncidentsError, GeodataError) as error:
        _say_html(problem_html(str(error)))
        return
    again = {one.row: one for one in refused}
    touched = {one.row for one in mended}
    found.rejects = tuple(
        again.get(one.row, one)
        for one in found.rejects
        if one.row in again or one.row not in touched
    )
    found.mended += report.reading.count
    found.round += 1
    found.counter = data.store.change_counter()
    st.rerun()


def _rejects_file(reading: Reading) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rejects.csv"
        write_rejects(reading, path)
        return path.read_bytes()


# --- Undo ----------------------------------------------------------------------------------------


def _show_undo(data: Data) -> None:
    """Offer to take back the newest import or change."""
    newest = next(iter(data.store.batches(1)), None)
    if newest is None or not data.may_edit or newest.versions == 0:
        return
    imported = escape(_("import of {file}").format(file=newest.file_name))
    told = escape(_("Last change: {what}, {count}, {when} UTC, by {who}")).format(
        what=done_html(newest.what) if newest.what else imported,
        count=escape(incidents(newest.versions)),
        when=escape(moment(newest.created_at[:16])),
        who=escape(newest.created_by),
    )
    with st.container(horizontal=True, vertical_alignment="center", key="undo_line"):
        st.html(f'<span class="sr-rail-heading">{told}</span>')
        if st.button(
            _("Undo it"),
            key="undo_last",
            icon=":material/undo:",
            type="tertiary",
            help=_("New versions with the content before"),
        ):
            try:
                changes.editor(data).undo(newest.batch_id)
            except IncidentsError as error:
                _say_html(problem_html(str(error)))
            else:
                _session().found.clear()
                st.rerun()
