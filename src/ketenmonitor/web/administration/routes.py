"""The pages of administrators: chains and partners, roles, keys, health.

Comes in: a request. Goes out: a page. The promise: nothing is changed here, and nothing is shown of a case or a secret.
"""

from __future__ import annotations

import asyncio
import time

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ketenmonitor.web.access import TABLE
from ketenmonitor.web.administration.facts import behind_by_chain, chains_of, health_of, intake_of, keys_of
from ketenmonitor.web.pages import page, site
from ketenmonitor.web.visitor import Role


async def chains(request: Request) -> Response:
    """The chains and their partners."""
    home = site(request).home
    found, waiting = await asyncio.gather(asyncio.to_thread(chains_of, home), asyncio.to_thread(intake_of, home))
    return page(request, "administration/chains.html", chains=found, waiting=waiting)


async def roles(request: Request) -> Response:
    """Which role may go where, and who has which role."""
    routes = [route for route in request.app.routes if isinstance(route, Route)]
    addresses = {role: sorted({route.path for route in routes if role in TABLE.get(route.name, ())}) for role in Role}
    settings = site(request).settings
    return page(
        request, "administration/roles.html", addresses=addresses, accounts=settings.accounts, provider=settings.login
    )


async def keys(request: Request) -> Response:
    """The state of the secrets and the seals."""
    found = await asyncio.to_thread(keys_of, site(request).home)
    return page(request, "administration/keys.html", keys=found)


async def health(request: Request) -> Response:
    """Whether all is well on this machine."""
    home = site(request).home
    found, late = await asyncio.gather(asyncio.to_thread(health_of, home), asyncio.to_thread(behind_by_chain, home))
    n_sessions = site(request).sessions.count(time.time())
    return page(request, "administration/health.html", health=found, n_sessions=n_sessions, late=late)


ROUTES = (
    ("administration", "/beheer", ("GET",), chains),
    ("administration-roles", "/beheer/rollen", ("GET",), roles),
    ("administration-keys", "/beheer/sleutels", ("GET",), keys),
    ("administration-health", "/beheer/gezondheid", ("GET",), health),
)
