"""Which columns of a log say whose case it is, what happened and when.

Comes in: the names of a log's columns. Goes out: the three that count. The promise: the standard name wins over
others, what a person says wins over both, and a missing one is an error, not a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ketenmonitor.logs.faults import LogError

# In order of preference, and compared without regard to capitals, `_` and spaces around.
WELL_KNOWN = {
    "case": ("case:concept:name", "case id", "caseid"),
    "activity": ("concept:name", "activity", "event"),
    "time": ("time:timestamp", "timestamp", "time", "complete timestamp"),
}


@dataclass(frozen=True)
class Columns:
    """The names, as they stand in the log."""

    case: str
    activity: str
    time: str


def columns_of(names: Sequence[str], said: Mapping[str, str]) -> Columns:
    """Find the three columns among `names`; `said` holds what a person says of them. Raises `LogError`."""
    if wrong := sorted(set(said) - set(WELL_KNOWN)):
        what = f"a column was named for {', '.join(wrong)}, which is no part of a log"
        raise LogError(what, f"Parts are: {', '.join(WELL_KNOWN)}", "Name a column for one of these")
    return Columns(**{part: _column(part, names, said.get(part)) for part in WELL_KNOWN})


def _column(part: str, names: Sequence[str], said: str | None) -> str:
    if said is not None:
        if said not in names:
            what = f'it has no column "{said}", which was named for the {part}'
            raise LogError(what, "A column of the log is meant, and capitals count", "Name another column")
        return said
    plain = {_plain(name): name for name in reversed(names)}
    for known in WELL_KNOWN[part]:
        if known in plain:
            return plain[known]
    # The names that are there are not shown: without a header they are values of the first row.
    right = f"The name of that column is one of: {', '.join(WELL_KNOWN[part])}"
    raise LogError(f"no column has the {part} of an event", right, "Rename the column")


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", " ")
