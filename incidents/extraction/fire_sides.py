"""From which side fire came: what the clauses say of posts, of land and of armed men."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents.extraction.parties import OTHER_STATE, state_named

if TYPE_CHECKING:
    from incidents.extraction.events import Telling
    from incidents.extraction.fields import Fields
    from incidents.extraction.parties import Party

__all__ = ["ARMED_FROM", "FRONTIER", "WHO_FIRED", "armed_across", "land_hit", "side_of_fire"]

WHO_FIRED = re.compile(
    r"\bnot\s+(?:yet\s+)?(?:known|clear|established)\s+(?:who|by\s+whom)\s+(?:(?:had\s+)?(?:been\s+)?(?:launched|fired|set\s+off)|(?:is|was|were)\s+behind)\b",
    re.IGNORECASE,
)
ARMED_FROM = re.compile(
    r"\b(?:attackers?|assailants?|militants?|gunm[ae]n|raiders?|terrorists?|insurgents?|separatists?|rebels?|fighters)\b"
    r"[^.;\"]{0,60}\b(?:came|come|crossed|arrived|entered|slipped|infiltrated)\s+(?:over\s+|in\s+)?from\b",
    re.IGNORECASE,
)
"""Armed men who came from across are no force of the country from which they came."""
_FELL_ON = re.compile(
    r"\b(?:fell|fallen|landed|came\s+down|come\s+down|hit|struck|exploded)\b[^.;]{0,60}?\b(?:on|inside)\s+(?:the\s+)?"
    r"(?P<land>Pakistani|Iranian)\s+(?:side|soil|territory)\b",
    re.IGNORECASE,
)
"""On whose land shells came down, wherever the report was written."""


def land_hit(fields: Fields) -> str:
    """The country on whose side something is said to have come down, or ""."""
    found = next((m for t in fields.listed if (m := _FELL_ON.search(t.text))), None)
    if found is None:
        return ""
    return state_named(found["land"])


def armed_across(fields: Fields) -> tuple[Telling, Party] | None:
    """The militants who are named where Iran's men fell to fire, or where it came from Pakistan.

    Pakistan's own forces have not shelled posts of Iran; where they act, nobody is chosen.
    """
    parties = [(t, p) for t in fields.listed for p in t.parties]
    came = (side_of_fire(t.text, None) for t in fields.event.tellings)
    hits_iran = fields.fell("irn") or any(side and side[0] == "PAK" for side in came)
    if not hits_iran or any(t.agent and t.agent.side == "PAK" for t in fields.event.tellings):
        return None
    return next(
        (
            (t, p)
            for t, p in parties
            if p.kind in ("armed", "group")
            and not _AGAINST.search(t.text[: p.start])
            and (fields.fell("irn") or not _AT_PAKISTAN.search(t.text, p.end))
            and _is_beside(fields, t)
        ),
        None,
    )


def _is_beside(fields: Fields, telling: Telling) -> bool:
    """Whether a clause stands in the paragraph of the event's own, or the one behind it."""
    last = max(t.sentence.paragraph for t in fields.event.tellings)
    return telling.sentence.paragraph - last <= _NEXT_PARAGRAPH


_NEXT_PARAGRAPH = 4
"""Paragraphs are counted with the empty lines between them."""
_AT_PAKISTAN = re.compile(
    r"\b(?:attack|assault|raid|fir|shot|target|ambush)\w*\b[^.;]{0,40}\b(?:Frontier\s+Corps|FC|Levies|Pakistani|army)\b"
)
"""Who attacks Pakistan's men has not fired at Iran."""
_AGAINST = re.compile(
    r"\b(?:against|(?:aim|fir|shoot)(?:ed|ing)\s+(?:up)?(?:on|at)|target(?:ed|ing)|chas(?:ed|ing)|pursu(?:ed|ing))\s+"
    r"(?:the\s+|an?\s+)?(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
FRONTIER = re.compile(
    r"\b(?:Iran|Pakistan|border|frontier|across|neighbou?r|other side)", re.IGNORECASE
)
_FIRE_FROM = re.compile(
    r"\bfrom\s+(?:across\s+|inside\s+|within\s+)?(?:an?\s+|"
    r"the\s+(?:direction\s+of\s+(?:the\s+)?)?)?"
    r"(?:(?P<side>Iran(?:ian)?|"
    r"Pakistan(?:i)?)(?:\s+(?:side|territory|soil|border))?|(?:across|over|other side|the "
    r"line))|"
    r"\b(?:came|fired|flew|arrived|landed)\s+(?:in\s+)?from\s+the\s+(?P<wind>west|east)\b|"
    r"\bacross\s+the\s+(?:border|line|frontier)|(?P<east>ایرانی?|پاکستانی?)\s+(?:(?:حدود|علاقے|"
    r"سرحد|کی جانب|کی طرف)\s+)?سے(?!\w)|از\s+(?:(?:داخل|سوی)\s+)?خاک\s+(?P<soil>ایران|پاکستان)|"
    r"(?P<hit>ایرانی?|پاکستانی?)\s+(?:حدود|علاقے|سرزمین)\s+(?:میں|کے)(?!\w)",
    re.IGNORECASE,
)
"""From which country fire came; the last branch names the one that it hit."""


def side_of_fire(text: str, country: object) -> tuple[str, tuple[int, int]] | None:
    """From which country fire is said to have come, and where; `country` is the one it hit."""
    match = _FIRE_FROM.search(text)
    if match is None:
        return None
    if match["hit"]:
        return OTHER_STATE[state_named(match["hit"])], match.span()
    named = match["side"] or match["east"] or match["soil"]
    if named:
        return state_named(named), match.span()
    if match["wind"]:
        return ("IRN" if match["wind"].casefold() == "west" else "PAK"), match.span()
    across = OTHER_STATE.get(str(country or ""))
    return (across, match.span()) if across else None
