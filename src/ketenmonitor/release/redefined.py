"""Figures by the definition of the last release beside those by the definition of this one.

Comes in: the last release, this chain, the tables of this release. Goes out: one more table. The promise: every cell that
both releases have and that the change of the definition may concern is there, also when it stayed the same; nothing in it
was not published before.
"""

from __future__ import annotations

from collections.abc import Iterable

from ketenmonitor.definition import Definition, Title
from ketenmonitor.release.about_changes import row_of, shown
from ketenmonitor.release.dataset import Column, Dataset
from ketenmonitor.release.revisions import Before, cells_of

NAME = "definitions"
FIGURES = ("lead_times", "stocks", "handovers", "terms")
# What every figure depends on.
SHARED = ("unit", "holidays", "dormant_days", "partners", "objects", "links", "attributes", "activities", "pauses")
NOTES = (
    Title(
        "Elk cijfer staat er twee keer: zoals de vorige uitgave het gaf met de definitie van toen, en zoals deze uitgave het"
        " geeft. Wat later geleverd is, telt alleen in het tweede mee; de tabel revisions zegt waardoor een cijfer anders is.",
        "Each figure is there twice: as the last release gave it by the definition of then, and as this release gives it."
        " What was delivered later counts only in the second; the table revisions says why a figure differs.",
    ),
)


def redefined_dataset(before: Before, chain: Definition, tables: Iterable[Dataset]) -> Dataset:
    """A row per cell that both releases have, of the figures that are defined otherwise."""
    ids = _redefined(before.chain, chain)
    new = cells_of(tables)
    rows = tuple(
        (table, row_of(key), column, shown(old), shown(new[place]))
        for place, old in before.cells.items()
        for table, key, column in [place]
        if place in new and key[0] in ids
    )
    title = Title("Cijfers volgens de vorige en deze definitie", "Figures by the last and by this definition")
    return Dataset(NAME, title, _columns(before.chain, chain), rows, "cell-key", NOTES)


def _columns(old: Definition, new: Definition) -> tuple[Column, ...]:
    keys = (("table", "Tabel", "Table"), ("row", "Rij", "Row"), ("column", "Kolom", "Column"))
    values = (("old", "Vorige definitie", "Last definition"), ("new", "Deze definitie", "This definition"))
    return (
        *(Column(name, Title(nl, en), "string", is_key=True) for name, nl, en in keys),
        *(
            Column(name, Title(f"{nl} ({version})", f"{en} ({version})"), "string")
            for (name, nl, en), version in zip(values, (old.version, new.version), strict=True)
        ),
    )


def _redefined(old: Definition, new: Definition) -> set[str]:
    """The ids of figures that both define, and that may mean something else."""
    is_shared = any(getattr(old, name) != getattr(new, name) for name in SHARED)
    found = set()
    for table in FIGURES:
        was, became = getattr(old, table), getattr(new, table)
        found |= {id for id in was if id in became and (is_shared or was[id] != became[id])}
    return found
