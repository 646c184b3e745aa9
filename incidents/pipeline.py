"""The one way of a record: read, geocode, measure, store.

Each step takes records and returns records, so that an import, the bundled data, an edit and a
test all walk the same way. Files walk it as tables: what decides a record's place and measurement
(its locality, district, pillar, depth, position) is worked out once for all records that share it;
positions given with nothing else to weigh are measured as arrays.
"""

from __future__ import annotations

import contextlib
import math
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geodata.coordinates import AREA_OF_INTEREST
from geodata.errors import GeodataError
from geodata.footprints import Disc, disc_outlines, from_json, polygon, to_json
from geodata.measurement import compiled_index, measure
from geodata.sentences import THE_DISTRICT
from incidents import sentences
from incidents.ahead import Ahead
from incidents.columns import RECORD_SCHEMA, as_array, json_objects
from incidents.depth import with_depth, with_depth_band
from incidents.reader import FileReader, Reading
from incidents.record import COMPUTED_COLUMNS, MEASURED_COLUMNS, EventType, Incident
from incidents.store import AddReport, Batch, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geodata.borders import Border
    from geodata.candidates import Candidate
    from geodata.geocoder import Geocoder
    from incidents.dates import DayOrder
    from incidents.files import HowToRead
    from incidents.mapping import Mapping as ColumnMapping

    Floats = NDArray[np.float64]

_CHUNK = 100_000
_AHEAD_FROM_BYTES = 5_000_000
_DECIDING = (
    "verbatim_locality", "locality", "country_reported", "adm1", "adm2", "border_pillar", "at_sea",
    "reported_depth_min_km", "reported_depth_max_km", "reported_depth_into",
    "reported_depth_datum", "depth_wording", "lon", "lat", "coordinate_uncertainty_m", "footprint",
    "georeference_protocol", "georeference_sources", "georeference_remarks",
    "georeference_status", "incursion_kind", "entrant", "incursion_into",
)  # fmt: skip
"""All that place and measurement depend on."""
PLACEMENT_COLUMNS = (
    "lon", "lat", "coordinate_uncertainty_m", "footprint", "georeference_protocol",
    "georeference_sources", "georeference_remarks", "georeference_status", *COMPUTED_COLUMNS,
    "border_sha256", "gazetteer_sha256", "geometry",
)  # fmt: skip
"""What placing and measuring fill in."""
_WEIGHED = (
    "adm2", "reported_depth_min_km", "reported_depth_max_km", "incursion_kind",
    "georeference_status", "footprint",
)  # fmt: skip
"""With one of these a given position is more than a position."""
_ANY_DAY = date(2000, 1, 1)  # neither place nor measurement depend on it
_COARSE_DECIMALS = 2
_AS_GIVEN = "coordinates as given"


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or in a dry run would do.

    `placed` counts the incidents by `georeference_status`.
    """

    reading: Reading
    added: AddReport
    placed: Mapping[str, int]
    dry_run: bool = False


def import_file(
    path: Path,
    store: Store,
    *,
    geocoder: Geocoder,
    how: HowToRead | None = None,
    mapping: ColumnMapping | None = None,
    dates: DayOrder | None = None,
    claims_path: Path | None = None,
    dataset: str | None = None,
    dry_run: bool = False,
    trusted: bool = False,
    placements: pa.Table | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> ImportReport:
    """Bring a file of incidents into the store, in one transaction.

    Parameters
    ----------
    path
        The file, in any of the formats of `incidents.files`.
    store
        Where the incidents go.
    geocoder
        Places them; with its border they are measured.
    how, mapping, dates, claims_path, trusted
        As `incidents.reader.read_file` takes them.
    dataset
        Name that keeps these incidents apart from others; the file's name where not given.
    dry_run
        Read, place, measure and compare with the store, but store nothing.
    placements
        What placing and measuring gave for each of these incidents before: `incident_id` and
        `PLACEMENT_COLUMNS`. Nothing is placed anew then.
    progress
        Called with the step's name and the share of the whole that is done.

    Returns
    -------
    ImportReport
        What was stored, or would be, and what was not, with the reasons.

    Raises
    ------
    ReadError
        If the file is no table; nothing is stored.
    StoreError
        If the store cannot be written; nothing is stored.
    """
    tell = progress or (lambda _step, _share: None)
    tell("Reading", 0.0)
    with contextlib.ExitStack() as ends:
        is_long = path.is_file() and path.stat().st_size > _AHEAD_FROM_BYTES
        ahead = ends.enter_context(Ahead(partial(_ready, geocoder))) if is_long else None
        reader = FileReader(
            path, how=how, mapping=mapping, dates=dates, claims_path=claims_path, trusted=trusted
        )
        made = _Made(reader, dataset, placements)
        file, placed = reader.reading(), Counter[str]()

        def tables() -> Iterator[tuple[pa.Table, pa.Array]]:
            nonlocal file
            for part in ahead.parts(made) if ahead else made(geocoder):
                if isinstance(part, Reading):
                    file = part
                    continue
                placed.update(_counted(part[0].column("georeference_status")))
                yield part

        what = "Comparing" if dry_run else "Storing"
        rows = max(1, reader.row_count)
        added = store.add_tables(
            tables(),
            batch=Batch(dataset or path.name, file.file_name, file.file_sha256, names_records=True),
            dry_run=dry_run,
            progress=lambda done: tell(what, 0.1 + 0.9 * min(1.0, done / rows)),
        )
    tell("Done", 1.0)
    return ImportReport(reading=file, added=added, placed=placed, dry_run=dry_run)


@dataclass(frozen=True)
class _Made:
    """What a file's rows become: tables of placed records with their rows, and the reading last."""

    reader: FileReader
    dataset: str | None
    placements: pa.Table | None

    def __call__(self, geocoder: Geocoder) -> Iterator[tuple[pa.Table, pa.Array] | Reading]:
        """Read, place and measure."""
        for records, rows in self.reader.tables():
            if self.placements is None:
                placed = placed_and_measured(records, geocoder)
            else:
                ids = self.placements.column("incident_id").combine_chunks()
                which = pc.index_in(records.column("incident_id"), ids)
                found = self.placements.take(which).drop_columns("incident_id")
                placed = _with_columns(records, found)
            yield _in_dataset(placed, self.dataset), rows
        yield self.reader.reading()


def _ready(geocoder: Geocoder) -> Geocoder:
    """The geocoder, its border prepared for measuring in bulk."""
    compiled_index(geocoder.border)
    return geocoder


def _counted(words: pa.ChunkedArray) -> dict[str, int]:
    return {str(c["values"]): c["counts"] for c in pc.value_counts(words).to_pylist()}


def _with_columns(records: pa.Table, columns: pa.Table) -> pa.Table:
    for name in columns.column_names:
        index, field = records.schema.get_field_index(name), RECORD_SCHEMA.field(name)
        records = records.set_column(index, field, columns.column(name).cast(field.type))
    return records


def _in_dataset(records: pa.Table, dataset: str | None) -> pa.Table:
    """The records under the name that was given; else each keeps its own, if it has one."""
    if dataset is None:
        return records
    named = pa.repeat(pa.scalar(dataset), records.num_rows)
    index = records.schema.get_field_index("dataset")
    return records.set_column(index, RECORD_SCHEMA.field("dataset"), named)


# --- Tables ------------------------------------------------------------------------------------


def placed_and_measured(
    records: pa.Table, geocoder: Geocoder, *, progress: Callable[[float], None] | None = None
) -> pa.Table:
    """Say of every record where it may have been, and measure that against the border.

    Parameters
    ----------
    records
        A table with `columns.RECORD_SCHEMA`. Those with a `georeference_status` are placed
        already and only measured.
    geocoder
        Places them; its border is what is measured against.
    progress
        Called with the share that is done.

    Returns
    -------
    pyarrow.Table
        The same records with all columns of place and measurement, and the shapes to draw.
    """
    tell = progress or (lambda _share: None)
    parts = []
    for start in range(0, records.num_rows, _CHUNK):
        parts.append(_Placing(records.slice(start, _CHUNK), geocoder).result())
        tell(min(1.0, (start + _CHUNK) / records.num_rows))
    return pa.concat_tables(parts) if parts else records


class _Placing:
    """Some thousand records on their way to a place and a measurement."""

    def __init__(self, records: pa.Table, geocoder: Geocoder) -> None:
        self._records = records
        self._geocoder = geocoder
        self._count = records.num_rows

    def result(self) -> pa.Table:
        """The records with place, measurement and shape."""
        plain = self._are_plain_positions()
        rest = np.flatnonzero(~plain)
        columns = self._one_by_one(rest)
        if plain.any():
            for name, values in self._as_arrays(np.flatnonzero(plain)).items():
                known = columns.get(name)
                columns[name] = values if known is None else pc.coalesce(values, known)
        return _with_columns(self._records, pa.table(columns))

    def _are_plain_positions(self) -> NDArray[np.bool_]:
        """Positions with nothing else to weigh: no depth, no district that the gazetteer knows."""
        records = self._records
        plain = np.asarray(pc.is_valid(records.column("lon")))
        for name in _WEIGHED:
            if name != "adm2":
                plain &= np.asarray(pc.is_null(records.column(name)))
        if records.column("adm2").null_count == self._count:
            return plain
        pairs = zip(
            records.column("adm2").to_pylist(),
            records.column("country_reported").to_pylist(),
            strict=True,
        )
        known: dict[tuple[str | None, str | None], bool] = {(None, None): False}
        for place, pair in enumerate(pairs):
            if pair[0] is None:
                continue
            if pair not in known:
                known[pair] = self._geocoder.district(pair[0], country=pair[1]) is not None
            plain[place] &= not known[pair]
        return plain

    def _one_by_one(self, rows: NDArray[np.intp]) -> dict[str, pa.Array]:
        """Place and measure what the records say, each different saying once."""
        empty = {
            name: pa.nulls(self._count, RECORD_SCHEMA.field(name).type)
            for name in PLACEMENT_COLUMNS
        }
        if not len(rows):
            return empty
        chosen = self._records.select(_DECIDING).take(rows)
        sayings: dict[tuple[Any, ...], int] = {}
        which = [
            sayings.setdefault(saying, len(sayings))
            for saying in zip(*(c.to_pylist() for c in chosen.columns), strict=True)
        ]
        incidents = [
            place(_only_what_decides(saying), self._geocoder) for saying in sayings
        ]  # fmt: skip
        try:
            incidents = measured(incidents, self._geocoder)
        except GeodataError:  # one of them; which one is seen one by one
            incidents = [_measured_or_unplaced(i, self._geocoder) for i in incidents]
        shapes = footprint_shapes(incidents, self._geocoder.border)
        found = [incident.to_row() for incident in incidents]
        places = np.full(self._count, -1)
        places[rows] = which
        at = pa.array(places, mask=places < 0)
        columns = {
            name: pa.array([row[name] for row in found], RECORD_SCHEMA.field(name).type).take(at)
            for name in PLACEMENT_COLUMNS
            if name != "geometry"
        }
        drawn = [None if shape is None else shapely.to_wkb(shape) for shape in shapes]
        columns["geometry"] = pa.array(drawn, pa.binary()).take(at)
        return columns

    def _as_arrays(self, rows: NDArray[np.intp]) -> dict[str, pa.Array]:
        """Measure plain positions; what the same steps give one by one, as arrays."""
        border, sha256 = self._geocoder.border, self._geocoder.gazetteer.sha256
        chosen = self._records.select(
            ["lon", "lat", "coordinate_uncertainty_m", "georeference_protocol",
             "georeference_remarks", "georeference_sources"]
        ).take(rows)  # fmt: skip
        lon, lat, given_m = (
            chosen.column(k).to_numpy().astype(np.float64, copy=True) for k in range(3)
        )
        coarse_m = coarseness_m(lon, lat)
        coarse_m[np.asarray(pc.is_valid(chosen.column(3)))] = 0.0
        radius_m = given_m + coarse_m
        found = measure(border, lon, lat, radius_m)
        at = np.full(self._count, -1)
        at[rows] = np.arange(len(rows))
        index = pa.array(at, mask=at < 0)

        def same(value: str) -> pa.Array:
            return pa.repeat(pa.scalar(value), len(rows)).take(index)

        def whole(values: Any, kind: pa.DataType | None = None) -> pa.Array:  # noqa: ANN401
            if isinstance(values, np.ndarray) and values.dtype == np.float64:
                return pa.array(values, mask=np.isnan(values)).take(index)
            return pa.array(values, kind).take(index)

        known = np.isfinite(radius_m)
        columns = {
            "lon": whole(lon),
            "lat": whole(lat),
            "coordinate_uncertainty_m": whole(radius_m),
            "footprint": _disc_texts(lon, lat, radius_m).take(index),
            "georeference_protocol": pc.fill_null(as_array(chosen.column(3)), _AS_GIVEN).take(
                index
            ),
            "georeference_remarks": whole(
                _remarks_on_given(chosen.column(4).to_pylist(), lon, lat, given_m, coarse_m),
                pa.string(),
            ),
            "georeference_sources": as_array(chosen.column(5)).take(index),
            "georeference_status": same("placed"),
            "border_sha256": same(border.sha256),
            "gazetteer_sha256": same(sha256),
            "beyond_end": whole(found["beyond_end"].to_numpy(bool), pa.bool_()),
            "country": whole([c or None for c in found["country"].astype(object)], pa.string()),
            "side": whole([s or None for s in found["side"].astype(object)], pa.string()),
        }
        for name in MEASURED_COLUMNS:
            if name not in columns:
                digits = 8 if name.endswith(("lon", "lat")) else 3
                columns[name] = whole(found[name].to_numpy(np.float64).round(digits))
        for name, digits in (
            (f"p_{border.positive.lower()}", 4), (f"p_{border.negative.lower()}", 4),
            ("signed_p05_m", 1), ("signed_p50_m", 1), ("signed_p95_m", 1),
        ):  # fmt: skip
            columns[name] = whole(found[name].to_numpy(np.float64).round(digits))
        shapes: NDArray[Any] = np.full(len(rows), None, dtype=object)
        shapes[known] = shapely.to_wkb(disc_outlines(lon[known], lat[known], radius_m[known]))
        columns["geometry"] = whole(list(shapes), pa.binary())
        return columns


def _only_what_decides(saying: tuple[Any, ...]) -> Incident:
    values = {n: v for n, v in zip(_DECIDING, saying, strict=True) if v is not None}
    return Incident("", _ANY_DAY, _ANY_DAY, EventType.OTHER, **values)


def _disc_texts(lon: Floats, lat: Floats, radius_m: Floats) -> pa.Array:
    """The texts that `to_json` writes for discs; null where no radius is known."""
    columns = {"lat": lat, "lon": lon, "radius_m": radius_m}
    texts = json_objects({name: pa.array(values) for name, values in columns.items()})
    texts = pc.binary_join_element_wise(
        pc.utf8_slice_codeunits(texts, 0, -1), ',"shape":"disc"}', ""
    )
    return pc.if_else(pa.array(np.isfinite(radius_m)), texts, pa.scalar(None, pa.string()))


def _remarks_on_given(
    remarks: Sequence[str | None], lon: Floats, lat: Floats, given_m: Floats, coarse_m: Floats
) -> list[str]:
    """What has to be said of positions that a source gives."""
    swapped = ~_inside(lon, lat) & _inside(lat, lon)
    plain = ~np.isnan(given_m) & (coarse_m == 0) & ~swapped
    return [
        (remark or sentences.AS_GIVEN)
        if easy
        else _remark_on_given(
            remark, x, y, radius=not math.isnan(r), coarse_m=coarse, swapped=exchanged
        )
        for remark, x, y, r, coarse, exchanged, easy in zip(
            remarks, lon.tolist(), lat.tolist(), given_m.tolist(), coarse_m.tolist(),
            swapped.tolist(), plain.tolist(), strict=True,
        )
    ]  # fmt: skip


def _remark_on_given(
    remark: str | None, lon: float, lat: float, *, radius: bool, coarse_m: float, swapped: bool
) -> str:
    told = [remark or sentences.AS_GIVEN]
    if not radius:
        told.append(sentences.NO_RADIUS)
    if coarse_m > 0 and radius:
        told.append(
            sentences.FEW_DECIMALS.format(count=decimals(lon, lat), km=f"{coarse_m / 1000:.1f}")
        )
    if swapped:
        told.append(sentences.SWAPPED.format(lat=lat, lon=lon))
    return " ".join(told)


def decimals(lon: float, lat: float) -> int:
    """How many decimals a position was given to, by the finer of its two numbers."""
    return max(len(repr(v).partition(".")[2].rstrip("0")) if v % 1 else 0 for v in (lon, lat))


def coarseness_m(lon: Floats, lat: Floats) -> Floats:
    """What positions with few decimals leave open, in metres; 0 from three decimals on.

    Notes
    -----
    The diagonal of one unit of the last decimal, as the point-radius method has it (Wieczorek,
    Guo and Hijmans 2004; Chapman and Wieczorek 2020, coordinate precision): about 14.7 km for one
    decimal at 30 degrees north. A table's software drops trailing zeros, so the finer of the two
    numbers counts.
    """
    unit = np.zeros(len(lon))
    for digits in range(_COARSE_DECIMALS, -1, -1):
        scale = 10.0**digits
        on_grid = (np.round(lon * scale) / scale == lon) & (np.round(lat * scale) / scale == lat)
        unit[on_grid] = 1 / scale
    north_m = unit * 111_132.0
    east_m = unit * 111_320.0 * np.cos(np.radians(lat))
    return np.asarray(np.hypot(north_m, east_m))


# --- Single records ----------------------------------------------------------------------------


def place(incident: Incident, geocoder: Geocoder) -> Incident:
    """Say where an incident may have been, or why that cannot be said.

    One that has a `georeference_status` is placed already. A position that the record brings is
    kept with the uncertainty that it brings. Otherwise the geocoder reads the locality, pillar and
    district. An event at sea is never put on land.
    """
    if incident.georeference_status is not None:
        return incident
    if incident.lon is not None and incident.lat is not None:
        return _keep_given_position(incident)
    phrase = incident.locality or incident.verbatim_locality or ""
    nothing_said = not (phrase or incident.border_pillar or incident.adm2)
    if incident.at_sea or nothing_said:
        why = sentences.AT_SEA if incident.at_sea else sentences.NO_PLACE_NAMED
        return _unplaced(incident, why)
    result = geocoder.geocode(
        phrase,
        country=incident.country_reported,
        adm1=incident.adm1,
        adm2=incident.adm2,
        border_pillar=incident.border_pillar,
    )
    if result.status != "placed":
        status = "ambiguous" if result.status == "ambiguous" else "not placed"
        return _unplaced(incident, _told(incident, result.message), status)
    best = result.candidates[0]
    if best.method == "province":
        return _unplaced(incident, _told(incident, sentences.ONLY_PROVINCE.format(place=best.name)))
    return placed_at(incident, best)


def _told(incident: Incident, why: str) -> str:
    """What the report says, and why that is no place."""
    said = incident.verbatim_locality
    if said is None or repr(said) in why:
        return why
    return f"{sentences.REPORT_SAYS.format(said=said)} {why}"


def _keep_given_position(incident: Incident) -> Incident:
    lon, lat, radius = incident.lon, incident.lat, incident.coordinate_uncertainty_m
    if lon is None or lat is None:
        return incident
    given = np.array([math.nan if radius is None else radius])
    lons, lats = np.array([lon], dtype=np.float64), np.array([lat], dtype=np.float64)
    coarse_m = coarseness_m(lons, lats)
    if incident.georeference_protocol is not None:
        coarse_m[:] = 0.0  # whoever said how it was placed has counted that in
    (remarks,) = _remarks_on_given([incident.georeference_remarks], lons, lats, given, coarse_m)
    whole_m = None if radius is None else float(radius + coarse_m[0])
    return replace(
        incident,
        coordinate_uncertainty_m=whole_m,
        footprint=None if whole_m is None else to_json(Disc(lon, lat, whole_m)),
        georeference_protocol=incident.georeference_protocol or _AS_GIVEN,
        georeference_remarks=remarks,
        georeference_status="placed",
    )


def _inside(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    west, south, east, north = AREA_OF_INTEREST
    return np.asarray((west <= lon) & (lon <= east) & (south <= lat) & (lat <= north))


def _unplaced(incident: Incident, why: str, status: str = "not placed") -> Incident:
    return replace(
        incident,
        lon=None,
        lat=None,
        coordinate_uncertainty_m=None,
        footprint=None,
        georeference_remarks=why,
        georeference_status=status,
    )


def placed_at(incident: Incident, candidate: Candidate) -> Incident:
    """The incident at one of the geocoder's candidates; not placed where that is only a depth."""
    if candidate.footprint is None:
        return _unplaced(incident, candidate.remarks)
    is_disc = isinstance(candidate.footprint, Disc)  # the middle of anything else is no place
    return replace(
        incident,
        lon=candidate.lon if is_disc else None,
        lat=candidate.lat if is_disc else None,
        coordinate_uncertainty_m=candidate.coordinate_uncertainty_m,
        footprint=to_json(candidate.footprint),
        georeference_protocol=candidate.method,
        georeference_sources=candidate.sources,
        georeference_remarks=candidate.remarks,
        georeference_status="placed" if is_disc else "area",
    )


def measure_incidents(incidents: Iterable[Incident], border: Border) -> list[Incident]:
    """Measure every incident that has a position, and assess every one that has a footprint.

    The border's sha256 is part of each measurement. Distances are kept to the millimetre, places
    on the line to 1e-8 degrees.
    """
    listed = list(incidents)
    rows = [k for k, i in enumerate(listed) if i.lon is not None and i.lat is not None]
    lon = np.array([listed[k].lon for k in rows], dtype=np.float64)
    lat = np.array([listed[k].lat for k in rows], dtype=np.float64)
    columns = measure(border, lon, lat).to_dict("list")
    empty: dict[str, Any] = dict.fromkeys(MEASURED_COLUMNS)
    listed = [replace(i, **empty, border_sha256=border.sha256) for i in listed]
    for position, k in enumerate(rows):
        values: dict[str, Any] = {
            name: _rounded(name, columns[name][position]) for name in MEASURED_COLUMNS
        }
        if math.isnan(values["signed_distance_m"]):
            values["signed_distance_m"] = None
        values["country"] = values["country"] or None
        values["beyond_end"] = bool(values["beyond_end"])
        listed[k] = replace(listed[k], **values)
    return [with_depth(incident, border) for incident in listed]


def _rounded(name: str, value: Any) -> Any:  # noqa: ANN401 - a column's value
    if not isinstance(value, float):
        return value
    return round(value, 8 if name.endswith(("lon", "lat")) else 3)


def with_band(incident: Incident, geocoder: Geocoder) -> Incident:
    """Add the band that the reported depth leaves of the place and its district."""
    district = geocoder.district(incident.adm2, country=incident.country_reported)
    facts = [] if district is None else [(THE_DISTRICT.format(name=district.name), district)]
    return with_depth_band(incident, geocoder.border, facts)


def measured(incidents: Iterable[Incident], geocoder: Geocoder) -> list[Incident]:
    """Measure placed incidents, with bands; what they were measured with is noted."""
    return [
        replace(with_band(incident, geocoder), gazetteer_sha256=geocoder.gazetteer.sha256)
        for incident in measure_incidents(incidents, geocoder.border)
    ]


def _measured_or_unplaced(incident: Incident, geocoder: Geocoder) -> Incident:
    """Measure an incident; one whose footprint does not fit the border is not placed."""
    try:
        return measured([incident], geocoder)[0]
    except GeodataError as error:
        unplaced = _unplaced(incident, sentences.FOOTPRINT_UNUSABLE.format(error=error))
        return measured([unplaced], geocoder)[0]


def measure_again(store: Store, *, geocoder: Geocoder) -> AddReport | None:
    """Measure what a store holds against another border than before, or by older rules.

    Returns
    -------
    AddReport or None
        What changed, each change a new version; None where all was measured so already.
    """
    if store.is_measured_by(geocoder.border.sha256):
        return None
    table = store.table(merged=True)
    records = placed_and_measured(table.select(RECORD_SCHEMA.names), geocoder)
    batch = Batch("", "measured again", geocoder.border.sha256)
    return store.add_table(records, batch=batch)


def footprint_shapes(incidents: Iterable[Incident], border: Border) -> list[BaseGeometry | None]:
    """The shapes of where incidents may have been; the same footprint is drawn only once.

    Where a depth was reported it is the band that the depth leaves of the place.
    """
    drawn: dict[str, BaseGeometry] = {}
    shapes: list[BaseGeometry | None] = []
    for incident in incidents:
        text = incident.depth_footprint or incident.footprint
        if text is not None and text not in drawn:
            drawn[text] = polygon(from_json(text), border)
        shapes.append(None if text is None else drawn[text])
    return shapes
