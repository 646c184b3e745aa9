"""Panels as HTML: key figures and the record. Pure builders; every value passes `escape`.

The pages hand these strings to `st.html`. Only the fixed markup below is HTML; whatever comes
from a file or the store is text and stays text.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from dashboard import wording
from dashboard.language import _, current, day, digits, jalali, ngettext, noted, number
from dashboard.symbols import swatch_svg
from dashboard.wording import CLAIMANT_NAMES, SIDE_NAMES, STATUS_NAMES
from geodata.footprints import circle
from incidents.claims import agency, origins
from incidents.conflicts import conflicts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from geodata.borders import Border
    from geodata.geocoder import GeocodeResult
    from incidents.accounts import Account, Accounts
    from incidents.conflicts import Conflict
    from incidents.mending import RejectedRow
    from incidents.record import Claim, Incident
    from incidents.store import Version

_STANCE_WORDS = {
    "supports": noted("supports"),
    "conflicts": noted("conflicts"),
    "background": noted("background"),
}
_CROSSED_WORDS = {
    "yes": noted("Says they crossed."),
    "no": noted("Says they did not cross."),
    "disputed": noted("Says it is disputed whether they crossed."),
}
DIFFERS_IN = {
    "date": "says_date",
    "place": "says_place",
    "depth": "says_depth",
    "toll": "says_toll",
    "crossed": "crossed",
    "event": "stance",
}
"""The column of a claim that says what claims differ in."""

_STATUS_WORDS = {**STATUS_NAMES, "corroborated": noted("Corroborated by two origins")}


def escape(text: object) -> str:
    """Text as HTML that shows it literally; control and direction characters become visible."""
    return html.escape(wording.visible(str(text)), quote=True)


def engine_html(text: str | None) -> str:
    """A stored remark as HTML: what the engine wrote in the language that is shown.

    A person's own words stand as they are, in their own direction.
    """
    return _told("as_html", text) if text else ""


def _told(how: str, text: str, plain: Callable[[str], str] = escape) -> str:
    """A sentence of the engine in the language that is shown; in English as it is.

    `how` is a function of `engine_sentences`, which is not loaded before it is needed.
    """
    if current().code == "en":
        return plain(text)
    tell: Callable[[str], str] = getattr(import_module("dashboard.engine_sentences"), how)
    return tell(text)


def problem_html(sentence: str) -> str:
    """What is wrong with a field, as HTML in the language that is shown."""
    return _told("problem_as_html", sentence)


def problem_text(sentence: str) -> str:
    """As `problem_html`, for the cell of a table."""
    return _told("problem_as_text", sentence, wording.visible)


def rejects_text(row: RejectedRow) -> str:
    """Why a row of a file was not taken, for the cell of a table."""
    if current().code == "en":
        return wording.visible(row.why)
    from dashboard.engine_sentences import rejects_as_text  # noqa: PLC0415 - not before it is needed

    return rejects_as_text(row.rejects)


def guess_text(why: str) -> str:
    """Why a column of a file was taken for one of ours, for the cell of a table."""
    return _told("guess_as_text", why, wording.visible)


def sentence_html(sentence: str) -> str:
    """As `problem_html`, with the full stop that another sentence needs before it."""
    told = problem_html(sentence)
    return told if told.endswith((".", "\N{ARABIC FULL STOP}")) else f"{told}."


def done_html(what: str) -> str:
    """What was done to a record, as HTML in the language that is shown."""
    return _told("done_as_html", what)


def cause_html(cause: str) -> str:
    """Why nothing can be stored, as a part of a sentence, as HTML in the language."""
    return _told("cause_as_html", cause)


def place_html(name: str) -> str:
    """The name of one of the geocoder's candidates as HTML, in the language that is shown."""
    return _told("place_as_html", name)


def sources_html(sources: str) -> str:
    """What a place was taken from, as HTML in the language that is shown."""
    return _told("sources_as_html", sources)


def found_html(result: GeocodeResult) -> str:
    """What the geocoder says of a phrase, as HTML in the language that is shown."""
    if result.status == "placed" and current().code != "en":
        (best,) = result.candidates
        return f"{place_html(best.name)}: {engine_html(best.remarks)}"
    return engine_html(result.message)


def engine_markdown(text: str) -> str:
    """A remark as `engine_html` has it, for a label that reads Markdown."""
    if current().code == "en":
        return wording.in_markdown(text)
    from dashboard.engine_sentences import as_markdown  # noqa: PLC0415

    return as_markdown(text)


def place_markdown(name: str) -> str:
    """The name of a candidate as `place_html` has it, for a label that reads Markdown."""
    if current().code == "en":
        return wording.in_markdown(name)
    from dashboard.engine_sentences import place_as_markdown  # noqa: PLC0415

    return place_as_markdown(name)


def check_html(incident: Incident) -> str:
    """Why the reported depth was judged so, as HTML; in short where it cannot be said in full."""
    if current().code != "en" and incident.depth_check_remarks:
        from dashboard.engine_sentences import as_html_if_whole  # noqa: PLC0415

        told = as_html_if_whole(incident.depth_check_remarks)
        if told is not None:
            return told
    return escape(wording.check_reason(incident))


def reasons_html(reasons: Sequence[str]) -> str:
    """Why two records may be one event, as HTML in the language that is shown."""
    if current().code == "en":
        return escape("; ".join(reasons))
    from dashboard.engine_sentences import reasons_as_html  # noqa: PLC0415 - not before it is needed

    return reasons_as_html(reasons)


def reasons_markdown(reasons: Sequence[str]) -> str:
    """As `reasons_html`, for a label that reads Markdown."""
    if current().code == "en":
        return wording.in_markdown("; ".join(reasons))
    from dashboard.engine_sentences import reasons_as_markdown  # noqa: PLC0415

    return reasons_as_markdown(reasons)


@dataclass(frozen=True)
class KeyFigure:
    """A number, what it counts, and the sentence that explains it."""

    value: str
    label: str
    explanation: str


def key_figures_html(figures: Iterable[KeyFigure]) -> str:
    """The strip of key figures."""
    cells = "".join(
        f'<div class="sr-figure" title="{escape(f.explanation)}">'
        f'<span class="sr-number">{escape(f.value)}</span>'
        f'<span class="sr-label">{escape(f.label)}</span></div>'
        for f in figures
    )
    name = escape(_("Key figures"))
    return f'<div class="sr-figures" role="group" aria-label="{name}">{cells}</div>'


def record_html(
    version: Version, border: Border, *, theme: str, accounts: Accounts | None = None
) -> str:
    """One incident: what was said, where it was placed, what was measured, and who says so.

    Parameters
    ----------
    version
        The stored version to show.
    border
        The border that it was measured against.
    theme
        "light" or "dark", for the colour of the type's symbol.
    accounts
        Where each claim puts it, if there is more than one way.
    """
    incident = version.incident
    parts = [
        _head(incident, theme),
        _evidence(incident, border),
        _toll(incident),
        _account_places(accounts, border),
        _differences(incident),
        accounts_html(incident.claims),
        _facts(version),
        _other_fields(incident),
    ]
    return f'<article class="sr-record">{"".join(parts)}</article>'


def record_head_html(incident: Incident, *, theme: str) -> str:
    """What happened, where and when: the head of a record's page."""
    return f'<article class="sr-record sr-page-head">{_head(incident, theme)}</article>'


def record_details_html(version: Version, border: Border, *, accounts: Accounts) -> str:
    """The record without its head and its claims: depth, toll, accounts' places, facts."""
    incident = version.incident
    parts = [
        _evidence(incident, border),
        _toll(incident),
        _account_places(accounts, border),
        _facts(version),
        _other_fields(incident),
    ]
    return f'<article class="sr-record">{"".join(parts)}</article>'


def _head(incident: Incident, theme: str) -> str:
    day = wording.when(incident.date_start, incident.date_end, incident.date_precision)
    time = f"{_(', ')}{wording.by_hand(incident.time_local)}" if incident.time_local else ""
    actor = wording.by_hand(incident.actor or "") or _(
        SIDE_NAMES.get(incident.acting_side or "unknown", "")
    )
    people = f" ({number(incident.personnel_count)})" if incident.personnel_count else ""
    arrow = _("\N{RIGHTWARDS ARROW}")
    target = f" {arrow} {incident.target}" if incident.target else ""
    summary = f'<p class="sr-summary">{escape(incident.summary)}</p>' if incident.summary else ""
    return (
        f'<header><div class="sr-kicker">{swatch_svg(incident.event_type, theme)}'
        f"<span>{escape(_(incident.event_type.label))}</span></div>"
        f"<h2>{escape(wording.place_name(incident))}</h2>"
        f'<div class="sr-when">{escape(day + time)}</div>{summary}'
        f'<div class="sr-meta"><span class="sr-chip sr-{escape(incident.status)}">'
        f"{escape(_(_STATUS_WORDS[incident.status]))}</span>"
        f"<span>{escape(actor + people + target)}</span></div></header>"
    )


def _evidence(incident: Incident, border: Border) -> str:
    reported = wording.reported_depth(incident)
    wording_said = incident.depth_wording or ""
    measured = wording.depth_statement(incident, border)
    nothing = _("No depth reported")
    said = (
        _pair(_("Reported"), reported or nothing, wording_said, "sr-reported")
        if reported or wording_said
        else _pair(_("Reported"), nothing, "", "sr-reported sr-muted")
    )
    kind = f"sr-{measured.kind.split()[0]}"
    qualified = f"{_small(measured.told)}{_small(measured.remarks, engine_html)}"
    seen = _pair_of_html(_("Measured"), f"{escape(measured.headline)}{qualified}", kind)
    if incident.p_pak is not None and incident.p_irn is not None:
        seen += _sides_bar(incident.p_pak, incident.p_irn)
    checked = ""
    if incident.depth_check:
        verdict = _(wording.CHECK_WORDS[incident.depth_check])
        why = check_html(incident)
        checked = _pair_of_html(
            _("Reported against measured"),
            f"{escape(verdict)}{_SMALL.format(why) if why else ''}",
            "sr-check",
        )
    if incident.depth_conflict:
        conflict = engine_html(incident.depth_conflict)
        checked += _pair_of_html(_("Contradiction"), conflict, "sr-conflict")
    placed = ""
    if incident.georeference_status in ("placed", "area"):
        remarks = incident.georeference_remarks if measured.kind != "area" else ""
        told = engine_html(remarks)
        if told and current().code != "en":
            told = f"<bdi>{told}</bdi>"
        method = wording.method_words(incident.georeference_protocol)
        method = f"{escape(method[:1].upper() + method[1:])}. {told}".strip()
        sources = _small(incident.georeference_sources or "", sources_html)
        placed = _pair_of_html(_("Placed by"), f"{method}{sources}", "sr-placed")
    title = escape(_("At the border"))
    return (
        f'<section aria-label="{title}"><h3>{title}</h3>'
        f'<dl class="sr-evidence">{said}{seen}{checked}{placed}</dl></section>'
    )


def _sides_bar(p_pak: float, p_irn: float) -> str:
    """How the probability is shared: a bar with its words beside it."""
    shares = (
        ("pakistan", _("Pakistan"), p_pak),
        ("iran", _("Iran"), p_irn),
        ("neither", _("neither"), max(0.0, 1 - p_pak - p_irn)),
    )
    told = (f"{name} {wording.probability(p)}" for _css, name, p in shares if p > 0.005)
    words = _(", ").join(told)
    parts = "".join(
        f'<i class="sr-share-{css}" style="width:{100 * p:.1f}%"></i>' for css, _name, p in shares
    )
    return (
        f'<div class="sr-sides"><dt>{escape(_("Side"))}</dt><dd><span class="sr-bar" role="img" '
        f'aria-label="{escape(words)}">{parts}</span><small>{escape(words)}</small></dd></div>'
    )


def _pair(term: str, words: str, detail: str, css_class: str) -> str:
    return _pair_of_html(term, f"{escape(words)}{_small(detail)}", css_class)


_SMALL = '<small dir="auto">{}</small>'


def _small(detail: str, write: Callable[[str], str] = escape) -> str:
    """Each line of a text small, in its own direction."""
    return "".join(_SMALL.format(write(line)) for line in detail.split("\n") if line)


def _pair_of_html(term: str, content: str, css_class: str) -> str:
    return f'<div class="{escape(css_class)}"><dt>{escape(term)}</dt><dd>{content}</dd></div>'


def told_of(sentence: str, **words: object) -> str:
    """A sentence as HTML with words put in that may be written the other way than it is.

    Without the isolation "2 km from Mirjaveh" within Persian would have its 2 at the wrong end.
    """
    isolated = {name: f"<bdi>{escape(word)}</bdi>" for name, word in words.items()}
    return escape(sentence).format(**isolated)


def _toll(incident: Incident) -> str:
    lines = wording.tolls(incident)
    if not lines:
        return ""
    rows = "".join(
        f"<tr><th scope='row'>{escape(party)}</th><td>{escape(words)}</td></tr>"
        for party, words in lines
    )
    return _table(_("Toll"), rows)


def _account_places(accounts: Accounts | None, border: Border) -> str:
    """Where each account puts the incident, and what the accounts share."""
    if accounts is None or len(accounts.listed) < 2:
        return ""
    rows = "".join(
        _pair_of_html(
            _(", ").join(dict.fromkeys(wording.publisher(c) for c in account.claims)),
            told_of(
                "\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}",
                words=account.words,
            )
            + f"<small>{_placed_so(account)}</small>",
            "sr-account-place",
        )
        for account in accounts.listed
    )
    if accounts.shared is None:
        shared = _("Nothing: no place fits all of these accounts.")
    else:
        radius_m = circle(accounts.shared, border).radius_m
        shared = _("An area that a circle of {radius} holds; filled on the map.").format(
            radius=wording.kilometres(radius_m)
        )
    return (
        f"<section><h3>{escape(_('Where each account puts it'))}</h3>"
        f'<dl class="sr-evidence">{rows}{_pair(_("What they share"), shared, "", "sr-shared")}</dl>'
        "</section>"
    )


def _placed_so(account: Account) -> str:
    """How an account's words were read, as HTML."""
    one = account.candidate
    if one.depth_conflict:
        return f"{place_html(one.name)}. {engine_html(one.depth_conflict)}"
    if one.depth_footprint is None:
        radius = wording.kilometres(one.coordinate_uncertainty_m)
        return _told_of_place(_("{place}, within {radius}."), one.name, radius=radius)
    if one.method == "distance from a place":
        return _told_of_place(_("{place}: a disc around it, cut by the country."), one.name)
    told = _("{place}: the band along the border that the depth leaves of it.")
    return _told_of_place(told, one.name)


def _told_of_place(sentence: str, name: str, **words: object) -> str:
    """As `told_of`, of a candidate's name as `place`."""
    isolated = {one: f"<bdi>{escape(word)}</bdi>" for one, word in words.items()}
    return escape(sentence).format(place=f"<bdi>{place_html(name)}</bdi>", **isolated)


def _differences(incident: Incident) -> str:
    """Where accounts contradict each other, in sentences that take no side."""
    found = conflicts(incident)
    if not found:
        return ""
    told = "".join(conflict_html(one, incident.claims) for one in found)
    return (
        f"<section><h3>{escape(_('Where accounts differ'))}</h3>"
        f"<ul class='sr-differences'>{told}</ul>"
        f"<p class='sr-muted'>{escape(told_by(incident.claims))}</p></section>"
    )


def conflict_html(conflict: Conflict, claims: Sequence[Claim]) -> str:
    """Who says what, as an item of a list that takes no side."""
    css = "sr-muted" if conflict.slight else ""
    by_id = {claim.claim_id: claim for claim in claims}
    sides = [[by_id[k] for k in side if k in by_id] for side in conflict.sides]
    told = _conflict_of(conflict, [side for side in sides if side])
    return f'<li class="{css}">{told}</li>'


def _conflict_of(conflict: Conflict, sides: Sequence[Sequence[Claim]]) -> str:
    """The sentence of a conflict as HTML; in other languages than English made anew."""
    if current().code == "en" or not sides:
        return escape(conflict.sentence)
    whose = [_whose(side) for side in sides]
    if conflict.about == "event":
        if len(whose) > 1:
            return told_of(_("{one} contradicts {other}."), one=whose[0], other=whose[1])
        return told_of(_("{one} contradicts the record."), one=whose[0])
    column = DIFFERS_IN[conflict.about]
    codes = wording.choices(column)
    said = [next(filter(None, (getattr(c, column) for c in side)), "") for side in sides]
    told = escape(_("; ")).join(
        told_of(
            _("{whose}: {words}") if codes else _("{whose}: \u201c{words}\u201d"),
            whose=one,
            words=codes.get(words, words),
        )
        for one, words in zip(whose, said, strict=True)
    )
    apart = _("A day apart, as a night or two time zones can make it.")
    return f"{told}. {escape(apart)}" if conflict.slight else f"{told}."


def _whose(claims: Sequence[Claim]) -> str:
    """Whose accounts, with their publishers."""
    named: dict[str, list[str]] = {}
    for claim in claims:
        sources = named.setdefault(claim.claimant or "unknown", [])
        source = claim.origin or claim.publisher or ""
        if agency(source) is None:
            source = _("publisher not recorded")
        if source not in sources:
            sources.append(source)
    return _(", ").join(
        f"{_(CLAIMANT_NAMES[one])} ({', '.join(sources)})" for one, sources in named.items()
    )


def told_by(claims: Sequence[Claim]) -> str:
    """How many accounts there are, and of how many origins."""
    independent = len(origins(claims))
    accounts = ngettext("{n} account", "{n} accounts", len(claims)).format(n=number(len(claims)))
    from_origins = ngettext("{n} origin", "{n} origins", independent).format(n=number(independent))
    return _("{accounts} of {origins}; copies of one report are one origin.").format(
        accounts=accounts, origins=from_origins
    )


def accounts_html(claims: Sequence[Claim]) -> str:
    """The claims, grouped by whose account they are."""
    if not claims:
        return (
            f"<section><h3>{escape(_('Who says so'))}</h3>"
            f"<p class='sr-muted'>{escape(_('No source recorded.'))}</p></section>"
        )
    groups = "".join(
        f'<div class="sr-account"><h4>{escape(_(CLAIMANT_NAMES[name]))}</h4>'
        f"{''.join(_claim(claim) for claim in listed)}</div>"
        for name, listed in wording.accounts(claims).items()
    )
    return f"<section><h3>{escape(_('Who says what'))}</h3>{groups}</section>"


def _claim(claim: Claim) -> str:
    link = wording.safe_link(claim.url)
    title = claim.title or claim.url or claim.publisher or _("Untitled")
    shown = (
        f'<a href="{escape(link)}" target="_blank" rel="noopener noreferrer nofollow">'
        f"{escape(title)}</a>"
        if link
        else escape(title if claim.url or claim.title else _("Account without a recorded source"))
    )
    origin = ""
    if claim.origin:
        origin = " " + _("(repeats {origin})").format(origin=claim.origin)
    language = f", {claim.language}" if claim.language and claim.language != "en" else ""
    named = wording.publisher(claim) if claim.publisher else ""
    source = _(", ").join(p for p in (named, claim.published) if p)
    stance = claim.stance or "supports"
    says = "".join(
        f"<span>{escape(name)} <b>{escape(value)}</b></span>"
        for name, value in (
            (_("date"), claim.says_date),
            (_("place"), claim.says_place),
            (_("depth"), claim.says_depth),
            (_("toll"), claim.says_toll),
        )
        if value
    )
    crossed = _(_CROSSED_WORDS.get(claim.crossed or "", ""))
    words = " ".join(p for p in (claim.text, crossed) if p)
    said = f"<div>{escape(words)}</div>" if words else ""
    said += f'<div class="sr-said">{says}</div>' if says else ""
    return (
        f'<div class="sr-claim sr-{escape(stance)}">'
        f'<div class="sr-source"><span class="sr-stance">{escape(_(_STANCE_WORDS[stance]))}</span>'
        f"{escape(source + origin + language)}</div>{said}<div>{shown}</div></div>"
    )


def _facts(version: Version) -> str:
    incident = version.incident
    nearest = None
    if incident.nearest_lon is not None and incident.nearest_lat is not None:
        nearest = _("{position}, {km} km along the border from the tri-point").format(
            position=wording.position(incident.nearest_lon, incident.nearest_lat),
            km=number((incident.chainage_m or 0) / 1000, 1),
        )
    origin = version.file_name
    if version.source_row:
        origin = _("{file}, row {n}").format(file=origin, n=number(version.source_row))
    facts = (
        (_("Date, Solar Hijri"), _jalali_days(incident)),
        (_("District"), incident.adm2),
        (_("Province"), incident.adm1),
        (_("Border pillar"), incident.border_pillar),
        (_("Fired from"), incident.fired_from),
        (_("Nearest border point"), nearest),
        (_("Notes"), incident.notes),
        (_("Tags"), incident.tags),
        (_("Record"), incident.incident_id),
        (_("Version"), number(version.version)),
        (
            _("From"),
            _("{origin}; added {day}").format(
                origin=origin, day=day(date.fromisoformat(version.created_at[:10]))
            ),
        ),
        (
            _("Border data"),
            f"sha256 {incident.border_sha256[:12]}" if incident.border_sha256 else "",
        ),
    )
    rows = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in facts
        if value
    )
    return _table(_("Record"), rows)


def _other_fields(incident: Incident) -> str:
    if not incident.source_fields:
        return ""
    rows = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in json.loads(incident.source_fields).items()
    )
    return _table(_("Other columns of the file"), rows)


def _table(title: str, rows: str) -> str:
    return f"<section><h3>{escape(title)}</h3><table class='sr-table'>{rows}</table></section>"


def _jalali_days(incident: Incident) -> str:
    """The days in the Solar Hijri calendar, where days are known."""
    if incident.date_precision in ("month", "year"):
        return ""
    days = dict.fromkeys((incident.date_start, incident.date_end))
    return digits(" \N{EN DASH} ".join(map(jalali, days)))
