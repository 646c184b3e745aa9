"""The placements that ship with the bundled incidents are those that placing gives, or none."""

import dataclasses
import json

import numpy as np
import pyarrow as pa
import pytest
import shapely

from dashboard.loading import load_geocoder
from incidents import bundled
from incidents.bundled import add_bundled, shipped_placements
from incidents.store import Store

METRES_IN_DEGREES = 1e-8
"""About a millimetre: another processor may round the last digit of a drawn shape otherwise."""


@pytest.fixture(scope="module")
def geocoder():
    return load_geocoder()


def filled(path, geocoder, **how):
    store = Store.open(path)
    add_bundled(store, geocoder=geocoder, **how)
    table = store.table(merged=True)
    store.close()
    return table


def test_what_is_shipped_is_what_placing_and_measuring_gives_now(geocoder, tmp_path):
    assert shipped_placements(geocoder) is not None, "run `make data`"
    shipped = filled(tmp_path / "shipped.gpkg", geocoder)
    made = filled(tmp_path / "made.gpkg", geocoder, as_shipped=False)
    assert shipped.schema == made.schema
    shapes = [shapely.from_wkb(t.column("geometry").to_pylist()) for t in (shipped, made)]
    assert shapely.equals_exact(*shapes, METRES_IN_DEGREES)[~shapely.is_missing(shapes[1])].all()
    assert (shapely.is_missing(shapes[0]) == shapely.is_missing(shapes[1])).all()
    for name in made.column_names:
        if name == "geometry":
            continue
        a, b = shipped.column(name), made.column(name)
        if pa.types.is_floating(a.type):
            np.testing.assert_allclose(a.to_numpy(), b.to_numpy(), rtol=0, atol=2e-3, err_msg=name)
        else:
            assert a.equals(b), f"{name}: run `make data`"


def test_another_gazetteer_or_border_is_measured_with(geocoder):
    other = dataclasses.replace(geocoder.gazetteer, sha256="0" * 64)
    moved = type(geocoder)(geocoder.border, other)
    assert shipped_placements(moved) is None


@pytest.mark.parametrize("fault", ["cut", "changed", "missing", "no json", "other tables"])
def test_a_damaged_file_is_not_believed(geocoder, tmp_path, monkeypatch, fault):
    root = tmp_path / "incidents"
    folder = root / "data"
    folder.mkdir(parents=True)
    for path in (bundled.files("incidents") / "data").iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(bundled, "files", lambda _package: root)
    assert shipped_placements(geocoder) is not None
    placements = folder / "placements.arrow"
    content = placements.read_bytes()
    match fault:
        case "cut":
            placements.write_bytes(content[:-100])
        case "changed":
            placements.write_bytes(content[:5_000] + bytes([content[5_000] ^ 1]) + content[5_001:])
        case "missing":
            placements.unlink()
        case "no json":
            (folder / "placements.json").write_text("[", "utf-8")
        case "other tables":
            text = (folder / "claims.csv").read_text("utf-8")
            (folder / "claims.csv").write_text(text + "\n", "utf-8")
    assert shipped_placements(geocoder) is None
    assert filled(tmp_path / "store.gpkg", geocoder).num_rows == 123


def test_the_note_beside_it_names_what_it_was_made_of(geocoder):
    text = (bundled.files("incidents") / "data" / "placements.json").read_text("utf-8")
    assert json.loads(text)["border"] == geocoder.border.sha256
