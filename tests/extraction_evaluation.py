"""How well the extraction does on the reports with keys: one table for both halves.

Run `python tests/extraction_evaluation.py`; add `--show` for what went wrong in the development
half. The reports, their keys and the rules of judging are described in
`tests/extraction_reports/README.md`.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from incidents.record import PARTIES, Count, EventType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

HALVES = ("development", "held_out")
REPORTS = Path(__file__).parent / "extraction_reports"

FAMILIES = {
    EventType.INCURSION: "force",
    EventType.CROSS_BORDER_FIRE: "force",
    EventType.AIR_OR_DRONE_STRIKE: "force",
    EventType.ARMED_CLASH: "force",
    EventType.AMBUSH_OR_IED: "force",
    EventType.SHOOTING_OF_CIVILIANS: "force",
    EventType.CROSSING_ATTEMPT: "force",
    EventType.ABDUCTION: "custody",
    EventType.ARREST_OR_SEIZURE: "custody",
    EventType.DIPLOMATIC: "state",
    EventType.BORDER_CLOSURE: "state",
    EventType.OTHER: "other",
}
DEPTH_TOLERANCE_KM = 0.05
TOLLS = tuple(f"{harm}_{party}" for harm in ("killed", "injured") for party in PARTIES)
FIELDS = (
    "date",
    "date_precision",
    "event_type",
    "acting_side",
    "actor",
    "target",
    "toll",
    "personnel_count",
    "place",
    "border_pillar",
    "depth",
    "at_sea",
    "claimant",
    "conflicting",
)


@dataclass(frozen=True)
class Report:
    """One text with what a careful reader finds in it."""

    name: str
    published: date
    language: str
    text: str
    traps: tuple[str, ...]
    keys: tuple[dict[str, Any], ...]


@dataclass
class Score:
    """What was counted over the reports of one half."""

    reports: int = 0
    keys: int = 0
    drafts: int = 0
    matched: int = 0
    right: Counter[str] = field(default_factory=Counter)
    judged: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    given_right: Counter[str] = field(default_factory=Counter)
    given_of_event: Counter[str] = field(default_factory=Counter)
    loose_evidence: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the drafts that match a key."""
        return self.matched / self.drafts if self.drafts else 0.0

    @property
    def recall(self) -> float:
        """Share of the keys that a draft matches."""
        return self.matched / self.keys if self.keys else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.matched / (self.drafts + self.keys) if self.drafts + self.keys else 0.0

    def accuracy(self, name: str) -> float:
        """Share of the judged values of a field that are right; 0 where none was judged."""
        return self.right[name] / self.judged[name] if self.judged[name] else 0.0

    def precision_of(self, name: str) -> float:
        """Share of the given depths or pillars that are right; 0 where none was given."""
        return self.given_right[name] / self.given[name] if self.given[name] else 0.0


def read_reports(half: str) -> tuple[Report, ...]:
    """The reports of one half, "development" or "held_out", in the order of their names."""
    return tuple(_read(path) for path in sorted((REPORTS / half).glob("*.toml")))


def _read(path: Path) -> Report:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Report(
        name=path.stem,
        published=table["published"],
        language=table["language"],
        text=table["text"],
        traps=tuple(table["traps"]),
        keys=tuple(table["incidents"]),
    )


def evaluate(reports: Iterable[Report], extract: Callable[..., Iterable[Any]]) -> Score:
    """Extract every report and judge the drafts against its keys."""
    score = Score()
    for report in reports:
        drafts = tuple(extract(report.text, published=report.published))
        score.reports += 1
        score.keys += len(report.keys)
        score.drafts += len(drafts)
        for draft in drafts:
            score.loose_evidence.extend(_loose_evidence(report, draft))
        _judge(report, drafts, score)
    return score


def _judge(report: Report, drafts: tuple[Any, ...], score: Score) -> None:
    matched = _matches(report, drafts)
    near = _near_matches(report, drafts, matched)
    score.matched += len(matched)
    for number, place in (*matched.items(), *near.items()):
        key, draft = report.keys[number], drafts[place]
        for name, right in _fields(key, draft.incident):
            score.judged[name] += 1
            score.right[name] += right
            if not right:
                what = _said(name, draft.incident)
                score.faults.append(f"{report.name} #{number + 1}: {name} is {what}")
    for number, key in enumerate(report.keys):
        if number not in matched:
            score.faults.append(f"{report.name} #{number + 1}: missed {_dates(key, 'date_start')}")
    keys_of = {place: number for number, place in matched.items()}
    events_of = {place: number for number, place in (*matched.items(), *near.items())}
    for place, draft in enumerate(drafts):
        incident = draft.incident
        key = report.keys[keys_of[place]] if place in keys_of else None
        if key is None:
            score.faults.append(
                f"{report.name}: no such incident, {incident.date_start} {incident.event_type} "
                f"{incident.acting_side}"
            )
        for name, given, is_right in (
            ("depth", _gives_depth(incident), _depth_is_right),
            ("border_pillar", bool(incident.border_pillar), _pillar_is_right),
        ):
            right = key is not None and is_right(key, incident)
            score.given[name] += given
            score.given_right[name] += given and right
            score.given_of_event[name] += (
                given and place in events_of and is_right(report.keys[events_of[place]], incident)
            )
            if given and not right:
                what = _said(name, incident)
                score.faults.append(f"{report.name}: {name} must not be given as {what}")


def _matches(report: Report, drafts: tuple[Any, ...]) -> dict[int, int]:
    """Key number to draft number: most matches first, then most fields that agree."""

    def worth(key: dict[str, Any], draft: Any) -> float:
        if not all(_agreement(key, draft.incident).values()):
            return 0.0
        judged = [right for _, right in _fields(key, draft.incident)]
        return 1000.0 + sum(judged)

    return _assign(range(len(report.keys)), range(len(drafts)), report, drafts, worth)


def _near_matches(
    report: Report, drafts: tuple[Any, ...], matched: dict[int, int]
) -> dict[int, int]:
    """Pairs left over that agree in all but one criterion and rest on the same words."""

    def worth(key: dict[str, Any], draft: Any) -> float:
        agreement = _agreement(key, draft.incident)
        if sum(agreement.values()) < len(agreement) - 1 or not _same_words(report, key, draft):
            return 0.0
        return 1000.0 + sum(right for _, right in _fields(key, draft.incident))

    keys = [number for number in range(len(report.keys)) if number not in matched]
    places = [place for place in range(len(drafts)) if place not in matched.values()]
    return _assign(keys, places, report, drafts, worth)


def _assign(
    keys: Iterable[int],
    places: Iterable[int],
    report: Report,
    drafts: tuple[Any, ...],
    worth: Callable[[dict[str, Any], Any], float],
) -> dict[int, int]:
    keys, places = list(keys), list(places)
    if not keys or not places:
        return {}
    gains = np.array([[worth(report.keys[k], drafts[p]) for p in places] for k in keys])
    rows, columns = linear_sum_assignment(gains, maximize=True)
    return {
        keys[row]: places[column]
        for row, column in zip(rows, columns, strict=True)
        if gains[row, column] > 0
    }


def _agreement(key: dict[str, Any], incident: Any) -> dict[str, bool]:
    """Which of the keyed criteria of a match agree."""
    slack = 1 + key.get("date_slack_days", 0)
    agreement = {"date": _days_agree(key, incident, slack)}
    if "event_type" in key:
        wanted = {FAMILIES[EventType(code)] for code in _list(key["event_type"])}
        agreement["family"] = FAMILIES[incident.event_type] in wanted
    if "acting_side" in key:
        agreement["acting_side"] = incident.acting_side in _list(key["acting_side"])
    return agreement


def _days_agree(key: dict[str, Any], incident: Any, slack: int) -> bool:
    return all(
        any(abs((getattr(incident, name) - day).days) <= slack for day in _dates(key, name))
        for name in ("date_start", "date_end")
    )


def _dates(key: dict[str, Any], name: str) -> list[date]:
    return _list(key.get(name, key["date_start"]))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _same_words(report: Report, key: dict[str, Any], draft: Any) -> bool:
    spans = [
        (found.start(), found.end())
        for phrase in key["evidence"]
        for found in re.finditer(re.escape(phrase), report.text)
    ]
    return any(
        evidence.start < end and start < evidence.end
        for several in draft.evidence.values()
        for evidence in several
        for start, end in spans
    )


def _fields(key: dict[str, Any], incident: Any) -> Iterator[tuple[str, bool]]:
    """Every keyed field, and whether the draft has it right; a toll counts once per number."""
    yield "date", _days_agree(key, incident, key.get("date_slack_days", 0))
    if isinstance(key["date_start"], date):
        yield "date_precision", incident.date_precision == key.get("date_precision", "day")
    for name in ("event_type", "acting_side", "personnel_count", "at_sea"):
        if name in key:
            yield name, getattr(incident, name) in _list(key[name])
    for name, said in (
        ("actor", incident.actor),
        ("target", incident.target),
        ("place", _places(incident)),
    ):
        if name in key:
            yield name, _mentions(said, key[name])
    for right in _tolls(key, incident):
        yield "toll", right
    yield from _rules_of_their_own(key, incident)


def _rules_of_their_own(key: dict[str, Any], incident: Any) -> Iterator[tuple[str, bool]]:
    if "border_pillar" in key:
        yield "border_pillar", _pillar_is_right(key, incident)
    if "reported_depth_min_km" in key:
        yield "depth", _depth_is_right(key, incident)
    if "claimant" in key:
        yield "claimant", set(key["claimant"]) <= {claim.claimant for claim in incident.claims}
    if "conflicting" in key:
        conflicting = any(claim.stance == "conflicts" for claim in incident.claims)
        yield "conflicting", conflicting == key["conflicting"]


def _places(incident: Any) -> str:
    parts = (incident.verbatim_locality, incident.locality, incident.adm1, incident.adm2)
    return " / ".join(part for part in parts if part)


def _tolls(key: dict[str, Any], incident: Any) -> Iterator[bool]:
    for name in TOLLS:
        count = incident.tolls.get(name, Count())
        said = max(count.low or 0, count.best or 0, count.high or 0)
        if name in key.get("free", ()):
            continue
        if name == "killed_total" and key.get(name) == 0:
            yield not any(
                other.best or other.low or other.high
                for party, other in incident.tolls.items()
                if party.startswith("killed_")
            )
        elif isinstance(key.get(name), dict):
            yield all(getattr(count, bound) == number for bound, number in key[name].items())
        elif name in key and name in key.get("unnamed", ()) and not count.is_known:
            total = incident.tolls.get(f"{name.partition('_')[0]}_total", Count())
            yield total.best in _list(key[name])
        elif name in key:
            yield count.best in _list(key[name])
        elif said and not name.endswith("_total"):
            yield False


def _mentions(said: str | None, wanted: list[str]) -> bool:
    plain = _plain(said or "")
    return any(_plain(word) in plain for word in wanted)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKC", text).casefold().translate(_SAME_LETTERS)
    return " ".join(letters.split())


_SAME_LETTERS = str.maketrans({"ي": "ی", "ك": "ک", "\u200c": " ", "-": " ", "_": " ", "’": "'"})


def _gives_depth(incident: Any) -> bool:
    return incident.reported_depth_min_km is not None or incident.reported_depth_max_km is not None


def _depth_is_right(key: dict[str, Any], incident: Any) -> bool:
    for name in ("reported_depth_min_km", "reported_depth_max_km"):
        wanted, said = _list(key.get(name, [])), getattr(incident, name)
        if said is None or not any(abs(km - said) <= DEPTH_TOLERANCE_KM for km in wanted):
            return False
    return incident.reported_depth_into in _list(key["reported_depth_into"])


def _pillar_is_right(key: dict[str, Any], incident: Any) -> bool:
    said = _numbers(incident.border_pillar or "")
    return bool(said) and any(said == _numbers(one) for one in _list(key.get("border_pillar", [])))


def _numbers(pillar: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", pillar)]


def _loose_evidence(report: Report, draft: Any) -> Iterator[str]:
    """Evidence whose offsets do not lead to its words."""
    for name, several in draft.evidence.items():
        for evidence in several:
            words = report.text[evidence.start : evidence.end]
            if not words or words != evidence.text:
                yield f"{report.name}: {name} rests on {evidence.text!r}, the text has {words!r}"


def _said(name: str, incident: Any) -> str:
    if name == "date":
        return f"{incident.date_start} to {incident.date_end}"
    if name == "toll":
        tolls = (f"{k} {c.low}/{c.best}/{c.high}" for k, c in incident.tolls.items())
        return ", ".join(tolls) or "empty"
    if name == "depth":
        low, high = incident.reported_depth_min_km, incident.reported_depth_max_km
        return f"{low} to {high} km into {incident.reported_depth_into}"
    if name == "place":
        return repr(incident.verbatim_locality)
    if name in ("claimant", "conflicting"):
        return repr([(claim.claimant, claim.stance) for claim in incident.claims])
    return repr(getattr(incident, name))


def table(scores: dict[str, Score]) -> str:
    """The figures of each half side by side, as a Markdown table."""
    rows = [
        ("reports", [f"{s.reports}" for s in scores.values()]),
        ("incidents in the keys", [f"{s.keys}" for s in scores.values()]),
        ("drafts", [f"{s.drafts}" for s in scores.values()]),
        ("incidents: precision", [f"{s.precision:.3f}" for s in scores.values()]),
        ("incidents: recall", [f"{s.recall:.3f}" for s in scores.values()]),
        ("incidents: F1", [f"{s.f1:.3f}" for s in scores.values()]),
    ]
    for name, words in (("depth", "depth"), ("border_pillar", "pillar")):
        shares = [_share(s.given_right[name], s.given[name]) for s in scores.values()]
        rows.append((f"{words}: precision", shares))
        shares = [_share(s.given_of_event[name], s.given[name]) for s in scores.values()]
        rows.append((f"{words}: that of its event", shares))
    for name in FIELDS:
        words = {"depth": "depth: found", "border_pillar": "pillar: found"}.get(
            name, f"{name.replace('_', ' ')}: right"
        )
        rows.append((words, [_share(s.right[name], s.judged[name]) for s in scores.values()]))
    titles = [half.replace("_", "-") for half in scores]
    lines = [f"| | {' | '.join(titles)} |", f"|---|{'---|' * len(titles)}"]
    lines += [f"| {name} | {' | '.join(values)} |" for name, values in rows]
    return "\n".join(lines)


def _share(right: int, judged: int) -> str:
    return f"{right / judged:.3f} ({right} of {judged})" if judged else "none given"


def main() -> None:
    """Print the table, and with --show the faults in the development half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="list faults (development half only)")
    arguments = parser.parse_args()
    from incidents.extraction import extract  # noqa: PLC0415 - --help works without it

    scores = {half: evaluate(read_reports(half), extract) for half in HALVES}
    sys.stdout.write(table(scores) + "\n")
    if arguments.show:
        sys.stdout.write("\n" + "\n".join(scores["development"].faults) + "\n")


if __name__ == "__main__":
    main()
