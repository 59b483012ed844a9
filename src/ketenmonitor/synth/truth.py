"""What the figures must be at the end of all deliveries: counted straight from the made-up world.

Comes in: a world and the coverage of the partners. Goes out: records with the field names that the measures have. The
promise: no delivery, table or engine is looked at and no code is shared with the measures: this is a second opinion.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ketenmonitor.definition import Handover, Link
from ketenmonitor.synth.columns import Ints, Pairs, distinct, is_among, matches
from ketenmonitor.synth.seen import Coverage, Seen, events_of, known_of, members, see
from ketenmonitor.synth.truth_concern import are_joined, of_handover
from ketenmonitor.synth.truth_record import Record
from ketenmonitor.synth.truth_spans import lead_time, term
from ketenmonitor.synth.truth_stock import flows, stays, stock
from ketenmonitor.synth.world import World


def truth_of(world: World, coverage: Coverage) -> Record:
    """Cases, events and all figures."""
    seen = see(world, coverage)
    cases = len(known_of(seen, world.definition.unit))
    return {"cases": cases, "events": len(seen.events), "measures": list(_measures(seen))}


def _measures(seen: Seen) -> Iterator[Record]:
    definition = seen.world.definition
    for lead in definition.lead_times.values():
        yield _record("lead-time", lead.id, lead_time(seen, lead))
    for entry in definition.stocks.values():
        stayed = stays(seen, entry)
        yield _record("stock", entry.id, stock(seen, entry, stayed))
        for year, flow in flows(seen, entry, stayed).items():
            yield _record("flow", entry.id, flow, year)
    for passing in definition.handovers.values():
        yield _record("handover", passing.id, handover(seen, passing))
    for limit in definition.terms.values():
        yield _record("term", limit.id, term(seen, limit))
    for link in definition.links:
        yield _record("linkage", None, linkage(seen, link))


def _record(measure: str, entry: str | None, figures: Record, period: str | None = None) -> Record:
    return {"measure": measure, "id": entry, "period": period, "by": {}, **figures}


def handover(seen: Seen, entry: Handover) -> Record:
    """What was sent and received, and what of it belongs together: linked, or else in one chain case.

    What happened before the history of all partners concerned can match, but is not counted.
    """
    window = of_handover(seen, entry)
    sent, sent_at = _firsts(seen, entry.sent, until=window.censor)
    received, received_at = _firsts(seen, entry.received, until=window.censor)
    if are_joined(seen.world.definition, entry):
        pairs = members(seen, sent, is_unit=False)
    else:
        pairs = _in_one_case(seen, sent, received)
    which, place = matches(pairs[1], received)
    source = np.searchsorted(sent, pairs[0][which])
    belongs = received_at[place] >= sent_at[source]
    has_left, has_come = np.zeros(len(sent), bool), np.zeros(len(received), bool)
    has_left[source[belongs]] = True
    has_come[place[belongs]] = True
    is_sent, is_received = sent_at >= window.history, received_at >= window.history
    return {
        "sent": int(is_sent.sum()),
        "received": int(is_received.sum()),
        "in_transit": int((is_sent & ~has_left).sum()),
        "unmatched": int((is_received & ~has_come).sum()),
    }


def _firsts(seen: Seen, activity: str, *, until: int) -> Pairs:
    """The objects with such an event up to an instant, and when the first was."""
    event = events_of(seen, [activity])
    event = event[seen.world.event_at[event] <= until]
    objects, first = np.unique(seen.world.event_object[event], return_index=True)
    return objects, seen.world.event_at[event[first]]


def _in_one_case(seen: Seen, sent: Ints, received: Ints) -> Pairs:
    units = known_of(seen, seen.world.definition.unit)
    case, member = members(seen, units, is_unit=True)
    order = np.argsort(case, kind="stable")
    case, member = case[order], member[order]
    is_sent = is_among(member, sent)
    of_received = is_among(member, received)
    which, place = matches(case[is_sent], case[of_received])
    return member[is_sent][which], member[of_received][place]


def linkage(seen: Seen, link: Link) -> Record:
    """How many objects are linked to one of the other type."""
    objects = known_of(seen, link.from_type)
    to = seen.world.of_type(link.to_type)
    linked = distinct(seen.source[is_among(seen.target, to) & is_among(seen.source, objects)])
    return {"from": link.from_type, "to": link.to_type, "objects": len(objects), "linked": len(linked)}
