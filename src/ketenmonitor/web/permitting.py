"""Asking leave over HTTP: who asks is the visitor, and for which purpose they chose, or said with the request.

    Processing-Purpose: doorlooptijden   of a program, with its request
    /doel                                where who is logged in chooses one, until they choose another or log out, and may say why

Comes in: a request and what it wants to do. Goes out: a `Permit`. The promise: data of cases are shown only after this; who has exactly
one purpose that fits need not choose, and in the log it stands all the same.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from contextlib import suppress

from starlette.requests import Request

from ketenmonitor.access import Asker, Permit, fitting, permit, turned_away
from ketenmonitor.access import failed as log_failed
from ketenmonitor.access import shown as log_shown
from ketenmonitor.errors import PurposeError, StorageError
from ketenmonitor.lawful import Purpose
from ketenmonitor.web.api import is_api
from ketenmonitor.web.pages import session, site, visitor

HEADER = "Processing-Purpose"
LONGEST_REASON = 200  # letters, as the gate keeps them


def permitted(
    request: Request, operation: str, chain: str | None, *, case: str | None = None, name: str | None = None, reason: str | None = None,
    **selection: str | None,
) -> Permit:  # fmt: skip
    """Ask leave. `name`: of a case, when only what the logs call it is known. `reason`: why, where it was typed for this; else that
    of the session. Raises PurposeError or StorageError; then there is nothing to show.
    """
    asker, now_us = asker_of(request), _now_us()
    given = permit(
        site(request).home, asker, operation, chain, purpose_of(request, asker, operation, chain, now_us), now_us, case=case,
        name=name, selection=_known(selection), reason=reason or session(request).reason, traceparent=request.headers.get("traceparent"),
    )  # fmt: skip
    request.state.permit = given  # without it what guards the route lets nothing out
    return given


def shown(request: Request, given: Permit, cases: Collection[str]) -> None:
    """Say whose data this answer has. Raises StorageError."""
    log_shown(site(request).home, given, cases)


def refused(request: Request, operation: str, chain: str | None, why: str, **selection: str | None) -> None:
    """Say that something was refused before its purpose mattered. Raises StorageError."""
    turned_away(site(request).home, asker_of(request), operation, chain, _now_us(), why, _known(selection))


def failed(request: Request, error: Exception) -> None:
    """Say that what was permitted came to nothing by a fault of ours; when that cannot be logged, the fault is one of the logs already."""
    given: Permit | None = getattr(request.state, "permit", None)
    if given is not None:
        del request.state.permit  # said once, though a fault passes here twice on its way out
        with suppress(StorageError):
            log_failed(site(request).home, given, error, _now_us())


def asker_of(request: Request) -> Asker:
    """Who asks: the visitor, or the organisation that calls."""
    who, caller = visitor(request), visitor(request).caller
    return Asker(
        who.subject, frozenset(map(str, who.roles)), caller.principal if caller else None,
        "api" if is_api(request.state.path) else "web", caller.on_behalf_of if caller else None,
        caller.transaction if caller else None, who.partner,
    )  # fmt: skip


def purpose_of(request: Request, asker: Asker, operation: str, chain: str | None, now_us: int) -> str | None:
    """The purpose that was said with the request, or chosen, or the only one that fits."""
    said = request.headers.get(HEADER) if is_api(request.state.path) else None
    if said or session(request).purpose:
        return said or session(request).purpose
    try:
        some = fitting(site(request).home, asker, now_us, operation, chain)
    except PurposeError:  # what is wrong with the register is for the gate to say, and to log
        return None
    return some[0].id if some and len(some) == 1 else None


def is_open_to(request: Request, operation: str, chain: str) -> bool:
    """Whether a register says that this visitor may do this for some purpose; without a register it does not. Raises PurposeError."""
    return bool(fitting(site(request).home, asker_of(request), _now_us(), operation, chain))


def open_to(request: Request) -> tuple[Purpose, ...] | None:
    """The purposes among which this visitor may choose; None in a home without a register. Raises PurposeError."""
    return fitting(site(request).home, asker_of(request), _now_us())


def _known(selection: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in selection.items() if value is not None}


def _now_us() -> int:
    return time.time_ns() // 1000
