"""A figure that is not there has the same fields as one that is: null, with a code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.chain import deliver, figures, home_of, received

EVENTS = [("e1", "aangifte", "2024-01-05", "m1"), ("e2", "inzending", "2024-01-06", "m1")]
DECIDED = [("e1", "inschrijving", "2024-01-07", "s1"), ("e2", "besluit", "2024-01-09", "s1")]
LINK = {"from_type": "melding", "from_id": "m1", "to_type": "strafzaak", "to_id": "s1", "time": "2024-01-07"}


@pytest.mark.parametrize("name", ["lead-time", "stock", "flow", "handover", "term", "linkage"])
def test_a_figure_that_nobody_delivered_has_the_fields_of_one_that_is_there(tmp_path: Path, name: str) -> None:
    asked: dict[str, Any] = {"period": "month"} if name == "flow" else {}
    nothing, all_in = home_of(tmp_path / "nothing"), home_of(tmp_path / "all")
    received(all_in, deliver(tmp_path, "d1", events=EVENTS))
    received(all_in, deliver(tmp_path, "d2", "om", events=DECIDED, links=[LINK]))
    absent, present = figures(nothing, name, **asked)[0], figures(all_in, name, **asked)[0]
    assert set(absent) == set(present)
    assert absent["notes"] == ["not-delivered"]
    assert absent["counted"] is None
    assert present["counted"] is not None
