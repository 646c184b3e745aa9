"""What somebody came for says nothing of what befell him: "came to stop them and was hit"."""

from __future__ import annotations

import re

__all__ = ["is_purpose"]

_PURPOSE = re.compile(
    r"[^.;]*\bto\s+(?:stop|prevent|help)\s+(?:them|him|her|it|this|that)\s+"
    r"(?:was|were)\s+(?:\w+ly\s+)?",
    re.IGNORECASE,
)


def is_purpose(before: str) -> bool:
    """Whether the words before a deed in the passive only say what those had come for."""
    return _PURPOSE.fullmatch(before) is not None
