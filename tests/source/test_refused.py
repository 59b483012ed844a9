"""Who sends what is not theirs, old, changed or with an expired certificate is refused with a reason, and it is logged."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.source.story import Story
from tests.unit.keyservice.services import OTHER, SOURCE


def logged(story: Story) -> list[dict[str, Any]]:
    text = (story.all.home.path / "log" / "internal.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_the_zip_of_another_partner(story: Story) -> None:
    answer = story.answers["by another"]
    assert answer["http"] == 403
    assert "not a delivery of a partner for which you deliver" in json.dumps(answer)
    assert [line["user"] for line in logged(story) if line.get("refused") == "a delivery of others"] == [f"oin:{OTHER}"]


def test_activities_of_another_partner_are_set_apart_row_by_row(story: Story) -> None:
    answer = story.answers["activities of another"]
    assert answer["findings"] == {"activity-of-another-partner": 15}
    outcomes = [
        json.loads(p.read_text(encoding="utf-8")) for p in story.all.home.path.glob("inbox/done/*/outcome.json")
    ]
    (outcome,) = [one for one in outcomes if one["delivery_id"] == story.folders["activities of another"].name]
    assert {one["column"] for one in outcome["quarantined"]} == {"activity"}


def test_the_same_zip_again_is_known(story: Story) -> None:
    answer = story.answers["again"]
    assert answer["status"] in ("accepted", "known")
    assert answer["delivery_id"] == story.folders["second politie"].name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("under a new id, not signed anew", "wrong-signature"),
        ("under a new id", "replayed"),
        ("changed", "files"),
    ],
)
def test_an_old_delivery_under_another_id_and_a_changed_byte(name: str, code: str, story: Story) -> None:
    answer = story.answers[name]
    assert answer["status"] == "refused", answer
    assert answer["reasons"]
    codes = [line["refused"] for line in logged(story) if line["user"] == f"oin:{SOURCE}" and "refused" in line]
    assert any(code in some for some in codes), (codes, answer["reasons"])


def test_a_purpose_of_another_monitor(story: Story) -> None:
    answer = story.answers["other purpose"]
    assert (answer["exit"], answer["status"]) == (1, "refused")
    assert "another purpose" in answer["reasons"][0]


def test_an_expired_certificate_is_told_at_the_source_before_anything_is_sent(story: Story) -> None:
    for name in ("send expired", "pseudonymise politie expired"):
        said = story.failed[name]
        assert said.status != 0
        assert "this certificate expired on" in said.text


def test_an_expired_certificate_of_another_program_ends_the_connection_and_is_logged(story: Story) -> None:
    assert story.answers["expired"] == {"http": None}
    assert any("certificate has expired" in line.get("what", "") for line in story.lines)


def test_what_was_changed_is_not_sent(story: Story) -> None:
    assert "a file of it was changed afterwards" in story.failed["send changed"].text
