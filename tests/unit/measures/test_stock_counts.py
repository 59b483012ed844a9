"""Stock and flow are computed from counts by day, which do not grow with the number of objects."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import ibis
import pyarrow as pa

from ketenmonitor.instants import day_number
from ketenmonitor.measures import flow, stock
from ketenmonitor.store import connect

GROUP = ["is_total"]
MONTHS = [(date(2024, 1, 1), date(2024, 1, 31)), (date(2024, 2, 1), date(2024, 2, 29))]
FIRST = day_number(date(2023, 12, 1))


def changes_of(objects: int) -> Any:
    """Entries and leaves of so many objects over three months, as `changes_of` gives them."""
    chance = random.Random(1)
    rows = []
    for number in range(objects):
        days = sorted(FIRST + chance.randrange(90) for _ in range(chance.randint(1, 4)))
        rows += [
            {"case_type": "z", "case_id": str(number), "day": day, "until_day": until, "enters": place % 2 == 0,
             "is_ignored": False, "is_unknown": number % 7 == 0, "is_total": True}
            for place, (day, until) in enumerate(zip(days, [*days[1:], None], strict=True))
        ]  # fmt: skip
    return ibis.memtable(pa.Table.from_pylist(rows))


def test_what_meets_the_moments_does_not_grow_with_the_number_of_objects() -> None:
    engine, ends = connect(), [last for _, last in MONTHS]
    for objects in (1_000, 10_000):
        changes = changes_of(objects)
        stays = engine.run(stock.counts_of(changes, GROUP, ends)).num_rows
        moves = engine.run(flow.counts_of(changes, GROUP, MONTHS)).num_rows
        days, moments, known = 90, len(ends) + 1, 2
        assert 0 < stays <= days * moments * known
        assert 0 < moves <= 2 * known * (len(MONTHS) + 2) ** 2


def test_counts_add_up_to_every_interval_and_every_move() -> None:
    engine, ends, changes = connect(), [last for _, last in MONTHS], changes_of(500)
    rows = engine.run(changes).to_pylist()
    stays = engine.run(stock.counts_of(changes, GROUP, ends)).to_pylist()
    assert sum(row["n"] for row in stays) == sum(row["enters"] for row in rows)
    moves = engine.run(flow.counts_of(changes, GROUP, MONTHS)).to_pylist()
    assert sum(row["n"] for row in moves) == len(rows)


def test_an_object_that_comes_and_goes_within_a_period_took_part_once() -> None:
    engine, changes = connect(), changes_of(500)
    moves = engine.run(flow.in_periods(flow.counts_of(changes, GROUP, MONTHS), GROUP, MONTHS)).to_pylist()
    rows = engine.run(changes).to_pylist()
    for first, last in MONTHS:
        a, b = day_number(first), day_number(last)
        part = {
            (row["case_id"], row["is_unknown"])
            for row in rows
            if a <= row["day"] <= b
            or (row["enters"] and row["day"] < a and (row["until_day"] is None or row["until_day"] >= a))
        }
        (found,) = (row for row in moves if row["last"] == b)
        assert found["counted"] == sum(not unknown for _, unknown in part)
        assert found["attribute_unknown"] == sum(unknown for _, unknown in part)
