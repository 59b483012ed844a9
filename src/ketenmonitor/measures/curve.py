"""Leaving over time when not all have left: Kaplan-Meier and Aalen-Johansen, inside the engine.

Comes in: a table with group columns, `t` (microseconds) and `kind` (`to`, `other`, or null for still in). Goes out:
a curve (a row per group and time), and what is read from it. Per group, with n(t) at risk just before t, d_k(t)
leaving by end k at t, and d = d_to + d_other:

    S(t)        product over u <= t of 1 - d(u) / n(u)                          Kaplan and Meier 1958
    F_k(t)      sum over u <= t of S(u-) d_k(u) / n(u)                          Aalen and Johansen 1978; exact at ties
    V(t)        sum over u <= t of d(u) / (n(u) (n(u) - d(u)))                  Greenwood 1926
    band(t)     S(t) ** exp(+-1.96 sqrt(V(t)) / ln S(t))                        log-log; 1 while S = 1, 0 when S = 0
    quantile q  the smallest t with S(t) <= 1 - q, within 1e-9; null: not reached
    95 % of q   from the first t where the lower band to the first where the upper band is <= 1 - q
                                                                                Brookmeyer and Crowley 1982

Those censored at t are at risk at t. Counts are integers and are divided once, so the order of rows cannot matter.
S(u-) is exp(ln S(u) - ln(1 - d(u) / n(u))): what is added up in one window need not be looked up in another.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from ketenmonitor.instants import DAY_US
from ketenmonitor.store import Engine

WITHIN = 1e-9
SLACK = 1e-12  # far more than S can differ by the order of adding up, far less than WITHIN
PAGE = 10_000  # cases at risk
Z95 = 1.959963984540054  # the 0.975 quantile of the standard normal distribution


def curve(table: ir.Table, group: list[str]) -> ir.Table:
    """The curve: group columns, t, to, other, survival, ended_to, ended_other, log_survival, is_empty, variance."""
    points = _at_risk(table, group)
    points = points.mutate(factor=_factor(points), term=_term(points), is_empty=points.at_risk == points.left)
    so_far = ibis.window(group_by=group, order_by="t", preceding=(None, 0))
    points = points.mutate(log_survival=points.factor.sum().over(so_far), variance=points.term.sum().over(so_far))
    before = (points.log_survival - points.factor).exp()
    points = points.mutate(
        survival=_survival(points),
        step_to=before * points.to.cast("float64") / points.at_risk,
        step_other=before * points.other.cast("float64") / points.at_risk,
    )
    points = points.mutate(ended_to=points.step_to.sum().over(so_far), ended_other=points.step_other.sum().over(so_far))
    return points.drop("at_risk", "left", "factor", "term", "step_to", "step_other")


def _at_risk(table: ir.Table, group: list[str]) -> ir.Table:
    """A row per group and time: to, other, left (both), and at_risk: who leaves or is last seen then or later."""
    points = table.group_by([*group, "t"]).aggregate(
        n=table.count(), left=table.kind.count(), to=table.count(where=table.kind == "to")
    )
    backwards = ibis.window(group_by=group, order_by=ibis.desc("t"), preceding=(None, 0))
    points = points.mutate(at_risk=points.n.sum().over(backwards), other=points.left - points.to)
    return points.drop("n")


def _factor(points: ir.Table) -> ir.FloatingValue:
    """What a time adds to ln S. ln(0) is null on Spark and -inf on DuckDB: the last one leaving is said by `is_empty`."""
    stay = points.at_risk - points.left
    return (stay > 0).ifelse((stay.cast("float64") / points.at_risk).ln(), 0.0)


def _term(points: ir.Table) -> ir.FloatingValue:
    """What a time adds to V."""
    stay = points.at_risk - points.left
    return (stay > 0).ifelse(points.left.cast("float64") / (points.at_risk.cast("float64") * stay), 0.0)


def _survival(points: ir.Table) -> ir.FloatingValue:
    return points.is_empty.ifelse(0.0, points.log_survival.exp())


def with_bands(points: ir.Table) -> ir.Table:
    """The curve with its band: low and high."""
    inner = ~points.is_empty & (points.log_survival < 0)
    width = Z95 * points.variance.sqrt() / inner.ifelse(points.log_survival, -1.0)
    edges = {
        name: inner.ifelse((points.log_survival * (sign * width).exp()).exp(), points.survival)
        for name, sign in (("low", -1.0), ("high", 1.0))
    }
    return points.mutate(**edges)


def read(
    engine: Engine, table: ir.Table, group: list[str], quantiles: dict[str, float], at_days: list[int]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """By group: each quantile (microseconds, null when not reached), the median's 95 % limits `median_low` and
    `median_high`, `lowest` survival, and at each number of days `to_D`, `other_D` and `open_D`.

    Times between two of `at_days` are read together: S never rises and F never falls, so their ends are enough.
    """
    points = with_bands(curve(table, group))
    part = sum(((points.t > days * DAY_US).cast("int64") for days in at_days), ibis.literal(0, "int64"))
    columns = _reached(points, quantiles)
    columns["median_low"] = points.t.min(where=points.low <= 0.5)
    columns["median_high"] = points.t.min(where=points.high <= 0.5)
    columns["lowest"] = points.survival.min()
    for name in ("to", "other"):
        columns[name] = points[f"ended_{name}"].max()
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in engine.run(points.group_by([*group, part.name("part")]).aggregate(**columns)).to_pylist():
        found.setdefault(tuple(row.pop(column) for column in group), []).append(row)
    return {key: _together(parts, at_days) for key, parts in found.items()}


def _together(parts: list[dict[str, Any]], at_days: list[int]) -> dict[str, Any]:
    """The readings of one group from those of its parts, which are numbered by how many of `at_days` have passed."""
    sums = ("part", "to", "other")
    least = {name: min((p[name] for p in parts if p[name] is not None), default=None) for name in parts[0]}
    said = {name: value for name, value in least.items() if name not in sums}
    for number, days in enumerate(at_days):
        passed = [p for p in parts if p["part"] <= number]
        said[f"to_{days}"] = max((p["to"] for p in passed), default=0.0)
        said[f"other_{days}"] = max((p["other"] for p in passed), default=0.0)
        said[f"open_{days}"] = min((p["lowest"] for p in passed), default=1.0)
    return said


def read_quantiles(engine: Engine, table: ir.Table, group: list[str], quantiles: dict[str, float]) -> ir.Table:
    """The quantiles of `read` alone, one row a group that anyone left, without the curve at every time.

    Times with about as many at risk make a page. S never rises, so what each page takes from ln S says in which pages
    a quantile can be reached; only these few are opened, and S is added up in them from where the page begins.
    """
    points = _at_risk(table, group)
    points = points.filter(points.left > 0).select(*group, "t", "at_risk", "left", page=points.at_risk // PAGE)
    points = engine.keep(points.mutate(is_empty=points.at_risk == points.left))
    pages = _pages(points, group)
    levels = [1 - q + WITHIN for q in quantiles.values()]
    is_reached = [(pages.last <= level + SLACK) & (pages.first >= level - SLACK) for level in levels]
    pages = pages.filter(ibis.or_(*is_reached)).select(*group, "page", "before")
    opened = points.inner_join(pages, [points[name].identical_to(pages[name]) for name in [*group, "page"]])
    opened = opened.select(*points.columns, "before")
    so_far = ibis.window(group_by=[*group, "page"], order_by="t", preceding=(None, 0))
    opened = opened.mutate(log_survival=opened.before + _factor(opened).sum().over(so_far))
    opened = opened.mutate(survival=_survival(opened))
    return opened.group_by(group).aggregate(**_reached(opened, quantiles))


def _pages(points: ir.Table, group: list[str]) -> ir.Table:
    """A row a page: `before`, ln S where it begins, and S where it begins and ends: `first`, `last`."""
    pages = points.group_by([*group, "page"]).aggregate(log=_factor(points).sum(), is_empty=points.is_empty.any())
    so_far = ibis.window(group_by=group, order_by=ibis.desc("page"), preceding=(None, 0))
    pages = pages.mutate(log_survival=pages.log.sum().over(so_far))
    pages = pages.mutate(before=pages.log_survival - pages.log, last=_survival(pages))
    return pages.mutate(first=pages.before.exp())


def _reached(points: ir.Table, quantiles: dict[str, float]) -> dict[str, ir.Value]:
    return {name: points.t.min(where=points.survival <= 1 - q + WITHIN) for name, q in quantiles.items()}
