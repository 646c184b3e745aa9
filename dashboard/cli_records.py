"""Commands about the store and single records: check and keep it; show, change and undo them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.settings import Settings
from dashboard.terminal import (
    JsonOption,
    StoreOption,
    choose_store,
    console,
    plain,
    steps,
    store_as_of,
)
from incidents.errors import IncidentsError

if TYPE_CHECKING:
    from incidents.editing import Editor
    from incidents.store import AddReport, Store

record_app = typer.Typer(
    name="record",
    help="Look at one record and its history; edit, merge, split, link, redact, undo.",
    no_args_is_help=True,
)

IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="The record's incident_id, such as 2014-10-17a.")
]
VersionOption = Annotated[
    int | None,
    typer.Option(
        "--version",
        help="The version that you read (`record show` tells it); refused where another person has "
        "stored a newer one.",
    ),
]
ByOption = Annotated[
    str | None, typer.Option("--by", help="Who makes the change (default: your user name).")
]


# --- The store ---------------------------------------------------------------------------------


def verify_store(
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every version in the store against its hashes; damaged ones are named.

    The exit code is 1 where something is damaged. Note the root of a sound store elsewhere: a store
    that gives the same root later holds the same.
    """
    from incidents.integrity import verify, verify_file
    from incidents.store import Store

    choose_store(store)
    place = _existing_store()
    opened = Store.open(place, read_only=True)
    checked = verify_file(place) if isinstance(place, Path) else verify(opened)
    root = opened.last_root() if checked.is_sound else ""
    location = opened.location
    opened.close()
    if as_json:
        console.print_json(
            json.dumps(
                {
                    "store": location,
                    "versions": checked.versions,
                    "batches": checked.batches,
                    "root_sha256": root,
                    "damages": [asdict(damage) for damage in checked.damages],
                }
            )
        )
    else:
        _print_verified(location, checked)
        if root:
            console.print(f"  root sha256 {root}")
    raise typer.Exit(0 if checked.is_sound else 1)


def _existing_store() -> Path | str:
    place = Settings.from_environment().store_place
    if isinstance(place, Path) and not place.is_file():
        msg = f"{place}: no store is there; name one with --store"
        raise IncidentsError(msg)
    return place


def _print_verified(path: object, checked: Any) -> None:
    what = f"{checked.versions:,} versions in {checked.batches:,} batches"
    if checked.is_sound:
        console.print(plain(f"{path}: sound; {what} are as they were written"))
        return
    console.print(plain(f"{path}: damaged; {what} checked"))
    for damage in checked.damages:
        console.print(plain(f"  {damage}"))


def backup_store(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="File of the backup.")],
    store: StoreOption = None,
) -> None:
    """Copy the store into a file, even while others write to it, and check the copy.

    The backup of a PostgreSQL store is a file as well: it opens like any store.
    """
    from incidents.integrity import backup

    choose_store(store)
    with steps("Copying") as tell:
        checked = backup(_existing_store(), out, progress=lambda share: tell("Copying", share))
    _print_verified(out, checked)
    raise typer.Exit(0 if checked.is_sound else 1)


def restore_store(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    store: StoreOption = None,
) -> None:
    """Put a checked backup in the store's place; what was there before is kept in a file."""
    from incidents.integrity import restore

    choose_store(store)
    place = Settings.from_environment().store_place
    checked, kept = restore(file, place)
    _print_verified(place, checked)
    if kept is not None:
        console.print(plain(f"  The former store is kept as {kept}"))


def list_duplicates(
    store: StoreOption = None,
    least: Annotated[
        float, typer.Option(help="Least score, 0 to 1; lower lists more pairs.")
    ] = 0.5,
    as_json: JsonOption = False,
) -> None:
    """List records that may be one event, with the reasons; nothing is merged by itself."""
    from dashboard.loading import load_border
    from incidents.duplicates import suggest

    choose_store(store)
    opened = store_as_of()
    found = suggest(opened.incidents(), load_border(), least_score=least)
    if as_json:
        console.print_json(json.dumps([asdict(one) for one in found]))
        return
    for one in found:
        console.print(plain(f"{one.score:.2f}  {one.first_id}  {one.second_id}"), style="bold")
        for reason in one.reasons:
            console.print(plain(f"      {reason}"))
    console.print(
        f"{len(found):,} pairs. sarhad record merge KEPT OTHER, or sarhad record link ONE OTHER"
    )


# --- Single records ----------------------------------------------------------------------------


def _editor(store: str | None, by: str | None) -> tuple[Editor, Store]:
    from dashboard.loading import load_geocoder
    from incidents.editing import Editor

    choose_store(store)
    opened = store_as_of()
    return Editor(opened, load_geocoder(), by=by), opened


def _told_change(what: str, added: AddReport) -> None:
    if added.batch_id is None:
        console.print(plain(f"{what}: nothing changed"))
    else:
        console.print(plain(f"{what}. Undo: sarhad record undo {added.batch_id}"))


@record_app.command("show")
def show_record(
    incident_id: IdArgument, store: StoreOption = None, as_json: JsonOption = False
) -> None:  # fmt: skip
    """Show the latest version of a record with its claims, and what they contradict."""
    from incidents.conflicts import conflicts

    _, opened = _editor(store, None)
    version = opened.get(incident_id)
    if version is None:
        msg = f"{incident_id}: no such incident; check the id"
        raise IncidentsError(msg)
    row = {k: v for k, v in version.incident.to_row().items() if v is not None}
    claims = [
        {k: v for k, v in claim.to_row().items() if v is not None}
        for claim in version.incident.claims
    ]
    found = conflicts(version.incident)
    if as_json:
        whole = {
            **row,
            "version": version.version,
            "claims": claims,
            "conflicts": [asdict(one) for one in found],
        }
        console.print_json(json.dumps(whole, default=str, ensure_ascii=False))
        return
    console.print(plain(f"{incident_id}, version {version.version}"), style="bold")
    for name, value in row.items():
        console.print(plain(f"  {name}: {value}"))
    for claim in claims:
        console.print(plain(f"  claim {claim.pop('claim_id')}"), style="bold")
        for name, value in claim.items():
            console.print(plain(f"    {name}: {value}"))
    for one in found:
        console.print(plain(f"  claims differ on {one.about}: {one.sentence}"))


@record_app.command("history")
def show_history(
    incident_id: IdArgument, store: StoreOption = None, as_json: JsonOption = False
) -> None:  # fmt: skip
    """List every version of a record: who, when (UTC), and what changed."""
    from incidents.editing import compare

    _, opened = _editor(store, None)
    history = opened.history(incident_id)
    if not history:
        msg = f"{incident_id}: no such incident; check the id"
        raise IncidentsError(msg)
    rows: list[dict[str, Any]] = []
    for before, version in zip((None, *history), history, strict=False):
        changes = [] if before is None else list(compare(before.incident, version.incident))
        rows.append(
            {
                "version": version.version,
                "at": version.created_at,
                "by": version.created_by,
                "what": version.what or f"import of {version.file_name}",
                "batch": version.batch_id,
                "redacted": list(version.redacted),
                "changes": [asdict(change) for change in changes],
            }
        )
    if as_json:
        console.print_json(json.dumps(rows, default=str, ensure_ascii=False))
        return
    for row in rows:
        console.print(
            plain(f"{row['version']}  {row['at']}  {row['by']}: {row['what']}"), style="bold"
        )
        if row["redacted"]:
            console.print(plain(f"      redacted: {', '.join(row['redacted'])}"))
        for change in row["changes"]:
            shown = f"{change['column']}: {change['before']} -> {change['after']}"
            console.print(plain(f"      {shown[:300]}"))


@record_app.command("edit")
def edit_record(
    incident_id: IdArgument,
    changes: Annotated[
        list[str],
        typer.Argument(
            metavar="COLUMN=VALUE...",
            help="Such as adm2=Chagai date_start=2014-10-17; an empty value means not known.",
        ),
    ],
    store: StoreOption = None,
    version: VersionOption = None,
    by: ByOption = None,
) -> None:
    """Change columns of a record; a new place is looked up and measured at once."""
    from incidents.dates import parse_days
    from incidents.record import INCIDENT_COLUMNS, parse_value

    columns = {c.name: c for c in INCIDENT_COLUMNS}
    values: dict[str, Any] = {}
    for change in changes:
        name, sign, text = change.partition("=")
        if not sign or name not in columns:
            msg = f"{change!r} names no column; expected COLUMN=VALUE, such as adm2=Chagai"
            raise IncidentsError(msg)
        if columns[name].kind == "date" and text:
            days = parse_days(text)
            values[name] = days.last if name == "date_end" else days.first
        else:
            values[name] = parse_value(columns[name], text)
    editor, _ = _editor(store, by)
    _told_change(f"{incident_id} edited", editor.edit(incident_id, values, version=version))


@record_app.command("status")
def set_status(
    incident_id: IdArgument,
    status: Annotated[str, typer.Argument(metavar="STATUS", help="One of these six words.")],
    store: StoreOption = None,
    version: VersionOption = None,
    by: ByOption = None,
) -> None:
    """Set the status: draft, unconfirmed, corroborated, disputed, confirmed or rejected."""
    editor, _ = _editor(store, by)
    _told_change(
        f"{incident_id} is {status}", editor.set_status(incident_id, status, version=version)
    )


@record_app.command("restore")
def restore_version(
    incident_id: IdArgument,
    version: Annotated[
        int, typer.Argument(metavar="VERSION", help="Its number, as `record history` lists it.")
    ],
    store: StoreOption = None,
    by: ByOption = None,
) -> None:
    """Make an earlier version the latest again, as a new version."""
    editor, _ = _editor(store, by)
    _told_change(f"{incident_id} is as in version {version}", editor.restore(incident_id, version))


@record_app.command("merge")
def merge_records(
    kept: Annotated[str, typer.Argument(metavar="KEPT", help="Id of the record that stays.")],
    other: Annotated[
        str, typer.Argument(metavar="OTHER", help="Id of the record that is no longer shown.")
    ],
    store: StoreOption = None,
    by: ByOption = None,
) -> None:
    """Merge OTHER into KEPT: the claims of both are kept, and undo parts them again."""
    editor, _ = _editor(store, by)
    _told_change(f"{other} merged into {kept}", editor.merge(kept, other))


@record_app.command("split")
def split_record(
    incident_id: IdArgument,
    claims: Annotated[
        list[str],
        typer.Argument(
            metavar="CLAIM_ID...",
            help="Claims that tell of another event, as `record show` names them; some, not all.",
        ),
    ],
    store: StoreOption = None,
    by: ByOption = None,
) -> None:
    """Take claims out into a record of their own; the two are linked."""
    editor, _ = _editor(store, by)
    added, new_id = editor.split(incident_id, claims)
    _told_change(f"{new_id} split off {incident_id}", added)


@record_app.command("link")
def link_records(
    one: Annotated[str, typer.Argument(metavar="ONE", help="Id of a record.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Id of another.")],
    store: StoreOption = None,
    by: ByOption = None,
) -> None:
    """Say that two records belong together without being one event."""
    editor, _ = _editor(store, by)
    _told_change(f"{one} and {other} linked", editor.link(one, other))


@record_app.command("redact")
def redact_record(
    incident_id: IdArgument,
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD...",
            help="A text column such as summary, a column of the claims such as claims.text, or "
            "place: the position, the shape and all distances.",
        ),
    ],
    why: Annotated[
        str, typer.Option(help="The reason; it stays, so do not repeat the text in it.")
    ],
    store: StoreOption = None,
    by: ByOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take text out of every version, for good: for a person's safety. It cannot be undone.

    Backups, exports and imported files still hold the text, and importing such a file again brings
    it back: mend or delete them as well.
    """
    choose_store(store)
    if not yes and not typer.confirm(f"{', '.join(fields)} of {incident_id} will be gone. Go on?"):
        raise typer.Exit(2)
    opened = store_as_of()
    touched = opened.redact(incident_id, fields=fields, why=why, by=by)
    console.print(
        plain(
            f"{incident_id}: gone from {touched} versions. Backups, exports and the imported files "
            "still hold it: delete or redact them as well."
        )
    )


@record_app.command("undo")
def undo_batch(
    batch: Annotated[
        int, typer.Argument(metavar="BATCH", help="Its number, as `record log` lists it.")
    ],
    store: StoreOption = None,
    by: ByOption = None,
) -> None:
    """Take back one import or change, by the number that it told.

    Records get the content that they had before, as new versions; those that an import brought in
    get the status rejected. A later change has to be undone first.
    """
    editor, _ = _editor(store, by)
    _told_change(f"Batch {batch} undone", editor.undo(batch))


@record_app.command("log")
def show_log(
    store: StoreOption = None,
    most: Annotated[int, typer.Option(help="How many at the most.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """List the newest imports and changes of the whole store."""
    _, opened = _editor(store, None)
    listed = opened.batches(most)
    if as_json:
        console.print_json(json.dumps([asdict(one) for one in listed]))
        return
    for one in listed:
        what = one.what or f"import of {one.file_name}"
        console.print(
            plain(
                f"{one.batch_id}  {one.created_at}  {one.created_by}: {what} "
                f"({one.versions:,} versions)"
            )
        )
