"""An article and the drafts read from it, as HTML: what each field of a draft rests on.

Pure builders. The article is shown as literal text, paragraph by paragraph, each in the direction
of its script. The words of a draft are told by a number as well as by a colour.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import record_form, wording
from dashboard.language import _, number
from dashboard.panels import accounts_html, engine_html, escape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from geodata.borders import Border
    from incidents.extraction import Draft, Evidence
    from incidents.record import Incident

__all__ = [
    "HUES",
    "article_html",
    "cleaned",
    "confidence_words",
    "draft_html",
    "draft_title",
    "language_of",
]

HUES = 6
"""So many colours there are in the style; the seventh draft has the colour of the first."""

_WHOLE_SENTENCES = frozenset({"summary", "claims", "conflicts"})
_SURE, _LIKELY = 0.9, 0.7
_MOST_QUOTES = 2
_LONGEST_QUOTE = 160
_LONGEST_TITLE = 60
_MOST_BADGES = 4
_BOUNDS = ("_low", "_best", "_high")
_ONLY_URDU = frozenset("\u0679\u0688\u0691\u06ba\u06d2\u06be\u06c1")  # tteh to heh goal


@dataclass(frozen=True)
class _Passage:
    """Words of the article that a field of a draft rests on; drafts are counted from 1.

    The draft 0 stands for none: its words say a day, and no draft rests on them.
    """

    start: int
    end: int
    draft: int
    field: str

    @property
    def is_sentence(self) -> bool:
        return self.field in _WHOLE_SENTENCES


def cleaned(text: str) -> str:
    """The text as it is read and shown: one kind of line end, nothing that no page can hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c != "\x00" and not "\ud800" <= c <= "\udfff")


def language_of(text: str) -> str:
    """Code of the language that most letters of a text suggest: en, fa or ur; "" without any."""
    letters = [c for c in text[:20_000] if c.isalpha()]
    if not letters:
        return ""
    if not _reads_right_to_left(letters):
        return "en"
    return "ur" if sum(c in _ONLY_URDU for c in letters) > len(letters) / 100 else "fa"


def _reads_right_to_left(letters: Iterable[str]) -> bool:
    turned = [unicodedata.bidirectional(c) in ("R", "AL") for c in letters if c.isalpha()]
    return sum(turned) * 2 > len(turned)


# --- The article ---------------------------------------------------------------------------------


def article_html(
    text: str,
    drafts: Sequence[Draft],
    *,
    chosen: int,
    most: int,
    missed: Sequence[tuple[int, int]] = (),
) -> str:
    """The article with the words that the drafts rest on.

    Parameters
    ----------
    text
        As it was given to `extract`.
    drafts
        What was read from it.
    chosen
        The draft whose words stand out, counted from 1; 0 for none.
    most
        So many characters are shown.
    missed
        Where the clauses stand that may tell of something which is in no draft.
    """
    shown = text[:most]
    passages = [*_passages(drafts, len(shown))]
    passages += [_Passage(a, min(b, len(shown)), 0, "") for a, b in missed if a < len(shown)]
    passages.sort(key=lambda p: (p.start, -p.end))
    written, following = [], 0
    inside: list[_Passage] = []
    for start, end in _paragraphs(shown):
        while following < len(passages) and passages[following].start < end:
            inside.append(passages[following])
            following += 1
        inside = [p for p in inside if p.end > start]
        direction = "rtl" if _reads_right_to_left(shown[start:end]) else "ltr"
        body = "".join(_marked(shown, start, end, inside, chosen))
        written.append(f'<p dir="{direction}">{body}</p>')
    name = escape(_("The article"))
    return (
        f'<div class="sr-article" role="region" tabindex="0" aria-label="{name}">'
        f"{''.join(written)}</div>"
    )


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each run of lines begins and ends that no empty line parts."""
    place, start = 0, -1
    for line in (*text.split("\n"), ""):
        if line.strip():
            start = place if start < 0 else start
        elif start >= 0:
            yield start, place - 1
            start = -1
        place += len(line) + 1


def _passages(drafts: Sequence[Draft], length: int) -> Iterator[_Passage]:
    for order, draft in enumerate(drafts, 1):
        for field, listed in draft.evidence.items():
            for one in listed:
                if one.start < min(one.end, length):
                    yield _Passage(one.start, min(one.end, length), order, field)


def _marked(
    text: str, start: int, end: int, passages: Sequence[_Passage], chosen: int
) -> Iterator[str]:
    """A line cut where passages begin and end, each piece marked by those that it lies in."""
    cuts = {start, end}
    for one in passages:
        cuts |= {max(start, one.start), min(end, one.end)}
    edges = sorted(cuts)
    inside: list[_Passage] = []
    before = _Told()
    piece, new, following = start, set[int](), 0
    for first in edges[:-1]:
        inside = [p for p in inside if p.end > first]
        while following < len(passages) and passages[following].start <= first:
            inside.append(passages[following])
            following += 1
        told = _told(inside, chosen)
        if told == before:
            continue
        yield _piece(text[piece:first], before, new, chosen)
        piece, new, before = first, set(told.drafts - before.drafts), told
    yield _piece(text[piece:end], before, new, chosen)


@dataclass(frozen=True)
class _Told:
    """What a piece of the article is evidence of; `fields` are those of the draft shown in it.

    `is_missed` says that it may tell of something which is in no draft.
    """

    drafts: frozenset[int] = frozenset()
    fields: tuple[str, ...] = ()
    is_missed: bool = False


def _told(inside: Sequence[_Passage], chosen: int) -> _Told:
    drafts = frozenset(p.draft for p in inside if p.draft)
    shown = chosen if chosen in drafts else min(drafts, default=0)
    fields = [_field_label(p.field) for p in inside if p.draft == shown and not p.is_sentence]
    return _Told(drafts, tuple(dict.fromkeys(fields)), any(not p.draft for p in inside))


def _piece(words: str, told: _Told, new: Iterable[int], chosen: int) -> str:
    """A piece of the article; the number of each draft stands where its words begin."""
    if not words:
        return ""
    if told.is_missed:
        words_html = f'<span class="sr-missed">{escape(words)}</span>'
    else:
        words_html = escape(words)
    if not told.drafts:
        return words_html
    badges = "".join(
        f'<sup class="sr-draft-{(n - 1) % HUES}">{number(n)}</sup>'
        for n in sorted(new)[:_MOST_BADGES]
    )
    shown = chosen if chosen in told.drafts else min(told.drafts)
    css = ["sr-words", f"sr-draft-{(shown - 1) % HUES}"]
    css += ["sr-field"] if told.fields else []
    attributes = ""
    if shown == chosen:
        css.append("sr-chosen")
        if told.fields:
            said = escape(", ".join(told.fields))
            attributes = f' tabindex="0" title="{said}" data-field="{said}"'
    return f'{badges}<mark class="{" ".join(css)}"{attributes}>{words_html}</mark>'


def _field_label(name: str) -> str:
    """A field as people read it; what two fields hold as bounds of one thing is one."""
    for bound in _BOUNDS:
        name = name.removesuffix(bound)
    if name in ("date_start", "date_end", "date_precision"):
        name = "date"
    if name.startswith("reported_depth") or name == "depth_wording":
        return _("Depth")
    labels = {**record_form.labels(), "claimant": record_form.claim_labels()["claimant"]}
    return labels.get(name, name)


# --- A draft -------------------------------------------------------------------------------------


def draft_title(draft: Draft) -> str:
    """A draft in one line: day, type, place."""
    one = draft.incident
    parts = (
        wording.when(one.date_start, one.date_end, one.date_precision),
        _(one.event_type.label),
        wording.place_name(one),
    )
    return " \N{MIDDLE DOT} ".join(
        p if len(p) <= _LONGEST_TITLE else f"{p[:_LONGEST_TITLE]}\N{HORIZONTAL ELLIPSIS}"
        for p in parts
    )


def confidence_words(confidence: float) -> str:
    """How sure the reading of a field is, in a word; not how true it is."""
    if confidence >= _SURE:
        return _("sure")
    return _("likely") if confidence >= _LIKELY else _("a guess")


def draft_html(draft: Draft, border: Border, *, order: int, told: Collection[str] = ()) -> str:
    """A draft as a card: each field with the words it rests on, and what a person should look at.

    Parameters
    ----------
    draft
        Placed and measured.
    border
        What it was measured against.
    order
        Its number in the article, from 1.
    told
        Remarks on the whole article, which are not repeated.
    """
    one = draft.incident
    day = wording.when(one.date_start, one.date_end, one.date_precision)
    name = _("Draft {n}").format(n=number(order))
    rows = "".join(
        _row(label, value, _quotes(draft.evidence, names))
        for label, value, names in _said(one, day)
        if value
    )
    return (
        f'<article class="sr-record sr-draft-card sr-draft-{(order - 1) % HUES}" tabindex="0" '
        f'aria-label="{escape(name)}">'
        f'<dl class="sr-evidence">{rows}{_measured(one, border)}</dl>{_remarks(draft, told)}'
        f"{accounts_html(one.claims)}</article>"
    )


def _said(one: Incident, day: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Label, value and evidence of each field, in the order of a report."""
    yield _("Date"), day, ("date_start",)
    yield _("Type"), _(one.event_type.label), ("event_type",)
    side = _(wording.SIDE_NAMES[one.acting_side or "unknown"])
    who = one.actor or ""
    if one.acting_side not in (None, "unknown"):
        who = _("{actor} ({side})").format(actor=who, side=side) if who else side
    if one.personnel_count is not None:
        who = _("{who}, {n} people").format(who=who, n=number(one.personnel_count)).lstrip(", ")
    yield _("Who"), who, ("actor", "acting_side", "personnel_count")
    yield _("Against"), one.target or "", ("target",)
    toll = "; ".join(f"{party}: {told}" for party, told in wording.tolls(one))
    yield _("Toll"), toll, tuple(f"{name}{bound}" for name in one.tolls for bound in _BOUNDS)
    words = ("verbatim_locality", "adm2", "country_reported", "at_sea")
    has_place = one.verbatim_locality or one.adm2 or one.country_reported or one.at_sea
    yield _("Place"), _place(one), words if has_place else ()
    yield _("Pillar"), one.border_pillar or "", ("border_pillar",)
    yield _("Reported"), wording.reported_depth(one) or "", ("reported_depth_max_km",)


def _place(one: Incident) -> str:
    country = _(wording.SIDE_NAMES.get(one.country_reported or "", ""))
    sea = _("at sea") if one.at_sea else ""
    parts = [wording.place_name(one), one.adm2, one.adm1, country, sea]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _quotes(evidence: Mapping[str, Sequence[Evidence]], names: Sequence[str]) -> str:
    """The words that a field rests on, each once, with how sure the reading is; "" of no field."""
    if not names:
        return ""
    words: dict[str, float] = {}
    for name in names:
        for one in evidence.get(name, ()):
            quote = " ".join(one.text.split())
            words[quote] = max(one.confidence, words.get(quote, 0.0))
    if not words:
        return _("inferred; no words of its own")
    whole = [one for one in words if not any(one in other and one != other for other in words)]
    quotes = []
    for quote in whole[:_MOST_QUOTES]:
        short = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]} ..."
        quotes.append(f"<q><bdi>{escape(short)}</bdi></q>")
    sure = escape(confidence_words(max(words.values())))
    about = escape(_("How sure the reading of these words is, not how true they are"))
    return f'{", ".join(quotes)} <span class="sr-sure" title="{about}">{sure}</span>'


def _row(label: str, value: str, quotes: str) -> str:
    return (
        f"<div><dt>{escape(label)}</dt>"
        f"<dd><bdi>{escape(value)}</bdi><small>{quotes}</small></dd></div>"
    )


def _measured(one: Incident, border: Border) -> str:
    """Where it was put, how deep that is, and whether the report agrees."""
    told = wording.depth_statement(one, border)
    how = ""
    if one.georeference_status in ("placed", "area"):
        how = wording.method_words(one.georeference_protocol)
        if one.coordinate_uncertainty_m is not None:
            radius = wording.kilometres(one.coordinate_uncertainty_m)
            within = _("within {distance}").format(distance=radius)
            how = f"{how}, {within}"
    detail = "\n".join(filter(None, (escape(told.told), engine_html(told.remarks))))
    lines = [part for part in (escape(how), detail) if part]
    if one.depth_check:
        lines.append(escape(f"{_(wording.CHECK_WORDS[one.depth_check])}."))
    small = "".join(f"<small>{line}</small>" for line in lines)
    rows = f"<div><dt>{escape(_('Measured'))}</dt><dd>{escape(told.headline)}{small}</dd></div>"
    if one.depth_conflict:
        rows += (
            f'<div class="sr-conflict"><dt>{escape(_("Conflict"))}</dt>'
            f"<dd>{engine_html(one.depth_conflict)}</dd></div>"
        )
    return rows


def _remarks(draft: Draft, told: Collection[str]) -> str:
    listed = "".join(f"<li>{engine_html(one)}</li>" for one in draft.remarks if one not in told)
    return f'<ul class="sr-differences sr-look">{listed}</ul>' if listed else ""
