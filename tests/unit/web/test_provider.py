"""Logging in with a provider: only with what it signed, for us, now, and for the login that this browser began."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from ketenmonitor.store import Home
from ketenmonitor.web.provider import published
from ketenmonitor.web.sessions import Begun, Sessions
from tests.chain import DEFINITION, home_of
from tests.unit.web.providers import (
    CLIENT,
    KEY,
    OTHER_KEY,
    SECRET,
    Pretended,
    basic,
    browser,
    came_back,
    login_at,
    pretended,
    sent,
)
from tests.unit.web.sites import ADDRESS, PASSWORD

ANALYST = {"roles": ["iets anders", "om-analist"]}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return home_of(tmp_path_factory.mktemp("provider"), DEFINITION)


@pytest.fixture
def provider() -> Iterator[Pretended]:
    with pretended() as found:
        found.claims = dict(ANALYST)
        yield found


def test_who_logs_in_comes_back_where_they_wanted_to_be_with_the_roles_of_the_settings(
    home: Home, provider: Pretended
) -> None:
    client = browser(home, login_at(provider.issuer))
    asked = sent(client, "/werkbank?x=1&y=2")
    assert {**asked, "state": "", "nonce": "", "code_challenge": ""} == {
        "response_type": "code", "client_id": CLIENT, "redirect_uri": f"{ADDRESS}/inloggen/terug", "state": "", "nonce": "",
        "scope": "openid profile", "code_challenge": "", "code_challenge_method": "S256",
    }  # fmt: skip
    answer = came_back(client, asked)
    assert (answer.status_code, answer.headers["location"]) == (303, "/werkbank?x=1&y=2")
    assert client.get("/werkbank").status_code == 200
    assert client.get("/leveringen").status_code == 403
    assert "Anna: uitloggen" in client.get("/").text


def test_the_code_is_exchanged_with_the_verifier_and_the_secret(home: Home, provider: Pretended) -> None:
    client = browser(home, login_at(provider.issuer))
    asked = sent(client)
    came_back(client, asked)
    _, authorization, body = next(one for one in provider.asked if one[0] == "/token")
    verifier = parse_qs(body)["code_verifier"][0]
    assert urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode() == asked["code_challenge"]
    assert basic(authorization) == f"{CLIENT}:een%20geheim%3A%20100%25"
    provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    client = browser(home, login_at(provider.issuer))
    came_back(client, sent(client))
    _, authorization, body = [one for one in provider.asked if one[0] == "/token"][-1]
    assert (authorization, parse_qs(body)["client_secret"]) == ("", [SECRET])


WRONG: list[Any] = [
    {"nonce": "van een andere inlogpoging"},
    {"nonce": None},
    {"iss": "https://elders.example.nl"},
    {"aud": "een andere client"},
    {"aud": [CLIENT, "een andere client"]},
    {"aud": [CLIENT, "een andere client"], "azp": "een andere client"},
    {"azp": "een andere client"},
    pytest.param({"exp": int(time.time()) - 3600}, id="ended an hour ago"),
    {"exp": None},
    pytest.param({"iat": int(time.time()) + 3600}, id="begins in an hour"),
    {"sub": None},
    {"sub": ""},
    {"at_hash": "AAAA"},
]


@pytest.mark.parametrize("claims", WRONG, ids=str)
def test_claims_that_are_not_about_this_login_are_refused(
    home: Home, provider: Pretended, claims: dict[str, Any]
) -> None:
    client = browser(home, login_at(provider.issuer))
    provider.claims |= claims
    answer = came_back(client, sent(client))
    assert answer.status_code == 502
    assert "set-cookie" not in answer.headers
    assert client.get("/werkbank").status_code == 303


@pytest.mark.parametrize(
    ("key", "header"),
    [
        (OTHER_KEY, {"alg": "RS256", "kid": "een"}),
        (OTHER_KEY, {"alg": "RS256", "kid": "twee"}),
        (KEY, {"alg": "none", "kid": "een"}),
        (KEY, {"alg": "HS256", "kid": "een"}),
    ],
)
def test_what_the_provider_did_not_sign_is_refused(
    home: Home, provider: Pretended, key: Any, header: dict[str, str]
) -> None:
    client = browser(home, login_at(provider.issuer))
    provider.key, provider.header = key, header
    assert came_back(client, sent(client)).status_code == 502
    assert client.get("/werkbank").status_code == 303


def test_the_log_says_what_was_not_right_and_not_of_whom(
    home: Home, provider: Pretended, caplog: pytest.LogCaptureFixture
) -> None:
    client = browser(home, login_at(provider.issuer))
    provider.claims |= {"aud": "een andere client"}
    came_back(client, sent(client))
    provider.claims, provider.key = dict(ANALYST), OTHER_KEY
    came_back(client, sent(client))
    said = [one.getMessage() for one in caplog.records if one.name == "ketenmonitor.web"]
    assert said[0] == "login: unfit: Invalid claim: 'aud'"
    assert said[1].startswith("login: unfit: ")
    assert "anna" not in caplog.text.lower()


def test_a_key_that_came_later_is_found_and_not_asked_for_more_often_than_need_be(
    home: Home, provider: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(home, login_at(provider.issuer))
    assert came_back(client, sent(client)).status_code == 303
    provider.keys, provider.key, provider.header = [KEY, OTHER_KEY], OTHER_KEY, {"alg": "RS256", "kid": "twee"}
    assert came_back(client, sent(client)).status_code == 502
    assert [path for path, *_ in provider.asked].count("/sleutels") == 1
    monkeypatch.setattr(published, "KEYS_KEPT_SECONDS", 0)
    assert came_back(client, sent(client)).status_code == 303


def test_a_state_that_was_forged_or_used_or_is_of_another_browser_is_refused(home: Home, provider: Pretended) -> None:
    client, other = (browser(home, login_at(provider.issuer)) for _ in range(2))
    asked = sent(client)
    sent(other)
    assert came_back(other, asked).status_code == 400
    assert client.get("/inloggen/terug", params={"code": asked["nonce"]}).status_code == 400
    assert came_back(client, {**asked, "state": "geraden"}).status_code == 400
    assert came_back(client, asked).status_code == 303
    again = came_back(client, asked)
    assert (again.status_code, "geldt niet meer" in again.text) == (400, True)
    assert client.get("/werkbank").status_code == 200


def test_two_windows_of_a_browser_log_in_beside_each_other_and_processes_share_it(
    home: Home, provider: Pretended
) -> None:
    first, second = (browser(home, login_at(provider.issuer)) for _ in range(2))
    asked = sent(first, "/werkbank"), sent(first, "/zaken")
    second.cookies = first.cookies
    assert [came_back(second, one).headers["location"] for one in asked] == ["/werkbank", "/zaken"]


def test_a_login_that_began_is_no_session(tmp_path: Path) -> None:
    found, begun = Sessions(tmp_path), Begun("/")
    found.remember("nummer", begun, 0)
    assert found.find(f"nummer {begun.state}", 1) is None


def test_a_login_that_began_is_kept_for_a_while_and_given_once(tmp_path: Path) -> None:
    sessions, begun = Sessions(tmp_path), Begun("/werkbank")
    sessions.remember("nummer", begun, now=1000)
    assert sessions.take("nummer", begun.state, now=1600) is None
    assert sessions.take("ander nummer", begun.state, now=1000) is None
    assert sessions.take("nummer", begun.state, now=1599) == begun
    assert sessions.take("nummer", begun.state, now=1599) is None
    assert sessions.find(f"nummer {begun.state}", now=1000) is None
    assert begun.verifier not in repr(begun)


@pytest.mark.parametrize(
    ("said", "status", "word"),
    [
        ({"error": "access_denied", "error_description": "<b>geheim</b>"}, 403, "gestopt"),
        ({"error": "server_error"}, 503, "nu niet"),
        ({"error": "iets nieuws"}, 502, "niet gelukt"),
        ({"iss": "https://elders.example.nl"}, 502, "niet gelukt"),
    ],
)
def test_what_the_provider_answers_instead_gets_a_plain_page_with_a_number(
    home: Home, provider: Pretended, caplog: pytest.LogCaptureFixture, said: dict[str, str], status: int, word: str
) -> None:
    client = browser(home, login_at(provider.issuer))
    answer = came_back(client, sent(client), **said)
    assert (answer.status_code, word in answer.text) == (status, True)
    assert "geheim" not in answer.text
    number = vars(next(one for one in caplog.records if one.message.startswith("login: ")))["number"]
    assert number in answer.text


def test_a_provider_that_cannot_be_reached_or_is_not_well_gets_a_plain_page(home: Home) -> None:
    with pretended() as gone:
        client = browser(home, login_at(gone.issuer))
        gone.status = 500
        assert client.get("/inloggen/aanbieder").status_code == 503
        gone.status = 200
        asked = sent(client)
    answer = came_back(client, asked)
    assert (answer.status_code, "nu niet" in answer.text) == (503, True)
    assert gone.issuer not in answer.text
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elders.example.nl"},
        {"authorization_endpoint": "http://elders.example.nl/auth"},
        {"authorization_endpoint": None},
    ],
)
def test_a_provider_that_is_another_or_leaves_its_way_open_is_refused(
    home: Home, provider: Pretended, metadata: dict[str, Any]
) -> None:
    provider.metadata = metadata
    assert browser(home, login_at(provider.issuer)).get("/inloggen/aanbieder").status_code == 502


def test_another_site_cannot_make_somebody_log_in(home: Home, provider: Pretended) -> None:
    client = browser(home, login_at(provider.issuer))
    answer = client.get("/inloggen/aanbieder?naar=/zaken", headers={"sec-fetch-site": "cross-site"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen?naar=/zaken")
    assert provider.asked == []
    came_back(client, sent(client, "https://elders.nl/"))
    assert came_back(client, sent(client, "//elders.nl")).headers["location"] == "/"


def test_who_has_no_role_of_the_monitor_is_told_so(home: Home, provider: Pretended) -> None:
    client = browser(home, login_at(provider.issuer))
    provider.claims["roles"] = ["analyst", "Om-Analist", {"om-analist": 1}]
    answer = came_back(client, sent(client, "/en/werkbank"))
    assert answer.headers["location"] == "/en/inloggen/zonder-rol"
    assert "Anna" in client.get("/en/inloggen/zonder-rol").text
    assert client.get("/werkbank").status_code == 403


def test_claims_that_the_id_token_lacks_are_asked_of_the_same_person(home: Home, provider: Pretended) -> None:
    client = browser(home, login_at(provider.issuer))
    provider.claims, provider.userinfo = {}, {"sub": "anna", **ANALYST}
    assert came_back(client, sent(client)).headers["location"] == "/werkbank"
    assert provider.asked[-1][:2] == ("/wie", "Bearer toegang")
    provider.userinfo = {"sub": "bert", **ANALYST}
    assert came_back(client, sent(client)).status_code == 502


def test_each_login_has_a_session_of_its_own_and_logging_out_goes_on_to_the_provider(
    home: Home, provider: Pretended
) -> None:
    client = browser(home, login_at(provider.issuer))
    came_back(client, sent(client))
    first = client.cookies["monitor"]
    came_back(client, sent(client))
    assert client.cookies["monitor"] != first
    token = client.get("/werkbank").text.split('name="token" value="')[1].split('"')[0]
    answer = client.post("/uitloggen", data={"token": token})
    to = urlsplit(answer.headers["refresh"].removeprefix("0; url="))
    assert f"{to.scheme}://{to.netloc}{to.path}" == f"{provider.issuer}/einde"
    said = parse_qs(to.query)
    assert (said["post_logout_redirect_uri"], said["id_token_hint"][0].count(".")) == ([f"{ADDRESS}/"], 2)
    assert 'name="token"' not in answer.text
    assert client.get("/werkbank").status_code == 303


def test_logging_out_is_done_also_when_the_provider_has_no_place_for_it_or_is_gone(home: Home) -> None:
    with pretended() as provider:
        provider.claims, provider.metadata = dict(ANALYST), {"end_session_endpoint": None}
        client = browser(home, login_at(provider.issuer))
        came_back(client, sent(client))
    token = client.get("/werkbank").text.split('name="token" value="')[1].split('"')[0]
    answer = client.post("/uitloggen", data={"token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/werkbank").status_code == 303


def test_a_login_lasts_as_long_as_its_settings_do(home: Home, provider: Pretended) -> None:
    client = browser(home, login_at(provider.issuer))
    came_back(client, sent(client))
    same, fewer = (browser(home, login_at(provider.issuer, **said)) for said in ({}, {"roles": {}}))
    same.cookies = client.cookies
    assert same.get("/werkbank").status_code == 200
    fewer.cookies = client.cookies
    assert fewer.get("/werkbank").status_code == 303
    assert client.get("/werkbank").status_code == 303


def test_local_accounts_are_there_beside_it(home: Home, provider: Pretended) -> None:
    client = browser(home, login_at(provider.issuer))
    page = client.get("/inloggen?naar=/werkbank").text
    assert 'href="/inloggen/aanbieder?naar=/werkbank"' in page
    assert 'name="password"' in page
    said = {"name": "analyst", "password": PASSWORD, "to": "/werkbank"}
    assert client.post("/inloggen", data=said).status_code == 303
    assert client.get("/werkbank").status_code == 200


RIGHT: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        (RIGHT, 200),
        ({"roles": ["anders"]}, 403),
        ({"aud": CLIENT}, 401),
        ({"iss": "https://elders.example.nl"}, 401),
        pytest.param({"exp": int(time.time()) - 3600}, 401, id="ended an hour ago"),
        ({"client_id": None}, 401),
    ],
    ids=str,
)
def test_a_program_gets_what_its_token_gives_it_and_is_never_taken_for_nobody(
    home: Home, provider: Pretended, claims: dict[str, Any], status: int
) -> None:
    client = browser(home, login_at(provider.issuer))
    bearer = {"Authorization": f"Bearer {provider.access_token(**claims)}"}
    assert client.get("/werkbank", headers=bearer).status_code == status
    assert client.get("/", headers=bearer).status_code == (401 if status == 401 else 200)
    answer = client.get("/v1/ketens/proef/maten", headers=bearer)
    assert answer.status_code == status
    assert answer.headers["content-type"] == ("application/json" if status == 200 else "application/problem+json")
    assert client.get("/v1/ketens", headers=bearer).status_code == (401 if status == 401 else 200)


def test_the_interface_says_how_a_program_logs_in(home: Home, provider: Pretended) -> None:
    client = browser(home, login_at(provider.issuer))
    assert client.get("/v1/ketens/proef/maten").headers["www-authenticate"].startswith("Bearer ")
    schemes = client.get("/v1/openapi.json").json()["components"]["securitySchemes"]
    assert set(schemes) == {"sessie", "token", "certificaat", "fsc"}
    assert schemes["token"]["scheme"] == "bearer"


def test_a_program_is_told_when_its_token_cannot_be_judged(home: Home, provider: Pretended) -> None:
    client = browser(home, login_at("http://127.0.0.1:9"))
    answer = client.get("/v1/ketens", headers={"Authorization": f"Bearer {provider.access_token()}"})
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")


def test_a_provider_that_is_not_well_is_left_alone_for_a_while(
    home: Home, provider: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, bearer = browser(home, login_at(provider.issuer)), {"Authorization": f"Bearer {provider.access_token()}"}
    provider.status = 500
    assert [client.get("/werkbank", headers=bearer).status_code for _ in range(3)] == [503] * 3
    assert len(provider.asked) == 1
    provider.status = 200
    monkeypatch.setattr(published, "LEFT_ALONE_SECONDS", 0)
    assert client.get("/werkbank", headers=bearer).status_code == 200


def test_other_tokens_are_no_access_tokens(home: Home, provider: Pretended) -> None:
    client, without = (browser(home, login_at(provider.issuer, **said)) for said in ({}, {"audience": ""}))
    right = provider.access_token()
    assert client.get("/werkbank", headers={"Authorization": f"bearer {right}"}).status_code == 200
    assert without.get("/werkbank", headers={"Authorization": f"Bearer {right}"}).status_code == 401
    provider.header = {"typ": "JWT", **provider.header}
    for token in (provider.access_token(), "geraden"):
        answer = client.get("/werkbank", headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer error="invalid_token"')


def test_a_program_has_no_session_and_no_form(home: Home, provider: Pretended) -> None:
    client = browser(home, login_at(provider.issuer, roles={"om-analist": frozenset()}))
    client.post("/inloggen", data={"name": "analyst", "password": PASSWORD, "to": "/"})
    bearer = {"Authorization": f"Bearer {provider.access_token()}"}
    assert client.get("/werkbank").status_code == 200
    assert client.get("/werkbank", headers=bearer).status_code == 403  # not who the cookie says
    assert client.post("/uitloggen", data={"token": ""}, headers=bearer).status_code == 403
