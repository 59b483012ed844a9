"""Lead-time curve: which share of cases has ended after how many days, with the cases that are still open.

Formula: the cases of `lead_time.population`, and `curve` at a grid of days. Unit: days, shares of cases.

- `points`: at each of `days`, `to` and `other` (Aalen-Johansen cumulative incidence), `open` (Kaplan-Meier, so that the
  three add up to 1), and `completed_only`: the share of the cases that reached `to` which did so within `days`.
- `ended`: at the same days, how many cases had ended by then; the door needs it to see what a step gives away.
- The grid runs to three times the norm (three years when there is none) or to the longest follow-up, whichever is
  shorter, but always to the norm; it has at most 120 points on round days.

A point beyond the longest possible follow-up is null (`not-yet-known`), unless all cases have left.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.definition import LeadTime
from ketenmonitor.errors import UsageError
from ketenmonitor.instants import DAY_US
from ketenmonitor.linking import Cases
from ketenmonitor.measures import curve as km
from ketenmonitor.measures import figures as f
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.concerned import span_of
from ketenmonitor.measures.figures import Figures, Frame, Record
from ketenmonitor.measures.lead_time import concern_of, population
from ketenmonitor.measures.selection import Selection
from ketenmonitor.store import Engine

NAME = "lead-time-curve"
MOST_POINTS = 120
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
WITHOUT_NORM = 1095
FIELDS = ("completed", "other_ends", "open", "points", "ended")


def lead_time_curve(cases: Cases, figure: LeadTime, selection: Selection) -> Figures:
    """The curve of one lead time over all cases asked for: one record; none when what was known then is not known any more.

    Raises UsageError for a breakdown, a period or a selection by exit.
    """
    if selection.by or selection.period or selection.basis != "entry":
        raise UsageError("A curve is of all cases by their start. Leave out breakdown, period and basis exit.")
    view = cases.view
    if view.gone.code:
        return Figures(view.definition.id, NAME, ())
    concern = concern_of(view.definition, figure, selection)
    time = span_of(view, concern.partners)
    frame = Frame(view, NAME, figure.id, figure.object, time.until_us if time else None, selection, concern=concern)
    if time is None:
        nothing: Record = dict.fromkeys(FIELDS)
        return Figures(view.definition.id, NAME, (frame.record({}, None, None, {f.NOT_DELIVERED}, **nothing),))
    found = population(cases, figure, selection, time)
    counted = found.filter(found.status == "counted").mutate(all=0)
    sizes = view.engine.run(_sizes(counted)).to_pylist()[0]
    notes = pop.notes_of(view.definition, (*figure.where, *selection.conditions(view.definition)), figure.starts)
    fields: Record = {**{name: sizes[name] or 0 for name in FIELDS[:3]}, "points": [], "ended": []}
    if not sizes["counted"]:
        notes = {*notes, f.NOT_APPLICABLE}
    else:
        follow_up = max(time.until_local_us - sizes["earliest"], 0)
        days = grid(figure.norm.days if figure.norm else None, follow_up)
        fields |= _series(view.engine.run(_at(counted, days)).to_pylist(), sizes["completed"], follow_up)
        fields |= _cells(view.engine, counted, days)
    if any(point["open"] is None for point in fields["points"]):
        notes = {*notes, f.NOT_YET_KNOWN}
    return Figures(view.definition.id, NAME, (frame.record({}, None, sizes["counted"], notes, **fields),))


def grid(norm_days: int | None, follow_up_us: int) -> list[int]:
    """The days at which a curve is read: from 0, in the smallest round step that needs at most 120 points."""
    wanted = 3 * norm_days if norm_days else WITHOUT_NORM
    last = max(min(wanted, follow_up_us // DAY_US), norm_days or 0)
    step = next((s for s in STEPS if last // s < MOST_POINTS), last)
    return list(range(0, last + 1, step))


def _sizes(counted: ir.Table) -> ir.Table:
    return counted.aggregate(
        counted=counted.count(),
        completed=(counted.kind == "to").sum().fill_null(0),
        other_ends=(counted.kind == "other").sum().fill_null(0),
        open=counted.kind.isnull().sum().fill_null(0),
        earliest=counted.start_local.min(),
    )


def _at(counted: ir.Table, days: list[int]) -> ir.Table:
    """A row per day of the grid: `open`, `to`, `other`, `ended_to` and `ended_other` (cases by then), `lowest`.

    A column per day, as `curve.read` has for a few days, is slow for a hundred: every point of the curve is put in the
    step of the grid at whose end it has been reached, and the steps are added up. `lowest`: where the curve ends.
    """
    width = (days[1] if len(days) > 1 else 1) * DAY_US
    points = km.curve(counted, ["all"])
    points = points.mutate(by_us=points.t + (width - points.t % width) % width)
    steps = points.group_by("by_us").aggregate(
        survival=points.survival.min(),
        **{name: points[name].max() for name in ("ended_to", "ended_other")},
        **{name: points[name].sum() for name in ("to", "other")},
    )
    steps = steps.cross_join(ibis.memtable(pa.table({"day": pa.array(days, pa.int64())})))
    reached = steps.by_us <= steps.day * DAY_US
    read = steps.group_by("day").aggregate(
        open=steps.survival.min(where=reached).fill_null(1.0),
        to=steps.ended_to.max(where=reached).fill_null(0.0),
        other=steps.ended_other.max(where=reached).fill_null(0.0),
        ended_to=steps.to.sum(where=reached).fill_null(0),
        ended_other=steps.other.sum(where=reached).fill_null(0),
        lowest=steps.survival.min(),
    )
    return read.order_by("day")


def _cells(engine: Engine, counted: ir.Table, days: list[int]) -> Record:
    """For who protects the curve: how many had ended by each day of the grid, with the sum of their record keys."""
    if pop.KEY not in counted.columns:
        return {}
    wanted = {"counted": counted.t.notnull(), "open": counted.kind.isnull()}
    wanted |= {"completed": counted.kind == "to", "other_ends": counted.kind == "other"}
    said = engine.run(counted.aggregate(**pop.tallies(counted, wanted))).to_pylist()[0]
    width = (days[1] if len(days) > 1 else 1) * DAY_US
    steps = counted.mutate(step=(counted.t + width - 1) // width)
    steps = steps.group_by("step").aggregate(
        **pop.tallies(steps, {"to": steps.kind == "to", "other": steps.kind == "other"})
    )
    by_step = {row["step"]: row for row in engine.run(steps).to_pylist()}
    for name in ("to", "other"):
        for end in ("", pop.OF_KEYS):
            so_far = 0
            for step, day in enumerate(days):
                so_far += by_step.get(step, {}).get(name + end) or 0
                said[f"{name}_{day}{end}"] = so_far
    return pop.cells_of(said)


def _series(read: list[Record], completed: int, follow_up_us: int) -> Record:
    """`points` and `ended`: what the engine said at each day, as far as it can be known by now."""
    points, ended = [], []
    for row in read:
        point: Record = {"days": row["day"], "open": None, "to": None, "other": None, "completed_only": None}
        if row["day"] * DAY_US <= follow_up_us or row["lowest"] == 0:
            point |= {"open": row["open"], "to": row["to"], "other": row["other"]}
            point["completed_only"] = f.share(row["ended_to"], completed)
        points.append(point)
        ended.append({"days": row["day"], "to": row["ended_to"], "other": row["ended_other"]})
    return {"points": points, "ended": ended}
