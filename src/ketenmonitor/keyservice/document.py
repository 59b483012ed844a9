"""The OpenAPI document of a key service, made of its routes.

Comes in: the routes and the settings. Goes out: the document. The promise: it keeps the NLGov REST API Design Rules 2.2.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from ketenmonitor.api import add_answers, add_common
from ketenmonitor.keyservice.config import Config

PREFIX, VERSION = "/v1", "1.0.0"
ABOUT = """\
Een sleuteldienst maakt, samen met een andere, pseudoniemen zonder een identificatie te zien (RFC 9497, ristretto255-SHA512).
Een bron stuurt geblindeerde elementen naar de eerste dienst, diens antwoord naar de volgende, en het laatste antwoord naar de
ontvanger. Wie wat mag, staat in een ondertekend doelregister. Elke vraag wordt gelogd voordat zij wordt beantwoord.
"""
TAGS = [
    {"name": "pseudoniemen", "description": "Evalueren en roteren. Alleen voor wie in het doelregister staat."},
    {"name": "beschrijving", "description": "Wat iedereen mag weten."},
]
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


def document_of(routes: Sequence[BaseRoute], config: Config) -> dict[str, Any]:
    """The whole document."""
    kind, _, rest = config.contact.partition(":")
    mail = {"email": rest} if kind == "mailto" else {}
    said = get_openapi(
        title="Sleuteldienst", version=VERSION, description=ABOUT, routes=list(routes), tags=TAGS,
        servers=[{"url": f"{config.address.rstrip('/')}{PREFIX}", "description": "Deze sleuteldienst."}],
        contact={"name": "Beheer van deze sleuteldienst", "url": config.address, **mail},
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )  # fmt: skip
    add_common(said)
    said["components"]["securitySchemes"] = {"certificaat": CERTIFICATE}
    for methods in said["paths"].values():
        for method, operation in methods.items():
            is_guarded = method == "post"
            operation["security"] = [{"certificaat": []}] if is_guarded else []
            add_answers(operation, {n: text for n, text in PROBLEMS.items() if is_guarded or n == "500"})
    said["paths"] = {path.removeprefix(PREFIX): item for path, item in said["paths"].items()}
    return said
