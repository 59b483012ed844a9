"""Effects: of which cases the state is unknown since a partner went dark.

Comes in: cases, and the stages that stop at a partner that is behind. Goes out: plain values. Unit: cases or objects, as
the figure of the stage counts them; days.

- `unknown`: cases that were in the stage when it stopped: open, in stock, in transit. What became of them since is not
  known; it is not that they are still there. `of`: all that ever came into the stage; `share` = unknown / of.
- `median_age_days`: how long these had been in it by then.
- `later`: cases of which is known that they came into the stage after it stopped; they count nowhere yet.
- `cases_unknown` of a partner: chain cases, and objects that reach no unit, that were in any stage that this partner holds
  back, or were sent to it since; `cases_of`: all there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ibis
import ibis.expr.types as ir

from ketenmonitor.definition import Handover, LeadTime, Stock, Term
from ketenmonitor.instants import DAY_US, day_number
from ketenmonitor.linking import Cases
from ketenmonitor.measures import figures as f
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.concerned import Span
from ketenmonitor.measures.handover import matched, waiting
from ketenmonitor.measures.spans import first_ends, name_of, spans
from ketenmonitor.measures.stages import Stage
from ketenmonitor.measures.stock import last_complete_day
from ketenmonitor.measures.transitions import transitions


def effects_of(cases: Cases, stages: Iterable[Stage]) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """By stage that a partner which is behind holds back, what is unknown; and by such a partner, of how many cases."""
    view, found, by_partner = cases.view, [], dict[str, list[ir.Table]]()
    for stage in stages:
        time = stage.time(view)
        holding = [one for one in view.behind.values() if one.partner in stage.concern.partners]
        if time is None or stage.figure is None or not holding:
            continue
        table = view.engine.keep(_members(cases, stage.figure, time))
        at_it = [one for one in holding if one.until_us == time.until_us] or holding
        found.append(
            {"kind": stage.kind, "id": stage.id, "partners": [p.partner for p in at_it], **_said(cases, table)}
        )
        for one in holding:
            by_partner.setdefault(one.partner, []).append(_in_doubt(table, stage.figure))
    if not by_partner:
        return [], {}
    every = _every_case(cases)
    return found, {partner: _cases_unknown(cases, every, tables) for partner, tables in by_partner.items()}


def _in_doubt(table: ir.Table, figure: LeadTime | Stock | Handover | Term) -> ir.Table:
    """The objects of which the state is unknown: what was in the stage, and what was sent to it since."""
    states = ("unknown", "later") if isinstance(figure, Handover) else ("unknown",)
    return table.filter(table.state.isin(states)).select(object=table.case)


def _members(cases: Cases, figure: LeadTime | Stock | Handover | Term, time: Span) -> ir.Table:
    """Everything that ever came into a stage: case, age_days, and state: `unknown`, `known` (it had left) or `later`."""
    if isinstance(figure, Stock):
        return _of_stock(cases, figure, time)
    return _of_handover(cases, figure, time) if isinstance(figure, Handover) else _of_clock(cases, figure, time)


def _of_clock(cases: Cases, figure: LeadTime | Term, time: Span) -> ir.Table:
    where = figure.where if isinstance(figure, LeadTime) else ()

    def meant(table: ir.Table) -> ir.Table:
        table = pop.with_attributes(cases, table, figure.object, [c.attribute for c in where])
        table = pop.judged(table, where)
        return table.filter(~table.is_unknown)

    known = meant(spans(cases, figure, time))
    known = known.filter(known.start_us >= time.from_us)
    known = known.select("case", age_days=(time.until_local_us - known.start_local) / DAY_US, state=_state(known.kind))
    began = cases.table(name_of(figure), lambda: cases.view.engine.keep(first_ends(cases, figure)))
    return known.union(_later(meant(began.filter(began.start_us > time.until_us))))


def _of_stock(cases: Cases, figure: Stock, time: Span) -> ir.Table:
    last = day_number(last_complete_day(time))
    changes = transitions(cases, figure)
    entries = changes.filter(changes.enters & ~changes.is_ignored)
    been = entries.filter(entries.day <= last)
    is_in = been.until_day.isnull() | (been.until_day > last)
    been = been.group_by("case").aggregate(is_in=is_in.any(), since=been.day.max())
    known = been.select("case", age_days=(last - been.since).cast("float64"), state=_named(been.is_in))
    return known.union(_later(entries.filter(entries.day > last).select("case").distinct()))


def _of_handover(cases: Cases, figure: Handover, time: Span) -> ir.Table:
    sent = waiting(matched(cases, figure, time)[0], time)
    sent = sent.filter(~sent.is_before)
    age = (time.until_local_us - sent.local_us) / DAY_US
    known = sent.select(case=sent.object, age_days=age, state=_state(sent.kind))
    events = cases.happened
    first = events.filter(events.activity == figure.sent).group_by("object").aggregate(at_us=ibis._.at_us.min())
    return known.union(_later(first.filter(first.at_us > time.until_us).select(case="object")))


def _state(kind: ir.StringValue) -> ir.StringValue:
    return _named(kind.isnull())


def _named(is_unknown: ir.BooleanValue) -> ir.StringValue:
    return is_unknown.ifelse("unknown", "known")


def _later(table: ir.Table) -> ir.Table:
    return table.select("case", age_days=ibis.null("float64"), state=ibis.literal("later"))


def _said(cases: Cases, table: ir.Table) -> dict[str, Any]:
    is_unknown = table.state == "unknown"
    counts = table.aggregate(
        unknown=is_unknown.sum().fill_null(0),
        of=(table.state != "later").sum().fill_null(0),
        median_age_days=table.age_days.quantile(0.5, where=is_unknown),
        later=(table.state == "later").sum().fill_null(0),
    )
    row = cases.view.engine.run(counts).to_pylist()[0]
    return {"unknown": row["unknown"], "of": row["of"], "share": f.share(row["unknown"], row["of"]), **row}


def _every_case(cases: Cases) -> ir.Table:
    """Every chain case, and every object that reaches no unit, with their objects: case, object."""
    unit = cases.view.definition.unit
    if cases.is_simple:
        return cases.objects.select(case=cases.objects.object, object=cases.objects.object)
    return cases.view.engine.keep(cases.members(unit).union(cases.members_of_unlinked()))


def _cases_unknown(cases: Cases, every: ir.Table, tables: list[ir.Table]) -> dict[str, Any]:
    hit = every.semi_join(ibis.union(*tables) if len(tables) > 1 else tables[0], "object")
    n, of = (cases.view.engine.run(t.case.nunique().as_table())[0][0].as_py() for t in (hit, every))
    return {"cases_unknown": n, "cases_of": of, "share_unknown": f.share(n, of)}
