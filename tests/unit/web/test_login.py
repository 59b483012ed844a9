"""Logging in and out: only with the right password, on this machine, from our own form; and a session that was forged is none."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from ketenmonitor.store import Home
from ketenmonitor.web import password_of
from ketenmonitor.web.sessions import Session, Sessions
from ketenmonitor.web.visitor import Role, Visitor
from tests.chain import DEFINITION, home_of
from tests.unit.web.sites import PASSWORD, settings, site_with, visitor


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of(tmp_path, DEFINITION)


@pytest.mark.parametrize(("name", "password"), [("analyst", "ander"), ("niemand", PASSWORD), ("", ""), ("analyst", "")])
def test_a_wrong_name_or_password_begins_nothing(home: Home, name: str, password: str) -> None:
    client = visitor(home)
    answer = client.post("/inloggen", data={"name": name, "password": password, "to": "/werkbank"})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert client.get("/werkbank").status_code == 303


@pytest.mark.parametrize(
    "to", ["https://elders.nl/", "//elders.nl", "/\\elders.nl", "javascript:alert(1)", "\thttps://x", "//[", "http://["]
)
def test_nobody_is_sent_elsewhere_after_logging_in(home: Home, to: str) -> None:
    answer = visitor(home).post("/inloggen", data={"name": "analyst", "password": PASSWORD, "to": to})
    assert answer.headers["location"] == "/"


def test_who_was_sent_to_log_in_gets_where_they_wanted_to_be(home: Home) -> None:
    client = visitor(home)
    first = client.get("/en/werkbank/proef/stock?period=year")
    assert first.headers["location"] == "/en/inloggen?naar=/en/werkbank/proef/stock%3Fperiod%3Dyear"
    assert 'value="/en/werkbank/proef/stock?period=year"' in client.get(first.headers["location"]).text


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://elders.nl"}, {"origin": "http://["}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
)
def test_a_form_of_another_site_is_refused(home: Home, headers: dict[str, str]) -> None:
    said = {"name": "analyst", "password": PASSWORD, "to": "/"}
    assert visitor(home).post("/inloggen", data=said, headers=headers).status_code == 403


def test_logging_out_needs_the_token_of_the_session_and_ends_it(home: Home) -> None:
    client = visitor(home, "analyst")
    for guessed in ("geraden", "é", ""):
        assert client.post("/uitloggen", data={"token": guessed}).status_code == 403
    assert client.get("/werkbank").status_code == 200
    page = client.get("/werkbank").text
    token = page.split('name="token" value="')[1].split('"')[0]
    number = client.cookies["monitor"]
    assert client.post("/uitloggen", data={"token": token}).status_code == 303
    client.cookies.set("monitor", number)
    assert client.get("/werkbank").status_code == 303


def test_an_address_in_english_leads_to_no_other_site(home: Home) -> None:
    answer = visitor(home).get("/en//elders.nl/werkbank?naar=x")
    assert answer.status_code == 404
    assert 'href="//' not in answer.text


def test_each_login_has_a_session_of_its_own_and_the_one_before_ends(home: Home) -> None:
    client = visitor(home, "analyst")
    first = client.cookies["monitor"]
    client.post("/inloggen", data={"name": "analyst", "password": PASSWORD, "to": "/"})
    assert client.cookies["monitor"] != first
    assert Sessions(home.path).find(first, time.time()) is None


def test_a_session_ends_when_its_account_is_changed_or_removed_and_goes_on_when_others_are(home: Home) -> None:
    before = settings()
    own = before.accounts[0]
    changed = [
        replace(own, roles=("publisher",)),
        replace(own, password=password_of(PASSWORD)),
        replace(own, partner="om"),
    ]
    for accounts, status in (((own,), 200), *(((one,), 303) for one in changed), ((), 303)):
        client = site_with(home, replace(before, accounts=before.accounts))
        client.post("/inloggen", data={"name": own.name, "password": PASSWORD, "to": "/"})
        after = site_with(home, replace(before, accounts=accounts))
        after.cookies = client.cookies
        assert after.get("/werkbank").status_code == status
        assert client.get("/werkbank").status_code == status  # what ended does not begin again


def test_a_number_that_was_made_up_or_has_passed_finds_nothing_and_the_file_cannot_be_used_to_visit(home: Home) -> None:
    sessions = Sessions(home.path)
    number = sessions.begin(Session(Visitor("x", "X", frozenset({Role.ANALYST}))), now=1000, seconds=60)
    assert sessions.find(number, 1059)
    assert sessions.find(number, 1060) is None
    assert sessions.find("geraden", 1000) is None
    assert number.encode() not in b"".join(p.read_bytes() for p in (home.path / "web").iterdir())
    found = sessions.find(number, 1000)
    assert found
    assert found.visitor == Visitor("x", "X", frozenset({Role.ANALYST}))


def test_local_accounts_are_for_this_machine(home: Home) -> None:
    client = visitor(home)
    client._transport.client = ("192.0.2.1", 4000)  # type: ignore[attr-defined]  # the only way to come from elsewhere
    assert client.post("/inloggen", data={"name": "analyst", "password": PASSWORD, "to": "/"}).status_code == 404
    assert "analyst" not in client.get("/inloggen").text
