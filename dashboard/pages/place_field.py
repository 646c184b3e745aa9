"""The field that asks where it was: by name with live candidates, by coordinates, by a click."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from dashboard import loading, record_form, state
from dashboard.incident_map import base_map, incident_layer, pick_place, read_pick
from dashboard.language import _, ngettext, number
from dashboard.pages.fields import last_attempt, show_problem, text_field
from dashboard.panels import engine_markdown, escape, found_html, place_markdown
from dashboard.symbols import Selection, Symbols, aggregate, type_numbers
from dashboard.wording import in_markdown, kilometres, method_words, position
from incidents.record import COUNTRY_NAMES
from incidents.sentences import LEFT_OPEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.pages.shared import Data
    from geodata.candidates import Candidate
    from geodata.geocoder import GeocodeResult

AS_IT_IS, BY_NAME, TYPED, PICKED = "as it is", "name", "coordinates", "map"
_MAP_HEIGHT_PX = 340
_LEFT_OPEN = -1


@dataclass(frozen=True)
class ChosenPlace:
    """What the field says: columns to set, and whether something is missing.

    `keeps` is true where the record's own place stays untouched; without `columns` the record is
    stored as not placed, or as ambiguous.
    """

    columns: Mapping[str, Any] = field(default_factory=dict)
    keeps: bool = False
    is_missing: bool = False


def show_place(
    data: Data,
    form: str,
    facts: Mapping[str, str],
    *,
    has_place: bool = False,
) -> ChosenPlace:
    """Draw the field.

    Parameters
    ----------
    data
        The open store, with the border.
    form
        Name of the form that it stands in.
    facts
        What else the form says, by field: the phrase in "verbatim_locality" or "locality", the
        country, district and pillar.
    has_place
        Whether there is a place already, which can be left as it is.
    """
    names = {
        AS_IT_IS: _("Leave as it is"),
        BY_NAME: _("By its name"),
        TYPED: _("Coordinates"),
        PICKED: _("Click on the map"),
    }
    ways = list(names) if has_place else list(names)[1:]
    way = st.segmented_control(
        _("Where to put it"),
        ways,
        format_func=lambda one: names[one],
        default=ways[0],
        required=True,
        key=state.form_key(form, "way"),
        persist_state="session",
        on_change=state.touch_form,
        args=(form,),
    )
    if way == AS_IT_IS:
        return ChosenPlace(keeps=True)
    if way == TYPED:
        return _typed(form)
    if way == PICKED:
        return _picked(data, form)
    return _named(form, facts)


def _named(form: str, facts: Mapping[str, str]) -> ChosenPlace:
    phrase = (facts.get("locality") or facts.get("verbatim_locality") or "").strip()
    said = tuple(facts.get(n) or None for n in ("country_reported", "adm1", "adm2"))
    pillar = facts.get("border_pillar") or None
    if not (phrase or pillar or said[2]):
        st.html(
            f'<div class="sr-note">{_("Name a place, a district or a border pillar above.")}</div>'
        )
        return ChosenPlace()
    result = loading.load_geocoder().geocode(
        phrase, country=said[0], adm1=said[1], adm2=said[2], border_pillar=pillar
    )
    mark = zlib.crc32(repr((phrase, *said, pillar)).encode("utf-8", "replace"))
    return _chosen(form, result, mark)


def _chosen(form: str, result: GeocodeResult, mark: int) -> ChosenPlace:
    """Let the person choose among what the geocoder found."""
    listed = [c for c in result.candidates if c.footprint is not None and c.method != "province"]
    if not listed:
        st.html(f'<div class="sr-note" role="status">{found_html(result)}</div>')
        return ChosenPlace()
    ambiguous = result.status == "ambiguous"
    if ambiguous:
        said = ngettext(
            "{n} place may be meant. Choose it, or leave it open.",
            "{n} places may be meant. Choose one, or leave it open.",
            len(listed),
        ).format(n=number(len(listed)))
        st.html(f'<div class="sr-ask" role="status">{said}</div>')
    options = [*range(len(listed)), _LEFT_OPEN]
    chosen = st.radio(
        _("Places that it may be"),
        options,
        index=len(listed) if ambiguous else 0,
        format_func=lambda k: _("Leave it open") if k < 0 else _in_short(listed[k]),
        captions=[*(engine_markdown(c.remarks) for c in listed), _("Stored without a place")],
        key=state.form_key(form, f"candidate_{mark}"),
        label_visibility="collapsed",
        persist_state="session",
        on_change=state.touch_form,
        args=(form,),
    )
    if chosen is None or chosen == _LEFT_OPEN:
        status = "ambiguous" if ambiguous else "not placed"
        why = result.message if ambiguous else LEFT_OPEN
        unplaced: dict[str, Any] = dict.fromkeys(record_form.PLACE_COLUMNS)
        return ChosenPlace(unplaced | {"georeference_status": status, "georeference_remarks": why})
    return ChosenPlace(record_form.place_columns(listed[chosen], len(listed)))


def _in_short(one: Candidate) -> str:
    """A candidate in one line: name, country, radius, method, how sure."""
    parts = (
        _(COUNTRY_NAMES.get(one.country, "")),
        _("within {distance}").format(distance=kilometres(one.coordinate_uncertainty_m)),
        method_words(one.method),
        _("{percent} % sure").format(percent=number(100 * one.confidence)),
    )
    told = [place_markdown(one.name), *(in_markdown(part) for part in parts if part)]
    return " \N{MIDDLE DOT} ".join(told)


def _typed(form: str) -> ChosenPlace:
    left, right = st.columns([2, 1])
    with left:
        text = text_field(
            form, "coordinates", _("Latitude, longitude"), live=True,
            help_text=_("Decimal degrees, degrees and minutes, UTM or MGRS"),
        )  # fmt: skip
    with right:
        radius = text_field(form, "radius_km", _("Known within (km)"), live=True)
    found = record_form.read_coordinates(text)
    asked = bool(text.strip() or last_attempt(form).problems)
    radius_m = record_form.read_radius_m(radius)
    if isinstance(found, str):
        show_problem(found if asked else "")
    if isinstance(radius_m, str):
        show_problem(radius_m if asked else "")
    if isinstance(found, str) or isinstance(radius_m, str):
        return ChosenPlace(is_missing=True)
    return ChosenPlace(record_form.position_columns(*found, radius_m, picked=False))


def _picked(data: Data, form: str) -> ChosenPlace:
    radius = text_field(form, "radius_km", _("Known within (km)"), live=True)
    radius_m = record_form.read_radius_m(radius)
    place_kept, map_key = f"{form}.picked", state.form_key(form, "map")
    clicked = read_pick(state.told_by(map_key))
    if clicked is not None:
        state.keep(place_kept, clicked)
    picked: tuple[float, float] | None = state.kept(place_kept)
    with st.container(key="pick_place"):
        pick_place(
            base_map(loading.load_basemap(), data.border, theme=data.theme),
            incident_layer(
                _one_point(picked, radius_m if isinstance(radius_m, float) else np.nan),
                selected=None if picked is None else Selection(0, lon=picked[0], lat=picked[1]),
            ),
            key=map_key,
            height_px=_MAP_HEIGHT_PX,
        )
    if picked is None:
        said = _("Click on the map where it was.")
        asked = bool(last_attempt(form).problems)
        st.html(f'<div class="sr-{"problem" if asked else "note"}" role="status">{said}</div>')
    else:
        st.html(f'<div class="sr-note" role="status">{escape(position(*picked))}</div>')
    if isinstance(radius_m, str):
        show_problem(radius_m if picked is not None else "")
    if picked is None or isinstance(radius_m, str):
        return ChosenPlace(is_missing=True)
    lon, lat = (round(degrees, 5) for degrees in picked)
    return ChosenPlace(record_form.position_columns(lon, lat, radius_m, picked=True))


def _one_point(picked: tuple[float, float] | None, radius_m: float) -> Symbols:
    """The picked place as the one symbol of a map; none before it was picked."""
    lon, lat = picked or (np.nan, np.nan)
    return aggregate(
        np.array([lon]),
        np.array([lat]),
        type_code=type_numbers(["other"]),
        radius_m=np.array([radius_m]),
        certainty=np.ones(1),
        mask=np.array([picked is not None]),
        bounds=None,
        zoom=8.0,
    )
