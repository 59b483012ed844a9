"""The one door out: protects figures, or refuses them.

- `protect`: makes figures safe to publish; small counts, and what gives them away, become null and say so.
- `ProtectedFigures`: what comes out; the only figures that `release` accepts, and only `protect` makes them.
- `additive_table`, `AdditiveTable`: counts and the sums between them, of a small table that has to add up.
- `rounded`: its counts to multiples of a base, so that all sums still hold.
- `suppress`: which of its cells to hide, proved by an audit.
- `Knowledge`, `Range`: what a reader knows, and how closely any count follows from it.
- `SUPPRESSED`: the code in the notes of a record of which something was hidden.
"""

from ketenmonitor.disclosure.additive import AdditiveTable, additive_table
from ketenmonitor.disclosure.attack import Knowledge, Range
from ketenmonitor.disclosure.door import SUPPRESSED, protect
from ketenmonitor.disclosure.protected import ProtectedFigures
from ketenmonitor.disclosure.rounding import rounded
from ketenmonitor.disclosure.suppression import suppress

__all__ = [
    "SUPPRESSED",
    "AdditiveTable",
    "Knowledge",
    "ProtectedFigures",
    "Range",
    "additive_table",
    "protect",
    "rounded",
    "suppress",
]
