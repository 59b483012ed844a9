"""What the commands on looks print, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketenmonitor.cli import misuse
from ketenmonitor.cli.arguments import Language
from ketenmonitor.cli.misuse_tables import WORDS
from ketenmonitor.cli.output import user_of_system
from ketenmonitor.errors import NotFoundError
from ketenmonitor.misuse import Step
from tests.unit.misuse.tables import look, written

LOOKS = [look(case="c1"), look(user="bob", case="c1"), look(user="els", case="c1")]


def place_of(tmp_path: Path, reviewer: str) -> Path:
    tables = {"looks": LOOKS, "handlers": [{"user": "bob", "case": "c1"}]}
    return written(tmp_path, tables, f'[reviewers.{reviewer}]\nuser = "els"\n')


def test_words_are_there_in_both_languages() -> None:
    assert WORDS["nl"].keys() == WORDS["en"].keys()


def test_a_reviewer_is_shown_reasons_in_dutch_and_not_their_own_looks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    misuse.rank(place_of(tmp_path, user_of_system()), show=20, lang=Language.nl)
    shown = capsys.readouterr()
    assert "anderen die zonder verklaring naar deze persoon keken: 1" in shown.out
    assert "│ ann " in shown.out
    assert "│ els " not in shown.out
    assert "Intern: niet voor publicatie" in shown.err


def test_who_is_no_reviewer_is_told_how_many_came_in_and_nothing_of_whom(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    misuse.rank(place_of(tmp_path, "somebody-else"), show=20, lang=Language.en)
    shown = capsys.readouterr().out
    assert "2 new in the queue" in shown
    assert "You are no reviewer here" in shown
    assert "ann" not in shown


def test_the_same_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = place_of(tmp_path, user_of_system())
    misuse.rank(place, json=True)
    ranked = json.loads(capsys.readouterr().out)
    assert ranked["counts"] == {"looks": 3, "handler": 1, "unexplained": 2}
    (item,) = ranked["items"]
    assert set(item) == {"item", "kind", "state", "steps", "about", "remarks"}
    misuse.decide(place, item["item"], Step.LAWFUL, "verzoek gevonden")
    assert capsys.readouterr().out == f"{item['item']}: lawful\n"
    misuse.queue(place, json=True)
    queue = json.loads(capsys.readouterr().out)
    assert queue["items"][0]["remarks"][0]["reason"] == "verzoek gevonden"
    assert queue["false_alarms"]["unexplained"]["share"] == 1
    assert queue["assessed"]["times"] == 1
    misuse.sample(place, size=5, seed=1, json=True)
    assert [one["about"]["explanation"] for one in json.loads(capsys.readouterr().out)["items"]] == ["handler"]


def test_an_item_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such item for you"):
        misuse.queue(place_of(tmp_path, user_of_system()), item=7)
