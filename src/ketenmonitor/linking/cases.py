"""From objects to cases: which objects, and so which events, belong to which case.

Comes in: a view. Goes out: `Cases`, expressions that stay in the engine. The promise: a chain case is a unit object
with everything that has a path to it, a shared object counts in each, and what reaches no unit is not lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import ibis
import ibis.expr.types as ir

from ketenmonitor.linking import paths as p
from ketenmonitor.store import View


@dataclass(frozen=True, eq=False)
class Cases:
    """The cases of a view; each table is computed once and kept in the engine."""

    view: View

    @cached_property
    def objects(self) -> ir.Table:
        """Known objects: object_type, object_id."""
        return self.view.engine.keep(p.known_objects(self.view))

    @cached_property
    def flagged(self) -> ir.Table:
        """Links with what is odd about them; `is_cyclic` included."""
        flagged = p.flagged_links(self.view, self.objects)
        cyclic = p.on_a_cycle(self.view, self.links, self.paths).mutate(is_cyclic=True)
        joined = flagged.left_join(cyclic, list(p.LINK))
        return joined.select(
            *p.LINK, "is_dangling", "is_self", "breaks_cardinality", is_cyclic=joined.is_cyclic.fill_null(False)
        )

    @cached_property
    def links(self) -> ir.Table:
        """The links that are followed."""
        return self.view.engine.keep(p.followed(p.flagged_links(self.view, self.objects)))

    @cached_property
    def paths(self) -> ir.Table:
        """Pairs of different objects with a directed path between them: from_type, from_id, to_type, to_id."""
        return p.all_paths(self.view, self.links)

    @property
    def is_simple(self) -> bool:
        """No links are declared: every object is a case of its own kind, and no joins are needed."""
        return not self.view.definition.links

    def members(self, case_type: str) -> ir.Table:
        """The objects of each case of a type, itself included: case_type, case_id, object_type, object_id."""
        own = self.objects.filter(self.objects.object_type == case_type)
        parts = [_itself(own), _above(self.paths.filter(self.paths.to_type == case_type))]
        if case_type != self.view.definition.unit:
            parts.append(_below(self.paths.filter(self.paths.from_type == case_type)))
        return ibis.union(*parts, distinct=True)

    def unlinked(self) -> ir.Table:
        """Known objects, not of the unit's type, without a path to any unit object."""
        unit = self.view.definition.unit
        reaching = self.paths.filter(self.paths.to_type == unit)
        reaching = reaching.select(object_type=reaching.from_type, object_id=reaching.from_id)
        return self.objects.filter(self.objects.object_type != unit).anti_join(reaching, list(p.OBJECT))

    def members_of_unlinked(self) -> ir.Table:
        """The cases of their own that unlinked objects make: themselves and what lies on paths through them."""
        own = _itself(self.unlinked())
        key = own.select("case_type", "case_id")
        around = ibis.union(_above(self.paths), _below(self.paths), distinct=True)
        return ibis.union(own, around.semi_join(key, ["case_type", "case_id"]))

    def events(self, case_type: str, starts: tuple[str, ...] = ()) -> ir.Table:
        """Events with the case they count in: `case_type`, `case_id` and all columns of the view's events.

        With `starts` (activities), objects that reach no unit and have such an event are cases of their own; give
        none for figures that count objects of `case_type` only.
        """
        events = self.view.events
        if self.is_simple:
            own = events.filter(events.object_type == case_type)
            return own.mutate(case_type=own.object_type, case_id=own.object_id)
        members = self.members(case_type)
        if starts and case_type == self.view.definition.unit:
            members = members.union(self._started(starts))
        return members.inner_join(events, list(p.OBJECT))

    def _started(self, starts: tuple[str, ...]) -> ir.Table:
        events = self.view.events
        started = events.filter(events.activity.isin(starts))
        started = started.select(case_type=started.object_type, case_id=started.object_id).distinct()
        return self.members_of_unlinked().semi_join(started, ["case_type", "case_id"])


def _itself(objects: ir.Table) -> ir.Table:
    return objects.select(
        case_type=objects.object_type,
        case_id=objects.object_id,
        object_type=objects.object_type,
        object_id=objects.object_id,
    )


def _above(paths: ir.Table) -> ir.Table:
    return paths.select(
        case_type=paths.to_type, case_id=paths.to_id, object_type=paths.from_type, object_id=paths.from_id
    )


def _below(paths: ir.Table) -> ir.Table:
    return paths.select(
        case_type=paths.from_type, case_id=paths.from_id, object_type=paths.to_type, object_id=paths.to_id
    )
