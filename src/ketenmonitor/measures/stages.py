"""Stages: until when each lead time, stock, hand-over and term is complete, and which partner holds it back.

Comes in: a view. Goes out: `Stage`s and what they cover, as plain values. The promise: a stage is complete until exactly
where its figure stops. `course`: the whole course of chain cases, with every activity in between; paths and variants are
made of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ketenmonitor.definition import Definition, Handover, LeadTime, Stock, Term
from ketenmonitor.instants import to_iso
from ketenmonitor.measures.concerned import (
    Concern,
    Span,
    concern_of_cases,
    concern_of_clock,
    concern_of_handover,
    concern_of_stock,
    span_of,
)
from ketenmonitor.measures.figures import Frame
from ketenmonitor.measures.selection import Selection
from ketenmonitor.store import View, furthest_us

COURSE = "course"


@dataclass(frozen=True)
class Stage:
    """One figure of the definition, or the whole course of cases: `kind` is the name of its measure, or `course`."""

    kind: str
    id: str | None
    concern: Concern
    figure: LeadTime | Stock | Handover | Term | None = None

    def time(self, view: View) -> Span | None:
        """The time over which it is known."""
        return span_of(view, self.concern.partners)

    def frame(self, view: View) -> Frame:
        """What its figures say of themselves."""
        time = self.time(view)
        return Frame(view, self.kind, self.id, "", time.until_us if time else None, Selection(), concern=self.concern)


def stages_of(definition: Definition) -> tuple[Stage, ...]:
    """Every stage, in the order of the definition; stages of all kinds of figure, then the whole course."""
    lead_times = [
        Stage("lead-time", f.id, concern_of_clock(definition, f, [c.attribute for c in f.where]), f)
        for f in definition.lead_times.values()
    ]
    stocks = [Stage("stock", f.id, concern_of_stock(definition, f), f) for f in definition.stocks.values()]
    handovers = [Stage("handover", f.id, concern_of_handover(definition, f), f) for f in definition.handovers.values()]
    terms = [Stage("term", f.id, concern_of_clock(definition, f), f) for f in definition.terms.values()]
    return (*lead_times, *stocks, *handovers, *terms, Stage(COURSE, None, concern_of_cases(definition)))


def coverage_of(view: View, stage: Stage) -> dict[str, Any]:
    """Until when a stage is complete, at whose deliveries it stops, and who is behind of those it rests on."""
    zone, time = view.definition.zone, stage.time(view)
    return {
        "kind": stage.kind,
        "id": stage.id,
        "complete_from": to_iso(time.from_us, zone) if time else None,
        "complete_until": to_iso(time.until_us, zone) if time else None,
        "partners": list(stage.concern.partners),
        "held_back_by": _held_back_by(view, stage, time),
        "behind": stage.frame(view).behind_at(None),
    }


def _held_back_by(view: View, stage: Stage, time: Span | None) -> list[str]:
    """The partners at which it stops while others of the chain go further, also by a day; who delivered nothing, if any."""
    if time is None:
        return [p for p in stage.concern.partners if p not in view.coverage]
    last = furthest_us(view.coverage)
    stops = [p for p in stage.concern.partners if view.coverage[p].until_us == time.until_us]
    return stops if last is not None and time.until_us < last else []
