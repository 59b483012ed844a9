"""Which releases will change when partners that are behind now have caught up.

Comes in: a home, and the view of a chain. Goes out: plain values. The promise: a release of a day that a partner concerned
is not complete until is here, with every published figure that rests on that partner; no cell of a release is read.

`periods`: those that end in the dark time: of stocks and flows these are missing. Of lead times, hand-overs and terms
earlier periods change too, as far as their cases were still open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ketenmonitor.definition import Definition
from ketenmonitor.instants import DAY_US, day_of_number, local_us
from ketenmonitor.measures import MEASURES, Stage, period_of, periods_between, stages_of
from ketenmonitor.publishing.asked import start_of
from ketenmonitor.publishing.kept import kept_releases
from ketenmonitor.store import Behind, Home, View


def to_be_revised(home: Home, view: View) -> list[dict[str, Any]]:
    """Each release of which figures rest on a partner that is not complete until its day: as_of, partners, figures, periods."""
    definition, found = view.definition, []
    for release in kept_releases(home.releases_path(definition.id)):
        dark = {p: b for p, b in view.behind.items() if b.until_us < start_of(release.as_of, definition)}
        rests = {stage: {one.partner for one in stage.frame(view).behind} for stage in _published(definition)}
        stages = [stage for stage, partners in rests.items() if dark.keys() & partners]
        if stages:
            partners = [p for p in dark if any(p in rests[stage] for stage in stages)]
            found.append(
                {
                    "as_of": release.as_of.isoformat(),
                    "partners": partners,
                    "figures": list(_figures(definition, stages)),
                    "periods": _periods(definition, [dark[p] for p in partners], release.as_of),
                }
            )
    return found


def _published(definition: Definition) -> list[Stage]:
    return [
        stage for stage in stages_of(definition) if any(_of(stage, name) for name in definition.publication.measures)
    ]


def _figures(definition: Definition, stages: list[Stage]) -> Iterator[dict[str, str | None]]:
    for name in definition.publication.measures:
        yield from ({"measure": name, "id": stage.id} for stage in stages if _of(stage, name))


def _of(stage: Stage, measure: str) -> bool:
    """Whether a measure is about a stage: a flow is that of a stock."""
    return stage.id is not None and MEASURES[measure][1] == MEASURES[stage.kind][1]


def _periods(definition: Definition, behind: list[Behind], as_of: date) -> list[str]:
    """The published periods that end after one of these partners is complete, and before the day of the release."""
    first = day_of_number(min(local_us(one.until_us, definition.zone) for one in behind) // DAY_US)
    return [
        period_of(end, kind)
        for kind in definition.publication.periods
        for _, end in periods_between(first, as_of, kind)
        if end < as_of
    ]
