"""Two sides beside each other: paired, with bands, and with the reason where there is nothing."""

from __future__ import annotations

import json
import random
from datetime import date

import numpy as np
import pytest

from ketenmonitor.whatif.outcome import Band, Key, Outcome, Reduced, compared, reduced
from ketenmonitor.whatif.outcome.records import as_rows, assumptions_of, bottlenecks_of, figures_of
from ketenmonitor.whatif.outcome.reduced import KNOWN, NOT_APPLICABLE, NOT_REACHED
from tests.unit.whatif.outcome.made_up import made_up, model_of

MONTHS = ("2024-01", "2024-02")
STOCK, MEDIAN, WITHIN = (
    Key("stock", "een", "stock"),
    Key("lead_time", "keten", "median_days"),
    Key("lead_time", "keten", "within_norm"),
)
MODEL = model_of(begin=4, verder=5)
NOTHING = float("nan")


def reduced_to(**values: list[float]) -> Reduced:
    """A reduced simulation of two months with these rows; `step__figure` is of a step, and what is NaN does not apply."""
    rows = {Key("step", *name.split("__")): row for name, row in values.items()}
    table = np.array([*rows.values()])
    return Reduced(tuple(rows), MONTHS, table, np.where(np.isnan(table), NOT_APPLICABLE, KNOWN).astype(np.int8), {})


def tight(begin: list[float], verder: list[float], queues: tuple[float, float] = (0.0, 0.0)) -> Reduced:
    """The use of two steps with places by month, and how many wait there; ten leave a month."""
    values = {"begin__use": begin, "verder__use": verder}
    for step, queue in zip(("begin", "verder"), queues, strict=True):
        values |= {f"{step}__queue": [queue, queue], f"{step}__left": [10.0, 10.0]}
    return reduced_to(**values)


def one(key: Key, pairs: list[tuple[float, float]], reasons: list[int] | None = None) -> Outcome:
    """The outcome of pairs of one figure; `reasons` of the values that are NaN."""
    empty = tight([0.0, 0.0], [0.0, 0.0])

    def side(value: float, reason: int) -> Reduced:
        values = np.vstack([empty.values, [value, value]])
        codes = np.vstack([empty.reasons, [reason if np.isnan(value) else KNOWN] * 2]).astype(np.int8)
        return Reduced((*empty.keys, key), MONTHS, values, codes, {})

    reason = reasons or [NOT_APPLICABLE] * len(pairs)
    sides = [(side(a, why), side(b, why)) for (a, b), why in zip(pairs, reason, strict=True)]
    return compared(sides, MODEL)


def test_the_difference_is_paired() -> None:
    """Each replication is 2 lower with the measure: the difference is certain though the level is not."""
    outcome = one(STOCK, [(float(n), n - 2.0) for n in range(10, 51)])
    figure = outcome.of(*STOCK, MONTHS[0])
    assert figure is not None
    assert figure.baseline == Band(30.0, 11.0, 49.0)
    assert figure.difference == Band(-2.0, -2.0, -2.0)
    assert (figure.better, figure.worse, figure.missing, figure.replications) == (1.0, 0.0, None, 41)


def test_means_differ_by_the_mean_difference_also_where_some_replication_has_nothing() -> None:
    key = Key("step", "begin", "sojourn_days")
    figure = one(key, [(10.0, 4.0), (20.0, 8.0), (90.0, NOTHING), (NOTHING, 50.0)]).of(*key, MONTHS[0])
    assert figure is not None
    sides = [side.mean for side in (figure.baseline, figure.scenario, figure.difference) if side]
    assert (sides, figure.replications) == ([15.0, 6.0, -9.0], 2)


def test_more_within_the_norm_is_better_and_no_difference_is_neither() -> None:
    assert (figure := one(WITHIN, [(0.5, 0.6), (0.5, 0.4), (0.5, 0.5), (0.5, 0.7)]).of(*WITHIN, MONTHS[0]))
    assert (figure.better, figure.worse) == (0.5, 0.25)
    assert (figure := one(Key("step", "klaar", "left"), [(1, 2)]).of("step", "klaar", "left", MONTHS[0]))
    assert (figure.better, figure.worse) == (None, None)


def test_what_one_replication_could_not_reach_is_not_the_mean_of_the_others() -> None:
    pairs = [(3.0, 2.0)] * 9 + [(3.0, NOTHING)]
    assert (figure := one(MEDIAN, pairs, [NOT_REACHED] * 10).of(*MEDIAN, MONTHS[0]))
    assert figure.baseline == Band(3.0, 3.0, 3.0)
    assert (figure.scenario, figure.difference, figure.better, figure.missing) == (None, None, None, "not-reached")


@pytest.mark.parametrize(("n_without", "is_there"), [(1, True), (5, True), (6, False), (10, False)])
def test_what_seldom_applies_is_not_given(n_without: int, is_there: bool) -> None:
    """A step that nobody came to in a month: in most replications there must have been something to say it of."""
    pairs = [(4.0, 3.0)] * (10 - n_without) + [(NOTHING, NOTHING)] * n_without
    assert (figure := one(STOCK, pairs).of(*STOCK, MONTHS[0]))
    assert figure.difference == (Band(-1.0, -1.0, -1.0) if is_there else None)
    assert figure.missing == (None if is_there else "not-applicable")
    assert figure.replications == 10 - n_without


def test_bands_are_quantiles_of_replications() -> None:
    draw = random.Random(1)
    values = [draw.gauss(100, 10) for _ in range(200)]
    assert (figure := one(STOCK, [(value, value + 1) for value in values]).of(*STOCK, MONTHS[0]))
    assert figure.baseline is not None
    low, high = np.quantile(values, [0.025, 0.975])
    assert (figure.baseline.low, figure.baseline.high) == pytest.approx((low, high))
    assert figure.baseline.mean == pytest.approx(sum(values) / 200)


def test_the_tightest_step_is_the_one_with_most_of_its_places_in_use() -> None:
    side = tight([0.9, 0.5], [0.6, 0.7])
    outcome = compared([(side, side)] * 2, MODEL)
    assert [one.baseline and one.baseline.step for one in outcome.bottlenecks] == ["begin", "verder"]
    assert outcome.next_bottleneck is None


def test_of_full_steps_it_is_the_one_with_the_longest_work_ahead() -> None:
    side = tight([1.0, 0.99], [0.97, 0.96], (5, 50))
    (january, _) = compared([(side, side)] * 2, MODEL).bottlenecks
    assert january.baseline
    assert (january.baseline.step, january.baseline.work_days) == ("verder", pytest.approx(50 / 10 * 31))


def test_the_next_bottleneck_is_where_the_measure_moves_it() -> None:
    without, with_it = tight([0.99, 0.99], [0.85, 0.9]), tight([0.7, 0.7], [0.75, 0.93])
    shift = compared([(without, with_it)] * 2, MODEL).next_bottleneck
    assert shift
    assert shift.scenario
    assert (shift.period, shift.scenario.step, shift.scenario.partner) == ("2024-02", "verder", "een")


def test_every_record_says_that_it_is_of_a_scenario_and_looks_like_no_measured_figure() -> None:
    made = made_up(2, date(2024, 1, 10), date(2024, 6, 20), n_stood=10, n_new=100)
    side = reduced(made.played, made.model, made.stood, made.definition)
    outcome = compared([(side, side)] * 2, made.model)
    records = [*figures_of(outcome), *bottlenecks_of(outcome), *assumptions_of(made.model.assumptions)]
    assert len(records) > 400
    for record in records:
        assert record["kind"] == "scenario"
        assert not {"measure", "view", "counted", "published"} & record.keys()
        assert json.loads(json.dumps(record, allow_nan=False)) == record
    assert {"baseline_mean", "difference_low", "scenario_high"} <= as_rows(figures_of(outcome))[0].keys()


def test_doing_nothing_differs_in_nothing() -> None:
    made = made_up(3, date(2024, 1, 10), date(2024, 6, 20), n_stood=10, n_new=100)
    side = reduced(made.played, made.model, made.stood, made.definition)
    for figure in compared([(side, side)] * 3, made.model).figures:
        assert figure.difference in (None, Band(0.0, 0.0, 0.0))
        assert (figure.missing is None) == (figure.difference is not None)
