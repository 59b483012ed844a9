"""Administrators see how the monitor is, and nothing of a case or a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.release import public_key_of
from ketenmonitor.store import Home, publication_secrets
from tests.unit.web.providers import SECRET, browser, login_at
from tests.unit.web.sites import PASSWORD, filled_home, let_out, visitor

PAGES = ("/beheer", "/beheer/rollen", "/beheer/sleutels", "/beheer/gezondheid")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return filled_home(tmp_path)


def test_no_page_has_a_case_or_a_secret(home: Home) -> None:
    secrets, client = publication_secrets(home.path), visitor(home, "administrator")
    for path in PAGES:
        page = client.get(path).text
        for secret in (secrets.record_key.hex(), secrets.signing_key.hex(), "scrypt$", "m39", "a39"):
            assert secret not in page


def test_chains_and_partners_are_counted_as_elsewhere(home: Home) -> None:
    page = visitor(home, "administrator").get("/beheer").text
    assert "0 zaken en 54 gebeurtenissen" in page
    assert "31 januari 2024" in page
    assert "2 maart 2024" in page
    assert "bewaard: 0, openbaar: 0, concepten: 0" in page


def test_roles_are_those_of_the_table(home: Home) -> None:
    page = visitor(home, "administrator").get("/beheer/rollen").text
    handler = page[page.index("<h2>Behandelaar") : page.index("<h2>Uitgever")]
    assert "/zaken/{chain}" in handler
    assert "/werkbank" not in handler


def test_seals_that_do_not_hold_and_open_secrets_are_said(home: Home) -> None:
    let_out(home, "2024-02-01")
    changed = let_out(home, "2024-02-02")
    client = visitor(home, "administrator")
    page = client.get("/beheer/sleutels").text
    assert "2 van 2 zegels kloppen" in page
    assert public_key_of(publication_secrets(home.path).signing_key) in page
    assert publication_secrets(home.path).name in page
    (changed / "index.html").write_text("x", encoding="utf-8")
    (home.path / "secrets.toml").chmod(0o644)
    page = client.get("/beheer/sleutels").text
    assert "1 van 2 zegels kloppen" in page
    assert "proef/2024-02-02" in page
    assert "0644" in page


def test_missing_secrets_are_said_and_not_made(home: Home) -> None:
    client = visitor(home, "administrator")
    (home.path / "secrets.toml").unlink()
    assert "secrets.toml ontbreekt" in client.get("/beheer/sleutels").text
    assert not (home.path / "secrets.toml").exists()


def test_a_writer_is_seen(home: Home) -> None:
    client = visitor(home, "administrator")
    assert "<dt>Er wordt nu geschreven</dt><dd>nee</dd>" in client.get("/beheer/gezondheid").text
    with home.writing():
        assert "<dt>Er wordt nu geschreven</dt><dd>ja</dd>" in client.get("/beheer/gezondheid").text


def test_a_provider_is_named_with_the_roles_that_it_gives_and_without_its_secret(home: Home) -> None:
    client = browser(home, login_at("https://login.example.nl"))
    client.post("/inloggen", data={"name": "administrator", "password": PASSWORD, "to": "/"})
    page = client.get("/beheer/rollen").text
    assert "https://login.example.nl" in page
    assert "<code>om-analist</code>: Analist" in page
    assert SECRET not in page
