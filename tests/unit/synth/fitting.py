"""What a made-up world of the demonstration gives of the published figures, counted without the monitor; and the fit.

`python -m tests.unit.synth.fitting` prints the fitted numbers of `synth/demonstration.toml`: it begins with those that
are there, and multiplies each by published / counted (the mean of some seeds), until nothing moves any more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from ketenmonitor.definition import Definition, read_definition, shipped_definition
from ketenmonitor.synth import Demonstration, Pace, demonstration
from ketenmonitor.synth.clock import EPOCH
from ketenmonitor.synth.deliveries import LAST_DAY
from ketenmonitor.synth.plan import Step
from ketenmonitor.synth.schedule import schedule_of
from ketenmonitor.synth.world import World, world_of

SEEDS = range(1, 33)
ROUNDS = 10
LATER = 10**9
Key = tuple[str, str, str]


def definition_of(demo: Demonstration) -> Definition:
    return read_definition(shipped_definition(demo.chain))


def made(demo: Demonstration, pace: Pace, seed: int) -> World:
    definition = definition_of(demo)
    schedule = schedule_of(definition, LAST_DAY, demo.months, faults=False)
    return world_of(definition, cases=0, first=schedule.first, end=schedule.end, seed=seed, pace=pace)


def counted(demo: Demonstration, world: World) -> dict[Key, list[int]]:
    """The published figures of stocks and flows, by date, from first events only."""
    found: dict[Key, list[int]] = {}
    for one in demo.published:
        figure = world.definition.stocks.get(one.id)
        if figure is None:
            continue
        into, out = (first_day(world, names) for names in (figure.enters, figure.leaves))
        days = [(day - EPOCH).days for day in one.values]
        if one.field == "entered":
            spans = [flow_span(day, demo.months_of_flows) for day in one.values]
            found[one.measure, one.id, one.field] = [int(((a <= into) & (into < b)).sum()) for a, b in spans]
        else:
            ages = {"stock": -1, "old": figure.old_after_days or 0}[one.field]
            found[one.measure, one.id, one.field] = [
                int(((into <= day) & (out > day) & (day - into > ages)).sum()) for day in days
            ]
    return found


def first_day(world: World, activities: tuple[str, ...]) -> np.ndarray[Any, Any]:
    """Per object the day of the first of some events."""
    names = tuple(world.definition.activities)
    events = np.isin(world.event_activity, [names.index(a) for a in activities])
    first = np.full(len(world.type_of), LATER)
    np.minimum.at(first, world.event_object[events], world.clock.day(world.event_at[events]))
    return first


def flow_span(day: date, months: int) -> tuple[int, int]:
    """The first day, and the day after the last, of the whole months before the month of a date."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return (date(year, month + 1, 1) - EPOCH).days, (day.replace(day=1) - EPOCH).days


def off_by(demo: Demonstration, found: dict[Key, list[int]]) -> dict[Key, list[float]]:
    """How far each count is from what was published, as a share of it; the last dates may be missing."""
    published = {(one.measure, one.id, one.field): list(one.values.values()) for one in demo.published}
    return {key: [n / p - 1 for n, p in zip(values, published[key], strict=False)] for key, values in found.items()}


def fit() -> None:
    """Print the numbers that give what was published."""
    demo = demonstration()
    pace = demo.pace
    stock, old, reports, sent = (
        np.array([list(one.values.values()) for one in demo.published[1:]], float)[n] for n in range(4)
    )
    keys = [(one.measure, one.id, one.field) for one in demo.published[1:]]
    for number in range(ROUNDS):
        seen = [counted(demo, made(demo, pace, seed)) for seed in SEEDS]
        now = [np.mean([one[key] for one in seen], axis=0) for key in keys]
        print(number, *(np.round(n / p - 1, 3) for n, p in zip(now, (stock, old, reports, sent), strict=True)))
        pace = _moved(pace, stock / now[0], old / now[1], reports / now[2], sent / now[3])


def _moved(pace: Pace, stock: Any, old: Any, reports: Any, sent: Any) -> Pace:
    def of(activity: str, after: bool) -> list[int]:
        return [n for n, s in enumerate(pace.steps) if s.activity == activity and bool(s.after) == after]

    into, closed, out = of("aangifte", False), of("sepot_politie", True), of("inzending", True)
    share = np.array([pace.steps[n].chance for n in into])
    told, untold = np.array(pace.per_month) * share, np.array(pace.per_month) * (1 - share)
    told, untold = told * reports, untold * stock**1.5
    goes_on = np.array([1 - pace.steps[n].chance for n in closed]) * (sent / reports)
    wait = np.array([pace.steps[n].wait_days for n in out]) * (old / reports) ** 0.5
    steps: list[Step] = list(pace.steps)
    for period in range(len(pace.since)):
        steps[into[period]] = replace(steps[into[period]], chance=float((told / (told + untold))[period]))
        steps[closed[period]] = replace(
            steps[closed[period]], chance=float(1 - goes_on[period]), wait_days=float(wait[period])
        )
        steps[out[period]] = replace(steps[out[period]], wait_days=float(wait[period]))
    print("per_month", np.round(told + untold, 1).tolist(), "aangifte", np.round(told / (told + untold), 4).tolist())
    print("sepot_politie", np.round(1 - goes_on, 4).tolist(), "wait_days", np.round(wait, 1).tolist(), flush=True)
    return replace(pace, per_month=tuple((told + untold).tolist()), steps=tuple(steps))


if __name__ == "__main__":
    fit()
