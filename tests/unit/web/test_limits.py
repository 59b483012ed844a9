"""Limits: who guesses passwords is stopped, who asks too much waits, and nothing is read beyond what is allowed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from ketenmonitor.api import body, limited
from ketenmonitor.errors import StorageError
from ketenmonitor.store import Home, open_home
from ketenmonitor.web import create_app, limits
from ketenmonitor.web.limits import FORM_BYTES, Allowance, place_of
from ketenmonitor.web.settings import WebSettings, web_settings
from tests import loops
from tests.chain import DEFINITION, home_of
from tests.unit.web.sites import PASSWORD, settings


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of(tmp_path, DEFINITION)


def client_of(home: Home, host: str = "127.0.0.1", **changed: int) -> TestClient:
    app = create_app(home, replace(settings(), **changed))  # type: ignore[arg-type]  # numbers only
    return TestClient(app, base_url="http://127.0.0.1:8000", client=(host, 1), follow_redirects=False)


def log_in(client: TestClient, password: str) -> int:
    said = {"name": "analyst", "password": password, "to": "/"}
    return int(client.post("/inloggen", data=said).status_code)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_what_is_used_comes_back_evenly() -> None:
    clock = Clock()
    allowance = Allowance(3, 60, clock)
    assert [allowance.take("a") for _ in range(4)] == [0, 0, 0, 20]
    assert allowance.take("b") == 0
    clock.now += 19
    assert allowance.take("a") == 1
    clock.now += 1
    assert [allowance.take("a"), allowance.take("a")] == [0, 20]
    clock.now += 1000
    assert [allowance.take("a") for _ in range(4)] == [0, 0, 0, 20]


def test_what_was_given_back_can_be_taken_again_and_no_limit_is_none() -> None:
    allowance = Allowance(1, 60, Clock())
    assert allowance.take("a") == 0
    allowance.give_back("a")
    assert [allowance.take("a"), allowance.take("a")] == [0, 60]
    assert {Allowance(0, 60, Clock()).take("a") for _ in range(100)} == {0}


def test_very_many_places_take_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KEYS", 10)
    allowance = Allowance(1, 60, Clock())
    for n in range(100):
        allowance.take(str(n))
    assert len(allowance._full_at) == 10
    assert allowance.take("99") == 60


def test_guessing_a_password_stops_after_a_few_attempts_also_with_the_right_one(home: Home) -> None:
    client = client_of(home, login_attempts=3)
    assert [log_in(client, "fout") for _ in range(4)] == [401, 401, 401, 429]
    assert log_in(client, PASSWORD) == 429
    answer = client.post("/en/inloggen", data={"name": "analyst", "password": "x", "to": "/"})
    assert answer.headers["retry-after"].isdigit()
    assert "Too many requests" in answer.text
    assert "content-security-policy" in answer.headers
    assert client.get("/").status_code == 200  # of the rest nothing is taken away


def test_logging_in_as_often_as_one_likes_is_no_guessing(home: Home) -> None:
    client = client_of(home, login_attempts=2)
    assert {log_in(client, PASSWORD) for _ in range(5)} == {303}


def test_who_asks_too_much_waits_and_others_do_not(home: Home) -> None:
    client = client_of(home, requests_a_minute=5)
    assert log_in(client, PASSWORD) == 303  # from here on the visitor counts, and not where they are
    assert [client.get("/werkbank").status_code for _ in range(7)] == [200] * 5 + [429] * 2
    client.cookies.clear()
    assert [client.get("/static/monitor.css").status_code for _ in range(5)] == [200] * 4 + [429]
    assert {client.get("/health").status_code for _ in range(9)} == {200}


def test_a_cookie_that_was_made_up_is_no_other_visitor(home: Home) -> None:
    client = client_of(home, requests_a_minute=3)
    found = [client.get("/", headers={"cookie": f"monitor={n}"}).status_code for n in range(5)]
    assert found == [200, 200, 200, 429, 429]


def test_the_addresses_of_one_network_count_as_one() -> None:
    def place(host: str) -> str:
        return place_of(Request({"type": "http", "client": (host, 1)}))

    assert place("2001:db8::1") == place("2001:db8::ffff:1") != place("2001:db8:0:1::1")
    assert place("192.0.2.1") != place("192.0.2.2")
    assert place("::ffff:192.0.2.1") == place("192.0.2.1")  # on a socket for both kinds
    assert place_of(Request({"type": "http", "client": None})) == ""


def test_a_form_that_is_too_large_is_not_read(home: Home) -> None:
    client = client_of(home)
    much = b"x" * (FORM_BYTES + 1)
    for content in (much, (much[i : i + 9000] for i in range(0, len(much), 9000))):
        answer = client.post(
            "/inloggen", content=content, headers={"content-type": "application/x-www-form-urlencoded"}
        )
        assert (answer.status_code, "Dit is te groot" in answer.text) == (413, True)


def body_of(pieces: Iterable[tuple[float, bytes]], most: int) -> bytes | int:
    """What comes of a body of which each piece comes after so many seconds: itself, or a status."""
    coming = [(after, {"type": "http.request", "body": piece, "more_body": True}) for after, piece in pieces]
    messages = iter([*coming, (0.0, {"type": "http.request", "body": b"", "more_body": False})])

    async def receive() -> Message:
        after, message = next(messages)
        await asyncio.sleep(after)
        return message

    async def body() -> bytes:
        return await limited(Request({"type": "http", "headers": []}, receive), most).body()

    try:
        return loops.run(body())
    except HTTPException as refused:
        return refused.status_code


def test_a_body_may_be_as_large_as_is_allowed_and_no_larger() -> None:
    assert body_of([(0, b"123"), (0, b"45")], 5) == b"12345"
    assert body_of([(0, b"123"), (0, b"456")], 5) == 413


def test_a_body_that_comes_too_slowly_is_refused_and_one_that_is_only_large_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(body, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(body, "BYTES_A_SECOND", 10)
    began = time.monotonic()
    assert body_of([(0.15, b"x")] * 20, 1000) == 408
    assert time.monotonic() - began < 3
    assert body_of([(0.1, b"x" * 5)] * 10, 1000) == b"x" * 50
    assert body_of([(5, b"x")], 1000) == 408


@pytest.mark.parametrize(
    "said", ['proxies = "*"', 'proxies = "de-proxy"', "upload_mb = 0", "login_attempts = 0", "requests_a_minute = -1"]
)
def test_a_limit_that_would_let_everybody_through_is_refused_by_name(said: str, home: Home) -> None:
    with (home.path / "monitor.toml").open("a", encoding="utf-8") as file:
        file.write(f"[web]\n{said}\n")
    with pytest.raises(StorageError, match="is not right"):
        web_settings(open_home(home.path))


def test_limits_can_be_set_by_the_environment(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENMONITOR_WEB_REQUESTS_A_MINUTE", "0")
    monkeypatch.setenv("KETENMONITOR_WEB_PROXIES", "10.0.0.5, 10.1.0.0/16")
    found = web_settings(home)
    assert (found.requests_a_minute, found.trusted) == (0, ["10.0.0.5", "10.1.0.0/16"])
    assert WebSettings().trusted == ["127.0.0.1", "::1"]
