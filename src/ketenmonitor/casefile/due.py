"""Which cases ask for attention: those of which a term runs, and open ones that are near or past the norm of a lead time.

Comes in: the cases of a view, and a partner. Goes out: plain rows. The promise: terms and ages come from the same expressions
as the figures, and only cases are named in which this partner has an object.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import ibis

from ketenmonitor.casefile.still_known import check_still_known
from ketenmonitor.instants import DAY_US, day_of_number, to_iso
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection
from ketenmonitor.measures.concerned import partners_of_case, span_of
from ketenmonitor.measures.lead_time import population as lead_time_population
from ketenmonitor.measures.term import population

RUNNING = ("running", "running_late")
MOST = 200
# Near the norm is: within so many days of it, and of a short norm within so much of it.
NEAR_DAYS, NEAR_SHARE = 14, 10  # a tenth


def due(cases: Cases, partner: str, most: int = MOST) -> list[dict[str, Any]]:
    """At most `most` rows: term, case, object_type, start, last_day, state (`running` or `running_late`)."""
    check_still_known(cases.view)
    definition, rows = cases.view.definition, []
    for figure in definition.terms.values():
        time = span_of(cases.view, partners_of_case(definition, figure.activities, figure.object))
        if time is None:
            continue
        table, _ = population(cases, figure, Selection(), time)
        table = table.filter((table.counted_as == "due") & table.state.isin(RUNNING))
        table = table.semi_join(_of_partner(cases, figure.object, partner), "case")
        named = table.inner_join(cases.objects, [table.case == cases.objects.object])
        first = named.order_by([named.last_day, named.object_id]).limit(most)
        for row in cases.view.engine.run(first).to_pylist():
            rows.append(
                {
                    "term": figure.id,
                    "case": row["object_id"],
                    "object_type": row["object_type"],
                    "start": to_iso(row["start_us"], definition.zone),
                    "last_day": day_of_number(row["last_day"]).isoformat(),
                    "state": row["state"],
                }
            )
    return sorted(rows, key=lambda row: (row["last_day"], row["case"], row["term"]))[:most]


def near_norm(cases: Cases, partner: str, most: int = MOST) -> list[dict[str, Any]]:
    """Open cases, at most `most` that are near and as many that are past, those that are closest to the norm first.

    lead_time, case, object_type, start, days (its age, at the moment up to which all partners concerned delivered), norm_days,
    is_past.
    """
    check_still_known(cases.view)
    definition, rows = cases.view.definition, []
    for figure in definition.lead_times.values():
        time = span_of(cases.view, partners_of_case(definition, figure.activities, figure.object))
        if time is None or figure.norm is None:
            continue
        norm_us = figure.norm.days * DAY_US
        table = lead_time_population(cases, figure, Selection(), time)
        table = table.filter(
            (table.status == "counted") & table.kind.isnull() & (table.t >= norm_us - near_us(norm_us))
        )
        table = table.semi_join(_of_partner(cases, figure.object, partner), "case")
        table = table.mutate(is_past=table.t > norm_us, distance=(table.t - norm_us).abs())
        named = table.inner_join(cases.objects, [table.case == cases.objects.object])
        for is_past in (False, True):
            some = named.filter(named.is_past == is_past)
            for row in cases.view.engine.run(some.order_by([some.distance, some.object_id]).limit(most)).to_pylist():
                rows.append(_of_norm(row, figure.id, figure.norm.days, definition.zone))
    rows.sort(key=lambda row: (row["is_past"], abs(row["days"] - row["norm_days"]), row["case"], row["lead_time"]))
    return [row for is_past in (False, True) for row in [r for r in rows if r["is_past"] == is_past][:most]]


def near_us(norm_us: int) -> int:
    """How long before the norm a case is near it."""
    return min(NEAR_DAYS * DAY_US, norm_us // NEAR_SHARE)


def _of_norm(row: dict[str, Any], lead_time: str, norm_days: int, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "lead_time": lead_time,
        "case": row["object_id"],
        "object_type": row["object_type"],
        "start": to_iso(row["start_us"], zone),
        "days": row["t"] / DAY_US,
        "norm_days": norm_days,
        "is_past": row["is_past"],
    }


def _of_partner(cases: Cases, case_type: str, partner: str) -> ibis.Table:
    """The cases of a type in which a partner has an object."""
    own = [id for id, kind in cases.view.definition.objects.items() if kind.partner == partner]
    mine = cases.objects.filter(cases.objects.object_type.isin(own)).select("object")
    if cases.is_simple:
        return mine.mutate(case=mine.object).select("case")
    members = cases.members(case_type)
    if case_type == cases.view.definition.unit:  # what reaches no unit is a case of its own
        members = members.union(cases.members_of_unlinked())
    return members.semi_join(mine, "object").select("case").distinct()
