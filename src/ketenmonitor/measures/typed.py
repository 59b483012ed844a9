"""From what somebody typed, in a command or an address, to the parts of a selection.

Comes in: texts. Goes out: days, moments and conditions. The promise: what cannot be read is refused with what is right;
`what` is what the reader calls it, such as --from or `from`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from ketenmonitor.definition import Condition, Definition, written
from ketenmonitor.errors import UsageError
from ketenmonitor.instants import EARLIEST, parse_instant
from ketenmonitor.measures.selection import one_of


def day_of(what: str, text: str | None) -> date | None:
    """A local date. Raises UsageError."""
    try:
        day = None if text is None else date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{what} is not a date. Right is YYYY-MM-DD, such as 2026-01-31.") from None
    if day and not EARLIEST.date() <= day < date(9999, 1, 1):
        raise UsageError(f"{what} lies at the end of the calendar. Right is a date of the years 2 to 9998.")
    return day


def moment_of(what: str, text: str | None, zone: ZoneInfo) -> int | None:
    """An instant, in microseconds. Raises UsageError."""
    try:
        return None if text is None else parse_instant(text, zone)
    except ValueError:
        raise UsageError(f"{what} is not a time. Right is ISO 8601, such as 2026-01-31T12:00:00+01:00.") from None


def condition_of(what: str, text: str, definition: Definition) -> Condition:
    """ATTR=VALUE, with the value as the store writes it. Raises UsageError."""
    name, is_there, value = text.partition("=")
    if not is_there:
        raise UsageError(f"{what} has no value. Right is ATTR=VALUE, such as minderjarig=true.")
    one_of("attribute", name, definition.attributes)
    kind = definition.attributes[name].type
    readers: dict[str, Callable[[str], object]] = {
        "integer": int,
        "number": float,
        "date": date.fromisoformat,
        "boolean": str.lower,
    }
    read = readers.get(kind, str)
    try:
        return Condition(name, (written(read(value)),))
    except ValueError:
        raise UsageError(
            f"{what} {name}: not a value of type {kind}. Right is such as 12, 12.5 or 2026-01-31."
        ) from None
