"""Group disclosure: a small group of which all are in one category, so that who knows a member knows the category.

Comes in: protected figures, or what was published. Goes out: figures with such rows hidden, or how many there are. The
promise: decided by published counts alone, so that hiding says nothing that they did not; what is hidden is hidden with the
zeros beside it, for these say as much.

Hidden are rows of tables by two attributes or more, with noise on each count. In a table by one attribute the row is the whole
period, and what stands beside it says the same. Tables that add up are left alone: what is hidden there could be computed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ketenmonitor.disclosure.protected import SUPPRESSED, TOKEN, ProtectedFigures
from ketenmonitor.disclosure.reader import CELL_KEY, Place, Seen
from ketenmonitor.disclosure.rules import RULES, STATES, Rule
from ketenmonitor.measures.figures import NOT_APPLICABLE

OUTCOMES = {"lead-time": ("completed", "other_ends", "open"), "term": STATES}
FEWEST_ATTRIBUTES = 2


def is_lone(counts: Sequence[int | None], least: int) -> bool:
    """Whether these are fewer than `least` cases together, all in one of several categories."""
    there = [count for count in counts if count]
    return len(counts) > 1 and None not in counts and len(there) == 1 and there[0] < least


def without_lone_rows(figures: ProtectedFigures) -> ProtectedFigures:
    """The figures with the lone rows of wide breakdowns hidden."""
    rule = RULES[figures.measure]
    hidden: defaultdict[int, set[str]] = defaultdict(set)
    for numbers in _rows(figures.records):
        for name in (*rule.counts, "counted"):
            if is_lone([figures.records[number].get(name) for number in numbers], figures.least):
                for number in numbers:
                    hidden[number] |= {name, *_made_of(rule, name)}
    if not hidden:
        return figures
    records = tuple(_without(r, hidden[i], rule) if i in hidden else r for i, r in enumerate(figures.records))
    return ProtectedFigures(figures.chain, figures.measure, records, figures.method, figures.least, TOKEN)


def _rows(records: Sequence[Mapping[str, Any]]) -> list[list[int]]:
    """The numbers of records that differ in one attribute only, of those with two or more."""
    rows: defaultdict[object, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        if len(record["by"]) >= FEWEST_ATTRIBUTES:
            where = (record["id"], record["period"], record.get("date"))
            for name in record["by"]:
                others = tuple((other, value) for other, value in record["by"].items() if other != name)
                rows[where, name, others].append(number)
    return list(rows.values())


def _made_of(rule: Rule, name: str) -> set[str]:
    """The figures that are computed from a count, and the count by its other name."""
    made = {other for other, (whole, _) in rule.rests_on.items() if whole == name}
    made |= {other for other, parts in rule.ratios.items() if name in parts}
    if name in ("counted", rule.counted_as):
        made |= {"counted", rule.counted_as} - {name}
        made |= {other for other, (whole, _) in rule.rests_on.items() if whole in ("counted", rule.counted_as)}
    return made


def _without(record: Mapping[str, Any], names: set[str], rule: Rule) -> dict[str, Any]:
    """The record without these figures; also what was null among them says that it is hidden, for its reason may tell."""
    gone = {name for name in names if name in record}
    missing = {**record["missing"], **dict.fromkeys(gone, SUPPRESSED)}
    notes = {*record["notes"], SUPPRESSED} - ({NOT_APPLICABLE} - {*missing.values()})
    hidden = [name for name in (*rule.figures, "counted") if missing.get(name) == SUPPRESSED]
    return {
        **record, **dict.fromkeys(gone), "missing": missing, "notes": sorted(notes), SUPPRESSED: hidden,
    }  # fmt: skip


@dataclass(frozen=True)
class Lone:
    """What was published of small groups that are all alike: rows of tables by one attribute, by more, and outcomes."""

    narrow: int
    wide: int
    outcomes: int


def lone_groups(seen: Sequence[Seen], least: int) -> Lone:
    """How many there are, by published counts."""
    rows: defaultdict[tuple[Place, str], list[int | None]] = defaultdict(list)
    ends: defaultdict[Place, list[int | None]] = defaultdict(list)
    for place, shown in {one.place: one.shown for one in seen if one.method == CELL_KEY}.items():
        for name, value in place.by:
            rows[replace(place, by=place.by - {(name, value)}), name].append(shown)
        if place.field in OUTCOMES.get(place.measure, ()):
            ends[replace(place, field="")].append(shown)
    lone = [row for (row, _), counts in rows.items() if is_lone(counts, least)]
    narrow = sum(not row.by for row in lone)
    return Lone(narrow, len(lone) - narrow, sum(is_lone(counts, least) for counts in ends.values()))
