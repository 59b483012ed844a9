"""A small site: a home with a release that was let out, and visitors of each role."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from starlette.testclient import TestClient

from ketenmonitor.definition import Title
from ketenmonitor.publishing import publish
from ketenmonitor.release import Dataset, State, sealed, write_folder
from ketenmonitor.release.dataset import About, Column
from ketenmonitor.release.formats import data_files
from ketenmonitor.store import Home, publication_secrets
from ketenmonitor.web import create_app, password_of
from ketenmonitor.web.settings import Account, WebSettings
from ketenmonitor.web.visitor import Role
from tests.chain import DEFINITION, deliver, home_of, instant, received
from tests.unit.publishing.homes import GIVEN, filled

PASSWORD = "een wachtwoord"
SECOND = "publisher2"
ADDRESS = "http://127.0.0.1:8000"
PAGE = b"<!doctype html><title>Proef</title>"
PUBLISHING = f"""{DEFINITION}
[publication]
measures = ["lead-time", "stock", "flow", "handover", "term"]
breakdowns = [["eenheid"]]
periods = ["year"]
"""
MADE = tempfile.TemporaryDirectory()
LATE = "2024-03-02T00:00:00+01:00"


def filled_home(folder: Path, definition: str = DEFINITION) -> Home:
    """Forty reports of one month, of which every third was sent on."""
    home = home_of(folder, definition)
    publication_secrets(home.path, GIVEN)
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
        **table_files(),
    }
    said = {"chain": chain, "as_of": as_of, "fingerprint": "x", "made_at": LATE}
    place = home.public_path / chain / as_of
    place.parent.mkdir(parents=True, exist_ok=True)
    return write_folder(place, sealed(files, said, key or publication_secrets(home.path).signing_key))


@cache
def _whole_release() -> Path:
    """A whole release: every measure, in total and by unit, of all time and by year. Made once: it takes seconds."""
    home = filled(Path(MADE.name), PUBLISHING)
    publish(home, "proef", date(2024, 3, 1), Path(MADE.name) / "release", instant("2024-03-02T09:00:00+01:00"))
    return Path(MADE.name) / "release"


def let_out_whole(home: Home) -> Path:
    """The whole release, where the public looks; the home has the same keys as the one that made it."""
    place = home.public_path / "proef" / "2024-03-01"
    shutil.copytree(_whole_release(), place)
    return place


@cache
def table_files() -> dict[str, bytes]:
    """One table as a release has it: a CSV file and its description."""
    about = About(
        chain="proef", title=Title("Proefketen", "Trial chain"), description=Title("Proef.", "Trial."), as_of=date(2024, 2, 1),
        publisher="Voorbeeld", contact="team@example.nl", licence="http://creativecommons.org/publicdomain/zero/1.0/deed.nl",
        periodicity="month",
    )  # fmt: skip
    columns = (
        Column("id", Title("Onderwerp", "Subject"), "string", is_key=True),
        Column("period", Title("Periode", "Period"), "string", is_key=True),
        Column("date", Title("Peildatum", "Reference date"), "date"),
        Column("stock", Title("Voorraad", "Stock"), "integer", "cases"),
        Column("share", Title("Aandeel", "Share"), "number", "share"),
    )
    rows = (
        ("politie", "2024-01", date(2024, 1, 31), 26, 0.123456789012),
        ("politie", "2024-02", date(2024, 2, 29), State.SUPPRESSED, State.NOT_REACHED),
        ("om", "2024-01", State.NOT_DELIVERED, 0, 1.0),
    )
    table = Dataset("stock", Title("Voorraden", "Stocks"), columns, rows, method="cell-key")
    made = data_files(about, [table])
    return {path: made[path] for path in ("data/stock.csv", "data/stock.csv-metadata.json")}


@cache
def _kept() -> str:
    """One and the same, so that a session holds in every application that is made with it."""
    return password_of(PASSWORD)


def settings(partner: str = "politie") -> WebSettings:
    """A local account for each role, with the name of the role, and a second publisher."""
    kept = _kept()
    accounts = (*(Account(role, kept, (role,), partner) for role in Role), Account(SECOND, kept, (Role.PUBLISHER,)))
    return WebSettings(accounts=accounts)


def site_with(home: Home, said: WebSettings, address: str = ADDRESS) -> TestClient:
    """A browser on this machine that is not logged in, at a site with these settings."""
    return TestClient(
        create_app(home, said), base_url=address, client=("127.0.0.1", 4000), follow_redirects=False,
        raise_server_exceptions=False,
    )  # fmt: skip


def visitor(
    home: Home,
    role: str | None = None,
    address: str = ADDRESS,
    partner: str = "politie",
    said: WebSettings | None = None,
) -> TestClient:
    """Somebody on this machine, logged in with the account of a role at a partner."""
    client = site_with(home, said or settings(partner), address)
    if role is not None:
        answer = client.post("/inloggen", data={"name": role, "password": PASSWORD, "to": "/"})
        assert answer.status_code == 303, answer.text
    return client
