"""How made-up cases go through the chain: which activity follows which, and after how long.

Comes in: a number of cases and a random generator. Goes out: columns of events. The promise: the same generator gives the
same events, times are whole seconds and rise strictly within a case, and what lies after the cut-off is not there, so
that part of the cases is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

DAY = 86_400
BEGIN = datetime(2019, 1, 1, tzinfo=UTC)
CUT_OFF = datetime(2026, 7, 1, tzinfo=UTC)
BEGIN_S, CUT_OFF_S = int(BEGIN.timestamp()), int(CUT_OFF.timestamp())

# What may follow an activity: with which chance, and after how many days in the middle of the distribution.
FOLLOWING: dict[str, dict[str, tuple[float, float]]] = {
    "reported": {"investigated": (0.66, 12), "interrogated": (0.16, 20), "closed_by_police": (0.18, 40)},
    "investigated": {
        "investigated": (0.16, 15), "interrogated": (0.60, 25), "sent": (0.12, 20), "closed_by_police": (0.12, 45),
    },
    "interrogated": {"investigated": (0.12, 18), "sent": (0.80, 15), "closed_by_police": (0.08, 30)},
    "closed_by_police": {},
    "sent": {"registered": (1.0, 4)},
    "supplemented": {"sent": (1.0, 21)},
    "registered": {"assessed": (0.85, 21), "dismissed": (0.07, 35), "penalty_order": (0.08, 14)},
    "assessed": {"returned": (0.10, 10), "dismissed": (0.10, 30), "penalty_order": (0.30, 20), "summoned": (0.50, 40)},
    "returned": {"supplemented": (1.0, 25)},
    "dismissed": {},
    "penalty_order": {"enforcement_received": (1.0, 5)},
    "summoned": {"received_by_court": (1.0, 3)},
    "received_by_court": {"scheduled": (1.0, 30)},
    "scheduled": {"adjourned": (0.28, 70), "judged": (0.72, 60)},
    "adjourned": {"scheduled": (0.75, 30), "judged": (0.25, 80)},
    "judged": {"enforcement_received": (1.0, 16)},
    "enforcement_received": {"notified": (0.90, 12), "enforced": (0.10, 40)},
    "notified": {"reminded": (0.45, 45), "enforced": (0.55, 35)},
    "reminded": {"reminded": (0.35, 40), "enforced": (0.65, 30)},
    "enforced": {},
}  # fmt: skip
ACTIVITIES = tuple(FOLLOWING)
NUMBER = {name: i for i, name in enumerate(ACTIVITIES)}
ACTIVITIES_OF = {
    "police": ("reported", "investigated", "interrogated", "closed_by_police", "sent", "supplemented"),
    "prosecution": ("registered", "assessed", "returned", "dismissed", "penalty_order", "summoned"),
    "courts": ("received_by_court", "scheduled", "adjourned", "judged"),
    "enforcement": ("enforcement_received", "notified", "reminded", "enforced"),
}
PARTNERS = tuple(ACTIVITIES_OF)
PARTNER_OF = {name: partner for partner, names in ACTIVITIES_OF.items() for name in names}
SPREAD = 0.9  # of the logarithm of a wait
LEAST_WAIT = 60  # seconds
EVENTS_PER_CASE = 8.26  # about; so many cases are made for a wanted number of events

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Happened:
    """Events in no order: which case (counted from 0), which activity (its number), when (seconds since 1970)."""

    case: Ints
    activity: Ints
    at: Ints


def _table() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Per activity: the cumulative chance of what follows, and the middle of the wait before it (days)."""
    n = len(ACTIVITIES)
    chance, wait = np.zeros((n, n)), np.ones((n, n))
    for name, following in FOLLOWING.items():
        for after, (share, days) in following.items():
            chance[NUMBER[name], NUMBER[after]], wait[NUMBER[name], NUMBER[after]] = share, days
    return chance.cumsum(axis=1).round(9), wait


CHANCE, WAIT = _table()


def beginnings(cases: int, draw: np.random.Generator) -> Ints:
    """When each case begins: evenly over the whole time."""
    return draw.integers(BEGIN_S, CUT_OFF_S, cases)


def follow(start: Ints, first: str, draw: np.random.Generator, until: tuple[str, ...] = ()) -> Happened:
    """Let cases go on from their first activity to an end, one of `until`, or the cut-off."""
    case, at = np.arange(len(start)), start.astype(np.int64)
    activity = np.full(len(start), NUMBER[first])
    last = [NUMBER[name] for name in ACTIVITIES if not FOLLOWING[name] or name in until]
    steps = []
    while len(case):
        there = at < CUT_OFF_S
        case, activity, at = case[there], activity[there], at[there]
        steps.append((case, activity, at))
        goes_on = ~np.isin(activity, last)
        case, activity, at = case[goes_on], activity[goes_on], at[goes_on]
        following = (draw.random(len(case))[:, None] >= CHANCE[activity]).sum(axis=1)
        days = WAIT[activity, following] * np.exp(SPREAD * draw.standard_normal(len(case)))
        at = at + LEAST_WAIT + (days * DAY).astype(np.int64)
        activity = following
    return Happened(*(np.concatenate(column) for column in zip(*steps, strict=True)))
