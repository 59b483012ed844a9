"""Schemathesis asks everything that the OpenAPI document allows, and much that it does not: what is answered is what it says.

Every second question is about things that are there, else hardly one gets further than 404.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from ketenmonitor.web.api.document import document_of
from ketenmonitor.web.api.routes import ROUTES
from ketenmonitor.web.settings import WebSettings
from tests.unit.web.registers import known_key

THERE = {"keten": "proef", "dag": "2024-02-01", "tabel": "stock", "sleutel": known_key()}
ASKED = {"id": "politie", "by": ["eenheid"], "where": ["eenheid=Noord"]}
FEW = settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=300, derandomize=False)
# That a chain has no theme of some name the document cannot say: then 400 is right.
BEYOND = [positive_data_acceptance]

app: dict[str, Callable[..., Any]] = {}


async def application(*given: Any) -> None:
    """The application under test, which there is when the first question is asked."""
    await app["now"](*given)


def map_path_parameters(context: Any, path_parameters: Any) -> Any:
    """Something that is there, in place of every second name that might be."""
    return path_parameters and {
        name: THERE.get(name, value) if re.fullmatch("[A-Za-z0-9-]+", str(value)) and len(value) % 2 else value
        for name, value in path_parameters.items()
    }


def map_query(context: Any, query: Any) -> Any:
    """Something that can be asked, in place of every second text that cannot."""
    return query and {
        name: ASKED.get(name, value) if isinstance(value, str | list) and len(value) % 2 else value
        for name, value in query.items()
    }


def described(*, with_security: bool) -> Any:
    """What Schemathesis makes of the document. Without security it makes up no cookies of its own."""
    said = document_of(ROUTES, WebSettings())
    for operations in said["paths"].values():
        if not with_security:
            operations["get"].pop("security")
    loaded = schemathesis.openapi.from_dict(said)
    loaded.app = application
    loaded.hook(map_path_parameters)
    loaded.hook(map_query)
    return loaded


for_nobody, for_analyst = described(with_security=True), described(with_security=False)


@pytest.fixture(scope="module", autouse=True)
def running(analyst: TestClient) -> None:
    app["now"] = analyst.app  # another would have other accounts, and end the session


@for_nobody.parametrize()
@FEW
def test_nobody_gets_what_the_document_says(case: Any) -> None:
    case.call_and_validate(excluded_checks=BEYOND)


@for_analyst.parametrize()
@FEW
def test_an_analyst_gets_what_the_document_says(case: Any, analyst: TestClient) -> None:
    case.call_and_validate(cookies=dict(analyst.cookies), excluded_checks=BEYOND)


@pytest.mark.slow
@for_analyst.parametrize()
@MANY
def test_an_analyst_gets_it_for_long(case: Any, analyst: TestClient) -> None:
    case.call_and_validate(cookies=dict(analyst.cookies), excluded_checks=BEYOND)
