"""The decimal sign: whether "29,02" and "1.234" are written with a point or a comma.

Only numbers that cannot be read the other way say anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Decimal", "decimal_of", "plain_number", "signs_of", "signs_of_degrees"]

Decimal = Literal[".", ","]

_PLAIN_SIGNS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫−", "01234567890123456789.-", "٬")
_BOTH = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?!\1)([.,])\d+")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_ONE_SIGN = re.compile(r"\d*([.,])\d+")


def plain_number(text: str) -> str:
    """A number in ASCII digits and signs, Arabic thousands left out."""
    return text.strip().translate(_PLAIN_SIGNS)


def decimal_of(texts: Iterable[str | None]) -> Decimal | None:
    """Tell the decimal sign of a column of numbers, or None where it may be either.

    Parameters
    ----------
    texts
        Numbers as written, in any digits. What is no number says nothing.

    Notes
    -----
    A sign with two other than three digits after it is the decimal one ("29,02"), so is the last
    of two different ones ("1.234,5"), and any after a leading zero ("0,125"). A sign that comes
    twice groups thousands, so that the other one is decimal ("1,234,567"). "1,234" may be 1.234 or
    1234 and says nothing. None where nothing is said, or where two numbers say different things.
    """
    said = signs_of(texts)
    return said.pop() if len(said) == 1 else None


def signs_of(texts: Iterable[str | None]) -> set[Decimal]:
    """The decimal signs that numbers tell, each by itself."""
    return {sign for text in texts if text and (sign := _sign_of(text))}


def signs_of_degrees(texts: Iterable[str | None]) -> set[Decimal]:
    """The decimal signs of longitudes or latitudes: no degree reaches a thousand."""
    return {_literal(found[1]) for text in texts if text and (found := _degree_sign(text))}


def _sign_of(text: str) -> Decimal | None:
    """The decimal sign that one number tells."""
    if "٫" in text or "٬" in text:
        return None  # signs of their own, read as such whatever the others mean
    plain = re.sub(r"(?<=\d)[\s'’](?=\d{3})", "", plain_number(text)).lstrip("+-")
    both = _BOTH.fullmatch(plain)
    if both:
        return _literal(both[2])
    groups = _GROUPS.fullmatch(plain)
    if groups:
        return None if plain.count(groups[1]) == 1 else _literal("." if groups[1] == "," else ",")
    one = _ONE_SIGN.fullmatch(plain)
    return _literal(one[1]) if one else None


def _literal(sign: str) -> Decimal:
    return "," if sign == "," else "."


def _degree_sign(text: str) -> re.Match[str] | None:
    return None if "٫" in text else _ONE_SIGN.fullmatch(plain_number(text).lstrip("+-"))
