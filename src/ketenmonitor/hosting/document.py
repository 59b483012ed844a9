"""The OpenAPI document of a service, made of its routes.

Comes in: the routes, and what is said of the service. Goes out: the document. The promise: it keeps the NLGov REST API Design Rules
2.2.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from ketenmonitor.api import add_answers, add_common

PREFIX = "/v1"
PROBLEMS = {
    "400": "De vraag klopt niet; `detail` en `errors` zeggen wat goed zou zijn.",
    "401": "Het is niet bewezen wie vraagt.",
    "403": "Het doelregister staat dit niet toe.",
    "408": "De vraag kwam te langzaam.",
    "413": "De vraag is te groot.",
    "429": "Te veel gevraagd; `Retry-After` zegt na hoeveel seconden het weer kan.",
    "500": "Hier ging iets mis; `detail` heeft een nummer om naar te vragen.",
    "503": "Dit kan nu niet: zonder log of register wordt niets gedaan.",
}
CERTIFICATE = {"type": "mutualTLS", "description": "Een certificaat met het OIN, of het token van een FSC-inway."}


def document_of(
    routes: Sequence[BaseRoute],
    title: str,
    version: str,
    about: str,
    tags: Sequence[dict[str, str]],
    address: str,
    contact: str,
    more: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The whole document. `more`: what can go wrong besides what can everywhere."""
    kind, _, rest = contact.partition(":")
    mail = {"email": rest} if kind == "mailto" else {}
    name = title.lower()
    said = get_openapi(
        title=title, version=version, description=about, routes=list(routes), tags=list(tags),
        servers=[{"url": f"{address.rstrip('/')}{PREFIX}", "description": f"Deze {name}."}],
        contact={"name": f"Beheer van deze {name}", "url": address, **mail},
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )  # fmt: skip
    add_common(said)
    said["components"]["securitySchemes"] = {"certificaat": CERTIFICATE}
    for methods in said["paths"].values():
        for method, operation in methods.items():
            is_guarded = method == "post"
            operation["security"] = [{"certificaat": []}] if is_guarded else []
            add_answers(
                operation, {n: text for n, text in {**PROBLEMS, **(more or {})}.items() if is_guarded or n == "500"}
            )
    said["paths"] = {path.removeprefix(PREFIX): item for path, item in said["paths"].items()}
    return said
