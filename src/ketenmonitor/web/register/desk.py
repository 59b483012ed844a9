"""The desk of a registrar: what was read, the least certain first, to be confirmed, corrected or rejected.

Comes in: a request. Goes out: a page, or a decision. The promise: a decision is added, never changed; it names who decided and what
stood there; it stays when the paper is read anew; and a form comes from our own pages.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ketenmonitor.errors import UsageError
from ketenmonitor.instants import from_us
from ketenmonitor.register.matching import point_of
from ketenmonitor.register.records import (
    Action,
    Item,
    Kind,
    Register,
    decide,
    decisions_of,
    item_of,
    items,
    no_longer_found,
    papers,
    texts_of,
)
from ketenmonitor.web.login import check_form, prefix
from ketenmonitor.web.pages import page, visitor
from ketenmonitor.web.register.asked import one_of
from ketenmonitor.web.register.checking import CHECKED, boxes_of, corrections_of
from ketenmonitor.web.register.opened import register_of, registers
from ketenmonitor.web.register.reading import stretch_of

ROWS = 50
HERE = ZoneInfo("Europe/Amsterdam")
AROUND = 30  # lines of the paper beside the form
NAMES = ("kind", "paper", "decided")
LONGEST = 500  # letters of a remark
Said = Mapping[str, str]


async def queue(request: Request) -> Response:
    """What nobody has looked at yet, the least certain first."""
    register = registers(request).get()
    if register is None:
        return page(request, "register/empty.html")
    return await asyncio.to_thread(_queue, request, register)


def _queue(request: Request, register: Register) -> Response:
    query = request.query_params
    for name in query:
        one_of("query parameter", name, NAMES)
    found = _chosen(register, query)
    todo = [one for one in found if not _is_decided(one)]
    shown = found if query.get("decided") else todo
    return page(
        request, "register/queue.html", items=shown[:ROWS], left=len(todo), total=len(found), kinds=CHECKED, chosen=query,
        kept=_kept(query), papers=papers(register), lost=no_longer_found(register),
    )  # fmt: skip


def _chosen(register: Register, query: QueryParams) -> list[Item]:
    """What the address asks for, the least certain first."""
    kinds = (Kind(one_of("kind", query["kind"], CHECKED)),) if query.get("kind") else CHECKED
    text = query.get("paper", "")
    paper_id = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None
    found = items(register, *kinds, paper_id=paper_id, rejected=True)
    return sorted(found, key=lambda one: (one.confidence, one.paper, one.spot.line or 0))


def _kept(query: QueryParams) -> str:
    """What goes along from item to item, with its question mark."""
    said = urlencode([(name, query[name]) for name in ("kind", "paper") if query.get(name)])
    return f"?{said}" if said else ""


def _is_decided(one: Item) -> bool:
    """Whether somebody looked at it: confirmed, corrected, rejected or added it."""
    return one.is_added or any(d.action in (Action.CONFIRM, Action.REJECT, Action.CORRECT) for d in one.decisions)


async def item(request: Request) -> Response:
    """One item beside its paper, with a form."""
    return await asyncio.to_thread(_item, request)


def _item(request: Request, why: str | None = None, given: Said | None = None) -> Response:
    register, key = register_of(request), request.path_params["key"]
    found = item_of(register, key)
    if found.kind not in CHECKED:
        raise HTTPException(404)
    has_point = found.kind is not Kind.FIGURE and not found.is_rejected
    return page(
        request, "register/item.html", 400 if why else 200, item=found, boxes=boxes_of(found), why=why, given=given or {},
        stretch=stretch_of(texts_of(register, found.paper), found.spot, lines=AROUND),
        point=point_of(register, key) if has_point else None, kept=_kept(request.query_params), decided=decisions_of(register, key)[::-1],
        today=date.today().isoformat(), moment_of=_moment_of, in_force={one.id for one in found.decisions},
    )  # fmt: skip


async def decision(request: Request) -> Response:
    """Decide about an item."""
    form = await request.form()
    check_form(request, str(form.get("token", "")))
    said = {name: value for name, value in form.items() if isinstance(value, str)}
    wanted = STEPS.get(said.get("step", ""))
    if wanted is None:
        raise HTTPException(400)
    return await asyncio.to_thread(_decision, request, wanted, said)


def _decision(request: Request, wanted: Callable[..., None], said: Said) -> Response:
    register = register_of(request)
    found = item_of(register, request.path_params["key"])
    _chosen(register, request.query_params)  # what is wrong with the address is said before anything is decided
    try:
        wanted(register, found, said, visitor(request).subject, time.time_ns() // 1000)
    except UsageError as error:
        return _item(request, str(error), said)
    return RedirectResponse(f"{prefix(request)}/register/nakijken{_next(request, register, found, said)}", 303)


def _next(request: Request, register: Register, found: Item, said: Said) -> str:
    """The same item, or the next one that nobody looked at; the list when there is none."""
    query = request.query_params
    if said["step"] in STAYS:
        return f"/{found.key}{_kept(query)}"
    todo = next((one for one in _chosen(register, query) if not _is_decided(one)), None)
    return f"/{todo.key}{_kept(query)}" if todo else _kept(query)


def _moment_of(at_us: int) -> str:
    return from_us(at_us).astimezone(HERE).isoformat()


def _confirm(register: Register, found: Item, said: Said, who: str, at_us: int) -> None:
    decide(register, Action.CONFIRM, found.key, who, at_us, note=_note(said))


def _reject(register: Register, found: Item, said: Said, who: str, at_us: int) -> None:
    decide(register, Action.REJECT, found.key, who, at_us, note=_note(said))


def _correct(register: Register, found: Item, said: Said, who: str, at_us: int) -> None:
    """All fields that say something else; what is corrected is looked at, so it is confirmed with it."""
    changes = list(corrections_of(found, said))
    if not changes:
        raise UsageError("Nothing was changed. Change a field, or confirm that it is right as it stands.")
    for name, value in changes:
        decide(register, Action.CORRECT, found.key, who, at_us, field=name, value=value, note=_note(said))
    decide(register, Action.CONFIRM, found.key, who, at_us, note=_note(said))


def _carried_out(register: Register, found: Item, said: Said, who: str, at_us: int) -> None:
    evidence = said.get("evidence", "").strip()[:LONGEST]
    if not evidence:
        raise UsageError(
            "evidence: this may not be empty. Say what shows that it was carried out, such as a paper and its date."
        )
    try:
        on = date.fromisoformat(said.get("on", ""))
    except ValueError:
        raise UsageError("on: this is not a day. Right is year, month and day, such as 2026-07-01.") from None
    decide(register, Action.CARRIED_OUT, found.key, who, at_us, value={"evidence": evidence, "on": on.isoformat()})


def _merge(register: Register, found: Item, said: Said, who: str, at_us: int) -> None:
    decide(register, Action.MERGE, found.key, who, at_us, value=_other(register, said), note=_note(said))


def _split(register: Register, found: Item, said: Said, who: str, at_us: int) -> None:
    decide(register, Action.SPLIT, found.key, who, at_us, value=_other(register, said), note=_note(said))


def _withdraw(register: Register, found: Item, said: Said, who: str, at_us: int) -> None:
    number = said.get("number", "")
    if not (
        number.isascii()
        and number.isdigit()
        and len(number) < 16
        and int(number) in {one.id for one in found.decisions}
    ):
        raise UsageError("This decision does not hold any more. Look at the page again.")
    decide(register, Action.WITHDRAW, found.key, who, at_us, value=int(number), note=_note(said))


def _other(register: Register, said: Said) -> str:
    key = said.get("other", "").strip()[:40]
    if not any(one.key == key for one in items(register, rejected=True)):
        raise UsageError("other: no item has this key. Copy the key from the page of the other item.")
    return key


def _note(said: Said) -> str:
    return said.get("note", "").strip()[:LONGEST]


STEPS: Mapping[str, Callable[..., None]] = {
    "confirm": _confirm, "reject": _reject, "correct": _correct, "carried-out": _carried_out, "merge": _merge, "split": _split,
    "withdraw": _withdraw,
}  # fmt: skip
# After these a registrar goes on with the same item.
STAYS = ("carried-out", "merge", "split", "withdraw", "correct")

ROUTES = (
    ("register-queue", "/register/nakijken", ("GET",), queue),
    ("register-item", "/register/nakijken/{key}", ("GET",), item),
    ("register-decide", "/register/nakijken/{key}", ("POST",), decision),
)
