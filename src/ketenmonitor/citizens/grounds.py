"""On which ground a chain is processed: what the signed register of purposes says of it.

Comes in: a home, a chain and a day. Goes out: `Ground`s; None when the home has no register. The promise: a purpose is named only when
the register says that data of this chain are processed for it; what it does not say is not filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ketenmonitor.errors import StorageError
from ketenmonitor.lawful import Purpose, Register, read_register
from ketenmonitor.store import SETTINGS_FILE, Home


@dataclass(frozen=True)
class Ground:
    """For what, on which legal ground, from when until when."""

    purpose: Purpose
    operations: tuple[str, ...]

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.purpose.begin <= day <= self.purpose.until


def register_of(home: Home) -> Register | None:
    """The register that the settings of a home name. Raises what `read_register` does; None when they name none."""
    said = home.said("purposes")
    if "register" not in said:
        return None
    signers = said.get("signed_by")
    if not isinstance(said["register"], str) or not isinstance(signers, list):
        raise StorageError(
            f"{home.path / SETTINGS_FILE}: [purposes] needs `register`, a path, and `signed_by`, a list of public keys."
        )
    return read_register(home.path / Path(said["register"]), signers)


def grounds_of(register: Register | None, chain: str) -> tuple[Ground, ...] | None:
    """What a register says of a chain; None when there is none."""
    if register is None:
        return None
    # The entries come with the decision about purposes; a register of an earlier form has none.
    entries: tuple[Any, ...] = getattr(register, "processing", ())
    found = [
        Ground(_purpose(register, one.purpose), tuple(sorted(one.operations)))
        for one in entries
        if not one.chains or chain in one.chains
    ]
    return tuple(sorted(found, key=lambda one: (one.purpose.begin, one.purpose.id, one.operations)))


def _purpose(register: Register, said: Purpose | str) -> Purpose:
    return said if isinstance(said, Purpose) else register.purposes[said]
