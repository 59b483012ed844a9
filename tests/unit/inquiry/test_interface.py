"""The interface of a node as programs see it: what the OpenAPI document says is what is answered, whatever is sent."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from ketenmonitor.hosting.document import document_of
from ketenmonitor.hosting.route import MOST_BYTES
from ketenmonitor.inquiry.holder import app as module
from ketenmonitor.inquiry.question import Claim, new_id, signed
from tests.described import OF_CHANGED, checked_document, is_as_described
from tests.unit.inquiry.parties import ASKER, KNOWN, Here, World

TEXT = f"NL:bsn:{KNOWN[0]}"
QUIET: dict[str, Any] = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}
FEW, MANY = settings(max_examples=20, **QUIET), settings(max_examples=400, **QUIET)

app: dict[str, Here] = {}


@pytest.fixture(scope="module", autouse=True)
def here(world: World) -> Here:
    place = world.node()
    place.write_text(place.read_text().replace("port = 0", "port = 0\nrequests_a_minute = 1000000"))
    found = Here(world)
    found.publish()
    app["now"] = found
    return found


async def application(*given: Any) -> None:
    """The application under test, which there is when the first question is asked."""
    await app["now"].client.app(*given)  # type: ignore[operator]  # an ASGI application


def described(*, permitted: bool) -> Any:
    routes = [*module.guarded.routes, *module.opened.routes]
    said = document_of(
        routes, "Bevraging", module.VERSION, module.ABOUT, module.TAGS, "https://x.nl", "", module.PROBLEMS
    )
    loaded = schemathesis.openapi.from_dict(said)
    loaded.app = application
    if permitted:
        loaded.hook(map_body)
    loaded.hook(map_headers)
    return loaded


def map_headers(context: Any, headers: Any) -> Any:
    return {**(headers or {}), "x-oin": ASKER}


def map_body(context: Any, body: Any) -> Any:
    """Every second question as it could be permitted, and claims of it: else none gets further than its signature."""
    if not isinstance(body, dict) or len(json.dumps(body, default=str)) % 2:
        return body
    here = app["now"]
    question, _ = here.question(TEXT)
    signing = here.world.secrets["asker/signing"]
    claim = Claim(jti=new_id(), iss=ASKER, aud=question.aud, iat=here.at, question=question.jti, tag="A" * 22 + "==")
    known = {"question": signed(question, signing), "claim": signed(claim, signing)}
    return {name: known.get(name, value) for name, value in body.items()}


anything, permitted = described(permitted=False), described(permitted=True)


@anything.parametrize()
@FEW
def test_whatever_is_sent_the_answer_is_what_the_document_says(case: Any) -> None:
    is_as_described(case)


@permitted.parametrize()
@FEW
def test_what_could_be_permitted_is_answered_as_the_document_says(case: Any) -> None:
    case.call_and_validate(excluded_checks=OF_CHANGED)


@pytest.mark.slow
@anything.parametrize()
@MANY
def test_whatever_is_sent_many_times(case: Any) -> None:
    is_as_described(case)


@pytest.mark.slow
@permitted.parametrize()
@MANY
def test_what_could_be_permitted_many_times(case: Any) -> None:
    case.call_and_validate(excluded_checks=OF_CHANGED)


def test_the_document_is_one_and_keeps_the_design_rules(here: Here) -> None:
    assert checked_document(here.client)["paths"].keys() >= {"/bevragingen"}


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "not UTF-8": b'{"question": "\xff"}',
    "a list": b"[]",
    "very deep": b"[" * 100_000,
    "deep in a field": b'{"question": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
    "a NUL": b'{"question": "a.b.\\u0000"}',
    "halves of letters": b'{"question": "\\ud800.a.b"}',
    "the same key twice": b'{"question": "a.b.c", "question": "a.b.c", "claim": 1}',
    "a huge number": b'{"question": ' + b"9" * 10_000 + b"}",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_body_is_refused_in_words(here: Here, body: bytes) -> None:
    headers = {"x-oin": ASKER, "content-type": "application/json"}
    answer = here.client.post("/v1/bevragingen", content=body, headers=headers)
    assert (answer.status_code, here.lines[-1]["reason"]) == (400, "malformed")
    assert len(answer.content) < 10_000


HEADS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "none": lambda head: {**head, "alg": "none"},
    "of a code": lambda head: {**head, "alg": "HS256"},
    "of a claim": lambda head: {**head, "typ": "km-claim"},
    "with a key of its own": lambda head: {**head, "jwk": {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43}},
    "critical": lambda head: {**head, "crit": ["exp"], "exp": 1},
    "without its payload in base64": lambda head: {**head, "b64": False, "crit": ["b64"]},
}


@pytest.mark.parametrize("kind", HEADS)
def test_a_signature_that_says_otherwise_is_none(here: Here, kind: str) -> None:
    head, *rest = signed(here.question(TEXT)[0], here.world.secrets["asker/signing"]).split(".")
    said = HEADS[kind](json.loads(urlsafe_b64decode(head + "==")))
    other = urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
    answer = here.post("bevragingen", {"question": ".".join([other, *rest])})
    assert (answer.status_code, here.lines[-1]["reason"] in ("signature", "typ")) == (400, True)


def test_a_body_is_not_read_beyond_its_limit(here: Here) -> None:
    headers = {"x-oin": ASKER, "content-type": "application/json"}
    answer = here.client.post("/v1/bevragingen", content=b" " * (MOST_BYTES + 1), headers=headers)
    assert (answer.status_code, here.lines[-1]["reason"]) == (413, "too-large-or-slow")
