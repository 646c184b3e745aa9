"""What befalls forces or is done by judges: crashes of aircraft, hangings, fires at a crossing.

They are incidents of type other. Accidents on roads and at sea are none, nor is what was shot down.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.extraction.days import When
    from incidents.extraction.fields import Fields

__all__ = ["MISHAP", "comes_down", "fill_side_of_mishap", "is_of_forces", "mishap_in"]

MISHAP = "mishap"
"""The family of these events."""
_CRAFT = (
    r"(?:helicopters?|choppers?|gyroplanes?|gyrocopters?|autogyros?|gyros?|planes?|aircraft|microlights?|"
    r"fighter\s+jets?|trainer\s+jets?|paramotors?|paragliders?|drones?|quadcopters?|UAVs?)"
)
_FALLS = (
    r"(?:crash(?:ed|es)?(?:-landed)?|went\s+down|came\s+down|made\s+an?\s+(?:hard|emergency|forced|crash|heavy)\s+"
    r"landing|landed\s+hard|plunged|hit\s+(?:an?|the)\s+(?:mountain|hill\w*|power\s+lines?|cables?))"
)
_CRASH = re.compile(
    rf"\b{_CRAFT}\b(?:(?!\b(?:after(?!\s+it\b)|denied|said)\b)[^.;]){{0,90}}?\b{_FALLS}\b|"
    rf"\b(?:crash(?:-landing)?|(?:hard|emergency|forced)\s+landing)\s+of\s+(?:an?|the|its|their|one)\s+"
    rf"(?:[\w-]+\s+){{0,5}}?{_CRAFT}\b|\b{_CRAFT}\s+(?:crash|accident)\b",
    re.IGNORECASE,
)
_OF_FORCES = re.compile(
    r"\b(?:border|frontier|police|army|military|guards?|IRGC|navy|air\s+force|corps|coast\s*guards?|general|"
    r"colonel|commander|soldiers?|conscripts?|security|law\s+enforcement|unmanned|drones?|quadcopters?|UAVs?|"
    r"surveillance|reconnaissance|spy)\b",
    re.IGNORECASE,
)
_BLAZE = re.compile(
    r"\b(?:(?:gas|fuel|petrol|diesel|oil|LPG)\s+(?:tankers?|drums?|barrels|depots?|cylinders?|stores?|jerrycans)|tankers?)\s+"
    r"(?:(?:had\s+)?(?:exploded|blew\s+up|burst|caught\s+fire)|(?:was|were)\s+gutted)\b|"
    r"\b(?:fires?|blaze|flames)\s+(?:(?:broke\s+out|swept|tore|ripped|raced)\s+(?:through|in|at|across)|gutted|engulfed|destroyed)\b|"
    r"\b(?:explosion|blast)\s+of\s+(?:an?|the|several)\s+(?:gas|fuel|petrol|diesel|oil|LPG)\s+\w+",
    re.IGNORECASE,
)
_AT_CROSSING = re.compile(
    r"\b(?:crossing|border|gate|terminal|zero\s+point|frontier)\b", re.IGNORECASE
)
_BY_ARMS = re.compile(
    r"\b(?:shot|fire[ds]?|firing|attack\w*|struck\s+by|hit\s+by|missiles?|rockets?|bomb\w*|downed|brought\s+down|"
    r"ambush\w*|gunmen|militants|mortars?|shells?|shelling|grenades?)\b",
    re.IGNORECASE,
)
_HANGED = re.compile(
    r"\b(?:was|were|been)\s+(?:\w+ly\s+)?hanged\b|\bhang(?:ed|s)\s+(?:\w+\s+){0,4}?(?:m[ae]n|prisoners?|convicts?|"
    r"rebels?|militants?|terrorists?|members?|people|persons?|inmates?|smugglers?|bandits?|traffickers?)\b|"
    r"\b(?:sent|sends|went|led|taken|marched|brought)\s+(?:(?!that\b)[\w-]+\s+){0,4}?to\s+(?:the\s+)?gallows\b|"
    r"\b(?:died|die|dies)\s+on\s+the\s+gallows\b|"
    r"\b(?:prisoners?|convicts?|inmates?|detainees|m[ae]n)\b[^.;]{0,40}\b(?:was|were|been)\s+put\s+to\s+death\b|"
    r"\b(?:executed|put\s+to\s+death)\s+(?:\w+\s+){0,3}?(?:prisoners?|convicts?|inmates?|detainees)\b|"
    r"\b(?:was|were|been)\s+executed\b(?=[^.;]{0,60}\b(?:prison|jail|gallows|hanging|judiciary|court)\b)|"
    r"\b(?:convict\w*|death[- ]row|sentenced)\b[^.;]{0,90}\b(?:was|were|been)\s+(?:executed|"
    r"put\s+to\s+death)\b",
    re.IGNORECASE,
)
_NEWS_DAYS = frozenset(
    {"weekday", "day month", "month day", "yesterday", "today", "iso", "numeric", "same", "after",
     "overnight", "last night"}
)  # fmt: skip


_WHOSE_CRAFT = re.compile(
    rf"\b(?P<side1>Iranian|Pakistani)\s+(?:[\w-]+\s+){{0,3}}?(?:{_CRAFT}|drones?)\b|"
    rf"\b(?:{_CRAFT}|drones?)\b[^.;]{{0,30}}?\b(?:(?:believed|thought|suspected|presumed|understood|said|reported)\s+to\s+"
    r"(?:be|have\s+been|come\s+from|belong\s+to)|belonging\s+to|of|with|from)\s+(?:an?\s+|the\s+)?(?P<side2>Iran|Pakistan)(?:ian|i)?\b|"
    r"\bit\s+(?:had\s+)?(?:apparently\s+)?(?:appear(?:ed|s)|seem(?:ed|s)|(?:is|was)\s+(?:believed|thought|said))\s+to\s+"
    r"(?:belong\s+to|be|have\s+(?:come|been\s+flown|strayed)\s+from)\s+(?P<side3>Iran|Pakistan)",
    re.IGNORECASE,
)


def _whose_craft(text: str) -> tuple[str, tuple[int, int]] | None:
    """The country whose an aircraft is said to be, with the words."""
    said = _WHOSE_CRAFT.search(text)
    if said is None:
        return None
    name = (said["side1"] or said["side2"] or said["side3"]).casefold()
    return ("IRN" if name.startswith("iran") else "PAK"), said.span()


def is_of_forces(text: str) -> bool:
    """Whether a clause tells of a crash of an aircraft of forces, on whatever day."""
    return _CRASH.search(text) is not None and _OF_FORCES.search(text) is not None


def mishap_in(
    text: str, whens: Sequence[When], *, of_forces: bool = False
) -> tuple[int, int] | None:
    """The words that tell of a crash of an aircraft of forces, a fire at a crossing or a hanging.

    Parameters
    ----------
    text
        The clause.
    whens
        Its dates; what has no day of its own is told as background as a rule.
    of_forces
        Whether a clause before has said that the aircraft that crashed was one of forces.
    """
    dated = any(w.name in _NEWS_DAYS and not w.by_report for w in whens)
    if not dated or (len(whens) == 1 and whens[0].name in ("same", "after")):
        return None
    crash = _CRASH.search(text)
    if crash and (of_forces or _OF_FORCES.search(text)) and not _BY_ARMS.search(text):
        return crash.span()
    blaze = _BLAZE.search(text)
    if blaze and _AT_CROSSING.search(text) and not _BY_ARMS.search(text):
        return blaze.span()
    hanged = _HANGED.search(text)
    return hanged.span() if hanged else None


def _burns(text: str) -> bool:
    """Whether a fire or an accident with fuel at a crossing is told, which nobody has done."""
    return _BLAZE.search(text) is not None and not _BY_ARMS.search(text)


def _hangs(text: str) -> bool:
    """Whether men are hanged: by Iran, where nothing speaks for Pakistan, which seldom does."""
    return _HANGED.search(text) is not None


def comes_down(text: str, start: int) -> bool:
    """Whether words of firing tell of the aircraft that crashed: "it came down", "hit a slope"."""
    return _COMES_DOWN.match(text, start) is not None


_COMES_DOWN = re.compile(
    r"(?:came|rained)\s+down|(?:hit|struck)\s+(?:an?|the)\s+(?:\w+\s+)?(?:slope|hill\w*|mountain\w*|ridge|"
    r"rocks?|ground|dune)\b",
    re.IGNORECASE,
)


def fill_side_of_mishap(fields: Fields) -> None:
    """Whose aircraft crashed, or whose judges had men hanged: the force named, else the country."""
    if any(_burns(t.text) for t in fields.event.tellings):
        return
    if any(_hangs(t.text) for t in fields.event.tellings):
        told = any(re.search(r"\bPakistan", t.text) for t in fields.event.tellings)
        place = fields.values.get("country_reported")
        fields.values["acting_side"] = "PAK" if place == "PAK" or (told and not place) else "IRN"
        return
    for telling in fields.event.tellings:
        whose = _whose_craft(telling.text)
        if whose is not None:
            fields.values["acting_side"], span = whose
            fields.values["actor"] = fields.called(telling, *span)
            fields.note("acting_side", telling, *span, 0.7)
            fields.note("actor", telling, *span, 0.7)
            return
    opening, lead = fields.event.opening, _whose_craft(fields.reading.plain[:_LEAD])
    if opening and lead and _UNMANNED.search(fields.reading.plain[:_LEAD]):
        fields.values["acting_side"], (start, end) = lead
        fields.note("acting_side", opening, start - opening.start, end - opening.start, 0.6)
        return
    country = fields.values.get("country_reported") or fields.sides.home or fields.sides.region
    named = [
        (t, p)
        for t in fields.event.tellings
        for p in t.parties
        if p.kind == "force" and (p.side in ("IRN", "PAK") or country in ("IRN", "PAK"))
    ]
    if named:
        telling, party = named[0]
        fields.values["acting_side"] = party.side or country
        fields.values["actor"] = fields.called(telling, party.start, party.end)
        for name in ("acting_side", "actor"):
            fields.note(name, telling, party.start, party.end, 0.6)
    elif country in ("IRN", "PAK"):
        fields.values["acting_side"] = country


_UNMANNED = re.compile(r"\b(?:unmanned|drone|UAV|quadcopter)", re.IGNORECASE)
_LEAD = 600
"""Within so many signs a report tells whose the aircraft was that crashed."""
