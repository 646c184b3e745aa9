"""Who says so: the accounts of an event in a report, each a claim, and which contradict another."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from incidents import sentences
from incidents.extraction.eastern_deeds import folded
from incidents.extraction.losses import party_hit
from incidents.extraction.parties import OTHER_STATE
from incidents.extraction.speakers import Speaker, claims_responsibility
from incidents.record import Claim, Count, EventType

if TYPE_CHECKING:
    from incidents.extraction.events import Telling
    from incidents.extraction.fields import Fields

__all__ = ["claims_of"]

_LONGEST_CLAIM = 1_000


@dataclass
class Account:
    """A claim in the making."""

    claimant: str
    origin: str | None
    tellings: list[Telling] = field(default_factory=list)
    denies: bool = False
    speakers: list[tuple[Telling, Speaker]] = field(default_factory=list)


def claims_of(fields: Fields) -> list[Claim]:
    """The claims of an event, one for each account, with what each of them says."""
    made = _accounts(fields)
    main = next((c for c in made if not c.denies), made[0])
    claims = []
    for number, account in enumerate(made, 1):
        conflicts = (
            account is not main
            and (
                account.denies
                or _differs(fields, main, account)
                or _calls_otherwise(fields, main, account)
                or _is_of_other_depth(main, account)
                or _tells_otherwise(fields, account)
            )
            and account.claimant != main.claimant
        )
        said = account.tellings
        whole = " ".join(fields.as_said(t, 0, len(t.text)) for t in said)[:_LONGEST_CLAIM]
        crossed = _crossed(fields, account, conflicts=conflicts)
        claims.append(
            Claim(
                claim_id=f"claim-{number}",
                published=fields.published.isoformat() if fields.published else None,
                claimant=account.claimant,
                origin=_origin(fields, account),
                stance="conflicts" if conflicts else "supports",
                crossed=crossed,
                says_date=_first_said(fields, said, "date"),
                says_place=_first_said(fields, said, "place"),
                says_depth=_first_said(fields, said, "depth"),
                says_toll=_first_said(fields, said, "toll"),
                text=whole or None,
            )
        )
        for telling in said:
            fields.note("claims", telling, 0, len(telling.text), 0.7)
        if conflicts:
            speaker = _origin(fields, account) or account.claimant
            fields.remarks.append(sentences.CONTRADICTS.format(speaker=speaker))
            for telling in said:
                fields.note("conflicts", telling, 0, len(telling.text), 0.7)
    return claims


def _accounts(fields: Fields) -> list[Account]:
    """The accounts of the event: whose, in which clauses; the report's own where nobody's."""
    made: dict[tuple[str, str], Account] = {}
    last: tuple[str, str] | None = None
    unsaid: list[Telling] = []
    for telling in _told(fields):
        if telling.is_heading and len(fields.listed) > 1:
            continue
        speakers = [_resolved(fields, s, telling) for s in _speakers(telling)]
        keys = [(s.claimant, s.origin) for s in speakers]
        if (
            not keys
            and last
            and re.match(
                r"\W*(?:he|she|it|they|the statement|the spokes\w+)\b|.*\b(?:he|she|it|"
                r"they)\s+(?:said|added|claimed)\b",
                telling.text,
                re.IGNORECASE,
            )
        ):
            keys = [last]
        if not keys:
            unsaid.append(telling)
            continue
        for key, speaker in zip(keys, [*speakers, None], strict=False):
            account = made.setdefault(key, Account(key[0], key[1] or None))
            if telling not in account.tellings:
                account.tellings.append(telling)
            account.denies = account.denies or telling.denies
            if speaker:
                account.speakers.append((telling, speaker))
                fields.note("claimant", telling, speaker.start, speaker.end, 0.7)
        last = keys[-1]
    listed = list(made.values())
    if not listed:
        teller = fields.sides.teller or "unknown"
        side = str(fields.values.get("acting_side") or "")
        if teller == "unknown" and fields.event.family == "diplomacy" and side in ("IRN", "PAK"):
            teller = side  # a state's own act is told by the state
        origin = _agency(fields) or fields.sides.agency or None
        listed = [Account(teller, origin, unsaid or fields.listed[:1])]
    else:
        told = Account(fields.sides.teller or "unknown", _agency(fields), unsaid)
        if unsaid and all(
            account.denies or (account.claimant == "group" and _differs(fields, told, account))
            for account in listed
        ):
            listed.insert(0, told)
        first = next((a for a in listed if not a.denies), listed[0])
        first.tellings = sorted(
            {id(t): t for t in (*unsaid, *first.tellings)}.values(), key=lambda t: t.start
        )
    return listed


def _told(fields: Fields) -> list[Telling]:
    """The clauses of the event, and those in which a group owns up to it among others."""
    if fields.event.family != "violence" or fields.values.get("acting_side") in ("IRN", "PAK"):
        return fields.listed
    return [*fields.listed, *(t for t in fields.sides.claims_of_several if t not in fields.listed)]


def _speakers(telling: Telling) -> list[Speaker]:
    """Who speaks in a clause; a group that owns up to a deed speaks too."""
    speakers = list(telling.speakers)
    if claims_responsibility(telling.text) and not any(s.claimant == "group" for s in speakers):
        speakers += [
            Speaker(p.start, p.end, "group", p.name) for p in telling.parties if p.kind == "group"
        ][:1]
    return speakers


def _agency(fields: Fields) -> str | None:
    return next((t.agency for t in fields.listed if t.agency), None)


def _resolved(fields: Fields, speaker: Speaker, telling: Telling) -> Speaker:
    """Officials of no named country: of the country that acts or tells, else of the place."""
    if speaker.claimant != "unknown":
        return speaker
    if _NOBODY_NAMED.search(speaker.origin):
        teller = fields.sides.teller
        return replace(speaker, claimant=teller) if teller else speaker
    country = fields.sides.home
    if _ARMS.search(speaker.origin):
        agent = telling.agent
        known = fields.sides.of(speaker.origin)
        hit = {h.people.party.upper() for h in telling.harmed} & {"IRN", "PAK"}
        of_force = agent is not None and agent.kind in ("nation", "force")
        if agent is not None and of_force and agent.side in ("IRN", "PAK") and not hit:
            country = agent.side
        elif known:
            country = known
    if country not in ("IRN", "PAK"):
        named = {p.country for t in fields.event.tellings for p in t.places if p.country}
        country = str(named.pop()) if len(named) == 1 else ""
    if country not in ("IRN", "PAK"):
        country = str(fields.values.get("country_reported") or "")
    if country not in ("IRN", "PAK"):
        country = fields.sides.region or _side_hit(fields)
    if country in ("IRN", "PAK"):
        return replace(speaker, claimant=country)
    return speaker


_NOBODY_NAMED = re.compile(
    r"^(?:the |local |some |several |other )*sources?|report|group|ذرایع|منابع|منبع", re.IGNORECASE
)
_ARMS = re.compile(r"\b(?:army|military|corps|air force|navy|ground force)\b", re.IGNORECASE)


def _side_hit(fields: Fields) -> str:
    """The country whose officials tell of it: the one that was fired at or entered."""
    side = str(fields.values.get("acting_side") or "")
    if fields.event.family in ("arrest", "closure", "diplomacy"):
        return side
    if fields.values.get("incursion_kind"):
        return OTHER_STATE.get(side, "")
    return ""


def _differs(fields: Fields, main: Account, other: Account) -> bool:
    """Whether two accounts count the same people and come to different numbers."""

    def counted(account: Account) -> dict[tuple[str, str], Count]:
        return {
            (h.harm, party_hit(fields, t, h)): h.people.count
            for t in account.tellings
            if not t.old_figure
            for h in t.harmed
            if not h.people.definite
        }

    one, two = counted(main), counted(other)
    dead = [
        any(harm == "killed" and (count.low or count.best) for (harm, _), count in said.items())
        for said in (one, two)
    ]
    nobody = [said.get(("killed", "total")) == Count(0, 0, 0) for said in (one, two)]
    if (dead[0] and nobody[1]) or (dead[1] and nobody[0]):
        return True
    pairs = [(one[key], two[key]) for key in one.keys() & two.keys()]
    if other.claimant == "group":
        mine, its = (_lost(said) for said in (one, two))
        if mine is not None and its is not None:
            pairs.append((mine, its))
    for harm in ("killed", "injured"):
        forces = [one[harm, side] for side in ("irn", "pak") if (harm, side) in one]
        if len(forces) == 1 and (harm, "total") in two and other.claimant == "group":
            pairs.append((forces[0], two[harm, "total"]))  # whom a group says that it killed
    for a, b in pairs:
        low, high = (a.low or 0), (a.high if a.high is not None else 10**9)
        if low > (b.high if b.high is not None else 10**9) or (b.low or 0) > high:
            return True
    return False


def _lost(said: dict[tuple[str, str], Count]) -> Count | None:
    """Those killed who were no fighters, where an account counts them as one party only."""
    dead = [c for (harm, party), c in said.items() if harm == "killed" and party != "militants"]
    return dead[0] if len(dead) == 1 and dead[0].best else None


def _is_of_other_depth(main: Account, other: Account) -> bool:
    """Whether two accounts say how deep it was and no depth fits both."""
    one, two = ([t.depth for t in a.tellings if t.depth] for a in (main, other))
    if len(one) != 1 or len(two) != 1 or {t.depth for t in other.tellings} & set(one):
        return False
    return one[0].low_km > two[0].high_km or two[0].low_km > one[0].high_km


_OTHERWISE = re.compile(
    r"\b(?:tells?|told|g[ai]ves?|gave|offer\w*|present\w*|paint\w*)\s+(?:it\s+|"
    r"things\s+)?(?:an?\s+|"
    r"the\s+)?(?:very\s+|entirely\s+|quite\s+)?(?:different|another|other|contrary|opposite|"
    r"conflicting|differing)\b|\b(?:different|another|second|third|contrary|conflicting)\s+"
    r"(?:account|version|story|picture|explanation)\b|\bthe\s+version\s+given\s+(?:in|by)\b|"
    r"\bother\s+way\s+(?:a)?round\b",
    re.IGNORECASE,
)


def _tells_otherwise(fields: Fields, account: Account) -> bool:
    """Whether an account is told as another version: "Tehran gave a different account"."""
    first = min(account.tellings, key=lambda t: t.start)
    paragraph = first.sentence.paragraph
    return any(
        t.sentence.paragraph == paragraph and t.start <= first.start and _OTHERWISE.search(t.text)
        for t in [*fields.listed, *account.tellings]
    )


_CALLED_ARMED = re.compile(
    r"\b(?:militants?|terrorists?|separatists?|insurgents?|rebels?|gunm[ae]n|armed|bandits?|"
    r"outlaws?|"
    r"hideouts?|smugglers|traffickers)\b",
    re.IGNORECASE,
)
_CALLED_HARMLESS = re.compile(
    r"\b(?:civilians?|women|children|girls?|unarmed|not\s+(?:been\s+)?armed|labou?rers?|farmers?|"
    r"villagers?|students?|herders?|shepherds?|carriers?|porters?|workers?|never\s+held\s+a\s+gun|"
    r"mud\s+houses?|no\s+(?:\w+\s+)?(?:link|ties?|connection))\b",
    re.IGNORECASE,
)


def _calls_otherwise(fields: Fields, main: Account, other: Account) -> bool:
    """Whether the dead of one account are fighters and those of another are not."""
    side = fields.values.get("acting_side")
    if side not in ("IRN", "PAK") or other.claimant == side:
        return False
    one, two = (" ".join(t.text for t in account.tellings) for account in (main, other))
    return bool(
        _CALLED_ARMED.search(one)
        and not _CALLED_HARMLESS.search(one)
        and _CALLED_HARMLESS.search(two)
        and any(name.startswith("killed_") for name in fields.values)
    )


_NOT_OVER = re.compile(
    r"\b(?:nobody|no one|none|not|never|no \w+)\s+(?:\w+\s+){0,3}(?:crossed|entered|cross)\b|"
    r"\b(?:stayed|remained|kept)\s+(?:\w+\s+){0,3}?(?:on|inside|within)\s+(?:its|their|our|his)\s+own\s+"
    r"(?:side|soil|territory|land)\b",
    re.IGNORECASE,
)
_NEAR_IT = re.compile(
    r"\b(?:stayed|remained|kept|operated)\s+within\s+[^.;]{3,40}\s+of\s+the\s+(?:line|border|frontier)\b",
    re.IGNORECASE,
)
"""Who was never farther from the line may have been on either side of it."""


def _crossed(fields: Fields, account: Account, *, conflicts: bool) -> str:
    text = " ".join(t.text for t in account.tellings)
    if _NOT_OVER.search(text):
        return "no"
    if _NEAR_IT.search(text):
        return "unknown"
    if fields.values["event_type"] == EventType.INCURSION and not conflicts:
        return "yes"
    return "unknown"


def _origin(fields: Fields, account: Account) -> str | None:
    """Who speaks, in the letters of the report where its words stand there."""
    words = folded(account.origin or "")
    start = folded(fields.reading.plain).find(words) if words else -1
    return account.origin if start < 0 else fields.reading.said(start, start + len(words))


def _first_said(fields: Fields, tellings: list[Telling], what: str) -> str | None:
    for telling in tellings:
        if what == "date":
            for when in telling.whens:
                if not when.by_report and when.name not in (
                    "span",
                    "future",
                    "year",
                    "last year",
                ):
                    return fields.as_said(telling, when.start, when.end)[:200]
        elif what == "place" and telling.places:
            place = telling.places[0]
            return fields.as_said(telling, place.start, place.end)[:200]
        elif what == "depth" and telling.depth:
            return fields.as_said(telling, telling.depth.start, telling.depth.end)[:200]
        elif what == "toll" and telling.harmed:
            low = min(h.start for h in telling.harmed)
            high = max(h.end for h in telling.harmed)
            return fields.as_said(telling, low, high)[:200]
    return None
