"""The interface keeps the NLGov REST API Design Rules, and each rule is shown to see a document that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from fastapi.openapi.models import OpenAPI
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from ketenmonitor.store import Home
from ketenmonitor.web import create_app
from ketenmonitor.web.api import VERSION
from ketenmonitor.web.settings import WebSettings
from tests.unit.web.api.design_rules import RULES, resolved

SETTINGS = WebSettings(address="https://monitor.example.nl", contact="mailto:ketenmonitor@example.nl")
TABLE = "/ketens/{keten}/uitgaven/{dag}/tabellen/{tabel}"
FIGURES = "/ketens/{keten}/maten/{maat}"
Change = Callable[[dict[str, Any]], object]


def of_rows(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][TABLE]["get"]
    return found


def renamed(document: dict[str, Any], old: str, new: str) -> None:
    document["paths"][new] = document["paths"].pop(old)


def field(name: str, **schema: str) -> Change:
    return lambda document: document["components"]["schemas"]["Chain"]["properties"].update({name: schema})


# What breaks each rule.
BREAKS: dict[str, Change] = {
    "/core/no-trailing-slash": lambda d: renamed(d, "/ketens", "/ketens/"),
    "/core/path-segments-kebab-case": lambda d: renamed(d, "/ketens", "/alleKetens"),
    "/core/query-keys-camel-case": lambda d: of_rows(d)["parameters"][-1].update(name="page_size"),
    "/core/http-methods": lambda d: d["paths"]["/ketens"].update(search=d["paths"]["/ketens"]["get"]),
    "/core/doc-openapi": lambda d: of_rows(d).pop("description"),
    "/core/doc-openapi-contact": lambda d: d["info"]["contact"].pop("email"),
    "/core/uri-version": lambda d: d["servers"][0].update(url="https://monitor.example.nl"),
    "/core/semver": lambda d: d["info"].update(version="1.0"),
    "/core/version-header": lambda d: of_rows(d)["responses"]["404"]["headers"].clear(),
    "/core/transport/tls": lambda d: d["servers"][0].update(url="http://monitor.example.nl/v1"),
    "/core/transport/no-sensitive-uris": lambda d: of_rows(d)["parameters"][-1].update(name="zaaknummer"),
    "/core/error-handling/problem-details": lambda d: of_rows(d)["responses"]["500"].update(content={"text/html": {}}),
    "/core/error-handling/invalid-input": lambda d: of_rows(d)["responses"].pop("400"),
    "/core/date-time/format": field("begin", type="string", format="time"),
    "/core/date-time/date-omit-time-portion": field("beginDatum", type="string", format="date-time"),
    "/core/naming-collections": lambda d: renamed(d, FIGURES, "/ketens/{keten}/maat/{maat}"),
}


@pytest.fixture(scope="module")
def published(home: Home) -> TestClient:
    return TestClient(create_app(home, SETTINGS), base_url=SETTINGS.address, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def document(published: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = published.get("/v1/openapi.json").json()
    return found


@pytest.mark.parametrize("rule", RULES)
def test_the_document_keeps_each_rule(document: dict[str, Any], rule: str) -> None:
    assert list(RULES[rule](document)) == []


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_sees_a_document_that_breaks_it(document: dict[str, Any], rule: str) -> None:
    broken = deepcopy(document)
    BREAKS[rule](broken)
    assert list(RULES[rule](broken))


def test_publish_openapi(document: dict[str, Any], published: TestClient) -> None:
    """/core/publish-openapi: sound, for everybody, and to be read by pages of other sites."""
    ways = document["components"]["securitySchemes"]
    known = {
        name: one for name, one in ways.items() if one["type"] != "mutualTLS"
    }  # OpenAPI 3.1 has it, this model not
    assert len(known) < len(ways)
    OpenAPI.model_validate({**document, "components": {**document["components"], "securitySchemes": known}})
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for ref in references(document):
        assert resolved(document, {"$ref": ref})
    answer = published.get("/v1/openapi.json", headers={"origin": "https://elders.nl"})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [ref for value in node.values() for ref in references(value)]
    return [ref for value in node for ref in references(value)] if isinstance(node, list) else []


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/v1/ketens", 200),
        ("GET", "/v1/ketens/proef/uitgaven/laatste", 307),
        ("GET", "/v1/ketens/", 404),
        ("GET", "/v1", 404),
        ("GET", "/v1/ketens?kleur=1", 400),
        ("GET", "/v1/ketens/proef/maten", 401),
        ("POST", "/v1/ketens", 405),
    ],
)
def test_each_answer_has_its_version_and_careful_headers(
    published: TestClient, method: str, address: str, status: int
) -> None:
    """/core/version-header, /core/transport/security-headers, /core/no-trailing-slash, /core/error-handling."""
    answer = published.request(method, address, follow_redirects=False)
    assert (answer.status_code, answer.headers["api-version"]) == (status, VERSION)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["strict-transport-security"]
    assert answer.headers["cache-control"]
    if status >= 400:
        said = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert said["status"] == status
        assert said["title"]
        assert said["detail"]
        assert said["instance"] == address.partition("?")[0]


def test_all_faults_of_a_question_are_said_at_once(published: TestClient) -> None:
    """/core/error-handling/all-errors."""
    answer = published.get("/v1/ketens/proef/uitgaven/gisteren/tabellen/stock?page=0&pageSize=x&format=pdf")
    assert [(one["in"], one["name"]) for one in answer.json()["errors"]] == [
        ("path", "dag"), ("query", "page"), ("query", "pageSize"), ("query", "format"),
    ]  # fmt: skip


def test_moments_are_told_in_utc(published: TestClient) -> None:
    """/core/date-time/timezone."""
    assert published.get("/v1/ketens/proef/uitgaven/2024-02-01").json()["madeAt"] == "2024-03-01T23:00:00Z"
