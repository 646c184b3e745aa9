"""What can go wrong with records, by who must act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from incidents.mapping import Mapping as Mapping_
    from incidents.store import Version


class IncidentsError(Exception):
    """Base of every error that the `incidents` package raises on purpose."""


class RecordError(IncidentsError, ValueError):
    """A record breaks the rules; the message lists every broken rule of that record."""


class ReadError(IncidentsError):
    """A file cannot be read as a table of incidents at all; nothing was stored."""


class MappingError(ReadError):
    """The columns of a table cannot be used as they were taken; nothing was stored.

    Attributes
    ----------
    mapping
        Which column was taken for which, to be corrected.
    """

    def __init__(self, message: str, *, mapping: Mapping_) -> None:
        super().__init__(message)
        self.mapping = mapping


class UnknownEncodingError(ReadError):
    """A text is not in UTF-8, and nobody has said what it is in.

    Attributes
    ----------
    samples
        Names of encodings that may be meant, the likeliest first, each with how the first text
        that is not plain ASCII would read in it.
    """

    def __init__(self, message: str, *, samples: tuple[tuple[str, str], ...]) -> None:
        super().__init__(message)
        self.samples = samples


class AmbiguousDatesError(ReadError):
    """Dates of a file may be read in two ways, and nobody has said which."""


class StoreError(IncidentsError):
    """The store cannot be opened or written; what it held before is unchanged."""


class ConflictError(StoreError):
    """Another person has changed an incident meanwhile; nothing was stored.

    Attributes
    ----------
    mine
        The flat values that were to be stored.
    theirs
        The version that is the latest now, or None where the incident is gone.
    """

    def __init__(self, message: str, *, mine: Mapping[str, Any], theirs: Version | None) -> None:
        super().__init__(message)
        self.mine = mine
        self.theirs = theirs


class AccessError(IncidentsError):
    """The person may not do this here; nothing was stored, and the message says who may."""


class FilterError(IncidentsError, ValueError):
    """A filter asks for something that does not exist (a date out of order, an unknown type)."""
