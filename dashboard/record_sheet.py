"""The record page as HTML: claims side by side, the place and its reasons, versions, differences.

Pure builders like those of `panels`; every value passes `escape`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import record_form, wording
from dashboard.language import _, moment, number
from dashboard.panels import (
    DIFFERS_IN,
    check_html,
    conflict_html,
    done_html,
    engine_html,
    escape,
    sources_html,
    told_by,
)
from incidents.claims import ranges
from incidents.conflicts import conflicts, suggested_status
from incidents.editing import compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geodata.borders import Border
    from incidents.conflicts import Conflict
    from incidents.editing import Change
    from incidents.record import Claim, Incident
    from incidents.store import Version

_LONGEST = 400
_SHOWN_CHANGES = 8
_WRITTEN_BY_THE_ENGINE = ("georeference_remarks", "depth_check_remarks", "depth_conflict")


def claims_html(incident: Incident) -> str:
    """The claims side by side, one a column; where they contradict each other it is marked."""
    claims = incident.claims
    if not claims:
        return f'<div class="sr-empty">{_("No account is recorded yet: nobody says so.")}</div>'
    found = conflicts(incident)
    marked = {
        (DIFFERS_IN[one.about], claim_id) for one in found for side in one.sides
        for claim_id in side
    }  # fmt: skip
    head = "".join(
        f'<th scope="col">{escape(_claimant(claim))}'
        f"<small>{escape(wording.publisher(claim))}</small></th>"
        for claim in claims
    )
    rows = "".join(
        _claim_row(name, label, claims, marked)
        for name, label in record_form.claim_labels().items()
        if name not in ("claimant", "publisher") and any(getattr(c, name) for c in claims)
    )
    name = escape(_("Accounts side by side"))
    return (
        f'<div class="sr-record">{_differences(found, claims)}'
        f'<div class="sr-wide" tabindex="0" role="region" aria-label="{name}">'
        f'<table class="sr-claims"><thead><tr><th></th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{_span(incident)}</div>"
    )


def _claimant(claim: Claim) -> str:
    return _(wording.CLAIMANT_NAMES[claim.claimant or "unknown"])


def _claim_row(name: str, label: str, claims: Sequence[Claim], marked: set[tuple[str, str]]) -> str:
    cells, codes = [], wording.choices(name)
    for claim in claims:
        value = codes.get(getattr(claim, name), getattr(claim, name))
        differs = (name, claim.claim_id) in marked
        note = f'<small class="sr-differs">{_("differs")}</small>' if differs else ""
        css = "sr-at-odds" if differs else "sr-link" if name == "url" else ""
        words = escape(value) if value else '<span class="sr-muted">\N{EN DASH}</span>'
        cells.append(f'<td class="{css}">{words}{note}</td>')
    return f'<tr><th scope="row">{escape(label)}</th>{"".join(cells)}</tr>'


def _differences(found: Sequence[Conflict], claims: Sequence[Claim]) -> str:
    told = "".join(conflict_html(one, claims) for one in found)
    listed = f'<ul class="sr-differences">{told}</ul>' if told else ""
    none = "" if told else f" {_('They do not contradict each other in what can be read.')}"
    return f'{listed}<p class="sr-muted">{escape(told_by(claims))}{none}</p>'


def _span(incident: Incident) -> str:
    """From the least to the greatest that the claims say, and the status that they suggest."""
    said = ranges(incident)
    parts = []
    if said.depth_km is not None:
        low, high = said.depth_km
        parts.append(
            _("Depth as said: {low} to {high} km.").format(low=_as_it_is(low), high=_as_it_is(high))
        )
    harms = {
        "killed": _("Killed: {low}\N{EN DASH}{high}."),
        "injured": _("Injured: {low}\N{EN DASH}{high}."),
        "taken": _("Taken: {low}\N{EN DASH}{high}."),
        "missing": _("Missing: {low}\N{EN DASH}{high}."),
    }
    for harm, (low, high) in said.people.items():
        parts.append(harms[harm].format(low=number(low), high=number(high)))
    if said.unread:
        words = "; ".join(one.text for one in said.unread)
        parts.append(_("Not read as figures: {words}.").format(words=words))
    status = _(wording.STATUS_NAMES[suggested_status(incident)])
    parts.append(
        _(
            "The accounts alone suggest the status \N{LEFT DOUBLE QUOTATION MARK}{status}"
            "\N{RIGHT DOUBLE QUOTATION MARK}."
        ).format(status=status)
    )
    return f'<p class="sr-muted">{escape(" ".join(parts))}</p>'


def _as_it_is(km: float) -> str:
    """A number with the decimals that it has."""
    return number(km, len(f"{km:g}".partition(".")[2]))


# --- Place and measurement ---------------------------------------------------------------------


def placing_html(incident: Incident) -> str:
    """Where it was placed, why, and what it was measured with."""
    radius_m = incident.coordinate_uncertainty_m
    position = ""
    if incident.lon is not None and incident.lat is not None:
        position = wording.position(incident.lon, incident.lat)
    near = ""
    if incident.nearest_lon is not None and incident.nearest_lat is not None:
        near = wording.position(incident.nearest_lon, incident.nearest_lat)
    interval = ""
    if incident.signed_p05_m is not None and incident.signed_p95_m is not None:
        interval = wording.interval_words(incident.signed_p05_m, incident.signed_p95_m)
    facts = (
        (_("Said"), incident.verbatim_locality),
        (_("Looked up as"), incident.locality),
        (_("Placed"), _status_words().get(incident.georeference_status or "")),
        (_("Position"), position),
        (_("Within"), "" if radius_m is None else wording.kilometres(radius_m)),
        (_("Method"), wording.method_words(incident.georeference_protocol)),
        (_("Sources"), Sources(incident.georeference_sources or "")),
        (_("Remarks and doubts"), Stored(incident.georeference_remarks or "")),
        (_("Contradiction"), Stored(incident.depth_conflict or "")),
        (_("Nearest border point"), near),
        (_("90 % interval"), interval),
        (_("Border data"), _hash(incident.border_sha256)),
        (_("Gazetteer"), _hash(incident.gazetteer_sha256)),
    )
    return _facts_html(_("Place and measurement"), facts)


def _status_words() -> dict[str, str]:
    return {
        "placed": _("as a point with a radius"),
        "area": _("as an area"),
        "ambiguous": _("not: several places may be meant"),
        "not placed": _("not: nothing says where well enough"),
    }


def _hash(sha256: str | None) -> str:
    return f"sha256 {sha256}" if sha256 else ""


class Stored(str):
    """A remark as it is stored, which may be told in the language that is shown."""

    __slots__ = ()


class Sources(str):
    """What a place was taken from, as it is stored."""

    __slots__ = ()


def _fact(value: object) -> str:
    if isinstance(value, Sources):
        return sources_html(value)
    return engine_html(value) if isinstance(value, Stored) else escape(value)


def _facts_html(title: str, facts: Iterable[tuple[str, object]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{_fact(value)}</td></tr>'
        for name, value in facts
        if value
    )
    return (
        f'<section class="sr-record"><h3>{escape(title)}</h3>'
        f'<table class="sr-table">{rows}</table></section>'
    )


def result_html(incident: Incident, border: Border) -> str:
    """What would be measured of a record that is still being typed."""
    told = wording.depth_statement(incident, border)
    check = ""
    if incident.depth_check:
        verdict = _(wording.CHECK_WORDS[incident.depth_check])
        check = f"<p>{escape(verdict)}. {check_html(incident)}</p>"
    if incident.depth_conflict:
        check += f'<p class="sr-problem">{engine_html(incident.depth_conflict)}</p>'
    day = wording.when(incident.date_start, incident.date_end, incident.date_precision)
    label = _(incident.event_type.label)
    qualified = "\n".join(filter(None, (escape(told.told), engine_html(told.remarks))))
    return (
        f'<section class="sr-record sr-result" aria-live="polite">'
        f'<div class="sr-kicker"><span>{escape(f"{day}, {label}")}</span>'
        f"</div><h2>{escape(told.headline)}</h2><p>{qualified}</p>{check}</section>"
    )


# --- Versions ----------------------------------------------------------------------------------


def history_html(history: Sequence[Version]) -> str:
    """Every version, the newest first: who, when (UTC), what was done and what changed."""
    rows = []
    for before, version in reversed(list(zip((None, *history), history, strict=False))):
        imported = escape(_("import of {file}").format(file=version.file_name))
        what = done_html(version.what) if version.what else imported
        changed = [] if before is None else list(compare(before.incident, version.incident))
        names = list(dict.fromkeys(_column_name(c) for c in changed))
        listed = _(", ").join(names[:_SHOWN_CHANGES])
        if len(names) > _SHOWN_CHANGES:
            listed += _(" and {n} more").format(n=number(len(names) - _SHOWN_CHANGES))
        gone = ""
        if version.redacted:
            fields = _(", ").join(field_names(version.redacted).values())
            gone = f'<div class="sr-tombstone">{_("Redacted for good")}: {escape(fields)}</div>'
        rows.append(
            f"<tr><td>{number(version.version)}</td>"
            f"<td>{escape(moment(version.created_at[:19]))}</td>"
            f"<td>{escape(version.created_by)}</td>"
            f"<td>{what}{gone}</td><td>{escape(listed)}</td></tr>"
        )
    heads = (_("Version"), _("When (UTC)"), _("Who"), _("What was done"), _("What changed"))
    return _table("sr-versions", heads, rows)


def _column_name(change: Change) -> str:
    if change.column.startswith("claims."):
        return _("claims")
    name = change.column
    party = name.removesuffix("_low").removesuffix("_best").removesuffix("_high")
    return record_form.labels().get(name) or record_form.labels().get(party) or name


def _change_name(change: Change) -> str:
    """The column of a change in words; of a claim with its id."""
    if not change.column.startswith("claims."):
        return _column_name(change)
    claim_id, _dot, name = change.column.removeprefix("claims.").rpartition(".")
    return f"{_('Claim')} {claim_id}: {record_form.claim_labels().get(name, name)}"


def changes_html(changes: Sequence[Change], before: str, after: str) -> str:
    """What differs between two versions, or would be changed, as a table of three columns."""
    if not changes:
        return f'<div class="sr-empty">{_("They do not differ.")}</div>'
    rows = [
        f'<tr><th scope="row">{escape(_change_name(one))}</th>'
        f"<td>{_value(one.before, one.column)}</td><td>{_value(one.after, one.column)}</td></tr>"
        for one in changes
    ]
    return _table("sr-versions sr-changes", (_("Field"), before, after), rows)


def contested_html(
    names: Sequence[str],
    before: Mapping[str, str],
    theirs: Mapping[str, str],
    mine: Mapping[str, str],
    who: str,
) -> str:
    """What two people made of the same record, side by side with what it was before."""
    labels = {**record_form.labels(), **record_form.claim_labels()}
    rows = [
        f'<tr><th scope="row">{escape(labels.get(name, name))}</th>'
        f"<td>{_value(before.get(name), name)}</td><td>{_value(theirs.get(name), name)}</td>"
        f"<td>{_value(mine.get(name), name)}</td></tr>"
        for name in names
    ]
    heads = (_("Field"), _("Before"), _("Stored by {who}").format(who=who), _("Yours, not stored"))
    return _table("sr-versions sr-changes", heads, rows)


def field_names(fields: Sequence[str]) -> dict[str, str]:
    """Columns as people read them; "claims.text" is the text of the accounts."""
    of_claims = record_form.claim_labels()
    own = {**record_form.labels(), "place": _("The place, and all that says where exactly")}
    return {
        name: f"{_('Accounts')}: {of_claims.get(name.removeprefix('claims.'), name)}"
        if name.startswith("claims.")
        else own.get(name, name)
        for name in fields
    }


def _value(value: object, column: str) -> str:
    """What a column holds, a code of it in words; a column of a claim has the claim before it."""
    if value is None or value == "":
        return f'<span class="sr-muted">{_("not known")}</span>'
    text = str(value)
    text = wording.choices(column.rpartition(".")[2]).get(text, text)
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} \N{HORIZONTAL ELLIPSIS}"
    if column == "georeference_sources":
        return sources_html(short)
    return engine_html(short) if column in _WRITTEN_BY_THE_ENGINE else escape(short)


def _table(css_class: str, heads: Sequence[str], rows: Sequence[str]) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    return (
        f'<div class="sr-wide sr-record"><table class="{css_class}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
