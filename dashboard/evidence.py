"""The evidence pack: one ZIP from which somebody else can check a figure without this program.

The same records of the same data version give the same bytes: every time in it is that of the data
version. `check_pack` reads a pack again and compares each file with the hash that it came with.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tempfile
import threading
import zipfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyogrio

from dashboard.citation import DEFAULT_ADDRESS, cite
from dashboard.loading import CHECKED_AT_START
from dashboard.map_file import map_html
from dashboard.map_picture import map_png
from geodata import data as shipped
from incidents import refusals
from incidents.archives import checked_entries, entry_bytes
from incidents.columns import claims_of
from incidents.errors import IncidentsError
from incidents.export import claims_file, export
from incidents.frozen import FrozenStore
from incidents.integrity import verify
from incidents.profiles import INTERNAL, apply
from incidents.rows import frame_of, picked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from dashboard.citation import Citation
    from geodata.borders import Border
    from incidents.filters import IncidentFilter
    from incidents.profiles import Profile
    from incidents.store import Store

__all__ = ["EvidenceError", "EvidencePack", "check_pack", "evidence_pack"]

SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
_SUM_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FIRST_ZIP_YEAR = 1980
_one_at_a_time = threading.Lock()


class EvidenceError(IncidentsError):
    """No pack was made, or a file is none."""


@dataclass(frozen=True)
class EvidencePack:
    """The bytes of the ZIP, and what to tell whoever asked: whom to credit, whose terms bind."""

    content: bytes
    remarks: tuple[str, ...]
    citation: Citation


def evidence_pack(
    store: Store,
    chosen: IncidentFilter,
    border: Border,
    *,
    profile: Profile = INTERNAL,
    address: str = DEFAULT_ADDRESS,
    progress: Callable[[str, float], None] | None = None,
) -> EvidencePack:
    """Pack what a filter shows with all that is needed to check it.

    Parameters
    ----------
    store
        The store, or a `FrozenStore` for an earlier version.
    chosen
        The filter.
    border
        The border that is shown and that coarsened places are measured against.
    profile
        What may go out.
    address
        Where the dashboard is; part of the citation's link.
    progress
        Called with the step's name and the share that is done.

    Raises
    ------
    EvidenceError
        If no incident matches.
    IncidentsError
        If a part cannot be made.
    """
    tell = progress or (lambda _step, _share: None)
    tell("Reading", 0.0)
    table = store.table()
    found = picked(table, chosen)
    if not found.num_rows:
        msg = refusals.NO_PACK
        raise EvidenceError(msg)
    citation = cite(store, chosen, frame_of(found), total=table.num_rows, address=address)
    made = datetime.fromisoformat(citation.moment.stored_at)
    shown = apply(found, profile, border)
    frame = frame_of(shown)
    claims = {
        name: claims_of(text)
        for name, text in zip(
            *(shown.column(n).to_pylist() for n in ("incident_id", "claims")), strict=True
        )
    }
    tell("Writing the data", 0.2)
    packed, remarks = _data_files(found, border, profile, made)
    tell("Drawing the map", 0.45)
    packed["map.html"] = map_html(
        frame, border, store_root=citation.moment.root_sha256, claims=claims, made=made
    ).encode()
    packed["map.png"] = map_png(
        frame,
        border,
        title="Incidents near the Iran\N{EN DASH}Pakistan border",
        lines=[f"{citation.shown:,} of {citation.total:,} incidents; {citation.filtered_by}",
               citation.short],
    )  # fmt: skip
    tell("Checking the store", 0.8)
    packed |= {
        "data/sources.csv": _sources(claims),
        "border/border.geojson": _border_line(border),
        "border/border.npz": shipped.read("border.npz"),
        "border/data-files.sha256": _shipped_sums(),
        "method.md": _document("method.md", "docs"),
        "CITATION.txt": f"{citation.line}\n".encode(),
        "LICENCES.md": _licences(remarks),
        "LICENSE-of-the-program.txt": _document("LICENSE", ""),
        "VERIFICATION.txt": _verification(store, citation),
    }
    packed["README.txt"] = _readme(citation, profile, remarks, store)
    packed[MANIFEST] = _manifest(packed, citation, profile)
    packed[SUMS] = "".join(f"{_sha256(packed[n])}  {n}\n" for n in sorted(packed)).encode()
    tell("Packing", 0.95)
    return EvidencePack(_zipped(packed, made), remarks, citation)


def check_pack(path: Path) -> tuple[str, ...]:
    """What is wrong with a pack: files that changed, are missing or were added; none if sound.

    Raises
    ------
    EvidenceError
        If the file is no evidence pack.
    ReadError
        If it is no ZIP, or one made to do harm.
    """
    entries = {entry.filename: entry for entry in checked_entries(path)}
    if SUMS not in entries:
        msg = f"{path}: no evidence pack; expected a ZIP that holds {SUMS}"
        raise EvidenceError(msg)
    text = entry_bytes(path, entries[SUMS]).decode("utf-8", "replace")
    lines = [_SUM_LINE.fullmatch(line) for line in text.splitlines()]
    if not lines or None in lines:
        return (f"{SUMS} itself is damaged: a line of it is no hash and name",)
    sums = {line[2]: line[1] for line in lines if line is not None}
    problems = []
    for name, expected in sums.items():
        if name not in entries:
            problems.append(f"{name} is missing")
            continue
        found = _sha256(entry_bytes(path, entries[name]))
        if found != expected:
            problems.append(f"{name} was changed: sha256 {found}, expected {expected}")
    problems += [f"{name} was added" for name in entries if name not in {*sums, SUMS}]
    return tuple(problems)


# --- The parts -------------------------------------------------------------------------------


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _zipped(packed: dict[str, bytes], made: datetime) -> bytes:
    whole = io.BytesIO()
    stamp = (max(made.year, _FIRST_ZIP_YEAR), *made.timetuple()[1:6])
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(packed):
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, packed[name])
    return whole.getvalue()


def _data_files(
    records: pa.Table, border: Border, profile: Profile, made: datetime
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as folder, _dated(made):
        layer, csv_file = Path(folder) / "incidents.gpkg", Path(folder) / "incidents.csv"
        remarks = export(records, layer, border, profile=profile)
        export(records, csv_file, border, profile=profile)
        written = (layer, csv_file, claims_file(csv_file))
        return {f"data/{p.name}": p.read_bytes() for p in written}, remarks


@contextmanager
def _dated(made: datetime) -> Iterator[None]:
    """Let GDAL write this moment into a GeoPackage; its setting is one for the whole process."""
    with _one_at_a_time:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{made:%Y-%m-%dT%H:%M:%S}.000Z"})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _sources(claims: dict[str, tuple[Any, ...]]) -> bytes:
    """Every source once: who published what, whose account it is, and which incidents it is of."""
    told: dict[tuple[str, ...], set[str]] = {}
    for incident_id, listed in claims.items():
        for claim in listed:
            names = ("publisher", "title", "url", "published", "claimant", "origin")
            source = tuple(getattr(claim, name) or "" for name in names)
            told.setdefault(source, set()).add(incident_id)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(("publisher", "title", "url", "published", "claimant", "origin", "incidents"))
    for source in sorted(told):
        cells = (*source, " ".join(sorted(told[source])))
        writer.writerow(f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells)
    return text.getvalue().encode("utf-8", "replace")


def _border_line(border: Border) -> bytes:
    feature = {
        "type": "Feature",
        "properties": {
            "name": border.name,
            "sha256_of_border_npz": border.sha256,
            "attribution": border.attribution,
            "licence": "ODbL 1.0",
            "legal_status": "Not a legal boundary",
            "length_km": round(border.length_m / 1000, 3),
            "signed_distance_positive_in": border.positive,
            "signed_distance_negative_in": border.negative,
        },
        "geometry": {"type": "LineString", "coordinates": border.line.tolist()},
    }
    whole = {"type": "FeatureCollection", "features": [feature]}
    return (json.dumps(whole, ensure_ascii=False, indent=None) + "\n").encode()


def _shipped_sums() -> bytes:
    return (files("geodata.data") / "SHA256SUMS").read_bytes()


def _document(name: str, folder_in_tree: str) -> bytes:
    """A document of the project: inside an installed package, at its place in a source tree."""
    package = Path(str(files("dashboard")))
    inside, outside = package / name, package.parent / folder_in_tree / name
    return (inside if inside.is_file() else outside).read_bytes()


def _licences(remarks: tuple[str, ...]) -> bytes:
    told = "\n".join(f"- {remark}" for remark in remarks)
    sources = (files("geodata.data") / "SOURCES.md").read_text("utf-8")
    return (
        "# Licences and credits\n\nIncidents: the sources named in data/sources.csv; facts under "
        "CC BY 4.0. What others wrote stays theirs. The program: Apache-2.0 "
        f"(LICENSE-of-the-program.txt).\n\n{told}\n\n{sources}"
    ).encode()


def _verification(store: Store, citation: Citation) -> bytes:
    root = f"Data version: root sha256 {citation.moment.root_sha256}, {citation.stored_at}."
    count = store.version_count()
    if count > CHECKED_AT_START:
        said = (
            f"The store holds {count:,} versions and was not checked for this pack: run "
            "`sarhad verify`, which takes some minutes."
        )
    else:
        checked = verify(store)
        what = f"{checked.versions:,} versions in {checked.batches:,} batches"
        said = f"`sarhad verify`: sound; {what} are as they were written."
        if not checked.is_sound:
            damages = "\n".join(f"  {damage}" for damage in checked.damages)
            said = f"`sarhad verify`: DAMAGED; {what} checked.\n{damages}"
    return f"{root}\n{said}\n".encode()


def _manifest(packed: dict[str, bytes], citation: Citation, profile: Profile) -> bytes:
    whole = {
        "citation": {**asdict(citation), "line": citation.line},
        "profile": profile.name,
        "store_root_sha256": citation.moment.root_sha256,
        "data_files": "border/data-files.sha256",
        "files": {
            name: {"bytes": len(packed[name]), "sha256": _sha256(packed[name])}
            for name in sorted(packed)
        },
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _readme(citation: Citation, profile: Profile, remarks: tuple[str, ...], store: Store) -> bytes:
    outward = (
        "everything that is recorded. It may name people and homes: do not pass it on without "
        "looking."
        if profile == INTERNAL
        else "what may be passed on: places coarsened to 10 km, what could expose people left out."
    )
    notes = [*remarks]
    if isinstance(store, FrozenStore) and (gone := store.redacted_since()):
        notes.append(
            f"Of {len(gone):,} incidents text was redacted after this version was stored, for a "
            f"person's safety; it reads [redacted] here: {', '.join(gone[:20])}."
        )
    told = "\n".join(f"  * {note}" for note in notes)
    return f"""\
EVIDENCE PACK
{citation.shown:,} of {citation.total:,} incidents near the Iran-Pakistan border
Filter: {citation.filtered_by}
Data version: {citation.moment.root_sha256}
              of {citation.stored_at}

This pack holds {outward}

HOW TO CHECK IT
1. Unpack it and run, in its folder:   sha256sum -c {SUMS}
   (macOS: shasum -a 256 -c {SUMS}). Every line must say OK. The hash of the ZIP itself should have
   reached you another way than the ZIP: then nothing in it can have been exchanged.
   With Sarhad installed:   sarhad evidence --check FILE.zip
2. Open map.html in any browser; it needs no network. map.png is the same as a picture.
3. Follow the sources: data/sources.csv lists each with its address, whose account it is and which
   incidents it is of. data/incidents-claims.csv says what each one claims.
4. Compare the border: sha256sum border/border.npz must give
   {" and ".join(citation.border_sha256) or "(no incident of this pack was measured)"}
   which is the hash in column border_sha256 of data/incidents.csv. border/border.geojson is the
   same line for any map program. It is not a legal boundary.
5. Compare the version: the root above stands for every version that the store held. Where you have
   the store, `sarhad verify` gives the root of its last version, and the link in CITATION.txt shows
   these records again as they were.

WHAT IS IN IT
  CITATION.txt                 what to write under a figure, with the link that shows it again
  data/incidents.gpkg          for QGIS and its like: where each event may have been
  data/incidents.csv           the same records as a table (UTF-8)
  data/incidents-claims.csv    what was claimed of each, by whom
  data/sources.csv             every source once
  border/                      the line, its source file, and the hashes of all data files
  method.md                    how places, distances and their uncertainty are found
  map.html, map.png            the map
  VERIFICATION.txt             whether the store's own hashes hold
  LICENCES.md                  whom to credit, and under which terms
  {MANIFEST}, {SUMS}    what each file's sha256 is

The gazetteer's hash ({" and ".join(citation.gazetteer_sha256) or "none"})
stands for its tables together: sha256 over their hashes in border/data-files.sha256.

PLEASE NOTE
{told}
  * A place is never known exactly: read coordinate_uncertainty_m and the interval beside each
    distance. A report is a claim; where accounts conflict, both stand.
""".encode()
