"""Spans: when each case starts, and when and how it ends. Lead times and terms are made of these.

    start   the first event of `starts`
    end     the first event of `ends` or `other_ends` at or after the start, and not after the censoring instant;
            at the same instant `ends` wins; an activity that is also in `starts` ends only strictly later
    open    neither

Times stay integers: `*_us` instants to compare by, `*_local` wall-clock microseconds to subtract, `*_day` local days.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from ketenmonitor.definition import LeadTime, Pause, Term
from ketenmonitor.linking import Cases
from ketenmonitor.measures.concerned import Span
from ketenmonitor.measures.population import CASE


def spans(cases: Cases, figure: LeadTime | Term, time: Span) -> ir.Table:
    """One row a case that started by the censoring instant, also when it started before all partners delivered.

    Columns: case, start_us, start_local, start_day, end_us, end_local, end_day, kind (`to`, `other` or null), last_local
    (its last event of any activity).
    """
    found = cases.table(name_of(figure), lambda: cases.view.engine.keep(first_ends(cases, figure)))
    found = found.filter(found.start_us <= time.until_us)
    to_us = (found.to_us <= time.until_us).ifelse(found.to_us, ibis.null("int64"))
    other_us = (found.other_us <= time.until_us).ifelse(found.other_us, ibis.null("int64"))
    by_other = ((to_us.isnull() & other_us.notnull()) | (other_us < to_us)).fill_null(False)
    by_to = to_us.notnull() & ~by_other
    ends = {
        f"end_{unit}": ibis.cases((by_other, found[f"other_{unit}"]), (by_to, found[f"to_{unit}"]))
        for unit in ("us", "local", "day")
    }
    kind = ibis.cases((by_other, "other"), (by_to, "to"), else_=ibis.null("string"))
    return found.select(*CASE, "start_us", "start_local", "start_day", "last_local", kind=kind, **ends)


def name_of(figure: LeadTime | Term) -> str:
    """What `first_ends` of this figure is called among prepared tables."""
    return f"{'lead_time' if isinstance(figure, LeadTime) else 'term'}.{figure.id}"


def name_of_pauses(figure: LeadTime) -> str:
    """What the pauses in the cases of this figure are called among prepared tables."""
    return f"pauses.{figure.id}"


def first_ends(cases: Cases, figure: LeadTime | Term) -> ir.Table:
    """One row a case that started: case, the start, the first `to` and the first `other` end (each `us`, `local`, `day`),
    and last_local. Nothing is left out for what partners did not deliver yet: that is a question of the moment."""
    events = cases.events(figure.object, figure.starts)
    first = events.activity.isin(figure.starts)
    started = events.group_by(CASE).aggregate(
        start_us=events.at_us.min(where=first),
        start_local=events.local_us.argmin(events.at_us, where=first),
        start_day=events.local_day.argmin(events.at_us, where=first),
        last_local=events.local_us.max(),
    )
    started = started.filter(started.start_us.notnull())
    return started.left_join(_ends(events, started, figure), CASE).drop("case_right")


def _ends(events: ir.Table, started: ir.Table, figure: LeadTime | Term) -> ir.Table:
    """The first `to` and the first other end of each case that has one."""
    ending = events.filter(events.activity.isin((*figure.ends, *figure.other_ends)))
    ending = ending.inner_join(started.select(*CASE, "start_us"), CASE)
    later = ending.at_us > ending.start_us
    ending = ending.filter(later | ((ending.at_us == ending.start_us) & ~ending.activity.isin(figure.starts)))
    columns = {}
    for name, activities in (("to", figure.ends), ("other", figure.other_ends)):
        here = ending.activity.isin(activities) if activities else ibis.literal(False)
        columns[f"{name}_us"] = ending.at_us.min(where=here)
        columns[f"{name}_local"] = ending.local_us.argmin(ending.at_us, where=here)
        columns[f"{name}_day"] = ending.local_day.argmin(ending.at_us, where=here)
    return ending.group_by(CASE).aggregate(**columns)


def paused(cases: Cases, figure: LeadTime, found: ir.Table) -> ir.Table:
    """How long the clock of each span stood still: case, paused_us (cases without a pause are absent): the union of `stood`."""
    clipped = stood(cases, figure, found)
    window = ibis.window(group_by=CASE, order_by=["low", "high"], preceding=(None, 1))
    clipped = clipped.mutate(reached=clipped.high.max().over(window))
    fresh = clipped.high - ibis.greatest(clipped.low, ibis.coalesce(clipped.reached, clipped.low))
    clipped = clipped.mutate(fresh=ibis.greatest(fresh, 0))
    return clipped.group_by(CASE).aggregate(paused_us=clipped.fresh.sum())


def stood(cases: Cases, figure: LeadTime, found: ir.Table) -> ir.Table:
    """Every time that the clock of a span stood still, clipped to the span: case, low, high, is_over; they may overlap.

    `found` has CASE, `start_local` and `stop_local` (the end, or the censoring instant). A pause runs from each of
    its starts to the next of its ends.
    """
    pauses = cases.table(name_of_pauses(figure), lambda: pauses_of(cases, figure))
    clipped = pauses.inner_join(found.select(*CASE, "start_local", "stop_local"), CASE)
    clipped = clipped.select(
        *CASE,
        low=ibis.greatest(clipped.from_local, clipped.start_local),
        high=ibis.least(ibis.coalesce(clipped.to_local, clipped.stop_local), clipped.stop_local),
        is_over=(clipped.to_local <= clipped.stop_local).fill_null(False),
    )
    return clipped.filter(clipped.high > clipped.low)


def pauses_of(cases: Cases, figure: LeadTime) -> ir.Table:
    """Every pause of the cases of a figure: case, from_local, to_local (null: still paused)."""
    events = cases.events(figure.object, figure.starts)
    parts = [_intervals(events, pause) for pause in cases.view.definition.pauses.values()]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _intervals(events: ir.Table, pause: Pause) -> ir.Table:
    """CASE, from_local, to_local (null: still paused) for each start of a pause.

    Marks at the same instant stand in this order: an end by an activity that also starts (it ends strictly later,
    so not its own start), starts, other ends.
    """
    both = [a for a in pause.ends if a in pause.starts]
    only = [a for a in pause.ends if a not in pause.starts]
    marks = []
    for place, activities, is_start in ((0, both, False), (1, list(pause.starts), True), (2, only, False)):
        if activities:
            some = events.filter(events.activity.isin(activities)).select(*CASE, "at_us", "local_us")
            marks.append(some.mutate(place=ibis.literal(place, "int64"), is_start=is_start))
    table = ibis.union(*marks)
    ahead = ibis.window(group_by=CASE, order_by=["at_us", "place"], following=(0, None))
    table = table.mutate(to_us=ibis.ifelse(table.is_start, ibis.null("int64"), table.at_us).min().over(ahead))
    starts = table.filter(table.is_start).select(*CASE, "to_us", from_local=table.local_us)
    ends = table.filter(~table.is_start).select(*CASE, to_us=table.at_us, to_local=table.local_us).distinct()
    joined = starts.left_join(ends, [*CASE, "to_us"])
    return joined.select(*CASE, "from_local", "to_local")
