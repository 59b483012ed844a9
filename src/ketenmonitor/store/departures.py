"""What left the tables under a rule of retention: how many objects, when, by which rule; never which ones.

    departures   run, body: a JSON object of `Run`

Comes in: the folder of a chain's tables, and a moment of knowledge. Goes out: `Gone`, what figures must say of it. The promise: who
asks what was known before something left is told that it cannot be known any more, and who asks later how much is no longer
there; both follow from counts alone, for which object left is on record nowhere.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa

from ketenmonitor.store import tables

ACTIVE, REMOVED, DESTROYED = "actief", "verwijderd_bewaard", "vernietigd"
# What a figure says of itself when what it would rest on is no longer there.
DESTROYED_BY_POLICY, REMOVED_BY_POLICY = "destroyed-by-policy", "removed-by-policy"


@dataclass(frozen=True)
class Move:
    """So many objects of a type that went from one state to another by a rule; all were first known by the same receipt."""

    rule: str
    reference: str
    object_type: str
    before: str
    after: str
    first_receipt: int
    objects: int
    article: str = ""  # of the law, as the table of then had it


@dataclass(frozen=True)
class Run:
    """One time that a policy was applied: when, by whom, and by which version of it (`digest`: of the file)."""

    run: int
    at_us: int
    by: str
    policy: str
    digest: str
    moves: tuple[Move, ...]
    rows_set_apart: int = 0


@dataclass(frozen=True, order=True)
class Left:
    """When something went into which state, by which article of the law (empty when that is on record nowhere)."""

    at_us: int
    after: str
    article: str


@dataclass(frozen=True)
class Gone:
    """What a view has to say. `objects`: how many of each type left before its moment, and so are in no figure.

    `later`: what left after its moment of what was known then; when nothing did, the figures are as they were.
    """

    objects: Mapping[str, int] = field(default_factory=dict)
    later: tuple[Left, ...] = ()

    @property
    def code(self) -> str | None:
        """What became of it, as figures say it; of two states the one that is further. None when nothing left."""
        if not self.later:
            return None
        return DESTROYED_BY_POLICY if any(one.after == DESTROYED for one in self.later) else REMOVED_BY_POLICY


def read(root: Path) -> tuple[Run, ...]:
    """All runs, in order."""
    rows = tables.read_small(root, "departures").to_pylist()
    return tuple(_run(json.loads(row["body"])) for row in sorted(rows, key=lambda row: row["run"]))


def has_destroyed(root: Path) -> bool:
    """Whether anything was ever destroyed."""
    return any(move.after == DESTROYED for run in read(root) for move in run.moves)


def _run(said: dict[str, object]) -> Run:
    moves = tuple(Move(**move) for move in said.pop("moves"))  # type: ignore[attr-defined]  # a list of objects, as written
    return Run(**said, moves=moves)  # type: ignore[arg-type]  # as it was written by `write`


def write(root: Path, runs: Iterable[Run]) -> None:
    """Write runs into a new folder of tables."""
    rows = [{"run": run.run, "body": json.dumps(asdict(run), ensure_ascii=False)} for run in runs]
    tables.append(root, "departures", pa.Table.from_pylist(rows, schema=tables.SCHEMAS["departures"]))


def gone_at(runs: Iterable[Run], at_us: int | None, last_receipt: int) -> Gone:
    """What there is to say at a moment (None: now) at which the receipts up to this one were known."""
    left: Counter[str] = Counter()
    later: set[Left] = set()
    for run in runs:
        for move in run.moves:
            if at_us is None or run.at_us <= at_us:
                left[move.object_type] += move.objects if move.before == ACTIVE else 0
            elif move.first_receipt <= last_receipt:
                later.add(Left(run.at_us, move.after, move.article or move.reference))
    return Gone({name: n for name, n in sorted(left.items()) if n}, tuple(sorted(later)))
