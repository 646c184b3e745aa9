"""Nominatim, OpenStreetMap's own geocoder: optional, off unless a user asks for it by name.

Its usage policy is kept: one request a second for the whole process, a user agent that names the
user's contact, every answer and every failure cached, nothing asked twice in a row. A question
sent there tells the operator which place somebody is looking into.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
from dataclasses import asdict
from importlib import metadata
from typing import TYPE_CHECKING, Any

from geodata import sentences
from geodata.borders import WGS84
from geodata.errors import GeodataError
from geodata.gazetteer import Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Nominatim", "NominatimError"]

POLICY = "https://operations.osmfoundation.org/policies/nominatim/"
_SECONDS_APART = 1.0
_KEEP_FAILURE_S = 24 * 3600.0
_KEEP_NOTHING_S = 30 * 24 * 3600.0
_PAUSE_AFTER_REFUSAL_S = 600.0
_LEAST_RADIUS_M = 500.0
_LONGEST_NAME = 120
_MOST_RESULTS = 5
_ISO3 = {"ir": "IRN", "pk": "PAK", "af": "AFG"}


class NominatimError(GeodataError):
    """Nominatim cannot be used: no contact is given, or geopy is not installed."""


class _Turn:
    """One request a second for all instances and threads of the process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.last = float("-inf")
        self.refused_until = float("-inf")


_TURN = _Turn()


class Nominatim:
    """Asks Nominatim for names that no gazetteer has, politely.

    Parameters
    ----------
    cache
        SQLite file in which answers and failures are kept.
    contact
        The user's e-mail address or web page; it goes into the user agent, as the policy asks.
    search
        What sends a question and returns Nominatim's results; geopy's by default.
    clock, sleep
        Seconds that never run backwards, and waiting.

    Raises
    ------
    NominatimError
        If no contact is given, or geopy is not installed.
    """

    def __init__(
        self,
        cache: Path,
        *,
        contact: str,
        search: Callable[[str], list[dict[str, Any]]] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if "@" not in contact and "://" not in contact:
            msg = (
                f"The contact {contact!r} is neither an e-mail address nor a web page; Nominatim's "
                f"policy asks for one ({POLICY})"
            )
            raise NominatimError(msg)
        self._search = search or _geopy_search(contact)
        self._clock, self._sleep = clock, sleep
        cache.parent.mkdir(parents=True, exist_ok=True)
        self._cache = cache
        with self._open() as db:
            db.execute(
                "CREATE TABLE IF NOT EXISTS answers "
                "(name TEXT PRIMARY KEY, places TEXT, failure TEXT, fetched REAL)"
            )

    def find(self, name: str) -> list[Place]:
        """Return the places of a name near this border; none where it fails, see `failure`."""
        name = " ".join(name.split())[:_LONGEST_NAME]
        if not name:
            return []
        cached = self._cached(name)
        if cached is None:
            cached = self._ask(name)
        return [Place(**{**values, "alternate_names": ()}) for values in cached]

    def failure(self, name: str) -> str | None:
        """Return why nothing is known of a name; None where it was found or never asked."""
        with self._open() as db:
            row = db.execute("SELECT failure FROM answers WHERE name = ?", (name,)).fetchone()
        return None if row is None else row[0]

    @contextlib.contextmanager
    def _open(self) -> Any:  # noqa: ANN401 - a connection
        with contextlib.closing(sqlite3.connect(self._cache, timeout=10)) as db, db:
            yield db

    def _cached(self, name: str) -> list[dict[str, Any]] | None:
        with self._open() as db:
            row = db.execute(
                "SELECT places, failure, fetched FROM answers WHERE name = ?", (name,)
            ).fetchone()
        if row is None:
            return None
        places, failure, fetched = json.loads(row[0]), row[1], row[2]
        keep_s = _KEEP_NOTHING_S if failure == "no result" else _KEEP_FAILURE_S
        fresh = failure is None or time.time() - fetched < keep_s
        return list(places) if fresh else None

    def _ask(self, name: str) -> list[dict[str, Any]]:
        with _TURN.lock:
            if self._clock() < _TURN.refused_until:
                return []
            wait_s = _TURN.last + _SECONDS_APART - self._clock()
            if wait_s > 0:
                self._sleep(wait_s)
            _TURN.last = self._clock()
            failure = None
            places: list[dict[str, Any]] = []
            try:
                places = [asdict(_place(result)) for result in self._search(name)]
            except Exception as error:  # noqa: BLE001 - whatever the network does is one answer
                failure = f"{type(error).__name__}: {error}"[:300]
                if any(sign in failure for sign in ("403", "429", "RateLimited", "Privileges")):
                    _TURN.refused_until = self._clock() + _PAUSE_AFTER_REFUSAL_S
            else:
                failure = None if places else "no result"
        with self._open() as db:
            db.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)",
                (name, json.dumps(places), failure, time.time()),
            )
        return places


def _geopy_search(contact: str) -> Callable[[str], list[dict[str, Any]]]:
    try:
        from geopy.geocoders import Nominatim as Service  # noqa: PLC0415 - an extra
    except ImportError as error:
        msg = 'geopy is not installed; install it with: pip install "sarhad[nominatim]"'
        raise NominatimError(msg) from error
    service = Service(user_agent=f"sarhad/{metadata.version('sarhad')} ({contact})", timeout=10)

    def search(name: str) -> list[dict[str, Any]]:
        found = service.geocode(
            name,
            exactly_one=False,
            limit=_MOST_RESULTS,
            country_codes=list(_ISO3),
            addressdetails=True,
            language="en",
        )
        return [location.raw for location in found or []]

    return search


def _place(result: dict[str, Any]) -> Place:
    """A result as a place, with half the diagonal of its bounding box as radius."""
    lon, lat = float(result["lon"]), float(result["lat"])
    south, north, west, east = (float(value) for value in result["boundingbox"])
    diagonal_m = float(WGS84.inv(west, south, east, north)[2])
    address = result.get("address", {})
    code = str(address.get("country_code", "")).lower()
    return Place(
        name=str(result.get("name") or result["display_name"].split(",")[0]),
        kind="populated place",
        country=_ISO3.get(code, code.upper()),
        lon=lon,
        lat=lat,
        radius_m=max(_LEAST_RADIUS_M, diagonal_m / 2),
        radius_reason=sentences.HALF_THE_BOX,
        source=sentences.CONTRIBUTORS_UNDER.format(name="Nominatim"),
        adm1=str(address.get("state", "")),
        place_id=f"osm:{result.get('osm_type', '')}/{result.get('osm_id', '')}",
    )
