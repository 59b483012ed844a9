"""What can become of an item of the review queue, and who may decide it.

Comes in: lines of the history. Goes out: `Item`s, each in a state. The promise: an item goes from state to state as `NEXT` says and in no
other way; what is held against an officer was confirmed by a second person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt
from typing import Any

from ketenmonitor.errors import UsageError

LIKELY = 1.96  # of the normal distribution: 95 percent


class Kind(StrEnum):
    """Why an item is in the queue."""

    UNEXPLAINED = "unexplained"
    GLASS = "break-glass"
    SAMPLE = "sample"


class State(StrEnum):
    """How far an item is. `ASKED`: the officer or their superior was asked for an explanation."""

    OPEN = "open"
    ASKED = "asked"
    SUSPECTED = "suspected"
    LAWFUL = "lawful"
    UNLAWFUL = "unlawful"


class Step(StrEnum):
    """What a reviewer can do with an item."""

    ASK = "ask"
    LAWFUL = "lawful"
    SUSPECT = "suspect"
    CONFIRM = "confirm"
    REJECT = "reject"


NEXT: dict[Step, tuple[frozenset[State], State]] = {
    Step.ASK: (frozenset({State.OPEN}), State.ASKED),
    Step.LAWFUL: (frozenset({State.OPEN, State.ASKED}), State.LAWFUL),
    Step.SUSPECT: (frozenset({State.OPEN, State.ASKED}), State.SUSPECTED),
    Step.CONFIRM: (frozenset({State.SUSPECTED}), State.UNLAWFUL),
    Step.REJECT: (frozenset({State.SUSPECTED}), State.OPEN),
}
BY_ANOTHER = frozenset({Step.CONFIRM, Step.REJECT})
ENDED = frozenset({State.LAWFUL, State.UNLAWFUL})


@dataclass(frozen=True)
class Taken:
    """A step that was taken: by whom, and when."""

    step: Step
    by: str
    at: str


@dataclass(frozen=True)
class Item:
    """A pair of officer and person, by a keyed hash; who they are stands in a file of its own. `last_us`: of its last look."""

    number: int
    kind: Kind
    pair: str
    last_us: int
    state: State = State.OPEN
    steps: tuple[Taken, ...] = ()

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    def after(self, taken: Taken) -> Item:
        return replace(self, state=NEXT[taken.step][1], steps=(*self.steps, taken))


def standing(lines: Iterable[Mapping[str, Any]]) -> dict[int, Item]:
    """Every item as the history leaves it, by its number."""
    items: dict[int, Item] = {}
    for line in lines:
        for one in line.get("new", ()):
            items[one["item"]] = Item(one["item"], Kind(one["kind"]), one["pair"], one["last_us"])
        if line["step"] in NEXT:
            taken = Taken(Step(line["step"]), line["by"], line["at"])
            items[line["item"]] = items[line["item"]].after(taken)
    return items


def check_step(item: Item, step: Step, by: str) -> None:
    """That this step fits the state of the item, and is not for somebody else."""
    before, _ = NEXT[step]
    if item.state not in before:
        can = ", ".join(one for one, (states, _) in NEXT.items() if item.state in states) or "nothing"
        raise UsageError(f"Item {item.number} is {item.state}: {step} does not fit. What can be done: {can}.")
    suspected_by = next((taken.by for taken in reversed(item.steps) if taken.step is Step.SUSPECT), None)
    if step in BY_ANOTHER and by == suspected_by:
        raise UsageError(f"Item {item.number}: {step} is for somebody else than who suspected. Ask a second person.")


@dataclass(frozen=True)
class Rate:
    """Of `of` that were decided, `n`: as a share, with the interval that holds in 95 of 100 such series (Wilson, 1927)."""

    n: int
    of: int

    @property
    def share(self) -> float | None:
        return self.n / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        if not self.of:
            return None
        share, z2 = self.n / self.of, LIKELY**2
        middle, half = share + z2 / (2 * self.of), LIKELY * sqrt(share * (1 - share) / self.of + z2 / (4 * self.of**2))
        whole = 1 + z2 / self.of
        return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def false_alarms(items: Iterable[Item], kind: Kind) -> Rate:
    """How many items of a kind turned out to be lawful, of those that were decided."""
    ended = [item for item in items if item.kind is kind and item.has_ended]
    return Rate(sum(item.state is State.LAWFUL for item in ended), len(ended))
