"""What reads a stranger's file: told by content, parsed strictly, turned into columns of texts.

`incidents.files` runs this in a process of its own, with limits that it sets itself before it opens
the file. Nothing here decides what a column means. A row that is no row of the table is rejected
with a reason; a file that is no table is refused with a sentence.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import shutil
import stat
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import numpy as np
import pyarrow as pa

from incidents.errors import ReadError, UnknownEncodingError
from incidents.files import HowToRead, Reject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Write = Callable[[pa.RecordBatch], None]
    Row = dict[str, str | None]
    _Errors = dict[int, dict[int, str]]  # texts by row and column

__all__ = [
    "CHUNK", "SHOWN", "JsonNumber", "Parsed", "Sink", "Source", "checked_entries", "entry_bytes",
    "fill_from_rows", "json_cell", "json_text", "likely_encodings", "main", "parse", "strict_json",
    "unpack",
]  # fmt: skip

CHUNK = 50_000
"""How many rows are handed on at once."""
SHOWN = 200
"""How much of a bad value is shown."""
_HEAD_BYTES = 64 * 1024


@dataclass
class Parsed:
    """What a file holds beside its cells."""

    format: str
    part: str = ""
    header: tuple[str, ...] = ()
    rejects: list[Reject] = field(default_factory=list)
    rejected_rows: list[tuple[str, ...]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def main(arguments: Sequence[str]) -> None:
    """Read one file within limits and leave a table and an answer in a folder.

    Parameters
    ----------
    arguments
        One JSON object: `path`, `folder`, `how`, `memory_bytes`, `cpu_s`.
    """
    order = json.loads(arguments[0])
    folder = Path(order["folder"])
    _limit(order["memory_bytes"], order["cpu_s"])
    try:
        answer = _parse_to_file(Path(order["path"]), HowToRead(**order["how"]), folder)
    except UnknownEncodingError as error:
        answer = _failure("encoding", str(error), error.samples)
    except ReadError as error:
        answer = _failure("file", str(error))
    except MemoryError:
        answer = _failure("memory", "")
    (folder / "table.json").write_text(json.dumps(answer), encoding="utf-8")


def _failure(kind: str, message: str, samples: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    return {"failure": {"kind": kind, "message": message, "samples": samples}}


def _limit(memory_bytes: int, cpu_s: int) -> None:
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
        msg = f"{path.name}: nested too deeply to be read; flatten it"
        raise ReadError(msg) from error
    except Exception as error:
        # several libraries meet a stranger's bytes here, each with errors of its own
        msg = (
            f"{path.name}: damaged, or no {name} ({type(error).__name__}: "
            f"{' '.join(str(error).split())[:SHOWN]}); open it in the program that made it and "
            "save it anew"
        )
        raise ReadError(msg) from error
    return table.parsed


@dataclass(frozen=True)
class Source:
    """The file that is read, and how."""

    path: Path
    how: HowToRead
    trusted: bool

    @property
    def name(self) -> str:
        """Its name without the folder."""
        return self.path.name

    def refuse(self, problem: str) -> NoReturn:
        """Refuse the file with a sentence."""
        msg = f"{self.name}: {problem}"
        raise ReadError(msg)

    def head(self, size: int = _HEAD_BYTES) -> bytes:
        """Its first bytes."""
        with self.path.open("rb") as file:
            return file.read(size)


class Sink:
    """Takes rows as columns, hands them on in batches, and keeps what is no row."""

    def __init__(self, source: Source, format_name: str, write: Write) -> None:
        self.parsed = Parsed(format_name)
        self.has_shapes = False
        self._source = source
        self._write = write
        self._rows = 0
        self._written = False
        self._rejected: dict[int, tuple[str, ...]] = {}

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns; empty before `start`."""
        return self.parsed.header

    def start(self, header: Iterable[str], *, has_shapes: bool = False) -> None:
        """Say which columns the table has."""
        self.parsed.header = tuple(_sound(name) for name in header)
        self.has_shapes = has_shapes

    def remark(self, text: str) -> None:
        """Tell the user something, once."""
        if text not in self.parsed.remarks:
            self.parsed.remarks.append(text)

    def reject(
        self,
        row: int,
        cells: Sequence[str | None],
        reason: str,
        *,
        column: str = "",
        value: str = "",
    ) -> None:
        """Keep a row that is no row of the table, with the reason."""
        self._rejected.setdefault(row, tuple(_sound(cell or "") for cell in cells))
        self.parsed.rejects.append(Reject(row, column, _sound(value[:SHOWN]), reason))

    def add(
        self, columns: Sequence[pa.Array], rows: np.ndarray, shapes: pa.Array | None = None
    ) -> None:
        """Hand on some rows."""
        arrays = [*columns, pa.array(rows, pa.int64())]
        names = [*map(str, range(len(columns))), "row"]
        if self.has_shapes:
            arrays.append(pa.nulls(len(rows), pa.binary()) if shapes is None else shapes)
            names.append("geometry")
        self._write(pa.record_batch(arrays, names=names))
        self._written = True
        self._rows += len(rows)

    def add_texts(self, rows: Sequence[Sequence[str | None]], numbers: Sequence[int],
                  shapes: Sequence[bytes | None] | None = None) -> None:  # fmt: skip
        """Hand on rows of texts; one with half a surrogate pair is rejected."""
        try:
            columns = [pa.array(c, pa.string()) for c in zip(*rows, strict=True)]
        except UnicodeEncodeError:
            sound = [place for place, row in enumerate(rows) if self._is_sound(row, numbers[place])]
            self.add_texts(
                [rows[place] for place in sound],
                [numbers[place] for place in sound],
                None if shapes is None else [shapes[place] for place in sound],
            )
            return
        if rows:
            self.add(
                columns,
                np.array(numbers, dtype=np.int64),
                None if shapes is None else pa.array(shapes, pa.binary()),
            )

    def _is_sound(self, row: Sequence[str | None], number: int) -> bool:
        for column, cell in zip(self.header, row, strict=True):
            if cell is not None and _sound(cell) != cell:
                reason = "half of a surrogate pair, which is no character; remove or mend it"
                self.reject(number, row, reason, column=column, value=cell)
                return False
        return True

    def close(self) -> None:
        """End the table; one without rows is refused."""
        parsed = self.parsed
        is_data = bool(parsed.header) and parsed.header[0].strip().isdigit()  # as in GDELT
        if not (self._rows or self._rejected or is_data):
            self._source.refuse("no rows below the header; nothing to import")
        if not self._written:
            self.add([pa.array([], pa.string()) for _ in parsed.header], np.array([], np.int64))
        parsed.rejects.sort(key=lambda reject: reject.row)
        parsed.rejected_rows = [self._rejected[row] for row in sorted(self._rejected)]


def _parser(name: str) -> Callable[[Source, Sink], None]:
    """What reads a format; the layers' libraries are loaded only for layers."""
    if name in _PARSERS:
        return _PARSERS[name]
    from incidents import layers  # noqa: PLC0415 - it needs this module, and is slow to load

    return layers.PARSERS[name]


def _sound(text: str) -> str:
    """A text that can be written as UTF-8: halves of surrogate pairs as their escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


# --- Archives -----------------------------------------------------------------------------------

_MAX_ENTRIES = 10_000
_MAX_UNPACKED_BYTES = 2 * 1024**3
_MAX_RATIO = 200  # for entries above _SMALL_BYTES; tables pack to a tenth or a thirtieth
_SMALL_BYTES = 1024 * 1024
_NESTED = re.compile(
    r"\.(zip|kmz|xlsx|xlsm|ods|qgz|jar|7z|rar|tar|gz|tgz|bz2|xz|zst)$", re.IGNORECASE
)
_ENCRYPTED = 0x1


def checked_entries(path: Path) -> tuple[zipfile.ZipInfo, ...]:
    """The files in an archive.

    Parameters
    ----------
    path
        The archive.

    Returns
    -------
    tuple of zipfile.ZipInfo
        Its entries without folders, in the archive's order.

    Raises
    ------
    ReadError
        If the archive is damaged or made to do harm: too many entries or too large ones, archives
        in it, links, paths that lead out of it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        msg = f"{path.name}: a damaged zip archive ({error}); get or save the file anew"
        raise ReadError(msg) from error
    problem = _problem(found)
    if problem:
        msg = f"{path.name}: refused before unpacking: {problem}"
        raise ReadError(msg)
    return tuple(entry for entry in found if not entry.is_dir())


def entry_bytes(path: Path, entry: zipfile.ZipInfo, most: int = _MAX_UNPACKED_BYTES) -> bytes:
    """The content of an entry, or its beginning."""
    with zipfile.ZipFile(path) as archive, archive.open(entry) as packed:
        return packed.read(most)


def unpack(path: Path, entry: zipfile.ZipInfo, target: Path) -> None:
    """Unpack one entry to a file of our own naming."""
    with (
        zipfile.ZipFile(path) as archive,
        archive.open(entry) as packed,
        target.open("wb") as file,
    ):
        shutil.copyfileobj(packed, file, 1024 * 1024)


def _problem(entries: list[zipfile.ZipInfo]) -> str | None:
    if len(entries) > _MAX_ENTRIES:
        return f"it has {len(entries):,} entries; expected at most {_MAX_ENTRIES:,}"
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _MAX_UNPACKED_BYTES:
        return f"unpacked it has {unpacked:,} bytes; at most {_MAX_UNPACKED_BYTES:,} are read"
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        return "it has two entries of one name; pack it anew"
    return next(filter(None, map(_problem_of, entries)), None)


def _problem_of(entry: zipfile.ZipInfo) -> str | None:
    name = entry.filename
    if _leads_out(name) or _leads_out(entry.orig_filename):
        return f"the entry {name!r} leads out of the archive; pack it anew"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return f"the entry {name!r} is a link; pack the file itself"
    if entry.flag_bits & _ENCRYPTED:
        return f"the entry {name!r} has a password; save it without"
    if _NESTED.search(name):
        return f"the entry {name!r} is an archive in the archive; unpack it and take that"
    if entry.file_size > max(_SMALL_BYTES, _MAX_RATIO * entry.compress_size):
        return (
            f"the entry {name!r} grows from {entry.compress_size:,} to {entry.file_size:,} bytes; "
            f"expected at most {_MAX_RATIO} times its size"
        )
    return None


def _leads_out(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name


# --- Which format ------------------------------------------------------------------------------

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls), or one with a password; save it as .xlsx"),
    (b"%PDF", "a PDF document, not a table; copy its table into a spreadsheet"),
    (b"\x1f\x8b", "compressed (gzip); unpack it first"),
    (b"BZh", "compressed (bzip2); unpack it first"),
    (b"\xfd7zXZ\x00", "compressed (xz); unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd); unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z); unpack it first"),
    (b"Rar!", "an archive (RAR); unpack it first"),
    (b"\x89PNG", "a picture, not a table"),
    (b"\xff\xd8\xff", "a picture, not a table"),
    (b"\x00\x00\x27\x0a", "a part of a shapefile; put its .shp, .shx, .dbf and .prj into a zip"),
    (b"ARROW1", "an Arrow or Feather file; save it as Parquet"),
    (b"\x7fELF", "a program, not a table"),
    (b"MZ\x90\x00", "a program, not a table"),
)
_PICKLE = "a Python pickle, which could run a program; save the table as CSV or Parquet"
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
    if _is_pickle(source, head):
        source.refuse(_PICKLE)
    return _format_of_text(source, _beginning(source, head))


def _format_of_text(source: Source, text: str) -> str:
    if not text.strip("\ufeff\x00 \t\r\n"):
        source.refuse("no rows; the file is empty")
    found = _format_of_xml(source, text) if _XML_START.match(text) else None
    if found:
        return found
    if _PROGRAM.match(text):
        source.refuse("source text of a program, not a table")
    return "JSON" if _JSON_START.match(text) else "CSV"


def _format_of_archive(source: Source) -> str:
    names = [entry.filename for entry in checked_entries(source.path)]
    lowered = [name.lower() for name in names]
    if "xl/workbook.xml" in lowered:
        return "XLSX"
    if "xl/workbook.bin" in lowered:
        source.refuse("a binary Excel workbook (.xlsb); save it as .xlsx")
    if "content.xml" in lowered:
        source.refuse("an OpenDocument file; save its table as .xlsx or CSV")
    for suffix, found in ((".shp", "Shapefile"), (".kml", "KML")):
        if any(name.endswith(suffix) for name in lowered):
            return found
    shown = ", ".join(map(repr, names[:5])) or "nothing"
    return source.refuse(
        f"a zip archive without a workbook, shapefile or KML (it holds {shown}); unpack it and "
        "take the table"
    )


def _is_pickle(source: Source, head: bytes) -> bool:
    if re.match(rb"\x80[\x01-\x05]", head):
        return True
    if head[:1] not in (b"(", b"c", b"]", b"}") or len(head) == _HEAD_BYTES:
        return False
    import pickletools  # noqa: PLC0415 - rarely; it reads the instructions and runs none

    stream = io.BytesIO(source.head())
    with suppress(Exception):
        last = ""
        for opcode, _, _ in pickletools.genops(stream):
            last = opcode.name
        return last == "STOP" and not stream.read().strip()
    return False


def _beginning(source: Source, head: bytes) -> str:
    """The first characters, to tell formats by; in bytes that are no UTF-8 only ASCII counts."""
    encoding = source.how.encoding or _by_mark(head) or "utf-8"
    try:
        return head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    except LookupError:
        return head.decode("ascii", "replace").lstrip()


def _format_of_xml(source: Source, text: str) -> str | None:
    root = _ROOT.search(_NOT_ELEMENTS.sub("", text))
    name = root[2].lower() if root else ""
    if name in {"kml", "gpx"}:
        return name.upper()
    if name.startswith(("ogrvrt", "vrtdataset", "ogrwfs")) or "OGRVRTDataSource" in text[:1000]:
        source.refuse(
            "a VRT, which points to other files or addresses and holds no rows; give the file "
            "that it points to"
        )
    if name in _HTML or text[:200].lower().startswith("<!doctype html"):
        source.refuse("a web page (HTML), not a table; download or export the data itself")
    if text.startswith(("<?xml", "<!")) or re.match(r"<[\w:.-]+(?:\s+[\w:.-]+=|\s*/?>\s*<)", text):
        source.refuse(f"XML with the root {name!r}; of XML only KML and GPX are read")
    return None  # a text that begins with "<"


# --- Text --------------------------------------------------------------------------------------

_CANDIDATES = (
    "cp1256", "cp1252", "iso8859_6", "cp1251", "cp1254", "cp1250", "mac_arabic", "latin_1",
)  # fmt: skip
_MOST_SAMPLES = 5


def _by_mark(head: bytes) -> str | None:
    """The encoding by its mark, or by where the zero bytes of plain letters stand."""
    marked = next((code for mark, code in _BOMS if head.startswith(mark)), None)
    if marked is not None:
        return marked
    even = len(head) & ~1
    pairs = np.frombuffer(head[:even], np.uint8).reshape(-1, 2)
    if len(pairs) < 8:
        return None
    first, second = (np.count_nonzero(pairs[:, place] == 0) / len(pairs) for place in (0, 1))
    for mine, other, code in ((second, first, "utf-16-le"), (first, second, "utf-16-be")):
        if mine > 0.1 and other < 0.01:
            with suppress(UnicodeDecodeError):
                text = head[: even - even % 4].decode(code)
                if "\x00" not in text and re.search(r"[\r\n]", text):
                    return code
    return None


def _encoding_of(source: Source) -> str:
    """The encoding that the whole file is valid in; asked for where it is not known."""
    encoding = source.how.encoding or _by_mark(source.head()) or "utf-8"
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except (LookupError, TypeError, AttributeError):
        source.refuse(f"{encoding!r} is no known text encoding; try utf-8, utf-16 or cp1256")
    at = 0
    with source.path.open("rb") as file:
        while True:
            block = file.read(1024 * 1024)
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                # what the decoder held back from the block before belongs to the error's object
                _ask_for_encoding(
                    source, encoding, at + len(block) - len(error.object) + error.start
                )
            except UnicodeError as error:
                source.refuse(f"not valid {encoding} ({error}); say which encoding it is in")
            if not block:
                return encoding
            at += len(block)


def _ask_for_encoding(source: Source, encoding: str, at: int) -> NoReturn:
    """Refuse a text that is not valid in its encoding, and show how others would read it."""
    at = max(at, 0)
    with source.path.open("rb") as file:
        before = 0
        line = 1
        while before < at:
            block = file.read(min(1024 * 1024, at - before))
            line += block.count(b"\n")
            before += len(block)
        file.seek(max(0, at - 4096))
        around = file.read(_HEAD_BYTES)
    where = f"not valid {encoding} at byte {at + 1:,} (line {line:,})"
    if _looks_binary(around):
        source.refuse(f"no text and no known format: {where}; export the table as CSV")
    samples = likely_encodings(around, min(at, 4096))
    shown = ", ".join(f"{name} would read {sample!r}" for name, sample in samples)
    msg = (
        f"{source.name}: {where}; say which encoding it is in: {shown} (for example --encoding "
        f"{samples[0][0] if samples else 'cp1256'}), or save it as UTF-8"
    )
    raise UnknownEncodingError(msg, samples=samples)


def _looks_binary(data: bytes) -> bool:
    controls = sum(data.count(bytes([code])) for code in range(32) if code not in b"\t\n\r\x0c\x1a")
    return controls > len(data) / 100


def likely_encodings(data: bytes, at: int) -> tuple[tuple[str, str], ...]:
    """Likely encodings, each with how the first text that is not ASCII would read."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only where it is asked for

    cuts = b',;\t|\r\n"'
    start = at
    while start > max(0, at - 30) and data[start - 1] not in cuts:
        start -= 1
    stop = at
    while stop < min(len(data), at + 50) and data[stop] not in cuts:
        stop += 1
    lines = [line for line in data.split(b"\n") if not line.isascii()]
    ranked = [
        match.encoding for match in from_bytes(b"\n".join(lines), cp_isolation=[*_CANDIDATES])
    ]
    found: list[tuple[str, str]] = []
    for name in dict.fromkeys([*ranked, *_CANDIDATES]):
        with suppress(UnicodeDecodeError, LookupError):
            data.decode(name)
            sample = data[start:stop].decode(name)
            if sample.isprintable() and sample not in (known for _, known in found):
                found.append((name, sample.strip()))
    kept = found[:_MOST_SAMPLES]
    usual = [pair for pair in found[_MOST_SAMPLES:] if pair[0] in {"cp1256", "cp1252"}]
    return (*kept[: _MOST_SAMPLES - len(usual)], *usual)


@contextmanager
def _opened(source: Source, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The file as text with its line ends as they are, behind a byte order mark if it has one."""
    with source.path.open(encoding=encoding, newline="") as file:
        if file.read(1) != "\ufeff":
            file.seek(0)
        yield file


def _whole_text(source: Source) -> str:
    with _opened(source, _encoding_of(source)) as file:
        return file.read()


# --- CSV ---------------------------------------------------------------------------------------

_DELIMITERS = ",;\t|"
_NAMED_DELIMITERS = {"\\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_SEP_LINE = re.compile(r'"?sep=([^\r\n])"?(?:\r\n|\r|\n)', re.IGNORECASE)
_LONGEST_CELL = 2**31 - 1


def _parse_csv(source: Source, table: Sink) -> None:
    encoding = _encoding_of(source)
    with _opened(source, encoding) as file:
        sample = file.read(_HEAD_BYTES)
    delimiter = _delimiter(source, sample)
    kind = _Dialect(delimiter, csv.QUOTE_MINIMAL, 1 if _SEP_LINE.match(sample) else 0)
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        if delimiter == "\t":
            kind = _quotes_or_not(source, encoding, kind)
            if kind.quoting == csv.QUOTE_NONE:
                table.remark("Quotes are kept as plain signs: they enclose no cells here.")
        _fill_from_csv(source, encoding, kind, table)
    finally:
        csv.field_size_limit(limit)


@dataclass(frozen=True)
class _Dialect:
    delimiter: str
    quoting: Literal[0, 3]  # csv.QUOTE_MINIMAL, csv.QUOTE_NONE
    skipped: int

    def reader(self, file: Iterable[str]) -> Any:  # noqa: ANN401 - the csv module names no type
        reader = csv.reader(file, delimiter=self.delimiter, quoting=self.quoting, strict=True)
        for _ in range(self.skipped):
            next(reader)
        return reader


def _fill_from_csv(source: Source, encoding: str, kind: _Dialect, table: Sink) -> None:
    number = kind.skipped
    with _opened(source, encoding) as file:
        reader = kind.reader(file)
        while True:
            try:
                rows = list(islice(reader, CHUNK))
            except csv.Error:
                _refuse_quotes(source, encoding, kind)
            if not rows:
                return
            first, number = number + 1, number + len(rows)
            if not table.header:
                place = next((k for k, row in enumerate(rows) if _has_text(row)), None)
                if place is None:
                    continue
                table.start(rows[place])
                rows, first = rows[place + 1 :], first + place + 1
            _add_csv_rows(table, rows, first)


def _has_text(row: Sequence[str]) -> bool:
    return any(cell and not cell.isspace() for cell in row)


def _add_csv_rows(table: Sink, rows: list[list[str]], first: int) -> None:
    width = len(table.header)
    numbers: Sequence[int] = range(first, first + len(rows))
    if set(map(len, rows)) != {width} or not all(row[0] and not row[0].isspace() for row in rows):
        kept, kept_numbers = [], []
        for number, row in zip(numbers, rows, strict=True):
            if not _has_text(row):
                continue
            if len(row) == width:
                kept.append(row)
                kept_numbers.append(number)
            else:
                reason = f"{len(row)} cells where the header has {width}; check its separators"
                table.reject(number, row, reason)
        rows, numbers = kept, kept_numbers
    table.add_texts(rows, numbers)


def _refuse_quotes(source: Source, encoding: str, kind: _Dialect) -> NoReturn:
    """Say in which line the row begins that cannot be read."""
    before = 0
    with _opened(source, encoding) as file:
        reader = kind.reader(file)
        try:
            for _ in reader:
                before = reader.line_num
        except csv.Error as error:
            what = "a quote that is never closed" if "end of data" in str(error) else str(error)
            source.refuse(
                f"line {before + 1:,}: {what}; close the quote, or double it where it is meant "
                "as a sign"
            )
    source.refuse("cannot be read as CSV; save it anew")


def _quotes_or_not(source: Source, encoding: str, kind: _Dialect) -> _Dialect:
    """Whether quotes enclose cells of a table with tabs, or are plain signs as in GDELT."""
    with _opened(source, encoding) as file:
        if not any('"' in block for block in iter(lambda: file.read(1024 * 1024), "")):
            return kind
    plain = _Dialect(kind.delimiter, csv.QUOTE_NONE, kind.skipped)
    if _is_even(source, encoding, kind, one_line=True) or not _is_even(source, encoding, plain):
        return kind
    return plain


def _is_even(source: Source, encoding: str, kind: _Dialect, *, one_line: bool = False) -> bool:
    """Whether all rows have as many cells as the first, and each stands in one line if asked."""
    with _opened(source, encoding) as file:
        reader = kind.reader(file)
        widths: set[int] = set()
        count = kind.skipped
        try:
            for row in reader:
                count += 1
                if row:
                    widths.add(len(row))
        except csv.Error:
            return False
        return len(widths) == 1 and not (one_line and reader.line_num != count)


def _delimiter(source: Source, sample: str) -> str:
    """The sign between cells: the one by which most rows are as wide as the first."""
    chosen = source.how.delimiter
    if chosen is not None:
        chosen = _NAMED_DELIMITERS.get(chosen.lower(), chosen)
        if len(chosen) != 1 or chosen in '"\r\n ':
            source.refuse(f"{chosen!r} cannot separate cells; use one sign such as , ; | or tab")
        return chosen
    named = _SEP_LINE.match(sample)
    if named:
        return named[1]
    if len(sample) == _HEAD_BYTES:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    best, most = ",", (0.0, 0)
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths: list[int] = []
        with suppress(csv.Error):
            widths.extend(len(row) for row in islice(reader, 100) if _has_text(row))
        if widths and widths[0] > 1:
            even = sum(width == widths[0] for width in widths) / len(widths)
            if (even, widths[0]) > most:
                best, most = delimiter, (even, widths[0])
    return best


# --- Workbooks ---------------------------------------------------------------------------------

_CELL = re.compile(rb"<c\b([^>]*[^/>])>(.*?)</c>", re.DOTALL)
_CELL_NAME = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_CELL_VALUE = re.compile(rb"<v[^>]*>([^<]+)</v>")
_ERROR_CELL = re.compile(rb"""\bt=["']e["']""")
_MAIN_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _parse_xlsx(source: Source, table: Sink) -> None:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only where it is needed

    entries = {entry.filename: entry for entry in checked_entries(source.path)}
    with _panics_as_errors(), CalamineWorkbook.from_path(source.path) as book:
        sheet = _chosen_sheet(source, book, table)
        name = table.parsed.part = str(sheet.name)
        errors, without_value = _odd_cells(source, entries, name)
        if without_value:
            table.remark(
                f"Sheet {name!r}: {len(without_value):,} formulas have no stored value and were "
                f"read as empty (the first in {without_value[0]}); open and save the workbook to "
                "compute them."
            )
        merged = len(sheet.merged_cell_ranges or ())
        if merged:
            table.remark(
                f"Sheet {name!r}: {merged:,} merged areas; their value stands in the first cell "
                "only, the others were read as empty."
            )
        _fill_from_sheet(sheet, errors, table)


@contextmanager
def _panics_as_errors() -> Iterator[None]:
    """Errors of the workbook's reader that are no exceptions by Python's rules."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise ValueError(str(error)) from error
        raise


def _chosen_sheet(source: Source, book: Any, table: Sink) -> Any:  # noqa: ANN401
    """The sheet that is asked for, or the first visible one with rows."""
    kinds = {s.name: s for s in book.sheets_metadata if "WorkSheet" in str(s.typ)}
    wanted = source.how.part
    if wanted is not None:
        for name in kinds:
            if name.casefold() == wanted.casefold():
                return book.get_sheet_by_name(name)
        source.refuse(f"no sheet {wanted!r}; it has {', '.join(map(repr, kinds)) or 'none'}")
    visible = [name for name, sheet in kinds.items() if str(sheet.visible).endswith(".Visible")]
    hidden = [name for name in kinds if name not in visible]
    if hidden:
        table.remark(f"Hidden sheets were not read: {', '.join(map(repr, hidden))}.")
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        if sheet.height:
            others = ", ".join(repr(other) for other in visible if other != name)
            if others:
                table.remark(f"Only sheet {name!r} was read, not {others}; choose with --sheet.")
            return sheet
    return source.refuse("no rows; its visible sheets are empty")


def _fill_from_sheet(sheet: Any, errors: _Errors, table: Sink) -> None:  # noqa: ANN401
    start = stop = 0
    pending: list[list[str | None]] = []
    numbers: list[int] = []
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [_cell_text(value) for value in values]
        for column, text in errors.get(number, {}).items():
            cells[column] = text
        filled = [place for place, cell in enumerate(cells) if cell and not cell.isspace()]
        if not filled:
            continue
        if not table.header:
            start, stop = filled[0], filled[-1] + 1
            table.start(cell or "" for cell in cells[start:stop])
        elif filled[0] < start or filled[-1] >= stop:
            beside = cells[filled[0] if filled[0] < start else filled[-1]]
            reason = "a cell stands beside the columns of the header; name its column or empty it"
            table.reject(number, cells[start:], reason, value=beside or "")
        else:
            pending.append(cells[start:stop])
            numbers.append(number)
        if len(pending) == CHUNK:
            table.add_texts(pending, numbers)
            pending, numbers = [], []
    table.add_texts(pending, numbers)


def _cell_text(value: Any) -> str | None:  # noqa: ANN401 - whatever a cell holds
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(value.total_seconds(), 60)
        return f"{int(minutes) // 60}:{int(minutes) % 60:02}:{seconds:02g}"
    return None if value is None else str(value)


def _odd_cells(
    source: Source, entries: Mapping[str, zipfile.ZipInfo], sheet: str
) -> tuple[_Errors, list[str]]:
    """Cells that hold an error, and names of those whose formula has no stored value.

    The workbook's reader gives both as empty.
    """
    entry = _sheet_entry(source, entries, sheet)
    errors: _Errors = {}
    without: list[str] = []
    if entry is None:
        return errors, without
    for part in _blocks(source, entry):
        if b"<f" not in part and not _ERROR_CELL.search(part):
            continue
        for found in _CELL.finditer(part):
            attributes, content = found.groups()
            name = _CELL_NAME.search(attributes)
            value = _CELL_VALUE.search(content)
            if name is None:
                continue
            if _ERROR_CELL.search(attributes) and value:
                letters, row = name.groups()
                text = value[1].decode("utf-8", "replace")
                errors.setdefault(int(row), {})[_column_number(letters)] = text
            elif b"<f" in content and not value and b"<is" not in content:
                without.append((name[1] + name[2]).decode())
    return errors, without


def _sheet_entry(
    source: Source, entries: Mapping[str, zipfile.ZipInfo], sheet: str
) -> zipfile.ZipInfo | None:
    """Where in the workbook a sheet stands."""
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    book, links = entries.get("xl/workbook.xml"), entries.get("xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        return None
    targets = {
        link.get("Id"): link.get("Target", "")
        for link in fromstring(entry_bytes(source.path, links), forbid_dtd=True)
    }
    for found in fromstring(entry_bytes(source.path, book), forbid_dtd=True).iter(
        f"{_MAIN_NS}sheet"
    ):
        if found.get("name") == sheet:
            target = targets.get(found.get(_LINK_ID), "")
            return entries.get(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    return None


def _blocks(source: Source, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's content in blocks that end behind a cell."""
    with zipfile.ZipFile(source.path) as archive, archive.open(entry) as file:
        rest = b""
        while block := file.read(4 * 1024 * 1024):
            joined = rest + block
            cut = joined.rfind(b"</c>") + 4
            if cut < 4:
                rest = joined
                continue
            yield joined[:cut]
            rest = joined[cut:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


# --- JSON and GeoJSON --------------------------------------------------------------------------

_DEEPEST = 100
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|-?Infinity|NaN', re.DOTALL)
_COLON = re.compile(r"\s*:")


class JsonNumber(str):
    """A number as it stands in the file."""

    __slots__ = ()


class _NotStrictError(ValueError):
    """JSON that Python's parser would take."""


def _no_constant(text: str) -> NoReturn:
    msg = f"{text} is no JSON number"
    raise _NotStrictError(msg)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        msg = "a name stands twice in one object"
        raise _NotStrictError(msg)
    return found


def strict_json(text: str) -> Any:  # noqa: ANN401 - whatever it holds
    """Parse JSON by its rules, numbers as they stand; the error's message has the position."""
    try:
        return json.loads(
            text,
            parse_float=JsonNumber,
            parse_int=JsonNumber,
            parse_constant=_no_constant,
            object_pairs_hook=_each_once,
        )
    except json.JSONDecodeError as error:
        msg = f"line {error.lineno:,}, column {error.colno:,}: {error.msg}"
        raise ValueError(msg) from error
    except (_NotStrictError, RecursionError) as error:
        raise ValueError(_where_not_strict(text)) from error


def _where_not_strict(text: str) -> str:
    """The first place where JSON breaks the rules that Python's parser does not hold."""
    stack: list[set[str] | None] = []  # of each open object its names, of each list nothing
    for found in _TOKEN.finditer(text):
        problem = _problem_of_token(text, found, stack)
        if problem:
            line = text.count("\n", 0, found.start()) + 1
            column = found.start() - text.rfind("\n", 0, found.start())
            return f"line {line:,}, column {column:,}: {problem}"
    return "breaks the rules of JSON; save it anew"


def _problem_of_token(text: str, found: re.Match[str], stack: list[set[str] | None]) -> str | None:
    sign = found[0]
    if sign in "{[":
        stack.append(set() if sign == "{" else None)
        return f"nested more than {_DEEPEST} deep; flatten it" if len(stack) > _DEEPEST else None
    if sign in "}]":
        if stack:
            stack.pop()
        return None
    if sign[0] != '"':
        return f"{sign} is no number of JSON; use null where it is not known"
    names = stack[-1] if stack else None
    if names is None or not _COLON.match(text, found.end()):
        return None
    name = json.loads(sign, strict=False)
    if name in names:
        return f"the name {name[:SHOWN]!r} stands twice in one object; keep one"
    names.add(name)
    return None


def _parse_json(source: Source, table: Sink) -> None:
    text = _whole_text(source).strip("\x1e \t\r\n")
    if not text:
        source.refuse("no rows; the file is empty")
    if _is_lines(text):
        _parse_json_lines(source, text, table)
        return
    try:
        found = strict_json(text)
    except ValueError as error:
        source.refuse(f"no valid JSON: {error}")
    try:
        if isinstance(found, dict) and found.get("type") in {"FeatureCollection", "Feature"}:
            from incidents import layers  # noqa: PLC0415 - it needs this module

            layers.fill_from_geojson(source, found, table)
        else:
            rows = _list_in(source, found, table)
            _fill_from_objects(source, enumerate(rows, start=2), table)
    except RecursionError:
        source.refuse(f"no valid JSON: {_where_not_strict(text)}")


def _is_lines(text: str) -> bool:
    """Whether each line is an object of its own."""
    first, _, rest = text.partition("\n")
    if not rest.lstrip("\x1e \t\r\n").startswith("{"):
        return False
    try:
        return isinstance(strict_json(first), dict)
    except ValueError:
        return first.rstrip().endswith("}") and first.startswith("{")


def _parse_json_lines(source: Source, text: str, table: Sink) -> None:
    objects: list[tuple[int, Any]] = []
    broken: list[tuple[int, str, str]] = []
    for number, raw in enumerate(text.split("\n"), start=2):
        line = raw.strip("\x1e \t\r")
        if not line:
            continue
        try:
            objects.append((number, strict_json(line)))
        except ValueError as error:
            broken.append((number, line, f"no valid JSON: {str(error).removeprefix('line 1, ')}"))
    if not objects:
        source.refuse(f"line {broken[0][0] - 1}: {broken[0][2]}")
    if all(isinstance(found, dict) and found.get("type") == "Feature" for _, found in objects):
        from incidents import layers  # noqa: PLC0415 - it needs this module

        layers.fill_from_features(source, objects, table)
    else:
        _fill_from_objects(source, objects, table)
    for number, line, reason in broken:
        table.reject(number, [line], reason, value=line)


def _refuse_other_json(source: Source, found: Mapping[str, Any]) -> None:
    """Refuse what is JSON by its signs but a table only for other programs."""
    for mark, what in (("arcs", "TopoJSON"), ("geometryType", "Esri JSON")):
        if mark in found and ("objects" in found or "features" in found):
            source.refuse(f"{what}, which is not read; save it as GeoJSON")
    if "coordinates" in found and isinstance(found.get("type"), str):
        source.refuse("a bare GeoJSON geometry without a row; make it a Feature with properties")
    if found.get("type") == "gdal_streamed_alg":
        source.refuse("a GDAL pipeline, which points to other data; give the data itself")


def _list_in(source: Source, found: Any, table: Sink) -> list[Any]:  # noqa: ANN401
    """The list of objects that the rows are."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict):
        source.refuse("no table: expected a list of objects, or an object with one")
    _refuse_other_json(source, found)
    lists = [
        name
        for name, value in found.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    ]
    wanted = source.how.part
    if wanted is not None:
        if wanted not in lists:
            source.refuse(f"no list {wanted!r} of objects; it has {', '.join(lists) or 'none'}")
        lists = [wanted]
    if len(lists) > 1:
        source.refuse(f"several lists of objects: {', '.join(lists)}; choose one with --layer")
    if not lists:
        if any(isinstance(value, list) and not value for value in found.values()):
            source.refuse("no rows; its list is empty")
        return [found]
    table.parsed.part = lists[0]
    rows: list[Any] = found[lists[0]]
    return rows


def _fill_from_objects(source: Source, objects: Iterable[tuple[int, Any]], table: Sink) -> None:
    rows: list[tuple[int, Row]] = []
    odd: list[tuple[int, str]] = []
    for number, value in objects:
        if isinstance(value, dict):
            rows.append((number, {name: json_cell(cell) for name, cell in value.items()}))
        else:
            odd.append((number, json_cell(value) or "null"))
    if not (rows or odd):
        source.refuse("no rows; its list is empty")
    if not rows:
        source.refuse("no table: expected a list of objects, each with names and values")
    fill_from_rows(table, rows)
    for number, text in odd:
        table.reject(number, [text], "no object with names and values; make it one", value=text)


def fill_from_rows(
    table: Sink,
    rows: Sequence[tuple[int, Row]],
    shapes: Sequence[bytes | None] | None = None,
    more_names: Iterable[str] = (),
) -> None:
    """Hand on rows that each name their cells; names in the order in which they come up."""
    names = list(dict.fromkeys(name for _, row in rows for name in row))
    names = list(dict.fromkeys([*names, *more_names]))
    table.start(names, has_shapes=shapes is not None)
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        table.add_texts(
            [[row.get(name) for name in names] for _, row in some],
            [number for number, _ in some],
            None if shapes is None else shapes[start : start + CHUNK],
        )


def json_cell(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    """A value as the text of a cell."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str) else json_text(value)


def json_text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """A nested value as JSON, its numbers as they stood."""
    if isinstance(value, JsonNumber):
        return str(value)
    if isinstance(value, dict):
        pairs = ", ".join(f"{json_text(str(k))}: {json_text(v)}" for k, v in value.items())
        return f"{{{pairs}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(json_text, value))}]"
    return json.dumps(value, ensure_ascii=False)


_PARSERS: dict[str, Callable[[Source, Sink], None]] = {
    "CSV": _parse_csv,
    "XLSX": _parse_xlsx,
    "JSON": _parse_json,
    "GeoJSON": _parse_json,
}
