"""From a start to an end: what lead times and terms have in common, and the time a lead time stood still.

Comes in: a lead time or term of the definition, the world and the window of the partners concerned. Goes out: one span
per case that started in time to be counted. The promise: later events than the censoring instant end nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.oracles.concern import Window
from tests.oracles.knowledge import Event, Table
from tests.oracles.linking import Case, World, cases


@dataclass(frozen=True)
class Span:
    """One case from its start. `state` is "to", "other" (another end came first) or "open"; `before` is whether it
    began before the history that all partners concerned deliver, so that it is not counted."""

    case: Case
    start: Event
    end: Event | None
    state: str
    before: bool


def spans(world: World, entry: Table, window: Window) -> list[Span]:
    """The spans of all cases that have a start, except those that start after the censoring instant."""
    kind = entry.get("object", world.unit)
    found = [span(entry, case, window) for case in cases(world, kind, entry["from"])]
    return [one for one in found if one is not None]


def span(entry: Table, case: Case, window: Window) -> Span | None:
    """The first start; then the first end at or after it, strictly after it for an activity that is also a start."""
    start = next((event for event in case.events if event.activity in entry["from"]), None)
    if start is None or start.at_us > window.censor_us:
        return None
    before = start.at_us < window.history_us
    ends = [
        event
        for event in case.events
        if event.activity in [*entry["to"], *entry.get("other_ends", [])]
        and start.at_us <= event.at_us <= window.censor_us
        and (event.at_us > start.at_us or event.activity not in entry["from"])
    ]
    if not ends:
        return Span(case, start, None, "open", before)
    for event in ends:
        if event.at_us == ends[0].at_us and event.activity in entry["to"]:
            return Span(case, start, event, "to", before)
    return Span(case, start, ends[0], "other", before)


def last_moment(one: Span, window: Window) -> int:
    """The wall clock at the end of a span, or at the censoring instant while it is open."""
    return one.end.local_us if one.end else window.censor_local_us


def gross(one: Span, window: Window) -> int:
    """The elapsed wall-clock time, at least 0."""
    return max(0, last_moment(one, window) - one.start.local_us)


def net(definition: Table, one: Span, window: Window) -> int:
    """The elapsed time without the union of the pauses that lie in it."""
    total = gross(one, window)
    first, last = one.start.local_us, one.start.local_us + total
    pauses = [p for entry in definition.get("pauses", {}).values() for p in pauses_of(entry, one.case, last)]
    clipped = [(max(first, begin), min(last, end)) for begin, end in pauses]
    return total - union_length(clipped)


def pauses_of(entry: Table, case: Case, last: int) -> list[tuple[int, int]]:
    """From each start of a pause to the first end at or after it (strictly after for an activity that is both); a
    pause without an end lasts until the end of the span."""
    found = []
    for begin in case.events:
        if begin.activity not in entry["from"]:
            continue
        ends = [
            event.local_us
            for event in case.events
            if event.activity in entry["to"]
            and event.at_us >= begin.at_us
            and (event.at_us > begin.at_us or event.activity not in entry["from"])
        ]
        found.append((begin.local_us, ends[0] if ends else last))
    return found


def union_length(intervals: list[tuple[int, int]]) -> int:
    """How long at least one of the intervals runs."""
    length, reached = 0, None
    for begin, end in sorted(one for one in intervals if one[0] < one[1]):
        begin = begin if reached is None else max(begin, reached)
        if begin < end:
            length, reached = length + end - begin, end
    return length
