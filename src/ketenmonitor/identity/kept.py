"""Files that others put in place while the service runs: authorities, revoked certificates, keys.

Comes in: a path and what reads it. Goes out: what it holds now. The promise: a file that was replaced counts from the next request
on, one that cannot be read lets nobody in, and one that is the same is not read again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ketenmonitor.identity.refusal import Unproven

log = logging.getLogger("ketenmonitor.identity")
Held = TypeVar("Held")
_read: dict[tuple[str, str], tuple[tuple[int, ...], object]] = {}


def held(place: Path, what: str, reading: Callable[[bytes], Held]) -> Held:
    """What a file holds. Raises Unproven when it cannot be read, as then nothing can be proved by it."""
    try:
        stat = place.stat()
        stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        known = _read.get((str(place), what))
        if known is None or known[0] != stamp:
            known = (stamp, reading(place.read_bytes()))
            _read[str(place), what] = known
    except (OSError, ValueError, TypeError, KeyError) as error:
        log.error(f"{place}: {what} cannot be read ({type(error).__name__}). Until it can nobody is let in by it.")
        raise Unproven(f"This service cannot read its {what} now. Tell who runs it.") from None
    return known[1]  # type: ignore[return-value]  # what this reader made, as `what` names the reader
