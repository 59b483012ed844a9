"""Hand-overs, terms and linkage computed by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.spec.oracle.drawn import ONE_TYPE, TWO_TYPES, Table, ask, delivery, only

SAME = ONE_TYPE + '[handovers.over]\nsent = "einde"\nreceived = "ontvangst"\n'
LINKED = TWO_TYPES + '[handovers.over]\nsent = "verzonden"\nreceived = "ontvangen"\n'
SIBLINGS = TWO_TYPES + '[handovers.over]\nsent = "verzonden"\nreceived = "geadviseerd"\n'


def counts(record: Table) -> list[object]:
    return [record[name] for name in ("sent", "received", "in_transit", "unmatched", "median_days", "p90_days")]


def test_the_same_object_at_two_partners() -> None:
    # z1 waits 2 days, z2 4 (its first receipt after it was sent counts), z3 is in transit, z4 was never sent.
    sent = "1 einde 2024-01-01 z1\n2 einde 2024-01-02 z2\n3 einde 2024-01-10 z3\n4 einde 2024-01-05 z1"
    received = (
        "1 ontvangst 2024-01-03 z1\n2 ontvangst 2024-01-06 z2\n3 ontvangst 2024-01-07 z4\n4 ontvangst 2024-01-09 z1"
    )
    given = [delivery("a", "2024-01-01", "2024-01-20", sent), delivery("b", "2024-01-01", "2024-01-20", received)]
    assert counts(only(SAME, given, "handover")) == [3, 3, 1, 1, 4.0, None]


def test_what_was_received_before_it_was_sent_does_not_match() -> None:
    given = [
        delivery("a", "2024-01-01", "2024-01-20", "1 einde 2024-01-05 z1\n2 einde 2024-01-05T10:00 z2"),
        delivery("b", "2024-01-01", "2024-01-20", "1 ontvangst 2024-01-04 z1\n2 ontvangst 2024-01-05T10:00 z2"),
    ]
    assert counts(only(SAME, given, "handover")) == [2, 2, 1, 1, 0.0, None]


def test_each_side_is_counted_on_its_own_day() -> None:
    given = [
        delivery("a", "2024-01-01", "2024-03-20", "1 einde 2024-01-31 z1"),
        delivery("b", "2024-01-01", "2024-03-20", "1 ontvangst 2024-02-02 z1"),
    ]
    january, february = ask(SAME, given, "handover", period="month")
    assert counts(january) == [1, 0, 0, 0, 2.0, 2.0]
    assert counts(february) == [0, 1, 0, 0, None, None]


def test_a_report_that_becomes_two_cases_waits_for_the_first() -> None:
    sent = "1 verzonden 2024-01-01 m1\n2 verzonden 2024-01-01 m2"
    received = "1 ontvangen 2024-01-08 z1\n2 ontvangen 2024-01-04 z2\n3 ontvangen 2024-01-09 z3"
    links = "melding m1 zaak z1\nmelding m1 zaak z2"
    given = [
        delivery("a", "2024-01-01", "2024-01-20", sent),
        delivery("b", "2024-01-01", "2024-01-20", received, links=links),
    ]
    assert counts(only(LINKED, given, "handover")) == [2, 3, 1, 1, 3.0, None]


def test_siblings_meet_in_their_chain_case() -> None:
    links = "melding m1 zaak z1\nadvies a1 zaak z1\nadvies a2 zaak z2"
    received = "1 geadviseerd 2024-01-08 a1\n2 geadviseerd 2024-01-08 a2\n3 einde 2024-01-09 z1\n4 einde 2024-01-09 z2"
    given = [
        delivery("a", "2024-01-01", "2024-01-20", "1 verzonden 2024-01-01 m1"),
        delivery("b", "2024-01-01", "2024-01-20", received, links=links),
    ]
    assert counts(only(SIBLINGS, given, "handover")) == [1, 2, 0, 1, 7.0, 7.0]


def term(days: int, counting: str, more: str = "") -> str:
    start = f'[terms.snel]\nfrom = ["begin"]\nto = ["einde"]\nother_ends = ["sepot"]\ndays = {days}\n'
    return ONE_TYPE + start + f'counting = "{counting}"\n{more}\n'


def state_of(definition: str, begin: str, end: str | None, until: str = "2024-12-01") -> str:
    events = f"1 begin {begin} z1" + (f"\n2 {end} z1" if end else "")
    found = only(definition, [delivery("a", "2024-01-01", until, events)], "term")
    assert found["due"] == 1
    return next(name for name in ("met", "missed", "running", "running_late", "stopped") if found[name])


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("2024-03-01T23:00", "einde 2024-03-15T23:59:59.999999", "met"),
        ("2024-03-01T00:00", "einde 2024-03-16T00:00", "missed"),
        ("2024-03-01", "sepot 2024-03-20", "stopped"),
        ("2024-02-15", "einde 2024-02-29", "met"),
    ],
)
def test_a_term_of_fourteen_calendar_days(begin: str, end: str, expected: str) -> None:
    assert state_of(term(14, "calendar"), begin, end) == expected


@pytest.mark.parametrize(("until", "expected"), [("2024-03-15T23:59:59", "running"), ("2024-03-16", "running_late")])
def test_a_term_runs_until_the_midnight_after_its_last_day(until: str, expected: str) -> None:
    assert state_of(term(14, "calendar"), "2024-03-01", None, until) == expected


@pytest.mark.parametrize(
    ("days", "begin", "last_day"),
    [
        (1, "2024-03-28", "2024-04-02"),  # Maundy Thursday: Good Friday, Easter and its Monday are free
        (2, "2024-05-08", "2024-05-13"),  # Ascension Day and a weekend
        (1, "2025-05-02", "2025-05-06"),  # Monday 5 May is free every year
        (3, "2024-12-24", "2024-12-31"),
    ],
)
def test_working_days_are_those_of_the_dutch_law_on_terms(days: int, begin: str, last_day: str) -> None:
    definition = term(days, "working")
    assert state_of(definition, begin, f"einde {last_day}T23:59", "2025-12-01") == "met"
    assert state_of(definition, begin, None, f"{last_day}T23:59:59.999999") == "running"
    assert state_of(definition, begin, None, f"{date.fromisoformat(last_day) + timedelta(days=1)}") == "running_late"


@pytest.mark.parametrize(("begin", "last_day"), [("2024-03-15", "2024-04-02"), ("2024-03-14", "2024-03-28")])
def test_a_last_day_that_is_free_becomes_the_next_working_day(begin: str, last_day: str) -> None:
    definition = term(14, "calendar", "extend = true")
    assert state_of(definition, begin, f"einde {last_day}T23:59") == "met"
    assert state_of(definition, begin, None, f"{last_day}T23:59") == "running"


def test_links_that_are_wrong_count_once() -> None:
    # m1 has two cases where one is allowed; m2 leads to a case that nobody knows; m3 is fine; z1 and z2 form a circle.
    begun = "1 begin 2024-01-01 m1\n2 begin 2024-01-01 m2\n3 begin 2024-01-01 m3\n4 begin 2024-01-01 m4"
    links = """
    melding m1 zaak z1
    melding m1 zaak z2
    melding m2 zaak z9
    melding m3 zaak z1
    zaak z1 zaak z2
    zaak z2 zaak z1
    zaak z3 zaak z3
    """
    ended = "1 einde 2024-01-02 z1\n2 einde 2024-01-02 z2\n3 einde 2024-01-02 z3"
    given = [
        delivery("a", "2024-01-01", "2024-02-01", begun),
        delivery("b", "2024-01-01", "2024-02-01", ended, links=links),
    ]
    reports, advice, cases = ask(TWO_TYPES, given, "linkage")
    names = ("objects", "linked", "share", "conflicts")
    assert [reports[name] for name in names] == [4, 2, 0.5, 3]
    assert [advice[name] for name in names] == [0, 0, None, 0]
    assert [cases[name] for name in names] == [3, 2, 2 / 3, 3]
