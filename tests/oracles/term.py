"""Term: a limit in days that a single case must meet. The day of the start is day 0.

Comes in: the world, a term's id and what is asked. Goes out: records. The promise: every case that is due is met,
missed, running, running late or stopped.
"""

from __future__ import annotations

import holidays

from tests.oracles import concern, selection, times
from tests.oracles.concern import Window
from tests.oracles.knowledge import Table
from tests.oracles.linking import World
from tests.oracles.selection import Item
from tests.oracles.spans import Span, spans

BEFORE = "before_history"
STATES = ("met", "missed", "running", "running_late", "stopped")
SATURDAY = 5


def records(world: World, entry_id: str, asked: Table) -> list[Table]:
    """The records of one term, by the day of the start."""
    entry = world.definition["terms"][entry_id]
    activities = [*entry["from"], *entry["to"], *entry.get("other_ends", [])]
    kind = entry.get("object", world.unit)
    window = concern.window(world, concern.of_spans(world.definition, activities, kind))
    if window is None:
        blank = dict.fromkeys(("due", *STATES, BEFORE))
        return selection.not_delivered(world.definition, "term", entry_id, asked, blank)
    meant = selection.conditions(world.definition, entry, asked)
    notes = selection.later_information(world.definition, meant, entry["from"])
    items = []
    for one in spans(world, entry, window):
        profile = selection.profile(world, one.case, asked, meant)
        stands = BEFORE if one.before else state(world.definition, entry, one, window)
        items.append(Item(stands, profile, one.start.day))
    found = []
    for cell in selection.cells(world.definition, asked, items):
        counts = {name: cell.counted.count(name) for name in (*STATES, BEFORE)}
        due = len(cell.counted) - counts[BEFORE]
        figures = {"due": due, **counts, "counted": due, "notes": notes}
        found.append(selection.record("term", entry_id, cell.period, cell.by, figures, len(cell.unknown)))
    return found


def state(definition: Table, entry: Table, one: Span, window: Window) -> str:
    """How a case stands: open ones are late once the midnight after the last day has come at the censoring instant."""
    last = last_day(definition, entry, one.start.day)
    if one.state == "other":
        return "stopped"
    if one.end is not None:
        return "met" if one.end.day <= last else "missed"
    return "running" if window.censor_local_us < (last + 1) * times.DAY_US else "running_late"


def last_day(definition: Table, entry: Table, start_day: int) -> int:
    """The last day on which the term is met."""
    country = definition["chain"].get("holidays")
    day = start_day
    if entry["counting"] == "calendar":
        day += entry["days"]
    else:
        for _ in range(entry["days"]):
            day = next_working_day(day + 1, country)
    return next_working_day(day, country) if entry.get("extend") else day


def next_working_day(day: int, country: str | None) -> int:
    """This day, or else the first one after it that is no weekend and no holiday."""
    while not is_working_day(day, country):
        day += 1
    return day


def is_working_day(day: int, country: str | None) -> bool:
    """Monday to Friday and no public holiday; for the Netherlands those of the Algemene termijnenwet."""
    when = times.to_date(day)
    categories = ("public", "optional") if country == "NL" else ("public",)
    assert country is not None, "a term with working days or an extension needs a country"
    return when.weekday() < SATURDAY and when not in holidays.country_holidays(country, categories=categories)
