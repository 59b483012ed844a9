"""Written answers from a table in columns: made-up papers in many layouts, with known truth."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
import typst

from ketenmonitor.register import read
from ketenmonitor.register.extraction.budget import answers as budget_answers
from ketenmonitor.register.extraction.kinds import kind_of, segment
from ketenmonitor.register.items import Question
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.reading.text import traced_lines
from tests.unit.register.budget_papers import Row, as_text, as_typst, drawn

LAYOUTS = 24


def paper(text: str) -> Paper:
    return Paper("made-up.txt", "0" * 64, "txt", text, traced_lines(text))


def test_boundaries_hold_over_many_layouts() -> None:
    right = total = 0
    for seed in range(LAYOUTS):
        rows = drawn(seed)
        found = {question.number: question for question in budget_answers.segment(paper(as_text(rows, seed))).questions}
        right += sum(_right(row, found.get(row.number)) for row in rows)
        total += 4 * len(rows)
    assert right / total >= 0.97


@pytest.mark.parametrize(
    "given",
    [
        lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
        lambda text: "\n".join(line.strip() for line in text.split("\n")),
        lambda text: re.sub(r"\n(?=\n)", "", text),
    ],
    ids=["no blank lines", "no white space at ends", "few blank lines"],
)
def test_boundaries_hold_as_other_tools_give_them(given: Callable[[str], str]) -> None:
    right = total = 0
    for seed in range(LAYOUTS // 2):
        rows = drawn(seed)
        found = {
            question.number: question
            for question in budget_answers.segment(paper(given(as_text(rows, seed)))).questions
        }
        right += sum(_right(row, found.get(row.number)) for row in rows)
        total += 4 * len(rows)
    assert right / total >= 0.95


def test_who_asked_whom_under_which_heading() -> None:
    right = total = 0
    for seed in range(LAYOUTS):
        rows = drawn(seed)
        for question in budget_answers.segment(paper(as_text(rows, seed))).questions:
            row = next((row for row in rows if row.number == question.number), None)
            if row and question.addressee:
                total += 1
                right += (question.asker, question.addressee, question.section) == (row.asker, row.offices, row.section)
    assert right / total >= 0.97


def test_references_are_those_that_were_meant() -> None:
    rows = drawn(3)
    found = budget_answers.segment(paper(as_text(rows, 3))).questions
    meant = {row.number: row.refers_to for row in rows}
    assert {question.number: question.refers_to for question in found} == meant
    answers = {row.number: row.answer for row in rows}
    for question in found:
        if question.refers_to and not meant[question.refers_to[0]]:
            assert _bare(question.resolved) == _bare(answers[question.refers_to[0]])


def test_numbers_that_are_missing_are_said() -> None:
    rows = [row for row in drawn(5) if row.number != 4]
    notes = budget_answers.segment(paper(as_text(rows, 5))).notes
    assert any(re.match(r"No question has the numbers? (?:\d+, )*4\b", note) for note in notes)


@pytest.mark.parametrize("seed", range(6))
def test_the_kind_is_known(seed: int) -> None:
    assert kind_of(paper(as_text(drawn(seed), seed))).kind == "budget_answers"


def _bare(text: str | None) -> str:
    return re.sub(r"[\s\-]+", "", text or "")


def _right(row: Row, found: Question | None) -> int:
    if found is None:
        return 0
    held = 0
    for meant, given in ((row.question, found.question), (row.answer, found.answer)):
        words = meant.split()
        held += _bare(given).startswith(_bare(" ".join(words[:8]))) + _bare(given).endswith(_bare(" ".join(words[-6:])))
    return held


def test_a_real_pdf_shows_its_cells(tmp_path: Path) -> None:
    if "rows" not in {field.name for field in fields(Paper)}:
        pytest.skip("no reader of PDF shows the cells of a table")
    right = total = 0
    for seed in range(2):
        rows = drawn(seed)
        path = tmp_path / f"{seed}.pdf"
        path.write_bytes(typst.compile(as_typst(rows).encode()))
        found = {question.number: question for question in segment(read(path)).questions}
        right += sum(_right(row, found.get(row.number)) for row in rows)
        total += 4 * len(rows)
        assert all((found[row.number].asker, found[row.number].addressee) == (row.asker, row.offices) for row in rows)
    assert right == total


@pytest.mark.parametrize("inside", [True, False])
def test_a_party_over_the_table_is_the_section_of_its_rows(tmp_path: Path, inside: bool) -> None:
    told = ['#set page(paper: "a4", margin: 2cm, numbering: "1")', "Antwoorden op vragen uit de eerste termijn.", ""]
    for first, party in ((1, "D66"), (9, "De fractie van het CDA")):
        told += [] if inside else [f"*{party}*"]
        told.append("#table(columns: (1.1cm, 5cm, 7cm, 2.4cm), table.header[Nr.][Vraag][Antwoord][Kamerlid],")
        told += [f"table.cell(colspan: 4)[*{party}*],"] if inside else []
        told += [
            f"[{at}], [Hoe hoog is dijk {at}?], [Dijk {at} is hoog.], [Olm, A.]," for at in range(first, first + 8)
        ]
        told += [")", ""]
    path = tmp_path / "antwoorden.pdf"
    path.write_bytes(typst.compile("\n".join(told).encode()))
    found = {one.number: (one.section, one.party) for one in segment(read(path)).questions}
    assert found[1] == found[8] == ("D66", "D66")
    assert found[9] == found[16] == ("De fractie van het CDA", "CDA")
