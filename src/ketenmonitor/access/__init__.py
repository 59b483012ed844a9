"""The one gate to data of cases: what may be asked, by whom and for which purpose, and that it stands in the logs first.

- `permit`: decides, has that logged, and only then lets through; gives a `Permit`, to an `Asker`.
- `shown`: has logged whose data are about to be shown, when that was not known before.
- `turned_away`: has logged that something was refused for another reason than its purpose.
- `fitting`: the purposes for which somebody may ask.
- `in_force`: the register of purposes that counts in a home; none when the home did not turn it on.
- `roles_of`: the roles that an account of this machine has for commands.
- `set_up`: turns it on.
- `OPERATIONS`: what can be permitted, each with what it is.
"""

from ketenmonitor.access.gate import Asker, Permit, fitting, permit, shown, turned_away
from ketenmonitor.access.operations import OPERATIONS
from ketenmonitor.access.purposes import in_force, roles_of
from ketenmonitor.access.setting_up import set_up

__all__ = [
    "OPERATIONS",
    "Asker",
    "Permit",
    "fitting",
    "in_force",
    "permit",
    "roles_of",
    "set_up",
    "shown",
    "turned_away",
]
