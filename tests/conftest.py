"""What all tests share. In CI a skipped test fails the run: an omitted check is no check."""

import itertools
import os
import shutil
import sys
from pathlib import Path

import browsers
import databases
import pytest
import sqlalchemy as sa
from hypothesis import settings

os.environ["OPENPYXL_LXML"] = "False"  # as `incidents.export` sets it, before a test loads openpyxl
settings.register_profile("sarhad", deadline=None)  # how busy the machine is proves nothing
settings.load_profile("sarhad")


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True, scope="session")
def no_added_gazetteers(tmp_path_factory: pytest.TempPathFactory):
    """Keep what the user of this machine has added out of the tests."""
    os.environ["SARHAD_GAZETTEERS"] = str(tmp_path_factory.mktemp("gazetteers"))


@pytest.fixture(autouse=True)
def main_module():
    """Put back the program: Streamlit's harness leaves its script there, which children run."""
    program = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = program


@pytest.fixture
def write_csv(tmp_path: Path):
    """Write a CSV file of incidents from its text and return the path."""

    def write(text: str | bytes, name: str = "incidents.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    return write


@pytest.fixture(scope="session")
def bundled_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the bundled incidents, filled once; tests work on copies of it."""
    from dashboard.loading import load_geocoder  # noqa: PLC0415 - few tests need it
    from incidents.bundled import add_bundled  # noqa: PLC0415
    from incidents.store import Store  # noqa: PLC0415

    path = tmp_path_factory.mktemp("bundled") / "store.gpkg"
    store = Store.open(path)
    add_bundled(store, geocoder=load_geocoder())
    store.close()
    return path


@pytest.fixture(scope="module")
def address(bundled_store: Path, tmp_path_factory: pytest.TempPathFactory):
    """Where a dashboard on a module's own copy of the bundled incidents answers."""
    store = tmp_path_factory.mktemp("served") / "store.gpkg"
    shutil.copy(bundled_store, store)
    with browsers.served(store) as answering:
        yield answering


@pytest.fixture(scope="module")
def browser():
    """One browser for all tests of a module."""
    with browsers.launched() as one:
        yield one


@pytest.fixture
def page(browser):
    """A page of a desk's size; at the end of the test it has asked nobody but this computer."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    foreign = browsers.foreign_requests(opened)
    yield opened
    context.close()
    assert foreign == []


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
