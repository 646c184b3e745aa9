"""Conflicts: which claims of one incident cannot all be right, and the status that this suggests.

Two sides' accounts are set beside each other and neither is preferred: a conflict says who says
what, in a plain sentence. Words that cannot be read are no conflict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeVar

from geodata.footprints import intersection
from incidents.accounts import read_accounts
from incidents.claims import HARMS, LONGEST_QUOTED, Said, agency, origins, read_claims
from incidents.record import COUNTRY_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geodata.geocoder import Geocoder
    from incidents.accounts import Account
    from incidents.claims import Depth
    from incidents.record import Claim, Incident
    from incidents.tolls import Toll

__all__ = ["Conflict", "conflicts", "suggested_status"]

About = Literal["date", "place", "depth", "toll", "crossed", "event"]
T = TypeVar("T")

_CROSSED_WORDS = {
    "yes": "that they crossed",
    "no": "that nobody crossed",
    "disputed": "that it is disputed who crossed",
}
_SIDES_OF_A_DISPUTE = frozenset({"IRN", "PAK", "group"})


@dataclass(frozen=True)
class Conflict:
    """Claims of one incident that cannot all be right.

    Attributes
    ----------
    about
        What they differ in.
    sentence
        Who says what, without a verdict.
    sides
        The ids of the claims on each side; two sides or more.
    slight
        Whether it is worth no more than a note: days that lie next to each other, as a night or
        two time zones make them.
    """

    about: About
    sentence: str
    sides: tuple[tuple[str, ...], ...]
    slight: bool = False


def conflicts(incident: Incident, *, geocoder: Geocoder | None = None) -> tuple[Conflict, ...]:
    """List where the claims of an incident cannot all be right.

    Parameters
    ----------
    incident
        With its claims.
    geocoder
        Places the claims' words. Without it places are not compared.

    Returns
    -------
    tuple of Conflict
        At most one for each thing that claims differ in, and one for each kind of harm. A claim
        marked as conflicting that differs in nothing that can be read is a conflict about the
        place where it says nothing but a place, else about the event.

    Notes
    -----
    Figures conflict where the intervals that they stand for are disjoint: "about 20" and 22 do not,
    "at least 10" and 12 do not. A whole and a part conflict only where the part is the greater; the
    dead on the attackers' side are often left out of a whole. Depths count with their rounding.
    """
    read = read_claims(incident)
    found = [
        *_date_conflicts(read.days),
        *_depth_conflicts(read.depths),
        *_toll_conflicts(read.tolls),
        *_crossing_conflicts(incident.claims),
    ]
    if geocoder is not None:
        found += _place_conflicts(incident, geocoder)
    named = {claim_id for conflict in found for side in conflict.sides for claim_id in side}
    marked = [c for c in incident.claims if c.stance == "conflicts" and c.claim_id not in named]
    return (*found, *_marked_conflicts(incident, marked))


def suggested_status(incident: Incident, *, geocoder: Geocoder | None = None) -> str:
    """Suggest a status from the claims alone; a person decides.

    Returns
    -------
    str
        "disputed" where Iran, Pakistan or a group contradicts another of the three or the event, or
        the crossing itself is in dispute; counts that differ between reports of one side's account
        dispute nothing. Else "corroborated" where two origins or more support it, else
        "unconfirmed".
    """
    whose = {claim.claim_id: claim.claimant for claim in incident.claims}
    for conflict in conflicts(incident, geocoder=geocoder):
        sides = [{whose[k] for k in side} & _SIDES_OF_A_DISPUTE for side in conflict.sides]
        opposed = any(one and other and one != other for one, other in combinations(sides, 2))
        denied = conflict.about == "event" and bool(sides[0] - sides[1])
        if not conflict.slight and (opposed or denied or conflict.about == "crossed"):
            return "disputed"
    supporting = [claim for claim in incident.claims if claim.stance in (None, "supports")]
    return "corroborated" if len(origins(supporting)) >= 2 else "unconfirmed"


def _opposed(said: Sequence[Said[T]], compatible: Callable[[T, T], bool]) -> list[list[Said[T]]]:
    """Claims that cannot agree with some other, by what they say; empty where all can agree."""
    groups: list[list[Said[T]]] = []
    for one in said:
        if all(compatible(one.value, other.value) for other in said):
            continue
        same = next((group for group in groups if group[0].value == one.value), None)
        if same is None:
            groups.append([one])
        else:
            same.append(one)
    return groups


def _conflict(about: About, groups: Sequence[Sequence[Said[T]]], *, slight: bool) -> Conflict:
    told = [f"{_voices(s.claim for s in group)} {group[0].words}" for group in groups]
    return Conflict(
        about,
        f"{'; '.join(told)}.",
        tuple(tuple(s.claim.claim_id for s in group) for group in groups),
        slight,
    )


def _voices(claims: Iterator[Claim] | Sequence[Claim], verb: str = "say") -> str:
    """Whose accounts, with their sources: "IRN (IRNA, Mehr) says"."""
    by_claimant: dict[str, list[str]] = {}
    for claim in claims:
        name = claim.origin or claim.publisher or ""
        sources = by_claimant.setdefault(claim.claimant or "unknown", [])
        if agency(name) is None:
            name = "source not recorded"
        if name not in sources:
            sources.append(name)
    names = [
        f"{', '.join(sources)}" if whose == "unknown" else f"{whose} ({', '.join(sources)})"
        for whose, sources in by_claimant.items()
    ]
    several = len(names) > 1
    return f"{' and '.join(names)} {verb if several else f'{verb}s'}"


def _date_conflicts(said: Sequence[Said[tuple[date, date]]]) -> Iterator[Conflict]:
    def meet(one: tuple[date, date], other: tuple[date, date]) -> bool:
        return one[0] <= other[1] and other[0] <= one[1]

    def nearly(one: tuple[date, date], other: tuple[date, date]) -> bool:
        day = timedelta(days=1)
        return one[0] - day <= other[1] and other[0] - day <= one[1]

    groups = sorted(_opposed(said, meet), key=lambda group: group[0].value)
    if groups:
        slight = not _opposed(said, nearly)
        conflict = _conflict("date", groups, slight=slight)
        if slight:
            note = "; a day apart, as a night or two time zones can make it."
            conflict = replace(conflict, sentence=conflict.sentence.removesuffix(".") + note)
        yield conflict


def _depth_conflicts(said: Sequence[Said[Depth]]) -> Iterator[Conflict]:
    def meet(one: Depth, other: Depth) -> bool:
        if one.into and other.into and one.into != other.into:
            return False
        return one.from_m <= other.to_m and other.from_m <= one.to_m

    several = len({s.value.into for s in said if s.value.into}) > 1
    told = [
        replace(s, words=f"{s.words} inside {COUNTRY_NAMES[s.value.into]}")
        if several and s.value.into
        else s
        for s in said
    ]
    groups = sorted(_opposed(told, meet), key=lambda group: group[0].value.low_km)
    if groups:
        yield _conflict("depth", groups, slight=False)


def _toll_conflicts(
    said: Sequence[Said[dict[str, dict[str, Toll]]]],
) -> Iterator[Conflict]:
    for harm in HARMS:
        of_harm = [
            Said(s.claim, _bounds(s.value[harm]), _number_in_words(s, harm))
            for s in said
            if harm in s.value
        ]
        groups = sorted(_opposed(of_harm, _agree), key=lambda group: _least(group[0].value))
        if groups:
            yield _conflict("toll", groups, slight=False)


def _bounds(parts: Mapping[str, Toll]) -> tuple[tuple[str, int, float], ...]:
    return tuple(
        (party, toll.low or 0, float("inf") if toll.high is None else toll.high)
        for party, toll in sorted(parts.items())
    )


def _least(bounds: tuple[tuple[str, int, float], ...]) -> tuple[int, float]:
    return bounds[0][1], bounds[0][2]


def _agree(
    one: tuple[tuple[str, int, float], ...], other: tuple[tuple[str, int, float], ...]
) -> bool:
    """Whether two claims' numbers can both be right."""
    first, second = ({party: bounds for party, *bounds in said} for said in (one, other))
    for party in first.keys() & second.keys():
        if first[party][0] > second[party][1] or second[party][0] > first[party][1]:
            return False
    for whole, parts in ((first, second), (second, first)):
        if "" in whole and "" not in parts:
            least = sum(low for party, (low, _) in parts.items() if party != "militants")
            least = max(least, *(low for low, _ in parts.values()))
            if whole[""][1] < least:
                return False
    return True


def _number_in_words(said: Said[dict[str, dict[str, Toll]]], harm: str) -> str:
    """The number as it was read, where one number is all; else the claim's own words."""
    parts = said.value[harm]
    toll = parts.get("")
    if len(parts) == 1 and toll and toll.low is not None and toll.low == toll.high:
        return f"{toll.low} {harm}"
    return repr(said.words)


def _crossing_conflicts(claims: Sequence[Claim]) -> Iterator[Conflict]:
    said = [
        Said(c, c.crossed, _CROSSED_WORDS[c.crossed]) for c in claims if c.crossed in _CROSSED_WORDS
    ]
    groups = _opposed(said, lambda one, other: one == other)
    if groups:
        yield _conflict("crossed", groups, slight=False)


def _place_conflicts(incident: Incident, geocoder: Geocoder) -> Iterator[Conflict]:
    claims = tuple(
        replace(claim, stance=None, says_depth=None)
        for claim in incident.claims
        if claim.says_place
    )
    listed = read_accounts(replace(incident, claims=claims), geocoder).listed

    def meet(one: Account, other: Account) -> bool:
        if one.footprint is None or other.footprint is None:
            return True
        return intersection(one.footprint, other.footprint, geocoder.border) is not None

    said = [Said(account.claims[0], account, repr(account.words)) for account in listed]
    groups = _opposed(said, meet)
    if groups:
        told = [
            [Said(claim, group[0].value, group[0].words) for claim in group[0].value.claims]
            for group in groups
        ]
        yield _conflict("place", told, slight=False)


def _marked_conflicts(incident: Incident, marked: Sequence[Claim]) -> Iterator[Conflict]:
    """Claims that somebody marked as conflicting, and that differ in nothing that was read."""
    other = [c for c in incident.claims if c.stance in (None, "supports")]
    with_place = [c for c in other if c.says_place]
    only_place = [
        c
        for c in marked
        if c.says_place and not (c.says_date or c.says_toll or c.crossed in _CROSSED_WORDS)
    ]
    if only_place and with_place:
        told = [
            [Said(c, c.says_place, repr((c.says_place or "")[:LONGEST_QUOTED]))]
            for c in (*only_place, with_place[0])
        ]
        yield _conflict("place", told, slight=False)
    rest = [c for c in marked if not (c in only_place and with_place)]
    if rest:
        against = f" {_voices(other, '').rstrip(' s')}" if other else " the record"
        yield Conflict(
            "event",
            f"{_voices(rest, 'contradict')}{against}.",
            (tuple(c.claim_id for c in rest), tuple(c.claim_id for c in other)),
        )
