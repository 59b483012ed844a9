"""Stocks and flows computed by hand."""

from __future__ import annotations

import pytest

from tests.spec.oracle.drawn import ONE_TYPE, ask, delivery, only

DEFINITION = (
    ONE_TYPE + '[stocks.werk]\npartner = "a"\nenters = ["begin", "verder"]\nleaves = ["einde"]\nold_after_days = 10\n'
)
# z1 stays; z2 enters, leaves and comes back; z3 leaves without having entered; z4 enters twice; z5 within one day.
EVENTS = """
1 begin 2024-01-10T23:59:59 z1
2 begin 2024-01-20 z2
3 einde 2024-01-31T12:00 z2
4 verder 2024-02-10 z2
5 einde 2024-01-15 z3
6 begin 2024-01-25 z4
7 verder 2024-01-28 z4
8 begin 2024-02-05T09:00 z5
9 einde 2024-02-05T17:00 z5
"""
GIVEN = [delivery("a", "2024-01-01", "2024-03-01T12:00", EVENTS)]


def test_a_stock_at_the_end_of_a_day() -> None:
    found = only(DEFINITION, GIVEN, "stock", until="2024-01-30")
    # In: z1 (20 days), z2 (10 days, so not old), z4 (5 days since it first entered).
    assert (found["date"], found["stock"], found["old"], found["counted"]) == ("2024-01-30", 3, 1, 3)
    assert (found["median_age_days"], found["p90_age_days"]) == (10.0, pytest.approx(18.0))
    assert (found["left_without_entry"], found["entered_while_in"]) == (1, 1)


def test_who_leaves_on_a_day_is_out_at_its_end() -> None:
    assert only(DEFINITION, GIVEN, "stock", until="2024-01-31")["stock"] == 2


def test_the_last_complete_day_is_the_one_before_the_end_of_coverage() -> None:
    assert only(DEFINITION, GIVEN, "stock")["date"] == "2024-02-29"


@pytest.mark.parametrize("day", ["2023-12-30", "2024-03-01"])
def test_outside_coverage_nothing_is_known(day: str) -> None:
    found = only(DEFINITION, GIVEN, "stock", until=day)
    assert (found["stock"], found["notes"]) == (None, ["not-delivered"])


def test_the_midnight_at_which_coverage_begins_is_covered() -> None:
    assert only(DEFINITION, GIVEN, "stock", until="2023-12-31")["stock"] == 0


def test_a_flow_explains_the_stock() -> None:
    january, february = ask(DEFINITION, GIVEN, "flow", period="month")
    names = ("period", "start", "entered", "left", "end", "residual")
    assert [january[name] for name in names] == ["2024-01", 0, 3, 1, 2, 0]
    assert [february[name] for name in names] == ["2024-02", 2, 2, 1, 3, 0]
    assert february["clearance_rate"] == 0.5
    assert february["disposition_time_days"] == 3 / 1 * 29
    assert february["counted"] == 4


def test_a_period_that_is_not_wholly_delivered_has_no_flow() -> None:
    late = [delivery("a", "2024-01-02", "2024-03-01T12:00", EVENTS)]
    january, february = ask(DEFINITION, late, "flow", period="month")
    assert (january["entered"], january["notes"]) == (None, ["not-delivered"])
    assert february["entered"] == 2


def test_at_one_instant_the_order_of_delivery_decides() -> None:
    events = "1 einde 2024-01-05 z1\n2 begin 2024-01-05 z1\n3 begin 2024-01-05 z2\n4 einde 2024-01-05 z2"
    found = only(DEFINITION, [delivery("a", "2024-01-01", "2024-02-01", events)], "stock")
    assert (found["stock"], found["left_without_entry"]) == (1, 1)
