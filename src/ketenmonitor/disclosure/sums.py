"""Which published counts add up to which, and which cannot be larger than which: what every reader knows beside the numbers.

Comes in: what was published (`reader.Seen`). Goes out: `Known` sums. The promise: every sum holds of the true counts, for an
attacker who believes something untrue finds untrue things; those that do not hold are left out.

- Of one record: all cases are those that completed, ended otherwise or are open; the end of a flow is its start + in - out.
- Of a breakdown: a total is the sum of its parts, the unknown ones included, also across tables.
- Of time: a year is the sum of its months.
- Of releases: what has ended stays ended. When it grew, it grew by at least one where the published numbers differ, for
  the same cases always show the same number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ketenmonitor.disclosure.reader import Place, Seen
from ketenmonitor.disclosure.rules import STATES

WHOLES: dict[str, dict[str, int]] = {
    "lead-time": {"counted": -1, "completed": 1, "other_ends": 1, "open": 1},
    "flow": {"start": 1, "entered": 1, "left": -1, "end": -1},
    "term": {"due": -1, **dict.fromkeys(STATES, 1)},
}
PARTS = {
    "open_dormant": "open", "open_past_norm": "open", "within": "counted", "within_net": "counted",
    "old": "stock", "in_transit": "sent", "unmatched": "received",
}  # fmt: skip
ENDS = ("to", "other")
GROWS = {
    "counted", "completed", "other_ends", "due", "met", "missed", "stopped", "sent", "received", "entered", "left",
    "within",
}  # fmt: skip
SHRINKS = {"open", "running", "in_transit"}  # in a closed period
NEVER = float("-inf")
By = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Known:
    """The sum of coefficient x count, by number of what was seen, is 0; or, from -infinity, at most `high`."""

    terms: Mapping[int, int]
    low: float = 0
    high: float = 0


def known_sums(seen: Sequence[Seen]) -> Iterator[Known]:
    """All that is known between these counts and is true."""
    place_of: dict[Place, int] = {}
    for number, one in enumerate(seen):
        place_of.setdefault(one.place, number)
    for make in (_of_records, _of_breakdowns, _of_time, _of_releases):
        for known in make(place_of, seen):
            if known.low <= sum(k * seen[number].true for number, k in known.terms.items()) <= known.high:
                yield known


def _of_records(place_of: Mapping[Place, int], seen: Sequence[Seen]) -> Iterator[Known]:
    records: defaultdict[Place, dict[str, int]] = defaultdict(dict)
    for place, number in place_of.items():
        records[replace(place, field="")][place.field] = number
    for record, fields in records.items():
        whole = WHOLES.get(record.measure, {})
        if whole and whole.keys() <= fields.keys():
            yield Known({fields[name]: k for name, k in whole.items()})
        pairs = [(fields[a], fields[b]) for a, b in PARTS.items() if a in fields and b in fields]
        for end in ENDS:
            days = sorted(int(name[len(end) + 1 :]) for name in fields if name.startswith(f"{end}_") and _days(name))
            cells = [fields[f"{end}_{n}"] for n in days]
            pairs += [*zip(cells, cells[1:], strict=False), *([(cells[-1], fields["counted"])] if cells else [])]
        yield from (Known({a: 1, b: -1}, NEVER) for a, b in pairs)


def _days(name: str) -> bool:
    return name.partition("_")[2].isdigit()


def _of_breakdowns(place_of: Mapping[Place, int], seen: Sequence[Seen]) -> Iterator[Known]:
    tables: defaultdict[Place, defaultdict[frozenset[str], dict[By, int]]] = defaultdict(lambda: defaultdict(dict))
    for place, number in place_of.items():
        names = frozenset(name for name, _ in place.by)
        tables[replace(place, by=frozenset())][names][place.by] = number
    for table in tables.values():
        for names, parts in table.items():
            smaller = [other for other in table if other < names]
            for wanted in (one for one in smaller if not any(one < other for other in smaller)):
                yield from _totals(table[wanted], parts, wanted)


def _totals(wholes: Mapping[By, int], parts: Mapping[By, int], names: frozenset[str]) -> Iterator[Known]:
    members: defaultdict[By, list[int]] = defaultdict(list)
    for by, number in parts.items():
        members[frozenset((name, value) for name, value in by if name in names)].append(number)
    for by, numbers in members.items():
        if by in wholes:
            yield Known({wholes[by]: -1, **dict.fromkeys(numbers, 1)})


def _of_time(place_of: Mapping[Place, int], seen: Sequence[Seen]) -> Iterator[Known]:
    series: defaultdict[Place, dict[str | None, int]] = defaultdict(dict)
    for place, number in place_of.items():
        if place.measure != "stock":
            series[replace(place, period=None)][place.period] = number
    for periods in series.values():
        for period, number in periods.items():
            parts = _parts_of(period, periods)
            if parts:
                yield Known({number: -1, **{periods[name]: 1 for name in parts}})


def _parts_of(period: str | None, all_periods: Iterable[str | None]) -> list[str]:
    """The largest periods within this one."""
    within = [name for name in all_periods if name is not None and period in _around(name)]
    return [name for name in within if not set(_around(name)) & set(within)]


def _around(period: str) -> list[str | None]:
    """The longer periods in which a period lies; None: all time."""
    year, _, rest = period.partition("-")
    if not rest:
        return [None]
    return [None, year] if rest.startswith("Q") else [None, year, f"{year}-Q{(int(rest) + 2) // 3}"]


def _of_releases(place_of: Mapping[Place, int], seen: Sequence[Seen]) -> Iterator[Known]:
    moments: defaultdict[Place, list[int]] = defaultdict(list)
    for place in sorted(place_of, key=lambda place: place.release):
        moments[replace(place, release=0)].append(place_of[place])
    for place, numbers in moments.items():
        if place.measure == "stock" or not (place.field in GROWS or (place.field in SHRINKS and place.period)):
            continue
        for old, new in zip(numbers, numbers[1:], strict=False):
            less, more = (old, new) if place.field in GROWS else (new, old)
            differs = seen[old].shown != seen[new].shown and seen[old].true != seen[new].true
            yield Known({less: 1, more: -1}, NEVER, -1 if differs else 0)
