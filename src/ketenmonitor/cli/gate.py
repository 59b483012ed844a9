"""How commands ask leave: who gives the command is an account of this machine, with the roles that the home gives it.

Comes in: a home, what is asked and for which purpose. Goes out: a `Permit`, or the error that ends the command with nothing shown.
"""

from __future__ import annotations

from ketenmonitor.access import Asker, Permit, permit, roles_of
from ketenmonitor.cli.output import now_us, user_of_system
from ketenmonitor.store import Home


def permitted(
    home: Home, operation: str, chain: str | None, purpose: str | None, *, case: str | None = None,
    reason: str | None = None, **selection: str | None,
) -> Permit:  # fmt: skip
    """Ask leave to do this with a chain. Raises PurposeError or StorageError."""
    known = {name: value for name, value in selection.items() if value is not None}
    asker = asker_of_system(home)
    return permit(home, asker, operation, chain, purpose, now_us(), case=case, selection=known, reason=reason)


def permitted_in_all(home: Home, operation: str, purpose: str | None) -> None:
    """Ask leave to do this with every chain of the home: one that is refused is enough to stop."""
    for chain in home.chains():
        permitted(home, operation, chain, purpose)


def asker_of_system(home: Home) -> Asker:
    """Who gives this command."""
    user = user_of_system()
    return Asker(user, roles_of(home, user))
