"""Flow: what entered and left a stock in a period, checked against the stock before and after.

Formula: `start` and `end` are counted from intervals (stock at the end of the day before the period and of its last
day), `entered` and `left` from transitions in the period, so that `residual` = end - (start + entered - left) can
fail; it must be 0. `clearance_rate` = left / entered. `disposition_time_days` = end / left x days in the period: a
forecast at unchanged flow, not a lead time. Unit: objects, days.

Counted: the objects that took part in the period, each once = start + entered - the leaves after which the object
entered again in the same period. For entries and leaves of an object alternate (ignored transitions are not among
them), beginning with an entry. Who is in at the start is in `start`, and each of its entries in the period comes after
a leave in it. Who is not, and takes part, has one entry more than that: its first one comes after no leave, or after
one of an earlier period.
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
from ketenmonitor.measures.concerned import concern_of_stock
from ketenmonitor.measures.figures import Figures, Frame, Group, Record
from ketenmonitor.measures.listing import unknown_groups
from ketenmonitor.measures.selection import PERIODS, Selection
from ketenmonitor.measures.stock import changes_of, day_before, is_delivered, periods_of, time_of, with_moments

FIELDS = ("start", "entered", "left", "end", "residual", "clearance_rate", "disposition_time_days", "attribute_unknown")
Period = tuple[date, date]


def flow(cases: Cases, figure: Stock, selection: Selection) -> Figures:
    """The flow of each period, a record per group. Raises UsageError without a period."""
    if selection.period is None:
        raise UsageError(f"A flow is about a period. Add --period with one of: {', '.join(PERIODS)}.")
    view = cases.view
    time = time_of(cases, figure)
    concern = concern_of_stock(view.definition, figure, selection.attributes(view.definition))
    frame = Frame(view, "flow", figure.id, figure.object, time.until_us if time else None, selection, concern=concern)
    periods = periods_of(selection, time) if time else []
    known = [p for p in periods if time and is_delivered(day_before(p[0]), time) and is_delivered(p[1], time)]
    changes = changes_of(cases, figure, selection)
    found = _computed(cases, changes, selection, known) if known else {}
    values = {key for _, key in found}
    records = []
    for first, last in periods:
        for group in f.groups(selection, view.definition, values, [None]):
            name = calendar.period_of(last, selection.period)
            by = f.by_of(selection, view.definition, group)
            if (first, last) not in known:
                records.append(frame.record(by, name, None, {f.NOT_DELIVERED}, **dict.fromkeys(FIELDS)))
                continue
            counts = found.get((day_number(last), group), {})
            records.append(_record(frame, by, name, counts, (last - first).days + 1))
    if not periods and not (time and selection.has_dates):
        groups = unknown_groups(frame)
        records += [frame.record(by, None, None, {f.NOT_DELIVERED}, **dict.fromkeys(FIELDS)) for by in groups]
    return Figures(view.definition.id, "flow", tuple(records))


def counts_of(changes: ir.Table, group: list[str], periods: list[Period]) -> ir.Table:
    """How many (`n`) entries and leaves there are by group and the moments between which they count.

    Moments are the starts and ends of periods, so `in_at` of what happened in a period is its last day; and there are
    at most as many rows as pairs of moments, times groups. An entry counts until the object leaves (`out_at`), a leave in
    its period only; `is_again`: a leave after which the object enters again in that period.
    """
    days = [day for first, last in periods for day in (day_before(first), last)]
    changes = changes.filter(~changes.is_ignored)
    changes = with_moments(changes, days, in_at=changes.day, out_at=changes.until_day)
    changes = changes.mutate(is_again=~changes.enters & (changes.out_at == changes.in_at))
    # Where a clock goes back over midnight, until_day may lie before day; the entry still was in its period.
    until = ibis.greatest(changes.in_at, changes.out_at)
    changes = changes.mutate(out_at=changes.enters.ifelse(until, changes.in_at))
    key = [*group, "is_unknown", "enters", "is_again", "in_at", "out_at"]
    return changes.group_by(key).aggregate(**pop.counted_before(changes))


def in_periods(counts: ir.Table, group: list[str], periods: list[Period]) -> ir.Table:
    """By last day of the period and group: `start`, `entered`, `left`, `end`, and who took part: `counted`, `attribute_unknown`."""
    spans = ibis.memtable(
        pa.table(
            {
                "before": pa.array([day_number(day_before(first)) for first, _ in periods], pa.int64()),
                "last": pa.array([day_number(last) for _, last in periods], pa.int64()),
            }
        )
    )
    part = counts.inner_join(spans, [counts.in_at <= spans["last"], counts.out_at > spans.before])
    is_here, is_good = part.in_at == part["last"], ~part.is_unknown
    wanted = {
        "start": is_good & part.enters & ~is_here,
        "entered": is_good & part.enters & is_here,
        "left": is_good & ~part.enters,
        "end": is_good & part.enters & (part.out_at > part["last"]),
    }
    # Who took part: what entered or was in, less what left and entered again. The same holds of their record keys.
    once = part.enters.ifelse(1, part.is_again.ifelse(-1, 0))
    sums = pop.tallies(part, wanted) | pop.tallies(
        part, {"counted": is_good, "attribute_unknown": ~is_good}, times=once
    )
    return part.group_by(["last", *group]).aggregate(**sums)


def _computed(
    cases: Cases, changes: ir.Table, selection: Selection, periods: list[Period]
) -> dict[tuple[int, Group], dict[str, int]]:
    group = pop.group_columns(selection)
    counts = counts_of(changes, group, periods)
    rows = cases.view.engine.run(in_periods(counts, group, periods)).to_pylist()
    return {(row.pop("last"), tuple(row.pop(column) for column in group)): row for row in rows}


def _record(frame: Frame, by: dict[str, Any], period: str, counts: dict[str, int], days: int) -> Record:
    names = ("start", "entered", "left", "end", "attribute_unknown")
    start, entered, left, end, unknown = (counts.get(name, 0) for name in names)
    notes = {f.NOT_APPLICABLE} if not entered or not left else set()
    if unknown:
        notes.add(f.ATTRIBUTE_UNKNOWN)
    return frame.record(
        by,
        period,
        counts.get("counted", 0),
        notes,
        start=start,
        entered=entered,
        left=left,
        end=end,
        residual=end - (start + entered - left),
        clearance_rate=f.share(left, entered),
        disposition_time_days=end / left * days if left else None,
        attribute_unknown=unknown,
        **pop.cells_of(counts),
    )
