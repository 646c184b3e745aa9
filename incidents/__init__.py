"""What happened: the record and its claims, reading, the store, filters.

Knows nothing of screens. `pipeline` walks a file the one way: read, geocode, measure, store.
"""

from incidents.errors import IncidentsError
from incidents.filters import IncidentFilter
from incidents.pipeline import add_bundled, import_file
from incidents.reader import read_file
from incidents.record import Claim, Count, EventType, Incident
from incidents.store import Store

__all__ = [
    "Claim",
    "Count",
    "EventType",
    "Incident",
    "IncidentFilter",
    "IncidentsError",
    "Store",
    "add_bundled",
    "import_file",
    "read_file",
]
