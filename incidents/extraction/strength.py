"""How many acted: counted men of the side that acted, where they are who does something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geodata.numbers import EASTERN, LATIN, number_in
from incidents.extraction.persons import NUMBER, count_of
from incidents.extraction.reading import for_small, is_eastern, small

if TYPE_CHECKING:
    from incidents.extraction.counts import People
    from incidents.extraction.events import Telling
    from incidents.extraction.fields import Fields

__all__ = ["fill_personnel"]

_BAND = (
    r"(?:team|group|squad|patrol|party|cell|gang|band|unit|column|contingent|convoy|platoon|"
    r"force)"
)
_MEN = (
    r"(?:(?:[\w-]+\s+){0,3}?(?:m[ae]n|guards?|soldiers?|troops|gunmen|militants?|terrorists?|"
    r"fighters?|raiders?|attackers?|personnel|members?|people|Levies|elements|policemen|rebels?|"
    r"insurgents?|bandits?|officers?))"
)
_TEAM = for_small(
    rf"\b(?P<size>\d{{1,3}}|{LATIN})[- ](?:man|member|person|"
    rf"strong)\s+(?:[\w-]+\s+){{0,3}}?{_BAND}\b|"
    rf"\b{_BAND}\s+of\s+(?:about\s+|around\s+|some\s+|at least\s+|nearly\s+|up to\s+|roughly\s+)?"
    rf"(?P<size2>{NUMBER})\s+{_MEN}\b|"
    rf"\bthere\s+(?:were|was)\s+(?:about\s+|some\s+|around\s+)?(?P<size3>{NUMBER})\s+of\s+them\b|"
    rf"\b(?P<size7>{NUMBER})\s+of\s+(?:its|their)\s+(?:own\s+)?(?:m[ae]n|fighters|members|militants|guards|"
    r"soldiers)\s+(?:had\s+|have\s+)?(?:taken\s+part|took\s+part|joined|participated|carried\s+out)\b|"
    rf"\b(?:about|some|around|nearly|at\s+least)\s+(?P<size8>{NUMBER})\s+of\s+them\s+(?:were|came|had|rode|drove)\b"
    r"(?!\s+(?:been|killed|wounded|arrested))|"
    rf"\b{_BAND}\s*,?\s+(?:had\s+|that\s+|which\s+)?(?:numbering|numbered|compris(?:ing|ed)|"
    rf"consist(?:ing|ed)\s+of|"
    r"(?:was\s+)?made\s+up\s+of)\s+(?:about\s+|some\s+|around\s+)?"
    rf"(?P<size4>{NUMBER})\b(?!\s+(?:vehicles?|cars?|trucks?|pick-?ups?|boats?|motor\w+))|"
    r"\b[a-z]+(?:s|men)\s*,?\s+(?:who|and\s+they)\s+numbered\s+(?:about\s+|some\s+|around\s+)?"
    rf"(?P<size6>{NUMBER})\b|"
    rf"\b[a-z]+(?:s|men|people|troops)\s*,\s+(?:numbering|numbered|as many as|around|about|some)\s+"
    rf"(?:about\s+)?(?P<size5>{NUMBER})(?=\s*(?:,|of them|in all|in number))"
)
_EASTERN_TEAM = re.compile(
    rf"(?<!\w)(?:(?P<size>\d{{1,3}}|{EASTERN})\s?(?:نفره|نفری|رکنی)(?!\w)|(?:گروه|تیم|"
    rf"دسته)\s+(?:حدودا?\s+)?"
    rf"(?P<size2>\d{{1,3}}|{EASTERN})\s+نفر)"
)
_TEAM_AT_WORK = re.compile(
    r"(?:inquiry|investigat|medical|fact-finding|negotiat|jirga|delegation|commission|rescue|"
    r"parliament|committee|هییت|وفد|بررسی|کمیٹی|جرگه)",
    re.IGNORECASE,
)
_OBJECT_BEFORE = re.compile(
    r"\b(?:kill(?:ed|ing|s)?|arrest(?:ed|ing|s)?|captur(?:ed|ing)|detain(?:ed|ing)|wound(?:ed|ing)|"
    r"injur(?:ed|ing)|against|on|at|with|of|from|for|freed?|rescu\w+|among|between|near|abduct\w+|"
    r"kidnap\w+|holding|held|seiz\w+|hunt\w*|pursu\w+|chas\w+|sent|lost|martyr\w+|eliminat\w+|"
    r"neutrali\w+|surround\w+|nabbed|identif\w+|named|all|train\w*)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"[^.;:]{0,70}?\b(?:had\s+)?(?:came|come|entered?|intrud\w+|crossed|cross|trespass\w+|barged|"
    r"advanced|marched|pushed|drove|driven|rode|walked|stopped|stormed|overran|broke|surrounded|"
    r"opened|attack\w*|raided|arrived|ambushed|struck|fired|took|taken|blocked|appeared|burst|"
    r"dragged|kidnapped|abducted|seized|beat|searched|ransacked|looted|set|hit|descended|forced|"
    r"lay|went|gone|strayed|slipped|stole|infiltrated|penetrated|riding|armed with|shot)\b",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"(?:at most|up to|(?:no|not) more than)\b", re.IGNORECASE)
_MORE_THAN = re.compile(r"(?:more|over|above|upwards?)\b", re.IGNORECASE)
_IS_DONE_TO = re.compile(
    r"[^.;:]{0,24}?\b(?:was|were|been|being|are|is|got)\s+(?:\w+ly\s+)?(?:killed|wounded|injured|"
    r"arrested|"
    r"detained|captured|martyred|shot|hurt|taken|held|handed|freed|abducted|kidnapped|surrounded|"
    r"identified|nabbed|apprehended|eliminated|neutrali[sz]ed|hit|caught|deployed|stationed|"
    r"travelling)\b",
    re.IGNORECASE,
)
_EASTERN_DONE_TO = re.compile(
    r"\s*(?:\S+\s+){0,6}?(?:را|کو|کشته|شهید|زخمی|مجروح|هلاک|دستگیر|بازداشت|گرفتار|ربوده|اغوا|جاں|"
    r"جان|مارے)(?!\w)"
)
_EASTERN_DOES = re.compile(
    r"[^.;]{0,120}?(?:گهس|داخل|وارد|عبور|گذشت|پیش امد|نفوذ|حمله|تیراندازی|شلیک|فایرنگ|یورش|کهولی|"
    r"دراندازی|پار کر|ورود)"
)
_COMES = re.compile(
    r"\s+(?:had\s+)?(?:entered|stormed|broke(?:n)?\s+in(?:to)?|burst|opened fire|attacked|barged|"
    r"came\s+(?:to|on|in|over|across|up)|crossed|arrived|drove|rode|stopped|appeared|fired|forced|"
    r"got\s+(?:out|off)|jumped|stepped)\b",
    re.IGNORECASE,
)
_WHO_CAME = re.compile(
    r"\s*,?\s+(?:who|that)\s+(?:had\s+|have\s+)?(?:\w+ly\s+)?(?:driven|drove|crossed|entered|come|"
    r"came|strayed|intruded|walked|marched|attacked|stormed|opened|fired|shot|killed|chased|pursued)\b",
    re.IGNORECASE,
)
_IN_ARMS = re.compile(
    r"\b(?:in (?:uniform|plain ?clothes|fatigues|masks|black)|uniformed|masked|armed|on motor|with "
    r"(?:guns|kalashnikovs|rifles)|(?:in|on) (?:a|an|two|three|four|five|six|seven|eight|ten|"
    r"several|\d+) (?:[\w-]+ )?(?:vehicles?|cars?|trucks?|pick-?ups?|jeeps?|motor\w+|bikes?))",
    re.IGNORECASE,
)
_SIDES = {"irn": "IRN", "pak": "PAK", "militants": "non-state"}


def fill_personnel(fields: Fields) -> None:
    """How many came or attacked, from the first clause that counts them as who acted."""
    if fields.event.family == "diplomacy":
        return
    listed = [t for t in fields.listed if not (t.old_figure or t.reason or t.is_heading)]
    for telling in listed:
        found = _team(telling) or _actors(fields, telling)
        if found is not None:
            number, start, end = found
            fields.values["personnel_count"] = number
            fields.note("personnel_count", telling, start, end, 0.75)
            return


def _team(telling: Telling) -> tuple[int, int, int] | None:
    """A team of so many: "a seven-man team", "a group of 30 Iranian soldiers"."""
    text = telling.text
    eastern = is_eastern(text[:200])
    match = _EASTERN_TEAM.search(text) if eastern else _TEAM.search(small(text))
    if match is None or _TEAM_AT_WORK.search(text[max(0, match.start() - 30) : match.end() + 30]):
        return None
    if any(h.people.start < match.end() and match.start() < h.people.end for h in telling.harmed):
        return None
    if _OBJECT_BEFORE.search(text[max(0, match.start() - 24) : match.start()]):
        return None
    said = next(v for k, v in match.groupdict().items() if k.startswith("size") and v)
    number = number_in(said)
    if number is None:
        count = count_of(said)
        number = count.best if count else None
    return (number, match.start(), match.end()) if number and number > 1 else None


def _actors(fields: Fields, telling: Telling) -> tuple[int, int, int] | None:
    """Counted men of the acting side who do something in the clause."""
    side = str(fields.values.get("acting_side") or "unknown")
    harmed = [(h.people.start, h.people.end) for h in telling.harmed]
    for people in telling.people:
        if (
            _said(people, telling) < 2
            or (people.definite and not _is_agent(people, telling))
            or people.part
            or people.further
            or (people.headless and not people.party)
            or any(people.start < end and start < people.end for start, end in harmed)
            or not (_may_act(people, telling, side) or _were_caught(fields, people, telling))
        ):
            continue
        if _does(telling, people):
            return _said(people, telling), people.start, people.end
    return None


def _said(people: People, telling: Telling) -> int:
    """The figure that is said: thirty of "more than 30 guards" and of "no more than 30"."""
    low, best, high = people.count.low, people.count.best, people.count.high
    if best is None and low and _MORE_THAN.match(telling.text, people.start):
        return low - 1
    if best is None and low is None and _AT_MOST.match(telling.text, people.start):
        return high or 0
    return best or 0


def _were_caught(fields: Fields, people: People, telling: Telling) -> bool:
    """Whether counted people came over the border, and were arrested there."""
    return fields.event.family == "arrest" and _WHO_CAME.match(telling.text, people.end) is not None


def _may_act(people: People, telling: Telling, side: str) -> bool:
    """Whether counted people may be of the side that acted."""
    agent = telling.agent
    if agent is not None and people.start <= agent.end and agent.start <= people.end + 16:
        return people.party != "civilians" or agent.kind != "civilians"
    if people.party in _SIDES:
        return side in ("unknown", _SIDES[people.party]) or is_eastern(telling.text[:200])
    if people.party == "forces":
        return side in ("IRN", "PAK", "unknown") or is_eastern(telling.text[:200])
    around = telling.text[people.start : people.end + 24]
    return people.party == "" and (
        _IN_ARMS.search(around) is not None or _COMES.match(telling.text, people.end) is not None
    )


def _is_agent(people: People, telling: Telling) -> bool:
    """Whether counted people are of the force that acts: "the three guards opened fire"."""
    agent = telling.agent
    return agent is not None and people.start <= agent.start and agent.end <= people.end


def _does(telling: Telling, people: People) -> bool:
    """Whether counted people are who does something, and not whom it is done to."""
    text = telling.text
    if is_eastern(text[:200]):
        return not _EASTERN_DONE_TO.match(text, people.end) and bool(
            _EASTERN_DOES.match(text, people.end)
        )
    before = text[max(0, people.start - 24) : people.start]
    if _WHO_CAME.match(text, people.end):
        return True
    if _OBJECT_BEFORE.search(before) or _IS_DONE_TO.match(text, people.end):
        return False
    agent = telling.agent
    overlaps = agent is not None and people.start <= agent.end and agent.start <= people.end + 16
    return (
        overlaps
        or re.search(r"\bby\s+$", before) is not None
        or _DOES.match(text, people.end) is not None
        or _IN_ARMS.search(text[people.start : people.end + 24]) is not None
    )
