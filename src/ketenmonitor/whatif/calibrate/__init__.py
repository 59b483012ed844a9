"""From a measured chain to a model of it, with every assumption numbered.

- `observe`: every visit of every case to a step, until a day; `Observed`.
- `calibrate`: the model and the cases that stand in it.
- `vary`: the model with every number drawn from its interval; `adjusted`: with other values of its assumptions.
"""

from ketenmonitor.whatif.calibrate.adjusted import adjusted
from ketenmonitor.whatif.calibrate.model_of import calibrate
from ketenmonitor.whatif.calibrate.observe import Observed, observe
from ketenmonitor.whatif.calibrate.vary import vary

__all__ = ["Observed", "adjusted", "calibrate", "observe", "vary"]
