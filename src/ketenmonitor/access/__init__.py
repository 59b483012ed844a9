"""The one gate to data of cases: what may be asked, by whom and for which purpose, and that it stands in the logs first.

- `permit`: decides, has that logged, and only then lets through; gives a `Permit`, to an `Asker`.
- `shown`: has logged whose data are about to be shown, when that was not known before.
- `failed`: has logged that what was permitted came to nothing by a fault of ours.
- `turned_away`: has logged that something was refused for another reason than its purpose.
- `delivery_refused`: has logged that a delivery was refused for what it is.
- `fitting`: the purposes for which somebody may ask.
- `in_force`: the register of purposes that counts in a home; none when the home did not turn it on.
- `roles_of`: the roles that an account of this machine has for commands.
- `set_up`: turns it on.
- `OPERATIONS`: what can be permitted, each with what it is; `OF_LOGS`: the one of looking in the logs themselves.
"""

from ketenmonitor.access.gate import Asker, Permit, failed, fitting, permit, shown, turned_away
from ketenmonitor.access.log import delivery_refused
from ketenmonitor.access.operations import OF_LOGS, OPERATIONS
from ketenmonitor.access.purposes import in_force, roles_of
from ketenmonitor.access.setting_up import set_up

__all__ = [
    "OF_LOGS",
    "OPERATIONS",
    "Asker",
    "Permit",
    "delivery_refused",
    "failed",
    "fitting",
    "in_force",
    "permit",
    "roles_of",
    "set_up",
    "shown",
    "turned_away",
]
