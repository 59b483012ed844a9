"""Interfaces of services by their OpenAPI documents: what is asked of the document, and of an answer to whatever is sent."""

from __future__ import annotations

from typing import Any

from fastapi.openapi.models import OpenAPI
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.unit.web.api.design_rules import RULES

# That a text of the right form is signed by nobody, or not in the register, the document cannot say: then 400 and 403 are right.
BEYOND = [positive_data_acceptance]
# What a question became that was made one that could be permitted, is not known to the check.
OF_CHANGED = [positive_data_acceptance, negative_data_rejection]


def is_as_described(case: Any) -> None:
    """Send it. What is too large is refused before anybody looks what else is wrong with it: the check does not know 413 as a refusal."""
    answer = case.call()
    known = [*BEYOND, negative_data_rejection] if answer.status_code == 413 else BEYOND
    case.validate_response(answer, excluded_checks=known)


def checked_document(client: Any) -> dict[str, Any]:
    """The document of a service that takes certificates, after it was held against its model and the design rules."""
    said: dict[str, Any] = client.get("/v1/openapi.json").json()
    ways = said["components"].pop("securitySchemes")  # the model is of 3.0, which does not have this way
    OpenAPI.model_validate(said)
    assert [way["type"] for way in ways.values()] == ["mutualTLS"]
    assert {rule: list(check(said)) for rule, check in RULES.items() if list(check(said))} == {}
    return said
