"""What a report may tell besides its drafts: clauses with a day of the news that no draft uses.

Half of the events that the rules miss stand in such a clause, told in a turn of phrase that no
table knows. A reader sees at once whether it is one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from incidents.extraction.dating import reckoned_from
from incidents.extraction.events import tellings_of
from incidents.extraction.reading import read
from incidents.extraction.reckoning import understood
from incidents.extraction.undated import SHARP, is_stale

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from incidents.extraction.drafts import Draft
    from incidents.extraction.events import Telling

__all__ = ["overlooked"]

_OF_WHOLE_SENTENCES = frozenset({"summary", "claims", "conflicts", "claimant"})
"""Fields whose evidence is all that is said, and not the words for one thing."""


def overlooked(
    text: str, drafts: Sequence[Draft], *, published: date | None = None
) -> tuple[tuple[int, int], ...]:
    """Find the clauses that say a day of the news and that no field of a draft rests on.

    Parameters
    ----------
    text, published
        As they were given to `extract`.
    drafts
        What it returned.

    Returns
    -------
    tuple
        Where each begins and ends in the text, in order; none where the day of publication is not
        known and cannot be read.
    """
    reading = read(text)
    tellings = tellings_of(reading)
    published = reckoned_from(tellings, reading.plain, published)
    if published is None:
        return ()
    rested_on = [
        one
        for draft in drafts
        for field, listed in draft.evidence.items()
        if field not in _OF_WHOLE_SENTENCES
        for one in listed
    ]
    dated = (t for t in tellings if not t.is_heading and _says_a_day(t, published))
    spans = (reading.span(telling.start, telling.end) for telling in dated)
    return tuple(
        (start, end)
        for start, end in spans
        if not any(one.start < end and start < one.end for one in rested_on)
    )


def _says_a_day(telling: Telling, published: date) -> bool:
    """Whether a clause says a day in the days before publication."""
    for when in telling.whens:
        days = understood(when, published, None) if when.name in SHARP else None
        if days is not None and days.precision in ("day", "range"):
            return not is_stale(days, published) and days.first <= published + timedelta(days=1)
    return False
