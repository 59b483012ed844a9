"""What it means to give one number of a model another value.

Comes in: a part of a model, and a value. Goes out: the part with it. The promise: multiplication and division alone, so that the same
value gives the same part on any machine; shares of a step add up to 1.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from ketenmonitor.whatif.calibrate.priorities import SOONER
from ketenmonitor.whatif.model import POINTS, Arrivals, Duration, Model, Places, Route, Step

MONTH_S = 2_629_800  # a twelfth of 365.25 days
DAY_S = 86_400
LONGEST_S = 400 * 366 * DAY_S  # of the longest in a table: after any simulation, and sums of it stay whole numbers


def with_arrivals(arrivals: Arrivals, kind: str, place: str, value: float) -> Arrivals:
    """`arrivals`, `growth`, `dispersion`, `holiday`, or the factor of the `month` or `weekday` at a place from 1."""
    if kind in ("month", "weekday"):
        factors = list(arrivals.months if kind == "month" else arrivals.weekdays)
        factors[int(place) - 1] = value
        return (
            replace(arrivals, months=tuple(factors)) if kind == "month" else replace(arrivals, weekdays=tuple(factors))
        )
    if kind == "arrivals":
        return replace(arrivals, a_day=value)
    if kind == "growth":
        return replace(arrivals, growth=value)
    return replace(arrivals, dispersion=value) if kind == "dispersion" else replace(arrivals, holiday=value)


def with_class(arrivals: Arrivals, value: str, share: float) -> Arrivals:
    """One class has this share, the others what they had of the rest."""
    if value not in arrivals.classes:
        return arrivals
    left = 1 - arrivals.classes[value]
    scale = (1 - share) / left if left > 0 else 0.0
    return replace(arrivals, classes={v: share if v == value else s * scale for v, s in arrivals.classes.items()})


def worked_share(model: Model, places: Places) -> float:
    """Which share of the days is worked, over four years (or those that are known)."""
    first = model.trained_until or date(2024, 1, 1)
    days = [first + timedelta(n) for n in range(1461)]
    free = frozenset() if places.works_holidays else model.holidays
    return sum(day.weekday() in places.workdays and day not in free for day in days) / len(days)


def with_places(step: Step, count: int) -> Step:
    """So many places, which handle as many cases together as before; where nobody waited, each as long as cases took."""
    if step.places is None:
        return replace(step, places=Places(count, mean_seconds(step), frozenset(range(7)), True))
    per_case = step.places.per_case_seconds * count / step.places.count
    return replace(step, places=replace(step.places, count=count, per_case_seconds=per_case))


def with_capacity(step: Step, was: float, a_month: float) -> Step:
    """The same places handle so many cases a month, and not as many as they did; where nobody waited, as many places as that takes."""
    if step.places is None:
        count = max(1, round(a_month * mean_seconds(step) / MONTH_S))
        return replace(step, places=Places(count, count * MONTH_S / a_month, frozenset(range(7)), True))
    return replace(step, places=replace(step.places, per_case_seconds=step.places.per_case_seconds * was / a_month))


def with_workdays(model: Model, step: Step, days: int) -> Step:
    """Work on the first so many days of the week, which handle as much together as before."""
    if step.places is None:
        return step
    changed = replace(step.places, workdays=frozenset(range(days)))
    per_case = changed.per_case_seconds * worked_share(model, changed) / max(worked_share(model, step.places), 1e-9)
    return replace(step, places=replace(changed, per_case_seconds=per_case))


def with_spread(step: Step, value: float) -> Step:
    """Times in hand of that standard deviation over their mean; where nobody waits they are what was measured."""
    return replace(step, places=replace(step.places, spread=value)) if step.places else step


def with_share(step: Step, to: str | None, share: float) -> Step:
    """One route has this share, the others what they had of the rest."""
    left = sum(route.share for route in step.routes if route.to != to)
    if left <= 0:
        return step
    scale = (1 - share) / left
    return replace(step, routes=tuple(replace(r, share=share if r.to == to else r.share * scale) for r in step.routes))


def with_duration(step: Step, to: str, median_days: float) -> Step:
    """One route takes this long, half of the time; longer and shorter ones alike."""
    return replace(
        step, routes=tuple(_lasting(route, median_days) if route.to == to else route for route in step.routes)
    )


def _lasting(route: Route, median_days: float) -> Route:
    if route.duration is None:
        return route
    middle = route.duration.quantiles[POINTS // 2]
    if middle <= 0:
        return replace(route, duration=Duration((round(median_days * DAY_S),) * (POINTS + 1)))
    factor = median_days * DAY_S / middle
    return replace(route, duration=Duration(tuple(round(min(q * factor, LONGEST_S)) for q in route.duration.quantiles)))


def with_priority(step: Step, value: str, odds: float) -> Step:
    """This class goes first when its odds are those of a rule, and not when they are not."""
    others = tuple(one for one in step.first if one != value)
    return replace(step, first=(value, *others) if odds >= SOONER else others)


def mean_seconds(step: Step) -> float:
    """How long cases are in a step that they leave, on average."""
    total, weight = 0.0, 0.0
    for route in step.routes:
        if route.duration is not None:
            q = route.duration.quantiles
            total += route.share * (sum(q) - (q[0] + q[-1]) / 2) / POINTS
            weight += route.share
    return max(total / weight, 1.0) if weight > 0 else float(DAY_S)
