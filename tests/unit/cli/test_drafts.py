"""The commands for drafts: who gives them is the user of the operating system, and approving takes a second one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.errors import UsageError
from ketenmonitor.publishing import Step, draft_of, take
from ketenmonitor.store import Home
from tests.chain import instant
from tests.unit.publishing.homes import LATER, filled, publishing


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("KETENMONITOR_NOW", LATER)
    return filled(tmp_path, publishing("stock"))


def given_by(user: str, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str]:
    """What a command gives when this user gives it: exit status, and output or error."""
    monkeypatch.setattr("ketenmonitor.cli.drafts.user_of_system", lambda: user)
    done = CliRunner().invoke(app, ["draft", *words])
    if isinstance(done.exception, UsageError):
        return done.exception.exit_status, str(done.exception)
    return done.exit_code, done.stdout


def test_one_user_makes_and_another_approves(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    where = (str(home.path), "proef")
    status, said = given_by("anna", monkeypatch, "make", *where, "--as-of", "2024-02-03")
    assert (status, said.splitlines()[0]) == (0, "proef 1: 2024-02-03, made, anna")
    draft = take(home, draft_of(home, "proef", 1), Step.AUDIT, "anna", instant(LATER))
    status, said = given_by("anna", monkeypatch, "resume", *where, "1")
    assert (status, "Veilig. / Safe." in said) == (0, True)
    assert given_by("anna", monkeypatch, "approve", *where, "1")[0] == 2
    assert given_by("bram", monkeypatch, "approve", *where, "1")[0] == 0
    assert given_by("anna", monkeypatch, "publish", *where, "1")[0] == 0
    (said_of,) = json.loads(given_by("x", monkeypatch, "list", str(home.path), "--json")[1])["drafts"]
    assert [(one["state"], one["by"]) for one in said_of["history"]][-2:] == [
        ("approved", "bram"),
        ("published", "anna"),
    ]
    assert (home.public_path / "proef" / "2024-02-03" / "index.html").is_file()
    assert draft.number == said_of["number"]


def test_what_cannot_be_made_is_an_exit_status_and_a_sentence(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    status, said = given_by("anna", monkeypatch, "make", str(home.path), "proef", "--as-of", "2023-02-03")
    assert status == 1
    assert "failed, anna: Of what happened before 2023-02-03 nothing was received" in said
