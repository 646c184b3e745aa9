"""Scripts, styles and fonts of the map, served by the app itself; nothing comes from elsewhere.

Leaflet comes from the installed package XStatic-Leaflet, the typeface from Streamlit's own files,
the rest from `dashboard/static` and, for base map data, from memory. `routes` go into `st.App`.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.requests import Request

_PREFIX = "/assets"
_FROM_COMPONENT = "../.."  # the map's page is component/<name>/index.html
_FONTS = {"sans.woff2": "SourceSansVF-Upright*.woff2", "sans-italic.woff2": "SourceSansVF-Italic*"}
_ARABIC_RANGE = "U+0600-06FF, U+0750-077F, U+08A0-08FF, U+200C-200D, U+FB50-FDFF, U+FE70-FEFC"
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_KEPT = 8

ARABIC_LETTERS = "sarhad/fonts/vazirmatn-arabic.woff2"

_published: OrderedDict[str, bytes] = OrderedDict()


def publish(name: str, script: bytes) -> None:
    """Serve a script from memory under /assets/basemap/; its name must contain its hash."""
    _published[name] = script
    _published.move_to_end(name)
    while len(_published) > _KEPT:
        _published.popitem(last=False)


def url(path: str) -> str:
    """Address of an asset as the map's page must ask for it, relative to that page.

    Files of the project carry their hash, so that a browser never mixes two versions.
    """
    return f"{_FROM_COMPONENT}{_PREFIX}/{path}{_mark(path)}"


def page_url(path: str) -> str:
    """Address of an asset as a page of the app must ask for it, relative to that page."""
    return f".{_PREFIX}/{path}{_mark(path)}"


def font_face() -> str:
    """The style rule that takes Arabic letters of the pages' typeface from Vazirmatn.

    Persian, Urdu and the own names of places look alike on every page, in the tables' canvas too.
    """
    return (
        '@font-face { font-family: "Source Sans"; font-weight: 100 900; font-display: swap; '
        f'src: url("{page_url(ARABIC_LETTERS)}") format("woff2"); '
        f"unicode-range: {_ARABIC_RANGE}; }}"
    )


def leaflet_folder() -> Path:
    """Folder of the installed package's Leaflet files.

    Raises
    ------
    FileNotFoundError
        If XStatic-Leaflet is not installed.
    """
    return _package_folder("xstatic.pkg.leaflet") / "data"


def static_folder() -> Path:
    """Folder of the project's own files for the browser."""
    return Path(str(files("dashboard") / "static"))


def routes() -> list[BaseRoute]:
    """The routes to hand to `st.App`."""
    return [
        Route(f"{_PREFIX}/basemap/{{name}}", _serve_published),
        Route(f"{_PREFIX}/font/{{name}}", _serve_font),
        Mount(f"{_PREFIX}/leaflet", StaticFiles(directory=leaflet_folder())),
        Mount(f"{_PREFIX}/sarhad", StaticFiles(directory=static_folder())),
    ]


async def _serve_published(request: Request) -> Response:
    script = _published.get(request.path_params["name"])
    if script is None:
        return PlainTextResponse("No such base map; reload the page.", status_code=404)
    return Response(script, media_type="text/javascript", headers=_FOREVER)


async def _serve_font(request: Request) -> Response:
    pattern = _FONTS.get(request.path_params["name"], "")
    found = _font(pattern) if pattern else None
    if found is None:
        return PlainTextResponse("No such font.", status_code=404)
    return FileResponse(found, media_type="font/woff2", headers=_FOREVER)


@lru_cache
def _font(pattern: str) -> Path | None:
    folder = _package_folder("streamlit") / "static" / "static" / "media"
    return next(iter(sorted(folder.glob(pattern))), None)


def _mark(path: str) -> str:
    return f"?v={_file_hash(path)}" if path.startswith("sarhad/") else ""


@lru_cache
def _file_hash(path: str) -> str:
    content = (static_folder() / path.removeprefix("sarhad/")).read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        msg = f"The package {name!r} is missing; Sarhad needs it for its map. Install Sarhad anew."
        raise FileNotFoundError(msg)
    return Path(spec.origin).parent
