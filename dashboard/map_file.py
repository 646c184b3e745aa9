"""The map as one file: opened from disk, filtered in the browser, asking nobody for anything.

Leaflet, the drawing code of `static/sarhad-map.js`, the base map and the incidents stand in the
file itself. Whatever comes from a record or a caller travels as JSON in one block that is no
script, with every character escaped that could end it; `static/map-file.js` puts it into the page
as text only. A Content-Security-Policy names each script by its hash and allows no connection.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from base64 import b64encode
from datetime import UTC, datetime
from itertools import chain
from string import Template
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import quote

import numpy as np
import shapely

from dashboard import assets, view, wording
from dashboard.incident_map import MAX_ZOOM, MIN_ZOOM
from dashboard.map_packing import basemap_data
from dashboard.symbols import (
    SHAPES,
    TYPE_CODES,
    Theme,
    group_of_type,
    group_styles,
    legend_html,
)
from dashboard.tables import incident_table
from geodata.basemap import load_basemap
from geodata.writing import written_whole
from incidents.errors import IncidentsError
from incidents.record import PARTIES, Count, EventType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from dashboard.symbols import AreaSymbol
    from dashboard.view import MapColumns
    from geodata.borders import Border
    from incidents.record import Claim, Incident

__all__ = ["MapFileError", "map_html", "write_map"]

TITLE = "Incidents near the Iran\N{EN DASH}Pakistan border"

MAX_AREAS = 1_500
"""At most so many vague places that have a position get an outline; others are drawn as discs."""

_UNIT = 1e5
_AREA_TOLERANCE_DEG = 0.002
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_ASKED_FOR = re.compile(r"url\(images/[^)]*\)|^//# sourceMappingURL=.*$", re.MULTILINE)
_THEMES: tuple[Theme, ...] = ("light", "dark")
_DESCRIBED = ("id", "date", "when", "place", "summary", "who", "status", "facts", "sources")
_WAY_COLUMNS = (
    "lon",
    "lat",
    "nearest_lon",
    "nearest_lat",
    "border_distance_m",
    "signed_distance_m",
    "signed_p05_m",
    "signed_p95_m",
    "beyond_end",
)


class MapFileError(IncidentsError):
    """The map was not written; what was there before stays."""


def write_map(
    frame: pd.DataFrame,
    target: Path,
    border: Border,
    *,
    title: str = TITLE,
    store_root: str = "",
    theme: Theme | Literal["system"] = "system",
    claims: Mapping[str, Sequence[Claim]] | None = None,
    made: datetime | None = None,
) -> None:
    """Write the map of these incidents as one HTML file.

    Parameters
    ----------
    frame
        Incidents as `Store.frame` returns them, filtered already.
    target
        The file; replaced once the new one is whole and on the disk.
    border
        The border that was measured against.
    title
        Heading of the page; any text.
    store_root
        Hash that stands for the store's content; empty where there is none.
    theme
        "light" or "dark" at first; "system" as the reader's system has it. The page has a switch.
    claims
        What was claimed, by incident id; without them only the number of accounts is told.
    made
        When it is said to have been made, aware of its zone; now where None.

    Raises
    ------
    MapFileError
        If the file cannot be written; what was there before stays.
    """
    page = map_html(
        frame, border, title=title, store_root=store_root, theme=theme, claims=claims, made=made
    )  # fmt: skip
    try:
        with written_whole(target) as file:
            file.write(page.encode("utf-8"))
    except OSError as error:
        msg = (
            f"{target} cannot be written: {error.strerror or error}; nothing was changed. "
            "Name a file in a folder that exists and may be written to"
        )
        raise MapFileError(msg) from error


def map_html(
    frame: pd.DataFrame,
    border: Border,
    *,
    title: str = TITLE,
    store_root: str = "",
    theme: Theme | Literal["system"] = "system",
    claims: Mapping[str, Sequence[Claim]] | None = None,
    made: datetime | None = None,
) -> str:
    """The page that `write_map` writes; the same parameters."""
    frame = frame.reset_index(drop=True)
    gazetteers = sorted(set(frame["gazetteer_sha256"].dropna()))
    data = {
        "title": wording.visible(title),
        "theme": theme,
        "made": f"{(made or datetime.now(UTC)).astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        "hashes": [
            ["Border, sha256", border.sha256],
            *(["Gazetteer, sha256", sha256] for sha256 in gazetteers),
            *([["Root of the store", wording.visible(store_root)]] if store_root else []),
        ],
        "zooms": [MIN_ZOOM, MAX_ZOOM],
        "looks": {name: _looks(name) for name in _THEMES},
        "groups": [style.label for style in group_styles("light")],
        "types": [
            [code, EventType(code).label, group_of_type(number)]
            for number, code in enumerate(TYPE_CODES)
        ],
        "basemap": json.loads(basemap_data(load_basemap(), border)),
        **_incidents(frame, border, claims or {}),
    }
    scripts = {
        "leaflet": _leaflet("leaflet.js"),
        "drawing": _own("sarhad-map.js"),
        "page": _own("map-file.js"),
    }
    return Template(_own("map-file.html")).substitute(
        scripts,
        policy=_policy(scripts.values()),
        icon=f"data:image/svg+xml,{quote(_own('icon.svg').strip())}",
        style="\n".join(
            [
                _typeface(),
                _leaflet("leaflet.css"),
                *(_own(name) for name in ("sarhad-map.css", "app.css", "map-file.css")),
            ]
        ),
        light_legend=legend_html("light", groups=()),
        dark_legend=legend_html("dark", groups=()),
        count=html.escape(wording.incidents(len(frame)) if len(frame) else "no incidents"),
        data=_script_json(data),
    )


# --- What is inlined -------------------------------------------------------------------------


def _script_json(value: object) -> str:
    """JSON for a script element: nothing in it can end the element, or a line of a script."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _policy(scripts: Iterable[str]) -> str:
    """What the page may run and ask: its own scripts, and nobody."""
    hashes = [b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    allowed = " ".join(f"'sha256-{name}'" for name in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; "
        "style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def _own(name: str) -> str:
    return (assets.static_folder() / name).read_text("utf-8")


def _leaflet(name: str) -> str:
    """A file of Leaflet without what it would ask for: its source map and marker images."""
    text = (assets.leaflet_folder() / name).read_text("utf-8")
    return _ASKED_FOR.sub(lambda found: "none" if found[0].startswith("url") else "", text)


def _typeface() -> str:
    """The dashboard's typeface as a style rule; the system's own where it is not at hand."""
    found = assets._font(assets._FONTS["sans.woff2"])  # noqa: SLF001 - of this very package
    if found is None:
        return ""
    packed = b64encode(found.read_bytes()).decode()
    return (
        '@font-face { font-family: "Sarhad Sans"; font-weight: 200 900; '
        f'src: url("data:font/woff2;base64,{packed}") format("woff2"); }}'
    )


def _looks(theme: Theme) -> list[list[Any]]:
    """Colour, outline and whether it is a small dot, of each group in `GROUPS`."""
    return [
        [style.colour, list(chain.from_iterable(SHAPES[style.shape])), style.shape == "dot"]
        for style in group_styles(theme)
    ]


# --- The incidents ---------------------------------------------------------------------------


class _Texts:
    """Each text once, by number; -1 stands for none. Direction characters are made visible."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: object) -> int:
        """The number of a text."""
        if text is None or text == "":
            return -1
        return self._numbers.setdefault(wording.visible(str(text)), len(self._numbers))

    def listed(self) -> list[str]:
        """All texts in the order of their numbers."""
        return list(self._numbers)


def _incidents(
    frame: pd.DataFrame, border: Border, claims: Mapping[str, Sequence[Claim]]
) -> dict[str, Any]:
    """The incidents as columns of numbers, their areas, and the texts that both refer to."""
    columns, texts = view.map_columns(frame), _Texts()
    areas, area_of = _areas(frame, columns, border)
    placed = np.isfinite(columns.lon)
    known = np.where(placed & ~columns.vague, 0, np.where(placed | (area_of >= 0), 1, 2))
    ways = _ways_to_border(frame)
    return {
        "incidents": {
            "lon": _units(columns.lon),
            "lat": _units(columns.lat),
            "type": columns.type_code.tolist(),
            "radius": _whole(columns.radius_m),
            "sure": _whole(columns.certainty * 100),
            "hatched": _whole(columns.undetermined),
            "known": known.tolist(),
            "area": area_of.tolist(),
            "first": _days(frame["date_start"]),
            "last": _days(frame["date_end"]),
            "accounts": _whole(frame["claim_count"].to_numpy()),
            "nearest": [
                _units(np.array(ways[k][0])) if k in ways else 0 for k in range(len(frame))
            ],
            "label": [texts.number(ways[k][1]) if k in ways else -1 for k in range(len(frame))],
            **_described(frame, border, texts, claims),
        },
        "areas": [
            {
                "rings": [_packed(ring) for ring in area.rings],
                "at": _units(np.array((area.lon, area.lat))),
                "tinted": int(columns.radius_m[row] <= view.COLOURED_RADIUS_M),
                "name": texts.number(area.popup[0]),
                "known": texts.number(area.popup[1].removeprefix(wording.incidents(area.count))),
            }
            for area, row in areas
        ],
        "texts": texts.listed(),
    }


def _whole(values: NDArray[Any]) -> list[int]:
    whole: list[int] = np.round(np.nan_to_num(values.astype(np.float64))).astype(int).tolist()
    return whole


def _units(degrees: NDArray[np.float64]) -> list[int | None]:
    return [None if np.isnan(value) else round(value * _UNIT) for value in degrees.tolist()]


def _days(dates: pd.Series) -> list[int]:
    days: list[int] = dates.to_numpy().astype("datetime64[D]").astype(int).tolist()
    return days


def _packed(ring: NDArray[np.float64]) -> list[int]:
    """A ring as `sarhad-map.js` unpacks it, without what no eye would miss in a soft area."""
    simple = shapely.simplify(shapely.linearrings(ring), _AREA_TOLERANCE_DEG)
    whole = np.round(shapely.get_coordinates(simple) * _UNIT).astype(int)
    steps: list[int] = np.diff(whole, axis=0, prepend=[[0, 0]]).ravel().tolist()
    return steps


def _areas(
    frame: pd.DataFrame, columns: MapColumns, border: Border
) -> tuple[list[tuple[AreaSymbol, int]], NDArray[np.int64]]:
    """The outlines of vague places, each with a row that it holds for; and each row's outline.

    A place without a position is drawn in any case, one with a position while there are no more
    than `MAX_AREAS`, those of most incidents first.
    """
    drawn = frame["depth_footprint"].where(frame["depth_footprint"].notna(), frame["footprint"])
    nowhere = np.isnan(columns.lon) & frame["footprint"].notna().to_numpy()
    common = drawn[columns.vague].value_counts().index[:MAX_AREAS]
    places = sorted({*drawn[nowhere], *common})
    areas: list[tuple[AreaSymbol, int]] = []
    area_of = np.full(len(frame), -1, dtype=np.int64)
    rows = np.flatnonzero(nowhere | columns.vague)
    # more than so many at once would be clustered
    for start in range(0, len(places), view.MAX_VAGUE_PLACES):
        some = places[start : start + view.MAX_VAGUE_PLACES]
        chosen = rows[drawn.iloc[rows].isin(some).to_numpy()]
        part = frame.iloc[chosen]
        every = np.ones(len(part), dtype=np.bool_)
        shown = view.symbols(part, view.map_columns(part), every, border, bounds=None, zoom=0)
        for area in shown.areas:
            members = chosen[list(area.keys)]
            area_of[members] = len(areas)
            areas.append((area, int(members[0])))
    return areas, area_of


def _ways_to_border(frame: pd.DataFrame) -> dict[int, tuple[tuple[float, float], str]]:
    """For each row that a depth is claimed of: the border's nearest point, and what to write."""
    slim = frame[list(_WAY_COLUMNS)]
    ways = {}
    for row in np.flatnonzero(frame[["signed_distance_m", "nearest_lon"]].notna().all(axis=1)):
        way = view.selection(slim, int(row))
        if way.nearest_lon is not None and way.nearest_lat is not None:
            ways[int(row)] = ((way.nearest_lon, way.nearest_lat), way.label)
    return ways


def _described(
    frame: pd.DataFrame, border: Border, texts: _Texts, claims: Mapping[str, Sequence[Claim]]
) -> dict[str, list[Any]]:
    """What is written of each incident, as numbers of texts."""
    described: dict[str, list[Any]] = {name: [] for name in _DESCRIBED}
    known = frame.astype(object).where(frame.notna(), None).to_dict("records")
    for values, day in zip(known, incident_table(frame)["Date"], strict=True):
        # the words ask for an incident's attributes; a public profile's row need not be a record
        incident = cast("Incident", SimpleNamespace(**values, tolls=_tolls(values)))
        when = wording.when(incident.date_start, incident.date_end, incident.date_precision)
        words = {
            "id": incident.incident_id,
            "date": day,
            "when": f"{when}, {incident.time_local}" if incident.time_local else when,
            "place": next((n for n in _place_names(incident) if n), "Place not stated"),
            "summary": incident.summary,
            "who": _who(incident),
            "status": (incident.status or "").capitalize(),
        }
        for name, text in words.items():
            described[name].append(texts.number(text))
        for name, listed in (
            ("facts", _facts(incident, border)),
            ("sources", (_source(claim) for claim in claims.get(incident.incident_id, ()))),
        ):
            described[name].append([[texts.number(text) for text in item] for item in listed])
    return described


def _tolls(values: Mapping[str, Any]) -> dict[str, Count]:
    tolls = {}
    for party in (f"{harm}_{name}" for harm in ("killed", "injured") for name in PARTIES):
        bounds = (values[f"{party}_{bound}"] for bound in ("low", "best", "high"))
        count = Count(*(None if n is None else int(n) for n in bounds))
        if count.is_known:
            tolls[party] = count
    return tolls


def _place_names(incident: Incident) -> tuple[str | None, ...]:
    return incident.verbatim_locality, incident.locality, incident.adm2, incident.adm1


def _who(incident: Incident) -> str:
    actor = incident.actor or wording.SIDE_NAMES.get(incident.acting_side or "", "")
    return f"{actor} \N{RIGHTWARDS ARROW} {incident.target}" if incident.target else actor


def _facts(incident: Incident, border: Border) -> Iterator[tuple[str, str, str | None]]:
    """What is known, each as a term, some words, and what qualifies them."""
    reported = wording.reported_depth(incident)
    if reported or incident.depth_wording:
        yield "Reported", reported or "A depth without a number", incident.depth_wording
    measured = wording.depth_statement(incident, border)
    yield "Measured", measured.headline, measured.detail
    if incident.depth_check:
        verdict = wording.CHECK_WORDS[incident.depth_check]
        yield "Reported against measured", verdict, incident.depth_check_remarks
    if incident.depth_conflict:
        yield "Contradiction", incident.depth_conflict, None
    for party, toll in wording.tolls(incident):
        yield party, toll, None
    if incident.adm2:
        yield "District", incident.adm2, incident.adm1
    if incident.border_pillar:
        yield "Border pillar", incident.border_pillar, None


def _source(claim: Claim) -> tuple[str | None, ...]:
    """Whose account it is, who published it, what it says, its name, and its address if safe."""
    return (
        wording.CLAIMANT_NAMES[claim.claimant or "unknown"],
        ", ".join(part for part in (claim.publisher, claim.published) if part),
        claim.text,
        claim.title or claim.url or "Account without a recorded source",
        wording.safe_link(claim.url),
    )
