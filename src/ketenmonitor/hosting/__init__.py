"""What every service of ours that other organisations call has in common: settings, who calls, refusals, the log first.

- `identified`, `Authenticate`: who calls, which counts as a request of them.
- `Refused`: that something is not done, and why.
- `LoggedRoute`: a route where who calls is known first, and where a refusal goes out only when it stands in the log.
- `Service`: what such a route needs of what answers.

The larger parts are loaded by who needs them: `app` (what goes around each answer), `config`, `document` and `serving`.
"""

from ketenmonitor.hosting.calling import Authenticate, identified
from ketenmonitor.hosting.refused import Refused
from ketenmonitor.hosting.route import LoggedRoute, Service

__all__ = ["Authenticate", "LoggedRoute", "Refused", "Service", "identified"]
