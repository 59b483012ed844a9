"""The OpenAPI document of a key service, made of its routes.

Comes in: the routes and the settings. Goes out: the document. The promise: it keeps the NLGov REST API Design Rules 2.2.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.routing import BaseRoute

from ketenmonitor.hosting import document
from ketenmonitor.hosting.document import PREFIX
from ketenmonitor.keyservice.config import Config

VERSION = "1.0.0"
__all__ = ["PREFIX", "VERSION", "document_of"]
ABOUT = """\
Een sleuteldienst maakt, samen met een andere, pseudoniemen zonder een identificatie te zien (RFC 9497, ristretto255-SHA512).
Een bron stuurt geblindeerde elementen naar de eerste dienst, diens antwoord naar de volgende, en het laatste antwoord naar de
ontvanger. Wie wat mag, staat in een ondertekend doelregister. Elke vraag wordt gelogd voordat zij wordt beantwoord.
"""
TAGS = [
    {"name": "pseudoniemen", "description": "Evalueren en roteren. Alleen voor wie in het doelregister staat."},
    {"name": "beschrijving", "description": "Wat iedereen mag weten."},
]


def document_of(routes: Sequence[BaseRoute], config: Config) -> dict[str, Any]:
    """The whole document."""
    return document.document_of(routes, "Sleuteldienst", VERSION, ABOUT, TAGS, config.address, config.contact)
