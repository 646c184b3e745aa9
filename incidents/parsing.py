"""What reads a stranger's file: told by content, parsed strictly, turned into columns of texts.

`incidents.files` runs this in a process of its own, with limits that it sets itself before it opens
the file. Nothing here decides what a column means. A row that is no row of the table is rejected
with a reason; a file that is no table is refused with a sentence.
"""

from __future__ import annotations

import io
import json
import re
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from incidents import refusals
from incidents.archives import checked_entries
from incidents.delimited import parse_csv
from incidents.errors import ReadError, UnknownEncodingError
from incidents.files import HowToRead
from incidents.json_tables import parse_json
from incidents.placemarks import parse_gpx, parse_kml
from incidents.source_file import HEAD_BYTES, SHOWN, Sink, Source
from incidents.text_encoding import beginning
from incidents.workbooks import parse_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from incidents.source_file import Parsed, Write

__all__ = ["answer_within_limits", "main", "parse"]


def main(arguments: Sequence[str]) -> None:
    """Read one file within limits and leave a table and an answer in a folder.

    Parameters
    ----------
    arguments
        One JSON object: `path`, `folder`, `how`, `memory_bytes`, `cpu_s`.
    """
    answer_within_limits(
        arguments,
        lambda order: _parse_to_file(
            Path(order["path"]), HowToRead(**order["how"]), Path(order["folder"])
        ),
    )


def answer_within_limits(
    arguments: Sequence[str], work: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Do what `files.run_apart` orders, within its limits, and leave the answer in its folder.

    Parameters
    ----------
    arguments
        One JSON object: `folder`, `memory_bytes`, `cpu_s`, and what the work needs.
    work
        Gets the order; its errors of reading are the answer.
    """
    order = json.loads(arguments[0])
    _limit_process(order["memory_bytes"], order["cpu_s"])
    try:
        answer = work(order)
    except UnknownEncodingError as error:
        answer = _failure("encoding", str(error), error.samples)
    except ReadError as error:
        answer = _failure("file", str(error))
    except MemoryError:
        answer = _failure("memory", "")
    (Path(order["folder"]) / "table.json").write_text(json.dumps(answer), encoding="utf-8")


def _failure(kind: str, message: str, samples: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """The answer that says why there is none."""
    return {"failure": {"kind": kind, "message": message, "samples": samples}}


def _limit_process(memory_bytes: int, cpu_s: int) -> None:
    """Let this process have no more memory and time than that; not on Windows."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CPU, cpu_s)):
        _, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)  # noqa: PLW2901 - no more than we are given ourselves
        resource.setrlimit(what, (most, hard))


def _parse_to_file(path: Path, how: HowToRead, folder: Path) -> dict[str, Any]:
    writer: pa.RecordBatchFileWriter | None = None

    def write(batch: pa.RecordBatch) -> None:
        nonlocal writer
        try:
            if writer is None:
                writer = pa.ipc.new_file(str(folder / "table.arrow"), batch.schema)
            writer.write_batch(batch)
        except OSError as error:
            raise _NoRoomError(path, folder, error) from error

    parsed = parse(path, how, write)
    try:
        if writer is not None:
            writer.close()
    except OSError as error:
        raise _NoRoomError(path, folder, error) from error
    return asdict(parsed)


class _NoRoomError(ReadError):
    """What was read cannot be laid aside."""

    def __init__(self, path: Path, folder: Path, error: OSError) -> None:
        super().__init__(
            f"{path.name}: what is read cannot be laid aside in {folder.parent} ({error}); free "
            "some space there, or name another folder in TMPDIR"
        )


def parse(path: Path, how: HowToRead, write: Write, *, trusted: bool = False) -> Parsed:
    """Parse a file and hand its rows on.

    Parameters
    ----------
    path
        A regular file on this computer.
    how
        What its content does not tell.
    write
        Takes the rows in batches, at least one: the columns of texts "0", "1" and so on, "row",
        and "geometry" where the table has shapes. All batches have one schema.
    trusted
        Do not insist that GDAL has but the few drivers that a stranger's file may meet.

    Returns
    -------
    Parsed
        The header and all that is not cells.

    Raises
    ------
    ReadError
        If the file is no table that can be read.
    """
    source = Source(path, how, trusted)
    name = how.format or _format_of(source)
    table = Sink(source, name, write)
    try:
        _parser(name)(source, table)
        table.close()
    except (ReadError, MemoryError):
        raise
    except ModuleNotFoundError as error:
        msg = f"{path.name}: not read: {error}; install Sarhad with all that it needs"
        raise ReadError(msg) from error
    except ImportError as error:  # a library that finds no room to be loaded
        raise MemoryError from error
    except RecursionError as error:
        msg = f"{path.name}: {refusals.NESTED_TOO_DEEPLY}"
        raise ReadError(msg) from error
    except Exception as error:
        # several libraries meet a stranger's bytes here, each with errors of its own
        why = f"{type(error).__name__}: {' '.join(str(error).split())[:SHOWN]}"
        msg = f"{path.name}: {refusals.DAMAGED.format(given=name, error=why)}"
        raise ReadError(msg) from error
    return table.parsed


_PARSERS: dict[str, Callable[[Source, Sink], None]] = {
    "CSV": parse_csv,
    "XLSX": parse_xlsx,
    "JSON": parse_json,
    "GeoJSON": parse_json,
    "KML": parse_kml,
    "GPX": parse_gpx,
}


def _parser(name: str) -> Callable[[Source, Sink], None]:
    """What reads a format; the layers' libraries are loaded only for layers."""
    if name in _PARSERS:
        return _PARSERS[name]
    from incidents import layers  # noqa: PLC0415 - slow to load

    return layers.PARSERS[name]


# --- Which format ------------------------------------------------------------------------------

_REFUSED = (
    (b"\xd0\xcf\x11\xe0", refusals.OLD_WORKBOOK),
    (b"%PDF", refusals.PDF_DOCUMENT),
    (b"\x1f\x8b", refusals.COMPRESSED.format(given="gzip")),
    (b"BZh", refusals.COMPRESSED.format(given="bzip2")),
    (b"\xfd7zXZ\x00", refusals.COMPRESSED.format(given="xz")),
    (b"\x28\xb5\x2f\xfd", refusals.COMPRESSED.format(given="zstd")),
    (b"7z\xbc\xaf\x27\x1c", refusals.OTHER_ARCHIVE.format(given="7z")),
    (b"Rar!", refusals.OTHER_ARCHIVE.format(given="RAR")),
    (b"\x89PNG", refusals.A_PICTURE),
    (b"\xff\xd8\xff", refusals.A_PICTURE),
    (b"\x00\x00\x27\x0a", refusals.PART_OF_SHAPEFILE),
    (b"ARROW1", refusals.ARROW_FILE),
    (b"\x7fELF", refusals.A_PROGRAM),
    (b"MZ\x90\x00", refusals.A_PROGRAM),
)
_XML_START = re.compile(r"<(?:\?xml\b|!DOCTYPE\b|!--|[A-Za-z_])", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_NOT_ELEMENTS = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_HTML = frozenset({"html", "head", "body", "table", "script", "div", "p", "meta", "svg"})
_PROGRAM = re.compile(
    r"(?:#![^\n]*|# -\*- coding[^\n]*|import [\w.]+(?: as \w+)?|from [\w.]+ import [\w, *().]+"
    r"|def \w+\([^\n]*\)[^\n]*:|class \w+(?:\([^\n]*\))?:|[\"']{3}[^\"',;\t|\n]+)\s*(?:\n|$)"
)
_JSON_START = re.compile(r"\{\s*[\"}]|\[\s*[\[{\]\"]")


_SIGNATURES = (
    (b"SQLite format 3\x00", "GeoPackage"),
    (b"PAR1", "Parquet"),
)


def _format_of(source: Source) -> str:
    """Tell the format by content, or refuse it with what it is."""
    head = source.head()
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _format_of_archive(source)
    for signature, what in _REFUSED:
        if head.startswith(signature):
            source.refuse(what)
    if _is_pickle(head):
        source.refuse(refusals.A_PICKLE)
    return _format_of_text(source, beginning(source, head))


def _format_of_text(source: Source, text: str) -> str:
    if not text.strip("\ufeff\x00 \t\r\n"):
        source.refuse(refusals.FILE_EMPTY)
    found = _format_of_xml(source, text) if _XML_START.match(text) else None
    if found:
        return found
    if _PROGRAM.match(text):
        source.refuse(refusals.SOURCE_TEXT)
    return "JSON" if _JSON_START.match(text) else "CSV"


def _format_of_archive(source: Source) -> str:
    names = [entry.filename for entry in checked_entries(source.path)]
    lowered = [name.lower() for name in names]
    if "xl/workbook.xml" in lowered:
        return "XLSX"
    if "xl/workbook.bin" in lowered:
        source.refuse(refusals.BINARY_WORKBOOK)
    if "content.xml" in lowered:
        source.refuse(refusals.OPEN_DOCUMENT)
    for suffix, found in ((".shp", "Shapefile"), (".kml", "KML")):
        if any(name.endswith(suffix) for name in lowered):
            return found
    shown = ", ".join(map(repr, names[:5])) or "nothing"
    return source.refuse(refusals.OTHER_ZIP.format(listed=shown))


def _is_pickle(head: bytes) -> bool:
    if re.match(rb"\x80[\x01-\x05]", head):
        return True
    if head[:1] not in (b"(", b"c", b"]", b"}") or len(head) == HEAD_BYTES:
        return False
    import pickletools  # noqa: PLC0415 - rarely; it reads the instructions and runs none

    stream = io.BytesIO(head)
    with suppress(Exception):
        last = ""
        for opcode, _, _ in pickletools.genops(stream):
            last = opcode.name
        return last == "STOP" and not stream.read().strip()
    return False


def _format_of_xml(source: Source, text: str) -> str | None:
    root = _ROOT.search(_NOT_ELEMENTS.sub("", text))
    name = root[2].lower() if root else ""
    if name in {"kml", "gpx"}:
        return name.upper()
    if name.startswith(("ogrvrt", "vrtdataset", "ogrwfs")) or "OGRVRTDataSource" in text[:1000]:
        source.refuse(refusals.A_VRT)
    if name in _HTML or text[:200].lower().startswith("<!doctype html"):
        source.refuse(refusals.A_WEB_PAGE)
    if text.startswith(("<?xml", "<!")) or re.match(r"<[\w:.-]+(?:\s+[\w:.-]+=|\s*/?>\s*<)", text):
        source.refuse(refusals.OTHER_XML.format(said=name))
    return None  # a text that begins with "<"
