"""Answers that are remembered take no more memory than was said, and are those that would be computed."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from ketenmonitor.measures import Selection
from ketenmonitor.web.workbench import answers
from ketenmonitor.web.workbench.answers import Answers
from ketenmonitor.web.workbench.question import Question
from tests.unit.web.sites import filled_home


def question(measure: str, period: str | None = None) -> Question:
    return Question("proef", measure, None, Selection(period=period), None, None)


def test_the_oldest_are_forgotten_when_together_they_are_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Answers(filled_home(tmp_path))
    first, second, third = question("stock"), question("term"), question("handover")
    sizes = [len(pickle.dumps(kept.answer(one))) for one in (first, second, third)]
    assert kept.answer(first) is kept.answer(first)
    monkeypatch.setattr(answers, "KEPT_BYTES", sum(sizes))
    before = kept.answer(first), kept.answer(third)
    kept.answer(question("stock", "month"))
    assert kept._bytes <= sum(sizes)
    assert kept._bytes == sum(size for _, size in kept._kept.values())
    assert kept.answer(third) is before[1]
    assert kept.answer(first) is not before[0]
    assert kept.answer(first) == before[0]


def test_an_answer_that_is_too_large_by_itself_drives_out_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Answers(filled_home(tmp_path))
    small = kept.answer(question("stock"))
    monkeypatch.setattr(answers, "KEPT_BYTES", len(pickle.dumps(small)))
    assert len(pickle.dumps(kept.answer(question("lead-time")))) > answers.KEPT_BYTES
    assert kept.answer(question("stock")) is small
