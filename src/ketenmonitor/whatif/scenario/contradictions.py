"""Changes that cannot both be meant: at the same place, in the same days.

Comes in: the changes, each with what it is about. Goes out: a finding for the later one of each two. The promise: every two are looked
at, and what only adds up (twenty places from May, ten more from September) is no contradiction.

Read from a file, a change is about a partner or a step; in a network of queues about steps, so that a change at a partner can contradict
one at a step. The same rules serve both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ketenmonitor.toml import Finding, Place
from ketenmonitor.whatif.scenario.periods import Period

UNITS = ("places", "per_cent", "a_month")


@dataclass(frozen=True)
class Placed:
    """A change as far as contradictions go: where it stands, what it is about, its days, and what it says."""

    place: Place
    about: frozenset[str]
    period: Period
    said: Any

    def crosses(self, other: Placed) -> bool:
        """Whether both are about the same in the same days."""
        return bool(self.about & other.about) and self.period.meets(other.period)


Line = Callable[[Place], int]
Judge = Callable[[Placed, Placed, str], Finding | None]


def among(entries: Sequence[Placed], judge: Judge, line: Line) -> Iterator[Finding]:
    """What is wrong with each entry because of the first that it crosses."""
    for number, later in enumerate(entries):
        for earlier in entries[:number]:
            found = judge(later, earlier, str(line(earlier.place))) if later.crosses(earlier) else None
            if found:
                yield found
                break


def between_capacities(later: Placed, earlier: Placed, line: str) -> Finding | None:
    """The same change again, one that undoes the other, or one in units that do not add up with those of the other."""
    (unit, amount), (other, others) = amount_of(later.said), amount_of(earlier.said)
    if unit != other:
        return Finding("not-comparable", (*later.place, unit), {"line": line, "other": other})
    if (amount, later.period, later.about) == (others, earlier.period, earlier.about):
        return Finding("same-change", later.place, {"line": line})
    return Finding("opposite", (*later.place, unit), {"line": line}) if (amount > 0) != (others > 0) else None


def between_arrivals(later: Placed, earlier: Placed, line: str) -> Finding | None:
    """The same change again, or one that undoes the other."""
    amount, others = later.said["per_cent"], earlier.said["per_cent"]
    if (amount, later.period, later.about) == (others, earlier.period, earlier.about):
        return Finding("same-change", later.place, {"line": line})
    return Finding("opposite", (*later.place, "per_cent"), {"line": line}) if (amount > 0) != (others > 0) else None


def always(code: str) -> Judge:
    """For what cannot be said twice of the same days."""
    return lambda later, _, line: Finding(code, later.place, {"line": line})


def of_no_use(capacities: Sequence[Placed], closings: Sequence[Placed], line: Line) -> Iterator[Finding]:
    """Capacity that changes only while it is closed. That what was widened stands still for some weeks is no contradiction."""
    for one in capacities:
        for closing in closings:
            if one.about <= closing.about and closing.period.holds(one.period):
                yield Finding("closed-meanwhile", one.place, {"line": str(line(closing.place))})
                break


def amount_of(entry: Any) -> tuple[str, float]:
    """The unit and number of a change of capacity."""
    return next((unit, entry[unit]) for unit in UNITS if entry.get(unit) is not None)


def shares_over_one(routes: Sequence[Placed], line: Line) -> Iterator[Finding]:
    """New routes of a step that together take more than all of its cases, at the last of them, once a step."""
    told: set[frozenset[str]] = set()
    for one in sorted(routes, key=lambda each: (each.period.begin, each.place)):
        day = one.period.begin
        same = [each for each in routes if each.about == one.about and each.period.begin <= day < each.period.end]
        total = sum(each.said["share"] for each in same)
        if total > 1 + 1e-9 and one.about not in told:
            told.add(one.about)
            last = max(same, key=lambda each: each.place)
            others = ", ".join(str(line(each.place)) for each in same if each is not last)
            words = {"day": day.isoformat() if day.year > 1 else "the begin", "shown": f"{total:g}"}
            yield Finding(
                "shares-over-one", (*last.place, "share"), {**words, "step": one.said["step"], "lines": others}
            )
