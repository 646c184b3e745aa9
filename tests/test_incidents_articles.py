"""Articles as plain text: the formats, what is left out, what is refused."""

from __future__ import annotations

import pytest

from incidents.articles import MAX_ARTICLE_BYTES, read_article
from incidents.errors import ReadError, UnknownEncodingError

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Guards</title>
<meta property="article:published_time" content="2014-10-22T10:00:00Z"></head><body>
<nav>Home</nav><article><h1>Guards kill soldier</h1><p>QUETTA: Iranian <b>guards</b> killed a
soldier.</p><p>{{7*7}} &lt;b&gt;</p></article><div class="comments"><p>I saw three die.</p></div>
<script>alert(1)</script></body></html>"""


def test_a_web_page_gives_its_paragraphs_without_menu_script_and_comments(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    article = read_article(path)
    assert article.text.split("\n\n") == [
        "Guards kill soldier",
        "QUETTA: Iranian guards killed a soldier.",
        "{{7*7}} <b>",
    ]
    assert (article.format, article.title) == ("HTML", "Guards")
    assert article.published == "2014-10-22T10:00:00Z"
    assert article.remarks


def test_a_word_document_gives_paragraphs_and_tables(tmp_path):
    from docx import Document  # noqa: PLC0415

    document = Document()
    document.add_paragraph("Two soldiers were killed.")
    document.add_table(1, 1).cell(0, 0).text = "Pillar 206"
    document.save(str(tmp_path / "a.docx"))
    article = read_article(tmp_path / "a.docx")
    assert article.text == "Two soldiers were killed.\n\nPillar 206"


def _pdf(text):
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    )


def test_a_pdf_gives_its_text_and_one_without_letters_is_refused(tmp_path):
    (tmp_path / "a.pdf").write_bytes(_pdf("Guards crossed near pillar 206."))
    assert read_article(tmp_path / "a.pdf").text.strip() == "Guards crossed near pillar 206."
    (tmp_path / "empty.pdf").write_bytes(_pdf(""))
    with pytest.raises(ReadError, match="scanned"):
        read_article(tmp_path / "empty.pdf")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("bad.pdf", b"%PDF-1.4 nothing", "damaged"),
        ("a.zip", b"PK\x03\x04nothing", "damaged"),
        ("empty.txt", b"", "holds no text"),
        ("big.txt", b"a" * (MAX_ARTICLE_BYTES + 1), "up to"),
        ("noise.txt", bytes([0, 1, 2, 128, 200, 255]) * 300, "expected text, HTML, PDF or DOCX"),
        ("program", b"\x7fELF\x02\x01\x01" + b"\x00" * 64, "expected text, HTML, PDF or DOCX"),
    ],
)
def test_what_is_no_article_is_refused_with_a_sentence(tmp_path, name, content, why):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReadError, match=why):
        read_article(tmp_path / name)


def test_another_encoding_is_asked_for_and_then_read(tmp_path):
    path = tmp_path / "fa.txt"
    path.write_bytes("دو مرزبان کشته شدند".encode("cp1256"))
    with pytest.raises(UnknownEncodingError):
        read_article(path)
    assert read_article(path, encoding="cp1256").text == "دو مرزبان کشته شدند"
