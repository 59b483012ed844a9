"""From rows to the tables of one delivery, as CONTRACT's delivery says.

Comes in: the rows of a partner. Goes out: per delivery its Arrow tables. The promise: only declared columns, and an
identifier is a pseudonym.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ketenmonitor.synth.attributes import UNKNOWN
from ketenmonitor.synth.clock import written
from ketenmonitor.synth.columns import Ints
from ketenmonitor.synth.pseudonyms import pseudonyms
from ketenmonitor.synth.rows import (
    EMPTY,
    OTHER,
    EventRows,
    LinkRows,
    ObjectRows,
    Rows,
    event_rows,
    link_rows,
    object_rows,
)
from ketenmonitor.synth.schedule import Schedule
from ketenmonitor.synth.seen import has_rows
from ketenmonitor.synth.world import World


@dataclass(frozen=True)
class Extract:
    """All that one partner delivers in the end."""

    partner: str
    event_ids: pa.Array
    object_ids: pa.Array
    events: EventRows
    links: LinkRows
    objects: ObjectRows


def extract_of(world: World, schedule: Schedule, partner: str, *, seed: int, object_ids: pa.Array) -> Extract:
    """The rows of one partner; which come late or wrong depends on the seed and the partner's place."""
    rng = np.random.default_rng([seed, 2, world.definition.partners[partner].rank])
    events = event_rows(world, schedule, partner, rng)
    ids = pseudonyms(seed, f"events/{partner}", 1 + int(events.identity.max(initial=-1)))
    links, objects = link_rows(world, schedule, partner, rng), object_rows(world, schedule, partner, rng)
    return Extract(partner, ids, object_ids, events, links, objects)


def tables_of(world: World, extract: Extract, place: int, *, form: str, careless: bool) -> dict[str, pa.Table]:
    """The tables of the delivery at `place`; a kind of file that the partner never has is left out."""
    definition = world.definition
    tables = {}
    if any(a.partner == extract.partner for a in definition.activities.values()):
        rows = _at(extract.events, place)
        time = written(world.clock, rows.at, form, careless=careless)
        tables["events"] = _events(world, extract, rows, time)
    if any(link.partner == extract.partner for link in definition.links):
        links = _at(extract.links, place)
        time = written(world.clock, links.at, form, careless=careless)
        tables["links"] = _links(world, extract, links, time)
    if any(o.partner == extract.partner and has_rows(definition, o.id) for o in definition.objects.values()):
        tables["objects"] = _objects(world, extract, _at(extract.objects, place))
    return tables


def _at(rows: Rows, place: int) -> Rows:
    first, beyond = np.searchsorted(rows.place, [place, place + 1])
    return type(rows)(**{f.name: getattr(rows, f.name)[first:beyond] for f in fields(rows)})


def _events(world: World, extract: Extract, rows: EventRows, time: pa.Array) -> pa.Table:
    activities = world.definition.activities
    columns = {
        "event_id": extract.event_ids.take(pa.array(rows.identity)),
        "activity": _names(tuple(activities), rows.activity),
        "time": time,
        "object_id": extract.object_ids.take(pa.array(rows.object)),
    }
    own = [a.attributes for a in activities.values() if a.partner == extract.partner]
    for name in dict.fromkeys(name for names in own for name in names):
        carries = np.array([name in a.attributes for a in activities.values()])
        codes = np.where(carries[rows.activity], world.attributes[name][rows.object], UNKNOWN)
        columns[name] = _values(world, name, codes)
    return _with_withdrawn(columns, rows)


def _links(world: World, extract: Extract, rows: LinkRows, time: pa.Array) -> pa.Table:
    columns = {
        "from_type": _names(tuple(link.from_type for link in world.definition.links), rows.kind),
        "from_id": extract.object_ids.take(pa.array(rows.source)),
        "to_type": _names(tuple(link.to_type for link in world.definition.links), rows.kind),
        "to_id": extract.object_ids.take(pa.array(rows.target)),
        "time": time,
    }
    return _with_withdrawn(columns, rows)


def _with_withdrawn(columns: dict[str, pa.Array], rows: EventRows | LinkRows) -> pa.Table:
    return pa.table({**columns, "withdrawn": rows.withdrawn} if rows.withdrawn.any() else columns)


def _objects(world: World, extract: Extract, rows: ObjectRows) -> pa.Table:
    types = world.definition.objects
    columns = {
        "object_type": _names(tuple(types), world.type_of[rows.object]),
        "object_id": extract.object_ids.take(pa.array(rows.object)),
    }
    for name in dict.fromkeys(name for o in types.values() if o.partner == extract.partner for name in o.attributes):
        carries = np.array([name in o.attributes for o in types.values()])
        codes = np.where(carries[world.type_of[rows.object]], world.attributes[name][rows.object], UNKNOWN)
        another = np.where(codes == UNKNOWN, UNKNOWN, (codes + 1) % len(world.values[name]))
        codes = np.where(rows.stage == OTHER, another, np.where(rows.stage == EMPTY, UNKNOWN, codes))
        columns[name] = _values(world, name, codes)
    return pa.table(columns)


def _names(names: tuple[str, ...], codes: Ints) -> pa.Array:
    return pa.array(names, pa.string()).take(pa.array(codes))


def _values(world: World, name: str, codes: Ints) -> pa.Array:
    return pc.take(world.values[name], pa.array(codes, mask=codes == UNKNOWN))
