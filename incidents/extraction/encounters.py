"""How those who come over a border are met there, and how captives are driven off, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.extraction.reading import for_small
from incidents.record import EventType

if TYPE_CHECKING:
    import re

__all__ = ["ENCOUNTERS", "MET_IN_ARMS"]

_MEN = (
    r"(?:guards?|soldiers?|troops|forces|police(?:men)?|patrols?|units?|levies|rangers|personnel|"
    r"conscripts|commandos|corps|ambush|gunfire|fire|bullets|resistance|volleys?|shots)"
)
MET_IN_ARMS = rf"(?:by|with)\s+(?:the\s+|an?\s+|some\s+)?(?:[\w-]+\s+){{0,4}}?{_MEN}\b"
"""Behind "were met", where it is no meeting of officials."""
_CAPTIVES = r"(?:them|him|her|the\s+(?:\w+\s+){1,3}?)"
ENCOUNTERS: tuple[tuple[EventType, re.Pattern[str]], ...] = tuple(
    (kind, for_small(pattern))
    for kind, pattern in (
        (
            EventType.ARMED_CLASH,
            rf"\b(?:was|were|been)\s+met\s+{MET_IN_ARMS}|"
            r"\bran\s+into\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}?(?:ambush|fire|gunfire|patrol|unit|guards|"
            r"soldiers|troops)\b|"
            r"\bstumbled\s+(?:up)?on\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}?(?:patrol|unit|guards|soldiers|troops)\b",
        ),
        (
            EventType.INCURSION,
            r"\b(?:(?:drove|driven|came|come|rode|walked|moved|passed)\s+(?:in|over|across|through)|crept|stole|"
            r"strayed)\s+(?:past|by|near|at|between|beside|close\s+to)\s+(?:the\s+)?"
            r"(?:(?:border|boundary|frontier)\s+)?(?:pillars?|markers?|bp)\b|"
            r"\bpenetrated\s+to\s+a\s+(?:depth|distance)\s+of\b|"
            r"\b(?:kicked|broke|smashed|battered|forced|knocked)\s+(?:in|down|open)\s+(?:the\s+|their\s+|several\s+|"
            r"his\s+|her\s+)?(?:[\w-]+\s+)?(?:doors?|gates?)\b|"
            r"\b(?:crossed|slipped|infiltrated|sneaked|(?:came|come|got)\s+(?:in|over|across|through))\s+"
            r"(?:(?:in|over|across|through)\s+)?(?:by|near|at|between|beside|close\s+to|next\s+to|not\s+far\s+from)\s+"
            r"(?:the\s+)?(?:(?:border|boundary|frontier)\s+)?(?:pillars?|bp)\b",
        ),
        (
            EventType.ABDUCTION,
            rf"\b(?:drove|rode|carried|carted)\s+{_CAPTIVES}\s*(?:away|off)\s+(?:in|on)\s+(?:an?|their|two|three|"
            r"four|several|the)\s+(?:[\w-]+\s+){0,2}?(?:cars?|vehicles?|pick-?ups?|trucks?|vans?|motorcycles?|"
            r"motorbikes)\b",
        ),
    )
)
