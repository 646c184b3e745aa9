"""Accounts: where each claim puts an incident, and what the claims share.

Reports of one event differ in place and depth. "Two kilometres into Pakistan" in Chagai is a band
along that district's border; "two kilometres from Zero Point" is a disc around that gate. Both are
kept and both are shown; neither is averaged into the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.footprints import intersection, to_json
from geodata.lengths import parse_length
from geodata.phrases import parse

if TYPE_CHECKING:
    from geodata.borders import Border
    from geodata.candidates import Candidate
    from geodata.footprints import Footprint
    from geodata.geocoder import Geocoder, GeocodeResult
    from incidents.record import Claim, Incident

_LONGEST_WORDS = 200


@dataclass(frozen=True)
class Account:
    """One way to place an incident, and the claims that place it so.

    `words` are the claims' own. `candidate` is the geocoder's reading of them.
    """

    claims: tuple[Claim, ...]
    words: str
    candidate: Candidate

    @property
    def footprint(self) -> Footprint | None:
        """Where this account puts it, its depth included."""
        return self.candidate.shown


@dataclass(frozen=True)
class Accounts:
    """All accounts of an incident that say where it was.

    `shared` is what all of them leave possible; None where they exclude each other, or where there
    is no more than one.
    """

    listed: tuple[Account, ...]
    shared: Footprint | None


def read_accounts(incident: Incident, geocoder: Geocoder) -> Accounts:
    """Place an incident by each of its claims that says a place or a depth.

    Parameters
    ----------
    incident
        With its claims. What a claim does not say of the place (country, district, pillar) is taken
        from the record; the record's own locality only where the claim names no place.
    geocoder
        Reads the claims' words.

    Returns
    -------
    Accounts
        Claims that lead to one footprint are one account. Those that contradict the incident as a
        whole are left out: they tell of another event or of none. Words that name no place, or
        several, place nothing.
    """
    found: dict[str, Account] = {}
    if incident.at_sea:
        return Accounts((), None)
    for claim in incident.claims:
        if claim.stance == "conflicts" or not (claim.says_place or claim.says_depth):
            continue
        if not claim.says_depth and _names_nothing(claim, incident, geocoder):
            continue
        result = _read(claim, incident, geocoder)
        if result.status != "placed" or result.candidates[0].shown is None:
            continue
        candidate = result.candidates[0]
        words = ", ".join(w for w in (claim.says_depth, claim.says_place) if w)[:_LONGEST_WORDS]
        key = to_json(candidate.shown) if candidate.shown else ""
        known = found.get(key)
        if known is None:
            found[key] = Account((claim,), words, candidate)
        else:
            found[key] = Account((*known.claims, claim), known.words, known.candidate)
    listed = tuple(found.values())
    return Accounts(listed, _shared(listed, geocoder.border))


def _names_nothing(claim: Claim, incident: Incident, geocoder: Geocoder) -> bool:
    """Whether the place that a claim names is unknown, so that only the record's facts are left."""
    alone = geocoder.geocode(claim.says_place or "", country=incident.country_reported)
    return alone.status == "not found"


def _read(claim: Claim, incident: Incident, geocoder: Geocoder) -> GeocodeResult:
    place = claim.says_place or ""
    said = re.sub(r"\([^)]*not a depth[^)]*\)", "", claim.says_depth or "")[:_LONGEST_WORDS]
    depth_km = None
    if said:
        phrase = parse(said)
        length = parse_length(said)
        if phrase.depths or phrase.offsets or phrase.vague_depth:
            place = f"{said}, {place}" if place else said
        elif length is not None and incident.reported_depth_into:
            low_m, high_m = length.as_depth_m
            depth_km = (low_m / 1000, high_m / 1000)
    return geocoder.geocode(
        place or incident.locality or incident.verbatim_locality or "",
        country=incident.country_reported,
        adm1=incident.adm1,
        adm2=incident.adm2,
        border_pillar=incident.border_pillar,
        reported_depth_km=depth_km,
        into=incident.reported_depth_into,
    )


def _shared(listed: tuple[Account, ...], border: Border) -> Footprint | None:
    shapes = [account.footprint for account in listed if account.footprint is not None]
    if len(shapes) < 2:
        return None

    known: Footprint | None = shapes[0]
    for shape in shapes[1:]:
        known = None if known is None else intersection(known, shape, border)
    return known
