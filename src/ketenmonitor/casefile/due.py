"""Which cases have a term that runs: those that are late, and those that are nearly so, the most urgent first.

Comes in: the cases of a view, and a partner. Goes out: plain rows. The promise: terms come from the same expression as the
figures, and only cases are named in which this partner has an object.
"""

from __future__ import annotations

from typing import Any

import ibis

from ketenmonitor.instants import day_of_number, to_iso
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection
from ketenmonitor.measures.concerned import partners_of_case, span_of
from ketenmonitor.measures.term import population

RUNNING = ("running", "running_late")
MOST = 200


def due(cases: Cases, partner: str, most: int = MOST) -> list[dict[str, Any]]:
    """At most `most` rows: term, case, object_type, start, last_day, state (`running` or `running_late`)."""
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
