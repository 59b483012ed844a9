"""The scenarios that come with the program are sound, and hold every sort of measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.definition import read_definition, shipped_definition, shipped_definitions
from ketenmonitor.whatif.scenario import Scenario, read_scenario

EXAMPLES = sorted((Path(__file__).parents[4] / "examples" / "scenarios").glob("*.toml"))
MEASURES = ("capacity", "arrivals", "closed", "routes", "priorities")


def read(place: Path) -> Scenario:
    return read_scenario(place, read_definition(shipped_definition(place.stem.partition("-")[0])))


@pytest.mark.parametrize("place", EXAMPLES, ids=lambda place: place.stem)
def test_an_example_asks_for_one_thing(place: Path) -> None:
    asked = read(place)
    assert sum(len(getattr(asked, name)) for name in MEASURES) + (asked.search is not None) == 1


def test_every_shipped_chain_has_examples_and_every_sort_of_measure_one() -> None:
    assert {place.stem.partition("-")[0] for place in EXAMPLES} == set(shipped_definitions())
    of_zeden = [read(place) for place in EXAMPLES if place.stem.startswith("zeden-")]
    assert {name for one in of_zeden for name in MEASURES if getattr(one, name)} == set(MEASURES)
    assert any(one.search for one in of_zeden)
