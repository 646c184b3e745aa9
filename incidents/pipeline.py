"""The one way of a record: read, geocode, measure, store.

Each step is a function that takes incidents and returns incidents, so that an import, the
bundled data and a test all walk the same way.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import numpy as np

from geodata.coordinates import AREA_OF_INTEREST
from geodata.footprints import Disc, from_json, polygon, to_json
from geodata.measurement import measure
from incidents.depth import with_depth, with_depth_band
from incidents.reader import Reading, read_csv
from incidents.record import MEASURED_COLUMNS, Incident
from incidents.store import AddReport, Batch, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from geodata.borders import Border
    from geodata.candidates import Candidate
    from geodata.geocoder import Geocoder
    from incidents.dates import DayOrder

BUNDLED_DATASET = "Iran-Pakistan border 2007-2025"
"""Name of the data set that ships with Sarhad."""


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or in a dry run would do.

    `placed` counts the incidents by `georeference_status`.
    """

    reading: Reading
    added: AddReport | None
    placed: Mapping[str, int]


def import_csv(
    path: Path,
    store: Store,
    *,
    geocoder: Geocoder,
    border: Border,
    dataset: str | None = None,
    claims_path: Path | None = None,
    encoding: str | None = None,
    dates: DayOrder | None = None,
    dry_run: bool = False,
    progress: Callable[[str, float], None] | None = None,
) -> ImportReport:
    """Bring a CSV file of incidents into the store, in one transaction.

    Parameters
    ----------
    path
        The file; see `incidents.reader.read_csv`.
    store
        Where the incidents go.
    geocoder, border
        What they are placed and measured with.
    dataset
        Name that keeps these incidents apart from others; the file's name where not given.
    claims_path, encoding, dates
        As `read_csv` takes them.
    dry_run
        Read, place and measure, but store nothing.
    progress
        Called with the step's name and the share of the whole that is done.

    Returns
    -------
    ImportReport
        What was stored and what was not, with the reasons.

    Raises
    ------
    ReadError
        If the file is no table; nothing is stored.
    StoreError
        If the store cannot be written; nothing is stored.
    """
    tell = progress or (lambda _step, _share: None)
    tell("Reading", 0.0)
    reading = read_csv(path, claims_path=claims_path, encoding=encoding, dates=dates)
    tell("Placing", 0.1)
    incidents = [place(i, geocoder) for i in reading.incidents]
    tell("Measuring", 0.4)
    incidents = [with_band(i, geocoder) for i in measure_incidents(incidents, border)]
    incidents = [
        replace(
            i, dataset=dataset or i.dataset or path.name, gazetteer_sha256=geocoder.gazetteer.sha256
        )
        for i in incidents
    ]
    tell("Storing", 0.7)
    added = None if dry_run else _store(incidents, store, border, reading, dataset or path.name)
    tell("Done", 1.0)
    placed = Counter(str(i.georeference_status) for i in incidents)
    return ImportReport(reading=reading, added=added, placed=placed)


def _store(
    incidents: Sequence[Incident], store: Store, border: Border, reading: Reading, dataset: str
) -> AddReport:
    return store.add(
        incidents,
        geometries=footprint_shapes(incidents, border),
        batch=Batch(dataset, reading.file_name, reading.file_sha256),
        source_rows=reading.row_numbers,
    )


def add_bundled(store: Store, *, geocoder: Geocoder, border: Border) -> ImportReport:
    """Fill a store with the bundled incidents; a second time changes nothing."""
    folder = files("incidents") / "data"
    with as_file(folder / "incidents.csv") as path, as_file(folder / "claims.csv") as claims_path:
        return import_csv(
            path,
            store,
            geocoder=geocoder,
            border=border,
            dataset=BUNDLED_DATASET,
            claims_path=claims_path,
        )


def place(incident: Incident, geocoder: Geocoder) -> Incident:
    """Say where an incident may have been, or why that cannot be said.

    A position that the record brings is kept with the uncertainty that it brings. Otherwise the
    geocoder reads the locality, pillar and district. An event at sea is never put on land.
    """
    if incident.lon is not None and incident.lat is not None:
        return _keep_given_position(incident)
    if incident.at_sea:
        return _unplaced(incident, "At sea: no place on land is given, and none is made up.")
    phrase = incident.locality or incident.verbatim_locality or ""
    if not (phrase or incident.border_pillar or incident.adm2):
        return _unplaced(incident, "The report names no place.")
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
        return _unplaced(incident, _told(incident, f"Only {best.name} is known: no place to show."))
    return _at(incident, best)


def _told(incident: Incident, why: str) -> str:
    """What the report says, and why that is no place."""
    said = incident.verbatim_locality
    return why if said is None or repr(said) in why else f"The report says {said!r}. {why}"


def _keep_given_position(incident: Incident) -> Incident:
    lon, lat, radius = incident.lon, incident.lat, incident.coordinate_uncertainty_m
    if lon is None or lat is None:
        return incident
    remarks = [incident.georeference_remarks or "Position as given by the source."]
    if radius is None:
        remarks.append("The source gives no uncertainty, so no depth is claimed.")
    if not _inside(lon, lat) and _inside(lat, lon):
        remarks.append(
            f"Outside the border region, but inside it with longitude and latitude swapped "
            f"({lat}, {lon}); check the source."
        )
    return replace(
        incident,
        footprint=None if radius is None else to_json(Disc(lon, lat, radius)),
        georeference_protocol=incident.georeference_protocol or "coordinates as given",
        georeference_remarks=" ".join(remarks),
        georeference_status="placed",
    )


def _inside(lon: float, lat: float) -> bool:
    west, south, east, north = AREA_OF_INTEREST
    return west <= lon <= east and south <= lat <= north


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


def _at(incident: Incident, candidate: Candidate) -> Incident:
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
    facts = [] if district is None else [(f"the district {district.name}", district)]
    return with_depth_band(incident, geocoder.border, facts)


def measure_again(store: Store, *, geocoder: Geocoder, border: Border) -> AddReport | None:
    """Measure what a store holds against another border than before, or by older rules.

    Returns
    -------
    AddReport or None
        What changed, each change a new version; None where all was measured so already.
    """
    stored = store.incidents()
    if all(
        i.border_sha256 == border.sha256 and (i.footprint is None) == (i.p_pak is None)
        for i in stored
    ):
        return None
    measured = [with_band(i, geocoder) for i in measure_incidents(stored, border)]
    return store.add(
        measured,
        geometries=footprint_shapes(measured, border),
        batch=Batch("", "measured again", border.sha256),
    )


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
