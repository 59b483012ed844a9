"""Lead time: how long cases take from start to end, with the cases that are still open.

Formula: spans (`spans`), estimated with censoring (`curve`). Unit: days of 86,400 s on the local clock, never rounded.

- `median_days`, `p90_days`: Kaplan-Meier on leaving by any end, open cases censored at the earliest `delivered_until`
  of the partners concerned (`concerned`). `within_norm`: cumulative incidence (Aalen-Johansen) of `to` at the norm.
- `..._completed_only`: over cases that reached `to`, linearly interpolated quantiles. What is usually published; it
  stands beside because it leaves out exactly the cases that take long.
- `..._net`: the union of pauses, clipped to the span, is subtracted.
- `open_dormant`: open, and no event of any kind for more than `dormant_days`: perhaps ended without a record.
- `before_history`: started before all partners concerned delivered; in no other number.

A share at h days is null (`not-yet-known`) when no case could have been followed that long, unless all have left.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from ketenmonitor.definition import Definition, LeadTime
from ketenmonitor.instants import DAY_US, day_number
from ketenmonitor.linking import Cases
from ketenmonitor.measures import curve as km
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.concerned import Concern, Span, concern_of_clock, span_of
from ketenmonitor.measures.figures import Figures, Frame, Group, Record
from ketenmonitor.measures.lead_time_records import HORIZONS, absent, record
from ketenmonitor.measures.listing import listed, unknown_groups
from ketenmonitor.measures.selection import Selection
from ketenmonitor.measures.spans import paused, spans
from ketenmonitor.store import View

QUANTILES = {"median": 0.5, "p90": 0.9}


def lead_time(cases: Cases, figure: LeadTime, selection: Selection) -> Figures:
    """The figures of one lead time: a record per period and group."""
    view = cases.view
    concern = concern_of(view.definition, figure, selection)
    time = span_of(view, concern.partners)
    kind, until = "all" if selection.basis == "entry" else "completed-only", time.until_us if time else None
    frame = Frame(view, "lead-time", figure.id, figure.object, until, selection, kind, concern)
    if time is None:
        records = [absent(frame, figure, by) for by in unknown_groups(frame)]
        return Figures(view.definition.id, "lead-time", tuple(records))
    conditions = (*figure.where, *selection.conditions(view.definition))
    found = population(cases, figure, selection, time)
    grouped, group = _grouped(view, found, selection), pop.group_columns(selection)
    results = _computed(view, grouped, group, figure)
    notes = pop.notes_of(view.definition, conditions, figure.starts)
    records = [
        record(frame, figure, by, period, results.get(key, {}), notes, time)
        for key, by, period in listed(frame, set(results))
    ]
    return Figures(view.definition.id, "lead-time", tuple(records))


def concern_of(definition: Definition, figure: LeadTime, selection: Selection) -> Concern:
    """Whose deliveries this lead time rests on, as it is asked for."""
    attributes = (*(c.attribute for c in figure.where), *selection.attributes(definition))
    return concern_of_clock(definition, figure, attributes)


def population(cases: Cases, figure: LeadTime, selection: Selection, time: Span) -> ir.Table:
    """Every case of the figure that a selection asks for; what takes long to find is kept in the engine.

    Adds to `spans`: the attributes asked for, `t` and `net_t` (microseconds), `status` (`counted`, `before` history or
    `unknown` attribute).
    """
    shared = ("lead-time", figure.id, selection.over_all_time)
    return cases.for_many(shared, lambda: _population(cases, figure, selection, time))


def _population(cases: Cases, figure: LeadTime, selection: Selection, time: Span) -> ir.Table:
    view = cases.view
    conditions = (*figure.where, *selection.conditions(view.definition))
    table = spans(cases, figure, time)
    day = table.start_day if selection.basis == "entry" else table.end_day
    if selection.basis == "exit":
        table = table.filter(table.kind == "to")
    if selection.first_day:
        table = table.filter(day >= day_number(selection.first_day))
    if selection.last_day:
        table = table.filter(day <= day_number(selection.last_day))
    table = table.mutate(stop_local=ibis.coalesce(table.end_local, time.until_local_us))
    table = table.mutate(t=ibis.greatest(table.stop_local - table.start_local, 0))
    wanted = [*selection.by, *(c.attribute for c in conditions)]
    table = pop.with_attributes(cases, table, figure.object, wanted)
    table = pop.keyed(cases, pop.judged(table, conditions))
    before = table.start_us < time.from_us
    table = table.mutate(status=ibis.cases((table.is_unknown, "unknown"), (before, "before"), else_="counted"))
    if wanted or view.definition.pauses:
        table = view.engine.keep(table)
    if not view.definition.pauses:
        return table.mutate(net_t=table.t)
    stood = paused(cases, figure, table)
    table = table.left_join(stood, pop.CASE).drop("case_right")
    net = ibis.greatest(table.t - table.paused_us.fill_null(0), 0)
    return view.engine.keep(table.mutate(net_t=net).drop("paused_us"))


def _grouped(view: View, found: ir.Table, selection: Selection) -> ir.Table:
    day = "start_day" if selection.basis == "entry" else "end_day"
    return pop.grouped(found, selection, day, pop.range_of(view, found, day) if selection.period else (0, 0))


def _computed(view: View, table: ir.Table, group: list[str], figure: LeadTime) -> dict[Group, Record]:
    """Everything that the engine must say, by group."""
    norm = figure.norm.days if figure.norm else None
    horizons = sorted({*HORIZONS, *([norm] if norm else [])})
    counted = table.filter(table.status == "counted")
    gross = km.read(view.engine, counted, group, QUANTILES, horizons)
    # Without a declared pause the union is empty, and net is gross.
    net_table = counted.mutate(t=counted.net_t)
    net = km.read(view.engine, net_table, group, QUANTILES, horizons) if view.definition.pauses else gross
    results: dict[Group, Record] = {}
    for row in view.engine.run(_counts(table, group, view, norm)).to_pylist():
        key = tuple(row.pop(column) for column in group)
        results[key] = {"counts": row, "gross": gross.get(key), "net": net.get(key)}
    return results


def _counts(table: ir.Table, group: list[str], view: View, norm: int | None) -> ir.Table:
    is_counted = table.status == "counted"
    to, other = (
        is_counted & (table.kind == "to").fill_null(False),
        is_counted & (table.kind == "other").fill_null(False),
    )
    is_open = is_counted & table.kind.isnull()
    silent = table.stop_local - table.last_local
    limit = (norm or 0) * DAY_US
    wanted = {
        "counted": is_counted,
        "completed": to,
        "other_ends": other,
        "open": is_open,
        "open_dormant": is_open & (silent > view.definition.dormant_days * DAY_US),
        "open_past_norm": is_open & (table.t > limit),
        "before_history": table.status == "before",
        "attribute_unknown": table.status == "unknown",
        "within": to & (table.t <= limit),
    }
    if pop.KEY in table.columns:  # who protects a share of all cases must know which cases had ended by then
        wanted |= {"within_net": to & (table.net_t <= limit)}
        wanted |= {f"to_{days}": to & (table.t <= days * DAY_US) for days in HORIZONS}
        wanted |= {f"other_{days}": other & (table.t <= days * DAY_US) for days in HORIZONS}
    columns: dict[str, Any] = {
        **pop.tallies(table, wanted),
        "earliest": table.start_local.min(where=is_counted),
        "median_completed_only": table.t.quantile(0.5, where=to),
        "p90_completed_only": table.t.quantile(0.9, where=to),
    }
    return table.group_by(group).aggregate(**columns)
