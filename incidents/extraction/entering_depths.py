"""How deep, told by how men came in: past the line and on, into a district, beside the own side.

Each form says a border or a side with the distance, so that it can only be one beyond the border.
"""

from __future__ import annotations

import re

from incidents.extraction.lengths import SAID_LENGTH

__all__ = ["DISTRICTS", "DISTRICT_DEPTHS", "ENTERING_DEPTHS", "FIRE_DEPTHS", "district_country"]

_DISTRICTS = {
    "PAK": r"Kech|Panjgur|Panjgoor|Washuk|Chagai|Gwadar|Makran|Mashkel|Mashkhel|Mashkail",
    "IRN": r"Saravan|Sarbaz|Khash|Mirjaveh|Zahedan|Chabahar|Mehrestan|Iranshahr|Dashtyari|"
    r"Sib\s+(?:and|va|o)\s+Suran|Rask|Golshan",
}
"""Districts that lie on the border, as they are written."""
DISTRICTS = "|".join(_DISTRICTS.values())
"""A pattern of all their names."""
_DISTRICT = (
    rf"(?:the\s+)?(?P<district{{n}}>{_DISTRICTS['PAK']}|{_DISTRICTS['IRN']})\b(?!['-]|"
    r"\s+(?:city|town|bazaar|airport|port|cantonment|jail|road|highway|hospital|college|university))"
)
_LINE = (
    r"(?:the\s+)?(?:(?:Pak-?Iran|Iran-?Pakistan|Pakistan-Iran|Iranian|Pakistani|international|"
    r"Goldsmid|common|actual|nearest|zero|border|boundary)\s+)?"
    r"(?:border|frontier|boundary|line|fence|markers?|(?:border\s+|boundary\s+)?pillars?)\b"
    r"(?!\s+(?:post|guard|town|force|police|crossing|market|terminal|village))"
)
_SIDE = (
    r"(?:(?:the\s+)?(?P<into{n}>Pakistan(?:i|'s)?|Iran(?:ian|'s)?)|(?P<own{n}>{own}))"
    r"\s+(?:own\s+)?(?:side|territory|soil|land)\b"
)
_CAME = (
    r"(?:advanced|came|come|crossed|pushed|penetrated|intruded|moved|drove|driven|walked|marched|"
    r"flew|flown|gone|went|travelled|traveled|reached|got|ventured|strayed|ridden|rode|pressed|"
    r"proceeded|wandered|crept|climbed|roamed|trespassed|infiltrated|carried|ran|run|raced|"
    r"continued|sailed|drifted|hovered)"
)
_GOES_NO_FARTHER = (
    r"(?!\s*(?:away|from|to\s|towards?|along|up|down|off|north|south|east|west|back|out|inland|"
    r"of\b|long|apart|before\s+(?:the|reaching)\s+(?:the\s+)?(?:border|frontier|line)))"
)
DISTRICT_DEPTHS = (
    # "went about 700 metres into Panjgur district", "fell 1.5km inside Kech"
    re.compile(
        rf"(?P<length>{SAID_LENGTH})\s+(?:deep\s+)?(?:inside|into|within)\s+"
        + _DISTRICT.format(n=1),
        re.IGNORECASE,
    ),
)
ENTERING_DEPTHS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "up to a kilometre from the border on our own side"
        rf"(?P<length11>{SAID_LENGTH})\s+(?:away\s+)?(?:from|off)\s+{_LINE},?\s+(?:but\s+|and\s+)?"
        r"(?:still\s+|well\s+|on\s+|in\s+|inside\s+|within\s+){1,3}"
        + _SIDE.format(n=2, own="our|this"),
        # "were picked up between two pillars, about a mile on the Pakistani side, he said"
        r"\b(?:was|were|been)\s+(?:arrested|detained|picked\s+up|seized|caught|stopped|intercepted|held)\b"
        rf"[^.;]{{0,90}}?,\s+(?P<length18>{SAID_LENGTH})\s+on\s+the\s+(?P<into18>Pakistani|Iranian)\s+side"
        r"(?=\s*[,.;])",
        # "well within our territory, almost two kilometres short of the line"
        r"\b(?:well|still|deep|far|clearly)\s+(?:inside|within|in|on)\s+"
        + _SIDE.format(n=3, own="our|its")
        + rf"\s*,?\s+(?:and\s+|at\s+)?(?:some\s+)?(?P<length12>{SAID_LENGTH})\s+"
        rf"(?:away\s+)?(?:from|off|short\s+of|before|of)\s+{_LINE}",
        # "both were on Pakistani land, no more than 250 metres from the border"
        r"\b(?:was|were|been|fell|landed|struck|killed|shot|hit|caught|seized)\s+(?:\w+\s+)?(?:inside|within|on)\s+"
        + _SIDE.format(n=5, own="our")
        + rf"\s*,\s+(?:and\s+|at\s+)?(?P<length19>{SAID_LENGTH})\s+"
        rf"(?:away\s+)?(?:from|off|short\s+of)\s+{_LINE}",
        # "crossed the dry bed at BP 156 and went about 700 metres", "walked in between pillars"
        r"\b(?:cross(?:ed|ing)|entered|walked\s+in|came\s+(?:in|over|across)|stepped\s+(?:over|across)|"
        r"climbed\s+over|breached|cut|drove\s+(?:in|over|across|past|through)|passed|slipped\s+(?:over|across|"
        r"past|through)|came\s+through|went\s+(?:over|past|through))\s+[^.;]{0,60}?\b(?:border|"
        r"frontier|boundary|line|fence|pillars?|BP|zero\s+point|rivulet|stream|dry\s+bed)\b"
        r"(?:[^.;]|\b[ap]\.m\.){0,50}?(?:,|\band|\bthen)\s+(?:then\s+|had\s+|also\s+)?"
        rf"(?:advanced|penetrated|pushed\s+on|pushed|ventured|moved|proceeded|marched|walked|drove|"
        rf"came|went|pressed\s+on|got|rode|flew)\s+(?:on\s+|forward\s+|ahead\s+|in\s+|for\s+|as\s+far\s+as\s+|"
        rf"up\s+to\s+|further\s+|another\s+){{0,2}}(?P<length13>{SAID_LENGTH})" + _GOES_NO_FARTHER,
        # "advanced some 600 metres before they were challenged"
        r"\b(?:advanced|pushed\s+on|penetrated|covered)\s+(?:for\s+|about\s+|by\s+)?"
        rf"(?P<length20>{SAID_LENGTH})\s+before\s+(?:it|they|he|being|(?:an?\s+)?(?:\w+\s+)?"
        r"(?:guards|soldiers|troops|levies|sentr(?:y|ies)|patrol|post|checkpost|men))\s+"
        r"(?:(?:was|were)\s+)?(?:challenged|stopped|turned\s+(?:back|around)|confronted|intercepted|noticed|spotted|"
        r"met|warned|engaged|saw|opened\s+fire)\b",
        # "it flew in for up to two kilometres and circled"
        r"\b(?:flew|flown|came|come|gone|went|drove|driven|got)\s+in\s+(?:for\s+|by\s+|to\s+)?"
        rf"(?P<length26>{SAID_LENGTH})(?=\s*(?:[.,;]|and\b|before\b|at\b|over\b|when\b))",
        # "walked across the line, came some 150 metres this side of it"
        rf"\b(?:line|border|frontier|boundary|fence)\b[^.;]{{0,40}}?\b{_CAME}\s+(?:as\s+far\s+as\s+)?"
        rf"(?P<length25>{SAID_LENGTH})\s+(?:on\s+)?(?:this|our)\s+side\s+of\s+it\b",
        # "had got some two kilometres across when", "came 300 yards over before"
        rf"\b{_CAME}\s+(?:[\w-]+\s+){{0,2}}?(?P<length14>{SAID_LENGTH})\s+(?:across|over)"
        r"(?=\s*(?:[.,;\"]|$|\s(?:when|before|and|but|until|as|on|in|at|near|into)\b))",
        # "it had covered no more than 900 metres of Iranian territory"
        r"\b(?:covered|crossed|traversed|penetrated|advanced\s+(?:over|through)|got\s+through)\s+"
        rf"(?:[\w-]+\s+){{0,2}}?(?P<length17>{SAID_LENGTH})\s+of\s+" + _SIDE.format(n=4, own="our"),
        # "the depth of the intrusion was put at two kilometres"
        r"\bdepth\s+(?:of\s+(?:the\s+)?(?:intrusion|incursion|violation|penetration|entry|raid|"
        r"targets?|strike|impact)s?\s+)?(?:(?:was|were|is|had\s+been|been)\s+)?(?:put\s+(?:it\s+)?at|given\s+as|"
        rf"estimated\s+at|said\s+to\s+be|of|as|was|at)\s+(?P<length15>{SAID_LENGTH})",
        # "the intrusion, which went to about two kilometres"
        r"\b(?:intru(?:sion|ded)|incursion|violation|trespass(?:ed|ing)?|penetrat(?:ed|ion))\s+"
        r"(?:was\s+)?(?:of|by|to|for|up\s+to|as\s+far\s+as)\s+"
        rf"(?P<length16>{SAID_LENGTH})" + _GOES_NO_FARTHER,
    )
)
FIRE_DEPTHS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "the vehicle was struck on a track four kilometres off the border"
        r"\b(?:was|were|been|being)\s+(?:\w+ly\s+)?(?:hit|struck|shelled|destroyed|damaged)\b[^.;,]{0,40}?\s"
        rf"(?P<length21>{SAID_LENGTH})\s+(?:away\s+)?(?:from|off|short\s+of)\s+{_LINE}",
        # "the impacts lay between 300 and 1,200 metres from the border line"
        r"\b(?:impacts?|craters?|fragments|splinters|shell\s+holes)\s+(?:points?\s+)?(?:lay|were|was|are|were\s+found)\s+(?:at\s+)?"
        rf"(?P<length23>{SAID_LENGTH})\s+(?:away\s+)?(?:from|off|short\s+of)\s+{_LINE}",
        # "the houses are roughly four miles from the border"
        r"\b(?:the|these|those)\s+(?:[\w-]+\s+)?(?:houses?|huts?|tents?|yard|compound|school|spot|site|place|impact)\s+"
        rf"(?:is|are|was|were|lies?|lay)\s+(?P<length24>{SAID_LENGTH})\s+(?:away\s+)?(?:from|off)\s+{_LINE}",
        # "surrounded a house nearly four kilometres from the border"
        r"\b(?:surrounded|raided|stormed|attacked|searched|entered|burst\s+into|broke\s+into|cordoned\s+off)\s+"
        r"(?:an?|the|two|three)\s+(?:[\w-]+\s+)?(?:houses?|homes?|compounds?|hamlets?|villages?|camps?|"
        r"hideouts?|seminary|farm(?:house)?s?)"
        rf"(?:\s+(?:in|at|near)\s+[A-Z][\w-]+)?,?\s+(?P<length22>{SAID_LENGTH})\s+"
        rf"(?:away\s+)?(?:from|off|short\s+of)\s+{_LINE}",
    )
)
"""Depths only where fire or men came from across the border."""


def district_country(words: str) -> str:
    """The country of a district that lies on the border."""
    return next(
        code for code, names in _DISTRICTS.items() if re.fullmatch(names, words, re.IGNORECASE)
    )
