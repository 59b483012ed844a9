"""The chains in which a visitor's partner takes part, and no others.

Comes in: a request. Goes out: definitions. The promise: a chain of others and one that is not there get the same answer.
"""

from __future__ import annotations

from starlette.requests import Request

from ketenmonitor.definition import Definition
from ketenmonitor.errors import NotFoundError
from ketenmonitor.web.pages import site, visitor


def chains_of_partner(request: Request) -> list[Definition]:
    """All of them."""
    home, partner = site(request).home, visitor(request).partner
    return [one for name in home.chains() if partner in (one := home.definition(name)).partners]


def chain_of_partner(request: Request) -> Definition:
    """The chain of the address. Raises NotFoundError, also for a chain in which this partner has no part."""
    wanted = request.path_params["chain"]
    found = next((one for one in chains_of_partner(request) if one.id == wanted), None)
    if found is None:
        raise NotFoundError("There is no chain of this name, or this partner has no part in it.")
    return found
