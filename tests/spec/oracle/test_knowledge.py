"""What is known, from deliveries drawn by hand."""

from __future__ import annotations

import tomllib
from zoneinfo import ZoneInfo

from tests.oracles import times
from tests.oracles.knowledge import Knowledge, Table, know
from tests.spec.oracle.drawn import ONE_TYPE, delivery

DEFINITION = tomllib.loads(ONE_TYPE)


def known(*deliveries: Table, at: int | None = None) -> Knowledge:
    return know(DEFINITION, list(deliveries), at)


def days(knowledge: Knowledge) -> list[str]:
    return [f"{event.activity} {times.to_date(event.day)}" for event in knowledge.events]


def covered(knowledge: Knowledge) -> list[str]:
    zone = ZoneInfo("Europe/Amsterdam")
    return [str(times.to_date(times.day_of(times.local(at_us, zone)))) for at_us in knowledge.coverage["a"]]


FIRST = delivery("a", "2024-01-01", "2024-01-10", "e1 begin 2024-01-02 z1\ne2 einde 2024-01-05 z1")
SECOND = delivery("a", None, "2024-01-20", "e1 begin 2024-01-03 z1", delivery_id="a-2", follows="a-1", received_at_us=2)
THIRD = delivery(
    "a", None, "2024-01-30", "e3 stop 2024-01-25 z1\ne2 einde 2024-01-05 z1 -", delivery_id="a-3", follows="a-2"
)


def test_a_later_delivery_replaces_and_takes_back() -> None:
    assert days(known(FIRST, SECOND, THIRD)) == ["begin 2024-01-03", "stop 2024-01-25"]
    assert covered(known(FIRST, SECOND, THIRD)) == ["2024-01-01", "2024-01-30"]


def test_the_state_of_knowledge_of_a_moment_stays() -> None:
    assert days(known(FIRST, SECOND, at=1)) == ["begin 2024-01-02", "einde 2024-01-05"]
    assert days(known(FIRST, SECOND, at=2)) == ["begin 2024-01-03", "einde 2024-01-05"]


def test_a_delivery_received_twice_changes_nothing() -> None:
    assert known(FIRST, SECOND, FIRST).events == known(FIRST, SECOND).events


def test_coverage_stops_at_a_gap_and_goes_on_when_it_is_filled() -> None:
    assert covered(known(FIRST, THIRD)) == ["2024-01-01", "2024-01-10"]
    assert days(known(FIRST, THIRD)) == ["begin 2024-01-02", "stop 2024-01-25"]
    assert covered(known(FIRST, THIRD, SECOND)) == ["2024-01-01", "2024-01-30"]


def test_what_fills_a_gap_does_not_override_what_follows_it() -> None:
    late = delivery(
        "a", None, "2024-01-20", "e3 stop 2024-01-11 z1\ne2 einde 2024-01-06 z1", delivery_id="a-2", follows="a-1"
    )
    assert days(known(FIRST, THIRD, late)) == ["begin 2024-01-02", "stop 2024-01-25"]


def test_whatever_order_gaps_are_filled_in_the_figures_are_the_same() -> None:
    fourth = delivery("a", None, "2024-02-10", "e1 begin 2024-01-04 z1", delivery_id="a-4", follows="a-3")
    in_order = known(FIRST, SECOND, THIRD, fourth)
    assert days(known(FIRST, fourth, SECOND, THIRD)) == days(in_order)
    assert days(known(FIRST, fourth, THIRD, SECOND)) == days(in_order)


def test_a_hole_in_time_stops_coverage() -> None:
    hole = delivery("a", "2024-01-11", "2024-01-20", delivery_id="a-2", follows="a-1")
    assert covered(known(FIRST, hole)) == ["2024-01-01", "2024-01-10"]


def test_a_full_delivery_replaces_everything_and_starts_coverage_anew() -> None:
    full = delivery("a", "2024-01-04", "2024-01-15", "e9 stop 2024-01-07 z1", delivery_id="a-2", kind="full")
    assert days(known(FIRST, full)) == ["stop 2024-01-07"]
    assert covered(known(FIRST, full)) == ["2024-01-04", "2024-01-15"]


def test_an_empty_cell_says_nothing() -> None:
    red = delivery(
        "a", "2024-01-01", "2024-01-10", objects=[{"object_type": "zaak", "object_id": "z1", "kleur": "rood"}]
    )
    more = {"object_type": "zaak", "object_id": "z1", "kleur": None, "aantal": 3}
    later = delivery("a", None, "2024-01-20", objects=[more], delivery_id="a-2", follows="a-1")
    assert known(red, later).rows == {("zaak", "z1"): {"kleur": "rood", "aantal": "3"}}


def test_local_times_in_the_hours_that_occur_twice_and_never() -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    assert times.instant("2024-10-27T02:30:00", zone) == times.instant("2024-10-27T00:30:00Z", zone)
    assert times.instant("2024-03-31T02:30:00", zone) == times.instant("2024-03-31T03:30:00+02:00", zone)
    assert times.local(times.instant("2024-03-31T02:30:00", zone), zone) % times.DAY_US == 3.5 * 3600e6


def test_periods() -> None:
    assert times.periods(times.to_day("2023-12-31"), times.to_day("2024-04-01"), "quarter") == [
        "2023-Q4",
        "2024-Q1",
        "2024-Q2",
    ]
    assert times.bounds("2024-02") == (times.to_day("2024-02-01"), times.to_day("2024-02-29"))
    assert times.bounds("2024-Q4") == (times.to_day("2024-10-01"), times.to_day("2024-12-31"))
    assert times.bounds("2024") == (times.to_day("2024-01-01"), times.to_day("2024-12-31"))
