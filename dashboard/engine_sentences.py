"""What the engine stored in English, shown in the language of the interface.

Records keep their remarks in English: these are part of the record and are exported. Here they are
recognised sentence by sentence by the templates that made them (`geodata.sentences`,
`incidents.sentences`) and written anew from the translated template with the same values. What no
template makes, a person's own words or those of an older version, stays as it stands.

Nothing is compiled before it is needed; English needs nothing of this.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

from dashboard.language import _, day, digits, noted, number
from dashboard.panels import escape
from dashboard.wording import SIDE_NAMES, in_markdown, is_by_hand, visible
from geodata import sentences as of_places
from incidents import problems as of_rows
from incidents import refusals as of_files
from incidents import sentences as of_incidents
from incidents import what_was_done as of_deeds
from incidents import why_taken as of_columns
from incidents.record import COUNTRY_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    from incidents.files import Reject

__all__ = [
    "as_html",
    "as_html_if_whole",
    "as_markdown",
    "cause_as_html",
    "done_as_html",
    "guess_as_text",
    "place_as_html",
    "place_as_markdown",
    "problem_as_html",
    "problem_as_text",
    "reasons_as_html",
    "reasons_as_markdown",
    "rejects_as_text",
    "sources_as_html",
    "templates",
]

_LONGEST = 6_000
_MOST_SENTENCES = 40
_LONGEST_NAME = 400
_LONGEST_NUMBER = 30
_MOST_NAMES = 8

_NUMBER = r"[-\N{MINUS SIGN}]?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d\d?)?"
_QUOTED = r"'(?:[^'\\\n]|\\[^\n])*'|\"(?:[^\"\\\n]|\\[^\n])*\""
_SAMPLES = re.compile(rf"[^\s,]+ would read (?:{_QUOTED})")
_NAME = rf"[^\n]{{1,{_LONGEST_NAME}}}?"
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'", '"': '"'}

_NUMBERS = frozenset(
    """km away_km anchor_km length_km error_km start end m low high degrees lon lat count area
    number first last share toll other_toll most most_m all line at""".split()  # noqa: SIM905
)
_SIDES = frozenset({"acting_side", "other_side"})
_WORDS = _SIDES | frozenset(
    """country other_country kind notation datum word note heading event_type other_type party
    other_party error speaker bound other_bound fault""".split()  # noqa: SIM905
)
_PLACES = frozenset({"place", "other_place"})
_DAYS = frozenset({"day", "other_day"})
_ISO_DAYS = frozenset({"iso_day", "other_iso_day", "last_iso_day"})
_DIGITS = frozenset({"numbers", "year", "row"})
_FIGURES = _NUMBERS | _DAYS | _ISO_DAYS | _DIGITS
_LISTED = {
    "countries": (", ", "country"),
    "names": (", ", "place"),
    "choices": ("; ", "choice"),
    "fields": (", ", "column"),
}
_CODES = {
    "N": noted("north"),
    "NE": noted("north-east"),
    "E": noted("east"),
    "SE": noted("south-east"),
    "S": noted("south"),
    "SW": noted("south-west"),
    "W": noted("west"),
    "NW": noted("north-west"),
    **{code: SIDE_NAMES[code] for code in ("IRN", "PAK", "non-state")},
    "from": noted("the first day"),
    "to": noted("the last day"),
    "depth_from": noted("the least depth"),
    "depth_to": noted("the greatest depth"),
    "km_from": noted("the first kilometre"),
    "km_to": noted("the last kilometre"),
}
_OF_OTHERS = (
    noted("month must be in 1..12"),
    noted("day is out of range for month"),
    noted("Expecting value"),
    noted("Expecting property name enclosed in double quotes"),
    noted("Expecting ',' delimiter"),
    noted("Expecting ':' delimiter"),
    noted("Extra data"),
    noted("Unterminated string starting at"),
    noted("Invalid control character at"),
    noted("Invalid \\escape"),
    noted("No such file or directory"),
    noted("Permission denied"),
    noted("No space left on device"),
    noted("Read-only file system"),
    noted("Is a directory"),
    noted("Not a directory"),
    noted("file is not a database"),
    noted("database disk image is malformed"),
    noted("unable to open database file"),
    noted("disk I/O error"),
    noted("File is not a zip file"),
    noted("database is locked"),
    noted("attempt to write a readonly database"),
)
"""Errors of the calendar, of JSON and of the disk, as they come."""
_OF_LISTS = (noted("none"), noted("nothing"), noted("these claims"), noted("its claims (none)"))
"""In the place of a list that is empty."""
_PATTERNS = {
    **dict.fromkeys(_NUMBERS, _NUMBER),
    **dict.fromkeys(_DAYS, r"\d{1,2} [A-Z][a-z]{2} \d{4}"),
    **dict.fromkeys(_ISO_DAYS, r"\d{4}-\d\d-\d\d"),
    **dict.fromkeys(("year", "row"), r"\d+"),
    **dict.fromkeys(_SIDES, "IRN|PAK|non-state"),
    "numbers": r"\d+(?:-\d+)?",
    "heading": r"[NESW]{1,3}",
    "notation": r"[\w ,]{1,40}",
    "kind": "province|county|district|tehsil",
    "source": r"[A-Z]\w+(?: [A-Z]\w+)?",
    "column": r"[\w.]+",
    "fields": r"[\w.]+(?:, [\w.]+)*",
    "code": r"\S{1,40}",
    "choice": rf"[^\n]{{1,{_LONGEST_NAME}}}",
    **dict.fromkeys(("choices", "listed", "lost", "expected", "samples", "problem"), r"[^\n]+?"),
    "other_code": r"\S{1,40}",
    "what": f"{of_files.NOTHING_STORED}|{of_files.NOT_OPENED}|{of_files.NOT_READ}",
    **dict.fromkeys(("bound", "other_bound"), r"[a-z_]+"),
}
"""How the field of a template looks; any other is a name, or another template filled in."""

_OF_A_PLACE = (
    of_places.FROM_THE_BORDER,
    of_places.WITHIN_OF,
    of_places.BETWEEN,
    of_places.DUE_TOWARDS,
    of_places.TOWARDS,
    of_places.DISTANCE_FROM,
    of_places.PILLAR,
    of_places.STRETCH,
    of_places.PROVINCE,
    of_places.COUNTY,
    of_places.DISTRICT,
    of_places.TEHSIL,
)
_OF_A_DEPTH = (of_places.METRES, of_places.KILOMETRES, of_incidents.ONE_DEPTH)
_NESTED: Mapping[str, tuple[str, ...]] = {
    "place": _OF_A_PLACE,
    "other_place": _OF_A_PLACE,
    "depth": _OF_A_DEPTH,
    "length": _OF_A_DEPTH,
    "fact": (of_places.THE_DISTRICT,),
    "choice": (
        of_places.CHOICE_UNPLACED,
        of_places.CHOICE_AWAY,
        of_places.CHOICE_AT,
        of_places.CHOICE_IN,
        *_OF_A_PLACE,
    ),
    "reason": (
        of_places.OTHER_ENTRY,
        of_places.ROUND_COORDINATES,
        of_places.BY_POPULATION,
        of_places.POPULATION_UNKNOWN,
        of_places.SHARE_OF_DISTRICT,
        of_places.GATE_ON_THE_LINE,
        of_places.GIVEN_IN_FILE,
        of_places.OF_A_POST,
        of_places.OF_A_MOUNTAIN,
        of_places.OF_WATER,
        of_places.OF_AN_AREA,
        of_places.OF_AN_ADMINISTRATIVE_AREA,
        of_places.HALF_THE_BOX,
    ),
    "fault": (
        of_files.AT_LINE_AND_COLUMN,
        of_files.AT_COLUMN,
        of_files.JSON_TOO_DEEP,
        of_files.NO_JSON_NUMBER,
        of_files.NAME_TWICE,
        of_files.OUTSIDE_DAYS,
        of_files.NO_SUCH_CODE,
        of_files.EMPTY_NAME,
        of_files.NOT_FINITE,
        of_files.TOO_MANY_WORDS,
        of_files.DAYS_REVERSED,
        of_files.RANGE_REVERSED,
    ),
    "listed": (of_files.AND_MORE,),
    "lost": (of_files.AND_MORE,),
    "what": (of_files.NOTHING_STORED, of_files.NOT_OPENED, of_files.NOT_READ),
    "advice": (of_files.ANOTHER_WRITES, of_files.MAKE_WRITABLE, of_files.CHECK_DATABASE),
    "cause": (
        of_files.FILE_NOT_WRITABLE,
        of_files.FOLDER_NOT_WRITABLE,
        of_files.SHARED_FILE_SYSTEM,
        of_files.ONLY_FOR_READING,
        of_files.STORE_DAMAGED,
        of_files.SHOWN_AS_OF,
    ),
}
"""Which templates a field may hold, what may stand around another one before it."""

_ONLY_WITHIN = frozenset(
    {
        of_files.AND_MORE,
        of_files.AT_LINE_AND_COLUMN,
        of_files.AT_COLUMN,
        of_files.JSON_TOO_DEEP,
        of_files.NO_JSON_NUMBER,
        of_files.NAME_TWICE,
        of_files.SAMPLE,
        *_NESTED["what"],
        *_NESTED["advice"],
        *_NESTED["cause"],
    }
)
"""What is no problem by itself, but a part of one."""

_OF_SOURCES = (
    of_places.PILLARS_COMPILED,
    of_places.FROM_THE_LINE,
    of_places.READ_OFF_MAPS,
    of_places.AREA_BY,
    of_places.AS_IT_WAS_GIVEN,
    of_places.CONTRIBUTORS,
    of_places.CONTRIBUTORS_UNDER,
)

_OF_TWO_RECORDS = (
    of_incidents.DAYS_APART,
    of_incidents.DAYS_MEET,
    of_incidents.ONE_DAY,
    of_incidents.PLACES_OVERLAP,
    of_incidents.PLACES_APART,
    of_incidents.SAME_TYPE,
    of_incidents.TYPES_CONFUSED,
    of_incidents.OTHER_TYPE,
    of_incidents.SAME_SIDE,
    of_incidents.OTHER_SIDE,
    of_incidents.BOTH_IN,
    of_incidents.BOTH_NAME_BOTH,
    of_incidents.BOTH_NAME,
    of_incidents.BOTH_REPEAT,
    of_incidents.TOLLS_AGREE,
    of_incidents.TOLLS_DIFFER,
    of_incidents.SUMMARIES_ALIKE,
    of_incidents.SAME_ADDRESS,
    of_incidents.TITLES_ALIKE,
    of_incidents.OTHER_COUNTRY,
    of_incidents.OTHER_PARTY,
)


class _Form(NamedTuple):
    """How texts are written where they are shown.

    `write` escapes a text; what stands between two of the marks has its own direction, or runs
    from left to right whatever it holds.
    """

    write: Callable[[str], str]
    own_direction: str
    left_to_right: str
    end: str


def _kept_in_markdown(text: str) -> str:
    """As `in_markdown`, with the space at either end of a part of a sentence."""
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    return f"{left}{in_markdown(text)}{right}"


_HTML = _Form(escape, "<bdi>", '<bdi dir="ltr">', "</bdi>")
_MARKDOWN = _Form(_kept_in_markdown, "\u2068", "\u2066", "\u2069")
_PLAIN = _Form(visible, "\u2068", "\u2066", "\u2069")


class _Part(NamedTuple):
    """A stretch of a stored text: a template with its values, or words that no template makes."""

    text: str
    template: str = ""
    values: Mapping[str, str] = {}


def templates() -> list[str]:
    """All that the engine writes, as templates."""
    modules = (of_places, of_incidents, of_rows, of_files, of_columns, of_deeds)
    return [text for module in modules for text in _texts(module)]


def _texts(module: ModuleType) -> list[str]:
    return [text for name, text in vars(module).items() if name.isupper()]


def as_html(text: str) -> str:
    """A stored text in the language that is shown; what is not recognised stands as it is."""
    return _told(_parts(text), text, _HTML)


def as_html_if_whole(text: str) -> str | None:
    """A stored text in the language that is shown; None where a part of it is not recognised."""
    parts = _parts(text)
    return _told(parts, text, _HTML) if all(part.template for part in parts) else None


def place_as_html(name: str) -> str:
    """The name of a candidate, which may be a description: "Panjgur district", "pillar 206"."""
    return _place(name, _HTML)


def as_markdown(text: str) -> str:
    """A stored text as `as_html` has it, for a label that reads Markdown."""
    return _told(_parts(text), text, _MARKDOWN)


def place_as_markdown(name: str) -> str:
    """The name of a candidate as `place_as_html` has it, for a label that reads Markdown."""
    return _place(name, _MARKDOWN)


def reasons_as_html(reasons: Sequence[str]) -> str:
    """Why two records may be one event, or may not: after each other, as HTML."""
    return _reasons(reasons, _HTML)


def reasons_as_markdown(reasons: Sequence[str]) -> str:
    """As `reasons_as_html`, for a label that reads Markdown."""
    return _reasons(reasons, _MARKDOWN)


def _reasons(reasons: Sequence[str], form: _Form) -> str:
    return form.write(_("; ")).join(
        _first(reason, _OF_TWO_RECORDS, form) or _isolated(reason, form) for reason in reasons
    )


def sources_as_html(sources: str) -> str:
    """What a place was taken from, as HTML: names and licences stay, what is said of them is told.

    Where all of it stays it stands in one piece, from left to right.
    """
    known = sources.split("; ")
    told = [_first(one, _OF_SOURCES, _HTML) for one in known]
    if not any(told):
        return escape(sources)
    return escape(_("; ")).join(
        words or _isolated(one, _HTML) for words, one in zip(told, known, strict=True)
    )


def problem_as_html(problem: str) -> str:
    """What is wrong with a field or a file, which may be any sentence of the engine, as HTML."""
    return _whole_problem(problem, _HTML) or as_html(problem)


def problem_as_text(problem: str) -> str:
    """As `problem_as_html`, for a cell of a table."""
    return _whole_problem(problem, _PLAIN) or _told(_parts(problem), problem, _PLAIN)


def done_as_html(what: str) -> str:
    """What was done to a record, as the list of its versions names it, as HTML."""
    return _first(what, _texts(of_deeds), _HTML) or escape(what)


def cause_as_html(cause: str) -> str:
    """Why nothing can be stored, as a part of a sentence, as HTML."""
    return _nested("cause", cause, _HTML) or escape(cause)


def guess_as_text(why: str) -> str:
    """Why a column was taken for one of ours, for a cell of a table."""
    return _first(why, _texts(of_columns), _PLAIN) or _PLAIN.write(why)


def rejects_as_text(rejects: Iterable[Reject]) -> str:
    """Why a row of a file was not taken, each reason after its column, for a cell of a table."""
    return _("; ").join(
        told if reject.reason.startswith(reject.column) else f"{_label(reject.column)}: {told}"
        for reject in rejects
        for told in [_problem(reject.reason, _PLAIN) or _PLAIN.write(reject.reason)]
    )


def _whole_problem(problem: str, form: _Form) -> str:
    """As a sentence, after the name of the file that it is about if one stands before it."""
    if len(problem) > _LONGEST:
        return ""
    ends = [found.start() for found in re.finditer(": ", problem)][:_MOST_NAMES]
    for before in (None, *ends):
        told = _problem_list(problem if before is None else problem[before + 2 :], form)
        if told:
            name = "" if before is None else f"{_isolated(problem[:before], form)}: "
            told = name + told
            stopped = told.endswith((".", "\N{ARABIC FULL STOP}"))
            return told if stopped else form.write(_("{problem}.")).format(problem=told)
    return ""


def _problem_list(problems: str, form: _Form) -> str:
    """Several problems after each other, of which each may have a semicolon; "" if not all are."""
    pieces = problems.split("; ")
    told: list[str] = []
    start = 0
    while start < len(pieces) <= _MOST_SENTENCES:
        for end in range(len(pieces), start, -1):
            found = _problem("; ".join(pieces[start:end]), form)
            if found:
                told.append(found)
                start = end
                break
        else:
            return ""
    return form.write(_("; ")).join(told)


def _problem(problem: str, form: _Form) -> str:
    possible = (template for template, literal in _problems() if literal in problem)
    return _first(problem, possible, form)


def _told(parts: list[_Part], text: str, form: _Form) -> str:
    if not any(part.template for part in parts):
        return form.write(text)
    return " ".join(
        _filled(part.template, part.values, form)
        if part.template
        else f"{form.own_direction}{form.write(part.text)}{form.end}"
        for part in parts
    )


def _place(name: str, form: _Form) -> str:
    return _description(name, form) or form.write(name)


# --- Recognising -------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _sentences() -> tuple[tuple[str, str], ...]:
    """The templates that are sentences, each with the longest text that stands in it."""
    return tuple((t, max(_literals(t), key=len)) for t in templates() if t.endswith("."))


@lru_cache(maxsize=1)
def _problems() -> tuple[tuple[str, str], ...]:
    """As `_sentences`, of what may be wrong with a row or a file; the longest first."""
    texts = {*_texts(of_rows), *_texts(of_files)} - _ONLY_WITHIN
    size = {text: sum(map(len, _literals(text))) for text in texts}
    ordered = sorted(texts, key=lambda text: (-size[text], text))
    return tuple((text, max(_literals(text), key=len)) for text in ordered)


def _literals(template: str) -> list[str]:
    return [literal for literal, *_rest in Formatter().parse(template)]


@lru_cache(maxsize=512)
def _expression(template: str) -> re.Pattern[str]:
    written, known = [], set()
    for literal, name, _spec, conversion in Formatter().parse(template):
        written.append(re.escape(literal))
        if name in known:
            written.append(f"(?P={name})")
        elif name:
            known.add(name)
            looks = _QUOTED if conversion == "r" else _PATTERNS.get(name, _NAME)
            written.append(f"(?P<{name}>{looks})")
    return re.compile("".join(written))


def _parts(text: str) -> list[_Part]:
    """The text as sentences of the engine as far as it consists of them.

    Of all ways to cut it the one is taken that leaves the least unrecognised and rests on the
    longest templates: a full stop within a name, or within a quotation, ends no sentence.
    """
    ends = [found.start() for found in re.finditer(r"(?<=\.) |\Z", text)]
    if len(text) > _LONGEST or len(ends) > _MOST_SENTENCES:
        return [_Part(text)]
    possible = [t for t, literal in _sentences() if literal in text]
    starts = [0, *(end + 1 for end in ends[:-1])]
    best: list[tuple[int, int, list[_Part]]] = [(0, 0, [])]
    for k in reversed(range(len(starts))):
        unknown = text[starts[k] : ends[k]]
        behind = best[0]
        found = (behind[0] + len(unknown), behind[1], [_Part(unknown), *behind[2]])
        for last in range(k, len(ends)):
            for part in _readings(text[starts[k] : ends[last]], possible):
                behind = best[last - k]
                size = sum(map(len, _literals(part.template)))
                now = (behind[0], behind[1] - size, [part, *behind[2]])
                found = min(found, now, key=lambda one: one[:2])
        best.insert(0, found)
    return [_by_hand(part) for part in _joined(best[0][2])]


def _by_hand(part: _Part) -> _Part:
    """What a person wrote into the bundled incidents, which the catalogues hold as it stands."""
    is_known = not part.template and is_by_hand(part.text)
    return _Part(part.text, part.text.replace("{", "{{").replace("}", "}}")) if is_known else part


def _readings(sentence: str, possible: Iterable[str]) -> Iterator[_Part]:
    for template in possible:
        found = _expression(template).fullmatch(sentence)
        if found:
            yield _Part(sentence, template, found.groupdict())


def _joined(parts: list[_Part]) -> list[_Part]:
    """Words that no template makes in one piece."""
    whole: list[_Part] = []
    for part in parts:
        if whole and not part.template and not whole[-1].template:
            whole[-1] = _Part(f"{whole[-1].text} {part.text}")
        else:
            whole.append(part)
    return whole


# --- Writing anew ------------------------------------------------------------------------------


def _filled(template: str, values: Mapping[str, str], form: _Form) -> str:
    written = []
    quoted = {name for _text, name, _spec, how in Formatter().parse(template) if how == "r"}
    for literal, name, *_rest in Formatter().parse(_(template)):
        written.append(form.write(literal))
        if name:
            value = values[name]
            written.append(
                _isolated(_unquoted(value), form) if name in quoted else _value(name, value, form)
            )
    return "".join(written)


def _value(name: str, value: str, form: _Form) -> str:
    if name in _FIGURES:
        return _figure(name, value, form)
    if name in _LISTED:
        sign, one = _LISTED[name]
        return form.write(_(sign)).join(_value(one, item, form) for item in value.split(sign))
    if name in _WORDS:
        return _nested(name, value, form) or _word(_CODES.get(value, value), form)
    if value in _OF_LISTS:
        return form.write(_(value))
    if name in _PLACES:
        return _description(value, form) or _isolated(value, form)
    told = _label(value) if name == "column" else value
    return _nested(name, value, form) or _isolated(told, form)


def _label(column: str) -> str:
    """What a form calls a column of ours; another one's own name."""
    from dashboard.record_form import claim_labels, labels  # noqa: PLC0415 - the map does without

    if column == "place" or column.startswith("claims."):
        from dashboard.record_sheet import field_names  # noqa: PLC0415 - as above

        return field_names([column])[column]
    field = {"date_start": "date", "date_end": "date_until"}.get(column)
    field = field or column.removesuffix("_best")
    return labels().get(field) or claim_labels().get(field) or visible(column)


def _figure(name: str, value: str, form: _Form) -> str:
    if name in _DAYS:
        return _day(value, "%d %b %Y", form)
    if name in _ISO_DAYS:
        return _day(value, "%Y-%m-%d", form)
    if name in _DIGITS:
        return form.write(digits(value.replace("-", "\N{EN DASH}")))
    return _number(value, form)


def _word(value: str, form: _Form) -> str:
    """A word or a note that the catalogues have; others as they stand."""
    translated = _(value)
    if translated != value or value in COUNTRY_NAMES.values():
        return form.write(translated)
    return _isolated(value, form)


def _day(value: str, written: str, form: _Form) -> str:
    """A day as the language writes it; what is none in any calendar stands as it is."""
    try:
        return form.write(day(datetime.strptime(value, written).date()))  # noqa: DTZ007 - a day
    except ValueError:
        return _isolated(value, form)


def _number(value: str, form: _Form) -> str:
    """A number as the language writes it, with the decimals that it has."""
    bare = value.replace(",", "").lstrip("-\N{MINUS SIGN}")
    if len(bare) > _LONGEST_NUMBER:
        return _isolated(value, form)
    decimals = 0 if "e" in bare else len(bare.partition(".")[2])
    written = form.write(number(float(bare), decimals))
    if bare == value.replace(",", ""):
        return written
    return f"{form.left_to_right}{form.write(chr(0x2212))}{written}{form.end}"


def _nested(name: str, value: str, form: _Form) -> str:
    """A value that is a template filled in; "" where it is not."""
    if name == "guess":
        return _first(value, _texts(of_columns), form)
    if name == "problem":
        return _problem_list(value, form)
    if name == "samples":
        each = (_first(one, (of_files.SAMPLE,), form) for one in _SAMPLES.findall(value))
        return form.write(_(", ")).join(each)
    return _first(value, _NESTED.get(name, ()), form)


def _first(value: str, possible: Iterable[str], form: _Form) -> str:
    """By the first template that makes it; "" where none does."""
    found = next(_readings(value, possible), None)
    return "" if found is None else _filled(found.template, found.values, form)


def _description(name: str, form: _Form) -> str:
    """A place that is described, or two that were joined: "border pillar 206, Mand"; "" if none."""
    known = [_nested("place", one, form) for one in name.split(", ")]
    if not any(known):
        return _nested("place", name, form)
    told = [one or _isolated(said, form) for one, said in zip(known, name.split(", "), strict=True)]
    return form.write(_(", ")).join(told)


def _isolated(value: str, form: _Form) -> str:
    return f"{form.own_direction}{form.write(value)}{form.end}"


def _unquoted(quoted: str) -> str:
    """What `repr` quoted; a sign that no text can hold stays written out."""

    def sign(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        if code is None:
            return _ESCAPED.get(found[4], found[0])
        is_sign = int(code, 16) <= 0x10FFFF and not 0xD800 <= int(code, 16) <= 0xDFFF
        return chr(int(code, 16)) if is_sign else found[0]

    return _ESCAPE.sub(sign, quoted[1:-1])
