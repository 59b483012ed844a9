"""Made-up chains simulated by Ciw, an independent program: what it brings forth, as if a monitor had seen it.

The chain: what comes in waits at the police; a share goes on to the prosecution and from there to the court, the rest ends there.
Work never stops at night or in the weekend here: Ciw has no calendar. Times in Ciw are days.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import ciw
import numpy as np

from ketenmonitor.definition import definition_from_text
from ketenmonitor.whatif.calibrate import Observed

DAY_S = 86_400
ORIGIN_S = 17_897 * DAY_S  # 2019-01-01

DEFINITION = """
[chain]
id = "proef"
version = "1"
title = "Proefketen"
unit = "zaak"
timezone = "Europe/Amsterdam"
[partners.politie]
[partners.om]
[partners.rechter]
[objects.zaak]
partner = "politie"
attributes = ["minderjarig"]
[attributes.minderjarig]
type = "boolean"
[activities.aangifte]
partner = "politie"
object = "zaak"
[activities.inzending]
partner = "om"
object = "zaak"
[activities.dagvaarding]
partner = "rechter"
object = "zaak"
[activities.vonnis]
partner = "rechter"
object = "zaak"
[activities.sepot]
partner = "om"
object = "zaak"
[lead_times.keten]
from = ["aangifte"]
to = ["vonnis", "sepot"]
norm = { days = 90, share = 0.8 }
[stocks.om]
partner = "om"
object = "zaak"
enters = ["inzending"]
leaves = ["dagvaarding", "sepot"]
"""
AANGIFTE, INZENDING, DAGVAARDING, VONNIS, SEPOT = range(5)


@dataclass(frozen=True)
class Truth:
    """What is planted: arrivals a day, growth a year, places and mean days in hand per step, and who goes on."""

    a_day: float = 8.0
    growth: float = 0.0
    places: tuple[int | None, ...] = (40, 60, None)  # None: nobody waits
    days: tuple[float, ...] = (4.0, 9.0, 30.0)
    goes_on: tuple[float, ...] = (0.8, 0.5)
    service: tuple[str, ...] = ("exponential", "exponential", "exponential")
    more: dict[int, tuple[int, float]] = field(default_factory=dict)  # step: (places more, from day)


class Growing(ciw.dists.Distribution):
    """Gaps of a Poisson process of which the rate grows by a fixed share a year (thinned from its largest)."""

    def __init__(self, a_day: float, growth: float, middle: float, years: float) -> None:
        self.a_day, self.growth, self.middle = a_day, growth, middle
        self.most = a_day * max(1.0, (1 + growth) ** years, 1 / (1 + growth) ** years)

    def sample(self, t: float | None = None, ind: Any = None) -> float:
        at = float(t or 0.0)
        while True:
            at += ciw.random.expovariate(self.most)
            if ciw.random.random() * self.most <= self.a_day * (1 + self.growth) ** ((at - self.middle) / 365.25):
                return at - float(t or 0.0)


def service_of(kind: str, mean: float) -> Any:
    if kind == "deterministic":
        return ciw.dists.Deterministic(mean)
    if kind == "erlang":  # of four equal parts: half the spread of an exponential one
        return ciw.dists.Gamma(4, mean / 4)
    if kind == "lognormal":  # twice the spread
        spread = np.log(5) ** 0.5
        return ciw.dists.Lognormal(np.log(mean) - spread**2 / 2, spread)
    return ciw.dists.Exponential(1 / mean)


def servers_of(truth: Truth, step: int, days: float) -> Any:
    places = truth.places[step]
    if places is None:
        return float("inf")
    if step in truth.more:
        more, since = truth.more[step]
        # Resumed by others at once: by itself Ciw sends the servers of a shift home when each has finished, beside the new ones.
        return ciw.Schedule(
            numbers_of_servers=[places, places + more], shift_end_dates=[since, days * 10], preemption="resume"
        )
    return places


def simulated(truth: Truth, days: float, seed: int) -> list[Any]:
    """The records of Ciw: a visit of a case to a step each, also of those that are still there at the end."""
    ciw.seed(seed)
    arrivals = Growing(truth.a_day, truth.growth, days - 182.625, days / 365.25)
    first, second = truth.goes_on
    network = ciw.create_network(
        arrival_distributions=[arrivals, None, None],
        service_distributions=[service_of(k, d) for k, d in zip(truth.service, truth.days, strict=True)],
        number_of_servers=[servers_of(truth, step, days) for step in range(3)],
        routing=[[0.0, first, 0.0], [0.0, 0.0, second], [0.0, 0.0, 0.0]],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(days)
    return [r for r in simulation.get_all_records(include_incomplete=True) if r.record_type != "interrupted service"]


def visits_of(records: list[Any], days: float) -> np.ndarray:
    """Rows of case, step (an activity), day; in the order of cases and time."""
    rows = []
    for r in records:
        if r.arrival_date > days:
            continue
        rows.append((r.id_number, r.node - 1, r.arrival_date))
        if r.destination == -1 and r.exit_date <= days:
            rows.append((r.id_number, VONNIS if r.node == 3 else SEPOT, r.exit_date))
    found = np.array(rows)
    return found[np.lexsort((found[:, 1], found[:, 2], found[:, 0]))]


def observed_of(visits: np.ndarray, days: float) -> Observed:
    """As `observe` would have it."""
    case, step = visits[:, 0].astype(np.int32), visits[:, 1].astype(np.int16)
    entered = ORIGIN_S + (visits[:, 2] * DAY_S).astype(np.int64)
    same = np.concatenate((case[1:] == case[:-1], [False]))
    following = np.where(same, np.roll(step, -1), -1).astype(np.int16)
    left = np.where(same, np.roll(entered, -1), -1)
    until = ORIGIN_S + int(days * DAY_S)
    nobody = np.full(len(case), -1, np.int16)
    definition = definition_from_text(DEFINITION)
    return Observed(definition, ORIGIN_S, until, case, step, entered, following, left, nobody)
