"""Hand-over: how long work waits between two partners.

Comes in: the world, a hand-over's id and what is asked. Goes out: records. The promise: sent = matched + in transit.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracles import concern, selection, survival
from tests.oracles.concern import Window
from tests.oracles.knowledge import Event, Object, Table
from tests.oracles.linking import World, case_of, reach, units_of
from tests.oracles.selection import Condition, Item

FIELDS = ("sent", "received", "in_transit", "unmatched", "median_days", "p90_days", "before_history")


@dataclass(frozen=True)
class Piece:
    """An object that was sent or received: whether the other side is there, and how long a sent one waited, or has
    waited. `before` is what happened before everyone concerned delivered: it can match, but is not counted."""

    side: str
    matched: bool
    waited: int
    before: bool


def records(world: World, entry_id: str, asked: Table) -> list[Table]:
    """The records of one hand-over: sent by the day of sending, received by the day of receiving."""
    entry = world.definition["handovers"][entry_id]
    window = concern.window(world, concern.of_handover(world.definition, entry["sent"], entry["received"]))
    if window is None:
        return selection.not_delivered(world.definition, "handover", entry_id, asked, dict.fromkeys(FIELDS))
    meant = selection.conditions(world.definition, entry, asked)
    notes = selection.later_information(world.definition, meant, [entry["sent"]])
    items = [item for item in items_of(world, entry, asked, meant, window) if not is_old_receipt(item.what)]
    found = []
    for cell in selection.cells(world.definition, asked, items):
        figures = figures_of(cell.counted)
        figures["notes"] += notes
        unknown = sum(piece.side == "sent" for piece in cell.unknown)
        found.append(selection.record("handover", entry_id, cell.period, cell.by, figures, unknown))
    return found


def is_old_receipt(piece: Piece) -> bool:
    """Whether something was received before everyone concerned delivered: it is in no number."""
    return piece.side == "received" and piece.before


def items_of(world: World, entry: Table, asked: Table, meant: list[Condition], window: Window) -> list[Item[Piece]]:
    """Both sides matched over everything there is; only then selected, each by its own attributes and day."""
    sent = firsts(world, entry["sent"], window)
    received = firsts(world, entry["received"], window)
    matches = [
        (s, r) for s in sent for r in received if s.at_us <= r.at_us and belong(world, entry, s.object, r.object)
    ]
    pieces = []
    for event in sent:
        arrivals = [r.local_us for s, r in matches if s is event]
        until = arrivals[0] if arrivals else window.censor_local_us
        waited = max(0, until - event.local_us)
        pieces.append((event, Piece("sent", bool(arrivals), waited, event.at_us < window.history_us)))
    for event in received:
        is_matched = any(r is event for _, r in matches)
        pieces.append((event, Piece("received", is_matched, 0, event.at_us < window.history_us)))
    profiles = [selection.profile(world, case_of(world, event.object), asked, meant) for event, _ in pieces]
    return [Item(piece, profile, event.day) for (event, piece), profile in zip(pieces, profiles, strict=True)]


def firsts(world: World, activity: str, window: Window) -> list[Event]:
    """The first such event of every object up to the censoring instant, in order."""
    found: dict[Object, Event] = {}
    for event in world.knowledge.events:
        if event.activity == activity and event.at_us <= window.censor_us:
            found.setdefault(event.object, event)
    return list(found.values())


def belong(world: World, entry: Table, a: Object, b: Object) -> bool:
    """The same object, or a directed path either way; in one chain case when no path of types joins the two."""
    if a[0] != b[0] and not concern.joined(world.definition, a[0], b[0]):
        return bool(units_of(world, a) & units_of(world, b))
    return b in reach(a, world.followed) or a in reach(b, world.followed)


def figures_of(pieces: list[Piece]) -> dict[str, Any]:
    """Kaplan-Meier over the sent ones; those in transit are censored."""
    sent = [piece for piece in pieces if piece.side == "sent" and not piece.before]
    received = [piece for piece in pieces if piece.side == "received"]
    steps = survival.curve([(piece.waited, "to" if piece.matched else "open") for piece in sent])
    median = survival.days(survival.quantile(steps, Fraction(1, 2)))
    p90 = survival.days(survival.quantile(steps, Fraction(9, 10)))
    missing = ["not-reached" if sent else "not-applicable"] if None in (median, p90) else []
    return {
        "sent": len(sent),
        "received": len(received),
        "in_transit": sum(not piece.matched for piece in sent),
        "unmatched": sum(not piece.matched for piece in received),
        "median_days": median,
        "p90_days": p90,
        "before_history": sum(piece.side == "sent" and piece.before for piece in pieces),
        "counted": len(sent),
        "notes": missing,
    }
