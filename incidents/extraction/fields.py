"""What the fields of one draft are gathered in, and whose forces "the guards" of a report are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.extraction.reading import is_eastern, is_urdu
from incidents.extraction.speakers import agency_side, claims_responsibility

if TYPE_CHECKING:
    from datetime import date

    from incidents.extraction.belonging import Event
    from incidents.extraction.events import Telling
    from incidents.extraction.reading import Reading
    from incidents.record import Count, Incident

__all__ = ["Evidence", "Fields", "Sides"]


_BORDER_OF = {
    "IRN": re.compile(r"\b(?:Pakistan(?:i)? (?:border|frontier)|border with Pakistan)\b"),
    "PAK": re.compile(r"\b(?:Iran(?:ian)? (?:border|frontier)|border with Iran)\b"),
}
"""Who speaks of "the Pakistani border" stands in Iran."""
_PRESS = {
    "IRN": re.compile(
        r"\b(?:HRANA|Haalvsh|Halvash|Baloch Activists Campaign|Hengaw|Tasnim|IRNA|ISNA|Mehr|Fars)\b"
    ),
    "PAK": re.compile(
        r"\b(?:ISPR|Balochistan Post|Dawn|Express Tribune|Levies|Frontier Corps|Balochistan "
        r"government|"
        r"Deputy Commissioner|Assistant Commissioner|Baloch Yakjehti|Paank|VBMP|BLF|BLA)\b"
    ),
}
"""Names that stand for reports from one country."""
_RELEASE = re.compile(r"\b(?:press release|statement|communique)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Evidence:
    """Words that a field rests on: `text` is exactly the given text from `start` to `end`.

    `confidence` is from 0 to 1: how sure the rule is that read them, not how true they are.
    """

    start: int
    end: int
    text: str
    confidence: float


_LONGEST_DATELINE = 90
_OPENING, _LEAD = 160, 40
"""Within how many characters of a report, and of a sentence, its teller names itself."""
_SEVERAL = re.compile(
    r"\b(?:both|all|two|three|four|these|those|several|series|string)\b[^.;]{0,24}\b(?:attacks?|"
    r"acts|incidents|"
    r"blasts|explosions|bombings|ambushes|operations|raids|strikes)\b|"
    r"\b(?:done|did|behind|carried\s+out|responsible\s+for|responsibility\s+for|claimed)\s+"
    r"(?:both|all(?:\s+(?:two|three|four|five))?)\b",
    re.IGNORECASE,
)


def _claims_several(telling: Telling) -> bool:
    """Whether a group owns up to more than one of the deeds of a report."""
    return (
        any(p.kind == "group" for p in telling.parties)
        and claims_responsibility(telling.text)
        and _SEVERAL.search(telling.text) is not None
    )


_BY = re.compile(
    r"(?:\s+(?:away|off))?(?:\s+(?:on|in|at|near|from)\s[^,.;]{3,40}?)?\s+by\s+(?:the\s+|an?\s+)?",
    re.IGNORECASE,
)
_KINDS = frozenset(
    {"security", "ground", "border", "naval", "coast", "air", "police", "army", "patrol"}
)


def _noun_of(words: str) -> tuple[str, str]:
    """The noun of a force and what it is: "guard" and "border" of "Iranian border guards"."""
    listed = words.casefold().split()
    kind = listed[-2] if len(listed) > 1 and listed[-2] in _KINDS else ""
    return (listed[-1].rstrip("s") if listed else ""), kind


class Sides:
    """Whose "the guards" and "the soldiers" are, where a report says it once."""

    def __init__(self, tellings: list[Telling], report_id: str) -> None:
        self.report_id = report_id
        self._of_noun: dict[str, set[tuple[str, str]]] = {}
        self._of_count: dict[Count, set[str]] = {}
        self.countries: list[str] = []
        self.home = ""
        self.region = ""
        self.agency = next((t.agency for t in tellings if t.agency), "")
        self.teller = agency_side(self.agency)
        if not self.region:
            whole = " ".join(telling.text for telling in tellings)
            press = [side for side, names in _PRESS.items() if names.search(whole)]
            self.region = press[0] if len(press) == 1 else ""
        if not self.region:
            seen = {side for side, border in _BORDER_OF.items() if border.search(whole)}
            self.region = next(iter(seen)) if len(seen) == 1 else ""
        self.claims_of_several = [t for t in tellings if _claims_several(t)]
        self.datelines = [t for t in tellings if 0 < t.start - t.sentence.start < _LONGEST_DATELINE]
        self.takers: set[str] = set()
        """Sides that had taken those of whom the report says what became of them."""
        self.is_persian = False
        self.is_urdu = False
        for telling in tellings:
            self.home = self.home or telling.home
            self.region = self.region or next(
                (str(p.country) for p in telling.places if p.country in ("IRN", "PAK")), ""
            )
            if not self.teller and telling.sentence.start < _OPENING:
                self.teller = agency_side(telling.sentence.text[:_LEAD])
            if not self.teller and telling.is_heading and _RELEASE.search(telling.text):
                self.agency = telling.text
                self.teller = agency_side(telling.text)
            for _, _, end in telling.talked:
                by = _BY.match(telling.text, end)
                self.takers |= {p.side for p in telling.parties if by and p.start == by.end()}
            for party in telling.parties:
                if party.kind == "force" and party.side:
                    noun, kind = _noun_of(telling.text[party.start : party.end])
                    self._of_noun.setdefault(noun, set()).add((kind, party.side))
            for people in telling.people:
                if people.party and people.party != "forces" and (people.count.best or 0) > 1:
                    self._of_count.setdefault(people.count, set()).add(people.party)
            self.countries += [p.country for p in telling.places if p.country in ("IRN", "PAK")]
            if is_eastern(telling.text):
                self.is_urdu = self.is_urdu or is_urdu(telling.text)
                self.is_persian = not self.is_urdu

    def counted(self, count: Count) -> str:
        """The party of which the report counts just so many elsewhere, if it is one only."""
        parties = self._of_count.get(count, set())
        return next(iter(parties)) if len(parties) == 1 else ""

    @property
    def only_soldiers(self) -> str:
        """The one country whose forces the report names, whatever it calls them."""
        sides = {side for known in self._of_noun.values() for _, side in known}
        return next(iter(sides)) if len(sides) == 1 else ""

    def of(self, words: str) -> str:
        """The side of a force's noun, if the report knows one only."""
        noun, kind = _noun_of(words)
        known = self._of_noun.get(noun, set())
        sides = {side for other, side in known if not kind or other in ("", kind)}
        return next(iter(sides)) if len(sides) == 1 else ""


class Fields:
    """The fields of one draft while they are filled, with the clauses that they are read from.

    `values` are named as the columns of a record.
    """

    def __init__(
        self,
        reading: Reading,
        event: Event,
        published: date | None,
        sides: Sides,
        before: Incident | None,
    ) -> None:
        self.reading = reading
        self.event = event
        self.published = published
        self.sides = sides
        self.before = before
        self.listed = event.all_tellings
        self.values: dict[str, object] = {}
        self.evidence: dict[str, list[Evidence]] = {}
        self.remarks: list[str] = []
        self.hit: set[str] = set()

    @property
    def harmed(self) -> set[str]:
        """The parties of whom somebody was killed or wounded: "irn", "militants", "total"."""
        return {
            name.split("_")[1]
            for name, number in self.values.items()
            if number and name.startswith(("killed_", "injured_"))
        }

    def fell(self, *states: str) -> bool:
        """Whether men of one of these states, "irn" or "pak", were killed or wounded."""
        names = tuple(f"{harm}_{state}" for harm in ("killed", "injured") for state in states)
        return any(number and name.startswith(names) for name, number in self.values.items())

    def note(self, name: str, telling: Telling, start: int, end: int, confidence: float) -> None:
        """Keep the words of a clause, from start to end in it, as a field's evidence."""
        begin, until = self.reading.span(telling.start + start, telling.start + end)
        if until <= begin:
            return
        one = Evidence(begin, until, self.reading.text[begin:until], confidence)
        listed = self.evidence.setdefault(name, [])
        if one not in listed and len(listed) < 12:
            listed.append(one)

    def as_said(self, telling: Telling, start: int, end: int) -> str:
        """Words of a clause, from start to end in it, in the letters of the text itself."""
        return self.reading.said(telling.start + start, telling.start + end)

    def called(self, telling: Telling, start: int, end: int) -> str:
        """Words of a clause for somebody, as they are said, without the genitive."""
        return self.as_said(telling, start, end).removesuffix("'s").removesuffix("\u2019s")

    def other_country(self) -> str | None:
        """The country of the places that are named, where it is one only."""
        found = {p.country for t in self.listed for p in t.places if p.country}
        return found.pop() if len(found) == 1 else None
