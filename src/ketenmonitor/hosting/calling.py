"""Who calls a service, and how often in a minute.

Comes in: a request, and how callers prove who they are. Goes out: a `Caller`, or Refused. The promise: who cannot prove who they are is
counted too, all together; the line of the log has who it was before anything else is looked at.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from ketenmonitor.hosting.refused import Refused
from ketenmonitor.identity import Caller, Unproven
from ketenmonitor.instants import from_us

Authenticate = Callable[[Mapping[str, Any], int], Caller]
A_MINUTE = 60
NOBODY = "nobody"


class Requests:
    """Requests of each caller in this minute, as this process has seen them: a flood is not written on a disk before it is stopped."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._minute, self._counts = "", Counter[str]()

    def count(self, who: str, now_us: int) -> None:
        """A request of somebody. Raises Refused when there were too many; after the first time that is no news."""
        now = from_us(now_us)
        with self._lock:
            if self._minute != f"{now:%Y-%m-%dT%H:%M}":
                self._minute, self._counts = f"{now:%Y-%m-%dT%H:%M}", Counter()
            self._counts[who] += 1
            count = self._counts[who]
        if count > self._most:
            sentence = f"More than {self._most:,} requests came in this minute."
            refused = Refused(429, "limit-of-minute", sentence, A_MINUTE - now.second)
            refused.is_noted = count > self._most + 1
            raise refused


def identified(
    scope: Mapping[str, Any], line: dict[str, object], now_us: int, authenticate: Authenticate, requests: Requests
) -> Caller:
    """Who calls at this moment, which counts as a request of them. Raises Refused."""
    line["at"] = from_us(now_us).isoformat(timespec="milliseconds")
    try:
        caller = authenticate(scope, now_us)
    except Unproven as error:
        requests.count(NOBODY, now_us)
        raise Refused(401, "caller-unproven", str(error), headers={"WWW-Authenticate": error.challenge}) from None
    line |= {
        "caller": caller.oin, "on_behalf_of": caller.on_behalf_of, "via": caller.via, "transaction": caller.transaction,
    }  # fmt: skip
    requests.count(caller.oin, now_us)
    return caller
