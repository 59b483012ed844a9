"""Ciw, given the same cases, ways and times in hand, has the same visits: an independent implementation as oracle."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

import ciw
import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ketenmonitor.instants import day_number
from ketenmonitor.whatif.model import Arrivals, Model, Route, Step
from ketenmonitor.whatif.simulate.arriving import classes_of, coming
from ketenmonitor.whatif.simulate.draws import exponential, key_of
from ketenmonitor.whatif.simulate.paths import Drawing, Paths, Starting
from tests.unit.whatif.simulate.networks import DAY, START, places, played, spread, visits

DAYS = 60


class Given(ciw.dists.Distribution):
    """Times in hand of cases at one step, by their number and how many-th visit there it is."""

    def __init__(self, ways: list[list[tuple[int, int]]], step: int) -> None:
        self.hands = [[hand for at, hand in one if at == step] for one in ways]
        self.seen: dict[int, int] = defaultdict(int)

    def sample(self, t: float | None = None, ind: ciw.Individual | None = None) -> int:
        assert ind is not None
        number = ind.id_number - 1
        self.seen[number] += 1
        return self.hands[number][self.seen[number] - 1]


def by_ciw(model: Model, replication: int) -> list[tuple[int, ...]]:
    """The visits that Ciw has: case, step, entered, began, left, following, within the simulation."""
    end = DAYS * DAY
    new = coming(model, START, START + timedelta(DAYS), key_of(1, replication))
    order = np.argsort(new.at, kind="stable")  # Ciw numbers cases as they come
    paths = Drawing(model, START, end).paths(
        Starting(new.keys, new.step, new.at, np.zeros_like(new.at), np.zeros(0, bool))
    )
    ways = [way(paths, int(case)) for case in order]
    steps = list(model.steps.values())
    levels = {name: level(steps, name) for name in classes_of(model)}
    arrive = {
        name: [at(new, number, k, order) for number in range(len(steps))] for k, name in enumerate(classes_of(model))
    }
    network = ciw.create_network(
        arrival_distributions={name: [ciw.dists.Sequential(gaps) for gaps in lists] for name, lists in arrive.items()},
        service_distributions={name: [Given(ways, number) for number in range(len(steps))] for name in levels},
        routing={
            name: ciw.routing.ProcessBased(lambda ind, _: [step + 1 for step, _ in ways[ind.id_number - 1]][1:])
            for name in levels
        },
        number_of_servers=[one.places.count if one.places else float("inf") for one in steps],
        priority_classes=levels,
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(10 * end)
    return sorted(seen(simulation, order, ways, end))


def way(paths: Paths, case: int) -> list[tuple[int, int]]:
    """The steps of a case, and how long it is in hand in each."""
    found, row = [], case
    while row >= 0:
        found.append((int(paths.step[row]), int(paths.work[row])))
        row = int(paths.following[row])
    return found


def level(steps: list[Step], name: str) -> int:
    first = next((one.first for one in steps if one.first), ())
    return first.index(name) if name in first else len(first)


def at(new: object, step: int, case_class: int, order: np.ndarray) -> list[float]:
    """Times between cases of a class that come into a step, and nobody after the last."""
    rows = (new.step == step) & (new.case_class == case_class)  # type: ignore[attr-defined]
    return [*np.diff(np.sort(new.at[rows]), prepend=0).tolist(), float("inf")]  # type: ignore[attr-defined]


def seen(
    simulation: ciw.Simulation, order: np.ndarray, ways: list[list[tuple[int, int]]], end: int
) -> list[tuple[int, ...]]:
    found = []
    for record in simulation.get_all_records():
        if record.arrival_date >= end:
            continue
        case = record.id_number - 1
        left = record.exit_date if record.exit_date < end else -1
        began = record.service_start_date if record.service_start_date < end else -1
        to = record.destination - 1 if left >= 0 and record.destination > 0 else -1
        start_s = day_number(START) * DAY
        moments = [
            int(moment) if moment == -1 else int(moment) + start_s for moment in (record.arrival_date, began, left)
        ]
        found.append((int(order[case]), record.node - 1, *moments, to))
    return found


@st.composite
def chains(draw: st.DrawFn) -> Model:
    """Several steps, with and without places, circles, and one order of priority for all."""
    n = draw(st.integers(1, 5))
    names = [f"s{i}" for i in range(n)]
    first = draw(st.sampled_from([(), ("y",), ("z", "x")]))
    steps = {}
    for name in names:
        targets = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
        shares = [0.35] * len(targets)
        hands = [
            draw(st.sampled_from([spread(0.1, 3), exponential(DAY), exponential(2 * DAY)])) for _ in (*targets, None)
        ]
        routes = tuple(
            Route(to, share, hand)
            for to, share, hand in zip((*targets, None), (*shares, 1 - sum(shares)), hands, strict=True)
        )
        steps[name] = Step(name, "p", routes, draw(st.sampled_from([None, places(1), places(3)])), first=first)
    classes = {"x": 0.3, "y": 0.3, "z": 0.4}
    come = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
    return Model("chain", "1", steps, tuple(Arrivals(name, 1.0, START, classes=classes) for name in come))


@settings(max_examples=25, deadline=None)
@given(chains(), st.integers(0, 20))
def test_ciw_has_the_same_visits(model: Model, replication: int) -> None:
    of = played(model, DAYS, replication=replication)
    assume(
        len(set(of.left[of.left >= 0].tolist())) == np.sum(of.left >= 0)
    )  # at the same second the order is each one's own
    assume(len(set(of.entered.tolist())) == len(of.entered))
    ours, theirs = visits(of), by_ciw(model, replication)
    assert [row for row in theirs if row[4] >= 0 or row[3] >= 0] == [row for row in ours if row[4] >= 0 or row[3] >= 0]
    assert len(ours) > 0


def test_it_would_be_seen_if_one_place_were_more() -> None:
    step = Step("a", "p", (Route(None, 1.0, exponential(DAY)),), places(1))
    arrivals = (Arrivals("a", 0.9, START, classes={"x": 1.0}),)
    model = Model("chain", "1", {"a": step}, arrivals)
    wider = Model("chain", "1", {"a": Step("a", "p", step.routes, places(2))}, arrivals)
    assert visits(played(model, DAYS)) == by_ciw(model, 0)
    assert visits(played(wider, DAYS)) != by_ciw(model, 0)
