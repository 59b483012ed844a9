"""What a reader sees: every published count with where it stands, and between which bounds the true count lies.

Comes in: what was published, and the parameters of its protection. Goes out: bounds. The promise: the worst case. This
reader knows every parameter but the record key, so no reader outside knows more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketenmonitor.disclosure.perturbation import Perturbation
from ketenmonitor.disclosure.stocks import BASE

CELL_KEY, ROUNDING, SUPPRESSION = "cell-key", "rounding", "suppression"
PUBLIC = "public"  # published by a partner, as it is
SHARE, CAPPED = (
    "share",
    "capped",
)  # a count made from a share: kept from falling below the one before; or cut off at all


@dataclass(frozen=True)
class Place:
    """Where a count stands. `period`: its name, of a stock its date; `by`: value by attribute, none for a total."""

    release: int
    measure: str
    id: str
    period: str | None
    by: frozenset[tuple[str, str]]
    field: str


@dataclass(frozen=True)
class Seen:
    """A published count, with what it truly is: `true`, and the `key` that the same cases always have.

    `shown`: null when hidden. `key`: null for an estimated number of cases. `method`: how it was protected.
    """

    place: Place
    shown: int | None
    true: int
    key: int | None
    method: str = CELL_KEY

    @property
    def cell(self) -> tuple[int, int | None]:
        """The cases that were counted."""
        return self.true, self.key

    @property
    def unknown(self) -> object:
        """What is the same for counts of the very same cases; nothing is known to be the same of no cases."""
        return self.cell if self.true and self.key is not None else self.place


def bounds(seen: Seen, noise: Perturbation, ceiling: int) -> tuple[int, int]:
    """The least and the most that the true count can be, by this one number alone; `ceiling` when nothing says."""
    shown = seen.shown
    if shown is None:  # a suppressed cell is never 0, for a 0 stays shown
        return int(seen.method == SUPPRESSION), ceiling
    if seen.method in (PUBLIC, SUPPRESSION):
        return shown, shown
    if seen.method == ROUNDING:
        return max(0, shown - BASE + 1), shown + BASE - 1
    if seen.method in (SHARE, CAPPED):  # cut off by another number, which may be too small by its own noise
        return max(0, shown - noise.largest), shown + noise.largest * (1 + (seen.method == CAPPED))
    could_be = noise.origins(shown)
    return could_be[0], could_be[-1]


def could_be_true(seen: Sequence[Seen], noise: Perturbation) -> list[Seen]:
    """Those of which the true count is possible by the published one: all, unless they were not made from these cases."""
    found = []
    for one in seen:
        low, high = bounds(one, noise, one.true)
        if low <= one.true <= high:
            found.append(one)
    return found
