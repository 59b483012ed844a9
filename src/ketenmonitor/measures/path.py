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
from ketenmonitor.measures.concerned import Span
from ketenmonitor.measures.figures import Figures, Group, Record
from ketenmonitor.measures.listing import listed
from ketenmonitor.measures.population import CASE
from ketenmonitor.measures.selection import Selection
from ketenmonitor.measures.sequences import PLACED, Sequences, beside_of, placed_events, sequences_of

PAIR = ["from_activity", "to_activity"]
STEPS, EVENT_STEPS = "steps", "event_steps"


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
    names = list(cases.view.definition.activities)
    taken = cases.table(STEPS, lambda: steps(cases, found.time))
    taken = _under_groups(taken, found, selection)
    counted = taken.group_by([*PAIR, *group]).aggregate(
        times=taken.count(),
        cases=taken.is_first.sum(),
        median=taken.waited_us.quantile(0.5),
        p90=taken.waited_us.quantile(0.9),
    )
    results = {}
    for row in engine.run(counted).to_pylist():
        pair = (names[row.pop("from_activity")], names[row.pop("to_activity")])
        results[pair, tuple(row.pop(column) for column in group)] = {**row, "event_pairs": row["times"]}
    if may_be_shared(cases):
        for said in results.values():
            said["event_pairs"] = 0  # a step between two rows of one event is none between events
        pairs = cases.table(EVENT_STEPS, lambda: event_steps(cases, found.time))
        pairs = _under_groups(pairs, found, selection).drop(*CASE).distinct()
        for row in engine.run(pairs.group_by([*PAIR, *group]).aggregate(event_pairs=pairs.count())).to_pylist():
            pair = (names[row.pop("from_activity")], names[row.pop("to_activity")])
            key = (pair, tuple(row.pop(column) for column in group))
            results.setdefault(key, {"times": 0, "cases": 0})["event_pairs"] = row["event_pairs"]
    return results


def _under_groups(table: ir.Table, found: Sequences, selection: Selection) -> ir.Table:
    """Rows of cases under each group in which the case counts."""
    if found.is_all:
        return pop.grouped(table, selection, "", (0, 0))
    return table.inner_join(found.wholes.select(*CASE, *pop.group_columns(selection)), CASE)


def steps(cases: Cases, time: Span) -> ir.Table:
    """Every step of chain cases: case, from_activity, to_activity (codes), waited_us, is_first (of its kind in the case)."""
    events = cases.table(PLACED, lambda: cases.view.engine.keep(placed_events(cases, time)))
    taken = events.filter(events.to_code.notnull())
    of_one_kind = ibis.window(group_by=[*CASE, "code", "to_code"], order_by="place")
    return taken.select(
        *CASE,
        from_activity=taken.code,
        to_activity=taken.to_code,
        waited_us=ibis.greatest(taken.to_local - taken.local_us, 0),
        is_first=ibis.row_number().over(of_one_kind) == 0,
    )


def event_steps(cases: Cases, time: Span) -> ir.Table:
    """The steps between events, where rows that tell of one event are one: case, PAIR, and which two events."""
    events = cases.table(PLACED, lambda: cases.view.engine.keep(placed_events(cases, time)))
    is_row = events.source.isnull()
    of = {"receipt": is_row.ifelse(events.receipt, 0), "row": is_row.ifelse(events["row"], 0), "source": events.source}
    events = events.select(*CASE, "code", "place", **{f"from_{name}": value for name, value in of.items()})
    rows_of_one = ibis.window(group_by=[*CASE, *(f"from_{name}" for name in of)], order_by="place")
    events = events.mutate(of_one=ibis.row_number().over(rows_of_one))
    events = events.filter(events.of_one == 0).drop("of_one")
    in_order = ibis.window(group_by=CASE, order_by="place")
    ends = {f"to_{name}": events[f"from_{name}"].lead().over(in_order) for name in of}
    taken = events.mutate(from_activity=events.code, to_activity=events.code.lead().over(in_order), **ends)
    return taken.filter(taken.to_activity.notnull()).drop("code", "place")


def may_be_shared(cases: Cases) -> bool:
    """Whether an event may count more than once: in several cases, or as several rows."""
    if not cases.is_simple:
        return True
    return bool(cases.view.engine.run(cases.happened.source.notnull().any().as_table())[0][0].as_py())


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
