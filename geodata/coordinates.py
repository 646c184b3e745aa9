"""Coordinates in a phrase: decimal degrees, degrees and minutes, UTM, MGRS, in any digits.

What is read says how exact its digits are. Values that lie outside the border region, or inside it
only with longitude and latitude exchanged, are kept as given and remarked on, never repaired.
"""

from __future__ import annotations

import math
import re
import unicodedata
import warnings
from dataclasses import dataclass

import lat_lon_parser
import mgrs
from pyproj import Transformer

from geodata import sentences
from geodata.errors import GeodataError
from geodata.point_radius import coordinate_precision_m

__all__ = ["AREA_OF_INTEREST", "CoordinateError", "Position", "find_coordinates"]

AREA_OF_INTEREST = (55.0, 22.0, 72.0, 34.0)
"""West, south, east, north in degrees of what counts as near this border."""

_LONGEST_TEXT = 500
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("º˚∘", "°"), **dict.fromkeys("′’´‘`", "'"), **dict.fromkeys("″”“", '"'),
        "٫": ".", "،": ",", "؛": ";", "−": "-", "–": "-", "‑": "-", "\u00a0": " ",
    }
)  # fmt: skip
_HEMISPHERES = {"شمالی": "N", "جنوبی": "S", "شرقی": "E", "غربی": "W"}
_HEMISPHERE = r"(?:north|south|east|west|[NSEW]|شمالی|جنوبی|شرقی|غربی)"
_DEGREES = r"\d{1,3}"
_ANGLE = (
    rf"(?P<sign{{n}}>[-+])?(?P<d{{n}}>{_DEGREES}(?:\.\d{{{{1,12}}}})?)"
    r"(?:\s*(?:°|deg(?:rees)?\b|d\b)?\s*-?\s*(?P<m{n}>\d{{1,2}}(?:\.\d{{1,10}})?)\s*(?:'(?!')|min\b|-|\s)?"
    r"\s*(?:(?P<s{n}>\d{{1,2}}(?:\.\d{{1,8}})?)\s*(?:\"|''|sec\b)?)?)?\s*(?:°|deg(?:rees)?\b)?"
)


def _one(number: int, *, before: bool) -> str:
    """A coordinate with its hemisphere before or after; `number` tells the groups apart."""
    angle = _ANGLE.replace("{n}", str(number)).replace("{{", "{").replace("}}", "}")
    letter = rf"(?P<letter{number}>{_HEMISPHERE})"
    if before:
        return rf"(?<![A-Za-z]){letter}\s*:?\s*{angle}"
    return rf"{angle}(?:\s*{letter}(?![A-Za-z]))?"


_WITH_HEMISPHERE = tuple(
    re.compile(
        rf"(?<![\w.]){_one(1, before=before)}\s*[,;/|]?\s*(?:and\s+|و\s*)?"
        rf"{_one(2, before=before)}(?!\w)",
        re.IGNORECASE,
    )
    for before in (True, False)
)
_DECIMAL = r"[-+]?\d{1,3}\.\d{1,15}°?"
_PLAIN = re.compile(
    rf"(?<![\w.])(?P<one>{_DECIMAL})\s*(?:,|;|\s|/)\s*(?P<other>{_DECIMAL})(?![\w.])"
)
_LABELLED = re.compile(
    rf"\b(?P<first>lat(?:itude)?|lon(?:g(?:itude)?)?)\s*[:=]?\s*(?P<one>{_DECIMAL}|[-+]?\d{{1,3}})"
    rf"\s*[,;]?\s*(?:and\s+)?(?P<second>lat(?:itude)?|lon(?:g(?:itude)?)?)\s*[:=]?\s*"
    rf"(?P<other>{_DECIMAL}|[-+]?\d{{1,3}})(?![\w.])",
    re.IGNORECASE,
)
_COMMA_DECIMALS = re.compile(
    r"(?<![\w.,])(\d{1,3}),(\d{2,10})\s*[;/ ]\s*(\d{1,3}),(\d{2,10})(?![\w.,])"
)
_UTM = re.compile(
    r"(?<!\w)(?:UTM\s*)?(?:zone\s*)?(?P<zone>\d{1,2})\s*(?P<band>[C-HJ-NP-X])\s+"
    r"(?P<east>0?\d{6}(?:\.\d+)?)\s*m?\s*E?\s*[, ]\s*(?P<north>\d{7}(?:\.\d+)?)\s*m?\s*N?(?!\w)",
    re.IGNORECASE,
)
_MGRS = re.compile(
    r"(?<!\w)(?P<zone>\d{1,2})\s*(?P<band>[C-HJ-NP-X])\s*(?P<square>[A-HJ-NP-Z][A-HJ-NP-V])\s*"
    r"(?P<digits>\d{1,5}\s+\d{1,5}|\d{2,10})(?!\w)",
    re.IGNORECASE,
)
_UNIT_AFTER = re.compile(
    r"\s*(?:k\.?m|kilomet|met(?:er|re)|m\b|miles?\b|mi\b|کیلومتر|کلومیٹر|متر|میل)", re.IGNORECASE
)


class CoordinateError(GeodataError, ValueError):
    """A text that means coordinates but makes none."""


@dataclass(frozen=True)
class Position:
    """Coordinates found in a text.

    Attributes
    ----------
    lon, lat
        Degrees, WGS84.
    precision_m
        Radius that the digits stand for, by the point-radius method.
    notation
        How they were written.
    verbatim, span
        The part of the text that was read, and where it stands.
    remarks
        Doubts in plain English.
    """

    lon: float
    lat: float
    precision_m: float
    notation: str
    verbatim: str
    span: tuple[int, int]
    remarks: tuple[str, ...] = ()


def find_coordinates(text: str) -> Position | None:
    """Find coordinates in a phrase.

    Parameters
    ----------
    text
        The first 500 characters are read. A pair without letters is latitude, longitude.

    Returns
    -------
    Position or None
        None where the text holds no coordinates; two plain integers are none.

    Raises
    ------
    CoordinateError
        If the text means coordinates that cannot be: latitude 91, 75 minutes, a UTM zone 75.
    """
    plain = _plain(text[:_LONGEST_TEXT])
    if sum(c.isdigit() for c in plain) < 2:
        return None
    for read in (_read_mgrs, _read_utm, _read_labelled, _read_angles, _read_decimals):
        found = read(plain)
        if found is not None:
            return _with_remarks(found, text)
    return None


def _plain(text: str) -> str:
    """Digits and marks in one form each, sign by sign, so that positions stay the same."""
    signs = []
    for sign in text.translate(_SIGNS):
        category = unicodedata.category(sign)
        if category == "Nd":
            signs.append(str(unicodedata.digit(sign)))
        else:
            signs.append(" " if category in ("Cf", "Cc", "Zs") else sign)
    return "".join(signs).replace("ي", "ی")


def _with_remarks(found: Position, text: str) -> Position:
    west, south, east, north = AREA_OF_INTEREST
    remarks = list(found.remarks)
    if not (west <= found.lon <= east and south <= found.lat <= north):
        if west <= found.lat <= east and south <= found.lon <= north:
            remarks.append(sentences.EXCHANGED.format(lon=f"{found.lat:g}", lat=f"{found.lon:g}"))
        else:
            remarks.append(
                sentences.OUTSIDE_REGION.format(lon=f"{found.lon:g}", lat=f"{found.lat:g}")
            )
    start, end = found.span
    return Position(
        found.lon, found.lat, found.precision_m, found.notation,
        " ".join(text[start:end].split()), found.span, tuple(remarks),
    )  # fmt: skip


def _check(lon: float, lat: float, said: str) -> None:
    if abs(lat) > 90 or abs(lon) > 180:
        msg = sentences.OFF_THE_EARTH.format(said=said.strip(), lat=f"{lat:g}", lon=f"{lon:g}")
        raise CoordinateError(msg)


def _read_mgrs(text: str) -> Position | None:
    found = _MGRS.search(text)
    if found is None:
        return None
    digits = found["digits"].split()
    if len("".join(digits)) % 2 or (len(digits) == 2 and len(digits[0]) != len(digits[1])):
        msg = sentences.ODD_DIGITS.format(said=found[0])
        raise CoordinateError(msg)
    each = "".join(digits)
    half = len(each) // 2
    grid = f"{found['zone']}{found['band']}{found['square']}".upper()
    step_m = 10.0 ** (5 - half)
    to_the_middle = f"5{'0' * (4 - half)}" if half < 5 else ""
    middle = f"{grid}{each[:half]}{to_the_middle}{each[half:]}{to_the_middle}"
    try:
        with warnings.catch_warnings():  # it warns of places at the edge of a band
            warnings.simplefilter("ignore", RuntimeWarning)
            lat, lon = mgrs.MGRS().toLatLon(middle)
    except (mgrs.core.MGRSError, RuntimeError, ValueError) as error:
        msg = sentences.NO_MGRS_SQUARE.format(said=found[0])
        raise CoordinateError(msg) from error
    _check(lon, lat, found[0])
    return Position(lon, lat, step_m * math.sqrt(0.5) if half < 5 else math.sqrt(2), "MGRS",
                    found[0], found.span())  # fmt: skip


def _read_utm(text: str) -> Position | None:
    found = _UTM.search(text)
    if found is None:
        return None
    zone, band = int(found["zone"]), found["band"].upper()
    if not 1 <= zone <= 60:
        msg = sentences.NO_UTM_ZONE.format(said=found[0], number=zone)
        raise CoordinateError(msg)
    south = band < "N"
    remarks = () if not south else (sentences.SOUTHERN_BAND,)
    to_degrees = Transformer.from_crs(32700 + zone if south else 32600 + zone, 4326, always_xy=True)
    lon, lat = to_degrees.transform(float(found["east"]), float(found["north"]))
    if not (math.isfinite(lon) and math.isfinite(lat)):
        msg = sentences.OUTSIDE_UTM_ZONE.format(said=found[0])
        raise CoordinateError(msg)
    decimals = min(len(found[axis].partition(".")[2]) for axis in ("east", "north"))
    return Position(
        lon, lat, math.sqrt(2) * 10.0**-decimals, "UTM", found[0], found.span(), remarks
    )


def _read_labelled(text: str) -> Position | None:
    found = _LABELLED.search(text)
    if found is None or found["first"][:3].lower() == found["second"][:3].lower():
        return None
    numbers = [found["one"], found["other"]]
    if found["first"][:3].lower() == "lon":
        numbers.reverse()
    return _decimal_position(numbers[0], numbers[1], found)


def _read_angles(text: str) -> Position | None:
    """Two angles that both say their hemisphere, or both have a degree sign and minutes."""
    for found in (f for pattern in _WITH_HEMISPHERE for f in pattern.finditer(text)):
        letters = [_letter(found, number) for number in (1, 2)]
        signed = "°" in found[0] or "deg" in found[0].lower()
        if None in letters and not (
            letters == [None, None] and signed and found["m1"] and found["m2"]
        ):
            continue
        if letters == [None, None]:
            letters = ["N", "E"]
        axes = ["lat" if letter in ("N", "S") else "lon" for letter in letters]
        if sorted(axes) != ["lat", "lon"]:
            told = sentences.TWO_LATITUDES if axes[0] == "lat" else sentences.TWO_LONGITUDES
            msg = told.format(said=found[0].strip())
            raise CoordinateError(msg)
        values = {}
        units = []
        for number, (axis, letter) in enumerate(zip(axes, letters, strict=True), 1):
            value, unit = _angle(found, number)
            values[axis] = -value if letter in ("S", "W") else value
            units.append(unit)
        _check(values["lon"], values["lat"], found[0])
        notation = sentences.DECIMAL_DEGREES
        if found["m1"] or found["m2"]:
            seconds = found["s1"] or found["s2"]
            notation = sentences.DEGREES_MINUTES
            if seconds:
                notation = sentences.DEGREES_MINUTES_SECONDS
        return Position(
            values["lon"], values["lat"], coordinate_precision_m(max(units), values["lat"]),
            notation, found[0], found.span(),
        )  # fmt: skip
    return None


def _letter(found: re.Match[str], number: int) -> str | None:
    word = found[f"letter{number}"]
    return None if word is None else _HEMISPHERES.get(word, word[0].upper())


def _angle(found: re.Match[str], number: int) -> tuple[float, float]:
    """An angle in degrees and the unit of its last digit."""
    degrees, minutes, seconds = (found[f"{part}{number}"] for part in "dms")
    for told, value in (
        (sentences.TOO_MANY_MINUTES, minutes),
        (sentences.TOO_MANY_SECONDS, seconds),
    ):
        if value is not None and float(value) >= 60:
            msg = told.format(said=found[0].strip(), number=value)
            raise CoordinateError(msg)
    last, per_degree = (seconds, 3600) if seconds else (minutes, 60) if minutes else (degrees, 1)
    unit = 10.0 ** -len(last.partition(".")[2]) / per_degree
    if minutes and "." in degrees:
        msg = sentences.MINUTES_BESIDES.format(said=found[0].strip())
        raise CoordinateError(msg)
    text = f"{degrees}°" + (f" {minutes}'" if minutes else "") + (f' {seconds}"' if seconds else "")
    value = float(lat_lon_parser.parse(text))
    return (-value if found[f"sign{number}"] == "-" else value), unit


def _read_decimals(text: str) -> Position | None:
    exchanged = _COMMA_DECIMALS.sub(r"\1.\2 ; \3.\4", text)
    for found in _PLAIN.finditer(exchanged):
        if _UNIT_AFTER.match(exchanged, found.end()):
            continue
        return _decimal_position(found["one"], found["other"], found, whole=exchanged != text)
    return None


def _decimal_position(
    lat_text: str, lon_text: str, found: re.Match[str], *, whole: bool = False
) -> Position:
    """A pair of decimal degrees; kept as given unless that is no place on earth."""
    lat, lon = (float(text.rstrip("°")) for text in (lat_text, lon_text))
    remarks: tuple[str, ...] = ()
    if abs(lat) > 90 >= abs(lon) and abs(lat) <= 180 and found.re is _PLAIN:
        lat, lon = lon, lat
        remarks = (sentences.LONGITUDE_FIRST,)
    _check(lon, lat, found[0])
    decimals = min(len(text.rstrip("°").partition(".")[2]) for text in (lat_text, lon_text))
    span = (0, len(found.string)) if whole else found.span()
    return Position(
        lon, lat, coordinate_precision_m(10.0**-decimals, lat), sentences.DECIMAL_DEGREES,
        found[0], span,
        remarks,
    )  # fmt: skip
