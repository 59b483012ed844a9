"""What if: the effects of a measure on a whole chain, beside doing nothing.

- `Model`, `Step`, `Route`, `Duration`, `Places`, `Arrivals`, `Assumption`, `Closed`, `Diversion`, `MorePlaces`: a chain as queues.
- `Stood`, `Played`: the cases that stand in it at the begin, and what a simulation brought forth.
- `read_scenario`, `scenario_from_text`, `Scenario`: what is asked.
- `sides_of`, `Sides`: the chain without and with it. `answer`, `Answer`: what comes of it.
- `Outcome`, `Figure`, `Band`, `Bottleneck`, `Tight`, `Key`: figures on both sides with their difference, and where it gets stuck.
- `Run`, `Standing`, `begin_run`, `play_run`, `run_of`, `runs_of`: scenarios that were asked from a page, and what came of them.
- `runs_before`, `forget_runs`: those that were kept long enough.
- `learned`: the model of a chain. `replay`, `Replay`: how well it foretold what is known.
- `document_of`, `files_of`: an answer as one document, and as files.
- `forecast`, `Forecast`, `Series`, `series_of`: what a stock will be if nothing changes, learned from its own past.
"""

from ketenmonitor.whatif.answered import document_of, files_of
from ketenmonitor.whatif.ask import Answer, Sides, answer, sides_of
from ketenmonitor.whatif.forecast import Forecast, Series, forecast, series_of
from ketenmonitor.whatif.model import (
    Arrivals,
    Assumption,
    Closed,
    Diversion,
    Duration,
    Model,
    MorePlaces,
    Places,
    Route,
    Step,
    Stood,
)
from ketenmonitor.whatif.outcome import Band, Bottleneck, Figure, Key, Outcome, Tight
from ketenmonitor.whatif.played import Played
from ketenmonitor.whatif.replay import Replay, learned, replay
from ketenmonitor.whatif.runs import Run, Standing, begin_run, forget_runs, play_run, run_of, runs_before, runs_of
from ketenmonitor.whatif.scenario import Scenario, read_scenario, scenario_from_text

__all__ = [
    "Answer",
    "Arrivals",
    "Assumption",
    "Band",
    "Bottleneck",
    "Closed",
    "Diversion",
    "Duration",
    "Figure",
    "Forecast",
    "Key",
    "Model",
    "MorePlaces",
    "Outcome",
    "Places",
    "Played",
    "Replay",
    "Route",
    "Run",
    "Scenario",
    "Series",
    "Sides",
    "Standing",
    "Step",
    "Stood",
    "Tight",
    "answer",
    "begin_run",
    "document_of",
    "files_of",
    "forecast",
    "forget_runs",
    "learned",
    "play_run",
    "read_scenario",
    "replay",
    "run_of",
    "runs_before",
    "runs_of",
    "scenario_from_text",
    "series_of",
    "sides_of",
]
