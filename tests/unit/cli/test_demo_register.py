"""The register of the demonstration: made-up papers that show what a register is for, each saying that it is made up."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from ketenmonitor.cli.demo_register import PAPERS, with_register
from ketenmonitor.register.overview import overview
from ketenmonitor.register.records import Kind, Register, decisions_of, open_register, papers

READ_US = 1_780_000_000_000_000
ON = date(2026, 7, 1)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    home: Path = tmp_path_factory.mktemp("demo")
    with_register(home, "keten", READ_US)
    return open_register(home)


def test_each_paper_says_first_that_it_is_made_up() -> None:
    for name in PAPERS:
        text = (files("ketenmonitor.synth") / "papers" / name).read_text(encoding="utf-8")
        assert text.startswith("VERZONNEN STUK")


def test_it_shows_what_slipped_what_is_late_and_what_was_declared_settled(register: Register) -> None:
    rows = overview(register, ON)
    assert len(papers(register)) == 3
    assert sum(row.standing.days_slipped > 0 for row in rows) == 2
    assert any(row.standing.state == "late" for row in rows)
    assert any(row.point.kind is Kind.MOTION and row.standing.declared for row in rows)
    assert {row.point.kind for row in rows} == {Kind.MOTION, Kind.COMMITMENT, Kind.QUESTION}


def test_one_commitment_is_tied_to_a_figure_of_the_chain(register: Register) -> None:
    [answer] = [answer for row in overview(register, ON) for answer in row.answers]
    assert (answer.tie.figures.chain, answer.tie.figures.measure) == ("keten", "stock")


def test_a_register_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    with_register(tmp_path, "keten", READ_US)
    before = decisions_of(open_register(tmp_path))
    with_register(tmp_path, "keten", READ_US + 1)
    assert decisions_of(open_register(tmp_path)) == before
