"""The memory of what was shown: the same cases are shown alike, and what is kept of it can be read back."""

from __future__ import annotations

from ketenmonitor.disclosure import Shown
from ketenmonitor.disclosure.shown import cell_of, without


def test_what_is_kept_can_be_read_back_and_no_cases_are_not_kept() -> None:
    shown = Shown()
    shown.add({(7, 123): 5, (3, 9): None, (0, 0): 0})
    again = Shown(shown.rows())
    assert again.rows() == [(3, 9, None), (7, 123, 5)]
    assert (again[7, 123], again[3, 9]) == (5, None)
    assert (0, 0) not in again
    assert (7, 9) not in again


def test_the_cell_of_what_is_left_has_the_key_of_what_is_left() -> None:
    assert without((5, 10), (2, 11)) == (3, 2**32 - 1)
    assert cell_of({"cells": {"stock": (4, 5)}}, "stock") == (4, 5)
    assert cell_of({}, "stock") == (0, 0)
