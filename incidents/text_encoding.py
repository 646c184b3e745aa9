"""What the bytes of a text are in: by its mark, as UTF-8, or asked for with samples.

A text is never read by a guess. Where it is not in UTF-8 and nobody has said what it is in, it is
refused, and the refusal shows how likely encodings would read it.
"""

from __future__ import annotations

import codecs
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from incidents import refusals
from incidents.errors import UnknownEncodingError
from incidents.source_file import HEAD_BYTES

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from incidents.source_file import Source

__all__ = ["beginning", "encoding_of", "likely_encodings", "opened", "whole_text"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = (
    "cp1256", "cp1252", "iso8859_6", "cp1251", "cp1254", "cp1250", "mac_arabic", "latin_1",
)  # fmt: skip
_MOST_SAMPLES = 5


def beginning(source: Source, head: bytes) -> str:
    """The first characters, to tell formats by; in bytes that are no UTF-8 only ASCII counts."""
    encoding = source.how.encoding or _by_mark(head) or "utf-8"
    try:
        return head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    except LookupError:
        return head.decode("ascii", "replace").lstrip()


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


def encoding_of(source: Source) -> str:
    """The encoding that the whole file is valid in; asked for where it is not known."""
    encoding = source.how.encoding or _by_mark(source.head()) or "utf-8"
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except (LookupError, TypeError, AttributeError):
        source.refuse(refusals.NO_KNOWN_ENCODING.format(said=encoding))
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
                source.refuse(refusals.NOT_VALID_IN.format(code=encoding, error=error))
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
        around = file.read(HEAD_BYTES)
    where = {"code": encoding, "at": f"{at + 1:,}", "line": f"{line:,}"}
    if _looks_binary(around):
        source.refuse(refusals.NO_TEXT_AT.format(**where))
    samples = likely_encodings(around, min(at, 4096))
    shown = ", ".join(refusals.SAMPLE.format(code=name, said=sample) for name, sample in samples)
    first = samples[0][0] if samples else "cp1256"
    told = refusals.NOT_IN_ENCODING.format(**where, samples=shown, other_code=first)
    msg = f"{source.name}: {told}"
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
def opened(source: Source, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The file as text with its line ends as they are, behind a byte order mark if it has one."""
    with source.path.open(encoding=encoding, newline="") as file:
        if file.read(1) != "\ufeff":
            file.seek(0)
        yield file


def whole_text(source: Source) -> str:
    """The whole file as text, in the encoding that it is valid in."""
    with opened(source, encoding_of(source)) as file:
        return file.read()
