"""Chains drawn as small as they can be, and what follows from what was played of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import sqrt
from statistics import mean, stdev
from typing import TypeVar

import numpy as np
from hypothesis import strategies as st
from scipy.stats import t as student

from ketenmonitor.whatif.model import (
    POINTS,
    Arrivals,
    Closed,
    Diversion,
    Duration,
    Model,
    MorePlaces,
    Places,
    Route,
    Step,
    Stood,
)
from ketenmonitor.whatif.played import Played, Whole
from ketenmonitor.whatif.simulate import play
from ketenmonitor.whatif.simulate.draws import exponential

T = TypeVar("T")

DAY = 86_400
START = date(2026, 1, 1)
EVERY_DAY = frozenset(range(7))
NOBODY = Stood()


def places(count: int, days: float = 1.0, workdays: frozenset[int] = EVERY_DAY, uneven: float = 1.0) -> Places:
    return Places(count, days * DAY, workdays, works_holidays=workdays == EVERY_DAY, spread=uneven)


def fixed(days: float) -> Duration:
    """Always as long."""
    return Duration((round(days * DAY),) * (POINTS + 1))


def spread(low: float, high: float) -> Duration:
    """Uniform between two numbers of days."""
    return Duration(tuple(round((low + (high - low) * i / POINTS) * DAY) for i in range(POINTS + 1)))


def step(*routes: Route, name: str = "a", **changes: object) -> Step:
    return Step(name, "p", routes or (Route(None, 1.0, exponential(DAY)),), **changes)  # type: ignore[arg-type]


def model(*steps: Step, a_day: float | Sequence[float] = 1.0, **more: object) -> Model:
    rates = [a_day, *[0.0] * (len(steps) - 1)] if isinstance(a_day, float) else a_day
    arrivals = tuple(Arrivals(one.id, rate, START) for one, rate in zip(steps, rates, strict=True) if rate)
    return Model("chain", "1", {one.id: one for one in steps}, more.pop("arrivals", arrivals), **more)  # type: ignore[arg-type]


def one_desk(count: int, use: float, **changes: object) -> Model:
    """M/M/c with a mean of a day in hand: the last step, so that the case leaves after it."""
    return model(step(places=places(count), **changes), a_day=count * use)


def played(of: Model, days: int, seed: int = 1, replication: int = 0, stood: Stood = NOBODY) -> Played:
    return play(of, stood, START, START + timedelta(days), seed, replication)


def interval(values: Sequence[float], sure: float = 0.9999) -> tuple[float, float]:
    """Where the mean lies, by Student's t over replications; so sure that among some hundred of them none misses by chance."""
    half = student.ppf((1 + sure) / 2, len(values) - 1) * stdev(values) / sqrt(len(values))
    return mean(values) - half, mean(values) + half


def holds(theory: float, values: Sequence[float]) -> bool:
    low, high = interval(values)
    return low <= theory <= high


def replications(of: Model, figure: Callable[[Played], T], days: int, n: int) -> list[T]:
    return [figure(played(of, days, replication=number)) for number in range(n)]


def waited(of: Played, number: int, after_days: int) -> Whole:
    """Seconds that cases waited that came after some days to warm up."""
    rows = (of.step == number) & (of.began >= 0) & (of.entered >= of.start_s + after_days * DAY)
    return of.began[rows] - of.entered[rows]


def stock(of: Played, number: int, after_days: int, waiting: bool = False) -> float:
    """Mean number of cases at a step (or that wait there), over the time after some days."""
    rows = of.step == number
    begin = of.start_s + after_days * DAY
    ends = of.began[rows] if waiting else of.left[rows]
    until = np.where(ends < 0, of.until_s, ends)
    inside = np.clip(until, begin, None) - np.clip(of.entered[rows], begin, None)
    return float(inside.sum() / (of.until_s - begin))


def erlang_c(count: int, offered: float) -> float:
    """The chance to wait in M/M/c; `offered`: arrivals times mean time in hand."""
    lost = 1.0  # Erlang B, place by place
    for n in range(1, count + 1):
        lost = offered * lost / (n + offered * lost)
    return lost / (1 - offered / count * (1 - lost))


def mean_wait(count: int, offered: float) -> float:
    """Mean waiting in M/M/c, in means of the time in hand (W = C / (c - a))."""
    return erlang_c(count, offered) / (count - offered)


@st.composite
def networks(draw: st.DrawFn, most_steps: int = 5) -> Model:
    """Any network: with and without places, circles, cases that stay, free days, priorities."""
    n = draw(st.integers(1, most_steps))
    names = [f"s{i}" for i in range(n)]
    steps = [_any_step(draw, name, names) for name in names]
    arrivals = tuple(
        Arrivals(
            name,
            draw(st.sampled_from([0.3, 1.0, 2.5])),
            START,
            dispersion=draw(st.sampled_from([1.0, 3.0])),
            classes={"x": 0.3, "y": 0.5},
        )
        for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
    )
    return Model("chain", "1", {one.id: one for one in steps}, arrivals, holidays=frozenset({date(2026, 1, 1)}))


def _any_step(draw: st.DrawFn, name: str, names: list[str]) -> Step:
    has_places = draw(st.booleans())
    targets = draw(st.lists(st.sampled_from([*names, None]), min_size=1, max_size=3, unique=True))
    weights = [draw(st.integers(1, 5)) for _ in targets]
    is_usual = [None] if has_places else []  # a time in hand as the places have it
    durations = [draw(st.sampled_from([*is_usual, fixed(0.5), spread(0.1, 9), exponential(3 * DAY)])) for _ in targets]
    routes = tuple(
        Route(to, weight / sum(weights), None if to is None else duration, stays=to is None and draw(st.booleans()))
        for to, weight, duration in zip(targets, weights, durations, strict=True)
    )
    if not has_places:
        return Step(name, "p", routes)
    found = places(
        draw(st.integers(1, 3)),
        draw(st.sampled_from([0.3, 1.0])),
        draw(st.sampled_from([EVERY_DAY, frozenset({0, 3})])),
        draw(st.sampled_from([1.0, 0.0, 0.5, 2.0])),
    )
    return Step(name, "p", routes, found, first=draw(st.sampled_from([(), ("y",), ("y", "x")])))


@st.composite
def changed_networks(draw: st.DrawFn) -> Model:
    """A network with what scenarios change: closures, places, diversions and priorities from a day on."""
    chain = draw(networks())
    steps = {name: _changed(draw, one, list(chain.steps)) for name, one in chain.steps.items()}
    return replace(chain, steps=steps)


def _changed(draw: st.DrawFn, one: Step, names: list[str]) -> Step:
    def span() -> tuple[date, date]:
        low = START + timedelta(draw(st.integers(-3, 40)))
        return low, low + timedelta(draw(st.integers(1, 25)))

    closed = tuple(Closed(*span()) for _ in range(draw(st.integers(0, 2))))
    diversions = tuple(
        Diversion(
            draw(st.sampled_from([*names, None])),
            draw(st.sampled_from([0.1, 0.4])),
            spread(0.3, 7),
            low,
            draw(st.sampled_from([None, high])),
        )
        for low, high in [span() for _ in range(draw(st.integers(0, 2)))]
    )
    more = tuple(
        MorePlaces(draw(st.sampled_from([-1, 1, 2])), *span())
        for _ in range(draw(st.integers(0, 2)) if one.places else 0)
    )
    first_from = draw(st.sampled_from([None, START + timedelta(20)]))
    before = draw(st.sampled_from([(), ("x",)])) if first_from else ()
    return replace(one, closed=closed, diversions=diversions, more=more, first_from=first_from, first_before=before)


@st.composite
def standing(draw: st.DrawFn, chain: Model) -> Stood:
    """Cases that stand anywhere since up to 20 days."""
    n = draw(st.integers(0, 12))
    begin = (START - date(1970, 1, 1)).days * DAY
    return Stood(
        step=tuple(draw(st.integers(0, len(chain.steps) - 1)) for _ in range(n)),
        since_s=tuple(begin - draw(st.integers(1, 20 * DAY)) for _ in range(n)),
        case_class=tuple(draw(st.integers(-1, 1)) for _ in range(n)),
        dormant=draw(st.sampled_from([(), tuple(number % 3 == 0 for number in range(n))])),
    )


def visits(of: Played) -> list[tuple[int, ...]]:
    """Every visit, sorted: case, step, entered, began, left, following."""
    columns = (of.case, of.step, of.entered, of.began, of.left, of.following)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))
