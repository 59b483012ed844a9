"""Made-up chains: for any definition, deliveries as partners would send them, and what the figures must be.

- `make_deliveries`: writes the deliveries and `truth.json`.
- `Demonstration`: figures that were published, and the pace of a chain that is fitted to them.
- `Pace`: how many cases begin and how fast they go, declared instead of read from the definition.
- `Published`: what was published of one figure, by date.
- `demonstration`: the one that comes with the program.
"""

from ketenmonitor.synth.deliveries import make_deliveries
from ketenmonitor.synth.demonstration import Demonstration, Published, demonstration
from ketenmonitor.synth.pace import Pace

__all__ = ["Demonstration", "Pace", "Published", "demonstration", "make_deliveries"]
