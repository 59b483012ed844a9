"""The one door out: protects figures, or refuses them.

- `protect`: makes figures safe to publish; small counts, and what gives them away, become null and say so.
- `ProtectedFigures`: what comes out; the only figures that `release` accepts, and only `protect` makes them.
- `SUPPRESSED`: the code in the notes of a record of which something was hidden.
"""

from ketenmonitor.disclosure.door import SUPPRESSED, protect
from ketenmonitor.disclosure.protected import ProtectedFigures

__all__ = ["SUPPRESSED", "ProtectedFigures", "protect"]
