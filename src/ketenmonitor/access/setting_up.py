"""Turn purposes on in a home: from then on everything that touches data of cases is refused without one that fits.

Comes in: a home, a signed register, whose signature is believed, and who has which role for commands. Goes out: the register. The
promise: a register on which nothing may rest is not turned on, and one that is on is not replaced by this.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from ketenmonitor.access.purposes import FOLDER, TABLE
from ketenmonitor.errors import UsageError
from ketenmonitor.lawful import Register, read_register, see_in
from ketenmonitor.logbook import Logbook
from ketenmonitor.store import SETTINGS_FILE, Home, add_settings


def set_up(home: Home, register: Path, signed_by: Sequence[str], roles: Mapping[str, Sequence[str]]) -> Register:
    """Raises what is wrong with the register, and UsageError when there is one already. `roles`: the accounts that have each."""
    if home.said(TABLE):
        raise UsageError(
            f"{home.path / SETTINGS_FILE}: [{TABLE}] is there already, and nothing was changed. A new version of the register takes the"
            " place of its file; who has which role is changed in that table."
        )
    found = read_register(register, signed_by)
    if not found.processing:
        raise UsageError(
            f"{register}: there is no [[processing]] in it, so it would permit nothing here. Add what is permitted."
        )
    Logbook(home)  # the logs begin here, and what cannot be logged is told now
    see_in(home.path / FOLDER, found)
    lines = [f"[{TABLE}]", f"register = {_text(_named(home, register))}", f"signed_by = {_texts(signed_by)}"]
    if roles:
        lines += [f"[{TABLE}.roles]", *(f"{_text(role)} = {_texts(some)}" for role, some in roles.items())]
    with home.writing():
        add_settings(home, "\n" + "\n".join(lines) + "\n")
    return found


def _named(home: Home, register: Path) -> str:
    """A file in the folder of the home by its name there, so that the folder can be moved; another by its whole path."""
    place, folder = register.resolve(), home.path.resolve()
    return str(place.relative_to(folder) if place.is_relative_to(folder) else place)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _texts(some: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, some))}]"
