"""The interface as programs see it: what the OpenAPI document says is what is answered, whatever is sent."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from ketenmonitor.hosting.route import MOST_BYTES
from ketenmonitor.keyservice.app import guarded, opened
from ketenmonitor.keyservice.document import document_of
from tests.described import OF_CHANGED, checked_document, is_as_described
from tests.unit.keyservice.services import ABOUT, RECIPIENT, SOURCE, Here, World, elements_of

ELEMENTS = elements_of(["een", "twee"])
MANY = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

app: dict[str, Callable[..., Any]] = {}


@pytest.fixture(scope="module", autouse=True)
def here(world: World) -> Here:
    config = world.config("first")
    config.write_text(config.read_text().replace("requests_a_minute = 1000", "requests_a_minute = 1000000"))
    found = Here(world, "first")
    app["now"] = found.app
    return found


async def application(*given: Any) -> None:
    """The application under test, which there is when the first question is asked."""
    await app["now"](*given)


def described(*, permitted: bool) -> Any:
    config = type("Config", (), {"address": "https://sleutels.example.nl", "contact": "mailto:sleutels@example.nl"})
    said = document_of([*guarded.routes, *opened.routes], config)  # type: ignore[arg-type]  # of which these two are used
    loaded = schemathesis.openapi.from_dict(said)
    loaded.app = application
    if permitted:
        loaded.hook(map_body)
    loaded.hook(map_headers)
    return loaded


def map_headers(context: Any, headers: Any) -> Any:
    return {**(headers or {}), "x-oin": RECIPIENT if "rotaties" in context.operation.path else SOURCE}


def map_body(context: Any, body: Any) -> Any:
    """Every second question as it could be permitted, else hardly one gets further than the register."""
    if not isinstance(body, dict) or len(json.dumps(body, default=str)) % 2:
        return body
    known: dict[str, Any] = {**ABOUT, "elements": ELEMENTS, "from": "old", "to": "now"}
    return {
        name: known.get(name, value) for name, value in body.items() if not (name == "envelope" and "elements" in body)
    }


anything, permitted = described(permitted=False), described(permitted=True)


@anything.parametrize()
@MANY
def test_whatever_is_sent_the_answer_is_what_the_document_says(case: Any) -> None:
    is_as_described(case)


@permitted.parametrize()
@MANY
def test_what_could_be_permitted_is_answered_as_the_document_says(case: Any) -> None:
    case.call_and_validate(excluded_checks=OF_CHANGED)


def test_the_document_is_one_and_keeps_the_design_rules(here: Here) -> None:
    said = checked_document(here.client)
    assert set(said["paths"]) == {"/evaluaties", "/rotaties", "/sleutels", "/openapi.json"}


def test_everybody_may_know_the_public_key(here: Here, world: World) -> None:
    answer = here.client.get("/v1/sleutels")
    assert answer.json() == {"oin": here.service.config.oin, "public": world.public(here.service.config.oin)}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/openapi.json", 200), ("GET", "/v1/sleutels/", 404), ("GET", "/", 404), ("GET", "/v1/evaluaties", 405),
        ("POST", "/v1/evaluaties", 401), ("DELETE", "/v1/rotaties", 405), ("GET", "/docs", 404),
    ],
)  # fmt: skip
def test_every_answer_has_the_version_and_the_headers(here: Here, method: str, path: str, status: int) -> None:
    answer = here.client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["api-version"] == "1.0.0"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
    if status == 405:
        assert answer.headers["allow"]


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "not UTF-8": b'{"recipient": "\xff"}',
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "very deep": b"[" * 100_000,
    "deep in a field": b'{"recipient": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
    "a huge number": b'{"recipient": ' + b"9" * 10_000 + b"}",
    "NaN": b'{"recipient": NaN}',
    "a NUL": json.dumps({**ABOUT, "batch": "\0" * 32, "elements": ELEMENTS}).encode(),
    "halves of letters": b'{"recipient": "\\ud800", "purpose": "\\udfff"}',
    "many keys": json.dumps({str(n): n for n in range(10_000)}).encode(),
    "the same key twice": b'{"recipient": 1, "recipient": 2}',
    "a line break": json.dumps({**ABOUT, "purpose": "doorlooptijden\n", "elements": ELEMENTS}).encode(),
    "digits of another alphabet": json.dumps({**ABOUT, "recipient": "\u0661" * 20, "elements": ELEMENTS}).encode(),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_body_is_refused_in_words(here: Here, body: bytes) -> None:
    headers = {"x-oin": SOURCE, "content-type": "application/json"}
    answer = here.client.post("/v1/evaluaties", content=body, headers=headers)
    assert (answer.status_code, here.lines[-1]["reason"]) == (400, "malformed")
    assert len(answer.content) < 3_000_000


def test_a_body_is_not_read_beyond_its_limit(here: Here) -> None:
    headers = {"x-oin": SOURCE, "content-type": "application/json"}
    sent = []

    def body() -> Any:
        for _ in range(100):
            sent.append(1)
            yield b" " * (MOST_BYTES // 8)

    for content in (b" " * (MOST_BYTES + 1), body()):
        answer = here.client.post("/v1/evaluaties", content=content, headers=headers)
        assert (answer.status_code, here.lines[-1]["reason"]) == (413, "too-large-or-slow")


def test_the_largest_batch_is_not_too_large(here: Here, world: World) -> None:
    most = b64encode(bytes(320_000)).decode()
    answer = here.evaluate(elements=most)
    assert "no element" in answer.json()["detail"]
    second = Here(world, "second")
    whole = here.evaluate(elements=elements_of([str(n % 3) for n in range(30)]))
    assert second.evaluate(envelope=whole.json()["envelope"]).status_code == 200


def test_a_mistake_of_ours_is_a_number_to_ask_about(
    here: Here, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*given: Any) -> bytes:
        raise RuntimeError("something of 999900007")

    monkeypatch.setattr("ketenmonitor.keyservice.service.batches.evaluated", broken)
    answer = here.evaluate(elements=ELEMENTS)
    assert answer.status_code == 500
    assert "999900007" not in answer.text
    number = answer.json()["detail"].rstrip(".").split()[-1]
    assert [record.__dict__.get("number") for record in caplog.records if record.message == "trouble"] == [number]
