"""Path: which activity directly follows which in chain cases, how often, and how long it takes.

Formula: in the order of events of a case (`sequences`) every event and the next make one step. Unit: chain cases, days.

- `times`: steps, counted per chain case and per object: a report shared by two cases counts in both.
- `event_pairs`: the same steps counted per event: rows that tell of one event (an imported object-centric log has one
  for each object) are one, and a pair of events counts once, however many cases share it.
- `cases`: chain cases with at least one such step.
- `median_days`, `p90_days`: of the steps in `times`, linearly interpolated; elapsed local time, at least 0.

By period: of the first event of the case (basis entry) or the last one known (basis exit). Source: the directly-follows
graph, with pm4py's names `total_objects` and `event_couples` for the two ways to count.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from ketenmonitor.linking import Cases
from ketenmonitor.measures import figures as f
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.figures import Figures, Group, Record
from ketenmonitor.measures.listing import listed
from ketenmonitor.measures.population import CASE
from ketenmonitor.measures.selection import Selection
from ketenmonitor.measures.sequences import SHARED, Sequences, beside_of, sequences_of, source_of
from ketenmonitor.store import ORDER

PAIR = ["from_activity", "to_activity"]


def path(cases: Cases, selection: Selection) -> Figures:
    """The most frequent step first: a record per step, period and group."""
    found = sequences_of(cases, "path", selection)
    if isinstance(found, Figures):
        return found
    results = _computed(cases, found, selection)
    order = {name: place for place, name in enumerate(cases.view.definition.activities)}
    totals = {pair: said["times"] for (pair, group), said in results.items() if group[:2] == (True, None)}
    if selection.period:
        totals = dict.fromkeys((pair for pair, _ in results), 0)
        for (pair, group), said in results.items():
            totals[pair] += said["times"] if group[0] else 0
    pairs = sorted(totals, key=lambda pair: (-totals[pair], order[pair[0]], order[pair[1]]))
    records = [
        _record(found, pair, group, by, period, results.get((pair, group), {}))
        for group, by, period in listed(found.frame, set(found.beside))
        for pair in pairs
    ]
    return Figures(cases.view.definition.id, "path", tuple(records))


def _computed(cases: Cases, found: Sequences, selection: Selection) -> dict[tuple[tuple[str, str], Group], Record]:
    """By step and group: times, event_pairs, cases and quantiles."""
    engine, group = cases.view.engine, pop.group_columns(selection)
    steps = _steps(found.events, found.events.activity).inner_join(found.wholes, CASE)
    counted = steps.group_by([*PAIR, *group]).aggregate(
        times=steps.count(),
        cases=steps.case_id.nunique(),
        median=steps.waited_us.quantile(0.5),
        p90=steps.waited_us.quantile(0.9),
    )
    results = {}
    for row in engine.run(counted).to_pylist():
        pair = (row.pop("from_activity"), row.pop("to_activity"))
        results[pair, tuple(row.pop(column) for column in group)] = {**row, "event_pairs": row["times"]}
    if _are_shared(cases):
        for said in results.values():
            said["event_pairs"] = 0  # a step between two rows of one event is none between events
        for row in engine.run(_event_pairs(found, group)).to_pylist():
            pair = (row.pop("from_activity"), row.pop("to_activity"))
            key = (pair, tuple(row.pop(column) for column in group))
            results.setdefault(key, {"times": 0, "cases": 0})["event_pairs"] = row["event_pairs"]
    return results


def _steps(events: ir.Table, *carried: ir.Value) -> ir.Table:
    """CASE, from_activity, to_activity, waited_us, and `from_X`, `to_X` of what is carried along."""
    in_order = ibis.window(group_by=CASE, order_by=ORDER)
    columns: dict[str, ir.Value] = {}
    for value in carried:
        columns[f"from_{value.get_name()}"] = value
        columns[f"to_{value.get_name()}"] = value.lead().over(in_order)
    waited = events.local_us.lead().over(in_order) - events.local_us
    steps = events.select(*CASE, **columns, waited_us=ibis.greatest(waited, 0))
    return steps.filter(steps.to_activity.notnull())


def _are_shared(cases: Cases) -> bool:
    """Whether an event may count more than once: in several cases, or as several rows."""
    if not cases.is_simple:
        return True
    events = cases.view.events
    return bool(cases.view.engine.run(events.event_id.contains(SHARED).any().as_table())[0][0].as_py())


def _event_pairs(found: Sequences, group: list[str]) -> ir.Table:
    events = found.events.mutate(source=source_of(found.events))
    rows_of_one = ibis.window(group_by=[*CASE, "source"], order_by=ORDER)
    events = events.mutate(place=ibis.row_number().over(rows_of_one))
    events = events.filter(events.place == 0)
    steps = _steps(events, events.activity, events.source).inner_join(found.wholes, CASE)
    pairs = steps.select(*PAIR, "from_source", "to_source", *group).distinct()
    return pairs.group_by([*PAIR, *group]).aggregate(event_pairs=pairs.count())


def _record(
    found: Sequences, pair: tuple[str, str], group: Group, by: dict[str, Any], period: str | None, said: Record
) -> Record:
    counts, notes = beside_of(found, group)
    if not said.get("times"):
        notes = notes | {f.NOT_APPLICABLE}
    fields = {name: said.get(name) or 0 for name in ("times", "event_pairs", "cases")}
    waits = {"median_days": f.days(said.get("median")), "p90_days": f.days(said.get("p90"))}
    ends = dict(zip(PAIR, pair, strict=True))
    return found.frame.record(by, period, fields["cases"], notes, **ends, **fields, **waits, **counts)
