"""JSON by its rules: lists of objects, JSON Lines and GeoJSON.

Numbers stay as they stand in the file. What Python's parser takes beyond the rules (a name that
stands twice, NaN) is refused with its line and column. A feature with a broken shape is rejected.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

from incidents import problems, refusals
from incidents.shapes import (
    BrokenShapeError,
    Features,
    point_wkb,
    polygons_wkb,
    position,
    wrong_kind,
)
from incidents.source_file import SHOWN
from incidents.text_encoding import whole_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from incidents.source_file import Row, Sink, Source

__all__ = ["parse_json"]


def parse_json(source: Source, table: Sink) -> None:
    """Hand on a list of objects, an object a line, or GeoJSON features."""
    text = whole_text(source).strip("\x1e \t\r\n")
    if not text:
        source.refuse(refusals.FILE_EMPTY)
    if _is_lines(text):
        _parse_json_lines(source, text, table)
        return
    try:
        found = _strict_json(text)
    except ValueError as error:
        source.refuse(refusals.NO_JSON.format(fault=error))
    try:
        if isinstance(found, dict) and found.get("type") in {"FeatureCollection", "Feature"}:
            _fill_from_geojson(source, found, table)
        else:
            rows = _list_in(source, found, table)
            _fill_from_objects(source, enumerate(rows, start=2), table)
    except RecursionError:
        source.refuse(refusals.NO_JSON.format(fault=_where_not_strict(text)))


def _is_lines(text: str) -> bool:
    """Whether each line is an object of its own."""
    first, _, rest = text.partition("\n")
    if not rest.lstrip("\x1e \t\r\n").startswith("{"):
        return False
    try:
        return isinstance(_strict_json(first), dict)
    except ValueError:
        return first.rstrip().endswith("}") and first.startswith("{")


def _parse_json_lines(source: Source, text: str, table: Sink) -> None:
    objects: list[tuple[int, Any]] = []
    broken: list[tuple[int, str, str]] = []
    for number, raw in enumerate(text.split("\n"), start=2):
        line = raw.strip("\x1e \t\r")
        if not line:
            continue
        try:
            objects.append((number, _strict_json(line)))
        except ValueError as error:
            fault = str(error).removeprefix("line 1, ")
            broken.append((number, line, refusals.NO_JSON.format(fault=fault)))
    if not objects:
        fault = broken[0][2].removeprefix(refusals.NO_JSON.format(fault=""))
        source.refuse(refusals.NO_JSON_AT_LINE.format(line=broken[0][0] - 1, fault=fault))
    if all(isinstance(found, dict) and found.get("type") == "Feature" for _, found in objects):
        _fill_from_features(source, objects, table)
    else:
        _fill_from_objects(source, objects, table)
    for number, line, reason in broken:
        table.reject(number, [line], reason, value=line)


def _refuse_other_json(source: Source, found: Mapping[str, Any]) -> None:
    """Refuse what is JSON by its signs but a table only for other programs."""
    for mark, told in (("arcs", refusals.TOPO_JSON), ("geometryType", refusals.ESRI_JSON)):
        if mark in found and ("objects" in found or "features" in found):
            source.refuse(told)
    if "coordinates" in found and isinstance(found.get("type"), str):
        source.refuse(refusals.BARE_GEOMETRY)
    if found.get("type") == "gdal_streamed_alg":
        source.refuse(refusals.GDAL_PIPELINE)


def _list_in(source: Source, found: Any, table: Sink) -> list[Any]:  # noqa: ANN401
    """The list of objects that the rows are."""
    if isinstance(found, list):
        return found
    if not isinstance(found, dict):
        source.refuse(refusals.NO_LIST)
    _refuse_other_json(source, found)
    lists = [
        name
        for name, value in found.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    ]
    wanted = source.how.part
    if wanted is not None:
        if wanted not in lists:
            has = ", ".join(lists) or "none"
            source.refuse(refusals.NO_SUCH_LIST.format(said=wanted, listed=has))
        lists = [wanted]
    if len(lists) > 1:
        source.refuse(refusals.SEVERAL_LISTS.format(listed=", ".join(lists)))
    if not lists:
        if any(isinstance(value, list) and not value for value in found.values()):
            source.refuse(refusals.LIST_EMPTY)
        return [found]
    table.parsed.part = lists[0]
    rows: list[Any] = found[lists[0]]
    return rows


def _fill_from_objects(source: Source, objects: Iterable[tuple[int, Any]], table: Sink) -> None:
    rows: list[tuple[int, Row]] = []
    odd: list[tuple[int, str]] = []
    for number, value in objects:
        if isinstance(value, dict):
            rows.append((number, {name: _cell(cell) for name, cell in value.items()}))
        else:
            odd.append((number, _cell(value) or "null"))
    if not (rows or odd):
        source.refuse(refusals.LIST_EMPTY)
    if not rows:
        source.refuse(refusals.NO_OBJECTS)
    table.fill(rows)
    for number, text in odd:
        table.reject(number, [text], problems.NO_OBJECT, value=text)


# --- GeoJSON -----------------------------------------------------------------------------------

_WGS84_NAMES = re.compile(
    r"(?:urn:ogc:def:crs:)?(?:OGC:[\d.]*:?CRS84|EPSG:[\d.]*:?4326)$", re.IGNORECASE
)
_SHAPE_TYPES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
     "GeometryCollection"}
)  # fmt: skip


def _fill_from_geojson(source: Source, found: dict[str, Any], table: Sink) -> None:
    """Hand on a Feature or a FeatureCollection."""
    _check_geojson_crs(source, found)
    features = [found] if found["type"] == "Feature" else found.get("features")
    if not isinstance(features, list):
        source.refuse(refusals.NO_LIST_OF_FEATURES)
    _fill_from_features(source, list(enumerate(features, start=2)), table)


def _fill_from_features(source: Source, features: Sequence[tuple[int, Any]], table: Sink) -> None:
    """Hand on GeoJSON features, each with its row number."""
    if not features:
        source.refuse(refusals.NO_FEATURES)
    table.parsed.format = "GeoJSON"
    collected = Features()
    has_id = any(
        isinstance(f, dict) and isinstance(f.get("properties"), dict) and "id" in f["properties"]
        for _, f in features
    )
    for number, feature in features:
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            reason = problems.NO_FEATURE
            collected.fail(number, {}, reason, "", _shown(feature))
            continue
        properties = feature.get("properties")
        if not isinstance(properties, dict | None):
            reason = problems.PROPERTIES_NO_OBJECT
            collected.fail(number, {}, reason, "properties", _shown(properties))
            continue
        row: Row = {name: _cell(value) for name, value in (properties or {}).items()}
        if feature.get("id") is not None and not has_id:
            row = {"id": _cell(feature["id"]), **row}
        geometry = feature.get("geometry")
        try:
            collected.add(number, row, _geojson_shape(geometry))
        except BrokenShapeError as error:
            collected.fail(number, row, str(error), "geometry", _shown(geometry))
    collected.hand_on(table)


def _check_geojson_crs(source: Source, found: Mapping[str, Any]) -> None:
    crs = found.get("crs")
    if crs is None:
        return
    name = crs.get("properties", {}) if isinstance(crs, dict) else {}
    name = name.get("name") if isinstance(name, dict) else None
    if not (isinstance(name, str) and _WGS84_NAMES.match(name)):
        source.refuse(refusals.NOT_WGS84.format(said=name or _shown(crs)))


def _geojson_shape(geometry: Any) -> bytes | None:  # noqa: ANN401 - whatever JSON holds
    if geometry is None:
        return None
    if not isinstance(geometry, dict):
        raise BrokenShapeError(problems.GEOMETRY_NO_OBJECT)
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Point":
        return point_wkb(_geojson_position(coordinates))
    if kind == "MultiPoint" and isinstance(coordinates, list) and len(coordinates) == 1:
        return point_wkb(_geojson_position(coordinates[0]))
    if kind == "Polygon":
        return polygons_wkb([_geojson_rings(coordinates)])
    if kind == "MultiPolygon":
        return polygons_wkb([_geojson_rings(part) for part in _listed(coordinates)])
    if kind in _SHAPE_TYPES:
        raise BrokenShapeError(wrong_kind(str(kind)))
    raise BrokenShapeError(problems.NO_KIND_OF_SHAPE.format(given=_shown(kind)))


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(value, list) or not value:
        raise BrokenShapeError(problems.NO_LIST_OF_PAIRS.format(given=_shown(value)))
    return value


def _geojson_position(value: Any) -> tuple[float, float]:  # noqa: ANN401 - whatever JSON holds
    if (
        not isinstance(value, list)
        or len(value) < 2
        or not all(isinstance(number, _JsonNumber) for number in value)
    ):
        raise BrokenShapeError(problems.NO_POSITION.format(given=_shown(value)))
    return position(value[0], value[1])


def _geojson_rings(value: Any) -> list[list[tuple[float, float]]]:  # noqa: ANN401
    return [[_geojson_position(p) for p in _listed(ring)] for ring in _listed(value)]


# --- The rules of JSON -------------------------------------------------------------------------

_DEEPEST = 100
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|-?Infinity|NaN', re.DOTALL)
_COLON = re.compile(r"\s*:")


class _JsonNumber(str):
    """A number as it stands in the file."""

    __slots__ = ()


class _NotStrictError(ValueError):
    """JSON that Python's parser would take."""


def _no_constant(text: str) -> NoReturn:
    msg = f"{text} is no JSON number"
    raise _NotStrictError(msg)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        msg = "a name stands twice in one object"
        raise _NotStrictError(msg)
    return found


def _strict_json(text: str) -> Any:  # noqa: ANN401 - whatever it holds
    """Parse JSON by its rules, numbers as they stand; the error's message has the position."""
    try:
        return json.loads(
            text,
            parse_float=_JsonNumber,
            parse_int=_JsonNumber,
            parse_constant=_no_constant,
            object_pairs_hook=_each_once,
        )
    except json.JSONDecodeError as error:
        line, at = f"{error.lineno:,}", f"{error.colno:,}"
        msg = refusals.AT_LINE_AND_COLUMN.format(line=line, at=at, fault=error.msg)
        raise ValueError(msg) from error
    except (_NotStrictError, RecursionError) as error:
        raise ValueError(_where_not_strict(text)) from error


def _where_not_strict(text: str) -> str:
    """The first place where JSON breaks the rules that Python's parser does not hold."""
    stack: list[set[str] | None] = []  # of each open object its names, of each list nothing
    for found in _TOKEN.finditer(text):
        problem = _problem_of_token(text, found, stack)
        if problem:
            line = text.count("\n", 0, found.start()) + 1
            column = found.start() - text.rfind("\n", 0, found.start())
            return refusals.AT_LINE_AND_COLUMN.format(
                line=f"{line:,}", at=f"{column:,}", fault=problem
            )
    return refusals.BREAKS_JSON


def _problem_of_token(text: str, found: re.Match[str], stack: list[set[str] | None]) -> str | None:
    sign = found[0]
    if sign in "{[":
        stack.append(set() if sign == "{" else None)
        return refusals.JSON_TOO_DEEP.format(most=_DEEPEST) if len(stack) > _DEEPEST else None
    if sign in "}]":
        if stack:
            stack.pop()
        return None
    if sign[0] != '"':
        return refusals.NO_JSON_NUMBER.format(given=sign)
    names = stack[-1] if stack else None
    if names is None or not _COLON.match(text, found.end()):
        return None
    name = json.loads(sign, strict=False)
    if name in names:
        return refusals.NAME_TWICE.format(said=name[:SHOWN])
    names.add(name)
    return None


# --- Values as texts ---------------------------------------------------------------------------


def _cell(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    """A value as the text of a cell."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str) else _as_json(value)


def _as_json(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """A nested value as JSON, its numbers as they stood."""
    if isinstance(value, _JsonNumber):
        return str(value)
    if isinstance(value, dict):
        pairs = ", ".join(f"{_as_json(str(k))}: {_as_json(v)}" for k, v in value.items())
        return f"{{{pairs}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_as_json, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    try:
        return _as_json(value)[:SHOWN]
    except RecursionError:
        return "nested too deeply"
