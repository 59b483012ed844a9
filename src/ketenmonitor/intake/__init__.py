"""The gate: receive or refuse deliveries, set faulty rows apart, import logs.

- `receive`: offer one delivery; gives an `Outcome`.
- `announced`: what a zip says of itself, before anything of it is taken in.
- `retry`: offer again what was refused or set apart.
- `waiting`, `Waiting`: the rows in quarantine, or the first of very many.
- `n_waiting`: how many rows are in quarantine.
- `refusals`, `Refusal`: the refused deliveries that are kept.
- `import_log`: a log as one full delivery per partner, through the same gate.
"""

from ketenmonitor.intake.announced import announced
from ketenmonitor.intake.gate import Outcome, receive
from ketenmonitor.intake.imported import import_log
from ketenmonitor.intake.offered import Refusal, refusals
from ketenmonitor.intake.retry import Waiting, n_waiting, retry, waiting

__all__ = [
    "Outcome",
    "Refusal",
    "Waiting",
    "announced",
    "import_log",
    "n_waiting",
    "receive",
    "refusals",
    "retry",
    "waiting",
]
