"""Turns of phrase for violence and capture, in which no plain word of doing stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.extraction.reading import for_small
from incidents.record import EventType

if TYPE_CHECKING:
    import re

__all__ = ["IDIOM_TRIGGERS"]

E = EventType
_SHOTS = r"(?:bullets?|gunfire|shots?|firing|gunshots?|volley|burst)"
_AIRCRAFT = r"(?:drones?|aircraft|helicopters?|jets?|planes?|uavs?|quadcopters?|warplanes?)"
_OTHER_SIDE = (
    r"(?:on\s+(?:the\s+)?(?:pakistani|iranian|this|our)\s+(?:side|soil|territory|land)|"
    r"(?:deep\s+)?(?:inside|within)\s+(?:pakistan|iran|balochistan|our\s+(?:territory|land)))"
)
IDIOM_TRIGGERS: tuple[tuple[EventType, re.Pattern[str]], ...] = tuple(
    (kind, for_small(pattern))
    for kind, pattern in (
        (
            E.AIR_OR_DRONE_STRIKE,
            r"\b(?:missiles|drones|bombs|warplanes)\s+(?:rained|showered|poured|descended|crashed|"
            r"ploughed|smashed)\s+(?:down\s+)?(?:on|onto|into|upon)\b|"
            r"\b(?:downed|knocked\s+(?:down|out)|felled|took\s+down|blew)\s+(?:an?|the|two|three|one|its)\s+"
            rf"(?:[\w-]+\s+){{0,3}}?{_AIRCRAFT}\b|"
            rf"\b{_AIRCRAFT}\b[^.;]{{0,30}}\b(?:was|were)\s+(?:downed|felled|knocked\s+(?:down|out))\b",
        ),
        (
            E.SHOOTING_OF_CIVILIANS,
            r"\b(?:fell|fallen)\s+(?:prey|victim)\s+to\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}?"
            rf"{_SHOTS}\b|"
            rf"\b{_SHOTS}\b[^.;]{{0,50}}?\s(?:ended|claimed|took|cost)\s+(?:the\s+)?(?:[\w-]+\s+)?"
            r"(?:life|lives)\s+of\b|"
            rf"\b(?:took|received|caught)\s+(?:an?|two|three|several)\s+(?:[\w-]+\s+)?bullets?\s+(?:in|to)\b|"
            r"\b(?:paid\s+with\s+(?:his|her|their)\s+li(?:fe|ves))\b",
        ),
        (
            E.ARMED_CLASH,
            r"\b(?:came|come|coming)\s+under\s+(?:[\w,-]+\s+){1,5}?(?:fire|attack)\s+(?:from|by)\b",
        ),
        (
            E.INCURSION,
            r"\b(?:soldiers|troops|guards|forces|personnel|vehicles|m[ae]n|patrols?)\b[^.;]{0,30}?\s"
            r"(?:(?:was|were)\s+(?:seen|spotted|sighted|noticed|found)|turned\s+up|appeared|showed\s+up|"
            rf"surfaced|set\s+up\s+camp|took\s+up\s+positions?)\b[^.;]{{0,90}}?\s{_OTHER_SIDE}",
        ),
        (
            E.ARREST_OR_SEIZURE,
            r"\b(?:fell|fallen|ran|walked|run)\s+into\s+the\s+(?:net|hands|clutches|arms|custody)\s+of\s+"
            r"(?:the\s+)?(?:[\w-]+\s+){0,2}?(?:police|guards|levies|forces|troops|soldiers|fc|fia|rangers|"
            r"coast\s+guards?|navy)\b",
        ),
        (
            E.DIPLOMATIC,
            r"\b(?:kidnappers|captors|abductors|gunm[ae]n|militants)\s+(?:had\s+|have\s+)?(?:let\s+(?:off|go)|"
            r"turned\s+loose|spared)\s",
        ),
    )
)
