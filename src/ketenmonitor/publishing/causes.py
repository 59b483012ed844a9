"""Why a cell says something else than in the last release.

Comes in: the release before this one, what was asked then, and what is asked now. Goes out: a `Revision` for each cell
that differs. The promise: on the way from the last release to this one things change one at a time - software, definition,
what left after its term, corrections, links, deliveries, a partner that caught up - and a cell names each step at which it changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ketenmonitor.disclosure import Shown
from ketenmonitor.publishing.asked import Asked, start_of
from ketenmonitor.publishing.kept import Cells, Kept, Rows
from ketenmonitor.release import Revision, cells_of, changed_cells, dataset_of
from ketenmonitor.store import View, cut_at, open_view, steps_between

SOFTWARE, RETENTION = "software", "retention"


def revisions_since(last: Kept, old: Asked, now: Asked, cells: Cells, shown: Rows) -> tuple[Revision, ...]:
    """Every cell of `last` that differs from `cells`, those of this release, in its order; `old` asks what it asked.

    `shown`: what was shown of which cases before this release.
    """
    was = last.cells()
    places = changed_cells(was, cells)
    if not places:
        return ()
    causes: dict[object, list[str]] = {place: [] for place in places}
    before = was
    for cause, step in _steps(last, old, now, cells, shown):
        for place in places:
            if before.get(place) != step.get(place):
                causes[place].append(cause)
        before = step
    # Nothing that is known changed it: then the program did, although its version is the same.
    return tuple(Revision(*place, was[place], cells[place], tuple(causes[place] or [SOFTWARE])) for place in places)


def _steps(last: Kept, old: Asked, now: Asked, cells: Cells, shown: Rows) -> Iterator[tuple[str, Cells]]:
    """The cells after each thing that changed, by its name; the last step is this release."""
    then, new = last.provenance, now.provenance
    if then["software"] != new["software"] or then["engine"] != new["engine"]:
        yield SOFTWARE, _cells(old, old.view, shown)
    left = then.get("retention") != new.get("retention")
    if left:  # what was released stays as it was; asked again, what left since is in no answer
        yield RETENTION, _cells(old, old.view, shown)
    # Of a monitor that is younger than both days, the same deliveries hold more at the later one.
    is_same = then["deliveries"] == new["deliveries"] and (
        old.as_of == now.as_of or old.view.coverage == now.view.coverage
    )
    if then["definition"]["sha256"] != new["definition"]["sha256"]:
        if is_same:
            yield "definition", cells
            return
        yield "definition", _cells(now, _known_then(old, now), shown)
    if is_same:
        return
    for cause, view in steps_between(_known_then(old, now), now.view).items():
        yield cause, cells if view is now.view else _cells(now, view, shown)


def _known_then(old: Asked, now: Asked) -> View:
    """What was known at the last release, read by the definition of this one."""
    view = open_view(now.home, now.chain.id, old.view.known_at_us, now.view.engine, definition=now.chain)
    return cut_at(view, start_of(old.as_of, now.chain))


def _cells(asked: Asked, view: View, shown: Rows) -> Cells:
    protected = asked.protected(Shown(shown), replace(view, prepared={}))
    return cells_of(dataset_of(asked.chain, question, figures) for question, figures in protected.items())
