"""The state of a chain: what each partner delivered and lacks, until when each stage is complete, and what is unknown.

Comes in: a view, and the present moment if it matters. Goes out: one plain value, ready for JSON. Unit of `cases`: unit
objects known; of `events`: events in force; of `quarantined`: rows set apart that were not accepted since; of `..._days`
and `days_...`: whole days on the clock of the chain. When something of what was known then left since under a rule of retention,
nobody knows any more how much there was: these are null, `effects` is empty, `notes` says why and `left_later` what, when and why.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from ketenmonitor.instants import to_iso
from ketenmonitor.linking import Cases
from ketenmonitor.measures.effects import effects_of
from ketenmonitor.measures.stages import coverage_of, stages_of
from ketenmonitor.store import View, days_between, furthest_us, ledger

COMPLETE, BEHIND, NOTHING = "complete", "behind", "nothing"


def state_of(cases: Cases, now_us: int | None = None) -> dict[str, Any]:
    """The state of one chain as known at the view's moment; `now_us`: how long ago that is, is said too."""
    view, zone = cases.view, cases.view.definition.zone
    units = cases.objects.filter(cases.objects.object_type == view.definition.unit)
    stages = stages_of(view.definition)
    effects, unknown = ([], {}) if view.gone.code else effects_of(cases, stages)
    last = furthest_us(view.coverage)
    counted = {"cases": units.count(), "events": view.events.count()}
    found = {name: None if view.gone.code else _number(view, count) for name, count in counted.items()}
    return {
        "chain": view.definition.id,
        "definition_version": view.definition.version,
        "partners": [
            {**_partner(view, partner, now_us), **unknown.get(partner, {})} for partner in view.definition.partners
        ],
        **found,
        **_left(view),
        "known_at": None if view.known_at_us is None else to_iso(view.known_at_us, zone),
        "furthest": None if last is None else to_iso(last, zone),
        "days_ago": None if last is None or now_us is None else days_between(view.definition, last, now_us),
        "dark_after_days": view.definition.dark_after_days,
        "coverage": [coverage_of(view, stage) for stage in stages],
        "effects": effects,
    }


def _left(view: View) -> dict[str, Any]:
    """What left before the moment of the view, and what since."""
    gone, zone = view.gone, view.definition.zone
    later = [{"at": to_iso(one.at_us, zone), "state": one.after, "article": one.article or None} for one in gone.later]
    return {
        **({"gone": dict(gone.objects)} if gone.objects else {}),
        "notes": [gone.code] if gone.code else [],
        "left_later": later,
    }


def _number(view: View, count: ir.IntegerScalar) -> int:
    return int(view.engine.run(count.as_table())[0][0].as_py())


def _partner(view: View, partner: str, now_us: int | None) -> dict[str, Any]:
    zone = view.definition.zone
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
        "quarantined": None if view.gone.code else _number(view, _of(view.quarantine, partner).count()),
        "state": BEHIND if partner in view.behind else COMPLETE if covered else NOTHING,
        **_far(view, partner, now_us),
    }


def _of(rows: ir.Table, partner: str) -> ir.Table:
    return rows.filter(rows.partner == partner)


def _far(view: View, partner: str, now_us: int | None) -> dict[str, Any]:
    """How far a partner is behind, and what it delivered beyond a gap, which does not count yet."""
    covered, last = view.coverage.get(partner), furthest_us(view.coverage)
    if covered is None or last is None:
        names = ("days_behind", "days_ago", "missing", "beyond_gap")
        return {**dict.fromkeys(names), "missing": [], "beyond_gap": {"deliveries": 0, "events": 0}}
    return {
        "days_behind": days_between(view.definition, covered.until_us, last),
        "days_ago": None if now_us is None else days_between(view.definition, covered.until_us, now_us),
        "missing": list(dict.fromkeys(gap.missing for gap in covered.gaps if gap.missing)),
        "beyond_gap": {"deliveries": len(covered.gaps), "events": _events_beyond(view, partner) if covered.gaps else 0},
    }


def _events_beyond(view: View, partner: str) -> int | None:
    """The events of a partner that happened after what is covered, and are in."""
    if view.gone.code:
        return None
    until = view.coverage[partner].until_us
    return _number(view, _of(view.events, partner).filter(ibis._.at_us > until).count())
