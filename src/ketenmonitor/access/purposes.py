"""Which register of purposes counts in a home, and which roles an account of this machine has.

    [purposes]                       in monitor.toml; without it nobody is refused for lack of a purpose
    register = "purposes.toml"       its signature is beside it; from the folder of the home on
    signed_by = ["<base64>"]         whose signatures are believed
    [purposes.roles]                 who has which role when they give commands, by account of the operating system
    analyst = ["jansen"]

Comes in: a home. Goes out: a `Register`, or none. The promise: a home that turned purposes on has a register on which everything may
rest, or a PurposeError; a lower version than one seen before is not one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from ketenmonitor.errors import DefinitionError, PurposeError, StorageError
from ketenmonitor.lawful import SEEN, Register, Standing, see_in
from ketenmonitor.logbook import is_begun_in
from ketenmonitor.store import SETTINGS_FILE, Home

TABLE = "purposes"
FOLDER = "log"  # where it is remembered which register was seen


@dataclass(frozen=True)
class Purposes:
    """The table [purposes]."""

    register: Path
    signed_by: tuple[str, ...]
    roles: Mapping[str, frozenset[str]]


def purposes_of(home: Home) -> Purposes | None:
    """What a home says of purposes; None when it says nothing. Raises PurposeError for what is not right."""
    said = home.said(TABLE)
    if not said:
        return None
    register, signed_by, roles = said.get("register"), said.get("signed_by"), said.get("roles", {})
    is_right = (
        set(said) <= {"register", "signed_by", "roles"} and isinstance(register, str) and register
        and _are_texts(signed_by) and signed_by
        and isinstance(roles, dict) and all(map(_are_texts, roles.values()))
    )  # fmt: skip
    if not is_right:
        raise PurposeError(
            f"{home.path / SETTINGS_FILE}: [{TABLE}] is not right. Right is register, the path of a register of purposes; signed_by, a"
            f" list of public keys; and [{TABLE}.roles], a list of accounts for each role. Nothing is permitted until it is."
        )
    assert isinstance(register, str)
    assert signed_by is not None
    return Purposes(home.path / register, tuple(signed_by), {name: frozenset(some) for name, some in roles.items()})


def in_force(home: Home) -> Register | None:
    """The register that counts now; None for a home without. Raises PurposeError when nothing may rest on it."""
    said = purposes_of(home)
    if said is None:
        return None
    seen = home.path / FOLDER / SEEN
    if not seen.exists() and is_begun_in(home):
        raise PurposeError(
            f"{seen}: this is gone, so that an older register could not be told from a newer one, and nothing is permitted. Put it back"
            " from a backup. If it is lost for good, take [purposes] out of monitor.toml and give `ketenmonitor purposes setup` again."
        )
    try:
        return _standing(home.path / FOLDER, said.register, said.signed_by).now()
    except (DefinitionError, StorageError) as error:
        raise PurposeError(f"There is no register of purposes in force, so nothing is permitted. {error}") from None


def roles_of(home: Home, account: str) -> frozenset[str]:
    """The roles of an account of the operating system; none when the settings cannot be relied on, which the gate then says."""
    try:
        said = purposes_of(home)
    except PurposeError:
        return frozenset()
    return frozenset(role for role, some in said.roles.items() if account in some) if said else frozenset()


@lru_cache(maxsize=64)  # of one process: a register is read and its signature checked once, until it is changed
def _standing(folder: Path, register: Path, signed_by: tuple[str, ...]) -> Standing:
    return Standing(register, signed_by, partial(see_in, folder))


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
