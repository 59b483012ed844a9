"""Stocks that must add up: rounded, or with cells suppressed, instead of with noise.

Comes in: everything that is published of stocks and flows. Goes out: what each of their counts becomes. The promise: a
stock at a date is protected once, with all its breakdowns together, and is the same wherever it stands: in a table by
month, in one by year, in a letter, and as the start or end of a flow. So no cell is protected in two ways; nor are the same
cases at two dates, or in two releases, as far as sums allow (`shown`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from ketenmonitor.disclosure.additive import AdditiveTable, additive_table
from ketenmonitor.disclosure.rounding import rounded
from ketenmonitor.disclosure.shown import Cell as SameCases
from ketenmonitor.disclosure.shown import Shown, cell_of, without
from ketenmonitor.disclosure.suppression import suppress
from ketenmonitor.measures import Figures, Record, days_of

BASE = 5
MINIMUM = 10
# No attribute is called this, for names have no "=" in them; and a value has one before it, so it is never unknown.
AGE, UNKNOWN = "=age", "unknown"
PARTS = ("old", "young")
By = frozenset[tuple[str, str]]
Place = tuple[str, str, By, str]  # stock, date, breakdown, field
Protected = Mapping[Place, int | None]


def protected_stocks(stocks: Iterable[Figures], method: str, shown: Shown) -> dict[Place, int | None]:
    """Every count of these stocks by its place; null for one that is suppressed.

    `shown`: what was shown before of which cases, which stays so; what is shown now is added. Raises DisclosureError when
    a table does not add up, or its protection is not proved.
    """
    at: defaultdict[tuple[str, str], dict[By, Record]] = defaultdict(dict)
    for figures in stocks:
        for record in figures.records:
            if record["stock"] is not None:
                at[record["id"], record["date"]][_by(record)] = record
    found: dict[Place, int | None] = {}
    for (id, day), records in sorted(at.items(), key=lambda one: one[0]):
        for (by, field), count in _protected(records, method, shown).items():
            found[id, day, by, field] = count
    return found


def _protected(records: Mapping[By, Record], method: str, shown: Shown) -> dict[tuple[By, str], int | None]:
    """The counts of one stock at one date."""
    names = sorted({name for by in records for name, _ in by})
    places: list[tuple[By, str]] = []
    counts: list[tuple[dict[str, str | None], int]] = []
    cells: list[SameCases] = []
    for by, record in sorted(records.items(), key=lambda one: sorted(one[0])):
        sizes, same = {"stock": record["stock"]}, {"stock": cell_of(record, "stock")}
        if record["old"] is not None:
            sizes |= {"old": record["old"], "young": record["stock"] - record["old"]}
            same |= {"old": (old := cell_of(record, "old")), "young": without(same["stock"], old)}
        for field, count in sizes.items():
            places.append((by, field))
            counts.append(({**dict(by), **({AGE: field} if field in PARTS else {})}, count))
            cells.append(same[field])
    table = additive_table([*names, AGE], counts)
    before = {number: shown[cell] for number, cell in enumerate(cells) if cell in shown}
    found = _numbers(table, method, before)
    shown.add(dict(zip(cells, found, strict=True)))
    return dict(zip(places, found, strict=True))


def _numbers(table: AdditiveTable, method: str, before: Mapping[int, int | None]) -> Sequence[int | None]:
    if method == "rounding":
        return rounded(table, BASE, before={cell: number for cell, number in before.items() if number is not None})
    hidden = suppress(table, MINIMUM, before={cell: number is None for cell, number in before.items()}).suppressed
    return [None if cell in hidden else count for cell, count in enumerate(table.counts)]


def given_for(figures: Figures, stocks: Protected, shown: Shown) -> dict[int, Record]:
    """The counts of figures that were protected as stocks, by number of the record.

    Those are the stocks themselves, wherever they stand, and every other count of the very same cases: these have no
    second way of being protected.
    """
    return {i: given for i, record in enumerate(figures.records) if (given := _given(record, stocks, shown))}


def _given(record: Record, stocks: Protected, shown: Shown) -> Record:
    same = {name: tuple(cell) for name, cell in (record.get("cells") or {}).items()}
    given = {name: shown[cell] for name, cell in same.items() if cell in shown}
    by = _by(record)
    places = {name: (record["id"], day, by, field) for name, (day, field) in _places(record).items()}
    return given | {name: stocks[place] for name, place in places.items() if place in stocks}


def _places(record: Record) -> dict[str, tuple[str, str]]:
    """Of each field that is a stock: at which date, and which of its counts."""
    if record["measure"] == "stock":
        return {name: (record["date"], name) for name in ("stock", "old")}
    if record["measure"] != "flow":
        return {}
    days = days_of(record["period"]) if record["period"] else None
    if days is None:
        return {}
    first: date = days[0] - timedelta(days=1)
    return {"start": (first.isoformat(), "stock"), "end": (days[1].isoformat(), "stock")}


def _by(record: Record) -> By:
    said = {name: UNKNOWN if value is None else f"={value}" for name, value in record["by"].items()}
    return frozenset(said.items())
