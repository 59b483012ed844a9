"""Stock: what has entered and not left at the end of a day. Flow: how that changes over a period.

Comes in: the world, a stock's id and what is asked. Goes out: records. The promise: start + entered - left = end.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracles import concern, selection, times
from tests.oracles.concern import Window
from tests.oracles.knowledge import Event, Table
from tests.oracles.linking import World, case_of, objects_of
from tests.oracles.selection import Profile
from tests.oracles.survival import interpolated, plain

STOCK = ("stock", "old", "median_age_days", "p90_age_days", "left_without_entry", "entered_while_in")
FLOW = ("start", "entered", "left", "end", "residual", "clearance_rate", "disposition_time_days")


@dataclass(frozen=True)
class Course:
    """How one object came and went: its stays (day in, and day out or None) and the days of the events that change
    nothing: entering while in, leaving while out."""

    profile: Profile
    stays: list[tuple[int, int | None]]
    entered_while_in: list[int]
    left_without_entry: list[int]

    def inside_since(self, day: int) -> int | None:
        """The day of the last entry, when it is in at the end of a day."""
        running = [first for first, last in self.stays if first <= day and (last is None or last > day)]
        return running[-1] if running else None

    def is_counted_at(self, day: int) -> bool:
        """Whether it is in some figure of the stock at the end of a day."""
        ignored = [*self.entered_while_in, *self.left_without_entry]
        return self.inside_since(day) is not None or any(then <= day for then in ignored)

    def entries(self, first: int, last: int) -> int:
        """How often it entered in some days."""
        return sum(first <= day <= last for day, _ in self.stays)

    def exits(self, first: int, last: int) -> int:
        """How often it left in some days."""
        return sum(day is not None and first <= day <= last for _, day in self.stays)


def records(world: World, entry_id: str, asked: Table) -> list[Table]:
    """The records of a stock: at the last day of every period, or at one date."""
    old_after = world.definition["stocks"][entry_id].get("old_after_days")
    courses, window = courses_of(world, entry_id, asked)
    if window is None or not (wanted := dates(asked, window)):
        if window and (asked.get("from") or asked.get("until")):
            return []
        blank = {**dict.fromkeys(STOCK), "date": asked.get("until") if window is None else None}
        return selection.not_delivered(world.definition, "stock", entry_id, asked, blank)
    delivered = [day for _, day in wanted if window.covers_end_of(day)]
    seen = [one for one in courses if any(one.is_counted_at(day) for day in delivered)]
    found = []
    for period, day in wanted:
        for by, meant, unknown in in_groups(world, asked, courses, seen):
            figures: Table = {**dict.fromkeys(STOCK), "counted": None, "notes": ["not-delivered"]}
            left_out = 0
            if day in delivered:
                figures = stock_at(meant, day, old_after)
                left_out = sum(one.inside_since(day) is not None for one in unknown)
            figures["date"] = times.to_date(day).isoformat()
            found.append(selection.record("stock", entry_id, period, by, figures, left_out))
    return found


def stock_at(courses: list[Course], day: int, old_after: int | None) -> dict[str, Any]:
    """The figures at the end of a day; ages are local dates since the last entry."""
    ages = [day - since for one in courses if (since := one.inside_since(day)) is not None]
    return {
        "stock": len(ages),
        "old": None if old_after is None else sum(age > old_after for age in ages),
        "median_age_days": plain(interpolated(ages, Fraction(1, 2))),
        "p90_age_days": plain(interpolated(ages, Fraction(9, 10))),
        "left_without_entry": sum(then <= day for one in courses for then in one.left_without_entry),
        "entered_while_in": sum(then <= day for one in courses for then in one.entered_while_in),
        "counted": len(ages),
        "notes": ["not-applicable"] if old_after is None or not ages else [],
    }


def flow_records(world: World, entry_id: str, asked: Table) -> list[Table]:
    """The records of a flow, per period; without figures for a period that is not wholly delivered."""
    if not asked.get("period"):
        raise ValueError("a flow needs a period")
    courses, window = courses_of(world, entry_id, asked)
    if window is None or not (wanted := dates(asked, window)):
        if window and (asked.get("from") or asked.get("until")):
            return []
        return selection.not_delivered(world.definition, "flow", entry_id, asked, dict.fromkeys(FLOW))
    spans = {period: times.bounds(period or "") for period, _ in wanted}
    delivered = {p: ab for p, ab in spans.items() if window.covers_end_of(ab[0] - 1) and window.covers_end_of(ab[1])}
    seen = [one for one in courses if any(takes_part(one, *span) for span in delivered.values())]
    found = []
    for period, (first, last) in spans.items():
        for by, meant, unknown in in_groups(world, asked, courses, seen):
            figures: Table = {**dict.fromkeys(FLOW), "counted": None, "notes": ["not-delivered"]}
            left_out = 0
            if period in delivered:
                figures = flow_in(meant, first, last)
                left_out = sum(takes_part(one, first, last) for one in unknown)
            found.append(selection.record("flow", entry_id, period, by, figures, left_out))
    return found


def flow_in(courses: list[Course], first: int, last: int) -> dict[str, Any]:
    """The figures of a period: stocks from the stays, movements from the transitions."""
    start = sum(one.inside_since(first - 1) is not None for one in courses)
    end = sum(one.inside_since(last) is not None for one in courses)
    entered = sum(one.entries(first, last) for one in courses)
    left = sum(one.exits(first, last) for one in courses)
    return {
        "start": start,
        "entered": entered,
        "left": left,
        "end": end,
        "residual": end - (start + entered - left),
        "clearance_rate": plain(Fraction(left, entered)) if entered else None,
        "disposition_time_days": plain(Fraction(end * (last - first + 1), left)) if left else None,
        "counted": sum(takes_part(one, first, last) for one in courses),
        "notes": [] if entered and left else ["not-applicable"],
    }


def takes_part(one: Course, first: int, last: int) -> bool:
    """Whether an object was in at the start of a period or entered in it."""
    return one.inside_since(first - 1) is not None or one.entries(first, last) > 0


def dates(asked: Table, window: Window) -> list[tuple[str | None, int]]:
    """The periods whose last day lies from `from` (else the first day of coverage) to `until` (else the last complete
    day), with that last day; without a period the one date `until` (else the last complete day)."""
    lowest = times.to_day(asked["from"]) if asked.get("from") else window.first_day
    highest = times.to_day(asked["until"]) if asked.get("until") else window.last_complete_day
    if not asked.get("period"):
        return [(None, highest)]
    with_ends = [(period, times.bounds(period)[1]) for period in times.periods(lowest, highest, asked["period"])]
    return [(period, last) for period, last in with_ends if last <= highest]


def in_groups(
    world: World, asked: Table, courses: list[Course], seen: list[Course]
) -> list[tuple[dict[str, str | None], list[Course], list[Course]]]:
    """Every group with the objects that are meant and those of which it is unknown whether they are; `seen` are the
    objects that are in some figure, so that their values have a group."""
    found = []
    for by in selection.groups(world.definition, asked, [one.profile for one in seen if one.profile.selected]):
        there = [one for one in courses if selection.in_group(one.profile, by)]
        meant = [one for one in there if one.profile.selected]
        found.append((by, meant, [one for one in there if one.profile.selected is None]))
    return found


def courses_of(world: World, entry_id: str, asked: Table) -> tuple[list[Course], Window | None]:
    """The course of every object that has an event of the stock, and the window of the partners concerned."""
    entry = world.definition["stocks"][entry_id]
    kind = entry.get("object", world.unit)
    activities = [*entry["enters"], *entry["leaves"]]
    only_own = kind != world.unit and concern.types_of(world.definition, activities) == {kind}
    meant = selection.conditions(world.definition, entry, asked)
    courses = []
    for what in objects_of(world, kind):
        case = case_of(world, what)
        events = [event for event in case.events if event.activity in activities]
        events = [event for event in events if event.object == what or not only_own]
        if events:
            profile = selection.profile(world, case, asked, meant)
            courses.append(course(profile, events, entry["enters"]))
    return courses, concern.window(world, concern.of_stock(world.definition, activities, kind))


def course(profile: Profile, events: list[Event], enters: list[str]) -> Course:
    """Walk through the events in order, from outside."""
    one = Course(profile, [], [], [])
    inside = False
    for event in events:
        entering = event.activity in enters
        if entering and inside:
            one.entered_while_in.append(event.day)
        elif entering:
            one.stays.append((event.day, None))
        elif inside:
            one.stays[-1] = (one.stays[-1][0], event.day)
        else:
            one.left_without_entry.append(event.day)
        inside = entering
    return one
