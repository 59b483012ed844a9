"""What lies between two moments of knowledge: views that go from the one to the other a step at a time.

Comes in: two views of a chain, the earlier first. Goes out: the steps at which something changes. The promise: the last
step is the later view, so whatever differs between the two first differs at one of the steps.

    correction   what was known at first, as it is now: corrected, withdrawn or replaced at the source
    linkage      the same, with the links that are known now
    delivery     everything that is known now, though partners that were behind at first still stop where they did
    caught-up    the same, with these partners as far as they are now
"""

from __future__ import annotations

from dataclasses import replace

import ibis.expr.types as ir

from ketenmonitor.store.engine import Engine
from ketenmonitor.store.ledger import Coverage
from ketenmonitor.store.view import View

EVENT = ("partner", "event_id")
VALUE = ("object_type", "object_id", "attribute")
SAID = (*EVENT, "activity", "object_type", "object_id", "at_us", "local_us")  # of an event, wherever it was delivered


def steps_between(first: View, last: View) -> dict[str, View]:
    """The views on the way from `first` to `last`, by what is taken in at each step. Both are on one engine."""
    engine, steps = first.engine, {}
    before = (first.events.select(*SAID), first.objects, first.links)
    events = engine.keep(_as_now(first.events, last.events, EVENT))
    objects = engine.keep(_as_now(first.objects, last.objects, VALUE))
    corrected = replace(first, events=events, objects=objects, prepared={})
    if _differ(engine, (events.select(*SAID), before[0]), (objects.select(*before[1].columns), before[1])):
        steps["correction"] = corrected
    if _differ(engine, (last.links, before[2])):
        steps["linkage"] = replace(corrected, links=last.links)
    caught_up = {p: c for p, c in first.coverage.items() if p in first.behind and _has_moved(c, last.coverage.get(p))}
    if not caught_up:
        return {**steps, "delivery": last}
    held = replace(last, coverage={**last.coverage, **caught_up}, prepared={})
    return {**steps, "delivery": held, "caught-up": last}


def _has_moved(then: Coverage, now: Coverage | None) -> bool:
    return now is not None and now.until_us > then.until_us


def _differ(engine: Engine, *pairs: tuple[ir.Table, ir.Table]) -> bool:
    """Whether the two tables of any of these pairs have other rows."""
    missing = [one.difference(other, distinct=False).count() for pair in pairs for one, other in (pair, pair[::-1])]
    return any(engine.run(count.as_table())[0][0].as_py() for count in missing)


def _as_now(then: ir.Table, now: ir.Table, names: tuple[str, ...]) -> ir.Table:
    """The rows of `now` about what there was `then`."""
    known = then.select(*names).distinct()
    return now.semi_join(known, [now[name].identical_to(known[name]) for name in names])
