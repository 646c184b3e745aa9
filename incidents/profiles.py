"""Profiles: what of a record may go out, and how exactly its place.

The public profile snaps every place that is known more closely than 10 km to a fixed grid, so that
exports made again and again cannot be averaged, and gives it a radius that holds all of the true
disc and depends on nothing but how well the place was known. Distances, probabilities and depths
are measured anew from the coarsened place. Fields that may name people or homes are withheld, all
the more of records that are marked sensitive, and so is every text that holds coordinates.

What is withheld is None, as if it were not known.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geodata.coordinates import AREA_OF_INTEREST, CoordinateError, find_coordinates
from geodata.footprints import Area, Disc, circle, disc_outlines, from_json, polygon, to_json
from geodata.measurement import WGS84, measure
from geodata.uncertainty import MAX_RADIUS_M
from incidents import sentences
from incidents.columns import RECORD_SCHEMA, claims_json
from incidents.layouts import ACLED_TERMS
from incidents.record import CLAIM_COLUMNS, COMPUTED_COLUMNS, INCIDENT_COLUMNS, MEASURED_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from geodata.borders import Border
    from geodata.footprints import Footprint

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["INTERNAL", "PROFILES", "PUBLIC", "SENSITIVE", "Profile", "apply", "preview"]

_NEEDED = frozenset({"incident_id", "date_start", "date_end", "date_precision", "event_type"})
_WITHHOLDABLE = frozenset(
    {
        *(c.name for c in INCIDENT_COLUMNS if c.name not in _NEEDED and c.kind != "flag"),
        *(f"claims.{c.name}" for c in CLAIM_COLUMNS if c.name != "claim_id"),
    }
)
SENSITIVE = frozenset(
    {
        "summary", "time_local", "actor", "target", "verbatim_locality", "locality",
        "border_pillar", "fired_from", "reported_depth_min_km", "reported_depth_max_km",
        "depth_wording", "georeference_protocol", "georeference_sources", "georeference_remarks",
        "depth_check_remarks", "depth_footprint", "depth_conflict", "toll_wording", "notes",
        "source_fields",
        "claims.title", "claims.url", "claims.origin", "claims.says_date", "claims.says_place",
        "claims.says_depth", "claims.says_toll", "claims.text",
    }
)  # fmt: skip
"""Fields of sensitive records that stay inside whatever the profile; "claims.url" is of claims."""


@dataclass(frozen=True)
class Profile:
    """What goes out.

    Attributes
    ----------
    name
        What people call it.
    coarsen_m
        Places known more closely than this are coarsened to it; None leaves all as they are.
    withheld
        Fields of every record that stay inside; "claims.text" is that of each claim. A profile
        that neither coarsens nor withholds lets everything out, sensitive records too.

    Raises
    ------
    ValueError
        If the distance is not between 100 m and 100 km, or a field cannot be withheld.
    """

    name: str
    coarsen_m: float | None = None
    withheld: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        """Refuse what would not protect anybody."""
        if self.coarsen_m is not None and not 100 <= self.coarsen_m <= 100_000:
            msg = f"coarsen_m {self.coarsen_m!r} must be a distance of 100 to 100,000 m, or None"
            raise ValueError(msg)
        unknown = sorted(self.withheld - _WITHHOLDABLE)
        if unknown:
            msg = (
                f"{', '.join(map(repr, unknown))} cannot be withheld; use optional columns of the "
                "record such as 'notes', or of claims such as 'claims.text'"
            )
            raise ValueError(msg)


INTERNAL = Profile("internal")
"""Everything as it is, for those who work with it."""

PUBLIC = Profile("public", 10_000.0, frozenset({"notes", "source_fields", "georeference_remarks"}))
"""Places to 10 km, without notes, source fields and remarks on the place."""

PROFILES = {profile.name: profile for profile in (INTERNAL, PUBLIC)}
"""The profiles by name."""


def apply(table: pa.Table, profile: Profile, border: Border) -> pa.Table:
    """Keep of records what a profile lets out.

    Parameters
    ----------
    table
        With `columns.RECORD_SCHEMA`.
    profile
        What may go out. Applied a second time it changes nothing more.
    border
        What coarsened places are measured against.

    Returns
    -------
    pyarrow.Table
        The same records in the same order.
    """
    if profile.coarsen_m is None and not profile.withheld:
        return table
    sensitive = np.asarray(pc.fill_null(table.column("sensitive"), fill_value=False))
    going = _Going(table)
    if profile.coarsen_m is not None:
        _Coarsening(going, sensitive, profile.coarsen_m, border).coarsen()
    everywhere = np.ones(table.num_rows, dtype=bool)
    spared = _coarsened_remark(profile)
    for names, rows in ((profile.withheld, everywhere), (SENSITIVE, sensitive)):
        for name in sorted(names):
            if name == "georeference_remarks":
                kept = pc.fill_null(pc.equal(going[name], spared), fill_value=False)
                going.empty(name, rows & ~np.asarray(kept))
            elif not name.startswith("claims."):
                going.empty(name, rows)
    bound = pc.if_else(pc.match_substring(going["tags"], ACLED_TERMS), ACLED_TERMS, None)
    going.put("tags", sensitive, bound)
    _withhold_coordinates(going)
    _withhold_in_claims(going, sensitive, profile.withheld)
    return going.table()


def preview(table: pa.Table, profile: Profile, border: Border) -> pa.Table:
    """List what a profile changes, so that a person sees what would go out.

    Parameters
    ----------
    table, profile, border
        As `apply` takes them.

    Returns
    -------
    pyarrow.Table
        Texts in the columns ``incident_id``, ``field``, ``before`` and ``after``, one row for each
        field that changes, record by record; null is what is not known or withheld. The drawn
        shape follows from the footprint and is not listed.
    """
    after = apply(table, profile, border)
    rows, parts = [], []
    for name in [n for n in RECORD_SCHEMA.names if n != "geometry"]:
        one, other = table.column(name), after.column(name)
        same = pc.fill_null(pc.equal(one, other), fill_value=False)
        same = pc.or_(same, pc.and_(pc.is_null(one), pc.is_null(other)))
        changed = np.flatnonzero(~np.asarray(same))
        rows.append(changed)
        parts.append(
            pa.table(
                {
                    "incident_id": table.column("incident_id").take(changed),
                    "field": pa.array([name] * len(changed), pa.string()),
                    "before": one.take(changed).cast(pa.string()),
                    "after": other.take(changed).cast(pa.string()),
                }
            )
        )
    order = np.argsort(np.concatenate(rows), kind="stable")
    return pa.concat_tables(parts).take(order)


def _coarsened_remark(profile: Profile) -> str:
    if profile.coarsen_m is None:
        return ""
    return sentences.COARSENED.format(km=f"{profile.coarsen_m / 1000:g}")


class _Going:
    """A table on its way out, column by column."""

    def __init__(self, table: pa.Table) -> None:
        self._columns = {name: table.column(name).combine_chunks() for name in RECORD_SCHEMA.names}
        self.count = table.num_rows

    def __getitem__(self, name: str) -> pa.Array:
        """A column as it is by now."""
        return self._columns[name]

    def put(self, name: str, rows: Flags, values: Any) -> None:  # noqa: ANN401 - an array or value
        """Set a column in some rows, to values of a whole column."""
        kind = RECORD_SCHEMA.field(name).type
        if isinstance(values, np.ndarray) and values.dtype == np.float64:
            values = pa.array(values, mask=np.isnan(values))
        elif not isinstance(values, pa.Array | pa.ChunkedArray | pa.Scalar):
            values = pa.array(values, kind)
        chosen = pc.if_else(pa.array(rows), values.cast(kind), self._columns[name])
        self._columns[name] = chosen.combine_chunks() if hasattr(chosen, "chunks") else chosen

    def empty(self, name: str, rows: Flags) -> None:
        """Withhold a column in some rows."""
        if rows.any():
            self.put(name, rows, pa.scalar(None, RECORD_SCHEMA.field(name).type))

    def numbers(self, name: str) -> Floats:
        """A column of numbers, NaN where not known."""
        return np.asarray(self._columns[name].to_numpy(zero_copy_only=False), dtype=np.float64)

    def table(self) -> pa.Table:
        """All columns together."""
        return pa.table(self._columns, schema=RECORD_SCHEMA)


# --- Places ------------------------------------------------------------------------------------

_DRAWN_SHARE = 0.985
"""An outline of 24 vertices holds at least this share of its circle's radius."""
_DRAWING_M = 300.0
"""How much farther than its drawing a band or a cut district may reach."""
_LOST = (
    "lon", "lat", "coordinate_uncertainty_m", "footprint", "geometry",
    *(n for n in COMPUTED_COLUMNS if not n.startswith("depth_c")),
)  # fmt: skip


class _Coarsening:
    """The places of a table on their way to a grid."""

    def __init__(self, going: _Going, sensitive: Flags, coarsen_m: float, border: Border) -> None:
        self._going = going
        self._sensitive = sensitive
        self._step_m = coarsen_m
        self._border = border

    def coarsen(self) -> None:
        """Coarsen what is known too well, and withhold what cannot be judged."""
        going, step_m = self._going, self._step_m
        lon, lat, said_m = (
            going.numbers(name) for name in ("lon", "lat", "coordinate_uncertainty_m")
        )
        placed = np.isfinite(lon) & np.isfinite(lat)
        shapes = _circles(going["footprint"], self._border)
        centre_lon = np.where(shapes.drawn, shapes.lon, lon)
        centre_lat = np.where(shapes.drawn, shapes.lat, lat)
        true_m = np.where(shapes.drawn, shapes.radius_m, said_m)
        both = np.flatnonzero(shapes.drawn & placed)
        _, _, apart_m = WGS84.inv(lon[both], lat[both], shapes.lon[both], shapes.lat[both])
        true_m[both] = np.fmax(true_m[both], np.asarray(apart_m) + np.nan_to_num(said_m[both]))
        found = shapes.drawn | placed
        least_m = np.fmin(np.where(shapes.drawn, shapes.radius_m, np.nan), said_m)
        close = found & ~(least_m >= step_m)
        wide_unit = shapes.is_unit & ~close
        too_well = close | (found & self._sensitive & ~wide_unit)
        cells = _Cells(centre_lon, centre_lat, step_m)
        done = cells.are_centres(centre_lon, centre_lat)
        done &= np.isnan(true_m) | ((true_m >= step_m) & (true_m % step_m == 0))
        too_well &= ~done
        published_m = step_m * np.ceil((true_m + cells.reach_m) / _DRAWN_SHARE / step_m)
        lost = too_well & (published_m > MAX_RADIUS_M)
        lost |= ~shapes.drawn & np.asarray(pc.is_valid(going["footprint"]))
        self._withhold_depths(found & ~too_well & ~lost)
        self._lose(lost | ~found, _LOST)
        self._lose(lost, ("depth_check_remarks", "depth_conflict"))
        rows = too_well & ~lost
        if rows.any():
            self._move(rows, placed, cells, published_m)
        undrawn = np.asarray(
            pc.and_(pc.is_null(going["footprint"]), pc.is_null(going["depth_footprint"]))
        )
        going.empty("geometry", undrawn)

    def _withhold_depths(self, rows: Flags) -> None:
        """Withhold the bands that say more than the place; the place is drawn instead."""
        going = self._going
        bands = _circles(going["depth_footprint"], self._border)
        narrow = ~(bands.radius_m >= self._step_m) | self._sensitive
        rows = rows & np.asarray(pc.is_valid(going["depth_footprint"])) & narrow
        going.empty("depth_footprint", rows)
        drawn: dict[str, bytes] = {}
        shapes: list[bytes | None] = [None] * going.count
        for place in np.flatnonzero(rows):
            text = going["footprint"][place].as_py()
            if text is not None:
                if text not in drawn:
                    drawn[text] = shapely.to_wkb(polygon(from_json(text), self._border))
                shapes[place] = drawn[text]
        going.put("geometry", rows, shapes)

    def _lose(self, rows: Flags, names: tuple[str, ...]) -> None:
        for name in names:
            self._going.empty(name, rows)

    def _move(self, rows: Flags, placed: Flags, cells: _Cells, published_m: Floats) -> None:
        """Put places on the grid and measure them there."""
        going, border = self._going, self._border
        keys = np.column_stack([cells.lon, cells.lat, np.nan_to_num(published_m)])[rows]
        unique, which = np.unique(keys, axis=0, return_inverse=True)
        back = np.zeros(going.count, dtype=np.intp)
        back[rows] = which.ravel()
        lon, lat = np.ascontiguousarray(unique[:, 0]), np.ascontiguousarray(unique[:, 1])
        radius_m = np.where(unique[:, 2] > 0, unique[:, 2], np.nan)
        known = np.isfinite(radius_m)
        footprints: NDArray[np.object_] = np.full(len(unique), None, dtype=object)
        footprints[known] = [to_json(Disc(x, y, r)) for x, y, r in unique[known].tolist()]
        outlines: NDArray[np.object_] = np.full(len(unique), None, dtype=object)
        outlines[known] = shapely.to_wkb(disc_outlines(lon[known], lat[known], radius_m[known]))
        self._lose(rows, ("depth_footprint", "depth_check_remarks", "depth_conflict"))
        going.put("lon", rows & placed, lon[back])
        going.put("lat", rows & placed, lat[back])
        going.put("coordinate_uncertainty_m", rows, radius_m[back])
        going.put("footprint", rows, footprints[back])
        going.put("geometry", rows, list(outlines[back]))
        remark = sentences.COARSENED.format(km=f"{self._step_m / 1000:g}")
        going.put("georeference_remarks", rows, pa.scalar(remark))
        going.put("border_sha256", rows, pa.scalar(border.sha256))
        measured = measure(border, lon, lat, radius_m)
        for name in MEASURED_COLUMNS:
            values = measured[name].to_numpy()[back]
            if name in {"country", "beyond_end"}:
                values = [value or None if name == "country" else bool(value) for value in values]
            else:
                values = values.astype(np.float64).round(8 if name.startswith("nearest") else 3)
            going.put(name, rows & placed, values)
            if name != "beyond_end":
                going.empty(name, rows & ~placed)
            else:
                going.put(name, rows & ~placed, values)
        self._assess(rows, measured, back)

    def _assess(self, rows: Flags, measured: Any, back: NDArray[np.intp]) -> None:  # noqa: ANN401
        """Probabilities, quantiles, side and incursion depth of the published discs."""
        going, border = self._going, self._border
        for country in (border.positive, border.negative):
            name = f"p_{country.lower()}"
            going.put(name, rows, measured[name].to_numpy(np.float64)[back].round(4))
        going.put("side", rows, [side or None for side in measured["side"].to_numpy()[back]])
        quantiles = [
            measured[f"signed_{share}_m"].to_numpy(np.float64)[back].round(1)
            for share in ("p05", "p50", "p95")
        ]
        into = going["incursion_into"].to_numpy(zero_copy_only=False)
        has_depth = np.asarray(pc.is_valid(going["incursion_kind"]))
        has_depth &= ~measured["beyond_end"].to_numpy(bool)[back]
        has_depth &= np.isfinite(quantiles[0])
        positive, negative = into == border.positive, into == border.negative
        for share, mirrored, values in zip(
            ("p05", "p50", "p95"), reversed(quantiles), quantiles, strict=True
        ):
            going.put(f"signed_{share}_m", rows, values)
            depth_m = np.where(positive, values, np.where(negative, -mirrored, np.nan))
            depth_m[~has_depth] = np.nan
            going.put(f"incursion_depth_{share}_m", rows, depth_m)


class _Cells:
    """The cells of a fixed grid that hold places: rows of one height, cells about as wide.

    `lon` and `lat` are their centres, `reach_m` how far their corners are at most from those.
    """

    def __init__(self, lon: Floats, lat: Floats, step_m: float) -> None:
        rows = round(np.pi * WGS84.a / step_m)
        height = 180.0 / rows
        row = np.clip(np.floor((lat + 90.0) / height), 0, rows - 1)
        self.lat = np.round((row + 0.5) * height - 90.0, 5)
        around = 2 * np.pi * WGS84.a * np.cos(np.radians(self.lat))
        columns = np.maximum(1.0, np.round(around / step_m))
        width = 360.0 / columns
        self.lon = np.round((np.minimum(np.floor((lon + 180.0) / width), columns - 1) + 0.5) * width
                            - 180.0, 5)  # fmt: skip
        self.reach_m = np.full(len(lon), np.nan)
        known = np.flatnonzero(np.isfinite(self.lon) & np.isfinite(self.lat))
        for north in (-0.5, 0.5):
            corner_lat = np.clip(self.lat[known] + north * height, -90, 90)
            _, _, far_m = WGS84.inv(
                self.lon[known], self.lat[known], self.lon[known] + width[known] / 2, corner_lat
            )
            self.reach_m[known] = np.fmax(self.reach_m[known], np.asarray(far_m) * 1.001 + 5.0)

    def are_centres(self, lon: Floats, lat: Floats) -> Flags:
        """Which places are the centre of their cell."""
        return np.asarray((lon == self.lon) & (lat == self.lat))


@dataclass(frozen=True)
class _Circles:
    """The circles around footprints; `drawn` where there is one, `is_unit` for districts."""

    lon: Floats
    lat: Floats
    radius_m: Floats
    is_unit: Flags

    @property
    def drawn(self) -> Flags:
        return np.isfinite(self.radius_m)


def _circles(texts: pa.Array, border: Border) -> _Circles:
    """The circles around footprints, NaN where there is none or it makes no shape."""
    encoded = texts.dictionary_encode()
    found = [_circle(text, border) for text in encoded.dictionary.to_pylist()]
    found.append((math.nan, math.nan, math.nan, False))
    index = np.asarray(pc.fill_null(encoded.indices, len(found) - 1), dtype=np.intp)
    lon, lat, radius_m, is_unit = (np.array(column)[index] for column in zip(*found, strict=True))
    return _Circles(lon, lat, radius_m, is_unit)


def _circle(text: str, border: Border) -> tuple[float, float, float, bool]:
    try:
        footprint: Footprint = from_json(text)
        if not isinstance(footprint, Disc) and polygon(footprint, border).is_empty:
            return math.nan, math.nan, math.nan, False
        disc = circle(footprint, border)
    except (ValueError, shapely.errors.GEOSException):
        return math.nan, math.nan, math.nan, False
    rough_m = 0.0 if isinstance(footprint, Disc) else _DRAWING_M
    return disc.lon, disc.lat, disc.radius_m + rough_m, isinstance(footprint, Area)


# --- Texts -------------------------------------------------------------------------------------

_MAY_BE_COORDINATES = (
    r"(?i)\p{Nd}[.,٫]\p{Nd}{2}|[°º˚]|\p{Nd}\s?deg|\p{Nd}\s?['′]|\p{Nd}{1,3}(\.\p{Nd}+)?\s?[nsew]\b"
    r"|\b[nsew]\s?\p{Nd}|\p{Nd}{1,2}\s?[c-x]\s?[a-z]{2}\s?\p{Nd}|\p{Nd}{1,2}\s?[c-x]\s+\p{Nd}{6}"
    r"|\b(lat|lon|long|latitude|longitude)\b|(شمالی|جنوبی|شرقی|غربی)"
)
_FINE_NUMBER = re.compile(r"(?<![\d.])(\d{1,3})[.٫](\d{3,15})|(?<![\d,])(\d{1,3}),(\d{5,15})")
_WINDOW, _STRIDE = 500, 380
_NOT_SEARCHED = frozenset(
    {"incident_id", "footprint", "depth_footprint", "border_sha256", "gazetteer_sha256",
     "merged_into", "linked_to"}
)  # fmt: skip


def _withhold_coordinates(going: _Going) -> None:
    """Withhold every text that holds coordinates."""
    for column in INCIDENT_COLUMNS:
        if column.kind != "text" or column.name in _NOT_SEARCHED:
            continue
        texts = going[column.name]
        encoded = texts.dictionary_encode()
        suspect = pc.match_substring_regex(encoded.dictionary, _MAY_BE_COORDINATES)
        held = np.array(
            [
                bool(may) and _holds_coordinates(text)
                for may, text in zip(
                    suspect.to_pylist(), encoded.dictionary.to_pylist(), strict=True
                )
            ]
            + [False]
        )
        index = np.asarray(pc.fill_null(encoded.indices, len(held) - 1), dtype=np.intp)
        going.empty(column.name, held[index])


def _holds_coordinates(text: str) -> bool:
    """Whether a text has coordinates, or a number as fine as one of this region."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    west, south, east, north = AREA_OF_INTEREST
    for found in _FINE_NUMBER.finditer(plain):
        degrees = int(found[1] or found[3])
        if west <= degrees <= east or south <= degrees <= north:
            return True
    for start in range(0, len(plain), _STRIDE):
        try:
            if find_coordinates(plain[start : start + _WINDOW]) is not None:
                return True
        except CoordinateError:
            return True
    return False


def _withhold_in_claims(going: _Going, sensitive: Flags, withheld: frozenset[str]) -> None:
    """Withhold fields of claims, and texts of claims that hold coordinates."""
    everywhere = {n.removeprefix("claims.") for n in withheld if n.startswith("claims.")}
    of_sensitive = {n.removeprefix("claims.") for n in SENSITIVE if n.startswith("claims.")}
    claims = going["claims"]
    valid = np.asarray(pc.is_valid(claims))
    suspect = pc.fill_null(pc.match_substring_regex(claims, _MAY_BE_COORDINATES), fill_value=False)
    rows = valid & (sensitive | np.asarray(suspect) | bool(everywhere))
    texts: list[str | None] = [None] * going.count
    for place in np.flatnonzero(rows):
        gone = everywhere | of_sensitive if sensitive[place] else everywhere
        texts[place] = _without(claims[place].as_py(), gone)
    going.put("claims", rows, texts)


def _without(claims: str, gone: Collection[str]) -> str | None:
    return claims_json(
        [
            {
                name: value
                for name, value in claim.items()
                if name == "claim_id" or not (name in gone or _holds_coordinates(value))
            }
            for claim in json.loads(claims)
        ]
    )
