"""Which share of cases stays within a norm, with more places here or there.

Comes in: a chain, the cases that stand in it, what is sought, and places by step. Goes out: a share for each replication. The promise:
every number of places meets the same cases with the same luck, so that what differs is what the places do; each case that counts can be
followed for as long as its norm has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ketenmonitor.definition import Definition
from ketenmonitor.whatif.calibrate import vary
from ketenmonitor.whatif.model import Model, MorePlaces, Stood
from ketenmonitor.whatif.outcome import Key, reduced
from ketenmonitor.whatif.scenario import Sought
from ketenmonitor.whatif.simulate import play, scaled

MONTHS = 12  # cases of the last year that can be followed


@dataclass(frozen=True)
class Chain:
    """A chain as it would be, with what is sought of it; `start`: the first day, also of more places. `one_in`: one that is too large
    is played at this part of its size."""

    definition: Definition
    model: Model
    stood: Stood
    sought: Sought
    start: date
    seed: int
    one_in: int = 1

    @property
    def months(self) -> tuple[str, ...]:
        """The months in which cases begin that count: the last twelve, or as many as there are, with time for the norm after them."""
        last = self.sought.by + timedelta(days=1) - timedelta(days=self.sought.norm_days)
        found, month = [], self.start.replace(day=1)
        while (following := (month + timedelta(days=31)).replace(day=1)) <= last:
            found.append(f"{month:%Y-%m}")
            month = following
        return tuple(found[-MONTHS:])


def share_within(chain: Chain, more: Mapping[str, int], replication: int) -> float:
    """Of the cases that began in these months, the share that ends within the norm; 0 when there are none."""
    model = vary(with_more(chain.model, more, chain.start), chain.seed, replication)
    until = chain.sought.by + timedelta(days=1)
    small, stood = scaled(model, chain.stood, chain.one_in) if chain.one_in > 1 else (model, chain.stood)
    played = play(small, stood, chain.start, until, chain.seed, replication)
    found = reduced(played, small, stood, chain.definition)
    columns = [found.periods.index(month) for month in chain.months]
    started, within = (
        found.values[found.keys.index(Key("lead_time", chain.sought.lead_time, figure))][columns]
        for figure in ("started", "within_norm")
    )
    some = started > 0
    return float((started[some] * within[some]).sum() / started[some].sum()) if some.any() else 0.0


def with_more(model: Model, more: Mapping[str, int], start: date) -> Model:
    """The model with so many places more at each step from a day on."""
    steps = {
        name: replace(step, more=(*step.more, MorePlaces(more[name], start))) if more.get(name) else step
        for name, step in model.steps.items()
    }
    return replace(model, steps=steps)
