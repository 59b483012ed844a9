"""Real logs, which are no part of the project: calibration takes seconds, and says what these logs are known for."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from ketenmonitor.definition import read_definition, shipped_definition
from ketenmonitor.intake import import_log
from ketenmonitor.linking import Cases
from ketenmonitor.store import Home, make_home, open_view
from ketenmonitor.whatif import Model, Stood
from ketenmonitor.whatif.calibrate import calibrate, observe, vary
from ketenmonitor.whatif.simulate import play
from tests.peers.logs import definition_of, imported, log_named, names_in, read_by_pm4py

NOW_US = 1_767_225_600_000_000


def modelled(home: Home, chain: str, until: date | None = None) -> tuple[Model, Stood]:
    return calibrate(observe(Cases(open_view(home, chain)), until))


@pytest.mark.slow
def test_the_road_fines_are_a_chain_of_delays_and_nothing_later_leaks_in(tmp_path: Path) -> None:
    log = log_named("Road_Traffic_Fine_Management_Process.xes.gz")
    source = shipped_definition("verkeersboetes")
    definition = read_definition(source)
    home = make_home(tmp_path / "home", [source])
    import_log(home, definition.id, log, NOW_US)
    begin = time.perf_counter()
    model, stood = modelled(home, definition.id, date(2008, 1, 1))
    assert time.perf_counter() - begin < 60
    assert model.trained_until == date(2008, 1, 1)
    assert all(since < 1_199_145_600 for since in stood.since_s)
    said = {one.name: one for one in model.assumptions}
    raised = next(name for name in said if name.startswith("duration.betekend.verhoogd"))
    assert (said[raised].low, said[raised].value, said[raised].high) == (60, 60, 60)  # by law, on the day
    played = play(vary(model, 1, 0), stood, date(2008, 1, 1), date(2008, 7, 1), 1, 0)
    assert len(played.case) > len(stood.step)


@pytest.mark.parametrize("name", ["sepsis.xes.gz", "receipt.xes.gz", "running-example.csv"])
def test_any_log_has_a_model_that_plays(name: str, tmp_path: Path) -> None:
    log = log_named(name)
    home = imported(tmp_path, log, definition_of(names_in(read_by_pm4py(log)), "Europe/Amsterdam"))
    model, stood = modelled(home, "log")
    for step in model.steps.values():
        assert sum(route.share for route in step.routes) == pytest.approx(1.0)
    assert model.trained_until is not None
    start = model.trained_until
    played = play(vary(model, 1, 0), stood, start, start.replace(year=start.year + 1), 1, 0)
    assert len(played.case) >= len(stood.step)
