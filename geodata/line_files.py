"""Lines and borders from files: a line, or the polygons of two neighbouring countries.

The parts of a line are joined where their ends meet; everything that is wrong with a line is told
at once, each with its place. Which formats there are, `line_formats` says.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial.distance import pdist

from geodata.line_formats import MOST_LISTED, LineFileError, Source, read_source
from geodata.lines import MEET_M, border_from_polygons, check_polygons, with_line
from geodata.measurement import earth_centred
from geodata.vertices import (
    JOIN_M,
    LINE,
    METRES_PER_DEGREE,
    POLYGON,
    SHOWN,
    apart_m,
    exploded,
    is_new,
    on_grid,
    place,
    places,
    runs_against,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geodata.borders import Border

    Floats = NDArray[np.float64]

__all__ = ["LineFile", "read_border", "read_line"]

_MOST_PARTS = 1000
_CODE_PROPERTIES = ("iso_a3", "adm0_a3", "iso3", "code", "iso_a3_eh", "shapegroup", "gid_0")
_CODE_PROPERTIES_SHOWN = "ISO_A3, ADM0_A3, iso3 or code"
_CODE = re.compile(r"[A-Za-z]{3}")


@dataclass(frozen=True, eq=False)
class LineFile:
    """A line as a file gives it.

    Parameters
    ----------
    line
        (n, 2) float64, lon and lat in degrees (WGS84), rounded to 1e-9 degrees (0.1 mm), in the
        direction in which it was drawn.
    name
        The file's name without its suffix.
    sha256
        Hash of the file's bytes: of the `.shp` for a shapefile, of the `.zip` for a zipped one.
    """

    line: Floats
    name: str
    sha256: str


def read_border(
    path: Path,
    *,
    base: Border,
    countries: Path | None = None,
    codes: tuple[str, str] | None = None,
) -> Border:
    """Return the border that a file gives.

    Parameters
    ----------
    path
        A file (see `read_line` for the formats) that holds either a line, or the polygons of two
        neighbouring countries. Of a file that holds both, the line is taken.
    base
        The border whose countries a line re-cuts; also its credit is kept.
    countries
        A file of country polygons for a line to re-cut, in place of those of `base`.
    codes
        The two countries, the one with positive distances first, as alpha-3 codes of a property
        such as ISO_A3, ADM0_A3, iso3 or code (case does not matter). Needed with `countries`,
        and for polygons when the file has other than two features. Without them the two
        features' own codes are taken, the first feature positive.

    Returns
    -------
    Border
        Named after the file. A line keeps the direction in which it was drawn, which with `base`
        must be that of its line; between polygons it runs from its northern end. Where the
        two countries are those of `base`, its direction and its positive side hold. Other
        countries of a polygon file that touch one of the two are kept as third countries.

        `sha256` is the file's hash; with `countries`, the hash of both files' hashes in
        hexadecimal, `path` first. The line is taken as exact (no `accuracy`).

    Raises
    ------
    LineFileError
        If a file cannot be read, or holds neither a line nor the polygons that are asked for.
    BorderError
        If line and polygons do not make a border.
    """
    source = read_source(path)
    if source.layers_with(LINE):
        return _border_of_line(source, base, countries, codes)
    if not source.layers_with(POLYGON):
        raise LineFileError(source.refused([source.holds("a line, or polygons of two countries")]))
    if countries is not None:
        problem = (
            f"it holds country polygons itself, but {countries.name!r} is given for them too; "
            f"expected one of the two, or a line here. Leave {countries.name!r} away"
        )
        raise LineFileError(source.refused([problem]))
    return _border_of_polygons(source, base, codes)


def _border_of_line(
    source: Source, base: Border, countries: Path | None, codes: tuple[str, str] | None
) -> Border:
    found = _line_of(source)
    if (countries is None) != (codes is None):
        problem = (
            "it holds a line, and with it came the codes of two countries or a file of country "
            "polygons alone; expected both or none"
        )
        raise LineFileError(source.refused([problem]))
    sha256, credit = found.sha256, base.attribution
    if countries is not None:
        polygons = read_source(countries)
        base = _border_of_polygons(polygons, base, codes)
        if runs_against(base.line, found.line):
            base = replace(base, line=base.line[::-1].copy())
        sha256 = hashlib.sha256(f"{found.sha256}{polygons.sha256}".encode()).hexdigest()
        credit = base.attribution
    return with_line(
        base,
        found.line,
        name=found.name,
        sha256=sha256,
        attribution=f"Line: {source.path.name}; countries: {credit}",
    )


def _border_of_polygons(source: Source, base: Border, codes: tuple[str, str] | None) -> Border:
    layer = source.only_layer(POLYGON)
    shapes = layer.in_degrees(source)
    named = [_codes_of(values) for values in layer.properties]
    if codes is None:
        first, second = _codes_of_two(source, named)
        if (first, second) == (base.negative, base.positive):
            first, second = second, first
    else:
        first, second = (code.upper() for code in codes)
    chosen = {
        code: [s for s, of in zip(shapes, named, strict=True) if code in of]
        for code in (first, second)
    }
    if first == second or not all(chosen.values()):
        listed = ", ".join(sorted({code for of in named for code in of})[:MOST_LISTED]) or "none"
        problem = (
            f"it has no polygons for both of {first!r} and {second!r}; expected two different "
            f"codes of a property such as {_CODE_PROPERTIES_SHOWN}; found: {listed}"
        )
        raise LineFileError(source.refused([problem]))
    pair = [_one_area(code, chosen[code]) for code in (first, second)]
    others: dict[str, list[BaseGeometry]] = {}
    for shape, of in zip(shapes, named, strict=True):
        touches = of and not {first, second}.intersection(of)
        if touches and shapely.distance(shape, pair).min() * METRES_PER_DEGREE <= MEET_M:
            others.setdefault(of[0], []).append(shape)
    border = border_from_polygons(
        first,
        pair[0],
        second,
        pair[1],
        others={code: _one_area(code, parts) for code, parts in others.items()},
        name=source.path.stem,
        sha256=source.sha256,
        attribution=source.path.name,
    )
    same = {first, second} == {base.positive, base.negative}
    if same and runs_against(border.line, base.line):
        return replace(border, line=border.line[::-1].copy())
    return border


def _codes_of(values: Mapping[str, object]) -> list[str]:
    """The alpha-3 codes that a feature's properties name, in the order of what they are for."""
    known = {name.casefold(): value for name, value in values.items()}
    named = [known.get(name) for name in _CODE_PROPERTIES]
    return [v.strip().upper() for v in named if isinstance(v, str) and _CODE.fullmatch(v.strip())]


def _codes_of_two(source: Source, named: list[list[str]]) -> tuple[str, str]:
    if len(named) != 2:
        problem = (
            f"it holds {len(named)} features with polygons; expected two, or the codes of the two "
            f"countries that are meant"
        )
        raise LineFileError(source.refused([problem]))
    if not all(named):
        problem = (
            f"its features have no country codes; expected a property such as "
            f"{_CODE_PROPERTIES_SHOWN} with an alpha-3 code such as PAK"
        )
        raise LineFileError(source.refused([problem]))
    return named[0][0], named[1][0]


def _one_area(code: str, shapes: list[BaseGeometry]) -> BaseGeometry:
    """The polygons of one country's features as one."""
    for shape in shapes:
        check_polygons({code: shape})
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def read_line(path: Path) -> LineFile:
    """Return the line that a file holds.

    Parameters
    ----------
    path
        A local file: GeoJSON (`.geojson`, `.json`), GeoPackage (`.gpkg`), shapefile (`.shp`, its
        `.shx`, `.dbf` and `.prj` beside it) or one zipped shapefile (`.zip`). Exactly one of its
        layers holds lines. It names its CRS (GeoJSON without one is WGS84); another CRS than
        WGS84 is reprojected.

    Returns
    -------
    LineFile
        The line in the direction in which it was drawn. Parts are joined where their ends meet
        within 1 m, in any order; the earlier part's vertex is kept. Heights are dropped; of
        vertices that repeat the one before exactly one is kept, and parts without any length
        are left out, both silently: neither changes the line.

    Raises
    ------
    LineFileError
        If the file is missing, is not what its name says or cannot be read; if it holds no
        lines, or lines in several layers; if its CRS is not named or its coordinates are no
        degrees. Then, all at once: gaps, branches, a closed line, parts that are drawn against
        the others, and crossings of the line with itself, each with its place.
    """
    return _line_of(read_source(path))


def _line_of(source: Source) -> LineFile:
    layer = source.only_layer(LINE)
    shapes = exploded(layer.in_degrees(source))
    lines = shapes[shapely.get_type_id(shapes) == LINE]
    parts = [on_grid(shapely.get_coordinates(line)) for line in lines]
    parts = [part[is_new(part)] for part in parts]
    parts = [part for part in parts if len(part) > 1]
    parts = list({min(part.tobytes(), part[::-1].tobytes()): part for part in parts}.values())
    if not parts:
        raise LineFileError(source.refused(["its line has no length; expected two vertices"]))
    if len(parts) > _MOST_PARTS:
        problem = f"it holds {len(parts)} lines; expected one line, of {_MOST_PARTS} parts at most"
        raise LineFileError(source.refused([f"{problem}. Take out what is not the border"]))
    line, problems = _joined(parts)
    if problems:
        raise LineFileError(source.refused(problems))
    return LineFile(line=line, name=source.path.stem, sha256=source.sha256)


def _joined(parts: list[Floats]) -> tuple[Floats, list[str]]:
    """Join parts to one line; and everything that is wrong with it.

    End 2k is the start of part k, end 2k + 1 its end.
    """
    ends = np.array([part[[0, -1]] for part in parts]).reshape(-1, 2)
    met, gaps, branches = _links(ends)
    problems = []
    if branches:
        problems.append(
            f"it branches: three or more ends meet at {places(ends[branches])}; expected one "
            f"line. Take out the branches that are not the border"
        )
    if gaps:
        sizes = ", ".join(
            f"{apart_m(ends[a], ends[b]):,.0f} m from {place(ends[a])} to {place(ends[b])}"
            for a, b in gaps[:SHOWN]
        )
        problems.append(
            f"it has {len(gaps)} gap{'s' * (len(gaps) > 1)}: {sizes}"
            f"{', ...' * (len(gaps) > SHOWN)}; expected parts whose ends meet within "
            f"{JOIN_M:.0f} m. Close the gaps, or take out the parts that are not the border"
        )
    links = {a: b for pair in (*met, *gaps) for a, b in (pair, pair[::-1])}
    free = [end for end in range(len(ends)) if end not in links]
    chain = _chain(free[0], links, [len(part) for part in parts]) if free else []
    closed = sorted(set(range(len(parts))) - {end // 2 for end in chain})
    if not closed and apart_m(ends[free[0]], ends[free[-1]]) <= JOIN_M:
        closed = [free[0] // 2]
    if branches or closed:
        if not branches:
            problems.append(
                f"it is closed at {place(parts[closed[0]][0])}; expected a line with two ends. "
                f"Take out what is not the border between the two countries"
            )
        problems += [p for part in parts for p in _crossing_problems(part, [])]
        return parts[0], problems
    turned = sorted(end // 2 for end in chain if end % 2)
    if turned:
        listed = ", ".join(f"{k + 1} (from {place(parts[k][0])})" for k in turned[:SHOWN])
        problems.append(
            f"it is misoriented: of its {len(parts)} parts, {listed}"
            f"{', ...' * (len(turned) > SHOWN)} {'run' if len(turned) > 1 else 'runs'} against "
            f"the others; expected one direction, for chainage counts from the start. Reverse "
            f"{'them' if len(turned) > 1 else 'it'}"
        )
    pieces: list[Floats] = []
    bridges: list[int] = []
    count = 0
    open_gaps = {frozenset(gap) for gap in gaps}
    for last, end in zip([None, *chain], chain, strict=False):
        piece = parts[end // 2][:: -1 if end % 2 else 1]
        if last is not None and frozenset((last ^ 1, end)) in open_gaps:
            bridges.append(count - 1)
        elif last is not None:
            piece = piece[1:]
        pieces.append(piece)
        count += len(piece)
    line = np.vstack(pieces)
    return line, problems + _crossing_problems(line, bridges)


def _links(ends: Floats) -> tuple[list[tuple[int, int]], list[tuple[int, int]], list[int]]:
    """Pairs of ends that meet, pairs with the least gaps between them, and ends that branch."""
    count = len(ends)
    apart = pdist(earth_centred(ends[:, 0], ends[:, 1]))
    order = np.argsort(apart, kind="stable")
    pairs = np.column_stack(np.triu_indices(count, k=1))[order]
    last_near = int(np.searchsorted(apart[order], JOIN_M, side="right"))
    meeting = np.bincount(pairs[:last_near].ravel(), minlength=count)
    group = np.arange(count) // 2
    groups = count // 2
    linked: set[int] = set()
    met: list[tuple[int, int]] = []
    gaps: list[tuple[int, int]] = []
    is_candidate = (meeting[pairs] == 0).all(axis=1)
    is_candidate[:last_near] = True
    for k in np.flatnonzero(is_candidate).tolist():
        i, j = pairs[k].tolist()
        if k >= last_near and groups == 1:
            break
        joins = group[i] != group[j]
        if i // 2 != j // 2 and not linked & {i, j} and (k < last_near or joins):
            (met if k < last_near else gaps).append((i, j))
            linked |= {i, j}
            group[group == group[j]] = group[i]
            groups -= int(joins)
    branches = np.flatnonzero(meeting > 1)
    _, once = np.unique(np.round(ends[branches], 4), axis=0, return_index=True)
    return met, gaps, branches[once].tolist()


def _chain(start: int, links: dict[int, int], sizes: list[int]) -> list[int]:
    """The ends at which the parts are entered, in the order in which most vertices run."""
    chain = [start]
    while (leaving := chain[-1] ^ 1) in links:
        chain.append(links[leaving])
    forward = sum(sizes[end // 2] * (1 if end % 2 == 0 else -1) for end in chain)
    return chain if forward >= 0 else [end ^ 1 for end in reversed(chain)]


def _crossing_problems(line: Floats, bridges: list[int]) -> list[str]:
    """Where a line crosses, touches or doubles itself, not counting segments that bridge gaps."""
    index = np.setdiff1d(np.arange(len(line) - 1), bridges)
    segments = shapely.linestrings(np.stack([line[index], line[index + 1]], axis=1))
    one, two = shapely.STRtree(segments).query(segments, predicate="intersects")
    later = index[two] > index[one]
    one, two = one[later], two[later]
    met = shapely.intersection(segments[one], segments[two])
    crossed = (index[two] > index[one] + 1) | (shapely.get_type_id(met) == LINE)
    if not crossed.any():
        return []
    first = [shapely.get_coordinates(shape)[0] for shape in met[crossed]]
    crossings = np.unique(np.round(first, 6), axis=0)
    problem = (
        f"it crosses or touches itself in {len(crossings)} place{'s' * (len(crossings) > 1)}: "
        f"{places(crossings)}; expected a line that does not. Take out the loop or the spike"
    )
    return [problem]
