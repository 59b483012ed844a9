"""The gate: receive or refuse deliveries, set faulty rows apart, import logs.

- `receive`: offer one delivery; gives an `Outcome`.
- `announced`: what a zip says of itself, before anything of it is taken in; `announced_chain`: of which chain a zip or folder says to be.
- `retry`: offer again what was refused or set apart.
- `waiting`, `Waiting`: the rows in quarantine, or the first of very many.
- `n_waiting`: how many rows are in quarantine.
- `refusals`, `Refusal`: the refused deliveries that are kept.
- `set_up`, `standing`, `Standing`: take pseudonyms for a chain, and how that is set up.
- `holder_of`: for whom something is kept of pseudonyms that are destroyed, so that a rotation knows them; `destroyed`
  (a module that is loaded apart, as it asks services): what that is.
- `rotation` (a module that is loaded apart, as it asks services): turn what the vault keeps to the keys of another period.
- `REFUSALS`: the codes of why a delivery is refused as a whole; `OF_OUR_SETTINGS`: those of which the cause can be here.
- `clean_up`: remove what a writer that crashed left of a chain.
- `refusals_to_forget`, `forget_refusals`: refused deliveries that must go under a rule of retention.
- `import_log`: a log as one full delivery per partner, through the same gate.
"""

from ketenmonitor.intake.announced import announced, announced_chain
from ketenmonitor.intake.commit import clean_up
from ketenmonitor.intake.forgetting import forget_refusals, refusals_to_forget
from ketenmonitor.intake.gate import receive
from ketenmonitor.intake.imported import import_log
from ketenmonitor.intake.offered import Refusal, refusals
from ketenmonitor.intake.outcome import Outcome
from ketenmonitor.intake.recipient import holder_of
from ketenmonitor.intake.remedies import OF_OUR_SETTINGS, REFUSALS
from ketenmonitor.intake.retry import Waiting, n_waiting, retry, waiting
from ketenmonitor.intake.setting_up import Standing, set_up, standing

__all__ = [
    "OF_OUR_SETTINGS",
    "REFUSALS",
    "Outcome",
    "Refusal",
    "Standing",
    "Waiting",
    "announced",
    "announced_chain",
    "clean_up",
    "forget_refusals",
    "holder_of",
    "import_log",
    "n_waiting",
    "receive",
    "refusals",
    "refusals_to_forget",
    "retry",
    "set_up",
    "standing",
    "waiting",
]
