"""Draft incidents: every field of the record that a report fills, with the words it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from incidents import sentences
from incidents.errors import IncidentsError
from incidents.extraction.accounts import claims_of
from incidents.extraction.actors import fill_actor
from incidents.extraction.dating import reckoned_from
from incidents.extraction.deeds import family_of
from incidents.extraction.depth_fields import fill_depth, fill_pillar
from incidents.extraction.events import Telling, tellings_of
from incidents.extraction.fields import Evidence, Fields, Sides
from incidents.extraction.fire_sides import side_of_fire
from incidents.extraction.losses import fill_tolls
from incidents.extraction.mishaps import MISHAP
from incidents.extraction.naming import name_actor
from incidents.extraction.reading import read
from incidents.extraction.siding import correct_side_by_type, fill_side_by_type
from incidents.extraction.strength import fill_personnel
from incidents.extraction.targets import fill_target
from incidents.extraction.weaving import woven
from incidents.extraction.whereabouts import town_of_dateline
from incidents.record import EventType, Incident

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from incidents.dates import Days
    from incidents.duplicates import Suggestion
    from incidents.extraction.whereabouts import SaidPlace

__all__ = ["Draft", "Evidence", "UndatedError", "extract"]

MAX_DRAFTS = 200
"""Of a text that tells of more, the first are drafted."""

_LONGEST_SUMMARY = 300


class UndatedError(IncidentsError):
    """Incidents are told whose day cannot be known without the day of publication."""


@dataclass(frozen=True)
class Draft:
    """A proposed incident with the evidence of each field.

    `incident` has the status "draft". `remarks` say what a person should look at: a day that was
    guessed, an account that contradicts another, what was not read. `duplicates` are filled by
    `placing.drafts_placed`.
    """

    incident: Incident
    evidence: Mapping[str, tuple[Evidence, ...]]
    remarks: tuple[str, ...] = ()
    duplicates: tuple[Suggestion, ...] = ()


def extract(text: str, *, published: date | None = None) -> tuple[Draft, ...]:
    """Propose the incidents that a report tells of.

    Parameters
    ----------
    text
        A report as plain text, in English, Persian or Urdu; `reading.MAX_CHARACTERS` are read.
    published
        The day of publication, from which "Wednesday" and "October 17" are reckoned. Where it is
        not given, the day in the report's own dateline, else the latest full date in it.

    Returns
    -------
    tuple of Draft
        In the order of the report; empty where it tells of no incident.

    Raises
    ------
    UndatedError
        If an incident is told and no day can be reckoned.

    Notes
    -----
    Rules only: the same text gives the same drafts. Nothing is stored and nothing is a fact until
    a person has accepted it.
    """
    reading = read(text)
    tellings = tellings_of(reading)
    published = reckoned_from(tellings, reading.plain, published)
    events = woven(tellings, published)
    dated = [(event, event.days) for event in events if event.days is not None]
    if len(dated) < len(events):
        msg = (
            "The report names no full date, so that its days cannot be reckoned; give the day of "
            "publication (--published 2014-10-22)"
        )
        raise UndatedError(msg)
    remarks = list(reading.remarks)
    if len(events) > MAX_DRAFTS:
        remarks.append(sentences.MOST_DRAFTED.format(all=f"{len(events):,}", count=MAX_DRAFTS))
    report_id = sha256(text.encode("utf-8", "replace")).hexdigest()[:6]
    sides = Sides(tellings, report_id)
    found: list[Draft] = []
    for event, days in dated[:MAX_DRAFTS]:
        before = found[-1].incident if found else None
        fields = Fields(reading, event, published, sides, before)
        drafted = _draft(fields, days, len(found) + 1)
        found.append(replace(drafted, remarks=(*drafted.remarks, *remarks)))
    return tuple(found)


def _draft(fields: Fields, days: Days, number: int) -> Draft:
    """All fields, in the order in which one needs the other."""
    _date(fields)
    _place(fields)
    fill_actor(fields)
    fill_tolls(fields)
    _type(fields)
    fill_side_by_type(fields)
    fields.values.setdefault("acting_side", "unknown")
    correct_side_by_type(fields)
    name_actor(fields)
    fill_personnel(fields)
    fill_target(fields)
    fill_depth(fields)
    fill_pillar(fields)
    claims = claims_of(fields)
    first = fields.listed[0] if fields.listed else None
    summary = fields.as_said(first, 0, len(first.text)) if first else ""
    row: dict[str, object] = {
        "incident_id": f"draft-{days.first.isoformat()}-{fields.sides.report_id}-{number}",
        "status": "draft",
        "date_start": days.first,
        "date_end": days.last,
        "date_precision": days.precision,
        "summary": summary[:_LONGEST_SUMMARY] or None,
        **fields.values,
    }
    if first:
        fields.note("summary", first, 0, len(first.text), 0.5)
    incident = Incident.from_row(row, tuple(claims))
    evidence = {name: tuple(listed) for name, listed in fields.evidence.items()}
    return Draft(incident, evidence, tuple(fields.remarks))


def _date(fields: Fields) -> None:
    event = fields.event
    if event.when is not None:
        telling, when = event.when
        start, end = when.start, when.end
        lead = re.search(
            r"(?:\b(?:on|in|late on|late|early on|early|since|at|in "
            r"the)\s+(?:the\s+)?(?:(?:early|late)\s+hours\s+of\s+)?)+$",
            telling.text[:start],
            re.IGNORECASE,
        )
        if lead:
            start = lead.start()
        tail = re.match(
            r"\s+(?:night|evening|morning|afternoon|midnight|dawn|کی (?:رات|شب|صبح|شام)|"
            r"شب|صبح)\b",
            telling.text[end:],
            re.IGNORECASE,
        )
        if tail:
            end += tail.end()
        confidence = 0.6 if event.day_is_guessed or when.by_report else 0.95
        for name in ("date_start", "date_end", "date_precision"):
            fields.note(name, telling, start, end, confidence)
        for other in fields.listed:
            for again in other.whens:
                if again.words.casefold() == when.words.casefold():
                    fields.note("date_start", other, again.start, again.end, confidence)
    if event.day_is_guessed:
        fields.remarks.append(sentences.DAY_INFERRED)


_ASIDE = -6.0
"""So little a place weighs that the words around it make an office, a hospital or a home."""


def _place(fields: Fields) -> None:
    best: tuple[float, Telling, SaidPlace] | None = None
    for order, telling in enumerate(fields.listed):
        for rank, place in enumerate(telling.places):
            if place.weight <= _ASIDE:
                continue
            score = 10.0 - order * 1.5 - rank * 0.6
            score += 3.0 * place.is_known + 1.0 * bool(place.adm2)
            score += 2.0 if telling in fields.event.tellings else -6.0
            score -= 4.0 if place.is_unit and place.words.casefold().endswith("province") else 0.0
            score -= 4.0 * telling.is_heading
            score += place.weight - 6.0 * _is_of_another(telling, place)
            score -= 9.0 * place.is_province + 3.0 * place.is_origin
            score -= 4.0 * bool(_STREET.search(place.words) and not place.is_known)
            score -= 3.0 if place.name in _CAPITALS and fields.event.family != "diplomacy" else 0.0
            near = min((abs(t[1] - place.start) for t in telling.triggers), default=200)
            score -= min(near, 200) / 200
            if best is None or score > best[0]:
                best = (score, telling, place)
    if (
        best is not None
        and best[1] not in fields.event.tellings
        and fields.event.family == "diplomacy"
        and _is_at_office(fields)
    ):
        return  # a ministry, whatever place is named in what is said besides
    pillar = next(((t, t.pillar) for t in fields.listed if t.pillar), None)
    if best is None and _is_where_before(fields):
        pillar = None
    elif pillar and (best is None or best[2].is_origin):
        telling, (start, end, _) = pillar
        fields.values["verbatim_locality"] = fields.as_said(telling, start, end)
        fields.note("verbatim_locality", telling, start, end, 0.7)
        best = None
    if (best is None or best[2].name in _CAPITALS) and not pillar and _is_where_before(fields):
        _at_sea(fields)
        return
    if best is None and not pillar and not _is_at_office(fields):
        best = _sent_from(fields)
    elif best is not None and not best[2].is_known and _STREET.search(best[2].words):
        best = _sent_from(fields) or best
    if best is None:
        _at_sea(fields)
        return
    _, telling, place = best
    words = re.sub(r"^the\s+", "", fields.as_said(telling, place.start, place.end))
    fields.values["verbatim_locality"] = words
    fields.note(
        "verbatim_locality", telling, place.start, place.end, 0.9 if place.is_known else 0.7
    )
    for other in fields.listed:
        for again in other.places:
            if again.name == place.name:
                fields.note("verbatim_locality", other, again.start, again.end, 0.6)
                if again.country and not place.country:
                    place = replace(place, country=again.country)
                if again.adm2 and not place.adm2:
                    place = replace(place, adm2=again.adm2, adm1=again.adm1 or place.adm1)
    for name, value in (("adm1", place.adm1), ("adm2", place.adm2)):
        if value:
            fields.values[name] = value
            fields.note(name, telling, place.start, place.end, 0.6)
    country = place.country or fields.other_country()
    if country in ("IRN", "PAK", "AFG"):
        fields.values["country_reported"] = country
        fields.note("country_reported", telling, place.start, place.end, 0.7)
    _at_sea(fields)


_SAME_PLACE = re.compile(
    r"\b(?:in|at|near|on|of)\s+the\s+same\s+(?:(?:border|coastal)\s+)?(?:areas?|districts?|towns?|"
    r"city|villages?|regions?|place|locality|stretch|sector|road|tehsil|county|waters)\b",
    re.IGNORECASE,
)


def _is_where_before(fields: Fields) -> bool:
    """Take the place of the event told before where a clause says that it is the same."""
    if fields.before is None or not fields.before.verbatim_locality:
        return False
    for telling in fields.event.tellings:
        same = _SAME_PLACE.search(telling.text)
        if same:
            for name in ("verbatim_locality", "adm1", "adm2", "country_reported"):
                value = getattr(fields.before, name)
                if value:
                    fields.values[name] = value
                    fields.note(name, telling, *same.span(), 0.5)
            return True
    return False


def _sent_from(fields: Fields) -> tuple[float, Telling, SaidPlace] | None:
    """Where no place is named, the town of the dateline; a capital for diplomacy only.

    In a round-up each piece has its own.
    """
    sent = fields.sides.datelines
    if any(t.places for t in fields.event.tellings):
        return None
    own = [t for t in fields.listed if t in sent]
    for telling in own or (sent if len(sent) == 1 else []):
        lead = fields.reading.plain[telling.sentence.start : telling.start]
        town = town_of_dateline(lead)
        if town is not None and (town.name not in _CAPITALS or fields.event.family == "diplomacy"):
            shift = len(lead)
            return 0.0, telling, replace(town, start=town.start - shift, end=town.end - shift)
    return None


def _is_of_another(telling: Telling, place: SaidPlace) -> bool:
    """Whether a place stands behind a deed only spoken about: "over the murder in Zahedan"."""
    last = max((end for _, _, end in telling.talked if end <= place.start), default=-1)
    return last >= 0 and not any(last <= start < place.start for _, start, _ in telling.triggers)


def _is_at_office(fields: Fields) -> bool:
    """Where no place is named, take the ministry that summoned."""
    if fields.event.family == "diplomacy":
        for telling in fields.event.tellings:
            office = _OFFICE.search(telling.text)
            if office:
                fields.values["verbatim_locality"] = fields.as_said(telling, *office.span())
                fields.note("verbatim_locality", telling, *office.span(), 0.5)
                return True
    return False


_STREET = re.compile(r"\b(?:Street|Road|Avenue|Highway|Chowk|Boulevard|Square|Mosque|School)\b")
_OFFICE = re.compile(
    r"\b(?:Foreign (?:Office|Ministry)|[Mm]inistry of [Ff]oreign [Aa]ffairs|foreign ministry)\b|"
    r"دفتر خارجه|وزارت (?:امور )?خارجه"
)


_CAPITALS = frozenset(
    (
        *("Quetta", "Tehran", "Islamabad", "Karachi", "Kabul", "Rawalpindi"),
        *("تهران", "کویٹه", "اسلام اباد", "کراچی", "کابل", "راولپنڈی", "زاهدان"),
    )
)
"""Where much is said, and less is done."""


def _at_sea(fields: Fields) -> None:
    for telling in fields.listed:
        if telling.at_sea and fields.event.family != "diplomacy":
            match = re.search(
                r"\boff\b.{0,40}|\bat sea\b|\btrawlers?\b|\bfishing\b|\bwaters\b|"
                r"\bnautical\b|\bSea\b|سمندر|اب های|ابهای|دریا|لنج",
                telling.text,
            )
            if match:
                fields.values["at_sea"] = True
                fields.note("at_sea", telling, *match.span(), 0.85)
                return


def _type(fields: Fields) -> None:
    kind, telling, span = _best_type(fields)
    fields.values["event_type"] = kind
    if telling is not None:
        fields.note("event_type", telling, *span, 0.7)


_BORDERS = re.compile(
    r"Pakistan|Iran|border|pillar|\bBP\b|boundary|\bline\b|frontier|territor|soil|\bside\b|\bkm|kilom|mile|met(?:re|er)|"
    r"tehsil|country|"
    r"Bal[ou]ch|intru|incurs|trespass|deep|[\u0600-\u06ff]",
    re.IGNORECASE,
)


def _crosses(fields: Fields, words: str) -> bool:
    """Whether a word of entering tells of a border: a raid does where the force is foreign."""
    if _BORDERS.search(words):
        return True
    side, country = fields.values.get("acting_side"), fields.values.get("country_reported")
    country = country or fields.sides.home or fields.sides.region
    return side in ("IRN", "PAK") and country in ("IRN", "PAK") and side != country


def _best_type(fields: Fields) -> tuple[EventType, Telling | None, tuple[int, int]]:
    family = fields.event.family
    fixed = {
        "closure": EventType.BORDER_CLOSURE,
        "diplomacy": EventType.DIPLOMATIC,
        "unrest": EventType.DIPLOMATIC,
        MISHAP: EventType.OTHER,
        "arrest": EventType.ARREST_OR_SEIZURE,
    }
    found: dict[EventType, tuple[Telling, tuple[int, int]]] = {}
    first = fields.event.tellings[:1]
    told = [t for t in fields.listed if not t.denies or t in first] or fields.listed
    for telling in told:
        if telling not in fields.event.tellings and not (
            telling.only_reacts and telling.family == family == "violence"
        ):
            continue
        for kind, start, end in telling.triggers:
            if kind is EventType.INCURSION and not (
                telling.depth is not None or _crosses(fields, telling.text[start:end])
            ):
                continue
            if kind is EventType.AIR_OR_DRONE_STRIKE and found and _is_claim(telling):
                continue  # what a group says that it shot down as well
            if kind is EventType.CROSS_BORDER_FIRE and found and _blames_other(fields, telling):
                continue  # those who fired say that the shots came from over there
            if family_of(kind) == family or family == "violence":
                found.setdefault(kind, (telling, (start, end)))
    if family in fixed:
        kind = fixed[family]
        violent = [k for t in told for k, _, _ in t.triggers if family_of(k) == "violence"]
        if family == "arrest" and violent and EventType.ABDUCTION not in violent:
            violent = violent if fields.values.get("acting_side") == "non-state" else []
            kind = violent[0] if violent else kind
        elif family == "arrest" and fields.values.get("acting_side") == "non-state":
            return EventType.ABDUCTION, *next(iter(found.values()), (None, (0, 0)))
        where = found.get(kind)
        return (kind, *where) if where else (kind, None, (0, 0))
    body = fields.event.body or fields.event.tellings
    early = {
        k
        for t in (*body[:2], *fields.event.tellings)
        if t in body[:2] or t.is_heading
        for k, _, _ in t.triggers
    }
    killed = [h.start for h in body[0].harmed if h.harm == "killed"]
    taken = [start for k, start, _ in body[0].triggers if k is EventType.ABDUCTION]
    fell_first = bool(killed and taken) and min(killed) < min(taken)
    if (EventType.ABDUCTION not in early and body[0].family == "violence") or fell_first:
        found.pop(EventType.ABDUCTION, None)  # taken along by those who had come to kill
    side = fields.values.get("acting_side")
    civilians = any(
        k.startswith(("killed_civilians", "injured_civilians")) for k in fields.values
    ) or any(p.kind == "civilians" for t in fields.event.tellings[:2] for p in t.parties)
    forces = any(
        k.startswith(("killed_irn", "killed_pak", "injured_irn", "injured_pak"))
        for k in fields.values
    )
    mutual = any(_MUTUAL.search(t.text) for t in body[:2])
    order = [EventType.AIR_OR_DRONE_STRIKE, EventType.ABDUCTION]
    if side in ("IRN", "PAK"):
        order.append(EventType.INCURSION)
    order.append(EventType.CROSS_BORDER_FIRE)
    hurt = {
        name.split("_")[1] for name in fields.values if name.startswith(("killed_", "injured_"))
    }
    if not mutual and (
        (side in ("IRN", "PAK") and civilians and not forces) or hurt == {"civilians"}
    ):
        order.append(EventType.SHOOTING_OF_CIVILIANS)
    order += [EventType.AMBUSH_OR_IED, EventType.CROSSING_ATTEMPT, EventType.ARMED_CLASH]
    if not forces and civilians and not mutual:
        order.append(EventType.SHOOTING_OF_CIVILIANS)
    order += [EventType.SHOOTING_OF_CIVILIANS, EventType.INCURSION]
    if (
        EventType.ABDUCTION in found
        and any(number for name, number in fields.values.items() if name.startswith("killed_"))
        and not any(_HELD.search(t.text) for t in fields.listed)
    ):
        led = found.pop(EventType.ABDUCTION)  # led off a few steps, and shot
        found.setdefault(EventType.SHOOTING_OF_CIVILIANS, led)
        order.insert(0, EventType.SHOOTING_OF_CIVILIANS)
    order = _main_first(fields, order, found)
    for kind in order:
        if kind in found:
            where = found[kind]
            if (
                kind is EventType.SHOOTING_OF_CIVILIANS
                and not civilians
                and _is_armed(fields, hurt)
            ):
                kind = EventType.ARMED_CLASH  # noqa: PLW2901 - shots among armed men
            if (
                kind is EventType.ARMED_CLASH
                and hurt == {"civilians"}
                and not mutual
                and _slain(where)
            ):
                kind = EventType.SHOOTING_OF_CIVILIANS  # noqa: PLW2901 - no clash: they were killed
            return kind, *where
    return EventType.OTHER, None, (0, 0)


def _blames_other(fields: Fields, telling: Telling) -> bool:
    """Whether the side that is said to have acted says that the fire was the other's."""
    side = fields.values.get("acting_side")
    came = side_of_fire(telling.text, None)
    return came is not None and {s.claimant for s in telling.speakers} == {side} != {came[0]}


_KILLING = re.compile(
    r"kill(?:ed|ing|s)|murder(?:ed|s|ing)?|slain|slaying|massacred?|gunned\s+down|dead|assassinated",
    re.IGNORECASE,
)


def _slain(where: tuple[Telling, tuple[int, int]]) -> bool:
    """Whether a word of killing tells of an event, and no fight."""
    telling, (start, end) = where
    return _KILLING.fullmatch(telling.text[start:end]) is not None


_HELD = re.compile(
    r"\b(?:kidnap|abduct|hostage|captiv|captor|ransom|missing|whereabouts|undisclosed|unknown\s+"
    r"(?:place|location)|freed|releas|rescu)\w*",
    re.IGNORECASE,
)


def _is_claim(telling: Telling) -> bool:
    return any(speaker.claimant == "group" for speaker in telling.speakers)


def _is_armed(fields: Fields, hurt: set[str]) -> bool:
    """Whether those who were fired at bore arms, or nobody says who they were."""
    if hurt & {"irn", "pak", "militants"}:
        return True
    if hurt == {"total"} and fields.values.get("acting_side") != "unknown":
        return False
    return any(
        p.kind in ("force", "armed", "group") and p is not t.agent
        for t in fields.event.body
        for p in t.parties
        if p.start > min((start for _, start, _ in t.triggers), default=0)
    )


_MUTUAL = re.compile(
    r"\b(?:exchange[sd]? (?:of )?(?:gun)?fire|clash\w*|gun ?battle|gunfight|firefight|"
    r"skirmish\w*|encounter|traded (?:fire|shots)|shoot-?out)\b|درگیری|جهڑپ|مقابله",
    re.IGNORECASE,
)


def _main_first(
    fields: Fields, order: list[EventType], found: dict[EventType, tuple[Telling, tuple[int, int]]]
) -> list[EventType]:
    """What the first clause tells goes before replies and consequences told later."""
    weak = (EventType.ARMED_CLASH, EventType.SHOOTING_OF_CIVILIANS)
    body = fields.event.body or fields.event.tellings
    first = {kind for kind, _, _ in body[0].triggers} if body else set()
    strong = [k for k in order if k in first and k in found and k not in weak]
    return [*strong, *(k for k in order if k not in strong)]
