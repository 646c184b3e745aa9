"""Pictures made on the server: SVG to PNG in the app's own typeface, and charts as both.

vl-convert draws both, offline: it holds a renderer of SVG (resvg) and one of Vega-Lite. Its texts
need font files, so the typeface that the browser gets from Streamlit's files is unpacked once, cut
to Latin letters, joined with ours for Persian and Urdu, and kept in the user's cache: the renderer
takes letters that a family lacks from any font of the system, so that one family has to have both.
"""

from __future__ import annotations

import hashlib
import html
import re
import shutil
import tempfile
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import platformdirs
import vl_convert
from PIL import ImageFont

from dashboard import assets, wording
from incidents import refusals
from incidents.errors import IncidentsError

if TYPE_CHECKING:
    import altair as alt
    from numpy.typing import NDArray

    from dashboard.chart_style import ChartSpec
    from dashboard.symbols import Theme

__all__ = [
    "FONT",
    "PictureError",
    "chart_png",
    "chart_svg",
    "fitted",
    "svg_path",
    "svg_text",
    "svg_to_png",
    "text_width_px",
]

FONT = "Source Sans"
"""What the typeface is called for the renderer, in SVG and in charts. A number in the name would
have to be quoted: the renderer draws no text at all in a family that it cannot read."""

_FACES = {
    "400": ("sans.woff2", 400),
    "500": ("sans.woff2", 500),
    "600": ("sans.woff2", 600),
    "400i": ("sans-italic.woff2", 400),
}
_LETTERS = (*range(0x20, 0x250), *range(0x2010, 0x2040), 0x2192, 0x2212, 0x2265, 0x27E8, 0x27E9)
_LAYOUT = ("ccmp", "kern", "locl", "mark", "mkmk")
_HEIGHTS = {
    "hhea": ("ascent", "descent", "lineGap"),
    "OS/2": ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent"),
}
"""The heights of a line are those of the Latin letters."""
_MADE_BY = 2
"""Counted up where the way of joining the fonts changes, so that what was kept is made anew."""
_MEASURED_PX = 100
_PAPER = {"light": "#FBFAF7", "dark": "#16191D"}
_INK = {"light": "#3A352E", "dark": "#E2DCCF"}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OFFLINE: dict[str, Any] = {"allowed_base_urls": []}
_lock = threading.Lock()


class PictureError(IncidentsError):
    """The picture was not made; the message says what to change."""


def svg_to_png(svg: str, *, scale: float = 2.0) -> bytes:
    """Draw an SVG as PNG; the same text gives the same bytes.

    Parameters
    ----------
    svg
        The whole SVG; it can name no file and no address.
    scale
        Pixels of the picture for a pixel of the SVG.

    Raises
    ------
    PictureError
        If it cannot be drawn.
    """
    _typeface()
    try:
        return vl_convert.svg_to_png(svg, scale=scale)
    except ValueError as error:
        msg = refusals.NO_PICTURE.format(error=str(error)[:200])
        raise PictureError(msg) from error


def chart_svg(
    chart: alt.TopLevelMixin | ChartSpec,
    *,
    theme: Theme = "light",
    title: str = "",
    subtitle: str = "",
    width_px: int = 900,
) -> str:
    """A chart as SVG, texts in it as text; the parameters of `chart_png`."""
    _typeface()
    specification = _specification(chart, theme, (title, subtitle), width_px)
    try:
        return vl_convert.vegalite_to_svg(specification, **_OFFLINE)
    except ValueError as error:
        raise _not_drawn(error) from error


def chart_png(
    chart: alt.TopLevelMixin | ChartSpec,
    *,
    theme: Theme = "light",
    title: str = "",
    subtitle: str = "",
    width_px: int = 900,
    scale: float = 2.0,
) -> bytes:
    """A chart as PNG.

    Parameters
    ----------
    chart
        Any Altair chart that carries its own data.
    theme
        Of the ground and the texts; the chart's own colours are its builder's.
    title, subtitle
        Lines above it, any text; none where empty.
    width_px
        Width of the plot where the chart leaves it open.
    scale
        Pixels of the picture for a pixel of the chart.

    Raises
    ------
    PictureError
        If the chart cannot be drawn, such as one that takes its data from an address.
    """
    _typeface()
    specification = _specification(chart, theme, (title, subtitle), width_px)
    try:
        return vl_convert.vegalite_to_png(specification, scale=scale, **_OFFLINE)
    except ValueError as error:
        raise _not_drawn(error) from error


def _not_drawn(error: ValueError) -> PictureError:
    first = next(iter(str(error).splitlines()), "")
    return PictureError(f"The chart cannot be drawn ({first[:200]}); narrow the filter")


def _specification(
    chart: alt.TopLevelMixin | ChartSpec, theme: Theme, heading: tuple[str, str], width_px: int
) -> dict[str, Any]:
    specification: dict[str, Any] = chart.to_dict()
    if specification.get("width") in (None, "container"):
        specification["width"] = width_px
    ink = _INK[theme]
    given = specification.get("config", {})
    specification["background"] = _PAPER[theme]
    specification["padding"] = 16
    title, subtitle = heading
    if title:
        specification["title"] = {"text": title, "subtitle": subtitle or None, "anchor": "start"}
    specification["config"] = {
        **given,
        "font": FONT,
        "axis": {"labelColor": ink, "titleColor": ink, "gridColor": ink, **given.get("axis", {})},
        "legend": {"labelColor": ink, "titleColor": ink, **given.get("legend", {})},
        "title": {
            "color": ink,
            "subtitleColor": ink,
            "fontSize": 15,
            "subtitleFontSize": 11,
            "subtitlePadding": 4,
            "offset": 12,
            **given.get("title", {}),
        },
        "view": {"stroke": None, **given.get("view", {})},
    }
    return specification


# --- Parts of an SVG -------------------------------------------------------------------------


def _escaped(text: str) -> str:
    return html.escape(_NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", wording.visible(text)))


def svg_text(  # noqa: PLR0917 - where, how large, in which face and colour
    words: str,
    x: float,
    y: float,
    size_px: float,
    face: str,
    colour: str,
    *,
    halo: str = "",
    anchor: str = "start",
    spacing: float = 0.0,
    more: str = "",
) -> str:
    """A line of text whose middle is at the height y."""
    style = ' font-style="italic"' if face.endswith("i") else ""
    around = f' stroke="{halo}" stroke-width="3.4" paint-order="stroke"' if halo else ""
    spaced = f' letter-spacing="{spacing:g}"' if spacing else ""
    anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return (
        f'<text x="{x:.1f}" y="{y + 0.34 * size_px:.1f}" font-size="{size_px:g}" '
        f'font-weight="{face[:3]}" fill="{colour}"{style}{around}{spaced}{anchored}{more}>'
        f"{_escaped(words)}</text>"
    )


def fitted(text: str, width_px: float, size_px: float, face: str = "400") -> str:
    """A line cut to a width, with an ellipsis where something is missing."""
    line = " ".join(wording.visible(text).split())
    if text_width_px(line, size_px, face) <= width_px:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        fits = text_width_px(f"{line[:middle]}…", size_px, face) <= width_px
        low, high = (middle, high) if fits else (low, middle - 1)
    return f"{line[:low].rstrip()}…"


def svg_path(line: NDArray[np.float64], *, closed: bool) -> str:
    """Vertices in pixels as path data, without those that would not be told apart."""
    whole = np.round(line * 10).astype(np.int64)
    kept = np.ones(len(whole), dtype=np.bool_)
    if len(whole) > 3:
        step = np.floor(np.cumsum(np.abs(np.diff(whole, axis=0)).sum(axis=1)) / 5)
        kept[1:-1] = np.diff(step) > 0
    listed = (whole[kept] / 10).tolist()
    return "M" + "L".join(f"{x:.10g} {y:.10g}" for x, y in listed) + ("Z" if closed else "")


# --- The typeface ----------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def text_width_px(text: str, size_px: float, face: str = "400") -> float:
    """Width of a text in the typeface.

    Parameters
    ----------
    text
        One line.
    size_px
        Size of the type.
    face
        "400", "500", "600" for the weights, "400i" for italics.
    """
    return _measuring(face).getlength(text) * size_px / _MEASURED_PX


@lru_cache(maxsize=len(_FACES))
def _measuring(face: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_typeface() / f"{face}.ttf"), _MEASURED_PX)


def _typeface() -> Path:
    """The folder of the unpacked typeface, known to the renderer."""
    with _lock:  # two sessions that ask at once unpack it once
        return _unpacked()


@lru_cache(maxsize=1)
def _unpacked() -> Path:
    packed = {
        name: assets._font(assets._FONTS[name])  # noqa: SLF001 - of this very package
        for name, _ in _FACES.values()
    }
    if None in packed.values():
        msg = "Streamlit's typeface is not where it is expected; install Sarhad anew"
        raise PictureError(msg)
    files = [*(path for path in packed.values() if path is not None), _arabic()]
    made_of = repr((FONT, _FACES, _LETTERS, _LAYOUT, _MADE_BY)).encode()
    contents = b"".join(path.read_bytes() for path in files)
    mark = hashlib.sha256(contents + made_of).hexdigest()[:16]
    kept = Path(platformdirs.user_cache_dir("sarhad", appauthor=False)) / f"typeface-{mark}"
    if not kept.is_dir():
        kept = _unpack({n: p for n, p in packed.items() if p is not None}, kept)
    vl_convert.register_font_directory(str(kept))
    return kept


def _unpack(packed: dict[str, Path], kept: Path) -> Path:
    """Write the typeface's font files; into a folder for this process where none may be kept."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=kept.parent))
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="sarhad-typeface-"))
    _write_faces(packed, folder)
    if folder.parent != kept.parent:
        return folder
    try:
        folder.replace(kept)
    except OSError:  # another process was faster
        shutil.rmtree(folder, ignore_errors=True)
    return kept


def _arabic() -> Path:
    return assets.static_folder() / "fonts" / "vazirmatn-arabic.woff2"


def _write_faces(packed: dict[str, Path], folder: Path) -> None:
    """Write a font file for each face: Latin letters of the variable fonts, Arabic ones of ours."""
    from fontTools.merge import Merger  # noqa: PLC0415 - slow to load, needed once
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        latin = {name: Path(scratch) / name for name in packed}
        for name, path in packed.items():
            _write_latin(path, latin[name])
        _write_arabic(Path(scratch) / "arabic", as_in=next(iter(latin.values())))
        for face, (name, weight) in _FACES.items():
            pair = [_in_weight(path, weight) for path in (latin[name], Path(scratch) / "arabic")]
            font = Merger().merge([str(path) for path in pair])
            with TTFont(pair[0]) as lines:
                for table, heights in _HEIGHTS.items():
                    for height in heights:
                        setattr(font[table], height, getattr(lines[table], height))
            for record in font["name"].names:
                if record.nameID in (1, 16):
                    record.string = FONT
                elif record.nameID in (2, 17):
                    record.string = "Italic" if face.endswith("i") else "Regular"
            font["OS/2"].usWeightClass = weight
            font.save(folder / f"{face}.ttf")


def _write_latin(packed: Path, target: Path) -> None:
    from fontTools import subset  # noqa: PLC0415 - slow to load, needed once
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(packed) as font:
        cutter = subset.Subsetter(subset.Options(layout_features=list(_LAYOUT)))
        cutter.populate(unicodes=_LETTERS)
        cutter.subset(font)
        font.flavor = None
        font.save(target)


def _write_arabic(target: Path, *, as_in: Path) -> None:
    """Our Arabic letters without any Latin ones, in the units of another font."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to load, needed once
    from fontTools.ttLib.scaleUpem import scale_upem  # noqa: PLC0415

    with TTFont(as_in) as latin, TTFont(_arabic()) as font:
        scale_upem(font, latin["head"].unitsPerEm)
        for characters in font["cmap"].tables:
            for letter in _LETTERS:
                characters.cmap.pop(letter, None)
        font.flavor = None
        font.save(target)


def _in_weight(variable: Path, weight: int) -> Path:
    """One weight of a variable font, made once: upright and slanted letters may share it."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to load, needed once
    from fontTools.varLib import instancer  # noqa: PLC0415

    target = variable.with_name(f"{variable.name}-{weight}")
    if not target.exists():
        with TTFont(variable) as font:
            instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
            font.save(target)
    return target
