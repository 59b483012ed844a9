"""Why a login with a provider did not succeed, each with the name of its words and the status of its page.

Comes in: nothing. Goes out: a `Refusal` to raise. The promise: a visitor gets the words of `why` only; `about` is for our log,
and says which answer or claim was not right and never what somebody is called.
"""

from __future__ import annotations

from enum import Enum

LONGEST = 200


class Why(Enum):
    """`STALE`: no login of this browser waits for this answer. `UNFIT`: the provider's answer cannot be believed."""

    STALE = 400
    DENIED = 403
    UNFIT = 502
    UNREACHABLE = 503


class Refusal(Exception):
    """A login that did not succeed."""

    def __init__(self, why: Why, about: str) -> None:
        super().__init__(f"{why.name.lower()}: {about[:LONGEST]}")
        self.why = why
