"""Schemathesis asks everything that the OpenAPI document allows, and much that it does not: what is answered is what it says.

Every second question is about things that are there, else hardly one gets further than 404.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from ketenmonitor.inbox.entries import id_of
from ketenmonitor.web.api.document import document_of
from ketenmonitor.web.api.routes import ROUTES
from ketenmonitor.web.settings import WebSettings
from tests.chain import deliver
from tests.unit.web.registers import known_key
from tests.unit.web.sites import ADDRESS, PASSWORD
from tests.unit.web.uploads import zipped

DELIVERY = id_of("proef", "politie", "over-http")
THERE = {"levering": DELIVERY, "keten": "proef", "dag": "2024-02-01", "tabel": "stock", "sleutel": known_key()}
ASKED = {"id": "politie", "by": ["eenheid"], "where": ["eenheid=Noord"]}
FEW = settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=300, derandomize=False)
# That a chain has no theme of some name the document cannot say: then 400 is right.
BEYOND = [positive_data_acceptance]


@schemathesis.serializer("application/zip")
def packed(_: Any, value: Any) -> bytes:
    """What is made up, or every second time the manifest of a delivery."""
    said = value if isinstance(value, bytes) else str(value).encode()
    if len(said) % 2:
        return said
    whole = BytesIO()
    with ZipFile(whole, "w") as archive:
        archive.writestr("delivery.json", json.dumps({"chain": "proef", "partner": "politie", "delivery_id": "x"}))
    return whole.getvalue()


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
        for operation in operations.values():
            if not with_security:
                operation.pop("security")
    loaded = schemathesis.openapi.from_dict(said)
    loaded.app = application
    loaded.hook(map_path_parameters)
    loaded.hook(map_query)
    return loaded


for_nobody, for_analyst, for_engineer = (described(with_security=said) for said in (True, False, False))


@pytest.fixture(scope="module", autouse=True)
def running(analyst: TestClient) -> None:
    app["now"] = analyst.app  # another would have other accounts, and end the session


@pytest.fixture(scope="module")
def engineer(analyst: TestClient, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """An engineer of a partner, who delivered something."""
    client = TestClient(analyst.app, base_url=ADDRESS, client=("127.0.0.1", 4000), raise_server_exceptions=False)
    client.post("/inloggen", data={"name": "engineer", "password": PASSWORD, "to": "/"})
    made = zipped(
        deliver(tmp_path_factory.mktemp("delivery"), "over-http", events=[], follows="d1", delivered_from=None)
    )
    answer = client.post("/v1/leveringen", content=made, headers={"content-type": "application/zip"})
    assert answer.json()["id"] == DELIVERY
    return client


@for_nobody.parametrize()
@FEW
def test_nobody_gets_what_the_document_says(case: Any) -> None:
    case.call_and_validate(excluded_checks=BEYOND)


@for_analyst.parametrize()
@FEW
def test_an_analyst_gets_what_the_document_says(case: Any, analyst: TestClient) -> None:
    case.call_and_validate(cookies=dict(analyst.cookies), excluded_checks=BEYOND)


@for_engineer.parametrize()
@FEW
def test_an_engineer_gets_what_the_document_says(case: Any, engineer: TestClient) -> None:
    case.call_and_validate(cookies=dict(engineer.cookies), excluded_checks=BEYOND)


@pytest.mark.slow
@for_engineer.parametrize()
@MANY
def test_an_engineer_gets_it_for_long(case: Any, engineer: TestClient) -> None:
    case.call_and_validate(cookies=dict(engineer.cookies), excluded_checks=BEYOND)


@pytest.mark.slow
@for_analyst.parametrize()
@MANY
def test_an_analyst_gets_it_for_long(case: Any, analyst: TestClient) -> None:
    case.call_and_validate(cookies=dict(analyst.cookies), excluded_checks=BEYOND)
