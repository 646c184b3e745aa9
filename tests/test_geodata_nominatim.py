"""Nominatim is asked at most once a second, never twice for one name, and never raises."""

import pytest

from geodata import nominatim
from geodata.borders import load_border
from geodata.gazetteer import load_gazetteer
from geodata.geocoder import Geocoder
from geodata.nominatim import Nominatim, NominatimError

TALAP = {
    "lon": "61.71", "lat": "28.81", "name": "Talap", "display_name": "Talap, Chagai",
    "boundingbox": ["28.80", "28.82", "61.70", "61.72"], "osm_type": "node", "osm_id": 42,
    "address": {"country_code": "pk", "state": "Balochistan"},
}  # fmt: skip


class World:
    """A service that answers from a list, and a clock that only moves by waiting."""

    def __init__(self, answers):
        self.answers, self.asked, self.now, self.waited = answers, [], 0.0, []

    def search(self, name):
        self.asked.append(name)
        answer = self.answers.get(name, [])
        if isinstance(answer, Exception):
            raise answer
        return answer

    def sleep(self, seconds):
        self.waited.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def fresh_turn(monkeypatch):
    monkeypatch.setattr(nominatim, "_TURN", nominatim._Turn())


def online(tmp_path, world):
    return Nominatim(
        tmp_path / "cache.sqlite",
        contact="desk@example.org",
        search=world.search,
        clock=lambda: world.now,
        sleep=world.sleep,
    )


def test_a_name_is_asked_once_and_kept_for_the_next_process(tmp_path):
    world = World({"Talap": [TALAP]})
    (place,) = online(tmp_path, world).find("Talap")
    assert (place.lon, place.lat, place.country) == (61.71, 28.81, "PAK")
    assert 1000 < place.radius_m < 2000
    assert online(tmp_path, world).find("Talap") == [place]
    assert world.asked == ["Talap"]


def test_two_instances_share_one_request_a_second(tmp_path):
    world = World({})
    online(tmp_path, world).find("a")
    online(tmp_path / "other", world).find("b")
    assert world.waited == [pytest.approx(1.0)]


def test_a_failure_is_kept_with_its_reason_and_not_asked_again(tmp_path):
    world = World({"x": TimeoutError("slow"), "y": []})
    asker = online(tmp_path, world)
    assert asker.find("x") == asker.find("x") == asker.find("y") == []
    assert asker.failure("x") == "TimeoutError: slow"
    assert asker.failure("y") == "no result"
    assert asker.failure("never asked") is None
    assert world.asked == ["x", "y"]


def test_after_a_refusal_nothing_is_asked_for_ten_minutes(tmp_path):
    world = World({"x": RuntimeError("Non-successful status code 429"), "y": [TALAP]})
    asker = online(tmp_path, world)
    asker.find("x")
    assert asker.find("y") == []
    world.now += 601
    assert [place.name for place in asker.find("y")] == ["Talap"]


@pytest.mark.parametrize("contact", ["", "me", "anonymous"])
def test_without_a_contact_it_is_refused(tmp_path, contact):
    with pytest.raises(NominatimError, match="policy"):
        Nominatim(tmp_path / "cache.sqlite", contact=contact)


def test_the_geocoder_asks_only_for_what_no_gazetteer_has(tmp_path):
    world = World({"Talap": [TALAP]})
    asker = online(tmp_path, world)
    geocoder = Geocoder(load_border(), load_gazetteer(), online=asker.find)
    assert geocoder.geocode("Mirjaveh").status == "placed"
    assert world.asked == []
    (candidate,) = geocoder.geocode("Talap village", country="PAK").candidates
    assert (candidate.lon, candidate.lat) == (61.71, 28.81)
    assert candidate.confidence <= 0.75
    assert "Nominatim" in candidate.sources
    assert geocoder.geocode("Talap", country="IRN").status == "not found"
