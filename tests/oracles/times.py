"""Time: instants, local wall clocks, local days and periods, as whole numbers.

Comes in: texts of a delivery and the chain's zone. Goes out: integers. The promise: no float anywhere.

- `at_us`: microseconds since 1970 UTC; orders and compares events.
- `local_us`: the wall clock of the chain's zone, written as if it were UTC; differences of it are durations.
- `day`: the local date as days since 1970-01-01.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = date(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)
DAY_US = 86_400 * 1_000_000
FIRST_MONTHS = {"year": (1,), "quarter": (1, 4, 7, 10), "month": tuple(range(1, 13))}


def instant(text: str, zone: ZoneInfo) -> int:
    """The instant of an ISO 8601 text. Without an offset it is local: the first of a doubled hour, the offset before
    the change for a missing one (both are `fold=0`). A date alone is local midnight."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone, fold=0)
    return (moment.astimezone(UTC) - EPOCH) // MICROSECOND


def local(at_us: int, zone: ZoneInfo) -> int:
    """What the clock on the wall showed at an instant."""
    wall = (EPOCH + timedelta(microseconds=at_us)).astimezone(zone).replace(tzinfo=UTC)
    return (wall - EPOCH) // MICROSECOND


def day_of(local_us: int) -> int:
    """The local date of a wall clock."""
    return local_us // DAY_US


def to_day(text: str | date) -> int:
    """A date (or its ISO text) as a day number."""
    return ((date.fromisoformat(text) if isinstance(text, str) else text) - EPOCH_DAY).days


def to_date(day: int) -> date:
    """A day number as a date."""
    return EPOCH_DAY + timedelta(days=day)


def period_of(day: int, kind: str) -> str:
    """The month ("2025-08"), quarter ("2025-Q3") or year ("2025") in which a day lies."""
    when = to_date(day)
    if kind == "year":
        return f"{when.year}"
    if kind == "quarter":
        return f"{when.year}-Q{(when.month + 2) // 3}"
    return f"{when.year}-{when.month:02}"


def bounds(period: str) -> tuple[int, int]:
    """The first and the last day of a period."""
    year, _, part = period.partition("-")
    if not part:
        first_month, months = 1, 12
    elif part.startswith("Q"):
        first_month, months = 3 * int(part[1:]) - 2, 3
    else:
        first_month, months = int(part), 1
    years, month = divmod(first_month - 1 + months, 12)
    return to_day(date(int(year), first_month, 1)), to_day(date(int(year) + years, month + 1, 1)) - 1


def periods(first_day: int, last_day: int, kind: str) -> list[str]:
    """Every period from the one of `first_day` to the one of `last_day`."""
    found: list[str] = []
    day = first_day
    while day <= last_day:
        found.append(period_of(day, kind))
        day = bounds(found[-1])[1] + 1
    return found
