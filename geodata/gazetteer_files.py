"""Gazetteers that a user adds: GeoNames dumps, CSV files of places, a table of border pillars.

Each is kept as one Parquet file in a folder, with where it came from in its metadata. A file is
told by its content: GeoNames' country dump has nineteen columns apart by tabs and no header;
a CSV has a header with a name and coordinates; a table of pillars has a column `pillar`.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import math
import zipfile
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geodata import sentences
from geodata.errors import GeodataError
from geodata.gazetteer import Place, radius_of
from geodata.measurement import nearest_by_tree
from geodata.writing import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geodata.borders import Border
    from geodata.gazetteer import Gazetteer

__all__ = [
    "NEAR_BORDER",
    "AddedGazetteer",
    "GazetteerFileError",
    "add_gazetteer",
    "added_gazetteers",
    "remove_gazetteer",
    "with_added_files",
]

NEAR_BORDER = (57.0, 23.0, 70.0, 33.0)
"""West, south, east, north of what is kept of a dump unless all is asked for."""

_METADATA = b"sarhad_gazetteer"
_GEONAMES_COLUMNS = 19
_MOST_UNPACKED = 2 << 30
_MOST_RATIO = 200
_MOST_PROBLEMS = 5
_LONGEST_NAME = 200
_ISO3 = {"IR": "IRN", "PK": "PAK", "AF": "AFG", "IRAN": "IRN", "PAKISTAN": "PAK",
         "AFGHANISTAN": "AFG"}  # fmt: skip
_ADM1 = {("IR", "04"): "Sistan and Baluchestan", ("PK", "02"): "Balochistan"}
_KINDS = {
    "P": "populated place", "S": "spot", "T": "mountain", "H": "water", "L": "area",
    "A": "administrative area",
}  # fmt: skip
_RADIUS_BY_KIND_M = {
    "spot": (1_000.0, sentences.OF_A_POST),
    "mountain": (5_000.0, sentences.OF_A_MOUNTAIN),
    "water": (10_000.0, sentences.OF_WATER),
    "area": (15_000.0, sentences.OF_AN_AREA),
    "administrative area": (25_000.0, sentences.OF_AN_ADMINISTRATIVE_AREA),
}
_COLUMNS = {
    "name": ("name", "place", "toponym", "asciiname", "locality"),
    "lon": ("lon", "longitude", "long", "lng", "x", "decimallongitude"),
    "lat": ("lat", "latitude", "y", "decimallatitude"),
    "country": ("country", "country_code", "countrycode", "iso3", "iso2"),
    "adm1": ("adm1", "province", "admin1"),
    "adm2": ("adm2", "district", "county", "admin2"),
    "alternate_names": ("alternate_names", "alternatenames", "variants", "aliases"),
    "radius_m": ("radius_m", "coordinate_uncertainty_m", "coordinateuncertaintyinmeters"),
    "source": ("source",),
    "population": ("population",),
    "pillar": ("pillar", "border_pillar", "number"),
    "chainage_km": ("chainage_km",),
    "uncertainty_km": ("uncertainty_km",),
}


class GazetteerFileError(GeodataError):
    """A file is no gazetteer that can be added, or a stored one is damaged."""


@dataclass(frozen=True)
class AddedGazetteer:
    """What was added, when, and how much of it was taken.

    `outside` counts rows left out because they lie outside the box, `rejected` rows that could not
    be read; `problems` tells the first of these. `sha256` is the stored file's.
    """

    name: str
    source_file: str
    source_sha256: str
    kind: str
    added: str
    places: int
    read: int
    outside: int
    rejected: int
    problems: tuple[str, ...] = ()
    sha256: str = ""


@dataclass
class _Count:
    read: int = 0
    outside: int = 0
    problems: list[str] | None = None
    rejected: int = 0

    def reject(self, row: int, why: str) -> None:
        self.rejected += 1
        self.problems = self.problems or []
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(f"row {row}: {why}")


def add_gazetteer(
    source: Path,
    folder: Path,
    *,
    border: Border,
    box: tuple[float, float, float, float] | None = NEAR_BORDER,
    progress: Callable[[int], None] | None = None,
) -> AddedGazetteer:
    """Add a file to the gazetteers in a folder; the same name again replaces the one before.

    Parameters
    ----------
    source
        A GeoNames dump (PK.txt, or PK.zip as it is published), a CSV of places with name, lon and
        lat, or a CSV of border pillars with pillar and either chainage_km or lon and lat.
    folder
        Where gazetteers are kept; made if missing.
    border
        The line along which pillars that have coordinates are counted.
    box
        West, south, east, north of what is kept; None keeps all.
    progress
        Called with the number of rows read.

    Raises
    ------
    GazetteerFileError
        If the file is none of these, or nothing of it can be kept. What was added before stays.
    """
    count = _Count()
    try:
        content_sha256 = _sha256(source)
        with _text(source) as text:
            kind, rows = _told(text, source)
            if kind == "pillars":
                table = _pillar_table(rows, border, count)
            else:
                made = (
                    _geonames(rows, count) if kind == "GeoNames" else _places(rows, source, count)
                )
                table = _place_table(_kept(made, box, count, progress))
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile, csv.Error) as error:
        msg = f"{source} cannot be read: {error}; expected a GeoNames dump or a CSV in UTF-8"
        raise GazetteerFileError(msg) from error
    if table.num_rows == 0:
        why = "; ".join(count.problems or [])
        msg = (
            f"{source} holds no place that can be used: {count.read} rows read, {count.outside} "
            f"outside of the border region, {count.rejected} unreadable. {why}"
        )
        raise GazetteerFileError(msg.strip())
    about = AddedGazetteer(
        name=source.stem,
        source_file=source.name,
        source_sha256=content_sha256,
        kind=kind,
        added=datetime.now(UTC).isoformat(timespec="seconds"),
        places=table.num_rows,
        read=count.read,
        outside=count.outside,
        rejected=count.rejected,
        problems=tuple(count.problems or ()),
    )
    stored = _store(table, about, folder)
    return replace(about, sha256=_sha256(stored))


def added_gazetteers(folder: Path) -> list[AddedGazetteer]:
    """List what was added to a folder, by name.

    Raises
    ------
    GazetteerFileError
        If a stored file is damaged.
    """
    return [_about(path) for path in _stored(folder)]


def remove_gazetteer(name: str, folder: Path) -> None:
    """Take a gazetteer out of a folder.

    Raises
    ------
    GazetteerFileError
        If none of that name was added.
    """
    path = folder / f"{name}.parquet"
    if path not in _stored(folder):
        known = ", ".join(p.stem for p in _stored(folder)) or "none"
        msg = f"No gazetteer {name!r} was added; there are: {known}"
        raise GazetteerFileError(msg)
    path.unlink()


def with_added_files(gazetteer: Gazetteer, folder: Path) -> Gazetteer:
    """Return a gazetteer with all that was added to a folder; itself where nothing was.

    Raises
    ------
    GazetteerFileError
        If a stored file is damaged.
    """
    places: list[Place] = []
    pillars: list[tuple[int, float, float]] = []
    hashes = []
    for path in _stored(folder):
        about = _about(path)
        hashes.append(about.sha256)
        columns = pq.read_table(path).to_pydict()
        rows = zip(*columns.values(), strict=True)
        if about.kind == "pillars":
            pillars += [(int(n), float(along), float(error)) for n, along, error in rows]
        else:
            columns["alternate_names"] = [tuple(names) for names in columns["alternate_names"]]
            places += [Place(*row) for row in zip(*columns.values(), strict=True)]
    if not hashes:
        return gazetteer
    sha256 = hashlib.sha256("".join(hashes).encode("ascii")).hexdigest()
    return gazetteer.with_added(places, sha256, pillars=pillars)


def _stored(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("*.parquet") if not p.name.startswith("."))


def _about(path: Path) -> AddedGazetteer:
    try:
        values = json.loads((pq.read_schema(path).metadata or {})[_METADATA])
        values["problems"] = tuple(values["problems"])
        return replace(AddedGazetteer(**values), sha256=_sha256(path))
    except (OSError, pa.ArrowException, KeyError, ValueError, TypeError) as error:
        msg = (
            f"The added gazetteer {path} is damaged ({error}); remove that file, or add it again "
            f"with: sarhad gazetteer add {path.stem}"
        )
        raise GazetteerFileError(msg) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def _text(source: Path) -> Iterator[io.TextIOBase]:
    """The file's text, out of its zip where it is one."""
    with contextlib.ExitStack() as stack:
        raw: Any
        if zipfile.is_zipfile(source):
            archive = stack.enter_context(zipfile.ZipFile(source))
            raw = stack.enter_context(archive.open(_member(archive, source)))
        else:
            raw = stack.enter_context(source.open("rb"))
        yield stack.enter_context(io.TextIOWrapper(raw, encoding="utf-8-sig", newline=""))


def _member(archive: zipfile.ZipFile, source: Path) -> zipfile.ZipInfo:
    """The one table in a zip; its name is never used as a path."""
    listed = [
        m for m in archive.infolist() if m.filename.lower().endswith((".txt", ".csv", ".tsv"))
    ]
    listed = [m for m in listed if Path(m.filename).name.lower() != "readme.txt"]
    named = [m for m in listed if Path(m.filename).stem.lower() == source.stem.lower()]
    found = named or listed
    if len(found) != 1:
        msg = f"{source} holds {len(found)} tables; expected one, such as {source.stem}.txt"
        raise GazetteerFileError(msg)
    member = found[0]
    ratio = member.file_size / max(1, member.compress_size)
    if member.flag_bits & 1 or member.file_size > _MOST_UNPACKED or ratio > _MOST_RATIO:
        msg = (
            f"{source}: {member.filename!r} is encrypted or unpacks to {member.file_size:,} bytes "
            f"({ratio:.0f} times); unpack it by hand and add the table itself"
        )
        raise GazetteerFileError(msg)
    return member


def _told(text: io.TextIOBase, source: Path) -> tuple[str, Iterator[Any]]:
    """What kind of table it is, and its rows: lists for GeoNames, dicts by our names else."""
    first = text.readline(1 << 20)
    if not first.strip():
        msg = f"{source} is empty; expected a GeoNames dump or a CSV with name, lon and lat"
        raise GazetteerFileError(msg)
    cells = first.rstrip("\r\n").split("\t")
    if len(cells) == _GEONAMES_COLUMNS and cells[0].isdigit():
        lines = (line.rstrip("\r\n").split("\t") for line in _lines(first, text))
        return "GeoNames", lines
    separator = max(",;\t", key=first.count)
    reader = csv.reader(_lines(first, text), delimiter=separator)
    header = [name.strip().casefold() for name in next(reader)]
    places = {
        ours: next((header.index(name) for name in names if name in header), -1)
        for ours, names in _COLUMNS.items()
    }
    known = {ours: at for ours, at in places.items() if at >= 0}
    is_pillars = "pillar" in known and ("chainage_km" in known or {"lon", "lat"} <= set(known))
    if not (is_pillars and "name" not in known) and not {"name", "lon", "lat"} <= set(known):
        msg = (
            f"{source} has the columns {', '.join(header)[:200]}; expected name, lon and lat, or "
            f"pillar and chainage_km, or GeoNames' {_GEONAMES_COLUMNS} columns apart by tabs"
        )
        raise GazetteerFileError(msg)
    rows = (
        {ours: row[at].strip() if at < len(row) else "" for ours, at in known.items()}
        for row in reader
        if any(row)
    )
    return ("CSV" if "name" in known else "pillars"), rows


def _lines(first: str, text: io.TextIOBase) -> Iterator[str]:
    yield first
    yield from text


def _geonames(rows: Iterator[list[str]], count: _Count) -> Iterator[Place]:
    for row in rows:
        count.read += 1
        if len(row) != _GEONAMES_COLUMNS:
            count.reject(count.read, f"{len(row)} columns, expected {_GEONAMES_COLUMNS}")
            continue
        kind = _KINDS.get(row[6])
        if kind is None or row[7].startswith("PCL"):
            count.outside += 1
            continue
        names = dict.fromkeys((row[2], *row[3].split(",")))
        other = tuple(n for n in names if n and n != row[1] and "://" not in n)
        place = _place(
            count,
            name=row[1],
            kind=kind,
            country=_ISO3.get(row[8], row[8]),
            lon=row[5],
            lat=row[4],
            population=row[14],
            alternate_names=other,
            adm1=_ADM1.get((row[8], row[10]), ""),
            place_id=f"geonames:{row[0]}",
            source="GeoNames (CC BY 4.0)",
        )
        if place is not None:
            yield place


def _places(rows: Iterator[dict[str, str]], source: Path, count: _Count) -> Iterator[Place]:
    for row in rows:
        count.read += 1
        code = row.get("country", "").upper()
        names = row.get("alternate_names", "").replace("|", ";").split(";")
        place = _place(
            count,
            name=row["name"],
            kind="populated place",
            country=_ISO3.get(code, code),
            lon=row["lon"],
            lat=row["lat"],
            population=row.get("population", ""),
            alternate_names=tuple(n.strip() for n in names if n.strip()),
            adm1=row.get("adm1", ""),
            adm2=row.get("adm2", ""),
            place_id=f"{source.stem}:{count.read}",
            source=row.get("source") or source.name,
            radius=row.get("radius_m", ""),
        )
        if place is not None:
            yield place


def _place(
    count: _Count,
    *,
    lon: str,
    lat: str,
    population: str,
    radius: str = "",
    **values: Any,  # noqa: ANN401 - fields of a place
) -> Place | None:
    """A place with its radius, or None where its numbers are none."""
    try:
        x, y = float(lon), float(lat)
        radius_m = float(radius) if radius else None
        people = int(population or 0) or None
    except ValueError as error:
        count.reject(count.read, str(error))
        return None
    if not values["name"] or len(values["name"]) > _LONGEST_NAME:
        count.reject(count.read, f"the name {values['name'][:40]!r} is empty or too long")
        return None
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        count.reject(count.read, f"lon {lon}, lat {lat} is no place in degrees")
        return None
    if radius_m is not None and not (math.isfinite(radius_m) and radius_m > 0):
        count.reject(count.read, f"radius {radius} is not above 0")
        return None
    if radius_m is not None:
        reason = sentences.GIVEN_IN_FILE
    elif values["kind"] in _RADIUS_BY_KIND_M:
        radius_m, reason = _RADIUS_BY_KIND_M[values["kind"]]
    else:
        radius_m, reason = radius_of(people, lon, lat)
    return Place(lon=x, lat=y, radius_m=radius_m, radius_reason=reason, population=people, **values)


def _kept(
    places: Iterator[Place],
    box: tuple[float, float, float, float] | None,
    count: _Count,
    progress: Callable[[int], None] | None,
) -> Iterator[Place]:
    for place in places:
        if progress is not None and count.read % 10_000 == 0:
            progress(count.read)
        if box is None or (box[0] <= place.lon <= box[2] and box[1] <= place.lat <= box[3]):
            yield place
        else:
            count.outside += 1


def _place_table(places: Iterator[Place]) -> pa.Table:
    kept = list(places)
    columns = {f.name: [getattr(place, f.name) for place in kept] for f in fields(Place)}
    types = {
        "lon": pa.float64(), "lat": pa.float64(), "radius_m": pa.float64(),
        "population": pa.int64(), "alternate_names": pa.list_(pa.string()),
    }  # fmt: skip
    return pa.table({n: pa.array(c, types.get(n, pa.string())) for n, c in columns.items()})


def _pillar_table(rows: Iterator[dict[str, str]], border: Border, count: _Count) -> pa.Table:
    """Pillars along the line: their chainage as given, or that of the nearest point of the line."""
    found: dict[int, tuple[float, float]] = {}
    for row in rows:
        count.read += 1
        try:
            number = int(row["pillar"])
            error_m = float(row.get("uncertainty_km") or 0.1) * 1000
            if row.get("chainage_km"):
                chainage_m = float(row["chainage_km"]) * 1000
            else:
                place = np.array([float(row["lon"])]), np.array([float(row["lat"])])
                nearest = nearest_by_tree(border, *place)
                chainage_m = float(nearest.chainage_m[0])
                error_m = max(error_m, float(nearest.distance_m[0]))
            if not (0 <= chainage_m <= border.length_m + error_m and error_m > 0):
                msg = (
                    f"km {chainage_m / 1000:g} is not on the border ({border.length_m / 1000:g} km)"
                )
                raise ValueError(msg)  # noqa: TRY301 - told as any other number that is none
        except (ValueError, KeyError) as error:
            count.reject(count.read, str(error))
            continue
        found[number] = (min(chainage_m, border.length_m), error_m)
    if len(found) == 1:
        msg = "one pillar is no table to count between; give at least two"
        raise GazetteerFileError(msg)
    numbers = sorted(found)
    return pa.table(
        {
            "pillar": pa.array(numbers, pa.int64()),
            "chainage_m": pa.array([found[n][0] for n in numbers], pa.float64()),
            "uncertainty_m": pa.array([found[n][1] for n in numbers], pa.float64()),
        }
    )


def _store(table: pa.Table, about: AddedGazetteer, folder: Path) -> Path:
    """Write the table beside its final name, then give it that name."""
    target = folder / f"{about.name}.parquet"
    values = {k: v for k, v in asdict(about).items() if k != "sha256"}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with_about = table.replace_schema_metadata({_METADATA: json.dumps(values)})
        with written_whole(target) as file:
            pq.write_table(with_about, file, compression="zstd")
    except OSError as error:
        msg = f"{target} cannot be written: {error}; nothing was added"
        raise GazetteerFileError(msg) from error
    return target
