"""What all tests share. In CI a skipped test fails the run: an omitted check is no check."""

import itertools
import os
from pathlib import Path

import databases
import pytest
import sqlalchemy as sa

os.environ["OPENPYXL_LXML"] = "False"  # as `incidents.export` sets it, before a test loads openpyxl


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


@pytest.fixture(scope="session")
def postgres_server():
    """The address of a PostgreSQL server of the tests' own; absent only where nothing has it."""
    if databases.binary_folder() is None and not os.environ.get("CI"):
        pytest.skip("no PostgreSQL here: sh tests/get_postgres.sh")
    with databases.server() as address:
        yield address


@pytest.fixture(scope="session")
def _template(postgres_server):
    """A database with PostGIS, of which each test gets a copy."""
    engine = sa.create_engine(f"{postgres_server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("CREATE DATABASE model"))
    model = sa.create_engine(f"{postgres_server}/model")
    with model.begin() as connection:
        connection.execute(sa.text("CREATE EXTENSION postgis"))
    model.dispose()
    yield engine
    engine.dispose()


_numbers = itertools.count()


@pytest.fixture
def postgres_url(postgres_server, _template):
    """The address of an empty database that has PostGIS."""
    name = f"test_{next(_numbers)}"
    with _template.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE model"))
    yield f"{postgres_server}/{name}"
    with _template.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["file", "server"])
def store_place(request, tmp_path):
    """Where a store may be: a file, or a database of a server."""
    if request.param == "file":
        return tmp_path / "store.gpkg"
    return request.getfixturevalue("postgres_url")
