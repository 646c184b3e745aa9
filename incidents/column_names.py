"""What a header says: which column of ours it names, in English, Persian or Urdu.

A header is recognised by our own name, by a synonym (Darwin Core's names among them), by a name
that is nearly one of them. A unit that it states in brackets counts: a depth in miles is no depth
in kilometres. What a column holds is not looked at here; `incidents.guessing` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geodata.names import name_key
from incidents import why_taken
from incidents.record import CLAIM_COLUMNS, COMPUTED_COLUMNS, INCIDENT_COLUMNS, PARTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from incidents.dates import DayOrder

__all__ = [
    "CLAIMS", "COLUMNS", "COMPUTED", "DARWIN_CORE", "SHAPE", "TARGETS", "Meaning", "day_order_in",
    "folded", "is_only_ours", "is_own_export", "is_toll", "meanings", "own_name", "wrong_unit",
]  # fmt: skip

CLAIMS = "claims"
"""The column of an export that holds all claims of an incident."""

SHAPE = "geometry"
"""A column of shapes as well-known text: a point is a position, a polygon a footprint."""

DARWIN_CORE = {
    "verbatimLocality": "verbatim_locality",
    "decimalLongitude": "lon",
    "decimalLatitude": "lat",
    "coordinateUncertaintyInMeters": "coordinate_uncertainty_m",
    "georeferenceProtocol": "georeference_protocol",
    "georeferenceSources": "georeference_sources",
    "georeferenceRemarks": "georeference_remarks",
    "georeferenceVerificationStatus": "georeference_status",
}
"""Darwin Core's names for the evidence of a place, with ours."""

_SOURCE_PREFIX = "source_"
_OWN_MARK = "border_sha256"

COLUMNS = {
    **{c.name: c for c in INCIDENT_COLUMNS},
    **{f"{_SOURCE_PREFIX}{c.name}": c for c in CLAIM_COLUMNS},
}
"""Our columns by name, those of a claim as `source_publisher` and so on."""

TARGETS = frozenset({*COLUMNS, CLAIMS, SHAPE})
"""All that a column of a table may be taken for."""

COMPUTED = frozenset({*COMPUTED_COLUMNS, _OWN_MARK, "gazetteer_sha256"})
"""Columns that are computed anew from the place, whoever says what."""

_INCIDENT_NAMES = frozenset({*(c.name for c in INCIDENT_COLUMNS), CLAIMS})
_CHARACTERS = 200
_NEARLY = 0.87
_BRACKETS = re.compile(r"[(\[{（]([^()\[\]{}（）]*)[)\]}）]")


@dataclass(frozen=True)
class Meaning:
    """What a column may be.

    Attributes
    ----------
    column
        Our name for it.
    confidence
        0 to 1; a rank among guesses, no probability.
    why
        "same name", "known as" and the like.
    """

    column: str
    confidence: float
    why: str


def own_name(header: str) -> str | None:
    """Our column that a header names, however it is spaced and cased."""
    return _OURS.get(name_key(header[:_CHARACTERS]))


def is_own_export(header: Sequence[str]) -> bool:
    """Whether a table is an export of Sarhad: it says by which border it was measured."""
    return any(folded(str(name)) == _OWN_MARK for name in header)


def is_only_ours(header: str) -> bool:
    """Whether the name is one of ours that nothing else may stand for."""
    return own_name(header) in COMPUTED or folded(header) == CLAIMS


def meanings(header: str, *, own: bool) -> list[Meaning]:
    """What a column may be by its name, best first; `own`: in an export of our own."""
    text = header[:_CHARACTERS]
    ours = own_name(text)
    if own and folded(text) == CLAIMS:
        ours = CLAIMS
    if ours == "country" and not own:
        return [Meaning("country_reported", 0.95, why_taken.KNOWN_AS)]
    if ours is None:
        found = _by_synonym(text)
    elif own or ours not in COMPUTED:
        found = [Meaning(ours, 1.0, why_taken.SAME_NAME)]
    else:
        found = []
    if own:  # its claims stand in `claims` or in a file of their own
        return [one for one in found if one.column in _INCIDENT_NAMES]
    return found


def _by_synonym(text: str) -> list[Meaning]:
    """What a column may be by a known name, or by one that is nearly so."""
    parts = {_SYNONYMS.get(name_key(part)) for part in re.split(r"[/|]", text)}
    for form, share, why in _forms(text):
        if form in _ANY_PLACE:
            columns = ("verbatim_locality", "locality")
            return [Meaning(column, 0.9 * share, why) for column in columns]
        column = _meaning(form, text)
        if column is not None and not (share < 0.6 and is_toll(column)):
            rank = 0.9 if form in _GENERIC else 0.95
            return [Meaning(column, rank * share, why)]
    (both,) = parts if len(parts) == 1 else (None,)
    if both is not None:  # "District/County"
        return [Meaning(both, 0.85, why_taken.KNOWN_AS)]
    key = name_key(_BRACKETS.sub(" ", text) if _brackets_say_nothing(text) else text)
    near = process.extractOne(
        key, _MAY_BE_MISSPELT, scorer=OSA.normalized_similarity, score_cutoff=_NEARLY
    )
    if near is None or re.findall(r"\d", near[0]) != re.findall(r"\d", key):
        return []
    return [Meaning(_SYNONYMS[near[0]], 0.6, why_taken.NEARLY.format(said=near[0]))]


def _forms(text: str) -> Iterator[tuple[str, float, str]]:
    """Ever plainer forms of a header, each with how much of its meaning is left."""
    yield name_key(text), 1.0, why_taken.KNOWN_AS
    bare = _BRACKETS.sub(" ", text)
    share, why = 1.0, why_taken.KNOWN_AS
    if not _brackets_say_nothing(text):
        inner = _BRACKETS.findall(text)[0].strip()
        share, why = 0.5, why_taken.KNOWN_WHATEVER.format(said=inner[:40])
    yield name_key(bare), 0.95 * share, why
    words = re.split(r"[\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare))
    yield "".join(k for w in words if (k := name_key(w)) not in _FILLERS), 0.85 * share, why


def _brackets_say_nothing(text: str) -> bool:
    return all(name_key(inner) in _SAY_NOTHING for inner in _BRACKETS.findall(text))


def _meaning(form: str, text: str) -> str | None:
    """Our column for a form of a header, unless the header says another unit."""
    column = _OURS.get(form) or _SYNONYMS.get(form)
    if column is None or column in COMPUTED:
        return None
    return None if _other_unit(column, text) else column


def _other_unit(column: str, text: str) -> bool:
    unit = _unit_of(column)
    said = {_UNITS[key] for inner in _BRACKETS.findall(text) if (key := name_key(inner)) in _UNITS}
    return unit is not None and bool(said - {unit})


def wrong_unit(header: str) -> str | None:
    """Our column that a header would be but for its unit."""
    text = header[:_CHARACTERS]
    bare = name_key(_BRACKETS.sub(" ", text))
    for form in (bare, f"{bare}m", f"{bare}km"):
        column = _OURS.get(form) or _SYNONYMS.get(form)
        if column is not None and column not in COMPUTED and _other_unit(column, text):
            return column
    return None


def is_toll(column: str) -> bool:
    """Whether a column of ours counts killed or injured people."""
    return column.startswith(("killed_", "injured_"))


def folded(header: str) -> str:
    """A header without its case, and with blanks and hyphens as underscores."""
    return re.sub(r"[\s_-]+", "_", header.strip().casefold())


def day_order_in(headers: Iterable[str]) -> DayOrder | None:
    """The order of day and month, where the headers of dates say it ("dd/mm/yyyy")."""
    orders = {
        _DAY_ORDERS[key]
        for header in headers
        for inner in _BRACKETS.findall(header[:_CHARACTERS])
        if (key := name_key(inner)) in _DAY_ORDERS
    }
    return orders.pop() if len(orders) == 1 else None


# --- The words -----------------------------------------------------------------------------------

_KNOWN_AS: dict[str, str] = {
    "incident_id": "id, event id, incident no, incident number, incident code, case id, "
    "case number, record id, شناسه, شناسه حادثه, شناسہ",
    "status": "verification, verification status, وضعیت",
    "summary": "description, desc, detail, details, narrative, what happened, synopsis, "
    "شرح, شرح حادثه, شرح واقعه, خلاصه, خلاصہ, توضیح, توضیحات, جزئیات, تفصیل, تفصیلات",
    "tags": "tag, keywords, labels, برچسب, کلیدواژه, ٹیگ",
    "date_start": "date, event date, start, start date, begin, begin date, date from, first day, "
    "incident date, date of incident, date of event, تاریخ, تاریخ شروع, تاریخ آغاز, آغاز, "
    "تاریخ وقوع, تاریخ حادثه, تاریخ رویداد, تاریخ واقعہ, شروع, "
    "تاریخ میلادی, تاریخ شمسی, عیسوی تاریخ",
    "date_end": "end, end date, date to, last day, until, finish date, تاریخ پایان, پایان, "
    "تاریخ خاتمه, تاریخ اختتام, اختتام, تاریخ ختم",
    "time_local": "time, local time, event time, hour, ساعت, زمان, وقت",
    "time_zone": "tz, منطقه زمانی",
    "event_type": "type, category, kind, incident type, type of incident, نوع, نوع حادثه, "
    "نوع رویداد, قسم, نوعیت, واقعہ کی نوعیت",
    "sub_event_type": "sub type, subtype, subcategory, نوع فرعی, ذیلی قسم",
    "actor": "actor1, actor 1, actors, perpetrator, perpetrators, attacker, attackers, عامل, "
    "عاملان, عامل حمله, گروه, مهاجم, حملہ آور, فریق",
    "target": "actor2, actor 2, targets, victim, هدف, ہدف, نشانہ",
    "personnel_count": "personnel, troops, number of personnel, strength, تعداد نیروها",
    "verbatim_locality": "place, location, locality as said, location description, where, site, "
    "area, محل, محل حادثه, مکان, موقعیت, مقام, جائے وقوعہ, جگہ, جای",
    "locality": "nearest place, nearest town, nearest city",
    "country_reported": "country, nation, iso3, کشور, ملک",
    "adm1": "province, state, admin1, admin 1, region, state province, استان, صوبہ, ولایت",
    "adm2": "district, county, admin2, admin 2, شهرستان, ضلع, ولسوالی",
    "border_pillar": "pillar, pillar number, boundary pillar, bp, میله مرزی, میل مرزی, "
    "نقطه مرزی, سرحدی ستون, سرحدی پلر, پلر",
    "fired_from": "fire from, firing position",
    "reported_depth_min_km": "depth min km, min depth km, minimum depth km",
    "reported_depth_max_km": "depth max km, max depth km, maximum depth km",
    "reported_depth_into": "depth into, into",
    "depth_wording": "depth, reported depth, depth km, depth of incursion, incursion depth, "
    "عمق, عمق نفوذ, گہرائی",
    "lon": "longitude, lng, long, lon deg, longitude deg, طول, طول جغرافیایی, طول جغرافیائی, "
    "طول بلد, طول البلد",
    "lat": "latitude, lat deg, latitude deg, عرض, عرض جغرافیایی, عرض جغرافیائی, عرض بلد, عرض البلد",
    "coordinate_uncertainty_m": "uncertainty m, uncertainty metres, uncertainty meters, "
    "accuracy m, radius m, error m",
    "sensitive": "confidential",
    "notes": "note, remarks, remark, comments, comment, event remarks, یادداشت, یادداشت ها, "
    "ملاحظات, نکات, نوٹ",
    "dataset": "data set, collection",
    "source_publisher": "source, sources, publisher, outlet, newspaper, media, source name, منبع, "
    "منابع, ماخذ, مأخذ, ذریعہ, ذرائع, رسانه, ناشر, اخبار",
    "source_url": "source link, link, links, hyperlink, web link, web address, source urls, "
    "لینک, پیوند, لنک, ربط",
    "source_title": "headline, article title, عنوان, تیتر, سرخی, عنوان خبر",
    "source_published": "publication date, date published, report date, date of report, "
    "source date, published on, تاریخ انتشار, تاریخ گزارش, تاریخ اشاعت",
    "source_language": "source language, lang, زبان",
    "source_claimant": "according to, whose account",
    "source_origin": "original source, wire",
}


def _words(text: str) -> list[str]:
    """The keys of names that stand in a row with commas between."""
    return [name_key(word) for word in text.split(",")]


_GENERIC = frozenset(_words("date, تاریخ, start, end, آغاز, پایان, type"))
"""Names that give way to one that says more."""

_ANY_PLACE = frozenset(
    _words("city, town, village, city/town, settlement, شهر, روستا, شہر, گاؤں, قصبہ, دیه")
)
"""What is said of the place where nothing else says it, and else the locality."""

_HARMS = {
    "killed": "killed, kills, dead, deaths, fatalities, کشته, کشته ها, کشتگان, کشته شدگان, "
    "ہلاک, ہلاکتیں, ہلاکت, ہلاک شدگان, جاں بحق, اموات, ہلاکتوں, جان باختگان",
    "injured": "injured, wounded, injuries, زخمی, زخمی ها, مجروح, مجروحان, مجروحین, مصدوم, زخمیوں",
}
_PARTY_WORDS = {
    "irn": "irn, iran, iranian, iranians, iranian forces, ایران, ایرانی, نیروهای ایرانی",
    "pak": "pak, pakistan, pakistani, pakistanis, pakistani forces, پاکستان, پاکستانی",
    "militants": "militant, militants, rebels, insurgents, شبه نظامیان, عسکریت پسند, شدت پسند",
    "civilians": "civ, civs, civilian, civilians, غیرنظامی, غیرنظامیان, غیر نظامی, شہری, عام شہری",
    "total": "total, all, overall, کل, مجموع, مجموعی",
}
_BOUND_WORDS = {
    "low": "low, min, minimum, at least, حداقل, کم از کم",
    "best": "best, best estimate",
    "high": "high, max, maximum, at most, حداکثر, زیادہ سے زیادہ",
}
_FILLERS = frozenset(
    _words(
        "name, names, of, the, a, an, in, at, on, for, no, nr, num, number, count, people, "
        "persons, person, event, incident, approximate, approx, نام, تعداد, حادثه, رویداد, رخداد, "
        "وقوع, واقعه, واقعے, حادثے, افراد, نفرات, شدگان, ها, های, کا, کی, کے, میں, والے, ہونے, "
    )
)
"""Words of a header that tell no column from another."""

_UNITS = {
    **dict.fromkeys(_words("m, metres, meters, metre, meter, متر, میٹر"), "m"),
    **dict.fromkeys(_words("km, kms, kilometres, kilometers, کیلومتر, کلومیٹر"), "km"),
    **dict.fromkeys(_words("mi, miles, ft, feet, nm, میل"), "another unit"),
}
_DAY_ORDERS: dict[str, DayOrder] = {
    **dict.fromkeys(("ddmmyyyy", "dmy", "ddmmyy", "dmyyyy"), "dmy"),
    **dict.fromkeys(("mmddyyyy", "mdy", "mmddyy", "mdyyyy"), "mdy"),
}
_SAY_NOTHING = frozenset(
    _words(
        ", wgs84, wgs 1984, epsg:4326, deg, degree, degrees, dd, decimal, decimal degrees, "
        "yyyy-mm-dd, iso, gregorian, ad, ce, shamsi, jalali, local, optional, required, text, en, "
        "english, n, e, میلادی, شمسی, هجری شمسی, عیسوی, درجه, درجہ"
    )
).union(_UNITS, _DAY_ORDERS)
"""What stands in brackets beside a name without changing what it means."""


_SHAPE_WORDS = "geometry, geom, the_geom, wkt, wkt_geom, geometry_wkt, shape"


def _synonyms() -> tuple[dict[str, str], tuple[str, ...]]:
    """Our column by the key of each known name, and the keys that may be misspelt.

    What carries a unit, a party or a bound is too near to its neighbours to be met by likeness.
    """
    known: dict[str, str] = dict.fromkeys(_words(_SHAPE_WORDS), SHAPE)
    for column, words in _KNOWN_AS.items():
        known.update(dict.fromkeys(_words(words), column))
    for theirs, ours in DARWIN_CORE.items():
        known[name_key(theirs)] = ours
    for claim in CLAIM_COLUMNS:
        known.setdefault(name_key(claim.name), _SOURCE_PREFIX + claim.name)
    for harm, words in _HARMS.items():
        known.update(dict.fromkeys(_words(words), f"{harm}_total_best"))
    likely = tuple(key for key, column in known.items() if _unit_of(column) is None)
    for harm, words in _HARMS.items():
        for word, (party, bound, more) in product(_words(words), _qualified()):
            for key in (word + more, more + word):
                known.setdefault(key, f"{harm}_{party}_{bound}")
    return known, likely


def _qualified() -> list[tuple[str, str, str]]:
    """Party, bound and the key that says both, for all that may stand beside "killed"."""
    bounds = [(bound, key) for bound, words in _BOUND_WORDS.items() for key in _words(words)]
    said = [("total", bound, key) for bound, key in bounds]
    for party in PARTIES:
        for key in _words(_PARTY_WORDS[party]):
            said.append((party, "best", key))
            said += [(party, bound, key + limit) for bound, limit in bounds]
    return said


def _unit_of(column: str) -> str | None:
    """The unit that our column's name carries."""
    found = re.search(r"_(k?m)$", column)
    return found[1] if found else None


_OURS = {name_key(name): name for name in COLUMNS}
_SYNONYMS, _MAY_BE_MISSPELT = _synonyms()
