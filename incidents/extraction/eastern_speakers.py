"""Whose account a Persian or Urdu sentence is: who stands before the verb of saying."""

from __future__ import annotations

import re

from incidents.extraction.eastern_deeds import folded
from incidents.extraction.reading import is_urdu
from incidents.extraction.speakers import Speaker, group_named

__all__ = ["speakers_in_eastern"]

_THIRD = re.compile(
    r"(?<!\w)(?:حال ?وش|هرانا|کمپین فعالین بلوچ|رسانک|شاهدان(?: عینی)?|شاهد عینی|عینی شاهد\w*|"
    r"منابع "
    r"محلی|"
    r"مقامی (?:لوگ\w*|افراد|ذرایع|صحافی\w*|عمایدین|رهایشی\w*)|اهالی|لواحقین|ورثا|خانواده\w*|بستگان|"
    r"رشته ?دار\w*|رشتے ?دار\w*|انسانی حقوق|حقوق بشر\w*|سماجی کارکن\w*|یونین|انجمن|دیهاتیوں|"
    r"مکین\w*|"
    r"متاثره|ماهی ?گیروں|تاجر رهنما|مزدوروں|اهل خانه|والد نے|بهایی نے|روستاییان|یکی از (?:ساکنان|"
    r"اهالی)|"
    r"ریش ?سفیدان|سازمان ملل|اقوام متحده|یوناما)"
)
_IRANIAN = re.compile(
    r"(?<!\w)(?:ایرنا|ایسنا|تسنیم|خبرگزاری (?:فارس|مهر|صدا و سیما|میزان|تسنیم|دانشجویان)|ایلنا|"
    r"میزان|"
    r"صدا و سیما|سپاه|قرارگاه|مرزبانی|هنگ مرزی|فراجا|پاسداران|باشگاه خبرنگاران|واحد مرکزی خبر|"
    r"دریابانی)"
)
_PAKISTANI = re.compile(
    r"(?<!\w)(?:ایی ایس پی ار|اایی ایس پی ار|پاک فوج|شعبه تعلقات عامه|ایف ?سی|فرنٹییر کور|لیویز|"
    r"ڈپٹی "
    r"کمشنر|اسسٹنٹ کمشنر|کمشنر|ایس ایچ او|ایس ایس پی|ایس پی|ڈی ایی جی|ایی جی|ڈی پی او|دفتر خارجه|"
    r"وزیر "
    r"(?:داخله|اعلی)|محکمه داخله|تحصیلدار|رسالدار|کوسٹ گارڈ\w*|ضلعی انتظامیه|پی ایم ایس ایے|میری "
    r"ٹایم|کسٹم"
    r"\w*|ایف ایی اے|سی ٹی ڈی|سیکیورٹی (?:حکام|ذرایع|فورسز)|سکیورٹی (?:حکام|ذرایع|فورسز)|پولیس|بی "
    r"ڈی ایس)"
)
_OFFICIAL = re.compile(
    r"(?<!\w)(?:سخنگو\w*|فرمانده\w*|فرماندار\w*|استاندار\w*|دادستان\w*|معاون|مدیرکل|مدیر کل|رییس|"
    r"سردار|سرهنگ|سرتیپ|بخشدار|نماینده|وزیر|وزارت|مقام(?:ات|ی)?|روابط عمومی|اطلاعیه|بیانیه|پلیس|"
    r"انتظامی|منبع (?:اگاه|مسیول|امنیتی)|منابع (?:رسمی|امنیتی)|دستگاه|ترجمان|حکام|انتظامیه|افسر|"
    r"اعلامی\w*|بیان میں|کمانڈر|محکمه|ارتش|پدافند|نیروی (?:زمینی|دریایی|هوایی)|سرکاری (?:ذرایع|"
    r"حکام|اهلکار)|عهدیدار|سفیر|سفارت\w*|قونصل\w*|دادگستری|اورژانس|کارگزار|جانشین|حکومت|پریس ریلیز)"
)
_THE_GROUP = re.compile(
    r"(?<!\w)(?:این|ان|مذکوره|کالعدم|شدت پسند|عسکریت پسند|علیحدگی پسند|مسلح) (?:گروه(?:ک)?|"
    r"تنظیم)(?!\w)|نامی (?:\w+ ){0,2}(?:گروه|تنظیم)|گروهک?ی? (?:به نام|موسوم به|که خود را)|"
    r"گروه شبه ?نظامی"
)
_NOBODY = re.compile(r"(?<!\w)(?:ذرایع|منابع|منبع|رپورٹس?|گزارش ?ها)")
_LANDS = {
    "PAK": re.compile(r"(?<!\w)(?:پاکستان|چاغی|پنجگور|کیچ|تربت|گوادر|واشک|کویته|مکران)"),
    "IRN": re.compile(r"(?<!\w)(?:ایران|تهران|سیستان|زاهدان|سراوان|چابهار)"),
}
"""Words that tell whose official one is."""
_STATES = (
    ("IRN", re.compile(r"(?<!\w)(?:ایران|تهران)(?=\s*$)")),
    ("PAK", re.compile(r"(?<!\w)(?:پاکستان|اسلام ?اباد)(?=\s*$)")),
)
"""A country that speaks itself, right before the verb."""
_SAID = re.compile(
    r"(?<!\w)(?:گفت(?:ند|ه)?|افزود|اعلام کرد\w*|اعلام شد|خبر داد\w*|اظهار\w*|بیان کرد\w*|"
    r"تصریح کرد\w*|توضیح داد\w*|تاکید کرد\w*|نوشت\w*|گزارش (?:داد|کرد)\w*|مدعی شد\w*|ادعا کرد\w*|"
    r"تکذیب کرد\w*|رد کرد\w*|یاداور شد\w*|تایید کرد\w*|می ?گوید|می ?گویند|(?:بر ?)?عهده گرفت\w*|"
    r"پذیرفت\w*|دانست\w*|امده است|خواند\w*|کے مطابق|کے بقول|کا (?:کهنا|دعوی|موقف|الزام)|"
    r"کی جانب سے جاری|نے (?:\S+\s){0,12}?(?:کها|بتایا|دعوی|تصدیق|تردید|ذمه داری|قبول|جاری)|"
    r"ذمه داری قبول|میں کها گیا|میں بتایا گیا|مسیولیت)(?!\w)"
)
_ACCORDING = re.compile(
    r"(?<!\w)(?:به گفته|به گزارش|بنا ?بر|بنا به|به نقل از|بر اساس|بر پایه|براساس)\s+"
    r"(?:(?:گزارش|اعلام|اطلاعیه|این)\s+)?(?P<who>[^,.;:]{2,70})"
)


def speakers_in_eastern(text: str) -> list[Speaker]:
    """Who is said to say what a Persian or Urdu sentence tells; empty where nobody is.

    Officials of no named country are those of the country whose language it is.
    """
    plain = folded(text)
    home = "PAK" if is_urdu(text) else "IRN"
    spans = [(m.start("who"), m.end("who")) for m in _ACCORDING.finditer(plain)]
    opening = re.match(r"[^.;:,]{4,60}:\s", plain)
    if opening:
        spans.append((0, opening.end()))
    last = 0
    for match in _SAID.finditer(plain):
        stop = match.start()
        start = max(last, stop - 160, *(plain.rfind(sign, 0, stop) + 1 for sign in ".;:"))
        spans.append((start, stop))
        last = match.end()
        if len(spans) == 5:
            break
    found: dict[tuple[str, str], Speaker] = {}
    for start, end in spans:
        speaker = _named(plain, start, end, home)
        if speaker is not None:
            found.setdefault((speaker.claimant, speaker.origin), speaker)
    listed = list(found.values())
    known = [s for s in listed if s.claimant != "unknown"]
    return known or listed


def _country_beside(window: str, official: re.Match[str], home: str) -> str:
    """The other country where it is named nearer to an official than his own; else ""."""
    start = max(0, official.start() - 22)
    around = window[start : official.end() + 40].partition(",")[0]
    near = [
        (max(m.start() + start - official.end(), official.start() - m.end() - start, 0), country)
        for country, names in _LANDS.items()
        for m in names.finditer(around)
    ]
    nearest = min(near, default=(0, home))[1]
    return nearest if nearest != home else ""


def _named(plain: str, start: int, end: int, home: str) -> Speaker | None:
    window = plain[start:end]
    group = group_named(window, start)
    if group is not None:
        return group
    hits: list[tuple[int, int, str, str]] = []
    for claimant, pattern in (
        ("group", _THE_GROUP),
        ("third party", _THIRD),
        ("IRN", _IRANIAN),
        ("PAK", _PAKISTANI),
        ("", _OFFICIAL),
        ("unknown", _NOBODY),
    ):
        match = pattern.search(window)
        if match:
            who = claimant
            if claimant in ("", "IRN", "PAK"):
                who = _country_beside(window, match, home) or claimant or home
            hits.append((match.start(), match.end(), who, match[0]))
    if not hits:
        for claimant, pattern in _STATES:
            hits += [(m.start(), m.end(), claimant, m[0]) for m in pattern.finditer(window)]
    if not hits:
        return None
    hits.sort(key=lambda hit: (hit[2] != "group", hit[0], -hit[1]))
    first = hits[0]
    return Speaker(start + first[0], start + first[1], first[2], first[3])
