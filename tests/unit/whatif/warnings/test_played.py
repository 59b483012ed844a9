"""A measure larger than useful is told from one that is needed, on chains that were played."""

from __future__ import annotations

from datetime import date

import pytest

from ketenmonitor.whatif.outcome import compared, reduced
from ketenmonitor.whatif.scenario import applied, scenario_from_text
from ketenmonitor.whatif.simulate import play
from ketenmonitor.whatif.warnings import warnings_of
from tests.unit.whatif.search.chains import START, chain

TEXT = '[scenario]\ntitle = "x"\nfrom = 2026-01-01\nuntil = 2026-08-31\n[[capacity]]\nstep = "aangifte"\nplaces = {}\n'
UNTIL = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("there", "more", "told"),
    [(6, 2, set()), (6, 40, {"queue-empties"}), (30, 10, {"idle-anyway"})],  # eight are in use on average
)
def test_spare_places_are_told(there: int, more: int, told: set[str]) -> None:
    of = chain(there, 30)
    asked = scenario_from_text("s.toml", TEXT.format(more).encode(), of.definition)
    changed = applied(of.model, asked)
    pairs = []
    for number in range(3):
        played = [play(model, of.stood, START, UNTIL, 1, number) for model in (of.model, changed)]
        without, with_it = (
            reduced(one, model, of.stood, of.definition) for one, model in zip(played, (of.model, changed), strict=True)
        )
        pairs.append((without, with_it))
    outcome = compared(pairs, of.model)
    found = {one.code for one in warnings_of(of.model, changed, asked, outcome)}
    assert found & {"queue-empties", "idle-anyway"} == told
