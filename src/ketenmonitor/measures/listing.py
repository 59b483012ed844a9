"""In which order the records of a figure come, and which of them there must be though nothing was found.

Comes in: the groups that the engine found. Goes out: every group that must be shown. The promise: periods without a
case and values without a case are there, with 0.
"""

from __future__ import annotations

from typing import Any

from ketenmonitor.measures import calendar
from ketenmonitor.measures.figures import Frame, Group, by_of, groups


def listed(frame: Frame, found: set[Group]) -> list[tuple[Group, dict[str, Any], str | None]]:
    """Every group with its breakdown and period: the periods from the first to the last in which something was found."""
    selection, definition = frame.selection, frame.view.definition
    periods: list[str | None] = [None]
    if selection.period:
        named = sorted({key[1] for key in found if key[1] is not None})
        periods = list(_filled(named[0], named[-1], selection.period)) if named else []
    return [
        (group, by_of(selection, definition, group), group[1])
        for group in groups(selection, definition, found, periods)
    ]


def unknown_groups(frame: Frame) -> list[dict[str, Any]]:
    """The breakdowns of a figure of which nothing is known: the total and every declared value, without a period."""
    selection, definition = frame.selection, frame.view.definition
    return [by_of(selection, definition, group) for group in groups(selection, definition, set(), [None])]


def _filled(first: str, last: str, period: str) -> list[str]:
    start, end = calendar.days_of(first), calendar.days_of(last)
    assert start is not None, "named by calendar.period_of"
    assert end is not None, "named by calendar.period_of"
    return [calendar.period_of(day, period) for day, _ in calendar.periods_between(start[0], end[0], period)]
