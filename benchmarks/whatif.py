"""How long a scenario takes: `python -m benchmarks.whatif`.

A made-up chain of nine steps, five of them with places: 30,000 cases a year come in, one in twenty comes back for another round. The
baseline, which cannot quite keep up at its first step, and a scenario (sixty places more there from May) are played side
by side, replication by replication, on all cores. Then the same network, without free days and with enough places, is played by Ciw
for a part of the time, and visits a second are compared. Then a tenth of the chain stands for the whole (`scaled`), and what differs is
said.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from math import fsum
from statistics import mean, stdev
from typing import Any

import ciw
import numpy as np

from ketenmonitor.whatif.model import Arrivals, Model, MorePlaces, Places, Route, Step, Stood
from ketenmonitor.whatif.played import Played
from ketenmonitor.whatif.simulate import play, replicate, scaled
from ketenmonitor.whatif.simulate.draws import exponential

DAY = 86_400
START = date(2026, 1, 1)
EVERY_DAY = frozenset(range(7))
PARTS = ["whole", "numbers", "ciw", "scaled"]


def chain(cases_a_year: float, workdays: frozenset[int] = frozenset(range(5)), use: float = 0.96) -> Model:
    """The chain; places such that `use` of them is needed."""
    a_day = cases_a_year / 365.25

    def places(share: float, days: float) -> Places:
        needed = a_day * share * days * 7 / len(workdays)
        count = max(1, round(needed / use))
        return Places(count, days * DAY * use * count / needed, workdays, len(workdays) == 7)

    lies = {days: exponential(days * DAY) for days in (5, 10, 14, 30)}
    steps = (
        Step("s1", "p1", (Route("s2", 0.45), Route("s9", 0.5), Route(None, 0.05, stays=True)), places(1.026, 20)),
        Step("s2", "p1", (Route("s3", 1.0, lies[5]),)),
        Step("s3", "p2", (Route("s4", 0.6), Route("s9", 0.35), Route("s1", 0.05)), places(0.462, 30)),
        Step("s4", "p2", (Route("s5", 1.0, lies[14]),)),
        Step("s5", "p3", (Route("s6", 0.9), Route("s5", 0.1)), places(0.308, 40)),
        Step("s6", "p3", (Route("s7", 0.3, lies[30]), Route("s8", 0.7, lies[10]))),
        Step("s7", "p3", (Route("s9", 1.0),), places(0.083, 50)),
        Step("s8", "p4", (Route("s9", 1.0),), places(0.194, 10)),
        Step("s9", "p4", (Route(None, 1.0),)),
    )
    return Model("made-up", "1", {step.id: step for step in steps}, (Arrivals("s1", a_day, START),))


def with_more_places(model: Model, count: int) -> Model:
    first = model.steps["s1"]
    return replace(model, steps={**model.steps, "s1": replace(first, more=(MorePlaces(count, date(2026, 5, 1)),))})


@dataclass(frozen=True)
class Seen:
    """Of one simulation: visits, services (visits to places), and the mean days waited and stock at the end of each step."""

    visits: int
    services: int
    seconds: float
    days_waited: tuple[float, ...]
    stock: tuple[float, ...]
    peak_mb: float


def look(model: Model, years: int, seed: int, number: int) -> Seen:
    began = time.process_time()  # of this process alone: other work on the machine does not count
    of = play(model, Stood(), START, date(START.year + years, 1, 1), seed, number)
    seconds = time.process_time() - began
    steps = range(len(model.steps))
    return Seen(
        len(of.case),
        int(np.isin(of.step, [k for k, step in enumerate(model.steps.values()) if step.places]).sum()),
        seconds,
        tuple(_days_waited(of, step) for step in steps),
        tuple(float(np.sum((of.step == step) & (of.left == -1))) for step in steps),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _days_waited(of: Played, step: int) -> float:
    rows = (of.step == step) & (of.began >= 0)
    return float((of.began[rows] - of.entered[rows]).mean() / DAY) if rows.any() else 0.0


def pair(base: Model, changed: Model, years: int, number: int) -> tuple[Seen, Seen]:
    return look(base, years, 1, number), look(changed, years, 1, number)


def whole(cases: int, years: int, replications: int, workers: int | None) -> dict[str, Any]:
    """The baseline and the scenario, replicated on all cores."""
    base = chain(cases, use=1.08)
    began = time.perf_counter()
    pairs = replicate(partial(pair, base, with_more_places(base, 60), years), replications, workers)
    seconds = time.perf_counter() - began
    return {
        "cases_a_year": cases, "years": years, "runs": 2 * replications, "seconds": round(seconds, 1),
        "cpu_seconds_a_run": round(mean(seen.seconds for one in pairs for seen in one), 2),
        "visits_a_run": pairs[0][0].visits, "services_a_run": pairs[0][0].services,
        "peak_mb_a_process": round(max(seen.peak_mb for one in pairs for seen in one)),
        **_differences(pairs),
    }  # fmt: skip


def _differences(pairs: Sequence[tuple[Seen, Seen]]) -> dict[str, Any]:
    """Days waited at the first step, and how much their difference differs between replications."""
    common = [changed.days_waited[0] - base.days_waited[0] for base, changed in pairs]
    own = [changed.days_waited[0] - base.days_waited[0] for (base, _), (_, changed) in pairwise([*pairs, pairs[0]])]
    return {
        "days_waited_at_first": round(mean(base.days_waited[0] for base, _ in pairs), 2),
        "difference_days": round(mean(common), 3),
        "sd_of_difference": {"common_numbers": round(stdev(common), 3), "own_numbers": round(stdev(own), 3)},
    }


def common_numbers() -> dict[str, Any]:
    """What a smaller and a larger measure gain by common random numbers, in a tenth of the chain."""
    base = chain(3000, use=1.08)
    measures = {places: partial(pair, base, with_more_places(base, places), 5) for places in (1, 6)}
    return {f"{places} more": _differences(replicate(one, 20)) for places, one in measures.items()}


def beside_ciw(cases: int, days: int) -> dict[str, Any]:
    """Services a second of both, in one process, on the same network without free days."""
    model = chain(cases, EVERY_DAY)
    began = time.process_time()
    of = play(model, Stood(), START, START + timedelta(days), 1, 0)
    ours = time.process_time() - began
    ciw.seed(1)
    began = time.process_time()
    simulation = ciw.Simulation(_network(model))
    simulation.simulate_until_max_time(days)
    theirs = time.process_time() - began
    records = simulation.get_all_records()
    mine, other = int(np.sum(of.left >= 0)), len(records)
    return {
        "places": sum(step.places.count for step in model.steps.values() if step.places),
        "days": days, "visits": [mine, other], "cpu_seconds": [round(ours, 2), round(theirs, 2)],
        "visits_a_second": [round(mine / ours), round(other / theirs)], "ratio": round(mine / ours / (other / theirs), 1),
    }  # fmt: skip


def _network(model: Model) -> Any:
    """The chain for Ciw; a case that stays for good leaves it, and what takes no time is a service of no time."""
    steps = list(model.steps.values())
    names = list(model.steps)
    routing = [[fsum(route.share for route in step.routes if route.to == name) for name in names] for step in steps]
    return ciw.create_network(
        arrival_distributions=[
            ciw.dists.Exponential(model.arrivals[0].a_day) if step.id == model.arrivals[0].at else None
            for step in steps
        ],
        service_distributions=[_hand(step) for step in steps],
        routing=routing,
        number_of_servers=[step.places.count if step.places else float("inf") for step in steps],
    )


def _hand(step: Step) -> Any:
    if step.places:
        return ciw.dists.Exponential(DAY / step.places.per_case_seconds)
    table = step.routes[0].duration
    return (
        ciw.dists.Exponential(DAY / (sum(table.quantiles) / len(table.quantiles)))
        if table
        else ciw.dists.Deterministic(0)
    )


def a_part_for_the_whole(cases: int, years: int, replications: int, k: int) -> dict[str, Any]:
    """The chain and one of a `k`-th of it, and how far they are apart."""
    found: dict[str, Any] = {"k": k}
    for use in (0.9, 0.96, 1.05):
        model = chain(cases, use=use)
        small, _ = scaled(model, Stood(), k)
        both = [replicate(partial(look, one, years, 1), replications) for one in (model, small)]
        waits = [[mean(values) for values in zip(*(seen.days_waited for seen in one), strict=True)] for one in both]
        stocks = [[mean(values) for values in zip(*(seen.stock for seen in one), strict=True)] for one in both]
        found[f"use {use}"] = {
            "days_waited": [[round(w, 2) for w in one] for one in waits],
            "stock": [[round(s * by) for s in one] for one, by in zip(stocks, (1, k), strict=True)],
            "cpu_seconds_a_run": [round(mean(seen.seconds for seen in one), 2) for one in both],
        }
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=30_000)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--replications", type=int, default=50)
    parser.add_argument("--workers", type=int, default=None)
    parser.add_argument("--part", choices=PARTS, action="append")
    given = parser.parse_args(arguments)
    parts = given.part or PARTS
    if "whole" in parts:
        print(json.dumps({"whole": whole(given.cases, given.years, given.replications, given.workers)}, indent=1))
    if "numbers" in parts:
        print(json.dumps({"common_numbers": common_numbers()}, indent=1))
    if "ciw" in parts:
        sizes = ((300, 7300), (3000, 1460), (30_000, 180))
        print(json.dumps({f"beside_ciw, {cases} a year": beside_ciw(cases, days) for cases, days in sizes}, indent=1))
    if "scaled" in parts:
        print(json.dumps({"scaled": a_part_for_the_whole(given.cases, given.years, 10, 10)}, indent=1))


if __name__ == "__main__":
    main()
