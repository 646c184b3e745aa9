"""Further words for what states do: to each other's envoys and men, and at their gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incidents.extraction.reading import for_small
from incidents.record import EventType

if TYPE_CHECKING:
    import re

__all__ = ["STATE_TRIGGERS"]

E = EventType
_OFFICIALS = (
    r"(?:officials?|officers?|authorities|side|border\s+(?:guards?|forces?|police)|guards|forces|"
    r"agents|security\s+(?:officials|forces)|counterparts|representatives|consulate|embassy|"
    r"immigration|levies|custody)"
)
_HIGH = (
    r"(?:ministers?|delegations?|envoys?|chiefs?|commanders?|presidents?|secretar(?:y|ies)|advis[eo]rs?|"
    r"governors?|generals?|ambassadors?)"
)
_CITY = (
    r"(?:tehran|islamabad|zahedan|quetta|rawalpindi|iran|pakistan|taftan|mirjaveh|chabahar|gwadar)"
)
_GATE = (
    r"(?:borders?|frontier|crossings?|crossing\s+points?|gates?|terminals?|trade\s+points?|"
    r"entry\s+points?|transit\s+points?)"
)
_TALKS = (
    r"(?:(?:tele)?phone\s+(?:calls?|conversations?|talks?|contacts?)|video\s+(?:calls?|conference))"
)
STATE_TRIGGERS: tuple[tuple[EventType, re.Pattern[str]], ...] = tuple(
    (kind, for_small(pattern))
    for kind, pattern in (
        (
            E.DIPLOMATIC,
            r"\b(?:was|were|been)\s+(?:\w+ly\s+)?(?:returned|sent\s+back|given\s+back|restored|escorted|"
            r"led\s+back|driven\s+back|taken\s+back|delivered|surrendered|released|consigned|passed\s+over|"
            rf"passed|made\s+over)\s+(?:back\s+)?to\s+(?:the\s+)?(?:iranian|pakistani)\s+(?:\w+\s+)?{_OFFICIALS}\b|"
            r"\b(?:returned|gave\s+back|sent\s+back|delivered|surrendered|released|passed)\s+(?:the\s+)?"
            r"(?:[\w-]+\s+){0,4}?(?:guards|soldiers|m[ae]n|personnel|conscripts|policem[ae]n|fisherm[ae]n|prisoners|"
            rf"detainees|captives|nationals)\s+to\s+(?:the\s+)?(?:iranian|pakistani)\s+(?:\w+\s+)?{_OFFICIALS}\b|"
            r"\bagreed\s+(?:(?:in|during|at|on|over|after|by)\s+(?:an?\s+|the\s+|their\s+)?(?:[\w-]+\s+){1,3}){1,3}"
            r"(?:to|on|that)\b|"
            rf"\b(?:counterparts?|ministers?|presidents?)\b[^.;]{{0,60}}\b(?:in|during|by|over)\s+an?\s+(?:\w+\s+)?{_TALKS}\b|"
            rf"\bheld\s+an?\s+(?:\w+\s+)?{_TALKS}\b|"
            rf"\b{_HIGH}\b[^.;,]{{0,50}}?\s(?:came|went|travelled|traveled|crossed\s+over|drove|rushed|dashed)\s+to\s+{_CITY}\b"
            r"(?=\s+(?:on|with|for|to|late|early|last|yesterday|at|and)\b)|"
            r"\b(?:convened|attended|called|hosted)\s+an?\s+(?:[\w-]+\s+){0,2}?(?:flag|border|emergency|"
            r"sector)\s+meeting\b|"
            r"\b(?:was|were)\s+(?:served|issued|handed)\s+(?:with\s+)?(?:an?\s+)?(?:[\w-]+\s+){0,2}?(?:demarche|"
            r"protest|aide[- ]memoire|note\s+verbale)\b|"
            r"\b(?:wrote|sent|dispatched|addressed)\s+(?:an?\s+)?(?:[\w-]+\s+){0,3}?(?:letter|note|message)\s+"
            r"(?:of\s+protest\s+)?to\s+(?:the\s+|his\s+|its\s+)?(?:iranian|pakistani|tehran|islamabad)\b|"
            r"\b(?:demarched|remonstrated\s+with)\b|"
            r"\b(?:gave|handed|returned|delivered)\s+(?:pakistan|iran)(?:ian\s+\w+|i\s+\w+)?\s+(?:the\s+|an?\s+|two\s+|"
            r"three\s+|four\s+|five\s+|\d+\s+)?(?:[\w-]+\s+){0,2}?(?:bod(?:y|ies)|coffins?|remains|prisoners|captives|"
            r"soldiers|guards|m[ae]n)\b|"
            r"\b(?:ambassador|envoy|charge|consul|diplomat)\b[^.;]{0,40}?\s(?:had\s+to\s+listen\s+to|heard|listened\s+to|"
            r"was\s+read|was\s+told\s+of|received)\s[^.;]{0,30}?(?:protest|concern|complaint|displeasure|objections?)\b|"
            r"\bturned\s+(?:over\s+)?(?:[\w-]+\s+){1,6}?(?:over\s+)?to\s+(?:the\s+)?(?:iran|pakistan|tehran|islamabad|"
            r"iranian|pakistani)(?:\s+(?:officials|authorities|guards|side|border|forces))?\b|"
            r"\b(?:delegation|team|party|officials|officers)\b[^.;]{0,60}?\s(?:crossed|went\s+over|drove|travel(?:l)?ed)\s+"
            r"(?:over\s+)?(?:in)?to\s+[a-z-]+\b[^.;]{0,30}?\sfor\s+(?:[\w-]+\s+){0,2}?(?:talks|a\s+meeting|meetings|"
            r"negotiations|consultations)\b|"
            r"\b(?:bod(?:y|ies)|coffins?|remains)\b[^.;]{0,50}?\s(?:reached|(?:was|were)\s+brought\s+to)\s+(?:the\s+)?"
            r"(?:taftan|mirjaveh|gabd|rimdan|rajay|chedgi|border|frontier|crossing|gate|zero\s+point|pakistan|iran)\b",
        ),
        (
            E.BORDER_CLOSURE,
            r"\b(?:ordered|declared|directed|announced|notified|had)\s+(?:all\s+|both\s+|the\s+)?(?:[\w-]+\s+){0,4}?"
            rf"{_GATE}\b[^.;]{{0,60}}?\b(?:closed|shut|sealed|out\s+of\s+bounds|off\s+limits)\b|"
            r"\b(?:imposed|slapped|clamped|placed)\s+(?:an?\s+)?(?:[\w-]+\s+){0,3}?(?:ban|bar|embargo|restrictions?)\s+on\s+"
            r"(?:all\s+|the\s+)?(?:[\w-]+\s+){0,3}?(?:cross-?border|border|crossings?|frontier|entry|movement|"
            rf"trade)\b(?=[^.;]{{0,80}}\b(?:{_GATE}|iran|pakistan|side)\b)|"
            rf"\b(?:did\s+not|didn't|failed\s+to|refused\s+to|declined\s+to|would\s+not)\s+(?:re-?)?open\s+(?:its\s+|the\s+|their\s+)?"
            rf"(?:[\w-]+\s+){{0,3}}?{_GATE}\b|"
            rf"\b{_GATE}\s+(?:did\s+not|didn't|failed\s+to)\s+(?:re-?)?open\b|"
            r"\b(?:stopped|halted|suspended|discontinued|ceased)\s+(?:the\s+)?(?:issuing|issuance\s+of|issue\s+of|"
            r"clearing|clearance\s+of|processing)\s+(?:the\s+)?(?:[\w-]+\s+){0,2}?(?:rahdari|permits?|passes|"
            rf"trucks|lorries|consignments|goods|vehicles|containers|travell?ers|passengers)\b|"
            rf"\b(?:lowered|brought\s+down|pulled\s+down|dropped|let\s+down)\s+(?:the\s+|its\s+|their\s+)?(?:barrier|boom|shutters?)\b"
            rf"(?=[^.;]{{0,60}}\b(?:{_GATE}|taftan|mirjaveh|gabd|rimdan|chedgi|rajay)\b)|"
            r"\b(?:trade|traffic|commerce|movement|business)\s+between\s+(?:[\w-]+\s+){1,4}?(?:was\s+|were\s+|has\s+|had\s+)?"
            r"(?:resumed|restarted|restored|picked\s+up\s+again|stopped|ceased|halted|suspended)\b|"
            r"\bno\s+(?:[\w-]+\s+){1,4}?(?:was|were|would\s+be|could\s+be)\s+let\s+(?:through|across|pass|in)\b",
        ),
    )
)
