"""Who calls a service, which counts as a request of them.

Comes in: a request, and how callers prove who they are. Goes out: a `Caller`, or Refused. The promise: who cannot prove who they are is
counted too, all together; the line of the log has who it was before anything else is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ketenmonitor.hosting.refused import Refused
from ketenmonitor.identity import Caller, Unproven
from ketenmonitor.instants import from_us

Authenticate = Callable[[Mapping[str, Any], int], Caller]


def identified(
    scope: Mapping[str, Any],
    line: dict[str, object],
    now_us: int,
    authenticate: Authenticate,
    count: Callable[[str], None],
) -> Caller:
    """Who calls at this moment; `count` is told of whom it is a request, and may raise Refused as well."""
    line["at"] = from_us(now_us).isoformat(timespec="milliseconds")
    try:
        caller = authenticate(scope, now_us)
    except Unproven as error:
        count("nobody")
        raise Refused(401, "caller-unproven", str(error), headers={"WWW-Authenticate": error.challenge}) from None
    line |= {
        "caller": caller.oin, "on_behalf_of": caller.on_behalf_of, "via": caller.via, "transaction": caller.transaction,
    }  # fmt: skip
    count(caller.oin)
    return caller
