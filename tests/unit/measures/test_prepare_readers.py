"""Preparing never takes away what a question that was opened before it still reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, measure, prepare
from ketenmonitor.store import open_view
from tests.chain import deliver, home_of, received


def test_a_view_opened_before_a_refresh_that_merges_can_still_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETENMONITOR_PREPARE_FROM", "0")
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, "o1", "om", events=[("s1", "inschrijving", "2024-01-04T10:00:00+01:00", "z1")]))
    how, merge_at = [], {"p1": 1.0, "p2": 1.0, "p3": 0.0}
    for number, (delivery, share) in enumerate(merge_at.items()):
        monkeypatch.setitem(prepare.__globals__, "MERGE_AT", share)
        view = open_view(home, "proef")
        events = [(delivery, "aangifte", "2024-01-02T10:00:00+01:00", f"m{number}")]
        received(home, deliver(tmp_path, delivery, events=events))
        how.append(prepare(home, "proef"))
    assert how == ["rebuilt", "refreshed", "refreshed"]
    assert measure(Cases(view), "path", selection=Selection()).records == ()
