"""What the OpenAPI documents of all our interfaces have in common: problem documents, and the version in every answer.

Comes in: a document or operation as FastAPI makes it. Goes out: the same, completed in place. The promise: every answer from 400
is a problem document, every answer has the header API-Version, and 422 is nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ketenmonitor.api.problem import MEDIA_TYPE, Problem

REF = {"$ref": "#/components/schemas/Problem"}


def add_common(said: dict[str, Any]) -> None:
    """Add to a document what its operations refer to."""
    schemas = said["components"].setdefault("schemas", {})
    problem = Problem.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    schemas |= {**problem.pop("$defs"), "Problem": problem}
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schema = {"type": "string", "examples": [said["info"]["version"]]}
    said["components"]["headers"] = {"API-Version": {"description": "De versie van deze interface.", "schema": schema}}


def add_answers(operation: dict[str, Any], problems: Mapping[str, str]) -> None:
    """Add to an operation what can go wrong, and the version to all its answers."""
    answers = operation["responses"]
    answers.pop("422", None)
    for status, text in problems.items():
        answers[status] = {"description": text, "content": {MEDIA_TYPE: {"schema": REF}}}
    for answer in answers.values():
        answer.setdefault("headers", {})["API-Version"] = {"$ref": "#/components/headers/API-Version"}
        answer["description"] = answer["description"].replace("Successful Response", "Het antwoord.")
    operation["responses"] = dict(sorted(answers.items()))


def problems(said: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """The answers of an operation that say what went wrong, for the OpenAPI document."""
    return {status: {"description": text, "content": {MEDIA_TYPE: {"schema": REF}}} for status, text in said.items()}
