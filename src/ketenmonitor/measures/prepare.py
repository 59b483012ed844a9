"""Prepare: compute beforehand what every question needs of each case, and keep it up to date as deliveries come.

Comes in: a home and a chain. Goes out: prepared tables (`store.prepared`). The promise: what is prepared is what a
question would compute itself by the same expressions, and a delivery changes only the cases that it reaches (`reached`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import ibis.expr.types as ir

from ketenmonitor.definition import LeadTime, Term
from ketenmonitor.linking import Cases, Change, events_of
from ketenmonitor.measures import sequences, spans
from ketenmonitor.measures.concerned import Span
from ketenmonitor.measures.path import EVENT_STEPS, STEPS, event_steps, may_be_shared, steps
from ketenmonitor.measures.sequences import PLACED, WHOLES, placed_events, wholes
from ketenmonitor.measures.transitions import name_of, transitions_of
from ketenmonitor.store import Engine, Home, InForce, Receipt, View, connect, ledger, open_view, prepared
from ketenmonitor.store.prepared import Prepared, State, Writer

Part = tuple[int, int]  # the first and the last number of its objects
TOO_FEW, CURRENT, REFRESHED, REBUILT = "too-few", "current", "refreshed", "rebuilt"
SOURCES = ("objects", "events", "values", "links", "paths")
ORDER_ON_DISK = ("at_us", "receipt", "row")
UNORDERED = "unordered"
EVENTS_AT_ONCE = 2_500_000  # in the engine's memory, with what is computed of them
MERGE_AT = 0.2  # of all objects so many may have changed before base and overlay are written together


def prepare(home: Home, chain: str) -> str:
    """Bring the prepared tables up to what the ledger says; says how. Waits for another writer.

    `too-few`: too few events to prepare anything. `current`: there was nothing to do. `refreshed`: only what new receipts
    reached was computed. `rebuilt`: everything was.
    """
    receipts = ledger.read(home.tables_path(chain))
    if sum(r.counts.get("events", 0) for r in receipts) < home.settings.prepare_from:
        return TOO_FEW
    if _is_current(prepared.state_of(home, chain, receipts), receipts):
        return CURRENT
    with home.writing():
        view = open_view(home, chain, engine=connect(memory_limit=home.settings.memory_limit))
        before = prepared.state_of(home, chain, view.receipts)
        return CURRENT if _is_current(before, view.receipts) else Preparation(home, view, before).run()


def _is_current(state: State | None, receipts: tuple[Receipt, ...]) -> bool:
    return state is not None and state.receipts == len(receipts)


@dataclass(frozen=True)
class Preparation:
    """One run: `before` is what was prepared of fewer receipts, or None."""

    home: Home
    view: View
    before: State | None

    def run(self) -> str:
        """Refresh when only some cases changed, else compute everything."""
        with Writer(self.home, self.view.definition.id, self.view.engine) as writer:
            state = self._refreshed(writer, self.before) if self.before and self._is_increment(self.before) else None
            how = REFRESHED if state else REBUILT
            state = state or self._rebuilt(writer)
            writer.settle(state, self.before)
        n_objects = self.view.engine.run(self._opened(state)["objects"].count().as_table())[0][0].as_py()
        if state.changed > MERGE_AT * n_objects:
            self._merge(state)
        return how

    def _opened(self, state: State) -> Prepared:
        chain = self.view.definition.id
        return Prepared(self.home.prepared_path(chain), self.view.engine, state)

    def _is_increment(self, before: State) -> bool:
        """Whether nothing that came earlier changes by the new receipts, but for the rows that these take the place of."""
        old, new = self.view.receipts[: before.receipts], self.view.receipts
        return all(_is_the_same(old, new, partner) for partner in self.view.definition.partners)

    def _rebuilt(self, writer: Writer) -> State:
        """Everything, in parts of as many objects, so that it takes no more memory than one part."""
        view, first = self.view, Cases(self.view, given={})
        time, n = sequences.time_of(first), _count(view.engine, first.objects)
        events = sum(r.counts.get("events", 0) for r in view.receipts)
        parts = _parts(n, max(1, n * EVENTS_AT_ONCE // max(events, 1)))
        for number, (low, high) in enumerate(parts):
            writer.put("objects", first.objects.filter(first.objects.object.between(low, high)), (), number)
        view.engine.forget(first.objects)
        ready = {"objects": writer.written("objects")}
        self._put_events(writer, events_of(view, ready["objects"]), parts)
        ready["events"] = writer.written("events")
        for name in SOURCES[2:]:
            rows = view.engine.keep(getattr(Cases(view, given=ready), name))
            self._put_parts(writer, name, rows, parts)
            ready[name] = writer.written(name)
            view.engine.forget(rows)
        is_shared = may_be_shared(Cases(view, given=ready))
        names = [self._put_figures(writer, ready, time, parts, number, is_shared) for number in range(len(parts))]
        return State(
            fingerprint=prepared.fingerprint(self.home, view.definition.id, view.receipts),
            receipts=len(view.receipts),
            base=writer.name,
            tables=(*SOURCES, *names[0]),
            next_object=n,
            until_us=time.until_us if time else None,
            parts=len(parts),
        )

    def _put_events(self, writer: Writer, events: ir.Table, parts: list[Part]) -> None:
        """Spread events over the parts before each is put in order: putting all in order at once takes too much memory."""
        if len(parts) == 1:
            writer.put("events", events, ORDER_ON_DISK)
            return
        size = parts[0][1] - parts[0][0] + 1
        writer.spread(UNORDERED, events, (events.object // size).cast("int64"))
        for number in range(len(parts)):
            some = writer.spread_part(UNORDERED, number)
            writer.put("events", events.limit(0) if some is None else some, ORDER_ON_DISK, number)
        writer.drop(UNORDERED)

    def _put_parts(self, writer: Writer, name: str, rows: ir.Table, parts: list[Part]) -> None:
        order = ORDER_ON_DISK if name == "events" else ()
        for number, (low, high) in enumerate(parts):
            some = rows if len(parts) == 1 else rows.filter(rows[prepared.key_of(rows)].between(low, high))
            writer.put(name, some, order, number)

    def _put_figures(
        self,
        writer: Writer,
        ready: dict[str, ir.Table],
        time: Span | None,
        parts: list[Part],
        number: int,
        is_shared: bool,
    ) -> list[str]:
        """The tables of the cases of one part; returns their names."""
        whole, (low, high), is_all = Cases(self.view, given=ready), parts[number], len(parts) == 1
        near = dict(ready)
        if not is_all and whole.is_simple:
            near |= {name: writer.written(name, number) for name in ("objects", "events")}
        elif not is_all:
            near |= whole.near(whole.objects.filter(whole.objects.object.between(low, high))).given or {}
        if time is not None:
            near[PLACED] = self.view.engine.keep(placed_events(Cases(self.view, given=near), time))
        figures = figure_tables(Cases(self.view, given=near), is_shared)
        for name, compute in figures.items():
            rows = compute()
            writer.put(name, rows if is_all else rows.filter(rows.case.between(low, high)), (), number)
        self.view.engine.forget(*near.values())
        return list(figures)

    def _refreshed(self, writer: Writer, before: State) -> State | None:
        """The overlay with what changed; None when that does not do."""
        time = sequences.time_of(Cases(self.view))
        old = self._opened(before)
        if (time is None) != (before.until_us is None):
            return None
        change = self._change(old, before, time)
        figures = figure_tables(change.cases, EVENT_STEPS in before.tables or may_be_shared(change.cases))
        if set(figures) != set(before.tables) - set(SOURCES):
            return None
        now = {**change.near, **{name: compute() for name, compute in figures.items()}}
        earlier = old.part(before.overlay, prepared.CHANGED) if before.overlay else None
        changed = change.reached if earlier is None else change.reached.union(earlier, distinct=True)
        writer.put(prepared.CHANGED, changed)
        for name, rows in now.items():
            writer.put(name, self._over_earlier(old, before, name, rows, change))
        return replace(
            before,
            fingerprint=prepared.fingerprint(self.home, self.view.definition.id, self.view.receipts),
            receipts=len(self.view.receipts),
            overlay=writer.name,
            next_object=before.next_object + change.n_fresh,
            until_us=time.until_us if time else None,
            changed=_count(self.view.engine, changed),
        )

    def _change(self, old: Prepared, before: State, time: Span | None) -> Change:
        """What the new receipts reach; where the order of events is known further, or less far, all from there on."""
        view, root = self.view, self.home.tables_path(self.view.definition.id)
        stored = InForce(root, view.engine, view.receipts, view.receipts, tuple(view.definition.partners))
        since = view.receipts[before.receipts - 1].receipt if before.receipts else 0
        is_moved = time is not None and before.until_us is not None and time.until_us != before.until_us
        edge = min(time.until_us, before.until_us) if is_moved and time and before.until_us is not None else None
        return Change(view, stored, old, since, before.next_object, edge)

    def _over_earlier(self, old: Prepared, before: State, name: str, rows: ir.Table, change: Change) -> ir.Table:
        """The rows of the objects that changed now, and of those that changed earlier as they lie in the overlay."""
        key = prepared.key_of(rows)
        mine = rows.semi_join(change.reached, [(key, "object")])
        if before.overlay is None:
            return mine
        earlier = old.part(before.overlay, name)
        return earlier.anti_join(change.reached, [(key, "object")]).union(mine.select(*earlier.columns))

    def _merge(self, state: State) -> None:
        """Write base and overlay together, so that reading stays quick."""
        opened, parts = self._opened(state), _parts(state.next_object, -(-state.next_object // state.parts))
        with Writer(self.home, self.view.definition.id, self.view.engine) as writer:
            for name in state.tables:
                self._put_parts(writer, name, opened[name], parts)
            writer.settle(prepared.merged(state, writer.name, len(parts)), state, self.before)


def _parts(n: int, size: int) -> list[Part]:
    """From which to which number each part of `n` objects goes; at least one part."""
    return [(low, low + size - 1) for low in range(0, max(n, 1), max(size, 1))]


def figure_tables(cases: Cases, is_shared: bool) -> dict[str, Callable[[], ir.Table]]:
    """What is prepared of each case for the figures of a definition, by name; each is computed when it is called."""
    definition = cases.view.definition
    found: dict[str, Callable[[], ir.Table]] = {}
    time = sequences.time_of(cases)
    if time is not None:
        found |= {WHOLES: partial(wholes, cases, time), STEPS: partial(steps, cases, time)}
        if is_shared:
            found[EVENT_STEPS] = partial(event_steps, cases, time)
    clocks: tuple[LeadTime | Term, ...] = (*definition.lead_times.values(), *definition.terms.values())
    found |= {spans.name_of(clock): partial(spans.first_ends, cases, clock) for clock in clocks}
    if definition.pauses:
        of = definition.lead_times.values()
        found |= {spans.name_of_pauses(figure): partial(spans.pauses_of, cases, figure) for figure in of}
    return found | {name_of(stock): partial(transitions_of, cases, stock) for stock in definition.stocks.values()}


def _is_the_same(old: tuple[Receipt, ...], new: tuple[Receipt, ...], partner: str) -> bool:
    """Whether the earlier receipts of a partner still count as they did, in the order that they did."""
    known = {r.receipt for r in old}
    order = [r.receipt for r in ledger.precedence(new, partner) if r.receipt in known]
    covered, covers = ledger.coverage(old, partner), ledger.coverage(new, partner)
    return (
        order == [r.receipt for r in ledger.precedence(old, partner)]
        and ledger.replaced(old, partner) == ledger.replaced(new, partner) & known
        and (not order or (covered and covered.from_us) == (covers and covers.from_us))
    )


def _count(engine: Engine, table: ir.Table) -> int:
    return int(engine.run(table.count().as_table())[0][0].as_py())
