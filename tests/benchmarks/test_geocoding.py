"""Speed of geocoding names and phrases, with the bundled gazetteer and with 25,000 added places.

Run: `python -m pytest tests/benchmarks/test_geocoding.py`. One process, no cached answers. A third
of the names are misspelt by one letter, a fifth stand in a phrase; the peer is a plain dictionary
of lower-case names with `difflib` for what it does not hold, which is what users tend to write.
"""

import difflib
import random
import resource
import time

import pytest
from conftest import NOTES

from geodata.borders import load_border
from geodata.gazetteer import Place, load_gazetteer
from geodata.geocoder import Geocoder
from geodata.names import name_key, sound_keys

pytestmark = pytest.mark.timeout(300)
PARTS = (
    "ka la ba gu dar kan chi ma sha ra vi no ki pan jo tu zar gol kuh dasht kal at nag ziar dam "
    "bar hosh tal sor kil li mash rod"
)
SYLLABLES = PARTS.split()
SUFFIXES = ("", "", " Kalat", " Killi", " Bazar", "-e Bala", " Kuh")


def made_names(chance, number):
    return [
        "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))).title()
        + chance.choice(SUFFIXES)
        for _ in range(number)
    ]


def with_places(gazetteer, number):
    chance = random.Random(1)
    names = made_names(chance, 3 * number)
    places = [
        Place(
            name=names[3 * k],
            kind="populated place",
            country=chance.choice(("PAK", "IRN")),
            lon=chance.uniform(58, 68),
            lat=chance.uniform(24, 32),
            radius_m=3000.0,
            radius_reason="made for a benchmark",
            source="made",
            alternate_names=(names[3 * k + 1], names[3 * k + 2]),
            place_id=f"made:{k}",
        )
        for k in range(number)
    ]
    return gazetteer.with_added(places, "00")


def questions(gazetteer, number):
    chance = random.Random(2)
    forms = [n for p in gazetteer.places for n in (p.name, *p.alternate_names)]
    asked = []
    for _ in range(number):
        form, dice = chance.choice(forms), chance.random()
        if dice < 0.33 and len(form) > 4:
            at = chance.randrange(1, len(form))
            form = form[:at] + chance.choice("aeioukrn") + form[at + 1 :]
        elif dice < 0.53:
            form = f"near {form}"
        asked.append((form, chance.choice((None, "PAK", "IRN"))))
    return asked


@pytest.mark.parametrize(("added", "number"), [(0, 20_000), (25_000, 10_000)])
def test_names_a_second(benchmark, added, number):
    gazetteer = with_places(load_gazetteer(), added) if added else load_gazetteer()
    asked = questions(gazetteer, number)
    made = time.perf_counter()
    geocoder = Geocoder(load_border(), gazetteer)
    geocoder.geocode("Mirjaveh")
    ready = time.perf_counter()
    geocoder.geocode("Mirgawwh", country="IRN")  # builds the index of misspellings
    fuzzy = time.perf_counter()

    def run():
        geocoder._cached.cache_clear()
        name_key.cache_clear()
        sound_keys.cache_clear()
        for text, country in asked:
            geocoder.geocode(text, country=country)

    benchmark.pedantic(run, rounds=3, iterations=1)
    rate = number / benchmark.stats.stats.median
    names = {name_key(n): p for p in gazetteer.places for n in (p.name, *p.alternate_names)}
    few = asked[:300]
    start_peer = time.perf_counter()
    for text, _ in few:
        key = name_key(text.removeprefix("near "))
        if key not in names:
            difflib.get_close_matches(key, names, n=3, cutoff=0.7)
    peer = len(few) / (time.perf_counter() - start_peer)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    NOTES.append(
        f"geocode, {added:,} places added: {rate:,.0f} names/s; dictionary and difflib: "
        f"{peer:,.0f} names/s ({rate / peer:.0f} x); first answer {ready - made:.2f} s, index of "
        f"misspellings {fuzzy - ready:.2f} s, peak memory so far {memory_mb:.0f} MB"
    )
