"""The command that reads articles: which incidents they tell of, and with which words."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.settings import Settings
from dashboard.terminal import JsonOption, StoreOption, choose_store, console, errors, plain
from incidents.errors import IncidentsError

if TYPE_CHECKING:
    from datetime import date

    from incidents.extraction import Draft

_SHOWN_DUPLICATES = 3
_FIELDS = (
    "event_type", "actor", "acting_side", "target", "personnel_count", "verbatim_locality",
    "country_reported", "adm1", "adm2", "border_pillar", "at_sea", "depth_wording",
    "reported_depth_into", "depth_check", "georeference_status", "toll_wording",
)  # fmt: skip


def extract_articles(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Articles: text, HTML, PDF or DOCX; told by their content."
        ),
    ],
    published: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Day of publication, such as 2014-10-22: 'Wednesday' and 'October 17' are "
            "reckoned from it (default: what the article itself gives).",
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(help="Text encoding of the files, such as cp1256 (default: UTF-8 or UTF-16)."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the incidents that articles tell of, each field with its words; nothing is stored.

    Drafts are placed and measured, and compared with the store if it exists already. A person
    accepts, mends or rejects them in Review. The exit code is 1 where a file could not be read.
    """
    choose_store(store)
    given = _day(published) if published else None
    reported: list[dict[str, Any]] = []
    failed = False
    for path in paths:
        try:
            reported.append(_read(path, given, encoding))
        except IncidentsError as error:
            failed = True
            if as_json:
                reported.append({"file": path.name, "error": str(error), "drafts": []})
            else:
                errors.print(plain(f"sarhad: {error}"), style="bold")
    if as_json:
        shown = [{k: v for k, v in one.items() if not k.startswith("_")} for one in reported]
        console.print_json(json.dumps(shown, default=str))
    else:
        for one in reported:
            _print(one)
    if failed:
        raise typer.Exit(2 if len(reported) == 0 or len(paths) == 1 else 1)


def _read(path: Path, given: date | None, encoding: str | None) -> dict[str, Any]:
    from dashboard.loading import load_geocoder
    from incidents.articles import read_article
    from incidents.extraction import drafts_placed, extract, not_read, overlooked

    article = read_article(path, encoding=encoding)
    published = given or article.published_on
    drafts = extract(article.text, published=published)
    missed = overlooked(article.text, drafts, published=published)
    drafts = drafts_placed(drafts, load_geocoder(), stored=_stored())
    return {
        "file": path.name,
        "format": article.format,
        "title": article.title,
        "published": article.published,
        "remarks": [*article.remarks, *not_read(article.text)],
        "drafts": [_draft(draft) for draft in drafts],
        "missed": [
            {"start": start, "end": end, "text": article.text[start:end]} for start, end in missed
        ],
    }


def _day(text: str) -> date:
    from incidents.dates import parse_days

    days = parse_days(text)
    if days.precision != "day":
        msg = f"--published {text!r} is a {days.precision}; expected a day such as 2014-10-22"
        raise IncidentsError(msg)
    return days.first


def _stored() -> tuple[Any, ...]:
    """The incidents of the store, where there is one; none is made for this."""
    from incidents.store import Store

    place = Settings.from_environment().store_place
    if isinstance(place, Path) and not place.exists():
        return ()
    opened = Store.open(place, read_only=True)
    try:
        return opened.incidents()
    finally:
        opened.close()


def _draft(draft: Draft) -> dict[str, Any]:
    row = {name: value for name, value in draft.incident.to_row().items() if value is not None}
    return {
        "incident": row,
        "claims": [
            {name: value for name, value in claim.to_row().items() if value is not None}
            for claim in draft.incident.claims
        ],
        "evidence": {
            name: [asdict(one) for one in several] for name, several in draft.evidence.items()
        },
        "remarks": list(draft.remarks),
        "duplicates": [asdict(one) for one in draft.duplicates],
    }


def _print(one: dict[str, Any]) -> None:
    if "error" in one:
        return
    console.print(plain(f"{one['file']}: {len(one['drafts'])} drafts"), style="bold")
    for remark in one["remarks"]:
        console.print(plain(f"  {remark}"))
    for number, draft in enumerate(one["drafts"], 1):
        _print_draft(number, draft, one["remarks"])
    for clause in one["missed"]:
        words = " ".join(clause["text"].split())[:120]
        console.print(plain(f"  In no draft, though it says a day: {words!r}"))


def _print_draft(number: int, draft: dict[str, Any], known: list[str]) -> None:
    """One draft in lines, each field with its first words; remarks that were told are left out."""
    row = draft["incident"]
    days = str(row["date_start"])
    if row["date_end"] != row["date_start"]:
        days += f" to {row['date_end']}"
    console.print(plain(f"{number}. {days}  {row.get('summary', '')}"), style="bold")
    for name in (*_FIELDS, *_toll_names(row)):
        value = row.get(name)
        if value in (None, False):
            continue
        words = [evidence["text"] for evidence in draft["evidence"].get(name, [])[:1]]
        told = f"   {name}: {value}"
        if words:
            told += f"   <- {' '.join(words[0].split())[:120]!r}"
        console.print(plain(told))
    for claim in draft["claims"]:
        origin = claim.get("origin", "no source named")
        console.print(plain(f"   claim of {claim['claimant']} ({origin}): {claim['stance']}"))
    for remark in (r for r in draft["remarks"] if r not in known):
        console.print(plain(f"   ! {remark}"))
    for pair in draft["duplicates"][:_SHOWN_DUPLICATES]:
        ids = (pair["first_id"], pair["second_id"])
        other = next(one for one in ids if one != row["incident_id"])
        console.print(plain(f"   may be {other} ({pair['score']:.2f})"))


def _toll_names(row: dict[str, Any]) -> list[str]:
    """The columns of the toll that say it best: the best figure, else its bounds."""
    names = []
    for name in row:
        if name.startswith(("killed_", "injured_")):
            best = f"{name.rpartition('_')[0]}_best"
            if name == best or row.get(best) is None:
                names.append(name)
    return names
