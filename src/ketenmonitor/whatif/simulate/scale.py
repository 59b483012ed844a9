"""A chain too large to play whole is played at a part of its size.

Comes in: a model and the cases that stand in it. Goes out: the same with one in `k` of the cases and of the places; counts of it are to
be taken `k` times, and times are what they are. The promise: what comes and what can be done keep their proportion at every step: where
places cannot be divided by `k` the time in hand is stretched by as much, and `stretched` says where that is more than a tenth.

What it costs: with fewer places chance plays a larger part, so that a step that is neither idle nor overloaded makes wait longer, and
intervals are wider (by about the root of `k`). With a backlog little changes. docs/explanation/what-if-simulation.md has figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import ceil, fsum

from ketenmonitor.errors import SimulationError
from ketenmonitor.whatif.model import Duration, Model, MorePlaces, Step, Stood
from ketenmonitor.whatif.simulate.arriving import expected

MOST_VISITS_A_RUN = 4_000_000  # some ten seconds and 1 GB
MOST_PARTS = 100  # of a smaller part little is left, and that little is chance
MOST_TOO_MANY = 5  # times as many visits in a run are played when a chain cannot be divided; more would fill a machine
_OFF = 0.1  # how far what is divided may be from its part


def scale_for(models: Iterable[Model], start: date, until: date, most_visits: int = MOST_VISITS_A_RUN) -> int:
    """Which part to play so that a run of the largest has about `most_visits` at most: 1 is the whole.

    Less than that where more or fewer places of a scenario could not be divided without changing what they do. Raises SimulationError
    when so many would come that no part of it can be played.
    """
    every = list(models)
    visits = max(_visits(model, start, until) for model in every)
    most = min(float(MOST_PARTS), visits / most_visits)  # in this order: what is no number is not the least
    k = next((k for k in range(ceil(most), 1, -1) if all(_divides(model, k) for model in every)), 1)
    if not visits / k <= most_visits * MOST_TOO_MANY:
        raise SimulationError(
            f"some {visits:.2g} visits to steps would have to be played each time, and {k * most_visits * MOST_TOO_MANY:.2g} can be."
            " Let fewer cases come in: mind growth, the factors of months and weekdays, and per cents; or end sooner."
        )
    return k


def scaled(model: Model, stood: Stood, k: int) -> tuple[Model, Stood]:
    """One in `k`."""
    arrivals = tuple(replace(arrivals, a_day=arrivals.a_day / k) for arrivals in model.arrivals)
    steps = {name: _smaller(step, k) for name, step in model.steps.items()}
    return replace(model, arrivals=arrivals, steps=steps), _fewer(stood, k)


def stretched(model: Model, k: int) -> Mapping[str, float]:
    """The steps whose time in hand is not what it was, because their places cannot be divided: by which factor it is longer."""
    factors = {name: _stretch(step, k) for name, step in model.steps.items() if step.places}
    return {name: factor for name, factor in factors.items() if abs(factor - 1) > _OFF}


def _visits(model: Model, start: date, until: date) -> float:
    """How many visits come of all cases that are expected, as far as the hundredth visit of each."""
    coming = dict.fromkeys(model.steps, 0.0)
    for arrivals in model.arrivals:
        coming[arrivals.at] += sum(expected(arrivals, start, until, model.holidays))
    total = 0.0
    for _ in range(100):
        total += fsum(coming.values())
        following = dict.fromkeys(model.steps, 0.0)
        for name, cases in coming.items():
            for route in model.steps[name].routes:
                if route.to is not None:
                    following[route.to] += cases * route.share
        coming = following
    return total


def _count(step: Step, k: int) -> int:
    return max(1, round(step.places.count / k)) if step.places else 0


def _stretch(step: Step, k: int) -> float:
    """What a case has to take so that the capacity is one in `k`."""
    return _count(step, k) * k / step.places.count if step.places and step.places.count else 1.0


def _share(more: MorePlaces, step: Step, k: int) -> float:
    """As many places of the smaller step as do one in `k` of what these do."""
    return more.count * _stretch(step, k) / k


def _divides(model: Model, k: int) -> bool:
    shares = [_share(more, step, k) for step in model.steps.values() for more in step.more]
    return all(abs(round(share) - share) <= _OFF * abs(share) for share in shares)


def _smaller(step: Step, k: int) -> Step:
    if not step.places:
        return step
    factor = _stretch(step, k)
    places = replace(step.places, count=_count(step, k), per_case_seconds=step.places.per_case_seconds * factor)
    more = tuple(replace(more, count=round(_share(more, step, k))) for more in step.more)
    routes = tuple(replace(route, duration=_longer(route.duration, factor)) for route in step.routes)
    diversions = tuple(replace(one, duration=_stretched(one.duration, factor)) for one in step.diversions)
    return replace(step, places=places, more=more, routes=routes, diversions=diversions)


def _longer(duration: Duration | None, factor: float) -> Duration | None:
    return None if duration is None else _stretched(duration, factor)


def _stretched(duration: Duration, factor: float) -> Duration:
    return duration if factor == 1 else Duration(tuple(round(q * factor) for q in duration.quantiles))


def _fewer(stood: Stood, k: int) -> Stood:
    """Every `k`-th of those that stand there, step by step, the longest there first."""
    order = sorted(range(len(stood.step)), key=lambda case: (stood.step[case], stood.since_s[case]))
    kept = sorted(order[k // 2 :: k])

    def of(column: Sequence[int]) -> tuple[int, ...]:
        return tuple(column[case] for case in kept) if column else ()

    return Stood(
        of(stood.step), of(stood.since_s), tuple(of(column) for column in stood.began_s), of(stood.case_class),
        tuple(tuple(column[case] for case in kept) for column in stood.stocks),
        tuple(stood.dormant[case] for case in kept) if stood.dormant else (),
    )  # fmt: skip
