"""A report as it is read: plain letters with a way back to the text, sentences, and what is left.

Everything is matched on a plain copy (plain digits, one form of each letter, no control signs).
`Reading.span` leads from the copy back to the text, so that evidence is always the text's own.
Readers' comments, lists of further reading and datelines are no part of the report.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache

from incidents import sentences

__all__ = [
    "MAX_CHARACTERS",
    "Reading",
    "Sentence",
    "for_small",
    "is_eastern",
    "is_urdu",
    "not_read",
    "read",
    "small",
]

MAX_CHARACTERS = 60_000
"""Of a longer text only the beginning is read, and that is said."""

_LONGEST_SENTENCE = 800
_HEADING_LENGTH = 70

_LETTERS = {
    **dict.fromkeys("يىئۍې", "ی"), "ك": "ک", **dict.fromkeys("ہھۀةۃە", "ه"),
    **dict.fromkeys("أإٱ", "ا"), "٫": ".", "٬": ",", "،": ",", "؛": ";", "؟": "?", "۔": ".",
    **dict.fromkeys("−‐‑–—", "-"), **dict.fromkeys("’‘`´", "'"), **dict.fromkeys("“”«»„", '"'),
    "\u200c": " ", "½": ".5", "…": ".", "\u2028": "\n", "\u2029": "\n", "\r": "\n", "\t": " ",
}  # fmt: skip

_COMMENTS = re.compile(
    r"\W*(?:\d+\s*)?(?:readers?'?s?'?\s+|your\s+|user\s+)?"
    r"(?:discussion|comments?|(?<=\d )response|responses|leave a (?:reply|comment)|post a comment|"
    r"join the conversation|add a comment|نظرات|دیدگاه(?: ها|ها)?|تبصرے|آپ کی رائے)"
    r"(?:\W*\d*\W*(?:comments?|responses?|so far|section|below|closed|کاربران)?)\W*",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    r"\W*(?:related (?:articles|stories|news|posts|coverage)|more (?:from|on|stories)\b.{0,30}|"
    r"you may also like|recommended(?: for you)?|most (?:read|popular)|see also|read next|"
    r"further reading|about the author|مطالب مرتبط|اخبار مرتبط|متعلقه خبریں)\W*",
    re.IGNORECASE,
)
_ASIDE_LINE = re.compile(
    r"\W*(?:read more|also read|read also|related|see also|watch|photo|photos by|file photo|"
    r"image|caption|advertisement|share this|follow us|copyright|©|editor'?s note|"
    r"reader(?:'s)? comment|comment by|comment from|posted by)\b\s*[:|©-]?.*",
    re.IGNORECASE,
)
_SIGNED_COMMENT = re.compile(
    r"(?:@?\w[\w.-]{1,30}(?:\s+\w{1,20})?\s+(?:says|wrote|commented|writes)\s*:|"
    r"\d+\.\s+I\s|@\w+[:\s])",
    re.IGNORECASE,
)
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr gen maj lt col capt sgt brig cpl adm gov sen rep prof st no nos jan feb mar apr
    jun jul aug sep sept oct nov dec vs etc approx ca km dist dept inc ltd u.s u.k a.m p.m i.e e.g
    al ft mt hav rtd ret insp supt const""".split()  # noqa: SIM905
)
_STOP = re.compile(
    r"[.!?]+[\"')\]]*(?=\s|$)|\n\s*\n|(?<=[.!?:\"])\n|\n(?=\s*(?:[-*•]+|\d{1,2}[.)])\s)"
)

_STOP_AT_LINES = re.compile(rf"{_STOP.pattern}|\n(?=\s*[^\sa-z])")
"""The same for a text whose lines are paragraphs, for they are longer than any wrapped line."""
_WIDEST_WRAPPED = 180
_SINGLE_BREAK = re.compile(r"[^\n]\n(?=[^\n])")
_BREAK_INSIDE = re.compile(r"[^\n.!?]\n(?=[a-z])|[a-z,]\n(?=\d+\s[a-z])")
_RUN_IN_HEAD = re.compile(
    r"(?:[A-Z][\w'-]+(?:[ /][A-Z][\w'-]+){0,2}(?::\s[^.;]{3,40})?|"
    r"(?:What|Who|Why|How|Where)\s[\w' ]{3,24})[.]"
)
"""How a paragraph of a digest opens: "Panjgur.", "Washuk: the trench.", "What happened."."""
_ITEM = re.compile(r"[-*•]\s|\d{1,2}[.)]\s")
"""What opens an item of a list, which is no heading though it may lack a full stop."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of the report, by offsets in the plain copy.

    `is_heading` marks a title or a line without a full stop that stands alone.
    """

    start: int
    end: int
    text: str
    paragraph: int
    is_heading: bool = False


@dataclass(frozen=True)
class Reading:
    """A report in sentences, with the way back to its text.

    `remarks` say what was not read.
    """

    text: str
    plain: str
    sentences: tuple[Sentence, ...]
    remarks: tuple[str, ...] = ()
    _origins: list[int] | None = field(default=None, repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the text for offsets in the plain copy, without white space at the ends."""
        while start < end and self.plain[start].isspace():
            start += 1
        while end > start and self.plain[end - 1].isspace():
            end -= 1
        if self._origins is None or start >= end:
            return start, end
        return self._origins[start], self._origins[end - 1] + 1

    def said(self, start: int, end: int) -> str:
        """What the text itself says at offsets in the plain copy, in one line."""
        first, last = self.span(start, end)
        return " ".join(self.text[first:last].split())


def read(text: str) -> Reading:
    """Take a report apart into sentences.

    Parameters
    ----------
    text
        Of any length and content; the first `MAX_CHARACTERS` are read.
    """
    remarks: list[str] = []
    if len(text) > MAX_CHARACTERS:
        remarks.append(
            sentences.CHARACTERS_READ.format(count=f"{MAX_CHARACTERS:,}", all=f"{len(text):,}")
        )
    plain, origins = _plain(text[:MAX_CHARACTERS])
    end = _end_of_report(plain)
    if end < len(plain.rstrip()):
        kept = origins[end] if origins else end
        remarks.append(sentences.READ_UNTIL.format(count=f"{kept:,}"))
    return Reading(text, plain, tuple(_sentences(plain, end)), tuple(remarks), origins)


def not_read(text: str) -> tuple[str, ...]:
    """Say what of a text is not read: beyond the limit, or below a heading of comments."""
    return read(text).remarks


def is_eastern(text: str) -> bool:
    """Whether a stretch of the plain copy is written in Arabic letters, as Persian and Urdu are.

    A name in such letters makes no English sentence Persian: most of the letters decide.
    """
    if text.isascii():
        return False
    return len(_ARABIC.findall(text)) > len(_LATIN.findall(text))


def small(text: str) -> str:
    """The text in small letters, each sign in its place."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)


def for_small(pattern: str) -> re.Pattern[str]:
    """Compile an English pattern for text in small letters.

    Without regard to case a long list of words takes three times as long to search for.
    """
    return re.compile(_CAPITAL.sub(lambda sign: sign[1].lower() if sign[1] else sign[0], pattern))


_CAPITAL = re.compile(r"\\.|\(\?P<\w+>|([A-Z])")
"""A capital letter that is a letter: no class such as \\W, nothing in the name of a group."""


def is_urdu(text: str) -> bool:
    """Whether a sentence in Arabic letters is Urdu and not Persian."""
    return _URDU.search(text) is not None


_URDU = re.compile(r"[ٹڈڑےں]|(?<!\w)(?:کے|میں|نے|هے|کی|کو)(?!\w)")
_ARABIC = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[A-Za-z]")


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    """What a sign is in the plain copy: one or two signs, or nothing."""
    if sign in _LETTERS:
        return _LETTERS[sign]
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.digit(sign))
    if category in ("Cf", "Co", "Cs", "Cn") or (category == "Mn" and "\u0600" <= sign <= "\u06ff"):
        return ""
    if category in ("Cc", "Zl", "Zp", "Zs") and sign != "\n":
        return " "
    bare = unicodedata.normalize("NFD", sign)[0]
    return bare if bare.isascii() and bare.isalpha() else sign  # "chargé" as "charge"


def _plain(text: str) -> tuple[str, list[int] | None]:
    """The plain copy, and for each of its signs where it comes from; None where all is in place."""
    if text.isascii():
        return text.replace("\r", "\n").replace("\t", " ").replace("\x00", " ").replace(
            "`", "'"
        ), None
    signs: list[str] = []
    origins: list[int] = []
    for place, sign in enumerate(text):
        for plain in _sign(sign):
            signs.append(plain)
            origins.append(place)
    return "".join(signs), origins


def _end_of_report(plain: str) -> int:
    """Where readers' comments or further reading begin; a bar near the title is passed over."""
    place = 0
    for line in plain.splitlines(keepends=True):
        bare = line.strip()
        is_heading = 0 < len(bare) <= _HEADING_LENGTH and (
            _COMMENTS.fullmatch(bare) or _FURTHER.fullmatch(bare)
        )
        if is_heading and place > len(plain) / 4:
            return place
        place += len(line)
    return len(plain)


def _sentences(plain: str, end: int) -> list[Sentence]:
    found: list[Sentence] = []
    paragraph = 0
    start = 0
    is_wrapped = _is_wrapped(plain)
    stops = _STOP if is_wrapped else _STOP_AT_LINES
    for stop in stops.finditer(plain, 0, end):
        if _is_abbreviation(plain, start, stop):
            continue
        ends_paragraph = "\n" in stop[0]
        until = stop.start() if ends_paragraph else stop.end()
        found += _pieces(plain, start, until, paragraph, heading=ends_paragraph)
        start = stop.end()
        paragraph += ends_paragraph or plain[start : start + 200].lstrip(" ").startswith("\n")
    found += _pieces(plain, start, end, paragraph, heading=False)
    return _with_run_in_heads(found)


def _with_run_in_heads(found: list[Sentence]) -> list[Sentence]:
    """Mark the few words that open paragraphs of a digest as headings; two make it one."""
    heads = [
        place
        for place, (before, one, after) in enumerate(
            zip([None, *found], found, found[1:], strict=False)
        )
        if (before is None or before.paragraph != one.paragraph == after.paragraph)
        and len(one.text) <= _HEADING_LENGTH
        and _RUN_IN_HEAD.fullmatch(one.text)
    ]
    if len(heads) > 1:
        for place in heads:
            found[place] = replace(found[place], is_heading=True)
    return found


def _is_wrapped(plain: str) -> bool:
    """Whether lines are broken anywhere, so that many begin in the midst of a sentence."""
    breaks = len(_SINGLE_BREAK.findall(plain))
    if max((len(line) for line in plain.splitlines()), default=0) > _WIDEST_WRAPPED:
        return False
    return not plain.isascii() or len(_BREAK_INSIDE.findall(plain)) * 4 >= breaks > 0


def _is_abbreviation(plain: str, start: int, stop: re.Match[str]) -> bool:
    if stop[0] != ".":
        return False
    before = plain[max(start, stop.start() - 12) : stop.start()].split()
    word = before[-1].casefold().lstrip("(\"'") if before else ""
    after = plain[stop.end() : stop.end() + 8].lstrip()
    if re.fullmatch(r"[a-z]", word) and word.upper() in plain[stop.start() - 1 : stop.start()]:
        return True
    if word in ("a.m", "p.m", "u.s", "km", "etc", "inc", "ltd") and not after[:1].islower():
        return word == "u.s"
    return word in _ABBREVIATIONS or (after[:1].islower() and after[:1].isascii())


def _pieces(plain: str, start: int, end: int, paragraph: int, *, heading: bool) -> list[Sentence]:
    """A sentence, or several where it is longer than any sentence is."""
    pieces: list[Sentence] = []
    while start < end:
        until = end
        if end - start > _LONGEST_SENTENCE:
            blank = plain.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
            until = blank if blank > start else start + _LONGEST_SENTENCE
        text = plain[start:until]
        bare = text.strip()
        if bare and not _ASIDE_LINE.fullmatch(bare) and not _SIGNED_COMMENT.match(bare):
            lead = len(text) - len(text.lstrip())
            pieces.append(
                Sentence(
                    start + lead,
                    start + lead + len(bare),
                    bare.replace("\n", " "),
                    paragraph,
                    is_heading=(
                        heading
                        and len(bare) < 160
                        and bare[-1:] not in ".!?"
                        and not _ITEM.match(bare)
                    )
                    or (bare.isupper() and " " in bare and len(bare) < 160),
                )
            )
        start = until
    return pieces
