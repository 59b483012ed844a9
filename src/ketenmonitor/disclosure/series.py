"""Shares at a series of days: no step between two days that are shown stands for a small number of cases.

Comes in: the `ends` of a lead time, or the `points` and `ended` of its curve. Goes out: the same with null where a
share would give a small number away. The promise: of the cases that reached `to` (and of those that ended otherwise),
none or at least the minimum ended up to the first day that is shown, between two that are, and after the last.

At one day `to`, `other` and `open` add up to 1, so never is just one of them hidden, nor do hidden ones together stand
for fewer than the minimum. How many ended by a day is known exactly for a curve, and taken as share times cases for
`ends`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ketenmonitor.measures.figures import Record

Point = dict[str, Any]
ALMOST_NONE = 1e-6  # of a case: what float arithmetic leaves of 0
SHARES = ("open", "other", "to")  # in the order in which they are given up
ROUND = (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
TOTALS = {"to": "completed", "other": "other_ends"}


def protected_series(record: Record, hidden: set[str], minimum: int) -> Record:
    """The fields of `record` that are a series, protected; `hidden` names its hidden fields."""
    if record.get("ends") is not None:
        return {"ends": _ends(record, hidden, minimum)}
    if record.get("points") is not None and record.get("ended") is not None:
        return _curve(record, hidden, minimum)
    return {}


def _ends(record: Record, hidden: set[str], minimum: int) -> list[Point]:
    points, counted = record["ends"], record["counted"]
    is_shown = {}
    for end, total in TOTALS.items():
        by_then = [None if p[end] is None or counted is None else p[end] * counted for p in points]
        unknown = [counted is None and p[end] is not None for p in points]
        kept = [a or b for a, b in zip(kept_days(_days(points), by_then, None, minimum), unknown, strict=True)]
        is_shown[end] = [False] * len(points) if total in hidden else kept
    return [_point(p, {e: is_shown[e][i] for e in TOTALS}, counted, minimum) for i, p in enumerate(points)]


def _curve(record: Record, hidden: set[str], minimum: int) -> Record:
    points, ended, counted = record["points"], record["ended"], record["counted"]
    is_shown = {}
    for end, total in TOTALS.items():
        kept = kept_days(_days(points), [row[end] for row in ended], record[total], minimum)
        is_shown[end] = [False] * len(points) if total in hidden else kept
    safe = [_point(p, {e: is_shown[e][i] for e in TOTALS}, counted, minimum) for i, p in enumerate(points)]
    beside = [_counts(row, was, is_now) for row, was, is_now in zip(ended, points, safe, strict=True)]
    return {"points": safe, "ended": beside}


def _counts(row: Point, was: Point, is_now: Point) -> Point:
    """How many ended by a day: shown where the share is, or where the share is not known yet."""
    return {**row, **{end: row[end] if was[end] is None or is_now[end] is not None else None for end in TOTALS}}


def _days(points: Sequence[Point]) -> list[int]:
    return [point["days"] for point in points]


def kept_days(days: Sequence[int], by_then: Sequence[float | None], total: float | None, minimum: int) -> list[bool]:
    """Which days may be shown, given how many had ended by each; `total`: how many ended at all, if that is shown.

    Round days come first, so that what is hidden lies between them.
    """
    kept = {-1: 0.0} if total is None else {-1: 0.0, len(days): float(total)}
    for i in sorted(range(len(days)), key=lambda place: (-_roundness(days[place]), place)):
        ended = by_then[i]
        before, after = max(k for k in kept if k < i), min((k for k in kept if k > i), default=None)
        if ended is None or is_small(ended - kept[before], minimum):
            continue
        if after is None or not is_small(kept[after] - ended, minimum):
            kept[i] = ended
    return [i in kept for i in range(len(days))]


def _roundness(day: int) -> int:
    return next(step for step in ROUND if day % step == 0)


def is_small(cases: float, minimum: int) -> bool:
    """More than none and fewer than the minimum; half a case allows for float arithmetic."""
    return ALMOST_NONE < cases < minimum - 0.5


def _point(point: Point, is_shown: dict[str, bool], counted: int | None, minimum: int) -> Point:
    if all(point[name] is None for name in SHARES):
        return dict(point)
    hidden = {end for end, shown in is_shown.items() if not shown} | {name for name in SHARES if point[name] is None}
    if counted is not None and point["open"] is not None and is_small(point["open"] * counted, minimum):
        hidden.add("open")
    while (name := _to_give_up(point, hidden, counted, minimum)) is not None:
        hidden.add(name)
    safe = {name: None if name in hidden else value for name, value in point.items()}
    if "completed_only" in point and "to" in hidden:
        safe["completed_only"] = None
    return safe


def _to_give_up(point: Point, hidden: set[str], counted: int | None, minimum: int) -> str | None:
    """One more share to hide, when those hidden follow from those shown."""
    together = 1 - sum(point[name] for name in SHARES if name not in hidden)
    cases = together * (counted or 0)
    if not hidden or together < ALMOST_NONE or not (len(hidden) == 1 or is_small(cases, minimum)):
        return None
    shown = [name for name in SHARES if name not in hidden]
    return next((name for name in shown if point[name] > 0), next(iter(shown), None))
