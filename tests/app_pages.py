"""The pages without a browser, in Streamlit's own harness: how one is opened and read."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.settings import EMPTY_VARIABLE, STORE_VARIABLE
from dashboard.state import MAP_STANDS

MAIN = str(Path(__file__).parent.parent / "dashboard" / "pages" / "main.py")
TIMEOUT_S = 120


def new_app() -> AppTest:
    """The app, not run yet. No map tells the harness that it stands: it is told here."""
    app = AppTest.from_file(MAIN, default_timeout=TIMEOUT_S)
    app.session_state[MAP_STANDS] = True
    return app


@contextmanager
def app_on(
    store: Path, monkeypatch: pytest.MonkeyPatch, *, empty: bool = False
) -> Iterator[AppTest]:
    """The app on a store; a new one holds the bundled incidents, or with `empty` none."""
    monkeypatch.setenv(STORE_VARIABLE, str(store))
    if empty:
        monkeypatch.setenv(EMPTY_VARIABLE, "1")
    st.cache_resource.clear()
    yield new_app()
    st.cache_resource.clear()


def open_page(app: AppTest, path: str) -> None:
    """Open a page by its address; it runs without an error."""
    app.run()
    go_to_page(app, path)


def go_to_page(app: AppTest, path: str) -> None:
    """Go from one page to another; the harness itself only knows pages that are files."""
    app._page_hash = calc_hash(path)
    app.run()
    assert not app.exception


def listed_in(app: AppTest) -> list[dict[str, Any]]:
    """The rows of the list beside the map."""
    (told,) = app.get("bidi_component")
    return list(json.loads(told.proto.json)["rows"])


def html_of(app: AppTest) -> str:
    """All that a page says in markup of our own, without its styles."""
    bodies = (element.proto.body for element in app.get("html"))
    return "\n".join(body for body in bodies if "<style>" not in body)
