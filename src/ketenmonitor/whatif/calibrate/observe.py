"""What was seen of a chain: every visit of every case to a step, as columns.

Comes in: the cases of a view, and the day until which may be looked. Goes out: `Observed`. The promise: nothing that happened, was
linked or was noted as an event on that day or later is in it, and nothing beyond what every partner delivered; a case that was under
way before the latest `delivered_from` counts as stock, and in nothing that needs its beginning.

A case is a unit object with everything that has a path to it, or an object that reaches no unit and is reached by none such: there it
began. Events stay in the engine, which puts them in order; what comes out is a row of small integers for each event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ketenmonitor.definition import Definition
from ketenmonitor.errors import UsageError
from ketenmonitor.instants import DAY_US, day_number, local_us
from ketenmonitor.linking import Cases
from ketenmonitor.measures import MIXED
from ketenmonitor.store import ORDER

SECOND_US = 1_000_000
DAY_S = 86_400
Whole = NDArray[np.int64]
Small = NDArray[np.int16]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Observed:
    """Visits in the order of cases and within a case of time; columns of equal length, and seconds as in `model`.

    `case`: a number; `step`, `following`: place of the activity in the definition (-1: nothing followed yet); `entered_s`, `left_s`
    (-1: not yet); `case_class`: index in `classes`, -1: not known. Everybody delivered from `from_s` up to `until_s`.
    """

    definition: Definition
    from_s: int
    until_s: int
    case: NDArray[np.int32]
    step: Small
    entered_s: Whole
    following: Small
    left_s: Whole
    case_class: Small
    classes: tuple[str, ...] = ()
    class_attribute: str | None = None

    @property
    def is_first(self) -> Flags:
        """The visits with which a case begins."""
        return np.concatenate(([True], self.case[1:] != self.case[:-1]))[: len(self.case)]

    @property
    def is_whole(self) -> Flags:
        """The visits of cases of which the beginning is known."""
        first = self.is_first
        return (self.entered_s[first] >= self.from_s)[np.cumsum(first) - 1]


def observe(cases: Cases, until: date | None = None, class_attribute: str | None = None) -> Observed:
    """The visits of all cases before `until` (None: as far as everybody delivered); raises UsageError when nothing was delivered."""
    definition = cases.view.definition
    if class_attribute is not None and class_attribute not in definition.attributes:
        right = ", ".join(definition.attributes) or "(there are none)"
        raise UsageError(f'"{class_attribute}" is not an attribute of this chain. Right is one of: {right}.')
    from_us, until_us, at_us = _time(cases, until)
    events = cases.happened.filter((cases.happened.at_us <= at_us) & (cases.happened.local_us < until_us))
    visits = _visits(cases, events)
    if class_attribute is not None:
        visits = _with_class(cases, visits, class_attribute)
    columns = ["case", "code", "local_us", *(["value"] if class_attribute else [])]
    found = cases.view.engine.run(visits.order_by(["case", *ORDER]).select(*columns))
    return _columns(definition, found, (from_us // SECOND_US, -(-until_us // SECOND_US)), class_attribute)


def _time(cases: Cases, until: date | None) -> tuple[int, int, int]:
    """From when and until when on the clock of the chain everybody delivered, and until which instant."""
    view = cases.view
    partners = dict.fromkeys(a.partner for a in view.definition.activities.values())
    absent = [p for p in partners if p not in view.coverage]
    if absent:
        raise UsageError(
            f"{', '.join(absent)} delivered nothing, so that nobody knows what follows on what. "
            "Right is at least one delivery of every partner that reports activities; see `ketenmonitor status`."
        )
    covered = [view.coverage[p] for p in partners]
    at_us, zone = min(c.until_us for c in covered), view.definition.zone
    first, last = local_us(max(c.from_us for c in covered), zone), local_us(at_us, zone) + 1
    if until is not None:
        last = min(last, day_number(until) * DAY_US)
    if last <= first:
        raise UsageError("Not all partners have delivered a time in common before this day. Right is a later day.")
    return first, last, at_us


def _visits(cases: Cases, events: ir.Table) -> ir.Table:
    """The events in the order of their cases: case, code (of the activity), local_us, and `ORDER`."""
    names = list(cases.view.definition.activities)
    codes = ibis.memtable(pa.table({"activity": names, "code": pa.array(range(len(names)), pa.int16())}))
    if cases.is_simple:
        return events.inner_join(codes, "activity").mutate(case=events.object)
    members = _members(cases, events)
    joined = members.inner_join(events, "object").inner_join(codes, "activity")
    rows_of_one = ibis.window(group_by=["case", "source"], order_by=ORDER)  # rows that tell of one event are one visit
    joined = joined.mutate(of_one=ibis.row_number().over(rows_of_one))
    return joined.filter(joined.source.isnull() | (joined.of_one == 0))


def _members(cases: Cases, events: ir.Table) -> ir.Table:
    """The objects of each case as known by then: case, object."""
    definition, keep = cases.view.definition, cases.view.engine.keep
    telling = {a.object for a in definition.activities.values()}
    happened = events.select("object").distinct()
    objects = cases.objects
    silent = objects.filter(objects.object_type.notin(list(telling))).select("object")
    known = keep(happened.union(silent))
    paths = cases.paths.semi_join(known, [("from_object", "object")]).semi_join(known, [("to_object", "object")])
    paths = keep(paths)
    to_unit = paths.filter(paths.to_type == definition.unit)
    units = objects.filter(objects.object_type == definition.unit).semi_join(known, "object")
    own = _roots(objects.filter(objects.object_type != definition.unit).semi_join(known, "object"), paths, to_unit)
    below = paths.semi_join(own, [("from_object", "object")])
    return ibis.union(
        units.select(case=units.object, object=units.object),
        to_unit.select(case=to_unit.to_object, object=to_unit.from_object),
        own.select(case=own.object, object=own.object),
        below.select(case=below.from_object, object=below.to_object),
        distinct=True,
    )


def _roots(others: ir.Table, paths: ir.Table, to_unit: ir.Table) -> ir.Table:
    """The objects that reach no unit and are not reached from another such; of a circle the one with the least number."""
    others = others.anti_join(to_unit, [("object", "from_object")])
    back = paths.select(from_object=paths.to_object, to_object=paths.from_object)
    both = paths.semi_join(back, ["from_object", "to_object"])
    both = both.filter(both.from_object > both.to_object)
    one_way = paths.anti_join(back, ["from_object", "to_object"]).union(both)
    reached = one_way.semi_join(others, [("from_object", "object")])
    return others.anti_join(reached, [("object", "to_object")])


def _with_class(cases: Cases, visits: ir.Table, attribute: str) -> ir.Table:
    """Add `value` of the attribute to each visit: what the objects of the case agree on, else that they do not."""
    said = cases.values.filter(cases.values.attribute == attribute).select("object", "value")
    told = visits.select("case", "object").distinct().inner_join(said, "object").group_by("case")
    told = told.aggregate(low=ibis._.value.min(), high=ibis._.value.max())
    told = told.select("case", value=(told.low == told.high).ifelse(told.low, MIXED))
    return visits.left_join(told, "case").drop("case_right")


def _columns(definition: Definition, found: pa.Table, time: tuple[int, int], attribute: str | None) -> Observed:
    case = np.asarray(found["case"]).astype(np.int64)
    numbers = np.cumsum(np.concatenate(([False], case[1:] != case[:-1]))[: len(case)]).astype(np.int32)
    step = np.asarray(found["code"]).astype(np.int16)
    entered = np.asarray(found["local_us"]) // SECOND_US
    goes_on = np.concatenate((case[1:] == case[:-1], [False]))[: len(case)]
    following, left = np.full(len(case), -1, np.int16), np.full(len(case), -1, np.int64)
    following[goes_on] = step[1:][goes_on[:-1]]
    left[goes_on] = np.maximum(entered[1:], entered[:-1])[
        goes_on[:-1]
    ]  # a clock that was put back lets nobody leave before
    classes: tuple[str, ...] = ()
    indices = np.full(len(case), -1, np.int16)
    if attribute is not None:
        values = found["value"].to_pylist()
        classes = tuple(sorted({v for v in values if v is not None}))
        index: dict[str | None, int] = {v: i for i, v in enumerate(classes)}
        indices = np.array([index.get(v, -1) for v in values], np.int16)
    return Observed(definition, *time, numbers, step, entered, following, left, indices, classes, attribute)
