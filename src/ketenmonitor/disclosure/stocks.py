"""Stocks that must add up: rounded, or with cells suppressed, instead of with noise.

Comes in: everything that is published of stocks and flows. Goes out: what each of their counts becomes. The promise: a
stock at a date is protected once, with all its breakdowns together, and is the same wherever it stands: in a table by
month, in one by year, in a letter, and as the start or end of a flow. So no cell is protected in two ways.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from ketenmonitor.disclosure.additive import additive_table
from ketenmonitor.disclosure.rounding import rounded
from ketenmonitor.disclosure.suppression import suppress
from ketenmonitor.measures import Figures, Record, days_of

BASE = 5
MINIMUM = 10
# No attribute is called this, for names have no "=" in them; and a value has one before it, so it is never unknown.
AGE, UNKNOWN = "=age", "unknown"
PARTS = ("old", "young")
OF_A_FLOW = ("entered", "left", "counted")
By = frozenset[tuple[str, str]]
Cell = tuple[str, str, By, str]  # stock, date, breakdown, field
Protected = Mapping[Cell, int | None]


def protected_stocks(stocks: Iterable[Figures], method: str) -> dict[Cell, int | None]:
    """Every count of these stocks by its cell; null for one that is suppressed.

    Raises DisclosureError when a table does not add up, or its protection is not proved.
    """
    at: defaultdict[tuple[str, str], dict[By, Record]] = defaultdict(dict)
    for figures in stocks:
        for record in figures.records:
            if record["stock"] is not None:
                at[record["id"], record["date"]][_by(record)] = record
    found: dict[Cell, int | None] = {}
    for (id, day), records in sorted(at.items(), key=lambda one: one[0]):
        for (by, field), count in _protected(records, method).items():
            found[id, day, by, field] = count
    return found


def _protected(records: Mapping[By, Record], method: str) -> dict[tuple[By, str], int | None]:
    """The counts of one stock at one date."""
    names = sorted({name for by in records for name, _ in by})
    cells: list[tuple[By, str]] = []
    counts: list[tuple[dict[str, str | None], int]] = []
    for by, record in sorted(records.items(), key=lambda one: sorted(one[0])):
        sizes = {"stock": record["stock"]}
        if record["old"] is not None:
            sizes |= {"old": record["old"], "young": record["stock"] - record["old"]}
        for field, count in sizes.items():
            cells.append((by, field))
            counts.append(({**dict(by), **({AGE: field} if field in PARTS else {})}, count))
    table = additive_table([*names, AGE], counts)
    if method == "rounding":
        return dict(zip(cells, rounded(table, BASE), strict=True))
    hidden = suppress(table, MINIMUM).suppressed
    return {cell: None if i in hidden else counts[i][1] for i, cell in enumerate(cells)}


def given_for(figures: Figures, stocks: Protected) -> dict[int, Record]:
    """The counts of stocks or flows that were protected here, by number of the record."""
    return {i: given for i, record in enumerate(figures.records) if (given := _given(record, stocks))}


def _given(record: Record, stocks: Protected) -> Record:
    fields = _places(record)
    by = _by(record)
    places = {name: (record["id"], day, by, field) for name, (day, field) in fields.items()}
    given = {name: stocks[place] for name, place in places.items() if place in stocks}
    if record["measure"] != "flow":
        return given
    # Where nobody came or left, these are the cases of the stock itself, and have no second way of being protected.
    cells = record.get("cells") or {}
    same = {cells[name]: given[name] for name in given if cells.get(name, (0,))[0]}
    return given | {name: same[cells[name]] for name in OF_A_FLOW if cells.get(name) in same}


def _places(record: Record) -> dict[str, tuple[str, str]]:
    """Of each field that is a stock: at which date, and which of its counts."""
    if record["measure"] == "stock":
        return {name: (record["date"], name) for name in ("stock", "old")}
    days = days_of(record["period"]) if record["period"] else None
    if days is None:
        return {}
    first: date = days[0] - timedelta(days=1)
    return {"start": (first.isoformat(), "stock"), "end": (days[1].isoformat(), "stock")}


def _by(record: Record) -> By:
    said = {name: UNKNOWN if value is None else f"={value}" for name, value in record["by"].items()}
    return frozenset(said.items())
