"""The compiled engine: the nearest point of a line, and the country, for millions of places.

Used by `measurement` and `uncertainty` for bulk work; nothing else imports it, because importing
numba takes half a second and compiling takes more.

How it finds the nearest point
------------------------------
The line is cut into geodesic pieces of at most 200 m, held in earth-centred coordinates. A flat
grid covers the surroundings of the line; each cell lists the pieces that can be nearest to any
place in it. A piece is left out when one point q of the line is nearer than both its ends at every
place x of the cell: |p - x|^2 - |q - x|^2 is affine in x, so its least value over a box around the
curved cell is known. The lists are made from coarse to fine along a Morton curve.

A query compares straight distances to the few listed pieces, puts the foot back on the ellipsoid,
and takes the geodesic as s = 2 R asin(c / 2 R), with c the chord and R Euler's radius of curvature
along it at the mean normal. Against Karney's geodesics that is good to 1e-8 m at 50 km, 2e-6 m at
200 km and 1 mm at 500 km; farther places are measured by Karney's method itself.

The nearest point by chord is not quite the nearest by geodesic, because R depends on the azimuth:
the foot moves along the line (see `measurement.geodesic`), and of two competitors at equal chords
the one with the smaller R is farther. Both are allowed for.
"""

from __future__ import annotations

import contextlib
import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
from numba import njit
from scipy.special import ndtr

from geodata import measurement
from geodata.measurement import (
    NORMAL_95,
    SPREAD,
    WGS84,
    geodesic,
    pieces_of,
    position,
    share_along,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodata.borders import Border

    Floats = NDArray[np.float64]

PIECE_M = 200.0
MARGIN_M = 700_000.0
"""The grid reaches so far around the line; farther places take the slow way."""

MIXED = 255
_MOST_CELLS = 2_000_000
_FINEST_CELLS_PER_DEGREE = 64
_LARGEST_BLOCK_DEG = 2.0
_METRES_PER_DEGREE = 110_500.0

_A = WGS84.a
_E2 = WGS84.es
_RAD = math.pi / 180.0
_COMPETE_FROM_M2 = 30_000.0**2
_REFINE_FROM_M2 = 50_000.0**2
# Below these the effects are under 0.3 mm of distance, and 4 mm along the line.

_CHORD_TO_ARC = 1 / (24 * 6_371_000.0**2)
_QUANTILES = (0.05, 0.50, 0.95)
_STARTS = (-1.61, 0.0, 1.61)
"""Where the quantiles of a disc cut off by straight lines lie, in standard deviations."""
_TABLE_REACH, _TABLE_STEPS = 6.0, 256
_NORMAL_TABLE = ndtr(np.arange(-_TABLE_REACH, _TABLE_REACH, 1 / _TABLE_STEPS))
_NORMAL_TABLE[0], _NORMAL_TABLE[-1] = 0.0, 1.0


def _forget_stale_cache() -> None:
    """Remove cached machine code that is older than the formulas compiled into it.

    A cache knows of changes to its own file, not of those in `measurement`.
    """
    changed = Path(measurement.__file__).stat().st_mtime
    for cached in (Path(__file__).parent / "__pycache__").glob(f"{Path(__file__).stem}.*.nb?"):
        with contextlib.suppress(OSError):
            if cached.stat().st_mtime < changed:
                cached.unlink()


_forget_stale_cache()
_compiled = njit(cache=True, nogil=True, error_model="numpy")
_inlined = njit(cache=True, nogil=True, error_model="numpy", inline="always")
_share_along = _compiled(share_along)
_position = _compiled(position)
_geodesic = _compiled(geodesic)


class Grid(NamedTuple):
    """Cells of equal size in degrees; `sines` hold sin and cos of the cells' middles."""

    west: float
    south: float
    cells_per_degree: float
    columns: int
    rows: int
    middle_lon: Floats
    middle_lat: Floats
    lon_sines: Floats
    lat_sines: Floats


class Lists(NamedTuple):
    """For each cell the first and the number of its entries in `entries`."""

    first: NDArray[np.int32]
    number: NDArray[np.int32]
    entries: NDArray[np.int32]


class Countries(NamedTuple):
    """For each cell the number of the country, or `MIXED` with the boundaries that run there.

    In a mixed cell `corner` holds, as bits, the countries that contain its south-west corner;
    `lists` names the edges, each with its country's number in `edge_country`.
    """

    code: NDArray[np.uint8]
    corner: NDArray[np.uint32]
    lists: Lists
    edges: Floats
    edge_country: NDArray[np.uint8]
    number: int


class Index:
    """A border made ready for bulk measurement.

    Attributes
    ----------
    codes
        Names of the countries by number: the positive side, the negative side, the others, and
        last "" for none.
    """

    def __init__(self, border: Border) -> None:
        self.grid = _grid(border.line)
        self.pieces = pieces_of(border.line, PIECE_M)
        ends = np.vstack(
            [
                self.pieces.geometry[:, :3],
                self.pieces.geometry[-1:, :3] + self.pieces.geometry[-1:, 3:6],
            ]
        )
        self.lists = Lists(
            *_nearest_lists(np.ascontiguousarray(ends), self.pieces.geometry, self.grid)
        )
        self.codes, self.countries = _countries(border, self.grid)
        middle_m = self.pieces.reference[:, 6] + self.pieces.reference[:, 7] / 2
        self.line_sigma_m = border.line_error_m(middle_m) / NORMAL_95

    def measure(
        self, lon: Floats, lat: Floats
    ) -> tuple[NDArray[np.uint8], Floats, Floats, Floats, Floats]:
        """Measure places, given as contiguous arrays of degrees.

        Returns
        -------
        tuple
            Number of the country, distance, longitude and latitude of the nearest point, and its
            chainage. Places outside of the grid have the chainage NaN and nothing else of use.
        """
        country = np.empty(len(lon), np.uint8)
        out = np.empty((4, len(lon)))
        _measure(lon, lat, self.grid, self.pieces, self.lists, self.countries, country, out)
        return country, out[0], out[1], out[2], out[3]

    def assess_discs(self, discs: Floats, east: Floats, north: Floats, spread: Floats) -> Floats:
        """Assess discs, as `uncertainty` describes it.

        Parameters
        ----------
        discs
            (n, 8): longitude, latitude, radius, offset from the straight line, unit vector of its
            slope (east, north), the line's standard error, share beyond the straight line.
        east, north, spread
            Samples of a disc of radius one, and the spread of the patch of each.

        Returns
        -------
        numpy.ndarray
            (5, n): probability of the positive and of the negative country, three quantiles.
            NaN where a disc reaches out of the grid.
        """
        out = np.empty((5, len(discs)))
        _assess(
            discs, east, north, spread, self.line_sigma_m,
            self.grid, self.pieces.geometry, self.lists, self.countries, _NORMAL_TABLE, out,
        )  # fmt: skip
        return out


def _grid(line: Floats) -> Grid:
    reach_lat = MARGIN_M / _METRES_PER_DEGREE
    south, north = max(-90.0, line[:, 1].min() - reach_lat), min(90.0, line[:, 1].max() + reach_lat)
    narrowest = math.cos(math.radians(min(80.0, max(abs(south), abs(north)))))
    reach_lon = reach_lat / narrowest
    west = max(-180.0, line[:, 0].min() - reach_lon)
    east = min(180.0, line[:, 0].max() + reach_lon)
    density = math.sqrt(_MOST_CELLS / ((east - west) * (north - south)))
    per_degree = 2 ** math.floor(math.log2(min(_FINEST_CELLS_PER_DEGREE, density)))
    block = int(_LARGEST_BLOCK_DEG * per_degree)
    columns = block * math.ceil((east - west) * per_degree / block)
    rows = block * math.ceil((north - south) * per_degree / block)
    # Corners off every round number, so that no vertex of a boundary lies on a corner.
    west, south = west - 1.2345678912e-7, south - 1.9876543211e-7
    middle_lon = west + (np.arange(columns) + 0.5) / per_degree
    middle_lat = south + (np.arange(rows) + 0.5) / per_degree
    return Grid(
        west=west,
        south=south,
        cells_per_degree=float(per_degree),
        columns=columns,
        rows=rows,
        middle_lon=middle_lon,
        middle_lat=middle_lat,
        lon_sines=np.column_stack([np.sin(middle_lon * _RAD), np.cos(middle_lon * _RAD)]),
        lat_sines=np.column_stack([np.sin(middle_lat * _RAD), np.cos(middle_lat * _RAD)]),
    )


@_compiled
def _nearest_lists(ends, geometry, grid):  # noqa: C901, PLR0912
    """Candidate pieces of every cell; see the module's text."""
    first = np.zeros(grid.columns * grid.rows, np.int32)
    count = np.zeros(grid.columns * grid.rows, np.int32)
    entries = np.empty(1 << 20, np.int32)
    used = 0
    block = int(_LARGEST_BLOCK_DEG * grid.cells_per_degree)
    levels = 0
    while (1 << levels) < block:
        levels += 1
    pieces = len(geometry)
    kept = np.empty((levels + 1, pieces), np.int32)
    sizes = np.zeros(levels + 1, np.int64)
    everything = np.arange(pieces).astype(np.int32)
    for block_row in range(grid.rows // block):
        for block_column in range(grid.columns // block):
            lon0 = grid.west + block_column * block / grid.cells_per_degree
            lat0 = grid.south + block_row * block / grid.cells_per_degree
            for morton in range(1 << (2 * levels)):
                column, row = 0, 0
                for bit in range(levels):
                    column |= ((morton >> (2 * bit)) & 1) << bit
                    row |= ((morton >> (2 * bit + 1)) & 1) << bit
                level = levels
                while level > 0 and ((morton >> (2 * (levels - level))) & 3) == 0:
                    level -= 1
                while level <= levels:
                    side = (1 << (levels - level)) / grid.cells_per_degree
                    lon = lon0 + ((column >> (levels - level)) + 0.5) * side
                    lat = lat0 + ((row >> (levels - level)) + 0.5) * side
                    if level == 0:
                        sizes[0] = _prune(
                            everything, pieces, ends, geometry, lon, lat, side / 2, kept[0]
                        )
                    else:
                        sizes[level] = _prune(
                            kept[level - 1], sizes[level - 1], ends, geometry,
                            lon, lat, side / 2, kept[level],
                        )  # fmt: skip
                    level += 1
                size = sizes[levels]
                if used + size > len(entries):
                    longer = np.empty(2 * len(entries) + size, np.int32)
                    longer[:used] = entries[:used]
                    entries = longer
                cell = (block_row * block + row) * grid.columns + block_column * block + column
                same = used >= size
                for k in range(size):
                    same = same and entries[used - size + k] == kept[levels, k]
                    if not same:
                        break
                if not same:
                    for k in range(size):
                        entries[used + k] = kept[levels, k]
                    used += size
                first[cell] = used - size
                count[cell] = size
    return first, count, entries[:used].copy()


@_compiled
def _prune(given, number, ends, geometry, lon, lat, half, kept):
    """Keep those pieces that can be nearest somewhere in a cell; return how many."""
    sin_lon, cos_lon = math.sin(lon * _RAD), math.cos(lon * _RAD)
    sin_lat, cos_lat = math.sin(lat * _RAD), math.cos(lat * _RAD)
    normal = _A / math.sqrt(1 - _E2 * sin_lat * sin_lat)
    x = normal * cos_lat * cos_lon
    y = normal * cos_lat * sin_lon
    z = normal * (1 - _E2) * sin_lat
    least = np.inf
    qx = qy = qz = 0.0
    for k in range(number):
        g = geometry[given[k]]
        t = ((x - g[0]) * g[3] + (y - g[1]) * g[4] + (z - g[2]) * g[5]) * g[6]
        t = min(1.0, max(0.0, t))
        fx, fy, fz = g[0] + t * g[3], g[1] + t * g[4], g[2] + t * g[5]
        squared = (x - fx) ** 2 + (y - fy) ** 2 + (z - fz) ** 2
        if squared < least:
            least, qx, qy, qz = squared, fx, fy, fz
    radius = half * _RAD * 6.4e6
    widest = math.cos(max(0.0, abs(lat) - half) * _RAD)
    reach_e = radius * widest * 1.0001
    reach_n = radius * 1.0001 + radius * radius / 6.3e6 * 0.35
    reach_u = (reach_e * reach_e + radius * radius) / (2 * 6.3e6)
    farthest = math.sqrt(least) + 2 * radius
    slack = 0.01 + SPREAD * farthest**4
    size = 0
    for k in range(number):
        piece = given[k]
        limit = geometry[piece, 7] ** 2 / 4 + slack
        for end in range(2):
            px, py, pz = ends[piece + end, 0], ends[piece + end, 1], ends[piece + end, 2]
            dx, dy, dz = px - qx, py - qy, pz - qz
            east = -sin_lon * dx + cos_lon * dy
            out = cos_lon * dx + sin_lon * dy
            north = -sin_lat * out + cos_lat * dz
            up = cos_lat * out + sin_lat * dz
            ahead = (x - px) ** 2 + (y - py) ** 2 + (z - pz) ** 2 - least
            spread = reach_e * abs(east) + reach_n * abs(north) + reach_u * abs(up)
            if ahead - 2 * spread <= limit:
                kept[size] = piece
                size += 1
                break
    return size


@_inlined
def _locate(lon, lat, grid):
    """Column and row of a place, or -1, -1 outside of the grid."""
    across = (lon - grid.west) * grid.cells_per_degree
    up = (lat - grid.south) * grid.cells_per_degree
    if not (0 <= across < grid.columns and 0 <= up < grid.rows):
        return -1, -1
    return int(across), int(up)


@_inlined
def _earth_centred(lon, lat, column, row, grid):
    """Sine and cosine by their series about the cell's middle, then the point itself."""
    d = (lon - grid.middle_lon[column]) * _RAD
    near, off = 1 - d * d / 2 * (1 - d * d / 12), d * (1 - d * d / 6)
    s, c = grid.lon_sines[column, 0], grid.lon_sines[column, 1]
    sin_lon, cos_lon = s * near + c * off, c * near - s * off
    d = (lat - grid.middle_lat[row]) * _RAD
    near, off = 1 - d * d / 2 * (1 - d * d / 12), d * (1 - d * d / 6)
    s, c = grid.lat_sines[row, 0], grid.lat_sines[row, 1]
    sin_lat, cos_lat = s * near + c * off, c * near - s * off
    normal = _A / math.sqrt(1 - _E2 * sin_lat * sin_lat)
    x, y = normal * cos_lat * cos_lon, normal * cos_lat * sin_lon
    return x, y, normal * (1 - _E2) * sin_lat


@_inlined
def _nearest_piece(x, y, z, cell, geometry, lists):
    """Of a cell's candidates the one with the least straight distance: piece, share, square."""
    best, share, least = -1, 0.0, np.inf
    for k in range(lists.first[cell], lists.first[cell] + lists.number[cell]):
        piece = lists.entries[k]
        wx, wy, wz = x - geometry[piece, 0], y - geometry[piece, 1], z - geometry[piece, 2]
        t = wx * geometry[piece, 3] + wy * geometry[piece, 4] + wz * geometry[piece, 5]
        t = min(1.0, max(0.0, t * geometry[piece, 6]))
        wx -= t * geometry[piece, 3]
        wy -= t * geometry[piece, 4]
        wz -= t * geometry[piece, 5]
        squared = wx * wx + wy * wy + wz * wz
        if squared < least:
            best, share, least = piece, t, squared
    return best, share, least


@_inlined
def _row(table, k):
    """A row as eight numbers; a view of it would cost more than the formulas do."""
    return (
        table[k, 0], table[k, 1], table[k, 2], table[k, 3],
        table[k, 4], table[k, 5], table[k, 6], table[k, 7],
    )  # fmt: skip


@_compiled
def _refined(x, y, z, piece, geometry):
    """The foot by geodesic, on the piece or on one that meets it: piece, share."""
    share = 0.0
    for _ in range(2):
        share = _stationary(x, y, z, _row(geometry, piece))
        other = piece + 1 if share > 1 else piece - 1
        if 0 <= share <= 1 or not 0 <= other < len(geometry):
            break
        beside = _stationary(x, y, z, _row(geometry, other))
        if (beside <= 0) if share > 1 else (beside >= 1):
            break
        piece, share = other, beside
    return piece, min(1.0, max(0.0, share))


@_compiled
def _stationary(x, y, z, g):
    """The share of a piece, below 0 or above 1 beyond its ends, where the geodesic is shortest."""
    share = _share_along(x, y, z, g)
    return share + _geodesic(x, y, z, min(1.0, max(0.0, share)), g)[1]


@_compiled
def _country(lon, lat, column, row, grid, countries):
    """Number of the country that holds a place of the grid."""
    cell = row * grid.columns + column
    code = countries.code[cell]
    if code != MIXED:
        return code
    west = grid.west + column / grid.cells_per_degree
    south = grid.south + row / grid.cells_per_degree
    inside = countries.corner[cell]
    first = countries.lists.first[cell]
    for k in range(first, first + countries.lists.number[cell]):
        edge = countries.lists.entries[k]
        ax, ay = countries.edges[edge, 0], countries.edges[edge, 1]
        bx, by = countries.edges[edge, 2], countries.edges[edge, 3]
        crossed = False
        if (ax > west) != (bx > west):  # on the way up the west side of the cell
            at = ay + (west - ax) * (by - ay) / (bx - ax)
            crossed = south < at <= lat
        if (ay > lat) != (by > lat):  # on the way east to the place
            at = ax + (lat - ay) * (bx - ax) / (by - ay)
            crossed ^= west < at <= lon
        if crossed:
            inside ^= np.uint32(1 << countries.edge_country[edge])
    for number in range(countries.number):
        if inside & (1 << number):
            return np.uint8(number)
    return np.uint8(countries.number)


@_compiled
def _measure(lon, lat, grid, pieces, lists, countries, country, out):
    geometry, reference = pieces.geometry, pieces.reference
    for k in range(len(lon)):
        column, row = _locate(lon[k], lat[k], grid)
        if column < 0:
            country[k] = countries.number
            out[:, k] = np.nan
            continue
        country[k] = _country(lon[k], lat[k], column, row, grid, countries)
        x, y, z = _earth_centred(lon[k], lat[k], column, row, grid)
        cell = row * grid.columns + column
        piece, share, squared = _nearest_piece(x, y, z, cell, geometry, lists)
        if squared > _COMPETE_FROM_M2:
            piece, share = _compete(x, y, z, cell, piece, share, squared, geometry, lists)
        if squared > _REFINE_FROM_M2:
            piece, share = _refined(x, y, z, piece, geometry)
        out[0, k] = _geodesic(x, y, z, share, _row(geometry, piece))[0]
        out[1, k], out[2, k], out[3, k] = _position(share, _row(reference, piece))


@_compiled
def _compete(x, y, z, cell, best, share, squared, geometry, lists):
    """Among candidates of nearly equal chords take the one with the shortest geodesic."""
    limit = squared + SPREAD * squared * squared
    nearest, least = best, np.inf
    for k in range(lists.first[cell], lists.first[cell] + lists.number[cell]):
        piece = lists.entries[k]
        if piece == nearest or (abs(piece - nearest) == 1 and share in {0.0, 1.0}):
            continue  # a neighbour that shares the foot
        wx, wy, wz = x - geometry[piece, 0], y - geometry[piece, 1], z - geometry[piece, 2]
        t = wx * geometry[piece, 3] + wy * geometry[piece, 4] + wz * geometry[piece, 5]
        t = min(1.0, max(0.0, t * geometry[piece, 6]))
        wx -= t * geometry[piece, 3]
        wy -= t * geometry[piece, 4]
        wz -= t * geometry[piece, 5]
        if wx * wx + wy * wy + wz * wz < limit:
            if least == np.inf:
                least = _geodesic(x, y, z, share, _row(geometry, best))[0]
            distance = _geodesic(x, y, z, t, _row(geometry, piece))[0]
            if distance < least:
                least, best, share = distance, piece, t
    return best, share


@_inlined
def _below(z, table):
    """The standard normal distribution, from a table, to 2e-6."""
    at = (z + _TABLE_REACH) * _TABLE_STEPS
    if at <= 0:
        return 0.0
    k = int(at)
    if k >= len(table) - 1:
        return 1.0
    return table[k] + (at - k) * (table[k + 1] - table[k])


@_compiled
def _assess(
    discs,
    sample_east,
    sample_north,
    spread,
    line_sigma,
    grid,
    geometry,
    lists,
    countries,
    table,
    out,
):
    number = len(sample_east)
    signed, per_sigma = np.empty(number), np.empty(number)
    for disc in range(len(discs)):
        radius = discs[disc, 2]
        offset, slope_e, slope_n, sigma = discs[disc, 3:7]
        lat = discs[disc, 1] * _RAD
        sin_lat, cos_lat = math.sin(lat), math.cos(lat)
        tan = sin_lat / cos_lat
        w2 = 1 - _E2 * sin_lat * sin_lat
        normal = _A / math.sqrt(w2)
        meridian = normal * (1 - _E2) / w2
        above = below = control = 0.0
        low, high = np.inf, -np.inf
        sided, inside = 0, True
        for k in range(number):
            east, north = sample_east[k] * radius, sample_north[k] * radius
            to_lat = north / meridian - east * east * tan / (2 * meridian * normal)
            to_lon = east / (normal * cos_lat) * (1 + north * tan / meridian)
            at_lon, at_lat = discs[disc, 0] + to_lon / _RAD, discs[disc, 1] + to_lat / _RAD
            column, row = _locate(at_lon, at_lat, grid)
            if column < 0:
                inside = False
                break
            patch = spread[k] * radius
            straight = offset + east * slope_e + north * slope_n
            control += _below(straight / math.sqrt(patch * patch + sigma * sigma), table)
            cell = row * grid.columns + column
            country = countries.code[cell]
            if country == MIXED:
                country = _country(at_lon, at_lat, column, row, grid, countries)
            if country > 1:
                continue
            x, y, z = _earth_centred(at_lon, at_lat, column, row, grid)
            piece, _, squared = _nearest_piece(x, y, z, cell, geometry, lists)
            distance = math.sqrt(squared) * (1 + squared * _CHORD_TO_ARC)
            distance = -distance if country == 1 else distance
            s = math.sqrt(patch * patch + line_sigma[piece] * line_sigma[piece])
            share = _below(distance / s, table)
            above += share
            below += 1 - share
            signed[sided], per_sigma[sided] = distance, 1 / s
            low, high = min(low, distance - 6 * s), max(high, distance + 6 * s)
            sided += 1
        if not inside:
            out[:, disc] = np.nan
            continue
        gain = discs[disc, 7] - control / number
        out[0, disc] = min(1.0, max(0.0, above / number + gain))
        out[1, disc] = min(1.0, max(0.0, below / number - gain))
        out[2:, disc] = np.nan
        if 2 * sided >= number:
            _quantiles(signed[:sided], per_sigma[:sided], low, high, table, out[2:, disc])


@_compiled
def _quantiles(signed, per_sigma, low, high, table, out):
    """The quantiles of a mixture of normals; each is looked for from where a disc's would lie."""
    mean, deviation = signed.mean(), signed.std()
    for q in range(3):
        start = mean + _STARTS[q] * deviation
        out[q] = _quantile(_QUANTILES[q], start, signed, per_sigma, low, high, table)


@_compiled
def _quantile(quantile, start, signed, per_sigma, low, high, table):
    """A quantile of a mixture of normals to 0.01 m (Newton's method, bisection where it leaves)."""
    number = len(signed)
    at = min(high, max(low, start))
    for _ in range(100):
        share = rise = 0.0
        for k in range(number):
            place = ((at - signed[k]) * per_sigma[k] + _TABLE_REACH) * _TABLE_STEPS
            if place <= 0:
                continue
            entry = int(place)
            if entry >= len(table) - 1:
                share += 1.0
                continue
            step = table[entry + 1] - table[entry]
            share += table[entry] + (place - entry) * step
            rise += step * per_sigma[k]
        f = share / number - quantile
        if f < 0:
            low = at
        else:
            high = at
        before = at
        at = before - f * number / (rise * _TABLE_STEPS) if rise > 0 else np.inf
        if not low <= at <= high:
            at = (low + high) / 2
        if abs(at - before) < 0.01 or high - low < 0.02:
            break
    return at


def _countries(border: Border, grid: Grid) -> tuple[tuple[str, ...], Countries]:
    shapes = border.geodesic_countries
    codes = (*shapes, "")
    edges, owners = [], []
    for number, shape in enumerate(shapes.values()):
        for ring in shapely.get_rings(shapely.get_parts(shape)):
            points = shapely.get_coordinates(ring)
            edges.append(np.hstack([points[:-1], points[1:]]))
            owners.append(np.full(len(points) - 1, number, np.uint8))
    edge, owner = np.vstack(edges), np.concatenate(owners)
    lists = Lists(*_edge_lists(edge, grid))
    return codes, Countries(
        *_cell_codes(border, grid, lists, len(shapes)), lists, edge, owner, len(shapes)
    )


@_compiled
def _edge_lists(edges, grid):
    """For each cell the edges whose bounding box touches it."""
    first = np.zeros(grid.columns * grid.rows, np.int32)
    count = np.zeros(grid.columns * grid.rows, np.int32)
    entries = np.empty(0, np.int32)
    for filling in (False, True):
        if filling:
            total = 0
            for cell in range(len(count)):
                first[cell] = total
                total += count[cell]
            entries = np.empty(total, np.int32)
            count[:] = 0
        for edge in range(len(edges)):
            ax, ay, bx, by = edges[edge]
            left = math.floor((min(ax, bx) - grid.west) * grid.cells_per_degree - 1e-9)
            right = math.floor((max(ax, bx) - grid.west) * grid.cells_per_degree + 1e-9)
            low = math.floor((min(ay, by) - grid.south) * grid.cells_per_degree - 1e-9)
            high = math.floor((max(ay, by) - grid.south) * grid.cells_per_degree + 1e-9)
            for row in range(max(0, low), min(grid.rows - 1, high) + 1):
                for column in range(max(0, left), min(grid.columns - 1, right) + 1):
                    cell = row * grid.columns + column
                    if filling:
                        entries[first[cell] + count[cell]] = edge
                    count[cell] += 1
    return first, count, entries


def _cell_codes(
    border: Border, grid: Grid, lists: Lists, number: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Country of each cell without a boundary, and the countries at the corners of the others."""
    shapes = list(border.geodesic_countries.values())[:number]
    mixed = (lists.number > 0).reshape(grid.rows, grid.columns)
    code = np.full((grid.rows, grid.columns), MIXED, np.uint8)
    # Along a row the country changes only where a boundary runs: ask once for each run of cells.
    starts = ~mixed & np.column_stack([np.ones(grid.rows, bool), mixed[:, :-1]])
    rows, columns = np.nonzero(starts)
    found = np.full(len(rows), number, np.uint8)
    for k in reversed(range(number)):
        inside = shapely.intersects_xy(shapes[k], grid.middle_lon[columns], grid.middle_lat[rows])
        found[inside] = k
    code[rows, columns] = found
    run = np.maximum.accumulate(np.where(starts, np.arange(grid.columns), 0), axis=1)
    code = np.where(mixed, MIXED, np.take_along_axis(code, run, axis=1)).astype(np.uint8)
    corner = np.zeros(mixed.shape, np.uint32)
    rows, columns = np.nonzero(mixed)
    lon = grid.west + columns / grid.cells_per_degree
    lat = grid.south + rows / grid.cells_per_degree
    for k in range(number):
        inside = shapely.intersects_xy(shapes[k], lon, lat)
        corner[rows[inside], columns[inside]] |= np.uint32(1 << k)
    return code.ravel(), corner.ravel()
