"""Tolls in Persian and Urdu, where who was hit stands before the verb.

Words are gone through from the right. All people told since the last finite verb belong to the
next word of harm, unless a particle makes them who did it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from geodata.numbers import EASTERN, number_in
from incidents.extraction.eastern_persons import FINITE, HARM, WORD, noun_at, party_of_noun
from incidents.extraction.persons import Harmed, People
from incidents.extraction.reading import is_urdu
from incidents.record import Count

__all__ = ["harmed_in_eastern"]

_BEHIND = re.compile(
    rf"(?<!\w)(?:جان(?=\s+(?:\d|{EASTERN}\s))|شهادت|کشته شدن|به شهادت رسیدن|زخمی شدن|مجروح شدن|"
    rf"مجروحیت|جراحت|هلاکت|به هلاکت "
    r"رساندن|به هلاکت رسیدن|جان باختن|قتل|ترور|مرگ|مصدومیت|زخمی کردن|کشتن)\s+"
    r"(?=(?:حداقل\s+|دست کم\s+|حدود\s+)?[^\W_]+)"
)
_ATTRIBUTE = re.compile(
    r"\s*(?:شدگان|هونے والے|هونے والا|هونے والوں|هونے والی|شده(?=\s+(?:به|در|را|از))|کی حالت|کو "
    r"(?:هسپتال|"
    r"اسپتال|طبی|ابتدایی|کویٹه|کراچی|تربت)|به (?:بیمارستان|مرکز|درمانگاه)|ان\b|"
    r"کے (?:لواحقین|ورثا|بهایی|والد|خلاف|واقع)|کی (?:تحقیقات|مذمت)|پر (?:احتجاج|تعزیت|افسوس))"
)
_NOBODY = re.compile(
    r"(?<!\w)(?:هیچ ?(?:یک|کدام) از [^.;]{2,40}? (?:آسیب\w*|اسیب\w*|کشته|زخمی) (?:ند\w+|نشد\w*)|"
    r"کویی (?:\w+ )?جانی نقصان نهیں|جانی نقصان نهیں|بدون تلفات|"
    r"تلفات(?:ی)?\s+(?:جانی\s+)?(?:در بر\s+)?نداشت\w*|(?:خسارت|"
    r"تلفات)\s+جانی\s+(?:یا مالی\s+)?(?:در\s?پی\s+|در\s?بر\s+|به دنبال\s+|به همراه\s+)?(?:نداشت\w*|"
    r"گزارش نشد\w*|نداد\w*)|تلفاتی (?:گزارش نشد\w*|نداشت\w*|در بر نداشت\w*|به همراه نداشت\w*)|"
    r"(?:به )?کسی (?:کشته|زخمی|اسیب|آسیب|آسیبی|اسیبی)(?: (?:یا|و) (?:کشته|زخمی|مجروح))? (?:نشد\w*|"
    r"ندید\w*|نرسید\w*)|(?:هیچ|کویی) (?:کس|فرد|شخص|نفر)\w* (?:کشته|زخمی|"
    r"هلاک)\s*(?:و \w+ )?(?:نشد\w*|نهیں)|جانی نقصان کی (?:کویی )?(?:اطلاع|خبر) نهیں|"
    r"کسی (?:قسم کے )?جانی نقصان کی|کسی کو (?:کویی )?نقصان نهیں|کویی (?:هلاک|زخمی|شخص زخمی|"
    r"هلاکت)\s*(?:یا زخمی )?نهیں|کسی کے زخمی|(?:به )?کسی آسیبی نرسید\w*|تلفات جانی نداشت\w*|"
    r"(?:کشته|زخمی|تلفات)\s?ا?ی (?:نداشت\w*|گزارش نشد\w*|(?:در بر|به همراه|در پی|بر جای?) ن\w+))"
)
_OF_FOES = re.compile(r"هلاک|معدوم|جهنم|درک|انجام|کیفر")
_OF_OWN = re.compile(r"شهید|شهدا|شهادت|پیوست")
"""Words for a death that are said of enemies only, or of one's own only."""
_STANDS = re.compile(
    r"(?:(?:شمار|تعداد|آمار|امار)\s+(?:کشته\s?(?:ها|شدگان)?|شهدا\w*|شهیدان|جان\s?باختگان|قربانیان|"
    r"تلفات)[^.;]{0,90}?\s+به\s+(?P<fa>\d{1,3}|" + EASTERN + r")\s*(?:نفر|تن|شهید|کشته|رسید)|"
    r"(?:هلاکتوں|اموات|مرنے والوں|جاں بحق (?:هونے والوں|افراد)|شهدا|شهید هونے والوں|هلاک "
    r"شدگان|شهیدوں)\s+کی\s+(?:کل\s+|مجموعی\s+)?تعداد\s+(?:بڑه کر\s+)?(?P<ur>\d{1,3}|"
    + EASTERN
    + r")\s+"
    r"(?:تک\s+)?(?:هو|پهنچ|هے|$))"
)
_PUT_AT = re.compile(
    r"(?:(?P<dead>کشته ?(?:ها|شدگان)|جان ?باختگان|شهدا|قربانیان)|زخمی ?(?:ها|شدگان)|مجروحان|"
    r"مصدومان)"
    rf"(?:ی [^.;,]{{2,30}}?)?\s+را\s+(?:دست ?کم\s+|حداقل\s+|حدود\s+|بیش "
    rf"از\s+)?(?P<count>\d{{1,3}}|{EASTERN})"
    r"(?!\w)"
)
_CORPSES = re.compile(
    rf"(?<!\w)(?P<count>\d{{1,3}}|{EASTERN})\s+(?:[^\W\d_]+\s+)?(?:لاشیں|لاش|جسد|جنازه)"
    r"(?!\w)[^.;]{0,40}?(?:ملی|برامد|کشف|پیدا|لای|پهنچ)|"
    rf"(?<!\w)(?:جسد|اجساد|پیکر(?:\s+بی\s?جان)?|جنازه)\s+(?P<behind>\d{{1,3}}|{EASTERN})\s"
    r"[^.;]{0,60}?(?:کشف|پیدا|یافت)"
)
_LEFT = re.compile(
    rf"(?<!\w)(?:بر|به)\s?جای?\s+(?:گذاشتن|نهادن)\s+(?P<count>\d{{1,3}}|{EASTERN})\s+"
    rf"(?:کشته|جسد|جنازه)(?!\w)|(?<!\w)(?P<behind>\d{{1,3}}|{EASTERN})\s+(?:کشته|جسد|جنازه)\s+"
    r"(?:از خود\s+)?(?:بر|به)\s?جای?\s+(?:گذاشت|نهاد)"
)
_RAIDERS = re.compile(r"مهاجم|مسلح|تروریست|شبه ?نظامی|شورشی|اشرار")
"""Who leaves his dead behind has lost them: "مهاجمان با بر جای گذاشتن دو کشته گریختند"."""
_HURT_ONES = re.compile(
    rf"(?<!\w)(?P<count>\d{{1,3}}|{EASTERN})\s+(?:شدید\s+)?(?:زخمی|مجروح)\s+(?P<noun>[^\W\d_]+)"
    r"(?=\s+(?:کو|به|را)\s)"
)
"""The wounded as they are carried: "تین زخمی اهلکاروں کو"."""
_LATER = re.compile(
    r"بیمارستان|هسپتال|اسپتال|درمانگاه|تاب نه لا|تاب نه لات\w*|شدت جراحات|شدت جراحت|بعدازاں|بعد "
    r"میں|دوران علاج|زیر علاج|ساعاتی بعد|ساعتی بعد|چل بس|دم توڑ|جراحات وارده|بر اثر جراحات"
)
_DOER = re.compile(
    r"\s+(?:نے|سے|کی (?:فایرنگ|جانب|طرف|کارروایی|اندها|گولی)|کے (?:هاتهوں|حملے|ساته)|پر)(?!\w)"
)
_DOER_BEFORE = re.compile(
    r"(?<!\w)(?:توسط|با|به دست|از سوی|علیه|به سوی|به سمت|بر|میان|تعقیب)\s+(?:یک\s+)?$"
)


def harmed_in_eastern(text: str, people: list[People]) -> list[Harmed]:
    """Who of the people in a Persian or Urdu sentence was killed or wounded."""
    found: list[Harmed] = []
    stands = _STANDS.search(text)
    if stands:
        said = number_in(stands["fa"] or stands["ur"])
        if said is not None:
            group = "fa" if stands["fa"] else "ur"
            start, end = stands.span(group)
            party = "forces" if group == "fa" and _OF_OWN.search(stands[0]) else ""
            one = People(start, end, Count(said, said, said), party, stands[group])
            found.append(Harmed("killed", one, stands.start(), stands.end(), stands=True))
    for match in _PUT_AT.finditer(text):
        said = number_in(match["count"])
        if said is not None:
            harm_kind = "killed" if match["dead"] else "injured"
            one = People(
                match.start("count"),
                match.end("count"),
                Count(said, said, said),
                "forces" if "شهد" in match[0] else "",
                match["count"],
            )
            found.append(Harmed(harm_kind, one, match.start(), match.end()))
    for match in _CORPSES.finditer(text):
        group = "count" if match["count"] else "behind"
        said = number_in(match[group])
        if said is not None:
            start, end = match.span(group)
            party = next((p.party for p in people if p.start == start), "")
            one = People(start, end, Count(said, said, said), party, match[group])
            found.append(Harmed("killed", one, match.start(), match.end()))
    for match in _LEFT.finditer(text):
        group = "count" if match["count"] else "behind"
        said = number_in(match[group])
        if said is not None:
            start, end = match.span(group)
            party = "militants" if _RAIDERS.search(text[: match.start()]) else ""
            one = People(start, end, Count(said, said, said), party, match[group])
            found.append(Harmed("killed", one, match.start(), match.end()))
    for match in _HURT_ONES.finditer(text):
        is_dying = any(p.whole for p in people if p.start == match.start("count"))
        said = number_in(match["count"])
        noun, end = noun_at(text, match.start("noun"), urdu=is_urdu(text))
        if said is not None and noun and not is_dying:
            words = text[match.start() : end]
            party = party_of_noun(noun, words)
            one = People(match.start(), end, Count(said, said, said), party, words, part=True)
            found.append(Harmed("injured", one, match.start(), end))
    told = [(h.start, h.end) for h in found]
    nobody = _NOBODY.search(text)
    used: set[int] = set()
    for match in _BEHIND.finditer(text):
        harm = HARM.search(text, match.start(), match.end())
        kind = "killed" if harm is None or harm["killed"] else "injured"
        place = match.end()
        for k, one in enumerate(people):
            if one.start >= place and k not in used:
                if re.fullmatch(r"\s*(?:و|اور|,)?\s*", text[place : one.start]):
                    used.add(k)
                    place = one.end
                    found.append(Harmed(kind, one, match.start(), one.end))
                else:
                    break
    last = 0
    behind = [m.span() for m in _BEHIND.finditer(text)] if used else []
    harms = list(HARM.finditer(text))
    for harm in harms:
        if any(start <= harm.start() < end for start, end in behind) and any(
            h.start == start for h in found for start, end in behind if start <= harm.start() < end
        ):
            last = harm.end()
            continue
        if (nobody and nobody.start() < harm.end() and harm.start() < nobody.end()) or any(
            start <= harm.start() < end for start, end in told
        ):
            last = harm.end()
            continue
        inside = next(
            (k for k, p in enumerate(people) if p.start < harm.start() and harm.end() <= p.end),
            None,
        )
        if inside is not None or _ATTRIBUTE.match(text, harm.end()):
            continue
        if re.match(r"\s*\S{0,10}\s*(?:نشد|نهیں|نکرد)", text[harm.end() :]):
            continue
        kind = "killed" if harm["killed"] else "injured"
        victims = _victims(text, people, used, last, harm.start())
        if not victims and kind == "killed" and _goes_on(text, found, harm.start()):
            last_end = found[-1].end
            found = [
                replace(h, harm="killed", end=harm.end()) if h.end == last_end else h for h in found
            ]
            continue
        if not victims and kind == "killed":
            shared = _same_subject(text, found, harm.start())
            if shared is not None:
                found.append(Harmed("killed", shared.people, shared.start, harm.end(), later=True))
                continue
        later = kind == "killed" and _LATER.search(
            text[max(0, harm.start() - 70) : harm.end() + 30]
        )
        if not victims and later and not any(h.later for h in found):
            dying = _wounded_one(text, harm)
            if dying is not None:
                found.append(Harmed("killed", dying, dying.start, harm.end(), later=True))
        parties = {h.people.party for h in found} - {""}
        for k in victims:
            used.add(k)
            one = people[k]
            if one.party == "" and len(parties) == 1 and (one.headless or one.further):
                one = replace(one, party=next(iter(parties)))
            elif one.party == "" and one.headless and not parties:
                one = replace(one, party=_party_of_whole(text, people[:k], one))
            if one.party in ("", "forces") and _OF_FOES.search(harm[0]) and not is_urdu(text):
                one = replace(one, party="militants")
            elif one.party == "" and _OF_OWN.search(harm[0]):
                one = replace(one, party="forces")
            found.append(
                Harmed(kind, one, min(one.start, harm.start()), harm.end(), later=bool(later))
            )
        last = harm.end()
    if nobody and not any(h.harm == "killed" for h in found):
        none = People(nobody.start(), nobody.end(), Count(0, 0, 0), "", nobody[0])
        found.insert(0, Harmed("killed", none, nobody.start(), nobody.end()))
    return found


def _party_of_whole(text: str, before: list[People], part: People) -> str:
    """The party of the people of whom a bare number are some: "چار مسافروں کو ... تین هلاک"."""
    more = [p for p in before if (p.count.best or 0) >= (part.count.best or 0)]
    return more[-1].party if more and not _DOER.match(text, more[-1].end) else ""


def _victims(text: str, people: list[People], used: set[int], last: int, stop: int) -> list[int]:
    """Who stands before a word of harm, since the last one or the last finite verb."""
    chain: list[int] = []
    place = stop
    for k in range(len(people) - 1, -1, -1):
        one = people[k]
        if one.end > place:
            continue
        if k in used or one.start < last:
            break
        gap = text[one.end : place]
        if ";" in gap or (_ends_clause(gap) and not _relative(gap)):
            break
        if re.match(r"\s+سمیت(?!\w)", text[one.end :]):
            continue
        if chain and people[chain[0]].part and not one.part and len(gap) < 40:
            chain = [k]
            place = one.start
            continue
        if chain and not re.fullmatch(
            r"\s*(?:[^\W\d_]+\s){0,2}?(?:,|و|اور|نیز|به همراه|همراه با|,\s*و|سمیت|کے ساته|اور ان "
            r"کے|اور اس کے|اور اس کی|"
            r"اور ان کی|اور اس کا|اور ان کا|و همچنین)\s*(?:ایک\s+)?",
            gap,
        ):
            if people[chain[0]].part or re.match(r"\s*(?:سمیت|شامل|از جمله)", text[one.end :]):
                continue
            break
        if (
            _DOER.match(text, one.end) and not text.startswith("جام شهادت", stop)
        ) or _DOER_BEFORE.search(text[max(0, one.start - 14) : one.start]):
            if chain:
                break
            continue
        chain.insert(0, k)
        place = one.start
    if len(chain) > 1:
        first, *rest = chain
        total = sum(people[k].count.best or 0 for k in rest)
        if (
            people[first].count.best == total
            and "," in text[people[first].end : people[rest[0]].start]
        ):
            return [first]
    return chain


def _ends_clause(gap: str) -> bool:
    """Whether a finite verb stands between, behind which no "and" takes the subject on."""
    finite = [m.end() for m in WORD.finditer(gap) if m[0] in FINITE]
    return bool(finite) and not re.fullmatch(
        r"\s*,?\s*(?:و|اور)\s+(?:[^\W\d_]+\s+){0,5}", gap[finite[-1] :] + " "
    )


def _relative(gap: str) -> bool:
    """Whether the verb between stands in a relative clause: "که به شدت زخمی شده بود"."""
    return re.match(r"\s*(?:,\s*)?(?:که|جو|جس|جن)\s", gap) is not None


def _goes_on(text: str, found: list[Harmed], stop: int) -> bool:
    """Whether those just said to be hit are said to have died in the same breath."""
    return bool(
        found
        and found[-1].harm == "injured"
        and re.fullmatch(
            r"\s*(?:[^\W\d_]+\s+){0,4}?(?:و|اور)\s+(?:[^\W\d_]+\s+){0,4}",
            text[found[-1].end : stop],
        )
    )


def _same_subject(text: str, found: list[Harmed], stop: int) -> Harmed | None:
    """The wounded one of a relative clause, who is then said to have died."""
    if not found or found[-1].harm != "injured":
        return None
    last = found[-1]
    if (
        re.match(r"\s*(?:,\s*)?(?:که|جو)\s", text[last.people.end : stop])
        and (last.people.count.best or 0) <= 2
    ):
        found.pop()
        return last
    return None


def _wounded_one(text: str, harm: re.Match[str]) -> People | None:
    """One of the wounded who died: "زخمی ڈراییور چل بسا", "مجروح حادثه درگذشت"."""
    match = re.search(
        r"(?<!\w)(?:زخمی|مجروح)\s+(?:هونے والا\s+|هونے والی\s+)?(?P<noun>[^\W\d_]+)",
        text[: harm.start()],
    )
    if match is None:
        return None
    kind, end = noun_at(text, match.start("noun"), urdu=is_urdu(text))
    if not kind:
        return None
    words = text[match.start() : end]
    return People(
        match.start(),
        end,
        Count(1, 1, 1),
        party_of_noun(kind, words),
        words,
        part=True,
        whole="wounded",
    )
