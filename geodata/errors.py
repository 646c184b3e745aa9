"""What can go wrong with geographic data, by who must act."""


class GeodataError(Exception):
    """Base of every error that the `geodata` package raises on purpose."""


class DataFileError(GeodataError):
    """A shipped data file is missing or damaged: reinstall, or rebuild the data."""


class BorderError(GeodataError):
    """A border line or its country polygons cannot be measured against; mend the geometry."""


class CoordinateError(GeodataError, ValueError):
    """Coordinates or a footprint are unusable; the message lists what to mend and where."""
