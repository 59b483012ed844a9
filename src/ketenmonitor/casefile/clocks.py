"""The clocks of one case: lead times with their norms, terms, and what it waits for.

Comes in: the surroundings of a case and the objects that belong to it. Goes out: plain lists. The promise: nothing is
computed here that a measure does not compute.
"""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir

from ketenmonitor.definition import LeadTime
from ketenmonitor.instants import DAY_US, day_of_number, local_iso, to_iso
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection
from ketenmonitor.measures.concerned import Span, partners_of_case, span_of
from ketenmonitor.measures.handover import matched
from ketenmonitor.measures.handover import time_of as handover_time
from ketenmonitor.measures.lead_time import population as lead_time_population
from ketenmonitor.measures.spans import stood
from ketenmonitor.measures.stock import time_of
from ketenmonitor.measures.term import population as term_population
from ketenmonitor.measures.transitions import transitions

Objects = dict[int, dict[str, Any]]  # by its number: object, object_type, object_id
ENDED = {"to": "completed", "other": "other_end"}


def lead_times(near: Cases, mine: Objects) -> list[dict[str, Any]]:
    """Every lead time that started: when, how long (also without pauses), and how it stands to its norm."""
    definition = near.view.definition
    found = []
    for figure in definition.lead_times.values():
        time = span_of(near.view, partners_of_case(definition, figure.activities, figure.object))
        if time is not None:
            table = lead_time_population(near, figure, Selection(), time)
            pauses = _pauses(near, figure, table, mine)
            rows = _mine(near, table, "case", mine)
            found += [_lead_time(near, figure, row, time, pauses.get(row["case"], [])) for row in rows]
    return found


def _pauses(near: Cases, figure: LeadTime, table: ir.Table, mine: Objects) -> dict[int, list[dict[str, Any]]]:
    """By the number of the case: when its clock stood still, in order, what overlaps taken together."""
    found: dict[int, list[dict[str, Any]]] = {}
    if not near.view.definition.pauses:
        return found
    for row in _mine(near, stood(near, figure, table).order_by(["low", "high"]), "case", mine):
        before = found.setdefault(row["case"], [])
        if before and row["low"] <= before[-1]["high"]:
            last = before[-1]
            last |= {"high": max(last["high"], row["high"]), "is_over": last["is_over"] and row["is_over"]}
        else:
            before.append(row)
    return found


def _mine(near: Cases, table: ir.Table, number: str, mine: Objects) -> list[dict[str, Any]]:
    """The rows of the objects of this case, with their object_type and object_id, in the order of these."""
    rows = [r | mine[r[number]] for r in near.view.engine.run(table).to_pylist() if r[number] in mine]
    return sorted(rows, key=lambda r: (r["object_type"], r["object_id"]))


def _lead_time(
    near: Cases, figure: LeadTime, row: dict[str, Any], time: Span, pauses: list[dict[str, Any]]
) -> dict[str, Any]:
    zone, is_ended = near.view.definition.zone, row["end_us"] is not None
    state = {"before": "before_history", "unknown": "attribute_unknown"}.get(row["status"]) or ENDED.get(
        row["kind"], "open"
    )
    norm = figure.norm.days if figure.norm else None
    return {
        "id": figure.id,
        "object": row["object_id"],
        "object_type": row["object_type"],
        "start": _iso(near, row["start_us"]),
        "end": _iso(near, row["end_us"]),
        "days": row["t"] / DAY_US,
        "paused_days": (row["t"] - row["net_t"]) / DAY_US,
        "pauses": [
            {
                "from": local_iso(one["low"], zone),
                "until": local_iso(one["high"], zone) if one["is_over"] or is_ended else None,
            }
            for one in pauses
        ],
        "norm_days": norm,
        "state": state,
        "past_norm": None if norm is None else row["t"] > norm * DAY_US,
        "known_until": _iso(near, time.until_us),
    }


def terms(near: Cases, mine: Objects) -> list[dict[str, Any]]:
    """Every term that started: its last day, and how it stands."""
    definition = near.view.definition
    found = []
    for figure in definition.terms.values():
        time = span_of(near.view, partners_of_case(definition, figure.activities, figure.object))
        if time is None:
            continue
        table, _ = term_population(near, figure, Selection(), time)
        found += [
            {
                "id": figure.id,
                "object": row["object_id"],
                "object_type": row["object_type"],
                "start": _iso(near, row["start_us"]),
                "last_day": day_of_number(row["last_day"]).isoformat(),
                "end": _iso(near, row["end_us"]),
                "state": row["state"] if row["counted_as"] == "due" else "before_history",
                "known_until": _iso(near, time.until_us),
            }
            for row in _mine(near, table, "case", mine)
        ]
    return found


def waiting_for(near: Cases, mine: Objects) -> list[dict[str, Any]]:
    """Where the case lies: hand-overs that were sent and not received, and stocks that it is in; oldest first.

    As far as is known: what happened after `known_until` was not delivered by all who would know.
    """
    found = _in_transit(near, mine) + _in_stock(near, mine)
    return sorted(found, key=lambda w: (w["since"], w["kind"], w["id"]))


def _in_transit(near: Cases, mine: Objects) -> list[dict[str, Any]]:
    definition = near.view.definition
    found = []
    for figure in definition.handovers.values():
        time = handover_time(near, figure)
        if time is None:
            continue
        sent, _ = matched(near, figure, time)
        found += [
            {
                "kind": "handover",
                "id": figure.id,
                "object": row["object_id"],
                "object_type": row["object_type"],
                "partner": definition.activities[figure.received].partner,
                "activities": [figure.received],
                "since": _iso(near, row["at_us"]),
                "known_until": _iso(near, time.until_us),
            }
            for row in _mine(near, sent.filter(sent.received_local.isnull()), "object", mine)
        ]
    return found


def _in_stock(near: Cases, mine: Objects) -> list[dict[str, Any]]:
    found = []
    for figure in near.view.definition.stocks.values():
        time = time_of(near, figure)
        if time is None:
            continue
        changes = transitions(near, figure)
        inside = changes.filter(changes.enters & ~changes.is_ignored & changes.until_day.isnull())
        found += [
            {
                "kind": "stock",
                "id": figure.id,
                "object": row["object_id"],
                "object_type": row["object_type"],
                "partner": figure.partner,
                "activities": list(figure.leaves),
                "since": day_of_number(row["day"]).isoformat(),
                "known_until": _iso(near, time.until_us),
            }
            for row in _mine(near, inside, "case", mine)
        ]
    return found


def _iso(near: Cases, at_us: int | None) -> str | None:
    return None if at_us is None else to_iso(at_us, near.view.definition.zone)
