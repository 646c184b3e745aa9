"""What the map shows of the incidents that a filter lets through: pure functions of a frame.

Places known to within `POINT_RADIUS_M` are points with a ring; everything vaguer is an area, drawn
once for all incidents that share it. A place nobody named is not drawn; it is counted.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from enum import IntFlag
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import shapely

from dashboard import wording
from dashboard.language import _, number
from dashboard.panels import KeyFigure
from dashboard.symbols import AreaSymbol, Outline, Selection, Symbols, aggregate, type_numbers
from geodata.borders import WGS84
from geodata.candidates import POINT_RADIUS_M
from geodata.footprints import Disc, from_json, polygon, to_json
from incidents.record import EventType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from dashboard.symbols import Bounds
    from geodata.borders import Border
    from incidents.accounts import Accounts
    from incidents.store import Store

    _Outline = tuple[tuple[NDArray[np.float64], ...], float, float]

MAX_VAGUE_PLACES = 60
"""At most so many vague places are drawn as areas of their own in one view."""

COLOURED_RADIUS_M = 30_000.0
"""An area wider than this keeps a neutral tone: a district is no coloured blot."""

_KEPT_OUTLINES = 512
_outlining = threading.Lock()
_outlines: dict[tuple[str, str], _Outline] = {}
_CERTAINTY = {
    "confirmed": 1.0,
    "corroborated": 1.0,
    "unconfirmed": 0.8,
    "disputed": 0.8,
    "draft": 0.5,
    "rejected": 0.35,
}
_UNCHECKABLE = "not independently checkable"
_VIOLENT = frozenset(str(t) for t in EventType if t.is_violent)


class Fact(IntFlag):
    """What the key figures count; bits of `MapColumns.facts`."""

    VIOLENT = 1
    DIPLOMATIC = 2
    SAID_ACROSS = 4
    ACROSS = 8
    AGAINST = 16
    DEPTH = 32
    OPEN_DEPTH = 64
    POINT = 128
    DRAWN = 256
    NO_DAY = 512


@dataclass(frozen=True)
class MapColumns:
    """The frame's columns that the map needs, as typed arrays with one entry per incident.

    `lon`, `lat` are NaN where there is no position; `radius_m` is NaN where it is not known.
    `vague` marks positions known less well than `POINT_RADIUS_M`. `area` is the place in `areas`
    of the footprint of vague positions and of incidents that have no position; else -1. `facts`
    are bits of `Fact`.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    vague: NDArray[np.bool_]
    type_code: NDArray[np.int8]
    radius_m: NDArray[np.float64]
    certainty: NDArray[np.float64]
    undetermined: NDArray[np.bool_]
    area: NDArray[np.int32]
    areas: tuple[str, ...]
    facts: NDArray[np.uint16]

    def members(self, row: int, mask: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Of the rows that are shown those that share the area of one of them."""
        return np.flatnonzero(mask & (self.area == self.area[row]))


def map_columns(frame: pd.DataFrame) -> MapColumns:
    """Take the map's columns out of a frame of incidents."""
    radius_m = frame["coordinate_uncertainty_m"].to_numpy(dtype=np.float64)
    certainty = frame["status"].map(_CERTAINTY).fillna(0.8).to_numpy(dtype=np.float64)
    lon = frame["lon"].to_numpy(dtype=np.float64)
    placed = np.isfinite(lon)
    has_shape = frame["footprint"].notna().to_numpy()
    vague = placed & ((radius_m > POINT_RADIUS_M) | frame["depth_footprint"].notna().to_numpy())
    numbers, texts = pd.factorize(_drawn(frame[vague | (has_shape & ~placed)]), sort=True)
    area = np.full(len(frame), -1, dtype=np.int32)
    area[vague | (has_shape & ~placed)] = numbers
    return MapColumns(
        lon=lon,
        lat=frame["lat"].to_numpy(dtype=np.float64),
        vague=vague,
        type_code=type_numbers(frame["event_type"]),
        radius_m=radius_m,
        certainty=certainty,
        undetermined=(frame["side"] == "undetermined").to_numpy(),
        area=area,
        areas=tuple(map(str, texts)),
        facts=_facts(frame, point=placed & ~vague, drawn=has_shape | placed),
    )


def _facts(
    frame: pd.DataFrame, *, point: NDArray[np.bool_], drawn: NDArray[np.bool_]
) -> NDArray[np.uint16]:
    check = frame["depth_check"]
    into = frame["incursion_into"]
    said = {
        Fact.VIOLENT: frame["event_type"].isin(_VIOLENT),
        Fact.DIPLOMATIC: frame["event_type"] == "diplomatic",
        Fact.SAID_ACROSS: frame["incursion_kind"].notna(),
        Fact.ACROSS: frame["incursion_kind"].notna() & into.notna() & (frame["side"] == into),
        Fact.AGAINST: check.isin(["deeper", "shallower", "contradicts"])
        | frame["depth_conflict"].notna(),
        Fact.DEPTH: check.notna(),
        Fact.OPEN_DEPTH: check.isin(["cannot tell", _UNCHECKABLE]),
        Fact.POINT: point,
        Fact.DRAWN: drawn,
        Fact.NO_DAY: frame["date_precision"].isin(["month", "year"]),
    }
    facts = np.zeros(len(frame), dtype=np.uint16)
    for fact, holds in said.items():
        facts[np.asarray(holds, dtype=np.bool_)] |= np.uint16(fact)
    return facts


def symbols(
    frame: pd.DataFrame,
    columns: MapColumns,
    mask: NDArray[np.bool_],
    border: Border,
    *,
    bounds: Bounds | None,
    zoom: float,
) -> Symbols:
    """The symbols of one view of the map; their keys are row numbers of the frame.

    Vague places are areas of their own while they are few; where there are more than
    `MAX_VAGUE_PLACES` of them they are clustered like the others, and part again on zooming in.
    """
    in_view = mask if bounds is None else mask & _within(columns, bounds)
    vague = columns.vague & in_view
    if np.count_nonzero(np.bincount(columns.area[vague])) > MAX_VAGUE_PLACES:
        vague = np.zeros_like(mask)
    drawn = aggregate(
        columns.lon,
        columns.lat,
        type_code=columns.type_code,
        radius_m=columns.radius_m,
        certainty=columns.certainty,
        mask=mask & ~vague,
        bounds=bounds,
        zoom=zoom,
        undetermined=columns.undetermined,
    )
    nowhere = mask & np.isnan(columns.lon) & (columns.area >= 0)
    return replace(drawn, areas=tuple(_areas(frame, columns, vague | nowhere, border)))


def _within(columns: MapColumns, bounds: Bounds) -> NDArray[np.bool_]:
    west, south, east, north = bounds
    inside: NDArray[np.bool_] = (columns.lon >= west) & (columns.lon <= east)
    inside &= (columns.lat >= south) & (columns.lat <= north)
    return inside


def _drawn(frame: pd.DataFrame) -> pd.Series:
    """The footprint that is drawn: the band of a reported depth where there is one."""
    return frame["depth_footprint"].where(frame["depth_footprint"].notna(), frame["footprint"])


def _areas(
    frame: pd.DataFrame, columns: MapColumns, chosen: NDArray[np.bool_], border: Border
) -> Iterator[AreaSymbol]:
    rows = np.flatnonzero(chosen)
    rows = rows[np.argsort(columns.area[rows], kind="stable")]
    number = columns.area[rows]
    for members in np.split(rows, np.flatnonzero(np.diff(number)) + 1) if len(rows) else []:
        keys: tuple[int, ...] = tuple(members.tolist())
        rings, lon, lat = _outline(columns.areas[columns.area[keys[0]]], border)
        types = set(np.unique(columns.type_code[members]).tolist())
        name = area_name(frame, keys[0])
        yield AreaSymbol(
            rings=rings,
            lon=lon,
            lat=lat,
            keys=keys,
            type_code=types.pop() if len(types) == 1 else None,
            tinted=bool(columns.radius_m[keys[0]] <= COLOURED_RADIUS_M),
            tooltip=f"{name}: {_known_only(frame, keys)}",
            popup=(name, _known_only(frame, keys)),
        )


def _known_only(frame: pd.DataFrame, keys: tuple[int, ...]) -> str:
    """Why a place is an area: the reported depth along a stretch, or nothing closer is known."""
    several = wording.incidents(len(keys))
    row = frame.iloc[keys[0]]
    if pd.isna(row["depth_footprint"]):
        return _("{incidents} known only to this area").format(incidents=several)
    names = ("reported_depth_min_km", "reported_depth_max_km", "depth_wording")
    low, high, words = (None if pd.isna(row[name]) else row[name] for name in names)
    depth = wording.reported_kilometres(low, high, words)
    told = _("{incidents}, anywhere along this band; reported: {depth} km")
    return told.format(incidents=several, depth=depth)


def _outline(text: str, border: Border) -> _Outline:
    """The outline of a footprint and a place for its name, made once though several ask."""
    key = text, border.sha256
    with _outlining:
        if key not in _outlines:
            _keep(key, polygon(from_json(text), border))
        return _outlines[key]


def _keep(key: tuple[str, str], shape: BaseGeometry) -> None:
    while len(_outlines) >= _KEPT_OUTLINES:
        del _outlines[next(iter(_outlines))]
    parts = [p for p in shapely.get_parts(shape) if isinstance(p, shapely.Polygon)]
    rings = tuple(
        np.asarray(ring.coords)[:, :2] for part in parts for ring in shapely.get_rings(part)
    )
    label = shapely.point_on_surface(max(parts, key=lambda part: part.area))
    _outlines[key] = rings, label.x, label.y


def prepare_areas(frame: pd.DataFrame, columns: MapColumns, border: Border, store: Store) -> None:
    """Take the outlines of areas from the store, which keeps them drawn: the first map has them.

    Discs are drawn anew: it takes no time, and the store keeps them with fewer corners.
    """
    if len(columns.areas) > _KEPT_OUTLINES:
        return
    numbers, rows = np.unique(columns.area, return_index=True)
    of_ids = dict(zip(frame["incident_id"].iloc[rows], numbers.tolist(), strict=True))
    texts = {k: columns.areas[n] for k, n in of_ids.items() if n >= 0}
    wanted = [k for k, text in texts.items() if not isinstance(from_json(text), Disc)]
    for incident_id, shape in store.shapes(wanted).items():
        with _outlining:
            _keep((texts[incident_id], border.sha256), shape)


def area_name(frame: pd.DataFrame, row: int) -> str:
    """What an area is called: its stretch of border, its district, or the town it lies around."""
    pillar, adm2, locality = (
        frame[name].iloc[row] for name in ("border_pillar", "adm2", "locality")
    )
    if frame["georeference_status"].iloc[row] == "placed" and not pd.isna(locality):
        return _("Around {place}").format(place=locality)
    if not pd.isna(pillar):
        return _("Border at pillar {pillar}").format(pillar=pillar)
    if not pd.isna(adm2):
        return _("{name} district").format(name=adm2)
    return _("Area") if pd.isna(locality) else str(locality)


def tooltips(frame: pd.DataFrame, rows: Sequence[int]) -> dict[int, str]:
    """For each row one line for the pointer: date, type, place."""
    return {
        row: f"{i.day} \N{MIDDLE DOT} {i.label}\n{i.place}" for row, i in _described(frame, rows)
    }


def popups(frame: pd.DataFrame, rows: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """For each row the lines that a click shows on the map: where, what and when, a sentence."""
    return {
        row: (i.place, f"{i.label}, {i.day}", *([i.summary] if i.summary else []))
        for row, i in _described(frame, rows)
    }


class _Described(NamedTuple):
    day: str
    label: str
    place: str
    summary: str


def _described(frame: pd.DataFrame, rows: Sequence[int]) -> Iterator[tuple[int, _Described]]:
    at = np.asarray(rows, dtype=np.intp)

    def picked(name: str) -> list[Any]:
        values = frame[name].to_numpy()[at]
        days = np.issubdtype(values.dtype, np.datetime64)
        listed: list[Any] = (values.astype("M8[D]") if days else values).tolist()
        return listed

    whens = map(wording.when, *map(picked, ("date_start", "date_end", "date_precision")))
    places = zip(*map(picked, ("verbatim_locality", "locality", "adm2")), strict=True)
    for row, day, code, names, summary in zip(
        rows, whens, picked("event_type"), places, picked("summary"), strict=True
    ):
        yield (
            row,
            _Described(
                day=day,
                label=wording.type_label(code),
                place=next((name for name in names if name), _("Place not stated")),
                summary=summary or "",
            ),
        )


def account_outlines(accounts: Accounts, border: Border) -> tuple[Outline, ...]:
    """Where several accounts put an incident, and what they share; empty for a single account."""
    if len(accounts.listed) < 2:
        return ()
    shapes = [account.footprint for account in accounts.listed]
    drawn = [Outline(_outline(to_json(s), border)[0]) for s in shapes if s is not None]
    if accounts.shared is not None and accounts.shared not in shapes:
        drawn.append(Outline(_outline(to_json(accounts.shared), border)[0], shared=True))
    return tuple(drawn)


def selection(frame: pd.DataFrame, row: int, outlines: tuple[Outline, ...] = ()) -> Selection:
    """The selected incident for the map, with the perpendicular where a depth may be claimed."""
    incident = frame.iloc[row]
    if pd.isna(incident["lon"]):
        return Selection(key=row, outlines=outlines)
    lon, lat = float(incident["lon"]), float(incident["lat"])
    if pd.isna(incident["signed_distance_m"]) or incident["beyond_end"]:
        return Selection(key=row, lon=lon, lat=lat, outlines=outlines)
    distance_m = float(incident["border_distance_m"])
    label = _("{distance} from the border").format(distance=wording.kilometres(distance_m))
    low, high = incident["signed_p05_m"], incident["signed_p95_m"]
    if not (pd.isna(low) or pd.isna(high)):
        spread_m = float(high - low)
        near, far = sorted((abs(float(low)), abs(float(high))))
        least = wording.bare_kilometres(0.0 if low < 0 < high else near, spread_m)
        middle = wording.kilometres(distance_m, spread_m)
        label = f"{middle} ({least}–{wording.kilometres(far, spread_m)})"
    return Selection(
        key=row,
        lon=lon,
        lat=lat,
        nearest_lon=float(incident["nearest_lon"]),
        nearest_lat=float(incident["nearest_lat"]),
        label=label,
        outlines=outlines,
    )


@dataclass(frozen=True)
class Neighbour:
    """An incident near another: its row, how far in metres, and how many days later (or before)."""

    row: int
    distance_m: float
    days: int


def neighbours(
    frame: pd.DataFrame,
    columns: MapColumns,
    mask: NDArray[np.bool_],
    row: int,
    *,
    within_m: float = 50_000.0,
    most: int = 8,
) -> tuple[Neighbour, ...]:
    """The incidents shown that happened nearest to one, the nearest first.

    Only points have a distance: none is found of a vague place, and none that is vague itself.
    """
    if columns.vague[row] or not np.isfinite(columns.lon[row]):
        return ()
    lon, lat = columns.lon[row], columns.lat[row]
    reach_deg = within_m / 85_000.0  # a degree of longitude is longer than this up to 39 north
    near = mask & ~columns.vague & (np.abs(columns.lon - lon) < reach_deg)
    near &= np.abs(columns.lat - lat) < reach_deg
    near[row] = False
    rows = np.flatnonzero(near)
    here = np.full(len(rows), lon), np.full(len(rows), lat)
    distance_m = np.asarray(WGS84.inv(*here, columns.lon[rows], columns.lat[rows])[2])
    order = [k for k in np.argsort(distance_m, kind="stable")[:most] if distance_m[k] <= within_m]
    start = frame["date_start"].iloc[row]
    return tuple(
        Neighbour(
            int(rows[k]),
            float(distance_m[k]),
            (frame["date_start"].iloc[rows[k]] - start).days,
        )
        for k in order
    )


def key_figures(
    frame: pd.DataFrame, columns: MapColumns, mask: NDArray[np.bool_]
) -> list[KeyFigure]:
    """The figures above the map, of the incidents that the filter shows."""
    facts = columns.facts[mask]

    def count(fact: Fact) -> int:
        return int(np.count_nonzero(facts & np.uint16(fact)))

    violent, diplomatic = count(Fact.VIOLENT), count(Fact.DIPLOMATIC)
    said_across, across, against = count(Fact.SAID_ACROSS), count(Fact.ACROSS), count(Fact.AGAINST)
    depths, open_depths = count(Fact.DEPTH), count(Fact.OPEN_DEPTH)
    points, drawn, months = count(Fact.POINT), count(Fact.DRAWN), count(Fact.NO_DAY)
    shown = len(facts)
    total = len(frame)

    def part(some: int, every: int) -> str:
        return _("{n} of {all}").format(n=number(some), all=number(every))

    figures = [
        KeyFigure(part(shown, total), _("shown"), _("Incidents that the filter lets through")),
        KeyFigure(
            number(violent),
            _("violent"),
            _(
                "Incursions, fire, strikes, clashes, ambushes, abductions, shootings and reported "
                "crossing attempts; meetings, protests and closures are not among them"
            ),
        ),
        KeyFigure(number(diplomatic), _("diplomatic"), _("Meetings, protests, handovers")),
        KeyFigure(
            part(across, said_across),
            _("across at 95 %"),
            _(
                "Of the incidents that a claim puts across the line, those whose named place "
                "(town, district or pillars) lies there with 95 % or more, whatever the reported "
                "depth"
            ),
        ),
        KeyFigure(
            number(against),
            _("not compatible"),
            _("The reported depth and the place exclude each other, or facts of the place do"),
        ),
        KeyFigure(
            part(open_depths, depths),
            _("open depths"),
            _("A depth was reported, but the place is not known well enough to confirm or deny it"),
        ),
        KeyFigure(
            f"{number(points)} + {number(drawn - points)}",
            _("points + areas"),
            _(
                "Placed to within 8 km and drawn as a symbol; or known only to a district, a "
                "stretch of border or a band along it, and drawn as a soft area"
            ),
        ),
        KeyFigure(
            number(shown - drawn),
            _("not placed"),
            _("Nothing says where well enough; in the list, not on the map"),
        ),
    ]
    if months:
        figures.append(
            KeyFigure(
                number(months),
                _("month only"),
                _("No day is known; found by any day of the month, marked in the list"),
            )
        )
    return figures
