"""On which ground a chain is processed: what the signed register of purposes says of it.

Comes in: the register that counts in a home, and a chain. Goes out: `Ground`s; None when there is no register. The promise: a
purpose is named only when the register says that data of this chain are processed for it; what it does not say is not filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ketenmonitor.lawful import Purpose, Register


@dataclass(frozen=True)
class Ground:
    """For what, on which legal ground, from when until when."""

    purpose: Purpose
    operations: tuple[str, ...]

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.purpose.begin <= day <= self.purpose.until


def grounds_of(register: Register | None, chain: str) -> tuple[Ground, ...] | None:
    """What a register says of a chain; None when there is none."""
    if register is None:
        return None
    found = [
        Ground(one.purpose, tuple(sorted(one.operations)))
        for one in register.processing
        if one.chains is None or chain in one.chains
    ]
    return tuple(sorted(found, key=lambda one: (one.purpose.begin, one.purpose.id, one.operations)))
