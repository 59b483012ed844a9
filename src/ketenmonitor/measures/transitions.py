"""In and out of a stock: which events changed the state of an object, and from when to when it was in.

An object starts out. In order of events (`store.ORDER`) `enters` puts it in and `leaves` puts
it out; `enters` while in and `leaves` while out change nothing: they are ignored, and counted. For a unit all
events of its chain case count. For an object of another type activities of that type count for the object they
happened to, and those of other types for each case that they are part of.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from ketenmonitor.definition import Stock
from ketenmonitor.linking import Cases
from ketenmonitor.measures.population import CASE
from ketenmonitor.store import ORDER


def transitions(cases: Cases, stock: Stock) -> ir.Table:
    """The transitions of a stock, as they were prepared or computed now."""
    return cases.table(name_of(stock), lambda: cases.view.engine.keep(transitions_of(cases, stock)))


def name_of(stock: Stock) -> str:
    """What the transitions of a stock are called among prepared tables."""
    return f"stock.{stock.id}"


def transitions_of(cases: Cases, stock: Stock) -> ir.Table:
    """CASE, day, enters (true: an entry, false: a leave), is_ignored, until_day (the day of the next one, or null)."""
    definition, events = cases.view.definition, cases.happened
    here = {a for a in stock.activities if definition.activities[a].object == stock.object}
    # A unit stands for its chain case; an object of another type for itself, where its own activities are concerned.
    shared = set(stock.activities) if stock.object == definition.unit else set(stock.activities) - here
    parts = []
    if own := sorted(here - shared):
        mine = events.filter(events.activity.isin(own))
        parts.append(mine.mutate(case=mine.object))
    if shared:
        members = cases.events(stock.object)
        parts.append(members.filter(members.activity.isin(sorted(shared))))
    parts = [part.select(*CASE, "activity", "local_day", *ORDER) for part in parts]
    table = ibis.union(*parts) if len(parts) > 1 else parts[0]
    in_order = ibis.window(group_by=CASE, order_by=ORDER)
    table = table.mutate(enters=table.activity.isin(stock.enters))
    was_in = table.enters.lag().over(in_order).fill_null(False)
    table = table.mutate(is_ignored=table.enters == was_in)
    changes = table.filter(~table.is_ignored)
    changes = changes.mutate(until_day=changes.local_day.lead().over(in_order))
    ignored = table.filter(table.is_ignored).mutate(until_day=ibis.null("int64"))
    return changes.union(ignored).select(*CASE, "enters", "is_ignored", "until_day", day="local_day")
