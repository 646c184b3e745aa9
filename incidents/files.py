"""Files as tables of texts: any of the formats, told by content, read where it can do no harm.

A file of a stranger is read in a process of its own, which may use only so much memory and time,
and in which GDAL knows only the drivers that are needed. What it reads comes back as columns of
texts exactly as found. What the columns mean is not decided here.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from incidents import refusals
from incidents.errors import ReadError, UnknownEncodingError

if TYPE_CHECKING:
    import numpy as np

__all__ = [
    "FORMATS",
    "MAX_FILE_BYTES",
    "HowToRead",
    "Limits",
    "Reject",
    "SourceTable",
    "checked_size",
    "read_table",
    "run_apart",
]

FORMATS = (
    "CSV", "XLSX", "JSON", "GeoJSON", "GeoPackage", "Shapefile", "KML", "GPX", "Parquet",
)  # fmt: skip
"""Names of the formats that can be read."""

MAX_FILE_BYTES = 512 * 1024 * 1024
"""Larger files are refused."""

GDAL_DRIVERS = frozenset({"GPKG", "ESRI Shapefile"})
"""The only drivers that GDAL may have where a stranger's file is read."""

_READ_BY_GDAL = (b"SQLite format 3\x00", b"PK")
_ADDRESS = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]+:[/\\]|file:|[/\\]vsi|//|\\\\)", re.IGNORECASE)
_CHILD = (
    "import sys, types;"
    "package = types.ModuleType('incidents');"
    "package.__path__ = [sys.argv[1]];"
    "sys.modules['incidents'] = package;"
    "from importlib import import_module;"
    "import_module(sys.argv[2]).main(sys.argv[3:])"
)
"""Starts a parser alone: the whole package would take a second to load."""


@dataclass(frozen=True)
class Reject:
    """A row that was not taken, and why.

    `row` counts as a spreadsheet does: the header is row 1. `column` is empty where the row as a
    whole is at fault.
    """

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class HowToRead:
    """What the content of a file does not tell; None is for Sarhad to find out.

    Attributes
    ----------
    format
        One of `FORMATS`, instead of telling it by content.
    encoding
        The name of the text's encoding, such as "cp1256".
    delimiter
        The sign between the cells of a CSV file.
    part
        The sheet of a workbook, the layer of a file with several, the list in a JSON object.
    """

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    part: str | None = None


@dataclass(frozen=True)
class SourceTable:
    """What a file holds, as texts.

    Attributes
    ----------
    part
        The sheet or layer; "" where such a file has one table by nature.
    header
        The names of the columns as found.
    cells
        One column of `pyarrow.string()` for each name, called "0", "1" and so on; null and "" are
        an empty cell.
    geometry
        Points, polygons and multipolygons as WKB in WGS84, longitude before latitude, null where
        there is none; None where the table has no shapes.
    row_numbers
        For each row its number in the file.
    rejects
        Rows that are no rows of the table: a wrong number of cells, a broken shape.
    rejected_rows
        Their cells as found, one per rejected row, in the order of rows.
    remarks
        What the user should know: what was not read or not followed.
    """

    file_name: str
    file_sha256: str
    format: str
    part: str
    header: tuple[str, ...]
    cells: pa.Table
    geometry: pa.Array | None
    row_numbers: np.ndarray
    rejects: tuple[Reject, ...]
    rejected_rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost.

    `memory_bytes` counts address space and is not held on Windows. Time is `least_s` and
    `s_per_mb` for each megabyte of the file.
    """

    memory_bytes: int = 3 * 1024**3
    least_s: float = 60.0
    s_per_mb: float = 2.0

    def seconds(self, size_bytes: int) -> float:
        """How long a file of this size may take."""
        return self.least_s + self.s_per_mb * size_bytes / 1e6


_AS_FOUND = HowToRead()
_USUAL_LIMITS = Limits()


def read_table(
    path: Path,
    how: HowToRead = _AS_FOUND,
    *,
    trusted: bool = False,
    limits: Limits = _USUAL_LIMITS,
) -> SourceTable:
    """Read the table in a file.

    Parameters
    ----------
    path
        A file on this computer. Addresses are refused.
    how
        What the content does not tell.
    trusted
        Read in this process, for files of our own.
    limits
        What reading may cost in memory and time.

    Returns
    -------
    SourceTable
        Texts as found, with the rows that are none.

    Raises
    ------
    UnknownEncodingError
        If a text is not in UTF-8 and `how` does not say what it is in.
    ReadError
        If the file is not there, is of no format that can be read, is damaged, has no rows, or
        would take more than the limits.
    """
    path = Path(path)
    size = checked_size(path)
    how = _checked(path, how)
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ReadError(_cannot_be_opened(path, error)) from error
    if not trusted:
        parsed, table = _read_apart(path, how, size, limits)
    else:
        from incidents import parsing  # noqa: PLC0415 - it needs the types above

        batches: list[pa.RecordBatch] = []
        found = parsing.parse(path, how, batches.append, trusted=True)
        parsed, table = asdict(found), pa.Table.from_batches(batches)
    header = tuple(parsed["header"])
    geometry = None
    if "geometry" in table.column_names:
        geometry = table.column("geometry").combine_chunks()
    return SourceTable(
        file_name=path.name,
        file_sha256=sha256,
        format=parsed["format"],
        part=parsed["part"],
        header=header,
        cells=table.select([str(place) for place in range(len(header))]),
        geometry=geometry,
        row_numbers=table.column("row").to_numpy(),
        rejects=tuple(Reject(**reject) for reject in parsed["rejects"]),
        rejected_rows=tuple(tuple(cells) for cells in parsed["rejected_rows"]),
        remarks=tuple(parsed["remarks"]),
    )


# --- Before anything is opened -----------------------------------------------------------------


def checked_size(path: Path, *, empty: str = refusals.FILE_EMPTY) -> int:
    """Return the size of a regular local file in bytes; anything else is refused.

    Parameters
    ----------
    path
        The file.
    empty
        What is said of a file without a byte.
    """
    if _ADDRESS.match(str(path)):
        msg = (
            f"{path}: an address is not read, only a file on this computer; download the file "
            "and give its path"
        )
        raise ReadError(msg)
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise ReadError(_cannot_be_opened(path, error)) from error
    if stat.S_ISDIR(found.st_mode):
        msg = f"{path}: a folder; give the files in it, one by one or as {path.name}/*.csv"
        raise ReadError(msg)
    if not stat.S_ISREG(found.st_mode):
        msg = f"{path}: a device or a pipe, not a file; save its content to a file first"
        raise ReadError(msg)
    if found.st_size > MAX_FILE_BYTES:
        size, most = f"{found.st_size:,}", f"{MAX_FILE_BYTES:,}"
        msg = f"{path.name}: {refusals.FILE_TOO_LARGE.format(count=size, most=most)}"
        raise ReadError(msg)
    if not found.st_size:
        msg = f"{path.name}: {empty}"
        raise ReadError(msg)
    return found.st_size


def _cannot_be_opened(path: Path, error: Exception) -> str:
    why = getattr(error, "strerror", None) or error
    return f"{path}: {refusals.CANNOT_BE_OPENED.format(error=why)}"


def _checked(path: Path, how: HowToRead) -> HowToRead:
    """The same, with the format's name as we write it; refused where it names none."""
    if how.format is None:
        return how
    known = {name.casefold(): name for name in FORMATS}
    name = known.get(how.format.casefold())
    if name is None:
        msg = f"{path.name}: {how.format!r} is no format; one of {', '.join(FORMATS)}"
        raise ReadError(msg)
    return replace(how, format=name)


# --- In a process of its own -------------------------------------------------------------------


def _read_apart(
    path: Path, how: HowToRead, size: int, limits: Limits
) -> tuple[dict[str, Any], pa.Table]:
    """Read in a child process, and what it has left in a temporary folder."""
    seconds = limits.seconds(size)
    try:
        with tempfile.TemporaryDirectory(
            prefix="sarhad-reads-", ignore_cleanup_errors=True
        ) as folder:
            return _run(path, how, Path(folder), limits, seconds)
    except OSError as error:
        told = refusals.NO_ROOM_ASIDE.format(name=tempfile.gettempdir(), error=error)
        msg = f"{path.name}: {told}"
        raise ReadError(msg) from error


def _run(
    path: Path, how: HowToRead, folder: Path, limits: Limits, seconds: float
) -> tuple[dict[str, Any], pa.Table]:
    with path.open("rb") as file:
        by_gdal = file.read(16).startswith(_READ_BY_GDAL)
    parsed = run_apart(
        "incidents.parsing",
        path,
        {"how": asdict(how)},
        folder=folder,
        limits=limits,
        seconds=seconds,
        environment=_environment(folder, by_gdal=by_gdal),
    )
    return parsed, _table(folder / "table.arrow")


def run_apart(
    module: str,
    path: Path,
    order: dict[str, Any],
    *,
    folder: Path,
    limits: Limits,
    seconds: float,
    environment: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Let a module of this package read a file in a child process.

    Parameters
    ----------
    module
        Its `main` takes one JSON object and leaves its answer in `folder` as "table.json".
    path, order
        The file, and what else the module has to know.
    folder
        An empty folder for what it leaves.
    limits, seconds
        What it may use.
    environment
        The child's; one without GDAL where not given.

    Returns
    -------
    dict
        The answer.

    Raises
    ------
    UnknownEncodingError, ReadError
        As the child says, or where it ended without an answer.
    """
    whole = {
        "path": str(path.absolute()),
        "folder": str(folder),
        **order,
        "memory_bytes": limits.memory_bytes,
        "cpu_s": int(seconds) + 1,
    }
    package = str(Path(__file__).parent)
    command = [sys.executable, "-P", "-c", _CHILD, package, module, json.dumps(whole)]
    said = folder / "said"
    with said.open("wb") as stderr:
        try:
            done = subprocess.run(  # noqa: S603 - our own code; the path is data in the order
                command,
                env=environment or _environment(folder, by_gdal=False),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ReadError(_took_too_long(path, seconds)) from error
    answer = folder / "table.json"
    if done.returncode != 0 or not answer.exists():
        words = said.read_text("utf-8", "replace")
        raise ReadError(_why_it_ended(path, done.returncode, words, limits, seconds))
    parsed: dict[str, Any] = json.loads(answer.read_text("utf-8"))
    failure = parsed.get("failure")
    if failure is None:
        return parsed
    if failure["kind"] == "memory":
        raise ReadError(_took_too_much(path, limits))
    if failure["kind"] == "encoding":
        samples = tuple((name, sample) for name, sample in failure["samples"])
        raise UnknownEncodingError(failure["message"], samples=samples)
    raise ReadError(failure["message"])


def _table(path: Path) -> pa.Table:
    """The columns: mapped, so that they need no memory; the mapping outlives the file."""
    if os.name == "posix":
        return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    with pa.OSFile(str(path)) as file:  # a mapped file could not be removed
        return pa.ipc.open_file(file).read_all()


def _environment(folder: Path, *, by_gdal: bool) -> dict[str, str]:
    """The child's environment: its files in our folder, no network, few drivers."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(("GDAL_", "OGR_", "CPL_", "AWS_", "PROJ_NETWORK"))
    }
    settings = {
        "TMPDIR": str(folder),
        "TEMP": str(folder),
        "PYTHONIOENCODING": "utf-8",
        "PROJ_NETWORK": "OFF",
        "GDAL_DRIVER_PATH": "disable",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
    if by_gdal:
        settings["GDAL_SKIP"] = _skipped_drivers()
    return kept | settings


@cache
def _skipped_drivers() -> str:
    import pyogrio  # noqa: PLC0415 - slow to load, and most files do without

    return ",".join(sorted(set(pyogrio.list_drivers()) - GDAL_DRIVERS))


def _took_too_long(path: Path, seconds: float) -> str:
    return f"{path.name}: {refusals.TOOK_TOO_LONG.format(count=f'{seconds:,.0f}')}"


def _took_too_much(path: Path, limits: Limits) -> str:
    allowed = f"{limits.memory_bytes / 1024**3:.1f}"
    return f"{path.name}: {refusals.TOOK_TOO_MUCH.format(count=allowed)}"


def _why_it_ended(path: Path, code: int, words: str, limits: Limits, seconds: float) -> str:
    """Why the child has ended without an answer."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return _took_too_long(path, seconds)
    lowered = words.lower()
    if any(w in lowered for w in ("memory allocation of", "memoryerror", "out of memory",
                                  "bad_alloc", "cannot allocate memory")):  # fmt: skip
        return _took_too_much(path, limits)
    if code == -getattr(signal, "SIGKILL", 0):
        return f"{path.name}: {refusals.STOPPED_BY_SYSTEM}"
    if code < 0:
        name = signal.Signals(-code).name
        return f"{path.name}: {refusals.READER_CRASHED.format(given=name)}"
    last = (words.strip().splitlines() or [refusals.NO_REASON_GIVEN])[-1][:300]
    return f"{path.name}: {refusals.READER_FAILED.format(error=last)}"
