"""The cell key of a count is the sum of the record keys of exactly what it counts, whenever it is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ketenmonitor.disclosure import Question, answer, with_record_keys
from ketenmonitor.disclosure.keys import record_key
from ketenmonitor.linking import Cases
from ketenmonitor.store import open_view
from tests.unit.publishing.homes import SENT, N, filled, publishing

SECRET = b"s" * 32
SIZE = 2**32


@pytest.mark.parametrize("_again", range(3))
def test_a_cell_key_is_that_of_the_objects_counted(tmp_path: Path, _again: int) -> None:
    """Numbers of objects differ between tables: keys by the numbers of another table would be others each time."""
    home = filled(tmp_path, publishing("stock"))
    cases = with_record_keys(Cases(open_view(home, "proef")), SECRET)
    (stock,) = answer(cases, Question("stock", at=date(2024, 1, 31))).records
    left = [record_key(SECRET, "melding", f"M{n}") for n in range(SENT, N)]
    assert stock["cells"]["stock"] == (N - SENT, sum(left) % SIZE)
    (handover,) = answer(cases, Question("handover")).records
    sent = [record_key(SECRET, "strafzaak", f"S{n}") for n in range(SENT)]
    assert handover["cells"]["received"] == (SENT, sum(sent) % SIZE)
