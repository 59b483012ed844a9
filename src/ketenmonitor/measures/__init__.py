"""Measures: one file each, an expression over the store with its formula.

- `measure`: any measure of a chain by its name and id; gives `Figures`.
- `MEASURES`, `ids_of`: the names there are, and the ids of each in a chain.
- `compare`: which figures moved between two moments of knowledge.
- `lead_time_curve`: the curve of one lead time, for the chart of the page; not a measure of the command line.
- `Selection`: which cases, broken down how, over which time; `check_question`: whether a chain can be asked this.
- `day_of`, `moment_of`, `condition_of`: what somebody typed, as parts of a selection.
- `Figures`, `Record`: what comes out.
- `MIXED`: the value of a breakdown for cases whose sources disagree.
- `CONFLICTS`, `NOT_FOLLOWED`: what may be odd about a link, and the column of `Cases.flagged` that says so; and for which of
  these a link is not followed.
- `days_of`, `period_of`, `periods_between`: periods by their names, and by the days in them.
- `prepare`: compute beforehand what every question needs of each case.
- `Stage`, `stages_of`: each figure of a definition with the partners that it rests on; `Concern`: which these are.
- `state_of`: deliveries, coverage, quarantine, and how many cases and events there are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ketenmonitor.definition import Definition
from ketenmonitor.linking import Cases
from ketenmonitor.measures.calendar import days_of, period_of, periods_between
from ketenmonitor.measures.compare import compare
from ketenmonitor.measures.concerned import Concern
from ketenmonitor.measures.figures import Figures, Frame, Record, not_known_any_more
from ketenmonitor.measures.lead_time_curve import lead_time_curve
from ketenmonitor.measures.linkage import linkage
from ketenmonitor.measures.linkage_odd import CONFLICTS, NOT_FOLLOWED
from ketenmonitor.measures.path import path
from ketenmonitor.measures.prepare import prepare
from ketenmonitor.measures.reconcile import COMPUTED, reconcile
from ketenmonitor.measures.selection import MIXED, Selection, check, one_of
from ketenmonitor.measures.stages import Stage, stages_of
from ketenmonitor.measures.state import state_of
from ketenmonitor.measures.typed import condition_of, day_of, moment_of
from ketenmonitor.measures.variant import variant

__all__ = [
    "CONFLICTS",
    "MEASURES",
    "MIXED",
    "NOT_FOLLOWED",
    "Concern",
    "Figures",
    "Record",
    "Selection",
    "Stage",
    "check_question",
    "compare",
    "condition_of",
    "day_of",
    "days_of",
    "ids_of",
    "lead_time_curve",
    "measure",
    "moment_of",
    "period_of",
    "periods_between",
    "prepare",
    "stages_of",
    "state_of",
]

# name: how it is computed, and the table of the definition that its ids are in (None: one figure for the chain).
# Without an id it is computed for each; but `linkage` then says something of the chain.
MEASURES: dict[str, tuple[Any, str | None]] = {
    **COMPUTED,
    "path": (path, None),
    "variant": (variant, None),
    "linkage": (linkage, "handovers"),
    "reconcile": (reconcile, None),
}

# These have a record for each thing that was found, with these fields, and so none when nothing is left.
LISTS = {
    "path": ("from_activity", "to_activity", "times", "event_pairs", "cases", "median_days", "p90_days"),
    "variant": ("activities", "cases", "share", "median_days"),
}


def ids_of(name: str, definition: Definition) -> tuple[str, ...]:
    """The ids that a measure can be asked for in this chain."""
    one_of("measure", name, MEASURES)
    table = MEASURES[name][1]
    return tuple(getattr(definition, table)) if table else ()


def check_question(definition: Definition, name: str, id: str | None, selection: Selection) -> None:
    """Refuse what this chain cannot be asked; raises UsageError."""
    ids = ids_of(name, definition)
    if id is not None:
        one_of(f"{name} of chain {definition.id}", id, ids)
    check(selection, definition)


def measure(cases: Cases, name: str, id: str | None = None, selection: Selection | None = None) -> Figures:
    """The figures of a measure: of one id, or of every id in the order of the definition.

    When something that was known at the view's moment left since, under a rule of retention, no figure has a value: it would be a
    wrong one. Raises UsageError for a name, id, attribute, theme or period that the chain does not have.
    """
    found, code = _computed(cases, name, id, selection), cases.view.gone.code
    if code is None:
        return found
    view = cases.view
    frame = Frame(view, name, id, view.definition.unit, None, selection or Selection())
    nothing = frame.record({}, None, None, {code}, **dict.fromkeys(LISTS.get(name, ())))
    return replace(found, records=not_known_any_more(found.records or (nothing,) * (name in LISTS), code))


def _computed(cases: Cases, name: str, id: str | None, selection: Selection | None) -> Figures:
    definition, selection = cases.view.definition, selection or Selection()
    check_question(definition, name, id, selection)
    ids, (compute, table) = ids_of(name, definition), MEASURES[name]
    if name == "linkage" and id is None:
        return linkage(cases, None, selection)
    if table is None:
        return compute(cases, selection)
    parts = [compute(cases, getattr(definition, table)[one], selection) for one in ([id] if id else ids)]
    return Figures(definition.id, name, tuple(record for part in parts for record in part.records))
