"""What ministers of many ministries write, each sentence by itself: what is undertaken, and what only looks like it. All made up."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from ketenmonitor.register.extraction.commitments.commitments import best_clause
from ketenmonitor.register.extraction.commitments.cues import weights_by_name

ON = date(2031, 1, 15)
SENTENCES = tomllib.loads((Path(__file__).parent / "sentences_of_ministers.toml").read_text(encoding="utf-8"))
# Said in the same words as running policy; telling them apart needs what stands around them.
NOT_TOLD_APART = {"Daartoe zal een verzoek aan de Europese Commissie worden gericht."}


def found(sentence: str) -> bool:
    best = best_clause(sentence, ON)
    return best is not None and best[1].score >= weights_by_name()["threshold"]


def rows(part: str) -> list[tuple[str, str]]:
    return [(kind, one) for kind, listed in SENTENCES[part].items() for one in listed if one not in NOT_TOLD_APART]


@pytest.mark.parametrize(("kind", "sentence"), rows("undertaken"))
def test_what_is_undertaken_is_found(kind: str, sentence: str) -> None:
    assert found(sentence), kind


@pytest.mark.parametrize(("kind", "sentence"), rows("not_undertaken"))
def test_what_only_looks_like_it_is_not(kind: str, sentence: str) -> None:
    assert not found(sentence), kind
