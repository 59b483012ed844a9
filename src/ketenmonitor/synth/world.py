"""The made-up truth: all objects, links and events, whoever came to know of them.

Comes in: a definition, how many cases, the span of time and a seed. Goes out: a `World`, in columns. The promise: the
same seed gives the same world, and nothing in it breaks the definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from ketenmonitor.definition import Definition
from ketenmonitor.synth.attributes import UNKNOWN, codes_of, values_of
from ketenmonitor.synth.clock import EPOCH, Clock, clock_of, midnight
from ketenmonitor.synth.columns import Ints, Pairs
from ketenmonitor.synth.history import History, Process, arrivals, live
from ketenmonitor.synth.kinship import kinship_of
from ketenmonitor.synth.pace import Pace
from ketenmonitor.synth.plan import steps_of

NEVER_TOLD = 0.02  # of the links: nobody wrote down that these belong together
TRIAL = 2_000  # cases of a trial run, to see how many lead to a unit
NEVER = np.iinfo(np.int64).max
FATES = ("true", "astray", "placeholder")  # as it is; it never was; one end is what was typed where none was known


@dataclass(frozen=True)
class World:
    """Objects are numbered through all types; codes are places in the dictionaries and lists of the definition.

    `born`: the instant of an object's first event; without events, that of its parent's last step. Events are in
    order of time. What exists only in a link that leads nowhere is `NEVER` born. `link_fate`: what became of each link, as a
    place in `FATES`.
    """

    definition: Definition
    clock: Clock
    type_of: Ints
    born: Ints
    link_kind: Ints
    link_from: Ints
    link_to: Ints
    link_at: Ints
    link_fate: Ints
    event_activity: Ints
    event_object: Ints
    event_at: Ints
    attributes: dict[str, Ints]
    values: dict[str, pa.Array]

    def of_type(self, object_type: str) -> Ints:
        """The numbers of all objects of a type."""
        return np.flatnonzero(self.type_of == tuple(self.definition.objects).index(object_type))


def world_of(
    definition: Definition, *, cases: int, first: date, end: date, seed: int, pace: Pace | None = None
) -> World:
    """A world in which about `cases` chain cases begin from `first` up to `end` (exactly, when they begin as units).

    A declared `pace` says itself how many begin, and what follows.
    """
    clock = clock_of(definition.zone, first - timedelta(days=2), end + timedelta(days=366))
    steps = pace.steps if pace else steps_of(definition)
    process = Process(definition, steps, kinship_of(definition, steps), clock)
    days = np.arange((first - EPOCH).days, (end - EPOCH).days)
    rates = pace.a_day(days) if pace else None
    count = cases if rates is None else max(1, round(rates.sum()))
    if rates is None and process.kinship.root != definition.unit:
        count = _count_for(process, days, cases, seed)
    rng = np.random.default_rng([seed, 1])
    history = live(process, arrivals(clock, days, count, rng, rates), rng)
    return _numbered(process, history, rng)


def _count_for(process: Process, days: Ints, cases: int, seed: int) -> int:
    """How many must begin for about `cases` units, from a trial run."""
    definition, chance = process.definition, np.random.default_rng([seed, 0])
    trial = live(process, arrivals(process.clock, days, TRIAL, chance), chance)
    born = _born(definition, trial).get(definition.unit, np.zeros(0, np.int64))
    end = EPOCH + timedelta(days=int(days[-1]) + 1)
    units = int((born < midnight(end, definition.zone)).sum())
    return max(1, round(cases * TRIAL / max(units, 1)))


def _born(definition: Definition, history: History) -> dict[str, Ints]:
    """Per type, when each object had its first event, or else could first have had one."""
    first = {object_type: np.full(len(herd), NEVER) for object_type, herd in history.herds.items()}
    for activity, objects, at in history.events:
        np.minimum.at(first[definition.activities[activity].object], objects, at)
    return {t: np.where(first[t] == NEVER, history.herds[t].born, first[t]) for t in first}


def _numbered(process: Process, history: History, rng: np.random.Generator) -> World:
    """One numbering through all types, and one table of events in order of time."""
    definition = process.definition
    types, activities = tuple(definition.objects), tuple(definition.activities)
    present = tuple(history.herds)
    sizes = [len(history.herds[t]) for t in present]
    start = dict(zip(present, np.cumsum([0, *sizes]).tolist(), strict=False))
    born = np.concatenate(list(_born(definition, history).values()))
    codes = codes_of(process, history, rng)
    activity = np.concatenate([np.full(len(at), activities.index(a)) for a, _, at in history.events] or [born[:0]])
    objects = np.concatenate([o + start[definition.activities[a].object] for a, o, _ in history.events] or [born[:0]])
    at = np.concatenate([at for _, _, at in history.events] or [born[:0]])
    order = np.argsort(at, kind="stable")
    kinds, sources, targets = _links(definition, history.pairs, start, rng)
    return World(
        definition=definition,
        clock=process.clock,
        type_of=np.repeat([types.index(t) for t in present], sizes),
        born=born,
        link_kind=kinds,
        link_from=sources,
        link_to=targets,
        link_at=np.maximum(born[sources], born[targets]),
        link_fate=np.zeros(len(kinds), np.int64),
        event_activity=activity[order],
        event_object=objects[order],
        event_at=at[order],
        attributes={a: _column(codes, a, present, sizes) for a in definition.attributes},
        values={a.id: values_of(a) for a in definition.attributes.values()},
    )


def _links(
    definition: Definition, pairs: dict[int, Pairs], start: dict[str, int], rng: np.random.Generator
) -> tuple[Ints, Ints, Ints]:
    none = np.zeros(0, np.int64)
    kinds, sources, targets = [none], [none], [none]
    for number, (source, target) in sorted(pairs.items()):
        told = rng.random(len(source)) >= NEVER_TOLD
        kinds.append(np.full(int(told.sum()), number))
        sources.append(source[told] + start[definition.links[number].from_type])
        targets.append(target[told] + start[definition.links[number].to_type])
    return np.concatenate(kinds), np.concatenate(sources), np.concatenate(targets)


def _column(codes: dict[str, dict[str, Ints]], attribute: str, present: tuple[str, ...], sizes: list[int]) -> Ints:
    nothing = [np.full(size, UNKNOWN) for size in sizes]
    return np.concatenate([codes[t].get(attribute, none) for t, none in zip(present, nothing, strict=True)])
