"""A measure, described in a file: read, checked, and applied to a network of queues.

- `Scenario`, with `CapacityChange`, `ArrivalsChange`, `Closing`, `NewRoute`, `Priority`, `OtherAssumption`, `Sought`: what a file says.
- `read_scenario`, `scenario_from_text`: the scenario in a file; `ScenarioError` with every fault otherwise. `faults_of_scenario`: those.
- `applied`: a model with the measures of a scenario; `ScenarioError` with all that the model cannot follow.
- `assumed`: a model with the assumptions of a scenario, which are those of its baseline too.
- `cases_a_month`: how many cases one place can do in a mean month.
"""

from ketenmonitor.whatif.scenario.amounts import cases_a_month
from ketenmonitor.whatif.scenario.apply import applied
from ketenmonitor.whatif.scenario.assumptions import assumed
from ketenmonitor.whatif.scenario.changes import (
    ArrivalsChange,
    CapacityChange,
    Closing,
    NewRoute,
    OtherAssumption,
    Priority,
    Scenario,
    Sought,
)
from ketenmonitor.whatif.scenario.read import faults_of_scenario, read_scenario, scenario_from_text

__all__ = [
    "ArrivalsChange", "CapacityChange", "Closing", "NewRoute", "OtherAssumption", "Priority", "Scenario", "Sought",
    "applied", "assumed", "cases_a_month", "faults_of_scenario", "read_scenario", "scenario_from_text",
]  # fmt: skip
