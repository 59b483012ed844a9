"""Flow: what entered and left a stock in a period, checked against the stock before and after.

Formula: `start` and `end` are counted from intervals (stock at the end of the day before the period and of its last
day), `entered` and `left` from transitions in the period, so that `residual` = end - (start + entered - left) can
fail; it must be 0. `clearance_rate` = left / entered. `disposition_time_days` = end / left x days in the period: a
forecast at unchanged flow, not a lead time. Unit: objects, days.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.definition import Stock
from ketenmonitor.errors import UsageError
from ketenmonitor.instants import day_number
from ketenmonitor.linking import Cases
from ketenmonitor.measures import calendar
from ketenmonitor.measures import figures as f
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.figures import Figures, Frame, Group, Record
from ketenmonitor.measures.listing import unknown_groups
from ketenmonitor.measures.selection import PERIODS, Selection
from ketenmonitor.measures.stock import changes_of, day_before, in_stock, is_delivered, periods_of, time_of

FIELDS = ("start", "entered", "left", "end", "residual", "clearance_rate", "disposition_time_days", "attribute_unknown")
Period = tuple[date, date]


def flow(cases: Cases, figure: Stock, selection: Selection) -> Figures:
    """The flow of each period, a record per group. Raises UsageError without a period."""
    if selection.period is None:
        raise UsageError(f"A flow is about a period. Add --period with one of: {', '.join(PERIODS)}.")
    view = cases.view
    time = time_of(cases, figure)
    frame = Frame(view, "flow", figure.id, figure.object, time.until_us if time else None, selection)
    periods = periods_of(selection, time) if time else []
    known = [p for p in periods if time and is_delivered(day_before(p[0]), time) and is_delivered(p[1], time)]
    changes = changes_of(cases, figure, selection)
    moved = _moved(cases, changes, selection, known) if known else {}
    held = _held(cases, changes, selection, known) if known else {}
    values = {key for _, key in (*moved, *held)}
    records = []
    for first, last in periods:
        for group in f.groups(selection, view.definition, values, [None]):
            name = calendar.period_of(last, selection.period)
            by = f.by_of(selection, view.definition, group)
            if (first, last) not in known:
                records.append(frame.record(by, name, None, {f.NOT_DELIVERED}, **dict.fromkeys(FIELDS)))
                continue
            start = held.get((day_number(day_before(first)), group), 0)
            end = held.get((day_number(last), group), 0)
            counts = moved.get((day_number(first), group), {})
            records.append(_record(frame, by, name, start, end, counts, (last - first).days + 1))
    if not periods and not (time and selection.has_dates):
        groups = unknown_groups(frame)
        records += [frame.record(by, None, None, {f.NOT_DELIVERED}, **dict.fromkeys(FIELDS)) for by in groups]
    return Figures(view.definition.id, "flow", tuple(records))


def _moved(
    cases: Cases, changes: ir.Table, selection: Selection, periods: list[Period]
) -> dict[tuple[int, Group], dict[str, int]]:
    """By first day of the period and group: `entered`, `left`, and how many objects took part (`known`, `unknown`)."""
    group = ["first", *pop.group_columns(selection)]
    first, last = ([day_number(p[i]) for p in periods] for i in (0, 1))
    spans = ibis.memtable(pa.table({"first": pa.array(first, pa.int64()), "last": pa.array(last, pa.int64())}))
    within = changes.filter(~changes.is_ignored)
    within = within.inner_join(spans, [within.day >= spans["first"], within.day <= spans["last"]])
    good = ~within.is_unknown
    moves = within.group_by(group).aggregate(entered=(good & within.enters).sum(), left=(good & ~within.enters).sum())
    inside = in_stock(changes, [day_before(start) for start, _ in periods])
    inside = inside.mutate(first=inside.at_day + 1)
    columns = [*group, *pop.CASE, "is_unknown"]
    part = within.select(*columns).union(inside.select(*columns)).distinct()
    parts = part.group_by(group).aggregate(known=(~part.is_unknown).sum(), unknown=part.is_unknown.sum())
    found: dict[tuple[int, Group], dict[str, int]] = {}
    for table in (moves, parts):
        for row in cases.view.engine.run(table).to_pylist():
            key = (row.pop("first"), tuple(row.pop(column) for column in group[1:]))
            found.setdefault(key, {}).update(row)
    return found


def _held(cases: Cases, changes: ir.Table, selection: Selection, periods: list[Period]) -> dict[tuple[int, Group], int]:
    """The stock by day and group, at every start and end."""
    group = pop.group_columns(selection)
    days = [d for first, last in periods for d in (day_before(first), last)]
    within = in_stock(changes, days)
    sizes = within.filter(~within.is_unknown).group_by(["at_day", *group]).aggregate(n=ibis._.count())
    rows = cases.view.engine.run(sizes).to_pylist()
    return {(row["at_day"], tuple(row[column] for column in group)): row["n"] for row in rows}


def _record(
    frame: Frame, by: dict[str, Any], period: str, start: int, end: int, counts: dict[str, int], days: int
) -> Record:
    entered, left, unknown = (counts.get(name, 0) for name in ("entered", "left", "unknown"))
    notes = {f.NOT_APPLICABLE} if not entered or not left else set()
    if unknown:
        notes.add(f.ATTRIBUTE_UNKNOWN)
    return frame.record(
        by,
        period,
        counts.get("known", 0),
        notes,
        start=start,
        entered=entered,
        left=left,
        end=end,
        residual=end - (start + entered - left),
        clearance_rate=f.share(left, entered),
        disposition_time_days=end / left * days if left else None,
        attribute_unknown=unknown,
    )
