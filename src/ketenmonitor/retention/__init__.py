"""What may be kept for how long, and that it goes when it may not: the policy, the plan, the gatekeeper and destruction.

- `Policy`, `Rule`, `read_policy`, `faults_of_policy`: a table of retention, and all that is wrong with one.
- `adopt`, `policy_of`: let one count for a chain; the one that counts.
- `plan`, `Plan`, `Line`: what has to go on a day, and why; `write_identifiers`: which objects, in a file that stays inside.
- `apply`, `Applied`: let go what a plan showed.
- `State`, `NEXT`, `may_follow`: the states of what is kept.
- `ask`, `decide`, `requests_of`, `Request`: requests to see what is behind the gatekeeper; `show`: what was granted.
- `check_asked`: whether such a request can be made.
"""

from ketenmonitor.retention.adopted import adopt, policy_of
from ketenmonitor.retention.applying import Applied, apply
from ketenmonitor.retention.planning import Line, Plan, plan, write_identifiers
from ketenmonitor.retention.policy import Policy, Rule, faults_of_policy, read_policy
from ketenmonitor.retention.requests import Request, ask, check_asked, decide, requests_of
from ketenmonitor.retention.shown import show
from ketenmonitor.retention.states import NEXT, State, may_follow

__all__ = [
    "NEXT",
    "Applied",
    "Line",
    "Plan",
    "Policy",
    "Request",
    "Rule",
    "State",
    "adopt",
    "apply",
    "ask",
    "check_asked",
    "decide",
    "faults_of_policy",
    "may_follow",
    "plan",
    "policy_of",
    "read_policy",
    "requests_of",
    "show",
    "write_identifiers",
]
