"""Which records may be one event: pairs with a score and the reasons for and against it.

Nothing is merged here. A person looks at a suggestion and merges, links or leaves it.
"""

from __future__ import annotations

import json
import logging
import math
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np
import shapely
from rapidfuzz import fuzz, process

from geodata.footprints import from_json, polygon
from geodata.names import cleaned, name_key
from incidents import sentences
from incidents.armed_groups import GROUPS
from incidents.claims import page_of, statements
from incidents.record import COUNTRY_NAMES, PARTIES, EventType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from geodata.borders import Border
    from incidents.record import Incident

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["Suggestion", "is_other_event", "other_event_tag", "suggest"]

log = logging.getLogger(__name__)

_PRIOR = -math.log(2_000)
_DAYS_AT_HAND = 1_000.0
_REGION_KM2 = 100_000.0
_SURE_OF_DATE, _SURE_OF_NEXT_DAY = 0.75, 0.25
_SURE_OF_PLACE_NEAR, _FALLS_WITH_KM = 0.35, 20.0
_LEAST_CHANCE_APART = 0.003
_MOST_TEXT = 3.5
_MOST_SOURCE = 2.0
_LONG_SUMMARY = 40
_LONG_TITLE = 30
_LONGEST_TEXT = 1_000

_LENGTH_CLASSES_DAYS = (1, 8, 32, 367, 4_000_000)
_PAIRS_PER_DAY = 200_000
_PAIRS_AT_ONCE = 250_000

_EARTH_KM = 6371.0088
_MERIDIAN_DEG = 62.0

_ALIKE = (
    {EventType.INCURSION, EventType.CROSS_BORDER_FIRE, EventType.ARMED_CLASH,
     EventType.SHOOTING_OF_CIVILIANS, EventType.CROSSING_ATTEMPT, EventType.AMBUSH_OR_IED,
     EventType.AIR_OR_DRONE_STRIKE},
    {EventType.ABDUCTION, EventType.ARREST_OR_SEIZURE, EventType.INCURSION, EventType.ARMED_CLASH,
     EventType.CROSSING_ATTEMPT, EventType.AMBUSH_OR_IED},
    {EventType.ARREST_OR_SEIZURE, EventType.CROSSING_ATTEMPT, EventType.SHOOTING_OF_CIVILIANS},
    {EventType.BORDER_CLOSURE, EventType.DIPLOMATIC},
)  # fmt: skip
_FORCES = {
    "Iranian forces": r"\biran\w*\b.*\b(?:forces?|guards?|police|army|border|units?|authorities|"
    r"soldiers?|troops|military|personnel)\b|\b(?:forces?|guards?|police|army|military)\b.*\biran|"
    r"\birgc\b|revolutionary guard|\bbasij|سپاه|مرزبان",
    "Pakistani forces": r"\bpakistan\w*\b.*\b(?:forces?|guards?|police|army|air force|border|"
    r"soldiers?|troops|military|personnel|patrol|checkpoint)\b|"
    r"\b(?:forces?|police|army|military)\b.*\bpakistan|frontier corps|\bfc\b|\blevies\b|"
    r"rangers",
}
_NAMELESS = re.compile(
    r"\b(?:unknown|unidentified|not named|unnamed|armed men|gunmen|attackers?|rebels|militants?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Suggestion:
    """Two records that may be one event.

    Attributes
    ----------
    first_id, second_id
        Their ids, the smaller first.
    score
        From 0 to 1: how sure it is that they are one event, by what is known of both.
    reasons
        What speaks for and against it, as plain sentences, the weightiest first.
    """

    first_id: str
    second_id: str
    score: float
    reasons: tuple[str, ...]


def suggest(
    incidents: Sequence[Incident],
    border: Border,
    *,
    among: Collection[str] | None = None,
    least_score: float = 0.2,
    most: int = 500,
) -> tuple[Suggestion, ...]:
    """Suggest pairs of records that may be one event.

    Parameters
    ----------
    incidents
        Records in any order. Those that are rejected or merged into another are left out, and so
        are pairs that are linked already, or that a person has told apart (`other_event_tag`).
    border
        What footprints are drawn against.
    among
        Ids of which each pair must have one, such as those of a fresh import; None for all.
    least_score
        Pairs below it are not suggested.
    most
        At most so many are returned, the best.

    Returns
    -------
    tuple of Suggestion
        Best first; pairs of one score in the order of their ids. A pair's score depends on nothing
        but its two records.

    Notes
    -----
    Each comparison gives a weight, the logarithm of how much likelier its outcome is for two
    records of one event than for two others (Fellegi and Sunter). The weights are summed with the
    prior odds into a probability. Comparisons are taken as independent; where they are not (address
    and title of one page) only the stronger counts. The chances are set by hand for this border:
    two footprints of some size, or two intervals of some length, meet by chance the more often the
    larger they are, so that a district says less than a village. What is not known has no weight.

    Only records whose dates meet, or lie a day apart, are compared: night events, time zones and
    dates of issue make that day. Where one day has very many records, the number of pairs
    is capped, and the log says so.

    References
    ----------
    Fellegi, I. P. and Sunter, A. B. (1969). A theory for record linkage. Journal of the American
    Statistical Association 64 (328), 1183-1210.
    """
    kept = {i.incident_id: i for i in incidents if i.status != "rejected" and not i.merged_into}
    listed = _on_days_of(among, [kept[incident_id] for incident_id in sorted(kept)])
    if len(listed) < 2 or most < 1:
        return ()
    records = _Records(listed, border)
    found: list[tuple[float, int, int]] = []
    least = _log_odds(least_score)
    for pairs in _candidates(records, among):
        odds, firsts, seconds = _compared(records, *pairs, least)
        compared = zip((-odds).tolist(), firsts.tolist(), seconds.tolist(), strict=True)
        found += (pair for pair in compared if not _decided(*(listed[k] for k in pair[1:])))
        found = sorted(found)[:most]
        if len(found) == most:  # from here on only a better pair matters
            least = max(least, -found[-1][0])
    return tuple(
        Suggestion(
            listed[one].incident_id,
            listed[other].incident_id,
            round(1 / (1 + math.exp(odds)), 4),
            _reasons(records, one, other),
        )
        for odds, one, other in found
    )


def _on_days_of(among: Collection[str] | None, listed: list[Incident]) -> list[Incident]:
    """Those that lie between the first and the last day of the records that are asked for."""
    if among is None:
        return listed
    asked = [i for i in listed if i.incident_id in among]
    if not asked:
        return []
    first = min(i.date_start.toordinal() for i in asked) - 1
    last = max(i.date_end.toordinal() for i in asked) + 1
    return [
        i for i in listed if i.date_end.toordinal() >= first and i.date_start.toordinal() <= last
    ]


def _decided(one: Incident, other: Incident) -> bool:
    """Whether a person has looked at two records: one is linked to the other, or told apart."""
    return any(
        (a.linked_to and b.incident_id in (part.strip() for part in a.linked_to.split(";")))
        or is_other_event(a.tags, b.incident_id)
        for a, b in ((one, other), (other, one))
    )


def other_event_tag(incident_id: str) -> str:
    """The tag by which a record says that it is another event than this one."""
    return f"not-same:{quote(incident_id, safe=':/@+,')}"


def is_other_event(tags: str | None, incident_id: str) -> bool:
    """Whether a record's tags say that it is another event than this one."""
    if not tags or "not-same:" not in tags:
        return False
    return other_event_tag(incident_id) in (tag.strip() for tag in tags.split(";"))


def _log_odds(score: float) -> float:
    if 0 < score < 1:
        return math.log(score / (1 - score))
    return -math.inf if score <= 0 else math.inf


@dataclass(frozen=True)
class _Sources:
    """Addresses, titles in comparable form, and named origins of a record's claims."""

    pages: frozenset[str]
    titles: tuple[str, ...]
    origins: frozenset[str]


class _Records:
    """What is compared of each record, as arrays in the order of the records."""

    def __init__(self, listed: list[Incident], border: Border) -> None:
        self.listed = listed
        self._border = border
        self._sources: dict[int, _Sources] = {}
        self.start = np.array([i.date_start.toordinal() for i in listed], dtype=np.int64)
        self.end = np.array([i.date_end.toordinal() for i in listed], dtype=np.int64)

    @cached_property
    def types(self) -> Ints:
        place = {kind: k for k, kind in enumerate(EventType)}
        return np.array([place[i.event_type] for i in self.listed], dtype=np.int64)

    @cached_property
    def sides(self) -> Ints:
        return _codes([i.acting_side for i in self.listed], ("IRN", "PAK", "non-state"))

    @cached_property
    def countries(self) -> Ints:
        return _codes([i.country_reported for i in self.listed], tuple(COUNTRY_NAMES))

    @cached_property
    def killed(self) -> Floats:
        """Low, best and high number of dead; NaN where not known."""
        return np.array([_killed(i) for i in self.listed], dtype=np.float64)

    @cached_property
    def who(self) -> list[tuple[str, str]]:
        return [(i.actor or "", i.target or "") for i in self.listed]

    def summary(self, k: int) -> str:
        """The summary of one record in comparable form; few are ever asked for."""
        return _plain(self.listed[k].summary)

    def sources(self, k: int) -> _Sources:
        """What the claims of one record rest on."""
        if k not in self._sources:
            claims = self.listed[k].claims
            self._sources[k] = _Sources(
                pages=frozenset(page for c in claims if (page := page_of(c.url))),
                titles=tuple(t for c in claims[:20] if len(t := _plain(c.title)) >= _LONG_TITLE),
                origins=frozenset(name for c in claims if c.origin for name in statements(c)[0]),
            )
        return self._sources[k]

    @cached_property
    def shapes(self) -> NDArray[np.object_]:
        """Where each may have been, drawn in an equal-area plane in km; None where not placed."""
        texts = [i.depth_footprint or i.footprint for i in self.listed]
        drawn = _drawn({text for text in texts if text}, self._border)
        shapes = np.full(len(texts), None, dtype=object)
        for k, text in enumerate(texts):
            shapes[k] = drawn.get(text) if text else None
        return shapes

    @cached_property
    def areas_km2(self) -> Floats:
        return np.asarray(shapely.area(self.shapes), dtype=np.float64)

    @cached_property
    def bounds(self) -> Floats:
        return np.asarray(shapely.bounds(self.shapes), dtype=np.float64)


def _codes(words: Sequence[str | None], choices: Sequence[str]) -> Ints:
    place = {word: k for k, word in enumerate(choices)}
    return np.array([place.get(word or "", -1) for word in words], dtype=np.int64)


def _killed(incident: Incident) -> tuple[float, float, float]:
    total = incident.tolls.get("killed_total")
    counts = [total] if total and total.is_known else []
    if not counts:
        counts = [
            count
            for party in PARTIES[:-1]
            if (count := incident.tolls.get(f"killed_{party}")) and count.is_known
        ]
    if not counts:
        return (math.nan,) * 3
    known = [[n for n in (c.low, c.best, c.high) if n is not None] for c in counts]
    best = [
        c.best if c.best is not None else (min(n) + max(n)) / 2
        for c, n in zip(counts, known, strict=True)
    ]
    return float(sum(map(min, known))), float(sum(best)), float(sum(map(max, known)))


@lru_cache(maxsize=65_536)
def _plain_text(text: str) -> str:
    return cleaned(text).casefold()


def _plain(text: str | None) -> str:
    return _plain_text(text[:_LONGEST_TEXT]) if text else ""


def _drawn(texts: Collection[str], border: Border) -> dict[str, Any]:
    """Footprints in a sinusoidal projection, in km. Discs, the most by far, are drawn at once."""
    discs: list[tuple[str, float, float, float]] = []
    drawn: dict[str, Any] = {}
    for text in sorted(texts):
        values = json.loads(text)
        if values.get("shape") == "disc":
            discs.append((text, values["lon"], values["lat"], values["radius_m"] / 1000.0))
        else:
            shape = shapely.transform(polygon(from_json(text), border), _in_plane)
            drawn[text] = None if shape.is_empty else shape
    if discs:
        names, lon, lat, radius_km = zip(*discs, strict=True)
        middles = _in_plane(np.column_stack([lon, lat]).astype(np.float64))
        circles = shapely.buffer(shapely.points(middles), np.array(radius_km), quad_segs=8)
        drawn |= dict(zip(names, circles, strict=True))
    return drawn


def _in_plane(degrees: Floats) -> Floats:
    lon, lat = np.radians(degrees[:, 0] - _MERIDIAN_DEG), np.radians(degrees[:, 1])
    return np.column_stack([_EARTH_KM * lon * np.cos(lat), _EARTH_KM * lat])


# ---------------------------------------------------------------------------------- candidates


def _candidates(records: _Records, among: Collection[str] | None) -> Iterator[tuple[Ints, Ints]]:
    """Pairs whose dates meet or lie a day apart, some at a time, each pair once."""
    ids = [i.incident_id for i in records.listed]
    wanted = np.ones(len(ids), dtype=bool)
    if among is not None:
        wanted = np.array([incident_id in among for incident_id in ids], dtype=bool)
    askers = np.flatnonzero(wanted)
    length = records.end - records.start + 1
    _, day_of, per_day = np.unique(records.start, return_inverse=True, return_counts=True)
    allowed = np.maximum(1, _PAIRS_PER_DAY // per_day[day_of])
    capped = 0
    for least, longest in zip((0, *_LENGTH_CLASSES_DAYS), _LENGTH_CLASSES_DAYS, strict=False):
        members = np.flatnonzero((length > least) & (length <= longest))
        members = members[np.argsort(records.start[members], kind="stable")]
        if not len(members) or not len(askers):
            continue
        starts = records.start[members]
        low = np.searchsorted(starts, records.start[askers] - longest, side="left")
        high = np.searchsorted(starts, records.end[askers] + 1, side="right")
        count = np.minimum(high - low, allowed[askers])
        capped += int(np.count_nonzero(count < high - low))
        for part in _parts(count):
            one = np.repeat(askers[part], count[part])
            within = np.arange(len(one)) - np.repeat(
                np.cumsum(count[part]) - count[part], count[part]
            )
            other = members[np.repeat(low[part], count[part]) + within]
            meet = (records.start[other] <= records.end[one] + 1) & (
                records.end[other] >= records.start[one] - 1
            )
            # where both ask, the pair is met from both sides: it is taken from the smaller
            once = (one < other) | ((one > other) & ~wanted[other])
            one, other = one[meet & once], other[meet & once]
            yield np.minimum(one, other), np.maximum(one, other)
    if capped:
        log.warning(
            "%d records have more than %d candidates on their days; some pairs were not compared",
            capped,
            _PAIRS_PER_DAY,
        )


def _parts(count: Ints) -> Iterator[slice]:
    """Slices of records that together have no more than so many pairs."""
    ends = np.cumsum(count)
    start = 0
    while start < len(count):
        done = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, done + _PAIRS_AT_ONCE, side="right")))
        yield slice(start, stop)
        start = stop


def _compared(records: _Records, one: Ints, other: Ints, least: float) -> tuple[Floats, Ints, Ints]:
    """The log odds of the pairs that reach the least; the cheap comparisons come first."""
    odds = _PRIOR + _date_weight(records, one, other)
    for weight in (_type_weight, _side_weight, _country_weight, _killed_weight):
        odds = odds + weight(records, one, other)
    open_weights = {
        _who_weight: _MOST_WHO,
        _place_weight: 0.0,
        _summary_weight: _MOST_TEXT,
        _source_weight: _MOST_SOURCE,
    }
    beyond = sum(open_weights.values())
    keep = odds + beyond + _place_bound(records, one, other) >= least
    odds, one, other = odds[keep], one[keep], other[keep]
    for weight, greatest in open_weights.items():
        beyond -= greatest
        odds = odds + weight(records, one, other)
        bound = _place_bound(records, one, other) if weight is _who_weight else 0.0
        keep = odds + beyond + bound >= least
        odds, one, other = odds[keep], one[keep], other[keep]
    return odds, one, other


# ------------------------------------------------------------------------------------- weights


def _date_weight(records: _Records, one: Ints, other: Ints) -> Floats:
    days = records.end[one] - records.start[one] + records.end[other] - records.start[other] + 3.0
    meet = (records.start[one] <= records.end[other]) & (records.start[other] <= records.end[one])
    sure = np.where(meet, _SURE_OF_DATE, _SURE_OF_NEXT_DAY)
    return np.asarray(np.log(sure / np.minimum(1.0, days / _DAYS_AT_HAND)))


def _type_matrix() -> Floats:
    kinds = list(EventType)
    weights = np.full((len(kinds), len(kinds)), -5.0)
    for a, one in enumerate(kinds):
        for b, other in enumerate(kinds):
            if EventType.OTHER in (one, other):
                weights[a, b] = 0.0
            elif one == other:
                weights[a, b] = 1.1
            elif any(one in family and other in family for family in _ALIKE):
                weights[a, b] = -0.4
    return weights


_TYPE_WEIGHTS = _type_matrix()


def _type_weight(records: _Records, one: Ints, other: Ints) -> Floats:
    return np.asarray(_TYPE_WEIGHTS[records.types[one], records.types[other]])


def _agreement(codes: Ints, one: Ints, other: Ints, same: float, different: float) -> Floats:
    known = (codes[one] >= 0) & (codes[other] >= 0)
    return np.where(known, np.where(codes[one] == codes[other], same, different), 0.0)


def _side_weight(records: _Records, one: Ints, other: Ints) -> Floats:
    return _agreement(records.sides, one, other, 0.8, -2.0)


def _country_weight(records: _Records, one: Ints, other: Ints) -> Floats:
    return _agreement(records.countries, one, other, 0.6, -1.5)


def _killed_weight(records: _Records, one: Ints, other: Ints) -> Floats:
    (low, best, high), (low2, best2, high2) = records.killed[one].T, records.killed[other].T
    most, gap = np.fmax(best, best2), np.abs(best - best2)
    meet = (low <= high2) & (low2 <= high)
    close = meet | (gap <= np.maximum(1.0, 0.2 * most))
    far = (gap >= 5) & (np.fmin(best, best2) * 3 <= most)
    weight = np.where(gap == 0, np.where(most > 10, 2.3, np.where(most > 3, 1.7, 1.1)), 0.4)
    weight = np.where(close, weight, np.where(far, -2.0, -1.2))
    zero = (best == 0) != (best2 == 0)
    weight = np.where(zero & ~meet, -1.5, weight)
    return np.where((best == 0) & (best2 == 0), 0.4, np.where(np.isnan(gap), 0.0, weight))


def _by_chance(records: _Records, one: Ints, other: Ints) -> Floats:
    """How often two footprints of these sizes meet somewhere along the border by chance."""
    sides = np.sqrt(records.areas_km2[one]) + np.sqrt(records.areas_km2[other])
    return np.asarray(np.clip(sides**2 / _REGION_KM2, 1e-3, 0.9))


def _apart_weight(gap_km: Floats, by_chance: Floats) -> Floats:
    chance = np.maximum(_LEAST_CHANCE_APART, _SURE_OF_PLACE_NEAR * np.exp(-gap_km / _FALLS_WITH_KM))
    return np.asarray(np.minimum(0.0, np.log(chance / (1.0 - by_chance))))


def _place_bound(records: _Records, one: Ints, other: Ints) -> Floats:
    """The most that the places can speak for a pair, by the boxes around them."""
    box, box2 = records.bounds[one], records.bounds[other]
    gap = np.maximum(box[:, :2] - box2[:, 2:], box2[:, :2] - box[:, 2:])
    gap_km = np.hypot(*np.maximum(gap, 0.0).T)
    by_chance = _by_chance(records, one, other)
    weight = np.where(gap_km > 0, _apart_weight(gap_km, by_chance), np.log(0.9 / by_chance))
    return np.where(np.isnan(gap_km), 0.0, weight)


def _overlap(records: _Records, one: Ints, other: Ints) -> tuple[Floats, Floats]:
    """Share of the smaller shape that both have, and the gap in km; NaN where one is unplaced."""
    shapes, shapes2 = records.shapes[one], records.shapes[other]
    common = shapely.area(shapely.intersection(shapes, shapes2))
    share = common / np.minimum(records.areas_km2[one], records.areas_km2[other])
    gap_km = np.where(np.isnan(share), np.nan, 0.0)
    apart = share == 0
    gap_km[apart] = shapely.distance(shapes[apart], shapes2[apart])
    return np.asarray(share), gap_km


def _place_weight(records: _Records, one: Ints, other: Ints) -> Floats:
    share, gap_km = _overlap(records, one, other)
    by_chance = _by_chance(records, one, other)
    sure = 0.05 + 0.8 * np.minimum(1.0, share / 0.3)
    weight = np.where(share > 0, np.log(sure / by_chance), _apart_weight(gap_km, by_chance))
    return np.where(np.isnan(gap_km), 0.0, weight)


_MOST_WHO = 3.2
_SAME_GROUP, _OTHER_GROUP, _SAME_FORCES, _SAME_WORDS = 2.3, -1.5, 0.7, 0.9


@lru_cache(maxsize=65_536)
def _party(name: str) -> tuple[str, str]:
    """The group or the forces that a name stands for, and the name's comparable form."""
    plain = cleaned(name[:300]).casefold()
    for group, pattern in GROUPS.items():
        if re.search(pattern, plain, re.IGNORECASE):
            return group, plain
    for forces, pattern in _FORCES.items():
        if re.search(pattern, plain):
            return forces, plain
    return "", "" if _NAMELESS.search(plain) else plain


@lru_cache(maxsize=262_144)
def _names_weight(one: str, other: str) -> float:
    (party, words), (party2, words2) = _party(one), _party(other)
    if party and party == party2:
        return _SAME_GROUP if party in GROUPS else _SAME_FORCES
    if party in GROUPS and party2 in GROUPS:
        return _OTHER_GROUP
    if words and words2 and not party and not party2:
        alike = len(name_key(words)) >= 6 and fuzz.token_set_ratio(words, words2) >= 85
        return _SAME_WORDS if alike else 0.0
    return 0.0


def _pairs_of_names(one: tuple[str, str], other: tuple[str, str]) -> tuple[float, bool]:
    """The weight of actor and target, and whether the two are told the other way round."""
    straight = _names_weight(one[0], other[0]) + max(0.0, _names_weight(one[1], other[1]))
    crossed = _names_weight(one[0], other[1]) + max(0.0, _names_weight(one[1], other[0]))
    turned = crossed > max(0.0, straight)
    return min(_MOST_WHO, crossed if turned else straight), turned


def _who_weight(records: _Records, one: Ints, other: Ints) -> Floats:
    who = records.who
    known: dict[tuple[tuple[str, str], tuple[str, str]], float] = {}
    weights = np.empty(len(one))
    for k, (a, b) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        pair = (who[a], who[b])
        if pair not in known:
            known[pair] = _pairs_of_names(*pair)[0]
        weights[k] = known[pair]
    return weights


def _likeness(records: _Records, one: Ints, other: Ints) -> Floats:
    """How alike two summaries are, in per cent; NaN where one is too short to mean anything."""
    first = [records.summary(k) for k in one.tolist()]
    second = [records.summary(k) for k in other.tolist()]
    long = np.array(
        [min(len(a), len(b)) >= _LONG_SUMMARY for a, b in zip(first, second, strict=True)],
        dtype=bool,
    )
    ratio = np.asarray(process.cpdist(first, second, scorer=fuzz.token_sort_ratio))
    return np.where(long, ratio.astype(np.float64), np.nan)


def _summary_weight(records: _Records, one: Ints, other: Ints) -> Floats:
    ratio = _likeness(records, one, other)
    weight = np.select([ratio >= 88, ratio >= 70, ratio >= 60], [_MOST_TEXT, 1.8, 0.7], -0.2)
    return np.where(np.isnan(ratio), 0.0, weight)


def _source_weight(records: _Records, one: Ints, other: Ints) -> Floats:
    return np.array(
        [_source(records, a, b)[0] for a, b in zip(one.tolist(), other.tolist(), strict=True)],
        dtype=np.float64,
    )


def _source(records: _Records, one: int, other: int) -> tuple[float, str]:
    """The weight of what two records' sources share, and the reason; a page may tell of several."""
    first, second = records.sources(one), records.sources(other)
    if first.pages & second.pages:
        return _MOST_SOURCE, sentences.SAME_ADDRESS
    for title in first.titles:
        for other_title in second.titles:
            if fuzz.token_sort_ratio(title, other_title) >= 90:
                return 1.6, sentences.TITLES_ALIKE
    shared = sorted(first.origins & second.origins)
    return (0.5, sentences.BOTH_REPEAT.format(origin=shared[0])) if shared else (0.0, "")


# ------------------------------------------------------------------------------------- reasons


def _reasons(records: _Records, a: int, b: int) -> tuple[str, ...]:
    one, other = np.array([a]), np.array([b])
    first, second = records.listed[a], records.listed[b]
    told = [
        (_date_weight, _told_date(first, second)),
        (_place_weight, _told_place(records, one, other)),
        (_type_weight, _told_type(first, second)),
        (_side_weight, _told_side(first, second)),
        (_country_weight, _told_country(first, second)),
        (_who_weight, _told_who(first, second)),
        (_killed_weight, _told_killed(records, a, b)),
        (_summary_weight, _told_summary(records, one, other)),
        (_source_weight, _source(records, a, b)[1]),
    ]
    weighed = [(abs(float(weight(records, one, other)[0])), words) for weight, words in told]
    return tuple(words for weight, words in sorted(weighed, key=lambda w: -w[0]) if words)


def _told_date(one: Incident, other: Incident) -> str:
    first, last = max(one.date_start, other.date_start), min(one.date_end, other.date_end)
    if first > last:
        return sentences.DAYS_APART.format(day=_day(last), other_day=_day(first))
    if first == last:
        return sentences.ONE_DAY.format(day=_day(first))
    return sentences.DAYS_MEET.format(day=_day(first), other_day=_day(last))


def _day(day: date) -> str:
    return f"{day:%d %b %Y}"


def _told_place(records: _Records, one: Ints, other: Ints) -> str:
    share, gap_km = (float(values[0]) for values in _overlap(records, one, other))
    if math.isnan(gap_km):
        return ""
    if share > 0:
        return sentences.PLACES_OVERLAP.format(share=f"{share:.0%}".removesuffix("%"))
    return sentences.PLACES_APART.format(km=f"{gap_km:.0f}")


def _told_type(one: Incident, other: Incident) -> str:
    if EventType.OTHER in (one.event_type, other.event_type):
        return ""
    if one.event_type == other.event_type:
        return sentences.SAME_TYPE.format(event_type=one.event_type.label)
    confused = any({one.event_type, other.event_type} <= family for family in _ALIKE)
    told = sentences.TYPES_CONFUSED if confused else sentences.OTHER_TYPE
    return told.format(event_type=one.event_type.label, other_type=other.event_type.label)


def _told_side(one: Incident, other: Incident) -> str:
    sides = {one.acting_side, other.acting_side}
    if sides & {None, "unknown"}:
        return ""
    if len(sides) == 1:
        return sentences.SAME_SIDE.format(acting_side=one.acting_side)
    return sentences.OTHER_SIDE.format(acting_side=one.acting_side, other_side=other.acting_side)


def _told_country(one: Incident, other: Incident) -> str:
    here, there = one.country_reported, other.country_reported
    if not here or not there:
        return ""
    if here == there:
        return sentences.BOTH_IN.format(country=COUNTRY_NAMES[here])
    return sentences.OTHER_COUNTRY.format(
        country=COUNTRY_NAMES[here], other_country=COUNTRY_NAMES[there]
    )


def _told_who(one: Incident, other: Incident) -> str:
    names, names2 = (one.actor or "", one.target or ""), (other.actor or "", other.target or "")
    weight, crossed = _pairs_of_names(names, names2)
    if crossed:
        names2 = names2[::-1]
    shared = [
        _party(a)[0] or a
        for a, b in zip(names, names2, strict=True)
        if a and b and _names_weight(a, b) > 0
    ]
    if weight > 0 and shared:
        party, *other_party = dict.fromkeys(shared)
        if other_party:
            return sentences.BOTH_NAME_BOTH.format(party=party, other_party=other_party[0])
        return sentences.BOTH_NAME.format(party=party)
    if weight < 0:
        return sentences.OTHER_PARTY.format(party=names[0], other_party=names2[0])
    return ""


def _told_killed(records: _Records, a: int, b: int) -> str:
    best, best2 = records.killed[a][1], records.killed[b][1]
    if math.isnan(best) or math.isnan(best2):
        return ""
    agree = _killed_weight(records, np.array([a]), np.array([b]))[0] > 0
    told = sentences.TOLLS_AGREE if agree else sentences.TOLLS_DIFFER
    return told.format(toll=f"{best:.0f}", other_toll=f"{best2:.0f}")


def _told_summary(records: _Records, one: Ints, other: Ints) -> str:
    ratio = float(_likeness(records, one, other)[0])
    return sentences.SUMMARIES_ALIKE.format(share=f"{ratio:.0f}") if ratio >= 60 else ""
