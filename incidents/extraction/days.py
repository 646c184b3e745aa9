"""When: the dates of a report, from "on October 17" to "the following day", as intervals of days.

Dates are spotted first and understood later, because "Wednesday" hangs on the day of publication
and "the same day" on the event told before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geodata.numbers import NUMBERS
from incidents.dates import JALALI_MONTHS, MONTHS
from incidents.extraction.reading import for_small, is_urdu, read, small

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "COUNT_WORDS",
    "HIJRI_NAMES",
    "JALALI_NAMES",
    "MONTH_NAMES",
    "ORDINALS",
    "WEEKDAYS",
    "When",
    "spotted",
]

MONTH_NAMES = {read(name).plain: number for name, number in MONTHS.items()} | {
    "اوریل": 4, "می": 5, "جولای": 7, "آگوست": 8, "اگوست": 8,
}  # fmt: skip
JALALI_NAMES = JALALI_MONTHS | {
    name: number
    for number, names in enumerate(
        (
            "farvardin", "ordibehesht", "khordad", "tir", "mordad amordad", "shahrivar", "mehr",
            "aban ابان", "azar اذر", "dey", "bahman", "esfand",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
HIJRI_NAMES = {
    1: r"muharram|محرم(?:\s+الحرام)?",
    2: r"safar|صفر(?:\s+المظفر)?",
    3: r"rabi\W*(?:al|ul)?\W*(?:awwal|awal|i)\b|ربیع\s*الاول",
    4: r"rabi\W*(?:al|ul|us|uth|ath|as)?\W*(?:th|s)ani|rabi\W*ii\b|ربیع\s*ال(?:ثانی|اخر)",
    5: r"jumad\w*\W*(?:al|ul)?\W*(?:awwal|awal|ula|i)\b|جمادی\s*الاولی?",
    6: r"jumad\w*\W*(?:al|ul|us|uth|ath|as)?\W*(?:(?:th|s)ani\w*|akhir\w*)|جمادی\s*ال(?:ثانی|اخر)",
    7: r"rajab|رجب",
    8: r"sha'?ban|شعبان",
    9: r"rama[dz]h?an|رمضان",
    10: r"shawwal|شوال",
    11: r"dh?z?u\W*(?:al|ul|l)?\W*(?:qa|qi)\w+|zil\W*qad\w*|ذ[یو]\s*ال?قعده",
    12: r"dh?z?u\W*(?:al|ul|l)?\W*hij\w+|zil\W*haj\w*|ذ[یو]\s*ال?حج[هت]?",
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday دوشنبه پیر", "tuesday سهشنبه منگل", "wednesday چهارشنبه بده",
            "thursday پنجشنبه جمعرات",
            "friday جمعه جمعے", "saturday شنبه هفته هفتے", "sunday یکشنبه اتوار",
        )
    )
    for name in names.split()
}  # fmt: skip
COUNT_WORDS = {**NUMBERS, "a": 1, "an": 1}
ORDINALS = {
    name: number
    for number, names in enumerate(
        (
            "first اول یکم", "second دوم", "third سوم", "fourth چهارم", "fifth پنجم",
            "sixth ششم", "seventh هفتم", "eighth هشتم", "ninth نهم", "tenth دهم",
            "eleventh یازدهم", "twelfth دوازدهم", "thirteenth سیزدهم", "fourteenth چهاردهم",
            "fifteenth پانزدهم", "sixteenth شانزدهم", "seventeenth هفدهم",
            "eighteenth هجدهم هیجدهم", "nineteenth نوزدهم", "twentieth بیستم",
            "twenty-first", "twenty-second", "twenty-third", "twenty-fourth",
            "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth",
            "thirtieth", "thirty-first",
        ),
        start=1,
    )
    for name in names.split()
} | {
    f"{tens} و {unit}": base + place
    for tens, base in (("بیست", 20), ("سی", 30))
    for place, unit in enumerate(
        ("یکم", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم"), start=1
    )
    if base + place <= 31
} | {"سی ام": 30}  # fmt: skip


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_LATIN_MONTH = _any(name for name in MONTH_NAMES if name.isascii())
_LONG_MONTH = _any(name for name in MONTH_NAMES if name.isascii() and len(name) > 3)
_EAST_MONTH = _any(name for name in MONTH_NAMES if not name.isascii() and name not in ("مه", "می"))
_JALALI_LATIN = _any(name for name in JALALI_NAMES if name.isascii())
_JALALI_EAST = _any(name for name in JALALI_NAMES if not name.isascii())
_HIJRI = "|".join(f"(?P<h{n}>{pattern})" for n, pattern in HIJRI_NAMES.items())
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_TO = (
    r"(?:\s*(?:-|/|to|and|or|until|through|تا|و|یا|اور)\s*(?:the\s+)?"
    r"(?P<until>\d{1,2})(?:st|nd|rd|th)?)?"
)
_LATIN_DAY = r"monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_PERSIAN_DAY = r"یک ?شنبه|دو ?شنبه|سه ?شنبه|چهار ?شنبه|پنج ?شنبه|شنبه|جمعه"
_URDU_DAY = r"پیر|منگل|بده|جمعرات|جمعے|جمعه|هفتے|هفته|اتوار"
_COUNT = (
    rf"(?P<count>\d{{1,3}}|{_any(COUNT_WORDS)}|a few|few|several|some|couple of|a couple of|چند)"
)

_COUNT_2 = _COUNT.replace("count", "count2")
_ORDINAL_LATIN = _any(name for name in ORDINALS if name.isascii())
_ORDINAL_EAST = _any(name for name in ORDINALS if not name.isascii())

_ABSOLUTE = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("iso", r"(?<![\d/.-])\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d/-]|\.\d)"),
        (
            "numeric",
            r"(?<![\d/.-])(?P<one>\d{1,2})[/.-](?P<other>\d{1,2})[/.-](?P<year>\d{4})(?![\d/-])",
        ),
        (
            "day month",
            rf"(?<![\d.,])(?:the\s+)?{_DAY}{_TO}\s+(?:of\s+)?(?P<month>{_LATIN_MONTH})\b\.?"
            r"(?:,?\s+(?P<year>(?:19|20)\d{2})(?!\d))?",
        ),
        (
            "month day",
            rf"\b(?P<month>{_LATIN_MONTH})\b\.?\s+(?:the\s+)?{_DAY}(?!\d)"
            rf"(?:\s*(?:-|to|and|or|until|through)\s*(?:the\s+)?(?:(?P<month2>{_LATIN_MONTH})\.?\s+)?"
            r"(?P<until>\d{1,2})(?!\d|:)(?:st|nd|rd|th)?"
            r"(?!\s+(?:[a-z]+\s+)?(?:people|soldiers|guards|troops|men|were|others|km|kilomet)))?"
            r"(?:,?\s+(?P<year>(?:19|20)\d{2})(?!\d))?",
        ),
        (
            "day month",
            rf"(?<![\d.,]){_DAY}{_TO}\s*(?:ماه\s+)?(?P<month>{_EAST_MONTH})(?!\w)"
            r"(?:\s+(?:سال\s+)?(?P<year>(?:19|20)\d{2})(?!\d))?",
        ),
        (
            "jalali",
            rf"(?<![\d.,])(?:the\s+)?{_DAY}{_TO}\s*(?:of\s+)?(?P<month>{_JALALI_LATIN})\b"
            r"(?:,?\s+(?P<year>1[34]\d{2})(?!\d))?",
        ),
        (
            "jalali",
            rf"\b(?P<month>{_JALALI_LATIN})\s+{_DAY}(?!\d)(?:,?\s+(?P<year>1[34]\d{{2}})(?!\d))?",
        ),
        (
            "jalali",
            rf"(?<![\d.,]){_DAY}{_TO}\s*(?:ام\s+)?(?P<month>{_JALALI_EAST})\s?(?:ماه)?(?!\w)"
            r"(?:\s+(?:سال\s+)?(?P<year>1[34]\d{2})(?!\d))?",
        ),
        (
            "hijri",
            rf"(?<![\d.,]){_DAY}\s*(?:of\s+)?(?:{_HIJRI})"
            r"(?!\w)(?:,?\s+(?:سال\s+)?(?P<year>1[34]\d{2})(?!\d))?",
        ),
        (
            "day of month",
            r"\bthe\s+(?P<day>\d{1,2})(?:st|nd|rd|th)\s+of\s+(?:this|the\s+(?:current|same)|"
            r"(?P<before>last|the\s+(?:previous|past)))\s+month\b|"
            r"\bon\s+the\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)(?!\s*(?:of\b|\w*day\b|floor|km|"
            r"kilomet|time|anniversary))(?=\s*(?:[.,;)]|$|[a-z]))|"
            r"(?<!\w)(?:(?:رواں|اس|اسی|(?P<before2>گزشته|پچهلے))\s+(?:ماه|مهینے)\s+(?:کی|کے)\s+)?"
            r"(?P<day3>\d{1,2})\s+تاریخ(?!\w)|"
            r"(?<!\w)(?P<day4>\d{1,2})(?:م|\s?ام)?\s+(?:همین|این|(?P<before3>ماه گذشته))\s*"
            r"(?:ماه)?(?!\w)",
        ),
        ("month", rf"\b(?P<month>{_LATIN_MONTH})\b\.?,?\s+(?P<year>(?:19|20)\d{{2}})(?!\d)"),
        (
            "month",
            rf"\b(?:in|during|since|early|earlier in|late|mid|of|from|until|by)[\s-]+"
            rf"(?P<month>{_LONG_MONTH}|may)\b"
            r"(?!\s*\d)(?P<last>,?\s+(?:of\s+)?last\s+year\b)?",
        ),
        (
            "month",
            rf"(?<!\w)(?<!\d )(?P<month>{_EAST_MONTH})\s+(?:میں|کے (?:مهینے|دوران|اوایل|"
            rf"اواخر))(?!\w)|(?<!\w)(?:در|"
            rf"ماه)\s+(?:ماه\s+)?(?P<month2>{_EAST_MONTH})(?!\w)(?!\s+\d)",
        ),
        (
            "jalali month",
            rf"(?<!\w)(?P<month>{_JALALI_EAST})\s?(?:ماه)?\s+(?:سال\s+)?(?P<year>1[34]\d{{2}})(?!"
            r"\d)|"
            rf"(?<!\w)(?P<month2>{_JALALI_EAST})\s?(?:ماه(?:\s+گذشته)?|گذشته)(?!\w)",
        ),
        (
            "year",
            r"\b(?:in|since|of|during|from|until|back in|سال|سنه)\s+(?P<year>(?:19|"
            r"20)\d{2})(?![\d-])|(?<!\w)(?:سال|(?:بهار|تابستان|پاییز|زمستان)(?:\s+سال)?)\s+"
            r"(?P<year2>1[34]\d{2})(?!\d)",
        ),
    )
)
_RELATIVE = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "night between",
            rf"\b(?:night|nights)\s+(?:between|of)\s+(?P<first>{_LATIN_DAY})\s*(?:-|and|to|/)\s*"
            rf"(?P<second>{_LATIN_DAY})\b|\b(?:between|"
            rf"from)\s+(?P<first2>{_LATIN_DAY})\s+(?:night\s+)?(?:and|to)\s+"
            rf"(?P<second2>{_LATIN_DAY})\b|\b(?P<first3>{_LATIN_DAY})\s*(?:-|/)\s*"
            rf"(?P<second3>{_LATIN_DAY})\b|"
            rf"\b(?:late\s+(?:on\s+)?)?(?P<first4>{_LATIN_DAY})(?:\s+(?:night|evening|morning))?\s+or\s+"
            rf"(?:(?:early|late|on)\s+){{0,2}}(?P<second4>{_LATIN_DAY})(?:\s+(?:night|morning|evening))?\b",
        ),
        (
            "night between days",
            rf"\bnight\s+(?:between|of)\s+(?:the\s+)?(?P<month>{_LATIN_MONTH})\s+{_DAY}\s*"
            rf"(?:-|and|to|/)\s*(?P<until>\d{{1,2}})\b",
        ),
        (
            "future",
            rf"\b(?:next|coming|upcoming)\s+(?:{_LATIN_DAY}|week|month|year)\b|\btomorrow\b|"
            r"(?<!\w)فردا(?!\w)(?!ی)",
        ),
        (
            "weekday",
            r"\b(?P<last>last\s+|the previous\s+)?(?:(?:late|"
            r"early)\s+(?:on\s+)?)?(?:the\s+night\s+of\s+)?"
            rf"(?P<name>{_LATIN_DAY})(?:'s)?\b(?!\s+(?:prayers?|sermons?|mosque|market|bazaar|imam|"
            r"times|school)\b)(?:\s+(?P<night>night|evening|midnight))?",
        ),
        (
            "weekday last week",
            rf"\b(?P<name>{_LATIN_DAY})(?:\s+(?:night|morning|evening|afternoon))?,?\s+(?:of\s+)?"
            r"(?:last|the\s+(?:previous|preceding))\s+week\b|"
            rf"(?<!\w)(?P<name2>{_PERSIAN_DAY})\s+هفته\s+(?:گذشته|قبل|پیش)(?!\w)",
        ),
        (
            "weekday",
            r"(?<!\w)(?:روز\s+|شب\s+|بروز\s+|شامگاه\s+|صبح\s+|بامداد\s+|عصر\s+|ظهر\s+|"
            r"(?:بعد ?از ?|پیش ?از ?)?ظهر\s+|سحرگاه\s+|نیمه ?شب\s+|صبحگاه\s+|دیروز\s+|امروز\s+|"
            rf"غروب\s+)(?P<name>{_PERSIAN_DAY})(?!\w)"
            rf"|(?<!\w)(?P<name2>{_PERSIAN_DAY})\s+(?:شب|گذشته|صبح|عصر|شامگاه|هفته جاری)(?!\w)"
            r"|(?<!\w)(?P<name4>(?:یک|دو|سه|چهار|پنج) ?شنبه)(?!\w)"
            r"|(?<!نماز )(?<!امام )(?<!خطبه )(?<!خطیب )(?<!ایمه )(?<!\w)(?P<name5>جمعه|شنبه)"
            r"(?=,|\s+(?:در|این|و|به|گفت|از|با|که|بر|شاهد|اعلام|خبر|یک|دو|سه|چهار|پنج|شش|هفت|هشت|"
            r"نه|"
            r"ده|\d+|چند|حدود|افراد|گروهی|تعدادی|نیروهای|ماموران|مهاجمان|مرزبانان)(?!\w))",
        ),
        (
            "weekday",
            rf"(?<!\w)(?:بروز\s+)(?P<name>{_URDU_DAY})(?!\w)|(?<!\w)(?P<name2>{_URDU_DAY})\s+"
            r"(?:کو|سے|کے روز|کی (?:رات|شب|صبح|شام|دوپهر|سه ?پهر|علی|نصف)|کے دن|کی درمیانی|"
            r"کے اوایل)(?!\w)",
        ),
        (
            "urdu nights",
            rf"(?<!\w)(?P<first>{_URDU_DAY})\s+اور\s+(?P<second>{_URDU_DAY})\s+کی\s+درمیانی",
        ),
        (
            "persian nights",
            r"(?<!\w)شب\s+(?:بین|"
            rf"میان)\s+(?P<first>{_PERSIAN_DAY})\s+و\s+(?P<second>{_PERSIAN_DAY})",
        ),
        (
            "same",
            r"\b(?:on\s+)?(?:the|that)\s+(?:very\s+)?same\s+(?:day|night|evening|morning|"
            r"afternoon|date)\b|"
            r"\bthat\s+(?:day|night|evening|morning|afternoon|same\s+day)\b|"
            r"\b(?:hours?|minutes|moments)\s+(?:later|earlier|after|before)\b|"
            r"\b(?:at|around)\s+(?:about\s+|around\s+|almost\s+|roughly\s+)?the\s+same\s+time\b|"
            r"\bsimultaneously\b|"
            r"\b(?:later|earlier)\s+(?:that|the same|in the)\s+(?:day|evening|night)\b|"
            r"(?-i:\bIn|\bLate in|\bLater in)\s+the\s+(?:morning|afternoon|evening|night)\b|"
            r"\bthe\s+day\s+of\s+the\s+(?:attack|incident|clash|raid)\b|"
            r"(?<!\w)(?:همان\s+(?:روز|شب)|در همین روز|همزمان|(?:ساعاتی|ساعتی|دقایقی)\s+(?:بعد|پس|"
            r"پیش)|اسی\s+(?:روز|دن|رات|شب)|کچه\s+دیر\s+بعد|اسی\s+دوران)(?!\w)",
        ),
        (
            "inverse",
            rf"(?:(?<=[a-z],\s)|(?<=\bcame\s)|(?<=\bcomes\s)|(?<=\bplace\s)|(?<=happened\s)|"
            rf"(?<=occurred\s)|(?<=\bfollows\s)|(?<=\bstrike\s)|(?<=\battack\s))(?:(?:just|only|"
            rf"barely|less|"
            r"more|than|nearly|almost|about|some|under|over|little|hardly|a)\s+){0,3}?"
            rf"{_COUNT}\s+(?P<unit>days?|nights?|weeks?|months?)\s+(?:after|since)(?=\s+\w)|"
            rf"(?<=day\s){_COUNT_2}\s+days?\s+after(?=\s+\w)",
        ),
        (
            "after",
            r"\b(?:the|on\s+the)\s+(?:following|next)\s+(?:day|morning|evening|night|afternoon)\b|"
            r"\bthe\s+day\s+after(?:wards?)?\b|\b(?:one|a)\s+(?:day|night)\s+(?:later|"
            r"after(?:wards?)?)\b|"
            r"\b(?:a|one)\s+(?:day|night)\s+on\b|\bnext\s+(?:day|morning)\b|(?<!\w)(?:(?:روز|"
            r"فردای|شب)\s+(?:بعد|آن روز|پس از آن)|"
            r"اگلے\s+(?:روز|دن|هی روز)|دوسرے\s+(?:روز|دن))(?!\w)",
        ),
        (
            "before",
            r"\b(?:the|on\s+the)\s+(?:previous|preceding|prior)\s+(?:day|night|evening)\b|"
            r"\bthe\s+(?:day|night|evening)\s+before(?!\s+yesterday)\b|\b(?:one|"
            r"a)\s+(?:day|night)\s+(?:earlier|before|prior)\b|"
            r"(?<!\w)(?:روز|شب)\s+(?:قبل|پیش از آن)(?!\w)|(?<!\w)(?:ایک|یک)\s+(?:روز|"
            r"دن)\s+(?:قبل|پهلے|"
            r"پیش)(?!\w)",
        ),
        (
            "later",
            rf"\b{_COUNT}\s+(?P<unit>days?|nights?|weeks?)\s+(?:later|after(?:wards?)?)\b|"
            rf"(?<!\w){_COUNT_2}\s+(?:روز|دن)\s+(?:بعد(?: از)?|پس از)(?!\w)",
        ),
        ("earlier", rf"\b{_COUNT}\s+(?P<unit>days?|nights?|weeks?)\s+(?:earlier|before|prior)\b"),
        ("ago", rf"\b{_COUNT}\s+(?P<unit>days?|nights?|weeks?|months?|years?)\s+(?:ago|back)\b"),
        (
            "ago",
            rf"(?<!\w){_COUNT}\s+(?P<unit>روز|دن|هفت[هے]|ماه|سال|برس|شب)\s+(?:پیش|قبل|پهلے)(?!\w)",
        ),
        (
            "day before yesterday",
            r"\bthe\s+day\s+before\s+yesterday\b|(?<!\w)(?:پریروز|پرسوں|(?<!از )دو روز پیش)(?!\w)",
        ),
        ("overnight", r"\bovernight\b"),
        (
            "last night",
            r"\blast\s+night\b|(?<!\w)(?:شب\s+گذشته|دیشب|گزشته\s+(?:شب|رات)|شب گزشته)(?!\w)",
        ),
        (
            "yesterday",
            r"\byesterday\b|(?<!\w)(?:دیروز|روز\s+گذشته|گزشته\s+(?:روز|دن)|گذشته\s+روز)(?!\w)",
        ),
        (
            "today",
            r"\btoday\b|\bthis\s+(?:morning|afternoon|evening)\b|\btonight\b|"
            r"\bearlier\s+in\s+the\s+day\b|"
            r"(?<!\w)(?:امروز|آج|اج|امشب|بامداد امروز|صبح امروز)(?!\w)",
        ),
        (
            "this week",
            r"\b(?:earlier\s+)?(?:this|in the)\s+week\b|(?<!\w)(?:هفته جاری|رواں هفته|اس "
            r"هفته)(?!\w)",
        ),
        (
            "weekend",
            r"\b(?:last|at\s+the|over\s+the|during\s+the|on\s+the|this|the\s+past)\s+weekend\b",
        ),
        (
            "last week",
            r"\blast\s+week\b|\bthe\s+previous\s+week\b|(?<!\w)(?:هفته\s+گذشته|گزشته\s+هفته|"
            r"پچهلے\s+هفته)(?!\w)",
        ),
        ("this month", r"\b(?:earlier\s+)?this\s+month\b|(?<!\w)(?:ماه جاری|رواں ماه)(?!\w)"),
        (
            "last month",
            r"\blast\s+month\b|\bthe\s+previous\s+month\b|(?<!\w)(?:ماه\s+گذشته|گزشته\s+ماه|"
            r"(?:گزشته|پچهلے)\s+(?:ماه|مهینے))(?!\w)",
        ),
        (
            "last year",
            r"\blast\s+(?:year|spring|summer|autumn|winter|january|february|march|april|may|"
            r"june|july|"
            r"august|september|october|november|december)\b|(?<!\w)(?:سال\s+گذشته|گزشته\s+سال|"
            r"(?:گزشته|پچهلے)\s+(?:سال|برس)|پارسال)(?!\w)",
        ),
        (
            "span",
            r"\b(?:in|over|during|for|within)\s+(?:the\s+)?(?:past|last|recent|previous)\s+"
            r"(?:[\w-]+\s+)?(?:days?|weeks?|months?|years?|decades?)\b|"
            r"\b(?:so\s+far\s+)?this\s+year\b|"
            r"\brecent\s+(?:days|weeks|months|years)\b|"
            r"\b(?:year|quarter|half|months|weeks|period)\s+(?:that\s+|which\s+)?(?:ended|ending|ends|closed|"
            rf"to|up\s+to|until)\s+(?:on\s+|in\s+)?(?:\d{{1,2}}\s+)?(?:{_LATIN_MONTH})(?:\s+\d{{1,2}}\b)?|"
            r"(?<!\w)(?:سال های اخیر|ماه های اخیر|"
            r"روزهای اخیر|حالیه)(?!\w)",
        ),
    )
)
_IN_WORDS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "day month",
            rf"\b(?:the\s+)?(?P<day>{_ORDINAL_LATIN})\s+(?:day\s+)?of\s+(?P<month>{_LATIN_MONTH})\b"
            r"(?:,?\s+(?P<year>(?:19|20)\d{2})(?!\d))?",
        ),
        (
            "jalali",
            rf"(?<!\w)(?P<day>{_ORDINAL_EAST})\s+(?P<month>{_JALALI_EAST})\s?(?:ماه)?(?!\w)"
            r"(?:\s+(?:سال\s+)?(?P<year>1[34]\d{2})(?!\d))?",
        ),
        (
            "day month",
            rf"(?<!\w)(?P<day>{_ORDINAL_EAST})\s+(?P<month>{_EAST_MONTH})(?!\w)"
            r"(?:\s+(?P<year>(?:19|20)\d{2})(?!\d))?",
        ),
    )
)
"""Days as words: "the second of October", "اول مرداد"."""
_SHORT_JALALI = (
    "jalali short",
    re.compile(r"(?<![\d/.-])(?P<year>\d{2})/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/])"),
)
"""98/11/10, as only Persian reports write the year."""
_DIGIT = re.compile(r"\d")
_Named = tuple[str, re.Pattern[str]]


def _for_latin(patterns: tuple[_Named, ...]) -> tuple[_Named, ...]:
    """The same for text in small letters, but for those for which capitals matter."""
    return tuple(
        (name, pattern if "(?-i" in pattern.pattern else for_small(pattern.pattern))
        for name, pattern in patterns
    )


_RELATIVE_LATIN = _for_latin(
    tuple((name, p) for name, p in _RELATIVE if name == "inverse" or "\\b" in p.pattern)
)
"""Those that can match in Latin letters; the boundaries of the others are written otherwise."""
_ABSOLUTE_LATIN = _for_latin(_ABSOLUTE)
_WITHOUT_DIGITS = tuple(
    (name, pattern) for name, pattern in _ABSOLUTE if name in ("month", "jalali month")
)
_OF_CAPITALS = frozenset(name for name, pattern in _RELATIVE if "(?-i" in pattern.pattern)
_WITHOUT_DIGITS_LATIN = _for_latin(_WITHOUT_DIGITS)
_IN_WORDS_LATIN = _for_latin(_IN_WORDS[:1])
_ANY_DATE = for_small(
    rf"\d|day|night|morning|evening|afternoon|dawn|week|month|year|decade|hour|minute|moment|"
    rf"same time|"
    rf"simultaneous|spring|summer|autumn|winter|tomorrow|recent|{_LATIN_MONTH}|{_JALALI_LATIN}"
)
"""Without any of these a sentence in Latin letters names no date."""
_SAYING = re.compile(
    r"(?:\b(?:said|says|told|reported|reports|announced|confirmed|stated|added|quoted|claimed|"
    r"denied|denies|rejected|dismissed|insisted|maintained|contradicted|complained|condemned|"
    r"wrote|tweeted|published|according\s+to|statement|speaking|briefed|released|issued|carried|"
    r"reporters|journalists|media|correspondent|agency|news)\b[^.;]{0,28}?)$",
    re.IGNORECASE,
)
_SAYS_AFTER = re.compile(r"\s*,?\s*(?:that|quoting|citing)\b", re.IGNORECASE)
_ANSWERS_AFTER = re.compile(
    r"\s*,?\s*(?:said|told|announced|confirmed|rejected|denied|dismissed|condemned|claimed|"
    r"contradicted|reacted|responded)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class When:
    """A date as it stands in the plain copy, not yet understood.

    `by_report` marks the day on which something was said, not the day on which it happened;
    `is_aside` that of a burial, a hearing or another event, `is_loose` that of what came of a deed
    known only to lie before; `deed` is the place of the word of
    doing in the clause that it dates, -1 where none is known.
    """

    start: int
    end: int
    name: str
    words: str
    parts: dict[str, str]
    by_report: bool = False
    at_night: bool = False
    is_aside: bool = False
    is_loose: bool = False
    deed: int = -1


_STREET_BEHIND = re.compile(
    r"\s+(?:[Ss]treet|[Ss]quare|[Bb]oulevard|[Aa]venue|[Hh]ighway|[Bb]ase|[Hh]ospital|[Pp]ark|[Rr]oundabout|"
    r"[Bb]ridge|[Mm]osque)\b"
)
"""A street that bears a day's name: "in 15 Khordad street"."""
_NAMED_AFTER = re.compile(
    r"(?<!\w)(?:خیابان|میدان|بلوار|بزرگراه|چهارراه|فلکه|کوی|شهرک|بیمارستان|پادگان|لشکر|تیپ)\s+"
    r"(?:\w+\s+)?\Z"
)
"""Before a day that is the name of a street or the like: "خیابان هفتم تیر"."""


def spotted(plain: str, start: int, end: int) -> list[When]:
    """All dates of a stretch of the plain copy, in order; the longer of two at one place."""
    found: list[When] = []
    said = plain[start:end]
    is_latin = said.isascii()
    if is_latin and _ANY_DATE.search(small(said)) is None:
        return []
    has_digit = _DIGIT.search(plain, start, end) is not None
    if is_latin:
        absolute = _ABSOLUTE_LATIN if has_digit else _WITHOUT_DIGITS_LATIN
        patterns = (*absolute, *_IN_WORDS_LATIN, *_RELATIVE_LATIN)
    else:
        absolute = (*_ABSOLUTE, _SHORT_JALALI) if has_digit else _WITHOUT_DIGITS
        patterns = (*absolute, *_IN_WORDS, *_RELATIVE)
    lowered = small(plain) if is_latin else plain
    for name, pattern in patterns:
        for match in pattern.finditer(plain if name in _OF_CAPITALS else lowered, start, end):
            parts = {k: plain[slice(*match.span(k))] for k, v in match.groupdict().items() if v}
            if (
                name == "month"
                and parts.get("month", "").casefold() == "may"
                and not plain[match.start("month")].isupper()
            ):
                continue
            if _STREET_BEHIND.match(plain, match.end()):
                continue
            if _NAMED_AFTER.search(plain, max(start, match.start() - 30), match.start()):
                continue
            if name == "hijri":
                parts |= _weekday_beside(plain, match)
            found.append(When(*match.span(), name, plain[match.start() : match.end()], parts))
    found.sort(key=lambda when: (when.start, -when.end))
    kept: list[When] = []
    for when in found:
        if kept and when.start < kept[-1].end:
            if when.end > kept[-1].end and when.end - when.start > kept[-1].end - kept[-1].start:
                kept[-1] = when
            continue
        kept.append(when)
    joined = _joined(plain, kept)
    return [_marked(plain, start, end, when) for when in joined]


_ANY_DAY = rf"(?:{_LATIN_DAY}|{_PERSIAN_DAY}|{_URDU_DAY})"
_DAY_BEFORE = re.compile(rf"(?<!\w)(?P<name>{_ANY_DAY})\s*[,(]?\s*$", re.IGNORECASE)
_DAY_BEHIND = re.compile(
    rf"\s*(?:الحرام|المبارک|المظفر|المکرم|AH|ه|کو)?\s*[,(]?\s*(?P<name>{_ANY_DAY})(?!\w)",
    re.IGNORECASE,
)


def _weekday_beside(plain: str, match: re.Match[str]) -> dict[str, str]:
    """The weekday named beside a Hijri date, which tells whose sighting of the moon it counts."""
    said = _DAY_BEFORE.search(plain[max(0, match.start() - 14) : match.start()])
    said = said or _DAY_BEHIND.match(plain, match.end(), match.end() + 24)
    if said:
        return {"weekday": said["name"]}
    sentence = plain[max(0, match.start() - 80) : match.end() + 80]
    # in Pakistan a month begins a day after that of the Umm al-Qura calendar, as a rule
    return {"urdu": "1"} if is_urdu(sentence) else {}


_SAYS_EAST = re.compile(
    r"\s*(?:کو\s+|کے روز\s+)?(?:(?!(?:حمله|حملے|درگیری|کشته|شهید|زخمی|تیراندازی|شلیک|انفجار|فایرنگ|"
    r"دهماک|"
    r"هلاک|بازداشت|دستگیر|گرفتار|کشف|که)(?!\w))[^\W\d_]+\s+){0,11}?"
    r"(?:گفت|افزود|اظهار|خبر داد|گزارش داد|اعلام کرد|بیان کرد|بیان داشت|تصریح کرد|توضیح داد|"
    r"منتشر کرد|بتایا|کها|"
    r"مذمت)(?!\w)"
)
_TOLD_AGAIN = frozenset(
    {"weekday", "yesterday", "today", "same", "after", "before", "later", "earlier", "ago",
     "last night", "overnight", "last week", "this week", "day before yesterday"}
)  # fmt: skip
"""Dates that the date right behind them says more exactly: "a day earlier, on Saturday"."""


def _joined(plain: str, listed: list[When]) -> list[When]:
    """Take them together: in "Sunday, October 19" the weekday goes with the day."""
    kept: list[When] = []
    for when in listed:
        before = kept[-1] if kept else None
        gap = plain[before.end : when.start] if before else ""
        dated = ("iso", "numeric", "day month", "month day", "jalali", "hijri")
        if (
            before
            and before.name in _TOLD_AGAIN
            and (when.name in dated or (when.name == "weekday" and before.name != "weekday"))
            and re.fullmatch(
                r"\s*(?:night|morning|evening|afternoon)?\s*[,(]?\s*(?:on\s+|of\s+)?(?:the\s+|"
                r"مورخ\s+|"
                r"که\s+)?",
                gap,
                re.IGNORECASE,
            )
        ):
            kept[-1] = When(
                before.start, when.end, when.name, plain[before.start : when.end], when.parts
            )
        elif (
            before
            and before.name in dated
            and when.name in (*dated, "weekday")
            and re.fullmatch(
                r"\s*(?:هجری|ه|ق|AH|هجری قمری|هجری شمسی)?\s*[,(/=]?\s*(?:or\s+|برابر با\s+|"
                r"مطابق با\s+|بمطابق\s+|equal to\s+)?",
                gap,
            )
            and gap.strip()
        ):
            if before.name in ("jalali", "hijri") and when.name not in (
                "weekday",
                "jalali",
                "hijri",
            ):
                kept[-1] = when  # the calendar that needs no reckoning
            continue
        else:
            kept.append(when)
    return kept


_ABSOLUTE_NAMES = frozenset({"iso", "numeric", "day month", "month day", "jalali", "hijri"})
_ABOUT = re.compile(
    r"\b(?:around|about|circa|approximately)\s+(?:the\s+)?$|(?<!\w)(?:حدود|تقریبا|لگ بهگ)\s+$",
    re.IGNORECASE,
)
"""Before a day that is not known to the day: "on or about 3 May"."""


def _marked(plain: str, start: int, end: int, when: When) -> When:
    """The same, with what stands around it: whether it dates the report, and a night."""
    before = plain[max(start, when.start - 60) : when.start]
    after = plain[when.end : min(end, when.end + 14)]
    clause = re.split(r"[;:]|,\s+(?:when|after|as|while)\b", before)[-1]
    by_report = bool(_SAYING.search(re.sub(r"\s+(?:on|late|early|in|by|here|a)\s*$", " ", clause)))
    if re.search(
        r"\bthat\b|\bwhen\b|\bafter\b|\bkilled\b|\bwounded\b|\battack", clause, re.IGNORECASE
    ):
        by_report = by_report and bool(_SAYS_AFTER.match(after))
    by_report = by_report or bool(_ANSWERS_AFTER.match(plain[when.end : min(end, when.end + 30)]))
    by_report = by_report or bool(
        re.match(
            r"\s*(?:کو\s+|کے روز\s+)?(?:به [^\W\d_]+\s+|(?:در|کو)?\s?(?:گفت ?و ?گو|جمع خبرنگاران|"
            r"نشست خبری|هفته وار بریفنگ|میڈیا بریفنگ|بریفنگ|پریس کانفرنس|"
            r"صحافیوں)(?:[^.;,]{0,40}\s)?)?"
            r"(?:گفت|بریفنگ|پریس کانفرنس|اظهار|تایید کرد|تکذیب کرد|محکوم کرد|تصدیق|اعلام کرد|"
            r"افزود|خبر داد|گزارش "
            r"داد|بتایا|کها|میڈیا کو)",
            plain[when.end : min(end, when.end + 30)],
        )
    )
    by_report = by_report or bool(_SAYS_EAST.match(plain, when.end, min(end, when.end + 90)))
    if when.name in _ABSOLUTE_NAMES and _ABOUT.search(before):
        when = replace(when, parts={**when.parts, "about": "1"})
    at_night = bool(
        re.search(r"night|evening|midnight|شب|رات", when.words, re.IGNORECASE)
        or re.match(r"\s+(?:at\s+)?(?:night|midnight|شب)", after, re.IGNORECASE)
        or re.search(r"\b(?:night|late)\s+(?:of|on)?\s*$", before, re.IGNORECASE)
    )
    return When(when.start, when.end, when.name, when.words, when.parts, by_report, at_night)
