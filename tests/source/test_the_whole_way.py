"""From two extracts to figures: what the partners wrote differently links, whatever went wrong meanwhile, and a rotation is not seen."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ketenmonitor.measures import MEASURES
from ketenmonitor.pseudonyms import batches
from ketenmonitor.pseudonyms.envelopes import BLINDS, EVALUATION, opened
from tests.source.story import Story
from tests.unit.keyservice.services import RECIPIENT, lines_of, parts_of


def elements(story: Story, folder: Path) -> set[bytes]:
    """What the recipient can make of the identifiers of a delivery."""
    found, secret, now = set(), story.all.world.secrets[RECIPIENT], int(time.time())
    for row in pq.read_table(folder / "pseudonyms.parquet").to_pylist():
        _, evaluations = opened(secret, row["evaluations"], typ=EVALUATION, aud=RECIPIENT, now=now)
        _, blinds = opened(secret, row["blinds"], typ=BLINDS, aud=RECIPIENT, now=now)
        found |= set(parts_of(batches.unblinded(evaluations, blinds)))
    return found


@pytest.mark.parametrize("step", ["first", "second", "rotated", "third", "refused"])
def test_figures_are_those_of_the_same_chain_with_plain_names(story: Story, step: str) -> None:
    with_keys, plainly = story.seen[step]
    assert with_keys == plainly
    assert set(with_keys) == set(MEASURES)


def test_a_correction_a_withdrawal_and_a_new_case_change_figures(story: Story) -> None:
    for before, after in pairwise(("first", "second", "third")):
        assert story.seen[before][0]["lead-time"] != story.seen[after][0]["lead-time"]


def test_a_rotation_and_what_is_refused_change_no_figure(story: Story) -> None:
    assert story.seen["rotated"][0] == story.seen["second"][0]
    assert story.seen["refused"][0] == story.seen["third"][0]
    assert "from now to late" in story.rotated


def test_every_delivery_after_the_first_has_what_changed_only(story: Story) -> None:
    for name in ("politie", "om"):
        n_first, n_second, n_third = (
            pq.read_metadata(story.folders[f"{step} {name}"] / "events.parquet").num_rows
            for step in ("first", "second", "third")
        )
        assert n_second < n_first / 2
        assert n_third < n_first / 2


def test_pseudonyms_of_one_purpose_link_and_those_of_another_do_not(story: Story) -> None:
    politie, om, other = (
        elements(story, story.folders[name]) for name in ("first politie", "first om", "other purpose")
    )
    assert len(politie & om) == 30  # a person and a report of each case that was registered
    assert len(om) == len(other) == 45
    assert not (politie | om) & other


def test_both_services_wrote_down_who_asked_what(story: Story) -> None:
    for name in ("first", "second"):
        lines = lines_of(story.all.world, name)
        assert {line["decision"] for line in lines} == {"permit"}
        assert {line["operation"] for line in lines} == {"evaluate", "rotate"}
        assert {line["purpose"] for line in lines} == {"doorlooptijden", "recidive"}
