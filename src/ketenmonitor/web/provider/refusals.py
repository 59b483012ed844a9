"""Why a login with a provider did not succeed, each with the name of its words and the status of its page.

Comes in: nothing. Goes out: a `Refusal` to raise. The promise: what a provider or a browser sent is in none of them.
"""

from __future__ import annotations

from enum import Enum


class Why(Enum):
    """`STALE`: no login of this browser waits for this answer. `UNFIT`: the provider's answer cannot be believed."""

    STALE = 400
    DENIED = 403
    UNFIT = 502
    UNREACHABLE = 503


class Refusal(Exception):
    """A login that did not succeed."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.name)
        self.why = why
