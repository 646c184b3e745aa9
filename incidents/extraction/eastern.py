"""Counted people and tolls in Persian and Urdu, where who was hit stands before the verb.

Words are gone through from the right: number, noun, word of harm. All people told since the last
finite verb belong to the next word of harm, unless a particle makes them who did it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from incidents.extraction.numbers import EASTERN, number_in
from incidents.extraction.parties import party_of_people
from incidents.extraction.persons import Harmed, People
from incidents.record import Count

__all__ = ["harmed_in_eastern", "is_urdu", "people_in_eastern"]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_COUNTERS = _set("نفر تن کس فرد نفری عدد")
_FORCE = _set(
    """سرباز سربازان مامور ماموران افسر افسران درجهدار نیرو نیروی نیروهای نظامی نظامیان پلیس پولیس
    مرزبان مرزبانان پاسدار پاسداران بسیجی بسیجیان اهلکار اهلکاروں سپاهی سپاهیوں فوجی فوجیوں جوانوں
    محافظ محافظوں گارڈ گارڈز حوالدار نایک ناییک صوبیدار کپتان کیپٹن میجر کرنل لیفٹیننٹ بریگیڈییر
    استوار گروهبان ستوان سروان سرگرد سرهنگ سرتیپ سرجوخه سرگروهبان ستوانیکم کانسٹیبل انسپکٹر
    سپاهیان لانس رضاکار رضاکاروں فرمانده کمانڈر ارتشی درجه داران عضو اعضای رکن ارکان اهلکاران
    خلبان خلبانان تکاور تکاوران سپوت سپوتوں کماندو کارکنان پرسنل کادر نیروهایی پولیساهلکار دژبان
    سربازوظیفه
    جمعدار دفعدار"""
)
_SOLDIER_IN_URDU = _set("جوان جوانوں")
_ARMED = _set(
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
    "عضو گروهک", "عضو گروه", "اعضای گروهک", "اعضای گروه", "علیحدگی پسند", "مزاحمت کار",
)  # fmt: skip
_CIVIL = _set(
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
_COMPANIONS = _set("ساتهی ساتهیوں همراه همراهان همرزم همرزمان همکار همکاران دوست همراهانش")
_NEUTRAL = _COMPANIONS | _set(
    "نفر تن کس افراد فرد شخص لوگ لوگوں اشخاص جنازه لاش لاشیں جسد پیکر دیگر مزید"
)
_RANKS = _set(
    """سپاهی حوالدار نایک ناییک لانس صوبیدار کپتان کیپٹن میجر کرنل لیفٹیننٹ بریگیڈییر استوار گروهبان
    ستوان ستوانیکم سروان سرگرد سرهنگ سرتیپ سرجوخه کانسٹیبل انسپکٹر سرباز ستواندوم سرگروهبان
    سردار امیر سرلشکر دریادار ناوبان خلبان رایڈر پاسدار بسیجی مرزبان استواریکم جمعدار دفعدار
    سیپاهی"""
)
_KIN = _set(
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
_WORD = re.compile(r"[^\W\d_]+")
_NO_MORE = _set(
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
_FINITE = _set(
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
_HARM = re.compile(rf"(?<!\w)(?:(?P<killed>{_KILLED})|(?P<injured>{_INJURED}))(?!\w)")
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
    r"کویی (?:\w+ )?جانی نقصان نهیں|جانی نقصان نهیں|بدون تلفات|تلفات(?:ی)?\s+(?:جانی\s+)?"
    r"(?:در بر\s+)?نداشت\w*|(?:خسارت|تلفات)\s+جانی\s+(?:یا مالی\s+)?(?:در\s?پی\s+|در\s?بر\s+|به "
    r"دنبال\s+|به همراه\s+)?(?:نداشت\w*|گزارش نشد\w*|نداد\w*)|تلفاتی (?:گزارش نشد\w*|نداشت\w*|در "
    r"بر نداشت\w*|به همراه نداشت\w*)|(?:به )?کسی (?:کشته|زخمی|اسیب|آسیب|آسیبی|اسیبی) (?:نشد\w*|"
    r"ندید\w*|نرسید\w*)|(?:هیچ|کویی) (?:کس|فرد|شخص|نفر)\w* (?:کشته|زخمی|هلاک)\s*(?:و \w+ )?"
    r"(?:نشد\w*|نهیں)|جانی نقصان کی (?:کویی )?(?:اطلاع|خبر) نهیں|کسی (?:قسم کے )?جانی نقصان "
    r"کی|کسی کو (?:کویی )?نقصان نهیں|کویی (?:هلاک|زخمی|شخص زخمی|هلاکت)\s*(?:یا زخمی )?نهیں|"
    r"کسی کے زخمی|(?:به )?کسی آسیبی نرسید\w*|تلفات جانی نداشت\w*)"
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
    words = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]
    for place, (_, start, end) in enumerate(words):
        if any(start < p.end and p.start < end for p in found):
            continue
        one = (
            _named(text, words, place) or _son_of(text, words, place) or _single(text, words, place)
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


def _noun_at(text: str, start: int, *, urdu: bool) -> tuple[str, int]:
    """The class of a noun for persons at a place of the text, and where it ends."""
    for pairs, kind in ((_ARMED_PAIRS, "armed"), (_CIVIL_PAIRS, "civil")):
        for pair in pairs:
            end = start + len(pair)
            if text.startswith(pair, start) and not text[end : end + 1].isalpha():
                return kind, end
    word = _WORD.match(text, start)
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


def is_urdu(text: str) -> bool:
    """Whether a sentence in Arabic letters is Urdu and not Persian."""
    return re.search(r"[ٹڈڑےں]|(?<!\w)(?:کے|میں|نے|هے|کی|کو)(?!\w)", text) is not None


def _party(kind: str, words: str) -> str:
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
        word = _WORD.match(text, place)
        if word is None:
            break
        noun, until = _noun_at(text, place, urdu=urdu)
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
        if (
            kind
            or word[0] in _NO_MORE
            or _HARM.match(text, place)
            or number_in(word[0]) is not None
        ):
            break
        place = word.end()
    if not kind and not counter:
        if (
            not re.match(
                r"\s+(?:(?:افراد|دیگر|مزید|نیز|شدید|معمولی|موقع پر(?:\s+هی)?|در دم|"
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
            kind = _noun_at(text, among.start("noun"), urdu=urdu)[0]
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
        _party(kind, words) if kind else "",
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
        if text[last:begin].strip(' "') or other in _NO_MORE or _HARM.match(text, begin):
            break
        if other in _RANKS or other in _FORCE:
            last = until
            continue
        if other in _FINITE or _noun_at(text, begin, urdu=False)[0]:
            break
        count, last = count + 1, until
        if count == 3:
            break
    if not count:
        return None
    party = party_of_people(text[start:end])
    party = party if party in ("irn", "pak") else "forces"
    return People(start, last, Count(1, 1, 1), party, text[start:last], named=True)


def _son_of(text: str, words: list[tuple[str, int, int]], place: int) -> People | None:
    """One who is told with his father's name: "اکبر جان ولد غلام"."""
    if words[place][0] not in ("ولد", "فرزند") or place < 1 or place + 1 >= len(words):
        return None
    if not is_urdu(text) and words[place][0] == "فرزند":
        return None
    first = max(0, place - 2)
    start, end = words[first][1], words[place + 1][2]
    return People(start, end, Count(1, 1, 1), "civilians", text[start:end], named=True)


def _single(text: str, words: list[tuple[str, int, int]], place: int) -> People | None:
    """One who is told without a number: "چوپانی", "همسرش", "اس کی اهلیه", "مامور سومی"."""
    word, start, end = words[place]
    before = words[place - 1][0] if place else ""
    urdu = is_urdu(text)
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
            kind = _noun_at(text, start, urdu=False)[0]
            party = _party(kind, word)
        elif word == "جوانی" and before not in ("از", "این", "در", "دوران"):
            party = "civilians"
        elif word in ("زنی", "مردی") and before not in ("", "و", "که", "شد", "کرد"):
            return None
        elif word in ("چوپانی", "سربازی", "مردی", "زنی") and before not in ("از", "لباس", "خدمت"):
            party = "forces" if word == "سربازی" else "civilians"
        aged = re.match(r"\s+\S+\s+(?:و \S+ )?ساله ?(?:ای)?(?!\w)", text[end:])
        if not party and aged and word in (_CIVIL | _FORCE | _KIN) and number_in(before) is None:
            party = _party(_noun_at(text, start, urdu=False)[0] or "civil", word)
        ordinal = re.match(r"\s+(دوم|سوم|چهارم|پنجم|ششم)ی(?!\w)", text[end:])
        if ordinal and _noun_at(text, start, urdu=False)[0]:
            kind = _noun_at(text, start, urdu=False)[0]
            number = ["دوم", "سوم", "چهارم", "پنجم", "ششم"].index(ordinal[1]) + 2
            stop = end + ordinal.end()
            return People(
                start, stop, Count(1, 1, 1), _party(kind, word), text[start:stop], ordinal=number
            )
    elif before == "نامی" and word in (_CIVIL | _FORCE | _ARMED):
        party = _party(_noun_at(text, start, urdu=True)[0], word)
    elif word in _KIN and (
        before in ("کا", "کی", "کے", "اور")
        or (place + 1 < len(words) and words[place + 1][0] == "اور")
    ):
        party = "civilians"
    if urdu and word == "ساتهی" and before in ("کا", "ایک"):
        return People(start, end, Count(1, 1, 1), "", text[start:end], further=True)
    if not party and word in _ONES and number_in(before) is None and _BY_ITSELF.match(text, end):
        of_force = _THEIR_VEHICLE.search(text[:start]) is not None
        party = "forces" if of_force else _party(_noun_at(text, start, urdu=urdu)[0], word)
        return People(start, end, Count(1, 1, 1), party, text[start:end], definite=True)
    if not party:
        return None
    return People(start, end, Count(1, 1, 1), party, text[start:end])


_ONES = _set("راننده سرکرده سردسته ضارب مهاجم چوپان سرنشین خلبان ڈراییور چرواها حملهاور")
"""Who is told as the one of his kind: "the driver was killed"."""
_THEIR_VEHICLE = re.compile(
    r"(?:خودروی?|پیکاپ|اتوبوس)\s+(?:گشت|پلیس|نظامی|مرزبانی|انتظامی|سپاه|حامل (?:نیرو|مامور|مرزبان|"
    r"سرباز))|(?:فورسز|لیویز|ایف سی|پولیس|اهلکاروں|فوج)\s+کی\s+(?:\w+\s+)?گاڑی"
)
"""A vehicle whose driver is one of the force."""
_BY_ITSELF = re.compile(
    rf"(?!\s+(?:و|اور|دیگر)\s)[^.;]{{0,60}}?(?<!\w)(?:{_KILLED}|{_INJURED})"
    r"(?:\s+(?:و|اور)\s+\w+)?\s*(?:(?:شد|گردید|است|بود|هو گیا|هوا|گیا)(?!\w)|[.,]|$)"
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
    told = [(h.start, h.end) for h in found]
    nobody = _NOBODY.search(text)
    used: set[int] = set()
    for match in _BEHIND.finditer(text):
        harm = _HARM.search(text, match.start(), match.end())
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
    harms = list(_HARM.finditer(text))
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
    finite = [m.end() for m in _WORD.finditer(gap) if m[0] in _FINITE]
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
    kind, end = _noun_at(text, match.start("noun"), urdu=is_urdu(text))
    if not kind:
        return None
    words = text[match.start() : end]
    return People(
        match.start(), end, Count(1, 1, 1), _party(kind, words), words, part=True, whole="wounded"
    )
