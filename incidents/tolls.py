"""Numbers of people as tables and reports write them, as the low, best and high that they mean.

"Dozens" is no number: it keeps its wording and the range that the word can mean, and never a best
figure. Nothing here guesses; what is no number of people is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.names import cleaned
from incidents import problems
from incidents.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Toll", "parse_toll"]

_LONGEST = 200
_ABOUT_SHARE = 4


@dataclass(frozen=True)
class Toll:
    """A number of people as it was said; each bound may be unknown (None).

    `wording` is the text itself wherever the numbers do not say all of it.
    """

    low: int | None = None
    best: int | None = None
    high: int | None = None
    wording: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether any of the three is known."""
        return (self.low, self.best, self.high) != (None, None, None)


_NUMBER_WORDS = {
    word: value
    for value, words in enumerate(
        (
            "zero nil صفر", "one a an single یک ایک", "two دو", "three سه تین", "four چهار چار",
            "five پنج پانچ", "six شش چه چهے", "seven هفت سات", "eight هشت آٹه", "nine نه نو",
            "ten ده دس", "eleven یازده گیاره", "twelve دوازده باره", "thirteen سیزده تیره",
            "fourteen چهارده چوده", "fifteen پانزده پندره", "sixteen شانزده سوله",
            "seventeen هفده ستره", "eighteen هجده هیجده اٹهاره", "nineteen نوزده انیس",
            "twenty بیست بیس",
        )
    )
    for word in words.split()
} | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_VAGUE = {
    "several": (3, 9), "a few": (3, 9), "few": (3, 9), "چند": (3, 9), "چند ایک": (3, 9),
    "tens": (20, 99), "ده ها": (20, 99), "دهها": (20, 99), "دسیوں": (20, 99),
    "dozens": (24, 99), "درجنوں": (24, 99), "scores": (40, 199), "several hundred": (300, 999),
    "hundreds": (200, 999), "صدها": (200, 999), "صد ها": (200, 999), "سینکڑوں": (200, 999),
    "thousands": (2000, 9999), "هزاران": (2000, 9999), "هزاروں": (2000, 9999),
}  # fmt: skip
_UNTOLD = frozenset(
    {
        "?", "??", "unknown", "not known", "unclear", "unspecified", "not given", "not stated",
        "n/a", "no number", "many", "a number", "an unknown number", "an unspecified number",
        "number unknown", "نامعلوم", "نامشخص", "معلوم نهیں", "شماری",
    }
)  # fmt: skip
_NOBODY = frozenset(
    {
        "no", "none", "no one", "nobody", "nil", "without", "no reported", "no reports of", "هیچ",
        "هیچ کس", "هیچکس", "کوئی نهیں", "بدون",
    }
)  # fmt: skip
_BOUNDS = {
    "at least": (
        "at least", "a minimum of", "minimum", "no fewer than", "no less than", "not less than",
        "not fewer than", ">=", "≥", "دست کم", "حداقل", "کم از کم",
    ),
    "more than": (
        "more than", "over", "above", "in excess of", "upwards of", ">", "بیش از", "بیشتر از",
    ),
    "at most": (
        "up to", "at most", "no more than", "not more than", "a maximum of", "maximum",
        "as many as", "<=", "≤", "حداکثر", "زیاده سے زیاده",
    ),
    "fewer than": ("fewer than", "less than", "under", "below", "<", "کمتر از"),
    "nearly": ("nearly", "almost", "close to", "just under", "نزدیک به"),
    "about": (
        "about", "around", "approximately", "approx.", "approx", "roughly", "some", "circa", "ca.",
        "ca", "c.", "~", "≈", "an estimated", "estimated", "حدود", "حدودا", "تقریبا", "قریبا",
        "لگ بهگ",
    ),
    "exactly": ("best estimate", "a total of", "total of", "exactly", "only", "just"),
}  # fmt: skip
_AFTER = {
    "at least": ("or more", "and more", "+", "at least", "یا زیاده"),
    "more than": ("سے زیاده", "سے زائد"),
    "at most": ("at most", "or fewer", "or less", "تک"),
    "fewer than": ("سے کم",),
    "about": ("or so", "approximately", "کے قریب"),
    "exactly": (),
    "nearly": (),
}
_PEOPLE = frozenset(
    """
    people person persons man men woman women child children girl girls boy boys youth youths
    civilian civilians villager villagers resident residents migrant migrants pilgrim pilgrims
    labourer labourers laborer laborers worker workers fisherman fishermen trader traders driver
    drivers passenger passengers smuggler smugglers carrier carriers porter porters national
    nationals brother brothers body bodies corpse corpses victim victims soldier soldiers troop
    troops guard guards policeman policemen police officer officers official officials personnel
    member members major majors captain serviceman servicemen conscript conscripts commander
    commanders ranger rangers levies basij basiji militiaman militiamen militia militant militants
    insurgent insurgents rebel rebels fighter fighters terrorist terrorists gunman gunmen attacker
    attackers assailant assailants bomber bombers hostage hostages prisoner prisoners captive
    captives casualty casualties fatality fatalities death deaths loss losses life lives injury
    injuries others dead killed slain martyred died dying wounded injured hurt missing held taken
    abducted kidnapped captured arrested detained released freed recovered exchanged iranian
    iranians pakistani pakistanis afghan afghans baloch irgc fc frontier corps army border
    security force forces men's local armed paramilitary regular suspected alleged shia sunni of
    the were was have has been are is reported and badly seriously نفر نفری تن کس سرباز مرزبان
    مرزبانان مامور ماموران کشته زخمی مجروح شهید غیرنظامی اسیر ربوده تروریست شهروند شدند شد افراد
    فرد لوگ لوگوں اهلکار اهلکاروں سپاهی فوجی هلاک جاں بحق شهری بچے خواتین دهشتگرد دهشت گرد اغوا
    هوئے هوا را و اور از کے کی
    """.split()  # noqa: SIM905
)

_DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?![\d]|[.,]\d)")
_JOINS = re.compile(
    r"\s*(?:(?P<range>-|–|to\b|تا|سے(?!\s*(?:زیاده|زائد|کم)))|(?P<either>or\b|یا))\s*"
)
_COMMA = re.compile(r",\s+")
_WORD = re.compile(r"[^\W\d_]+")
_DOZENS = {"half a dozen": 6, "a dozen": 12, "one dozen": 12, "two dozen": 24, "a couple": 2}


def parse_toll(text: str) -> Toll:
    """Read a number of people.

    Parameters
    ----------
    text
        One number, in digits or words (English, Persian, Urdu), with what it counts if need be:
        "3", "۳", "3-5", "3 or 4", "at least 3", "two soldiers", "dozens", "no casualties", "?". At
        most 200 characters are read.

    Returns
    -------
    Toll
        All None, with the wording, where the text says that no number is known.

    Raises
    ------
    RecordError
        If it is no number of people, names several, or is a range in the wrong order.

    Notes
    -----
    - "3" is 3, 3, 3; "3-5" is 3 to 5 without a best figure; "14 or 17" likewise.
    - "At least 3" is low 3, best 3, high open: the figure printed is the one that is known. "More
      than 20" is low 21 and "fewer than 20" high 19, both without a best figure. "Up to 10" is high
      10 only.
    - "About 20" is best 20, a quarter (at least one) less or more; so is "a dozen". "Nearly 50" is
      the same with 50 as its high.
    - "Several" and "a few" are 3 to 9, "tens" 20 to 99, "dozens" 24 to 99, "scores" 40 to 199,
      "hundreds" 200 to 999, all without a best figure.
    """
    if len(text) > _LONGEST:
        told = problems.TOLL_TOO_LONG.format(said=text[:40], count=f"{len(text):,}")
        raise RecordError(told)
    plain = cleaned(text).casefold().rstrip(". ")
    head = _without_people(plain)
    if plain in _UNTOLD or head in _UNTOLD:
        return Toll(wording=text.strip())
    if head in _NOBODY:
        return Toll(0, 0, 0, text.strip())
    if head in _VAGUE:
        low, high = _VAGUE[head]
        return Toll(low, None, high, text.strip())
    return _bounded(text, plain)


def _bounded(text: str, plain: str) -> Toll:
    bound, rest = _take_bound(plain)
    if not bound and rest.startswith("between "):
        rest = rest.removeprefix("between ").replace(" and ", " to ", 1)
    numbers, joined, rounded, rest = _take_numbers(text, rest)
    after, rest = _take_bound(rest, _AFTER)
    if bound and after and bound != after:
        raise _unreadable(text)
    bound = bound or after or ("about" if rounded else "")
    if _without_people(rest):
        raise _unreadable(text)
    low, high = min(numbers), max(numbers)
    if joined == "range" and numbers != sorted(numbers):
        raise RecordError(problems.TOLL_SWAPPED.format(said=text[:_LONGEST]))
    wording = None if re.fullmatch(r"[\d,\s–-]+", plain) else text.strip()
    if len(numbers) > 1:
        return _bounded_range(low, high, bound, wording)
    return Toll(*_bounds_of(low, bound), wording)


def _bounds_of(number: int, bound: str) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of one number by the words around it."""
    leeway = max(1, round(number / _ABOUT_SHARE))
    below = max(0, number - leeway)
    return {
        "at least": (number, number, None),
        "more than": (number + 1, None, None),
        "at most": (None, None, number),
        "fewer than": (None, None, max(0, number - 1)),
        "nearly": (below, number, number),
        "about": (below, number, number + leeway),
    }.get(bound, (number, number, number))


def _bounded_range(low: int, high: int, bound: str, wording: str | None) -> Toll:
    """A range keeps its ends; "at least 3 to 5" leaves the upper one open."""
    if bound in ("at least", "more than"):
        return Toll(low + (bound == "more than"), None, None, wording)
    if bound in ("at most", "fewer than"):
        return Toll(None, None, high - (bound == "fewer than"), wording)
    if bound == "about":
        return Toll(_bounds_of(low, bound)[0], None, _bounds_of(high, bound)[2], wording)
    return Toll(low, None, high, wording)


def _take_numbers(text: str, plain: str) -> tuple[list[int], str, bool, str]:
    """Numbers at the start and how they are joined, whether a word rounds them, and the rest."""
    for phrase, number in _DOZENS.items():
        if re.match(rf"{phrase}(?!\w)", plain):
            return [number], "", True, plain[len(phrase) :].strip()
    number, rest = _take_number(text, plain)
    numbers, joined = [number], ""
    while True:
        found = _JOINS.match(rest) or _COMMA.match(rest)
        if found is None or not _begins_with_number(rest[found.end() :]):
            break
        if found.re is _JOINS:
            joined = "either" if found["either"] or joined == "either" else "range"
        number, rest = _take_number(text, rest[found.end() :])
        numbers.append(number)
    if len(numbers) > 1 and joined != "either" and (joined, len(numbers)) != ("range", 2):
        raise _unreadable(text)
    return numbers, joined, False, rest


def _begins_with_number(plain: str) -> bool:
    word = _WORD.match(plain)
    return bool(_DIGITS.match(plain)) or (word is not None and word[0] in _NUMBER_WORDS)


def _take_number(text: str, plain: str) -> tuple[int, str]:
    digits = _DIGITS.match(plain)
    if digits:
        rest = plain[digits.end() :]
        if rest[:1].isalpha():
            raise _unreadable(text)
        return int(digits[0].replace(",", "")), rest.strip()
    word = _WORD.match(plain)
    if word is None or word[0] not in (*_NUMBER_WORDS, "hundred"):
        raise _unreadable(text)
    if word[0] == "hundred":
        return 100, plain[word.end() :].strip()
    value, rest = _NUMBER_WORDS[word[0]], plain[word.end() :]
    second = re.match(r"(?:\s*-\s*|\s+(?:و\s+)?)([^\W\d_]+)", rest)
    if second and second[1] == "hundred" and 1 <= value <= 9:
        return 100 * value, rest[second.end() :].strip()
    unit = _NUMBER_WORDS.get(second[1], 0) if second and second[1] not in ("a", "an") else 0
    if second and value >= 20 and value % 10 == 0 and 1 <= unit <= 9:
        return value + unit, rest[second.end() :].strip()
    return value, rest.strip()


def _take_bound(
    plain: str, bounds: dict[str, Iterable[str]] | dict[str, tuple[str, ...]] = _BOUNDS
) -> tuple[str, str]:
    """The bound at the start of a text, the longest that fits, and what follows it."""
    best = ("", "")
    for bound, phrases in bounds.items():
        for phrase in phrases:
            ends = phrase[-1].isalpha() and plain[len(phrase) : len(phrase) + 1].isalnum()
            if plain.startswith(phrase) and not ends and len(phrase) > len(best[1]):
                best = (bound, phrase)
    return best[0], plain[len(best[1]) :].strip()


def _without_people(plain: str) -> str:
    """The text less the words at its end that say who was counted, and what became of them."""
    words = plain.split()
    while words and words[-1].strip("()'\"") in _PEOPLE:
        words.pop()
    return " ".join(words)


def _unreadable(text: str) -> RecordError:
    return RecordError(problems.NO_TOLL.format(said=text[:_LONGEST]))
