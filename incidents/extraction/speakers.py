"""Whose account a sentence is: who stands before a verb of saying, or behind "according to".

A speaker is found by what he is: an agency, an office, a group, somebody who saw it. Persian and
Urdu are left to `eastern_speakers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from incidents.armed_groups import GROUPS
from incidents.extraction.parties import MORE_GROUPS
from incidents.extraction.reading import for_small, small

__all__ = ["Speaker", "agency_side", "claims_responsibility", "group_named", "speakers_in"]


@dataclass(frozen=True)
class Speaker:
    """Whose account a sentence is: claimant as the record has it, and the origin's name."""

    start: int
    end: int
    claimant: str
    origin: str


_NAMED = (
    ("IRN", "IRNA", r"\bIRNA\b"),
    ("IRN", "ISNA", r"\bISNA\b"),
    ("IRN", "Tasnim", r"\bTasnim\b"),
    ("IRN", "Fars", r"\bFars(?:\s+[Nn]ews)?\b(?!i)"),
    ("IRN", "Mehr", r"\bMehr(?:\s+[Nn]ews)?\b"),
    ("IRN", "Mizan", r"\bMizan\b"),
    ("IRN", "Press TV", r"\bPress TV\b"),
    ("IRN", "IRIB", r"\bIRIB\b|\bIranian state (?:TV|television|radio)\b"),
    ("IRN", "Iranian state media", r"\bIranian state media\b"),
    ("IRN", "ILNA", r"\bILNA\b"),
    ("IRN", "YJC", r"\bYJC\b"),
    (
        "IRN",
        "IRGC",
        r"\bIRGC\b|\bRevolution(?:ary)? Guards?\b|\bQuds (?:[Ff]orce|[Hh]eadquarters|[Bb]ase)\b|"
        r"\b[Tt]he Guards'?(?!\s+(?:who|were|had|at)\b)|\bGround Force's?\b|\bBasij\b",
    ),
    ("IRN", "FARAJA", r"\bFARAJA\b|\bLaw Enforcement (?:Command|Force)\b"),
    (
        "PAK",
        "ISPR",
        r"\bISPR\b|\bInter[- ]Services Public Relations\b|\b(?:military|army)(?:'s)? media wing\b",
    ),
    ("PAK", "Frontier Corps", r"\bFC\b|\bFrontier Corps\b"),
    ("PAK", "Levies", r"\b[Ll]evies\b"),
    ("PAK", "Pakistan Foreign Office", r"\bForeign Office\b|\bISLAMABAD said\b"),
    ("PAK", "APP", r"\bAPP\b"),
    ("PAK", "FIA", r"\bFIA\b|\bFederal Investigation Agency\b"),
    ("PAK", "CTD", r"\bCTD\b|\b[Cc]ounter[- ][Tt]errorism [Dd]epartment\b"),
    ("PAK", "ANF", r"\bANF\b|\bAnti[- ]Narcotics Force\b"),
    ("PAK", "Coast Guards", r"\bPakistan Coast Guards?\b|\bPCG\b"),
    ("PAK", "Maritime Security Agency", r"\bP?MSA\b|\bMaritime Security Agency\b"),
    ("PAK", "Pakistan Railways", r"\b(?:Pakistan\s+)?Railways\b"),
    ("third party", "Haalvsh", r"\bHa+lva?sh\b|(?<!\w)حال ?وش(?!\w)"),
    (
        "third party",
        "HRANA",
        r"\bHRANA\b|(?<!\w)هرانا(?!\w)|\bHuman Rights Activists(?:'s?)? News Agency\b",
    ),
    ("third party", "Hengaw", r"\bHengaw\b"),
    (
        "third party",
        "Baloch Activists Campaign",
        r"\bBalu?o?ch\s+Activists'?\s+Campaign\b|\b[Tt]he [Cc]ampaign\b|کمپین فعالین بلوچ",
    ),
    (
        "third party",
        "Baloch media",
        r"\bBalu?o?ch(?:istan)? (?:Press|Post|News)\b|\bRasank\b|\bZrumbesh\b",
    ),
    ("third party", "Iran International", r"\bIran International\b"),
    ("third party", "Radio Farda", r"\bRadio Farda\b"),
    (
        "third party",
        "UN",
        r"\bUN\b|\bUnited Nations\b|\bHUMANITARIAN\b|\b[Hh]umanitarian (?:access|note|update)\b|"
        r"\bUNAMA\b|\bOCHA\b|\bUNHCR\b|\bIOM\b",
    ),
    (
        "third party",
        "witnesses",
        r"\b(?:[Ee]ye-?)?[Ww]itness(?:es)?\b|\b[Ss]urvivors?\b|\b[Pp]assengers?\b",
    ),
    (
        "third party",
        "residents",
        r"\b(?:[Rr]esidents?|[Vv]illagers|[Ll]ocals|[Ll]ocal (?:people|sources|residents|"
        r"journalists?|"
        r"traders)|[Pp]eople (?:of|in|from|here|there)|[Tt]ribal elders?|[Ee]lders?|[Rr]elatives?|"
        r"[Ff]amil(?:y|ies)|[Nn]eighbours?|[Tt]ribesmen|[Hh]erders?|[Ss]hepherds?|[Ff]ishermen|"
        r"[Tt]raders?|[Ss]hopkeepers?|[Uu]ncle|[Bb]rother|[Cc]ousin|[Ff]ather|[Mm]other|[Ss]ister|"
        r"[Ww]ife|"
        r"[Ww]idow|[Ss]on|[Nn]akhuda|[Ss]kipper|[Cc]rew|[Dd]rivers?|[Nn]otables?|[Ll]abourers?)\b",
    ),
    (
        "third party",
        "rights group",
        r"\b(?:[Hh]uman )?[Rr]ights (?:group|activists?|organi[sz]ations?|monitors?|workers?|"
        r"watchdog|"
        r"campaigners?|lawyers?)\b|\bactivists\b|\b[Cc]ampaigners\b|\b(?:[Tt]heir|[Tt]he|"
        r"[\w']+)\s+(?:[Uu]nion|[Aa]ssociation)\b|\b\w+ (?:Forum|Committee|Federation|Society|"
        r"Foundation)\b|\bHuman Rights (?:Commission|Council|Watch)\b|"
        r"\bHRCP\b",
    ),
    (
        "third party",
        "news site",
        r"\b(?:local )?(?:news (?:site|website|portal|outlet)|website|newspaper|channel)\b",
    ),
    ("third party", "Kabul", r"\bKabul\b|\bTaliban\b"),
)
_NAMED_TABLE = tuple((who, name, re.compile(pattern)) for who, name, pattern in _NAMED)
_GROUPS_READ = tuple(
    (name, re.compile(pattern)) for name, pattern in (*GROUPS.items(), *MORE_GROUPS.items())
)
_NATIONAL = (
    (
        "IRN",
        re.compile(
            r"\b(?:Iran(?:ian)?(?:'s)?|Tehran)\b(?!\s+(?:border\b(?! guard| police| official|"
            r" regiment| command| force)|side\b|territory|soil|diesel|fuel|drone|troops|soldiers|"
            r"guards|waters))|\bSistan[\w -]{0,20}\b|\b[Dd]eputy [Gg]overnor\b|\bborder regiment\b|"
            r"\b(?:Zahedan|Saravan|Chabahar|Mirjaveh|Khash|Iranshahr|Rask|Konarak)\b"
        ),
    ),
    (
        "PAK",
        re.compile(
            r"\b(?:Pakistan(?:i|'s)?|Islamabad|Balochistan|Quetta|Panjgur|Turbat|Kech|Gwadar|"
            r"Dalbandin|Chagai|Rawalpindi|Mashkel|Washuk|Mand|Taftan|"
            r"Nokundi)\b(?!\s+(?:border\b(?! "
            r"guard| police| official| regiment| command| force)|side\b|territory|soil|soldier|"
            r"drone|"
            r"Liberation|troops|guards|waters))|\b[Hh]ome (?:[Ss]ecretary|[Mm]inister|"
            r"[Dd]epartment)\b|"
            r"\b[Cc]hief (?:[Ss]ecretary|[Mm]inister)\b|\b(?:[Nn]aib )?[Tt]ehsildar\b|\b(?:DPO|"
            r"SHO|SSP|DSP|"
            r"DIG|IGP|SP)\b|\b(?:[Dd]eputy|[Aa]ssistant|[Dd]ivisional) [Cc]ommissioner\b|"
            r"\b[Rr]isaldar\b"
        ),
    ),
)
_OFFICIAL = re.compile(
    r"\b(?:the\s+)?(?:(?:senior|security|local|border|district|port|provincial|military|"
    r"government|intelligence|informed|levies|customs|hospital|health)\s+)*"
    r"(?:(?:security|official|military|police|levies|intelligence|government|hospital|"
    r"administration) "
    r"sources?|sources? (?:in|within|at) the (?:\w+ )?(?:administration|government|police|levies|"
    r"army|force)|"
    r"state (?:television|tv|media|radio)|state-run media|officials?|police(?: chief)?|army|"
    r"military|corps|governor(?:ate)?|prosecutors?|spokes\w+|administration|government|authorities|"
    r"commander|commissioner|minister|ministry|director|superintendent|secretary|district council|"
    r"councillor|lawmaker|regiment|ground force|forces?|magistrate|judge|court|agency|doctors?|"
    r"officers?|head of the [\w ]{0,30}|media wing|public relations|general|colonel|major|captain|"
    r"brigadier|statement|broadcaster|information cent(?:er|re)|cent(?:er|re)|command|"
    r"headquarters|embassy|ambassador|press office|department|customs|coast "
    r"?guards?|"
    r"navy|aides?|MPA|MNA|senator)\b",
    re.IGNORECASE,
)
_NOBODY_NAMED = re.compile(r"\b(?:sources?|reports?)\b", re.IGNORECASE)
_THE_GROUP = re.compile(
    r"\b(?:the|an?|armed|militant|rebel|Sunni|separatist|insurgent|banned|outlawed|Baloch|"
    r"little-known|"
    r"jihadist|this|its)\s+(?:(?!rights\b|news\b|aid\b|monitoring\b|human\b|"
    r"traders)[\w-]+\s+){0,2}(?:group|outfit|organi[sz]ation|alliance|militia)\b"
    r"(?!\s+of\s+(?:traders|residents|people|men|women|lawyers))|\bmilitants\b|\binsurgents\b|"
    r"\brebels\b|"
    r"\b(?:alliance|coalition) of\s+(?:[\w-]+\s+){0,3}groups\b|\bUnited Baloch Army\b|"
    r"\bon behalf of the\b",
    re.IGNORECASE,
)
_OFFICE_AFTER = re.compile(
    r"(?:'s)?(?:\s+(?:state|interior|foreign|border|security|provincial|health|news|"
    r"defen[cs]e|information|local|military|police))*"
    r"\s+(?:officials?|minist(?:er|ry)|police|army|military|media|television|tv|government|"
    r"envoy|ambassador|authorities|commanders?|forces|guards|spokes\w+|officers?|side|home "
    r"department|"
    r"governor|agency|agencies|parliament|embassy|chief)\b",
    re.IGNORECASE,
)
_SPEECH = for_small(
    r"\b(?P<said>said|says|say|told|tells|reported|reports|claimed|claims|announced|announces|"
    r"stated|states|added|adds|confirmed|confirms|insisted|insists|denied|denies|rejected|rejects|"
    r"maintained|maintains|alleged|alleges|admitted|admits|quoted|acknowledged|accused|wrote|"
    r"writes|"
    r"called (?:the|it|this|them)|disputed|dismissed|argued|argues|took credit|taken credit|"
    r"informed|"
    r"explained|explains|noted|notes|declared|remarked|disclosed|revealed|boasted|bragged|asserted|"
    r"scoffed|continued|stressed|recounted|recounts|blamed|blames|tweeted|posted|conceded|"
    r"responded|"
    r"countered|answered|replied|spoke of|speaks of|complained|contradicted|verified|recalled|"
    r"named (?:the|six|\w+)|charged|protested|put (?:it|the|their|its|out|forward)|puts? the|"
    r"(?:has |had )?(?:released|issued|published) (?:an? )?(?:\w+ )?(?:video|statement|communique|"
    r"pictures?|photos?|footage)|"
    r"(?:gave|has|had|offered) (?:an?other|a (?:\w+ )?(?:different|contrary)|its own|their own) "
    r"(?:account|version|story)|(?:accepted|claimed|took|taken|claiming|assumed|owned|owns) "
    r"(?:the |full )?(?:responsibility|up)|claimed (?:the|both|this)|concluded|condemned|warned|"
    r"vowed|testified)\b|"
    r"\b(?P<by>according to|quoting|citing|claimed by|in the words of|learnt from|learned from)\b"
)
_MOST_VERBS = 5


def speakers_in(text: str, default: str = "") -> list[Speaker]:
    """Who is said to say what an English sentence tells; empty where the report speaks for itself.

    Parameters
    ----------
    text
        A sentence of the plain copy.
    default
        The country whose officials "officials" are where no country is said.
    """
    unique: dict[tuple[str, str], Speaker] = {}
    for number, speech in enumerate(_SPEECH.finditer(small(text))):
        if number == _MOST_VERBS:
            break
        speaker = _speaker_at(text, speech, default)
        if speaker is not None:
            unique.setdefault((speaker.claimant, speaker.origin), speaker)
    return list(unique.values())


def agency_side(words: str) -> str:
    """Whose agency or office is named: "IRN" for IRNA, "PAK" for ISPR, "third party" for HRANA."""
    for claimant, name, pattern in _NAMED_TABLE:
        if name not in _NO_TELLERS and pattern.search(words):
            return claimant
    return "third party" if _OUTLETS_EAST.search(words) else ""


_OUTLETS_EAST = re.compile(r"(?<!\w)(?:حال ?وش|هرانا|کمپین فعالین بلوچ|رسانک)(?!\w)")
_NO_TELLERS = frozenset(
    {
        "witnesses", "residents", "rights group", "news site", "Kabul", "IRGC", "FARAJA",
        "Frontier Corps", "Levies", "Pakistan Railways", "Baloch media", "Iran International",
        "Radio Farda",
    }
)  # fmt: skip
_CLAUSE = re.compile(
    r"[;:\"]|,\s+(?:but|while|whereas)\s+|,?\s+and\s+(?=(?:the|an?|its|his|their)\s)|\bthat\b|"
    r"\b(?:after|when|because|although|though)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:it|he|she|they|who|which|and|also|I|we)\s*(?:\w+ly\s+|also\s+|had\s+|has\s+)*$",
    re.IGNORECASE,
)
_OTHER_VERB = re.compile(
    r"\b(?:killed|wounded|injured|after|when|near|between|fired|attacked|died|stopped|from|into|"
    r"against|shows?|released|issued)\b"
)
_FINITE = re.compile(
    r"\b(?:\w{3,}ed|was|were|had|has|have|been|is|are|fell|shot|came|went|broke)\b", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"\s*(?:on|in|at|when|however|also|later|who|by|for|after|meanwhile|while|\w+ly)\b|"
    r"\s*[A-Z][a-z]+(?:\s[A-Z]"
    r"[\w.-]+){0,3}\s*$"
)
_NOT_WHO = re.compile(
    r"[;:\"]|,\s+(?:the|an?|who)\b|\b(?:that|when|after|while|but|they|he|she|it|had|was|were|has|"
    r"have|of the "
    r"ceremony)\b"
)
_APPOSED = re.compile(
    r"(?:In\s[^,]{3,60},?\s)?(?P<who>(?:The\s|the\s)?[A-Z][^,;:.]{1,60}),\s+(?:an?|the|which|who|"
    r"whose)\s"
    r"[^,;:.]{3,110},\s*"
)
_WHO_WATCHES = re.compile(
    r"\s(?:that|which|who)\s+(?:has\s+)?(?:monitor|track|follow|cover|watch|document|record|work|operate|"
    r"live|report|campaign|chair|head|lead|run)(?:s|ed)?\b[^,;:\"]{0,70}\s$"
)
"""What a speaker is otherwise known for: "a rights group that monitors the region said"."""
_INVERTED = re.compile(r"[\"']\s*,?\s*$|,\s*[\"']\s*$")


def _speaker_at(text: str, speech: re.Match[str], default: str) -> Speaker | None:
    """Who stands before a verb of saying in its clause, or behind it."""
    if speech["by"]:
        behind = _NOT_WHO.split(text[speech.end() : speech.end() + 90])[0]
        return _named(behind, speech.end(), default)
    low = max(0, speech.start() - 150)
    whole = text[low : speech.start()]
    watching = _WHO_WATCHES.search(whole)
    if watching is not None:
        whole = whole[: watching.start()] + " "
    apposed = _APPOSED.fullmatch(whole)
    if apposed is not None:
        one = _named(apposed["who"], low + apposed.start("who"), default)
        if one is not None and one.claimant != "unknown":
            return one  # "Haalvsh, a rights group that follows the area, said"
    cuts = [m.end() for m in _CLAUSE.finditer(whole)]
    lead = whole[cuts[-1] :] if cuts else whole
    behind = _NOT_WHO.split(text[speech.end() : speech.end() + 90])[0][:70]
    if not lead.strip(" ,\"'") or _INVERTED.search(whole):
        return _named(behind, speech.end(), default)
    if _PRONOUN.search(lead):
        if "," in lead or lead.strip() in ("it", "he", "she", "they"):
            return None
        opening = _named(lead[:60], speech.start() - len(lead), default)
        return opening if opening is not None and opening.claimant == "group" else None
    offset = low + len(whole) - len(lead)
    parts = [
        (offset + part.start(), part[0]) for part in re.finditer(r"[^,]+", lead) if part[0].strip()
    ]
    if lead.rstrip().endswith(","):  # "X, a spokesman, said", or "..., said X"
        if speech[0].casefold() in ("said", "says") and _FINITE.search(lead):
            after = _named(behind[:30], speech.end(), default)
            if after is not None:
                return after
        found = [_in_part(parts[k], default) for k in range(len(parts) - 1, -1, -1)][:2]
        known = [one for one in found if one is not None]
        return next((one for one in known if one.claimant != "unknown"), None) or (
            known[0] if known else None
        )
    for place, part in enumerate((*reversed(parts[-2:]), parts[0])):
        one = _in_part(part, default)
        if one is not None or (place == 0 and not _NO_NAME.match(part[1])):
            return one
    return None


def _in_part(part: tuple[int, str], default: str) -> Speaker | None:
    """Who is named in a part of a clause that ends before a verb, or before a comma."""
    start, said = part
    subject = _OTHER_VERB.split(said)[-1]
    start += len(said) - len(subject)
    cut = max(0, len(subject) - 90)
    return _named(subject[cut:], start + cut, default)


def group_named(window: str, offset: int) -> Speaker | None:
    """The armed group that a few words name, in any of the languages."""
    for name, pattern in _GROUPS_READ:
        match = pattern.search(window)
        if match:
            return Speaker(offset + match.start(), offset + match.end(), "group", name)
    return None


def _named(window: str, offset: int, default: str) -> Speaker | None:
    """Who is named in a few words: a group first, then whoever is known, then the nameless."""
    group = group_named(window, offset)
    if group is not None:
        return group
    found: list[tuple[int, int, str, str]] = []
    for claimant, name, pattern in _NAMED_TABLE:
        match = pattern.search(window)
        if match:
            found.append((match.start(), match.end(), claimant, name))
    for claimant, pattern in _NATIONAL:
        match = pattern.search(window)
        if match:
            office = _OFFICE_AFTER.match(window, match.end())
            end = office.end() if office else match.end()
            found.append((match.start(), end, claimant, window[match.start() : end].strip()))
    match = _THE_GROUP.search(window)
    if match:
        found.append((match.start(), match.end(), "group", match[0]))
    for claimant, pattern in ((default or "unknown", _OFFICIAL), ("unknown", _NOBODY_NAMED)):
        match = pattern.search(window)
        if match:
            found.append((match.start(), match.end(), claimant, match[0]))
    if not found:
        return None
    found.sort(key=lambda f: (f[0], -f[1]))
    known = [f for f in found if f[2] not in ("unknown", default or "unknown")]
    first = found[0]
    if known and (known[0][0] - first[0] <= _NEAR or first[2] == "unknown"):
        first = known[0]
    return Speaker(offset + first[0], offset + first[1], first[2], first[3])


_NEAR = 45


_CLAIMS = for_small(
    r"\bits\s+(?:own\s+)?(?:attack|raid|operation|ambush|assault)\s+(?:on|of|against)\b|"
    r"\bowned\s+(?:up\s+to\s+)?(?:the|this|that|both)\b|"
    r"\bclaimed\s+(?:the|this|that|both)\s+(?:\w+\s+)?(?:attacks?|abductions?|kidnappings?|ambush(?:es)?|bombings?|blasts?|"
    r"raids?|killings?|assaults?|seizures?|captures?)\b|\b(?:was|were)\s+owned\s+by\b|"
    r"\b(?:was|were|is) responsible\b(?! for (?:security|the border))|"
    r"\b(?:claimed|claims|accepted|took|taken|has taken|admitted|assumed|claiming|"
    r"taking)\s+(?:the\s+|full\s+)?(?:responsibility|credit)\b|\bsaid\s+(?:[\w "
    r"]{0,40})?\b(?:it was behind|its (?:fighters|men))\b|\b(?:was|were)\s+claimed\s+by\b|"
    r"\bresponsibility\b|\bit (?:was|is) (?:behind|responsible)\b|\bit had (?:carried out|"
    r"done|killed|attacked|staged)\b|\b(?:published|shown|showed|released|"
    r"posted|circulated)\s+(?:an?\s+)?(?:pictures?|photos?|videos?|footage)|"
    r"\b(?:it|they)\s+(?:holds?|held|(?:has|had|have) taken|(?:is|are|was|were) holding)\b|"
    r"ذمه داری|مسیولیت"
)


@lru_cache(maxsize=64)
def claims_responsibility(text: str) -> bool:
    """Whether somebody in the clause says that he did it."""
    return _CLAIMS.search(small(text)) is not None
