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

FIRST_LETTER = 0x4E00  # so many letters follow on this one that each activity of a chain can have its own


def variant(cases: Cases, selection: Selection) -> Figures:
    """The most frequent variant first: a record per variant, period and group."""
    found = sequences_of(cases, "variant", selection)
    if isinstance(found, Figures):
        return found
    activities = list(cases.view.definition.activities)
    results = _computed(cases, found, selection, activities)
    totals: dict[str, int] = {}
    for (letters, group), said in results.items():
        totals[letters] = totals.get(letters, 0) + (said["cases"] if group[0] else 0)
    variants = sorted(totals, key=lambda letters: (-totals[letters], letters))
    records = [
        _record(found, _spelled(letters, activities), group, by, period, results.get((letters, group), {}))
        for group, by, period in listed(found.frame, set(found.beside))
        for letters in variants
    ]
    return Figures(cases.view.definition.id, "variant", tuple(records))


def _computed(
    cases: Cases, found: Sequences, selection: Selection, activities: list[str]
) -> dict[tuple[str, Group], Record]:
    """By variant (a letter an activity) and group: cases and the median of their time."""
    engine, group = cases.view.engine, pop.group_columns(selection)
    letters = [chr(FIRST_LETTER + place) for place in range(len(activities))]
    spelling = ibis.memtable(pa.table({"activity": activities, "letter": letters}))
    sequences = engine.in_order(found.events.inner_join(spelling, "activity"), CASE, "letter", ORDER)
    table: ir.Table = sequences.inner_join(found.wholes, CASE)
    table = table.mutate(lasted_us=ibis.greatest(table.last_local - table.first_local, 0))
    counted = table.group_by(["sequence", *group]).aggregate(cases=table.count(), median=table.lasted_us.quantile(0.5))
    rows = engine.run(counted).to_pylist()
    return {(row.pop("sequence"), tuple(row.pop(column) for column in group)): row for row in rows}


def _spelled(letters: str, activities: list[str]) -> list[str]:
    return [activities[ord(letter) - FIRST_LETTER] for letter in letters]


def _record(
    found: Sequences, activities: list[str], group: Group, by: dict[str, Any], period: str | None, said: Record
) -> Record:
    counts, notes = beside_of(found, group)
    n, whole = said.get("cases") or 0, found.beside.get(group, {}).get("n") or 0
    if not n:
        notes = notes | {f.NOT_APPLICABLE}
    fields = {"cases": n, "share": f.share(n, whole), "median_days": f.days(said.get("median"))}
    return found.frame.record(by, period, n, notes, activities=activities, **fields, **counts)
