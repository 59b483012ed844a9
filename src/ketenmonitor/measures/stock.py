"""Stock: what has entered and not left at the end of a day, and how old it is.

Formula: objects of which an interval of `transitions` has entry day <= d and no exit day, or one > d. Age: local
dates since the last entry; `old`: age > `old_after_days`; age quantiles are linearly interpolated: with ages a(0) <=
a(1) <= ... of n objects and p = (n - 1) q, a(floor p) + (a(ceil p) - a(floor p)) (p - floor p). Unit: objects, days.
Before the latest `delivered_from` or after the earliest `delivered_until` of the partners concerned a stock is null
(`not-delivered`): the end of day d is the midnight after it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.definition import Stock
from ketenmonitor.instants import DAY_US, day_number, day_of_number
from ketenmonitor.linking import Cases
from ketenmonitor.measures import calendar
from ketenmonitor.measures import figures as f
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.concerned import Span, concern_of_stock, span_of
from ketenmonitor.measures.figures import Figures, Frame, Group, Record
from ketenmonitor.measures.listing import unknown_groups
from ketenmonitor.measures.selection import Selection
from ketenmonitor.measures.transitions import transitions

FIELDS = ("stock", "old", "median_age_days", "p90_age_days", "left_without_entry", "entered_while_in")
QUANTILES = {"median_age_days": 0.5, "p90_age_days": 0.9}


@dataclass(frozen=True)
class Moment:
    """A day at the end of which the stock is wanted, as the end of a period or for itself; None when none is known."""

    day: date | None
    period: str | None


def stock(cases: Cases, figure: Stock, selection: Selection) -> Figures:
    """The stock at each moment, a record per group."""
    view = cases.view
    time = time_of(cases, figure)
    concern = concern_of_stock(view.definition, figure, selection.attributes(view.definition))
    frame = Frame(view, "stock", figure.id, figure.object, time.until_us if time else None, selection, concern=concern)
    moments = _moments(selection, time)
    known = [m.day for m in moments if time and m.day and is_delivered(m.day, time)]
    changes = changes_of(cases, figure, selection)
    found = _computed(cases, changes, figure, selection, known) if known else {}
    values = {key for _, key in found}
    records = []
    for moment in moments:
        for group in f.groups(selection, view.definition, values, [None]):
            by = f.by_of(selection, view.definition, group)
            said = found.get((day_number(moment.day), group), {}) if moment.day in known else None
            records.append(_record(frame, figure, moment, by, said))
    if not moments and not (time and selection.has_dates):
        records += [_record(frame, figure, Moment(None, None), by, None) for by in unknown_groups(frame)]
    return Figures(view.definition.id, "stock", tuple(records))


def time_of(cases: Cases, figure: Stock) -> Span | None:
    """The time over which this stock is known."""
    return span_of(cases.view, concern_of_stock(cases.view.definition, figure).partners)


def is_delivered(day: date, time: Span) -> bool:
    """Whether the end of a day lies in the time that all partners concerned delivered."""
    return time.from_local_us <= end_of(day) <= time.until_local_us


def end_of(day: date) -> int:
    """What the clock shows at the end of a day: the midnight after it."""
    return (day_number(day) + 1) * DAY_US


def last_complete_day(time: Span) -> date:
    """The last local date of which all partners concerned delivered everything."""
    return day_of_number(time.until_local_us // DAY_US - 1)


def _moments(selection: Selection, time: Span | None) -> list[Moment]:
    if time is None:
        return [Moment(selection.last_day, None)] if selection.last_day else []
    last = selection.last_day or last_complete_day(time)
    if selection.period is None:
        return [Moment(last, None)]
    return [
        Moment(end, calendar.period_of(end, selection.period)) for _, end in periods_of(selection, time) if end <= last
    ]


def periods_of(selection: Selection, time: Span) -> list[tuple[date, date]]:
    """The periods of which the last day is asked for: first and last day of each."""
    first = selection.first_day or day_of_number(time.from_local_us // DAY_US)
    last = selection.last_day or last_complete_day(time)
    assert selection.period is not None
    if first > last:
        return []
    return [(a, b) for a, b in calendar.periods_between(first, last, selection.period) if first <= b <= last]


def changes_of(cases: Cases, figure: Stock, selection: Selection) -> ir.Table:
    """The transitions of the objects that a selection asks for, with their attributes; the same for a flow."""
    asked = (selection.by, selection.conditions(cases.view.definition))
    return cases.for_many(("transitions", figure.id, *asked), lambda: _changes_of(cases, figure, selection))


def _changes_of(cases: Cases, figure: Stock, selection: Selection) -> ir.Table:
    conditions = selection.conditions(cases.view.definition)
    wanted = [*selection.by, *(c.attribute for c in conditions)]
    table = pop.with_attributes(cases, transitions(cases, figure), figure.object, wanted)
    table = pop.keyed(cases, pop.judged(table, conditions))
    table = pop.grouped(table, Selection(by=selection.by), "day", (0, 0))
    return cases.view.engine.keep(table) if wanted else table


def with_moments(changes: ir.Table, days: list[date], **columns: ir.IntegerColumn) -> ir.Table:
    """Add to each of these columns of days the first of `days` at or after it, under another name; none: a later day.

    What counts from a day before (or stops by) the same of these moments is the same at the end of each of them. There
    are few moments, so counts of what has the same ones do not grow with the number of objects.
    """
    wanted = sorted({day_number(d) for d in days})
    first, later = wanted[0], wanted[-1] + 1
    every = range(first, later + 1)
    moments = pa.array(([*wanted, later][bisect_left(wanted, day)] for day in every), pa.int64())
    changes = changes.mutate(**{f"{n}_of": day.fill_null(later).clip(first, later) for n, day in columns.items()})
    for name in columns:
        at = ibis.memtable(pa.table({f"{name}_of": pa.array(every, pa.int64()), name: moments}))
        changes = changes.inner_join(at, f"{name}_of")
    return changes


def counts_of(changes: ir.Table, group: list[str], days: list[date]) -> ir.Table:
    """How many (`n`) intervals and ignored transitions there are by group, `day` and the moment at which they are out.

    There are at most as many rows as days, times moments, times groups. What is ignored counts for ever after.
    """
    changes = changes.filter(changes.is_ignored.ifelse(~changes.is_unknown, changes.enters))
    changes = with_moments(changes, days, out_at=changes.until_day)
    key = [*group, "is_unknown", "is_ignored", "enters", "day", "out_at"]
    return changes.group_by(key).aggregate(**pop.counted_before(changes))


def _computed(
    cases: Cases, changes: ir.Table, figure: Stock, selection: Selection, days: list[date]
) -> dict[tuple[int, Group], Record]:
    group = pop.group_columns(selection)
    ages = _ages(counts_of(changes, group, days), group, days)
    sizes = _sizes(ages, ["at_day", *group], figure.old_after_days or 0)
    found: dict[tuple[int, Group], Record] = {}
    for row in cases.view.engine.run(sizes).to_pylist():
        for name, q in QUANTILES.items():
            low, high, place = row.pop(f"{name}_low"), row.pop(f"{name}_high"), (row["stock"] - 1) * q
            row[name] = low + (high - low) * (place - floor(place)) if row["stock"] else None
        found[row.pop("at_day"), tuple(row.pop(column) for column in group)] = row
    return found


def _ages(counts: ir.Table, group: list[str], days: list[date]) -> ir.Table:
    """One row a moment, group and age: `n` objects of that age, and what else is counted at that moment."""
    at = ibis.memtable(pa.table({"at_day": pa.array(sorted({day_number(d) for d in days}), pa.int64())}))
    there = counts.inner_join(at, [counts.day <= at.at_day, counts.out_at > at.at_day])
    wanted = {
        "n": ~there.is_ignored & ~there.is_unknown,
        "attribute_unknown": there.is_unknown,
        "left_without_entry": there.is_ignored & ~there.enters,
        "entered_while_in": there.is_ignored & there.enters,
    }
    sums = pop.tallies(there, wanted)
    return there.group_by(["at_day", *group, (there.at_day - there.day).name("age_days")]).aggregate(**sums)


def _sizes(ages: ir.Table, key: list[str], old_after: int) -> ir.Table:
    """One row a moment and group: the counts, and of each quantile the ages beside its place, `_low` and `_high`."""
    ages = ages.mutate(
        up_to=ages.n.sum().over(ibis.window(group_by=key, order_by="age_days", preceding=(None, 0))),
        total=ages.n.sum().over(ibis.window(group_by=key)),
    )
    is_old = ages.age_days > old_after
    columns: dict[str, Any] = {}
    for end in ("", pop.OF_KEYS) if f"n{pop.OF_KEYS}" in ages.columns else ("",):
        counts = ("attribute_unknown", "left_without_entry", "entered_while_in")
        columns |= {name + end: ages[name + end].sum() for name in counts}
        columns |= {f"stock{end}": ages[f"n{end}"].sum(), f"old{end}": ages[f"n{end}"].sum(where=is_old).fill_null(0)}
    for name, q in QUANTILES.items():
        place = (ages.total - 1) * q
        columns[f"{name}_low"] = ages.age_days.min(where=ages.up_to > place.floor())
        columns[f"{name}_high"] = ages.age_days.min(where=ages.up_to > place.ceil())
    return ages.group_by(key).aggregate(**columns)


def _record(frame: Frame, figure: Stock, moment: Moment, by: dict[str, Any], said: Record | None) -> Record:
    notes = set()
    day = moment.day and moment.day.isoformat()
    # A day that was asked for lacks nothing that came after it; what is asked without a day, or as a series, stops.
    is_asked = moment.day is not None and moment.period is None and frame.selection.last_day is not None
    end = end_of(moment.day) if moment.day and is_asked else None
    if said is None:
        fields: Record = dict.fromkeys((*FIELDS, "attribute_unknown"))
        return frame.record(by, moment.period, None, {f.NOT_DELIVERED}, end, date=day, **fields)
    counts = ("stock", "old", "left_without_entry", "entered_while_in", "attribute_unknown")
    fields = {**{name: said.get(name) for name in FIELDS}, **{name: said.get(name) or 0 for name in counts}}
    if fields["attribute_unknown"]:
        notes.add(f.ATTRIBUTE_UNKNOWN)
    if figure.old_after_days is None:
        fields["old"] = None
    if not fields["stock"] or figure.old_after_days is None:
        notes.add(f.NOT_APPLICABLE)
    fields |= pop.cells_of(said)
    return frame.record(by, moment.period, fields["stock"], notes, end, date=day, **fields)


def day_before(day: date) -> date:
    """The day before a day."""
    return day - timedelta(days=1)
