"""The demonstration: figures that were published, and the pace of a made-up chain that is fitted to them.

Comes in: `demonstration.toml`, in which every number says whether it is published, assumed or fitted. Goes out: a
`Demonstration`. The promise: figures as published; where the source gives no period, none is made up.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

import pyarrow as pa

from ketenmonitor.definition import read_definition, shipped_definition
from ketenmonitor.synth.pace import Pace, pace_of

FILE = "demonstration.toml"


@dataclass(frozen=True)
class Published:
    """What was published of one figure, by date."""

    measure: str
    id: str
    field: str
    values: dict[date, int]


@dataclass(frozen=True)
class Demonstration:
    """All parameters. `secrets`: no secrets, for there is nobody to protect: so that the demonstration is the same always.
    `months_of_flows`: whole months before its date that a published flow is taken to count."""

    chain: str
    publisher: str
    seed: int
    months: int
    published: tuple[Published, ...]
    months_of_flows: int
    margin: float
    pace: Pace
    secrets: dict[str, str]

    def figures(self) -> pa.Table:
        """The published figures as a partner delivers them: measure, id, field, date, period, value."""
        rows = [
            {"measure": one.measure, "id": one.id, "field": one.field, "date": day, "period": None, "value": value}
            for one in self.published
            for day, value in one.values.items()
        ]
        texts = [(name, pa.string()) for name in ("measure", "id", "field")]
        schema = pa.schema([*texts, ("date", pa.date32()), ("period", pa.string()), ("value", pa.int64())])
        return pa.Table.from_pylist(rows, schema=schema)


def demonstration() -> Demonstration:
    """The demonstration as its parameter file declares it."""
    said = tomllib.loads((files("ketenmonitor.synth") / FILE).read_text(encoding="utf-8"))
    dates = said["published"]["dates"]
    published = tuple(
        Published(one["measure"], one["id"], one["field"], dict(zip(dates, one["values"], strict=True)))
        for one in said["published"]["figures"]
    )
    pace = pace_of(read_definition(shipped_definition(said["chain"])), said["pace"])
    names = ("chain", "publisher", "seed", "months", "secrets")
    return Demonstration(**{name: said[name] for name in names}, published=published, pace=pace, **said["assumed"])
