"""What each component counts, and what the score does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.misuse import COMPONENTS, Pair, why
from tests.unit.misuse.tables import look, ranked

NOBODY = [{"user": "zoe", "case": "c9"}]
INVOLVED = [{"case": "c1", "person": "p1"}, {"case": "c2", "person": "p2"}]
BASE: dict[str, Any] = {"looks": [look()], "involved": INVOLVED, "handlers": NOBODY}
STAFF = [
    {"user": "ann", "person": "p8", "address": "Dam 1", "surname": "Xibalba"},
    {"user": "bob", "person": "p9", "address": "Dam 2", "surname": "Bos"},
]
PERSONS = [
    {"person": "p1", "address": "Dam 1", "surname": "Xibalba"},
    {"person": "p2", "address": "Dam 3", "surname": "Bos"},
    {"person": "p8", "address": "Dam 1", "surname": "Xibalba"},
    *({"person": f"q{n}", "address": f"Kade {n}", "surname": "Bos"} for n in range(30)),
]
AT_NIGHT = "2026-03-02T03:00:00"


def numbers(pair: Pair) -> dict[str, int]:
    return {reason.component: reason.n for reason in pair.reasons}


def of(found: list[Pair], user: str = "ann", person: str = "p1") -> dict[str, int]:
    return numbers(next(pair for pair in found if (pair.user, pair.person) == (user, person)))


# Tables beside the base, and what is counted of Ann and p1.
DRAWN: dict[str, tuple[dict[str, Any], int]] = {
    "own_file": ({"looks": [look(person="p8")], "staff": STAFF}, 1),
    "household": ({"staff": STAFF, "persons": PERSONS}, 1),
    "colleague": ({"looks": [look(person="p9")], "staff": STAFF}, 1),
    "namesake": ({"staff": STAFF, "persons": PERSONS}, 1),
    "others": ({"looks": [look(), look(user="bob"), look(user="bob"), look(user="cas"), look(person="p2")]}, 2),
    "days": ({"looks": [look(), look(at="2026-03-02T11:00:00"), look(at="2026-03-09T10:00:00")]}, 1),
    "own": ({"looks": [look(), look(), look(person="p2"), look(person="p3"), look(user="bob", person="p4")]}, 2),
    "volume": ({"looks": [look(), look(person="p2"), look(person="p3"), look(person="p4", at="2026-03-09")]}, 2),
    "odd_hours": ({"looks": [look(), look(at=AT_NIGHT), look(at="2026-03-07T10:00:00")]}, 2),
    "no_case": ({"looks": [look(case=""), look(case="c2"), look(case="c1")]}, 2),
    "no_follow_up": ({"actions": [{"user": "bob", "person": "p1", "at": "2026-03-02T12:00:00"}]}, 1),
}


def test_every_component_is_drawn_here() -> None:
    assert sorted(DRAWN) == sorted(COMPONENTS)


@pytest.mark.parametrize("name", DRAWN)
def test_it_counts_what_it_says(name: str, tmp_path: Path) -> None:
    tables, n = DRAWN[name]
    found = ranked(tmp_path, {**BASE, **tables})
    person = tables.get("looks", [look()])[0]["person"]
    assert of(found, person=person)[name] == n


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_reason_is_told_in_dutch_and_in_english(name: str) -> None:
    about = {"reasons": [{"component": name, "n": 7}]}
    (dutch,), (english,) = why(about, "nl"), why(about, "en")
    assert dutch != english
    assert ("7" in dutch) == ("{n}" in COMPONENTS[name].nl) == ("7" in english)


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("namesake", {"looks": [look(user="bob", person="p2")], "staff": STAFF, "persons": PERSONS}),  # many have it
        ("household", {"looks": [look(person="p2")], "staff": STAFF, "persons": PERSONS}),
        ("colleague", {"looks": [look(person="p8")], "staff": STAFF}),  # that is Ann herself
        ("no_follow_up", {"actions": [{"user": "ann", "person": "p1", "at": "2026-03-05T12:00:00"}]}),
        ("no_follow_up", {"actions": [{"user": "ann", "case": "c1", "at": "2026-03-05T12:00:00"}]}),
    ],
)
def test_it_is_silent_where_there_is_nothing(name: str, tables: dict[str, Any], tmp_path: Path) -> None:
    (pair,) = ranked(tmp_path, {**BASE, **tables})
    assert name not in numbers(pair)


@pytest.mark.parametrize(
    ("at", "n"), [("2026-03-02T09:59:59", 1), ("2026-03-16T10:00:00", 0), ("2026-03-16T10:00:01", 1)]
)
def test_an_action_follows_when_it_is_after_the_look_and_within_the_days_that_are_set(
    at: str, n: int, tmp_path: Path
) -> None:
    (pair,) = ranked(tmp_path, {**BASE, "actions": [{"user": "ann", "person": "p1", "at": at}]})
    assert numbers(pair).get("no_follow_up", 0) == n


def test_who_has_a_roster_is_held_against_that_and_not_against_office_hours(tmp_path: Path) -> None:
    rosters = [{"user": "ann", "from": "2026-03-02T00:00:00", "until": "2026-03-02T08:00:00"}]
    looks = [look(at=AT_NIGHT), look(person="p2"), look(user="bob"), look(user="bob", person="p2", at=AT_NIGHT)]
    found = ranked(tmp_path, {**BASE, "looks": looks, "rosters": rosters})
    odd = {(pair.user, pair.person): numbers(pair).get("odd_hours") for pair in found}
    assert odd == {("ann", "p1"): None, ("ann", "p2"): 1, ("bob", "p1"): None, ("bob", "p2"): 1}


def test_points_are_in_proportion_until_they_are_full(tmp_path: Path) -> None:
    looks = [look(person=f"p{n}") for n in range(5)]
    found = ranked(tmp_path, {**BASE, "looks": looks}, "[score]\nown = { points = 6, full = 8 }\n")
    assert {reason.points for pair in found for reason in pair.reasons if reason.component == "own"} == {3.0}
    full = ranked(tmp_path / "full", {**BASE, "looks": looks}, "[score]\nown = { points = 6, full = 2 }\n")
    assert {reason.points for pair in full for reason in pair.reasons if reason.component == "own"} == {6.0}


def test_a_score_is_the_sum_of_its_reasons(tmp_path: Path) -> None:
    looks = [look(at=AT_NIGHT), look(at="2026-03-20T10:00:00"), look(person="p2"), look(user="bob")]
    for pair in ranked(tmp_path, {**BASE, "looks": looks, "staff": STAFF, "persons": PERSONS}):
        assert pair.score == pytest.approx(sum(reason.points for reason in pair.reasons))
        points = [reason.points for reason in pair.reasons]
        assert points == sorted(points, reverse=True)


def test_what_the_settings_do_not_name_has_no_influence(tmp_path: Path) -> None:
    looks = [look(at=AT_NIGHT), look(user="bob"), look(person="p2")]
    plain = {**BASE, "looks": looks, "staff": STAFF, "persons": PERSONS}
    more = {
        name: [{**row, "unused_nationality": f"N{n}", "unused_birthplace": "X"} for n, row in enumerate(rows)]
        for name, rows in plain.items()
    }
    assert ranked(tmp_path / "more", more) == ranked(tmp_path / "plain", plain)
