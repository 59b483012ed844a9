"""Linkage: how well the objects of each declared link hang together.

Comes in: the world. Goes out: one record per declared link. The promise: every wrong link is counted once.
"""

from __future__ import annotations

from fractions import Fraction

from tests.oracles import selection
from tests.oracles.knowledge import Table
from tests.oracles.linking import World, conflicts, objects_of
from tests.oracles.survival import plain

FIELDS = ("objects", "linked", "share", "conflicts")


def records(world: World) -> list[Table]:
    """The records, in the order of the definition; without figures while the partner that delivers the links, or the
    one that issues the objects, has delivered nothing."""
    found = []
    for link in world.definition.get("links", []):
        ends = {"from": link["from"], "to": link["to"]}
        if not {link["partner"], world.definition["objects"][link["from"]]["partner"]} <= set(world.knowledge.coverage):
            blank = {**ends, **dict.fromkeys(FIELDS), "counted": None, "notes": ["not-delivered"]}
            found.append(selection.record("linkage", None, None, {}, blank))
            continue
        objects = objects_of(world, link["from"])
        linked = {a for a, b in world.followed if (a[0], b[0]) == (link["from"], link["to"])}
        figures = {
            **ends,
            "objects": len(objects),
            "linked": len(linked),
            "share": plain(Fraction(len(linked), len(objects))) if objects else None,
            "conflicts": len(conflicts(world, link)),
            "counted": len(objects),
            "notes": [] if objects else ["not-applicable"],
        }
        found.append(selection.record("linkage", None, None, {}, figures))
    return found
