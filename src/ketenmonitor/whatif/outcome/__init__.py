"""From visits to figures: one simulation reduced, replications compared, and the outcome as data.

- `reduced`: the figures of one simulation. `standing`: the stocks at its begin. `compared`: all simulations, with and without the measure.
- `Reduced`, `Key`, `Periods`, `FIGURES`: what is kept of one. `Outcome`, `Figure`, `Band`, `Bottleneck`, `Tight`: what comes of all.
- `TIGHT`: from which share of its places in use a step can be the bottleneck.
"""

from ketenmonitor.whatif.outcome.bottlenecks import TIGHT
from ketenmonitor.whatif.outcome.compare import compared
from ketenmonitor.whatif.outcome.outcome import Band, Bottleneck, Figure, Outcome, Tight
from ketenmonitor.whatif.outcome.periods import Periods
from ketenmonitor.whatif.outcome.reduce import reduced
from ketenmonitor.whatif.outcome.reduced import FIGURES, Key, Reduced, standing

__all__ = [
    "FIGURES",
    "TIGHT",
    "Band",
    "Bottleneck",
    "Figure",
    "Key",
    "Outcome",
    "Periods",
    "Reduced",
    "Tight",
    "compared",
    "reduced",
    "standing",
]
