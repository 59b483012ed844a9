"""Each template explains what it says, and nothing beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.misuse import EXPLANATIONS, explanation
from tests.unit.misuse.tables import look, pairs, ranked

INVOLVED = [{"case": f"c{n}", "person": f"p{n}"} for n in range(1, 5)]
HANDLERS = [{"user": "bob", "case": "c1", "from": "2026-03-01", "until": "2026-03-31"}]
NOBODY = [{"user": "zoe", "case": "c9", "from": "2026-03-01", "until": "2026-03-31"}]
TEAMS = [{"user": "ann", "team": "t1"}, {"user": "bob", "team": "t1"}, {"user": "cas", "team": "t2"}]
GLASS = [look(break_glass="ja", reason="spoed"), look(user="cas", break_glass="ja", reason="")]

# What is on record; a look that it explains, and looks that it does not.
DRAWN: dict[str, tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]] = {
    "handler": (
        {"involved": INVOLVED, "handlers": HANDLERS},
        look(user="bob"),
        [look(user="bob", person="p2"), look(user="cas"), look(user="bob", at="2026-05-02T10:00:00")],
    ),
    "team": (
        {"involved": INVOLVED, "handlers": HANDLERS, "teams": TEAMS},
        look(),
        [look(person="p2"), look(user="cas"), look(at="2026-02-02T10:00:00")],
    ),
    "handover": (
        {
            "involved": INVOLVED,
            "handovers": [{"case": "c1", "user": "ann", "team": "", "from": "2026-03-01", "until": "2026-03-31"}],
        },
        look(),
        [look(person="p2"), look(user="cas"), look(at="2026-02-02T10:00:00")],
    ),
    "duty": (
        {
            "involved": INVOLVED,
            "cases": [
                {"case": "c1", "unit": "n", "opened": "2026-03-02T09:00:00"},
                {"case": "c2", "unit": "z", "opened": "2026-03-02T09:00:00"},
                {"case": "c3", "unit": "n", "opened": "2026-03-02T15:00:00"},
                {"case": "c4", "unit": "n", "opened": "2026-03-01T06:59:00"},
            ],
            "duties": [{"user": "ann", "unit": "n", "from": "2026-03-02T07:00:00", "until": "2026-03-02T15:00:00"}],
        },
        look(),
        [look(person="p2"), look(person="p3"), look(person="p4"), look(user="cas"), look(at="2026-03-02T15:00:00")],
    ),
    "request": (
        {"requests": [{"user": "ann", "person": "p1", "from": "2026-03-01", "until": "2026-03-10"}]},
        look(),
        [look(person="p2"), look(user="cas"), look(at="2026-04-20T10:00:00")],
    ),
    "listed": (
        {"listed": [{"user": "ann", "person": "p1", "from": "2026-03-01", "until": "2026-03-01"}]},
        look(),
        [look(person="p2"), look(user="cas"), look(at="2026-04-20T10:00:00"), look(at="2026-02-20T10:00:00")],
    ),
    "citizen": (
        {"citizens": [{"user": "ann", "person": "p1", "from": "2026-03-01", "until": ""}]},
        look(),
        [look(person="p2"), look(user="cas"), look(at="2026-02-20T10:00:00")],
    ),
    "contact": (
        {"contacts": [{"user": "ann", "person": "p1", "from": "2026-03-01", "until": "2026-03-10"}]},
        look(),
        [look(person="p2"), look(user="cas"), look(at="2026-04-20T10:00:00")],
    ),
    "break_glass": (
        {},
        look(break_glass="true", reason="spoed"),
        [look(user="cas", break_glass="true", reason=" "), look(user="dia", break_glass="false", reason="spoed")],
    ),
}


def test_every_template_is_drawn_here() -> None:
    assert list(DRAWN) == list(EXPLANATIONS)


@pytest.mark.parametrize("name", DRAWN)
def test_it_explains_what_it_says_and_nothing_beside_it(name: str, tmp_path: Path) -> None:
    tables, explained, others = DRAWN[name]
    for number, one in enumerate([explained, *others]):
        found = ranked(tmp_path / str(number), {"looks": [one], **tables}, f'[assess]\nexplained_by = ["{name}"]')
        assert len(found) == (0 if number == 0 else 1), one


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_it_is_told_in_dutch_and_in_english(name: str) -> None:
    assert explanation(name, "nl") != explanation(name, "en")


def test_a_case_that_is_handed_to_a_team_explains_for_who_is_in_it(tmp_path: Path) -> None:
    handed = [{"case": "c1", "user": "", "team": "t1", "from": "2026-03-01", "until": ""}]
    tables = {"looks": [look(), look(user="cas")], "involved": INVOLVED, "teams": TEAMS, "handovers": handed}
    assert pairs(ranked(tmp_path, tables)) == {("cas", "p1")}


def test_who_left_the_team_is_no_longer_explained_by_it(tmp_path: Path) -> None:
    teams = [{"user": "ann", "team": "t1", "until": "2026-01-01"}, {"user": "bob", "team": "t1", "until": ""}]
    tables = {"looks": [look(), look(at="2026-01-15")], "involved": INVOLVED, "handlers": HANDLERS, "teams": teams}
    assert len(ranked(tmp_path, tables)) == 1


@pytest.mark.parametrize(("at", "left"), [("2026-03-31T23:59:00", 0), ("2026-04-01T00:00:00", 1)])
def test_a_date_is_of_the_term_to_its_last_moment(at: str, left: int, tmp_path: Path) -> None:
    tables = {"looks": [look(user="bob", at=at)], "involved": INVOLVED, "handlers": HANDLERS}
    assert len(ranked(tmp_path, tables, "[assess]\ndays_before = 0\ndays_after = 0")) == left


def test_a_case_that_is_not_the_persons_explains_nothing(tmp_path: Path) -> None:
    """A number of a case of one's own, typed to look at somebody else."""
    looks = [look(user="bob", person="p2", case="c1"), look(user="bob", case="c1")]
    found = ranked(tmp_path, {"looks": looks, "involved": INVOLVED, "handlers": HANDLERS})
    assert pairs(found) == {("bob", "p2")}


def test_where_only_cases_are_logged_they_stand_for_persons(tmp_path: Path) -> None:
    looks = [look(user="bob", person="c1", case="c1"), look(user="bob", person="c2", case="c2")]
    assert pairs(ranked(tmp_path, {"looks": looks, "handlers": HANDLERS})) == {("bob", "c2")}


def test_a_look_is_counted_with_the_first_that_explains_it(tmp_path: Path) -> None:
    from tests.unit.misuse.tables import assessed

    tables = {"looks": [look(user="bob"), look()], "involved": INVOLVED, "handlers": HANDLERS, "teams": TEAMS}
    assert assessed(tmp_path, tables).counts() == {"looks": 2, "handler": 1, "team": 1, "unexplained": 0}
