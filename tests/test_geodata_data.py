import hashlib
import re
from importlib.resources import files

import pytest

from geodata import data
from geodata.errors import DataFileError

FOLDER = files("geodata.data")
SHIPPED = sorted(
    entry.name for entry in FOLDER.iterdir() if entry.name.endswith((".csv", ".json", ".npz"))
)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_file_has_the_hash_of_the_manifest(name):
    assert data.sha256(name) == hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
    assert data.read(name) == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_file_has_its_hash_and_a_licence_in_the_list_of_sources(name):
    sources = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    origins, _, hashes = sources.partition("## Hashes")
    assert f"| {name} | `{data.sha256(name)}` |" in hashes
    row = next(line for line in origins.splitlines() if line.startswith("|") and name in line)
    assert re.search(r"ODbL|CC BY|public domain|CC0", row)


def test_the_manifest_names_no_file_that_is_not_shipped():
    listed = re.findall(r"^[0-9a-f]{64}  (\S+)$", (FOLDER / "SHA256SUMS").read_text(), re.MULTILINE)
    assert listed == SHIPPED


def test_data_of_openstreetmap_carries_its_credit():
    assert "© OpenStreetMap contributors" in (FOLDER / "SOURCES.md").read_text(encoding="utf-8")


def test_a_file_that_is_not_shipped_is_refused_with_the_ones_that_are():
    with pytest.raises(DataFileError, match=r"'border\.shp'.*border\.npz"):
        data.read("border.shp")


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """A copy of the data that a test may damage."""
    for name in (*SHIPPED, "SHA256SUMS"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    monkeypatch.setattr(data, "_FOLDER", tmp_path)
    return tmp_path


def test_one_flipped_bit_is_refused_and_the_expected_hash_is_named(own_folder):
    content = bytearray((own_folder / "border.npz").read_bytes())
    content[5000] ^= 1
    (own_folder / "border.npz").write_bytes(content)
    with pytest.raises(DataFileError, match=data.sha256("border.npz")):
        data.read("border.npz")


def test_a_missing_file_is_refused_and_the_expected_hash_is_named(own_folder):
    (own_folder / "gazetteer.csv").unlink()
    with pytest.raises(DataFileError, match=data.sha256("gazetteer.csv")):
        data.read("gazetteer.csv")


@pytest.mark.parametrize("manifest", [None, b"one word", b"\xff\xfe"])
def test_a_missing_or_damaged_manifest_is_refused(own_folder, manifest):
    (own_folder / "SHA256SUMS").unlink()
    if manifest is not None:
        (own_folder / "SHA256SUMS").write_bytes(manifest)
    data._manifest.cache_clear()
    try:
        with pytest.raises(DataFileError, match="SHA256SUMS"):
            data.read("border.npz")
    finally:
        data._manifest.cache_clear()
