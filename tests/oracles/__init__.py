"""The reference engine: every measure, written naively over lists with exact fractions. See README.md.

`measure` answers the question that the command `ketenmonitor measure` answers, from the deliveries themselves. It
shares no code with the package.
"""

from __future__ import annotations

import tomllib

from tests.oracles import handover, lead_time, linkage, sequences, stock, term
from tests.oracles.knowledge import Table, know
from tests.oracles.linking import World, link

__all__ = ["MEASURES", "OF_THE_CHAIN", "measure", "world_of"]

MEASURES = {
    "lead-time": ("lead_times", lead_time.records),
    "stock": ("stocks", stock.records),
    "flow": ("stocks", stock.flow_records),
    "handover": ("handovers", handover.records),
    "term": ("terms", term.records),
}
# Measures without ids.
OF_THE_CHAIN = {"path": sequences.path_records, "variant": sequences.variant_records}


def measure(
    definition_toml: str,
    deliveries: list[Table],
    measure: str,
    id: str | None,
    selection: Table,
    as_known_at_us: int | None = None,
) -> list[Table]:
    """The records of a measure; of all its entries in the definition when `id` is None."""
    world = world_of(definition_toml, deliveries, as_known_at_us)
    if measure == "linkage":
        return linkage.records(world, id, selection)
    if measure in OF_THE_CHAIN:
        return OF_THE_CHAIN[measure](world, selection)
    table, compute = MEASURES[measure]
    wanted = [id] if id is not None else list(world.definition.get(table, {}))
    return [record for one in wanted for record in compute(world, one, selection)]


def world_of(definition_toml: str, deliveries: list[Table], as_known_at_us: int | None = None) -> World:
    """The chain with everything known of it at a moment."""
    definition = tomllib.loads(definition_toml)
    return link(definition, know(definition, deliveries, as_known_at_us))
