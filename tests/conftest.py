"""What all tests share. In CI a skipped test fails the run: an omitted check is no check."""

import os
from pathlib import Path

import pytest


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True, scope="session")
def no_added_gazetteers(tmp_path_factory: pytest.TempPathFactory):
    """Keep what the user of this machine has added out of the tests."""
    os.environ["SARHAD_GAZETTEERS"] = str(tmp_path_factory.mktemp("gazetteers"))


@pytest.fixture
def write_csv(tmp_path: Path):
    """Write a CSV file of incidents from its text and return the path."""

    def write(text: str | bytes, name: str = "incidents.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    return write
