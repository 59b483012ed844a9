"""Variant: which sequences of activities chain cases go through, and how long each takes.

Formula: the activities of a case in the order of its events (`sequences`); cases with the same sequence are one variant.
`share` = cases / all cases of the group. `median_days`: from the first event to the last one known, elapsed local time,
at least 0, linearly interpolated. Unit: chain cases, days. A case that is not finished counts with what is known of it:
a variant says what happened, not what is complete.

By period: of the first event of the case (basis entry) or the last one known (basis exit).
"""

from __future__ import annotations

from typing import Any

import ibis

from ketenmonitor.linking import Cases
from ketenmonitor.measures import figures as f
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.figures import Figures, Group, Record
from ketenmonitor.measures.listing import listed
from ketenmonitor.measures.selection import Selection
from ketenmonitor.measures.sequences import Sequences, beside_of, sequences_of

Sequence = tuple[int, ...]  # activities by their place in the definition


def variant(cases: Cases, selection: Selection) -> Figures:
    """The most frequent variant first: a record per variant, period and group."""
    found = sequences_of(cases, "variant", selection)
    if isinstance(found, Figures):
        return found
    activities = list(cases.view.definition.activities)
    results = _computed(cases, found, selection)
    totals: dict[Sequence, int] = {}
    for (sequence, group), said in results.items():
        totals[sequence] = totals.get(sequence, 0) + (said["cases"] if group[0] else 0)
    variants = sorted(totals, key=lambda sequence: (-totals[sequence], sequence))
    records = [
        _record(found, [activities[i] for i in sequence], group, by, period, results.get((sequence, group), {}))
        for group, by, period in listed(found.frame, set(found.beside))
        for sequence in variants
    ]
    return Figures(cases.view.definition.id, "variant", tuple(records))


def _computed(cases: Cases, found: Sequences, selection: Selection) -> dict[tuple[Sequence, Group], Record]:
    """By variant and group: cases and the median of their time."""
    group, table = pop.group_columns(selection), found.wholes
    table = table.mutate(lasted_us=ibis.greatest(table.last_local - table.first_local, 0))
    counted = table.group_by(["sequence", *group]).aggregate(cases=table.count(), median=table.lasted_us.quantile(0.5))
    rows = cases.view.engine.run(counted).to_pylist()
    return {
        (tuple(map(int, row.pop("sequence").split(","))), tuple(row.pop(column) for column in group)): row
        for row in rows
    }


def _record(
    found: Sequences, activities: list[str], group: Group, by: dict[str, Any], period: str | None, said: Record
) -> Record:
    counts, notes = beside_of(found, group)
    n, whole = said.get("cases") or 0, found.beside.get(group, {}).get("n") or 0
    if not n:
        notes = notes | {f.NOT_APPLICABLE}
    fields = {"cases": n, "share": f.share(n, whole), "median_days": f.days(said.get("median"))}
    return found.frame.record(by, period, n, notes, activities=activities, **fields, **counts)
