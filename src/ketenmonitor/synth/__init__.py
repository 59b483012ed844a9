"""Made-up chains: for any definition, deliveries as partners would send them, and what the figures must be.

- `make_deliveries`: writes the deliveries and `truth.json`.
- `police_figures`: what the police published of sexual offence cases, for the demonstration.
"""

from ketenmonitor.synth.deliveries import make_deliveries
from ketenmonitor.synth.police import police_figures

__all__ = ["make_deliveries", "police_figures"]
