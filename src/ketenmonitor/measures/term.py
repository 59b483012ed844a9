"""Term: a limit in days that every single case must meet.

Formula: spans (`spans`); the local date of the start is day 0 and the last day comes from `calendar`. Unit: cases.

- `met`: the first `to` on or before the last day. `missed`: a `to` after it.
- `stopped`: another end came first, on time or not.
- `running`: no end, and the last day has not passed at the censoring instant. `running_late`: it has (not in `missed`).
- `due` = met + missed + running + running_late + stopped.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from ketenmonitor.definition import Term
from ketenmonitor.instants import DAY_US, day_number
from ketenmonitor.linking import Cases
from ketenmonitor.measures import calendar
from ketenmonitor.measures import figures as f
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.concerned import Span, concern_of_clock, span_of
from ketenmonitor.measures.figures import Figures, Frame, Group, Record
from ketenmonitor.measures.listing import listed, unknown_groups
from ketenmonitor.measures.selection import Selection
from ketenmonitor.measures.spans import spans

STATES = ("met", "missed", "running", "running_late", "stopped")


def term(cases: Cases, figure: Term, selection: Selection) -> Figures:
    """The figures of one term: a record per period and group."""
    view = cases.view
    definition = view.definition
    concern = concern_of_clock(definition, figure, selection.attributes(definition))
    time = span_of(view, concern.partners)
    frame = Frame(view, "term", figure.id, figure.object, time.until_us if time else None, selection, concern=concern)
    if time is None:
        fields: Record = dict.fromkeys(("due", *STATES, "before_history", "attribute_unknown"))
        records = [frame.record(by, None, None, {f.NOT_DELIVERED}, **fields) for by in unknown_groups(frame)]
        return Figures(definition.id, "term", tuple(records))
    results = _computed(cases, figure, selection, time)
    notes = pop.notes_of(definition, selection.conditions(definition), figure.starts)
    records = [
        _record(frame, by, period, results.get(key, {}), notes) for key, by, period in listed(frame, set(results))
    ]
    return Figures(definition.id, "term", tuple(records))


def population(cases: Cases, figure: Term, selection: Selection, time: Span) -> tuple[ir.Table, tuple[int, int]]:
    """Every case of the term that a selection asks for, and the range of its start days.

    Adds to `spans`: the attributes asked for, `last_day`, `state` and `counted_as` (`due`, `before_history` or
    `attribute_unknown`).
    """
    view = cases.view
    conditions = selection.conditions(view.definition)
    table = spans(cases, figure, time)
    if selection.first_day:
        table = table.filter(table.start_day >= day_number(selection.first_day))
    if selection.last_day:
        table = table.filter(table.start_day <= day_number(selection.last_day))
    table = pop.with_attributes(cases, table, figure.object, [*selection.by, *(c.attribute for c in conditions)])
    table = pop.keyed(cases, pop.judged(table, conditions))
    state = ibis.cases(
        (table.is_unknown, "attribute_unknown"), (table.start_us < time.from_us, "before_history"), else_="due"
    )
    table = view.engine.keep(table.mutate(counted_as=state))
    days = pop.range_of(view, table, "start_day")
    limits = calendar.term_table(view.definition, *days, figure.days, figure.counting, figure.extend)
    limits = limits.select(start_day=limits.day, last_day=limits.last_day)
    table = table.inner_join(limits, "start_day")
    return table.mutate(state=_state(table, time)), days


def _computed(cases: Cases, figure: Term, selection: Selection, time: Span) -> dict[Group, Record]:
    group = pop.group_columns(selection)
    table, days = population(cases, figure, selection, time)
    table = pop.grouped(table, selection, "start_day", days)
    due = table.counted_as == "due"
    wanted = {name: table.counted_as == name for name in ("due", "before_history", "attribute_unknown")}
    wanted |= {name: due & (table.state == name) for name in STATES}
    counted = table.group_by(group).aggregate(**pop.tallies(table, wanted))
    return {tuple(row.pop(column) for column in group): row for row in cases.view.engine.run(counted).to_pylist()}


def _state(table: ir.Table, time: Span) -> ir.StringValue:
    has_passed = (table.last_day + 1) * DAY_US <= time.until_local_us
    return ibis.cases(
        (table.kind == "other", "stopped"),
        ((table.kind == "to") & (table.end_day <= table.last_day), "met"),
        (table.kind == "to", "missed"),
        (has_passed, "running_late"),
        else_="running",
    )


def _record(frame: Frame, by: dict[str, Any], period: str | None, said: Record, notes: set[str]) -> Record:
    counts = {name: said.get(name) or 0 for name in ("due", *STATES, "before_history", "attribute_unknown")}
    notes = notes | ({f.ATTRIBUTE_UNKNOWN} if counts["attribute_unknown"] else set())
    return frame.record(by, period, counts["due"], notes, **counts, **pop.cells_of(said))
