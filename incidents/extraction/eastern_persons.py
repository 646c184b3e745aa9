"""Counted people in Persian and Urdu: number, noun, name; and the words that say they were hit.

What a noun means is told by classes of nouns, which stand here as the plain copy writes them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from geodata.numbers import EASTERN, number_in
from incidents.extraction.parties import party_of_people
from incidents.extraction.persons import People, words_of
from incidents.extraction.reading import is_urdu
from incidents.record import Count

__all__ = ["FINITE", "HARM", "WORD", "noun_at", "party_of_noun", "people_in_eastern"]

_COUNTERS = words_of("نفر تن کس فرد نفری عدد")
_FORCE = words_of(
    """سرباز سربازان مامور ماموران افسر افسران درجهدار نیرو نیروی نیروهای نظامی نظامیان پلیس پولیس
    مرزبان مرزبانان پاسدار پاسداران بسیجی بسیجیان اهلکار اهلکاروں سپاهی سپاهیوں فوجی فوجیوں جوانوں
    محافظ محافظوں گارڈ گارڈز حوالدار نایک ناییک صوبیدار کپتان کیپٹن میجر کرنل لیفٹیننٹ بریگیڈییر
    استوار گروهبان ستوان سروان سرگرد سرهنگ سرتیپ سرجوخه سرگروهبان ستوانیکم کانسٹیبل انسپکٹر
    سپاهیان لانس رضاکار رضاکاروں فرمانده کمانڈر ارتشی درجه داران عضو اعضای رکن ارکان اهلکاران
    خلبان خلبانان تکاور تکاوران رزمنده رزمندگان سپوت سپوتوں کماندو کارکنان پرسنل کادر
    نیروهایی پولیساهلکار دژبان سربازوظیفه جمعدار دفعدار"""
)
_SOLDIER_IN_URDU = words_of("جوان جوانوں")
_ARMED = words_of(
    """سرکرده سردسته
    تروریست تروریستها اشرار شرور شبهنظامی مهاجم مهاجمان مهاجمین ضدانقلاب شورشی شورشیان
    عنصر عناصر جنگجو جنگجویان یاغی راهزن دهشتگرد دهشتگردوں شرپسند شرپسندوں عسکریت جنگجووں ڈاکو
    ڈاکووں
    آشوبگر تبهکار تبهکاران گروگانگیر گروگانگیران تکتیرانداز انتحاری عاملان عوامل ضارب ضاربان
    ربایندگان آدمربایان ادمربایان قاتلان حملهاور حملهاوران"""
)
_ARMED_PAIRS = (
    "دهشت گرد", "دهشت گردوں", "حمله اور", "حمله آور", "حمله اوروں", "حمله آوروں", "شدت پسند",
    "شدت پسندوں", "عسکریت پسند", "عسکریت پسندوں", "شبه نظامی", "شبه نظامیان", "فرد مسلح",
    "افراد مسلح", "مسلح افراد", "مرد مسلح", "تروریست های", "عنصر مسلح", "عناصر مسلح",
    "عضو گروهک", "عضو گروه", "اعضای گروهک", "اعضای گروه", "اعضای این گروه", "اعضای آن گروه",
    "عضو تیم", "اعضای تیم", "اعضای این تیم", "اعضای آن تیم", "عضو باند", "اعضای باند", "اعضای هسته",
    "علیحدگی پسند", "مزاحمت کار",
)  # fmt: skip
_CIVIL = words_of(
    """غیرنظامی غیرنظامیان شهروند شهروندان زایر زایران زایرین کارگر کارگران مسافر مسافران مسافروں
    کودک کودکان زن زنان مرد راننده رانندگان روستایی روستاییان چوپان چوپانان دامدار کشاورز
    کشاورزان کاسب فروشنده مغازهدار معلم دانشآموز دانشجو دختر دختران پسر پسران نوجوان نوجوانان
    نوجوانوں همسر فرزند فرزندان برادر برادران خواهر مادر پدر پسرعمو پسربچه دختربچه نوزاد خردسال
    پیرمرد پیرزن خردسالان عابر رهگذر رهگذران صیاد صیادان ماهیگیر ماهیگیران ناخدا ملوان ملوانان
    جاشو تاجر تاجران بازرگان پزشک پرستار امام روحانی مولوی مهندس مهندسان تبعه اتباع مهاجر مهاجران
    سوختبر سوختبران کولبر کولبران اهالی سرنشین سرنشینان قاچاقچی قاچاقچیان معدنچی
    شهری شهریوں مزدور مزدوروں بچے بچوں بچه بچی بچیاں بچیوں خواتین خاتون عورت عورتیں لڑکا لڑکی لڑکے
    لڑکیاں لڑکوں بیٹا بیٹے بیٹوں بیٹی بیٹیاں بیٹیوں بهنوں عورتوں مردوں بهایی بهاییوں بهن اهلیه بیوی
    شوهر والد والده ماں باپ
    چچا بهتیجا بهانجا داماد سسر کسان کسانوں چرواها چرواهے چرواهوں ڈراییور ڈراییوروں دکاندار
    دکانداروں استاد طالبعلم طالب راهگیر راهگیروں مچهیرے مچهیروں ماهیگیروں ملاح ملاحوں تاجروں
    دیهاتی دیهاتیوں مقامی باشندے باشندوں باشنده نوجوانوں کنڈکٹر باورچی درزی حجام مستری مکینک انجینیر
    ٹهیکیدار صحافی وکیل امام خطیب زمیندار مالدار رشتے رشتهدار اسمگلر اسمگلروں تیلفروش بچگان
    مراجعان مراجعین نمازگزاران نمازی نمازیوں پناهگزین طالبات طالبعلموں مسافرین محنتکش سکنه ایرانیان
    پاکستانیان افغان افغانستانی"""
)
_CIVIL_PAIRS = (
    "غیر نظامی", "غیر نظامیان", "سوخت بر", "سوخت بران", "ماهی گیر", "ماهی گیروں", "ماهی گیران",
    "دانش آموز", "مغازه دار", "طالب علم", "رشتے دار", "رشته دار", "محنت کش", "تیل بردار",
    "کول بر", "پسر بچه", "دختر بچه", "راه گیر", "راه گیروں", "موٹر ساییکل سوار", "خانه بدوش",
)  # fmt: skip
_COMPANIONS = words_of("ساتهی ساتهیوں همراه همراهان همرزم همرزمان همکار همکاران دوست همراهانش")
_NEUTRAL = _COMPANIONS | words_of(
    "نفر تن کس افراد فرد شخص لوگ لوگوں اشخاص جنازه لاش لاشیں جسد پیکر دیگر مزید"
)
_RANKS = words_of(
    """سپاهی حوالدار نایک ناییک لانس صوبیدار کپتان کیپٹن میجر کرنل لیفٹیننٹ بریگیڈییر استوار گروهبان
    ستوان ستوانیکم سروان سرگرد سرهنگ سرتیپ سرجوخه کانسٹیبل انسپکٹر سرباز ستواندوم سرگروهبان
    سردار امیر سرلشکر دریادار ناوبان خلبان رایڈر پاسدار بسیجی مرزبان استواریکم جمعدار دفعدار
    سیپاهی"""
)
_KIN = words_of(
    """ماں باپ دادا دادی نانا نانی خاله پهوپهی ماموں همسر فرزند برادر خواهر مادر پدر پسر دختر کودک
    بهایی بهن اهلیه بیوی شوهر والد والده ماں باپ
    بیٹا بیٹی
    بچه بچی چچا بهتیجا بهانجا داماد کزن ساتهی نوزاد برادرزاده خواهرزاده پسرعمو همراه"""
)
_GIVEN = re.compile(
    r"(?:محمد|احمد|علی|عبدال\w*|غلام|حسین|حسن|رضا|امیر|سید|مهدی|حاجی|میر|ملا|نور|گل|خان|ابراهیم|"
    r"یوسف|"
    r"اسماعیل|کریم|رحیم|اکبر)\w*\Z"
)
"""First names that stand behind a soldier's noun where it is no rank."""
_VAGUE = {
    "چند": (3, 9), "چندین": (3, 9), "کیی": (3, 9), "متعدد": (2, None), "ده ها": (20, 99),
    "دهها": (20, 99), "درجنوں": (24, 99), "صدها": (200, None), "سینکڑوں": (200, None),
    "شماری": (2, None), "تعدادی": (2, None),
}  # fmt: skip
_NUMBER = re.compile(
    rf"(?<![\w.,:/-])(?:(?P<bound>حداقل|دست کم|دستکم|حدود|نزدیک به|بیش از|کم از کم|تقریبا|قریبا|لگ "
    rf"بهگ)\s+)?(?P<count>\d{{1,3}}(?![\d.,:/]*\d|%)|"
    rf"(?:{'|'.join(sorted(_VAGUE, key=len, reverse=True))})(?!\w)|{EASTERN}(?!\w)|هر دو|دونوں|"
    r"تینوں|یکی(?!\w))(?P<over>\s+سے\s+(?:زاید|زیاده))?"
)
_BOUNDS = {
    "حداقل": "low", "دست کم": "low", "دستکم": "low", "کم از کم": "low", "بیش از": "more",
}  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")
_NO_MORE = words_of(
    """و اور در میں به را کو نے که پر سے با تا کے کی کا جو جس هے هیں تها تهے کلومیٹر کیلومتر
    کیلومتری
    متر متری میٹر روز دن هفته هفتے سال ماه ساعت ساعته دقیقه منٹ گهنٹے خودرو خودروی پاسگاه ایستگاه
    مقر مرکز گولے گوله گلوله راکٹ مارٹر گاڑی گاڑیوں گاڑیاں میزایل خمپاره فروند دستگاه قبضه کیلو
    کیلوگرم لیتر لیٹر تنکالا قایق کشتی خانه باب هزار میلیون میلین ملین میلیارد لاکه کروڑ فیصد درصد
    بار مرتبه بج بجے شد شدند کرد کردند بود بودند است داد دادند رسید رسیدند بر بی توسط هنوز ضلع
    استان شهرستان مارچ اپریل میی جون جولایی اگست ستمبر اکتوبر نومبر دسمبر جنوری فروری فروردین
    بامداد ظهر عصر شامگاه صبح شب جمعه شنبه دوشنبه سهشنبه چهارشنبه پنجشنبه یکشنبه
    بجے اردیبهشت خرداد تیر مرداد شهریور مهر ابان آبان اذر آذر دی بهمن اسفند کیمپ گهر گهروں تلفن طرف
    پیکاپ موتورسیکلت موتر موٹر ٹرک کشتیاں کشتیوں لانچ بیرل رکنی"""
)
FINITE = words_of(
    """شد شدند شدهاند کرد کردند نمود نمودند بود بودند است هستند داشت داشتند گرفت گرفتند رفت رفتند
    آمد آمدند امد امدند گفت گفتند داد دادند زد زدند گشودند گشود رسید رسیدند گریختند شود شوند
    هوا هوے هویے هویی هوی هے هیں تها تهے تهی تهیں گیا گیے گیی کیا کیے دیا دیے دی لیا کها بتایا
    پهنچا گرے گرا آیا آیے کهولی چلاییں باختند باخت یافت یافتند سپرد سپردند کنند کند"""
)
_KILLED = (
    r"کشته|کشتند|کشت(?=\s*(?:و|[.,;]|$))|شهید|هلاک|هلاکت|شهادت|جان باخت\w*|جان خود را|جان سپرد\w*|"
    r"جانش را|فوت|درگذشت|جاں بحق|جان بحق|جاں به حق|مارے گیے|مارے جا\w*|مارا گیا|"
    r"(?<!گولی )ماری گیی\w*|مار ڈالا|مار دیا|مار دیے|قتل|ترور|چل بس\w*|دم توڑ\w*|جان سے گی\w*|"
    r"(?:موت|انتقال)(?= (?:هو|واقع))|جان کی بازی هار\w*|جام شهادت|جان دے دی|از پا درآمد\w*|"
    r"از پای درآمد\w*|از پای درامد\w*|از پا درامد\w*|معدوم|دنیا سے رخصت|جان گنوا\w*|لقمه اجل|"
    r"لقمهء اجل|جهنم واصل|انجام کو پهنچ\w*|کیفر کردار|به (?:جمع )?(?:همرزمان|یاران|"
    r"شهدا)\w* (?:شهیدش )?پیوست\w*|واصل جهنم|واصل به درک|به درک واصل"
)
_INJURED = (
    r"زخمی|مجروح\w*|بستری|دچار (?:شکستگی|سوختگی|جراحت|مصدومیت)|تیر خورد\w*|گلوله خورد\w*|"
    r"(?:مورد اصابت|هدف) گلوله (?:قرار|واقع)|گولی کا نشانه|مصدوم|زخم (?:برداشت\w*|سطحی برداشت\w*)|"
    r"جراحت\w*|گهایل|گولی لگی|گولیاں لگیں|آسیب (?:دید\w*|جدی دید\w*)|اسیب (?:دید\w*|جدی دید\w*)|"
    r"از دست داد\w*|ٹانگ ضایع"
)
HARM = re.compile(rf"(?<!\w)(?:(?P<killed>{_KILLED})|(?P<injured>{_INJURED}))(?!\w)")
_KNOWN = re.compile(
    r"(?:از\s+(?:این|آنان|انان|آنها|انها|ایشان)|ان میں سے|جن میں سے|جن میں|دونوں|تینوں|هر دو)"
)
_OF_WOUNDED = re.compile(
    r"(?:\s+(?:نفر|تن))?\s+از\s+(?:این\s+)?(?:[اآ]نان|[اآ]ن ?ها|ایشان|انها|مجروح(?:ان|ین)|زخمی "
    r"?(?:ها|های|ان)|مصدومان)(?!\w)"
)
_OF_THE_WOUNDED = re.compile(r"(?:زخمیوں|مجروحین) میں سے\s*$")
_PART_BEFORE = re.compile(
    r"(?<!\w)(?:شامل|از جمله|که (?:دو|یک|سه) (?:نفر|تن) از|جن میں|ان میں|ان میں سے|جن میں سے|"
    r"میان انان|میان آنان)\s*[^.;]{0,20}$"
)


def people_in_eastern(text: str) -> list[People]:
    """All counted or named people of a Persian or Urdu sentence, in order."""
    found: list[People] = []
    for match in _NUMBER.finditer(text):
        if found and match.start() < found[-1].end:
            continue
        one = _counted(text, match)
        if one is not None:
            found.append(one)
    urdu = is_urdu(text)
    words = [(m[0], m.start(), m.end()) for m in WORD.finditer(text)]
    for place, (_, start, end) in enumerate(words):
        if any(start < p.end and p.start < end for p in found):
            continue
        one = (
            _named(text, words, place)
            or _son_of(text, words, place, urdu=urdu)
            or _single(text, words, place, urdu=urdu)
        )
        if one is not None and not any(one.start < p.end and p.start < one.end for p in found):
            found.append(one)
    found.sort(key=lambda p: p.start)
    return [_apposed(text, found, k) for k in range(len(found))]


def _apposed(text: str, people: list[People], k: int) -> People:
    """Make those who are named behind "by name" a part of those counted before."""
    one = people[k]
    before = next((p for p in reversed(people[:k]) if not p.named), None)
    if one.named and before and _BY_NAME.search(text[before.end : one.start]):
        return replace(one, part=True)
    return one


_BY_NAME = re.compile(r"به نام|به اسامی|بنام|جن کے نام|کی شناخت|شامل|عبارتند")


def noun_at(text: str, start: int, *, urdu: bool) -> tuple[str, int]:
    """The class of a noun for persons at a place of the text, and where it ends."""
    for pairs, kind in ((_ARMED_PAIRS, "armed"), (_CIVIL_PAIRS, "civil")):
        for pair in pairs:
            end = start + len(pair)
            if text.startswith(pair, start) and not text[end : end + 1].isalpha():
                return kind, end
    word = WORD.match(text, start)
    if word is None:
        return "", start
    bare = word[0]
    if urdu and bare in _SOLDIER_IN_URDU:
        return "force", word.end()
    for kind, nouns in (
        ("armed", _ARMED), ("force", _FORCE), ("civil", _CIVIL), ("people", _NEUTRAL)
    ):  # fmt: skip
        if bare in nouns or (kind != "people" and bare.removesuffix("ی") in nouns):
            return kind, word.end()
    if bare in ("جوان", "جوانی"):
        return "civil", word.end()
    if bare.endswith(("ش", "شان")) and bare.removesuffix("ان").removesuffix("ش") in _KIN:
        return "civil", word.end()
    return "", start


def party_of_noun(kind: str, words: str) -> str:
    """The party of people whose noun is of a class; "forces" where no country is named."""
    if kind == "armed":
        return "militants"
    party = party_of_people(words)
    if party == "irn" and "پاکستان" in words and "ایران" not in words:
        party = "pak"
    if kind == "civil":
        return "civilians"
    if kind == "force":
        return party if party in ("irn", "pak", "militants") else "forces"
    return party


_OF_FAMILY = re.compile(r"\s+(?:از\s+)?(?:اعضای\s+)?(?:(?:یک|همین)\s+)?خانواده(?!\w)")
_FAMILY_BEFORE = re.compile(r"(?<!\w)(?:خاندان|گهرانے)\s+ک[ےی]\s+$")
_ONE_HURT = re.compile(
    r"\s+(?:زخمی|مجروح|مصدوم)(?=\s+(?!(?:هو|هیں|هے|هوا|هویے|شد|کرد|و|اور|جبکه|بهی|حالت)\w*)"
    rf"[^.;]*?(?:{_KILLED}))"
)
"""A number of the wounded who then died: "ایک زخمی هسپتال میں دم توڑ گیا"."""
_OF_SO_MANY = re.compile(
    rf"(?:\s+(?:نفر|تن))?\s+از\s+(?:این\s+|[اآ]ن\s+)?(?:\d{{1,3}}|{EASTERN})(?=\s)"
)
"""What some are of: "یکی از شانزده مامور"."""
_AMONG = re.compile(r"(?P<noun>[^\W\d_]+)\s+میں سے\s*$")
_YEARS = re.compile(r"\s+ساله ?(?:ای)?(?!\w)")
_AGED = re.compile(r"\s+[^\W_]+\s+ساله ?(?:ای)?(?!\w)")


def _counted(text: str, match: re.Match[str]) -> People | None:
    """People that a number counts: "سه نفر از اشرار", "بیس اهلکار", "دو زخمی"."""
    before = text[max(0, match.start() - 8) : match.start()]
    if re.search(r"(?:ساعت|بجے|سنه|سال)\s$", before):
        return None
    if re.search(r"(?:ایف|بی|ڈی|آیی|ایی|سی)\s$", before) and match["count"] == "سی":
        return None
    urdu = is_urdu(text)
    start = match.start()
    place, kind, end = match.end(), "", match.end()
    whole = _OF_SO_MANY.match(text, place)
    if whole:
        place = end = whole.end()
    if _YEARS.match(text, match.end()):
        return None
    aged = _AGED.match(text, match.end())
    if aged:
        place = end = aged.end()
    hurt = _OF_WOUNDED.match(text, match.end()) or _ONE_HURT.match(text, match.end())
    counter = hurt is not None
    if hurt:
        place = end = hurt.end()
    for _ in range(0 if hurt else 6):
        while text[place : place + 1] == " ":
            place += 1
        word = WORD.match(text, place)
        if word is None:
            break
        noun, until = noun_at(text, place, urdu=urdu)
        if word[0] in _COUNTERS and not counter and not kind and noun in ("", "people"):
            counter, end = True, word.end()
            place = word.end()
            of = re.match(r"\s+(?:دیگر\s+)?از\s+(?:این\s+)?", text[place:])
            if of:
                place += of.end()
            continue
        if noun == "people" and word[0] in ("دیگر", "مزید"):
            place = end = word.end()
            counter = True
            continue
        if noun:
            kind, end, place = noun if noun != "people" or not kind else kind, until, until
            continue
        if kind or word[0] in _NO_MORE or HARM.match(text, place) or number_in(word[0]) is not None:
            break
        place = word.end()
    if not kind and not counter:
        if (
            not re.match(
                r"\s+(?:کو\s+)?(?:(?:افراد|دیگر|مزید|نیز|شدید|معمولی|موقع پر(?:\s+هی)?|در دم|"
                r"در جا)\s+)*(?:زخمی|شهید|هلاک|جاں|جان|کشته|مجروح|مارے)",
                text[match.end() :],
            )
            and match["count"] != "یکی"
            and not re.search(r"میں سے\s*$", text[:start])
        ):
            return None
        end = match.end()
        among = _AMONG.search(text[:start])
        if among:
            kind = noun_at(text, among.start("noun"), urdu=urdu)[0]
            start = among.start("noun") if kind else start
    count = _count(match)
    if count is None:
        return None
    tail = (
        re.match(
            r"\s+(?:پلیس|مرزبانی|انتظامی|سپاه(?:\s+پاسداران)?|ارتش|بسیج|وظیفه|ایرانی|پاکستانی|مسلح|"
            r"گروه(?:ک)?\s+(?!(?:کشته|هلاک|به|زخمی|مجروح|در|را|شهید|با|از)(?!\w))\w+|گروهک)(?!\w)",
            text[end:],
        )
        if kind
        else None
    )
    if tail:
        end += tail.end()
    lead = (
        re.search(
            r"(?:ایرانی|پاکستانی|لیویز|ایف\s?سی|پولیس|کوسٹ گارڈز?|فرنٹییر کور|رینجرز|بحریه|فوج)\s+"
            r"(?:(?:سرحدی|فورسز|فورس|فوج|گارڈز?|پولیس|کور|بارڈر)\s+)*(?:کے|کا|کی)\s+$",
            text[max(0, start - 40) : start],
        )
        if urdu
        else None
    )
    words = text[start - (len(lead[0]) if lead else 0) : end]
    if kind == "civil" and re.search(r"مسلح", words):
        kind = "armed"
    elif _OF_FAMILY.match(text, end) or _FAMILY_BEFORE.search(text[max(0, start - 20) : start]):
        kind = "civil"
    known = _KNOWN.search(text[max(0, start - 14) : end]) is not None
    further = (
        _COMPANIONS & set(words.split())
        or re.search(r"دیگر|مزید|اور\s+\S+$", text[max(0, start - 6) : end + 8]) is not None
        or re.match(r"\s+(?:نیز|هم|بهی)\s", text[end:]) is not None
    )
    return People(
        start,
        end,
        count,
        party_of_noun(kind, words) if kind else "",
        words.strip(),
        headless=not kind,
        definite=match["count"] in ("دونوں", "تینوں", "هر دو"),
        whole="wounded" if hurt or _OF_THE_WOUNDED.search(text[:start]) else "",
        part=known or _PART_BEFORE.search(text[max(0, start - 40) : start]) is not None,
        further=bool(further),
    )


def _count(match: re.Match[str]) -> Count | None:
    said = match["count"]
    if said in _VAGUE:
        low, high = _VAGUE[said]
        return Count(low, None, high)
    number = {"هر دو": 2, "دونوں": 2, "تینوں": 3, "یکی": 1}.get(said)
    number = number if number is not None else number_in(said)
    if number is None:
        return None
    bound = _BOUNDS.get(match["bound"] or "")
    if bound == "low":
        return Count(number, number, None)
    if bound == "more" or match["over"]:
        return Count(number + 1, None, None)
    return Count(number, number, number)


def _named(text: str, words: list[tuple[str, int, int]], place: int) -> People | None:
    """A rank with a name: "گروهبان محمد کیخا", "سپاهی اکرم"."""
    word, start, end = words[place]
    follows = words[place + 1][0] if place + 1 < len(words) else ""
    if word not in _RANKS and not (word in _FORCE and _GIVEN.match(follows)):
        return None
    count, last = 0, end
    for other, begin, until in words[place + 1 : place + 6]:
        if text[last:begin].strip(' "') or other in _NO_MORE or HARM.match(text, begin):
            break
        if other in _RANKS or other in _FORCE:
            last = until
            continue
        if other in FINITE or noun_at(text, begin, urdu=False)[0]:
            break
        count, last = count + 1, until
        if count == 3:
            break
    if not count:
        return None
    party = party_of_people(text[start:end])
    party = party if party in ("irn", "pak") else "forces"
    return People(start, last, Count(1, 1, 1), party, text[start:last], named=True)


def _son_of(
    text: str, words: list[tuple[str, int, int]], place: int, *, urdu: bool
) -> People | None:
    """One who is told with his father's name: "اکبر جان ولد غلام"."""
    if words[place][0] not in ("ولد", "فرزند") or place < 1 or place + 1 >= len(words):
        return None
    if not urdu and words[place][0] == "فرزند":
        return None
    first = max(0, place - 2)
    start, end = words[first][1], words[place + 1][2]
    return People(start, end, Count(1, 1, 1), "civilians", text[start:end], named=True)


def _single(
    text: str, words: list[tuple[str, int, int]], place: int, *, urdu: bool
) -> People | None:
    """One who is told without a number: "چوپانی", "همسرش", "اس کی اهلیه", "مامور سومی"."""
    word, start, end = words[place]
    before = words[place - 1][0] if place else ""
    party = ""
    if not urdu:
        if word.endswith("ش") and word[:-1] in _KIN:
            party = "civilians"
        elif word in _KIN and place + 1 < len(words) and words[place + 1][0].endswith("ش"):
            party, end = "civilians", words[place + 1][2]
        elif (
            word.endswith("ی")
            and word[:-1] in (_FORCE | _CIVIL)
            and word
            not in (
                "مرزبانی",
                "پاسداری",
                "سربازی",
                "معلمی",
                "چوپانی",
                "برادری",
                "فرماندهی",
                "پدری",
                "مادری",
                "افغانی",
                "مردی",
                "زنی",
                "کشاورزی",
                "دامداری",
                "نیرویی",
                "فرزندی",
            )
            and before not in ("از", "این", "نیروی", "نیروهای", "لباس")
        ):
            kind = noun_at(text, start, urdu=False)[0]
            party = party_of_noun(kind, word)
        elif word == "جوانی" and before not in ("از", "این", "در", "دوران"):
            party = "civilians"
        elif (
            word in ("زنی", "مردی")
            and before not in ("", "و", "که", "شد", "کرد")
            and not _AGED_BEHIND.match(text, end)
        ):
            return None
        elif word in ("چوپانی", "سربازی", "مردی", "زنی") and before not in ("از", "لباس", "خدمت"):
            party = "forces" if word == "سربازی" else "civilians"
        aged = _AGED_BEHIND.match(text, end)
        if not party and aged and word in (_CIVIL | _FORCE | _KIN) and number_in(before) is None:
            party = party_of_noun(noun_at(text, start, urdu=False)[0] or "civil", word)
        ordinal = re.match(r"\s+(دوم|سوم|چهارم|پنجم|ششم)ی(?!\w)", text[end:])
        if ordinal and noun_at(text, start, urdu=False)[0]:
            kind = noun_at(text, start, urdu=False)[0]
            number = ["دوم", "سوم", "چهارم", "پنجم", "ششم"].index(ordinal[1]) + 2
            stop = end + ordinal.end()
            return People(
                start,
                stop,
                Count(1, 1, 1),
                party_of_noun(kind, word),
                text[start:stop],
                ordinal=number,
            )
    elif before == "نامی" and word in (_CIVIL | _FORCE | _ARMED):
        party = party_of_noun(noun_at(text, start, urdu=True)[0], word)
    elif word in _KIN and (
        before in ("کا", "کی", "کے", "اور")
        or (place + 1 < len(words) and words[place + 1][0] == "اور")
    ):
        party = "civilians"
    if not urdu and _HIS_FELLOW.match(text, start):
        return People(start, end, Count(1, 1, 1), "", text[start:end], further=True)
    if urdu and word == "ساتهی" and before in ("کا", "ایک"):
        return People(start, end, Count(1, 1, 1), "", text[start:end], further=True)
    if not party and word in _ONES and number_in(before) is None and _BY_ITSELF.match(text, end):
        of_force = _THEIR_VEHICLE.search(text[:start]) is not None
        party = "forces" if of_force else party_of_noun(noun_at(text, start, urdu=urdu)[0], word)
        return People(start, end, Count(1, 1, 1), party, text[start:end], definite=True)
    if not party:
        return None
    return People(start, end, Count(1, 1, 1), party, text[start:end])


_HIS_FELLOW = re.compile(
    r"(?:همراه|همکار|همرزم|همسنگر|هم ?خدمت|دوست|همقطار)ی?(?:\s+(?:او|وی|دیگرش)|ش)(?!\w)"
)
_AGED_BEHIND = re.compile(r"\s+\S+\s+(?:و \S+ )?ساله ?(?:ای)?(?!\w)")
_ONES = words_of("راننده سرکرده سردسته ضارب مهاجم چوپان سرنشین خلبان ڈراییور چرواها حملهاور")
"""Who is told as the one of his kind: "the driver was killed"."""
_THEIR_VEHICLE = re.compile(
    r"(?:خودروی?|پیکاپ|اتوبوس)\s+(?:گشت|پلیس|نظامی|مرزبانی|انتظامی|سپاه|حامل (?:نیرو|مامور|مرزبان|"
    r"سرباز))|(?:فورسز|لیویز|ایف سی|پولیس|اهلکاروں|فوج)\s+کی\s+(?:\w+\s+)?گاڑی"
)
"""A vehicle whose driver is one of the force."""
_BY_ITSELF = re.compile(
    rf"(?!\s+(?:و|اور|دیگر)\s)[^.;]{{0,60}}?(?<!\w)(?:{_KILLED}|{_INJURED})"
    r"(?:(?<=باخت)|(?<=سپرد)|(?<=درگذشت)|(?:\s+(?:و|اور)\s+\w+)?\s*"
    r"(?:(?:شد|گردید|است|بود|هو گیا|هوا|گیا)(?!\w)|[.,]|$))"
)
