"""The rows of a delivery: what is wrong with each, and what the good ones say.

Comes in: a table of texts (`files.read`). Goes out: the same rows with `reason` (a code, null when good), the `column`
at fault, and typed columns. The promise: the first fault in the order below is the one reported, a row is judged by
the definition and the delivery's own window only, and nothing is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from ketenmonitor.definition import Attribute, Definition
from ketenmonitor.intake import times
from ketenmonitor.intake.files import column_of
from ketenmonitor.store import Engine

OF_TYPE = {
    "category": "not-in-list",
    "boolean": "not-a-truth-value",
    "integer": "not-an-integer",
    "number": "not-a-number",
    "date": "not-a-date",
}


LARGEST_WHOLE = 9e18  # beyond it a number does not fit in the integers of an engine
CONTRADICTS = "contradicts-earlier-row"
# The column that is named at fault when two rows say different things of the same.
CONTRADICTED = {"events": "event_id", "links": "from_id", "objects": "object_id", "figures": "value"}


@dataclass(frozen=True)
class Window:
    """From when (None: not known) to when a row's time may lie, and for whom. Instants; `until_us` is inclusive."""

    partner: str
    from_us: int | None
    until_us: int
    now_us: int


Fault = tuple[str, str, ir.BooleanValue]  # reason, column, where it is so


def check_events(engine: Engine, rows: ir.Table, definition: Definition, window: Window) -> ir.Table:
    """Events: typed columns `at_us`, `local_us`, `is_ambiguous`, `is_nonexistent`, `is_withdrawn`, `object_type`."""
    rows = _with_times(engine, rows, definition)
    own = [a.id for a in definition.activities.values() if a.partner == window.partner]
    faults: list[Fault] = [
        ("unknown-activity", "activity", ~rows.activity.isin(list(definition.activities)).fill_null(False)),
        ("activity-of-another-partner", "activity", ~_among(rows.activity, own)),
        ("empty-identifier", "object_id", rows.object_id.isnull()),
        ("not-a-time", "time", rows.at_us.isnull()),
        *_outside(rows, window),
    ]
    carried = {a.id: a.attributes for a in definition.activities.values()}
    faults += _of_attributes(rows, definition, rows.activity, carried)
    identified: list[Fault] = [("empty-identifier", "event_id", rows.event_id.isnull())]
    types = [(rows.activity == a.id, a.object) for a in definition.activities.values()]
    rows = rows.mutate(object_type=ibis.cases(*types, else_=ibis.null("string")))
    return _without_contradictions(
        engine, _judged(engine, rows, identified, faults), ["event_id"], CONTRADICTED["events"]
    )


def check_links(engine: Engine, rows: ir.Table, definition: Definition, window: Window) -> ir.Table:
    """Links: typed columns `at_us` (may be null) and `is_withdrawn`."""
    rows = _with_times(engine, rows, definition)
    own = [(link.from_type, link.to_type) for link in definition.links if link.partner == window.partner]
    declared = [(rows.from_type == a) & (rows.to_type == b) for a, b in own]
    faults: list[Fault] = [
        ("unknown-object-type", column, ~_among(rows[column], list(definition.objects)))
        for column in ("from_type", "to_type")
    ]
    faults += [
        ("link-not-declared", "from_type", ~ibis.or_(*declared).fill_null(False) if declared else ibis.literal(True))
    ]
    faults += [("empty-identifier", column, rows[column].isnull()) for column in ("from_id", "to_id")]
    faults += [("not-a-time", "time", rows.at_us.isnull() & rows.time.notnull()), *_outside(rows, window)]
    return _without_contradictions(
        engine,
        _judged(engine, rows, faults, []),
        ["from_type", "from_id", "to_type", "to_id"],
        CONTRADICTED["links"],
        compare=("is_withdrawn",),
    )


def check_objects(engine: Engine, rows: ir.Table, definition: Definition, window: Window) -> ir.Table:
    """Objects with their attributes."""
    own = [o.id for o in definition.objects.values() if o.partner == window.partner]
    carried = {o.id: o.attributes for o in definition.objects.values()}
    faults: list[Fault] = [
        ("unknown-object-type", "object_type", ~_among(rows.object_type, list(definition.objects))),
        ("object-of-another-partner", "object_type", ~_among(rows.object_type, own)),
        ("empty-identifier", "object_id", rows.object_id.isnull()),
        *_of_attributes(rows, definition, rows.object_type, carried),
    ]
    return _without_contradictions(
        engine, _judged(engine, rows, faults, []), ["object_type", "object_id"], CONTRADICTED["objects"]
    )


def check_figures(engine: Engine, rows: ir.Table, definition: Definition, window: Window) -> ir.Table:
    """Figures that the partner itself publishes; kept to reconcile with, so any measure name may stand."""
    faults: list[Fault] = [
        *(("unknown-measure", column, rows[column].isnull()) for column in ("measure", "id", "field")),
        ("not-a-number", "value", rows.value.try_cast("float64").isnull()),
        ("no-moment", "date", rows.date.isnull() & rows.period.isnull()),
        ("not-a-date", "date", rows.date.notnull() & _date(rows.date).isnull()),
        *_of_attributes(rows, definition, None, {}),
    ]
    key = ["measure", "id", "field", "date", "period", *map(column_of, definition.attributes)]
    return _without_contradictions(engine, _judged(engine, rows, faults, []), key, CONTRADICTED["figures"])


CHECKS = {"events": check_events, "links": check_links, "objects": check_objects, "figures": check_figures}


def _with_times(engine: Engine, rows: ir.Table, definition: Definition) -> ir.Table:
    rows = times.with_instants(engine, rows, definition.zone)
    flag = rows.withdrawn.lower()
    known = ((flag.isin(["true", "1"]), True), (flag.isin(["false", "0"]) | flag.isnull(), False))
    return rows.mutate(is_withdrawn=ibis.cases(*known))


def _among(column: ir.StringColumn, values: list[str]) -> ir.BooleanValue:
    return column.isin(values).fill_null(False) if values else ibis.literal(False)


def _outside(rows: ir.Table, window: Window) -> list[Fault]:
    outside = rows.at_us > window.until_us
    if window.from_us is not None:
        outside = outside | (rows.at_us < window.from_us)
    return [("in-the-future", "time", rows.at_us > window.now_us), ("outside-coverage", "time", outside)]


def _of_attributes(
    rows: ir.Table, definition: Definition, owner: ir.StringColumn | None, carried: dict[str, tuple[str, ...]]
) -> list[Fault]:
    """The faults of attribute values: on something that does not carry them, or not of their type."""
    faults: list[Fault] = []
    for attribute in definition.attributes.values():
        column = column_of(attribute.id)
        if column not in rows.columns:
            continue
        value = rows[column]
        if owner is not None:
            carriers = [name for name, attributes in carried.items() if attribute.id in attributes]
            faults.append(("attribute-of-another", attribute.id, value.notnull() & ~_among(owner, carriers)))
        faults.append((OF_TYPE[attribute.type], attribute.id, value.notnull() & canonical(value, attribute).isnull()))
    return faults


def canonical(value: ir.StringColumn, attribute: Attribute) -> ir.StringValue:
    """A value as the store writes it; null when it is not one of the attribute's type."""
    if attribute.type == "category":
        return value.isin(list(attribute.values)).ifelse(value, ibis.null("string"))
    if attribute.type == "boolean":
        return ibis.cases((value.lower().isin(["true", "1"]), "true"), (value.lower().isin(["false", "0"]), "false"))
    if attribute.type == "integer":
        digits = value.re_search(r"^[+-]?\d{1,18}(\.0+)?$")
        return digits.ifelse(value.re_replace(r"\.0+$", "").try_cast("int64").cast("string"), ibis.null("string"))
    if attribute.type == "number":
        number = value.try_cast("float64")
        number = (number.isnan() | number.isinf()).ifelse(ibis.null("float64"), number)
        # Written as `definition.written` does, so that a condition compares texts: 12 and not 12.0 or 1.2e+01.
        is_whole = (number % 1.0 == 0.0) & (number.abs() < LARGEST_WHOLE)
        return is_whole.ifelse(number.try_cast("int64").cast("string"), number.cast("string"))
    return _date(value)


def _date(value: ir.StringColumn) -> ir.StringValue:
    """A date as it is written, or null: the engine would also take words such as infinity, and years BC."""
    is_written_so = value.re_search(r"^\d{4}-\d{2}-\d{2}$") & ~value.startswith("0000")
    return is_written_so.ifelse(value.try_cast("date").cast("string"), ibis.null("string"))


def _judged(engine: Engine, rows: ir.Table, always: list[Fault], unless_withdrawn: list[Fault]) -> ir.Table:
    """Compute the rows, with `reason` and `column` of the first fault.

    A row that takes something back needs only its identifier.
    """
    faults = list(always)
    if "withdrawn" in rows.columns:
        faults.append(("not-a-truth-value", "withdrawn", rows.is_withdrawn.isnull()))
        faults += [(reason, column, wrong & ~rows.is_withdrawn) for reason, column, wrong in unless_withdrawn]
    null = ibis.null("string")
    wrong = [(wrong.fill_null(False), place) for place, (_, _, wrong) in enumerate(faults)]
    rows = engine.named(rows.mutate(fault=ibis.cases(*wrong, else_=ibis.null("int64"))))
    reasons = [(rows.fault == place, reason) for place, (reason, _, _) in enumerate(faults)]
    columns = [(rows.fault == place, column) for place, (_, column, _) in enumerate(faults)]
    rows = rows.mutate(reason=ibis.cases(*reasons, else_=null), column=ibis.cases(*columns, else_=null))
    return engine.keep(rows.drop("fault"))


def _without_contradictions(
    engine: Engine, rows: ir.Table, key: list[str], column: str, compare: tuple[str, ...] | None = None
) -> ir.Table:
    """Mark repetitions among good rows: `is_repeated` when identical to the first, a fault when different."""
    good = rows.filter(rows.reason.isnull())
    keys = {k: good[k].fill_null("") for k in key}
    again = good.mutate(**keys).group_by(key).aggregate(times=ibis._.count())
    again = engine.keep(again.filter(again.times > 1))
    if not engine.run(again.count().as_table())[0][0].as_py():
        return rows.mutate(is_repeated=False)
    # Only what occurs more than once is compared: comparing every row would cost more than all other checks.
    several = good.mutate(**keys).semi_join(again, key)
    texts = compare or tuple(c for c in rows.columns if rows[c].type().is_string() and c not in ("reason", "column"))
    parts = [several[c].cast("string").re_replace(r"([\\|])", r"\\\1").fill_null("\\0") for c in texts]
    window = ibis.window(group_by=key, order_by="row")
    several = several.mutate(content=ibis.literal("|").join(parts))
    several = several.mutate(place=ibis.row_number().over(window), first=several.content.first().over(window))
    marks = several.filter(several.place > 0).select("row", differs=several.content != several.first)
    rows = rows.left_join(marks, "row").drop("row_right")
    differs = rows.differs.fill_null(False)
    return engine.keep(
        rows.mutate(
            is_repeated=(~rows.differs).fill_null(False),
            reason=differs.ifelse(CONTRADICTS, rows.reason),
            column=differs.ifelse(column, rows.column),
        ).drop("differs")
    )
