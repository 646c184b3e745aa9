"""What the claims of one incident say together: origins, ranges, and what could not be read.

Two copies of one agency report are one origin. Days, depths and numbers of people are read from the
claims' own words; where they cannot all be right, `conflicts` tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlsplit

import numpy as np
from rapidfuzz import fuzz, process

from geodata.lengths import parse_length
from geodata.names import LONGEST_PHRASE, cleaned, name_key
from geodata.phrases import parse
from incidents.dates import parse_days
from incidents.errors import RecordError
from incidents.tolls import parse_toll

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from incidents.record import Claim, Incident
    from incidents.tolls import Toll

__all__ = [
    "HARMS",
    "LONGEST_QUOTED",
    "ClaimsRead",
    "Depth",
    "Ranges",
    "Said",
    "Unread",
    "agency",
    "origins",
    "page_of",
    "ranges",
    "read_claims",
    "statements",
]

T = TypeVar("T")

_AGENCIES = {
    "AFP": "afp agencefrancepresse franceprese",
    "Reuters": "reuters thomsonreuters reutersnews",
    "AP": "ap associatedpress theassociatedpress",
    "dpa": "dpa deutschepresseagentur",
    "EFE": "efe agenciaefe",
    "UPI": "upi unitedpressinternational",
    "Anadolu": "aa anadolu anadoluagency anadoluajansi",
    "Xinhua": "xinhua xinhuanewsagency",
    "PTI": "pti presstrustofindia",
    "ANI": "ani asiannewsinternational",
    "IRNA": "irna irnafrench irnaenglish irnapersian islamicrepublicnewsagency ایرنا",
    "ISNA": "isna iranianstudentsnewsagency ایسنا",
    "Tasnim": "tasnim tasnimnews tasnimnewsagency تسنیم",
    "Fars": "fars farsnews farsnewsagency فارس",
    "Mehr": "mehr mehrnews mehrnewsagency مهر",
    "Mizan": "mizan mizanonline mizannewsagency میزان",
    "Press TV": "presstv presstvfrench presstvenglish",
    "IRGC": "irgc islamicrevolutionaryguardcorps revolutionaryguards سپاه",
    "APP": "app associatedpressofpakistan",
    "ISPR": "ispr interservicespublicrelations pakistanarmymediawing",
    "Pakistan Foreign Office": "pakistanforeignoffice foreignofficeofpakistan pakistanmofa",
    "Frontier Corps": "frontiercorps fcbalochistan fc",
    "RFE/RL": "rferl radiofreeeuroperadioliberty",
    "BBC": "bbc bbcnews",
    "Dawn": "dawn dawncom dawnnews",
    "Haalvsh": "haalvsh halvash haalvshnews حالوش",
}
_AGENCY_OF = {key: name for name, keys in _AGENCIES.items() for key in keys.split()}
_NO_NAME = frozenset({"", "unknown", "notrecorded", "notknown", "na", "none", "nosource"})
_VIA = re.compile(r"\s+(?:via|citing|through|quoted by|carried by)\s+", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[;/&+]\s+|\s+and\s+")
_ALIKE_RATIO = 94.0
_LONG_TITLE = 40
_LONG_TEXT = 80
_LONGEST_COMPARED = 2_000
_MOST_COMPARED = 1_000

_NOT_OF_THE_EVENT = re.compile(
    r"\b(?:reported|published|released|freed|recalls?|dated|updated|before|after|ago|later|until|"
    r"since)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\d{1,2}(?:[:.]\d{2})?(?:[ap]\.?m\.?)?|at|about|around|by|early|late|in|the|on|and|to|or|-|–|"
    r"[ap]\.?m\.?|noon|midday|midnight|morning|afternoon|evening|night|dawn|dusk|hours|local|time|"
    r"sources|state|media",
    re.IGNORECASE,
)
_JALALI = {
    "farvardin": "فروردین", "ordibehesht": "اردیبهشت", "khordad": "خرداد", "tir": "تیر",
    "mordad": "مرداد", "shahrivar": "شهریور", "mehr": "مهر", "aban": "آبان", "azar": "آذر",
    "dey": "دی", "bahman": "بهمن", "esfand": "اسفند",
}  # fmt: skip
_MONTH = r"[^\W\d_]{2,12}"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_TO_DAY = r"(?:\s*(?:-|–|to|and)\s*(?:[^\W\d_]{3,9}\s+)?" + _DAY + ")?"
_DATES = (
    re.compile(rf"(?<!\d){_DAY}{_TO_DAY}\s+({_MONTH})\.?,?\s+(\d{{4}})(?!\d)"),
    re.compile(rf"(?<![^\W_])({_MONTH})\.?\s+{_DAY}{_TO_DAY},?\s+(\d{{4}})(?!\d)"),
)
_NUMERIC_DATE = re.compile(r"(?<![\d:])\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?![\d:])")
_MONTH_YEAR = re.compile(rf"(?<![^\W_])({_MONTH})\.?,?\s+(\d{{4}})(?!\d)")
_DAY_MONTH = re.compile(rf"(?<!\d){_DAY}\s+({_MONTH})(?!\w)")

HARMS = {
    "killed": """dead killed die died dying death deaths slain martyred body bodies fatalities lives
        کشته شهید هلاک جاں""",
    "injured": "wounded injured hurt injuries زخمی مجروح",
    "taken": "taken abducted kidnapped captured captive captives held detained arrested hostages",
    "missing": "missing",
}
_HARM_OF = {word: harm for harm, words in HARMS.items() for word in words.split()}
_PARTIES = {
    "militants": """militant militants attacker attackers assailant assailants rebel rebels
        insurgent insurgents terrorist terrorists gunman gunmen bomber bombers fighter fighters""",
    "civilians": """civilian civilians child children girl girls boy boys woman women labourer
        labourers laborers worker workers pilgrim pilgrims fisherman fishermen migrant migrants
        villager villagers trader traders smuggler smugglers passenger passengers driver drivers
        brother brothers""",
    "forces": """soldier soldiers troop troops guard guards police policeman policemen officer
        officers personnel serviceman servicemen conscript conscripts irgc basij basiji militiaman
        militiamen levies commander commanders major""",
    "Iranians": "iranian iranians",
    "Pakistanis": "pakistani pakistanis",
}
_PARTY_OF = {word: party for party, words in _PARTIES.items() for word in words.split()}
_ASIDE = re.compile(r"\([^()]*\)|\bby\s.*$|\bin the\s.*$|\bof (?:\d|[^\W\d_]+teen\b|twelve\b).*$")
_ALTERNATIVE = re.compile(r"\(|\b(?:headline|text|later|revised|first)\b", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:in the\s+)?(?:headline|text|later|revised to|first|and)\s+", re.IGNORECASE
)
_BREAKDOWN = re.compile(r"\bof (?:them|whom|these)\b", re.IGNORECASE)
LONGEST_QUOTED = 80


@dataclass(frozen=True)
class Unread:
    """Words of a claim that could not be read as a date, depth or number of people."""

    claim_id: str
    column: str
    text: str


@dataclass(frozen=True)
class Ranges:
    """From the least to the greatest that the claims of an incident say; None where none does.

    Attributes
    ----------
    days
        Earliest and latest day.
    depth_km
        Least and greatest depth as it was said, and into which countries.
    into
        The countries that claims name with a depth.
    people
        Least and greatest number for "killed", "injured", "taken" and "missing", as far as said.
    crossed
        Who says "yes", "no", "disputed", as the ids of their claims.
    unread
        What could not be read.
    """

    days: tuple[date, date] | None = None
    depth_km: tuple[float, float] | None = None
    into: tuple[str, ...] = ()
    people: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    crossed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True)
class Depth:
    """A depth as said (`low_km` to `high_km`), and what it may have been rounded from."""

    low_km: float
    high_km: float
    from_m: float
    to_m: float
    into: str | None


@dataclass(frozen=True)
class Said(Generic[T]):
    """A claim, what it says of one thing, and in which words."""

    claim: Claim
    value: T
    words: str


@dataclass(frozen=True)
class ClaimsRead:
    """All that could be read of an incident's claims."""

    days: list[Said[tuple[date, date]]]
    depths: list[Said[Depth]]
    tolls: list[Said[dict[str, dict[str, Toll]]]]
    unread: list[Unread]


# ------------------------------------------------------------------------------------ origins


def agency(name: str | None) -> str | None:
    """The usual name of an agency, office or publisher, or its comparable form; None for none.

    "Agence France-Presse", "afp" and "AFP" are one name; so are "IRNA French" and "IRNA".
    """
    key = name_key(re.sub(r"\([^)]*\)", "", name or "")[:_LONGEST_COMPARED])
    if key in _NO_NAME:
        return None
    return _AGENCY_OF.get(key, key)


def origins(claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], ...]:
    """Group claims by the origin that they repeat.

    Parameters
    ----------
    claims
        In any order.

    Returns
    -------
    tuple of tuple of Claim
        Groups in the order of their first claim. Claims are one origin where

        - they name the same wire or statement ("AFP", "Agence France-Presse"; "ISPR via Reuters"
          repeats ISPR). A claim that names no origin stands for its publisher. Where one names
          only the wire and the other a statement that the same wire carried, they are one origin
          if it is the same side's account;
        - they give the same address, or their titles or texts are near copies, if it is the same
          side's account and they do not name different origins.

        Whether copies are copies is passed on: A with B and B with C is A with C.
    """
    groups = list(range(len(claims)))

    def root(k: int) -> int:
        while groups[k] != k:
            groups[k] = groups[groups[k]]
            k = groups[k]
        return k

    def join(one: int, other: int) -> None:
        first, second = sorted((root(one), root(other)))
        groups[second] = first

    seen: dict[tuple[str, ...], int] = {}
    for k, claim in enumerate(claims):
        for key in _origin_keys(claim):
            join(k, seen.setdefault(key, k))
    for one, other in _near_copies(claims):
        join(one, other)
    found: dict[int, list[Claim]] = {}
    for k, claim in enumerate(claims):
        found.setdefault(root(k), []).append(claim)
    return tuple(tuple(group) for group in found.values())


def statements(claim: Claim) -> tuple[list[str], str | None]:
    """The statements or wires that a claim repeats, and the wire that carried them.

    A claim without an origin stands for its publisher.
    """
    said, *carried = _VIA.split((claim.origin or "")[:_LONGEST_COMPARED], maxsplit=1)
    names = [agency(part) for part in _SEVERAL.split(said)]
    named = [name for name in names if name]
    if not named:
        publisher = agency(claim.publisher)
        named = [publisher] if publisher else []
    return named, agency(carried[0]) if carried else None


def _origin_keys(claim: Claim) -> Iterator[tuple[str, ...]]:
    names, _ = statements(claim)
    whose = claim.claimant or "unknown"
    for name in names:
        yield ("says", name)
    address = page_of(claim.url)
    if address:
        named = names[0] if claim.origin and names else ""
        yield ("address", address, whose, named)


def page_of(url: str | None) -> str:
    """Return an address without what differs between copies of a page: scheme, www, amp, query."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return ""
    path = re.sub(r"(^|/)amp(?=/|$)", "", parts.path).rstrip("/")
    host = re.sub(r"^(?:www|amp|m)\.", "", parts.netloc.casefold())
    return f"{host}{path}" if host and path else ""


def _near_copies(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Pairs of claims that are one origin by more than a shared key."""
    listed = [(*statements(claim), claim) for claim in claims[:_MOST_COMPARED]]
    copies = _alike([c.title for c in claims[:_MOST_COMPARED]], _LONG_TITLE)
    copies |= _alike([c.text for c in claims[:_MOST_COMPARED]], _LONG_TEXT)
    for one, other in combinations(range(len(listed)), 2):
        (names, wire, claim), (other_names, other_wire, other_claim) = listed[one], listed[other]
        if claim.claimant != other_claim.claimant:
            continue
        if (wire and not other_wire and wire in other_names) or (
            other_wire and not wire and other_wire in names
        ):
            yield one, other
        differ = claim.origin and other_claim.origin and not set(names) & set(other_names)
        address = page_of(claim.url)
        same_page = address and address == page_of(other_claim.url)
        if not differ and (same_page or (one, other) in copies):
            yield one, other


def _alike(texts: Sequence[str | None], least_length: int) -> set[tuple[int, int]]:
    """Positions of texts that are long enough to mean something and nearly the same."""
    plain = [cleaned((text or "")[:_LONGEST_COMPARED]).casefold() for text in texts]
    rows = [k for k, text in enumerate(plain) if len(text) >= least_length]
    if len(rows) < 2:
        return set()
    long = [plain[k] for k in rows]
    ratio = process.cdist(long, long, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE_RATIO)
    return {(rows[a], rows[b]) for a, b in zip(*np.nonzero(np.triu(ratio, 1)), strict=True)}


# -------------------------------------------------------------------------------- what is said


def ranges(incident: Incident) -> Ranges:
    """What the claims of an incident say, from the least to the greatest.

    Parameters
    ----------
    incident
        With its claims. A date without a year is read in the year of the incident.

    Returns
    -------
    Ranges
        Of dates, depths, people and crossing. A claim that gives parties apart ("3 guards and 2
        attackers dead") counts with their sum.
    """
    read = read_claims(incident)
    people: dict[str, tuple[int, int]] = {}
    for said in read.tolls:
        for harm, parts in said.value.items():
            least, greatest = _figures(parts)
            known = people.get(harm, (least, greatest))
            people[harm] = (min(known[0], least), max(known[1], greatest))
    crossed: dict[str, tuple[str, ...]] = {}
    for claim in incident.claims:
        if claim.crossed in ("yes", "no", "disputed"):
            crossed[claim.crossed] = (*crossed.get(claim.crossed, ()), claim.claim_id)
    days, depths = [s.value for s in read.days], [s.value for s in read.depths]
    return Ranges(
        days=(min(d[0] for d in days), max(d[1] for d in days)) if days else None,
        depth_km=(min(d.low_km for d in depths), max(d.high_km for d in depths))
        if depths
        else None,
        into=tuple(sorted({d.into for d in depths if d.into})),
        people=people,
        crossed=crossed,
        unread=tuple(read.unread),
    )


def _figures(parts: Mapping[str, Toll]) -> tuple[int, int]:
    """Least and greatest number that one claim says of one harm, over all parties."""
    tolls = [parts[""]] if "" in parts else list(parts.values())
    known = [[n for n in (t.low, t.best, t.high) if n is not None] for t in tolls]
    return sum(min(n) for n in known), sum(max(n) for n in known)


def read_claims(incident: Incident) -> ClaimsRead:
    """Read what the claims of an incident say of days, depths and people, and in which words."""
    read = ClaimsRead([], [], [], [])
    for claim in incident.claims:
        unread = []
        if claim.says_date and not _only_a_time(claim.says_date):
            days = _days_said(claim.says_date, incident.date_start)
            if days:
                read.days.append(Said(claim, days, _days_in_words(days)))
            else:
                unread.append(("says_date", claim.says_date))
        if claim.says_depth and not _is_place_distance(claim.says_depth):
            depth = _depth_said(claim.says_depth, incident.reported_depth_into)
            if depth:
                read.depths.append(Said(claim, depth, _depth_in_words(depth)))
            else:
                unread.append(("says_depth", claim.says_depth))
        if claim.says_toll:
            tolls, all_read = _tolls_said(claim.says_toll)
            if tolls:
                read.tolls.append(Said(claim, tolls, claim.says_toll[:LONGEST_QUOTED]))
            if not all_read:
                unread.append(("says_toll", claim.says_toll))
        read.unread.extend(Unread(claim.claim_id, *words) for words in unread)
    return read


def _only_a_time(text: str) -> bool:
    words = re.split(r"[\s,;]+", text[:LONGEST_PHRASE].strip())
    return all(_TIME.fullmatch(word) for word in words)


def _days_said(text: str, near: date) -> tuple[date, date] | None:
    """First and last day that the words name, or None."""
    for part in re.split(r"[;(]", cleaned(text[:LONGEST_PHRASE])):
        if _NOT_OF_THE_EVENT.search(part):
            continue
        found = _dates_in(part) or _without_year(part, near)
        if found:
            return found
    return None


def _dates_in(part: str) -> tuple[date, date] | None:
    for pattern, (first, last, month, year) in zip(
        _DATES, ((1, 2, 3, 4), (2, 3, 1, 4)), strict=True
    ):
        for match in pattern.finditer(part):
            name = _JALALI.get(match[month].casefold(), match[month])
            texts = [f"{match[day]} {name} {match[year]}" for day in (first, last) if match[day]]
            read = [days for days in map(_days, texts) if days]
            if len(read) == len(texts) and read[0][0] <= read[-1][1]:
                return read[0][0], read[-1][1]
            if _days(f"{name} {match[year]}"):
                return None  # a day that does not exist is no whole month
    numeric = _NUMERIC_DATE.search(part)
    if numeric:
        plain = re.sub(r"^(\d{1,2})/(\d{1,2})/(1[2-5]\d\d)$", r"\3/\2/\1", numeric[0])
        return _days(plain)
    for match in _MONTH_YEAR.finditer(part):
        name = _JALALI.get(match[1].casefold(), match[1])
        days = _days(f"{name} {match[2]}")
        if days:
            return days
    return None


def _without_year(part: str, near: date) -> tuple[date, date] | None:
    """A day and month in the year that brings them nearest to a date."""
    for match in _DAY_MONTH.finditer(part):
        years = (near.year - 1, near.year, near.year + 1)
        read = [days for y in years if (days := _days(f"{match[1]} {match[2]} {y}"))]
        if read:
            return min(read, key=lambda days: abs(days[0] - near))
    return None


def _days(text: str) -> tuple[date, date] | None:
    try:
        days = parse_days(text)
    except RecordError:
        return None
    return days.first, days.last


def _days_in_words(days: tuple[date, date]) -> str:
    first, last = days
    if first == last:
        return f"{first.day} {first:%B %Y}"
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and first.month == last.month:
        return f"{first:%B %Y}"
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


def _depth_in_words(depth: Depth) -> str:
    low, high = (f"{round(km, 1):g}" for km in (depth.low_km, depth.high_km))
    return f"{low} km" if low == high else f"{low}–{high} km"


def _depth_said(text: str, into: str | None) -> Depth | None:
    """The depth from the border that the words give in figures, or None."""
    said = text[:LONGEST_PHRASE]
    phrase = parse(said)
    length = parse_length(said)
    if length is not None:
        low_m, high_m = length.as_depth_m
        named = {depth.into for depth in phrase.depths if depth.into}
        country = named.pop() if len(named) == 1 else into
        return Depth(length.low_m / 1000, length.high_m / 1000, low_m, high_m, country)
    if len(phrase.depths) == 1:
        low_m, high_m = phrase.depths[0].low_m, phrase.depths[0].high_m
        return Depth(low_m / 1000, high_m / 1000, low_m, high_m, phrase.depths[0].into or into)
    return None


def _is_place_distance(text: str) -> bool:
    """Whether the words give a distance from a place and none from the border."""
    phrase = parse(text[:LONGEST_PHRASE])
    return bool(phrase.offsets) and not phrase.depths


def _tolls_said(text: str) -> tuple[dict[str, dict[str, Toll]], bool]:
    """Numbers by what became of people and by party ("" for all of them), and whether all is read.

    Sections (after a semicolon) and parts with a source of their own are alternatives, and make a
    range; parts of one section add up where they are of one party. What follows a colon is a
    breakdown of the number before it.
    """
    found: dict[str, dict[str, Toll]] = {}
    all_read = True
    harm = ""
    for section in text[:LONGEST_PHRASE].split(";"):
        section_found: dict[str, dict[str, Toll]] = {}
        parts = _parts(section.partition(":")[0])
        harms = [_harm(part) for part in parts]
        for k, part in enumerate(parts):
            if _BREAKDOWN.search(part):
                continue
            harm = harms[k] or next((h for h in harms[k + 1 :] if h), "") or harm
            toll = _people(part)
            if not harm or toll is None or not toll.is_known:
                all_read = False
                continue
            party = "" if harm == "killed" and "no " in f"{part} "[:3] else _party(part)
            merge = _either if _ALTERNATIVE.search(section) else _sum
            of_harm = section_found.setdefault(harm, {})
            of_harm[party] = merge(of_harm[party], toll) if party in of_harm else toll
            if "casualt" in part.casefold():
                section_found["injured"] = {"": toll}
        for name, of_harm in section_found.items():
            known = found.setdefault(name, {})
            for party, toll in of_harm.items():
                known[party] = _either(known[party], toll) if party in known else toll
    return found, all_read


def _parts(section: str) -> list[str]:
    """The parts of "2 guards dead, 3 hurt" and of "3 women and 4 children dead"."""
    if _people(section.strip()) is not None:
        return [section]
    return [part.strip() for part in re.split(r",\s+|\s+and\s+|\s+&\s+", section) if part.strip()]


def _harm_last(match: re.Match[str]) -> str:
    return "" if match[1].casefold() in _HARM_OF else match[0]


def _people(part: str) -> Toll | None:
    """The number of people in a part, whatever names stand with it; None where none is read."""
    plain = _LABEL.sub("", _ASIDE.sub("", part).strip())
    plain = re.sub(r"^(\w+)\s+(?=\d)", _harm_last, plain)
    plain = re.sub(r"(?<=\s)[A-Z][\w'’-]+", "", plain)
    plain = re.sub(r"\b(?:with no|no) number\b", "unknown", plain)
    try:
        return parse_toll(plain)
    except RecordError:
        return None


def _harm(part: str) -> str:
    words = re.findall(r"[^\W\d_]+", part.casefold())
    named = [_HARM_OF[word] for word in words if word in _HARM_OF]
    if not named and words[:1] == ["no"] and ({"loss", "losses", "casualties"} & set(words)):
        return "killed"
    return named[0] if len(set(named)) == 1 else ""


def _party(part: str) -> str:
    words = re.findall(r"[^\W\d_]+", part.casefold())
    named = [_PARTY_OF[word] for word in words if word in _PARTY_OF]
    nation = next((name for name in named if name in ("Iranians", "Pakistanis")), "")
    people = next((name for name in named if name not in ("Iranians", "Pakistanis")), "")
    if people == "forces" and nation:
        return f"forces of the {nation}"
    return people or nation


def _sum(one: Toll, other: Toll) -> Toll:
    def added(a: int | None, b: int | None) -> int | None:
        return None if a is None or b is None else a + b

    return replace(
        one,
        low=added(one.low, other.low),
        best=added(one.best, other.best),
        high=added(one.high, other.high),
    )


def _either(one: Toll, other: Toll) -> Toll:
    lows, highs = (one.low, other.low), (one.high, other.high)
    return replace(
        one,
        low=None if None in lows else min(n for n in lows if n is not None),
        best=one.best if one.best == other.best else None,
        high=None if None in highs else max(n for n in highs if n is not None),
    )
