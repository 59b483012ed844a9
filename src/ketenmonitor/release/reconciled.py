"""What partners publish themselves beside what this release says of the same, and why the two may differ.

Comes in: the tables of a release, and the published figures as partners delivered them. Goes out: one more table, and the
published figures with what is `computed`. The promise: what is computed here is the protected figure of this very release,
so the difference gives nothing away; a figure that the release does not have is there too, and says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ketenmonitor.definition import Definition, Difference, Title
from ketenmonitor.release.dataset import TOTAL, Column, Dataset, State, Value

NAME = "reconciliation"
NUMBERS = ("integer", "number")
MEASURES = ("lead-time", "stock", "flow", "handover", "term")
KINDS = {
    "counting-unit": Title("andere teleenheid", "other counting unit"),
    "period": Title("andere periode", "other period"),
    "scope": Title("andere reikwijdte", "other scope"),
}
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
NOTE = Title(
    "Het verschil is wat deze uitgave zegt min wat de partner publiceert. Het kan komen door de eenheid die geteld wordt"
    " (zaken, aangiften of verdachten), door de periode, of door wat er onder valt.",
    "The difference is what this release says less what the partner publishes. It may be due to what is counted (cases,"
    " reports or suspects), to the period, or to what is covered.",
)
Row = Mapping[str, Any]
Figure = tuple[str, str, str]  # measure, id, field
Place = tuple[str, str, str, str]  # the same, with its date or period


def with_computed(tables: Iterable[Dataset], published: Iterable[Row]) -> tuple[dict[str, Any], ...]:
    """The published totals, each with what this release says of the same: a number, or the reason why there is none."""
    known = dict(_totals(tables))
    totals = [row for row in published if not json.loads(row.get("by") or "{}")]
    return tuple({**row, "computed": known.get((*_figure(row), _when(row)), State.NOT_APPLICABLE)} for row in totals)


def differences_of(chain: Definition, row: Row) -> tuple[Difference, ...]:
    """Why a published figure need not be the computed one."""
    return tuple(one for one in chain.publication.differences if (one.measure, one.id, one.field) == _figure(row))


def difference_of(row: Row) -> Value:
    """What is computed less what is published."""
    computed = row["computed"]
    return computed if isinstance(computed, State) else float(computed) - float(row["value"])


def reconciled_dataset(chain: Definition, rows: Iterable[Row]) -> Dataset:
    """A row per published total, in the order of partner, measure, id, field and time; `rows` have what is computed."""
    order = {partner: place for place, partner in enumerate(chain.partners)}
    found = [_row(chain, row) for row in rows]
    found.sort(key=lambda row: (order.get(str(row[0]), len(order)), *map(str, row[1:5])))
    title = Title("Cijfers van partners naast die van deze uitgave", "Figures of partners beside those of this release")
    codes = {str(row[-1]) for row in found if not isinstance(row[-1], State)}
    why = Column("explanation", Title("Waardoor", "Why"), "string", words=tuple((c, _words(c)) for c in sorted(codes)))
    notes = (NOTE, *(_note(one) for one in chain.publication.differences)) if found else (NOTE,)
    return Dataset(NAME, title, (*COLUMNS, why), tuple(found), "cell-key", notes)


def _row(chain: Definition, row: Row) -> tuple[Value, ...]:
    key = (row["partner"], row["measure"], row.get("id") or "-", row["field"], _when(row))
    kinds = "; ".join(one.kind for one in differences_of(chain, row))
    return (*key, float(row["value"]), row["computed"], difference_of(row), kinds or State.NOT_APPLICABLE)


def _words(kinds: str) -> Title:
    titles = [KINDS[kind] for kind in kinds.split("; ")]
    return Title("; ".join(title.nl for title in titles), "; ".join(title.en for title in titles))


def _note(one: Difference) -> Title:
    about = f"{one.measure} {one.id} {one.field}"
    return Title(
        f"{about}, {KINDS[one.kind].nl}: {one.text.nl}",
        f"{about}, {KINDS[one.kind].en}: {one.text.en}",
    )


def _figure(row: Row) -> Figure:
    return row["measure"], row.get("id") or "", row["field"]


def _when(row: Row) -> str:
    return str(row["date"])[:10] if row.get("date") else row.get("period") or "-"


def _totals(tables: Iterable[Dataset]) -> Iterator[tuple[Place, Value]]:
    """Every number of a total that stands at a date or in a period."""
    for table in tables:
        places = {column.name: number for number, column in enumerate(table.columns)}
        groups = [n for name, n in places.items() if table.columns[n].is_key and name not in ("id", "period", "date")]
        at = places.get("date", places.get("period"))
        measure = next((name for name in MEASURES if f"{table.id}-".startswith(f"{name}-")), table.id)
        numbers = [(n, c.name) for n, c in enumerate(table.columns) if not c.is_key and c.datatype in NUMBERS]
        for row in table.rows:
            if at is None or isinstance(row[at], State) or any(row[group] != TOTAL for group in groups):
                continue
            moment = row[at]
            when = moment.isoformat() if isinstance(moment, date) else str(moment)
            for n, name in numbers:
                yield (measure, str(row[places["id"]]), name, when), row[n]
