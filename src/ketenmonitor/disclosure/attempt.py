"""The attempt: what the attacker gets out of everything that was published, of each small count.

Comes in: what was published, with the true counts beside it. Goes out: `Attempt`, numbers without a count in them. The
promise: the attacker has all releases together, knows all parameters but the record key, all sums, and which numbers are
of the very same cases; the true counts only decide which counts are small, and how the outcome is judged.

One program over all releases is large, so first a smaller question is asked: do other counts fit, that differ from the true
ones by the same in all releases? What grew then grows as much, and one program of the size of a single release speaks of
all. A count that may be otherwise there is safe against the attacker too, for what fits, fits. Those of which this does not
prove it are asked about again with each release apart: that is the attack, and takes minutes where the proof takes seconds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ketenmonitor.disclosure.attack import Knowledge, Range
from ketenmonitor.disclosure.perturbation import Perturbation
from ketenmonitor.disclosure.reader import CELL_KEY, PUBLIC, Place, Seen, bounds
from ketenmonitor.disclosure.solver import connected
from ketenmonitor.disclosure.sums import Known, known_sums

SMALL = 9
WIDTH = 3
HEADROOM = 10


@dataclass(frozen=True)
class Attempt:
    """What came of it. `narrow`: small counts of which fewer than `width` + 1 values are possible, `exact`: of which one is.

    `proved`: those for which other counts fit that differ alike in all releases. `least_width`: every range is at least this
    wide; nobody looked beyond `width` either side of the truth.
    """

    published: int
    unknown: int
    sums: int
    small: int
    proved: int
    exact: int
    narrow: int
    width: int
    least_width: int | None

    @property
    def is_safe(self) -> bool:
        """Whether no small count came out more narrowly than it may."""
        return not self.narrow


def attempt(seen: Sequence[Seen], noise: Perturbation, width: int = WIDTH, time_limit: float | None = None) -> Attempt:
    """Attack all small counts.

    Raises DisclosureError when the solver does not finish, which says nothing of safety.
    """
    published = _Published(seen, noise, list(known_sums(seen)))
    targets = small_of(seen)
    found = published.around(targets, width, False, time_limit)
    left = [number for number, one in enumerate(found) if one.width < width]
    if left:
        attacked = published.around([targets[number] for number in left], width, True, time_limit)
        for number, one in zip(left, attacked, strict=True):
            found[number] = one
    widths = [one.width for one in found]
    return Attempt(
        published=len(seen),
        unknown=len({one.unknown for one in seen}),
        sums=len(published.sums),
        small=len(targets),
        proved=len(targets) - len(left),
        exact=sum(one.is_exact for one in found),
        narrow=sum(one < width for one in widths),
        width=width,
        least_width=min(widths, default=None),
    )


def same_cases_other_number(seen: Sequence[Seen], method: str = CELL_KEY) -> int:
    """Of how many sets of cases more than one number is published by a method.

    Of noise each is a second look at one secret, and many looks average out. There is no chance in rounding: all that two
    numbers say is between which bounds the count lies, and that is attacked.
    """
    shown: defaultdict[object, set[int | None]] = defaultdict(set)
    for one in seen:
        if one.key is not None and one.method == method:
            shown[one.unknown].add(one.shown)
    return sum(len(values - {None}) > 1 for values in shown.values())


def small_of(seen: Sequence[Seen]) -> list[Seen]:
    """One of each set of cases that is truly small and of which nobody publishes the number as it is."""
    public = {one.unknown for one in seen if one.method == PUBLIC}
    return list({one.unknown: one for one in seen if 0 < one.true <= SMALL and one.unknown not in public}.values())


@dataclass(frozen=True)
class _Published:
    """Everything that is known, as programs of what each count may differ from the truth."""

    seen: Sequence[Seen]
    noise: Perturbation
    sums: Sequence[Known]

    def around(self, targets: Sequence[Seen], width: int, apart: bool, time_limit: float | None) -> list[Range]:
        """How far below and above the truth each may be, up to `width` either way: more is not needed to judge it."""
        classes = alike(self.seen, apart)
        limits = self._limits(classes)
        knowledge = Knowledge(time_limit)
        cells = {number: knowledge.cell(*limits[number]) for number in sorted(limits)}
        rows = {}
        for known in self.sums:
            terms: Counter[int] = Counter()
            for number, k in known.terms.items():
                terms[cells[classes[number]]] += k
            truth = sum(k * self.seen[number].true for number, k in known.terms.items())
            row = tuple(sorted((cell, k) for cell, k in terms.items() if k))
            rows[row, known.low - truth, known.high - truth] = dict(row)
        for (_, low, high), row_terms in rows.items():
            knowledge.sum(row_terms, low, high)
        number_of = dict(zip((one.unknown for one in self.seen), classes, strict=True))
        wanted = [cells[number_of[one.unknown]] for one in targets]
        return knowledge.ranges(wanted, enough=Range(-width, width))

    def _limits(self, classes: Sequence[int]) -> dict[int, tuple[int, int]]:
        """The least and the most that each class may differ, by each number alone."""
        ceiling = HEADROOM * max([1, *(one.true for one in self.seen), *(one.shown or 0 for one in self.seen)])
        limits: dict[int, tuple[int, int]] = {}
        for number, one in zip(classes, self.seen, strict=True):
            low, high = (bound - one.true for bound in bounds(one, self.noise, ceiling))
            least, most = limits.get(number, (low, high))
            limits[number] = max(low, least), min(high, most)
        return limits


def alike(seen: Sequence[Seen], apart: bool) -> list[int]:
    """A number for each: the same for the very same cases, and unless `apart`, for one place in all releases."""
    places: dict[Place, int] = {}
    own = (one.place if apart else replace(one.place, release=0) for one in seen)
    numbers = [places.setdefault(place, len(places)) for place in own]
    same: defaultdict[object, list[int]] = defaultdict(list)
    for number, one in zip(numbers, seen, strict=True):
        same[one.unknown].append(number)
    class_of: dict[int, int] = {}
    for number, members in enumerate(connected(len(places), same.values())):
        class_of |= dict.fromkeys(members, number)
    return [class_of[number] for number in numbers]
