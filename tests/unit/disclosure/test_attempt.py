"""Who has everything that was published, and knows everything but the record key, finds no small count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.disclosure.made_up import Cube, cube, released, thresholded
from ketenmonitor.definition import Letter, Publication, Title
from ketenmonitor.disclosure import Perturbation, Place, Seen, attempt, lattice, same_cases_other_number
from ketenmonitor.disclosure.reader import PUBLIC, ROUNDING, SUPPRESSION, bounds
from ketenmonitor.disclosure.sums import known_sums

MONTHS = 12
NOISE = Perturbation()


@pytest.fixture(scope="module")
def made() -> Cube:
    return cube(3000, (6, 4, 2, 3), MONTHS, 60)


@pytest.fixture(scope="module")
def published(made: Cube) -> list[Seen]:
    return released(made, MONTHS, NOISE)


def at(field: str = "sent", release: int = 0, period: str | None = None, measure: str = "handover", **by: str) -> Place:
    return Place(release, measure, "een", period, frozenset(by.items()), field)


def seen(true: int, place: Place, shown: int | None = None, method: str = PUBLIC) -> Seen:
    """A count of cases of its own; known as it is, if not otherwise said."""
    return Seen(place, true if method == PUBLIC else shown, true, hash(place) % 2**32, method)


def is_found(*published: Seen) -> bool:
    return attempt(published, NOISE).exact > 0


def hidden(true: int, place: Place) -> Seen:
    return seen(true, place, None, SUPPRESSION)


def test_twelve_releases_give_no_small_count_away(published: list[Seen]) -> None:
    found = attempt(published, NOISE)
    assert found.small > 40
    assert (found.exact, found.narrow) == (0, 0)
    assert found.is_safe


def test_the_same_attacker_breaks_plain_thresholding(made: Cube) -> None:
    found = attempt(thresholded(made, MONTHS), NOISE)
    assert found.exact > found.small / 2
    assert not found.is_safe


def test_the_same_cases_have_the_same_number_in_all_tables_and_releases(published: list[Seen]) -> None:
    by_cases: dict[object, set[tuple[int, int | None]]] = {}
    for one in published:
        by_cases.setdefault(one.unknown, set()).add((one.place.release, one.shown))
    assert any(len({release for release, _ in shown}) > 1 for shown in by_cases.values())
    assert same_cases_other_number(published) == 0


def test_another_secret_halfway_is_seen(made: Cube, published: list[Seen]) -> None:
    turned = released(replace(made, keys=np.roll(made.keys, 1)), MONTHS, NOISE)
    mixed = [
        replace(new, key=old.key) if old.place.release > 5 else old for old, new in zip(published, turned, strict=True)
    ]
    assert same_cases_other_number(mixed) > 50


def test_a_difference_of_one_between_months_seldom_shows_as_one(published: list[Seen]) -> None:
    at_place = {one.place: one for one in published}
    shown = [
        (one.shown or 0) - (before.shown or 0)
        for one in published
        if (before := at_place.get(replace(one.place, release=one.place.release - 1))) and one.true - before.true == 1
    ]
    assert len(shown) > 200
    assert np.mean(np.array(shown) == 1) < 0.3
    assert {difference < 1 for difference in shown} == {True, False}


def test_readers_cannot_group_anew() -> None:
    declared = (("regio",), ("regio", "feit"))
    letter = Letter(Title("brief", "letter"), (), "year")
    publication = Publication(("stock", "lead-time"), declared, ("year",), "cell-key", letter, "", "", "", "", True)
    asked = lattice(publication)
    assert {question.by for question in asked} == {(), *declared}
    assert {question.period for question in asked} == {None, "year"}


@pytest.mark.parametrize("shown", range(40))
def test_a_reader_can_say_of_a_number_exactly_from_which_counts_it_can_come(shown: int) -> None:
    possible = [i for i in range(1, 60) if shown - i in NOISE.distribution(i)] + ([0] if shown == 0 else [])
    assert NOISE.origins(shown) == sorted(possible)


def test_what_was_rounded_lies_less_than_the_base_away() -> None:
    assert bounds(seen(7, at(), 5, ROUNDING), NOISE, 100) == (1, 9)
    assert bounds(seen(3, at(), 0, ROUNDING), NOISE, 100) == (0, 4)


def test_a_hidden_part_of_a_known_total_is_found() -> None:
    assert is_found(seen(20, at()), seen(16, at(regio="a")), hidden(4, at(regio="b")))
    assert not is_found(seen(24, at()), seen(16, at(regio="a")), hidden(4, at(regio="b")), hidden(4, at(regio="c")))


def test_a_total_in_another_table_is_used() -> None:
    wide = [seen(16, at(regio="a", feit="x")), hidden(4, at(regio="a", feit="y"))]
    assert is_found(seen(20, at(regio="a")), *wide)


def test_a_hidden_month_of_a_known_year_is_found() -> None:
    months = [seen(16, at(period="2025-01")), hidden(4, at(period="2025-08"))]
    assert is_found(seen(20, at(period="2025")), *months)
    assert is_found(seen(20, at()), *months)
    quarters = [seen(16, at(period="2025-Q1")), seen(4, at(period="2025-Q3"), None, SUPPRESSION)]
    assert is_found(seen(20, at(period="2025")), *quarters, seen(16, at(period="2025-03")))


def test_what_is_left_of_the_cases_is_found() -> None:
    parts = {"counted": 20, "completed": 10, "other_ends": 6}
    record = [seen(n, at(field, measure="lead-time")) for field, n in parts.items()]
    assert is_found(*record, hidden(4, at("open", measure="lead-time")))


def test_a_hidden_count_between_those_of_other_months_is_found() -> None:
    def between(*months: Seen) -> Iterable[Seen]:
        return months

    assert is_found(*between(seen(4, at()), hidden(4, at(release=1)), seen(4, at(release=2))), seen(90, at("received")))


def test_a_number_that_changed_says_that_something_grew() -> None:
    old, new = Seen(at(), 5, 4, 1), Seen(at(release=1), 6, 5, 2)
    assert [known.high for known in known_sums([old, new])] == [-1]
    assert [known.high for known in known_sums([old, replace(new, shown=5)])] == [0]


def test_what_a_reader_could_believe_wrongly_is_not_believed() -> None:
    assert not list(known_sums([seen(20, at()), seen(15, at(regio="a")), seen(4, at(regio="b"))]))
