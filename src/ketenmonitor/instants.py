"""Instants as integers: the one place where moments, local clocks and ISO texts are turned into each other.

`*_us` is a count of microseconds. `at_us` counts from 1970 in UTC; `local_us` is what the wall clock of the chain's
timezone shows, counted as if it were UTC. Integers are exact, sort the same on every engine and carry no session
timezone (docs/explanation/decisions: instants are integers).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY_US = 86_400_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = date(1970, 1, 1)
# Systems write the ends of the calendar for "unknown" and "never"; within these every instant has a local date anywhere,
# and every period that it is in has a day before it.
EARLIEST = datetime(2, 1, 2, tzinfo=UTC)
LATEST = datetime(9999, 12, 31, tzinfo=UTC)


def to_us(moment: datetime) -> int:
    """Microseconds since 1970 of an aware datetime."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def from_us(at_us: int) -> datetime:
    """The aware UTC datetime of `at_us`."""
    return EPOCH + timedelta(microseconds=at_us)


def local_us(at_us: int, zone: ZoneInfo) -> int:
    """What the wall clock in `zone` shows at `at_us`, in microseconds as if it were UTC."""
    return to_us(from_us(at_us).astimezone(zone).replace(tzinfo=UTC))


def local_iso(local_us: int, zone: ZoneInfo) -> str:
    """ISO 8601 of what the wall clock shows, with its offset; an hour that occurs twice: the first."""
    return from_us(local_us).replace(tzinfo=zone).isoformat()


def to_iso(at_us: int, zone: ZoneInfo) -> str:
    """ISO 8601 in local time with its offset: exact, and readable where the chain is."""
    return from_us(at_us).astimezone(zone).isoformat()


def parse_instant(text: str, zone: ZoneInfo) -> int:
    """`at_us` of an ISO 8601 text; without an offset it is local time in `zone` (an hour that occurs twice: the first).

    Raises ValueError when it is not a time, or not one of the years 2 to 9999 in every zone.
    """
    moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if not EARLIEST <= moment < LATEST:
        raise ValueError("at the end of the calendar")
    return to_us(moment)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH_DAY).days


def day_of_number(number: int) -> date:
    """The date that is `number` days after 1970-01-01."""
    return EPOCH_DAY + timedelta(days=number)
