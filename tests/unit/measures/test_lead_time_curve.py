"""The curve of a lead time, against lifelines and against the reference engine."""

from __future__ import annotations

import random
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import ibis
import pyarrow as pa
import pytest

from ketenmonitor.definition import Condition, definition_from_text
from ketenmonitor.errors import UsageError
from ketenmonitor.instants import DAY_US, day_of_number, to_us
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, lead_time_curve
from ketenmonitor.measures.lead_time_curve import MOST_POINTS, grid
from ketenmonitor.store import Coverage, View, connect
from tests.oracles import survival

CHAIN = """
[chain]
id = "proef"
version = "1"
title = "Proef"
unit = "zaak"
timezone = "UTC"

[partners.een]
[objects.zaak]
partner = "een"
attributes = ["jong"]
[attributes.jong]
type = "boolean"
[activities.begin]
partner = "een"
object = "zaak"
[activities.klaar]
partner = "een"
object = "zaak"
[activities.gestopt]
partner = "een"
object = "zaak"

[lead_times.alles]
from = ["begin"]
to = ["klaar"]
other_ends = ["gestopt"]
NORM
"""
NORM = "norm = { days = 40, share = 0.8 }"
FROM_US = to_us(datetime(2024, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class Case:
    """Begins `start` after the first day of history and ends after `length` microseconds, or never."""

    start: int
    length: int | None
    kind: str = "klaar"


def view_of(cases: list[Case], days: int, norm: str = NORM, covered: bool = True) -> View:
    """A view of these cases, delivered for so many days."""
    definition, engine = definition_from_text(CHAIN.replace("NORM", norm)), connect()
    rows = [(f"z{i}", "begin", case.start) for i, case in enumerate(cases)]
    rows += [(f"z{i}", c.kind, c.start + c.length) for i, c in enumerate(cases) if c.length is not None]
    events = [
        {"receipt": 1, "row": n, "partner": "een", "rank": 0, "event_id": str(n), "activity": activity,
         "object_type": "zaak", "object_id": case, "at_us": FROM_US + at, "local_us": FROM_US + at,
         "local_day": (FROM_US + at) // DAY_US}
        for n, (case, activity, at) in enumerate(rows)
    ]  # fmt: skip
    types = {"receipt", "row", "rank", "at_us", "local_us", "local_day"}
    names = (
        "receipt",
        "row",
        "partner",
        "rank",
        "event_id",
        "source",
        "activity",
        "object_type",
        "object_id",
        "at_us",
        "local_us",
        "local_day",
    )
    schema = pa.schema([(name, pa.int64() if name in types else pa.string()) for name in names])
    nothing = ibis.memtable(
        pa.schema([(n, pa.string()) for n in ("object_type", "object_id", "attribute", "value")]).empty_table()
    )
    coverage = {"een": Coverage(FROM_US, FROM_US + days * DAY_US, ())} if covered else {}
    table = ibis.memtable(pa.Table.from_pylist(events, schema=schema))
    return View(definition, engine, (), coverage, None, table, nothing, nothing, nothing, nothing, nothing)


def record_of(cases: list[Case], days: int, selection: Selection | None = None, **options: Any) -> dict[str, Any]:
    view = view_of(cases, days, **options)
    (record,) = lead_time_curve(Cases(view), view.definition.lead_times["alles"], selection or Selection()).records
    return record


def drawn(seed: int, days: int, n: int = 80, unit: int = 1) -> list[Case]:
    """Random cases whose times are multiples of `unit` microseconds."""
    chance = random.Random(seed)
    kinds = ("klaar", "klaar", "gestopt", None)
    cases = []
    for _ in range(n):
        start, kind = chance.randrange(0, days * DAY_US, unit), chance.choice(kinds)
        length = None if kind is None else int(chance.expovariate(1 / (15 * DAY_US))) // unit * unit
        cases.append(Case(start, length, kind or "klaar"))
    return cases


def observed(cases: list[Case], days: int) -> list[tuple[int, str]]:
    """How long each case took or takes, and how it ended by the last day delivered."""
    until, seen = days * DAY_US, []
    for case in cases:
        has_ended = case.length is not None and case.start + case.length <= until
        length = case.length if has_ended and case.length is not None else until - case.start
        seen.append((length, ("to" if case.kind == "klaar" else "other") if has_ended else "open"))
    return seen


@pytest.mark.parametrize("seed", range(4))
def test_the_curve_equals_lifelines(seed: int) -> None:
    from lifelines import AalenJohansenFitter, KaplanMeierFitter

    cases = drawn(seed, 100)
    seen = observed(cases, 100)
    lengths = [length for length, _ in seen]
    record = record_of(cases, 100)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        km = KaplanMeierFitter().fit(lengths, [kind != "open" for _, kind in seen])
        causes = [{"to": 1, "other": 2, "open": 0}[kind] for _, kind in seen]
        fits = {
            name: AalenJohansenFitter(calculate_variance=False).fit(lengths, causes, cause)
            for name, cause in (("to", 1), ("other", 2))
        }
    assert len(record["points"]) > 50
    for point in record["points"]:
        at = point["days"] * DAY_US
        assert point["open"] == pytest.approx(float(km.survival_function_at_times(at).iloc[0]), abs=1e-9)
        for name, fit in fits.items():
            curve = fit.cumulative_density_
            assert point[name] == pytest.approx(float(curve[curve.index <= at].iloc[-1, 0]), abs=1e-9)


@pytest.mark.parametrize(("seed", "unit"), [(1, 1), (2, DAY_US), (3, DAY_US), (4, 12 * 3_600_000_000)])
def test_the_curve_equals_the_reference_also_at_ties(seed: int, unit: int) -> None:
    cases = drawn(seed, 100, n=60, unit=unit)
    seen = observed(cases, 100)
    steps = survival.curve(seen)
    completed = [length for length, kind in seen if kind == "to"]
    others = [length for length, kind in seen if kind == "other"]
    record = record_of(cases, 100)
    assert (record["completed"], record["other_ends"]) == (len(completed), len(others))
    assert record["counted"] == record["completed"] + record["other_ends"] + record["open"] == 60
    for point, ended in zip(record["points"], record["ended"], strict=True):
        at = point["days"] * DAY_US
        there = survival.at(steps, at)
        for name, right in (("open", there.survival), ("to", there.to), ("other", there.other)):
            assert point[name] == pytest.approx(float(right), abs=1e-9)
        within = sum(length <= at for length in completed)
        assert point["completed_only"] == within / len(completed)
        assert ended == {"days": point["days"], "to": within, "other": sum(length <= at for length in others)}


def test_open_cases_make_the_difference_with_completed_only() -> None:
    cases = [Case(0, 2 * DAY_US), Case(0, 4 * DAY_US), Case(0, None), Case(0, None)]
    points = {p["days"]: p for p in record_of(cases, 100)["points"]}
    assert points[4] == pytest.approx({"days": 4, "open": 0.5, "to": 0.5, "other": 0.0, "completed_only": 1.0})
    assert points[1] == pytest.approx({"days": 1, "open": 1.0, "to": 0.0, "other": 0.0, "completed_only": 0.0})


def test_beyond_the_longest_follow_up_nothing_is_known_yet() -> None:
    record = record_of([Case(0, DAY_US), Case(0, None)], 20)
    assert record["notes"] == ["not-yet-known"]
    assert [p["days"] for p in record["points"]] == list(range(0, 41))
    for point in record["points"]:
        assert (point["to"] is None) == (point["days"] > 20)
        assert (point["completed_only"] is None) == (point["days"] > 20)


def test_when_all_have_left_the_curve_is_known_for_ever() -> None:
    record = record_of([Case(0, DAY_US), Case(0, 2 * DAY_US, "gestopt")], 20)
    assert record["notes"] == []
    assert record["points"][-1] == {"days": 40, "open": 0.0, "to": 0.5, "other": 0.5, "completed_only": 1.0}


def test_without_a_case_there_is_no_curve() -> None:
    record = record_of([], 20)
    assert (record["counted"], record["points"], record["notes"]) == (0, [], ["not-applicable"])


def test_without_a_delivery_there_is_no_figure() -> None:
    record = record_of([], 20, covered=False)
    assert (record["counted"], record["points"], record["notes"]) == (None, None, ["not-delivered"])


def test_a_case_that_began_before_history_is_left_out() -> None:
    assert record_of([Case(-DAY_US, 5 * DAY_US), Case(0, DAY_US)], 20)["counted"] == 1


@pytest.mark.parametrize("selection", [Selection(by=("jong",)), Selection(period="year"), Selection(basis="exit")])
def test_a_curve_has_no_groups(selection: Selection) -> None:
    with pytest.raises(UsageError, match="Leave out breakdown, period and basis exit"):
        record_of([Case(0, DAY_US)], 20, selection)


def test_a_selection_of_days_and_conditions_is_obeyed() -> None:
    cases = [Case(0, DAY_US), Case(10 * DAY_US, DAY_US)]
    later = day_of_number(FROM_US // DAY_US + 5)
    assert record_of(cases, 20, Selection(first_day=later))["counted"] == 1
    assert record_of(cases, 20, Selection(where=(Condition("jong", ("true",)),)))["counted"] == 0


@pytest.mark.parametrize("norm", [None, 1, 14, 40, 90, 365, 400, 5000])
@pytest.mark.parametrize("follow_up", [0, 1, 19, 119, 120, 1000, 9000])
def test_the_grid_is_round_starts_at_zero_and_is_not_too_fine(norm: int | None, follow_up: int) -> None:
    days = grid(norm, follow_up * DAY_US)
    assert days[0] == 0
    assert len(days) <= MOST_POINTS
    assert len({b - a for a, b in zip(days, days[1:], strict=False)}) <= 1
    assert days[-1] <= max(follow_up, norm or 0)


def test_a_norm_of_a_year_gives_three_years_in_steps_of_ten_days() -> None:
    assert grid(365, 5000 * DAY_US) == grid(None, 5000 * DAY_US) == list(range(0, 1100, 10))
