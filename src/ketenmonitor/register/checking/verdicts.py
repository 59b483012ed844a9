"""A verdict about every stated figure: agrees, differs, or not comparable and why.

Comes in: figures and releases. Goes out: `Check`s, in the order of the figures. The promise: no figure is passed over in silence; what a
person tied to a measure goes before what the papers say of each other; that something differs goes before that it agrees.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ketenmonitor.register.answering import (
    A_TERM,
    AGREES,
    DIFFERS,
    NOT_COMPARABLE,
    Check,
    check_figure,
    ties_of,
    tolerance_of,
)
from ketenmonitor.register.checking.changes import changes_checked
from ketenmonitor.register.checking.together import fitting_together
from ketenmonitor.register.checking.twice import stated_twice
from ketenmonitor.register.checking.words import CELL
from ketenmonitor.register.records import Item
from ketenmonitor.register.released import Release

MOST = 3  # of one figure: a sentence that is repeated often says the same each time
ALONE = "no other figure about this with this unit in the papers read, and it is tied to no measure"
IN_A_TABLE = "a cell of a table: nothing in the papers read restates it, and it is tied to no measure"


def verdicts_of(figures: Sequence[Item], releases: Sequence[Release]) -> tuple[Check, ...]:
    """Of each figure what can be said of it, the strongest first."""
    found: dict[str, list[Check]] = defaultdict(list)
    measured = [one for one in figures if not one.body.get("is_term")]
    for check in (*changes_checked(measured), *fitting_together(measured), *stated_twice(measured)):
        found[check.item.key].append(check)
    return tuple(check for one in figures for check in _of_one(one, found[one.key], releases))


def counted(checks: Iterable[Check]) -> Mapping[str, int]:
    """How many figures have which verdict."""
    of_figure: dict[str, str] = {}
    for check in checks:
        of_figure.setdefault(check.item.key, check.verdict)
    counts = Counter(of_figure.values())
    return {verdict: counts[verdict] for verdict in (AGREES, DIFFERS, NOT_COMPARABLE)}


def _of_one(item: Item, found: list[Check], releases: Sequence[Release]) -> Iterable[Check]:
    tied = list(check_figure(item, releases)) if ties_of([item]) else []
    for verdict in (DIFFERS, AGREES):
        of_verdict = [one for one in (*tied, *found) if one.verdict == verdict]
        if of_verdict:
            return of_verdict[:MOST]
    return (tied or found)[:1] or [_alone(item)]


def _alone(item: Item) -> Check:
    stated = float(item.body["value"])
    why = A_TERM if item.body.get("is_term") else IN_A_TABLE if item.rule == CELL else ALONE
    return Check(item, NOT_COMPARABLE, stated, "", None, None, tolerance_of(stated, item.text), why)
