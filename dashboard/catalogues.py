"""Bring the catalogues of the interface up to date: `python -m dashboard.catalogues`.

Texts are found in the code of this package, where they stand inside `_`, `ngettext` or `noted`,
among the labels of stored codes, among the sentences that the engine stores with a place, among the
notes of the bundled gazetteer that these quote, the names of stretches of the bundled border, and
among what people wrote into the bundled incidents of places, actors and times of day.
What is new waits in each catalogue without a translation; what is no longer shown is dropped.
Catalogues name no lines, so that they change with texts only.
"""

from __future__ import annotations

import ast
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from dashboard.engine_sentences import templates
from dashboard.language import LANGUAGES
from geodata.borders import load_border
from geodata.gazetteer import load_gazetteer
from incidents.armed_groups import GROUPS
from incidents.bundled import words_by_hand
from incidents.record import COUNTRY_NAMES, EventType

if TYPE_CHECKING:
    from collections.abc import Iterator

_WRITTEN_IN = "en"


class Message(NamedTuple):
    """A text of the interface; `many` is its plural, "" where it has none."""

    one: str
    many: str = ""


def messages() -> list[Message]:
    """Every text that the interface may show, sorted."""
    found = {Message(label) for label in COUNTRY_NAMES.values()}
    found |= {Message(event_type.label) for event_type in EventType}
    found |= {Message(group) for group in GROUPS}
    found |= {Message(template) for template in templates()}
    found |= {Message(note) for note in _notes() | words_by_hand()}
    for path in Path(str(files("dashboard"))).rglob("*.py"):
        found |= set(_texts_of(path))
    several = {message.one for message in found if message.many}
    return sorted(m for m in found if m.one and (m.many or m.one not in several))


def _notes() -> set[str]:
    """What the bundled gazetteer notes on a name, and how stretches of the border are called."""
    known = load_gazetteer()
    noted = {place.remarks for place in known.places} | {unit.wider for unit in known.tehsils}
    border = load_border()
    noted |= {stretch.name for stretch in border.accuracy} | {border.name}
    return noted | {one.note for one in known.unlocated}


def _texts_of(path: Path) -> Iterator[Message]:
    """The texts of one module, wherever they stand: in f-strings too, where Babel does not look."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        texts = [str(a.value) for a in node.args if isinstance(a, ast.Constant)]
        if node.func.id == "ngettext":
            yield Message(*texts[:2])
        elif node.func.id in ("_", "noted") and texts:
            yield Message(texts[0])


def path_of(code: str) -> Path:
    """The catalogue of a language."""
    return Path(str(files("dashboard"))) / "locales" / code / "LC_MESSAGES" / "sarhad.po"


def read(code: str) -> Catalog:
    """The catalogue of a language as it is; empty where there is none yet."""
    path = path_of(code)
    if not path.is_file():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def update(code: str) -> Catalog:
    """Write the catalogue of a language anew, with all texts and the translations it has."""
    before, after = read(code), Catalog(locale=code)
    for message in messages():
        known = before.get(message.one)
        string = "" if known is None else known.string
        if bool(message.many) != isinstance(string, tuple):  # it has got or lost its plural
            string = string[0] if isinstance(string, tuple) else ""
        after.add(tuple(message) if message.many else message.one, string)
    content = BytesIO()
    write_po(content, after, sort_output=True, no_location=True, omit_header=True, width=100)
    head = (
        'msgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {code}\\n"\n'
        f'"Plural-Forms: {after.plural_forms}\\n"\n\n'
    )
    path_of(code).parent.mkdir(parents=True, exist_ok=True)
    path_of(code).write_text(head + content.getvalue().decode("utf-8"), "utf-8")
    return after


def main() -> None:
    """Update every catalogue and say how much waits for a translation."""
    for code in LANGUAGES:
        if code != _WRITTEN_IN:
            strings = [m.string for m in update(code) if m.id]
            waiting = sum(not (all(s) if isinstance(s, (tuple, list)) else s) for s in strings)
            print(f"{code}: {len(strings)} texts, {waiting} not translated")  # noqa: T201


if __name__ == "__main__":
    main()
