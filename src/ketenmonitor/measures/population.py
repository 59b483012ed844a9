"""Which cases count, and to which group each belongs.

Comes in: a table of cases (`case`, and a day). Goes out: the same cases with their attributes, those that
meet the conditions only, and once more under every group that they count in. The promise: every case is in exactly
one group of a breakdown (the null group included) and in the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from ketenmonitor.definition import Condition, Definition
from ketenmonitor.linking import Cases
from ketenmonitor.measures import calendar
from ketenmonitor.measures.figures import SELECTED_LATER
from ketenmonitor.measures.selection import MIXED, Selection
from ketenmonitor.store import View

KEY = "record_key"
OF_KEYS = "_key"  # after the name of a count: the sum of the record keys of what was counted
CASE = ["case"]  # the number of the object that makes the case, see `linking`
VALUE = "value_of_"  # before the name of an attribute, which may be called as any other column: `kind`, `case`, `day`


def with_attributes(cases: Cases, table: ir.Table, case_type: str, attributes: Iterable[str]) -> ir.Table:
    """Add a column per attribute (`value_of_` and its name): the case's own value, else its members' if equal, else `mixed`."""
    for name in dict.fromkeys(attributes):
        said = cases.values.filter(cases.values.attribute == name).select("object", "value")
        table = table.left_join(said.select(case=said.object, own=said.value), CASE).drop("case_right")
        if cases.is_simple:
            table = table.rename({VALUE + name: "own"})
            continue
        members = cases.members(case_type)
        if case_type == cases.view.definition.unit:
            members = members.union(cases.members_of_unlinked())
        values = members.inner_join(said, "object").group_by(CASE)
        values = values.aggregate(low=ibis._.value.min(), high=ibis._.value.max())
        table = table.left_join(values, CASE).drop("case_right")
        agreed = ibis.cases((table.low == table.high, table.low), (table.low != table.high, MIXED))
        table = table.mutate(**{VALUE + name: ibis.coalesce(table.own, agreed)}).drop("own", "low", "high")
    return table


def judged(table: ir.Table, conditions: tuple[Condition, ...]) -> ir.Table:
    """Leave out the cases that fail a condition, and mark as `is_unknown` those that an unknown attribute leaves open.

    `mixed` is known, and is none of the values. One failed condition settles it, whatever else is unknown.
    """
    for c in conditions:
        value = table[VALUE + c.attribute]
        table = table.filter(value.isnull() | value.isin(c.values))
    unknown = [table[VALUE + c.attribute].isnull() for c in conditions]
    return table.mutate(is_unknown=ibis.or_(*unknown) if unknown else ibis.literal(False))


def notes_of(definition: Definition, conditions: tuple[Condition, ...], starts: tuple[str, ...]) -> set[str]:
    """The notes that the conditions alone call for: an attribute that objects get only after the start."""
    types = {definition.activities[a].object for a in starts}
    late = any(not types <= definition.carriers(c.attribute) for c in conditions)
    return {SELECTED_LATER} if late else set()


def grouped(table: ir.Table, selection: Selection, day: str, days: tuple[int, int]) -> ir.Table:
    """Every case under its group and under the total: columns `is_total`, `period`, `by_0`, `by_1`, ...

    `day` names the column of which the period is wanted, and `days` is the range that it lies in.
    """
    if selection.period:
        periods = calendar.period_table(*days, selection.period).rename({day: "day"})
        table = table.left_join(periods, day).drop(f"{day}_right")
    else:
        table = table.mutate(period=ibis.null("string"))
    names = [f"by_{i}" for i in range(len(selection.by))]
    total = table.mutate(is_total=True, **{name: ibis.null("string") for name in names})
    if not selection.by:
        return total
    parts = table.mutate(is_total=False, **{n: table[VALUE + a] for n, a in zip(names, selection.by, strict=True)})
    return total.union(parts.select(*total.columns))


def range_of(view: View, table: ir.Table, day: str) -> tuple[int, int]:
    """The first and the last of the days in a column."""
    low, high = view.engine.run(table.aggregate(low=table[day].min(), high=table[day].max())).to_pylist()[0].values()
    return low or 0, high or 0


def group_columns(selection: Selection) -> list[str]:
    """The columns that make a group, in the order of `figures.Group`."""
    return ["is_total", "period", *(f"by_{i}" for i in range(len(selection.by)))]


def keyed(cases: Cases, table: ir.Table) -> ir.Table:
    """Add `record_key` of each case, when there are record keys."""
    if cases.record_keys is None:
        return table
    keys = cases.record_keys.select(case=cases.record_keys.object, record_key=cases.record_keys.record_key)
    return table.left_join(keys, CASE).drop("case_right")


def tallies(
    table: ir.Table, wanted: Mapping[str, ir.BooleanValue], times: ir.IntegerValue | None = None
) -> dict[str, ir.Value]:
    """How many rows are each of `wanted`, and of those the sum of their record keys, when the table has these.

    A table with a column `n` has counted before: a row stands for n, and its record key is a sum of keys. Each row
    counts `times` (1).
    """
    columns, factor = table.columns, 1 if times is None else times
    sums: dict[str, ir.Value] = {}
    for name, which in wanted.items():
        sums[name] = (table.n * factor).sum(where=which).fill_null(0) if "n" in columns else which.sum()
        if KEY in columns:
            sums[name + OF_KEYS] = (table[KEY] * factor).sum(where=which).fill_null(0)
    return sums


def counted_before(table: ir.Table) -> dict[str, ir.Value]:
    """The columns of a table that counts before `tallies` do: `n`, and the sum of the record keys if there are any."""
    return {"n": table.count(), **({KEY: table[KEY].sum()} if KEY in table.columns else {})}


def cells_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """For who protects counts: of each count of a group its number and its cell key, as a field of the record.

    The cell key is the sum of the record keys modulo 2^32: the same cases have the same one in every table.
    """
    names = [name.removesuffix(OF_KEYS) for name in said if name.endswith(OF_KEYS)]
    cells = {name: (int(said[name] or 0), int(said[name + OF_KEYS] or 0) % 2**32) for name in names}
    return {"cells": cells} if cells else {}
