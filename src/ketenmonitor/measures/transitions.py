"""In and out of a stock: which events changed the state of an object, and from when to when it was in.

An object starts out. In order of events (instant, partner's rank, receipt, row) `enters` puts it in and `leaves` puts
it out; `enters` while in and `leaves` while out change nothing: they are ignored, and counted. Activities of the
counted type count for the object they happened to; those of other types for each case that they are part of.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from ketenmonitor.definition import Stock
from ketenmonitor.linking import Cases
from ketenmonitor.measures.population import CASE

ORDER = ["at_us", "rank", "receipt", "row"]


def transitions(cases: Cases, stock: Stock) -> ir.Table:
    """CASE, day, enters (true: an entry, false: a leave), is_ignored, until_day (the day of the next one, or null)."""
    activities = cases.view.definition.activities
    used = [activities[a] for a in stock.activities]
    events = cases.view.events
    own = events.filter(events.activity.isin([a.id for a in used if a.object == stock.object]))
    table = own.mutate(case_type=own.object_type, case_id=own.object_id).select(*CASE, "activity", "local_day", *ORDER)
    if others := [a.id for a in used if a.object != stock.object]:
        shared = cases.events(stock.object)
        table = table.union(shared.filter(shared.activity.isin(others)).select(*table.columns))
    in_order = ibis.window(group_by=CASE, order_by=ORDER)
    table = table.mutate(enters=table.activity.isin(stock.enters))
    was_in = table.enters.lag().over(in_order).fill_null(False)
    table = table.mutate(is_ignored=table.enters == was_in)
    changes = table.filter(~table.is_ignored)
    changes = changes.mutate(until_day=changes.local_day.lead().over(in_order))
    ignored = table.filter(table.is_ignored).mutate(until_day=ibis.null("int64"))
    return changes.union(ignored).select(*CASE, "enters", "is_ignored", "until_day", day="local_day")
