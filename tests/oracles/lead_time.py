"""Lead time: from the first start to the first end, open cases included.

Comes in: the world, a lead time's id and what is asked. Goes out: records. The promise: a case is completed, ended
otherwise or open, or it began before history; it is counted once.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracles import concern, selection, spans, survival
from tests.oracles.concern import Window
from tests.oracles.knowledge import Table
from tests.oracles.linking import World
from tests.oracles.selection import Condition, Item
from tests.oracles.spans import Span
from tests.oracles.survival import Step, days, plain
from tests.oracles.times import DAY_US

HORIZONS = (30, 90, 180, 365, 730)
HALF, NINE_TENTHS = Fraction(1, 2), Fraction(9, 10)
DEFAULT_DORMANT_DAYS = 730


@dataclass(frozen=True)
class Timed:
    """A span with its lengths in microseconds, and whether it is open without any event for long."""

    span: Span
    gross: int
    net: int
    dormant: bool


def records(world: World, entry_id: str, asked: Table) -> list[Table]:
    """The records of one lead time."""
    entry = world.definition["lead_times"][entry_id]
    activities = [*entry["from"], *entry["to"], *entry.get("other_ends", [])]
    kind = entry.get("object", world.unit)
    window = concern.window(world, concern.of_spans(world.definition, activities, kind))
    if window is None:
        return selection.not_delivered(world.definition, "lead-time", entry_id, asked, blank(entry))
    meant = selection.conditions(world.definition, entry, asked)
    notes = selection.later_information(world.definition, meant, entry["from"])
    found = []
    for cell in selection.cells(world.definition, asked, items_of(world, entry, asked, meant, window)):
        on_exit = asked.get("basis") == "exit"
        figures = exit_figures(entry, cell.counted) if on_exit else entry_figures(entry, cell.counted, window)
        figures["notes"] += notes
        found.append(selection.record("lead-time", entry_id, cell.period, cell.by, figures, len(cell.unknown)))
    return found


def items_of(world: World, entry: Table, asked: Table, meant: list[Condition], window: Window) -> list[Item[Timed]]:
    """Every span, on the day of its start; with basis exit every completed one, on the day of its end."""
    items = []
    for one in spans.spans(world, entry, window):
        profile = selection.profile(world, one.case, asked, meant)
        timed = time(world.definition, one, window)
        if asked.get("basis") != "exit":
            items.append(Item(timed, profile, one.start.day))
        elif one.state == "to" and one.end is not None:
            items.append(Item(timed, profile, one.end.day))
    return items


def time(definition: Table, one: Span, window: Window) -> Timed:
    """How long a span took or takes. Dormant: its case has had no event at all for longer than `dormant_days`."""
    patience = definition["chain"].get("dormant_days", DEFAULT_DORMANT_DAYS) * DAY_US
    silence = window.censor_local_us - max(event.local_us for event in one.case.events)
    dormant = one.state == "open" and silence > patience
    return Timed(one, spans.gross(one, window), spans.net(definition, one, window), dormant)


def blank(entry: Table) -> dict[str, Any]:
    """All fields, each without a figure, except what the definition itself says of the norm."""
    figures = (
        "completed other_ends open open_dormant before_history median_days p90_days ci95_median median_days_net"
        " p90_days_net median_completed_only_days p90_completed_only_days within_norm within_norm_net"
        " within_norm_completed_only open_past_norm ends"
    )
    norm = entry.get("norm", {"days": None, "share": None})
    return {**dict.fromkeys(figures.split()), "norm_days": norm["days"], "norm_share": norm["share"]}


def exit_figures(entry: Table, there: list[Timed]) -> dict[str, Any]:
    """Basis exit: what is usually published, and nothing that open cases are needed for."""
    completed = [one for one in there if not one.span.before]
    return {
        **blank(entry),
        "completed": len(completed),
        "before_history": len(there) - len(completed),
        **completed_only(entry, completed),
        "counted": len(completed),
        "notes": ["not-applicable"],
    }


def entry_figures(entry: Table, there: list[Timed], window: Window) -> dict[str, Any]:
    """Basis entry: everything."""
    counted = [one for one in there if not one.span.before]
    completed = [one for one in counted if one.span.state == "to"]
    still_open = [one for one in counted if one.span.state == "open"]
    found = blank(entry) | {
        "completed": len(completed),
        "other_ends": len(counted) - len(completed) - len(still_open),
        "open": len(still_open),
        "open_dormant": sum(one.dormant for one in still_open),
        "before_history": len(there) - len(counted),
        **completed_only(entry, completed),
        "ends": [{"days": horizon, "to": None, "other": None, "open": None} for horizon in HORIZONS],
        "counted": len(counted),
        "notes": [] if completed and "norm" in entry else ["not-applicable"],
    }
    if "norm" in entry:
        found["open_past_norm"] = sum(one.gross > entry["norm"]["days"] * DAY_US for one in still_open)
    if counted:
        curves(found, entry, counted, window)
    return found


def completed_only(entry: Table, completed: list[Timed]) -> dict[str, Any]:
    """The usual figures: over the cases that reached `to`, as if there were no others."""
    lengths = [one.gross for one in completed]
    in_time = None
    if "norm" in entry and completed:
        in_time = Fraction(sum(length <= entry["norm"]["days"] * DAY_US for length in lengths), len(lengths))
    return {
        "median_completed_only_days": days(survival.interpolated(lengths, HALF)),
        "p90_completed_only_days": days(survival.interpolated(lengths, NINE_TENTHS)),
        "within_norm_completed_only": plain(in_time),
    }


def curves(found: dict[str, Any], entry: Table, counted: list[Timed], window: Window) -> None:
    """Fill in what is estimated with open cases as censored; a share beyond the longest follow-up is not yet known."""
    steps = survival.curve([(one.gross, one.span.state) for one in counted])
    net_steps = survival.curve([(one.net, one.span.state) for one in counted])
    follow_up = max(0, window.censor_local_us - min(one.span.start.local_us for one in counted))
    quantiles = {
        "median_days": days(survival.quantile(steps, HALF)),
        "p90_days": days(survival.quantile(steps, NINE_TENTHS)),
        "median_days_net": days(survival.quantile(net_steps, HALF)),
        "p90_days_net": days(survival.quantile(net_steps, NINE_TENTHS)),
    }
    found |= quantiles
    found["ci95_median"] = [days(limit) for limit in survival.median_interval(steps)]
    found["ends"] = [shares(steps, horizon, follow_up) for horizon in HORIZONS]
    unknown = [share["open"] is None for share in found["ends"]]
    if "norm" in entry:
        found["within_norm"] = shares(steps, entry["norm"]["days"], follow_up)["to"]
        found["within_norm_net"] = shares(net_steps, entry["norm"]["days"], follow_up)["to"]
        unknown += [found["within_norm"] is None, found["within_norm_net"] is None]
    found["notes"] += ["not-reached"] if None in quantiles.values() else []
    found["notes"] += ["not-yet-known"] if any(unknown) else []


def shares(steps: list[Step], horizon: int, follow_up: int) -> dict[str, Any]:
    """How many have ended by `to`, have ended otherwise and are open after some days."""
    there = survival.at(steps, horizon * DAY_US)
    if horizon * DAY_US > follow_up and there.survival != 0:
        return {"days": horizon, "to": None, "other": None, "open": None}
    return {"days": horizon, "to": plain(there.to), "other": plain(there.other), "open": plain(there.survival)}
