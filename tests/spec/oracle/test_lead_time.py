"""Lead times computed by hand."""

from __future__ import annotations

import pytest

from tests.spec.oracle.drawn import ONE_TYPE, TWO_TYPES, Table, ask, delivery, only

DEFINITION = (
    ONE_TYPE
    + """
[lead_times.duur]
from = ["begin"]
to = ["einde"]
other_ends = ["sepot"]
norm = { days = 10, share = 0.8 }
[pauses.stil]
from = ["stop"]
to = ["verder", "einde"]
"""
)
# Over 40 days: z1 takes 4 days (2 of them paused), z2 10, z3 ends otherwise after 20, z4 and z5 are open.
FIVE = """
1 begin 2024-01-01 z1
2 stop 2024-01-02 z1
3 verder 2024-01-04 z1
4 einde 2024-01-05 z1
5 begin 2024-01-01 z2
6 einde 2024-01-11 z2
7 begin 2024-01-01 z3
8 sepot 2024-01-21 z3
9 begin 2024-01-01 z4
10 begin 2024-01-26 z5
"""


def five(**more: str) -> list[Table]:
    return [delivery("a", "2024-01-01", "2024-02-10", FIVE, **more)]


def test_five_cases() -> None:
    found = only(DEFINITION, five(), "lead-time")
    assert {k: found[k] for k in ("completed", "other_ends", "open", "open_dormant", "before_history", "counted")} == {
        "completed": 2,
        "other_ends": 1,
        "open": 2,
        "open_dormant": 1,
        "before_history": 0,
        "counted": 5,
    }
    # S: 4/5 at 4, 3/5 at 10; z5 is last seen at 15; 3/5 x 1/2 = 3/10 at 20; then only z4 is left.
    assert (found["median_days"], found["p90_days"]) == (20.0, None)
    assert (found["median_days_net"], found["p90_days_net"]) == (20.0, None)
    assert (found["median_completed_only_days"], found["p90_completed_only_days"]) == (7.0, pytest.approx(9.4))
    assert (found["within_norm"], found["within_norm_completed_only"], found["open_past_norm"]) == (0.4, 1.0, 2)
    assert found["ends"][0] == {"days": 30, "to": 0.4, "other": 0.3, "open": 0.3}
    assert found["ends"][1] == {"days": 90, "to": None, "other": None, "open": None}
    assert found["notes"] == ["not-reached", "not-yet-known"]


def test_paused_time_is_subtracted_once() -> None:
    overlapping = DEFINITION + '[pauses.ook]\nfrom = ["stop"]\nto = ["einde"]\n'
    for definition, days in ((DEFINITION, 2.0), (overlapping, 1.0)):
        found = only(definition, [delivery("a", "2024-01-01", "2024-02-10", FIVE.split("5 begin")[0])], "lead-time")
        assert (found["median_days"], found["median_days_net"]) == (4.0, days)


def test_a_day_stays_a_day_when_clocks_change() -> None:
    events = """
    1 begin 2024-03-30T12:00 z1
    2 einde 2024-03-31T12:00 z1
    3 begin 2024-10-26T12:00 z2
    4 einde 2024-10-27T12:00 z2
    """
    found = only(DEFINITION, [delivery("a", "2024-01-01", "2024-12-01", events)], "lead-time")
    assert (found["median_days"], found["p90_days"]) == (1.0, 1.0)


def test_in_the_doubled_hour_no_duration_is_negative() -> None:
    events = "1 begin 2024-10-27T02:50:00+02:00 z1\n2 einde 2024-10-27T02:10:00+01:00 z1"
    found = only(DEFINITION, [delivery("a", "2024-01-01", "2024-12-01", events)], "lead-time")
    assert (found["completed"], found["median_days"]) == (1, 0.0)


def test_cases_before_history_and_after_the_censoring_instant_are_left_out() -> None:
    both = DEFINITION.replace('[activities.einde]\npartner = "a"', '[activities.einde]\npartner = "b"')
    events = "1 begin 2024-01-02 z1\n2 begin 2024-01-10 z2\n3 begin 2024-01-25 z3\n4 begin 2024-01-20 z4"
    ends = "1 einde 2024-01-12 z2\n2 einde 2024-01-09 z1"
    given = [delivery("a", "2024-01-01", "2024-02-01", events), delivery("b", "2024-01-05", "2024-01-20", ends)]
    found = only(both, given, "lead-time")
    assert (found["before_history"], found["completed"], found["open"]) == (1, 1, 1)


def test_an_activity_that_starts_and_ends_ends_strictly_later_and_the_end_wins_at_one_instant() -> None:
    again = DEFINITION.replace('to = ["einde"]\nother_ends = ["sepot"]', 'to = ["begin"]\nother_ends = ["sepot"]')
    events = """
    1 begin 2024-01-01 z1
    2 begin 2024-01-03 z1
    3 sepot 2024-01-03 z1
    4 sepot 2024-01-01 z2
    5 begin 2024-01-01 z2
    """
    found = only(again, [delivery("a", "2024-01-01", "2024-02-01", events)], "lead-time")
    assert (found["completed"], found["other_ends"], found["median_completed_only_days"]) == (1, 1, 2.0)


def test_periods_and_groups_add_up_to_the_total() -> None:
    objects = [
        {"object_type": "zaak", "object_id": one, "kleur": colour} for one, colour in (("z1", "rood"), ("z5", "blauw"))
    ]
    found = ask(
        DEFINITION, [delivery("a", "2024-01-01", "2024-02-10", FIVE, objects=objects)], "lead-time", by=["kleur"]
    )
    assert [(record["by"], record["counted"]) for record in found] == [
        ({}, 5),
        ({"kleur": "rood"}, 1),
        ({"kleur": "blauw"}, 1),
        ({"kleur": None}, 3),
    ]


def test_conditions_leave_out_what_is_unknown_and_say_so() -> None:
    objects = [
        {"object_type": "zaak", "object_id": "z1", "kleur": "rood"},
        {"object_type": "zaak", "object_id": "z2", "kleur": "blauw"},
    ]
    given = [delivery("a", "2024-01-01", "2024-02-10", FIVE, objects=objects)]
    found = only(DEFINITION, given, "lead-time", where={"kleur": "rood"})
    assert (found["counted"], found["attribute_unknown"]) == (1, 3)
    assert "attribute-unknown" in found["notes"]
    assert "selected-on-later-information" not in found["notes"]


def test_basis_exit_counts_by_the_period_of_the_end() -> None:
    given = [
        delivery("a", "2024-01-01", "2024-03-31", "1 begin 2024-01-30 z1\n2 einde 2024-02-03 z1\n3 begin 2024-02-01 z2")
    ]
    (found,) = ask(DEFINITION, given, "lead-time", basis="exit", period="month")
    assert (found["period"], found["counted"], found["median_completed_only_days"]) == ("2024-02", 1, 4.0)
    assert found["median_days"] is None


def test_a_partner_that_never_delivered_leaves_nothing_to_say() -> None:
    found = only(DEFINITION, [], "lead-time", period="year")
    assert (found["counted"], found["completed"], found["notes"]) == (None, None, ["not-delivered"])


CHAIN = TWO_TYPES + '[lead_times.duur]\nfrom = ["begin"]\nto = ["einde"]\n'


def test_a_shared_object_counts_in_each_case_and_an_unlinked_one_once() -> None:
    begun = delivery("a", "2024-01-01", "2024-03-01", "1 begin 2024-01-01 m1\n2 begin 2024-01-01 m2")
    ended = "1 einde 2024-01-03 z1\n2 einde 2024-01-08 z2"
    links = "melding m1 zaak z1\nmelding m1 zaak z2\nmelding m9 zaak z2"
    given = [begun, delivery("b", "2024-01-01", "2024-03-01", ended, links=links)]
    found = only(CHAIN, given, "lead-time")
    assert (found["completed"], found["open"], found["median_days"]) == (2, 1, 7.0)
    of_reports = only(CHAIN.replace('to = ["einde"]\n', 'to = ["einde"]\nobject = "melding"\n'), given, "lead-time")
    assert (of_reports["completed"], of_reports["open"], of_reports["median_days"]) == (1, 1, 2.0)


def test_members_that_disagree_make_a_case_mixed() -> None:
    colours = [
        {"object_type": "melding", "object_id": one, "kleur": colour}
        for one, colour in (("m1", "rood"), ("m2", "blauw"))
    ]
    begun = delivery("a", "2024-01-01", "2024-03-01", "1 begin 2024-01-01 m1\n2 begin 2024-01-01 m2", objects=colours)
    links = "melding m1 zaak z1\nmelding m2 zaak z1"
    given = [begun, delivery("b", "2024-01-01", "2024-03-01", "1 einde 2024-01-03 z1", links=links)]
    found = ask(CHAIN, given, "lead-time", by=["kleur"])
    assert [record["by"] for record in found if record["counted"]] == [{}, {"kleur": "mixed"}]
    assert only(CHAIN, given, "lead-time", where={"kleur": ["rood", "blauw"]})["counted"] == 0
