"""What lies between two moments of knowledge: views that go from the one to the other a step at a time.

Comes in: two views of a chain, the earlier first. Goes out: the steps. The promise: the last step is the later view, so
whatever differs between the two first differs at one of the steps.

    correction   what was known at first, as it is now: corrected, withdrawn or replaced at the source
    linkage      the same, with the links that are known now
    delivery     everything that is known now
"""

from __future__ import annotations

from dataclasses import replace

import ibis.expr.types as ir

from ketenmonitor.store.view import View

EVENT = ("partner", "event_id")
VALUE = ("object_type", "object_id", "attribute")


def steps_between(first: View, last: View) -> dict[str, View]:
    """The views on the way from `first` to `last`, by what is taken in at each step. Both are on one engine."""
    keep = first.engine.keep
    corrected = replace(
        first,
        events=keep(_as_now(first.events, last.events, EVENT)),
        objects=keep(_as_now(first.objects, last.objects, VALUE)),
        prepared={},
    )
    return {"correction": corrected, "linkage": replace(corrected, links=last.links), "delivery": last}


def _as_now(then: ir.Table, now: ir.Table, names: tuple[str, ...]) -> ir.Table:
    """The rows of `now` about what there was `then`."""
    known = then.select(*names).distinct()
    return now.semi_join(known, [now[name].identical_to(known[name]) for name in names])
