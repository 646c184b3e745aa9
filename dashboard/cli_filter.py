"""The filter's options on the command line: one table for every command that filters."""

from __future__ import annotations

import functools
import inspect
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from incidents.errors import IncidentsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from incidents.filters import IncidentFilter


@dataclass(frozen=True)
class _Option:
    """An option, the part of `IncidentFilter` that it sets, and what it takes.

    `takes` is the type of one value; with `again` it may be given several times.
    """

    name: str
    part: str
    help: str
    takes: type = str
    again: bool = False

    @property
    def parameter(self) -> inspect.Parameter:
        """The option as a parameter of a command."""
        kind: Any = list[self.takes] if self.again else self.takes  # type: ignore[name-defined]
        default = False if self.takes is bool else None
        return inspect.Parameter(
            self.part,
            inspect.Parameter.KEYWORD_ONLY,
            default=default,
            annotation=Annotated[
                kind if self.takes is bool else kind | None, typer.Option(self.name, help=self.help)
            ],
        )


_OPTIONS = (
    _Option("--from", "date_from", "First day, such as 2014-10-01."),
    _Option("--to", "date_to", "Last day, itself included."),
    _Option(
        "--type", "event_types", "Event type, such as incursion; may be given again.", again=True
    ),
    _Option("--actor", "actors", "Actor, just as the records name it; again for more.", again=True),
    _Option(
        "--acting-side",
        "acting_sides",
        "Who acted: IRN, PAK, non-state or unknown; again for more.",
        again=True,
    ),
    _Option(
        "--side",
        "countries",
        "Country where it happened, as reported: IRN, PAK or AFG; again for more.",
        again=True,
    ),
    _Option("--district", "districts", "District, just as the records name it.", again=True),
    _Option(
        "--status",
        "statuses",
        "draft, unconfirmed, corroborated, disputed, confirmed or rejected; again for more.",
        again=True,
    ),
    _Option(
        "--certainty",
        "certainties",
        "across (said to be across the line, and the named place lies there at 95 %), one-side, "
        "undetermined or no-side; again for more.",
        again=True,
    ),
    _Option(
        "--depth-from",
        "depth_from_km",
        "Least signed distance to the border in km: positive in Pakistan, negative in Iran. Its "
        "90 % interval must reach it.",
        float,
    ),
    _Option("--depth-to", "depth_to_km", "Greatest signed distance to the border in km.", float),
    _Option(
        "--km-from",
        "chainage_from_km",
        "Start of a stretch of border, km from the tri-point.",
        float,
    ),
    _Option("--km-to", "chainage_to_km", "End of that stretch, itself included.", float),
    _Option(
        "--check",
        "checks",
        "What was found of a reported depth, such as deeper or 'cannot tell'; again for more.",
        again=True,
    ),
    _Option(
        "--conflict",
        "conflict",
        "Only where claims conflict, or what was reported and what was measured do not agree.",
        bool,
    ),
    _Option("--dataset", "datasets", "Dataset, by its name; again for more.", again=True),
    _Option("--text", "text", "Words that must all occur: place, actor, summary."),
)


def with_filter(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of the filter, in the place of its parameter `chosen`.

    The command is called with an `IncidentFilter` there.
    """
    signature = inspect.signature(command, locals={"IncidentFilter": Any}, eval_str=True)

    @functools.wraps(command)
    def filtered(**given: Any) -> None:
        values = {option: given.pop(option.part) for option in _OPTIONS}
        command(chosen=_filter_of(values), **given)

    parameters = []
    for parameter in signature.parameters.values():
        if parameter.name == "chosen":
            parameters += [option.parameter for option in _OPTIONS]
        else:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
    filtered.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    filtered.__annotations__ = {p.name: p.annotation for p in parameters}
    return filtered


def _filter_of(values: dict[_Option, Any]) -> IncidentFilter:
    """The filter that options ask for.

    Raises
    ------
    IncidentsError
        If one cannot be used.
    """
    from incidents.filters import IncidentFilter

    parts: dict[str, Any] = {}
    for option, value in values.items():
        if option.again:
            parts[option.part] = frozenset(value or ())
        elif option.part.startswith("date"):
            parts[option.part] = _day(option.name, value)
        else:
            parts[option.part] = "" if value is None and option.part == "text" else value
    return IncidentFilter(**parts)


def _day(option: str, text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        msg = f"{option} {text!r} is no day ({error}); write it as 2014-10-01"
        raise IncidentsError(msg) from error
