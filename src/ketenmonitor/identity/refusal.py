"""That nobody knows who calls, and why.

Comes in: nothing. Goes out: `Unproven` to raise. The promise: the reason is a sentence for who calls and for our log: what is wrong
and what would be right, and nothing that a certificate or token says of its holder.
"""

from __future__ import annotations


class Unproven(Exception):
    """Who calls did not prove who it is. `challenge`: what WWW-Authenticate says of the way that would do."""

    def __init__(self, reason: str, challenge: str = "Mutual") -> None:
        super().__init__(reason)
        self.challenge = challenge
