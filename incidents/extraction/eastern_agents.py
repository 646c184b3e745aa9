"""Who did it, as a Persian or Urdu clause says: the subject, or behind a noun or word of doing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incidents.extraction.parties import Party

__all__ = ["agent_in_eastern"]

_SPEAKS = re.compile(
    r"[^.;:,]{0,60}?\s(?:اعلام|گفت|خبر داد|گزارش|می ?گوی\w+|نوشت|افزود|مدعی|ادعا کرد|اظهار|"
    r"کے مطابق|کے بقول|کا (?:کهنا|دعوی)|نے (?:\S+\s){0,3}?(?:کها|بتایا|دعوی))"
)
_SPOKE_BEFORE = re.compile(
    r"(?<!\w)(?:به گفته|به گزارش|به نوشته|به نقل از|بنا ?بر)\s+(?:[^\s.;,:]+\s+){0,4}$"
)
_CALLED = re.compile(
    r"(?:(?:سفیر|کاردار|ناظم الامور|رایزن)\s+(?P<whose>ایران|پاکستان)|(?P<whom>ایرانی|"
    r"پاکستانی)\s+(?:سفیر|"
    r"کاردار|ناظم الامور|سفارتکار))[^.;]{0,80}(?:احضار|فراخواند|طلب|دفتر خارجه|وزارت)|"
    r"(?:احضار|فراخواندن|فراخوانی)\s+(?:سفیر|کاردار|رایزن)\s+(?P<called>ایران|پاکستان)"
)
"""An envoy who is summoned: by the country that he is sent to."""
_OBJECT_BEFORE = re.compile(
    r"(?<!\w)(?:به|بر|با|از|علیه|برای|سوی|سمت|خاک|حریم هوایی|در|شهر|استان|ایالت|مرز|شرق|غرب|شمال|"
    r"جنوب)\s+(?:یک\s+)?(?:\S+\s+)?$"
)
_NO_FORCE_BEFORE = re.compile(
    r"(?<!\w)(?:خدمه|اتباع|تبعه|شهروند\w*|مهاجر\w*|کارگر\w*|رانند\w+|صیاد\w*|ماهیگیر\w*|ملوان\w*|"
    r"لنج|قایق|زندانی\w*|زایر\w*)\s+$"
)
"""Whose country is named only: "خدمه پاکستانی"."""
_BY_BEFORE = re.compile(
    r"(?<!\w)(?:(?:توسط|از سوی|از جانب|به دست)\s+(?:[^\s.;,]+\s+){0,3}|"
    r"(?:تیراندازی|شلیک|حمله|یورش|اتش|آتش|بمباران)\s+(?:(?:نیروهای|ماموران|مستقیم|هوایی|موشکی)\s+)"
    r"{0,2})$"
)
"""Before him who did it: "توسط ...", "تیراندازی ..."."""
_TARGET_OF = re.compile(
    r"(?<!\w)(?:هدف|مورد)\s+(?:[^\s.;]+\s+){1,7}?قرار\s?(?:گرفت|گرفته|می ?گیر)\w*"
)
"""Around him who did it: "هدف گلوله های نیروهای پاکستانی قرار گرفت"."""
_DOES = re.compile(
    r"[^.;]{0,150}?(?:(?:شلیک|تیراندازی|حمله|پرتاب|دستگیر|بازداشت|هدف قرار|اتش|آتش|نقض|توقیف|کشف|"
    r"منهدم|سرنگون|یورش|زخمی)\s?(?:کرد|گشود|داد|نمود|برد)\w*|درگیر شدند|"
    r"هدف(?:\s+[^\s.;]+){1,6}?\s+قرار\s?(?:داد|می ?ده)\w*|"
    r"(?<!\w)(?:کشتند|ربودند|بستند|زدند|کوبیدند)(?!\w)|رساندند)"
)
_ENTERS = re.compile(
    r"[^.;]{0,90}?(?:وارد\s+(?:خاک|کشور|قلمرو)|در خاک|داخل هو|گهس [اآ]|سرحد (?:عبور|پار) ک)"
)
_ITSELF = re.compile(
    r"[^.;]{0,250}?(?:شلیک|تیراندازی|حمله|دستگیر|بازداشت|هدف قرار|منهدم|سرنگون|توقیف)\s?(?:کرد|داد)"
    r"(?:ه است)?(?!\w|ه)"
)
"""What a force says that it did itself: "the army says that it has struck"."""
_LAIR = re.compile(r"(?:\s+[^\s.;,]+){0,3}?\s+(?:کے|کی)\s+(?:\S+\s+)?(?:ٹهکان|مرکز|مراکز|کیمپ|اڈ)")
_LAIR_BEFORE = re.compile(
    r"(?<!\w)(?:پایگاه|مخفیگاه|مقر|مواضع|اردوگاه|انبار)\w*\s+(?:های\s+)?(?:\S+\s+){0,2}$"
)
"""Armed men whose camp or hideout is told of are who was hit."""
_OF_URDU = re.compile(
    r"\s+(?:(?:(?!(?:میں|سے|کو|پر|کی|کے|کا|اور|نے)\s)[^\s.;,]+\s+){0,3}نے(?!\s+(?:کها|بتایا|الزام|دعوی|شکایت|احتجاج))|"
    r"(?:کی|کے)\s+(?:فایرنگ|حمل[هےوں]+|گول\w+|شیلنگ|کارروایی|جانب سے|"
    r"طرف سے(?![^.;]{0,60}(?:داخل|گهس|[اآ]ن[ےی] وال|[اآ]ی[اےی]))|اهلکاروں|"
    r"(?:\S+\s+){0,4}?(?:هیلی کاپٹر|ڈرون|طیار|فورس|اهلکار|محافظ|گارڈ|گاڑی|کشتی)\w*\s+نے)|"
    r"سے\s+(?:داغ|فایر|ان[ےی] وال|آن[ےی] وال))"
)


def agent_in_eastern(text: str, doers: list[Party]) -> Party | None:
    """Who of the parties of a Persian or Urdu clause did what it tells; None where it is not said.

    Parameters
    ----------
    text
        A clause of the plain copy.
    doers
        Its parties that may have done something, in order.
    """
    speaking = [
        p
        for p in doers
        if _SPEAKS.match(text, p.end) or _SPOKE_BEFORE.search(text[max(0, p.start - 60) : p.start])
    ]
    called = _CALLED.search(text)
    if called:
        country = called["whose"] or called["whom"] or called["called"]
        side = "PAK" if "ایران" in country else "IRN"
        whose = next((p for p in doers if p.start < called.end() and called.start() < p.end), None)
        if whose is not None:
            return replace(whose, side=side, kind="nation", name="")
    doers = [p for p in doers if p not in speaking]
    for party in doers:
        if party.side not in ("IRN", "PAK"):
            continue
        before = text[max(0, party.start - 50) : party.start]
        hit = _TARGET_OF.search(text, max(0, party.start - 60))
        if hit and hit.start() < party.start and party.end < hit.end():
            return party
        if _BY_BEFORE.search(before) or _OF_URDU.match(text, party.end):
            return party
        if _OBJECT_BEFORE.search(before) or _NO_FORCE_BEFORE.search(before):
            continue
        if _DOES.match(text, party.end):
            return party
        if party.kind == "force" and _ENTERS.match(text, party.end):
            return party
    for party in doers:
        if party.side == "non-state" and not (
            _LAIR.match(text, party.end)
            or _LAIR_BEFORE.search(text[max(0, party.start - 40) : party.start])
        ):
            return party
    return next((p for p in speaking if p.kind == "force" and _ITSELF.match(text, p.end)), None)
