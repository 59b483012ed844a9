"""What an administrator sets for logging in with a provider: refused by name when it is not right, and never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.errors import StorageError
from ketenmonitor.store import SETTINGS_FILE, Home
from ketenmonitor.web.settings import WebSettings, web_settings
from ketenmonitor.web.visitor import Role
from tests.chain import DEFINITION, home_of

RIGHT = """
[web]
address = "https://monitor.example.nl"
[web.login]
issuer = "https://login.example.nl/realms/keten"
client_id = "ketenmonitor"
client_secret = "een geheim"
roles_claim = "realm_access.roles"
[web.login.roles]
"om-analist" = ["analyst", "publisher"]
"beheer" = "administrator"
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of(tmp_path, DEFINITION)


def read(home: Home, text: str) -> WebSettings:
    (home.path / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return web_settings(home)


def test_a_provider_is_read_and_its_secret_is_never_shown(home: Home) -> None:
    found = read(home, RIGHT)
    assert found.login
    assert found.login.roles["om-analist"] == {Role.ANALYST, Role.PUBLISHER}
    assert found.login.roles["beheer"] == {Role.ADMINISTRATOR}
    assert (found.login.roles_claim, found.login.client_secret) == ("realm_access.roles", "een geheim")
    assert "een geheim" not in repr(found)


def test_the_environment_goes_before_the_file(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENMONITOR_WEB_LOGIN_CLIENT_SECRET", "uit de omgeving")
    monkeypatch.setenv("KETENMONITOR_WEB_SESSION_HOURS", "2")
    found = read(home, RIGHT.replace('client_secret = "een geheim"\n', ""))
    assert found.login
    assert (found.login.client_secret, found.session_hours) == ("uit de omgeving", 2)


@pytest.mark.parametrize(
    ("was", "becomes", "word"),
    [
        ("roles_claim", "role_claim", "role_claim"),
        ('issuer = "https:', 'issuer = "http:', "issuer"),
        ('address = "https://monitor.example.nl"', "", "address"),
        ('client_secret = "een geheim"', "", "client_secret"),
        ('client_id = "ketenmonitor"', "", "client_id"),
        ('"analyst"', '"analist"', "analist"),
        ('"om-analist" = ["analyst", "publisher"]\n"beheer" = "administrator"', "", "roles"),
        ("client_id =", 'scopes = "profile"\nclient_id =', "scopes"),
        ("client_id =", 'audience = "ketenmonitor"\nclient_id =', "audience"),
    ],
)
def test_what_is_not_right_is_refused_by_name(home: Home, was: str, becomes: str, word: str) -> None:
    assert was in RIGHT
    with pytest.raises(StorageError, match=word) as refused:
        read(home, RIGHT.replace(was, becomes))
    assert "een geheim" not in str(refused.value)


def test_what_a_session_rests_on_is_what_gives_roles_and_not_the_secret(home: Home) -> None:
    first = read(home, RIGHT).grounds
    assert read(home, RIGHT.replace("een geheim", "een ander geheim")).grounds == first
    assert read(home, RIGHT.replace('"analyst", "publisher"', '"publisher", "analyst"')).grounds == first
    assert read(home, RIGHT.replace('"analyst", ', "")).grounds != first
    assert read(home, RIGHT.replace("realm_access.roles", "roles")).grounds != first


DELIVERING = """
[web.tls]
certificate = "server.pem"
key = "server.key"
[identity]
authorities = "authorities.pem"
proxies = "10.0.0.5"
[deliverers]
"00000099000000003000" = ["politie", "om"]
"""


def test_who_delivers_and_how_the_monitor_proves_itself_is_read(home: Home) -> None:
    found = read(home, DELIVERING)
    assert found.tls
    assert (str(found.tls.certificate), str(found.tls.authorities), found.tls.demand) == (
        "server.pem", "authorities.pem", False,
    )  # fmt: skip
    assert found.trust.authorities
    assert found.deliverers == {"00000099000000003000": {"politie", "om"}}
    sealed = read(home, '[signatures]\npolitie = ["x"]\n[pseudonyms.a]\nmode = "hmac"\n[pseudonyms.b]\npurpose = "x"')
    assert (sealed.signing, sealed.blinding) == ({"politie"}, {"b"})
    without = read(home, "")
    assert (without.tls, without.trust.authorities, without.deliverers) == (None, None, {})


@pytest.mark.parametrize(
    ("was", "becomes", "word"),
    [
        ('key = "server.key"', "", "web.tls"),
        ('key = "server.key"', 'sleutel = "x"', "web.tls"),
        ('certificate = "server.pem"', "certificate = 5", "web.tls"),
        ("00000099000000003000", "0099", "deliverers"),
        ('["politie", "om"]', '"politie"', "deliverers"),
        ('["politie", "om"]', "[5]", "deliverers"),
        ('authorities = "authorities.pem"', "", "proxies and revoked need authorities"),
        ('proxies = "10.0.0.5"', 'proxies = "*"', "identity"),
        ("[web.tls]", "[web]\nevents_a_minute = -1\n[web.tls]", "events_a_minute"),
    ],
)
def test_settings_of_delivering_that_are_not_right_are_refused_by_name(
    was: str, becomes: str, word: str, home: Home
) -> None:
    assert was in DELIVERING
    with pytest.raises(StorageError, match=word):
        read(home, DELIVERING.replace(was, becomes))
