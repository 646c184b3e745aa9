"""What happened: the record and its claims, reading, the store, filters.

Knows nothing of screens. `pipeline` walks a file the one way: read, geocode, measure, store. A name
of this package is loaded when it is first asked for, so that a command starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from incidents.bundled import add_bundled
    from incidents.errors import IncidentsError
    from incidents.extraction import extract
    from incidents.filters import IncidentFilter
    from incidents.pipeline import import_file
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
    "extract",
    "import_file",
    "read_file",
]

_MODULE_OF = {
    "Claim": "record",
    "Count": "record",
    "EventType": "record",
    "Incident": "record",
    "IncidentFilter": "filters",
    "IncidentsError": "errors",
    "Store": "store",
    "add_bundled": "bundled",
    "extract": "extraction",
    "import_file": "pipeline",
    "read_file": "reader",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever has that name
    if name not in _MODULE_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
