"""Mapping: which column of somebody's table is which of ours, and why we think so.

A header is recognised by our own name, by a synonym (English, Persian, Urdu, Darwin Core), by a
name that is nearly one of them, and else by what the column holds. Content also checks what a name
promises. A guess is only a guess: it is shown with sample values, corrected by a person and kept
in a file for the next table of the same kind.

A column that nothing fits is kept word for word with the record. Only what our own export adds for
others is passed over.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any, Literal, get_args

import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process
from rapidfuzz.distance import OSA

from geodata.names import name_key
from incidents.dates import DayOrder, is_ambiguous, parse_days
from incidents.errors import IncidentsError, ReadError, RecordError
from incidents.layouts import WHY_REJECTED
from incidents.record import (
    CLAIM_COLUMNS,
    COMPUTED_COLUMNS,
    INCIDENT_COLUMNS,
    PARTIES,
    Column,
    parse_value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = [
    "DARWIN_CORE", "PASSED_OVER", "ColumnGuess", "Decimal", "Mapping", "decimal_of", "describe",
    "guess", "guess_decimal", "is_own_export", "load", "save",
]  # fmt: skip

Decimal = Literal[".", ","]

PASSED_OVER = ""
"""In place of a column of ours: the column is neither read nor kept."""

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
_CLAIMS = "claims"
_OWN_MARK = "border_sha256"
_COLUMNS = {
    **{c.name: c for c in INCIDENT_COLUMNS},
    **{f"{_SOURCE_PREFIX}{c.name}": c for c in CLAIM_COLUMNS},
}
_TARGETS = frozenset({*_COLUMNS, _CLAIMS})
_INCIDENT_NAMES = frozenset({*(c.name for c in INCIDENT_COLUMNS), _CLAIMS})
_COMPUTED = frozenset({*COMPUTED_COLUMNS, _OWN_MARK, "gazetteer_sha256"})
_ADDED_BY_EXPORT = frozenset({"attribution", "geodeticDatum", "bbox"})
_ADDED_BY_KML = frozenset(
    {"id", "Name", "description", "timestamp", "begin", "end", "altitudeMode", "tessellate",
     "extrude", "visibility", "drawOrder", "icon", "snippet"}
)  # fmt: skip

_ROWS = 200
_ROWS_OF_NUMBERS = 10_000
_CHARACTERS = 200
_SAMPLES = 5
_SAMPLE_LENGTH = 60
_ENOUGH = 0.8
_NEARLY = 0.87
_LARGEST_FILE = 10_000_000
_FORMAT, _VERSION = "sarhad mapping", 1

_LAT_HERE, _LON_HERE = (23.0, 40.0), (44.0, 78.0)  # Iran and Pakistan; the two do not overlap
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?")
_FINE_DEGREES = re.compile(r"[+-]?\d{1,3}[.,]\d{2,}")
_NUMBER = re.compile(r"[+-]?[\d.,'\s]*\d")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_BARE_YEAR = re.compile(r"\d{1,4}")
_BRACKETS = re.compile(r"[(\[{（]([^()\[\]{}（）]*)[)\]}）]")

_KNOWN_AS: dict[str, str] = {
    "incident_id": "id, event id, incident no, incident number, incident code, case id, "
    "case number, record id, شناسه, شناسه حادثه, شناسہ",
    "status": "verification, verification status, وضعیت",
    "summary": "description, detail, details, narrative, what happened, synopsis, "
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


def _synonyms() -> tuple[dict[str, str], tuple[str, ...]]:
    """Our column by the key of each known name, and the keys that may be misspelt.

    What carries a unit, a party or a bound is too near to its neighbours to be met by likeness.
    """
    known: dict[str, str] = {}
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


_OURS = {name_key(name): name for name in _COLUMNS}
_SYNONYMS, _MAY_BE_MISSPELT = _synonyms()


@dataclass(frozen=True)
class ColumnGuess:
    """What one column of a table is taken for.

    Attributes
    ----------
    source
        The header as found.
    column
        Our name for it. None: kept word for word with the record. `PASSED_OVER`: not kept.
    why
        "same name", "known as", "looks like dates", "not recognised", "by the mapping file",
        "by hand" and the like, with what speaks against it.
    confidence
        0 to 1; a rank among guesses, no probability.
    samples
        Up to five different values that are not empty, shortened.
    """

    source: str
    column: str | None
    why: str
    confidence: float
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """Which column of a table is which, and how the table is written.

    Attributes
    ----------
    columns
        One for each column of the table, in its order.
    dates
        Which number comes first in dates such as 07/10/2014; None where nobody has said.
    decimal
        The decimal sign of its numbers; None where nobody has said.
    encoding, delimiter, part
        How the file is read: text encoding, delimiter, sheet or layer; None: by its content.
    defaults
        Our column and a text, for all rows where the table has no value.
    missing
        Headers that a mapping file names and the table has not.
    """

    columns: tuple[ColumnGuess, ...]
    dates: DayOrder | None = None
    decimal: Decimal | None = None
    encoding: str | None = None
    delimiter: str | None = None
    part: str | None = None
    defaults: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()

    def with_column(self, source: str, column: str | None) -> Mapping:
        """Take a column for another one, as a person says.

        Parameters
        ----------
        source
            The header as found.
        column
            Our name, None to keep it with the record, `PASSED_OVER` to leave it out.

        Raises
        ------
        ReadError
            If there is no such header.
        """
        if all(one.source != source for one in self.columns):
            shown = _shown(one.source for one in self.columns)
            msg = f"no column {source[:80]!r}; expected one of {shown}"
            raise ReadError(msg)
        columns = tuple(
            replace(one, column=column, why="by hand", confidence=1.0)
            if one.source == source
            else one
            for one in self.columns
        )
        return replace(self, columns=columns)

    def problems(self) -> tuple[str, ...]:
        """What keeps the table from being read this way, each with what to do; empty: nothing."""
        return tuple(self._problems())

    def _problems(self) -> Iterator[str]:  # noqa: C901 - a fault each
        read = [one for one in self.columns if one.column != PASSED_OVER]
        for source, times in Counter(one.source for one in read).items():
            if times > 1:
                yield f"more than one column for {source[:80]!r}; rename or drop one"
        sources: dict[str, list[str]] = {}
        for one in read:
            if one.column is not None:
                sources.setdefault(one.column, []).append(one.source)
        for column, names in sources.items():
            if len(set(names)) > 1:
                yield (
                    f"more than one column for {column!r} ({_shown(names)}); "
                    "keep one of them and leave the others as they are"
                )
        given = dict(self.defaults)
        unknown = [name for name in dict.fromkeys((*sources, *given)) if name not in _TARGETS]
        if unknown:
            yield _unknown(unknown)
        if not is_own_export([one.source for one in self.columns]):
            yield from _not_for_strangers(sources)
        for name, text in given.items():
            yield from _default_problems(name, text)
        if "date_start" not in sources and "date_start" not in given:
            yield self._no_date()

    def _no_date(self) -> str:
        shown = _shown(one.source for one in self.columns)
        lost = f" (the mapping file names {_shown(self.missing)})" if self.missing else ""
        return (
            f"no column for the date (date_start or date) among {shown}{lost}; "
            "name the column with the day of the incident date_start"
        )

    def applied_to(self, header: Sequence[str], cells: pa.Table) -> Mapping:
        """The same choices for another table of the kind.

        Parameters
        ----------
        header, cells
            The table, as `guess` takes it.

        Returns
        -------
        Mapping
            One column for each of the table: by header where the mapping has it (case, blanks,
            underscores and hyphens do not count), else guessed among what is left. `missing`
            tells what the table has not. Where the date is missing, no other column takes its
            place, and `problems` says so.
        """
        names = [str(name) for name in header]
        samples = _samples_of(names, cells)
        if [one.source for one in self.columns] == names:
            pairs = zip(self.columns, samples, strict=True)
            return replace(self, columns=tuple(replace(one, samples=s.shown) for one, s in pairs))
        chosen, lost = self._matched(names)
        taken = {one.column: one.source for one in lost if one.column == "date_start"}
        taken |= {one.column: one.source for one in chosen.values() if one.column}
        guessed = _guessed(samples, cells, taken=taken, known=chosen)
        columns = tuple(
            replace(chosen[k], source=s.header, samples=s.shown) if k in chosen else guessed[k]
            for k, s in enumerate(samples)
        )
        return replace(
            self,
            columns=columns,
            dates=self.dates or _order_in_header(columns),
            missing=tuple(one.source for one in lost),
        )

    def _matched(self, header: Sequence[str]) -> tuple[dict[int, ColumnGuess], list[ColumnGuess]]:
        """Choices by the place in a header that they are for, and those without a place."""
        chosen: dict[int, ColumnGuess] = {}
        left = list(self.columns)
        for form in (str, _folded):
            named: dict[str, list[ColumnGuess]] = {}
            for one in left:
                named.setdefault(form(one.source), []).append(one)
            for place, name in enumerate(header):
                if place not in chosen and named.get(form(name)):
                    chosen[place] = named[form(name)].pop(0)
            left = [one for listed in named.values() for one in listed]
        return chosen, left

    def to_json(self) -> str:
        """The mapping as the text of a mapping file."""
        content: dict[str, Any] = {
            "format": _FORMAT,
            "version": _VERSION,
            "columns": [{"source": g.source, "column": g.column} for g in self.columns],
        }
        for name in ("dates", "decimal", "encoding", "delimiter", "part"):
            if getattr(self, name) is not None:
                content[name] = getattr(self, name)
        if self.defaults:
            content["defaults"] = dict(self.defaults)
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(
        cls, text: str, header: Sequence[str] | None = None, cells: pa.Table | None = None
    ) -> Mapping:
        """Read the text of a mapping file, and apply it to a table where one is given.

        Parameters
        ----------
        text
            What `to_json` wrote, perhaps changed by hand.
        header, cells
            The table, as `guess` takes it.

        Raises
        ------
        ReadError
            If it is no mapping, is of a newer version, or names columns that do not exist; the
            message lists all of them.
        """
        mapping = cls(**_content(text))
        return mapping if header is None or cells is None else mapping.applied_to(header, cells)


def save(mapping: Mapping, path: Path) -> None:
    """Write a mapping file; what was there before stays until the new one is whole.

    Raises
    ------
    IncidentsError
        If the file cannot be written.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as file:  # what is no character is written as JSON's own escape
            file.write(mapping.to_json().encode("utf-8", "backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        msg = f"{path}: the mapping cannot be written ({error}); name another file"
        raise IncidentsError(msg) from error
    finally:
        partial.unlink(missing_ok=True)


def load(path: Path) -> Mapping:
    """Read a mapping file; `Mapping.applied_to` then gives it to a table.

    Raises
    ------
    ReadError
        If the file cannot be opened or is no mapping; the message names the fault.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        msg = f"{path}: cannot be opened ({error.strerror}); check the name and its permissions"
        raise ReadError(msg) from error
    if len(raw) > _LARGEST_FILE:
        msg = f"{path.name}: more than {_LARGEST_FILE:,} bytes, which no mapping has"
        raise ReadError(msg)
    try:
        return Mapping.from_json(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        msg = f"{path.name}: not UTF-8 at byte {error.start:,}; save it as UTF-8"
        raise ReadError(msg) from error
    except ReadError as error:
        msg = f"{path.name}: {error}"
        raise ReadError(msg) from error


def _content(text: str) -> dict[str, Any]:
    """The arguments of a mapping from the text of its file, all faults of a kind told at once."""
    try:
        content = json.loads(text)
    except RecursionError as error:
        msg = "not a mapping: nested too deep"
        raise ReadError(msg) from error
    except ValueError as error:
        msg = f"not a mapping: {error}; expected the JSON that Sarhad saves"
        raise ReadError(msg) from error
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        msg = f'not a mapping: no "format": "{_FORMAT}" in it; choose a file that Sarhad has saved'
        raise ReadError(msg)
    version = content.get("version")
    if version != _VERSION or isinstance(version, bool):
        msg = f"a mapping of version {str(version)[:20]!r}, expected {_VERSION}; update Sarhad"
        raise ReadError(msg)
    settings = {
        name: _setting(content, name)
        for name in ("dates", "decimal", "encoding", "delimiter", "part")
    }
    entries, defaults = content.get("columns"), content.get("defaults", {})
    strange = sorted(set(content) - {"format", "version", "columns", "defaults", *settings})
    if strange:
        msg = (
            f"a mapping has no {_shown(strange)}; expected columns, defaults, {', '.join(settings)}"
        )
        raise ReadError(msg)
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        msg = 'columns must be a list of {"source": the header, "column": our name or null}'
        raise ReadError(msg)
    if not isinstance(defaults, dict) or not all(isinstance(v, str) for v in defaults.values()):
        msg = "defaults must be texts by our column names"
        raise ReadError(msg)
    named = [entry["column"] for entry in entries if entry["column"]]
    unknown = [name for name in dict.fromkeys((*named, *defaults)) if name not in _TARGETS]
    if unknown:
        raise ReadError(_unknown(unknown))
    columns = tuple(
        ColumnGuess(entry["source"], entry["column"], "by the mapping file", 1.0)
        for entry in entries
    )
    return {"columns": columns, "defaults": tuple(defaults.items()), **settings}


def _is_entry(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and set(entry) == {"source", "column"}
        and isinstance(entry["source"], str)
        and (entry["column"] is None or isinstance(entry["column"], str))
    )


def _setting(content: dict[str, Any], name: str) -> str | None:
    value = content.get(name)
    choices = {"dates": get_args(DayOrder), "decimal": get_args(Decimal)}.get(name)
    if value is None or (isinstance(value, str) and (choices is None or value in choices)):
        return value
    expected = " or ".join(map(repr, choices)) if choices else "a text"
    msg = f"{name} is {str(value)[:40]!r}, expected {expected}; leave it out where it is not known"
    raise ReadError(msg)


def _unknown(names: Iterable[str]) -> str:
    told = []
    for name in names:
        near = process.extractOne(name, _TARGETS, scorer=OSA.normalized_similarity)
        hint = f" (perhaps {near[0]})" if near and near[1] >= 0.6 else ""
        told.append(f"{name[:80]!r}{hint}")
    return f"no such column: {', '.join(told)}; use the names of the record, such as date_start"


def _not_for_strangers(sources: dict[str, list[str]]) -> Iterator[str]:
    """What only an export of our own may bring."""
    for column, names in sources.items():
        if column in _COMPUTED:
            yield f"{column} is computed anew from the place; keep {_shown(names)} as it is"
        elif column == _CLAIMS:
            yield f"{column} is read from exports of Sarhad only; keep {_shown(names)} as it is"


def _default_problems(name: str, text: str) -> Iterator[str]:
    if name in _COMPUTED or name == _CLAIMS:
        yield f"{name} cannot be set for all rows; drop it from the defaults"
        return
    column = _COLUMNS.get(name)
    if column is None:
        return
    if column.kind == "date":
        if not _is_date(text):
            yield f"for all rows: {name} {text[:80]!r} is no date; write it as 2014-10-17"
        return
    try:
        parse_value(column, text)
    except RecordError as error:
        yield f"for all rows: {error}"


def _shown(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - 12} more" if len(listed) > 12 else ""
    return ", ".join(repr(name[:40]) for name in listed[:12]) + more


# --- Guessing ----------------------------------------------------------------------------------


def is_own_export(header: Sequence[str]) -> bool:
    """Whether a table is an export of Sarhad: it says by which border it was measured."""
    return any(_folded(str(name)) == _OWN_MARK for name in header)


def guess(header: Sequence[str], cells: pa.Table) -> Mapping:
    """Guess which column of a table is which.

    Parameters
    ----------
    header
        The headers as found.
    cells
        One column of texts for each header, in its order.

    Returns
    -------
    Mapping
        One guess for each column. No two have the same column of ours: where two might, the
        better one has it (the first of equals) and the other is kept, which its `why` says.

    Notes
    -----
    Names count before content, unless what the column holds speaks against its name. Only the first
    200 rows and 200 characters are looked at. A measured column is computed anew, so that in a
    stranger's table nothing is taken for one; in an export of our own every column is itself.
    """
    samples = _samples_of([str(name) for name in header], cells)
    guessed = _guessed(samples, cells, taken={}, known=())
    columns = tuple(guessed[k] for k in range(len(samples)))
    return Mapping(columns, dates=_order_in_header(columns))


@dataclass(frozen=True)
class _Sample:
    """A column's header and some of its different texts that are not blank, cut short."""

    header: str
    texts: tuple[str, ...]
    every_text_differs: bool

    @property
    def shown(self) -> tuple[str, ...]:
        short = (
            text if len(text) <= _SAMPLE_LENGTH else text[: _SAMPLE_LENGTH - 1] + "…"
            for text in self.texts
        )
        return tuple(dict.fromkeys(short))[:_SAMPLES]

    def mostly(self, fits: Callable[[str], bool]) -> bool:
        """Whether at least 80 % of the texts fit; False where there are none."""
        failures = 0
        for text in self.texts:
            failures += not fits(text)
            if failures > (1 - _ENOUGH) * len(self.texts) + 1e-9:
                return False
        return bool(self.texts)


@dataclass(frozen=True)
class _Candidate:
    place: int
    column: str
    confidence: float
    why: str


def _samples_of(header: Sequence[str], cells: pa.Table) -> list[_Sample]:
    samples = []
    for place, name in enumerate(header):
        texts = _texts(cells, place, _ROWS)
        filled = [text for text in texts if text and text.strip()]
        different = tuple(dict.fromkeys(filled))
        samples.append(_Sample(name, different, len(different) == len(texts)))
    return samples


def _texts(cells: pa.Table, place: int, rows: int) -> list[str | None]:
    """The first texts of a column, cut short."""
    if place >= cells.num_columns:
        return []
    column = cells.column(place).slice(0, rows)
    cut: list[str | None] = pc.utf8_slice_codeunits(
        column.cast(pa.string()), 0, _CHARACTERS
    ).to_pylist()
    return cut


def _guessed(
    samples: Sequence[_Sample],
    cells: pa.Table,
    *,
    taken: dict[str, str],
    known: Collection[int],
) -> dict[int, ColumnGuess]:
    """Guess all columns but the known ones; what is `taken` is not given again."""
    own = is_own_export([sample.header for sample in samples])
    places = [k for k in range(len(samples)) if k not in known]
    guessed: dict[int, ColumnGuess] = {}
    candidates: list[_Candidate] = []
    for place in places:
        sample = samples[place]
        left_out = _left_out(place, samples, cells, own=own)
        if left_out:
            guessed[place] = ColumnGuess(sample.header, PASSED_OVER, left_out, 1.0, sample.shown)
            continue
        named = list(_by_name(place, sample.header, own=own))
        candidates += (_checked(candidate, sample) for candidate in named)
        if not named and not own and not _is_ours(sample.header):
            candidates += _by_content(place, sample)
    columns = dict(taken)
    _hand_out(candidates, samples, guessed, columns)
    if not own:
        free = [k for k in places if k not in guessed and not _is_ours(samples[k].header)]
        _hand_out(_positions(free, samples, columns), samples, guessed, columns)
    refused = {c.place: c.column for c in reversed(candidates) if c.place not in guessed}
    for place in places:
        if place not in guessed:
            why = _why_kept(samples[place].header, refused.get(place), columns)
            guessed[place] = _kept(samples[place], why)
    _tell_swapped_axes(samples, guessed)
    return guessed


def _hand_out(
    candidates: Iterable[_Candidate],
    samples: Sequence[_Sample],
    guessed: dict[int, ColumnGuess],
    columns: dict[str, str],
) -> None:
    """Give each of our columns to the best candidate for it, the first of equals."""
    for one in sorted(candidates, key=lambda c: (-c.confidence, c.place)):
        if one.place in guessed or one.column in columns:
            continue
        sample = samples[one.place]
        columns[one.column] = sample.header
        guessed[one.place] = ColumnGuess(
            sample.header, one.column, one.why, round(one.confidence, 2), sample.shown
        )


def _kept(sample: _Sample, why: str) -> ColumnGuess:
    return ColumnGuess(sample.header, None, why, 0.0, sample.shown)


def _why_kept(header: str, refused: str | None, columns: dict[str, str]) -> str:
    if refused is not None:
        return f"may be {refused} too, but {columns[refused][:40]!r} is taken for it"
    ours = _OURS.get(name_key(header[:_CHARACTERS]))
    if ours in _COMPUTED:
        return "computed anew from the place"
    unit = _wrong_unit(header)
    return f"may be {unit}, but in another unit" if unit else "not recognised"


def _left_out(place: int, samples: Sequence[_Sample], cells: pa.Table, *, own: bool) -> str | None:
    """Why a column is neither read nor kept, or None."""
    header = samples[place].header
    if _folded(header) == WHY_REJECTED:
        return "reason of an earlier rejection"
    if not header.strip() and _is_empty(cells, place):
        return "empty"
    if not own:
        return None
    if header in DARWIN_CORE and any(s.header == DARWIN_CORE[header] for s in samples):
        return f"copy of {DARWIN_CORE[header]}"
    is_kml = {"Name", "altitudeMode"} <= {sample.header for sample in samples}
    if header in _ADDED_BY_EXPORT or (is_kml and header in _ADDED_BY_KML):
        return "added by the export"
    return None


def _is_empty(cells: pa.Table, place: int) -> bool:
    if place >= cells.num_columns:
        return True
    lengths = pc.binary_length(cells.column(place).cast(pa.string()))
    return not pc.any(pc.greater(lengths, 0)).as_py()


def _is_ours(header: str) -> bool:
    """Whether the name is one of ours that nothing else may stand for."""
    return _OURS.get(name_key(header[:_CHARACTERS])) in _COMPUTED or _folded(header) == _CLAIMS


# --- By name -----------------------------------------------------------------------------------


def _by_name(place: int, header: str, *, own: bool) -> list[_Candidate]:
    """What a column may be by its name, best first."""
    text = header[:_CHARACTERS]
    ours = _OURS.get(name_key(text))
    if own and _folded(text) == _CLAIMS:
        ours = _CLAIMS
    if ours == "country" and not own:
        return [_Candidate(place, "country_reported", 0.95, "known as")]
    if ours is None:
        found = _by_synonym(place, text)
    elif own or ours not in _COMPUTED:
        found = [_Candidate(place, ours, 1.0, "same name")]
    else:
        found = []
    if own:  # its claims stand in `claims` or in a file of their own
        return [one for one in found if one.column in _INCIDENT_NAMES]
    return found


def _by_synonym(place: int, text: str) -> list[_Candidate]:
    """What a column may be by a known name, or by one that is nearly so."""
    parts = {_SYNONYMS.get(name_key(part)) for part in re.split(r"[/|]", text)}
    for form, share, why in _forms(text):
        if form in _ANY_PLACE:
            columns = ("verbatim_locality", "locality")
            return [_Candidate(place, column, 0.9 * share, why) for column in columns]
        column = _meaning(form, text)
        if column is not None and not (share < 0.6 and _is_toll(column)):
            rank = 0.9 if form in _GENERIC else 0.95
            return [_Candidate(place, column, rank * share, why)]
    (both,) = parts if len(parts) == 1 else (None,)
    if both is not None:  # "District/County"
        return [_Candidate(place, both, 0.85, "known as")]
    key = name_key(_BRACKETS.sub(" ", text) if _brackets_say_nothing(text) else text)
    near = process.extractOne(
        key, _MAY_BE_MISSPELT, scorer=OSA.normalized_similarity, score_cutoff=_NEARLY
    )
    if near is None or re.findall(r"\d", near[0]) != re.findall(r"\d", key):
        return []
    return [_Candidate(place, _SYNONYMS[near[0]], 0.6, f"nearly {near[0]!r}")]


def _forms(text: str) -> Iterator[tuple[str, float, str]]:
    """Ever plainer forms of a header, each with how much of its meaning is left."""
    yield name_key(text), 1.0, "known as"
    bare = _BRACKETS.sub(" ", text)
    share, why = 1.0, "known as"
    if not _brackets_say_nothing(text):
        inner = _BRACKETS.findall(text)[0].strip()
        share, why = 0.5, f"known as, whatever {inner[:40]!r} means"
    yield name_key(bare), 0.95 * share, why
    words = re.split(r"[\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare))
    yield "".join(k for w in words if (k := name_key(w)) not in _FILLERS), 0.85 * share, why


def _brackets_say_nothing(text: str) -> bool:
    return all(name_key(inner) in _SAY_NOTHING for inner in _BRACKETS.findall(text))


def _meaning(form: str, text: str) -> str | None:
    """Our column for a form of a header, unless the header says another unit."""
    column = _OURS.get(form) or _SYNONYMS.get(form)
    if column is None or column in _COMPUTED:
        return None
    return None if _other_unit(column, text) else column


def _other_unit(column: str, text: str) -> bool:
    unit = _unit_of(column)
    said = {_UNITS[key] for inner in _BRACKETS.findall(text) if (key := name_key(inner)) in _UNITS}
    return unit is not None and bool(said - {unit})


def _wrong_unit(header: str) -> str | None:
    """Our column that a header would be but for its unit."""
    text = header[:_CHARACTERS]
    bare = name_key(_BRACKETS.sub(" ", text))
    for form in (bare, f"{bare}m", f"{bare}km"):
        column = _OURS.get(form) or _SYNONYMS.get(form)
        if column is not None and column not in _COMPUTED and _other_unit(column, text):
            return column
    return None


def _is_toll(column: str) -> bool:
    return column.startswith(("killed_", "injured_"))


def _folded(header: str) -> str:
    return re.sub(r"[\s_-]+", "_", header.strip().casefold())


def _order_in_header(columns: Iterable[ColumnGuess]) -> DayOrder | None:
    """The order of day and month, where the headers of the dates say it ("dd/mm/yyyy")."""
    orders = {
        _DAY_ORDERS[key]
        for one in columns
        if one.column in ("date_start", "date_end")
        for inner in _BRACKETS.findall(one.source[:_CHARACTERS])
        if (key := name_key(inner)) in _DAY_ORDERS
    }
    return orders.pop() if len(orders) == 1 else None


# --- By content --------------------------------------------------------------------------------


def _by_content(place: int, sample: _Sample) -> Iterator[_Candidate]:
    """What a column may be by what it holds, where its name says nothing."""
    if sample.mostly(_is_link):
        yield _Candidate(place, "source_url", 0.55, "looks like links")
    elif sample.mostly(lambda text: _is_date(text) and not _BARE_YEAR.fullmatch(text.strip())):
        yield _Candidate(place, "date_start", 0.5, "looks like dates")
    elif sample.mostly(_fits(_COLUMNS["event_type"])):
        yield _Candidate(place, "event_type", 0.45, "looks like types of event")


def _positions(
    free: Sequence[int], samples: Sequence[_Sample], columns: dict[str, str]
) -> list[_Candidate]:
    """A latitude and a longitude by their numbers: both or none, and only where it is plain."""
    found = []
    for column, here in (("lat", _LAT_HERE), ("lon", _LON_HERE)):
        if column in columns:
            continue
        fitting = [k for k in free if samples[k].mostly(_within(here, _FINE_DEGREES))]
        if len(fitting) != 1:
            return []
        found.append(_Candidate(fitting[0], column, 0.3, "looks like degrees near the border"))
    return found


def _checked(one: _Candidate, sample: _Sample) -> _Candidate:
    """A guess by name, held against what the column holds."""
    if not sample.texts:
        return one
    if one.column == "source_publisher" and sample.mostly(_is_link):
        return replace(one, column="source_url", confidence=one.confidence * 0.8,
                       why=f"{one.why}, and its values are links")  # fmt: skip
    against = _against(one, sample)
    if against is None:
        return one
    return replace(one, confidence=one.confidence * 0.5, why=f"{one.why}, but {against}")


def _against(one: _Candidate, sample: _Sample) -> str | None:  # noqa: PLR0911 - a fault each
    """What the values say against a guess by name."""
    if one.column == _CLAIMS:
        return None
    column = _COLUMNS[one.column]
    if column.kind == "date":
        return None if sample.mostly(_is_date) else "its values are not dates"
    if one.column in ("lat", "lon"):
        limit = (-90.0, 90.0) if one.column == "lat" else (-180.0, 180.0)
        return None if sample.mostly(_within(limit, _DEGREES)) else "its values are not degrees"
    if one.column == "source_url":
        return None if sample.mostly(_is_link) else "its values are not links"
    if one.column == "incident_id":
        return None if sample.every_text_differs else "its values are not all different"
    if column.kind in ("choice", "flag"):
        expected = "yes or no" if column.kind == "flag" else f"words of {column.name}"
        return None if sample.mostly(_fits(column)) else f"its values are not {expected}"
    if column.kind in ("number", "integer") and not _is_toll(column.name):
        is_number = sample.mostly(lambda text: bool(_NUMBER.fullmatch(_plain(text))))
        return None if is_number else "its values are not numbers"
    return None


def _tell_swapped_axes(samples: Sequence[_Sample], guessed: dict[int, ColumnGuess]) -> None:
    """Say where latitudes hold what looks like longitudes and the other way round."""
    axes = {g.column: k for k, g in guessed.items() if g.column in ("lat", "lon")}
    if set(axes) != {"lat", "lon"}:
        return
    lat, lon = samples[axes["lat"]], samples[axes["lon"]]
    if lat.mostly(_within(_LON_HERE, _DEGREES)) and lon.mostly(_within(_LAT_HERE, _DEGREES)):
        for axis, other in (("lat", "longitudes"), ("lon", "latitudes")):
            one = guessed[axes[axis]]
            guessed[axes[axis]] = replace(
                one,
                why=f"{one.why}, but its values look like {other}",
                confidence=round(one.confidence * 0.5, 2),
            )


def _is_date(text: str) -> bool:
    if len(text) > 60:
        return False
    try:
        return is_ambiguous(text) or bool(parse_days(text))
    except RecordError:
        return False


def _is_link(text: str) -> bool:
    return bool(_LINK.fullmatch(text.strip()))


def _fits(column: Column) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        try:
            return parse_value(column, text) is not None
        except RecordError:
            return False

    return fits


def _within(limits: tuple[float, float], pattern: re.Pattern[str]) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        plain = _plain(text)
        number = float(plain.replace(",", ".")) if pattern.fullmatch(plain) else None
        return number is not None and limits[0] <= number <= limits[1]

    return fits


# --- Decimal sign ------------------------------------------------------------------------------

_ARABIC_NUMBERS = str.maketrans(
    {
        **{digit: str(n) for n, digit in enumerate("۰۱۲۳۴۵۶۷۸۹")},
        **{digit: str(n) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩")},
        "٫": ".", "٬": "", "−": "-",
    }
)  # fmt: skip
_BOTH = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?!\1)([.,])\d+")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_ONE_SIGN = re.compile(r"\d*([.,])\d+")


def _plain(text: str) -> str:
    return text.strip().translate(_ARABIC_NUMBERS)


def decimal_of(texts: Iterable[str | None]) -> Decimal | None:
    """Tell the decimal sign of a column of numbers, or None where it may be either.

    Parameters
    ----------
    texts
        Numbers as written, in any digits. What is no number says nothing.

    Notes
    -----
    A sign with two other than three digits after it is the decimal one ("29,02"), so is the last
    of two different ones ("1.234,5"), and any after a leading zero ("0,125"). A sign that comes
    twice groups thousands, so that the other one is decimal ("1,234,567"). "1,234" may be 1.234 or
    1234 and says nothing. None where nothing is said, or where two numbers say different things.
    """
    said = {sign for text in texts if text and (sign := _sign_of(text))}
    return said.pop() if len(said) == 1 else None


def _sign_of(text: str) -> Decimal | None:
    """The decimal sign that one number tells."""
    if "٫" in text or "٬" in text:
        return None  # signs of their own, read as such whatever the others mean
    plain = re.sub(r"(?<=\d)[\s'’](?=\d{3})", "", _plain(text)).lstrip("+-")
    both = _BOTH.fullmatch(plain)
    if both:
        return _literal(both[2])
    groups = _GROUPS.fullmatch(plain)
    if groups:
        return None if plain.count(groups[1]) == 1 else _literal("." if groups[1] == "," else ",")
    one = _ONE_SIGN.fullmatch(plain)
    return _literal(one[1]) if one else None


def _literal(sign: str) -> Decimal:
    return "," if sign == "," else "."


def guess_decimal(mapping: Mapping, cells: pa.Table) -> Decimal | None:
    """Guess the decimal sign of a table from its columns of numbers.

    Parameters
    ----------
    mapping
        Which column is which.
    cells
        The table, as `guess` takes it; its first 10,000 rows are looked at.

    Returns
    -------
    "." or "," or None
        None where no number tells, or where they differ; somebody has to say.

    Notes
    -----
    Longitude and latitude decide where they have a sign at all: no degree reaches a thousand, so
    that "61,450" can only have a decimal comma. Else the other columns of numbers decide, by
    `decimal_of`, if they agree. An export of our own has decimal points.
    """
    if is_own_export([one.source for one in mapping.columns]):
        return "."
    axes: set[Decimal] = set()
    others: set[Decimal] = set()
    for place, one in enumerate(mapping.columns):
        column = _COLUMNS.get(one.column or "")
        if column is None or column.name in _COMPUTED or column.kind not in ("number", "integer"):
            continue
        texts = dict.fromkeys(_texts(cells, place, _ROWS_OF_NUMBERS))
        if column.name in ("lon", "lat"):
            axes |= {_literal(found[1]) for t in texts if t and (found := _degree_sign(t))}
        else:
            others |= {sign for text in texts if text and (sign := _sign_of(text))}
    decisive = axes or others
    return decisive.pop() if len(decisive) == 1 else None


def _degree_sign(text: str) -> re.Match[str] | None:
    return None if "٫" in text else _ONE_SIGN.fullmatch(_plain(text).lstrip("+-"))


def describe(mapping: Mapping) -> list[dict[str, str]]:
    """Rows for a table of the mapping on a screen: source, column, why, samples."""
    words = {None: "(kept with the record)", PASSED_OVER: "(passed over)"}
    return [
        {
            "source": one.source,
            "column": words.get(one.column) or str(one.column),
            "why": one.why,
            "samples": " · ".join(one.samples),
        }
        for one in mapping.columns
    ]
