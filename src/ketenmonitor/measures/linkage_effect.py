"""What is missing or odd about one kind of link, as figures feel it.

Comes in: cases and a kind of link. Goes out: the field `effect` of the measure `linkage`, whose formulas stand there. The
promise: every number is a count of what there is; which of these would be otherwise with better links is not guessed.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from ketenmonitor.definition import LeadTime, Link
from ketenmonitor.linking import Cases
from ketenmonitor.measures.concerned import partners_of_case, span_of
from ketenmonitor.measures.figures import Record
from ketenmonitor.measures.lead_time import population
from ketenmonitor.measures.linkage_odd import odd_but_followed
from ketenmonitor.measures.selection import Selection

OF_CASES = ("outside_cases", "cases_without", "cases_in_conflict")
OF_LEAD_TIME = ("starts_outside", "ends_outside", "open_without")


def effect_of(cases: Cases, kind: Link, flagged: ir.Table) -> Record:
    """The effect of one kind of link; `flagged`: the links of this kind."""
    definition = cases.view.definition
    counted = _of_placeholders(cases, flagged)
    leads_to_unit = kind.from_type != definition.unit and kind.to_type in definition.types_with_a_path_to(
        definition.unit
    )
    if leads_to_unit:
        counted |= _of_cases(cases, kind, flagged)
    said: Record = dict.fromkeys(OF_CASES) | _counts(cases, counted)
    return {**said, "lead_times": [_of_lead_time(cases, kind, one) for one in _felt_by(cases, kind)]}


def _of_cases(cases: Cases, kind: Link, flagged: ir.Table) -> dict[str, ir.Table]:
    unit, paths, objects = cases.view.definition.unit, cases.paths, cases.objects
    units, mine = objects.filter(objects.object_type == unit), objects.filter(objects.object_type == kind.from_type)
    up = paths.filter(paths.to_type == unit)
    held = up.filter(up.from_type == kind.from_type).select(object="to_object")
    odd = flagged.filter(odd_but_followed(flagged)).select(object="to_object").distinct()
    below = up.semi_join(odd, [("from_object", "object")]).select(object="to_object")
    return {
        "outside_cases": mine.anti_join(up, [("object", "from_object")]),
        "cases_without": units.anti_join(held, "object"),
        "cases_in_conflict": units.semi_join(odd.union(below), "object"),
    }


def _of_placeholders(cases: Cases, flagged: ir.Table) -> dict[str, ir.Table]:
    if cases.placeholders is None:
        return dict.fromkeys(("placeholders", "placeholder_events"), cases.objects.limit(0))
    stripped = cases.placeholders
    ends = [
        flagged.select(object_type=flagged[f"{end}_type"], object_id=flagged[f"{end}_id"]) for end in ("from", "to")
    ]
    mine = stripped.semi_join(ibis.union(*ends), ["object_type", "object_id"])
    numbers = cases.objects.semi_join(mine, ["object_type", "object_id"])
    return {"placeholders": mine, "placeholder_events": cases.rows.semi_join(numbers, "object")}


def _felt_by(cases: Cases, kind: Link) -> list[LeadTime]:
    """The lead times of which events happen to objects of the `from` type, and for which this link is on their way."""
    definition = cases.view.definition
    return [
        figure
        for figure in definition.lead_times.values()
        if figure.object != kind.from_type
        and kind.to_type in definition.types_with_a_path_to(figure.object)
        and any(definition.activities[name].object == kind.from_type for name in figure.activities)
    ]


def _of_lead_time(cases: Cases, kind: Link, figure: LeadTime) -> Record:
    view = cases.view
    time = span_of(view, partners_of_case(view.definition, figure.activities, figure.object))
    if time is None:
        return {"id": figure.id, **dict.fromkeys(OF_LEAD_TIME)}
    found, paths, objects = population(cases, figure, Selection(), time), cases.paths, cases.objects
    mine = objects.filter(objects.object_type == kind.from_type)
    outside = mine.anti_join(paths.filter(paths.to_type == figure.object), [("object", "from_object")])
    events = cases.happened
    mine_had = events.filter(events.at_us <= time.until_us).semi_join(outside, "object")
    with_end = mine_had.activity.isin((*figure.ends, *figure.other_ends))
    holding = ibis.union(
        mine.select("object"),
        paths.filter(paths.from_type == kind.from_type).select(object="to_object"),
        # What lies below an object belongs to its case too, unless it is a unit.
        paths.filter((paths.to_type == kind.from_type) & (paths.from_type != view.definition.unit)).select(
            object="from_object"
        ),
    )
    still = found.filter((found.status == "counted") & found.kind.isnull())
    return {
        "id": figure.id,
        **_counts(
            cases,
            {
                "starts_outside": mine_had.filter(mine_had.activity.isin(figure.starts)).select("object").distinct(),
                "ends_outside": mine_had.filter(with_end).select("object").distinct(),
                "open_without": still.anti_join(holding, [("case", "object")]),
            },
        ),
    }


def _counts(cases: Cases, tables: dict[str, ir.Table]) -> Record:
    """How many rows each of these tables has, asked of the engine at once."""
    parts = [table.aggregate(n=table.count()).mutate(name=ibis.literal(name)) for name, table in tables.items()]
    said = {row["name"]: row["n"] for row in cases.view.engine.run(ibis.union(*parts)).to_pylist()}
    return {name: said[name] for name in tables}
