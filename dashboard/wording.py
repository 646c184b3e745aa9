"""Plain sentences and numbers: what was said, where it was placed, what was measured.

The words claim no more than the record does. A depth has as many digits as its uncertainty
bears, and where nothing can be measured the sentence says why.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from dashboard.language import _, current, day, digits, month, ngettext, noted, number
from geodata.lengths import length_said
from incidents.armed_groups import GROUPS
from incidents.claims import agency
from incidents.record import CLAIM_COLUMNS, COUNTRY_NAMES, INCIDENT_COLUMNS, Count, EventType
from incidents.sentences import A_SOURCE, GIVEN_BY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from geodata.borders import Border
    from incidents.record import Claim, Incident

CLAIMANT_NAMES = {
    "IRN": noted("Iranian account"),
    "PAK": noted("Pakistani account"),
    "group": noted("Armed group's account"),
    "third party": noted("Third party"),
    "unknown": noted("Account not attributed"),
}
SIDE_NAMES = {
    **COUNTRY_NAMES,
    "non-state": noted("Armed group"),
    "unknown": noted("Unknown"),
    "undetermined": noted("Undetermined"),
}
STATUS_NAMES = {
    "draft": noted("Draft"),
    "unconfirmed": noted("Unconfirmed"),
    "corroborated": noted("Corroborated"),
    "disputed": noted("Disputed"),
    "confirmed": noted("Confirmed"),
    "rejected": noted("Rejected"),
}
"""Words for stored codes, in English; `_` translates them where they are shown."""
_CHOICE_WORDS = {
    "line": noted("line"),
    "zero point": noted("zero point"),
    "gate": noted("gate"),
    "post": noted("post"),
    "fence": noted("fence"),
    "unknown": noted("unknown"),
    "entry": noted("people entered"),
    "impact": noted("fire landed"),
    "supports": noted("supports"),
    "conflicts": noted("conflicts"),
    "background": noted("background"),
    "yes": noted("yes"),
    "no": noted("no"),
    "disputed": noted("disputed"),
}
_COLUMNS = {column.name: column for column in (*INCIDENT_COLUMNS, *CLAIM_COLUMNS)}
_METHODS = (
    noted("gazetteer name"),
    noted("border crossing"),
    noted("stretch of border of a district"),
    noted("border pillar"),
    noted("coordinates"),
    noted("coordinates as given"),
    noted("reported depth only"),
    noted("distance from a place"),
    noted("between two places"),
    noted("outline as given"),
    noted("point picked on the map"),
    noted("province"),
    noted("district"),
    noted("county"),
    noted("tehsil"),
)


@dataclass(frozen=True)
class DepthStatement:
    """What can be said of an incident's distance to the border.

    Attributes
    ----------
    headline
        A few words for the eye, such as "2.0 km inside Pakistan".
    told
        The sentences that qualify it.
    interval
        The bounds as "0-7 km inside Pakistan", or empty where there is none.
    kind
        Whether the place was measured, or why not.
    remarks
        What qualifies it as well, as it is stored: in English, or in a person's words.
    """

    headline: str
    told: str
    interval: str
    kind: Literal["measured", "undetermined", "beyond end", "no side", "area", "not placed"]
    remarks: str = ""

    @property
    def detail(self) -> str:
        """All that qualifies it; the remarks stand on a line of their own."""
        return "\n".join(filter(None, (self.told, self.remarks)))


def choices(name: str) -> dict[str, str]:
    """The codes that a field may hold, each as people read it; empty for free text."""
    column = _COLUMNS.get(name)
    if column is None or not column.choices:
        return {"yes": _("yes")} if column is not None and column.kind == "flag" else {}
    words = {
        **{str(one): one.label for one in EventType},
        **_CHOICE_WORDS,
        **(STATUS_NAMES if name == "status" else {}),
        **COUNTRY_NAMES,
        "Asia/Karachi": "Pakistan",
        "Asia/Tehran": "Iran",
    }
    if name == "claimant":
        words = CLAIMANT_NAMES
    elif name in ("acting_side", "entrant"):
        words = SIDE_NAMES
    return {str(code): _(words.get(str(code), str(code))) for code in column.choices}


def when(  # noqa: PLR0911 - each way a date may be known
    start: date, end: date, precision: str
) -> str:
    """Write a day or an interval as people do; a month or a year where no day is known."""
    if precision == "month":
        return _("{month}, day not known").format(month=month(start))
    if precision == "year":
        return _("{year}, day not known").format(year=digits(start.year))
    if current().code != "en":
        if start == end:
            return day(start)
        return _("{first} to {last}").format(first=day(start), last=day(end))
    last = f"{end.day} {end:%B %Y}"
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}\N{EN DASH}{last}"
    first = f"{start.day} {start:%B}" if start.year == end.year else f"{start.day} {start:%B %Y}"
    return f"{first} \N{EN DASH} {last}"


def kilometres(distance_m: float, uncertainty_m: float = 0.0) -> str:
    """Write a distance with no more digits than its uncertainty bears."""
    return _("{n} km").format(n=bare_kilometres(distance_m, uncertainty_m))


def bare_kilometres(distance_m: float, uncertainty_m: float = 0.0) -> str:
    """The number of `kilometres` without its unit."""
    distance_km = abs(distance_m) / 1000
    return number(distance_km, 1 if distance_km < 10 and uncertainty_m < 20_000 else 0)


def stretch(first_km: float, last_km: float) -> str:
    """A stretch of the border, to a kilometre."""
    return _("{first}\N{EN DASH}{last} km").format(first=number(first_km), last=number(last_km))


def incidents(count: int) -> str:
    """A number of incidents in words."""
    return ngettext("{n} incident", "{n} incidents", count).format(n=number(count))


def position(lon: float, lat: float) -> str:
    """A place in degrees, latitude first."""
    return _("{lat}\N{DEGREE SIGN} N {lon}\N{DEGREE SIGN} E").format(
        lat=number(lat, 4), lon=number(lon, 4)
    )


def place_name(incident: Incident) -> str:
    """The place as the source named it, else the best name there is."""
    return (
        incident.verbatim_locality
        or incident.locality
        or incident.adm2
        or incident.adm1
        or _("place not stated")
    )


def reported_depth(incident: Incident) -> str | None:
    """What was reported of a depth, or None where no number was."""
    low, high = incident.reported_depth_min_km, incident.reported_depth_max_km
    depth = reported_kilometres(low, high, incident.depth_wording)
    if not depth:
        return None
    into = COUNTRY_NAMES.get(incident.reported_depth_into or "")
    if {low, high} <= {0, None}:
        return _("On the line")
    if into:
        said = _("{depth} km inside {country}").format(depth=depth, country=_(into))
    else:
        said = _("{depth} km from the border").format(depth=depth)
    said = f"{said[0].upper()}{said[1:]}"
    datum = incident.reported_depth_datum
    if datum in (None, "line", "unknown"):
        return said
    return _("{depth}, counted from the {datum}").format(depth=said, datum=_(datum or ""))


def reported_kilometres(low: float | None, high: float | None, words: str | None) -> str:
    """A reported depth as a number or two, with the bound that the source gives it; "" if none.

    What was said in miles or yards is no more exact for being reckoned in kilometres.
    """
    known = [digits(f"{km:g}") for km in dict.fromkeys((low, high)) if km is not None]
    depth = "\N{EN DASH}".join(known)
    if low is None and high is not None:
        return _("at most {n}").format(n=depth)
    if high is None and low is not None:
        return _("at least {n}").format(n=depth)
    if low is None or low != high:
        return depth
    said = length_said(low, words or "")
    if not said.metric:
        depth = digits(f"{low:.2g}")
    if said.bound is not None:
        told = _("at most {n}") if said.bound == "at most" else _("at least {n}")
        return told.format(n=depth)
    return depth if said.metric and not said.about else _("about {n}").format(n=depth)


def probability(share: float) -> str:
    """A probability as a percentage that never claims to be certain."""
    if share > 0.99:
        return _("over 99 %")
    if share < 0.01:
        return _("under 1 %")
    return _("{n} %").format(n=number(round(100 * share)))


def interval_words(low_m: float, high_m: float) -> str:
    """A signed interval in words, inside one country or across the line."""
    spread_m = high_m - low_m
    if low_m < 0 < high_m:
        return _("{iran} inside Iran to {pakistan} inside Pakistan").format(
            iran=kilometres(low_m, spread_m), pakistan=kilometres(high_m, spread_m)
        )
    near, far = sorted((abs(low_m), abs(high_m)))
    return _("{near}\N{EN DASH}{far} inside {country}").format(
        near=bare_kilometres(near, spread_m),
        far=kilometres(far, spread_m),
        country=_(COUNTRY_NAMES["PAK" if high_m > 0 else "IRN"]),
    )


def depth_statement(  # noqa: PLR0911 - one for each thing that may be missing
    incident: Incident, border: Border
) -> DepthStatement:
    """Say what was measured of an incident's distance to the border, or why nothing was."""
    remarks = incident.georeference_remarks or ""
    radius = incident.coordinate_uncertainty_m
    low, high = incident.signed_p05_m, incident.signed_p95_m
    if incident.footprint is None and incident.border_distance_m is None:
        return DepthStatement(_("Not measured: not placed"), "", "", "not placed", remarks)
    distance = kilometres(incident.border_distance_m or 0.0, radius or 0)
    if incident.beyond_end:
        away = _("Beyond the end of the border")
        if incident.border_distance_m is not None:
            away = _("{distance} from the end of the border").format(distance=distance)
        told = _("The nearest point of the border is one of its ends, so no depth is claimed.")
        return DepthStatement(away, told, "", "beyond end")
    country = COUNTRY_NAMES.get(incident.country or "", "")
    country = _(country) if country else ""
    if incident.footprint is None:
        told = _(
            "Measured at the point given, which lies in {country}. The source does not say how "
            "well the point is known, so no depth is claimed."
        )
        return DepthStatement(
            _("{distance} from the border").format(distance=distance),
            told.format(country=country or _("no country known here")),
            "",
            "undetermined",
        )
    if low is None or high is None or incident.p_pak is None or incident.p_irn is None:
        told = _("{distance} from the border, at sea or in another country")
        if country:
            told = _("{distance} from the border, in {country}")
        return DepthStatement(
            told.format(distance=distance, country=country), "", "", "no side", remarks
        )
    interval = interval_words(low, high)
    sides = _("Pakistan {pakistan}, Iran {iran}, from the place alone.").format(
        pakistan=probability(incident.p_pak), iran=probability(incident.p_irn)
    )
    if incident.georeference_status == "area":
        named = COUNTRY_NAMES.get(incident.side or "")
        headline = _("Side undetermined")
        if named:
            headline = _("Somewhere in an area inside {country}").format(country=_(named))
        told = _("90 % of the area: {interval}.").format(interval=interval)
        return DepthStatement(headline, f"{told} {sides}", interval, "area", remarks)
    line_error = float(border.line_error_m(incident.chainage_m or 0.0)[0])
    basis = _(
        "The place is known to within {radius}, the border line here to within about {error}."
    ).format(radius=kilometres(radius or 0), error=kilometres(line_error))
    told = f"{_('90 %: {interval}.').format(interval=interval)} {sides} {basis}"
    if incident.side not in COUNTRY_NAMES:
        centre = _("At its centre: {distance} inside {country}.")
        return DepthStatement(
            _("Side undetermined"),
            f"{told} {centre.format(distance=distance, country=country)}",
            interval,
            "undetermined",
        )
    middle = kilometres(incident.signed_p50_m or 0.0, high - low)
    return DepthStatement(
        _("{distance} inside {country}").format(
            distance=middle, country=_(COUNTRY_NAMES[incident.side])
        ),
        told,
        interval,
        "measured",
    )


CHECK_WORDS = {
    "consistent": noted("Fits what was measured"),
    "deeper": noted("Measured deeper than reported"),
    "shallower": noted("Measured shallower than reported"),
    "contradicts": noted("Measured on the other side of the line"),
    "cannot tell": noted("Cannot tell"),
    "not independently checkable": noted("Not independently checkable"),
}


_CHECK_REASONS = {
    "consistent": noted("What was measured and what was reported meet."),
    "deeper": noted("All of what was measured is deeper than reported."),
    "shallower": noted("All of what was measured is shallower than reported."),
    "contradicts": noted("The place lies on the other side of the line."),
    "cannot tell": noted("What was measured can neither confirm nor deny it."),
    "not independently checkable": noted("Nothing but the report itself says how deep it was."),
}


def check_reason(incident: Incident) -> str:
    """Why the reported depth was judged so: as it is stored, in other languages in short.

    `panels.check_html` says it in full there, where it can.
    """
    if current().code == "en" or not incident.depth_check:
        return incident.depth_check_remarks or ""
    return _(_CHECK_REASONS[incident.depth_check])


def tolls(incident: Incident) -> list[tuple[str, str]]:
    """The toll by party as (party, words), parties of which nothing is known left out."""
    parties = {
        "irn": _("Iranian forces"),
        "pak": _("Pakistani forces"),
        "militants": _("Militants"),
        "civilians": _("Civilians"),
        "total": _("All together"),
    }
    harms = {"killed": _("{n} killed"), "injured": _("{n} injured")}
    lines = []
    for key, name in parties.items():
        words = [
            said.format(n=_range(count))
            for harm, said in harms.items()
            if (count := incident.tolls.get(f"{harm}_{key}"))
        ]
        if words:
            lines.append((name, _(", ").join(words)))
    return lines


def _range(count: Count) -> str:
    """A number of people, with what bounds it: "10 (at least 2)", "at most 3", "3-4"."""
    low, best, high = count.low, count.best, count.high
    if low is None and high is None:
        return digits("?" if best is None else best)
    if low is None:
        span = _("at most {n}").format(n=digits(high or 0))
    elif high is None:
        span = _("at least {n}").format(n=digits(low))
    else:
        span = digits(low if low == high else f"{low}\N{EN DASH}{high}")
    is_bound = best in (low, high) and (None in (low, high) or low == high)
    return span if best is None or is_bound else f"{digits(best)} ({span})"


def safe_link(url: str | None) -> str | None:
    """The address if it is a plain web address, else None: no script, no data, no local file."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    unprintable = any(c.isspace() or unicodedata.category(c).startswith("C") for c in url.strip())
    return url.strip() if is_web and not unprintable else None


def visible(text: str) -> str:
    """Show control and direction characters as ⟨U+202E⟩, so that they cannot disguise a text."""
    if text.isprintable():
        return text
    return "".join(
        f"\N{MATHEMATICAL LEFT ANGLE BRACKET}U+{ord(c):04X}\N{MATHEMATICAL RIGHT ANGLE BRACKET}"
        if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t\u200c\u200d"
        else c
        for c in text
    )


def in_markdown(text: object) -> str:
    """Text for a label that reads Markdown: shown as it stands, in one line."""
    shown = " ".join(visible(str(text)).split())
    return "".join(f"\\{c}" if c.isascii() and not (c.isalnum() or c in " ,") else c for c in shown)


def accounts(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Claims by whose account they are, in the order of `CLAIMANT_NAMES`."""
    grouped: dict[str, list[Claim]] = {name: [] for name in CLAIMANT_NAMES}
    for claim in claims:
        grouped[claim.claimant or "unknown"].append(claim)
    return {name: listed for name, listed in grouped.items() if listed}


def is_by_hand(text: str) -> bool:
    """Whether a text stands so in the bundled incidents: the catalogues have it."""
    from incidents.bundled import words_by_hand  # noqa: PLC0415 - not before it is needed

    return text in words_by_hand()


def by_hand(text: str) -> str:
    """An actor or a time of day in the language, where it is one of the bundled incidents'."""
    if current().code == "en" or not (text in GROUPS or is_by_hand(text)):
        return text
    return _(text)


def publisher(claim: Claim) -> str:
    """Who published an account; words where nobody is recorded, whether it is empty or says so."""
    named = claim.publisher or ""
    return _("publisher not recorded") if agency(named) is None else named


def method_words(method: str | None) -> str:
    """How a place was found, as the geocoder names it: known ways are translated."""
    ways = (method or "").split(" and ")
    return _(" and ").join(map(_way, ways))


def _way(way: str) -> str:
    known_by = GIVEN_BY.format(source="")
    if way.startswith(known_by):
        source = way.removeprefix(known_by)
        return _(GIVEN_BY).format(source=_(source) if source == A_SOURCE else source)
    return _(way) if way in _METHODS else way


def type_label(event_type: str) -> str:
    """The label of an event type's code."""
    return _(EventType(event_type).label)
