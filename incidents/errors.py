"""What can go wrong with records, by who must act."""


class IncidentsError(Exception):
    """Base of every error that the `incidents` package raises on purpose."""


class RecordError(IncidentsError, ValueError):
    """A record breaks the rules; the message lists every broken rule of that record."""


class ReadError(IncidentsError):
    """A file cannot be read as a table of incidents at all; nothing was stored."""


class AmbiguousDatesError(ReadError):
    """Dates of a file may be read in two ways, and nobody has said which."""


class StoreError(IncidentsError):
    """The store cannot be opened or written; what it held before is unchanged."""


class FilterError(IncidentsError, ValueError):
    """A filter asks for something that does not exist (a date out of order, an unknown type)."""
