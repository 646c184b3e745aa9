"""Articles as plain text: from text, web pages, PDF and Word documents, told by their content.

A stranger's file is read in a process of its own with little memory and time, as
`incidents.files` reads tables. Of a web page the paragraphs are kept, without scripts, menus,
and what the page itself marks as comments. What was left out is said.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from incidents import refusals, sentences
from incidents.dates import parse_days
from incidents.errors import ReadError, RecordError, UnknownEncodingError
from incidents.files import HowToRead, Limits, checked_size, run_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

__all__ = ["ARTICLE_FORMATS", "MAX_ARTICLE_BYTES", "Article", "read_article"]

ARTICLE_FORMATS = ("text", "HTML", "PDF", "DOCX")
"""Names of the formats that can be read."""

MAX_ARTICLE_BYTES = 20 * 1024 * 1024
"""Larger files are no articles and are refused."""

_MOST_CHARACTERS = 2_000_000
_MOST_PAGES = 300
_LIMITS = Limits(memory_bytes=2 * 1024**3, least_s=30.0, s_per_mb=4.0)
_DROPPED = (
    "script", "style", "noscript", "template", "iframe", "object", "svg", "nav", "footer", "aside",
    "form", "button", "select", "head",
)  # fmt: skip
_DROPPED_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|related|sidebar|share|social|menu|breadcrumbs?|newsletter|"
    r"cookie|advert\w*|promo|respond)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    """p h1 h2 h3 h4 h5 h6 li blockquote pre td th dd dt figcaption div section article main header
    body tr table ul ol br hr address center""".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Article:
    """What a file says, as plain text with a blank line between paragraphs.

    Attributes
    ----------
    published
        The day of publication that the file itself gives, as it writes it; None where it gives
        none.
    remarks
        What was not read.
    """

    text: str
    format: str
    title: str | None = None
    published: str | None = None
    remarks: tuple[str, ...] = ()

    @property
    def published_on(self) -> date | None:
        """The day of publication that the file gives; None where it gives none that is a day."""
        if not self.published:
            return None
        try:
            days = parse_days(self.published)
        except RecordError:
            return None
        return days.first if days.precision == "day" else None


def read_article(path: Path, *, encoding: str | None = None, trusted: bool = False) -> Article:
    """Read the text of an article.

    Parameters
    ----------
    path
        A file on this computer: text, HTML, PDF or DOCX.
    encoding
        What a text is in, where it is not UTF-8 and does not say so.
    trusted
        Read in this process, for files of our own.

    Raises
    ------
    UnknownEncodingError
        If a text is not in UTF-8 and `encoding` does not say what it is in.
    ReadError
        If the file is not there, too large, damaged, of another format, or holds no text.
    """
    path = Path(path)
    size = checked_size(path, empty=refusals.HOLDS_NO_TEXT)
    if size > MAX_ARTICLE_BYTES:
        told = refusals.ARTICLE_TOO_LARGE.format(count=f"{size:,}", most=f"{MAX_ARTICLE_BYTES:,}")
        msg = f"{path.name}: {told}"
        raise ReadError(msg)
    if trusted:
        return _parsed(path, encoding)
    with tempfile.TemporaryDirectory(prefix="sarhad-reads-", ignore_cleanup_errors=True) as folder:
        answer = run_apart(
            "incidents.articles",
            path,
            {"encoding": encoding},
            folder=Path(folder),
            limits=_LIMITS,
            seconds=_LIMITS.seconds(size),
        )
    return Article(**{**answer, "remarks": tuple(answer["remarks"])})


def main(arguments: Sequence[str]) -> None:
    """Read one article within limits and leave an answer in a folder.

    Parameters
    ----------
    arguments
        One JSON object: `path`, `encoding`, `folder`, `memory_bytes`, `cpu_s`.
    """
    from incidents.parsing import answer_within_limits  # noqa: PLC0415 - for the child alone

    answer_within_limits(
        arguments, lambda order: asdict(_parsed(Path(order["path"]), order["encoding"]))
    )


def _parsed(path: Path, encoding: str | None) -> Article:
    head = path.open("rb").read(2048)
    try:
        if head.startswith(b"%PDF"):
            found = _from_pdf(path)
        elif head.startswith(b"PK\x03\x04"):
            found = _from_docx(path)
        else:
            found = _from_text(path, encoding)
    except (ReadError, MemoryError):
        raise
    except RecursionError as error:
        msg = f"{path.name}: {refusals.ARTICLE_NESTED}"
        raise ReadError(msg) from error
    except Exception as error:
        # several libraries meet a stranger's bytes here, each with errors of its own
        why = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        msg = f"{path.name}: {refusals.ARTICLE_DAMAGED.format(error=why)}"
        raise ReadError(msg) from error
    if not found.text.strip():
        told = refusals.SCANNED if found.format == "PDF" else refusals.HOLDS_NO_TEXT
        msg = f"{path.name}: {told}"
        raise ReadError(msg)
    return _cut(found)


def _cut(found: Article) -> Article:
    text = "".join(
        sign for sign in found.text if sign != "\x00" and not "\ud800" <= sign <= "\udfff"
    )
    remarks = found.remarks
    if len(text) > _MOST_CHARACTERS:
        remarks = (*remarks, sentences.CHARACTERS_KEPT.format(count=f"{_MOST_CHARACTERS:,}"))
        text = text[:_MOST_CHARACTERS]
    return Article(text, found.format, found.title, found.published, remarks)


def _from_text(path: Path, encoding: str | None) -> Article:
    from incidents.source_file import Source  # noqa: PLC0415 - needs pyarrow
    from incidents.text_encoding import whole_text  # noqa: PLC0415

    head = path.open("rb").read(2048).lstrip().lower()
    if encoding is None and _looks_like_html(head):
        return _from_html(path.read_bytes())
    source = Source(path, HowToRead(encoding=encoding), trusted=False)
    try:
        text = whole_text(source)
    except ReadError as error:
        if encoding is not None or isinstance(error, UnknownEncodingError):
            raise
        msg = f"{path.name}: {refusals.NO_ARTICLE}"
        raise ReadError(msg) from error
    if sum(text[:4096].count(sign) for sign in map(chr, range(9))) > 8:
        source.refuse(refusals.NO_ARTICLE)
    if _looks_like_html(text[:2048].lstrip().lower().encode()):
        return _from_html(text)
    return Article(text, "text")


def _looks_like_html(head: bytes) -> bool:
    return bool(
        re.match((
            rb"\xef?\xbb?\xbf?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|"
            rb"html|head|body|article|div|p)\b"
        ), head, re.DOTALL)
    )  # fmt: skip


# --- HTML ---------------------------------------------------------------------------------------


def _from_html(page: bytes | str) -> Article:
    import lxml.html  # noqa: PLC0415 - slow to load

    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    if isinstance(page, bytes) and b"charset" not in page[:4096].lower():
        page = page.decode("utf-8", "replace")
    if isinstance(page, str):
        page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    tree = lxml.html.document_fromstring(page, parser=parser)
    title = " ".join((tree.findtext(".//title") or "").split()) or None
    published = _published(tree)
    dropped = 0
    for node in list(tree.iter()):
        if not isinstance(node.tag, str):
            continue
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        marked = node.tag not in ("html", "body", "article", "main") and _DROPPED_NAMES.search(
            names
        )
        if (node.tag in _DROPPED or marked) and node.getparent() is not None:
            dropped += bool(marked)
            node.drop_tree()
    lines = _lines(tree)
    remarks: tuple[str, ...] = ()
    if dropped:
        remarks = (sentences.PARTS_LEFT_OUT,)
    return Article("\n\n".join(lines), "HTML", title, published, remarks)


def _lines(tree: Any) -> list[str]:  # noqa: ANN401 - lxml has no types here
    """The text of a page, one line for each of its blocks."""
    lines: list[list[str]] = [[]]
    for event, node in _walked(tree):
        if not isinstance(node.tag, str):
            continue
        if node.tag in _BLOCKS:
            lines.append([])
        text = node.text if event == "start" else node.tail
        if text:
            lines[-1].append(text)
    joined = (" ".join("".join(parts).split()) for parts in lines)
    return [line for line in joined if line]


def _walked(tree: Any) -> Iterable[tuple[str, Any]]:  # noqa: ANN401
    from lxml.etree import iterwalk  # noqa: PLC0415

    walked: Iterable[tuple[str, Any]] = iterwalk(tree, events=("start", "end"))
    return walked


def _published(tree: Any) -> str | None:  # noqa: ANN401
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").lower()
        if name in ("article:published_time", "datepublished", "date", "pubdate", "dc.date"):
            value = (node.get("content") or "").strip()
            if value:
                return str(value)[:40]
    for node in tree.iter("time"):
        value = (node.get("datetime") or "").strip()
        if value:
            return str(value)[:40]
    return None


# --- PDF and DOCX -------------------------------------------------------------------------------


def _from_pdf(path: Path) -> Article:
    from pypdf import PdfReader  # noqa: PLC0415 - slow to load

    reader = PdfReader(path)
    if reader.is_encrypted:
        msg = f"{path.name}: {refusals.HAS_PASSWORD}"
        raise ReadError(msg)
    count = len(reader.pages)
    pages = [reader.pages[number].extract_text() for number in range(min(count, _MOST_PAGES))]
    remarks: tuple[str, ...] = ()
    if count > _MOST_PAGES:
        remarks = (sentences.PAGES_READ.format(count=_MOST_PAGES, all=f"{count:,}"),)
    text = re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", "\n\n".join(pages))
    title = reader.metadata.title if reader.metadata else None
    return Article(text, "PDF", str(title)[:300] if title else None, None, remarks)


def _from_docx(path: Path) -> Article:
    from docx import Document  # noqa: PLC0415 - slow to load

    from incidents.archives import checked_entries  # noqa: PLC0415

    names = {entry.filename for entry in checked_entries(path)}
    if "word/document.xml" not in names:
        msg = f"{path.name}: {refusals.NO_WORD_DOCUMENT}"
        raise ReadError(msg)
    document = Document(str(path))
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    title = document.core_properties.title or None
    text = "\n\n".join(part for part in parts if part.strip())
    return Article(text, "DOCX", title[:300] if title else None)
