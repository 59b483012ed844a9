"""The pages on which an analyst asks what if: a scenario is typed, played in a process of its own, and shown with its bands.

Comes in: a request. Goes out: a page that says that it is internal and of a scenario, or a file of one. The promise: a scenario with faults
is played by nobody and comes back with every fault at its line; no more than one is played at a time, as each takes all cores.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Any

from filelock import FileLock
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ketenmonitor.definition import Definition
from ketenmonitor.errors import ScenarioError, StorageError
from ketenmonitor.instants import to_iso
from ketenmonitor.release import Cell, Row, Table
from ketenmonitor.store import Home
from ketenmonitor.web.login import check_form
from ketenmonitor.web.pages import page, site, visitor
from ketenmonitor.web.permitting import permitted
from ketenmonitor.web.whatif.work import start_work
from ketenmonitor.whatif import Run, Standing, begin_run, run_of, runs_of, scenario_from_text

log = logging.getLogger("ketenmonitor.web")
BEGINS = "scenario.lock"  # in the home: held by whoever begins one, of all processes that serve
LONGEST = 60_000  # characters of a scenario
TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8", "pdf": "application/pdf", "svg": "image/svg+xml"}
EXAMPLE = """[scenario]
title = "{title}"
replications = 20

[[arrivals]]
per_cent = 10
"""


async def chains(request: Request) -> Response:
    """All chains."""
    home = site(request).home
    return page(request, "chains.html", chains=[home.definition(name) for name in home.chains()], room="whatif")


async def chain(request: Request) -> Response:
    """Where a scenario is typed, and those that were played."""
    return await _chain(request)


async def _chain(
    request: Request, status: int = 200, text: str | None = None, faults: tuple[object, ...] = (), why: str = ""
) -> Response:
    """`why`: nothing was played, as one of the texts says."""
    home, name = site(request).home, request.path_params["chain"]
    definition = home.definition(name)
    runs = await asyncio.to_thread(_listed, home, definition)
    example = EXAMPLE.format(
        title=(request.state.language == "en" and "Ten per cent more") or "Tien procent meer instroom"
    )
    return page(
        request, "whatif/chain.html", status, chain=definition, runs=runs[::-1],
        text=example if text is None else text, faults=[str(fault) for fault in faults], why=why,
    )  # fmt: skip


async def play(request: Request) -> Response:
    """Have a scenario played."""
    form = await request.form()
    check_form(request, str(form.get("token", "")))
    home, name = site(request).home, request.path_params["chain"]
    definition, text = home.definition(name), str(form.get("scenario", ""))
    if len(text) > LONGEST:
        raise HTTPException(413)
    text = text.replace("\r\n", "\n")  # as browsers send lines
    await asyncio.to_thread(permitted, request, "whatif", name)
    try:
        scenario_from_text("scenario.toml", text.encode(), definition)
    except ScenarioError as error:
        return await _chain(request, 422, text, error.faults)
    try:
        run = await asyncio.to_thread(_begun, home, name, text, visitor(request).subject)
    except (OSError, StorageError) as error:
        log.warning("scenario not begun", exc_info=error)
        return await _chain(request, 503, text, why="unwritten")
    if run is None:
        return await _chain(request, 409, text, why="busy")
    prefix = "/en" if request.state.language == "en" else ""
    return RedirectResponse(f"{prefix}/watals/{name}/{run.number}", 303)


async def run(request: Request) -> Response:
    """One scenario: how far it is, or what it would do."""
    await asyncio.to_thread(_permit, request)
    said = await asyncio.to_thread(_said, request)
    return page(request, "whatif/run.html", **said)


async def file(request: Request) -> Response:
    """A file that came out."""
    await asyncio.to_thread(_permit, request)
    name = request.path_params["name"]
    content = await asyncio.to_thread(lambda: _found(request).file(name))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=TYPES[name.rpartition(".")[2]], headers=headers)


def _permit(request: Request) -> None:
    name = request.path_params["chain"]
    site(request).home.definition(name)  # one that is not there is said first
    permitted(request, "whatif", name, scenario=str(request.path_params["number"]))


def _found(request: Request) -> Run:
    names = request.path_params
    return run_of(site(request).home, names["chain"], names["number"])


def _listed(home: Home, definition: Definition) -> list[dict[str, Any]]:
    return [
        {"one": one, "standing": one.standing, "at": to_iso(one.at_us, definition.zone)}
        for one in runs_of(home, definition.id)
    ]


def _begun(home: Home, chain: str, text: str, by: str) -> Run | None:
    """Have it played, unless one is: None. Who asks at the same moment waits until it is known which of them was first."""
    with FileLock(home.path / BEGINS):
        if _is_any_busy(home):
            return None
        run = begin_run(home, chain, text, by, time.time_ns() // 1000)
        start_work(home, run)
        return run


def _is_any_busy(home: Home) -> bool:
    """As none begins while one is busy, only the last of a chain can be."""
    return any(one.standing is Standing.BUSY for chain in home.chains() for one in runs_of(home, chain)[-1:])


def _said(request: Request) -> dict[str, Any]:
    found = _found(request)
    definition, standing = site(request).home.definition(found.chain), found.standing
    letter = None
    if standing is Standing.DONE:
        letter = json.loads(found.file(f"scenario-page-{request.state.language}.json"))
        for section in letter["sections"]:
            section["tables"] = [_table(one) for one in section["tables"]]
            for picture in section["pictures"]:
                picture["svg"] = Markup(picture["svg"])  # our own: its texts were escaped when it was drawn
    return {
        "chain": definition, "run": found, "standing": standing, "letter": letter, "at": to_iso(found.at_us, definition.zone),
        "text": found.text, "fault": found.fault, "names": [name for name in found.names if "-page-" not in name],
    }  # fmt: skip


def _table(said: dict[str, Any]) -> Table:
    """A table of the page, as other pages have theirs."""
    rows = (Row(row["head"], tuple(Cell(**cell) for cell in row["cells"])) for row in said["rows"])
    return Table(said["caption"], said["head"], tuple(said["columns"]), tuple(rows))


ROUTES = (
    ("whatif", "/watals", ("GET",), chains),
    ("whatif-chain", "/watals/{chain}", ("GET",), chain),
    ("whatif-play", "/watals/{chain}", ("POST",), play),
    ("whatif-run", "/watals/{chain}/{number:int}", ("GET",), run),
    ("whatif-file", "/watals/{chain}/{number:int}/{name}", ("GET",), file),
)
