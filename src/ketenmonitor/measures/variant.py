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
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.linking import Cases
from ketenmonitor.measures import figures as f
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.figures import Figures, Group, Record
from ketenmonitor.measures.listing import listed
from ketenmonitor.measures.population import CASE
from ketenmonitor.measures.selection import Selection
from ketenmonitor.measures.sequences import Sequences, beside_of, sequences_of
from ketenmonitor.store import ORDER

Sequence = tuple[int, ...]  # activities by their place in the definition


def variant(cases: Cases, selection: Selection) -> Figures:
    """The most frequent variant first: a record per variant, period and group."""
    found = sequences_of(cases, "variant", selection)
    if isinstance(found, Figures):
        return found
    activities = list(cases.view.definition.activities)
    results = _computed(cases, found, selection, activities)
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


def _computed(
    cases: Cases, found: Sequences, selection: Selection, activities: list[str]
) -> dict[tuple[Sequence, Group], Record]:
    """By variant and group: cases and the median of their time.

    An event becomes one integer, of its place in the case and then its activity: engines sort lists of integers ten times
    as fast as they put texts together in an order.
    """
    group, n = pop.group_columns(selection), len(activities)
    coded = ibis.memtable(pa.table({"activity": activities, "number": pa.array(range(n), pa.int64())}))
    events = found.events.inner_join(coded, "activity")
    events = events.mutate(place=ibis.row_number().over(ibis.window(group_by=CASE, order_by=ORDER)))
    events = events.mutate(code=events.place.cast("int64") * n + events.number)
    sequences = events.group_by(CASE).aggregate(codes=events.code.collect())
    sequences = sequences.mutate(sequence=sequences.codes.sort().map(lambda code: code % n)).drop("codes")
    table: ir.Table = sequences.inner_join(found.wholes, CASE)
    table = table.mutate(lasted_us=ibis.greatest(table.last_local - table.first_local, 0))
    counted = table.group_by(["sequence", *group]).aggregate(cases=table.count(), median=table.lasted_us.quantile(0.5))
    rows = cases.view.engine.run(counted).to_pylist()
    return {(tuple(row.pop("sequence")), tuple(row.pop(column) for column in group)): row for row in rows}


def _record(
    found: Sequences, activities: list[str], group: Group, by: dict[str, Any], period: str | None, said: Record
) -> Record:
    counts, notes = beside_of(found, group)
    n, whole = said.get("cases") or 0, found.beside.get(group, {}).get("n") or 0
    if not n:
        notes = notes | {f.NOT_APPLICABLE}
    fields = {"cases": n, "share": f.share(n, whole), "median_days": f.days(said.get("median"))}
    return found.frame.record(by, period, n, notes, activities=activities, **fields, **counts)
