"""Reconcile: what a partner publishes beside what is computed here, for the same moment and group.

Formula: `difference` = computed - published, in the unit of the figure; nothing is rounded. A published figure names a
measure, its id and a field of it (`stock`, `politie`, `old`), a date (stocks) or a period, and perhaps a breakdown. What
this chain does not compute is there too, with `computed` null (`not-applicable`): a figure that cannot be checked is not
a figure that agrees. Unit: that of the measure.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ketenmonitor.definition import Definition
from ketenmonitor.errors import UsageError
from ketenmonitor.linking import Cases
from ketenmonitor.measures import calendar
from ketenmonitor.measures import figures as f
from ketenmonitor.measures.figures import Figures, Record
from ketenmonitor.measures.flow import flow
from ketenmonitor.measures.handover import handover
from ketenmonitor.measures.lead_time import lead_time
from ketenmonitor.measures.selection import Selection
from ketenmonitor.measures.stock import stock
from ketenmonitor.measures.term import term

# What can be reconciled, and the table of the definition that its ids are in.
COMPUTED: dict[str, tuple[Callable[[Cases, Any, Selection], Figures], str]] = {
    "lead-time": (lead_time, "lead_times"),
    "stock": (stock, "stocks"),
    "flow": (flow, "stocks"),
    "handover": (handover, "handovers"),
    "term": (term, "terms"),
}


@dataclass(frozen=True)
class Published:
    """One figure as a partner gave it; `by` has the values of attributes as texts."""

    partner: str
    measure: str
    id: str
    field: str
    date: str | None
    period: str | None
    by: dict[str, str]
    value: float


def reconcile(cases: Cases, selection: Selection) -> Figures:
    """A record per published figure, in the order of partner, measure, id, field and time."""
    if replace(selection, first_day=None, last_day=None) != Selection():
        raise UsageError(
            "What is published decides which figures are reconciled. Leave out --by, --period, --basis, --where and "
            "--theme; --from and --until choose the moments."
        )
    view = cases.view
    asked: dict[Any, list[Record]] = {}
    records = []
    for one in published_in(cases, selection):
        which = _selection(one, view.definition)
        key = (one.measure, one.id, which)
        if which is not None and key not in asked:
            compute, table = COMPUTED[one.measure]
            asked[key] = list(compute(cases, getattr(view.definition, table)[one.id], which).records)
        found = [r for r in asked.get(key, []) if _is_about(r, one)] if which is not None else []
        records.append(_record(cases, one, found[0] if found else None))
    return Figures(view.definition.id, "reconcile", tuple(records))


def published_in(cases: Cases, selection: Selection) -> list[Published]:
    """The published figures whose moment lies between the dates asked for."""
    view = cases.view
    rows = view.engine.run(
        view.figures.order_by(["partner", "measure", "id", "field", "date", "period", "by"]).drop("receipt", "row")
    )
    found = [Published(**{**row, "by": json.loads(row["by"])}) for row in rows.to_pylist()]
    return [one for one in found if _lies_between(_last_day(one), selection)]


def _last_day(one: Published) -> date | None:
    if one.date is not None:
        return date.fromisoformat(one.date)
    found = calendar.days_of(one.period or "")
    return found[1] if found else None


def _lies_between(day: date | None, selection: Selection) -> bool:
    first, last = selection.first_day, selection.last_day
    return (first is None or (day is not None and day >= first)) and (last is None or (day is not None and day <= last))


def _selection(one: Published, definition: Definition) -> Selection | None:
    """What to ask the measure, so that it gives this figure; None when this chain does not compute it."""
    if one.measure not in COMPUTED or one.id not in getattr(definition, COMPUTED[one.measure][1]):
        return None
    if any(name not in definition.attributes for name in one.by):
        return None
    by = tuple(sorted(one.by))
    if one.date is not None:
        return Selection(by=by, last_day=date.fromisoformat(one.date)) if one.measure == "stock" else None
    days = calendar.days_of(one.period or "")
    if days is None:
        return None
    return Selection(by=by, period=calendar.kind_of(one.period or ""), first_day=days[0], last_day=days[1])


def _is_about(record: Record, one: Published) -> bool:
    by = {name: None if value is None else str(value).lower() for name, value in record["by"].items()}
    return record["period"] == one.period and by == {name: value.lower() for name, value in one.by.items()}


def _record(cases: Cases, one: Published, found: Record | None) -> Record:
    definition = cases.view.definition
    computed = found.get(one.field) if found else None
    if isinstance(computed, (list, dict, str, bool)):
        computed = None
    notes = (
        set() if computed is not None else set(found["notes"] if found and one.field in found else [f.NOT_APPLICABLE])
    )
    frame = f.Frame(cases.view, "reconcile", one.id, definition.unit, None, Selection())
    base = frame.record(
        {
            name: f.typed(definition, name, value) if name in definition.attributes else value
            for name, value in one.by.items()
        },
        one.period,
        found["counted"] if found else None,
        notes,
        publisher=one.partner,
        of_measure=one.measure,
        measure_id=one.id,
        field=one.field,
        date=one.date,
        published=one.value,
        computed=computed,
        difference=None if computed is None else computed - one.value,
    )
    if found is None:
        return base
    notes |= {f.PARTNER_BEHIND} if found["behind"] else set()
    same = {name: found[name] for name in ("unit", "complete_until", "behind")}
    return {**base, **same, "notes": sorted(notes)}
