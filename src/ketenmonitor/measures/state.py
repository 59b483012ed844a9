"""The state of a chain: its deliveries, coverage and quarantine per partner, and how many cases and events there are.

Comes in: a view. Goes out: one plain value, ready for JSON. Unit of `cases`: unit objects known; of `events`: events
in force; of `quarantined`: rows set apart that were not accepted since.
"""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir

from ketenmonitor.instants import to_iso
from ketenmonitor.linking import Cases
from ketenmonitor.store import ledger


def state_of(cases: Cases) -> dict[str, Any]:
    """The state of one chain as known at the view's moment."""
    view = cases.view
    waiting = {row["partner"]: row["n"] for row in view.engine.run(_per_partner(view.quarantine)).to_pylist()}
    units = cases.objects.filter(cases.objects.object_type == view.definition.unit)
    return {
        "chain": view.definition.id,
        "definition_version": view.definition.version,
        "partners": [_partner(cases, partner, waiting.get(partner, 0)) for partner in view.definition.partners],
        "cases": view.engine.run(units.count().as_table())[0][0].as_py(),
        "events": view.engine.run(view.events.count().as_table())[0][0].as_py(),
    }


def _per_partner(table: ir.Table) -> ir.Table:
    return table.group_by("partner").aggregate(n=table.count())


def _partner(cases: Cases, partner: str, quarantined: int) -> dict[str, Any]:
    view, zone = cases.view, cases.view.definition.zone
    covered = view.coverage.get(partner)
    deliveries = [r for r in view.receipts if r.partner == partner and r.kind != ledger.RETRY]
    return {
        "partner": partner,
        "delivered_from": to_iso(covered.from_us, zone) if covered else None,
        "delivered_until": to_iso(covered.until_us, zone) if covered else None,
        "deliveries": len(deliveries),
        "gaps": [
            {
                "from": to_iso(gap.from_us, zone),
                "until": None if gap.until_us is None else to_iso(gap.until_us, zone),
                "missing": gap.missing,
            }
            for gap in (covered.gaps if covered else ())
        ],
        "quarantined": quarantined,
    }
