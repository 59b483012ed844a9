"""What every contender is asked, and how it says what it found and how long that took.

A contender is a program that is given the folder of a log, answers the questions that it can, each as a `step`, and prints
one line of JSON at its end: seconds per step, and `answers`. The answers are few numbers that are wrong as soon as the
work is; `answers.py` holds them against each other.

    paths       how often one activity directly follows another, and the median wait
    variants    how many different sequences there are
    durations   the median time of cases that reached the end, as is usually published
    lead_time   the Kaplan-Meier median with open cases censored at the cut-off
    stock       at each month's end, for each of four stocks: how many are in, how many are old, their median age
    flow        in each month, for each stock: how many entered and left
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.sizes.process import CUT_OFF, NUMBER

QUESTIONS = ("paths", "variants", "durations", "lead_time", "stock", "flow")
START, ENDS, OTHER_ENDS = "reported", ("enforced",), ("closed_by_police", "dismissed")
# Stock: what enters, what leaves, and after how many days it is old; as in the definitions.
STOCKS: dict[str, tuple[tuple[str, ...], tuple[str, ...], int]] = {
    "police": (("reported", "supplemented"), ("sent", "closed_by_police"), 90),
    "prosecution": (("registered",), ("returned", "dismissed", "penalty_order", "summoned"), 90),
    "courts": (("received_by_court",), ("judged",), 180),
    "enforcement": (("enforcement_received",), ("enforced",), 90),
}
CUT_OFF_US = int(CUT_OFF.timestamp()) * 1_000_000
FIRST_MONTH, MONTHS = 2019 * 12, 90  # months are counted as year * 12 + month - 1
DAY_US = 86_400_000_000


def numbers(names: tuple[str, ...]) -> list[int]:
    """The numbers of activities, for tables with codes."""
    return [NUMBER[name] for name in names]


class Asked:
    """Collects seconds per step and answers."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.answers: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done inside."""
        began = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - began

    def say(self, **answers: Any) -> None:
        """Keep answers; numbers of any library become numbers of Python."""
        self.answers.update({name: float(value) for name, value in answers.items()})

    def finish(self) -> None:
        """Print the one line."""
        print(json.dumps({**self.seconds, "answers": self.answers}))
