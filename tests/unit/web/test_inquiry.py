"""The page of the hit/no-hit check: what is typed is asked of a node that runs, and stands nowhere afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ketenmonitor.logbook import Logbook
from ketenmonitor.store import Home
from ketenmonitor.web import create_app
from tests.chain import DEFINITION, home_of
from tests.services import PHRASE
from tests.unit.access.worlds import FITS, world
from tests.unit.inquiry.conftest import quickly
from tests.unit.inquiry.parties import KNOWN, UNKNOWN, World, mirror, published_now, running
from tests.unit.web.sites import settings, site_with, visitor

CASE = "2026-999123"


@dataclass(frozen=True)
class Office:
    """A monitor whose case handlers may ask, with a holder and a mirror."""

    home: Home
    world: World
    config: Path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    world = quickly(folder / "world")
    published_now(world)
    with mirror(world.folder / "mirror") as url, running(world.node()) as node, pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENMONITOR_PASSPHRASE", PHRASE)
        config = world.asker(url, {"holder": node.url, "second": "https://127.0.0.1:1"})
        yield Office(home_of(folder / "home", DEFINITION), world, config)


@pytest.fixture(scope="module")
def client(office: Office) -> TestClient:
    return visitor(office.home, "handler", said=replace(settings(), inquiry=str(office.config)))


def asked(client: TestClient, **said: str) -> tuple[int, str]:
    token = client.get("/bevraging").text.split('name="token" value="')[1].split('"')[0]
    given = {"purpose": "opsporing", "ground": "wpg-8", "kind": "bsn", "case": CASE, "identifiers": KNOWN[0], **said}
    answer = client.post("/bevraging", data={"token": token, **given})
    assert KNOWN[0] not in str(answer.url)
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, answer.text


def test_a_hit_no_hit_and_no_answer_are_told_apart(client: TestClient) -> None:
    status, text = asked(client, identifiers=f"{KNOWN[0]}\n{UNKNOWN[0]}\n123\n")
    assert status == 200
    rows = [" ".join(row.split("</tr>")[0].replace("<", " <").split()) for row in text.split("<tr>")[2:]]
    assert ["hit </strong>" in row and "geen hit" not in row for row in rows] == [True, False, False, False, False]
    assert "Team Recherche" in rows[0]
    assert ["geen antwoord" in row for row in rows] == [False, True, False, True, False]
    assert "geen hit" in rows[2]
    assert "er is niets gevraagd" in rows[4]


def test_what_was_typed_is_in_no_page_log_or_file(office: Office, client: TestClient) -> None:
    _, text = asked(client)
    written = b"".join(
        place.read_bytes()
        for folder in (office.home.path, office.world.folder / "asker")
        for place in folder.rglob("*")
        if place.is_file()
    )
    assert b'"command": "inquiry"' in written  # the search would find what is there
    for secret in (KNOWN[0], CASE):
        assert secret not in text
        assert secret.encode() not in written


def test_a_question_and_its_claim_go_on_at_the_holder_in_the_trace_of_our_own_logs(
    office: Office, tmp_path: Path
) -> None:
    home = world(tmp_path)
    client = visitor(home, "handler", said=replace(settings(), inquiry=str(office.config)))
    client.app.state.site.sessions.choose(client.cookies["monitor"], FITS)  # type: ignore[attr-defined]  # FastAPI
    before = len(office.world.lines())
    assert asked(client, identifiers=f"{KNOWN[0]}\n{UNKNOWN[0]}")[0] == 200
    (ours,) = (json.loads(line) for _, line in Logbook(home).logs["processing"].records() if line)
    served = office.world.lines()[before:]
    assert [line["operation"] for line in served] == ["ask", "claim", "ask"]
    assert {line["traceparent"] for line in served} == {f"00-{ours['trace_id']}-{ours['span_id']}-01"}


def test_what_is_not_filled_in_is_not_asked(office: Office, client: TestClient) -> None:
    before = len(office.world.lines())
    for said in ({"case": ""}, {"identifiers": ""}, {"identifiers": "\n".join(KNOWN[:11])}, {"identifiers": "9" * 201}):
        status, text = asked(client, **said)
        assert (status, "Er is niets gevraagd" in text) == (400, True)
    assert len(office.world.lines()) == before


def test_another_purpose_than_the_register_has_is_not_permitted(client: TestClient) -> None:
    status, text = asked(client, purpose="nieuwsgierigheid")
    assert (status, text.count("niet toegestaan</strong>")) == (200, 2)


def test_a_form_of_somebody_else_asks_nothing(client: TestClient) -> None:
    assert client.post("/bevraging", data={"token": "x", "identifiers": KNOWN[0]}).status_code == 403


def test_no_field_is_filled_in_by_the_browser(client: TestClient) -> None:
    text = client.get("/bevraging").text
    for name in ('name="case"', 'name="identifiers"'):
        field = text.split(name)[1].split(">")[0]
        assert 'autocomplete="off"' in field
        assert 'spellcheck="false"' in field
        assert "value=" not in field


def test_where_nobody_can_be_asked_there_is_no_page_and_no_way_to_it(office: Office) -> None:
    alone = visitor(office.home, "handler")
    assert alone.get("/bevraging").status_code == 404
    assert "/bevraging" not in alone.get("/zaken").text


def test_only_case_handlers_may_ask(office: Office) -> None:
    said = replace(settings(), inquiry=str(office.config))
    assert visitor(office.home, "analyst", said=said).get("/bevraging").status_code == 403
    assert site_with(office.home, said).get("/bevraging", follow_redirects=False).status_code in (302, 303, 307)
    assert create_app(office.home, said).state.inquiry
