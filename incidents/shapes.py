"""Shapes of single rows as WKB: one point, a polygon or a multipolygon in WGS84, or none.

Longitude stands before latitude. A shape that is anything else breaks its row, never the file.
"""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from incidents.source_file import Row, Sink

__all__ = [
    "BrokenShapeError",
    "Features",
    "point_wkb",
    "polygons_wkb",
    "position",
    "wrong_kind",
]


class BrokenShapeError(ValueError):
    """A shape of one row cannot be used; the message says why."""


def position(lon: Any, lat: Any) -> tuple[float, float]:  # noqa: ANN401 - as it stands
    """Check a position in degrees.

    Raises
    ------
    BrokenShapeError
        If it is no pair of numbers, or no place on Earth.
    """
    try:
        x, y = float(lon), float(lat)
    except (TypeError, ValueError) as error:
        msg = f"the position {lon!r}, {lat!r} is no pair of numbers; mend it"
        raise BrokenShapeError(msg) from error
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90):
        msg = (
            f"longitude {lon}, latitude {lat} is no place; expected -180 to 180 and -90 to 90, "
            "longitude first"
        )
        raise BrokenShapeError(msg)
    return x, y


def point_wkb(lon_lat: tuple[float, float]) -> bytes:
    """A point at a checked position."""
    return struct.pack("<BIdd", 1, 1, *lon_lat)


def polygons_wkb(polygons: Sequence[Sequence[Sequence[tuple[float, float]]]]) -> bytes:
    """A polygon, or a multipolygon of several, each an outline and its holes.

    Raises
    ------
    BrokenShapeError
        If a polygon has no outline, or a ring is not closed.
    """
    import shapely  # noqa: PLC0415 - only where there are areas

    for rings in polygons:
        if not rings:
            msg = "an area without an outline; mend it"
            raise BrokenShapeError(msg)
        for ring in rings:
            if len(ring) < 4 or ring[0] != ring[-1]:
                msg = "an outline must have four positions or more and end where it begins"
                raise BrokenShapeError(msg)
    parts = [shapely.Polygon(rings[0], rings[1:]) for rings in polygons]
    shape = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    return bytes(shapely.to_wkb(shape))


def wrong_kind(kind: str) -> str:
    """The reason why a shape of another kind is not taken."""
    return (
        f"its shape is a {kind}; an incident is one point, a polygon or a multipolygon. Give one "
        "of these or none"
    )


class Features:
    """Rows with shapes, and those that are broken, until all names of columns are known."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, Row]] = []
        self._shapes: list[bytes | None] = []
        self._broken: list[tuple[int, Row, str, str, str]] = []

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._rows or self._broken)

    def add(self, number: int, row: Row, shape: bytes | None) -> None:
        """Take a row and its shape as WKB."""
        self._rows.append((number, row))
        self._shapes.append(shape)

    def fail(self, number: int, row: Row, reason: str, column: str, value: str) -> None:
        """Take a row that is to be rejected, with the reason."""
        self._broken.append((number, row, reason, column, value))

    def hand_on(self, table: Sink) -> None:
        """Start the table and give it all of them."""
        names = (name for _, row, *_ in self._broken for name in row)
        table.fill(self._rows, self._shapes, names)
        for number, row, reason, column, value in self._broken:
            cells = [row.get(name) for name in table.header]
            table.reject(number, cells, reason, column=column, value=value)
