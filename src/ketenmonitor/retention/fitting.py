"""Which rule of a policy fits which object, and from which day it counts: one expression a rule, computed in the engine.

Comes in: a view and a policy. Goes out: every object that any stored row names, with its rule (null for none) and start. The promise:
of the rules that fit, the one that stands first in the file; what a row names counts also when the row is no longer in force.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.instants import DAY_US, local_us
from ketenmonitor.linking import Cases
from ketenmonitor.retention.policy import Policy, Rule
from ketenmonitor.retention.schema import LAST
from ketenmonitor.store import Home, InForce, View, ledger

OBJECT = ["object_type", "object_id"]


def stored_of(home: Home, view: View) -> Callable[[str], ir.Table]:
    """All stored rows of a table by its name, in force or not."""
    root = home.tables_path(view.definition.id)
    return InForce(root, view.engine, ledger.read(root), view.receipts, ()).stored


def fitted(home: Home, view: View, policy: Policy) -> ir.Table:
    """object_type, object_id, rule, start_day, first_receipt."""
    stored, cases = stored_of(home, view), Cases(view)
    named = view.engine.keep(_named(view, stored))
    near = partial(_near, cases)
    parts = [_fits(rule, place, named, view, near) for place, rule in enumerate(policy.rules)]
    found = ibis.union(*parts)
    found = found.group_by(OBJECT).aggregate(place=found.place.min(), start_day=found.start_day.argmin(found.place))
    rules = [(found.place == place, rule.id) for place, rule in enumerate(policy.rules)]
    found = found.select(*OBJECT, "start_day", rule=ibis.cases(*rules, else_=ibis.null("string")))
    joined = named.select(*OBJECT, "first_receipt").left_join(found, OBJECT)
    return joined.select(*OBJECT, "rule", "start_day", "first_receipt")


def _named(view: View, stored: Callable[[str], ir.Table]) -> ir.Table:
    """Every object that a stored row names: object_type, object_id, first_receipt, first_day, last_day."""
    events, links = stored("events"), stored("links")
    parts = [events.select(*OBJECT, "receipt", "local_day"), _dayless(stored("objects"), *OBJECT)]
    parts += [_dayless(links, f"{end}_type", f"{end}_id") for end in ("from", "to")]
    rows = ibis.union(*parts).filter(ibis._.object_type.notnull() & ibis._.object_id.notnull())
    found = rows.group_by(OBJECT).aggregate(
        first_receipt=rows.receipt.min(), stored_first=rows.local_day.min(), stored_last=rows.local_day.max()
    )
    happened = view.events.group_by(OBJECT).aggregate(
        real_first=ibis._.local_day.min(), real_last=ibis._.local_day.max()
    )
    found = found.inner_join(_received(view), "first_receipt").left_join(happened, OBJECT)
    days = {
        f"{end}_day": ibis.coalesce(found[f"real_{end}"], found[f"stored_{end}"], found.received_day)
        for end in ("first", "last")
    }
    return found.select(*OBJECT, "first_receipt", **days)


def _dayless(rows: ir.Table, type_: str, id_: str) -> ir.Table:
    return rows.select(object_type=rows[type_], object_id=rows[id_], receipt=rows.receipt, local_day=ibis.null("int64"))


def _received(view: View) -> ir.Table:
    """first_receipt, received_day."""
    days = [local_us(r.received_at_us, view.definition.zone) // DAY_US for r in view.receipts]
    numbers = pa.array([r.receipt for r in view.receipts], pa.int64())
    return ibis.memtable(pa.table({"first_receipt": numbers, "received_day": pa.array(days, pa.int64())}))


def _fits(rule: Rule, place: int, named: ir.Table, view: View, near: Callable[[ir.Table], ir.Table]) -> ir.Table:
    """The objects that a rule fits, with its place in the file: object_type, object_id, place, start_day."""
    rows = named.filter(named.object_type == rule.object)
    start_day = rows.last_day if rule.counts_from == LAST else rows.first_day
    if rule.start:
        begun = view.events.filter(view.events.activity.isin(rule.start)).group_by(OBJECT)
        begun = begun.aggregate(begun_first=ibis._.local_day.min(), begun_last=ibis._.local_day.max())
        rows = rows.inner_join(begun, OBJECT)
        start_day = rows.begun_last if rule.counts_from == LAST else rows.begun_first
    rows = rows.select(*OBJECT, place=ibis.literal(place, "int64"), start_day=start_day)
    for condition in rule.where:
        said = view.objects.filter(view.objects.attribute == condition.attribute)
        rows = rows.semi_join(near(said.filter(said.value.isin(condition.values))), OBJECT)
    if rule.happened:
        rows = rows.semi_join(near(view.events.filter(view.events.activity.isin(rule.happened))), OBJECT)
    if rule.not_happened:
        rows = rows.anti_join(near(view.events.filter(view.events.activity.isin(rule.not_happened))), OBJECT)
    return rows


def _near(cases: Cases, rows: ir.Table) -> ir.Table:
    """The objects of these rows, and all that are on a path with one of them: object_type, object_id, each once."""
    own = rows.select(*OBJECT).distinct()
    if cases.is_simple:
        return own
    met = cases.view.engine.keep(cases.objects.semi_join(own, OBJECT).select("object"))
    ways = [("from_object", "to_object"), ("to_object", "from_object")]
    ends = [cases.paths.semi_join(met, [(here, "object")]).select(object=there) for here, there in ways]
    return cases.objects.semi_join(ibis.union(met, *ends, distinct=True), "object").select(*OBJECT)
