"""The web application: the Streamlit script, the map's assets, and the doors of the server.

Started by `sarhad`, or by `streamlit run dashboard/app.py`.
"""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import assets, doors

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping


@asynccontextmanager
async def _warmed_up(_app: st.App) -> AsyncIterator[None]:
    """Load in a thread of its own what the first page needs; the server answers meanwhile."""
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    yield


def _warm_up() -> None:
    from dashboard.pages import shared  # noqa: PLC0415 - slow to load

    shared.warm_up()


def _is_let_in(cookies: Mapping[str, str]) -> bool:
    from dashboard.pages import shared  # noqa: PLC0415 - slow to load

    return shared.is_let_in(cookies)


app = st.App(
    str(files("dashboard") / "pages" / "main.py"),
    routes=assets.routes(),
    middleware=doors.middleware(_is_let_in),
    lifespan=_warmed_up,
)
