"""Of which family the event of a clause is: what its words of doing stand for beside one another.

"Seized" is an arrest by a force and an abduction by gunmen; freed captives are a rescue; a crowd
that only mourns tells of no protest; a depth alone says that somebody came in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from incidents.extraction.deeds import Deed, family_of
from incidents.extraction.mishaps import comes_down
from incidents.extraction.reading import for_small, small
from incidents.record import EventType

if TYPE_CHECKING:
    from incidents.extraction.events import Telling

__all__ = [
    "FREES",
    "LOSS",
    "RECOVERS",
    "as_abduction",
    "as_arrest",
    "comes_in",
    "entries",
    "family_told",
    "harms_only",
    "is_of_mishap",
    "is_of_protest",
    "is_rescue",
    "only_reacts",
    "takes_on",
]

E = EventType

_DIPLOMATS = re.compile(
    r"\b(?:officials?|minister|ambassador|envoy|commanders?|general|delegations?|authorities|"
    r"foreign office|foreign ministry|"
    r"embass(?:y|ies)|governments?|sides|countries|president|chief|consul\w*|commission\w*|"
    r"fisherm[ae]n|"
    r"prisoners?|captives?|pilgrims|men|migrants|counterparts?|"
    r"diplomats?|heads?|governors?|security|charge|"
    r"Tehran|Islamabad|commissioner|bodies|guards|soldiers|envoys?|consul\w*|secretar\w+)\b|"
    r"وزیر|سفیر|فرمانده|"
    r"مقام|ناظم الامور|دفتر خارجه|وزارت|کاردار|سفارت|قونصل|حکام|هییت|وفد|مرزبان|کمشنر|استاندار|"
    r"کمیسیون|کمیشن|کمیته|دو کشور|دونوں ملک|پاک ایران",
    re.IGNORECASE,
)
_STATE_ACTS = re.compile(
    r"\b(?:summon|lodged|protest|hand(?:ed|s)|repatriat|deport|recalled|expelled|called to|"
    r"flag meeting|border meeting|sent back|exchanged|swapped|the two (?:met|sat)|"
    r"the two (?:\w+ )?forces|zero point|"
    r"(?:bod(?:y|ies)|coffins?|remains)\b"
    r"[^.;]{0,110}\b(?:arrived|crossed|landed|flown|home)\b)|"
    r"(?<!\w)(?:(?:فلیگ|سرحدی|پرچم) (?:میٹنگ|ملاقات)|"
    r"نشست (?:مرزی|پرچم)|ڈی پورٹ|ملک بدر|بے ?دخل|فراخواند|واپس بلا|"
    r"[اآ]زاد (?:شد|کرد)|رها (?:شد|کر))"
)
_REACTS = for_small(
    r"\b(?:condol(?:ed|ence|ences)|condemn(?:ed|s|ing)?|laud(?:ed|s)|prais(?:ed|es)|"
    r"paid\s+(?:rich\s+|glowing\s+)?tributes?|"
    r"pay(?:s|ing)\s+(?:rich\s+)?tributes?|expressed\s+(?:[\w-]+\s+){0,4}(?:grief|sorrow|"
    r"condolences?|concern|"
    r"solidarity|regret|sadness|shock)|prayed\s+for|denounc(?:ed|es)|commended|hailed|saluted?|"
    r"mourn(?:ed|s)|"
    r"funerals?(?:\s+prayers?)?|buried|laid\s+to\s+rest|pledged|vowed|deplored|blam(?:ed|es|ing)|"
    r"accus(?:ed|es|ing)|strongly\s+reacted|"
    r"protest(?:ed|ing)|demonstrat\w+|rall(?:y|ied|ies)|"
    r"demand(?:ed|ing|s)|call(?:ed|ing)\s+for)\b|"
    r"(?<!\w)(?:مذمت|تعزیت|خراج عقیدت|محکوم کرد|تسلیت|ابراز همدردی|نماز جنازه|تشییع)(?!\w)"
)
"""Words of grief, blame and burial: what they speak of is told elsewhere."""
LOSS = re.compile(
    r"kill(?:ed|s|ing)|injuring|wounding|die[ds]?|dead|"
    r"hurt|injured|wounded|perished|lost their lives|lost his life|"
    r"losing (?:their|"
    r"his) lives?|"
    r"lost her life|lost ",
    re.IGNORECASE,
)


def is_of_mishap(text: str, deed: Deed, mishap: tuple[int, int]) -> bool:
    """Whether a word of doing is part of what befell: who died of it, or the fall itself."""
    _, start, end = deed
    words = text[start:end]
    return (
        (mishap[0] <= start < mishap[1])
        or LOSS.fullmatch(words) is not None
        or comes_down(text, start)
    )


_TAKES = re.compile(
    r"seized|captured|boarded|picked up|detained|stopped|intercepted", re.IGNORECASE
)
_THINGS = re.compile(
    r"[^.;,]{0,40}\b(?:weapons?|arms|ammunition|rifles?|posts?|checkpoints?|control|town|base|"
    r"vehicles?|station)\b",
    re.IGNORECASE,
)


def as_abduction(telling: Telling) -> None:
    """Whom armed men seize is abducted, and not arrested."""
    text = telling.text
    telling.triggers = [
        (E.ABDUCTION, start, end)
        if kind is E.ARREST_OR_SEIZURE
        and _TAKES.fullmatch(text[start:end])
        and not _THINGS.match(text, end)
        else (kind, start, end)
        for kind, start, end in telling.triggers
    ]
    if telling.family == "arrest" and any(kind is E.ABDUCTION for kind, _, _ in telling.triggers):
        telling.family = "violence"


_SEARCHES = re.compile(r"(?:raid|search|storm|enter|burst|broke)", re.IGNORECASE)
_LEADS_OFF = re.compile(r"(?:led|pick|t[oa]+k|whisk|bundl|march|drag)", re.IGNORECASE)
_AGENTS = re.compile(
    r"\b(?:agents|plain-?\s?clothes|intelligence|police|counter-terrorism|CTD|law enforcement)\b",
    re.IGNORECASE,
)


def as_arrest(telling: Telling) -> None:
    """Whom agents lead away from the houses that they search is arrested, and not abducted."""
    text = telling.text
    if (
        telling.family == "violence"
        and not telling.harmed
        and _AGENTS.search(text)
        and any(k is E.ABDUCTION for k, _, _ in telling.triggers)
        and all(
            _LEADS_OFF.match(text, start)
            if kind is E.ABDUCTION
            else kind is E.INCURSION and _SEARCHES.match(text, start)
            for kind, start, _ in telling.triggers
        )
    ):
        telling.family = "arrest"
        telling.triggers = [(E.ARREST_OR_SEIZURE, s, e) for _, s, e in telling.triggers]


FREES = re.compile(r"\b(?:freed|released|liberated)\b", re.IGNORECASE)
RECOVERS = re.compile(
    r"\b(?:recovered|rescued|freed|secured\s+the\s+release)\b[^.;]{0,60}\b(?:kidnapped|abducted|"
    r"hostages?|captives?|"
    r"(?:seized|taken|captured)\s+(?:by|from|on|last))\b",
    re.IGNORECASE,
)
"""Captives whom a force brings back, and no weapons that it finds."""
_SENT_HOME = re.compile(r"\b(?:prison|jail|custody|bail|hand(?:ed|ing)|gesture)", re.IGNORECASE)


def is_rescue(telling: Telling) -> bool:
    """Whether a country's forces free captives: "troops have freed the hostages"."""
    agent, text = telling.agent, telling.text
    if agent is None or agent.kind != "force" or _SENT_HOME.search(text):
        return False
    return all(
        kind is not E.DIPLOMATIC
        or (
            FREES.fullmatch(text[start:end])
            and agent.end <= start
            and not _WAS.search(text[:start])
        )
        for kind, start, end in telling.triggers
    )


_WAS = re.compile(r"\b(?:was|were|been|being)\s+(?:\w+ly\s+)?$", re.IGNORECASE)


def only_reacts(text: str, triggers: list[Deed]) -> bool:
    """Whether all deeds of a clause stand behind a word of grief, blame or burial."""
    reacts = _REACTS.search(small(text))
    return reacts is not None and all(start > reacts.start() for _, start, _ in triggers)


_ENTERS = re.compile(
    r"\b(?:entered|intruded|crossed|trespassed|barged|drove|came|marched|pushed|advanced|walked)\s+"
    r"(?:(?:in)?to|in|on)?\s*(?:the\s+)?$|"
    r"\b(?:flew|flown|hovered|circled|overflew|buzzed|roared|swooped|loitered|passed)\s+(?:low\s+)?(?:over|above|"
    r"around|across)?\s*(?:(?:the\s+)?(?:[\w-]+\s+)(?:of|in|near|around)\s+)?(?:the\s+)?$|"
    r"\b(?:chased|pursued|followed|tracked)\s+[^.;,]{3,50}?\sinto\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def harms_only(text: str, deeds: list[Deed]) -> bool:
    """Whether only harm is told, and how it came about in words that may be of entering."""
    return bool(deeds) and all(LOSS.match(text[start:end]) for _, start, end in deeds)


def entries(telling: Telling) -> list[Deed]:
    """Forces of one country that enter a place of the other, where no country is named."""
    text = telling.text
    return [
        (E.INCURSION, place.start, place.end)
        for place in telling.places
        if place.country in ("IRN", "PAK")
        and _ENTERS.search(text[max(0, place.start - 80) : place.start])
        and any(
            p.kind == "force" and p.side in ("IRN", "PAK") and p.side != place.country
            for p in telling.parties
            if p.end <= place.start
        )
    ][:1]


def comes_in(telling: Telling) -> bool:
    """Whether a force is said to be deep in the other country, whatever the word for it."""
    depth = telling.depth
    return (
        depth is not None
        and bool(depth.into)
        and any(
            p.kind == "force" and p.side in ("IRN", "PAK") and p.side != depth.into
            for p in telling.parties
            if p.end <= depth.start
        )
    )


_CAPTIVES = re.compile(
    r"\b(?:captors?|captives?|hostages?|kidnap\w*|abduct\w*|captivity|let\s+go|walked\s+free|"
    r"home)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:after(?!\s+(?:the\s+)?(?:[\w-]+\s+)?prayers?\b)|when|where|while|as|because|since|said|says|"
    r"told|that|who|but|if)\b",
    re.IGNORECASE,
)


def is_of_protest(telling: Telling, triggers: list[Deed], *, below_day: bool) -> bool:
    """Whether a clause leads with a crowd that marched or blocked a road, on a day of its own.

    The day may stand alone before it: "Tuesday 23 February. A crowd stormed the office."
    """
    crowd, until = next(((s, end) for kind, s, end in triggers if kind is E.OTHER), (-1, -1))
    dated = [w for w in telling.whens if not w.by_report and w.name not in ("span", "year")]
    return crowd >= 0 and (
        any(crowd <= w.deed < until and not w.is_aside for w in dated)
        or (
            (bool(dated) or below_day)
            and not telling.harmed
            and _SUBORDINATE.search(telling.text[:crowd]) is None
        )
    )


def family_told(text: str, triggers: list[Deed], telling: Telling) -> str | None:
    """The family that a clause tells of: by its first main word, diplomacy only among officials."""
    families = [family_of(kind) for kind, _, _ in triggers]
    if "unrest" in families:
        return "unrest"
    if "diplomacy" in families:
        first = min(t[1] for t in triggers if family_of(t[0]) == "diplomacy")
        violent = [t[1] for t in triggers if family_of(t[0]) != "diplomacy"]
        nations = {p.side for p in telling.parties if p.side in ("IRN", "PAK")}
        of_states = len(nations) == 2 or _DIPLOMATS.search(text) or _STATE_ACTS.search(text)
        frees = telling.harmed and all(
            FREES.fullmatch(text[start:end])
            for kind, start, end in triggers
            if kind is E.DIPLOMATIC
        )
        if (
            (of_states or _CAPTIVES.search(text))
            and not frees
            and (
                not violent
                or first <= min(violent)
                or re.search(
                    r"\bsummon|protest|repatriat|deport|hand(?:ed|s|ing)\b[^.;]{0,60}\b(?:over|"
                    r"back|"
                    r"to)\b|احضار|طلب کر|"
                    r"احتجاج",
                    text,
                )
            )
        ):
            return "diplomacy"
        triggers = [t for t in triggers if family_of(t[0]) != "diplomacy"]
        families = [family_of(t[0]) for t in triggers]
    if not triggers:
        return None
    if "closure" in families:
        first = min(t[1] for t in triggers if family_of(t[0]) == "closure")
        if not [
            t
            for t in triggers
            if family_of(t[0]) == "violence"
            and t[1] < first
            and not _AFTER_EAST.search(text[max(0, t[1] - 40) : t[1]])
        ]:
            return "closure"
    if "violence" in families:
        weak = all(
            kind in (E.ARMED_CLASH, E.SHOOTING_OF_CIVILIANS, E.INCURSION, E.CROSSING_ATTEMPT)
            for kind, _, _ in triggers
            if family_of(kind) == "violence"
        )
        arrests = [t for t in triggers if t[0] is E.ARREST_OR_SEIZURE]
        crossed = any(
            kind is E.INCURSION and not text.startswith(("raid", "search"), start)
            for kind, start, _ in triggers
        )
        if arrests and weak and not telling.harmed and not crossed:
            return "arrest"
        return "violence"
    return families[0]


_AFTER_EAST = re.compile(r"(?<!\w)(?:پس از|بعد از|در پی|به دنبال)\s+(?:[^\s.,;]+\s){0,3}$")
"""Behind it stands in Persian what was before: "پس از کشته شدن دو نفر, مرز را بستند"."""
_THEM_EAST = re.compile(r"(?<!\w)(?:انهیں|ان کو|ان سب کو|انان را|انها را|وی را|ایشان را)(?!\w)")


def takes_on(telling: Telling) -> bool:
    """Whether a Persian or Urdu clause hands on or holds "them", who were taken before."""
    return (
        _THEM_EAST.search(telling.text) is not None
        and not telling.whens
        and not telling.harmed
        and all(t[0] in (E.ARREST_OR_SEIZURE, E.DIPLOMATIC) for t in telling.triggers)
    )
