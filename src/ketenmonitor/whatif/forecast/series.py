"""One number a month of a stock, as measured: what there is at its end, or what entered or left in it.

Comes in: cases and a stock of the definition. Goes out: a `Series`. The promise: the same numbers as the measure `flow`, whole months
that were delivered only, and none after the month that one may know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ketenmonitor.errors import UsageError
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, measure

WHATS = ("end", "entered", "left")  # fields of a flow


@dataclass(frozen=True)
class Series:
    """One value for each month without a gap. `stock`: its id; `what`: one of `WHATS`; `first`: the first day of the first month."""

    stock: str
    what: str
    first: date
    values: tuple[int, ...]

    @property
    def months(self) -> tuple[str, ...]:
        """Their names, as 2025-08."""
        return tuple(name_of(self.first, n) for n in range(len(self.values)))

    def month_after(self, n: int) -> str:
        """The name of the month that comes so many after the last; 1 is the next."""
        return name_of(self.first, len(self.values) - 1 + n)

    def known_on(self, day: date) -> tuple[Series, tuple[int, ...]]:
        """The months that were over at the end of a day, and the values of those after it."""
        known = sum(_last_day(self.first, n) <= day for n in range(len(self.values)))
        return Series(self.stock, self.what, self.first, self.values[:known]), self.values[known:]


def series_of(cases: Cases, stock: str) -> dict[str, Series]:
    """Every series of a stock by what it is of. Raises UsageError when no whole month was delivered, or it cannot be known any more."""
    records = measure(cases, "flow", stock, Selection(period="month")).records
    known = [record for record in records if record["end"] is not None]
    if not known:
        raise UsageError(
            f"No whole month of stock {stock} is known, so there is nothing to forecast from. "
            "`ketenmonitor status` says what was delivered; a measure says why it is not known."
        )
    first = date.fromisoformat(f"{known[0]['period']}-01")
    names = [name_of(first, n) for n in range(len(known))]
    if names != [record["period"] for record in known]:
        raise UsageError(
            f"Between the months of stock {stock} that are known lies one that is not. Right is a row of months."
        )
    return {what: Series(stock, what, first, tuple(int(record[what]) for record in known)) for what in WHATS}


def name_of(first: date, n: int) -> str:
    """The month that comes `n` after the one of a day."""
    years, month = divmod(first.month - 1 + n, 12)
    return f"{first.year + years:04}-{month + 1:02}"


def _last_day(first: date, n: int) -> date:
    return date.fromisoformat(f"{name_of(first, n + 1)}-01") - timedelta(days=1)
