"""What partners publish themselves beside what this release says of the same.

Comes in: the tables of a release, and the published figures as partners delivered them. Goes out: one more table. The
promise: what is computed here is the protected figure of this very release, so the difference gives nothing away; a figure
that the release does not have is there too, and says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ketenmonitor.definition import Definition, Title
from ketenmonitor.release.dataset import TOTAL, Column, Dataset, State, Value

NAME = "reconciliation"
COLUMNS = (
    Column("partner", Title("Partner", "Partner"), "string", is_key=True),
    Column("measure", Title("Maat", "Measure"), "string", is_key=True),
    Column("id", Title("Onderwerp", "Subject"), "string", is_key=True),
    Column("field", Title("Gegeven", "Field"), "string", is_key=True),
    Column("when", Title("Datum of periode", "Date or period"), "string", is_key=True),
    Column("published", Title("Gepubliceerd door de partner", "Published by the partner"), "number"),
    Column("computed", Title("In deze uitgave", "In this release"), "number"),
    Column("difference", Title("Verschil", "Difference"), "number"),
)
NOTES = (
    Title(
        "Het verschil is wat deze uitgave zegt min wat de partner publiceert. Het kan komen door de eenheid die geteld wordt"
        " (zaken, aangiften of verdachten), door de periode, of door wat er onder valt.",
        "The difference is what this release says less what the partner publishes. It may be due to what is counted (cases,"
        " reports or suspects), to the period, or to what is covered.",
    ),
)
Place = tuple[str, str, str, str]  # measure, id, field, date or period


def reconciled_dataset(chain: Definition, tables: Iterable[Dataset], published: Iterable[Mapping[str, Any]]) -> Dataset:
    """A row per published total, in the order of partner, measure, id, field and time."""
    known = dict(_totals(tables))
    rows = []
    for one in published:
        if json.loads(one.get("by") or "{}"):
            continue
        when = str(one["date"]) if one.get("date") else one.get("period") or "-"
        computed = known.get((one["measure"], one.get("id") or "", one["field"], when), State.NOT_APPLICABLE)
        difference = computed if isinstance(computed, State) else _difference(computed, one["value"])
        key = (one["partner"], one["measure"], one.get("id") or "-", one["field"], when)
        rows.append((*key, float(one["value"]), computed, difference))
    order = {partner: place for place, partner in enumerate(chain.partners)}
    rows.sort(key=lambda row: (order.get(row[0], len(order)), *map(str, row[1:5])))
    title = Title("Cijfers van partners naast die van deze uitgave", "Figures of partners beside those of this release")
    return Dataset(NAME, title, COLUMNS, tuple(rows), "cell-key", NOTES)


def _difference(computed: Value, published: float) -> float:
    assert isinstance(computed, int | float), "only numbers are reconciled"
    return float(computed) - float(published)


def _totals(tables: Iterable[Dataset]) -> Iterable[tuple[Place, Value]]:
    """Every figure of a total that stands at a date or in a period."""
    for table in tables:
        places = {column.name: number for number, column in enumerate(table.columns)}
        measure = table.id.split("-by-")[0]
        for row in table.rows:
            if any(
                row[n] not in (TOTAL,)
                for n, c in enumerate(table.columns)
                if c.is_key and c.name not in ("id", "period")
            ):
                continue
            moment = row[places["date"]] if "date" in places else row[places["period"]] if "period" in places else None
            if moment is None or isinstance(moment, State):
                continue
            when = moment.isoformat() if isinstance(moment, date) else str(moment)
            name = next(
                (m for m in ("lead-time", "stock", "flow", "handover", "term") if measure.startswith(m)), measure
            )
            for number, column in enumerate(table.columns):
                if not column.is_key and column.datatype in ("integer", "number"):
                    yield (name, str(row[places["id"]]), column.name, when), row[number]
