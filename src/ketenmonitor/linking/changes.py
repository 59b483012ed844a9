"""What new receipts change: which objects and cases they reach, and the tables of these as they are now.

Comes in: a view, and the tables that were prepared before its last receipts. Goes out: a `Change`. The promise: what is
not reached is what it was.

A delivery touches the objects that its rows, or the rows that these take the place of, speak of. A link that appears or
goes (also because an end became known, or is known no longer, or has now more links than one object can have, or no longer
has) has both ends touched, or one touched and one beside it: no row can change how many links an object has without speaking of
it. A path that appears or goes runs through such a link, so whatever changes lies on a path with a touched object, before or
after; and as the first and the last changed link of a path are touched themselves, paths of before reach all of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import ibis.expr.types as ir

from ketenmonitor.linking import paths as p
from ketenmonitor.linking.cases import Cases
from ketenmonitor.store import InForce, View, limited
from ketenmonitor.store.prepared import key_of, numbers_in


@dataclass(frozen=True, eq=False)
class Change:
    """`old` are the tables prepared of the receipts up to number `since`; objects that were not known then get numbers
    from `next_object`. With `after_us`, all that has an event after that moment is reached too."""

    view: View
    in_force: InForce
    old: Mapping[str, ir.Table]
    since: int
    next_object: int
    after_us: int | None

    @cached_property
    def reached(self) -> ir.Table:
        """The objects, and so the cases, of which anything may have changed: object."""
        if not self.view.definition.links:
            return self._seeds
        return self._keep(p.on_a_path(self.old["paths"], self._seeds))

    @property
    def cases(self) -> Cases:
        """What is reached, with all that it takes to compute anything of it."""
        return Cases(self.view, self.near)

    @cached_property
    def near(self) -> dict[str, ir.Table]:
        """The tables of what is reached and of what lies on a path with it, as they are now."""
        near = self.reached
        if self.view.definition.links:
            near = self._keep(p.on_a_path(self._paths, near))
        tables = {
            "objects": self._objects,
            "events": self._renewed("events", p.events_of(self._part, self._mine)),
            "values": self._renewed("values", p.values_of(self._part, self._mine)),
            "links": self._links,
            "paths": self._paths,
        }
        return {name: self._keep(t.semi_join(near, [(key_of(t), "object")])) for name, t in tables.items()}

    @cached_property
    def n_fresh(self) -> int:
        """How many objects were not known before."""
        return int(self.view.engine.run(self._fresh.count().as_table())[0][0].as_py())

    @cached_property
    def _touched(self) -> ir.Table:
        """object_type, object_id of what new rows speak of, or take the place of."""
        return self._keep(self.in_force.touched(self.since))

    @cached_property
    def _part(self) -> View:
        """The view, limited to what was touched and the links from and to it."""
        earlier = self.old["events"].inner_join(self._was.drop("object_type"), "object")
        return limited(self.view, self.in_force, self._touched, self.since, earlier)

    @cached_property
    def _was(self) -> ir.Table:
        return self._keep(self.old["objects"].semi_join(self._touched, list(p.OBJECT)))

    @cached_property
    def _known(self) -> ir.Table:
        return self._keep(p.known_objects(self._part).semi_join(self._touched, list(p.OBJECT)))

    @cached_property
    def _fresh(self) -> ir.Table:
        fresh = self.view.engine.numbered(self._known.anti_join(self._was, list(p.OBJECT)), "number")
        return fresh.select(*p.OBJECT, object=fresh.number + self.next_object)

    @cached_property
    def _mine(self) -> ir.Table:
        """The objects touched that are known now."""
        stays = self._was.semi_join(self._known, list(p.OBJECT))
        return self._keep(stays.select(*self._fresh.columns).union(self._fresh))

    @cached_property
    def _gone_or_new(self) -> ir.Table:
        return self._keep(numbers_in((self._was, "object"), (self._mine, "object")))

    @cached_property
    def _objects(self) -> ir.Table:
        rest = self.old["objects"].anti_join(self._was, "object")
        return rest.union(self._mine.select(*rest.columns))

    @cached_property
    def _links(self) -> ir.Table:
        old = self.old["links"]
        for end in p.ENDS:
            old = old.anti_join(self._gone_or_new, [(end, "object")])
        return old.union(self._new_links.select(*old.columns)) if self.view.definition.links else old

    @cached_property
    def _new_links(self) -> ir.Table:
        return self._keep(p.followed(p.flagged_links(self._part, self._objects, self._stripped)))

    @cached_property
    def _stripped(self) -> ir.Table | None:
        """The placeholders at the ends of these links; those not touched as well, of which the view has all links."""
        return p.placeholders(self.view, p.ends_of(self._part.links))

    @cached_property
    def _seeds(self) -> ir.Table:
        """What was touched, the other ends of its links before and now, and what has an event after the moment."""
        seeds = [(self._gone_or_new, "object")]
        if self.after_us is not None:
            seeds.append((self.old["events"].filter(self.old["events"].at_us > self.after_us), "object"))
        if self.view.definition.links:
            old = self.old["links"]
            met = [old.semi_join(self._gone_or_new, [(end, "object")]) for end in p.ENDS]
            seeds += [(links, end) for links in (*met, self._new_links) for end in p.ENDS]
        return self._keep(numbers_in(*seeds))

    @cached_property
    def _paths(self) -> ir.Table:
        """Paths from what is reached are followed again; others are what they were."""
        old = self.old["paths"]
        if not self.view.definition.links:
            return old
        first = self._links.semi_join(self.reached, [("from_object", "object")])
        rest = old.anti_join(self.reached, [("from_object", "object")])
        return rest.union(p.all_paths(self.view, first, self._links).select(*rest.columns))

    def _renewed(self, name: str, mine: ir.Table) -> ir.Table:
        rest = self.old[name].anti_join(self._gone_or_new, "object")
        return rest.union(self._keep(mine.select(*rest.columns)))

    def _keep(self, table: ir.Table) -> ir.Table:
        return self.view.engine.keep(table)
