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
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from ketenmonitor.instants import DAY_US

WITHIN = 1e-9
Z95 = 1.959963984540054  # the 0.975 quantile of the standard normal distribution


def curve(table: ir.Table, group: list[str]) -> ir.Table:
    """The curve: group columns, t, survival, ended_to, ended_other, low, high."""
    points = table.group_by([*group, "t"]).aggregate(
        n=table.count(), to=(table.kind == "to").sum().fill_null(0), other=(table.kind == "other").sum().fill_null(0)
    )
    backwards = ibis.window(group_by=group, order_by=ibis.desc("t"), preceding=(None, 0))
    points = points.mutate(at_risk=points.n.sum().over(backwards), left=points.to + points.other)
    stay = points.at_risk - points.left
    # ln(0) is null on Spark and -inf on DuckDB: the last one leaving is said, not computed.
    points = points.mutate(
        factor=(stay > 0).ifelse((stay.cast("float64") / points.at_risk).ln(), 0.0),
        term=(stay > 0).ifelse(points.left.cast("float64") / (points.at_risk.cast("float64") * stay), 0.0),
        is_empty=stay == 0,
    )
    so_far = ibis.window(group_by=group, order_by="t", preceding=(None, 0))
    points = points.mutate(log_survival=points.factor.sum().over(so_far), variance=points.term.sum().over(so_far))
    points = points.mutate(survival=points.is_empty.ifelse(0.0, points.log_survival.exp()))
    before = points.survival.lag().over(ibis.window(group_by=group, order_by="t")).fill_null(1.0)
    points = points.mutate(
        step_to=before * points.to.cast("float64") / points.at_risk,
        step_other=before * points.other.cast("float64") / points.at_risk,
    )
    points = points.mutate(ended_to=points.step_to.sum().over(so_far), ended_other=points.step_other.sum().over(so_far))
    return _with_bands(points).select(*group, "t", "survival", "ended_to", "ended_other", "low", "high")


def _with_bands(points: ir.Table) -> ir.Table:
    inner = ~points.is_empty & (points.log_survival < 0)
    width = Z95 * points.variance.sqrt() / inner.ifelse(points.log_survival, -1.0)
    edges = {
        name: inner.ifelse((points.log_survival * (sign * width).exp()).exp(), points.survival)
        for name, sign in (("low", -1.0), ("high", 1.0))
    }
    return points.mutate(**edges)


def read(points: ir.Table, group: list[str], quantiles: dict[str, float], at_days: list[int]) -> ir.Table:
    """One row a group: each quantile (microseconds, null when not reached), the median's 95 % limits `median_low` and
    `median_high`, `lowest` survival, and at each number of days `to_D`, `other_D` and `open_D`."""
    columns: dict[str, ir.Value] = {
        name: points.t.min(where=points.survival <= 1 - q + WITHIN) for name, q in quantiles.items()
    }
    columns["median_low"] = points.t.min(where=points.low <= 0.5)
    columns["median_high"] = points.t.min(where=points.high <= 0.5)
    columns["lowest"] = points.survival.min()
    for days in at_days:
        reached = points.t <= days * DAY_US
        columns[f"to_{days}"] = points.ended_to.max(where=reached).fill_null(0.0)
        columns[f"other_{days}"] = points.ended_other.max(where=reached).fill_null(0.0)
        columns[f"open_{days}"] = points.survival.min(where=reached).fill_null(1.0)
    return points.group_by(group).aggregate(**columns)
