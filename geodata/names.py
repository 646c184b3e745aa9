"""Place names: when two spellings are the same name, sound alike, or only look alike.

Names near this border come in Latin, Persian, Urdu and Arabic letters, in transliterations of the
day and with the vowels of whoever heard them. Three keys are kept of each spelling:

- `name_key`: the letters, without case, accents, joiners, spaces and the variants of one letter;
- `sound_keys`: the consonants as they sound, one set for Latin and Arabic letters alike, so that
  Mirjaveh, Mirjawa and the Persian spelling meet;
- the consonants less one, by which misspellings are found. Those are only ever proposed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

import ahocorasick
from anyascii import anyascii
from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["LONGEST_PHRASE", "Match", "NameIndex", "cleaned", "is_arabic", "name_key", "sound_keys"]

Likeness = Literal["name", "other name", "sound", "spelling"]
T = TypeVar("T")

LONGEST_PHRASE = 500
"""A longer text is an article, not a place; `parse` refuses it."""

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("يىئےېۍ", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("ةۀہھەۂۃ", "ه"),
        **dict.fromkeys("أإٱآ", "ا"),
        "ؤ": "و",
        "ں": "ن",
        "ڈ": "د",
        "ٹ": "ت",
        "ڑ": "ر",
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
    }
)
_GRAMMAR_LETTERS = str.maketrans(
    {
        **dict.fromkeys("يى", "ی"), "ك": "ک", **dict.fromkeys("ہھۀةۃ", "ه"),
        **dict.fromkeys("أإٱ", "ا"), "٫": ".", "٬": ",", "،": ",", "؛": ";", "؟": " ",
        "−": "-", "‐": "-", "‑": "-", "—": "-", "’": "'", "‘": "'", "½": ".5",
    }
)  # fmt: skip
_ARABIC_SOUNDS = str.maketrans(
    {
        **dict.fromkeys("تطٹ", "t"), **dict.fromkeys("سصث", "s"), **dict.fromkeys("زذضظژ", "z"),
        **dict.fromkeys("دڈ", "d"), **dict.fromkeys("رڑ", "r"), **dict.fromkeys("غگڠ", "g"),
        **dict.fromkeys("کخ", "k"), **dict.fromkeys("هح", "h"),
        "ب": "b", "پ": "p", "ج": "j", "چ": "c", "ش": "S", "ف": "f", "ق": "q", "ل": "l",
        "م": "m", "ن": "n", "و": "w", "ی": "y", "ا": "a", "ع": "a", "ء": "",
    }
)  # fmt: skip
_LATIN_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("tch|ch", "C"), ("dzh|dj", "j"), ("sh", "S"), ("kh|ck", "k"), ("gh", "g"), ("zh", "z"),
        ("th", "t"), ("dh", "d"), ("ph", "f"), ("x", "ks"), ("c", "k"),
    )
)  # fmt: skip
_EITHER = {"w": ("v", ""), "q": ("g", "k")}
_MOST_SOUND_KEYS = 8
_LONGEST_NAME = 80
_LEAST_RATIO = {2: 76, 3: 66}
_LEAST_RATIO_ELSE = 58
_LEAST_RATIO_MISSPELT = 70
_RATIO_ACROSS_SCRIPTS = 80.0
_MOST_ALIKE = 8
_FEWEST_CONSONANTS = 4


def cleaned(text: str) -> str:
    """A phrase with plain digits, one form of each letter and no control signs."""
    plain = unicodedata.normalize("NFC", text).translate(_GRAMMAR_LETTERS)
    signs = []
    for sign in plain:
        category = unicodedata.category(sign)
        if category == "Nd":
            signs.append(str(unicodedata.digit(sign)))
        elif category in ("Cf", "Co", "Cs", "Cn"):
            signs.append(" " if sign == "\u200c" else "")
        elif category == "Mn" and "\u0600" <= sign <= "\u06ff":
            continue
        else:
            signs.append(" " if category in ("Cc", "Zl", "Zp", "Zs") else sign)
    return " ".join("".join(signs).split())


@lru_cache(maxsize=65_536)
def name_key(text: str) -> str:
    """Return the form by which names are compared.

    Case, accents, vowel marks, joiners, direction marks, punctuation and spaces do not count, and
    the Arabic, Persian and Urdu forms of one letter are one letter.
    """
    if text.isascii():
        return "".join(filter(str.isalnum, text)).lower()
    folded = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold()
    folded = unicodedata.normalize("NFKD", folded).translate(_LETTERS)
    return "".join(
        str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c
        for c in folded
        if unicodedata.category(c)[0] in "LN" and unicodedata.category(c) != "Lm"
    )


def is_arabic(text: str) -> bool:
    """Whether a text is written in Arabic letters (Persian and Urdu among them)."""
    return any("\u0600" <= c <= "\u06ff" or "\ufb50" <= c <= "\ufeff" for c in text)


@lru_cache(maxsize=65_536)
def sound_keys(text: str) -> frozenset[str]:
    """Return the consonants of a name as they sound; two names sound alike if they share one.

    Vowels, doubled letters and a word's last h do not count; k and kh, g and gh are one; w may be
    a v or a vowel, q a g or a k, so that there may be several keys. Empty where no consonant is
    left. At most 80 characters are read.
    """
    sounds: list[str] = []
    for word in re.split(r"[\s\-_‌.,/()]+", text[:_LONGEST_NAME]):
        plain = name_key(word)
        if is_arabic(plain):
            word_sounds = plain.translate(_ARABIC_SOUNDS)
        else:
            word_sounds = "".join(filter(str.isalpha, anyascii(plain).lower()))
            for pattern, sound in _LATIN_SOUNDS:
                word_sounds = pattern.sub(sound, word_sounds)
            word_sounds = word_sounds.replace("C", "c")
        word_sounds = re.sub("h$", "", word_sounds)
        if not sounds and word_sounds[:1] in tuple("aeiouy"):
            sounds.append("y" if word_sounds[0] == "y" else "a")
        sounds += re.sub("[aeiouy]", "", word_sounds)
    forms = [_EITHER.get(sound, (sound,)) for sound in sounds]
    if 2 ** sum(len(form) > 1 for form in forms) > _MOST_SOUND_KEYS:
        forms = [form[:1] for form in forms]
    keys = ("".join(choice) for choice in product(*forms))
    return frozenset(re.sub(r"(.)\1+", r"\1", key) for key in keys) - {"", "a"}


@dataclass(frozen=True)
class Match(Generic[T]):
    """Something that a name may mean.

    `likeness` is "name" where it is called so, "other name" where it is also called so, "sound"
    where the consonants agree, "spelling" where all but one do; `ratio` (0 to 100) tells how much
    of the spelling agrees with `form`, the spelling that was met.
    """

    item: T
    form: str
    likeness: Likeness
    ratio: float


class NameIndex(Generic[T]):
    """Finds things by their names.

    Parameters
    ----------
    named
        Each thing with its names, the one it is called by first.
    """

    def __init__(self, named: Iterable[tuple[T, tuple[str, ...]]]) -> None:
        self._named = list(named)
        self._exact: dict[str, list[tuple[int, str, Likeness]]] = {}
        for number, (_, names) in enumerate(self._named):
            seen = set()
            for position, name in enumerate(names):
                key = name_key(name)
                if key and key not in seen:
                    seen.add(key)
                    how: Likeness = "name" if position == 0 else "other name"
                    self._exact.setdefault(key, []).append((number, name, how))

    def exact(self, name: str) -> list[Match[T]]:
        """Return what bears the name, letter by letter as `name_key` sees it."""
        found = self._exact.get(name_key(name), [])
        return [Match(self._named[k][0], form, how, 100.0) for k, form, how in found]

    def sounding(self, name: str) -> list[Match[T]]:
        """Return what bears a name that sounds alike, best first."""
        keys = sound_keys(name)
        found = {pair for key in keys for pair in self._by_sound.get(key, ())}
        least = _LEAST_RATIO.get(min(map(len, keys), default=0), _LEAST_RATIO_ELSE)
        if keys and min(map(len, keys)) < 2:
            return []
        return self._ranked(name, found, "sound", least)

    def misspelt(self, name: str) -> list[Match[T]]:
        """Return what bears a name that differs by one consonant, best first; only proposals."""
        keys = sound_keys(name)
        found: set[tuple[int, str]] = set()
        for key in keys:
            if len(key) >= _FEWEST_CONSONANTS:
                for form in (key, *_less_one(key)):
                    found.update(self._by_sound_less_one.get(form, ()))
        return self._ranked(name, found, "spelling", _LEAST_RATIO_MISSPELT)

    def mentioned(self, text: str) -> Iterator[str]:
        """Yield the names that stand within a text as whole words, as they are written there.

        The longer of two that begin at one word is meant; names do not overlap.
        """
        words = list(re.finditer(r"[^\s,;:/()\[\]\"“”،؛]+", text))
        keys = [name_key(word[0]) for word in words]
        line, starts = " ", {}
        for number, key in enumerate(keys):
            starts[len(line) - 1] = number
            line += f"{key}  "
        for end, key in self._automaton.iter_long(line) if len(self._automaton) else ():
            begin = end - len(key) + 1
            if begin in starts:
                first = starts[begin]
                last = first + key.count("  ")
                yield text[words[first].start() : words[last].end()]

    def _ranked(
        self, name: str, found: set[tuple[int, str]], how: Likeness, least: float
    ) -> list[Match[T]]:
        key, arabic = name_key(name), is_arabic(name)
        best: dict[int, tuple[bool, float, str]] = {}
        for number, form in sorted(found):
            same_script = is_arabic(form) == arabic
            if not same_script and how != "sound":
                continue
            ratio = fuzz.ratio(key, name_key(form)) if same_script else _RATIO_ACROSS_SCRIPTS
            best[number] = max(best.get(number, (False, 0.0, "")), (same_script, ratio, form))
        ranked = sorted(best.items(), key=lambda pair: (-pair[1][1], pair[0]))
        return [
            Match(self._named[k][0], form, how, ratio)
            for k, (_, ratio, form) in ranked[:_MOST_ALIKE]
            if ratio >= least
        ]

    @cached_property
    def _by_sound(self) -> dict[str, tuple[tuple[int, str], ...]]:
        index: dict[str, list[tuple[int, str]]] = {}
        for number, (_, names) in enumerate(self._named):
            for name in names:
                for key in sound_keys(name):
                    index.setdefault(key, []).append((number, name))
        return {key: tuple(dict.fromkeys(pairs)) for key, pairs in index.items()}

    @cached_property
    def _by_sound_less_one(self) -> dict[str, tuple[tuple[int, str], ...]]:
        index: dict[str, dict[tuple[int, str], None]] = {}
        for key, pairs in self._by_sound.items():
            if len(key) >= _FEWEST_CONSONANTS - 1:
                for form in (key, *_less_one(key)):
                    index.setdefault(form, {}).update(dict.fromkeys(pairs))
        return {key: tuple(pairs) for key, pairs in index.items()}

    @cached_property
    def _automaton(self) -> ahocorasick.Automaton:
        automaton = ahocorasick.Automaton()
        for _, names in self._named:
            for name in names:
                words = [name_key(word) for word in re.split(r"[\s,;:/()]+", name)]
                for key in ("  ".join(word for word in words if word), name_key(name)):
                    if len(key) > 2:
                        automaton.add_word(f" {key} ", f" {key} ")
        automaton.make_automaton()
        return automaton


def _less_one(key: str) -> Iterator[str]:
    """The key without each of its letters but the first: who misspells a name begins it right."""
    for position in range(1, len(key)):
        yield key[:position] + key[position + 1 :]
