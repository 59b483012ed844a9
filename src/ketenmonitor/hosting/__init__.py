"""What every service of ours that other organisations call has in common: settings, who calls, refusals, the log first.

- `Service`: what decides: with a register of purposes, a log, and who calls; `seconds_of_day`: until a limit of a day is there again.
- `LoggedRoute`: a route where who calls is known first, and where a refusal goes out only when it stands in the log.
- `Refused`: that something is not done, and why.
- `Entry`, `Limit`, `Line`, `LOG`: a decision to write down, and what it uses of limits; and where the log of them is.
- `lines_in`: the decisions in such a log.
- `Settings`: what every configuration has; `Authenticate`: how callers prove who they are; `ZONE`: of the days of a register.

The larger parts are loaded by who needs them: `app` (what goes around each answer), `config`, `document` and `serving`.
"""

from ketenmonitor.hosting.calling import Authenticate
from ketenmonitor.hosting.config import Settings
from ketenmonitor.hosting.ledger import LOG, Entry, Limit, Line, lines_in
from ketenmonitor.hosting.refused import Refused
from ketenmonitor.hosting.route import LoggedRoute
from ketenmonitor.hosting.service import ZONE, Service, seconds_of_day

__all__ = [
    "LOG", "ZONE", "Authenticate", "Entry", "Limit", "Line", "LoggedRoute", "Refused", "Service", "Settings", "lines_in",
    "seconds_of_day",
]  # fmt: skip
