"""The attempt: what the attacker gets out of everything that was published, of each small count.

Comes in: what was published, with the true counts beside it. Goes out: `Attempt`, numbers without a count in them. The
promise: the attacker has all releases together, knows all parameters but the record key, all sums, and which numbers are
of the very same cases; the true counts only decide which counts are small, and how the outcome is judged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ketenmonitor.disclosure.attack import Knowledge, Range
from ketenmonitor.disclosure.perturbation import Perturbation
from ketenmonitor.disclosure.reader import CAPPED, PUBLIC, SHARE, Seen, bounds
from ketenmonitor.disclosure.sums import known_sums

SMALL = 9
WIDTH = 3
HEADROOM = 10


@dataclass(frozen=True)
class Attempt:
    """What came of it. `narrow`: small counts of which fewer than `width` + 1 values are possible, `exact`: of which one is.

    `least_width`: the narrowest range there is; beyond twice the `width` asked for nobody looked.
    """

    published: int
    unknown: int
    sums: int
    small: int
    exact: int
    narrow: int
    width: int
    least_width: int | None

    @property
    def is_safe(self) -> bool:
        """Whether no small count came out more narrowly than it may."""
        return not self.narrow


def attempt(
    seen: Sequence[Seen],
    noise: Perturbation,
    width: int = WIDTH,
    time_limit: float | None = None,
    only: Sequence[int] | None = None,
) -> Attempt:
    """Attack all small counts, or those of the numbers `only`.

    Raises DisclosureError when the solver does not finish, which says nothing of safety.
    """
    reader = _Reader(seen, noise, time_limit)
    targets = reader.small(only)
    found = reader.around(targets, width)
    widths = [one.width for one in found]
    return Attempt(
        published=len(seen),
        unknown=len(reader.cells),
        sums=reader.sums,
        small=len(targets),
        exact=sum(one.is_exact for one in found),
        narrow=sum(one < width for one in widths),
        width=width,
        least_width=min(widths, default=None),
    )


def same_cases_other_number(seen: Sequence[Seen]) -> int:
    """Of how many sets of cases more than one number is published: each is a second look at one secret."""
    shown: defaultdict[object, set[int | None]] = defaultdict(set)
    for one in seen:
        if one.key is not None and one.method not in (PUBLIC, SHARE, CAPPED):
            shown[one.unknown].add(one.shown)
    return sum(len(values - {None}) > 1 for values in shown.values())


class _Reader:
    """Everything that is known, as one program; a set of cases is one unknown wherever it was counted."""

    def __init__(self, seen: Sequence[Seen], noise: Perturbation, time_limit: float | None) -> None:
        self.seen = seen
        ceiling = HEADROOM * max([one.true for one in seen] + [one.shown or 0 for one in seen], default=1)
        limits: dict[object, tuple[int, int]] = {}
        for one in seen:
            low, high = bounds(one, noise, ceiling)
            least, most = limits.get(one.unknown, (low, high))
            limits[one.unknown] = max(low, least), min(high, most)
        self._knowledge = Knowledge(time_limit)
        self.cells = {unknown: self._knowledge.cell(*limit) for unknown, limit in limits.items()}
        self.sums = self._add_sums()

    def _add_sums(self) -> int:
        rows: set[tuple[frozenset[tuple[int, int]], float, float]] = set()
        for known in known_sums(self.seen):
            terms: Counter[int] = Counter()
            for number, k in known.terms.items():
                terms[self.cells[self.seen[number].unknown]] += k
            row = frozenset((cell, k) for cell, k in terms.items() if k), known.low, known.high
            if row[0] and row not in rows:
                rows.add(row)
                self._knowledge.sum(dict(row[0]), known.low, known.high)
        return len(rows)

    def small(self, only: Sequence[int] | None) -> list[Seen]:
        """One of each unknown that is truly small and that nobody publishes as it is."""
        public = {one.unknown for one in self.seen if one.method == PUBLIC}
        chosen = self.seen if only is None else [self.seen[number] for number in only]
        found = {one.unknown: one for one in chosen if 0 < one.true <= SMALL and one.unknown not in public}
        return list(found.values())

    def around(self, targets: Sequence[Seen], width: int) -> list[Range]:
        """How far below and above the truth each may be, up to `width` either way: more is not needed to judge it."""
        at = {count: self._knowledge.cell(count, count) for count in range(1, SMALL + 1)}
        wanted = [{self.cells[one.unknown]: 1, at[one.true]: -1} for one in targets]
        return self._knowledge.ranges(wanted, enough=Range(-width, width))
