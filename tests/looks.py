"""Looks at cases that stand in the log of a home, as commands and pages leave them there."""

from __future__ import annotations

from ketenmonitor.access import Asker, permit
from ketenmonitor.store import Home


def looked(home: Home, at_us: int, user: str, case: str, operation: str = "case", purpose: str | None = None) -> None:
    """Somebody looked at a case of the chain of tests."""
    permit(home, Asker(user), operation, "proef", purpose, at_us, case=case)
