"""What is closed to somebody opens for a reason, where the register says so; each time that comes before a reviewer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from httpx import Response
from starlette.testclient import TestClient
from typer.testing import CliRunner

from ketenmonitor.access import Asker, permit
from ketenmonitor.cli import app
from ketenmonitor.errors import PurposeError
from ketenmonitor.logbook import Logbook
from ketenmonitor.store import Home, case_name
from tests.chain import instant
from tests.unit.access.worlds import ACCOUNT, FITS, PLANTED, put, register, world
from tests.unit.web.sites import visitor

NOW = instant("2024-06-01T00:00:00+02:00")
CASE, REASON = f"{PLANTED}-m3", "spoed, de officier van dienst belde"
HANDLER = Asker("local:h", frozenset({"handler"}), through="web")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return world(tmp_path)


def handler_elsewhere(home: Home) -> TestClient:
    """A case handler of a partner that has no part in these cases."""
    client = visitor(home, "handler", partner="om")
    client.app.state.site.sessions.choose(client.cookies["monitor"], FITS)  # type: ignore[attr-defined]  # FastAPI
    return client


def asked(client: TestClient, **fields: str) -> Response:
    found = re.search(r'name="token" value="([^"]*)"', client.get("/toegankelijkheid").text)
    assert found
    return client.post("/zaken/proef", data={"token": found[1], **fields})


def audited(home: Home) -> list[dict[str, str]]:
    return [json.loads(record) for _, record in Logbook(home).logs["audit"].records() if record]


def without_glass(home: Home) -> None:
    put(home, register(2).replace('"case", "cases", "break-glass"', '"case", "cases"'))


def test_a_case_of_others_is_shown_for_a_reason_only_and_that_is_logged(home: Home) -> None:
    client = handler_elsewhere(home)
    closed = asked(client, case=CASE)
    assert closed.status_code == 404
    assert 'name="reason"' in closed.text
    assert "Aangifte" not in closed.text
    opened = asked(client, case=CASE, reason=REASON)
    assert opened.status_code == 200
    assert "aangifte" in opened.text.lower()
    said = audited(home)[-1]
    assert (said["operation"], said["reason"], said["result"]) == ("break-glass", REASON, "permitted")
    assert said["object"] == case_name(home, "proef", CASE)
    assert said["organisation"] == "om"  # so that a citizen can be told which organisation looked


def test_a_case_that_is_not_there_reads_as_one_of_others(home: Home) -> None:
    client = handler_elsewhere(home)
    of_others, nowhere = asked(client, case=CASE).text, asked(client, case=f"{PLANTED}-m9999").text
    assert of_others.replace(CASE, "") == nowhere.replace(f"{PLANTED}-m9999", "")
    assert asked(client, case=f"{PLANTED}-m9999", reason=REASON).status_code == 404


def test_where_the_register_does_not_say_so_it_is_neither_offered_nor_done(home: Home) -> None:
    without_glass(home)
    client = handler_elsewhere(home)
    assert 'name="reason"' not in asked(client, case=CASE).text
    assert asked(client, case=CASE, reason=REASON).status_code == 403
    assert audited(home)[-1]["result"] == "refused"


def test_without_a_register_nothing_that_is_closed_opens(tmp_path: Path) -> None:
    client = visitor(world(tmp_path, purposes=False), "handler", partner="om")
    assert 'name="reason"' not in asked(client, case=CASE).text
    refused = asked(client, case=CASE, reason=REASON)
    assert refused.status_code == 403
    assert "aangifte" not in refused.text.lower()


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_without_a_reason_it_stays_closed_and_that_is_logged(home: Home, reason: str | None) -> None:
    with pytest.raises(PurposeError, match="for a reason only"):
        permit(home, HANDLER, "break-glass", "proef", FITS, NOW, case=CASE, reason=reason)
    assert audited(home)[-1]["refused"] == "reason-missing"


def test_a_command_opens_it_and_a_reviewer_gets_it_with_the_reason(home: Home) -> None:
    (home.path / "misuse.toml").write_text(f'[reviewers.{ACCOUNT}]\nuser = "beoordelaar"\n', encoding="utf-8")
    client = handler_elsewhere(home)
    asked(client, case=CASE, reason=REASON)

    def ran(*words: object) -> str:
        result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    typed = ("--purpose", FITS, "--json")
    assert "aangifte" in ran("case", home.path, "proef", CASE, "--break-glass", "--reason", "storing", *typed)
    found = json.loads(ran("misuse", "rank", home.path, *typed))
    assert found["counts"]["looks"] == 2
    # Who gives the commands does not see what they opened themselves.
    (one,) = found["items"]
    assert (one["kind"], one["about"]["given"]) == ("break-glass", [REASON])
    named = json.loads(ran("misuse", "queue", home.path, "--item", one["item"], *typed))
    assert named["case"] == {"chain": "proef", "case": CASE}
    assert audited(home)[-1]["object"] == case_name(home, "proef", CASE)  # to see which one it is, is logged
    assert "in order" in ran("log", "verify", home.path)
