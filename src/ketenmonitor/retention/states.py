"""The states of what is kept of an object, and which may follow which.

Comes in: a state and what a rule asks. Goes out: whether that may be. The promise: a state goes on as `NEXT` says and never back.
"""

from __future__ import annotations

from enum import StrEnum

from ketenmonitor.store import departures


class State(StrEnum):
    """`ACTIVE`: in the tables. `REMOVED`: behind the gatekeeper. `DESTROYED`: a keyed hash is left, so that it stays away."""

    ACTIVE = departures.ACTIVE
    REMOVED = departures.REMOVED
    DESTROYED = departures.DESTROYED


# One that is overdue by both periods when a policy is applied for the first time goes at once.
NEXT: dict[State, frozenset[State]] = {
    State.ACTIVE: frozenset({State.REMOVED, State.DESTROYED}),
    State.REMOVED: frozenset({State.DESTROYED}),
    State.DESTROYED: frozenset(),
}


def may_follow(before: State, after: State) -> bool:
    """Whether what is in one state may come into another."""
    return after in NEXT[before]
