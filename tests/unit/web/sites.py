"""A small site: a home with a release that was let out, and visitors of each role."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from ketenmonitor.release import sealed, write_folder
from ketenmonitor.store import Home, publication_secrets
from ketenmonitor.web import create_app, password_of
from ketenmonitor.web.settings import Account, WebSettings
from ketenmonitor.web.visitor import Role
from tests.chain import DEFINITION, deliver, home_of, received

PASSWORD = "een wachtwoord"
SECOND = "publisher2"
ADDRESS = "http://127.0.0.1:8000"
PAGE = b"<!doctype html><title>Proef</title>"
LATE = "2024-03-02T00:00:00+01:00"


def filled_home(folder: Path, definition: str = DEFINITION) -> Home:
    """Forty reports of one month, of which every third was sent on."""
    home = home_of(folder, definition)
    events = [(f"a{n}", "aangifte", f"2024-01-{n % 27 + 1:02d}T10:00:00+01:00", f"m{n}") for n in range(40)]
    events += [(f"i{n}", "inzending", "2024-01-30T10:00:00+01:00", f"m{n}") for n in range(0, 40, 3)]
    span = {"delivered_from": "2024-01-01T00:00:00+01:00", "delivered_until": "2024-02-01T00:00:00+01:00"}
    outcome = received(home, deliver(folder, "d1", events=events, made_at=LATE, **span), LATE)
    assert outcome.status == "accepted", outcome.reasons
    return home


def let_out(home: Home, as_of: str, chain: str = "proef", key: bytes | None = None) -> Path:
    """A release of a chain and a day with a page, a chart and a definition, where the public looks."""
    files = {
        "index.html": PAGE,
        "en.html": PAGE,
        "charts/chain-nl.svg": b"<svg/>",
        "definition.toml": DEFINITION.encode(),
    }
    said = {"chain": chain, "as_of": as_of, "fingerprint": "x", "made_at": LATE}
    place = home.public_path / chain / as_of
    place.parent.mkdir(parents=True, exist_ok=True)
    return write_folder(place, sealed(files, said, key or publication_secrets(home.path).signing_key))


def settings(partner: str = "politie") -> WebSettings:
    """A local account for each role, with the name of the role, and a second publisher."""
    kept = password_of(PASSWORD)
    accounts = (*(Account(role, kept, (role,), partner) for role in Role), Account(SECOND, kept, (Role.PUBLISHER,)))
    return WebSettings(accounts=accounts)


def visitor(home: Home, role: str | None = None, address: str = ADDRESS, partner: str = "politie") -> TestClient:
    """Somebody on this machine, logged in with the account of a role at a partner."""
    client = TestClient(
        create_app(home, settings(partner)), base_url=address, client=("127.0.0.1", 4000), follow_redirects=False,
        raise_server_exceptions=False,
    )  # fmt: skip
    if role is not None:
        answer = client.post("/inloggen", data={"name": role, "password": PASSWORD, "to": "/"})
        assert answer.status_code == 303, answer.text
    return client
