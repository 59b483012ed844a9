"""Until when a delivery is complete: what was asked for, or what can be promised of this extract.

Comes in: the mapping, the moment it is and what was typed. Goes out: an instant. The promise: no more than the extract can know: not
beyond now, not beyond the moment at which its oldest file was written, and by default not beyond the last midnight.
"""

from __future__ import annotations

from datetime import UTC, datetime, time

from ketenmonitor.errors import DeliveryError, UsageError
from ketenmonitor.instants import from_us, to_iso, to_us
from ketenmonitor.source.mapping import Mapping
from ketenmonitor.source.pack.state import Sent


def chosen(mapping: Mapping, now_us: int, asked_us: int | None, before: Sent | None) -> int:
    """Until when everything that happened is in. Raises UsageError for a moment that cannot be."""
    until_us = _default(mapping, now_us) if asked_us is None else asked_us
    zone = mapping.definition.zone
    if until_us > now_us:
        raise UsageError("--until: this moment has not come yet. Give one that has.")
    if until_us < mapping.begin_us:
        raise UsageError(
            "--until: this lies before `from` of the mapping, so there is nothing to deliver. Give a later one."
        )
    if before is not None and until_us < before.delivered_until_us:
        said = to_iso(before.delivered_until_us, zone)
        raise UsageError(
            f"--until: the last delivery went up to {said}, and a promise is not taken back. Give that moment or a later one."
        )
    return until_us


def _default(mapping: Mapping, now_us: int) -> int:
    now = from_us(now_us).astimezone(mapping.zone)
    midnight = datetime.combine(now.date(), time.min, tzinfo=mapping.zone)
    return min([to_us(midnight), *(_written(mapping))])


def _written(mapping: Mapping) -> list[int]:
    """When the files of the extract were written."""
    try:
        files = [source.file for source in mapping.sources.values() if source.file]
        return [to_us(datetime.fromtimestamp(file.stat().st_mtime, tz=UTC)) for file in files]
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise DeliveryError(
            f"{error.filename}: cannot be read: {reason}. Give a file that this user may read, and pack again; nothing was packed."
        ) from None
