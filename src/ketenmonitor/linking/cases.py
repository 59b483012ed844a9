"""From objects to cases: which objects, and so which events, belong to which case.

Comes in: a view. Goes out: `Cases`, tables that stay in the engine. The promise: a chain case is a unit object with
everything that has a path to it, a shared object counts in each, and what reaches no unit is not lost.

Objects have numbers here, because per-case work on numbers takes half the time of work on their identifiers. A number
means nothing outside the tables that it came with.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import ibis
import ibis.expr.types as ir

from ketenmonitor.linking import paths as p
from ketenmonitor.store import View, in_order


@dataclass(frozen=True, eq=False)
class Cases:
    """The cases of a view; each table is computed once and kept in the engine, unless it was prepared.

    `given` are tables by name to use instead of those that were prepared with the view. `record_keys` (object,
    record_key): a number for each object, of which every count then has the sum beside it; for who must protect counts.
    """

    view: View
    given: Mapping[str, ir.Table] | None = None
    record_keys: ir.Table | None = None
    found: dict[str, ir.Table] = field(default_factory=dict, init=False, repr=False)
    shared: dict[Hashable, ir.Table] = field(default_factory=dict, init=False, repr=False)

    def table(self, name: str, compute: Callable[[], ir.Table]) -> ir.Table:
        """A table as it was prepared; when it was not it is computed now, once."""
        if name not in self.found:
            ready = (self.view.prepared if self.given is None else self.given).get(name)
            self.found[name] = compute() if ready is None else ready
        return self.found[name]

    def for_many(self, key: Hashable, compute: Callable[[], ir.Table]) -> ir.Table:
        """A table that several questions share: kept in the engine for those who ask a whole lattice, with record keys.

        Who asks one question has nothing to share, and then the engine does best with everything in one expression.
        """
        if self.record_keys is None:
            return compute()
        if key not in self.shared:
            self.shared[key] = self.view.engine.keep(compute())
        return self.shared[key]

    @cached_property
    def objects(self) -> ir.Table:
        """Known objects: `object` (its number), object_type, object_id."""
        engine = self.view.engine
        return self.table("objects", lambda: engine.numbered(p.known_objects(self.view), "object"))

    @cached_property
    def happened(self) -> ir.Table:
        """The events of the view with the number of their object.

        object, object_type, activity, partner, source (what event the row tells of, when there are several such rows),
        receipt, row, at_us, local_us, local_day, rank, delivery.
        """
        return in_order(self.rows, self.view.definition, self.view.receipts)

    @property
    def rows(self) -> ir.Table:
        """The same without rank and delivery, which say how rows of different receipts are ordered now."""
        engine = self.view.engine
        return self.table("events", lambda: engine.keep(p.events_of(self.view, self.objects)))

    @cached_property
    def values(self) -> ir.Table:
        """The latest value of each attribute of each object: object, attribute, value."""
        return self.table("values", lambda: p.values_of(self.view, self.objects))

    @cached_property
    def placeholders(self) -> ir.Table | None:
        """Identifiers with more links than the definition allows: object_type, object_id, links; None when there are none."""
        return p.placeholders(self.view)

    @cached_property
    def flagged(self) -> ir.Table:
        """Links with what is odd about them; `is_cyclic` included."""
        flagged = p.flagged_links(self.view, self.objects, self.placeholders)
        cyclic = p.on_a_cycle(self.links, self.paths).select("from_object", "to_object").mutate(is_cyclic=True)
        joined = flagged.left_join(cyclic, ["from_object", "to_object"])
        return joined.select(
            *p.LINK,
            *p.ENDS,
            "is_dangling",
            "is_self",
            "is_placeholder",
            "breaks_cardinality",
            is_cyclic=joined.is_cyclic.fill_null(False),
        )

    @cached_property
    def links(self) -> ir.Table:
        """The links that are followed: from_type, from_object, to_type, to_object."""
        return self.table("links", lambda: self.view.engine.keep(self._followed()))

    def _followed(self) -> ir.Table:
        return p.followed(p.flagged_links(self.view, self.objects, self.placeholders))

    @cached_property
    def paths(self) -> ir.Table:
        """Pairs of different objects with a directed path between them: from_type, from_object, to_type, to_object."""
        return self.table("paths", lambda: p.all_paths(self.view, self.links, self.links))

    @property
    def is_simple(self) -> bool:
        """No links are declared: every object is a case of its own kind, and no joins are needed."""
        return not self.view.definition.links

    def members(self, case_type: str) -> ir.Table:
        """The objects of each case of a type, itself included: case, object. A case has the number of its object."""
        own = self.objects.filter(self.objects.object_type == case_type)
        above = _above(self.paths.filter(self.paths.to_type == case_type))
        if case_type == self.view.definition.unit:
            return ibis.union(_itself(own), above)
        below = _below(self.paths.filter(self.paths.from_type == case_type))
        return ibis.union(_itself(own), above, below, distinct=True)

    def unlinked(self) -> ir.Table:
        """Known objects, not of the unit's type, without a path to any unit object."""
        unit = self.view.definition.unit
        reaching = self.paths.filter(self.paths.to_type == unit)
        reaching = reaching.select(object=reaching.from_object)
        return self.objects.filter(self.objects.object_type != unit).anti_join(reaching, "object")

    def members_of_unlinked(self) -> ir.Table:
        """The cases of their own that unlinked objects make: themselves and what lies on paths through them."""
        own = _itself(self.unlinked())
        around = ibis.union(_above(self.paths), _below(self.paths), distinct=True)
        return ibis.union(own, around.semi_join(own, "case"))

    def events(self, case_type: str, starts: tuple[str, ...] = ()) -> ir.Table:
        """Events with the case they count in: `case` and all columns of `happened`.

        With `starts` (activities), objects that reach no unit and have such an event are cases of their own; give
        none for figures that count objects of `case_type` only.
        """
        events = self.happened
        if self.is_simple:
            own = events.filter(events.object_type == case_type)
            return own.mutate(case=own.object)
        members = self.members(case_type)
        if starts and case_type == self.view.definition.unit:
            members = members.union(self._started(starts))
        return members.inner_join(events, "object")

    def _started(self, starts: tuple[str, ...]) -> ir.Table:
        events = self.happened
        started = events.filter(events.activity.isin(starts)).select(case="object").distinct()
        return self.members_of_unlinked().semi_join(started, "case")

    def near(self, objects: ir.Table) -> Cases:
        """What is needed for every clock of these objects (a column `object`): themselves and all on a path with one."""
        keep, near = self.view.engine.keep, objects.select("object").distinct()
        given: dict[str, ir.Table] = {}
        if not self.is_simple:
            near = keep(p.on_a_path(self.paths, near))
            given["paths"] = keep(self.paths.semi_join(near, [("from_object", "object")]))
        tables = {"objects": self.objects, "events": self.rows, "values": self.values}
        return Cases(self.view, {**given, **{n: keep(t.semi_join(near, "object")) for n, t in tables.items()}})


def _itself(objects: ir.Table) -> ir.Table:
    return objects.select(case=objects.object, object=objects.object)


def _above(paths: ir.Table) -> ir.Table:
    return paths.select(case=paths.to_object, object=paths.from_object)


def _below(paths: ir.Table) -> ir.Table:
    return paths.select(case=paths.from_object, object=paths.to_object)
