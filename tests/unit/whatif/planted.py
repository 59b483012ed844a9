"""Whether what was planted in a made-up chain comes out again: of the numbers of a model, and of the effect of a measure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from ketenmonitor.whatif import Assumption, Model, MorePlaces, Played
from ketenmonitor.whatif.calibrate import calibrate, vary
from ketenmonitor.whatif.simulate import play
from tests.unit.whatif.ciw_chain import AANGIFTE, DAY_S, INZENDING, ORIGIN_S, Truth, observed_of, simulated, visits_of

DAYS = 1461  # of history
MONTH = 365.25 / 12
AHEAD = 730  # days after a measure
CHAIN = Truth(places=(34, 50, 200))  # in between; always more cases than places; never
SPREADS = {"exponential": 1.0, "erlang": 0.5, "deterministic": 0.0, "lognormal": 2.0}  # as `service_of` makes them
NAMES = ("aangifte", "inzending", "dagvaarding")


@dataclass(frozen=True)
class Found:
    """One planted number: what it is, and what the model says."""

    truth: float
    said: Assumption

    @property
    def is_covered(self) -> bool:
        low, high = self.said.low, self.said.high
        return (low is None or low <= self.truth) and (high is None or self.truth <= high)


def planted(truth: Truth, level_day: float) -> dict[str, float]:
    """Every planted number by the name of its assumption."""
    first, second = truth.goes_on
    said = {
        "arrivals.aangifte": truth.a_day * (1 + truth.growth) ** ((level_day - (DAYS - 182.625)) / 365.25),
        "growth.aangifte": truth.growth,
        "route.aangifte.inzending": first,
        "route.aangifte.sepot": 1 - first,
        "route.inzending.dagvaarding": second,
        "route.inzending.sepot": 1 - second,
    }
    said["spread.aangifte"] = SPREADS[truth.service[AANGIFTE]]
    for name, places, days in zip(NAMES, truth.places, truth.days, strict=True):
        if places is not None:
            said |= {f"places.{name}": float(places), f"capacity.{name}": places / days * MONTH}
    return said


def found_by(truth: Truth, seed: int) -> dict[str, Found]:
    """What calibration makes of one simulation."""
    model, _ = calibrate(observed_of(visits_of(simulated(truth, DAYS, seed), DAYS), DAYS))
    level_day = (model.arrivals[0].level_day - date(1970, 1, 1)).days - ORIGIN_S // DAY_S + 0.5
    said = {one.name: one for one in model.assumptions}
    return {name: Found(value, said[name]) for name, value in planted(truth, level_day).items() if name in said}


def covered(truth: Truth, seeds: range) -> dict[str, tuple[int, int]]:
    """Of each planted number in how many seeds it lies in its interval, and in how many there is one."""
    runs = [found_by(truth, seed) for seed in seeds]
    names = dict.fromkeys(name for run in runs for name in run)
    return {n: (sum(run[n].is_covered for run in runs if n in run), sum(n in run for run in runs)) for n in names}


@dataclass(frozen=True)
class Measure:
    """So many places more at a step from the end of the history on, and what is looked at: departures, or the mean stock of a year."""

    step: int
    more: int
    counts_departures: bool


DEPARTURES = Measure(INZENDING, 10, counts_departures=True)
STOCK = Measure(AANGIFTE, 7, counts_departures=False)


def looked_at(measure: Measure, entered: np.ndarray, left: np.ndarray) -> float:
    """From days since the measure began (left: infinite for who is still there)."""
    if measure.counts_departures:
        return float(((left >= 0) & (left < AHEAD)).sum())
    low, high = AHEAD - 365, AHEAD
    return float(np.maximum(np.minimum(left, high) - np.maximum(entered, low), 0).sum()) / 365


def true_effect(measure: Measure, seeds: range, service: str = "exponential") -> tuple[float, float]:
    """What Ciw says of the measure: the mean over simulations, and the standard error of that.

    The step alone, with what comes to it in the chain: what goes on from it does not come back, and what one step lets through is
    Poisson where nothing is full (Burke 1956); the history is as long as the step remembers.
    """
    alone = replace(ALONE[measure.step], service=(service,) * 3)
    more = {measure.step: (measure.more, float(ALONE_DAYS))}
    effects = [_in_ciw(measure, replace(alone, more=more), s) - _in_ciw(measure, alone, s + 10_000) for s in seeds]
    return float(np.mean(effects)), float(np.std(effects, ddof=1) / len(effects) ** 0.5)


ALONE_DAYS = 500
ALONE = {
    AANGIFTE: replace(CHAIN, goes_on=(0.0, 0.0)),
    INZENDING: replace(
        CHAIN, a_day=CHAIN.a_day * 0.8, places=(None, 50, None), days=(1e-6, 9.0, 30.0), goes_on=(1.0, 0.0)
    ),
}


def stock_by_theory(places: int, a_day: float, days: float) -> float:
    """The mean number in a queue with exponential gaps and times in hand (Erlang 1917)."""
    offered, blocked = a_day * days, 1.0
    for n in range(1, places + 1):
        blocked = offered * blocked / (n + offered * blocked)
    use = offered / places
    return offered + blocked / (1 - use * (1 - blocked)) * use / (1 - use)


def _in_ciw(measure: Measure, truth: Truth, seed: int) -> float:
    records = [r for r in simulated(truth, ALONE_DAYS + AHEAD, seed) if r.node == measure.step + 1]
    entered = np.array([r.arrival_date for r in records]) - ALONE_DAYS
    left = np.nan_to_num(np.array([r.exit_date for r in records], float), nan=np.inf) - ALONE_DAYS
    return looked_at(measure, entered, left)


Band = tuple[float, float, float]


def effect_bands(seed: int, replications: int, service: str = "exponential") -> dict[Measure, Band]:
    """What a calibrated model says of each measure: the mean of scenario minus baseline, and the band of 95 %."""
    truth = replace(CHAIN, service=(service,) * 3)
    model, stood = calibrate(observed_of(visits_of(simulated(truth, DAYS, seed), DAYS), DAYS))
    assert model.trained_until is not None
    start = model.trained_until
    differences: dict[Measure, list[float]] = {DEPARTURES: [], STOCK: []}
    for replication in range(replications):
        varied = vary(model, 1, replication)
        base = play(varied, stood, start, start + timedelta(AHEAD), 1, replication)
        for measure, found in differences.items():
            changed = _with_more(varied, measure, start)
            scenario = play(changed, stood, start, start + timedelta(AHEAD), 1, replication)
            found.append(_in_play(measure, scenario) - _in_play(measure, base))
    return {m: (float(np.mean(d)), *map(float, np.quantile(d, [0.025, 0.975]))) for m, d in differences.items()}


def _with_more(model: Model, measure: Measure, start: date) -> Model:
    """The same share of places more, as it is in the chain: how many there are does not always show."""
    step = model.steps[NAMES[measure.step]]
    places = CHAIN.places[measure.step]
    assert step.places is not None
    assert places is not None
    more = MorePlaces(round(step.places.count * measure.more / places), start)
    return replace(model, steps={**model.steps, step.id: replace(step, more=(more,))})


def _in_play(measure: Measure, played: Played) -> float:
    here = played.step == measure.step
    entered = (played.entered[here] - played.start_s) / DAY_S
    left = np.where(played.left[here] >= 0, (played.left[here] - played.start_s) / DAY_S, np.inf)
    return looked_at(measure, entered, left)
