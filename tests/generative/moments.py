"""Moments to draw from: a small grid around dates on which clocks, months and years do odd things.

Comes in: a zone. Goes out: `grids()`. The promise: few different instants, so that ties are common, in every way that a
time can be written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.oracles import times

ANCHORS = ("2024-10-27", "2024-03-31", "2024-10-27", "2024-03-31", "2024-02-29", "2025-05-05", "2024-12-31")
ODD_HOUR = "02:30:00"  # on the days on which clocks change it occurs twice or not at all
HOURS = ("00:00:00", "01:30:00", ODD_HOUR, "12:00:00", "23:59:59.999999")
DAYS_APART = (1, 1, 1, 10, 45)
BEFORE, AFTER = 3, 6


@dataclass(frozen=True)
class Moment:
    """A time as a delivery writes it, and the instant that it is."""

    text: str
    at_us: int


@st.composite
def grids(draw: st.DrawFn, zone_name: str) -> list[Moment]:
    """All that is drawn from in one example, in order of time: ten days, some hours, several spellings."""
    zone = ZoneInfo(zone_name)
    anchor = datetime.fromisoformat(draw(st.sampled_from(ANCHORS)))
    apart = timedelta(days=draw(st.sampled_from(DAYS_APART)))
    hours = draw(st.lists(st.sampled_from(HOURS), min_size=1, max_size=3, unique=True))
    days = [anchor + number * apart for number in range(-BEFORE, AFTER + 1)]
    walls = [datetime.combine(day, time.fromisoformat(hour)) for day in days for hour in sorted(hours)]
    odd = datetime.combine(anchor, time.fromisoformat(ODD_HOUR))
    texts = [*dict.fromkeys(text for wall in [*walls, odd] for text in spellings(wall, zone)), *[odd.isoformat()] * 5]
    return sorted((Moment(text, times.instant(text, zone)) for text in texts), key=lambda moment: moment.at_us)


def spellings(wall: datetime, zone: ZoneInfo) -> list[str]:
    """A wall clock as a date if it is midnight, without offset, with each offset that it can have, and in UTC."""
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    as_utc = first.astimezone(UTC).isoformat().replace("+00:00", "Z")
    as_date = [wall.date().isoformat()] if wall.time() == time(0) else []
    return [*as_date, wall.isoformat(), first.isoformat(), second.isoformat(), as_utc]


def is_naive(text: str) -> bool:
    """Whether a time is written without an offset."""
    return datetime.fromisoformat(text).tzinfo is None


def occurrences(text: str, zone: ZoneInfo) -> int:
    """How often a time without offset occurs: 0 in the missing hour, 2 in the doubled one, else 1."""
    wall = datetime.fromisoformat(text)
    readings = {(wall.replace(tzinfo=zone, fold=fold)).astimezone(UTC) for fold in (0, 1)}
    return sum(reading.astimezone(zone).replace(tzinfo=None) == wall for reading in readings)
