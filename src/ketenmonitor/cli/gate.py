"""How commands ask leave: who gives the command is an account of this machine, with the roles that the home gives it.

Comes in: a home, what is asked and for which purpose. Goes out: a `Permit`, or the error that ends the command with nothing shown.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ketenmonitor.access import OF_LOGS, Asker, Permit, failed, permit, roles_of
from ketenmonitor.cli.output import now_us, user_of_system
from ketenmonitor.errors import StorageError
from ketenmonitor.store import SETTINGS_FILE, Home, open_home

GIVEN: list[tuple[Home, Permit]] = []  # to this command


def permitted(
    home: Home, operation: str, chain: str | None, purpose: str | None, *, case: str | None = None,
    name: str | None = None, reason: str | None = None, **selection: str | None,
) -> Permit:  # fmt: skip
    """Ask leave to do this with a chain. `name`: of a case, when only what the logs call it is known. Raises PurposeError or StorageError."""
    known = {key: value for key, value in selection.items() if value is not None}
    asker = asker_of_system(home)
    given = permit(
        home, asker, operation, chain, purpose, now_us(), case=case, name=name, selection=known, reason=reason
    )
    GIVEN.append((home, given))
    return given


def note_failure(error: BaseException) -> None:
    """Have logged what was permitted to this command and came to nothing by a fault of ours. What cannot be logged was said already."""
    while GIVEN:
        with suppress(StorageError, OSError):
            failed(*GIVEN.pop(), error, now_us())


def permitted_in_all(home: Home, operation: str, purpose: str | None) -> None:
    """Ask leave to do this with every chain of the home: one that is refused is enough to stop."""
    for chain in home.chains():
        permitted(home, operation, chain, purpose)


def permitted_record(log: Path, number: int, purpose: str | None, reason: str | None) -> None:
    """Ask leave to show a record, when the log is one of a monitor. Raises PurposeError or StorageError."""
    place = log.resolve()
    home = place.parent.parent
    if (home / SETTINGS_FILE).is_file():
        permitted(open_home(home), OF_LOGS, None, purpose, reason=reason, log=place.name, number=str(number))


def asker_of_system(home: Home) -> Asker:
    """Who gives this command."""
    user = user_of_system()
    return Asker(user, roles_of(home, user))
