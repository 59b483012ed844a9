"""Which objects stand behind each count, by the reference engine: what a cell key must be the sum of.

Comes in: a chain as the reference engine knows it, a measure and what is asked. Goes out: of every record the objects of
each of its counts, with how often each counts. The promise: it shares no line with the package.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tests.oracles import concern, handover, lead_time, selection, stock, term, times
from tests.oracles.knowledge import Object, Table
from tests.oracles.linking import World, case_of, objects_of
from tests.oracles.selection import Item
from tests.oracles.spans import spans
from tests.oracles.times import DAY_US

Cells = dict[str, Counter[Object]]
Found = Iterator[tuple[str | None, dict[str, str | None], Cells]]  # period, breakdown, cells


def of_lead_time(world: World, entry: Table, asked: Table) -> Found:
    window = concern.window(world, concern.of_spans(world.definition, _activities(entry), _kind(world, entry)))
    meant = selection.conditions(world.definition, entry, asked)
    items = [] if window is None else lead_time.items_of(world, entry, asked, meant, window)
    limit = entry.get("norm", {"days": 0})["days"] * DAY_US
    for cell in selection.cells(world.definition, asked, items):
        counted = [one for one in cell.counted if not one.span.before]
        by_state = {state: [one for one in counted if one.span.state == state] for state in ("to", "other", "open")}
        found = {
            "counted": counted,
            "completed": by_state["to"],
            "other_ends": by_state["other"],
            "open": by_state["open"],
            "open_dormant": [one for one in by_state["open"] if one.dormant],
            "open_past_norm": [one for one in by_state["open"] if one.gross > limit],
            "before_history": [one for one in cell.counted if one.span.before],
            "attribute_unknown": cell.unknown,
            "within": [one for one in by_state["to"] if one.gross <= limit],
            "within_net": [one for one in by_state["to"] if one.net <= limit],
        }
        for days in lead_time.HORIZONS:
            for end in ("to", "other"):
                found[f"{end}_{days}"] = [one for one in by_state[end] if one.gross <= days * DAY_US]
        yield cell.period, cell.by, {n: Counter(one.span.case.object for one in ones) for n, ones in found.items()}


def of_term(world: World, entry: Table, asked: Table) -> Found:
    window = concern.window(world, concern.of_spans(world.definition, _activities(entry), _kind(world, entry)))
    meant = selection.conditions(world.definition, entry, asked)
    items = []
    for one in spans(world, entry, window) if window else ():
        profile = selection.profile(world, one.case, asked, meant)
        stands = term.BEFORE if one.before else term.state(world.definition, entry, one, window)
        items.append(Item((stands, one.case.object), profile, one.start.day))
    for cell in selection.cells(world.definition, asked, items):
        found = {
            name: Counter(what for state, what in cell.counted if state == name) for name in (*term.STATES, term.BEFORE)
        }
        found["due"] = Counter(what for state, what in cell.counted if state != term.BEFORE)
        yield cell.period, cell.by, {**found, "attribute_unknown": Counter(what for _, what in cell.unknown)}


def of_handover(world: World, entry: Table, asked: Table) -> Found:
    window = concern.window(world, concern.of_handover(world.definition, entry["sent"], entry["received"]))
    if window is None:
        return
    meant = selection.conditions(world.definition, entry, asked)
    objects = [event.object for name in ("sent", "received") for event in handover.firsts(world, entry[name], window)]
    pieces = handover.items_of(world, entry, asked, meant, window)
    items = [
        Item((piece.what, what), piece.profile, piece.day)
        for piece, what in zip(pieces, objects, strict=True)
        if not handover.is_old_receipt(piece.what)
    ]
    for cell in selection.cells(world.definition, asked, items):
        sent = [(p, what) for p, what in cell.counted if p.side == "sent" and not p.before]
        received = [(p, what) for p, what in cell.counted if p.side == "received"]
        yield (
            cell.period,
            cell.by,
            {
                "sent": Counter(what for _, what in sent),
                "in_transit": Counter(what for p, what in sent if not p.matched),
                "received": Counter(what for _, what in received),
                "unmatched": Counter(what for p, what in received if not p.matched),
                "before_history": Counter(what for p, what in cell.counted if p.side == "sent" and p.before),
                "attribute_unknown": Counter(what for p, what in cell.unknown if p.side == "sent"),
            },
        )


Courses = list[tuple[Object, stock.Course]]


def of_stock(world: World, entry: Table, asked: Table) -> Found:
    old_after = entry.get("old_after_days")

    def at(day: int, meant: Courses, unknown: Courses) -> Cells:
        since = {what: course.inside_since(day) for what, course in (*meant, *unknown)}
        inside = [what for what, _ in meant if since[what] is not None]
        ignored = {"left_without_entry": "left_without_entry", "entered_while_in": "entered_while_in"}
        return {
            "stock": Counter(inside),
            "old": Counter(what for what in inside if old_after is not None and day - (since[what] or 0) > old_after),
            "attribute_unknown": Counter(what for what, _ in unknown if since[what] is not None),
            **{
                name: _often(meant, lambda c, name=name: sum(then <= day for then in getattr(c, name)))
                for name in ignored
            },
        }

    for period, day, meant, unknown, by in _courses(world, entry, asked):
        yield period, by, at(day, meant, unknown)


def of_flow(world: World, entry: Table, asked: Table) -> Found:
    for period, _, meant, unknown, by in _courses(world, entry, asked):
        first, last = times.bounds(period or "")
        yield (
            period,
            by,
            {
                "start": _often(meant, lambda c, d=first - 1: c.inside_since(d) is not None),
                "end": _often(meant, lambda c, d=last: c.inside_since(d) is not None),
                "entered": _often(meant, lambda c, a=first, b=last: c.entries(a, b)),
                "left": _often(meant, lambda c, a=first, b=last: c.exits(a, b)),
                "counted": _often(meant, lambda c, a=first, b=last: stock.takes_part(c, a, b)),
                "attribute_unknown": _often(unknown, lambda c, a=first, b=last: stock.takes_part(c, a, b)),
            },
        )


def _often(courses: Courses, times_in: Callable[[stock.Course], int]) -> Counter[Object]:
    return Counter({what: int(times_in(course)) for what, course in courses})


def _courses(world: World, entry: Table, asked: Table) -> Iterator[tuple[Any, int, Courses, Courses, Any]]:
    """Of every period and group: its last day, and the courses of the objects in it, meant and unknown."""
    (entry_id,) = [id for id, one in world.definition["stocks"].items() if one is entry]
    courses, window = stock.courses_of(world, entry_id, asked)
    if window is None:
        return
    wanted = stock.dates(asked, window)
    everyone = [one.profile for one in courses if one.profile.selected]
    named = list(zip(_objects(world, entry), courses, strict=True))
    for period, day in wanted:
        for by in selection.groups(world.definition, asked, everyone):
            there = [(what, one) for what, one in named if selection.in_group(one.profile, by)]
            meant = [(what, one) for what, one in there if one.profile.selected]
            yield period, day, meant, [(what, one) for what, one in there if one.profile.selected is None], by


def _objects(world: World, entry: Table) -> Iterable[Object]:
    """The objects of which `stock.courses_of` gives the courses, in its order."""
    kind, activities = _kind(world, entry), {*entry["enters"], *entry["leaves"]}
    only_own = kind != world.unit and concern.types_of(world.definition, [*activities]) == {kind}
    for what in objects_of(world, kind):
        if any(e.activity in activities and (e.object == what or not only_own) for e in case_of(world, what).events):
            yield what


def _kind(world: World, entry: Table) -> str:
    return str(entry.get("object", world.unit))


def _activities(entry: Table) -> list[str]:
    return [*entry["from"], *entry["to"], *entry.get("other_ends", [])]


EXPECTED: dict[str, tuple[str, Callable[[World, Table, Table], Found]]] = {
    "lead-time": ("lead_times", of_lead_time),
    "term": ("terms", of_term),
    "handover": ("handovers", of_handover),
    "stock": ("stocks", of_stock),
    "flow": ("stocks", of_flow),
}
