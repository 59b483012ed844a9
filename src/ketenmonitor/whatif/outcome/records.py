"""An outcome as data for programs: records of plain values.

Comes in: an outcome, the assumptions of a model. Goes out: dictionaries for JSON and CSV. The promise: every record says `kind`:
`scenario`, and none has the fields by which a measured figure is known (`measure`, `view`), so that the two cannot be taken for each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ketenmonitor.whatif.model import Assumption
from ketenmonitor.whatif.outcome.outcome import Band, Bottleneck, Figure, Outcome, Tight

KIND = {"kind": "scenario"}
SIDES = ("baseline", "scenario", "difference")
LIMITS = ("mean", "low", "high")
Record = dict[str, Any]


def figures_of(outcome: Outcome) -> list[Record]:
    """A record for each figure and period."""
    return [_figure(one) for one in outcome.figures]


def _figure(one: Figure) -> Record:
    about, id, name = one.key
    return {
        **KIND,
        "about": about,
        "id": id,
        "figure": name,
        "unit": one.unit,
        "period": one.period,
        **{side: _band(getattr(one, side)) for side in SIDES},
        "better": one.better,
        "worse": one.worse,
        "replications": one.replications,
        "missing": one.missing,
    }


def _band(band: Band | None) -> Record | None:
    return None if band is None else asdict(band)


def as_rows(records: Iterable[Record]) -> list[Record]:
    """The same with a column for each limit of each side: `baseline_mean`, `baseline_low`, ... for CSV."""
    return [_row(record) for record in records]


def _row(record: Record) -> Record:
    row: Record = {}
    for name, value in record.items():
        if name in SIDES:
            row |= {f"{name}_{limit}": value and value[limit] for limit in LIMITS}
        else:
            row[name] = value
    return row


def at_start_of(outcome: Outcome) -> list[Record]:
    """The stocks when the simulation began, as they were counted from the events."""
    return [{**KIND, "about": key.about, "id": key.id, "stock": n} for key, n in outcome.at_start.items()]


def bottlenecks_of(outcome: Outcome) -> list[Record]:
    """The tightest step of each month, without and with the measure."""
    return [bottleneck_of(one) for one in outcome.bottlenecks]


def bottleneck_of(one: Bottleneck) -> Record:
    """One month."""
    return {**KIND, "period": one.period, "baseline": _tight(one.baseline), "scenario": _tight(one.scenario)}


def _tight(one: Tight | None) -> Record | None:
    return None if one is None else asdict(one)


def assumptions_of(assumptions: Iterable[Assumption]) -> list[Record]:
    """What the model assumes, by number."""
    return [{**KIND, **asdict(one)} for one in assumptions]
