"""Which objects come from which: the family tree of the object types of a definition.

Comes in: a definition and its steps. Goes out: `Kinship`, a tree of `Birth`s along declared links, and the links
beside the tree. The promise: objects made along it respect every declared cardinality and never form a cycle.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ketenmonitor.definition import Definition, Link
from ketenmonitor.synth.plan import OFTEN, Step, reachable

SOMETIMES = 0.5  # of the parents that get a child whose type has only incidental activities


@dataclass(frozen=True)
class Birth:
    """Objects of type `child` come from those of type `parent`, joined by the `link`-th declared kind of link."""

    child: str
    parent: str
    link: int
    downward: bool  # the parent is the `from` of the link
    splits: bool  # a parent may have several children
    merges: bool  # a child may have several parents
    chance: float
    at_once: bool  # the child has no activities: it exists as soon as its parent does


@dataclass(frozen=True)
class Kinship:
    """`births` in the order in which types join the tree; `beside`: the other kinds of link that can be used."""

    root: str
    births: dict[str, Birth]
    beside: tuple[int, ...]

    def way(self, here: str, there: str) -> tuple[tuple[str, str], ...]:
        """The hops along the tree from one type to another."""
        up, down = self._line(here), self._line(there)
        while len(up) > 1 and len(down) > 1 and up[-2] == down[-2]:
            up, down = up[:-1], down[:-1]
        path = (*up, *reversed(down[:-1]))
        return tuple(pairwise(path))

    def _line(self, of: str) -> tuple[str, ...]:
        line = [of]
        while line[-1] in self.births:
            line.append(self.births[line[-1]].parent)
        return tuple(line)


def kinship_of(definition: Definition, steps: tuple[Step, ...]) -> Kinship:
    """Grow the tree from the type where cases begin; what happens first joins first."""
    active = tuple(dict.fromkeys(step.object for step in steps))
    wanted = (*active, *(t for t in definition.objects if t not in active))
    root = active[0] if active else definition.unit
    births: dict[str, Birth] = {}
    while birth := _next_birth(definition, steps, (root, *births), wanted):
        births[birth.child] = birth
    return Kinship(root, births, _beside(definition, {birth.link for birth in births.values()}, {root, *births}))


def _next_birth(
    definition: Definition, steps: tuple[Step, ...], placed: tuple[str, ...], wanted: tuple[str, ...]
) -> Birth | None:
    for child in wanted:
        for number, link in enumerate(definition.links):
            ways = ((link.from_type, link.to_type, True), (link.to_type, link.from_type, False))
            for parent, other, downward in ways:
                if other == child and parent in placed and child not in placed:
                    return _birth(link, steps, number=number, downward=downward)
    return None


def _birth(link: Link, steps: tuple[Step, ...], *, number: int, downward: bool) -> Birth:
    parent, child = (link.from_type, link.to_type) if downward else (link.to_type, link.from_type)
    chances = [step.chance for step in steps if step.object == child]
    from_has_one = link.cardinality in ("many-to-one", "one-to-one")
    to_has_one = link.cardinality in ("one-to-many", "one-to-one")
    return Birth(
        child=child,
        parent=parent,
        link=number,
        downward=downward,
        splits=not (from_has_one if downward else to_has_one),
        merges=not (to_has_one if downward else from_has_one),
        chance=1.0 if max(chances, default=1.0) >= OFTEN else SOMETIMES,
        at_once=not chances,
    )


def _beside(definition: Definition, used: set[int], placed: set[str]) -> tuple[int, ...]:
    """The kinds of link outside the tree, except those that would lead back to where others come from."""
    arrows = {(definition.links[n].from_type, definition.links[n].to_type) for n in used}
    beside = []
    for number, link in enumerate(definition.links):
        if number in used or not {link.from_type, link.to_type} <= placed:
            continue
        if link.from_type == link.to_type:
            beside.append(number)
        elif link.from_type not in reachable(link.to_type, arrows):
            beside.append(number)
            arrows.add((link.from_type, link.to_type))
    return tuple(beside)
