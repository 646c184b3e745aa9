"""Where, in Persian and Urdu: names of places behind or before a noun for one, and known names.

A name may stand with what is not the place of the event: an office, a hospital, a way, a home. Such
names are told apart by the words around them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from incidents.extraction.eastern_deeds import folded

__all__ = ["Spot", "spots_in"]


@dataclass(frozen=True)
class Spot:
    """A name that may be a place, by offsets in the sentence.

    `kind` is "spot" for a village, a post or alike, "near" for what lies by it, "town", "part" (of
    a district), "district" or "province", "around" for an area in which the next name lies, ""
    where only the name stands; `is_aside` marks names of what is not the place of an event,
    `is_measured` those that are only near: from which a distance is counted, to which a road leads.
    """

    start: int
    end: int
    name: str
    kind: str
    is_aside: bool = False
    is_measured: bool = False


_SPOT_NOUNS = (
    r"روستای|روستاهای|پاسگاه(?: مرزی| انتظامی| مرزبانی)?|ایستگاه|نوار مرزی|منطقه(?: مرزی| عمومی|"
    r" کوهستانی)?|مناطق مرزی|ارتفاعات|کوه های|کوهستان|گردنه|گلوگاه|دره(?: های)?|محور|محله|مرز|"
    r"نقطه صفر مرزی|نقطه صفر|پایانه مرزی|پایانه|بازارچه(?: مرزی| مشترک)?|"
    r"گذرگاه(?: مرزی)?|گزرگاه|کراسنگ|وادی|موضع|بندرگاه|رودخانه|پل|اسکله|سواحل|ساحل|اب های|جزیره|"
    r"میدان|بازار|علاقے|گاوں|گاؤں|گوٹه|قصبے|پهاڑی سلسلے|مقام"
)
_NEAR_NOUNS = r"حوالی|نزدیکی|اطراف|حومه"
_TOWN_NOUNS = r"شهر|بندر|شهر مرزی|سرحدی شهر|شهر کے|سرحدی قصبے"
_PART_NOUNS = r"تحصیل|سب تحصیل|بخش|دهستان|یونین کونسل"
_UNIT_NOUNS = r"شهرستان(?: مرزی)?|ضلع|ڈویژن"
_PROVINCE_NOUNS = r"استان|صوبه|صوبے"
_NAME_WORD = (
    r"(?!(?:هدف|در|از|با|به|بر|مورد|را|و|یک(?!\sمچ)|رخ|توسط|میں|کے|کی|کا|پر|نے|کو|سے|واقع|درگیر|"
    r"حمله|بود|"
    r"شد|کشته|که|است|روز|شب|صبح|دو|سه|ایک|چار|تین|این|ان|ای|تا|نیز|هم|برای|اور|بهی|کیا|گیا|هوا|"
    r"هویی|هویے|مرزی|سرحدی|مشترک|مختلف|مشهور|نزدیک|قریب|دیگر|مذکور|مذکوره|متاثره|ایرانی|پاکستانی|"
    r"پاکستان|ایران|خاک|کشور|همسایه|خود|اپنے|هر|کسی|اس|ان|کچه|کیی|چند|هشت|محل|حادثه|وقوع|داخله|"
    r"خارجه|عدالت|بنیادی|سرچ|کلیرنس|باڑ|فوجی|گزشته|روانه|کها|بتایا|هے|هیں|تها|تهے|جهاں|جس|جو|"
    r"شهرستان|استان|ضلع|تحصیل|صفر|بعد|پس|پیش|زیر|رو|مسلح|تحت|کوهستانی|صعب|جنوب|شمال|شرق|غرب|جنوبی|"
    r"شمالی|شرقی|غربی|دور|بالا|پایین|مرکزی|اصلی|قدیم|جدید|عمومی|نام|موسوم|منتقل|صوبه|محاصره|منفجر|"
    r"هنگام|وارد|عبور|توقیف|متوقف|مسدود|بسته|شلیک|اصابت|فرود|تیراندازی|هنوز|همچنان|ساعت|حدود|ظهر|"
    r"عصر|بامداد|شامگاه|نیروهای|ماموران|مرزبانان|میان|سوی|طرف|سمت|های|ها|هایی|بوده|شده|کرده|رفته|"
    r"امده|داده|گرفته|هستند|نیست|می|شهید|گزارش|توصیف|زخمی|مجروح|هلاک|جاں|جان|قتل|شهادت|ربوده|"
    r"دستگیر|بازداشت|گرفتار|گولی|فایرنگ|دهماکا|دهماکه|اغوا|کشف|رسید|رسیدند|داد|گفت|خبر|اعلام|"
    r"راهداری|سرحدی گیٹ|مین|زیرو|پواینٹ|گیٹ|بارڈر|قافلے|گاڑی|گاڑیوں|فورسز|اهلکار|اهلکاروں|رات|صبح|"
    r"شام|دن|وقت|دوپهر|افراد|نامعلوم|سکیورٹی|سیکیورٹی|هسپتال|اسپتال|بیمارستان|میل|میله|ستون|پلر|"
    r"کمپ|چوکی|چوکیوں|پوسٹ|تهانے|اڈے|دفتر|پاسگاه|نقطه|روستای|روستا|گاوں|علاقه|علاقے|مسجد|مدرسه|"
    r"مدرسے|سکول|اسکول|مکان|گهر|گهروں|سڑک|شاهراه|سرحد|سرحدوں|چیک|چوک|ندی|کهیت|نخلستان|هوٹل|دکان|"
    r"فیکٹری|عمارت|اندر|پار|لکیر|خیابان|جاده|خانه|داشته|باشند|باشد|خواهد|خواهند|"
    r"نامی|تحویل|هدف|مورد|درگیر|حوالے|احضار)(?!\w))[^\W\d_]{2,}"
)
_BEFORE_NAME = tuple(
    (
        kind,
        re.compile(
            rf"(?<!\w)(?:{nouns})\s+(?P<name>{_NAME_WORD}(?:\s(?:و\s)?{_NAME_WORD}){{0,2}})"
        ),
    )
    for kind, nouns in (
        ("spot", _SPOT_NOUNS),
        ("near", _NEAR_NOUNS),
        ("town", _TOWN_NOUNS),
        ("part", _PART_NOUNS),
        ("district", _UNIT_NOUNS),
        ("province", _PROVINCE_NOUNS),
    )
)
_CALLED = re.compile(
    rf"(?<!\w)(?P<name>{_NAME_WORD}(?:\s{_NAME_WORD})?)\s+نامی\s+(?:سرحدی\s+|پهاڑی\s+)?(?:گاوں|"
    rf"گاؤں|علاقے|علاقه|مقام|قصبے|پهاڑی|گوٹه)|(?<!\w)(?:روستای|منطقه ?ا|محل|جا|پاسگاه|دره ?ا|"
    rf"نقطه ?ا)ی\s+(?:مرزی\s+|کوهستانی\s+)?(?:به نام|بنام|موسوم به|"
    rf"معروف به)\s+(?P<name2>{_NAME_WORD}(?:\s{_NAME_WORD})?)"
)
"""A name given to a noun for a place: "X نامی گاؤں", "روستایی به نام X"."""
_BEHIND_NAME = re.compile(
    rf"(?<!\w)(?P<name>{_NAME_WORD}(?:\s{_NAME_WORD})?)\s+(?:کے\s+(?:سرحدی\s+|نواحی\s+|پهاڑی\s+)?"
    r"(?:علاقے|مقام|قریب|نزدیک|نواح|مضافات|ساحل|پهاڑ|صحرا)\w*|سیکٹر|کراس|بازار|بارڈر|گیٹ|کراسنگ|"
    r"زیرو پواینٹ)(?!\w)"
)
_HOLDS = re.compile(
    r"\s+(?:کے|کی)\s+(?:سرحدی\s+|نواحی\s+|پهاڑی\s+)?(?:علاقے|گاوں|گاؤں|مقام|تحصیل|سب تحصیل|قصبے|"
    rf"گوٹه)\s+{_NAME_WORD}"
)
"""Behind the name of an area in which the next name lies: "تحصیل تمپ کے علاقے گومازی"."""
_NARROWER = re.compile(rf"\s+{_NAME_WORD}(?:\s{_NAME_WORD})?\s+(?:میں|پر|کے|سے|کی)(?!\w)")
_OFFICES = (
    r"(?:فرماندار\w*|فرمانده\w*|دادستان\w*|استاندار\w*|معاون|امام جمعه|امامجمعه|بخشدار\w*|"
    r"شهردار\w*|"
    r"رییس|مدیرکل|مدیر کل|سخنگوی|هنگ مرزی|هنگ|دادگستری|دادگاه|دانشگاه|اداره کل|پلیس|مرزبانی|سپاه|"
    r"انتظامی|نماینده|نمایندگی|روابط عمومی|پزشکی قانونی|اورژانس|مولوی|زندان|دادسرای|کنسولگری|سفارت|"
    r"ڈپٹی کمشنر|اسسٹنٹ کمشنر|کمشنر|ایس پی|ایس ایس پی|ڈی پی او|ڈی ایی جی|تحصیلدار|نایب تحصیلدار|"
    r"ڈی سی|"
    r"پولیس|لیویز|وزیر اعلی|ایم پی اے|ناظم|رکن|چیمبر|پریس کلب|بیمارستان|درمانگاه|مرکز درمانی|"
    r"هسپتال|"
    r"اسپتال|سی ایم ایچ|قونصل\w*|سفارت خانے|ساکن|ساکنان|اهالی|اهل|متولد|زادگاهش|مردم|کمپ|یونیورسٹی)"
)
_BUILDING_BEFORE = re.compile(
    r"(?<!\w)(?:مقر|ساختمان|پایگاه|ستاد|محل|کلانتری|پاسگاه|خودروی?|گشت)\s+(?:\S+\s+){1,3}$"
)
"""What of an office can be attacked, and makes its town the place."""
_OFFICE_BEFORE = re.compile(rf"(?<!\w){_OFFICES}\s+(?:(?!در\s|از\s|نے\s)[^\W\d_]+\s+){{0,2}}$")
_WAY_BEFORE = re.compile(
    r"(?:کیلومتری|کیلومتر|متری|کلومیٹر|مایلی)\s+(?:از\s+)?(?:(?:جنوب|شمال|شرق|غرب|جنوبی|شمالی|"
    r"شرقی|غربی|"
    r"مرکز|شهر|شهرستان|شهری|بندر|روستای)\s+)*$|(?<!\w)فاصله\s+(?:\S+\s+){0,4}$"
)
_HAMLET_BEFORE = re.compile(r"(?<!\w)(?:کلی|گوٹه|بستی)\s+\Z")
"""What belongs to the name of a hamlet: "کلی دوست محمد"."""
_IN_THAT_TOWN = re.compile(r"(?<!\w)(?:در (?:این|همین) شهر(?:ستان)?|(?:اس|اسی) شهر میں)(?!\w)")
_FROM_BEFORE = re.compile(r"(?<!\w)از\s+(?:شهر\s+|شهرستان\s+|استان\s+|مسیر\s+)?$")
_TO_BEFORE = re.compile(r"(?<!\w)(?:به|تا)\s+(?:شهر\s+|شهرستان\s+|بیمارستان\s+|زندان\s+)?$")
_TAKEN = re.compile(
    r"[^.;]{0,40}?(?:منتقل|انتقال|اعزام|سفر|ارسال|بازگشت|گریخت|فرار|برد\w*|تشییع|معرفی|خاک ?سپار)"
)
_AWAY_BEHIND = re.compile(
    r"\s+(?:شهر\s+|بازار\s+)?سے\s+(?:تقریبا\s+|لگ بهگ\s+|قریبا\s+|"
    r"کویی\s+)?\S+\s+(?:\S+\s+){0,2}?(?:کلومیٹر|میل)|\s+(?:سے|تک)\s|\s+(?:جانے|انے|"
    r"لے جا)(?!\s?وال\w+ (?:راست|سڑک|شاهراه))|\s+(?:کے|کی|کا)\s+(?:\S+\s+){0,3}?(?:هسپتال|اسپتال|"
    r"سی ایم ایچ|قبرستان|پولیس|انتظامیه|ڈپٹی|کمشنر|رهایشی|رهنے|عدالت|باشند\w*|مکین\w*|شهری\w*|"
    r"تاجر\w*|صحافی\w*|سماجی|عمایدین|فاصله)|\s+(?:کے\s+)?(?:\S+\s+){0,3}?(?:منتقل|روانه|شفٹ)|"
    r"\s+(?:پولیس|انتظامیه|هسپتال|پریس)|\s+(?:میں\s+)?سپرد خاک|\s+(?:گفت|خبر داد|اعلام|افزود)|"
    r"\s+کے\s+(?:ڈپٹی|اسسٹنٹ)"
)
_MEN_OF = re.compile(r"(?<!\w)(?:ماموران|مرزبانان|نیروهای|پرسنل|کارکنان|سربازان)\s+$")
"""Before a post that only tells whose men they were."""
_ROAD_TO = re.compile(r"\s+جانے\s?وال\w+\s")
_OF_PEOPLE = re.compile(
    r"\s+میں\s[^.;]{0,60}?(?:هونے|(?<!لے )جانے) وال\w+\s+(?!(?:\S+\s)?(?:حمل|دهماک|فایرنگ|واقع|"
    r"جهڑپ|کارروای|گوله|تصادم|بم|راکٹ|مارٹر))"
)
"""A place where people were hit who are only told of: "those killed in X"."""
_TOLD_OF = re.compile(r"(?<!\w)از\s(?:[^\s.;,]+\s){1,9}در\s+$")
"""Before the place of what was told: "از انفجار بمب در زاهدان خبر داد"."""
_TAKEN_FROM = re.compile(r"\s+سے\s[^.;]{0,80}?(?:اغوا|گرفتار|حراست|لاپته|برامد|پکڑ)")
_HERE_BEHIND = re.compile(r"\s+(?:میں|پر|کے\s+(?:علاقے|قریب|مقام|نزدیک))(?!\w)")
_HERE_BEFORE = re.compile(
    rf"(?<!\w)(?:در|{_SPOT_NOUNS}|{_NEAR_NOUNS}|{_TOWN_NOUNS}|{_UNIT_NOUNS})\s+(?:(?:مرزی|"
    rf"سرحدی)\s+)?$"
)
_NEVER = frozenset(
    (
        *("پاکستان", "ایران", "افغانستان", "بلوچستان", "سیستان", "مهر", "فارس", "جنوب", "شرق"),
        *("دی", "تیر", "دم", "پاس", "جنگ", "امن", "پنجاب", "سنده", "بهارت", "هند", "شب", "روز"),
    )
)
_OFTEN_WORDS = frozenset(
    (
        *("سرباز", "پیشین", "بنت", "دامن", "گشت", "راه", "مند", "لار", "هیت", "ماند", "تیس", "سیب"),
        *("سروان", "بم", "ابتر", "اسکان", "اشار", "دادو", "رمین", "سبی", "سکندر", "گلشن", "چمن"),
        *(
            "کرتے",
            "کرتی",
            "کمبل",
            "کهک",
            "مازاد",
            "نکر",
            "هوشک",
            "پارود",
            "سرزه",
            "دوست محمد",
            "لکیر",
        ),
    )
)
"""Names that are common words as well, and count only where they are said to be places."""


def spots_in(text: str, known: list[str]) -> list[Spot]:
    """Names that may be places in a Persian or Urdu sentence, in order.

    Parameters
    ----------
    text
        A sentence of the plain copy.
    known
        Names of known places that stand in it, as they are written there.
    """
    plain = folded(text)
    names = {folded(name).strip(" .:-\"'"): name for name in known}
    found: list[Spot] = []
    for match in _CALLED.finditer(plain):
        _add(found, plain, names, match, "spot", behind=match["name"] is not None)
    for kind, pattern in _BEFORE_NAME:
        for match in pattern.finditer(plain):
            _add(found, plain, names, match, kind)
    for match in _BEHIND_NAME.finditer(plain):
        wider = _NARROWER.match(plain, match.end()) is not None
        _add(found, plain, names, match, "district" if wider else "spot", behind=True)
    for name in names:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", plain):
            start, end = match.span()
            if name in _NEVER or any(s.start < end and start < s.end for s in found):
                continue
            here = _HERE_BEFORE.search(plain[max(0, start - 30) : start]) or _HERE_BEHIND.match(
                plain, end
            )
            if name in _OFTEN_WORDS and not here:
                continue
            found.append(_spot(plain, start, start, end, ""))
            break
    return sorted(found, key=lambda spot: spot.start)


_VERB = re.compile(r"(?:ند|شد|کرد|گرفت|داد|رفت|بود|نمود|یافت|گذاشت|افتاد)$")
_WEAK = re.compile(r"(?:مرز|گذرگاه|میدان|بازار|پل|سواحل|ساحل)\s")
"""Nouns behind which a name counts only where it is known."""


def _add(
    found: list[Spot],
    plain: str,
    names: dict[str, str],
    match: re.Match[str],
    kind: str,
    *,
    behind: bool = False,
) -> None:
    """Keep the name beside a noun for places: a known one in it, else its nearest word."""
    group = "name" if match["name"] else "name2"
    words = match[group].split()
    choices = [
        " ".join(words[first : first + size])
        for size in range(len(words), 0, -1)
        for first in (range(len(words) - size, -1, -1) if behind else range(len(words) - size + 1))
    ]
    name = next((c for c in choices if c in names and c not in _NEVER), "")
    if not name:
        said = [w for w in (words[-2:] if behind else words[:2]) if not _VERB.search(w)]
        if not said or _WEAK.match(match[0]):
            return
        name = " ".join(said)
    if name in _NEVER or len(name) < 2:
        return
    start = match.start(group) + match[group].find(name)
    end = start + len(name)
    hamlet = _HAMLET_BEFORE.search(plain[:start])
    start = hamlet.start() if hamlet else start
    if any(s.start < end and start < s.end for s in found):
        return
    holds = kind != "province" and _HOLDS.match(plain, end) is not None
    found.append(_spot(plain, match.start(), start, end, "around" if holds else kind))


def _spot(plain: str, first: int, start: int, end: int, kind: str) -> Spot:
    before = plain[max(0, first - 50) : first]
    measured = _WAY_BEFORE.search(before) or _ROAD_TO.match(plain, end) or _MEN_OF.search(before)
    aside = _is_aside(plain, first, end)
    return Spot(start, end, plain[start:end], kind, aside, measured is not None)


def _is_aside(plain: str, start: int, end: int) -> bool:
    """Whether the words around a name say that it is not the place of what happened."""
    before = plain[max(0, start - 50) : start]
    if _OFFICE_BEFORE.search(before):
        return not (_IN_THAT_TOWN.search(plain, end) or _BUILDING_BEFORE.search(before))
    if _FROM_BEFORE.search(before):
        return True
    if _OF_PEOPLE.match(plain, end):
        return True
    if _AWAY_BEHIND.match(plain, end) and not (
        _TAKEN_FROM.match(plain, end) or _TOLD_OF.search(plain[:start])
    ):
        return True
    return bool(_TO_BEFORE.search(before) and _TAKEN.match(plain, end))
