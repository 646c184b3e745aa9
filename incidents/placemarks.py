"""KML and GPX: placemarks and waypoints as rows with a shape.

A document type or entities of its own refuse a file. What a file links to (other files, icons,
pictures) is told and never fetched.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from incidents import problems, refusals, sentences
from incidents.archives import checked_entries, entry_bytes
from incidents.errors import ReadError
from incidents.shapes import (
    BrokenShapeError,
    Features,
    point_wkb,
    polygons_wkb,
    position,
    wrong_kind,
)
from incidents.source_file import SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from incidents.source_file import Row, Sink, Source

__all__ = ["parse_gpx", "parse_kml"]

# --- KML ---------------------------------------------------------------------------------------


def parse_kml(source: Source, table: Sink) -> None:
    """Hand on the placemarks of a KML file, or of the one in a KMZ archive."""
    if source.head(4).startswith(b"PK"):
        entries = [e for e in checked_entries(source.path) if e.filename.lower().endswith(".kml")]
        chosen = [e for e in entries if e.filename.lower() == "doc.kml"] or entries
        if len(chosen) != 1:
            names = ", ".join(repr(e.filename) for e in entries) or "none"
            source.refuse(refusals.NOT_ONE_KML.format(listed=names))
        stream: io.BufferedIOBase = io.BytesIO(entry_bytes(source.path, chosen[0]))
    else:
        stream = source.path.open("rb")
    with stream:
        _fill_from_kml(source, _elements(source, stream, "kml"), table)


def _fill_from_kml(source: Source, elements: Iterator[tuple[str, Element]], table: Sink) -> None:
    collected = Features()
    folders: list[Element] = []
    asides = _KmlAsides()
    number = 1
    for event, element in elements:
        name = _local(element)
        if name == "Folder":
            if event == "start":
                folders.append(element)
            else:
                folders.pop()
        elif event == "end":
            asides.note(name, element)
            if name == "Placemark":
                number += 1
                row = _placemark_row(element, folders)
                try:
                    collected.add(number, row, _kml_shape(element))
                except BrokenShapeError as error:
                    collected.fail(number, row, str(error), "geometry", "")
                element.clear()
    asides.tell(table)
    if not collected:
        source.refuse(refusals.ONLY_LINKS if asides.links else refusals.NO_PLACEMARKS)
    collected.hand_on(table)


class _KmlAsides:
    """What a KML file has beside placemarks, none of which is fetched."""

    def __init__(self) -> None:
        self.links: list[str] = []
        self._icons = 0
        self._overlays = 0

    def note(self, name: str, element: Element) -> None:
        if name == "NetworkLink":
            self.links.append(_link_target(element))
        elif name == "Icon":
            self._icons += "://" in (_text(_child(element, "href")) or "")
        elif name in {"GroundOverlay", "ScreenOverlay", "PhotoOverlay"}:
            self._overlays += 1

    def tell(self, table: Sink) -> None:
        if self.links:
            shown = ", ".join(self.links[:5])
            table.remark(sentences.LINKS.format(count=f"{len(self.links):,}", links=shown))
        if self._icons:
            table.remark(sentences.ICONS.format(count=f"{self._icons:,}"))
        if self._overlays:
            table.remark(sentences.PICTURES.format(count=f"{self._overlays:,}"))


def _link_target(element: Element) -> str:
    href = next((e for e in element.iter() if _local(e) == "href"), None)
    return (_text(href) or "?").strip()[:SHOWN]


def _placemark_row(placemark: Element, folders: Sequence[Element]) -> Row:
    row: Row = {}
    data: Row = {}
    for child in placemark:
        name = _local(child)
        if name == "ExtendedData":
            data = _extended_data(child)
        elif name == "name":
            row["Name"] = _text(child)
        elif name in {"description", "address", "phoneNumber"}:
            row[name] = _text(child)
        elif name == "TimeStamp":
            row["timestamp"] = _text(_child(child, "when"))
        elif name == "TimeSpan":
            row |= {edge: _text(_child(child, edge)) for edge in ("begin", "end")}
    names = [_text(_child(folder, "name")) for folder in folders]
    if any(names):
        row["folder"] = " / ".join(name.strip() for name in names if name)
    return data | {(f"{name} (placemark)" if name in data else name): row[name] for name in row}


def _extended_data(element: Element) -> Row:
    row: Row = {}
    for child in element.iter():
        name = child.get("name")
        if name is not None and _local(child) == "Data":
            row[name] = _text(_child(child, "value"))
        elif name is not None and _local(child) == "SimpleData":
            row[name] = _text(child)
    return row


_KML_SHAPES = ("Point", "Polygon", "MultiGeometry", "LineString", "LinearRing", "Model", "Track",
               "MultiTrack")  # fmt: skip


def _kml_shape(placemark: Element) -> bytes | None:
    found = [child for child in placemark if _local(child) in _KML_SHAPES]
    while len(found) == 1 and _local(found[0]) == "MultiGeometry":
        found = [child for child in found[0] if _local(child) in _KML_SHAPES]
    if not found:
        return None
    kinds = {_local(shape) for shape in found}
    if kinds == {"Point"} and len(found) == 1:
        positions = _kml_positions(found[0])
        if len(positions) != 1:
            raise BrokenShapeError(problems.SEVERAL_POSITIONS.format(count=len(positions)))
        return point_wkb(positions[0])
    if kinds == {"Polygon"}:
        return polygons_wkb([_kml_rings(polygon) for polygon in found])
    several = f"collection of {len(found)} shapes ({', '.join(sorted(kinds))})"
    raise BrokenShapeError(wrong_kind(several if len(found) > 1 else min(kinds)))


def _kml_rings(polygon: Element) -> list[list[tuple[float, float]]]:
    edges = [("outerBoundaryIs", True), ("innerBoundaryIs", False)]
    rings = []
    for name, must_be in edges:
        found = [child for child in polygon if _local(child) == name]
        if must_be and len(found) != 1:
            raise BrokenShapeError(problems.OUTER_EDGES.format(count=len(found)))
        rings += [_kml_positions(ring) for edge in found for ring in edge]
    return rings


def _kml_positions(element: Element) -> list[tuple[float, float]]:
    coordinates = _text(next((e for e in element.iter() if _local(e) == "coordinates"), None))
    positions = []
    for text in (coordinates or "").split():
        numbers = text.split(",")
        if len(numbers) < 2:
            raise BrokenShapeError(problems.NO_KML_POSITION.format(said=text[:SHOWN]))
        positions.append(position(numbers[0], numbers[1]))
    return positions


# --- GPX ---------------------------------------------------------------------------------------


def parse_gpx(source: Source, table: Sink) -> None:
    """Hand on the waypoints of a GPX file; its tracks and routes are told."""
    collected = Features()
    others = {"trk": 0, "rte": 0}
    number = 1
    with source.path.open("rb") as stream:
        for event, element in _elements(source, stream, "gpx"):
            name = _local(element)
            if event == "end" and name in others:
                others[name] += 1
                element.clear()
            elif event == "end" and name == "wpt":
                number += 1
                row, lon, lat = _waypoint_row(element), element.get("lon"), element.get("lat")
                try:
                    collected.add(number, row, point_wkb(position(lon, lat)))
                except BrokenShapeError as error:
                    collected.fail(number, row, str(error), "geometry", f"{lon}, {lat}")
                element.clear()
    for name, told in (("trk", sentences.TRACKS), ("rte", sentences.ROUTES)):
        if others[name]:
            table.remark(told.format(count=f"{others[name]:,}"))
    if not collected:
        source.refuse(refusals.NO_WAYPOINTS)
    collected.hand_on(table)


def _waypoint_row(waypoint: Element) -> Row:
    row: Row = {}
    for child in waypoint:
        name = _local(child)
        if name == "link":
            row["link"] = child.get("href")
        elif name == "extensions":
            row |= {_local(leaf): _text(leaf) for leaf in child.iter() if not len(leaf)}
        else:
            row[name] = _text(child)
    row.setdefault("name", None)
    return row


# --- XML ---------------------------------------------------------------------------------------


def _elements(source: Source, stream: Any, root: str) -> Iterator[tuple[str, Element]]:  # noqa: ANN401
    """Starts and ends of elements, without DTD and entities."""
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415 - for its error only

    from defusedxml import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415

    try:
        first = True
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            if first and _local(element) != root:
                source.refuse(refusals.OTHER_ROOT.format(said=_local(element), given=root))
            first = False
            yield event, element
    except DefusedXmlException as error:
        msg = f"{source.name}: {refusals.DOCUMENT_TYPE}"
        raise ReadError(msg) from error
    except ParseError as error:
        msg = f"{source.name}: {refusals.NO_XML.format(error=error)}"
        raise ReadError(msg) from error


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _local(child) == name), None)


def _text(element: Element | None) -> str | None:
    if element is None:
        return None
    return "".join(element.itertext()) or None
