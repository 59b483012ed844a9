"""Processes are started when they are worth it, and whoever waits hears how far it is."""

from __future__ import annotations

import os
import time
from functools import partial

import pytest

from ketenmonitor.whatif.simulate import replicate


def whose(seconds: float, number: int) -> tuple[int, int]:
    """The number, and in which process."""
    time.sleep(seconds)
    return number, os.getpid()


@pytest.mark.parametrize("workers", [None, 1, 2])
def test_the_same_comes_out_in_the_same_order_with_any_number_of_processes(workers: int | None) -> None:
    told: list[tuple[int, int]] = []
    found = replicate(partial(whose, 0.0), 5, workers, lambda done, of: told.append((done, of)))
    assert [number for number, _ in found] == [0, 1, 2, 3, 4]
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
    elsewhere = {process for _, process in found} - {os.getpid()}
    assert bool(elsewhere) == (workers == 2)


def test_what_takes_long_is_done_by_others_too() -> None:
    """The first is done here, to know how long one takes: the nine others would take longer than starting processes."""
    told: list[int] = []
    found = replicate(partial(whose, 0.4), 10, None, lambda done, _: told.append(done))
    assert [number for number, _ in found] == list(range(10))
    assert told == list(range(1, 11))
    if (os.cpu_count() or 1) > 1:
        assert {process for _, process in found[1:]}.isdisjoint({os.getpid()})
